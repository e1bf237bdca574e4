//! Stub shared libraries: what a linker needs to see of the system's C library, made from a table of names and versions
//! (`stubs/*.txt`). A stub holds no code; it says "this library has this symbol in this version".

use std::collections::BTreeMap;

use crate::Target;
use crate::elf::{
    Bytes, EHDR_SIZE, SHF_ALLOC, SHF_EXECINSTR, SHF_WRITE, SHT_DYNAMIC, SHT_DYNSYM, SHT_GNU_VERDEF,
    SHT_GNU_VERSYM, SHT_NOBITS, SHT_STRTAB, Section, Strings, finish,
};

/// A shared library of the target system and what it offers.
#[derive(Clone, Debug)]
pub struct Library {
    /// Its `SONAME`.
    pub name: &'static str,
    /// Its symbols in the order of the table.
    pub symbols: Vec<Symbol>,
}

/// A function or variable of a library.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// Its name.
    pub name: &'static str,
    /// The symbol version that executables ask for.
    pub version: &'static str,
    /// Size in bytes if it is a variable.
    pub data_size: Option<u64>,
}

/// Section of the table that lists what is too new to be offered.
const LATER: &str = "later";

/// The libraries that executables for `target` may import from.
pub fn libraries(target: Target) -> Vec<Library> {
    let mut sections = parse_table(target.stub_table());
    sections.retain(|library| library.name != LATER);
    sections
}

/// The glibc version that brought a symbol which isn't offered because it is too new.
pub fn too_new(target: Target, symbol: &str) -> Option<&'static str> {
    let table = parse_table(target.stub_table());
    let later = table.iter().find(|library| library.name == LATER)?;
    let symbol = later.symbols.iter().find(|s| s.name == symbol)?;
    symbol.version.strip_prefix("GLIBC_")
}

/// Reads a table: `[library]` lines, version lines, and indented lines of names, `name=size` for variables.
fn parse_table(text: &'static str) -> Vec<Library> {
    let mut libraries: Vec<Library> = Vec::new();
    let mut version = "";
    for line in text.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            libraries.push(Library {
                name,
                symbols: Vec::new(),
            });
        } else if line.starts_with(' ') {
            let library = libraries.last_mut().expect("names follow a [library] line");
            for entry in line.split_whitespace() {
                let (name, size) = match entry.split_once('=') {
                    Some((name, size)) => (name, size.parse().ok()),
                    None => (entry, None),
                };
                library.symbols.push(Symbol {
                    name,
                    version,
                    data_size: size,
                });
            }
        } else {
            version = line;
        }
    }
    libraries
}

/// The sections of a stub, in file order.
mod index {
    pub const DYNSYM: usize = 1;
    pub const DYNSTR: usize = 2;
    pub const TEXT: u16 = 6;
}

/// Writes the stub of a library: an ELF shared object with dynamic symbols and version definitions only.
pub fn write_library(target: Target, library: &Library) -> Vec<u8> {
    let mut strings = Strings::new();
    let soname = strings.add(library.name);
    // Version indices: 0 and 1 are reserved, 1 being the library itself.
    let mut versions: BTreeMap<&str, u16> = BTreeMap::new();
    for symbol in &library.symbols {
        let next = versions.len() as u16 + 2;
        versions.entry(symbol.version).or_insert(next);
    }

    let mut file = Bytes::default();
    file_header(&mut file, target);
    let mut sections = Vec::new();
    let mut section = |file: &mut Bytes, name: &str, kind, align, contents: Vec<u8>| {
        let offset = file.align(align);
        sections.push(Section {
            name: name.to_string(),
            kind,
            flags: SHF_ALLOC,
            addr: offset,
            offset,
            size: contents.len() as u64,
            align: align as u64,
            ..Section::default()
        });
        file.0.extend(contents);
    };

    let symbols = dynamic_symbols(library, &mut strings);
    let definitions = version_definitions(library.name, soname, &versions, &mut strings);
    let mut indices = Bytes::default();
    indices.u16(0);
    for symbol in &library.symbols {
        indices.u16(versions[symbol.version]);
    }
    let mut dynamic = Bytes::default();
    dynamic.u64(14); // DT_SONAME
    dynamic.u64(u64::from(soname));
    dynamic.u64(0); // DT_NULL
    dynamic.u64(0);

    section(&mut file, ".dynsym", SHT_DYNSYM, 8, symbols.0);
    section(&mut file, ".dynstr", SHT_STRTAB, 1, strings.0);
    section(&mut file, ".gnu.version", SHT_GNU_VERSYM, 2, indices.0);
    section(
        &mut file,
        ".gnu.version_d",
        SHT_GNU_VERDEF,
        8,
        definitions.0,
    );
    section(&mut file, ".dynamic", SHT_DYNAMIC, 8, dynamic.0);
    section(&mut file, ".text", SHT_NOBITS, 16, Vec::new());

    for (position, (link, info, entry_size, flags)) in [
        (index::DYNSTR, 1, 24, 0), // .dynsym: info is the first global symbol
        (0, 0, 0, 0),
        (index::DYNSYM, 0, 2, 0),
        (index::DYNSTR, versions.len() as u32 + 1, 0, 0),
        (index::DYNSTR, 0, 16, SHF_WRITE),
        (0, 0, 0, SHF_EXECINSTR),
    ]
    .into_iter()
    .enumerate()
    {
        let section = &mut sections[position];
        section.link = link as u32;
        section.info = info;
        section.entry_size = entry_size;
        section.flags |= flags;
    }
    sections[usize::from(index::TEXT) - 1].size = 16;
    finish(&mut file, &sections);
    file.0
}

/// `Elf64_Ehdr` of a shared object without program headers; `finish` fills in the section headers.
fn file_header(file: &mut Bytes, target: Target) {
    file.0.extend([0x7f, b'E', b'L', b'F', 2, 1, 1, 0]);
    file.u64(0);
    file.u16(3); // ET_DYN
    file.u16(target.elf_machine());
    file.u32(1);
    file.u64(0); // entry
    file.u64(0); // program headers
    file.u64(0); // section headers
    file.u32(0); // flags
    file.u16(EHDR_SIZE as u16);
    for _ in 0..5 {
        file.u16(0);
    }
}

/// `Elf64_Sym` entries, the null symbol first.
fn dynamic_symbols(library: &Library, strings: &mut Strings) -> Bytes {
    const STB_GLOBAL: u8 = 1 << 4;
    const STT_OBJECT: u8 = 1;
    const STT_FUNC: u8 = 2;
    let mut table = Bytes(vec![0; 24]);
    for symbol in &library.symbols {
        table.u32(strings.add(symbol.name));
        let kind = if symbol.data_size.is_some() {
            STT_OBJECT
        } else {
            STT_FUNC
        };
        table.0.extend([STB_GLOBAL | kind, 0]);
        table.u16(index::TEXT);
        table.u64(0);
        table.u64(symbol.data_size.unwrap_or(0));
    }
    table
}

/// `Elf64_Verdef` entries: the library itself, then its versions by index.
fn version_definitions(
    name: &str,
    soname: u32,
    versions: &BTreeMap<&str, u16>,
    strings: &mut Strings,
) -> Bytes {
    const VER_FLG_BASE: u16 = 1;
    let mut by_index: Vec<(u16, &str)> = versions.iter().map(|(n, i)| (*i, *n)).collect();
    by_index.sort();
    let mut entries = vec![(VER_FLG_BASE, 1, soname, name)];
    for (index, name) in by_index {
        entries.push((0, index, strings.add(name), name));
    }
    let mut table = Bytes::default();
    let count = entries.len();
    for (position, (flags, index, name_offset, name)) in entries.into_iter().enumerate() {
        table.u16(1); // vd_version
        table.u16(flags);
        table.u16(index);
        table.u16(1); // one name
        table.u32(sysv_hash(name));
        table.u32(20); // vd_aux
        table.u32(if position + 1 == count { 0 } else { 28 }); // vd_next
        table.u32(name_offset);
        table.u32(0); // vda_next
    }
    table
}

/// The hash function of the System V ABI.
fn sysv_hash(name: &str) -> u32 {
    name.bytes().fold(0u32, |hash, byte| {
        let hash = (hash << 4).wrapping_add(u32::from(byte));
        let high = hash & 0xf000_0000;
        (hash ^ (high >> 24)) & !high
    })
}
