//! Numbers about the heap, for the `GC` class.

use super::space;
use crate::thread;
use core::sync::atomic::{AtomicU64, Ordering::*};

pub(super) static DEAD_THREAD_BYTES: AtomicU64 = AtomicU64::new(0);

/// Bytes that the calling thread has allocated.
pub fn thread_allocated() -> u64 {
    let thread = thread::current();
    thread.allocated_bytes + (thread.alloc_ptr - thread.block_start) as u64
}

/// Bytes that all threads have allocated; other threads' open blocks are counted as far as their records show.
pub fn total_allocated() -> u64 {
    let mut total = DEAD_THREAD_BYTES.load(Relaxed);
    crate::threads::for_each_record(|thread| {
        // SAFETY: the record lives while its thread is in the table; the counters are read without synchronisation, so the sum is approximate.
        unsafe {
            let allocated = (&raw const (*thread).allocated_bytes).read_volatile();
            let at = (&raw const (*thread).alloc_ptr).read_volatile();
            let start = (&raw const (*thread).block_start).read_volatile();
            total += allocated + at.saturating_sub(start) as u64;
        }
    });
    total
}

/// Bytes in use by the heap: blocks and large objects.
pub fn used_bytes() -> usize {
    space::usage().0
}

/// Bytes of memory committed for the heap.
pub fn committed_bytes() -> usize {
    space::usage().1
}

/// Memory that the process may use: the heap limit, the control group's limit, or what the machine has.
pub fn available_memory() -> u64 {
    let machine = machine_memory();
    let group = cgroup_limit().unwrap_or(u64::MAX);
    let limit = space::limit().map_or(u64::MAX, |l| l as u64);
    machine.min(group).min(limit)
}

/// Physical memory of the machine.
pub fn machine_memory() -> u64 {
    // SAFETY: queries only.
    unsafe {
        let pages = libc::sysconf(libc::_SC_PHYS_PAGES).max(0) as u64;
        let size = libc::sysconf(libc::_SC_PAGESIZE).max(0) as u64;
        pages * size
    }
}

/// Memory in use on the machine (or in the control group), as far as the system tells.
pub fn memory_load() -> u64 {
    if cgroup_limit().is_some()
        && let Some(used) = read_number(c"/sys/fs/cgroup/memory.current")
    {
        return used;
    }
    // SAFETY: queries only.
    unsafe {
        let pages = libc::sysconf(libc::_SC_AVPHYS_PAGES).max(0) as u64;
        let size = libc::sysconf(libc::_SC_PAGESIZE).max(0) as u64;
        machine_memory().saturating_sub(pages * size)
    }
}

fn cgroup_limit() -> Option<u64> {
    let limit = read_number(c"/sys/fs/cgroup/memory.max")
        .or_else(|| read_number(c"/sys/fs/cgroup/memory/memory.limit_in_bytes"))?;
    (limit < machine_memory()).then_some(limit)
}

/// The number in a file of one line.
pub fn read_number(path: &core::ffi::CStr) -> Option<u64> {
    let mut buffer = [0u8; 64];
    // SAFETY: plain file access with a valid path and buffer.
    let n = unsafe {
        let fd = libc::open(path.as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC);
        if fd < 0 {
            return None;
        }
        let n = libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len());
        libc::close(fd);
        n
    };
    let text = core::str::from_utf8(&buffer[..n.max(0) as usize]).ok()?;
    text.split_whitespace().next()?.parse().ok()
}
