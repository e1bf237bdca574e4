//! P/Invokes, VM calls and other methods whose code is outside of the managed world.

use super::marshal::{self, Way};
use super::throws::throw_with_message;
use crate::build::{Builder, this_type};
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_abi::helpers::HelperId;
use smelt_abi::vm_calls::{FCALLS, QCALLS, VmCall};
use smelt_abi::{delegate, image::pinvoke as record, native_shims, thread};
use smelt_metadata::{Table, Token};
use smelt_types::{CallConv, MethodId, Sig, SigId, TypeId, TypeSystem, WellKnown};
use std::collections::HashMap;
use std::sync::OnceLock;

/// `PInvokeAttributes.SupportsLastError` (ECMA-335 II.23.1.8).
const SUPPORTS_LAST_ERROR: u16 = 0x0040;
/// `MethodImplAttributes.PreserveSig` (II.23.1.11).
const IMPL_PRESERVE_SIG: u32 = 0x0080;

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
    let entry = if map.import_name.is_empty() {
        ts.method_name(m)
    } else {
        map.import_name
    };
    Some((library.to_string(), entry.to_string()))
}

fn last_error_wanted(ts: &TypeSystem, m: MethodId) -> bool {
    ts.method_def(m)
        .and_then(|d| {
            ts.metadata(d.module)
                .impl_map_of(Token::new(Table::MethodDef, d.rid))
        })
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
    if library == "QCall" && entry == super::hresults::ENTRY {
        super::hresults::exception_for(&mut b)?;
        return Ok(b.finish());
    }
    if library == "QCall" {
        vm_call(&mut b, m, find_qcall(&entry), &entry)?;
        return Ok(b.finish());
    }
    let def = ts
        .method_def(m)
        .ok_or_else(|| ImportError::bad_il("P/Invoke without a row"))?;
    let marshalled = !ts.runtime_marshalling_disabled(def.module);
    let token = Token::new(Table::MethodDef, def.rid);
    let quick = "System.Runtime.InteropServices.SuppressGCTransitionAttribute";
    let call = NativeCall {
        method: Some(m),
        sig: ts.method_sig(m)?,
        first: 0,
        marshalled,
        by_status: marshalled && ts.method_impl_flags(m) & IMPL_PRESERVE_SIG == 0,
        quick: ts.has_attribute(def.module, token, quick),
        last_error: last_error_wanted(ts, m),
    };
    let is_static = library == "libSystem.Native"
        && native_shims::IMPLEMENTED
            .binary_search(&entry.as_str())
            .is_ok();
    let target = match is_static {
        true => NativeTarget::Symbol(entry),
        false => NativeTarget::Address(lazy_address(&mut b, m)?),
    };
    native_call(&mut b, &call, target)?;
    Ok(b.finish())
}

/// Body of `Func::NativeDelegate`.
pub(super) fn native_delegate(env: &Env, ty: TypeId) -> Result<Body> {
    let invoke = super::find_invoke(env, ty)?;
    let sig = env.ts.method_sig(invoke)?;
    let mut params = vec![ty];
    params.extend_from_slice(&sig.params);
    let mut b = super::exact(env, Func::NativeDelegate(ty), &params, sig.ret);
    let this = b.get(LocalId(0));
    let at = b.field_addr_nonnull(this, delegate::METHOD_PTR_AUX);
    let code = b.load_nonnull(at, Mem::I64);
    let code = b.temp(code);
    let settings = marshal::settings(env.ts, ty).unwrap_or_default();
    let call = NativeCall {
        method: Some(invoke),
        sig,
        first: 1,
        marshalled: marshal::enabled(env.ts, ty),
        by_status: false,
        quick: false,
        last_error: settings.last_error,
    };
    native_call(&mut b, &call, NativeTarget::Address(code))?;
    Ok(b.finish())
}

/// Whether a call through an unmanaged function pointer needs `Func::NativeCall`.
pub(crate) fn pointer_needs_marshalling(env: &Env, sig: &Sig) -> bool {
    let needs = |index: usize, ty: TypeId| {
        !matches!(
            marshal::plain_way(env, sig, index as u16, ty),
            Ok((Way::Direct, _))
        )
    };
    let types = std::iter::once(&sig.ret).chain(&sig.params);
    types.enumerate().any(|(i, &t)| needs(i, t))
}

/// Body of `Func::NativeCall`.
pub(super) fn pointer_call(env: &Env, id: SigId) -> Result<Body> {
    let sig = env.ts.sig(id);
    let mut params = sig.params.to_vec();
    params.push(env.well_known(WellKnown::IntPtr));
    let new = || super::exact(env, Func::NativeCall(id), &params, sig.ret);
    let mut b = new();
    let call = NativeCall {
        method: None,
        sig,
        first: 0,
        marshalled: true,
        by_status: false,
        quick: false,
        last_error: false,
    };
    let code = LocalId(sig.params.len() as u32);
    if let Err(why) = native_call(&mut b, &call, NativeTarget::Address(code)) {
        b = new();
        let exception = "System.Runtime.InteropServices.MarshalDirectiveException";
        throw_with_message(&mut b, exception, &why.to_string())?;
    }
    Ok(b.finish())
}

/// A call of native code with a managed method's signature.
struct NativeCall<'s> {
    /// `None`: a function pointer.
    method: Option<MethodId>,
    sig: &'s Sig,
    /// Local of the first parameter.
    first: u32,
    marshalled: bool,
    /// `PreserveSig=false`: the native function returns an HRESULT, and its result through a last parameter.
    by_status: bool,
    /// No transition.
    quick: bool,
    last_error: bool,
}

enum NativeTarget {
    Symbol(String),
    Address(LocalId),
}

/// Marshals the parameters in the locals from `call.first` on, calls, and returns the marshalled result.
fn native_call(b: &mut Builder, call: &NativeCall<'_>, target: NativeTarget) -> Result<()> {
    let env = b.env;
    let managed = call.sig;
    let cross = |index: usize, t: TypeId| match call.method {
        _ if !call.marshalled => Ok((Way::Direct, t)),
        Some(m) => marshal::way(env, m, index as u16, t),
        None => marshal::plain_way(env, managed, index as u16, t),
    };
    let ways = managed
        .params
        .iter()
        .enumerate()
        .map(|(i, &p)| cross(i + 1, p))
        .collect::<Result<Vec<_>>>()?;
    let (result_way, value_ret) = cross(0, managed.ret)?;
    let mut params: Vec<TypeId> = ways.iter().map(|w| w.1).collect();
    let by_status_result = (call.by_status && value_ret != env.well_known(WellKnown::Void))
        .then(|| b.add_local(value_ret));
    if by_status_result.is_some() {
        params.push(env.well_known(WellKnown::IntPtr));
    }
    let native_ret = match call.by_status {
        true => env.well_known(WellKnown::Int32),
        false => value_ret,
    };
    let sig = plain_sig(env, &params, native_ret);
    let local = |i: usize| LocalId(call.first + i as u32);
    let locals = ways
        .iter()
        .enumerate()
        .map(|(i, (way, _))| marshal::into_native(b, way, local(i)))
        .collect::<Result<Vec<_>>>()?;
    if !call.quick {
        b.emit_void(Op::EnterPreemptive);
    }
    let mut args: Vec<Value> = locals.iter().map(|l| b.get(l.value)).collect();
    if let Some(out) = by_status_result {
        let at = b.addr_of(out);
        args.push(b.coerce(at, Kind::I64));
    }
    let callee = match target {
        NativeTarget::Symbol(symbol) => Callee::Symbol { symbol, sig },
        NativeTarget::Address(code) => Callee::Native {
            code: b.get(code),
            sig,
        },
    };
    let result = b.call(callee, args.into(), native_ret);
    if call.last_error {
        save_last_error(b);
    }
    if !call.quick {
        b.emit_void(Op::LeavePreemptive);
    }
    let result = result.map(|r| b.temp(r));
    for (i, (way, _)) in ways.iter().enumerate() {
        marshal::after_call(b, way, local(i), &locals[i])?;
    }
    let result = if call.by_status {
        if let Some(status) = result {
            let class = "System.Runtime.InteropServices.Marshal";
            let check = super::core_method(env, class, "ThrowExceptionForHR", 1)?;
            let status = b.get(status);
            b.call_method(check, &[status])?;
        }
        by_status_result
    } else {
        result
    };
    let result = match result {
        Some(r) => {
            let r = b.get(r);
            Some(marshal::result(b, &result_way, managed.ret, r)?)
        }
        None => None,
    };
    b.ret(result);
    Ok(())
}

/// Address of a function that is bound at the first call.
fn lazy_address(b: &mut Builder, m: MethodId) -> Result<LocalId> {
    let r = b.emit(Op::PInvokeRecord(m), Kind::I64);
    let r = b.temp(r);
    let at = b.get(r);
    let at = super::stubs::field(b, at, record::ADDRESS);
    let code = b.load_nonnull(at, Mem::I64);
    let code = b.temp(code);
    let known = b.get(code);
    let missing = b.is_zero(known);
    b.if_then(missing, |b| {
        let at = b.get(r);
        let found = b
            .call_helper(HelperId::ResolvePInvoke, &[at])
            .expect("has a result");
        b.set(code, found);
        b.emit_void(Op::CheckPending);
        Ok(())
    })?;
    Ok(code)
}

/// Keeps `errno` for `Marshal.GetLastPInvokeError`.
fn save_last_error(b: &mut Builder) {
    let int = super::int32(b.env);
    let sig = plain_sig(b.env, &[], int);
    let symbol = "SystemNative_GetErrNo".to_string();
    let code = b.call(Callee::Symbol { symbol, sig }, Box::new([]), int);
    let at = b.emit(
        Op::ThreadField {
            offset: thread::LAST_ERROR,
        },
        Kind::ByRef,
    );
    if let Some(code) = code {
        b.store_nonnull(at, code, Mem::I32);
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
    let owner = ts
        .type_def(ts.method_owner(m))
        .map(|d| ts.open_type(d))
        .unwrap_or(ts.method_owner(m));
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
    table
        .get(name.as_str())
        .or_else(|| table.get(overload.as_str()))
        .copied()
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
    let args: Vec<Value> = (0..params.len() as u32)
        .map(|i| b.get(LocalId(i)))
        .collect();
    let native = plain_sig(env, &params, sig.ret);
    if call.may_block {
        b.emit_void(Op::EnterPreemptive);
    }
    let callee = Callee::Symbol {
        symbol: call.symbol.to_string(),
        sig: native,
    };
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
