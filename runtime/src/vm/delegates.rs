//! Delegates: the code pointers that managed code asks for when it combines and compares.

use super::StackSlot;
use crate::heap;
use crate::object::{MethodTable, ObjectRef, handle_of_type_object};
use crate::pending::{self, ExceptionKind};
use smelt_abi::delegate as layout;

/// Code that invokes the list of a multicast delegate of this type.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Delegate_GetMulticastInvoke(mt: &'static MethodTable) -> *const u8 {
    mt.info().multicast
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_Delegate_GetMulticastInvokeSlow(mt: &'static MethodTable) -> *const u8 {
    mt.info().multicast
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_Delegate_GetInvokeMethod(mt: &'static MethodTable) -> *const u8 {
    // `DynamicInvoke` takes it for the method's handle, all others compare it only.
    match super::members::invoke_method(mt.handle()) {
        Some(method) => core::ptr::from_ref(method).cast(),
        None => mt.info().invoke,
    }
}

/// Entries of methods are unique, so delegates over the same method have the same code.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Delegate_InternalEqualMethodHandles(
    left: StackSlot,
    right: StackSlot,
) -> i32 {
    let code = |d: ObjectRef| {
        let aux: usize = d.field(layout::METHOD_PTR_AUX as usize);
        let ptr: usize = d.field(layout::METHOD_PTR as usize);
        if aux != 0 { aux } else { ptr }
    };
    i32::from(code(*left) == code(*right))
}

/// Code pointers need no adjustment for their target here.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_Delegate_AdjustTarget(_target: StackSlot, code: usize) -> usize {
    code
}

/// A delegate of a type that calls a `Func<object[], object>`: body of `DynamicDelegateAugments.CreateObjectArrayDelegate`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_object_array_delegate(
    ty: ObjectRef,
    handler: ObjectRef,
) -> ObjectRef {
    let handle = handle_of_type_object(ty);
    let code = handle.info().enum_data.cast::<u8>();
    let Some(mt) = handle.method_table().filter(|_| !code.is_null()) else {
        let message = alloc::format!(
            "Delegates of type '{}' over interpreted code were not kept when this program was compiled.",
            crate::typenames::for_message(handle)
        );
        pending::raise_with(ExceptionKind::PlatformNotSupported, &message);
        return ObjectRef::NULL;
    };
    let delegate = heap::allocate(mt);
    if delegate.is_null() {
        pending::out_of_memory();
        return delegate;
    }
    delegate.set_field(layout::TARGET as usize, handler);
    delegate.set_field(layout::METHOD_PTR as usize, code);
    delegate
}

/// Helper `ResolveOpenVirtual`: the word of an open delegate over a virtual method. Even: byte offset of a vtable slot from the method table.
/// Odd: dispatch selector plus one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_resolve_open_virtual(object: ObjectRef, word: i64) -> *const u8 {
    let mt = object.method_table();
    let base: *const u8 = if word & 1 == 0 {
        core::ptr::from_ref(mt).cast()
    } else {
        mt.dispatch_row
    };
    base.wrapping_offset((word & !1) as isize)
        .cast::<*const u8>()
        .read()
}
