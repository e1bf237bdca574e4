//! Instructions on numbers: bits, wide products and quotients.

use crate::intrinsics::call::{Call, Outcome};
use crate::*;
use smelt_abi::ExceptionKind;
use smelt_types::ValueClass;

fn count(c: &mut Call, op: Intrinsic) -> Outcome {
    let kind = c.args[0].kind;
    let v = c.b.intrinsic(op, &[c.args[0].value], kind);
    c.value(v)
}

pub(super) fn pop_count(c: &mut Call) -> Outcome {
    count(c, Intrinsic::PopCount)
}
pub(super) fn leading_zeros(c: &mut Call) -> Outcome {
    count(c, Intrinsic::LeadingZeros)
}
pub(super) fn trailing_zeros(c: &mut Call) -> Outcome {
    count(c, Intrinsic::TrailingZeros)
}

fn constant(c: &mut Call, n: i64) -> Value {
    match c.args[0].kind {
        Kind::I64 => c.b.const_i64(n),
        _ => c.b.const_i32(n as i32),
    }
}

fn width(c: &Call) -> i64 {
    if c.args[0].kind == Kind::I64 { 64 } else { 32 }
}

/// Number of the highest bit that is set.
pub(super) fn highest_bit(c: &mut Call) -> Outcome {
    let kind = c.args[0].kind;
    let zeros =
        c.b.intrinsic(Intrinsic::LeadingZeros, &[c.args[0].value], kind);
    let last = constant(c, width(c) - 1);
    let v = c.b.bin(BinOp::Xor, zeros, last);
    c.value(v)
}

pub(super) fn lowest_bit(c: &mut Call) -> Outcome {
    let (x, kind) = (c.arg(0), c.args[0].kind);
    let negative = c.b.emit(Op::Neg(x), kind);
    let v = c.b.bin(BinOp::And, x, negative);
    c.value(v)
}

fn with_lower(c: &mut Call, op: BinOp) -> Outcome {
    let (x, one) = (c.arg(0), constant(c, 1));
    let lower = c.b.bin(BinOp::Sub, x, one);
    let v = c.b.bin(op, x, lower);
    c.value(v)
}

pub(super) fn mask_to_lowest_bit(c: &mut Call) -> Outcome {
    with_lower(c, BinOp::Xor)
}
pub(super) fn reset_lowest_bit(c: &mut Call) -> Outcome {
    with_lower(c, BinOp::And)
}

/// `(value, start, length)` or `(value, start | length << 8)`.
pub(super) fn bit_field(c: &mut Call) -> Outcome {
    let kind = c.args[0].kind;
    let mut control = c.arg(1);
    if c.args.len() == 3 {
        let (low, eight) = (c.b.const_i32(0xFF), c.b.const_i32(8));
        let start = c.b.bin(BinOp::And, control, low);
        let length = c.b.bin(BinOp::And, c.args[2].value, low);
        let length = c.b.bin(BinOp::Shl, length, eight);
        control = c.b.bin(BinOp::Or, start, length);
    }
    let (name, signature) = if kind == Kind::I64 {
        control = c.b.convert(Conv::U64, true, control);
        ("x86.bmi.bextr.64", "i64,i64->i64")
    } else {
        ("x86.bmi.bextr.32", "i32,i32->i32")
    };
    let op = VecOp::Target(name, signature);
    let v = c.vector(op, Lane::I8, &[c.args[0].value, control], kind);
    c.value(v)
}

/// The upper half of a product; with a third argument the lower half goes to memory.
pub(super) fn multiply(c: &mut Call) -> Outcome {
    let (x, y, kind) = (c.arg(0), c.arg(1), c.args[0].kind);
    let (low, high) = if kind == Kind::I64 {
        let high = c.b.intrinsic(Intrinsic::MulHighUnsigned, &[x, y], kind);
        (c.b.bin(BinOp::Mul, x, y), high)
    } else {
        let (x, y) = (
            c.b.convert(Conv::U64, true, x),
            c.b.convert(Conv::U64, true, y),
        );
        let bits = c.b.const_i32(32);
        let whole = c.b.bin(BinOp::Mul, x, y);
        let high = c.b.bin(BinOp::ShrUn, whole, bits);
        (
            c.b.convert(Conv::I32, false, whole),
            c.b.convert(Conv::I32, false, high),
        )
    };
    if let Some(to) = c.args.get(2) {
        let mem = if kind == Kind::I64 {
            Mem::I64
        } else {
            Mem::I32
        };
        c.b.store(to.value, low, mem, Access::default());
    }
    c.value(high)
}

/// `DivRem(lower, upper, divisor)`: quotient and remainder of a dividend of two words. The sign is that of `upper`.
pub(super) fn div_rem(c: &mut Call) -> Outcome {
    if c.args.len() != 3 {
        return Ok(None);
    }
    let kind = c.args[0].kind;
    let ValueClass::Int { signed, .. } = c.ts().value_class(c.param(2)?) else {
        return Ok(None);
    };
    let ret = c.ret()?;
    let (Mem::Struct(_), [(_, first), (_, second)]) = (c.mem(ret)?, &*c.ts().layout(ret)?.fields)
    else {
        return Ok(None);
    };
    let (first, second) = (*first, *second);
    let mem = if kind == Kind::I64 {
        Mem::I64
    } else {
        Mem::I32
    };
    let (lower, upper, divisor) = (
        c.b.temp(c.args[0].value),
        c.b.temp(c.args[1].value),
        c.b.temp(c.args[2].value),
    );
    let zero = |c: &mut Call| constant(c, 0);
    let (d, z) = (c.b.get(divisor), zero(c));
    let no_divisor = c.b.compare(Cond::Eq, d, z);
    throw_if(c, no_divisor, ExceptionKind::DivideByZero);
    let v = if signed {
        signed_quotient(c, kind, [lower, upper, divisor])
    } else {
        let (u, d) = (c.b.get(upper), c.b.get(divisor));
        let too_large = c.b.compare(Cond::GeUn, u, d);
        throw_if(c, too_large, ExceptionKind::Overflow);
        let args = [c.b.get(lower), c.b.get(upper), c.b.get(divisor)];
        c.b.intrinsic(Intrinsic::DivideWide, &args, kind)
    };
    // The rest modulo the word size is right: it fits.
    let (l, d) = (c.b.get(lower), c.b.get(divisor));
    let product = c.b.bin(BinOp::Mul, v, d);
    let rest = c.b.bin(BinOp::Sub, l, product);
    let result = c.b.add_local(ret);
    let at = c.b.addr_of(result);
    let place = c.b.field_addr_nonnull(at, first);
    c.b.store_nonnull(place, v, mem);
    let place = c.b.field_addr_nonnull(at, second);
    c.b.store_nonnull(place, rest, mem);
    let v = c.b.get(result);
    c.value(v)
}

/// Divides the magnitudes and puts the sign on.
fn signed_quotient(c: &mut Call, kind: Kind, [lower, upper, divisor]: [LocalId; 3]) -> Value {
    let last = c.b.const_i32(width(c) as i32 - 1);
    let (l, u, d) = (c.b.get(lower), c.b.get(upper), c.b.get(divisor));
    // All ones where negative; (x ^ sign) - sign is the magnitude.
    let su = c.b.bin(BinOp::Shr, u, last);
    let sd = c.b.bin(BinOp::Shr, d, last);
    let magnitude = c.b.bin(BinOp::Xor, d, sd);
    let magnitude = c.b.bin(BinOp::Sub, magnitude, sd);
    let lx = c.b.bin(BinOp::Xor, l, su);
    let low = c.b.bin(BinOp::Sub, lx, su);
    let ux = c.b.bin(BinOp::Xor, u, su);
    // Negation carries into the upper word where the lower one is zero.
    let zero = constant(c, 0);
    let none = c.b.compare(Cond::Eq, low, zero);
    let none = c.b.coerce(none, kind);
    let carry = c.b.bin(BinOp::And, none, su);
    let one = constant(c, 1);
    let carry = c.b.bin(BinOp::And, carry, one);
    let high = c.b.bin(BinOp::Add, ux, carry);
    let sign = c.b.bin(BinOp::Xor, su, sd);
    let (sign, low, high, magnitude) = (
        c.b.temp(sign),
        c.b.temp(low),
        c.b.temp(high),
        c.b.temp(magnitude),
    );
    let (h, m) = (c.b.get(high), c.b.get(magnitude));
    let too_large = c.b.compare(Cond::GeUn, h, m);
    throw_if(c, too_large, ExceptionKind::Overflow);
    let args = [c.b.get(low), c.b.get(high), c.b.get(magnitude)];
    let q = c.b.intrinsic(Intrinsic::DivideWide, &args, kind);
    let s = c.b.get(sign);
    let v = c.b.bin(BinOp::Xor, q, s);
    let v = c.b.bin(BinOp::Sub, v, s);
    // A quotient other than zero has the sign that it should have.
    let last = c.b.const_i32(width(c) as i32 - 1);
    let sv = c.b.bin(BinOp::Shr, v, last);
    let wrong = c.b.bin(BinOp::Xor, sv, s);
    let zero = constant(c, 0);
    let wrong = c.b.compare(Cond::Ne, wrong, zero);
    let some = c.b.compare(Cond::Ne, q, zero);
    let wrong = c.b.bin(BinOp::And, wrong, some);
    let v = c.b.temp(v);
    throw_if(c, wrong, ExceptionKind::Overflow);
    c.b.get(v)
}

fn throw_if(c: &mut Call, cond: Value, kind: ExceptionKind) {
    let (thrown, next) = (c.b.new_block(), c.b.new_block());
    c.b.branch(cond, thrown, next);
    c.b.switch_to(thrown);
    c.b.throw_kind(kind);
    c.b.switch_to(next);
}
