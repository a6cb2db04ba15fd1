//! Makes what a person can try the page with: a survey, and the exports of a team's tools. All of it is invented.
//!
//! `cargo run --example sample -- public/sample` writes the files there. Only sums, products and quotients are used on floats, so
//! every machine writes the same bytes.

pub mod dice;
pub mod survey;
pub mod team;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os()
        .nth(1)
        .unwrap_or_else(|| "public/sample".into());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder.join("team"))?;
    std::fs::write(folder.join("survey.csv"), survey::csv())?;
    for (name, text) in team::Team::make().files() {
        std::fs::write(folder.join("team").join(name), text)?;
    }
    Ok(())
}
