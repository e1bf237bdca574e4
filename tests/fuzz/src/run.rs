//! Compiling and comparing many programs at a time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use smelt_tests::process::{self, Outcome};
use smelt_tests::{csharp, tools};

use crate::tree::Node;

const SUPPORT: &str = include_str!("support.cs");
const USINGS: &str = "using System;\nusing System.Collections.Generic;\nusing System.Globalization;\nusing System.Linq;\nusing System.Numerics;\nusing System.Runtime.CompilerServices;\nusing System.Runtime.InteropServices;\nusing System.Runtime.Intrinsics;\nusing System.Threading;\nusing System.Threading.Tasks;\n";

/// How a program differs.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The number of the program in its batch.
    pub number: usize,
    /// The optimisation level of Smelt.
    pub level: String,
    /// What CoreCLR and Smelt printed, or what went wrong.
    pub text: String,
}

/// What became of a batch.
#[derive(Default, Debug)]
pub struct Report {
    /// Programs that don't compile, with an error of each.
    pub invalid: BTreeMap<usize, String>,
    /// Programs that CoreCLR does not survive, with its exit code: they are compared with its unoptimised code, if that does.
    pub oracle_failures: BTreeMap<usize, i32>,
    /// Programs that differ.
    pub differences: Vec<Difference>,
}

/// The C# text of a program as one of a batch.
pub fn source(number: usize, program: &Node) -> String {
    format!("{USINGS}\nnamespace P{number};\n{}\n", program.text())
}

/// The C# text of a program as a file of its own.
pub fn standalone(comment: &str, program: &Node) -> String {
    let support: String = (SUPPORT.lines())
        .filter(|l| !l.starts_with("using ") && !l.starts_with("//"))
        .map(|l| format!("{l}\n"))
        .collect();
    let main = "\npublic static class Driver\n{\n    public static void Main()\n    {\n        R.Start(0);\n        R.Guard(P0.Program.Run);\n        R.End();\n    }\n}\n";
    format!(
        "// {comment}\n{USINGS}using System.Collections;\n{support}{main}\nnamespace P0\n{{\n{}\n}}\n",
        program.text()
    )
}

fn driver(numbers: &[usize]) -> String {
    let calls: String = numbers
        .iter()
        .map(|n| format!("        if (only < 0 || only == {n}) {{ R.Start({n}); R.Guard(P{n}.Program.Run); R.End(); }}\n"))
        .collect();
    format!(
        "public static class Driver\n{{\n    public static int Main(string[] args)\n    {{\n        int only = args.Length > 0 ? int.Parse(args[0]) : -1;\n{calls}        return 0;\n    }}\n}}\n"
    )
}

/// Compiles the programs as one assembly, leaving out those that don't compile.
fn assembly(
    folder: &Path,
    programs: &[Node],
    report: &mut Report,
) -> Result<(PathBuf, Vec<usize>), String> {
    let dotnet = tools::dotnet()?;
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok::<_, String>(path)
    };
    let support = write("Support.cs", SUPPORT)?;
    let mut files = BTreeMap::new();
    for (number, program) in programs.iter().enumerate() {
        files.insert(
            number,
            write(&format!("P{number}.cs"), &source(number, program))?,
        );
    }
    let output = folder.join("batch.dll");
    loop {
        let numbers: Vec<usize> = files.keys().copied().collect();
        if numbers.is_empty() {
            return Ok((output, numbers));
        }
        let mut sources: Vec<PathBuf> = files.values().cloned().collect();
        sources.push(support.clone());
        sources.push(write("Driver.cs", &driver(&numbers))?);
        match csharp::compile(dotnet, &sources, &output, &[]) {
            Ok(()) => {
                csharp::write_runtime_config(&output.with_extension("runtimeconfig.json"), &[])
                    .map_err(|e| e.to_string())?;
                return Ok((output, numbers));
            }
            Err(message) => {
                let before = files.len();
                for line in message.lines() {
                    let file = line.split('(').next().unwrap_or_default();
                    let name = file.rsplit('/').next().unwrap_or_default();
                    let number = name.strip_prefix('P').and_then(|n| n.strip_suffix(".cs"));
                    if let Some(number) = number.and_then(|n| n.parse().ok()) {
                        files.remove(&number);
                        report
                            .invalid
                            .entry(number)
                            .or_insert_with(|| line.to_string());
                    }
                }
                if files.len() == before {
                    return Err(message);
                }
            }
        }
    }
}

/// The output of each program of a batch.
fn sections(output: &str) -> BTreeMap<usize, String> {
    let mut sections: BTreeMap<usize, String> = BTreeMap::new();
    let mut current = None;
    for line in output.lines() {
        if let Some(number) = line.strip_prefix("== ").and_then(|n| n.parse().ok()) {
            current = Some(number);
        }
        if let Some(number) = current {
            let section = sections.entry(number).or_default();
            section.push_str(line);
            section.push('\n');
        }
    }
    sections
}

fn smelt(assembly: &Path, level: &str) -> Result<PathBuf, String> {
    let dotnet = tools::dotnet()?;
    let output = assembly.with_extension(level);
    let folder = assembly.parent().unwrap_or(assembly);
    let mut command = process::command(tools::smelt()?, folder);
    command
        .arg("compile")
        .arg(assembly)
        .arg("--reference")
        .arg(&dotnet.framework)
        .arg("--config")
        .arg(assembly.with_extension("runtimeconfig.json"))
        .args(["--quiet", "--opt", level, "-o"])
        .arg(&output);
    for switch in csharp::NATIVE_SWITCHES {
        command.arg("--feature").arg(switch);
    }
    let outcome = process::run(&mut command, &[], Duration::from_secs(900))?;
    if outcome.exit == 0 {
        Ok(output)
    } else {
        Err(outcome.text())
    }
}

/// Runs one or all programs under CoreCLR, with `Vector<T>` as wide as Smelt makes it.
fn run_managed(
    assembly: &Path,
    folder: &Path,
    number: Option<usize>,
    optimised: bool,
) -> Result<Outcome, String> {
    let mut command = process::command(&tools::dotnet()?.host, folder);
    command.arg(assembly).env("DOTNET_EnableAVX2", "0");
    command.args(number.map(|n| n.to_string()));
    if !optimised {
        command.env("DOTNET_JITMinOpts", "1");
    }
    process::run(&mut command, &[], Duration::from_secs(600))
}

/// The output of each program, where CoreCLR does not survive all of them: unoptimised where its optimising JIT has a fault. Those that overflow its
/// stack either way are not compared.
fn each_managed(
    assembly: &Path,
    folder: &Path,
    numbers: &[usize],
    report: &mut Report,
) -> Result<BTreeMap<usize, String>, String> {
    let mut outputs = BTreeMap::new();
    for &number in numbers {
        let mut outcome = run_managed(assembly, folder, Some(number), true)?;
        if outcome.exit != 0 {
            report.oracle_failures.insert(number, outcome.exit);
            outcome = run_managed(assembly, folder, Some(number), false)?;
        }
        if outcome.exit == 0 {
            outputs.extend(sections(&outcome.stdout));
        }
    }
    Ok(outputs)
}

fn run_one(executable: &Path, folder: &Path, number: usize) -> Outcome {
    let mut command = process::command(executable, folder);
    command.arg(number.to_string());
    process::run(&mut command, &[], Duration::from_secs(10)).unwrap_or_else(|e| Outcome {
        exit: -1,
        stdout: String::new(),
        stderr: e,
    })
}

/// Describes how two outputs differ; None if they agree.
fn difference(expected: &str, actual: &str) -> Option<String> {
    if expected == actual {
        return None;
    }
    let same = expected
        .lines()
        .zip(actual.lines())
        .take_while(|(a, b)| a == b)
        .count();
    let side = |text: &str| {
        let lines: Vec<String> = text
            .lines()
            .skip(same)
            .take(3)
            .map(str::to_string)
            .collect();
        lines.join("\n    ")
    };
    Some(format!(
        "line {}:\n  CoreCLR:\n    {}\n  Smelt:\n    {}",
        same + 1,
        side(expected),
        side(actual)
    ))
}

/// Compiles programs as one assembly and compares what each does at the given optimisation levels.
///
/// # Errors
/// A tool is missing or fails on what is no generated program.
pub fn compare(folder: &Path, programs: &[Node], levels: &[String]) -> Result<Report, String> {
    std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut report = Report::default();
    let (assembly, numbers) = assembly(folder, programs, &mut report)?;
    if numbers.is_empty() {
        return Ok(report);
    }
    let all = run_managed(&assembly, folder, None, true)?;
    let expected = match all.exit {
        0 => sections(&all.stdout),
        _ => each_managed(&assembly, folder, &numbers, &mut report)?,
    };
    for level in levels {
        let mut found = |number: usize, text: String| {
            let level = level.clone();
            report.differences.push(Difference {
                number,
                level,
                text,
            });
        };
        let executable = match smelt(&assembly, level) {
            Ok(executable) => executable,
            Err(text) if numbers.len() == 1 => {
                found(numbers[0], format!("smelt: {text}"));
                continue;
            }
            Err(_) => {
                // Which of them is it?
                let (left, right) = numbers.split_at(numbers.len() / 2);
                for half in [left, right] {
                    let part: Vec<Node> = half.iter().map(|n| programs[*n].clone()).collect();
                    let inner = compare(&folder.join("half"), &part, std::slice::from_ref(level))?;
                    for difference in inner.differences {
                        found(half[difference.number], difference.text);
                    }
                }
                continue;
            }
        };
        let mut command = process::command(&executable, folder);
        let all = process::run(&mut command, &[], Duration::from_secs(60)).unwrap_or_default();
        let actual = sections(&all.stdout);
        for (number, expected) in &expected {
            if actual.get(number) == Some(expected) {
                continue;
            }
            // Alone, so that an earlier program can't be the reason.
            let outcome = run_one(&executable, folder, *number);
            if let Some(mut text) = difference(expected, &outcome.stdout) {
                if outcome.exit != 0 {
                    let errors: Vec<&str> = outcome.stderr.lines().take(6).collect();
                    text += &format!(
                        "\n  exit code {}\n    {}",
                        outcome.exit,
                        errors.join("\n    ")
                    );
                }
                found(*number, text);
            }
        }
    }
    Ok(report)
}
