//! x
#[allow(dead_code)]
mod common;
use common::ledger::*;
use denominator::delivery::{Asked, Board};
use std::time::Instant;
#[test]
fn speed() {
    let names = ["deployments.csv", "incidents.csv", "pull_requests.csv"];
    let texts: Vec<String> = names
        .iter()
        .map(|n| std::fs::read_to_string(format!("/tmp/big1m/{n}")).unwrap())
        .collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .zip(&texts)
        .map(|(n, t)| (*n, t.as_str()))
        .collect();
    let t = Instant::now();
    let mut l = ledger(&files);
    eprintln!("read {:?}", t.elapsed());
    let t = Instant::now();
    let all = ask(&mut l, &[0, 1, 2], Asked::default()).unwrap();
    eprintln!("first {:?} {}", t.elapsed(), all.services.len());
    {
        use denominator::figure::{Lens, Locale, Sheet, Theme, delivery::Card};
        use denominator::render::{marks, merged, svg};
        let mut asked = Asked::default();
        asked.services.insert("service-1".into());
        let b = ask(&mut l, &[0, 1, 2], asked.clone()).unwrap();
        let locale = Locale::default();
        for k in 0..3 {
            let t = Instant::now();
            let text = serde_json::to_string(&b).unwrap();
            let t1 = t.elapsed();
            let t = Instant::now();
            let c: Board = serde_json::from_str(&text).unwrap();
            eprintln!(
                "json {} {:?} read {:?} {}",
                text.len(),
                t1,
                t.elapsed(),
                c.deployments
            );
            let t = Instant::now();
            let d = b.clone() == c;
            eprintln!("clone eq {d} {:?}", t.elapsed());
            for card in Card::ALL {
                if !card.is_told(&b) {
                    continue;
                }
                let v = view(&asked, false);
                let t = Instant::now();
                let w = card.words(&b, v, &locale);
                let t1 = t.elapsed();
                let t = Instant::now();
                let theme = Theme::light();
                let sheet = Sheet::new(1000.0, Lens::Percent, &theme, &locale);
                let sc = card.draw(&b, v, &sheet);
                let t2 = t.elapsed();
                let t = Instant::now();
                let sv = svg(&sc, &w.title, "");
                let t3 = t.elapsed();
                let t = Instant::now();
                let m = merged(&sv);
                let t4 = t.elapsed();
                let t = Instant::now();
                if k == 2 {
                    let mut c = std::collections::BTreeMap::new();
                    for line in m.lines() {
                        *c.entry(line.split(" ").next().unwrap().to_owned())
                            .or_insert(0) += 1;
                    }
                    eprintln!("{c:?}");
                    if card.id().contains("freq") || card.id().contains("week") {
                        std::fs::write(format!("/tmp/{}.svg", card.id()), &m).unwrap();
                    }
                }
                let mk = marks(&sc, true, |r| r.label.clone());
                if k == 2 {
                    eprintln!(
                        "{:30} words {:?} draw {:?} svg {:?} merged {:?} marks {:?} {} {} {}",
                        card.id(),
                        t1,
                        t2,
                        t3,
                        t4,
                        t.elapsed(),
                        sv.len(),
                        m.len(),
                        mk.len()
                    );
                }
            }
        }
    }
    for round in 0..std::env::var("ROUNDS").map_or(2, |r| r.parse().unwrap()) {
        for s in 1..6 {
            let mut asked = Asked::default();
            asked.services.insert(format!("service-{s}"));
            asked.services.insert(format!("q{round}"));
            let t = Instant::now();
            let b = ask(&mut l, &[0, 1, 2], asked).unwrap();
            if round < 2 {
                eprintln!("service-{} {:?} {}", s, t.elapsed(), b.services.len());
            }
        }
    }
}
