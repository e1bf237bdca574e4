//! Generic recursion: which type parameters grow around themselves, and how far such instantiations are followed.
//!
//! The nodes of the *flow graph* are the type parameters of types and methods. An edge from `T` to `U` says: code, fields or bases that mention `T`
//! instantiate the owner of `U` with an argument made of `T`; it *wraps* if that argument is more than `T` itself (`Box<T>`, `T[]`). An
//! instantiation can only grow without end along a cycle with such an edge. How often it may then wrap depends on how many ways of wrapping the
//! cycle has: a chain is followed far, where the number of instantiations multiplies with each step only few steps are.
//!
//! Only code outside of the framework and of F#'s library has a graph; their own recursion is limited by the shapes that they give.

use crate::{
    Member, MethodDefId, MethodId, MethodKind, Subst, TypeDefId, TypeId, TypeKind, TypeSystem,
};
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_metadata::Table;
use smelt_metadata::il::{Operand, instructions};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Instantiations of the types and methods of one cycle, roughly.
const BUDGET: u64 = 4000;
/// Steps of a cycle that has only one way to go.
const MAX_STEPS: u32 = 16;
/// Levels of wrapping that are always followed.
const MIN_LEVELS: u32 = 2;
/// States of the search for different ways, beyond which they count as too many.
const MAX_STATES: usize = 256;

const NO_SUBST: Subst<'static> = Subst {
    type_args: &[],
    method_args: &[],
};

/// A type parameter.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum Param {
    Type(TypeDefId, u32),
    Method(MethodDefId, u32),
}

pub(crate) struct Edge {
    from: Param,
    to: Param,
    /// The argument, if it wraps the parameter, and what it wraps it in (`None`: arrays and pointers).
    argument: Option<TypeId>,
    wrappers: Vec<Option<TypeDefId>>,
}

/// How far arguments of a parameter on a wrapping cycle are followed.
pub(crate) struct Growth {
    wrappers: FxHashSet<Option<TypeDefId>>,
    levels: u32,
}

impl TypeSystem {
    /// Whether the instantiation is further along a cycle of growing ones than is followed. `ty` is exact.
    pub fn type_grows_too_far(&self, ty: TypeId) -> bool {
        let Some(def) = self.type_def(ty) else {
            return false;
        };
        self.too_far(self.type_args(ty), |i| Param::Type(def, i))
    }

    /// The same for a method; its owner is looked at too.
    pub fn method_grows_too_far(&self, m: MethodId) -> bool {
        self.type_grows_too_far(self.method_owner(m))
            || self
                .method_def(m)
                .is_some_and(|def| self.too_far(self.method_args(m), |i| Param::Method(def, i)))
    }

    fn too_far(&self, args: &[TypeId], param: impl Fn(u32) -> Param) -> bool {
        (0..).zip(args).any(|(i, &arg)| {
            self.depth(arg) > MIN_LEVELS
                && self
                    .growth(param(i))
                    .is_some_and(|g| self.levels(arg, &g.wrappers) > g.levels)
        })
    }

    /// How many of the wrappers lie around each other in a type.
    fn levels(&self, ty: TypeId, wrappers: &FxHashSet<Option<TypeDefId>>) -> u32 {
        let (def, inner) = match self.kind(ty) {
            TypeKind::Named { def, args } => (
                Some(*def),
                args.iter().map(|&a| self.levels(a, wrappers)).max(),
            ),
            _ => (
                None,
                self.element_type(ty).map(|e| self.levels(e, wrappers)),
            ),
        };
        let Some(inner) = inner else { return 0 };
        inner + u32::from(wrappers.contains(&def))
    }

    /// The framework, and F#'s library, whose curried functions nest as deep as a format has holes.
    fn has_own_shapes(&self, module: crate::ModuleId) -> bool {
        self.is_framework(module) || self.module_name(module) == "FSharp.Core"
    }

    fn growth(&self, param: Param) -> Option<Arc<Growth>> {
        if self.has_own_shapes(unit(self, param)?.module) {
            return None;
        }
        if let Some(known) = self.growth.get(&param) {
            return known;
        }
        let growth = self.find_growth(param).map(Arc::new);
        self.growth.insert(param, growth.clone());
        growth
    }

    /// The strongly connected component of a parameter, if it has a wrapping edge.
    fn find_growth(&self, param: Param) -> Option<Growth> {
        let mut reached: FxHashSet<Param> = FxHashSet::from_iter([param]);
        let mut work = vec![param];
        let mut units: FxHashMap<TypeDefId, Arc<Vec<Edge>>> = FxHashMap::default();
        while let Some(p) = work.pop() {
            let Some(u) = unit(self, p) else { continue };
            let edges = units.entry(u).or_insert_with(|| self.flows(u)).clone();
            for e in edges.iter().filter(|e| e.from == p) {
                if reached.insert(e.to) {
                    work.push(e.to);
                }
            }
        }
        let edges: Vec<&Edge> = units
            .values()
            .flat_map(|list| list.iter())
            .filter(|e| reached.contains(&e.from))
            .collect();
        let mut cycle: FxHashSet<Param> = FxHashSet::from_iter([param]);
        let mut changed = true;
        while changed {
            changed = false;
            for e in &edges {
                if cycle.contains(&e.to) && cycle.insert(e.from) {
                    changed = true;
                }
            }
        }
        let inside: Vec<&Edge> = edges
            .into_iter()
            .filter(|e| cycle.contains(&e.from) && cycle.contains(&e.to))
            .collect();
        let shortest = inside
            .iter()
            .filter(|e| e.argument.is_some())
            .map(|e| e.wrappers.len() as u32)
            .min()?;
        let owners: FxHashSet<_> = cycle
            .iter()
            .map(|p| match p {
                Param::Type(t, _) => (Some(*t), None),
                Param::Method(m, _) => (None, Some(*m)),
            })
            .collect();
        let steps = steps(&cycle, &inside, owners.len() as u64);
        Some(Growth {
            wrappers: inside.iter().flat_map(|e| e.wrappers.clone()).collect(),
            levels: (steps * shortest).max(MIN_LEVELS),
        })
    }

    /// The edges from the parameters of a type and of its methods.
    fn flows(&self, def: TypeDefId) -> Arc<Vec<Edge>> {
        if let Some(known) = self.flows.get(&def) {
            return known;
        }
        let mut edges = Vec::new();
        if !self.has_own_shapes(def.module) {
            let open = self.open_type(def);
            let mut seen = FxHashSet::default();
            let bases = self.try_base(open).ok().flatten();
            let interfaces = self.try_interfaces(open).unwrap_or_default();
            for &t in bases.iter().chain(interfaces) {
                self.flow_type(t, (def, None), &mut seen, &mut edges);
            }
            for f in self.fields(open) {
                if let Ok(t) = self.field_type(f) {
                    self.flow_type(t, (def, None), &mut seen, &mut edges);
                }
            }
            for m in self.methods(open) {
                self.flow_body(def, m, &mut edges);
            }
        }
        let edges = Arc::new(edges);
        self.flows.insert(def, edges.clone());
        edges
    }

    fn flow_body(&self, owner: TypeDefId, m: MethodId, edges: &mut Vec<Edge>) {
        let Some(def) = self.method_def(m) else {
            return;
        };
        let at = (owner, Some(def));
        self.flow_overrides(m, def, edges);
        let Ok(Some(body)) = self.method_body(m) else {
            return;
        };
        let mut seen = FxHashSet::default();
        let mut tokens = FxHashSet::default();
        for instruction in instructions(body.il).flatten() {
            let Operand::Token(token) = instruction.operand else {
                continue;
            };
            let is_member = !matches!(token.table(), Table::StandAloneSig);
            if token.0 >> 24 == 0x70 || !is_member || !tokens.insert(token) {
                continue;
            }
            match self.resolve_member(def.module, token, NO_SUBST) {
                Ok(Member::Type(t)) => self.flow_type(t, at, &mut seen, edges),
                Ok(Member::Field(f)) => {
                    self.flow_type(self.field_owner(f), at, &mut seen, edges);
                }
                Ok(Member::Method(callee)) => {
                    self.flow_type(self.method_owner(callee), at, &mut seen, edges);
                    if let MethodKind::Def { def, args, .. } = self.method(callee) {
                        for (j, &arg) in (0..).zip(args) {
                            self.flow_argument(arg, Param::Method(*def, j), at, edges);
                            self.flow_type(arg, at, &mut seen, edges);
                        }
                    }
                }
                Err(_) => {}
            }
        }
    }

    /// A call of a virtual generic method may reach any of its module with that name.
    fn flow_overrides(&self, m: MethodId, def: MethodDefId, edges: &mut Vec<Edge>) {
        let count = self.method_generic_count(m);
        if count == 0 || !self.is_virtual(m) {
            return;
        }
        let plain = |name: &str| name.rsplit('.').next().unwrap_or(name).to_string();
        let name = plain(self.method_name(m));
        for rid in 1..=self.metadata(def.module).row_count(Table::MethodDef) {
            let other = MethodDefId { rid, ..def };
            let owner = TypeDefId {
                module: def.module,
                rid: self.metadata(def.module).declaring_type_of_method(rid),
            };
            if other == def || owner.rid == 0 {
                continue;
            }
            let candidate = self.method_on(other, self.open_type(owner), &[]);
            if self.is_virtual(candidate)
                && self.method_generic_count(candidate) == count
                && plain(self.method_name(candidate)) == name
            {
                edges.extend((0..count).map(|i| Edge {
                    from: Param::Method(def, i),
                    to: Param::Method(other, i),
                    argument: None,
                    wrappers: Vec::new(),
                }));
            }
        }
    }

    /// Edges for the type and all types in it.
    fn flow_type(
        &self,
        ty: TypeId,
        at: (TypeDefId, Option<MethodDefId>),
        seen: &mut FxHashSet<TypeId>,
        edges: &mut Vec<Edge>,
    ) {
        if !self.is_open(ty) || !seen.insert(ty) {
            return;
        }
        if let TypeKind::Named { def, args } = self.kind(ty) {
            for (j, &arg) in (0..).zip(args) {
                self.flow_argument(arg, Param::Type(*def, j), at, edges);
                self.flow_type(arg, at, seen, edges);
            }
        } else if let Some(e) = self.element_type(ty) {
            self.flow_type(e, at, seen, edges);
        }
    }

    fn flow_argument(
        &self,
        arg: TypeId,
        to: Param,
        at: (TypeDefId, Option<MethodDefId>),
        edges: &mut Vec<Edge>,
    ) {
        let mut add = |from: Param, wrappers: &[Option<TypeDefId>]| {
            edges.push(Edge {
                from,
                to,
                argument: (!wrappers.is_empty()).then_some(arg),
                wrappers: wrappers.to_vec(),
            })
        };
        self.each_variable(arg, at, &mut Vec::new(), &mut add);
    }

    fn each_variable(
        &self,
        ty: TypeId,
        at: (TypeDefId, Option<MethodDefId>),
        around: &mut Vec<Option<TypeDefId>>,
        add: &mut impl FnMut(Param, &[Option<TypeDefId>]),
    ) {
        match self.kind(ty) {
            TypeKind::TypeVar(i) => add(Param::Type(at.0, *i), around),
            TypeKind::MethodVar(i) => {
                if let Some(m) = at.1 {
                    add(Param::Method(m, *i), around);
                }
            }
            TypeKind::Named { def, args } => {
                around.push(Some(*def));
                for &a in args {
                    self.each_variable(a, at, around, add);
                }
                around.pop();
            }
            _ => {
                if let Some(e) = self.element_type(ty) {
                    around.push(None);
                    self.each_variable(e, at, around, add);
                    around.pop();
                }
            }
        }
    }
}

/// The type whose members have the edges of a parameter.
fn unit(ts: &TypeSystem, p: Param) -> Option<TypeDefId> {
    match p {
        Param::Type(t, _) => Some(t),
        Param::Method(m, _) => {
            let rid = ts.metadata(m.module).declaring_type_of_method(m.rid);
            (rid != 0).then_some(TypeDefId {
                module: m.module,
                rid,
            })
        }
    }
}

/// How many steps along a cycle keep the number of different sequences of wrappings, for each of its `owners`, in the budget.
fn steps(cycle: &FxHashSet<Param>, edges: &[&Edge], owners: u64) -> u32 {
    let closure = |mut set: BTreeSet<Param>| {
        let mut work: Vec<Param> = set.iter().copied().collect();
        while let Some(p) = work.pop() {
            for e in edges {
                if e.from == p && e.argument.is_none() && set.insert(e.to) {
                    work.push(e.to);
                }
            }
        }
        set
    };
    // Sets of parameters that a sequence can lead to, with the number of sequences.
    let mut states: FxHashMap<BTreeSet<Param>, u64> = FxHashMap::default();
    states.insert(cycle.iter().copied().collect(), 1);
    let mut total = owners;
    for step in 0..MAX_STEPS {
        let mut next: FxHashMap<BTreeSet<Param>, u64> = FxHashMap::default();
        for (set, count) in &states {
            let mut by_argument: FxHashMap<TypeId, BTreeSet<Param>> = FxHashMap::default();
            for e in edges {
                if let Some(a) = e.argument
                    && set.contains(&e.from)
                {
                    by_argument.entry(a).or_default().insert(e.to);
                }
            }
            for to in by_argument.into_values() {
                let n = next.entry(closure(to)).or_default();
                *n = n.saturating_add(*count);
            }
        }
        let ways = next.values().fold(0u64, |a, &b| a.saturating_add(b));
        total = total.saturating_add(ways.saturating_mul(owners));
        if total > BUDGET || next.len() > MAX_STATES {
            return step;
        }
        states = next;
    }
    MAX_STEPS
}
