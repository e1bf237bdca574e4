//! Strings: allocation and interning.

use super::StackSlot;
use crate::heap;
use crate::image;
use crate::object::{MethodTable, ObjectRef};
use crate::os::Mutex;
use crate::pending;
use crate::text::{self, chars};
use alloc::vec::Vec;

/// `String.FastAllocateString(MethodTable*, nint)`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_String_FastAllocateString(
    mt: &'static MethodTable,
    length: isize,
) -> ObjectRef {
    if length < 0 || length as usize > text::MAX_LENGTH {
        pending::out_of_memory();
        return ObjectRef::NULL;
    }
    let string = heap::allocate_array(mt, length as usize);
    if string.is_null() {
        pending::out_of_memory();
    }
    string
}

/// The intern table: literals of the image and strings interned since, by hash with open addressing. Entries are roots.
struct Interned {
    slots: Vec<ObjectRef>,
    count: usize,
}

static INTERNED: Mutex<Interned> = Mutex::new(Interned {
    slots: Vec::new(),
    count: 0,
});

impl Interned {
    fn hash(text: &[u16]) -> usize {
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        for &c in text {
            hash = (hash ^ u64::from(c)).wrapping_mul(0x100_0000_01b3);
        }
        (hash >> 20) as usize
    }

    /// Where the text is, or where it would go.
    fn find(&self, text: &[u16]) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = Self::hash(text) & mask;
        loop {
            let known = self.slots[at];
            // SAFETY: entries are strings.
            if known.is_null() || unsafe { chars(known) } == text {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    fn add(&mut self, string: ObjectRef) -> ObjectRef {
        // SAFETY: a string.
        let at = self.find(unsafe { chars(string) });
        if self.slots[at].is_null() {
            self.slots[at] = string;
            self.count += 1;
        }
        self.slots[at]
    }

    /// Room for one more; the first time the literals are entered.
    fn reserve(&mut self) {
        if self.slots.is_empty() {
            let literals = image::literals();
            let size = (literals.len() * 2 + 64).next_power_of_two();
            self.slots.resize(size, ObjectRef::NULL);
            for &literal in literals {
                self.add(literal);
            }
        }
        if self.count * 4 >= self.slots.len() * 3 {
            let doubled = alloc::vec![ObjectRef::NULL; self.slots.len() * 2];
            let old = core::mem::replace(&mut self.slots, doubled);
            self.count = 0;
            for string in old {
                if !string.is_null() {
                    self.add(string);
                }
            }
        }
    }
}

/// Calls `f` with the slots of the intern table (roots).
pub fn for_each_interned(mut f: impl FnMut(&mut ObjectRef)) {
    for slot in INTERNED.lock().slots.iter_mut().filter(|s| !s.is_null()) {
        f(slot);
    }
}

/// `String.Intern`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_String_Intern(slot: StackSlot) {
    let mut table = INTERNED.lock();
    table.reserve();
    *slot = table.add(*slot);
}

/// `String.IsInterned`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_String_IsInterned(slot: StackSlot) {
    let mut table = INTERNED.lock();
    table.reserve();
    let at = table.find(chars(*slot));
    *slot = table.slots[at];
}
