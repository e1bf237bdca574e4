//! Constant folding during import: what is known of a value, and arithmetic on it.

use crate::{BinOp, BlockId, Cond, Conv, Kind, Value};
use smelt_types::{FieldId, MethodId, TypeId, TypeKind, TypeSystem, WellKnown};

/// A constant that a method or field is known to have.
#[derive(Copy, Clone, PartialEq, Debug)]
pub enum Const {
    /// A `void` method without effect.
    Void,
    I32(i32),
    I64(i64),
    F32(f32),
    F64(f64),
    Null,
    /// The default value of the result type, whatever it is.
    Default,
}

/// What is known of a value at compile time. Types and methods are given in open form and closed with the body's (canonical) arguments.
#[derive(Copy, Clone, PartialEq, Debug, Default)]
pub enum Fact {
    #[default]
    Unknown,
    I32(i32),
    I64(i64),
    F32(f32),
    F64(f64),
    Null,
    NonNull,
    /// Not null, and of exactly this class (if shared: of an instantiation with this canonical form).
    Exact(TypeId),
    /// Boxed in `block` from `value`.
    Boxed {
        ty: TypeId,
        value: Value,
        block: BlockId,
    },
    /// `RuntimeType` object.
    TypeOf {
        open: TypeId,
        ty: TypeId,
    },
    /// `ldtoken` of a type, method, field: a placeholder that [`Builder::materialise`](crate::build::Builder::materialise) makes real.
    TypeToken {
        open: TypeId,
        ty: TypeId,
    },
    /// `ldtoken` of a generic definition (`typeof(List<>)`): the open type itself.
    DefinitionToken(TypeId),
    MethodToken(MethodId),
    FieldToken(FieldId),
    /// `GetType()` of an object with this method table, made in `block`.
    ClassOf {
        method_table: Value,
        block: BlockId,
    },
    /// `ldftn` (open form), or `ldvirtftn` of a method that is called on `object`'s class.
    Code {
        method: MethodId,
        constrained: Option<TypeId>,
    },
    VirtualCode {
        method: MethodId,
    },
}

impl Fact {
    /// Known to be a reference or pointer that is not null.
    pub fn is_non_null(self) -> bool {
        matches!(
            self,
            Fact::NonNull
                | Fact::Exact(_)
                | Fact::Boxed { .. }
                | Fact::TypeOf { .. }
                | Fact::ClassOf { .. }
                | Fact::Code { .. }
                | Fact::VirtualCode { .. }
        )
    }
    /// Truth value as `brtrue` sees it.
    pub fn truth(self) -> Option<bool> {
        match self {
            Fact::I32(v) => Some(v != 0),
            Fact::I64(v) => Some(v != 0),
            Fact::Null => Some(false),
            f if f.is_non_null() => Some(true),
            _ => None,
        }
    }
    /// Exact class, if known.
    pub fn class(self) -> Option<TypeId> {
        match self {
            Fact::Exact(ty) | Fact::Boxed { ty, .. } => Some(ty),
            _ => None,
        }
    }
    /// Can be made anew from the fact alone.
    pub fn is_constant(self) -> bool {
        matches!(
            self,
            Fact::I32(_)
                | Fact::I64(_)
                | Fact::F32(_)
                | Fact::F64(_)
                | Fact::Null
                | Fact::TypeOf { .. }
                | Fact::TypeToken { .. }
                | Fact::DefinitionToken(_)
                | Fact::MethodToken(_)
                | Fact::FieldToken(_)
        )
    }
    /// What stays true in another block.
    pub fn outlives_block(self) -> Fact {
        match self {
            Fact::Boxed { ty, .. } => Fact::Exact(ty),
            Fact::ClassOf { .. } | Fact::Code { .. } | Fact::VirtualCode { .. } => Fact::NonNull,
            f => f,
        }
    }
    /// What is true if either is.
    pub fn join(self, other: Fact) -> Fact {
        let (a, b) = (self.outlives_block(), other.outlives_block());
        if a == b {
            a
        } else if a.is_non_null() && b.is_non_null() {
            Fact::NonNull
        } else {
            Fact::Unknown
        }
    }
}

/// Whether two closed types are the same type at run time, if that is known although one of them may be shared.
pub fn same_type(ts: &TypeSystem, a: TypeId, b: TypeId) -> Option<bool> {
    if a == b && !ts.is_shared_type(a) {
        return Some(true);
    }
    let canon = ts.well_known(WellKnown::Canon);
    if a == canon || b == canon {
        let other = if a == canon { b } else { a };
        return match other == canon || !is_by_value(ts, other) {
            true => None,
            false => Some(false),
        };
    }
    let all = |x: &[TypeId], y: &[TypeId]| {
        let mut known = Some(true);
        for (&p, &q) in x.iter().zip(y) {
            match same_type(ts, p, q) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => known = None,
            }
        }
        known
    };
    match (ts.kind(a), ts.kind(b)) {
        (TypeKind::Named { def: d, args: x }, TypeKind::Named { def: e, args: y }) => {
            if d == e {
                all(x, y)
            } else {
                Some(false)
            }
        }
        (TypeKind::SzArray(x), TypeKind::SzArray(y))
        | (TypeKind::Ptr(x), TypeKind::Ptr(y))
        | (TypeKind::ByRef(x), TypeKind::ByRef(y)) => same_type(ts, *x, *y),
        (TypeKind::Array { elem: x, rank: r }, TypeKind::Array { elem: y, rank: s }) => {
            if r == s {
                same_type(ts, *x, *y)
            } else {
                Some(false)
            }
        }
        (TypeKind::FnPtr(_), TypeKind::FnPtr(_)) => None,
        _ => Some(false),
    }
}

/// Value types, pointers, byrefs: what `__Canon` never stands for.
fn is_by_value(ts: &TypeSystem, ty: TypeId) -> bool {
    ts.is_value_type(ty)
        || matches!(
            ts.kind(ty),
            TypeKind::Ptr(_) | TypeKind::ByRef(_) | TypeKind::FnPtr(_)
        )
}

/// Binary operation on constants; `None` when it would throw or is not known.
pub fn bin(op: BinOp, a: Fact, b: Fact) -> Option<Fact> {
    match (a, b) {
        (Fact::I32(x), Fact::I32(y)) => bin_i32(op, x, y).map(Fact::I32),
        (Fact::I64(x), Fact::I64(y)) => bin_i64(op, x, y).map(Fact::I64),
        (Fact::I64(x), Fact::I32(y)) if matches!(op, BinOp::Shl | BinOp::Shr | BinOp::ShrUn) => {
            bin_i64(op, x, i64::from(y)).map(Fact::I64)
        }
        // x & 0, 0 & x, x | -1
        (Fact::I32(0), _) | (_, Fact::I32(0)) if op == BinOp::And => Some(Fact::I32(0)),
        _ => None,
    }
}

fn bin_i32(op: BinOp, x: i32, y: i32) -> Option<i32> {
    Some(match op {
        BinOp::Add => x.wrapping_add(y),
        BinOp::Sub => x.wrapping_sub(y),
        BinOp::Mul => x.wrapping_mul(y),
        BinOp::Div => x.checked_div(y)?,
        BinOp::Rem => x.checked_rem(y)?,
        BinOp::DivUn => (x as u32).checked_div(y as u32)? as i32,
        BinOp::RemUn => (x as u32).checked_rem(y as u32)? as i32,
        BinOp::And => x & y,
        BinOp::Or => x | y,
        BinOp::Xor => x ^ y,
        BinOp::Shl => x.wrapping_shl(y as u32),
        BinOp::Shr => x.wrapping_shr(y as u32),
        BinOp::ShrUn => (x as u32).wrapping_shr(y as u32) as i32,
    })
}

fn bin_i64(op: BinOp, x: i64, y: i64) -> Option<i64> {
    Some(match op {
        BinOp::Add => x.wrapping_add(y),
        BinOp::Sub => x.wrapping_sub(y),
        BinOp::Mul => x.wrapping_mul(y),
        BinOp::Div => x.checked_div(y)?,
        BinOp::Rem => x.checked_rem(y)?,
        BinOp::DivUn => (x as u64).checked_div(y as u64)? as i64,
        BinOp::RemUn => (x as u64).checked_rem(y as u64)? as i64,
        BinOp::And => x & y,
        BinOp::Or => x | y,
        BinOp::Xor => x ^ y,
        BinOp::Shl => x.wrapping_shl(y as u32),
        BinOp::Shr => x.wrapping_shr(y as u32),
        BinOp::ShrUn => (x as u64).wrapping_shr(y as u32) as i64,
    })
}

/// Comparison of what is known.
pub fn compare(cond: Cond, a: Fact, b: Fact) -> Option<bool> {
    let ordered = |o: std::cmp::Ordering, u: std::cmp::Ordering| match cond {
        Cond::Eq => o.is_eq(),
        Cond::Ne => o.is_ne(),
        Cond::Lt => o.is_lt(),
        Cond::Le => o.is_le(),
        Cond::Gt => o.is_gt(),
        Cond::Ge => o.is_ge(),
        Cond::LtUn => u.is_lt(),
        Cond::LeUn => u.is_le(),
        Cond::GtUn => u.is_gt(),
        Cond::GeUn => u.is_ge(),
    };
    match (a, b) {
        (Fact::I32(x), Fact::I32(y)) => Some(ordered(x.cmp(&y), (x as u32).cmp(&(y as u32)))),
        (Fact::I64(x), Fact::I64(y)) => Some(ordered(x.cmp(&y), (x as u64).cmp(&(y as u64)))),
        (Fact::Null, Fact::Null) => Some(matches!(cond, Cond::Eq | Cond::LeUn | Cond::GeUn)),
        (x, Fact::Null) if x.is_non_null() => {
            Some(matches!(cond, Cond::Ne | Cond::GtUn | Cond::GeUn))
        }
        (Fact::Null, y) if y.is_non_null() => {
            Some(matches!(cond, Cond::Ne | Cond::LtUn | Cond::LeUn))
        }
        _ => None,
    }
}

/// Conversion of an integer constant (without overflow check).
pub fn convert(to: Conv, from_unsigned: bool, a: Fact) -> Option<Fact> {
    let v = match a {
        Fact::I32(v) if from_unsigned => i64::from(v as u32),
        Fact::I32(v) => i64::from(v),
        Fact::I64(v) => v,
        _ => return None,
    };
    Some(match to {
        Conv::I8 => Fact::I32(i32::from(v as i8)),
        Conv::U8 => Fact::I32(i32::from(v as u8)),
        Conv::I16 => Fact::I32(i32::from(v as i16)),
        Conv::U16 => Fact::I32(i32::from(v as u16)),
        Conv::I32 | Conv::U32 => Fact::I32(v as i32),
        Conv::I64 | Conv::U64 => Fact::I64(v),
        Conv::F32 | Conv::F64 => return None,
    })
}

/// Whether an integer constant fits the target of a checked conversion.
pub fn fits(to: Conv, from_unsigned: bool, a: Fact) -> Option<bool> {
    let v = match (a, from_unsigned) {
        (Fact::I32(v), false) => i128::from(v),
        (Fact::I32(v), true) => i128::from(v as u32),
        (Fact::I64(v), false) => i128::from(v),
        (Fact::I64(v), true) => i128::from(v as u64),
        _ => return None,
    };
    let range = match to {
        Conv::I8 => i128::from(i8::MIN)..=i128::from(i8::MAX),
        Conv::U8 => 0..=i128::from(u8::MAX),
        Conv::I16 => i128::from(i16::MIN)..=i128::from(i16::MAX),
        Conv::U16 => 0..=i128::from(u16::MAX),
        Conv::I32 => i128::from(i32::MIN)..=i128::from(i32::MAX),
        Conv::U32 => 0..=i128::from(u32::MAX),
        Conv::I64 => i128::from(i64::MIN)..=i128::from(i64::MAX),
        Conv::U64 => 0..=i128::from(u64::MAX),
        Conv::F32 | Conv::F64 => return None,
    };
    Some(range.contains(&v))
}

/// The fact that a constant of a kind is.
pub fn fact_of(c: Const, kind: Kind) -> Fact {
    match (c, kind) {
        (Const::I32(v), Kind::I64) => Fact::I64(i64::from(v)),
        (Const::I32(v), _) => Fact::I32(v),
        (Const::I64(v), Kind::I32) => Fact::I32(v as i32),
        (Const::I64(v), _) => Fact::I64(v),
        (Const::F32(v), _) => Fact::F32(v),
        (Const::F64(v), _) => Fact::F64(v),
        (Const::Null, _) => Fact::Null,
        (Const::Default | Const::Void, k) => match k {
            Kind::I32 => Fact::I32(0),
            Kind::I64 => Fact::I64(0),
            Kind::F32 => Fact::F32(0.0),
            Kind::F64 => Fact::F64(0.0),
            Kind::Ref | Kind::ByRef => Fact::Null,
            Kind::Struct(_) => Fact::Unknown,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_that_throws_stays() {
        assert_eq!(bin(BinOp::Div, Fact::I32(7), Fact::I32(0)), None);
        assert_eq!(bin(BinOp::Div, Fact::I32(i32::MIN), Fact::I32(-1)), None);
        assert_eq!(
            bin(BinOp::DivUn, Fact::I32(-2), Fact::I32(2)),
            Some(Fact::I32(0x7fff_ffff))
        );
    }

    #[test]
    fn shifts_are_masked() {
        assert_eq!(
            bin(BinOp::Shl, Fact::I64(1), Fact::I32(65)),
            Some(Fact::I64(2))
        );
        assert_eq!(
            bin(BinOp::ShrUn, Fact::I32(-1), Fact::I32(28)),
            Some(Fact::I32(15))
        );
    }

    #[test]
    fn null_is_below_every_object() {
        assert_eq!(compare(Cond::GtUn, Fact::NonNull, Fact::Null), Some(true));
        assert_eq!(compare(Cond::Eq, Fact::Null, Fact::NonNull), Some(false));
        assert_eq!(compare(Cond::Eq, Fact::Unknown, Fact::Null), None);
    }

    #[test]
    fn conversions() {
        assert_eq!(
            convert(Conv::U64, true, Fact::I32(-1)),
            Some(Fact::I64(0xffff_ffff))
        );
        assert_eq!(
            convert(Conv::I8, false, Fact::I32(0x1ff)),
            Some(Fact::I32(-1))
        );
        assert_eq!(fits(Conv::U8, false, Fact::I32(-1)), Some(false));
        assert_eq!(fits(Conv::U32, true, Fact::I32(-1)), Some(true));
    }

    #[test]
    fn knowledge_joins() {
        assert_eq!(Fact::NonNull.join(Fact::Null), Fact::Unknown);
        assert_eq!(Fact::I32(1).join(Fact::I32(1)), Fact::I32(1));
        assert_eq!(Fact::I32(1).join(Fact::I32(2)), Fact::Unknown);
    }
}
