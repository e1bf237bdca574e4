//! Loads, stores, fences.

use super::numbers::first_lane;
use crate::intrinsics::call::{Call, Outcome, void};
use crate::intrinsics::vectors::{UNALIGNED, shape};
use crate::*;
use smelt_types::{TypeId, TypeSystem, ValueClass};

pub(super) fn lane_mem(lane: Lane) -> Mem {
    match lane {
        Lane::I8 => Mem::I8,
        Lane::U8 => Mem::U8,
        Lane::I16 => Mem::I16,
        Lane::U16 => Mem::U16,
        Lane::I32 | Lane::U32 => Mem::I32,
        Lane::I64 | Lane::U64 => Mem::I64,
        Lane::F32 => Mem::F32,
        Lane::F64 => Mem::F64,
    }
}

/// The lane that holds numbers of an integer type.
pub(super) fn number_lane(ts: &TypeSystem, ty: TypeId) -> Option<Lane> {
    let ValueClass::Int { size, signed } = ts.value_class(ty) else {
        return None;
    };
    Some(match (size, signed) {
        (1, true) => Lane::I8,
        (1, false) => Lane::U8,
        (2, true) => Lane::I16,
        (2, false) => Lane::U16,
        (4, true) => Lane::I32,
        (4, false) => Lane::U32,
        (_, true) => Lane::I64,
        (_, false) => Lane::U64,
    })
}

pub(super) fn fence(c: &mut Call) -> Outcome {
    c.b.intrinsic_void(Intrinsic::MemoryBarrier, &[]);
    void()
}

pub(super) fn load_scalar(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let x = c.b.load(c.args[0].value, lane_mem(s.lane), UNALIGNED);
    let v = c.vector(VecOp::CreateScalar, s.lane, &[x], kind);
    c.value(v)
}

/// 16 bytes in both halves.
pub(super) fn load_twice(c: &mut Call) -> Outcome {
    let Some((_, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (at, eight) = (c.args[0].value, c.b.const_i64(8));
    let low = c.b.load(at, Mem::I64, UNALIGNED);
    let next = c.b.ptr_add(at, eight);
    let high = c.b.load(next, Mem::I64, UNALIGNED);
    let v = c.vector(VecOp::Build, Lane::U64, &[low, high, low, high], kind);
    c.value(v)
}

/// `(vector, address)`: one half of the vector from memory.
pub(super) fn load_lane(c: &mut Call, high: bool) -> Outcome {
    let Some((_, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let x = c.b.load(c.args[1].value, Mem::I64, UNALIGNED);
    let (v, i) = (c.arg(0), c.b.const_i32(i32::from(high)));
    let v = c.vector(VecOp::Insert, Lane::I64, &[v, i, x], kind);
    c.value(v)
}

/// `(address, vector)`.
pub(super) fn store(c: &mut Call) -> Outcome {
    let ty = c.param(1)?;
    if shape(c.ts(), ty).is_none() {
        return Ok(None);
    }
    let mem = c.mem(ty)?;
    c.b.store(c.args[0].value, c.args[1].value, mem, UNALIGNED);
    void()
}

pub(super) fn store_scalar(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(1) else { return Ok(None) };
    let x = first_lane(c, 1, s);
    c.b.store(c.args[0].value, x, lane_mem(s.lane), UNALIGNED);
    void()
}

/// One half of a vector of floats.
pub(super) fn store_lane(c: &mut Call, high: bool) -> Outcome {
    if c.shape(1).is_none() {
        return Ok(None);
    }
    let (v, i) = (c.arg(1), c.b.const_i32(i32::from(high)));
    let x = c.vector(VecOp::Extract, Lane::I64, &[v, i], Kind::I64);
    c.b.store(c.args[0].value, x, Mem::I64, UNALIGNED);
    void()
}

pub(super) fn store_number(c: &mut Call) -> Outcome {
    let mem = if c.args[1].kind == Kind::I64 {
        Mem::I64
    } else {
        Mem::I32
    };
    c.b.store(c.args[0].value, c.args[1].value, mem, UNALIGNED);
    void()
}
