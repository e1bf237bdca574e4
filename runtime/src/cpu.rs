//! Whether the processor has what the code of the image needs.

use crate::os;
use core::arch::x86_64::{__cpuid, __cpuid_count, CpuidResult};
use smelt_abi::cpu::{FEATURES, Feature, Register};

/// Leaf 1, ECX: the operating system has enabled XGETBV.
const OSXSAVE: u32 = 1 << 27;

/// Ends the process, with the message of the native .NET runtime, if a needed feature is missing. Asks no more than it must: `cpuid` takes
/// microseconds in a virtual machine.
pub fn check(needed: u64) {
    let mut known: Option<((u32, u32), CpuidResult)> = None;
    let mut saved = None;
    let mut missing = 0u64;
    for (bit, f) in FEATURES.iter().enumerate() {
        if needed >> bit & 1 == 0 {
            continue;
        }
        let place = (f.leaf, f.subleaf);
        let registers = match known {
            Some((at, registers)) if at == place => registers,
            _ => leaf(f.leaf, f.subleaf),
        };
        known = Some((place, registers));
        let state = f.state == 0 || *saved.get_or_insert_with(saved_state) & f.state == f.state;
        if !has(f, &registers) || !state {
            missing |= 1 << bit;
        }
    }
    if missing != 0 {
        fail(missing);
    }
}

/// What the processor reports, zeros for a leaf that it doesn't have.
fn leaf(leaf: u32, subleaf: u32) -> CpuidResult {
    // Every 64-bit processor has leaf 1.
    if leaf != 1 && __cpuid(leaf & 0x8000_0000).eax < leaf {
        return CpuidResult {
            eax: 0,
            ebx: 0,
            ecx: 0,
            edx: 0,
        };
    }
    __cpuid_count(leaf, subleaf)
}

fn has(f: &Feature, registers: &CpuidResult) -> bool {
    let register = match f.register {
        Register::Eax => registers.eax,
        Register::Ebx => registers.ebx,
        Register::Ecx => registers.ecx,
        Register::Edx => registers.edx,
    };
    register >> f.bit & 1 != 0
}

/// The register state that the operating system saves (XCR0).
fn saved_state() -> u64 {
    if __cpuid(1).ecx & OSXSAVE == 0 {
        return 0;
    }
    let (low, high): (u32, u32);
    // SAFETY: the instruction is enabled, and reads register 0.
    unsafe {
        core::arch::asm!("xgetbv", in("ecx") 0, out("eax") low, out("edx") high, options(nomem, nostack));
    }
    u64::from(high) << 32 | u64::from(low)
}

#[cold]
fn fail(missing: u64) -> ! {
    os::write_stderr(b"\nThe required instruction sets are not supported by the current CPU.\n");
    os::write_stderr(b"Missing:");
    for (bit, f) in FEATURES.iter().enumerate() {
        if missing >> bit & 1 != 0 {
            os::write_stderr(b" ");
            os::write_stderr(f.name.as_bytes());
        }
    }
    os::write_stderr(b"\n");
    os::abort()
}
