//! Definitions as reflection shows them: of generic types, with their members and constraints; all of an assembly, when code lists them.

use super::members::{LITERAL, Members, NO_SUBST};
use super::{FxHashMap, State};
use smelt_ir::entity::Entity;
use smelt_metadata::{Table, Token};
use smelt_types::{FieldId, MethodId, ModuleId, TypeDefId, TypeId};

/// What code lists.
#[derive(Default)]
pub(super) struct Listings {
    /// Nested types of types that it reflects on.
    nested: bool,
    /// Modules all of whose types are in the image.
    modules: Vec<ModuleId>,
    /// The nested types of the types of a module.
    inner: FxHashMap<ModuleId, FxHashMap<u32, Vec<u32>>>,
}

impl State<'_> {
    /// The app calls a method: does it list types?
    pub(super) fn listing_call(&mut self, m: MethodId, caller: Option<ModuleId>) {
        let ts = self.ts;
        let Some(def) = ts.type_def(ts.method_owner(m)) else {
            return;
        };
        if def.module != ts.core_lib() {
            return;
        }
        match (ts.type_def_name(def), ts.method_name(m)) {
            (
                ("System.Reflection", "Assembly" | "Module"),
                "GetTypes" | "GetExportedTypes" | "get_DefinedTypes" | "get_ExportedTypes"
                | "FindTypes",
            ) => {
                let entry = self.env.entry_point.map(|m| ts.method_owner(m));
                let entry = entry.and_then(|t| ts.type_def(t)).map(|d| d.module);
                for module in entry.into_iter().chain(caller) {
                    self.list_types(module);
                }
            }
            (
                ("System", "Type"),
                "GetNestedType" | "GetNestedTypes" | "GetMember" | "GetMembers" | "FindMembers",
            )
            | (
                ("System.Reflection", "TypeInfo"),
                "get_DeclaredNestedTypes" | "GetDeclaredNestedType" | "get_DeclaredMembers",
            ) => self.nested_asked(),
            _ => {}
        }
    }

    fn nested_asked(&mut self) {
        if std::mem::replace(&mut self.listings.nested, true) {
            return;
        }
        let reflected = self.members.keys().filter_map(|&t| self.ts.type_def(t));
        for def in reflected.collect::<Vec<_>>() {
            self.keep_nested(def);
        }
    }

    /// Keeps all types of a module as if the app named them.
    fn list_types(&mut self, module: ModuleId) {
        const MODULE_TYPE: u32 = 1;
        if self.listings.modules.contains(&module) {
            return;
        }
        self.listings.modules.push(module);
        for rid in 1..=self.ts.metadata(module).row_count(Table::TypeDef) {
            if rid != MODULE_TYPE {
                self.keep_definition(TypeDefId { module, rid });
            }
        }
    }

    fn keep_definition(&mut self, def: TypeDefId) {
        let t = self.ts.open_type(def);
        self.later(Entity::Handle(t, false));
        self.named_by_app(t);
    }

    /// Keeps the nested types of a type of the app whose members are seen.
    pub(super) fn keep_nested(&mut self, outer: TypeDefId) {
        if !self.listings.nested || !self.is_app_module(outer.module) {
            return;
        }
        let md = self.ts.metadata(outer.module);
        let inner = self.listings.inner.entry(outer.module).or_insert_with(|| {
            let mut inner: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
            let rows = 1..=md.row_count(Table::NestedClass);
            for row in rows.filter_map(|row| md.nested_class(row).ok()) {
                inner.entry(row.enclosing).or_default().push(row.nested);
            }
            inner
        });
        for rid in inner.get(&outer.rid).cloned().unwrap_or_default() {
            let module = outer.module;
            self.keep_definition(TypeDefId { module, rid });
        }
    }

    /// The app asks for custom modifiers: the types that they name are kept.
    pub(super) fn modifiers_asked(&mut self) {
        if std::mem::replace(&mut self.questions.modifiers, true) {
            return;
        }
        let ts = self.ts;
        let methods = self.members.values().flat_map(|m| &m.methods);
        let fields = self.members.values().flat_map(|m| &m.fields);
        let of_methods = methods.flat_map(|&m| ts.method_modifiers(m));
        let all: Vec<_> = of_methods
            .chain(fields.flat_map(|&f| ts.field_modifiers(f)))
            .collect();
        self.keep_modifiers(all);
    }

    pub(super) fn keep_modifiers(&mut self, modifiers: Vec<(u32, bool, TypeId)>) {
        for (_, _, t) in modifiers {
            self.later(Entity::Handle(t, false));
        }
    }

    /// The app asks for the assembly's entry point.
    pub(super) fn keep_entry_point(&mut self) {
        if let Some(m) = self.env.entry_point {
            self.reflect_members(self.ts.method_owner(m));
        }
    }

    /// The app asks for GUIDs: those that its types are given.
    pub(super) fn keep_guids(&mut self) {
        let ts = self.ts;
        let modules = ts.modules();
        for module in modules {
            if !self.is_app_module(module) {
                continue;
            }
            let rids = 1..=ts.metadata(module).row_count(Table::TypeDef);
            for token in rids.map(|rid| Token::new(Table::TypeDef, rid)) {
                const GUID: &str = "System.Runtime.InteropServices.GuidAttribute";
                if ts.has_attribute(module, token, GUID) {
                    self.keep_attributes(module, token);
                }
            }
        }
    }

    /// Keeps what shows the members of a generic type's definition and of its base classes; nothing of it can be called.
    pub(super) fn reflect_definition(&mut self, t: TypeId) {
        let ts = self.ts;
        let Some(def) = ts.type_def(t) else { return };
        if self.members.contains_key(&t) {
            return;
        }
        let methods = ts.methods(t);
        let fields = ts.fields(t);
        for &m in &methods {
            self.reflect_signature(m);
        }
        for &f in &fields {
            if let Ok(ty) = ts.field_type(f) {
                self.keep_parts(ty);
            }
        }
        let literal = |f: &FieldId| ts.field_flags(*f) & LITERAL != 0;
        let fields = fields.into_iter().filter(|f| !literal(f)).collect();
        let members = Members {
            methods,
            fields,
            called: false,
        };
        self.members.insert(t, members);
        self.later(Entity::Handle(t, false));
        if self.is_app_module(def.module) {
            self.keep_attributes_of_members(def);
        } else {
            self.keep_default_member(def);
        }
        match ts.base(t) {
            Some(base) if ts.is_open(base) => {
                self.keep_parts(base);
                if let Some(base) = ts.type_def(base) {
                    self.reflect_definition(ts.open_type(base));
                }
            }
            Some(base) => self.reflect_members(base),
            None => {}
        }
    }

    /// Keeps the constraints of the generic parameters that a type or method declares.
    pub(super) fn keep_constraints(&mut self, module: ModuleId, owner: Token) {
        let ts = self.ts;
        let md = ts.metadata(module);
        for param in md.generic_params(owner) {
            for rid in md.generic_param_constraints(param) {
                let row = md.generic_param_constraint(rid);
                if let Some(t) = row
                    .ok()
                    .and_then(|r| ts.resolve_type(module, r.constraint, NO_SUBST).ok())
                {
                    self.keep_parts(t);
                }
            }
        }
    }

    pub(super) fn keep_method_constraints(&mut self, m: MethodId) {
        if self.questions.constraints
            && self.ts.method_generic_count(m) > 0
            && let Some(def) = self.ts.method_def(m)
        {
            self.keep_constraints(def.module, Token::new(Table::MethodDef, def.rid));
        }
    }
}
