//! Compiling F# without MSBuild.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::csharp;
use crate::process;
use crate::tools::Dotnet;

const OPTIONS: [&str; 10] = [
    "--nologo",
    "--noframework",
    "--targetprofile:netcore",
    "--target:exe",
    "--optimize+",
    "--tailcalls+",
    "--crossoptimize+",
    "--debug:portable",
    "--deterministic+",
    "--utf8output",
];

/// Folder of the F# compiler.
fn folder(dotnet: &Dotnet) -> PathBuf {
    dotnet.sdk().join("FSharp")
}

/// FSharp.Core.dll, which every F# program needs.
pub fn core_library(dotnet: &Dotnet) -> PathBuf {
    folder(dotnet).join("FSharp.Core.dll")
}

/// A text that changes when the same sources would be compiled differently.
pub fn fingerprint(dotnet: &Dotnet) -> String {
    format!(
        "{} {} {OPTIONS:?}",
        folder(dotnet).display(),
        dotnet.references.display()
    )
}

/// Compiles F# sources into `output` (a `.dll`) and puts FSharp.Core.dll beside it.
///
/// # Errors
/// What the compiler says, or a file that can't be copied.
pub fn compile(dotnet: &Dotnet, sources: &[PathBuf], output: &Path) -> Result<(), String> {
    let library = core_library(dotnet);
    let mut response: String = OPTIONS.iter().map(|option| format!("{option}\n")).collect();
    response += &format!("-r:{}\n", library.display());
    for reference in csharp::references(dotnet)? {
        response += &format!("-r:{}\n", reference.display());
    }
    response += &format!("--out:{}\n", output.display());
    for source in sources {
        response += &format!("{}\n", source.display());
    }
    let response_file = output.with_extension("fsc.rsp");
    std::fs::write(&response_file, response).map_err(|e| e.to_string())?;

    let working = output.parent().unwrap_or(Path::new("."));
    let mut command = process::command(&dotnet.host, working);
    command
        .arg(folder(dotnet).join("fsc.dll"))
        .arg(format!("@{}", response_file.display()));
    let outcome = process::run(&mut command, &[], Duration::from_secs(300))?;
    if outcome.exit != 0 {
        return Err(format!("fsc failed:\n{}", outcome.text()));
    }
    let copy = working.join("FSharp.Core.dll");
    std::fs::copy(&library, &copy).map_err(|e| format!("{}: {e}", library.display()))?;
    Ok(())
}
