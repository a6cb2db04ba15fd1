//! Answers that break what was made for well-behaved ones.

use denominator::analysis::*;

use super::answers::*;

/// Answers that no survey should give and some will.
pub fn odd() -> Vec<(String, Answer)> {
    let one_to_twenty =
        |of: usize| (0..of as u64).map(move |at| [at * 7 % 13, at * at % 31, 5 + at, at % 2]);
    let names = [
        "a",
        "A level with a name that is a good deal longer than the bar it stands over <&>",
        "",
        "d",
    ];
    let units = [Unit::Percent, Unit::Hours, Unit::Plain];
    let mut all = Vec::new();
    for ramp in [
        Ramp::Threshold,
        Ramp::Agree,
        Ramp::Lean,
        Ramp::Ordered,
        Ramp::Kinds,
    ] {
        for of in [1, 2, 7, 20] {
            let counts: Vec<Vec<u64>> = one_to_twenty(of).map(Vec::from).collect();
            all.push((
                format!("{ramp:?} {of}"),
                of_levels(levels(&names, ramp, 1..3, names[1], Some(1)), &counts),
            ));
            all.push((
                format!("{ramp:?} {of} hidden"),
                of_levels(
                    levels(&names, ramp, 0..1, "x", None),
                    &vec![vec![1, 1, 0, 1]; of],
                ),
            ));
            all.push((
                format!("{ramp:?} {of} empty"),
                of_levels(levels(&names, ramp, 0..1, "x", None), &vec![vec![0; 4]; of]),
            ));
            all.push((
                format!("{ramp:?} {of} one level"),
                of_levels(
                    levels(&["only"], ramp, 0..1, "only", None),
                    &vec![vec![40]; of],
                ),
            ));
        }
        for count in 2..=12_usize {
            let names: Vec<String> = (0..count).map(|at| format!("Level {at}")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let middle = (count % 2 == 1).then_some(count / 2);
            let made = levels(&names, ramp, count - 1..count, "last", middle);
            all.push((
                format!("{ramp:?} of {count}"),
                of_levels(made, &[vec![9; count], (0..count as u64).collect()]),
            ));
        }
        let huge = of_levels(
            levels(&names, ramp, 0..2, "x", None),
            &[vec![123_456_789_012, 1, 0, 0], vec![0, 0, 0, 3_000_000]],
        );
        all.push((format!("{ramp:?} huge"), huge));
    }
    let spreads: [(&str, Vec<f64>); 9] = [
        ("none", vec![]),
        ("same", vec![5.0; 40]),
        ("zeros", vec![0.0; 40]),
        ("some zeros", (0..40).map(f64::from).collect()),
        ("negative", (0..40).map(|at| f64::from(at) - 30.0).collect()),
        ("huge", (0..40).map(|at| 10_f64.powi(at * 7)).collect()),
        (
            "opposite",
            (0..40)
                .map(|at| if at % 2 == 0 { 1e300 } else { -1e300 })
                .collect(),
        ),
        ("tiny", (1..41).map(|at| 10_f64.powi(-at * 7)).collect()),
        (
            "outlier",
            (0..40)
                .map(|at| if at == 7 { 1e6 } else { f64::from(at) })
                .collect(),
        ),
    ];
    for (name, values) in &spreads {
        for unit in units {
            for headline in [Headline::Mean, Headline::Median] {
                for of in [1, 4, 20] {
                    all.push((
                        format!("{name} {unit:?} {headline:?} {of}"),
                        of_values(Number { unit, headline }, vec![values.clone(); of]),
                    ));
                }
                let mixed = vec![
                    vec![],
                    vec![3.0],
                    values.clone(),
                    vec![1.0, 2.0, 2.0, 3.0, 9.0, 7.0],
                ];
                all.push((
                    format!("{name} {unit:?} {headline:?} mixed"),
                    of_values(Number { unit, headline }, mixed),
                ));
            }
        }
    }
    for of in [1, 20] {
        all.push((
            format!("options {of}"),
            of_options(&names, &vec![(40, vec![0, 40, 12, 3]); of]),
        ));
        all.push((
            format!("options hidden {of}"),
            of_options(&names, &vec![(4, vec![0, 4, 1, 3]); of]),
        ));
        all.push((
            format!("no options {of}"),
            of_options(&[], &vec![(40, vec![]); of]),
        ));
    }
    let mut long = deploys();
    for row in &mut long.rows {
        row.cohort.name =
            "Donaudampfschifffahrtsgesellschaftskapitän and 他のすべての人々 in every other team"
                .to_owned();
    }
    all.push(("long names".to_owned(), long));
    let mut unsure = rollback();
    for row in &mut unsure.rows {
        row.headline = Err(Unmeasurable::TooFew {
            used: 12,
            least: 30,
        });
    }
    all.push(("unmeasurable".to_owned(), unsure));
    let mut open = recovery();
    for row in &mut open.rows {
        if let Ok(Estimate {
            interval: Ok(interval),
            ..
        }) = &mut row.headline
        {
            interval.high = None;
        }
    }
    all.push(("open ends".to_owned(), open));
    all.push((
        "no cohorts".to_owned(),
        of_levels(levels(&names, Ramp::Agree, 0..1, "x", Some(1)), &[]),
    ));
    all
}
