//! Last step of making a body: drops blocks, regions and instructions that nothing needs, so that neither reachability nor code generation
//! sees them.

use crate::*;

/// Runs all steps.
pub fn run(body: &mut Body) {
    join_blocks(body);
    let live = reachable(body);
    renumber_blocks(body, &live);
    drop_regions(body);
    drop_unused(body);
    if drop_unread_locals(body) {
        drop_unused(body);
    }
    compact_locals(body);
}

fn reachable(body: &Body) -> Vec<bool> {
    let mut live = vec![false; body.blocks.len()];
    let mut region_seen = vec![false; body.regions.len()];
    let mut work = vec![ENTRY];
    live[ENTRY.0 as usize] = true;
    while let Some(b) = work.pop() {
        let block = &body.blocks[b.0 as usize];
        let mut visit = |s: BlockId| {
            if !std::mem::replace(&mut live[s.0 as usize], true) {
                work.push(s);
            }
        };
        block.term.successors(&mut visit);
        let mut at = block.region;
        while let Some(r) = at {
            if std::mem::replace(&mut region_seen[r.0 as usize], true) {
                break;
            }
            let region = &body.regions[r.0 as usize];
            if let RegionKind::Try { handlers } = &region.kind {
                for h in handlers {
                    h.entries(&mut visit);
                }
            }
            at = region.parent;
        }
    }
    live
}

/// Appends a block to the one that alone jumps to it.
fn join_blocks(body: &mut Body) {
    let live = reachable(body);
    let mut preds = vec![0u32; body.blocks.len()];
    preds[ENTRY.0 as usize] = 2;
    for r in &body.regions {
        if let RegionKind::Try { handlers } = &r.kind {
            for h in handlers {
                h.entries(|b| preds[b.0 as usize] += 2);
            }
        }
    }
    for (n, b) in body.blocks.iter().enumerate() {
        if live[n] {
            b.term.successors(|s| preds[s.0 as usize] += 1);
        }
    }
    for (n, &is_live) in live.iter().enumerate() {
        if !is_live {
            continue;
        }
        while let Term::Jump(next) = body.blocks[n].term {
            let at = next.0 as usize;
            if preds[at] != 1 || at == n || body.blocks[at].region != body.blocks[n].region {
                break;
            }
            let joined = &mut body.blocks[at];
            let insts = std::mem::take(&mut joined.insts);
            let term = std::mem::replace(&mut joined.term, Term::Unreachable);
            // Nobody jumps there any more.
            preds[at] = 0;
            let block = &mut body.blocks[n];
            if block.insts.is_empty() {
                block.insts = insts;
            } else {
                block.insts.extend(insts);
            }
            block.term = term;
        }
    }
}

fn renumber_blocks(body: &mut Body, live: &[bool]) {
    if live.iter().all(|&l| l) {
        return;
    }
    let mut map = vec![BlockId(u32::MAX); live.len()];
    let mut next = 0;
    for (i, &l) in live.iter().enumerate() {
        if l {
            map[i] = BlockId(next);
            next += 1;
        }
    }
    let mut i = 0;
    body.blocks.retain(|_| {
        i += 1;
        live[i - 1]
    });
    for b in &mut body.blocks {
        b.term.map_successors(|s| map[s.0 as usize]);
    }
    for r in &mut body.regions {
        if let RegionKind::Try { handlers } = &mut r.kind {
            for h in handlers {
                match h {
                    Handler::Catch { entry, .. }
                    | Handler::CatchLookup { entry, .. }
                    | Handler::Finally { entry, .. }
                    | Handler::Fault { entry, .. } => *entry = map[entry.0 as usize],
                    Handler::Filter { filter, entry, .. } => {
                        *filter = map[filter.0 as usize];
                        *entry = map[entry.0 as usize];
                    }
                }
            }
        }
    }
}

/// Drops regions without blocks (their handlers' blocks are gone already).
fn drop_regions(body: &mut Body) {
    if body.regions.is_empty() {
        return;
    }
    let mut used = vec![false; body.regions.len()];
    for b in &body.blocks {
        let mut at = b.region;
        while let Some(r) = at {
            if std::mem::replace(&mut used[r.0 as usize], true) {
                break;
            }
            at = body.regions[r.0 as usize].parent;
        }
    }
    if used.iter().all(|&u| u) {
        return;
    }
    let mut map = vec![RegionId(u32::MAX); used.len()];
    let mut next = 0;
    for (i, &u) in used.iter().enumerate() {
        if u {
            map[i] = RegionId(next);
            next += 1;
        }
    }
    let mut i = 0;
    body.regions.retain(|_| {
        i += 1;
        used[i - 1]
    });
    for b in &mut body.blocks {
        b.region = b.region.map(|r| map[r.0 as usize]);
    }
    for r in &mut body.regions {
        r.parent = r.parent.map(|p| map[p.0 as usize]);
        match &mut r.kind {
            RegionKind::Handler { of, .. } => *of = map[of.0 as usize],
            RegionKind::Try { handlers } => {
                for h in handlers {
                    match h {
                        Handler::Catch { region, .. }
                        | Handler::CatchLookup { region, .. }
                        | Handler::Finally { region, .. }
                        | Handler::Fault { region, .. } => *region = map[region.0 as usize],
                        Handler::Filter {
                            filter_region,
                            region,
                            ..
                        } => {
                            *filter_region = map[filter_region.0 as usize];
                            *region = map[region.0 as usize];
                        }
                    }
                }
            }
        }
    }
}

/// Drops instructions without effect whose result nobody uses. Values are local to a block, so one backward pass per block does it.
fn drop_unused(body: &mut Body) {
    let mut used = vec![false; body.values.len()];
    for block in &mut body.blocks {
        block.term.operands(|v| used[v.0 as usize] = true);
        let mut dropped = false;
        for inst in block.insts.iter_mut().rev() {
            let needed = match inst.result {
                Some(r) => used[r.0 as usize] || !inst.op.is_removable(),
                None => true,
            };
            if needed {
                inst.op.operands(|v| used[v.0 as usize] = true);
            } else {
                // Marks it for `retain`.
                inst.op = Op::SourceLine(u32::MAX);
                dropped = true;
            }
        }
        if dropped {
            block.insts.retain(|i| i.op != Op::SourceLine(u32::MAX));
        }
    }
}

/// Drops assignments to locals that nobody reads. True if there were any.
fn drop_unread_locals(body: &mut Body) -> bool {
    let mut read: Vec<bool> = body.locals.iter().map(|l| l.pinned).collect();
    for i in body.blocks.iter().flat_map(|b| &b.insts) {
        if let Op::Get(l) | Op::AddrOf(l) = i.op {
            read[l.0 as usize] = true;
        }
    }
    let mut dropped = false;
    for b in &mut body.blocks {
        b.insts.retain(|i| {
            let dead = matches!(i.op, Op::Set(l, _) if !read[l.0 as usize]);
            dropped |= dead;
            !dead
        });
    }
    dropped
}

/// Drops locals that do not occur (parameters stay), and notes again whose address is taken.
fn compact_locals(body: &mut Body) {
    let params = body.param_count as usize;
    let mut used: Vec<bool> = (0..body.locals.len()).map(|n| n < params).collect();
    for l in &mut body.locals {
        l.address_taken = false;
    }
    for i in body.blocks.iter().flat_map(|b| &b.insts) {
        match i.op {
            Op::Get(l) | Op::Set(l, _) => used[l.0 as usize] = true,
            Op::AddrOf(l) => {
                used[l.0 as usize] = true;
                body.locals[l.0 as usize].address_taken = true;
            }
            _ => {}
        }
    }
    if used.iter().all(|&u| u) {
        return;
    }
    let mut next = 0;
    let map: Vec<LocalId> = used
        .iter()
        .map(|&u| {
            next += u32::from(u);
            LocalId(next.wrapping_sub(1))
        })
        .collect();
    let mut n = 0;
    body.locals.retain(|_| {
        n += 1;
        used[n - 1]
    });
    for i in body.blocks.iter_mut().flat_map(|b| &mut b.insts) {
        if let Op::Get(l) | Op::AddrOf(l) | Op::Set(l, _) = &mut i.op {
            *l = map[l.0 as usize];
        }
    }
}
