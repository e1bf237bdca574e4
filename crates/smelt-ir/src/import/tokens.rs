//! `ldtoken` and typed references (ECMA-335 III.4.17-4.19, 4.22, 4.23).

use super::{Importer, OPEN};
use crate::env::{ImportError, Result};
use crate::fold::Fact;
use crate::*;
use smelt_abi::ExceptionKind;
use smelt_metadata::il::Opcode;
use smelt_metadata::{Table, Token};
use smelt_types::{Member, WellKnown};

impl Importer<'_> {
    pub(super) fn load_token(&mut self, t: Token) -> Result<()> {
        let ts = self.env().ts;
        let (fact, w) = match ts.resolve_member(self.module, t, OPEN)? {
            Member::Type(open) => {
                self.check_loadable(open)?;
                let definition = matches!(t.table(), Table::TypeDef | Table::TypeRef)
                    && !ts.type_args(open).is_empty();
                let fact = if definition {
                    Fact::DefinitionToken(open)
                } else {
                    Fact::TypeToken {
                        open,
                        ty: self.b.close(open),
                    }
                };
                (fact, WellKnown::RuntimeTypeHandle)
            }
            Member::Method(m) => {
                self.check_method(m)?;
                (Fact::MethodToken(m), WellKnown::RuntimeMethodHandle)
            }
            Member::Field(f) => (Fact::FieldToken(f), WellKnown::RuntimeFieldHandle),
        };
        let ty = self.env().well_known(w);
        let placeholder = self.b.emit_with(Op::Zero(ty), Kind::Struct(ty), fact);
        let v = if self.following() == Some(Opcode::Call) {
            placeholder
        } else {
            self.b.materialise(placeholder)
        };
        self.b.push_typed(v, Some(ty));
        Ok(())
    }

    /// Offsets of value and type in a `TypedReference`.
    pub(super) fn typed_reference_fields(&self) -> Result<(u32, u32)> {
        let ts = self.env().ts;
        let ty = self.env().well_known(WellKnown::TypedReference);
        let offset = |name: &str| -> Result<u32> {
            let f = ts
                .field_named(ty, name)
                .ok_or_else(|| ImportError::unsupported("TypedReference has another layout"))?;
            Ok(ts.field_offset(f)?)
        };
        Ok((offset("_value")?, offset("_type")?))
    }

    pub(super) fn make_ref_any(&mut self, t: Token) -> Result<()> {
        let open = self.open_type(t)?;
        let addr = self.pop_address()?;
        let (value, type_at) = self.typed_reference_fields()?;
        let ty = self.env().well_known(WellKnown::TypedReference);
        let local = self.b.add_local(ty);
        let to = self.b.addr_of(local);
        let field = self.b.field_addr_nonnull(to, value);
        self.b.store_nonnull(field, addr, Mem::ByRef);
        // `TypedReference.ToObject` boxes the value.
        let boxes = self.env().ts.is_value_type(self.b.close(open));
        let handle = self.b.type_handle(open, boxes);
        let field = self.b.field_addr_nonnull(to, type_at);
        self.b.store_nonnull(field, handle, Mem::I64);
        let v = self.b.get(local);
        self.b.push_typed(v, Some(ty));
        Ok(())
    }

    pub(super) fn ref_any_value(&mut self, t: Token) -> Result<()> {
        let open = self.open_type(t)?;
        let v = self.b.pop()?.value;
        let (value, type_at) = self.typed_reference_fields()?;
        let extract = |imp: &mut Self, v, offset, mem| {
            let kind = crate::env::kind_of_mem(mem);
            imp.b.emit(
                Op::ExtractField {
                    value: v,
                    offset,
                    mem,
                },
                kind,
            )
        };
        let actual = extract(self, v, type_at, Mem::I64);
        let local = self.b.temp(v);
        let wanted = self.b.type_handle(open, false);
        let differs = self.b.compare(Cond::Ne, actual, wanted);
        self.b.if_then(differs, |b| {
            b.throw_kind(ExceptionKind::InvalidCast);
            Ok(())
        })?;
        let v = self.b.get(local);
        let addr = extract(self, v, value, Mem::ByRef);
        self.b.push(addr);
        Ok(())
    }

    pub(super) fn ref_any_type(&mut self) -> Result<()> {
        let env = self.env();
        let v = self.b.pop()?.value;
        let (_, offset) = self.typed_reference_fields()?;
        let handle = self.b.emit(
            Op::ExtractField {
                value: v,
                offset,
                mem: Mem::I64,
            },
            Kind::I64,
        );
        let owner = env.well_known(WellKnown::RuntimeTypeHandle);
        let convert = env
            .ts
            .methods_named(owner, "FromIntPtr")
            .first()
            .copied()
            .ok_or_else(|| ImportError::unsupported("RuntimeTypeHandle.FromIntPtr is missing"))?;
        let v = self.b.call_method(convert, &[handle])?;
        let v = v.ok_or_else(|| ImportError::unsupported("RuntimeTypeHandle.FromIntPtr"))?;
        self.b.push_typed(v, Some(owner));
        Ok(())
    }
}
