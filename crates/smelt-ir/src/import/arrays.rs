//! Vectors and multi-dimensional arrays (ECMA-335 III.4.7-4.9, 4.12, 4.20, 4.26, II.14.2).

use super::Importer;
use crate::build::StackValue;
use crate::env::{Env, ImportError, ImportErrorKind, Result};
use crate::fold::Fact;
use crate::intrinsics::Expansion;
use crate::*;
use smelt_abi::ExceptionKind;
use smelt_metadata::Token;
use smelt_metadata::flags::type_attr;
use smelt_metadata::il::Opcode;
use smelt_types::{ArrayMethod, TypeId, TypeKind, WellKnown};

/// The largest element that an array may have, in bytes: the size has 16 bits in the method table, here as on CoreCLR.
const MAX_ELEMENT_SIZE: u32 = 0xffff;

fn check_element_size(env: &Env, array: TypeId) -> Result<()> {
    let ts = env.ts;
    let Some(elem) = ts.element_type(array) else {
        return Ok(());
    };
    if ts.is_value_type(elem) && ts.size_of(elem)? > MAX_ELEMENT_SIZE {
        let detail = format!(
            "Array of type '{}' cannot be created because base value type is too large.",
            ts.type_name(elem)
        );
        return Err(ImportError::new(ImportErrorKind::Type, detail));
    }
    Ok(())
}

impl Importer<'_> {
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

    pub(super) fn pop_index(&mut self) -> Result<Value> {
        let v = self.b.pop()?.value;
        match self.b.kind(v) {
            Kind::I32 | Kind::I64 => Ok(v),
            _ => Err(ImportError::bad_il("an array index that is no integer")),
        }
    }

    /// Static element type of an array on the stack.
    pub(super) fn element_of(&self, array: &StackValue) -> Option<TypeId> {
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

    pub(super) fn load_element_at(
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

    /// Null may be stored anywhere, and what is known to fit where the element class is known: exactly, or since it is sealed.
    /// The value counts as well: IL may store an object into what is known to be a `string[]`.
    pub(super) fn store_is_safe(
        &self,
        array: &StackValue,
        value: &StackValue,
        elem: TypeId,
    ) -> bool {
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
        check_element_size(self.env(), ty)?;
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

    pub(super) fn array_method(
        &mut self,
        open_owner: TypeId,
        method: ArrayMethod,
        args: &[StackValue],
    ) -> Result<Expansion> {
        let ts = self.env().ts;
        let owner = self.b.close(open_owner);
        let (Some(open_elem), Some(elem)) = (ts.element_type(open_owner), ts.element_type(owner))
        else {
            return Err(ImportError::bad_il("an array method on another type"));
        };
        let mem = self.mem(elem)?;
        let is_set = method == ArrayMethod::Set;
        let index_count = args.len() - 1 - usize::from(is_set);
        let array = self.b.coerce(args[0].value, Kind::Ref);
        let indices: Box<[Value]> = args[1..=index_count]
            .iter()
            .map(|a| self.b.coerce(a.value, Kind::I32))
            .collect();
        if is_set && mem == Mem::Ref && !self.is_sealed(elem) {
            return self.checked_md_store(array, indices, elem, args[index_count + 1].value);
        }
        let exact_check = match method {
            ArrayMethod::Address => self.exact_check(open_elem),
            _ => None,
        };
        let addr = self.element_addr(owner, array, indices, elem, exact_check);
        Ok(match method {
            ArrayMethod::Get => {
                let value = self.b.load_nonnull(addr, mem);
                self.typed(Some(value), elem)
            }
            ArrayMethod::Set => {
                let v = self.b.materialise(args[index_count + 1].value);
                self.b.store_nonnull(addr, v, mem);
                Expansion::Void
            }
            ArrayMethod::Address => self.typed(Some(addr), ts.byref_to(elem)),
            ArrayMethod::Ctor { .. } => {
                return Err(ImportError::bad_il("an array constructor is called"));
            }
        })
    }

    pub(super) fn element_addr(
        &mut self,
        owner: TypeId,
        array: Value,
        indices: Box<[Value]>,
        elem: TypeId,
        exact_check: Option<Value>,
    ) -> Value {
        let ts = self.env().ts;
        let elem = ts.canon_type(elem);
        let op = match ts.kind(owner) {
            TypeKind::SzArray(_) if indices.len() == 1 => Op::ElemAddr {
                array,
                index: indices[0],
                elem,
                exact_check,
            },
            _ => Op::MdElemAddr {
                array,
                indices,
                elem,
                exact_check,
            },
        };
        self.b.emit_with(op, Kind::ByRef, Fact::NonNull)
    }

    /// Store of a reference into a multi-dimensional array that may hold less than its static type says.
    pub(super) fn checked_md_store(
        &mut self,
        array: Value,
        indices: Box<[Value]>,
        elem: TypeId,
        value: Value,
    ) -> Result<Expansion> {
        let value = self.b.coerce(value, Kind::Ref);
        let (a, v) = (self.b.temp(array), self.b.temp(value));
        let elem = self.env().ts.canon_type(elem);
        let addr = self.b.emit_with(
            Op::MdElemAddr {
                array,
                indices,
                elem,
                exact_check: None,
            },
            Kind::ByRef,
            Fact::NonNull,
        );
        let slot = self.b.temp(addr);
        let some = self.b.is_not_zero(value);
        self.b.if_then(some, |b| {
            let (array, value) = (b.get(a), b.get(v));
            let table = b.emit(Op::MethodTableOf(array), Kind::I64);
            let at = b.const_i64(i64::from(smelt_abi::method_table::ELEMENT_TYPE));
            let at = b.ptr_add(table, at);
            let handle = b.load_nonnull(at, Mem::I64);
            let ty = b.env.well_known(WellKnown::Canon);
            let fitting = b.emit(
                Op::IsInst {
                    ty,
                    handle,
                    object: value,
                },
                Kind::Ref,
            );
            let misfit = b.is_zero(fitting);
            b.if_then(misfit, |b| {
                b.throw_kind(ExceptionKind::ArrayTypeMismatch);
                Ok(())
            })
        })?;
        let (addr, value) = (self.b.get(slot), self.b.get(v));
        self.b.store_nonnull(addr, value, Mem::Ref);
        Ok(Expansion::Void)
    }

    pub(super) fn new_md_array(
        &mut self,
        open_owner: TypeId,
        method: ArrayMethod,
        args: &[StackValue],
    ) -> Result<Value> {
        let ts = self.env().ts;
        let ArrayMethod::Ctor { with_lower_bounds } = method else {
            return Err(ImportError::bad_il("newobj of an array method"));
        };
        let owner = self.b.close(open_owner);
        let handle = self.b.type_handle(open_owner, true);
        let values: Vec<Value> = args
            .iter()
            .map(|a| self.b.coerce(a.value, Kind::I32))
            .collect();
        let ty = ts.canon_type(owner);
        if matches!(ts.kind(owner), TypeKind::SzArray(_)) {
            let [len] = values[..] else {
                return Err(ImportError::unsupported(
                    "constructor of an array of arrays with several lengths",
                ));
            };
            check_element_size(self.env(), owner)?;
            let op = Op::NewArray { ty, handle, len };
            return Ok(self.b.emit_with(op, Kind::Ref, Fact::Exact(owner)));
        }
        check_element_size(self.env(), owner)?;
        let (lengths, lower_bounds) = if with_lower_bounds {
            let lows = values.iter().copied().step_by(2).collect();
            let lens = values.iter().copied().skip(1).step_by(2).collect();
            (lens, Some(lows))
        } else {
            (values.into(), None)
        };
        let op = Op::NewMdArray {
            ty,
            handle,
            lengths,
            lower_bounds,
        };
        Ok(self.b.emit_with(op, Kind::Ref, Fact::Exact(owner)))
    }
}
