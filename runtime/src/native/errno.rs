//! errno, the platform-independent error numbers of the framework (`Interop.Error`), and error texts.

use libc::{c_char, c_int};

unsafe extern "C" {
    /// glibc has two functions of this name: this one may answer with a text of its own instead of filling the buffer.
    #[cfg(target_env = "gnu")]
    #[link_name = "strerror_r"]
    fn strerror_gnu(errno: c_int, buffer: *mut c_char, size: usize) -> *mut c_char;
}

/// `Interop.Error` values that this crate returns itself.
pub(super) const SUCCESS: i32 = 0;
pub(super) const EAFNOSUPPORT: i32 = 0x10005;
pub(super) const EFAULT: i32 = 0x10015;
pub(super) const EINVAL: i32 = 0x1001C;
pub(super) const ENOMEM: i32 = 0x10031;
pub(super) const ENOPROTOOPT: i32 = 0x10033;
pub(super) const ENOTSUP: i32 = 0x1003D;
pub(super) const EPROTONOSUPPORT: i32 = 0x10045;
pub(super) const EPROTOTYPE: i32 = 0x10046;
/// "Name lookup failed" and "unidentified socket error" have no errno. Their platform numbers are the negated values.
pub(super) const EHOSTNOTFOUND: i32 = 0x20001;
pub(super) const ESOCKETERROR: i32 = 0x20002;
/// Any errno without a number of its own.
const ENONSTANDARD: i32 = 0x1FFFF;

/// errno of the target and `Interop.Error`.
const TABLE: &[(c_int, i32)] = &[
    (0, SUCCESS),
    (libc::E2BIG, 0x10001),
    (libc::EACCES, 0x10002),
    (libc::EADDRINUSE, 0x10003),
    (libc::EADDRNOTAVAIL, 0x10004),
    (libc::EAFNOSUPPORT, EAFNOSUPPORT),
    (libc::EAGAIN, 0x10006),
    (libc::EALREADY, 0x10007),
    (libc::EBADF, 0x10008),
    (libc::EBADMSG, 0x10009),
    (libc::EBUSY, 0x1000A),
    (libc::ECANCELED, 0x1000B),
    (libc::ECHILD, 0x1000C),
    (libc::ECONNABORTED, 0x1000D),
    (libc::ECONNREFUSED, 0x1000E),
    (libc::ECONNRESET, 0x1000F),
    (libc::EDEADLK, 0x10010),
    (libc::EDESTADDRREQ, 0x10011),
    (libc::EDOM, 0x10012),
    (libc::EDQUOT, 0x10013),
    (libc::EEXIST, 0x10014),
    (libc::EFAULT, EFAULT),
    (libc::EFBIG, 0x10016),
    (libc::EHOSTUNREACH, 0x10017),
    (libc::EIDRM, 0x10018),
    (libc::EILSEQ, 0x10019),
    (libc::EINPROGRESS, 0x1001A),
    (libc::EINTR, 0x1001B),
    (libc::EINVAL, EINVAL),
    (libc::EIO, 0x1001D),
    (libc::EISCONN, 0x1001E),
    (libc::EISDIR, 0x1001F),
    (libc::ELOOP, 0x10020),
    (libc::EMFILE, 0x10021),
    (libc::EMLINK, 0x10022),
    (libc::EMSGSIZE, 0x10023),
    (libc::EMULTIHOP, 0x10024),
    (libc::ENAMETOOLONG, 0x10025),
    (libc::ENETDOWN, 0x10026),
    (libc::ENETRESET, 0x10027),
    (libc::ENETUNREACH, 0x10028),
    (libc::ENFILE, 0x10029),
    (libc::ENOBUFS, 0x1002A),
    (libc::ENODEV, 0x1002C),
    (libc::ENOENT, 0x1002D),
    (libc::ENOEXEC, 0x1002E),
    (libc::ENOLCK, 0x1002F),
    (libc::ENOLINK, 0x10030),
    (libc::ENOMEM, ENOMEM),
    (libc::ENOMSG, 0x10032),
    (libc::ENOPROTOOPT, ENOPROTOOPT),
    (libc::ENOSPC, 0x10034),
    (libc::ENOSYS, 0x10037),
    (libc::ENOTCONN, 0x10038),
    (libc::ENOTDIR, 0x10039),
    (libc::ENOTEMPTY, 0x1003A),
    (libc::ENOTRECOVERABLE, 0x1003B),
    (libc::ENOTSOCK, 0x1003C),
    (libc::ENOTSUP, ENOTSUP),
    (libc::ENOTTY, 0x1003E),
    (libc::ENXIO, 0x1003F),
    (libc::EOVERFLOW, 0x10040),
    (libc::EOWNERDEAD, 0x10041),
    (libc::EPERM, 0x10042),
    (libc::EPIPE, 0x10043),
    (libc::EPROTO, 0x10044),
    (libc::EPROTONOSUPPORT, EPROTONOSUPPORT),
    (libc::EPROTOTYPE, EPROTOTYPE),
    (libc::ERANGE, 0x10047),
    (libc::EROFS, 0x10048),
    (libc::ESPIPE, 0x10049),
    (libc::ESRCH, 0x1004A),
    (libc::ESTALE, 0x1004B),
    (libc::ETIMEDOUT, 0x1004D),
    (libc::ETXTBSY, 0x1004E),
    (libc::EXDEV, 0x1004F),
    (libc::ESOCKTNOSUPPORT, 0x1005E),
    (libc::EPFNOSUPPORT, 0x10060),
    (libc::ESHUTDOWN, 0x1006C),
    (libc::EHOSTDOWN, 0x10070),
    (libc::ENODATA, 0x10071),
];

/// `Interop.Error` by errno: sockets ask for it on every call that would block.
const BY_ERRNO: [i32; 134] = {
    let mut table = [ENONSTANDARD; 134];
    let mut i = 0;
    while i < TABLE.len() {
        table[TABLE[i].0 as usize] = TABLE[i].1;
        i += 1;
    }
    table
};

pub(super) fn get() -> c_int {
    // SAFETY: the address of the thread's errno is always valid.
    unsafe { *libc::__errno_location() }
}

pub(super) fn set(errno: c_int) {
    // SAFETY: the address of the thread's errno is always valid.
    unsafe { *libc::__errno_location() = errno }
}

/// Sets errno and returns -1.
pub(super) fn fail<T: From<i8>>(errno: c_int) -> T {
    set(errno);
    T::from(-1)
}

/// `Interop.Error` of an errno.
pub(super) fn to_pal(errno: c_int) -> i32 {
    usize::try_from(errno)
        .ok()
        .and_then(|i| BY_ERRNO.get(i))
        .copied()
        .unwrap_or(ENONSTANDARD)
}

/// `Interop.Error` of the thread's errno.
pub(super) fn last_pal() -> i32 {
    to_pal(get())
}

exports! {
    /// The thread's errno.
    fn SystemNative_GetErrNo() -> i32 { get() }

    /// Sets the thread's errno.
    fn SystemNative_SetErrNo(errno: i32) { set(errno) }

    /// `Interop.Error` of an errno.
    fn SystemNative_ConvertErrorPlatformToPal(errno: i32) -> i32 { to_pal(errno) }

    /// The errno of an `Interop.Error`, -1 if there is none.
    fn SystemNative_ConvertErrorPalToPlatform(error: i32) -> i32 {
        match error {
            EHOSTNOTFOUND | ESOCKETERROR => -error,
            _ => TABLE
                .iter()
                .find(|entry| entry.1 == error)
                .map_or(-1, |entry| entry.0),
        }
    }

    /// The text of an errno: in the buffer or a constant. Null if the buffer is too small.
    fn SystemNative_StrErrorR(errno: i32, buffer: *mut c_char, size: i32) -> *const c_char {
        let Ok(length) = usize::try_from(size) else {
            return core::ptr::null();
        };
        match -errno {
            EHOSTNOTFOUND => return libc::gai_strerror(libc::EAI_NONAME),
            ESOCKETERROR => return c"Unknown socket error".as_ptr(),
            _ => {}
        }
        #[cfg(target_env = "gnu")]
        return strerror_gnu(errno, buffer, length);
        #[cfg(not(target_env = "gnu"))]
        match libc::strerror_r(errno, buffer, length) {
            libc::ERANGE => core::ptr::null(),
            _ => buffer,
        }
    }
}
