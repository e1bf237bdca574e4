//! From tokens and signatures to types, methods and fields.
//!
//! Every row is resolved once in open form and kept; instantiation is applied to that.

use smelt_metadata::{
    MethodSig, SigType, Table, Token, call_conv, parse_field_sig, parse_locals_sig,
    parse_method_sig, parse_method_spec, parse_type_spec,
};

use crate::assembly::{Module, Rows};
use crate::defs::{DefSig, Modifier};
use crate::{
    ArrayMethod, CallConv, FieldDefId, FieldId, Member, MethodDefId, MethodId, MethodKind,
    ModuleId, Result, Sig, SigId, Subst, TypeDefId, TypeError, TypeId, TypeKind, TypeSystem,
    WellKnown,
};

/// How deep type specifications may refer to each other.
const MAX_DEPTH: u32 = 100;

/// What a `MemberRef` row denotes, in open form.
#[derive(Copy, Clone)]
pub(crate) enum MemberTarget {
    Method(MethodId),
    Field(FieldId),
}

/// Nothing is replaced.
pub(crate) const NO_SUBST: Subst<'static> = Subst {
    type_args: &[],
    method_args: &[],
};

/// State of the conversion of one signature.
#[derive(Default)]
struct Conversion {
    depth: u32,
    path: Vec<u16>,
    modifiers: Vec<Modifier>,
}

/// The slot's value, computed at first. Two threads may both compute it; that is cheaper than a lock that recursion could meet again.
fn memo<'m, T: Clone>(
    m: &'m Module,
    rows: &'m Rows<Result<T>>,
    token: Token,
    make: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let slot = m.slot(rows, token)?;
    if let Some(value) = slot.get() {
        return value.clone();
    }
    let value = make();
    let _ = slot.set(value.clone());
    value
}

impl TypeSystem {
    // ---- types --------------------------------------------------------------------------------------------------

    /// TypeDef/TypeRef/TypeSpec token. A generic definition's own token gives the open type, whatever `subst` is; variables of a TypeSpec
    /// are replaced by `subst`.
    pub fn resolve_type(&self, module: ModuleId, token: Token, subst: Subst) -> Result<TypeId> {
        let open = self.resolve_open_type(module, token)?;
        Ok(match token.table() {
            Table::TypeSpec => self.subst_type(open, subst),
            _ => open,
        })
    }

    pub(crate) fn resolve_open_type(&self, module: ModuleId, token: Token) -> Result<TypeId> {
        self.resolve_type_at(module, token, 0)
    }

    fn resolve_type_at(&self, module: ModuleId, token: Token, depth: u32) -> Result<TypeId> {
        let m = self.asm.module(module);
        if token.table() != Table::TypeSpec {
            return Ok(self.open_type(self.resolve_type_def(module, token)?));
        }
        memo(m, &m.type_specs, token, || {
            let row = m.ok(m.md.type_spec(token.rid()))?;
            let sig = m.ok(parse_type_spec(row.signature))?;
            let mut c = Conversion {
                depth,
                ..Conversion::default()
            };
            self.convert(m, &sig, &mut c)
        })
    }

    /// The definition that a TypeDef or TypeRef token denotes.
    pub fn resolve_type_def(&self, module: ModuleId, token: Token) -> Result<TypeDefId> {
        self.type_def_at(module, token, 0)
    }

    fn type_def_at(&self, module: ModuleId, token: Token, depth: u32) -> Result<TypeDefId> {
        let m = self.asm.module(module);
        match token.table() {
            Table::TypeDef => {
                m.slot(&m.type_infos, token)?;
                Ok(TypeDefId {
                    module,
                    rid: token.rid(),
                })
            }
            Table::TypeRef if depth < MAX_DEPTH => memo(m, &m.type_refs, token, || {
                self.read_type_ref(m, token, depth)
            }),
            _ => Err(m.bad(format_args!("token {token} is not a type"))),
        }
    }

    fn read_type_ref(&self, m: &Module, token: Token, depth: u32) -> Result<TypeDefId> {
        let row = m.ok(m.md.type_ref(token.rid()))?;
        let scope = row.resolution_scope;
        let missing = |assembly: ModuleId| TypeError::MissingType {
            assembly: self.asm.module(assembly).name.clone(),
            name: dotted(row.namespace, row.name),
        };
        let target = match scope.table() {
            Table::TypeRef if !scope.is_nil() => {
                let outer = self.type_def_at(m.id, scope, depth + 1)?;
                let rid = self
                    .asm
                    .module(outer.module)
                    .nested_type(outer.rid, row.name)
                    .ok_or_else(|| TypeError::MissingType {
                        assembly: self.module_name(outer.module).to_owned(),
                        name: format!("{}+{}", self.type_def_full_name(outer), row.name),
                    })?;
                return Ok(TypeDefId {
                    module: outer.module,
                    rid,
                });
            }
            Table::AssemblyRef if !scope.is_nil() => self.asm.assembly_ref(m, scope)?,
            Table::ModuleRef if !scope.is_nil() => {
                let name = m.ok(m.md.module_ref(scope.rid()))?.name;
                if name != m.ok(m.md.module(1))?.name {
                    return Err(m.bad(format_args!(
                        "type '{}' is in module '{name}': assemblies of several files are not supported",
                        row.name
                    )));
                }
                m.id
            }
            _ => m.id,
        };
        self.asm
            .find_top_level(target, row.namespace, row.name)?
            .ok_or_else(|| missing(target))
    }

    fn convert(&self, m: &Module, sig: &SigType, c: &mut Conversion) -> Result<TypeId> {
        use WellKnown as W;
        if c.depth > MAX_DEPTH {
            return Err(m.bad("type specifications refer to each other in a circle"));
        }
        Ok(self.well_known(match sig {
            SigType::Void => W::Void,
            SigType::Boolean => W::Boolean,
            SigType::Char => W::Char,
            SigType::I1 => W::SByte,
            SigType::U1 => W::Byte,
            SigType::I2 => W::Int16,
            SigType::U2 => W::UInt16,
            SigType::I4 => W::Int32,
            SigType::U4 => W::UInt32,
            SigType::I8 => W::Int64,
            SigType::U8 => W::UInt64,
            SigType::R4 => W::Single,
            SigType::R8 => W::Double,
            SigType::I => W::IntPtr,
            SigType::U => W::UIntPtr,
            SigType::String => W::String,
            SigType::Object => W::Object,
            SigType::TypedByRef => W::TypedReference,
            SigType::Class(token) | SigType::ValueType(token) => {
                return self.resolve_type_at(m.id, *token, c.depth + 1);
            }
            SigType::Var(n) => return Ok(self.intern(TypeKind::TypeVar(*n))),
            SigType::MVar(n) => return Ok(self.intern(TypeKind::MethodVar(*n))),
            SigType::SzArray(elem) => return Ok(self.sz_array(self.convert_part(m, elem, 0, c)?)),
            SigType::Array(elem, shape) => {
                // CoreCLR's limit; also keeps accessor signatures small.
                if shape.rank == 0 || shape.rank > 32 {
                    return Err(m.bad(format_args!("array of rank {}", shape.rank)));
                }
                let elem = self.convert_part(m, elem, 0, c)?;
                return Ok(self.intern(TypeKind::Array {
                    elem,
                    rank: shape.rank,
                }));
            }
            SigType::Ptr(to) => return Ok(self.ptr_to(self.convert_part(m, to, 0, c)?)),
            SigType::ByRef(to) => return Ok(self.byref_to(self.convert_part(m, to, 0, c)?)),
            SigType::Pinned(ty) => return self.convert(m, ty, c),
            SigType::FnPtr(sig) => {
                let mut sig = self.convert_method_sig(m, sig, c.depth)?;
                c.modifiers.extend(sig.1.into_iter().map(|inner| Modifier {
                    path: c.path.iter().chain(&*inner.path).copied().collect(),
                    ..inner
                }));
                if let CallConv::Unmanaged { .. } = sig.0.call_conv {
                    // To the type, all unmanaged conventions are one.
                    sig.0.call_conv = CallConv::Unmanaged {
                        suppress_gc_transition: false,
                    };
                }
                return Ok(self.intern(TypeKind::FnPtr(self.intern_sig(sig.0))));
            }
            SigType::GenericInst { ty, args } => {
                let (SigType::Class(token) | SigType::ValueType(token)) = **ty else {
                    return Err(m.bad("instantiation of something that is no class"));
                };
                let def = self.resolve_type_def(m.id, token)?;
                let mut ids = Vec::with_capacity(args.len());
                for (i, arg) in args.iter().enumerate() {
                    ids.push(self.convert_part(m, arg, i as u16, c)?);
                }
                let want = self.type_info(def).generic_count;
                if want as usize != ids.len() {
                    return Err(m.bad(format_args!(
                        "'{}' takes {want} type arguments, not {}",
                        self.type_def_full_name(def),
                        ids.len()
                    )));
                }
                return Ok(self.named(def, &ids));
            }
            SigType::Modified {
                required,
                modifier,
                ty,
            } => {
                let modifier = self.resolve_type_at(m.id, *modifier, c.depth + 1)?;
                c.modifiers.push(Modifier {
                    path: c.path.as_slice().into(),
                    required: *required,
                    ty: modifier,
                });
                return self.convert(m, ty, c);
            }
            SigType::Sentinel => return Err(m.bad("sentinel inside a type")),
        }))
    }

    fn convert_part(
        &self,
        m: &Module,
        sig: &SigType,
        index: u16,
        c: &mut Conversion,
    ) -> Result<TypeId> {
        c.path.push(index);
        let ty = self.convert(m, sig, c);
        c.path.pop();
        ty
    }

    // ---- signatures ---------------------------------------------------------------------------------------------

    fn convert_method_sig(
        &self,
        m: &Module,
        sig: &MethodSig,
        depth: u32,
    ) -> Result<(Sig, Vec<Modifier>)> {
        let mut c = Conversion {
            depth,
            ..Conversion::default()
        };
        let ret = self.convert_part(m, &sig.ret, 0, &mut c)?;
        let mut params = Vec::with_capacity(sig.params.len());
        for (i, p) in sig.params.iter().enumerate() {
            params.push(self.convert_part(m, p, (i + 1) as u16, &mut c)?);
        }
        let call_conv = match sig.call_conv {
            call_conv::DEFAULT => CallConv::Managed,
            call_conv::VARARG => CallConv::VarArg,
            _ => CallConv::Unmanaged {
                suppress_gc_transition: c.modifiers.iter().any(|modifier| {
                    *modifier.path == [0] && self.is_suppress_gc_transition(modifier.ty)
                }),
            },
        };
        let sig = Sig {
            has_this: sig.has_this && !sig.explicit_this,
            call_conv,
            generic_params: sig.generic_params,
            ret,
            params: params.into(),
        };
        Ok((sig, c.modifiers))
    }

    fn is_suppress_gc_transition(&self, ty: TypeId) -> bool {
        self.type_def(ty).is_some_and(|def| {
            let info = self.type_info(def);
            info.name == "CallConvSuppressGCTransition"
                && info.namespace == "System.Runtime.CompilerServices"
        })
    }

    pub(crate) fn read_def_sig(&self, module: ModuleId, blob: &[u8]) -> Result<DefSig> {
        let m = self.asm.module(module);
        let sig = m.ok(parse_method_sig(blob))?;
        let (sig, modifiers) = self.convert_method_sig(m, &sig, 0)?;
        Ok(DefSig {
            sig: self.intern_sig(sig),
            modifiers: modifiers.into(),
        })
    }

    /// The signature at a call site (MemberRef with vararg sentinel, StandAloneSig of `calli`).
    pub fn resolve_sig(&self, module: ModuleId, token: Token, subst: Subst) -> Result<SigId> {
        let m = self.asm.module(module);
        let read = |blob: &[u8]| -> Result<SigId> {
            let sig = m.ok(parse_method_sig(blob))?;
            Ok(self.intern_sig(self.convert_method_sig(m, &sig, 0)?.0))
        };
        let open = match token.table() {
            Table::StandAloneSig => memo(m, &m.call_sites, token, || {
                read(m.ok(m.md.stand_alone_sig(token.rid()))?.signature)
            })?,
            Table::MemberRef => read(m.ok(m.md.member_ref(token.rid()))?.signature)?,
            Table::MethodDef => {
                self.check_method_row(m, token)?;
                let def = MethodDefId {
                    module,
                    rid: token.rid(),
                };
                self.def_sig(def)?.sig
            }
            _ => return Err(m.bad(format_args!("token {token} is not a call signature"))),
        };
        Ok(self.subst_sig(open, subst))
    }

    /// Types of the locals of a body. The flag says pinned.
    pub fn resolve_locals(
        &self,
        module: ModuleId,
        local_sig: Token,
        subst: Subst,
    ) -> Result<Vec<(TypeId, bool)>> {
        if local_sig.is_nil() {
            return Ok(Vec::new());
        }
        let m = self.asm.module(module);
        let row = m.ok(m.md.stand_alone_sig(local_sig.rid()))?;
        let types = m.ok(parse_locals_sig(row.signature))?;
        let mut c = Conversion::default();
        types
            .iter()
            .map(|sig| {
                let open = self.convert(m, sig, &mut c)?;
                Ok((self.subst_type(open, subst), is_pinned(sig)))
            })
            .collect()
    }

    /// A type inside a signature that the caller has parsed (attribute values, marshalling).
    pub fn resolve_sig_type(
        &self,
        module: ModuleId,
        sig: &SigType,
        subst: Subst,
    ) -> Result<TypeId> {
        let open = self.convert(self.asm.module(module), sig, &mut Conversion::default())?;
        Ok(self.subst_type(open, subst))
    }

    // ---- members ------------------------------------------------------------------------------------------------

    fn check_method_row(&self, m: &Module, token: Token) -> Result<()> {
        m.slot(&m.method_infos, token)?;
        if m.md.declaring_type_of_method(token.rid()) == 0 {
            return Err(m.bad(format_args!("method {token} belongs to no type")));
        }
        Ok(())
    }

    /// MethodDef/MemberRef/MethodSpec token of a method. Without MethodSpec the method arguments are the method's own variables.
    pub fn resolve_method(&self, module: ModuleId, token: Token, subst: Subst) -> Result<MethodId> {
        let open = self.resolve_open_method(module, token)?;
        if token.table() == Table::MethodSpec {
            return Ok(self.subst_method(open, subst));
        }
        Ok(match self.method(open) {
            MethodKind::Def { def, owner, args } => {
                let new_owner = self.subst_type(*owner, subst);
                if new_owner == *owner {
                    open
                } else {
                    self.method_on(*def, new_owner, args)
                }
            }
            MethodKind::Array { .. } => self.subst_method(open, subst),
        })
    }

    pub(crate) fn resolve_open_method(&self, module: ModuleId, token: Token) -> Result<MethodId> {
        let m = self.asm.module(module);
        match token.table() {
            Table::MethodDef => {
                self.check_method_row(m, token)?;
                let def = MethodDefId {
                    module,
                    rid: token.rid(),
                };
                let owner = self.open_type(TypeDefId {
                    module,
                    rid: self.method_info(def).owner,
                });
                Ok(self.method_on(def, owner, &[]))
            }
            Table::MemberRef => match self.member_ref(m, token)? {
                MemberTarget::Method(method) => Ok(method),
                MemberTarget::Field(_) => {
                    Err(m.bad(format_args!("token {token} is a field, not a method")))
                }
            },
            Table::MethodSpec => memo(m, &m.method_specs, token, || {
                let row = m.ok(m.md.method_spec(token.rid()))?;
                if row.method.table() == Table::MethodSpec {
                    return Err(m.bad(format_args!("token {token} instantiates itself")));
                }
                let method = self.resolve_open_method(module, row.method)?;
                let mut c = Conversion::default();
                let args = m
                    .ok(parse_method_spec(row.instantiation))?
                    .iter()
                    .map(|sig| self.convert(m, sig, &mut c))
                    .collect::<Result<Vec<_>>>()?;
                let MethodKind::Def { def, owner, .. } = self.method(method) else {
                    return Err(m.bad("instantiation of an array's method"));
                };
                let want = self.method_info(*def).generic_count as usize;
                if want != args.len() {
                    return Err(m.bad(format_args!(
                        "'{}' takes {want} type arguments, not {}",
                        self.method_name(method),
                        args.len()
                    )));
                }
                Ok(self.method_on(*def, *owner, &args))
            }),
            _ => Err(m.bad(format_args!("token {token} is not a method"))),
        }
    }

    /// Field/MemberRef token of a field.
    pub fn resolve_field(&self, module: ModuleId, token: Token, subst: Subst) -> Result<FieldId> {
        let m = self.asm.module(module);
        let open = match token.table() {
            Table::Field => {
                m.slot(&m.field_types, token)?;
                let owner = m.md.declaring_type_of_field(token.rid());
                if owner == 0 {
                    return Err(m.bad(format_args!("field {token} belongs to no type")));
                }
                let owner = self.open_type(TypeDefId { module, rid: owner });
                let def = FieldDefId {
                    module,
                    rid: token.rid(),
                };
                self.field_on(def, owner)
            }
            Table::MemberRef => match self.member_ref(m, token)? {
                MemberTarget::Field(field) => field,
                MemberTarget::Method(_) => {
                    return Err(m.bad(format_args!("token {token} is a method, not a field")));
                }
            },
            _ => return Err(m.bad(format_args!("token {token} is not a field"))),
        };
        Ok(self.subst_field(open, subst))
    }

    /// Any token (`ldtoken`).
    pub fn resolve_member(&self, module: ModuleId, token: Token, subst: Subst) -> Result<Member> {
        let m = self.asm.module(module);
        Ok(match token.table() {
            Table::Field => Member::Field(self.resolve_field(module, token, subst)?),
            Table::MethodDef | Table::MethodSpec => {
                Member::Method(self.resolve_method(module, token, subst)?)
            }
            Table::MemberRef => match self.member_ref(m, token)? {
                MemberTarget::Field(_) => Member::Field(self.resolve_field(module, token, subst)?),
                MemberTarget::Method(_) => {
                    Member::Method(self.resolve_method(module, token, subst)?)
                }
            },
            _ => Member::Type(self.resolve_type(module, token, subst)?),
        })
    }

    fn member_ref(&self, m: &Module, token: Token) -> Result<MemberTarget> {
        memo(m, &m.member_refs, token, || self.read_member_ref(m, token))
    }

    fn read_member_ref(&self, m: &Module, token: Token) -> Result<MemberTarget> {
        let row = m.ok(m.md.member_ref(token.rid()))?;
        let parent = match row.parent.table() {
            Table::MethodDef => {
                // Call site of a vararg method of this module.
                let method = self.resolve_open_method(m.id, row.parent)?;
                return Ok(MemberTarget::Method(method));
            }
            Table::ModuleRef => {
                return Err(m.bad(format_args!(
                    "'{}' is in another file of the assembly, which is not supported",
                    row.name
                )));
            }
            _ => self.resolve_open_type(m.id, row.parent)?,
        };
        const FIELD: u8 = 6;
        if row.signature.first().is_some_and(|b| b & 0xF == FIELD) {
            let sig = m.ok(parse_field_sig(row.signature))?;
            let ty = self.convert(m, &sig, &mut Conversion::default())?;
            return match self.find_field(parent, row.name, ty)? {
                Some(field) => Ok(MemberTarget::Field(field)),
                None => Err(TypeError::MissingMember {
                    kind: "field",
                    name: format!("{}.{}", self.type_name(parent), row.name),
                }),
            };
        }
        let sig = m.ok(parse_method_sig(row.signature))?;
        let (mut sig_id, modifiers) = self.convert_method_sig(m, &sig, 0)?;
        if let Some(fixed) = sig.sentinel {
            sig_id.params = sig_id.params[..fixed].into();
        }
        if let Some(method) = self.find_array_method(parent, row.name, &sig_id) {
            return Ok(MemberTarget::Method(method));
        }
        let sig = DefSig {
            sig: self.intern_sig(sig_id),
            modifiers: modifiers.into(),
        };
        match self.find_method(parent, row.name, &sig)? {
            Some(method) => Ok(MemberTarget::Method(method)),
            None => Err(TypeError::MissingMember {
                kind: "method",
                name: format!(
                    "{}.{}{}",
                    self.type_name(parent),
                    row.name,
                    self.sig_display(sig.sig)
                ),
            }),
        }
    }

    fn find_array_method(&self, parent: TypeId, name: &str, sig: &Sig) -> Option<MethodId> {
        let rank = match *self.kind(parent) {
            TypeKind::SzArray(_) => 1,
            TypeKind::Array { rank, .. } => rank as usize,
            _ => return None,
        };
        if !sig.has_this {
            return None;
        }
        let method = match (name, sig.params.len()) {
            ("Get", n) if n == rank => ArrayMethod::Get,
            ("Set", n) if n == rank + 1 => ArrayMethod::Set,
            ("Address", n) if n == rank => ArrayMethod::Address,
            (".ctor", n) if n == rank => ArrayMethod::Ctor {
                with_lower_bounds: false,
            },
            (".ctor", n) if n == rank * 2 => ArrayMethod::Ctor {
                with_lower_bounds: true,
            },
            _ => return None,
        };
        Some(self.intern_method(MethodKind::Array {
            owner: parent,
            method,
        }))
    }

    /// A method of `parent` or its base classes with that name and signature, both in terms of `parent`'s definition.
    fn find_method(&self, parent: TypeId, name: &str, sig: &DefSig) -> Result<Option<MethodId>> {
        let mut current = match self.kind(parent) {
            TypeKind::Named { def, .. } => self.open_type(*def),
            _ => match self.base(parent) {
                Some(base) => base,
                None => return Ok(None),
            },
        };
        loop {
            let Some(def) = self.type_def(current) else {
                return Ok(None);
            };
            let m = self.asm.module(def.module);
            let mut loose = None;
            for &rid in self.type_info(def).methods_named(m, name) {
                let id = MethodDefId {
                    module: def.module,
                    rid,
                };
                let method = self.method_on(id, current, &[]);
                // A candidate with a signature that cannot be read is no match: overloads may mention missing assemblies.
                let Ok(found) = self.method_sig_id(method) else {
                    continue;
                };
                if found != sig.sig {
                    continue;
                }
                let found = &self.def_sig(id)?.modifiers;
                if self.same_modifiers(found, self.type_args(current), &sig.modifiers, &[]) {
                    loose = Some(method);
                    break;
                }
                loose = loose.or(Some(method));
            }
            if let Some(method) = loose {
                let owner_args = Subst {
                    type_args: self.type_args(parent),
                    method_args: &[],
                };
                let owner = self.subst_type(current, owner_args);
                return Ok(self
                    .method_def(method)
                    .map(|def| self.method_on(def, owner, &[])));
            }
            match self.try_base(current)? {
                Some(base) => current = base,
                None => return Ok(None),
            }
        }
    }

    /// A field of `parent` or its base classes; `ty` is in terms of `parent`'s definition.
    fn find_field(&self, parent: TypeId, name: &str, ty: TypeId) -> Result<Option<FieldId>> {
        let Some(def) = self.type_def(parent) else {
            return Ok(None);
        };
        let mut current = self.open_type(def);
        loop {
            for field in self.fields(current) {
                if self.field_name(field) == name && self.field_type(field).is_ok_and(|t| t == ty) {
                    let owner_args = Subst {
                        type_args: self.type_args(parent),
                        method_args: &[],
                    };
                    return Ok(Some(self.subst_field(field, owner_args)));
                }
            }
            match self.try_base(current)? {
                Some(base) => current = base,
                None => return Ok(None),
            }
        }
    }

    /// Equal modifiers in equal places, each list's types instantiated by its arguments.
    pub(crate) fn same_modifiers(
        &self,
        a: &[Modifier],
        a_args: &[TypeId],
        b: &[Modifier],
        b_args: &[TypeId],
    ) -> bool {
        let inst = |ty, type_args| {
            let subst = Subst {
                type_args,
                method_args: &[],
            };
            self.subst_type(ty, subst)
        };
        a.len() == b.len()
            && a.iter().zip(b).all(|(x, y)| {
                x.path == y.path
                    && x.required == y.required
                    && inst(x.ty, a_args) == inst(y.ty, b_args)
            })
    }
}

fn is_pinned(sig: &SigType) -> bool {
    match sig {
        SigType::Pinned(_) => true,
        SigType::Modified { ty, .. } => is_pinned(ty),
        _ => false,
    }
}

pub(crate) fn dotted(namespace: &str, name: &str) -> String {
    if namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}.{name}")
    }
}
