//! `cargo xtask bench`: side by side with the native compiler of the .NET SDK, on this machine.
//!
//! The peer is run for net9.0, the last version whose packages it needs are commonly at hand; the programs don't depend on
//! the difference. Its compiler is measured without the link step, Smelt's with it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::demo::{bytes, milliseconds, run_time};
use crate::shell::{self, Result, VERSION, artifacts, command, root, step};
use crate::{build, compute, pack, setup};

/// The programs: a name, and a folder with a `Program.cs` relative to the repository.
const PROGRAMS: [(&str, &str); 1] = [("hello", "docs/samples/hello")];

/// What is measured of one program with one compiler.
struct Figures {
    compile_wall: Duration,
    compile_cpu: f64,
    compile_memory_kb: u64,
    executable: u64,
    run: Duration,
    run_memory_kb: u64,
}

/// Builds, measures, prints the table and writes `docs/benchmarks.md`.
pub fn run() -> Result {
    setup::run()?;
    setup::install_extra(
        "time",
        "measures processor time and memory of the compilers",
    )?;
    build::run()?;
    pack::run()?;

    let load = load_average();
    let mut table = String::from(
        "| program | compiler | compile wall | CPU | peak memory | executable | run wall | peak RSS |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let mut peer_version = None;
    for (name, folder) in PROGRAMS {
        let source = root().join(folder).join("Program.cs");
        step(&format!("{name}: smelt"));
        let smelt = measure_smelt(name, &source)?;
        table += &row(name, "smelt", Some(&smelt));
        step(&format!("{name}: peer"));
        let peer = measure_peer(name, &source);
        if let Err(message) = &peer {
            println!("not measured: {message}");
        }
        let peer = peer.ok();
        table += &row(name, "ILC", peer.as_ref().map(|p| &p.0));
        peer_version = peer.map(|p| p.1).or(peer_version);
    }
    let programs = compute::run()?;
    println!("\n{table}\n{programs}");
    let path = root().join("docs/benchmarks.md");
    let mut text = page(&table, peer_version.as_deref(), &load);
    text += &programs;
    text += &notes(&path);
    shell::write(&path, text)?;
    println!("written to {}", path.display());
    Ok(())
}

/// The remarks at the end of the page, written by hand.
fn notes(page: &Path) -> String {
    let old = std::fs::read_to_string(page).unwrap_or_default();
    match old.find("\n## Remarks") {
        Some(at) => old[at..].to_string(),
        None => String::new(),
    }
}

fn row(program: &str, compiler: &str, figures: Option<&Figures>) -> String {
    let Some(f) = figures else {
        return format!("| {program} | {compiler} | n/a | n/a | n/a | n/a | n/a | n/a |\n");
    };
    format!(
        "| {program} | {compiler} | {:.2} s | {:.2} s | {} | {} | {:.2} ms | {} |\n",
        f.compile_wall.as_secs_f64(),
        f.compile_cpu,
        bytes(f.compile_memory_kb * 1024),
        bytes(f.executable),
        milliseconds(f.run),
        bytes(f.run_memory_kb * 1024),
    )
}

/// How busy the machine is with other things, for the reader of the table.
fn load_average() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("unknown").to_string()
}

fn page(table: &str, peer: Option<&str>, load: &str) -> String {
    let peer = peer.unwrap_or("not available");
    let processors = std::thread::available_parallelism().map_or(1, |n| n.get());
    format!(
        "# Benchmarks\n\n\
         Written by `cargo xtask bench`; run it to get the figures of your machine.\n\n\
         Smelt {VERSION}, Microsoft ILC {peer}, {processors} processors. Compile figures are the median of three runs of the\n\
         compiler alone, as MSBuild calls it (Smelt's include linking, ILC's don't); run figures are the median of 41 runs from\n\
         start to exit. Sizes are of the stripped executable. Load average before the first measurement: {load} (wall times\n\
         mean little when it is high).\n\n\
         {table}"
    )
}

/// Publishes a program (a C# file, or a folder of them) through MSBuild with a project file; returns the folder of the project.
fn publish(kind: &str, name: &str, source: &Path, project: &str, more: &[&str]) -> Result<PathBuf> {
    let folder = artifacts().join("bench").join(kind).join(name);
    shell::remove_dir(&folder)?;
    shell::write(&folder.join(format!("{name}.csproj")), project)?;
    if source.is_dir() {
        let entries =
            std::fs::read_dir(source).map_err(|e| format!("{}: {e}", source.display()))?;
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if path.extension().is_some_and(|e| e == "cs")
                && let Some(file) = path.file_name()
            {
                shell::copy(&path, &folder.join(file))?;
            }
        }
    } else {
        shell::copy(source, &folder.join("Program.cs"))?;
    }
    let config = format!(
        r#"<configuration><packageSources><add key="smelt" value="{}" /></packageSources></configuration>"#,
        pack::feed().display()
    );
    shell::write(&folder.join("nuget.config"), config)?;
    shell::run(
        command("dotnet")
            .args([
                "publish",
                "-r",
                "linux-x64",
                "-c",
                "Release",
                "-o",
                "publish",
            ])
            .args(more)
            .current_dir(&folder),
    )?;
    Ok(folder)
}

fn project(sdk: &str, framework: &str) -> String {
    format!(
        r#"<Project Sdk="Microsoft.NET.Sdk">
  {sdk}
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>{framework}</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <LangVersion>latest</LangVersion>
    <Nullable>enable</Nullable>
    <PublishAot>true</PublishAot>
    <InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
</Project>
"#
    )
}

pub fn publish_smelt(name: &str, source: &Path) -> Result<PathBuf> {
    let sdk = format!(r#"<Sdk Name="Smelt.Sdk" Version="{VERSION}" />"#);
    publish("smelt", name, source, &project(&sdk, "net10.0"), &[])
}

pub fn publish_peer(name: &str, source: &Path) -> Result<PathBuf> {
    let clang = "-p:CppCompilerAndLinker=clang-22";
    publish("peer", name, source, &project("", "net9.0"), &[clang])
}

fn measure_smelt(name: &str, source: &Path) -> Result<Figures> {
    let folder = publish_smelt(name, source)?;
    let response = format!("@obj/Release/net10.0/linux-x64/native/{name}.smelt.rsp");
    figures(&build::smelt(), &response, &folder, name)
}

/// Figures of the peer, and its version.
fn measure_peer(name: &str, source: &Path) -> Result<(Figures, String)> {
    let folder = publish_peer(name, source)?;
    let packages = pack::global_packages()?.join("runtime.linux-x64.microsoft.dotnet.ilcompiler");
    let mut versions: Vec<String> = std::fs::read_dir(&packages)
        .map_err(|e| format!("{}: {e}", packages.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|version| version.starts_with("9."))
        .collect();
    versions.sort();
    let version = versions.pop().ok_or("no compiler package")?;
    let compiler = packages.join(&version).join("tools/ilc");
    let response = format!("@obj/Release/net9.0/linux-x64/native/{name}.ilc.rsp");
    Ok((figures(&compiler, &response, &folder, name)?, version))
}

fn figures(compiler: &Path, response: &str, folder: &Path, name: &str) -> Result<Figures> {
    let mut runs = Vec::new();
    for _ in 0..3 {
        runs.push(timed(compiler, &[response], folder)?);
    }
    runs.sort_by_key(|run| run.0);
    let (compile_wall, compile_cpu, compile_memory_kb) = runs[1];
    let program = folder.join("publish").join(name);
    let executable = std::fs::metadata(&program)
        .map_err(|e| format!("{}: {e}", program.display()))?
        .len();
    Ok(Figures {
        compile_wall,
        compile_cpu,
        compile_memory_kb,
        executable,
        run: run_time(&program)?,
        run_memory_kb: timed(&program, &[], folder)?.2,
    })
}

/// Wall time, processor time in seconds and peak memory in KB of a run.
fn timed(program: &Path, args: &[&str], folder: &Path) -> Result<(Duration, f64, u64)> {
    let report = artifacts().join("bench/time.txt");
    let mut command = Command::new("/usr/bin/time");
    command
        .args(["-q", "-f", "%U %S %M", "-o"])
        .arg(&report)
        .arg(program)
        .args(args)
        .current_dir(folder)
        .stdout(Stdio::null());
    let start = Instant::now();
    shell::run(&mut command)?;
    let wall = start.elapsed();
    let text = String::from_utf8_lossy(&shell::read(&report)?).into_owned();
    let numbers: Vec<f64> = text
        .split_whitespace()
        .filter_map(|n| n.parse().ok())
        .collect();
    match numbers[..] {
        [user, system, memory] => Ok((wall, user + system, memory as u64)),
        _ => Err(format!("unexpected output of `time`: {text}")),
    }
}
