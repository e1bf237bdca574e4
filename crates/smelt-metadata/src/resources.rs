//! The binary `.resources` format that `System.Resources.ResourceReader` reads: named values, of which strings are decoded.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{ErrorKind, Result, fail};
use crate::reader::Reader;

/// A `.resources` file.
#[derive(Clone)]
pub struct Resources<'a> {
    file: &'a [u8],
    version: u32,
    count: u32,
    /// Type names; only version 1 refers to them for strings too.
    types: Vec<&'a str>,
    /// Offset of the table of name positions.
    positions: usize,
    /// Offset of the names.
    names: usize,
    /// Offset of the values.
    values: usize,
}

/// A value of a `.resources` file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ResourceValue<'a> {
    /// A null reference.
    Null,
    /// A string.
    String(&'a str),
    /// A value of another type: the format's type code, and the bytes from the value to the end of the file.
    Other(u32, &'a [u8]),
}

const MAGIC: u32 = 0xBEEF_CACE;
const CODE_NULL: u32 = 0;
const CODE_STRING: u32 = 1;

impl<'a> Resources<'a> {
    /// Reads the header of a `.resources` file.
    pub fn parse(file: &'a [u8]) -> Result<Resources<'a>> {
        let bad = |offset| fail(ErrorKind::BadResources, offset);
        let mut r = Reader::new(file);
        if r.u32()? != MAGIC {
            return bad(0);
        }
        // Names of the reader and resource set types, which may be skipped.
        let _manager_version = r.u32()?;
        let skip = r.u32()? as usize;
        r.bytes(skip)?;
        let version_at = r.pos();
        let version = r.u32()?;
        if version != 1 && version != 2 {
            return bad(version_at);
        }
        let count = r.u32()?;
        let type_count = r.u32()?;
        let mut types = Vec::new();
        for _ in 0..type_count {
            let len = r.leb128()? as usize;
            types.push(r.utf8(len)?);
        }
        r.seek(r.pos().next_multiple_of(8))?;
        // Hashes of the names, sorted, then the positions of the names in the same order.
        let table = (count as usize).saturating_mul(4);
        r.bytes(table)?;
        let positions = r.pos();
        r.bytes(table)?;
        let values = r.u32()? as usize;
        if values > file.len() {
            return bad(r.pos() - 4);
        }
        Ok(Resources {
            file,
            version,
            count,
            types,
            positions,
            names: r.pos(),
            values,
        })
    }

    /// Number of entries.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All entries, in the order of their names' hashes.
    pub fn entries(&self) -> impl Iterator<Item = Result<(String, ResourceValue<'a>)>> + '_ {
        (0..self.count).map(|n| self.entry(n))
    }

    /// The string entries.
    pub fn strings(&self) -> impl Iterator<Item = Result<(String, &'a str)>> + '_ {
        self.entries().filter_map(|entry| match entry {
            Ok((key, ResourceValue::String(text))) => Some(Ok((key, text))),
            Ok(_) => None,
            Err(e) => Some(Err(e)),
        })
    }

    /// Entry `index`, from 0.
    pub fn entry(&self, index: u32) -> Result<(String, ResourceValue<'a>)> {
        let mut r = Reader::new(self.file);
        if index >= self.count {
            return fail(ErrorKind::BadResources, self.positions);
        }
        r.seek(self.positions + index as usize * 4)?;
        let position = r.u32()? as usize;
        r.seek(self.names.saturating_add(position))?;
        let len = r.leb128()? as usize;
        let offset = r.offset();
        let name = r.bytes(len)?;
        let units = name
            .chunks_exact(2)
            .map(|c| u16::from_le_bytes([c[0], c[1]]));
        let Ok(name) = char::decode_utf16(units).collect::<core::result::Result<String, _>>()
        else {
            return fail(ErrorKind::BadResources, offset);
        };
        let value = r.u32()? as usize;
        r.seek(self.values.saturating_add(value))?;
        Ok((name, self.value(r)?))
    }

    fn value(&self, mut r: Reader<'a>) -> Result<ResourceValue<'a>> {
        let offset = r.offset();
        let code = r.leb128()?;
        let code = match self.version {
            // Version 1 numbers the type names of the file, -1 is null.
            1 if code == u32::MAX => CODE_NULL,
            1 => match self.types.get(code as usize) {
                Some(name) if is_string_type(name) => CODE_STRING,
                Some(_) => return Ok(ResourceValue::Other(code, r.rest())),
                None => return fail(ErrorKind::BadResources, offset),
            },
            _ => code,
        };
        match code {
            CODE_NULL => Ok(ResourceValue::Null),
            CODE_STRING => {
                let len = r.leb128()? as usize;
                r.utf8(len).map(ResourceValue::String)
            }
            _ => Ok(ResourceValue::Other(code, r.rest())),
        }
    }
}

fn is_string_type(name: &str) -> bool {
    name.split(',').next() == Some("System.String")
}

#[cfg(test)]
mod tests {
    use std::vec;

    use super::*;

    fn sample(version: u32, types: &[&str], code: u8) -> Vec<u8> {
        let mut f = vec![];
        f.extend(MAGIC.to_le_bytes());
        f.extend([1, 0, 0, 0, 3, 0, 0, 0, b'x', b'y', b'z']);
        f.extend(version.to_le_bytes());
        f.extend(2u32.to_le_bytes());
        f.extend((types.len() as u32).to_le_bytes());
        for t in types {
            f.push(t.len() as u8);
            f.extend(t.as_bytes());
        }
        while f.len() % 8 != 0 {
            f.push(b'P');
        }
        f.extend([1, 0, 0, 0, 2, 0, 0, 0]); // hashes
        f.extend([0, 0, 0, 0, 7, 0, 0, 0]); // positions
        let values = f.len() as u32 + 4 + 7 + 9;
        f.extend(values.to_le_bytes());
        f.extend([2, b'a', 0, 0, 0, 0, 0]);
        f.extend([4, 0xDF, 0, b'b', 0, 4, 0, 0, 0]);
        f.extend([code, 2, b'o', b'k']);
        f.extend(if version == 1 {
            vec![0xFF, 0xFF, 0xFF, 0xFF, 0x0F]
        } else {
            vec![0x08, 5, 0, 0, 0]
        });
        f
    }

    #[test]
    fn both_versions() {
        let file = sample(2, &[], 1);
        let r = Resources::parse(&file).unwrap();
        assert_eq!(
            r.entry(0).unwrap(),
            ("a".into(), ResourceValue::String("ok"))
        );
        assert_eq!(
            r.entry(1).unwrap(),
            ("\u{DF}b".into(), ResourceValue::Other(8, &[5, 0, 0, 0]))
        );
        assert_eq!(r.strings().count(), 1);

        let file = sample(1, &["System.Int32, mscorlib", "System.String, mscorlib"], 1);
        let r = Resources::parse(&file).unwrap();
        let all: Result<Vec<_>> = r.entries().collect();
        assert_eq!(
            all.unwrap(),
            [
                ("a".into(), ResourceValue::String("ok")),
                ("\u{DF}b".into(), ResourceValue::Null)
            ]
        );
    }

    #[test]
    fn truncated_everywhere() {
        let file = sample(2, &["T"], 1);
        // The last value is an integer of four bytes, which isn't decoded.
        for len in 0..file.len() - 4 {
            if let Ok(r) = Resources::parse(&file[..len]) {
                assert!(r.entries().any(|e| e.is_err()));
            }
        }
    }
}
