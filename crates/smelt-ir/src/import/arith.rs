//! Arithmetic, comparisons and conversions (ECMA-335 III.1.5).

use super::Importer;
use crate::env::{ImportError, Result};
use crate::fold::{self, Fact};
use crate::*;
use smelt_abi::ExceptionKind;

impl Importer<'_> {
    /// Brings two numeric operands to one kind: the wider integer, the wider float.
    fn unify(&mut self, a: Value, b: Value) -> Result<(Value, Value)> {
        use Kind::*;
        let kind = match (self.b.kind(a), self.b.kind(b)) {
            (x, y) if x == y => return Ok((a, b)),
            (F32 | F64, F32 | F64) => F64,
            (I32 | I64 | Ref | ByRef, I32 | I64 | Ref | ByRef) => I64,
            (x, y) => {
                return Err(ImportError::bad_il(format!(
                    "operands of kinds {x:?} and {y:?} do not go together"
                )));
            }
        };
        Ok((self.b.coerce(a, kind), self.b.coerce(b, kind)))
    }

    pub(super) fn binary(&mut self, op: BinOp) -> Result<()> {
        let b = self.b.pop()?.value;
        let a = self.b.pop()?.value;
        let is_ref = |k| matches!(k, Kind::ByRef | Kind::Ref);
        let (ka, kb) = (self.b.kind(a), self.b.kind(b));
        let result = match op {
            BinOp::Add if is_ref(ka) && !is_ref(kb) => {
                let offset = self.b.to_i64(b);
                self.b.ptr_add(a, offset)
            }
            BinOp::Add if is_ref(kb) && !is_ref(ka) => {
                let offset = self.b.to_i64(a);
                self.b.ptr_add(b, offset)
            }
            BinOp::Sub if is_ref(ka) && !is_ref(kb) => {
                let offset = self.b.to_i64(b);
                let offset = match self.b.fact(offset) {
                    Fact::I64(v) => self.b.const_i64(v.wrapping_neg()),
                    _ => self.b.emit(Op::Neg(offset), Kind::I64),
                };
                self.b.ptr_add(a, offset)
            }
            _ if is_ref(ka) || is_ref(kb) => {
                let (a, b) = (self.b.to_i64(a), self.b.to_i64(b));
                self.b.bin(op, a, b)
            }
            _ => {
                let (a, b) = self.unify(a, b)?;
                self.no_struct(a)?;
                self.b.bin(op, a, b)
            }
        };
        self.b.push(result);
        Ok(())
    }

    fn no_struct(&self, v: Value) -> Result<()> {
        match self.b.kind(v) {
            Kind::Struct(_) => Err(ImportError::bad_il("arithmetic on a struct")),
            _ => Ok(()),
        }
    }

    pub(super) fn shift(&mut self, op: BinOp) -> Result<()> {
        let count = self.b.pop()?.value;
        let a = self.b.pop()?.value;
        let count = match self.b.kind(count) {
            Kind::I32 | Kind::I64 => count,
            _ => return Err(ImportError::bad_il("bad kind of shift count")),
        };
        let a = match self.b.kind(a) {
            Kind::ByRef | Kind::Ref => self.b.to_i64(a),
            _ => a,
        };
        let result = self.b.bin(op, a, count);
        self.b.push(result);
        Ok(())
    }

    pub(super) fn binary_ovf(&mut self, op: BinOp, unsigned: bool) -> Result<()> {
        let b = self.b.pop()?.value;
        let a = self.b.pop()?.value;
        let pointer =
            matches!(self.b.kind(a), Kind::ByRef) != matches!(self.b.kind(b), Kind::ByRef);
        let (a, b) = self.unify(a, b)?;
        let kind = self.b.kind(a);
        let known = match (self.b.fact(a), self.b.fact(b), unsigned) {
            (Fact::I32(x), Fact::I32(y), false) => match op {
                BinOp::Add => x.checked_add(y),
                BinOp::Sub => x.checked_sub(y),
                _ => x.checked_mul(y),
            },
            (Fact::I32(x), Fact::I32(y), true) => {
                let (x, y) = (x as u32, y as u32);
                match op {
                    BinOp::Add => x.checked_add(y),
                    BinOp::Sub => x.checked_sub(y),
                    _ => x.checked_mul(y),
                }
                .map(|v| v as i32)
            }
            _ => None,
        };
        let mut result = match known {
            Some(v) => self.b.const_i32(v),
            None if matches!(kind, Kind::I32 | Kind::I64) => {
                self.b.emit(Op::BinOvf { op, unsigned, a, b }, kind)
            }
            None => {
                let (a, b) = (self.b.to_i64(a), self.b.to_i64(b));
                self.b.emit(Op::BinOvf { op, unsigned, a, b }, Kind::I64)
            }
        };
        if pointer {
            result = self.b.coerce(result, Kind::ByRef);
        }
        self.b.push(result);
        Ok(())
    }

    pub(super) fn negate(&mut self) -> Result<()> {
        let a = self.b.pop()?.value;
        let kind = self.b.kind(a);
        let v = match self.b.fact(a) {
            Fact::I32(v) => self.b.const_i32(v.wrapping_neg()),
            Fact::I64(v) => self.b.const_i64(v.wrapping_neg()),
            _ => self.b.emit(Op::Neg(a), kind),
        };
        self.b.push(v);
        Ok(())
    }

    pub(super) fn complement(&mut self) -> Result<()> {
        let a = self.b.pop()?.value;
        let kind = self.b.kind(a);
        let v = match self.b.fact(a) {
            Fact::I32(v) => self.b.const_i32(!v),
            Fact::I64(v) => self.b.const_i64(!v),
            _ => self.b.emit(Op::Not(a), kind),
        };
        self.b.push(v);
        Ok(())
    }

    /// I32 result of comparing the two topmost values.
    pub(super) fn compare_top(&mut self, cond: Cond) -> Result<Value> {
        let y = self.b.pop()?.value;
        let x = self.b.pop()?.value;
        self.compare_values(cond, x, y)
    }

    fn compare_values(&mut self, cond: Cond, x: Value, y: Value) -> Result<Value> {
        if let (Fact::TypeOf { ty: a, .. }, Fact::TypeOf { ty: b, .. }) =
            (self.b.fact(x), self.b.fact(y))
            && matches!(cond, Cond::Eq | Cond::Ne)
            && let Some(same) = fold::same_type(self.env().ts, a, b)
        {
            return Ok(self.b.const_bool(same == (cond == Cond::Eq)));
        }
        let is_null = |f| matches!(f, Fact::Null | Fact::I64(0) | Fact::I32(0));
        let is_ref = |k| matches!(k, Kind::Ref | Kind::ByRef);
        let (kx, ky) = (self.b.kind(x), self.b.kind(y));
        // `x > null` is how compilers write `x != null`.
        let cond = match cond {
            Cond::GtUn if is_ref(kx) && is_null(self.b.fact(y)) => Cond::Ne,
            Cond::LtUn if is_ref(ky) && is_null(self.b.fact(x)) => Cond::Ne,
            Cond::LeUn if is_ref(kx) && is_null(self.b.fact(y)) => Cond::Eq,
            c => c,
        };
        let (x, y) = match (is_ref(kx), is_ref(ky)) {
            (true, true) if kx != ky => (x, self.b.coerce(y, kx)),
            (true, false) if is_null(self.b.fact(y)) => (x, self.b.zero(kx)),
            (false, true) if is_null(self.b.fact(x)) => (self.b.zero(ky), y),
            _ => self.unify(x, y)?,
        };
        self.no_struct(x)?;
        Ok(self.b.compare(cond, x, y))
    }

    pub(super) fn compare_op(&mut self, cond: Cond) -> Result<()> {
        let v = self.compare_top(cond)?;
        self.b.push(v);
        Ok(())
    }

    pub(super) fn convert_op(&mut self, to: Conv, source_unsigned: bool) -> Result<()> {
        let v = self.b.pop()?.value;
        let v = self.integer_of_pointer(v);
        self.no_struct(v)?;
        let v = match to {
            // Floats become 32-bit integers first, as CoreCLR does it.
            Conv::I8 | Conv::U8 | Conv::I16 | Conv::U16 if self.is_float(v) => {
                self.b.convert(Conv::I32, false, v)
            }
            _ => v,
        };
        let r = self.b.convert(to, source_unsigned, v);
        self.b.push(r);
        Ok(())
    }

    fn is_float(&self, v: Value) -> bool {
        matches!(self.b.kind(v), Kind::F32 | Kind::F64)
    }

    fn integer_of_pointer(&mut self, v: Value) -> Value {
        match self.b.kind(v) {
            Kind::Ref | Kind::ByRef => self.b.to_i64(v),
            _ => v,
        }
    }

    pub(super) fn convert_ovf(&mut self, to: Conv, unsigned: bool) -> Result<()> {
        let value = self.b.pop()?.value;
        let value = self.integer_of_pointer(value);
        self.no_struct(value)?;
        let kind = crate::build::kind_of_conv(to);
        let from_unsigned = unsigned && !self.is_float(value);
        let value = match to {
            Conv::I8 | Conv::U8 | Conv::I16 | Conv::U16 if self.is_float(value) => {
                let op = Op::Convert {
                    to: Conv::I32,
                    from_unsigned: false,
                    ovf: true,
                    value,
                };
                self.b.emit(op, Kind::I32)
            }
            _ => value,
        };
        let r = match fold::fits(to, from_unsigned, self.b.fact(value)) {
            Some(true) => self.b.convert(to, from_unsigned, value),
            Some(false) => {
                self.b.throw_kind(ExceptionKind::Overflow);
                return Ok(());
            }
            None => self.b.emit(
                Op::Convert {
                    to,
                    from_unsigned,
                    ovf: true,
                    value,
                },
                kind,
            ),
        };
        self.b.push(r);
        Ok(())
    }
}
