//! `System.Exception` and messages that the core library keeps native.

use super::StackSlot;
use super::methods::stub_object;
use super::objects::checked;
use crate::eh::{self, trace};
use crate::object::ObjectRef;
use crate::pending::{self, ExceptionKind};
use crate::{text, thread};
use core::sync::atomic::Ordering::*;

/// No exception object is shared between threads here.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Exception_IsImmutableAgileException(_exception: ObjectRef) -> i32 {
    0
}

/// The next throw on this thread continues the stack trace that the exception has.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Exception_PrepareForForeignExceptionRaise() {
    thread::current().foreign_raise = true;
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Exception_GetExceptionCount() -> u32 {
    eh::THROWN.load(Relaxed)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ExceptionNative_GetFrozenStackTrace(
    exception: StackSlot,
    result: StackSlot,
) {
    *result = trace::frozen(*exception);
}

/// Helper `ExceptionMethod`: the method of the innermost frame.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_exception_method(exception: ObjectRef) -> ObjectRef {
    match trace::first_method(exception) {
        Some(method) => stub_object(method),
        None => ObjectRef::NULL,
    }
}

unsafe fn set_text(slot: StackSlot, message: &str) {
    *slot = checked(text::from_utf8(message.as_bytes()));
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ExceptionNative_GetMessageFromNativeResources(
    kind: i32,
    result: StackSlot,
) {
    let message = match kind {
        1 => "Thread was being aborted.",
        2 => "Thread was interrupted from a waiting state.",
        _ => "Insufficient memory to continue the execution of the program.",
    };
    set_text(result, message);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_GetTypeLoadExceptionMessage(_resource: i32, result: StackSlot) {
    set_text(result, "Could not load type '{0}' from assembly '{1}'.");
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_GetFileLoadExceptionMessage(hresult: i32, result: StackSlot) {
    const FILE_NOT_FOUND: i32 = 0x8007_0002_u32 as i32;
    const PATH_NOT_FOUND: i32 = 0x8007_0003_u32 as i32;
    let message = match hresult {
        FILE_NOT_FOUND | PATH_NOT_FOUND => {
            "Could not load file or assembly '{0}'. The system cannot find the file specified."
        }
        _ => "Could not load file or assembly '{0}'. {1}",
    };
    set_text(result, message);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_FileLoadException_GetMessageForHR(
    hresult: i32,
    result: StackSlot,
) {
    set_text(result, &alloc::format!("(0x{hresult:08X})"));
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_ExceptionNative_ThrowAmbiguousResolutionException(
    _target: usize,
    _interface: usize,
    _method: usize,
) {
    pending::raise(ExceptionKind::AmbiguousImplementation);
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_ExceptionNative_ThrowEntryPointNotFoundException(
    _target: usize,
    _interface: usize,
    _method: usize,
) {
    pending::raise(ExceptionKind::EntryPointNotFound);
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Marshal_GetExceptionCode() -> i32 {
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Marshal_GetExceptionPointers() -> usize {
    0
}
