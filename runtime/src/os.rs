//! The operating system: locks and waits over futexes, time, fatal exits. Everything that waits in the runtime ends here.

use core::cell::UnsafeCell;
use core::ops::{Deref, DerefMut};
use core::ptr;
use core::sync::atomic::{AtomicU32, Ordering::*};

/// Waits while `*word == expected`, at most until the deadline (`CLOCK_MONOTONIC` nanoseconds). Returns false on timeout; wakes spuriously.
pub fn futex_wait(word: &AtomicU32, expected: u32, deadline: Option<u64>) -> bool {
    let timeout;
    let timeout_ptr = match deadline {
        None => ptr::null(),
        Some(at) => {
            timeout = libc::timespec {
                tv_sec: (at / 1_000_000_000) as i64,
                tv_nsec: (at % 1_000_000_000) as i64,
            };
            &raw const timeout
        }
    };
    // SAFETY: the word is valid for the call; FUTEX_WAIT_BITSET takes an absolute monotonic time.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        let result = libc::syscall(
            libc::SYS_futex,
            word.as_ptr(),
            libc::FUTEX_WAIT_BITSET | libc::FUTEX_PRIVATE_FLAG,
            expected,
            timeout_ptr,
            ptr::null::<u32>(),
            u32::MAX,
        );
        let timed_out = result < 0 && *errno == libc::ETIMEDOUT;
        *errno = saved;
        !timed_out
    }
}

/// Wakes up to `count` waiters of the word.
pub fn futex_wake(word: &AtomicU32, count: i32) {
    // SAFETY: FUTEX_WAKE only uses the address.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        libc::syscall(
            libc::SYS_futex,
            word.as_ptr(),
            libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG,
            count,
        );
        *errno = saved;
    }
}

/// Monotonic time in nanoseconds.
pub fn now() -> u64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: fills the struct.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Deadline of a timeout in milliseconds; negative is none.
pub fn deadline(milliseconds: i32) -> Option<u64> {
    (milliseconds >= 0).then(|| now() + milliseconds as u64 * 1_000_000)
}

/// A lock for short sections of the runtime: 0 free, 1 held, 2 held with waiters.
pub struct Mutex<T> {
    state: AtomicU32,
    value: UnsafeCell<T>,
}

// SAFETY: access to the value is exclusive while locked.
unsafe impl<T> Sync for Mutex<T> {}

impl<T> Mutex<T> {
    pub const fn new(value: T) -> Self {
        Mutex {
            state: AtomicU32::new(0),
            value: UnsafeCell::new(value),
        }
    }

    pub fn lock(&self) -> Guard<'_, T> {
        if self.state.compare_exchange(0, 1, Acquire, Relaxed).is_err() {
            self.lock_slow();
        }
        Guard { mutex: self }
    }

    #[cold]
    fn lock_slow(&self) {
        for _ in 0..100 {
            if self.state.load(Relaxed) == 0
                && self.state.compare_exchange(0, 1, Acquire, Relaxed).is_ok()
            {
                return;
            }
            core::hint::spin_loop();
        }
        while self.state.swap(2, Acquire) != 0 {
            futex_wait(&self.state, 2, None);
        }
    }

    fn unlock(&self) {
        if self.state.swap(0, Release) == 2 {
            futex_wake(&self.state, 1);
        }
    }
}

/// Unlocks when dropped.
pub struct Guard<'a, T> {
    mutex: &'a Mutex<T>,
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the lock is held.
        unsafe { &*self.mutex.value.get() }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the lock is held.
        unsafe { &mut *self.mutex.value.get() }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.mutex.unlock();
    }
}

/// A variable that is written while the program still has one thread and read afterwards.
pub struct StartCell<T>(UnsafeCell<T>);

// SAFETY: written before other threads exist.
unsafe impl<T> Sync for StartCell<T> {}

impl<T> StartCell<T> {
    pub const fn new(value: T) -> Self {
        StartCell(UnsafeCell::new(value))
    }

    pub fn get(&self) -> &T {
        // SAFETY: no writer is left.
        unsafe { &*self.0.get() }
    }

    /// # Safety
    /// Only during start, on the only thread.
    pub unsafe fn set(&self, value: T) {
        *self.0.get() = value;
    }
}

/// Writes bytes to standard error, ignoring failures.
pub fn write_stderr(text: &[u8]) {
    let mut rest = text;
    while !rest.is_empty() {
        // SAFETY: the buffer is valid for its length.
        let n = unsafe { libc::write(2, rest.as_ptr().cast(), rest.len()) };
        if n <= 0 {
            return;
        }
        rest = &rest[n as usize..];
    }
}

/// Writes UTF-16 text to standard error as UTF-8.
pub fn write_stderr_utf16(text: &[u16]) {
    let mut buffer = [0u8; 512];
    let mut used = 0;
    for c in char::decode_utf16(text.iter().copied()) {
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        if used + 4 > buffer.len() {
            write_stderr(&buffer[..used]);
            used = 0;
        }
        used += c.encode_utf8(&mut buffer[used..]).len();
    }
    write_stderr(&buffer[..used]);
}

/// Ends the process with SIGABRT.
pub fn abort() -> ! {
    // SAFETY: does not return.
    unsafe { libc::abort() }
}

/// Reports a state that cannot happen and aborts.
#[cold]
pub fn fatal(text: &str) -> ! {
    write_stderr(b"Process terminated. ");
    write_stderr(text.as_bytes());
    write_stderr(b"\n");
    abort()
}
