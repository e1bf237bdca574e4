//! `System.Environment`: exit, fail-fast, processors, environment variables (Win32-shaped calls over `environ`).

use super::StackSlot;
use crate::os::{self, Mutex};
use crate::text::{self, utf16_z};
use crate::{eh, start, thread};
use alloc::vec::Vec;
use core::ffi::c_char;
use core::ptr;
use core::sync::atomic::Ordering::*;

/// `Environment.CurrentManagedThreadId`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Environment_get_CurrentManagedThreadId() -> i32 {
    thread::current().thread_id as i32
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Environment_get_ExitCode() -> i32 {
    start::EXIT_CODE.load(Relaxed)
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Environment_set_ExitCode(value: i32) {
    start::EXIT_CODE.store(value, Relaxed);
}

/// `Environment.Exit`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_Environment_Exit(code: i32) {
    start::EXIT_CODE.store(code, Relaxed);
    start::exit_process()
}

/// `Environment.FailFast`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Environment_FailFast(
    _mark: *const i32,
    message: *const u16,
    exception: StackSlot,
    _error: *const u16,
) {
    os::write_stderr(b"Process terminated.\n");
    if !message.is_null() {
        os::write_stderr_utf16(utf16_z(message));
        os::write_stderr(b"\n");
    }
    eh::trace::write_current();
    if !exception.is_null() && !(*exception).is_null() {
        eh::report(b"", *exception);
    }
    os::abort()
}

/// Processors that the process may use: affinity, control group quota, `DOTNET_PROCESSOR_COUNT`.
pub fn processor_count() -> i32 {
    if let Some(value) = start::environment(c"DOTNET_PROCESSOR_COUNT")
        && let Ok(text) = core::str::from_utf8(value)
        && let Ok(count) = text.trim().parse::<i32>()
        && (1..=0xffff).contains(&count)
    {
        return count;
    }
    // SAFETY: fills the set.
    let affinity = unsafe {
        let mut set = core::mem::zeroed::<libc::cpu_set_t>();
        if libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut set) == 0 {
            libc::CPU_COUNT(&set)
        } else {
            libc::sysconf(libc::_SC_NPROCESSORS_ONLN) as i32
        }
    };
    affinity.min(cgroup_quota().unwrap_or(i32::MAX)).max(1)
}

/// Processors that the control group grants, rounded up.
fn cgroup_quota() -> Option<i32> {
    let mut buffer = [0u8; 64];
    // SAFETY: plain file access with a valid path and buffer.
    let n = unsafe {
        let path = c"/sys/fs/cgroup/cpu.max".as_ptr();
        let fd = libc::open(path, libc::O_RDONLY | libc::O_CLOEXEC);
        if fd < 0 {
            return None;
        }
        let n = libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len());
        libc::close(fd);
        n
    };
    let text = core::str::from_utf8(buffer.get(..usize::try_from(n).ok()?)?).ok()?;
    let mut parts = text.split_whitespace();
    let quota: i64 = parts.next()?.parse().ok()?;
    let period: i64 = parts.next()?.parse().ok()?;
    (period > 0).then(|| ((quota + period - 1) / period) as i32)
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_Environment_GetProcessorCount() -> i32 {
    processor_count()
}

/// Win32 `ERROR_ENVVAR_NOT_FOUND`, `ERROR_INVALID_PARAMETER`, `ERROR_NOT_ENOUGH_MEMORY`.
const ENVVAR_NOT_FOUND: i32 = 203;
const INVALID_PARAMETER: i32 = 87;
const NOT_ENOUGH_MEMORY: i32 = 8;

/// What `Marshal.GetLastSystemError` reads.
pub fn set_system_error(code: i32) {
    // SAFETY: errno of this thread.
    unsafe { *libc::__errno_location() = code };
}

/// Guards `environ` against our own changes.
static ENVIRONMENT: Mutex<()> = Mutex::new(());

/// `GetEnvironmentVariableW`: the length, or the needed size when the buffer is too small, or 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_GetEnvironmentVariableW(
    name: *const u16,
    buffer: *mut u16,
    size: u32,
) -> u32 {
    let name = text::c_string(utf16_z(name));
    let _lock = ENVIRONMENT.lock();
    let value = libc::getenv(name.as_ptr().cast());
    if value.is_null() || name.len() == 1 {
        set_system_error(ENVVAR_NOT_FOUND);
        return 0;
    }
    let wide = text::widen(crate::object::c_text(value));
    if wide.len() as u32 >= size {
        return wide.len() as u32 + 1;
    }
    ptr::copy_nonoverlapping(wide.as_ptr(), buffer, wide.len());
    *buffer.add(wide.len()) = 0;
    set_system_error(0);
    wide.len() as u32
}

/// `SetEnvironmentVariableW`: a null value removes the variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_SetEnvironmentVariableW(
    name: *const u16,
    value: *const u16,
) -> i32 {
    if name.is_null() || *name == 0 {
        set_system_error(INVALID_PARAMETER);
        return 0;
    }
    let name = text::c_string(utf16_z(name));
    let _lock = ENVIRONMENT.lock();
    let result = if value.is_null() {
        if libc::getenv(name.as_ptr().cast()).is_null() {
            set_system_error(ENVVAR_NOT_FOUND);
            return 0;
        }
        libc::unsetenv(name.as_ptr().cast())
    } else {
        let value = text::c_string(utf16_z(value));
        libc::setenv(name.as_ptr().cast(), value.as_ptr().cast(), 1)
    };
    if result != 0 {
        set_system_error(NOT_ENOUGH_MEMORY);
        return 0;
    }
    1
}

unsafe extern "C" {
    static environ: *const *const c_char;
}

/// `GetEnvironmentStringsW`: all variables, each zero-terminated, and another zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_GetEnvironmentStringsW() -> *mut u16 {
    let mut block: Vec<u16> = Vec::new();
    {
        let _lock = ENVIRONMENT.lock();
        let mut variable = environ;
        while !variable.is_null() && !(*variable).is_null() {
            block.extend(text::widen(crate::object::c_text(*variable)));
            block.push(0);
            variable = variable.add(1);
        }
    }
    block.push(0);
    let copy: *mut u16 = libc::malloc(block.len() * 2).cast();
    if !copy.is_null() {
        ptr::copy_nonoverlapping(block.as_ptr(), copy, block.len());
    }
    copy
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_FreeEnvironmentStringsW(block: *mut u16) -> i32 {
    libc::free(block.cast());
    1
}

/// `FormatMessageW`: there are no Windows messages here; the caller has its own text then.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_FormatMessageW(
    _flags: i32,
    _source: usize,
    _id: u32,
    _language: i32,
    _buffer: *mut u8,
    _size: i32,
    _arguments: usize,
) -> i32 {
    0
}

/// `RuntimeHelpers.TryEnsureSufficientExecutionStack`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeHelpers_TryEnsureSufficientExecutionStack() -> i32 {
    let here = 0u8;
    i32::from(&raw const here as usize > thread::current().stack_limit)
}
