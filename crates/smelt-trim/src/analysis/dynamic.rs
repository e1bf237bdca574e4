//! C#'s `dynamic`: the runtime binder looks for the members of whatever objects it meets. Besides the app's own classes these are the framework types
//! whose objects the app's code makes or gets as collections.

use super::{FxHashSet, State};
use crate::ops::Need;
use smelt_ir::Func;
use smelt_ir::entity::Entity;
use smelt_types::{MethodId, TypeId, WellKnown};

#[derive(Default)]
pub(super) struct Dynamic {
    /// The app has dynamic operations.
    pub(super) used: bool,
    /// Framework types whose objects the app's code makes or gets.
    met: FxHashSet<TypeId>,
}

impl State<'_> {
    /// Something that the app's code needs.
    pub(super) fn dynamic_need(&mut self, need: &Need) {
        let ts = self.ts;
        match *need {
            Need::Entity(Entity::Handle(t, true)) => self.dynamic_object(t),
            Need::Func(Func::Method(m)) | Need::Slot(m) => {
                if self.is_binder(m) {
                    self.dynamic_used();
                }
                if let Ok(sig) = ts.method_sig(m)
                    && let Some(def) = ts.type_def(sig.ret)
                    && ts.type_def_name(def).0 == "System.Collections.Generic"
                    && !ts.is_interface(sig.ret)
                {
                    self.dynamic_object(sig.ret);
                }
            }
            _ => {}
        }
    }

    /// A method that makes the binder of a dynamic operation.
    fn is_binder(&self, m: MethodId) -> bool {
        let ts = self.ts;
        ts.type_def(ts.method_owner(m)).is_some_and(|def| {
            ts.type_def_name(def) == ("Microsoft.CSharp.RuntimeBinder", "Binder")
        })
    }

    fn dynamic_object(&mut self, t: TypeId) {
        let ts = self.ts;
        let framework = ts
            .type_def(t)
            .is_some_and(|def| !self.is_app_module(def.module));
        if !framework || ts.is_open(t) || ts.is_shared_type(t) || !self.dynamic.met.insert(t) {
            return;
        }
        if self.dynamic.used {
            self.dynamic_type(t);
        }
    }

    /// The binder shows the members of a generic type as those of its definition.
    fn dynamic_type(&mut self, t: TypeId) {
        let ts = self.ts;
        self.named_by_app(t);
        self.reflect_members(t);
        if let Some(def) = ts.type_def(t)
            && !ts.type_args(t).is_empty()
        {
            let open = ts.open_type(def);
            self.later(Entity::Handle(open, false));
            self.named_by_app(open);
        }
    }

    fn dynamic_used(&mut self) {
        if std::mem::replace(&mut self.dynamic.used, true) {
            return;
        }
        self.members_asked();
        let met: Vec<TypeId> = self.dynamic.met.iter().copied().collect();
        let string = self.ts.well_known(WellKnown::String);
        for t in met.into_iter().chain([string]) {
            self.dynamic_type(t);
        }
    }
}
