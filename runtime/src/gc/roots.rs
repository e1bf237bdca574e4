//! Where references come from besides the heap: stacks, thread records, statics, the image's data, handles, tables of the runtime.

use super::finalize;
use super::mark::Marker;
use crate::heap::{self, tables};
use crate::image;
use crate::object::ObjectRef;
use crate::thread::{self, Thread};
use crate::threads;
use crate::vm::handles::{self, kind};
use crate::vm::strings;
use core::ptr;
use core::sync::atomic::Ordering::*;

/// Marks from all strong roots. `frame`: where this thread's stack is to be read from.
pub fn mark(marker: &mut Marker, frame: usize) {
    let me: *mut Thread = thread::current();
    // SAFETY: the other threads are stopped, so that their records and stacks above their frames hold still; the rest is data of the image.
    unsafe {
        threads::for_each_native(|native| {
            let object = ObjectRef(native.object.load(Acquire));
            marker.root(&raw const object, "thread object");
        });
        threads::for_each_record(|record| {
            let from = if ptr::eq(record, me) {
                frame
            } else {
                (*record).transition_frame
            };
            mark_thread(marker, &*record, from);
            marker.drain();
        });
        for root in image::static_roots() {
            for i in 0..root.count as usize {
                let offset = *root.offsets.add(i) as usize;
                marker.root(root.address.add(offset).cast(), "static field");
            }
        }
        let (start, end) = image_data();
        marker.range(start, end);
        for kind in [kind::NORMAL, kind::PINNED] {
            handles::for_each_slot(kind, |slot| marker.root(slot, "handle"));
        }
        strings::for_each_interned(|slot| marker.root(slot, "interned string"));
        finalize::for_each_due(|slot| marker.root(slot, "object to be finalized"));
    }
    marker.drain();
}

unsafe fn mark_thread(marker: &mut Marker, thread: &Thread, from: usize) {
    marker.root(&thread.managed_thread, "thread object");
    marker.root(&thread.pending_message, "pending exception's message");
    marker.root(&thread.pending_object, "pending exception");
    let mut in_flight = thread.in_flight;
    while !in_flight.is_null() {
        marker.root(&raw const (*in_flight).object, "exception in flight");
        in_flight = (*in_flight).next;
    }
    let statics = thread.thread_statics as usize;
    marker.range(statics, statics + image::root().thread_static_size as usize);
    let arguments = &raw const thread.arguments as usize;
    marker.range(arguments, arguments + size_of_val(&thread.arguments));
    marker.range(from, thread.stack_base);
}

/// The image's initialised writable data: frozen objects, records with object slots. Statics are described one by one.
fn image_data() -> (usize, usize) {
    #[cfg(test)]
    return (0, 0);
    #[cfg(not(test))]
    {
        const PT_LOAD: u32 = 1;
        const PT_GNU_RELRO: u32 = 0x6474_e552;
        const PF_W: u32 = 2;
        unsafe extern "C" {
            static __ehdr_start: libc::Elf64_Ehdr;
        }
        let (mut start, mut end, mut relro_end) = (0, 0, 0);
        // SAFETY: the ELF header and the program headers are part of the image.
        unsafe {
            let base = &raw const __ehdr_start as usize;
            let headers = (base + __ehdr_start.e_phoff as usize) as *const libc::Elf64_Phdr;
            for i in 0..__ehdr_start.e_phnum as usize {
                let header = &*headers.add(i);
                let from = base + header.p_vaddr as usize;
                if header.p_type == PT_GNU_RELRO {
                    relro_end = from + header.p_memsz as usize;
                } else if header.p_type == PT_LOAD
                    && header.p_flags & PF_W != 0
                    && from >= start
                    && header.p_filesz != 0
                {
                    (start, end) = (from, from + header.p_filesz as usize);
                }
            }
        }
        if relro_end > start && relro_end <= end {
            start = relro_end;
        }
        (start, end)
    }
}

/// A heap object that isn't marked.
pub fn is_dead(object: ObjectRef) -> bool {
    heap::is_heap_object(object) && !tables::is_marked(object)
}

/// Dependent handles: a live target keeps its dependent.
pub fn mark_dependents(marker: &mut Marker) {
    loop {
        let mut changed = false;
        handles::for_each_slot(kind::DEPENDENT, |slot| {
            // SAFETY: a dependent handle has two slots.
            unsafe {
                let (target, dependent) = (*slot, *slot.add(1));
                if !target.is_null() && !is_dead(target) && is_dead(dependent) {
                    changed = true;
                    marker.root(slot.add(1), "dependent handle");
                }
            }
        });
        if !changed {
            return;
        }
        marker.drain();
    }
}

/// Handles to dead objects become null.
pub fn clear_weak(kind: usize) {
    handles::for_each_slot(kind, |slot| {
        // SAFETY: a slot of the handle table.
        unsafe {
            if is_dead(*slot) {
                slot.write(ObjectRef::NULL);
            }
        }
    });
}

/// Dependent handles with dead targets become null.
pub fn clear_dependents() {
    handles::for_each_slot(kind::DEPENDENT, |slot| {
        // SAFETY: a dependent handle has two slots.
        unsafe {
            if is_dead(*slot) {
                slot.write(ObjectRef::NULL);
                slot.add(1).write(ObjectRef::NULL);
            }
        }
    });
}
