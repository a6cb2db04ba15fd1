//! A recipe in plain sentences, to be numbered.

use super::recipe::{FLOOR, KeptSubject, Recipe};
use crate::study::ScaleDecision;

impl Recipe {
    /// What was decided, a sentence a step, in the order in which it is done.
    pub fn sentences(&self) -> Vec<String> {
        let mut steps = Vec::new();
        self.reading_steps(&mut steps);
        self.study_steps(&mut steps);
        if let Some(figures) = &self.figures {
            let names: Vec<String> = figures
                .iter()
                .map(|figure| match &figure.about {
                    KeptSubject::DeploymentFrequency => "deployment frequency".to_owned(),
                    KeptSubject::RollbackShare => "rollback rate".to_owned(),
                    KeptSubject::RecoveryTime => "MTTR".to_owned(),
                    KeptSubject::Burnout(None) => "burnout".to_owned(),
                    KeptSubject::Burnout(Some(name)) | KeptSubject::Question(name) => quoted(name),
                })
                .collect();
            steps.push(format!("Draw figures of {}.", listed(&names)));
        }
        match self.withheld {
            0 => {}
            1 => steps.push(format!(
                "One answer that fewer than {FLOOR} respondents gave is not named here; decide about it anew."
            )),
            many => steps.push(format!(
                "{many} answers that fewer than {FLOOR} respondents gave are not named here; decide about them anew."
            )),
        }
        match self.nameless {
            0 => {}
            1 => steps.push(
                "One column is not named here, as its name may be an answer; decide about it anew.".into(),
            ),
            many => steps.push(format!(
                "{many} columns are not named here, as their names may be answers; decide about them anew."
            )),
        }
        steps
    }

    fn reading_steps(&self, steps: &mut Vec<String>) {
        let reading = &self.reading;
        if let Some(encoding) = &reading.read_as.encoding {
            steps.push(format!("Read the bytes as {encoding}."));
        }
        if let Some(delimiter) = &reading.read_as.delimiter {
            let shown = match delimiter.as_str() {
                "\t" => "tabs".to_owned(),
                " " => "spaces".to_owned(),
                other => quoted(other),
            };
            steps.push(format!("Take cells apart at {shown}."));
        }
        if let Some(table) = reading.read_as.table {
            steps.push(format!("Take table {} of the file.", table + 1));
        }
        match reading.read_as.header_rows {
            None => {}
            Some(0) => steps.push("The table has no header row.".to_owned()),
            Some(1) => steps.push("The table has one header row.".to_owned()),
            Some(rows) => steps.push(format!("The table has {rows} header rows.")),
        }
        for question in &reading.spread {
            let question = quoted(question);
            steps.push(format!(
                "Take the question {question} apart into its columns."
            ));
        }
        for fold in &reading.folds {
            let columns: Vec<String> = fold.columns.iter().map(|name| quoted(name)).collect();
            steps.push(format!(
                "Make one question {} of the columns {}.",
                quoted(&fold.question),
                listed(&columns)
            ));
        }
        for (column, said) in &reading.corrections {
            steps.push(format!("In {}: {said}.", quoted(column)));
        }
        for exclusion in &reading.exclusions {
            steps.push(format!("Leave out {}.", exclusion.told(2)));
        }
    }

    fn study_steps(&self, steps: &mut Vec<String>) {
        let study = &self.study;
        for (question, role) in &study.roles {
            steps.push(format!("Use {} as “{role}”.", quoted(question)));
        }
        for scale in &study.scales {
            steps.push(ordered(scale));
        }
        match study.weighted {
            Some(true) => steps.push("Use the weights.".to_owned()),
            Some(false) => steps.push("Do without the weights.".to_owned()),
            None => {}
        }
        if let Some(cohorts) = &study.cohorts {
            let Some(question) = &cohorts.question else {
                steps.push("Take everyone as one cohort.".to_owned());
                return self.filter_steps(steps);
            };
            let mut step = format!("Compare respondents by {}", quoted(question));
            for merged in &cohorts.merged {
                let levels: Vec<String> = merged.iter().map(|level| quoted(level)).collect();
                step += &format!(", with {} as one cohort", listed(&levels));
            }
            if let Some(reference) = &cohorts.reference {
                step += &format!(", each with {}", quoted(reference));
            }
            steps.push(step + ".");
        }
        self.filter_steps(steps);
    }

    fn filter_steps(&self, steps: &mut Vec<String>) {
        for filter in &self.study.filter {
            let texts = filter.keep.as_ref().unwrap_or(&filter.leave_out);
            let levels: Vec<String> = texts.iter().map(|level| quoted(level)).collect();
            let verb = match filter.keep {
                Some(_) => "Keep in view only",
                None => "Take out of view",
            };
            let question = quoted(&filter.question);
            steps.push(format!(
                "{verb} who answered {} to {question}.",
                listed(&levels)
            ));
        }
    }
}

fn ordered(scale: &ScaleDecision) -> String {
    let inside = scale
        .order
        .iter()
        .filter(|level| !scale.aside.contains(level));
    let inside: Vec<String> = inside.map(|level| quoted(level)).collect();
    let mut step = format!("Order {}: {}", quoted(&scale.question), inside.join(" < "));
    if !scale.aside.is_empty() {
        let aside: Vec<String> = scale.aside.iter().map(|level| quoted(level)).collect();
        step += &format!("; outside the base: {}", listed(&aside));
    }
    if let Some(top) = &scale.top_from {
        step += &format!("; the headline counts from {}", quoted(top));
    }
    step + "."
}

fn quoted(text: &str) -> String {
    format!("“{text}”")
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [more @ .., last] => format!("{} and {last}", more.join(", ")),
    }
}
