//! Fewer elements for the page: browsers spend more on each element of a drawing than on what it draws.

/// The drawing with the lines, rectangles, polygons and circles that follow each other in the same colour as one path each, and
/// without what has no height; it looks the same.
pub fn merged(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut run: Option<Run> = None;
    for line in svg.lines() {
        let piece = rectangle(line)
            .or_else(|| stroke(line))
            .or_else(|| polygon(line))
            .or_else(|| circle(line));
        if piece.as_ref().is_some_and(|(_, path)| path.is_empty()) {
            continue;
        }
        match (&mut run, piece) {
            (Some(run), Some((look, path))) if run.look == look => {
                run.path.push_str(&path);
                run.pieces += 1;
            }
            (_, piece) => {
                close(run.take(), &mut out);
                run = piece.map(|(look, path)| Run {
                    look,
                    path,
                    first: line,
                    pieces: 1,
                });
                if run.is_none() {
                    out.push_str(line);
                    out.push('\n');
                }
            }
        }
    }
    close(run, &mut out);
    out
}

/// Pieces that follow each other and look alike.
struct Run<'s> {
    look: &'s str,
    path: String,
    first: &'s str,
    pieces: usize,
}

fn close(run: Option<Run>, out: &mut String) {
    match run {
        Some(run) if run.pieces > 1 => {
            out.push_str("<path d=\"");
            out.push_str(&run.path);
            out.push('"');
            out.push_str(run.look);
            out.push_str("/>\n");
        }
        Some(run) => {
            out.push_str(run.first);
            out.push('\n');
        }
        None => {}
    }
}

/// How a rectangle looks, and its path; an empty one where it has no height.
fn rectangle(line: &str) -> Option<(&str, String)> {
    let rest = line.strip_prefix("<rect x=\"")?.strip_suffix("/>")?;
    let ([x, y, width, height], look) = places(rest, [" y=", " width=", " height="])?;
    let path = match height {
        "0" => String::new(),
        _ => format!("M{x} {y}h{width}v{height}h-{width}z"),
    };
    Some((look, path))
}

/// How a line looks, and its path.
fn stroke(line: &str) -> Option<(&str, String)> {
    let rest = line.strip_prefix("<line")?.strip_suffix("/>")?;
    let (look, rest) = rest.split_once(" x1=\"")?;
    let ([x, y, to_x, to_y], rest) = places(rest, [" y1=", " x2=", " y2="])?;
    rest.is_empty()
        .then(|| (look, format!("M{x} {y}L{to_x} {to_y}")))
}

/// How a polygon looks, and its path.
fn polygon(line: &str) -> Option<(&str, String)> {
    let rest = line.strip_prefix("<polygon")?.strip_suffix("/>")?;
    let (look, points) = rest.split_once(" points=\"")?;
    let points = points.strip_suffix('"')?.trim_end();
    Some((look, format!("M{points}z")))
}

/// How a circle looks, and its path: two halves.
fn circle(line: &str) -> Option<(&str, String)> {
    let rest = line.strip_prefix("<circle cx=\"")?.strip_suffix("/>")?;
    let ([x, y, r], look) = places(rest, [" cy=", " r="])?;
    let (left, wide) = (x.parse::<i64>().ok()?, r.parse::<i64>().ok()?);
    let (left, wide) = (left - wide, 2 * wide);
    let path = format!("M{left} {y}a{r} {r} 0 1 0 {wide} 0a{r} {r} 0 1 0 -{wide} 0z");
    Some((look, path))
}

/// Places in a row, whose names but the first's are `names`, and what stands behind them.
fn places<'s, const MORE: usize, const ALL: usize>(
    text: &'s str,
    names: [&str; MORE],
) -> Option<([&'s str; ALL], &'s str)> {
    let (first, mut rest) = text.split_once('"')?;
    let mut found = [first; ALL];
    for (place, name) in found[1..].iter_mut().zip(names) {
        (*place, rest) = rest
            .strip_prefix(name)?
            .strip_prefix('"')?
            .split_once('"')?;
    }
    Some((found, rest))
}

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn neighbours_of_one_look_are_one_path() {
        let drawing = "<svg>\n\
            <line stroke=\"#EBE8E1\" stroke-width=\"10\" x1=\"1\" y1=\"2\" x2=\"9\" y2=\"2\"/>\n\
            <line stroke=\"#EBE8E1\" stroke-width=\"10\" x1=\"1\" y1=\"5\" x2=\"9\" y2=\"5\"/>\n\
            <line stroke=\"#B9B5AB\" stroke-width=\"10\" x1=\"1\" y1=\"8\" x2=\"9\" y2=\"8\"/>\n\
            <rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" fill=\"#B9501A\" stroke=\"none\"/>\n\
            <rect x=\"5\" y=\"-2\" width=\"3\" height=\"4\" fill=\"#B9501A\" stroke=\"none\"/>\n\
            <rect x=\"9\" y=\"2\" width=\"3\" height=\"4\" opacity=\"0.45\" fill=\"#B9501A\" stroke=\"none\"/>\n\
            <text>a</text>\n\
            <rect x=\"9\" y=\"2\" width=\"3\" height=\"4\" opacity=\"0.45\" fill=\"#B9501A\" stroke=\"none\"/>\n\
            <rect x=\"9\" y=\"2\" width=\"3\" height=\"0\" fill=\"#B9501A\" stroke=\"none\"/>\n\
            <polygon opacity=\"0.5\" fill=\"#D8D5D0\" points=\"1,2 3,2 3,4 \"/>\n\
            <polygon opacity=\"0.5\" fill=\"#D8D5D0\" points=\"3,2 5,2 5,4 \"/>\n\
            <circle cx=\"9\" cy=\"5\" r=\"3\" fill=\"#434C59\" stroke=\"none\" stroke-width=\"0\"/>\n\
            <circle cx=\"2\" cy=\"5\" r=\"3\" fill=\"#434C59\" stroke=\"none\" stroke-width=\"0\"/>\n\
            </svg>\n";
        let wanted = "<svg>\n\
            <path d=\"M1 2L9 2M1 5L9 5\" stroke=\"#EBE8E1\" stroke-width=\"10\"/>\n\
            <line stroke=\"#B9B5AB\" stroke-width=\"10\" x1=\"1\" y1=\"8\" x2=\"9\" y2=\"8\"/>\n\
            <path d=\"M1 2h3v4h-3zM5 -2h3v4h-3z\" fill=\"#B9501A\" stroke=\"none\"/>\n\
            <rect x=\"9\" y=\"2\" width=\"3\" height=\"4\" opacity=\"0.45\" fill=\"#B9501A\" stroke=\"none\"/>\n\
            <text>a</text>\n\
            <rect x=\"9\" y=\"2\" width=\"3\" height=\"4\" opacity=\"0.45\" fill=\"#B9501A\" stroke=\"none\"/>\n\
            <path d=\"M1,2 3,2 3,4zM3,2 5,2 5,4z\" opacity=\"0.5\" fill=\"#D8D5D0\"/>\n\
            <path d=\"M6 5a3 3 0 1 0 6 0a3 3 0 1 0 -6 0zM-1 5a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z\" fill=\"#434C59\" stroke=\"none\" stroke-width=\"0\"/>\n\
            </svg>\n";
        assert_eq!(merged(drawing), wanted);
    }
}
