//! What crosses units: small bodies are copied into the units that call them, and calls with few possible targets become direct ones.

use rustc_hash::FxHashMap;
use smelt_ir::{Body, Callee, Func, Op, Program, symbols};
use smelt_types::{MethodId, TypeId, TypeSystem};

/// Copies may call copies, so deep.
pub(crate) const MAX_DEPTH: usize = 2;
/// Largest body that is copied, in units of [`cost`]; with `AggressiveInlining`.
const MAX_COST: u32 = 36;
const MAX_COST_AGGRESSIVE: u32 = 250;
/// Most targets that a call is split into.
const MAX_TARGETS: usize = 3;
/// Most method tables that such a call compares.
const MAX_TYPES: usize = 3;

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

/// One function that a call can run.
pub(crate) struct Choice {
    pub func: Func,
    /// The types whose objects mean it, where there are few.
    types: Vec<TypeId>,
}

/// All that a virtual call can run: at most [`MAX_TARGETS`] functions, one of which may be inlined.
pub(crate) struct Choices {
    /// In the order in which a call tells them apart.
    pub all: Vec<Choice>,
    /// Whether method tables tell them apart; if not, code pointers do.
    by_type: bool,
}

impl Choices {
    /// Those of fewer types first, otherwise in the order of symbols.
    fn new(ts: &TypeSystem, mut all: Vec<Choice>) -> Choices {
        all.sort_by_cached_key(|c| symbols::func(ts, c.func));
        all.sort_by_key(|c| c.types.len());
        let but_last = all.len().saturating_sub(1);
        let compared = &mut all[..but_last];
        // Arrays made at run time have the code of others, but method tables of their own.
        let is_array = |&t: &TypeId| ts.is_array(t);
        let by_type = compared.iter().map(|c| c.types.len()).sum::<usize>() <= MAX_TYPES
            && !compared.iter().any(|c| c.types.iter().any(is_array));
        if by_type {
            for choice in compared {
                choice.types.sort_by_cached_key(|&t| ts.symbol_of_type(t));
            }
        }
        Choices { all, by_type }
    }

    pub fn funcs(&self) -> impl Iterator<Item = Func> {
        self.all.iter().map(|c| c.func)
    }

    /// The method tables of each function but the last.
    pub fn types<'a>(&'a self, choice: &'a Choice) -> Option<&'a [TypeId]> {
        self.by_type.then_some(choice.types.as_slice())
    }
}

/// The slots and selectors whose calls have few targets.
pub(crate) struct Targets {
    slots: FxHashMap<MethodId, Choices>,
    selectors: FxHashMap<MethodId, Choices>,
}

impl Targets {
    pub fn new(ts: &TypeSystem, program: &Program, bodies: &FxHashMap<Func, &Body>) -> Targets {
        let collect = |cells: &mut dyn Iterator<Item = &(TypeId, MethodId, Func)>| {
            let mut all: FxHashMap<MethodId, Vec<Choice>> = FxHashMap::default();
            for &(ty, called, func) in cells {
                let choices = all.entry(called).or_default();
                if let Some(known) = choices.iter_mut().find(|c| c.func == func) {
                    known.types.push(ty);
                } else if choices.len() <= MAX_TARGETS {
                    choices.push(Choice {
                        func,
                        types: vec![ty],
                    });
                }
            }
            all.retain(|_, choices| {
                let small = |c: &Choice| bodies.get(&c.func).is_some_and(|b| worth_copying(b));
                // These take no arguments.
                if choices.iter().any(|c| matches!(c.func, Func::ThrowKind(_))) {
                    return false;
                }
                choices.len() == 1 || (choices.len() <= MAX_TARGETS && choices.iter().any(small))
            });
            all.into_iter()
                .map(|(called, choices)| (called, Choices::new(ts, choices)))
                .collect()
        };
        Targets {
            slots: collect(&mut program.vtable.iter()),
            selectors: collect(&mut program.dispatch.iter()),
        }
    }

    pub fn of_virtual(&self, decl: MethodId) -> Option<&Choices> {
        self.slots.get(&decl)
    }

    pub fn of_selector(&self, selector: MethodId) -> Option<&Choices> {
        self.selectors.get(&selector)
    }
}
