//! `cargo xtask pack`: the NuGet package `Smelt.Sdk` in a local feed.
//!
//! The package holds the MSBuild files of `msbuild/`, under `tools/<host RID>/` the compiler, its linker and the runtime
//! libraries of all target platforms, and under `tools/lib/` LLVM's library, where both look for it.

use std::path::{Path, PathBuf};

use crate::build;
use crate::elf;
use crate::setup;
use crate::shell::{self, Result, VERSION, artifacts, root, step};
use crate::zip::Zip;

/// Package id.
const ID: &str = "Smelt.Sdk";

/// The platform whose tools are packed.
const HOST: &str = "linux-x64";

/// The local feed.
pub fn feed() -> PathBuf {
    artifacts().join("feed")
}

/// Makes the package from what is built.
pub fn run() -> Result {
    step(&format!("packing {ID} {VERSION}"));
    let mut zip = Zip::default();
    zip.add(&format!("{ID}.nuspec"), nuspec().as_bytes());
    zip.add("[Content_Types].xml", CONTENT_TYPES.as_bytes());
    zip.add("_rels/.rels", relationships().as_bytes());
    zip.add("README.md", &shell::read(&root().join("README.md"))?);
    let msbuild = root().join("msbuild");
    for folder in ["Sdk", "targets"] {
        for file in files(&msbuild.join(folder))? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let text = String::from_utf8_lossy(&shell::read(&file)?).replace("@VERSION@", VERSION);
            zip.add(&format!("{folder}/{name}"), text.as_bytes());
        }
    }
    for (name, file) in tools()? {
        zip.add(&format!("tools/{name}"), &shell::read(&file)?);
    }
    let package = feed().join(format!("{ID}.{VERSION}.nupkg"));
    let bytes = zip.finish();
    println!(
        "{} ({} MB)",
        package.display(),
        bytes.len().div_ceil(1 << 20)
    );
    shell::write(&package, bytes)?;
    forget_extracted()
}

/// NuGet never looks again at a version that it has extracted once.
fn forget_extracted() -> Result {
    shell::remove_dir(&global_packages()?.join(ID.to_lowercase()).join(VERSION))
}

/// The folder where NuGet extracts packages.
pub fn global_packages() -> Result<PathBuf> {
    let locals = shell::output(shell::command("dotnet").args([
        "nuget",
        "locals",
        "global-packages",
        "--list",
        "--force-english-output",
    ]))?;
    let folder = locals
        .lines()
        .find_map(|line| line.strip_prefix("global-packages: "))
        .ok_or("`dotnet nuget locals` names no folder")?;
    Ok(PathBuf::from(folder.trim()))
}

/// Names and sources of the files in the tools folder.
fn tools() -> Result<Vec<(String, PathBuf)>> {
    let smelt = build::smelt();
    let mut files = vec![(format!("{HOST}/ld.lld"), linker()?)];
    // What comes with every system isn't packed.
    let image = shell::read(&smelt)?;
    for library in elf::needed_libraries(&image).unwrap_or_default() {
        if library.starts_with("libLLVM") {
            files.push((format!("lib/{library}"), library_path(&library)?));
        }
    }
    files.push((format!("{HOST}/smelt"), smelt));
    for rid in build::RIDS {
        let name = format!("{HOST}/runtime/{rid}/{}", build::RUNTIME_LIBRARY);
        files.push((name, build::runtime_library(rid)));
    }
    Ok(files)
}

fn linker() -> Result<PathBuf> {
    let path = Path::new("/usr/lib/llvm-22/bin/lld");
    if !path.is_file() {
        setup::run()?;
    }
    Ok(path.to_path_buf())
}

/// A shared library of LLVM.
fn library_path(name: &str) -> Result<PathBuf> {
    ["/usr/lib/llvm-22/lib", "/usr/lib/x86_64-linux-gnu"]
        .iter()
        .map(|folder| Path::new(folder).join(name))
        .find(|path| path.is_file())
        .ok_or_else(|| format!("{name} wasn't found"))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    Ok(files)
}

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />
  <Default Extension="nuspec" ContentType="application/octet" />
  <Default Extension="props" ContentType="application/octet" />
  <Default Extension="targets" ContentType="application/octet" />
  <Default Extension="md" ContentType="application/octet" />
  <Default Extension="a" ContentType="application/octet" />
  <Default Extension="lld" ContentType="application/octet" />
  <Default Extension="1" ContentType="application/octet" />
  <Override PartName="/tools/linux-x64/smelt" ContentType="application/octet" />
</Types>
"#;

fn relationships() -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/{ID}.nuspec" Id="R1" />
</Relationships>
"#
    )
}

fn nuspec() -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd">
  <metadata>
    <id>{ID}</id>
    <version>{VERSION}</version>
    <authors>Smelt contributors</authors>
    <description>Publishes .NET projects with PublishAot as native executables, compiled from the ordinary framework.</description>
    <license type="expression">MIT</license>
    <readme>README.md</readme>
    <packageTypes>
      <packageType name="MSBuildSdk" />
    </packageTypes>
  </metadata>
</package>
"#
    )
}
