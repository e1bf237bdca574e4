//! The PE file around the metadata: sections, CLI header, directories (§II.25, PE/COFF specification).

use alloc::vec::Vec;

use crate::error::{ErrorKind, Result, fail};
use crate::reader::Reader;

/// A data directory: address and size.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Directory {
    pub rva: u32,
    pub size: u32,
}

impl Directory {
    fn read(r: &mut Reader<'_>) -> Result<Directory> {
        Ok(Directory {
            rva: r.u32()?,
            size: r.u32()?,
        })
    }
}

#[derive(Copy, Clone, Debug)]
struct Section {
    virtual_address: u32,
    virtual_size: u32,
    raw_size: u32,
    raw_offset: u32,
}

/// What is needed of the PE headers.
#[derive(Debug, Default)]
pub(crate) struct PeImage {
    sections: Vec<Section>,
    pub machine: u16,
    pub debug: Directory,
    pub metadata: Directory,
    pub resources: Directory,
    pub native_header: Directory,
    pub cli_flags: u32,
    pub entry_point: u32,
}

const PE32: u16 = 0x10B;
const PE32_PLUS: u16 = 0x20B;
const DIRECTORY_DEBUG: u32 = 6;
const DIRECTORY_CLI: u32 = 14;

impl PeImage {
    /// Reads the headers of `file`.
    pub fn parse(file: &[u8]) -> Result<PeImage> {
        if file.get(..2) != Some(b"MZ") {
            return fail(ErrorKind::NotPe, 0);
        }
        let mut r = Reader::new(file);
        r.seek(0x3C)?;
        let pe_offset = r.u32()? as usize;
        r.seek(pe_offset)?;
        if r.bytes(4)? != b"PE\0\0" {
            return fail(ErrorKind::NotPe, pe_offset);
        }
        let machine = r.u16()?;
        let section_count = r.u16()?;
        r.bytes(12)?;
        let optional_size = usize::from(r.u16()?);
        r.u16()?;
        let optional_start = r.pos();
        let optional = r.bytes(optional_size)?;

        let mut image = PeImage {
            machine,
            ..PeImage::default()
        };
        for _ in 0..section_count {
            r.bytes(8)?;
            let (virtual_size, virtual_address, raw_size, raw_offset) =
                (r.u32()?, r.u32()?, r.u32()?, r.u32()?);
            r.bytes(16)?;
            if u64::from(raw_offset) + u64::from(raw_size) > file.len() as u64 {
                return fail(ErrorKind::UnexpectedEnd, file.len());
            }
            image.sections.push(Section {
                virtual_address,
                virtual_size,
                raw_size,
                raw_offset,
            });
        }

        let mut r = Reader::with_base(optional, optional_start);
        let directories = match r.u16()? {
            PE32 => 96,
            PE32_PLUS => 112,
            _ => return fail(ErrorKind::NotPe, optional_start),
        };
        r.seek(directories - 4)?;
        let directory_count = r.u32()?;
        let mut directory = |index: u32| -> Result<Directory> {
            if index >= directory_count {
                return Ok(Directory::default());
            }
            r.seek(directories + index as usize * 8)?;
            Directory::read(&mut r)
        };
        image.debug = directory(DIRECTORY_DEBUG)?;
        let cli = directory(DIRECTORY_CLI)?;
        if cli.rva == 0 {
            return fail(ErrorKind::NotManaged, optional_start);
        }

        let (header, header_offset) = image.slice(file, cli.rva, 72)?;
        let mut r = Reader::with_base(header, header_offset);
        r.bytes(8)?;
        image.metadata = Directory::read(&mut r)?;
        image.cli_flags = r.u32()?;
        image.entry_point = r.u32()?;
        image.resources = Directory::read(&mut r)?;
        r.seek(64)?;
        image.native_header = Directory::read(&mut r)?;
        Ok(image)
    }

    /// The file data from `rva` to the end of its section, and its file offset.
    pub fn slice_from<'a>(&self, file: &'a [u8], rva: u32) -> Result<(&'a [u8], usize)> {
        for s in &self.sections {
            let Some(delta) = rva.checked_sub(s.virtual_address) else {
                continue;
            };
            if delta >= s.virtual_size.max(s.raw_size) {
                continue;
            }
            let start = (s.raw_offset as usize).saturating_add(delta as usize);
            let end = (s.raw_offset as usize)
                .saturating_add(s.raw_size as usize)
                .min(file.len());
            return match file.get(start..end) {
                Some(data) => Ok((data, start)),
                None => fail(ErrorKind::BadRva(rva), start),
            };
        }
        fail(ErrorKind::BadRva(rva), 0)
    }

    /// Number of the section that contains an address.
    pub fn section_of(&self, rva: u32) -> Option<usize> {
        self.sections.iter().position(|s| {
            rva.checked_sub(s.virtual_address)
                .is_some_and(|delta| delta < s.virtual_size.max(s.raw_size))
        })
    }

    /// `len` bytes at `rva`, and their file offset.
    pub fn slice<'a>(&self, file: &'a [u8], rva: u32, len: usize) -> Result<(&'a [u8], usize)> {
        let (data, offset) = self.slice_from(file, rva)?;
        match data.get(..len) {
            Some(data) => Ok((data, offset)),
            None => fail(ErrorKind::BadRva(rva), offset),
        }
    }
}
