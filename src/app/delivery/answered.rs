//! What a survey says of AI, team by team, as a way to divide the deployments of these teams.

use leptos::prelude::*;

use super::perceived::{counted, divisions, surveys};
use crate::analysis;
use crate::app::desk::{Desk, use_desk};
use crate::app::outside;
use crate::delivery::{Asked, By, Levels, Question};
use crate::figure::delivery::levels;
use crate::report::FileId;
use crate::study::{Role, Study};

/// The levels of teams or services that a survey and the history both know; none where there are no such.
pub fn levels_of_teams() -> Memo<Option<Levels>> {
    let desk = use_desk();
    // Whatever is still being counted goes first: a newer question would make it stale.
    let wanted = Memo::new(
        move |before: Option<&Option<Wanted>>| match desk.waiting.get() {
            0 => wanted(desk),
            _ => before.cloned().flatten(),
        },
    );
    let found = LocalResource::new(move || {
        let wanted = wanted.get();
        async move { find(desk, wanted?).await }
    });
    Memo::new(move |_| found.get().flatten())
}

/// What has to be known: the surveys, and the exports.
#[derive(Clone, PartialEq)]
struct Wanted {
    surveys: Vec<(FileId, Study)>,
    files: Question,
}

fn wanted(desk: Desk) -> Option<Wanted> {
    let surveys = surveys(desk, &[Role::AiUse]);
    let question = desk.deliveries.question.get()?;
    // Which teams there are does not depend on what else is asked.
    let asked = Asked {
        rules: question.asked.rules,
        ..Asked::default()
    };
    let files = Question { asked, ..question };
    (!surveys.is_empty()).then_some(Wanted { surveys, files })
}

async fn find(desk: Desk, wanted: Wanted) -> Option<Levels> {
    for by in [By::Team, By::Service] {
        let mut question = wanted.files.clone();
        question.asked.by = by;
        let Ok(Some(board)) = outside::ask_history(&question).await else {
            continue;
        };
        for (file, study) in &wanted.surveys {
            for divided in divisions(study) {
                let Some(at) = divided.with_role(Role::AiUse) else {
                    continue;
                };
                let Some(plan) = analysis::ask::question(&divided, at) else {
                    continue;
                };
                let Some(partials) = counted(desk, *file, vec![plan]).await else {
                    continue;
                };
                let answer = partials.first();
                let answer = answer.and_then(|partial| analysis::answer(&divided, at, partial));
                if let Some(found) = answer.and_then(|answer| levels(&answer, &board.cohorts, by)) {
                    return Some(found);
                }
            }
        }
    }
    None
}
