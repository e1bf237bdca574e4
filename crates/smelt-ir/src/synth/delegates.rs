//! Delegate invocation. `Invoke` always loads `_target` as first argument and calls `_methodPtr`; what that code is depends on the kind of delegate.

use super::native::plain_sig;
use super::{exact, object};
use crate::build::Builder;
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_abi::{ExceptionKind, delegate as layout, object as object_layout};
use smelt_types::{MethodId, Sig, TypeId};

fn invoke_sig<'e>(env: &'e Env, ty: TypeId) -> Result<&'e Sig> {
    let invoke = super::find_invoke(env, ty)?;
    Ok(env.ts.method_sig(invoke)?)
}

/// `.ctor`, `Invoke`, `BeginInvoke`, `EndInvoke`.
pub(super) fn runtime_method(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    b.body.flags.hidden = true;
    match env.ts.method_name(m) {
        "Invoke" => {
            let ts = env.ts;
            let sig = ts.method_sig(m)?;
            let (params, ret) = (sig.params.clone(), sig.ret);
            let this = b.get(LocalId(0));
            let result = invoke(&mut b, this, &params, ret, 1);
            b.ret(result);
        }
        ".ctor" => {
            let (this, target, code) = (b.get(LocalId(0)), b.get(LocalId(1)), b.get(LocalId(2)));
            let a = b.field_addr(this, layout::TARGET);
            b.store_nonnull(a, target, Mem::Ref);
            let a = b.field_addr(this, layout::METHOD_PTR);
            b.store_nonnull(a, code, Mem::I64);
            b.ret(None);
        }
        "BeginInvoke" | "EndInvoke" => b.throw_kind(ExceptionKind::PlatformNotSupported),
        other => return Err(ImportError::bad_il(format!("delegate method {other}"))),
    }
    Ok(b.finish())
}

/// Invokes a delegate object with the parameters that lie in the locals from `first` on.
fn invoke(
    b: &mut Builder,
    delegate: Value,
    params: &[TypeId],
    ret: TypeId,
    first: u32,
) -> Option<Value> {
    let env = b.env;
    let a = b.field_addr(delegate, layout::TARGET);
    let target = b.load_nonnull(a, Mem::Ref);
    let a = b.field_addr_nonnull(delegate, layout::METHOD_PTR);
    let code = b.load_nonnull(a, Mem::I64);
    let mut args = vec![target];
    args.extend((0..params.len() as u32).map(|i| b.get(LocalId(first + i))));
    let mut all = vec![object(env)];
    all.extend_from_slice(params);
    let sig = plain_sig(env, &all, ret);
    b.call(Callee::Pointer { code, sig }, args.into(), ret)
}

/// `(delegate, args...)` to `_methodPtrAux(args...)`.
pub(super) fn open(env: &Env, ty: TypeId) -> Result<Body> {
    let sig = invoke_sig(env, ty)?;
    let mut all = vec![ty];
    all.extend_from_slice(&sig.params);
    let mut b = exact(env, Func::OpenDelegate(ty), &all, sig.ret);
    let this = b.get(LocalId(0));
    let a = b.field_addr_nonnull(this, layout::METHOD_PTR_AUX);
    let code = b.load_nonnull(a, Mem::I64);
    let args: Vec<Value> = (0..sig.params.len() as u32)
        .map(|i| b.get(LocalId(1 + i)))
        .collect();
    let target = plain_sig(env, &sig.params, sig.ret);
    let result = b.call(Callee::Pointer { code, sig: target }, args.into(), sig.ret);
    b.ret(result);
    Ok(b.finish())
}

/// Calls the delegates of the invocation list in order; the result is the last one's.
pub(super) fn multicast(env: &Env, ty: TypeId) -> Result<Body> {
    let sig = invoke_sig(env, ty)?;
    let mut all = vec![ty];
    all.extend_from_slice(&sig.params);
    let mut b = exact(env, Func::Multicast(ty), &all, sig.ret);
    let this = b.get(LocalId(0));
    let a = b.field_addr_nonnull(this, layout::INVOCATION_LIST);
    let list = b.load_nonnull(a, Mem::Ref);
    let list = b.temp(list);
    let a = b.field_addr_nonnull(this, layout::INVOCATION_COUNT);
    let count = b.load_nonnull(a, Mem::I64);
    let count = b.temp(count);
    let zero = b.const_i64(0);
    let at = b.temp(zero);
    let result = env.kind(sig.ret).map(|_| b.add_local(sig.ret));
    let (head, body, end) = (b.new_block(), b.new_block(), b.new_block());
    b.jump(head);
    b.switch_to(head);
    let (i, n) = (b.get(at), b.get(count));
    let more = b.compare(Cond::Lt, i, n);
    b.branch(more, body, end);
    b.switch_to(body);
    let (l, i) = (b.get(list), b.get(at));
    let eight = b.const_i64(8);
    let offset = b.bin(BinOp::Mul, i, eight);
    let data = b.field_addr_nonnull(l, object_layout::ARRAY_DATA);
    let slot = b.ptr_add(data, offset);
    let d = b.load_nonnull(slot, Mem::Ref);
    let r = invoke(&mut b, d, &sig.params, sig.ret, 1);
    if let (Some(local), Some(v)) = (result, r) {
        b.set(local, v);
    }
    let i = b.get(at);
    let one = b.const_i64(1);
    let next = b.bin(BinOp::Add, i, one);
    b.set(at, next);
    b.jump(head);
    b.switch_to(end);
    let r = result.map(|l| b.get(l));
    b.ret(r);
    Ok(b.finish())
}
