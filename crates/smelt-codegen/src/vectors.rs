//! SIMD operations on vectors in memory form. Vectors wider than the machine's are split by LLVM.

use crate::function::FnCx;
use crate::memory::llvm_error;
use crate::{LowerError, Result, bad_ir};
use inkwell::types::{BasicType, BasicTypeEnum, VectorType};
use inkwell::values::{BasicValue, BasicValueEnum, IntValue, PointerValue, VectorValue};
use inkwell::{FloatPredicate, IntPredicate};
use smelt_ir::{Kind, Lane, Value, VecOp};
use smelt_types::TypeId;

/// Bits of a lane.
fn width(lane: Lane) -> u32 {
    match lane {
        Lane::I8 | Lane::U8 => 8,
        Lane::I16 | Lane::U16 => 16,
        Lane::I32 | Lane::U32 | Lane::F32 => 32,
        Lane::I64 | Lane::U64 | Lane::F64 => 64,
    }
}

fn is_float(lane: Lane) -> bool {
    matches!(lane, Lane::F32 | Lane::F64)
}

fn is_signed(lane: Lane) -> bool {
    matches!(lane, Lane::I8 | Lane::I16 | Lane::I32 | Lane::I64)
}

fn arg(args: &[Value], i: usize) -> Result<Value> {
    match args.get(i) {
        Some(&v) => Ok(v),
        None => bad_ir("a vector operation lacks an argument"),
    }
}

fn unsupported(op: VecOp, lane: Lane) -> LowerError {
    LowerError::Unsupported(format!("vector operation {op:?} on {lane:?} lanes"))
}

impl<'c> FnCx<'_, 'c, '_> {
    pub fn vector(
        &mut self,
        result: Option<Value>,
        op: VecOp,
        lane: Lane,
        args: &[Value],
    ) -> Result<()> {
        use VecOp as V;
        let Some(r) = result else {
            if let V::Target(name, signature) = op {
                self.target_operation(name, signature, args)?;
            }
            return Ok(());
        };
        match op {
            V::Target(name, signature) => {
                let x = self.target_operation(name, signature, args)?;
                match (x, self.kind(r)) {
                    (BasicValueEnum::VectorValue(x), Kind::Struct(ty)) => {
                        let p = self.store_vector(x, ty)?;
                        self.define_owned(result, p)
                    }
                    (x, _) => self.define(result, x),
                }
            }
            V::Extract => {
                let v = self.load_vector(arg(args, 0)?, lane)?;
                let index = self.int(arg(args, 1)?)?;
                let x = self.b.build_extract_element(v, index, "")?;
                let x = self.widened(x, lane)?;
                self.define(result, x)
            }
            V::SignBits => {
                let v = self.load_vector(arg(args, 0)?, lane)?;
                let bits = self.sign_bits(v, lane)?;
                let to = if self.kind(r) == Kind::I64 {
                    self.u.t.i64
                } else {
                    self.u.t.i32
                };
                let x = if bits.get_type().get_bit_width() < to.get_bit_width() {
                    self.b.build_int_z_extend(bits, to, "")?
                } else {
                    bits
                };
                self.define(result, x)
            }
            V::AnyTrue | V::AllTrue => {
                let v = self.load_vector(arg(args, 0)?, lane)?;
                let bits = self.sign_bits(v, lane)?;
                let (cond, like) = if op == V::AnyTrue {
                    (IntPredicate::NE, bits.get_type().const_zero())
                } else {
                    (IntPredicate::EQ, bits.get_type().const_all_ones())
                };
                let x = self.b.build_int_compare(cond, bits, like, "")?;
                let x = self.b.build_int_z_extend(x, self.u.t.i32, "")?;
                self.define(result, x)
            }
            V::Sum => {
                let v = self.load_vector(arg(args, 0)?, lane)?;
                let x = self.sum(v, lane)?;
                let x = self.widened(x, lane)?;
                self.define(result, x)
            }
            _ => {
                let Kind::Struct(ty) = self.kind(r) else {
                    return bad_ir(format!("vector operation {op:?} gives no vector"));
                };
                let x = self.vector_value(ty, op, lane, args)?;
                let p = self.store_vector(x, ty)?;
                self.define_owned(result, p)
            }
        }
    }

    // ---- types and memory

    fn lane_type(&self, lane: Lane) -> BasicTypeEnum<'c> {
        let t = &self.u.t;
        match lane {
            Lane::I8 | Lane::U8 => t.i8.into(),
            Lane::I16 | Lane::U16 => t.i16.into(),
            Lane::I32 | Lane::U32 => t.i32.into(),
            Lane::I64 | Lane::U64 => t.i64.into(),
            Lane::F32 => t.f32.into(),
            Lane::F64 => t.f64.into(),
        }
    }

    fn vector_type(&self, lane: Lane, bytes: u32) -> VectorType<'c> {
        let n = bytes * 8 / width(lane);
        match self.lane_type(lane) {
            BasicTypeEnum::FloatType(t) => t.vec_type(n),
            BasicTypeEnum::IntType(t) => t.vec_type(n),
            _ => self.u.t.i8.vec_type(bytes),
        }
    }

    fn int_vector(&self, bits: u32, lanes: u32) -> VectorType<'c> {
        let t = &self.u.t;
        match bits {
            1 => t.i1,
            8 => t.i8,
            16 => t.i16,
            32 => t.i32,
            _ => t.i64,
        }
        .vec_type(lanes)
    }

    fn load_vector(&self, v: Value, lane: Lane) -> Result<VectorValue<'c>> {
        let Kind::Struct(ty) = self.kind(v) else {
            return bad_ir("a vector operation on something else");
        };
        let p = self.ptr(v)?;
        let x = self
            .b
            .build_load(self.vector_type(lane, self.u.ts.size_of(ty)?), p, "")?;
        if let Some(i) = x.as_instruction_value() {
            i.set_alignment(1).map_err(llvm_error)?;
        }
        Ok(x.into_vector_value())
    }

    fn store_vector(&self, x: VectorValue<'c>, ty: TypeId) -> Result<PointerValue<'c>> {
        let p = self.struct_alloca(ty)?;
        let i = self.b.build_store(p, x)?;
        i.set_alignment(8).map_err(llvm_error)?;
        Ok(p)
    }

    /// A lane's value as the IR holds it.
    fn widened(&self, x: BasicValueEnum<'c>, lane: Lane) -> Result<BasicValueEnum<'c>> {
        Ok(match x {
            BasicValueEnum::IntValue(i) if width(lane) < 32 && is_signed(lane) => {
                self.b.build_int_s_extend(i, self.u.t.i32, "")?.into()
            }
            BasicValueEnum::IntValue(i) if width(lane) < 32 => {
                self.b.build_int_z_extend(i, self.u.t.i32, "")?.into()
            }
            x => x,
        })
    }

    /// A scalar of the IR as a lane.
    fn as_lane(&self, v: Value, lane: Lane) -> Result<BasicValueEnum<'c>> {
        let x = self.val(v)?;
        Ok(match (x, self.lane_type(lane)) {
            (BasicValueEnum::IntValue(i), BasicTypeEnum::IntType(t)) => {
                let have = i.get_type().get_bit_width();
                if have > t.get_bit_width() {
                    self.b.build_int_truncate(i, t, "")?.into()
                } else if have < t.get_bit_width() {
                    self.b.build_int_s_extend(i, t, "")?.into()
                } else {
                    x
                }
            }
            (BasicValueEnum::FloatValue(f), BasicTypeEnum::FloatType(t)) => {
                self.b.build_float_cast(f, t, "")?.into()
            }
            _ => return bad_ir("a scalar of another kind than the vector's lanes"),
        })
    }

    fn as_vector(&self, x: VectorValue<'c>, to: VectorType<'c>) -> Result<VectorValue<'c>> {
        Ok(self.b.build_bit_cast(x, to, "")?.into_vector_value())
    }

    fn zero(&self, ty: VectorType<'c>) -> VectorValue<'c> {
        ty.const_zero()
    }

    // ---- operations

    fn vector_value(
        &mut self,
        ty: TypeId,
        op: VecOp,
        lane: Lane,
        args: &[Value],
    ) -> Result<VectorValue<'c>> {
        use VecOp as V;
        let bytes = self.u.ts.size_of(ty)?;
        match op {
            V::Splat | V::CreateScalar => {
                let x = self.as_lane(arg(args, 0)?, lane)?;
                let t = self.vector_type(lane, bytes);
                let first =
                    self.b
                        .build_insert_element(self.zero(t), x, self.u.t.i32.const_zero(), "")?;
                if op == V::CreateScalar {
                    return Ok(first);
                }
                let all = self.int_vector(32, t.get_size()).const_zero();
                Ok(self.b.build_shuffle_vector(first, t.get_undef(), all, "")?)
            }
            V::Build => {
                let mut v = self.zero(self.vector_type(lane, bytes));
                for (i, &a) in args.iter().enumerate() {
                    let x = self.as_lane(a, lane)?;
                    v = self.b.build_insert_element(
                        v,
                        x,
                        self.u.t.i32.const_int(i as u64, false),
                        "",
                    )?;
                }
                Ok(v)
            }
            V::Insert => {
                let v = self.load_vector(arg(args, 0)?, lane)?;
                let (index, x) = (self.int(arg(args, 1)?)?, self.as_lane(arg(args, 2)?, lane)?);
                Ok(self.b.build_insert_element(v, x, index, "")?)
            }
            V::Shl | V::Shr | V::ShrUn => self.shift(op, lane, args),
            V::Pick => self.pick_lanes(lane, args),
            V::Extend(to) => self.extend_lanes(lane, to, arg(args, 0)?, bytes),
            V::ConvertToInt => {
                let from = if width(lane) == 32 {
                    Lane::F32
                } else {
                    Lane::F64
                };
                let v = self.load_vector(arg(args, 0)?, from)?;
                let to = self.vector_type(lane, bytes);
                let name = if is_signed(lane) { "fptosi" } else { "fptoui" };
                self.convert_lanes(&format!("{name}.sat"), v, to)
            }
            V::ConvertToFloat => {
                let v = self.load_vector(arg(args, 0)?, lane)?;
                let to = self.vector_type(
                    if width(lane) == 32 {
                        Lane::F32
                    } else {
                        Lane::F64
                    },
                    bytes,
                );
                Ok(if is_signed(lane) {
                    self.b.build_signed_int_to_float(v, to, "")?
                } else {
                    self.b.build_unsigned_int_to_float(v, to, "")?
                })
            }
            _ => {
                let v = args
                    .iter()
                    .map(|&a| self.load_vector(a, lane))
                    .collect::<Result<Vec<_>>>()?;
                match v[..] {
                    [x] => self.unary(op, lane, x),
                    [x, y] => self.binary(op, lane, x, y, arg(args, 1)?),
                    [x, y, z] => self.ternary(op, lane, x, y, z),
                    _ => bad_ir(format!(
                        "vector operation {op:?} with {} arguments",
                        v.len()
                    )),
                }
            }
        }
    }

    fn call_on(&self, name: &str, args: &[VectorValue<'c>]) -> Result<VectorValue<'c>> {
        let args: Vec<BasicValueEnum> = args.iter().map(|&a| a.into()).collect();
        Ok(self.llvm_intrinsic(name, &args)?.into_vector_value())
    }

    /// `llvm.name.To.From`.
    fn convert_lanes(
        &self,
        name: &str,
        v: VectorValue<'c>,
        to: VectorType<'c>,
    ) -> Result<VectorValue<'c>> {
        use crate::intrinsics::type_suffix;
        let from = v.get_type();
        let full = format!(
            "llvm.{name}.{}.{}",
            type_suffix(to.into()),
            type_suffix(from.into())
        );
        let f = self.u.intrinsic(&full, to.fn_type(&[from.into()], false));
        let x = self
            .b
            .build_call(f, &[v.into()], "")?
            .try_as_basic_value()
            .unwrap_basic();
        Ok(x.into_vector_value())
    }

    fn unary(&self, op: VecOp, lane: Lane, x: VectorValue<'c>) -> Result<VectorValue<'c>> {
        use VecOp as V;
        let b = &self.b;
        let t = x.get_type();
        Ok(match op {
            V::Not => {
                let ints = self.int_vector(width(lane), t.get_size());
                let v = self.as_vector(x, ints)?;
                self.as_vector(b.build_not(v, "")?, t)?
            }
            V::Neg if is_float(lane) => b.build_float_neg(x, "")?,
            V::Neg => b.build_int_neg(x, "")?,
            V::Abs if is_float(lane) => self.call_on("fabs", &[x])?,
            V::Abs if is_signed(lane) => {
                let defined = self.u.t.i1.const_zero();
                self.overloaded("abs", x.into(), &[x.into(), defined.into()])?
                    .into_vector_value()
            }
            V::Abs => x,
            V::Sqrt => self.call_on("sqrt", &[x])?,
            V::Floor if is_float(lane) => self.call_on("floor", &[x])?,
            V::Ceiling if is_float(lane) => self.call_on("ceil", &[x])?,
            V::Truncate if is_float(lane) => self.call_on("trunc", &[x])?,
            V::RoundEven if is_float(lane) => self.call_on("roundeven", &[x])?,
            V::Floor | V::Ceiling | V::Truncate | V::RoundEven => x,
            V::Lower | V::Upper => {
                let n = t.get_size() / 2;
                let first = if op == V::Lower { 0 } else { n };
                self.pick(x, t.get_undef(), first..first + n)?
            }
            V::WidenLower | V::WidenUpper => {
                let n = t.get_size() / 2;
                let first = if op == V::WidenLower { 0 } else { n };
                let half = self.pick(x, t.get_undef(), first..first + n)?;
                if is_float(lane) {
                    b.build_float_ext(half, self.u.t.f64.vec_type(n), "")?
                } else {
                    let wide = self.int_vector(2 * width(lane), n);
                    if is_signed(lane) {
                        b.build_int_s_extend(half, wide, "")?
                    } else {
                        b.build_int_z_extend(half, wide, "")?
                    }
                }
            }
            _ => return Err(unsupported(op, lane)),
        })
    }

    fn binary(
        &self,
        op: VecOp,
        lane: Lane,
        x: VectorValue<'c>,
        y: VectorValue<'c>,
        second: Value,
    ) -> Result<VectorValue<'c>> {
        use VecOp as V;
        let b = &self.b;
        let float = is_float(lane);
        let signed = is_signed(lane);
        let n = x.get_type().get_size();
        Ok(match op {
            V::Add if float => b.build_float_add(x, y, "")?,
            V::Sub if float => b.build_float_sub(x, y, "")?,
            V::Mul if float => b.build_float_mul(x, y, "")?,
            V::Div if float => b.build_float_div(x, y, "")?,
            V::Add => b.build_int_add(x, y, "")?,
            V::Sub => b.build_int_sub(x, y, "")?,
            V::Mul => b.build_int_mul(x, y, "")?,
            V::And | V::Or | V::Xor | V::AndNot => self.bitwise(op, lane, x, y)?,
            V::AddSat => self.call_on(if signed { "sadd.sat" } else { "uadd.sat" }, &[x, y])?,
            V::SubSat => self.call_on(if signed { "ssub.sat" } else { "usub.sat" }, &[x, y])?,
            V::Min | V::Max | V::MinNumber | V::MaxNumber | V::MinNative | V::MaxNative => {
                self.min_max(op, lane, x, y)?
            }
            V::Eq | V::Lt | V::Le | V::Gt | V::Ge => self.compare_lanes(op, lane, x, y)?,
            V::Concat => self.pick(x, y, 0..2 * n)?,
            V::UnpackLow | V::UnpackHigh => {
                let first = if op == V::UnpackLow { 0 } else { n / 2 };
                self.pick(x, y, (first..first + n / 2).flat_map(|i| [i, n + i]))?
            }
            V::Narrow | V::NarrowSat | V::NarrowSatUnsigned => self.narrow_lanes(op, lane, x, y)?,
            V::Shuffle | V::ShuffleNative => self.shuffle(op, x, lane, second)?,
            _ => return Err(unsupported(op, lane)),
        })
    }

    fn ternary(
        &self,
        op: VecOp,
        lane: Lane,
        x: VectorValue<'c>,
        y: VectorValue<'c>,
        z: VectorValue<'c>,
    ) -> Result<VectorValue<'c>> {
        match op {
            VecOp::MultiplyAdd => self.call_on("fma", &[x, y, z]),
            VecOp::ConditionalSelect => {
                let (t, ints) = (
                    x.get_type(),
                    self.int_vector(width(lane), x.get_type().get_size()),
                );
                let (m, y, z) = (
                    self.as_vector(x, ints)?,
                    self.as_vector(y, ints)?,
                    self.as_vector(z, ints)?,
                );
                let yes = self.b.build_and(y, m, "")?;
                let no = self.b.build_and(z, self.b.build_not(m, "")?, "")?;
                self.as_vector(self.b.build_or(yes, no, "")?, t)
            }
            _ => Err(unsupported(op, lane)),
        }
    }

    fn bitwise(
        &self,
        op: VecOp,
        lane: Lane,
        x: VectorValue<'c>,
        y: VectorValue<'c>,
    ) -> Result<VectorValue<'c>> {
        let (t, ints) = (
            x.get_type(),
            self.int_vector(width(lane), x.get_type().get_size()),
        );
        let (x, y) = (self.as_vector(x, ints)?, self.as_vector(y, ints)?);
        let v = match op {
            VecOp::And => self.b.build_and(x, y, "")?,
            VecOp::Or => self.b.build_or(x, y, "")?,
            VecOp::Xor => self.b.build_xor(x, y, "")?,
            _ => self.b.build_and(x, self.b.build_not(y, "")?, "")?,
        };
        self.as_vector(v, t)
    }

    fn min_max(
        &self,
        op: VecOp,
        lane: Lane,
        x: VectorValue<'c>,
        y: VectorValue<'c>,
    ) -> Result<VectorValue<'c>> {
        use VecOp as V;
        let min = matches!(op, V::Min | V::MinNumber | V::MinNative);
        if !is_float(lane) {
            let name = match (min, is_signed(lane)) {
                (true, true) => "smin",
                (true, false) => "umin",
                (false, true) => "smax",
                (false, false) => "umax",
            };
            return self.call_on(name, &[x, y]);
        }
        match op {
            V::Min => self.call_on("minimum", &[x, y]),
            V::Max => self.call_on("maximum", &[x, y]),
            V::MinNumber => self.call_on("minimumnum", &[x, y]),
            V::MaxNumber => self.call_on("maximumnum", &[x, y]),
            _ => {
                let cond = if min {
                    FloatPredicate::OLT
                } else {
                    FloatPredicate::OGT
                };
                let first = self.b.build_float_compare(cond, x, y, "")?;
                Ok(self.b.build_select(first, x, y, "")?.into_vector_value())
            }
        }
    }

    fn compare_lanes(
        &self,
        op: VecOp,
        lane: Lane,
        x: VectorValue<'c>,
        y: VectorValue<'c>,
    ) -> Result<VectorValue<'c>> {
        use VecOp as V;
        let bits = if is_float(lane) {
            let p = match op {
                V::Eq => FloatPredicate::OEQ,
                V::Lt => FloatPredicate::OLT,
                V::Le => FloatPredicate::OLE,
                V::Gt => FloatPredicate::OGT,
                _ => FloatPredicate::OGE,
            };
            self.b.build_float_compare(p, x, y, "")?
        } else {
            let signed = is_signed(lane);
            let p = match (op, signed) {
                (V::Eq, _) => IntPredicate::EQ,
                (V::Lt, true) => IntPredicate::SLT,
                (V::Le, true) => IntPredicate::SLE,
                (V::Gt, true) => IntPredicate::SGT,
                (_, true) => IntPredicate::SGE,
                (V::Lt, false) => IntPredicate::ULT,
                (V::Le, false) => IntPredicate::ULE,
                (V::Gt, false) => IntPredicate::UGT,
                (_, false) => IntPredicate::UGE,
            };
            self.b.build_int_compare(p, x, y, "")?
        };
        let ints = self.int_vector(width(lane), x.get_type().get_size());
        let mask = self.b.build_int_s_extend(bits, ints, "")?;
        self.as_vector(mask, x.get_type())
    }

    fn shift(&self, op: VecOp, lane: Lane, args: &[Value]) -> Result<VectorValue<'c>> {
        let loaded = self.load_vector(arg(args, 0)?, lane)?;
        let count = self.int(arg(args, 1)?)?;
        let t = loaded.get_type();
        let ints = self.int_vector(width(lane), t.get_size());
        let v = self.as_vector(loaded, ints)?;
        let BasicTypeEnum::IntType(elem) = ints.get_element_type() else {
            return bad_ir("a shift of something else than integers");
        };
        let mask = count
            .get_type()
            .const_int(u64::from(width(lane)) - 1, false);
        let count = self.b.build_and(count, mask, "")?;
        let count = match count.get_type().get_bit_width().cmp(&elem.get_bit_width()) {
            std::cmp::Ordering::Less => self.b.build_int_z_extend(count, elem, "")?,
            std::cmp::Ordering::Greater => self.b.build_int_truncate(count, elem, "")?,
            std::cmp::Ordering::Equal => count,
        };
        let first =
            self.b
                .build_insert_element(ints.get_undef(), count, self.u.t.i32.const_zero(), "")?;
        let zeros = self.int_vector(32, t.get_size()).const_zero();
        let counts = self
            .b
            .build_shuffle_vector(first, ints.get_undef(), zeros, "")?;
        let v = match op {
            VecOp::Shl => self.b.build_left_shift(v, counts, "")?,
            _ => self.b.build_right_shift(v, counts, op == VecOp::Shr, "")?,
        };
        self.as_vector(v, t)
    }

    fn narrow_lanes(
        &self,
        op: VecOp,
        lane: Lane,
        x: VectorValue<'c>,
        y: VectorValue<'c>,
    ) -> Result<VectorValue<'c>> {
        let n = x.get_type().get_size();
        let mut v = self.pick(x, y, 0..2 * n)?;
        if is_float(lane) {
            return Ok(self
                .b
                .build_float_trunc(v, self.u.t.f32.vec_type(2 * n), "")?);
        }
        let half = width(lane) / 2;
        if op != VecOp::Narrow {
            let BasicTypeEnum::IntType(elem) = v.get_type().get_element_type() else {
                return bad_ir("narrowing of something else than numbers");
            };
            let unsigned = op == VecOp::NarrowSatUnsigned;
            let (low, high): (i64, i64) = if unsigned || !is_signed(lane) {
                (0, ((1u64 << half) - 1) as i64)
            } else {
                (-(1i64 << (half - 1)), (1i64 << (half - 1)) - 1)
            };
            let limit = |x: i64| {
                let lane = elem.const_int(x as u64, true);
                VectorType::const_vector(&vec![lane; 2 * n as usize])
            };
            v = if is_signed(lane) {
                let v = self.call_on("smin", &[v, limit(high)])?;
                self.call_on("smax", &[v, limit(low)])?
            } else {
                self.call_on("umin", &[v, limit(high)])?
            };
        }
        Ok(self
            .b
            .build_int_truncate(v, self.int_vector(half, 2 * n), "")?)
    }

    /// Lanes of two vectors by constant indices.
    fn pick(
        &self,
        x: VectorValue<'c>,
        y: VectorValue<'c>,
        lanes: impl IntoIterator<Item = u32>,
    ) -> Result<VectorValue<'c>> {
        let t = self.u.t.i32;
        let mask: Vec<IntValue> = lanes
            .into_iter()
            .map(|i| t.const_int(u64::from(i), false))
            .collect();
        Ok(self
            .b
            .build_shuffle_vector(x, y, VectorType::const_vector(&mask), "")?)
    }

    /// The same with constants of the IR; negative ones give zero.
    fn pick_lanes(&self, lane: Lane, args: &[Value]) -> Result<VectorValue<'c>> {
        let x = self.load_vector(arg(args, 0)?, lane)?;
        let y = self.load_vector(arg(args, 1)?, lane)?;
        let mut lanes = Vec::new();
        for &n in args.get(2..).unwrap_or_default() {
            match self.int(n)?.get_sign_extended_constant() {
                Some(n) => lanes.push(n),
                None => return bad_ir("lanes are picked by constants"),
            }
        }
        let moved = self.pick(x, y, lanes.iter().map(|&n| n.max(0) as u32))?;
        if lanes.iter().all(|&n| n >= 0) {
            return Ok(moved);
        }
        let count = lanes.len() as u32;
        let kept = (0..count)
            .zip(&lanes)
            .map(|(i, &n)| if n < 0 { count } else { i });
        self.pick(moved, self.zero(moved.get_type()), kept)
    }

    /// The lowest lanes as wider ones.
    fn extend_lanes(&self, lane: Lane, to: Lane, v: Value, bytes: u32) -> Result<VectorValue<'c>> {
        let x = self.load_vector(v, lane)?;
        let to_type = self.vector_type(to, bytes);
        let n = to_type.get_size();
        let x = self.pick(x, x.get_type().get_undef(), 0..n)?;
        let b = &self.b;
        Ok(match (is_float(lane), is_float(to), is_signed(lane)) {
            (true, _, _) => b.build_float_ext(x, to_type, "")?,
            (false, true, true) => b.build_signed_int_to_float(x, to_type, "")?,
            (false, true, false) => b.build_unsigned_int_to_float(x, to_type, "")?,
            (false, false, true) => b.build_int_s_extend(x, to_type, "")?,
            (false, false, false) => b.build_int_z_extend(x, to_type, "")?,
        })
    }

    /// Bytes of 16-byte vectors by SSSE3; other lanes one by one, which LLVM makes one shuffle when the indices are constant.
    fn shuffle(
        &self,
        op: VecOp,
        x: VectorValue<'c>,
        lane: Lane,
        indices: Value,
    ) -> Result<VectorValue<'c>> {
        let n = x.get_type().get_size();
        let index_lane = match width(lane) {
            8 => Lane::U8,
            16 => Lane::U16,
            32 => Lane::U32,
            _ => Lane::U64,
        };
        let at = self.load_vector(indices, index_lane)?;
        if width(lane) == 8 && n == 16 {
            let at = if op == VecOp::ShuffleNative {
                at
            } else {
                // 16 and above get their top bit, which pshufb turns to zero.
                let bias = self.u.t.i8.const_int(0x70, false);
                self.call_on("uadd.sat", &[at, VectorType::const_vector(&[bias; 16])])?
            };
            let t = x.get_type();
            let f = self.u.intrinsic(
                "llvm.x86.ssse3.pshuf.b.128",
                t.fn_type(&[t.into(), t.into()], false),
            );
            let v = self
                .b
                .build_call(f, &[x.into(), at.into()], "")?
                .try_as_basic_value()
                .unwrap_basic();
            return Ok(v.into_vector_value());
        }
        let mut v = self.zero(x.get_type());
        let zero = match self.lane_type(lane) {
            BasicTypeEnum::FloatType(t) => t.const_zero().as_basic_value_enum(),
            BasicTypeEnum::IntType(t) => t.const_zero().as_basic_value_enum(),
            _ => return bad_ir("lanes are numbers"),
        };
        for i in 0..n {
            let i = self.u.t.i32.const_int(u64::from(i), false);
            let index = self.b.build_extract_element(at, i, "")?.into_int_value();
            let t = index.get_type();
            let inside = self.b.build_int_compare(
                IntPredicate::ULT,
                index,
                t.const_int(u64::from(n), false),
                "",
            )?;
            let safe = self
                .b
                .build_and(index, t.const_int(u64::from(n) - 1, false), "")?;
            let e = self.b.build_extract_element(x, safe, "")?;
            let e = self.b.build_select(inside, e, zero, "")?;
            v = self.b.build_insert_element(v, e, i, "")?;
        }
        Ok(v)
    }

    /// An integer with one bit per lane.
    fn sign_bits(&self, v: VectorValue<'c>, lane: Lane) -> Result<IntValue<'c>> {
        let n = v.get_type().get_size();
        let ints = self.int_vector(width(lane), n);
        let v = self.as_vector(v, ints)?;
        let negative = self
            .b
            .build_int_compare(IntPredicate::SLT, v, ints.const_zero(), "")?;
        let t = self.u.cx.custom_width_int_type(
            std::num::NonZeroU32::new(n).unwrap_or(std::num::NonZeroU32::MIN),
        );
        let t = t.map_err(llvm_error)?;
        Ok(self.b.build_bit_cast(negative, t, "")?.into_int_value())
    }

    fn sum(&self, v: VectorValue<'c>, lane: Lane) -> Result<BasicValueEnum<'c>> {
        let n = v.get_type().get_size();
        if !is_float(lane) {
            use crate::intrinsics::type_suffix;
            let t = v.get_type();
            let name = format!("llvm.vector.reduce.add.{}", type_suffix(t.into()));
            let f = self
                .u
                .intrinsic(&name, self.lane_type(lane).fn_type(&[t.into()], false));
            return Ok(self
                .b
                .build_call(f, &[v.into()], "")?
                .try_as_basic_value()
                .unwrap_basic());
        }
        let mut lanes = Vec::new();
        for i in 0..n {
            let i = self.u.t.i32.const_int(u64::from(i), false);
            lanes.push(self.b.build_extract_element(v, i, "")?.into_float_value());
        }
        while lanes.len() > 1 {
            let mut next = Vec::new();
            for pair in lanes.chunks(2) {
                next.push(match *pair {
                    [a, b] => self.b.build_float_add(a, b, "")?,
                    _ => pair[0],
                });
            }
            lanes = next;
        }
        match lanes.first() {
            Some(&x) => Ok(x.into()),
            None => bad_ir("a vector without lanes"),
        }
    }

    // ---- operations of the target

    /// `v16i8`, `v4f32`, `i32`, `p`; letters other than `f` stand for integers.
    fn parse_type(&self, text: &str) -> Result<BasicTypeEnum<'c>> {
        let scalar = |t: &str| -> Option<BasicTypeEnum<'c>> {
            let u = &self.u.t;
            Some(match (t, t.get(1..)?) {
                ("p", _) => u.ptr.into(),
                ("f32", _) => u.f32.into(),
                ("f64", _) => u.f64.into(),
                (_, "8") => u.i8.into(),
                (_, "16") => u.i16.into(),
                (_, "32") => u.i32.into(),
                (_, "64") => u.i64.into(),
                _ => return None,
            })
        };
        let parsed = match text.strip_prefix('v') {
            None => scalar(text),
            Some(rest) => rest.find(|c: char| c.is_ascii_alphabetic()).and_then(|at| {
                let n: u32 = rest[..at].parse().ok()?;
                Some(match scalar(&rest[at..])? {
                    BasicTypeEnum::IntType(t) => t.vec_type(n).into(),
                    BasicTypeEnum::FloatType(t) => t.vec_type(n).into(),
                    _ => return None,
                })
            }),
        };
        match parsed {
            Some(t) => Ok(t),
            None => bad_ir(format!("'{text}' is no vector type")),
        }
    }

    fn target_operation(
        &self,
        name: &str,
        signature: &str,
        args: &[Value],
    ) -> Result<BasicValueEnum<'c>> {
        let Some((params, ret)) = signature.split_once("->") else {
            return bad_ir(format!("signature '{signature}'"));
        };
        let mut types = Vec::new();
        let mut values = Vec::new();
        for (i, text) in params.split(',').filter(|p| !p.is_empty()).enumerate() {
            let t = self.parse_type(text)?;
            let v = arg(args, i)?;
            let x: BasicValueEnum = match t {
                BasicTypeEnum::VectorType(_) => {
                    let x = self.b.build_load(t, self.ptr(v)?, "")?;
                    if let Some(i) = x.as_instruction_value() {
                        i.set_alignment(1).map_err(llvm_error)?;
                    }
                    x
                }
                BasicTypeEnum::IntType(t) => {
                    let x = self.int(v)?;
                    if x.get_type().get_bit_width() > t.get_bit_width() {
                        self.b.build_int_truncate(x, t, "")?.into()
                    } else {
                        x.into()
                    }
                }
                BasicTypeEnum::PointerType(_) => self.ptr(v)?.into(),
                _ => self.val(v)?,
            };
            types.push(t.into());
            values.push(x.into());
        }
        let full = format!("llvm.{name}");
        if ret == "void" {
            let f = self
                .u
                .intrinsic(&full, self.u.cx.void_type().fn_type(&types, false));
            self.b.build_call(f, &values, "")?;
            return Ok(self.u.t.i32.const_zero().into());
        }
        let f = self
            .u
            .intrinsic(&full, self.parse_type(ret)?.fn_type(&types, false));
        Ok(self
            .b
            .build_call(f, &values, "")?
            .try_as_basic_value()
            .unwrap_basic())
    }
}
