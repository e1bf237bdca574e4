//! Instantiations that only reflection makes: `Type.MakeGenericType` and `MethodInfo.MakeGenericMethod`. What the program names around such a call
//! says which ones it may ask for: the definitions, methods' names and types of the same body, the last ones first, or of all the app's code where the
//! body has none.

use super::{FxHashMap, FxHashSet, State};
use crate::ops::Need;
use smelt_ir::entity::{self, Entity};
use smelt_ir::{Body, Func};
use smelt_metadata::{Table, Token};
use smelt_types::{GenericParameter, MethodId, ModuleId, Subst, TypeId, TypeKind, WellKnown};

/// At most so many instantiations are kept for all such calls together.
const MAX_INSTANCES: usize = 1000;
/// Instantiations of generic methods that are kept because code calls them.
const MAX_CALLED: usize = 2000;
/// Types that are tried for each parameter, by number of parameters.
const MAX_CHOICES: [usize; 4] = [0, 64, 16, 6];
/// The same for types that are known to flow to a call.
const MAX_KNOWN_CHOICES: [usize; 4] = [0, 1000, 64, 16];
/// Instantiations of one definition that are kept for one call.
const MAX_PER_DEFINITION: usize = 64;
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
    /// What flows to the call, by its number.
    call: Option<usize>,
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
    /// Instantiations of generic methods of the app that its code calls.
    called: FxHashSet<MethodId>,
    /// Kept instantiations of generic methods by their owner.
    pub by_owner: FxHashMap<TypeId, Vec<MethodId>>,
    /// How many were found for such calls.
    made: usize,
    /// No more are looked for.
    full: bool,
    warned: bool,
}

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
        let first = self.making_facts(body);
        let mut makers = 0;
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
                        call.call = Some(first + makers);
                        makers += 1;
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

    /// Keeps the instantiations that the app's code may ask for; whether there are new ones. What is known to flow to a call comes first, then what
    /// code names around it, then what the app names anywhere or makes objects of.
    pub(super) fn more_instances(&mut self) -> bool {
        let count = |s: &Self| (s.instances.types.len(), s.instances.methods.len());
        let known = count(self);
        self.known_instances();
        if known != count(self) {
            return true;
        }
        let mut calls = self.instances.calls.clone();
        calls.retain(|names| !self.is_known_call(names.call));
        for wide in [false, true] {
            for names in &calls {
                if names.types_made {
                    self.types_made(names, wide);
                }
                if names.methods_made {
                    self.methods_made(names, wide);
                }
            }
            if known != count(self) {
                return true;
            }
        }
        false
    }

    fn types_made(&mut self, names: &Names, wide: bool) {
        let ts = self.ts;
        if names.lambdas_made {
            for &t in &names.types {
                if ts.is_delegate(t) {
                    self.keep_lambda(t);
                }
            }
        }
        let mut definitions = match self.known_definitions(names.call) {
            Some(known) => known,
            None if names.definitions.is_empty() => self.instances.all.definitions.clone(),
            None => names.definitions.clone(),
        };
        definitions.sort_by_cached_key(|&t| ts.symbol_of_type(t));
        for definition in definitions {
            if self.instances.full && !names.lambdas_made {
                return;
            }
            let Some(def) = ts.type_def(definition) else {
                continue;
            };
            let token = Token::new(Table::TypeDef, def.rid);
            let params = self.parameters(def.module, token);
            let mut kept = 0;
            for args in self.choices(names, &params, wide) {
                if kept == MAX_PER_DEFINITION || !self.meets(&params, &args, &[]) {
                    continue;
                }
                kept += 1;
                let ty = ts.named(def, &args);
                let known = match names.lambdas_made {
                    true => &self.instances.lambdas,
                    false => &self.instances.types,
                };
                if !known.contains(&ty) && self.has_room() {
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

    fn methods_made(&mut self, names: &Names, wide: bool) {
        let ts = self.ts;
        let mut candidates = self.generic_candidates();
        let named = |m: &MethodId| names.texts.iter().any(|t| t == ts.method_name(*m));
        if let Some(known) = self.known_names(names.call) {
            candidates.retain(|&m| known.iter().any(|n| n == ts.method_name(m)));
        } else if candidates.iter().any(named) {
            candidates.retain(named);
        } else {
            candidates.retain(|&m| self.is_app_type(ts.method_owner(m)));
        }
        candidates.sort_by_cached_key(|&m| ts.symbol_of_method(m));
        let called = self.instances.called.iter().copied();
        let mut called: Vec<MethodId> = called
            .filter(|&m| candidates.contains(&ts.uninstantiated(m)))
            .collect();
        called.sort_by_cached_key(|&m| ts.symbol_of_method(m));
        for m in called {
            if !self.instances.methods.contains(&m) && self.instances.methods.len() < MAX_CALLED {
                self.keep_method(m);
            }
        }
        for m in candidates {
            if self.instances.full {
                return;
            }
            let Some(def) = ts.method_def(m) else {
                continue;
            };
            let owner = ts.method_owner(m);
            let token = Token::new(Table::MethodDef, def.rid);
            let params = self.parameters(def.module, token);
            let mut kept = 0;
            for args in self.choices(names, &params, wide) {
                if kept == MAX_PER_DEFINITION || !self.meets(&params, ts.type_args(owner), &args) {
                    continue;
                }
                kept += 1;
                let m = ts.method_on(def, owner, &args);
                if !self.instances.methods.contains(&m) && self.has_room() {
                    self.keep_method(m);
                }
            }
        }
    }

    /// Code of the method, or its dictionary, is in the image.
    pub(super) fn method_called(&mut self, m: MethodId) {
        let ts = self.ts;
        if !ts.method_args(m).is_empty()
            && !ts.is_shared_method(m)
            && self.is_app_type(ts.method_owner(m))
        {
            self.instances.called.insert(m);
        }
    }

    /// Generic methods that reflection sees.
    pub(super) fn generic_candidates(&self) -> Vec<MethodId> {
        let ts = self.ts;
        let all = self.members.values().flat_map(|m| m.methods()).copied();
        all.filter(|&m| ts.method_generic_count(m) > 0).collect()
    }

    /// A type with these arguments, if they meet the constraints.
    pub(super) fn made_type(&self, definition: TypeId, args: &[TypeId]) -> Option<TypeId> {
        let ts = self.ts;
        let def = ts.type_def(definition)?;
        let params = self.parameters(def.module, Token::new(Table::TypeDef, def.rid));
        (params.len() == args.len() && self.meets(&params, args, &[])).then(|| ts.named(def, args))
    }

    /// An instantiation of the generic method, if the arguments meet the constraints.
    pub(super) fn made_method(&self, m: MethodId, args: &[TypeId]) -> Option<MethodId> {
        let ts = self.ts;
        let def = ts.method_def(m)?;
        let owner = ts.method_owner(m);
        let params = self.parameters(def.module, Token::new(Table::MethodDef, def.rid));
        let fits = params.len() == args.len() && self.meets(&params, ts.type_args(owner), args);
        fits.then(|| ts.method_on(def, owner, args))
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
        let room = self.instances.made <= MAX_INSTANCES;
        if !room {
            self.instances.full = true;
            self.too_many_instances(MAX_INSTANCES);
        }
        room
    }

    /// Warns once that calls may make more than is kept.
    pub(super) fn too_many_instances(&mut self, limit: usize) {
        if !std::mem::replace(&mut self.instances.warned, true) {
            let text = format!(
                "more than {limit} instantiations by MakeGenericType and MakeGenericMethod are possible; the others throw when they are asked for"
            );
            self.problem("generic instantiation by reflection".into(), text);
        }
    }

    /// Lists of type arguments that the named types give; `wide`: and those that the app names anywhere or makes objects of.
    fn choices(&self, names: &Names, params: &[GenericParameter], wide: bool) -> Vec<Vec<TypeId>> {
        let Some(&limit) = MAX_CHOICES.get(params.len()) else {
            return Vec::new();
        };
        let ts = self.ts;
        let mut types = names.types.clone();
        let mut made = Vec::new();
        if wide {
            let app_types = self.types.iter().filter(|(t, constructed)| {
                **constructed
                    && self.is_app_type(**t)
                    && ts.type_args(**t).is_empty()
                    && !ts.type_name(**t).contains('<')
            });
            made = app_types.map(|(&t, _)| t).collect();
            made.sort_by_cached_key(|&t| ts.symbol_of_type(t));
            let mut others = self.instances.all.types.clone();
            others.sort_by_cached_key(|&t| ts.symbol_of_type(t));
            types.extend(others);
            types.extend(&made);
        }
        let mut positions = Vec::new();
        for position in 0..params.len() {
            let (known, only) = self.known_arguments(names.call, position);
            let mut here = known;
            here.truncate(MAX_KNOWN_CHOICES[params.len()]);
            if !only {
                let mut seen: FxHashSet<TypeId> = here.iter().copied().collect();
                let others = types.iter().copied().filter(|&t| {
                    seen.insert(t) && !ts.is_byref_like(t) && ts.type_name(t) != "System.Void"
                });
                here.extend(others.take(limit));
            }
            positions.push(here);
        }
        let mut lists = Vec::new();
        if params.len() > 1 {
            made.extend(&types);
            for bound in self.bound_by_constraints(params, &made) {
                let fits = bound.iter().enumerate().all(|(i, t)| {
                    let (known, only) = self.known_arguments(names.call, i);
                    !only || t.is_none_or(|t| known.contains(&t))
                });
                if fits {
                    lists.extend(combine(&positions, &bound));
                }
            }
        }
        lists.extend(combine(&positions, &vec![None; params.len()]));
        let mut seen = FxHashSet::default();
        lists.retain(|l| seen.insert(l.clone()));
        lists
    }

    /// What types mean for other parameters whose constraint they meet: with `Q : IRequest<R>`, an `Ask : IRequest<string>` is `Q` where `string`
    /// is `R`.
    fn bound_by_constraints(
        &self,
        params: &[GenericParameter],
        types: &[TypeId],
    ) -> Vec<Vec<Option<TypeId>>> {
        let ts = self.ts;
        let mut lists = Vec::new();
        let mut seen = FxHashSet::default();
        let types: Vec<TypeId> = types.iter().copied().filter(|&t| seen.insert(t)).collect();
        for (p, param) in params.iter().enumerate() {
            for &constraint in param.constraints.iter().filter(|&&c| ts.is_open(c)) {
                let def = ts.type_def(constraint);
                for &t in &types {
                    let bases = ts.base_chain(t).collect::<Vec<_>>();
                    for &s in ts.interfaces(t).iter().chain(&bases) {
                        if ts.type_def(s) != def || def.is_none() {
                            continue;
                        }
                        let mut bound = vec![None; params.len()];
                        bound[p] = Some(t);
                        for (&open, &arg) in ts.type_args(constraint).iter().zip(ts.type_args(s)) {
                            if let TypeKind::TypeVar(n) | TypeKind::MethodVar(n) = *ts.kind(open)
                                && let Some(slot) = bound.get_mut(n as usize)
                            {
                                *slot = slot.or(Some(arg));
                            }
                        }
                        lists.push(bound);
                    }
                }
            }
        }
        lists
    }

    fn parameters(&self, module: ModuleId, owner: Token) -> Vec<GenericParameter> {
        self.ts.generic_parameters(module, owner)
    }

    /// Whether arguments meet the constraints; of a method's parameters when it has arguments.
    fn meets(
        &self,
        params: &[GenericParameter],
        type_args: &[TypeId],
        method_args: &[TypeId],
    ) -> bool {
        let args = if method_args.is_empty() {
            type_args
        } else {
            method_args
        };
        let subst = Subst {
            type_args,
            method_args,
        };
        self.ts.unmet_constraint(params, args, subst).is_none()
    }
}

/// All lists with one of the types at each position, or the one that is given for it.
fn combine(positions: &[Vec<TypeId>], given: &[Option<TypeId>]) -> Vec<Vec<TypeId>> {
    let mut lists = vec![Vec::new()];
    for (here, given) in positions.iter().zip(given) {
        let one = given.map(|t| vec![t]);
        let here = one.as_ref().unwrap_or(here);
        let longer = lists.iter().flat_map(|list: &Vec<TypeId>| {
            here.iter().map(move |&t| {
                let mut next = list.clone();
                next.push(t);
                next
            })
        });
        lists = longer.collect();
    }
    lists
}
