//! Compiling Visual Basic without MSBuild.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::csharp;
use crate::process;
use crate::tools::Dotnet;

const OPTIONS: [&str; 11] = [
    "/nologo",
    "/nostdlib",
    "/nosdkpath",
    "/optimize+",
    "/debug:portable",
    "/deterministic+",
    "/utf8output",
    "/optionstrict+",
    "/optioninfer+",
    "/target:exe",
    // As for console projects: no `My` namespace.
    r#"/define:_MYTYPE=\"Empty\""#,
];

/// The compiler.
fn vbc(dotnet: &Dotnet) -> PathBuf {
    dotnet.csc.with_file_name("vbc.dll")
}

/// A text that changes when the same sources would be compiled differently.
pub fn fingerprint(dotnet: &Dotnet) -> String {
    format!(
        "{} {} {OPTIONS:?}",
        vbc(dotnet).display(),
        dotnet.references.display()
    )
}

/// Compiles Visual Basic sources into `output` (a `.dll`), through the compiler server.
///
/// # Errors
/// What the compiler says.
pub fn compile(dotnet: &Dotnet, sources: &[PathBuf], output: &Path) -> Result<(), String> {
    let mut response: String = OPTIONS.iter().map(|option| format!("{option}\n")).collect();
    let library = dotnet.references.join("Microsoft.VisualBasic.Core.dll");
    response += &format!("/vbruntime:\"{}\"\n", library.display());
    for reference in csharp::references(dotnet)? {
        response += &format!("/r:\"{}\"\n", reference.display());
    }
    response += &format!("/out:\"{}\"\n", output.display());
    for source in sources {
        response += &format!("\"{}\"\n", source.display());
    }
    let response_file = output.with_extension("vbc.rsp");
    std::fs::write(&response_file, response).map_err(|e| e.to_string())?;

    let working = output.parent().unwrap_or(Path::new("."));
    let mut command = process::command(&dotnet.host, working);
    command
        .arg(vbc(dotnet))
        .args(["/shared", "/keepalive:30", "/noconfig"])
        .arg(format!("@{}", response_file.display()));
    let outcome = process::run(&mut command, &[], Duration::from_secs(120))?;
    if outcome.exit == 0 {
        Ok(())
    } else {
        Err(format!("vbc failed:\n{}", outcome.text()))
    }
}
