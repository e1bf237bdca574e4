//! The heap verifier: `SMELT_GC_VERIFY=1` checks every object of the heap before and after each collection. An object that is known to the tables was
//! live at the last collection or is younger, so all its references must be good whether or not it is live now.

use super::{roots, stress};
use crate::heap::tables;
use crate::object::ObjectRef;
use crate::{os, start};
use alloc::format;
use core::sync::atomic::{AtomicBool, Ordering::*};
use smelt_abi::gc_desc;

static ACTIVE: AtomicBool = AtomicBool::new(false);

pub(super) fn init() {
    let on = start::environment(c"SMELT_GC_VERIFY").is_some_and(|v| v != b"0" && v != b"off");
    ACTIVE.store(on, Relaxed);
}

/// Whether the heap is verified.
pub fn active() -> bool {
    ACTIVE.load(Relaxed)
}

/// Checks all objects; after a collection also that what they refer to was marked, and that their lines are kept. Threads are stopped and their
/// objects recorded.
pub(super) fn heap(after: bool) {
    tables::for_each_object(|object| {
        if !stress::has_method_table(object) {
            fail(object, 0, object, "has no method table");
        }
        if after
            && object.size() <= smelt_abi::heap::MAX_SMALL as usize
            && !tables::lines_marked(object)
        {
            fail(object, 0, object, "lies in lines that count as free");
        }
        for_each_reference(object, |offset, value| {
            if !stress::is_valid(value) {
                stress::bad_field(object, offset, value);
            }
            if after && roots::is_dead(value) {
                fail(
                    object,
                    offset,
                    value,
                    "refers to an object that was not marked",
                );
            }
        });
    });
}

#[cold]
fn fail(object: ObjectRef, offset: usize, value: ObjectRef, what: &str) -> ! {
    os::fatal(&format!(
        "Heap verifier: the object at {:#x} {what} (offset {offset}, {:#x})",
        object.addr(),
        value.addr()
    ))
}

/// Calls `f` with offset and value of each reference of an object.
pub(super) fn for_each_reference(object: ObjectRef, mut f: impl FnMut(usize, ObjectRef)) {
    let mt = object.method_table();
    if !mt.contains_references() {
        return;
    }
    let mut words = |offset: usize, count: usize| {
        for i in 0..count {
            let at = offset + i * 8;
            // SAFETY: the descriptor speaks of fields and elements that the object has.
            f(at, unsafe { object.0.add(at).cast::<ObjectRef>().read() });
        }
    };
    // SAFETY: as above; descriptors are data of the image.
    unsafe {
        let desc = mt.gc_desc;
        let first = mt.base_size as usize - 8;
        let mut runs = |base: usize| {
            for i in 0..*desc.add(1) as usize {
                words(
                    base + *desc.add(2 + 2 * i) as usize,
                    *desc.add(3 + 2 * i) as usize,
                );
            }
        };
        match *desc {
            gc_desc::REF_ARRAY => words(first, object.length() as usize),
            gc_desc::STRUCT_ARRAY => {
                for i in 0..object.length() as usize {
                    runs(first + i * mt.component_size());
                }
            }
            _ => runs(0),
        }
    }
}
