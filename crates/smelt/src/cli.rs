//! Command line and response files.

use crate::diagnostics::Failure;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// Ahead-of-time compiler for .NET: assemblies in, one native executable out.
#[derive(Parser, Debug)]
#[command(name = "smelt", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Compile an app to a native executable.
    Compile(Box<CompileOptions>),
    /// Explain why a member is in the executable: the chain of reasons back to a root.
    Why {
        /// Part of a name: `Namespace.Type.Method` or `Namespace.Type`.
        member: String,
        #[command(flatten)]
        options: InputOptions,
    },
    /// List the calls of CoreLib into the runtime: implemented, missing, and which ones the app reaches.
    VmCalls {
        #[command(flatten)]
        options: OptionalInput,
    },
    /// Compile every method of assemblies, to test the compiler.
    #[command(hide = true)]
    Torture(TortureOptions),
}

/// The app and where its references are.
#[derive(Args, Debug, Clone)]
pub struct InputOptions {
    /// The app's assembly.
    pub app: PathBuf,
    #[command(flatten)]
    pub world: WorldOptions,
}

#[derive(Args, Debug, Clone)]
pub struct OptionalInput {
    /// An app's assembly: shows what of the list it reaches.
    pub app: Option<PathBuf>,
    #[command(flatten)]
    pub world: WorldOptions,
}

#[derive(Args, Debug, Clone, Default)]
pub struct WorldOptions {
    /// A folder with assemblies, or an assembly, that the app refers to. Repeatable; the first match wins.
    #[arg(long = "reference", short = 'r', value_name = "DIR|DLL")]
    pub references: Vec<PathBuf>,
    /// Value of a feature switch. Repeatable.
    #[arg(long = "feature", value_name = "NAME=VALUE")]
    pub features: Vec<String>,
    /// `runtimeconfig.json` whose properties the app sees through AppContext.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Runtime identifier of the target.
    #[arg(long, default_value = "linux-x64")]
    pub rid: String,
    /// Instruction sets beyond x86-64-v2, separated by commas: x86-64-v3, avx2, bmi, native, ... `-name` takes one out.
    #[arg(long, value_name = "LIST", allow_hyphen_values = true)]
    pub instruction_set: Option<String>,
    /// Largest size of Vector<T> in bits: 128, 256 or 512 (default: 256 where the instruction sets have it).
    #[arg(
        long,
        value_name = "BITS",
        default_value_t = 0,
        hide_default_value = true
    )]
    pub max_vectort_bitwidth: u32,
    /// Run all static constructors lazily, none at compile time.
    #[arg(long)]
    pub no_preinit_statics: bool,
    /// List the types whose static constructors stay lazy, and why.
    #[arg(long)]
    pub explain_statics: bool,
}

#[derive(Copy, Clone, Debug, ValueEnum, PartialEq, Eq, Default)]
pub enum Optimize {
    /// Fast code (default).
    #[default]
    Speed,
    /// Small code.
    Size,
    /// No optimisation: for debugging.
    None,
}

#[derive(Args, Debug, Clone)]
pub struct CompileOptions {
    #[command(flatten)]
    pub input: InputOptions,
    /// The executable.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// What to optimise for.
    #[arg(long, value_enum, default_value = "speed")]
    pub opt: Optimize,
    /// Same as `--opt none`.
    #[arg(short = 'O', value_name = "LEVEL", hide = true)]
    pub level: Option<String>,
    /// Linker or compiler driver to link with.
    #[arg(long, value_name = "PROGRAM")]
    pub linker: Option<String>,
    /// Kind of linker: lld, bfd.
    #[arg(long, value_name = "KIND")]
    pub linker_flavor: Option<String>,
    /// Move symbols to `OUTPUT.dbg` (default).
    #[arg(long, overrides_with = "no_strip")]
    pub strip: bool,
    /// Keep symbols in the executable.
    #[arg(long, overrides_with = "strip")]
    pub no_strip: bool,
    /// Write a map of the executable.
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Print how long each phase took.
    #[arg(long)]
    pub time: bool,
    /// Pack all inputs of this run into a folder, for a bug report.
    #[arg(long, value_name = "DIR")]
    pub save_repro: Option<PathBuf>,
    /// Folder with the runtime libraries (`DIR/<rid>/libsmelt_runtime.a`).
    #[arg(long, value_name = "DIR")]
    pub runtime: Option<PathBuf>,
    /// Print warnings and errors only.
    #[arg(long, short)]
    pub quiet: bool,
    /// Write the LLVM IR of each unit to this folder.
    #[arg(long, value_name = "DIR", hide = true)]
    pub emit_ir: Option<PathBuf>,
    /// Run the LLVM verifier over each unit.
    #[arg(long, hide = true)]
    pub verify: bool,
    /// Keep object files in this folder.
    #[arg(long, value_name = "DIR", hide = true)]
    pub keep_objects: Option<PathBuf>,
}

#[derive(Args, Debug, Clone)]
pub struct TortureOptions {
    /// The assemblies (default: all in the reference folders).
    pub assemblies: Vec<PathBuf>,
    #[command(flatten)]
    pub world: WorldOptions,
    /// Take one method in this many.
    #[arg(long, default_value_t = 1)]
    pub sample: usize,
    /// Stop before code generation.
    #[arg(long)]
    pub import_only: bool,
    /// First target of the range that is compiled.
    #[arg(long, default_value_t = 0)]
    pub from: usize,
    /// End of the range.
    #[arg(long)]
    pub to: Option<usize>,
    /// Count the targets only.
    #[arg(long)]
    pub count: bool,
    /// What to optimise for.
    #[arg(long, value_enum, default_value = "speed")]
    pub opt: Optimize,
}

impl CompileOptions {
    /// The level after `-O0`, `-O2`, `-Os` shorthands.
    pub fn optimize(&self) -> Optimize {
        match self.level.as_deref() {
            Some("0") => Optimize::None,
            Some("s") => Optimize::Size,
            Some(_) => Optimize::Speed,
            None => self.opt,
        }
    }
}

/// Replaces each `@FILE` by the arguments in it: one a line, empty lines and `#` comments skipped.
pub fn expand_response_files(
    args: impl Iterator<Item = OsString>,
) -> Result<Vec<OsString>, Failure> {
    let mut out = Vec::new();
    for arg in args {
        let Some(path) = arg.to_str().and_then(|a| a.strip_prefix('@')) else {
            out.push(arg);
            continue;
        };
        let text = std::fs::read_to_string(path).map_err(|e| {
            Failure::new(
                "smelt",
                "SMELT1001",
                format!("cannot read response file '{path}': {e}"),
            )
        })?;
        let lines = text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty() && !l.starts_with('#'));
        out.extend(lines.map(OsString::from));
    }
    Ok(out)
}
