//! Members that reflection sees: metadata rows of each assembly, records of methods and fields of each type, custom attributes, resources.

use crate::data::{Record, Section};
use crate::open_types::Scope;
use crate::{Image, Result};
use object::write::SymbolId;
use smelt_abi::image::{
    NO_FIELD, assembly_hash, field_record, frame_method, meta_row, method_name, method_record,
    module_info, resource_info, root, type_members,
};
use smelt_ir::entity::Invoked;
use smelt_ir::{Func, ReflectedAttribute, ReflectedType, entity, symbols};
use smelt_metadata::flags::method_attr;
use smelt_metadata::{Metadata, Table, Token};
use smelt_types::{
    FieldId, InterfaceImpl, MethodDefId, MethodId, ModuleId, Subst, TypeDefId, TypeId, TypeSystem,
};
use std::collections::BTreeMap;

const NO_SUBST: Subst<'static> = Subst {
    type_args: &[],
    method_args: &[],
};
const LITERAL: u32 = 0x40;
const STATIC: u32 = 0x10;

/// Rows of one assembly by token.
type Rows = BTreeMap<u32, Record>;

impl Image<'_> {
    /// Everything about members; `module_info` records ask for their rows by symbol.
    pub(crate) fn members(&mut self, root_record: &mut Record) -> Result<()> {
        let program = self.program;
        let mut list = Record::default();
        let mut rows: BTreeMap<ModuleId, Rows> = BTreeMap::new();
        for reflected in &program.reflected {
            let ts = self.ts;
            if ts.is_open(reflected.ty) {
                self.open_members(reflected, &mut list)?;
                if let Some(def) = ts.type_def(reflected.ty) {
                    self.type_rows(def, reflected.ty, rows.entry(def.module).or_default())?;
                }
                continue;
            }
            let (mut methods, mut fields) = (Record::default(), Record::default());
            for &m in &reflected.methods {
                let id = self.method_record(m)?;
                methods.push_pointer(id, 0);
            }
            for &m in &reflected.instances {
                let id = self.method_record(m)?;
                methods.push_pointer(id, 0);
            }
            for &f in &reflected.fields {
                let id = self.field_record(f)?;
                fields.push_pointer(id, 0);
            }
            let mut r = Record::new(type_members::SIZE);
            let info = self.info_symbol(reflected.ty);
            r.pointer(type_members::TYPE, info, 0);
            r.u32(type_members::METHOD_COUNT, reflected.methods.len() as u32);
            r.u32(
                type_members::INSTANCE_COUNT,
                reflected.instances.len() as u32,
            );
            r.u32(type_members::FIELD_COUNT, reflected.fields.len() as u32);
            let implementations = self.implementations(reflected.ty)?;
            r.u64(
                type_members::IMPLEMENTATION_COUNT,
                u64::from(implementations.len() / 16),
            );
            self.pointer_to(&mut r, type_members::IMPLEMENTATIONS, implementations);
            r.u32(type_members::VIRTUALS, self.virtual_slots(reflected.ty)?);
            self.pointer_to(&mut r, type_members::METHODS, methods);
            self.pointer_to(&mut r, type_members::FIELDS, fields);
            list.append(r);
            if let Some(def) = ts.type_def(reflected.ty) {
                self.type_rows(def, reflected.ty, rows.entry(def.module).or_default())?;
            }
        }
        for &a in &program.attributes {
            let (token, record) = self.attribute_row(a)?;
            rows.entry(a.module).or_default().insert(token, record);
        }
        self.frame_methods(root_record, &mut rows)?;
        root_record.u64(root::ARRAYS_MADE, u64::from(program.arrays_made));
        let count = list.len() / type_members::SIZE;
        root_record.u64(root::MEMBER_COUNT, u64::from(count));
        self.pointer_to(root_record, root::MEMBERS, list);
        for (module, rows) in rows {
            self.module(module);
            let count = rows.len() as u64;
            let mut all = Record::default();
            for r in rows.into_values() {
                let at = all.len();
                all.push(&[0; meta_row::SIZE as usize]);
                all.append_at(at, r);
            }
            let rows = self.data.local(Section::Data, 8, all);
            self.module_parts.entry(module).or_default().rows = Some((rows, count));
        }
        if !program.reflected.is_empty() {
            self.referenced_assemblies();
        }
        for &module in &program.resource_modules {
            self.resources(module)?;
        }
        Ok(())
    }

    /// The methods that stack frames show.
    fn frame_methods(
        &mut self,
        root_record: &mut Record,
        rows: &mut BTreeMap<ModuleId, Rows>,
    ) -> Result<()> {
        let ts = self.ts;
        let hash = |m: ModuleId| assembly_hash(ts.module_name(m).as_bytes());
        let framework = ts.module_path(ts.core_lib()).parent();
        let modules = ts.modules();
        let ambiguous = |a: ModuleId| modules.iter().any(|&b| b != a && hash(a) == hash(b));
        let mut list = Record::default();
        for &m in &self.program.frame_methods {
            let Some(def) = ts.method_def(m).filter(|d| !ambiguous(d.module)) else {
                continue;
            };
            let id = self.method_record(m)?;
            self.parameter_rows(def, rows.entry(def.module).or_default())?;
            let mut r = Record::new(frame_method::SIZE);
            r.pointer(frame_method::RECORD, id, 0);
            if ts.module_path(def.module).parent() != framework {
                let name = ts.frame_name(m);
                let text = self.data.text(&name.text);
                r.pointer(frame_method::TEXT, text, 0);
                if name.is_async {
                    r.u32(frame_method::FLAGS, method_name::ASYNC);
                }
            }
            list.append(r);
        }
        let count = list.len() / frame_method::SIZE;
        root_record.u64(root::FRAME_METHOD_COUNT, u64::from(count));
        self.pointer_to(root_record, root::FRAME_METHODS, list);
        Ok(())
    }

    /// Members of a generic type's definition, and of its base classes over its own parameters.
    fn open_members(&mut self, reflected: &ReflectedType, list: &mut Record) -> Result<()> {
        let ts = self.ts;
        let scope = Scope {
            ty: ts.type_def(reflected.ty),
            method: None,
        };
        let mut at = Some(reflected.ty);
        while let Some(t) = at.filter(|&t| ts.is_open(t)) {
            let literal = |f: &FieldId| ts.field_flags(*f) & LITERAL != 0;
            let (mut methods, mut fields) = (Record::default(), Record::default());
            let own_methods = ts.methods(t);
            for &m in &own_methods {
                let id = self.scoped_method_record(m, scope)?;
                methods.push_pointer(id, 0);
            }
            let own_fields: Vec<_> = ts.fields(t).into_iter().filter(|f| !literal(f)).collect();
            for &f in &own_fields {
                let id = self.scoped_field_record(f, scope)?;
                fields.push_pointer(id, 0);
            }
            let mut r = Record::new(type_members::SIZE);
            let info = self.scoped_info(t, scope)?;
            r.pointer(type_members::TYPE, info, 0);
            r.u32(type_members::METHOD_COUNT, own_methods.len() as u32);
            r.u32(type_members::FIELD_COUNT, own_fields.len() as u32);
            r.u32(type_members::VIRTUALS, self.virtual_slots(t)?);
            self.pointer_to(&mut r, type_members::METHODS, methods);
            self.pointer_to(&mut r, type_members::FIELDS, fields);
            list.append(r);
            at = ts.base(t);
        }
        Ok(())
    }

    /// The number of virtual slots as reflection counts them.
    fn virtual_slots(&self, t: TypeId) -> Result<u32> {
        Ok(if self.ts.is_interface(t) {
            interface_slots(self.ts, t).len() as u32
        } else {
            self.ts.vtable(t)?.slots.len() as u32
        })
    }

    /// The interface maps of a type: pairs of methods.
    fn implementations(&mut self, ty: TypeId) -> Result<Record> {
        let ts = self.ts;
        let mut pairs = Record::default();
        if !self.program.interface_maps || ts.is_interface(ty) {
            return Ok(pairs);
        }
        for &i in ts.interfaces(ty) {
            if self
                .program
                .reflected
                .binary_search_by_key(&ts.symbol_of_type(i), |r| ts.symbol_of_type(r.ty))
                .is_err()
            {
                continue;
            }
            for m in static_slots(ts, i) {
                if let Some(body) = ts.resolve_static_virtual(ty, m)? {
                    let (declared, body) = (self.method_record(m)?, self.method_record(body)?);
                    pairs.push_pointer(declared, 0);
                    pairs.push_pointer(body, 0);
                }
            }
            for m in interface_slots(ts, i) {
                if let InterfaceImpl::Class(body) | InterfaceImpl::Default(body) =
                    ts.resolve_interface(ty, m)?
                {
                    let (declared, body) = (self.method_record(m)?, self.method_record(body)?);
                    pairs.push_pointer(declared, 0);
                    pairs.push_pointer(body, 0);
                }
            }
        }
        Ok(pairs)
    }

    /// Assemblies that the app's code refers to are known by name even when none of their types is in the image: names of types may say them, though
    /// the types live elsewhere.
    fn referenced_assemblies(&mut self) {
        let ts = self.ts;
        let folder = |m| ts.module_path(m).parent();
        let mut names: Vec<&str> = Vec::new();
        for module in ts.modules() {
            if folder(module) != folder(ts.core_lib()) {
                let md = ts.metadata(module);
                let rows = 1..=md.row_count(Table::AssemblyRef);
                names.extend(rows.filter_map(|rid| md.assembly_ref(rid).ok().map(|r| r.name)));
            }
        }
        names.sort_unstable();
        names.dedup();
        for name in names {
            if let Ok(module) = ts.load_by_name(name) {
                self.module(module);
            }
        }
    }

    fn pointer_to(&mut self, r: &mut Record, at: u32, list: Record) {
        if list.len() > 0 {
            let id = self.data.local(Section::Data, 8, list);
            r.pointer(at, id, 0);
        }
    }

    /// The custom modifiers whose types are in the image.
    fn modifiers(&mut self, r: &mut Record, at: u32, modifiers: &[(u32, bool, TypeId)]) {
        let known = |m: &&(u32, bool, TypeId)| self.present.contains_key(&m.2);
        let known: Vec<_> = modifiers.iter().filter(known).collect();
        if known.is_empty() {
            return;
        }
        let mut list = Record::default();
        list.push_u64(known.len() as u64);
        for &&(index, required, ty) in &known {
            list.push_u32(index);
            list.push_u32(u32::from(required));
            let info = self.info_symbol(ty);
            list.push_pointer(info, 0);
        }
        self.pointer_to(r, at, list);
    }

    fn bad(&self, module: ModuleId, e: impl std::fmt::Display) -> crate::ImageError {
        smelt_types::TypeError::BadImage {
            assembly: self.ts.module_name(module).to_string(),
            detail: e.to_string(),
        }
        .into()
    }

    fn named_row(&mut self, token: Token, parent: Token, flags: u32, name: &str) -> Record {
        let mut r = Record::new(meta_row::SIZE);
        r.u32(meta_row::TOKEN, token.0);
        r.u32(meta_row::PARENT, parent.0);
        r.u32(meta_row::FLAGS, flags);
        let name = self.data.text(name);
        r.pointer(meta_row::NAME, name, 0);
        r
    }

    fn constant(&mut self, md: &Metadata, token: Token, r: &mut Record) {
        if let Some(c) = md.constant_of(token) {
            let mut bytes = Record::default();
            bytes.push(c.value);
            bytes.push(&[0; 2]);
            let id = self.data.local(Section::ReadOnly, 8, bytes);
            r.pointer(meta_row::CONSTANT, id, 0);
            r.u32(meta_row::CONSTANT_LENGTH, c.value.len() as u32);
            r.u32(meta_row::CONSTANT_TYPE, u32::from(c.kind));
        }
    }

    /// Rows of a type's members. Several instantiations of a definition give the same ones.
    fn type_rows(&mut self, def: TypeDefId, ty: TypeId, rows: &mut Rows) -> Result<()> {
        let ts = self.ts;
        let md = ts.metadata(def.module);
        let parent = Token::new(Table::TypeDef, def.rid);
        for rid in md.type_def_methods(def.rid) {
            let token = Token::new(Table::MethodDef, rid);
            let row = md.method_def(rid).map_err(|e| self.bad(def.module, e))?;
            let r = self.named_row(token, parent, u32::from(row.flags), row.name);
            rows.insert(token.0, r);
            let method = MethodDefId {
                module: def.module,
                rid,
            };
            self.parameter_rows(method, rows)?;
            if let Some(map) = md.impl_map_of(token) {
                let library = md.module_ref(map.import_scope);
                let library = library.map_err(|e| self.bad(def.module, e))?.name;
                let t = Token::new(Table::ImplMap, rid);
                let mut r = self.named_row(t, token, u32::from(map.flags), map.import_name);
                let library = self.data.text(library);
                r.pointer(meta_row::CONSTANT, library, 0);
                rows.insert(t.0, r);
            }
        }
        for rid in md.type_def_fields(def.rid) {
            let token = Token::new(Table::Field, rid);
            let row = md.field(rid).map_err(|e| self.bad(def.module, e))?;
            let mut r = self.named_row(token, parent, u32::from(row.flags), row.name);
            if let Some(f) = ts.field_named(ty, row.name) {
                let t = ts.field_type(f)?;
                if self.present.contains_key(&t) {
                    let info = self.info_symbol(t);
                    r.pointer(meta_row::TARGET, info, 0);
                }
            }
            self.constant(md, token, &mut r);
            if let Some(layout) = md.field_layout_of(rid) {
                r.u32(meta_row::FIELD_OFFSET, layout.offset + 1);
            }
            rows.insert(token.0, r);
            self.native_type(md, token, rows);
        }
        if let Some(layout) = md.class_layout_of(def.rid) {
            let token = Token::new(Table::ClassLayout, def.rid);
            let mut r = self.named_row(token, parent, u32::from(layout.packing_size), "");
            r.u32(meta_row::NUMBER, layout.class_size);
            rows.insert(token.0, r);
        }
        let mut associations = Vec::new();
        for rid in md.type_def_properties(def.rid) {
            let token = Token::new(Table::Property, rid);
            let row = md.property(rid).map_err(|e| self.bad(def.module, e))?;
            let mut r = self.named_row(token, parent, u32::from(row.flags), row.name);
            self.constant(md, token, &mut r);
            rows.insert(token.0, r);
            associations.push(token);
        }
        for rid in md.type_def_events(def.rid) {
            let token = Token::new(Table::Event, rid);
            let row = md.event(rid).map_err(|e| self.bad(def.module, e))?;
            let r = self.named_row(token, parent, u32::from(row.flags), row.name);
            rows.insert(token.0, r);
            associations.push(token);
        }
        for association in associations {
            for rid in md.method_semantics_of(association) {
                let row = md
                    .method_semantics(rid)
                    .map_err(|e| self.bad(def.module, e))?;
                let accessor = Token::new(Table::MethodDef, row.method);
                if let Some(r) = rows.get_mut(&accessor.0) {
                    r.u32(meta_row::NUMBER, u32::from(row.semantics));
                    r.u32(meta_row::ASSOCIATION, association.0);
                }
            }
        }
        Ok(())
    }

    /// Rows of a method's parameters.
    fn parameter_rows(&mut self, def: MethodDefId, rows: &mut Rows) -> Result<()> {
        let md = self.ts.metadata(def.module);
        let token = Token::new(Table::MethodDef, def.rid);
        for p in md.method_params(def.rid) {
            let row = md.param(p).map_err(|e| self.bad(def.module, e))?;
            let t = Token::new(Table::Param, p);
            let mut r = self.named_row(t, token, u32::from(row.flags), row.name);
            r.u32(meta_row::NUMBER, u32::from(row.sequence));
            self.constant(md, t, &mut r);
            rows.insert(t.0, r);
            self.native_type(md, t, rows);
        }
        Ok(())
    }

    /// The row of what `MarshalAs` says of a field or parameter.
    fn native_type(&mut self, md: &Metadata, parent: Token, rows: &mut Rows) {
        let Some(row) = md.field_marshal_of(parent) else {
            return;
        };
        let number = match parent.table() {
            Table::Param => parent.rid() | meta_row::MARSHAL_OF_PARAMETER,
            _ => parent.rid(),
        };
        let token = Token::new(Table::FieldMarshal, number);
        let mut r = self.named_row(token, parent, 0, "");
        let mut bytes = Record::default();
        bytes.push(row.native_type);
        let bytes = self.data.local(Section::ReadOnly, 1, bytes);
        r.pointer(meta_row::CONSTANT, bytes, 0);
        r.u32(meta_row::CONSTANT_LENGTH, row.native_type.len() as u32);
        rows.insert(token.0, r);
    }

    pub(crate) fn method_record(&mut self, m: MethodId) -> Result<SymbolId> {
        let scope = Scope {
            ty: self.ts.type_def(self.ts.method_owner(m)),
            method: None,
        };
        self.scoped_method_record(m, scope)
    }

    /// The record of a method whose owner is known in that scope.
    fn scoped_method_record(&mut self, m: MethodId, scope: Scope) -> Result<SymbolId> {
        let ts = self.ts;
        let suffix = self.member_suffix(ts.method_owner(m), scope);
        let name = format!("method${}{suffix}", ts.symbol_of_method(m));
        if !self.literals_seen.insert(name.clone()) {
            return Ok(self.data.symbol(&name));
        }
        let r = self.method_fields(m, scope)?;
        Ok(self.data.define(&name, Section::Data, 8, r))
    }

    /// Tells the members of a base class over a definition's parameters from those of the base's own definition.
    pub(crate) fn member_suffix(&self, owner: TypeId, scope: Scope) -> String {
        let ts = self.ts;
        match scope.ty.map(|def| ts.open_type(def)) {
            Some(own) if ts.is_open(owner) && own != owner => {
                format!("@{}", ts.symbol_of_type(own))
            }
            _ => String::new(),
        }
    }

    fn method_fields(&mut self, m: MethodId, scope: Scope) -> Result<Record> {
        let ts = self.ts;
        let mut r = Record::new(method_record::SIZE);
        let owner = ts.method_owner(m);
        if self.is_known(owner) {
            let (handle, tag) = self.scoped_handle(owner, scope);
            r.pointer(method_record::DECLARING, handle, tag);
        }
        let rid = ts.method_def(m).map_or(0, |d| d.rid);
        r.u32(method_record::TOKEN, Token::new(Table::MethodDef, rid).0);
        let flags = ts.method_flags(m) & 0xffff | ts.method_impl_flags(m) << 16;
        r.u32(method_record::FLAGS, flags);
        let text = self.data.text(ts.method_name(m));
        r.pointer(method_record::NAME, text, 0);
        let has_slot = ts.is_virtual(m) || is_static_virtual(ts, m);
        let interface = ts.is_interface(owner);
        let slot = match has_slot && (interface || ts.method_generic_count(m) == 0) {
            true if interface => interface_slots(ts, owner)
                .iter()
                .chain(&static_slots(ts, owner))
                .position(|&s| s == m)
                .map(|s| s as u32),
            true if ts.is_static(m) => None,
            true => ts.slot_of(m)?,
            false => None,
        };
        r.u32(method_record::SLOT, slot.unwrap_or(method_record::NO_SLOT));
        r.u32(method_record::GENERIC_COUNT, ts.method_generic_count(m));
        let sig = ts.method_sig(m)?;
        r.u32(method_record::PARAM_COUNT, sig.params.len() as u32);
        r.u32(method_record::HAS_THIS, u32::from(sig.has_this));
        let types: Vec<TypeId> = [sig.ret]
            .into_iter()
            .chain(sig.params.iter().copied())
            .collect();
        let scope = Scope {
            method: Some(ts.uninstantiated(m)),
            ..scope
        };
        if types.iter().all(|&t| self.is_known(t)) {
            let mut list = Record::default();
            for t in types {
                let info = self.scoped_info(t, scope)?;
                list.push_pointer(info, 0);
            }
            self.pointer_to(&mut r, method_record::TYPES, list);
        }
        let modifiers = ts.method_modifiers(m);
        self.modifiers(&mut r, method_record::MODIFIERS, &modifiers);
        let args = ts.method_args(m);
        if !args.is_empty() && args.iter().all(|&t| self.is_known(t)) {
            let mut list = Record::default();
            for &t in args {
                let info = self.scoped_info(t, scope)?;
                list.push_pointer(info, 0);
            }
            self.pointer_to(&mut r, method_record::ARGS, list);
            let definition = ts.uninstantiated(m);
            if definition != m {
                let definition = self.scoped_method_record(definition, scope)?;
                r.pointer(method_record::DEFINITION, definition, 0);
            }
        }
        if self.program.invokers.contains(&m) {
            if !ts.is_abstract(m) && entity::string_ctor(ts, m).is_none() {
                let f = entity::entry_func(ts, m, true);
                let code = self.data.symbol(&symbols::func(ts, f));
                r.pointer(method_record::CODE, code, 0);
            }
            if let Some(bound) = entity::bound_func(ts, m).filter(|_| self.program.bound) {
                let code = self.data.symbol(&symbols::func(ts, bound));
                r.pointer(method_record::DISPATCHER, code, 0);
            }
            let (invoked, addend) = match entity::invoked(ts, m)? {
                Invoked::Code(f) => (symbols::func(ts, f), 0),
                Invoked::Slot(decl) => (symbols::vtable_slot(ts, decl), 0),
                Invoked::Cell(m) => (symbols::selector(ts, m), 1),
            };
            let is_code = matches!(entity::invoked(ts, m)?, Invoked::Code(_));
            let invoked = self.data.symbol(&invoked);
            r.pointer(method_record::INVOKED, invoked, addend);
            r.u32(
                method_record::HAS_THIS,
                u32::from(sig.has_this) | u32::from(!is_code) << 1,
            );
            let invoker = self
                .data
                .symbol(&symbols::func(ts, entity::invoker(ts, m)?));
            r.pointer(method_record::INVOKER, invoker, 0);
        }
        Ok(r)
    }

    pub(crate) fn field_record(&mut self, f: FieldId) -> Result<SymbolId> {
        let scope = Scope {
            ty: self.ts.type_def(self.ts.field_owner(f)),
            method: None,
        };
        self.scoped_field_record(f, scope)
    }

    /// The record of a field whose owner is known in that scope.
    fn scoped_field_record(&mut self, f: FieldId, scope: Scope) -> Result<SymbolId> {
        let ts = self.ts;
        let suffix = self.member_suffix(ts.field_owner(f), scope);
        let symbol = format!("field${}{suffix}", ts.symbol_of_field(f));
        if !self.literals_seen.insert(symbol.clone()) {
            return Ok(self.data.symbol(&symbol));
        }
        let owner = ts.field_owner(f);
        let mut r = Record::new(field_record::SIZE);
        if self.is_known(owner) {
            let (handle, tag) = self.scoped_handle(owner, scope);
            r.pointer(field_record::DECLARING, handle, tag);
        }
        let token = Token::new(Table::Field, ts.field_def(f).rid);
        r.u32(field_record::TOKEN, token.0);
        let flags = ts.field_flags(f);
        r.u32(field_record::FLAGS, flags);
        let name = self.data.text(ts.field_name(f));
        r.pointer(field_record::NAME, name, 0);
        let ty = ts.field_type(f)?;
        if self.is_known(ty) {
            let info = self.scoped_info(ty, scope)?;
            r.pointer(field_record::TYPE, info, 0);
        }
        let offset_in =
            |fields: &[(FieldId, u32)]| fields.iter().find(|(g, _)| *g == f).map(|&(_, o)| o);
        let kind = if flags & LITERAL != 0 || ts.is_open(owner) {
            field_record::NONE
        } else if flags & STATIC == 0 {
            r.u32(field_record::OFFSET, ts.field_offset(f)?);
            field_record::INSTANCE
        } else if ts.is_thread_static(f) {
            match offset_in(&ts.statics(owner)?.thread_fields) {
                Some(offset) if self.program.thread_statics.contains(&owner) => {
                    let base = self.data.symbol(&symbols::thread_statics(ts, owner));
                    r.pointer(field_record::ADDRESS, base, i64::from(offset));
                    field_record::THREAD_STATIC
                }
                _ => field_record::NONE,
            }
        } else {
            match offset_in(&ts.statics(owner)?.fields) {
                Some(offset) if self.program.statics.contains(&owner) => {
                    let base = self.data.symbol(&symbols::statics(ts, owner));
                    r.pointer(field_record::ADDRESS, base, i64::from(offset));
                    field_record::STATIC
                }
                _ => field_record::NONE,
            }
        };
        r.u32(field_record::KIND, kind);
        let modifiers = ts.field_modifiers(f);
        self.modifiers(&mut r, field_record::MODIFIERS, &modifiers);
        let native = self.program.native_forms.get(&owner);
        let native = native.and_then(|form| form.fields.iter().find(|(g, _)| *g == f));
        r.u32(
            field_record::NATIVE_OFFSET,
            native.map_or(NO_FIELD, |n| n.1),
        );
        Ok(self.data.define(&symbol, Section::Data, 8, r))
    }

    fn attribute_row(&mut self, a: ReflectedAttribute) -> Result<(u32, Record)> {
        let ts = self.ts;
        let md = ts.metadata(a.module);
        let row = md
            .custom_attribute(a.rid)
            .map_err(|e| self.bad(a.module, e))?;
        let token = Token::new(Table::CustomAttribute, a.rid);
        let mut r = self.named_row(token, row.parent, 0, "");
        let info = self.info_symbol(a.class);
        r.pointer(meta_row::TARGET, info, 0);
        let ctor = ts.resolve_method(a.module, row.constructor, NO_SUBST)?;
        let record = self.method_record(ctor)?;
        r.pointer(meta_row::CTOR, record, 0);
        // The value; the token in front of it leads back to the row.
        let mut value = Record::default();
        value.push_u32(0);
        value.push_u32(token.0);
        value.push(row.value);
        value.push(&[0; 2]);
        let value = self.data.local(Section::ReadOnly, 8, value);
        r.pointer(meta_row::CONSTANT, value, 8);
        r.u32(meta_row::CONSTANT_LENGTH, row.value.len() as u32);
        if a.code {
            let f = Func::Attribute {
                module: a.module,
                rid: a.rid,
            };
            let code = self.data.symbol(&symbols::func(ts, f));
            r.pointer(meta_row::CODE, code, 0);
        }
        Ok((token.0, r))
    }

    /// The manifest resources that are in the assembly's file.
    fn resources(&mut self, module: ModuleId) -> Result<()> {
        let md = self.ts.metadata(module);
        let mut list = Record::default();
        let mut count = 0;
        for rid in 1..=md.row_count(Table::ManifestResource) {
            let row = md.manifest_resource(rid).map_err(|e| self.bad(module, e))?;
            let data = md
                .manifest_resource_data(rid)
                .map_err(|e| self.bad(module, e))?;
            let Some(data) = data else { continue };
            if smelt_ir::intrinsics::is_message_table(row.name) {
                continue;
            }
            let mut bytes = Record::default();
            bytes.push(data);
            bytes.push(&[0]);
            let bytes = self.data.local(Section::ReadOnly, 16, bytes);
            let mut r = Record::new(resource_info::SIZE);
            let name = self.data.text(row.name);
            r.pointer(resource_info::NAME, name, 0);
            r.pointer(resource_info::DATA, bytes, 0);
            r.u64(resource_info::LENGTH, data.len() as u64);
            let at = list.len();
            list.push(&[0; resource_info::SIZE as usize]);
            list.append_at(at, r);
            count += 1;
        }
        if count > 0 {
            self.module(module);
            let id = self.data.local(Section::Data, 8, list);
            self.module_parts.entry(module).or_default().resources = Some((id, count));
        }
        Ok(())
    }

    /// Fills what the module records were waiting for.
    pub(crate) fn module_parts(&self, module: ModuleId, r: &mut Record) {
        let Some(parts) = self.module_parts.get(&module) else {
            return;
        };
        if let Some((rows, count)) = parts.rows {
            r.pointer(module_info::ROWS, rows, 0);
            r.u64(module_info::ROW_COUNT, count);
        }
        if let Some((list, count)) = parts.resources {
            r.pointer(module_info::RESOURCES, list, 0);
            r.u64(module_info::RESOURCE_COUNT, count);
        }
    }
}

/// What a module record gets after the modules are known: symbol and count of its lists.
#[derive(Default)]
pub(crate) struct ModuleParts {
    rows: Option<(SymbolId, u64)>,
    resources: Option<(SymbolId, u64)>,
}

/// The methods of an interface that have slots as reflection counts them.
fn interface_slots(ts: &TypeSystem, interface: TypeId) -> Vec<MethodId> {
    let mut methods = ts.methods(interface);
    methods.retain(|&m| ts.is_virtual(m) && !ts.is_static(m));
    methods
}

/// Its static virtual methods, whose slots follow.
fn static_slots(ts: &TypeSystem, interface: TypeId) -> Vec<MethodId> {
    let mut methods = ts.methods(interface);
    methods.retain(|&m| is_static_virtual(ts, m));
    methods
}

fn is_static_virtual(ts: &TypeSystem, m: MethodId) -> bool {
    ts.is_static(m) && ts.method_flags(m) as u16 & method_attr::VIRTUAL != 0
}
