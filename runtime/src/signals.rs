//! Faults: stack overflow and invalid memory accesses end the process with a message. Handlers run on a stack of their own.

use crate::os;
use crate::thread;
use crate::threads::STACK_RESERVE;
use core::ffi::c_void;
use core::ptr;

const STACK_SIZE: usize = 16 * 1024;

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

extern "C" fn fault(_signal: i32, info: *const libc::siginfo_t, _context: *mut c_void) {
    // SAFETY: the kernel passes a valid record.
    let address = unsafe { (*info).si_addr() } as usize;
    let thread = thread::current();
    // The guard page lies below the lowest usable address; large frames probe page by page.
    let lowest = thread.stack_limit.saturating_sub(STACK_RESERVE);
    if thread::attached() && address < lowest + STACK_RESERVE && address + (1 << 20) > lowest {
        os::write_stderr(b"Stack overflow.\n");
    } else {
        os::write_stderr(
            b"Fatal error. System.AccessViolationException: Attempted to read or write protected memory. This is often an indication that other memory is corrupt.\n",
        );
    }
    os::abort()
}
