//! Signs that a change was made with AI, as data that is shown, written and read.

use serde::{Deserialize, Serialize};

/// Where a sign of AI stands, and what it is.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// What the export itself says of AI is this word.
    Said(String),
    /// A label is this.
    Label(String),
    /// The text holds a trailer of this name whose value holds this.
    Trailer(String, String),
    /// The author is called this, wholly.
    Author(String),
    /// The branch starts with this.
    Branch(String),
    /// The title or the text holds this.
    Words(String),
}

/// Where signs stand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SignPlace {
    /// A column or a log.
    Said,
    /// Labels.
    Label,
    /// Trailers of commits and texts.
    Trailer,
    /// The author.
    Author,
    /// The name of the branch.
    Branch,
    /// Title and text.
    Words,
}

impl SignPlace {
    /// Every place.
    pub const ALL: [SignPlace; 6] = [
        SignPlace::Said,
        SignPlace::Label,
        SignPlace::Trailer,
        SignPlace::Author,
        SignPlace::Branch,
        SignPlace::Words,
    ];

    /// The sign that a line writes, in small letters; none of a blank line, and of a trailer without its name.
    pub fn read(self, line: &str) -> Option<Sign> {
        let text = line.trim().to_lowercase();
        if text.is_empty() {
            return None;
        }
        match self {
            // Cells are read in the same way.
            SignPlace::Said => Some(Sign::Said(text.replace('_', "-"))),
            SignPlace::Label => Some(Sign::Label(text)),
            SignPlace::Author => Some(Sign::Author(text)),
            SignPlace::Branch => Some(Sign::Branch(text)),
            SignPlace::Words => Some(Sign::Words(text)),
            SignPlace::Trailer => {
                let (name, value) = text.split_once(':')?;
                let (name, value) = (name.trim(), value.trim());
                let is_whole = !name.is_empty() && !value.is_empty();
                is_whole.then(|| Sign::Trailer(name.to_owned(), value.to_owned()))
            }
        }
    }
}

impl Sign {
    /// Where it stands.
    pub fn place(&self) -> SignPlace {
        match self {
            Sign::Said(_) => SignPlace::Said,
            Sign::Label(_) => SignPlace::Label,
            Sign::Trailer(..) => SignPlace::Trailer,
            Sign::Author(_) => SignPlace::Author,
            Sign::Branch(_) => SignPlace::Branch,
            Sign::Words(_) => SignPlace::Words,
        }
    }

    /// As a line that [`SignPlace::read`] reads.
    pub fn line(&self) -> String {
        match self {
            Sign::Trailer(name, value) => format!("{name}: {value}"),
            Sign::Said(text)
            | Sign::Label(text)
            | Sign::Author(text)
            | Sign::Branch(text)
            | Sign::Words(text) => text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::exposure::Signs;
    use super::*;

    #[test]
    fn every_sign_reads_as_it_is_written() {
        for sign in Signs::default().0 {
            assert_eq!(sign.place().read(&sign.line()), Some(sign.clone()));
        }
        assert_eq!(SignPlace::Trailer.read("Co-authored-by"), None);
        assert_eq!(SignPlace::Label.read("  "), None);
        let own = SignPlace::Trailer.read(" AI-Tool : Yes ");
        assert_eq!(
            own,
            Some(Sign::Trailer("ai-tool".to_owned(), "yes".to_owned()))
        );
    }
}
