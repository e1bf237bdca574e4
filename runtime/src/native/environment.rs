//! Environment variables, system information, dynamic libraries.

use core::ffi::CStr;
use core::mem::MaybeUninit;
use core::ptr;

use libc::{c_char, c_int, c_void};

use super::errno;

unsafe extern "C" {
    static mut environ: *mut *mut c_char;
}

fn system_name() -> Option<libc::utsname> {
    let mut name = MaybeUninit::<libc::utsname>::zeroed();
    // SAFETY: zero bytes are a value of the structure, and the call fills it in.
    unsafe { (libc::uname(name.as_mut_ptr()) != -1).then(|| name.assume_init()) }
}

/// A field of the system's name.
fn text(field: &[c_char]) -> &CStr {
    // SAFETY: the kernel ends every field with a zero byte.
    unsafe { CStr::from_ptr(field.as_ptr()) }
}

/// Major and minor version of the running kernel, (0, 0) if unknown.
pub(super) fn kernel_version() -> (u32, u32) {
    let Some(name) = system_name() else {
        return (0, 0);
    };
    let mut numbers = text(&name.release)
        .to_bytes()
        .split(|c| !c.is_ascii_digit())
        .map(|digits| {
            digits.iter().fold(0u32, |n, c| {
                n.saturating_mul(10).saturating_add(u32::from(c - b'0'))
            })
        });
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

/// `System.Runtime.InteropServices.Architecture` by the name that the kernel gives the machine.
fn architecture(machine: &[u8]) -> i32 {
    match machine {
        [b'i', _, b'8', b'6'] => 0,
        b"x86_64" | b"amd64" => 1,
        b"aarch64" | b"arm64" => 3,
        b"s390x" => 5,
        b"loongarch64" => 6,
        b"ppc64le" => 8,
        b"riscv64" => 9,
        _ if machine.starts_with(b"armv6") => 7,
        _ if machine.starts_with(b"arm") => 2,
        _ => -1,
    }
}

exports! {
    /// Value of an environment variable or null.
    fn SystemNative_GetEnv(name: *const c_char) -> *mut c_char { libc::getenv(name) }

    /// All environment variables.
    fn SystemNative_GetEnviron() -> *mut *mut c_char { environ }

    /// Counterpart of `GetEnviron`, which gives nothing away.
    fn SystemNative_FreeEnviron(_variables: *mut *mut c_char) {}

    /// Full path of the executable, to be freed with `SystemNative_Free`.
    fn SystemNative_GetProcessPath() -> *mut c_char {
        let path = libc::realpath(c"/proc/self/exe".as_ptr(), ptr::null_mut());
        if !path.is_null() {
            return path;
        }
        match libc::getauxval(libc::AT_EXECFN) {
            0 => ptr::null_mut(),
            name => libc::realpath(ptr::with_exposed_provenance(name as usize), ptr::null_mut()),
        }
    }

    /// Release of the kernel, to be freed with `SystemNative_Free`.
    fn SystemNative_GetUnixRelease() -> *mut c_char {
        system_name().map_or(ptr::null_mut(), |name| libc::strdup(name.release.as_ptr()))
    }

    /// Name, release and version of the kernel. -1 and the size needed if the buffer is too small.
    fn SystemNative_GetUnixVersion(buffer: *mut c_char, size: *mut i32) -> i32 {
        let Some(name) = system_name() else { return 0 };
        let length = libc::snprintf(
            buffer, *size as usize, c"%s %s %s".as_ptr(),
            name.sysname.as_ptr(), name.release.as_ptr(), name.version.as_ptr(),
        );
        if length < *size {
            return 0;
        }
        *size = length + 1;
        -1
    }

    /// `System.Runtime.InteropServices.Architecture` of the system, -1 if unknown.
    fn SystemNative_GetOSArchitecture() -> i32 {
        system_name().map_or(-1, |name| architecture(text(&name.machine).to_bytes()))
    }

    /// Clock ticks per second (1) or size of a page (2).
    fn SystemNative_SysConf(name: i32) -> i64 {
        match name {
            1 => libc::sysconf(libc::_SC_CLK_TCK) as i64,
            2 => libc::sysconf(libc::_SC_PAGESIZE) as i64,
            _ => errno::fail(libc::EINVAL),
        }
    }

    /// Limits of a path, by `PathConfName`.
    fn SystemNative_PathConf(path: *const c_char, name: i32) -> i64 {
        const NAMES: [c_int; 9] = [
            libc::_PC_LINK_MAX, libc::_PC_MAX_CANON, libc::_PC_MAX_INPUT, libc::_PC_NAME_MAX, libc::_PC_PATH_MAX,
            libc::_PC_PIPE_BUF, libc::_PC_CHOWN_RESTRICTED, libc::_PC_NO_TRUNC, libc::_PC_VDISABLE,
        ];
        match NAMES.get((name as usize).wrapping_sub(1)) {
            Some(&name) => libc::pathconf(path, name) as i64,
            None => errno::fail(libc::EINVAL),
        }
    }

    /// Name of the machine.
    fn SystemNative_GetHostName(buffer: *mut c_char, size: i32) -> i32 { libc::gethostname(buffer, size as usize) }

    /// NIS domain of the machine.
    fn SystemNative_GetDomainName(buffer: *mut c_char, size: i32) -> i32 { libc::getdomainname(buffer, size as usize) }

    /// Loads a dynamic library; `libc` stands for the C library.
    fn SystemNative_LoadLibrary(name: *const c_char) -> *mut c_void {
        #[cfg(target_env = "gnu")]
        if CStr::from_ptr(name) == c"libc" {
            return libc::dlopen(c"libc.so.6".as_ptr(), libc::RTLD_LAZY);
        }
        libc::dlopen(name, libc::RTLD_LAZY)
    }

    /// Why the last `LoadLibrary` failed.
    fn SystemNative_GetLoadLibraryError() -> *mut c_char { libc::dlerror() }

    /// Address of a symbol or null.
    fn SystemNative_GetProcAddress(library: *mut c_void, symbol: *const c_char) -> *mut c_void {
        libc::dlsym(library, symbol)
    }

    /// Lets go of a dynamic library.
    fn SystemNative_FreeLibrary(library: *mut c_void) { libc::dlclose(library); }

    /// Stands for all loaded libraries.
    fn SystemNative_GetDefaultSearchOrderPseudoHandle() -> *mut c_void { libc::dlopen(ptr::null(), libc::RTLD_LAZY) }
}
