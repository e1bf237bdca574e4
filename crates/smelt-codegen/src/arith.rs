//! Arithmetic, comparisons and conversions (ECMA-335 III.1.5 and III.3). Nothing here may be undefined for LLVM: shift counts are masked, division
//! is checked, conversions from float saturate.

use crate::function::FnCx;
use crate::{Result, bad_ir};
use inkwell::values::{BasicValue, BasicValueEnum, FloatValue, IntValue};
use inkwell::{FloatPredicate, IntPredicate};
use smelt_abi::ExceptionKind;
use smelt_ir::{BinOp, Cond, Conv, Kind, Value};

impl<'c> FnCx<'_, 'c, '_> {
    /// Both operands as integers of one width.
    fn int_pair(&self, a: Value, b: Value) -> Result<(IntValue<'c>, IntValue<'c>)> {
        let (x, y) = (self.int(a)?, self.int(b)?);
        if x.get_type() == y.get_type() {
            return Ok((x, y));
        }
        // native int with int32: the int32 is sign-extended (III.1.5).
        Ok((self.int64(a)?, self.int64(b)?))
    }

    pub fn bin(&mut self, r: Option<Value>, op: BinOp, a: Value, b: Value) -> Result<()> {
        if self.is_float(a) {
            let x = self.float_bin(op, self.float(a)?, self.float(b)?)?;
            return self.define(r, x);
        }
        let x = match op {
            BinOp::Shl | BinOp::Shr | BinOp::ShrUn => {
                let x = self.int(a)?;
                let count = self.shift_count(b, x)?;
                match op {
                    BinOp::Shl => self.b.build_left_shift(x, count, "")?,
                    _ => self.b.build_right_shift(x, count, op == BinOp::Shr, "")?,
                }
            }
            BinOp::Div | BinOp::Rem | BinOp::DivUn | BinOp::RemUn => self.divide(op, a, b)?,
            _ => {
                let (x, y) = self.int_pair(a, b)?;
                match op {
                    BinOp::Add => self.b.build_int_add(x, y, "")?,
                    BinOp::Sub => self.b.build_int_sub(x, y, "")?,
                    BinOp::Mul => self.b.build_int_mul(x, y, "")?,
                    BinOp::And => self.b.build_and(x, y, "")?,
                    BinOp::Or => self.b.build_or(x, y, "")?,
                    _ => self.b.build_xor(x, y, "")?,
                }
            }
        };
        self.define(r, x)
    }

    fn float_bin(&self, op: BinOp, x: FloatValue<'c>, y: FloatValue<'c>) -> Result<FloatValue<'c>> {
        let (x, y) = if x.get_type() == y.get_type() {
            (x, y)
        } else {
            (self.as_f64(x)?, self.as_f64(y)?)
        };
        Ok(match op {
            BinOp::Add => self.b.build_float_add(x, y, "")?,
            BinOp::Sub => self.b.build_float_sub(x, y, "")?,
            BinOp::Mul => self.b.build_float_mul(x, y, "")?,
            BinOp::Div => self.b.build_float_div(x, y, "")?,
            BinOp::Rem => self.b.build_float_rem(x, y, "")?,
            _ => return bad_ir("an integer operation on floats"),
        })
    }

    fn as_f64(&self, x: FloatValue<'c>) -> Result<FloatValue<'c>> {
        if x.get_type() == self.u.t.f64 {
            return Ok(x);
        }
        Ok(self.b.build_float_ext(x, self.u.t.f64, "")?)
    }

    /// Shift count in the type of `x`, masked to its width.
    fn shift_count(&self, count: Value, x: IntValue<'c>) -> Result<IntValue<'c>> {
        let ty = x.get_type();
        let c = self.int(count)?;
        let (from, to) = (c.get_type().get_bit_width(), ty.get_bit_width());
        let c = if from < to {
            self.b.build_int_z_extend(c, ty, "")?
        } else if from > to {
            self.b.build_int_truncate(c, ty, "")?
        } else {
            c
        };
        let mask = ty.const_int(u64::from(to - 1), false);
        Ok(self.b.build_and(c, mask, "")?)
    }

    fn divide(&mut self, op: BinOp, a: Value, b: Value) -> Result<IntValue<'c>> {
        let (x, y) = self.int_pair(a, b)?;
        let ty = y.get_type();
        let known = y.get_sign_extended_constant();
        if known.is_none_or(|c| c == 0) {
            let zero = self
                .b
                .build_int_compare(IntPredicate::EQ, y, ty.const_zero(), "")?;
            self.check(zero, ExceptionKind::DivideByZero)?;
        }
        let signed = matches!(op, BinOp::Div | BinOp::Rem);
        if signed && known.is_none_or(|c| c == -1) {
            let min = ty.const_int(1u64 << (ty.get_bit_width() - 1), false);
            let is_min = self.b.build_int_compare(IntPredicate::EQ, x, min, "")?;
            let is_minus_one =
                self.b
                    .build_int_compare(IntPredicate::EQ, y, ty.const_all_ones(), "")?;
            let bad = self.b.build_and(is_min, is_minus_one, "")?;
            self.check(bad, ExceptionKind::Overflow)?;
        }
        Ok(match op {
            BinOp::Div => self.b.build_int_signed_div(x, y, "")?,
            BinOp::DivUn => self.b.build_int_unsigned_div(x, y, "")?,
            BinOp::Rem => self.b.build_int_signed_rem(x, y, "")?,
            _ => self.b.build_int_unsigned_rem(x, y, "")?,
        })
    }

    pub fn bin_ovf(
        &mut self,
        r: Option<Value>,
        op: BinOp,
        unsigned: bool,
        a: Value,
        b: Value,
    ) -> Result<()> {
        let (x, y) = self.int_pair(a, b)?;
        let ty = x.get_type();
        let sign = if unsigned { 'u' } else { 's' };
        let name = match op {
            BinOp::Add => "add",
            BinOp::Sub => "sub",
            BinOp::Mul => "mul",
            _ => return bad_ir(format!("{op:?} has no form with overflow check")),
        };
        let pair = self
            .u
            .cx
            .struct_type(&[ty.into(), self.u.t.i1.into()], false);
        let f = self.u.intrinsic(
            &format!("llvm.{sign}{name}.with.overflow.i{}", ty.get_bit_width()),
            pair.fn_type(&[ty.into(), ty.into()], false),
        );
        let both = self
            .b
            .build_call(f, &[x.into(), y.into()], "")?
            .try_as_basic_value()
            .unwrap_basic()
            .into_struct_value();
        let overflow = self.b.build_extract_value(both, 1, "")?.into_int_value();
        self.check(overflow, ExceptionKind::Overflow)?;
        let x = self.b.build_extract_value(both, 0, "")?;
        self.define(r, x)
    }

    pub fn neg(&mut self, r: Option<Value>, v: Value) -> Result<()> {
        if self.is_float(v) {
            let x = self.b.build_float_neg(self.float(v)?, "")?;
            return self.define(r, x);
        }
        let x = self.b.build_int_neg(self.int(v)?, "")?;
        self.define(r, x)
    }

    pub fn compare(&mut self, cond: Cond, a: Value, b: Value) -> Result<IntValue<'c>> {
        if self.is_float(a) {
            let (x, y) = (self.float(a)?, self.float(b)?);
            let (x, y) = if x.get_type() == y.get_type() {
                (x, y)
            } else {
                (self.as_f64(x)?, self.as_f64(y)?)
            };
            let p = match cond {
                Cond::Eq => FloatPredicate::OEQ,
                Cond::Ne => FloatPredicate::UNE,
                Cond::Lt => FloatPredicate::OLT,
                Cond::Le => FloatPredicate::OLE,
                Cond::Gt => FloatPredicate::OGT,
                Cond::Ge => FloatPredicate::OGE,
                Cond::LtUn => FloatPredicate::ULT,
                Cond::LeUn => FloatPredicate::ULE,
                Cond::GtUn => FloatPredicate::UGT,
                Cond::GeUn => FloatPredicate::UGE,
            };
            return Ok(self.b.build_float_compare(p, x, y, "")?);
        }
        let p = match cond {
            Cond::Eq => IntPredicate::EQ,
            Cond::Ne => IntPredicate::NE,
            Cond::Lt => IntPredicate::SLT,
            Cond::Le => IntPredicate::SLE,
            Cond::Gt => IntPredicate::SGT,
            Cond::Ge => IntPredicate::SGE,
            Cond::LtUn => IntPredicate::ULT,
            Cond::LeUn => IntPredicate::ULE,
            Cond::GtUn => IntPredicate::UGT,
            Cond::GeUn => IntPredicate::UGE,
        };
        if let (BasicValueEnum::PointerValue(x), BasicValueEnum::PointerValue(y)) =
            (self.val(a)?, self.val(b)?)
        {
            return Ok(self.b.build_int_compare(p, x, y, "")?);
        }
        let (x, y) = self.int_pair(a, b)?;
        Ok(self.b.build_int_compare(p, x, y, "")?)
    }

    pub fn convert(
        &mut self,
        r: Option<Value>,
        to: Conv,
        from_unsigned: bool,
        ovf: bool,
        value: Value,
    ) -> Result<()> {
        let x: BasicValueEnum = match (self.is_float(value), to) {
            (true, Conv::F32 | Conv::F64) => {
                let kind = if to == Conv::F32 {
                    Kind::F32
                } else {
                    Kind::F64
                };
                self.coerce(self.val(value)?, kind)?
            }
            (true, _) => self.float_to_int(to, ovf, self.float(value)?)?.into(),
            (false, Conv::F32 | Conv::F64) => {
                let ty = if to == Conv::F32 {
                    self.u.t.f32
                } else {
                    self.u.t.f64
                };
                let i = self.int(value)?;
                if from_unsigned {
                    self.b.build_unsigned_int_to_float(i, ty, "")?.into()
                } else {
                    self.b.build_signed_int_to_float(i, ty, "")?.into()
                }
            }
            (false, _) => {
                let i = self.int(value)?;
                if ovf {
                    self.check_range(to, from_unsigned, i)?;
                }
                self.int_to_int(to, from_unsigned, i)?.into()
            }
        };
        self.define(r, x)
    }

    /// Wraps an integer to the target width and extends it to a stack kind.
    fn int_to_int(&self, to: Conv, from_unsigned: bool, i: IntValue<'c>) -> Result<IntValue<'c>> {
        let t = &self.u.t;
        let narrow = |ty| -> Result<IntValue<'c>> { Ok(self.b.build_int_truncate(i, ty, "")?) };
        let is_wide = i.get_type().get_bit_width() == 64;
        Ok(match to {
            Conv::I8 => self.b.build_int_s_extend(narrow(t.i8)?, t.i32, "")?,
            Conv::U8 => self.b.build_int_z_extend(narrow(t.i8)?, t.i32, "")?,
            Conv::I16 => self.b.build_int_s_extend(narrow(t.i16)?, t.i32, "")?,
            Conv::U16 => self.b.build_int_z_extend(narrow(t.i16)?, t.i32, "")?,
            Conv::I32 | Conv::U32 if is_wide => narrow(t.i32)?,
            Conv::I64 if !is_wide && !from_unsigned => self.b.build_int_s_extend(i, t.i64, "")?,
            // conv.u8 of an int32 zero-extends.
            Conv::I64 | Conv::U64 if !is_wide => self.b.build_int_z_extend(i, t.i64, "")?,
            _ => i,
        })
    }

    /// OverflowException when the integer is outside the target's range.
    fn check_range(&mut self, to: Conv, from_unsigned: bool, i: IntValue<'c>) -> Result<()> {
        let t = self.u.t.i64;
        let wide = if i.get_type().get_bit_width() == 64 {
            i
        } else if from_unsigned {
            self.b.build_int_z_extend(i, t, "")?
        } else {
            self.b.build_int_s_extend(i, t, "")?
        };
        let (bits, signed) = match to {
            Conv::I8 => (8, true),
            Conv::U8 => (8, false),
            Conv::I16 => (16, true),
            Conv::U16 => (16, false),
            Conv::I32 => (32, true),
            Conv::U32 => (32, false),
            Conv::I64 => (64, true),
            _ => (64, false),
        };
        let bad = match (bits, signed, from_unsigned) {
            (64, true, false) | (64, false, true) => return Ok(()),
            (64, ..) => self
                .b
                .build_int_compare(IntPredicate::SLT, wide, t.const_zero(), "")?,
            (bits, true, false) => {
                let narrow = self.b.build_int_truncate(wide, self.u.int_type(bits), "")?;
                let back = self.b.build_int_s_extend(narrow, t, "")?;
                self.b.build_int_compare(IntPredicate::NE, back, wide, "")?
            }
            (bits, ..) => {
                // A negative signed source is a huge unsigned number.
                let max = (1u64 << (bits - u32::from(signed))) - 1;
                self.b
                    .build_int_compare(IntPredicate::UGT, wide, t.const_int(max, false), "")?
            }
        };
        self.check(bad, ExceptionKind::Overflow)
    }

    fn float_to_int(&mut self, to: Conv, ovf: bool, f: FloatValue<'c>) -> Result<IntValue<'c>> {
        if ovf {
            self.check_float_range(to, f)?;
        }
        // Targets below 32 bits convert to int32 first and wrap (.NET 9).
        let (sign, bits) = match to {
            Conv::I64 => ('s', 64),
            Conv::U64 => ('u', 64),
            Conv::U32 => ('u', 32),
            _ => ('s', 32),
        };
        let ty = self.u.int_type(bits);
        let from = if f.get_type() == self.u.t.f32 {
            "f32"
        } else {
            "f64"
        };
        let intrinsic = self.u.intrinsic(
            &format!("llvm.fpto{sign}i.sat.i{bits}.{from}"),
            ty.fn_type(&[f.get_type().into()], false),
        );
        let i = self
            .b
            .build_call(intrinsic, &[f.into()], "")?
            .try_as_basic_value()
            .unwrap_basic()
            .into_int_value();
        match to {
            Conv::I8 | Conv::U8 | Conv::I16 | Conv::U16 => self.int_to_int(to, false, i),
            _ => Ok(i),
        }
    }

    /// OverflowException unless the float, truncated, is in range. NaN is not.
    fn check_float_range(&mut self, to: Conv, f: FloatValue<'c>) -> Result<()> {
        let f = self.as_f64(f)?;
        // Exclusive bounds, but for the lower one of I64, which float64 cannot tell from its predecessor.
        let (low, high, or_equal) = match to {
            Conv::I8 => (-129.0, 128.0, false),
            Conv::U8 => (-1.0, 256.0, false),
            Conv::I16 => (-32769.0, 32768.0, false),
            Conv::U16 => (-1.0, 65536.0, false),
            Conv::I32 => (-2147483649.0, 2147483648.0, false),
            Conv::U32 => (-1.0, 4294967296.0, false),
            Conv::I64 => (-9223372036854775808.0, 9223372036854775808.0, true),
            _ => (-1.0, 18446744073709551616.0, false),
        };
        let below = if or_equal {
            FloatPredicate::ULT
        } else {
            FloatPredicate::ULE
        };
        let t = self.u.t.f64;
        let a = self
            .b
            .build_float_compare(below, f, t.const_float(low), "")?;
        let b = self
            .b
            .build_float_compare(FloatPredicate::UGE, f, t.const_float(high), "")?;
        let bad = self.b.build_or(a, b, "")?;
        self.check(bad, ExceptionKind::Overflow)
    }

    pub fn check_finite(&mut self, r: Option<Value>, v: Value) -> Result<()> {
        let f = self.float(v)?;
        let wide = self.as_f64(f)?;
        let bits = self
            .b
            .build_bit_cast(wide, self.u.t.i64, "")?
            .into_int_value();
        let exponent = self.u.t.i64.const_int(0x7ff0_0000_0000_0000, false);
        let part = self.b.build_and(bits, exponent, "")?;
        let bad = self
            .b
            .build_int_compare(IntPredicate::EQ, part, exponent, "")?;
        // CoreCLR throws OverflowException for ckfinite.
        self.check(bad, ExceptionKind::Overflow)?;
        self.define(r, f.as_basic_value_enum())
    }
}
