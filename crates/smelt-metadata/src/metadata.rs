//! [`Metadata`]: the streams, heaps and tables of one module, and what of the PE file they refer to (§II.24).

use alloc::vec::Vec;

use crate::body::MethodBody;
use crate::error::{ErrorKind, Result, fail};
use crate::pe::{Directory, PeImage};
use crate::reader::Reader;
use crate::rows::{Column, MAX_COLUMNS, SCHEMA};
use crate::tables::{BlobIdx, CodedIndex, GuidIdx, StringIdx, TABLE_COUNT, Table, Token};

/// The metadata of one module over borrowed bytes. Rows, names and blobs are decoded when asked for.
pub struct Metadata<'a> {
    /// The PE file, or the metadata root when there is no PE file around it. Error offsets count from here.
    file: &'a [u8],
    image: Option<PeImage>,
    version: &'a str,
    strings: &'a [u8],
    blobs: &'a [u8],
    user_strings: &'a [u8],
    guids: &'a [u8],
    pub(crate) pdb_stream: &'a [u8],
    tables: [TableLayout<'a>; TABLE_COUNT],
    /// Bit per table: whether it is sorted as the format requires.
    pub(crate) sorted: u64,
}

/// Where a table is and how wide its columns are.
#[derive(Copy, Clone, Default)]
pub(crate) struct TableLayout<'a> {
    data: &'a [u8],
    pub rows: u32,
    row_size: u8,
    offsets: [u8; MAX_COLUMNS],
    /// Bit per column: four bytes instead of two.
    wide: u16,
}

impl<'a> TableLayout<'a> {
    /// The bytes of row `index` (from 0); empty when there is no such row.
    fn row(&self, index: u32) -> &'a [u8] {
        let size = usize::from(self.row_size);
        let start = index as usize * size;
        self.data.get(start..start + size).unwrap_or_default()
    }

    fn read(&self, row: &[u8], column: usize) -> u32 {
        let rest = self
            .offsets
            .get(column)
            .and_then(|&o| row.get(usize::from(o)..))
            .unwrap_or_default();
        if self.wide >> column & 1 != 0 {
            rest.first_chunk().map_or(0, |b| u32::from_le_bytes(*b))
        } else {
            rest.first_chunk()
                .map_or(0, |b| u32::from(u16::from_le_bytes(*b)))
        }
    }

    /// Raw value of a column; 0 when there is no such row.
    pub fn cell(&self, index: u32, column: usize) -> u32 {
        self.read(self.row(index), column)
    }
}

/// One row that is being decoded.
pub(crate) struct Row<'m, 'a> {
    metadata: &'m Metadata<'a>,
    layout: &'m TableLayout<'a>,
    bytes: &'a [u8],
}

impl<'a> Row<'_, 'a> {
    #[inline]
    pub fn cell(&self, column: usize) -> u32 {
        self.layout.read(self.bytes, column)
    }

    pub fn name(&self, column: usize) -> Result<&'a str> {
        self.metadata.string(StringIdx(self.cell(column)))
    }

    pub fn blob(&self, column: usize) -> Result<&'a [u8]> {
        self.metadata.blob(BlobIdx(self.cell(column)))
    }

    pub fn guid(&self, column: usize) -> Result<[u8; 16]> {
        self.metadata.guid(GuidIdx(self.cell(column)))
    }

    pub fn token(&self, column: usize, kind: CodedIndex) -> Result<Token> {
        let value = self.cell(column);
        match kind.decode(value) {
            Some(token) => Ok(token),
            None => fail(
                ErrorKind::BadCodedIndex(value),
                self.metadata.offset_of(self.bytes),
            ),
        }
    }
}

const METADATA_SIGNATURE: u32 = 0x424A_5342;
/// `COMIMAGE_FLAGS_NATIVE_ENTRYPOINT`: the entry point is an RVA.
const FLAG_NATIVE_ENTRY_POINT: u32 = 0x10;

impl<'a> Metadata<'a> {
    /// Reads the headers of a PE32 or PE32+ file with CLI header; images with precompiled code (ReadyToRun) are fine.
    ///
    /// The tables whose order lookups rely on are checked, so the result of a lookup can be trusted.
    pub fn parse(file: &'a [u8]) -> Result<Metadata<'a>> {
        let image = PeImage::parse(file)?;
        let (root, _) = image.slice(file, image.metadata.rva, image.metadata.size as usize)?;
        let mut metadata = Self::parse_root(file, root)?;
        metadata.image = Some(image);
        metadata.check_order()?;
        Ok(metadata)
    }

    /// Reads a bare metadata blob (starting with `BSJB`): embedded metadata or a portable PDB. There are no RVAs, bodies
    /// or resources then, and tables are taken to be ordered where their header says so.
    pub fn parse_raw(metadata_root: &'a [u8]) -> Result<Metadata<'a>> {
        let mut metadata = Self::parse_root(metadata_root, metadata_root)?;
        metadata.check_map_order();
        Ok(metadata)
    }

    fn parse_root(file: &'a [u8], root: &'a [u8]) -> Result<Metadata<'a>> {
        let base = distance(file, root);
        let mut r = Reader::with_base(root, base);
        if r.u32()? != METADATA_SIGNATURE {
            return fail(ErrorKind::BadMetadataSignature, base);
        }
        r.bytes(8)?;
        let version_len = r.u32()? as usize;
        let version = until_nul(r.bytes(version_len)?);
        let Ok(version) = core::str::from_utf8(version) else {
            return fail(ErrorKind::BadUtf8, base + 16);
        };
        r.u16()?;
        let stream_count = r.u16()?;

        let mut metadata = Metadata {
            file,
            image: None,
            version,
            strings: &[],
            blobs: &[],
            user_strings: &[],
            guids: &[],
            pdb_stream: &[],
            tables: [TableLayout::default(); TABLE_COUNT],
            sorted: 0,
        };
        let mut table_stream = None;
        for _ in 0..stream_count {
            let header = r.offset();
            let (offset, size) = (r.u32()? as usize, r.u32()? as usize);
            let name = until_nul(r.rest());
            r.bytes((name.len() + 4) & !3)?;
            let Some(data) = root.get(offset..).and_then(|d| d.get(..size)) else {
                return fail(ErrorKind::UnexpectedEnd, header);
            };
            match name {
                b"#Strings" => metadata.strings = data,
                b"#Blob" => metadata.blobs = data,
                b"#US" => metadata.user_strings = data,
                b"#GUID" => metadata.guids = data,
                b"#Pdb" => metadata.pdb_stream = data,
                b"#~" | b"#-" => table_stream = Some(data),
                _ => {}
            }
        }
        let Some(data) = table_stream else {
            return fail(ErrorKind::MissingStream("#~"), base);
        };
        metadata.parse_tables(data)?;
        Ok(metadata)
    }

    /// The tables stream (§II.24.2.6).
    fn parse_tables(&mut self, stream: &'a [u8]) -> Result<()> {
        let mut r = Reader::with_base(stream, self.offset_of(stream));
        r.bytes(6)?;
        let heap_sizes = r.u8()?;
        r.u8()?;
        let valid = r.u64()?;
        self.sorted = r.u64()?;
        // Row counts that decide the width of indices: those of this file, in a PDB also those of the module's tables.
        let mut counts = self.referenced_row_counts()?;
        for number in 0..64u8 {
            if valid >> number & 1 == 0 {
                continue;
            }
            let offset = r.offset();
            let rows = r.u32()?;
            let table = Table::from_number(number);
            match table {
                Table::Unknown => return fail(ErrorKind::UnknownTable(number), offset),
                Table::FieldPtr
                | Table::MethodPtr
                | Table::ParamPtr
                | Table::EventPtr
                | Table::PropertyPtr
                    if rows != 0 =>
                {
                    return fail(ErrorKind::PointerTable(table), offset);
                }
                _ => {}
            }
            if rows > 0x00FF_FFFF {
                return fail(ErrorKind::NoRow(table, rows), offset);
            }
            counts[usize::from(number)] = rows;
            self.tables[usize::from(number)].rows = rows;
        }
        if heap_sizes & 0x40 != 0 {
            r.u32()?;
        }
        for (schema, layout) in SCHEMA.iter().zip(&mut self.tables) {
            for (n, column) in schema.iter().copied().flatten().enumerate() {
                let wide = is_wide(*column, heap_sizes, &counts);
                layout.offsets[n] = layout.row_size;
                layout.wide |= u16::from(wide) << n;
                layout.row_size += if wide { 4 } else { 2 };
            }
            layout.data = r.bytes(layout.rows as usize * usize::from(layout.row_size))?;
        }
        Ok(())
    }

    /// Row counts of the tables that a portable PDB refers to, from its `#Pdb` stream; zeros elsewhere.
    fn referenced_row_counts(&self) -> Result<[u32; 64]> {
        let mut counts = [0; 64];
        if !self.pdb_stream.is_empty() {
            let mut r = Reader::with_base(self.pdb_stream, self.offset_of(self.pdb_stream));
            r.bytes(24)?;
            let referenced = r.u64()?;
            for (number, count) in counts.iter_mut().enumerate() {
                if referenced >> number & 1 != 0 {
                    *count = r.u32()?;
                }
            }
        }
        Ok(counts)
    }

    /// Offset of `part`, which lies in this file, for errors.
    pub(crate) fn offset_of(&self, part: &[u8]) -> usize {
        distance(self.file, part)
    }

    pub(crate) fn layout(&self, table: Table) -> &TableLayout<'a> {
        const EMPTY: &TableLayout<'static> = &TableLayout {
            data: &[],
            rows: 0,
            row_size: 0,
            offsets: [0; MAX_COLUMNS],
            wide: 0,
        };
        self.tables.get(table as usize).unwrap_or(EMPTY)
    }

    pub(crate) fn row(&self, table: Table, rid: u32) -> Result<Row<'_, 'a>> {
        let layout = self.layout(table);
        if rid == 0 || rid > layout.rows {
            return fail(ErrorKind::NoRow(table, rid), self.offset_of(layout.data));
        }
        Ok(Row {
            metadata: self,
            layout,
            bytes: layout.row(rid - 1),
        })
    }

    /// Number of rows of a table; row ids are `1..=row_count`.
    pub fn row_count(&self, table: Table) -> u32 {
        self.layout(table).rows
    }

    /// Raw value of a column of a table: a heap offset, row id, coded index or number. Columns count from 0 as in the
    /// standard (`Constant`'s type and padding are one column).
    pub fn raw_column(&self, table: Table, rid: u32, column: usize) -> Result<u32> {
        Ok(self.row(table, rid)?.cell(column))
    }

    /// Version of the runtime that the metadata asks for, `v4.0.30319` in practice; `PDB v1.0` in a portable PDB.
    pub fn version(&self) -> &'a str {
        self.version
    }

    /// The bytes this was parsed from: the whole file, or the metadata root.
    pub fn bytes(&self) -> &'a [u8] {
        self.file
    }

    /// A name of the `#Strings` heap.
    pub fn string(&self, index: StringIdx) -> Result<&'a str> {
        let Some(rest) = self.strings.get(index.0 as usize..) else {
            // Index 0 is the empty string even when the heap is missing.
            return if index.0 == 0 {
                Ok("")
            } else {
                fail(
                    ErrorKind::BadHeapIndex(index.0),
                    self.offset_of(self.strings),
                )
            };
        };
        let offset = self.offset_of(rest);
        let Some(len) = rest.iter().position(|&b| b == 0) else {
            return if index.0 == 0 {
                Ok("")
            } else {
                fail(ErrorKind::UnexpectedEnd, offset)
            };
        };
        match core::str::from_utf8(&rest[..len]) {
            Ok(name) => Ok(name),
            Err(e) => fail(ErrorKind::BadUtf8, offset + e.valid_up_to()),
        }
    }

    /// A blob of the `#Blob` heap.
    pub fn blob(&self, index: BlobIdx) -> Result<&'a [u8]> {
        self.heap_blob(self.blobs, index.0)
    }

    fn heap_blob(&self, heap: &'a [u8], index: u32) -> Result<&'a [u8]> {
        let Some(rest) = heap.get(index as usize..).filter(|r| !r.is_empty()) else {
            return if index == 0 {
                Ok(&[])
            } else {
                fail(ErrorKind::BadHeapIndex(index), self.offset_of(heap))
            };
        };
        let mut r = Reader::with_base(rest, self.offset_of(rest));
        let len = r.compressed()? as usize;
        r.bytes(len)
    }

    /// A user string as UTF-16LE bytes. `offset` is the row part of an `ldstr` token.
    pub fn user_string_bytes(&self, offset: u32) -> Result<&'a [u8]> {
        let blob = self.heap_blob(self.user_strings, offset)?;
        // A final byte says whether any character needs special treatment (§II.24.2.4).
        Ok(&blob[..blob.len() & !1])
    }

    /// A user string. `offset` is the row part of an `ldstr` token.
    pub fn user_string(&self, offset: u32) -> Result<Vec<u16>> {
        let bytes = self.user_string_bytes(offset)?;
        Ok(bytes
            .chunks_exact(2)
            .map(|c| u16::from_le_bytes([c[0], c[1]]))
            .collect())
    }

    /// A GUID of the `#GUID` heap, in its binary (mixed-endian) form; zeros for the nil index.
    pub fn guid(&self, index: GuidIdx) -> Result<[u8; 16]> {
        let Some(n) = index.0.checked_sub(1) else {
            return Ok([0; 16]);
        };
        match self
            .guids
            .get(n as usize * 16..)
            .and_then(|g| g.first_chunk())
        {
            Some(guid) => Ok(*guid),
            None => fail(ErrorKind::BadHeapIndex(index.0), self.offset_of(self.guids)),
        }
    }

    /// The module's version id; zeros when there is no module row.
    pub fn mvid(&self) -> [u8; 16] {
        self.module(1).map_or([0; 16], |m| m.mvid)
    }

    /// The managed entry point: a `MethodDef` or `File` token.
    pub fn entry_point(&self) -> Option<Token> {
        let image = self.image.as_ref()?;
        let token = Token(image.entry_point);
        (image.cli_flags & FLAG_NATIVE_ENTRY_POINT == 0 && !token.is_nil()).then_some(token)
    }

    /// `Machine` field of the PE header; 0 without a PE file. ReadyToRun images for other systems than Windows have it
    /// combined with a mark of the system.
    pub fn machine(&self) -> u16 {
        self.image.as_ref().map_or(0, |i| i.machine)
    }

    /// Whether the file also holds precompiled code (ReadyToRun).
    pub fn has_native_code(&self) -> bool {
        self.image
            .as_ref()
            .is_some_and(|i| i.native_header.rva != 0)
    }

    pub(crate) fn image(&self) -> Result<&PeImage> {
        match &self.image {
            Some(image) => Ok(image),
            None => fail(ErrorKind::NoImage, 0),
        }
    }

    /// `len` bytes at `rva`. Data past the end of what the file holds of a section is an error, also where a loader
    /// would fill in zeros.
    pub fn rva_data(&self, rva: u32, len: usize) -> Result<&'a [u8]> {
        Ok(self.image()?.slice(self.file, rva, len)?.0)
    }

    /// The bytes from `rva` to the end of its section.
    pub fn rva_data_from(&self, rva: u32) -> Result<&'a [u8]> {
        Ok(self.image()?.slice_from(self.file, rva)?.0)
    }

    /// Number of the section that contains an address.
    pub fn section_of(&self, rva: u32) -> Option<usize> {
        self.image().ok()?.section_of(rva)
    }

    /// The bytes from `rva` to the metadata, if it follows in the same section, or to the section's end.
    pub fn mapped_data_from(&self, rva: u32) -> Result<&'a [u8]> {
        let bytes = self.rva_data_from(rva)?;
        let end = match self.image()?.metadata.rva.checked_sub(rva) {
            Some(distance) => bytes.len().min(distance as usize),
            None => bytes.len(),
        };
        Ok(&bytes[..end])
    }

    /// The CLI resources directory; empty when there is none.
    pub fn resources(&self) -> Result<&'a [u8]> {
        match self.image()?.resources {
            Directory { rva: 0, .. } => Ok(&[]),
            Directory { rva, size } => self.rva_data(rva, size as usize),
        }
    }

    /// Content of the embedded resource in row `rid` of `ManifestResource`; `None` when it lives in another file.
    pub fn manifest_resource_data(&self, rid: u32) -> Result<Option<&'a [u8]>> {
        let row = self.manifest_resource(rid)?;
        if !row.implementation.is_nil() {
            return Ok(None);
        }
        let all = self.resources()?;
        let mut r = Reader::with_base(all, self.offset_of(all));
        r.seek(row.offset as usize)?;
        let len = r.u32()? as usize;
        r.bytes(len).map(Some)
    }

    /// The IL body at `rva`, which is not 0.
    pub fn method_body(&self, rva: u32) -> Result<MethodBody<'a>> {
        let (data, offset) = self.image()?.slice_from(self.file, rva)?;
        MethodBody::parse(data, offset)
    }
}

fn is_wide(column: Column, heap_sizes: u8, counts: &[u32; 64]) -> bool {
    let rows = |table: Table| counts.get(table as usize).copied().unwrap_or(0);
    match column {
        Column::U16 => false,
        Column::U32 => true,
        Column::String => heap_sizes & 1 != 0,
        Column::Guid => heap_sizes & 2 != 0,
        Column::Blob => heap_sizes & 4 != 0,
        Column::Rid(table) => rows(table) > 0xFFFF,
        Column::Coded(kind) => kind
            .tables()
            .iter()
            .any(|&t| rows(t) > 0xFFFF >> kind.tag_bits()),
    }
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    bytes.split(|&b| b == 0).next().unwrap_or_default()
}

/// Distance from the start of `whole` to the start of `part`, which lies in it; 0 for an empty default slice elsewhere.
fn distance(whole: &[u8], part: &[u8]) -> usize {
    let delta = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    if delta <= whole.len() { delta } else { 0 }
}
