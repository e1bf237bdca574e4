//! Facts about a body that lowering wants in advance: operands, uses inside blocks, what writes memory.

use smelt_ir::{Block, Body, Callee, LocalId, Op, Term, Value};

/// Calls `f` for every operand of an operation.
pub(crate) fn operands(op: &Op, f: &mut impl FnMut(Value)) {
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
        Op::Bin(_, a, b) | Op::Compare(_, a, b) | Op::PtrAdd(a, b) => {
            f(*a);
            f(*b);
        }
        Op::BinOvf { a, b, .. } => {
            f(*a);
            f(*b);
        }
        Op::Convert { value, .. } | Op::ExtractField { value, .. } => f(*value),
        Op::Select(a, b, c) => [a, b, c].into_iter().for_each(|v| f(*v)),
        Op::Load { addr, .. } => f(*addr),
        Op::Store { addr, value, .. } => {
            f(*addr);
            f(*value);
        }
        Op::FieldAddr { base, .. } => f(*base),
        Op::InitBlock { addr, value, size } => [addr, value, size].into_iter().for_each(|v| f(*v)),
        Op::CopyBlock { dst, src, size } => [dst, src, size].into_iter().for_each(|v| f(*v)),
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
            lower_bounds.iter().flatten().for_each(|&v| f(v));
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
        } => [array, index, value].into_iter().for_each(|v| f(*v)),
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
                Callee::Dispatch { selector: v, .. }
                | Callee::Pointer { code: v, .. }
                | Callee::Native { code: v, .. } => f(*v),
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

pub(crate) fn term_operands(term: &Term, f: &mut impl FnMut(Value)) {
    match term {
        Term::Branch { cond: v, .. }
        | Term::Switch { value: v, .. }
        | Term::Return(Some(v))
        | Term::Throw(v)
        | Term::EndFilter(v) => f(*v),
        _ => {}
    }
}

/// Successors by ordinary control flow (exception edges are not among them).
pub(crate) fn successors(term: &Term, f: &mut impl FnMut(smelt_ir::BlockId)) {
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
        _ => {}
    }
}

/// Blocks that can be reached from themselves by ordinary control flow.
pub(crate) fn in_loops(body: &Body) -> Vec<bool> {
    let succs: Vec<Vec<usize>> = body
        .blocks
        .iter()
        .map(|b| {
            let mut to = Vec::new();
            successors(&b.term, &mut |s| to.push(s.0 as usize));
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
            operands(&inst.op, &mut |v| note(v, at));
        }
        term_operands(&block.term, &mut |v| note(v, block.insts.len()));
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
