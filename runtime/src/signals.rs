//! Faults: accesses near null in compiled code throw; stack overflow and other invalid accesses end the process with a message. Handlers run on
//! a stack of their own.

use crate::eh::unwind::{Context, Frame};
use crate::thread;
use crate::threads::STACK_RESERVE;
use crate::{eh, image, os};
use core::ffi::c_void;
use core::ptr;

/// Enough for the report of a stack overflow.
const STACK_SIZE: usize = 64 * 1024;

/// Installs the handlers and the main thread's signal stack.
pub fn init() {
    init_thread();
    // SAFETY: installs handlers that only use async-signal-safe calls.
    unsafe {
        let mut action = core::mem::zeroed::<libc::sigaction>();
        action.sa_sigaction = fault as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_NODEFER;
        libc::sigaction(libc::SIGSEGV, &action, ptr::null_mut());
        libc::sigaction(libc::SIGBUS, &action, ptr::null_mut());
        // Writes to closed pipes fail with an error instead.
        libc::signal(libc::SIGPIPE, libc::SIG_IGN);
    }
}

/// Gives the calling thread a signal stack.
pub fn init_thread() {
    // SAFETY: a fresh mapping becomes the signal stack; it is unmapped when the thread ends.
    unsafe {
        let size = stack_size();
        let memory = libc::mmap(
            ptr::null_mut(),
            size,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        );
        if memory == libc::MAP_FAILED {
            return;
        }
        let stack = libc::stack_t {
            ss_sp: memory,
            ss_flags: 0,
            ss_size: size,
        };
        libc::sigaltstack(&stack, ptr::null_mut());
    }
}

/// Takes the calling thread's signal stack away.
pub fn exit_thread() {
    // SAFETY: the stack was mapped by `init_thread`.
    unsafe {
        let disable = libc::stack_t {
            ss_sp: ptr::null_mut(),
            ss_flags: libc::SS_DISABLE,
            ss_size: 0,
        };
        let mut old = core::mem::zeroed::<libc::stack_t>();
        if libc::sigaltstack(&disable, &mut old) == 0 && old.ss_flags & libc::SS_DISABLE == 0 {
            libc::munmap(old.ss_sp, old.ss_size);
        }
    }
}

fn stack_size() -> usize {
    const AT_MINSIGSTKSZ: u64 = 51;
    // SAFETY: queries only.
    let minimum = unsafe { libc::getauxval(AT_MINSIGSTKSZ) } as usize;
    (minimum + 8 * 1024).max(STACK_SIZE).next_multiple_of(4096)
}

/// Addresses below this are null plus an offset.
const NULL_ZONE: usize = 64 * 1024;

extern "C" fn fault(_signal: i32, info: *const libc::siginfo_t, context: *mut c_void) {
    // SAFETY: the kernel passes valid records.
    unsafe {
        let address = (*info).si_addr() as usize;
        if address as u64 & !0xfff == crate::gc::stress::POISON & !0xfff {
            os::fatal("Stress collector: the program uses an object that was not kept alive");
        }
        if thread::attached() {
            if address < NULL_ZONE && throw_null_reference(context.cast()) {
                return;
            }
            // The guard page lies below the lowest usable address; large frames probe page by page.
            let lowest = thread::current().stack_limit.saturating_sub(STACK_RESERVE);
            if address < lowest + STACK_RESERVE && address + (1 << 20) > lowest {
                os::write_stderr(b"Stack overflow.\n");
                report(context.cast());
                os::abort()
            }
        }
    }
    os::write_stderr(b"Fatal error.\nSystem.AccessViolationException: Attempted to read or write protected memory. This is often an indication that other memory is corrupt.\n");
    // SAFETY: the kernel's record.
    unsafe { report(context.cast()) };
    os::abort()
}

/// Writes the stack of the faulting thread, if it ran compiled code: in this library or a native one it may hold locks that the report needs.
unsafe fn report(context: *mut libc::ucontext_t) {
    let frame = frame_of(context);
    if thread::attached()
        && thread::current().mode == thread::COOPERATIVE
        && is_compiled_code(frame.ip - 1)
    {
        eh::overflow::report(&frame);
    }
}

/// The frame that faulted. Walks look at the byte before an address: a call's last one, here the faulting instruction.
#[cfg(target_arch = "x86_64")]
unsafe fn frame_of(context: *const libc::ucontext_t) -> Context {
    let registers = &(*context).uc_mcontext.gregs;
    let get = |register: i32| registers[register as usize] as usize;
    Context {
        rbx: get(libc::REG_RBX),
        rbp: get(libc::REG_RBP),
        r12: get(libc::REG_R12),
        r13: get(libc::REG_R13),
        r14: get(libc::REG_R14),
        r15: get(libc::REG_R15),
        sp: get(libc::REG_RSP),
        ip: get(libc::REG_RIP) + 1,
    }
}

/// If compiled code faulted, arranges that it goes on by throwing a NullReferenceException from there.
#[cfg(target_arch = "x86_64")]
unsafe fn throw_null_reference(context: *mut libc::ucontext_t) -> bool {
    let frame = frame_of(context);
    if thread::current().mode != thread::COOPERATIVE || !is_compiled_code(frame.ip - 1) {
        return false;
    }
    let registers = &mut (*context).uc_mcontext.gregs;
    const RED_ZONE: usize = 128;
    let place = (frame.sp - RED_ZONE - size_of::<Context>()) & !15;
    (place as *mut Context).write(frame);
    registers[libc::REG_RDI as usize] = place as i64;
    // As after a call.
    registers[libc::REG_RSP as usize] = place as i64 - 8;
    registers[libc::REG_RIP as usize] = eh::throw_null_reference as *const () as i64;
    true
}

/// Whether an address lies in a function of the program, as far as the tables show. Allocates nothing.
fn is_compiled_code(ip: usize) -> bool {
    let Some(frame) = Frame::find(ip) else {
        return false;
    };
    frame.personality == eh::smelt_personality as *const () as usize
        || image::methods().iter().any(|m| m.code == frame.start)
}
