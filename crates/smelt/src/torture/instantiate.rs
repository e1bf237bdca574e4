//! Type arguments that meet the constraints of generic parameters.

use smelt_metadata::Table;
use smelt_metadata::Token;
use smelt_metadata::flags::generic_param_attr as attr;
use smelt_types::{
    MethodDefId, MethodId, ModuleId, Subst, TypeDefId, TypeId, TypeSystem, WellKnown,
};

/// Value types that are tried in turn.
const CANDIDATES: &[&str] = &[
    "System.Int32",
    "System.Double",
    "System.Byte",
    "System.Char",
    "System.DayOfWeek",
    "System.Guid",
    "System.TimeSpan",
    "System.Int128",
    "System.Decimal",
];
/// Trials before a generic method is given up.
const MAX_TRIALS: usize = 20_000;

pub struct Instantiator<'a> {
    ts: &'a TypeSystem,
    candidates: Vec<TypeId>,
}

/// A generic parameter: its flags and its constraints in open form.
struct Param {
    flags: u16,
    constraints: Vec<TypeId>,
}

impl<'a> Instantiator<'a> {
    pub fn new(ts: &'a TypeSystem) -> Instantiator<'a> {
        let candidates = CANDIDATES
            .iter()
            .filter_map(|n| ts.find_core_type(n).ok())
            .map(|d| ts.open_type(d))
            .collect();
        Instantiator { ts, candidates }
    }

    /// The method's instantiations: over `__Canon` wherever a reference type is allowed, and over value types.
    pub fn instances(&self, owner: TypeDefId, def: MethodDefId) -> Vec<MethodId> {
        let ts = self.ts;
        let mut params = self.params(Token::new(Table::TypeDef, owner.rid), owner.module);
        let of_type = params.len();
        params.extend(self.params(Token::new(Table::MethodDef, def.rid), def.module));
        let make = |args: &[TypeId]| {
            ts.method_on(def, ts.named(owner, &args[..of_type]), &args[of_type..])
        };
        if params.is_empty() {
            return vec![make(&[])];
        }
        let mut out = Vec::new();
        for shared in [true, false] {
            let mut trials = MAX_TRIALS;
            let mut args = Vec::new();
            if self.choose(&params, of_type, shared, def.module, &mut args, &mut trials) {
                out.push(make(&args));
            }
        }
        out.dedup();
        out
    }

    /// The instantiation over `Object` that has the same code as one over `__Canon`.
    pub fn exact(&self, m: MethodId) -> MethodId {
        let ts = self.ts;
        let Some(def) = ts.method_def(m) else {
            return m;
        };
        let owner = self.exact_type(ts.method_owner(m));
        let args: Vec<TypeId> = ts
            .method_args(m)
            .iter()
            .map(|&a| self.exact_type(a))
            .collect();
        ts.method_on(def, owner, &args)
    }

    fn exact_type(&self, ty: TypeId) -> TypeId {
        let ts = self.ts;
        if ty == ts.well_known(WellKnown::Canon) {
            return ts.well_known(WellKnown::Object);
        }
        match ts.type_def(ty) {
            Some(def) if !ts.type_args(ty).is_empty() => {
                let args: Vec<TypeId> = ts
                    .type_args(ty)
                    .iter()
                    .map(|&a| self.exact_type(a))
                    .collect();
                ts.named(def, &args)
            }
            _ => ty,
        }
    }

    fn params(&self, owner: Token, module: ModuleId) -> Vec<Param> {
        let ts = self.ts;
        let meta = ts.metadata(module);
        let open = Subst {
            type_args: &[],
            method_args: &[],
        };
        meta.generic_params(owner)
            .map(|rid| {
                let constraints = meta
                    .generic_param_constraints(rid)
                    .filter_map(|c| meta.generic_param_constraint(c).ok())
                    .filter_map(|c| ts.resolve_type(module, c.constraint, open).ok())
                    .collect();
                let flags = meta.generic_param(rid).map(|r| r.flags).unwrap_or_default();
                Param { flags, constraints }
            })
            .collect()
    }

    /// Chooses the arguments from left to right; a choice that turns out wrong is taken back.
    fn choose(
        &self,
        params: &[Param],
        of_type: usize,
        shared: bool,
        module: ModuleId,
        args: &mut Vec<TypeId>,
        trials: &mut usize,
    ) -> bool {
        let Some(param) = params.get(args.len()) else {
            return self.valid(params, of_type, args);
        };
        for candidate in self.candidates_for(param, shared, module, of_type, args) {
            if *trials == 0 {
                return false;
            }
            *trials -= 1;
            args.push(candidate);
            if self.choose(params, of_type, shared, module, args, trials) {
                return true;
            }
            args.pop();
        }
        false
    }

    fn candidates_for(
        &self,
        param: &Param,
        shared: bool,
        module: ModuleId,
        of_type: usize,
        args: &[TypeId],
    ) -> Vec<TypeId> {
        let ts = self.ts;
        let canon = ts.well_known(WellKnown::Canon);
        if param.flags & attr::REFERENCE_TYPE_CONSTRAINT != 0
            || shared && param.flags & attr::NOT_NULLABLE_VALUE_TYPE_CONSTRAINT == 0
        {
            return vec![canon];
        }
        let class = |t: &TypeId| {
            !ts.is_interface(*t)
                && ts.type_def(*t).is_some()
                && !matches!(
                    ts.type_name(*t).as_str(),
                    "System.ValueType" | "System.Enum"
                )
        };
        if param.constraints.iter().any(class) {
            return vec![canon];
        }
        let mut list = self.candidates.clone();
        for &constraint in &param.constraints {
            if ts.is_interface(constraint) && constraint_is_local(ts, constraint) {
                list.splice(0..0, self.implementers(constraint, module, of_type, args));
            }
        }
        if param.flags & attr::NOT_NULLABLE_VALUE_TYPE_CONSTRAINT == 0 {
            list.push(canon);
        }
        list
    }

    /// Value types of the module that implement an interface; generic ones with the arguments chosen so far, or `int`.
    fn implementers(
        &self,
        interface: TypeId,
        module: ModuleId,
        of_type: usize,
        args: &[TypeId],
    ) -> Vec<TypeId> {
        let ts = self.ts;
        let (of_type, of_method) = args.split_at(of_type.min(args.len()));
        let wanted = ts.type_def(interface);
        let int = ts.well_known(WellKnown::Int32);
        let mut found = Vec::new();
        for rid in 1..=ts.metadata(module).row_count(Table::TypeDef) {
            let def = TypeDefId { module, rid };
            let open = ts.open_type(def);
            if !ts.is_value_type(open) {
                continue;
            }
            let Ok(interfaces) = ts.try_interfaces(open) else {
                continue;
            };
            if !interfaces.iter().any(|&i| ts.type_def(i) == wanted) {
                continue;
            }
            let arity = ts.generic_param_count(def) as usize;
            for base in [of_type, of_method] {
                let chosen: Vec<TypeId> = (0..arity)
                    .map(|i| base.get(i).copied().unwrap_or(int))
                    .collect();
                found.push(ts.named(def, &chosen));
            }
            if found.len() > 16 {
                break;
            }
        }
        found
    }

    fn valid(&self, params: &[Param], of_type: usize, args: &[TypeId]) -> bool {
        let ts = self.ts;
        let (type_args, method_args) = args.split_at(of_type);
        let subst = Subst {
            type_args,
            method_args,
        };
        let canon = ts.well_known(WellKnown::Canon);
        params.iter().zip(args).all(|(param, &arg)| {
            arg == canon
                || param.constraints.iter().all(|&c| {
                    let c = ts.subst_type(c, subst);
                    ts.is_shared_type(c) || ts.is_assignable(arg, c)
                })
        })
    }
}

/// Interfaces that the usual candidates do not implement.
fn constraint_is_local(ts: &TypeSystem, interface: TypeId) -> bool {
    let name = ts.type_name(interface);
    !matches!(
        name.split('<').next().unwrap_or(&name),
        "System.IEquatable"
            | "System.IComparable"
            | "System.IFormattable"
            | "System.ISpanFormattable"
    ) && !name.starts_with("System.Numerics.I")
}
