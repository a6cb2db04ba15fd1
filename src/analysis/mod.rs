//! Answers a question with numbers that carry their denominators and uncertainty.
//!
//! Invariant: nothing here touches files, pages, clocks or chance; every result is an [`Estimate`] or a reason why not.
//! A plan is asked of rows ([`ask`]), rows answer with sufficient statistics ([`Partial`]), and those are finished into an
//! [`Answer`]. A metric never sees rows.

mod answer;
pub mod ask;
mod cell;
mod clauses;
mod coded;
mod compare;
mod count;
mod estimate;
mod finish;
pub mod metrics;
mod plan;
mod rows;
pub mod stats;
mod view;

pub use answer::{
    Answer, Cohort, CohortInk, Gap, Headline, LeftOut, LevelShare, Levels, Number, Ramp, Row,
    Shape, Test, Unit,
};
pub use cell::{Body, Cell, Counts, Partial, Values};
pub use clauses::Clauses;
pub use compare::adjust_together;
pub use count::{run_all, run_rows};
pub use estimate::{
    Base, Estimate, INNER_LEVEL, Interval, LEVEL, Note, Showing, Unmeasurable, Weighted,
};
pub use finish::answer;
pub use plan::{Coding, Groups, Keep, Need, Plan};
