//! Custom attributes: the objects, and the parts of their values that CoreLib does not decode by itself.

use super::members::{module_of, unavailable};
use super::{QCallHandle, StackSlot};
use crate::eh;
use crate::object::ObjectRef;
use crate::pending;

/// The attribute's code makes the whole object, so no named arguments are left. The row's token stands before its value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_CustomAttribute_CreateCustomAttributeInstance(
    module: QCallHandle,
    _class: StackSlot,
    _ctor: StackSlot,
    blob: *mut *const u8,
    end: *const u8,
    named: *mut i32,
    instance: StackSlot,
) {
    let token = (*blob).cast::<u32>().sub(1).read();
    *named = 0;
    *blob = end;
    let row = (*module_of(module)).row(token);
    let Some(row) = row.filter(|r| !r.code.is_null()) else {
        unavailable("custom attribute");
        return;
    };
    match eh::call(row.code, 0, 0) {
        Ok(object) => *instance = ObjectRef(object as *mut u8),
        Err(exception) => pending::raise_object(exception),
    }
}

/// Decodes `AttributeUsage(targets, AllowMultiple = .., Inherited = ..)` (ECMA-335 II.23.3).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_CustomAttribute_ParseAttributeUsageAttribute(
    value: *const u8,
    length: i32,
    targets: *mut i32,
    allow_multiple: *mut i32,
    inherited: *mut i32,
) -> i32 {
    (*targets, *allow_multiple, *inherited) = (0, 0, 1);
    let value = core::slice::from_raw_parts(value, length.max(0) as usize);
    // Prolog, the targets, the number of named arguments.
    let Some((head, mut named)) = value.split_at_checked(8) else {
        return 0;
    };
    *targets = i32::from_le_bytes([head[2], head[3], head[4], head[5]]);
    // Each: kind, type (a boolean), name with its length, value.
    while let [_, _, length, rest @ ..] = named
        && let Some((name, [value, rest @ ..])) = rest.split_at_checked(*length as usize)
    {
        match name {
            b"AllowMultiple" => *allow_multiple = i32::from(*value),
            b"Inherited" => *inherited = i32::from(*value),
            _ => {}
        }
        named = rest;
    }
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_CustomAttribute_CreatePropertyOrFieldData(
    _module: QCallHandle,
    _blob: *mut *const u8,
    _end: *const u8,
    _name: StackSlot,
    _is_property: *mut i32,
    _class: StackSlot,
    _value: StackSlot,
) {
    unavailable("named argument of an attribute");
}
