//! Where functions are defined: in the unit of their type, or in the few units that call them.
//!
//! Small callees are copied into the units that call them, for inlining. A function that nothing but direct calls refers to, in few units that all have
//! its body, needs no definition elsewhere: those units define it, and what they have inlined everywhere is dropped before instruction selection.

use crate::inline::{self, MAX_DEPTH};
use crate::names;
use crate::{CodegenOptions, OptLevel};
use rustc_hash::FxHashMap;
use smelt_ir::{Body, Func, Op, Program};
use smelt_types::TypeSystem;

/// More units than this get copies to inline, and the function is defined in its own.
const MAX_SHARERS: u32 = 3;

/// What a unit has of a function.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Definition {
    /// The one that all others refer to.
    Own,
    /// One of some equal ones, dropped where nothing refers to it.
    Shared,
    /// Only for inlining; the definition is elsewhere.
    Copy,
}

/// The bodies of one unit, as indices into the program's.
pub(crate) type Placed = Vec<(usize, Definition)>;

/// What the decision is based on.
pub(crate) struct Graph<'a> {
    ts: &'a TypeSystem,
    program: &'a Program,
    /// Unit of each body.
    units: &'a [usize],
    /// Of each unit: its code isn't the framework's.
    apps: &'a [bool],
    /// What each body calls directly.
    calls: &'a [Vec<usize>],
    copyable: Vec<bool>,
}

impl<'a> Graph<'a> {
    pub fn new(
        ts: &'a TypeSystem,
        program: &'a Program,
        units: &'a [usize],
        apps: &'a [bool],
        calls: &'a [Vec<usize>],
    ) -> Graph<'a> {
        let copyable = program.bodies.iter().map(inline::worth_copying).collect();
        Graph {
            ts,
            program,
            units,
            apps,
            calls,
            copyable,
        }
    }

    /// The bodies of all units. `symbols`: of the bodies.
    pub fn place(&self, symbols: &[String], count: usize, options: &CodegenOptions) -> Vec<Placed> {
        let mut homes: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (i, &unit) in self.units.iter().enumerate() {
            homes[unit].push(i);
        }
        if options.opt == OptLevel::None {
            let own = |home: Vec<usize>| home.into_iter().map(|i| (i, Definition::Own)).collect();
            return homes.into_iter().map(own).collect();
        }
        let mut own = self.referred_to(symbols, options);
        let mut sharers = vec![0u32; own.len()];
        for (unit, home) in homes.iter().enumerate() {
            let present = self.present(unit, home.iter().copied(), |_| false);
            let mut used: Vec<usize> = present
                .keys()
                .flat_map(|&i| &self.calls[i])
                .copied()
                .collect();
            used.sort_unstable();
            used.dedup();
            for i in used {
                sharers[i] += 1;
                // Code of the app is optimised as such.
                let leaves_app = self.apps[self.units[i]] && !self.apps[unit];
                own[i] |= leaves_app || !present.contains_key(&i);
            }
        }
        for (own, &sharers) in own.iter_mut().zip(&sharers) {
            *own |= sharers > MAX_SHARERS;
        }
        homes
            .iter()
            .enumerate()
            .map(|(unit, home)| {
                let roots = home.iter().copied().filter(|&i| own[i]);
                let definition = |i: usize| match (own[i], self.units[i] == unit) {
                    (false, _) => Definition::Shared,
                    (true, true) => Definition::Own,
                    (true, false) => Definition::Copy,
                };
                let mut placed: Placed = self
                    .present(unit, roots, |i| !own[i])
                    .into_keys()
                    .map(|i| (i, definition(i)))
                    .collect();
                placed.sort_unstable_by(|a, b| symbols[a.0].cmp(&symbols[b.0]));
                placed
            })
            .collect()
    }

    /// Functions that something other than a direct call refers to.
    fn referred_to(&self, symbols: &[String], options: &CodegenOptions) -> Vec<bool> {
        let bodies = &self.program.bodies;
        let Some(outside) = &options.referred_to else {
            return vec![true; bodies.len()];
        };
        let mut own: Vec<bool> = bodies
            .iter()
            .zip(symbols)
            .map(|(body, symbol)| {
                !matches!(body.func, Func::Method(_))
                    || body.flags.native_abi
                    || names::is_looked_up(self.ts, body)
                    || outside.contains(symbol)
            })
            .collect();
        let index: FxHashMap<Func, usize> = bodies
            .iter()
            .enumerate()
            .map(|(i, b)| (b.func, i))
            .collect();
        for op in bodies.iter().flat_map(ops) {
            if let Op::FuncAddr(f) = op
                && let Some(&i) = index.get(f)
            {
                own[i] = true;
            }
        }
        own
    }

    /// The bodies that a unit has if it must define `roots`: their callees as far as they are always taken along or small, with how deep they are copied.
    fn present(
        &self,
        unit: usize,
        roots: impl Iterator<Item = usize>,
        always: impl Fn(usize) -> bool,
    ) -> FxHashMap<usize, usize> {
        let mut depths: FxHashMap<usize, usize> = FxHashMap::default();
        let mut work: Vec<(usize, usize)> = roots.map(|i| (i, 0)).collect();
        while let Some((i, depth)) = work.pop() {
            if depths.get(&i).is_some_and(|&known| known <= depth) {
                continue;
            }
            depths.insert(i, depth);
            for &to in &self.calls[i] {
                if always(to) {
                    let home = self.units[to] == unit;
                    work.push((to, if home { 0 } else { (depth + 1).min(MAX_DEPTH) }));
                } else if self.copyable[to] && depth < MAX_DEPTH {
                    work.push((to, depth + 1));
                }
            }
        }
        depths
    }
}

fn ops(body: &Body) -> impl Iterator<Item = &Op> {
    body.blocks.iter().flat_map(|b| &b.insts).map(|i| &i.op)
}
