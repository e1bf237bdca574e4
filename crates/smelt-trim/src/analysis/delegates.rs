//! `Delegate.Method`: methods of the app whose address is taken are kept for reflection once the app asks for the method of a delegate, and those
//! that a body of a library makes delegates of to ask for their method, as `Queryable` does.

use super::{FxHashSet, State};
use crate::ops::Need;
use smelt_ir::{Func, Lookup};
use smelt_types::{MethodDefId, MethodId, Subst, TypeSystem};

#[derive(Default)]
pub(super) struct Delegates {
    /// The app's code asks for the method of a delegate.
    asked: bool,
    /// Methods whose address is taken, in the order of their discovery.
    addressed: Vec<MethodId>,
    known: FxHashSet<MethodId>,
    /// Generic virtual methods of the app that can be called.
    generic: Vec<MethodId>,
    /// Methods of libraries that code asking for the method of a delegate takes the address of.
    of_libraries: FxHashSet<MethodDefId>,
}

/// Whether a call asks for the method of a delegate.
fn asks_for_method(ts: &TypeSystem, need: &Need) -> bool {
    let (Need::Func(Func::Method(m)) | Need::Slot(m)) = *need else {
        return false;
    };
    let owner = || ts.type_name(ts.method_owner(m));
    match ts.method_name(m) {
        "get_Method" => matches!(
            owner().as_str(),
            "System.Delegate" | "System.MulticastDelegate"
        ),
        "GetMethodInfo" => owner() == "System.Reflection.RuntimeReflectionExtensions",
        _ => false,
    }
}

impl State<'_> {
    /// Notes whether a body asks for the method of a delegate.
    pub(super) fn delegate_questions(&mut self, needs: &[Need], app: bool) {
        let ts = self.ts;
        if !needs.iter().any(|n| asks_for_method(ts, n)) {
            return;
        }
        self.delegate_methods.asked |= app;
        for need in needs {
            let method = match *need {
                Need::Address(Func::Method(m) | Func::Stub { method: m, .. }) => m,
                Need::Lookup(Lookup::MethodEntry(m)) => m,
                _ => continue,
            };
            self.delegate_methods
                .of_libraries
                .extend(ts.method_def(method));
        }
        for m in self.delegate_methods.addressed.clone() {
            self.method_of_delegate(m);
        }
        if self.delegate_methods.asked {
            for m in std::mem::take(&mut self.delegate_methods.generic) {
                self.method_token(m);
            }
        }
    }

    /// A generic virtual method may be called, so a delegate may be over it.
    pub(super) fn generic_virtual(&mut self, f: Func) {
        let (Func::Method(m) | Func::Stub { method: m, .. }) = f else {
            return;
        };
        if !self.is_app_type(self.ts.method_owner(m)) || self.ts.is_shared_method(m) {
            return;
        }
        match self.delegate_methods.asked {
            true => self.method_token(m),
            false => self.delegate_methods.generic.push(m),
        }
    }

    /// The address of a method is taken.
    pub(super) fn address_taken(&mut self, f: Func) {
        let (Func::Method(m) | Func::Stub { method: m, .. }) = f else {
            return;
        };
        if self.delegate_methods.known.insert(m) {
            self.delegate_methods.addressed.push(m);
            self.method_of_delegate(m);
        }
    }

    /// Whether some code takes the address of a method.
    pub(super) fn is_addressed(&self, m: MethodId) -> bool {
        self.delegate_methods.known.contains(&m)
    }

    fn method_of_delegate(&mut self, m: MethodId) {
        let ts = self.ts;
        let Some(def) = ts.method_def(m) else { return };
        let app = self.is_app_type(ts.method_owner(m)) && self.delegate_methods.asked;
        if !app && !self.delegate_methods.of_libraries.contains(&def)
            || ts.is_shared_method(m)
            || ts.is_virtual(m)
        {
            return;
        }
        self.method_token(m);
        if ts.type_name(ts.method_owner(m)) == "System.Linq.Queryable" {
            self.enumerable_methods(m);
        }
    }

    /// Queries over objects call the methods of `Enumerable` that are named like those of `Queryable`, found by reflection.
    fn enumerable_methods(&mut self, m: MethodId) {
        let ts = self.ts;
        let Some(enumerable) = ts
            .load_by_name("System.Linq")
            .and_then(|linq| ts.find_type(linq, "System.Linq.Enumerable"))
            .ok()
            .map(|def| ts.open_type(def))
        else {
            return;
        };
        self.reflect_members(enumerable);
        for target in ts.methods_named(enumerable, ts.method_name(m)) {
            if ts.method_generic_count(target) != ts.method_generic_count(m) {
                continue;
            }
            let instance = ts.subst_method(
                target,
                Subst {
                    type_args: &[],
                    method_args: ts.method_args(m),
                },
            );
            self.method_token(instance);
        }
    }
}
