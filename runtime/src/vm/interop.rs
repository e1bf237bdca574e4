//! `Marshal`, `NativeLibrary`, processor identification.

use super::QCallHandle;
use crate::pending::{self, ExceptionKind};
use crate::text::{self, utf16_z};
use crate::{pinvoke, thread};
use alloc::string::String;
use core::ffi::c_void;
use core::ptr;

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
