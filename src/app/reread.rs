//! A file read in another way than it was: the worker builds it anew, and the study follows as one step.

use std::collections::VecDeque;
use std::sync::Arc;

use futures_util::future::join;
use leptos::prelude::*;
use web_sys::Blob;

use super::desk::Desk;
use super::open_file::Opened;
use super::outside;
use super::scanning::scan;
use crate::engine::EngineError;
use crate::engine::protocol::{Progress, Scanning};
use crate::report::{Command, FileId, Recipe};
use crate::source::ReadAs;
use crate::study::{doubts, infer};
use crate::table::{
    Correction, Doubt, Exclusion, FileSummary, Fold, Quality, RawRow, Reading, Scan, Schema, Which,
    code_book, labels,
};

/// The number under which the worker reads a code book; no file of the page has it.
const CODE_BOOK: u32 = u32::MAX;
/// Rows of a code book at most.
const MOST_CODES: u32 = 20_000;

/// What the study of a file becomes once it is read in another way.
enum After {
    /// What was said is said again; the step has this name.
    Carried(&'static str),
    /// A recipe says it all.
    Followed(Box<Recipe>),
    /// The study says already what it is: undo and redo.
    Known,
}

/// What a person wants of how a file is read.
pub(super) enum Wish {
    /// A change under the name of its step.
    Change(&'static str, Box<dyn FnOnce(&mut Reading)>),
    /// All that a recipe says.
    Follow(Box<Recipe>),
}

/// Wishes in the order in which they came, each with the control that had the focus.
pub(super) type Wishes = VecDeque<(FileId, Option<String>, Wish)>;

/// What is known of a file before a person says anything: kept to build it again without reading it again.
pub(super) struct Evidence {
    /// How bytes became records.
    read_as: ReadAs,
    names: Vec<String>,
    scan: Scan,
    inferred: Schema,
}

impl Desk {
    /// Leaves out of everything what `exclusion` takes of the file on screen, or takes it back in.
    pub fn exclude(self, exclusion: Exclusion, out: bool) {
        let step = if out {
            "records left out"
        } else {
            "records taken back in"
        };
        self.change_reading(step, move |reading| {
            reading.exclusions.retain(|other| *other != exclusion);
            if out {
                reading.exclusions.push(exclusion);
            }
        });
    }

    /// Puts a column of the file on screen right. What was said before of the same thing goes: one of `choices`.
    pub fn correct(self, column: &str, choices: &[Correction], chosen: Correction) {
        let (column, choices) = (column.to_owned(), choices.to_vec());
        self.change_reading("reading of a column", move |reading| {
            reading.corrections.retain(|(name, correction)| {
                *name != column || *correction != chosen && !choices.contains(correction)
            });
            reading.corrections.push((column, chosen));
        });
    }

    /// Puts one more thing right about a column of the file on screen.
    pub fn add_correction(self, column: String, said: Correction) {
        self.change_reading("reading of a column", move |reading| {
            // Labels stand for all codes of a column at once.
            if matches!(said, Correction::Labels(_)) {
                reading.corrections.retain(|(name, other)| {
                    *name != column || !matches!(other, Correction::Labels(_))
                });
            }
            reading.corrections.push((column, said));
        });
    }

    /// Counts a text of a column as no answer, or says that nobody wrote it.
    pub fn count_as_blank(self, column: String, text: String) {
        let counted = untrack(|| self.current()).and_then(|file| {
            self.evidence.with_value(|all| {
                let known = all.get(&file)?;
                known
                    .is_counted(&column)
                    .then(|| known.count(&column, &text))
            })
        });
        if counted == Some(0) {
            self.said
                .set(Some(format!("No cell of “{column}” says “{text}”.")));
        } else {
            self.add_correction(column, Correction::Missing(vec![text]));
        }
    }

    /// Takes back one thing that was said about a column of the file on screen.
    pub fn remove_correction(self, column: String, said: Correction) {
        self.change_reading("reading of a column", move |reading| {
            reading
                .corrections
                .retain(|(name, other)| *name != column || *other != said);
        });
    }

    /// Reads a second file as a code book of the file on screen, and says what came of it.
    pub async fn use_code_book(self, name: String, blob: Blob) {
        let engine = self.engine.get_value();
        let read = async {
            let how = Scanning {
                name: name.clone(),
                ..Scanning::default()
            };
            let scanned = scan(&engine, CODE_BOOK, how, blob, |_| {});
            let names = scanned.await?.ok_or(EngineError::NotOpen)?.names;
            let columns = (0..names.len() as u32).collect();
            let rows = engine.rows(CODE_BOOK, Which::From(0), columns, MOST_CODES);
            let rows: Vec<_> = rows.await?.into_iter().map(|row| row.cells).collect();
            Ok::<_, EngineError>(code_book(&names, &rows))
        };
        let book = read.await;
        // What the worker held of it goes, whatever came of it.
        let _ = engine.stop(CODE_BOOK).await;
        let file = untrack(|| self.current());
        let found = match book {
            Err(error) => Err(error.to_string()),
            Ok(book) if book.is_empty() => Err(format!(
                "{name} is no code book: it needs columns for the variable, the code and the label, or one with all choices of \
                 a variable."
            )),
            Ok(book) => {
                let columns = self.evidence.with_value(|all| {
                    let known = file.and_then(|file| all.get(&file));
                    known.map(|known| {
                        let columns = labels(&book, &known.inferred).into_iter();
                        let name = |at: usize| known.inferred.columns[at].name.clone();
                        columns
                            .map(|(at, said)| (name(at), said))
                            .collect::<Vec<_>>()
                    })
                });
                match columns {
                    Some(columns) if !columns.is_empty() => Ok(columns),
                    _ => Err(format!(
                        "None of the {} variables of {name} is a column of this file.",
                        book.len()
                    )),
                }
            }
        };
        match found {
            Err(why) => self.said.set(Some(why)),
            Ok(columns) => self.change_reading("code book", move |reading| {
                for (column, said) in columns {
                    reading.corrections.retain(|(name, other)| {
                        *name != column || !matches!(other, Correction::Labels(_))
                    });
                    reading.corrections.push((column, said));
                }
            }),
        }
    }

    /// Makes columns of the file on screen one question.
    pub fn fold(self, fold: Fold) {
        self.change_reading("columns made one question", move |reading| {
            reading.folds.push(fold);
        });
    }

    /// Takes a question over several columns apart.
    pub fn take_apart(self, question: String) {
        self.change_reading("question taken apart", move |reading| {
            let made = reading.folds.len();
            reading.folds.retain(|fold| fold.question != question);
            if reading.folds.len() == made {
                reading.spread.push(question);
            }
        });
    }

    /// Says how the bytes of the file on screen become records.
    pub fn read_as(self, step: &'static str, change: impl FnOnce(&mut ReadAs) + 'static) {
        self.change_reading(step, |reading| change(&mut reading.read_as));
    }

    /// The file on screen and how the worker holds it: when this changes, its records are others.
    pub fn held(self) -> Memo<Option<(FileId, Option<Reading>)>> {
        Memo::new(move |_| self.current_file().map(|file| (file.id, file.built)))
    }

    /// What of the records of the file on screen a person should look at.
    pub fn quality(self) -> impl Future<Output = Option<(FileId, Quality)>> {
        let file = untrack(|| self.current());
        let engine = self.engine.get_value();
        async move {
            let file = file?;
            // Without the worker there is nothing to tell but what is told of it elsewhere.
            let quality = engine.quality(file.0).await.ok()?;
            Some((file, quality))
        }
    }

    /// Records of the file on screen as they stand in it, or a sentence that says why not.
    pub fn rows(
        self,
        which: Which,
        columns: Vec<u32>,
        most: u32,
    ) -> impl Future<Output = Result<Vec<RawRow>, String>> {
        let file = untrack(|| self.current());
        let engine = self.engine.get_value();
        async move {
            let file = file.ok_or_else(|| EngineError::NotOpen.to_string())?;
            let rows = engine.rows(file.0, which, columns, most).await;
            rows.map_err(|error| error.to_string())
        }
    }

    /// Changes how the file on screen is read, as one step that can be undone; what was chosen before is done first.
    pub fn change_reading(self, step: &'static str, change: impl FnOnce(&mut Reading) + 'static) {
        self.queue(Wish::Change(step, Box::new(change)));
    }

    fn queue(self, wish: Wish) {
        let Some(file) = untrack(|| self.current()) else {
            return;
        };
        let focused = outside::focused();
        self.wishes
            .update_value(|wishes| wishes.push_back((file, focused, wish)));
        if !self.rereading.get_untracked() {
            self.rereading.set(true);
            leptos::task::spawn_local(self.work_off());
        }
    }

    /// Does what was wished for, one after the other, each on what came of the one before.
    async fn work_off(self) {
        let next = || self.wishes.try_update_value(VecDeque::pop_front).flatten();
        while let Some((file, focused, wish)) = next() {
            let Some(before) = self.said_of(file) else {
                continue;
            };
            let (reading, after) = match wish {
                Wish::Change(step, change) => {
                    let mut reading = before.clone();
                    change(&mut reading);
                    if reading == before {
                        continue;
                    }
                    (reading, After::Carried(step))
                }
                Wish::Follow(recipe) => (recipe.reading.clone(), After::Followed(recipe)),
            };
            self.reread(file, reading, after).await;
            outside::focus_if_lost(focused);
        }
        self.rereading.set(false);
    }

    /// The recipe of the file on screen; see [`Recipe::of`].
    pub fn recipe(self, are_names_vouched: bool) -> Option<Recipe> {
        let file = self.current()?;
        // The evidence is there as long as the worker holds the file.
        self.files.track();
        self.with_chapter(|chapter| {
            self.evidence.with_value(|all| {
                let known = all.get(&file);
                let count =
                    |column: &str, text: &str| known.map_or(0, |known| known.count(column, text));
                Recipe::of(chapter, count, are_names_vouched)
            })
        })
    }

    /// Follows a recipe on the file on screen, or says why not.
    pub fn follow_recipe(self, text: &str) {
        let file = untrack(|| self.current());
        match (Recipe::from_json(text), file) {
            (Err(why), _) => self.said.set(Some(why.to_string())),
            (Ok(_), _) if self.is_any_reading() => {
                self.waiting_recipe.set_value(Some(text.to_owned()));
            }
            (Ok(_), None) => self.said.set(Some(
                "A recipe says how to read a survey file: drop one first, then the recipe.".into(),
            )),
            (Ok(recipe), Some(_)) => self.queue(Wish::Follow(Box::new(recipe))),
        }
    }

    fn is_any_reading(self) -> bool {
        self.files.with_untracked(|files| {
            files
                .iter()
                .any(|file| matches!(file.state, Opened::Reading { .. }))
        })
    }

    /// Has the worker hold `file` as `reading` says, and makes what comes of it a step that can be undone.
    async fn reread(self, file: FileId, reading: Reading, after: After) {
        let before = self.said_of(file);
        let is_known = matches!(after, After::Known);
        let built = self.build(file, &reading, |_| {}).await;
        match built {
            Ok(Some(summary)) => {
                let summary = Arc::new(summary);
                self.set_built(file, summary.clone(), reading.clone());
                // Undone or changed meanwhile: what was asked for is nobody's wish any more, and the worker follows.
                if self.said_of(file) == before {
                    self.study_anew(file, summary, reading, after);
                }
            }
            Ok(None) => self.set_state(file, Opened::Stopped),
            Err(error) if !is_known => {
                self.said.set(Some(error.to_string()));
                self.unset_built(file);
            }
            Err(error) => self.set_state(file, Opened::Failed(error.to_string())),
        }
    }

    /// The study of a file that was read in another way, as a step; what does not fit is said.
    fn study_anew(self, file: FileId, summary: Arc<FileSummary>, reading: Reading, after: After) {
        let old = self
            .history
            .with_untracked(|history| history.report().chapters.get(&file).cloned());
        let Some(old) = old else {
            return;
        };
        let (step, chapter) = match after {
            After::Carried(step) => {
                let (chapter, misfits) = old.carry(summary, reading);
                if let Some(lost) = misfits.iter().find(|misfit| misfit.is_lost()) {
                    self.said.set(Some(lost.to_string()));
                }
                (step, chapter)
            }
            After::Followed(recipe) => {
                let (chapter, misfits) = recipe.follow(summary);
                self.misfits.set(Some((file, misfits)));
                ("recipe followed", chapter)
            }
            After::Known => return,
        };
        self.run(Command::Reread {
            file,
            chapter: Box::new(chapter),
            step,
        });
    }

    /// Reads a file where its records are not at hand, and builds its columns; none where a person stopped it.
    pub(super) async fn build(
        self,
        file: FileId,
        reading: &Reading,
        tell: impl Fn(Progress) + Clone + 'static,
    ) -> Result<Option<FileSummary>, EngineError> {
        let engine = self.engine.get_value();
        let is_scanned = self.evidence.with_value(|all| {
            all.get(&file)
                .is_some_and(|known| known.read_as == reading.read_as)
        });
        if !is_scanned {
            let handle = self.handle(file).ok_or(EngineError::NotOpen)?;
            self.forget_evidence(file);
            let how = Scanning {
                name: self.name(file),
                read_as: reading.read_as.clone(),
                columns: self.columns_of(file),
                transcoded: None,
            };
            let scanned = scan(&engine, file.0, how, handle, tell).await?;
            let Some(scanned) = scanned else {
                return Ok(None);
            };
            let evidence = Evidence {
                read_as: reading.read_as.clone(),
                inferred: infer(&scanned.names, &scanned.scan),
                names: scanned.names,
                scan: scanned.scan,
            };
            self.evidence.update_value(|all| {
                all.insert(file, evidence);
            });
        }
        let schema = self
            .evidence
            .with_value(|all| all.get(&file).map(|known| known.schema(reading)))
            .ok_or(EngineError::NotOpen)?;
        // Doubts are looked for while the worker builds.
        let built = engine.build(file.0, schema.clone(), reading.exclusions.clone());
        let told = async {
            self.evidence.with_value(|all| {
                let known = all.get(&file)?;
                Some(known.doubts(reading, &schema))
            })
        };
        let (summary, told) = join(built, told).await;
        let summary = summary?;
        self.change(file, |file| file.doubts = told.unwrap_or_default());
        Ok(Some(summary))
    }

    /// Has the worker follow where undo or redo changed how the file on screen is read.
    pub(super) fn follow_reading(self) {
        let both = Memo::new(move |_| {
            let file = self.current()?;
            let wanted = self.with_chapter(|chapter| chapter.study.reading.clone())?;
            let built = self.built(file)?;
            (built.as_ref() != Some(&wanted)).then_some((file, wanted))
        });
        Effect::new(move |_| {
            if let Some((file, wanted)) = both.get()
                && !self.rereading.get()
            {
                self.rereading.set(true);
                leptos::task::spawn_local(async move {
                    self.reread(file, wanted, After::Known).await;
                    // What was wished for meanwhile comes on top.
                    self.work_off().await;
                });
            }
        });
    }

    /// How the worker built a file last, if it holds it; none while it is being read.
    fn built(self, file: FileId) -> Option<Option<Reading>> {
        self.files.with(|files| {
            files
                .iter()
                .find(|f| f.id == file && matches!(f.state, Opened::Ready(_)))
                .map(|f| f.built.clone())
        })
    }

    pub(super) fn set_built(self, file: FileId, summary: Arc<FileSummary>, reading: Reading) {
        self.change(file, |file| {
            file.state = Opened::Ready(summary);
            file.built = Some(reading);
        });
    }

    fn unset_built(self, file: FileId) {
        self.forget_evidence(file);
        self.change(file, |file| file.built = None);
    }

    /// Forgets what the worker holds of a file, for it holds nothing any more.
    pub(super) fn forget_evidence(self, file: FileId) {
        self.evidence.update_value(|all| {
            all.remove(&file);
        });
        self.recall
            .update_value(|recall| recall.forget(|(of, ..)| *of == file));
    }

    /// How a person wants a file read.
    pub(super) fn said_of(self, file: FileId) -> Option<Reading> {
        self.history.with_untracked(|history| {
            let chapter = history.report().chapters.get(&file)?;
            Some(chapter.study.reading.clone())
        })
    }

    pub(super) fn handle(self, file: FileId) -> Option<Blob> {
        self.handles
            .with_value(|handles| handles.get(&file).cloned())
    }

    pub(super) fn name(self, file: FileId) -> String {
        self.files.with_untracked(|files| {
            let name = files.iter().find(|f| f.id == file).map(|f| f.name.clone());
            name.unwrap_or_default()
        })
    }
}

impl Evidence {
    /// Whether the texts of a column were counted.
    fn is_counted(&self, column: &str) -> bool {
        let at = self.names.iter().position(|name| name == column);
        let evidence = at.and_then(|at| self.scan.columns.get(at));
        evidence.is_some_and(|evidence| !evidence.overflow)
    }

    /// How many cells of a column hold a text; 0 where its texts are too many to be counted.
    fn count(&self, column: &str, text: &str) -> u64 {
        let at = self.names.iter().position(|name| name == column);
        let evidence = at.and_then(|at| self.scan.columns.get(at));
        let counts = evidence
            .into_iter()
            .flat_map(|evidence| evidence.levels.iter());
        counts
            .filter(|(known, _)| *known == text)
            .map(|(_, count)| count)
            .sum()
    }

    /// What the columns are.
    fn schema(&self, reading: &Reading) -> Schema {
        reading.schema(&self.names, &self.scan, &self.inferred)
    }

    /// What a person should be asked of the columns, each by its name: what was settled by a person stays in the list.
    fn doubts(&self, reading: &Reading, schema: &Schema) -> Vec<(String, Doubt)> {
        let mut told = doubts(&self.scan, schema);
        let is_told = |doubt: &Doubt, told: &[Doubt]| {
            told.iter().any(|other| {
                other.column == doubt.column
                    && other.kind == doubt.kind
                    && other.cells == doubt.cells
            })
        };
        if !reading.corrections.is_empty() {
            for mut doubt in doubts(&self.scan, &self.inferred) {
                if is_told(&doubt, &told) {
                    continue;
                }
                let name = &self.inferred.columns[doubt.column].name;
                let said = reading.corrections.iter().rev();
                let said = said.filter(|(column, _)| column == name);
                let chosen = said
                    .filter_map(|(_, said)| doubt.choices.iter().position(|choice| choice == said))
                    .next();
                if let Some(chosen) = chosen {
                    doubt.in_use = chosen;
                    told.push(doubt);
                }
            }
        }
        told.into_iter()
            .map(|doubt| (schema.columns[doubt.column].name.clone(), doubt))
            .collect()
    }
}
