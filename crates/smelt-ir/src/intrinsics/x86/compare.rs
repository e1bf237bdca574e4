//! Comparisons that are more than one vector operation.

use super::numbers::{first_lane, replace_first};
use crate::intrinsics::call::{Call, Outcome};
use crate::intrinsics::vectors::Shape;
use crate::*;

pub(super) fn opposite(c: &mut Call, op: VecOp) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let v = c.vector(op, s.lane, &[x, y], kind);
    let v = c.vector(VecOp::Not, s.lane, &[v], kind);
    c.value(v)
}

pub(super) fn scalar_opposite(c: &mut Call, op: VecOp) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let v = c.vector(op, s.lane, &[x, y], kind);
    let v = c.vector(VecOp::Not, s.lane, &[v], kind);
    let v = replace_first(c, s, x, v, kind);
    c.value(v)
}

/// Lanes where neither argument is NaN, or (`negate`) where one is.
fn numbers(c: &mut Call, s: Shape, kind: Kind, negate: bool) -> Value {
    let (x, y) = (c.arg(0), c.arg(1));
    let x = c.vector(VecOp::Eq, s.lane, &[x, x], kind);
    let y = c.vector(VecOp::Eq, s.lane, &[y, y], kind);
    let v = c.vector(VecOp::And, s.lane, &[x, y], kind);
    if negate {
        c.vector(VecOp::Not, s.lane, &[v], kind)
    } else {
        v
    }
}

pub(super) fn ordered(c: &mut Call, negate: bool) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let v = numbers(c, s, kind, negate);
    c.value(v)
}

pub(super) fn scalar_ordered(c: &mut Call, negate: bool) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (x, v) = (c.arg(0), numbers(c, s, kind, negate));
    let v = replace_first(c, s, x, v, kind);
    c.value(v)
}

pub(super) fn test(c: &mut Call, cond: Cond) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    let (x, y) = (first_lane(c, 0, s), first_lane(c, 1, s));
    let v = c.b.compare(cond, x, y);
    c.value(v)
}
