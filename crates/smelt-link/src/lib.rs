//! Linking: from object files and the runtime archive to an executable and its debug symbols.
//!
//! The only tool needed is a linker, by default lld: no gcc, clang, C headers or C library of the publishing machine is
//! read. The C library is represented by stub shared libraries that are generated for each link from a table
//! ([`stubs`]), so the executable asks for the same old symbol versions wherever it is linked.
//!
//! What isn't here: object file generation (smelt-codegen) and the contents of the image (smelt-image).

mod elf;
mod error;
mod frames;
mod linker;
mod output;
mod strip;
pub mod stubs;
mod target;

use std::path::{Path, PathBuf};
use std::process::Command;

pub use error::LinkError;
pub use linker::{Linker, LinkerChoice, LinkerFlavor, LinkerKind};
pub use output::check_output;
pub use target::Target;

use output::Scratch;

/// What happens to symbols and debug information.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strip {
    /// They stay in the executable.
    No,
    /// They move to `OUT.dbg`, which the executable names in `.gnu_debuglink`.
    #[default]
    Split,
    /// They are dropped.
    Discard,
}

/// Everything that one link depends on.
#[derive(Clone, Debug)]
pub struct LinkRequest {
    /// The platform of the executable.
    pub target: Target,
    /// Object files, all of which are inputs, in the order in which their sections are laid out.
    pub objects: Vec<PathBuf>,
    /// Archives, of which members are taken as needed; the runtime library is one of them.
    pub archives: Vec<PathBuf>,
    /// The executable. Nothing is written there unless the link succeeds.
    pub output: PathBuf,
    /// Which linker to use.
    pub linker: LinkerChoice,
    /// What to do with symbols.
    pub strip: Strip,
    /// The entry point, a symbol of the objects or archives.
    pub entry: String,
    /// Leave the relative relocations to the program: they are packed (RELR encoding) under tags that the C library's
    /// loader skips (`DT_ANDROID_RELR`, `DT_ANDROID_RELRSZ`), and nothing is remapped read-only before the entry point
    /// runs. Ignored with linkers that can't do it; the entry point must cope with the absence of these tags.
    pub self_relocate: bool,
    /// Also write the linker's own map to this file.
    pub map: Option<PathBuf>,
    /// More arguments for the linker, in GNU ld syntax.
    pub extra_args: Vec<String>,
}

impl LinkRequest {
    /// A request with the defaults: lld, split symbols, `_start`, relative relocations applied by the program.
    pub fn new(target: Target, output: impl Into<PathBuf>) -> Self {
        LinkRequest {
            target,
            objects: Vec::new(),
            archives: Vec::new(),
            output: output.into(),
            linker: LinkerChoice::default(),
            strip: Strip::default(),
            entry: "_start".to_string(),
            self_relocate: true,
            map: None,
            extra_args: Vec::new(),
        }
    }
}

/// What a link produced.
#[derive(Clone, Debug)]
pub struct LinkOutput {
    /// The executable.
    pub output: PathBuf,
    /// The file with the symbols, if they were split off.
    pub debug_output: Option<PathBuf>,
    /// Size of the executable in bytes.
    pub size: u64,
    /// The linker that did it.
    pub linker: Linker,
}

/// The path of the symbol file that belongs to an executable: `OUT.dbg`.
pub fn debug_path(output: &Path) -> PathBuf {
    let mut name = output.file_name().unwrap_or_default().to_os_string();
    name.push(".dbg");
    output.with_file_name(name)
}

/// Links `request.objects` and what they need of `request.archives` into `request.output`.
///
/// # Errors
/// No usable linker, an output folder that can't be written, unresolved symbols, or a failure of the linker itself. In
/// all these cases files at the output paths are as they were before.
pub fn link(request: &LinkRequest) -> Result<LinkOutput, LinkError> {
    let linker = Linker::find(&request.linker)?;
    let scratch = Scratch::beside(&request.output)?;
    let stubs = write_stubs(request.target, &scratch)?;

    let linked = scratch.path("linked");
    let map = request.map.as_ref().map(|_| scratch.path("map"));
    let args = linker.arguments(request, &stubs, &linked, map.as_deref());
    run(&linker, &args, &scratch, request)?;

    let (executable, debug) = split_symbols(request, &scratch, linked)?;
    let size = std::fs::metadata(&executable)
        .map_err(|e| LinkError::io(&executable, e))?
        .len();

    let debug_output = debug.as_ref().map(|_| debug_path(&request.output));
    if let (Some(from), Some(to)) = (map, &request.map) {
        scratch.publish(&from, to)?;
    }
    if let (Some(from), Some(to)) = (&debug, &debug_output) {
        scratch.publish(from, to)?;
    }
    scratch.publish(&executable, &request.output)?;
    Ok(LinkOutput {
        output: request.output.clone(),
        debug_output,
        size,
        linker,
    })
}

/// Generates the stub libraries of the target; returns their paths.
fn write_stubs(target: Target, scratch: &Scratch) -> Result<Vec<PathBuf>, LinkError> {
    let mut paths = Vec::new();
    for library in stubs::libraries(target) {
        let path = scratch.path(library.name);
        let bytes = stubs::write_library(target, &library);
        std::fs::write(&path, bytes).map_err(|e| LinkError::output(&path, e))?;
        paths.push(path);
    }
    Ok(paths)
}

/// Longest command line in bytes that is passed without a response file.
const MAX_COMMAND_LINE: usize = 64 * 1024;

fn run(
    linker: &Linker,
    args: &[String],
    scratch: &Scratch,
    request: &LinkRequest,
) -> Result<(), LinkError> {
    let mut command = Command::new(&linker.program);
    // Messages are parsed below.
    command.env("LC_ALL", "C");
    command.args(linker.leading_arguments());
    if args.iter().map(|a| a.len() + 1).sum::<usize>() > MAX_COMMAND_LINE {
        let file = scratch.path("link.rsp");
        let text: String = args.iter().map(|a| linker::quote(a) + "\n").collect();
        std::fs::write(&file, text).map_err(|e| LinkError::output(&file, e))?;
        command.arg(format!("@{}", file.display()));
    } else {
        command.args(args);
    }
    let result = command.output().map_err(|source| LinkError::NoLinker {
        detail: format!("`{}` can't be started: {source}", linker.program.display()),
    })?;
    if result.status.success() {
        return Ok(());
    }
    let stderr = String::from_utf8_lossy(&result.stderr);
    Err(linker::explain_failure(
        linker,
        &stderr,
        result.status,
        request.target,
    ))
}

/// Applies `request.strip` to the linked file; returns the executable to publish and the symbol file.
fn split_symbols(
    request: &LinkRequest,
    scratch: &Scratch,
    linked: PathBuf,
) -> Result<(PathBuf, Option<PathBuf>), LinkError> {
    let image = std::fs::read(&linked).map_err(|e| LinkError::io(&linked, e))?;
    let damaged = |what: String| LinkError::LinkerFailed {
        linker: "symbol split".to_string(),
        message: what,
    };
    let frames = frames::table(&image).map_err(damaged)?;
    if request.strip == Strip::No {
        if let Some(frames) = frames {
            let bytes = strip::with_frames(image, &frames).map_err(damaged)?;
            std::fs::write(&linked, bytes).map_err(|e| LinkError::output(&linked, e))?;
        }
        return Ok((linked, None));
    }
    let parts = strip::split(&image).map_err(damaged)?;
    let stripped = scratch.path("stripped");
    let mut debug = None;
    let bytes = if request.strip == Strip::Split {
        let debug_file = scratch.path("debug");
        let name = debug_path(&request.output);
        let name = name.file_name().unwrap_or_default().to_string_lossy();
        let bytes = parts.stripped(Some((&name, strip::crc32(&parts.debug))), frames.as_deref());
        std::fs::write(&debug_file, &parts.debug).map_err(|e| LinkError::output(&debug_file, e))?;
        debug = Some(debug_file);
        bytes
    } else {
        parts.stripped(None, frames.as_deref())
    };
    std::fs::write(&stripped, bytes).map_err(|e| LinkError::output(&stripped, e))?;
    let mode = std::fs::metadata(&linked)
        .map_err(|e| LinkError::io(&linked, e))?
        .permissions();
    std::fs::set_permissions(&stripped, mode).map_err(|e| LinkError::output(&stripped, e))?;
    Ok((stripped, debug))
}
