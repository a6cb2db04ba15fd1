//! Laws that hold for any input: parts merge as if they had been counted at once, and intervals keep their promises.

use denominator::analysis::stats::{difference, quantile, share, sorted::Sorted};
use denominator::analysis::{Coding, Groups, Keep, Need, Partial, Plan};
use denominator::merge::Merge;
use denominator::source::Reader;
use denominator::table::{Column, Numbers, Scan, Table, build, infer};
use proptest::prelude::*;

fn table(rows: &[(u8, Option<u16>, u8)]) -> Table {
    // A row that ends with a word is no row of totals, whatever its figures add up to.
    let mut text = String::from("cohort,value,weight,said\n");
    for (cohort, value, weight) in rows {
        let cohort = ["Daily", "Weekly", "Monthly", ""][usize::from(cohort % 4)];
        let value = value.map(|v| v.to_string()).unwrap_or_default();
        text += &format!("{cohort},{value},{},well\n", f64::from(*weight) / 8.0);
    }
    let mut reader = Reader::new("law.csv");
    reader.push(text.as_bytes());
    let opened = reader.finish().expect("there is text");
    // One schema for whole and parts, as the page decides it once.
    let mut whole = Reader::new("law.csv");
    whole.push(b"cohort,value,weight,said\nDaily,1,0.5,well\nWeekly,2,1.25,ill\nMonthly,3,1.5,well\nDaily,4,2.5,ill\n");
    let whole = whole.finish().expect("there is text");
    let schema = infer(&whole.header.names, &Scan::of(&whole));
    build(&opened.records, &schema).0
}

/// Level codes are each part's own, so laws about merging ask for what does not depend on them.
fn plan(weighted: bool) -> Plan {
    Plan {
        filter: Vec::new(),
        groups: None,
        need: Need::Values(1),
        weight: weighted.then_some(2),
    }
}

fn banded() -> Plan {
    let coding = Coding {
        column: 1,
        cuts: vec![100.0, 1000.0, 30_000.0],
    };
    Plan {
        filter: vec![Keep {
            coding: coding.clone(),
            codes: vec![1, 2, 4],
        }],
        groups: Some(Groups {
            coding: coding.clone(),
            group_by_code: vec![Some(0), Some(1), None, Some(1)],
            many: 2,
        }),
        need: Need::Counts(coding),
        weight: Some(2),
    }
}

fn rows() -> impl Strategy<Value = Vec<(u8, Option<u16>, u8)>> {
    proptest::collection::vec(
        (any::<u8>(), proptest::option::of(any::<u16>()), 1_u8..=255),
        1..60,
    )
}

proptest! {
    #[test]
    fn parts_merge_to_the_whole(rows in rows(), cut in 0_usize..60, weighted: bool) {
        let cut = cut.min(rows.len());
        for plan in [plan(weighted), banded()] {
            let whole = plan.run(&table(&rows));
            let mut parts = plan.run(&table(&rows[..cut]));
            parts.merge(plan.run(&table(&rows[cut..])));
            prop_assert_eq!(&parts, &whole);
        }
    }

    #[test]
    fn rows_are_counted_alike_however_numbers_are_held(rows in rows(), weights in 1_u8..=255) {
        // Some weigh nothing.
        let rows: Vec<_> = rows.into_iter().map(|(cohort, value, weight)| (cohort, value, weight % weights)).collect();
        let coded = table(&rows);
        let mut plain = coded.clone();
        for column in &mut plain.columns {
            if let Column::Number { numbers, .. } = column {
                prop_assert!(matches!(numbers, Numbers::Coded { .. }), "a number is held as it is");
                *numbers = Numbers::Plain(numbers.iter().map(|number| number.unwrap_or(f64::NAN)).collect());
            }
        }
        for plan in [plan(true), plan(false), banded(), Plan { need: Need::Values(1), ..banded() }] {
            prop_assert_eq!(plan.run(&coded), plan.run(&plain));
        }
    }

    #[test]
    fn an_empty_part_changes_nothing(rows in rows()) {
        for plan in [plan(true), banded()] {
            let whole = plan.run(&table(&rows));
            let nothing = plan.run(&table(&[]));
            let mut after = whole.clone();
            after.merge(nothing.clone());
            prop_assert_eq!(&after, &whole);
            let mut before = nothing;
            before.merge(whole.clone());
            prop_assert_eq!(&before, &whole);
            let mut default = Partial::default();
            default.merge(whole.clone());
            prop_assert_eq!(&default, &whole);
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(rows in rows(), turn in 0_usize..60) {
        let mut turned = rows.clone();
        let turn = turn % turned.len();
        turned.rotate_left(turn);
        prop_assert_eq!(plan(true).run(&table(&rows)), plan(true).run(&table(&turned)));
    }

    #[test]
    fn an_interval_of_a_share_holds_it_and_shrinks_with_n(hits in 0_u32..500, more in 0_u32..500) {
        let n = f64::from(hits + more + 1);
        let hits = f64::from(hits);
        let of = |k: f64, n: f64, level| share::wilson(k, n, level).map(|i| (i.low.unwrap(), i.high.unwrap())).unwrap();
        let (low, high) = of(hits, n, 0.95);
        prop_assert!(low <= hits / n && hits / n <= high && low >= 0.0 && high <= 1.0);
        let (inner_low, inner_high) = of(hits, n, 0.80);
        prop_assert!(low <= inner_low && inner_high <= high);
        let (ten_low, ten_high) = of(10.0 * hits, 10.0 * n, 0.95);
        prop_assert!(ten_high - ten_low < high - low);
        let (mirror_low, mirror_high) = of(n - hits, n, 0.95);
        prop_assert!((mirror_low - (1.0 - high)).abs() < 1e-12 && (mirror_high - (1.0 - low)).abs() < 1e-12);
    }

    #[test]
    fn a_gap_turned_round_changes_its_sign(a in 0_u32..200, more_a in 1_u32..200, b in 0_u32..200, more_b in 1_u32..200) {
        let (a, b) = ((f64::from(a), f64::from(a + more_a)), (f64::from(b), f64::from(b + more_b)));
        let there = difference::newcombe_counts(a, b, 0.95).unwrap();
        let back = difference::newcombe_counts(b, a, 0.95).unwrap();
        prop_assert!((there.value + back.value).abs() < 1e-12);
        prop_assert!((there.interval.low.unwrap() + back.interval.high.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn equal_weights_are_no_weights(values in proptest::collection::vec(-1e6_f64..1e6, 2..80), weight in 0.01_f64..100.0) {
        let sorted: Sorted = values.iter().copied().collect();
        let pairs: Sorted = values.iter().map(|&v| (v, weight)).collect();
        let (plain, weighted) = (sorted.moments().mean_t(0.95).unwrap(), pairs.moments().mean_weighted(0.95).unwrap());
        prop_assert!((plain.mean - weighted.mean).abs() <= 1e-9 * (1.0 + plain.mean.abs()));
        if let (Ok(a), Ok(b)) = (plain.interval, weighted.interval) {
            prop_assert!((a.low.unwrap() - b.low.unwrap()).abs() <= 1e-6 * (1.0 + a.low.unwrap().abs()));
        }
        let (a, b) = (quantile::type7(&sorted, 0.5).unwrap(), quantile::weighted(&pairs, 0.5, 0.95).unwrap().value);
        prop_assert!((a - b).abs() <= 1e-9 * (1.0 + a.abs()));
    }

    #[test]
    fn moving_all_values_moves_the_mean_and_leaves_the_spread(values in proptest::collection::vec(-1e3_f64..1e3, 2..80), by in -1e6_f64..1e6) {
        let of = |by: f64| values.iter().map(|value| value + by).collect::<Sorted>().moments();
        let (here, there) = (of(0.0), of(by));
        prop_assert_eq!(here.count(), there.count());
        prop_assert!((here.mean().unwrap() + by - there.mean().unwrap()).abs() <= 1e-9);
        prop_assert!((here.sd().unwrap() - there.sd().unwrap()).abs() <= 1e-8);
    }
}
