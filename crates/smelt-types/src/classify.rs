//! Questions about one type: what kind it is, its base, how its values are held.

use smelt_metadata::element;
use smelt_metadata::flags::{field_attr, method_attr, type_attr};

use crate::defs::{DefKind, Special, TypeInfo};
use crate::{
    MethodDefId, MethodId, Result, Subst, TypeDefId, TypeId, TypeKind, TypeSystem, ValueClass,
    WellKnown,
};

impl TypeSystem {
    /// The definition of a class, interface, struct or enum; `None` for constructed types.
    pub fn type_def(&self, ty: TypeId) -> Option<TypeDefId> {
        match self.kind(ty) {
            TypeKind::Named { def, .. } => Some(*def),
            _ => None,
        }
    }

    pub(crate) fn info(&self, ty: TypeId) -> Option<&TypeInfo> {
        self.type_def(ty).map(|def| self.type_info(def))
    }

    /// TypeDef flags (ECMA-335 II.23.1.15); 0 for constructed types.
    pub fn type_flags(&self, ty: TypeId) -> u32 {
        self.info(ty).map_or(0, |i| i.flags)
    }

    /// Generic arguments; empty for anything that has none.
    pub fn type_args(&self, ty: TypeId) -> &[TypeId] {
        match self.kind(ty) {
            TypeKind::Named { args, .. } => args,
            _ => &[],
        }
    }

    /// The replacement of a type's variables by its arguments.
    pub fn type_subst(&self, ty: TypeId) -> Subst<'_> {
        Subst {
            type_args: self.type_args(ty),
            method_args: &[],
        }
    }

    /// Number of generic parameters of a definition, those of enclosing types included.
    pub fn generic_param_count(&self, def: TypeDefId) -> u32 {
        self.type_info(def).generic_count
    }

    /// Per generic parameter 0, 1 (covariant) or 2 (contravariant); empty when there is no variance.
    pub fn variance(&self, def: TypeDefId) -> &[u8] {
        &self.type_info(def).variance
    }

    /// Namespace (that of the outermost enclosing type) and simple name of a definition.
    pub fn type_def_name(&self, def: TypeDefId) -> (&str, &str) {
        let info = self.type_info(def);
        let mut outer = info;
        while outer.enclosing != 0 {
            outer = self.type_info(TypeDefId {
                module: def.module,
                rid: outer.enclosing,
            });
        }
        (outer.namespace, info.name)
    }

    /// Base class with exact arguments. Arrays: System.Array. Interfaces, Object, pointers: None.
    pub fn base(&self, ty: TypeId) -> Option<TypeId> {
        self.try_base(ty).ok().flatten()
    }

    /// As [`Self::base`], with the reason when the base class cannot be resolved.
    pub fn try_base(&self, ty: TypeId) -> Result<Option<TypeId>> {
        let entry = self.type_entry(ty);
        if let Some(base) = entry.base.get() {
            return base.clone();
        }
        let base = match &entry.kind {
            TypeKind::Named { def, args } => self.checked_extends(*def).and_then(|extends| {
                if extends.is_nil() {
                    return Ok(None);
                }
                let open = self.resolve_open_type(def.module, extends)?;
                let subst = Subst {
                    type_args: args,
                    method_args: &[],
                };
                Ok(Some(self.subst_type(open, subst)))
            }),
            TypeKind::SzArray(_) | TypeKind::Array { .. } => {
                Ok(Some(self.well_known(WellKnown::Array)))
            }
            _ => Ok(None),
        };
        let _ = entry.base.set(base.clone());
        base
    }

    /// The type and its base classes, most derived first.
    pub fn base_chain(&self, ty: TypeId) -> impl Iterator<Item = TypeId> + '_ {
        std::iter::successors(Some(ty), |&t| self.base(t))
    }

    /// Struct, enum or primitive.
    pub fn is_value_type(&self, ty: TypeId) -> bool {
        self.info(ty).is_some_and(TypeInfo::is_value_type)
    }
    /// An interface.
    pub fn is_interface(&self, ty: TypeId) -> bool {
        self.info(ty).is_some_and(|i| i.kind == DefKind::Interface)
    }
    /// An enum.
    pub fn is_enum(&self, ty: TypeId) -> bool {
        self.info(ty).is_some_and(|i| i.kind == DefKind::Enum)
    }
    /// A delegate class (not `Delegate` and `MulticastDelegate` themselves).
    pub fn is_delegate(&self, ty: TypeId) -> bool {
        self.info(ty).is_some_and(|i| i.kind == DefKind::Delegate)
    }
    /// An instantiation of `Nullable<T>`, or its open type.
    pub fn is_nullable(&self, ty: TypeId) -> bool {
        self.info(ty)
            .is_some_and(|i| i.special == Special::Nullable)
    }
    /// A ref struct.
    pub fn is_byref_like(&self, ty: TypeId) -> bool {
        self.info(ty).is_some_and(|i| i.by_ref_like)
    }
    /// Class, interface, delegate or array. Variables are not.
    pub fn is_ref_type(&self, ty: TypeId) -> bool {
        match self.kind(ty) {
            TypeKind::Named { def, .. } => !self.type_info(*def).is_value_type(),
            TypeKind::SzArray(_) | TypeKind::Array { .. } => true,
            _ => false,
        }
    }
    /// bool, char, integers, floats, native ints (not enums).
    pub fn is_primitive(&self, ty: TypeId) -> bool {
        self.info(ty).is_some_and(|i| i.primitive().is_some())
    }
    /// A vector or multi-dimensional array.
    pub fn is_array(&self, ty: TypeId) -> bool {
        matches!(self.kind(ty), TypeKind::SzArray(_) | TypeKind::Array { .. })
    }

    /// Type of the values of an enum; `None` for anything else.
    pub fn enum_underlying(&self, ty: TypeId) -> Option<TypeId> {
        let def = self.type_def(ty)?;
        let info = self.type_info(def);
        if info.kind != DefKind::Enum {
            return None;
        }
        let m = self.asm.module(def.module);
        let rid = info.fields.clone().find(|&rid| {
            m.md.field(rid)
                .is_ok_and(|f| f.flags & field_attr::STATIC == 0)
        })?;
        self.field_type_open(crate::FieldDefId {
            module: def.module,
            rid,
        })
        .ok()
    }

    /// Element of an array, target of a pointer or byref.
    pub fn element_type(&self, ty: TypeId) -> Option<TypeId> {
        match *self.kind(ty) {
            TypeKind::SzArray(t) | TypeKind::Ptr(t) | TypeKind::ByRef(t) => Some(t),
            TypeKind::Array { elem, .. } => Some(elem),
            _ => None,
        }
    }

    /// ELEMENT_TYPE_* of the type (enum: of the underlying type), as `CorElementType`.
    pub fn cor_element_type(&self, ty: TypeId) -> u8 {
        match self.kind(ty) {
            TypeKind::SzArray(_) => element::SZARRAY,
            TypeKind::Array { .. } => element::ARRAY,
            TypeKind::Ptr(_) => element::PTR,
            TypeKind::ByRef(_) => element::BYREF,
            TypeKind::FnPtr(_) => element::FNPTR,
            TypeKind::TypeVar(_) => element::VAR,
            TypeKind::MethodVar(_) => element::MVAR,
            TypeKind::Named { def, .. } => {
                let info = self.type_info(*def);
                match info.special {
                    Special::Void => element::VOID,
                    Special::Primitive(e) => e,
                    Special::String => element::STRING,
                    Special::Object => element::OBJECT,
                    _ if info.kind == DefKind::Enum => match self.enum_underlying(ty) {
                        Some(u) if !self.is_enum(u) => self.cor_element_type(u),
                        _ => element::VALUETYPE,
                    },
                    _ if info.kind == DefKind::Struct => element::VALUETYPE,
                    _ => element::CLASS,
                }
            }
        }
    }

    /// How values are held. Variables, whose values nobody can hold, count as `Struct`.
    pub fn value_class(&self, ty: TypeId) -> ValueClass {
        let int = |size, signed| ValueClass::Int { size, signed };
        match self.cor_element_type(ty) {
            element::VOID => ValueClass::Void,
            element::BOOLEAN | element::U1 => int(1, false),
            element::I1 => int(1, true),
            element::CHAR | element::U2 => int(2, false),
            element::I2 => int(2, true),
            element::I4 => int(4, true),
            element::U4 => int(4, false),
            element::I8 | element::I => int(8, true),
            element::U8 | element::U | element::PTR | element::FNPTR => int(8, false),
            element::R4 => ValueClass::F32,
            element::R8 => ValueClass::F64,
            element::BYREF => ValueClass::ByRef,
            element::VALUETYPE | element::VAR | element::MVAR => ValueClass::Struct,
            _ => ValueClass::Ref,
        }
    }

    /// Mentions TypeVar or MethodVar.
    pub fn is_open(&self, ty: TypeId) -> bool {
        self.traits(ty).open
    }

    /// A generic interface or delegate with a covariant or contravariant parameter.
    pub fn has_variance(&self, ty: TypeId) -> bool {
        self.info(ty).is_some_and(|i| !i.variance.is_empty())
    }

    /// Static construction may run early (`beforefieldinit`).
    pub fn is_before_field_init(&self, ty: TypeId) -> bool {
        self.type_flags(ty) & type_attr::BEFORE_FIELD_INIT != 0
    }

    /// Sealed class, struct, enum, delegate or array.
    pub fn is_sealed(&self, ty: TypeId) -> bool {
        match self.kind(ty) {
            TypeKind::Named { def, .. } => {
                let info = self.type_info(*def);
                info.flags & type_attr::SEALED != 0 || info.is_value_type()
            }
            _ => true,
        }
    }

    /// The type that a nested type is declared in.
    pub fn enclosing_type(&self, def: TypeDefId) -> Option<TypeDefId> {
        match self.type_info(def).enclosing {
            0 => None,
            rid => Some(TypeDefId {
                module: def.module,
                rid,
            }),
        }
    }

    /// A static constructor, if the type has one.
    pub fn class_ctor(&self, ty: TypeId) -> Option<MethodId> {
        self.special_method(ty, ".cctor", |flags, params| {
            flags & method_attr::STATIC != 0 && params == 0
        })
    }

    /// The instance constructor without parameters, if the type declares one.
    pub fn default_ctor(&self, ty: TypeId) -> Option<MethodId> {
        self.special_method(ty, ".ctor", |flags, params| {
            flags & method_attr::STATIC == 0 && params == 0
        })
    }

    fn special_method(
        &self,
        ty: TypeId,
        name: &str,
        wanted: impl Fn(u16, usize) -> bool,
    ) -> Option<MethodId> {
        let def = self.type_def(ty)?;
        let m = self.asm.module(def.module);
        let rids = self.type_info(def).methods_named(m, name);
        rids.iter().find_map(|&rid| {
            let id = MethodDefId {
                module: def.module,
                rid,
            };
            let info = self.method_info(id);
            let sig = self.sig(self.def_sig(id).ok()?.sig);
            wanted(info.flags, sig.params.len()).then(|| self.method_on(id, ty, &[]))
        })
    }

    /// The `Finalize` override that instances must run, if any.
    pub fn finalizer(&self, ty: TypeId) -> Option<MethodId> {
        if !self.is_ref_type(ty) || self.is_interface(ty) {
            return None;
        }
        let object = self.well_known(WellKnown::Object);
        let decl = *self.methods_named(object, "Finalize").first()?;
        let found = self.resolve_virtual(ty, decl).ok()?;
        (self.method_owner(found) != object).then_some(found)
    }
}
