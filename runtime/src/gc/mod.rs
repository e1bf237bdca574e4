//! The collector: a mark-region collector that doesn't move objects. Stacks are read conservatively, objects by their types' descriptors.
//!
//! - [`stop`]: modes of threads, stopping all of them. [`roots`]: where references come from. [`mark`]: marking.
//! - [`finalize`]: finalizable objects and the thread that runs finalizers.
//! - [`verify`]: the heap verifier. [`stress`]: the stress collector, which overwrites dead objects and verifies live ones instead of reusing memory.
//!
//! Allocation and the tables of the heap are in `heap`. Code that runs while threads are stopped calls no allocator.

pub mod finalize;
mod mark;
mod roots;
pub mod stop;
pub mod stress;
#[cfg(test)]
mod tests;
mod verify;

pub use finalize::{finalization_pending, register_finalizable, suppress_finalize};
pub use stop::{enter_preemptive, leave_preemptive, poll};

use crate::os::Mutex;
use crate::sync::monitor;
use crate::thread::{self, Thread};
use crate::{heap, start};
use core::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::*};
use mark::Marker;

/// Collections, by generation.
pub static COLLECTIONS: [AtomicU64; 3] = [const { AtomicU64::new(0) }; 3];
/// Nanoseconds that collections took.
pub static PAUSES: AtomicU64 = AtomicU64::new(0);

/// Held by the thread that collects.
static COLLECTOR: Mutex<()> = Mutex::new(());
/// Whether memory is reclaimed.
static ENABLED: AtomicBool = AtomicBool::new(false);
/// Bytes that may be handed out before the next collection.
static BUDGET: AtomicUsize = AtomicUsize::new(usize::MAX);

/// Least bytes between collections, unless `GCgen0size` says otherwise. Less makes short-lived objects stay in the caches, more makes collections rare.
const MIN_BUDGET: usize = 16 << 20;
static LEAST: AtomicUsize = AtomicUsize::new(MIN_BUDGET);

/// Reads the settings. The heap exists.
pub fn init() {
    stop::init();
    stress::init();
    verify::init();
    let enabled = match start::environment(c"SMELT_GC") {
        Some(value) => value != b"off" && value != b"0",
        None => true,
    };
    if enabled && !stress::active() {
        if let Some(size) = start::setting(c"DOTNET_GCgen0size", "System.GC.Gen0Size") {
            LEAST.store((size as usize).max(heap::BLOCK), Relaxed);
        }
        ENABLED.store(true, Relaxed);
        BUDGET.store(budget(0), Relaxed);
    }
}

/// Bytes until the next collection when `live` bytes are in use: half as many again as that, less when memory is short.
fn budget(live: usize) -> usize {
    let wanted = (live + live / 2).max(LEAST.load(Relaxed));
    match heap::limit() {
        Some(limit) => wanted.min((limit.saturating_sub(live) / 2).max(1 << 20)),
        None => wanted,
    }
}

/// An allocation's slow path begins: a place to stop.
#[inline]
pub fn at_allocation(size: usize) {
    if thread::current().stop_requested != 0 {
        stop::stop_here();
    }
    if stress::active() {
        stress::tick();
        let thread = thread::current();
        thread.alloc_limit = thread.hidden_limit;
    } else if heap::since_collection().0 + size > BUDGET.load(Relaxed) {
        collect_if(GENERATIONS, || {
            heap::since_collection().0 + size > BUDGET.load(Relaxed)
        });
    }
}

/// The slow path ends. Under stress compiled code shall come here each time.
#[inline]
pub fn after_allocation(thread: &mut Thread) {
    if stress::active() {
        thread.hidden_limit = thread.alloc_limit;
        thread.alloc_limit = thread.alloc_ptr;
    }
}

/// Memory is exhausted: collects, and tells whether another attempt makes sense.
#[cold]
pub fn collect_for_memory() -> bool {
    ENABLED.load(Relaxed) && collect_if(GENERATIONS, || true)
}

/// `GC.Collect`.
pub fn collect(generation: usize) {
    if stress::active() || ENABLED.load(Relaxed) {
        collect_if(generation, || true);
    } else {
        count(generation);
    }
}

/// The oldest generation. Every collection is of the whole heap; the numbers are for programs that ask.
const GENERATIONS: usize = 2;

fn count(generation: usize) {
    for count in &COLLECTIONS[..=generation.min(2)] {
        count.fetch_add(1, Relaxed);
    }
}

/// Collects if that is still wanted when it is this thread's turn. The thread is in cooperative mode.
fn collect_if(generation: usize, wanted: impl Fn() -> bool) -> bool {
    let turn = thread::blocking(|| COLLECTOR.lock());
    if !wanted() {
        return false;
    }
    let began = crate::os::now();
    let mut more = false;
    stop::with_threads_stopped(|frame| more = collect_stopped(frame));
    count(generation);
    PAUSES.fetch_add(crate::os::now() - began, Relaxed);
    drop(turn);
    if more {
        finalize::wake();
    }
    true
}

/// All threads are stopped; `frame` is where the stack of this one is to be read from. Returns whether finalizers are due.
fn collect_stopped(frame: usize) -> bool {
    let stress = stress::active();
    crate::threads::for_each_record(|record| {
        // SAFETY: the thread is stopped or this one.
        let thread = unsafe { &mut *record };
        if stress {
            heap::record_objects(thread);
        } else {
            heap::retire_blocks(thread);
        }
    });
    let verify = verify::active();
    if stress || verify {
        heap::tables::resolve_runs();
    }
    if verify {
        verify::heap(false);
    }
    heap::tables::clear_marks();
    let mut marker = Marker::new(stress || verify, !stress);
    roots::mark(&mut marker, frame);
    roots::mark_dependents(&mut marker);
    roots::clear_weak(crate::vm::handles::kind::WEAK);
    let more = finalize::find_due(&mut marker);
    roots::mark_dependents(&mut marker);
    roots::clear_weak(crate::vm::handles::kind::WEAK_TRACK_RESURRECTION);
    roots::clear_dependents();
    monitor::free_dead(roots::is_dead);
    if stress {
        stress::poison_dead();
    } else {
        heap::sweep();
        BUDGET.store(budget(heap::since_collection().1), Relaxed);
    }
    if verify && !stress {
        verify::heap(true);
    }
    more
}
