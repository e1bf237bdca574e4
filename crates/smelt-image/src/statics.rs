//! Static storage, class-init records, RVA data, P/Invoke records, dictionaries.

use crate::data::{Record, Section};
use crate::{Image, Result};
use object::write::SymbolId;
use smelt_abi::image::{pinvoke, static_root};
use smelt_abi::{class_init, type_desc};
use smelt_ir::entity::{self, Entity};
use smelt_ir::{DictOwner, Lookup, symbols};
use smelt_types::{FieldId, ModuleId, Subst, TypeId};

/// `DllImportSearchPath.AssemblyDirectory`.
const SEARCH_ASSEMBLY_DIRECTORY: u32 = 2;

impl Image<'_> {
    pub(crate) fn statics(&mut self) -> Result<()> {
        let ts = self.ts;
        for &t in &self.program.statics {
            let layout = ts.statics(t)?;
            let (name, align) = (symbols::statics(ts, t), layout.align.max(8));
            let block = match self.program.preinitialised.get(&t) {
                Some(content) => {
                    self.frozen_objects(t, content);
                    let mut record = self.datum(&content.statics, 0);
                    if record.len() == 0 {
                        record.push_u64(0);
                    }
                    self.data.define(&name, Section::Data, align, record)
                }
                None => self.data.zeroed(&name, layout.size.max(1), align),
            };
            self.static_root(block, &layout.ref_offsets);
        }
        if !self.program.preinitialised.is_empty() {
            let mut done = Record::new(class_init::SIZE);
            done.u32(class_init::STATE, class_init::INITIALIZED);
            self.data
                .define(symbols::INITIALISED, Section::Data, 8, done);
        }
        let mut at = 0u32;
        for &t in &self.program.thread_statics {
            let layout = ts.statics(t)?;
            at = at.next_multiple_of(16);
            self.data
                .absolute(&symbols::thread_statics(ts, t), u64::from(at));
            at += layout.thread_size;
        }
        self.thread_static_size = at;
        for &t in &self.program.class_inits {
            let Some(cctor) = ts.class_ctor(t) else {
                continue;
            };
            let code = self
                .data
                .symbol(&symbols::func(ts, entity::entry_func(ts, cctor, false)));
            let handle = self.handle(t);
            let mut r = Record::new(class_init::SIZE);
            r.pointer(class_init::CCTOR, code, 0);
            r.pointer(class_init::TYPE, handle.0, handle.1);
            let id = self
                .data
                .define(&symbols::class_init(ts, t), Section::Data, 8, r);
            self.static_root(id, &[class_init::EXCEPTION]);
        }
        self.mapped_data()?;
        for &f in &self.program.rva_fields {
            if ts.shared_rva(f).is_some() {
                continue;
            }
            let bytes = ts.field_rva_data(f)?.unwrap_or_default();
            let mut r = Record::default();
            r.push(bytes);
            self.data
                .define(&symbols::rva_data(ts, f), Section::ReadOnly, 16, r);
        }
        Ok(())
    }

    /// Data that the program names and may write: one piece for each section of a module, in which the fields lie as in the assembly.
    fn mapped_data(&mut self) -> Result<()> {
        let ts = self.ts;
        let mut fields: Vec<(ModuleId, u32, FieldId)> = self
            .program
            .rva_fields
            .iter()
            .filter_map(|&f| Some((ts.field_def(f).module, ts.shared_rva(f)?, f)))
            .collect();
        fields.sort_by_cached_key(|&(m, rva, f)| {
            (ts.module_name(m).to_string(), rva, ts.symbol_of_field(f))
        });
        let section = |&(m, rva, _): &(ModuleId, u32, FieldId)| (m, ts.metadata(m).section_of(rva));
        for group in fields.chunk_by(|a, b| section(a) == section(b)) {
            let members: Vec<FieldId> = group.iter().map(|g| g.2).collect();
            let Some((start, bytes)) = ts.mapped_data(group[0].0, &members)? else {
                continue;
            };
            let mut r = Record::default();
            r.push(bytes);
            let piece = self.data.local(Section::Data, 16, r);
            for &(_, rva, f) in group {
                self.data
                    .alias(&symbols::rva_data(ts, f), piece, rva - start);
            }
        }
        Ok(())
    }

    fn static_root(&mut self, block: SymbolId, offsets: &[u32]) {
        if offsets.is_empty() {
            return;
        }
        let mut list = Record::default();
        for &o in offsets {
            list.push_u32(o);
        }
        let list = self.data.local(Section::ReadOnly, 4, list);
        let mut r = Record::new(static_root::SIZE);
        r.pointer(static_root::ADDRESS, block, 0);
        r.u32(static_root::COUNT, offsets.len() as u32);
        r.pointer(static_root::OFFSETS, list, 0);
        self.static_roots.push(r);
    }

    /// The P/Invoke records.
    pub(crate) fn pinvokes(&mut self) {
        let ts = self.ts;
        for &m in &self.program.pinvokes {
            let Some((library, entry)) = smelt_ir::synth::pinvoke_names(ts, m) else {
                continue;
            };
            let library = self.data.text(&library);
            let entry = self.data.text(&entry);
            let mut r = Record::new(pinvoke::SIZE);
            r.pointer(pinvoke::LIBRARY, library, 0);
            r.pointer(pinvoke::ENTRY_POINT, entry, 0);
            // Beside the executable first, unless an attribute says otherwise.
            r.u32(pinvoke::SEARCH, SEARCH_ASSEMBLY_DIRECTORY);
            self.data
                .define(&symbols::pinvoke(ts, m), Section::Data, 8, r);
        }
    }

    /// Symbol and addend of a type handle.
    pub(crate) fn handle(&mut self, t: TypeId) -> (SymbolId, i64) {
        let tag = if self.is_type_desc(t) {
            type_desc::TAG as i64
        } else {
            0
        };
        (self.data.symbol(&symbols::method_table(self.ts, t)), tag)
    }

    pub(crate) fn dictionaries(&mut self) -> Result<()> {
        let ts = self.ts;
        for &m in &self.program.method_dicts {
            let owner = DictOwner::Method(ts.canon_method(m));
            let lookups = self
                .program
                .dict_layouts
                .get(&owner)
                .cloned()
                .unwrap_or_default();
            let mut r = Record::default();
            for l in &lookups {
                self.push_lookup(&mut r, &entity::subst(ts, l, ts.method_subst(m)));
            }
            if r.len() == 0 {
                r.push_u64(0);
            }
            self.data
                .define(&symbols::method_dict(ts, m), Section::Data, 8, r);
        }
        Ok(())
    }

    /// Dictionary of an exact generic type: argument handles, then the lookups of its canonical form.
    pub(crate) fn type_dictionary(&mut self, t: TypeId) -> SymbolId {
        let ts = self.ts;
        let name = format!("dict${}", ts.symbol_of_type(t));
        if !self.literals_seen.insert(name.clone()) {
            return self.data.symbol(&name);
        }
        let mut r = Record::default();
        for &a in ts.type_args(t) {
            let (symbol, tag) = self.handle(a);
            r.push_pointer(symbol, tag);
        }
        let owner = DictOwner::Type(ts.canon_type(t));
        for l in self
            .program
            .dict_layouts
            .get(&owner)
            .cloned()
            .unwrap_or_default()
        {
            let closed = entity::subst(
                ts,
                &l,
                Subst {
                    type_args: ts.type_args(t),
                    method_args: &[],
                },
            );
            self.push_lookup(&mut r, &closed);
        }
        self.data.define(&name, Section::Data, 8, r)
    }

    fn push_lookup(&mut self, r: &mut Record, closed: &Lookup) {
        let ts = self.ts;
        let symbol = match entity::resolve(ts, closed).unwrap_or(Entity::Zero) {
            Entity::Handle(t, _) => {
                let (symbol, tag) = self.handle(t);
                return r.push_pointer(symbol, tag);
            }
            Entity::Zero => return r.push_u64(0),
            Entity::TypeObject(t) => symbols::type_object(ts, t),
            Entity::MethodDict(m) => symbols::method_dict(ts, m),
            Entity::Func(f) => symbols::func(ts, f),
            Entity::Selector(m) => symbols::selector(ts, m),
            Entity::Statics(t) => symbols::statics(ts, t),
            Entity::ThreadStatics(t) => symbols::thread_statics(ts, t),
            Entity::ClassInit(t) if self.program.preinitialised.contains_key(&t) => {
                symbols::INITIALISED.into()
            }
            Entity::ClassInit(t) => symbols::class_init(ts, t),
            Entity::MethodObject(m) => symbols::method_object(ts, m),
            Entity::FieldObject(f) => symbols::field_object(ts, f),
        };
        let id = self.data.symbol(&symbol);
        r.push_pointer(id, 0);
    }
}
