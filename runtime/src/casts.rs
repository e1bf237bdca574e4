//! Casts that compiled code doesn't decide by class numbers: interfaces, arrays, variance, casts between type handles.

use crate::object::{MethodTable, ObjectRef, TypeHandle, TypeInfo};
use crate::pending::{self, ExceptionKind};
use crate::typenames;
use alloc::format;
use core::ptr;
use smelt_abi::image::type_info::kind;

/// Element types of ECMA-335 II.23.1.16 that matter here.
mod element {
    pub const BOOLEAN: u8 = 0x02;
    pub const CHAR: u8 = 0x03;
    pub const I1: u8 = 0x04;
    pub const U1: u8 = 0x05;
    pub const I2: u8 = 0x06;
    pub const U2: u8 = 0x07;
    pub const I4: u8 = 0x08;
    pub const U4: u8 = 0x09;
    pub const I8: u8 = 0x0a;
    pub const U8: u8 = 0x0b;
    pub const I: u8 = 0x18;
    pub const U: u8 = 0x19;
}

/// Helper `IsInstInterface`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_isinst_interface(
    object: ObjectRef,
    interface: &'static MethodTable,
) -> ObjectRef {
    if object.is_null() {
        return object;
    }
    let mt = object.method_table();
    for &candidate in mt.interfaces() {
        if ptr::eq(candidate, interface) {
            return object;
        }
    }
    if implements_by_variance(mt, interface) {
        object
    } else {
        ObjectRef::NULL
    }
}

/// Helper `IsInstAny`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_isinst_any(object: ObjectRef, handle: TypeHandle) -> ObjectRef {
    if object.is_null() || is_instance(object.method_table(), handle) {
        object
    } else {
        ObjectRef::NULL
    }
}

/// Helper `CanStoreElement`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_can_store_element(array: ObjectRef, value: ObjectRef) -> i32 {
    i32::from(is_instance(
        value.method_table(),
        array.method_table().element(),
    ))
}

/// Helper `InvalidCast`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_invalid_cast(object: ObjectRef, target: TypeHandle) {
    raise_invalid_cast(object.method_table().handle(), target);
}

/// Leaves an InvalidCastException pending.
#[cold]
pub fn raise_invalid_cast(from: TypeHandle, to: TypeHandle) {
    let message = format!(
        "Unable to cast object of type '{}' to type '{}'.",
        typenames::for_message(from),
        typenames::for_message(to)
    );
    pending::raise_with(ExceptionKind::InvalidCast, &message);
}

/// Whether objects with this method table are instances of the type.
pub fn is_instance(mt: &'static MethodTable, to: TypeHandle) -> bool {
    if mt.handle() == to {
        return true;
    }
    match to.method_table() {
        // A boxed value is an instance of its Nullable.
        Some(to) if to.is_nullable() => to
            .info()
            .element()
            .is_some_and(|value| value.handle == mt.handle()),
        Some(_) => can_cast(mt.handle(), to),
        None => false,
    }
}

/// Whether a value of type `from` can be used as `to` without a conversion (`Type.IsAssignableFrom` rules).
pub fn can_cast(from: TypeHandle, to: TypeHandle) -> bool {
    if from == to {
        return true;
    }
    let (Some(from_mt), Some(to_mt)) = (from.method_table(), to.method_table()) else {
        return can_cast_desc(from, to);
    };
    if to_mt.is_nullable() {
        return to_mt
            .info()
            .element()
            .is_some_and(|value| value.handle == from);
    }
    if to_mt.is_interface() {
        return from_mt.interfaces().iter().any(|i| ptr::eq(*i, to_mt))
            || implements_by_variance(from_mt, to_mt);
    }
    if to_mt.is_array() {
        return from_mt.is_array()
            && from_mt.is_sz_array() == to_mt.is_sz_array()
            && from_mt.rank() == to_mt.rank()
            && element_compatible(from_mt.element(), to_mt.element());
    }
    if from_mt.is_interface() {
        // Interfaces have no parent, but everything is an object.
        return to_mt.parent.is_null() && !to_mt.is_interface();
    }
    if from_mt.derives_from(to_mt) {
        return true;
    }
    to_mt.is_variant() && variant_compatible(from_mt.info(), to_mt.info())
}

/// Pointers, byrefs, function pointers: the elements must agree as array elements do.
fn can_cast_desc(from: TypeHandle, to: TypeHandle) -> bool {
    let (from, to) = (from.info(), to.info());
    if from.kind != to.kind || !matches!(from.kind, kind::POINTER | kind::BYREF) {
        return false;
    }
    match (from.element(), to.element()) {
        (Some(f), Some(t)) => element_compatible(f.handle, t.handle),
        _ => false,
    }
}

/// Interfaces that a type implements by variance of an interface's parameters or of array elements.
fn implements_by_variance(mt: &'static MethodTable, interface: &'static MethodTable) -> bool {
    let wanted = interface.info();
    if wanted.arg_count == 0 {
        return false;
    }
    if interface.is_variant() {
        let itself = mt.is_interface().then_some(mt);
        let mut candidates = itself.iter().chain(mt.interfaces());
        if candidates.any(|i| variant_compatible(i.info(), wanted)) {
            return true;
        }
    }
    // T[] is an IList<U> when T[] is a U[].
    if interface.is_array_family() && mt.is_sz_array() {
        let element = mt.element();
        return !matches!(element.info().kind, kind::POINTER | kind::FN_PTR)
            && element_compatible(element, wanted.args()[0].handle);
    }
    false
}

/// Two instantiations of one definition, the arguments compatible by its variance.
fn variant_compatible(from: &TypeInfo, to: &TypeInfo) -> bool {
    from.same_definition(to) && arguments_compatible(from, to.args().iter().map(|a| a.handle))
}

/// Whether an instantiation converts to one of the same definition over other arguments.
pub fn arguments_compatible(from: &TypeInfo, to: impl Iterator<Item = TypeHandle>) -> bool {
    let pairs = from.args().iter().map(|a| a.handle).zip(to);
    pairs.enumerate().all(|(i, (f, t))| {
        if f == t {
            return true;
        }
        if from.variance.is_null() || is_value(f.info()) || is_value(t.info()) {
            return false;
        }
        // SAFETY: one byte for each parameter.
        match unsafe { *from.variance.add(i) } {
            1 => can_cast(f, t),
            2 => can_cast(t, f),
            _ => false,
        }
    })
}

fn is_value(info: &TypeInfo) -> bool {
    match info.handle.method_table() {
        Some(mt) => mt.is_value_type(),
        None => true,
    }
}

/// Whether an array of `from` is an array of `to` (ECMA-335 I.8.7.1 array-element-compatible-with).
fn element_compatible(from: TypeHandle, to: TypeHandle) -> bool {
    if from == to {
        return true;
    }
    let (from_info, to_info) = (from.info(), to.info());
    match (is_value(from_info), is_value(to_info)) {
        (false, false) => can_cast(from, to),
        (true, true) => match (from.method_table(), to.method_table()) {
            (Some(_), Some(_)) => {
                reduced(from_info).is_some() && reduced(from_info) == reduced(to_info)
            }
            _ => can_cast_desc(from, to),
        },
        _ => false,
    }
}

/// Primitive types and enums, signs ignored.
fn reduced(info: &TypeInfo) -> Option<u8> {
    let underlying = if info.kind == kind::ENUM {
        info.element().map(|e| e.cor_element_type)?
    } else {
        info.cor_element_type
    };
    Some(match underlying {
        element::BOOLEAN => element::BOOLEAN,
        element::CHAR => element::CHAR,
        element::I1 | element::U1 => element::I1,
        element::I2 | element::U2 => element::I2,
        element::I4 | element::U4 => element::I4,
        element::I8 | element::U8 => element::I8,
        element::I | element::U => element::I,
        _ => return None,
    })
}
