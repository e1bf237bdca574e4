//! Which code virtual, interface and generic virtual calls reach: slots and selectors meet the types whose objects exist.

use super::{FxHashSet, Result, State};
use crate::reasons::Node;
use smelt_ir::entity::{self, Entity};
use smelt_types::{FieldHash, MethodId, TypeDefId, TypeId, WellKnown};

impl State<'_> {
    /// The cells of the dispatch table for all interfaces of a type.
    pub(super) fn implements(&mut self, t: TypeId) -> Result<()> {
        let ts = self.ts;
        let mut definitions: FxHashSet<TypeDefId> = FxHashSet::default();
        let mut owners: FxHashSet<TypeId> = FxHashSet::default();
        for &i in ts.interfaces(t) {
            let Some(def) = ts.type_def(i) else { continue };
            if definitions.insert(def) {
                self.by_interface.entry(def).or_default().push(t);
                if self.variant.contains(&def) {
                    self.keep_interface(t, def);
                }
            }
            for owner in self.meeting.implemented(ts, def, i, t) {
                if owners.insert(owner) {
                    for selector in self.meeting.selectors(owner) {
                        self.fill_cell(t, selector)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Keeps the instantiations of a variant interface that a constructed type implements: a cast to another instantiation compares with them.
    /// Value types don't vary, and arrays are compared by their elements.
    pub(super) fn keep_interface(&mut self, t: TypeId, def: TypeDefId) {
        let ts = self.ts;
        if ts.is_array(t) {
            return;
        }
        for &i in ts.interfaces(t) {
            if ts.type_def(i) == Some(def) && ts.type_args(i).iter().any(|&a| !ts.is_value_type(a))
            {
                self.later(Entity::Handle(i, false));
            }
        }
    }

    pub(super) fn slot(&mut self, decl: MethodId) -> Result<()> {
        if !self.slots.insert(decl) {
            return Ok(());
        }
        let outer = std::mem::replace(&mut self.because, Node::Slot(decl));
        self.reasons.record(Node::Slot(decl), outer);
        let owner = self.ts.method_owner(decl);
        self.slots_by_class.entry(owner).or_default().push(decl);
        for (t, c) in self.by_class.get(&owner).cloned().unwrap_or_default() {
            self.fill_slot(t, c, decl)?;
        }
        self.because = outer;
        Ok(())
    }

    /// `decl` is canonical; `class` is the exact class of `t`'s chain that introduces the slot.
    pub(super) fn fill_slot(&mut self, t: TypeId, class: TypeId, decl: MethodId) -> Result<()> {
        let Some(def) = self.ts.method_def(decl) else {
            return Ok(());
        };
        let exact = self.ts.method_on(def, class, &[]);
        let target = self.ts.resolve_virtual(t, exact)?;
        if self.ts.is_abstract(target) {
            return Ok(());
        }
        let f = entity::slot_func(self.ts, t, target);
        self.vtable.push((t, decl, f));
        self.func(f);
        self.hashed_fields(t, target)
    }

    /// `ValueType.GetHashCode` boxes a field whose type has its own GetHashCode.
    fn hashed_fields(&mut self, t: TypeId, target: MethodId) -> Result<()> {
        let ts = self.ts;
        let hashes = ts.is_value_type(t)
            && ts.method_owner(target) == ts.well_known(WellKnown::ValueType)
            && ts.method_name(target) == "GetHashCode";
        if hashes && !ts.is_open(t) {
            for (_, hash) in ts.hash_fields(t)? {
                if let FieldHash::Override(field) = hash {
                    self.later(Entity::Handle(field, true));
                }
            }
        }
        Ok(())
    }

    pub(super) fn selector(&mut self, m: MethodId) -> Result<()> {
        if !self.selectors.insert(m) {
            return Ok(());
        }
        let outer = std::mem::replace(&mut self.because, Node::Selector(m));
        self.reasons.record(Node::Selector(m), outer);
        self.annotated_method(m);
        let ts = self.ts;
        let owner = ts.method_owner(m);
        if let Some(def) = ts.type_def(owner) {
            if ts.is_interface(owner) {
                self.selectors_by_interface.entry(def).or_default().push(m);
                for t in self.meeting.called(ts, def, owner, m) {
                    self.fill_cell(t, m)?;
                }
                self.castable_selector(def, m)?;
                if self.arrays_made && ts.is_array_family(def) {
                    self.made_array_cell(m)?;
                }
            } else {
                self.selectors_by_class.entry(def).or_default().push(m);
                for (t, c) in self
                    .by_class
                    .get(&ts.canon_type(owner))
                    .cloned()
                    .unwrap_or_default()
                {
                    if c == owner {
                        self.fill_cell(t, m)?;
                    }
                }
            }
        }
        self.because = outer;
        Ok(())
    }

    pub(super) fn fill_cell(&mut self, t: TypeId, selector: MethodId) -> Result<()> {
        let owner = self.ts.method_owner(selector);
        if !self.ts.is_interface(owner) && !self.ts.is_assignable(t, owner) {
            return Ok(());
        }
        if let Some(f) = entity::dispatch_target(self.ts, t, selector)? {
            self.dispatch.push((t, selector, f));
            self.func(f);
            if !self.ts.method_args(selector).is_empty() {
                self.generic_virtual(f);
            }
        }
        Ok(())
    }

    /// Reflection may make array types: from here on the row of `object[]` serves all arrays of references.
    pub(super) fn make_arrays(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.arrays_made, true) {
            return Ok(());
        }
        for name in ["System.Object[]", "System.Byte[]"] {
            if let Some(t) = self.named(name) {
                self.entity(Entity::Handle(t, true))?;
            }
        }
        let family = |m: &MethodId| {
            let def = self.ts.type_def(self.ts.method_owner(*m));
            def.is_some_and(|d| self.ts.is_array_family(d))
        };
        let known: Vec<MethodId> = self.selectors.iter().copied().filter(family).collect();
        for m in known {
            self.made_array_cell(m)?;
        }
        for t in self.named_types.clone() {
            self.array_of(t);
        }
        Ok(())
    }

    /// A method of a generic interface that arrays have is called.
    pub(super) fn made_array_cell(&mut self, selector: MethodId) -> Result<()> {
        let ts = self.ts;
        let &[element] = ts.type_args(ts.method_owner(selector)) else {
            return Ok(());
        };
        if ts.is_value_type(element) {
            if !ts.is_byref_like(element) {
                self.later(Entity::Handle(ts.sz_array(element), true));
            }
            return Ok(());
        }
        let objects = ts.sz_array(ts.well_known(smelt_types::WellKnown::Object));
        if entity::dispatch_target(ts, objects, selector)?.is_none()
            && let Some(f) = entity::dispatch_target(ts, ts.sz_array(element), selector)?
        {
            self.dispatch.push((objects, selector, f));
            self.func(f);
        }
        Ok(())
    }
}
