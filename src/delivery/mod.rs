//! Turns what a team's tools export into a delivery history, and that into delivery metrics.
//!
//! Several exports become one [`History`]: each is recognised ([`kind`]), its columns get roles ([`role`]), its rows are folded into
//! deployments, incidents, changes and reviews, and these are linked with the evidence of every link kept. [`Rules`] say what
//! counts; every rule can be changed, and every rival reading of a metric is one.

mod asked;
mod board;
mod change;
mod cohort;
mod columns;
mod control;
mod curve;
mod deployment;
mod events;
mod export;
mod exposed;
mod exposure;
mod facts;
mod fixes;
mod floor;
mod following;
mod history;
mod hours;
mod incident;
mod kind;
mod ledger;
mod link;
mod metrics;
mod names;
mod others;
mod remedies;
mod review;
mod rivals;
mod role;
mod rules;
mod sides;
mod sign;
mod sorting;
mod span;
mod stages;
mod steps;
mod trail;
mod waiting;
mod weeks;

pub use asked::{Asked, By, Levels, Zone};
pub use board::{AROUND, Board, Incidents, Service};
pub use change::{Change, State};
pub use cohort::{Cohort, Who};
pub use columns::{Carriers, Coded, Columns};
pub use control::{Control, WaitControl};
pub use curve::Curve;
pub use deployment::{Deployment, Environment, Outcome, Remedy};
pub use export::Export;
pub use exposed::{Share, shares};
pub use exposure::{Exposure, Signs};
pub use facts::{Facts, Named};
pub use fixes::{FixRule, Fixes, KindOfFix, fix_rules, fixes};
pub use following::{Follow, Following, Reached};
pub use history::History;
pub use hours::{LoadOf, Told};
pub use incident::Incident;
pub use kind::{Guess, Kind, recognise};
pub use ledger::{Ledger, Question, Taken};
pub use link::{Evidence, Link, Links};
pub use metrics::{Metrics, Rate, Recovery, Window};
pub use remedies::Remedied;
pub use review::{Review, Verdict};
pub use rivals::{Rival, Rivalry, Value};
pub use role::Role;
pub use rules::{Attribution, Blame, Rules};
pub use sign::{Sign, SignPlace};
pub use sorting::{Chain, Sorting};
pub use stages::Stage;
pub use steps::{Step, Wait, Ways, waits};
pub use trail::{Join, Trail};
pub use waiting::Waiting;
pub use weeks::{Clock, Load, Weeks, Workday};
