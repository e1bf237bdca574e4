//! `Monitor`, `Thread`, wait handles.

use super::StackSlot;
use super::environment::set_system_error;
use crate::image::{offset, well_known};
use crate::object::ObjectRef;
use crate::pending::{self, ExceptionKind};
use crate::sync::monitor::{self, Entered};
use crate::sync::wait::{self, Handle, Kind, Waitable};
use crate::text::utf16_z;
use crate::thread;
use crate::threads::{self, NativeThread, StartError, current_native, state};
use crate::{heap, text};
use core::ptr;
use core::sync::atomic::Ordering::*;

// ---- Monitor

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Monitor_TryEnter_FastPath(object: ObjectRef) -> i32 {
    i32::from(monitor::try_enter(object))
}

/// 0 contention, 1 entered, 2 use the slow path.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Monitor_TryEnter_FastPath_WithTimeout(
    object: ObjectRef,
    timeout: i32,
) -> i32 {
    if monitor::try_enter(object) {
        1
    } else if timeout == 0 {
        0
    } else {
        2
    }
}

/// 0 done, 4 the thread does not hold the lock.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Monitor_Exit_FastPath(object: ObjectRef) -> i32 {
    if monitor::exit(object) { 0 } else { 4 }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Monitor_IsEnteredNative(object: ObjectRef) -> i32 {
    i32::from(monitor::is_entered(object))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Monitor_Enter_Slowpath(slot: StackSlot) {
    if monitor::enter(*slot, -1, true) == Entered::Interrupted {
        pending::raise(ExceptionKind::ThreadInterrupted);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Monitor_TryEnter_Slowpath(slot: StackSlot, timeout: i32) -> i32 {
    match monitor::enter(*slot, timeout, true) {
        Entered::Yes => 1,
        Entered::No => 0,
        Entered::Interrupted => {
            pending::raise(ExceptionKind::ThreadInterrupted);
            0
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Monitor_Exit_Slowpath(_slot: StackSlot, action: i32) {
    if action == 4 {
        not_owner();
    }
}

fn not_owner() {
    pending::raise_with(
        ExceptionKind::SynchronizationLock,
        "Object synchronization method was called from an unsynchronized block of code.",
    );
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Monitor_Wait(slot: StackSlot, timeout: i32) -> i32 {
    match monitor::wait(*slot, timeout) {
        None => {
            not_owner();
            0
        }
        Some(result) => match monitor::pulsed(result) {
            Some(pulsed) => i32::from(pulsed),
            None => {
                pending::raise(ExceptionKind::ThreadInterrupted);
                0
            }
        },
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Monitor_Pulse(slot: StackSlot) {
    if !monitor::pulse(*slot, false) {
        not_owner();
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Monitor_PulseAll(slot: StackSlot) {
    if !monitor::pulse(*slot, true) {
        not_owner();
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_Monitor_GetLockContentionCount() -> i64 {
    monitor::contentions() as i64
}

// ---- Thread

unsafe fn native_of(object: ObjectRef) -> *mut NativeThread {
    match offset!("System.Threading.Thread", "_DONT_USE_InternalThread") {
        Some(offset) => object.field(offset),
        None => ptr::null_mut(),
    }
}

unsafe fn bind(object: ObjectRef, native: *mut NativeThread) {
    if let Some(offset) = offset!("System.Threading.Thread", "_DONT_USE_InternalThread") {
        object.set_field(offset, native);
    }
    if let Some(offset) = offset!("System.Threading.Thread", "_managedThreadId") {
        object.set_field(offset, (*native).id);
    }
    if let Some(offset) = offset!("System.Threading.Thread", "_priority") {
        object.set_field(offset, (*native).priority.load(Relaxed));
    }
    (*native).object.store(object.0, Release);
}

/// A new `Thread` object gets its native part.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ThreadNative_Initialize(slot: StackSlot) {
    bind(*slot, NativeThread::new(state::UNSTARTED));
}

/// `Thread.CurrentThread` for threads that have no object yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ThreadNative_GetCurrentThread(slot: StackSlot) {
    let native = current_native();
    let known = native.object.load(Acquire);
    if !known.is_null() {
        *slot = ObjectRef(known);
        return;
    }
    let Some(mt) = well_known!("System.Threading.Thread") else {
        return;
    };
    let object = super::objects::checked(heap::allocate(mt));
    if object.is_null() {
        return;
    }
    native.retain();
    bind(object, ptr::from_ref(native).cast_mut());
    thread::current().managed_thread = object;
    *slot = object;
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ThreadNative_Start(
    native: *mut NativeThread,
    stack_size: i32,
    priority: i32,
    _is_thread_pool: i32,
    name: *const u16,
) {
    (*native).priority.store(priority as u32, Relaxed);
    match threads::start(native, stack_size.max(0) as usize) {
        Ok(()) => {
            if !name.is_null() {
                set_name(&*native, utf16_z(name));
            }
        }
        Err(StartError::AlreadyStarted) => pending::raise_with(
            ExceptionKind::ThreadState,
            "Thread is running or terminated; it cannot restart.",
        ),
        Err(StartError::OutOfMemory) => pending::out_of_memory(),
    }
}

/// The system's name of a running thread: 15 bytes at most.
fn set_name(native: &NativeThread, name: &[u16]) {
    let mut bytes = text::narrow(name);
    let mut end = bytes.len().min(15);
    while !bytes.is_char_boundary(end) {
        end -= 1;
    }
    bytes.truncate(end);
    bytes.push('\0');
    let id = native.pthread.load(Acquire);
    if !id.is_null() && !native.has(state::STOPPED) {
        // SAFETY: a running thread's id and a zero-terminated name.
        unsafe { libc::pthread_setname_np(id as libc::pthread_t, bytes.as_ptr().cast()) };
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ThreadNative_InformThreadNameChange(
    native: *mut NativeThread,
    name: *const u16,
    length: i32,
) {
    // The main thread's name is the process's name in system tools.
    if (*native).id != 1 && !name.is_null() && !(*native).has(state::UNSTARTED) {
        set_name(
            &*native,
            core::slice::from_raw_parts(name, length.max(0) as usize),
        );
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_ThreadNative_GetCurrentOSThreadId() -> u64 {
    u64::from(current_native().os_id.load(Relaxed))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ThreadNative_GetIsBackground(native: *mut NativeThread) -> i32 {
    i32::from((*native).has(state::BACKGROUND))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ThreadNative_SetIsBackground(
    native: *mut NativeThread,
    value: i32,
) {
    threads::set_background(&*native, value != 0);
}

/// Bits of the public `ThreadState`. A thread that has ended is nothing else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ThreadNative_GetThreadState(native: *mut NativeThread) -> i32 {
    let state = (*native).state.load(Acquire);
    let ended = state & state::STOPPED;
    (if ended != 0 { ended } else { state }) as i32
}

/// Linux has no thread priorities for ordinary processes: the number is only remembered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ThreadNative_SetPriority(slot: StackSlot, priority: i32) {
    let native = native_of(*slot);
    if !(0..=4).contains(&priority) {
        pending::raise_with(ExceptionKind::ArgumentOutOfRange, "value");
        return;
    }
    if !native.is_null() {
        if (*native).has(state::STOPPED) {
            pending::raise_with(
                ExceptionKind::ThreadState,
                "Thread is dead; priority cannot be accessed.",
            );
            return;
        }
        (*native).priority.store(priority as u32, Relaxed);
    }
    if let Some(offset) = offset!("System.Threading.Thread", "_priority") {
        (*slot).set_field(offset, priority);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ThreadNative_Join(slot: StackSlot, timeout: i32) -> i32 {
    let native = native_of(*slot);
    if native.is_null() || (*native).has(state::UNSTARTED) {
        pending::raise_with(ExceptionKind::ThreadState, "Thread has not been started.");
        return 0;
    }
    let exited: *const Waitable = &(*native).exited;
    match wait::wait_for(&[exited], false, timeout) {
        wait::SIGNALLED => 1,
        wait::INTERRUPTED => {
            pending::raise(ExceptionKind::ThreadInterrupted);
            0
        }
        _ => 0,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ThreadNative_Sleep(timeout: i32) {
    if timeout == 0 {
        libc::sched_yield();
        return;
    }
    if wait::wait_for(&[], false, timeout) == wait::INTERRUPTED {
        pending::raise(ExceptionKind::ThreadInterrupted);
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_ThreadNative_YieldThread() -> i32 {
    // SAFETY: no arguments.
    i32::from(unsafe { libc::sched_yield() } == 0)
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_ThreadNative_SpinWait(iterations: i32) {
    for _ in 0..iterations.max(0) {
        core::hint::spin_loop();
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ThreadNative_Interrupt(native: *mut NativeThread) {
    wait::interrupt(&*native);
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_ThreadNative_PollGC() {
    crate::gc::poll();
}

/// The `Thread` object's finalizer: the native part goes when the thread itself has ended too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_Thread_InternalFinalize(object: ObjectRef) {
    let native = native_of(object);
    if !native.is_null() {
        if let Some(offset) = offset!("System.Threading.Thread", "_DONT_USE_InternalThread") {
            object.set_field(offset, 0usize);
        }
        threads::release(native);
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Thread_CatchAtSafePoint() -> i32 {
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Thread_get_OptimalMaxSpinWaitsPerSpinIteration() -> i32 {
    8
}

// ---- wait handles: Win32-shaped calls; errors go where `Marshal.GetLastSystemError` reads them

const INVALID_HANDLE: i32 = 6;
const INVALID_PARAMETER: i32 = 87;
const ALREADY_EXISTS: i32 = 183;
const FILE_NOT_FOUND: i32 = 2;
const NOT_OWNER: i32 = 288;
const TOO_MANY_POSTS: i32 = 298;

unsafe fn handle<'a>(handle: *const Handle) -> Option<&'a Handle> {
    let handle = handle.as_ref();
    if handle.is_none() {
        set_system_error(INVALID_HANDLE);
    }
    handle
}

unsafe fn name_of<'a>(name: *const u16) -> Option<&'a [u16]> {
    (!name.is_null() && *name != 0).then(|| utf16_z(name))
}

unsafe fn create(name: *const u16, make: impl FnOnce() -> Waitable) -> (*const Handle, bool) {
    let (handle, existed) = wait::create(name_of(name), make);
    set_system_error(if existed { ALREADY_EXISTS } else { 0 });
    (handle, existed)
}

/// Flags: 1 manual reset, 2 initially set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_CreateEventExW(
    _security: usize,
    name: *const u16,
    flags: u32,
    _access: u32,
) -> *const Handle {
    create(name, || Waitable::new_event(flags & 1 != 0, flags & 2 != 0)).0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_SetEvent(event: *const Handle) -> i32 {
    match handle(event) {
        Some(h) if matches!(h.waitable.kind(), Kind::AutoEvent | Kind::ManualEvent) => {
            h.waitable.signal_event();
            1
        }
        _ => fail(INVALID_HANDLE),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ResetEvent(event: *const Handle) -> i32 {
    match handle(event) {
        Some(h) if matches!(h.waitable.kind(), Kind::AutoEvent | Kind::ManualEvent) => {
            h.waitable.reset_event();
            1
        }
        _ => fail(INVALID_HANDLE),
    }
}

fn fail(error: i32) -> i32 {
    set_system_error(error);
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_CreateSemaphoreExW(
    _security: usize,
    initial: i32,
    maximum: i32,
    name: *const u16,
    _flags: u32,
    _access: u32,
) -> *const Handle {
    if initial < 0 || maximum < 1 || initial > maximum {
        set_system_error(INVALID_PARAMETER);
        return ptr::null();
    }
    create(name, || Waitable::new_semaphore(initial, maximum)).0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ReleaseSemaphore(
    semaphore: *const Handle,
    count: i32,
    previous: *mut i32,
) -> i32 {
    let Some(h) = handle(semaphore) else {
        return 0;
    };
    match h.waitable.release_semaphore(count) {
        Some(old) => {
            if !previous.is_null() {
                *previous = old;
            }
            1
        }
        None => fail(TOO_MANY_POSTS),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_PAL_CreateMutexW(
    owned: i32,
    name: *const u16,
    _current_user_only: i32,
    _errors: *mut u8,
    _errors_size: u32,
) -> *const Handle {
    let (handle, existed) = create(name, Waitable::new_mutex);
    if owned != 0 && !existed {
        let mutex: *const Waitable = &(*handle).waitable;
        wait::wait_for(&[mutex], false, 0);
        set_system_error(0);
    }
    handle
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_PAL_OpenMutexW(
    name: *const u16,
    _current_user_only: i32,
    _errors: *mut u8,
    _errors_size: u32,
) -> *const Handle {
    match name_of(name).and_then(wait::open) {
        Some(handle) => handle,
        None => {
            set_system_error(FILE_NOT_FOUND);
            ptr::null()
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ReleaseMutex(mutex: *const Handle) -> i32 {
    match handle(mutex) {
        Some(h) if h.waitable.release_mutex() => 1,
        Some(_) => fail(NOT_OWNER),
        None => 0,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_CloseHandle(object: *const Handle) -> i32 {
    if handle(object).is_none() {
        return 0;
    }
    wait::close(object);
    1
}

/// The result of a wait, an interruption made pending.
fn finished(result: i32) -> i32 {
    if result == wait::INTERRUPTED {
        pending::raise(ExceptionKind::ThreadInterrupted);
        return wait::TIMEOUT;
    }
    result
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_WaitHandle_WaitOneCore(
    object: *const Handle,
    timeout: i32,
    _trivial: i32,
) -> i32 {
    match object.as_ref() {
        Some(h) => finished(wait::wait_for(&[&raw const h.waitable], false, timeout)),
        None => wait::TIMEOUT,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_WaitHandle_WaitOnePrioritized(
    object: *const Handle,
    timeout: i32,
) -> i32 {
    match object.as_ref() {
        Some(h) => finished(wait::wait_prioritized(&h.waitable, timeout)),
        None => wait::TIMEOUT,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_WaitHandle_WaitMultipleIgnoringSyncContext(
    handles: *const *const Handle,
    count: i32,
    all: i32,
    timeout: i32,
) -> i32 {
    let mut objects = [ptr::null::<Waitable>(); 64];
    let count = count.clamp(0, 64) as usize;
    for (i, object) in objects[..count].iter_mut().enumerate() {
        *object = &(**handles.add(i)).waitable;
    }
    if all != 0 {
        for i in 1..count {
            if objects[..i].contains(&objects[i]) {
                pending::raise_with(
                    ExceptionKind::DuplicateWaitObject,
                    "Duplicate objects in argument.",
                );
                return wait::TIMEOUT;
            }
        }
    }
    finished(wait::wait_for(&objects[..count], all != 0, timeout))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_WaitHandle_SignalAndWait(
    signal: *const Handle,
    wait_on: *const Handle,
    timeout: i32,
) -> i32 {
    let waitable = &(*signal).waitable;
    match waitable.kind() {
        Kind::AutoEvent | Kind::ManualEvent => waitable.signal_event(),
        Kind::Semaphore { .. } => {
            if waitable.release_semaphore(1).is_none() {
                return TOO_MANY_POSTS;
            }
        }
        Kind::Mutex => {
            if !waitable.release_mutex() {
                pending::raise_with(
                    ExceptionKind::SynchronizationLock,
                    "Attempt to release mutex not owned by caller.",
                );
                return wait::TIMEOUT;
            }
        }
    }
    smelt_qc_WaitHandle_WaitOneCore(wait_on, timeout, 0)
}
