//! Objects with finalizers: a list of those that live, a queue of those that died, and the thread that runs the finalizers.

use super::mark::Marker;
use super::roots;
use crate::heap::tables;
use crate::object::ObjectRef;
use crate::os::{self, Mutex};
use crate::thread;
use crate::threads::{self, NativeThread, state};
use alloc::vec::Vec;
use core::sync::atomic::{AtomicU32, Ordering::*};

/// Header bit: the finalizer must not run.
const SUPPRESSED: u64 = 1 << 58;

/// Objects with finalizers, in order of allocation. Those that die move to [`DUE`].
static FINALIZABLE: Mutex<Vec<ObjectRef>> = Mutex::new(Vec::new());
static DUE: Mutex<Queue> = Mutex::new(Queue {
    slots: core::ptr::null_mut(),
    first: 0,
    end: 0,
});

/// Dead objects, in mapped memory of its own: the collector fills it.
struct Queue {
    slots: *mut ObjectRef,
    first: usize,
    end: usize,
}
// SAFETY: the memory belongs to the queue.
unsafe impl Send for Queue {}

const CAPACITY: usize = 1 << 24;

impl Queue {
    /// False when the queue is full.
    fn push(&mut self, object: ObjectRef) -> bool {
        if self.slots.is_null() {
            self.slots = tables::map(CAPACITY * size_of::<ObjectRef>()).cast();
        }
        if self.slots.is_null() || self.end == CAPACITY {
            return false;
        }
        // SAFETY: below the capacity.
        unsafe { self.slots.add(self.end).write(object) };
        self.end += 1;
        true
    }

    fn pop(&mut self) -> Option<ObjectRef> {
        if self.first == self.end {
            return None;
        }
        // SAFETY: between the ends.
        let object = unsafe { *self.slots.add(self.first) };
        self.first += 1;
        if self.first == self.end {
            (self.first, self.end) = (0, 0);
        }
        Some(object)
    }
}

/// Notes that an object's finalizer must run when it dies.
pub fn register_finalizable(object: ObjectRef) {
    FINALIZABLE.lock().push(object);
}

/// `GC.ReRegisterForFinalize`.
pub fn register_again(object: ObjectRef) {
    if object.header().fetch_and(!SUPPRESSED, Relaxed) & SUPPRESSED == 0 {
        register_finalizable(object);
    }
}

/// `GC.SuppressFinalize`.
pub fn suppress_finalize(object: ObjectRef) {
    if !object.method_table().has_finalizer() {
        return;
    }
    let mut list = FINALIZABLE.lock();
    // Short-lived objects are suppressed soon after they were made; older ones stay listed and are filtered when they die.
    let recent = list.len().saturating_sub(64);
    if let Some(at) = list[recent..].iter().rposition(|&o| o == object) {
        list.swap_remove(recent + at);
    } else {
        object.header().fetch_or(SUPPRESSED, Relaxed);
    }
}

/// Number of objects whose finalizers have yet to run.
pub fn finalization_pending() -> u64 {
    let due = DUE.lock();
    (due.end - due.first) as u64
}

/// Moves dead objects to the queue and marks what their finalizers may see. All threads are stopped. Returns whether the queue has objects.
pub(super) fn find_due(marker: &mut Marker) -> bool {
    let mut due = DUE.lock();
    FINALIZABLE.lock().retain(|&object| {
        if !roots::is_dead(object) {
            return true;
        }
        if object.header().load(Relaxed) & SUPPRESSED != 0 {
            object.header().fetch_and(!SUPPRESSED, Relaxed);
            return false;
        }
        // A full queue: the object is kept for the next collection.
        !due.push(object)
    });
    let mut at = due.first;
    while at < due.end {
        // SAFETY: between the ends.
        unsafe { marker.root(due.slots.add(at), "object to be finalized") };
        at += 1;
    }
    let more = due.first != due.end;
    drop(due);
    for &object in FINALIZABLE.lock().iter() {
        if roots::is_dead(object) {
            marker.push(object);
        }
    }
    marker.drain();
    more
}

/// Calls `f` with the slots of the queue (roots).
pub(super) fn for_each_due(mut f: impl FnMut(*const ObjectRef)) {
    let due = DUE.lock();
    for at in due.first..due.end {
        // SAFETY: between the ends.
        f(unsafe { due.slots.add(at) });
    }
}

// ---- the thread

/// Counts calls for the thread. Its futex word.
static CALLS: AtomicU32 = AtomicU32::new(0);
/// Calls that have been served completely. Futex word of those who wait for that.
static SERVED: AtomicU32 = AtomicU32::new(0);
/// 0 no thread yet, 1 being made or running.
static THREAD: AtomicU32 = AtomicU32::new(0);
static THREAD_ID: AtomicU32 = AtomicU32::new(0);

/// There are objects in the queue: the finalizer thread is made or woken. Cooperative mode.
pub(super) fn wake() {
    CALLS.fetch_add(1, AcqRel);
    if THREAD.swap(1, AcqRel) == 0 {
        let native = NativeThread::new(state::UNSTARTED | state::BACKGROUND);
        let started = thread::blocking(|| threads::start_with(native, 0, run));
        if started.is_err() {
            THREAD.store(0, Release);
        }
    } else {
        os::futex_wake(&CALLS, 1);
    }
}

/// Body of the finalizer thread, which never ends.
fn run() {
    THREAD_ID.store(thread::current().thread_id, Release);
    loop {
        let calls = CALLS.load(Acquire);
        loop {
            let next = DUE.lock().pop();
            let Some(object) = next else { break };
            finalize(object);
        }
        SERVED.store(calls, Release);
        os::futex_wake(&SERVED, i32::MAX);
        thread::blocking(|| {
            while CALLS.load(Acquire) == calls {
                os::futex_wait(&CALLS, calls, None);
            }
        });
    }
}

#[inline(never)]
fn finalize(object: ObjectRef) {
    let code = object.method_table().finalizer;
    if object.header().fetch_and(!SUPPRESSED, Relaxed) & SUPPRESSED != 0 || code.is_null() {
        return;
    }
    // SAFETY: the finalizer takes the object. What it throws is unhandled: there is no handler on this stack.
    unsafe {
        let code: extern "C" fn(ObjectRef) = core::mem::transmute(code);
        code(object);
    }
}

/// `GC.WaitForPendingFinalizers`. Preemptive mode.
pub fn wait_for_pending() {
    if THREAD.load(Acquire) == 0 || THREAD_ID.load(Acquire) == thread::current().thread_id {
        return;
    }
    let calls = CALLS.load(Acquire);
    loop {
        let served = SERVED.load(Acquire);
        if served.wrapping_sub(calls) as i32 >= 0 {
            return;
        }
        os::futex_wait(&SERVED, served, None);
    }
}
