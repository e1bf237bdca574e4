//! The heap without an image: objects of made-up types, roots in an array, collections by hand, compared with a model of the graph.

use super::mark::Marker;
use crate::heap::{self, tables};
use crate::object::{MethodTable, ObjectRef};
use crate::thread::Thread;
use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use smelt_abi::gc_desc;
use smelt_abi::method_table::flags;

/// Two references (offsets 8 and 16) and a number.
static NODE_DESC: [u32; 4] = [gc_desc::RUNS, 1, 8, 2];
static ARRAY_DESC: [u32; 2] = [gc_desc::REF_ARRAY, 0];

fn method_table(base_size: u32, flags: u32, desc: *const u32) -> &'static MethodTable {
    // SAFETY: all fields are numbers and addresses, for which zero is a value.
    let mut mt: Box<MethodTable> = Box::new(unsafe { core::mem::zeroed() });
    mt.base_size = base_size;
    mt.flags = flags;
    mt.gc_desc = desc;
    Box::leak(mt)
}

struct World {
    thread: Box<Thread>,
    node: &'static MethodTable,
    array: &'static MethodTable,
    bytes: &'static MethodTable,
    random: u32,
}

impl World {
    fn random(&mut self, below: usize) -> usize {
        self.random = self
            .random
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        (self.random >> 8) as usize % below
    }

    fn allocate(&mut self, mt: &'static MethodTable, length: Option<usize>) -> ObjectRef {
        let size = mt.base_size as usize + mt.component_size() * length.unwrap_or(0);
        let at = heap::take(&mut self.thread, (size + 7) & !7);
        assert!(!at.is_zero());
        let object = ObjectRef((at.0 + 8) as *mut u8);
        // SAFETY: fresh memory of that size.
        unsafe {
            for word in 0..size / 8 - 1 {
                assert_eq!(
                    object.0.cast::<u64>().add(word).read(),
                    0,
                    "memory is zeroed"
                );
            }
            object.0.cast::<*const MethodTable>().write(mt);
            if let Some(length) = length {
                object.set_field(8, length as u32);
            }
        }
        object
    }

    fn collect(&mut self, roots: &[ObjectRef], words: &[usize]) {
        heap::retire_blocks(&mut self.thread);
        tables::clear_marks();
        let mut marker = Marker::new(false, true);
        for &root in roots {
            if !root.is_null() {
                marker.push(root);
            }
        }
        for &word in words {
            marker.maybe(word);
        }
        marker.drain();
        heap::sweep();
    }
}

fn slot(object: ObjectRef, offset: usize) -> *mut ObjectRef {
    object.0.wrapping_add(offset).cast()
}

/// A node's number and what it refers to, in the model.
#[derive(Clone, Default)]
struct Model {
    object: usize,
    number: u64,
    to: [Option<usize>; 2],
}

#[test]
fn live_objects_stay_and_memory_is_reused() {
    heap::init(None);
    let component = flags::HAS_COMPONENT_SIZE;
    let mut world = World {
        // SAFETY: zero is a value of every field.
        thread: Box::new(unsafe { core::mem::zeroed() }),
        node: method_table(40, flags::CONTAINS_GC_POINTERS, NODE_DESC.as_ptr()),
        array: method_table(
            24,
            component | flags::CONTAINS_GC_POINTERS | 8,
            ARRAY_DESC.as_ptr(),
        ),
        bytes: method_table(24, component | 1, core::ptr::null()),
        random: 7,
    };
    let mut model: Vec<Model> = Vec::new();
    let mut roots: Vec<Option<usize>> = vec![None; 40];
    for round in 0..60 {
        for step in 0..2000 {
            let object = world.allocate(world.node, None);
            let number = (round * 10_000 + step) as u64;
            let to = [(); 2].map(|()| {
                let root = world.random(roots.len());
                roots[root]
            });
            // SAFETY: a node.
            unsafe {
                object.set_field(24, number);
                for (i, to) in to.iter().enumerate() {
                    let value =
                        to.map_or(ObjectRef::NULL, |t| ObjectRef(model[t].object as *mut u8));
                    slot(object, 8 + 8 * i).write(value);
                }
            }
            model.push(Model {
                object: object.addr(),
                number,
                to,
            });
            if step % 16 == 0 {
                let root = world.random(roots.len());
                roots[root] = (world.random(3) != 0).then_some(model.len() - 1);
            }
            // Litter of all sizes.
            match step % 64 {
                1 => drop(world.allocate(world.bytes, Some(round * 40))),
                2 => drop(world.allocate(world.bytes, Some(9_000))),
                3 => drop(world.allocate(world.bytes, Some(60_000 + round))),
                _ => {}
            }
        }
        let array = world.allocate(world.array, Some(roots.len()));
        let inside = world.allocate(world.bytes, Some(30_000));
        let past = world.allocate(world.bytes, Some(100));
        for (i, root) in roots.iter().enumerate() {
            let value = root.map_or(ObjectRef::NULL, |r| ObjectRef(model[r].object as *mut u8));
            // SAFETY: an element of the array.
            unsafe { slot(array, 16 + 8 * i).write(value) };
        }
        // An address inside of an object, and one past its end, keep it.
        let words = [
            inside.addr() + 20_000,
            past.addr() - 8 + tables::storage(past),
        ];
        world.collect(&[array], &words);
        for object in [array, inside, past] {
            assert!(tables::is_start(object) && tables::is_marked(object));
        }
        // Everything that the model can reach is there and unchanged.
        let mut seen = vec![false; model.len()];
        let mut work: Vec<usize> = roots.iter().flatten().copied().collect();
        let mut live = 0;
        while let Some(at) = work.pop() {
            if core::mem::replace(&mut seen[at], true) {
                continue;
            }
            live += 1;
            let node = &model[at];
            let object = ObjectRef(node.object as *mut u8);
            assert!(tables::is_start(object));
            // SAFETY: a live node.
            unsafe {
                assert_eq!(object.0.add(24).cast::<u64>().read(), node.number);
                for (i, to) in node.to.iter().enumerate() {
                    let value = slot(object, 8 + 8 * i).read();
                    assert_eq!(value.addr(), to.map_or(0, |t| model[t].object));
                }
            }
            work.extend(node.to.iter().flatten());
        }
        // And nothing else: nodes of this age, the array, and the two blocks of bytes.
        let mut found = 0;
        tables::for_each_object(|_| found += 1);
        assert_eq!(found, live + 3);
        // Old nodes are cut off from time to time, or all of history would stay.
        if round % 10 == 9 {
            roots.fill(None);
        }
    }
    let (used, committed) = (heap::used_bytes(), heap::committed_bytes());
    assert!(
        committed < 64 << 20,
        "{used} bytes in use, {committed} committed"
    );
}
