//! Compiling C# without MSBuild.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::process::{self, Outcome};
use crate::program::Program;
use crate::tools::Dotnet;

/// Options of every compilation.
const OPTIONS: [&str; 9] = [
    "/nologo",
    "/nostdlib+",
    "/optimize+",
    "/debug:portable",
    "/deterministic+",
    "/utf8output",
    "/langversion:latest",
    "/warn:0",
    "/target:exe",
];

/// The feature switches that MSBuild passes for a console app with `PublishAot`.
pub const NATIVE_SWITCHES: [&str; 12] = [
    "System.ComponentModel.DefaultValueAttribute.IsSupported=false",
    "System.Diagnostics.Debugger.IsSupported=false",
    "System.Diagnostics.Tracing.EventSource.IsSupported=false",
    "System.Globalization.Invariant=true",
    "System.Linq.Expressions.CanEmitObjectArrayDelegate=false",
    "System.Reflection.Metadata.MetadataUpdater.IsSupported=false",
    "System.Resources.ResourceManager.AllowCustomResourceTypes=false",
    "System.Resources.UseSystemResourceKeys=false",
    "System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported=false",
    "System.Runtime.InteropServices.BuiltInComInterop.IsSupported=false",
    "System.StartupHookProvider.IsSupported=false",
    "System.Text.Encoding.EnableUnsafeUTF7Encoding=false",
];

/// A text that changes when the same sources would be compiled differently.
pub fn fingerprint(dotnet: &Dotnet) -> String {
    format!(
        "{} {} {OPTIONS:?}",
        dotnet.csc.display(),
        dotnet.references.display()
    )
}

/// The reference assemblies of the framework, sorted.
///
/// # Errors
/// Their folder can't be read.
pub fn references(dotnet: &Dotnet) -> Result<Vec<PathBuf>, String> {
    let mut references: Vec<PathBuf> = std::fs::read_dir(&dotnet.references)
        .map_err(|e| format!("{}: {e}", dotnet.references.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "dll"))
        .collect();
    references.sort();
    Ok(references)
}

/// Options of csc that a program's headers stand for.
pub fn options(program: &Program) -> Vec<String> {
    let mut options = Vec::new();
    if program.allow_unsafe {
        options.push("/unsafe+".to_string());
    }
    let beside = program.sources.first().and_then(|s| s.parent());
    for (file, name) in &program.resources {
        let file = beside.unwrap_or(Path::new(".")).join(file);
        options.push(format!("/resource:\"{}\",{name}", file.display()));
    }
    options
}

/// Compiles C# sources into `output` (a `.dll`) with csc, through its compiler server, which keeps it fast and ends by
/// itself.
///
/// # Errors
/// What the compiler says.
pub fn compile(
    dotnet: &Dotnet,
    sources: &[PathBuf],
    output: &Path,
    options: &[String],
) -> Result<(), String> {
    let mut response = String::new();
    for option in OPTIONS {
        response += &format!("{option}\n");
    }
    for option in options {
        response += &format!("{option}\n");
    }
    for reference in references(dotnet)? {
        response += &format!("/r:\"{}\"\n", reference.display());
    }
    response += &format!("/out:\"{}\"\n", output.display());
    for source in sources {
        response += &format!("\"{}\"\n", source.display());
    }
    let folder = output.parent().unwrap_or(Path::new("."));
    let response_file = output.with_extension("csc.rsp");
    std::fs::write(&response_file, response).map_err(|e| e.to_string())?;

    let mut command = process::command(&dotnet.host, folder);
    command
        .arg(&dotnet.csc)
        .args(["/shared", "/keepalive:30", "/noconfig"])
        .arg(format!("@{}", response_file.display()));
    let outcome = process::run(&mut command, &[], Duration::from_secs(120))?;
    if outcome.exit != 0 {
        return Err(format!("csc failed:\n{}", outcome.text()));
    }
    Ok(())
}

/// Writes the `runtimeconfig.json` of a program: .NET 10, invariant globalization, and more settings.
pub fn write_runtime_config(
    path: &Path,
    settings: &[(String, String)],
) -> Result<(), std::io::Error> {
    let mut properties = String::from("\"System.Globalization.Invariant\": true");
    for (name, value) in settings {
        let quoted = format!("\"{value}\"");
        let bare = value == "true" || value == "false" || value.parse::<i64>().is_ok();
        let value = if bare { value } else { &quoted };
        properties += &format!(",\n      \"{name}\": {value}");
    }
    std::fs::write(
        path,
        format!(
            r#"{{
  "runtimeOptions": {{
    "tfm": "net10.0",
    "framework": {{ "name": "Microsoft.NETCore.App", "version": "10.0.0" }},
    "configProperties": {{
      {properties}
    }}
  }}
}}
"#
        ),
    )
}

/// Runs a compiled program under CoreCLR.
///
/// # Errors
/// It can't be started or doesn't end.
pub fn run_managed(
    dotnet: &Dotnet,
    assembly: &Path,
    program: &Program,
    folder: &Path,
) -> Result<Outcome, String> {
    let mut command = process::command(&dotnet.host, folder);
    command.arg(assembly).args(&program.args);
    command.envs(program.coreclr.iter().map(|(n, v)| (n, v)));
    let stdin = program.stdin.as_bytes();
    process::run(&mut command, stdin, Duration::from_secs(60))
}
