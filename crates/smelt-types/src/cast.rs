//! Assignability as `castclass` sees it (ECMA-335 I.8.7, III.4.3, with CoreCLR's rules for arrays).

use smelt_metadata::element as e;

use crate::{TypeId, TypeKind, TypeSystem, WellKnown};

/// Variant arguments may nest only so deep; beyond that the answer is no.
const MAX_DEPTH: u32 = 50;

/// Whether interfaces match by variance too.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(crate) enum Variance {
    No,
    Yes,
}

impl TypeSystem {
    /// Whether objects of the class say by themselves which other interfaces they implement (`IDynamicInterfaceCastable`).
    pub fn is_castable(&self, class: TypeId) -> bool {
        const NAME: (&str, &str) = (
            "System.Runtime.InteropServices",
            "IDynamicInterfaceCastable",
        );
        let is = |i: &TypeId| {
            self.type_def(*i)
                .is_some_and(|d| d.module == self.core_lib() && self.type_def_name(d) == NAME)
        };
        self.interfaces(class).iter().any(is)
    }

    /// Assignability as `castclass` sees it (classes, interfaces, variance, array covariance, Nullable as in ECMA-335 III.4.3). A value
    /// type stands for its boxed form.
    pub fn is_assignable(&self, from: TypeId, to: TypeId) -> bool {
        self.assignable_at(from, to, 0)
    }

    fn assignable_at(&self, from: TypeId, to: TypeId, depth: u32) -> bool {
        if from == to {
            return true;
        }
        if depth > MAX_DEPTH {
            return false;
        }
        match (self.kind(from), self.kind(to)) {
            (TypeKind::Ptr(_) | TypeKind::ByRef(_) | TypeKind::FnPtr(_), _) => false,
            (_, TypeKind::Named { .. }) if to == self.well_known(WellKnown::Object) => true,
            (TypeKind::TypeVar(_) | TypeKind::MethodVar(_), _) => false,
            (TypeKind::SzArray(a), TypeKind::SzArray(b)) => self.element_assignable(*a, *b, depth),
            // A vector is also an array of rank 1, not the other way round.
            (TypeKind::SzArray(a), TypeKind::Array { elem: b, rank: 1 }) => {
                self.element_assignable(*a, *b, depth)
            }
            (TypeKind::Array { elem: a, rank: m }, TypeKind::Array { elem: b, rank: n }) => {
                m == n && self.element_assignable(*a, *b, depth)
            }
            (TypeKind::SzArray(elem), TypeKind::Named { def, args })
                if self.is_array_family(*def) =>
            {
                args.len() == 1
                    && self.has_generic_array_interfaces(*elem)
                    && self.element_assignable(*elem, args[0], depth)
            }
            (_, TypeKind::Named { .. }) => self.named_assignable(from, to, depth),
            _ => false,
        }
    }

    fn named_assignable(&self, from: TypeId, to: TypeId, depth: u32) -> bool {
        if self.is_interface(to) {
            let list = self.interfaces(from);
            return list.contains(&to)
                || self.has_variance(to)
                    && (self.variance_compatible(from, to, depth)
                        || list.iter().any(|&i| self.variance_compatible(i, to, depth)));
        }
        if self.is_value_type(to) {
            // A boxed T is all that a Nullable<T> ever is.
            return self.is_nullable(to) && self.type_args(to).first() == Some(&from);
        }
        self.base_chain(from)
            .any(|t| t == to || self.variance_compatible(t, to, depth))
    }

    /// Instantiations of the same variant interface or delegate with convertible arguments.
    pub(crate) fn variance_compatible(&self, from: TypeId, to: TypeId, depth: u32) -> bool {
        if from == to {
            return true;
        }
        let (
            TypeKind::Named { def, args: a },
            TypeKind::Named {
                def: to_def,
                args: b,
            },
        ) = (self.kind(from), self.kind(to))
        else {
            return false;
        };
        let variance = &self.type_info(*def).variance;
        if def != to_def || variance.is_empty() || depth > MAX_DEPTH {
            return false;
        }
        variance.iter().zip(a).zip(b).all(|((&v, &a), &b)| {
            a == b
                || match v {
                    1 => self.is_ref_type(a) && self.assignable_at(a, b, depth + 1),
                    2 => self.is_ref_type(b) && self.assignable_at(b, a, depth + 1),
                    _ => false,
                }
        })
    }

    /// Array elements: references by assignability, numbers of equal size whatever their sign.
    fn element_assignable(&self, from: TypeId, to: TypeId, depth: u32) -> bool {
        if from == to {
            return true;
        }
        if self.is_ref_type(from) {
            return self.is_ref_type(to) && self.assignable_at(from, to, depth + 1);
        }
        let (a, b) = (self.cor_element_type(from), self.cor_element_type(to));
        a == b && (e::BOOLEAN..=e::R8).contains(&a)
            || matches!((number_group(a), number_group(b)), (Some(x), Some(y)) if x == y)
    }
}

/// Integer types of one group convert to each other as array elements. Native ints are a group of their own, whatever their size; bool,
/// char and floats are in none.
fn number_group(element: u8) -> Option<u8> {
    Some(match element {
        e::I1 | e::U1 => 1,
        e::I2 | e::U2 => 2,
        e::I4 | e::U4 => 4,
        e::I8 | e::U8 => 8,
        e::I | e::U => 0,
        _ => return None,
    })
}
