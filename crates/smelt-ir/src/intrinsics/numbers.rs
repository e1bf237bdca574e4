//! `Math`, `MathF`, `BitOperations`, `BinaryPrimitives`.

use super::call::{Call, Outcome};
use crate::*;
use smelt_types::ValueClass;

/// Operation on floats, of as many operands as there are arguments; integer overloads stay calls.
pub(super) fn float(c: &mut Call, op: Intrinsic) -> Outcome {
    let kind = match c.ts().value_class(c.ret()?) {
        ValueClass::F32 => Kind::F32,
        ValueClass::F64 => Kind::F64,
        _ => return Ok(None),
    };
    let args: Vec<Value> = (0..c.args.len()).map(|i| c.arg_as(i, kind)).collect();
    let v = c.b.intrinsic(op, &args, kind);
    c.value(v)
}

/// `ConvertToIntegerNative<TInteger>` of `double` and `float`: the machine's conversion where `TInteger` is a primitive.
pub(super) fn convert_native(c: &mut Call) -> Outcome {
    let to = match c.ts().value_class(c.method_arg(0).ty) {
        ValueClass::Int {
            size: 8,
            signed: true,
        } => Conv::I64,
        ValueClass::Int {
            size: 8,
            signed: false,
        } => Conv::U64,
        ValueClass::Int {
            size: 4,
            signed: false,
        } => Conv::U32,
        ValueClass::Int { .. } => Conv::I32,
        _ => return Ok(None),
    };
    if c.args.len() != 1 || !c.ts().is_primitive(c.method_arg(0).ty) {
        return Ok(None);
    }
    let v = c.b.convert(to, false, c.args[0].value);
    c.narrowed(v)
}

/// `Round` with one argument.
pub(super) fn round(c: &mut Call) -> Outcome {
    if c.args.len() != 1 {
        return Ok(None);
    }
    float(c, Intrinsic::RoundEven)
}

/// Count of bits of a 32-bit or 64-bit integer; the result is an `int`.
pub(super) fn count_bits(c: &mut Call, op: Intrinsic) -> Outcome {
    let kind = c.args[0].kind;
    if !matches!(kind, Kind::I32 | Kind::I64) {
        return Ok(None);
    }
    let v = c.b.intrinsic(op, &[c.args[0].value], kind);
    let v = c.b.coerce(v, Kind::I32);
    c.value(v)
}

/// `BitOperations.Log2`: of 0 it is 0.
pub(super) fn log2(c: &mut Call) -> Outcome {
    let kind = c.args[0].kind;
    let (one, top) = match kind {
        Kind::I32 => (c.b.const_i32(1), 31),
        Kind::I64 => (c.b.const_i64(1), 63),
        _ => return Ok(None),
    };
    let v = c.b.bin(BinOp::Or, c.args[0].value, one);
    let zeros = c.b.intrinsic(Intrinsic::LeadingZeros, &[v], kind);
    let zeros = c.b.coerce(zeros, Kind::I32);
    let top = c.b.const_i32(top);
    let v = c.b.bin(BinOp::Xor, zeros, top);
    c.value(v)
}

/// `RotateLeft`, `RotateRight` (32 and 64 bits).
pub(super) fn rotate(c: &mut Call, op: Intrinsic) -> Outcome {
    let kind = c.args[0].kind;
    if !matches!(kind, Kind::I32 | Kind::I64) {
        return Ok(None);
    }
    let n = c.arg_as(1, kind);
    let v = c.b.intrinsic(op, &[c.args[0].value, n], kind);
    c.value(v)
}

/// `BinaryPrimitives.ReverseEndianness` of integers of 16 to 64 bits.
pub(super) fn reverse_endianness(c: &mut Call) -> Outcome {
    let ValueClass::Int { size, .. } = c.ts().value_class(c.ret()?) else {
        return Ok(None);
    };
    if c.args.len() != 1 {
        return Ok(None);
    }
    let (op, kind) = match size {
        2 => (Intrinsic::ByteSwap16, Kind::I32),
        4 => (Intrinsic::ByteSwap32, Kind::I32),
        8 => (Intrinsic::ByteSwap64, Kind::I64),
        _ => return Ok(None),
    };
    let v = c.b.intrinsic(op, &[c.args[0].value], kind);
    c.narrowed(v)
}

/// `Math.BigMul(ulong, ulong, out ulong)`: stores the low half, returns the high one.
pub(super) fn big_mul(c: &mut Call) -> Outcome {
    if c.args.len() != 3 || c.args[0].kind != Kind::I64 {
        return Ok(None);
    }
    let ValueClass::Int { size: 8, signed } = c.ts().value_class(c.param(0)?) else {
        return Ok(None);
    };
    // There are overloads with one factor of 32 bits.
    let ValueClass::Int { size: 8, .. } = c.ts().value_class(c.param(1)?) else {
        return Ok(None);
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let low = c.b.bin(BinOp::Mul, x, y);
    let op = if signed {
        Intrinsic::MulHighSigned
    } else {
        Intrinsic::MulHighUnsigned
    };
    let high = c.b.intrinsic(op, &[x, y], Kind::I64);
    c.b.store(c.args[2].value, low, Mem::I64, Access::default());
    c.value(high)
}

/// `ReciprocalEstimate`, `ReciprocalSqrtEstimate`: exact to rounding.
pub(super) fn reciprocal(c: &mut Call, root: bool) -> Outcome {
    let (kind, one) = match c.args[0].kind {
        Kind::F32 => (Kind::F32, crate::fold::Fact::F32(1.0)),
        Kind::F64 => (Kind::F64, crate::fold::Fact::F64(1.0)),
        _ => return Ok(None),
    };
    let mut x = c.arg(0);
    if root {
        x = c.b.intrinsic(Intrinsic::Sqrt, &[x], kind);
    }
    let Some(one) = c.b.constant(one, kind) else {
        return Ok(None);
    };
    let v = c.b.bin(BinOp::Div, one, x);
    c.value(v)
}

/// `MultiplyAddEstimate`: two roundings, since a fused one is slow where the machine does not have it.
pub(super) fn multiply_add(c: &mut Call) -> Outcome {
    if super::vectors::fuses(c) {
        return float(c, Intrinsic::FusedMultiplyAdd);
    }
    let v = c.b.bin(BinOp::Mul, c.args[0].value, c.args[1].value);
    let v = c.b.bin(BinOp::Add, v, c.args[2].value);
    c.value(v)
}
