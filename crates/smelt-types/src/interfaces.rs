//! Which interfaces a type has.

use crate::cast::Variance;
use crate::{Result, TypeDefId, TypeError, TypeId, TypeKind, TypeSystem, WellKnown};

/// Longest chain of interfaces that inherit from each other.
const MAX_DEPTH: u32 = 200;

impl TypeSystem {
    /// All interfaces of the type, bases' and inherited ones included, exact, no duplicates. SZ arrays: the `IList<T>` family too.
    /// Order: those of the base class, then as declared, each followed by what it inherits.
    pub fn interfaces(&self, ty: TypeId) -> &[TypeId] {
        self.try_interfaces(ty).unwrap_or_default()
    }

    /// As [`Self::interfaces`], with the reason when one cannot be resolved.
    pub fn try_interfaces(&self, ty: TypeId) -> Result<&[TypeId]> {
        let cell = &self.type_entry(ty).interfaces;
        if cell.get().is_none() {
            let _ = cell.set(self.collect_interfaces(ty));
        }
        match cell.get() {
            Some(Ok(list)) => Ok(list),
            Some(Err(e)) => Err(e.clone()),
            None => unreachable!("set above"),
        }
    }

    fn collect_interfaces(&self, ty: TypeId) -> Result<Box<[TypeId]>> {
        let mut list = match self.try_base(ty)? {
            Some(base) if !self.is_interface(ty) => self.try_interfaces(base)?.to_vec(),
            _ => Vec::new(),
        };
        if let TypeKind::SzArray(elem) = *self.kind(ty) {
            if self.has_generic_array_interfaces(elem) {
                list.extend(self.array_family.iter().map(|&d| self.named(d, &[elem])));
            }
        } else {
            for &interface in self.declared_interfaces(ty)? {
                push_new(&mut list, interface);
            }
        }
        Ok(list.into())
    }

    /// Arrays of pointers have only the interfaces of System.Array.
    pub(crate) fn has_generic_array_interfaces(&self, elem: TypeId) -> bool {
        !matches!(
            self.kind(elem),
            TypeKind::Ptr(_) | TypeKind::FnPtr(_) | TypeKind::ByRef(_)
        ) && elem != self.well_known(WellKnown::Void)
    }

    /// One of `IEnumerable<>`, `ICollection<>`, `IList<>`, `IReadOnlyCollection<>`, `IReadOnlyList<>`.
    pub fn is_array_family(&self, def: TypeDefId) -> bool {
        self.array_family.contains(&def)
    }

    /// The interfaces that the type lists itself, each followed by what it inherits; for an interface that is all it has.
    pub(crate) fn declared_interfaces(&self, ty: TypeId) -> Result<&[TypeId]> {
        self.declared_at(ty, 0)
    }

    fn declared_at(&self, ty: TypeId, depth: u32) -> Result<&[TypeId]> {
        let cell = &self.type_entry(ty).declared;
        if cell.get().is_none() {
            let _ = cell.set(self.collect_declared(ty, depth));
        }
        match cell.get() {
            Some(Ok(list)) => Ok(list),
            Some(Err(e)) => Err(e.clone()),
            None => unreachable!("set above"),
        }
    }

    fn collect_declared(&self, ty: TypeId, depth: u32) -> Result<Box<[TypeId]>> {
        let TypeKind::Named { def, .. } = self.kind(ty) else {
            return Ok(Box::default());
        };
        if depth > MAX_DEPTH {
            return Err(TypeError::BadLayout {
                name: self.type_name(ty),
                detail: "its interfaces inherit from each other in a circle".into(),
            });
        }
        let open = self.open_type(*def);
        let mut list = Vec::new();
        if open != ty {
            let subst = self.type_subst(ty);
            for &interface in self.declared_at(open, depth)? {
                // Different open interfaces may become the same one.
                push_new(&mut list, self.subst_type(interface, subst));
            }
            return Ok(list.into());
        }
        let m = self.asm.module(def.module);
        for rid in m.md.interface_impls(def.rid) {
            let row = m.ok(m.md.interface_impl(rid))?;
            let interface = self.resolve_open_type(def.module, row.interface)?;
            if !self.is_interface(interface) {
                return Err(m.bad(format_args!(
                    "'{}' implements '{}', which is not an interface",
                    self.type_name(ty),
                    self.type_name(interface)
                )));
            }
            push_new(&mut list, interface);
            for &inherited in self.declared_at(interface, depth + 1)? {
                push_new(&mut list, inherited);
            }
        }
        Ok(list.into())
    }

    /// Whether `ty` is or has the interface, exactly or by variance.
    pub(crate) fn has_interface(&self, ty: TypeId, interface: TypeId, variance: Variance) -> bool {
        if ty == interface {
            return true;
        }
        let list = self.interfaces(ty);
        if list.contains(&interface) {
            return true;
        }
        variance == Variance::Yes
            && self.has_variance(interface)
            && (self.variance_compatible(ty, interface, 0)
                || list
                    .iter()
                    .any(|&i| self.variance_compatible(i, interface, 0)))
    }
}

fn push_new(list: &mut Vec<TypeId>, ty: TypeId) {
    if !list.contains(&ty) {
        list.push(ty);
    }
}
