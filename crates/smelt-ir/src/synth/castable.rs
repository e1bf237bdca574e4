//! Interfaces that objects implement dynamically (`IDynamicInterfaceCastable`): casts that ask the object, calls that ask it for an implementation.

use super::native::plain_sig;
use super::{core_method, core_type, exact, int32, native_int, object};
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_abi::helpers::HelperId;
use smelt_abi::method_table as mt;
use smelt_abi::type_desc;
use smelt_types::MethodId;

const HELPERS: &str = "System.Runtime.InteropServices.DynamicInterfaceCastableHelpers";
const CASTABLE: &str = "System.Runtime.InteropServices.IDynamicInterfaceCastable";

/// `(object, type handle, throw) -> object or null`: the usual rules first, then what the object says about the interface.
pub(super) fn cast(env: &Env) -> Result<Body> {
    let ask = core_method(env, HELPERS, "IsInterfaceImplemented", 3)?;
    let runtime_type = core_method(
        env,
        "System.RuntimeTypeHandle",
        "GetRuntimeTypeFromHandle",
        1,
    )?;
    let params = [object(env), native_int(env), int32(env)];
    let mut b = exact(env, Func::DynamicCast, &params, object(env));
    b.body.flags.no_inline = true;
    let (o, h) = (b.get(LocalId(0)), b.get(LocalId(1)));
    let known = Callee::Helper(HelperId::IsInstAny);
    let Some(known) = b.call_of_kind(known, Box::new([o, h]), Some(Kind::Ref)) else {
        return Err(ImportError::bad_il("cast without result"));
    };
    let result = b.add_local(object(env));
    b.set(result, known);
    let (asks, class, castable, done) =
        (b.new_block(), b.new_block(), b.new_block(), b.new_block());
    let found = b.get(result);
    let found = b.is_not_zero(found);
    b.branch(found, done, asks);

    b.switch_to(asks);
    let (h, tag) = (b.get(LocalId(1)), b.const_i64(type_desc::TAG as i64));
    let tag = b.bin(BinOp::And, h, tag);
    let o = b.get(LocalId(0));
    let null = b.is_zero(o);
    let desc = b.is_not_zero(tag);
    let other = b.bin(BinOp::Or, null, desc);
    b.branch(other, done, class);

    b.switch_to(class);
    let h = b.get(LocalId(1));
    let at = super::stubs::field(&mut b, h, mt::FLAGS);
    let flags = b.load_nonnull(at, Mem::I32);
    let mask = b.const_i32(mt::flags::CATEGORY_MASK as i32);
    let category = b.bin(BinOp::And, flags, mask);
    let interface = b.const_i32(mt::flags::CATEGORY_INTERFACE as i32);
    let is_interface = b.compare(Cond::Eq, category, interface);
    let is_interface = b.temp(is_interface);
    let idic = core_type(env, CASTABLE)?;
    let (o, idic) = (b.get(LocalId(0)), b.type_handle(idic, false));
    let able = Callee::Helper(HelperId::IsInstInterface);
    let Some(able) = b.call_of_kind(able, Box::new([o, idic]), Some(Kind::Ref)) else {
        return Err(ImportError::bad_il("cast without result"));
    };
    let able = b.is_not_zero(able);
    let is_interface = b.get(is_interface);
    let both = b.bin(BinOp::And, able, is_interface);
    b.branch(both, castable, done);

    b.switch_to(castable);
    let h = b.get(LocalId(1));
    let ty = b.call_method(runtime_type, &[h])?;
    let (o, throw) = (b.get(LocalId(0)), b.get(LocalId(2)));
    let (Some(ty), null) = (ty, b.null()) else {
        return Err(ImportError::bad_il("no type"));
    };
    let answer = b.call_method(ask, &[o, ty, throw])?;
    b.set(result, null);
    if let Some(answer) = answer {
        b.if_then(answer, |b| {
            let o = b.get(LocalId(0));
            b.set(result, o);
            Ok(())
        })?;
    }
    b.jump(done);

    b.switch_to(done);
    let r = b.get(result);
    b.ret(Some(r));
    Ok(b.finish())
}

/// `(this, args...)`: the implementation is an interface whose own row of the dispatch table has the code.
pub(super) fn dispatch(env: &Env, m: MethodId) -> Result<Body> {
    let ts = env.ts;
    let ask = core_method(env, HELPERS, "GetInterfaceImplementation", 2)?;
    let runtime_type = core_type(env, "System.RuntimeType")?;
    let handle = ts
        .field_named(runtime_type, "m_handle")
        .ok_or_else(|| ImportError::unsupported("RuntimeType has no m_handle"))?;
    let sig = ts.method_sig(m)?;
    let mut params = vec![object(env)];
    params.extend_from_slice(&sig.params);
    let mut b = exact(env, Func::DynamicDispatch(m), &params, sig.ret);
    let interface = b.type_object(ts.method_owner(m));
    let this = b.get(LocalId(0));
    let Some(ty) = b.call_method(ask, &[this, interface])? else {
        return Err(ImportError::bad_il("no implementation"));
    };
    let at = b.field_addr(ty, ts.field_offset(handle)?);
    let table = b.load_nonnull(at, Mem::I64);
    let at = super::stubs::field(&mut b, table, mt::DISPATCH_ROW);
    let row = b.load_nonnull(at, Mem::I64);
    let selector = b.selector(m);
    let cell = b.ptr_add(row, selector);
    let code = b.load_nonnull(cell, Mem::I64);
    let args: Vec<Value> = (0..params.len() as u32)
        .map(|i| b.get(LocalId(i)))
        .collect();
    let sig_id = plain_sig(env, &params, sig.ret);
    let result = b.call(Callee::Pointer { code, sig: sig_id }, args.into(), sig.ret);
    b.ret(result);
    Ok(b.finish())
}
