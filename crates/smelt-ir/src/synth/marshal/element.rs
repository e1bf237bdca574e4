//! How one value crosses between managed and native memory, and the native layout of structs and layout classes.
//!
//! Everything works from memory to memory: a field, an array element, an argument's local on one side, a native cell on the other.

use super::{MARSHAL, native_type};
use crate::build::Builder;
use crate::env::{Env, ImportError, ImportErrorKind, Result};
use crate::synth::{core_method, core_type, find_method};
use crate::*;
use smelt_abi::object;
use smelt_metadata::flags::type_attr;
use smelt_metadata::{Table, Token};
use smelt_types::{FieldId, TypeId, TypeKind, ValueClass, WellKnown};

/// How a value crosses in memory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::synth) enum Element {
    /// Same bytes on both sides.
    Blit { size: u32, align: u32 },
    /// `bool` as a number of that many bytes.
    Bool(u32),
    /// `char` as one byte.
    AnsiChar,
    /// Zero-terminated copy of a string, UTF-16 if `wide`, else UTF-8.
    Str { wide: bool },
    /// String in place: `ByValTStr`.
    FixedStr { wide: bool, count: u32 },
    /// Array in place: `ByValArray`.
    FixedArray {
        ty: TypeId,
        count: u32,
        element: Box<Element>,
    },
    /// A struct with native form of its own.
    Struct { ty: TypeId, size: u32, align: u32 },
    /// A class with sequential or explicit layout, in place.
    Class { ty: TypeId, size: u32, align: u32 },
    /// A delegate as function pointer.
    Delegate(TypeId),
    /// `HandleRef`: its handle (only towards native code).
    HandleRef,
}

/// Operations of a marshalling stub, as CoreLib passes them.
pub(in crate::synth) mod operation {
    pub const TO_NATIVE: i32 = 0;
    pub const TO_MANAGED: i32 = 1;
    pub const CLEAN_UP: i32 = 2;
}

impl Element {
    /// Size and alignment of the native form.
    pub fn size_and_align(&self) -> (u32, u32) {
        match *self {
            Element::Blit { size, align }
            | Element::Struct { size, align, .. }
            | Element::Class { size, align, .. } => (size, align),
            Element::Bool(size) => (size, size),
            Element::AnsiChar => (1, 1),
            Element::Str { .. } | Element::Delegate(_) | Element::HandleRef => (8, 8),
            Element::FixedStr { wide, count } => {
                let unit = 1 + u32::from(wide);
                (count.saturating_mul(unit), unit)
            }
            Element::FixedArray {
                count, ref element, ..
            } => {
                let (size, align) = element.size_and_align();
                (count.saturating_mul(size), align)
            }
        }
    }

    pub fn is_blit(&self) -> bool {
        matches!(self, Element::Blit { .. })
    }
}

/// A field of a native layout.
pub(in crate::synth) struct NativeField {
    pub field: FieldId,
    pub offset: u32,
    pub element: Element,
}

/// Native form of a struct or layout class.
pub struct NativeLayout {
    pub size: u32,
    pub align: u32,
    pub(in crate::synth) fields: Vec<NativeField>,
    /// Managed memory has the same bytes.
    pub blittable: bool,
}

impl NativeLayout {
    /// Offset of each field.
    pub fn offsets(&self) -> Vec<(FieldId, u32)> {
        self.fields.iter().map(|f| (f.field, f.offset)).collect()
    }
}

pub(in crate::synth) fn refuse(
    what: &str,
    ts: &smelt_types::TypeSystem,
    ty: TypeId,
) -> ImportError {
    ImportError::new(
        ImportErrorKind::Marshal,
        format!("{what} of type {} cannot be marshalled", ts.type_name(ty)),
    )
}

/// Compressed unsigned integer of a marshalling descriptor (ECMA-335 II.23.2), and what follows it.
pub(in crate::synth) fn compressed(spec: &[u8]) -> (Option<u32>, &[u8]) {
    let (width, mask) = match spec.first() {
        None => return (None, spec),
        Some(b) if b & 0x80 == 0 => (1, 0x7f),
        Some(b) if b & 0x40 == 0 => (2, 0x3f),
        Some(_) => (4, 0x1f),
    };
    let Some((number, rest)) = spec.split_at_checked(width) else {
        return (None, &[]);
    };
    let value = number[1..]
        .iter()
        .fold(u32::from(number[0] & mask), |n, &b| n << 8 | u32::from(b));
    (Some(value), rest)
}

/// How a value of type `ty` crosses. `spec`: its marshalling descriptor; `wide`: its character set is Unicode; `in_place`: it is a field.
pub(in crate::synth) fn element(
    env: &Env,
    ty: TypeId,
    spec: &[u8],
    wide: bool,
    in_place: bool,
    depth: u32,
) -> Result<Element> {
    let ts = env.ts;
    let kind = spec.first().copied();
    let no = || refuse("a value", ts, ty);
    if depth > 16 {
        return Err(no());
    }
    if ty == env.well_known(WellKnown::Boolean) {
        return match kind {
            None | Some(native_type::BOOL) => Ok(Element::Bool(4)),
            Some(native_type::I1 | native_type::U1) => Ok(Element::Bool(1)),
            _ => Err(no()),
        };
    }
    if ty == env.well_known(WellKnown::Char) {
        return match kind {
            Some(native_type::I1 | native_type::U1) => Ok(Element::AnsiChar),
            None if !wide => Ok(Element::AnsiChar),
            None | Some(native_type::I2 | native_type::U2) => {
                Ok(Element::Blit { size: 2, align: 2 })
            }
            _ => Err(no()),
        };
    }
    if ty == env.well_known(WellKnown::String) {
        return match kind {
            Some(native_type::BY_VAL_TSTR) if in_place => {
                let count = compressed(&spec[1..]).0.ok_or_else(no)?;
                Ok(Element::FixedStr { wide, count })
            }
            Some(native_type::LPWSTR) => Ok(Element::Str { wide: true }),
            Some(native_type::LPSTR | native_type::LPUTF8STR) => Ok(Element::Str { wide: false }),
            None | Some(native_type::LPTSTR) => Ok(Element::Str { wide }),
            _ => Err(no()),
        };
    }
    match ts.kind(ty) {
        TypeKind::Ptr(_) | TypeKind::FnPtr(_) => return Ok(Element::Blit { size: 8, align: 8 }),
        TypeKind::SzArray(e) if in_place && kind == Some(native_type::BY_VAL_ARRAY) => {
            let (count, rest) = compressed(&spec[1..]);
            let count = count.ok_or_else(no)?;
            let element = element(env, *e, rest, wide, false, depth + 1)?;
            return Ok(Element::FixedArray {
                ty: *e,
                count,
                element: Box::new(element),
            });
        }
        _ => {}
    }
    if ts.is_delegate(ty)
        || ty == env.well_known(WellKnown::Delegate)
        || ty == env.well_known(WellKnown::MulticastDelegate)
    {
        return Ok(Element::Delegate(ty));
    }
    match ts.value_class(ty) {
        ValueClass::Struct => {
            if ts.type_name(ty) == "System.Runtime.InteropServices.HandleRef" {
                return Ok(Element::HandleRef);
            }
            let layout = native_layout_at(env, ty, depth + 1)?;
            let (size, align) = (layout.size, layout.align);
            Ok(match layout.blittable {
                true => Element::Blit { size, align },
                false => Element::Struct { ty, size, align },
            })
        }
        ValueClass::Int { .. } | ValueClass::F32 | ValueClass::F64 => {
            let layout = ts.layout(ty)?;
            Ok(Element::Blit {
                size: layout.size,
                align: layout.align,
            })
        }
        _ if in_place && is_layout_class(env, ty) => {
            let layout = native_layout_at(env, ty, depth + 1)?;
            let (size, align) = (layout.size, layout.align);
            Ok(Element::Class { ty, size, align })
        }
        _ => Err(no()),
    }
}

/// A class whose fields have a declared layout.
pub(in crate::synth) fn is_layout_class(env: &Env, ty: TypeId) -> bool {
    let ts = env.ts;
    ts.is_ref_type(ty)
        && matches!(ts.kind(ty), TypeKind::Named { .. })
        && !ts.is_interface(ty)
        && ts.type_flags(ty) & type_attr::LAYOUT_MASK != type_attr::AUTO_LAYOUT
}

/// Native layout of a struct or of a class with declared layout.
pub fn native_layout(env: &Env, ty: TypeId) -> Result<NativeLayout> {
    native_layout_at(env, ty, 0)
}

fn native_layout_at(env: &Env, ty: TypeId, depth: u32) -> Result<NativeLayout> {
    const STATIC: u32 = 0x10;
    let ts = env.ts;
    let no = || refuse("a structure", ts, ty);
    let mode = ts.type_flags(ty) & type_attr::LAYOUT_MASK;
    let def = ts.type_def(ty).ok_or_else(no)?;
    if mode == type_attr::AUTO_LAYOUT || depth > 16 {
        return Err(no());
    }
    let meta = ts.metadata(def.module);
    let declared = meta.class_layout_of(def.rid);
    let pack = match declared.as_ref().map_or(0, |l| u32::from(l.packing_size)) {
        0 => 8,
        n => n,
    };
    let wide = ts.type_flags(ty) & type_attr::STRING_FORMAT_MASK == 0x10000;
    let is_class = ts.is_ref_type(ty);
    let (mut end, mut align, mut fields, mut blittable) = (0u32, 1u32, Vec::new(), true);
    if is_class
        && let Some(base) = ts.base(ty)
        && base != env.well_known(WellKnown::Object)
    {
        let inherited = native_layout_at(env, base, depth + 1)?;
        (end, align) = (inherited.size, inherited.align);
        (fields, blittable) = (inherited.fields, inherited.blittable);
    }
    let start = end;
    let shift = if is_class { object::FIELDS } else { 0 };
    for field in ts.fields(ty) {
        if ts.field_flags(field) & STATIC != 0 {
            continue;
        }
        let row = ts.field_def(field).rid;
        let spec = meta.field_marshal_of(Token::new(Table::Field, row));
        let spec = spec.as_ref().map_or(&[][..], |s| s.native_type);
        let element = element(env, ts.field_type(field)?, spec, wide, true, depth)?;
        let (size, natural) = element.size_and_align();
        let a = natural.min(pack).max(1);
        let offset = match mode {
            type_attr::EXPLICIT_LAYOUT => start + meta.field_layout_of(row).ok_or_else(no)?.offset,
            _ => end.next_multiple_of(a),
        };
        blittable &= element.is_blit() && ts.field_offset(field)? == offset + shift;
        end = end.max(offset + size);
        align = align.max(a);
        fields.push(NativeField {
            field,
            offset,
            element,
        });
    }
    let declared_size = declared.map_or(0, |l| l.class_size);
    let inline_array = ts.has_attribute(
        def.module,
        Token::new(Table::TypeDef, def.rid),
        "System.Runtime.CompilerServices.InlineArrayAttribute",
    );
    let size = match declared_size {
        0 if inline_array && blittable => ts.layout(ty)?.size,
        0 => end.max(1).next_multiple_of(align),
        n => n.max(end),
    };
    if !is_class {
        let managed = ts.layout(ty)?;
        blittable &= managed.size == size;
        if blittable {
            align = managed.align;
        }
    }
    Ok(NativeLayout {
        size,
        align,
        fields,
        blittable,
    })
}

/// Both sides of a crossing: managed memory and native memory, as addresses in locals.
#[derive(Copy, Clone)]
pub(in crate::synth) struct Sides {
    pub managed: LocalId,
    pub native: LocalId,
}

impl Sides {
    fn at(self, b: &mut Builder, managed: u32, native: u32) -> Sides {
        let m = b.get(self.managed);
        let m = b.field_addr_nonnull(m, managed);
        let n = b.get(self.native);
        let offset = b.const_i64(i64::from(native));
        let n = b.bin(BinOp::Add, n, offset);
        Sides {
            managed: b.temp(m),
            native: b.temp(n),
        }
    }
}

fn load_ref(b: &mut Builder, s: Sides) -> LocalId {
    let m = b.get(s.managed);
    let v = b.load_nonnull(m, Mem::Ref);
    b.temp(v)
}

fn native_addr(b: &mut Builder, s: Sides) -> Value {
    let n = b.get(s.native);
    b.coerce(n, Kind::ByRef)
}

fn store_native(b: &mut Builder, s: Sides, v: Value, mem: Mem) {
    let at = native_addr(b, s);
    b.store_nonnull(at, v, mem);
}

fn store_managed(b: &mut Builder, s: Sides, v: Value, mem: Mem) {
    let at = b.get(s.managed);
    b.store_nonnull(at, v, mem);
}

fn copy(b: &mut Builder, to: Value, from: Value, size: u32) {
    let size = b.const_i64(i64::from(size));
    b.emit_void(Op::CopyBlock {
        dst: to,
        src: from,
        size,
    });
}

fn zero_fill(b: &mut Builder, s: Sides, size: u32) {
    let addr = native_addr(b, s);
    let value = b.const_i32(0);
    let size = b.const_i64(i64::from(size));
    b.emit_void(Op::InitBlock { addr, value, size });
}

fn helper(b: &mut Builder, class: &str, name: &str, args: &[Value]) -> Result<Option<Value>> {
    let m = core_method(b.env, class, name, args.len())?;
    b.call_method(m, args)
}

fn needs(v: Option<Value>) -> Result<Value> {
    v.ok_or_else(|| ImportError::bad_il("no result"))
}

/// Method of `Marshal` with one parameter of that type (others have the same name).
fn marshal_method(b: &Builder, name: &str, params: &[TypeId]) -> Result<smelt_types::MethodId> {
    let class = core_type(b.env, MARSHAL)?;
    for m in b.env.ts.methods_named(class, name) {
        if b.env.ts.method_args(m).is_empty()
            && *b.env.ts.method_sig(m)?.params == *params
            && b.env.ts.method_sig(m)?.generic_params == 0
        {
            return Ok(m);
        }
    }
    find_method(b.env, class, name, params.len())
}

/// Calls the marshalling stub of a type.
fn call_stub(b: &mut Builder, ty: TypeId, s: Sides, operation: i32) {
    let (m, n) = (b.get(s.managed), b.get(s.native));
    let op = b.const_i32(operation);
    let void = b.env.well_known(WellKnown::Void);
    let none = b.const_i64(0);
    let none = b.coerce(none, Kind::ByRef);
    b.call_func(Func::MarshalStub(ty), &[m, n, op, none], void);
}

fn in_object(b: &mut Builder, s: Sides, reference: LocalId) -> Sides {
    let o = b.get(reference);
    let m = b.field_addr_nonnull(o, object::FIELDS);
    Sides {
        managed: b.temp(m),
        native: s.native,
    }
}

/// Fills the native side from the managed one.
pub(in crate::synth) fn to_native(b: &mut Builder, e: &Element, s: Sides) -> Result<()> {
    match *e {
        Element::Blit { size, .. } => {
            let (to, from) = (native_addr(b, s), b.get(s.managed));
            copy(b, to, from, size);
        }
        Element::Bool(size) => {
            let m = b.get(s.managed);
            let v = b.load_nonnull(m, Mem::U8);
            let v = b.is_not_zero(v);
            store_native(b, s, v, if size == 1 { Mem::U8 } else { Mem::I32 });
        }
        Element::AnsiChar => {
            let m = b.get(s.managed);
            let c = b.load_nonnull(m, Mem::U16);
            let (fit, throws) = (b.const_i32(1), b.const_i32(0));
            let class = "System.StubHelpers.AnsiCharMarshaler";
            let v = helper(b, class, "ConvertToNative", &[c, fit, throws])?;
            let v = needs(v)?;
            store_native(b, s, v, Mem::U8);
        }
        Element::Str { wide } => {
            let m = b.get(s.managed);
            let v = b.load_nonnull(m, Mem::Ref);
            let name = match wide {
                true => "StringToCoTaskMemUni",
                false => "StringToCoTaskMemUTF8",
            };
            let v = helper(b, MARSHAL, name, &[v])?;
            let v = needs(v)?;
            store_native(b, s, v, Mem::I64);
        }
        Element::FixedStr { wide, count } => {
            let text = load_ref(b, s);
            let t = b.get(text);
            let some = b.is_not_zero(t);
            zero_fill(b, s, count << u32::from(wide));
            b.if_then(some, |b| {
                let (t, n) = (b.get(text), b.get(s.native));
                if wide {
                    let len = b.const_i32(count as i32);
                    let class = "System.StubHelpers.FixedWSTRMarshaler";
                    helper(b, class, "ConvertToNative", &[t, n, len])?;
                } else {
                    let flags = b.const_i32(1);
                    let len = b.const_i32(count as i32);
                    let class = "System.StubHelpers.CSTRMarshaler";
                    helper(b, class, "ConvertFixedToNative", &[flags, t, n, len])?;
                }
                Ok(())
            })?;
        }
        Element::FixedArray {
            ty,
            count,
            ref element,
        } => {
            let array = load_ref(b, s);
            let a = b.get(array);
            let some = b.is_not_zero(a);
            let size = e.size_and_align().0;
            zero_fill(b, s, size);
            b.if_then(some, |b| {
                let a = b.get(array);
                let len = b.emit(Op::ArrayLength(a), Kind::I32);
                let want = b.const_i32(count as i32);
                let short = b.compare(Cond::Lt, len, want);
                b.if_then(short, |b| {
                    b.throw_kind(smelt_abi::ExceptionKind::Argument);
                    Ok(())
                })?;
                let count = b.const_i32(count as i32);
                let count = b.temp(count);
                each(b, array, s.native, count, ty, element, to_native)
            })?;
        }
        Element::Struct { ty, .. } => call_stub(b, ty, s, operation::TO_NATIVE),
        Element::Class { ty, size, .. } => {
            let o = load_ref(b, s);
            let v = b.get(o);
            let some = b.is_not_zero(v);
            zero_fill(b, s, size);
            b.if_then(some, |b| {
                let inner = in_object(b, s, o);
                call_stub(b, ty, inner, operation::TO_NATIVE);
                Ok(())
            })?;
        }
        Element::Delegate(_) => {
            let d = load_ref(b, s);
            let v = b.get(d);
            let some = b.is_not_zero(v);
            zero_fill(b, s, 8);
            b.if_then(some, |b| {
                let v = b.get(d);
                let delegate = b.env.well_known(WellKnown::Delegate);
                let m = marshal_method(b, "GetFunctionPointerForDelegate", &[delegate])?;
                let p = b.call_method(m, &[v])?;
                let p = needs(p)?;
                store_native(b, s, p, Mem::I64);
                Ok(())
            })?;
        }
        Element::HandleRef => {
            let class = core_type(b.env, "System.Runtime.InteropServices.HandleRef")?;
            let field = b.env.ts.field_named(class, "_handle");
            let field = field.ok_or_else(|| ImportError::bad_il("HandleRef without a handle"))?;
            let offset = b.env.ts.field_offset(field)?;
            let m = b.get(s.managed);
            let at = b.field_addr_nonnull(m, offset);
            let v = b.load_nonnull(at, Mem::I64);
            store_native(b, s, v, Mem::I64);
        }
    }
    Ok(())
}

/// Fills the managed side from the native one.
pub(in crate::synth) fn to_managed(b: &mut Builder, e: &Element, s: Sides) -> Result<()> {
    match *e {
        Element::Blit { size, .. } => {
            let (to, from) = (b.get(s.managed), native_addr(b, s));
            copy(b, to, from, size);
        }
        Element::Bool(size) => {
            let n = native_addr(b, s);
            let v = b.load_nonnull(n, if size == 1 { Mem::U8 } else { Mem::I32 });
            let v = b.is_not_zero(v);
            store_managed(b, s, v, Mem::U8);
        }
        Element::AnsiChar => {
            let n = native_addr(b, s);
            let v = b.load_nonnull(n, Mem::U8);
            let class = "System.StubHelpers.AnsiCharMarshaler";
            let v = helper(b, class, "ConvertToManaged", &[v])?;
            let v = needs(v)?;
            store_managed(b, s, v, Mem::U16);
        }
        Element::Str { wide } => {
            let n = native_addr(b, s);
            let v = b.load_nonnull(n, Mem::I64);
            let name = if wide {
                "PtrToStringUni"
            } else {
                "PtrToStringUTF8"
            };
            let v = helper(b, MARSHAL, name, &[v])?;
            let v = needs(v)?;
            store_managed(b, s, v, Mem::Ref);
        }
        Element::FixedStr { wide, count } => {
            let n = b.get(s.native);
            let len = b.const_i32(count as i32);
            let v = match wide {
                true => helper(
                    b,
                    "System.StubHelpers.FixedWSTRMarshaler",
                    "ConvertToManaged",
                    &[n, len],
                )?,
                false => helper(
                    b,
                    "System.StubHelpers.CSTRMarshaler",
                    "ConvertFixedToManaged",
                    &[n, len],
                )?,
            };
            let v = needs(v)?;
            store_managed(b, s, v, Mem::Ref);
        }
        Element::FixedArray {
            ty,
            count,
            ref element,
        } => {
            let len = b.const_i32(count as i32);
            let a = new_array(b, ty, len);
            let array = b.temp(a);
            let a = b.get(array);
            store_managed(b, s, a, Mem::Ref);
            let count = b.const_i32(count as i32);
            let count = b.temp(count);
            each(b, array, s.native, count, ty, element, to_managed)?;
        }
        Element::Struct { ty, .. } => call_stub(b, ty, s, operation::TO_MANAGED),
        Element::Class { ty, .. } => {
            let o = b.new_object(ty);
            let o = b.temp(o);
            let v = b.get(o);
            store_managed(b, s, v, Mem::Ref);
            let inner = in_object(b, s, o);
            call_stub(b, ty, inner, operation::TO_MANAGED);
        }
        Element::Delegate(ty) => {
            let n = native_addr(b, s);
            let p = b.load_nonnull(n, Mem::I64);
            let p = b.temp(p);
            let none = b.null();
            store_managed(b, s, none, Mem::Ref);
            let v = b.get(p);
            let some = b.is_not_zero(v);
            b.if_then(some, |b| {
                let v = b.get(p);
                let t = b.type_object(ty);
                let params = [
                    b.env.well_known(WellKnown::IntPtr),
                    b.env.well_known(WellKnown::Type),
                ];
                let m = marshal_method(b, "GetDelegateForFunctionPointer", &params)?;
                let d = b.call_method(m, &[v, t])?;
                let d = needs(d)?;
                store_managed(b, s, d, Mem::Ref);
                Ok(())
            })?;
        }
        Element::HandleRef => return Err(ImportError::unsupported("HandleRef from native code")),
    }
    Ok(())
}

/// Frees what the native side owns.
pub(in crate::synth) fn clean_up(b: &mut Builder, e: &Element, s: Sides) -> Result<()> {
    match *e {
        Element::Str { .. } => {
            let n = native_addr(b, s);
            let v = b.load_nonnull(n, Mem::I64);
            helper(b, MARSHAL, "FreeCoTaskMem", &[v])?;
        }
        Element::Struct { ty, .. } => call_stub(b, ty, s, operation::CLEAN_UP),
        Element::Class { ty, .. } => {
            // The stub does not look at the managed side then.
            let s = Sides {
                managed: s.managed,
                native: s.native,
            };
            call_stub(b, ty, s, operation::CLEAN_UP);
        }
        Element::FixedArray {
            ty,
            count,
            ref element,
        } if owns(element) => {
            let len = b.const_i32(count as i32);
            let len = b.temp(len);
            let none = b.null();
            let none = b.temp(none);
            each(b, none, s.native, len, ty, element, clean_up)?;
        }
        _ => {}
    }
    Ok(())
}

/// The native form points to memory of its own.
pub(in crate::synth) fn owns(e: &Element) -> bool {
    match e {
        Element::Str { .. } | Element::Struct { .. } | Element::Class { .. } => true,
        Element::FixedArray { element, .. } => owns(element),
        _ => false,
    }
}

pub(in crate::synth) fn new_array(b: &mut Builder, elem: TypeId, len: Value) -> Value {
    let ts = b.env.ts;
    let ty = ts.sz_array(elem);
    let handle = b.type_handle(ty, true);
    b.emit(
        Op::NewArray {
            ty: ts.canon_type(ty),
            handle,
            len,
        },
        Kind::Ref,
    )
}

type Crossing = fn(&mut Builder, &Element, Sides) -> Result<()>;

/// Applies `cross` to the elements of an array (null: native side only) and of a native block.
pub(in crate::synth) fn each(
    b: &mut Builder,
    array: LocalId,
    native: LocalId,
    count: LocalId,
    ty: TypeId,
    element: &Element,
    cross: Crossing,
) -> Result<()> {
    let managed_size = match b.env.ts.is_value_type(ty) {
        true => b.env.ts.layout(ty)?.size,
        false => 8,
    };
    let native_size = element.size_and_align().0;
    let zero = b.const_i32(0);
    let at = b.temp(zero);
    let (head, body, end) = (b.new_block(), b.new_block(), b.new_block());
    b.jump(head);
    b.switch_to(head);
    let (i, n) = (b.get(at), b.get(count));
    let more = b.compare(Cond::Lt, i, n);
    b.branch(more, body, end);
    b.switch_to(body);
    let a = b.get(array);
    let data = b.field_addr_nonnull(a, object::ARRAY_DATA);
    let i = b.get(at);
    let i = b.to_i64(i);
    let size = b.const_i64(i64::from(managed_size));
    let offset = b.bin(BinOp::Mul, i, size);
    let m = b.ptr_add(data, offset);
    let managed = b.temp(m);
    let i = b.get(at);
    let i = b.to_i64(i);
    let size = b.const_i64(i64::from(native_size));
    let offset = b.bin(BinOp::Mul, i, size);
    let n = b.get(native);
    let n = b.bin(BinOp::Add, n, offset);
    let native = b.temp(n);
    cross(b, element, Sides { managed, native })?;
    let i = b.get(at);
    let one = b.const_i32(1);
    let next = b.bin(BinOp::Add, i, one);
    b.set(at, next);
    b.jump(head);
    b.switch_to(end);
    Ok(())
}

/// `Func::MarshalStub`: `(ref byte managed, byte* native, int operation, ref cleanup list)`.
pub(in crate::synth) fn stub(env: &Env, ty: TypeId) -> Result<Body> {
    let ts = env.ts;
    let layout = native_layout(env, ty)?;
    let byref = ts.byref_to(env.well_known(WellKnown::Byte));
    let params = [
        byref,
        env.well_known(WellKnown::IntPtr),
        env.well_known(WellKnown::Int32),
        byref,
    ];
    let void = env.well_known(WellKnown::Void);
    let mut b = crate::synth::exact(env, Func::MarshalStub(ty), &params, void);
    b.body.flags.no_inline = true;
    let shift = if ts.is_ref_type(ty) {
        object::FIELDS
    } else {
        0
    };
    let sides = Sides {
        managed: LocalId(0),
        native: LocalId(1),
    };
    let crossings: [(i32, Crossing); 3] = [
        (operation::TO_NATIVE, to_native),
        (operation::TO_MANAGED, to_managed),
        (operation::CLEAN_UP, clean_up),
    ];
    for (code, cross) in crossings {
        let op = b.get(LocalId(2));
        let this = b.const_i32(code);
        let is_this = b.compare(Cond::Eq, op, this);
        b.if_then(is_this, |b| {
            for f in &layout.fields {
                if code == operation::CLEAN_UP && !owns(&f.element) {
                    continue;
                }
                let managed = ts.field_offset(f.field)? - shift;
                let inner = sides.at(b, managed, f.offset);
                cross(b, &f.element, inner)?;
            }
            Ok(())
        })?;
    }
    b.ret(None);
    Ok(b.finish())
}
