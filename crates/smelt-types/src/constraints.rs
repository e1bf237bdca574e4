//! Constraints of generic parameters (ECMA-335 II.10.1.7).

use smelt_metadata::Token;
use smelt_metadata::flags::{method_attr, type_attr};

use crate::{MethodId, ModuleId, Subst, TypeId, TypeSystem};

/// Flags of a `GenericParam` row.
mod flag {
    pub const REFERENCE: u16 = 4;
    pub const VALUE: u16 = 8;
    pub const CONSTRUCTOR: u16 = 16;
    pub const ALLOWS_BY_REF_LIKE: u16 = 32;
    pub const SPECIAL: u16 = REFERENCE | VALUE | CONSTRUCTOR;
}

/// A generic parameter: its flags and its constraints in open form.
pub struct GenericParameter {
    pub flags: u16,
    pub constraints: Vec<TypeId>,
}

impl TypeSystem {
    /// The generic parameters that a type or method definition declares.
    pub fn generic_parameters(&self, module: ModuleId, owner: Token) -> Vec<GenericParameter> {
        let md = self.metadata(module);
        md.generic_params(owner)
            .map(|rid| GenericParameter {
                flags: md.generic_param(rid).map(|r| r.flags).unwrap_or_default(),
                constraints: md
                    .generic_param_constraints(rid)
                    .filter_map(|c| md.generic_param_constraint(c).ok())
                    .filter_map(|c| self.resolve_open_type(module, c.constraint).ok())
                    .collect(),
            })
            .collect()
    }

    /// The first of the parameters whose argument does not meet its constraints; `subst` has the arguments of the type and of the method.
    /// Arguments that stand for several types meet all.
    pub fn unmet_constraint(
        &self,
        params: &[GenericParameter],
        args: &[TypeId],
        subst: Subst,
    ) -> Option<usize> {
        let unknown = |ty| self.traits(ty).open || self.traits(ty).shared;
        params.iter().zip(args).position(|(p, &arg)| {
            if unknown(arg) {
                return false;
            }
            let value = self.is_value_type(arg);
            let special = (p.flags & flag::REFERENCE == 0 || !value)
                && (p.flags & flag::VALUE == 0 || value && !self.is_nullable(arg))
                && (p.flags & flag::CONSTRUCTOR == 0 || value || self.has_public_ctor(arg))
                && (p.flags & flag::ALLOWS_BY_REF_LIKE != 0 || !self.is_byref_like(arg));
            let meets = |&c: &TypeId| {
                let c = self.subst_type(c, subst);
                unknown(c) || self.is_assignable(arg, c)
            };
            !special || !p.constraints.iter().all(meets)
        })
    }

    fn has_public_ctor(&self, ty: TypeId) -> bool {
        let public =
            |m| self.method_flags(m) as u16 & method_attr::ACCESS_MASK == method_attr::PUBLIC;
        self.default_ctor(ty).is_some_and(public) && self.type_flags(ty) & type_attr::ABSTRACT == 0
    }

    /// Whether a method may stand where `decl` is called: it asks no more of its arguments than `decl` does. Both uninstantiated, their owners
    /// in the same terms.
    pub fn asks_no_more(&self, body: MethodId, decl: MethodId) -> bool {
        let params = |m| {
            let def = self.method_def(m)?;
            let owner = Token::new(smelt_metadata::Table::MethodDef, def.rid);
            Some(self.generic_parameters(def.module, owner))
        };
        let (Some(own), Some(given)) = (params(body), params(decl)) else {
            return true;
        };
        let in_terms = |m, c| self.subst_type(c, self.type_subst(self.method_owner(m)));
        own.iter().zip(&given).all(|(own, given)| {
            let known: Vec<TypeId> = given
                .constraints
                .iter()
                .map(|&c| in_terms(decl, c))
                .collect();
            let class = known.iter().any(|&c| !self.is_interface(c));
            let mut promised = given.flags & flag::SPECIAL;
            if promised & flag::VALUE != 0 {
                promised |= flag::CONSTRUCTOR;
            }
            if class {
                promised |= flag::REFERENCE;
            }
            own.flags & flag::SPECIAL & !promised == 0
                && own.constraints.iter().all(|&c| {
                    let c = in_terms(body, c);
                    known.iter().any(|&k| self.is_assignable(k, c))
                        || c == self.well_known(crate::WellKnown::Object)
                })
        })
    }
}
