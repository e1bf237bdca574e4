//! The boundary between mutators and the collector: modes of threads, stops, finalizable objects. Memory is not reclaimed yet; what is here is what
//! compiled code and the rest of the runtime rely on in any case.

use crate::object::ObjectRef;
use crate::os::{self, Mutex};
use crate::thread::{self, COOPERATIVE, PREEMPTIVE};
use alloc::vec::Vec;
use core::sync::atomic::{AtomicU32, AtomicU64, Ordering::*, compiler_fence};

/// Nonzero while threads shall stop.
static STOPPING: AtomicU32 = AtomicU32::new(0);

/// Objects with finalizers, in order of allocation.
static FINALIZABLE: Mutex<Vec<ObjectRef>> = Mutex::new(Vec::new());

/// Collections asked for by the program, by generation.
pub static COLLECTIONS: [AtomicU64; 3] = [const { AtomicU64::new(0) }; 3];

/// Notes that an object's finalizer must run when it dies.
pub fn register_finalizable(object: ObjectRef) {
    FINALIZABLE.lock().push(object);
}

/// `GC.SuppressFinalize`: the newest registration of the object goes away.
pub fn suppress_finalize(object: ObjectRef) {
    let mut list = FINALIZABLE.lock();
    // Short-lived objects are suppressed soon after they were made; older ones stay listed and are filtered when they die.
    let recent = list.len().saturating_sub(64);
    if let Some(at) = list[recent..].iter().rposition(|&o| o == object) {
        list.swap_remove(recent + at);
    }
}

/// Number of objects whose finalizers have yet to run.
pub fn finalization_pending() -> u64 {
    0
}

/// The thread goes into native code or waits: a stop need not wait for it.
#[inline]
pub fn enter_preemptive() {
    let thread = thread::current();
    compiler_fence(Release);
    // SAFETY: the field belongs to this thread; the collector reads it.
    unsafe { AtomicU32::from_ptr(&raw mut thread.mode).store(PREEMPTIVE, Release) };
}

/// The thread comes back.
#[inline]
pub fn leave_preemptive() {
    let thread = thread::current();
    // SAFETY: as above.
    unsafe { AtomicU32::from_ptr(&raw mut thread.mode).store(COOPERATIVE, SeqCst) };
    if thread.stop_requested != 0 {
        smelt_leave_preemptive();
    }
}

fn wait_until_resumed() {
    let thread = thread::current();
    while STOPPING.load(Acquire) != 0 {
        // SAFETY: the field belongs to this thread.
        unsafe { AtomicU32::from_ptr(&raw mut thread.mode).store(PREEMPTIVE, SeqCst) };
        os::futex_wait(&STOPPING, 1, None);
        // SAFETY: as above.
        unsafe { AtomicU32::from_ptr(&raw mut thread.mode).store(COOPERATIVE, SeqCst) };
    }
}

/// Helper `StopPoll`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_stop_poll() {
    wait_until_resumed();
}

/// Helper `LeavePreemptive`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_leave_preemptive() {
    wait_until_resumed();
}
