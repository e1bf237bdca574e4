//! Methods and fields: names, flags, signatures, bodies.

use smelt_metadata::flags::{field_attr, method_attr, type_attr};
use smelt_metadata::{MethodBody, SigType, Table, Token, parse_field_sig};

use crate::{
    ArrayMethod, CallConv, FieldDefId, FieldId, MethodDefId, MethodId, MethodKind, ModuleId,
    Result, Sig, SigId, Subst, TypeError, TypeId, TypeKind, TypeSystem, WellKnown,
};

/// Attribute that makes a static field thread-local.
const THREAD_STATIC: &str = "System.ThreadStaticAttribute";

impl TypeSystem {
    /// The row of the method; `None` for array methods.
    pub fn method_def(&self, m: MethodId) -> Option<MethodDefId> {
        match self.method(m) {
            MethodKind::Def { def, .. } => Some(*def),
            MethodKind::Array { .. } => None,
        }
    }

    /// The type (instantiation) that the method belongs to.
    pub fn method_owner(&self, m: MethodId) -> TypeId {
        match *self.method(m) {
            MethodKind::Def { owner, .. } | MethodKind::Array { owner, .. } => owner,
        }
    }

    /// Generic arguments of the method itself.
    pub fn method_args(&self, m: MethodId) -> &[TypeId] {
        match self.method(m) {
            MethodKind::Def { args, .. } => args,
            MethodKind::Array { .. } => &[],
        }
    }

    /// Type and method arguments of a method, to instantiate its body.
    pub fn method_subst(&self, m: MethodId) -> Subst<'_> {
        Subst {
            type_args: self.type_args(self.method_owner(m)),
            method_args: self.method_args(m),
        }
    }

    /// Number of the method's own generic parameters.
    pub fn method_generic_count(&self, m: MethodId) -> u32 {
        self.method_def(m)
            .map_or(0, |def| self.method_info(def).generic_count)
    }

    /// The method with its own variables as method arguments (owner kept).
    pub fn uninstantiated(&self, m: MethodId) -> MethodId {
        match self.method(m) {
            MethodKind::Def { def, owner, args } if !args.is_empty() => {
                self.method_on(*def, *owner, &[])
            }
            _ => m,
        }
    }

    /// Signature with the method's own instantiation applied.
    pub fn method_sig(&self, m: MethodId) -> Result<&Sig> {
        Ok(self.sig(self.method_sig_id(m)?))
    }

    /// As [`Self::method_sig`], as an id: equal signatures have equal ids.
    pub fn method_sig_id(&self, m: MethodId) -> Result<SigId> {
        let entry = self.method_entry(m);
        if let Some(sig) = entry.sig.get() {
            return sig.clone();
        }
        let sig = match &entry.kind {
            MethodKind::Def { def, .. } => self
                .def_sig(*def)
                .map(|open| self.subst_sig(open.sig, self.method_subst(m))),
            MethodKind::Array { owner, method } => Ok(self.array_method_sig(*owner, *method)),
        };
        let _ = entry.sig.set(sig.clone());
        sig
    }

    fn array_method_sig(&self, owner: TypeId, method: ArrayMethod) -> SigId {
        let (elem, rank) = match *self.kind(owner) {
            TypeKind::Array { elem, rank } => (elem, rank as usize),
            TypeKind::SzArray(elem) => (elem, 1),
            _ => (owner, 0),
        };
        let void = self.well_known(WellKnown::Void);
        let mut params = vec![self.well_known(WellKnown::Int32); rank];
        let ret = match method {
            ArrayMethod::Get => elem,
            ArrayMethod::Set => {
                params.push(elem);
                void
            }
            ArrayMethod::Address => self.byref_to(elem),
            ArrayMethod::Ctor { with_lower_bounds } => {
                if with_lower_bounds {
                    params.extend_from_within(..);
                }
                void
            }
        };
        self.intern_sig(Sig {
            has_this: true,
            call_conv: CallConv::Managed,
            generic_params: 0,
            ret,
            params: params.into(),
        })
    }

    /// Simple name.
    pub fn method_name(&self, m: MethodId) -> &str {
        match self.method(m) {
            MethodKind::Def { def, .. } => self.method_info(*def).name,
            MethodKind::Array { method, .. } => match method {
                ArrayMethod::Get => "Get",
                ArrayMethod::Set => "Set",
                ArrayMethod::Address => "Address",
                ArrayMethod::Ctor { .. } => ".ctor",
            },
        }
    }

    /// MethodAttributes; public for array methods.
    pub fn method_flags(&self, m: MethodId) -> u32 {
        let flags = match self.method(m) {
            MethodKind::Def { def, .. } => self.method_info(*def).flags,
            MethodKind::Array { .. } => method_attr::PUBLIC,
        };
        u32::from(flags)
    }

    /// MethodImplAttributes; 0 for array methods.
    pub fn method_impl_flags(&self, m: MethodId) -> u32 {
        self.method_def(m)
            .map_or(0, |def| u32::from(self.method_info(def).impl_flags))
    }

    /// No `this`.
    pub fn is_static(&self, m: MethodId) -> bool {
        self.method_flags(m) & u32::from(method_attr::STATIC) != 0
    }
    /// A virtual instance method (not the static virtual ones of interfaces).
    pub fn is_virtual(&self, m: MethodId) -> bool {
        self.method_def(m)
            .is_some_and(|def| self.method_info(def).has_slot())
    }
    /// No body, to be overridden.
    pub fn is_abstract(&self, m: MethodId) -> bool {
        self.method_flags(m) & u32::from(method_attr::ABSTRACT) != 0
    }
    /// Final method or sealed class.
    pub fn is_final(&self, m: MethodId) -> bool {
        self.method_flags(m) & u32::from(method_attr::FINAL) != 0
            || self.type_flags(self.method_owner(m)) & type_attr::SEALED != 0
            || self.is_sealed(self.method_owner(m))
    }

    /// The IL body; `None` for abstract, external and runtime-provided methods.
    pub fn method_body(&self, m: MethodId) -> Result<Option<MethodBody<'static>>> {
        let Some(def) = self.method_def(m) else {
            return Ok(None);
        };
        let info = self.method_info(def);
        let flags = method_attr::ABSTRACT | method_attr::PINVOKE_IMPL;
        if info.rva == 0 || info.flags & flags != 0 {
            return Ok(None);
        }
        let module = self.asm.module(def.module);
        module
            .md
            .method_body(info.rva)
            .map(Some)
            .map_err(|e| module.bad(format_args!("body of '{}': {e}", self.method_display(m))))
    }

    /// Methods of a type with that name (on the exact owner; generic ones with their own MethodVars as args).
    pub fn methods_named(&self, ty: TypeId, name: &str) -> Vec<MethodId> {
        let Some(def) = self.type_def(ty) else {
            return Vec::new();
        };
        let m = self.asm.module(def.module);
        let rids = self.type_info(def).methods_named(m, name);
        rids.iter()
            .map(|&rid| {
                let id = MethodDefId {
                    module: def.module,
                    rid,
                };
                self.method_on(id, ty, &[])
            })
            .collect()
    }

    /// All methods that the type itself declares.
    pub fn methods(&self, ty: TypeId) -> Vec<MethodId> {
        let Some(def) = self.type_def(ty) else {
            return Vec::new();
        };
        let rids = self.type_info(def).methods.clone();
        rids.map(|rid| {
            let id = MethodDefId {
                module: def.module,
                rid,
            };
            self.method_on(id, ty, &[])
        })
        .collect()
    }

    // ---- fields -------------------------------------------------------------------------------------------------

    /// The type (instantiation) that the field belongs to.
    pub fn field_owner(&self, f: FieldId) -> TypeId {
        self.field_entry(f).owner
    }
    /// The row of the field.
    pub fn field_def(&self, f: FieldId) -> FieldDefId {
        self.field_entry(f).def
    }

    /// Type of a field, instantiated by its owner's arguments.
    pub fn field_type(&self, f: FieldId) -> Result<TypeId> {
        let entry = self.field_entry(f);
        let open = self.field_type_open(entry.def)?;
        Ok(self.subst_type(open, self.type_subst(entry.owner)))
    }

    /// Custom modifiers of a method's result (0) and parameters (from 1): where, whether required, what. Only those of the types as a whole.
    pub fn method_modifiers(&self, m: MethodId) -> Vec<(u32, bool, TypeId)> {
        let Some(Ok(sig)) = self.method_def(m).map(|def| self.def_sig(def)) else {
            return Vec::new();
        };
        let of_whole = sig.modifiers.iter().filter_map(|modifier| {
            let &[index] = &*modifier.path else {
                return None;
            };
            Some((u32::from(index), modifier.required, modifier.ty))
        });
        of_whole.filter(|m| !self.is_open(m.2)).collect()
    }

    /// Whether the parameters of a method have the modifiers that those of another have from its parameter `skipped` on, and the results equal ones.
    pub fn same_parameter_modifiers(&self, m: MethodId, other: MethodId, skipped: u16) -> bool {
        let modifiers = |m: MethodId, skipped: u16| -> Option<Vec<crate::defs::Modifier>> {
            let sig = self.def_sig(self.method_def(m)?).ok()?;
            let kept = sig.modifiers.iter().filter_map(|modifier| {
                let mut modifier = modifier.clone();
                let at = modifier.path.first_mut()?;
                if *at > 0 {
                    *at = at.checked_sub(skipped).filter(|&i| i > 0)?;
                }
                Some(modifier)
            });
            Some(kept.collect())
        };
        modifiers(m, 0) == modifiers(other, skipped)
    }

    /// Custom modifiers of a field, in the same form.
    pub fn field_modifiers(&self, f: FieldId) -> Vec<(u32, bool, TypeId)> {
        let def = self.field_def(f);
        let md = self.metadata(def.module);
        let row = md.field(def.rid).ok();
        let mut at = row.and_then(|row| parse_field_sig(row.signature).ok());
        let mut found = Vec::new();
        while let Some(SigType::Modified {
            required,
            modifier,
            ty,
        }) = at
        {
            let open = crate::resolve::NO_SUBST;
            if let Ok(modifier) = self.resolve_type(def.module, modifier, open) {
                found.push((0, required, modifier));
            }
            at = Some(*ty);
        }
        found
    }

    pub(crate) fn field_type_open(&self, def: FieldDefId) -> Result<TypeId> {
        let m = self.asm.module(def.module);
        let slot = m.slot(&m.field_types, Token::new(Table::Field, def.rid))?;
        if let Some(ty) = slot.get() {
            return ty.clone();
        }
        let read = || {
            let row = m.ok(m.md.field(def.rid))?;
            let sig = m.ok(parse_field_sig(row.signature))?;
            self.resolve_sig_type(def.module, &sig, crate::resolve::NO_SUBST)
        };
        let ty = read();
        let _ = slot.set(ty.clone());
        ty
    }

    /// Simple name.
    pub fn field_name(&self, f: FieldId) -> &str {
        let def = self.field_def(f);
        let m = self.asm.module(def.module);
        m.md.field(def.rid).map_or("", |row| row.name)
    }

    /// FieldAttributes.
    pub fn field_flags(&self, f: FieldId) -> u32 {
        let def = self.field_def(f);
        let m = self.asm.module(def.module);
        m.md.field(def.rid).map_or(0, |row| u32::from(row.flags))
    }

    /// A static field that each thread has its own of.
    pub fn is_thread_static(&self, f: FieldId) -> bool {
        let def = self.field_def(f);
        self.field_flags(f) & u32::from(field_attr::STATIC) != 0
            && self.has_attribute(def.module, Token::new(Table::Field, def.rid), THREAD_STATIC)
    }

    /// Mapped data of an RVA field.
    pub fn field_rva_data(&self, f: FieldId) -> Result<Option<&'static [u8]>> {
        if self.field_flags(f) & u32::from(field_attr::HAS_FIELD_RVA) == 0 {
            return Ok(None);
        }
        let def = self.field_def(f);
        let m = self.asm.module(def.module);
        let Some(row) = m.md.field_rva_of(def.rid) else {
            return Ok(None);
        };
        let size = self.size_of(self.field_type(f)?)?;
        m.ok(m.md.rva_data(row.rva, size as usize)).map(Some)
    }

    /// Where the mapped data of an RVA field lies, unless a compiler made the field for the constants of an array or span: only its own bytes are
    /// looked at, and nobody writes them.
    pub fn shared_rva(&self, f: FieldId) -> Option<u32> {
        let def = self.field_def(f);
        let owner = self.type_def(self.field_owner(f))?;
        if self
            .type_def_full_name(owner)
            .starts_with("<PrivateImplementationDetails")
        {
            return None;
        }
        let row = self.asm.module(def.module).md.field_rva_of(def.rid)?;
        Some(row.rva)
    }

    /// The mapped data of a module around those of some fields in one section: where it starts, and the bytes. Code may go from one field to what lies
    /// behind it (ECMA-335 II.16.3.1), so the bytes go on to the metadata or the section's end.
    pub fn mapped_data(
        &self,
        module: ModuleId,
        fields: &[FieldId],
    ) -> Result<Option<(u32, &'static [u8])>> {
        let starts = fields.iter().filter_map(|&f| self.shared_rva(f));
        let Some(first) = starts.min() else {
            return Ok(None);
        };
        let m = self.asm.module(module);
        let first = first & !15;
        m.ok(m.md.mapped_data_from(first))
            .map(|bytes| Some((first, bytes)))
    }

    /// The fields that the type itself declares, static ones too, in order.
    pub fn fields(&self, ty: TypeId) -> Vec<FieldId> {
        let Some(def) = self.type_def(ty) else {
            return Vec::new();
        };
        let rids = self.type_info(def).fields.clone();
        rids.map(|rid| {
            let id = FieldDefId {
                module: def.module,
                rid,
            };
            self.field_on(id, ty)
        })
        .collect()
    }

    /// The field of that name that the type itself declares.
    pub fn field_named(&self, ty: TypeId, name: &str) -> Option<FieldId> {
        let def = self.type_def(ty)?;
        let m = self.asm.module(def.module);
        let rid = self
            .type_info(def)
            .fields
            .clone()
            .find(|&rid| m.md.field(rid).is_ok_and(|row| row.name == name))?;
        let id = FieldDefId {
            module: def.module,
            rid,
        };
        Some(self.field_on(id, ty))
    }

    /// Like [`Self::field_named`], in the type or its base classes; an error that names the field when there is none.
    pub fn require_field(&self, ty: TypeId, name: &str) -> Result<FieldId> {
        self.base_chain(ty)
            .find_map(|t| self.field_named(t, name))
            .ok_or_else(|| TypeError::MissingMember {
                kind: "field",
                name: format!("{}.{name}", self.type_name(ty)),
            })
    }
}
