//! Programs that must behave as under CoreCLR: each file below `tests/programs` (C#), `tests/il`, `tests/fsharp` and `tests/vb` is a
//! test.
//!
//! A program is compiled with the compiler of its language, run under `dotnet`, compiled with smelt and run again; standard output, standard error
//! and exit code must agree. Each step is repeated only when something that goes into it has changed.
//!
//! Programs run in several modes (`smelt_tests::modes`): compiled without optimisation, which is an order of magnitude faster, all of them plainly and
//! under the stress collector (`stress::theme::name::none`); a part optimised too. `SMELT_TEST_MODES` names the modes for all, such as
//! `speed,stress-speed`; `all` (`cargo xtask test --all-modes`) means every level, and both ends of the scale under stress.
//! `tests/programs/stress.txt` has the settings of the stress collector for programs for which the usual ones are too little or too much.
//!
//! `SMELT_TEST_OPT=speed` is short for that mode. `SMELT_TEST_GC_STRESS=N`, `SMELT_TEST_GC_STRESS_LIMIT=C` and `SMELT_TEST_GC_VERIFY=1` set the collector's
//! variables in all modes that don't. `SMELT_TEST_INSTRUCTION_SET=x86-64-v3` compiles the programs for it that don't name instruction sets (CoreCLR uses
//! all that the machine has).
//!
//! Programs listed in `tests/programs/pending.txt` wait for parts that are not built yet and are shown as ignored.
//!
//! Filters are those of the standard test harness. `SMELT_TEST_FILTER` (names or parts of them, separated by commas) selects as
//! well; `SMELT_BIN` and `SMELT_RUNTIME_DIR` name another compiler and runtime.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use smelt_tests::csharp;
use smelt_tests::modes::{Mode, Selection};
use smelt_tests::process::{self, Outcome};
use smelt_tests::program::{self, Program};
use smelt_tests::tools::{self, Dotnet};
use smelt_tests::{ContentHash, stack_trace};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    match trials() {
        Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}

fn trials() -> Result<Vec<Trial>, String> {
    let root = tools::repository().join("tests");
    let pending = list(&root.join("programs/pending.txt"))?;
    let variable = |name| std::env::var(name).unwrap_or_default();
    let filter = variable("SMELT_TEST_FILTER");
    let asked = format!(
        "{},{}",
        variable("SMELT_TEST_MODES"),
        variable("SMELT_TEST_OPT")
    );
    let selection = Selection::new(&asked, list(&root.join("programs/stress.txt"))?)?;
    let mut trials = Vec::new();
    for (name, path) in program::discover_all(&root)? {
        for mode in selection.of(&name) {
            let test_name = mode.test_name(&name);
            if !filter.split(',').any(|part| test_name.contains(part)) {
                continue;
            }
            let missing = program::missing_instruction_sets(&path)
                .map(|sets| format!("this machine has no {sets}"));
            let reason = pending.get(&name).cloned().or(missing);
            let ignored = reason.is_some();
            let (name, path) = (name.clone(), path.clone());
            let trial = Trial::test(test_name, move || {
                check(name, &path, &mode).map_err(Failed::from)
            });
            trials.push(
                trial
                    .with_kind(reason.map_or_else(String::new, |r| format!("pending: {r}")))
                    .with_ignored_flag(ignored),
            );
        }
    }
    Ok(trials)
}

/// A list of programs, `theme::name: text` a line: those that wait for a part that does not exist yet with the reason (they show as ignored;
/// `--ignored` runs them), or those that run under the stress collector.
fn list(path: &Path) -> Result<BTreeMap<String, String>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut found = BTreeMap::new();
    for line in text
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let Some((name, reason)) = line.split_once(": ") else {
            return Err(format!("{}: '{line}' has no reason", path.display()));
        };
        found.insert(name.to_string(), reason.to_string());
    }
    Ok(found)
}

fn check(name: String, path: &Path, mode: &Mode) -> Result<(), String> {
    let level = &*mode.level;
    let program = Program::load(name, path)?;
    let dotnet = tools::dotnet()?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("conformance")
        .join(program.name.replace("::", "-"));
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;

    let (assembly, expected) = {
        // Tests of the same program share these steps.
        let lock = lock_of(&program.name);
        let _guard = lock.lock().unwrap_or_else(|e| e.into_inner());
        let assembly = assembly(&program, dotnet, &folder)?;
        let expected = expected(&program, dotnet, &assembly)?;
        (assembly, expected)
    };
    let executable = {
        let lock = lock_of(&format!("{} {level}", program.name));
        let _guard = lock.lock().unwrap_or_else(|e| e.into_inner());
        executable(&program, dotnet, &assembly, level)?
    };
    let run_folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let mut command = process::command(&executable, run_folder.path());
    command
        .args(&program.args)
        .envs(mode.stress.iter().map(|(name, value)| (name, value)));
    let limit = Duration::from_secs(if mode.stress.is_empty() { 60 } else { 180 });
    let actual = process::run(&mut command, program.stdin.as_bytes(), limit)
        .map_err(|e| format!("{}: {e}", executable.display()))?;
    compare(&program, &expected, &actual).map_err(|e| format!("{e}files: {}\n", folder.display()))
}

/// The lock of a step that several tests share.
fn lock_of(step: &str) -> Arc<Mutex<()>> {
    static LOCKS: Mutex<BTreeMap<String, Arc<Mutex<()>>>> = Mutex::new(BTreeMap::new());
    let mut locks = LOCKS.lock().unwrap_or_else(|e| e.into_inner());
    locks.entry(step.to_string()).or_default().clone()
}

/// Whether the step whose inputs are `key` was done before, or else does it and notes that.
fn cached(
    stamp: &Path,
    key: &str,
    step: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    if std::fs::read_to_string(stamp).is_ok_and(|old| old == key) {
        return Ok(());
    }
    // A failure leaves no note.
    let _ = std::fs::remove_file(stamp);
    step()?;
    std::fs::write(stamp, key).map_err(|e| format!("{}: {e}", stamp.display()))
}

/// Compiles the sources.
fn assembly(program: &Program, dotnet: &Dotnet, folder: &Path) -> Result<PathBuf, String> {
    let name = program.name.rsplit(':').next().unwrap_or(&program.name);
    let output = folder.join(format!("{name}.dll"));
    let key = ContentHash::default()
        .with(&program.text)
        .with(program.language.fingerprint(dotnet)?)
        .with(format!("{} {:?}", program.allow_unsafe, program.features))
        .text();
    cached(&folder.join("assembly.key"), &key, || {
        program.language.compile(dotnet, program, &output)?;
        csharp::write_runtime_config(
            &output.with_extension("runtimeconfig.json"),
            &program.features,
        )
        .map_err(|e| e.to_string())
    })?;
    Ok(output)
}

/// What the program does under CoreCLR.
fn expected(program: &Program, dotnet: &Dotnet, assembly: &Path) -> Result<Outcome, String> {
    let file = |name: &str| assembly.with_file_name(name);
    let key = ContentHash::default()
        .with(read(assembly)?)
        .with(dotnet.framework.display().to_string())
        .with(format!(
            "{:?} {:?} {:?}",
            program.args, program.features, program.coreclr
        ))
        .with(&program.stdin)
        .text();
    cached(&file("expected.key"), &key, || {
        let run_folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let outcome = csharp::run_managed(dotnet, assembly, program, run_folder.path())?;
        let write = |name: &str, text: &str| {
            std::fs::write(file(name), text).map_err(|e| format!("{name}: {e}"))
        };
        write("expected.stdout", &outcome.stdout)?;
        write("expected.stderr", &outcome.stderr)?;
        write("expected.exit", &outcome.exit.to_string())
    })?;
    let text = |name: &str| read(&file(name)).map(|b| String::from_utf8_lossy(&b).into_owned());
    let outcome = Outcome {
        exit: text("expected.exit")?.parse().unwrap_or(-1),
        stdout: text("expected.stdout")?,
        stderr: text("expected.stderr")?,
    };
    if outcome.exit != program.exit {
        return Err(format!(
            "the program's header says exit code {}, but CoreCLR gives {}:\n{}",
            program.exit,
            outcome.exit,
            outcome.text()
        ));
    }
    Ok(outcome)
}

/// A key for the compiler and its runtime library.
fn compiler_key() -> Result<&'static str, String> {
    static KEY: OnceLock<Result<String, String>> = OnceLock::new();
    let key = KEY.get_or_init(|| {
        let mut hash = ContentHash::default().with(read(&tools::smelt()?)?);
        if let Some(library) = tools::runtime_library() {
            hash = hash.with(read(&library)?);
        }
        Ok(hash.text())
    });
    key.as_deref().map_err(Clone::clone)
}

/// Compiles the assembly with smelt.
fn executable(
    program: &Program,
    dotnet: &Dotnet,
    assembly: &Path,
    level: &str,
) -> Result<PathBuf, String> {
    let output = assembly.with_extension(level);
    let references = program.language.references(dotnet);
    let forced = std::env::var("SMELT_TEST_INSTRUCTION_SET").ok();
    let instruction_sets = program.instruction_sets.clone().or(forced);
    let key = ContentHash::default()
        .with(compiler_key()?)
        .with(read(assembly)?)
        .with(dotnet.framework.display().to_string())
        .with(format!("{:?} {instruction_sets:?}", program.features))
        .with(level)
        .text();
    let folder = assembly.parent().unwrap_or(assembly);
    cached(&folder.join(format!("{level}.key")), &key, || {
        let mut command = process::command(tools::smelt()?, folder);
        command
            .arg("compile")
            .arg(assembly)
            .arg("--reference")
            .arg(&dotnet.framework)
            .args(
                references
                    .iter()
                    .flat_map(|r| ["--reference".as_ref(), r.as_os_str()]),
            )
            .arg("--config")
            .arg(assembly.with_extension("runtimeconfig.json"))
            .args(["--quiet", "--opt", level, "-o"])
            .arg(&output);
        for switch in csharp::NATIVE_SWITCHES {
            command.arg("--feature").arg(switch);
        }
        if let Some(sets) = &instruction_sets {
            command.arg(format!("--instruction-set={sets}"));
        }
        for (name, value) in &program.features {
            command.arg("--feature").arg(format!("{name}={value}"));
        }
        let outcome = process::run(&mut command, &[], Duration::from_secs(600))?;
        if outcome.exit != 0 {
            let text = outcome.text();
            let shown: Vec<&str> = text.lines().take(30).collect();
            return Err(format!(
                "smelt failed with exit code {}:\n{}",
                outcome.exit,
                shown.join("\n")
            ));
        }
        Ok(())
    })?;
    Ok(output)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn compare(program: &Program, expected: &Outcome, actual: &Outcome) -> Result<(), String> {
    let mut report = String::new();
    if expected.exit != actual.exit {
        report += &format!(
            "exit code: expected {}, got {}\n",
            expected.exit, actual.exit
        );
    }
    report += &difference("standard output", &expected.stdout, &actual.stdout);
    let expected_errors = stack_trace::normalize(&expected.stderr);
    let actual_errors = stack_trace::normalize(&actual.stderr);
    if !program.skip_stderr {
        report += &difference("standard error", &expected_errors, &actual_errors);
    } else if !report.is_empty() {
        report += &format!("standard error:\n{actual_errors}");
    }
    if report.is_empty() {
        Ok(())
    } else {
        Err(report)
    }
}

/// Describes the first difference of two texts with the lines around it; empty if there is none.
fn difference(what: &str, expected: &str, actual: &str) -> String {
    const CONTEXT: usize = 2;
    const SHOWN: usize = 8;
    if expected == actual {
        return String::new();
    }
    let expected: Vec<&str> = expected.split('\n').collect();
    let actual: Vec<&str> = actual.split('\n').collect();
    let same = expected
        .iter()
        .zip(&actual)
        .take_while(|(e, a)| e == a)
        .count();
    let mut text = format!("{what} differs in line {}:\n", same + 1);
    for line in &expected[same.saturating_sub(CONTEXT)..same] {
        text += &format!("    {line}\n");
    }
    for line in expected.iter().skip(same).take(SHOWN) {
        text += &format!("  - {line}\n");
    }
    for line in actual.iter().skip(same).take(SHOWN) {
        text += &format!("  + {line}\n");
    }
    text
}
