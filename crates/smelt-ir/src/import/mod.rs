//! IL to IR.

use crate::Body;
use crate::env::{Env, ImportError, Result};
use crate::fold::Const;
use smelt_metadata::MethodBody;
use smelt_types::MethodId;

/// Imports the IL of a method in canonical form.
pub fn method(env: &Env, m: MethodId, il: &MethodBody<'static>) -> Result<Body> {
    let _ = (env, m, il);
    Err(ImportError::unsupported("not yet"))
}

/// A body that returns a constant.
pub fn constant_body(env: &Env, m: MethodId, value: Const) -> Result<Body> {
    let _ = (env, m, value);
    Err(ImportError::unsupported("not yet"))
}
