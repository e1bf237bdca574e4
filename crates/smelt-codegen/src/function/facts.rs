//! What is known of values and locals at a point of a block.

use super::FnCx;
use crate::OptLevel;
use crate::Result;
use inkwell::values::PointerValue;
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_ir::{LocalId, Value};
use smelt_types::MethodId;

/// What is known of the values at a point of a block.
#[derive(Default, Clone)]
pub(crate) struct Facts<'c> {
    pub(super) nonnull: FxHashSet<Value>,
    /// Addresses of locals.
    pub(super) stack: FxHashSet<Value>,
    /// Value read from a local that was not assigned since.
    pub(super) origin: FxHashMap<Value, LocalId>,
    pub(super) locals_nonnull: FxHashSet<LocalId>,
    /// Struct snapshots that nobody else refers to.
    pub(super) owned: FxHashSet<Value>,
    pub(super) selectors: FxHashMap<Value, MethodId>,
    /// Class-init records that have been tested.
    pub(super) initialized: FxHashSet<PointerValue<'c>>,
}

/// What the only successor of a block may start from.
pub(super) type FactsOut<'c> = (FxHashSet<LocalId>, FxHashSet<PointerValue<'c>>);

impl<'c> FnCx<'_, 'c, '_> {
    pub fn is_nonnull(&self, v: Value) -> bool {
        self.facts.nonnull.contains(&v)
            || self
                .facts
                .origin
                .get(&v)
                .is_some_and(|l| self.facts.locals_nonnull.contains(l))
    }

    pub fn set_nonnull(&mut self, v: Value) {
        self.facts.nonnull.insert(v);
        if let Some(&l) = self.facts.origin.get(&v)
            && !self.local(l).address_taken
        {
            self.facts.locals_nonnull.insert(l);
        }
    }

    pub fn result_nonnull(&mut self, result: Option<Value>) {
        if let Some(v) = result {
            self.facts.nonnull.insert(v);
        }
    }

    pub fn is_stack(&self, v: Value) -> bool {
        self.facts.stack.contains(&v)
    }

    /// The method whose selector a value is.
    pub fn selector(&self, v: Value) -> Option<MethodId> {
        self.facts.selectors.get(&v).copied()
    }

    /// Whether a class-init record has been tested on the way here; it counts as tested from now on.
    pub fn note_initialized(&mut self, record: PointerValue<'c>) -> bool {
        !self.facts.initialized.insert(record)
    }

    /// In a loop: the flag that says that the record has been tested. All but the first iteration know it then, so that LLVM can peel that one
    /// off and move what the class holds out of the loop.
    pub fn init_flag(&mut self, record: PointerValue<'c>) -> Result<Option<PointerValue<'c>>> {
        if self.u.options.opt != OptLevel::Speed || !self.in_loops[self.block.0 as usize] {
            return Ok(None);
        }
        if let Some(&flag) = self.init_flags.get(&record) {
            return Ok(Some(flag));
        }
        let flag = self.entry_builder.build_alloca(self.u.t.i1, "")?;
        self.entry_builder
            .build_store(flag, self.u.t.i1.const_zero())?;
        self.init_flags.insert(record, flag);
        Ok(Some(flag))
    }

    pub fn facts_owned(&self, v: Value) -> bool {
        self.facts.owned.contains(&v)
    }

    /// `result` is an address derived from `base`.
    pub fn derive(&mut self, result: Option<Value>, base: Value) {
        let Some(v) = result else { return };
        if self.facts.stack.contains(&base) {
            self.facts.stack.insert(v);
        }
    }
}
