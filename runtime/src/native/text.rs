//! `snprintf` and logs.

use libc::{c_char, c_int};

use super::{errno, retry};

/// Writes all bytes if it can.
fn write_all(descriptor: c_int, buffer: *const u8, length: i32) {
    let length = length.max(0) as usize;
    let mut written = 0;
    while written < length {
        // SAFETY: the rest of the caller's buffer.
        match retry(|| unsafe {
            libc::write(descriptor, buffer.add(written).cast(), length - written)
        }) {
            n if n > 0 => written += n as usize,
            _ => return,
        }
    }
}

exports! {
    /// Formats one string. Returns the length that the whole text has.
    fn SystemNative_SNPrintF_1S(buffer: *mut c_char, size: i32, format: *const c_char, argument: *const c_char) -> i32 {
        match usize::try_from(size) {
            Ok(size) => libc::snprintf(buffer, size, format, argument),
            Err(_) => errno::fail(libc::EINVAL),
        }
    }

    /// Formats one number. Returns the length that the whole text has.
    fn SystemNative_SNPrintF_1I(buffer: *mut c_char, size: i32, format: *const c_char, argument: i32) -> i32 {
        match usize::try_from(size) {
            Ok(size) => libc::snprintf(buffer, size, format, argument),
            Err(_) => errno::fail(libc::EINVAL),
        }
    }

    /// Writes to standard output.
    fn SystemNative_Log(buffer: *const u8, length: i32) { write_all(libc::STDOUT_FILENO, buffer, length) }

    /// Writes to standard error.
    fn SystemNative_LogError(buffer: *const u8, length: i32) { write_all(libc::STDERR_FILENO, buffer, length) }

    /// Writes to the system log; the format takes one string. Priorities are those of Linux.
    fn SystemNative_SysLog(priority: i32, format: *const c_char, argument: *const c_char) {
        libc::syslog(libc::LOG_USER | priority, format, argument)
    }
}
