//! Calls with a `constrained.` prefix (ECMA-335 III.2.1), static abstract methods included.

use super::Importer;
use crate::build::{MethodRef, StackValue, all_params};
use crate::env::{ImportError, Result};
use crate::fold::Fact;
use crate::intrinsics::Expansion;
use crate::*;
use smelt_types::{InterfaceImpl, MethodId, TypeId, WellKnown};

impl Importer<'_> {
    pub(super) fn call_constrained(
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
        if self.is_one_of_several(ty, callee)? {
            return self.call_through(open_type, callee, &args);
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

    pub(super) fn load_this(&mut self, addr: Value, mem: Mem) -> Value {
        let access = Access {
            nonnull: self.b.fact(addr).is_non_null(),
            ..Access::default()
        };
        self.b.load(addr, mem, access)
    }

    /// What a constrained call on a value type runs: its own method (`this` by reference), one of its base classes (boxed `this`), or, if
    /// `None`, whatever dispatch on the boxed value finds.
    pub(super) fn value_type_target(
        &self,
        ty: TypeId,
        callee: &MethodRef,
    ) -> Result<Option<MethodId>> {
        let ts = self.env().ts;
        let decl = callee.exact;
        let owner = ts.method_owner(decl);
        if ts.is_value_type(owner) {
            return Ok(Some(decl));
        }
        if ts.is_interface(owner) {
            let [decl] = self.decls_on(ty, decl)[..] else {
                return Ok(None);
            };
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

    /// The methods that `decl` can stand for on `ty`: shared code knows the interface by its canonical form only, and `ty` may implement
    /// several of that form.
    fn decls_on(&self, ty: TypeId, decl: MethodId) -> Vec<MethodId> {
        let ts = self.env().ts;
        let owner = ts.method_owner(decl);
        let (true, Some(def)) = (ts.is_shared_type(owner), ts.method_def(decl)) else {
            return vec![decl];
        };
        let canon = ts.canon_type(owner);
        let matching = ts.interfaces(ty).iter();
        let matching = matching.filter(|&&i| ts.canon_type(i) == canon);
        let decls: Vec<MethodId> = matching
            .map(|&i| ts.method_on(def, i, ts.method_args(decl)))
            .collect();
        if decls.is_empty() { vec![decl] } else { decls }
    }

    /// Whether only the dictionary can say which of the methods of the value type `ty` is meant.
    fn is_one_of_several(&self, ty: TypeId, callee: &MethodRef) -> Result<bool> {
        let ts = self.env().ts;
        let decls = self.decls_on(ty, callee.exact);
        for &decl in &decls {
            match ts.resolve_interface(ty, decl)? {
                InterfaceImpl::Class(m) if ts.is_value_type(ts.method_owner(m)) => {}
                _ => return Ok(false),
            }
        }
        Ok(decls.len() > 1)
    }

    /// Open form of a method of the closed type `ty`, found by resolution, where the IL calls the type `open_type`.
    pub(super) fn reopen(
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
    pub(super) fn static_target(
        &self,
        open_type: TypeId,
        callee: &MethodRef,
    ) -> Result<Option<MethodId>> {
        let ts = self.env().ts;
        let ty = self.b.close(open_type);
        if ty == self.env().well_known(WellKnown::Canon) {
            return Ok(None);
        }
        let [decl] = self.decls_on(ty, callee.exact)[..] else {
            return Ok(None);
        };
        let Some(found) = ts.resolve_static_virtual(ty, decl)? else {
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

    /// Calls what the dictionary says that `constrained. T method` is: a static method, or one of a value type.
    pub(super) fn call_through(
        &mut self,
        open_type: TypeId,
        callee: &MethodRef,
        args: &[StackValue],
    ) -> Result<Expansion> {
        let env = self.env();
        let code = self.constrained_code(open_type, callee.open);
        let sig = env.ts.method_sig(callee.canon)?;
        let mut params = all_params(env, callee.canon, sig);
        if sig.has_this {
            params[0] = env.ts.byref_to(self.b.close(open_type));
        }
        let values = self.b.coerce_args(&Self::values(args), &params)?;
        let target = Callee::Pointer {
            code,
            sig: env.canon_sig(sig),
        };
        let value = self.b.call(target, values, sig.ret);
        Ok(self.typed(value, env.ts.method_sig(callee.exact)?.ret))
    }

    pub(super) fn constrained_code(&mut self, open_type: TypeId, open: MethodId) -> Value {
        let lookup = Lookup::Constrained {
            ty: open_type,
            method: open,
        };
        self.b
            .emit_with(Op::RuntimeLookup(lookup), Kind::I64, Fact::NonNull)
    }
}
