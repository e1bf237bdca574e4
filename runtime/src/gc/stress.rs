//! The stress collector: `SMELT_GC_STRESS=N` makes every Nth allocation and poll collect. Dead objects are overwritten and their memory isn't used
//! again; every reference in a live object is checked. What the compiler got wrong shows at once instead of some day. With
//! `SMELT_GC_STRESS_LIMIT=C` the interval doubles after each C collections, so that programs that allocate much come to their end.

use crate::heap::{self, tables};
use crate::object::{MethodTable, ObjectRef, TypeInfo};
use crate::vm::made_types;
use crate::{os, start, thread};
use alloc::format;
use core::sync::atomic::{AtomicBool, AtomicU64, Ordering::*};

static ACTIVE: AtomicBool = AtomicBool::new(false);
static EVERY: AtomicU64 = AtomicU64::new(0);
/// Collections until the interval doubles, or 0.
static LIMIT: AtomicU64 = AtomicU64::new(0);
static DONE: AtomicU64 = AtomicU64::new(0);
static TICKS: AtomicU64 = AtomicU64::new(0);

/// What dead objects are overwritten with: an address that is never mapped, so that following it faults.
pub const POISON: u64 = 0x1bdb_dbdb_dbd8;

pub(super) fn init() {
    let number = |name| {
        start::environment(name)
            .and_then(|v| core::str::from_utf8(v).ok()?.parse().ok())
            .unwrap_or(0)
    };
    let every = number(c"SMELT_GC_STRESS");
    LIMIT.store(number(c"SMELT_GC_STRESS_LIMIT"), Relaxed);
    if every != 0 {
        EVERY.store(every, Relaxed);
        ACTIVE.store(true, Relaxed);
    }
}

/// Whether the program runs under the stress collector.
#[inline]
pub fn active() -> bool {
    ACTIVE.load(Relaxed)
}

/// An allocation or poll: collects at every Nth.
pub(super) fn tick() {
    if active()
        && TICKS
            .fetch_add(1, Relaxed)
            .is_multiple_of(EVERY.load(Relaxed))
    {
        if thread::current().mode != thread::COOPERATIVE {
            os::fatal("Stress collector: an allocation in preemptive mode");
        }
        let limit = LIMIT.load(Relaxed);
        if limit != 0 && (DONE.fetch_add(1, Relaxed) + 1).is_multiple_of(limit) {
            EVERY.fetch_max(EVERY.load(Relaxed) * 2, Relaxed);
        }
        super::collect_if(super::GENERATIONS, || true);
    }
}

/// Overwrites the objects that aren't marked.
pub(super) fn poison_dead() {
    tables::take_unmarked(|object| {
        let words = tables::storage(object) / 8;
        let first = object.0.wrapping_sub(8).cast::<u64>();
        for i in 0..words {
            // SAFETY: the storage of a dead object.
            unsafe { first.add(i).write(POISON) };
        }
    });
}

/// Whether a reference is null, that of a live heap object, or outside of the heap.
pub(super) fn is_valid(object: ObjectRef) -> bool {
    if object.is_null() {
        return true;
    }
    if !object.addr().is_multiple_of(8) || object.addr() as u64 == POISON {
        return false;
    }
    if !heap::is_heap_object(object) {
        return in_image(object.addr()) && is_method_table(word(object.addr()));
    }
    tables::is_start(object) && is_method_table(word(object.addr()))
}

/// Whether a heap object starts with the address of a method table.
pub(super) fn has_method_table(object: ObjectRef) -> bool {
    is_method_table(word(object.addr()))
}

fn word(address: usize) -> usize {
    // SAFETY: callers checked that the address is mapped.
    unsafe { *(address as *const usize) }
}

fn in_image(address: usize) -> bool {
    #[cfg(test)]
    return address != 0;
    #[cfg(not(test))]
    {
        unsafe extern "C" {
            static __ehdr_start: u8;
            static _end: u8;
        }
        address >= &raw const __ehdr_start as usize && address < &raw const _end as usize
    }
}

/// Whether the word is the address of a method table: its type information leads back to it, or it was made at run time.
fn is_method_table(word: usize) -> bool {
    if !word.is_multiple_of(8) || !in_image(word) {
        return made_types::is_method_table(word);
    }
    // SAFETY: addresses in the image are mapped.
    unsafe {
        let info = (*(word as *const MethodTable)).info;
        (info as usize).is_multiple_of(8)
            && in_image(info as usize)
            && (*info.cast::<TypeInfo>()).handle.0 == word
    }
}

fn describe(value: ObjectRef) -> &'static str {
    if value.addr() as u64 == POISON {
        "the contents of a dead object"
    } else if heap::is_heap_object(value) && !tables::is_start(value) {
        "no object: dead, or inside of one"
    } else {
        "no object: without a method table"
    }
}

/// A live object has a bad reference: tells and aborts.
#[cold]
pub(super) fn bad_field(object: ObjectRef, offset: usize, value: ObjectRef) -> ! {
    let name = crate::typenames::to_string(object.method_table().handle());
    os::fatal(&format!(
        "Collector: the {name} at {:#x} holds {:#x} at offset {offset}, which is {}",
        object.addr(),
        value.addr(),
        describe(value)
    ))
}

/// A root is bad: tells and aborts.
#[cold]
pub(super) fn bad_root(what: &str, slot: usize, value: ObjectRef) -> ! {
    os::fatal(&format!(
        "Collector: a root ({what}) at {slot:#x} holds {:#x}, which is {}",
        value.addr(),
        describe(value)
    ))
}
