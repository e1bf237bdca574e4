//! The stub tables against the C library of this machine.

use std::collections::HashSet;
use std::path::Path;

use object::Endianness;
use object::elf::FileHeader64;
use object::read::elf::{FileHeader, Sym};
use smelt_link::{Target, stubs};

/// `(symbol, version)` pairs that a shared library defines.
fn defined(data: &[u8]) -> HashSet<(String, String)> {
    let elf = FileHeader64::<Endianness>::parse(data).unwrap();
    let endian = elf.endian().unwrap();
    let sections = elf.sections(endian, data).unwrap();
    let versions = sections.versions(endian, data).unwrap().unwrap();
    let symbols = sections
        .symbols(endian, data, object::elf::SHT_DYNSYM)
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    symbols
        .enumerate()
        .filter(|(_, symbol)| !symbol.is_undefined(endian))
        .filter_map(|(index, symbol)| {
            let version = versions
                .version(versions.version_index(endian, index).into())
                .ok()??;
            let name = symbol.name(endian, symbols.strings()).ok()?;
            Some((text(name), text(version.name())))
        })
        .collect()
}

#[test]
fn everything_offered_exists_in_the_c_library_of_this_machine() {
    // Since glibc 2.34 most libraries are part of libc.so.6; older systems keep them apart.
    let folder = Path::new("/lib/x86_64-linux-gnu");
    let mut real = HashSet::new();
    for library in stubs::libraries(Target::LinuxX64) {
        let data = std::fs::read(folder.join(library.name)).unwrap();
        real.extend(defined(&data));
    }
    let missing: Vec<String> = stubs::libraries(Target::LinuxX64)
        .iter()
        .flat_map(|library| &library.symbols)
        .filter(|s| !real.contains(&(s.name.to_string(), s.version.to_string())))
        .map(|s| format!("{}@{}", s.name, s.version))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn nothing_offered_needs_more_than_glibc_2_31() {
    for library in stubs::libraries(Target::LinuxX64) {
        for symbol in &library.symbols {
            let version = symbol.version.strip_prefix("GLIBC_2.").unwrap();
            let minor: u32 = version.split('.').next().unwrap().parse().unwrap();
            assert!(minor <= 31, "{symbol:?}");
        }
    }
}

#[test]
fn a_stub_defines_exactly_the_symbols_of_the_table() {
    for library in stubs::libraries(Target::LinuxX64) {
        let written = defined(&stubs::write_library(Target::LinuxX64, &library));
        let table: HashSet<(String, String)> = library
            .symbols
            .iter()
            .map(|s| (s.name.to_string(), s.version.to_string()))
            .collect();
        assert_eq!(written, table);
    }
}

#[test]
fn newer_functions_are_known_as_such() {
    assert_eq!(stubs::too_new(Target::LinuxX64, "fstat"), Some("2.33"));
    assert_eq!(stubs::too_new(Target::LinuxX64, "puts"), None);
}
