//! Splitting a linked executable into the part that runs and the part that debuggers read.
//!
//! Linkers place what isn't loaded (symbols, debug information) after everything that is, so the stripped file is the
//! front of the linked one with new section headers; no address and no offset changes.

use smelt_abi::frame_table;

use crate::elf::{
    self, Bytes, ElfFile, PHDR_SIZE, SHF_ALLOC, SHT_NOBITS, SHT_NOTE, SHT_PROGBITS, Section,
};

/// A split executable.
pub(crate) struct Parts {
    /// The symbol file: all sections, those that are loaded without contents.
    pub debug: Vec<u8>,
    front: Vec<u8>,
    loaded: Vec<Section>,
}

/// Splits a linked executable.
///
/// # Errors
/// What is wrong with the file.
pub(crate) fn split(image: &[u8]) -> Result<Parts, String> {
    let file = elf::parse(image)?;
    let headers_end = file.program_headers
        + u64::from(file.program_header_count) * u64::try_from(PHDR_SIZE).unwrap_or(0);
    let end = file
        .sections
        .iter()
        .filter(|s| s.is_loaded())
        .map(|s| s.offset + s.file_size())
        .fold(headers_end, u64::max);
    let front = image
        .get(..end as usize)
        .ok_or("sections are outside the file")?
        .to_vec();
    Ok(Parts {
        debug: debug_file(image, &file)?,
        front,
        loaded: renumbered(&file),
    })
}

/// The loaded sections with `link` and `info` adjusted to their new numbers.
fn renumbered(file: &ElfFile) -> Vec<Section> {
    const SHF_INFO_LINK: u64 = 0x40;
    let mut number = vec![0u32; file.sections.len()];
    let mut next = 1;
    for (index, section) in file.sections.iter().enumerate() {
        if section.is_loaded() {
            number[index] = next;
            next += 1;
        }
    }
    let new = |old: u32| number.get(old as usize).copied().unwrap_or(0);
    let loaded = file.sections.iter().filter(|s| s.is_loaded());
    loaded
        .map(|section| {
            let mut section = section.clone();
            section.link = new(section.link);
            if section.flags & SHF_INFO_LINK != 0 {
                section.info = new(section.info);
            }
            section
        })
        .collect()
}

impl Parts {
    /// The executable without symbols. `link` names the symbol file and the CRC of its contents; `frames` is the table of positions.
    pub(crate) fn stripped(&self, link: Option<(&str, u32)>, frames: Option<&[u8]>) -> Vec<u8> {
        let mut file = Bytes(self.front.clone());
        let mut sections = self.loaded.clone();
        if let Some((name, crc)) = link {
            let offset = file.align(4);
            file.0.extend(name.as_bytes());
            file.0.push(0);
            file.align(4);
            file.u32(crc);
            sections.push(Section {
                name: ".gnu_debuglink".to_string(),
                kind: SHT_PROGBITS,
                offset,
                size: file.0.len() as u64 - offset,
                align: 4,
                ..Section::default()
            });
        }
        if let Some(frames) = frames {
            sections.push(frame_section(&mut file, frames));
        }
        elf::finish(&mut file, &sections);
        file.0
    }
}

/// A linked file with the table of positions added to it.
///
/// # Errors
/// What is wrong with the file.
pub(crate) fn with_frames(image: Vec<u8>, frames: &[u8]) -> Result<Vec<u8>, String> {
    let mut sections = elf::parse(&image)?.sections;
    sections.remove(0);
    let mut file = Bytes(image);
    sections.push(frame_section(&mut file, frames));
    elf::finish(&mut file, &sections);
    Ok(file.0)
}

/// Appends the table of positions.
fn frame_section(file: &mut Bytes, frames: &[u8]) -> Section {
    let offset = file.align(4);
    file.0.extend(frames);
    Section {
        name: frame_table::SECTION_NAME.to_string(),
        kind: frame_table::SECTION_TYPE,
        offset,
        size: frames.len() as u64,
        align: 4,
        ..Section::default()
    }
}

/// The symbol file: same headers and section numbers, but loaded sections take no room in the file.
fn debug_file(image: &[u8], file: &ElfFile) -> Result<Vec<u8>, String> {
    let headers = file.program_headers as usize;
    let headers_end = headers + usize::from(file.program_header_count) * PHDR_SIZE;
    let front = image
        .get(..headers_end)
        .ok_or("program headers are outside the file")?;
    let mut out = Bytes(front.to_vec());
    let start = (headers_end as u64).to_le_bytes();
    for header in 0..usize::from(file.program_header_count) {
        let at = headers + header * PHDR_SIZE;
        out.0[at + 8..at + 16].copy_from_slice(&start); // p_offset
        out.0[at + 32..at + 40].fill(0); // p_filesz
    }
    // `finish` writes the section names anew, as the last section; that is where linkers put them as well or nearly so.
    // Symbols refer to sections by number, so a name table in the middle stays, as an empty section.
    let mut sections = Vec::new();
    for section in file.sections.iter().skip(1) {
        let mut section = section.clone();
        if section.name == ".shstrtab" {
            section.offset = out.0.len() as u64;
            section.size = 0;
        } else if section.flags & SHF_ALLOC != 0 && section.kind != SHT_NOTE {
            section.kind = SHT_NOBITS;
            section.offset = out.0.len() as u64;
        } else {
            let contents = elf::contents(image, &section)?;
            section.offset = out.align(section.align as usize);
            out.0.extend(contents);
        }
        sections.push(section);
    }
    if sections.last().is_some_and(|s| s.name == ".shstrtab") {
        sections.pop();
    }
    elf::finish(&mut out, &sections);
    Ok(out.0)
}

/// The CRC-32 that `.gnu_debuglink` holds (the polynomial of zlib).
pub(crate) fn crc32(data: &[u8]) -> u32 {
    let table: [u32; 256] = std::array::from_fn(|byte| {
        (0..8).fold(byte as u32, |crc, _| {
            if crc & 1 != 0 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    });
    !data.iter().fold(!0u32, |crc, byte| {
        table[usize::from(crc as u8 ^ byte)] ^ (crc >> 8)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn crc_is_that_of_zlib() {
        assert_eq!(super::crc32(b"123456789"), 0xcbf4_3926);
    }
}
