//! CoreLib methods that the compiler expands or whose bodies it replaces.
//!
//! An *expansion* ([`expand`]) happens at each direct call: the rules are a table of method names ([`table`]), grouped by theme. A *replaced
//! body* ([`replaced`]) stands for the IL of a whole method and is pinned by a hash of that IL. A rule that does not know enough declines
//! before it emits anything, and the call stays a call.

mod activation;
mod atomics;
mod call;
mod callers;
mod memory;
mod numbers;
mod objects;
mod replaced;
mod resources;
mod runtime;
mod stack_trace;
mod table;
#[cfg(test)]
mod tests;
mod types;
mod value_equality;
mod vectors;
mod x86;

use crate::Body;
use crate::build::{Builder, MethodRef, StackValue};
use crate::env::{Env, Result};
use crate::switches::isa::InstructionSets;
use call::{Call, Rule};
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_types::{MethodId, ModuleId, TypeId, TypeSystem};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

pub use activation::constructor as activation_ctor;
pub use replaced::pins;
pub use resources::is_message_table;
pub(crate) use value_equality::body as value_equals;
pub use value_equality::slot_func as value_equals_slot;

/// What a call was expanded to.
pub enum Expansion {
    /// Result of the call (with its static type if known).
    Value(StackValue),
    /// No result.
    Void,
    /// The block has ended (an exception is thrown).
    NoReturn,
}

/// What is looked up per compilation: rules by row of CoreLib, messages by module.
#[derive(Default)]
pub struct Tables {
    core: OnceLock<Core>,
    messages: RwLock<FxHashMap<ModuleId, Arc<HashMap<String, String>>>>,
}

/// Rows of CoreLib.
struct Core {
    rules: FxHashMap<u32, Rule>,
    replaced: FxHashMap<u32, &'static replaced::Replacement>,
    /// Classes of instruction sets that are not supported.
    isa: FxHashSet<u32>,
}

impl Tables {
    fn core(&self, ts: &TypeSystem, sets: &InstructionSets) -> &Core {
        self.core.get_or_init(|| Core {
            rules: table::resolve(ts, sets),
            replaced: replaced::resolve(ts),
            isa: crate::switches::isa::missing_classes(ts, sets),
        })
    }
}

fn core<'e>(env: &Env<'e>) -> &'e Core {
    let sets = &env.switches.instruction_sets;
    env.switches.tables.core(env.ts, sets)
}

/// Expands a call in place. `args` (with `this` first) are popped already and valid in the current block; `constrained`: type of a
/// `constrained.` prefix, open form. Returns `None`, before anything is emitted, for an ordinary call.
pub fn expand(
    b: &mut Builder,
    callee: &MethodRef,
    args: &[StackValue],
    constrained: Option<TypeId>,
) -> Result<Option<Expansion>> {
    let env = b.env;
    let ts = env.ts;
    let Some(def) = ts.method_def(callee.exact) else {
        return Ok(None);
    };
    let mut call = Call {
        b,
        callee,
        args,
        constrained,
    };
    if def.module == ts.core_lib() {
        let core = core(env);
        if let Some(rule) = core.rules.get(&def.rid) {
            return rule(&mut call);
        }
        if let Some(owner) = ts.type_def(ts.method_owner(callee.exact))
            && core.isa.contains(&owner.rid)
            && ts.method_name(callee.exact) != "get_IsSupported"
        {
            return call.throw_kind(smelt_abi::ExceptionKind::PlatformNotSupported);
        }
    }
    resources::expand(&mut call)
}

/// Whether a method of CoreLib stands for an instruction: its IL calls itself.
pub(crate) fn is_instruction(env: &Env, method: MethodId) -> bool {
    let ts = env.ts;
    ts.method_def(method).is_some_and(|def| {
        let rule = core(env).rules.get(&def.rid);
        def.module == ts.core_lib()
            && rule.is_some_and(|&rule| std::ptr::fn_addr_eq(rule, x86::expand as Rule))
    })
}

/// What such a method needs as a constant in its last argument.
pub(crate) fn immediates(env: &Env, method: MethodId) -> Option<Vec<i32>> {
    is_instruction(env, method)
        .then(|| x86::immediates(env.ts, method))
        .flatten()
}

/// The body that is compiled instead of the method's IL.
pub fn replace_body(env: &Env, method: MethodId) -> Result<Option<Body>> {
    let ts = env.ts;
    let Some(def) = ts.method_def(method) else {
        return Ok(None);
    };
    if def.module == ts.core_lib()
        && let Some(r) = core(env).replaced.get(&def.rid)
    {
        return replaced::body(env, method, r).map(Some);
    }
    if ts.method_name(method) == resources::METHOD {
        return resources::replace(env, method);
    }
    Ok(None)
}
