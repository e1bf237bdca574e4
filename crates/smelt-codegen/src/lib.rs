//! Lowers the IR of a closed world to native objects with LLVM.
//!
//! - [`unit`]: partition of the bodies into code-generation units, the life of one unit (declare, lower, optimise, emit).
//! - `module`: what a unit declares: functions, symbols of image and runtime, helpers, metadata nodes.
//! - `abi`: how values cross calls. - `function`: one body; the operations are in `arith`, `memory`, `objects`, `casts`, `calls`, `generics`,
//!   `intrinsics`, `vectors`; `eh` has protected regions, `filters` the outlined exception filters.
//! - `inline`: which bodies are copied into other units, and which calls have few possible targets.
//! - `placement`: which units define a function.
//! - `tail`: explicit tail calls. - `debug`: functions and lines for stack traces and debuggers.
//! - `names`: records for stack traces.
//! - `passes`: what runs on the optimised IR before instruction selection.
//!
//! Deliberately absent: knowledge of IL, of reachability, and of the data of the image: those are symbols here (`smelt_ir::symbols`).

mod abi;
mod arith;
mod calls;
mod casts;
mod debug;
mod eh;
mod filters;
mod flow;
mod function;
mod generics;
mod inline;
mod intrinsics;
mod memory;
mod module;
mod names;
mod objects;
mod passes;
mod placement;
mod recursion;
mod tail;
pub mod unit;
mod vectors;

use rustc_hash::FxHashSet;
use smelt_ir::Program;
use smelt_types::{TypeError, TypeSystem};
use std::path::PathBuf;

/// How hard to optimise.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum OptLevel {
    /// No passes, fast instruction selection.
    None,
    Size,
    #[default]
    Speed,
}

/// What the caller decides about code generation.
#[derive(Clone, Debug)]
pub struct CodegenOptions {
    pub opt: OptLevel,
    pub triple: String,
    /// LLVM CPU name that the code may assume.
    pub cpu: String,
    /// LLVM feature string (`+avx2,+bmi2`).
    pub features: String,
    /// Write each unit's IR before (`.ll`) and after (`.opt.ll`) the passes.
    pub emit_ir: Option<PathBuf>,
    /// Run LLVM's verifier over every unit.
    pub verify: bool,
    /// The symbols that objects other than the units refer to; unknown: any.
    pub referred_to: Option<FxHashSet<String>>,
}

impl Default for CodegenOptions {
    fn default() -> Self {
        CodegenOptions {
            opt: OptLevel::Speed,
            triple: "x86_64-unknown-linux-gnu".into(),
            cpu: "x86-64-v2".into(),
            features: String::new(),
            emit_ir: None,
            verify: cfg!(debug_assertions),
            referred_to: None,
        }
    }
}

/// A relocatable object.
#[derive(Clone, Debug)]
pub struct ObjectUnit {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Why code cannot be generated.
#[derive(Debug, thiserror::Error)]
pub enum CodegenError {
    /// A body breaks a rule of the IR or uses what is not supported.
    #[error("{function}: {detail}")]
    Body { function: String, detail: String },
    #[error("code-generation unit '{unit}': {detail}")]
    Unit { unit: String, detail: String },
}

/// Generates the objects of all bodies, sorted by name. The bytes depend on the input only.
pub fn generate(
    ts: &TypeSystem,
    program: &Program,
    options: &CodegenOptions,
) -> Result<Vec<ObjectUnit>, CodegenError> {
    unit::generate(ts, program, options)
}

/// Generates all bodies as one object of that name.
pub fn generate_unit(
    ts: &TypeSystem,
    program: &Program,
    name: &str,
    options: &CodegenOptions,
) -> Result<ObjectUnit, CodegenError> {
    unit::generate_unit(ts, program, name, options)
}

/// Failure inside one body; gets the function's name on the way out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LowerError {
    #[error("{0}")]
    Ir(String),
    #[error("not supported: {0}")]
    Unsupported(String),
    #[error(transparent)]
    Type(#[from] TypeError),
    #[error("LLVM: {0}")]
    Builder(#[from] inkwell::builder::BuilderError),
}

pub(crate) type Result<T, E = LowerError> = std::result::Result<T, E>;

pub(crate) fn bad_ir<T>(detail: impl Into<String>) -> Result<T> {
    Err(LowerError::Ir(detail.into()))
}
