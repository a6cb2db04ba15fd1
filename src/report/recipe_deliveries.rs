//! What a person decided about the exports of delivery tools, as a document that can be kept, read, and followed next month.
//!
//! It names columns, rules, and the signs and words that they look for. It holds no row.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::chapter::{Delivering, FileId};
use super::recipe::NoRecipe;
use crate::delivery::{
    Asked, By, FixRule, Guess, Kind, Role, Rules, Sign, SignPlace, Signs, Taken, Zone,
};
use crate::figure::delivery::{
    attribution_name, base_name, blame_name, by_name, kind_name, lead_name, recovery_end_name,
    recovery_start_name, rework_name, role_name,
};
use crate::figure::format::small_first;

/// The version of the document that this program writes, and the only one it reads.
const VERSION: u32 = 1;
/// Seconds that a clock is ahead of UTC or behind it, at most.
const MOST_AHEAD: i64 = 18 * 3600;
/// Signs and kinds of fixes that a document holds at most.
const MOST: usize = 1000;

/// Everything a person decided about exports of delivery tools; what is left out is as it is where nobody says otherwise.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryRecipe {
    /// Version of the document.
    pub denominator_deliveries: u32,
    /// What counts.
    #[serde(default)]
    pub rules: Rules,
    /// What deployments are divided by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// The column that they are divided by, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Services that are looked at; all where none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub services: BTreeSet<String>,
    /// Where days and weeks begin; UTC where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// Whether only the past is described.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub describes: bool,
    /// What tells that a change was made with AI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signs: Option<Vec<Sign>>,
    /// What tells kinds of fixes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixes: Option<Vec<FixRule>>,
    /// What exports are, where a person says otherwise than what they look like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exports: Vec<KeptExport>,
}

/// An export of which a person said what it is, known by its columns.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct KeptExport {
    /// All of its columns.
    pub columns: Vec<String>,
    /// What its rows are.
    pub kind: Kind,
    /// Which column tells what.
    pub roles: BTreeMap<Role, String>,
    /// Whether dates start with the day, where nothing in the export tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_first: Option<bool>,
}

impl KeptExport {
    /// What this says of an export with certain columns; nothing where these are others.
    fn of(&self, names: &[String]) -> Option<Guess> {
        let sorted = |names: &[String]| {
            let mut names = names.to_vec();
            names.sort();
            names
        };
        if sorted(&self.columns) != sorted(names) {
            return None;
        }
        let place = |name: &String| names.iter().position(|own| own == name);
        let roles = self.roles.iter();
        let roles = roles.filter_map(|(role, name)| Some((*role, place(name)?)));
        Some(Guess {
            kind: self.kind,
            roles: roles.collect(),
            day_first: self.day_first,
        })
    }
}

impl DeliveryRecipe {
    /// What was decided, and about which of the exports that are open.
    pub fn of(said: &Delivering, taken: &BTreeMap<FileId, Taken>) -> Self {
        let asked = &said.asked;
        let plain = Asked::default();
        let exports = said.said.iter().filter_map(|(id, guess)| {
            let names = &taken.get(id)?.names;
            let roles = guess.roles.iter();
            let roles = roles.filter_map(|(role, at)| Some((*role, names.get(*at)?.clone())));
            Some(KeptExport {
                columns: names.clone(),
                kind: guess.kind,
                roles: roles.collect(),
                day_first: guess.day_first,
            })
        });
        DeliveryRecipe {
            denominator_deliveries: VERSION,
            rules: asked.rules.clone(),
            // What people answered is theirs, and stays out of what is kept.
            by: Some(asked.by).filter(|by| *by != plain.by && *by != By::Answers),
            column: (asked.by == By::Column).then(|| asked.column.clone()),
            services: asked.services.clone(),
            zone: (asked.zone != plain.zone).then(|| asked.zone.clone()),
            describes: said.describes,
            signs: (asked.signs != plain.signs).then(|| asked.signs.0.clone()),
            fixes: (asked.fixes != plain.fixes).then(|| asked.fixes.clone()),
            exports: exports.collect(),
        }
    }

    /// What is said of deliveries once this is followed, on the exports that are open. The time looked at stays as it is.
    pub fn follow(&self, before: &Delivering, taken: &BTreeMap<FileId, Taken>) -> Delivering {
        let plain = Asked::default();
        // What was said of exports that are not named here holds on.
        let mut said = before.said.clone();
        let named = taken.iter();
        said.extend(named.filter_map(|(id, taken)| Some((*id, self.guess(&taken.names)?))));
        Delivering {
            asked: Asked {
                rules: self.rules.clone(),
                by: self.by.unwrap_or(plain.by),
                column: self.column.clone().unwrap_or_default(),
                levels: plain.levels,
                services: self.services.clone(),
                window: before.asked.window,
                zone: self.zone.clone().unwrap_or_default(),
                signs: self.signs.clone().map_or(plain.signs, Signs),
                fixes: self.fixes.clone().unwrap_or(plain.fixes),
            },
            describes: self.describes,
            shows_published: before.shows_published,
            said,
            none: before.none.clone(),
        }
    }

    /// What this says of an export with certain columns; nothing where it says nothing of one like it.
    pub fn guess(&self, names: &[String]) -> Option<Guess> {
        self.exports.iter().find_map(|kept| kept.of(names))
    }

    /// What does not fit the exports that are open, in sentences.
    pub fn misfits(&self, taken: &BTreeMap<FileId, Taken>) -> Vec<String> {
        let is_open = |kept: &&KeptExport| {
            let mut open = taken.values();
            open.any(|taken| kept.of(&taken.names).is_some())
        };
        let missing = self.exports.iter().filter(|kept| !is_open(kept));
        missing
            .map(|kept| {
                format!(
                    "No open export has the columns {}; what it is will be taken from it once it is opened.",
                    listed(kept.columns.iter().take(6))
                )
            })
            .collect()
    }

    /// The document as text.
    pub fn to_json(&self) -> String {
        // Holds because everything in it has a form in JSON: texts, finite numbers, lists, maps with texts as keys.
        #[allow(clippy::expect_used)]
        serde_json::to_string_pretty(self).expect("a recipe has a form in JSON")
    }

    /// Reads the text of a document.
    pub fn from_json(text: &str) -> Result<Self, NoRecipe> {
        let any: serde_json::Value =
            serde_json::from_str(text).map_err(|_| NoRecipe::SomethingElse)?;
        match any.get("denominator_deliveries").map(|v| v.as_u64()) {
            None => return Err(NoRecipe::SomethingElse),
            Some(Some(version)) if version == u64::from(VERSION) => {}
            Some(version) => return Err(NoRecipe::Version(version.unwrap_or(0))),
        }
        let mut recipe: Self =
            serde_json::from_str(text).map_err(|error| NoRecipe::Damaged(error.to_string()))?;
        let rules = &recipe.rules;
        let ranges = [
            ("gap_hours", rules.gap_hours, 1.0..=168.0),
            ("follow_up_days", rules.follow_up_days, 0.0..=90.0),
            ("longest_days", rules.longest_days, 1.0..=3660.0),
        ];
        for (name, value, range) in ranges {
            if !range.contains(&value) {
                return Err(NoRecipe::Damaged(format!(
                    "`{name}` is {value}, and is {} to {}",
                    range.start(),
                    range.end()
                )));
            }
        }
        let many = [
            recipe.signs.as_ref().map_or(0, Vec::len),
            recipe.fixes.as_ref().map_or(0, Vec::len),
            recipe.exports.len(),
        ];
        if many.into_iter().any(|many| many > MOST) {
            return Err(NoRecipe::Damaged(format!(
                "it holds over {MOST} signs, kinds of fixes or exports"
            )));
        }
        if let Some(zone) = &recipe.zone {
            let is_order = zone.changes.is_sorted_by_key(|(from, _)| *from);
            let is_near = |ahead: i64| (-MOST_AHEAD..=MOST_AHEAD).contains(&ahead);
            let is_fine = is_order
                && zone.changes.len() <= MOST
                && zone.changes.iter().all(|(_, ahead)| is_near(*ahead))
                && (0..7).contains(&zone.first_day);
            if !is_fine {
                return Err(NoRecipe::Damaged(
                    "`zone` holds changes of a clock in order of time, each at most 18 hours ahead of UTC or behind, and a day of the week from 0 to 6".to_owned(),
                ));
            }
        }
        let small = |words: &mut Vec<String>| {
            let read = words.iter().map(|word| word.trim().to_lowercase());
            *words = read.filter(|word| !word.is_empty()).collect();
        };
        small(&mut recipe.rules.production);
        for rule in recipe.fixes.iter_mut().flatten() {
            small(&mut rule.starts);
            small(&mut rule.words);
            small(&mut rule.paths);
        }
        // What is written by hand is looked for in small letters, as what is typed on the page is.
        if let Some(signs) = &mut recipe.signs {
            *signs = signs
                .iter()
                .filter_map(|sign| sign.place().read(&sign.line()))
                .collect();
        }
        Ok(recipe)
    }

    /// Whether the beginning of a file says that it is one.
    pub fn is_one(head: &[u8]) -> bool {
        let mark = b"\"denominator_deliveries\"";
        let start = head.iter().position(|byte| !byte.is_ascii_whitespace());
        start.is_some_and(|start| {
            head[start] == b'{' && head.windows(mark.len()).take(200).any(|seen| seen == mark)
        })
    }

    /// What was decided, a sentence a step; none where everything is as it is where nobody says otherwise.
    pub fn sentences(&self) -> Vec<String> {
        let mut steps = Vec::new();
        for kept in &self.exports {
            let roles: Vec<String> = kept
                .roles
                .iter()
                .map(|(role, name)| format!("“{name}” as {}", role_name(*role).to_lowercase()))
                .collect();
            let roles = match roles.is_empty() {
                true => String::new(),
                false => format!(": {}", roles.join(", ")),
            };
            steps.push(format!(
                "Take the export with the columns {} for {}{roles}{}.",
                listed(kept.columns.iter().take(4)),
                kind_name(kept.kind).to_lowercase(),
                match kept.day_first {
                    Some(true) => "; its dates start with the day",
                    Some(false) => "; its dates start with the month",
                    None => "",
                }
            ));
        }
        self.rule_steps(&mut steps);
        if let Some(zone) = &self.zone {
            steps.push(format!("Days and weeks go by the clock of {}.", zone.name));
        }
        if let Some(by) = self.by {
            steps.push(match &self.column {
                Some(column) => format!("Divide deployments by the column “{column}”."),
                None => format!("Divide deployments by {}.", small_first(by_name(by))),
            });
        }
        if !self.services.is_empty() {
            let noun = if self.services.len() == 1 {
                "service"
            } else {
                "services"
            };
            steps.push(format!(
                "Look at the {noun} {}.",
                listed(self.services.iter())
            ));
        }
        if self.describes {
            steps.push("Describe the past, without intervals.".to_owned());
        }
        if let Some(signs) = &self.signs {
            sign_steps(signs, &mut steps);
        }
        if let Some(fixes) = &self.fixes {
            let names: Vec<&String> = fixes.iter().map(|rule| &rule.name).collect();
            steps.push(format!(
                "Sort fixes into {}, by words that were changed.",
                listed(names.into_iter())
            ));
        }
        steps
    }

    fn rule_steps(&self, steps: &mut Vec<String>) {
        let (rules, plain) = (&self.rules, Rules::default());
        if rules.production != plain.production {
            steps.push(format!(
                "Environments that are production: {}.",
                listed(rules.production.iter())
            ));
        }
        if (rules.attribution, rules.gap_hours) != (plain.attribution, plain.gap_hours) {
            steps.push(format!(
                "An incident that names no deployment belongs to {}; the gap is {} hours.",
                attribution_name(rules.attribution),
                rules.gap_hours
            ));
        }
        if rules.blame != plain.blame {
            steps.push(format!(
                "A rollback is blamed on {}.",
                blame_name(rules.blame)
            ));
        }
        if rules.follow_up_days != plain.follow_up_days {
            steps.push(format!(
                "A deployment had time to fail after {} days.",
                rules.follow_up_days
            ));
        }
        if rules.leaves_out_young != plain.leaves_out_young {
            steps.push("Keep deployments that had no time to fail in fail rates.".to_owned());
        }
        let mut other = |is_other: bool, what: &str, rule: &str| {
            if is_other {
                steps.push(format!("{what} {rule}."));
            }
        };
        other(
            rules.base != plain.base,
            "The change fail rate is out of",
            base_name(rules.base),
        );
        other(
            rules.rework != plain.rework,
            "Rework is",
            rework_name(rules.rework),
        );
        other(
            rules.lead_from != plain.lead_from,
            "Lead time begins with",
            lead_name(rules.lead_from),
        );
        other(
            rules.recovery_from != plain.recovery_from,
            "Recovery begins when",
            recovery_start_name(rules.recovery_from),
        );
        other(
            rules.recovery_to != plain.recovery_to,
            "Recovery ends when",
            recovery_end_name(rules.recovery_to),
        );
        if rules.longest_days != plain.longest_days {
            steps.push(format!(
                "Recoveries of over {} days are doubts.",
                rules.longest_days
            ));
        }
    }
}

/// What was added to the signs that are looked for where nobody says otherwise, and taken from them.
fn sign_steps(signs: &[Sign], steps: &mut Vec<String>) {
    let plain = Signs::default().0;
    for place in SignPlace::ALL {
        let differs = |these: &[Sign], those: &[Sign]| -> Vec<String> {
            let own = these.iter().filter(|sign| sign.place() == place);
            let own = own.filter(|sign| !those.contains(sign));
            own.map(Sign::line).collect()
        };
        let what = match place {
            SignPlace::Said => "what columns and logs say",
            SignPlace::Label => "labels",
            SignPlace::Trailer => "trailers",
            SignPlace::Author => "authors",
            SignPlace::Branch => "starts of branches",
            SignPlace::Words => "words",
        };
        let added = differs(signs, &plain);
        if !added.is_empty() {
            steps.push(format!(
                "Signs of AI among {what}, too: {}.",
                listed(added.iter())
            ));
        }
        let gone = differs(&plain, signs);
        if !gone.is_empty() {
            steps.push(format!(
                "No sign of AI among {what}: {}.",
                listed(gone.iter())
            ));
        }
    }
}

fn listed<'n>(names: impl Iterator<Item = &'n String>) -> String {
    let all: Vec<String> = names.map(|name| format!("“{name}”")).collect();
    all.join(", ")
}
