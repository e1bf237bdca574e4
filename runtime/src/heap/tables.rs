//! Side tables of the range: where objects start, which are marked, which lines and pages are in use. All are mappings without memory until they are
//! touched, indexed by distance from the range's start.

use super::space::{self, HEAP_BASE};
use super::{Address, BLOCK};
use crate::object::ObjectRef;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering::*};

/// Bytes of a line, the unit in which blocks are reused.
pub const LINE: usize = 256;
/// Bytes of a page, the unit of large objects.
pub const PAGE: usize = 4096;
const WORD: usize = 8;
/// Bytes of the range that one word of a bitmap covers.
const GROUP: usize = WORD * 64;

/// Maps `size` zeroed bytes that take memory when they are touched. Null when the system refuses.
pub fn map(size: usize) -> *mut u8 {
    // SAFETY: an anonymous mapping at an address of the system's choice.
    let memory = unsafe {
        libc::mmap(
            ptr::null_mut(),
            size,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    if memory == libc::MAP_FAILED {
        ptr::null_mut()
    } else {
        memory.cast()
    }
}

/// A table with entries of type T for units of the range.
struct Table<T> {
    base: AtomicUsize,
    entry: core::marker::PhantomData<T>,
}

impl<T: Copy> Table<T> {
    const fn new() -> Self {
        Table {
            base: AtomicUsize::new(0),
            entry: core::marker::PhantomData,
        }
    }

    fn init(&self, entries: usize) -> bool {
        let memory = map(entries * size_of::<T>());
        self.base.store(memory as usize, Relaxed);
        !memory.is_null()
    }

    #[inline]
    fn at(&self, index: usize) -> *mut T {
        (self.base.load(Relaxed) as *mut T).wrapping_add(index)
    }

    fn clear(&self, first: usize, count: usize) {
        // SAFETY: callers stay in the table.
        unsafe { ptr::write_bytes(self.at(first), 0, count) };
    }
}

static STARTS: Table<u64> = Table::new();
static MARKS: Table<u64> = Table::new();
/// Marks of the collection before: what survived twice.
static AGED: Table<u64> = Table::new();
static LINES: Table<u8> = Table::new();
/// State of each block.
static BLOCKS: Table<u8> = Table::new();
/// By line: bytes, in words, of the run of objects that starts with the line and whose first object only is in [`STARTS`]; or 0.
static RUNS: Table<u16> = Table::new();
/// Pages of large objects: distance to the object's first page, plus one; 0 is a free page.
static PAGES: Table<u32> = Table::new();

/// Values of the block table.
pub mod block {
    /// Free; never used when it lies above what the space handed out so far.
    pub const FREE: u8 = 0;
    pub const USED: u8 = 1;
    /// Has free lines.
    pub const RECYCLABLE: u8 = 2;
}

/// Maps the tables for a range of `size` bytes.
pub(super) fn init(size: usize) -> bool {
    STARTS.init(size / GROUP + 1)
        && MARKS.init(size / GROUP + 1)
        && AGED.init(size / GROUP + 1)
        && LINES.init(size / LINE + 1)
        && RUNS.init(size / LINE + 1)
        && BLOCKS.init(size / BLOCK + 1)
        && PAGES.init(size / PAGE + 1)
}

#[inline]
fn offset(address: usize) -> usize {
    address - HEAP_BASE.load(Relaxed)
}

#[inline]
fn bit(object: ObjectRef) -> (usize, u64) {
    let word = (offset(object.addr()) - WORD) / WORD;
    (word / 64, 1 << (word % 64))
}

/// Bytes of storage that an object takes.
#[inline]
pub fn storage(object: ObjectRef) -> usize {
    object.size().max(smelt_abi::object::MIN_SIZE as usize)
}

/// Notes that an object starts here. The group of words belongs to the calling thread or the collector.
#[inline]
pub fn set_start(object: ObjectRef) {
    let (index, mask) = bit(object);
    // SAFETY: the object lies in the range.
    unsafe { *STARTS.at(index) |= mask };
}

/// Notes that objects fill `from..to`, part of one block. Their starts are looked up when somebody asks for one of them.
pub fn record_run(from: usize, to: usize) {
    if from == to {
        return;
    }
    if !offset(from).is_multiple_of(LINE) {
        return record_objects(from, to);
    }
    set_start(Address(from).object());
    // SAFETY: a line of the range.
    unsafe { *RUNS.at(offset(from) / LINE) = ((to - from) / WORD) as u16 };
}

/// Notes the starts of a run that [`record_run`] left out, if one starts with this object. Whether it did.
fn resolve_run(first: ObjectRef) -> bool {
    let start = offset(first.addr()) - WORD;
    if !start.is_multiple_of(LINE) {
        return false;
    }
    // SAFETY: a line of the range.
    let words = unsafe { core::mem::take(&mut *RUNS.at(start / LINE)) };
    let from = first.addr() - WORD;
    record_objects(from, from + usize::from(words) * WORD);
    words != 0
}

/// Notes all starts.
pub fn resolve_runs() {
    let (start, end) = space::small_used();
    for at in (start..end).step_by(LINE) {
        resolve_run(Address(at).object());
    }
}

/// Notes the starts of the objects that fill `from..to`.
pub fn record_objects(from: usize, to: usize) {
    let mut at = from;
    while at < to {
        let object = Address(at).object();
        set_start(object);
        at += storage(object);
    }
}

/// Whether a heap address is that of an object. Those of unresolved runs don't count but for the first.
#[inline]
pub fn is_start(object: ObjectRef) -> bool {
    let (index, mask) = bit(object);
    // SAFETY: callers checked that the address lies in the range.
    object.addr().is_multiple_of(WORD) && unsafe { *STARTS.at(index) & mask != 0 }
}

#[inline]
pub fn is_marked(object: ObjectRef) -> bool {
    let (index, mask) = bit(object);
    // SAFETY: the object lies in the range.
    unsafe { *MARKS.at(index) & mask != 0 }
}

/// Marks; false if it was marked before.
#[inline]
pub fn mark(object: ObjectRef) -> bool {
    let (index, mask) = bit(object);
    // SAFETY: the object lies in the range; only the collector marks.
    unsafe {
        let word = MARKS.at(index);
        let before = *word;
        *word = before | mask;
        before & mask == 0
    }
}

/// Marks the lines of a small object.
#[inline]
pub fn mark_lines(object: ObjectRef, size: usize) {
    let start = offset(object.addr()) - WORD;
    let (first, last) = (start / LINE, (start + size - 1) / LINE);
    // SAFETY: the object lies in the range.
    unsafe { ptr::write_bytes(LINES.at(first), 1, last - first + 1) };
}

/// Takes all marks back; [`age`] remembers them.
pub fn clear_marks() {
    for (start, end) in [space::small_used(), space::large_used()] {
        let (first, last) = (offset(start) / GROUP, offset(end).div_ceil(GROUP));
        for index in first..last {
            // SAFETY: the words lie in the tables. Only what changes is written, so that unused parts of the tables take no memory.
            unsafe {
                let marks = *MARKS.at(index);
                if marks != *AGED.at(index) {
                    *AGED.at(index) = marks;
                }
                if marks != 0 {
                    *MARKS.at(index) = 0;
                }
            }
        }
    }
    let (start, end) = space::small_used();
    LINES.clear(offset(start) / LINE, (end - start) / LINE);
}

/// The object that an address points into, at, or one past the end of.
pub fn object_around(address: usize) -> Option<ObjectRef> {
    let (start, end) = space::small_used();
    if address > start && address <= end {
        return small_around(address - 1);
    }
    let (start, end) = space::large_used();
    if address > start && address <= end {
        let page = offset(address - 1) / PAGE;
        // SAFETY: the page lies in the range.
        let back = unsafe { *PAGES.at(page) };
        if back == 0 {
            return None;
        }
        let first = page - (back as usize - 1);
        let object = Address(HEAP_BASE.load(Relaxed) + first * PAGE).object();
        return is_start(object).then_some(object);
    }
    None
}

/// The small object whose storage has this byte.
fn small_around(address: usize) -> Option<ObjectRef> {
    let word = offset(address) / WORD;
    let first = (offset(address & !(BLOCK - 1))) / GROUP;
    let mut index = word / 64;
    // Bits up to and including the word's own.
    // SAFETY: the words lie in the table.
    let mut bits = unsafe { *STARTS.at(index) } & (u64::MAX >> (63 - word % 64));
    while bits == 0 {
        if index == first {
            return None;
        }
        index -= 1;
        // SAFETY: as above.
        bits = unsafe { *STARTS.at(index) };
    }
    let word = index * 64 + 63 - bits.leading_zeros() as usize;
    let object = Address(HEAP_BASE.load(Relaxed) + word * WORD).object();
    if resolve_run(object) {
        return small_around(address);
    }
    (address < object.addr() - WORD + storage(object)).then_some(object)
}

/// Calls `f` with the marked objects, in order of address.
pub fn for_each_marked(f: impl FnMut(ObjectRef)) {
    for_each_bit(&MARKS, f);
}

fn for_each_bit(table: &Table<u64>, mut f: impl FnMut(ObjectRef)) {
    for (start, end) in [space::small_used(), space::large_used()] {
        for index in offset(start) / GROUP..offset(end).div_ceil(GROUP) {
            // SAFETY: the words lie in the table.
            let mut bits = unsafe { *table.at(index) };
            while bits != 0 {
                let word = index * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                f(Address(HEAP_BASE.load(Relaxed) + word * WORD).object());
            }
        }
    }
}

/// Calls `f` with all objects that have been recorded, in order of address.
pub fn for_each_object(f: impl FnMut(ObjectRef)) {
    for_each_bit(&STARTS, f);
}

/// Whether all lines of a small object are marked.
pub fn lines_marked(object: ObjectRef) -> bool {
    let start = offset(object.addr()) - WORD;
    let (first, last) = (start / LINE, (start + storage(object) - 1) / LINE);
    // SAFETY: the object lies in the range.
    (first..=last).all(|line| unsafe { *LINES.at(line) } != 0)
}

/// How often an object survived: 0 new, 1 once, 2 more often.
pub fn age(object: ObjectRef) -> i32 {
    let (index, mask) = bit(object);
    // SAFETY: the object lies in the range.
    match unsafe { (*MARKS.at(index) & mask, *AGED.at(index) & mask) } {
        (0, _) => 0,
        (_, 0) => 1,
        _ => 2,
    }
}

/// Calls `f` with the objects that aren't marked and forgets that they are objects.
pub fn take_unmarked(mut f: impl FnMut(ObjectRef)) {
    for (start, end) in [space::small_used(), space::large_used()] {
        for index in offset(start) / GROUP..offset(end).div_ceil(GROUP) {
            // SAFETY: the words lie in the tables.
            unsafe {
                let mut bits = *STARTS.at(index) & !*MARKS.at(index);
                if bits == 0 {
                    continue;
                }
                *STARTS.at(index) &= *MARKS.at(index);
                while bits != 0 {
                    let word = index * 64 + bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    f(Address(HEAP_BASE.load(Relaxed) + word * WORD).object());
                }
            }
        }
    }
}

/// Only what is marked stays an object; blocks get their new states. Returns the bytes in use.
pub(super) fn sweep_small() -> usize {
    let (start, end) = space::small_used();
    let mut used = 0;
    for at in (start..end).step_by(BLOCK) {
        let first = offset(at) / GROUP;
        let mut any = 0;
        for index in first..first + BLOCK / GROUP {
            // SAFETY: the words lie in the tables.
            unsafe {
                let live = *MARKS.at(index);
                *STARTS.at(index) = live;
                any |= live;
            }
        }
        RUNS.clear(offset(at) / LINE, BLOCK / LINE);
        let mut state = block::FREE;
        if any != 0 {
            // SAFETY: the block's lines.
            let lines =
                unsafe { core::slice::from_raw_parts(LINES.at(offset(at) / LINE), BLOCK / LINE) };
            let live = lines.iter().map(|&l| usize::from(l)).sum::<usize>();
            used += live * LINE;
            state = if live == lines.len() {
                block::USED
            } else {
                block::RECYCLABLE
            };
        }
        set_block(at, state);
    }
    used
}

pub(super) fn block_state(at: usize) -> u8 {
    // SAFETY: the block lies in the range.
    unsafe { *BLOCKS.at(offset(at) / BLOCK) }
}

pub(super) fn set_block(at: usize, state: u8) {
    // SAFETY: the block lies in the range.
    unsafe { *BLOCKS.at(offset(at) / BLOCK) = state };
}

/// The next run of free lines of a block that starts at or after `from`, which lies in the block or at its end.
pub(super) fn next_hole(from: usize, block_end: usize) -> Option<(usize, usize)> {
    let mut line = offset(from).div_ceil(LINE);
    let end = offset(block_end) / LINE;
    // SAFETY: lines of the block.
    unsafe {
        while line < end && *LINES.at(line) != 0 {
            line += 1;
        }
        if line == end {
            return None;
        }
        let first = line;
        while line < end && *LINES.at(line) == 0 {
            line += 1;
        }
        let base = HEAP_BASE.load(Relaxed);
        Some((base + first * LINE, base + line * LINE))
    }
}

/// Notes the pages of a large object (or that they are free again).
pub(super) fn set_pages(start: usize, size: usize, used: bool) {
    let first = offset(start) / PAGE;
    for i in 0..size / PAGE {
        // SAFETY: pages of the range.
        unsafe { *PAGES.at(first + i) = if used { i as u32 + 1 } else { 0 } };
    }
}

/// Frees the large objects that aren't marked: `freed` gets the free runs of pages, adjacent ones joined, in order of address. Returns the bytes in
/// use.
pub(super) fn sweep_large(mut freed: impl FnMut(usize, usize)) -> usize {
    let (start, end) = space::large_used();
    let mut used = 0;
    let mut run = start;
    let mut at = start;
    while at < end {
        // SAFETY: a page of the range.
        if unsafe { *PAGES.at(offset(at) / PAGE) } == 0 {
            at += PAGE;
            continue;
        }
        let object = Address(at).object();
        let size = storage(object).next_multiple_of(PAGE);
        if is_marked(object) {
            if run < at {
                freed(run, at);
            }
            run = at + size;
            used += size;
        } else {
            let (index, mask) = bit(object);
            // SAFETY: the object lies in the range.
            unsafe { *STARTS.at(index) &= !mask };
            set_pages(at, size, false);
        }
        at += size;
    }
    if run < end {
        freed(run, end);
    }
    used
}
