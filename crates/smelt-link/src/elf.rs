//! Just enough of 64-bit little-endian ELF to write stub libraries and to split symbols from an executable: the file
//! header, section headers and string tables. Field names follow the System V ABI.

pub(crate) const EHDR_SIZE: usize = 64;
pub(crate) const PHDR_SIZE: usize = 56;
pub(crate) const SHDR_SIZE: usize = 64;

pub(crate) const SHT_PROGBITS: u32 = 1;
pub(crate) const SHT_STRTAB: u32 = 3;
pub(crate) const SHT_DYNAMIC: u32 = 6;
pub(crate) const SHT_NOTE: u32 = 7;
pub(crate) const SHT_NOBITS: u32 = 8;
pub(crate) const SHT_DYNSYM: u32 = 11;
pub(crate) const SHT_GNU_VERDEF: u32 = 0x6fff_fffd;
pub(crate) const SHT_GNU_VERSYM: u32 = 0x6fff_ffff;
pub(crate) const SHF_WRITE: u64 = 1;
pub(crate) const SHF_ALLOC: u64 = 2;
pub(crate) const SHF_EXECINSTR: u64 = 4;

/// A section header (`Elf64_Shdr`) with its name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Section {
    pub name: String,
    pub kind: u32,
    pub flags: u64,
    pub addr: u64,
    pub offset: u64,
    pub size: u64,
    pub link: u32,
    pub info: u32,
    pub align: u64,
    pub entry_size: u64,
}

impl Section {
    /// Whether it is part of the memory image.
    pub(crate) fn is_loaded(&self) -> bool {
        self.flags & SHF_ALLOC != 0
    }

    /// Size of its contents in the file.
    pub(crate) fn file_size(&self) -> u64 {
        if self.kind == SHT_NOBITS {
            0
        } else {
            self.size
        }
    }
}

/// Little-endian output.
#[derive(Default)]
pub(crate) struct Bytes(pub Vec<u8>);

impl Bytes {
    pub(crate) fn u16(&mut self, value: u16) {
        self.0.extend(value.to_le_bytes());
    }

    pub(crate) fn u32(&mut self, value: u32) {
        self.0.extend(value.to_le_bytes());
    }

    pub(crate) fn u64(&mut self, value: u64) {
        self.0.extend(value.to_le_bytes());
    }

    /// Pads to a multiple of `align`; returns the position.
    pub(crate) fn align(&mut self, align: usize) -> u64 {
        let padded = self.0.len().next_multiple_of(align.max(1));
        self.0.resize(padded, 0);
        padded as u64
    }
}

/// A string table under construction.
pub(crate) struct Strings(pub Vec<u8>);

impl Strings {
    pub(crate) fn new() -> Self {
        Strings(vec![0])
    }

    /// Adds a string; returns its offset.
    pub(crate) fn add(&mut self, text: &str) -> u32 {
        let offset = self.0.len() as u32;
        self.0.extend(text.as_bytes());
        self.0.push(0);
        offset
    }
}

/// Appends the section name table and the section headers, and enters them in the file header at the start of `file`.
/// `sections` excludes the null section; the name table becomes the last section.
pub(crate) fn finish(file: &mut Bytes, sections: &[Section]) {
    let mut names = Strings::new();
    let mut all: Vec<(u32, Section)> = vec![(0, Section::default())];
    for section in sections {
        all.push((names.add(&section.name), section.clone()));
    }
    let own_name = names.add(".shstrtab");
    let name_table = Section {
        kind: SHT_STRTAB,
        offset: file.0.len() as u64,
        size: names.0.len() as u64,
        align: 1,
        ..Section::default()
    };
    all.push((own_name, name_table));
    file.0.extend(names.0);
    let headers = file.align(8);
    for (name, section) in &all {
        file.u32(*name);
        file.u32(section.kind);
        file.u64(section.flags);
        file.u64(section.addr);
        file.u64(section.offset);
        file.u64(section.size);
        file.u32(section.link);
        file.u32(section.info);
        file.u64(section.align);
        file.u64(section.entry_size);
    }
    let count = all.len() as u16;
    file.0[40..48].copy_from_slice(&headers.to_le_bytes());
    file.0[58..60].copy_from_slice(&(SHDR_SIZE as u16).to_le_bytes());
    file.0[60..62].copy_from_slice(&count.to_le_bytes());
    file.0[62..64].copy_from_slice(&(count - 1).to_le_bytes());
}

/// A parsed executable: its header fields and sections, the null section included.
pub(crate) struct ElfFile {
    pub program_headers: u64,
    pub program_header_count: u16,
    pub sections: Vec<Section>,
}

impl ElfFile {
    /// Address at which the first byte of the file is loaded, before relocation.
    pub(crate) fn load_base(&self, data: &[u8]) -> u64 {
        const PT_LOAD: u32 = 1;
        let headers = (0..usize::from(self.program_header_count))
            .map(|i| self.program_headers as usize + i * PHDR_SIZE);
        let mut loaded = headers.filter(|&at| u32_at(data, at) == Ok(PT_LOAD));
        let first = loaded.next().and_then(|at| {
            let (offset, address) = (u64_at(data, at + 8).ok()?, u64_at(data, at + 16).ok()?);
            address.checked_sub(offset)
        });
        first.unwrap_or(0)
    }
}

/// Reads the section headers of a 64-bit little-endian ELF file.
///
/// # Errors
/// A description of what is wrong with it.
pub(crate) fn parse(data: &[u8]) -> Result<ElfFile, String> {
    if data.len() < EHDR_SIZE || data[..6] != [0x7f, b'E', b'L', b'F', 2, 1] {
        return Err("not a 64-bit little-endian ELF file".to_string());
    }
    let offset = u64_at(data, 40)?;
    let count = u16_at(data, 60)?;
    let names_index = u16_at(data, 62)?;
    let mut sections = Vec::new();
    let mut name_offsets = Vec::new();
    for i in 0..u64::from(count) {
        let at = (offset + i * SHDR_SIZE as u64) as usize;
        name_offsets.push(u32_at(data, at)?);
        sections.push(Section {
            name: String::new(),
            kind: u32_at(data, at + 4)?,
            flags: u64_at(data, at + 8)?,
            addr: u64_at(data, at + 16)?,
            offset: u64_at(data, at + 24)?,
            size: u64_at(data, at + 32)?,
            link: u32_at(data, at + 40)?,
            info: u32_at(data, at + 44)?,
            align: u64_at(data, at + 48)?,
            entry_size: u64_at(data, at + 56)?,
        });
    }
    let names = sections
        .get(usize::from(names_index))
        .ok_or("no section names")?;
    let names = contents(data, names)?;
    for (section, name) in sections.iter_mut().zip(name_offsets) {
        let tail = names
            .get(name as usize..)
            .ok_or("section name out of range")?;
        let end = tail.iter().position(|b| *b == 0).unwrap_or(tail.len());
        section.name = String::from_utf8_lossy(&tail[..end]).into_owned();
    }
    Ok(ElfFile {
        program_headers: u64_at(data, 32)?,
        program_header_count: u16_at(data, 56)?,
        sections,
    })
}

/// The bytes of a section in the file.
pub(crate) fn contents<'a>(data: &'a [u8], section: &Section) -> Result<&'a [u8], String> {
    let start = section.offset as usize;
    let size = section.file_size() as usize;
    start
        .checked_add(size)
        .and_then(|end| data.get(start..end))
        .ok_or_else(|| format!("section `{}` is outside the file", section.name))
}

fn array_at<const N: usize>(data: &[u8], at: usize) -> Result<[u8; N], String> {
    data.get(at..)
        .and_then(|tail| tail.first_chunk())
        .copied()
        .ok_or_else(|| format!("file ends before offset {at}"))
}

pub(crate) fn u16_at(data: &[u8], at: usize) -> Result<u16, String> {
    array_at(data, at).map(u16::from_le_bytes)
}

pub(crate) fn u32_at(data: &[u8], at: usize) -> Result<u32, String> {
    array_at(data, at).map(u32::from_le_bytes)
}

pub(crate) fn u64_at(data: &[u8], at: usize) -> Result<u64, String> {
    array_at(data, at).map(u64::from_le_bytes)
}
