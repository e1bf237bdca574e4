//! Where interface calls meet the types that implement the interface: which pairs of a type and a called instantiation to look at, found
//! without going through all of them. What is found may include pairs that don't match.

use super::{FxHashMap, FxHashSet};
use smelt_types::{MethodId, TypeDefId, TypeId, TypeSystem};

#[derive(Default)]
pub(super) struct Meeting {
    /// Constructed types by the exact interface that they implement.
    implementers: FxHashMap<TypeId, Vec<TypeId>>,
    /// Interfaces that constructed types implement and that convert to other instantiations, by what their only argument converts to.
    offers: FxHashMap<(TypeDefId, TypeId), Vec<TypeId>>,
    /// The same interfaces by definition.
    converting: FxHashMap<TypeDefId, Vec<TypeId>>,
    /// Called methods by exact interface.
    selectors: FxHashMap<TypeId, Vec<MethodId>>,
    /// Called interfaces that must be compared with every implemented instantiation.
    compared: FxHashMap<TypeDefId, Vec<TypeId>>,
}

impl Meeting {
    /// The type implements the interface: the called interfaces through which it may be called.
    pub fn implemented(
        &mut self,
        ts: &TypeSystem,
        def: TypeDefId,
        interface: TypeId,
        t: TypeId,
    ) -> Vec<TypeId> {
        let types = self.implementers.entry(interface).or_default();
        let new = types.is_empty();
        types.push(t);
        if !converts(ts, def, interface) {
            return vec![interface];
        }
        let offered = match ts.type_args(interface) {
            [arg] => supertypes(ts, *arg),
            _ => Vec::new(),
        };
        if new {
            self.converting.entry(def).or_default().push(interface);
            for &s in &offered {
                self.offers.entry((def, s)).or_default().push(interface);
            }
        }
        let mut owners = vec![interface];
        owners.extend(offered.iter().map(|&s| ts.named(def, &[s])));
        let compared = self.compared.get(&def).into_iter().flatten().copied();
        owners.extend(compared.filter(|&owner| may_convert(ts, def, interface, owner)));
        owners.retain(|owner| self.selectors.contains_key(owner));
        owners
    }

    /// The methods that are called through an interface.
    pub fn selectors(&self, owner: TypeId) -> Vec<MethodId> {
        self.selectors.get(&owner).cloned().unwrap_or_default()
    }

    /// A method of an interface is called: the types that may implement it, each once.
    pub fn called(
        &mut self,
        ts: &TypeSystem,
        def: TypeDefId,
        owner: TypeId,
        selector: MethodId,
    ) -> Vec<TypeId> {
        let selectors = self.selectors.entry(owner).or_default();
        let new = selectors.is_empty();
        selectors.push(selector);
        let mut interfaces = vec![owner];
        if converts(ts, def, owner) {
            match ts.type_args(owner) {
                [arg] if is_plain(ts, *arg) && !is_contravariant(ts, def) => {
                    interfaces.extend(self.offers.get(&(def, *arg)).into_iter().flatten());
                }
                _ => {
                    if new {
                        self.compared.entry(def).or_default().push(owner);
                    }
                    let all = self.converting.get(&def).into_iter().flatten().copied();
                    interfaces.extend(all.filter(|&i| may_convert(ts, def, i, owner)));
                }
            }
        }
        let mut seen: FxHashSet<TypeId> = FxHashSet::default();
        let types = interfaces
            .iter()
            .flat_map(|i| self.implementers.get(i).into_iter().flatten().copied());
        types.filter(|&t| seen.insert(t)).collect()
    }
}

/// Whether an instantiation of an interface may convert to others, or others to it.
fn converts(ts: &TypeSystem, def: TypeDefId, interface: TypeId) -> bool {
    let of_arrays = ts.is_array_family(def);
    // `int[]` is an `IList<uint>`.
    let loose = |&a: &TypeId| !ts.is_value_type(a) || of_arrays && is_integer(ts, a);
    (of_arrays || ts.has_variance(interface)) && ts.type_args(interface).iter().any(loose)
}

fn is_integer(ts: &TypeSystem, t: TypeId) -> bool {
    ts.is_primitive(t) || ts.is_enum(t)
}

fn is_contravariant(ts: &TypeSystem, def: TypeDefId) -> bool {
    const CONTRAVARIANT: u16 = 2;
    let md = ts.metadata(def.module);
    md.generic_params(smelt_metadata::Token::new(
        smelt_metadata::Table::TypeDef,
        def.rid,
    ))
    .filter_map(|rid| md.generic_param(rid).ok())
    .any(|row| row.flags & CONTRAVARIANT != 0)
}

/// Whether everything that converts to the type has it among its base classes and interfaces.
fn is_plain(ts: &TypeSystem, t: TypeId) -> bool {
    let of_arrays = ts.type_def(t).is_some_and(|d| ts.is_array_family(d));
    ts.type_def(t).is_some() && !ts.is_value_type(t) && !of_arrays && !ts.has_variance(t)
}

/// Base classes and interfaces of a reference type, itself included.
fn supertypes(ts: &TypeSystem, t: TypeId) -> Vec<TypeId> {
    if ts.is_value_type(t) {
        return Vec::new();
    }
    let object = ts.well_known(smelt_types::WellKnown::Object);
    let mut all: Vec<TypeId> = ts.base_chain(t).collect();
    all.extend(ts.interfaces(t));
    if !all.contains(&object) {
        all.push(object);
    }
    all
}

/// A quick test of two instantiations of one interface.
fn may_convert(ts: &TypeSystem, def: TypeDefId, from: TypeId, to: TypeId) -> bool {
    let of_arrays = ts.is_array_family(def);
    let mut args = ts.type_args(from).iter().zip(ts.type_args(to));
    args.all(
        |(&a, &b)| match (ts.is_value_type(a), ts.is_value_type(b)) {
            (true, true) => a == b || of_arrays && is_integer(ts, a) && is_integer(ts, b),
            (false, false) => !of_arrays || ts.is_assignable(a, b),
            _ => false,
        },
    ) && (of_arrays || ts.is_assignable(from, to))
}
