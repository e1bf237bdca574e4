//! What the test suites share: finding the tools, compiling programs, running things and comparing their output.
//!
//! The suites themselves are in `tests/`: `conformance` (programs against CoreCLR), `driver` (the command line and its
//! behaviour on bad input), `msbuild` (projects published through MSBuild) and `il_coverage` (what the IL programs exercise).

pub mod csharp;
pub mod fsharp;
pub mod il;
pub mod il_patch;
pub mod language;
pub mod modes;
pub mod process;
pub mod program;
pub mod stack_trace;
pub mod tools;
pub mod visual_basic;

/// A 128-bit FNV-1a hash as text: the key of cached results, stable over runs.
pub struct ContentHash(u128);

impl Default for ContentHash {
    fn default() -> Self {
        ContentHash(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl ContentHash {
    /// Adds a piece of content; pieces are kept apart.
    pub fn with(mut self, piece: impl AsRef<[u8]>) -> Self {
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        let piece = piece.as_ref();
        for byte in piece
            .iter()
            .copied()
            .chain((piece.len() as u64).to_le_bytes())
        {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(PRIME);
        }
        self
    }

    /// The hash in hexadecimal.
    pub fn text(self) -> String {
        format!("{:032x}", self.0)
    }
}
