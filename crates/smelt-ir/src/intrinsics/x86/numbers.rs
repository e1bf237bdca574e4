//! Arithmetic that is more than one vector operation.

use crate::intrinsics::call::{Call, Outcome};
use crate::intrinsics::vectors::{Shape, is_float, lane_kind, lanewise};
use crate::*;

/// Which operands of a fused multiplication are negated.
#[derive(Copy, Clone)]
pub(super) struct Negated {
    product: bool,
    addend: bool,
}

impl Negated {
    pub const NONE: Negated = Negated {
        product: false,
        addend: false,
    };
    pub const PRODUCT: Negated = Negated {
        product: true,
        addend: false,
    };
    pub const ADDEND: Negated = Negated {
        product: false,
        addend: true,
    };
    pub const BOTH: Negated = Negated {
        product: true,
        addend: true,
    };
}

/// Lane 0 of the operation, other lanes of the first argument. Operations on one vector take the last argument.
pub(super) fn scalar(c: &mut Call, op: VecOp) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let unary = matches!(
        op,
        VecOp::Sqrt | VecOp::Floor | VecOp::Ceiling | VecOp::Truncate | VecOp::RoundEven
    );
    if (0..c.args.len()).any(|i| c.shape(i) != Some(s)) {
        return Ok(None);
    }
    let first = c.arg(0);
    let v = if unary {
        let operand = c.arg(c.args.len() - 1);
        c.vector(op, s.lane, &[operand], kind)
    } else {
        let second = c.arg(1);
        c.vector(op, s.lane, &[first, second], kind)
    };
    let v = replace_first(c, s, first, v, kind);
    c.value(v)
}

/// `into` with lane 0 of `from`.
pub(super) fn replace_first(c: &mut Call, s: Shape, into: Value, from: Value, kind: Kind) -> Value {
    let zero = c.b.const_i32(0);
    let x = c.vector(VecOp::Extract, s.lane, &[from, zero], lane_kind(s.lane));
    c.vector(VecOp::Insert, s.lane, &[into, zero, x], kind)
}

/// Lane 0 of an argument.
pub(super) fn first_lane(c: &mut Call, i: usize, s: Shape) -> Value {
    let (v, zero) = (c.arg(i), c.b.const_i32(0));
    c.vector(VecOp::Extract, s.lane, &[v, zero], lane_kind(s.lane))
}

/// `AndNot(a, b)` is `!a & b`, of vectors or numbers.
pub(super) fn and_not(c: &mut Call) -> Outcome {
    let (x, y) = (c.arg(0), c.arg(1));
    let v = match c.result_shape() {
        Some((s, kind)) => c.vector(VecOp::AndNot, s.lane, &[y, x], kind),
        None => {
            let kind = c.args[0].kind;
            let not = c.b.emit(Op::Not(x), kind);
            c.b.bin(BinOp::And, not, y)
        }
    };
    c.value(v)
}

/// Floats: the second operand where one is NaN or both are zeros.
pub(super) fn extreme(c: &mut Call, ints: VecOp, floats: VecOp) -> Outcome {
    let float = c.shape(0).is_some_and(|s| is_float(s.lane));
    lanewise(c, if float { floats } else { ints })
}

/// `(a | b) - ((a ^ b) >> 1)`: the mean, rounded up.
pub(super) fn average(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let one = c.b.const_i32(1);
    let or = c.vector(VecOp::Or, s.lane, &[x, y], kind);
    let xor = c.vector(VecOp::Xor, s.lane, &[x, y], kind);
    let half = c.vector(VecOp::ShrUn, s.lane, &[xor, one], kind);
    let v = c.vector(VecOp::Sub, s.lane, &[or, half], kind);
    c.value(v)
}

pub(super) fn abs(c: &mut Call) -> Outcome {
    let (Some(s), Some((_, kind))) = (c.shape(0), c.result_shape()) else {
        return Ok(None);
    };
    let v = c.arg(0);
    let v = c.vector(VecOp::Abs, s.lane, &[v], kind);
    c.value(v)
}

/// Lane by lane, or even lanes to products of twice their width.
pub(super) fn multiply(c: &mut Call) -> Outcome {
    let (Some(s), Some((r, kind))) = (c.shape(0), c.result_shape()) else {
        return Ok(None);
    };
    if r == s {
        return lanewise(c, VecOp::Mul);
    }
    let down = if s.lane == Lane::I32 {
        VecOp::Shr
    } else {
        VecOp::ShrUn
    };
    let bits = c.b.const_i32(32);
    let extend = |c: &mut Call, v| {
        let v = c.vector(VecOp::Shl, r.lane, &[v, bits], kind);
        c.vector(down, r.lane, &[v, bits], kind)
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let (x, y) = (extend(c, x), extend(c, y));
    let v = c.vector(VecOp::Mul, r.lane, &[x, y], kind);
    c.value(v)
}

/// `(value)` or `(upper, value)`: the estimate in lane 0, other lanes of the first argument.
pub(super) fn estimate(c: &mut Call, name: &'static str) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (upper, value) = (c.arg(0), c.arg(c.args.len() - 1));
    let op = VecOp::Target(name, "v4f32->v4f32");
    let v = c.vector(op, s.lane, &[value], kind);
    let v = replace_first(c, s, upper, v, kind);
    c.value(v)
}

/// The product of the first two arguments plus the third, signs as asked for.
fn fused_value(c: &mut Call, s: Shape, kind: Kind, negated: Negated) -> Value {
    let (mut x, y, mut z) = (c.arg(0), c.arg(1), c.arg(2));
    if negated.product {
        x = c.vector(VecOp::Neg, s.lane, &[x], kind);
    }
    if negated.addend {
        z = c.vector(VecOp::Neg, s.lane, &[z], kind);
    }
    c.vector(VecOp::MultiplyAdd, s.lane, &[x, y, z], kind)
}

pub(super) fn fused(c: &mut Call, negated: Negated) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let v = fused_value(c, s, kind, negated);
    c.value(v)
}

pub(super) fn fused_scalar(c: &mut Call, negated: Negated) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (first, v) = (c.arg(0), fused_value(c, s, kind, negated));
    let v = replace_first(c, s, first, v, kind);
    c.value(v)
}

/// Lanes whose number has the parity given subtract the third argument, the others add it.
pub(super) fn fused_mixed(c: &mut Call, parity: u32) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let add = fused_value(c, s, kind, Negated::NONE);
    let subtract = fused_value(c, s, kind, Negated::ADDEND);
    let n = s.lanes();
    let lanes: Vec<i32> = (0..n)
        .map(|i| if i % 2 == parity { n + i } else { i } as i32)
        .collect();
    let v = c.pick(s.lane, add, subtract, &lanes, kind);
    c.value(v)
}
