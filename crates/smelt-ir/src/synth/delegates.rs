//! Delegate invocation. `Invoke` always loads `_target` as first argument and calls `_methodPtr`; what that code is depends on the kind of delegate.

use super::native::plain_sig;
use super::{exact, object};
use crate::build::Builder;
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_abi::{ExceptionKind, delegate as layout, object as object_layout};
use smelt_types::{MethodId, Sig, TypeId, TypeKind};

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

/// `(_, Type, Func<object[], object>) -> Delegate`: the runtime makes a delegate of the type over the type's `Func::ObjectArrayDelegate`.
pub(super) fn make_object_array(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    b.body.flags.hidden = true;
    let params = [object(env), object(env)];
    let callee = Callee::Symbol {
        symbol: smelt_abi::OBJECT_ARRAY_DELEGATE.into(),
        sig: plain_sig(env, &params, object(env)),
    };
    let args = [b.get(LocalId(1)), b.get(LocalId(2))];
    for a in args {
        b.null_check(a);
    }
    let made = b.call(callee, args.into(), object(env));
    let made = made.map(|v| b.temp(v));
    b.emit_void(Op::CheckPending);
    let made = made.map(|l| b.get(l));
    b.ret(made);
    Ok(b.finish())
}

/// `(handler, args...)`: by-reference arguments are read before the call and written after it, also when it throws.
pub(super) fn object_array(env: &Env, ty: TypeId) -> Result<Body> {
    let ts = env.ts;
    let sig = invoke_sig(env, ty)?;
    let mut all = vec![object(env)];
    all.extend_from_slice(&sig.params);
    let mut b = exact(env, Func::ObjectArrayDelegate(ty), &all, sig.ret);
    let list_type = ts.sz_array(object(env));
    let length = b.const_i64(sig.params.len() as i64);
    let handle = b.type_handle(list_type, true);
    let list = Op::NewArray {
        ty: list_type,
        handle,
        len: length,
    };
    let list = b.emit(list, Kind::Ref);
    let list = b.temp(list);
    let mut references = Vec::new();
    for (i, &p) in sig.params.iter().enumerate() {
        let v = b.get(LocalId(1 + i as u32));
        let boxed = match ts.kind(p) {
            TypeKind::ByRef(t) => {
                references.push((i, *t));
                let mem = boxable(env, *t)?;
                let held = b.load(v, mem, Access::default());
                super::reflection::box_any(&mut b, *t, held)?
            }
            _ => {
                boxable(env, p)?;
                super::reflection::box_any(&mut b, p, v)?
            }
        };
        let boxed = b.temp(boxed);
        let slot = element(&mut b, list, i);
        let boxed = b.get(boxed);
        b.store_nonnull(slot, boxed, Mem::Ref);
    }
    let result = b.add_local(object(env));
    let done = b.new_block();
    begin_try(&mut b, |b| {
        for &(i, t) in &references {
            write_back(b, list, i, t)?;
        }
        Ok(())
    })?;
    let handler = ts.named(
        ts.find_core_type("System.Func`2")?,
        &[list_type, object(env)],
    );
    let args = [b.get(LocalId(0)), b.get(list)];
    if let Some(v) = b.call_method(super::find_invoke(env, handler)?, &args)? {
        b.set(result, v);
    }
    b.terminate(Term::Leave(done));
    b.switch_to(done);
    for &(i, t) in &references {
        write_back(&mut b, list, i, t)?;
    }
    if env.kind(sig.ret).is_none() {
        b.ret(None);
        return Ok(b.finish());
    }
    boxable(env, sig.ret)?;
    let v = b.get(result);
    let v = unbox_any(&mut b, sig.ret, v)?;
    b.ret(Some(v));
    Ok(b.finish())
}

/// Goes on in a protected block, whose exceptions run `handler` and are thrown again.
fn begin_try(b: &mut Builder, handler: impl FnOnce(&mut Builder) -> Result<()>) -> Result<()> {
    let none = RegionKind::Try {
        handlers: Vec::new(),
    };
    let protected = b.add_region(None, none);
    let handlers = b.add_region(
        None,
        RegionKind::Handler {
            of: protected,
            kind: HandlerBody::Catch,
        },
    );
    let block = b.new_block_in(Some(protected));
    let entry = b.new_block_in(Some(handlers));
    b.body.regions[protected.0 as usize].kind = RegionKind::Try {
        handlers: vec![Handler::Catch {
            ty: object(b.env),
            entry,
            region: handlers,
        }],
    };
    b.jump(block);
    b.switch_to(entry);
    b.emit(Op::CaughtException, Kind::Ref);
    handler(b)?;
    b.terminate(Term::Rethrow);
    b.switch_to(block);
    Ok(())
}

/// Stores element `i` of the argument list through the by-reference argument that it came from.
fn write_back(b: &mut Builder, list: LocalId, i: usize, ty: TypeId) -> Result<()> {
    let slot = element(b, list, i);
    let v = b.load_nonnull(slot, Mem::Ref);
    let v = unbox_any(b, ty, v)?;
    let v = b.temp(v);
    let (to, v) = (b.get(LocalId(1 + i as u32)), b.get(v));
    let mem = boxable(b.env, ty)?;
    b.store_nonnull(to, v, mem);
    Ok(())
}

/// The address of an element of an `object[]`.
fn element(b: &mut Builder, list: LocalId, i: usize) -> Value {
    let object = b.get(list);
    let data = b.field_addr_nonnull(object, object_layout::ARRAY_DATA);
    let at = b.const_i64(i as i64 * 8);
    b.ptr_add(data, at)
}

/// How a value that can be in a box is held in memory.
fn boxable(env: &Env, ty: TypeId) -> Result<Mem> {
    let ts = env.ts;
    match ts.kind(ty) {
        TypeKind::ByRef(_) | TypeKind::Ptr(_) | TypeKind::FnPtr(_) => None,
        _ if ts.is_byref_like(ty) => None,
        _ => env.mem(ty),
    }
    .ok_or_else(|| ImportError::unsupported("a value that cannot be in a box"))
}

/// The value of a box that is known to be right; null for an empty `Nullable`.
fn unbox_any(b: &mut Builder, ty: TypeId, v: Value) -> Result<Value> {
    let (env, ts) = (b.env, b.env.ts);
    if !ts.is_value_type(ty) {
        return Ok(v);
    }
    if !ts.is_nullable(ty) {
        let at = b.field_addr(v, object_layout::BOX_DATA);
        return Ok(b.load_nonnull(at, boxable(env, ty)?));
    }
    let inner = ts.type_args(ty)[0];
    let mem = boxable(env, inner)?;
    let field = |name| -> Result<u32> { Ok(ts.field_offset(ts.require_field(ty, name)?)?) };
    let (has_value, value) = (field("hasValue")?, field("value")?);
    let held = b.temp(v);
    let result = b.add_local(ty);
    let zero = b.default_value(ty);
    b.set(result, zero);
    let some = b.is_not_zero(v);
    b.if_then(some, |b| {
        let v = b.get(held);
        let at = b.field_addr_nonnull(v, object_layout::BOX_DATA);
        let v = b.load_nonnull(at, mem);
        let to = b.addr_of(result);
        let to = b.field_addr_nonnull(to, value);
        b.store_nonnull(to, v, mem);
        let to = b.addr_of(result);
        let to = b.field_addr_nonnull(to, has_value);
        let one = b.const_i32(1);
        b.store_nonnull(to, one, Mem::U8);
        Ok(())
    })?;
    Ok(b.get(result))
}
