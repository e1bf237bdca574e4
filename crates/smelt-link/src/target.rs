//! The platforms that executables are linked for. Adding one means a variant here, its stub table and its answers below.

/// A platform, named by its .NET runtime identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `linux-x64`: x86-64 Linux with glibc.
    LinuxX64,
}

impl Target {
    /// The platform of a runtime identifier, if there is one.
    pub fn from_rid(rid: &str) -> Option<Target> {
        match rid {
            "linux-x64" => Some(Target::LinuxX64),
            _ => None,
        }
    }

    /// The runtime identifier.
    pub fn rid(self) -> &'static str {
        match self {
            Target::LinuxX64 => "linux-x64",
        }
    }

    /// The LLVM target triple.
    pub fn triple(self) -> &'static str {
        match self {
            Target::LinuxX64 => "x86_64-unknown-linux-gnu",
        }
    }

    /// Path of the program loader that the executable asks for.
    pub(crate) fn dynamic_linker(self) -> &'static str {
        match self {
            Target::LinuxX64 => "/lib64/ld-linux-x86-64.so.2",
        }
    }

    /// The linker's emulation name (`-m`).
    pub(crate) fn emulation(self) -> &'static str {
        match self {
            Target::LinuxX64 => "elf_x86_64",
        }
    }

    /// `e_machine` of its ELF files.
    pub(crate) fn elf_machine(self) -> u16 {
        match self {
            Target::LinuxX64 => 62, // EM_X86_64
        }
    }

    /// The table of functions that its system libraries offer.
    pub(crate) fn stub_table(self) -> &'static str {
        match self {
            Target::LinuxX64 => include_str!("../stubs/x86_64-linux-gnu.txt"),
        }
    }
}
