//! The x86 instruction sets. [`METHODS`] says how each method is expanded: as an operation on vectors that every target has, by a rule of one of
//! the modules here, or (all others) as the processor's own instruction, which [`target`] finds by name and types. Methods of the same name mean
//! the same in all classes: the overload's types decide.
//!
//! Vectors of 256 bits are two halves to most instructions that move lanes; in these files a *block* is 128 bits.

mod compare;
mod convert;
mod integers;
mod lanes;
mod memory;
mod numbers;
mod target;

use super::call::{Call, Outcome, void};
use super::vectors::{lanewise, load};
use crate::fold::Fact;
use crate::*;
use numbers::Negated;
use smelt_types::{MethodId, TypeSystem, ValueClass};

/// How a method is expanded.
#[derive(Copy, Clone)]
enum Way {
    /// Lane by lane.
    Lanes(VecOp),
    /// Lane 0; the other lanes are the first argument's.
    Scalar(VecOp),
    /// The opposite of a comparison, in all lanes.
    Not(VecOp),
    /// The opposite of a comparison, in lane 0.
    ScalarNot(VecOp),
    /// A comparison of lanes 0 to a Boolean.
    Test(Cond),
    /// `a * b + c` with one rounding, operands negated.
    Fused(Negated),
    /// The same in lane 0.
    FusedScalar(Negated),
    Rule(fn(&mut Call) -> Outcome),
}

use Way::{Fused, FusedScalar, Lanes, Not, Rule, Scalar, ScalarNot, Test};

/// By name.
const METHODS: &[(&str, Way)] = &[
    ("Abs", Rule(numbers::abs)),
    ("Add", Lanes(VecOp::Add)),
    ("AddSaturate", Lanes(VecOp::AddSat)),
    ("AddScalar", Scalar(VecOp::Add)),
    ("AlignRight", Rule(lanes::align_right)),
    ("And", Lanes(VecOp::And)),
    ("AndNot", Rule(numbers::and_not)),
    ("Average", Rule(numbers::average)),
    ("BitFieldExtract", Rule(integers::bit_field)),
    ("BitScanForward", Rule(integers::trailing_zeros)),
    ("BitScanReverse", Rule(integers::highest_bit)),
    ("Blend", Rule(lanes::blend)),
    ("BroadcastScalarToVector128", Rule(lanes::broadcast)),
    ("BroadcastScalarToVector256", Rule(lanes::broadcast)),
    ("BroadcastVector128ToVector256", Rule(memory::load_twice)),
    ("Ceiling", Lanes(VecOp::Ceiling)),
    ("CeilingScalar", Scalar(VecOp::Ceiling)),
    ("CompareEqual", Lanes(VecOp::Eq)),
    ("CompareGreaterThan", Lanes(VecOp::Gt)),
    ("CompareGreaterThanOrEqual", Lanes(VecOp::Ge)),
    ("CompareLessThan", Lanes(VecOp::Lt)),
    ("CompareLessThanOrEqual", Lanes(VecOp::Le)),
    ("CompareNotEqual", Not(VecOp::Eq)),
    ("CompareNotGreaterThan", Not(VecOp::Gt)),
    ("CompareNotGreaterThanOrEqual", Not(VecOp::Ge)),
    ("CompareNotLessThan", Not(VecOp::Lt)),
    ("CompareNotLessThanOrEqual", Not(VecOp::Le)),
    ("CompareOrdered", Rule(|c| compare::ordered(c, false))),
    ("CompareScalarEqual", Scalar(VecOp::Eq)),
    ("CompareScalarGreaterThan", Scalar(VecOp::Gt)),
    ("CompareScalarGreaterThanOrEqual", Scalar(VecOp::Ge)),
    ("CompareScalarLessThan", Scalar(VecOp::Lt)),
    ("CompareScalarLessThanOrEqual", Scalar(VecOp::Le)),
    ("CompareScalarNotEqual", ScalarNot(VecOp::Eq)),
    ("CompareScalarNotGreaterThan", ScalarNot(VecOp::Gt)),
    ("CompareScalarNotGreaterThanOrEqual", ScalarNot(VecOp::Ge)),
    ("CompareScalarNotLessThan", ScalarNot(VecOp::Lt)),
    ("CompareScalarNotLessThanOrEqual", ScalarNot(VecOp::Le)),
    (
        "CompareScalarOrdered",
        Rule(|c| compare::scalar_ordered(c, false)),
    ),
    ("CompareScalarOrderedEqual", Test(Cond::Eq)),
    ("CompareScalarOrderedGreaterThan", Test(Cond::Gt)),
    ("CompareScalarOrderedGreaterThanOrEqual", Test(Cond::Ge)),
    ("CompareScalarOrderedLessThan", Test(Cond::Lt)),
    ("CompareScalarOrderedLessThanOrEqual", Test(Cond::Le)),
    ("CompareScalarOrderedNotEqual", Test(Cond::Ne)),
    (
        "CompareScalarUnordered",
        Rule(|c| compare::scalar_ordered(c, true)),
    ),
    ("CompareScalarUnorderedEqual", Test(Cond::Eq)),
    ("CompareScalarUnorderedGreaterThan", Test(Cond::Gt)),
    ("CompareScalarUnorderedGreaterThanOrEqual", Test(Cond::Ge)),
    ("CompareScalarUnorderedLessThan", Test(Cond::Lt)),
    ("CompareScalarUnorderedLessThanOrEqual", Test(Cond::Le)),
    ("CompareScalarUnorderedNotEqual", Test(Cond::Ne)),
    ("CompareUnordered", Rule(|c| compare::ordered(c, true))),
    ("ConvertScalarToVector128Double", Rule(convert::scalar)),
    ("ConvertScalarToVector128Int32", Rule(convert::from_number)),
    ("ConvertScalarToVector128Int64", Rule(convert::from_number)),
    ("ConvertScalarToVector128Single", Rule(convert::scalar)),
    ("ConvertScalarToVector128UInt32", Rule(convert::from_number)),
    ("ConvertScalarToVector128UInt64", Rule(convert::from_number)),
    ("ConvertToInt32", Rule(convert::to_number)),
    ("ConvertToInt64", Rule(convert::to_number)),
    ("ConvertToUInt32", Rule(convert::to_number)),
    ("ConvertToUInt64", Rule(convert::to_number)),
    ("ConvertToVector128Double", Rule(convert::extend)),
    ("ConvertToVector128Int16", Rule(convert::extend)),
    ("ConvertToVector128Int32", Rule(convert::extend)),
    ("ConvertToVector128Int64", Rule(convert::extend)),
    ("ConvertToVector128Single", Rule(convert::to_floats)),
    ("ConvertToVector256Double", Rule(convert::extend)),
    ("ConvertToVector256Int16", Rule(convert::extend)),
    ("ConvertToVector256Int32", Rule(convert::extend)),
    ("ConvertToVector256Int64", Rule(convert::extend)),
    ("ConvertToVector256Single", Rule(convert::to_floats)),
    ("DivRem", Rule(integers::div_rem)),
    ("Divide", Lanes(VecOp::Div)),
    ("DivideScalar", Scalar(VecOp::Div)),
    ("DuplicateEvenIndexed", Rule(|c| lanes::duplicate(c, 0))),
    ("DuplicateOddIndexed", Rule(|c| lanes::duplicate(c, 1))),
    ("Extract", Rule(lanes::extract)),
    ("ExtractLowestSetBit", Rule(integers::lowest_bit)),
    ("ExtractVector128", Rule(lanes::extract_half)),
    ("Floor", Lanes(VecOp::Floor)),
    ("FloorScalar", Scalar(VecOp::Floor)),
    ("GatherVector128", Rule(target::gather)),
    ("GatherVector256", Rule(target::gather)),
    (
        "GetMaskUpToLowestSetBit",
        Rule(integers::mask_to_lowest_bit),
    ),
    ("Insert", Rule(lanes::insert)),
    ("InsertVector128", Rule(lanes::insert_half)),
    ("LeadingZeroCount", Rule(integers::leading_zeros)),
    ("LoadAlignedVector128", Rule(load)),
    ("LoadAlignedVector128NonTemporal", Rule(load)),
    ("LoadAlignedVector256", Rule(load)),
    ("LoadAlignedVector256NonTemporal", Rule(load)),
    ("LoadAndDuplicateToVector128", Rule(lanes::broadcast)),
    ("LoadDquVector128", Rule(load)),
    ("LoadDquVector256", Rule(load)),
    ("LoadFence", Rule(memory::fence)),
    ("LoadHigh", Rule(|c| memory::load_lane(c, true))),
    ("LoadLow", Rule(|c| memory::load_lane(c, false))),
    ("LoadScalarVector128", Rule(memory::load_scalar)),
    ("LoadVector128", Rule(load)),
    ("LoadVector256", Rule(load)),
    (
        "Max",
        Rule(|c| numbers::extreme(c, VecOp::Max, VecOp::MaxNative)),
    ),
    ("MaxScalar", Scalar(VecOp::MaxNative)),
    ("MemoryFence", Rule(memory::fence)),
    (
        "Min",
        Rule(|c| numbers::extreme(c, VecOp::Min, VecOp::MinNative)),
    ),
    ("MinScalar", Scalar(VecOp::MinNative)),
    ("MoveAndDuplicate", Rule(|c| lanes::duplicate(c, 0))),
    ("MoveHighAndDuplicate", Rule(|c| lanes::duplicate(c, 1))),
    ("MoveHighToLow", Rule(lanes::move_high)),
    ("MoveLowAndDuplicate", Rule(|c| lanes::duplicate(c, 0))),
    ("MoveLowToHigh", Rule(lanes::move_low)),
    ("MoveMask", Rule(lanes::move_mask)),
    ("MoveScalar", Rule(lanes::move_scalar)),
    ("Multiply", Rule(numbers::multiply)),
    ("MultiplyAdd", Fused(Negated::NONE)),
    ("MultiplyAddNegated", Fused(Negated::PRODUCT)),
    ("MultiplyAddNegatedScalar", FusedScalar(Negated::PRODUCT)),
    ("MultiplyAddScalar", FusedScalar(Negated::NONE)),
    ("MultiplyAddSubtract", Rule(|c| numbers::fused_mixed(c, 0))),
    ("MultiplyLow", Lanes(VecOp::Mul)),
    ("MultiplyNoFlags", Rule(integers::multiply)),
    ("MultiplyScalar", Scalar(VecOp::Mul)),
    ("MultiplySubtract", Fused(Negated::ADDEND)),
    ("MultiplySubtractAdd", Rule(|c| numbers::fused_mixed(c, 1))),
    ("MultiplySubtractNegated", Fused(Negated::BOTH)),
    ("MultiplySubtractNegatedScalar", FusedScalar(Negated::BOTH)),
    ("MultiplySubtractScalar", FusedScalar(Negated::ADDEND)),
    ("Or", Lanes(VecOp::Or)),
    ("Pause", Rule(pause)),
    ("Permute", Rule(lanes::permute)),
    ("Permute2x128", Rule(lanes::permute_halves)),
    ("Permute4x64", Rule(lanes::permute_words)),
    ("PopCount", Rule(integers::pop_count)),
    ("Prefetch0", Rule(nothing)),
    ("Prefetch1", Rule(nothing)),
    ("Prefetch2", Rule(nothing)),
    ("PrefetchNonTemporal", Rule(nothing)),
    (
        "ReciprocalScalar",
        Rule(|c| numbers::estimate(c, "x86.sse.rcp.ss")),
    ),
    (
        "ReciprocalSqrtScalar",
        Rule(|c| numbers::estimate(c, "x86.sse.rsqrt.ss")),
    ),
    ("ResetLowestSetBit", Rule(integers::reset_lowest_bit)),
    ("RoundCurrentDirection", Lanes(VecOp::RoundEven)),
    ("RoundCurrentDirectionScalar", Scalar(VecOp::RoundEven)),
    ("RoundToNearestInteger", Lanes(VecOp::RoundEven)),
    ("RoundToNearestIntegerScalar", Scalar(VecOp::RoundEven)),
    ("RoundToNegativeInfinity", Lanes(VecOp::Floor)),
    ("RoundToNegativeInfinityScalar", Scalar(VecOp::Floor)),
    ("RoundToPositiveInfinity", Lanes(VecOp::Ceiling)),
    ("RoundToPositiveInfinityScalar", Scalar(VecOp::Ceiling)),
    ("RoundToZero", Lanes(VecOp::Truncate)),
    ("RoundToZeroScalar", Scalar(VecOp::Truncate)),
    (
        "ShiftLeftLogical128BitLane",
        Rule(|c| lanes::shift_bytes(c, true)),
    ),
    (
        "ShiftRightLogical128BitLane",
        Rule(|c| lanes::shift_bytes(c, false)),
    ),
    ("Shuffle", Rule(lanes::shuffle)),
    ("ShuffleHigh", Rule(|c| lanes::shuffle_words(c, 4))),
    ("ShuffleLow", Rule(|c| lanes::shuffle_words(c, 0))),
    ("Sqrt", Lanes(VecOp::Sqrt)),
    ("SqrtScalar", Scalar(VecOp::Sqrt)),
    ("Store", Rule(memory::store)),
    ("StoreAligned", Rule(memory::store)),
    ("StoreAlignedNonTemporal", Rule(memory::store)),
    ("StoreFence", Rule(memory::fence)),
    ("StoreHigh", Rule(|c| memory::store_lane(c, true))),
    ("StoreLow", Rule(|c| memory::store_lane(c, false))),
    ("StoreNonTemporal", Rule(memory::store_number)),
    ("StoreScalar", Rule(memory::store_scalar)),
    ("Subtract", Lanes(VecOp::Sub)),
    ("SubtractSaturate", Lanes(VecOp::SubSat)),
    ("SubtractScalar", Scalar(VecOp::Sub)),
    ("TrailingZeroCount", Rule(integers::trailing_zeros)),
    ("UnpackHigh", Rule(|c| lanes::unpack(c, true))),
    ("UnpackLow", Rule(|c| lanes::unpack(c, false))),
    ("Xor", Lanes(VecOp::Xor)),
];

/// Expands a call of a method of a supported class.
pub(super) fn expand(c: &mut Call) -> Outcome {
    let name = c.ts().method_name(c.callee.exact);
    let expansion = match METHODS.binary_search_by_key(&name, |m| m.0) {
        Ok(at) => match METHODS[at].1 {
            Lanes(op) => lanewise(c, op),
            Scalar(op) => numbers::scalar(c, op),
            Not(op) => compare::opposite(c, op),
            ScalarNot(op) => compare::scalar_opposite(c, op),
            Test(cond) => compare::test(c, cond),
            Fused(negated) => numbers::fused(c, negated),
            FusedScalar(negated) => numbers::fused_scalar(c, negated),
            Rule(rule) => rule(c),
        }?,
        Err(_) => None,
    };
    match expansion {
        Some(e) => Ok(Some(e)),
        None => target::expand(c),
    }
}

/// The values between which a method's last argument chooses, if the instruction has it in its encoding. `None`: it has no such argument.
pub(super) fn immediates(ts: &TypeSystem, method: MethodId) -> Option<Vec<i32>> {
    let sig = ts.method_sig(method).ok()?;
    let ValueClass::Int { size: 1, .. } = ts.value_class(*sig.params.last()?) else {
        return None;
    };
    let name = ts.method_name(method);
    Some(if name.starts_with("Gather") {
        vec![1, 2, 4, 8]
    } else if name.starts_with("Compare") {
        (0..32).collect()
    } else {
        (0..256).collect()
    })
}

fn nothing(_: &mut Call) -> Outcome {
    void()
}

fn pause(c: &mut Call) -> Outcome {
    c.b.intrinsic_void(Intrinsic::Pause, &[]);
    void()
}

/// The argument as a constant of eight bits.
fn immediate(c: &Call, i: usize) -> Option<u32> {
    match c.args.get(i).map(|a| c.b.fact(a.value)) {
        Some(Fact::I32(n)) => Some(n as u32 & 0xFF),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn methods_are_sorted() {
        assert!(super::METHODS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
