//! Calls made by a [`Builder`].

use super::{Builder, this_type};
use crate::env::{ImportError, Result, kind_of_mem};
use crate::*;
use smelt_abi::helpers::{HelperId, HelperTy};
use smelt_types::{MethodId, TypeId};

impl Builder<'_> {
    /// Calls the body of a method directly (no null check of `this`, no dispatch). `None` for `void`.
    pub fn call_method(&mut self, open: MethodId, args: &[Value]) -> Result<Option<Value>> {
        let ts = self.env.ts;
        let m = self.close_method(open);
        let canon = ts.canon_method(m);
        let context = self.context_arg(open);
        let sig = ts.method_sig(canon)?;
        let mut params = Vec::with_capacity(sig.params.len() + 1);
        if sig.has_this {
            params.push(this_type(self.env, canon));
        }
        params.extend_from_slice(&sig.params);
        let ret = sig.ret;
        let args = self.coerce_args(args, &params)?;
        Ok(self.call(
            Callee::Func {
                func: Func::Method(canon),
                context,
            },
            args,
            ret,
        ))
    }
    /// Calls a synthesised function without context.
    pub fn call_func(&mut self, func: Func, args: &[Value], ret: TypeId) -> Option<Value> {
        let callee = Callee::Func {
            func,
            context: None,
        };
        self.call(callee, args.into(), ret)
    }
    pub fn call_helper(&mut self, helper: HelperId, args: &[Value]) -> Option<Value> {
        let kind = match helper.helper().ret {
            HelperTy::Void => None,
            HelperTy::I32 => Some(Kind::I32),
            HelperTy::I64 => Some(Kind::I64),
            HelperTy::F32 => Some(Kind::F32),
            HelperTy::F64 => Some(Kind::F64),
            HelperTy::Ptr => Some(Kind::I64),
        };
        self.call_of_kind(Callee::Helper(helper), args.into(), kind)
    }
    /// Any call; `ret` is a closed type.
    pub fn call(&mut self, callee: Callee, args: Box<[Value]>, ret: TypeId) -> Option<Value> {
        let kind = self.env.kind(ret);
        self.call_of_kind(callee, args, kind)
    }
    pub fn call_of_kind(
        &mut self,
        callee: Callee,
        args: Box<[Value]>,
        kind: Option<Kind>,
    ) -> Option<Value> {
        let op = Op::Call {
            callee,
            args,
            tail: Tail::No,
        };
        match kind {
            Some(k) => Some(self.emit(op, k)),
            None => {
                self.emit_void(op);
                None
            }
        }
    }
    /// Brings arguments to the kinds of the parameters.
    pub fn coerce_args(&mut self, args: &[Value], params: &[TypeId]) -> Result<Box<[Value]>> {
        if args.len() != params.len() {
            return Err(ImportError::bad_il("wrong number of arguments"));
        }
        Ok(args
            .iter()
            .zip(params)
            .map(|(&a, &p)| match self.env.mem(p) {
                Some(mem) => self.coerce_to(a, mem),
                None => a,
            })
            .collect())
    }
    /// The value as it is after a store to and a load from memory of this type: what a parameter, result or field of that type holds.
    pub fn coerce_to(&mut self, v: Value, mem: Mem) -> Value {
        self.coerce(v, kind_of_mem(mem))
    }
}
