//! Interned types, methods, fields and signatures, and the replacement of type and method variables in them.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use crate::intern::{FxBuild, hash_of};
use crate::layout::{LayoutCell, StaticsCell};
use crate::loadable::LoadableCell;
use crate::vtable::{OverrideCell, VTableCell};
use crate::{
    FieldDefId, FieldId, MethodDefId, MethodId, MethodKind, Result, Sig, SigId, Subst, TypeDefId,
    TypeId, TypeKind, TypeSystem,
};

/// A type and what was derived from it so far.
pub(crate) struct TypeEntry {
    pub kind: TypeKind,
    pub traits: Traits,
    pub base: OnceLock<Result<Option<TypeId>>>,
    pub interfaces: OnceLock<Result<Box<[TypeId]>>>,
    /// Interfaces that the type itself lists, with what they inherit.
    pub declared: OnceLock<Result<Box<[TypeId]>>>,
    pub canon: OnceLock<TypeId>,
    pub symbol: OnceLock<Box<str>>,
    pub layout: LayoutCell,
    pub statics: StaticsCell,
    pub vtable: VTableCell,
    pub overrides: OverrideCell,
    pub loadable: LoadableCell,
}

pub(crate) struct MethodEntry {
    pub kind: MethodKind,
    pub traits: Traits,
    pub sig: OnceLock<Result<SigId>>,
    pub canon: OnceLock<MethodId>,
}

pub(crate) struct FieldEntry {
    pub def: FieldDefId,
    pub owner: TypeId,
}

pub(crate) struct SigEntry {
    pub sig: Sig,
    pub traits: Traits,
}

/// What an instantiation mentions.
#[derive(Copy, Clone, Default)]
pub(crate) struct Traits {
    pub open: bool,
    pub shared: bool,
    pub depth: u32,
}

impl Traits {
    fn join(self, other: Traits) -> Traits {
        Traits {
            open: self.open | other.open,
            shared: self.shared | other.shared,
            depth: self.depth.max(other.depth),
        }
    }
}

fn hash_named(def: TypeDefId, args: &[TypeId]) -> u64 {
    use std::hash::BuildHasher;
    let mut h = FxBuild::default().build_hasher();
    (1u8, def).hash(&mut h);
    args.hash(&mut h);
    h.finish()
}

fn hash_method(def: MethodDefId, owner: TypeId, args: &[TypeId]) -> u64 {
    use std::hash::BuildHasher;
    let mut h = FxBuild::default().build_hasher();
    (1u8, def, owner).hash(&mut h);
    args.hash(&mut h);
    h.finish()
}

/// Most instantiations have few arguments: they are collected here without allocation.
pub(crate) struct Args {
    inline: [TypeId; 8],
    spilled: Vec<TypeId>,
    len: usize,
}

impl Args {
    pub fn collect(items: impl ExactSizeIterator<Item = TypeId>) -> Args {
        let mut args = Args {
            inline: [TypeId(0); 8],
            spilled: Vec::new(),
            len: items.len(),
        };
        if args.len <= args.inline.len() {
            for (slot, item) in args.inline.iter_mut().zip(items) {
                *slot = item;
            }
        } else {
            args.spilled = items.collect();
        }
        args
    }

    pub fn as_slice(&self) -> &[TypeId] {
        if self.len <= self.inline.len() {
            &self.inline[..self.len]
        } else {
            &self.spilled
        }
    }
}

impl TypeSystem {
    pub(crate) fn type_entry(&self, ty: TypeId) -> &TypeEntry {
        self.types.get(ty.0)
    }
    pub(crate) fn method_entry(&self, m: MethodId) -> &MethodEntry {
        self.methods.get(m.0)
    }
    pub(crate) fn field_entry(&self, f: FieldId) -> &FieldEntry {
        self.fields.get(f.0)
    }
    pub(crate) fn traits(&self, ty: TypeId) -> Traits {
        self.type_entry(ty).traits
    }
    pub(crate) fn method_traits(&self, m: MethodId) -> Traits {
        self.method_entry(m).traits
    }

    // ---- types --------------------------------------------------------------------------------------------------

    /// Shape of a type.
    pub fn kind(&self, ty: TypeId) -> &TypeKind {
        &self.type_entry(ty).kind
    }

    /// The id of a type of that shape.
    pub fn intern(&self, kind: TypeKind) -> TypeId {
        if let TypeKind::Named { def, args } = &kind {
            return self.named(*def, args);
        }
        let hash = hash_of(&kind);
        let same = |e: &TypeEntry| e.kind == kind;
        TypeId(
            self.types
                .intern(hash, same, || self.new_type(kind.clone())),
        )
    }

    fn new_type(&self, kind: TypeKind) -> TypeEntry {
        let mut traits = match &kind {
            TypeKind::Named { def, args } => {
                let mut t = self.join_traits(args);
                t.shared |= *def == self.canon_def;
                t
            }
            TypeKind::SzArray(t) | TypeKind::Ptr(t) | TypeKind::ByRef(t) => self.traits(*t),
            TypeKind::Array { elem, .. } => self.traits(*elem),
            TypeKind::FnPtr(sig) => self.sigs.get(sig.0).traits,
            TypeKind::TypeVar(_) | TypeKind::MethodVar(_) => Traits {
                open: true,
                ..Traits::default()
            },
        };
        traits.depth = traits.depth.saturating_add(1);
        TypeEntry {
            kind,
            traits,
            base: OnceLock::new(),
            interfaces: OnceLock::new(),
            declared: OnceLock::new(),
            canon: OnceLock::new(),
            symbol: OnceLock::new(),
            layout: OnceLock::new(),
            statics: OnceLock::new(),
            vtable: OnceLock::new(),
            overrides: OnceLock::new(),
            loadable: OnceLock::new(),
        }
    }

    fn join_traits(&self, types: &[TypeId]) -> Traits {
        types
            .iter()
            .fold(Traits::default(), |t, &a| t.join(self.traits(a)))
    }

    /// `T[]`
    pub fn sz_array(&self, elem: TypeId) -> TypeId {
        self.intern(TypeKind::SzArray(elem))
    }
    /// `T*`
    pub fn ptr_to(&self, ty: TypeId) -> TypeId {
        self.intern(TypeKind::Ptr(ty))
    }
    /// `T&`
    pub fn byref_to(&self, ty: TypeId) -> TypeId {
        self.intern(TypeKind::ByRef(ty))
    }

    /// An instantiation; no arguments for a generic definition give its open type.
    pub fn named(&self, def: TypeDefId, args: &[TypeId]) -> TypeId {
        if args.is_empty() && self.type_info(def).generic_count != 0 {
            return self.open_type(def);
        }
        let same = |e: &TypeEntry| matches!(&e.kind, TypeKind::Named { def: d, args: a } if *d == def && **a == *args);
        TypeId(self.types.intern(hash_named(def, args), same, || {
            self.new_type(TypeKind::Named {
                def,
                args: args.into(),
            })
        }))
    }

    /// The type as seen from inside its own definition (args = its own variables; same as `named(def, [])` when not generic).
    pub fn open_type(&self, def: TypeDefId) -> TypeId {
        match self.type_info(def).generic_count {
            0 => self.named(def, &[]),
            n => {
                let vars = (0..n as usize).map(|i| self.intern(TypeKind::TypeVar(i as u32)));
                self.named(def, Args::collect(vars).as_slice())
            }
        }
    }

    /// The method variables `!!0..!!n`.
    pub(crate) fn method_vars(&self, n: u32) -> Args {
        Args::collect((0..n as usize).map(|i| self.intern(TypeKind::MethodVar(i as u32))))
    }

    /// Replaces the variables in a type.
    pub fn subst_type(&self, ty: TypeId, s: Subst) -> TypeId {
        let entry = self.type_entry(ty);
        if !entry.traits.open || (s.type_args.is_empty() && s.method_args.is_empty()) {
            return ty;
        }
        match &entry.kind {
            TypeKind::TypeVar(n) => s.type_args.get(*n as usize).copied().unwrap_or(ty),
            TypeKind::MethodVar(n) => s.method_args.get(*n as usize).copied().unwrap_or(ty),
            TypeKind::Named { def, args } => self.named(*def, self.subst_all(args, s).as_slice()),
            TypeKind::SzArray(elem) => self.sz_array(self.subst_type(*elem, s)),
            TypeKind::Array { elem, rank } => self.intern(TypeKind::Array {
                elem: self.subst_type(*elem, s),
                rank: *rank,
            }),
            TypeKind::Ptr(to) => self.ptr_to(self.subst_type(*to, s)),
            TypeKind::ByRef(to) => self.byref_to(self.subst_type(*to, s)),
            TypeKind::FnPtr(sig) => self.intern(TypeKind::FnPtr(self.subst_sig(*sig, s))),
        }
    }

    fn subst_all(&self, types: &[TypeId], s: Subst) -> Args {
        Args::collect(types.iter().map(|&t| self.subst_type(t, s)))
    }

    // ---- methods ------------------------------------------------------------------------------------------------

    /// What a method is.
    pub fn method(&self, m: MethodId) -> &MethodKind {
        &self.method_entry(m).kind
    }

    /// The id of a method.
    pub fn intern_method(&self, kind: MethodKind) -> MethodId {
        match kind {
            MethodKind::Def { def, owner, args } => self.method_on(def, owner, &args),
            MethodKind::Array { owner, .. } => {
                let same = |e: &MethodEntry| e.kind == kind;
                MethodId(self.methods.intern(hash_of(&kind), same, || {
                    MethodEntry::new(kind.clone(), self.traits(owner))
                }))
            }
        }
    }

    /// `def` on `owner` (which must be an instantiation of the def's type) with `args`. No args for a generic method give its
    /// uninstantiated form, with its own variables as arguments.
    pub fn method_on(&self, def: MethodDefId, owner: TypeId, args: &[TypeId]) -> MethodId {
        if args.is_empty() {
            let n = self.method_info(def).generic_count;
            if n != 0 {
                return self.intern_def(def, owner, self.method_vars(n).as_slice());
            }
        }
        self.intern_def(def, owner, args)
    }

    fn intern_def(&self, def: MethodDefId, owner: TypeId, args: &[TypeId]) -> MethodId {
        let same = |e: &MethodEntry| {
            matches!(&e.kind, MethodKind::Def { def: d, owner: o, args: a }
                if *d == def && *o == owner && **a == *args)
        };
        MethodId(
            self.methods
                .intern(hash_method(def, owner, args), same, || {
                    let kind = MethodKind::Def {
                        def,
                        owner,
                        args: args.into(),
                    };
                    MethodEntry::new(kind, self.traits(owner).join(self.join_traits(args)))
                }),
        )
    }

    /// Replaces the variables in a method's owner and arguments.
    pub fn subst_method(&self, m: MethodId, s: Subst) -> MethodId {
        let entry = self.method_entry(m);
        if !entry.traits.open || (s.type_args.is_empty() && s.method_args.is_empty()) {
            return m;
        }
        match &entry.kind {
            MethodKind::Def { def, owner, args } => self.intern_def(
                *def,
                self.subst_type(*owner, s),
                self.subst_all(args, s).as_slice(),
            ),
            MethodKind::Array { owner, method } => self.intern_method(MethodKind::Array {
                owner: self.subst_type(*owner, s),
                method: *method,
            }),
        }
    }

    // ---- fields -------------------------------------------------------------------------------------------------

    /// The field on an instantiation of its type.
    pub fn field_on(&self, def: FieldDefId, owner: TypeId) -> FieldId {
        let same = |e: &FieldEntry| e.def == def && e.owner == owner;
        FieldId(
            self.fields
                .intern(hash_of(&(def, owner)), same, || FieldEntry { def, owner }),
        )
    }

    /// Replaces the variables in a field's owner.
    pub fn subst_field(&self, f: FieldId, s: Subst) -> FieldId {
        let entry = self.field_entry(f);
        let owner = self.subst_type(entry.owner, s);
        if owner == entry.owner {
            f
        } else {
            self.field_on(entry.def, owner)
        }
    }

    // ---- signatures ---------------------------------------------------------------------------------------------

    /// An interned signature.
    pub fn sig(&self, s: SigId) -> &Sig {
        &self.sigs.get(s.0).sig
    }

    /// The id of a signature.
    pub fn intern_sig(&self, sig: Sig) -> SigId {
        let same = |e: &SigEntry| e.sig == sig;
        SigId(self.sigs.intern(hash_of(&sig), same, || SigEntry {
            traits: self.join_traits(&sig.params).join(self.traits(sig.ret)),
            sig: sig.clone(),
        }))
    }

    /// Replaces the variables in a signature.
    pub fn subst_sig(&self, id: SigId, s: Subst) -> SigId {
        let entry = self.sigs.get(id.0);
        if !entry.traits.open || (s.type_args.is_empty() && s.method_args.is_empty()) {
            return id;
        }
        let sig = &entry.sig;
        self.intern_sig(Sig {
            has_this: sig.has_this,
            call_conv: sig.call_conv,
            generic_params: sig.generic_params,
            ret: self.subst_type(sig.ret, s),
            params: sig.params.iter().map(|&p| self.subst_type(p, s)).collect(),
        })
    }
}

impl MethodEntry {
    fn new(kind: MethodKind, traits: Traits) -> MethodEntry {
        MethodEntry {
            kind,
            traits,
            sig: OnceLock::new(),
            canon: OnceLock::new(),
        }
    }
}
