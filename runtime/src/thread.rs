//! The thread record: what compiled code and runtime keep per thread, in thread-local storage.

use crate::object::ObjectRef;
use crate::threads::NativeThread;
use core::mem::offset_of;
use smelt_abi::thread as abi;

#[cfg(target_arch = "x86_64")]
core::arch::global_asm!(
    ".section .tbss.smelt_thread,\"awT\",@nobits",
    ".globl smelt_thread",
    ".hidden smelt_thread",
    ".type smelt_thread,@object",
    ".size smelt_thread, 768",
    ".p2align 4",
    "smelt_thread:",
    ".zero 768",
    ".text",
);

/// The record. The first 96 bytes are shared with compiled code.
#[repr(C)]
pub struct Thread {
    pub alloc_ptr: usize,
    pub alloc_limit: usize,
    pub stop_requested: u32,
    pub mode: u32,
    pub thread_statics: *mut u8,
    pub managed_thread: ObjectRef,
    pub pending_kind: u32,
    pub thread_id: u32,
    pub pending_message: ObjectRef,
    pub pending_object: ObjectRef,
    pub last_error: i32,
    reserved: u32,
    pub stack_limit: usize,
    pub filter_frame: *mut FilterFrame,
    pub transition_frame: usize,
    // ---- the runtime's own
    /// The thread's record in the thread table.
    pub native: *mut NativeThread,
    /// Newest exception in flight.
    pub in_flight: *mut crate::eh::InFlight,
    /// Bytes in blocks that this thread has used up or given back.
    pub allocated_bytes: u64,
    /// Start of the current allocation block.
    pub block_start: usize,
    /// The next raise continues the stack trace that the exception holds.
    pub foreign_raise: bool,
    /// The next raise goes on with an exception that left code called by the runtime.
    pub continued_raise: bool,
    /// An exception that nobody handles was reported: the process ends when the thread's `finally` blocks have run.
    pub unhandled: bool,
    /// Innermost guarded call into managed code, see `eh`.
    pub guard: usize,
    /// Highest address of the stack.
    pub stack_base: usize,
    /// State of the generator of hash codes.
    pub hash_seed: u32,
    /// Block for medium objects that don't fit into the current one.
    pub overflow_ptr: usize,
    pub overflow_limit: usize,
    /// Nesting of calls from native code.
    pub reverse_depth: usize,
    pub overflow_start: usize,
    /// The allocation limit while compiled code must not allocate by itself.
    pub hidden_limit: usize,
    spare: [usize; 7],
    /// See [`abi::ARGUMENTS`].
    pub arguments: [usize; abi::ARGUMENTS_SIZE as usize / 8],
}

/// Frame of a function with filters, linked from the thread record.
#[repr(C)]
pub struct FilterFrame {
    pub previous: *mut FilterFrame,
}

/// Values of [`Thread::mode`].
pub const PREEMPTIVE: u32 = 0;
pub const COOPERATIVE: u32 = 1;

/// The calling thread's record.
#[inline(always)]
#[cfg(target_arch = "x86_64")]
pub fn current() -> &'static mut Thread {
    let thread: *mut Thread;
    // SAFETY: the thread pointer is at fs:0 and the record is in the executable's own TLS block. The record is plain data of this thread; no
    // reference is kept across calls that could make another one.
    unsafe {
        core::arch::asm!(
            "mov {0}, qword ptr fs:[0]",
            "lea {0}, [{0} + smelt_thread@tpoff]",
            out(reg) thread,
            options(pure, nomem, nostack, preserves_flags),
        );
        &mut *thread
    }
}

/// Whether the thread is known to the runtime.
#[inline]
pub fn attached() -> bool {
    !current().native.is_null()
}

/// Runs `wait` outside of cooperative mode: a collection need not wait for this thread. `wait` must not touch the heap.
#[inline(never)]
pub fn blocking<R>(wait: impl FnOnce() -> R) -> R {
    if current().mode == PREEMPTIVE {
        return wait();
    }
    // The registers that callers rely on lie in this frame then; the collector reads the stack from here upwards.
    let registers = crate::eh::capture();
    crate::gc::enter_preemptive(&raw const registers as usize);
    let result = wait();
    crate::gc::leave_preemptive();
    result
}

/// Runs `work` in cooperative mode (it touches the heap).
pub fn cooperative<R>(work: impl FnOnce() -> R) -> R {
    if current().mode == COOPERATIVE {
        return work();
    }
    let frame = current().transition_frame;
    crate::gc::leave_preemptive();
    let result = work();
    crate::gc::enter_preemptive(frame);
    result
}

const _: () = {
    assert!(offset_of!(Thread, alloc_ptr) == abi::ALLOC_PTR as usize);
    assert!(offset_of!(Thread, alloc_limit) == abi::ALLOC_LIMIT as usize);
    assert!(offset_of!(Thread, stop_requested) == abi::STOP_REQUESTED as usize);
    assert!(offset_of!(Thread, mode) == abi::MODE as usize);
    assert!(offset_of!(Thread, thread_statics) == abi::THREAD_STATICS as usize);
    assert!(offset_of!(Thread, managed_thread) == abi::MANAGED_THREAD as usize);
    assert!(offset_of!(Thread, pending_kind) == abi::PENDING_KIND as usize);
    assert!(offset_of!(Thread, thread_id) == abi::THREAD_ID as usize);
    assert!(offset_of!(Thread, pending_message) == abi::PENDING_MESSAGE as usize);
    assert!(offset_of!(Thread, pending_object) == abi::PENDING_OBJECT as usize);
    assert!(offset_of!(Thread, last_error) == abi::LAST_ERROR as usize);
    assert!(offset_of!(Thread, stack_limit) == abi::STACK_LIMIT as usize);
    assert!(offset_of!(Thread, filter_frame) == abi::FILTER_FRAME as usize);
    assert!(offset_of!(Thread, transition_frame) == abi::TRANSITION_FRAME as usize);
    assert!(offset_of!(Thread, arguments) == abi::ARGUMENTS as usize);
    assert!(size_of::<Thread>() == abi::SIZE as usize);
};
