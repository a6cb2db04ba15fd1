//! The deployments that are looked at.

use super::asked::{Asked, By};
use super::facts::in_window;
use super::floor;
use super::history::History;
use super::metrics::Window;
use crate::analysis::stats::base::HIDE;

/// Which services are looked at, and their deployments.
pub(super) struct InView {
    /// Whether each service is looked at.
    pub is_in_view: Vec<bool>,
    /// Deployments in the window of each service.
    pub of_services: Vec<u64>,
    /// Services with so few that another choice of services would tell of them alone.
    pub are_alone: Vec<bool>,
    /// Deployments that are told of, by their places; those of services that are `are_alone` only where each service is a cohort.
    pub viewed: Vec<usize>,
    /// How many are left out of these for that.
    pub held_back: u64,
}

impl InView {
    /// What is looked at in a window, divided so.
    pub fn of(history: &History, asked: &Asked, window: Window, by: By) -> InView {
        let facts = &history.facts;
        let is_looked_at = |service: &str| asked.looks_at(service);
        let services = facts.services.iter();
        let is_in_view: Vec<bool> = services.map(|service| is_looked_at(service)).collect();
        let lines = facts.lines.iter();
        let of_services: Vec<u64> = lines.map(|line| in_window(line, window) as u64).collect();
        let are_alone = floor::alone(&of_services, &is_in_view, HIDE);
        let viewed = facts.viewed(is_looked_at);
        // Services that are cohorts keep their sizes, and are left out of what is told of all together.
        let viewed: Vec<usize> = match by == By::Service || !are_alone.contains(&true) {
            true => viewed,
            false => {
                let is_told = |at: &usize| !are_alone[facts.service_of[*at]];
                viewed.into_iter().filter(is_told).collect()
            }
        };
        let held_back = of_services.iter().zip(&are_alone);
        let held_back = held_back.filter(|(_, is_alone)| **is_alone && by != By::Service);
        InView {
            held_back: held_back.map(|(n, _)| n).sum(),
            is_in_view,
            are_alone,
            viewed,
            of_services,
        }
    }
}
