//! `cargo xtask test`: everything that must hold before a change lands.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::shell::{self, Result, cargo, root, step};
use crate::{build, pack, setup};

/// Formatting, lints, unit tests of all crates and of the runtime, then the test suites that run programs. `all_modes`: every program at every
/// optimisation level and under the stress collector.
pub fn run(all_modes: bool) -> Result {
    setup::run()?;
    let runtime = root().join("runtime/Cargo.toml").display().to_string();
    let runtime_target = crate::shell::target_dir().join("runtime");

    step("formatting");
    shell::run(cargo().args(["fmt", "--all", "--check"]))?;
    shell::run(cargo().args(["fmt", "--check", "--manifest-path", &runtime]))?;

    build::run()?;
    pack::run()?;

    step("lints");
    let deny = ["--", "-D", "warnings"];
    shell::run(
        cargo()
            .args(["clippy", "--workspace", "--all-targets"])
            .args(deny),
    )?;
    shell::run(
        cargo()
            .args(["clippy", "--all-targets", "--manifest-path", &runtime])
            .arg("--target-dir")
            .arg(&runtime_target)
            .args(deny),
    )?;

    let mut tally = Tally::default();
    step("unit tests");
    tally.run(cargo().args([
        "test",
        "--workspace",
        "--exclude",
        "smelt-tests",
        "--exclude",
        "smelt-fuzz",
        "--no-fail-fast",
    ]))?;
    tally.run(
        cargo()
            .args(["test", "--no-fail-fast", "--manifest-path", &runtime])
            .arg("--target-dir")
            .arg(&runtime_target),
    )?;
    step("unit tests of the runtime under the address sanitizer");
    match has_sanitizer()? {
        true => tally.run(
            cargo()
                .args(["test", "--lib", "--no-fail-fast", "--target", SANITIZED])
                .args(["--manifest-path", &runtime, "--target-dir"])
                .arg(crate::shell::target_dir().join("runtime-asan"))
                // The option is not stable yet; the toolchain brings the sanitizer's library nevertheless.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("RUSTFLAGS", "-Zsanitizer=address")
                // Frames stay on the stack, where the collector looks; tests leave what lives as long as the process.
                .env(
                    "ASAN_OPTIONS",
                    "detect_leaks=0:detect_stack_use_after_return=0",
                ),
        )?,
        false => println!("skipped: the Rust toolchain has no sanitizer library for {SANITIZED}"),
    }
    step("program tests");
    // In the profile of the compiler that `build` made, so that this is the one they run.
    let programs = ["-p", "smelt-tests", "-p", "smelt-fuzz", "--no-fail-fast"];
    let mut suites = cargo();
    suites.args(["test", "--release"]).args(programs);
    if all_modes {
        suites.env("SMELT_TEST_MODES", "all");
    }
    tally.run(&mut suites)?;

    println!();
    for line in tally.failures.iter().chain(&tally.broken) {
        println!("{line}");
    }
    if tally.failed == 0 && tally.broken.is_empty() {
        println!("{} tests passed", tally.passed);
        Ok(())
    } else {
        Err(format!(
            "{} tests passed, {} FAILED, {} test commands failed",
            tally.passed,
            tally.failed,
            tally.broken.len()
        ))
    }
}

/// The platform whose runtime is tested under the address sanitizer.
const SANITIZED: &str = "x86_64-unknown-linux-gnu";

/// Whether the Rust toolchain brings the address sanitizer's library.
fn has_sanitizer() -> Result<bool> {
    let output = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", SANITIZED])
        .output()
        .map_err(|e| format!("rustc can't be started: {e}"))?;
    let folder = String::from_utf8_lossy(&output.stdout);
    let Ok(mut entries) = std::fs::read_dir(folder.trim()) else {
        return Ok(false);
    };
    Ok(entries
        .any(|entry| entry.is_ok_and(|e| e.file_name().to_string_lossy().ends_with("_rt.asan.a"))))
}

/// Counts of test results.
#[derive(Default)]
struct Tally {
    passed: u32,
    failed: u32,
    /// The result lines of the tests that failed, repeated at the end, where they are found.
    failures: Vec<String>,
    /// The test commands that failed, with how they ended: a crash before the first result line shows nowhere else.
    broken: Vec<String>,
}

impl Tally {
    /// Runs a test command, passing its output on and adding up the result lines.
    fn run(&mut self, command: &mut Command) -> Result {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("cargo can't be started: {e}"))?;
        let output = child.stdout.take().expect("piped");
        for line in BufReader::new(output).split(b'\n') {
            let line = line.map_err(|e| e.to_string())?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            self.add(&line);
        }
        let status = child.wait().map_err(|e| e.to_string())?;
        if !status.success() {
            self.broken.push(format!("{status}: {command:?}"));
        }
        Ok(())
    }

    /// Counts a line such as `test result: ok. 5 passed; 0 failed; ...` and keeps one such as `test x ... FAILED`.
    fn add(&mut self, line: &str) {
        if line.starts_with("test ") && line.ends_with("FAILED") {
            self.failures.push(line.to_owned());
        }
        let Some(result) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        let number_before = |word: &str| -> u32 {
            result
                .split([';', '.'])
                .find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok())
                .unwrap_or(0)
        };
        self.passed += number_before("passed");
        self.failed += number_before("failed");
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn result_lines_are_added_up() {
        let mut tally = Tally::default();
        tally.add("test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s");
        tally.add("test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.35s");
        tally.add("test x ... ok");
        tally.add("test y ... FAILED");
        assert_eq!((tally.passed, tally.failed), (17, 3));
        assert_eq!(tally.failures, ["test y ... FAILED"]);
    }
}
