//! Fields, arrays, boxes, casts, tokens, typed references (ECMA-335 III.4).

use super::{Importer, OPEN};
use crate::build::{Builder, NONNULL, StackValue};
use crate::env::{ImportError, Result};
use crate::fold::{self, Fact};
use crate::*;
use smelt_abi::{ExceptionKind, method_table, object};
use smelt_metadata::flags::{field_attr, type_attr};
use smelt_metadata::il::Opcode;
use smelt_metadata::{Table, Token};
use smelt_types::{FieldId, Member, TypeId, TypeKind, WellKnown};

/// A type whose handle a box, unbox or cast needs.
#[derive(Copy, Clone)]
struct Inner {
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

/// An instance field as the current instruction sees it.
struct Field {
    /// Closed.
    owner: TypeId,
    ty: TypeId,
    mem: Mem,
    offset: u32,
}

impl Importer<'_> {
    // ---- instance fields --------------------------------------------------------------------------------------------

    fn open_field(&self, t: Token) -> Result<FieldId> {
        Ok(self.env().ts.resolve_field(self.module, t, OPEN)?)
    }

    fn is_static_field(&self, f: FieldId) -> bool {
        self.env().ts.field_flags(f) as u16 & field_attr::STATIC != 0
    }

    fn field(&self, open: FieldId) -> Result<Field> {
        let ts = self.env().ts;
        let f = self.b.close_field(open);
        let ty = ts.field_type(f)?;
        Ok(Field {
            owner: ts.field_owner(f),
            ty,
            mem: self.mem(ty)?,
            offset: ts.field_offset(f)?,
        })
    }

    /// Address of a field of the object or struct that `base` refers to; the flag says that null is checked by it.
    fn field_address(&mut self, base: Value, offset: u32) -> Value {
        let base = match self.b.kind(base) {
            Kind::I64 | Kind::I32 => self.b.coerce(base, Kind::ByRef),
            _ => base,
        };
        self.b.field_addr(base, offset)
    }

    pub(super) fn load_field(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        if self.is_static_field(open) {
            self.b.pop()?;
            return self.load_static(t);
        }
        let field = self.field(open)?;
        let base = self.b.pop()?;
        let value = self.field_value(base, &field)?;
        self.b.push_typed(value, Some(field.ty));
        Ok(())
    }

    fn field_value(&mut self, base: StackValue, field: &Field) -> Result<Value> {
        let value = self.b.materialise(base.value);
        match base.kind {
            Kind::Struct(_) => {
                return Ok(self.b.emit(
                    Op::ExtractField {
                        value,
                        offset: field.offset,
                        mem: field.mem,
                    },
                    crate::env::kind_of_mem(field.mem),
                ));
            }
            // The only field of a primitive held as itself.
            Kind::I32 | Kind::F32 | Kind::F64 => return Ok(self.b.coerce_to(value, field.mem)),
            Kind::I64 if base.ty == Some(field.owner) => {
                return Ok(self.b.coerce_to(value, field.mem));
            }
            _ => {}
        }
        let addr = self.field_address(value, field.offset);
        let access = self.access(addr);
        Ok(self.b.load(addr, field.mem, access))
    }

    pub(super) fn load_field_address(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        if self.is_static_field(open) {
            self.b.pop()?;
            return self.load_static_address(t);
        }
        let offset = self.field(open)?.offset;
        let base = self.b.pop()?.value;
        let addr = self.field_address(base, offset);
        self.b.push(addr);
        Ok(())
    }

    pub(super) fn store_field(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        let v = self.b.pop()?.value;
        let v = self.b.materialise(v);
        let base = self.b.pop()?.value;
        if self.is_static_field(open) {
            self.b.push(v);
            return self.store_static(t);
        }
        let field = self.field(open)?;
        let addr = self.field_address(base, field.offset);
        let access = self.access(addr);
        self.b.store(addr, v, field.mem, access);
        Ok(())
    }

    // ---- static fields ----------------------------------------------------------------------------------------------

    /// ByRef to a static field, after what its class needs to run.
    fn static_address(&mut self, open: FieldId) -> Result<Value> {
        let ts = self.env().ts;
        let f = self.b.close_field(open);
        let flags = ts.field_flags(f) as u16;
        if flags & field_attr::STATIC == 0 {
            return Err(ImportError::bad_il(format!(
                "field '{}' is not static",
                ts.field_name(f)
            )));
        }
        if flags & field_attr::LITERAL != 0 {
            return Err(ImportError::bad_il(format!(
                "field '{}' is a literal",
                ts.field_name(f)
            )));
        }
        let owner = ts.field_owner(open);
        if flags & field_attr::HAS_FIELD_RVA != 0 {
            let def = self.b.close_field(open);
            return Ok(self
                .b
                .emit_with(Op::RvaData(def), Kind::ByRef, Fact::NonNull));
        }
        self.b.ensure_class_init(owner);
        let statics = ts.statics(ts.canon_type(self.b.close(owner)))?;
        let thread_static = ts.is_thread_static(f);
        let list = if thread_static {
            &statics.thread_fields
        } else {
            &statics.fields
        };
        let def = ts.field_def(f);
        let offset = list
            .iter()
            .find(|(g, _)| ts.field_def(*g) == def)
            .map(|(_, o)| *o)
            .ok_or_else(|| {
                ImportError::bad_il(format!("static field '{}' has no place", ts.field_name(f)))
            })?;
        let base = if thread_static {
            self.b.thread_static_base(owner)
        } else {
            self.b.static_base(owner)
        };
        Ok(if offset == 0 {
            base
        } else {
            self.b.field_addr_nonnull(base, offset)
        })
    }

    pub(super) fn load_static(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        let env = self.env();
        let f = self.b.close_field(open);
        let ty = env.ts.field_type(f)?;
        let mem = self.mem(ty)?;
        let kind = crate::env::kind_of_mem(mem);
        if let Some(fact) = self.known_static(f, kind)
            && let Some(v) = self.b.constant(fact, kind)
        {
            self.b.push_typed(v, Some(ty));
            return Ok(());
        }
        if kind == Kind::Ref
            && env.ts.field_owner(f) == env.well_known(WellKnown::String)
            && env.ts.field_name(f) == "Empty"
        {
            let v = self.b.str("");
            self.b.push_typed(v, Some(ty));
            return Ok(());
        }
        let addr = self.static_address(open)?;
        let access = self.access(addr);
        let v = self.b.load(addr, mem, access);
        // The instance that C# makes for lambdas without captures is there once its class is initialised.
        if kind == Kind::Ref && env.ts.field_name(f) == "<>9" {
            self.b.set_fact(v, Fact::NonNull);
        }
        self.b.push_typed(v, Some(ty));
        Ok(())
    }

    /// Constant value of a static field: by switches, or because no managed code initialises it.
    fn known_static(&self, f: FieldId, kind: Kind) -> Option<Fact> {
        let env = self.env();
        if let Some(c) = switches::field_constant(env, f) {
            return Some(fold::fact_of(c, kind));
        }
        let owner = env.ts.field_owner(f);
        let is_zero = (owner == env.well_known(WellKnown::IntPtr)
            || owner == env.well_known(WellKnown::UIntPtr))
            && env.ts.field_name(f) == "Zero";
        if is_zero {
            return Some(Fact::I64(0));
        }
        if kind == Kind::I32
            && env.ts.field_name(f) == "IsLittleEndian"
            && env.ts.type_name(owner) == "System.BitConverter"
        {
            return Some(Fact::I32(1));
        }
        None
    }

    pub(super) fn load_static_address(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        if !self.is_static_field(open) {
            return self.load_field_address(t);
        }
        let addr = self.static_address(open)?;
        self.b.push(addr);
        Ok(())
    }

    pub(super) fn store_static(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        let ts = self.env().ts;
        let ty = ts.field_type(self.b.close_field(open))?;
        let mem = self.mem(ty)?;
        let v = self.b.pop()?.value;
        let v = self.b.materialise(v);
        let addr = self.static_address(open)?;
        let access = self.access(addr);
        self.b.store(addr, v, mem, access);
        Ok(())
    }

    // ---- arrays -----------------------------------------------------------------------------------------------------

    pub(super) fn load_length(&mut self) -> Result<()> {
        let array = self.pop_ref()?;
        let len = self.b.emit(Op::ArrayLength(array), Kind::I32);
        if self.following() == Some(Opcode::ConvI4) {
            self.b.push(len);
        } else {
            let len = self.b.convert(Conv::U64, true, len);
            self.b.push(len);
        }
        Ok(())
    }

    pub(super) fn pop_ref(&mut self) -> Result<Value> {
        let v = self.b.pop()?.value;
        Ok(self.b.coerce(v, Kind::Ref))
    }

    fn pop_index(&mut self) -> Result<Value> {
        let v = self.b.pop()?.value;
        match self.b.kind(v) {
            Kind::I32 | Kind::I64 => Ok(v),
            _ => Err(ImportError::bad_il("an array index that is no integer")),
        }
    }

    /// Static element type of an array on the stack.
    fn element_of(&self, array: &StackValue) -> Option<TypeId> {
        match self.env().ts.kind(array.ty?) {
            TypeKind::SzArray(e) => Some(*e),
            _ => None,
        }
    }

    pub(super) fn load_element(&mut self, w: WellKnown) -> Result<()> {
        let elem = self.env().well_known(w);
        let index = self.pop_index()?;
        let array = self.b.pop()?;
        let ty = self.element_of(&array);
        self.load_element_at(array, index, elem, ty.or(Some(elem)))
    }

    pub(super) fn load_element_of(&mut self, elem: TypeId) -> Result<()> {
        let index = self.pop_index()?;
        let array = self.b.pop()?;
        self.load_element_at(array, index, elem, Some(elem))
    }

    fn load_element_at(
        &mut self,
        array: StackValue,
        index: Value,
        elem: TypeId,
        ty: Option<TypeId>,
    ) -> Result<()> {
        let kind = crate::env::kind_of_mem(self.mem(elem)?);
        let elem = self.env().ts.canon_type(elem);
        let array = self.b.coerce(array.value, Kind::Ref);
        let v = self.b.emit(Op::LoadElem { array, index, elem }, kind);
        self.b.push_typed(v, ty);
        Ok(())
    }

    pub(super) fn store_element(&mut self, w: WellKnown) -> Result<()> {
        let elem = self.env().well_known(w);
        self.store_element_of(elem)
    }

    pub(super) fn store_element_of(&mut self, elem: TypeId) -> Result<()> {
        let v = self.b.pop()?;
        let index = self.pop_index()?;
        let array = self.b.pop()?;
        let mem = self.mem(elem)?;
        let value = self.b.materialise(v.value);
        let value = self.b.coerce_to(value, mem);
        let no_check = mem != Mem::Ref || self.store_is_safe(&array, &v, elem);
        let elem = self.env().ts.canon_type(elem);
        let array = self.b.coerce(array.value, Kind::Ref);
        self.b.emit_void(Op::StoreElem {
            array,
            index,
            value,
            elem,
            no_check,
        });
        Ok(())
    }

    /// Null may be stored anywhere, and an array of a sealed class holds only that class.
    fn store_is_safe(&self, array: &StackValue, value: &StackValue, elem: TypeId) -> bool {
        if self.b.fact(value.value) == Fact::Null {
            return true;
        }
        let exact_elem = match self.b.fact(array.value).class() {
            Some(class) => self.env().ts.element_type(class),
            None => [self.element_of(array), Some(elem)]
                .into_iter()
                .flatten()
                .find(|&e| self.is_sealed(e)),
        };
        let Some(exact) = exact_elem else {
            return false;
        };
        if self.is_sealed(exact) {
            return true;
        }
        let ts = self.env().ts;
        exact == self.env().well_known(WellKnown::Object)
            || value.ty.is_some_and(|t| {
                !ts.is_shared_type(t) && !ts.is_shared_type(exact) && ts.is_assignable(t, exact)
            })
    }

    /// A class that nothing derives from and that no other type converts to.
    pub(super) fn is_sealed(&self, ty: TypeId) -> bool {
        let ts = self.env().ts;
        match ts.kind(ty) {
            TypeKind::Named { .. } => {
                ty != self.env().well_known(WellKnown::Canon)
                    && ts.type_flags(ty) & type_attr::SEALED != 0
                    && !ts.is_value_type(ty)
                    && !ts.has_variance(ty)
            }
            TypeKind::SzArray(e) => self.is_sealed(*e),
            _ => false,
        }
    }

    pub(super) fn load_element_address(&mut self, t: Token) -> Result<()> {
        let open = self.open_type(t)?;
        let index = self.pop_index()?;
        let array = self.pop_ref()?;
        let exact_check = self.exact_check(open);
        let elem = self.env().ts.canon_type(self.b.close(open));
        let v = self.b.emit_with(
            Op::ElemAddr {
                array,
                index,
                elem,
                exact_check,
            },
            Kind::ByRef,
            Fact::NonNull,
        );
        self.b.push(v);
        Ok(())
    }

    /// Handle that an array's element type must equal before an element's address is taken.
    pub(super) fn exact_check(&mut self, open_elem: TypeId) -> Option<Value> {
        let elem = self.b.close(open_elem);
        let needed =
            !self.prefixes.readonly && self.env().ts.is_ref_type(elem) && !self.is_sealed(elem);
        needed.then(|| self.b.type_handle(open_elem, false))
    }

    pub(super) fn new_array(&mut self, t: Token) -> Result<()> {
        let ts = self.env().ts;
        let open = ts.sz_array(self.open_type(t)?);
        let len = self.pop_index()?;
        let ty = self.b.close(open);
        let handle = self.b.type_handle(open, true);
        let v = self.b.emit_with(
            Op::NewArray {
                ty: ts.canon_type(ty),
                handle,
                len,
            },
            Kind::Ref,
            Fact::Exact(ty),
        );
        self.b.push_typed(v, Some(ty));
        Ok(())
    }

    // ---- boxes ------------------------------------------------------------------------------------------------------

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
    fn box_byref_like(&mut self, ty: TypeId) -> Result<Value> {
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
    fn pop_object(&mut self) -> Result<StackValue> {
        let mut v = self.b.pop()?;
        v.value = self.b.coerce(v.value, Kind::Ref);
        Ok(v)
    }

    fn unbox_address(&mut self, open: TypeId, object: StackValue) -> Value {
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

    fn unboxed_value(&mut self, open: TypeId, object: StackValue) -> Result<Value> {
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
    fn is_untouched(&self, object: Value, block: BlockId) -> bool {
        let insts = &self.b.body.blocks[block.0 as usize].insts;
        insts
            .iter()
            .rev()
            .take_while(|i| i.result != Some(object))
            .all(|i| crate::cleanup::is_removable(&i.op) || matches!(i.op, Op::Set(..)))
    }

    /// Null gives the empty Nullable, a boxed `T` one that holds it.
    fn unbox_nullable(&mut self, open: TypeId, object: StackValue) -> Result<Value> {
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

    // ---- casts ------------------------------------------------------------------------------------------------------

    /// The type argument of a type that is a `Nullable` when closed.
    fn nullable_inner(&self, open: TypeId) -> Inner {
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
    fn cast_target(&self, open: TypeId) -> Inner {
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
    fn is_instance(&self, v: &StackValue, ty: TypeId) -> Option<bool> {
        let ts = self.env().ts;
        let fact = self.b.fact(v.value);
        if fact == Fact::Null {
            return Some(false);
        }
        if let Some(class) = fact.class() {
            if !ts.is_shared_type(class) && !ts.is_shared_type(ty) {
                return Some(ts.is_assignable(class, ty));
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
    fn is_upcast(&self, v: &StackValue, ty: TypeId) -> bool {
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

    fn cast_to(&mut self, open: TypeId) -> Result<()> {
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

    // ---- tokens and typed references --------------------------------------------------------------------------------

    pub(super) fn load_token(&mut self, t: Token) -> Result<()> {
        let ts = self.env().ts;
        let (fact, w) = match ts.resolve_member(self.module, t, OPEN)? {
            Member::Type(open) => {
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
            Member::Method(m) => (Fact::MethodToken(m), WellKnown::RuntimeMethodHandle),
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
    fn typed_reference_fields(&self) -> Result<(u32, u32)> {
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
