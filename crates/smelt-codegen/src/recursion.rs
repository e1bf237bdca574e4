//! Which functions need polls, as far as the IR tells: those with loops, and those that can call themselves without a call through a pointer
//! (functions with such calls poll anyway).

use crate::inline::{Choices, Targets};
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_ir::{Body, Callee, Func, Op, Program};

/// What each body calls directly, as indices into the program's bodies.
pub(crate) fn direct_calls(program: &Program, targets: &Targets) -> Vec<Vec<usize>> {
    let index: FxHashMap<Func, usize> = program
        .bodies
        .iter()
        .enumerate()
        .map(|(i, b)| (b.func, i))
        .collect();
    program
        .bodies
        .iter()
        .map(|body| {
            let mut to = Vec::new();
            callees(program, targets, body, &mut |f| to.extend(index.get(&f)));
            to.sort_unstable();
            to.dedup();
            to
        })
        .collect()
}

/// Functions on a cycle of direct calls.
pub(crate) fn recursive(program: &Program, calls: &[Vec<usize>]) -> FxHashSet<Func> {
    on_cycles(calls)
        .into_iter()
        .map(|i| program.bodies[i].func)
        .collect()
}

/// Calls `f` for what lowering makes direct calls of.
fn callees(program: &Program, targets: &Targets, body: &Body, f: &mut impl FnMut(Func)) {
    for block in &body.blocks {
        // Values are used only inside their block.
        let mut selectors = FxHashMap::default();
        for inst in &block.insts {
            match &inst.op {
                Op::Selector(m) => {
                    selectors.extend(inst.result.map(|v| (v, *m)));
                }
                Op::Call { callee, .. } => match callee {
                    Callee::Func { func, .. } => f(*func),
                    Callee::Virtual { decl } => {
                        program
                            .devirtualised
                            .get(decl)
                            .into_iter()
                            .for_each(|&g| f(g));
                        let few = targets.of_virtual(*decl);
                        few.into_iter().flat_map(Choices::funcs).for_each(&mut *f);
                    }
                    Callee::Dispatch { selector, .. } => {
                        let few = selectors
                            .get(selector)
                            .and_then(|&m| targets.of_selector(m));
                        few.into_iter().flat_map(Choices::funcs).for_each(&mut *f);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

/// Nodes of a graph that lie on a cycle (Tarjan's strongly connected components, without recursion).
fn on_cycles(edges: &[Vec<usize>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut number = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let (mut stack, mut found, mut count) = (Vec::new(), Vec::new(), 0);
    for root in 0..edges.len() {
        if number[root] != NEW {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some(&mut (node, ref mut next)) = work.last_mut() {
            if *next == 0 {
                number[node] = count;
                low[node] = count;
                count += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(&to) = edges[node].get(*next) {
                *next += 1;
                if number[to] == NEW {
                    work.push((to, 0));
                } else if on_stack[to] {
                    low[node] = low[node].min(number[to]);
                }
                continue;
            }
            // A node without edges is visited once, since `next` stays 0 only until it is popped here.
            work.pop();
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == number[node] {
                let at = stack.iter().rposition(|&n| n == node).unwrap_or(0);
                let component = stack.split_off(at);
                for &n in &component {
                    on_stack[n] = false;
                }
                if component.len() > 1 || edges[node].contains(&node) {
                    found.extend(component);
                }
            }
        }
    }
    found
}

/// Whether control can come back to a block (exception edges aside: handlers only lead forward).
pub(crate) fn has_loop(body: &Body) -> bool {
    let n = body.blocks.len();
    // 0 new, 1 on the path, 2 done.
    let mut state = vec![0u8; n];
    for root in 0..n {
        if state[root] != 0 {
            continue;
        }
        let mut work = vec![(root, targets(body, root))];
        state[root] = 1;
        while let Some((node, rest)) = work.last_mut() {
            match rest.pop() {
                Some(to) if state[to] == 1 => return true,
                Some(to) if state[to] == 0 => {
                    state[to] = 1;
                    let next = targets(body, to);
                    work.push((to, next));
                }
                Some(_) => {}
                None => {
                    state[*node] = 2;
                    work.pop();
                }
            }
        }
    }
    false
}

fn targets(body: &Body, block: usize) -> Vec<usize> {
    let mut to = Vec::new();
    body.blocks[block]
        .term
        .successors(|b| to.push(b.0 as usize));
    to
}

#[cfg(test)]
mod tests {
    use super::on_cycles;

    #[test]
    fn cycles_and_self_calls_are_found() {
        // 0 -> 1 -> 2 -> 0, 2 -> 3, 3 -> 3, 4 -> 0, 5 alone.
        let edges = [vec![1], vec![2], vec![0, 3], vec![3], vec![0], Vec::new()];
        let mut found = on_cycles(&edges);
        found.sort_unstable();
        assert_eq!(found, [0, 1, 2, 3]);
    }
}
