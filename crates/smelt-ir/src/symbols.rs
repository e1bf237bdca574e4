//! Names of everything that units, image and runtime refer to. One place, so that they can't drift.

use crate::Func;
use smelt_types::{FieldId, MethodId, TypeId, TypeKind, TypeSystem};

/// Symbol of a function.
pub fn func(ts: &TypeSystem, f: Func) -> String {
    match f {
        Func::Method(m) => ts.symbol_of_method(m),
        Func::Stub {
            method,
            unbox: false,
        } => format!("stub${}", ts.symbol_of_method(method)),
        Func::Stub {
            method,
            unbox: true,
        } => format!("unbox${}", ts.symbol_of_method(method)),
        Func::OpenDelegate(t) => format!("open${}", ts.symbol_of_type(t)),
        Func::Multicast(t) => format!("multicast${}", ts.symbol_of_type(t)),
        Func::ValueEquals(t) => format!("equals${}", ts.symbol_of_type(t)),
        Func::ThrowKind(k) => format!("throw${k:?}"),
        Func::ThrowPending => "throw$pending".into(),
        Func::ThrowInvalidCast => "throw$cast".into(),
        Func::ClassInit => "smelt$class_init".into(),
        Func::Entry(e) => format!("entry${e:?}"),
        Func::ReverseStub(m) => format!("native${}", ts.symbol_of_method(m)),
        Func::MarshalStub(t) => format!("marshal${}", ts.symbol_of_type(t)),
        Func::Invoker(s) => {
            let kind = if ts.sig(s).has_this { "this" } else { "static" };
            let pointer = ts.intern(TypeKind::FnPtr(s));
            format!("invoke${kind}${}", ts.symbol_of_type(pointer))
        }
        Func::Dispatcher(m) => format!("dispatch${}", ts.symbol_of_method(m)),
        Func::Attribute { module, rid } => format!("attribute${}${rid}", ts.module_name(module)),
        Func::DelegateEntry(t) => format!("callback${}", ts.symbol_of_type(t)),
        Func::ObjectArrayDelegate(t) => format!("object_array${}", ts.symbol_of_type(t)),
        Func::NativeDelegate(t) => format!("native_delegate${}", ts.symbol_of_type(t)),
        Func::DynamicCast => "cast$dynamic".into(),
        Func::DynamicDispatch(m) => format!("ask${}", ts.symbol_of_method(m)),
        Func::NativeCall(s) => {
            let pointer = ts.intern(TypeKind::FnPtr(s));
            format!("native_call${}", ts.symbol_of_type(pointer))
        }
    }
}

/// Method table of a type (objects' first word), or the TypeDesc of a pointer-like type (handle = address + 2).
pub fn method_table(ts: &TypeSystem, t: TypeId) -> String {
    format!("mt${}", ts.symbol_of_type(t))
}
/// Frozen `RuntimeType` object (address of the object, not of its header).
pub fn type_object(ts: &TypeSystem, t: TypeId) -> String {
    format!("type${}", ts.symbol_of_type(t))
}
/// Literal string object: readable where short, hashed else.
pub fn string(text: &[u16]) -> String {
    let plain = text.len() <= 24
        && text
            .iter()
            .all(|&c| (c as u8 as char).is_ascii_alphanumeric() && c < 128);
    if plain {
        format!("str${}", String::from_utf16_lossy(text))
    } else {
        // FNV-1a, 128 bits: equal text is one symbol in every unit.
        let mut h: u128 = 0x6c62272e07bb014262b821756295c58d;
        for &c in text {
            h = (h ^ u128::from(c)).wrapping_mul(0x0000000001000000000000000000013b);
        }
        format!("str$#{h:032x}")
    }
}
pub fn statics(ts: &TypeSystem, t: TypeId) -> String {
    format!("statics${}", ts.symbol_of_type(t))
}
/// Absolute symbol: offset in the block of thread statics.
pub fn thread_statics(ts: &TypeSystem, t: TypeId) -> String {
    format!("tls${}", ts.symbol_of_type(t))
}
pub fn class_init(ts: &TypeSystem, t: TypeId) -> String {
    format!("cctor${}", ts.symbol_of_type(t))
}
/// Class-init record of all types whose static constructor was evaluated at compile time, where shared code looks for one.
pub const INITIALISED: &str = "cctor$done";
/// Object of a type's evaluated statics.
pub fn frozen(ts: &TypeSystem, owner: TypeId, index: u32) -> String {
    format!("frozen{index}${}", ts.symbol_of_type(owner))
}
pub fn method_dict(ts: &TypeSystem, m: MethodId) -> String {
    format!("dict${}", ts.symbol_of_method(m))
}
pub fn rva_data(ts: &TypeSystem, f: FieldId) -> String {
    format!("rva${}", ts.symbol_of_field(f))
}
pub fn pinvoke(ts: &TypeSystem, m: MethodId) -> String {
    format!("pinvoke${}", ts.symbol_of_method(m))
}
pub fn method_object(ts: &TypeSystem, m: MethodId) -> String {
    format!("methodof${}", ts.symbol_of_method(m))
}
pub fn field_object(ts: &TypeSystem, f: FieldId) -> String {
    format!("fieldof${}", ts.symbol_of_field(f))
}
/// Absolute symbol: byte offset of an interface method (or instantiated generic virtual method) in a dispatch row.
pub fn selector(ts: &TypeSystem, m: MethodId) -> String {
    format!("sel${}", ts.symbol_of_method(m))
}
/// Absolute symbol: byte offset of a virtual slot from the method table's start. Named after the slot's introducing declaration in canonical form.
pub fn vtable_slot(ts: &TypeSystem, decl: MethodId) -> String {
    format!("slot${}", ts.symbol_of_method(decl))
}
/// Absolute symbols: the class-number range of a type (casts).
pub fn class_number(ts: &TypeSystem, t: TypeId) -> String {
    format!("num${}", ts.symbol_of_type(t))
}
pub fn class_number_end(ts: &TypeSystem, t: TypeId) -> String {
    format!("end${}", ts.symbol_of_type(t))
}
