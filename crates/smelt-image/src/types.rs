//! Method tables, type descriptors, type information.

use crate::data::{Record, Section};
use crate::introsort;
use crate::open_types::Scope;
use crate::{Image, Result};
use object::write::SymbolId;
use rustc_hash::FxHashMap;
use smelt_abi::image::{enum_data, hash_field, module_info, type_info};
use smelt_abi::method_table::{self as mt, flags, own_flags};
use smelt_abi::{aux, gc_desc, type_desc};
use smelt_ir::entity;
use smelt_ir::{Func, symbols};
use smelt_metadata::flags::method_attr;
use smelt_metadata::{Table, Token};
use smelt_types::{FieldHash, MethodId, ModuleId, TypeDefId, TypeId, TypeKind, WellKnown};

const ELEMENT_TYPE_CLASS: u8 = 0x12;

impl Image<'_> {
    pub(crate) fn is_type_desc(&self, t: TypeId) -> bool {
        matches!(
            self.ts.kind(t),
            TypeKind::Ptr(_)
                | TypeKind::ByRef(_)
                | TypeKind::FnPtr(_)
                | TypeKind::TypeVar(_)
                | TypeKind::MethodVar(_)
        )
    }

    pub(crate) fn types(&mut self) -> Result<()> {
        let numbers = self.class_numbers();
        let mut vtables: FxHashMap<TypeId, Vec<(MethodId, Func)>> = FxHashMap::default();
        for &(t, decl, f) in &self.program.vtable {
            vtables.entry(t).or_default().push((decl, f));
        }
        let mut decls: Vec<MethodId> = self.program.virtual_slots.iter().copied().collect();
        decls.sort_by_cached_key(|&d| self.ts.symbol_of_method(d));
        let mut introduced: FxHashMap<TypeId, Vec<MethodId>> = FxHashMap::default();
        for &d in &decls {
            introduced
                .entry(self.ts.method_owner(d))
                .or_default()
                .push(d);
        }
        for &d in &decls {
            let class = self.ts.method_owner(d);
            let slots = self.slots(class, &introduced);
            let at = slots.iter().position(|&s| s == d).unwrap_or(0) as u64;
            let name = symbols::vtable_slot(self.ts, d);
            self.data.absolute(&name, u64::from(mt::VTABLE) + at * 8);
        }
        for &(t, constructed) in &self.program.types {
            if self.is_type_desc(t) {
                self.type_desc(t)?;
                continue;
            }
            let slots = if constructed {
                self.slots(self.ts.canon_type(t), &introduced)
            } else {
                Vec::new()
            };
            let filled = vtables.remove(&t).unwrap_or_default();
            self.method_table(t, constructed, &slots, &filled, numbers[&t])?;
        }
        Ok(())
    }

    /// Slots of a canonical class: those of its base, then its own.
    fn slots(
        &mut self,
        class: TypeId,
        introduced: &FxHashMap<TypeId, Vec<MethodId>>,
    ) -> Vec<MethodId> {
        if let Some(s) = self.canon_slots.get(&class) {
            return s.clone();
        }
        let mut slots = match self.ts.base(class) {
            Some(b) => self.slots(self.ts.canon_type(b), introduced),
            None => Vec::new(),
        };
        slots.extend(introduced.get(&class).into_iter().flatten());
        self.canon_slots.insert(class, slots.clone());
        slots
    }

    /// Pre-order numbers of the inheritance tree: (number, end of subclasses).
    fn class_numbers(&mut self) -> FxHashMap<TypeId, (u32, u32)> {
        let mut children: FxHashMap<Option<TypeId>, Vec<TypeId>> = FxHashMap::default();
        for &(t, _) in &self.program.types {
            if !self.is_type_desc(t) {
                let mut base = self.ts.base(t);
                while let Some(open) = base.filter(|&b| self.ts.is_open(b)) {
                    base = self.ts.base(open);
                }
                children.entry(base).or_default().push(t);
            }
        }
        let mut numbers = FxHashMap::default();
        // Number 0 stays unused.
        let mut next = 1u32;
        let mut stack: Vec<(TypeId, bool)> = children
            .get(&None)
            .into_iter()
            .flatten()
            .rev()
            .map(|&t| (t, false))
            .collect();
        while let Some((t, done)) = stack.pop() {
            if done {
                if let Some((_, end)) = numbers.get_mut(&t) {
                    *end = next;
                }
                continue;
            }
            numbers.insert(t, (next, next + 1));
            next += 1;
            stack.push((t, true));
            stack.extend(
                children
                    .get(&Some(t))
                    .into_iter()
                    .flatten()
                    .rev()
                    .map(|&c| (c, false)),
            );
        }
        let mut named: Vec<_> = numbers.iter().map(|(&t, &n)| (t, n)).collect();
        named.sort_by_key(|(_, n)| n.0);
        for (t, (first, end)) in named {
            self.data
                .absolute(&symbols::class_number(self.ts, t), u64::from(first));
            self.data
                .absolute(&symbols::class_number_end(self.ts, t), u64::from(end));
        }
        numbers
    }

    fn method_table(
        &mut self,
        t: TypeId,
        constructed: bool,
        slots: &[MethodId],
        filled: &[(MethodId, Func)],
        number: (u32, u32),
    ) -> Result<()> {
        let ts = self.ts;
        let open = ts.is_open(t);
        let mut r = Record::new(mt::VTABLE + slots.len() as u32 * 8);
        r.u32(mt::CLASS_NUMBER, number.0);
        r.u32(mt::CLASS_NUMBER_END, number.1);
        r.u8(mt::COR_ELEMENT_TYPE, ts.cor_element_type(t));
        r.u16(mt::VTABLE_LEN, slots.len() as u16);
        let mut own = 0;
        if ts.has_variance(t) {
            own |= own_flags::VARIANT;
        }
        if constructed {
            own |= own_flags::CONSTRUCTED;
        }
        if ts.type_def(t).is_some_and(|d| ts.is_array_family(d)) {
            own |= own_flags::ARRAY_FAMILY;
        }
        r.u8(mt::OWN_FLAGS, own);
        if !open {
            if let Some(base) = ts.base(t) {
                let id = self.data.symbol(&symbols::method_table(ts, base));
                r.pointer(mt::PARENT, id, 0);
            }
            self.shape(t, &mut r)?;
            self.interface_map(t, &mut r);
            self.per_inst_info(t, &mut r);
        } else {
            let byref_like = match ts.is_byref_like(t) {
                true => flags::BYREF_LIKE,
                false => 0,
            };
            let definition = flags::GENERIC_DEFINITION | flags::CONTAINS_GENERIC_VARIABLES;
            r.u32(mt::FLAGS, definition | self.category(t) | byref_like);
            let scope = Scope {
                ty: ts.type_def(t),
                method: None,
            };
            self.open_bases(t, scope, &mut r)?;
        }
        if let Some(&row) = self.rows.get(&t) {
            let table = self.data.symbol(crate::dispatch::TABLE);
            r.pointer(mt::DISPATCH_ROW, table, row);
        }
        if constructed {
            for (decl, f) in filled {
                if let Some(i) = slots.iter().position(|s| s == decl) {
                    let code = self.data.symbol(&symbols::func(ts, *f));
                    r.pointer(mt::VTABLE + i as u32 * 8, code, 0);
                }
            }
            if let Some(f) = ts.finalizer(t) {
                let code = self
                    .data
                    .symbol(&symbols::func(ts, entity::entry_func(ts, f, true)));
                r.pointer(mt::FINALIZER, code, 0);
            }
        }
        let info = self.type_info(t, constructed, 0)?;
        r.pointer(mt::TYPE_INFO, info, 0);
        let object = self.type_object(t, 0);
        let mut a = Record::new(aux::SIZE);
        a.u32(aux::FLAGS, self.aux_flags(t)?);
        a.pointer(aux::EXPOSED_CLASS_OBJECT, object, 0);
        let a = self.data.local(Section::Data, 8, a);
        r.pointer(mt::AUX, a, 0);
        self.data
            .define(&symbols::method_table(ts, t), Section::Data, 8, r);
        Ok(())
    }

    pub(crate) fn category(&self, t: TypeId) -> u32 {
        let ts = self.ts;
        match ts.kind(t) {
            TypeKind::SzArray(_) => flags::CATEGORY_SZ_ARRAY,
            TypeKind::Array { .. } => flags::CATEGORY_ARRAY,
            _ if ts.is_interface(t) => flags::CATEGORY_INTERFACE,
            _ if ts.is_nullable(t) => flags::CATEGORY_NULLABLE,
            _ if ts.is_enum(t) => flags::CATEGORY_ENUM,
            _ if ts.is_primitive(t) => flags::CATEGORY_PRIMITIVE,
            _ if ts.is_value_type(t) => flags::CATEGORY_VALUE_TYPE,
            _ => 0,
        }
    }

    /// Flags, sizes, GC descriptor, element type, nullable offsets.
    fn shape(&mut self, t: TypeId, r: &mut Record) -> Result<()> {
        let ts = self.ts;
        let mut f = self.category(t);
        if ts.finalizer(t).is_some() {
            f |= flags::HAS_FINALIZER;
        }
        match *ts.kind(t) {
            TypeKind::SzArray(elem) | TypeKind::Array { elem, .. } => {
                let rank = if let TypeKind::Array { rank, .. } = *ts.kind(t) {
                    rank
                } else {
                    0
                };
                f |= flags::HAS_COMPONENT_SIZE | (ts.size_of(elem)? & 0xffff);
                r.u32(mt::BASE_SIZE, 24 + 8 * rank);
                let (symbol, tag) = self.handle(elem);
                r.pointer(mt::ELEMENT_TYPE, symbol, tag);
                if ts.is_ref_type(elem) {
                    f |= flags::CONTAINS_GC_POINTERS;
                    let mut d = Record::default();
                    d.push_u32(gc_desc::REF_ARRAY);
                    d.push_u32(0);
                    let d = self.data.local(Section::ReadOnly, 4, d);
                    r.pointer(mt::GC_DESC, d, 0);
                } else if ts.contains_refs(elem)? {
                    f |= flags::CONTAINS_GC_POINTERS;
                    let d = self.gc_desc(gc_desc::STRUCT_ARRAY, &ts.layout(elem)?.ref_offsets, 0);
                    r.pointer(mt::GC_DESC, d, 0);
                }
            }
            _ if t == ts.well_known(WellKnown::String) => {
                f |= flags::HAS_COMPONENT_SIZE | 2;
                r.u32(mt::BASE_SIZE, 22);
            }
            _ if ts.is_interface(t) => {}
            _ => {
                let layout = ts.layout(t)?;
                r.u32(
                    mt::BASE_SIZE,
                    (16 + layout.size).next_multiple_of(8).max(24),
                );
                r.u32(mt::FIELD_BYTES, layout.size);
                if !layout.ref_offsets.is_empty() {
                    f |= flags::CONTAINS_GC_POINTERS;
                    let d = self.gc_desc(
                        gc_desc::RUNS,
                        &layout.ref_offsets,
                        smelt_abi::object::FIELDS,
                    );
                    r.pointer(mt::GC_DESC, d, 0);
                }
                if ts.is_byref_like(t) {
                    f |= flags::BYREF_LIKE;
                }
                if ts.default_ctor(t).is_some() {
                    f |= flags::HAS_DEFAULT_CTOR;
                }
                if ts.is_nullable(t) {
                    let value = ts
                        .fields(t)
                        .into_iter()
                        .find(|&f| ts.field_name(f) == "value");
                    if let Some(v) = value {
                        r.u32(mt::NULLABLE_VALUE_OFFSET, ts.field_offset(v)?);
                        r.u32(mt::NULLABLE_VALUE_SIZE, ts.size_of(ts.field_type(v)?)?);
                    }
                }
            }
        }
        if f & flags::HAS_COMPONENT_SIZE == 0 && !ts.type_args(t).is_empty() {
            f |= flags::GENERIC_INST;
        }
        r.u32(mt::FLAGS, f);
        Ok(())
    }

    fn gc_desc(&mut self, kind: u32, offsets: &[u32], bias: u32) -> SymbolId {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for &o in offsets {
            match runs.last_mut() {
                Some((start, n)) if *start + *n * 8 == o + bias => *n += 1,
                _ => runs.push((o + bias, 1)),
            }
        }
        let mut d = Record::default();
        d.push_u32(kind);
        d.push_u32(runs.len() as u32);
        for (start, n) in runs {
            d.push_u32(start);
            d.push_u32(n);
        }
        self.data.local(Section::ReadOnly, 4, d)
    }

    fn interface_map(&mut self, t: TypeId, r: &mut Record) {
        let ts = self.ts;
        let listed: Vec<TypeId> = ts
            .interfaces(t)
            .iter()
            .copied()
            .filter(|i| self.present.contains_key(i))
            .collect();
        if listed.is_empty() || ts.is_nullable(t) {
            return;
        }
        r.u16(mt::INTERFACE_COUNT, listed.len() as u16);
        let mut map = Record::default();
        for i in listed {
            let id = self.data.symbol(&symbols::method_table(ts, i));
            map.push_pointer(id, 0);
        }
        let map = self.data.local(Section::Data, 8, map);
        r.pointer(mt::INTERFACE_MAP, map, 0);
    }

    fn per_inst_info(&mut self, t: TypeId, r: &mut Record) {
        let ts = self.ts;
        let mut chain = Vec::new();
        let mut at = Some(t);
        while let Some(c) = at {
            if matches!(ts.kind(c), TypeKind::Named { args, .. } if !args.is_empty()) {
                chain.push(c);
            }
            at = ts.base(c);
        }
        if chain.is_empty() || ts.element_type(t).is_some() {
            return;
        }
        let mut list = Record::default();
        for c in chain.into_iter().rev() {
            let dict = self.type_dictionary(c);
            list.push_pointer(dict, 0);
        }
        let list = self.data.local(Section::Data, 8, list);
        r.pointer(mt::PER_INST_INFO, list, 0);
    }

    /// Answers that CoreLib otherwise asks the VM for: whether values compare by their bits, and which `Stream` methods are overridden.
    fn aux_flags(&self, t: TypeId) -> Result<u32> {
        let ts = self.ts;
        let mut f = aux::flags::INITIALIZED | aux::flags::CHECKED_CAN_COMPARE_BITS;
        if ts.is_open(t) {
            return Ok(f);
        }
        if ts.is_value_type(t) && ts.can_compare_bits(t)? {
            f |= aux::flags::CAN_COMPARE_BITS;
        }
        let mut class = Some(t);
        let mut stream = false;
        let (mut read, mut write) = (false, false);
        while let Some(c) = class {
            if ts.type_def(c).is_some() && ts.type_name(c) == "System.IO.Stream" {
                stream = true;
                break;
            }
            read |= overrides(ts, c, &["BeginRead", "EndRead"]);
            write |= overrides(ts, c, &["BeginWrite", "EndWrite"]);
            class = ts.base(c);
        }
        if stream {
            f |= aux::flags::CHECKED_STREAM_OVERRIDES;
            f |= if read {
                aux::flags::STREAM_OVERRIDES_READ
            } else {
                0
            };
            f |= if write {
                aux::flags::STREAM_OVERRIDES_WRITE
            } else {
                0
            };
        }
        Ok(f)
    }

    fn type_desc(&mut self, t: TypeId) -> Result<()> {
        let info = self.type_info(t, false, type_desc::TAG as i64)?;
        let object = self.type_object(t, type_desc::TAG as i64);
        let mut r = Record::new(type_desc::SIZE);
        r.u32(
            type_desc::COR_ELEMENT_TYPE,
            u32::from(self.ts.cor_element_type(t)),
        );
        r.pointer(type_desc::EXPOSED_CLASS_OBJECT, object, 0);
        r.pointer(type_desc::TYPE_INFO, info, 0);
        self.data
            .define(&symbols::method_table(self.ts, t), Section::Data, 8, r);
        Ok(())
    }

    pub(crate) fn info_symbol(&mut self, t: TypeId) -> SymbolId {
        let name = format!("info${}", self.ts.symbol_of_type(t));
        self.data.symbol(&name)
    }

    fn type_info(&mut self, t: TypeId, constructed: bool, tag: i64) -> Result<SymbolId> {
        let ts = self.ts;
        let mut r = Record::new(type_info::SIZE);
        let handle = self.data.symbol(&symbols::method_table(ts, t));
        r.pointer(type_info::HANDLE, handle, tag);
        r.u8(type_info::KIND, self.kind_byte(t));
        r.u8(type_info::COR_ELEMENT_TYPE, ts.cor_element_type(t));
        r.u32(type_info::ATTRIBUTES, ts.type_flags(t));
        if let TypeKind::Array { rank, .. } = ts.kind(t) {
            r.u32(type_info::RANK, *rank);
        } else if matches!(ts.kind(t), TypeKind::SzArray(_)) {
            r.u32(type_info::RANK, 1);
        }
        if let Some(def) = ts.type_def(t) {
            let row = ts
                .metadata(def.module)
                .type_def(def.rid)
                .map_err(|e| bad(ts, def.module, e))?;
            r.u32(type_info::TOKEN, Token::new(Table::TypeDef, def.rid).0);
            let ns = self.data.text(row.namespace);
            let name = self.data.text(row.name);
            r.pointer(type_info::NAMESPACE, ns, 0);
            r.pointer(type_info::NAME, name, 0);
            let module = self.module(def.module);
            r.pointer(type_info::MODULE, module, 0);
            self.declaring(def, &mut r)?;
            let args = ts.type_args(t);
            if !args.is_empty() {
                r.u16(type_info::ARG_COUNT, args.len() as u16);
                if t == ts.open_type(def) {
                    let mut list = Record::default();
                    let scope = Scope {
                        ty: Some(def),
                        method: None,
                    };
                    for &arg in args {
                        let id = self.scoped_info(arg, scope)?;
                        list.push_pointer(id, 0);
                    }
                    let list = self.data.local(Section::Data, 8, list);
                    r.pointer(type_info::ARGS, list, 0);
                } else if !ts.is_open(t) {
                    let mut list = Record::default();
                    for &a in args {
                        let id = self.info_symbol(a);
                        list.push_pointer(id, 0);
                    }
                    let list = self.data.local(Section::Data, 8, list);
                    r.pointer(type_info::ARGS, list, 0);
                    let open = ts.open_type(def);
                    if self.present.contains_key(&open) {
                        let id = self.info_symbol(open);
                        r.pointer(type_info::DEFINITION, id, 0);
                    }
                }
                if ts.has_variance(t) {
                    let v = self.variance(def);
                    r.pointer(type_info::VARIANCE, v, 0);
                }
            }
        }
        if let TypeKind::FnPtr(sig) = *ts.kind(t) {
            let scope = Scope {
                ty: None,
                method: None,
            };
            self.fn_ptr_parts(sig, scope, &mut r)?;
        }
        let element = if ts.is_nullable(t) {
            Some(ts.type_args(t)[0])
        } else {
            ts.element_type(t).or(ts.enum_underlying(t))
        };
        if let Some(e) = element.filter(|e| self.present.contains_key(e)) {
            let id = self.info_symbol(e);
            r.pointer(type_info::ELEMENT, id, 0);
        }
        if !ts.is_open(t) {
            let array = ts.sz_array(t);
            if self.present.contains_key(&array) {
                let id = self.info_symbol(array);
                r.pointer(type_info::SZ_ARRAY, id, 0);
            }
            if ts.is_enum(t) && self.program.enum_names {
                let e = self.enum_data(t)?;
                r.pointer(type_info::ENUM, e, 0);
            }
            if constructed && ts.is_delegate(t) && self.program.multicast {
                let canon = ts.canon_type(t);
                if self.program.open_delegates.contains(&canon) {
                    let code = self
                        .data
                        .symbol(&symbols::func(ts, Func::OpenDelegate(canon)));
                    r.pointer(type_info::DEFAULT_CTOR, code, 0);
                }
                let stub = self.data.symbol(&symbols::func(ts, Func::Multicast(canon)));
                r.pointer(type_info::MULTICAST, stub, 0);
                if let Some(&invoke) = ts.methods_named(canon, "Invoke").first() {
                    let code = self.data.symbol(&symbols::func(ts, Func::Method(invoke)));
                    r.pointer(type_info::INVOKE, code, 0);
                }
            }
            self.activation(t, &mut r);
            if let Some(form) = self.program.native_forms.get(&t) {
                r.u32(type_info::NATIVE_SIZE, form.size);
                if let Some(f) = form.stub {
                    let stub = self.data.symbol(&symbols::func(ts, f));
                    r.pointer(type_info::MARSHAL_STUB, stub, 0);
                }
            }
            for (at, f) in [
                (type_info::NATIVE_ENTRY, Func::DelegateEntry(t)),
                (type_info::NATIVE_INVOKE, Func::NativeDelegate(t)),
                (type_info::OBJECT_ARRAY_CODE, Func::ObjectArrayDelegate(t)),
            ] {
                if self.program.native_code.contains(&f) {
                    let code = self.data.symbol(&symbols::func(ts, f));
                    r.pointer(at, code, 0);
                }
            }
            if ts.is_value_type(t) {
                self.hash_fields(t, &mut r)?;
            }
            if self.program.class_inits.contains(&t) {
                let id = self.data.symbol(&symbols::class_init(ts, t));
                r.pointer(type_info::CLASS_INIT, id, 0);
            }
        }
        let name = format!("info${}", ts.symbol_of_type(t));
        let id = self.data.define(&name, Section::Data, 8, r);
        self.type_infos.push(id);
        Ok(id)
    }

    /// The parameterless constructor, for `Activator`.
    fn activation(&mut self, t: TypeId, r: &mut Record) {
        let ts = self.ts;
        let Some(ctor) = ts.default_ctor(t) else {
            return;
        };
        let access = ts.method_flags(ctor) as u16 & method_attr::ACCESS_MASK;
        let public = if access == method_attr::PUBLIC {
            type_info::CTOR_PUBLIC
        } else {
            0
        };
        r.u16(type_info::CTOR_FLAGS, type_info::CTOR_EXISTS | public);
        if self.program.activated.contains(&t) {
            let f = entity::entry_func(ts, ctor, false);
            let code = self.data.symbol(&symbols::func(ts, f));
            r.pointer(type_info::DEFAULT_CTOR, code, 0);
        }
    }

    /// The enclosing type.
    pub(crate) fn declaring(&mut self, def: TypeDefId, r: &mut Record) -> Result<()> {
        if let Some(outer) = self.ts.enclosing_type(def) {
            let open = self.ts.open_type(outer);
            let id = if self.present.contains_key(&open) {
                self.info_symbol(open)
            } else {
                self.declaring_info(open)?
            };
            r.pointer(type_info::DECLARING, id, 0);
        }
        Ok(())
    }

    /// Name-only record of an enclosing type that is otherwise not in the image.
    fn declaring_info(&mut self, t: TypeId) -> Result<SymbolId> {
        let name = format!("info${}", self.ts.symbol_of_type(t));
        if !self.literals_seen.insert(name.clone()) {
            return Ok(self.data.symbol(&name));
        }
        let Some(def) = self.ts.type_def(t) else {
            return Ok(self.data.symbol(&name));
        };
        let row = self
            .ts
            .metadata(def.module)
            .type_def(def.rid)
            .map_err(|e| bad(self.ts, def.module, e))?;
        let mut r = Record::new(type_info::SIZE);
        r.u8(type_info::KIND, self.kind_byte(t));
        r.u8(type_info::COR_ELEMENT_TYPE, ELEMENT_TYPE_CLASS);
        r.u32(type_info::TOKEN, Token::new(Table::TypeDef, def.rid).0);
        let (ns, simple) = (self.data.text(row.namespace), self.data.text(row.name));
        r.pointer(type_info::NAMESPACE, ns, 0);
        r.pointer(type_info::NAME, simple, 0);
        let module = self.module(def.module);
        r.pointer(type_info::MODULE, module, 0);
        self.declaring(def, &mut r)?;
        Ok(self.data.define(&name, Section::Data, 8, r))
    }

    fn kind_byte(&self, t: TypeId) -> u8 {
        use type_info::kind::*;
        let ts = self.ts;
        match ts.kind(t) {
            TypeKind::SzArray(_) => SZ_ARRAY,
            TypeKind::Array { .. } => ARRAY,
            TypeKind::Ptr(_) => POINTER,
            TypeKind::ByRef(_) => BYREF,
            TypeKind::FnPtr(_) => FN_PTR,
            TypeKind::TypeVar(_) | TypeKind::MethodVar(_) => TYPE_PARAMETER,
            TypeKind::Named { .. } if ts.is_open(t) => DEFINITION,
            _ if ts.is_interface(t) => INTERFACE,
            _ if ts.is_enum(t) => ENUM,
            _ if ts.is_nullable(t) => NULLABLE,
            _ if ts.is_value_type(t) => STRUCT,
            _ if ts.is_delegate(t) => DELEGATE,
            _ => CLASS,
        }
    }

    /// Flags of the generic parameters: 0 none, 1 covariant, 2 contravariant.
    fn variance(&mut self, def: TypeDefId) -> SymbolId {
        let meta = self.ts.metadata(def.module);
        let mut r = Record::default();
        for rid in meta.generic_params(Token::new(Table::TypeDef, def.rid)) {
            let flags = meta.generic_param(rid).map(|p| p.flags).unwrap_or(0);
            r.push(&[(flags & 3) as u8]);
        }
        self.data.local(Section::ReadOnly, 1, r)
    }

    /// The record of a module; it is defined at the end.
    pub(crate) fn module(&mut self, m: ModuleId) -> SymbolId {
        if !self.modules.contains(&m) {
            self.modules.push(m);
        }
        let name = format!("module${}", self.ts.module_name(m));
        self.data.symbol(&name)
    }

    pub(crate) fn module_record(&mut self, m: ModuleId) -> SymbolId {
        let name = format!("module${}", self.ts.module_name(m));
        let simple = self.data.text(self.ts.module_name(m));
        let full = crate::names::assembly_full_name(self.ts, m);
        let full = self.data.text(&full);
        let file = format!("{}.dll", self.ts.module_name(m));
        let file = self.data.text(&file);
        let mut r = Record::new(module_info::SIZE);
        r.pointer(module_info::NAME, simple, 0);
        r.pointer(module_info::FULL_NAME, full, 0);
        r.pointer(module_info::FILE_NAME, file, 0);
        r.put(module_info::MVID, &self.ts.metadata(m).mvid());
        if let Some(entry) = self.ts.metadata(m).entry_point() {
            r.u32(module_info::ENTRY_POINT, entry.0);
        }
        if self.program.assembly_references {
            let names = crate::names::references(self.ts, m);
            let names = self.data.text(&names);
            r.pointer(module_info::REFERENCES, names, 0);
        }
        self.module_parts(m, &mut r);
        self.data.define(&name, Section::Data, 8, r)
    }

    fn enum_data(&mut self, t: TypeId) -> Result<SymbolId> {
        let ts = self.ts;
        let size = ts.size_of(t)?;
        let mut members: Vec<(u64, &str)> = Vec::new();
        if let Some(def) = ts.type_def(t) {
            let meta = ts.metadata(def.module);
            for rid in meta.type_def_fields(def.rid) {
                let row = meta.field(rid).map_err(|e| bad(ts, def.module, e))?;
                let Some(constant) = meta.constant_of(Token::new(Table::Field, rid)) else {
                    continue;
                };
                let mut bytes = [0u8; 8];
                let n = constant.value.len().min(8);
                bytes[..n].copy_from_slice(&constant.value[..n]);
                members.push((u64::from_le_bytes(bytes), row.name));
            }
        }
        if !members.is_sorted_by_key(|m| m.0) {
            introsort::sort(&mut members);
        }
        let storage = [
            "System.Byte",
            "System.UInt16",
            "System.UInt32",
            "System.UInt64",
        ][size.trailing_zeros().min(3) as usize];
        let storage = ts.sz_array(ts.open_type(ts.find_core_type(storage)?));
        let strings = ts.sz_array(ts.well_known(WellKnown::String));
        let (mut values, mut names) = (Record::default(), Record::default());
        for (v, n) in &members {
            values.push(&v.to_le_bytes()[..size as usize]);
            let text: Vec<u16> = n.encode_utf16().collect();
            let s = self.string(&text);
            names.push_pointer(s, 0);
        }
        let mut r = Record::new(enum_data::SIZE);
        r.u64(enum_data::COUNT, members.len() as u64);
        if let Some(def) = ts.type_def(t)
            && ts.has_attribute(
                def.module,
                Token::new(Table::TypeDef, def.rid),
                "System.FlagsAttribute",
            )
        {
            r.u64(enum_data::FLAGS, 1);
        }
        let values = self.array(storage, members.len() as u32, values);
        let names = self.array(strings, members.len() as u32, names);
        r.pointer(enum_data::VALUES, values, 0);
        r.pointer(enum_data::NAMES, names, 0);
        Ok(self.data.local(Section::Data, 8, r))
    }

    /// The fields that `ValueType.GetHashCode` tries.
    fn hash_fields(&mut self, t: TypeId, r: &mut Record) -> Result<()> {
        let fields = self.ts.hash_fields(t)?;
        if fields.is_empty() {
            return Ok(());
        }
        let mut list = Record::default();
        for &(offset, hash) in &fields {
            let (kind, bytes) = match hash {
                FieldHash::Reference => (hash_field::KIND_REFERENCE, 8),
                FieldHash::Double => (hash_field::KIND_DOUBLE, 8),
                FieldHash::Single => (hash_field::KIND_SINGLE, 4),
                FieldHash::Bytes(n) => (hash_field::KIND_BYTES, n),
                FieldHash::Override(_) => (hash_field::KIND_OVERRIDE, 0),
            };
            list.push(&kind.to_le_bytes());
            list.push(&offset.to_le_bytes());
            list.push(&u64::from(bytes).to_le_bytes());
            match hash {
                FieldHash::Override(ft) if self.present.contains_key(&ft) => {
                    let id = self.info_symbol(ft);
                    list.push_pointer(id, 0);
                }
                _ => list.push(&[0; 8]),
            }
        }
        r.u16(type_info::HASH_COUNT, fields.len() as u16);
        let list = self.data.local(Section::Data, 8, list);
        r.pointer(type_info::HASH_FIELDS, list, 0);
        Ok(())
    }
}

fn overrides(ts: &smelt_types::TypeSystem, t: TypeId, names: &[&str]) -> bool {
    names
        .iter()
        .any(|n| ts.methods_named(t, n).into_iter().any(|m| ts.is_virtual(m)))
}

pub(crate) fn bad(
    ts: &smelt_types::TypeSystem,
    m: ModuleId,
    e: impl std::fmt::Display,
) -> crate::ImageError {
    smelt_types::TypeError::BadImage {
        assembly: ts.module_name(m).to_string(),
        detail: e.to_string(),
    }
    .into()
}
