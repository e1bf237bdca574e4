//! `call`, `callvirt`, `calli`, `jmp` (ECMA-335 III.3.19, 3.20, 3.37, 4.2): folded, expanded, direct or dispatched.

use super::{Importer, OPEN};
use crate::build::{MethodRef, StackValue, all_params};
use crate::env::{Env, ImportError, ImportErrorKind, Result};
use crate::intrinsics::{self, Expansion};
use crate::*;
use smelt_metadata::il::Opcode;
use smelt_metadata::{MethodBody, Token};
use smelt_types::{CallConv, InterfaceImpl, MethodId, MethodKind, TypeId, TypeKind, WellKnown};

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
    pub(super) fn open_method(&self, t: Token) -> Result<MethodId> {
        let ts = self.env().ts;
        let open = ts.resolve_method(self.module, t, OPEN)?;
        self.check_method(open)?;
        Ok(open)
    }

    /// Pops `n` arguments, first one first.
    pub(super) fn pop_args(&mut self, n: usize) -> Result<Vec<StackValue>> {
        let mut args = std::mem::take(&mut self.args);
        args.clear();
        for _ in 0..n {
            args.push(self.b.pop()?);
        }
        args.reverse();
        Ok(args)
    }

    pub(super) fn values(args: &[StackValue]) -> Vec<Value> {
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

    pub(super) fn push_result(&mut self, result: Expansion) {
        match result {
            Expansion::Value(v) => self.b.push_typed(v.value, v.ty),
            Expansion::Void => {}
            Expansion::NoReturn if self.b.is_open() => self.b.terminate(Term::Unreachable),
            Expansion::NoReturn => {}
        }
    }

    /// A call without `constrained.` prefix: folded, expanded, direct or dispatched.
    pub(super) fn call_method(
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
        if self.is_framework && !self.is_inlined_there(callee, is_virtual) {
            self.mark_tail(Tail::Cheap);
        } else if self.prefixes.tail {
            self.mark_tail(Tail::Explicit);
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
    pub(super) fn widen_numbers(
        &mut self,
        callee: &MethodRef,
        args: &mut [StackValue],
    ) -> Result<()> {
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

    pub(super) fn typed(&self, value: Option<Value>, ret: TypeId) -> Expansion {
        match value {
            Some(value) => Expansion::Value(StackValue {
                value,
                kind: self.b.kind(value),
                ty: Some(ret),
            }),
            None => Expansion::Void,
        }
    }

    pub(super) fn calls_itself_check(&self, callee: &MethodRef) -> bool {
        let ts = self.env().ts;
        callee.canon == self.method || ts.method_def(callee.canon) == ts.method_def(self.method)
    }

    /// The precompiled framework makes jumps of calls in tail position, which shows in stack traces; but not of those that it inlines, which
    /// are about those of few bytes.
    fn is_inlined_there(&self, callee: &MethodRef, is_virtual: bool) -> bool {
        const INLINED: usize = 48;
        let ts = self.env().ts;
        if is_virtual && ts.is_virtual(callee.exact) {
            return false;
        }
        let body = ts.method_body(callee.exact);
        matches!(body, Ok(Some(b)) if b.il.len() <= INLINED && b.clauses.is_empty())
    }

    /// The call just made is in tail position, if `ret` follows it and nothing has to be done on the way out.
    fn mark_tail(&mut self, mark: Tail) {
        if self.following() != Some(Opcode::Ret) || self.sync.is_some() {
            return;
        }
        let block = self.b.block();
        if let Some(Inst {
            op: Op::Call { tail, .. },
            ..
        }) = self.b.body.blocks[block.0 as usize].insts.last_mut()
        {
            *tail = mark;
        }
    }

    /// What an intrinsic made of the call.
    pub(super) fn expand(
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
    pub(super) fn emit_call(
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
    pub(super) fn selector(&mut self, callee: &MethodRef) -> Result<Value> {
        let ts = self.env().ts;
        let decl = if ts.is_interface(ts.method_owner(callee.exact)) {
            callee.open
        } else {
            ts.slot_decl(callee.open)?
        };
        Ok(self.b.selector(decl))
    }

    pub(super) fn direct(&mut self, open: MethodId, args: &[StackValue]) -> Result<Option<Value>> {
        let ts = self.env().ts;
        if ts.is_abstract(open) && !ts.is_delegate(ts.method_owner(open)) {
            return Err(ImportError::new(
                ImportErrorKind::BadImage,
                format!(
                    "'{}' is abstract and cannot be called directly",
                    ts.method_display(open)
                ),
            ));
        }
        self.b.call_method(open, &Self::values(args))
    }

    /// The method that a virtual call on this object runs, if its class is known. Closed; needs no open form.
    pub(super) fn devirtualise(&self, m: MethodId, this: &StackValue) -> Result<Option<MethodId>> {
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

    pub(super) fn derives(&self, class: TypeId, base: TypeId) -> bool {
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
                let v = self.b.call(target, values, sig.ret);
                if self.prefixes.tail {
                    self.mark_tail(Tail::Explicit);
                }
                v
            }
            CallConv::Unmanaged {
                suppress_gc_transition,
            } => {
                let marshalled = !ts.runtime_marshalling_disabled(self.module);
                let shared = |ty: TypeId| ts.is_shared_type(ty);
                let exact = !sig.has_this && !sig.params.iter().copied().any(shared);
                if marshalled
                    && exact
                    && !shared(sig.ret)
                    && crate::synth::pointer_needs_marshalling(env, sig)
                {
                    let mut values = values.into_vec();
                    values.push(code);
                    let func = Func::NativeCall(ts.intern_sig(sig.clone()));
                    let v = self.b.call_func(func, &values, sig.ret);
                    let result = self.typed(v, sig.ret);
                    self.push_result(result);
                    return Ok(());
                }
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
}
