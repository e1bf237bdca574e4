//! What is kept because reflection asks for it: definitions, enclosing types and interfaces of types, constructors that `Activator` runs.
//!
//! A question that no code of the program asks (its VM call is not reached) keeps nothing.

use super::{Result, State};
use smelt_ir::entity::{self, Entity};
use smelt_ir::{Body, Func};
use smelt_metadata::flags::type_attr;
use smelt_types::{ModuleId, TypeId};

/// Which questions the program asks.
#[derive(Default)]
pub(super) struct Questions {
    /// `GetGenericTypeDefinition`.
    definitions: bool,
    /// `DeclaringType`.
    declaring: bool,
    /// `GetInterfaces`.
    interfaces: bool,
    /// `Activator.CreateInstance(Type)`.
    activation: bool,
}

impl State<'_> {
    pub(super) fn is_app_module(&self, module: ModuleId) -> bool {
        self.env.app_modules.contains(&module)
    }

    /// A type that the app itself defines.
    fn is_app_type(&self, t: TypeId) -> bool {
        self.ts
            .type_def(t)
            .is_some_and(|d| self.is_app_module(d.module))
    }

    /// Whether a body is code of the app.
    pub(super) fn is_app_body(&self, body: &Body) -> bool {
        match body.func {
            Func::Method(m) => self.is_app_type(self.ts.method_owner(m)),
            _ => false,
        }
    }

    /// A VM call is reached.
    pub(super) fn reflection_symbol(&mut self, symbol: &str) -> Result<()> {
        let asked = match symbol.split_once("RuntimeTypeHandle_").map(|(_, s)| s) {
            Some("GetGenericTypeDefinition") => &mut self.questions.definitions,
            Some("GetDeclaringTypeHandle") => &mut self.questions.declaring,
            Some("GetInterfaces") => &mut self.questions.interfaces,
            Some("GetActivationInfo") => &mut self.questions.activation,
            _ => return Ok(()),
        };
        if !std::mem::replace(asked, true) {
            let known: Vec<_> = self.types.iter().map(|(&t, &c)| (t, c)).collect();
            for (t, constructed) in known {
                self.reflected(t, constructed);
            }
        }
        Ok(())
    }

    /// The app names the type: `typeof`, a type argument.
    pub(super) fn named_by_app(&mut self, t: TypeId) {
        if self.named_types.insert(t) {
            let constructed = self.types.get(&t).copied().unwrap_or(false);
            self.reflected(t, constructed);
        }
    }

    /// A type is in the image (again with `constructed`), or something became known about it.
    pub(super) fn reflected(&mut self, t: TypeId, constructed: bool) {
        let ts = self.ts;
        let Some(def) = ts.type_def(t) else { return };
        let named = self.named_types.contains(&t);
        let app = self.is_app_module(def.module);
        if self.questions.declaring
            && (named || app)
            && let Some(outer) = ts.enclosing_type(def)
        {
            self.later(Entity::Handle(ts.open_type(outer), false));
        }
        if ts.is_open(t) {
            return;
        }
        let reaches_objects = constructed || named || !ts.is_value_type(t);
        if self.questions.definitions && reaches_objects && !ts.type_args(t).is_empty() {
            self.later(Entity::Handle(ts.open_type(def), false));
        }
        if self.questions.interfaces && (named || app && constructed) {
            for &i in ts.interfaces(t) {
                self.later(Entity::Handle(i, false));
            }
        }
        if self.questions.activation && (named || app && constructed) {
            self.activate(t);
        }
    }

    /// `Activator` may create objects of the type.
    pub(super) fn activate(&mut self, t: TypeId) {
        let ts = self.ts;
        if ts.type_flags(t) & (type_attr::ABSTRACT | type_attr::INTERFACE) != 0
            || ts.is_byref_like(t)
            || ts.is_delegate(t)
            || !self.activated.insert(t)
        {
            return;
        }
        match ts.default_ctor(t) {
            Some(ctor) => {
                self.later(Entity::Func(entity::entry_func(ts, ctor, false)));
                self.later(Entity::Handle(t, true));
            }
            None if ts.is_value_type(t) => self.later(Entity::Handle(t, true)),
            None => {}
        }
    }
}
