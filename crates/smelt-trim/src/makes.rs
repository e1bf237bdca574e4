//! Which types code instantiates by reflection: what flows to `Type.MakeGenericType` and `MethodInfo.MakeGenericMethod` within a body, and from
//! body to body through parameters, results and fields. The order of instructions doesn't count; the elements of an array are one with it.

use rustc_hash::{FxHashMap, FxHashSet};
use smelt_ir::{Body, Callee, Context, DictOwner, Func, LocalId, Lookup, Op, Term, Value};
use smelt_types::{MethodId, TypeId, TypeSystem};

/// A place that holds types, from which they flow on.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Node {
    Param(MethodId, u32),
    Result(MethodId),
    /// The static field of a type at an offset.
    Static(TypeId, u32),
    /// All instance fields at an offset.
    Field(u32),
    /// A dictionary entry with a type's object.
    Entry(DictOwner, Lookup),
    /// What a call of `MakeGenericType` gives.
    Made(MethodId, u32),
}

#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Source {
    Type(TypeId),
    Node(Node),
    /// Any type.
    Unknown,
}

/// A call that instantiates.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// `MakeGenericMethod`.
    pub of_method: bool,
    pub made: Node,
    pub receiver: Vec<Source>,
    /// Names of the methods, where `GetMethod` with a constant gives them.
    pub names: Option<Vec<String>>,
    /// What each argument may be; for `any_position`, what all of them may be.
    pub args: Vec<Vec<Source>>,
    pub any_position: bool,
}

#[derive(Default)]
pub(crate) struct Facts {
    pub flows: Vec<(Node, Vec<Source>)>,
    pub calls: Vec<Call>,
}

/// What a body (of canonical method `m`) says.
pub(crate) fn facts(ts: &TypeSystem, body: &Body, m: MethodId) -> Facts {
    let owner = match body.context {
        Context::MethodParam => DictOwner::Method(m),
        _ => DictOwner::Type(ts.method_owner(m)),
    };
    let trace = Trace::new(ts, body, m, owner);
    let mut facts = Facts::default();
    for inst in body.blocks.iter().flat_map(|b| &b.insts) {
        match &inst.op {
            Op::Call { callee, args, .. } => {
                let Some(callee) = called(callee) else {
                    continue;
                };
                let name = ts.method_name(callee);
                if name == "MakeGenericType" || name == "MakeGenericMethod" {
                    facts.calls.push(trace.instantiation(
                        name == "MakeGenericMethod",
                        inst.result,
                        args,
                    ));
                } else {
                    trace.passed(callee, args, &mut facts.flows);
                }
            }
            Op::Store { addr, value, .. } => {
                let Some(node) = trace.place(*addr) else {
                    continue;
                };
                let sources = trace.sources(*value);
                let told = sources.iter().any(|s| *s != Source::Unknown);
                if told || matches!(node, Node::Static(..)) {
                    facts.flows.push((node, sources));
                }
            }
            _ => {}
        }
    }
    if ts.method_sig(m).is_ok_and(|s| holds_types(ts, s.ret)) {
        let returned: Vec<Source> = body
            .blocks
            .iter()
            .filter_map(|b| match b.term {
                Term::Return(Some(v)) => Some(trace.sources(v)),
                _ => None,
            })
            .flatten()
            .collect();
        facts.flows.push((Node::Result(m), returned));
    }
    facts
}

fn called(callee: &Callee) -> Option<MethodId> {
    match callee {
        Callee::Func {
            func: Func::Method(m),
            ..
        } => Some(*m),
        Callee::Virtual { decl } | Callee::Dispatch { decl, .. } => Some(*decl),
        _ => None,
    }
}

/// `Type` and `Type[]`.
fn holds_types(ts: &TypeSystem, t: TypeId) -> bool {
    let t = ts.element_type(t).unwrap_or(t);
    ts.type_def(t).is_some_and(|d| {
        let name = ts.type_def_name(d);
        d.module == ts.core_lib() && (name.1 == "Type" || name.1 == "TypeInfo")
    })
}

struct Trace<'b> {
    ts: &'b TypeSystem,
    body: &'b Body,
    method: MethodId,
    owner: DictOwner,
    values: Vec<Option<&'b Op>>,
    locals: Vec<Vec<Value>>,
    /// Locals whose address is taken.
    addressed: FxHashSet<LocalId>,
    /// What is stored in the arrays that the body makes: index and value, by the instruction that makes the array.
    elements: FxHashMap<Value, Vec<(Value, Value)>>,
}

impl<'b> Trace<'b> {
    fn new(ts: &'b TypeSystem, body: &'b Body, method: MethodId, owner: DictOwner) -> Self {
        let mut trace = Trace {
            ts,
            body,
            method,
            owner,
            values: vec![None; body.values.len()],
            locals: vec![Vec::new(); body.locals.len()],
            addressed: FxHashSet::default(),
            elements: FxHashMap::default(),
        };
        let mut stores = Vec::new();
        for inst in body.blocks.iter().flat_map(|b| &b.insts) {
            if let Some(v) = inst.result {
                trace.values[v.0 as usize] = Some(&inst.op);
            }
            match inst.op {
                Op::Set(LocalId(n), v) => trace.locals[n as usize].push(v),
                Op::AddrOf(local) => {
                    trace.addressed.insert(local);
                }
                Op::StoreElem {
                    array,
                    index,
                    value,
                    ..
                } => stores.push((array, index, value)),
                _ => {}
            }
        }
        let mut roots = Vec::new();
        for (array, index, value) in stores {
            roots.clear();
            trace.origins(array, &mut roots, &mut FxHashSet::default());
            for &root in &roots {
                trace.elements.entry(root).or_default().push((index, value));
            }
        }
        trace
    }

    fn op(&self, v: Value) -> Option<&'b Op> {
        self.values[v.0 as usize]
    }

    /// The field at an address.
    fn place(&self, addr: Value) -> Option<Node> {
        match self.op(addr)? {
            Op::StaticBase(t) => Some(Node::Static(*t, 0)),
            Op::FieldAddr { base, offset, .. } => Some(match self.op(*base) {
                Some(Op::StaticBase(t)) => Node::Static(*t, *offset),
                _ => Node::Field(*offset),
            }),
            _ => None,
        }
    }

    /// Types that a method of the app gets.
    fn passed(&self, callee: MethodId, args: &[Value], flows: &mut Vec<(Node, Vec<Source>)>) {
        let ts = self.ts;
        let framework = ts
            .type_def(ts.method_owner(callee))
            .is_none_or(|d| d.module == ts.core_lib());
        let Ok(sig) = ts.method_sig(callee) else {
            return;
        };
        if framework {
            return;
        }
        let this = usize::from(!ts.is_static(callee));
        for (i, _) in sig
            .params
            .iter()
            .enumerate()
            .filter(|p| holds_types(ts, *p.1))
        {
            if let Some(&value) = args.get(i + this) {
                let node = Node::Param(ts.canon_method(callee), (i + this) as u32);
                flows.push((node, self.sources(value)));
            }
        }
    }

    fn instantiation(&self, of_method: bool, result: Option<Value>, args: &[Value]) -> Call {
        let receiver = args.first().copied();
        let (positions, any_position) = match args.get(1) {
            Some(&array) => self.positions(array),
            None => (Vec::new(), true),
        };
        Call {
            of_method,
            made: Node::Made(self.method, result.map_or(u32::MAX, |v| v.0)),
            receiver: receiver.map_or(Vec::new(), |v| self.sources(v)),
            names: receiver.and_then(|v| self.method_names(v)),
            args: positions,
            any_position,
        }
    }

    /// What is stored in each element of an array that this body makes; otherwise what all of its elements may be.
    fn positions(&self, array: Value) -> (Vec<Vec<Source>>, bool) {
        let mut roots = Vec::new();
        let mut positions: Vec<Vec<Source>> = Vec::new();
        if self.origins(array, &mut roots, &mut FxHashSet::default()) && !roots.is_empty() {
            let mut exact = true;
            let stores = roots.iter().filter_map(|r| self.elements.get(r)).flatten();
            for &(index, value) in stores {
                match self.op(index) {
                    Some(&Op::ConstI32(n)) if (0..8).contains(&n) => {
                        let n = n as usize;
                        if positions.len() <= n {
                            positions.resize(n + 1, Vec::new());
                        }
                        positions[n].extend(self.sources(value));
                    }
                    _ => exact = false,
                }
            }
            if exact {
                return (positions, false);
            }
        }
        (vec![self.sources(array)], true)
    }

    /// The instructions that make an array; whether these are all.
    fn origins(&self, v: Value, found: &mut Vec<Value>, seen: &mut FxHashSet<LocalId>) -> bool {
        match self.op(v) {
            Some(Op::NewArray { .. }) => {
                found.push(v);
                true
            }
            Some(Op::Get(local)) => {
                if !seen.insert(*local) {
                    return true;
                }
                let mut all = local.0 >= self.body.param_count && !self.addressed.contains(local);
                for &v in &self.locals[local.0 as usize] {
                    all &= self.origins(v, found, seen);
                }
                all
            }
            Some(Op::Bitcast(v) | Op::Cast { object: v, .. }) => self.origins(*v, found, seen),
            _ => false,
        }
    }

    /// The constants with which `GetMethod` and the like were asked for a method.
    fn method_names(&self, v: Value) -> Option<Vec<String>> {
        let mut names = Vec::new();
        self.names_of(v, &mut names, &mut FxHashSet::default())
            .then_some(names)
    }

    fn names_of(&self, v: Value, names: &mut Vec<String>, seen: &mut FxHashSet<LocalId>) -> bool {
        match self.op(v) {
            Some(Op::Get(local)) => {
                let written = &self.locals[local.0 as usize];
                !seen.insert(*local)
                    || local.0 >= self.body.param_count
                        && !written.is_empty()
                        && written.iter().all(|&v| self.names_of(v, names, seen))
            }
            Some(Op::Bitcast(v) | Op::Cast { object: v, .. } | Op::NullCheck(v)) => {
                self.names_of(*v, names, seen)
            }
            Some(Op::Call { callee, args, .. }) => {
                let asked = ["GetMethod", "GetDeclaredMethod", "GetRuntimeMethod"];
                let name = called(callee).map(|m| self.ts.method_name(m));
                if !name.is_some_and(|n| asked.contains(&n)) {
                    return false;
                }
                match args.get(1).and_then(|&v| self.op(v)) {
                    Some(Op::Str(text)) => {
                        names.push(String::from_utf16_lossy(text));
                        true
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// What a value of type `Type` or `Type[]` may be.
    fn sources(&self, v: Value) -> Vec<Source> {
        let mut found = Vec::new();
        self.collect(v, &mut found, &mut FxHashSet::default());
        found
    }

    fn collect(&self, v: Value, found: &mut Vec<Source>, seen: &mut FxHashSet<Value>) {
        let mut add = |s: Source| {
            if !found.contains(&s) {
                found.push(s);
            }
        };
        let ts = self.ts;
        if !seen.insert(v) {
            return;
        }
        match self.op(v) {
            Some(Op::Null) => {}
            Some(Op::TypeObject(t)) => add(Source::Type(*t)),
            Some(Op::RuntimeLookup(l @ Lookup::TypeObject(_))) => {
                add(Source::Node(Node::Entry(self.owner, *l)))
            }
            Some(Op::Get(local)) => {
                if self.addressed.contains(local) {
                    add(Source::Unknown);
                }
                if local.0 < self.body.param_count {
                    add(Source::Node(Node::Param(self.method, local.0)));
                }
                for &v in &self.locals[local.0 as usize] {
                    self.collect(v, found, seen);
                }
            }
            Some(Op::Select(_, a, b)) => {
                self.collect(*a, found, seen);
                self.collect(*b, found, seen);
            }
            Some(
                Op::Bitcast(v)
                | Op::NullCheck(v)
                | Op::Cast { object: v, .. }
                | Op::IsInst { object: v, .. }
                | Op::LoadElem { array: v, .. },
            ) => self.collect(*v, found, seen),
            Some(Op::NewArray { .. }) => {
                for &(_, value) in self.elements.get(&v).into_iter().flatten() {
                    self.collect(value, found, seen);
                }
            }
            Some(Op::Load { addr, .. }) => match self.place(*addr) {
                Some(node @ Node::Static(..)) => add(Source::Node(node)),
                Some(node) => {
                    add(Source::Node(node));
                    add(Source::Unknown);
                }
                None => add(Source::Unknown),
            },
            Some(Op::Call { callee, args, .. }) => {
                let Some(m) = called(callee) else {
                    return add(Source::Unknown);
                };
                let core = ts
                    .type_def(ts.method_owner(m))
                    .is_none_or(|d| d.module == ts.core_lib());
                match (core, ts.method_name(m)) {
                    (true, "MakeGenericType") => {
                        add(Source::Node(Node::Made(self.method, v.0)));
                    }
                    (true, "GetTypeInfo" | "AsType" | "GetTypeFromHandle") => {
                        if let Some(&first) = args.first() {
                            self.collect(first, found, seen);
                        }
                    }
                    (true, "Empty") => {}
                    (true, _) => add(Source::Unknown),
                    (false, _) => {
                        let m = ts.canon_method(m);
                        add(Source::Node(Node::Result(m)));
                        if ts.is_virtual(m) {
                            add(Source::Unknown);
                        }
                    }
                }
            }
            _ => add(Source::Unknown),
        }
    }
}
