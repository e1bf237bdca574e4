//! Custom attributes: the objects, and the parts of their values that CoreLib does not decode by itself.

use super::members::{module_of, unavailable};
use super::metadata::table;
use super::{QCallHandle, StackSlot};
use crate::eh;
use crate::object::{MetaRow, MethodTable, ObjectRef};
use crate::pending::{self, ExceptionKind};
use crate::typenames;
use alloc::format;
use alloc::vec::Vec;

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
        Err(exception) => pending::pass_on(exception),
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

/// `Type.GUID`: what the type's `GuidAttribute` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ReflectionInvocation_GetGuid(
    mt: &'static MethodTable,
    result: *mut [u8; 16],
) {
    let info = mt.info();
    let is_guid = |r: &&MetaRow| {
        r.token >> 24 == table::CUSTOM_ATTRIBUTE
            && r.parent == info.token
            && r.target
                .as_ref()
                .is_some_and(|t| t.name() == b"GuidAttribute")
    };
    let rows = info.module().map_or(&[][..], |m| m.rows());
    let text = rows.iter().find(is_guid).and_then(|r| {
        // Prolog, length of the text, the text.
        let value = core::slice::from_raw_parts(r.constant, r.constant_length as usize);
        value.get(3..3 + usize::from(*value.get(2)?))
    });
    match text.and_then(parse_guid) {
        Some(guid) => *result = guid,
        None => pending::raise_with(
            ExceptionKind::PlatformNotSupported,
            &format!(
                "'{}' has no GuidAttribute; GUIDs made from names are not supported.",
                typenames::to_string(mt.handle())
            ),
        ),
    }
}

/// `00112233-4455-6677-8899-aabbccddeeff`, with or without braces; the first three parts are little-endian numbers.
fn parse_guid(text: &[u8]) -> Option<[u8; 16]> {
    let digits: Vec<u8> = text
        .iter()
        .filter(|c| !b"{}-".contains(c))
        .map(|&c| (c as char).to_digit(16).map(|d| d as u8))
        .collect::<Option<_>>()?;
    let mut guid = [0; 16];
    if digits.len() != 32 {
        return None;
    }
    for (byte, pair) in guid.iter_mut().zip(digits.chunks(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    guid[..4].reverse();
    guid[4..6].reverse();
    guid[6..8].reverse();
    Some(guid)
}
