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

/// Calls `f` for each block that a terminator names.
pub fn successors(term: &Term, mut f: impl FnMut(BlockId)) {
    match term {
        Term::Jump(b) | Term::Leave(b) => f(*b),
        Term::Branch { then, other, .. } => {
            f(*then);
            f(*other);
        }
        Term::Switch {
            targets, default, ..
        } => {
            targets.iter().for_each(|&b| f(b));
            f(*default);
        }
        Term::Return(_)
        | Term::Throw(_)
        | Term::Rethrow
        | Term::ThrowKind(_)
        | Term::EndFinally
        | Term::EndFilter(_)
        | Term::Unreachable => {}
    }
}

fn map_successors(term: &mut Term, f: impl Fn(BlockId) -> BlockId) {
    match term {
        Term::Jump(b) | Term::Leave(b) => *b = f(*b),
        Term::Branch { then, other, .. } => {
            *then = f(*then);
            *other = f(*other);
        }
        Term::Switch {
            targets, default, ..
        } => {
            targets.iter_mut().for_each(|b| *b = f(*b));
            *default = f(*default);
        }
        _ => {}
    }
}

/// Entry blocks of a handler.
pub fn handler_entries(h: &Handler, mut f: impl FnMut(BlockId)) {
    match h {
        Handler::Catch { entry, .. }
        | Handler::CatchLookup { entry, .. }
        | Handler::Finally { entry, .. }
        | Handler::Fault { entry, .. } => f(*entry),
        Handler::Filter { filter, entry, .. } => {
            f(*filter);
            f(*entry);
        }
    }
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
        successors(&block.term, &mut visit);
        let mut at = block.region;
        while let Some(r) = at {
            if std::mem::replace(&mut region_seen[r.0 as usize], true) {
                break;
            }
            let region = &body.regions[r.0 as usize];
            if let RegionKind::Try { handlers } = &region.kind {
                for h in handlers {
                    handler_entries(h, &mut visit);
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
                handler_entries(h, |b| preds[b.0 as usize] += 2);
            }
        }
    }
    for (n, b) in body.blocks.iter().enumerate() {
        if live[n] {
            successors(&b.term, |s| preds[s.0 as usize] += 1);
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
        map_successors(&mut b.term, |s| map[s.0 as usize]);
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
        term_operands(&block.term, |v| used[v.0 as usize] = true);
        let mut dropped = false;
        for inst in block.insts.iter_mut().rev() {
            let needed = match inst.result {
                Some(r) => used[r.0 as usize] || !is_removable(&inst.op),
                None => true,
            };
            if needed {
                operands(&inst.op, |v| used[v.0 as usize] = true);
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

pub(crate) fn term_operands(term: &Term, mut f: impl FnMut(Value)) {
    match term {
        Term::Branch { cond: v, .. }
        | Term::Switch { value: v, .. }
        | Term::Return(Some(v))
        | Term::Throw(v)
        | Term::EndFilter(v) => f(*v),
        _ => {}
    }
}

/// No effect but its result: may be dropped when that is unused.
pub fn is_removable(op: &Op) -> bool {
    match op {
        Op::ConstI32(_)
        | Op::ConstI64(_)
        | Op::ConstF32(_)
        | Op::ConstF64(_)
        | Op::Null
        | Op::Zero(_)
        | Op::Str(_)
        | Op::TypeHandle { .. }
        | Op::TypeObject(_)
        | Op::MethodObject(_)
        | Op::FieldObject(_)
        | Op::MethodDict(_)
        | Op::FuncAddr(_)
        | Op::Selector(_)
        | Op::StaticBase(_)
        | Op::ThreadStaticOffset(_)
        | Op::ThreadStaticAddr(_)
        | Op::ClassInitRecord(_)
        | Op::RvaData(_)
        | Op::PInvokeRecord(_)
        | Op::SymbolAddr(_)
        | Op::GenericContext
        | Op::RuntimeLookup(_)
        | Op::Get(_)
        | Op::AddrOf(_)
        | Op::Neg(_)
        | Op::Not(_)
        | Op::Compare(..)
        | Op::Bitcast(_)
        | Op::PtrAdd(..)
        | Op::Select(..)
        | Op::ExtractField { .. }
        | Op::Box { .. }
        | Op::IsInst { .. }
        | Op::ThreadField { .. } => true,
        Op::Bin(op, ..) => !matches!(op, BinOp::Div | BinOp::DivUn | BinOp::Rem | BinOp::RemUn),
        Op::Convert { ovf, .. } => !ovf,
        Op::Load { access, .. } => access.nonnull && !access.volatile,
        Op::FieldAddr { checked, .. } => !checked,
        _ => false,
    }
}

/// Calls `f` for each value that an instruction uses.
pub fn operands(op: &Op, mut f: impl FnMut(Value)) {
    match op {
        Op::ConstI32(_)
        | Op::ConstI64(_)
        | Op::ConstF32(_)
        | Op::ConstF64(_)
        | Op::Null
        | Op::Zero(_)
        | Op::Str(_)
        | Op::TypeHandle { .. }
        | Op::TypeObject(_)
        | Op::MethodObject(_)
        | Op::FieldObject(_)
        | Op::MethodDict(_)
        | Op::FuncAddr(_)
        | Op::Selector(_)
        | Op::StaticBase(_)
        | Op::ThreadStaticOffset(_)
        | Op::ClassInitRecord(_)
        | Op::RvaData(_)
        | Op::PInvokeRecord(_)
        | Op::SymbolAddr(_)
        | Op::GenericContext
        | Op::RuntimeLookup(_)
        | Op::Get(_)
        | Op::AddrOf(_)
        | Op::CheckPending
        | Op::EnterPreemptive
        | Op::LeavePreemptive
        | Op::ThreadField { .. }
        | Op::CaughtException
        | Op::SourceLine(_) => {}
        Op::Set(_, v)
        | Op::Neg(v)
        | Op::Not(v)
        | Op::Bitcast(v)
        | Op::CheckFinite(v)
        | Op::NullCheck(v)
        | Op::MethodTableOf(v)
        | Op::ArrayLength(v)
        | Op::ThreadStaticAddr(v) => f(*v),
        Op::Bin(_, a, b) | Op::Compare(_, a, b) | Op::PtrAdd(a, b) | Op::BinOvf { a, b, .. } => {
            f(*a);
            f(*b);
        }
        Op::Select(a, b, c) => {
            f(*a);
            f(*b);
            f(*c);
        }
        Op::Convert { value, .. } | Op::ExtractField { value, .. } => f(*value),
        Op::Load { addr, .. } => f(*addr),
        Op::Store { addr, value, .. } => {
            f(*addr);
            f(*value);
        }
        Op::FieldAddr { base, .. } => f(*base),
        Op::InitBlock { addr, value, size } => {
            f(*addr);
            f(*value);
            f(*size);
        }
        Op::CopyBlock { dst, src, size } => {
            f(*dst);
            f(*src);
            f(*size);
        }
        Op::LocAlloc { size, .. } => f(*size),
        Op::NewObject { handle, .. } => f(*handle),
        Op::NewArray { handle, len, .. } => {
            f(*handle);
            f(*len);
        }
        Op::NewMdArray {
            handle,
            lengths,
            lower_bounds,
            ..
        } => {
            f(*handle);
            lengths.iter().for_each(|&v| f(v));
            lower_bounds
                .iter()
                .flat_map(|b| b.iter())
                .for_each(|&v| f(v));
        }
        Op::Box { handle, value, .. } => {
            f(*handle);
            f(*value);
        }
        Op::Unbox { handle, object, .. }
        | Op::IsInst { handle, object, .. }
        | Op::Cast { handle, object, .. } => {
            f(*handle);
            f(*object);
        }
        Op::ElemAddr {
            array,
            index,
            exact_check,
            ..
        } => {
            f(*array);
            f(*index);
            exact_check.iter().for_each(|&v| f(v));
        }
        Op::LoadElem { array, index, .. } => {
            f(*array);
            f(*index);
        }
        Op::StoreElem {
            array,
            index,
            value,
            ..
        } => {
            f(*array);
            f(*index);
            f(*value);
        }
        Op::MdElemAddr {
            array,
            indices,
            exact_check,
            ..
        } => {
            f(*array);
            indices.iter().for_each(|&v| f(v));
            exact_check.iter().for_each(|&v| f(v));
        }
        Op::Call { callee, args, .. } => {
            match callee {
                Callee::Func { context, .. } => context.iter().for_each(|&v| f(v)),
                Callee::Dispatch { selector, .. } => f(*selector),
                Callee::Pointer { code, .. } | Callee::Native { code, .. } => f(*code),
                Callee::Virtual { .. } | Callee::Symbol { .. } | Callee::Helper(_) => {}
            }
            args.iter().for_each(|&v| f(v));
        }
        Op::VirtualAddr { object, .. } => f(*object),
        Op::DispatchAddr { object, selector } => {
            f(*object);
            f(*selector);
        }
        Op::EnsureClassInit { record, .. } => f(*record),
        Op::Intrinsic(_, args) | Op::Vector { args, .. } => args.iter().for_each(|&v| f(v)),
    }
}
