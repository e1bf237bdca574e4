//! Members that annotated code accesses: `DynamicallyAccessedMembers` on parameters, generic parameters, results and types, and
//! `DynamicDependency`. Looked at once the program can enumerate members at all.

use super::{FxHashMap, Result, State};
use crate::annotations::{Accessed, Annotations, DEPENDENCY};
use crate::flows::{self, Source};
use crate::ops::Need;
use smelt_ir::attributes::attributes_of;
use smelt_ir::entity::Entity;
use smelt_ir::synth::type_names;
use smelt_ir::{Body, Context, DictOwner, Func, Lookup};
use smelt_metadata::attribute::Value;
use smelt_metadata::flags::{method_attr, type_attr};
use smelt_metadata::{Table, Token};
use smelt_types::{MethodId, ModuleId, TypeDefId, TypeId, TypeKind, TypeSystem};
use std::rc::Rc;

/// VM calls without which no members are seen.
const ENUMERATIONS: [&str; 3] = [
    "RuntimeTypeHandle_GetFirstIntroducedMethod",
    "RuntimeTypeHandle_GetFields",
    "MetadataImport_Enum",
];

#[derive(Default)]
pub(super) struct Annotated {
    /// Members can be enumerated.
    active: bool,
    /// Arrays are made of types that code has at hand, as for the result of `GetCustomAttributes`.
    arrays: bool,
    modules: FxHashMap<ModuleId, Rc<Annotations>>,
    types: FxHashMap<TypeId, Accessed>,
    /// Generic definitions that code makes instantiations of.
    definitions: FxHashMap<TypeDefId, Accessed>,
    lookups: FxHashMap<(DictOwner, Lookup), Accessed>,
}

impl State<'_> {
    /// A VM call is reached.
    pub(super) fn enumeration(&mut self, symbol: &str) -> Result<()> {
        self.annotated.arrays |= symbol.contains("Array_CreateInstance");
        if self.annotated.active && self.annotated.arrays {
            self.make_arrays()?;
        }
        if self.annotated.active || !ENUMERATIONS.iter().any(|e| symbol.contains(e)) {
            return Ok(());
        }
        self.annotated.active = true;
        if self.annotated.arrays {
            self.make_arrays()?;
        }
        // What came before: instantiations, bodies.
        for t in self.types.keys().copied().collect::<Vec<_>>() {
            self.annotated_type(t);
        }
        for t in self.type_objects.iter().copied().collect::<Vec<_>>() {
            self.annotated_definition(t);
        }
        let dictionaries = self.method_dicts.iter().copied();
        let selectors = self.selectors.iter().copied();
        let funcs = self.funcs.iter().filter_map(|f| match *f {
            Func::Method(m) => Some(m),
            _ => None,
        });
        for m in dictionaries
            .chain(selectors)
            .chain(funcs)
            .collect::<Vec<_>>()
        {
            self.annotated_method(m);
        }
        let bodies = std::mem::take(&mut self.bodies);
        for body in &bodies {
            self.annotated_body(body)?;
        }
        debug_assert!(self.bodies.is_empty());
        self.bodies = bodies;
        Ok(())
    }

    fn annotations(&mut self, module: ModuleId) -> Rc<Annotations> {
        let ts = self.ts;
        let known = self.annotated.modules.entry(module);
        known
            .or_insert_with(|| Rc::new(Annotations::of(ts, module)))
            .clone()
    }

    /// Annotated generic parameters and annotated base types and interfaces of a type in the image.
    pub(super) fn annotated_type(&mut self, t: TypeId) {
        if !self.annotated.active {
            return;
        }
        let ts = self.ts;
        let TypeKind::Named { def, args } = ts.kind(t) else {
            return;
        };
        if ts.is_open(t) {
            return;
        }
        let annotations = self.annotations(def.module);
        for &(n, kinds) in annotations.of_generics(Token::new(Table::TypeDef, def.rid)) {
            if let Some(&arg) = args.get(n) {
                self.access(arg, kinds);
            }
        }
        let mut of_objects = Accessed::default();
        for c in ts
            .base_chain(t)
            .chain(ts.interfaces(t).iter().copied())
            .collect::<Vec<_>>()
        {
            if let Some(def) = ts.type_def(c) {
                of_objects = of_objects.and(self.annotations(def.module).of_type(def.rid));
            }
        }
        if !of_objects.is_empty() {
            self.access(t, of_objects);
        }
        // An instantiation of a definition that code instantiates by reflection, and of those that implement this interface.
        let related: Vec<(TypeDefId, Accessed)> = self
            .annotated
            .definitions
            .iter()
            .map(|(&d, &k)| (d, k))
            .collect();
        for (definition, kinds) in related {
            self.instantiate_like(definition, t, kinds);
        }
    }

    /// If `t` is an instantiation of `definition`, or an interface with the same arguments that it implements, its members are accessed.
    fn instantiate_like(&mut self, definition: TypeDefId, t: TypeId, kinds: Accessed) {
        let ts = self.ts;
        let (Some(def), args) = (ts.type_def(t), ts.type_args(t)) else {
            return;
        };
        if args.is_empty() || ts.is_open(t) || ts.is_shared_type(t) {
            return;
        }
        // A definition of the framework is not asked for over the framework's internal types.
        let framework = |d: TypeDefId| {
            ts.module_path(d.module).parent() == ts.module_path(ts.core_lib()).parent()
        };
        if framework(definition) && !args.iter().all(|&a| is_visible(ts, a, &framework)) {
            return;
        }
        if def == definition {
            return self.access(t, kinds);
        }
        if !ts.is_interface(t) || ts.generic_param_count(definition) as usize != args.len() {
            return;
        }
        let open = ts.open_type(definition);
        let same = ts
            .interfaces(open)
            .iter()
            .any(|&i| ts.type_def(i) == Some(def) && ts.type_args(i) == ts.type_args(open));
        if same {
            let made = ts.named(definition, args);
            self.later(Entity::Handle(made, true));
            self.access(made, kinds);
        }
    }

    /// Code names a generic definition: it may look at the attributes of its parameters.
    pub(super) fn annotated_definition(&mut self, t: TypeId) {
        let ts = self.ts;
        if self.annotated.active
            && ts.is_open(t)
            && let Some(def) = ts.type_def(t)
        {
            let md = ts.metadata(def.module);
            for rid in md.generic_params(Token::new(Table::TypeDef, def.rid)) {
                self.keep_attributes(def.module, Token::new(Table::GenericParam, rid));
            }
        }
    }

    /// Annotated generic parameters of an instantiated method.
    pub(super) fn annotated_method(&mut self, m: MethodId) {
        if !self.annotated.active {
            return;
        }
        let ts = self.ts;
        let (Some(def), args) = (ts.method_def(m), ts.method_args(m)) else {
            return;
        };
        if args.is_empty() {
            return;
        }
        let annotations = self.annotations(def.module);
        for &(n, kinds) in annotations.of_generics(Token::new(Table::MethodDef, def.rid)) {
            if let Some(&arg) = args.get(n) {
                self.access(arg, kinds);
            }
        }
    }

    /// Types that flow to annotated places in a body, and members that it says it depends on.
    pub(super) fn annotated_body(&mut self, body: &Body) -> Result<()> {
        if !self.annotated.active {
            return Ok(());
        }
        let Func::Method(m) = body.func else {
            return Ok(());
        };
        let ts = self.ts;
        let Some(def) = ts.method_def(m) else {
            return Ok(());
        };
        let outer = self.because;
        let found = flows::flows(ts, body, |m| match ts.method_def(m) {
            Some(def) => self.annotations(def.module).of_method(def.rid).to_vec(),
            None => Vec::new(),
        });
        for (source, kinds) in found {
            match source {
                Source::Type(t) => self.access(t, kinds),
                Source::Name(name) => self.access_named(def.module, &name, kinds),
                Source::Lookup(l) => {
                    let owner = match body.context {
                        Context::MethodParam => DictOwner::Method(m),
                        _ => DictOwner::Type(ts.method_owner(m)),
                    };
                    let known = self.annotated.lookups.entry((owner, l)).or_default();
                    *known = known.and(kinds);
                    self.refill(owner, &l)?;
                }
            }
        }
        self.dependencies(def.module, Token::new(Table::MethodDef, def.rid));
        self.because = outer;
        Ok(())
    }

    /// Meets what is accessed of a dictionary entry with the instances that exist.
    pub(super) fn refill(&mut self, owner: DictOwner, l: &Lookup) -> Result<()> {
        match owner {
            DictOwner::Type(c) => {
                for t in self.type_instances.get(&c).cloned().unwrap_or_default() {
                    self.fill_type(t, l)?;
                }
            }
            DictOwner::Method(c) => {
                for m in self.method_instances.get(&c).cloned().unwrap_or_default() {
                    self.fill_method(m, l)?;
                }
            }
        }
        Ok(())
    }

    /// A dictionary entry holds the object of that type.
    pub(super) fn annotated_entry(&mut self, owner: DictOwner, open: &Lookup, t: TypeId) {
        if self.annotated.active
            && let Some(&kinds) = self.annotated.lookups.get(&(owner, *open))
        {
            self.access(t, kinds);
        }
    }

    /// Types that code of the app names by texts where it calls `Type.GetType`.
    pub(super) fn named_by_text(&mut self, module: ModuleId, needs: &[Need]) {
        let ts = self.ts;
        let asks = needs.iter().any(|need| match need {
            Need::Func(Func::Method(m)) => {
                ts.method_name(*m) == "GetType"
                    && ts.is_static(*m)
                    && ts.type_name(ts.method_owner(*m)) == "System.Type"
            }
            _ => false,
        });
        if !asks {
            return;
        }
        for need in needs {
            let Need::Str(text) = need else { continue };
            if let Some(t) = self.type_named(module, text) {
                self.later(Entity::TypeObject(t));
                self.named_by_app(t);
            }
        }
    }

    fn type_named(&self, module: ModuleId, name: &[u16]) -> Option<TypeId> {
        let name = String::from_utf16(name).ok()?;
        let found = type_names::resolve(self.ts, module, &name);
        found
            .or_else(|_| type_names::resolve(self.ts, self.ts.core_lib(), &name))
            .ok()
    }

    fn access_named(&mut self, module: ModuleId, name: &[u16], kinds: Accessed) {
        if let Some(t) = self.type_named(module, name) {
            self.later(Entity::TypeObject(t));
            self.access(t, kinds);
        }
    }

    /// Keeps the members of these kinds of a type.
    fn access(&mut self, t: TypeId, kinds: Accessed) {
        let ts = self.ts;
        let Some(def) = ts.type_def(t) else { return };
        if ts.is_open(t) {
            // A generic definition: its instantiations.
            let known = self.annotated.definitions.entry(def).or_default();
            let more = kinds.without(*known);
            *known = known.and(kinds);
            self.annotated_definition(t);
            if !more.is_empty() {
                for t in self.types.keys().copied().collect::<Vec<_>>() {
                    self.instantiate_like(def, t, kinds);
                }
            }
            return;
        }
        if ts.is_shared_type(t) {
            return;
        }
        let known = self.annotated.types.entry(t).or_default();
        let more = kinds.without(*known);
        *known = known.and(kinds);
        if more.is_empty() {
            return;
        }
        self.reflect_members(t);
        if more.has(Accessed::DEFAULT_CONSTRUCTOR | Accessed::PUBLIC_CONSTRUCTORS) {
            self.activate(t);
        }
        if more.has(Accessed::INTERFACES) {
            for &i in ts.interfaces(t) {
                self.later(Entity::Handle(i, false));
            }
        }
        for (depth, class) in ts.base_chain(t).collect::<Vec<_>>().into_iter().enumerate() {
            for m in ts.methods(class) {
                if is_accessed(ts, m, more, depth > 0) && self.reflect_signature(m) {
                    self.reflect_invoker(m);
                }
            }
            if let Some(def) = ts.type_def(class)
                && def.module != ts.core_lib()
            {
                self.keep_attributes_of_members(def);
            }
        }
    }

    /// `DynamicDependency` attributes of a method.
    fn dependencies(&mut self, module: ModuleId, method: Token) {
        let ts = self.ts;
        if !ts.has_attribute(module, method, DEPENDENCY) {
            return;
        }
        let owner = TypeDefId {
            module,
            rid: ts.metadata(module).declaring_type_of_method(method.rid()),
        };
        for attribute in attributes_of(ts, module, method, DEPENDENCY) {
            let text = |v: Option<&Value>| match v {
                Some(Value::String(s) | Value::Type(s)) => s.map(str::to_owned),
                _ => None,
            };
            // (member), (member, type), (member, type name, assembly), (kinds, type), (kinds, type name, assembly)
            let fixed = &attribute.fixed;
            let assembly = text(fixed.get(2));
            let from = assembly
                .as_deref()
                .map_or(Some(module), |name| ts.load_by_name(name).ok());
            let Some(from) = from else { continue };
            let t = match text(fixed.get(1)) {
                None => Some(ts.open_type(owner)),
                Some(name) => type_names::resolve(ts, from, &name).ok(),
            };
            let Some(t) = t else { continue };
            self.later(Entity::TypeObject(t));
            match fixed.first().and_then(Value::as_i64) {
                Some(kinds) => self.access(t, Accessed(kinds as u32)),
                None => {
                    let signature = text(fixed.first()).unwrap_or_default();
                    self.access_member(t, &signature);
                }
            }
        }
    }

    /// Keeps the members of that name (a documentation signature without its type).
    fn access_member(&mut self, t: TypeId, signature: &str) {
        let ts = self.ts;
        if ts.is_open(t) {
            return self.access(t, Accessed::ALL);
        }
        let name = signature.split(['(', '`', '~']).next().unwrap_or(signature);
        let name = name.replace('#', ".");
        self.reflect_members(t);
        for m in ts.methods(t) {
            let of_member = ts.method_name(m) == name
                || ["get_", "set_", "add_", "remove_"]
                    .iter()
                    .any(|p| ts.method_name(m).strip_prefix(p) == Some(&name));
            if of_member && self.reflect_signature(m) {
                self.reflect_invoker(m);
            }
        }
    }
}

/// Whether a method is one of the kinds; `inherited`: it belongs to a base class of the type that they are asked of.
fn is_accessed(ts: &TypeSystem, m: MethodId, kinds: Accessed, inherited: bool) -> bool {
    let access = ts.method_flags(m) as u16 & method_attr::ACCESS_MASK;
    let public = access == method_attr::PUBLIC;
    if inherited && access == method_attr::PRIVATE {
        return false;
    }
    let pick =
        |of_public: u32, of_others: u32| kinds.has(if public { of_public } else { of_others });
    let name = ts.method_name(m);
    let special = ts.method_flags(m) as u16 & method_attr::SPECIAL_NAME != 0;
    let last = name.rsplit('.').next().unwrap_or(name);
    if name == ".ctor" {
        let default = ts.method_sig(m).is_ok_and(|s| s.params.is_empty());
        return !inherited
            && (pick(Accessed::PUBLIC_CONSTRUCTORS, Accessed::OTHER_CONSTRUCTORS)
                || default && public && kinds.has(Accessed::DEFAULT_CONSTRUCTOR));
    }
    if special && (last.starts_with("get_") || last.starts_with("set_")) {
        return pick(
            Accessed::PUBLIC_PROPERTIES | Accessed::PUBLIC_METHODS,
            Accessed::OTHER_PROPERTIES | Accessed::OTHER_METHODS,
        );
    }
    if special && (last.starts_with("add_") || last.starts_with("remove_")) {
        return pick(
            Accessed::PUBLIC_EVENTS | Accessed::PUBLIC_METHODS,
            Accessed::OTHER_EVENTS | Accessed::OTHER_METHODS,
        );
    }
    pick(Accessed::PUBLIC_METHODS, Accessed::OTHER_METHODS)
}

/// Whether code outside of the framework can name a type.
fn is_visible(ts: &TypeSystem, t: TypeId, framework: &impl Fn(TypeDefId) -> bool) -> bool {
    use type_attr::{NESTED_PUBLIC, PUBLIC, VISIBILITY_MASK};
    let mut t = t;
    while let Some(element) = ts.element_type(t) {
        t = element;
    }
    let mut def = ts.type_def(t);
    while let Some(d) = def.filter(|&d| framework(d)) {
        let visibility = ts.type_flags(ts.open_type(d)) & VISIBILITY_MASK;
        if visibility != PUBLIC && visibility != NESTED_PUBLIC {
            return false;
        }
        def = ts.enclosing_type(d);
    }
    ts.type_args(t)
        .iter()
        .all(|&a| is_visible(ts, a, framework))
}
