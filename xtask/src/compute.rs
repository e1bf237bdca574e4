//! The compute programs of `cargo xtask bench` (`tests/bench/compute`): how fast the produced code is, next to the peer's and to C.
//!
//! A program measures itself and prints `name check-sum microseconds` with the shortest of some runs. Runs of the compilers alternate and the
//! shortest of all counts, so that what else the machine does matters little.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::bench;
use crate::shell::{self, Result, artifacts, command, root, step};

const ROUNDS: usize = 7;
/// Runs inside one process.
const REPEAT: &str = "8";

/// One compiler's results: by program, check sum and shortest time in microseconds.
type Results = BTreeMap<String, (String, u64)>;

/// Builds and measures; returns the table.
pub fn run() -> Result<String> {
    let source = root().join("tests/bench/compute");
    step("compute programs: smelt, peer and C");
    let smelt = bench::publish_smelt("compute", &source)?.join("publish/compute");
    let peer = bench::publish_peer("compute", &source).map(|f| f.join("publish/compute"));
    let c = compile_c(&source.join("compute.c"));
    for missing in [&peer, &c].into_iter().filter_map(|r| r.as_ref().err()) {
        println!("not measured: {missing}");
    }
    let (mut ours, mut theirs, mut native) = <(Results, Results, Results)>::default();
    for _ in 0..ROUNDS {
        measure(&smelt, &mut ours)?;
        if let Ok(peer) = &peer {
            measure(peer, &mut theirs)?;
        }
        if let Ok(c) = &c {
            measure(c, &mut native)?;
        }
    }
    table(&ours, &theirs, &native)
}

/// C at -O3 for the processors that .NET code assumes by default.
fn compile_c(source: &Path) -> Result<PathBuf> {
    let output = artifacts().join("bench/compute-c");
    shell::run(
        command("clang-22")
            .args(["-O3", "-march=x86-64-v2", "-mtune=generic"])
            .args(["-ffp-contract=off", "-o"])
            .arg(&output)
            .arg(source)
            .arg("-lm"),
    )?;
    Ok(output)
}

fn measure(program: &Path, results: &mut Results) -> Result {
    let output = command(program)
        .args(["all", REPEAT])
        .output()
        .map_err(|e| format!("{}: {e}", program.display()))?;
    if !output.status.success() {
        return Err(format!("{}: {}", program.display(), output.status));
    }
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut words = line.split(' ');
        let (Some(name), Some(sum), Some(Ok(time))) =
            (words.next(), words.next(), words.next().map(str::parse))
        else {
            return Err(format!("{}: unexpected line '{line}'", program.display()));
        };
        let best = results
            .entry(name.to_string())
            .or_insert((sum.to_string(), u64::MAX));
        best.1 = best.1.min(time);
    }
    Ok(())
}

fn table(ours: &Results, theirs: &Results, native: &Results) -> Result<String> {
    let mut text = String::from(
        "\n## Speed of the produced code\n\n\
         Shortest time of many alternating runs; a ratio below 1 means that Smelt's code is faster.\n\n\
         | program | smelt | ILC | C -O3 | smelt / ILC | smelt / C |\n|---|---|---|---|---|---|\n",
    );
    let (mut product, mut count) = (0.0, 0u32);
    for (name, (sum, time)) in ours {
        let mut cells = [String::from("-"), String::from("-")];
        let mut ratios = cells.clone();
        for (i, other) in [theirs, native].into_iter().enumerate() {
            let Some((other_sum, other_time)) = other.get(name) else {
                continue;
            };
            if other_sum != sum {
                return Err(format!("{name}: results differ: {sum} and {other_sum}"));
            }
            let ratio = *time as f64 / (*other_time).max(1) as f64;
            cells[i] = format!("{:.2} ms", *other_time as f64 / 1000.0);
            ratios[i] = format!("{ratio:.2}");
            if i == 0 {
                product += ratio.ln();
                count += 1;
            }
        }
        text += &format!(
            "| {name} | {:.2} ms | {} | {} | {} | {} |\n",
            *time as f64 / 1000.0,
            cells[0],
            cells[1],
            ratios[0],
            ratios[1]
        );
    }
    if count > 0 {
        let mean = (product / f64::from(count)).exp();
        text += &format!("| geometric mean | | | | {mean:.2} | |\n");
    }
    Ok(text)
}
