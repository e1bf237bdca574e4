//! Features of x86-64 processors that compiled code may need. The image says which (`root::PROCESSOR`, one bit for each entry of [`FEATURES`]),
//! the runtime asks the processor before anything else runs.

/// Where `cpuid` reports a feature (Intel SDM volume 2A, CPUID).
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    pub name: &'static str,
    pub leaf: u32,
    pub subleaf: u32,
    pub register: Register,
    pub bit: u32,
    /// Register state that the operating system must save (bits of XCR0).
    pub state: u64,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Register {
    Eax,
    Ebx,
    Ecx,
    Edx,
}

/// XMM and YMM.
const AVX_STATE: u64 = 0x06;
/// The same, mask registers and ZMM.
const AVX512_STATE: u64 = 0xE6;

const fn feature(
    name: &'static str,
    (leaf, subleaf): (u32, u32),
    register: Register,
    bit: u32,
    state: u64,
) -> Feature {
    Feature {
        name,
        leaf,
        subleaf,
        register,
        bit,
        state,
    }
}

const BASIC: (u32, u32) = (1, 0);
const EXTENDED: (u32, u32) = (7, 0);
const MORE: (u32, u32) = (7, 1);
const AMD: (u32, u32) = (0x8000_0001, 0);

use Register::{Eax, Ebx, Ecx, Edx};

/// By leaf. The number of an entry is its bit.
pub const FEATURES: &[Feature] = &[
    feature("sse3", BASIC, Ecx, 0, 0),
    feature("pclmul", BASIC, Ecx, 1, 0),
    feature("ssse3", BASIC, Ecx, 9, 0),
    feature("fma", BASIC, Ecx, 12, AVX_STATE),
    feature("cx16", BASIC, Ecx, 13, 0),
    feature("sse4.1", BASIC, Ecx, 19, 0),
    feature("sse4.2", BASIC, Ecx, 20, 0),
    feature("movbe", BASIC, Ecx, 22, 0),
    feature("popcnt", BASIC, Ecx, 23, 0),
    feature("aes", BASIC, Ecx, 25, 0),
    feature("avx", BASIC, Ecx, 28, AVX_STATE),
    feature("f16c", BASIC, Ecx, 29, AVX_STATE),
    feature("bmi", EXTENDED, Ebx, 3, 0),
    feature("avx2", EXTENDED, Ebx, 5, AVX_STATE),
    feature("bmi2", EXTENDED, Ebx, 8, 0),
    feature("avx512f", EXTENDED, Ebx, 16, AVX512_STATE),
    feature("avx512dq", EXTENDED, Ebx, 17, AVX512_STATE),
    feature("avx512cd", EXTENDED, Ebx, 28, AVX512_STATE),
    feature("avx512bw", EXTENDED, Ebx, 30, AVX512_STATE),
    feature("avx512vl", EXTENDED, Ebx, 31, AVX512_STATE),
    feature("avx512vbmi", EXTENDED, Ecx, 1, AVX512_STATE),
    feature("vpclmul", EXTENDED, Ecx, 10, AVX_STATE),
    feature("serialize", EXTENDED, Edx, 14, 0),
    feature("avxvnni", MORE, Eax, 4, AVX_STATE),
    feature("lzcnt", AMD, Ecx, 5, 0),
];

/// What code for x86-64-v2 needs (System V psABI, micro-architecture levels).
pub const BASELINE: &[&str] = &["sse3", "ssse3", "cx16", "sse4.1", "sse4.2", "popcnt"];

/// The bit of a feature.
pub fn bit(name: &str) -> Option<u64> {
    let at = FEATURES.iter().position(|f| f.name == name)?;
    Some(1 << at)
}

/// The bits of several.
pub fn bits(names: &[&str]) -> u64 {
    names
        .iter()
        .filter_map(|n| bit(n))
        .fold(0, |all, b| all | b)
}
