//! The card table: one byte per 512 bytes of the heap's range, set by stores of references into it.

use crate::object::ObjectRef;
use core::ptr;
use core::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::*};
use smelt_abi::heap::CARD_SHIFT;

/// Address of the card of the range's first bytes; compiled write barriers read it.
#[unsafe(no_mangle)]
pub static smelt_cards: AtomicUsize = AtomicUsize::new(0);

/// Maps the table for a range of `size` bytes.
pub(super) fn init(size: usize) -> bool {
    // SAFETY: an anonymous mapping at an address of the system's choice.
    let table = unsafe {
        libc::mmap(
            ptr::null_mut(),
            size >> CARD_SHIFT,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    if table == libc::MAP_FAILED {
        return false;
    }
    smelt_cards.store(table as usize, Relaxed);
    true
}

#[inline]
fn mark(slot: usize) {
    let offset = slot.wrapping_sub(super::space::smelt_heap_base.load(Relaxed));
    if offset < super::space::smelt_heap_size.load(Relaxed) {
        // SAFETY: the table has a byte for each card of the range.
        unsafe { *((smelt_cards.load(Relaxed) + (offset >> CARD_SHIFT)) as *mut u8) = 1 };
    }
}

/// Stores a reference and marks its card.
#[inline]
pub unsafe fn store_ref(slot: *mut ObjectRef, value: ObjectRef) {
    AtomicPtr::from_ptr(slot.cast()).store(value.0, Release);
    mark(slot as usize);
}

/// Marks the cards of a range that was written.
pub fn mark_range(start: usize, bytes: usize) {
    if bytes == 0 || !super::in_heap(start) {
        return;
    }
    let base = super::space::smelt_heap_base.load(Relaxed);
    let first = (start - base) >> CARD_SHIFT;
    let last = (start - base + bytes - 1) >> CARD_SHIFT;
    // SAFETY: the range lies in the heap, so the table has bytes for its cards.
    unsafe {
        ptr::write_bytes(
            (smelt_cards.load(Relaxed) + first) as *mut u8,
            1,
            last - first + 1,
        )
    };
}

/// Two words that move together. Volatile, so that the loops below aren't turned into calls that may copy byte by byte.
#[repr(C, packed)]
#[derive(Copy, Clone)]
struct Pair(#[cfg(target_arch = "x86_64")] core::arch::x86_64::__m128i);

/// Overlap-safe copy of memory that holds references: no word is torn, cards are marked. Bytes after the last whole word are copied too.
pub unsafe fn copy_refs(to: *mut u8, from: *const u8, bytes: usize) {
    let tail = bytes & !15;
    if (to as usize).wrapping_sub(from as usize) >= bytes {
        let mut at = 0;
        while at < tail {
            let pair = from.add(at).cast::<Pair>().read_volatile();
            to.add(at).cast::<Pair>().write_volatile(pair);
            at += 16;
        }
        copy_tail(to.add(tail), from.add(tail), bytes - tail);
    } else {
        copy_tail(to.add(tail), from.add(tail), bytes - tail);
        let mut at = tail;
        while at > 0 {
            at -= 16;
            let pair = from.add(at).cast::<Pair>().read_volatile();
            to.add(at).cast::<Pair>().write_volatile(pair);
        }
    }
    mark_range(to as usize, bytes);
}

/// Fewer than two words.
unsafe fn copy_tail(to: *mut u8, from: *const u8, bytes: usize) {
    if bytes >= 8 {
        let word = from.cast::<u64>().read_unaligned();
        let rest = bytes - 8;
        let mut last = [0u8; 8];
        ptr::copy_nonoverlapping(from.add(8), last.as_mut_ptr(), rest);
        to.cast::<u64>().write_unaligned(word);
        ptr::copy_nonoverlapping(last.as_ptr(), to.add(8), rest);
    } else {
        ptr::copy(from, to, bytes);
    }
}

/// Helper `StoreRef`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_store_ref(slot: *mut ObjectRef, value: ObjectRef) {
    store_ref(slot, value)
}

/// Helper `MarkCards`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_mark_cards(start: usize, bytes: i64) {
    mark_range(start, bytes as usize)
}

/// Helper `CopyRefs`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_copy_refs(to: *mut u8, from: *const u8, bytes: i64) {
    copy_refs(to, from, bytes as usize)
}
