//! Which bases may be shown and tested.

use crate::analysis::Showing;

/// Respondents under which nothing is shown, unless a study says otherwise.
pub const HIDE: u64 = 5;
/// Respondents under which a number is drawn faintly and not tested, unless a study says otherwise.
pub const FAINT: u64 = 30;

/// How a base of `n` respondents may be drawn; only [`Showing::Full`] is tested.
///
/// The count of people decides, before any weights. Source: statistics.md §9, `small_base`.
pub fn showing(n: u64, hide: u64, faint: u64) -> Showing {
    if n < hide {
        Showing::Hidden
    } else if n < faint {
        Showing::Faint
    } else {
        Showing::Full
    }
}
