//! Marking: from roots through the heap by the types' descriptors.

use super::stress;
use crate::heap::{self, tables};
use crate::object::ObjectRef;
use core::sync::atomic::{AtomicUsize, Ordering::*};
use smelt_abi::{gc_desc, object as layout};

/// Objects whose references have yet to be looked at. When it is full, the heap is searched for marked objects again.
const CAPACITY: usize = 1 << 20;
static STACK: AtomicUsize = AtomicUsize::new(0);

/// Objects between the stack and their scan: their memory is on its way to the cache. A power of two.
const AHEAD: usize = 16;

pub struct Marker {
    stack: *mut ObjectRef,
    used: usize,
    ahead: [ObjectRef; AHEAD],
    at: usize,
    overflowed: bool,
    /// Check every reference.
    verify: bool,
    /// Note which lines are in use.
    lines: bool,
}

impl Marker {
    pub fn new(verify: bool, lines: bool) -> Marker {
        let mut stack = STACK.load(Relaxed);
        if stack == 0 {
            stack = tables::map(CAPACITY * size_of::<ObjectRef>()) as usize;
            if stack == 0 {
                crate::os::fatal("Out of memory: no address space for the mark stack");
            }
            STACK.store(stack, Relaxed);
        }
        Marker {
            stack: stack as *mut ObjectRef,
            used: 0,
            ahead: [ObjectRef::NULL; AHEAD],
            at: 0,
            overflowed: false,
            verify,
            lines,
        }
    }

    /// A slot that holds a reference or null.
    pub unsafe fn root(&mut self, slot: *const ObjectRef, what: &'static str) {
        let object = slot.read();
        if heap::is_heap_object(object) {
            if self.verify && !stress::is_valid(object) {
                stress::bad_root(what, slot as usize, object);
            }
            self.push(object);
        }
    }

    /// A word that may be an address in an object.
    pub fn maybe(&mut self, word: usize) {
        if heap::in_heap(word.wrapping_sub(1))
            && let Some(object) = tables::object_around(word)
        {
            self.push(object);
        }
    }

    /// All words from `start` to `end` may be addresses.
    pub unsafe fn range(&mut self, start: usize, end: usize) {
        let mut at = (start + 7) & !7;
        while at + 8 <= end {
            self.maybe((at as *const usize).read_volatile());
            at += 8;
        }
    }

    /// A heap object.
    #[inline]
    pub fn push(&mut self, object: ObjectRef) {
        if !tables::mark(object) {
            return;
        }
        if self.used == CAPACITY {
            self.overflowed = true;
            return;
        }
        // SAFETY: below the capacity.
        unsafe { self.stack.add(self.used).write(object) };
        self.used += 1;
    }

    /// Marks everything that can be reached from what was pushed.
    pub fn drain(&mut self) {
        loop {
            while let Some(object) = self.next() {
                self.scan(object);
            }
            if !core::mem::take(&mut self.overflowed) {
                return;
            }
            tables::for_each_marked(|object| {
                self.scan(object);
                while let Some(object) = self.next() {
                    self.scan(object);
                }
            });
        }
    }

    /// The object to scan next. Objects wait for a few others after they left the stack, so that their memory arrives meanwhile.
    #[inline]
    fn next(&mut self) -> Option<ObjectRef> {
        while self.used != 0 {
            self.used -= 1;
            // SAFETY: below the capacity.
            let coming = unsafe { *self.stack.add(self.used) };
            prefetch(coming);
            self.at = (self.at + 1) % AHEAD;
            let object = core::mem::replace(&mut self.ahead[self.at], coming);
            if !object.is_null() {
                return Some(object);
            }
        }
        for _ in 0..AHEAD {
            self.at = (self.at + 1) % AHEAD;
            let object = core::mem::replace(&mut self.ahead[self.at], ObjectRef::NULL);
            if !object.is_null() {
                return Some(object);
            }
        }
        None
    }

    fn scan(&mut self, object: ObjectRef) {
        let mt = object.method_table();
        if self.lines {
            let size = tables::storage(object);
            if size <= smelt_abi::heap::MAX_SMALL as usize {
                tables::mark_lines(object, size);
            }
        }
        if !mt.contains_references() {
            return;
        }
        // SAFETY: the descriptor of a type with references; the object has the fields and elements that it speaks of.
        unsafe {
            let desc = mt.gc_desc;
            match *desc {
                gc_desc::REF_ARRAY => {
                    let first = mt.base_size as usize - 8;
                    self.words(object, first, object.length() as usize);
                }
                gc_desc::STRUCT_ARRAY => {
                    let first = mt.base_size as usize - 8;
                    for i in 0..object.length() as usize {
                        self.runs(object, first + i * mt.component_size(), desc);
                    }
                }
                _ => self.runs(object, 0, desc),
            }
        }
    }

    unsafe fn runs(&mut self, object: ObjectRef, base: usize, desc: *const u32) {
        for i in 0..*desc.add(1) as usize {
            let offset = *desc.add(2 + 2 * i) as usize;
            let count = *desc.add(3 + 2 * i) as usize;
            self.words(object, base + offset, count);
        }
    }

    unsafe fn words(&mut self, object: ObjectRef, offset: usize, count: usize) {
        for i in 0..count {
            let at = offset + i * 8;
            let value = object.0.add(at).cast::<ObjectRef>().read();
            if self.verify && !stress::is_valid(value) {
                stress::bad_field(object, at, value);
            }
            if heap::is_heap_object(value) {
                self.push(value);
            }
        }
    }
}

/// Has the memory of an object loaded.
#[inline]
fn prefetch(object: ObjectRef) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch has no effect but on caches.
    unsafe {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(object.0.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = object;
}

const _: () = assert!(layout::ARRAY_DATA == 24 - 8);
