//! CoreLib methods that the compiler expands or whose bodies it replaces.

use crate::Body;
use crate::build::{Builder, MethodRef, StackValue};
use crate::env::{Env, Result};
use smelt_types::{MethodId, TypeId};

/// What a call was expanded to.
pub enum Expansion {
    /// Result of the call (with its static type if known).
    Value(StackValue),
    /// No result.
    Void,
    /// The block has ended (an exception is thrown).
    NoReturn,
}

/// Expands a call in place. `args` (with `this` first) are popped already and valid in the current block; `constrained`: type of a
/// `constrained.` prefix, open form. Returns `None`, before anything is emitted, for an ordinary call.
pub fn expand(
    b: &mut Builder,
    callee: &MethodRef,
    args: &[StackValue],
    constrained: Option<TypeId>,
) -> Result<Option<Expansion>> {
    let _ = (b, callee, args, constrained);
    Ok(None)
}

/// The body that is compiled instead of the method's IL.
pub fn replace_body(env: &Env, method: MethodId) -> Result<Option<Body>> {
    let _ = (env, method);
    Ok(None)
}
