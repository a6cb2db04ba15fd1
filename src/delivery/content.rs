//! What the columns of an export are called and hold, as far as its kind depends on it.

use super::header::Header;
use super::names::{DEPLOYMENT, OF_DEPLOYMENTS, OUTCOMES};
use super::outcomes::{is_outcome, tell_ends};
use super::rules::is_environment;
use super::telling::are_mostly;
use crate::table::words;

/// A third of the answers of a column at least have to be known for it to be of a kind.
const PART: usize = 3;

/// An export whose kind is looked for.
pub(super) struct Content<'a, 'c> {
    /// The words of the file's name, which only support what columns say.
    pub file: String,
    /// What the columns are called.
    pub columns: &'a Header,
    /// A few of the answers of a column.
    pub values: &'a dyn Fn(usize) -> Vec<&'c str>,
    /// Whether some column is called as points in time are.
    pub has_time: bool,
    /// Whether some column tells how something ended.
    pub has_outcome: bool,
    /// Whether it also tells where to.
    pub goes_somewhere: bool,
    /// Whether some column is called as only deployments' are.
    pub names_deployments: bool,
}

impl<'a, 'c> Content<'a, 'c> {
    pub fn of(
        file: &str,
        columns: &'a Header,
        values: &'a dyn Fn(usize) -> Vec<&'c str>,
    ) -> Content<'a, 'c> {
        let mut content = Content {
            file: words(file).join(" "),
            columns,
            values,
            has_time: columns.has_time(),
            has_outcome: false,
            goes_somewhere: false,
            names_deployments: columns.has(DEPLOYMENT) || columns.has(OF_DEPLOYMENTS),
        };
        content.has_outcome = content.holds(OUTCOMES, &is_outcome)
            || columns.has(DEPLOYMENT) && tell_ends(&content.cells(&["type"]));
        let environments = content.filled(&["environment", "env", "environment name"]);
        let mut all = 0..columns.names.len();
        content.goes_somewhere = content.has_outcome
            && (environments.is_some_and(|many| many > 0)
                || all.any(|column| are_mostly(&values(column), is_environment)));
        content
    }

    /// Whether some column is called one of these.
    pub fn has(&self, names: &[&str]) -> bool {
        self.columns.has(names)
    }

    /// Whether some column is, also in other words.
    pub fn is_timed(&self, names: &[&str]) -> bool {
        !self.columns.places(names).is_empty()
    }

    /// Answers of the columns that are called one of these.
    pub fn cells(&self, names: &[&str]) -> Vec<&'c str> {
        let places = self.columns.places(names).into_iter();
        places.flat_map(self.values).collect()
    }

    /// How many answers the fullest of these columns has; none where there is none of them.
    pub fn filled(&self, names: &[&str]) -> Option<usize> {
        let places = self.columns.places(names).into_iter();
        places.map(|column| (self.values)(column).len()).max()
    }

    /// Whether many of the answers of these columns are of a kind.
    pub fn holds(&self, names: &[&str], is_known: &dyn Fn(&str) -> bool) -> bool {
        let cells = self.cells(names);
        let known = cells.iter().filter(|cell| is_known(cell)).count();
        !cells.is_empty() && known * PART >= cells.len()
    }
}
