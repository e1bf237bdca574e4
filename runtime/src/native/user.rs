//! Users and groups.

use core::mem::MaybeUninit;
use core::ptr;

use libc::{c_char, c_int};

use super::errno;

/// `Interop.Sys.Passwd`. The strings are in the caller's buffer.
#[repr(C)]
pub(super) struct Passwd {
    name: *const c_char,
    password: *const c_char,
    user: u32,
    group: u32,
    information: *const c_char,
    home: *const c_char,
    shell: *const c_char,
}

/// Looks a user up: 0, -1 if there is none, else an errno.
///
/// # Safety
/// `output` is valid.
unsafe fn look_up(
    output: *mut Passwd,
    size: i32,
    find: impl Fn(*mut libc::passwd, usize, *mut *mut libc::passwd) -> c_int,
) -> i32 {
    let Ok(size) = usize::try_from(size) else {
        return libc::EINVAL;
    };
    let mut entry = MaybeUninit::<libc::passwd>::zeroed();
    let mut found = ptr::null_mut();
    let error = loop {
        match find(entry.as_mut_ptr(), size, &mut found) {
            libc::EINTR => {}
            error => break error,
        }
    };
    // SAFETY: `output` is valid by the caller's contract; zero is a value of its fields; the entry was filled in if it was found.
    unsafe {
        *output = MaybeUninit::zeroed().assume_init();
        if error != 0 {
            return error;
        }
        if found.is_null() {
            return -1;
        }
        let entry = entry.assume_init();
        *output = Passwd {
            name: entry.pw_name,
            password: entry.pw_passwd,
            user: entry.pw_uid,
            group: entry.pw_gid,
            information: entry.pw_gecos,
            home: entry.pw_dir,
            shell: entry.pw_shell,
        };
    }
    0
}

exports! {
    /// The user with a number: 0, -1 if there is none, else an errno.
    fn SystemNative_GetPwUidR(uid: u32, output: *mut Passwd, buffer: *mut c_char, size: i32) -> i32 {
        look_up(output, size, |entry, size, found| libc::getpwuid_r(uid, entry, buffer, size, found))
    }

    /// The user with a name: 0, -1 if there is none, else an errno.
    fn SystemNative_GetPwNamR(name: *const c_char, output: *mut Passwd, buffer: *mut c_char, size: i32) -> i32 {
        look_up(output, size, |entry, size, found| libc::getpwnam_r(name, entry, buffer, size, found))
    }

    /// Effective user.
    fn SystemNative_GetEUid() -> u32 { libc::geteuid() }

    /// Effective group.
    fn SystemNative_GetEGid() -> u32 { libc::getegid() }

    /// Sets the effective user.
    fn SystemNative_SetEUid(user: u32) -> i32 { libc::seteuid(user) }

    /// Groups of a user. If there is too little room, returns -1 and the number needed (or a guess) in `count`; other failures set it
    /// to -1.
    fn SystemNative_GetGroupList(name: *const c_char, group: u32, groups: *mut u32, count: *mut i32) -> i32 {
        let room = *count;
        loop {
            errno::set(0);
            let mut available = room;
            let result = libc::getgrouplist(name, group, groups, &mut available);
            // musl leaves the number as it is when it fails.
            if result == -1 && (available > room || (available == room && errno::get() == 0)) {
                *count = if available > room { available } else { room * 2 };
                return result;
            }
            if result == -1 && errno::get() == libc::EINTR {
                continue;
            }
            *count = if result >= 0 { available } else { -1 };
            return result;
        }
    }

    /// Groups of the process.
    fn SystemNative_GetGroups(count: i32, groups: *mut u32) -> i32 { libc::getgroups(count, groups) }

    /// Name of a group, to be freed with `SystemNative_Free`; null if there is none.
    fn SystemNative_GetGroupName(group: u32) -> *mut c_char {
        let mut size = 512;
        loop {
            let buffer = libc::malloc(size).cast::<c_char>();
            if buffer.is_null() {
                return ptr::null_mut();
            }
            let mut entry = MaybeUninit::<libc::group>::zeroed();
            let mut found = ptr::null_mut();
            let error = libc::getgrgid_r(group, entry.as_mut_ptr(), buffer, size, &mut found);
            let name = if error == 0 && !found.is_null() { libc::strdup((*found).gr_name) } else { ptr::null_mut() };
            libc::free(buffer.cast());
            match error {
                0 if found.is_null() => errno::set(libc::ENOENT),
                libc::ERANGE => {
                    size *= 2;
                    continue;
                }
                _ => {}
            }
            return name;
        }
    }
}
