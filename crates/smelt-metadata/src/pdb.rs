//! Debug information: the debug directory of a PE file and portable PDBs (Portable PDB specification).

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{ErrorKind, Result, fail};
use crate::metadata::Metadata;
use crate::reader::Reader;
use crate::tables::{BlobIdx, Table, Token};

/// An entry of the debug directory.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum DebugEntry<'a> {
    /// Where the PDB was written to, and its id: `guid` and the entry's `stamp` form the id of a portable PDB.
    CodeView {
        /// First 16 bytes of the PDB's id.
        guid: [u8; 16],
        /// Last four bytes of a portable PDB's id.
        stamp: u32,
        /// Age; 1 for a portable PDB.
        age: u32,
        /// Path of the PDB on the machine that built the assembly.
        path: &'a str,
        /// Whether the PDB is a portable one, not a Windows PDB.
        portable: bool,
    },
    /// An embedded portable PDB.
    EmbeddedPdb {
        /// Size of the PDB.
        size: u32,
        /// The PDB, compressed by deflate without header.
        compressed: &'a [u8],
    },
    /// Hash of the PDB.
    PdbChecksum {
        /// Name of the hash function.
        algorithm: &'a str,
        /// The hash.
        hash: &'a [u8],
    },
    /// The build was deterministic.
    Reproducible,
    /// Anything else.
    Other {
        /// Type of the entry.
        kind: u32,
        /// Its data; empty when that isn't in the file.
        data: &'a [u8],
    },
}

const ENTRY_SIZE: u32 = 28;
const KIND_CODEVIEW: u32 = 2;
const KIND_REPRODUCIBLE: u32 = 16;
const KIND_EMBEDDED: u32 = 17;
const KIND_CHECKSUM: u32 = 19;
const PORTABLE_CODEVIEW_MINOR: u16 = 0x504D;

impl<'a> Metadata<'a> {
    /// The debug directory; empty when there is none.
    pub fn debug_entries(&self) -> Result<Vec<DebugEntry<'a>>> {
        let directory = self.image()?.debug;
        let mut entries = Vec::new();
        if directory.rva == 0 {
            return Ok(entries);
        }
        let data = self.rva_data(directory.rva, directory.size as usize)?;
        let mut r = Reader::with_base(data, self.offset_of(data));
        for _ in 0..directory.size / ENTRY_SIZE {
            r.u32()?;
            let stamp = r.u32()?;
            let (_major, minor, kind, size) = (r.u16()?, r.u16()?, r.u32()?, r.u32()?);
            let (_rva, position) = (r.u32()?, r.u32()?);
            let data = self
                .bytes()
                .get(position as usize..)
                .and_then(|d| d.get(..size as usize))
                .unwrap_or_default();
            let mut d = Reader::with_base(data, self.offset_of(data));
            entries.push(match kind {
                KIND_CODEVIEW if data.starts_with(b"RSDS") => {
                    d.bytes(4)?;
                    let (guid, age) = (d.array()?, d.u32()?);
                    DebugEntry::CodeView {
                        guid,
                        stamp,
                        age,
                        path: c_string(&mut d)?,
                        portable: minor == PORTABLE_CODEVIEW_MINOR,
                    }
                }
                KIND_REPRODUCIBLE => DebugEntry::Reproducible,
                KIND_EMBEDDED if data.starts_with(b"MPDB") => {
                    d.bytes(4)?;
                    DebugEntry::EmbeddedPdb {
                        size: d.u32()?,
                        compressed: d.rest(),
                    }
                }
                KIND_CHECKSUM => DebugEntry::PdbChecksum {
                    algorithm: c_string(&mut d)?,
                    hash: d.rest(),
                },
                _ => DebugEntry::Other { kind, data },
            });
        }
        Ok(entries)
    }
}

fn c_string<'a>(r: &mut Reader<'a>) -> Result<&'a str> {
    let Some(len) = r.rest().iter().position(|&b| b == 0) else {
        return fail(ErrorKind::UnexpectedEnd, r.offset());
    };
    let text = r.utf8(len)?;
    r.u8()?;
    Ok(text)
}

/// A portable PDB.
pub struct Pdb<'a> {
    metadata: Metadata<'a>,
}

/// A place in the source, for the IL from `il_offset` to that of the next sequence point.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SequencePoint {
    pub il_offset: u32,
    /// `Document` row.
    pub document: u32,
    /// Lines and columns count from 1; the end column is exclusive. All zero when hidden.
    pub start_line: u32,
    pub start_column: u32,
    pub end_line: u32,
    pub end_column: u32,
    /// Code without a place in the source.
    pub hidden: bool,
}

/// A named local of a method.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct LocalName<'a> {
    /// Number of the local.
    pub index: u16,
    /// Its name.
    pub name: &'a str,
    /// Compiler-generated: not to be shown.
    pub hidden: bool,
    /// IL offset where its scope starts.
    pub start: u32,
    /// IL offset where its scope ends.
    pub end: u32,
}

const LOCAL_DEBUGGER_HIDDEN: u16 = 1;

impl<'a> Pdb<'a> {
    /// Reads a portable PDB: the content of a `.pdb` file, or of [`DebugEntry::EmbeddedPdb`] after inflating it.
    pub fn parse(file: &'a [u8]) -> Result<Pdb<'a>> {
        let metadata = Metadata::parse_raw(file)?;
        if metadata.pdb_stream.is_empty() {
            return fail(ErrorKind::MissingStream("#Pdb"), 0);
        }
        Ok(Pdb { metadata })
    }

    /// The tables of the PDB.
    pub fn metadata(&self) -> &Metadata<'a> {
        &self.metadata
    }

    /// Id of the PDB, which the assembly's CodeView entry repeats (`guid`, then `stamp`).
    pub fn id(&self) -> [u8; 20] {
        self.metadata
            .pdb_stream
            .first_chunk()
            .copied()
            .unwrap_or_default()
    }

    /// Path of a document.
    pub fn document_name(&self, document: u32) -> Result<String> {
        let name = self.metadata.document(document)?.name;
        let blob = self.metadata.blob(name)?;
        let offset = self.metadata.offset_of(blob);
        let mut r = Reader::with_base(blob, offset);
        let mut path = String::new();
        // The separator is one character; a zero byte stands for none.
        let first = r.peek().unwrap_or(0);
        let separator = match first {
            0 => {
                r.bytes(blob.len().min(1))?;
                ""
            }
            0x01..0x80 => r.utf8(1)?,
            0x80..0xE0 => r.utf8(2)?,
            0xE0..0xF0 => r.utf8(3)?,
            0xF0.. => r.utf8(4)?,
        };
        let mut parts = 0;
        while !r.is_empty() {
            if parts > 0 {
                path.push_str(separator);
            }
            let part = self.metadata.blob(BlobIdx(r.compressed()?))?;
            match core::str::from_utf8(part) {
                Ok(text) => path.push_str(text),
                Err(_) => return fail(ErrorKind::BadUtf8, self.metadata.offset_of(part)),
            }
            parts += 1;
        }
        Ok(path)
    }

    /// Sequence points of the `MethodDef` row `method`, by IL offset; none when the method has no debug information.
    pub fn sequence_points(&self, method: u32) -> Result<SequencePoints<'a>> {
        if method > self.metadata.row_count(Table::MethodDebugInformation) {
            return Ok(SequencePoints::new(Reader::new(&[]), 0));
        }
        let row = self.metadata.method_debug_information(method)?;
        let mut r = Reader::with_base(
            row.sequence_points,
            self.metadata.offset_of(row.sequence_points),
        );
        let mut document = row.document;
        if !r.is_empty() {
            let _local_signature = r.compressed()?;
            if document == 0 {
                document = r.compressed()?;
            }
        }
        Ok(SequencePoints::new(r, document))
    }

    /// Named locals of the `MethodDef` row `method`, outer scopes before inner ones.
    pub fn locals(&self, method: u32) -> Result<Vec<LocalName<'a>>> {
        let mut locals = Vec::new();
        for scope in self.metadata.local_scopes(method) {
            let row = self.metadata.local_scope(scope)?;
            for variable in self.metadata.local_variables(scope) {
                let variable = self.metadata.local_variable(variable)?;
                locals.push(LocalName {
                    index: variable.index,
                    name: variable.name,
                    hidden: variable.attributes & LOCAL_DEBUGGER_HIDDEN != 0,
                    start: row.start_offset,
                    end: row.start_offset.saturating_add(row.length),
                });
            }
        }
        Ok(locals)
    }

    /// Value of the `CustomDebugInformation` row of `parent` of this kind (a GUID in binary form), such as source link.
    pub fn custom_information(&self, parent: Token, kind: [u8; 16]) -> Result<Option<&'a [u8]>> {
        for rid in self.metadata.custom_debug_informations(parent) {
            let row = self.metadata.custom_debug_information(rid)?;
            if row.kind == kind {
                return Ok(Some(row.value));
            }
        }
        Ok(None)
    }
}

/// Iterator of [`Pdb::sequence_points`]; ends after the first error.
#[derive(Clone)]
pub struct SequencePoints<'a> {
    r: Reader<'a>,
    document: u32,
    il_offset: u32,
    /// Start of the last point that isn't hidden.
    position: Option<(u32, u32)>,
    first: bool,
}

impl<'a> SequencePoints<'a> {
    fn new(r: Reader<'a>, document: u32) -> Self {
        SequencePoints {
            r,
            document,
            il_offset: 0,
            position: None,
            first: true,
        }
    }

    fn read(&mut self) -> Result<SequencePoint> {
        let bad = |offset| fail(ErrorKind::BadDebugInfo, offset);
        let offset = loop {
            let delta = self.r.compressed()?;
            if delta != 0 || self.first {
                break delta;
            }
            // A zero distance announces another document.
            self.document = self.r.compressed()?;
        };
        self.il_offset = match self.il_offset.checked_add(offset) {
            Some(offset) => offset,
            None => return bad(self.r.offset()),
        };
        self.first = false;
        let lines = self.r.compressed()?;
        let columns = if lines == 0 {
            self.r.compressed()? as i32
        } else {
            self.r.compressed_signed()?
        };
        let mut point = SequencePoint {
            il_offset: self.il_offset,
            document: self.document,
            start_line: 0,
            start_column: 0,
            end_line: 0,
            end_column: 0,
            hidden: true,
        };
        if lines != 0 || columns != 0 {
            let start = match self.position {
                None => (Some(self.r.compressed()?), Some(self.r.compressed()?)),
                Some((line, column)) => (
                    line.checked_add_signed(self.r.compressed_signed()?),
                    column.checked_add_signed(self.r.compressed_signed()?),
                ),
            };
            let (Some(line), Some(column)) = start else {
                return bad(self.r.offset());
            };
            let (Some(end_line), Some(end_column)) =
                (line.checked_add(lines), column.checked_add_signed(columns))
            else {
                return bad(self.r.offset());
            };
            self.position = Some((line, column));
            point = SequencePoint {
                start_line: line,
                start_column: column,
                end_line,
                end_column,
                hidden: false,
                ..point
            };
        }
        Ok(point)
    }
}

impl Iterator for SequencePoints<'_> {
    type Item = Result<SequencePoint>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.r.is_empty() {
            return None;
        }
        let point = self.read();
        if point.is_err() {
            self.r = Reader::new(&[]);
        }
        Some(point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(blob: &[u8]) -> Result<Vec<SequencePoint>> {
        SequencePoints::new(Reader::new(blob), 1).collect()
    }

    #[test]
    fn deltas_hidden_points_and_documents() {
        // 0: 10:5-10:9; 4: hidden; then document 2; 6: 9:5-11:2.
        let blob = [0, 0, 4, 10, 5, 4, 0, 0, 0, 2, 2, 2, 0x7B, 0x7F, 0x00];
        let p = points(&blob).unwrap();
        let place = |p: &SequencePoint| {
            (
                p.il_offset,
                p.document,
                p.start_line,
                p.start_column,
                p.end_line,
                p.end_column,
            )
        };
        assert_eq!(place(&p[0]), (0, 1, 10, 5, 10, 9));
        assert!(p[1].hidden && p[1].il_offset == 4);
        assert_eq!(place(&p[2]), (6, 2, 9, 5, 11, 2));
        assert_eq!(p.len(), 3);
    }

    #[test]
    fn malformed_points() {
        assert_eq!(points(&[0, 0]).unwrap_err().kind, ErrorKind::UnexpectedEnd);
        // A line before the first.
        assert_eq!(
            points(&[0, 0, 4, 1, 5, 4, 0, 4, 0x7B, 0]).unwrap_err().kind,
            ErrorKind::BadDebugInfo
        );
    }
}
