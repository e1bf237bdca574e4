//! Damaging assemblies in ways that no compiler would produce.
//!
//! Only for the tiny assemblies of the tests, whose heaps and tables are small enough for 2-byte indices (ECMA-335 II.24).

/// Positions of the tables that the patches touch.
pub struct Tables {
    image: Vec<u8>,
    type_defs: usize,
    fields: usize,
    blobs: usize,
    strings: usize,
    type_def_count: usize,
    field_count: usize,
}

const TYPE_DEF_ROW: usize = 14;
const FIELD_ROW: usize = 6;

impl Tables {
    /// Finds the tables of an assembly.
    pub fn find(image: Vec<u8>) -> Option<Tables> {
        let root = find(&image, b"BSJB\x01\x00\x01\x00", 0)?;
        let stream = |name: &[u8]| {
            let header = find(&image, name, root)?;
            Some(root + u32_at(&image, header - 8)? as usize)
        };
        let tables = stream(b"#~\0\0")?;
        let strings = stream(b"#Strings\0")?;
        let blobs = stream(b"#Blob\0")?;
        let valid = u64::from_le_bytes(image.get(tables + 8..tables + 16)?.try_into().ok()?);
        let count = |table: u32| -> Option<usize> {
            if valid >> table & 1 == 0 {
                return Some(0);
            }
            let before = (valid & ((1u64 << table) - 1)).count_ones() as usize;
            Some(u32_at(&image, tables + 24 + 4 * before)? as usize)
        };
        let rows = tables + 24 + 4 * valid.count_ones() as usize;
        let type_defs = rows + 10 * count(0)? + 6 * count(1)?;
        let (type_def_count, field_count) = (count(2)?, count(4)?);
        Some(Tables {
            type_defs,
            fields: type_defs + TYPE_DEF_ROW * type_def_count,
            blobs,
            strings,
            type_def_count,
            field_count,
            image,
        })
    }

    /// The row number of a type, from 1.
    pub fn type_row(&self, name: &str) -> Option<usize> {
        (1..=self.type_def_count)
            .find(|row| self.name_at(self.type_defs + (row - 1) * TYPE_DEF_ROW + 4) == Some(name))
    }

    fn name_at(&self, at: usize) -> Option<&str> {
        let start = self.strings + u16_at(&self.image, at)?;
        let tail = self.image.get(start..)?;
        let end = tail.iter().position(|b| *b == 0)?;
        std::str::from_utf8(&tail[..end]).ok()
    }

    /// Makes a type of this module the base class of another.
    pub fn set_base(&mut self, of: &str, base: &str) -> Option<()> {
        let coded = (self.type_row(base)? << 2) as u16;
        let at = self.type_defs + (self.type_row(of)? - 1) * TYPE_DEF_ROW + 8;
        self.image
            .get_mut(at..at + 2)?
            .copy_from_slice(&coded.to_le_bytes());
        Some(())
    }

    /// Changes the type of a field from one value type of this module to another.
    pub fn set_field_type(&mut self, field: &str, value_type: &str) -> Option<()> {
        let coded = (self.type_row(value_type)? << 2) as u8;
        let row = (0..self.field_count)
            .map(|row| self.fields + row * FIELD_ROW)
            .find(|at| self.name_at(at + 2) == Some(field))?;
        let blob = self.blobs + u16_at(&self.image, row + 4)?;
        // Length 3, FIELD, ELEMENT_TYPE_VALUETYPE, TypeDefOrRef.
        if self.image.get(blob..blob + 3)? != [3, 6, 0x11] {
            return None;
        }
        self.image[blob + 3] = coded;
        Some(())
    }

    /// The assembly as it is now.
    pub fn into_image(self) -> Vec<u8> {
        self.image
    }
}

fn find(data: &[u8], pattern: &[u8], from: usize) -> Option<usize> {
    let tail = data.get(from..)?;
    tail.windows(pattern.len())
        .position(|w| w == pattern)
        .map(|p| p + from)
}

fn u16_at(data: &[u8], at: usize) -> Option<usize> {
    let bytes = data.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(bytes)))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}
