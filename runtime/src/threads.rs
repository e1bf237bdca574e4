//! Threads: the table of running threads, creation, end, and what a thread has beyond its record.

use crate::image::{self, Entry, offset};
use crate::object::ObjectRef;
use crate::os::{self, Mutex};
use crate::sync::wait::{Wait, Waitable};
use crate::thread::{self, COOPERATIVE, PREEMPTIVE, Thread};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ffi::c_void;
use core::ptr;
use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering::*};

/// Bits of [`NativeThread::state`].
pub mod state {
    pub const BACKGROUND: u32 = 4;
    pub const UNSTARTED: u32 = 8;
    pub const STOPPED: u32 = 16;
    pub const WAITING: u32 = 32;
}

/// A thread that managed code knows: its `Thread` object's native part.
pub struct NativeThread {
    pub id: u32,
    /// Bits of [`state`].
    pub state: AtomicU32,
    /// Managed object and thread itself hold one each.
    references: AtomicU32,
    /// The thread record while the thread runs.
    pub record: AtomicPtr<Thread>,
    /// The managed `Thread` object or null; a root while the thread runs.
    pub object: AtomicPtr<u8>,
    /// Futex word of waits: see `sync::wait`.
    pub wake: AtomicU32,
    /// The wait that the thread is in, guarded by the lock of `sync::wait`.
    pub wait: AtomicPtr<Wait>,
    /// Set by `Thread.Interrupt`, taken by the next interruptible wait.
    pub interrupted: AtomicBool,
    /// The futex of the monitor that the thread is blocked on.
    pub blocked_on: AtomicPtr<AtomicU32>,
    /// Signalled when the thread has ended.
    pub exited: Waitable,
    pub pthread: AtomicPtr<c_void>,
    /// What the thread runs: a `fn()`.
    body: AtomicPtr<c_void>,
    pub os_id: AtomicU32,
    pub priority: AtomicU32,
}

// SAFETY: all shared fields are atomics or guarded by the lock of `sync::wait`.
unsafe impl Sync for NativeThread {}

/// Running threads.
static THREADS: Mutex<Vec<Listed>> = Mutex::new(Vec::new());
/// Running or starting threads that keep the process alive, the main thread excluded. Futex word.
static FOREGROUND: AtomicU32 = AtomicU32::new(0);
static IDS: Mutex<Ids> = Mutex::new(Ids {
    next: 1,
    free: Vec::new(),
});

struct Listed(*mut NativeThread);
// SAFETY: the pointer is only followed under the table's lock or by the thread itself.
unsafe impl Send for Listed {}

struct Ids {
    next: u32,
    free: Vec<u32>,
}

fn new_id() -> u32 {
    let mut ids = IDS.lock();
    ids.free.pop().unwrap_or_else(|| {
        ids.next += 1;
        ids.next - 1
    })
}

impl NativeThread {
    /// A thread that has not been started.
    pub fn new(initial_state: u32) -> *mut NativeThread {
        Box::into_raw(Box::new(NativeThread {
            id: new_id(),
            state: AtomicU32::new(initial_state),
            references: AtomicU32::new(1),
            record: AtomicPtr::new(ptr::null_mut()),
            object: AtomicPtr::new(ptr::null_mut()),
            wake: AtomicU32::new(0),
            wait: AtomicPtr::new(ptr::null_mut()),
            interrupted: AtomicBool::new(false),
            blocked_on: AtomicPtr::new(ptr::null_mut()),
            exited: Waitable::new_event(true, false),
            pthread: AtomicPtr::new(ptr::null_mut()),
            body: AtomicPtr::new(ptr::null_mut()),
            os_id: AtomicU32::new(0),
            priority: AtomicU32::new(2),
        }))
    }

    pub fn has(&self, bit: u32) -> bool {
        self.state.load(Acquire) & bit != 0
    }

    /// Another owner of the record.
    pub fn retain(&self) {
        self.references.fetch_add(1, Relaxed);
    }
}

/// Gives up one ownership.
pub unsafe fn release(thread: *mut NativeThread) {
    if (*thread).references.fetch_sub(1, AcqRel) == 1 {
        IDS.lock().free.push((*thread).id);
        drop(Box::from_raw(thread));
    }
}

/// The calling thread's native part.
#[inline]
pub fn current_native() -> &'static NativeThread {
    // SAFETY: set when the thread was attached, freed after it is detached.
    unsafe { &*thread::current().native }
}

/// Calls `f` with the record of each running thread.
pub fn for_each_record(mut f: impl FnMut(*mut Thread)) {
    for listed in THREADS.lock().iter() {
        // SAFETY: listed threads are alive.
        let record = unsafe { (*listed.0).record.load(Relaxed) };
        if !record.is_null() {
            f(record);
        }
    }
}

/// Calls `f` with each running thread.
pub fn for_each_native(mut f: impl FnMut(&NativeThread)) {
    for listed in THREADS.lock().iter() {
        // SAFETY: listed threads are alive.
        f(unsafe { &*listed.0 });
    }
}

/// Makes the calling thread known: fills its record, allocates its statics, enters it into the table.
pub fn attach(native: *mut NativeThread, stack: StackRange) {
    let thread = thread::current();
    thread.native = native;
    thread.mode = PREEMPTIVE;
    thread.stack_base = stack.base;
    thread.transition_frame = stack.base;
    thread.stack_limit = stack.limit;
    let size = (image::root().thread_static_size as usize).max(16);
    // SAFETY: plain allocation of zeroed memory.
    thread.thread_statics = unsafe { libc::calloc(1, size) }.cast();
    if thread.thread_statics.is_null() {
        os::fatal("Out of memory");
    }
    // SAFETY: the native part outlives the attachment.
    let native_ref = unsafe { &*native };
    thread.thread_id = native_ref.id;
    thread.hash_seed = native_ref.id.wrapping_mul(0x9E37_79B9) | 1;
    // SAFETY: queries only.
    unsafe {
        native_ref
            .pthread
            .store(libc::pthread_self() as *mut c_void, Relaxed);
    }
    native_ref.record.store(thread, Release);
    {
        let mut threads = THREADS.lock();
        thread.stop_requested = u32::from(crate::gc::stop::stopping());
        threads.push(Listed(native));
    }
    // Whoever starts the thread waits for this.
    // SAFETY: queries only.
    let os_id = unsafe { libc::syscall(libc::SYS_gettid) } as u32;
    native_ref.os_id.store(os_id, Release);
    crate::gc::leave_preemptive();
}

/// The opposite of [`attach`]: the thread ends.
fn detach() {
    let thread = thread::current();
    let native = thread.native;
    if thread.mode != COOPERATIVE {
        crate::gc::leave_preemptive();
    }
    crate::heap::thread_exit(thread);
    crate::eh::thread_exit(thread);
    crate::gc::enter_preemptive(thread.stack_base);
    {
        let mut threads = THREADS.lock();
        if let Some(at) = threads.iter().position(|t| t.0 == native) {
            threads.swap_remove(at);
        }
    }
    // SAFETY: the native part is alive; the statics block was made by `attach`.
    unsafe {
        (*native).record.store(ptr::null_mut(), Release);
        libc::free(thread.thread_statics.cast());
        thread.thread_statics = ptr::null_mut();
        thread.native = ptr::null_mut();
        crate::sync::wait::abandon_mutexes(native);
        (*native).state.fetch_or(state::STOPPED, Release);
        (*native).object.store(ptr::null_mut(), Release);
        (*native).exited.signal_event();
        if !(*native).has(state::BACKGROUND) && (*native).id != 1 {
            foreground_ended();
        }
        release(native);
    }
}

fn foreground_ended() {
    FOREGROUND.fetch_sub(1, AcqRel);
    os::futex_wake(&FOREGROUND, i32::MAX);
}

/// Waits until only background threads are left besides the calling one.
pub fn wait_for_foreground() {
    thread::blocking(|| {
        loop {
            let count = FOREGROUND.load(Acquire);
            if count == 0 {
                return;
            }
            os::futex_wait(&FOREGROUND, count, None);
        }
    });
}

/// `Thread.IsBackground = value`.
pub fn set_background(native: &NativeThread, value: bool) {
    let before = if value {
        native.state.fetch_or(state::BACKGROUND, AcqRel)
    } else {
        native.state.fetch_and(!state::BACKGROUND, AcqRel)
    };
    let was = before & state::BACKGROUND != 0;
    let running = before & (state::UNSTARTED | state::STOPPED) == 0;
    if was != value && running && native.id != 1 {
        if value {
            foreground_ended();
        } else {
            FOREGROUND.fetch_add(1, AcqRel);
        }
    }
}

/// Where a thread's stack lies. `limit` leaves room for what runs when the stack is nearly full.
#[derive(Copy, Clone)]
pub struct StackRange {
    pub base: usize,
    pub limit: usize,
}

/// Bytes that `TryEnsureSufficientExecutionStack` wants to be left.
pub const STACK_RESERVE: usize = 64 * 1024;

impl StackRange {
    /// The main thread's stack, from an address near its start.
    pub fn main(near_base: usize) -> StackRange {
        let mut limit = libc::rlimit {
            rlim_cur: 0,
            rlim_max: 0,
        };
        // SAFETY: fills the struct.
        unsafe { libc::getrlimit(libc::RLIMIT_STACK, &mut limit) };
        let size = match limit.rlim_cur {
            0 | libc::RLIM_INFINITY => 8 << 20,
            size => (size as usize).min(1 << 30),
        };
        StackRange {
            base: near_base,
            limit: near_base.saturating_sub(size) + STACK_RESERVE,
        }
    }

    /// The calling thread's stack, as the thread library knows it.
    pub fn of_pthread() -> StackRange {
        // SAFETY: the attribute object is initialised by pthread_getattr_np and destroyed here.
        unsafe {
            let mut attributes = core::mem::zeroed::<libc::pthread_attr_t>();
            let mut low = ptr::null_mut();
            let mut size = 0;
            if libc::pthread_getattr_np(libc::pthread_self(), &mut attributes) == 0 {
                libc::pthread_attr_getstack(&attributes, &mut low, &mut size);
                libc::pthread_attr_destroy(&mut attributes);
            }
            StackRange {
                base: low as usize + size,
                limit: low as usize + STACK_RESERVE,
            }
        }
    }
}

/// Why a thread could not be started.
#[derive(Debug, PartialEq, Eq)]
pub enum StartError {
    AlreadyStarted,
    OutOfMemory,
}

/// Starts the thread of a native part. Returns when the new thread runs. The caller is in preemptive mode.
pub fn start(native: *mut NativeThread, stack_size: usize) -> Result<(), StartError> {
    start_with(native, stack_size, run_managed)
}

/// Starts a thread with another body.
pub fn start_with(
    native: *mut NativeThread,
    stack_size: usize,
    body: fn(),
) -> Result<(), StartError> {
    // SAFETY: the managed object owns the native part.
    let thread = unsafe { &*native };
    thread.body.store(body as *mut c_void, Release);
    let before = thread.state.fetch_and(!state::UNSTARTED, AcqRel);
    if before & state::UNSTARTED == 0 {
        return Err(StartError::AlreadyStarted);
    }
    thread.retain();
    let foreground = before & state::BACKGROUND == 0;
    if foreground {
        FOREGROUND.fetch_add(1, AcqRel);
    }
    // SAFETY: standard creation of a detached thread; the new thread takes over one reference.
    let result = unsafe {
        let mut attributes = core::mem::zeroed::<libc::pthread_attr_t>();
        let mut id = core::mem::zeroed::<libc::pthread_t>();
        libc::pthread_attr_init(&mut attributes);
        libc::pthread_attr_setdetachstate(&mut attributes, libc::PTHREAD_CREATE_DETACHED);
        if stack_size != 0 {
            let size = stack_size.max(128 << 10).next_multiple_of(4096);
            libc::pthread_attr_setstacksize(&mut attributes, size);
        }
        let result = libc::pthread_create(&mut id, &attributes, thread_main, native.cast());
        libc::pthread_attr_destroy(&mut attributes);
        result
    };
    if result != 0 {
        thread.state.fetch_or(state::UNSTARTED, AcqRel);
        if foreground {
            foreground_ended();
        }
        // SAFETY: the reference taken above.
        unsafe { release(native) };
        return Err(StartError::OutOfMemory);
    }
    while thread.os_id.load(Acquire) == 0 {
        os::futex_wait(&thread.os_id, 0, None);
    }
    Ok(())
}

extern "C" fn thread_main(native: *mut c_void) -> *mut c_void {
    let native: *mut NativeThread = native.cast();
    #[cfg(not(test))]
    crate::signals::init_thread();
    attach(native, StackRange::of_pthread());
    // SAFETY: this thread owns a reference.
    let this = unsafe { &*native };
    os::futex_wake(&this.os_id, i32::MAX);
    // SAFETY: `start_with` stored a function.
    let body: fn() = unsafe { core::mem::transmute(this.body.load(Acquire)) };
    body();
    detach();
    #[cfg(not(test))]
    crate::signals::exit_thread();
    ptr::null_mut()
}

/// Body of threads that managed code starts.
fn run_managed() {
    let this = current_native();
    let object = ObjectRef(this.object.load(Acquire));
    thread::current().managed_thread = object;
    let code = image::entry(Entry::ThreadStart);
    if !code.is_null() && !object.is_null() {
        // SAFETY: the entry has this signature; it catches everything or ends the process.
        unsafe {
            let run: extern "C" fn(ObjectRef) = core::mem::transmute(code);
            run(object);
        }
    }
    if let Some(dead) = offset!("System.Threading.Thread", "_isDead")
        && !object.is_null()
    {
        // SAFETY: a field of the Thread object.
        unsafe { object.set_field(dead, 1u8) };
    }
}

/// Helper `ReverseEnter`: native code calls managed code, perhaps on a thread that the runtime has not seen.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_reverse_enter() {
    if !thread::attached() {
        let native = NativeThread::new(state::BACKGROUND);
        attach(native, StackRange::of_pthread());
        #[cfg(not(test))]
        crate::signals::init_thread();
        register_native_exit();
        thread::current().reverse_depth = 1;
        return;
    }
    thread::current().reverse_depth += 1;
    crate::gc::leave_preemptive();
}

/// Helper `ReverseExit`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_reverse_exit() {
    let thread = thread::current();
    thread.reverse_depth -= 1;
    // Frames of managed code that called the native caller lie above this one.
    crate::gc::enter_preemptive((&raw const thread).cast::<u8>() as usize & !7);
}

/// Arranges that a thread that came from native code is detached when it ends.
fn register_native_exit() {
    static KEY: AtomicU32 = AtomicU32::new(u32::MAX);
    extern "C" fn ended(_: *mut c_void) {
        if thread::attached() {
            detach();
        }
    }
    // SAFETY: creates the key once (a second one made in a race is only wasted) and sets this thread's value, so that the destructor runs.
    unsafe {
        if KEY.load(Acquire) == u32::MAX {
            let mut key = 0;
            if libc::pthread_key_create(&mut key, Some(ended)) != 0 {
                return;
            }
            KEY.store(key, Release);
        }
        libc::pthread_setspecific(KEY.load(Acquire), ptr::dangling());
    }
}
