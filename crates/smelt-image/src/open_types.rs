//! Types that mention generic parameters, as reflection shows them: parameters of definitions, and what signatures of generic methods are made of.
//! They have handles and objects but no instances, so their method tables hold no more than what CoreLib reads of them.

use crate::data::{Record, Section};
use crate::types::bad;
use crate::{Image, Result};
use object::write::SymbolId;
use smelt_abi::image::type_info;
use smelt_abi::method_table::{self as mt, flags};
use smelt_abi::{aux, type_desc};
use smelt_metadata::{Table, Token, element};
use smelt_types::{
    CallConv, MethodId, SigId, Subst, TypeDefId, TypeId, TypeKind, TypeSystem, WellKnown,
};

/// Whose generic parameters `!n` and `!!n` are.
#[derive(Copy, Clone)]
pub(crate) struct Scope {
    pub ty: Option<TypeDefId>,
    /// The definition of a generic method.
    pub method: Option<MethodId>,
}

impl Image<'_> {
    /// Whether [`Image::scoped_info`] can describe a type.
    pub(crate) fn is_known(&self, t: TypeId) -> bool {
        let ts = self.ts;
        if self.present.contains_key(&t) {
            return true;
        }
        match ts.kind(t) {
            TypeKind::TypeVar(_) | TypeKind::MethodVar(_) => true,
            _ if !ts.is_open(t) => false,
            TypeKind::Named { args, .. } => args.iter().all(|&a| self.is_known(a)),
            TypeKind::FnPtr(sig) => {
                let sig = ts.sig(*sig);
                let mut parts = sig.params.iter().chain([&sig.ret]);
                parts.all(|&p| self.is_known(p))
            }
            _ => ts.element_type(t).is_some_and(|e| self.is_known(e)),
        }
    }

    /// Whether a type is in the image as itself: a definition is only within its own scope what its name with its own parameters means.
    fn is_itself(&self, t: TypeId, scope: Scope) -> bool {
        let ts = self.ts;
        self.present.contains_key(&t)
            && (!ts.is_open(t) || scope.ty.is_some_and(|def| ts.open_type(def) == t))
    }

    /// The record of a type that a signature in that scope mentions.
    pub(crate) fn scoped_info(&mut self, t: TypeId, scope: Scope) -> Result<SymbolId> {
        let ts = self.ts;
        match (ts.kind(t), scope.ty, scope.method) {
            (&TypeKind::MethodVar(i), _, Some(m)) => self.method_parameter(m, i, scope),
            (&TypeKind::TypeVar(i), Some(def), _) => self.type_parameter(def, i),
            _ if self.is_itself(t, scope) => Ok(self.info_symbol(t)),
            _ => self.open_info(t, scope),
        }
    }

    /// A generic parameter of a type definition.
    fn type_parameter(&mut self, def: TypeDefId, index: u32) -> Result<SymbolId> {
        let owner = self.ts.open_type(def);
        let key = format!("var{index}${}", self.ts.symbol_of_type(owner));
        let token = Token::new(Table::TypeDef, def.rid);
        let owner = self.info_symbol(owner);
        let scope = Scope {
            ty: Some(def),
            method: None,
        };
        self.parameter(&key, def, token, index, scope, |r| {
            r.u8(type_info::COR_ELEMENT_TYPE, element::VAR);
            r.pointer(type_info::DECLARING, owner, 0);
        })
    }

    /// A generic parameter of a generic method's definition.
    fn method_parameter(&mut self, m: MethodId, index: u32, scope: Scope) -> Result<SymbolId> {
        let ts = self.ts;
        let (Some(def), Some(owner)) = (ts.method_def(m), ts.type_def(ts.method_owner(m))) else {
            return Ok(self.info_symbol(ts.well_known(WellKnown::Object)));
        };
        let suffix = self.member_suffix(ts.method_owner(m), scope);
        let method = format!("{}{suffix}", ts.symbol_of_method(m));
        let key = format!("mvar{index}${method}");
        if self.literals_seen.contains(&format!("info${key}")) {
            return Ok(self.data.symbol(&format!("info${key}")));
        }
        let token = Token::new(Table::MethodDef, def.rid);
        let of_type = Scope {
            method: None,
            ..scope
        };
        let declaring = self.scoped_info(ts.method_owner(m), of_type)?;
        let record = self.data.symbol(&format!("method${method}"));
        self.parameter(&key, owner, token, index, scope, |r| {
            r.u8(type_info::COR_ELEMENT_TYPE, element::MVAR);
            r.pointer(type_info::DECLARING, declaring, 0);
            r.pointer(type_info::DECLARING_METHOD, record, 0);
        })
    }

    /// Record, handle and object of a generic parameter; `token` is what declares it.
    fn parameter(
        &mut self,
        key: &str,
        def: TypeDefId,
        token: Token,
        index: u32,
        scope: Scope,
        fill: impl FnOnce(&mut Record),
    ) -> Result<SymbolId> {
        let ts = self.ts;
        let info_name = format!("info${key}");
        if !self.literals_seen.insert(info_name.clone()) {
            return Ok(self.data.symbol(&info_name));
        }
        let meta = ts.metadata(def.module);
        let rid = meta.generic_params(token).nth(index as usize).unwrap_or(0);
        let row = meta
            .generic_param(rid)
            .map_err(|e| bad(ts, def.module, e))?;
        let mut r = Record::new(type_info::SIZE);
        r.u8(type_info::KIND, type_info::kind::TYPE_PARAMETER);
        r.u32(type_info::RANK, index);
        r.u32(type_info::ATTRIBUTES, u32::from(row.flags));
        r.u32(type_info::TOKEN, Token::new(Table::GenericParam, rid).0);
        let name = self.data.text(row.name);
        r.pointer(type_info::NAME, name, 0);
        let module = self.module(def.module);
        r.pointer(type_info::MODULE, module, 0);
        fill(&mut r);
        self.constraints(def, rid, scope, &mut r)?;
        Ok(self.open_desc(key, element::VAR, r))
    }

    /// What a generic parameter is constrained to, if all of it is in the image.
    fn constraints(
        &mut self,
        def: TypeDefId,
        param: u32,
        scope: Scope,
        r: &mut Record,
    ) -> Result<()> {
        let ts = self.ts;
        let meta = ts.metadata(def.module);
        let mut types = Vec::new();
        for rid in meta.generic_param_constraints(param) {
            let row = meta
                .generic_param_constraint(rid)
                .map_err(|e| bad(ts, def.module, e))?;
            let open = Subst {
                type_args: &[],
                method_args: &[],
            };
            types.push(ts.resolve_type(def.module, row.constraint, open)?);
        }
        if types.iter().any(|&t| !self.is_known(t)) {
            r.u16(type_info::ARG_COUNT, type_info::UNKNOWN_CONSTRAINTS);
        } else if !types.is_empty() {
            r.u16(type_info::ARG_COUNT, types.len() as u16);
            let list = self.scoped_list(&types, scope)?;
            r.pointer(type_info::ARGS, list, 0);
        }
        Ok(())
    }

    /// A list of records of types in a scope.
    pub(crate) fn scoped_list(&mut self, types: &[TypeId], scope: Scope) -> Result<SymbolId> {
        let mut list = Record::default();
        for &t in types {
            let info = self.scoped_info(t, scope)?;
            list.push_pointer(info, 0);
        }
        Ok(self.data.local(Section::Data, 8, list))
    }

    /// A function pointer's result and parameters; its rank tells managed (0) from unmanaged ones (1).
    pub(crate) fn fn_ptr_parts(&mut self, sig: SigId, scope: Scope, r: &mut Record) -> Result<()> {
        let ts = self.ts;
        let sig = ts.sig(sig);
        let unmanaged = matches!(sig.call_conv, CallConv::Unmanaged { .. });
        r.u32(type_info::RANK, u32::from(unmanaged));
        let parts: Vec<TypeId> = [sig.ret]
            .into_iter()
            .chain(sig.params.iter().copied())
            .collect();
        r.u16(type_info::ARG_COUNT, parts.len() as u16);
        let list = self.scoped_list(&parts, scope)?;
        r.pointer(type_info::ARGS, list, 0);
        Ok(())
    }

    /// Finishes the record of a type whose handle is a type descriptor.
    fn open_desc(&mut self, key: &str, element: u8, mut info: Record) -> SymbolId {
        let tag = type_desc::TAG as i64;
        let desc = self.data.symbol(&format!("mt${key}"));
        info.pointer(type_info::HANDLE, desc, tag);
        let info = self
            .data
            .define(&format!("info${key}"), Section::Data, 8, info);
        self.type_infos.push(info);
        let object = self.type_object_of(desc, &format!("type${key}"), tag);
        let mut r = Record::new(type_desc::SIZE);
        r.u32(type_desc::COR_ELEMENT_TYPE, u32::from(element));
        r.pointer(type_desc::EXPOSED_CLASS_OBJECT, object, 0);
        r.pointer(type_desc::TYPE_INFO, info, 0);
        self.data.define(&format!("mt${key}"), Section::Data, 8, r);
        info
    }

    /// `List<!!0>`, `!!0[]`, `ref !!0` and the like.
    fn open_info(&mut self, t: TypeId, scope: Scope) -> Result<SymbolId> {
        let ts = self.ts;
        let key = self.scoped_key(t, scope);
        let name = format!("info${key}");
        if !self.literals_seen.insert(name.clone()) {
            return Ok(self.data.symbol(&name));
        }
        let mut r = Record::new(type_info::SIZE);
        r.u8(type_info::COR_ELEMENT_TYPE, ts.cor_element_type(t));
        r.u32(type_info::ATTRIBUTES, ts.type_flags(t));
        if let TypeKind::Array { rank, .. } = ts.kind(t) {
            r.u32(type_info::RANK, *rank);
        }
        if let Some(e) = ts.element_type(t) {
            let e = self.scoped_info(e, scope)?;
            r.pointer(type_info::ELEMENT, e, 0);
        }
        let table = self.data.symbol(&format!("mt${key}"));
        let mut table_flags = flags::CONTAINS_GENERIC_VARIABLES;
        use type_info::kind;
        let kind = match ts.kind(t) {
            TypeKind::Ptr(_) => kind::POINTER,
            TypeKind::ByRef(_) => kind::BYREF,
            TypeKind::SzArray(_) => kind::SZ_ARRAY,
            TypeKind::Array { .. } => kind::ARRAY,
            &TypeKind::FnPtr(sig) => {
                self.fn_ptr_parts(sig, scope, &mut r)?;
                kind::FN_PTR
            }
            TypeKind::Named { def, args } => {
                let row = ts
                    .metadata(def.module)
                    .type_def(def.rid)
                    .map_err(|e| bad(ts, def.module, e))?;
                r.u32(type_info::TOKEN, Token::new(Table::TypeDef, def.rid).0);
                let (namespace, name) = (self.data.text(row.namespace), self.data.text(row.name));
                r.pointer(type_info::NAMESPACE, namespace, 0);
                r.pointer(type_info::NAME, name, 0);
                let module = self.module(def.module);
                r.pointer(type_info::MODULE, module, 0);
                self.declaring(*def, &mut r)?;
                let mut list = Record::default();
                for &a in args.iter() {
                    let a = self.scoped_info(a, scope)?;
                    list.push_pointer(a, 0);
                }
                let list = self.data.local(Section::Data, 8, list);
                r.u16(type_info::ARG_COUNT, args.len() as u16);
                r.pointer(type_info::ARGS, list, 0);
                let definition = ts.open_type(*def);
                if self.present.contains_key(&definition) {
                    let definition = self.info_symbol(definition);
                    r.pointer(type_info::DEFINITION, definition, 0);
                }
                table_flags |= flags::GENERIC_INST;
                match () {
                    _ if ts.is_interface(t) => kind::INTERFACE,
                    _ if ts.is_value_type(t) => kind::STRUCT,
                    _ if ts.is_delegate(t) => kind::DELEGATE,
                    _ => kind::CLASS,
                }
            }
            _ => kind::CLASS,
        };
        r.u8(type_info::KIND, kind);
        if matches!(kind, kind::POINTER | kind::BYREF | kind::FN_PTR) {
            return Ok(self.open_desc(&key, ts.cor_element_type(t), r));
        }
        r.pointer(type_info::HANDLE, table, 0);
        let info = self.data.define(&name, Section::Data, 8, r);
        self.type_infos.push(info);
        let object = self.type_object_of(table, &format!("type${key}"), 0);
        let mut a = Record::new(aux::SIZE);
        a.u32(aux::FLAGS, aux::flags::INITIALIZED);
        a.pointer(aux::EXPOSED_CLASS_OBJECT, object, 0);
        let a = self.data.local(Section::Data, 8, a);
        let mut m = Record::new(mt::VTABLE);
        if ts.is_array(t) {
            table_flags |= flags::HAS_COMPONENT_SIZE;
        }
        m.u32(mt::FLAGS, table_flags | self.category(t));
        m.u8(mt::COR_ELEMENT_TYPE, ts.cor_element_type(t));
        self.open_bases(t, scope, &mut m)?;
        if let Some(e) = ts.element_type(t) {
            let (handle, tag) = self.scoped_handle(e, scope);
            m.pointer(mt::ELEMENT_TYPE, handle, tag);
        }
        m.pointer(mt::TYPE_INFO, info, 0);
        m.pointer(mt::AUX, a, 0);
        self.data.define(&format!("mt${key}"), Section::Data, 8, m);
        Ok(info)
    }

    /// Base class and interfaces of a type that mentions generic parameters.
    pub(crate) fn open_bases(&mut self, t: TypeId, scope: Scope, m: &mut Record) -> Result<()> {
        let ts = self.ts;
        if let Some(base) = ts.base(t) {
            let base = match self.is_known(base) {
                true => base,
                false => ts.well_known(WellKnown::Object),
            };
            self.scoped_info(base, scope)?;
            let (parent, _) = self.scoped_handle(base, scope);
            m.pointer(mt::PARENT, parent, 0);
        }
        let shown = scope
            .ty
            .is_some_and(|def| self.program.open_interfaces.contains(&ts.open_type(def)));
        let listed: Vec<TypeId> = ts
            .interfaces(t)
            .iter()
            .copied()
            .filter(|&i| shown && !ts.is_array(t) && self.is_known(i))
            .collect();
        if !listed.is_empty() {
            m.u16(mt::INTERFACE_COUNT, listed.len() as u16);
            let mut map = Record::default();
            for i in listed {
                self.scoped_info(i, scope)?;
                let (table, _) = self.scoped_handle(i, scope);
                map.push_pointer(table, 0);
            }
            let map = self.data.local(Section::Data, 8, map);
            m.pointer(mt::INTERFACE_MAP, map, 0);
        }
        Ok(())
    }

    /// Handle (symbol, tag) of a type that [`Image::scoped_info`] described.
    pub(crate) fn scoped_handle(&mut self, t: TypeId, scope: Scope) -> (SymbolId, i64) {
        if self.is_itself(t, scope) {
            return self.handle(t);
        }
        let tag = if self.is_type_desc(t) {
            type_desc::TAG as i64
        } else {
            0
        };
        let key = self.scoped_key(t, scope);
        (self.data.symbol(&format!("mt${key}")), tag)
    }

    /// What the symbols of an open type are made of.
    fn scoped_key(&self, t: TypeId, scope: Scope) -> String {
        let ts = self.ts;
        match (ts.kind(t), scope.ty, scope.method) {
            (TypeKind::MethodVar(i), _, Some(m)) => {
                let suffix = self.member_suffix(ts.method_owner(m), scope);
                format!("mvar{i}${}{suffix}", ts.symbol_of_method(m))
            }
            (TypeKind::TypeVar(i), Some(def), _) => {
                format!("var{i}${}", ts.symbol_of_type(ts.open_type(def)))
            }
            (_, _, Some(m)) if mentions_method_variables(ts, t) => {
                let suffix = self.member_suffix(ts.method_owner(m), scope);
                let method = ts.symbol_of_method(m);
                format!("{}@{method}{suffix}", ts.symbol_of_type(t))
            }
            (_, Some(def), _) => {
                let owner = ts.symbol_of_type(ts.open_type(def));
                format!("{}@{owner}", ts.symbol_of_type(t))
            }
            _ => ts.symbol_of_type(t),
        }
    }
}

fn mentions_method_variables(ts: &TypeSystem, t: TypeId) -> bool {
    match ts.kind(t) {
        TypeKind::MethodVar(_) => true,
        TypeKind::Named { args, .. } => args.iter().any(|&a| mentions_method_variables(ts, a)),
        &TypeKind::FnPtr(sig) => {
            let sig = ts.sig(sig);
            let mut parts = sig.params.iter().chain([&sig.ret]);
            parts.any(|&p| mentions_method_variables(ts, p))
        }
        _ => ts
            .element_type(t)
            .is_some_and(|e| mentions_method_variables(ts, e)),
    }
}
