//! Canonical forms: instantiations that share code.

use crate::{MethodId, MethodKind, TypeId, TypeKind, TypeSystem, WellKnown};

impl TypeSystem {
    /// Every reference-type argument replaced by `__Canon` (recursively inside value-type instantiations), elements of arrays too.
    /// Idempotent; variables stay.
    pub fn canon_type(&self, ty: TypeId) -> TypeId {
        let entry = self.type_entry(ty);
        if let Some(&canon) = entry.canon.get() {
            return canon;
        }
        let canon = match &entry.kind {
            TypeKind::Named { args, .. } if args.is_empty() => ty,
            TypeKind::Named { def, args } => {
                let args: Vec<TypeId> = args.iter().map(|&a| self.canon_arg(a)).collect();
                self.named(*def, &args)
            }
            TypeKind::SzArray(elem) => self.sz_array(self.canon_arg(*elem)),
            TypeKind::Array { elem, rank } => self.intern(TypeKind::Array {
                elem: self.canon_arg(*elem),
                rank: *rank,
            }),
            TypeKind::Ptr(to) => self.ptr_to(self.canon_type(*to)),
            TypeKind::ByRef(to) => self.byref_to(self.canon_arg(*to)),
            TypeKind::FnPtr(_) | TypeKind::TypeVar(_) | TypeKind::MethodVar(_) => ty,
        };
        let _ = entry.canon.set(canon);
        canon
    }

    /// What stands for a type argument in a canonical instantiation.
    pub fn canon_arg(&self, arg: TypeId) -> TypeId {
        if self.is_ref_type(arg) {
            self.well_known(WellKnown::Canon)
        } else {
            self.canon_type(arg)
        }
    }

    /// The method on its canonical owner with canonical method arguments.
    pub fn canon_method(&self, m: MethodId) -> MethodId {
        let entry = self.method_entry(m);
        if let Some(&canon) = entry.canon.get() {
            return canon;
        }
        let canon = match &entry.kind {
            MethodKind::Def { def, owner, args } => {
                let args: Vec<TypeId> = args.iter().map(|&a| self.canon_arg(a)).collect();
                self.method_on(*def, self.canon_type(*owner), &args)
            }
            MethodKind::Array { owner, method } => self.intern_method(MethodKind::Array {
                owner: self.canon_type(*owner),
                method: *method,
            }),
        };
        let _ = entry.canon.set(canon);
        canon
    }

    /// Mentions `__Canon`.
    pub fn is_shared_type(&self, ty: TypeId) -> bool {
        self.traits(ty).shared
    }

    /// Mentions `__Canon` in its owner or its arguments.
    pub fn is_shared_method(&self, m: MethodId) -> bool {
        self.method_traits(m).shared
    }

    /// Depth of nesting of an instantiation (to cut off infinite generic recursion).
    pub fn depth(&self, ty: TypeId) -> u32 {
        self.traits(ty).depth
    }
}
