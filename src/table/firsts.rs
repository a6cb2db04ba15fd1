//! Which letters words of a list start with: most cells are told apart by that alone.

/// The first letters of words, in any case; a bit each.
#[derive(Clone, Copy)]
pub(super) struct Firsts(u32);

impl Firsts {
    /// Of no words.
    pub const NONE: Firsts = Firsts(0);

    /// These, and those of `words`.
    pub const fn and(mut self, words: &[&str]) -> Firsts {
        let mut at = 0;
        while at < words.len() {
            let first = words[at].as_bytes()[0];
            if first.is_ascii_alphabetic() {
                self.0 |= 1 << (first & 31);
            }
            at += 1;
        }
        self
    }

    /// Whether some word may start as `text` does; not where an ASCII letter stands there that none starts with.
    pub fn may_start(self, text: &str) -> bool {
        match text.as_bytes().first() {
            Some(first) if first.is_ascii_alphabetic() => self.0 >> (first & 31) & 1 == 1,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_other_letters_are_refused() {
        let firsts = Firsts::NONE.and(&["jan", "Zebra"]).and(&["%", "жов"]);
        assert!(
            ["January", "j", "zone", "%", "ж", "ä", "1", ""]
                .iter()
                .all(|text| firsts.may_start(text))
        );
        assert!(
            !["Change", "b", "Feb"]
                .iter()
                .any(|text| firsts.may_start(text))
        );
    }
}
