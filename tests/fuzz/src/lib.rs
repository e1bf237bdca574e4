//! A differential fuzzer: random C# programs must do under Smelt what they do under CoreCLR.
//!
//! [`generate`] makes a program of a seed as a tree of text, [`run`] compiles and compares many programs at a time, and [`shrink`]
//! makes one that differs smaller.

pub mod generate;
pub mod rng;
pub mod run;
pub mod shrink;
pub mod tree;
pub mod types;
