//! A chart as plain shapes: what every output draws, so that nothing can be lost between screen and file.
//!
//! Units are pixels at a device ratio of 1; y grows downwards. No coordinate is ever NaN or infinite.

use super::ink::Ink;

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What is drawn, from the back to the front.
    pub marks: Vec<Mark>,
    /// What can be pointed at and walked through, in data order: each row before its levels.
    pub regions: Vec<Region>,
}

/// One drawn thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// How it looks.
    pub shape: Shape,
    /// What it stands for; nothing for axes and headings.
    pub about: Option<Datum>,
}

/// A place in an [`Answer`](crate::analysis::Answer).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Datum {
    /// Index in its rows.
    pub row: usize,
    /// Index of a level or an option, where one is meant.
    pub level: Option<usize>,
}

/// A rectangle that answers to the pointer and the keyboard.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// What it stands for.
    pub datum: Datum,
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// Full name of the row, and of the level, however little of it was drawn.
    pub label: String,
}

/// How a mark looks.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A rectangle.
    Rect {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        w: f64,
        /// Height.
        h: f64,
        /// Inside; nothing where only the outline is drawn.
        fill: Option<Ink>,
        /// 0 to 1.
        opacity: f64,
        /// Outline and its width.
        stroke: Option<(Ink, f64)>,
        /// Radius of the corners.
        radius: f64,
    },
    /// A disc.
    Dot {
        /// Centre.
        x: f64,
        /// Centre.
        y: f64,
        /// Radius, to the middle of the outline.
        r: f64,
        /// Inside.
        fill: Ink,
        /// Outline and its width.
        stroke: Option<(Ink, f64)>,
    },
    /// A straight line with butt ends.
    Line {
        /// One end.
        x1: f64,
        /// One end.
        y1: f64,
        /// The other end.
        x2: f64,
        /// The other end.
        y2: f64,
        /// Colour.
        ink: Ink,
        /// Width.
        width: f64,
        /// Lengths of dash and gap.
        dash: Option<(f64, f64)>,
        /// 0 to 1.
        opacity: f64,
    },
    /// Straight lines from point to point.
    Path {
        /// Corners in drawing order.
        points: Vec<(f64, f64)>,
        /// Colour.
        ink: Ink,
        /// Width.
        width: f64,
        /// Lengths of dash and gap.
        dash: Option<(f64, f64)>,
        /// 0 to 1.
        opacity: f64,
    },
    /// A filled polygon, closed by itself.
    Area {
        /// Corners in drawing order.
        points: Vec<(f64, f64)>,
        /// Inside.
        fill: Ink,
        /// 0 to 1.
        opacity: f64,
    },
    /// A line of text.
    Label {
        /// Where `anchor` says.
        x: f64,
        /// Baseline.
        y: f64,
        /// The text.
        text: String,
        /// Size.
        size: f64,
        /// Weight.
        weight: Weight,
        /// Colour.
        ink: Ink,
        /// Which part of the text stands at `x`.
        anchor: Anchor,
        /// Whether paper shows behind the text.
        halo: Option<Ink>,
    },
}

/// How heavy text is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 600, and bold where a format has only that.
    Strong,
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// Text on its way into a scene: regular, from its start, without halo unless told otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    x: f64,
    y: f64,
    text: String,
    size: f64,
    weight: Weight,
    ink: Ink,
    anchor: Anchor,
    halo: Option<Ink>,
}

impl Scene {
    /// An empty scene; the height follows later.
    pub fn new(width: f64) -> Self {
        Self {
            width,
            ..Self::default()
        }
    }

    /// Draws a shape over what is there.
    pub fn draw(&mut self, about: Option<Datum>, shape: impl Into<Shape>) {
        self.marks.push(Mark {
            shape: shape.into(),
            about,
        });
    }

    /// The region of the smallest thing at a point: a level before its row.
    pub fn at(&self, x: f64, y: f64) -> Option<&Region> {
        let inside = |region: &&Region| {
            x >= region.x && x < region.x + region.w && y >= region.y && y < region.y + region.h
        };
        self.regions
            .iter()
            .rev()
            .filter(inside)
            .max_by_key(|region| region.datum.level.is_some())
    }

    /// Moves everything.
    pub fn shift(&mut self, right: f64, down: f64) {
        for mark in &mut self.marks {
            mark.shape.shift(right, down);
        }
        for region in &mut self.regions {
            region.x += right;
            region.y += down;
        }
    }
}

impl Datum {
    /// A whole row.
    pub const fn row(row: usize) -> Self {
        Self { row, level: None }
    }

    /// A level or an option of a row.
    pub const fn level(row: usize, level: usize) -> Self {
        Self {
            row,
            level: Some(level),
        }
    }
}

impl Shape {
    /// A filled rectangle without outline.
    pub fn bar(x: f64, y: f64, w: f64, h: f64, fill: Ink) -> Self {
        Self::Rect {
            x,
            y,
            w: w.max(0.0),
            h,
            fill: Some(fill),
            opacity: 1.0,
            stroke: None,
            radius: 0.0,
        }
    }

    /// A solid line.
    pub fn line(from: (f64, f64), to: (f64, f64), ink: Ink, width: f64) -> Self {
        Self::Line {
            x1: from.0,
            y1: from.1,
            x2: to.0,
            y2: to.1,
            ink,
            width,
            dash: None,
            opacity: 1.0,
        }
    }

    /// A solid path.
    pub fn path(points: Vec<(f64, f64)>, ink: Ink, width: f64) -> Self {
        Self::Path {
            points,
            ink,
            width,
            dash: None,
            opacity: 1.0,
        }
    }

    /// A disc without outline.
    pub fn dot(x: f64, y: f64, r: f64, fill: Ink) -> Self {
        Self::Dot {
            x,
            y,
            r,
            fill,
            stroke: None,
        }
    }

    /// The same shape drawn in dashes; only lines and paths change.
    pub fn dashed(mut self, on: f64, off: f64) -> Self {
        if let Self::Line { dash, .. } | Self::Path { dash, .. } = &mut self {
            *dash = Some((on, off));
        }
        self
    }

    /// The same shape, fainter; dots and labels do not change.
    pub fn faint(mut self, share: f64) -> Self {
        if let Self::Line { opacity, .. }
        | Self::Path { opacity, .. }
        | Self::Area { opacity, .. }
        | Self::Rect { opacity, .. } = &mut self
        {
            *opacity *= share;
        }
        self
    }

    fn shift(&mut self, right: f64, down: f64) {
        match self {
            Self::Rect { x, y, .. } | Self::Dot { x, y, .. } | Self::Label { x, y, .. } => {
                *x += right;
                *y += down;
            }
            Self::Line { x1, y1, x2, y2, .. } => {
                *x1 += right;
                *x2 += right;
                *y1 += down;
                *y2 += down;
            }
            Self::Path { points, .. } | Self::Area { points, .. } => {
                for (x, y) in points {
                    *x += right;
                    *y += down;
                }
            }
        }
    }
}

impl Label {
    /// Regular text that starts at `x` on the baseline `y`.
    pub fn new(x: f64, y: f64, text: impl Into<String>, size: f64, ink: Ink) -> Self {
        Self {
            x,
            y,
            text: text.into(),
            size,
            weight: Weight::Regular,
            ink,
            anchor: Anchor::Start,
            halo: None,
        }
    }

    /// The same text elsewhere along its line.
    pub fn moved(self, x: f64) -> Self {
        Self { x, ..self }
    }

    /// In the given weight.
    pub fn weight(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    /// In the strong weight.
    pub fn strong(self) -> Self {
        self.weight(Weight::Strong)
    }

    /// Centred on its place.
    pub fn middle(self) -> Self {
        Self {
            anchor: Anchor::Middle,
            ..self
        }
    }

    /// Ending at its place.
    pub fn end(self) -> Self {
        Self {
            anchor: Anchor::End,
            ..self
        }
    }

    /// With `paper` behind it.
    pub fn halo(self, paper: Ink) -> Self {
        Self {
            halo: Some(paper),
            ..self
        }
    }
}

impl From<Label> for Shape {
    fn from(label: Label) -> Self {
        let Label {
            x,
            y,
            text,
            size,
            weight,
            ink,
            anchor,
            halo,
        } = label;
        Self::Label {
            x,
            y,
            text,
            size,
            weight,
            ink,
            anchor,
            halo,
        }
    }
}
