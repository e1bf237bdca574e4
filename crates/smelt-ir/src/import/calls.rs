//! Calls, object creation and function pointers (ECMA-335 III.3.19, III.4.2, III.4.21).

use super::{Importer, OPEN};
use crate::build::{MethodRef, StackValue, all_params};
use crate::env::{Env, ImportError, Result, kind_of_mem};
use crate::fold::Fact;
use crate::intrinsics::{self, Expansion};
use crate::*;
use smelt_abi::ExceptionKind;
use smelt_abi::helpers::HelperId;
use smelt_metadata::il::Opcode;
use smelt_metadata::{MethodBody, Table, Token};
use smelt_types::{
    ArrayMethod, CallConv, InterfaceImpl, MethodId, MethodKind, TypeId, TypeKind, WellKnown,
};

/// The IL of the method has no `ret`: a helper that throws.
fn never_returns(env: &Env, m: MethodId) -> bool {
    let Some(def) = env.ts.method_def(m) else {
        return false;
    };
    if let Ok(map) = env.no_return.read()
        && let Some(&known) = map.get(&def)
    {
        return known;
    }
    let found = match env.ts.method_body(m) {
        Ok(Some(body)) => {
            has_no_ret(&body)
                && switches::constant(env, m).is_none()
                && matches!(intrinsics::replace_body(env, m), Ok(None))
        }
        _ => false,
    };
    if let Ok(mut map) = env.no_return.write() {
        map.insert(def, found);
    }
    found
}

fn has_no_ret(body: &MethodBody) -> bool {
    let mut at = 0;
    while (at as usize) < body.il.len() {
        match super::flow::decode(body.il, at) {
            Ok((i, _)) if matches!(i.opcode, Opcode::Ret | Opcode::Jmp) => return false,
            Ok((_, next)) => at = next,
            Err(_) => return false,
        }
    }
    true
}

impl Importer<'_> {
    fn open_method(&self, t: Token) -> Result<MethodId> {
        Ok(self.env().ts.resolve_method(self.module, t, OPEN)?)
    }

    /// Pops `n` arguments, first one first.
    fn pop_args(&mut self, n: usize) -> Result<Vec<StackValue>> {
        let mut args = std::mem::take(&mut self.args);
        args.clear();
        for _ in 0..n {
            args.push(self.b.pop()?);
        }
        args.reverse();
        Ok(args)
    }

    fn values(args: &[StackValue]) -> Vec<Value> {
        args.iter().map(|a| a.value).collect()
    }

    pub(super) fn call(&mut self, t: Token, is_virtual: bool) -> Result<()> {
        let ts = self.env().ts;
        let open = self.open_method(t)?;
        let sig = ts.method_sig(open)?;
        if sig.call_conv == CallConv::VarArg {
            return Err(ImportError::unsupported(
                "calls with a variable argument list are not supported",
            ));
        }
        let n = sig.params.len() + usize::from(sig.has_this);
        let args = self.pop_args(n)?;
        let callee = self.b.method_ref(open);
        let result = match (ts.method(open), self.prefixes.constrained) {
            (MethodKind::Array { owner, method }, _) => {
                self.array_method(*owner, *method, &args)?
            }
            (_, Some(c)) => self.call_constrained(c, &callee, args.clone(), is_virtual)?,
            (_, None) => self.call_method(&callee, args.clone(), is_virtual)?,
        };
        self.args = args;
        self.push_result(result);
        Ok(())
    }

    fn push_result(&mut self, result: Expansion) {
        match result {
            Expansion::Value(v) => self.b.push_typed(v.value, v.ty),
            Expansion::Void => {}
            Expansion::NoReturn if self.b.is_open() => self.b.terminate(Term::Unreachable),
            Expansion::NoReturn => {}
        }
    }

    /// A call without `constrained.` prefix: folded, expanded, direct or dispatched.
    fn call_method(
        &mut self,
        callee: &MethodRef,
        mut args: Vec<StackValue>,
        is_virtual: bool,
    ) -> Result<Expansion> {
        let env = self.env();
        let ts = env.ts;
        self.widen_numbers(callee, &mut args)?;
        if let Some(done) = self.fold_call(callee, &args)? {
            return Ok(Expansion::Value(done));
        }
        if let Some(done) = self.expand(callee, &args, None)? {
            return Ok(done);
        }
        for a in &mut args {
            a.value = self.b.materialise(a.value);
        }
        let ret = ts.method_sig(callee.exact)?.ret;
        if let Some(kind) = env.kind(ret)
            && let Some(c) = self.constant_result(callee, is_virtual)?
        {
            if is_virtual && let Some(this) = args.first() {
                self.b.null_check(this.value);
            }
            let fact = crate::fold::fact_of(c, kind);
            let value = match self.b.constant(fact, kind) {
                Some(v) => v,
                None => self.b.zero(kind),
            };
            let ty = Some(ret);
            return Ok(Expansion::Value(StackValue { value, kind, ty }));
        }
        let value = self.emit_call(callee, &mut args, is_virtual)?;
        if self.prefixes.tail && self.following() == Some(Opcode::Ret) && self.sync.is_none() {
            self.mark_tail();
        }
        if self.calls_itself_check(callee) {
            self.calls_itself = true;
        }
        let direct = !is_virtual || !ts.is_virtual(callee.exact);
        if direct && never_returns(env, callee.canon) {
            return Ok(Expansion::NoReturn);
        }
        Ok(self.typed(value, ret))
    }

    /// Brings numbers to the width of their parameters (IL lets an int32 stand for a native int, and floats be of either size).
    fn widen_numbers(&mut self, callee: &MethodRef, args: &mut [StackValue]) -> Result<()> {
        let env = self.env();
        let sig = env.ts.method_sig(callee.exact)?;
        let first = usize::from(sig.has_this);
        for (a, &p) in args[first..].iter_mut().zip(&sig.params) {
            if matches!(a.kind, Kind::I32 | Kind::I64 | Kind::F32 | Kind::F64)
                && let Some(kind @ (Kind::I32 | Kind::I64 | Kind::F32 | Kind::F64)) = env.kind(p)
                && kind != a.kind
            {
                a.value = self.b.coerce(a.value, kind);
                a.kind = kind;
            }
        }
        Ok(())
    }

    fn typed(&self, value: Option<Value>, ret: TypeId) -> Expansion {
        match value {
            Some(value) => Expansion::Value(StackValue {
                value,
                kind: self.b.kind(value),
                ty: Some(ret),
            }),
            None => Expansion::Void,
        }
    }

    fn calls_itself_check(&self, callee: &MethodRef) -> bool {
        let ts = self.env().ts;
        callee.canon == self.method || ts.method_def(callee.canon) == ts.method_def(self.method)
    }

    fn mark_tail(&mut self) {
        let block = self.b.block();
        if let Some(Inst {
            op: Op::Call { tail, .. },
            ..
        }) = self.b.body.blocks[block.0 as usize].insts.last_mut()
        {
            *tail = true;
        }
    }

    /// What an intrinsic made of the call.
    fn expand(
        &mut self,
        callee: &MethodRef,
        args: &[StackValue],
        constrained: Option<TypeId>,
    ) -> Result<Option<Expansion>> {
        let mut done = intrinsics::expand(&mut self.b, callee, args, constrained)?;
        if let Some(Expansion::Value(v)) = &mut done
            && v.ty.is_none()
        {
            v.ty = Some(self.env().ts.method_sig(callee.exact)?.ret);
        }
        Ok(done)
    }

    /// Emits the call in the form that its dispatch needs.
    fn emit_call(
        &mut self,
        callee: &MethodRef,
        args: &mut [StackValue],
        is_virtual: bool,
    ) -> Result<Option<Value>> {
        let ts = self.env().ts;
        let m = callee.exact;
        let owner = ts.method_owner(m);
        if ts.is_static(m) || !is_virtual || ts.is_value_type(owner) {
            return self.direct(callee.open, args);
        }
        args[0].value = self.b.coerce(args[0].value, Kind::Ref);
        if ts.is_delegate(owner) && ts.method_name(m) == "Invoke" {
            return self.invoke_delegate(callee, args);
        }
        if !ts.is_virtual(m) || ts.is_final(m) && !ts.is_abstract(m) {
            self.b.null_check(args[0].value);
            return self.direct(callee.open, args);
        }
        if let Some(target) = self.devirtualise(m, &args[0])? {
            self.b.null_check(args[0].value);
            if ts.is_value_type(ts.method_owner(target)) {
                args[0].value = self
                    .b
                    .field_addr_nonnull(args[0].value, smelt_abi::object::BOX_DATA);
            }
            return self.direct(target, args);
        }
        let sig = ts.method_sig(callee.canon)?;
        let params = all_params(self.env(), callee.canon, sig);
        let values = self.b.coerce_args(&Self::values(args), &params)?;
        let generic = !ts.method_args(m).is_empty();
        let target = if ts.is_interface(owner) || generic {
            let selector = self.selector(callee)?;
            Callee::Dispatch {
                selector,
                decl: callee.canon,
            }
        } else {
            Callee::Virtual {
                decl: ts.canon_method(ts.slot_decl(m)?),
            }
        };
        Ok(self.b.call(target, values, sig.ret))
    }

    /// Selector of an interface method, or of the declaration that a generic virtual method of a class overrides.
    fn selector(&mut self, callee: &MethodRef) -> Result<Value> {
        let ts = self.env().ts;
        let decl = if ts.is_interface(ts.method_owner(callee.exact)) {
            callee.open
        } else {
            ts.slot_decl(callee.open)?
        };
        Ok(self.b.selector(decl))
    }

    fn direct(&mut self, open: MethodId, args: &[StackValue]) -> Result<Option<Value>> {
        let ts = self.env().ts;
        if ts.is_abstract(open) && !ts.is_delegate(ts.method_owner(open)) {
            return Err(ImportError::bad_il(format!(
                "'{}' is abstract and cannot be called directly",
                ts.method_display(open)
            )));
        }
        self.b.call_method(open, &Self::values(args))
    }

    /// The method that a virtual call on this object runs, if its class is known. Closed; needs no open form.
    fn devirtualise(&self, m: MethodId, this: &StackValue) -> Result<Option<MethodId>> {
        let ts = self.env().ts;
        if !ts.method_args(m).is_empty() {
            return Ok(None);
        }
        let class = match (self.b.fact(this.value).class(), this.ty) {
            (Some(class), _) => class,
            (None, Some(ty)) if self.is_sealed(ty) => ty,
            _ => return Ok(None),
        };
        if !matches!(ts.kind(class), TypeKind::Named { .. }) {
            return Ok(None);
        }
        let target = if ts.is_interface(ts.method_owner(m)) {
            if ts.is_shared_type(class) || ts.is_shared_method(m) {
                return Ok(None);
            }
            match ts.resolve_interface(class, m)? {
                InterfaceImpl::Class(t) => t,
                _ => return Ok(None),
            }
        } else {
            if !ts.is_value_type(class) && !self.derives(class, ts.method_owner(m)) {
                return Ok(None);
            }
            ts.resolve_virtual(class, ts.slot_decl(m)?)?
        };
        // ValueType.Equals has a body per struct, in the virtual table.
        if ts.is_abstract(target)
            || ts.method_owner(target) == self.env().well_known(WellKnown::ValueType)
        {
            return Ok(None);
        }
        let plain = matches!(
            context_of(ts, ts.canon_method(target)),
            Context::None | Context::This
        );
        Ok((plain || !ts.is_shared_method(target)).then_some(target))
    }

    fn derives(&self, class: TypeId, base: TypeId) -> bool {
        let ts = self.env().ts;
        let def = ts.type_def(base);
        let mut at = Some(class);
        while let Some(t) = at {
            if ts.type_def(t) == def {
                return true;
            }
            at = ts.base(t);
        }
        false
    }

    // ---- constrained ------------------------------------------------------------------------------------------------

    fn call_constrained(
        &mut self,
        open_type: TypeId,
        callee: &MethodRef,
        mut args: Vec<StackValue>,
        is_virtual: bool,
    ) -> Result<Expansion> {
        let ts = self.env().ts;
        self.widen_numbers(callee, &mut args)?;
        if let Some(done) = self.expand(callee, &args, Some(open_type))? {
            return Ok(done);
        }
        let ty = self.b.close(open_type);
        if ts.is_static(callee.exact) {
            return match self.static_target(open_type, callee)? {
                Some(target) => {
                    let target = self.b.method_ref(target);
                    self.call_method(&target, args, false)
                }
                None => self.call_through(open_type, callee, &args),
            };
        }
        if !ts.is_value_type(ty) {
            let value = self.load_this(args[0].value, Mem::Ref);
            args[0] = StackValue {
                value,
                kind: Kind::Ref,
                ty: Some(ty),
            };
            return self.call_method(callee, args, is_virtual);
        }
        let target = self.value_type_target(ty, callee)?;
        match target {
            Some(m) if ts.is_value_type(ts.method_owner(m)) => {
                let open = self.reopen(m, ty, open_type, callee);
                let target = self.b.method_ref(open);
                self.call_method(&target, args, false)
            }
            other => {
                let mem = self.mem(ty)?;
                let value = self.load_this(args[0].value, mem);
                // Boxing a Nullable splits the block: arguments live in temps meanwhile.
                let temps: Vec<LocalId> = if ts.is_nullable(ty) {
                    args[1..].iter().map(|a| self.b.temp(a.value)).collect()
                } else {
                    Vec::new()
                };
                let boxed = self.box_value(open_type, value)?;
                for (a, t) in args[1..].iter_mut().zip(temps) {
                    a.value = self.b.get(t);
                }
                args[0] = StackValue {
                    value: boxed,
                    kind: Kind::Ref,
                    ty: None,
                };
                match other {
                    Some(m) if !ts.is_nullable(ty) => {
                        let target = self.b.method_ref(m);
                        self.call_method(&target, args, false)
                    }
                    _ => self.call_method(callee, args, true),
                }
            }
        }
    }

    fn load_this(&mut self, addr: Value, mem: Mem) -> Value {
        let access = Access {
            nonnull: self.b.fact(addr).is_non_null(),
            ..Access::default()
        };
        self.b.load(addr, mem, access)
    }

    /// What a constrained call on a value type runs: its own method (`this` by reference), one of its base classes (boxed `this`), or, if
    /// `None`, whatever dispatch on the boxed value finds.
    fn value_type_target(&self, ty: TypeId, callee: &MethodRef) -> Result<Option<MethodId>> {
        let ts = self.env().ts;
        let decl = callee.exact;
        let owner = ts.method_owner(decl);
        if ts.is_value_type(owner) {
            return Ok(Some(decl));
        }
        if ts.is_interface(owner) {
            return Ok(match ts.resolve_interface(ty, decl)? {
                InterfaceImpl::Class(m) => Some(m),
                _ => None,
            });
        }
        if !ts.is_virtual(decl) {
            return Ok(Some(decl));
        }
        Ok(Some(ts.resolve_virtual(ty, ts.slot_decl(decl)?)?))
    }

    /// Open form of a method of the closed type `ty`, found by resolution, where the IL calls the type `open_type`.
    fn reopen(
        &self,
        found: MethodId,
        ty: TypeId,
        open_type: TypeId,
        callee: &MethodRef,
    ) -> MethodId {
        let ts = self.env().ts;
        if !ts.is_shared_method(found) {
            return found;
        }
        let owner = if ts.method_owner(found) == ty {
            open_type
        } else {
            ts.method_owner(found)
        };
        match ts.method_def(found) {
            Some(def) => ts.method_on(def, owner, ts.method_args(callee.open)),
            None => found,
        }
    }

    /// Open form of the implementation of a static abstract method, if the type is known well enough.
    fn static_target(&self, open_type: TypeId, callee: &MethodRef) -> Result<Option<MethodId>> {
        let ts = self.env().ts;
        let ty = self.b.close(open_type);
        if ty == self.env().well_known(WellKnown::Canon) {
            return Ok(None);
        }
        let Some(found) = ts.resolve_static_virtual(ty, callee.exact)? else {
            if ts.is_shared_type(ty) || ts.is_shared_method(callee.exact) {
                return Ok(None);
            }
            return Err(ImportError::bad_il(format!(
                "'{}' does not implement '{}'",
                ts.type_name(ty),
                ts.method_display(callee.exact)
            )));
        };
        if !ts.is_shared_method(found) {
            return Ok(Some(found));
        }
        if ts.method_owner(found) == ty {
            return Ok(Some(self.reopen(found, ty, open_type, callee)));
        }
        Ok(None)
    }

    /// Calls what the dictionary says that `constrained. T method` is.
    fn call_through(
        &mut self,
        open_type: TypeId,
        callee: &MethodRef,
        args: &[StackValue],
    ) -> Result<Expansion> {
        let env = self.env();
        let code = self.constrained_code(open_type, callee.open);
        let sig = env.ts.method_sig(callee.canon)?;
        let params = all_params(env, callee.canon, sig);
        let values = self.b.coerce_args(&Self::values(args), &params)?;
        let target = Callee::Pointer {
            code,
            sig: env.canon_sig(sig),
        };
        let value = self.b.call(target, values, sig.ret);
        Ok(self.typed(value, env.ts.method_sig(callee.exact)?.ret))
    }

    fn constrained_code(&mut self, open_type: TypeId, open: MethodId) -> Value {
        let lookup = Lookup::Constrained {
            ty: open_type,
            method: open,
        };
        self.b
            .emit_with(Op::RuntimeLookup(lookup), Kind::I64, Fact::NonNull)
    }

    // ---- other calls ------------------------------------------------------------------------------------------------

    pub(super) fn call_indirect(&mut self, t: Token) -> Result<()> {
        let env = self.env();
        let ts = env.ts;
        let sig = ts.resolve_sig(self.module, t, ts.method_subst(self.method))?;
        let sig = ts.sig(sig);
        let code = self.b.pop()?.value;
        let code = self.b.to_i64(code);
        let args = self.pop_args(sig.params.len() + usize::from(sig.has_this))?;
        let mut params = Vec::with_capacity(args.len());
        if sig.has_this {
            let byref = matches!(args[0].kind, Kind::ByRef | Kind::I64);
            let object = env.well_known(WellKnown::Object);
            params.push(if byref { ts.byref_to(object) } else { object });
        }
        params.extend_from_slice(&sig.params);
        let values = self.b.coerce_args(&Self::values(&args), &params)?;
        self.args = args;
        let canon = env.canon_sig(sig);
        let value = match sig.call_conv {
            CallConv::VarArg => {
                return Err(ImportError::unsupported(
                    "calls with a variable argument list are not supported",
                ));
            }
            CallConv::Managed => {
                let target = Callee::Pointer { code, sig: canon };
                self.b.call(target, values, sig.ret)
            }
            CallConv::Unmanaged {
                suppress_gc_transition,
            } => {
                let bad = |ty: TypeId| env.ts.is_ref_type(ty);
                if sig.params.iter().copied().any(bad) || bad(sig.ret) {
                    return Err(ImportError::unsupported(
                        "an unmanaged function pointer whose arguments need marshalling",
                    ));
                }
                if !suppress_gc_transition {
                    self.b.emit_void(Op::EnterPreemptive);
                }
                let target = Callee::Native { code, sig: canon };
                let v = self.b.call(target, values, sig.ret);
                if !suppress_gc_transition {
                    self.b.emit_void(Op::LeavePreemptive);
                }
                v
            }
        };
        let result = self.typed(value, sig.ret);
        self.push_result(result);
        Ok(())
    }

    pub(super) fn jmp(&mut self, t: Token) -> Result<()> {
        for n in 0..self.arg_count {
            let v = self.b.get(LocalId(n));
            let ty = self.var_types[n as usize];
            self.b.push_typed(v, Some(ty));
        }
        self.call(t, false)?;
        let ret = self.b.body.ret;
        let value = match self.env().kind(ret) {
            Some(_) => Some(self.b.pop()?.value),
            None => None,
        };
        self.b.clear_stack();
        self.b.ret(value);
        Ok(())
    }

    fn array_method(
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

    fn element_addr(
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
    fn checked_md_store(
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
            let Some(fits) = b.call_helper(HelperId::CanStoreElement, &[array, value]) else {
                return Ok(());
            };
            let misfit = b.is_zero(fits);
            b.if_then(misfit, |b| {
                b.throw_kind(ExceptionKind::ArrayTypeMismatch);
                Ok(())
            })
        })?;
        let (addr, value) = (self.b.get(slot), self.b.get(v));
        self.b.store_nonnull(addr, value, Mem::Ref);
        Ok(Expansion::Void)
    }

    // ---- object creation --------------------------------------------------------------------------------------------

    pub(super) fn new_object(&mut self, t: Token) -> Result<()> {
        let env = self.env();
        let ts = env.ts;
        let open = self.open_method(t)?;
        let sig = ts.method_sig(open)?;
        let args = self.pop_args(sig.params.len())?;
        if let MethodKind::Array { owner, method } = ts.method(open) {
            let v = self.new_md_array(*owner, *method, &args)?;
            self.args = args;
            self.b.push_typed(v, Some(self.b.close(*owner)));
            return Ok(());
        }
        let open_owner = ts.method_owner(open);
        let owner = self.b.close(open_owner);
        if ts.is_delegate(owner) {
            let v = self.new_delegate(open_owner, &args)?;
            self.args = args;
            self.b.push_typed(v, Some(owner));
            return Ok(());
        }
        let mut values = Vec::with_capacity(args.len() + 1);
        if owner == env.well_known(WellKnown::String) {
            let ctor = self.string_ctor(open)?;
            if !ts.is_static(ctor) {
                let null = self.b.null();
                values.push(null);
            }
            for a in &args {
                values.push(self.b.materialise(a.value));
            }
            self.args = args;
            let v = self.b.call_method(ctor, &values)?;
            let v = v.ok_or_else(|| ImportError::unsupported("String.Ctor returns nothing"))?;
            self.b.set_fact(v, Fact::Exact(owner));
            self.b.push_typed(v, Some(owner));
            return Ok(());
        }
        if ts.is_value_type(owner) {
            let local = self.b.add_local(owner);
            let zero = self.b.default_value(owner);
            self.b.set(local, zero);
            let this = self.b.addr_of(local);
            values.push(this);
            for a in &args {
                values.push(self.b.materialise(a.value));
            }
            self.args = args;
            self.b.call_method(open, &values)?;
            let v = self.b.get(local);
            debug_assert_eq!(Some(self.b.kind(v)), env.mem(owner).map(kind_of_mem));
            self.b.push_typed(v, Some(owner));
            return Ok(());
        }
        let object = self.b.new_object(open_owner);
        values.push(object);
        for a in &args {
            values.push(self.b.materialise(a.value));
        }
        self.args = args;
        self.b.call_method(open, &values)?;
        self.b.push_typed(object, Some(owner));
        Ok(())
    }

    /// `String` constructors are methods `Ctor` with the same parameters (static, or called without `this`) that make the string.
    fn string_ctor(&self, ctor: MethodId) -> Result<MethodId> {
        let ts = self.env().ts;
        let params = &ts.method_sig(ctor)?.params;
        let string = self.env().well_known(WellKnown::String);
        ts.methods_named(string, "Ctor")
            .into_iter()
            .find(|&m| ts.method_sig(m).is_ok_and(|s| s.params == *params))
            .ok_or_else(|| ImportError::unsupported("a String constructor without Ctor method"))
    }

    fn new_md_array(
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
            let op = Op::NewArray { ty, handle, len };
            return Ok(self.b.emit_with(op, Kind::Ref, Fact::Exact(owner)));
        }
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

    // ---- function pointers ------------------------------------------------------------------------------------------

    pub(super) fn load_function(&mut self, t: Token) -> Result<()> {
        let open = self.open_method(t)?;
        let v = self.function_code(open)?;
        self.b.push(v);
        Ok(())
    }

    /// I64: code of a method that is called without hidden argument.
    fn function_code(&mut self, open: MethodId) -> Result<Value> {
        let ts = self.env().ts;
        if let Some(c) = self.prefixes.constrained {
            let callee = self.b.method_ref(open);
            let (v, method) = match self.static_target(c, &callee)? {
                Some(target) => (self.b.method_entry(target, false), target),
                None => (self.constrained_code(c, open), open),
            };
            let constrained = Some(c);
            self.b.set_fact(
                v,
                Fact::Code {
                    method,
                    constrained,
                },
            );
            return Ok(v);
        }
        if let Some(def) = ts.method_def(open)
            && ts.has_attribute(
                def.module,
                Token::new(Table::MethodDef, def.rid),
                "System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute",
            )
        {
            let m = self.b.close_method(open);
            return Ok(self.b.func_addr(Func::ReverseStub(m)));
        }
        let v = self.b.method_entry(open, false);
        let constrained = None;
        self.b.set_fact(
            v,
            Fact::Code {
                method: open,
                constrained,
            },
        );
        Ok(v)
    }

    pub(super) fn load_virtual_function(&mut self, t: Token) -> Result<()> {
        let ts = self.env().ts;
        let open = self.open_method(t)?;
        let object = self.pop_ref()?;
        self.b.null_check(object);
        let callee = self.b.method_ref(open);
        let m = callee.exact;
        if !ts.is_virtual(m) || ts.is_final(m) && !ts.is_abstract(m) {
            let v = self.function_code(open)?;
            self.b.push(v);
            return Ok(());
        }
        let op = if ts.is_interface(ts.method_owner(m)) || !ts.method_args(m).is_empty() {
            let selector = self.selector(&callee)?;
            Op::DispatchAddr { object, selector }
        } else {
            Op::VirtualAddr {
                object,
                decl: ts.canon_method(ts.slot_decl(m)?),
            }
        };
        let v = self
            .b
            .emit_with(op, Kind::I64, Fact::VirtualCode { method: open });
        self.b.push(v);
        Ok(())
    }
}
