//! Where a value stands on an axis. Values beyond the ends stand at the ends, so that nothing leaves the plot.

/// An axis: values `low` to `high` stand at `from` to `to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    log: bool,
}

/// Beyond this, differences would overflow.
const HUGE: f64 = 1e150;

impl Scale {
    /// An even axis. Equal ends are moved apart.
    pub fn linear((low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        let (low, high) = (low.clamp(-HUGE, HUGE), high.clamp(-HUGE, HUGE));
        let high = if high > low {
            high
        } else {
            low + low.abs().max(1.0)
        };
        Self {
            low,
            high,
            from,
            to,
            log: false,
        }
    }

    /// A logarithmic axis; `low` is above zero.
    pub fn log((low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        let low = low.clamp(1.0 / HUGE, HUGE / 2.0);
        let high = high.clamp(low * 1.001, HUGE);
        Self {
            low,
            high,
            from,
            to,
            log: true,
        }
    }

    /// Where `value` stands.
    pub fn at(&self, value: f64) -> f64 {
        self.from + self.share(value) * (self.to - self.from)
    }

    /// First and last value.
    pub fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// Where the axis starts and stops.
    pub fn room(&self) -> (f64, f64) {
        (self.from, self.to)
    }

    /// Whether the axis is logarithmic.
    pub fn is_log(&self) -> bool {
        self.log
    }

    fn share(&self, value: f64) -> f64 {
        if value.is_nan() {
            return 0.0;
        }
        let value = value.clamp(self.low, self.high);
        match self.log {
            true => (value / self.low).ln() / (self.high / self.low).ln(),
            false => (value - self.low) / (self.high - self.low),
        }
    }
}
