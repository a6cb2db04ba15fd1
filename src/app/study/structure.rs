//! How the bytes of the file became records, to put right, and the records as they stand in the file.

use leptos::prelude::*;

use super::cells::RawCells;
use crate::app::desk::{Desk, use_desk};
use crate::app::parts::Problems;
use crate::figure::format;
use crate::report::MOST_HEADER_ROWS;
use crate::source::ReadAs;
use crate::table::{FileSummary, Which};

/// Encodings to choose from, by their labels in the WHATWG Encoding Standard, with who writes them.
const ENCODINGS: [(&str, &str); 20] = [
    ("utf-8", "UTF-8"),
    ("utf-16le", "UTF-16, little-endian"),
    ("utf-16be", "UTF-16, big-endian"),
    ("windows-1252", "Western European, Windows"),
    ("iso-8859-15", "Western European, ISO"),
    ("macintosh", "Western European, old Mac"),
    ("windows-1250", "Central European, Windows"),
    ("iso-8859-2", "Central European, ISO"),
    ("windows-1251", "Cyrillic, Windows"),
    ("koi8-u", "Cyrillic, KOI8"),
    ("windows-1253", "Greek, Windows"),
    ("windows-1254", "Turkish, Windows"),
    ("ibm850", "Western European, DOS"),
    ("ibm437", "United States, DOS"),
    ("ibm852", "Central European, DOS"),
    ("ibm857", "Turkish, DOS"),
    ("shift_jis", "Japanese, Shift JIS"),
    ("gb18030", "Chinese, simplified"),
    ("big5", "Chinese, traditional"),
    ("euc-kr", "Korean"),
];
/// Delimiters to choose from, with their names.
const DELIMITERS: [(&str, &str); 6] = [
    (",", "Comma"),
    (";", "Semicolon"),
    ("\t", "Tab"),
    ("|", "Pipe"),
    (":", "Colon"),
    (" ", "Space"),
];
/// Records and columns shown as they stand in the file.
const SHOWN: (u32, usize) = (20, 40);

/// One thing that a person may say about how bytes become records: what is said and the choices, each a value and its words.
struct Control {
    id: &'static str,
    label: &'static str,
    step: &'static str,
    said: Option<String>,
    found: String,
    choices: Vec<(String, String)>,
    say: fn(&mut ReadAs, Option<String>),
}

/// How the file on screen was taken apart, with what can be put right.
#[component]
pub fn Structure() -> impl IntoView {
    let desk = use_desk();
    let known = Memo::new(move |_| {
        desk.with_chapter(|chapter| {
            (
                chapter.summary.clone(),
                chapter.study.reading.read_as.clone(),
            )
        })
    });
    let open = RwSignal::new(false);
    view! {
        <section class="card structure" aria-labelledby="structure">
            <h2 id="structure">"How the file was taken apart"</h2>
            {move || known.get().map(|(summary, said)| view! {
                {(!summary.problems.is_empty()).then(|| view! { <ul class="problems"><Problems summary=summary.clone()/></ul> })}
                <div class="controls">{controls(&summary, &said).into_iter().map(|control| view! { <Choose control=control/> }).collect_view()}</div>
                <Around heading="Above the table, no answers" lines=summary.preamble.clone()/>
                <Around heading="Below the table, no answers" lines=summary.notes.clone()/>
            })}
            <button class="linked small" type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                {move || if open.get() { "Hide the records as written" } else { "Show the records as written" }}
            </button>
            <Show when=move || open.get()><AsWritten/></Show>
        </section>
    }
}

fn controls(summary: &FileSummary, said: &ReadAs) -> Vec<Control> {
    let delimiter = |text: &str| match DELIMITERS.iter().find(|(sign, _)| *sign == text) {
        Some((_, name)) => name.to_string(),
        None if text.is_empty() => "None, one column".to_owned(),
        None => format!("“{text}”"),
    };
    let mut controls = vec![
        Control {
            id: "delimiter",
            label: "Between cells",
            step: "delimiter",
            said: said.delimiter.clone(),
            found: delimiter(&summary.dialect.delimiter),
            choices: DELIMITERS
                .iter()
                .map(|(sign, name)| (sign.to_string(), name.to_string()))
                .collect(),
            say: |read_as, value| read_as.delimiter = value,
        },
        Control {
            id: "encoding",
            label: "Encoding",
            step: "encoding",
            said: said.encoding.clone(),
            found: encoding(&summary.encoding.name),
            choices: encodings(summary, said),
            say: |read_as, value| read_as.encoding = value,
        },
        Control {
            id: "header-rows",
            label: "Header rows",
            step: "header rows",
            said: said.header_rows.map(|rows| rows.to_string()),
            found: summary.header_rows.to_string(),
            choices: (0..=MOST_HEADER_ROWS)
                .map(|rows| (rows.to_string(), rows.to_string()))
                .collect(),
            say: |read_as, value| read_as.header_rows = value.and_then(|rows| rows.parse().ok()),
        },
    ];
    if summary.tables.len() > 1 {
        let table = |at: usize| {
            let (title, rows) = &summary.tables[at];
            let title = if title.is_empty() { "no title" } else { title };
            format!("{}: {title}, {rows} records", at + 1)
        };
        controls.push(Control {
            id: "table",
            label: "Table of the file",
            step: "other table of the file",
            said: said.table.map(|at| at.to_string()),
            found: summary
                .tables
                .get(summary.table as usize)
                .map_or_else(String::new, |_| table(summary.table as usize)),
            choices: (0..summary.tables.len())
                .map(|at| (at.to_string(), table(at)))
                .collect(),
            say: |read_as, value| read_as.table = value.and_then(|at| at.parse().ok()),
        });
    }
    controls
}

/// An encoding in words, with its name.
fn encoding(name: &str) -> String {
    let known = ENCODINGS
        .iter()
        .find(|(label, _)| label.eq_ignore_ascii_case(name));
    match known {
        Some((_, words)) if words.starts_with("UTF") => words.to_string(),
        Some((_, words)) => format!("{words} ({name})"),
        None => name.to_owned(),
    }
}

/// All encodings but the one that was found.
fn encodings(summary: &FileSummary, said: &ReadAs) -> Vec<(String, String)> {
    let is_found =
        |label: &str| said.encoding.is_none() && label.eq_ignore_ascii_case(&summary.encoding.name);
    ENCODINGS
        .iter()
        .filter(|(label, _)| !is_found(label))
        .map(|(label, _)| (label.to_string(), encoding(label)))
        .collect()
}

#[component]
fn Choose(control: Control) -> impl IntoView {
    let desk = use_desk();
    let Control {
        id,
        label,
        step,
        said,
        found,
        choices,
        say,
    } = control;
    let id = format!("read-{id}");
    let of = id.clone();
    let auto = match said {
        None => format!("{found} (found)"),
        Some(_) => "As found".to_owned(),
    };
    view! {
        <label for=of>
            <span class="small quiet">{label}</span>
            <select id=id on:change:target=move |ev| {
                let value = ev.target().value();
                say_so(desk, step, say, value.strip_prefix('=').map(str::to_owned));
            }>
                <option value="" selected={said.is_none()}>{auto}</option>
                {choices.into_iter().map(|(value, words)| {
                    let selected = said.as_ref() == Some(&value);
                    view! { <option value=format!("={value}") selected=selected>{words}</option> }
                }).collect_view()}
            </select>
        </label>
    }
}

fn say_so(
    desk: Desk,
    step: &'static str,
    say: fn(&mut ReadAs, Option<String>),
    value: Option<String>,
) {
    desk.read_as(step, move |read_as| say(read_as, value));
}

#[component]
fn Around(heading: &'static str, lines: Vec<String>) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        view! {
            <details>
                <summary class="small">{heading} ": " {lines.len()} {if lines.len() == 1 { " line" } else { " lines" }}</summary>
                <ul class="lines">{lines.into_iter().map(|line| view! { <li><code>{line}</code></li> }).collect_view()}</ul>
            </details>
        }
    })
}

/// A page of records beside what each column is read as.
#[component]
fn AsWritten() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let first = RwSignal::new(0_u64);
    let known = Memo::new(move |_| {
        desk.with_chapter(|chapter| {
            let columns = chapter.summary.columns.iter().flat_map(|column| {
                let read_as = format!("{}: {}", column.name, column.kind);
                column.from.iter().map(move |at| (*at, read_as.clone()))
            });
            let mut columns: Vec<(u32, String)> = columns.collect();
            columns.sort();
            columns.truncate(SHOWN.1);
            (chapter.summary.records, columns)
        })
        .unwrap_or_default()
    });
    let records = move || known.get().0;
    let step = u64::from(SHOWN.0);
    let last = move || records().saturating_sub(1) / step * step;
    view! {
        <p class="small quiet">
            {move || format!("From record {} of {}; under each name what its cells are read as.", format::count(first.get() + 1, &locale), format::count(records(), &locale))}
        </p>
        {move || {
            let (_, columns) = known.get();
            let (places, names): (Vec<u32>, Vec<String>) = columns.into_iter().unzip();
            view! { <RawCells label="Records as written".to_owned() which=Which::From(first.get()) columns=places names=names most=SHOWN.0/> }
        }}
        <p class="btns">
            <button class="button slim" type="button" aria-disabled=move || (first.get() == 0).to_string() on:click=move |_| first.update(|at| *at = at.saturating_sub(step))>"Earlier records"</button>
            <button class="button slim" type="button" aria-disabled=move || (first.get() >= last()).to_string() on:click=move |_| first.update(|at| *at = (*at + step).min(last()))>"Later records"</button>
        </p>
    }
}
