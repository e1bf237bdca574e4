//! Instantiations that only reflection makes: `Type.MakeGenericType` and `MethodInfo.MakeGenericMethod`. What the program names around such a call
//! says which ones it may ask for: the definitions, methods' names and types of the same body, the last ones first, or of all the app's code where the
//! body has none.

use super::{FxHashMap, FxHashSet, State};
use crate::ops::Need;
use smelt_ir::entity::{self, Entity};
use smelt_ir::{Body, Func};
use smelt_metadata::{Table, Token};
use smelt_types::{MethodId, ModuleId, Subst, TypeId, WellKnown};

/// At most so many instantiations are kept for all such calls together.
const MAX_INSTANCES: usize = 1000;
/// Types that are tried for each parameter, by number of parameters.
const MAX_CHOICES: [usize; 4] = [0, 32, 6, 4];
/// Definitions that one call may take.
const MAX_DEFINITIONS: usize = 4;

/// What code of the app that instantiates by reflection names.
#[derive(Default, Clone)]
struct Names {
    /// `MakeGenericType` is called.
    types_made: bool,
    /// `MakeGenericMethod` is called.
    methods_made: bool,
    /// `Expression.Lambda` without a delegate type is called.
    lambdas_made: bool,
    definitions: Vec<TypeId>,
    types: Vec<TypeId>,
    texts: Vec<String>,
}

#[derive(Default)]
pub(super) struct Instances {
    /// Such calls of the app, each with what its body names before it.
    calls: Vec<Names>,
    /// What all bodies of the app name.
    all: Names,
    types: FxHashSet<TypeId>,
    /// Delegate types that `Expression.Lambda` may make.
    lambdas: FxHashSet<TypeId>,
    methods: FxHashSet<MethodId>,
    /// Kept instantiations of generic methods by their owner.
    pub by_owner: FxHashMap<TypeId, Vec<MethodId>>,
    /// How many were found for such calls.
    made: usize,
    full: bool,
}

/// A generic parameter: its flags and its constraints in open form.
struct Parameter {
    flags: u16,
    constraints: Vec<TypeId>,
}

const NO_SUBST: Subst<'static> = Subst {
    type_args: &[],
    method_args: &[],
};

impl State<'_> {
    /// Notes what a body of the app names.
    pub(super) fn generic_names(&mut self, body: &Body, needs: &[Need]) {
        let ts = self.ts;
        if let Func::Method(m) = body.func
            && let Some(def) = ts.type_def(ts.method_owner(m))
            && ts.module_name(def.module) == "FSharp.Core"
        {
            return;
        }
        let mut names = Names::default();
        let mut calls = Vec::new();
        for need in needs {
            match need {
                Need::Entity(Entity::TypeObject(t)) if ts.is_open(*t) => names.definitions.push(*t),
                Need::Entity(Entity::TypeObject(t)) => names.types.push(*t),
                Need::Str(text) => names.texts.push(String::from_utf16_lossy(text)),
                Need::Slot(m) | Need::Func(Func::Method(m)) | Need::Address(Func::Method(m)) => {
                    let types_made = ts.method_name(*m) == "MakeGenericType";
                    let methods_made = ts.method_name(*m) == "MakeGenericMethod";
                    if types_made || methods_made {
                        // What is named last before the call is what it most likely takes.
                        let mut call = names.clone();
                        call.types.reverse();
                        call.definitions.reverse();
                        call.definitions.truncate(MAX_DEFINITIONS);
                        (call.types_made, call.methods_made) = (types_made, methods_made);
                        calls.push(call);
                    }
                    if self.is_untyped_lambda(*m) {
                        calls.push(self.lambda_types(&names));
                    }
                }
                _ => {}
            }
        }
        for call in &mut calls {
            call.texts.clone_from(&names.texts);
        }
        let all = &mut self.instances.all;
        for (from, to) in [
            (&names.definitions, &mut all.definitions),
            (&names.types, &mut all.types),
        ] {
            for t in from {
                if !to.contains(t) {
                    to.push(*t);
                }
            }
        }
        if !calls.is_empty() {
            self.members_asked();
            self.instances.calls.extend(calls);
        }
    }

    /// Keeps the instantiations that the app's code may ask for; whether there are new ones.
    pub(super) fn more_instances(&mut self) -> bool {
        let known = (self.instances.types.len(), self.instances.methods.len());
        for names in self.instances.calls.clone() {
            if names.types_made {
                self.types_made(&names);
            }
            if names.methods_made {
                self.methods_made(&names);
            }
        }
        known != (self.instances.types.len(), self.instances.methods.len())
    }

    fn types_made(&mut self, names: &Names) {
        let ts = self.ts;
        if names.lambdas_made {
            for &t in &names.types {
                if ts.is_delegate(t) {
                    self.keep_lambda(t);
                }
            }
        }
        let mut definitions = match names.definitions.is_empty() {
            true => self.instances.all.definitions.clone(),
            false => names.definitions.clone(),
        };
        definitions.sort_by_cached_key(|&t| ts.symbol_of_type(t));
        for definition in definitions {
            let Some(def) = ts.type_def(definition) else {
                continue;
            };
            let token = Token::new(Table::TypeDef, def.rid);
            let params = self.parameters(def.module, token);
            for args in self.choices(names, params.len()) {
                let ty = ts.named(def, &args);
                let known = match names.lambdas_made {
                    true => &self.instances.lambdas,
                    false => &self.instances.types,
                };
                if !known.contains(&ty) && self.meets(&params, &args, &[]) && self.has_room() {
                    self.keep_type(ty);
                    if names.lambdas_made {
                        self.keep_lambda(ty);
                    }
                }
            }
        }
    }

    /// `Expression.Lambda(body, parameters)`: the delegate type is made at run time.
    fn is_untyped_lambda(&self, m: MethodId) -> bool {
        let ts = self.ts;
        ts.method_name(m) == "Lambda"
            && ts.method_args(m).is_empty()
            && ts.type_name(ts.method_owner(m)) == "System.Linq.Expressions.Expression"
    }

    /// Delegate types that an untyped lambda may get: of the types that the code names, and of what comparisons and the like give.
    fn lambda_types(&self, names: &Names) -> Names {
        const DELEGATES: [&str; 6] = [
            "System.Func`1",
            "System.Func`2",
            "System.Func`3",
            "System.Action",
            "System.Action`1",
            "System.Action`2",
        ];
        let ts = self.ts;
        let mut types: Vec<TypeId> = names.types.iter().rev().copied().collect();
        types.extend(
            [WellKnown::Boolean, WellKnown::Int32, WellKnown::Object].map(|w| ts.well_known(w)),
        );
        types.extend(
            ["System.String", "System.Double"]
                .iter()
                .filter_map(|n| self.named(n)),
        );
        Names {
            types_made: true,
            lambdas_made: true,
            definitions: DELEGATES.iter().filter_map(|n| self.named(n)).collect(),
            types,
            ..Names::default()
        }
    }

    /// A delegate type that `Expression.Lambda` may make: its delegates are interpreted.
    fn keep_lambda(&mut self, delegate: TypeId) {
        let ts = self.ts;
        if !self.instances.lambdas.insert(delegate) {
            return;
        }
        self.later(Entity::TypeObject(delegate));
        let creator = ts
            .load_by_name("System.Linq.Expressions")
            .and_then(|m| ts.find_type(m, "System.Linq.Expressions.ExpressionCreator`1"));
        if let Ok(creator) = creator {
            self.keep_type(ts.named(creator, &[delegate]));
        }
    }

    /// An instantiation of a type that reflection may make and use.
    pub(super) fn keep_type(&mut self, t: TypeId) {
        if !self.instances.types.insert(t) {
            return;
        }
        let constructed = !self.ts.is_interface(t);
        self.later(Entity::Handle(t, constructed));
        self.named_by_app(t);
        self.activate(t);
    }

    fn methods_made(&mut self, names: &Names) {
        let ts = self.ts;
        let mut candidates: Vec<MethodId> = self
            .members
            .values()
            .flat_map(|m| m.methods())
            .copied()
            .filter(|&m| ts.method_generic_count(m) > 0)
            .collect();
        let named = |m: &MethodId| names.texts.iter().any(|t| t == ts.method_name(*m));
        if candidates.iter().any(named) {
            candidates.retain(named);
        } else {
            candidates.retain(|&m| self.is_app_type(ts.method_owner(m)));
        }
        candidates.sort_by_cached_key(|&m| ts.symbol_of_method(m));
        for m in candidates {
            let Some(def) = ts.method_def(m) else {
                continue;
            };
            let owner = ts.method_owner(m);
            let token = Token::new(Table::MethodDef, def.rid);
            let params = self.parameters(def.module, token);
            for args in self.choices(names, params.len()) {
                let m = ts.method_on(def, owner, &args);
                let new = !self.instances.methods.contains(&m);
                if new && self.meets(&params, ts.type_args(owner), &args) && self.has_room() {
                    self.keep_method(m);
                }
            }
        }
    }

    /// An instantiation of a generic method that reflection may call.
    pub(super) fn keep_method(&mut self, m: MethodId) {
        if !self.instances.methods.insert(m) {
            return;
        }
        let owner = self.ts.method_owner(m);
        self.reflect_members(owner);
        for &t in self.ts.method_args(m) {
            self.later(Entity::Handle(t, false));
        }
        if entity::check_depth(self.ts, &Entity::MethodDict(m)).is_ok() && self.reflect_signature(m)
        {
            self.reflect_invoker(m);
        }
        self.instances.by_owner.entry(owner).or_default().push(m);
    }

    /// Whether one more instantiation may be kept; a warning when not.
    fn has_room(&mut self) -> bool {
        self.instances.made += 1;
        if self.instances.made > MAX_INSTANCES && !std::mem::replace(&mut self.instances.full, true)
        {
            let text = format!(
                "more than {MAX_INSTANCES} instantiations by MakeGenericType and MakeGenericMethod are possible; the others throw when they are asked for"
            );
            self.problem("generic instantiation by reflection".into(), text);
        }
        self.instances.made <= MAX_INSTANCES
    }

    /// Lists of type arguments that the named types give.
    fn choices(&self, names: &Names, count: usize) -> Vec<Vec<TypeId>> {
        let Some(&limit) = MAX_CHOICES.get(count) else {
            return Vec::new();
        };
        let ts = self.ts;
        let mut types = names.types.clone();
        if count == 1 || types.len() < count {
            let mut others = self.instances.all.types.clone();
            others.sort_by_cached_key(|&t| ts.symbol_of_type(t));
            types.extend(others);
        }
        let mut seen = FxHashSet::default();
        types.retain(|&t| {
            seen.insert(t) && !ts.is_byref_like(t) && ts.type_name(t) != "System.Void"
        });
        types.truncate(limit);
        let mut lists = vec![Vec::new()];
        for _ in 0..count {
            lists = lists
                .iter()
                .flat_map(|list: &Vec<TypeId>| {
                    types.iter().map(move |&t| {
                        let mut next = list.clone();
                        next.push(t);
                        next
                    })
                })
                .collect();
        }
        lists
    }

    fn parameters(&self, module: ModuleId, owner: Token) -> Vec<Parameter> {
        let ts = self.ts;
        let md = ts.metadata(module);
        md.generic_params(owner)
            .map(|rid| Parameter {
                flags: md.generic_param(rid).map(|r| r.flags).unwrap_or_default(),
                constraints: md
                    .generic_param_constraints(rid)
                    .filter_map(|c| md.generic_param_constraint(c).ok())
                    .filter_map(|c| ts.resolve_type(module, c.constraint, NO_SUBST).ok())
                    .collect(),
            })
            .collect()
    }

    /// Whether arguments meet the constraints (ECMA-335 II.10.1.7); of a method's parameters when it has arguments.
    fn meets(&self, params: &[Parameter], type_args: &[TypeId], method_args: &[TypeId]) -> bool {
        const REFERENCE: u16 = 4;
        const VALUE: u16 = 8;
        const CONSTRUCTOR: u16 = 16;
        let ts = self.ts;
        let subst = Subst {
            type_args,
            method_args,
        };
        let args = if method_args.is_empty() {
            type_args
        } else {
            method_args
        };
        params.iter().zip(args).all(|(p, &arg)| {
            let value = ts.is_value_type(arg);
            let has_ctor = || {
                value
                    || ts.default_ctor(arg).is_some()
                        && ts.type_flags(arg) & smelt_metadata::flags::type_attr::ABSTRACT == 0
            };
            (p.flags & REFERENCE == 0 || !value)
                && (p.flags & VALUE == 0 || value && !ts.is_nullable(arg))
                && (p.flags & CONSTRUCTOR == 0 || has_ctor())
                && p.constraints
                    .iter()
                    .all(|&c| ts.is_assignable(arg, ts.subst_type(c, subst)))
        })
    }
}
