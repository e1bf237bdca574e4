//! A call that may be expanded, and what rules are made of.

use super::Expansion;
use crate::build::{Builder, MethodRef, StackValue, TypeRef};
use crate::env::Result;
use crate::fold::Fact;
use crate::*;
use smelt_abi::ExceptionKind;
use smelt_types::{TypeId, TypeSystem};

/// What a rule says: `None` leaves the call alone (nothing may have been emitted).
pub(super) type Outcome = Result<Option<Expansion>>;
pub(super) type Rule = fn(&mut Call) -> Outcome;

/// A call under expansion.
pub(super) struct Call<'a, 'e> {
    pub b: &'a mut Builder<'e>,
    pub callee: &'a MethodRef,
    /// `this` first.
    pub args: &'a [StackValue],
    /// Type of a `constrained.` prefix, open form.
    pub constrained: Option<TypeId>,
}

impl<'e> Call<'_, 'e> {
    pub fn ts(&self) -> &'e TypeSystem {
        self.b.env.ts
    }
    pub fn arg(&self, i: usize) -> Value {
        self.args[i].value
    }
    pub fn fact(&self, i: usize) -> Fact {
        self.b.fact(self.args[i].value)
    }
    /// Argument in another kind of the same family.
    pub fn arg_as(&mut self, i: usize, kind: Kind) -> Value {
        self.b.coerce(self.args[i].value, kind)
    }
    /// Generic argument of the method.
    pub fn method_arg(&self, i: usize) -> TypeRef {
        let open = self.ts().method_args(self.callee.open)[i];
        self.b.type_ref(open)
    }
    /// Generic argument of the method's type.
    pub fn owner_arg(&self, i: usize) -> TypeRef {
        let open = self
            .ts()
            .type_args(self.ts().method_owner(self.callee.open))[i];
        self.b.type_ref(open)
    }
    /// Closed type of a parameter (`this` not counted).
    pub fn param(&self, i: usize) -> Result<TypeId> {
        Ok(self.ts().method_sig(self.callee.exact)?.params[i])
    }
    /// What a byref or pointer parameter points to.
    pub fn pointee(&self, i: usize) -> Result<Option<TypeId>> {
        Ok(self.ts().element_type(self.param(i)?))
    }
    pub fn ret(&self) -> Result<TypeId> {
        Ok(self.ts().method_sig(self.callee.exact)?.ret)
    }
    /// How values of a closed type lie in memory.
    pub fn mem(&self, ty: TypeId) -> Result<Mem> {
        self.b
            .env
            .mem(ty)
            .ok_or_else(|| crate::env::ImportError::bad_il("void has no values"))
    }
    /// Size of a value of a closed type.
    pub fn size(&self, ty: TypeId) -> Result<i64> {
        Ok(i64::from(self.ts().size_of(ty)?))
    }

    // ---- outcomes ---------------------------------------------------------------------------------------------------

    /// The result, of the type that the method declares.
    pub fn value(&self, value: Value) -> Outcome {
        Ok(Some(Expansion::Value(StackValue {
            value,
            kind: self.b.kind(value),
            ty: None,
        })))
    }
    /// The result with a better static type.
    pub fn typed(&self, value: Value, ty: TypeId) -> Outcome {
        Ok(Some(Expansion::Value(StackValue {
            value,
            kind: self.b.kind(value),
            ty: Some(ty),
        })))
    }
    pub fn bool(&mut self, v: bool) -> Outcome {
        let v = self.b.const_bool(v);
        self.value(v)
    }
    pub fn throw_kind(&mut self, kind: ExceptionKind) -> Outcome {
        self.b.throw_kind(kind);
        Ok(Some(Expansion::NoReturn))
    }
    /// The result after it has been held in memory of the type that the method declares.
    pub fn narrowed(&mut self, v: Value) -> Outcome {
        use smelt_types::ValueClass as V;
        let ret = self.ret()?;
        let v = match self.ts().value_class(ret) {
            V::Int { size, signed } => {
                let to = match (size, signed) {
                    (1, true) => Conv::I8,
                    (1, false) => Conv::U8,
                    (2, true) => Conv::I16,
                    (2, false) => Conv::U16,
                    (4, _) => Conv::I32,
                    _ => Conv::I64,
                };
                match (self.b.kind(v), to) {
                    (Kind::Ref | Kind::ByRef, _) => self.b.to_i64(v),
                    _ => self.b.convert(to, false, v),
                }
            }
            _ => v,
        };
        self.value(v)
    }
}

/// An expansion to nothing.
pub(super) fn void() -> Outcome {
    Ok(Some(Expansion::Void))
}
