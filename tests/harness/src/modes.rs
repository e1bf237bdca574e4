//! How conformance programs are compiled and run: optimisation levels, and the stress collector.
//!
//! A *mode* is `none`, `size` or `speed`, or one of them behind `stress-`. The ordinary run has all programs in the modes `none` and `stress-none`,
//! which share an executable; those of `tests/programs/stress.txt` in `stress-speed` as well, and the first ones of the ladder in `speed`.

use std::collections::BTreeMap;

/// Interval and limit of the stress collector for programs that `stress.txt` says nothing about.
const STRESS: &str = "7 50";

/// What `SMELT_TEST_MODES=all` stands for.
const ALL: [&str; 5] = ["none", "size", "speed", "stress-none", "stress-speed"];

/// One way to compile and run a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mode {
    /// Value of `--opt`.
    pub level: String,
    /// Variables for the stress collector.
    pub stress: Vec<(&'static str, String)>,
}

impl Mode {
    fn new(level: &str) -> Mode {
        Mode {
            level: level.to_string(),
            stress: Vec::new(),
        }
    }

    /// `settings`: the interval, and after how many collections it doubles.
    fn stressed(level: &str, settings: &str) -> Mode {
        let names = ["SMELT_GC_STRESS", "SMELT_GC_STRESS_LIMIT"];
        let values = settings.split_whitespace().map(str::to_string);
        Mode {
            level: level.to_string(),
            stress: names.into_iter().zip(values).collect(),
        }
    }

    /// Name of the test: `program`, `program::level`, `stress::program::level`.
    pub fn test_name(&self, program: &str) -> String {
        match (self.stress.is_empty(), &*self.level) {
            (true, "none") => program.to_string(),
            (true, level) => format!("{program}::{level}"),
            (false, level) => format!("stress::{program}::{level}"),
        }
    }
}

/// Which modes programs are to run in.
pub struct Selection {
    /// For all programs; empty: the ordinary run.
    asked: Vec<String>,
    /// Programs of `stress.txt` with their settings.
    listed: BTreeMap<String, String>,
}

impl Selection {
    /// `asked`: modes separated by commas, or `all`, or nothing for the ordinary run.
    ///
    /// # Errors
    /// There is no such mode.
    pub fn new(asked: &str, listed: BTreeMap<String, String>) -> Result<Selection, String> {
        let mut modes = Vec::new();
        for mode in asked.split(',').filter(|m| !m.is_empty()) {
            match mode {
                "all" => modes.extend(ALL.map(str::to_string)),
                _ if is_level(mode.strip_prefix("stress-").unwrap_or(mode)) => {
                    modes.push(mode.to_string())
                }
                _ => return Err(format!("'{mode}' is no mode to run programs in")),
            }
        }
        Ok(Selection {
            asked: modes,
            listed,
        })
    }

    /// The modes for a program.
    pub fn of(&self, program: &str) -> Vec<Mode> {
        let listed = self.listed.get(program);
        let settings = listed.map_or(STRESS, String::as_str);
        if !self.asked.is_empty() {
            let mode = |name: &String| match name.strip_prefix("stress-") {
                Some(level) => Mode::stressed(level, settings),
                None => Mode::new(name),
            };
            return self.asked.iter().map(mode).collect();
        }
        let mut modes = vec![Mode::new("none"), Mode::stressed("none", settings)];
        if program.starts_with("ladder::0") || program.starts_with("ladder::1") {
            modes.push(Mode::new("speed"));
        }
        if listed.is_some() {
            modes.push(Mode::stressed("speed", settings));
        }
        modes
    }
}

fn is_level(name: &str) -> bool {
    matches!(name, "none" | "size" | "speed")
}

#[cfg(test)]
mod tests {
    use super::Selection;
    use std::collections::BTreeMap;

    fn names(asked: &str, program: &str) -> Vec<String> {
        let listed = BTreeMap::from([("gc::x".to_string(), "3".to_string())]);
        let selection = Selection::new(asked, listed).unwrap();
        let modes = selection.of(program);
        modes.iter().map(|m| m.test_name(program)).collect()
    }

    #[test]
    fn ordinary_run() {
        assert_eq!(names("", "a::b"), ["a::b", "stress::a::b::none"]);
        assert_eq!(
            names("", "gc::x"),
            ["gc::x", "stress::gc::x::none", "stress::gc::x::speed"]
        );
        assert!(names("", "ladder::01_x").contains(&"ladder::01_x::speed".to_string()));
    }

    #[test]
    fn modes_that_are_asked_for() {
        assert_eq!(
            names("size,stress-speed", "a::b"),
            ["a::b::size", "stress::a::b::speed"]
        );
        assert_eq!(names("all", "a::b").len(), 5);
        assert!(Selection::new("fast", BTreeMap::new()).is_err());
    }

    #[test]
    fn settings_of_the_stress_collector() {
        let listed = BTreeMap::from([("gc::x".to_string(), "3 40".to_string())]);
        let selection = Selection::new("stress-none", listed).unwrap();
        assert_eq!(
            selection.of("gc::x")[0].stress,
            [
                ("SMELT_GC_STRESS", "3".to_string()),
                ("SMELT_GC_STRESS_LIMIT", "40".to_string())
            ]
        );
        assert_eq!(selection.of("a::b")[0].stress[0].1, "7");
    }
}
