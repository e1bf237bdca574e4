//! Allocation. One reserved range of addresses holds the small-object space (blocks that threads bump through) and the large-object space.
//! Compiled code bumps `alloc_ptr` in the thread record itself and calls here when the block is full.
//!
//! Raw addresses stay in this folder: everybody else has [`ObjectRef`]s.

mod refs;
mod space;
mod stats;
pub mod tables;

pub use refs::{copy_refs, store_ref};
pub use space::{in_heap, init, is_heap_object, limit, since_collection, sweep};
pub use stats::*;

use crate::object::{MethodTable, ObjectRef};
use crate::thread::{self, Thread};
use core::sync::atomic::Ordering::Relaxed;
use smelt_abi::{heap as abi, object as layout};

/// A word-aligned address in the heap.
#[repr(transparent)]
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Address(pub usize);

impl Address {
    pub const ZERO: Address = Address(0);

    pub fn offset(self, bytes: usize) -> Address {
        Address(self.0 + bytes)
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The object whose storage starts here (its header word is the first word).
    fn object(self) -> ObjectRef {
        ObjectRef((self.0 + 8) as *mut u8)
    }
}

/// Bytes of an allocation block.
pub const BLOCK: usize = 32 * 1024;

/// Objects above this don't make a thread give up its block: they go to its overflow block.
const MEDIUM: usize = 2 * 1024;

/// Largest size of an object that is tried at all.
const MAX_OBJECT: usize = 1 << 40;

/// Allocates an object of a type without components. Zeroed; null when memory is exhausted.
pub fn allocate(mt: &MethodTable) -> ObjectRef {
    let object = allocate_bytes(mt, mt.base_size as usize);
    if mt.has_finalizer() && !object.is_null() {
        crate::gc::register_finalizable(object);
    }
    object
}

/// Most elements of an array, and of each of its dimensions (`Array.MaxLength`).
const MAX_LENGTH: usize = 0x7fff_ffc7;

/// Allocates an array or string with its length set. Zeroed; null when memory is exhausted.
pub fn allocate_array(mt: &MethodTable, length: usize) -> ObjectRef {
    if length > MAX_LENGTH {
        return ObjectRef::NULL;
    }
    let object = allocate_bytes(mt, mt.base_size as usize + mt.component_size() * length);
    if !object.is_null() {
        // SAFETY: the object is new and starts with method table and length.
        unsafe { object.set_field(layout::ARRAY_LENGTH as usize, length as u32) };
    }
    object
}

fn allocate_bytes(mt: &MethodTable, size: usize) -> ObjectRef {
    let size = (size.max(layout::MIN_SIZE as usize) + 7) & !7;
    crate::gc::at_allocation(size);
    let mut at = take(thread::current(), size);
    if at.is_zero() && crate::gc::collect_for_memory() {
        at = take(thread::current(), size);
    }
    crate::gc::after_allocation(thread::current());
    if at.is_zero() {
        return ObjectRef::NULL;
    }
    let object = at.object();
    // SAFETY: fresh zeroed memory of at least MIN_SIZE bytes.
    unsafe { object.0.cast::<*const MethodTable>().write(mt) };
    object
}

pub(crate) fn take(thread: &mut Thread, size: usize) -> Address {
    if size <= abi::MAX_SMALL as usize {
        small(thread, size)
    } else if size <= MAX_OBJECT {
        let at = space::allocate_large(size);
        if !at.is_zero() {
            thread.allocated_bytes += size as u64;
        }
        at
    } else {
        Address::ZERO
    }
}

fn small(thread: &mut Thread, size: usize) -> Address {
    let at = thread.alloc_ptr;
    if size <= thread.alloc_limit - at {
        thread.alloc_ptr = at + size;
        return Address(at);
    }
    // Between free lines of a block, or with much room left, larger objects go elsewhere.
    let in_holes = !thread.alloc_limit.is_multiple_of(BLOCK);
    if (size > MEDIUM && thread.alloc_limit - at > MEDIUM) || (size > tables::LINE && in_holes) {
        return overflow(thread, size);
    }
    loop {
        let from = thread.alloc_limit;
        retire_block(thread);
        let Some((start, end)) =
            space::next_hole(from).or_else(|| space::take_block(size > tables::LINE))
        else {
            return Address::ZERO;
        };
        thread.block_start = start;
        thread.alloc_ptr = start;
        thread.alloc_limit = end;
        if size <= end - start {
            thread.alloc_ptr = start + size;
            return Address(start);
        }
    }
}

/// Medium objects that don't fit: the thread keeps its current block for small ones.
fn overflow(thread: &mut Thread, size: usize) -> Address {
    if size > thread.overflow_limit - thread.overflow_ptr {
        retire_overflow(thread);
        let Some((start, end)) = space::take_block(true) else {
            return Address::ZERO;
        };
        thread.overflow_start = start;
        thread.overflow_ptr = start;
        thread.overflow_limit = end;
    }
    let at = thread.overflow_ptr;
    thread.overflow_ptr += size;
    thread.allocated_bytes += size as u64;
    Address(at)
}

/// Notes the objects that the thread made in its blocks so far.
pub fn record_objects(thread: &mut Thread) {
    tables::record_objects(thread.block_start, thread.alloc_ptr);
    thread.allocated_bytes += (thread.alloc_ptr - thread.block_start) as u64;
    thread.block_start = thread.alloc_ptr;
    tables::record_objects(thread.overflow_start, thread.overflow_ptr);
    thread.overflow_start = thread.overflow_ptr;
}

fn retire_overflow(thread: &mut Thread) {
    tables::record_run(thread.overflow_start, thread.overflow_ptr);
    thread.overflow_start = 0;
    thread.overflow_ptr = 0;
    thread.overflow_limit = 0;
}

/// Gives up the thread's block of small objects.
fn retire_block(thread: &mut Thread) {
    tables::record_run(thread.block_start, thread.alloc_ptr);
    thread.allocated_bytes += (thread.alloc_ptr - thread.block_start) as u64;
    thread.alloc_ptr = 0;
    thread.alloc_limit = 0;
    thread.block_start = 0;
}

/// Gives up the thread's blocks.
pub fn retire_blocks(thread: &mut Thread) {
    retire_block(thread);
    retire_overflow(thread);
}

/// The thread ends: its share of the statistics stays.
pub fn thread_exit(thread: &mut Thread) {
    retire_blocks(thread);
    stats::DEAD_THREAD_BYTES.fetch_add(thread.allocated_bytes, Relaxed);
    thread.allocated_bytes = 0;
}

/// A copy of an object with the same fields; for arrays and strings the same length.
pub fn clone(object: ObjectRef) -> ObjectRef {
    let mt = object.method_table();
    let size = object.size();
    let copy = allocate_bytes(mt, size);
    if copy.is_null() {
        return copy;
    }
    // SAFETY: both objects have `size` bytes, the header word included.
    unsafe {
        let bytes = size - 16;
        if mt.contains_references() {
            copy_refs(copy.0.add(8), object.0.add(8), bytes);
        } else {
            core::ptr::copy_nonoverlapping(object.0.add(8), copy.0.add(8), bytes);
        }
    }
    if mt.has_finalizer() {
        crate::gc::register_finalizable(copy);
    }
    copy
}

/// A multi-dimensional array. Null when memory is exhausted or the size overflows.
pub unsafe fn allocate_md(
    mt: &MethodTable,
    lengths: &[i32],
    lower_bounds: Option<&[i32]>,
) -> ObjectRef {
    let mut count = 1usize;
    for &length in lengths {
        let length = length as u32 as usize;
        count = match count.checked_mul(length) {
            Some(count) if count.max(length) <= MAX_LENGTH => count,
            _ => return ObjectRef::NULL,
        };
    }
    let object = allocate_array(mt, count);
    if object.is_null() {
        return object;
    }
    if !mt.is_sz_array() {
        let bounds = object.array_data().cast::<i32>();
        for (i, &length) in lengths.iter().enumerate() {
            bounds.add(i).write(length);
        }
        if let Some(lower_bounds) = lower_bounds {
            for (i, &bound) in lower_bounds.iter().enumerate() {
                bounds.add(lengths.len() + i).write(bound);
            }
        }
    }
    object
}

/// Helper `AllocObject`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_alloc_object(mt: &'static MethodTable) -> ObjectRef {
    allocate(mt)
}

/// Helper `AllocArray`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_alloc_array(mt: &'static MethodTable, length: i64) -> ObjectRef {
    allocate_array(mt, length as usize)
}

/// Helper `AllocMdArray`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_alloc_md_array(
    mt: &'static MethodTable,
    rank: i32,
    lengths: *const i32,
    lower_bounds: *const i32,
) -> ObjectRef {
    let rank = rank as usize;
    allocate_md(
        mt,
        core::slice::from_raw_parts(lengths, rank),
        (!lower_bounds.is_null()).then(|| core::slice::from_raw_parts(lower_bounds, rank)),
    )
}
