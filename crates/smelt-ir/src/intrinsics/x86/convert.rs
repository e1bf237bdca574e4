//! Conversions between numbers.

use super::memory::number_lane;
use super::numbers::first_lane;
use crate::intrinsics::call::{Call, Outcome};
use crate::intrinsics::vectors::{UNALIGNED, is_float, lane_bytes, lane_kind};
use crate::*;

/// `(upper, integer or float) -> vector` with the converted number in lane 0.
pub(super) fn scalar(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let to = if s.lane == Lane::F32 {
        Conv::F32
    } else {
        Conv::F64
    };
    let x = match c.shape(1) {
        Some(from) => first_lane(c, 1, from),
        None => c.arg(1),
    };
    let x = c.b.convert(to, false, x);
    let (into, zero) = (c.arg(0), c.b.const_i32(0));
    let v = c.vector(VecOp::Insert, s.lane, &[into, zero, x], kind);
    c.value(v)
}

pub(super) fn from_number(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let v = c.arg(0);
    let v = c.vector(VecOp::CreateScalar, s.lane, &[v], kind);
    c.value(v)
}

/// Lane 0 of integers. Floats have instructions.
pub(super) fn to_number(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    if is_float(s.lane) {
        return Ok(None);
    }
    let v = first_lane(c, 0, s);
    c.value(v)
}

/// 32-bit integers to floats.
pub(super) fn to_floats(c: &mut Call) -> Outcome {
    let (Some(s), Some((_, kind))) = (c.shape(0), c.result_shape()) else {
        return Ok(None);
    };
    if s.lane != Lane::I32 {
        return Ok(None);
    }
    let v = c.arg(0);
    let v = c.vector(VecOp::ConvertToFloat, Lane::I32, &[v], kind);
    c.value(v)
}

/// The lowest lanes of a vector, or as many numbers in memory, to wider lanes; integers to doubles as well.
pub(super) fn extend(c: &mut Call) -> Outcome {
    let Some((r, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (lane, known) = match c.shape(0) {
        Some(s) => (s.lane, Some(c.arg(0))),
        None => {
            let Some(elem) = c.pointee(0)? else {
                return Ok(None);
            };
            let Some(lane) = number_lane(c.ts(), elem) else {
                return Ok(None);
            };
            (lane, None)
        }
    };
    if lane_bytes(lane) >= lane_bytes(r.lane) || is_float(lane) && !is_float(r.lane) {
        return Ok(None);
    }
    let v = match known {
        Some(v) => v,
        None => {
            let (address, mem) = (c.args[0].value, c.mem(c.ret()?)?);
            load_part(c, address, r.lanes() * lane_bytes(lane), mem, kind)
        }
    };
    let v = c.vector(VecOp::Extend(r.lane), lane, &[v], kind);
    c.value(v)
}

/// A vector whose first bytes come from memory; nothing behind them is read.
fn load_part(c: &mut Call, address: Value, bytes: u32, mem: Mem, kind: Kind) -> Value {
    let (part, lane) = match bytes {
        2 => (Mem::U16, Lane::U16),
        4 => (Mem::I32, Lane::U32),
        8 => (Mem::I64, Lane::U64),
        16 => {
            let (low, eight) = (c.b.load(address, Mem::I64, UNALIGNED), c.b.const_i64(8));
            let next = c.b.ptr_add(address, eight);
            let high = c.b.load(next, Mem::I64, UNALIGNED);
            let zero = c.b.const_i64(0);
            let words = crate::env::kind_of_mem(mem);
            let args: &[Value] = match c.result_shape() {
                Some((r, _)) if r.bytes == 32 => &[low, high, zero, zero],
                _ => &[low, high],
            };
            return c.vector(VecOp::Build, Lane::U64, args, words);
        }
        _ => return c.b.load(address, mem, UNALIGNED),
    };
    let x = c.b.load(address, part, UNALIGNED);
    debug_assert_eq!(c.b.kind(x), lane_kind(lane));
    c.vector(VecOp::CreateScalar, lane, &[x], kind)
}
