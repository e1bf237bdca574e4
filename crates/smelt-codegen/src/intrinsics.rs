//! Operations that map to LLVM intrinsics and atomic instructions.

use crate::abi::kind_of_mem;
use crate::function::FnCx;
use crate::{Result, bad_ir};
use inkwell::types::{BasicType, BasicTypeEnum};
use inkwell::values::{BasicValueEnum, IntValue};
use inkwell::{AtomicOrdering, AtomicRMWBinOp, InlineAsmDialect};
use smelt_ir::{Intrinsic, Mem, Value};

impl<'c> FnCx<'_, 'c, '_> {
    pub fn intrinsic(
        &mut self,
        r: Option<Value>,
        intrinsic: Intrinsic,
        args: &[Value],
    ) -> Result<()> {
        use Intrinsic as I;
        let name = match intrinsic {
            I::Sqrt => "sqrt",
            I::Floor => "floor",
            I::Ceiling => "ceil",
            I::Truncate => "trunc",
            I::RoundEven => "roundeven",
            I::Abs if self.first_is_float(args) => "fabs",
            I::CopySign => "copysign",
            I::FusedMultiplyAdd => "fma",
            I::MinNumber => "minimumnum",
            I::MaxNumber => "maximumnum",
            I::Min if self.first_is_float(args) => "minimum",
            I::Max if self.first_is_float(args) => "maximum",
            I::Min => "smin",
            I::Max => "smax",
            I::PopCount => "ctpop",
            I::ByteSwap32 | I::ByteSwap64 => "bswap",
            I::RotateLeft => "fshl",
            I::RotateRight => "fshr",
            _ => "",
        };
        match intrinsic {
            I::RotateLeft | I::RotateRight => self.rotate(r, name, args),
            _ if !name.is_empty() => {
                let args = self.values_of(args)?;
                let x = self.llvm_intrinsic(name, &args)?;
                self.define(r, x)
            }
            I::Abs => {
                let x = self.int(arg(args, 0)?)?;
                let poison = self.u.t.i1.const_zero();
                let x = self.overloaded("abs", x.into(), &[x.into(), poison.into()])?;
                self.define(r, x)
            }
            I::LeadingZeros | I::TrailingZeros => {
                let name = if intrinsic == I::LeadingZeros {
                    "ctlz"
                } else {
                    "cttz"
                };
                let x = self.int(arg(args, 0)?)?;
                let defined = self.u.t.i1.const_zero();
                let x = self.overloaded(name, x.into(), &[x.into(), defined.into()])?;
                self.define(r, x)
            }
            I::ByteSwap16 => {
                let x = self.int(arg(args, 0)?)?;
                let narrow = self.b.build_int_truncate(x, self.u.t.i16, "")?;
                let x = self.overloaded("bswap", narrow.into(), &[narrow.into()])?;
                let wide = self
                    .b
                    .build_int_z_extend(x.into_int_value(), self.u.t.i32, "")?;
                self.define(r, wide)
            }
            I::MulHighUnsigned | I::MulHighSigned => {
                self.mul_high(r, intrinsic == I::MulHighSigned, args)
            }
            I::AtomicExchange(m) => self.atomic(r, AtomicRMWBinOp::Xchg, m, args),
            I::AtomicAdd(m) => self.atomic(r, AtomicRMWBinOp::Add, m, args),
            I::AtomicAnd(m) => self.atomic(r, AtomicRMWBinOp::And, m, args),
            I::AtomicOr(m) => self.atomic(r, AtomicRMWBinOp::Or, m, args),
            I::AtomicCompareExchange(m) => self.compare_exchange(r, m, args),
            I::MemoryBarrier => self.fence(AtomicOrdering::SequentiallyConsistent),
            I::ReadBarrier => self.fence(AtomicOrdering::Acquire),
            I::WriteBarrier => self.fence(AtomicOrdering::Release),
            I::KeepAlive => self.keep_alive(arg(args, 0)?),
            I::Pause => {
                let ty = self.u.cx.void_type().fn_type(&[], false);
                let asm = self.u.cx.create_inline_asm(
                    ty,
                    "pause".into(),
                    "~{memory}".into(),
                    true,
                    false,
                    Some(InlineAsmDialect::ATT),
                    false,
                );
                self.b.build_indirect_call(ty, asm, &[], "")?;
                Ok(())
            }
            I::DivideWide => self.divide_wide(r, args),
            I::StackPointer => {
                let ty = self.u.t.ptr.fn_type(&[], false);
                let f = self.u.intrinsic("llvm.addressofreturnaddress.p0", ty);
                let x = self
                    .b
                    .build_call(f, &[], "")?
                    .try_as_basic_value()
                    .unwrap_basic();
                self.define(r, x)
            }
            _ => bad_ir(format!("intrinsic {intrinsic:?} is not lowered")),
        }
    }

    fn first_is_float(&self, args: &[Value]) -> bool {
        args.first().is_some_and(|&v| self.is_float(v))
    }

    fn values_of(&self, args: &[Value]) -> Result<Vec<BasicValueEnum<'c>>> {
        args.iter().map(|&v| self.val(v)).collect()
    }

    /// `llvm.name.T(args)` where all parameters and the result have the type of the first argument.
    pub fn llvm_intrinsic(
        &self,
        name: &str,
        args: &[BasicValueEnum<'c>],
    ) -> Result<BasicValueEnum<'c>> {
        match args.first() {
            Some(&first) => self.overloaded(name, first, args),
            None => bad_ir(format!("intrinsic {name} without arguments")),
        }
    }

    /// `llvm.name.T(args) -> T` with the type of `like`.
    pub fn overloaded(
        &self,
        name: &str,
        like: BasicValueEnum<'c>,
        args: &[BasicValueEnum<'c>],
    ) -> Result<BasicValueEnum<'c>> {
        let types: Vec<_> = args.iter().map(|a| a.get_type().into()).collect();
        let ty = like.get_type();
        let f = self.u.intrinsic(
            &format!("llvm.{name}.{}", type_suffix(ty)),
            ty.fn_type(&types, false),
        );
        let args: Vec<_> = args.iter().map(|&a| a.into()).collect();
        Ok(self
            .b
            .build_call(f, &args, "")?
            .try_as_basic_value()
            .unwrap_basic())
    }

    /// The instruction `div`: LLVM divides two words by a call.
    fn divide_wide(&mut self, r: Option<Value>, args: &[Value]) -> Result<()> {
        let (low, high, divisor) = (
            self.int(arg(args, 0)?)?,
            self.int(arg(args, 1)?)?,
            self.int(arg(args, 2)?)?,
        );
        let word = low.get_type();
        let pair = self.u.cx.struct_type(&[word.into(), word.into()], false);
        let ty = pair.fn_type(&[word.into(), word.into(), word.into()], false);
        let name = if word.get_bit_width() == 64 {
            "divq $2"
        } else {
            "divl $2"
        };
        let asm = self.u.cx.create_inline_asm(
            ty,
            name.into(),
            "={ax},={dx},r,{ax},{dx},~{flags}".into(),
            false,
            false,
            Some(InlineAsmDialect::ATT),
            false,
        );
        let both = self
            .b
            .build_indirect_call(ty, asm, &[divisor.into(), low.into(), high.into()], "")?
            .try_as_basic_value()
            .unwrap_basic();
        let x = self
            .b
            .build_extract_value(both.into_struct_value(), 0, "")?;
        self.define(r, x)
    }

    fn rotate(&mut self, r: Option<Value>, name: &str, args: &[Value]) -> Result<()> {
        let x = self.int(arg(args, 0)?)?;
        let count = self.int(arg(args, 1)?)?;
        // fshl/fshr take the count modulo the width, so neither extension nor truncation changes it.
        let count = self.resize(count, x)?;
        let x = self.overloaded(name, x.into(), &[x.into(), x.into(), count.into()])?;
        self.define(r, x)
    }

    fn resize(&self, x: IntValue<'c>, like: IntValue<'c>) -> Result<IntValue<'c>> {
        let (from, to) = (
            x.get_type().get_bit_width(),
            like.get_type().get_bit_width(),
        );
        Ok(if from < to {
            self.b.build_int_z_extend(x, like.get_type(), "")?
        } else if from > to {
            self.b.build_int_truncate(x, like.get_type(), "")?
        } else {
            x
        })
    }

    fn mul_high(&mut self, r: Option<Value>, signed: bool, args: &[Value]) -> Result<()> {
        let t = self.u.cx.i128_type();
        let wide = |v: Value| -> Result<IntValue<'c>> {
            let x = self.int64(v)?;
            Ok(if signed {
                self.b.build_int_s_extend(x, t, "")?
            } else {
                self.b.build_int_z_extend(x, t, "")?
            })
        };
        let product = self
            .b
            .build_int_mul(wide(arg(args, 0)?)?, wide(arg(args, 1)?)?, "")?;
        let high = self
            .b
            .build_right_shift(product, t.const_int(64, false), false, "")?;
        let x = self.b.build_int_truncate(high, self.u.t.i64, "")?;
        self.define(r, x)
    }

    fn fence(&mut self, ordering: AtomicOrdering) -> Result<()> {
        self.b.build_fence(ordering, false, "")?;
        Ok(())
    }

    pub fn keep_alive(&mut self, v: Value) -> Result<()> {
        let ty = self.u.cx.void_type().fn_type(&[], true);
        let f = self.u.intrinsic("llvm.fake.use", ty);
        let x = self.val(v)?;
        self.b.build_call(f, &[x.into()], "")?;
        Ok(())
    }

    /// Integer form of a scalar for atomic instructions.
    fn atomic_operand(&self, v: Value, mem: Mem) -> Result<IntValue<'c>> {
        let x = self.val(v)?;
        let x: BasicValueEnum = match x {
            BasicValueEnum::FloatValue(f) => {
                let bits = if mem == Mem::F32 {
                    self.u.t.i32
                } else {
                    self.u.t.i64
                };
                self.b.build_bit_cast(f, bits, "")?
            }
            BasicValueEnum::PointerValue(p) => self.b.build_ptr_to_int(p, self.u.t.i64, "")?.into(),
            x => self.narrow(self.coerce(x, kind_of_mem(mem))?, mem)?,
        };
        Ok(x.into_int_value())
    }

    /// Old value of an atomic operation in the form of its memory type.
    fn atomic_result(&self, x: IntValue<'c>, mem: Mem) -> Result<BasicValueEnum<'c>> {
        Ok(match mem {
            Mem::F32 => self.b.build_bit_cast(x, self.u.t.f32, "")?,
            Mem::F64 => self.b.build_bit_cast(x, self.u.t.f64, "")?,
            Mem::Ref | Mem::ByRef => self.b.build_int_to_ptr(x, self.u.t.ptr, "")?.into(),
            Mem::I8 | Mem::I16 => self.b.build_int_s_extend(x, self.u.t.i32, "")?.into(),
            Mem::U8 | Mem::U16 => self.b.build_int_z_extend(x, self.u.t.i32, "")?.into(),
            _ => x.into(),
        })
    }

    fn atomic(
        &mut self,
        r: Option<Value>,
        op: AtomicRMWBinOp,
        mem: Mem,
        args: &[Value],
    ) -> Result<()> {
        let (addr, value) = (arg(args, 0)?, arg(args, 1)?);
        if !self.is_stack(addr) {
            self.null_check(addr)?;
        }
        let p = self.ptr(addr)?;
        let x = self.atomic_operand(value, mem)?;
        let old = self
            .b
            .build_atomicrmw(op, p, x, AtomicOrdering::SequentiallyConsistent)?;
        let x = self.atomic_result(old, mem)?;
        self.define(r, x)
    }

    fn compare_exchange(&mut self, r: Option<Value>, mem: Mem, args: &[Value]) -> Result<()> {
        let (addr, value, comparand) = (arg(args, 0)?, arg(args, 1)?, arg(args, 2)?);
        if !self.is_stack(addr) {
            self.null_check(addr)?;
        }
        let p = self.ptr(addr)?;
        let new = self.atomic_operand(value, mem)?;
        let expected = self.atomic_operand(comparand, mem)?;
        let both = self.b.build_cmpxchg(
            p,
            expected,
            new,
            AtomicOrdering::SequentiallyConsistent,
            AtomicOrdering::SequentiallyConsistent,
        )?;
        let old = self.b.build_extract_value(both, 0, "")?.into_int_value();
        let x = self.atomic_result(old, mem)?;
        self.define(r, x)
    }
}

fn arg(args: &[Value], i: usize) -> Result<Value> {
    match args.get(i) {
        Some(&v) => Ok(v),
        None => bad_ir("an intrinsic lacks an argument"),
    }
}

/// Name of a type in an overloaded intrinsic's name.
pub(crate) fn type_suffix(ty: BasicTypeEnum) -> String {
    match ty {
        BasicTypeEnum::IntType(t) => format!("i{}", t.get_bit_width()),
        BasicTypeEnum::FloatType(t) => format!("f{}", t.get_bit_width()),
        BasicTypeEnum::VectorType(t) => {
            format!("v{}{}", t.get_size(), type_suffix(t.get_element_type()))
        }
        _ => "p0".into(),
    }
}
