//! Marshalling of P/Invoke arguments (`[DllImport]` methods of assemblies with runtime marshalling): one [`Way`] per parameter.
//!
//! Native calls don't unwind, so what is allocated for an argument is freed right after the call.

mod callback;
mod element;

pub(super) use callback::{delegate_entry, enabled, settings};
pub(super) use element::{Element, stub};
pub use element::{NativeLayout, native_layout};

use super::{core_type, find_method};
use crate::build::Builder;
use crate::env::{Env, ImportError, Result};
use crate::*;
use element::{Sides, each, is_layout_class, owns, refuse};
use smelt_abi::object;
use smelt_metadata::{Table, Token};
use smelt_types::{MethodId, Sig, TypeId, TypeKind, TypeSystem, ValueClass, WellKnown};

/// `UnmanagedType` values that matter here.
mod native_type {
    pub const BOOL: u8 = 0x02;
    pub const I1: u8 = 0x03;
    pub const U1: u8 = 0x04;
    pub const I2: u8 = 0x05;
    pub const U2: u8 = 0x06;
    pub const LPSTR: u8 = 0x14;
    pub const LPWSTR: u8 = 0x15;
    pub const LPTSTR: u8 = 0x16;
    pub const BY_VAL_TSTR: u8 = 0x17;
    pub const BY_VAL_ARRAY: u8 = 0x1e;
    pub const LPARRAY: u8 = 0x2a;
    pub const LPUTF8STR: u8 = 0x30;
}

/// `PInvokeAttributes` (ECMA-335 II.23.1.8).
const CHAR_SET_MASK: u16 = 0x0006;
const CHAR_SET_UNICODE: u16 = 0x0004;

/// `ParamAttributes` (II.23.1.13).
const PARAM_IN: u16 = 1;
const PARAM_OUT: u16 = 2;

/// The managed helper class.
const MARSHAL: &str = "System.Runtime.InteropServices.Marshal";
const SAFE_HANDLE: &str = "System.Runtime.InteropServices.SafeHandle";

/// Which way a copy goes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Direction {
    input: bool,
    output: bool,
}

/// How an argument or result crosses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Way {
    /// Same bytes on both sides.
    Direct,
    /// Address of the first element of an array (null for null).
    Array,
    /// Address of the fields of an object (null for null).
    Fields,
    /// By value, in a native cell.
    Value(Element),
    /// By reference: the address of a native cell.
    Ref(Element, Direction),
    /// Address of native copies of an array's elements.
    Elements {
        ty: TypeId,
        element: Element,
        direction: Direction,
    },
    /// By reference, outwards: the array has as many elements as another parameter says.
    OutArray {
        ty: TypeId,
        element: Element,
        count: ArrayCount,
    },
    /// A buffer with the builder's text and room for its capacity.
    StringBuilder { wide: bool, direction: Direction },
    /// Address of the native form of a layout class.
    Class {
        ty: TypeId,
        size: u32,
        direction: Direction,
    },
    /// `SafeHandle`: its handle, with a reference held during the call.
    SafeHandle,
    /// `ref` or `out` SafeHandle of that type.
    SafeHandleRef(TypeId, Direction),
}

/// Length of an array that comes from native code: a constant plus the value of a parameter.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct ArrayCount {
    /// Local and type of that parameter.
    param: Option<(LocalId, TypeId)>,
    fixed: u32,
}

impl ArrayCount {
    /// From the descriptor of an `LPArray` (II.23.4); `offset`: how many locals precede the first parameter.
    fn new(sig: &Sig, spec: &[u8], offset: u32) -> ArrayCount {
        let rest = spec.get(2..).unwrap_or_default();
        let (param, rest) = element::compressed(rest);
        let (fixed, rest) = element::compressed(rest);
        let valid = rest.first() != Some(&0);
        let param = param
            .filter(|&n| valid && (n as usize) < sig.params.len())
            .map(|n| (LocalId(n + offset), sig.params[n as usize]));
        let fixed = fixed.unwrap_or(u32::from(param.is_none()));
        ArrayCount { param, fixed }
    }

    /// The number, in a new local.
    fn local(&self, b: &mut Builder) -> Result<LocalId> {
        let fixed = b.const_i32(self.fixed as i32);
        let n = b.temp(fixed);
        if let Some((local, t)) = self.param {
            let v = b.get(local);
            let v = match *b.env.ts.kind(t) {
                TypeKind::ByRef(e) => b.load_nonnull(v, mem(b.env, e)?),
                _ => v,
            };
            let v = b.coerce(v, Kind::I32);
            let fixed = b.get(n);
            let sum = b.bin(BinOp::Add, v, fixed);
            b.set(n, sum);
        }
        Ok(n)
    }
}

/// What is kept of an argument until after the call.
pub(super) struct Crossed {
    /// What is passed.
    pub value: LocalId,
    /// Address of the native memory, where there is some.
    cell: LocalId,
}

/// Chooses how parameter `index` (1-based; 0 is the result) of type `ty` crosses, and the native type.
pub(super) fn way(env: &Env, m: MethodId, index: u16, ty: TypeId) -> Result<(Way, TypeId)> {
    let (spec, flags) = param_row(env.ts, m, index);
    let wide = char_set(env.ts, m) == CHAR_SET_UNICODE;
    let sig = env.ts.method_sig(m)?;
    chosen_way(env, sig, (&spec, flags, wide), index, ty)
}

/// The same for a parameter of a function pointer, of which nothing but its type is known.
pub(super) fn plain_way(env: &Env, sig: &Sig, index: u16, ty: TypeId) -> Result<(Way, TypeId)> {
    chosen_way(env, sig, (&[], 0, false), index, ty)
}

/// `described`: marshalling descriptor, `ParamAttributes`, whether the character set is Unicode.
fn chosen_way(
    env: &Env,
    sig: &Sig,
    described: (&[u8], u16, bool),
    index: u16,
    ty: TypeId,
) -> Result<(Way, TypeId)> {
    let ts = env.ts;
    let (spec, flags, wide) = described;
    let kind = spec.first().copied();
    let ptr = env.well_known(WellKnown::IntPtr);
    let no = || {
        let what = match index {
            0 => "a result".to_string(),
            n => format!("parameter {n}"),
        };
        refuse(&what, ts, ty)
    };
    if ty == env.well_known(WellKnown::Void) {
        return Ok((Way::Direct, ty));
    }
    let explicit = |input: bool, output: bool| match (flags & PARAM_IN != 0, flags & PARAM_OUT != 0)
    {
        (false, false) => Direction { input, output },
        (input, output) => Direction { input, output },
    };
    if let TypeKind::ByRef(inner) = *ts.kind(ty) {
        if index == 0 {
            return Ok((Way::Direct, ty));
        }
        let direction = explicit(true, true);
        if derives_from(ts, inner, SAFE_HANDLE) {
            return Ok((Way::SafeHandleRef(inner, direction), ptr));
        }
        if let TypeKind::SzArray(e) = *ts.kind(inner)
            && kind == Some(native_type::LPARRAY)
            && !direction.input
        {
            let element = element::element(env, e, &[], wide, false, 0)?;
            let count = ArrayCount::new(sig, spec, u32::from(sig.has_this));
            return Ok((
                Way::OutArray {
                    ty: e,
                    element,
                    count,
                },
                ptr,
            ));
        }
        let element = element::element(env, inner, spec, wide, false, 0)?;
        return Ok(match element.is_blit() {
            true => (Way::Direct, ty),
            false => (Way::Ref(element, direction), ptr),
        });
    }
    if let TypeKind::SzArray(e) = *ts.kind(ty) {
        if index == 0 || !matches!(kind, None | Some(native_type::LPARRAY)) {
            return Err(no());
        }
        let inner = spec.get(1).map_or(&[][..], std::slice::from_ref);
        let inner = match inner {
            // NATIVE_TYPE_MAX: not given.
            [0x50] => &[],
            other => other,
        };
        let element = element::element(env, e, inner, wide, false, 0)?;
        return Ok(match element.is_blit() {
            true => (Way::Array, ptr),
            false => {
                let direction = explicit(true, false);
                (
                    Way::Elements {
                        ty: e,
                        element,
                        direction,
                    },
                    ptr,
                )
            }
        });
    }
    if derives_from(ts, ty, SAFE_HANDLE) {
        if index == 0 && ts.default_ctor(ty).is_none() {
            return Err(no());
        }
        return Ok((Way::SafeHandle, ptr));
    }
    if ts.is_ref_type(ty) && ts.type_name(ty) == "System.Text.StringBuilder" && index > 0 {
        let wide = match kind {
            Some(native_type::LPWSTR) => true,
            Some(native_type::LPSTR | native_type::LPUTF8STR) => false,
            _ => wide,
        };
        let direction = explicit(true, true);
        return Ok((Way::StringBuilder { wide, direction }, ptr));
    }
    if is_layout_class(env, ty) && !ts.is_delegate(ty) {
        let layout = native_layout(env, ty)?;
        if layout.blittable && index > 0 {
            return Ok((Way::Fields, ptr));
        }
        let size = layout.size;
        let direction = explicit(true, false);
        return Ok((
            Way::Class {
                ty,
                size,
                direction,
            },
            ptr,
        ));
    }
    let element = element::element(env, ty, spec, wide, false, 0)?;
    if element.is_blit() {
        return Ok((Way::Direct, ty));
    }
    let native = native_value_type(env, &element)?;
    Ok((Way::Value(element), native))
}

/// A type that is passed by the C convention as the native form is.
fn native_value_type(env: &Env, e: &Element) -> Result<TypeId> {
    Ok(match *e {
        Element::Bool(1) | Element::AnsiChar => env.well_known(WellKnown::Byte),
        Element::Bool(_) => env.well_known(WellKnown::Int32),
        Element::Struct { ty, size, .. } => {
            let mut integer = [size > 16; 2];
            if size <= 16 {
                mark_integers(env, ty, 0, &mut integer)?;
            }
            let word = |i: usize| match integer[i] {
                true => env.well_known(WellKnown::Int64),
                false => env.well_known(WellKnown::Double),
            };
            match size.div_ceil(8) {
                0 | 1 => word(0),
                2 => pair(env, word(0), word(1))?,
                n => words(env, n)?,
            }
        }
        _ => env.well_known(WellKnown::IntPtr),
    })
}

/// Marks the eightbytes of a small struct that hold anything but floating-point numbers (System V psABI 3.2.3).
fn mark_integers(env: &Env, ty: TypeId, at: u32, integer: &mut [bool; 2]) -> Result<()> {
    for f in native_layout(env, ty)?.fields {
        let field = env.ts.field_type(f.field)?;
        let offset = at + f.offset;
        match (env.ts.value_class(field), &f.element) {
            (ValueClass::F32 | ValueClass::F64, _) => {}
            (ValueClass::Struct, Element::Blit { .. } | Element::Struct { .. }) => {
                mark_integers(env, field, offset, integer)?;
            }
            _ => {
                let size = f.element.size_and_align().0.max(1);
                for word in offset / 8..=(offset + size - 1) / 8 {
                    if let Some(w) = integer.get_mut(word as usize) {
                        *w = true;
                    }
                }
            }
        }
    }
    Ok(())
}

fn pair(env: &Env, a: TypeId, b: TypeId) -> Result<TypeId> {
    let def = env.ts.find_core_type("System.ValueTuple`2")?;
    Ok(env.ts.named(def, &[a, b]))
}

/// A struct of `n` words.
fn words(env: &Env, n: u32) -> Result<TypeId> {
    match n {
        1 => Ok(env.well_known(WellKnown::Int64)),
        _ => pair(env, words(env, n.div_ceil(2))?, words(env, n / 2)?),
    }
}

/// Marshalling descriptor (II.23.4) and flags of a parameter.
fn param_row(ts: &TypeSystem, m: MethodId, index: u16) -> (Vec<u8>, u16) {
    let Some(def) = ts.method_def(m) else {
        return Default::default();
    };
    let meta = ts.metadata(def.module);
    let row = meta
        .method_params(def.rid)
        .find_map(|rid| Some((rid, meta.param(rid).ok().filter(|p| p.sequence == index)?)));
    let Some((rid, row)) = row else {
        return Default::default();
    };
    let spec = meta
        .field_marshal_of(Token::new(Table::Param, rid))
        .map_or(Vec::new(), |s| s.native_type.to_vec());
    (spec, row.flags)
}

/// Character set of a P/Invoke, or of a delegate by its `UnmanagedFunctionPointerAttribute`.
fn char_set(ts: &TypeSystem, m: MethodId) -> u16 {
    if let Some(settings) = callback::settings(ts, ts.method_owner(m)) {
        return if settings.wide { CHAR_SET_UNICODE } else { 0 };
    }
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

fn mem(env: &Env, ty: TypeId) -> Result<Mem> {
    env.mem(ty)
        .ok_or_else(|| ImportError::bad_il("a value of type void"))
}

/// Native memory of that size in the frame, zeroed: its address.
fn cell(b: &mut Builder, size: u32) -> LocalId {
    let size = b.const_i64(i64::from(size.next_multiple_of(8)));
    let at = b.emit(Op::LocAlloc { size, zero: true }, Kind::I64);
    b.temp(at)
}

fn addr_local(b: &mut Builder, local: LocalId) -> LocalId {
    let a = b.addr_of(local);
    b.temp(a)
}

fn pass(value: LocalId) -> Crossed {
    Crossed { value, cell: value }
}

fn helper(b: &mut Builder, class: &str, name: &str, args: &[Value]) -> Result<Value> {
    let m = super::core_method(b.env, class, name, args.len())?;
    b.call_method(m, args)?
        .ok_or_else(|| ImportError::bad_il("no result"))
}

/// Native form of the managed value in `arg`.
pub(super) fn into_native(b: &mut Builder, way: &Way, arg: LocalId) -> Result<Crossed> {
    let env = b.env;
    let ptr = env.well_known(WellKnown::IntPtr);
    Ok(match way {
        Way::Direct => pass(arg),
        Way::Array | Way::Fields => {
            let offset = match way {
                Way::Array => object::ARRAY_DATA,
                _ => object::FIELDS,
            };
            let out = b.add_local(ptr);
            let a = b.get(arg);
            let present = b.is_not_zero(a);
            b.if_then(present, |b| {
                let a = b.get(arg);
                let data = b.field_addr_nonnull(a, offset);
                let data = b.coerce(data, Kind::I64);
                b.set(out, data);
                Ok(())
            })?;
            pass(out)
        }
        Way::Value(e) => {
            let native = cell(b, e.size_and_align().0);
            let managed = addr_local(b, arg);
            element::to_native(b, e, Sides { managed, native })?;
            let ty = native_value_type(env, e)?;
            let at = b.get(native);
            let at = b.coerce(at, Kind::ByRef);
            let v = b.load_nonnull(at, mem(env, ty)?);
            let value = b.add_local(ty);
            b.set(value, v);
            Crossed {
                value,
                cell: native,
            }
        }
        Way::Ref(e, direction) => {
            let native = cell(b, e.size_and_align().0);
            if direction.input {
                let sides = Sides {
                    managed: arg,
                    native,
                };
                element::to_native(b, e, sides)?;
            }
            pass(native)
        }
        Way::OutArray { .. } => pass(cell(b, 8)),
        Way::Elements {
            ty,
            element: e,
            direction,
        } => {
            let out = b.add_local(ptr);
            let a = b.get(arg);
            let present = b.is_not_zero(a);
            b.if_then(present, |b| {
                let count = array_length(b, arg);
                let n = b.get(count);
                let size = b.const_i32(e.size_and_align().0 as i32);
                let size = b.bin(BinOp::Mul, n, size);
                let size = b.temp(size);
                let s = b.get(size);
                let block = helper(b, MARSHAL, "AllocCoTaskMem", &[s])?;
                b.set(out, block);
                let addr = b.get(out);
                let addr = b.coerce(addr, Kind::ByRef);
                let s = b.get(size);
                let size = b.to_i64(s);
                let value = b.const_i32(0);
                b.emit_void(Op::InitBlock { addr, value, size });
                if direction.input {
                    each(b, arg, out, count, *ty, e, element::to_native)?;
                }
                Ok(())
            })?;
            pass(out)
        }
        Way::StringBuilder { wide, direction } => {
            let class = core_type(env, "System.Text.StringBuilder")?;
            let out = b.add_local(ptr);
            let a = b.get(arg);
            let present = b.is_not_zero(a);
            b.if_then(present, |b| {
                let capacity = find_method(env, class, "get_Capacity", 0)?;
                let a = b.get(arg);
                let n = b.call_method(capacity, &[a])?;
                let n = n.ok_or_else(|| ImportError::bad_il("no capacity"))?;
                let (one, unit) = (b.const_i32(1), b.const_i32(if *wide { 2 } else { 3 }));
                let n = b.bin(BinOp::Add, n, one);
                let n = b.bin(BinOp::Mul, n, unit);
                let n = b.bin(BinOp::Add, n, one);
                let size = b.temp(n);
                let n = b.get(size);
                let block = helper(b, MARSHAL, "AllocCoTaskMem", &[n])?;
                b.set(out, block);
                let addr = b.get(out);
                let addr = b.coerce(addr, Kind::ByRef);
                let n = b.get(size);
                let size_long = b.to_i64(n);
                let value = b.const_i32(0);
                b.emit_void(Op::InitBlock {
                    addr,
                    value,
                    size: size_long,
                });
                if direction.input {
                    let to_string = find_method(env, class, "ToString", 0)?;
                    let a = b.get(arg);
                    let text = b.call_method(to_string, &[a])?;
                    let text = text.ok_or_else(|| ImportError::bad_il("no text"))?;
                    let to = b.get(out);
                    let n = b.get(size);
                    let (class, name, args): (_, _, Vec<Value>) = if *wide {
                        let two = b.const_i32(1);
                        let n = b.bin(BinOp::ShrUn, n, two);
                        let class = "System.StubHelpers.FixedWSTRMarshaler";
                        (class, "ConvertToNative", vec![text, to, n])
                    } else {
                        let flags = b.const_i32(1);
                        let class = "System.StubHelpers.CSTRMarshaler";
                        (class, "ConvertFixedToNative", vec![flags, text, to, n])
                    };
                    let m = super::core_method(env, class, name, args.len())?;
                    b.call_method(m, &args)?;
                }
                Ok(())
            })?;
            pass(out)
        }
        Way::Class {
            ty,
            size,
            direction,
        } => {
            let out = b.add_local(ptr);
            let native = cell(b, *size);
            let a = b.get(arg);
            let present = b.is_not_zero(a);
            b.if_then(present, |b| {
                if direction.input {
                    class_stub(b, *ty, arg, native, element::operation::TO_NATIVE);
                }
                let n = b.get(native);
                b.set(out, n);
                Ok(())
            })?;
            Crossed {
                value: out,
                cell: native,
            }
        }
        Way::SafeHandle => {
            let class = core_type(env, SAFE_HANDLE)?;
            let (add, get) = (
                find_method(env, class, "DangerousAddRef", 1)?,
                find_method(env, class, "DangerousGetHandle", 0)?,
            );
            let added = b.add_local(env.well_known(WellKnown::Boolean));
            let h = b.get(arg);
            let missing = b.is_zero(h);
            b.if_then(missing, |b| {
                b.throw_kind(smelt_abi::ExceptionKind::ArgumentNull);
                Ok(())
            })?;
            let (h, flag) = (b.get(arg), b.addr_of(added));
            b.call_method(add, &[h, flag])?;
            let h = b.get(arg);
            let raw = b.call_method(get, &[h])?;
            let out = b.add_local(ptr);
            if let Some(r) = raw {
                b.set(out, r);
            }
            pass(out)
        }
        Way::SafeHandleRef(_, direction) => {
            let native = cell(b, 8);
            if direction.input {
                let class = core_type(env, SAFE_HANDLE)?;
                let get = find_method(env, class, "DangerousGetHandle", 0)?;
                let at = b.get(arg);
                let h = b.load_nonnull(at, Mem::Ref);
                b.null_check(h);
                if let Some(raw) = b.call_method(get, &[h])? {
                    let at = b.get(native);
                    let at = b.coerce(at, Kind::ByRef);
                    b.store_nonnull(at, raw, Mem::I64);
                }
            }
            pass(native)
        }
    })
}

fn array_length(b: &mut Builder, array: LocalId) -> LocalId {
    let a = b.get(array);
    let n = b.emit(Op::ArrayLength(a), Kind::I32);
    b.temp(n)
}

fn class_stub(b: &mut Builder, ty: TypeId, arg: LocalId, native: LocalId, operation: i32) {
    let o = b.get(arg);
    let fields = b.field_addr_nonnull(o, object::FIELDS);
    let n = b.get(native);
    let op = b.const_i32(operation);
    let none = b.const_i64(0);
    let none = b.coerce(none, Kind::ByRef);
    let void = b.env.well_known(WellKnown::Void);
    b.call_func(Func::MarshalStub(ty), &[fields, n, op, none], void);
}

/// After the call: copies back and frees.
pub(super) fn after_call(b: &mut Builder, way: &Way, arg: LocalId, c: &Crossed) -> Result<()> {
    let env = b.env;
    match way {
        Way::Direct => {}
        Way::Array | Way::Fields => keep_alive(b, arg),
        Way::Value(e) => {
            let managed = addr_local(b, arg);
            let native = c.cell;
            element::clean_up(b, e, Sides { managed, native })?;
            if matches!(e, Element::Delegate(_)) {
                keep_alive(b, arg);
            }
        }
        Way::Ref(e, direction) => {
            let sides = Sides {
                managed: arg,
                native: c.cell,
            };
            if direction.output {
                element::to_managed(b, e, sides)?;
            }
            if owns(e) {
                element::clean_up(b, e, sides)?;
            }
        }
        Way::OutArray { ty, element, count } => {
            let at = b.get(c.cell);
            let at = b.coerce(at, Kind::ByRef);
            let block = b.load_nonnull(at, Mem::I64);
            let block = b.temp(block);
            let none = b.null();
            let array = b.temp(none);
            let v = b.get(block);
            let some = b.is_not_zero(v);
            b.if_then(some, |b| {
                let n = count.local(b)?;
                let len = b.get(n);
                let a = element::new_array(b, *ty, len);
                b.set(array, a);
                each(b, array, block, n, *ty, element, element::to_managed)?;
                let free = super::core_method(env, MARSHAL, "FreeCoTaskMem", 1)?;
                let p = b.get(block);
                b.call_method(free, &[p])?;
                Ok(())
            })?;
            let (to, a) = (b.get(arg), b.get(array));
            b.store_nonnull(to, a, Mem::Ref);
        }
        Way::Elements {
            ty,
            element: e,
            direction,
        } => {
            let p = b.get(c.cell);
            let some = b.is_not_zero(p);
            b.if_then(some, |b| {
                let count = array_length(b, arg);
                if direction.output {
                    each(b, arg, c.cell, count, *ty, e, element::to_managed)?;
                }
                if owns(e) {
                    each(b, arg, c.cell, count, *ty, e, element::clean_up)?;
                }
                let free = super::core_method(env, MARSHAL, "FreeCoTaskMem", 1)?;
                let p = b.get(c.cell);
                b.call_method(free, &[p])?;
                Ok(())
            })?;
        }
        Way::StringBuilder { wide, direction } => {
            let p = b.get(c.cell);
            let some = b.is_not_zero(p);
            b.if_then(some, |b| {
                if direction.output {
                    let class = core_type(env, "System.Text.StringBuilder")?;
                    let clear = find_method(env, class, "Clear", 0)?;
                    let a = b.get(arg);
                    b.call_method(clear, &[a])?;
                    let p = b.get(c.cell);
                    let name = if *wide {
                        "PtrToStringUni"
                    } else {
                        "PtrToStringUTF8"
                    };
                    let text = helper(b, MARSHAL, name, &[p])?;
                    let string = env.well_known(WellKnown::String);
                    for m in env.ts.methods_named(class, "Append") {
                        if *env.ts.method_sig(m)?.params == [string] {
                            let a = b.get(arg);
                            b.call_method(m, &[a, text])?;
                            break;
                        }
                    }
                }
                let free = super::core_method(env, MARSHAL, "FreeCoTaskMem", 1)?;
                let p = b.get(c.cell);
                b.call_method(free, &[p])?;
                Ok(())
            })?;
        }
        Way::Class { ty, direction, .. } => {
            let p = b.get(c.value);
            let some = b.is_not_zero(p);
            b.if_then(some, |b| {
                if direction.output {
                    class_stub(b, *ty, arg, c.cell, element::operation::TO_MANAGED);
                }
                class_stub(b, *ty, arg, c.cell, element::operation::CLEAN_UP);
                Ok(())
            })?;
        }
        Way::SafeHandle => {
            let class = core_type(env, SAFE_HANDLE)?;
            let release = find_method(env, class, "DangerousRelease", 0)?;
            let h = b.get(arg);
            b.call_method(release, &[h])?;
        }
        Way::SafeHandleRef(ty, direction) => {
            if !direction.output {
                return Ok(());
            }
            let at = b.get(c.cell);
            let at = b.coerce(at, Kind::ByRef);
            let raw = b.load_nonnull(at, Mem::I64);
            let raw = b.temp(raw);
            let make = |b: &mut Builder| {
                let v = b.get(raw);
                let h = new_safe_handle(b, *ty, v)?;
                let at = b.get(arg);
                b.store_nonnull(at, h, Mem::Ref);
                Ok(())
            };
            if direction.input {
                // The same handle keeps its object.
                let class = core_type(env, SAFE_HANDLE)?;
                let get = find_method(env, class, "DangerousGetHandle", 0)?;
                let at = b.get(arg);
                let h = b.load_nonnull(at, Mem::Ref);
                let before = b.call_method(get, &[h])?;
                let before = before.ok_or_else(|| ImportError::bad_il("no handle"))?;
                let v = b.get(raw);
                let changed = b.compare(Cond::Ne, v, before);
                b.if_then(changed, make)?;
            } else {
                make(b)?;
            }
        }
    }
    Ok(())
}

fn keep_alive(b: &mut Builder, arg: LocalId) {
    let a = b.get(arg);
    b.intrinsic_void(Intrinsic::KeepAlive, &[a]);
}

fn new_safe_handle(b: &mut Builder, ty: TypeId, raw: Value) -> Result<Value> {
    let env = b.env;
    let p = b.temp(raw);
    let ctor = env
        .ts
        .default_ctor(ty)
        .ok_or_else(|| ImportError::unsupported("SafeHandle without constructor"))?;
    let class = core_type(env, SAFE_HANDLE)?;
    let set = find_method(env, class, "SetHandle", 1)?;
    let h = b.new_object(ty);
    let h = b.temp(h);
    let this = b.get(h);
    b.call_method(ctor, &[this])?;
    let (this, raw) = (b.get(h), b.get(p));
    b.call_method(set, &[this, raw])?;
    Ok(b.get(h))
}

/// Managed form of a native value: a new local of type `ty`, and both sides.
fn value_to_managed(
    b: &mut Builder,
    e: &Element,
    ty: TypeId,
    native: Value,
) -> Result<(LocalId, Sides)> {
    let size = e.size_and_align().0;
    let mem = mem(b.env, native_value_type(b.env, e)?)?;
    let value = b.temp(native);
    let native = cell(b, size);
    let at = b.get(native);
    let at = b.coerce(at, Kind::ByRef);
    let v = b.get(value);
    b.store_nonnull(at, v, mem);
    let out = b.add_local(ty);
    let managed = addr_local(b, out);
    let sides = Sides { managed, native };
    element::to_managed(b, e, sides)?;
    Ok((out, sides))
}

/// Managed form of a native result.
pub(super) fn result(b: &mut Builder, way: &Way, ty: TypeId, native: Value) -> Result<Value> {
    let env = b.env;
    match way {
        Way::Value(e) => {
            let (out, sides) = value_to_managed(b, e, ty, native)?;
            element::clean_up(b, e, sides)?;
            Ok(b.get(out))
        }
        Way::Class { ty, .. } => {
            let p = b.temp(native);
            let none = b.null();
            let out = b.temp(none);
            let v = b.get(p);
            let some = b.is_not_zero(v);
            b.if_then(some, |b| {
                let o = b.new_object(*ty);
                b.set(out, o);
                class_stub(b, *ty, out, p, element::operation::TO_MANAGED);
                let free = super::core_method(env, MARSHAL, "FreeCoTaskMem", 1)?;
                let v = b.get(p);
                b.call_method(free, &[v])?;
                Ok(())
            })?;
            Ok(b.get(out))
        }
        Way::SafeHandle => new_safe_handle(b, ty, native),
        _ => Ok(native),
    }
}
