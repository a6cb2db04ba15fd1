//! Every chart drawn and compared with the drawing a person has looked at, and the rules no drawing may break.
//!
//! `UPDATE_EXPECT=1 cargo test --test figures` rewrites `tests/golden/figures/*.svg`; look at them before keeping them.

#[path = "figures/answers.rs"]
mod answers;
#[allow(dead_code)]
mod common;
#[path = "figures/odd.rs"]
mod odd;
#[path = "figures/said.rs"]
mod said;

use std::collections::BTreeMap;

use answers::*;
use common::scene::hold;
use denominator::analysis::{Answer, Ramp, Shape, Showing};
use denominator::figure::charts::{ALL, by_id, default_for};
use denominator::figure::{
    Chart, Datum, Ink, Lens, Locale, Scene, Shape as Drawn, Theme, Weight, Words, framed, layout,
    text,
};
use denominator::render::{svg, table};
use expect_test::expect_file;

const WIDE: f64 = 466.0;
const NARROW: f64 = 343.0;

fn chart(id: &str) -> &'static Chart {
    by_id(id).unwrap()
}

fn golden(name: &str, scene: &Scene, paper: Theme) {
    hold(scene, name);
    let mut on_paper = Scene {
        marks: Vec::new(),
        ..scene.clone()
    };
    on_paper.draw(
        None,
        Drawn::bar(0.0, 0.0, scene.width, scene.height, paper.surface),
    );
    on_paper.marks.extend(scene.marks.iter().cloned());
    let path = format!(
        "{}/tests/golden/figures/{name}.svg",
        env!("CARGO_MANIFEST_DIR")
    );
    expect_file![path].assert_eq(&svg(&on_paper, name, ""));
}

fn check(name: &str, answer: &Answer, chart: &Chart) {
    let locale = Locale::default();
    for (size, width) in [("wide", WIDE), ("narrow", NARROW)] {
        for (tone, theme) in [("light", Theme::light()), ("dark", Theme::dark())] {
            let scene = layout(answer, chart, width, Lens::Percent, &theme, &locale);
            golden(&format!("{name}-{size}-{tone}"), &scene, theme);
        }
    }
}

/// Rows once each and in order, every level after its row, every mark about something that has a region.
fn hold_regions(scene: &Scene, answer: &Answer, what: &str) {
    let data: Vec<Datum> = scene.regions.iter().map(|region| region.datum).collect();
    if matches!(answer.shape, Shape::Options(_)) {
        let order: Vec<_> = data.iter().map(|datum| (datum.level, datum.row)).collect();
        assert!(
            order.is_sorted() && order.iter().all(|(level, _)| level.is_some()),
            "{what}"
        );
    } else {
        assert!(data.is_sorted(), "{what}: {data:?}");
        let rows: Vec<usize> = data
            .iter()
            .filter(|datum| datum.level.is_none())
            .map(|datum| datum.row)
            .collect();
        assert_eq!(rows, (0..answer.rows.len()).collect::<Vec<_>>(), "{what}");
    }
    for mark in &scene.marks {
        if let Some(about) = mark.about {
            assert!(data.contains(&about), "{what}: {about:?} has no region");
        }
    }
}

#[test]
fn colours_are_those_of_the_tokens() {
    let css = include_str!("../style/tokens.css");
    let block = |start: &str| -> BTreeMap<String, Ink> {
        let from = css.find(start).unwrap();
        let upto = from + css[from..].find("/* end */").unwrap();
        let declarations = css[from..upto]
            .split("--")
            .skip(1)
            .filter_map(|part| part.split_once(": #"));
        let ink = |hex: &str| {
            u32::from_str_radix(hex.split(';').next()?, 16)
                .ok()
                .filter(|_| hex.find(';') == Some(6))
        };
        let parsed = declarations.filter_map(|(name, hex)| {
            let rgb = ink(hex)?;
            Some((
                name.to_owned(),
                Ink((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8),
            ))
        });
        parsed.collect()
    };
    for (theme, start) in [
        (Theme::light(), "/* light */"),
        (Theme::dark(), "/* dark */"),
    ] {
        let tokens = block(start);
        let ours = theme.tokens();
        for (name, ink) in &ours {
            assert_eq!(tokens.get(name), Some(ink), "{name} in {start}");
        }
        let families = [
            "cohort", "kind", "answer", "below", "above", "agree", "lean",
        ];
        for name in tokens
            .keys()
            .filter(|name| families.iter().any(|family| name.starts_with(family)))
        {
            assert!(
                ours.iter().any(|(our, _)| our == name),
                "{name} in {start} is not in the theme"
            );
        }
    }
    assert_eq!(Theme::export(), Theme::light());
}

#[test]
fn stacked_bars_look_as_designed() {
    check("stacked", &deploys(), chart("stacked"));
}

#[test]
fn diverging_bars_look_as_designed() {
    check("likert", &burnout(), chart("likert"));
}

#[test]
fn means_over_answers_look_as_designed() {
    check("dots", &rollback(), chart("dots"));
}

#[test]
fn recovery_times_look_as_designed() {
    check("ecdf", &recovery(), chart("ecdf"));
}

#[test]
fn headline_shares_look_as_designed() {
    check("shares", &burnout(), chart("shares"));
}

#[test]
fn options_look_as_designed() {
    check("options", &blockers(), chart("options"));
}

#[test]
fn every_chart_has_a_golden_drawing() {
    for chart in ALL {
        for look in ["wide-light", "wide-dark", "narrow-light", "narrow-dark"] {
            let path = format!(
                "{}/tests/golden/figures/{}-{look}.svg",
                env!("CARGO_MANIFEST_DIR"),
                chart.id
            );
            assert!(std::path::Path::new(&path).exists(), "{path}");
        }
    }
}

#[test]
fn thin_bases_are_drawn_as_such() {
    check("thin-stacked", &thin(), chart("stacked"));
    check("thin-shares", &thin(), chart("shares"));
    let mut times = recovery();
    times.rows[1].showing = Showing::Hidden;
    times.rows[0].cohort.name = "Several times a day, in teams that deploy from trunk".to_owned();
    check("thin-ecdf", &times, chart("ecdf"));
    let mut means = rollback();
    means.rows[1].showing = Showing::Hidden;
    check("thin-dots", &means, chart("dots"));
}

#[test]
fn levels_too_many_for_a_line_get_a_key() {
    let names = [
        "Code review by colleagues",
        "Review by the security team",
        "Change board",
        "Manual quality assurance",
        "Waiting for a release window",
        "Flaky tests",
        "Something else",
    ];
    let counts = [
        vec![12, 9, 30, 8, 14, 22, 25],
        vec![20, 15, 6, 18, 9, 40, 12],
    ];
    let answer = of_levels(
        levels(&names, Ramp::Kinds, 0..1, "Code review by colleagues", None),
        &counts,
    );
    check("key", &answer, chart("stacked"));
}

#[test]
fn scales_without_a_middle_share_one_line() {
    let names = ["Very easy", "Easy", "Hard", "Very hard"];
    let counts = [vec![20, 40, 30, 10], vec![30, 40, 20, 35]];
    check(
        "even-likert",
        &of_levels(
            levels(&names, Ramp::Lean, 2..4, "Hard in all", None),
            &counts,
        ),
        chart("likert"),
    );
}

#[test]
fn the_fraction_lens_puts_counts_first() {
    let theme = Theme::light();
    for (name, answer) in [
        ("stacked", deploys()),
        ("likert", burnout()),
        ("dots", rollback()),
        ("options", blockers()),
    ] {
        for (size, width) in [("wide", WIDE), ("narrow", NARROW)] {
            let scene = layout(
                &answer,
                chart(name),
                width,
                Lens::Fraction,
                &theme,
                &Locale::default(),
            );
            golden(&format!("fraction-{name}-{size}"), &scene, theme);
        }
    }
}

#[test]
fn a_framed_chart_says_everything() {
    let theme = Theme::export();
    let words = Words {
        kicker: "Deployment frequency · counts respondents".to_owned(),
        title: "Heavier AI users deploy daily more often: 54\u{a0}of\u{a0}120 against 18\u{a0}of\u{a0}120, a gap of 30\u{a0}points, plausibly 19\u{a0}to\u{a0}40".to_owned(),
        subtitle: "How often the respondent’s team deploys to production, % of respondents".to_owned(),
        strip: vec![
            ("Definition".to_owned(), "Self-reported band; “daily or more” is the top two".to_owned()),
            ("Base".to_owned(), "401 respondents. 95\u{a0}% interval, Wilson".to_owned()),
            ("Left out".to_owned(), "11 with no AI answer".to_owned()),
        ],
        source: "spring-survey.csv, question “How often does your team deploy to production?”".to_owned(),
    };
    for (size, width) in [("wide", 640.0), ("narrow", NARROW)] {
        let scene = layout(
            &deploys(),
            chart("stacked"),
            width,
            Lens::Percent,
            &theme,
            &Locale::default(),
        );
        let page = framed(scene, &words, &theme);
        hold_regions(&page, &deploys(), "framed");
        golden(&format!("framed-{size}"), &page, theme);
        let said: String = page
            .marks
            .iter()
            .filter_map(|mark| {
                if let Drawn::Label { text, .. } = &mark.shape {
                    Some(format!("{text} "))
                } else {
                    None
                }
            })
            .collect();
        for word in words
            .strip
            .iter()
            .flat_map(|(term, text)| [term, text])
            .chain([&words.kicker, &words.title, &words.subtitle, &words.source])
        {
            for piece in word.split(' ') {
                assert!(said.contains(piece), "{piece} is lost");
            }
        }
    }
}

#[test]
fn no_answer_breaks_a_chart() {
    let locale = Locale::default();
    let mut drawn = 0;
    for (name, answer) in odd::odd() {
        for chart in ALL.iter().filter(|chart| (chart.accepts)(&answer.shape)) {
            for width in [120.0, NARROW, WIDE, 900.0] {
                for lens in [Lens::Percent, Lens::Fraction] {
                    let what = format!("{} of {name} at {width}, {lens:?}", chart.id);
                    let scene = layout(&answer, chart, width, lens, &Theme::light(), &locale);
                    hold(&scene, &what);
                    hold_regions(&scene, &answer, &what);
                    drawn += 1;
                }
            }
        }
        assert!(
            (default_for(&answer.shape).accepts)(&answer.shape),
            "{name}"
        );
        let table = table(&answer, &locale);
        assert!(
            table
                .rows
                .iter()
                .all(|row| row.len() == table.columns.len()),
            "{name}: {table:?}"
        );
    }
    assert!(drawn > 1000);
}

#[test]
fn rows_and_levels_are_found_under_the_pointer() {
    let scene = layout(
        &deploys(),
        chart("stacked"),
        WIDE,
        Lens::Percent,
        &Theme::light(),
        &Locale::default(),
    );
    let found = |x, y| {
        scene
            .at(x, y)
            .map(|region| (region.datum, region.label.as_str()))
    };
    assert_eq!(
        found(20.0, 60.0),
        Some((Datum::row(0), "Several times a day"))
    );
    assert_eq!(
        found(200.0, 60.0),
        Some((Datum::level(0, 2), "Several times a day: Weekly"))
    );
    assert_eq!(found(200.0, 5.0), None);
}

#[test]
fn text_that_came_with_the_file_cannot_break_the_drawing() {
    let mut answer = deploys();
    answer.rows[0].cohort.name = "</text><script>\"&'\u{0}\n".to_owned();
    let scene = layout(
        &answer,
        chart("stacked"),
        900.0,
        Lens::Percent,
        &Theme::light(),
        &Locale::default(),
    );
    let drawn = svg(&scene, "<\"title\">", "a & b");
    for bad in ["<script", "style", "\u{0}", "<\"", "a & b"] {
        assert!(!drawn.contains(bad), "{bad:?}");
    }
    assert_eq!(
        drawn.matches("<text ").count(),
        drawn.matches("</text>").count()
    );
    assert!(drawn.contains("<title>&lt;&quot;title&quot;&gt;</title>\n<desc>a &amp; b</desc>"));
}

#[test]
fn names_are_cut_to_their_column() {
    let fits = |text: &str| text::width(text, 14.0, Weight::Strong);
    assert!(
        fits("Several times a day") <= 125.0,
        "{}",
        fits("Several times a day")
    );
    assert_eq!(
        text::wrap("one two\u{a0}three", 45.0, 13.0, Weight::Regular),
        ["one", "two\u{a0}thr", "ee"]
    );
    assert_eq!(
        text::cut("Strongly disagree", 60.0, 13.0, Weight::Regular),
        "Strongly…"
    );
}
