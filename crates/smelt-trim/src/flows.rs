//! Which known types flow to places that are annotated with the members accessed of them: within one body, without regard to the order of
//! its instructions. What comes from parameters, fields and other methods carries annotations of its own.

use crate::annotations::{Accessed, Place};
use rustc_hash::FxHashSet;
use smelt_ir::{Body, Callee, Func, LocalId, Lookup, Op, Term, Value};
use smelt_types::{MethodId, TypeId, TypeSystem};

/// What a value denotes.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Source {
    Type(TypeId),
    /// `typeof` of a type that shared code finds in its dictionary.
    Lookup(Lookup),
    /// The name of a type.
    Name(Box<[u16]>),
}

/// The known types of a body that reach annotated places. `annotated` gives the annotations of a method.
pub(crate) fn flows(
    ts: &TypeSystem,
    body: &Body,
    mut annotated: impl FnMut(MethodId) -> Vec<(Place, Accessed)>,
) -> Vec<(Source, Accessed)> {
    let mut found = Vec::new();
    let mut sinks: Vec<(Value, Accessed)> = Vec::new();
    for block in &body.blocks {
        for inst in &block.insts {
            let Op::Call { callee, args, .. } = &inst.op else {
                continue;
            };
            let m = match callee {
                Callee::Func {
                    func: Func::Method(m),
                    ..
                } => *m,
                Callee::Virtual { decl } | Callee::Dispatch { decl, .. } => *decl,
                _ => continue,
            };
            let this = usize::from(!ts.is_static(m));
            for (place, kinds) in annotated(m) {
                let index = match place {
                    Place::This => 0,
                    Place::Param(n) => n as usize + this,
                    Place::Result => continue,
                };
                if let Some(&value) = args.get(index) {
                    sinks.push((value, kinds));
                }
            }
        }
    }
    if let Func::Method(m) = body.func {
        let result = annotated(m).into_iter().find(|(p, _)| *p == Place::Result);
        if let Some((_, kinds)) = result {
            sinks.extend(body.blocks.iter().filter_map(|b| match b.term {
                Term::Return(Some(v)) => Some((v, kinds)),
                _ => None,
            }));
        }
    }
    if sinks.is_empty() {
        return found;
    }
    let definitions = Definitions::of(body);
    for (value, kinds) in sinks {
        let mut trace = Trace {
            ts,
            definitions: &definitions,
            seen: FxHashSet::default(),
            sources: Vec::new(),
        };
        trace.value(value);
        found.extend(trace.sources.into_iter().map(|s| (s, kinds)));
    }
    found
}

/// Where values and locals of a body get their contents.
struct Definitions<'b> {
    values: Vec<Option<&'b Op>>,
    locals: Vec<Vec<Value>>,
}

impl<'b> Definitions<'b> {
    fn of(body: &'b Body) -> Self {
        let mut values = vec![None; body.values.len()];
        let mut locals = vec![Vec::new(); body.locals.len()];
        for inst in body.blocks.iter().flat_map(|b| &b.insts) {
            if let Some(v) = inst.result {
                values[v.0 as usize] = Some(&inst.op);
            }
            if let Op::Set(LocalId(n), v) = inst.op {
                locals[n as usize].push(v);
            }
        }
        Definitions { values, locals }
    }
}

struct Trace<'t> {
    ts: &'t TypeSystem,
    definitions: &'t Definitions<'t>,
    seen: FxHashSet<LocalId>,
    sources: Vec<Source>,
}

impl Trace<'_> {
    fn value(&mut self, value: Value) {
        let Some(op) = self.definitions.values[value.0 as usize] else {
            return;
        };
        match op {
            Op::TypeObject(t) => self.sources.push(Source::Type(*t)),
            Op::RuntimeLookup(l @ Lookup::TypeObject(_)) => self.sources.push(Source::Lookup(*l)),
            Op::Str(name) => self.sources.push(Source::Name(name.clone())),
            Op::Get(local) if self.seen.insert(*local) => {
                for &v in &self.definitions.locals[local.0 as usize] {
                    self.value(v);
                }
            }
            Op::Select(_, a, b) => {
                self.value(*a);
                self.value(*b);
            }
            Op::Bitcast(v) | Op::Cast { object: v, .. } | Op::IsInst { object: v, .. } => {
                self.value(*v)
            }
            // Of a generic definition, of an array: the members of the type it is made from.
            Op::Call { callee, args, .. } => {
                let m = match callee {
                    Callee::Func {
                        func: Func::Method(m),
                        ..
                    } => *m,
                    Callee::Virtual { decl } => *decl,
                    _ => return,
                };
                let of_type = self.ts.type_name(self.ts.method_owner(m)) == "System.Type";
                let passed_on = ["GetType", "MakeGenericType", "GetTypeFromHandle"];
                if of_type
                    && passed_on.contains(&self.ts.method_name(m))
                    && let Some(&first) = args.first()
                {
                    self.value(first);
                }
            }
            _ => {}
        }
    }
}
