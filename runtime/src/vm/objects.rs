//! Objects in general: allocation, copies, hash codes, casts, interlocked references, bulk moves, facts of method tables.

use super::{QCallHandle, StackSlot};
use crate::casts;
use crate::heap;
use crate::object::{MethodTable, ObjectRef, TypeHandle};
use crate::pending;
use crate::sync::monitor;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering::*};
use smelt_abi::aux::flags as aux;
use smelt_abi::image::type_info::kind;

/// The object, or a pending OutOfMemoryException.
pub fn checked(object: ObjectRef) -> ObjectRef {
    if object.is_null() {
        pending::out_of_memory();
    }
    object
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_InternalAlloc(
    mt: &'static MethodTable,
    result: StackSlot,
) {
    *result = checked(heap::allocate(mt));
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_InternalAllocNoChecks(
    mt: &'static MethodTable,
    result: StackSlot,
) {
    *result = checked(heap::allocate(mt));
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeTypeHandle_InternalAllocNoChecks_FastPath(
    mt: &'static MethodTable,
) -> ObjectRef {
    heap::allocate(mt)
}

/// What `GetActivationInfo` and `GetBoxInfo` hand out as allocator.
pub extern "C" fn allocate_managed(mt: &'static MethodTable) -> ObjectRef {
    heap::allocate(mt)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ObjectNative_AllocateUninitializedClone(slot: StackSlot) {
    *slot = checked(heap::clone(*slot));
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeHelpers_TryGetHashCode(object: ObjectRef) -> i32 {
    if object.is_null() {
        return 0;
    }
    monitor::existing_hash(object) as i32
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ObjectNative_GetHashCodeSlow(slot: StackSlot) -> i32 {
    monitor::hash(*slot) as i32
}

/// `RuntimeHelpers.ContentEquals`: same type is known; compares the fields' bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeHelpers_ContentEquals(a: ObjectRef, b: ObjectRef) -> i32 {
    if a.is_null() || b.is_null() {
        return i32::from(a == b);
    }
    if !ptr::eq(a.method_table(), b.method_table()) || a.size() != b.size() {
        return 0;
    }
    let bytes = a.size() - 16;
    let left = core::slice::from_raw_parts(a.0.add(8), bytes);
    let right = core::slice::from_raw_parts(b.0.add(8), bytes);
    i32::from(left == right)
}

// ---- casts

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_IsInstanceOf_NoCacheLookup(
    to: TypeHandle,
    throw: i32,
    slot: StackSlot,
) -> i32 {
    let object = *slot;
    if object.is_null() || casts::is_instance(object.method_table(), to) {
        return 1;
    }
    if throw != 0 {
        casts::raise_invalid_cast(object.method_table().handle(), to);
    }
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_ThrowInvalidCastException(from: TypeHandle, to: TypeHandle) {
    casts::raise_invalid_cast(from, to);
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_TypeHandle_CanCastTo_NoCacheLookup(
    from: TypeHandle,
    to: TypeHandle,
) -> i32 {
    i32::from(casts::can_cast(from, to))
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_TypeHandle_GetCorElementType(handle: TypeHandle) -> i32 {
    const VALUETYPE: i32 = 0x11;
    match handle.info().kind {
        smelt_abi::image::type_info::kind::ENUM => VALUETYPE,
        _ => i32::from(handle.cor_element_type()),
    }
}

// ---- references

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_Interlocked_ExchangeObject(
    slot: *mut ObjectRef,
    value: ObjectRef,
) -> ObjectRef {
    ObjectRef(AtomicPtr::from_ptr(slot.cast()).swap(value.0, SeqCst))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_Interlocked_CompareExchangeObject(
    slot: *mut ObjectRef,
    value: ObjectRef,
    comparand: ObjectRef,
) -> ObjectRef {
    let atomic = AtomicPtr::from_ptr(slot.cast());
    let (Ok(old) | Err(old)) = atomic.compare_exchange(comparand.0, value.0, SeqCst, SeqCst);
    ObjectRef(old)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_CastHelpers_WriteBarrier(slot: *mut ObjectRef, value: ObjectRef) {
    heap::store_ref(slot, value);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_Buffer_BulkMoveWithWriteBarrierInternal(
    to: *mut u8,
    from: *const u8,
    bytes: usize,
) {
    heap::copy_refs(to, from, bytes);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Buffer_MemMove(to: *mut u8, from: *const u8, bytes: usize) {
    ptr::copy(from, to, bytes);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Buffer_Clear(to: *mut u8, bytes: usize) {
    ptr::write_bytes(to, 0, bytes);
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_Interlocked_MemoryBarrierProcessWide() {
    const PRIVATE_EXPEDITED: i32 = 1 << 3;
    const REGISTER_PRIVATE_EXPEDITED: i32 = 1 << 4;
    // SAFETY: the system call has no memory arguments.
    unsafe {
        if libc::syscall(libc::SYS_membarrier, PRIVATE_EXPEDITED, 0, 0) != 0 {
            libc::syscall(libc::SYS_membarrier, REGISTER_PRIVATE_EXPEDITED, 0, 0);
            libc::syscall(libc::SYS_membarrier, PRIVATE_EXPEDITED, 0, 0);
        }
    }
    core::sync::atomic::fence(SeqCst);
}

// ---- method tables

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_MethodTable_GetNumInstanceFieldBytes(mt: &'static MethodTable) -> u32 {
    mt.field_bytes
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_MethodTable_GetPrimitiveCorElementType(mt: &'static MethodTable) -> i32 {
    i32::from(primitive_element_type(mt))
}

/// Element type of a primitive or of an enum's underlying type.
pub fn primitive_element_type(mt: &MethodTable) -> u8 {
    let info = mt.info();
    match info.element() {
        Some(underlying) if info.kind == smelt_abi::image::type_info::kind::ENUM => {
            underlying.cor_element_type
        }
        _ => info.cor_element_type,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MethodTable_GetMethodTableMatchingParentClass(
    mt: *const MethodTable,
    parent: &'static MethodTable,
) -> *const MethodTable {
    let wanted = parent.info();
    let mut mt = mt;
    while let Some(class) = mt.as_ref() {
        let info = class.info();
        if ptr::eq(class, parent) || info.same_definition(wanted) {
            return mt;
        }
        mt = class.parent;
    }
    ptr::null()
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_MethodTable_InstantiationArg0(mt: &'static MethodTable) -> TypeHandle {
    match mt.info().args().first() {
        Some(arg) => arg.handle,
        None => mt.info().element().map_or(TypeHandle::NULL, |e| e.handle),
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_MethodTable_GetLoaderAllocatorHandle(
    _mt: &'static MethodTable,
) -> usize {
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_MethodTable_CanCompareBitsOrUseFastGetHashCode(
    mt: &'static MethodTable,
) -> i32 {
    i32::from((*mt.aux).flags & aux::CAN_COMPARE_BITS != 0)
}

/// `ValueType.GetHashCode`: which field to hash.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ValueType_GetHashCodeStrategy(
    mt: &'static MethodTable,
    object: StackSlot,
    offset: *mut u32,
    size: *mut u32,
    field_type: *mut *const MethodTable,
) -> i32 {
    use smelt_abi::image::hash_field::KIND_REFERENCE;
    const NONE: i32 = 0;
    let info = mt.info();
    if info.hash_count == 0 {
        return NONE;
    }
    for field in core::slice::from_raw_parts(info.hash_fields, usize::from(info.hash_count)) {
        if field.kind == KIND_REFERENCE {
            let value: ObjectRef = (*object).field(8 + field.offset as usize);
            if value.is_null() {
                continue;
            }
        }
        *offset = field.offset;
        *size = field.bytes as u32;
        if let Some(field_mt) = field.ty.as_ref().and_then(|t| t.handle.method_table()) {
            *field_type = field_mt;
        }
        return field.kind as i32;
    }
    NONE
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Stream_HasOverriddenSlow(
    mt: &'static MethodTable,
    is_read: i32,
) -> i32 {
    let flag = if is_read != 0 {
        aux::STREAM_OVERRIDES_READ
    } else {
        aux::STREAM_OVERRIDES_WRITE
    };
    i32::from((*mt.aux).flags & flag != 0)
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_ReflectionInvocation_SizeOf(ty: QCallHandle) -> i32 {
    let handle = ty.type_handle();
    if let kind::DEFINITION | kind::TYPE_PARAMETER = handle.info().kind {
        // Refused by the caller.
        return -1;
    }
    match handle.method_table() {
        Some(mt) if mt.is_value_type() => {
            // An array of the type knows its padded size.
            let array = mt.info().sz_array;
            // SAFETY: null or a record of the image.
            match unsafe { array.as_ref() }.and_then(|a| a.handle.method_table()) {
                Some(array) => array.component_size() as i32,
                None => mt.field_bytes as i32,
            }
        }
        _ => 8,
    }
}

/// Helper `MemberwiseClone`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_memberwise_clone(object: ObjectRef) -> ObjectRef {
    heap::clone(object)
}
