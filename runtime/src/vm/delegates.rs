//! Delegates: the code pointers that managed code asks for when it combines and compares.

use super::StackSlot;
use crate::object::{MethodTable, ObjectRef};
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
