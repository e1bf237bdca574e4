//! Synchronisation of managed code: monitors, wait handles, interruptible waits.

pub mod monitor;
pub mod wait;
