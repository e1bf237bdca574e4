//! Native libraries: lazy binding of P/Invokes and the `NativeLibrary` calls.

use crate::object::c_text;
use crate::pending::{self, ExceptionKind};
use crate::{start, thread};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ffi::{c_char, c_void};
use core::mem::offset_of;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering::*};
use smelt_abi::image::pinvoke as abi;

/// P/Invoke record of the image.
#[repr(C)]
pub struct PInvoke {
    address: AtomicPtr<c_void>,
    library: *const c_char,
    entry_point: *const c_char,
    search: u64,
}

const _: () = {
    assert!(offset_of!(PInvoke, library) == abi::LIBRARY as usize);
    assert!(offset_of!(PInvoke, entry_point) == abi::ENTRY_POINT as usize);
    assert!(offset_of!(PInvoke, search) == abi::SEARCH as usize);
    assert!(size_of::<PInvoke>() == abi::SIZE as usize);
};

/// `DllImportSearchPath.AssemblyDirectory`.
pub const ASSEMBLY_DIRECTORY: u32 = 2;

/// Helper `ResolvePInvoke`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_resolve_pinvoke(record: *const PInvoke) -> *mut c_void {
    let record = &*record;
    let known = record.address.load(Acquire);
    if !known.is_null() {
        return known;
    }
    let library = String::from_utf8_lossy(c_text(record.library)).into_owned();
    let entry_point = String::from_utf8_lossy(c_text(record.entry_point)).into_owned();
    match thread::blocking(|| bind(&library, &entry_point, record.search as u32)) {
        Ok(address) => {
            record.address.store(address, Release);
            address
        }
        Err(BindError::Library(details)) => {
            pending::raise_with(
                ExceptionKind::DllNotFound,
                &library_not_found(&library, &details),
            );
            ptr::null_mut()
        }
        Err(BindError::EntryPoint) => {
            pending::raise_with(
                ExceptionKind::EntryPointNotFound,
                &entry_point_not_found(&entry_point, &library),
            );
            ptr::null_mut()
        }
    }
}

enum BindError {
    Library(String),
    EntryPoint,
}

fn bind(library: &str, entry_point: &str, search: u32) -> Result<*mut c_void, BindError> {
    let handle = load(library, search).map_err(BindError::Library)?;
    let address = symbol(handle, entry_point);
    if address.is_null() {
        return Err(BindError::EntryPoint);
    }
    Ok(address)
}

/// Message of a DllNotFoundException.
pub fn library_not_found(library: &str, details: &str) -> String {
    format!(
        "Unable to load shared library '{library}' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like strace. If you're using glibc, consider setting the LD_DEBUG environment variable: {details}"
    )
}

/// Message of an EntryPointNotFoundException.
pub fn entry_point_not_found(entry_point: &str, library: &str) -> String {
    format!("Unable to find an entry point named '{entry_point}' in shared library '{library}'.")
}

/// Loads a library by name, trying the usual variations beside the executable and in the system's places. The error is the loader's text.
pub fn load(name: &str, search: u32) -> Result<*mut c_void, String> {
    let mut details = String::new();
    if name == "libc" {
        return open("libc.so.6", &mut details).ok_or(details);
    }
    let mut folder = String::from_utf8_lossy(&start::executable_path()).into_owned();
    folder.truncate(folder.rfind('/').map_or(0, |at| at + 1));
    let absolute = name.starts_with('/');
    for variation in variations(name) {
        if !absolute && search & ASSEMBLY_DIRECTORY != 0 {
            let beside = format!("{folder}{variation}");
            if let Some(handle) = open(&beside, &mut details) {
                return Ok(handle);
            }
        }
        if let Some(handle) = open(&variation, &mut details) {
            return Ok(handle);
        }
    }
    Err(details)
}

/// File names that a library name may mean.
fn variations(name: &str) -> Vec<String> {
    let has_suffix = name.ends_with(".so") || name.contains(".so.");
    if name.contains('/') {
        let with_suffix = format!("{name}.so");
        return if has_suffix {
            alloc::vec![name.into(), with_suffix]
        } else {
            alloc::vec![with_suffix, name.into()]
        };
    }
    let all = [
        name.into(),
        format!("lib{name}"),
        format!("{name}.so"),
        format!("lib{name}.so"),
    ];
    let order: [usize; 4] = if has_suffix {
        [0, 1, 2, 3]
    } else {
        [2, 3, 0, 1]
    };
    order.iter().map(|&i| all[i].clone()).collect()
}

/// `dlopen` of one file name; failures are added to `details`.
pub fn open(path: &str, details: &mut String) -> Option<*mut c_void> {
    let mut c_path: Vec<u8> = path.into();
    c_path.push(0);
    // SAFETY: zero-terminated path; dlerror's text is copied at once.
    unsafe {
        let handle = libc::dlopen(c_path.as_ptr().cast(), libc::RTLD_LAZY);
        if handle.is_null() {
            let error = libc::dlerror();
            if !error.is_null() {
                details.push('\n');
                details.push_str(&String::from_utf8_lossy(c_text(error)));
            }
            return None;
        }
        Some(handle)
    }
}

/// `dlsym`.
pub fn symbol(handle: *mut c_void, name: &str) -> *mut c_void {
    let mut c_name: Vec<u8> = name.into();
    c_name.push(0);
    // SAFETY: a handle from dlopen and a zero-terminated name.
    unsafe { libc::dlsym(handle, c_name.as_ptr().cast()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_variations() {
        assert_eq!(variations("foo"), ["foo.so", "libfoo.so", "foo", "libfoo"]);
        assert_eq!(
            variations("foo.so.1"),
            ["foo.so.1", "libfoo.so.1", "foo.so.1.so", "libfoo.so.1.so"]
        );
        assert_eq!(variations("/a/foo"), ["/a/foo.so", "/a/foo"]);
    }
}
