//! The C heap, mapped and shared memory.

use core::ptr;

use libc::{c_char, c_int, c_void, off_t};

use super::{errno, fd, io, retry};

// `Interop.Sys.MemoryMappedProtections` are the numbers of Linux, as are two of the three flags of `MemoryMappedFlags`.
const PROT_ALL: i32 = 7;
const MAP_SHARED: i32 = 1;
const MAP_PRIVATE: i32 = 2;
const MAP_ANONYMOUS: i32 = 0x10;
const _: () = assert!(
    libc::PROT_READ == 1
        && libc::PROT_WRITE == 2
        && libc::PROT_EXEC == 4
        && libc::MAP_SHARED == MAP_SHARED
        && libc::MAP_PRIVATE == MAP_PRIVATE
);

/// Directory of POSIX shared memory objects. `shm_open` itself is in a library of its own on older systems.
const SHARED_MEMORY: &[u8] = b"/dev/shm/";
const NAME_MAX: usize = 255;

/// The path of a shared memory object, if its name is a valid one.
///
/// # Safety
/// `name` is a string.
unsafe fn shared_memory_path(
    name: *const c_char,
) -> Option<[u8; SHARED_MEMORY.len() + NAME_MAX + 1]> {
    // SAFETY: a string by the caller's contract.
    let name = unsafe { core::ffi::CStr::from_ptr(name) }.to_bytes();
    let start = name.iter().position(|&c| c != b'/').unwrap_or(name.len());
    let name = &name[start..];
    if name.is_empty() || name.len() > NAME_MAX || name.contains(&b'/') {
        return None;
    }
    let mut path = [0; SHARED_MEMORY.len() + NAME_MAX + 1];
    path[..SHARED_MEMORY.len()].copy_from_slice(SHARED_MEMORY);
    path[SHARED_MEMORY.len()..][..name.len()].copy_from_slice(name);
    Some(path)
}

fn memfd_create(name: *const c_char) -> c_int {
    // SAFETY: callers pass a string.
    unsafe {
        libc::syscall(
            libc::SYS_memfd_create,
            name,
            libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING,
        ) as c_int
    }
}

unsafe extern "C" {
    fn malloc_usable_size(block: *mut c_void) -> usize;
}

exports! {
    /// `malloc`.
    fn SystemNative_Malloc(size: usize) -> *mut c_void { libc::malloc(size) }

    /// `calloc`.
    fn SystemNative_Calloc(count: usize, size: usize) -> *mut c_void { libc::calloc(count, size) }

    /// `realloc`.
    fn SystemNative_Realloc(block: *mut c_void, size: usize) -> *mut c_void { libc::realloc(block, size) }

    /// `free`.
    fn SystemNative_Free(block: *mut c_void) { libc::free(block) }

    /// A block at a multiple of `alignment`.
    fn SystemNative_AlignedAlloc(alignment: usize, size: usize) -> *mut c_void { libc::aligned_alloc(alignment, size) }

    /// Moves a block to a new one of another size.
    fn SystemNative_AlignedRealloc(block: *mut c_void, alignment: usize, size: usize) -> *mut c_void {
        let new = libc::aligned_alloc(alignment, size);
        if !new.is_null() && !block.is_null() {
            ptr::copy_nonoverlapping(block.cast::<u8>(), new.cast(), size.min(malloc_usable_size(block)));
            libc::free(block);
        }
        new
    }

    /// Frees an aligned block.
    fn SystemNative_AlignedFree(block: *mut c_void) { libc::free(block) }

    /// Maps memory; null on failure. The descriptor may be -1.
    fn SystemNative_MMap(
        address: *mut c_void, length: u64, protection: i32, flags: i32, handle: isize, offset: i64,
    ) -> *mut c_void {
        if protection & !PROT_ALL != 0 || flags & !(MAP_SHARED | MAP_PRIVATE | MAP_ANONYMOUS) != 0 {
            errno::set(libc::EINVAL);
            return ptr::null_mut();
        }
        let anonymous = if flags & MAP_ANONYMOUS != 0 { libc::MAP_ANONYMOUS } else { 0 };
        let flags = flags & !MAP_ANONYMOUS | anonymous;
        match libc::mmap(address, length as usize, protection, flags, fd(handle), offset as off_t) {
            libc::MAP_FAILED => ptr::null_mut(),
            mapped => mapped,
        }
    }

    /// Removes a mapping.
    fn SystemNative_MUnmap(address: *mut c_void, length: u64) -> i32 { libc::munmap(address, length as usize) }

    /// Changes the protection of mapped pages.
    fn SystemNative_MProtect(address: *mut c_void, length: u64, protection: i32) -> i32 {
        if protection & !PROT_ALL != 0 {
            return errno::fail(libc::EINVAL);
        }
        libc::mprotect(address, length as usize, protection)
    }

    /// The only advice is 1: not to be in a forked child.
    fn SystemNative_MAdvise(address: *mut c_void, length: u64, advice: i32) -> i32 {
        match advice {
            1 => libc::madvise(address, length as usize, libc::MADV_DONTFORK),
            _ => errno::fail(libc::EINVAL),
        }
    }

    /// Writes mapped pages: 1 without waiting, 2 now, 0x10 so that other mappings see it.
    fn SystemNative_MSync(address: *mut c_void, length: u64, flags: i32) -> i32 {
        const FLAGS: [(i32, c_int); 3] = [(1, libc::MS_ASYNC), (2, libc::MS_SYNC), (0x10, libc::MS_INVALIDATE)];
        if flags & !0x13 != 0 {
            return errno::fail(libc::EINVAL);
        }
        let native = FLAGS.iter().filter(|f| flags & f.0 != 0).fold(0, |all, f| all | f.1);
        libc::msync(address, length as usize, native)
    }

    /// Whether `MemfdCreate` works.
    fn SystemNative_IsMemfdSupported() -> i32 {
        if super::environment::kernel_version() < (3, 17) {
            return 0;
        }
        let descriptor = memfd_create(c"test".as_ptr());
        if descriptor < 0 {
            return 0;
        }
        libc::close(descriptor);
        1
    }

    /// A nameless file in memory.
    fn SystemNative_MemfdCreate(name: *const c_char, read_only: i32) -> isize {
        let descriptor = memfd_create(name);
        if descriptor >= 0 && read_only != 0 {
            retry(|| libc::fcntl(descriptor, libc::F_ADD_SEALS, libc::F_SEAL_WRITE));
        }
        descriptor as isize
    }

    /// Opens or makes a shared memory object.
    fn SystemNative_ShmOpen(name: *const c_char, flags: i32, mode: i32) -> isize {
        let (Some(flags), Some(path)) = (io::open_flags(flags), shared_memory_path(name)) else {
            errno::set(libc::EINVAL);
            return -1;
        };
        let flags = flags | libc::O_NOFOLLOW | libc::O_CLOEXEC;
        retry(|| libc::open(path.as_ptr().cast(), flags, mode as libc::mode_t)) as isize
    }

    /// Removes the name of a shared memory object.
    fn SystemNative_ShmUnlink(name: *const c_char) -> i32 {
        match shared_memory_path(name) {
            Some(path) => retry(|| libc::unlink(path.as_ptr().cast())),
            None => errno::fail(libc::ENOENT),
        }
    }
}
