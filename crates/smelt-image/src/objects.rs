//! Frozen objects: string literals, `RuntimeType` objects, arrays for enum data.

use crate::data::{Record, Section};
use crate::{Image, Result};
use object::write::SymbolId;
use smelt_abi::{object as layout, runtime_type};
use smelt_ir::entity::Entity;
use smelt_ir::preinit::{Datum, Preinitialised, Target};
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

    /// The objects of a type's evaluated statics. Their class is described like any other: the collector reads the image's data as it reads stacks,
    /// so what is stored into them later stays alive.
    pub(crate) fn frozen_objects(&mut self, owner: TypeId, content: &Preinitialised) {
        for (index, o) in content.objects.iter().enumerate() {
            let mut r = self.object(o.ty, o.data.bytes.len() as u32);
            let class = layout::METHOD_TABLE + 8;
            let data = self.datum(&o.data, class);
            r.append_at(HEADER + class, data);
            let name = symbols::frozen(self.ts, owner, index as u32);
            self.data.define_at(&name, Section::Data, 8, r, HEADER);
        }
    }

    /// Evaluated data from an offset on.
    pub(crate) fn datum(&mut self, d: &Datum, from: u32) -> Record {
        let mut r = Record::default();
        r.push(&d.bytes[from as usize..]);
        for (at, target) in &d.pointers {
            let symbol = match target {
                Target::Object { owner, index } => {
                    let name = symbols::frozen(self.ts, *owner, *index);
                    self.data.symbol(&name)
                }
                Target::Literal(text) => self.string(text),
                Target::Entity(Entity::TypeObject(t)) => {
                    self.data.symbol(&symbols::type_object(self.ts, *t))
                }
                Target::Entity(Entity::Func(f)) => self.data.symbol(&symbols::func(self.ts, *f)),
                Target::Entity(_) => continue,
            };
            r.pointer(at - from, symbol, 0);
        }
        r
    }

    /// `RuntimeType` object of a handle (`tag` is added to the handle's address).
    pub(crate) fn type_object(&mut self, ty: TypeId, tag: i64) -> SymbolId {
        let mt = self.data.symbol(&symbols::method_table(self.ts, ty));
        self.type_object_of(mt, &symbols::type_object(self.ts, ty), tag)
    }

    /// `RuntimeType` object `name` of the handle `handle + tag`.
    pub(crate) fn type_object_of(&mut self, handle: SymbolId, name: &str, tag: i64) -> SymbolId {
        let class = self.ts.well_known(WellKnown::RuntimeType);
        let mut r = self.object(class, runtime_type::HANDLE + 8);
        r.pointer(HEADER + runtime_type::HANDLE, handle, tag);
        self.data.define_at(name, Section::Data, 8, r, HEADER)
    }

    /// `RuntimeMethodInfoStub` and `RuntimeFieldInfoStub` objects of `ldtoken`. Their handle is the member's record.
    pub(crate) fn member_objects(&mut self) -> Result<()> {
        let ts = self.ts;
        for &m in &self.program.method_objects {
            let record = self.method_record(m)?;
            let class = ("System.RuntimeMethodInfoStub", "m_value");
            self.member_object(class, &symbols::method_object(ts, m), record)?;
        }
        for &f in &self.program.field_objects {
            let record = self.field_record(f)?;
            let class = ("System.RuntimeFieldInfoStub", "m_fieldHandle");
            self.member_object(class, &symbols::field_object(ts, f), record)?;
        }
        Ok(())
    }

    fn member_object(
        &mut self,
        (class, handle_field): (&str, &str),
        symbol: &str,
        record: SymbolId,
    ) -> Result<()> {
        let ts = self.ts;
        let class = ts.open_type(ts.find_core_type(class)?);
        let value = ts.require_field(class, handle_field)?;
        let mut r = self.object(class, layout::FIELDS + ts.layout(class)?.size);
        r.pointer(HEADER + ts.field_offset(value)?, record, 0);
        self.data.define_at(symbol, Section::Data, 8, r, HEADER);
        Ok(())
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
