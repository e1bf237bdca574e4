//! The root record: what the runtime finds everything from.

use crate::data::{Record, Section};
use crate::{Image, ImageOptions, Result};
use smelt_abi::image::{
    ENTRY_COUNT, FIELD_OFFSETS, METHOD_SECTION, ROOT, VERSION, WELL_KNOWN, root,
};
use smelt_ir::{Func, symbols};
use smelt_types::TypeId;

impl Image<'_> {
    pub(crate) fn root(&mut self, options: &ImageOptions) -> Result<()> {
        let mut r = Record::new(root::WELL_KNOWN + WELL_KNOWN.len() as u32 * 8);
        r.u64(root::VERSION, VERSION);
        r.u64(root::PROCESSOR, options.processor);
        let (mut names, mut values) = (Record::default(), Record::default());
        for (name, value) in &options.app_context {
            let (n, v) = (self.data.wide_text(name), self.data.wide_text(value));
            names.push_pointer(n, 0);
            values.push_pointer(v, 0);
        }
        r.u64(root::CONTEXT_COUNT, options.app_context.len() as u64);
        self.list(&mut r, root::CONTEXT_NAMES, names);
        self.list(&mut r, root::CONTEXT_VALUES, values);

        self.module(options.entry_module);
        self.members(&mut r)?;
        let mut modules = Record::default();
        let mut all = self.modules.clone();
        all.sort_by_key(|&m| {
            (
                m != options.entry_module,
                self.ts.module_name(m).to_string(),
            )
        });
        for m in &all {
            let id = self.module_record(*m);
            modules.push_pointer(id, 0);
        }
        r.u64(root::MODULE_COUNT, all.len() as u64);
        self.list(&mut r, root::MODULES, modules);

        let start = self.data.symbol(&format!("__start_{METHOD_SECTION}"));
        r.pointer(root::METHODS, start, 0);
        let end = self.data.symbol(&format!("__stop_{METHOD_SECTION}"));
        r.pointer(root::METHODS_END, end, 0);

        let mut roots = Record::default();
        let static_roots = std::mem::take(&mut self.static_roots);
        r.u64(root::STATIC_ROOT_COUNT, static_roots.len() as u64);
        for s in static_roots {
            let at = roots.len();
            roots.push(&vec![0; s.len() as usize]);
            roots.append_at(at, s);
        }
        self.list(&mut r, root::STATIC_ROOTS, roots);
        r.u64(root::THREAD_STATIC_SIZE, u64::from(self.thread_static_size));

        let mut infos = Record::default();
        for &i in &self.type_infos {
            infos.push_pointer(i, 0);
        }
        r.u64(root::TYPE_COUNT, self.type_infos.len() as u64);
        self.list(&mut r, root::TYPES, infos);

        let mut entries = Record::new(ENTRY_COUNT as u32 * 8);
        for body in &self.program.bodies {
            if let Func::Entry(e) = body.func {
                let code = self.data.symbol(&symbols::func(self.ts, body.func));
                entries.pointer(e as u32 * 8, code, 0);
            }
        }
        self.list(&mut r, root::ENTRIES, entries);

        let mut offsets = Record::default();
        for (ty, field) in FIELD_OFFSETS {
            offsets.push_u32(self.offset_of(ty, field)?);
        }
        let offsets = self.data.local(Section::ReadOnly, 4, offsets);
        r.pointer(root::FIELD_OFFSETS, offsets, 0);

        for (i, name) in WELL_KNOWN.iter().enumerate() {
            if let Some(t) = self
                .well_known(name)
                .filter(|t| self.present.contains_key(t))
            {
                let (symbol, tag) = self.handle(t);
                r.pointer(root::WELL_KNOWN + i as u32 * 8, symbol, tag);
            }
        }
        // Last: enum data and names above may have added literals.
        let mut literals = Record::default();
        for &s in &self.literals {
            literals.push_pointer(s, 0);
        }
        r.u64(root::LITERAL_COUNT, self.literals.len() as u64);
        self.list(&mut r, root::LITERALS, literals);
        self.data.define(ROOT, Section::Data, 8, r);
        Ok(())
    }

    fn list(&mut self, r: &mut Record, at: u32, list: Record) {
        if list.len() > 0 {
            let id = self.data.local(Section::Data, 8, list);
            r.pointer(at, id, 0);
        }
    }

    fn well_known(&self, name: &str) -> Option<TypeId> {
        let (elem, array) = match name.strip_suffix("[]") {
            Some(e) => (e, true),
            None => (name, false),
        };
        let t = self.ts.open_type(self.ts.find_core_type(elem).ok()?);
        Some(if array { self.ts.sz_array(t) } else { t })
    }

    /// Offset of a CoreLib field from the object's address.
    fn offset_of(&self, ty: &str, field: &str) -> Result<u32> {
        let t = self.ts.open_type(self.ts.find_core_type(ty)?);
        let f =
            self.ts
                .field_named(t, field)
                .ok_or_else(|| smelt_types::TypeError::MissingMember {
                    kind: "field",
                    name: format!("{ty}.{field}"),
                })?;
        Ok(self.ts.field_offset(f)?)
    }
}
