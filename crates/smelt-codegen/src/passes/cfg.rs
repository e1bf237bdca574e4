//! Control-flow graph, dominators and natural loops of an LLVM function (the C API has none of these).

use inkwell::llvm_sys::core::*;
use inkwell::llvm_sys::prelude::*;
use rustc_hash::FxHashMap;

/// Blocks are numbered in the function's order; block 0 is the entry.
pub(super) struct Cfg {
    pub blocks: Vec<LLVMBasicBlockRef>,
    pub succs: Vec<Vec<usize>>,
    pub preds: Vec<Vec<usize>>,
    index: FxHashMap<LLVMBasicBlockRef, usize>,
    /// Immediate dominator; the entry's is itself, unreachable blocks have none.
    idom: Vec<Option<usize>>,
    /// Position in reverse post-order.
    order: Vec<usize>,
}

/// A natural loop: one header, the blocks that reach it without leaving.
pub(super) struct Loop {
    pub header: usize,
    pub latches: Vec<usize>,
    pub contains: Vec<bool>,
}

impl Cfg {
    /// # Safety
    /// `function` is a live function with a body.
    pub unsafe fn new(function: LLVMValueRef) -> Cfg {
        let mut blocks = Vec::new();
        // SAFETY: by contract; the lists of blocks and successors are those of a well-formed function.
        unsafe {
            let mut b = LLVMGetFirstBasicBlock(function);
            while !b.is_null() {
                blocks.push(b);
                b = LLVMGetNextBasicBlock(b);
            }
        }
        let index: FxHashMap<_, _> = blocks.iter().enumerate().map(|(i, &b)| (b, i)).collect();
        let mut succs = vec![Vec::new(); blocks.len()];
        let mut preds = vec![Vec::new(); blocks.len()];
        for (i, &b) in blocks.iter().enumerate() {
            // SAFETY: every block of a verified function has a terminator.
            unsafe {
                let term = LLVMGetBasicBlockTerminator(b);
                for s in 0..LLVMGetNumSuccessors(term) {
                    let to = index[&LLVMGetSuccessor(term, s)];
                    if !succs[i].contains(&to) {
                        succs[i].push(to);
                        preds[to].push(i);
                    }
                }
            }
        }
        let mut cfg = Cfg {
            idom: vec![None; blocks.len()],
            order: vec![usize::MAX; blocks.len()],
            blocks,
            succs,
            preds,
            index,
        };
        cfg.dominators();
        cfg
    }

    pub fn index_of(&self, block: LLVMBasicBlockRef) -> Option<usize> {
        self.index.get(&block).copied()
    }

    /// Cooper, Harvey, Kennedy: "A Simple, Fast Dominance Algorithm".
    fn dominators(&mut self) {
        let mut post = Vec::with_capacity(self.blocks.len());
        let mut state = vec![0u8; self.blocks.len()];
        let mut stack = vec![(0usize, 0usize)];
        state[0] = 1;
        while let Some((b, next)) = stack.pop() {
            match self.succs[b].get(next) {
                Some(&s) => {
                    stack.push((b, next + 1));
                    if state[s] == 0 {
                        state[s] = 1;
                        stack.push((s, 0));
                    }
                }
                None => post.push(b),
            }
        }
        let rpo: Vec<usize> = post.into_iter().rev().collect();
        for (i, &b) in rpo.iter().enumerate() {
            self.order[b] = i;
        }
        self.idom[0] = Some(0);
        let mut changed = true;
        while changed {
            changed = false;
            for &b in &rpo[1..] {
                let mut new = None;
                for &p in &self.preds[b] {
                    if self.idom[p].is_some() {
                        new = Some(match new {
                            None => p,
                            Some(n) => self.intersect(p, n),
                        });
                    }
                }
                if new != self.idom[b] {
                    self.idom[b] = new;
                    changed = true;
                }
            }
        }
    }

    fn intersect(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            while self.order[a] > self.order[b] {
                a = self.idom[a].unwrap_or(0);
            }
            while self.order[b] > self.order[a] {
                b = self.idom[b].unwrap_or(0);
            }
        }
        a
    }

    /// Whether every path from the entry to `b` passes `a`.
    pub fn dominates(&self, a: usize, mut b: usize) -> bool {
        loop {
            if a == b {
                return true;
            }
            match self.idom[b] {
                Some(d) if d != b => b = d,
                _ => return false,
            }
        }
    }

    pub fn loops(&self) -> Vec<Loop> {
        let mut loops: Vec<Loop> = Vec::new();
        for u in 0..self.blocks.len() {
            for &h in &self.succs[u] {
                if self.idom[u].is_none() || self.order[h] > self.order[u] || !self.dominates(h, u)
                {
                    continue;
                }
                let at = match loops.iter().position(|l| l.header == h) {
                    Some(at) => at,
                    None => {
                        let mut contains = vec![false; self.blocks.len()];
                        contains[h] = true;
                        loops.push(Loop {
                            header: h,
                            latches: Vec::new(),
                            contains,
                        });
                        loops.len() - 1
                    }
                };
                let l = &mut loops[at];
                l.latches.push(u);
                let mut work = vec![u];
                while let Some(b) = work.pop() {
                    if !l.contains[b] {
                        l.contains[b] = true;
                        work.extend(&self.preds[b]);
                    }
                }
            }
        }
        loops
    }
}

impl Loop {
    /// Blocks outside that a block of the loop leads to.
    pub fn exits(&self, cfg: &Cfg) -> Vec<usize> {
        let mut exits = Vec::new();
        for b in (0..cfg.blocks.len()).filter(|&b| self.contains[b]) {
            for &s in &cfg.succs[b] {
                if !self.contains[s] && !exits.contains(&s) {
                    exits.push(s);
                }
            }
        }
        exits
    }
}
