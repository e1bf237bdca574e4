//! Sections under construction: bytes, symbols and pointers between them.

use crate::{ImageError, Result};
use object::write::{Object, Relocation, SectionId, Symbol, SymbolId, SymbolSection};
use object::{
    Architecture, BinaryFormat, Endianness, RelocationEncoding, RelocationFlags, RelocationKind,
    SectionKind, SymbolFlags, SymbolKind, SymbolScope,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// Where a record goes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Section {
    /// Written at run time or holding pointers.
    Data,
    ReadOnly,
    Zero,
}

/// A record: bytes plus pointers to symbols.
#[derive(Default)]
pub struct Record {
    bytes: Vec<u8>,
    /// (offset, symbol, addend)
    pointers: Vec<(u32, SymbolId, i64)>,
}

impl Record {
    /// A record of `size` zero bytes.
    pub fn new(size: u32) -> Record {
        Record {
            bytes: vec![0; size as usize],
            pointers: Vec::new(),
        }
    }
    pub fn len(&self) -> u32 {
        self.bytes.len() as u32
    }
    pub fn put(&mut self, offset: u32, bytes: &[u8]) {
        self.bytes[offset as usize..offset as usize + bytes.len()].copy_from_slice(bytes);
    }
    pub fn u8(&mut self, offset: u32, v: u8) {
        self.put(offset, &[v]);
    }
    pub fn u16(&mut self, offset: u32, v: u16) {
        self.put(offset, &v.to_le_bytes());
    }
    pub fn u32(&mut self, offset: u32, v: u32) {
        self.put(offset, &v.to_le_bytes());
    }
    pub fn u64(&mut self, offset: u32, v: u64) {
        self.put(offset, &v.to_le_bytes());
    }
    pub fn pointer(&mut self, offset: u32, to: SymbolId, addend: i64) {
        self.pointers.push((offset, to, addend));
    }
    /// Copies another record's bytes and pointers to `offset`.
    pub fn append_at(&mut self, offset: u32, other: Record) {
        self.put(offset, &other.bytes);
        self.pointers.extend(
            other
                .pointers
                .into_iter()
                .map(|(at, s, a)| (at + offset, s, a)),
        );
    }
    /// Adds another record at the end.
    pub fn append(&mut self, other: Record) {
        let at = self.len();
        self.bytes.resize((at + other.len()) as usize, 0);
        self.append_at(at, other);
    }
    pub fn push_u64(&mut self, v: u64) {
        self.bytes.extend(v.to_le_bytes());
    }
    pub fn push_u32(&mut self, v: u32) {
        self.bytes.extend(v.to_le_bytes());
    }
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }
    pub fn push_pointer(&mut self, to: SymbolId, addend: i64) {
        self.pointers.push((self.len(), to, addend));
        self.push_u64(0);
    }
}

/// The object under construction.
pub struct Data {
    object: Object<'static>,
    data: SectionId,
    read_only: SectionId,
    zero: SectionId,
    symbols: FxHashMap<String, SymbolId>,
    /// Zero-terminated UTF-8 texts, shared.
    texts: FxHashMap<String, SymbolId>,
    anonymous: u32,
    error: Option<String>,
}

impl Data {
    pub fn new() -> Data {
        let mut object = Object::new(BinaryFormat::Elf, Architecture::X86_64, Endianness::Little);
        let data = object.add_section(Vec::new(), b".data.smelt".to_vec(), SectionKind::Data);
        let read_only = object.add_section(
            Vec::new(),
            b".rodata.smelt".to_vec(),
            SectionKind::ReadOnlyData,
        );
        let zero = object.add_section(
            Vec::new(),
            b".bss.smelt".to_vec(),
            SectionKind::UninitializedData,
        );
        Data {
            object,
            data,
            read_only,
            zero,
            symbols: Default::default(),
            texts: Default::default(),
            anonymous: 0,
            error: None,
        }
    }

    /// The symbol of that name, defined here or elsewhere.
    pub fn symbol(&mut self, name: &str) -> SymbolId {
        if let Some(&id) = self.symbols.get(name) {
            return id;
        }
        let id = self.object.add_symbol(Symbol {
            name: name.as_bytes().to_vec(),
            value: 0,
            size: 0,
            kind: SymbolKind::Data,
            scope: SymbolScope::Unknown,
            weak: false,
            section: SymbolSection::Undefined,
            flags: SymbolFlags::None,
        });
        self.symbols.insert(name.to_string(), id);
        id
    }

    /// All named symbols, defined here or elsewhere.
    pub fn symbols(&self) -> FxHashSet<String> {
        self.symbols.keys().cloned().collect()
    }

    fn section(&self, s: Section) -> SectionId {
        match s {
            Section::Data => self.data,
            Section::ReadOnly => self.read_only,
            Section::Zero => self.zero,
        }
    }

    /// Places a record and defines `name` at `offset` bytes into it.
    pub fn define_at(
        &mut self,
        name: &str,
        section: Section,
        align: u32,
        record: Record,
        offset: u32,
    ) -> SymbolId {
        let id = self.symbol(name);
        let at = self.place(section, align, record);
        let section = self.section(section);
        let symbol = self.object.symbol_mut(id);
        symbol.value = at + u64::from(offset);
        symbol.scope = SymbolScope::Linkage;
        symbol.section = SymbolSection::Section(section);
        id
    }

    pub fn define(&mut self, name: &str, section: Section, align: u32, record: Record) -> SymbolId {
        self.define_at(name, section, align, record, 0)
    }

    /// Defines `name` at `offset` bytes into what another symbol names.
    pub fn alias(&mut self, name: &str, piece: SymbolId, offset: u32) {
        let (value, section) = {
            let piece = self.object.symbol(piece);
            (piece.value + u64::from(offset), piece.section)
        };
        let id = self.symbol(name);
        let symbol = self.object.symbol_mut(id);
        symbol.value = value;
        symbol.scope = SymbolScope::Linkage;
        symbol.section = section;
    }

    /// A record without a name that other units could use.
    pub fn local(&mut self, section: Section, align: u32, record: Record) -> SymbolId {
        let at = self.place(section, align, record);
        let section = self.section(section);
        self.anonymous += 1;
        self.object.add_symbol(Symbol {
            name: format!(".L{}", self.anonymous).into_bytes(),
            value: at,
            size: 0,
            kind: SymbolKind::Data,
            scope: SymbolScope::Compilation,
            weak: false,
            section: SymbolSection::Section(section),
            flags: SymbolFlags::None,
        })
    }

    fn place(&mut self, section: Section, align: u32, record: Record) -> u64 {
        let id = self.section(section);
        if section == Section::Zero {
            return self.object.append_section_bss(
                id,
                record.bytes.len() as u64,
                u64::from(align.max(1)),
            );
        }
        let at = self
            .object
            .append_section_data(id, &record.bytes, u64::from(align.max(1)));
        for (offset, symbol, addend) in record.pointers {
            let result = self.object.add_relocation(
                id,
                Relocation {
                    offset: at + u64::from(offset),
                    symbol,
                    addend,
                    flags: RelocationFlags::Generic {
                        kind: RelocationKind::Absolute,
                        encoding: RelocationEncoding::Generic,
                        size: 64,
                    },
                },
            );
            if let Err(e) = result {
                self.error.get_or_insert(e.to_string());
            }
        }
        at
    }

    /// Defines a zeroed block.
    pub fn zeroed(&mut self, name: &str, size: u32, align: u32) -> SymbolId {
        self.define(name, Section::Zero, align, Record::new(size))
    }

    /// A number as an absolute symbol.
    pub fn absolute(&mut self, name: &str, value: u64) {
        let id = self.symbol(name);
        let symbol = self.object.symbol_mut(id);
        symbol.value = value;
        symbol.scope = SymbolScope::Linkage;
        symbol.section = SymbolSection::Absolute;
    }

    /// Zero-terminated UTF-8 text.
    pub fn text(&mut self, text: &str) -> SymbolId {
        if let Some(&id) = self.texts.get(text) {
            return id;
        }
        let mut r = Record::default();
        r.push(text.as_bytes());
        r.push(&[0]);
        let id = self.local(Section::ReadOnly, 1, r);
        self.texts.insert(text.to_string(), id);
        id
    }

    /// Zero-terminated UTF-16 text.
    pub fn wide_text(&mut self, text: &str) -> SymbolId {
        let mut r = Record::default();
        for c in text.encode_utf16().chain([0]) {
            r.push(&c.to_le_bytes());
        }
        self.local(Section::ReadOnly, 2, r)
    }

    pub fn finish(self) -> Result<Vec<u8>> {
        if let Some(e) = self.error {
            return Err(ImageError::Object(e));
        }
        self.object
            .write()
            .map_err(|e| ImageError::Object(e.to_string()))
    }
}
