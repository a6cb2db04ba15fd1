//! Changes that are compared with one another, and whose each is.

use std::cmp::Reverse;

use super::asked::{Asked, By};
use super::chosen::Chosen;
use super::cohort::{Division, Who};
use super::columns::NEVER;
use super::fate::Fate;
use super::floor::is_small;
use super::history::History;
use super::metrics::Window;

/// Cohorts of changes that are told apart at most; the rest are told together.
const MOST: usize = 6;
/// What a change has that no deployment in view went out with.
const NOWHERE: u32 = u32::MAX;

/// Changes that are compared, and the cohort of each.
///
/// Where deployments are divided by AI, changes are by their own signs of it; where they are by service, changes are by theirs; and
/// where they are by anything else, a change is of the cohort of the first deployment in view with it.
pub(super) struct Compared<'h> {
    /// Merged ones of services that are looked at, in the window or at no time that is told.
    pub changes: Chosen,
    /// Everyone who is compared, with how many changes are theirs.
    whos: Vec<(Who, u64)>,
    whose: Whose<'h>,
}

/// How the cohort of a change is found.
enum Whose<'h> {
    /// There is one.
    Everyone,
    /// By whether each change of the history was made with AI.
    Sides(&'h [bool]),
    /// By the place of each change of the history.
    Placed(Vec<u8>),
}

impl<'h> Compared<'h> {
    pub fn of(
        history: &History,
        asked: &Asked,
        assisted: &'h [bool],
        window: Window,
        fates: &[Fate],
        division: &Division,
    ) -> Compared<'h> {
        let columns = &history.columns;
        let changes = Chosen::of(history, asked, |at| {
            let merged = columns.merged[at];
            let is_inside = merged == NEVER || (window.from..window.to).contains(&merged);
            columns.is_merged(at) && is_inside
        });
        let all = changes.len() as u64;
        match division.by {
            By::Everyone | By::Fitting => Compared {
                changes,
                whos: vec![(Who::Everyone, all)],
                whose: Whose::Everyone,
            },
            By::Exposure => {
                let with = with_ai(&changes, assisted);
                Compared {
                    changes,
                    whos: vec![(Who::Assisted, with), (Who::Unlabelled, all - with)],
                    whose: Whose::Sides(assisted),
                }
            }
            By::Service => {
                let service = &columns.service;
                let whos = service.names.iter().map(|name| Who::named(name));
                Self::placed(changes, whos.collect(), By::Service, &service.of)
            }
            by => {
                let is_viewed = |at: u32| fates[at as usize].has(Fate::VIEWED);
                let mut of = vec![NOWHERE; history.changes.len()];
                for change in changes.places() {
                    if let Some(first) = columns.first_carrier(change, is_viewed) {
                        of[change] = division.code(first as usize);
                    }
                }
                Self::placed(changes, division.whos().to_vec(), by, &of)
            }
        }
    }

    /// By the cohort of each change among `whos`; those with names of their own come by how many changes they have. The cohorts with
    /// fewest changes are told together, and so are those that are so few that the others would give them away.
    fn placed(changes: Chosen, whos: Vec<Who>, by: By, of: &[u32]) -> Compared<'h> {
        // Whoever is in none is of those of which nothing says whose they are.
        let nameless = match by.is_by_name() {
            true => Who::Unnamed,
            false => Who::Unknown,
        };
        let mut whos = whos;
        let nowhere = whos.iter().position(|who| *who == nameless);
        let nowhere = nowhere.unwrap_or_else(|| {
            whos.push(nameless);
            whos.len() - 1
        });
        let code = |change: usize| match of[change] {
            NOWHERE => nowhere,
            code => code as usize,
        };
        let mut numbers = vec![0_u64; whos.len()];
        changes.places().for_each(|at| numbers[code(at)] += 1);
        let mut kept: Vec<usize> = (0..whos.len()).filter(|who| numbers[*who] > 0).collect();
        kept.sort_by_key(|who| Reverse(numbers[*who]));
        let is_told = |place: usize, who: usize| place < MOST && !is_small(numbers[who]);
        let told = kept.iter().enumerate();
        let mut many = told.take_while(|(at, who)| is_told(*at, **who)).count();
        let rest = |many: usize| kept[many..].iter().map(|who| numbers[*who]).sum::<u64>();
        while many > 0 && many < kept.len() && is_small(rest(many)) {
            many -= 1;
        }
        let others = Some(rest(many)).filter(|_| many < kept.len());
        let mut told = kept[..many].to_vec();
        if by == By::Answers || !by.is_by_name() {
            told.sort_unstable();
        }
        let mut places = vec![told.len() as u8; whos.len()];
        for (place, who) in told.iter().enumerate() {
            places[*who] = place as u8;
        }
        let mut placed = vec![0; of.len()];
        for change in changes.places() {
            placed[change] = places[code(change)];
        }
        let all = told
            .into_iter()
            .map(|who| (whos[who].clone(), numbers[who]));
        let others = others.map(|n| match many {
            0 => (Who::Everyone, n),
            _ => (Who::Others, n),
        });
        Compared {
            whos: all.chain(others).collect(),
            changes,
            whose: Whose::Placed(placed),
        }
    }

    /// The cohort of a change that is compared, by its place among these.
    pub fn place(&self, change: usize) -> usize {
        match &self.whose {
            Whose::Everyone => 0,
            Whose::Sides(assisted) => usize::from(!assisted[change]),
            Whose::Placed(places) => places[change].into(),
        }
    }

    /// Everyone who is compared.
    pub fn whos(&self) -> impl ExactSizeIterator<Item = &Who> {
        self.whos.iter().map(|(who, _)| who)
    }

    /// How many changes each has.
    pub fn numbers(&self) -> Vec<u64> {
        self.whos.iter().map(|(_, n)| *n).collect()
    }

    /// How many of some changes are compared, by cohort.
    pub fn count(&self, some: impl IntoIterator<Item = usize>) -> Vec<u64> {
        let mut of = vec![0; self.whos.len()];
        let some = some.into_iter().filter(|change| self.changes.has(*change));
        some.for_each(|change| of[self.place(change)] += 1);
        of
    }
}

/// How many of some changes were made with AI.
pub(super) fn with_ai(some: &Chosen, assisted: &[bool]) -> u64 {
    some.places().filter(|at| assisted[*at]).count() as u64
}
