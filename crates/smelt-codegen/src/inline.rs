//! What crosses units: small bodies are copied into the units that call them, and calls with few possible targets become direct ones.

use rustc_hash::FxHashMap;
use smelt_ir::{Body, Callee, Func, Op, Program, symbols};
use smelt_types::{MethodId, TypeSystem};

/// Copies may call copies, so deep.
pub(crate) const MAX_DEPTH: usize = 2;
/// Largest body that is copied, in units of [`cost`]; with `AggressiveInlining`.
const MAX_COST: u32 = 36;
const MAX_COST_AGGRESSIVE: u32 = 250;
/// Most targets that a call is split into.
const MAX_TARGETS: usize = 3;

/// Rough number of instructions that inlining a body adds.
fn cost(body: &Body) -> u32 {
    let of = |op: &Op| match op {
        Op::Get(_)
        | Op::Set(..)
        | Op::ConstI32(_)
        | Op::ConstI64(_)
        | Op::Null
        | Op::SourceLine(_)
        | Op::Bitcast(_)
        | Op::FieldAddr { .. } => 0,
        Op::Call { callee, .. } => match callee {
            Callee::Virtual { .. } | Callee::Dispatch { .. } => 6,
            _ => 4,
        },
        Op::NewObject { .. } | Op::NewArray { .. } | Op::Box { .. } => 10,
        Op::EnsureClassInit { .. } | Op::Cast { .. } | Op::IsInst { .. } => 5,
        Op::EnterPreemptive | Op::LeavePreemptive => 20,
        _ => 1,
    };
    body.blocks
        .iter()
        .map(|b| 1 + b.insts.iter().map(|i| of(&i.op)).sum::<u32>())
        .sum()
}

/// Whether callers in other units get a copy of the body.
pub(crate) fn worth_copying(body: &Body) -> bool {
    let flags = &body.flags;
    if flags.no_inline || flags.no_optimize || flags.no_return || flags.native_abi {
        return false;
    }
    // With protected regions it is not inlined.
    if !body.regions.is_empty() {
        return false;
    }
    let limit = if flags.aggressive_inline {
        MAX_COST_AGGRESSIVE
    } else {
        MAX_COST
    };
    cost(body) <= limit
}

/// All that the calls of a slot or selector can run, where that is at most [`MAX_TARGETS`] functions and one of them may be inlined.
pub(crate) struct Targets {
    slots: FxHashMap<MethodId, Vec<Func>>,
    selectors: FxHashMap<MethodId, Vec<Func>>,
}

impl Targets {
    pub fn new(ts: &TypeSystem, program: &Program, bodies: &FxHashMap<Func, &Body>) -> Targets {
        let collect = |cells: &mut dyn Iterator<Item = (MethodId, Func)>| {
            let mut all: FxHashMap<MethodId, Vec<Func>> = FxHashMap::default();
            for (called, func) in cells {
                let funcs = all.entry(called).or_default();
                if funcs.len() <= MAX_TARGETS && !funcs.contains(&func) {
                    funcs.push(func);
                }
            }
            all.retain(|_, funcs| {
                let small = |f: &Func| bodies.get(f).is_some_and(|b| worth_copying(b));
                // These take no arguments.
                if funcs.iter().any(|f| matches!(f, Func::ThrowKind(_))) {
                    return false;
                }
                funcs.len() == 1 || (funcs.len() <= MAX_TARGETS && funcs.iter().any(small))
            });
            for funcs in all.values_mut() {
                funcs.sort_by_cached_key(|&f| symbols::func(ts, f));
            }
            all
        };
        Targets {
            slots: collect(&mut program.vtable.iter().map(|c| (c.1, c.2))),
            selectors: collect(&mut program.dispatch.iter().map(|c| (c.1, c.2))),
        }
    }

    pub fn of_virtual(&self, decl: MethodId) -> Option<&[Func]> {
        self.slots.get(&decl).map(Vec::as_slice)
    }

    pub fn of_selector(&self, selector: MethodId) -> Option<&[Func]> {
        self.selectors.get(&selector).map(Vec::as_slice)
    }
}
