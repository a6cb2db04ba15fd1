//! Paints scenes on plotters backends: our only use of plotters.
//!
//! Backends round to whole pixels, so scenes are scaled up first; they know neither dashes nor halos, so both are drawn here
//! as separate lines and rectangles; outlines of rectangles have no width there, so they are paths here.

use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{
    DrawingBackend, FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::figure::{Anchor, Ink, Scene, Shape, Weight, rounded, text};

/// The font in the form CSS wants it: names that hold a lone digit must be quoted.
pub const FAMILY: &str = "'Source Sans 3 Variable', 'Source Sans 3', 'Segoe UI', system-ui, 'Helvetica Neue', Arial, sans-serif";

/// How strongly paper covers what lies behind a label with a halo.
const HALO: f64 = 0.85;
/// More dashes than these would be drawn solid; no chart of ours comes near.
const MOST_DASHES: f64 = 20_000.0;

/// What one backend makes of sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    /// Backend pixels per unit of the scene.
    pub scale: f64,
    /// What sizes of text are multiplied with, beside the scale.
    pub font_factor: f64,
    /// How far the baseline lies below the place given for the top of a text, in sizes of the text.
    pub ascent: f64,
}

impl Page {
    /// For plotters' SVG backend: tenths of pixels; it divides sizes by 1.24, and its own shift to the top is taken out later.
    pub const SVG: Self = Self {
        scale: 10.0,
        font_factor: 1.24,
        ascent: 0.0,
    };

    /// For a canvas of `scale` device pixels per unit. Browsers put the top of our font's em box 0.72 above its baseline.
    pub const fn canvas(scale: f64) -> Self {
        Self {
            scale,
            font_factor: 1.0,
            ascent: 0.72,
        }
    }
}

/// Paints every mark of `scene`, from the back to the front, and presents the drawing.
pub fn paint<B: DrawingBackend>(
    scene: &Scene,
    page: Page,
    backend: &mut B,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    backend
        .ensure_prepared()
        .map_err(DrawingAreaErrorKind::BackendError)?;
    let mut brush = Brush { page, backend };
    for mark in &scene.marks {
        brush.shape(&mark.shape)?;
    }
    brush
        .backend
        .present()
        .map_err(DrawingAreaErrorKind::BackendError)
}

struct Brush<'a, B: DrawingBackend> {
    page: Page,
    backend: &'a mut B,
}

type Painted<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

impl<B: DrawingBackend> Brush<'_, B> {
    fn shape(&mut self, shape: &Shape) -> Painted<B> {
        match shape {
            Shape::Rect {
                x,
                y,
                w,
                h,
                fill,
                opacity,
                stroke,
                radius,
            } => {
                let corners = rounded(*x, *y, x + w, y + h, *radius);
                match fill {
                    Some(fill) if *radius > 0.0 => self.area(&corners, *fill, *opacity)?,
                    Some(fill) => self.bar((*x, *y), (x + w, y + h), *fill, *opacity)?,
                    None => {}
                }
                stroke.map_or(Ok(()), |(ink, width)| {
                    self.path(&corners, ink, width, *opacity)
                })
            }
            Shape::Dot {
                x,
                y,
                r,
                fill,
                stroke,
            } => self.dot((*x, *y), *r, *fill, *stroke),
            Shape::Line {
                x1,
                y1,
                x2,
                y2,
                ink,
                width,
                dash,
                opacity,
            } => self.strokes(&[(*x1, *y1), (*x2, *y2)], *ink, *width, *dash, *opacity),
            Shape::Path {
                points,
                ink,
                width,
                dash,
                opacity,
            } => self.strokes(points, *ink, *width, *dash, *opacity),
            Shape::Area {
                points,
                fill,
                opacity,
            } => self.area(points, *fill, *opacity),
            Shape::Label {
                x,
                y,
                text,
                size,
                weight,
                ink,
                anchor,
                halo,
            } => {
                let start = match anchor {
                    Anchor::Start => *x,
                    Anchor::Middle => x - text::width(text, *size, *weight) / 2.0,
                    Anchor::End => x - text::width(text, *size, *weight),
                };
                if let Some(paper) = halo {
                    let wide = text::width(text, *size, *weight);
                    self.bar(
                        (start - 2.0, y - size * 0.8),
                        (start + wide + 2.0, y + size * 0.28),
                        *paper,
                        HALO,
                    )?;
                }
                self.label((*x, *y), text, *size, *weight, *ink, *anchor)
            }
        }
    }

    fn bar(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, opacity: f64) -> Painted<B> {
        let (from, to) = (self.place(from), self.place(to));
        self.backend
            .draw_rect(from, to, &filled(ink, opacity), true)
            .map_err(DrawingAreaErrorKind::BackendError)
    }

    fn dot(&mut self, at: (f64, f64), r: f64, fill: Ink, stroke: Option<(Ink, f64)>) -> Painted<B> {
        let (at, r) = (self.place(at), self.length(r));
        self.backend
            .draw_circle(at, r, &filled(fill, 1.0), true)
            .map_err(DrawingAreaErrorKind::BackendError)?;
        let Some((ink, width)) = stroke else {
            return Ok(());
        };
        let style = self.stroked(ink, width, 1.0);
        self.backend
            .draw_circle(at, r, &style, false)
            .map_err(DrawingAreaErrorKind::BackendError)
    }

    fn area(&mut self, points: &[(f64, f64)], fill: Ink, opacity: f64) -> Painted<B> {
        let places: Vec<(i32, i32)> = points.iter().map(|&point| self.place(point)).collect();
        self.backend
            .fill_polygon(places, &filled(fill, opacity))
            .map_err(DrawingAreaErrorKind::BackendError)
    }

    fn strokes(
        &mut self,
        points: &[(f64, f64)],
        ink: Ink,
        width: f64,
        dash: Option<(f64, f64)>,
        opacity: f64,
    ) -> Painted<B> {
        let Some(pattern) = dash else {
            return self.path(points, ink, width, opacity);
        };
        for piece in dashes(points, pattern) {
            self.path(&piece, ink, width, opacity)?;
        }
        Ok(())
    }

    fn path(&mut self, points: &[(f64, f64)], ink: Ink, width: f64, opacity: f64) -> Painted<B> {
        let style = self.stroked(ink, width, opacity);
        match points {
            [] | [_] => Ok(()),
            [from, to] => {
                let (from, to) = (self.place(*from), self.place(*to));
                self.backend
                    .draw_line(from, to, &style)
                    .map_err(DrawingAreaErrorKind::BackendError)
            }
            _ => {
                let places: Vec<(i32, i32)> =
                    points.iter().map(|&point| self.place(point)).collect();
                self.backend
                    .draw_path(places, &style)
                    .map_err(DrawingAreaErrorKind::BackendError)
            }
        }
    }

    fn label(
        &mut self,
        at: (f64, f64),
        text: &str,
        size: f64,
        weight: Weight,
        ink: Ink,
        anchor: Anchor,
    ) -> Painted<B> {
        if text.is_empty() {
            return Ok(());
        }
        let style = match weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Strong => FontStyle::Bold,
        };
        let across = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let font = FontDesc::new(
            FontFamily::Name(FAMILY),
            size * self.page.scale * self.page.font_factor,
            style,
        );
        let ink = color(ink, 1.0);
        let style = TextStyle::from(font)
            .color(&ink)
            .pos(Pos::new(across, VPos::Top));
        let place = self.place((at.0, at.1 - size * self.page.ascent));
        self.backend
            .draw_text(&printable(text), &style, place)
            .map_err(DrawingAreaErrorKind::BackendError)
    }

    fn place(&self, (x, y): (f64, f64)) -> (i32, i32) {
        (
            (x * self.page.scale).round() as i32,
            (y * self.page.scale).round() as i32,
        )
    }

    fn length(&self, length: f64) -> u32 {
        (length * self.page.scale).round().max(1.0) as u32
    }

    fn stroked(&self, ink: Ink, width: f64, opacity: f64) -> ShapeStyle {
        ShapeStyle {
            color: color(ink, opacity),
            filled: false,
            stroke_width: self.length(width),
        }
    }
}

/// The pieces of a path that a pattern of dash and gap leaves, corners kept.
fn dashes(points: &[(f64, f64)], (on, off): (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    let whole: f64 = points
        .windows(2)
        .map(|pair| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1))
        .sum();
    if on <= 0.0 || off <= 0.0 || whole / (on + off) > MOST_DASHES {
        return vec![points.to_vec()];
    }
    let mut pieces = Vec::new();
    let mut piece: Vec<(f64, f64)> = points.first().copied().into_iter().collect();
    let (mut inked, mut left) = (true, on);
    for pair in points.windows(2) {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        let length = (to_x - x).hypot(to_y - y);
        let mut gone = 0.0;
        while length - gone > left {
            gone += left;
            let point = (
                x + (to_x - x) * gone / length,
                y + (to_y - y) * gone / length,
            );
            if inked {
                piece.push(point);
                pieces.push(std::mem::take(&mut piece));
                left = off;
            } else {
                piece = vec![point];
                left = on;
            }
            inked = !inked;
        }
        left -= length - gone;
        if inked {
            piece.push((to_x, to_y));
        }
    }
    if inked && piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

/// Control characters cannot stand in any of our formats.
fn printable(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') {
                ' '
            } else {
                letter
            }
        })
        .collect()
}

fn color(ink: Ink, opacity: f64) -> RGBAColor {
    RGBAColor(ink.0, ink.1, ink.2, opacity)
}

fn filled(ink: Ink, opacity: f64) -> ShapeStyle {
    ShapeStyle {
        color: color(ink, opacity),
        filled: true,
        stroke_width: 0,
    }
}
