//! Clocks and CPU use.

use core::mem::MaybeUninit;

const NANOSECONDS_PER_SECOND: u64 = 1_000_000_000;
const TICKS_PER_SECOND: i64 = 10_000_000;
const NANOSECONDS_PER_TICK: i64 = 100;
/// 1970-01-01 in ticks since 0001-01-01.
const UNIX_EPOCH_TICKS: i64 = 621_355_968_000_000_000;

/// `Interop.Sys.ProcessCpuInformation`, in nanoseconds.
#[repr(C)]
pub(super) struct ProcessCpuInformation {
    last_time: u64,
    last_kernel: u64,
    last_user: u64,
}

fn now(clock: libc::clockid_t) -> libc::timespec {
    // SAFETY: plain integers, filled in by the call; the clocks used here exist on every Linux.
    unsafe {
        let mut time: libc::timespec = MaybeUninit::zeroed().assume_init();
        libc::clock_gettime(clock, &mut time);
        time
    }
}

fn ticks(time: libc::timespec) -> i64 {
    time.tv_sec as i64 * TICKS_PER_SECOND + time.tv_nsec as i64 / NANOSECONDS_PER_TICK
}

fn timestamp() -> u64 {
    let time = now(libc::CLOCK_MONOTONIC);
    time.tv_sec as u64 * NANOSECONDS_PER_SECOND + time.tv_nsec as u64
}

fn nanoseconds(time: libc::timeval) -> u64 {
    time.tv_sec as u64 * NANOSECONDS_PER_SECOND + time.tv_usec as u64 * 1000
}

exports! {
    /// Monotonic nanoseconds.
    fn SystemNative_GetTimestamp() -> u64 { timestamp() }

    /// Monotonic milliseconds, cheap and about 1/250 s exact.
    fn SystemNative_GetLowResolutionTimestamp() -> i64 {
        let time = now(libc::CLOCK_MONOTONIC_COARSE);
        time.tv_sec as i64 * 1000 + time.tv_nsec as i64 / 1_000_000
    }

    /// Ticks since 1970 (UTC).
    fn SystemNative_GetSystemTimeAsTicks() -> i64 { ticks(now(libc::CLOCK_REALTIME)) }

    /// When the system was started, in ticks since the year 1 (UTC).
    fn SystemNative_GetBootTimeTicks() -> i64 {
        UNIX_EPOCH_TICKS + ticks(now(libc::CLOCK_REALTIME_COARSE)) - ticks(now(libc::CLOCK_BOOTTIME))
    }

    /// CPU use of the process since the last call, 100 per processor.
    fn SystemNative_GetCpuUtilization(previous: *mut ProcessCpuInformation) -> f64 {
        let mut usage: libc::rusage = MaybeUninit::zeroed().assume_init();
        if libc::getrusage(libc::RUSAGE_SELF, &mut usage) == -1 {
            return 0.0;
        }
        let time = timestamp();
        let kernel = nanoseconds(usage.ru_stime);
        let user = nanoseconds(usage.ru_utime);
        let last = &mut *previous;
        let elapsed = time.saturating_sub(last.last_time);
        let busy = if user >= last.last_user && kernel >= last.last_kernel {
            user - last.last_user + kernel - last.last_kernel
        } else {
            0
        };
        *last = ProcessCpuInformation { last_time: time, last_kernel: kernel, last_user: user };
        if elapsed > 0 && busy > 0 { busy as f64 * 100.0 / elapsed as f64 } else { 0.0 }
    }
}
