//! Where a rising function crosses nought.

/// A rising function at a point: how far off it is, and its slope.
pub(super) struct At {
    pub off: f64,
    pub slope: f64,
}

/// Where `f` is nought between `low` and `high`, from `start` on.
///
/// Newton's steps, replaced by halving where they leave the bracket or shrink too slowly; halving alone ends within 1,100.
pub(super) fn root(low: f64, high: f64, start: f64, f: impl Fn(f64) -> At) -> f64 {
    let (mut low, mut high, mut x) = (low, high, start);
    let mut last_step = high - low;
    for _ in 0..1_200 {
        let At { off, slope } = f(x);
        if off == 0.0 {
            return x;
        }
        if off > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let newton = x - off / slope;
        let is_inside = newton > low && newton < high && (newton - x).abs() <= 0.5 * last_step;
        let next = if is_inside {
            newton
        } else {
            0.5 * (low + high)
        };
        last_step = (next - x).abs();
        if last_step <= f64::EPSILON * x || next <= low || next >= high {
            return next;
        }
        x = next;
    }
    x
}
