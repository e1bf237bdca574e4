//! Boxes and casts, with the rules for `Nullable<T>` (ECMA-335 III.4.1, 4.3, 4.6, 4.32, 4.33).

use super::Importer;
use crate::build::{Builder, NONNULL, StackValue};
use crate::env::{ImportError, Result};
use crate::fold::{self, Fact};
use crate::*;
use smelt_abi::{method_table, object};
use smelt_metadata::Token;
use smelt_metadata::il::Opcode;
use smelt_types::{TypeId, WellKnown};

/// A type whose handle a box, unbox or cast needs.
#[derive(Copy, Clone)]
pub(super) struct Inner {
    /// Closed.
    ty: TypeId,
    canon: TypeId,
    from: From,
}

#[derive(Copy, Clone)]
enum From {
    /// Open form.
    Name(TypeId),
    /// The argument of this one, a variable that stands for a `Nullable` of a shared struct.
    Nullable(TypeId),
}

impl Inner {
    fn handle(&self, b: &mut Builder, constructed: bool) -> Value {
        let nullable = match self.from {
            From::Name(open) => return b.type_handle(open, constructed),
            From::Nullable(open) => open,
        };
        let mut at = b.type_handle(nullable, constructed);
        let invariant = Access {
            invariant: true,
            ..NONNULL
        };
        // The dictionary of the type begins with the handle.
        for offset in [method_table::PER_INST_INFO, 0, 0] {
            let offset = b.const_i64(i64::from(offset));
            let addr = b.ptr_add(at, offset);
            at = b.load(addr, Mem::I64, invariant);
        }
        at
    }
}

impl Importer<'_> {
    pub(super) fn box_op(&mut self, t: Token) -> Result<()> {
        let open = self.open_type(t)?;
        let v = self.b.pop()?.value;
        let v = self.b.materialise(v);
        let boxed = self.box_value(open, v)?;
        let ty = self.b.close(open);
        self.b.push_typed(boxed, Some(ty));
        Ok(())
    }

    /// Boxes by the rules of ECMA-335 III.4.1: references stay, an empty Nullable is null.
    pub(super) fn box_value(&mut self, open: TypeId, v: Value) -> Result<Value> {
        let ts = self.env().ts;
        let ty = self.b.close(open);
        if !ts.is_value_type(ty) {
            return Ok(v);
        }
        if ts.is_byref_like(ty) {
            return self.box_byref_like(ty);
        }
        if !ts.is_nullable(ty) {
            let mem = self.mem(ty)?;
            let v = self.b.coerce_to(v, mem);
            return Ok(self.b.box_value(open, v));
        }
        let inner = self.nullable_inner(open);
        let (has_value, value) = self.nullable_fields(ty)?;
        let local = self.b.temp(v);
        let has = self.b.emit(
            Op::ExtractField {
                value: v,
                offset: has_value,
                mem: Mem::U8,
            },
            Kind::I32,
        );
        let object = self.env().well_known(WellKnown::Object);
        let mem = self.mem(inner.ty)?;
        self.b.if_else(
            has,
            object,
            |b| {
                let v = b.get(local);
                let v = b.emit(
                    Op::ExtractField {
                        value: v,
                        offset: value,
                        mem,
                    },
                    crate::env::kind_of_mem(mem),
                );
                let handle = inner.handle(b, true);
                let ty = inner.canon;
                let op = Op::Box {
                    ty,
                    handle,
                    value: v,
                };
                Ok(b.emit_with(op, Kind::Ref, Fact::NonNull))
            },
            |b| Ok(b.null()),
        )
    }

    /// `box T` of a ref struct occurs where a type test of `T` decides (`T : allows ref struct`): not null, and of that class.
    pub(super) fn box_byref_like(&mut self, ty: TypeId) -> Result<Value> {
        match self.following() {
            Some(
                Opcode::BrTrue
                | Opcode::BrTrueS
                | Opcode::BrFalse
                | Opcode::BrFalseS
                | Opcode::IsInst,
            ) => Ok(self.b.emit_with(Op::Null, Kind::Ref, Fact::Exact(ty))),
            _ => Err(ImportError::bad_il("a ref struct is boxed")),
        }
    }

    /// Offsets of `hasValue` and `value`.
    pub(super) fn nullable_fields(&self, ty: TypeId) -> Result<(u32, u32)> {
        let ts = self.env().ts;
        let canon = ts.canon_type(ty);
        let offset = |name: &str| -> Result<u32> {
            let f = ts
                .field_named(canon, name)
                .ok_or_else(|| ImportError::unsupported("Nullable<T> has another layout"))?;
            Ok(ts.field_offset(f)?)
        };
        Ok((offset("hasValue")?, offset("value")?))
    }

    pub(super) fn unbox(&mut self, t: Token) -> Result<()> {
        let open = self.open_type(t)?;
        let ts = self.env().ts;
        let ty = self.b.close(open);
        if ts.is_nullable(ty) {
            let object = self.pop_object()?;
            let v = self.unbox_nullable(open, object)?;
            let local = self.b.temp(v);
            let addr = self.b.addr_of(local);
            self.b.push(addr);
            return Ok(());
        }
        let object = self.pop_object()?;
        let addr = self.unbox_address(open, object);
        self.b.push(addr);
        Ok(())
    }

    /// The object on top of the stack with its static type.
    pub(super) fn pop_object(&mut self) -> Result<StackValue> {
        let mut v = self.b.pop()?;
        v.value = self.b.coerce(v.value, Kind::Ref);
        Ok(v)
    }

    pub(super) fn unbox_address(&mut self, open: TypeId, object: StackValue) -> Value {
        let ty = self.b.close(open);
        // Also after `isinst T`: then the static type is the value type.
        if self.b.fact(object.value).class() == Some(ty) || object.ty == Some(ty) {
            return self.b.field_addr(object.value, object::BOX_DATA);
        }
        let handle = self.b.type_handle(open, false);
        let ty = self.env().ts.canon_type(ty);
        let object = object.value;
        self.b
            .emit_with(Op::Unbox { ty, handle, object }, Kind::ByRef, Fact::NonNull)
    }

    pub(super) fn unbox_any(&mut self, t: Token) -> Result<()> {
        let open = self.open_type(t)?;
        let ts = self.env().ts;
        let ty = self.b.close(open);
        if !ts.is_value_type(ty) {
            return self.cast_to(open);
        }
        let object = self.pop_object()?;
        let v = if ts.is_nullable(ty) {
            self.unbox_nullable(open, object)?
        } else {
            self.unboxed_value(open, object)?
        };
        self.b.push_typed(v, Some(ty));
        Ok(())
    }

    pub(super) fn unboxed_value(&mut self, open: TypeId, object: StackValue) -> Result<Value> {
        let ty = self.b.close(open);
        if let Fact::Boxed {
            ty: boxed,
            value,
            block,
        } = self.b.fact(object.value)
            && boxed == ty
            && block == self.b.block()
            && self.is_untouched(object.value, block)
        {
            return Ok(value);
        }
        let mem = self.mem(ty)?;
        let addr = self.unbox_address(open, object);
        Ok(self.b.load_nonnull(addr, mem))
    }

    /// Nothing that could have changed the object has happened in the block since it was made there.
    pub(super) fn is_untouched(&self, object: Value, block: BlockId) -> bool {
        let insts = &self.b.body.blocks[block.0 as usize].insts;
        insts
            .iter()
            .rev()
            .take_while(|i| i.result != Some(object))
            .all(|i| i.op.is_removable() || matches!(i.op, Op::Set(..)))
    }

    /// Null gives the empty Nullable, a boxed `T` one that holds it.
    pub(super) fn unbox_nullable(&mut self, open: TypeId, object: StackValue) -> Result<Value> {
        let ty = self.b.close(open);
        let inner = self.nullable_inner(open);
        let (has_value, value) = self.nullable_fields(ty)?;
        let mem = self.mem(inner.ty)?;
        let result = self.b.add_local(ty);
        let zero = self.b.default_value(ty);
        self.b.set(result, zero);
        let held = self.b.temp(object.value);
        let some = self.b.is_not_zero(object.value);
        let checked = object.ty != Some(inner.ty);
        self.b.if_then(some, |b| {
            let object = b.get(held);
            if checked {
                // Only that very type: enums and integers do not stand for each other here.
                let actual = b.emit(Op::MethodTableOf(object), Kind::I64);
                let wanted = inner.handle(b, false);
                let differs = b.compare(Cond::Ne, actual, wanted);
                b.if_then(differs, |b| {
                    let object = b.get(held);
                    let target = b.type_handle(open, false);
                    let void = b.env.well_known(WellKnown::Void);
                    b.call_func(Func::ThrowInvalidCast, &[object, target], void);
                    b.terminate(Term::Unreachable);
                    Ok(())
                })?;
            }
            let object = b.get(held);
            let addr = b.field_addr_nonnull(object, object::BOX_DATA);
            let v = b.load_nonnull(addr, mem);
            let to = b.addr_of(result);
            let field = b.field_addr_nonnull(to, value);
            b.store_nonnull(field, v, mem);
            let to = b.addr_of(result);
            let field = b.field_addr_nonnull(to, has_value);
            let one = b.const_i32(1);
            b.store_nonnull(field, one, Mem::U8);
            Ok(())
        })?;
        Ok(self.b.get(result))
    }

    /// The type argument of a type that is a `Nullable` when closed.
    pub(super) fn nullable_inner(&self, open: TypeId) -> Inner {
        let ts = self.env().ts;
        let closed = self.b.close(open);
        let ty = ts.type_args(closed)[0];
        let from = match ts.type_args(open).first() {
            Some(&inner) => From::Name(inner),
            None if ts.is_shared_type(ty) => From::Nullable(open),
            None => From::Name(ty),
        };
        let canon = ts.canon_type(ty);
        Inner { ty, canon, from }
    }

    /// What a cast tests for: the type, or `T` for `Nullable<T>`.
    pub(super) fn cast_target(&self, open: TypeId) -> Inner {
        let ty = self.b.close(open);
        if self.env().ts.is_nullable(ty) {
            return self.nullable_inner(open);
        }
        Inner {
            ty,
            canon: self.env().ts.canon_type(ty),
            from: From::Name(open),
        }
    }

    /// Whether the object is an instance, as far as known. Null is an instance of nothing.
    pub(super) fn is_instance(&self, v: &StackValue, ty: TypeId) -> Option<bool> {
        let ts = self.env().ts;
        let fact = self.b.fact(v.value);
        if fact == Fact::Null {
            return Some(false);
        }
        if let Some(class) = fact.class() {
            if !ts.is_shared_type(class) && !ts.is_shared_type(ty) {
                let known = ts.is_assignable(class, ty);
                let asks = !known && ts.is_interface(ty) && ts.is_castable(class);
                return (!asks).then_some(known);
            }
            if fold::same_type(ts, class, ty) == Some(true) {
                return Some(true);
            }
            // A boxed value is only ever its own type, or an interface or base class of it.
            if ts.is_value_type(class)
                && ts.is_value_type(ty)
                && fold::same_type(ts, class, ty) == Some(false)
            {
                return Some(false);
            }
        }
        None
    }

    /// The static type makes every non-null value an instance.
    pub(super) fn is_upcast(&self, v: &StackValue, ty: TypeId) -> bool {
        let ts = self.env().ts;
        v.ty.is_some_and(|from| {
            !ts.is_shared_type(from)
                && !ts.is_shared_type(ty)
                && ts.is_ref_type(from)
                && ts.is_ref_type(ty)
                && ts.is_assignable(from, ty)
        })
    }

    pub(super) fn is_inst(&mut self, t: Token) -> Result<()> {
        let open = self.open_type(t)?;
        let target = self.cast_target(open);
        let ty = target.ty;
        let v = self.b.pop()?;
        let result = match self.is_instance(&v, ty) {
            Some(true) => v.value,
            Some(false) => self.b.null(),
            None if self.is_upcast(&v, ty) => v.value,
            None => {
                let object = self.b.coerce(v.value, Kind::Ref);
                let handle = target.handle(&mut self.b, false);
                self.b.emit(
                    Op::IsInst {
                        ty: target.canon,
                        handle,
                        object,
                    },
                    Kind::Ref,
                )
            }
        };
        self.b.push_typed(result, Some(ty));
        Ok(())
    }

    pub(super) fn cast_class(&mut self, t: Token) -> Result<()> {
        let open = self.open_type(t)?;
        self.cast_to(open)
    }

    pub(super) fn cast_to(&mut self, open: TypeId) -> Result<()> {
        let target = self.cast_target(open);
        let ty = target.ty;
        let v = self.b.pop()?;
        let known = self.b.fact(v.value) == Fact::Null
            || self.is_instance(&v, ty) == Some(true)
            || self.is_upcast(&v, ty);
        let result = if known {
            v.value
        } else {
            let object = self.b.coerce(v.value, Kind::Ref);
            let handle = target.handle(&mut self.b, false);
            let fact = self.b.fact(object).outlives_block();
            self.b.emit_with(
                Op::Cast {
                    ty: target.canon,
                    handle,
                    object,
                },
                Kind::Ref,
                if fact.is_non_null() {
                    Fact::NonNull
                } else {
                    Fact::Unknown
                },
            )
        };
        self.b.push_typed(result, Some(ty));
        Ok(())
    }
}
