//! Members and custom attributes that reflection sees. Once the app's own code asks for members, those of all its types that are in the image
//! are kept with what they need to be called; of framework types, those of the types that the app names.

use super::frames::Asked;
use super::{FxHashMap, State};
use crate::ops::Need;
use smelt_ir::entity::{self, Entity, Invoked};
use smelt_ir::{Func, ReflectedAttribute, ReflectedType};
use smelt_metadata::flags::{method_attr, type_attr};
use smelt_metadata::{Table, Token};
use smelt_types::{
    FieldId, MethodId, ModuleId, Subst, TypeDefId, TypeId, TypeKind, TypeSystem, WellKnown,
};

#[derive(Default)]
pub(super) struct Members {
    pub(super) methods: Vec<MethodId>,
    pub(super) fields: Vec<FieldId>,
    /// The methods can be called, of a framework type the public ones.
    pub(super) called: bool,
}

impl Members {
    pub fn methods(&self) -> &[MethodId] {
        &self.methods
    }
}

pub(super) const NO_SUBST: Subst<'static> = Subst {
    type_args: &[],
    method_args: &[],
};
pub(super) const LITERAL: u32 = 0x40;
const STATIC: u32 = 0x10;
/// Types nested deeper than that don't bring even deeper ones by their members' signatures alone, which could go on without end.
const DEEP: u32 = 8;
const HAS_RVA: u32 = 0x100;

/// Members of `System.Type` that give members.
const OF_TYPE: &[&str] = &[
    "GetMethod",
    "GetField",
    "GetPropert",
    "GetConstructor",
    "GetMember",
    "GetEvent",
    "InvokeMember",
    "GetDefaultMembers",
    "FindMembers",
    "get_TypeInitializer",
    "GetEnum",
    "GetInterfaceMap",
    "GetNestedType",
    "GetCustomAttribute",
    "IsDefined",
];

/// Whether a call of this method asks for members or custom attributes.
fn asks_for_members(ts: &TypeSystem, m: MethodId) -> bool {
    let Some(def) = ts.type_def(ts.method_owner(m)) else {
        return false;
    };
    if def.module != ts.core_lib() {
        return false;
    }
    let (namespace, class) = ts.type_def_name(def);
    let name = ts.method_name(m);
    match (namespace, class) {
        ("System", "Type") => OF_TYPE.iter().any(|p| name.starts_with(p)),
        ("System", "Delegate" | "MulticastDelegate") => {
            matches!(name, "CreateDelegate" | "get_Method" | "DynamicInvoke")
        }
        ("System", "Attribute") => name.starts_with("GetCustomAttribute") || name == "IsDefined",
        ("System", "Exception") => name == "get_TargetSite",
        ("System.Diagnostics", "StackFrame") => name == "GetMethod",
        ("System.Reflection", "MemberInfo" | "Assembly" | "Module") => {
            name.contains("CustomAttribute") || name == "IsDefined"
        }
        ("System.Reflection", "CustomAttributeExtensions" | "RuntimeReflectionExtensions") => true,
        ("System.Reflection", "MethodBase") => name.starts_with("Get") || name == "Invoke",
        ("System.Runtime.InteropServices", "Marshal") => name == "OffsetOf",
        ("System.Reflection", "TypeInfo") => {
            name.starts_with("get_Declared") || name.starts_with("GetDeclared")
        }
        _ => false,
    }
}

impl State<'_> {
    /// Looks whether something that the app's code, a body of that module, needs asks for members.
    pub(super) fn reflection_call(
        &mut self,
        need: &Need,
        caller: Option<ModuleId>,
    ) -> super::Result<()> {
        let m = match *need {
            Need::Func(Func::Method(m)) | Need::Address(Func::Method(m)) | Need::Slot(m) => m,
            _ => return Ok(()),
        };
        self.listing_call(m, caller);
        if matches!(
            self.ts.method_name(m),
            "CreateInstance" | "MakeArrayType" | "MakeGenericType" | "GetElementType"
        ) || self.questions.members
        {
            self.make_arrays()?;
        }
        let name = self.ts.method_name(m);
        if name.contains("CustomAttributesData")
            || matches!(name, "get_CustomAttributes" | "get_RawDefaultValue")
            || name == "GetCustomAttributes"
                && self
                    .ts
                    .type_name(self.ts.method_owner(m))
                    .ends_with("CustomAttributeData")
        {
            self.attribute_data_asked();
        }
        if name == "GetInterfaceMap" && !self.questions.interface_maps {
            self.questions.interface_maps = true;
            self.questions.members = false;
        }
        if matches!(name, "get_TargetSite" | "get_Source")
            && self.ts.type_name(self.ts.method_owner(m)) == "System.Exception"
        {
            self.frames_asked(Asked::All);
        }
        if name == "OffsetOf" {
            for &t in self.ts.method_args(m) {
                self.named_by_app(t);
            }
        }
        if !self.questions.dynamic_invoke && self.ts.method_name(m) == "DynamicInvoke" {
            self.questions.dynamic_invoke = true;
            self.questions.members = false;
        }
        if !self.questions.members && asks_for_members(self.ts, m) {
            self.members_asked();
            let modules = self.ts.modules();
            for module in modules {
                if self.is_app_module(module) {
                    self.keep_attributes(module, Token::new(Table::Assembly, 1));
                    self.keep_attributes(module, Token::new(Table::Module, 1));
                }
            }
        }
        Ok(())
    }

    /// Keeps the members of a type and of its base classes.
    pub(super) fn reflect_members(&mut self, t: TypeId) {
        self.reflect_members_as(t, false);
    }

    /// The same; `called`: so that the methods can be called, also if it is a framework type that the app doesn't name.
    fn reflect_members_as(&mut self, t: TypeId, called: bool) {
        let ts = self.ts;
        let TypeKind::Named { def, .. } = *ts.kind(t) else {
            return;
        };
        if ts.is_open(t) {
            return;
        }
        let (namespace, name) = ts.type_def_name(def);
        let app = self.is_app_module(def.module);
        let object = (namespace, name) == ("System", "Object");
        // Types that are named all the time, as types of parameters, are not worth the code of all their methods.
        let value = ts.is_primitive(t) || (namespace, name) == ("System", "String");
        let common = value && !self.dynamic.used
            || namespace == "System"
                && matches!(
                    name,
                    "Type"
                        | "Void"
                        | "Delegate"
                        | "MulticastDelegate"
                        | "Enum"
                        | "ValueType"
                        | "Array"
                );
        let called = !common && (called || self.named_types.contains(&t));
        let callable = app || object || ts.is_delegate(t) || called;
        let known = self.members.get(&t);
        if known.is_some_and(|known| known.called || !callable) {
            return;
        }
        let in_progress = Members {
            called: callable,
            ..Members::default()
        };
        self.members.insert(t, in_progress);
        self.later(Entity::Handle(t, false));
        if ts
            .base_chain(t)
            .any(|c| ts.type_name(c) == "System.Attribute")
        {
            self.later(Entity::Handle(ts.sz_array(t), true));
        }
        let mut kept = Members {
            called: callable,
            ..Members::default()
        };
        // What objects of arrays are asked.
        let of_arrays = namespace == "System" && name == "Array";
        for m in ts.methods(t) {
            let called = callable || of_arrays && !ts.is_static(m);
            if self.reflect_signature(m) && called && (app || is_public(ts, m)) {
                self.reflect_invoker(m);
            }
            kept.methods.push(m);
        }
        for f in ts.fields(t) {
            if self.reflect_field(f) && ts.field_flags(f) & LITERAL == 0 {
                kept.fields.push(f);
            }
        }
        self.members.insert(t, kept);
        if app {
            self.keep_attributes_of_members(def);
            self.keep_nested(def);
        } else if called {
            self.keep_default_member(def);
        }
        if let Some(base) = ts.base(t) {
            self.reflect_members_as(base, called);
        }
    }

    /// `ldtoken` of a method, as expression trees have it: reflection may call it.
    pub(super) fn method_token(&mut self, m: MethodId) {
        let ts = self.ts;
        self.members_asked();
        let owner = ts.method_owner(m);
        if ts.is_open(owner) {
            self.keep_parts(owner);
            self.reflect_definition(owner);
            return;
        }
        self.reflect_members(owner);
        for &t in ts.method_args(m) {
            self.keep_parts(t);
        }
        if self.reflect_signature(m) {
            self.reflect_invoker(m);
        }
        if ts.method_args(m).iter().any(|&a| !ts.is_open(a)) {
            self.keep_method(m);
        }
    }

    /// `ldtoken` of a field.
    pub(super) fn field_token(&mut self, f: FieldId) {
        if self.ts.field_flags(f) & HAS_RVA == 0 {
            self.reflect_members(self.ts.field_owner(f));
            self.reflect_field(f);
        }
    }

    /// Keeps the custom attributes of a type and of its members.
    pub(super) fn keep_attributes_of_members(&mut self, def: TypeDefId) {
        let ts = self.ts;
        let md = ts.metadata(def.module);
        let own = Token::new(Table::TypeDef, def.rid);
        let of_type = [own];
        let generic_params = [own]
            .into_iter()
            .chain(
                md.type_def_methods(def.rid)
                    .map(|r| Token::new(Table::MethodDef, r)),
            )
            .flat_map(|t| md.generic_params(t))
            .map(|r| Token::new(Table::GenericParam, r));
        let methods = md
            .type_def_methods(def.rid)
            .map(|r| Token::new(Table::MethodDef, r));
        let fields = md
            .type_def_fields(def.rid)
            .map(|r| Token::new(Table::Field, r));
        let props = md
            .type_def_properties(def.rid)
            .map(|r| Token::new(Table::Property, r));
        let events = md
            .type_def_events(def.rid)
            .map(|r| Token::new(Table::Event, r));
        let params = md
            .type_def_methods(def.rid)
            .flat_map(|m| md.method_params(m))
            .map(|r| Token::new(Table::Param, r));
        let all: Vec<Token> = of_type
            .into_iter()
            .chain(methods)
            .chain(fields)
            .chain(props)
            .chain(events)
            .chain(params)
            .chain(generic_params)
            .collect();
        for token in all {
            self.keep_attributes(def.module, token);
        }
    }

    /// Keeps the types of a signature; `false` when it has some that a call by reflection can't handle.
    pub(super) fn reflect_signature(&mut self, m: MethodId) -> bool {
        let ts = self.ts;
        let Ok(sig) = ts.method_sig(m) else {
            return false;
        };
        let types: Vec<TypeId> = sig.params.iter().copied().chain([sig.ret]).collect();
        self.keep_method_constraints(m);
        if self.questions.modifiers {
            self.keep_modifiers(ts.method_modifiers(m));
        }
        let depth = ts.depth(ts.method_owner(m));
        if depth > DEEP && types.iter().any(|&t| ts.depth(t) > depth) {
            return false;
        }
        let definition = ts.method_args(m).iter().any(|&a| ts.is_open(a));
        let mut callable = !definition && sig.call_conv == smelt_types::CallConv::Managed;
        for ty in types {
            if ts.is_open(ty) {
                callable = false;
                self.keep_parts(ty);
                continue;
            }
            self.later(Entity::Handle(ty, false));
            let target = match *ts.kind(ty) {
                TypeKind::ByRef(e) => e,
                _ => ty,
            };
            callable &= !matches!(ts.kind(target), TypeKind::ByRef(_)) && !ts.is_byref_like(target);
        }
        callable && !ts.is_byref_like(ts.method_owner(m))
    }

    /// Keeps what the image describes an open type with.
    pub(super) fn keep_parts(&mut self, ty: TypeId) {
        let ts = self.ts;
        if !ts.is_open(ty) {
            self.later(Entity::Handle(ty, false));
        } else if let TypeKind::Named { def, args } = ts.kind(ty) {
            self.later(Entity::Handle(ts.open_type(*def), false));
            for &a in args.iter() {
                self.keep_parts(a);
            }
        } else if let TypeKind::FnPtr(sig) = *ts.kind(ty) {
            let sig = ts.sig(sig);
            for &part in sig.params.iter().chain([&sig.ret]) {
                self.keep_parts(part);
            }
        } else if let Some(e) = ts.element_type(ty) {
            self.keep_parts(e);
        }
    }

    pub(super) fn reflect_invoker(&mut self, m: MethodId) {
        let ts = self.ts;
        let owner = ts.method_owner(m);
        let name = ts.method_name(m);
        let ctor = name == ".ctor";
        let delegate = ts.is_delegate(owner) && name != "Invoke";
        let abstract_class = ctor && ts.type_flags(owner) & type_attr::ABSTRACT != 0;
        if name == ".cctor"
            || delegate
            || ts.is_interface(owner) && ts.is_static(m) && ts.is_abstract(m)
            || ts.is_array(owner)
        {
            return;
        }
        let (Ok(invoker), Ok(invoked)) = (entity::invoker(ts, m), entity::invoked(ts, m)) else {
            return;
        };
        if self.invokers.insert(m) {
            self.later(Entity::Func(invoker));
            match invoked {
                Invoked::Code(f) => self.later(Entity::Func(f)),
                Invoked::Slot(decl) => self.slots_invoked.push((decl, self.because)),
                Invoked::Cell(m) => self.later(Entity::Selector(m)),
            }
            if self.questions.binding
                && let Some(f) = entity::bound_func(ts, m)
            {
                self.later(Entity::Func(f));
            }
            if !ts.is_abstract(m) && entity::string_ctor(ts, m).is_none() {
                self.later(Entity::Func(entity::entry_func(ts, m, true)));
            }
            if ctor && !abstract_class {
                self.later(Entity::Handle(owner, true));
            }
        }
    }

    /// What the operators of expression trees mean for strings.
    pub(super) fn reflect_string_operators(&mut self) {
        let string = self.ts.well_known(WellKnown::String);
        for name in ["op_Equality", "op_Inequality"] {
            for m in self.ts.methods_named(string, name) {
                if self.reflect_signature(m) {
                    self.reflect_invoker(m);
                }
            }
        }
    }

    fn reflect_field(&mut self, f: FieldId) -> bool {
        let ts = self.ts;
        let Ok(ty) = ts.field_type(f) else {
            return false;
        };
        let owner = ts.field_owner(f);
        if self.questions.modifiers {
            self.keep_modifiers(ts.field_modifiers(f));
        }
        let boxed = match ts.kind(ty) {
            TypeKind::Ptr(_) => Some("System.Reflection.Pointer"),
            TypeKind::FnPtr(_) => Some("System.IntPtr"),
            _ => None,
        };
        if let Some(boxed) = boxed.and_then(|name| self.named(name)) {
            self.later(Entity::Handle(boxed, true));
        }
        self.later(Entity::Handle(
            ty,
            ts.is_value_type(ty) && !ts.is_byref_like(ty),
        ));
        let flags = ts.field_flags(f);
        if flags & STATIC != 0 && flags & (LITERAL | HAS_RVA) == 0 {
            self.later(if ts.is_thread_static(f) {
                Entity::ThreadStatics(owner)
            } else {
                Entity::Statics(owner)
            });
            if ts.class_ctor(owner).is_some() {
                self.later(Entity::ClassInit(owner));
            }
        }
        true
    }

    /// Keeps the attributes of a member of the app.
    pub(super) fn keep_attributes(&mut self, module: ModuleId, parent: Token) {
        self.keep_attributes_of(module, parent, None);
    }

    /// `DefaultMember` tells which property of a framework type is its indexer.
    pub(super) fn keep_default_member(&mut self, def: TypeDefId) {
        const CLASS: &str = "System.Reflection.DefaultMemberAttribute";
        let parent = Token::new(Table::TypeDef, def.rid);
        self.keep_attributes_of(def.module, parent, Some(CLASS));
    }

    fn keep_attributes_of(&mut self, module: ModuleId, parent: Token, only: Option<&str>) {
        let ts = self.ts;
        let md = ts.metadata(module);
        for rid in md.custom_attributes(parent) {
            if self.attributes.contains_key(&(module, rid)) {
                continue;
            }
            let Ok(row) = md.custom_attribute(rid) else {
                continue;
            };
            let Ok(ctor) = ts.resolve_method(module, row.constructor, NO_SUBST) else {
                continue;
            };
            let class = ts.method_owner(ctor);
            if ts.is_open(class) || only.is_some_and(|name| ts.type_name(class) != name) {
                continue;
            }
            self.keep_attribute(module, rid, class, true);
            self.later(Entity::Handle(class, true));
            self.reflect_signature(ctor);
            // The result of GetCustomAttributes is an array of the class that is asked for.
            for c in ts.base_chain(class) {
                self.later(Entity::Handle(ts.sz_array(c), true));
            }
            self.later(Entity::Func(Func::Attribute { module, rid }));
            self.keep_usage(class);
        }
    }

    fn keep_attribute(&mut self, module: ModuleId, rid: u32, class: TypeId, code: bool) {
        let kept = ReflectedAttribute {
            module,
            rid,
            class,
            code,
        };
        self.attributes.entry((module, rid)).or_insert(kept);
        if self.questions.attribute_data {
            self.reflect_members(class);
        }
    }

    /// Keeps the `AttributeUsage` of an attribute class.
    fn keep_usage(&mut self, class: TypeId) {
        let ts = self.ts;
        for c in ts.base_chain(class) {
            let Some(def) = ts.type_def(c) else { return };
            let md = ts.metadata(def.module);
            for rid in md.custom_attributes(Token::new(Table::TypeDef, def.rid)) {
                let usage = md
                    .custom_attribute(rid)
                    .ok()
                    .and_then(|row| {
                        ts.resolve_method(def.module, row.constructor, NO_SUBST)
                            .ok()
                    })
                    .map(|ctor| ts.method_owner(ctor))
                    .filter(|&t| ts.type_name(t) == "System.AttributeUsageAttribute");
                if let Some(usage) = usage {
                    let module = def.module;
                    self.keep_attribute(module, rid, usage, true);
                    self.later(Entity::Func(Func::Attribute { module, rid }));
                    self.later(Entity::Handle(usage, true));
                    self.later(Entity::Handle(ts.sz_array(usage), true));
                }
            }
        }
    }
}

fn is_public(ts: &TypeSystem, m: MethodId) -> bool {
    ts.method_flags(m) as u16 & method_attr::ACCESS_MASK == method_attr::PUBLIC
}

/// The kept members, in an order that does not depend on ids.
pub(super) fn list(
    ts: &TypeSystem,
    members: FxHashMap<TypeId, Members>,
    mut instances: FxHashMap<TypeId, Vec<MethodId>>,
) -> Vec<ReflectedType> {
    let list = members.into_iter().map(|(ty, m)| ReflectedType {
        ty,
        methods: m.methods,
        instances: super::sorted(instances.remove(&ty).unwrap_or_default(), |&m| {
            ts.symbol_of_method(m)
        }),
        fields: m.fields,
    });
    super::sorted(list, |r| ts.symbol_of_type(r.ty))
}

/// The kept attributes, in the same way.
pub(super) fn attribute_list(
    ts: &TypeSystem,
    attributes: FxHashMap<(ModuleId, u32), ReflectedAttribute>,
) -> Vec<ReflectedAttribute> {
    super::sorted(attributes.into_values(), |a| {
        (ts.module_name(a.module).to_owned(), a.rid)
    })
}
