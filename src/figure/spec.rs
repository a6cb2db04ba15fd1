//! What a person keeps of a figure: which question, and drawn as what.

/// A figure among a study's figures; never given twice.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct FigureId(pub u32);

/// A figure as a person chose it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Spec {
    /// Which figure this is.
    pub id: FigureId,
    /// What it is about.
    pub subject: Subject,
    /// Id of the chosen chart; none: the one that suits the answers.
    pub chart: Option<&'static str>,
}

/// What a figure is about.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Subject {
    /// The column that has the role of deployment frequency.
    DeploymentFrequency,
    /// The column that has the role of rollback share.
    RollbackShare,
    /// The column that has the role of recovery time.
    RecoveryTime,
    /// The chosen question about burnout; none: symptom before opinion before behaviour.
    Burnout(Option<usize>),
    /// Any question, by its column.
    Question(usize),
}
