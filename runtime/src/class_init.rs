//! Static constructors: who runs one, who waits, who must not wait (ECMA-335 II.10.5.3.3).

use crate::object::{ObjectRef, TypeHandle};
use crate::os::{self, Mutex};
use crate::thread;
use alloc::vec::Vec;
use core::mem::offset_of;
use core::sync::atomic::{AtomicU32, Ordering::*};
use smelt_abi::class_init as abi;

/// State of one static constructor.
#[repr(C)]
pub struct ClassInit {
    state: AtomicU32,
    reserved: u32,
    owner: u64,
    pub cctor: *const u8,
    exception: ObjectRef,
    pub type_handle: TypeHandle,
}

const _: () = {
    assert!(offset_of!(ClassInit, state) == abi::STATE as usize);
    assert!(offset_of!(ClassInit, owner) == abi::OWNER as usize);
    assert!(offset_of!(ClassInit, cctor) == abi::CCTOR as usize);
    assert!(offset_of!(ClassInit, exception) == abi::EXCEPTION as usize);
    assert!(offset_of!(ClassInit, type_handle) == abi::TYPE as usize);
    assert!(size_of::<ClassInit>() == abi::SIZE as usize);
};

// SAFETY: all changes happen under WAITS.
unsafe impl Sync for ClassInit {}

/// A thread that waits for another's constructor.
struct Waiting {
    thread: u64,
    record: *const ClassInit,
}
// SAFETY: records are static data of the image.
unsafe impl Send for Waiting {}

/// Guards the transitions of all records and holds who waits for what.
static WAITS: Mutex<Vec<Waiting>> = Mutex::new(Vec::new());
/// Counts ends of constructors; futex word of the waiting threads.
static ENDED: AtomicU32 = AtomicU32::new(0);

/// Helper `ClassInitBegin`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_class_init_begin(record: *mut ClassInit) -> i32 {
    let me = u64::from(thread::current().thread_id);
    loop {
        let seen = {
            let mut waits = WAITS.lock();
            // SAFETY: a record of the image; its changes are guarded by the lock.
            let this = unsafe { &mut *record };
            match this.state.load(Acquire) {
                abi::INITIALIZED => return 0,
                abi::FAILED => return 2,
                abi::NOT_RUN => {
                    this.owner = me;
                    this.state.store(abi::RUNNING, Release);
                    return 1;
                }
                _ => {}
            }
            if this.owner == me || would_deadlock(&waits, this.owner, me) {
                return 0;
            }
            waits.push(Waiting { thread: me, record });
            ENDED.load(Acquire)
        };
        thread::blocking(|| os::futex_wait(&ENDED, seen, None));
        WAITS.lock().retain(|w| w.thread != me);
    }
}

/// Whether the owner of a constructor waits, directly or over others, for one that `me` runs.
fn would_deadlock(waits: &[Waiting], owner: u64, me: u64) -> bool {
    let mut thread = owner;
    // Each thread waits for at most one record, and every chain ends or comes back to `me`.
    for _ in 0..=waits.len() {
        let Some(wait) = waits.iter().find(|w| w.thread == thread) else {
            return false;
        };
        // SAFETY: a record of the image, read under the lock.
        let record = unsafe { &*wait.record };
        if record.state.load(Acquire) != abi::RUNNING {
            return false;
        }
        thread = record.owner;
        if thread == me {
            return true;
        }
    }
    false
}

/// Whether the constructor has ended without an exception.
pub unsafe fn is_done(record: *const ClassInit) -> bool {
    (*record).state.load(Acquire) == abi::INITIALIZED
}

/// Helper `ClassInitEnd`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_class_init_end(record: *mut ClassInit, exception: ObjectRef) {
    {
        let _waits = WAITS.lock();
        (*record).owner = 0;
        let state = if exception.is_null() {
            abi::INITIALIZED
        } else {
            crate::heap::store_ref(&raw mut (*record).exception, exception);
            abi::FAILED
        };
        (*record).state.store(state, Release);
        ENDED.fetch_add(1, Release);
    }
    os::futex_wake(&ENDED, i32::MAX);
}

// Compiled code's slow path of static construction: runs or waits, and throws TypeInitializationException. Absent when no type needs it.
#[cfg(not(test))]
core::arch::global_asm!(
    ".section .data.rel.ro.smelt_class_init_code,\"aw\",@progbits",
    ".p2align 3",
    ".weak smelt$class_init",
    ".type smelt_class_init_code,@object",
    ".size smelt_class_init_code, 8",
    "smelt_class_init_code:",
    ".quad smelt$class_init",
    ".text",
);

/// `RuntimeHelpers.RunClassConstructor`.
#[cfg(not(test))]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ReflectionInvocation_RunClassConstructor(
    ty: crate::vm::QCallHandle,
) {
    let record = ty.type_handle().info().class_init.cast::<ClassInit>();
    if !record.is_null()
        && let Err(exception) = run(record)
    {
        crate::pending::raise_object(exception);
    }
}

/// Runs a static constructor, or waits until it has run; its failure as an exception.
#[cfg(not(test))]
pub unsafe fn run(record: *mut ClassInit) -> Result<(), ObjectRef> {
    unsafe extern "C" {
        static smelt_class_init_code: *const u8;
    }
    if (*record).state.load(Acquire) == abi::INITIALIZED || smelt_class_init_code.is_null() {
        return Ok(());
    }
    crate::eh::call(smelt_class_init_code, record as usize, 0).map(|_| ())
}

#[cfg(test)]
pub unsafe fn run(_record: *mut ClassInit) -> Result<(), ObjectRef> {
    Ok(())
}
