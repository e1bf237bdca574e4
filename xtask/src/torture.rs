//! `cargo xtask torture`: compiles every method of the framework and counts what fails.
//!
//! `smelt torture` does the work. It runs over ranges of methods, so that a method on which it dies costs only its own range: that is
//! halved until the method is found. `SMELT_BIN` names another compiler than the one that is built.

use crate::build;
use crate::shell::{Result, command, step, try_output};
use std::path::PathBuf;

/// Targets per run of the compiler.
const RANGE: usize = 20_000;
/// Kinds of methods that may be refused (`smelt torture` says which one a method is of).
const KINDS: &[&str] = &["missing reference", "run-time code generation"];
/// Share of methods that may be refused: one in this many.
const REFUSED_LIMIT: usize = 200;

#[derive(Default)]
struct Totals {
    compiled: usize,
    refused: Vec<String>,
    defects: Vec<String>,
}

/// `arguments` go to the compiler: `--sample N`, `--import-only`, `--opt LEVEL`, assemblies.
pub fn run(arguments: &[&str]) -> Result {
    let smelt = match std::env::var_os("SMELT_BIN") {
        Some(other) => PathBuf::from(other),
        None => {
            build::run()?;
            build::smelt()
        }
    };
    let framework = framework()?;
    let mut base: Vec<String> = vec![smelt.display().to_string(), "torture".into(), "-r".into()];
    base.push(framework.display().to_string());
    base.extend(arguments.iter().map(|a| a.to_string()));
    step(&format!("every method of {}", framework.display()));
    let count = compile(&base, &["--count".into()]).ok_or("the compiler can't list the methods")?;
    let targets = number(&count, "targets");
    let mut totals = Totals::default();
    let mut from = 0;
    while from < targets {
        let to = (from + RANGE).min(targets);
        range(&base, from, to, &mut totals);
        println!("{to} of {targets}, {} defects", totals.defects.len());
        from = to;
    }
    let kind_of = |line: &str| -> String {
        let reason = line.split('\t').nth(2).unwrap_or_default();
        reason.split(':').next().unwrap_or_default().to_string()
    };
    let (known, unknown): (Vec<String>, Vec<String>) = totals
        .refused
        .into_iter()
        .partition(|line| KINDS.contains(&kind_of(line).as_str()));
    totals.refused = known;
    totals.defects.extend(unknown);
    for line in totals.refused.iter().chain(&totals.defects) {
        println!("{line}");
    }
    for kind in KINDS {
        let count = totals
            .refused
            .iter()
            .filter(|l| kind_of(l) == *kind)
            .count();
        println!("{kind}: {count}");
    }
    let (refused, defects) = (totals.refused.len(), totals.defects.len());
    println!(
        "{targets} bodies: {} compiled, {refused} refused, {defects} defects",
        totals.compiled
    );
    if defects > 0 {
        return Err(format!("{defects} bodies show a defect of the compiler"));
    }
    if refused * REFUSED_LIMIT > targets {
        return Err(format!(
            "{refused} bodies are refused, more than one in {REFUSED_LIMIT}"
        ));
    }
    Ok(())
}

/// Compiles a range; if the compiler dies, its halves.
fn range(base: &[String], from: usize, to: usize, totals: &mut Totals) {
    let bounds = [
        "--from".into(),
        from.to_string(),
        "--to".into(),
        to.to_string(),
    ];
    if let Some(output) = compile(base, &bounds) {
        totals.compiled += number(&output, "compiled");
        for line in output.lines() {
            if line.starts_with("refused\t") {
                totals.refused.push(line.to_string());
            } else if line.starts_with("internal\t") {
                totals.defects.push(line.to_string());
            }
        }
    } else if to - from > 1 {
        let middle = from + (to - from) / 2;
        range(base, from, middle, totals);
        range(base, middle, to, totals);
    } else {
        totals
            .defects
            .push(format!("internal\ttarget {from}\tthe compiler dies"));
    }
}

/// The compiler's output, unless it dies.
fn compile(base: &[String], more: &[String]) -> Option<String> {
    let (smelt, arguments) = base.split_first()?;
    try_output(command(smelt).args(arguments).args(more))
}

/// The number of a line such as `compiled 17`.
fn number(output: &str, name: &str) -> usize {
    output
        .lines()
        .find_map(|l| l.strip_prefix(name)?.trim().parse().ok())
        .unwrap_or(0)
}

/// The newest shared framework.
fn framework() -> Result<PathBuf> {
    let list = try_output(command("dotnet").arg("--list-runtimes")).ok_or("dotnet is not there")?;
    list.lines()
        .filter_map(|l| {
            let (version, folder) = l.strip_prefix("Microsoft.NETCore.App ")?.split_once(' ')?;
            let folder = folder.trim_matches(['[', ']']);
            let key: Vec<u32> = version
                .split(['.', '-'])
                .map_while(|p| p.parse().ok())
                .collect();
            Some((key, PathBuf::from(folder).join(version)))
        })
        .max()
        .map(|(_, folder)| folder)
        .ok_or_else(|| "there is no shared framework".to_string())
}
