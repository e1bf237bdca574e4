//! `Interlocked` and barriers. Code generation adds the write barrier to atomic operations on references.

use super::call::{Call, Outcome, void};
use crate::env::kind_of_mem;
use crate::*;

/// The integer that the first parameter points to.
fn integer(c: &Call) -> crate::env::Result<Option<Mem>> {
    let Some(ty) = c.pointee(0)? else {
        return Ok(None);
    };
    let mem = c.mem(ty)?;
    let ok = matches!(
        mem,
        Mem::I8 | Mem::U8 | Mem::I16 | Mem::U16 | Mem::I32 | Mem::I64
    );
    Ok(ok.then_some(mem))
}

/// The integer or reference that the first parameter points to.
fn integer_or_reference(c: &Call) -> crate::env::Result<Option<Mem>> {
    let Some(ty) = c.pointee(0)? else {
        return Ok(None);
    };
    match c.mem(ty)? {
        Mem::Ref => Ok(Some(Mem::Ref)),
        _ => integer(c),
    }
}

/// `Exchange`: (address, value) -> old value.
pub(super) fn exchange(c: &mut Call) -> Outcome {
    let mem = integer_or_reference(c)?;
    apply(c, mem, Intrinsic::AtomicExchange)
}

/// `ExchangeAdd`, `And`, `Or`: (address, value) -> old value.
pub(super) fn update(c: &mut Call, op: fn(Mem) -> Intrinsic) -> Outcome {
    let mem = integer(c)?;
    apply(c, mem, op)
}

fn apply(c: &mut Call, mem: Option<Mem>, op: fn(Mem) -> Intrinsic) -> Outcome {
    let Some(mem) = mem else { return Ok(None) };
    let kind = kind_of_mem(mem);
    let addr = c.arg(0);
    c.b.null_check(addr);
    let value = c.arg_as(1, kind);
    let v = c.b.intrinsic(op(mem), &[addr, value], kind);
    c.value(v)
}

/// `Add`, `Increment`, `Decrement`: the new value.
pub(super) fn add(c: &mut Call, constant: Option<i64>) -> Outcome {
    let Some(mem) = integer(c)? else {
        return Ok(None);
    };
    let kind = kind_of_mem(mem);
    if !matches!(mem, Mem::I32 | Mem::I64) {
        return Ok(None);
    }
    let addr = c.arg(0);
    c.b.null_check(addr);
    let value = match constant {
        None => c.arg_as(1, kind),
        Some(n) if kind == Kind::I64 => c.b.const_i64(n),
        Some(n) => c.b.const_i32(n as i32),
    };
    let old =
        c.b.intrinsic(Intrinsic::AtomicAdd(mem), &[addr, value], kind);
    let v = c.b.bin(BinOp::Add, old, value);
    c.value(v)
}

/// `CompareExchange`: (address, value, comparand) -> old value.
pub(super) fn compare_exchange(c: &mut Call) -> Outcome {
    let Some(mem) = integer_or_reference(c)? else {
        return Ok(None);
    };
    let kind = kind_of_mem(mem);
    let addr = c.arg(0);
    c.b.null_check(addr);
    let (value, comparand) = (c.arg_as(1, kind), c.arg_as(2, kind));
    let v = c.b.intrinsic(
        Intrinsic::AtomicCompareExchange(mem),
        &[addr, value, comparand],
        kind,
    );
    c.value(v)
}

/// `Interlocked.Read(ref long)`.
pub(super) fn read(c: &mut Call) -> Outcome {
    let access = Access {
        volatile: true,
        ..Access::default()
    };
    let v = c.b.load(c.args[0].value, Mem::I64, access);
    c.value(v)
}

pub(super) fn barrier(c: &mut Call, op: Intrinsic) -> Outcome {
    c.b.intrinsic_void(op, &[]);
    void()
}
