//! Arrays that managed code creates by type, and facts of element types.

use super::objects::{checked, primitive_element_type};
use super::{QCallHandle, StackSlot};
use crate::heap;
use crate::object::{MethodTable, ObjectRef, TypeHandle};
use crate::pending::{self, ExceptionKind};
use crate::typenames;
use alloc::format;
use core::ptr;
use smelt_abi::image::type_info::kind;
use smelt_abi::method_table::flags;

/// `Array.GetCorElementTypeOfElementType` (instance).
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Array_GetCorElementTypeOfElementType(array: ObjectRef) -> i32 {
    let element = array.method_table().element();
    i32::from(match element.method_table() {
        Some(mt) => primitive_element_type(mt),
        None => element.cor_element_type(),
    })
}

/// `GC.AllocateUninitializedArray` and friends. Nothing moves here, so pinned arrays are ordinary ones.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_GCInterface_AllocateNewArray(
    handle: TypeHandle,
    length: i32,
    _flags: i32,
    result: StackSlot,
) {
    let Some(mt) = handle.method_table() else {
        return;
    };
    if length < 0 {
        pending::raise(ExceptionKind::Overflow);
        return;
    }
    *result = checked(heap::allocate_array(mt, length as usize));
}

/// The array type with this element type and rank, if the image has it or it can be made.
pub fn array_type(element: TypeHandle, rank: i32, sz: bool) -> Option<&'static MethodTable> {
    // SAFETY: null or a record of the image.
    if let Some(info) = unsafe { element.info().sz_array.as_ref() }.filter(|_| sz) {
        return info.handle.method_table();
    }
    let wanted = if sz { kind::SZ_ARRAY } else { kind::ARRAY };
    let found = super::made_types::of_element(element, wanted, rank as u32)?;
    found.handle.method_table()
}

fn raise_missing(element: TypeHandle, rank: i32) {
    let mut commas = alloc::string::String::new();
    for _ in 1..rank {
        commas.push(',');
    }
    pending::raise_with(
        ExceptionKind::PlatformNotSupported,
        &format!(
            "Arrays of type '{}[{commas}]' are never created in this program as far as was known when it was compiled.",
            typenames::to_string(element)
        ),
    );
}

/// Why there are no arrays with such elements.
fn refused(element: TypeHandle) -> Option<&'static str> {
    const VOID: u8 = 1;
    let info = element.info();
    let mt = element.method_table();
    if info.cor_element_type == VOID {
        Some("Arrays of System.Void are not supported.")
    } else if matches!(info.kind, kind::TYPE_PARAMETER | kind::DEFINITION) {
        Some("Cannot create arrays of open type.")
    } else if info.kind == kind::BYREF || mt.is_some_and(|mt| mt.flags & flags::BYREF_LIKE != 0) {
        Some("Cannot create arrays of ByRef-like values.")
    } else {
        None
    }
}

/// `Array.CreateInstance`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Array_CreateInstance(
    ty: QCallHandle,
    rank: i32,
    lengths: *const i32,
    lower_bounds: *const i32,
    from_array_type: i32,
    result: StackSlot,
) {
    let handle = ty.type_handle();
    if let Some(why) = refused(handle).filter(|_| from_array_type == 0) {
        pending::raise_with(ExceptionKind::NotSupported, why);
        return;
    }
    let bounds =
        (!lower_bounds.is_null()).then(|| core::slice::from_raw_parts(lower_bounds, rank as usize));
    let has_bounds = bounds.is_some_and(|b| b.iter().any(|&bound| bound != 0));
    let mt = if from_array_type != 0 {
        handle.method_table()
    } else {
        array_type(handle, rank, rank == 1 && !has_bounds)
    };
    let Some(mt) = mt else {
        raise_missing(handle, rank);
        return;
    };
    let lengths = core::slice::from_raw_parts(lengths, rank as usize);
    if lengths.iter().any(|&length| length < 0) {
        pending::raise(ExceptionKind::Overflow);
        return;
    }
    *result = checked(heap::allocate_md(mt, lengths, bounds));
}

/// Slow path of `newobj` for multi-dimensional arrays: one or two numbers per dimension.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Array_CreateInstanceMDArray(
    handle: TypeHandle,
    count: u32,
    arguments: *const i32,
    result: StackSlot,
) {
    let Some(mt) = handle.method_table() else {
        return;
    };
    let arguments = core::slice::from_raw_parts(arguments, count as usize);
    *result = new_array(mt, arguments);
}

/// A new array: a length for each dimension, or a lower bound and a length. Null with an exception pending.
pub unsafe fn new_array(mt: &MethodTable, arguments: &[i32]) -> ObjectRef {
    let rank = (mt.rank() as usize).max(1);
    let (mut lengths, mut bounds) = ([0i32; 32], [0i32; 32]);
    for i in 0..rank {
        if arguments.len() == 2 * rank {
            bounds[i] = arguments[2 * i];
            lengths[i] = arguments[2 * i + 1];
        } else {
            lengths[i] = arguments[i];
        }
    }
    if lengths.iter().any(|&length| length < 0) {
        pending::raise(ExceptionKind::Overflow);
        return ObjectRef::NULL;
    }
    checked(heap::allocate_md(
        mt,
        &lengths[..rank],
        Some(&bounds[..rank]),
    ))
}

/// `Array.Initialize`: the elements' parameterless constructor or null.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_Array_GetElementConstructorEntrypoint(array: QCallHandle) -> *const u8 {
    match array.type_handle().method_table() {
        Some(mt) => mt.element().info().default_ctor,
        None => ptr::null(),
    }
}

/// `Enum`: sorted values and names of an enum type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Enum_GetValuesAndNames(
    ty: QCallHandle,
    values: StackSlot,
    names: StackSlot,
    want_names: i32,
) {
    let handle = ty.type_handle();
    let Some(data) = handle.info().enum_data.as_ref() else {
        pending::raise_with(
            ExceptionKind::PlatformNotSupported,
            &format!(
                "The members of enum '{}' were not kept when this program was compiled.",
                typenames::to_string(handle)
            ),
        );
        return;
    };
    *values = data.values;
    if want_names != 0 {
        *names = data.names;
    }
}
