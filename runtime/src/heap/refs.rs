//! Stores and copies of references.

use crate::object::ObjectRef;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering::*};

/// Stores a reference; what the object holds is seen with it.
#[inline]
pub unsafe fn store_ref(slot: *mut ObjectRef, value: ObjectRef) {
    AtomicPtr::from_ptr(slot.cast()).store(value.0, Release);
}

/// Two words that move together. Volatile, so that the loops below aren't turned into calls that may copy byte by byte.
#[repr(C, packed)]
#[derive(Copy, Clone)]
struct Pair(#[cfg(target_arch = "x86_64")] core::arch::x86_64::__m128i);

/// Overlap-safe copy of memory that holds references: no word is torn. Bytes after the last whole word are copied too.
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

/// Helper `CopyRefs`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_copy_refs(to: *mut u8, from: *const u8, bytes: i64) {
    copy_refs(to, from, bytes as usize)
}
