//! Generic context and dictionary lookups of shared code (`smelt_ir::lookup`).

use crate::function::FnCx;
use crate::{Result, bad_ir};
use inkwell::values::{BasicValueEnum, IntValue, PointerValue};
use smelt_abi::{ExceptionKind, method_table};
use smelt_ir::program::per_inst_index;
use smelt_ir::{Context, DictOwner, Func, Lookup};

impl<'c> FnCx<'_, 'c, '_> {
    /// Method table of `this`, or the hidden argument.
    pub fn generic_context(&self) -> Result<IntValue<'c>> {
        match self.context {
            Some(c) => Ok(c),
            None => bad_ir("a generic lookup in code without generic context"),
        }
    }

    /// Whose dictionary the body's lookups are in.
    fn dict_owner(&self) -> Result<DictOwner> {
        let ts = self.u.ts;
        let (method, ty) = match self.body.func {
            Func::Method(m) | Func::Stub { method: m, .. } | Func::ReverseStub(m) => {
                (Some(m), ts.method_owner(m))
            }
            Func::OpenDelegate(t) | Func::Multicast(t) => (None, t),
            _ => return bad_ir("a generic lookup in a function without owner"),
        };
        match (self.body.context, method) {
            (Context::MethodParam, Some(m)) => Ok(DictOwner::Method(m)),
            _ => Ok(DictOwner::Type(ty)),
        }
    }

    pub fn runtime_lookup(&mut self, lookup: &Lookup) -> Result<BasicValueEnum<'c>> {
        let owner = self.dict_owner()?;
        let Some(slot) = self.u.program.dict_slot(self.u.ts, owner, lookup) else {
            return bad_ir(format!("{lookup:?} has no dictionary slot"));
        };
        let context = self.generic_context()?;
        let context = self.b.build_int_to_ptr(context, self.u.t.ptr, "")?;
        let dictionary = match owner {
            DictOwner::Method(_) => context,
            DictOwner::Type(ty) => {
                let instances = self.field_of(context, method_table::PER_INST_INFO)?;
                self.field_of(instances, 8 * per_inst_index(self.u.ts, ty))?
            }
        };
        let entry = self.field_of(dictionary, 8 * slot)?;
        // Numbers may be zero.
        let number = matches!(
            lookup,
            Lookup::Selector(_)
                | Lookup::ThreadStaticOffset(_)
                | Lookup::ClassInit(_)
                | Lookup::DefaultCtor(_)
        );
        if !number && self.u.program.empty_lookups.contains(&(owner, *lookup)) {
            let empty = self.b.build_is_null(entry, "")?;
            self.check(empty, ExceptionKind::TypeLoad)?;
        }
        Ok(entry.into())
    }

    /// Pointer at `offset` in immutable image data.
    fn field_of(&self, base: PointerValue<'c>, offset: u32) -> Result<PointerValue<'c>> {
        let at = self.inside(base, self.i64(i64::from(offset)))?;
        Ok(self.load_invariant(self.u.t.ptr, at)?.into_pointer_value())
    }
}
