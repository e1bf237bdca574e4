//! `cargo xtask demo`: from nothing to a published program.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::shell::{self, Result, artifacts, command, root, step};
use crate::{build, elf, pack, setup};

/// Sets up, builds, packs, publishes `docs/samples/hello` through MSBuild, runs it and describes it.
pub fn run() -> Result {
    setup::run()?;
    build::run()?;
    pack::run()?;

    step("publishing docs/samples/hello");
    let output = artifacts().join("demo");
    shell::remove_dir(&output)?;
    shell::run(
        command("dotnet")
            .args(["publish", "-r", "linux-x64", "-c", "Release", "-o"])
            .arg(&output)
            .current_dir(root().join("docs/samples/hello")),
    )?;

    step("running it");
    let program = output.join("hello");
    shell::run(&mut Command::new(&program))?;

    step("what it is");
    let image = shell::read(&program)?;
    let libraries = elf::needed_libraries(&image)
        .ok_or_else(|| format!("{}: not an ELF executable", program.display()))?;
    println!("file      {}", program.display());
    println!("size      {}", bytes(image.len() as u64));
    println!("start-up  {:.2} ms", milliseconds(run_time(&program)?));
    println!("links to  {}", libraries.join(", "));
    Ok(())
}

/// A size for people.
pub fn bytes(size: u64) -> String {
    if size < 1_000_000 {
        format!("{:.0} KB", size as f64 / 1e3)
    } else {
        format!("{:.2} MB", size as f64 / 1e6)
    }
}

/// A duration in milliseconds.
pub fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// The median time from start to end of a program, its output dropped.
pub fn run_time(program: &Path) -> Result<Duration> {
    const RUNS: usize = 41;
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let mut command = Command::new(program);
        command.stdout(Stdio::null());
        let start = Instant::now();
        shell::run(&mut command)?;
        times.push(start.elapsed());
    }
    times.sort();
    Ok(times[RUNS / 2])
}
