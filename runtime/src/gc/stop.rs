//! Modes of threads, and stopping all of them. A thread in cooperative mode (compiled code, this library) stops at allocations, polls and when it comes
//! back from native code. A thread in preemptive mode (native code, waits) counts as stopped: everything of its stack that holds references lies
//! above the frame that it left in its record.

use crate::os::{self, Mutex};
use crate::thread::{self, COOPERATIVE, PREEMPTIVE};
use crate::threads;
use core::ptr;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering::*, compiler_fence, fence};

/// 1 while threads shall stop. Futex word of those that have.
static STOPPING: AtomicU32 = AtomicU32::new(0);
/// Counts threads that stopped. Futex word of the thread that waits for them.
static ARRIVALS: AtomicU32 = AtomicU32::new(0);
/// Whether the kernel has process-wide barriers for us.
static MEMBARRIER: AtomicBool = AtomicBool::new(false);

const MEMBARRIER_CMD_PRIVATE_EXPEDITED: i32 = 1 << 3;
const MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED: i32 = 1 << 4;

/// How long to sleep when threads have yet to stop: those that enter preemptive mode don't tell.
const RECHECK: u64 = 100_000;

pub(super) fn init() {
    // SAFETY: registers the process for the barrier.
    let result = unsafe {
        libc::syscall(
            libc::SYS_membarrier,
            MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED,
            0,
            0,
        )
    };
    MEMBARRIER.store(result == 0, Relaxed);
}

/// Every other thread executes a full barrier.
fn process_barrier() {
    fence(SeqCst);
    if MEMBARRIER.load(Relaxed) {
        // SAFETY: no memory is involved.
        unsafe { libc::syscall(libc::SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) };
        return;
    }
    // Taking the right to write a page away interrupts every processor that runs a thread of the process.
    static PAGE: Mutex<usize> = Mutex::new(0);
    let mut page = PAGE.lock();
    if *page == 0 {
        *page = crate::heap::tables::map(4096) as usize;
    }
    if *page == 0 {
        os::fatal("Out of memory");
    }
    // SAFETY: a page of our own.
    unsafe {
        let at = *page as *mut u8;
        libc::mprotect(at.cast(), 4096, libc::PROT_READ | libc::PROT_WRITE);
        at.write_volatile(1);
        libc::mprotect(at.cast(), 4096, libc::PROT_READ);
    }
    fence(SeqCst);
}

fn set_mode(mode: u32) {
    // SAFETY: the field belongs to this thread; the collector reads it.
    unsafe { AtomicU32::from_ptr(&raw mut thread::current().mode).store(mode, SeqCst) };
}

fn stop_requested() -> bool {
    // SAFETY: the collector writes the field.
    unsafe { AtomicU32::from_ptr(&raw mut thread::current().stop_requested).load(SeqCst) != 0 }
}

/// Whether new threads must wait before they run.
pub fn stopping() -> bool {
    STOPPING.load(SeqCst) != 0
}

/// The thread goes into native code or waits: a stop need not wait for it. References lie above `frame` on its stack.
#[inline]
pub fn enter_preemptive(frame: usize) {
    let thread = thread::current();
    thread.transition_frame = frame;
    compiler_fence(Release);
    // SAFETY: the field belongs to this thread; the collector reads it.
    unsafe { AtomicU32::from_ptr(&raw mut thread.mode).store(PREEMPTIVE, Release) };
}

/// The thread comes back.
#[inline]
pub fn leave_preemptive() {
    set_mode(COOPERATIVE);
    if stop_requested() {
        stop_here();
    }
}

/// The thread stops until the collector is done.
#[cold]
#[inline(never)]
pub fn stop_here() {
    let registers = crate::eh::capture();
    thread::current().transition_frame = &raw const registers as usize;
    loop {
        set_mode(PREEMPTIVE);
        ARRIVALS.fetch_add(1, SeqCst);
        os::futex_wake(&ARRIVALS, 1);
        while STOPPING.load(SeqCst) != 0 {
            os::futex_wait(&STOPPING, 1, None);
        }
        set_mode(COOPERATIVE);
        if !stop_requested() {
            return;
        }
    }
}

/// Stops all other threads, calls `work` with the address from which this thread's stack is to be read, and lets them go on. Only one thread at a time.
#[inline(never)]
pub(super) fn with_threads_stopped(work: impl FnOnce(usize)) {
    let registers = crate::eh::capture();
    stop_others();
    work(&raw const registers as usize);
    resume();
}

fn request(value: u32) -> usize {
    let me: *mut thread::Thread = thread::current();
    let mut others = 0;
    threads::for_each_record(|record| {
        if !ptr::eq(record, me) {
            others += 1;
            // SAFETY: the record of a listed thread.
            unsafe { AtomicU32::from_ptr(&raw mut (*record).stop_requested).store(value, SeqCst) };
        }
    });
    others
}

fn stop_others() {
    STOPPING.store(1, SeqCst);
    if request(1) == 0 {
        return;
    }
    process_barrier();
    let me: *mut thread::Thread = thread::current();
    let mut rounds = 0;
    loop {
        let seen = ARRIVALS.load(SeqCst);
        let mut running = 0;
        threads::for_each_record(|record| {
            // SAFETY: the record of a listed thread.
            let mode = unsafe { AtomicU32::from_ptr(&raw mut (*record).mode).load(SeqCst) };
            if !ptr::eq(record, me) && mode == COOPERATIVE {
                running += 1;
            }
        });
        if running == 0 {
            return;
        }
        rounds += 1;
        if rounds < 20 {
            core::hint::spin_loop();
        } else {
            os::futex_wait(&ARRIVALS, seen, Some(os::now() + RECHECK));
        }
    }
}

fn resume() {
    // In this order: a thread that is entered into the table meanwhile either sees that nothing stops any more or is listed when the requests are
    // taken back.
    STOPPING.store(0, SeqCst);
    request(0);
    os::futex_wake(&STOPPING, i32::MAX);
}

// Helper `StopPoll`, LLVM's `preserve_most` convention: all general registers stay as they are, so that a poll costs its surroundings nothing. They lie
// in this frame while the thread is stopped, where the collector finds them.
#[cfg(target_arch = "x86_64")]
core::arch::global_asm!(
    ".text",
    ".globl smelt_stop_poll",
    ".hidden smelt_stop_poll",
    ".type smelt_stop_poll,@function",
    "smelt_stop_poll:",
    ".cfi_startproc",
    "push rax",
    "push rcx",
    "push rdx",
    "push rsi",
    "push rdi",
    "push r8",
    "push r9",
    "push r10",
    "push r11",
    ".cfi_adjust_cfa_offset 72",
    "call {poll}",
    "pop r11",
    "pop r10",
    "pop r9",
    "pop r8",
    "pop rdi",
    "pop rsi",
    "pop rdx",
    "pop rcx",
    "pop rax",
    ".cfi_adjust_cfa_offset -72",
    "ret",
    ".cfi_endproc",
    ".size smelt_stop_poll, . - smelt_stop_poll",
    poll = sym poll,
);

/// The thread stops if it shall; under stress it may collect.
pub extern "C" fn poll() {
    if stop_requested() {
        stop_here();
    }
    super::stress::tick();
}

/// Helper `LeavePreemptive`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_leave_preemptive() {
    if stop_requested() {
        stop_here();
    }
}
