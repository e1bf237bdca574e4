//! `smelt-fuzz`: looks for programs that Smelt gets wrong.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use smelt_fuzz::{generate, run, shrink};

const USAGE: &str = "smelt-fuzz [--seed N] [--minutes M] [--batch N] [--opt none,speed] [--print] [--no-shrink] [--keep DIR]

Makes random programs from consecutive seeds, runs them under CoreCLR and Smelt and reports what differs, made smaller.
SMELT_BIN and SMELT_RUNTIME_DIR name the compiler and its runtime.";

struct Options {
    seed: u64,
    minutes: f64,
    batch: usize,
    levels: Vec<String>,
    print: bool,
    shrink: bool,
    keep: PathBuf,
}

fn options() -> Option<Options> {
    let mut options = Options {
        seed: 1,
        minutes: 1.0,
        batch: 20,
        levels: vec!["none".into(), "speed".into()],
        print: false,
        shrink: true,
        keep: std::env::temp_dir().join("smelt-fuzz"),
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match &*arg {
            "--seed" => options.seed = args.next()?.parse().ok()?,
            "--minutes" => options.minutes = args.next()?.parse().ok()?,
            "--batch" => options.batch = args.next()?.parse().ok()?,
            "--opt" => {
                options.levels = args
                    .next()?
                    .split(',')
                    .filter(|l| !l.is_empty())
                    .map(str::to_string)
                    .collect()
            }
            "--keep" => options.keep = args.next()?.into(),
            "--print" => options.print = true,
            "--no-shrink" => options.shrink = false,
            _ => return None,
        }
    }
    Some(options)
}

fn main() -> ExitCode {
    let Some(options) = options() else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    if options.print {
        println!(
            "{}",
            run::standalone(
                &format!("seed {}", options.seed),
                &generate::program(options.seed)
            )
        );
        return ExitCode::SUCCESS;
    }
    match fuzz(&options) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}

/// The number of programs that differ.
fn fuzz(options: &Options) -> Result<usize, String> {
    let start = Instant::now();
    let limit = Duration::from_secs_f64(options.minutes * 60.0);
    let (mut seed, mut programs, mut invalid, mut different) = (options.seed, 0, 0, 0);
    while start.elapsed() < limit {
        let seeds: Vec<u64> = (seed..).take(options.batch).collect();
        let batch: Vec<_> = seeds.iter().map(|s| generate::program(*s)).collect();
        let report = run::compare(&options.keep.join("batch"), &batch, &options.levels)?;
        seed += options.batch as u64;
        programs += batch.len() - report.invalid.len();
        invalid += report.invalid.len();
        for (number, error) in &report.invalid {
            println!("seed {}: does not compile: {error}", seeds[*number]);
        }
        for (number, exit) in &report.oracle_failures {
            println!("seed {}: CoreCLR ends with {exit}", seeds[*number]);
        }
        let mut seen = Vec::new();
        for difference in &report.differences {
            let found = seeds[difference.number];
            println!("seed {found} at {}: {}", difference.level, difference.text);
            if seen.contains(&found) {
                continue;
            }
            seen.push(found);
            different += 1;
            if options.shrink {
                let limit = Duration::from_secs(300);
                let folder = options.keep.join("shrink");
                let small =
                    shrink::shrink(&folder, &batch[difference.number], &difference.level, limit)?;
                let path = options.keep.join(format!("seed_{found}.cs"));
                let comment = format!(
                    "Found by smelt-fuzz with seed {found} at {}.",
                    difference.level
                );
                std::fs::write(&path, run::standalone(&comment, &small))
                    .map_err(|e| e.to_string())?;
                println!("{}\n  in {}", small.text(), path.display());
            }
        }
        println!(
            "seeds {}..{seed}: {programs} programs, {invalid} invalid, {different} different, {:.0} s",
            options.seed,
            start.elapsed().as_secs_f64()
        );
    }
    Ok(different)
}
