//! Facts about a body that lowering wants in advance: loops, uses inside blocks, what writes memory.

use smelt_ir::{Block, Body, LocalId, Op, Value};

/// Blocks that can be reached from themselves by ordinary control flow.
pub(crate) fn in_loops(body: &Body) -> Vec<bool> {
    let succs: Vec<Vec<usize>> = body
        .blocks
        .iter()
        .map(|b| {
            let mut to = Vec::new();
            b.term.successors(|s| to.push(s.0 as usize));
            to
        })
        .collect();
    // Back edges of a depth-first walk; what reaches their source without passing their target is in the loop.
    let mut preds = vec![Vec::new(); succs.len()];
    for (from, to) in succs.iter().enumerate() {
        to.iter().for_each(|&t| preds[t].push(from));
    }
    let (mut state, mut back) = (vec![0u8; succs.len()], Vec::new());
    for root in 0..succs.len() {
        if state[root] != 0 {
            continue;
        }
        let mut path = vec![(root, 0)];
        state[root] = 1;
        while let Some((at, next)) = path.last_mut() {
            let (from, edge) = (*at, *next);
            *next += 1;
            match succs[from].get(edge) {
                Some(&to) if state[to] == 0 => {
                    state[to] = 1;
                    path.push((to, 0));
                }
                Some(&to) if state[to] == 1 => back.push((from, to)),
                Some(_) => {}
                None => {
                    state[from] = 2;
                    path.pop();
                }
            }
        }
    }
    let mut inside = vec![false; succs.len()];
    for (latch, header) in back {
        let mut seen = vec![false; succs.len()];
        seen[header] = true;
        let mut work = vec![latch];
        while let Some(b) = work.pop() {
            if !std::mem::replace(&mut seen[b], true) {
                work.extend(&preds[b]);
            }
            inside[b] = true;
        }
        inside[header] = true;
    }
    inside
}

/// Cannot change memory that a struct snapshot may share (locals are looked at separately).
fn keeps_memory(op: &Op) -> bool {
    !matches!(
        op,
        Op::Store { .. }
            | Op::InitBlock { .. }
            | Op::CopyBlock { .. }
            | Op::NewObject { .. }
            | Op::NewArray { .. }
            | Op::NewMdArray { .. }
            | Op::Box { .. }
            | Op::StoreElem { .. }
            | Op::Call { .. }
            | Op::EnsureClassInit { .. }
            | Op::CheckPending
            | Op::EnterPreemptive
            | Op::LeavePreemptive
            | Op::Intrinsic(..)
    )
}

/// Where a struct snapshot is read from.
#[derive(Copy, Clone)]
pub(crate) enum Source {
    Local(LocalId),
    Memory,
}

/// Uses of the values of one block.
pub(crate) struct BlockUses {
    /// (number of uses, index of the last using instruction; the terminator counts as `insts.len()`).
    uses: rustc_hash::FxHashMap<Value, (u32, usize)>,
}

impl BlockUses {
    pub fn of(block: &Block) -> BlockUses {
        let mut uses = rustc_hash::FxHashMap::default();
        let mut note = |v: Value, at: usize| {
            let e = uses.entry(v).or_insert((0, at));
            e.0 += 1;
            e.1 = at;
        };
        for (at, inst) in block.insts.iter().enumerate() {
            inst.op.operands(|v| note(v, at));
        }
        block.term.operands(|v| note(v, block.insts.len()));
        BlockUses { uses }
    }

    pub fn count(&self, v: Value) -> u32 {
        self.uses.get(&v).map_or(0, |u| u.0)
    }

    /// Whether the struct that instruction `at` reads from `source` stays as it is until the last use of its value `v`.
    pub fn stable(&self, body: &Body, block: &Block, at: usize, v: Value, source: Source) -> bool {
        let Some(&(_, last)) = self.uses.get(&v) else {
            return true;
        };
        let exposed = |l: LocalId| body.locals[l.0 as usize].address_taken;
        let aliased = match source {
            Source::Local(l) => exposed(l),
            Source::Memory => true,
        };
        block.insts[at + 1..last].iter().all(|inst| match &inst.op {
            Op::Set(l, _) => match source {
                Source::Local(from) => *l != from,
                Source::Memory => !exposed(*l),
            },
            op => !aliased || keeps_memory(op),
        })
    }
}
