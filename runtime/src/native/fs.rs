//! Paths: status, directories, links, permissions, times, copying.

use core::mem::MaybeUninit;
use core::ptr;
use core::sync::atomic::{AtomicI8, Ordering};

use libc::{c_char, c_int, c_void};

use super::{errno, fd, retry};

/// `Interop.Sys.FileStatus`. Mode bits are those of Linux.
#[repr(C)]
pub(super) struct FileStatus {
    /// 1: the birth time is known.
    flags: i32,
    mode: i32,
    uid: u32,
    gid: u32,
    size: i64,
    access_time: i64,
    access_nanoseconds: i64,
    modify_time: i64,
    modify_nanoseconds: i64,
    change_time: i64,
    change_nanoseconds: i64,
    birth_time: i64,
    birth_nanoseconds: i64,
    device: i64,
    special_device: i64,
    inode: i64,
    user_flags: u32,
}
const _: () = assert!(size_of::<FileStatus>() == 120);

/// `Interop.Sys.DirectoryEntry`. Types are those of `dirent`.
#[repr(C)]
pub(super) struct DirectoryEntry {
    name: *const c_char,
    /// -1: the name ends at its first zero byte.
    name_length: i32,
    inode_type: i32,
}

/// `Interop.Sys.TimeSpec`.
#[repr(C)]
pub(super) struct TimeSpec {
    seconds: i64,
    nanoseconds: i64,
}

/// The status of what `path` names from `directory`. glibc before 2.33 exports no `stat`, so this is the system call; the kernel's
/// structure is that of the C library on all 64-bit targets.
fn status(directory: c_int, path: *const c_char, flags: c_int) -> Result<libc::stat, c_int> {
    let mut result = MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: `path` is a string by the callers' contract, the structure has the size that the kernel writes.
    match retry(|| unsafe {
        libc::syscall(
            libc::SYS_newfstatat,
            directory,
            path,
            result.as_mut_ptr(),
            flags,
        )
    }) {
        // SAFETY: the structure was zeroed and then filled in.
        0 => Ok(unsafe { result.assume_init() }),
        failed => Err(failed as c_int),
    }
}

/// The status of an open file.
fn descriptor_status(descriptor: c_int) -> Result<libc::stat, c_int> {
    let mut result = MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: the structure has the size that the kernel writes.
    match retry(|| unsafe { libc::syscall(libc::SYS_fstat, descriptor, result.as_mut_ptr()) }) {
        // SAFETY: the structure was zeroed and then filled in.
        0 => Ok(unsafe { result.assume_init() }),
        failed => Err(failed as c_int),
    }
}

/// Stores a status for managed code; returns what the system call did.
///
/// # Safety
/// `output` is valid.
unsafe fn convert(status: Result<libc::stat, c_int>, output: *mut FileStatus) -> i32 {
    let status = match status {
        Ok(status) => status,
        Err(failed) => return failed,
    };
    let converted = FileStatus {
        flags: 0,
        mode: status.st_mode as i32,
        uid: status.st_uid,
        gid: status.st_gid,
        size: status.st_size,
        access_time: status.st_atime,
        access_nanoseconds: status.st_atime_nsec,
        modify_time: status.st_mtime,
        modify_nanoseconds: status.st_mtime_nsec,
        change_time: status.st_ctime,
        change_nanoseconds: status.st_ctime_nsec,
        birth_time: 0,
        birth_nanoseconds: 0,
        device: status.st_dev as i64,
        special_device: status.st_rdev as i64,
        inode: status.st_ino as i64,
        user_flags: 0,
    };
    // SAFETY: valid by the caller's contract.
    unsafe { *output = converted };
    0
}

/// # Safety
/// `times` points to two.
unsafe fn timespecs(times: *const TimeSpec) -> [libc::timespec; 2] {
    // SAFETY: valid by the caller's contract.
    [0, 1].map(|i| unsafe {
        let mut time: libc::timespec = MaybeUninit::zeroed().assume_init();
        time.tv_sec = (*times.add(i)).seconds as _;
        time.tv_nsec = (*times.add(i)).nanoseconds as _;
        time
    })
}

/// Whether `copy_file_range` is there and right: before Linux 5.3 it wasn't.
fn has_copy_file_range() -> bool {
    /// 0 unknown, 1 yes, -1 no.
    static SUPPORTED: AtomicI8 = AtomicI8::new(0);
    match SUPPORTED.load(Ordering::Relaxed) {
        0 => {
            let supported = super::environment::kernel_version() >= (5, 3)
                && copy_file_range(-1, -1, 0) == -1
                && errno::get() != libc::ENOSYS;
            SUPPORTED.store(if supported { 1 } else { -1 }, Ordering::Relaxed);
            supported
        }
        known => known == 1,
    }
}

fn copy_file_range(source: c_int, destination: c_int, length: usize) -> isize {
    let null = ptr::null_mut::<i64>();
    // SAFETY: null offsets mean the file positions.
    unsafe {
        libc::syscall(
            libc::SYS_copy_file_range,
            source,
            null,
            destination,
            null,
            length,
            0,
        ) as isize
    }
}

/// Copies what is left of `source` through memory.
fn copy_through_memory(source: c_int, destination: c_int) -> bool {
    const SIZE: usize = 80 * 1024;
    // SAFETY: a heap block, freed below; null is checked.
    let buffer = unsafe { libc::malloc(SIZE) }.cast::<u8>();
    if buffer.is_null() {
        return false;
    }
    let copied = loop {
        // SAFETY: the buffer has `SIZE` bytes.
        let mut left = retry(|| unsafe { libc::read(source, buffer.cast(), SIZE) });
        if left <= 0 {
            break left == 0;
        }
        let mut from = buffer.cast_const();
        while left > 0 {
            // SAFETY: `left` bytes from `from` on are in the buffer and were read before.
            let written =
                retry(|| unsafe { libc::write(destination, from.cast::<c_void>(), left as usize) });
            if written < 0 {
                break;
            }
            // SAFETY: no more was written than there was.
            from = unsafe { from.add(written as usize) };
            left -= written;
        }
        if left > 0 {
            break false;
        }
    };
    let error = errno::get();
    // SAFETY: allocated above, used no more.
    unsafe { libc::free(buffer.cast()) };
    errno::set(error);
    copied
}

/// Copies the contents: a shared clone if the file system can, else in the kernel, else through memory. A file whose length is
/// given as 0 may be one of those in /proc that don't know theirs.
fn copy_contents(source: c_int, destination: c_int, mut length: i64) -> bool {
    if length != 0 {
        // SAFETY: descriptors only.
        if retry(|| unsafe { libc::ioctl(destination, libc::FICLONE, source) }) == 0 {
            return true;
        }
        let ranges = has_copy_file_range();
        while length > 0 {
            let sent = if ranges {
                copy_file_range(source, destination, length as usize)
            } else {
                // SAFETY: a null offset means the file position.
                unsafe { libc::sendfile(destination, source, ptr::null_mut(), length as usize) }
            };
            match sent {
                -1 if !ranges && !matches!(errno::get(), libc::EINVAL | libc::ENOSYS) => {
                    return false;
                }
                ..=0 => break, // not between these files, or the file got shorter
                sent => length -= sent as i64,
            }
        }
        if length == 0 {
            return true;
        }
    }
    copy_through_memory(source, destination)
}

exports! {
    /// Status of a file.
    fn SystemNative_Stat(path: *const c_char, output: *mut FileStatus) -> i32 {
        convert(status(libc::AT_FDCWD, path, 0), output)
    }

    /// Status of a file or symbolic link.
    fn SystemNative_LStat(path: *const c_char, output: *mut FileStatus) -> i32 {
        convert(status(libc::AT_FDCWD, path, libc::AT_SYMLINK_NOFOLLOW), output)
    }

    /// Status of an open file.
    fn SystemNative_FStat(handle: isize, output: *mut FileStatus) -> i32 {
        convert(descriptor_status(fd(handle)), output)
    }

    /// Whether a path exists (0), can be executed (1), written (2), read (4).
    fn SystemNative_Access(path: *const c_char, mode: i32) -> i32 { libc::access(path, mode) }

    /// Removes a file.
    fn SystemNative_Unlink(path: *const c_char) -> i32 { retry(|| libc::unlink(path)) }

    /// Renames a file or directory.
    fn SystemNative_Rename(old: *const c_char, new: *const c_char) -> i32 { retry(|| libc::rename(old, new)) }

    /// Makes a hard link.
    fn SystemNative_Link(source: *const c_char, link: *const c_char) -> i32 { retry(|| libc::link(source, link)) }

    /// Makes a symbolic link.
    fn SystemNative_SymLink(target: *const c_char, link: *const c_char) -> i32 {
        retry(|| libc::symlink(target, link))
    }

    /// Target of a symbolic link, without a zero byte; returns its length.
    fn SystemNative_ReadLink(path: *const c_char, buffer: *mut c_char, size: i32) -> i32 {
        if size <= 0 {
            return errno::fail(libc::EINVAL);
        }
        libc::readlink(path, buffer, size as usize) as i32
    }

    /// Absolute path without links, to be freed with `SystemNative_Free`.
    fn SystemNative_RealPath(path: *const c_char) -> *mut c_char { libc::realpath(path, ptr::null_mut()) }

    /// Makes a directory.
    fn SystemNative_MkDir(path: *const c_char, mode: i32) -> i32 {
        retry(|| libc::mkdir(path, mode as libc::mode_t))
    }

    /// Removes an empty directory.
    fn SystemNative_RmDir(path: *const c_char) -> i32 { retry(|| libc::rmdir(path)) }

    /// Changes the working directory.
    fn SystemNative_ChDir(path: *const c_char) -> i32 { retry(|| libc::chdir(path)) }

    /// Path of the working directory, null if the buffer is too small.
    fn SystemNative_GetCwd(buffer: *mut c_char, size: i32) -> *mut c_char {
        match usize::try_from(size) {
            Ok(size) => libc::getcwd(buffer, size),
            Err(_) => { errno::set(libc::EINVAL); ptr::null_mut() }
        }
    }

    /// Opens a directory for reading.
    fn SystemNative_OpenDir(path: *const c_char) -> *mut libc::DIR { libc::opendir(path) }

    /// The next entry: 0, or -1 at the end, or an errno. The name lives until the next call with this directory.
    fn SystemNative_ReadDir(directory: *mut libc::DIR, output: *mut DirectoryEntry) -> i32 {
        errno::set(0);
        let entry = libc::readdir(directory);
        if entry.is_null() {
            *output = DirectoryEntry { name: ptr::null(), name_length: 0, inode_type: 0 };
            return match errno::get() { 0 => -1, error => error };
        }
        *output = DirectoryEntry {
            name: (&raw const (*entry).d_name).cast(),
            name_length: -1,
            inode_type: (*entry).d_type as i32,
        };
        0
    }

    /// Ends the reading of a directory.
    fn SystemNative_CloseDir(directory: *mut libc::DIR) -> i32 { libc::closedir(directory) }

    /// Makes and opens a file with a unique name: `XXXXXX` before the suffix is replaced in place.
    fn SystemNative_MksTemps(template: *mut c_char, suffix_length: i32) -> isize {
        retry(|| libc::mkstemps(template, suffix_length)) as isize
    }

    /// Makes a directory with a unique name: a final `XXXXXX` is replaced in place.
    fn SystemNative_MkdTemp(template: *mut c_char) -> *mut c_char { libc::mkdtemp(template) }

    /// Makes a named pipe.
    fn SystemNative_MkFifo(path: *const c_char, mode: u32) -> i32 {
        retry(|| libc::mkfifo(path, mode as libc::mode_t))
    }

    /// Makes a device file.
    fn SystemNative_MkNod(path: *const c_char, mode: u32, major: u32, minor: u32) -> i32 {
        let device = libc::makedev(major, minor) as u32; // the kernel's encoding is its low half
        retry(|| libc::syscall(libc::SYS_mknodat, libc::AT_FDCWD, path, mode, device)) as i32
    }

    /// Splits a device number.
    fn SystemNative_GetDeviceIdentifiers(device: u64, major: *mut u32, minor: *mut u32) {
        *major = libc::major(device as libc::dev_t);
        *minor = libc::minor(device as libc::dev_t);
    }

    /// Sets the permissions of a path.
    fn SystemNative_ChMod(path: *const c_char, mode: i32) -> i32 {
        retry(|| libc::chmod(path, mode as libc::mode_t))
    }

    /// Sets the permissions of an open file.
    fn SystemNative_FChMod(handle: isize, mode: i32) -> i32 {
        retry(|| libc::fchmod(fd(handle), mode as libc::mode_t))
    }

    /// Sets access and modification time of a path, not following a final link.
    fn SystemNative_UTimensat(path: *const c_char, times: *const TimeSpec) -> i32 {
        let times = timespecs(times);
        retry(|| libc::utimensat(libc::AT_FDCWD, path, times.as_ptr(), libc::AT_SYMLINK_NOFOLLOW))
    }

    /// Sets access and modification time of an open file.
    fn SystemNative_FUTimens(handle: isize, times: *const TimeSpec) -> i32 {
        let times = timespecs(times);
        retry(|| libc::futimens(fd(handle), times.as_ptr()))
    }

    /// File flags are a matter of BSD.
    fn SystemNative_LChflags(_path: *const c_char, _flags: u32) -> i32 { errno::fail(libc::ENOTSUP) }

    /// File flags are a matter of BSD.
    fn SystemNative_FChflags(_handle: isize, _flags: u32) -> i32 { errno::fail(libc::ENOTSUP) }

    /// Whether `LChflags` can hide a file.
    fn SystemNative_LChflagsCanSetHiddenFlag() -> i32 { 0 }

    /// Whether a file status tells if a file is hidden.
    fn SystemNative_CanGetHiddenFlag() -> i32 { 0 }

    /// Copies contents, times and permissions of an open file of the given length to a new one.
    fn SystemNative_CopyFile(source: isize, destination: isize, length: i64) -> i32 {
        let (source, destination) = (fd(source), fd(destination));
        if !copy_contents(source, destination, length) {
            return -1;
        }
        let Ok(status) = descriptor_status(source) else { return -1 };
        let times = timespecs([
            TimeSpec { seconds: status.st_atime, nanoseconds: status.st_atime_nsec },
            TimeSpec { seconds: status.st_mtime, nanoseconds: status.st_mtime_nsec },
        ].as_ptr());
        // Some file systems keep no owner, and then times and permissions can't be set: that is no failure.
        if retry(|| libc::futimens(destination, times.as_ptr())) != 0 && errno::get() != libc::EPERM {
            return -1;
        }
        if retry(|| libc::fchmod(destination, status.st_mode & 0o777)) != 0 && errno::get() != libc::EPERM {
            return -1;
        }
        0
    }
}
