//! The reserved range: blocks for small objects from its start, large objects from its middle. Memory is committed in growing steps, so that
//! small programs stay small and large ones get huge pages.

use super::tables::{self, PAGE, block};
use super::{Address, BLOCK};
use crate::object::ObjectRef;
use crate::os::Mutex;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering::*};

/// Start of the range.
pub static HEAP_BASE: AtomicUsize = AtomicUsize::new(0);
/// Bytes of the range.
pub static HEAP_SIZE: AtomicUsize = AtomicUsize::new(0);

/// Largest range that is asked for, and smallest that will do.
const RESERVE: usize = 256 << 30;
const MIN_RESERVE: usize = 64 << 20;
/// First step of committing, and largest.
const FIRST_COMMIT: usize = 256 << 10;
const MAX_COMMIT: usize = 32 << 20;

/// A part of the range that fills upwards.
struct Space {
    next: Address,
    committed: Address,
    end: Address,
    step: usize,
    /// Copy of `next` that is read without the lock.
    shown: &'static AtomicUsize,
}

impl Space {
    const fn empty(shown: &'static AtomicUsize) -> Self {
        Space {
            next: Address::ZERO,
            committed: Address::ZERO,
            end: Address::ZERO,
            step: FIRST_COMMIT,
            shown,
        }
    }

    fn set(&mut self, start: usize, end: usize) {
        self.next = Address(start);
        self.committed = Address(start);
        self.end = Address(end);
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
        self.shown.store(end, Relaxed);
        start
    }
}

static SMALL: Mutex<Space> = Mutex::new(Space::empty(&SMALL_END));
static LARGE: Mutex<Space> = Mutex::new(Space::empty(&LARGE_END));
static SMALL_END: AtomicUsize = AtomicUsize::new(0);
static LARGE_START: AtomicUsize = AtomicUsize::new(0);
static LARGE_END: AtomicUsize = AtomicUsize::new(0);
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
            if tables::init(size) {
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
    SMALL.lock().set(start, middle);
    LARGE.lock().set(middle, end);
    LARGE_START.store(middle, Relaxed);
    HEAP_BASE.store(base, Relaxed);
    HEAP_SIZE.store(size, Relaxed);
}

/// Blocks below these have been looked at since the last collection: for free lines, and for whole blocks. 0 before the first collection.
static CURSORS: [AtomicUsize; 2] = [const { AtomicUsize::new(0) }; 2];
/// Free runs of pages between large objects: found by the last collection, used up from their starts.
static FREE_RUNS: Mutex<FreeRuns> = Mutex::new(FreeRuns {
    runs: [(0, 0); MAX_RUNS],
    count: 0,
});
/// Runs that are remembered; more of them stay unused until the next collection.
const MAX_RUNS: usize = 512;

struct FreeRuns {
    runs: [(usize, usize); MAX_RUNS],
    count: usize,
}

/// Bytes handed out to threads since the last collection, and in use after it.
static SINCE: AtomicUsize = AtomicUsize::new(0);
static LIVE: AtomicUsize = AtomicUsize::new(0);

/// Zeroed memory for small objects: a whole block, or unless `whole` the first free lines of one. None when memory is exhausted.
pub(super) fn take_block(whole: bool) -> Option<(usize, usize)> {
    let mut small = SMALL.lock();
    let cursor = &CURSORS[usize::from(whole)];
    let mut at = cursor.load(Relaxed);
    if at != 0 {
        while at < small.next.0 {
            let found = match tables::block_state(at) {
                block::FREE => Some((at, at + BLOCK)),
                block::RECYCLABLE if !whole => tables::next_hole(at, at + BLOCK),
                _ => None,
            };
            if let Some((start, end)) = found {
                tables::set_block(at, block::USED);
                cursor.store(at + BLOCK, Relaxed);
                drop(small);
                clear(start, end);
                return Some((start, end));
            }
            at += BLOCK;
        }
        cursor.store(at, Relaxed);
    }
    let fresh = small.take(BLOCK);
    if fresh.is_zero() {
        return None;
    }
    tables::set_block(fresh.0, block::USED);
    SINCE.fetch_add(BLOCK, Relaxed);
    Some((fresh.0, fresh.0 + BLOCK))
}

/// More free lines of the block in which the calling thread has come to `from`.
pub(super) fn next_hole(from: usize) -> Option<(usize, usize)> {
    if from == 0 || from.is_multiple_of(BLOCK) {
        return None;
    }
    let hole = tables::next_hole(from, from.next_multiple_of(BLOCK))?;
    clear(hole.0, hole.1);
    Some(hole)
}

fn clear(start: usize, end: usize) {
    SINCE.fetch_add(end - start, Relaxed);
    // SAFETY: free memory of the heap that belongs to the calling thread now.
    unsafe { ptr::write_bytes(start as *mut u8, 0, end - start) };
}

/// Zeroed memory for a large object, or zero.
pub fn allocate_large(size: usize) -> Address {
    let size = size.next_multiple_of(PAGE);
    let mut large = LARGE.lock();
    let mut at = take_run(size);
    let reused = !at.is_zero();
    if !reused {
        at = large.take(size);
    }
    drop(large);
    if at.is_zero() {
        return at;
    }
    if reused && size <= MAX_CLEARED {
        // SAFETY: free memory of the heap that belongs to the calling thread now.
        unsafe { ptr::write_bytes(at.0 as *mut u8, 0, size) };
    } else if reused {
        give_back(at.0, at.0 + size);
    }
    tables::set_pages(at.0, size, true);
    tables::set_start(at.object());
    SINCE.fetch_add(size, Relaxed);
    at
}

/// Larger objects in used memory get new zero pages from the system as they are touched.
const MAX_CLEARED: usize = 16 << 20;

/// Free memory of large objects that is kept after a collection, so that it need not come from the system again: at least this many bytes.
const KEPT: usize = 32 << 20;

/// Returns pages to the system; they read as zero afterwards.
fn give_back(start: usize, end: usize) {
    // SAFETY: free pages of the heap.
    unsafe { libc::madvise(start as *mut _, end - start, libc::MADV_DONTNEED) };
}

fn take_run(size: usize) -> Address {
    let mut free = FREE_RUNS.lock();
    let count = free.count;
    for run in &mut free.runs[..count] {
        if run.1 - run.0 >= size {
            let at = run.0;
            run.0 += size;
            return Address(at);
        }
    }
    Address::ZERO
}

/// Gives back what isn't marked. All threads are stopped and have no blocks.
pub fn sweep() {
    let small = tables::sweep_small();
    let mut free = FREE_RUNS.lock();
    free.count = 0;
    let mut kept = 0;
    let most = KEPT.max(small / 2);
    let large = tables::sweep_large(|start, end| {
        kept += end - start;
        if free.count == MAX_RUNS || kept > most {
            give_back(start, end);
        }
        if free.count < MAX_RUNS {
            let at = free.count;
            free.runs[at] = (start, end);
            free.count += 1;
        }
    });
    drop(free);
    for cursor in &CURSORS {
        cursor.store(small_used().0, Relaxed);
    }
    LIVE.store(small + large, Relaxed);
    SINCE.store(0, Relaxed);
}

/// Bytes handed out since the last collection, and bytes that were in use after it.
pub fn since_collection() -> (usize, usize) {
    (SINCE.load(Relaxed), LIVE.load(Relaxed))
}

/// The part of the small-object space that has been handed out at some time.
pub fn small_used() -> (usize, usize) {
    let start = HEAP_BASE.load(Relaxed).next_multiple_of(BLOCK);
    (start, SMALL_END.load(Relaxed).max(start))
}

/// The same for large objects.
pub fn large_used() -> (usize, usize) {
    let start = LARGE_START.load(Relaxed);
    (start, LARGE_END.load(Relaxed).max(start))
}

/// Whether an address lies in the heap's range.
#[inline]
pub fn in_heap(address: usize) -> bool {
    address.wrapping_sub(HEAP_BASE.load(Relaxed)) < HEAP_SIZE.load(Relaxed)
}

/// Whether an object lies in the heap (it may move or die), not in the image.
#[inline]
pub fn is_heap_object(object: ObjectRef) -> bool {
    in_heap(object.addr())
}

/// Bytes in use, and bytes committed.
pub fn usage() -> (usize, usize) {
    let (since, live) = since_collection();
    (since + live, COMMITTED.load(Relaxed))
}

/// The limit on the heap's memory, if there is one.
pub fn limit() -> Option<usize> {
    let limit = LIMIT.load(Relaxed);
    (limit != usize::MAX).then_some(limit)
}
