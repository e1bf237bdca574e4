//! Where the tools are: smelt, its runtime library, `dotnet` and what belongs to it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("tests/harness is two levels below the repository")
        .to_path_buf()
}

/// The smelt executable: `SMELT_BIN`, else the one of the profile that the tests are built with, else the release build.
///
/// # Errors
/// There is none.
pub fn smelt() -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os("SMELT_BIN") {
        let path = PathBuf::from(path);
        let path = std::env::current_dir().unwrap_or_default().join(path);
        return existing(path).ok_or_else(|| "SMELT_BIN names no file".to_string());
    }
    let test = std::env::current_exe().map_err(|e| e.to_string())?;
    // target/<profile>/deps/<test>, or target/<profile>/<program>
    let folder = test.parent().unwrap_or(&test);
    let profile = match folder.ends_with("deps") {
        true => folder.parent().unwrap_or(folder),
        false => folder,
    };
    existing(profile.join("smelt"))
        .or_else(|| existing(profile.with_file_name("release").join("smelt")))
        .ok_or_else(|| "smelt isn't built: run `cargo xtask build`".to_string())
}

fn existing(path: PathBuf) -> Option<PathBuf> {
    path.is_file().then_some(path)
}

/// The runtime library that smelt will link, to know when cached executables are stale.
pub fn runtime_library() -> Option<PathBuf> {
    let file = "linux-x64/libsmelt_runtime.a";
    if let Some(folder) = std::env::var_os("SMELT_RUNTIME_DIR") {
        return existing(Path::new(&folder).join(file));
    }
    existing(smelt().ok()?.parent()?.join("runtime").join(file))
}

/// The parts of a .NET SDK that the tests use.
#[derive(Clone, Debug)]
pub struct Dotnet {
    /// The `dotnet` host.
    pub host: PathBuf,
    /// `csc.dll`.
    pub csc: PathBuf,
    /// Folder of the reference assemblies.
    pub references: PathBuf,
    /// Folder of the shared framework, the implementation with IL.
    pub framework: PathBuf,
}

impl Dotnet {
    /// Folder of the SDK.
    pub fn sdk(&self) -> &Path {
        // sdk/Roslyn/bincore/csc.dll
        self.csc.ancestors().nth(3).unwrap_or(&self.csc)
    }
}

/// Finds the .NET SDK, once.
///
/// # Errors
/// Says which part is missing.
pub fn dotnet() -> Result<&'static Dotnet, String> {
    static FOUND: OnceLock<Result<Dotnet, String>> = OnceLock::new();
    FOUND
        .get_or_init(find_dotnet)
        .as_ref()
        .map_err(Clone::clone)
}

fn find_dotnet() -> Result<Dotnet, String> {
    // Lines such as `10.0.401 [/usr/share/dotnet/sdk]`.
    let (sdk_version, sdks) = last_listed("--list-sdks", "10.")?;
    let (runtime_version, runtimes) = last_listed("--list-runtimes", "Microsoft.NETCore.App 10.")?;
    let sdk = Path::new(&sdks).join(sdk_version);
    let root = sdk.ancestors().nth(2).unwrap_or(&sdk).to_path_buf();
    let packs = root.join("packs/Microsoft.NETCore.App.Ref");
    let pack = newest_folder(&packs)
        .ok_or_else(|| format!("no reference assemblies in {}", packs.display()))?;
    let runtime_version = runtime_version.rsplit(' ').next().unwrap_or_default();
    Ok(Dotnet {
        host: root.join("dotnet"),
        csc: sdk.join("Roslyn/bincore/csc.dll"),
        references: pack.join("ref/net10.0"),
        framework: Path::new(&runtimes).join(runtime_version),
    })
}

/// The last line of a `dotnet --list-...` that starts with `prefix`: what is listed, and its folder.
fn last_listed(option: &str, prefix: &str) -> Result<(String, String), String> {
    let output = Command::new("dotnet")
        .arg(option)
        .output()
        .map_err(|e| format!("`dotnet` can't be started: {e}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .rfind(|line| line.starts_with(prefix))
        .and_then(|line| line.strip_suffix(']')?.split_once(" ["))
        .map(|(name, folder)| (name.to_string(), folder.to_string()))
        .ok_or_else(|| format!("`dotnet {option}` lists no .NET 10"))
}

fn newest_folder(folder: &Path) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .ok()?
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| {
            p.file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with("10."))
        })
        .collect();
    entries.sort();
    entries.pop()
}
