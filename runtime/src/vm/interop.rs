//! `Marshal`, `NativeLibrary`, processor identification.

use super::{QCallHandle, StackSlot};
use crate::heap;
use crate::object::{FieldRecord, ObjectRef, TypeHandle};
use crate::pending::{self, ExceptionKind};
use crate::text::{self, utf16_z};
use crate::{pinvoke, thread, thunks};
use alloc::string::String;
use core::ffi::c_void;
use core::ptr;
use smelt_abi::delegate as layout;
use smelt_abi::image::{NO_FIELD, type_info};

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Marshal_GetLastPInvokeError() -> i32 {
    thread::current().last_error
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Marshal_SetLastPInvokeError(error: i32) {
    thread::current().last_error = error;
}

/// Before a call with `SetLastError`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_StubHelpers_ClearLastError() {
    // SAFETY: errno of this thread.
    unsafe { *libc::__errno_location() = 0 };
}

/// After a call with `SetLastError`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_StubHelpers_SetLastError() {
    // SAFETY: errno of this thread.
    thread::current().last_error = unsafe { *libc::__errno_location() };
}

// ---- native forms of types

/// Bytes of a value in native memory; 0: it cannot be marshalled.
fn native_size(handle: TypeHandle) -> u32 {
    let info = handle.info();
    // ECMA-335 II.23.1.16: bool is a BOOL, char one byte.
    if info.kind == type_info::kind::ENUM {
        return 0;
    }
    match info.cor_element_type {
        0x02 | 0x08 | 0x09 | 0x0c => 4,
        0x03..=0x05 => 1,
        0x06 | 0x07 => 2,
        0x0a | 0x0b | 0x0d | 0x18 | 0x19 => 8,
        _ => info.native_size,
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_MarshalNative_SizeOfHelper(ty: QCallHandle, throw: i32) -> u32 {
    let handle = ty.type_handle();
    let size = native_size(handle);
    if size == 0 && throw != 0 {
        let message = alloc::format!(
            "Type '{}' cannot be marshaled as an unmanaged structure; no meaningful size or offset can be computed.",
            crate::typenames::for_message(handle)
        );
        pending::raise_with(ExceptionKind::Argument, &message);
    }
    size
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_MarshalNative_TryGetStructMarshalStub(
    handle: TypeHandle,
    stub: *mut *const u8,
    size: *mut usize,
) -> i32 {
    let native = native_size(handle);
    let info = handle.info();
    *stub = if native == info.native_size {
        info.marshal_stub
    } else {
        ptr::null()
    };
    *size = native as usize;
    i32::from(native != 0)
}

// ---- NativeLibrary

fn found(library: &str, result: Result<*mut c_void, String>, throw: i32) -> *mut c_void {
    match result {
        Ok(handle) => handle,
        Err(details) => {
            if throw != 0 {
                pending::raise_with(
                    ExceptionKind::DllNotFound,
                    &pinvoke::library_not_found(library, &details),
                );
            }
            ptr::null_mut()
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_NativeLibrary_LoadFromPath(
    path: *const u16,
    throw: i32,
) -> *mut c_void {
    let path = text::narrow(utf16_z(path));
    let mut details = String::new();
    let handle = pinvoke::open(&path, &mut details).ok_or(details);
    found(&path, handle, throw)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_NativeLibrary_LoadByName(
    name: *const u16,
    _assembly: QCallHandle,
    has_flags: i32,
    flags: u32,
    throw: i32,
) -> *mut c_void {
    let name = text::narrow(utf16_z(name));
    let search = if has_flags != 0 {
        flags
    } else {
        pinvoke::ASSEMBLY_DIRECTORY
    };
    found(&name, pinvoke::load(&name, search), throw)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_NativeLibrary_FreeLib(handle: *mut c_void) {
    libc::dlclose(handle);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_NativeLibrary_GetSymbol(
    handle: *mut c_void,
    name: *const u16,
    throw: i32,
) -> *mut c_void {
    let name = text::narrow(utf16_z(name));
    let address = pinvoke::symbol(handle, &name);
    if address.is_null() && throw != 0 {
        pending::raise_with(
            ExceptionKind::EntryPointNotFound,
            &alloc::format!("Unable to find an entry point named '{name}' in shared library."),
        );
    }
    address
}

/// `X86Base.CpuId`: four registers.
#[unsafe(no_mangle)]
#[cfg(target_arch = "x86_64")]
pub unsafe extern "C" fn smelt_qc_X86BaseCpuId(
    registers: *mut u32,
    function: i32,
    sub_function: i32,
) {
    let result = core::arch::x86_64::__cpuid_count(function as u32, sub_function as u32);
    registers.write(result.eax);
    registers.add(1).write(result.ebx);
    registers.add(2).write(result.ecx);
    registers.add(3).write(result.edx);
}

/// Whether the start of a UTF-8 string equals another, ASCII case ignored (`MdUtf8String`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_MdUtf8String_EqualsCaseInsensitive(
    left: *const u8,
    right: *const u8,
    size: i32,
) -> i32 {
    let size = size.max(0) as usize;
    let left = core::slice::from_raw_parts(left, size);
    let right = core::slice::from_raw_parts(right, size);
    i32::from(left.eq_ignore_ascii_case(right))
}

/// Native offset of a field.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_MarshalNative_OffsetOf(field: *const FieldRecord) -> isize {
    let field = &*field;
    if field.native_offset == NO_FIELD {
        let message = alloc::format!(
            "Type '{}' cannot be marshaled as an unmanaged structure; no meaningful size or offset can be computed.",
            crate::typenames::for_message(field.declaring)
        );
        pending::raise_with(ExceptionKind::Argument, &message);
        return 0;
    }
    field.native_offset as isize
}

// ---- delegates

/// `_invocationCount` of a delegate over a native function.
const NATIVE: isize = -1;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_MarshalNative_GetFunctionPointerForDelegateInternal(
    slot: StackSlot,
) -> usize {
    let delegate = *slot;
    if delegate.field::<isize>(layout::INVOCATION_COUNT as usize) == NATIVE {
        return delegate.field(layout::METHOD_PTR_AUX as usize);
    }
    let handle = delegate.method_table().handle();
    let info = handle.info();
    if info.arg_count != 0 {
        let message = "The specified Type must not be a generic type. (Parameter 'delegate')";
        pending::raise_with(ExceptionKind::Argument, message);
        return 0;
    }
    let code = info.marshal_stub;
    if code.is_null() {
        let message = alloc::format!(
            "Delegates of type '{}' cannot be called from native code.",
            crate::typenames::for_message(handle)
        );
        pending::raise_with(ExceptionKind::NotSupported, &message);
        return 0;
    }
    thunks::of_delegate(delegate, code).unwrap_or_else(|| {
        pending::out_of_memory();
        0
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_MarshalNative_GetDelegateForFunctionPointerInternal(
    code: usize,
    ty: QCallHandle,
    result: StackSlot,
) {
    if let Some(delegate) = thunks::delegate_of(code) {
        *result = delegate;
        return;
    }
    let handle = ty.type_handle();
    let invoke = handle.info().hash_fields.cast::<u8>();
    let Some(mt) = handle.method_table().filter(|_| !invoke.is_null()) else {
        let message = alloc::format!(
            "Type '{}' has no code to call native functions in this program.",
            crate::typenames::for_message(handle)
        );
        pending::raise_with(ExceptionKind::NotSupported, &message);
        return;
    };
    let delegate = heap::allocate(mt);
    if delegate.is_null() {
        return pending::out_of_memory();
    }
    delegate.set_field(layout::TARGET as usize, delegate);
    delegate.set_field(layout::METHOD_PTR as usize, invoke);
    delegate.set_field(layout::METHOD_PTR_AUX as usize, code);
    delegate.set_field(layout::INVOCATION_COUNT as usize, NATIVE);
    *result = delegate;
}

// ---- HRESULTs

/// What system error codes mean, as CoreCLR says it on Unix.
const WIN32: &[(u32, &str)] = &[
    (2, "The system cannot find the file specified."),
    (3, "The system cannot find the path specified."),
    (4, "The system cannot open the file."),
    (5, "Access is denied."),
    (6, "The handle is invalid."),
    (
        8,
        "Not enough storage is available to process this command.",
    ),
    (
        11,
        "An attempt was made to load a program with an incorrect format.",
    ),
    (
        32,
        "The process cannot access the file because it is being used by another process.",
    ),
    (50, "The request is not supported."),
    (
        123,
        "The filename, directory name, or volume label syntax is incorrect.",
    ),
    (
        126,
        "The specified module or one of its dependencies could not be found.",
    ),
    (193, "%1 is not a valid Win32 application."),
];

/// Names that messages give with the code.
const NAMES: &[(u32, &str)] = &[
    (0x8000_4004, " (E_ABORT)"),
    (0x8000_ffff, " (E_UNEXPECTED)"),
    (0x8007_0005, " (E_ACCESSDENIED)"),
    (0x8007_0006, " (E_HANDLE)"),
];

/// Message of the exception for an HRESULT.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_hresult_text(code: i32) -> ObjectRef {
    let code = code as u32;
    let (low, is_win32) = (code & 0xffff, code >> 16 == 0x8007);
    let find = |table: &[(u32, &'static str)], key| {
        let found = table.iter().find(|(c, _)| *c == key);
        found.map(|&(_, text)| text)
    };
    let name = find(NAMES, code).unwrap_or("");
    let shown = if is_win32 { low } else { code };
    let message = match (code, find(WIN32, low).filter(|_| is_win32)) {
        (_, Some(text)) => alloc::format!("{text}\n (0x{code:08X}{name})"),
        (0x8000_4005, _) => {
            "Unexpected HRESULT has been returned from a call to a COM component.".into()
        }
        (0x8013_1505, _) => "Operation timed out. (0x80131505)".into(),
        (0x8013_1621, _) => "Could not find or load a specific file. (0x80131621)".into(),
        _ => alloc::format!("Error {shown} (0x{code:08X}{name})"),
    };
    text::from_utf8(message.as_bytes())
}
