//! The instruction sets of x86-64-v2: SSE to SSE4.2 and POPCNT. Most methods are ordinary vector operations, the rest LLVM's own intrinsics for
//! the instruction. A method that has no rule here is an error where it is used.

use super::call::{Call, Outcome, Rule, void};
use super::vectors::{Shape, is_float, lane_bytes, lanewise, load, shape};
use crate::fold::Fact;
use crate::*;
use smelt_types::ValueClass;

const NAMESPACE: &str = "System.Runtime.Intrinsics.X86";

/// Methods that are the same in all classes: the overload's types decide.
const COMMON: &[(&str, Rule)] = &[
    ("Add", |c| lanewise(c, VecOp::Add)),
    ("AddSaturate", |c| lanewise(c, VecOp::AddSat)),
    ("AddScalar", |c| scalar(c, VecOp::Add)),
    ("And", |c| lanewise(c, VecOp::And)),
    ("AndNot", and_not),
    ("Average", average),
    ("Ceiling", |c| lanewise(c, VecOp::Ceiling)),
    ("CeilingScalar", |c| scalar(c, VecOp::Ceiling)),
    ("CompareEqual", |c| lanewise(c, VecOp::Eq)),
    ("CompareGreaterThan", |c| lanewise(c, VecOp::Gt)),
    ("CompareGreaterThanOrEqual", |c| lanewise(c, VecOp::Ge)),
    ("CompareLessThan", |c| lanewise(c, VecOp::Lt)),
    ("CompareLessThanOrEqual", |c| lanewise(c, VecOp::Le)),
    ("CompareNotEqual", |c| compare_not(c, VecOp::Eq)),
    ("CompareNotGreaterThan", |c| compare_not(c, VecOp::Gt)),
    ("CompareNotGreaterThanOrEqual", |c| {
        compare_not(c, VecOp::Ge)
    }),
    ("CompareNotLessThan", |c| compare_not(c, VecOp::Lt)),
    ("CompareNotLessThanOrEqual", |c| compare_not(c, VecOp::Le)),
    ("CompareOrdered", |c| ordered(c, false)),
    ("CompareUnordered", |c| ordered(c, true)),
    ("CompareScalarEqual", |c| scalar(c, VecOp::Eq)),
    ("CompareScalarGreaterThan", |c| scalar(c, VecOp::Gt)),
    ("CompareScalarGreaterThanOrEqual", |c| scalar(c, VecOp::Ge)),
    ("CompareScalarLessThan", |c| scalar(c, VecOp::Lt)),
    ("CompareScalarLessThanOrEqual", |c| scalar(c, VecOp::Le)),
    ("CompareScalarNotEqual", |c| scalar_not(c, VecOp::Eq)),
    ("CompareScalarNotGreaterThan", |c| scalar_not(c, VecOp::Gt)),
    ("CompareScalarNotGreaterThanOrEqual", |c| {
        scalar_not(c, VecOp::Ge)
    }),
    ("CompareScalarNotLessThan", |c| scalar_not(c, VecOp::Lt)),
    ("CompareScalarNotLessThanOrEqual", |c| {
        scalar_not(c, VecOp::Le)
    }),
    ("CompareScalarOrdered", |c| scalar_ordered(c, false)),
    ("CompareScalarUnordered", |c| scalar_ordered(c, true)),
    ("CompareScalarOrderedEqual", |c| scalar_test(c, Cond::Eq)),
    ("CompareScalarOrderedGreaterThan", |c| {
        scalar_test(c, Cond::Gt)
    }),
    ("CompareScalarOrderedGreaterThanOrEqual", |c| {
        scalar_test(c, Cond::Ge)
    }),
    ("CompareScalarOrderedLessThan", |c| scalar_test(c, Cond::Lt)),
    ("CompareScalarOrderedLessThanOrEqual", |c| {
        scalar_test(c, Cond::Le)
    }),
    ("CompareScalarOrderedNotEqual", |c| scalar_test(c, Cond::Ne)),
    ("CompareScalarUnorderedEqual", |c| scalar_test(c, Cond::Eq)),
    ("CompareScalarUnorderedGreaterThan", |c| {
        scalar_test(c, Cond::Gt)
    }),
    ("CompareScalarUnorderedGreaterThanOrEqual", |c| {
        scalar_test(c, Cond::Ge)
    }),
    ("CompareScalarUnorderedLessThan", |c| {
        scalar_test(c, Cond::Lt)
    }),
    ("CompareScalarUnorderedLessThanOrEqual", |c| {
        scalar_test(c, Cond::Le)
    }),
    ("CompareScalarUnorderedNotEqual", |c| {
        scalar_test(c, Cond::Ne)
    }),
    ("ConvertScalarToVector128Double", convert_scalar),
    ("ConvertScalarToVector128Int32", from_scalar),
    ("ConvertScalarToVector128Int64", from_scalar),
    ("ConvertScalarToVector128Single", convert_scalar),
    ("ConvertScalarToVector128UInt32", from_scalar),
    ("ConvertScalarToVector128UInt64", from_scalar),
    ("ConvertToInt32", |c| to_scalar(c, false)),
    ("ConvertToInt32WithTruncation", |c| to_scalar(c, true)),
    ("ConvertToInt64", |c| to_scalar(c, false)),
    ("ConvertToInt64WithTruncation", |c| to_scalar(c, true)),
    ("ConvertToUInt32", |c| to_scalar(c, false)),
    ("ConvertToUInt64", |c| to_scalar(c, false)),
    ("ConvertToVector128Double", convert_vector),
    ("ConvertToVector128Int16", widen_low),
    ("ConvertToVector128Int32", convert_vector),
    ("ConvertToVector128Int32WithTruncation", |c| {
        by_input(
            c,
            "x86.sse2.cvttps2dq",
            "v4f32->v4i32",
            "x86.sse2.cvttpd2dq",
            "v2f64->v4i32",
        )
    }),
    ("ConvertToVector128Int64", widen_low),
    ("ConvertToVector128Single", convert_vector),
    ("Divide", |c| lanewise(c, VecOp::Div)),
    ("DivideScalar", |c| scalar(c, VecOp::Div)),
    ("DotProduct", |c| {
        by_input(
            c,
            "x86.sse41.dpps",
            "v4f32,v4f32,i8->v4f32",
            "x86.sse41.dppd",
            "v2f64,v2f64,i8->v2f64",
        )
    }),
    ("Extract", extract),
    ("Floor", |c| lanewise(c, VecOp::Floor)),
    ("FloorScalar", |c| scalar(c, VecOp::Floor)),
    ("Insert", insert),
    ("LoadAlignedVector128", load),
    ("LoadAlignedVector128NonTemporal", load),
    ("LoadDquVector128", load),
    ("LoadFence", fence),
    ("LoadHigh", |c| load_lane(c, true)),
    ("LoadLow", |c| load_lane(c, false)),
    ("LoadScalarVector128", load_scalar),
    ("LoadVector128", load),
    ("MaskMove", |c| {
        target(c, "x86.sse2.maskmov.dqu", "v16i8,v16i8,p->void")
    }),
    ("Max", max),
    ("MaxScalar", |c| scalar(c, VecOp::MaxNative)),
    ("MemoryFence", fence),
    ("Min", min),
    ("MinScalar", |c| scalar(c, VecOp::MinNative)),
    ("MoveHighToLow", |c| move_halves(c, VecOp::UnpackHigh, true)),
    ("MoveLowToHigh", |c| move_halves(c, VecOp::UnpackLow, false)),
    ("MoveMask", move_mask),
    ("MoveScalar", move_scalar),
    ("Multiply", multiply),
    ("MultiplyAddAdjacent", multiply_add_adjacent),
    ("MultiplyHigh", multiply_high),
    ("MultiplyLow", |c| lanewise(c, VecOp::Mul)),
    ("MultiplyScalar", |c| scalar(c, VecOp::Mul)),
    ("Or", |c| lanewise(c, VecOp::Or)),
    ("PackSignedSaturate", |c| pack(c, VecOp::NarrowSat)),
    ("PackUnsignedSaturate", |c| {
        pack(c, VecOp::NarrowSatUnsigned)
    }),
    ("Prefetch0", nothing),
    ("Prefetch1", nothing),
    ("Prefetch2", nothing),
    ("PrefetchNonTemporal", nothing),
    ("Reciprocal", |c| {
        lanes_of_target(c, "x86.sse.rcp.ps", "v4f32->v4f32")
    }),
    ("ReciprocalScalar", |c| estimate(c, "x86.sse.rcp.ss")),
    ("ReciprocalSqrtScalar", |c| estimate(c, "x86.sse.rsqrt.ss")),
    ("ReciprocalSqrt", |c| {
        lanes_of_target(c, "x86.sse.rsqrt.ps", "v4f32->v4f32")
    }),
    ("RoundCurrentDirection", |c| lanewise(c, VecOp::RoundEven)),
    ("RoundToNearestInteger", |c| lanewise(c, VecOp::RoundEven)),
    ("RoundToNearestIntegerScalar", |c| {
        scalar(c, VecOp::RoundEven)
    }),
    ("RoundCurrentDirectionScalar", |c| {
        scalar(c, VecOp::RoundEven)
    }),
    ("RoundToNegativeInfinity", |c| lanewise(c, VecOp::Floor)),
    ("RoundToNegativeInfinityScalar", |c| scalar(c, VecOp::Floor)),
    ("RoundToPositiveInfinity", |c| lanewise(c, VecOp::Ceiling)),
    ("RoundToPositiveInfinityScalar", |c| {
        scalar(c, VecOp::Ceiling)
    }),
    ("RoundToZero", |c| lanewise(c, VecOp::Truncate)),
    ("RoundToZeroScalar", |c| scalar(c, VecOp::Truncate)),
    ("ShiftLeftLogical", |c| shift(c, 0)),
    ("ShiftLeftLogical128BitLane", |c| shift_bytes(c, true)),
    ("ShiftRightArithmetic", |c| shift(c, 2)),
    ("ShiftRightLogical", |c| shift(c, 1)),
    ("ShiftRightLogical128BitLane", |c| shift_bytes(c, false)),
    ("Shuffle", shuffle),
    ("ShuffleHigh", |c| shuffle_words(c, 4)),
    ("ShuffleLow", |c| shuffle_words(c, 0)),
    ("Sqrt", |c| lanewise(c, VecOp::Sqrt)),
    ("SqrtScalar", |c| scalar(c, VecOp::Sqrt)),
    ("Store", store),
    ("StoreAligned", store),
    ("StoreAlignedNonTemporal", store),
    ("StoreFence", fence),
    ("StoreHigh", |c| store_lane(c, true)),
    ("StoreLow", |c| store_lane(c, false)),
    ("StoreNonTemporal", store_number),
    ("StoreScalar", store_scalar),
    ("Subtract", |c| lanewise(c, VecOp::Sub)),
    ("SubtractSaturate", |c| lanewise(c, VecOp::SubSat)),
    ("SubtractScalar", |c| scalar(c, VecOp::Sub)),
    ("SumAbsoluteDifferences", |c| {
        target(c, "x86.sse2.psad.bw", "v16i8,v16i8->v2i64")
    }),
    ("UnpackHigh", |c| lanewise(c, VecOp::UnpackHigh)),
    ("UnpackLow", |c| lanewise(c, VecOp::UnpackLow)),
    ("Xor", |c| lanewise(c, VecOp::Xor)),
    // SSE3
    ("AddSubtract", |c| {
        by_input(
            c,
            "x86.sse3.addsub.ps",
            "v4f32,v4f32->v4f32",
            "x86.sse3.addsub.pd",
            "v2f64,v2f64->v2f64",
        )
    }),
    ("HorizontalAdd", |c| {
        horizontal(
            c,
            [
                "x86.ssse3.phadd.w.128",
                "x86.ssse3.phadd.d.128",
                "x86.sse3.hadd.ps",
                "x86.sse3.hadd.pd",
            ],
        )
    }),
    ("HorizontalSubtract", |c| {
        horizontal(
            c,
            [
                "x86.ssse3.phsub.w.128",
                "x86.ssse3.phsub.d.128",
                "x86.sse3.hsub.ps",
                "x86.sse3.hsub.pd",
            ],
        )
    }),
    ("LoadAndDuplicateToVector128", load_and_duplicate),
    ("MoveAndDuplicate", |c| select_lanes(c, 0, &[0, 0])),
    ("MoveHighAndDuplicate", |c| {
        select_lanes(c, 0, &[1, 1, 3, 3])
    }),
    ("MoveLowAndDuplicate", |c| select_lanes(c, 0, &[0, 0, 2, 2])),
    // SSSE3
    ("Abs", abs),
    ("AlignRight", align_right),
    ("HorizontalAddSaturate", |c| {
        target(c, "x86.ssse3.phadd.sw.128", "v8i16,v8i16->v8i16")
    }),
    ("HorizontalSubtractSaturate", |c| {
        target(c, "x86.ssse3.phsub.sw.128", "v8i16,v8i16->v8i16")
    }),
    ("MultiplyHighRoundScale", |c| {
        target(c, "x86.ssse3.pmul.hr.sw.128", "v8i16,v8i16->v8i16")
    }),
    ("Sign", sign),
    // SSE4.1
    ("Blend", blend),
    ("BlendVariable", blend_variable),
    ("MinHorizontal", |c| {
        target(c, "x86.sse41.phminposuw", "v8i16->v8i16")
    }),
    ("MultipleSumAbsoluteDifferences", |c| {
        target(c, "x86.sse41.mpsadbw", "v16i8,v16i8,i8->v8i16")
    }),
    ("TestC", |c| {
        target(c, "x86.sse41.ptestc", "v2i64,v2i64->i32")
    }),
    ("TestNotZAndNotC", |c| {
        target(c, "x86.sse41.ptestnzc", "v2i64,v2i64->i32")
    }),
    ("TestZ", |c| {
        target(c, "x86.sse41.ptestz", "v2i64,v2i64->i32")
    }),
    // SSE4.2, POPCNT
    ("Crc32", crc32),
    ("PopCount", pop_count),
];

/// The supported classes, with their nested 64-bit ones.
pub(super) fn groups() -> Vec<(String, &'static [(&'static str, Rule)])> {
    ["Sse", "Sse2", "Sse3", "Ssse3", "Sse41", "Sse42", "Popcnt"]
        .iter()
        .flat_map(|c| [format!("{NAMESPACE}.{c}"), format!("{NAMESPACE}.{c}+X64")])
        .filter(|c| crate::switches::isa::is_supported(c))
        .map(|c| (c, COMMON))
        .collect()
}

fn nothing(_: &mut Call) -> Outcome {
    void()
}

fn fence(c: &mut Call) -> Outcome {
    c.b.intrinsic_void(Intrinsic::MemoryBarrier, &[]);
    void()
}

/// One LLVM intrinsic with the call's arguments.
fn target(c: &mut Call, name: &'static str, signature: &'static str) -> Outcome {
    let immediate = signature
        .split("->")
        .next()
        .is_some_and(|p| p.ends_with(",i8"));
    if immediate && !matches!(c.args.last().map(|a| c.b.fact(a.value)), Some(Fact::I32(_))) {
        return Ok(None);
    }
    let args: Vec<Value> = c.args.iter().map(|a| a.value).collect();
    let op = VecOp::Target(name, signature);
    match c.b.env.kind(c.ret()?) {
        Some(kind) => {
            let v = c.vector(op, Lane::I8, &args, kind);
            c.value(v)
        }
        None => {
            let (lane, args) = (Lane::I8, args.into());
            c.b.emit_void(Op::Vector { op, lane, args });
            void()
        }
    }
}

fn lanes_of_target(c: &mut Call, name: &'static str, signature: &'static str) -> Outcome {
    if c.shape(0).map(|s| s.lane) != Some(Lane::F32) {
        return Ok(None);
    }
    target(c, name, signature)
}

fn by_input(
    c: &mut Call,
    f32_name: &'static str,
    f32_sig: &'static str,
    f64_name: &'static str,
    f64_sig: &'static str,
) -> Outcome {
    match c.shape(0).map(|s| s.lane) {
        Some(Lane::F32) => target(c, f32_name, f32_sig),
        Some(Lane::F64) => target(c, f64_name, f64_sig),
        _ => Ok(None),
    }
}

fn horizontal(c: &mut Call, names: [&'static str; 4]) -> Outcome {
    match c.shape(0).map(|s| s.lane) {
        Some(Lane::I16) => target(c, names[0], "v8i16,v8i16->v8i16"),
        Some(Lane::I32) => target(c, names[1], "v4i32,v4i32->v4i32"),
        Some(Lane::F32) => target(c, names[2], "v4f32,v4f32->v4f32"),
        Some(Lane::F64) => target(c, names[3], "v2f64,v2f64->v2f64"),
        _ => Ok(None),
    }
}

fn sign(c: &mut Call) -> Outcome {
    match c.shape(0).map(|s| s.lane) {
        Some(Lane::I8) => target(c, "x86.ssse3.psign.b.128", "v16i8,v16i8->v16i8"),
        Some(Lane::I16) => target(c, "x86.ssse3.psign.w.128", "v8i16,v8i16->v8i16"),
        Some(Lane::I32) => target(c, "x86.ssse3.psign.d.128", "v4i32,v4i32->v4i32"),
        _ => Ok(None),
    }
}

// ---- numbers ----------------------------------------------------------------------------------------------------------------

/// `AndNot(a, b)` is `!a & b`.
fn and_not(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let v = c.vector(VecOp::AndNot, s.lane, &[y, x], kind);
    c.value(v)
}

fn min(c: &mut Call) -> Outcome {
    let float = c.shape(0).is_some_and(|s| is_float(s.lane));
    lanewise(c, if float { VecOp::MinNative } else { VecOp::Min })
}

fn max(c: &mut Call) -> Outcome {
    let float = c.shape(0).is_some_and(|s| is_float(s.lane));
    lanewise(c, if float { VecOp::MaxNative } else { VecOp::Max })
}

/// `(a | b) - ((a ^ b) >> 1)`: the mean, rounded up.
fn average(c: &mut Call) -> Outcome {
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

fn abs(c: &mut Call) -> Outcome {
    let (Some(s), Some((_, kind))) = (c.shape(0), c.result_shape()) else {
        return Ok(None);
    };
    let v = c.arg(0);
    let v = c.vector(VecOp::Abs, s.lane, &[v], kind);
    c.value(v)
}

fn multiply(c: &mut Call) -> Outcome {
    let (Some(s), Some((r, kind))) = (c.shape(0), c.result_shape()) else {
        return Ok(None);
    };
    if r == s {
        return lanewise(c, VecOp::Mul);
    }
    // Even lanes, to products of twice their width.
    let (x, y) = (c.arg(0), c.arg(1));
    let bits = c.b.const_i32(32);
    let (up, down) = (
        VecOp::Shl,
        if s.lane == Lane::I32 {
            VecOp::Shr
        } else {
            VecOp::ShrUn
        },
    );
    let extend = |c: &mut Call, v| {
        let v = c.vector(up, r.lane, &[v, bits], kind);
        c.vector(down, r.lane, &[v, bits], kind)
    };
    let (x, y) = (extend(c, x), extend(c, y));
    let v = c.vector(VecOp::Mul, r.lane, &[x, y], kind);
    c.value(v)
}

fn multiply_high(c: &mut Call) -> Outcome {
    match c.shape(0).map(|s| s.lane) {
        Some(Lane::I16) => target(c, "x86.sse2.pmulh.w", "v8i16,v8i16->v8i16"),
        Some(Lane::U16) => target(c, "x86.sse2.pmulhu.w", "v8i16,v8i16->v8i16"),
        _ => Ok(None),
    }
}

fn multiply_add_adjacent(c: &mut Call) -> Outcome {
    match c.shape(0).map(|s| s.lane) {
        Some(Lane::I16) => target(c, "x86.sse2.pmadd.wd", "v8i16,v8i16->v4i32"),
        Some(Lane::U8) => target(c, "x86.ssse3.pmadd.ub.sw.128", "v16i8,v16i8->v8i16"),
        _ => Ok(None),
    }
}

fn compare_not(c: &mut Call, op: VecOp) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let v = c.vector(op, s.lane, &[x, y], kind);
    let v = c.vector(VecOp::Not, s.lane, &[v], kind);
    c.value(v)
}

fn ordered(c: &mut Call, negate: bool) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let x = c.vector(VecOp::Eq, s.lane, &[x, x], kind);
    let y = c.vector(VecOp::Eq, s.lane, &[y, y], kind);
    let mut v = c.vector(VecOp::And, s.lane, &[x, y], kind);
    if negate {
        v = c.vector(VecOp::Not, s.lane, &[v], kind);
    }
    c.value(v)
}

/// Lane 0 of the operation, other lanes of the first argument.
fn scalar(c: &mut Call, op: VecOp) -> Outcome {
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

/// The negated comparison in lane 0, other lanes of the first argument.
fn scalar_not(c: &mut Call, op: VecOp) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let v = c.vector(op, s.lane, &[x, y], kind);
    let v = c.vector(VecOp::Not, s.lane, &[v], kind);
    let v = replace_first(c, s, x, v, kind);
    c.value(v)
}

fn scalar_ordered(c: &mut Call, negate: bool) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let p = c.vector(VecOp::Eq, s.lane, &[x, x], kind);
    let q = c.vector(VecOp::Eq, s.lane, &[y, y], kind);
    let mut v = c.vector(VecOp::And, s.lane, &[p, q], kind);
    if negate {
        v = c.vector(VecOp::Not, s.lane, &[v], kind);
    }
    let v = replace_first(c, s, x, v, kind);
    c.value(v)
}

/// `(value)` or `(upper, value)`: the estimate in lane 0, other lanes of the first argument.
fn estimate(c: &mut Call, name: &'static str) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (upper, value) = (c.arg(0), c.arg(c.args.len() - 1));
    let op = VecOp::Target(name, "v4f32->v4f32");
    let v = c.vector(op, s.lane, &[value], kind);
    let v = replace_first(c, s, upper, v, kind);
    c.value(v)
}

/// `into` with lane 0 of `from`.
fn replace_first(c: &mut Call, s: Shape, into: Value, from: Value, kind: Kind) -> Value {
    let zero = c.b.const_i32(0);
    let x = c.vector(VecOp::Extract, s.lane, &[from, zero], lane_kind(s.lane));
    c.vector(VecOp::Insert, s.lane, &[into, zero, x], kind)
}

fn lane_kind(lane: Lane) -> Kind {
    match lane {
        Lane::F32 => Kind::F32,
        Lane::F64 => Kind::F64,
        Lane::I64 | Lane::U64 => Kind::I64,
        _ => Kind::I32,
    }
}

fn first_lane(c: &mut Call, i: usize, s: Shape) -> Value {
    let (v, zero) = (c.arg(i), c.b.const_i32(0));
    c.vector(VecOp::Extract, s.lane, &[v, zero], lane_kind(s.lane))
}

fn scalar_test(c: &mut Call, cond: Cond) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    let (x, y) = (first_lane(c, 0, s), first_lane(c, 1, s));
    let v = c.b.compare(cond, x, y);
    c.value(v)
}

// ---- conversions --------------------------------------------------------------------------------------------------------------

/// `(upper, integer or float) -> vector` with the converted number in lane 0.
fn convert_scalar(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let to = if s.lane == Lane::F32 {
        Conv::F32
    } else {
        Conv::F64
    };
    let x = match c.shape(1) {
        Some(from) => first_lane(c, 1, from),
        None => c.arg(1),
    };
    let x = c.b.convert(to, false, x);
    let (into, zero) = (c.arg(0), c.b.const_i32(0));
    let v = c.vector(VecOp::Insert, s.lane, &[into, zero, x], kind);
    c.value(v)
}

fn from_scalar(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let v = c.arg(0);
    let v = c.vector(VecOp::CreateScalar, s.lane, &[v], kind);
    c.value(v)
}

fn to_scalar(c: &mut Call, truncate: bool) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    if !is_float(s.lane) {
        let v = first_lane(c, 0, s);
        return c.value(v);
    }
    let wide = matches!(
        c.ts().value_class(c.ret()?),
        ValueClass::Int { size: 8, .. }
    );
    let (name, sig) = match (s.lane, wide, truncate) {
        (Lane::F32, false, false) => ("x86.sse.cvtss2si", "v4f32->i32"),
        (Lane::F32, false, true) => ("x86.sse.cvttss2si", "v4f32->i32"),
        (Lane::F32, true, false) => ("x86.sse.cvtss2si64", "v4f32->i64"),
        (Lane::F32, true, true) => ("x86.sse.cvttss2si64", "v4f32->i64"),
        (_, false, false) => ("x86.sse2.cvtsd2si", "v2f64->i32"),
        (_, false, true) => ("x86.sse2.cvttsd2si", "v2f64->i32"),
        (_, true, false) => ("x86.sse2.cvtsd2si64", "v2f64->i64"),
        (_, true, true) => ("x86.sse2.cvttsd2si64", "v2f64->i64"),
    };
    target(c, name, sig)
}

/// Between floats and 32-bit integers; widening of integers goes to [`widen_low`].
fn convert_vector(c: &mut Call) -> Outcome {
    let Some((r, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let Some(s) = c.shape(0) else {
        return widen_low(c);
    };
    let v = c.arg(0);
    match (s.lane, r.lane) {
        (Lane::I32, Lane::F32) => {
            let v = c.vector(VecOp::ConvertToFloat, Lane::I32, &[v], kind);
            c.value(v)
        }
        (Lane::I32, Lane::F64) => {
            let wide = c.vector(VecOp::WidenLower, Lane::I32, &[v], kind);
            let v = c.vector(VecOp::ConvertToFloat, Lane::I64, &[wide], kind);
            c.value(v)
        }
        (Lane::F32, Lane::F64) => {
            let v = c.vector(VecOp::WidenLower, Lane::F32, &[v], kind);
            c.value(v)
        }
        (Lane::F64, Lane::F32) => target(c, "x86.sse2.cvtpd2ps", "v2f64->v4f32"),
        (Lane::F32, Lane::I32) => target(c, "x86.sse2.cvtps2dq", "v4f32->v4i32"),
        (Lane::F64, Lane::I32) => target(c, "x86.sse2.cvtpd2dq", "v2f64->v4i32"),
        _ => widen_low(c),
    }
}

fn signed(lane: Lane) -> bool {
    matches!(lane, Lane::I8 | Lane::I16 | Lane::I32 | Lane::I64)
}

fn wider(lane: Lane) -> Lane {
    match lane {
        Lane::I8 => Lane::I16,
        Lane::U8 => Lane::U16,
        Lane::I16 => Lane::I32,
        Lane::U16 => Lane::U32,
        Lane::I32 => Lane::I64,
        _ => Lane::U64,
    }
}

/// The lowest lanes of a vector, or as many numbers in memory, extended to the lanes of the result.
fn widen_low(c: &mut Call) -> Outcome {
    let Some((r, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let ts = c.ts();
    let (mut v, mut lane) = match c.shape(0) {
        Some(s) => (c.arg(0), s.lane),
        None => {
            let Some(elem) = c.pointee(0)? else {
                return Ok(None);
            };
            let ValueClass::Int { size, signed } = ts.value_class(elem) else {
                return Ok(None);
            };
            let lane = match (size, signed) {
                (1, true) => Lane::I8,
                (1, false) => Lane::U8,
                (2, true) => Lane::I16,
                (2, false) => Lane::U16,
                (4, true) => Lane::I32,
                _ => Lane::U32,
            };
            // The bytes that are read: one number per lane of the result.
            let bytes = r.lanes() * u32::from(size);
            let (mem, whole) = match bytes {
                8 => (Mem::I64, Lane::U64),
                4 => (Mem::I32, Lane::U32),
                _ => (Mem::U16, Lane::U16),
            };
            let access = Access {
                unaligned: true,
                ..Access::default()
            };
            let x = c.b.load(c.args[0].value, mem, access);
            (c.vector(VecOp::CreateScalar, whole, &[x], kind), lane)
        }
    };
    if is_float(lane) || lane_bytes(lane) >= lane_bytes(r.lane) {
        return Ok(None);
    }
    while lane_bytes(lane) < lane_bytes(r.lane) {
        v = c.vector(VecOp::WidenLower, lane, &[v], kind);
        lane = wider(lane);
    }
    c.value(v)
}

fn pack(c: &mut Call, op: VecOp) -> Outcome {
    let (Some(s), Some((_, kind))) = (c.shape(0), c.result_shape()) else {
        return Ok(None);
    };
    if c.args.len() != 2 || c.shape(1) != Some(s) || !signed(s.lane) {
        return Ok(None);
    }
    let (x, y) = (c.arg(0), c.arg(1));
    let v = c.vector(op, s.lane, &[x, y], kind);
    c.value(v)
}

// ---- lanes --------------------------------------------------------------------------------------------------------------------

fn immediate(c: &Call, i: usize) -> Option<u32> {
    match c.args.get(i).map(|a| c.b.fact(a.value)) {
        Some(Fact::I32(n)) => Some(n as u32 & 0xFF),
        _ => None,
    }
}

fn extract(c: &mut Call) -> Outcome {
    let (Some(s), Some(n)) = (c.shape(0), immediate(c, 1)) else {
        return Ok(None);
    };
    let (v, i) = (c.arg(0), c.b.const_i32((n % s.lanes()) as i32));
    let v = c.vector(VecOp::Extract, s.lane, &[v, i], lane_kind(s.lane));
    c.value(v)
}

fn insert(c: &mut Call) -> Outcome {
    let (Some((s, kind)), Some(n)) = (c.result_shape(), immediate(c, 2)) else {
        return Ok(None);
    };
    if c.shape(1).is_some() {
        return target(c, "x86.sse41.insertps", "v4f32,v4f32,i8->v4f32");
    }
    let (v, i, x) = (c.arg(0), c.b.const_i32((n % s.lanes()) as i32), c.arg(1));
    let v = c.vector(VecOp::Insert, s.lane, &[v, i, x], kind);
    c.value(v)
}

fn move_mask(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    let v = c.arg(0);
    let v = c.vector(VecOp::SignBits, s.lane, &[v], Kind::I32);
    c.value(v)
}

/// Lane 0 of the last argument; other lanes of the first, or zero.
fn move_scalar(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    if c.args.len() == 1 {
        let x = first_lane(c, 0, s);
        let v = c.vector(VecOp::CreateScalar, s.lane, &[x], kind);
        return c.value(v);
    }
    let (into, from) = (c.arg(0), c.arg(1));
    let v = replace_first(c, s, into, from, kind);
    c.value(v)
}

fn move_halves(c: &mut Call, op: VecOp, swap: bool) -> Outcome {
    let Some((_, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let args = if swap { [y, x] } else { [x, y] };
    let v = c.vector(op, Lane::U64, &args, kind);
    c.value(v)
}

fn index_lane(lane: Lane) -> Lane {
    match lane_bytes(lane) {
        1 => Lane::U8,
        2 => Lane::U16,
        4 => Lane::U32,
        _ => Lane::U64,
    }
}

/// Lanes of a vector by constant indices; -1 gives zero.
fn pick(c: &mut Call, lane: Lane, v: Value, lanes: &[i32], kind: Kind) -> Value {
    let wide = lane_bytes(lane) == 8;
    let indices: Vec<Value> = lanes
        .iter()
        .map(|&n| {
            if wide {
                c.b.const_i64(i64::from(n))
            } else {
                c.b.const_i32(n)
            }
        })
        .collect();
    let at = c.vector(VecOp::Build, index_lane(lane), &indices, kind);
    c.vector(VecOp::Shuffle, lane, &[v, at], kind)
}

fn select_lanes(c: &mut Call, argument: usize, lanes: &[i32]) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    if s.lanes() as usize != lanes.len() || c.shape(argument) != Some(s) {
        return Ok(None);
    }
    let v = c.arg(argument);
    let v = pick(c, s.lane, v, lanes, kind);
    c.value(v)
}

fn shuffle(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    if lane_bytes(s.lane) == 1 {
        return target(c, "x86.ssse3.pshuf.b.128", "v16i8,v16i8->v16i8");
    }
    let Some(n) = immediate(c, c.args.len() - 1) else {
        return Ok(None);
    };
    let n = n as i32;
    let field = |i: i32| n >> (2 * i) & 3;
    if c.args.len() == 2 {
        return select_lanes(c, 0, &[field(0), field(1), field(2), field(3)]);
    }
    let (x, y) = (c.arg(0), c.arg(1));
    let (x, y) = if s.lane == Lane::F64 {
        (
            pick(c, s.lane, x, &[n & 1, -1], kind),
            pick(c, s.lane, y, &[-1, n >> 1 & 1], kind),
        )
    } else {
        let low = pick(c, s.lane, x, &[field(0), field(1), -1, -1], kind);
        (low, pick(c, s.lane, y, &[-1, -1, field(2), field(3)], kind))
    };
    let v = c.vector(VecOp::Or, s.lane, &[x, y], kind);
    c.value(v)
}

/// Four of eight words, from `first` on.
fn shuffle_words(c: &mut Call, first: i32) -> Outcome {
    let Some(n) = immediate(c, 1) else {
        return Ok(None);
    };
    let n = n as i32;
    let mut lanes = [0, 1, 2, 3, 4, 5, 6, 7];
    for i in 0..4 {
        lanes[(first + i) as usize] = first + (n >> (2 * i) & 3);
    }
    select_lanes(c, 0, &lanes)
}

fn shift_bytes(c: &mut Call, left: bool) -> Outcome {
    let (Some((_, kind)), Some(n)) = (c.result_shape(), immediate(c, 1)) else {
        return Ok(None);
    };
    let n = n.min(16) as i32;
    let lanes: Vec<i32> = (0..16)
        .map(|i| if left { i - n } else { i + n })
        .map(|i| if (0..16).contains(&i) { i } else { -1 })
        .collect();
    let v = c.arg(0);
    let v = pick(c, Lane::U8, v, &lanes, kind);
    c.value(v)
}

/// Bytes of `left:right` from `n` on.
fn align_right(c: &mut Call) -> Outcome {
    let (Some((_, kind)), Some(n)) = (c.result_shape(), immediate(c, 2)) else {
        return Ok(None);
    };
    let n = n.min(32) as i32;
    let at = |base: i32| -> Vec<i32> {
        (0..16)
            .map(|i| i + n - base)
            .map(|i| if (0..16).contains(&i) { i } else { -1 })
            .collect()
    };
    let (left, right) = (c.arg(0), c.arg(1));
    let low = pick(c, Lane::U8, right, &at(0), kind);
    let high = pick(c, Lane::U8, left, &at(16), kind);
    let v = c.vector(VecOp::Or, Lane::U8, &[low, high], kind);
    c.value(v)
}

/// Shifts by a byte or by a vector; a count beyond the width gives zeros (or signs). `how`: 0 left, 1 right logical, 2 right arithmetic.
fn shift(c: &mut Call, how: usize) -> Outcome {
    const IMMEDIATE: [[&str; 3]; 3] = [
        ["x86.sse2.pslli.w", "x86.sse2.pslli.d", "x86.sse2.pslli.q"],
        ["x86.sse2.psrli.w", "x86.sse2.psrli.d", "x86.sse2.psrli.q"],
        ["x86.sse2.psrai.w", "x86.sse2.psrai.d", ""],
    ];
    const VECTOR: [[&str; 3]; 3] = [
        ["x86.sse2.psll.w", "x86.sse2.psll.d", "x86.sse2.psll.q"],
        ["x86.sse2.psrl.w", "x86.sse2.psrl.d", "x86.sse2.psrl.q"],
        ["x86.sse2.psra.w", "x86.sse2.psra.d", ""],
    ];
    const BY_COUNT: [&str; 3] = ["v8i16,i32->v8i16", "v4i32,i32->v4i32", "v2i64,i32->v2i64"];
    const BY_VECTOR: [&str; 3] = [
        "v8i16,v8i16->v8i16",
        "v4i32,v4i32->v4i32",
        "v2i64,v2i64->v2i64",
    ];
    let Some((s, _)) = c.result_shape() else {
        return Ok(None);
    };
    let at = match lane_bytes(s.lane) {
        2 => 0,
        4 => 1,
        8 => 2,
        _ => return Ok(None),
    };
    let (name, signature) = if c.shape(1).is_some() {
        (VECTOR[how][at], BY_VECTOR[at])
    } else {
        (IMMEDIATE[how][at], BY_COUNT[at])
    };
    if name.is_empty() {
        return Ok(None);
    }
    target(c, name, signature)
}

fn blend(c: &mut Call) -> Outcome {
    let (Some((s, kind)), Some(n)) = (c.result_shape(), immediate(c, 2)) else {
        return Ok(None);
    };
    let wide = lane_bytes(s.lane) == 8;
    let mask: Vec<Value> = (0..s.lanes())
        .map(|i| -((n >> i & 1) as i32))
        .map(|m| {
            if wide {
                c.b.const_i64(i64::from(m))
            } else {
                c.b.const_i32(m)
            }
        })
        .collect();
    let mask = c.vector(VecOp::Build, index_lane(s.lane), &mask, kind);
    let (x, y) = (c.arg(0), c.arg(1));
    let v = c.vector(
        VecOp::ConditionalSelect,
        index_lane(s.lane),
        &[mask, y, x],
        kind,
    );
    c.value(v)
}

fn blend_variable(c: &mut Call) -> Outcome {
    match c.shape(0).map(|s| s.lane) {
        Some(Lane::F32) => target(c, "x86.sse41.blendvps", "v4f32,v4f32,v4f32->v4f32"),
        Some(Lane::F64) => target(c, "x86.sse41.blendvpd", "v2f64,v2f64,v2f64->v2f64"),
        Some(_) => target(c, "x86.sse41.pblendvb", "v16i8,v16i8,v16i8->v16i8"),
        None => Ok(None),
    }
}

// ---- memory -------------------------------------------------------------------------------------------------------------------

const UNALIGNED: Access = Access {
    volatile: false,
    unaligned: true,
    nonnull: false,
    invariant: false,
};

fn lane_mem(lane: Lane) -> Mem {
    match lane {
        Lane::I8 => Mem::I8,
        Lane::U8 => Mem::U8,
        Lane::I16 => Mem::I16,
        Lane::U16 => Mem::U16,
        Lane::I32 | Lane::U32 => Mem::I32,
        Lane::I64 | Lane::U64 => Mem::I64,
        Lane::F32 => Mem::F32,
        Lane::F64 => Mem::F64,
    }
}

fn load_scalar(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let x = c.b.load(c.args[0].value, lane_mem(s.lane), UNALIGNED);
    let v = c.vector(VecOp::CreateScalar, s.lane, &[x], kind);
    c.value(v)
}

/// `(vector, address)`: one half of the vector from memory.
fn load_lane(c: &mut Call, high: bool) -> Outcome {
    let Some((_, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let x = c.b.load(c.args[1].value, Mem::I64, UNALIGNED);
    let (v, i) = (c.arg(0), c.b.const_i32(i32::from(high)));
    let v = c.vector(VecOp::Insert, Lane::I64, &[v, i, x], kind);
    c.value(v)
}

fn load_and_duplicate(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let x = c.b.load(c.args[0].value, lane_mem(s.lane), UNALIGNED);
    let v = c.vector(VecOp::Splat, s.lane, &[x], kind);
    c.value(v)
}

/// `(address, vector)`.
fn store(c: &mut Call) -> Outcome {
    let ty = c.param(1)?;
    if shape(c.ts(), ty).is_none() {
        return Ok(None);
    }
    let mem = c.mem(ty)?;
    c.b.store(c.args[0].value, c.args[1].value, mem, UNALIGNED);
    void()
}

fn store_scalar(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(1) else { return Ok(None) };
    let x = first_lane(c, 1, s);
    c.b.store(c.args[0].value, x, lane_mem(s.lane), UNALIGNED);
    void()
}

/// One half of a vector of floats.
fn store_lane(c: &mut Call, high: bool) -> Outcome {
    if c.shape(1).is_none() {
        return Ok(None);
    }
    let (v, i) = (c.arg(1), c.b.const_i32(i32::from(high)));
    let x = c.vector(VecOp::Extract, Lane::I64, &[v, i], Kind::I64);
    c.b.store(c.args[0].value, x, Mem::I64, UNALIGNED);
    void()
}

fn store_number(c: &mut Call) -> Outcome {
    let mem = if c.args[1].kind == Kind::I64 {
        Mem::I64
    } else {
        Mem::I32
    };
    c.b.store(c.args[0].value, c.args[1].value, mem, UNALIGNED);
    void()
}

// ---- integers -----------------------------------------------------------------------------------------------------------------

fn crc32(c: &mut Call) -> Outcome {
    let ValueClass::Int { size, .. } = c.ts().value_class(c.param(1)?) else {
        return Ok(None);
    };
    let (name, signature) = match size {
        1 => ("x86.sse42.crc32.32.8", "i32,i8->i32"),
        2 => ("x86.sse42.crc32.32.16", "i32,i16->i32"),
        4 => ("x86.sse42.crc32.32.32", "i32,i32->i32"),
        _ => ("x86.sse42.crc32.64.64", "i64,i64->i64"),
    };
    let (crc, data, kind) = (c.arg(0), c.arg(1), c.args[0].kind);
    let v = c.vector(VecOp::Target(name, signature), Lane::I8, &[crc, data], kind);
    c.value(v)
}

fn pop_count(c: &mut Call) -> Outcome {
    let kind = c.args[0].kind;
    let v = c.b.intrinsic(Intrinsic::PopCount, &[c.args[0].value], kind);
    c.value(v)
}
