//! The reserved range: blocks for small objects from its start, large objects from its middle. Memory is committed in growing steps, so that
//! small programs stay small and large ones get huge pages.

use super::{Address, BLOCK};
use crate::object::ObjectRef;
use crate::os::Mutex;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering::*};

/// Start of the range; compiled write barriers read it.
#[unsafe(no_mangle)]
pub static smelt_heap_base: AtomicUsize = AtomicUsize::new(0);
/// End of the range.
#[unsafe(no_mangle)]
pub static smelt_heap_end: AtomicUsize = AtomicUsize::new(0);
/// Bytes of the range.
#[unsafe(no_mangle)]
pub static smelt_heap_size: AtomicUsize = AtomicUsize::new(0);

/// Largest range that is asked for, and smallest that will do.
const RESERVE: usize = 256 << 30;
const MIN_RESERVE: usize = 64 << 20;
/// First step of committing, and largest.
const FIRST_COMMIT: usize = 256 << 10;
const MAX_COMMIT: usize = 32 << 20;
/// Page size assumed for large objects.
const PAGE: usize = 4096;

/// A part of the range that fills upwards.
struct Space {
    next: Address,
    committed: Address,
    end: Address,
    step: usize,
}

impl Space {
    const fn empty() -> Self {
        Space {
            next: Address::ZERO,
            committed: Address::ZERO,
            end: Address::ZERO,
            step: FIRST_COMMIT,
        }
    }

    fn new(start: usize, end: usize) -> Self {
        Space {
            next: Address(start),
            committed: Address(start),
            end: Address(end),
            step: FIRST_COMMIT,
        }
    }

    /// The next `size` bytes, or zero.
    fn take(&mut self, size: usize) -> Address {
        let start = self.next;
        let Some(end) = start.0.checked_add(size).filter(|&e| e <= self.end.0) else {
            return Address::ZERO;
        };
        if end > self.committed.0 {
            let missing = end - self.committed.0;
            let mut grow = missing.next_multiple_of(self.step);
            grow = grow.min(self.end.0 - self.committed.0);
            if COMMITTED.load(Relaxed) + grow > LIMIT.load(Relaxed) {
                grow = missing.next_multiple_of(PAGE);
                if COMMITTED.load(Relaxed) + grow > LIMIT.load(Relaxed) {
                    return Address::ZERO;
                }
            }
            // SAFETY: the pages belong to the reserved range and are unused so far.
            let result = unsafe {
                libc::mprotect(
                    self.committed.0 as *mut _,
                    grow,
                    libc::PROT_READ | libc::PROT_WRITE,
                )
            };
            if result != 0 {
                return Address::ZERO;
            }
            COMMITTED.fetch_add(grow, Relaxed);
            self.committed = self.committed.offset(grow);
            self.step = (self.step * 2).min(MAX_COMMIT);
        }
        self.next = Address(end);
        start
    }

    fn used(&self, start: usize) -> usize {
        self.next.0 - start
    }
}

static SMALL: Mutex<Space> = Mutex::new(Space::empty());
static LARGE: Mutex<Space> = Mutex::new(Space::empty());
static COMMITTED: AtomicUsize = AtomicUsize::new(0);
static LIMIT: AtomicUsize = AtomicUsize::new(usize::MAX);

/// Reserves the range. `limit`: most bytes of memory that the heap may use.
pub fn init(limit: Option<usize>) {
    if let Some(limit) = limit {
        LIMIT.store(limit, Relaxed);
    }
    let mut size = RESERVE;
    let base = loop {
        // SAFETY: an anonymous mapping at an address of the system's choice.
        let base = unsafe {
            libc::mmap(
                ptr::null_mut(),
                size,
                libc::PROT_NONE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if base != libc::MAP_FAILED {
            if super::cards::init(size) {
                break base as usize;
            }
            // SAFETY: unmaps what was just mapped.
            unsafe { libc::munmap(base, size) };
        }
        size /= 2;
        if size < MIN_RESERVE {
            crate::os::fatal("Out of memory: no address space for the heap");
        }
    };
    let start = base.next_multiple_of(BLOCK);
    let middle = start + ((size / 2) & !(BLOCK - 1));
    let end = base + size;
    *SMALL.lock() = Space::new(start, middle);
    *LARGE.lock() = Space::new(middle, end);
    smelt_heap_base.store(base, Relaxed);
    smelt_heap_size.store(size, Relaxed);
    smelt_heap_end.store(end, Relaxed);
}

/// A fresh, zeroed block, or zero.
pub fn take_block() -> Address {
    SMALL.lock().take(BLOCK)
}

/// Zeroed memory for a large object, or zero.
pub fn allocate_large(size: usize) -> Address {
    LARGE.lock().take(size.next_multiple_of(PAGE))
}

/// Whether an address lies in the heap's range.
#[inline]
pub fn in_heap(address: usize) -> bool {
    address.wrapping_sub(smelt_heap_base.load(Relaxed)) < smelt_heap_size.load(Relaxed)
}

/// Whether an object lies in the heap (it may move or die), not in the image.
#[inline]
pub fn is_heap_object(object: ObjectRef) -> bool {
    in_heap(object.addr())
}

/// Bytes of blocks and large objects handed out, and bytes committed.
pub fn usage() -> (usize, usize) {
    let base = smelt_heap_base.load(Relaxed);
    if base == 0 {
        return (0, 0);
    }
    let small = SMALL.lock();
    let start = base.next_multiple_of(BLOCK);
    let large = LARGE.lock();
    let used = small.used(start) + large.used(small.end.0);
    (used, COMMITTED.load(Relaxed))
}

/// The limit on the heap's memory, if there is one.
pub fn limit() -> Option<usize> {
    let limit = LIMIT.load(Relaxed);
    (limit != usize::MAX).then_some(limit)
}
