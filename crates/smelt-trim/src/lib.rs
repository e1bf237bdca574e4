//! Whole-program analysis: what of the app and the framework is in the output, and why.
//!
//! [`analyse`] starts at the roots and follows the IR of every function it reaches, rapid-type-analysis style: virtual and interface calls reach the
//! overrides of types whose objects are created somewhere. The result is a [`Program`](smelt_ir::Program) and the [`Reasons`] for each node.

mod analysis;
mod annotations;
mod flows;
mod makes;
mod ops;
pub mod reasons;

pub use analysis::{Analysis, AnalysisError, Problem, Roots, analyse};
pub use ops::functions;
pub use reasons::{Node, Reasons};
