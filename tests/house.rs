//! Holds the code to ARCHITECTURE.md.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found
}

/// Source files by room, with what stands before their tests.
fn rooms() -> BTreeMap<String, Vec<(String, String)>> {
    let src = root().join("src");
    let mut rooms: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for path in files(&src, "rs") {
        let name = path
            .strip_prefix(&src)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let room = name
            .split('/')
            .next()
            .unwrap()
            .trim_end_matches(".rs")
            .to_string();
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap().to_string();
        rooms.entry(room).or_default().push((name, code));
    }
    rooms
}

/// Room → rooms it may use, from the table in ARCHITECTURE.md.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    rows.filter(|cells| cells.len() == 5)
        .map(|cells| {
            (
                cells[1].trim_matches('`').to_string(),
                cells[3]
                    .split(", ")
                    .filter(|room| *room != "–")
                    .map(str::to_string)
                    .collect(),
            )
        })
        .collect()
}

#[test]
fn every_room_stands_in_the_table() {
    let built: BTreeSet<String> = rooms()
        .into_keys()
        .filter(|room| room != "lib" && room != "bin")
        .collect();
    let told: BTreeSet<String> = table().into_keys().collect();
    assert_eq!(built, told);
}

#[test]
fn rooms_use_only_what_the_table_allows() {
    let table = table();
    let mut faults = Vec::new();
    for (room, files) in rooms() {
        let Some(allowed) = table.get(&room) else {
            continue;
        };
        for (name, code) in files {
            for used in code.match_indices("crate::").map(|(at, _)| &code[at + 7..]) {
                let used: String = used
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if table.contains_key(&used) && used != room && !allowed.contains(&used) {
                    faults.push(format!("{name} uses {used}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_the_edges_know_a_browser() {
    let mut faults = Vec::new();
    for (room, files) in rooms() {
        if room == "app" || room == "bin" {
            continue;
        }
        for (name, code) in files {
            if matches!(
                name.as_str(),
                "engine/hand.rs"
                    | "engine/link.rs"
                    | "engine/reading.rs"
                    | "engine/serve.rs"
                    | "render/canvas.rs"
            ) {
                continue;
            }
            for word in [
                "web_sys",
                "js_sys",
                "wasm_bindgen",
                "leptos",
                "std::time",
                "std::fs",
                "std::net",
                "std::env",
                "rand::",
            ] {
                if code.contains(word) {
                    faults.push(format!("{name} knows {word}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_the_page_asks_of_unpack_uses_nothing_of_it() {
    let files = rooms().remove("unpack").unwrap();
    let (_, code) = files
        .iter()
        .find(|(name, _)| name == "unpack/container.rs")
        .expect("it is there");
    let uses = code.lines().find(|line| line.starts_with("use "));
    assert_eq!(uses, None, "the page would link more than it needs");
}

#[test]
fn nothing_is_unwrapped_without_a_reason() {
    let mut faults = Vec::new();
    for (_, files) in rooms() {
        for (name, code) in files {
            let lines: Vec<&str> = code.lines().collect();
            for (i, line) in lines.iter().enumerate() {
                let is_comment = line.trim_start().starts_with("//");
                if is_comment
                    || !(line.contains(".unwrap()")
                        || line.contains(".expect(")
                        || line.contains("unreachable!")
                        || line.contains("panic!"))
                {
                    continue;
                }
                let reasoned = lines[i.saturating_sub(6)..i]
                    .iter()
                    .any(|before| before.contains("// Holds because"));
                if !reasoned {
                    faults.push(format!("{name}:{}", i + 1));
                }
            }
        }
    }
    assert!(
        faults.is_empty(),
        "without `// Holds because`:\n{}",
        faults.join("\n")
    );
}

#[test]
fn serde_stands_only_on_what_crosses_to_the_worker_and_on_what_a_recipe_holds() {
    let allowed = [
        "place", "codes", "source", "table", "analysis", "delivery", "engine",
    ];
    let in_recipe = |name: &str| {
        ["study/decisions.rs", "study/role.rs"].contains(&name) || name.starts_with("report/recipe")
    };
    for (room, files) in rooms() {
        for (name, code) in files {
            assert!(
                !code.contains("serde::") || allowed.contains(&room.as_str()) || in_recipe(&name),
                "{name} has serde"
            );
        }
    }
    for (name, code) in rooms().remove("table").unwrap() {
        let column_or_table =
            code.contains("pub enum Column ") || code.contains("pub struct Table ");
        assert!(
            !(column_or_table && code.contains("Serialize")),
            "{name} would promise the layout of rows"
        );
    }
}

#[test]
fn order_never_comes_from_hashing() {
    for (_, files) in rooms() {
        for (name, code) in files {
            assert!(
                !code.contains("HashMap") && !code.contains("HashSet"),
                "{name} uses a hash map"
            );
        }
    }
}

#[test]
fn metrics_are_listed_and_told_apart() {
    use denominator::analysis::metrics::ALL;
    let ids: BTreeSet<&str> = ALL.iter().map(|metric| metric.id).collect();
    assert_eq!(ids.len(), ALL.len(), "two metrics share an id");
    let metrics = root().join("src/analysis/metrics");
    for path in files(&metrics, "rs") {
        let text = fs::read_to_string(&path).unwrap();
        for id in text
            .split("id: \"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
        {
            assert!(ids.contains(id), "{id} is not in ALL");
        }
    }
    for metric in ALL {
        assert!(
            !metric.definition.is_empty() && !metric.source.is_empty(),
            "{} says too little",
            metric.id
        );
    }
}

#[test]
fn charts_are_listed() {
    use denominator::figure::charts::ALL;
    let ids: BTreeSet<&str> = ALL.iter().map(|chart| chart.id).collect();
    assert_eq!(ids.len(), ALL.len());
    let folder = root().join("src/figure/charts");
    let with_chart = files(&folder, "rs")
        .into_iter()
        .filter(|path| {
            fs::read_to_string(path)
                .unwrap()
                .contains("pub const CHART")
        })
        .count();
    assert_eq!(with_chart, ALL.len(), "a chart is not in ALL");
}

#[test]
fn colours_come_from_tokens() {
    for path in files(&root().join("style"), "css") {
        if path.ends_with("tokens.css") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for (i, line) in text.lines().enumerate() {
            let coloured = line.split(['#']).skip(1).any(|rest| {
                rest.chars().take_while(char::is_ascii_hexdigit).count() >= 3
                    && !rest.starts_with("starting")
            });
            assert!(
                !coloured && !line.contains("rgb("),
                "{}:{} has a colour of its own",
                path.display(),
                i + 1
            );
        }
    }
}

#[test]
fn modules_say_what_they_are() {
    for (_, files) in rooms() {
        for (name, code) in files {
            assert!(code.starts_with("//! "), "{name} does not say what it is");
        }
    }
}
