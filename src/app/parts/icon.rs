//! Line icons, 16 px, drawn in the colour of the text beside them. An icon never stands for a word alone: its control has a name.

use leptos::prelude::*;

/// Draws an icon by name; an unknown name draws nothing.
#[component]
pub fn Icon(
    /// Name of the icon.
    name: &'static str,
) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" inner_html=drawing(name)></svg> }
}

/// The mark of the app: a division sign.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 22 22" aria-hidden="true">
            <circle cx="11" cy="4.2" r="2.4" fill="none" stroke="currentColor" stroke-width="1.8"></circle>
            <rect x="2" y="9.8" width="18" height="2.4" rx="1.2" fill="currentColor"></rect>
            <circle cx="11" cy="17.4" r="3.4" fill="currentColor"></circle>
        </svg>
    }
}

fn drawing(name: &str) -> &'static str {
    match name {
        "person" => {
            r#"<circle cx="8" cy="5" r="2.6"/><path d="M3 14c.4-3 2.3-4.6 5-4.6s4.6 1.6 5 4.6"/>"#
        }
        "table" => {
            r#"<rect x="2" y="3" width="12" height="10" rx="1"/><path d="M2 6.500h12M2 9.800h12M6.500 6.500V13"/>"#
        }
        "chart" => r#"<path d="M2 12.5h12M3.5 12.5V9M8 12.5V6M12.5 12.5V3"/>"#,
        "stack" => {
            r#"<rect x="2" y="3" width="12" height="4" rx=".6"/><rect x="2" y="9.5" width="12" height="4" rx=".6"/><path d="M6 3v4M10.500 3v4M8.500 9.500v4"/>"#
        }
        "copy" => {
            r#"<rect x="5.500" y="5.500" width="8" height="8" rx="1.500"/><path d="M10.500 3.500V3A1.500 1.500 0 0 0 9 1.500H3.500A1.500 1.500 0 0 0 2 3v5.500A1.500 1.500 0 0 0 3.500 10H4"/>"#
        }
        "rules" => r#"<path d="M2.500 4h7M2.500 8h11M2.500 12h5"/>"#,
        "save" => r#"<path d="M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11"/>"#,
        "more" => {
            r#"<circle cx="3.5" cy="8" r=".7"/><circle cx="8" cy="8" r=".7"/><circle cx="12.5" cy="8" r=".7"/>"#
        }
        "lock" => {
            r#"<rect x="3" y="7" width="10" height="7" rx="1.5"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/>"#
        }
        "check" => r#"<path d="m3 8.5 3.3 3.3L13 4.8"/>"#,
        "cross" => r#"<path d="m4 4 8 8M12 4l-8 8"/>"#,
        "alert" => r#"<path d="M8 2 1.8 13h12.4zM8 6.5v3M8 11.3v.1"/>"#,
        "info" => r#"<circle cx="8" cy="8" r="6.2"/><path d="M8 7.3v4M8 4.8v.1"/>"#,
        "undo" => r#"<path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.8 3.5 3 6.5l2.8 3"/>"#,
        "redo" => r#"<path d="M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M10.2 3.5 13 6.5l-2.8 3"/>"#,
        "moon" => r#"<path d="M13.2 9.5A5.8 5.8 0 0 1 6.5 2.8a5.8 5.8 0 1 0 6.7 6.7z"/>"#,
        "file" => r#"<path d="M4 1.8h5L12.5 5v9.2H4zM9 1.8V5h3.5"/>"#,
        "up" => r#"<path d="m4 10 4-4 4 4"/>"#,
        "down" => r#"<path d="m4 6 4 4 4-4"/>"#,
        "plus" => r#"<path d="M8 3v10M3 8h10"/>"#,
        "clock" => r#"<circle cx="8" cy="8" r="6.2"/><path d="M8 4.5V8l2.5 1.8"/>"#,
        "scale" => r#"<path d="M2 12.5h12M3.5 12.5V9M8 12.5V6M12.5 12.5V3"/>"#,
        "text" => r#"<path d="M3 4V2.8h10V4M8 2.8v10.4M6 13.2h4"/>"#,
        "hash" => r#"<path d="M6 2 4.5 14M11.500 2 10 14M2.500 5.500h11M2 10.500h11"/>"#,
        "set" => {
            r#"<rect x="2.3" y="2.3" width="4.4" height="4.4" rx=".8"/><rect x="2.3" y="9.3" width="4.4" height="4.4" rx=".8"/><path d="M9.5 4.5H14M9.5 11.5H14"/>"#
        }
        "filter" => r#"<path d="M2 3.5h12L9.5 8.8v4.4l-3-1.5V8.8z"/>"#,
        "calendar" => {
            r#"<rect x="2.3" y="3" width="11.4" height="10.7" rx="1.3"/><path d="M2.3 6.5h11.4M5.3 1.5v3M10.7 1.5v3"/>"#
        }
        _ => "",
    }
}
