//! Which linker runs, with which arguments, and what its complaints mean.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use crate::{LinkError, LinkRequest, Target, stubs};

/// The linker that the user asks for; the default is lld, found by itself.
#[derive(Clone, Debug, Default)]
pub struct LinkerChoice {
    /// A program name or path: a linker (`ld.lld`, `ld.bfd`, `mold`, ...) or a C compiler that calls one (`clang`,
    /// `gcc`, ...), like the property `CppCompilerAndLinker`.
    pub program: Option<String>,
    /// The kind of linker, like the property `LinkerFlavor`.
    pub flavor: Option<LinkerFlavor>,
}

/// A kind of linker, as in `-fuse-ld=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkerFlavor {
    /// LLVM's linker.
    Lld,
    /// GNU ld.
    Bfd,
    /// Any other with GNU ld's command line (`gold`, `mold`, ...).
    Other(String),
}

impl LinkerFlavor {
    /// The flavor with this name.
    pub fn from_name(name: &str) -> LinkerFlavor {
        match name {
            "lld" => LinkerFlavor::Lld,
            "bfd" => LinkerFlavor::Bfd,
            other => LinkerFlavor::Other(other.to_string()),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            LinkerFlavor::Lld => "lld",
            LinkerFlavor::Bfd => "bfd",
            LinkerFlavor::Other(name) => name,
        }
    }
}

/// How a linker program is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkerKind {
    /// lld under its ELF name.
    Lld,
    /// lld under a name that needs `-flavor gnu` first (`lld`, `rust-lld`).
    GenericLld,
    /// GNU ld or compatible.
    Gnu,
    /// A C compiler, which passes `-Wl,` arguments to the linker of this flavor or its own default.
    CompilerDriver(Option<LinkerFlavor>),
}

/// A linker program found on this machine.
#[derive(Clone, Debug)]
pub struct Linker {
    /// Its path.
    pub program: PathBuf,
    /// How it is called.
    pub kind: LinkerKind,
}

impl Linker {
    /// Finds the linker of a choice. Without a named program: lld beside this executable, in the usual places of LLVM, on
    /// the `PATH`, in the Rust toolchain.
    ///
    /// # Errors
    /// [`LinkError::NoLinker`] if there is none.
    pub fn find(choice: &LinkerChoice) -> Result<Linker, LinkError> {
        if let Some(name) = choice.program.as_deref().filter(|n| !n.is_empty()) {
            return named(name, choice.flavor.clone());
        }
        match &choice.flavor {
            None | Some(LinkerFlavor::Lld) => find_lld(),
            Some(LinkerFlavor::Bfd) => on_path(&["ld.bfd", "ld"], "GNU ld (`ld.bfd`, `ld`)"),
            Some(LinkerFlavor::Other(name)) => {
                on_path(&[&format!("ld.{name}"), name], &format!("`ld.{name}`"))
            }
        }
    }

    fn is_lld(&self) -> bool {
        match &self.kind {
            LinkerKind::Lld | LinkerKind::GenericLld => true,
            LinkerKind::Gnu => false,
            LinkerKind::CompilerDriver(flavor) => *flavor == Some(LinkerFlavor::Lld),
        }
    }

    /// Arguments that must come first, outside any response file.
    pub(crate) fn leading_arguments(&self) -> &'static [&'static str] {
        match self.kind {
            LinkerKind::GenericLld => &["-flavor", "gnu"],
            _ => &[],
        }
    }

    /// The command line of a link.
    pub(crate) fn arguments(
        &self,
        request: &LinkRequest,
        stubs: &[PathBuf],
        output: &Path,
        map: Option<&Path>,
    ) -> Vec<String> {
        let target = request.target;
        let mut options = Options {
            driver: matches!(self.kind, LinkerKind::CompilerDriver(_)),
            args: Vec::new(),
        };
        if let LinkerKind::CompilerDriver(flavor) = &self.kind {
            options.plain(&["-nostdlib", "-nostartfiles", "-pie"]);
            if let Some(flavor) = flavor {
                options.plain(&[&format!("-fuse-ld={}", flavor.name())]);
            }
        } else {
            options.plain(&["-m", target.emulation(), "-pie"]);
        }
        options.plain(&["-o", &output.display().to_string()]);
        options.linker(&["-e", &request.entry]);
        options.linker(&["--dynamic-linker", target.dynamic_linker()]);
        options.linker(&["--gc-sections", "--eh-frame-hdr", "--hash-style=gnu"]);
        options.linker(&["--build-id=none", "--no-undefined", "--no-demangle", "-O1"]);
        for keyword in ["now", "text", "noexecstack", "noseparate-code"] {
            options.linker(&["-z", keyword]);
        }
        if self.is_lld() {
            options.linker(&["--icf=none", "--error-limit=0"]);
        } else {
            // The symbol of a section's start keeps none of its pieces; absolute symbols fit in 32 bits.
            options.linker(&["-z", "start-stop-gc", "-z", "noreloc-overflow"]);
        }
        if request.self_relocate && self.is_lld() {
            options.linker(&["--pack-dyn-relocs=relr", "--use-android-relr-tags"]);
            options.linker(&["-z", "norelro"]);
        } else {
            options.linker(&["-z", "relro"]);
        }
        if let Some(map) = map {
            options.linker(&[&format!("-Map={}", map.display())]);
        }
        options.linker(&request.extra_args.iter().map(|a| &**a).collect::<Vec<_>>());
        options.paths(&request.objects);
        options.linker(&["--start-group"]);
        options.paths(&request.archives);
        options.linker(&["--end-group", "--as-needed"]);
        options.paths(stubs);
        options.args
    }
}

/// A command line under construction; linker arguments are wrapped where a compiler is the linker driver.
struct Options {
    driver: bool,
    args: Vec<String>,
}

impl Options {
    fn plain(&mut self, args: &[&str]) {
        self.args.extend(args.iter().map(|a| a.to_string()));
    }

    fn linker(&mut self, args: &[&str]) {
        for arg in args {
            if self.driver {
                self.args.push("-Xlinker".to_string());
            }
            self.args.push(arg.to_string());
        }
    }

    fn paths(&mut self, paths: &[PathBuf]) {
        self.args
            .extend(paths.iter().map(|p| p.display().to_string()));
    }
}

/// Quotes an argument for a response file, as lld, GNU ld, clang and gcc read it.
pub(crate) fn quote(arg: &str) -> String {
    let mut quoted = String::with_capacity(arg.len() + 2);
    for c in arg.chars() {
        if c.is_whitespace() || matches!(c, '\\' | '"' | '\'') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted
}

fn named(name: &str, flavor: Option<LinkerFlavor>) -> Result<Linker, LinkError> {
    let program = which(name).ok_or_else(|| LinkError::NoLinker {
        detail: format!("`{name}`, which the project asks for, was not found"),
    })?;
    let file = Path::new(name)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let kind = if file == "lld" || file.starts_with("rust-lld") || file.starts_with("lld-") {
        LinkerKind::GenericLld
    } else if file.contains("lld") {
        LinkerKind::Lld
    } else if is_compiler(&file) {
        LinkerKind::CompilerDriver(flavor)
    } else {
        LinkerKind::Gnu
    };
    Ok(Linker { program, kind })
}

/// Whether a program name is that of a C compiler, such as `clang-22`, `cc` or `x86_64-linux-gnu-gcc-12`.
fn is_compiler(file: &str) -> bool {
    ["gcc", "clang", "g++", "cc", "c++", "zig"]
        .iter()
        .any(|compiler| {
            file.split('-')
                .any(|part| part == *compiler || part == format!("{compiler}.exe"))
        })
}

fn on_path(names: &[&str], what: &str) -> Result<Linker, LinkError> {
    let program = names.iter().find_map(|n| which(n));
    program
        .map(|program| Linker {
            program,
            kind: LinkerKind::Gnu,
        })
        .ok_or_else(|| LinkError::NoLinker {
            detail: format!("{what} was not found on the PATH"),
        })
}

/// Names of lld's ELF linker, preferred ones first.
const LLD_NAMES: [&str; 7] = [
    "ld.lld-22",
    "ld.lld",
    "ld.lld-23",
    "ld.lld-21",
    "ld.lld-20",
    "ld.lld-19",
    "ld.lld-18",
];

fn find_lld() -> Result<Linker, LinkError> {
    let lld = |program| Linker {
        program,
        kind: LinkerKind::Lld,
    };
    let own_folder = std::env::current_exe()
        .ok()
        .and_then(|exe| exe.parent().map(Path::to_path_buf));
    if let Some(folder) = own_folder {
        let beside = folder.join("ld.lld");
        if beside.is_file() {
            return Ok(lld(beside));
        }
    }
    if let Some(program) = LLD_NAMES.iter().find_map(|n| which(n)) {
        return Ok(lld(program));
    }
    if let Some(program) = rust_lld() {
        return Ok(Linker {
            program,
            kind: LinkerKind::GenericLld,
        });
    }
    Err(LinkError::NoLinker {
        detail: "lld was not found beside smelt, on the PATH (`ld.lld`) or in a Rust toolchain"
            .to_string(),
    })
}

/// The lld that comes with the Rust toolchain, if there is one.
fn rust_lld() -> Option<PathBuf> {
    let rustc = which("rustc")?;
    let output = std::process::Command::new(rustc)
        .args(["--print", "target-libdir"])
        .output()
        .ok()?;
    let libdir = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    let lld = libdir.parent()?.join("bin").join("rust-lld");
    lld.is_file().then_some(lld)
}

/// The executable of a name, from the `PATH` unless the name contains a folder.
fn which(name: &str) -> Option<PathBuf> {
    if name.contains('/') {
        let path = PathBuf::from(name);
        return path.is_file().then_some(path);
    }
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// Turns the messages of a failed linker into an error.
pub(crate) fn explain_failure(
    linker: &Linker,
    stderr: &str,
    status: ExitStatus,
    target: Target,
) -> LinkError {
    let mut symbols: Vec<String> = stderr.lines().filter_map(undefined_symbol).collect();
    symbols.sort();
    symbols.dedup();
    if !symbols.is_empty() {
        for symbol in &mut symbols {
            if let Some(version) = stubs::too_new(target, symbol) {
                *symbol += &format!(" (only in glibc {version} and later)");
            }
        }
        return LinkError::Unresolved { symbols };
    }
    let lines: Vec<&str> = stderr.lines().filter(|l| !l.trim().is_empty()).collect();
    let errors: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|l| l.contains("error:"))
        .collect();
    let shown = if errors.is_empty() { lines } else { errors };
    let mut message = shown.into_iter().take(3).collect::<Vec<_>>().join("; ");
    if message.is_empty() {
        message = format!("failed ({status})");
    }
    LinkError::LinkerFailed {
        linker: linker.program.display().to_string(),
        message,
    }
}

/// The symbol of an "undefined" message of lld (`undefined symbol: x`), GNU ld and gold (``undefined reference to `x'``).
fn undefined_symbol(line: &str) -> Option<String> {
    if let Some((kind, symbol)) = line.split_once(" symbol: ")
        && kind.contains("undefined")
    {
        return Some(symbol.trim().to_string());
    }
    let (_, rest) = line.split_once("undefined reference to ")?;
    let symbol = rest.trim_matches(|c| matches!(c, '`' | '\'' | '"' | ' '));
    Some(symbol.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compilers_are_told_from_linkers() {
        for name in [
            "clang",
            "clang-22",
            "gcc",
            "cc",
            "c++",
            "x86_64-linux-gnu-gcc-12",
            "g++",
        ] {
            assert!(is_compiler(name), "{name}");
        }
        for name in ["ld", "ld.bfd", "mold", "ld.lld-22", "rust-lld"] {
            assert!(!is_compiler(name), "{name}");
        }
    }

    #[test]
    fn undefined_symbols_of_all_linkers_are_recognised() {
        let lld = "ld.lld-22: error: undefined symbol: frob";
        let bfd = "/usr/bin/ld.bfd: a.o: in function `f':\na.c:(.text+0x5): undefined reference to `frob'";
        assert_eq!(undefined_symbol(lld).as_deref(), Some("frob"));
        assert_eq!(
            bfd.lines().find_map(undefined_symbol).as_deref(),
            Some("frob")
        );
    }

    #[test]
    fn a_missing_named_linker_is_an_error_with_its_name() {
        let choice = LinkerChoice {
            program: Some("no-such-linker".to_string()),
            flavor: None,
        };
        let error = Linker::find(&choice).unwrap_err();
        assert_eq!(error.code(), "SMELT2001");
        assert!(error.to_string().contains("no-such-linker"), "{error}");
    }

    #[test]
    fn response_file_arguments_are_quoted() {
        assert_eq!(quote("a b\\c\"d"), "a\\ b\\\\c\\\"d");
    }
}
