//! What is kept because reflection asks for it: definitions, enclosing types and interfaces of types, constructors that `Activator` runs.
//!
//! A question that no code of the program asks (its VM call is not reached) keeps nothing.

use super::frames::Asked;
use super::{FxHashSet, Result, State};
use crate::ops::Need;
use smelt_abi::helpers::HelperId;
use smelt_ir::entity::{self, Entity};
use smelt_ir::{Body, Func};
use smelt_metadata::flags::type_attr;
use smelt_metadata::{Table, Token};
use smelt_types::{ModuleId, TypeDefId, TypeId, TypeSystem};

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
    /// `Assembly.GetReferencedAssemblies`.
    pub(super) assembly_references: bool,
    /// Manifest resources.
    pub(super) resources: bool,
    /// Assemblies of the framework whose own code asks for manifest resources.
    pub(super) resource_modules: FxHashSet<ModuleId>,
    /// The app asks for members or custom attributes.
    pub(super) members: bool,
    /// `Type.GetInterfaceMap`.
    pub(super) interface_maps: bool,
    /// `CustomAttributeData`.
    pub(super) attribute_data: bool,
    /// `Delegate.DynamicInvoke`.
    pub(super) dynamic_invoke: bool,
    /// `Delegate.CreateDelegate`.
    pub(super) binding: bool,
    /// `GetRequiredCustomModifiers`, `GetOptionalCustomModifiers`.
    pub(super) modifiers: bool,
    /// `GetGenericParameterConstraints`.
    pub(super) constraints: bool,
}

/// An assembly of the app or of a library that it brings, as opposed to the framework's.
pub(super) fn is_app_module(ts: &TypeSystem, module: ModuleId) -> bool {
    let folder = |m| ts.module_path(m).parent();
    folder(module) != folder(ts.core_lib()) && !ts.module_name(module).starts_with("Microsoft.")
}

impl State<'_> {
    pub(super) fn is_app_module(&self, module: ModuleId) -> bool {
        is_app_module(self.ts, module)
    }

    /// A type that the app itself defines.
    pub(super) fn is_app_type(&self, t: TypeId) -> bool {
        self.ts
            .type_def(t)
            .is_some_and(|d| self.is_app_module(d.module))
    }

    /// Whether a body is code of the app.
    pub(super) fn is_app_body(&self, body: &Body) -> bool {
        match body.func {
            Func::Method(m) => self.is_app_type(self.ts.method_owner(m)),
            Func::Attribute { module, .. } => self.is_app_module(module),
            _ => false,
        }
    }

    /// A VM call is reached.
    pub(super) fn reflection_symbol(&mut self, symbol: &str) -> Result<()> {
        self.questions.resources |= symbol.contains("AssemblyNative_GetResource")
            || symbol.contains("AssemblyNative_GetManifestResource");
        if symbol.contains("Signature_GetCustomModifiersAtOffset") {
            self.modifiers_asked();
        }
        if symbol == HelperId::StackFrameMethod.helper().symbol {
            self.frames_asked(Asked::All);
        }
        // Direct calls are seen where they are made.
        if symbol == HelperId::ExceptionMethod.helper().symbol {
            self.frames_asked(Asked::App);
        }
        self.questions.assembly_references |=
            symbol == HelperId::ReferencedAssemblies.helper().symbol;
        if symbol.contains("AssemblyNative_GetEntryPoint") {
            self.keep_entry_point();
        }
        if symbol.contains("ReflectionInvocation_GetGuid") {
            self.keep_guids();
        }
        if !self.questions.binding && symbol.contains("Delegate_BindToMethod") {
            self.questions.binding = true;
            for m in self.invokers.clone() {
                if let Some(f) = entity::bound_func(self.ts, m) {
                    self.later(Entity::Func(f));
                }
            }
            let objects = self.type_objects.iter();
            for t in self
                .named_types
                .iter()
                .chain(objects)
                .copied()
                .collect::<Vec<_>>()
            {
                self.reflected(t, false);
            }
        }
        let asked = match symbol.split_once("RuntimeTypeHandle_").map(|(_, s)| s) {
            Some("GetGenericTypeDefinition") => &mut self.questions.definitions,
            Some("GetDeclaringTypeHandle") => &mut self.questions.declaring,
            Some("GetInterfaces") => &mut self.questions.interfaces,
            Some("GetConstraints" | "SatisfiesConstraints") => &mut self.questions.constraints,
            Some("GetActivationInfo") => &mut self.questions.activation,
            _ => return Ok(()),
        };
        if !std::mem::replace(asked, true) {
            if self.questions.constraints {
                let generic = self.members.values().flat_map(|m| m.methods());
                for m in generic.copied().collect::<Vec<_>>() {
                    self.keep_method_constraints(m);
                }
            }
            let known: Vec<_> = self.types.iter().map(|(&t, &c)| (t, c)).collect();
            for (t, constructed) in known {
                self.reflected(t, constructed);
            }
        }
        Ok(())
    }

    /// Notes code that asks for manifest resources.
    pub(super) fn resource_calls(&mut self, module: ModuleId, needs: &[Need]) {
        let asks = needs.iter().any(|need| match need {
            Need::Slot(m) | Need::Func(Func::Method(m)) | Need::Address(Func::Method(m)) => {
                self.ts.method_name(*m).starts_with("GetManifestResource")
            }
            _ => false,
        });
        if asks {
            self.questions.resource_modules.insert(module);
        }
    }

    /// Assemblies whose manifest resources are in the image: those of the app, and those of the framework that read their own.
    pub(super) fn resource_modules(&self) -> Vec<ModuleId> {
        if !self.questions.resources {
            return Vec::new();
        }
        let mut modules = self.ts.modules();
        modules.retain(|m| self.is_app_module(*m) || self.questions.resource_modules.contains(m));
        modules
    }

    /// The app asks for members: those of its own types are kept.
    pub(super) fn members_asked(&mut self) {
        if !std::mem::replace(&mut self.questions.members, true) {
            let known: Vec<_> = self.types.iter().map(|(&t, &c)| (t, c)).collect();
            for (t, constructed) in known {
                self.reflected(t, constructed);
            }
        }
    }

    /// The app names the type: `typeof`, a type argument.
    pub(super) fn named_by_app(&mut self, t: TypeId) {
        if self.named_types.insert(t) {
            if self.arrays_made {
                self.array_of(t);
            }
            let constructed = self.types.get(&t).copied().unwrap_or(false);
            self.reflected(t, constructed);
        }
    }

    /// `Array.CreateInstance` may make vectors of a value type that the app names; the runtime makes those of references.
    pub(super) fn array_of(&mut self, t: TypeId) {
        let ts = self.ts;
        if !ts.is_open(t)
            && ts.is_value_type(t)
            && !ts.is_byref_like(t)
            && t != ts.well_known(smelt_types::WellKnown::Void)
        {
            self.later(Entity::Handle(ts.sz_array(t), true));
        }
    }

    /// The app asks for attributes as they are written: their classes show their members, and so do those that stand for flags.
    pub(super) fn attribute_data_asked(&mut self) {
        const PSEUDO: &[&str] = &[
            "System.SerializableAttribute",
            "System.NonSerializedAttribute",
            "System.Runtime.InteropServices.DllImportAttribute",
            "System.Runtime.InteropServices.FieldOffsetAttribute",
            "System.Runtime.InteropServices.InAttribute",
            "System.Runtime.InteropServices.MarshalAsAttribute",
            "System.Runtime.InteropServices.OptionalAttribute",
            "System.Runtime.InteropServices.OutAttribute",
            "System.Runtime.InteropServices.PreserveSigAttribute",
        ];
        if std::mem::replace(&mut self.questions.attribute_data, true) {
            return;
        }
        let pseudo = PSEUDO.iter().filter_map(|name| self.named(name));
        let kept = self.attributes.values().map(|a| a.class);
        let classes: Vec<TypeId> = pseudo.chain(kept).collect();
        for class in classes {
            self.reflect_members(class);
        }
    }

    /// A type is in the image (again with `constructed`), or something became known about it.
    pub(super) fn reflected(&mut self, t: TypeId, constructed: bool) {
        let ts = self.ts;
        let Some(def) = ts.type_def(t) else {
            return self.array_interfaces(t);
        };
        let named = self.named_types.contains(&t);
        let app = self.is_app_module(def.module);
        if self.questions.declaring
            && (named || app)
            && let Some(outer) = ts.enclosing_type(def)
        {
            self.later(Entity::Handle(ts.open_type(outer), false));
        }
        if ts.is_open(t) {
            if t == ts.open_type(def) {
                self.reflected_definition(t, def, named || app);
            }
            return;
        }
        let reaches_objects =
            constructed || named || self.questions.members || !ts.is_value_type(t);
        if self.questions.definitions && reaches_objects && !ts.type_args(t).is_empty() {
            self.later(Entity::Handle(ts.open_type(def), false));
        }
        if self.questions.interfaces && (named || app && constructed) {
            for &i in ts.interfaces(t) {
                self.later(Entity::Handle(i, false));
            }
        }
        if self.questions.members && (named || app && (constructed || ts.is_interface(t))) {
            self.reflect_members(t);
            if self.questions.interface_maps {
                for &i in ts.interfaces(t) {
                    self.reflect_members(i);
                }
            }
        }
        if self.questions.binding && ts.is_delegate(t) && (named || self.type_objects.contains(&t))
        {
            self.later(Entity::Handle(t, true));
            self.later(Entity::Func(Func::OpenDelegate(ts.canon_type(t))));
            self.reflect_members(t);
        }
        if self.questions.dynamic_invoke && constructed && ts.is_delegate(t) {
            self.reflect_members(t);
        }
        if self.questions.activation && (named || app && constructed) {
            self.activate(t);
        }
    }

    /// `GetInterfaces` of an array looks for the generic ones by itself.
    fn array_interfaces(&mut self, t: TypeId) {
        let ts = self.ts;
        if let smelt_types::TypeKind::SzArray(_) = ts.kind(t)
            && self.questions.interfaces
            && self.named_types.contains(&t)
        {
            for &i in ts.interfaces(t) {
                self.later(Entity::Handle(i, false));
            }
        }
    }

    /// The definition of a generic type is in the image; `shown`: the app names or defines it.
    fn reflected_definition(&mut self, t: TypeId, def: TypeDefId, shown: bool) {
        let ts = self.ts;
        if self.questions.constraints {
            self.keep_constraints(def.module, Token::new(Table::TypeDef, def.rid));
        }
        if shown && self.questions.interfaces && self.open_interfaces.insert(t) {
            for &i in ts.interfaces(t) {
                self.keep_parts(i);
            }
        }
        if shown && self.questions.members {
            self.reflect_definition(t);
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
