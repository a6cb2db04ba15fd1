//! Puts exports of delivery tools together as a history and answers what is asked of it, away from the page.

fn main() {}

#[cfg(target_arch = "wasm32")]
mod served {
    use std::cell::RefCell;

    use denominator::delivery::{Behind, Export, Kind, Ledger, Question};
    use denominator::engine::protocol::{decode, encode};
    use denominator::source::{Reader, SourceError};
    use wasm_bindgen::prelude::wasm_bindgen;

    thread_local! {
        static LEDGER: RefCell<Ledger> = RefCell::default();
        static READER: RefCell<Option<(String, Reader)>> = const { RefCell::new(None) };
    }

    /// Begins to read a file of this name, of so many bytes.
    #[wasm_bindgen]
    pub fn begin(name: &str, bytes: f64) {
        let mut reader = Reader::new(name);
        // Holds because sizes are whole numbers from 0; what does not fit fails here as it would later.
        reader.make_room(bytes as usize);
        READER.set(Some((name.to_owned(), reader)));
    }

    /// Takes in the next bytes of it.
    #[wasm_bindgen]
    pub fn push(bytes: &[u8]) {
        READER.with_borrow_mut(|reader| {
            if let Some((_, reader)) = reader {
                reader.push(bytes);
            }
        });
    }

    /// Whether the beginning of a file looks like that of an export of a delivery tool.
    #[wasm_bindgen]
    pub fn looks(name: &str, head: &[u8]) -> bool {
        let whole = head.iter().rposition(|byte| *byte == b'\n');
        let mut reader = Reader::new(name);
        reader.push(&head[..whole.map_or(head.len(), |end| end + 1)]);
        match reader.finish() {
            Ok(opened) => Export::guess(name, &opened).is_some(),
            // What this is of is seen once its text is there.
            Err(error) => matches!(error, SourceError::NotUtf8 { .. }),
        }
    }

    /// Ends reading: what the file was taken for, as bytes, which is the kind that is `said` unless that is empty; nothing where it
    /// is no export; or why it could not be read, where `utf-8` asks for its text.
    #[wasm_bindgen]
    pub fn finish(number: u32, said: &str) -> Result<Option<Vec<u8>>, String> {
        let Some((name, reader)) = READER.take() else {
            return Ok(None);
        };
        match reader.finish() {
            Ok(opened) => {
                let said = Kind::ALL.into_iter().find(|kind| kind.name() == said);
                let taken = LEDGER.with_borrow_mut(|all| match said {
                    Some(kind) => Some(all.add_as(number, &name, opened, kind)),
                    None => all.add(number, &name, opened),
                });
                Ok(taken.map(|taken| encode(&taken)))
            }
            Err(SourceError::NotUtf8 { .. }) => Err("utf-8".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Lets a file go.
    #[wasm_bindgen]
    pub fn remove(number: u32) {
        LEDGER.with_borrow_mut(|all| all.remove(number));
    }

    /// What all files answer together, as bytes; nothing where there is none.
    #[wasm_bindgen]
    pub fn ask(question: &[u8]) -> Result<Option<Vec<u8>>, String> {
        let question: Question = decode(question).map_err(|error| error.to_string())?;
        let board = LEDGER.with_borrow_mut(|all| all.ask(&question));
        Ok(board.map(|board| encode(&board)))
    }

    /// What they answer soon: everything, or what comes first of it.
    #[wasm_bindgen]
    pub fn soon(question: &[u8]) -> Result<Option<Vec<u8>>, String> {
        let question: Question = decode(question).map_err(|error| error.to_string())?;
        let board = LEDGER.with_borrow_mut(|all| all.soon(&question));
        Ok(board.map(|board| encode(&board)))
    }

    /// The changes behind a number of an answer, as bytes; nothing where there is none.
    #[wasm_bindgen]
    pub fn rows(question: &[u8], behind: &[u8]) -> Result<Option<Vec<u8>>, String> {
        let question: Question = decode(question).map_err(|error| error.to_string())?;
        let behind: Behind = decode(behind).map_err(|error| error.to_string())?;
        let rows = LEDGER.with_borrow_mut(|all| all.rows(&question, &behind));
        Ok(rows.map(|rows| encode(&rows)))
    }

    /// The exports of the invented teams: names and texts in turn.
    #[wasm_bindgen]
    pub fn sample() -> Vec<String> {
        const FILES: [(&str, &str); 7] = [
            (
                "deployments.csv",
                include_str!("../../public/sample/team/deployments.csv"),
            ),
            (
                "incidents.csv",
                include_str!("../../public/sample/team/incidents.csv"),
            ),
            (
                "pull-requests.csv",
                include_str!("../../public/sample/team/pull-requests.csv"),
            ),
            (
                "reviews.csv",
                include_str!("../../public/sample/team/reviews.csv"),
            ),
            (
                "ci-runs.csv",
                include_str!("../../public/sample/team/ci-runs.csv"),
            ),
            (
                "findings.csv",
                include_str!("../../public/sample/team/findings.csv"),
            ),
            (
                "label-log.csv",
                include_str!("../../public/sample/team/label-log.csv"),
            ),
        ];
        let both = FILES.iter().flat_map(|(name, text)| [*name, *text]);
        both.map(str::to_owned).collect()
    }
}
