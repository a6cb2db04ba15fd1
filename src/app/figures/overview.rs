//! Cohorts, filters and figures on one page.

use leptos::prelude::*;

use super::add::AddFigure;
use super::card::FigureCard;
use crate::app::desk::use_desk;
use crate::app::parts::DrawerButton;
use crate::app::study::{Chips, Side};
use crate::app::turns::by_pieces;
use crate::figure::{Counted, Spec, Subject};
use crate::study::Role;

/// Figures that are brought on screen first: what a person looks at while the others follow.
const FIRST: usize = 1;
/// Figures that follow at a time: as many as stand side by side.
const AT_ONCE: usize = 2;

/// The overview.
#[component]
pub fn Overview() -> impl IntoView {
    let desk = use_desk();
    let drawer = RwSignal::new(false);
    let figures = Memo::new(move |_| {
        desk.with_chapter(|chapter| {
            chapter
                .figures
                .iter()
                .map(|spec| spec.id)
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let figures = by_pieces(figures, FIRST, AT_ONCE);
    let synthetic = Memo::new(move |_| desk.current_file().is_some_and(|file| file.synthetic));
    let part = Memo::new(move |_| {
        let portion = desk.current_file()?.portion;
        Some(format!("What is read is {}. ", portion.said()?))
    });
    let heading = Memo::new(move |_| {
        let divided = desk.with_chapter(|chapter| {
            let question = chapter.study.cohorts.question?;
            Some((
                chapter.study.roles[question].role == Role::AiUse,
                chapter.study.questions[question].title(80),
            ))
        });
        let outcomes = desk.with_chapter(|chapter| {
            let known = |spec: &Spec| {
                matches!(spec.subject, Subject::Question(_))
                    || chapter.question(spec.subject).is_some()
            };
            chapter.figures.iter().all(known)
        });
        // Of records of a tool nobody says how much they code with AI.
        let divided = divided.flatten().map(|(is_use, by)| {
            let is_said = is_use && desk.counted() == Counted::Respondents;
            (is_said, by)
        });
        match divided {
            Some((true, _)) if outcomes == Some(true) => {
                "AI coding use and four outcomes".to_string()
            }
            Some((true, _)) => "AI coding use and the questions of this file".to_string(),
            Some((false, by)) => format!("Outcomes by “{by}”"),
            None => "Outcomes of everyone together".to_string(),
        }
    });
    view! {
        <div class="shell">
            <Side open=drawer/>
            <main id="main" class="work">
                <div class="head">
                    <div>
                        <h1>{move || heading.get()}</h1>
                        <p class="soft">
                            {move || synthetic.get().then_some("Synthetic sample: invented data, not a survey. ")}
                            {move || part.get()}
                            {move || desk.counted().tells()} " It shows what goes together, not what causes what."
                        </p>
                    </div>
                    <div class="btns"><AddFigure/></div>
                </div>
                <div class="drawer-open">
                    <crate::app::study::InView/>
                    <DrawerButton open=drawer label="Cohorts and filters"/>
                </div>
                <Chips/>
                <div class="grid">
                    <For each=move || figures.get() key=|id| *id let:id>
                        <FigureCard id=id/>
                    </For>
                </div>
            </main>
        </div>
    }
}
