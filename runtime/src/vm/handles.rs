//! GC handles: slots that hold references for native code and for managed structures. A handle is the address of its slot; chunks of slots of one
//! kind are linked, so that the collector finds them.

use super::StackSlot;
use crate::heap;
use crate::object::ObjectRef;
use crate::os::Mutex;
use crate::pending;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicPtr, Ordering::*};

/// `GCHandleType`, and dependent handles.
pub mod kind {
    pub const WEAK: usize = 0;
    pub const WEAK_TRACK_RESURRECTION: usize = 1;
    pub const NORMAL: usize = 2;
    pub const PINNED: usize = 3;
    pub const DEPENDENT: usize = 4;
    pub const COUNT: usize = 5;
}

/// Slots of a chunk. A dependent handle takes two: target and dependent.
const CHUNK: usize = 256;

struct Chunk([ObjectRef; CHUNK]);

/// The handles of one kind.
struct Kind {
    #[allow(clippy::vec_box)] // Handles are addresses inside the chunks.
    chunks: Vec<Box<Chunk>>,
    /// Slots used in the last chunk.
    used: usize,
    free: Vec<usize>,
}

static HANDLES: Mutex<[Kind; kind::COUNT]> = Mutex::new(
    [const {
        Kind {
            chunks: Vec::new(),
            used: CHUNK,
            free: Vec::new(),
        }
    }; kind::COUNT],
);

impl Kind {
    fn take(&mut self, slots: usize) -> usize {
        if let Some(handle) = self.free.pop() {
            return handle;
        }
        if self.used + slots > CHUNK {
            self.chunks.push(Box::new(Chunk([ObjectRef::NULL; CHUNK])));
            self.used = 0;
        }
        let chunk = self.chunks.len() - 1;
        let handle = &raw mut self.chunks[chunk].0[self.used] as usize;
        self.used += slots;
        handle
    }

    fn owns(&self, handle: usize) -> bool {
        self.chunks
            .iter()
            .any(|c| handle.wrapping_sub(c.0.as_ptr() as usize) < size_of::<Chunk>())
    }
}

/// A new handle to an object.
pub fn allocate(object: ObjectRef, handle_type: i32) -> usize {
    let kind = (handle_type as usize).min(kind::PINNED);
    let handle = HANDLES.lock()[kind].take(1);
    // SAFETY: a slot that nobody else uses.
    unsafe { (handle as *mut ObjectRef).write(object) };
    handle
}

/// Frees a handle.
pub unsafe fn free(handle: usize) {
    (handle as *mut ObjectRef).write(ObjectRef::NULL);
    let mut handles = HANDLES.lock();
    for kind in &mut handles[..kind::DEPENDENT] {
        if kind.owns(handle) {
            kind.free.push(handle);
            return;
        }
    }
}

/// Calls `f` with every slot of a kind (dependent handles: with the target's slot, the dependent's is the next).
pub fn for_each_slot(kind: usize, mut f: impl FnMut(*mut ObjectRef)) {
    let mut handles = HANDLES.lock();
    let step = if kind == kind::DEPENDENT { 2 } else { 1 };
    for chunk in &mut handles[kind].chunks {
        for slot in chunk.0.iter_mut().step_by(step) {
            f(slot);
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GCHandle__InternalAlloc(object: ObjectRef, handle_type: i32) -> usize {
    allocate(object, handle_type)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_GCHandle_InternalAllocWithGCTransition(
    slot: StackSlot,
    handle_type: i32,
) -> usize {
    allocate(*slot, handle_type)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_GCHandle__InternalFree(handle: usize) -> i32 {
    free(handle);
    1
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_GCHandle_InternalFreeWithGCTransition(handle: usize) {
    free(handle);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_GCHandle_InternalSet(handle: *mut ObjectRef, value: ObjectRef) {
    if handle.is_null() {
        pending::raise(pending::ExceptionKind::NullReference);
        return;
    }
    heap::store_ref(handle, value);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_GCHandle_InternalCompareExchange(
    handle: *mut ObjectRef,
    value: ObjectRef,
    old: ObjectRef,
) -> ObjectRef {
    if handle.is_null() {
        pending::raise(pending::ExceptionKind::NullReference);
        return ObjectRef::NULL;
    }
    match AtomicPtr::from_ptr(handle.cast()).compare_exchange(old.0, value.0, SeqCst, SeqCst) {
        Ok(before) | Err(before) => ObjectRef(before),
    }
}

// ---- dependent handles

fn allocate_dependent(target: ObjectRef, dependent: ObjectRef) -> usize {
    let handle = HANDLES.lock()[kind::DEPENDENT].take(2);
    let slots = handle as *mut ObjectRef;
    // SAFETY: two slots that nobody else uses; the target is written last, as a handle without target keeps nothing alive.
    unsafe {
        slots.add(1).write(dependent);
        slots.write(target);
    }
    handle
}

unsafe fn free_dependent(handle: usize) {
    let slots = handle as *mut ObjectRef;
    slots.write(ObjectRef::NULL);
    slots.add(1).write(ObjectRef::NULL);
    HANDLES.lock()[kind::DEPENDENT].free.push(handle);
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_DependentHandle_InternalAlloc(
    target: ObjectRef,
    dependent: ObjectRef,
) -> usize {
    allocate_dependent(target, dependent)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_DependentHandle_InternalAllocWithGCTransition(
    target: StackSlot,
    dependent: StackSlot,
) -> usize {
    allocate_dependent(*target, *dependent)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_DependentHandle_InternalFree(handle: usize) -> i32 {
    free_dependent(handle);
    1
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_DependentHandle_InternalFreeWithGCTransition(handle: usize) {
    free_dependent(handle);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_DependentHandle_InternalGetDependent(
    handle: *const ObjectRef,
) -> ObjectRef {
    handle.add(1).read()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_DependentHandle_InternalGetTargetAndDependent(
    handle: *const ObjectRef,
    dependent: *mut ObjectRef,
) -> ObjectRef {
    let target = handle.read();
    let value = if target.is_null() {
        ObjectRef::NULL
    } else {
        handle.add(1).read()
    };
    heap::store_ref(dependent, value);
    target
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_DependentHandle_InternalSetDependent(
    handle: *mut ObjectRef,
    dependent: ObjectRef,
) {
    heap::store_ref(handle.add(1), dependent);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_DependentHandle_InternalSetTargetToNull(handle: *mut ObjectRef) {
    handle.write(ObjectRef::NULL);
    handle.add(1).write(ObjectRef::NULL);
}

/// Addresses are stable, so nothing needs to be told about references in reflection calls' buffers.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GCFrameRegistration_RegisterForGCReporting(_registration: *mut u8) {}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GCFrameRegistration_UnregisterForGCReporting(_registration: *mut u8) {}
