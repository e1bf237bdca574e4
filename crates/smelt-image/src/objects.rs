//! Frozen objects: string literals, `RuntimeType` objects, arrays for enum data.

use crate::Image;
use crate::data::{Record, Section};
use object::write::SymbolId;
use smelt_abi::{object as layout, runtime_type};
use smelt_ir::symbols;
use smelt_types::{TypeId, WellKnown};

/// Bytes of the header word in front of an object.
const HEADER: u32 = 8;

impl Image<'_> {
    /// An object of that method table with `size` bytes from its method-table word on.
    fn object(&mut self, class: TypeId, size: u32) -> Record {
        let mut r = Record::new(HEADER + size.max(layout::MIN_SIZE - HEADER).next_multiple_of(8));
        let mt = self.data.symbol(&symbols::method_table(self.ts, class));
        r.pointer(HEADER, mt, 0);
        r
    }

    pub(crate) fn strings(&mut self) {
        for text in &self.program.strings {
            self.string(text);
        }
    }

    /// Defines a literal (unless it exists) and returns its symbol.
    pub(crate) fn string(&mut self, text: &[u16]) -> SymbolId {
        let name = symbols::string(text);
        if !self.literals_seen.insert(name.clone()) {
            return self.data.symbol(&name);
        }
        let string = self.ts.well_known(WellKnown::String);
        let mut r = self.object(string, layout::STRING_CHARS + text.len() as u32 * 2 + 2);
        r.u32(HEADER + layout::STRING_LENGTH, text.len() as u32);
        for (i, c) in text.iter().enumerate() {
            r.u16(HEADER + layout::STRING_CHARS + i as u32 * 2, *c);
        }
        let id = self.data.define_at(&name, Section::Data, 8, r, HEADER);
        self.literals.push(id);
        id
    }

    /// `RuntimeType` object of a handle (`tag` is added to the handle's address).
    pub(crate) fn type_object(&mut self, ty: TypeId, tag: i64) -> SymbolId {
        let class = self.ts.well_known(WellKnown::RuntimeType);
        let mut r = self.object(class, runtime_type::HANDLE + 8);
        let mt = self.data.symbol(&symbols::method_table(self.ts, ty));
        r.pointer(HEADER + runtime_type::HANDLE, mt, tag);
        self.data.define_at(
            &symbols::type_object(self.ts, ty),
            Section::Data,
            8,
            r,
            HEADER,
        )
    }

    /// An SZ array object; `elements` is its raw content.
    pub(crate) fn array(&mut self, class: TypeId, len: u32, elements: Record) -> SymbolId {
        let mut r = self.object(class, layout::ARRAY_DATA + elements.len());
        r.u32(HEADER + layout::ARRAY_LENGTH, len);
        r.append_at(HEADER + layout::ARRAY_DATA, elements);
        self.anonymous_objects += 1;
        let name = format!("obj${}", self.anonymous_objects);
        self.data.define_at(&name, Section::Data, 8, r, HEADER)
    }
}
