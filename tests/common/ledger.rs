//! Exports that are open together, from their texts.

use std::rc::Rc;

use denominator::delivery::{Asked, Board, Export, History, Ledger, Question, Rules};
use denominator::figure::delivery::View;
use denominator::source::{Opened, Reader};

pub fn opened(name: &str, text: &str) -> Opened {
    let mut reader = Reader::new(name);
    reader.push(text.as_bytes());
    reader.finish().unwrap()
}

/// Exports under their places; each has to be one.
pub fn ledger(files: &[(&str, &str)]) -> Ledger {
    let mut ledger = Ledger::default();
    for (number, (name, text)) in files.iter().enumerate() {
        assert!(
            ledger
                .add(number as u32, name, opened(name, text))
                .is_some()
        );
    }
    ledger
}

pub fn ask(ledger: &mut Ledger, files: &[u32], asked: Asked) -> Option<Board> {
    let files = files.iter().map(|number| (*number, None)).collect();
    ledger.ask(&Question { files, asked })
}

/// What some exports answer together.
pub fn board(files: &[(&str, &str)], asked: Asked) -> Board {
    let numbers: Vec<u32> = (0..files.len() as u32).collect();
    ask(&mut ledger(files), &numbers, asked).unwrap()
}

/// As it is looked at where nothing else is said.
pub fn view(asked: &Asked, describes: bool) -> View<'_> {
    View {
        asked,
        describes,
        is_synthetic: false,
        shows_published: false,
        exports: &[],
    }
}

/// A history of these files.
pub fn history_of(files: &[(&str, &str)]) -> History {
    let exports: Vec<Rc<Export>> = files
        .iter()
        .map(|(name, text)| Rc::new(Export::of(name, opened(name, text)).unwrap()))
        .collect();
    History::of(&exports, &Rules::default())
}
