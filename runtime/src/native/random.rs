//! Random bytes from the kernel.

use core::sync::atomic::{AtomicI32, Ordering};

use super::{errno, retry};

/// Fills a buffer from `/dev/urandom`, for kernels and sandboxes without the system call.
fn fill_from_device(buffer: *mut u8, length: usize) -> bool {
    static DEVICE: AtomicI32 = AtomicI32::new(-1);
    let mut device = DEVICE.load(Ordering::Acquire);
    if device == -1 {
        // SAFETY: a constant path.
        device = retry(|| unsafe {
            libc::open(c"/dev/urandom".as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC)
        });
        if device == -1 {
            return false;
        }
        if let Err(first) = DEVICE.compare_exchange(-1, device, Ordering::AcqRel, Ordering::Acquire)
        {
            // SAFETY: opened here and given to nobody.
            unsafe { libc::close(device) };
            device = first;
        }
    }
    let mut filled = 0;
    while filled < length {
        // SAFETY: the rest of the caller's buffer.
        let read =
            retry(|| unsafe { libc::read(device, buffer.add(filled).cast(), length - filled) });
        if read <= 0 {
            return false;
        }
        filled += read as usize;
    }
    true
}

/// Fills a buffer of `length` bytes with cryptographically secure random bytes.
fn fill(buffer: *mut u8, length: usize) -> bool {
    let mut filled = 0;
    while filled < length {
        // SAFETY: the rest of the caller's buffer.
        let got =
            unsafe { libc::syscall(libc::SYS_getrandom, buffer.add(filled), length - filled, 0) };
        match got {
            0.. => filled += got as usize,
            _ if errno::get() == libc::EINTR => {}
            _ => return fill_from_device(buffer, length),
        }
    }
    true
}

exports! {
    /// Fills a buffer with random bytes; good enough for hash seeds.
    fn SystemNative_GetNonCryptographicallySecureRandomBytes(buffer: *mut u8, length: i32) {
        fill(buffer, length.max(0) as usize);
    }

    /// Fills a buffer with random bytes; -1 on failure.
    fn SystemNative_GetCryptographicallySecureRandomBytes(buffer: *mut u8, length: i32) -> i32 {
        if fill(buffer, length.max(0) as usize) { 0 } else { -1 }
    }
}
