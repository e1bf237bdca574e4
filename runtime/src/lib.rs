//! The runtime library of compiled programs: start, memory, exceptions, threads, type system, and the calls that the framework's core library
//! makes into its virtual machine. Layouts and symbol lists are in `smelt-abi`.
//!
//! - [`start`]: process entry and exit. [`thread`], [`threads`]: thread record, thread life. [`os`]: futexes, time.
//! - [`heap`]: allocation. [`gc`]: modes, stops. [`object`], [`image`]: layouts.
//! - [`eh`]: throw, search, landing pads, stack traces. [`pending`]: exceptions that VM calls raise.
//! - [`casts`], [`typenames`], [`class_init`]: type system. [`sync`]: monitors, wait handles.
//! - [`vm`]: the VM calls by theme. [`native`]: the native library of the framework (`SystemNative_*`).
//!
//! No Rust frame is ever unwound through: compiled code that Rust calls catches everything, and Rust raises exceptions by leaving them pending in
//! the thread record.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

pub mod casts;
pub mod class_init;
#[cfg(target_arch = "x86_64")]
mod cpu;
pub mod eh;
pub mod gc;
pub mod heap;
pub mod image;
pub mod native;
pub mod object;
pub mod os;
pub mod pending;
pub mod pinvoke;
#[cfg(not(test))]
mod rust_rt;
#[cfg(not(test))]
mod signals;
pub mod start;
pub mod sync;
pub mod text;
pub mod thread;
pub mod threads;
mod thunks;
pub mod typenames;
pub mod vm;
