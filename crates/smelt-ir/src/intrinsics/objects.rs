//! Strings, arrays, spans, and copies of objects.

use super::call::{Call, Outcome};
use crate::build::NONNULL;
use crate::env::{ImportError, ImportErrorKind, Result};
use crate::*;
use smelt_abi::object;
use smelt_types::{TypeId, ValueClass};

const LENGTH: Access = Access {
    invariant: true,
    ..NONNULL
};

/// `String.Length`.
pub(super) fn string_length(c: &mut Call) -> Outcome {
    let this = c.arg_as(0, Kind::Ref);
    if let Some(length) = c.literal(0).map(<[u16]>::len) {
        let v = c.b.const_i32(length as i32);
        return c.value(v);
    }
    let at = c.b.field_addr(this, object::STRING_LENGTH);
    let v = c.b.load(at, Mem::I32, LENGTH);
    c.value(v)
}

/// `Array.Length`, `Array.LongLength`, `Array.NativeLength`: arrays of every rank have their length at the same place.
pub(super) fn array_length(c: &mut Call) -> Outcome {
    let this = c.arg_as(0, Kind::Ref);
    let at = c.b.field_addr(this, object::ARRAY_LENGTH);
    let mut v = c.b.load(at, Mem::I32, LENGTH);
    if matches!(
        c.ts().value_class(c.ret()?),
        ValueClass::Int { size: 8, .. }
    ) {
        v = c.b.convert(Conv::U64, true, v);
    }
    c.value(v)
}

impl Call<'_, '_> {
    /// The text of an argument that is a string literal (made in the current block).
    pub fn literal(&mut self, i: usize) -> Option<&[u16]> {
        let v = self.args[i].value;
        let string = self.b.env.well_known(smelt_types::WellKnown::String);
        if self.b.fact(v) != crate::fold::Fact::Exact(string) {
            return None;
        }
        let block = self.b.block();
        let insts = &self.b.body.blocks[block.0 as usize].insts;
        insts.iter().rev().find_map(|inst| match &inst.op {
            Op::Str(text) if inst.result == Some(v) => Some(&text[..]),
            _ => None,
        })
    }

    /// A `Span<T>` or `ReadOnlySpan<T>` (closed type).
    pub fn span(&mut self, span: TypeId, data: Value, length: Value) -> Result<Value> {
        let ts = self.ts();
        let field = |name: &str| -> Result<u32> {
            let f = ts.field_named(span, name).ok_or_else(|| {
                ImportError::new(
                    ImportErrorKind::Type,
                    format!("{} has no field {name}", ts.type_name(span)),
                )
            })?;
            Ok(ts.field_offset(f)?)
        };
        let (reference, len) = (field("_reference")?, field("_length")?);
        let local = self.b.add_local(span);
        let at = self.b.addr_of(local);
        let slot = self.b.field_addr_nonnull(at, reference);
        self.b.store_nonnull(slot, data, Mem::ByRef);
        let slot = self.b.field_addr_nonnull(at, len);
        self.b.store_nonnull(slot, length, Mem::I32);
        Ok(self.b.get(local))
    }
}
