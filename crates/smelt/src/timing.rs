//! Wall time of each phase, for `--time`.

use std::time::Instant;

pub struct Timer {
    print: bool,
    start: Instant,
    last: Instant,
}

impl Timer {
    pub fn new(print: bool) -> Timer {
        let now = Instant::now();
        Timer {
            print,
            start: now,
            last: now,
        }
    }

    /// Ends a phase.
    pub fn phase(&mut self, name: &str, detail: impl std::fmt::Display) {
        let now = Instant::now();
        if self.print {
            println!(
                "{:>9.1} ms  {name:<10} {detail}",
                (now - self.last).as_secs_f64() * 1e3
            );
        }
        self.last = now;
    }

    pub fn total(&self) {
        if self.print {
            println!(
                "{:>9.1} ms  total",
                self.start.elapsed().as_secs_f64() * 1e3
            );
        }
    }
}
