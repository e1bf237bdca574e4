//! What CoreCLR refuses when it loads a type (`MethodTableBuilder`): base classes, overrides, missing implementations, variance and fields
//! that break its rules. Definitions of the framework are trusted.

use std::sync::OnceLock;

use smelt_metadata::flags::{method_attr, type_attr};
use smelt_metadata::{Table, Token, element as e};

use crate::cast::Variance;
use crate::defs::DefKind;
use crate::vtable::Override;
use crate::{
    InterfaceImpl, MethodDefId, MethodId, Result, Subst, TypeDefId, TypeError, TypeId, TypeKind,
    TypeSystem, WellKnown,
};

pub(crate) type LoadableCell = OnceLock<Result<()>>;

/// Where a type stands in the signature of a variant interface or delegate.
#[derive(Copy, Clone)]
enum Position {
    /// Only results: covariant parameters may stand here.
    Out,
    /// Only arguments: contravariant ones may.
    In,
    /// Neither.
    Both,
}

const COVARIANT: u8 = 1;
const CONTRAVARIANT: u8 = 2;

impl Position {
    const fn through(self, variance: u8) -> Position {
        match (self, variance) {
            (_, 0) | (Position::Both, _) => Position::Both,
            (p, COVARIANT) => p,
            (Position::Out, _) => Position::In,
            (Position::In, _) => Position::Out,
        }
    }

    const fn admits(self, variance: u8) -> bool {
        match self {
            Position::Out => variance != CONTRAVARIANT,
            Position::In => variance != COVARIANT,
            Position::Both => variance == 0,
        }
    }
}

impl TypeSystem {
    /// Fails for what CoreCLR throws TypeLoadException when it loads the type: its definition or base classes break a rule, or its arguments
    /// violate constraints. A type that shared code names is checked as far as it is known.
    pub fn check_loadable(&self, ty: TypeId) -> Result<()> {
        let Some(def) = self.type_def(ty) else {
            return Ok(());
        };
        let cell = &self.type_entry(ty).loadable;
        if let Some(known) = cell.get() {
            return known.clone();
        }
        let open = self.open_type(def);
        let checked = if open != ty {
            self.check_arguments(ty)
                .and_then(|()| self.check_loadable(open))
        } else if self.is_framework(def.module) {
            Ok(())
        } else {
            self.check_definition(open, def)
        };
        let _ = cell.set(checked.clone());
        checked
    }

    fn refuse<T>(&self, ty: TypeId, detail: impl std::fmt::Display) -> Result<T> {
        Err(TypeError::BadLayout {
            name: self.type_name(ty),
            detail: detail.to_string(),
        })
    }

    /// The arguments of an instantiation meet the constraints of the definition's parameters.
    fn check_arguments(&self, ty: TypeId) -> Result<()> {
        let args = self.type_args(ty);
        let Some(def) = self.type_def(ty).filter(|_| !args.is_empty()) else {
            return Ok(());
        };
        let params = self.generic_parameters(def.module, Token::new(Table::TypeDef, def.rid));
        match self.unmet_constraint(&params, args, self.type_subst(ty)) {
            Some(i) => self.refuse(
                ty,
                format_args!(
                    "argument '{}' violates the constraint of a type parameter",
                    self.type_name(args[i])
                ),
            ),
            None => Ok(()),
        }
    }

    fn check_definition(&self, ty: TypeId, def: TypeDefId) -> Result<()> {
        let kind = self.type_info(def).kind;
        if kind != DefKind::Interface {
            self.check_base(ty, def)?;
        }
        for &interface in self.declared_interfaces(ty)? {
            self.check_loadable(interface)?;
        }
        self.check_variance(ty, def)?;
        self.check_fields(ty, def)?;
        for rid in self.type_info(def).methods.clone() {
            let id = MethodDefId {
                module: def.module,
                rid,
            };
            self.check_method(ty, self.method_on(id, ty, &[]))?;
        }
        let overrides = self.overrides(ty)?;
        for (i, row) in overrides.iter().enumerate() {
            self.check_override(ty, row)?;
            if overrides[..i].iter().any(|o| o.decl == row.decl) {
                return self.refuse(
                    ty,
                    format_args!("'{}' is overridden twice", self.method_display(row.decl)),
                );
            }
        }
        if kind != DefKind::Interface && self.type_flags(ty) & type_attr::ABSTRACT == 0 {
            self.check_complete(ty)?;
        }
        Ok(())
    }

    fn check_base(&self, ty: TypeId, def: TypeDefId) -> Result<()> {
        let Some(base) = self.try_base(ty)? else {
            return Ok(());
        };
        if self.type_info(def).kind != DefKind::Class {
            return Ok(());
        }
        let special = [WellKnown::Array, WellKnown::Delegate]
            .iter()
            .any(|&w| self.well_known(w) == base);
        if special
            || self.is_interface(base)
            || self.is_value_type(base)
            || self.type_flags(base) & type_attr::SEALED != 0
        {
            return self.refuse(
                ty,
                format_args!("nothing may extend '{}'", self.type_name(base)),
            );
        }
        self.check_loadable(base)
    }

    fn check_fields(&self, ty: TypeId, def: TypeDefId) -> Result<()> {
        let info = self.type_info(def);
        let mut instance = 0;
        for field in self.fields(ty) {
            let is_static = self.is_static_field(field);
            instance += u32::from(!is_static);
            let field_type = self.field_type(field)?;
            let by_ref = matches!(self.kind(field_type), TypeKind::ByRef(_));
            if (by_ref || self.is_byref_like(field_type)) && (is_static || !info.by_ref_like) {
                return self.refuse(
                    ty,
                    format_args!("field '{}' can't hold a reference", self.field_name(field)),
                );
            }
            if self.is_value_type(field_type) {
                self.check_arguments(field_type)?;
            }
        }
        if info.kind == DefKind::Enum && instance != 1 {
            return self.refuse(ty, "an enum has one instance field");
        }
        Ok(())
    }

    fn is_static_field(&self, field: crate::FieldId) -> bool {
        self.field_flags(field) & u32::from(smelt_metadata::flags::field_attr::STATIC) != 0
    }

    /// What a method overrides by its name may be overridden by it.
    fn check_method(&self, ty: TypeId, method: MethodId) -> Result<()> {
        let flags = self.method_flags(method) as u16;
        if flags & (method_attr::VIRTUAL | method_attr::STATIC | method_attr::NEW_SLOT)
            != method_attr::VIRTUAL
            || self.is_interface(ty)
        {
            return Ok(());
        }
        let (Some(base), Some(slot)) = (self.try_base(ty)?, self.slot_of(method)?) else {
            return Ok(());
        };
        let Some(&above) = self.vtable(base)?.slots.get(slot as usize) else {
            return Ok(());
        };
        let above_flags = self.method_flags(above) as u16;
        let (own, inherited) = (
            flags & method_attr::ACCESS_MASK,
            above_flags & method_attr::ACCESS_MASK,
        );
        let elsewhere =
            self.method_def(above).map(|d| d.module) != self.method_def(method).map(|d| d.module);
        let narrowed = own < inherited
            && !(elsewhere && own == method_attr::FAMILY && inherited == method_attr::FAM_OR_ASSEM);
        if above_flags & method_attr::FINAL != 0 || narrowed || !self.asks_no_more(method, above) {
            return self.refuse(
                ty,
                format_args!(
                    "'{}' can't override '{}'",
                    self.method_display(method),
                    self.method_display(above)
                ),
            );
        }
        Ok(())
    }

    /// A `MethodImpl` row.
    fn check_override(&self, ty: TypeId, row: &Override) -> Result<()> {
        let &Override { decl, body } = row;
        let owner = self.method_owner(decl);
        let interface = self.is_interface(owner);
        let known = match interface {
            true => self.try_interfaces(ty)?.contains(&owner) || owner == ty,
            false => self.base_chain(ty).any(|t| t == owner),
        };
        let virtuals = match self.is_static(decl) {
            true => {
                interface
                    && self.is_static(body)
                    && self.method_flags(decl) as u16 & method_attr::VIRTUAL != 0
            }
            false => self.is_virtual(decl) && self.is_virtual(body) && !self.is_static(body),
        };
        let sealed = !interface && self.is_final(decl);
        if !known
            || !virtuals
            || sealed
            || self.method_owner(body) != ty
            || !self.may_override(body, decl)?
            || !self.asks_no_more(body, decl)
        {
            return self.refuse(
                ty,
                format_args!(
                    "'{}' can't override '{}'",
                    self.method_display(body),
                    self.method_display(decl)
                ),
            );
        }
        Ok(())
    }

    /// Equal signatures, or a method of a class with a result that converts to the one of the method that it overrides.
    fn may_override(&self, body: MethodId, decl: MethodId) -> Result<bool> {
        let (own, above) = (self.method_sig(body)?, self.method_sig(decl)?);
        let result = own.ret == above.ret
            || !self.is_interface(self.method_owner(decl))
                && self.result_converts(own.ret, above.ret);
        Ok(result
            && own.has_this == above.has_this
            && own.generic_params == above.generic_params
            && own.params == above.params)
    }

    fn result_converts(&self, from: TypeId, to: TypeId) -> bool {
        if self.is_open(from) || self.is_open(to) {
            return true;
        }
        match (self.kind(from), self.kind(to)) {
            (TypeKind::Ptr(a), TypeKind::Ptr(b)) | (TypeKind::ByRef(a), TypeKind::ByRef(b)) => {
                self.same_size_primitives(*a, *b)
            }
            _ if self.is_value_type(from) || self.is_value_type(to) => false,
            _ => self.is_assignable(from, to),
        }
    }

    /// What pointers may point to instead of each other: integers of one size, bool and char among them.
    fn same_size_primitives(&self, a: TypeId, b: TypeId) -> bool {
        let class = |ty| match self.cor_element_type(ty) {
            e::BOOLEAN | e::I1 | e::U1 => Some(1),
            e::CHAR | e::I2 | e::U2 => Some(2),
            e::I4 | e::U4 => Some(4),
            e::I8 | e::U8 => Some(8),
            e::I | e::U => Some(0),
            _ => None,
        };
        self.is_primitive(a) && self.is_primitive(b) && class(a).is_some() && class(a) == class(b)
    }

    /// A class that is not abstract has a body for each method of its own, its bases and its interfaces.
    fn check_complete(&self, ty: TypeId) -> Result<()> {
        let slots = &self.vtable(ty)?.slots;
        if let Some(&m) = slots.iter().find(|&&m| self.is_abstract(m)) {
            return self.refuse(
                ty,
                format_args!("'{}' is not implemented", self.method_display(m)),
            );
        }
        for &interface in self.try_interfaces(ty)? {
            for decl in self.methods(interface) {
                let found = match self.is_static(decl) {
                    true => self.resolve_static_virtual(ty, decl)?,
                    false => match self.resolve_interface(ty, decl)? {
                        InterfaceImpl::Class(m) | InterfaceImpl::Default(m) => Some(m),
                        _ => None,
                    },
                };
                let ok = match found {
                    Some(m) => self.asks_no_more(m, decl),
                    None => !self.is_abstract(decl) || self.is_mentioned(ty, decl)?,
                };
                if !ok {
                    return self.refuse(
                        ty,
                        format_args!("'{}' is not implemented", self.method_display(decl)),
                    );
                }
            }
        }
        Ok(())
    }

    /// Whether another interface says something about the method: makes it abstract again, or competes with others. That is an error when it
    /// is called. The method may be such a one itself.
    fn is_mentioned(&self, ty: TypeId, decl: MethodId) -> Result<bool> {
        let again = |o: &Override| self.method_def(o.body) == self.method_def(decl);
        let interface = self.type_def(self.method_owner(decl));
        if let Some(def) = interface
            && self.overrides(self.open_type(def))?.iter().any(again)
        {
            return Ok(true);
        }
        for &interface in self.try_interfaces(ty)? {
            if self.override_of(interface, decl, Variance::Yes)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Only interfaces and delegates are variant, and their variant parameters stand where they may.
    fn check_variance(&self, ty: TypeId, def: TypeDefId) -> Result<()> {
        let md = self.metadata(def.module);
        let declared = |rid| md.generic_param(rid).is_ok_and(|p| p.flags & 3 != 0);
        let owner = Token::new(Table::TypeDef, def.rid);
        let info = self.type_info(def);
        if !md.generic_params(owner).any(declared) {
            return Ok(());
        }
        let fits = match info.kind {
            DefKind::Interface => {
                let mut fits = true;
                for &base in self.declared_interfaces(ty)? {
                    fits &= self.fits(base, &info.variance, Position::Out);
                }
                for method in self.methods(ty) {
                    let is_virtual = self.method_flags(method) as u16 & method_attr::VIRTUAL != 0;
                    fits &= !is_virtual || self.signature_fits(method, &info.variance)?;
                }
                fits
            }
            DefKind::Delegate => {
                let mut fits = true;
                for method in self.methods_named(ty, "Invoke") {
                    fits &= self.signature_fits(method, &info.variance)?;
                }
                fits
            }
            _ => false,
        };
        match fits {
            true => Ok(()),
            false => self.refuse(ty, "its variant parameters stand where they may not"),
        }
    }

    fn signature_fits(&self, method: MethodId, variance: &[u8]) -> Result<bool> {
        let sig = self.method_sig(method)?;
        let mut fits = self.fits(sig.ret, variance, Position::Out)
            && sig
                .params
                .iter()
                .all(|&p| self.fits(p, variance, Position::In));
        if let Some(def) = self.method_def(method) {
            let owner = Token::new(Table::MethodDef, def.rid);
            for param in self.generic_parameters(def.module, owner) {
                fits &= param
                    .constraints
                    .iter()
                    .all(|&c| self.fits(c, variance, Position::In));
            }
        }
        Ok(fits)
    }

    fn fits(&self, ty: TypeId, variance: &[u8], position: Position) -> bool {
        match self.kind(ty) {
            TypeKind::TypeVar(n) => variance
                .get(*n as usize)
                .is_none_or(|&v| position.admits(v)),
            TypeKind::SzArray(elem) | TypeKind::Array { elem, .. } => {
                self.fits(*elem, variance, position)
            }
            TypeKind::ByRef(elem) | TypeKind::Ptr(elem) => {
                self.fits(*elem, variance, Position::Both)
            }
            TypeKind::Named { def, args } => {
                let own = &self.type_info(*def).variance;
                args.iter().enumerate().all(|(i, &arg)| {
                    let v = own.get(i).copied().unwrap_or(0);
                    self.fits(arg, variance, position.through(v))
                })
            }
            TypeKind::FnPtr(_) | TypeKind::MethodVar(_) => true,
        }
    }

    /// What CoreCLR says when arguments of a generic method violate the constraints of its parameters.
    pub fn method_violation(&self, method: MethodId) -> Option<String> {
        let args = self.method_args(method);
        let def = self.method_def(method).filter(|_| !args.is_empty())?;
        let token = Token::new(Table::MethodDef, def.rid);
        let owner = self.method_owner(method);
        let subst = Subst {
            type_args: self.type_args(owner),
            method_args: args,
        };
        let params = self.generic_parameters(def.module, token);
        let i = self.unmet_constraint(&params, args, subst)?;
        let md = self.metadata(def.module);
        let name = md.generic_params(token).nth(i);
        let name = name.and_then(|rid| md.generic_param(rid).ok());
        Some(format!(
            "Method {}.{}: type argument '{}' violates the constraint of type parameter '{}'.",
            self.type_name(owner),
            self.method_name(method),
            self.type_name(args[i]),
            name.map_or("", |p| p.name)
        ))
    }
}
