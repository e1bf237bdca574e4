//! Exceptions that VM calls raise: left in the thread record, thrown by the compiled code around the call.

use crate::image::{self, Entry};
use crate::object::ObjectRef;
use crate::{text, thread};
pub use smelt_abi::ExceptionKind;

/// Leaves an exception of this kind pending, with the type's own message.
#[cold]
pub fn raise(kind: ExceptionKind) {
    let thread = thread::current();
    thread.pending_kind = kind as u32;
    thread.pending_message = ObjectRef::NULL;
}

/// Leaves an exception of this kind pending.
#[cold]
pub fn raise_with(kind: ExceptionKind, message: &str) {
    thread::cooperative(|| {
        let message = text::from_utf8(message.as_bytes());
        let thread = thread::current();
        thread.pending_kind = kind as u32;
        thread.pending_message = message;
    });
}

/// Leaves an exception object pending.
#[cold]
pub fn raise_object(exception: ObjectRef) {
    let thread = thread::current();
    thread.pending_kind = ExceptionKind::Object as u32;
    thread.pending_object = exception;
}

/// Leaves an exception pending that left code called by the runtime: its stack trace goes on.
#[cold]
pub fn pass_on(exception: ObjectRef) {
    raise_object(exception);
    thread::current().continued_raise = true;
}

/// Memory is exhausted.
#[cold]
pub fn out_of_memory() {
    raise(ExceptionKind::OutOfMemory);
}

/// Whether an exception is pending.
pub fn is_pending() -> bool {
    thread::current().pending_kind != 0
}

/// An exception object of this kind, or null if the image can't make one.
pub fn make(kind: ExceptionKind, message: ObjectRef) -> ObjectRef {
    let code = image::entry(Entry::MakeException);
    let mut exception = ObjectRef::NULL;
    if !code.is_null() {
        // SAFETY: the entry has this signature.
        unsafe {
            let make: extern "C" fn(u32, ObjectRef, *mut ObjectRef) = core::mem::transmute(code);
            make(kind as u32, message, &mut exception);
        }
    }
    exception
}

/// Takes the pending exception as an object.
pub fn take() -> ObjectRef {
    let thread = thread::current();
    let kind = core::mem::take(&mut thread.pending_kind);
    thread.continued_raise = false;
    let message = core::mem::replace(&mut thread.pending_message, ObjectRef::NULL);
    let object = core::mem::replace(&mut thread.pending_object, ObjectRef::NULL);
    if kind == 0 || kind == ExceptionKind::Object as u32 {
        return object;
    }
    let known = ExceptionKind::TYPES
        .iter()
        .find(|(k, _)| *k as u32 == kind)
        .map_or(ExceptionKind::InvalidProgram, |(k, _)| *k);
    make(known, message)
}
