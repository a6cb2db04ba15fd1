//! The pages, as the address names them: "#overview". The address never holds data.

use std::fmt;
use std::str::FromStr;

/// A page.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Page {
    /// What is open, and what could not be read.
    #[default]
    Files,
    /// How a file was read.
    Understand,
    /// Cohorts and figures.
    Overview,
    /// Deployments, incidents and changes.
    Delivery,
}

impl Page {
    /// Every page, in the order of the bar.
    pub const ALL: [Self; 4] = [
        Self::Files,
        Self::Understand,
        Self::Overview,
        Self::Delivery,
    ];

    /// Its name in the bar.
    pub fn label(self) -> &'static str {
        match self {
            Self::Files => "Files",
            Self::Understand => "Understand",
            Self::Overview => "Overview",
            Self::Delivery => "Delivery",
        }
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Files => "files",
            Self::Understand => "understand",
            Self::Overview => "overview",
            Self::Delivery => "delivery",
        })
    }
}

impl FromStr for Page {
    type Err = ();

    fn from_str(hash: &str) -> Result<Self, ()> {
        let name = hash.trim_start_matches('#');
        Self::ALL
            .into_iter()
            .find(|page| page.to_string() == name)
            .ok_or(())
    }
}
