//! Bodies of stubs and of methods that the runtime provides.

use crate::env::{Env, ImportError, Result};
use crate::{Body, Func};

/// The body of a function that has no IL.
pub fn body(env: &Env, func: Func) -> Result<Body> {
    let _ = (env, func);
    Err(ImportError::unsupported("not yet"))
}
