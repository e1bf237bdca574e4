//! Wait handles: events, semaphores, mutexes, thread ends, and waits for one or several of them with timeout and interruption. One lock guards
//! all of it; a waiting thread sleeps on the futex word of its native part.

use crate::os::{self, Mutex};
use crate::thread;
use crate::threads::{NativeThread, current_native, state};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::UnsafeCell;
use core::ptr;
use core::sync::atomic::{AtomicU32, Ordering::*};

/// Results of waits, as `WaitHandle` expects them.
pub const SIGNALLED: i32 = 0;
pub const ABANDONED: i32 = 128;
pub const TIMEOUT: i32 = 258;
pub const TOO_MANY_POSTS: i32 = 298;
/// Ours: `Thread.Interrupt` ended the wait.
pub const INTERRUPTED: i32 = -2;
const PENDING: i32 = -1;

/// What a handle is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    AutoEvent,
    ManualEvent,
    Semaphore { max: i32 },
    Mutex,
}

/// An object that can be waited for. Its state is guarded by [`LOCK`].
pub struct Waitable {
    kind: Kind,
    inner: UnsafeCell<Inner>,
}

struct Inner {
    /// Events: 0 or 1. Semaphores: what is left. Mutexes: 1 when free.
    count: i32,
    owner: *const NativeThread,
    recursion: u32,
    abandoned: bool,
    /// Waits in order of arrival, with this object's index in each.
    waiters: Vec<(*mut Wait, u32)>,
}

// SAFETY: the inner state is guarded by LOCK.
unsafe impl Sync for Waitable {}
// SAFETY: as above.
unsafe impl Send for Waitable {}

/// A wait in progress, on the waiting thread's stack.
pub struct Wait {
    thread: *const NativeThread,
    objects: *const *const Waitable,
    count: u32,
    all: bool,
    result: i32,
}

/// Guards all waitables and waits.
static LOCK: Mutex<()> = Mutex::new(());

impl Waitable {
    const fn new(kind: Kind, count: i32) -> Waitable {
        Waitable {
            kind,
            inner: UnsafeCell::new(Inner {
                count,
                owner: ptr::null(),
                recursion: 0,
                abandoned: false,
                waiters: Vec::new(),
            }),
        }
    }

    pub const fn new_event(manual: bool, set: bool) -> Waitable {
        let kind = if manual {
            Kind::ManualEvent
        } else {
            Kind::AutoEvent
        };
        Waitable::new(kind, set as i32)
    }

    pub const fn new_semaphore(count: i32, max: i32) -> Waitable {
        Waitable::new(Kind::Semaphore { max }, count)
    }

    /// A free mutex.
    pub fn new_mutex() -> Waitable {
        Waitable::new(Kind::Mutex, 1)
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// # Safety
    /// The lock is held, and the result isn't used after it is given up.
    #[allow(clippy::mut_from_ref)]
    unsafe fn inner(&self) -> &mut Inner {
        &mut *self.inner.get()
    }

    unsafe fn ready(&self, thread: *const NativeThread) -> bool {
        let inner = self.inner();
        inner.count > 0 || (self.kind == Kind::Mutex && inner.owner == thread)
    }

    /// Takes what a satisfied wait takes. Returns whether a mutex had been abandoned.
    unsafe fn consume(&self, thread: *const NativeThread) -> bool {
        let inner = self.inner();
        match self.kind {
            Kind::ManualEvent => false,
            Kind::AutoEvent | Kind::Semaphore { .. } => {
                inner.count -= 1;
                false
            }
            Kind::Mutex => {
                inner.count = 0;
                inner.owner = thread;
                inner.recursion += 1;
                core::mem::take(&mut inner.abandoned)
            }
        }
    }

    /// Gives what became available to the waits in the queue.
    unsafe fn release_waiters(&self) {
        let mut at = 0;
        while at < self.inner().waiters.len() {
            let (wait, index) = self.inner().waiters[at];
            if !self.ready((*wait).thread) {
                return;
            }
            if !(*wait).try_finish(index) {
                at += 1;
            }
        }
    }

    /// Sets an event.
    pub fn signal_event(&self) {
        let _lock = LOCK.lock();
        // SAFETY: the lock is held.
        unsafe {
            self.inner().count = 1;
            self.release_waiters();
        }
    }

    pub fn reset_event(&self) {
        let _lock = LOCK.lock();
        // SAFETY: the lock is held.
        unsafe { self.inner().count = 0 };
    }

    /// Adds to a semaphore; the old count, or None when that would exceed its maximum.
    pub fn release_semaphore(&self, count: i32) -> Option<i32> {
        let _lock = LOCK.lock();
        let Kind::Semaphore { max } = self.kind else {
            return None;
        };
        // SAFETY: the lock is held.
        unsafe {
            let old = self.inner().count;
            if count < 1 || old > max - count {
                return None;
            }
            self.inner().count = old + count;
            self.release_waiters();
            Some(old)
        }
    }

    /// Releases a mutex once; false if the calling thread does not own it.
    pub fn release_mutex(&self) -> bool {
        let _lock = LOCK.lock();
        let me: *const NativeThread = current_native();
        // SAFETY: the lock is held.
        unsafe {
            let inner = self.inner();
            if self.kind != Kind::Mutex || inner.owner != me {
                return false;
            }
            inner.recursion -= 1;
            if inner.recursion == 0 {
                inner.owner = ptr::null();
                inner.count = 1;
                OWNED.list().retain(|&m| !ptr::eq(m, self));
                self.release_waiters();
            }
            true
        }
    }
}

/// Mutexes that some thread owns, guarded by [`LOCK`].
struct Owned(UnsafeCell<Vec<*const Waitable>>);
// SAFETY: guarded by LOCK.
unsafe impl Sync for Owned {}
static OWNED: Owned = Owned(UnsafeCell::new(Vec::new()));

impl Owned {
    #[allow(clippy::mut_from_ref)]
    unsafe fn list(&self) -> &mut Vec<*const Waitable> {
        &mut *self.0.get()
    }
}

/// The thread ends: mutexes that it owns are abandoned.
pub fn abandon_mutexes(thread: *const NativeThread) {
    let _lock = LOCK.lock();
    // SAFETY: the lock is held; listed mutexes are alive (closing one removes it).
    unsafe {
        let owned = core::mem::take(OWNED.list());
        for mutex in owned {
            if (*mutex).inner().owner == thread {
                let inner = (*mutex).inner();
                inner.owner = ptr::null();
                inner.recursion = 0;
                inner.count = 1;
                inner.abandoned = true;
                (*mutex).release_waiters();
            } else {
                OWNED.list().push(mutex);
            }
        }
    }
}

impl Wait {
    unsafe fn objects(&self) -> &[*const Waitable] {
        if self.count == 0 {
            return &[];
        }
        core::slice::from_raw_parts(self.objects, self.count as usize)
    }

    /// Takes the objects if the wait is satisfied. `index`: the object that became ready.
    unsafe fn take(&mut self, index: Option<u32>) -> bool {
        if self.all {
            if !self.objects().iter().all(|o| (**o).ready(self.thread)) {
                return false;
            }
            let mut abandoned = None;
            for (i, &object) in self.objects().iter().enumerate() {
                if self.consume(object) {
                    abandoned.get_or_insert(i as i32);
                }
            }
            self.result = abandoned.map_or(SIGNALLED, |i| ABANDONED + i);
            return true;
        }
        let ready = index.or_else(|| {
            let ready = |o: &*const Waitable| (**o).ready(self.thread);
            self.objects().iter().position(ready).map(|i| i as u32)
        });
        let Some(index) = ready else {
            return false;
        };
        let abandoned = self.consume(self.objects()[index as usize]);
        self.result = index as i32 + if abandoned { ABANDONED } else { 0 };
        true
    }

    unsafe fn consume(&self, object: *const Waitable) -> bool {
        let abandoned = (*object).consume(self.thread);
        if (*object).kind == Kind::Mutex && (*object).inner().recursion == 1 {
            OWNED.list().push(object);
        }
        abandoned
    }

    /// Ends the wait if it is satisfied, and wakes its thread.
    unsafe fn try_finish(&mut self, index: u32) -> bool {
        if !self.take(Some(index)) {
            return false;
        }
        self.finish();
        true
    }

    /// Takes the wait out of all queues and wakes its thread. `result` is set.
    unsafe fn finish(&mut self) {
        let this: *mut Wait = self;
        for &object in self.objects() {
            (*object).inner().waiters.retain(|w| w.0 != this);
        }
        let thread = &*self.thread;
        thread.wait.store(ptr::null_mut(), Relaxed);
        thread.wake.store(1, Release);
        os::futex_wake(&thread.wake, 1);
    }
}

/// Sleeps until the wait is finished by somebody else or the deadline passes. The lock isn't held.
fn sleep(wait: &mut Wait, deadline: Option<u64>) -> i32 {
    let me = current_native();
    me.state.fetch_or(state::WAITING, Relaxed);
    thread::blocking(|| {
        while me.wake.load(Acquire) == 0 {
            if os::futex_wait(&me.wake, 0, deadline) || me.wake.load(Acquire) != 0 {
                continue;
            }
            let _lock = LOCK.lock();
            // SAFETY: the lock is held, so the wait's result and queues are stable.
            unsafe {
                if (&raw const wait.result).read_volatile() == PENDING {
                    wait.result = TIMEOUT;
                    wait.finish();
                }
            }
        }
    });
    me.state.fetch_and(!state::WAITING, Relaxed);
    // SAFETY: written before `wake` was set.
    unsafe { (&raw const wait.result).read_volatile() }
}

/// Waits for one of the objects (or all). Negative timeout: no limit. Result: index, `ABANDONED` + index, `TIMEOUT` or `INTERRUPTED`.
pub unsafe fn wait_for(objects: &[*const Waitable], all: bool, timeout: i32) -> i32 {
    let me = current_native();
    let deadline = os::deadline(timeout);
    let mut wait = Wait {
        thread: me,
        objects: objects.as_ptr(),
        count: objects.len() as u32,
        all,
        result: PENDING,
    };
    {
        let _lock = LOCK.lock();
        if me.interrupted.swap(false, AcqRel) {
            return INTERRUPTED;
        }
        if !objects.is_empty() && wait.take(None) {
            return wait.result;
        }
        if timeout == 0 {
            return TIMEOUT;
        }
        enter(&mut wait, me);
        for (i, &object) in objects.iter().enumerate() {
            (*object).inner().waiters.push((&raw mut wait, i as u32));
        }
    }
    sleep(&mut wait, deadline)
}

/// The same for one object, but served before those that wait already (the thread pool's idle workers).
pub unsafe fn wait_prioritized(object: *const Waitable, timeout: i32) -> i32 {
    let me = current_native();
    let deadline = os::deadline(timeout);
    let mut wait = Wait {
        thread: me,
        objects: &raw const object,
        count: 1,
        all: false,
        result: PENDING,
    };
    {
        let _lock = LOCK.lock();
        if wait.take(None) {
            return wait.result;
        }
        if timeout == 0 {
            return TIMEOUT;
        }
        enter(&mut wait, me);
        (*object).inner().waiters.insert(0, (&raw mut wait, 0));
    }
    sleep(&mut wait, deadline)
}

fn enter(wait: &mut Wait, me: &NativeThread) {
    me.wake.store(0, Relaxed);
    me.wait.store(wait, Relaxed);
}

/// A queue of waits that are ended one by one (`Monitor.Wait` and `Pulse`). Guarded by the lock.
pub struct WaitQueue(UnsafeCell<Vec<*mut Wait>>);
// SAFETY: guarded by LOCK.
unsafe impl Sync for WaitQueue {}
// SAFETY: as above.
unsafe impl Send for WaitQueue {}

impl WaitQueue {
    pub const fn new() -> Self {
        WaitQueue(UnsafeCell::new(Vec::new()))
    }

    #[allow(clippy::mut_from_ref)]
    unsafe fn list(&self) -> &mut Vec<*mut Wait> {
        &mut *self.0.get()
    }

    /// Queues the calling thread, runs `then` (which gives up the monitor), and waits for a pulse.
    pub fn wait(&self, timeout: i32, then: impl FnOnce()) -> i32 {
        let me = current_native();
        let deadline = os::deadline(timeout);
        let mut wait = Wait {
            thread: me,
            objects: ptr::null(),
            count: 0,
            all: false,
            result: PENDING,
        };
        {
            let _lock = LOCK.lock();
            if me.interrupted.swap(false, AcqRel) {
                return INTERRUPTED;
            }
            enter(&mut wait, me);
            // SAFETY: the lock is held.
            unsafe { self.list().push(&raw mut wait) };
        }
        then();
        let result = sleep(&mut wait, deadline);
        if result != SIGNALLED {
            let _lock = LOCK.lock();
            let this = &raw mut wait;
            // SAFETY: the lock is held.
            unsafe { self.list().retain(|&w| w != this) };
        }
        result
    }

    /// Ends the wait of the first (or every) thread in the queue.
    pub fn pulse(&self, all: bool) {
        let _lock = LOCK.lock();
        // SAFETY: the lock is held; queued waits are alive.
        unsafe {
            while !self.list().is_empty() {
                let wait = self.list().remove(0);
                if (*wait).result != PENDING {
                    continue;
                }
                (*wait).result = SIGNALLED;
                (*wait).finish();
                if !all {
                    return;
                }
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        let _lock = LOCK.lock();
        // SAFETY: the lock is held.
        unsafe { self.list().is_empty() }
    }
}

impl Default for WaitQueue {
    fn default() -> Self {
        Self::new()
    }
}

/// `Thread.Interrupt`.
pub fn interrupt(thread: &NativeThread) {
    let _lock = LOCK.lock();
    thread.interrupted.store(true, Release);
    let wait = thread.wait.load(Relaxed);
    if !wait.is_null() {
        // SAFETY: the lock is held, and a wait that is entered in the thread is alive.
        unsafe {
            if (*wait).result == PENDING {
                thread.interrupted.store(false, Release);
                (*wait).result = INTERRUPTED;
                (*wait).finish();
            }
        }
    }
    let monitor = thread.blocked_on.load(Acquire);
    if !monitor.is_null() {
        // SAFETY: monitors are never freed.
        os::futex_wake(unsafe { &*monitor }, i32::MAX);
    }
}

/// A handle: a named or unnamed waitable with its count of owners.
pub struct Handle {
    pub waitable: Waitable,
    references: AtomicU32,
    name: Option<Box<[u16]>>,
}

/// Named objects of this process.
static NAMED: Mutex<Vec<NamedHandle>> = Mutex::new(Vec::new());
struct NamedHandle(*const Handle);
// SAFETY: handles are shared between threads by design.
unsafe impl Send for NamedHandle {}

/// A new handle, or an existing one of that name (second result true).
pub fn create(name: Option<&[u16]>, make: impl FnOnce() -> Waitable) -> (*const Handle, bool) {
    let mut named = NAMED.lock();
    if let Some(name) = name
        && let Some(found) = find(&named, name)
    {
        return (found, true);
    }
    let handle = Box::into_raw(Box::new(Handle {
        waitable: make(),
        references: AtomicU32::new(1),
        name: name.map(|n| n.into()),
    }));
    if name.is_some() {
        named.push(NamedHandle(handle));
    }
    (handle, false)
}

/// The handle of a named object, if it exists.
pub fn open(name: &[u16]) -> Option<*const Handle> {
    find(&NAMED.lock(), name)
}

fn find(named: &[NamedHandle], name: &[u16]) -> Option<*const Handle> {
    named.iter().find_map(|h| {
        // SAFETY: listed handles are alive; the list's lock is held.
        let handle = unsafe { &*h.0 };
        (handle.name.as_deref() == Some(name)).then(|| {
            handle.references.fetch_add(1, Relaxed);
            h.0
        })
    })
}

/// Gives up one ownership of a handle.
pub unsafe fn close(handle: *const Handle) {
    let mut named = NAMED.lock();
    if (*handle).references.fetch_sub(1, AcqRel) == 1 {
        named.retain(|h| h.0 != handle);
        drop(named);
        {
            let _lock = LOCK.lock();
            let mutex: *const Waitable = &(*handle).waitable;
            OWNED.list().retain(|&m| m != mutex);
        }
        drop(Box::from_raw(handle.cast_mut()));
    }
}
