//! The rules for every scene: nothing leaves it, and no text is too small.

use denominator::figure::{Anchor, Scene, Shape as Drawn, text};

/// The rules for every scene.
pub fn hold(scene: &Scene, what: &str) {
    let (width, height) = (scene.width + 0.01, scene.height + 0.01);
    assert!(
        width.is_finite() && height.is_finite() && height > 1.0,
        "{what}: {width} × {height}"
    );
    let inside = |x: f64, y: f64| {
        assert!(
            (-0.01..=width).contains(&x) && (-0.01..=height).contains(&y),
            "{what}: ({x}, {y}) is outside {width} × {height}"
        );
    };
    for mark in &scene.marks {
        match &mark.shape {
            Drawn::Rect { x, y, w, h, .. } => {
                inside(*x, *y);
                inside(x + w, y + h);
            }
            Drawn::Dot { x, y, r, .. } => {
                assert!(*r > 0.0, "{what}");
                inside(*x, *y);
            }
            Drawn::Line { x1, y1, x2, y2, .. } => {
                inside(*x1, *y1);
                inside(*x2, *y2);
            }
            Drawn::Path { points, .. } | Drawn::Area { points, .. } => {
                points.iter().for_each(|(x, y)| inside(*x, *y))
            }
            Drawn::Label {
                x,
                y,
                text,
                size,
                weight,
                anchor,
                ..
            } => {
                let wide = text::width(text, *size, *weight);
                let start = match anchor {
                    Anchor::Start => *x,
                    Anchor::Middle => x - wide / 2.0,
                    Anchor::End => x - wide,
                };
                assert!(
                    start >= -0.5 && start + wide <= width + 0.5,
                    "{what}: {text:?} from {start} to {} of {width}",
                    start + wide
                );
                inside(*x, *y);
                assert!(*size >= 13.0, "{what}: {text:?} is too small");
            }
        }
    }
    for region in &scene.regions {
        assert!(region.w > 0.0 && region.h > 0.0, "{what}: {region:?}");
        inside(region.x, region.y);
        inside(region.x + region.w, region.y + region.h);
    }
}
