//! What became of a deployment, as far as rates tell it apart.

use super::deployment::Remedy;

/// A bit for each thing that may have.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Ending(u8);

impl Ending {
    /// How many there may be.
    pub const ALL: usize = 64;

    const YOUNG: Ending = Ending(1);
    const FAILED: Ending = Ending(2);
    const REPAIRED: Ending = Ending(4);
    const ROLLBACK: Ending = Ending(8);
    const ROLLFORWARD: Ending = Ending(16);
    const REWORK: Ending = Ending(32);

    /// Of one that failed, was repaired, and is itself something to others; it is old enough to have failed.
    pub fn of(has_failed: bool, is_repaired: bool, remedy: Option<Remedy>) -> Ending {
        let remedy = match remedy {
            None => Ending(0),
            Some(Remedy::Rollback) => Ending::ROLLBACK,
            Some(Remedy::Rollforward) => Ending::ROLLFORWARD,
        };
        let failed = remedy.with(Ending::FAILED, has_failed);
        failed.with(Ending::REPAIRED, is_repaired)
    }

    /// The same of one that may have had no time to fail.
    pub fn aged(self, is_young: bool) -> Ending {
        self.with(Ending::YOUNG, is_young)
    }

    /// The same of one that may be rework.
    pub fn reworking(self, is_rework: bool) -> Ending {
        Ending(self.0 & !Ending::REWORK.0).with(Ending::REWORK, is_rework)
    }

    /// Its place among all that there may be.
    pub fn place(self) -> usize {
        usize::from(self.0)
    }

    /// What stands at a place.
    pub fn at(place: usize) -> Ending {
        Ending((place % Ending::ALL) as u8)
    }

    /// Whether it had no time to fail yet.
    pub fn is_young(self) -> bool {
        self.has(Ending::YOUNG)
    }

    /// Whether it failed.
    pub fn has_failed(self) -> bool {
        self.has(Ending::FAILED)
    }

    /// Whether another one rolled it back or repaired it.
    pub fn is_repaired(self) -> bool {
        self.has(Ending::REPAIRED)
    }

    /// Whether it rolls another one back.
    pub fn is_rollback(self) -> bool {
        self.has(Ending::ROLLBACK)
    }

    /// Whether it rolls another one back or repairs it.
    pub fn is_remedy(self) -> bool {
        self.is_rollback() || self.has(Ending::ROLLFORWARD)
    }

    /// Whether it is rework.
    pub fn is_rework(self) -> bool {
        self.has(Ending::REWORK)
    }

    fn has(self, what: Ending) -> bool {
        self.0 & what.0 > 0
    }

    fn with(self, what: Ending, is: bool) -> Ending {
        Ending(self.0 | if is { what.0 } else { 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_is_told_apart() {
        let mut places = Vec::new();
        let remedies = [None, Some(Remedy::Rollback), Some(Remedy::Rollforward)];
        for remedy in remedies {
            for flags in 0..16 {
                let is = |bit: u8| flags & bit > 0;
                let ending = Ending::of(is(1), is(2), remedy).aged(is(4));
                let ending = ending.reworking(is(8));
                let found = Ending::at(ending.place());
                assert_eq!(found, ending);
                assert_eq!(
                    (found.has_failed(), found.is_repaired(), found.is_young()),
                    (is(1), is(2), is(4))
                );
                assert_eq!(found.is_rollback(), remedy == Some(Remedy::Rollback));
                assert_eq!(found.is_remedy(), remedy.is_some());
                assert_eq!(found.is_rework(), is(8));
                places.push(ending.place());
            }
        }
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 48);
        assert!(places.iter().all(|place| *place < Ending::ALL));
    }
}
