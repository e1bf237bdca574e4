//! SIMD operations on vectors in memory form.

use crate::function::FnCx;
use crate::{LowerError, Result};
use smelt_ir::{Lane, Value, VecOp};

impl FnCx<'_, '_, '_> {
    pub fn vector(
        &mut self,
        _result: Option<Value>,
        op: VecOp,
        lane: Lane,
        _args: &[Value],
    ) -> Result<()> {
        Err(LowerError::Unsupported(format!(
            "vector operation {op:?} on {lane:?} lanes"
        )))
    }
}
