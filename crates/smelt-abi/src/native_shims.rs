//! Entry points of `libSystem.Native` that the runtime defines, sorted.
pub const IMPLEMENTED: &[&str] = &[];
