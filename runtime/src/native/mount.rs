//! Mount points and file systems.

use core::mem::MaybeUninit;

use libc::{c_char, c_int, c_void};

use super::{fd, retry};

/// `Interop.Sys.MountPointInformation`, in bytes.
#[repr(C)]
pub(super) struct MountPointInformation {
    available: u64,
    free: u64,
    total: u64,
}

unsafe extern "C" {
    fn getmntent_r(
        file: *mut libc::FILE,
        entry: *mut libc::mntent,
        buffer: *mut c_char,
        size: c_int,
    ) -> *mut libc::mntent;
}

exports! {
    /// Calls back with the path of every mount point; the text lives for the call only.
    fn SystemNative_GetAllMountPoints(
        found: unsafe extern "C" fn(*mut c_void, *const c_char), context: *mut c_void,
    ) -> i32 {
        let file = libc::setmntent(c"/proc/mounts".as_ptr(), c"r".as_ptr());
        if file.is_null() {
            return -1;
        }
        let mut buffer = [0 as c_char; 8192];
        let mut entry = MaybeUninit::<libc::mntent>::zeroed();
        while !getmntent_r(file, entry.as_mut_ptr(), buffer.as_mut_ptr(), buffer.len() as i32).is_null() {
            found(context, (*entry.as_ptr()).mnt_dir);
        }
        libc::endmntent(file);
        0
    }

    /// Sizes of the file system that a path is on.
    fn SystemNative_GetSpaceInfoForMountPoint(path: *const c_char, output: *mut MountPointInformation) -> i32 {
        let mut status: libc::statfs = MaybeUninit::zeroed().assume_init();
        let result = libc::statfs(path, &mut status);
        let block = if result == 0 { status.f_bsize as u64 } else { 0 };
        *output = MountPointInformation {
            available: block.wrapping_mul(status.f_bavail),
            free: block.wrapping_mul(status.f_bfree),
            total: block.wrapping_mul(status.f_blocks),
        };
        result
    }

    /// Kind of the file system that a path is on: on Linux a number, -1 on failure, and an empty name.
    fn SystemNative_GetFileSystemTypeNameForMountPoint(
        path: *const c_char, name: *mut c_char, size: i32, kind: *mut i64,
    ) -> i32 {
        let mut status: libc::statfs = MaybeUninit::zeroed().assume_init();
        let result = libc::statfs(path, &mut status);
        *kind = if result == 0 { status.f_type as i64 } else { -1 };
        if size > 0 {
            *name = 0;
        }
        result
    }

    /// Kind of the file system that an open file is on, 0 on failure.
    fn SystemNative_GetFileSystemType(handle: isize) -> u32 {
        let mut status: libc::statfs = MaybeUninit::zeroed().assume_init();
        match retry(|| libc::fstatfs(fd(handle), &mut status)) {
            0 => status.f_type as u32,
            _ => 0,
        }
    }
}
