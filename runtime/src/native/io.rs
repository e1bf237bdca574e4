//! File descriptors: open, read, write, seek, lock, poll, pipes, inotify.

use core::mem::{MaybeUninit, size_of};
use core::ptr;

use libc::{c_char, c_int, c_void, off_t};

use super::{errno, fd, retry};

/// `Interop.Sys.OpenFlags`.
const O_ACCESS_MODE: i32 = 0xF;
const O_CLOEXEC: i32 = 0x10;
const OPEN_FLAGS: &[(i32, c_int)] = &[
    (O_CLOEXEC, libc::O_CLOEXEC),
    (0x20, libc::O_CREAT),
    (0x40, libc::O_EXCL),
    (0x80, libc::O_TRUNC),
    (0x100, libc::O_SYNC),
    (0x200, libc::O_NOFOLLOW),
];

/// `Interop.Sys.OpenFlags` as flags of `open`, if all are known.
pub(super) fn open_flags(flags: i32) -> Option<c_int> {
    let mut result = match flags & O_ACCESS_MODE {
        0 => libc::O_RDONLY,
        1 => libc::O_WRONLY,
        2 => libc::O_RDWR,
        _ => return None,
    };
    let mut rest = flags & !O_ACCESS_MODE;
    for &(pal, native) in OPEN_FLAGS {
        if rest & pal != 0 {
            result |= native;
            rest &= !pal;
        }
    }
    (rest == 0).then_some(result)
}

/// `Interop.Sys.IOVector`, which is `struct iovec`.
#[repr(C)]
pub(super) struct IoVector {
    pub base: *mut u8,
    pub count: usize,
}
const _: () = assert!(size_of::<IoVector>() == size_of::<libc::iovec>());

/// `Interop.PollEvent`. The event bits are those of `poll`.
#[repr(C)]
pub(super) struct PollEvent {
    fd: i32,
    events: i16,
    triggered: i16,
}
const _: () = assert!(
    size_of::<PollEvent>() == size_of::<libc::pollfd>()
        && libc::POLLIN == 1
        && libc::POLLPRI == 2
        && libc::POLLOUT == 4
        && libc::POLLERR == 8
        && libc::POLLHUP == 0x10
        && libc::POLLNVAL == 0x20
);

/// Reads `size` bytes at most; -1 and errno on failure.
pub(super) fn read(handle: c_int, buffer: *mut c_void, size: i32) -> i32 {
    let Ok(size) = usize::try_from(size) else {
        return errno::fail(libc::EINVAL);
    };
    // SAFETY: callers pass a buffer of `size` bytes.
    retry(|| unsafe { libc::read(handle, buffer, size) }) as i32
}

/// Opens a pipe whose ends close on exec.
pub(super) fn pipe_cloexec() -> Option<[c_int; 2]> {
    let mut fds = [-1; 2];
    // SAFETY: room for two descriptors.
    (retry(|| unsafe { libc::pipe2(fds.as_mut_ptr(), libc::O_CLOEXEC) }) == 0).then_some(fds)
}

exports! {
    /// Opens a file.
    fn SystemNative_Open(path: *const c_char, flags: i32, mode: i32) -> isize {
        match open_flags(flags) {
            Some(flags) => retry(|| libc::open(path, flags, mode as libc::mode_t)) as isize,
            None => { errno::set(libc::EINVAL); -1 }
        }
    }

    /// Closes a descriptor. Not repeated when interrupted: it is closed then.
    fn SystemNative_Close(handle: isize) -> i32 { libc::close(fd(handle)) }

    /// A second descriptor for the same file, closed on exec.
    fn SystemNative_Dup(handle: isize) -> isize {
        retry(|| libc::fcntl(fd(handle), libc::F_DUPFD_CLOEXEC, 0)) as isize
    }

    /// Reads at the file position.
    fn SystemNative_Read(handle: isize, buffer: *mut c_void, size: i32) -> i32 {
        read(fd(handle), buffer, size)
    }

    /// Writes at the file position.
    fn SystemNative_Write(handle: isize, buffer: *const c_void, size: i32) -> i32 {
        match usize::try_from(size) {
            Ok(size) => retry(|| libc::write(fd(handle), buffer, size)) as i32,
            Err(_) => errno::fail(libc::ERANGE),
        }
    }

    /// Reads at an offset.
    fn SystemNative_PRead(handle: isize, buffer: *mut c_void, size: i32, offset: i64) -> i32 {
        retry(|| libc::pread(fd(handle), buffer, size as u32 as usize, offset as off_t)) as i32
    }

    /// Writes at an offset.
    fn SystemNative_PWrite(handle: isize, buffer: *const c_void, size: i32, offset: i64) -> i32 {
        retry(|| libc::pwrite(fd(handle), buffer, size as u32 as usize, offset as off_t)) as i32
    }

    /// Reads into several buffers at an offset.
    fn SystemNative_PReadV(handle: isize, vectors: *mut IoVector, count: i32, offset: i64) -> i64 {
        retry(|| libc::preadv(fd(handle), vectors.cast(), count, offset as off_t)) as i64
    }

    /// Writes several buffers at an offset.
    fn SystemNative_PWriteV(handle: isize, vectors: *mut IoVector, count: i32, offset: i64) -> i64 {
        retry(|| libc::pwritev(fd(handle), vectors.cast(), count, offset as off_t)) as i64
    }

    /// Moves the file position. The origins are those of `lseek`.
    fn SystemNative_LSeek(handle: isize, offset: i64, whence: i32) -> i64 {
        retry(|| libc::lseek(fd(handle), offset as off_t, whence)) as i64
    }

    /// Writes what is cached to the device.
    fn SystemNative_FSync(handle: isize) -> i32 { retry(|| libc::fsync(fd(handle))) }

    /// Writes all cached data of all file systems.
    fn SystemNative_Sync() { libc::sync() }

    /// Sets the length of a file.
    fn SystemNative_FTruncate(handle: isize, length: i64) -> i32 {
        retry(|| libc::ftruncate(fd(handle), length as off_t))
    }

    /// Reserves space without changing the length.
    fn SystemNative_FAllocate(handle: isize, offset: i64, length: i64) -> i32 {
        retry(|| libc::fallocate(fd(handle), libc::FALLOC_FL_KEEP_SIZE, offset as off_t, length as off_t))
    }

    /// Tells how the file will be used. The advice numbers are those of Linux. Returns an errno.
    fn SystemNative_PosixFAdvise(handle: isize, offset: i64, length: i64, advice: i32) -> i32 {
        match advice {
            0..=5 => libc::posix_fadvise(fd(handle), offset as off_t, length as off_t, advice),
            _ => libc::EINVAL,
        }
    }

    /// Locks a whole file. The operations are those of `flock`.
    fn SystemNative_FLock(handle: isize, operation: i32) -> i32 {
        retry(|| libc::flock(fd(handle), operation))
    }

    /// Locks a part of a file for reading (0), for writing (1) or unlocks it (2).
    fn SystemNative_LockFileRegion(handle: isize, offset: i64, length: i64, lock_type: i16) -> i32 {
        if offset < 0 || length < 0 {
            return errno::fail(libc::EINVAL);
        }
        let mut lock: libc::flock = MaybeUninit::zeroed().assume_init();
        lock.l_type = match lock_type {
            0 => libc::F_RDLCK,
            1 => libc::F_WRLCK,
            _ => libc::F_UNLCK,
        } as _;
        lock.l_whence = libc::SEEK_SET as _;
        lock.l_start = offset as off_t;
        lock.l_len = length as off_t;
        retry(|| libc::fcntl(fd(handle), libc::F_SETLK, &lock))
    }

    /// Opens a pipe: read end, write end. The only flag is `O_CLOEXEC`.
    fn SystemNative_Pipe(fds: *mut c_int, flags: i32) -> i32 {
        let flags = match flags {
            0 => 0,
            O_CLOEXEC => libc::O_CLOEXEC,
            _ => return errno::fail(libc::EINVAL),
        };
        retry(|| libc::pipe2(fds, flags))
    }

    /// Sets whether a descriptor closes on exec (`O_CLOEXEC` or 0).
    fn SystemNative_FcntlSetFD(handle: isize, flags: i32) -> i32 {
        let flags = if flags & O_CLOEXEC != 0 { libc::FD_CLOEXEC } else { 0 };
        retry(|| libc::fcntl(fd(handle), libc::F_SETFD, flags))
    }

    /// The descriptor's own flags, as Linux numbers them.
    fn SystemNative_FcntlGetFD(handle: isize) -> i32 { libc::fcntl(fd(handle), libc::F_GETFD) }

    /// Whether the next two functions work.
    fn SystemNative_FcntlCanGetSetPipeSz() -> i32 { 1 }

    /// Capacity of a pipe.
    fn SystemNative_FcntlGetPipeSz(handle: isize) -> i32 {
        retry(|| libc::fcntl(fd(handle), libc::F_GETPIPE_SZ))
    }

    /// Sets the capacity of a pipe.
    fn SystemNative_FcntlSetPipeSz(handle: isize, size: i32) -> i32 {
        retry(|| libc::fcntl(fd(handle), libc::F_SETPIPE_SZ, size))
    }

    /// Switches between blocking and non-blocking.
    fn SystemNative_FcntlSetIsNonBlocking(handle: isize, non_blocking: i32) -> i32 {
        let flags = libc::fcntl(fd(handle), libc::F_GETFL);
        if flags == -1 {
            return -1;
        }
        let flags = if non_blocking == 0 { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
        libc::fcntl(fd(handle), libc::F_SETFL, flags)
    }

    /// Whether a descriptor is non-blocking.
    fn SystemNative_FcntlGetIsNonBlocking(handle: isize, non_blocking: *mut i32) -> i32 {
        if non_blocking.is_null() {
            return errno::EFAULT;
        }
        let flags = libc::fcntl(fd(handle), libc::F_GETFL);
        *non_blocking = (flags != -1 && flags & libc::O_NONBLOCK != 0) as i32;
        if flags == -1 { -1 } else { 0 }
    }

    /// Waits for events of descriptors; -1 milliseconds wait without limit. Returns an `Interop.Error`.
    fn SystemNative_Poll(events: *mut PollEvent, count: u32, milliseconds: i32, triggered: *mut u32) -> i32 {
        if events.is_null() || triggered.is_null() {
            return errno::EFAULT;
        }
        if milliseconds < -1 {
            return errno::EINVAL;
        }
        let ready = retry(|| libc::poll(events.cast(), count as libc::nfds_t, milliseconds));
        *triggered = ready.max(0) as u32;
        if ready < 0 { errno::last_pal() } else { errno::SUCCESS }
    }

    /// A new set of watches on files.
    fn SystemNative_INotifyInit() -> isize { libc::inotify_init1(libc::IN_CLOEXEC) as isize }

    /// Watches a path. The event bits are those of inotify.
    fn SystemNative_INotifyAddWatch(handle: isize, path: *const c_char, mask: u32) -> i32 {
        libc::inotify_add_watch(fd(handle), path, mask)
    }

    /// Ends a watch.
    fn SystemNative_INotifyRemoveWatch(handle: isize, watch: i32) -> i32 {
        libc::inotify_rm_watch(fd(handle), watch)
    }

    /// User at the other end of a local socket.
    fn SystemNative_GetPeerID(socket: isize, user: *mut u32) -> i32 {
        let mut credentials: libc::ucred = MaybeUninit::zeroed().assume_init();
        let mut size = size_of::<libc::ucred>() as libc::socklen_t;
        let result = libc::getsockopt(
            fd(socket), libc::SOL_SOCKET, libc::SO_PEERCRED, ptr::from_mut(&mut credentials).cast(), &mut size,
        );
        if result != 0 {
            return -1;
        }
        *user = credentials.uid;
        0
    }
}
