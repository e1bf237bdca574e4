//! The native half of the framework's `libSystem.Native`, bound statically: every `SystemNative_*` function that managed code
//! imports, with the names, signatures and constants of .NET 10, over the C library of the target.
//!
//! | module | what lives there |
//! |---|---|
//! | `errno` | errno, its platform-independent numbers, error texts |
//! | `io` | file descriptors: open, read, write, seek, lock, poll, pipes, inotify |
//! | `fs` | paths: status, directories, links, permissions, times, copying |
//! | `mount` | mount points and file systems |
//! | `memory` | the C heap, mapped and shared memory |
//! | `console` | terminal settings and standard input |
//! | `signal` | signal handlers and the thread that serves them |
//! | `time` | clocks, CPU use |
//! | `process` | starting and waiting for processes, priorities, limits |
//! | `user` | users and groups |
//! | `environment` | environment variables, system information, dynamic libraries |
//! | `threading` | the mutex with a condition that CoreLib waits on, thread numbers |
//! | `random`, `text` | random bytes; `snprintf`, logs |
//! | `socket`, `socket_address`, `socket_options`, `socket_message`, `socket_events` | sockets and epoll |
//! | `dns`, `interfaces`, `network_change` | name resolution, network interfaces, change notification |
//!
//! Nothing here knows about managed objects. Functions are called in preemptive mode (but for those that CoreLib marks
//! `SuppressGCTransition`, which don't block) while the process ignores SIGPIPE, and must not touch errno after the system call whose result they return.
//!
//! Only functions that glibc 2.27 (and musl) export from a shared library are called: no `stat`, `mknod` or `atexit`, which older
//! systems link in statically, and none of the names that glibc changed later.

#![allow(non_snake_case)] // exported names
#![allow(clippy::unnecessary_cast)] // the integer types of the C library differ between targets

/// Defines exported entry points, and `NAMES` with the names of them all.
///
/// The bodies are unsafe code under one contract: managed code passes valid pointers, to as many elements as the length that goes
/// with them says, and strings that end in a zero byte.
macro_rules! exports {
    ($($(#[$meta:meta])* fn $name:ident($($arg:ident: $type:ty),* $(,)?) $(-> $result:ty)? $body:block)*) => {
        /// Entry points of this module.
        pub(super) const NAMES: &[&str] = &[$(stringify!($name)),*];
        $(
            $(#[$meta])*
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $name($($arg: $type),*) $(-> $result)? {
                // SAFETY: the contract of `exports!`: pointers are valid for what the function's parameters say.
                #[allow(unused_unsafe, clippy::macro_metavars_in_unsafe)]
                unsafe { $body }
            }
        )*
    };
}

mod console;
mod dns;
mod environment;
mod errno;
mod fs;
mod interfaces;
mod io;
mod memory;
mod mount;
mod network_change;
mod process;
mod random;
mod signal;
mod socket;
mod socket_address;
mod socket_events;
mod socket_message;
mod socket_options;
mod text;
mod threading;
mod time;
mod user;

use core::cell::UnsafeCell;

/// The numbers of native handles arrive in 64 bits.
fn fd(handle: isize) -> libc::c_int {
    handle as libc::c_int
}

/// Repeats a system call while a signal interrupts it.
fn retry<T: PartialOrd + Default>(mut call: impl FnMut() -> T) -> T {
    loop {
        let result = call();
        if result >= T::default() || errno::get() != libc::EINTR {
            return result;
        }
    }
}

/// A statically initialised mutex of the C library around some state.
struct Mutex<T> {
    raw: UnsafeCell<libc::pthread_mutex_t>,
    value: UnsafeCell<T>,
}

// SAFETY: the value is only reached through `with`, one thread at a time.
unsafe impl<T: Send> Sync for Mutex<T> {}

impl<T> Mutex<T> {
    const fn new(value: T) -> Self {
        Mutex {
            raw: UnsafeCell::new(libc::PTHREAD_MUTEX_INITIALIZER),
            value: UnsafeCell::new(value),
        }
    }

    /// Runs `action` on the value, alone. Not reentrant.
    fn with<R>(&self, action: impl FnOnce(&mut T) -> R) -> R {
        // SAFETY: the mutex was initialised statically and is never moved; it makes the reference to the value unique.
        unsafe {
            libc::pthread_mutex_lock(self.raw.get());
            let result = action(&mut *self.value.get());
            libc::pthread_mutex_unlock(self.raw.get());
            result
        }
    }
}

/// The entry points of all modules.
const MODULES: &[&[&str]] = &[
    console::NAMES,
    dns::NAMES,
    environment::NAMES,
    errno::NAMES,
    fs::NAMES,
    interfaces::NAMES,
    io::NAMES,
    memory::NAMES,
    mount::NAMES,
    network_change::NAMES,
    process::NAMES,
    random::NAMES,
    signal::NAMES,
    socket::NAMES,
    socket_address::NAMES,
    socket_events::NAMES,
    socket_message::NAMES,
    socket_options::NAMES,
    text::NAMES,
    threading::NAMES,
    time::NAMES,
    user::NAMES,
];

// The compiler links against this list: it must name exactly what is defined here, in ascending order.
const _: () = {
    let listed = smelt_abi::native_shims::IMPLEMENTED;
    let mut i = 1;
    while i < listed.len() {
        assert!(
            precedes(listed[i - 1], listed[i]),
            "native_shims::IMPLEMENTED is not sorted"
        );
        i += 1;
    }
    let mut defined = 0;
    let mut module = 0;
    while module < MODULES.len() {
        let mut i = 0;
        while i < MODULES[module].len() {
            assert!(
                contains(listed, MODULES[module][i]),
                "an entry point is missing in native_shims::IMPLEMENTED"
            );
            i += 1;
        }
        defined += i;
        module += 1;
    }
    assert!(
        defined == listed.len(),
        "native_shims::IMPLEMENTED names an entry point that is not defined"
    );
};

const fn precedes(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i] != b[i] {
            return a[i] < b[i];
        }
        i += 1;
    }
    a.len() < b.len()
}

const fn contains(sorted: &[&str], name: &str) -> bool {
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = (low + high) / 2;
        if precedes(sorted[middle], name) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low < sorted.len() && !precedes(name, sorted[low])
}
