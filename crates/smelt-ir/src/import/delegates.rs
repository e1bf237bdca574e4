//! Delegates: creation from a function pointer, and `Invoke`. An `Invoke` loads `_target` and jumps to `_methodPtr`, whatever the delegate is.

use super::Importer;
use crate::build::{MethodRef, StackValue};
use crate::env::{ImportError, Result};
use crate::fold::Fact;
use crate::*;
use smelt_abi::{ExceptionKind, delegate};
use smelt_types::{MethodId, TypeId};

/// How the new delegate calls its method.
enum Shape {
    /// First argument (or `this`) is the target.
    Closed { code: Value },
    /// All arguments come from the call.
    OpenStatic { code: Value },
}

impl Importer<'_> {
    /// `newobj` of a delegate's constructor: (target, function pointer).
    pub(super) fn new_delegate(
        &mut self,
        open_owner: TypeId,
        args: &[StackValue],
    ) -> Result<Value> {
        let [target, code] = args else {
            return Err(ImportError::bad_il(
                "a delegate constructor takes two arguments",
            ));
        };
        let mut target_value = self.b.coerce(target.value, Kind::Ref);
        let needs_check = self.needs_target(code.value)
            && !self.b.fact(target_value).is_non_null()
            && !self.is_this(target_value);
        let fact = self.b.fact(code.value);
        let mut code_value = self.b.to_i64(code.value);
        if needs_check {
            let (t, c) = (self.b.temp(target_value), self.b.temp(code_value));
            let null = self.b.is_zero(target_value);
            self.b.if_then(null, |b| {
                b.throw_kind(ExceptionKind::Argument);
                Ok(())
            })?;
            target_value = self.b.get(t);
            code_value = self.b.get(c);
        }
        let shape = self.shape(open_owner, fact, code_value)?;
        let object = self.b.new_object(open_owner);
        let (receiver, code, aux) = match shape {
            Shape::Closed { code } => (target_value, code, None),
            Shape::OpenStatic { code } => {
                let ty = self.env().ts.canon_type(self.b.close(open_owner));
                let shuffle = self.b.func_addr(Func::OpenDelegate(ty));
                (object, shuffle, Some(code))
            }
        };
        self.set_delegate_field(object, delegate::TARGET, receiver, Mem::Ref);
        self.set_delegate_field(object, delegate::METHOD_PTR, code, Mem::I64);
        if let Some(aux) = aux {
            self.set_delegate_field(object, delegate::METHOD_PTR_AUX, aux, Mem::I64);
        }
        Ok(object)
    }

    fn set_delegate_field(&mut self, object: Value, offset: u32, value: Value, mem: Mem) {
        let addr = self.b.field_addr_nonnull(object, offset);
        self.b.store_nonnull(addr, value, mem);
    }

    /// An instance method: a null target throws.
    fn needs_target(&self, code: Value) -> bool {
        match self.b.fact(code) {
            Fact::Code { method, .. } => !self.env().ts.is_static(method),
            _ => false,
        }
    }

    /// The `this` of an instance method that never assigns it.
    fn is_this(&self, v: Value) -> bool {
        let ts = self.env().ts;
        if self.flow.writes_this
            || ts.is_static(self.method)
            || ts.is_value_type(ts.method_owner(self.method))
        {
            return false;
        }
        self.b
            .body
            .blocks
            .iter()
            .rev()
            .flat_map(|b| b.insts.iter().rev())
            .find(|i| i.result == Some(v))
            .is_some_and(|i| i.op == Op::Get(LocalId(0)))
    }

    fn shape(&mut self, open_owner: TypeId, fact: Fact, code: Value) -> Result<Shape> {
        let Fact::Code {
            method,
            constrained,
        } = fact
        else {
            return Ok(Shape::Closed { code });
        };
        let ts = self.env().ts;
        if !ts.is_static(method) {
            let code = self.b.method_entry(method, true);
            return Ok(Shape::Closed { code });
        }
        let code = match constrained {
            Some(_) => code,
            None => self.b.method_entry(method, false),
        };
        let given = ts.method_sig(method)?.params.len();
        let wanted = ts.method_sig(self.invoke_of(open_owner)?)?.params.len();
        if given == wanted {
            Ok(Shape::OpenStatic { code })
        } else if given == wanted + 1 {
            Ok(Shape::Closed { code })
        } else {
            Err(ImportError::bad_il(format!(
                "'{}' does not fit the delegate '{}'",
                ts.method_display(method),
                ts.type_name(open_owner)
            )))
        }
    }

    fn invoke_of(&self, open_owner: TypeId) -> Result<MethodId> {
        let ts = self.env().ts;
        ts.methods_named(open_owner, "Invoke")
            .first()
            .copied()
            .ok_or_else(|| ImportError::bad_il("a delegate without Invoke"))
    }

    /// `callvirt Invoke`; `args[0]` is the delegate.
    pub(super) fn invoke_delegate(
        &mut self,
        callee: &MethodRef,
        args: &[StackValue],
    ) -> Result<Option<Value>> {
        let env = self.env();
        let object = args[0].value;
        self.b.null_check(object);
        let addr = self.b.field_addr_nonnull(object, delegate::TARGET);
        let target = self.b.load_nonnull(addr, Mem::Ref);
        let addr = self.b.field_addr_nonnull(object, delegate::METHOD_PTR);
        let code = self.b.load_nonnull(addr, Mem::I64);
        let sig = env.ts.method_sig(callee.canon)?;
        let rest: Vec<Value> = args[1..].iter().map(|a| a.value).collect();
        let rest = self.b.coerce_args(&rest, &sig.params)?;
        let mut values = Vec::with_capacity(args.len());
        values.push(target);
        values.extend_from_slice(&rest);
        let target = Callee::Pointer {
            code,
            sig: env.canon_sig(sig),
        };
        Ok(self.b.call(target, values.into(), sig.ret))
    }
}
