//! The middle of the compiler: a typed, block-structured IR and the importer that makes it from IL.
//!
//! One importer serves everybody: reachability walks the IR of a function to find what it needs, code generation lowers the same IR to LLVM.
//! So the two can't disagree, and branches that are folded here (feature switches, `typeof(T) == typeof(X)`, `IsSupported`) never cost anything later.
//!
//! - [`body`]: the IR itself. - [`func`]: what can have a body (methods and compiler-made stubs). - [`lookup`]: facts that shared generic code
//!   reads from a dictionary. - [`symbols`]: names of everything that units, image and runtime refer to.
//! - [`import`]: IL to IR. [`synth`]: bodies of stubs and runtime-provided methods. [`intrinsics`]: CoreLib methods that the compiler expands.
//! - [`preinit`]: static constructors that run at compile time.
//! - [`fold`]: constant folding during import. [`switches`]: feature switches and embedded substitutions.

pub mod attributes;
pub mod body;
pub mod build;
pub mod cleanup;
mod debug_symbols;
pub mod dump;
pub mod entity;
pub mod env;
pub mod fold;
pub mod func;
pub mod import;
pub mod intrinsics;
pub mod lookup;
mod operands;
pub mod preinit;
pub mod program;
pub mod switches;
pub mod symbols;
pub mod synth;

pub use body::*;
pub use func::*;
pub use lookup::*;
pub use program::{NativeForm, Program, ReflectedAttribute, ReflectedType};
