//! Which method an interface call runs.
//!
//! Explicit overrides of a class come before methods that match by name, the most derived class before its bases, exact interfaces before
//! variant ones, classes before default interface methods (ECMA-335 II.12.2 and its augments; CoreCLR `MethodTable::FindDispatchImpl`).

use crate::cast::Variance;
use crate::{
    InterfaceImpl, MethodId, MethodKind, Result, TypeError, TypeId, TypeKind, TypeSystem, WellKnown,
};

impl TypeSystem {
    /// What an interface call of `decl` runs on an object of exact type `ty` (variance considered). `ty` may be a value type (boxed).
    /// `None` also when `ty` does not implement the interface.
    pub fn resolve_interface(&self, ty: TypeId, decl: MethodId) -> Result<InterfaceImpl> {
        let key = (ty, self.uninstantiated(decl));
        let found = match self.dispatch.get(&key) {
            Some(found) => found,
            None => {
                let found = self.find_interface_impl(ty, key.1)?;
                self.dispatch.insert(key, found);
                found
            }
        };
        Ok(match found {
            InterfaceImpl::Class(m) if self.is_array_helper(m, ty) => found,
            InterfaceImpl::Class(m) => InterfaceImpl::Class(self.with_args_of(m, decl)),
            InterfaceImpl::Default(m) => InterfaceImpl::Default(self.with_args_of(m, decl)),
            other => other,
        })
    }

    fn is_array_helper(&self, m: MethodId, ty: TypeId) -> bool {
        self.is_array(ty) && self.method_owner(m) == self.well_known(WellKnown::SzArrayHelper)
    }

    fn find_interface_impl(&self, ty: TypeId, decl: MethodId) -> Result<InterfaceImpl> {
        let interface = self.method_owner(decl);
        if !self.has_slot(decl) || !self.is_interface(interface) {
            return Ok(InterfaceImpl::None);
        }
        if let TypeKind::SzArray(_) = self.kind(ty)
            && let TypeKind::Named { def, args } = self.kind(interface)
            && self.is_array_family(*def)
        {
            return match self.is_assignable(ty, interface) {
                true => self.array_helper(decl, args).map(InterfaceImpl::Class),
                false => Ok(InterfaceImpl::None),
            };
        }
        for candidate in self.matching_interfaces(ty, interface)? {
            if let Some(m) = self.class_impl(ty, self.on_owner(decl, candidate))? {
                return Ok(InterfaceImpl::Class(m));
            }
        }
        self.default_impl(ty, decl)
    }

    fn has_slot(&self, m: MethodId) -> bool {
        self.method_def(m)
            .is_some_and(|def| self.method_info(def).has_slot())
    }

    /// The same method definition on another instantiation of its type.
    fn on_owner(&self, m: MethodId, owner: TypeId) -> MethodId {
        match self.method(m) {
            MethodKind::Def {
                def, owner: old, ..
            } if *old != owner => self.method_on(*def, owner, &[]),
            _ => m,
        }
    }

    /// Interfaces of `ty` through which a call of a method of `interface` can go, best first: those that the most derived class adds before
    /// those of its bases (measured: a variant one of the derived class wins over the exact one of its base), among one class's the exact
    /// one, then those that convert to it by variance in order of declaration.
    fn matching_interfaces(&self, ty: TypeId, interface: TypeId) -> Result<Vec<TypeId>> {
        let list = self.try_interfaces(ty)?;
        if ty == interface {
            return Ok(vec![interface]);
        }
        if !self.has_variance(interface) {
            let exact = list.contains(&interface);
            return Ok(exact.then_some(interface).into_iter().collect());
        }
        let mut found = Vec::new();
        if self.variance_compatible(ty, interface, 0) {
            found.push(ty);
        }
        let mut current = Some((ty, list));
        while let Some((class, list)) = current {
            let base = match self.try_base(class)? {
                Some(base) => Some((base, self.try_interfaces(base)?)),
                None => None,
            };
            let inherited = base.map_or(0, |(_, list)| list.len());
            let added = &list[inherited..];
            found.extend(added.iter().filter(|&&i| i == interface));
            found.extend(
                added
                    .iter()
                    .filter(|&&i| i != interface && self.variance_compatible(i, interface, 0)),
            );
            current = base;
        }
        Ok(found)
    }

    /// CoreLib implements the generic interfaces of vectors by generic methods of `SZArrayHelper`, called with the array as `this`.
    fn array_helper(&self, decl: MethodId, args: &[TypeId]) -> Result<MethodId> {
        let helper = self.well_known(WellKnown::SzArrayHelper);
        let name = self.method_name(decl);
        match self.methods_named(helper, name).first() {
            Some(&m) => Ok(self.with_own_args(m, args)),
            None => Err(TypeError::MissingMember {
                kind: "array method",
                name: format!("System.SZArrayHelper.{name}"),
            }),
        }
    }

    fn with_own_args(&self, m: MethodId, args: &[TypeId]) -> MethodId {
        match self.method(m) {
            MethodKind::Def { def, owner, .. } => self.method_on(*def, *owner, args),
            MethodKind::Array { .. } => m,
        }
    }

    /// The class method that implements `decl`, whose interface `ty` has exactly. Both uninstantiated.
    fn class_impl(&self, ty: TypeId, decl: MethodId) -> Result<Option<MethodId>> {
        if self.is_interface(ty) {
            return Ok(None);
        }
        let interface = self.method_owner(decl);
        let mut current = Some(if self.is_array(ty) {
            self.well_known(WellKnown::Array)
        } else {
            ty
        });
        while let Some(class) = current {
            if !self.try_interfaces(class)?.contains(&interface) {
                break;
            }
            if let Some(m) = self.impl_on_class(class, decl)? {
                return self.resolve_virtual(ty, m).map(Some);
            }
            current = self.try_base(class)?;
        }
        Ok(None)
    }

    /// What `class` itself says about `decl`: an explicit override, or, when it lists the interface, a public virtual method that matches.
    fn impl_on_class(&self, class: TypeId, decl: MethodId) -> Result<Option<MethodId>> {
        if let Some(m) = self.override_of(class, decl, Variance::No)? {
            return Ok(Some(m));
        }
        let Some(def) = self.type_def(class) else {
            return Ok(None);
        };
        let interface = self.method_owner(decl);
        let open = self.open_type(def);
        let subst = self.type_subst(class);
        let base = self.try_base(open)?;
        // Matching is done on the open type, where `M(T)` and `M(int)` differ.
        for &candidate in self.declared_interfaces(open)? {
            if self.subst_type(candidate, subst) != interface {
                continue;
            }
            let open_decl = self.on_owner(decl, candidate);
            if let Some(m) = self.matching_method(open, open_decl)? {
                return Ok(Some(self.subst_method(m, subst)));
            }
            let mut ancestor = match base {
                Some(base) if !self.try_interfaces(base)?.contains(&candidate) => base,
                _ => continue,
            };
            loop {
                if let Some(m) = self.matching_method(ancestor, open_decl)? {
                    return Ok(Some(self.subst_method(m, subst)));
                }
                match self.try_base(ancestor)? {
                    Some(next) => ancestor = next,
                    None => break,
                }
            }
        }
        Ok(None)
    }

    /// A public virtual method that `class` declares with the name and signature of `decl`.
    fn matching_method(&self, class: TypeId, decl: MethodId) -> Result<Option<MethodId>> {
        for m in self.methods_named(class, self.method_name(decl)) {
            let public = self
                .method_def(m)
                .is_some_and(|def| self.method_info(def).is_public());
            if public && self.is_virtual(m) && self.same_name_and_sig(m, decl)? {
                return Ok(Some(m));
            }
        }
        Ok(None)
    }

    /// The body that a `MethodImpl` row of `ty` gives to `decl`.
    pub(crate) fn override_of(
        &self,
        ty: TypeId,
        decl: MethodId,
        variance: Variance,
    ) -> Result<Option<MethodId>> {
        let (Some(def), Some(decl_def)) = (self.type_def(ty), self.method_def(decl)) else {
            return Ok(None);
        };
        let interface = self.method_owner(decl);
        let subst = self.type_subst(ty);
        let mut variant = None;
        for o in self.overrides(self.open_type(def))? {
            if self.method_def(o.decl) != Some(decl_def) {
                continue;
            }
            let owner = self.subst_type(self.method_owner(o.decl), subst);
            if owner == interface {
                return Ok(Some(self.subst_method(o.body, subst)));
            }
            if variance == Variance::Yes
                && variant.is_none()
                && self.variance_compatible(owner, interface, 0)
            {
                variant = Some(self.subst_method(o.body, subst));
            }
        }
        Ok(variant)
    }

    /// The most specific default implementation of `decl` among the interfaces of `ty`: one for exactly its interface, else one for an
    /// instantiation that converts to it (CoreCLR `MethodTable::FindDefaultInterfaceImplementation`).
    fn default_impl(&self, ty: TypeId, decl: MethodId) -> Result<InterfaceImpl> {
        let interface = self.method_owner(decl);
        if !self.is_interface(ty) && !self.has_interface(ty, interface, Variance::Yes) {
            return Ok(InterfaceImpl::None);
        }
        let mut found = self.most_specific(ty, decl, Variance::No)?;
        if found.is_empty() && self.has_variance(interface) {
            found = self.most_specific(ty, decl, Variance::Yes)?;
            // Among variant ones the first wins.
            found.truncate(1);
        }
        Ok(match found[..] {
            [] => InterfaceImpl::None,
            // Made abstract again by a derived interface.
            [body] if self.is_abstract(body) => InterfaceImpl::None,
            [body] => InterfaceImpl::Default(body),
            _ => InterfaceImpl::Ambiguous,
        })
    }

    /// The bodies for `decl` that no more specific interface of `ty` replaces.
    fn most_specific(
        &self,
        ty: TypeId,
        decl: MethodId,
        variance: Variance,
    ) -> Result<Vec<MethodId>> {
        let interface = self.method_owner(decl);
        // (interface that provides it, body)
        let mut candidates: Vec<(TypeId, MethodId)> = Vec::new();
        for provider in self.providers(ty)? {
            let body = if self.type_def(provider) == self.type_def(interface) {
                let own = self.on_owner(decl, provider);
                let matches = provider == interface
                    || variance == Variance::Yes
                        && self.variance_compatible(provider, interface, 0);
                (matches && !self.is_abstract(own)).then_some(own)
            } else if self.has_interface(provider, interface, variance) {
                self.override_of(provider, decl, variance)?
            } else {
                None
            };
            let Some(body) = body else { continue };
            // Instantiations of one variant interface do not replace each other.
            let replaces = |a: TypeId, b: TypeId| {
                a == b
                    || self.type_def(a) != self.type_def(b)
                        && self.has_interface(a, b, Variance::Yes)
            };
            if candidates.iter().any(|&(c, _)| replaces(c, provider)) {
                continue;
            }
            match candidates.iter().position(|&(c, _)| replaces(provider, c)) {
                Some(first) => {
                    candidates[first] = (provider, body);
                    let mut at = 0;
                    candidates.retain(|&(c, _)| {
                        at += 1;
                        at <= first + 1 || !replaces(provider, c)
                    });
                }
                None => candidates.push((provider, body)),
            }
        }
        Ok(candidates.into_iter().map(|(_, body)| body).collect())
    }

    /// The interfaces that can have default implementations for `ty`: itself, those that its class adds, those that its base adds, and so on.
    fn providers(&self, ty: TypeId) -> Result<Vec<TypeId>> {
        let mut list: Vec<TypeId> = self.is_interface(ty).then_some(ty).into_iter().collect();
        let mut current = Some(ty);
        while let Some(class) = current {
            current = self.try_base(class)?;
            let inherited = match current {
                Some(base) => self.try_interfaces(base)?.len(),
                None => 0,
            };
            list.extend(&self.try_interfaces(class)?[inherited..]);
        }
        Ok(list)
    }

    /// `constrained. ty call static_abstract`: the static method that implements `decl` for `ty`. `None`: nothing does, or several
    /// defaults are equally specific.
    pub fn resolve_static_virtual(&self, ty: TypeId, decl: MethodId) -> Result<Option<MethodId>> {
        let generic = self.uninstantiated(decl);
        let found = self.find_static_impl(ty, generic)?;
        Ok(found.map(|m| self.with_args_of(m, decl)))
    }

    fn find_static_impl(&self, ty: TypeId, decl: MethodId) -> Result<Option<MethodId>> {
        let interface = self.method_owner(decl);
        if !self.is_interface(interface) {
            return Ok(None);
        }
        let mut current = (!self.is_interface(ty)).then_some(ty);
        while let Some(class) = current {
            let variant = self
                .try_interfaces(class)?
                .iter()
                .filter(|&&i| i != interface && self.variance_compatible(i, interface, 0));
            for &i in std::iter::once(&interface).chain(variant) {
                // Compilers give every implementation of a static virtual method as a MethodImpl row.
                if let Some(m) = self.override_of(class, self.on_owner(decl, i), Variance::No)? {
                    return Ok(Some(m));
                }
            }
            current = self.try_base(class)?;
        }
        Ok(match self.default_impl(ty, decl)? {
            InterfaceImpl::Default(m) => Some(m),
            _ => None,
        })
    }
}
