//! What tables, sentences and CSV say about an answer.

use denominator::analysis::Answer;
use denominator::figure::{Datum, Locale, Words, format};
use denominator::render::{csv, sentence, table};
use expect_test::{Expect, expect};

use super::answers::*;

fn check_lines(lines: impl IntoIterator<Item = String>, expected: Expect) {
    let said = lines
        .into_iter()
        .map(|line| line.replace(format::TIE, " ").trim_end().to_owned() + "\n")
        .collect::<String>();
    expected.assert_eq(&said);
}

#[test]
fn tables_follow_the_chart() {
    let locale = Locale::default();
    let lines = |answer: &Answer| {
        let table = table(answer, &locale);
        [table.caption]
            .into_iter()
            .chain([table.columns.join(" | ")])
            .chain(table.rows.iter().map(|row| row.join(" | ")))
            .collect::<Vec<_>>()
    };
    check_lines(
        lines(&thin()),
        expect![[r#"
        Deployment frequency: How often does your team deploy?
        Cohort | n | Often | 95 % interval | Fraction | Never | Sometimes | Often
        Design, research and accessibility guild (contractors included) | hidden, n under 5 |  |  |  |  |  |
        Daily | 0 |  |  |  |  |  |
        Weekly | 12 | 0 of 12 | 0–24 | 0 of 12 | 7 (58 %) | 5 (42 %) | 0
        Less often | 64 | 22 % | 14–33 | 14 of 64 | 20 (31 %) | 30 (47 %) | 14 (22 %)
    "#]],
    );
    check_lines(
        lines(&recovery()),
        expect![[r#"
        Deployment frequency: How often does your team deploy?
        Cohort | n | Median | 95 % interval | Mean
        Several times a day | 120 | 5 h | 4.3–6.0 | 6.7 h
        Daily | 138 | 4 h | 3.3–5.3 | 5.7 h
        Weekly | 119 | 5 h | 3.5–6.0 | 7.7 h
        Less often | 22 | 5 h | 2.8–7.5 | 6.6 h
    "#]],
    );
    check_lines(
        lines(&blockers()),
        expect![[r#"
        Deployment frequency: How often does your team deploy?
        Option | Cohort | n | Chosen | 95 % interval | Fraction
        Waiting for review | Several times a day | 120 | 59 % | 50–68 | 71 of 120
        Waiting for review | Daily | 138 | 48 % | 40–56 | 66 of 138
        Waiting for review | Weekly | 120 | 40 % | 32–49 | 48 of 120
        Waiting for review | Less often | 23 | 35 % | 19–55 | 8 of 23
        Flaky tests | Several times a day | 120 | 43 % | 35–52 | 52 of 120
        Flaky tests | Daily | 138 | 36 % | 28–44 | 49 of 138
        Flaky tests | Weekly | 120 | 25 % | 18–33 | 30 of 120
        Flaky tests | Less often | 23 | 17 % | 7–37 | 4 of 23
        Change board | Several times a day | 120 | 10 % | 6–17 | 12 of 120
        Change board | Daily | 138 | 14 % | 10–21 | 20 of 138
        Change board | Weekly | 120 | 26 % | 19–34 | 31 of 120
        Change board | Less often | 23 | 0 of 23 | 0–14 | 0 of 23
    "#]],
    );
}

#[test]
fn marks_are_read_out_with_the_fraction_first() {
    let locale = Locale::default();
    let said = [
        sentence(&deploys(), Datum::row(0), &locale),
        sentence(&deploys(), Datum::level(0, 3), &locale),
        sentence(&deploys(), Datum::level(3, 4), &locale),
        sentence(&recovery(), Datum::row(3), &locale),
        sentence(&blockers(), Datum::level(1, 0), &locale),
        sentence(&thin(), Datum::row(0), &locale),
        sentence(&thin(), Datum::row(1), &locale),
        sentence(&thin(), Datum::row(2), &locale),
    ];
    check_lines(
        said,
        expect![[r#"
        Several times a day, Daily or more: 54 of 120, 45 %, 95 % interval 36–54.
        Several times a day, Daily: 36 of 120, 30 %.
        Less often, On demand: 0 of 23. Low base.
        Less often: n = 22, median 5 h, 95 % interval 2.8–7.5. Low base.
        Daily, Waiting for review: 66 of 138, 48 %, 95 % interval 40–56.
        Design, research and accessibility guild (contractors included): hidden, n under 5.
        Daily: n = 0, nobody answered.
        Weekly, Often: 0 of 12, 95 % interval 0–24. Low base.
    "#]],
    );
}

#[test]
fn numbers_leave_as_csv_without_formulas_or_hidden_bases() {
    let mut answer = thin();
    answer.rows[3].cohort.name = "=SUM(A1:A9), \"all\"".to_owned();
    let words = Words {
        strip: vec![(
            "Base".to_owned(),
            "80 respondents, 95 % interval".to_owned(),
        )],
        ..Words::default()
    };
    check_lines(
        csv(&answer, &words).lines().map(str::to_owned),
        expect![[r#"
        cohort,asked,answered,used,level,count,share,low,high,interval level,method,question,base
        "Design, research and accessibility guild (contractors included)",,,,,,,,,,"hidden, n under 5",How often does your team deploy?,"80 respondents, 95 % interval"
        Daily,0,0,0,Often,,,,,,nobody answered,How often does your team deploy?,"80 respondents, 95 % interval"
        Daily,0,0,0,Never,0,0,,,,,How often does your team deploy?,"80 respondents, 95 % interval"
        Daily,0,0,0,Sometimes,0,0,,,,,How often does your team deploy?,"80 respondents, 95 % interval"
        Weekly,12,12,12,Often,0,0,0,0.2424940095530979,0.95,Wilson,How often does your team deploy?,"80 respondents, 95 % interval"
        Weekly,12,12,12,Never,7,0.5833333333333334,,,,,How often does your team deploy?,"80 respondents, 95 % interval"
        Weekly,12,12,12,Sometimes,5,0.4166666666666667,,,,,How often does your team deploy?,"80 respondents, 95 % interval"
        "'=SUM(A1:A9), ""all""",64,64,64,Often,14,0.21875,0.13502319354373135,0.33432784056374326,0.95,Wilson,How often does your team deploy?,"80 respondents, 95 % interval"
        "'=SUM(A1:A9), ""all""",64,64,64,Never,20,0.3125,,,,,How often does your team deploy?,"80 respondents, 95 % interval"
        "'=SUM(A1:A9), ""all""",64,64,64,Sometimes,30,0.46875,,,,,How often does your team deploy?,"80 respondents, 95 % interval"
    "#]],
    );
}
