//! `newobj`, `ldftn`, `ldvirtftn` (ECMA-335 III.3.41, 4.18, 4.21).

use super::Importer;
use crate::env::{ImportError, ImportErrorKind, Result, kind_of_mem};
use crate::fold::Fact;
use crate::*;
use smelt_metadata::flags::type_attr;
use smelt_metadata::{Table, Token};
use smelt_types::{MethodId, MethodKind, WellKnown};

impl Importer<'_> {
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
        if ts.type_flags(owner) & type_attr::ABSTRACT != 0 {
            let detail = "Instances of abstract classes cannot be created.";
            return Err(ImportError::new(ImportErrorKind::AbstractClass, detail));
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
    pub(super) fn string_ctor(&self, ctor: MethodId) -> Result<MethodId> {
        entity::string_ctor(self.env().ts, ctor)
            .ok_or_else(|| ImportError::unsupported("a String constructor without Ctor method"))
    }

    pub(super) fn load_function(&mut self, t: Token) -> Result<()> {
        let open = self.open_method(t)?;
        let v = self.function_code(open)?;
        self.b.push(v);
        Ok(())
    }

    /// I64: code of a method that is called without hidden argument.
    pub(super) fn function_code(&mut self, open: MethodId) -> Result<Value> {
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
