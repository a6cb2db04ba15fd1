//! The exports that are open together, and the history that they make.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::begun::Begun;
use super::behind::{Behind, Rows, rows};
use super::board::{Background, Board};
use super::cohort::Division;
use super::definitions::Rework;
use super::export::{Export, UnsureDates};
use super::exposed::Exposed;
use super::fixes::{FixRule, Fixes, fixes};
use super::history::History;
use super::kind::{Guess, Kind, roles_of};
use super::link::Links;
use super::rivals::Rivalry;
use super::role::Role;
use super::rules::{Attribution, Blame, Rules};
use crate::analysis::LEVEL;
use crate::source::Opened;

/// What an export was taken for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Taken {
    /// Its kind, and which column has which role.
    pub guess: Guess,
    /// How many rows it has.
    pub rows: u64,
    /// Names of its columns.
    pub names: Vec<String>,
    /// Dates of which it is not sure whether they start with the day or with the month.
    pub unsure_dates: UnsureDates,
}

/// What is asked of a ledger.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Question {
    /// The files that take part, with what somebody says that they are, where that is not what they look like.
    pub files: BTreeMap<u32, Option<Guess>>,
    /// What is asked.
    pub asked: Asked,
}

/// An export that is open.
struct Held {
    export: Option<Rc<Export>>,
    /// What it looked like.
    guess: Guess,
}

/// Links under other rules of attribution and blame.
type Other = ((Attribution, Blame), Rc<Links>);

/// A history with what it was made of.
struct Made {
    files: BTreeMap<u32, Option<Guess>>,
    rules: Rules,
    history: History,
    links: Links,
    /// Links under other rules of attribution and blame, as far as they were asked for.
    others: RefCell<Vec<Other>>,
    /// What tells of fixes by which rework was found, where it was.
    fixed: Option<Vec<FixRule>>,
}

impl Made {
    /// Finds the links under other rules.
    fn follow(&mut self, rules: &Rules) {
        let linked_by = |rules: &Rules| (rules.attribution, rules.blame, rules.gap_hours);
        if linked_by(&self.rules) != linked_by(rules) {
            if self.rules.gap_hours != rules.gap_hours {
                self.others.take();
            }
            self.links = Links::of(&self.history, rules);
            self.fixed = None;
        } else if self.rules.rework != rules.rework {
            self.links.mark_rework(&self.history, rules.rework, &[]);
            self.fixed = None;
        }
        self.rules = rules.clone();
    }

    /// Says which deployments are rework where that depends on what mends something.
    fn mark_fixes(&mut self, rules: &[FixRule], fixes: &[Fixes]) {
        if self.fixed.as_deref() != Some(rules) {
            let rework = self.rules.rework;
            self.links.mark_rework(&self.history, rework, fixes);
            self.fixed = Some(rules.to_vec());
        }
    }

    fn links_under(&self, attribution: Attribution, blame: Blame) -> Rc<Links> {
        let known = |others: &[Other]| {
            let mut others = others.iter();
            let known = others.find(|(rules, _)| *rules == (attribution, blame));
            known.map(|(_, links)| links.clone())
        };
        if let Some(links) = known(&self.others.borrow()) {
            return links;
        }
        let rules = Rules {
            attribution,
            blame,
            ..self.rules.clone()
        };
        let links = Rc::new(Links::of(&self.history, &rules));
        let mut others = self.others.borrow_mut();
        others.push(((attribution, blame), links.clone()));
        links
    }
}

/// Exports by the numbers of their files, and what was made of them last.
#[derive(Default)]
pub struct Ledger {
    held: BTreeMap<u32, Held>,
    history: Option<Made>,
    exposed: Option<Exposed>,
    division: Option<Division>,
    fixes: Option<(Vec<FixRule>, Vec<Fixes>)>,
    rivals: Option<(Asked, Vec<Rivalry>)>,
    /// What came first of the last answer, until the rest of it is asked for.
    begun: Option<(Question, Begun)>,
    /// What was answered last, the latest at the end: whoever takes a filter away asks what was asked before.
    answered: Vec<(Question, Board)>,
}

/// Answers that are kept at most.
const KEPT: usize = 8;
/// Rows of which a history needs more to be answered in two steps: fewer are counted before anybody notices.
const MANY: usize = 200_000;

impl Ledger {
    /// Takes an opened file in, if it is an export of a delivery tool.
    pub fn add(&mut self, number: u32, name: &str, opened: Opened) -> Option<Taken> {
        Some(self.hold(number, Export::of(name, opened)?))
    }

    /// Takes an opened file in as what somebody says that its rows are.
    pub fn add_as(&mut self, number: u32, name: &str, opened: Opened, kind: Kind) -> Taken {
        let guess = Guess {
            kind,
            roles: roles_of(kind, &opened.header.names),
            day_first: None,
        };
        self.hold(number, Export::with(name, opened, guess))
    }

    fn hold(&mut self, number: u32, export: Export) -> Taken {
        let guess = export.taken();
        let taken = Taken {
            guess: guess.clone(),
            rows: export.rows() as u64,
            names: export.names().to_vec(),
            unsure_dates: export.unsure_dates(),
        };
        let export = Some(Rc::new(export));
        self.held.insert(number, Held { export, guess });
        self.forget();
        taken
    }

    /// Lets a file go.
    pub fn remove(&mut self, number: u32) {
        if self.held.remove(&number).is_some() {
            self.forget();
        }
    }

    /// Forgets what other files made.
    fn forget(&mut self) {
        self.history = None;
        self.begun = None;
        self.answered.clear();
    }

    /// The changes behind a number of an answer; nothing where none of its exports is here.
    pub fn rows(&mut self, question: &Question, behind: &Behind) -> Option<Rows> {
        // Only what names failed deployments can give a small cohort away.
        let is_whole = match behind {
            Behind::Followed(..) => self.ask(question)?.tells_all(),
            Behind::Defined(of, rival) => {
                let rival = rival.or_in_force(&question.asked.rules);
                self.ask(question)?.tells(*of, rival)
            }
            Behind::Led(_) => self.ask(question)?.tells_changes(),
            Behind::Fixes(_) | Behind::Waited(_) | Behind::Approved(..) | Behind::Deployed(_) => {
                self.make(question)?;
                true
            }
        };
        self.sort_fixes(&question.asked)?;
        let Made { history, links, .. } = self.history.as_ref()?;
        let (_, fixes) = self.fixes.as_ref()?;
        let (exposed, division) = (self.exposed.as_ref()?, self.division.as_ref()?);
        let asked = &question.asked;
        let whose = (exposed.assisted.as_slice(), division);
        Some(rows(history, links, whose, fixes, asked, is_whole, behind))
    }

    /// Puts together what a question needs, as far as it is not there; nothing where none of its exports is here.
    fn make(&mut self, question: &Question) -> Option<()> {
        let Question { files, asked } = question;
        if !files.keys().any(|number| self.held.contains_key(number)) {
            return None;
        }
        // Other rules find other links in the same history.
        let is_same = self.history.as_ref().is_some_and(|made| {
            made.files == *files && made.rules.production == asked.rules.production
        });
        if let Some(made) = self.history.as_mut().filter(|_| is_same) {
            made.follow(&asked.rules);
        }
        if !is_same {
            // It holds on to the exports.
            self.history = None;
            self.retake(files);
            let taking_part = self
                .held
                .iter()
                .filter(|(number, _)| files.contains_key(number));
            let exports: Vec<Rc<Export>> = taking_part
                .filter_map(|(_, held)| held.export.clone())
                .collect();
            let history = History::of(&exports, &asked.rules);
            let links = Links::of(&history, &asked.rules);
            self.history = Some(Made {
                files: files.clone(),
                rules: asked.rules.clone(),
                history,
                links,
                others: RefCell::default(),
                fixed: None,
            });
            self.fixes = None;
            self.exposed = None;
            self.rivals = None;
        }
        let Made { history, .. } = self.history.as_ref()?;
        let is_known = |exposed: &Exposed| exposed.signs == asked.signs;
        if !self.exposed.as_ref().is_some_and(is_known) {
            self.exposed = Some(Exposed::of(history, &asked.signs));
            self.division = None;
        }
        let is_known = |division: &Division| division.is_asked_by(asked);
        if !self.division.as_ref().is_some_and(is_known) {
            let shares = &self.exposed.as_ref()?.shares;
            self.division = Some(Division::of(asked, history, shares));
        }
        if asked.rules.rework == Rework::WithFixes {
            self.sort_fixes(asked)?;
            let (made, fixes) = (self.history.as_mut()?, self.fixes.as_ref()?);
            made.mark_fixes(&asked.fixes, &fixes.1);
        }
        Some(())
    }

    /// Sorts the fixes of what was put together, as far as that is not done.
    fn sort_fixes(&mut self, asked: &Asked) -> Option<()> {
        let Made { history, .. } = self.history.as_ref()?;
        let is_known = |(rules, _): &(Vec<FixRule>, Vec<Fixes>)| *rules == asked.fixes;
        if !self.fixes.as_ref().is_some_and(is_known) {
            let kinds = fixes(history, &asked.fixes, LEVEL);
            self.fixes = Some((asked.fixes.clone(), kinds));
        }
        Some(())
    }

    /// What the exports answer together; nothing where none of them is here.
    pub fn ask(&mut self, question: &Question) -> Option<Board> {
        let known = self
            .answered
            .iter()
            .position(|(known, _)| known == question);
        let answer = match known {
            Some(at) => self.answered.remove(at).1,
            None => self.answer(question)?,
        };
        if self.answered.len() == KEPT {
            self.answered.remove(0);
        }
        self.answered.push((question.clone(), answer.clone()));
        Some(answer)
    }

    /// What the exports answer soon: everything where that is known already or takes no time, else the beginning of it. Nothing where
    /// none of them is here.
    pub fn soon(&mut self, question: &Question) -> Option<Board> {
        let is_known = self.answered.iter().any(|(known, _)| known == question);
        if is_known {
            return self.ask(question);
        }
        self.make(question)?;
        let history = &self.history.as_ref()?.history;
        match history.deployments.is_empty() || history.size() < MANY {
            true => self.ask(question),
            false => self.beginning(question),
        }
    }

    /// What comes first of an answer: whoever asks for all of it afterwards waits for the rest alone.
    pub fn beginning(&mut self, question: &Question) -> Option<Board> {
        self.make(question)?;
        let begun = self.begun_of(question)?;
        let board = begun.board.clone();
        self.begun = Some((question.clone(), begun));
        Some(board)
    }

    /// What comes first of an answer to what was put together.
    fn begun_of(&self, question: &Question) -> Option<Begun> {
        let mut begun = self
            .with_told(|made, told| Begun::of(&made.history, &made.links, told, &question.asked))?;
        begun.board.silent_times = self.silent_times(question);
        Some(begun)
    }

    fn answer(&mut self, question: &Question) -> Option<Board> {
        self.make(question)?;
        let Question { asked, .. } = question;
        let begun = self.begun.take().filter(|(known, _)| known == question);
        let begun = match begun {
            Some((_, begun)) => begun,
            None => self.begun_of(question)?,
        };
        // Rival definitions are the same however deployments are divided.
        let same = self.rivals.take().filter(|(known, _)| {
            let with = Asked {
                by: asked.by,
                column: asked.column.clone(),
                levels: asked.levels.clone(),
                signs: asked.signs.clone(),
                ..known.clone()
            };
            with == *asked
        });
        let rivals = same.map(|(_, rivals)| rivals);
        self.sort_fixes(asked)?;
        let board = self.with_told(|made, told| {
            begun.finish(&made.history, &made.links, told, asked, rivals)
        })?;
        // What is told of rivals depends on who is too small to be told of.
        self.rivals = board
            .is_whole
            .then(|| (asked.clone(), board.rivals.clone()));
        Some(board)
    }

    /// Goes on with what was put together, and what stays the same of it for many questions.
    fn with_told<T>(&self, go_on: impl FnOnce(&Made, Background<'_>) -> T) -> Option<T> {
        let made = self.history.as_ref()?;
        let exposed = self.exposed.as_ref()?;
        // What comes first tells of none.
        let fixes = self.fixes.as_ref();
        let links_under = |attribution, blame| made.links_under(attribution, blame);
        let told = Background {
            division: self.division.as_ref()?,
            assisted: &exposed.assisted,
            signs: &exposed.told,
            denied: exposed.denied,
            unclear: &exposed.unclear,
            fixes: fixes.map_or(&[], |(_, fixes)| fixes),
            links_under: &links_under,
        };
        Some(go_on(made, told))
    }

    /// Columns that are said to hold points in time, and hold none, by file.
    fn silent_times(&self, question: &Question) -> Vec<(u32, Role)> {
        let held = self.held.iter();
        let held = held.filter(|(number, _)| question.files.contains_key(number));
        let silent = held.flat_map(|(number, held)| {
            let roles = held.export.iter().flat_map(|export| export.silent_times());
            roles.map(|role| (*number, role))
        });
        silent.collect()
    }

    /// Takes each export for what is said of it or, where nothing is, for what it looked like.
    fn retake(&mut self, files: &BTreeMap<u32, Option<Guess>>) {
        for (number, said) in files {
            let Some(held) = self.held.get_mut(number) else {
                continue;
            };
            let wanted = said.as_ref().unwrap_or(&held.guess);
            let is_so = held
                .export
                .as_ref()
                .is_some_and(|export| export.taken() == *wanted);
            if !is_so {
                let retaken = |export: Export| Rc::new(export.retaken(wanted.clone()));
                let export = held.export.take().map(Rc::try_unwrap);
                held.export = export.map(|export| export.map_or_else(|held| held, retaken));
            }
        }
    }
}
