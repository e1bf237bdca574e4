//! Whether the processor has what the code of the image needs.

use crate::os;
use core::arch::x86_64::{__cpuid, __cpuid_count};
use smelt_abi::cpu::{FEATURES, Feature, Register};

/// Leaf 1, ECX: the operating system has enabled XGETBV.
const OSXSAVE: u32 = 1 << 27;

/// Ends the process, with the message of the native .NET runtime, if a needed feature is missing.
pub fn check(needed: u64) {
    let saved = saved_state();
    let mut leaf = (0, 0);
    let mut registers = __cpuid(0);
    let mut highest = registers.eax;
    let mut missing = 0u64;
    for (bit, f) in FEATURES.iter().enumerate() {
        if needed >> bit & 1 == 0 {
            continue;
        }
        if leaf != (f.leaf, f.subleaf) {
            leaf = (f.leaf, f.subleaf);
            if f.leaf >> 31 != highest >> 31 {
                highest = __cpuid(f.leaf & 0x8000_0000).eax;
            }
            registers = __cpuid_count(f.leaf, f.subleaf);
        }
        if f.leaf > highest || !has(f, &registers) || saved & f.state != f.state {
            missing |= 1 << bit;
        }
    }
    if missing != 0 {
        fail(missing);
    }
}

fn has(f: &Feature, registers: &core::arch::x86_64::CpuidResult) -> bool {
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
