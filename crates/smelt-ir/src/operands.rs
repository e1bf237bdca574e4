//! What operations, terminators and handlers refer to: values they use, blocks they go to.

use crate::*;

impl Op {
    /// Calls `f` for each value that an instruction uses.
    pub fn operands(&self, mut f: impl FnMut(Value)) {
        match self {
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
            Op::Bin(_, a, b)
            | Op::Compare(_, a, b)
            | Op::PtrAdd(a, b)
            | Op::BinOvf { a, b, .. } => {
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

    /// No effect but its result: may be dropped when that is unused.
    pub fn is_removable(&self) -> bool {
        match self {
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
}

impl Term {
    /// Calls `f` for each value that the terminator uses.
    pub fn operands(&self, mut f: impl FnMut(Value)) {
        match self {
            Term::Branch { cond: v, .. }
            | Term::Switch { value: v, .. }
            | Term::Return(Some(v))
            | Term::Throw(v)
            | Term::EndFilter(v) => f(*v),
            _ => {}
        }
    }

    /// Calls `f` for each block that ordinary control flow goes to (exception edges are not among them).
    pub fn successors(&self, mut f: impl FnMut(BlockId)) {
        match self {
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

    /// Replaces the blocks that [`Term::successors`] names.
    pub fn map_successors(&mut self, f: impl Fn(BlockId) -> BlockId) {
        match self {
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
}

impl Handler {
    /// Calls `f` for each entry block of the handler.
    pub fn entries(&self, mut f: impl FnMut(BlockId)) {
        match self {
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
}
