//! Perceived against measured, where a survey and a history know the same teams or services.

use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;

use crate::analysis::{self, Partial, Plan};
use crate::app::desk::{Desk, use_desk};
use crate::app::figures::DataTable;
use crate::app::open_file::Opened;
use crate::app::outside;
use crate::delivery::{Asked, By, Cohort, Question};
use crate::figure::Table;
use crate::figure::delivery::{is_alike, perceived, unmatched, who};
use crate::report::FileId;
use crate::study::{Burnout, Role, Study};

/// What a survey may say that is measured as well.
const SAID: [Role; 4] = [
    Role::DeploymentFrequency,
    Role::RollbackShare,
    Role::RecoveryTime,
    Role::Burnout(Burnout::Behaviour),
];

/// How often a survey is asked again, and the milliseconds between.
const TRIES: usize = 20;
const PAUSE: u32 = 150;

/// The card; nothing where no survey knows a team or a service of the history.
#[component]
pub fn Perceived() -> impl IntoView {
    let desk = use_desk();
    // Whatever is still being counted goes first: a newer question would make it stale.
    let wanted = Memo::new(
        move |before: Option<&Option<Wanted>>| match desk.waiting.get() {
            0 => wanted(desk),
            _ => before.cloned().flatten(),
        },
    );
    let told = LocalResource::new(move || {
        let wanted = wanted.get();
        async move { side_by_side(desk, wanted?).await }
    });
    let told = Memo::new(move |_| told.get().flatten());
    let table = Memo::new(move |_| told.with(|told| told.as_ref().map(|(table, _)| table.clone())));
    let unmatched = Memo::new(move |_| told.with(|told| told.as_ref()?.1.clone()));
    view! {
        <Show when=move || table.with(Option::is_some)>
            <section class="card pane is-wide" aria-labelledby="perceived-title">
                <h2 id="perceived-title">"Perceived and measured"</h2>
                <p class="soft">"What people say of their team beside what its exports hold. People answer for a longer time and mean other things than a log; a difference is a question, not an error."</p>
                <div class="scroll" tabindex="0" role="region" aria-labelledby="perceived-title"><DataTable table=table/></div>
                {move || unmatched.get().map(|names| view! { <p class="small quiet">{names}</p> })}
            </section>
        </Show>
    }
}

/// What has to be known: the surveys, and what is asked of the history.
#[derive(Clone, PartialEq)]
struct Wanted {
    surveys: Vec<(FileId, Study)>,
    files: Question,
}

fn wanted(desk: Desk) -> Option<Wanted> {
    let mut files = desk.deliveries.question.get()?;
    // Both are asked below, whatever deployments are divided by on the page.
    files.asked.by = By::Team;
    let surveys = surveys(desk, &SAID);
    (!surveys.is_empty()).then_some(Wanted { surveys, files })
}

/// The surveys that are open and answer one of some questions.
pub(super) fn surveys(desk: Desk, roles: &[Role]) -> Vec<(FileId, Study)> {
    let taken = desk.deliveries.taken.get();
    let ready = desk.files.with(|files| {
        let ready = files
            .iter()
            .filter(|file| matches!(file.state, Opened::Ready(_)));
        ready.map(|file| file.id).collect::<Vec<_>>()
    });
    desk.history.with(|history| {
        let chapters = history.report().chapters.iter();
        let is_asked = |study: &Study| roles.iter().any(|role| study.with_role(*role).is_some());
        chapters
            .filter(|(id, _)| !taken.contains_key(id) && ready.contains(id))
            .filter(|(_, chapter)| is_asked(&chapter.study))
            .map(|(id, chapter)| (*id, chapter.study.clone()))
            .collect()
    })
}

/// The table, and who is in one of the two only.
async fn side_by_side(desk: Desk, wanted: Wanted) -> Option<(Table, Option<String>)> {
    for by in [By::Team, By::Service] {
        let question = Question {
            asked: Asked {
                by,
                ..wanted.files.asked.clone()
            },
            ..wanted.files.clone()
        };
        let Ok(Some(board)) = outside::ask_history(&question).await else {
            continue;
        };
        for (file, study) in &wanted.surveys {
            for divided in divisions(study) {
                if !are_known(&divided, &board.cohorts) {
                    continue;
                }
                let asked: Vec<(Role, usize)> = SAID
                    .into_iter()
                    .filter_map(|role| Some((role, divided.with_role(role)?)))
                    .collect();
                let plans = asked
                    .iter()
                    .filter_map(|(_, at)| analysis::ask::question(&divided, *at));
                let Some(partials) = counted(desk, *file, plans.collect()).await else {
                    continue;
                };
                let answers: Vec<(Role, analysis::Answer)> = asked
                    .iter()
                    .zip(&partials)
                    .filter_map(|((role, at), partial)| {
                        Some((*role, analysis::answer(&divided, *at, partial)?))
                    })
                    .collect();
                let table = perceived(&answers, &board, &desk.locale.get_value());
                if !table.rows.is_empty() {
                    return Some((table, unmatched(&answers, &board.cohorts)));
                }
            }
        }
    }
    None
}

/// What a survey answers to some plans; a newer question makes one stale, which is asked again.
pub(super) async fn counted(desk: Desk, file: FileId, plans: Vec<Plan>) -> Option<Vec<Partial>> {
    for _ in 0..TRIES {
        // What the page itself asks goes first.
        while desk.waiting.get_untracked() > 0 {
            TimeoutFuture::new(PAUSE).await;
        }
        let engine = desk.engine.get_value();
        match engine.run(file.0, plans.clone(), |_, _| {}).await {
            Ok(Some(partials)) => return Some(partials),
            Ok(None) => TimeoutFuture::new(PAUSE).await,
            Err(_) => return None,
        }
    }
    None
}

/// The study divided by each question that can tell teams or services.
pub(super) fn divisions(study: &Study) -> impl Iterator<Item = Study> {
    let cohort = study.cohorts.question;
    let all: Vec<usize> = study.attributes().chain(cohort).collect();
    all.into_iter().map(|at| {
        let mut divided = study.clone();
        divided.set_cohort(Some(at));
        divided
    })
}

/// Whether any cohort of the survey is called like one of the history.
fn are_known(study: &Study, cohorts: &[Cohort]) -> bool {
    let names: Vec<String> = cohorts.iter().map(|cohort| who(&cohort.who)).collect();
    let mut groups = study.cohorts.groups.iter();
    groups.any(|group| names.iter().any(|name| is_alike(name, &group.name)))
}
