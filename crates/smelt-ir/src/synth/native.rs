//! P/Invokes, VM calls and other methods whose code is outside of the managed world.

use super::throws::throw_with_message;
use crate::build::{Builder, this_type};
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_abi::helpers::HelperId;
use smelt_abi::vm_calls::{FCALLS, QCALLS, VmCall};
use smelt_abi::{image::pinvoke as record, native_shims, thread};
use smelt_metadata::{Table, Token};
use smelt_types::{CallConv, MethodId, Sig, SigId, TypeId, TypeSystem, WellKnown};
use std::collections::HashMap;
use std::sync::OnceLock;

/// `PInvokeAttributes.SupportsLastError` (ECMA-335 II.23.1.8).
const SUPPORTS_LAST_ERROR: u16 = 0x0040;

/// A signature without `this` in canonical types.
pub(super) fn plain_sig(env: &Env, params: &[TypeId], ret: TypeId) -> SigId {
    env.ts.intern_sig(Sig {
        has_this: false,
        call_conv: CallConv::Managed,
        generic_params: 0,
        ret: env.ts.canon_type(ret),
        params: params.iter().map(|&p| env.ts.canon_type(p)).collect(),
    })
}

/// Library and entry point of a P/Invoke.
pub fn pinvoke_names(ts: &TypeSystem, m: MethodId) -> Option<(String, String)> {
    let def = ts.method_def(m)?;
    let meta = ts.metadata(def.module);
    let map = meta.impl_map_of(Token::new(Table::MethodDef, def.rid))?;
    let library = meta.module_ref(map.import_scope).ok()?.name;
    let entry = if map.import_name.is_empty() { ts.method_name(m) } else { map.import_name };
    Some((library.to_string(), entry.to_string()))
}

fn last_error_wanted(ts: &TypeSystem, m: MethodId) -> bool {
    ts.method_def(m)
        .and_then(|d| ts.metadata(d.module).impl_map_of(Token::new(Table::MethodDef, d.rid)))
        .is_some_and(|map| map.flags & SUPPORTS_LAST_ERROR != 0)
}

/// Body of a `DllImport` method.
pub(super) fn pinvoke(env: &Env, m: MethodId) -> Result<Body> {
    let ts = env.ts;
    let Some((library, entry)) = pinvoke_names(ts, m) else {
        return Err(ImportError::bad_il("P/Invoke without an import"));
    };
    let mut b = Builder::for_method(env, m)?;
    b.body.flags.hidden = true;
    if library == "QCall" {
        vm_call(&mut b, m, find_qcall(&entry), &entry)?;
        return Ok(b.finish());
    }
    let sig = native_sig(env, m)?;
    let def = ts.method_def(m).ok_or_else(|| ImportError::bad_il("P/Invoke without a row"))?;
    let token = Token::new(Table::MethodDef, def.rid);
    let quick = ts.has_attribute(def.module, token, "System.Runtime.InteropServices.SuppressGCTransitionAttribute");
    let is_static = library == "libSystem.Native" && native_shims::IMPLEMENTED.binary_search(&entry.as_str()).is_ok();
    let ret = ts.sig(sig).ret;
    let callee = if is_static {
        Callee::Symbol { symbol: entry, sig }
    } else {
        let r = b.emit(Op::PInvokeRecord(m), Kind::I64);
        let r = b.temp(r);
        let at = b.get(r);
        let at = super::stubs::field(&mut b, at, record::ADDRESS);
        let code = b.load_nonnull(at, Mem::I64);
        let code = b.temp(code);
        let known = b.get(code);
        let missing = b.is_zero(known);
        b.if_then(missing, |b| {
            let at = b.get(r);
            let found = b.call_helper(HelperId::ResolvePInvoke, &[at]).expect("has a result");
            b.set(code, found);
            b.emit_void(Op::CheckPending);
            Ok(())
        })?;
        let code = b.get(code);
        return finish_native(b, Callee::Native { code, sig }, m, quick, ret);
    };
    finish_native(b, callee, m, quick, ret)
}

/// Emits the call with its transitions and returns the result.
fn finish_native(mut b: Builder, callee: Callee, m: MethodId, quick: bool, ret: TypeId) -> Result<Body> {
    let args: Vec<Value> = (0..b.body.param_count).map(|i| b.get(LocalId(i))).collect();
    if !quick {
        b.emit_void(Op::EnterPreemptive);
    }
    let result = b.call(callee, args.into(), ret);
    if last_error_wanted(b.env.ts, m) {
        let errno = plain_sig(b.env, &[], super::int32(b.env));
        let symbol = "SystemNative_GetErrNo".to_string();
        let code = b.call(Callee::Symbol { symbol, sig: errno }, Box::new([]), super::int32(b.env));
        let at = b.emit(Op::ThreadField { offset: thread::LAST_ERROR }, Kind::ByRef);
        if let Some(code) = code {
            b.store_nonnull(at, code, Mem::I32);
        }
    }
    if !quick {
        b.emit_void(Op::LeavePreemptive);
    }
    b.ret(result);
    Ok(b.finish())
}

/// The signature as native code sees it. Types that need marshalling are refused.
fn native_sig(env: &Env, m: MethodId) -> Result<SigId> {
    let ts = env.ts;
    let sig = ts.method_sig(m)?;
    let module = ts.method_def(m).map(|d| d.module);
    let marshalled = module.is_some_and(|module| !ts.runtime_marshalling_disabled(module));
    let native = |t: TypeId| -> Result<TypeId> {
        if !marshalled {
            return Ok(t);
        }
        if t == env.well_known(WellKnown::Boolean) {
            return Ok(env.well_known(WellKnown::Int32));
        }
        if t == env.well_known(WellKnown::Void) || is_blittable(env, t, 0) {
            return Ok(t);
        }
        Err(ImportError::unsupported(format!("P/Invoke with a parameter of type {} that needs marshalling", ts.type_name(t))))
    };
    let params = sig.params.iter().map(|&p| native(p)).collect::<Result<Vec<_>>>()?;
    Ok(plain_sig(env, &params, native(sig.ret)?))
}

/// The value has the same bytes in managed and native memory.
fn is_blittable(env: &Env, t: TypeId, depth: u32) -> bool {
    use smelt_types::{TypeKind, ValueClass};
    let ts = env.ts;
    if depth > 8 {
        return false;
    }
    match ts.kind(t) {
        TypeKind::Ptr(_) | TypeKind::FnPtr(_) => return true,
        TypeKind::ByRef(e) => return is_blittable(env, *e, depth + 1),
        _ => {}
    }
    if t == env.well_known(WellKnown::Boolean) || t == env.well_known(WellKnown::Char) {
        return false;
    }
    match ts.value_class(t) {
        ValueClass::Int { .. } | ValueClass::F32 | ValueClass::F64 => true,
        ValueClass::Struct => ts.fields(t).into_iter().all(|f| {
            const STATIC: u32 = 0x10;
            ts.field_flags(f) & STATIC != 0 || ts.field_type(f).is_ok_and(|ft| is_blittable(env, ft, depth + 1))
        }),
        _ => false,
    }
}

/// Body of an `InternalCall` method.
pub(super) fn internal_call(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    b.body.flags.hidden = true;
    let name = internal_call_name(env.ts, m);
    vm_call(&mut b, m, find_fcall(env.ts, m), &name)?;
    Ok(b.finish())
}

fn internal_call_name(ts: &TypeSystem, m: MethodId) -> String {
    let owner = ts.type_def(ts.method_owner(m)).map(|d| ts.open_type(d)).unwrap_or(ts.method_owner(m));
    let owner = ts.type_name(owner);
    let owner = owner.split('[').next().unwrap_or(&owner);
    format!("{owner}::{}", ts.method_name(m))
}

/// Names of an `InternalCall` in the table of VM calls: plain, and with the simple names of its parameter types.
pub fn internal_call_names(ts: &TypeSystem, m: MethodId) -> (String, String) {
    let name = internal_call_name(ts, m);
    let params: Vec<String> = match ts.method_sig(m) {
        Ok(sig) => sig.params.iter().map(|&p| simple_name(ts, p)).collect(),
        Err(_) => Vec::new(),
    };
    let overload = format!("{name}({})", params.join(","));
    (name, overload)
}

fn table(calls: &'static [VmCall]) -> HashMap<&'static str, &'static VmCall> {
    calls.iter().map(|c| (c.managed, c)).collect()
}

fn find_qcall(entry: &str) -> Option<&'static VmCall> {
    static TABLE: OnceLock<HashMap<&'static str, &'static VmCall>> = OnceLock::new();
    TABLE.get_or_init(|| table(QCALLS)).get(entry).copied()
}

/// Overloads are told apart by the simple names of their parameter types.
fn find_fcall(ts: &TypeSystem, m: MethodId) -> Option<&'static VmCall> {
    static TABLE: OnceLock<HashMap<&'static str, &'static VmCall>> = OnceLock::new();
    let table = TABLE.get_or_init(|| table(FCALLS));
    let (name, overload) = internal_call_names(ts, m);
    table.get(name.as_str()).or_else(|| table.get(overload.as_str())).copied()
}

fn simple_name(ts: &TypeSystem, t: TypeId) -> String {
    let name = ts.type_name(t);
    name.rsplit(['.', '+']).next().unwrap_or(&name).to_string()
}

/// Calls the runtime's implementation, or throws PlatformNotSupportedException when there is none.
fn vm_call(b: &mut Builder, m: MethodId, call: Option<&VmCall>, name: &str) -> Result<()> {
    let env = b.env;
    let Some(call) = call else {
        env.report_missing_vm_call(name);
        let text = format!("The runtime does not implement '{name}'.");
        return throw_with_message(b, "System.PlatformNotSupportedException", &text);
    };
    let sig = env.ts.method_sig(m)?;
    let mut params = Vec::new();
    if sig.has_this {
        params.push(this_type(env, m));
    }
    params.extend_from_slice(&sig.params);
    let args: Vec<Value> = (0..params.len() as u32).map(|i| b.get(LocalId(i))).collect();
    let native = plain_sig(env, &params, sig.ret);
    if call.may_block {
        b.emit_void(Op::EnterPreemptive);
    }
    let callee = Callee::Symbol { symbol: call.symbol.to_string(), sig: native };
    let result = b.call(callee, args.into(), sig.ret);
    if call.may_block {
        b.emit_void(Op::LeavePreemptive);
    }
    if call.may_throw {
        b.emit_void(Op::CheckPending);
    }
    b.ret(result);
    Ok(())
}

/// `[UnsafeAccessor]`: direct access to a member that is found by name at compile time.
pub(super) fn unsafe_accessor(env: &Env, m: MethodId) -> Result<Body> {
    let Some(def) = env.ts.method_def(m) else {
        return Err(ImportError::unsupported("method without a body"));
    };
    let token = Token::new(Table::MethodDef, def.rid);
    if env.ts.has_attribute(def.module, token, "System.Runtime.CompilerServices.UnsafeAccessorAttribute") {
        return Err(ImportError::unsupported("UnsafeAccessor methods"));
    }
    Err(ImportError::bad_il("the method has no body"))
}
