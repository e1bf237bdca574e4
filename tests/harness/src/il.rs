//! Assembling IL with ilasm, which comes from NuGet.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use crate::process;
use crate::tools::{Dotnet, repository};

const PACKAGE: &str = "runtime.linux-x64.microsoft.netcore.ilasm";
const VERSION: &str = "10.0.12";
const OPTIONS: [&str; 4] = ["-quiet", "-nologo", "-exe", "-deterministic"];

/// Folder of the IL programs and of `prelude.il`, which they include.
pub fn folder() -> PathBuf {
    repository().join("tests/il")
}

/// Finds ilasm in the NuGet cache, or lets `dotnet restore` fetch it there, once.
///
/// # Errors
/// It isn't there and can't be fetched.
pub fn ilasm(dotnet: &Dotnet) -> Result<&'static Path, String> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    FOUND
        .get_or_init(|| find(dotnet))
        .as_deref()
        .map_err(Clone::clone)
}

fn find(dotnet: &Dotnet) -> Result<PathBuf, String> {
    let cache = std::env::var_os("NUGET_PACKAGES")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".nuget/packages")))
        .ok_or("neither NUGET_PACKAGES nor HOME is set: no NuGet cache to look for ilasm in")?;
    let ilasm = cache
        .join(PACKAGE)
        .join(VERSION)
        .join("runtimes/linux-x64/native/ilasm");
    if !ilasm.is_file() {
        restore(dotnet, &cache)?;
    }
    if ilasm.is_file() {
        Ok(ilasm)
    } else {
        Err(format!(
            "ilasm isn't where its package should have put it: {}",
            ilasm.display()
        ))
    }
}

/// Fetches the package of ilasm into the NuGet cache.
fn restore(dotnet: &Dotnet, cache: &Path) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let project = folder.path().join("ilasm.csproj");
    let text = format!(
        r#"<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="{PACKAGE}" Version="[{VERSION}]" /></ItemGroup>
</Project>
"#
    );
    std::fs::write(&project, text).map_err(|e| e.to_string())?;
    let mut command = process::command(&dotnet.host, folder.path());
    command
        .arg("restore")
        .arg(&project)
        .arg("--packages")
        .arg(cache);
    let outcome = process::run(&mut command, &[], Duration::from_secs(300))?;
    if outcome.exit == 0 {
        Ok(())
    } else {
        Err(format!(
            "ilasm is needed for the IL programs; the NuGet package {PACKAGE} {VERSION} can't be restored:\n{}",
            outcome.text()
        ))
    }
}

/// A text that changes when the same sources would be assembled differently.
///
/// # Errors
/// ilasm or the file that all programs include is missing.
pub fn fingerprint(dotnet: &Dotnet) -> Result<String, String> {
    let prelude = folder().join("prelude.il");
    let prelude =
        std::fs::read_to_string(&prelude).map_err(|e| format!("{}: {e}", prelude.display()))?;
    Ok(format!(
        "{} {OPTIONS:?} {prelude}",
        ilasm(dotnet)?.display()
    ))
}

/// Assembles IL sources into `output` (a `.dll`).
///
/// # Errors
/// What ilasm says.
pub fn assemble(dotnet: &Dotnet, sources: &[PathBuf], output: &Path) -> Result<(), String> {
    let working = output.parent().unwrap_or(Path::new("."));
    let mut command = process::command(ilasm(dotnet)?, working);
    command
        .args(OPTIONS)
        .arg(format!("-include={}", folder().display()))
        .arg(format!("-output={}", output.display()))
        .args(sources);
    let outcome = process::run(&mut command, &[], Duration::from_secs(60))?;
    if outcome.exit == 0 {
        Ok(())
    } else {
        Err(format!("ilasm failed:\n{}", outcome.text()))
    }
}
