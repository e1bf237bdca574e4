//! Marshalling of P/Invoke arguments (`[DllImport]` methods of assemblies with runtime marshalling): one [`Way`] per parameter.
//!
//! Native calls don't unwind, so what is allocated for an argument is freed right after the call.

use super::find_method;
use crate::build::Builder;
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_abi::object;
use smelt_metadata::{Table, Token};
use smelt_types::{MethodId, TypeId, TypeKind, TypeSystem, ValueClass, WellKnown};

/// `UnmanagedType` values that matter here.
mod native_type {
    pub const BOOL: u8 = 0x02;
    pub const I1: u8 = 0x03;
    pub const U1: u8 = 0x04;
    pub const LPSTR: u8 = 0x14;
    pub const LPWSTR: u8 = 0x15;
    pub const LPTSTR: u8 = 0x16;
    pub const LPARRAY: u8 = 0x2a;
    pub const LPUTF8STR: u8 = 0x30;
}

/// `PInvokeAttributes` (ECMA-335 II.23.1.8).
const CHAR_SET_MASK: u16 = 0x0006;
const CHAR_SET_UNICODE: u16 = 0x0004;

/// How a value crosses.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Way {
    /// Same bytes on both sides.
    Direct,
    /// `bool` as a number of that type (32-bit BOOL by default).
    Bool(TypeId),
    /// By reference: a native BOOL that is copied in and out.
    BoolRef,
    Utf8,
    Utf16,
    /// Address of the first element of an array (null for null).
    Array,
    /// `SafeHandle`: its handle, with a reference held during the call.
    SafeHandle,
}

/// Chooses how parameter `index` (1-based; 0 is the result) of type `ty` crosses, and the native type.
pub(super) fn way(env: &Env, m: MethodId, index: u16, ty: TypeId) -> Result<(Way, TypeId)> {
    let ts = env.ts;
    let spec = marshal_spec(ts, m, index);
    let ptr = env.well_known(WellKnown::IntPtr);
    let boolean = env.well_known(WellKnown::Boolean);
    let refuse = || {
        let what = if index == 0 {
            "a result".to_string()
        } else {
            format!("parameter {index}")
        };
        ImportError::unsupported(format!(
            "P/Invoke with {what} of type {} that needs marshalling",
            ts.type_name(ty)
        ))
    };
    if ty == env.well_known(WellKnown::Void) {
        return Ok((Way::Direct, ty));
    }
    if ty == boolean {
        return Ok(match spec {
            Some(native_type::I1 | native_type::U1) => (
                Way::Bool(env.well_known(WellKnown::Byte)),
                env.well_known(WellKnown::Byte),
            ),
            None | Some(native_type::BOOL) => (
                Way::Bool(env.well_known(WellKnown::Int32)),
                env.well_known(WellKnown::Int32),
            ),
            _ => return Err(refuse()),
        });
    }
    if ty == env.well_known(WellKnown::String) {
        return match spec {
            Some(native_type::LPWSTR) => Ok((Way::Utf16, ptr)),
            Some(native_type::LPSTR | native_type::LPUTF8STR | native_type::LPTSTR) => {
                Ok((Way::Utf8, ptr))
            }
            None if char_set(ts, m) == CHAR_SET_UNICODE => Ok((Way::Utf16, ptr)),
            None => Ok((Way::Utf8, ptr)),
            _ => Err(refuse()),
        };
    }
    match ts.kind(ty) {
        TypeKind::ByRef(e) if *e == boolean && index > 0 => return Ok((Way::BoolRef, ptr)),
        TypeKind::SzArray(e)
            if index > 0
                && matches!(spec, None | Some(native_type::LPARRAY))
                && is_blittable(env, *e, 0) =>
        {
            return Ok((Way::Array, ptr));
        }
        _ => {}
    }
    if is_blittable(env, ty, 0) {
        return Ok((Way::Direct, ty));
    }
    if ts.is_ref_type(ty)
        && derives_from(ts, ty, "System.Runtime.InteropServices.SafeHandle")
        && (index > 0 || ts.default_ctor(ty).is_some())
    {
        return Ok((Way::SafeHandle, ptr));
    }
    Err(refuse())
}

/// First byte of the parameter's marshalling descriptor (II.23.4).
fn marshal_spec(ts: &TypeSystem, m: MethodId, index: u16) -> Option<u8> {
    let def = ts.method_def(m)?;
    let meta = ts.metadata(def.module);
    let rid = meta
        .method_params(def.rid)
        .find(|&rid| meta.param(rid).is_ok_and(|p| p.sequence == index))?;
    meta.field_marshal_of(Token::new(Table::Param, rid))?
        .native_type
        .first()
        .copied()
}

fn char_set(ts: &TypeSystem, m: MethodId) -> u16 {
    ts.method_def(m)
        .and_then(|d| {
            ts.metadata(d.module)
                .impl_map_of(Token::new(Table::MethodDef, d.rid))
        })
        .map_or(0, |map| map.flags & CHAR_SET_MASK)
}

fn derives_from(ts: &TypeSystem, ty: TypeId, name: &str) -> bool {
    let mut at = Some(ty);
    while let Some(t) = at {
        if ts.type_name(t) == name {
            return true;
        }
        at = ts.base(t);
    }
    false
}

/// The value has the same bytes in managed and native memory.
pub(super) fn is_blittable(env: &Env, t: TypeId, depth: u32) -> bool {
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
            ts.field_flags(f) & STATIC != 0
                || ts
                    .field_type(f)
                    .is_ok_and(|ft| is_blittable(env, ft, depth + 1))
        }),
        _ => false,
    }
}

/// The managed helper class.
const MARSHAL: &str = "System.Runtime.InteropServices.Marshal";

/// Native form of the managed value in `arg`; what must outlive the call lies in the returned local.
pub(super) fn into_native(b: &mut Builder, way: Way, arg: LocalId) -> Result<LocalId> {
    let env = b.env;
    let ptr = env.well_known(WellKnown::IntPtr);
    Ok(match way {
        Way::Direct | Way::Bool(_) => arg,
        Way::BoolRef => {
            let cell = b.add_local(env.well_known(WellKnown::Int32));
            let a = b.get(arg);
            let v = b.load(a, Mem::U8, Access::default());
            b.set(cell, v);
            let addr = b.addr_of(cell);
            let addr = b.coerce(addr, Kind::I64);
            let out = b.add_local(ptr);
            b.set(out, addr);
            out
        }
        Way::Utf8 | Way::Utf16 => {
            let convert = if way == Way::Utf8 {
                "StringToCoTaskMemUTF8"
            } else {
                "StringToCoTaskMemUni"
            };
            let convert = super::core_method(env, MARSHAL, convert, 1)?;
            let s = b.get(arg);
            let native = b.call_method(convert, &[s])?;
            let out = b.add_local(ptr);
            if let Some(n) = native {
                b.set(out, n);
            }
            out
        }
        Way::Array => {
            let out = b.add_local(ptr);
            let a = b.get(arg);
            let present = b.is_not_zero(a);
            b.if_then(present, |b| {
                let a = b.get(arg);
                let data = b.field_addr_nonnull(a, object::ARRAY_DATA);
                let data = b.coerce(data, Kind::I64);
                b.set(out, data);
                Ok(())
            })?;
            out
        }
        Way::SafeHandle => {
            let class = super::core_type(env, "System.Runtime.InteropServices.SafeHandle")?;
            let (add, get) = (
                find_method(env, class, "DangerousAddRef", 1)?,
                find_method(env, class, "DangerousGetHandle", 0)?,
            );
            let added = b.add_local(env.well_known(WellKnown::Boolean));
            let (h, flag) = (b.get(arg), b.addr_of(added));
            b.null_check(h);
            b.call_method(add, &[h, flag])?;
            let h = b.get(arg);
            let raw = b.call_method(get, &[h])?;
            let out = b.add_local(ptr);
            if let Some(r) = raw {
                b.set(out, r);
            }
            out
        }
    })
}

/// After the call: copies back and frees.
pub(super) fn after_call(b: &mut Builder, way: Way, arg: LocalId, native: LocalId) -> Result<()> {
    match way {
        Way::Direct | Way::Bool(_) => {}
        Way::BoolRef => {
            let cell = b.get(native);
            let v = b.load_nonnull(cell, Mem::I32);
            let v = b.is_not_zero(v);
            let a = b.get(arg);
            b.store_nonnull(a, v, Mem::U8);
        }
        Way::Utf8 | Way::Utf16 => {
            let free = super::core_method(b.env, MARSHAL, "FreeCoTaskMem", 1)?;
            let p = b.get(native);
            b.call_method(free, &[p])?;
        }
        Way::Array => {
            let a = b.get(arg);
            b.intrinsic_void(Intrinsic::KeepAlive, &[a]);
        }
        Way::SafeHandle => {
            let class = super::core_type(b.env, "System.Runtime.InteropServices.SafeHandle")?;
            let release = find_method(b.env, class, "DangerousRelease", 0)?;
            let h = b.get(arg);
            b.call_method(release, &[h])?;
        }
    }
    Ok(())
}

/// Managed form of a native result.
pub(super) fn result(b: &mut Builder, way: Way, ty: TypeId, native: Value) -> Result<Value> {
    let env = b.env;
    match way {
        Way::Bool(_) => Ok(b.is_not_zero(native)),
        Way::Utf8 | Way::Utf16 => {
            let p = b.temp(native);
            let convert = if way == Way::Utf8 {
                "PtrToStringUTF8"
            } else {
                "PtrToStringUni"
            };
            let convert = super::core_method(env, MARSHAL, convert, 1)?;
            let v = b.get(p);
            let s = b
                .call_method(convert, &[v])?
                .ok_or_else(|| ImportError::bad_il("no result"))?;
            let s = b.temp(s);
            let free = super::core_method(env, MARSHAL, "FreeCoTaskMem", 1)?;
            let v = b.get(p);
            b.call_method(free, &[v])?;
            Ok(b.get(s))
        }
        Way::SafeHandle => {
            let p = b.temp(native);
            let ctor = env
                .ts
                .default_ctor(ty)
                .ok_or_else(|| ImportError::unsupported("SafeHandle without constructor"))?;
            let class = super::core_type(env, "System.Runtime.InteropServices.SafeHandle")?;
            let set = find_method(env, class, "SetHandle", 1)?;
            let h = b.new_object(ty);
            let h = b.temp(h);
            let this = b.get(h);
            b.call_method(ctor, &[this])?;
            let (this, raw) = (b.get(h), b.get(p));
            b.call_method(set, &[this, raw])?;
            Ok(b.get(h))
        }
        _ => Ok(native),
    }
}
