//! Projects published with `dotnet publish` and the package in `artifacts/feed`: they must behave as under CoreCLR, against
//! each runtime pack, and MSBuild's ways (incremental builds, properties, errors) must work.
//!
//! The projects are in `tests/msbuild`; each test works on a copy. `cargo xtask pack` makes the package.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::OnceLock;
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use smelt_tests::process::{self, Outcome};
use smelt_tests::{stack_trace, tools};

/// Versions of the ordinary runtime pack; the first is the SDK's own.
const VERSIONS: [&str; 4] = ["10.0.12", "10.0.11", "10.0.13", "10.0.14"];

/// A project and how its program is run.
struct Case {
    name: &'static str,
    /// Folder of the project to publish, within the case's folder.
    project: &'static str,
    /// Name of the executable.
    app: &'static str,
    /// Command lines; `{text}` stands for a large text file.
    runs: &'static [&'static [&'static str]],
}

static CASES: [Case; 6] = [
    Case {
        name: "template",
        project: "",
        app: "template",
        runs: &[&[]],
    },
    Case {
        name: "exit_codes",
        project: "",
        app: "exit_codes",
        runs: &[
            &[],
            &["one", "two words", "", "ümläut"],
            &["return", "3"],
            &["exit", "200"],
            &["property", "41"],
            &["nested", "9"],
        ],
    },
    Case {
        name: "word_count",
        project: "",
        app: "word_count",
        runs: &[&["{text}"]],
    },
    Case {
        name: "interpreter",
        project: "",
        app: "interpreter",
        runs: &[&[]],
    },
    Case {
        name: "unhandled",
        project: "",
        app: "unhandled",
        runs: &[&[]],
    },
    Case {
        name: "solution",
        project: "app",
        app: "app",
        runs: &[&[]],
    },
];

type Check = fn() -> Result<(), String>;

const BEHAVIOURS: [(&str, Check); 7] = [
    (
        "behaviour::restore_needs_no_native_packs",
        restore_needs_no_native_packs,
    ),
    (
        "behaviour::unchanged_publish_compiles_nothing",
        unchanged_publish,
    ),
    (
        "behaviour::symbols_stay_with_strip_symbols_false",
        strip_symbols,
    ),
    ("behaviour::linkers_named_by_the_project", named_linkers),
    (
        "behaviour::properties_not_honoured_are_named",
        ignored_properties,
    ),
    (
        "behaviour::other_platforms_are_refused_clearly",
        other_platform,
    ),
    (
        "behaviour::compiler_errors_are_msbuild_errors",
        compiler_errors,
    ),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = Vec::new();
    for case in &CASES {
        for version in VERSIONS {
            let name = format!("{}::{version}", case.name);
            trials.push(Trial::test(name, move || {
                check_case(case, version).map_err(Failed::from)
            }));
        }
    }
    for (name, check) in BEHAVIOURS {
        trials.push(Trial::test(name, move || check().map_err(Failed::from)));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Publishes a case against a runtime pack and compares what it does with CoreCLR.
fn check_case(case: &'static Case, version: &str) -> Result<(), String> {
    let folder = fresh_copy(case.name, version)?;
    let project = folder.join(case.project);
    let property = format!("-p:RuntimeFrameworkVersion={version}");
    let more = if version == VERSIONS[0] {
        vec![]
    } else {
        vec![property.as_str()]
    };
    let outcome = publish(&project, &more)?;
    if outcome.exit != 0 {
        let text = outcome.text();
        if version != VERSIONS[0]
            && text.contains("Microsoft.NETCore.App.Runtime")
            && text.contains("NU110")
        {
            println!("{}: runtime pack {version} isn't to be had here", case.name);
            return Ok(());
        }
        return Err(text);
    }
    let published = project.join("publish");
    expect_files(&published, &[case.app, &format!("{}.dbg", case.app)])?;
    for (args, expected) in case.runs.iter().zip(expected(case)?) {
        let actual = run(&published.join(case.app), args)?;
        let normalize = |outcome: &Outcome| Outcome {
            stderr: stack_trace::normalize(&outcome.stderr),
            ..outcome.clone()
        };
        let (expected, actual) = (normalize(expected), normalize(&actual));
        if expected != actual {
            return Err(format!(
                "{args:?}: expected exit code {} and output\n{}\ngot exit code {} and output\n{}",
                expected.exit,
                expected.text(),
                actual.exit,
                actual.text()
            ));
        }
    }
    Ok(())
}

/// What a case's runs give under CoreCLR.
fn expected(case: &'static Case) -> Result<&'static [Outcome], String> {
    static OUTCOMES: [OnceLock<Result<Vec<Outcome>, String>>; CASES.len()] =
        [const { OnceLock::new() }; CASES.len()];
    let index = CASES.iter().position(|c| c.name == case.name).unwrap_or(0);
    let outcomes = OUTCOMES[index].get_or_init(|| {
        let folder = fresh_copy(case.name, "coreclr")?;
        let project = folder.join(case.project);
        let outcome = dotnet(
            &project,
            &[
                "build",
                "-c",
                "Release",
                "-o",
                "build",
                "-p:PublishAot=false",
                "-p:InvariantGlobalization=true",
            ],
        )?;
        if outcome.exit != 0 {
            return Err(outcome.text());
        }
        let program = project.join("build").join(case.app);
        case.runs.iter().map(|args| run(&program, args)).collect()
    });
    outcomes.as_deref().map_err(Clone::clone)
}

fn run(program: &Path, args: &[&str]) -> Result<Outcome, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let mut command = process::command(program, folder.path());
    for arg in args {
        match *arg {
            "{text}" => command.arg(large_text()?),
            arg => command.arg(arg),
        };
    }
    process::run(&mut command, &[], Duration::from_secs(60))
}

/// A text file of 10 MB with a few thousand different words.
fn large_text() -> Result<&'static Path, String> {
    static FILE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let file = FILE.get_or_init(|| {
        const SYLLABLES: [&str; 16] = [
            "ka", "to", "mi", "ren", "sul", "ve", "lo", "an", "dir", "esh", "or", "pi", "qua", "ü",
            "ß", "zy",
        ];
        let mut state = 1u32;
        let mut next = |bound: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % bound
        };
        let mut text = String::with_capacity(11_000_000);
        while text.len() < 10_000_000 {
            // Small numbers are frequent, so that some words are too.
            let bound = 1 + next(4000);
            let mut word = next(bound) + 7;
            while word > 0 {
                text += SYLLABLES[(word % 16) as usize];
                word /= 16;
            }
            text.push(if next(12) == 0 { '\n' } else { ' ' });
        }
        let path = work_folder().join("words.txt");
        std::fs::create_dir_all(work_folder()).map_err(|e| e.to_string())?;
        std::fs::write(&path, text).map_err(|e| e.to_string())?;
        Ok(path)
    });
    file.as_deref().map_err(Clone::clone)
}

fn restore_needs_no_native_packs() -> Result<(), String> {
    let folder = fresh_copy("template", "restore")?;
    let outcome = dotnet(&folder, &["restore", "-r", "linux-x64"])?;
    succeeded(&outcome)?;
    let assets = std::fs::read_to_string(folder.join("obj/project.assets.json"))
        .map_err(|e| e.to_string())?;
    for name in ["ILCompiler", "NativeAOT"] {
        if assets.contains(name) {
            return Err(format!(
                "restore asks for a package with `{name}` in its name"
            ));
        }
    }
    contains(&assets, "Microsoft.NETCore.App.Runtime.linux-x64")?;
    // The analyzers that warn in the editor stay.
    contains(&assets, "Microsoft.NET.ILLink.Tasks")
}

fn unchanged_publish() -> Result<(), String> {
    let folder = fresh_copy("template", "unchanged")?;
    contains(&publish_well(&folder, &[])?, GENERATING)?;
    let binary = folder.join("publish/template");
    let written = || {
        std::fs::metadata(&binary)
            .and_then(|m| m.modified())
            .map_err(|e| e.to_string())
    };
    let before = written()?;
    let second = publish_well(&folder, &[])?;
    if second.contains(GENERATING) || before != written()? {
        return Err(format!("compiled again without a change:\n{second}"));
    }
    std::fs::write(
        folder.join("Program.cs"),
        "Console.WriteLine(\"changed\");\n",
    )
    .map_err(|e| e.to_string())?;
    contains(&publish_well(&folder, &[])?, GENERATING)?;
    contains(&run(&binary, &[])?.stdout, "changed")?;
    // Another argument for the compiler is a change as well.
    contains(
        &publish_well(&folder, &["-p:OptimizationPreference=Size"])?,
        GENERATING,
    )
}

const GENERATING: &str = "Generating native code";

fn strip_symbols() -> Result<(), String> {
    let folder = fresh_copy("template", "symbols")?;
    publish_well(&folder, &["-p:StripSymbols=false"])?;
    expect_files(&folder.join("publish"), &["template"])?;
    contains(&run(&folder.join("publish/template"), &[])?.stdout, "Hello")
}

fn named_linkers() -> Result<(), String> {
    let folder = fresh_copy("template", "linkers")?;
    for properties in [
        &["-p:CppCompilerAndLinker=clang-22", "-p:LinkerFlavor=lld"][..],
        &["-p:CppCompilerAndLinker=ld.lld-22"][..],
    ] {
        publish_well(&folder, properties)?;
        contains(&run(&folder.join("publish/template"), &[])?.stdout, "Hello")?;
    }
    let outcome = publish(&folder, &["-p:CppCompilerAndLinker=no-such-linker"])?;
    if outcome.exit == 0 {
        return Err("a linker that doesn't exist was accepted".to_string());
    }
    contains(&outcome.stdout, "error SMELT2001")
}

fn ignored_properties() -> Result<(), String> {
    let folder = fresh_copy("template", "properties")?;
    let text = publish_well(
        &folder,
        &[
            "-p:ServerGarbageCollection=true",
            "-p:InvariantGlobalization=false",
            "-p:StackTraceSupport=true",
            "-p:IlcInstructionSet=x86-64-v2%2clzcnt",
        ],
    )?;
    let response = folder.join("obj/Release/net10.0/linux-x64/native/template.smelt.rsp");
    let arguments = std::fs::read_to_string(&response).map_err(|e| e.to_string())?;
    contains(&arguments, "--instruction-set=x86-64-v2,lzcnt")?;
    contains(&text, "warning SMELT4012")?;
    contains(&text, "ServerGarbageCollection")?;
    contains(&text, "warning SMELT4010")?;
    if text.contains("StackTraceSupport") {
        return Err(format!(
            "a property at its default was warned about:\n{text}"
        ));
    }
    Ok(())
}

fn other_platform() -> Result<(), String> {
    let folder = fresh_copy("template", "platform")?;
    let outcome = dotnet(&folder, &["publish", "-r", "win-arm64", "-c", "Release"])?;
    if outcome.exit == 0 {
        return Err("publishing for win-arm64 succeeded".to_string());
    }
    contains(&outcome.stdout, "error SMELT4002")
}

fn compiler_errors() -> Result<(), String> {
    let folder = fresh_copy("template", "errors")?;
    // No entry point: a library's assembly passed off as an executable's.
    publish_well(&folder, &[])?;
    let app = folder.join("obj/Release/net10.0/linux-x64/template.dll");
    std::fs::write(&app, "not an assembly").map_err(|e| e.to_string())?;
    let outcome = publish(&folder, &["--no-build"])?;
    if outcome.exit == 0 {
        return Err("a damaged assembly was published".to_string());
    }
    contains(&outcome.stdout, "error SMELT")
}

/// Where copies of the projects live.
fn work_folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("msbuild")
}

/// Copies a case's projects into a folder of their own, with a `nuget.config` for the local feed. The case `template` is
/// what `dotnet new console` makes, with the two lines that a user adds.
fn fresh_copy(case: &str, purpose: &str) -> Result<PathBuf, String> {
    let feed = tools::repository().join("artifacts/feed");
    if !feed.is_dir() {
        return Err("there is no package: run `cargo xtask pack`".to_string());
    }
    let folder = work_folder().join(format!("{case}-{purpose}"));
    match std::fs::remove_dir_all(&folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e.to_string()),
        _ => {}
    }
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let config = format!(
        r#"<configuration><packageSources><add key="smelt" value="{}" /></packageSources></configuration>"#,
        feed.display()
    );
    std::fs::write(folder.join("nuget.config"), config).map_err(|e| e.to_string())?;
    if case == "template" {
        new_console(&folder)?;
    } else {
        copy_folder(
            &tools::repository().join("tests/msbuild").join(case),
            &folder,
        )?;
    }
    Ok(folder)
}

fn new_console(folder: &Path) -> Result<(), String> {
    let outcome = dotnet(
        folder,
        &[
            "new",
            "console",
            "--no-restore",
            "-n",
            "template",
            "-o",
            ".",
        ],
    )?;
    succeeded(&outcome)?;
    let file = folder.join("template.csproj");
    let project = std::fs::read_to_string(&file).map_err(|e| e.to_string())?;
    let version = env!("CARGO_PKG_VERSION");
    let project = project
        .replacen(
            "  <PropertyGroup>",
            &format!("  <Sdk Name=\"Smelt.Sdk\" Version=\"{version}\" />\n\n  <PropertyGroup>"),
            1,
        )
        .replacen(
            "  </PropertyGroup>",
            "    <PublishAot>true</PublishAot>\n  </PropertyGroup>",
            1,
        );
    std::fs::write(&file, project).map_err(|e| e.to_string())
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    std::fs::create_dir_all(to).map_err(|e| e.to_string())?;
    let entries = std::fs::read_dir(from).map_err(|e| format!("{}: {e}", from.display()))?;
    for entry in entries {
        let path = entry.map_err(|e| e.to_string())?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            if name != "bin" && name != "obj" {
                copy_folder(&path, &to.join(name))?;
            }
        } else {
            std::fs::copy(&path, to.join(name)).map_err(|e| e.to_string())?;
        }
    }
    Ok(())
}

/// Runs `dotnet` in a folder, with the user's environment, which may say how NuGet reaches the network.
fn dotnet(folder: &Path, args: &[&str]) -> Result<Outcome, String> {
    let mut command = Command::new("dotnet");
    command
        .args(args)
        .current_dir(folder)
        .env("DOTNET_CLI_TELEMETRY_OPTOUT", "1")
        .env("DOTNET_NOLOGO", "1")
        .env("MSBUILDDISABLENODEREUSE", "1");
    process::run(&mut command, &[], Duration::from_secs(600))
}

fn publish(project: &Path, more: &[&str]) -> Result<Outcome, String> {
    let mut args = vec![
        "publish",
        "-r",
        "linux-x64",
        "-c",
        "Release",
        "-o",
        "publish",
    ];
    args.extend(more);
    dotnet(project, &args)
}

/// Publishes and expects success; returns what was printed.
fn publish_well(project: &Path, more: &[&str]) -> Result<String, String> {
    let outcome = publish(project, more)?;
    succeeded(&outcome)?;
    Ok(outcome.text())
}

fn succeeded(outcome: &Outcome) -> Result<(), String> {
    if outcome.exit == 0 {
        Ok(())
    } else {
        Err(outcome.text())
    }
}

fn contains(text: &str, part: &str) -> Result<(), String> {
    if text.contains(part) {
        Ok(())
    } else {
        Err(format!("`{part}` isn't in:\n{text}"))
    }
}

/// Checks that a folder holds exactly these files.
fn expect_files(folder: &Path, names: &[&str]) -> Result<(), String> {
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    found.sort();
    if found == names {
        Ok(())
    } else {
        Err(format!(
            "{} holds {found:?} instead of {names:?}",
            folder.display()
        ))
    }
}
