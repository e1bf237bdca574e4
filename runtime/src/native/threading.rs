//! The mutex with a condition that CoreLib's own synchronization waits on, and what identifies a thread.

use core::mem::MaybeUninit;
use core::ptr;

/// `LowLevelMonitor`: lives on the C heap, at a fixed address as pthreads want it.
#[repr(C)]
pub(super) struct LowLevelMonitor {
    mutex: libc::pthread_mutex_t,
    condition: libc::pthread_cond_t,
}

/// Initialises a condition whose time limits follow the monotonic clock.
///
/// # Safety
/// `condition` is valid and not in use.
unsafe fn initialize_condition(condition: *mut libc::pthread_cond_t) -> bool {
    let mut attributes = MaybeUninit::<libc::pthread_condattr_t>::zeroed();
    // SAFETY: valid by the caller's contract; the attributes are initialised before they are used.
    unsafe {
        if libc::pthread_condattr_init(attributes.as_mut_ptr()) != 0 {
            return false;
        }
        let done = libc::pthread_condattr_setclock(attributes.as_mut_ptr(), libc::CLOCK_MONOTONIC)
            == 0
            && libc::pthread_cond_init(condition, attributes.as_ptr()) == 0;
        libc::pthread_condattr_destroy(attributes.as_mut_ptr());
        done
    }
}

fn thread_id() -> u32 {
    // SAFETY: takes nothing.
    unsafe { libc::syscall(libc::SYS_gettid) as u32 }
}

exports! {
    /// A new monitor, null if there is no memory.
    fn SystemNative_LowLevelMonitor_Create() -> *mut LowLevelMonitor {
        let monitor = libc::malloc(size_of::<LowLevelMonitor>()).cast::<LowLevelMonitor>();
        if monitor.is_null() {
            return monitor;
        }
        if libc::pthread_mutex_init(&raw mut (*monitor).mutex, ptr::null()) == 0 {
            if initialize_condition(&raw mut (*monitor).condition) {
                return monitor;
            }
            libc::pthread_mutex_destroy(&raw mut (*monitor).mutex);
        }
        libc::free(monitor.cast());
        ptr::null_mut()
    }

    /// Frees a monitor that nobody uses.
    fn SystemNative_LowLevelMonitor_Destroy(monitor: *mut LowLevelMonitor) {
        libc::pthread_cond_destroy(&raw mut (*monitor).condition);
        libc::pthread_mutex_destroy(&raw mut (*monitor).mutex);
        libc::free(monitor.cast());
    }

    /// Locks.
    fn SystemNative_LowLevelMonitor_Acquire(monitor: *mut LowLevelMonitor) {
        libc::pthread_mutex_lock(&raw mut (*monitor).mutex);
    }

    /// Unlocks.
    fn SystemNative_LowLevelMonitor_Release(monitor: *mut LowLevelMonitor) {
        libc::pthread_mutex_unlock(&raw mut (*monitor).mutex);
    }

    /// Unlocks, waits for a signal, locks.
    fn SystemNative_LowLevelMonitor_Wait(monitor: *mut LowLevelMonitor) {
        libc::pthread_cond_wait(&raw mut (*monitor).condition, &raw mut (*monitor).mutex);
    }

    /// `Wait` with a time limit; 0 when it passed.
    fn SystemNative_LowLevelMonitor_TimedWait(monitor: *mut LowLevelMonitor, milliseconds: i32) -> i32 {
        let mut until: libc::timespec = MaybeUninit::zeroed().assume_init();
        libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut until);
        let nanoseconds = until.tv_nsec as i64 + i64::from(milliseconds) * 1_000_000;
        until.tv_sec += (nanoseconds / 1_000_000_000) as i64;
        until.tv_nsec = (nanoseconds % 1_000_000_000) as _;
        let result =
            libc::pthread_cond_timedwait(&raw mut (*monitor).condition, &raw mut (*monitor).mutex, &until);
        (result == 0) as i32
    }

    /// Wakes one waiting thread and unlocks.
    fn SystemNative_LowLevelMonitor_Signal_Release(monitor: *mut LowLevelMonitor) {
        libc::pthread_cond_signal(&raw mut (*monitor).condition);
        libc::pthread_mutex_unlock(&raw mut (*monitor).mutex);
    }

    /// The processor that the thread runs on.
    fn SystemNative_SchedGetCpu() -> i32 { libc::sched_getcpu() }

    /// The kernel's number of the thread.
    fn SystemNative_TryGetUInt32OSThreadId() -> u32 { thread_id() }

    /// The kernel's number of the thread.
    fn SystemNative_GetUInt64OSThreadId() -> u64 { u64::from(thread_id()) }
}
