//! Numbers, as the compiled code computes them. What would throw ends the evaluation.

use super::memory::{Result, Val, Word, abort};
use crate::{BinOp, Cond, Conv, Intrinsic, Kind};

pub fn bin(op: BinOp, a: &Val, b: &Val) -> Result<Val> {
    use BinOp as O;
    Ok(match (a, b) {
        (Val::F32(a), Val::F32(b)) => {
            let v = match op {
                O::Add => a + b,
                O::Sub => a - b,
                O::Mul => a * b,
                O::Div => a / b,
                _ => return abort("a remainder of floating-point numbers"),
            };
            // The sign of a new NaN is the processor's.
            if v.is_nan() {
                return abort("a NaN");
            }
            Val::F32(v)
        }
        (Val::F64(a), Val::F64(b)) => {
            let v = match op {
                O::Add => a + b,
                O::Sub => a - b,
                O::Mul => a * b,
                O::Div => a / b,
                _ => return abort("a remainder of floating-point numbers"),
            };
            if v.is_nan() {
                return abort("a NaN");
            }
            Val::F64(v)
        }
        (Val::I32(a), _) if shifts(op) => {
            let n = b.i64()? as u32 & 31;
            Val::I32(match op {
                O::Shl => a << n,
                O::Shr => a >> n,
                _ => (*a as u32 >> n) as i32,
            })
        }
        (Val::I32(a), Val::I32(b)) => Val::I32(int32(op, *a, *b)?),
        (Val::Word(a), b) => return words(op, *a, b),
        (Val::I32(a), Val::Word(b)) => {
            return words(op, Word::Int(i64::from(*a) as u64), &Val::Word(*b));
        }
        _ => return abort("an operation on values of different kinds"),
    })
}

fn shifts(op: BinOp) -> bool {
    matches!(op, BinOp::Shl | BinOp::Shr | BinOp::ShrUn)
}

fn int32(op: BinOp, a: i32, b: i32) -> Result<i32> {
    use BinOp as O;
    let (x, y) = (a as u32, b as u32);
    let checked = match op {
        O::Add => Some(a.wrapping_add(b)),
        O::Sub => Some(a.wrapping_sub(b)),
        O::Mul => Some(a.wrapping_mul(b)),
        O::Div => a.checked_div(b),
        O::Rem => a.checked_rem(b),
        O::DivUn => x.checked_div(y).map(|v| v as i32),
        O::RemUn => x.checked_rem(y).map(|v| v as i32),
        O::And => Some(a & b),
        O::Or => Some(a | b),
        O::Xor => Some(a ^ b),
        O::Shl | O::Shr | O::ShrUn => None,
    };
    checked.map_or_else(|| abort("a division that throws"), Ok)
}

fn int64(op: BinOp, a: u64, b: u64) -> Result<u64> {
    use BinOp as O;
    let (x, y) = (a as i64, b as i64);
    let n = b as u32 & 63;
    let checked = match op {
        O::Add => Some(a.wrapping_add(b)),
        O::Sub => Some(a.wrapping_sub(b)),
        O::Mul => Some(a.wrapping_mul(b)),
        O::Div => x.checked_div(y).map(|v| v as u64),
        O::Rem => x.checked_rem(y).map(|v| v as u64),
        O::DivUn => a.checked_div(b),
        O::RemUn => a.checked_rem(b),
        O::And => Some(a & b),
        O::Or => Some(a | b),
        O::Xor => Some(a ^ b),
        O::Shl => Some(a << n),
        O::Shr => Some((x >> n) as u64),
        O::ShrUn => Some(a >> n),
    };
    checked.map_or_else(|| abort("a division that throws"), Ok)
}

fn words(op: BinOp, a: Word, b: &Val) -> Result<Val> {
    let b = match b {
        Val::Word(w) => *w,
        other => Word::Int(other.i64()? as u64),
    };
    Ok(Val::Word(match (op, a, b) {
        (_, Word::Int(a), Word::Int(b)) => Word::Int(int64(op, a, b)?),
        (BinOp::Add, Word::Ptr(p, o), Word::Int(n))
        | (BinOp::Add, Word::Int(n), Word::Ptr(p, o)) => Word::Ptr(p, o.wrapping_add(n as i64)),
        (BinOp::Sub, Word::Ptr(p, o), Word::Int(n)) => Word::Ptr(p, o.wrapping_sub(n as i64)),
        (BinOp::Sub, Word::Ptr(p, o), Word::Ptr(q, n)) if p == q => {
            Word::Int(o.wrapping_sub(n) as u64)
        }
        _ => return abort("arithmetic on addresses"),
    }))
}

pub fn bin_ovf(op: BinOp, unsigned: bool, a: &Val, b: &Val) -> Result<Val> {
    use BinOp as O;
    let v = match (a, b) {
        (Val::I32(a), Val::I32(b)) => {
            let (x, y) = (*a as u32, *b as u32);
            match (op, unsigned) {
                (O::Add, false) => a.checked_add(*b),
                (O::Sub, false) => a.checked_sub(*b),
                (O::Mul, false) => a.checked_mul(*b),
                (O::Add, true) => x.checked_add(y).map(|v| v as i32),
                (O::Sub, true) => x.checked_sub(y).map(|v| v as i32),
                (O::Mul, true) => x.checked_mul(y).map(|v| v as i32),
                _ => None,
            }
            .map(Val::I32)
        }
        _ => {
            let (a, b) = (a.i64()?, b.i64()?);
            let (x, y) = (a as u64, b as u64);
            match (op, unsigned) {
                (O::Add, false) => a.checked_add(b).map(|v| v as u64),
                (O::Sub, false) => a.checked_sub(b).map(|v| v as u64),
                (O::Mul, false) => a.checked_mul(b).map(|v| v as u64),
                (O::Add, true) => x.checked_add(y),
                (O::Sub, true) => x.checked_sub(y),
                (O::Mul, true) => x.checked_mul(y),
                _ => None,
            }
            .map(|v| Val::Word(Word::Int(v)))
        }
    };
    v.map_or_else(|| abort("an overflow"), Ok)
}

pub fn negate(v: &Val) -> Result<Val> {
    Ok(match v {
        Val::I32(v) => Val::I32(v.wrapping_neg()),
        Val::F32(v) => Val::F32(-v),
        Val::F64(v) => Val::F64(-v),
        v => Val::Word(Word::Int(v.i64()?.wrapping_neg() as u64)),
    })
}

pub fn not(v: &Val) -> Result<Val> {
    Ok(match v {
        Val::I32(v) => Val::I32(!v),
        v => Val::Word(Word::Int(!v.i64()? as u64)),
    })
}

fn order<T: PartialOrd>(c: Cond, a: T, b: T) -> bool {
    match c {
        Cond::Eq => a == b,
        Cond::Ne => a != b,
        Cond::Lt | Cond::LtUn => a < b,
        Cond::Le | Cond::LeUn => a <= b,
        Cond::Gt | Cond::GtUn => a > b,
        Cond::Ge | Cond::GeUn => a >= b,
    }
}

fn is_unsigned(c: Cond) -> bool {
    matches!(c, Cond::LtUn | Cond::LeUn | Cond::GtUn | Cond::GeUn)
}

fn floats<T: PartialOrd + Copy>(c: Cond, a: T, b: T) -> bool {
    match a.partial_cmp(&b) {
        None => is_unsigned(c) || c == Cond::Ne,
        Some(_) => order(c, a, b),
    }
}

/// `distinct`: whether two different objects are known to have different addresses.
pub fn compare(
    c: Cond,
    a: &Val,
    b: &Val,
    distinct: impl Fn(super::memory::ObjectId, super::memory::ObjectId) -> bool,
) -> Result<bool> {
    Ok(match (a, b) {
        (Val::F32(a), Val::F32(b)) => floats(c, *a, *b),
        (Val::F64(a), Val::F64(b)) => floats(c, *a, *b),
        (Val::I32(a), Val::I32(b)) if is_unsigned(c) => order(c, *a as u32, *b as u32),
        (Val::I32(a), Val::I32(b)) => order(c, *a, *b),
        (Val::Word(a), Val::Word(b)) => match (*a, *b) {
            (Word::Int(a), Word::Int(b)) if is_unsigned(c) => order(c, a, b),
            (Word::Int(a), Word::Int(b)) => order(c, a as i64, b as i64),
            (Word::Ptr(p, a), Word::Ptr(q, b)) if p == q => order(c, a, b),
            (Word::Ptr(p, _), Word::Ptr(q, _)) if distinct(p, q) => match c {
                Cond::Eq => false,
                Cond::Ne => true,
                _ => return abort("the order of two objects' addresses"),
            },
            (Word::Ptr(..), Word::Int(0)) => {
                matches!(c, Cond::Ne | Cond::GtUn | Cond::GeUn | Cond::Gt | Cond::Ge)
            }
            (Word::Int(0), Word::Ptr(..)) => {
                matches!(c, Cond::Ne | Cond::LtUn | Cond::LeUn | Cond::Lt | Cond::Le)
            }
            _ => return abort("a comparison of addresses"),
        },
        (a, b) => order(c, a.i64()?, b.i64()?),
    })
}

pub fn convert(to: Conv, from_unsigned: bool, ovf: bool, v: &Val) -> Result<Val> {
    // Numbers of any source fit in this, floats are cut.
    let wide: i128 = match v {
        Val::I32(v) if from_unsigned => i128::from(*v as u32),
        Val::I32(v) => i128::from(*v),
        Val::Word(Word::Int(v)) if from_unsigned => i128::from(*v),
        Val::Word(Word::Int(v)) => i128::from(*v as i64),
        // An address stays what it is.
        Val::Word(w) if matches!(to, Conv::I64 | Conv::U64) && !ovf => return Ok(Val::Word(*w)),
        Val::F32(f) => return convert_float(to, ovf, f64::from(*f)),
        Val::F64(f) => return convert_float(to, ovf, *f),
        _ => return abort("a conversion of an address"),
    };
    let (low, high) = range(to);
    if ovf && !(low..=high).contains(&wide) {
        return abort("an overflow");
    }
    Ok(match to {
        Conv::F32 if from_unsigned => Val::F32(wide as u64 as f32),
        Conv::F64 if from_unsigned => Val::F64(wide as u64 as f64),
        Conv::F32 => Val::F32(wide as i64 as f32),
        Conv::F64 => Val::F64(wide as i64 as f64),
        _ => narrow(to, wide as u64),
    })
}

fn range(to: Conv) -> (i128, i128) {
    match to {
        Conv::I8 => (i8::MIN.into(), i8::MAX.into()),
        Conv::U8 => (0, u8::MAX.into()),
        Conv::I16 => (i16::MIN.into(), i16::MAX.into()),
        Conv::U16 => (0, u16::MAX.into()),
        Conv::I32 => (i32::MIN.into(), i32::MAX.into()),
        Conv::U32 => (0, u32::MAX.into()),
        Conv::I64 => (i64::MIN.into(), i64::MAX.into()),
        Conv::U64 => (0, u64::MAX.into()),
        Conv::F32 | Conv::F64 => (i128::MIN, i128::MAX),
    }
}

fn narrow(to: Conv, v: u64) -> Val {
    match to {
        Conv::I8 => Val::I32(v as i8 as i32),
        Conv::U8 => Val::I32(v as u8 as i32),
        Conv::I16 => Val::I32(v as i16 as i32),
        Conv::U16 => Val::I32(v as u16 as i32),
        Conv::I32 | Conv::U32 => Val::I32(v as i32),
        _ => Val::Word(Word::Int(v)),
    }
}

/// Floats to integers of 32 and 64 bits saturate; what goes to smaller ones, or throws, is left to the compiled code.
fn convert_float(to: Conv, ovf: bool, f: f64) -> Result<Val> {
    Ok(match to {
        Conv::F32 => Val::F32(f as f32),
        Conv::F64 => Val::F64(f),
        _ if ovf => return abort("a checked conversion of a floating-point number"),
        Conv::I32 => Val::I32(f as i32),
        Conv::U32 => Val::I32(f as u32 as i32),
        Conv::I64 => Val::Word(Word::Int(f as i64 as u64)),
        Conv::U64 => Val::Word(Word::Int(f as u64)),
        _ => return abort("a conversion of a floating-point number to a small integer"),
    })
}

/// Intrinsics that are exact on every processor. `kind`: of the result.
pub fn intrinsic(i: Intrinsic, args: &[Val], kind: Option<Kind>) -> Result<Val> {
    use Intrinsic as I;
    if let Some(v) = float_intrinsic(i, args) {
        return Ok(v);
    }
    let Some(first) = args.first() else {
        return abort(format!("{i:?}"));
    };
    let wide = matches!(first, Val::Word(_));
    let a = first.i64()? as u64;
    let b = match args.get(1) {
        Some(v) => v.i64()? as u64,
        None => 0,
    };
    let x = a as u32;
    let count = |n: u32| match kind {
        Some(Kind::I64) => Val::Word(Word::Int(n.into())),
        _ => Val::I32(n as i32),
    };
    let pick = |narrow: u32, long: u64| match wide {
        true => Val::Word(Word::Int(long)),
        false => Val::I32(narrow as i32),
    };
    Ok(match i {
        I::PopCount => count(if wide { a.count_ones() } else { x.count_ones() }),
        I::LeadingZeros => count(if wide {
            a.leading_zeros()
        } else {
            x.leading_zeros()
        }),
        I::TrailingZeros => count(if wide {
            a.trailing_zeros()
        } else {
            x.trailing_zeros()
        }),
        I::RotateLeft => pick(x.rotate_left(b as u32 & 31), a.rotate_left(b as u32 & 63)),
        I::RotateRight => pick(x.rotate_right(b as u32 & 31), a.rotate_right(b as u32 & 63)),
        I::ByteSwap16 => Val::I32(i32::from((a as u16).swap_bytes())),
        I::ByteSwap32 => Val::I32(x.swap_bytes() as i32),
        I::ByteSwap64 => Val::Word(Word::Int(a.swap_bytes())),
        I::MulHighUnsigned => Val::Word(Word::Int(((u128::from(a) * u128::from(b)) >> 64) as u64)),
        I::MulHighSigned => Val::Word(Word::Int(
            ((i128::from(a as i64) * i128::from(b as i64)) >> 64) as u64,
        )),
        _ => return abort(format!("{i:?}")),
    })
}

fn float_intrinsic(i: Intrinsic, args: &[Val]) -> Option<Val> {
    use Intrinsic as I;
    Some(match args {
        [Val::F64(a)] => Val::F64(match i {
            I::Sqrt => a.sqrt(),
            I::Floor => a.floor(),
            I::Ceiling => a.ceil(),
            I::Truncate => a.trunc(),
            I::RoundEven => a.round_ties_even(),
            I::Abs => a.abs(),
            _ => return None,
        }),
        [Val::F32(a)] => Val::F32(match i {
            I::Sqrt => a.sqrt(),
            I::Floor => a.floor(),
            I::Ceiling => a.ceil(),
            I::Truncate => a.trunc(),
            I::RoundEven => a.round_ties_even(),
            I::Abs => a.abs(),
            _ => return None,
        }),
        [Val::F64(a), Val::F64(b)] if i == I::CopySign => Val::F64(a.copysign(*b)),
        [Val::F32(a), Val::F32(b)] if i == I::CopySign => Val::F32(a.copysign(*b)),
        _ => return None,
    })
}
