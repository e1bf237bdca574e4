//! `Monitor`: thin locks in the header word, inflated to a monitor record on contention, waits and deep recursion. Hash codes live in the same
//! word.
//!
//! ```text
//! bits  0..32  lock: 0 free; thin: owner id (20 bits), recursion (10 bits); inflated: bit 31 and the index of the monitor
//! bits 32..58  hash code, 0 when there is none
//! bits 58..64  reserved for the collector
//! ```

use super::wait::{self, WaitQueue};
use crate::object::ObjectRef;
use crate::os::{self, Mutex};
use crate::thread;
use crate::threads::current_native;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::Cell;
use core::ptr;
use core::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering::*};

const OWNER_BITS: u32 = 20;
const OWNER_MASK: u32 = (1 << OWNER_BITS) - 1;
const RECURSION_ONE: u32 = 1 << OWNER_BITS;
const RECURSION_MASK: u32 = 0x3ff << OWNER_BITS;
const INFLATED: u32 = 1 << 31;
const HASH_SHIFT: u32 = 32;
const HASH_BITS: u32 = 26;
const HASH_MASK: u64 = (1 << HASH_BITS) - 1;

/// Rounds of spinning before a thread blocks.
const SPINS: u32 = 64;

/// An inflated lock. Never freed; its index is reused when its object dies.
pub struct Monitor {
    /// 0 free, 1 held, 2 held and perhaps waited for. Futex word.
    state: AtomicU32,
    owner: AtomicU32,
    /// Entries beyond the first; belongs to the owner.
    recursion: Cell<u32>,
    waiters: WaitQueue,
    /// The object whose lock it is, or null. Doesn't keep it alive.
    object: AtomicPtr<u8>,
}

// SAFETY: `recursion` is only touched by the owner.
unsafe impl Sync for Monitor {}

/// The thin lock's half of a header word.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct LockWord(pub u32);

impl LockWord {
    pub fn inflated(self) -> Option<u32> {
        (self.0 & INFLATED != 0).then_some(self.0 & !INFLATED)
    }

    pub fn owner(self) -> u32 {
        self.0 & OWNER_MASK
    }

    pub fn recursion(self) -> u32 {
        (self.0 & RECURSION_MASK) >> OWNER_BITS
    }

    /// The word after the thread `id` enters; None if a thin lock can't express it or another thread holds it.
    pub fn enter(self, id: u32) -> Option<LockWord> {
        if self.0 == 0 {
            return (id <= OWNER_MASK).then_some(LockWord(id));
        }
        if self.0 & INFLATED != 0 || self.owner() != id || self.0 & RECURSION_MASK == RECURSION_MASK
        {
            return None;
        }
        Some(LockWord(self.0 + RECURSION_ONE))
    }

    /// The word after the thread `id` leaves; None if it does not hold the thin lock.
    pub fn exit(self, id: u32) -> Option<LockWord> {
        if self.0 & INFLATED != 0 || self.owner() != id {
            return None;
        }
        if self.0 & RECURSION_MASK == 0 {
            Some(LockWord(0))
        } else {
            Some(LockWord(self.0 - RECURSION_ONE))
        }
    }
}

fn with_lock(header: u64, lock: LockWord) -> u64 {
    (header & !0xffff_ffff) | u64::from(lock.0)
}

/// How an attempt to enter ended.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Entered {
    Yes,
    /// Somebody else holds it.
    No,
    Interrupted,
}

/// Tries to enter without waiting.
#[inline]
pub fn try_enter(object: ObjectRef) -> bool {
    let id = thread::current().thread_id;
    let header = object.header();
    loop {
        let word = header.load(Relaxed);
        let lock = LockWord(word as u32);
        if let Some(index) = lock.inflated() {
            return monitor(index).try_enter(id);
        }
        match lock.enter(id) {
            Some(next) => {
                if header
                    .compare_exchange_weak(word, with_lock(word, next), Acquire, Relaxed)
                    .is_ok()
                {
                    return true;
                }
            }
            None if lock.0 == 0 || lock.owner() == id => {
                return monitor(inflate(object)).try_enter(id);
            }
            None => return false,
        }
    }
}

/// Enters, waiting up to the timeout (negative: for ever).
pub fn enter(object: ObjectRef, timeout: i32, interruptible: bool) -> Entered {
    for spin in 0..SPINS {
        if try_enter(object) {
            return Entered::Yes;
        }
        if timeout == 0 {
            return Entered::No;
        }
        for _ in 0..(spin & 15) {
            core::hint::spin_loop();
        }
    }
    let index = inflate(object);
    CONTENTIONS.fetch_add(1, Relaxed);
    let result = monitor(index).enter_slow(timeout, interruptible);
    // While threads wait for it, the monitor must not be given back.
    keep_alive(object);
    result
}

/// The object lives at least up to here.
#[inline]
fn keep_alive(object: ObjectRef) {
    core::hint::black_box(object);
}

/// Leaves; false if the calling thread does not hold the lock.
#[inline]
pub fn exit(object: ObjectRef) -> bool {
    let id = thread::current().thread_id;
    let header = object.header();
    loop {
        let word = header.load(Relaxed);
        let lock = LockWord(word as u32);
        if let Some(index) = lock.inflated() {
            return monitor(index).exit(id);
        }
        let Some(next) = lock.exit(id) else {
            return false;
        };
        if header
            .compare_exchange_weak(word, with_lock(word, next), Release, Relaxed)
            .is_ok()
        {
            return true;
        }
    }
}

/// Whether the calling thread holds the lock.
pub fn is_entered(object: ObjectRef) -> bool {
    let id = thread::current().thread_id;
    let lock = LockWord(object.header().load(Relaxed) as u32);
    match lock.inflated() {
        Some(index) => monitor(index).owner.load(Relaxed) == id,
        None => lock.owner() == id,
    }
}

/// `Monitor.Wait`. None if the calling thread does not hold the lock; else the result of the wait.
pub fn wait(object: ObjectRef, timeout: i32) -> Option<i32> {
    if !is_entered(object) {
        return None;
    }
    let monitor = monitor(inflate(object));
    let recursion = monitor.recursion.get();
    let id = thread::current().thread_id;
    let result = monitor.waiters.wait(timeout, || {
        monitor.recursion.set(0);
        monitor.exit(id);
    });
    while monitor.enter_slow(-1, false) != Entered::Yes {}
    monitor.recursion.set(recursion);
    keep_alive(object);
    Some(result)
}

/// `Monitor.Pulse` and `PulseAll`; false if the calling thread does not hold the lock.
pub fn pulse(object: ObjectRef, all: bool) -> bool {
    if !is_entered(object) {
        return false;
    }
    let lock = LockWord(object.header().load(Relaxed) as u32);
    if let Some(index) = lock.inflated() {
        monitor(index).waiters.pulse(all);
    }
    true
}

impl Monitor {
    fn try_enter(&self, id: u32) -> bool {
        if self.owner.load(Relaxed) == id {
            self.recursion.set(self.recursion.get() + 1);
            return true;
        }
        if self.state.load(Relaxed) == 0
            && self.state.compare_exchange(0, 1, Acquire, Relaxed).is_ok()
        {
            self.owner.store(id, Relaxed);
            return true;
        }
        false
    }

    fn enter_slow(&self, timeout: i32, interruptible: bool) -> Entered {
        let id = thread::current().thread_id;
        if self.try_enter(id) {
            return Entered::Yes;
        }
        let me = current_native();
        let deadline = os::deadline(timeout);
        me.blocked_on
            .store((&raw const self.state).cast_mut(), Release);
        let result = thread::blocking(|| {
            while self.state.swap(2, Acquire) != 0 {
                if interruptible && me.interrupted.swap(false, AcqRel) {
                    // The word may say that somebody waits although nobody does: one needless wake later.
                    return Entered::Interrupted;
                }
                if !os::futex_wait(&self.state, 2, deadline) && self.state.load(Relaxed) != 0 {
                    return Entered::No;
                }
            }
            Entered::Yes
        });
        me.blocked_on.store(ptr::null_mut(), Release);
        if result == Entered::Yes {
            self.owner.store(id, Relaxed);
        }
        result
    }

    fn exit(&self, id: u32) -> bool {
        if self.owner.load(Relaxed) != id {
            return false;
        }
        let recursion = self.recursion.get();
        if recursion != 0 {
            self.recursion.set(recursion - 1);
            return true;
        }
        self.owner.store(0, Relaxed);
        if self.state.swap(0, Release) == 2 {
            os::futex_wake(&self.state, 1);
        }
        true
    }
}

// ---- the table of monitors: chunk k holds 64 << k of them

const FIRST_CHUNK: u32 = 64;
static CHUNKS: [AtomicPtr<Monitor>; 24] = [const { AtomicPtr::new(ptr::null_mut()) }; 24];
static TABLE: Mutex<Table> = Mutex::new(Table {
    next: 0,
    free: Vec::new(),
});
static CONTENTIONS: AtomicU64 = AtomicU64::new(0);

struct Table {
    next: u32,
    free: Vec<u32>,
}

/// How often threads had to wait for a monitor.
pub fn contentions() -> u64 {
    CONTENTIONS.load(Relaxed)
}

fn place(index: u32) -> (usize, usize) {
    let chunk = (index / FIRST_CHUNK + 1).ilog2();
    let first = FIRST_CHUNK * ((1 << chunk) - 1);
    (chunk as usize, (index - first) as usize)
}

fn monitor(index: u32) -> &'static Monitor {
    let (chunk, at) = place(index);
    // SAFETY: an index comes from `allocate`, which made the chunk; chunks are never freed.
    unsafe { &*CHUNKS[chunk].load(Acquire).add(at) }
}

fn allocate() -> u32 {
    let mut table = TABLE.lock();
    if let Some(index) = table.free.pop() {
        return index;
    }
    let index = table.next;
    table.next += 1;
    let (chunk, at) = place(index);
    if at == 0 {
        let mut monitors = Vec::new();
        monitors.resize_with((FIRST_CHUNK as usize) << chunk, || Monitor {
            state: AtomicU32::new(0),
            owner: AtomicU32::new(0),
            recursion: Cell::new(0),
            waiters: WaitQueue::new(),
            object: AtomicPtr::new(ptr::null_mut()),
        });
        // The collector gives monitors back and must not allocate.
        let count = index as usize + monitors.len();
        let free = table.free.len();
        table.free.reserve(count - free);
        let monitors: Box<[Monitor]> = monitors.into_boxed_slice();
        CHUNKS[chunk].store(Box::into_raw(monitors).cast(), Release);
    }
    index
}

/// The index of the object's monitor, made from its thin lock if need be.
#[cold]
fn inflate(object: ObjectRef) -> u32 {
    let header = object.header();
    let mut fresh = None;
    loop {
        let word = header.load(Acquire);
        let lock = LockWord(word as u32);
        if let Some(index) = lock.inflated() {
            if let Some(unused) = fresh {
                TABLE.lock().free.push(unused);
            }
            return index;
        }
        let index = *fresh.get_or_insert_with(allocate);
        let monitor = monitor(index);
        let held = lock.owner() != 0;
        // A holder must wake whoever inflated the lock under it.
        monitor.state.store(if held { 2 } else { 0 }, Relaxed);
        monitor.owner.store(lock.owner(), Relaxed);
        monitor.recursion.set(lock.recursion());
        let inflated = with_lock(word, LockWord(INFLATED | index));
        if header
            .compare_exchange(word, inflated, AcqRel, Relaxed)
            .is_ok()
        {
            monitor.object.store(object.0, Release);
            return index;
        }
    }
}

/// Gives back the monitors of dead objects. Threads are stopped.
pub fn free_dead(is_dead: impl Fn(ObjectRef) -> bool) {
    let mut table = TABLE.lock();
    for index in 0..table.next {
        let monitor = monitor(index);
        let object = ObjectRef(monitor.object.load(Acquire));
        if !object.is_null() && is_dead(object) {
            monitor.object.store(ptr::null_mut(), Relaxed);
            monitor.state.store(0, Relaxed);
            monitor.owner.store(0, Relaxed);
            monitor.recursion.set(0);
            table.free.push(index);
        }
    }
}

/// The object's hash code, 0 when it has none yet.
#[inline]
pub fn existing_hash(object: ObjectRef) -> u32 {
    (object.header().load(Relaxed) >> HASH_SHIFT & HASH_MASK) as u32
}

/// The object's hash code; made at first use.
pub fn hash(object: ObjectRef) -> u32 {
    let header = object.header();
    loop {
        let word = header.load(Relaxed);
        let hash = word >> HASH_SHIFT & HASH_MASK;
        if hash != 0 {
            return hash as u32;
        }
        let thread = thread::current();
        let mut seed = thread.hash_seed;
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        thread.hash_seed = seed;
        let hash = u64::from(seed >> (32 - HASH_BITS)).max(1);
        if header
            .compare_exchange(word, word | hash << HASH_SHIFT, Relaxed, Relaxed)
            .is_ok()
        {
            return hash as u32;
        }
    }
}

/// Result of `Monitor.Wait` as managed code sees it: Some(pulsed), or None when interrupted.
pub fn pulsed(result: i32) -> Option<bool> {
    match result {
        wait::SIGNALLED => Some(true),
        wait::INTERRUPTED => None,
        _ => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thin_lock_transitions() {
        let free = LockWord(0);
        let once = free.enter(7).unwrap();
        assert_eq!((once.owner(), once.recursion()), (7, 0));
        let twice = once.enter(7).unwrap();
        assert_eq!((twice.owner(), twice.recursion()), (7, 1));
        assert_eq!(once.enter(8), None);
        assert_eq!(twice.exit(8), None);
        assert_eq!(twice.exit(7), Some(once));
        assert_eq!(once.exit(7), Some(free));
        assert_eq!(free.exit(7), None);
    }

    #[test]
    fn recursion_and_large_ids_overflow_into_monitors() {
        let mut lock = LockWord(0).enter(1).unwrap();
        for _ in 0..1023 {
            lock = lock.enter(1).unwrap();
        }
        assert_eq!(lock.enter(1), None);
        assert_eq!(LockWord(0).enter(OWNER_MASK + 1), None);
    }

    #[test]
    fn the_lock_half_leaves_the_hash_alone() {
        let word = with_lock(0x0123_4567_89ab_cdef, LockWord(5));
        assert_eq!(word, 0x0123_4567_0000_0005);
    }

    #[test]
    fn monitor_indices_fill_chunks() {
        assert_eq!(place(0), (0, 0));
        assert_eq!(place(63), (0, 63));
        assert_eq!(place(64), (1, 0));
        assert_eq!(place(191), (1, 127));
        assert_eq!(place(192), (2, 0));
    }
}
