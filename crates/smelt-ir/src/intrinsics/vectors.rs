//! `Vector64/128/256/512` and `Vector`, static classes and generic structs: their methods become vector operations. Overloads and element
//! types that a rule does not know keep their IL, which works lane by lane.

use super::call::{Call, Outcome, Rule, void};
use crate::env::Result;
use crate::fold::Fact;
use crate::*;
use smelt_types::{TypeId, TypeKind, TypeSystem};

/// The static classes.
const CLASSES: &[&str] = &[
    "System.Numerics.Vector",
    "System.Runtime.Intrinsics.Vector64",
    "System.Runtime.Intrinsics.Vector128",
    "System.Runtime.Intrinsics.Vector256",
    "System.Runtime.Intrinsics.Vector512",
];

/// Their methods. Not every class has every one.
const METHODS: &[(&str, Rule)] = &[
    ("Abs", |c| lanewise(c, VecOp::Abs)),
    ("Add", |c| lanewise(c, VecOp::Add)),
    ("AddSaturate", |c| saturating(c, VecOp::AddSat, VecOp::Add)),
    ("AndNot", |c| lanewise(c, VecOp::AndNot)),
    ("As", reinterpret),
    ("AsByte", reinterpret),
    ("AsDouble", reinterpret),
    ("AsInt16", reinterpret),
    ("AsInt32", reinterpret),
    ("AsInt64", reinterpret),
    ("AsNInt", reinterpret),
    ("AsNUInt", reinterpret),
    ("AsPlane", reinterpret),
    ("AsQuaternion", reinterpret),
    ("AsSByte", reinterpret),
    ("AsSingle", reinterpret),
    ("AsUInt16", reinterpret),
    ("AsUInt32", reinterpret),
    ("AsUInt64", reinterpret),
    ("AsVector", reinterpret),
    ("AsVector128", reinterpret),
    ("AsVector4", reinterpret),
    ("AsVectorByte", reinterpret),
    ("AsVectorDouble", reinterpret),
    ("AsVectorInt16", reinterpret),
    ("AsVectorInt32", reinterpret),
    ("AsVectorInt64", reinterpret),
    ("AsVectorNInt", reinterpret),
    ("AsVectorNUInt", reinterpret),
    ("AsVectorSByte", reinterpret),
    ("AsVectorSingle", reinterpret),
    ("AsVectorUInt16", reinterpret),
    ("AsVectorUInt32", reinterpret),
    ("AsVectorUInt64", reinterpret),
    ("BitwiseAnd", |c| lanewise(c, VecOp::And)),
    ("BitwiseOr", |c| lanewise(c, VecOp::Or)),
    ("Ceiling", |c| lanewise(c, VecOp::Ceiling)),
    ("ConditionalSelect", select),
    ("ConvertToDouble", to_float),
    ("ConvertToInt32", to_int),
    ("ConvertToInt32Native", to_int),
    ("ConvertToInt64", to_int),
    ("ConvertToInt64Native", to_int),
    ("ConvertToSingle", to_float),
    ("ConvertToUInt32", to_int),
    ("ConvertToUInt32Native", to_int),
    ("ConvertToUInt64", to_int),
    ("ConvertToUInt64Native", to_int),
    ("Create", create),
    ("CreateScalar", create_scalar),
    ("CreateScalarUnsafe", create_scalar),
    ("Divide", |c| lanewise(c, VecOp::Div)),
    ("Dot", dot),
    ("Equals", |c| compare(c, VecOp::Eq)),
    ("EqualsAll", |c| test(c, VecOp::Eq, VecOp::AllTrue, false)),
    ("EqualsAny", |c| test(c, VecOp::Eq, VecOp::AnyTrue, false)),
    ("ExtractMostSignificantBits", sign_bits),
    ("Floor", |c| lanewise(c, VecOp::Floor)),
    ("FusedMultiplyAdd", |c| lanewise(c, VecOp::MultiplyAdd)),
    ("GetElement", get_element),
    ("GetLower", |c| half(c, VecOp::Lower)),
    ("GetUpper", |c| half(c, VecOp::Upper)),
    ("GreaterThan", |c| compare(c, VecOp::Gt)),
    ("GreaterThanAll", |c| {
        test(c, VecOp::Gt, VecOp::AllTrue, false)
    }),
    ("GreaterThanAny", |c| {
        test(c, VecOp::Gt, VecOp::AnyTrue, false)
    }),
    ("GreaterThanOrEqual", |c| compare(c, VecOp::Ge)),
    ("GreaterThanOrEqualAll", |c| {
        test(c, VecOp::Ge, VecOp::AllTrue, false)
    }),
    ("GreaterThanOrEqualAny", |c| {
        test(c, VecOp::Ge, VecOp::AnyTrue, false)
    }),
    ("IsNaN", is_nan),
    ("LessThan", |c| compare(c, VecOp::Lt)),
    ("LessThanAll", |c| test(c, VecOp::Lt, VecOp::AllTrue, false)),
    ("LessThanAny", |c| test(c, VecOp::Lt, VecOp::AnyTrue, false)),
    ("LessThanOrEqual", |c| compare(c, VecOp::Le)),
    ("LessThanOrEqualAll", |c| {
        test(c, VecOp::Le, VecOp::AllTrue, false)
    }),
    ("LessThanOrEqualAny", |c| {
        test(c, VecOp::Le, VecOp::AnyTrue, false)
    }),
    ("Load", load),
    ("LoadUnsafe", load),
    ("Max", |c| lanewise(c, VecOp::Max)),
    ("MaxNative", |c| lanewise(c, VecOp::MaxNative)),
    ("MaxNumber", |c| lanewise(c, VecOp::MaxNumber)),
    ("Min", |c| lanewise(c, VecOp::Min)),
    ("MinNative", |c| lanewise(c, VecOp::MinNative)),
    ("MinNumber", |c| lanewise(c, VecOp::MinNumber)),
    ("Multiply", |c| lanewise(c, VecOp::Mul)),
    ("MultiplyAddEstimate", multiply_add),
    ("Narrow", |c| narrow(c, VecOp::Narrow)),
    ("NarrowWithSaturation", |c| narrow(c, VecOp::NarrowSat)),
    ("Negate", |c| lanewise(c, VecOp::Neg)),
    ("OnesComplement", |c| lanewise(c, VecOp::Not)),
    ("Round", |c| lanewise(c, VecOp::RoundEven)),
    ("ShiftLeft", |c| shift(c, VecOp::Shl)),
    ("ShiftRightArithmetic", |c| shift(c, VecOp::Shr)),
    ("ShiftRightLogical", |c| shift(c, VecOp::ShrUn)),
    ("Shuffle", |c| shuffle(c, VecOp::Shuffle)),
    ("ShuffleNative", |c| shuffle(c, VecOp::ShuffleNative)),
    ("Sqrt", |c| lanewise(c, VecOp::Sqrt)),
    ("SquareRoot", |c| lanewise(c, VecOp::Sqrt)),
    ("Store", store),
    ("StoreUnsafe", store),
    ("Subtract", |c| lanewise(c, VecOp::Sub)),
    ("SubtractSaturate", |c| {
        saturating(c, VecOp::SubSat, VecOp::Sub)
    }),
    ("Sum", sum),
    ("ToScalar", to_scalar),
    ("Truncate", |c| lanewise(c, VecOp::Truncate)),
    ("UnpackHigh", |c| lanewise(c, VecOp::UnpackHigh)),
    ("UnpackLow", |c| lanewise(c, VecOp::UnpackLow)),
    ("WidenLower", |c| widen(c, VecOp::WidenLower)),
    ("WidenUpper", |c| widen(c, VecOp::WidenUpper)),
    ("WithElement", with_element),
    ("WithLower", |c| with_half(c, true)),
    ("WithUpper", |c| with_half(c, false)),
    ("Xor", |c| lanewise(c, VecOp::Xor)),
];

/// Members of the generic structs.
const OPERATORS: &[(&str, Rule)] = &[
    ("get_AllBitsSet", all_bits),
    ("get_Count", count),
    ("get_Indices", indices),
    ("get_IsSupported", is_supported),
    ("get_One", one),
    ("get_Zero", zero),
    ("op_Addition", |c| lanewise(c, VecOp::Add)),
    ("op_BitwiseAnd", |c| lanewise(c, VecOp::And)),
    ("op_BitwiseOr", |c| lanewise(c, VecOp::Or)),
    ("op_Division", |c| lanewise(c, VecOp::Div)),
    ("op_Equality", |c| test(c, VecOp::Eq, VecOp::AllTrue, false)),
    ("op_ExclusiveOr", |c| lanewise(c, VecOp::Xor)),
    ("op_Inequality", |c| {
        test(c, VecOp::Eq, VecOp::AllTrue, true)
    }),
    ("op_LeftShift", |c| shift(c, VecOp::Shl)),
    ("op_Multiply", |c| lanewise(c, VecOp::Mul)),
    ("op_OnesComplement", |c| lanewise(c, VecOp::Not)),
    ("op_RightShift", |c| shift(c, VecOp::Shr)),
    ("op_Subtraction", |c| lanewise(c, VecOp::Sub)),
    ("op_UnaryNegation", |c| lanewise(c, VecOp::Neg)),
    ("op_UnsignedRightShift", |c| shift(c, VecOp::ShrUn)),
];

/// All rules by class.
pub(super) fn groups() -> Vec<(String, &'static [(&'static str, Rule)])> {
    let statics = CLASSES.iter().map(|c| (c.to_string(), METHODS));
    let generics = CLASSES.iter().map(|c| (format!("{c}`1"), OPERATORS));
    statics.chain(generics).collect()
}

/// Element type and size of a vector type.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    pub lane: Lane,
    pub bytes: u32,
}

impl Shape {
    pub fn lanes(self) -> u32 {
        self.bytes / lane_bytes(self.lane)
    }
}

pub(super) fn lane_bytes(lane: Lane) -> u32 {
    match lane {
        Lane::I8 | Lane::U8 => 1,
        Lane::I16 | Lane::U16 => 2,
        Lane::I32 | Lane::U32 | Lane::F32 => 4,
        Lane::I64 | Lane::U64 | Lane::F64 => 8,
    }
}

pub(super) fn is_float(lane: Lane) -> bool {
    matches!(lane, Lane::F32 | Lane::F64)
}

pub(super) fn is_signed(lane: Lane) -> bool {
    matches!(lane, Lane::I8 | Lane::I16 | Lane::I32 | Lane::I64)
}

/// Kind of a lane's value.
pub(super) fn lane_kind(lane: Lane) -> Kind {
    match lane {
        Lane::F32 => Kind::F32,
        Lane::F64 => Kind::F64,
        Lane::I64 | Lane::U64 => Kind::I64,
        _ => Kind::I32,
    }
}

fn lane_of(ts: &TypeSystem, ty: TypeId) -> Option<Lane> {
    use smelt_metadata::element as e;
    if !ts.is_primitive(ty) {
        return None;
    }
    Some(match ts.cor_element_type(ty) {
        e::I1 => Lane::I8,
        e::U1 => Lane::U8,
        e::I2 => Lane::I16,
        e::U2 => Lane::U16,
        e::I4 => Lane::I32,
        e::U4 => Lane::U32,
        e::I8 | e::I => Lane::I64,
        e::U8 | e::U => Lane::U64,
        e::R4 => Lane::F32,
        e::R8 => Lane::F64,
        _ => return None,
    })
}

/// Shape of a closed type, if it is a vector of numbers.
pub(super) fn shape(ts: &TypeSystem, ty: TypeId) -> Option<Shape> {
    let TypeKind::Named { def, args } = ts.kind(ty) else {
        return None;
    };
    if def.module != ts.core_lib() || args.len() != 1 {
        return None;
    }
    let row = ts.metadata(def.module).type_def(def.rid).ok()?;
    let known = match row.name {
        "Vector64`1" | "Vector128`1" | "Vector256`1" | "Vector512`1" => {
            row.namespace == "System.Runtime.Intrinsics"
        }
        "Vector`1" => row.namespace == "System.Numerics",
        _ => false,
    };
    if !known {
        return None;
    }
    Some(Shape {
        lane: lane_of(ts, args[0])?,
        bytes: ts.size_of(ty).ok()?,
    })
}

impl Call<'_, '_> {
    /// Shape of a parameter, if there is one of that number.
    pub fn shape(&self, i: usize) -> Option<Shape> {
        let sig = self.ts().method_sig(self.callee.exact).ok()?;
        let ty = *sig.params.get(i)?;
        shape(self.ts(), ty)
    }
    /// Shape and kind of the result, if it is a vector.
    pub fn result_shape(&self) -> Option<(Shape, Kind)> {
        let ty = self.ret().ok()?;
        Some((shape(self.ts(), ty)?, self.b.env.kind(ty)?))
    }
    pub fn vector(&mut self, op: VecOp, lane: Lane, args: &[Value], kind: Kind) -> Value {
        let args = args.into();
        self.b.emit(Op::Vector { op, lane, args }, kind)
    }
}

// ---- lane by lane -----------------------------------------------------------------------------------------------------------

/// Vectors of one shape, or scalars that stand for vectors of it, to a vector of that shape.
pub(super) fn lanewise(c: &mut Call, op: VecOp) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    if matches!(op, VecOp::Div | VecOp::Sqrt | VecOp::MultiplyAdd) && !is_float(s.lane) {
        return Ok(None);
    }
    let arity = match op {
        VecOp::Not | VecOp::Neg | VecOp::Abs | VecOp::Sqrt => 1,
        VecOp::Floor | VecOp::Ceiling | VecOp::Truncate | VecOp::RoundEven => 1,
        VecOp::MultiplyAdd => 3,
        _ => 2,
    };
    if c.args.len() != arity {
        return Ok(None);
    }
    for i in 0..arity {
        let scalar =
            c.args[i].kind == lane_kind(s.lane) && lane_of(c.ts(), c.param(i)?) == Some(s.lane);
        if c.shape(i) != Some(s) && !scalar {
            return Ok(None);
        }
    }
    let mut args = Vec::with_capacity(arity);
    for i in 0..arity {
        let mut v = c.arg(i);
        if c.shape(i).is_none() {
            v = c.vector(VecOp::Splat, s.lane, &[v], kind);
        }
        args.push(v);
    }
    let v = c.vector(op, s.lane, &args, kind);
    c.value(v)
}

fn saturating(c: &mut Call, ints: VecOp, floats: VecOp) -> Outcome {
    match c.result_shape() {
        Some((s, _)) if is_float(s.lane) => lanewise(c, floats),
        _ => lanewise(c, ints),
    }
}

/// A mask, in the type that the method declares.
fn compare(c: &mut Call, op: VecOp) -> Outcome {
    let (Some(s), Some((r, kind))) = (c.shape(0), c.result_shape()) else {
        return Ok(None);
    };
    if c.args.len() != 2 || c.shape(1) != Some(s) || r.bytes != s.bytes {
        return Ok(None);
    }
    let (x, y) = (c.arg(0), c.arg(1));
    let v = c.vector(op, s.lane, &[x, y], kind);
    c.value(v)
}

/// A comparison of vectors to one Boolean.
fn test(c: &mut Call, op: VecOp, how: VecOp, negate: bool) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    if c.args.len() != 2 || c.shape(1) != Some(s) {
        return Ok(None);
    }
    let (x, y, kind) = (c.arg(0), c.arg(1), c.args[0].kind);
    let mask = c.vector(op, s.lane, &[x, y], kind);
    let mut v = c.vector(how, s.lane, &[mask], Kind::I32);
    if negate {
        v = c.b.is_zero(v);
    }
    c.value(v)
}

fn select(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let same_size = |c: &Call, i| c.shape(i).is_some_and(|p| p.bytes == s.bytes);
    if c.args.len() != 3 || !(0..3).all(|i| same_size(c, i)) {
        return Ok(None);
    }
    let args = [c.arg(0), c.arg(1), c.arg(2)];
    let v = c.vector(VecOp::ConditionalSelect, s.lane, &args, kind);
    c.value(v)
}

fn shift(c: &mut Call, op: VecOp) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    if c.args.len() != 2 || c.shape(0) != Some(s) || c.args[1].kind != Kind::I32 || is_float(s.lane)
    {
        return Ok(None);
    }
    // `>>` of unsigned lanes is logical.
    let op = if op == VecOp::Shr && !is_signed(s.lane) {
        VecOp::ShrUn
    } else {
        op
    };
    let (v, n) = (c.arg(0), c.arg(1));
    let v = c.vector(op, s.lane, &[v, n], kind);
    c.value(v)
}

fn is_nan(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    if c.shape(0) != Some(s) || !is_float(s.lane) {
        return Ok(None);
    }
    let v = c.arg(0);
    let number = c.vector(VecOp::Eq, s.lane, &[v, v], kind);
    let v = c.vector(VecOp::Not, s.lane, &[number], kind);
    c.value(v)
}

/// Whether the processor multiplies and adds in one instruction.
pub(super) fn fuses(c: &Call) -> bool {
    let sets = &c.b.env.switches.instruction_sets;
    sets.is_supported("System.Runtime.Intrinsics.X86.Fma")
}

/// One rounding where there is an instruction for it, as the scalar form.
fn multiply_add(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    if c.args.len() != 3 || (0..3).any(|i| c.shape(i) != Some(s)) || !is_float(s.lane) {
        return Ok(None);
    }
    if fuses(c) {
        return lanewise(c, VecOp::MultiplyAdd);
    }
    let (x, y, z) = (c.arg(0), c.arg(1), c.arg(2));
    let product = c.vector(VecOp::Mul, s.lane, &[x, y], kind);
    let v = c.vector(VecOp::Add, s.lane, &[product, z], kind);
    c.value(v)
}

// ---- construction -----------------------------------------------------------------------------------------------------------

/// Shape of the type that declares the method.
fn owner_shape(c: &Call) -> Option<Shape> {
    let ts = c.ts();
    shape(ts, ts.method_owner(c.callee.exact))
}

fn count(c: &mut Call) -> Outcome {
    let Some(s) = owner_shape(c) else {
        return Ok(None);
    };
    let v = c.b.const_i32(s.lanes() as i32);
    c.value(v)
}

fn is_supported(c: &mut Call) -> Outcome {
    match owner_shape(c) {
        Some(_) => c.bool(true),
        None => Ok(None),
    }
}

fn zero(c: &mut Call) -> Outcome {
    let Some((_, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let v = c.b.zero(kind);
    c.value(v)
}

fn all_bits(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let v = c.b.zero(kind);
    let v = c.vector(VecOp::Not, s.lane, &[v], kind);
    c.value(v)
}

/// A number as a lane's value.
fn number(c: &mut Call, lane: Lane, n: u32) -> Value {
    let fact = match lane_kind(lane) {
        Kind::F32 => Fact::F32(n as f32),
        Kind::F64 => Fact::F64(f64::from(n)),
        Kind::I64 => Fact::I64(i64::from(n)),
        _ => Fact::I32(n as i32),
    };
    let kind = lane_kind(lane);
    match c.b.constant(fact, kind) {
        Some(v) => v,
        None => c.b.zero(kind),
    }
}

fn one(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let v = number(c, s.lane, 1);
    let v = c.vector(VecOp::Splat, s.lane, &[v], kind);
    c.value(v)
}

fn indices(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let lanes: Vec<Value> = (0..s.lanes()).map(|i| number(c, s.lane, i)).collect();
    let v = c.vector(VecOp::Build, s.lane, &lanes, kind);
    c.value(v)
}

/// From one scalar, from a scalar per lane, from two halves.
fn create(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    let n = c.args.len();
    let halves = n == 2
        && (0..2).all(|i| {
            c.shape(i)
                .is_some_and(|p| p.lane == s.lane && 2 * p.bytes == s.bytes)
        });
    if halves {
        let (x, y) = (c.arg(0), c.arg(1));
        let v = c.vector(VecOp::Concat, s.lane, &[x, y], kind);
        return c.value(v);
    }
    for i in 0..n {
        if lane_of(c.ts(), c.param(i)?) != Some(s.lane) || c.args[i].kind != lane_kind(s.lane) {
            return Ok(None);
        }
    }
    let args: Vec<Value> = c.args.iter().map(|a| a.value).collect();
    let op = match n {
        1 => VecOp::Splat,
        n if n as u32 == s.lanes() => VecOp::Build,
        _ => return Ok(None),
    };
    let v = c.vector(op, s.lane, &args, kind);
    c.value(v)
}

fn create_scalar(c: &mut Call) -> Outcome {
    let Some((s, kind)) = c.result_shape() else {
        return Ok(None);
    };
    if c.args.len() != 1 || c.args[0].kind != lane_kind(s.lane) {
        return Ok(None);
    }
    let v = c.arg(0);
    let v = c.vector(VecOp::CreateScalar, s.lane, &[v], kind);
    c.value(v)
}

/// Another type of the same size: the same bytes.
pub(super) fn reinterpret(c: &mut Call) -> Outcome {
    let (from, to) = (c.param(0)?, c.ret()?);
    let ts = c.ts();
    let is_vector = |t| shape(ts, t).is_some() || ts.type_args(t).is_empty();
    if c.args.len() != 1
        || !is_vector(from)
        || !is_vector(to)
        || ts.size_of(from)? != ts.size_of(to)?
    {
        return Ok(None);
    }
    let v = c.arg(0);
    let mem = c.mem(to)?;
    if !matches!(mem, Mem::Struct(_)) || !matches!(c.args[0].kind, Kind::Struct(_)) {
        return Ok(None);
    }
    if c.args[0].kind == crate::env::kind_of_mem(mem) {
        return c.value(v);
    }
    let op = Op::ExtractField {
        value: v,
        offset: 0,
        mem,
    };
    let v = c.b.emit(op, crate::env::kind_of_mem(mem));
    c.value(v)
}

// ---- parts ------------------------------------------------------------------------------------------------------------------

fn constant_index(c: &Call, i: usize, s: Shape) -> Option<u32> {
    match c.fact(i) {
        Fact::I32(n) => u32::try_from(n).ok().filter(|&n| n < s.lanes()),
        _ => None,
    }
}

fn get_element(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    if constant_index(c, 1, s).is_none() {
        return Ok(None);
    }
    let (v, i) = (c.arg(0), c.arg(1));
    let v = c.vector(VecOp::Extract, s.lane, &[v, i], lane_kind(s.lane));
    c.value(v)
}

fn to_scalar(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    let v = c.arg(0);
    let i = c.b.const_i32(0);
    let v = c.vector(VecOp::Extract, s.lane, &[v, i], lane_kind(s.lane));
    c.value(v)
}

fn with_element(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    if constant_index(c, 1, s).is_none() || c.args[2].kind != lane_kind(s.lane) {
        return Ok(None);
    }
    let (v, i, x, kind) = (c.arg(0), c.arg(1), c.arg(2), c.args[0].kind);
    let v = c.vector(VecOp::Insert, s.lane, &[v, i, x], kind);
    c.value(v)
}

fn half(c: &mut Call, op: VecOp) -> Outcome {
    let (Some(s), Some((r, kind))) = (c.shape(0), c.result_shape()) else {
        return Ok(None);
    };
    if r.lane != s.lane || 2 * r.bytes != s.bytes {
        return Ok(None);
    }
    let v = c.arg(0);
    let v = c.vector(op, s.lane, &[v], kind);
    c.value(v)
}

fn with_half(c: &mut Call, lower: bool) -> Outcome {
    let (Some(s), Some(h)) = (c.shape(0), c.shape(1)) else {
        return Ok(None);
    };
    if h.lane != s.lane || 2 * h.bytes != s.bytes {
        return Ok(None);
    }
    let (v, new) = (c.arg(0), c.arg(1));
    let (kind, half_kind) = (c.args[0].kind, c.args[1].kind);
    let op = if lower { VecOp::Upper } else { VecOp::Lower };
    let old = c.vector(op, s.lane, &[v], half_kind);
    let halves = if lower { [new, old] } else { [old, new] };
    let v = c.vector(VecOp::Concat, s.lane, &halves, kind);
    c.value(v)
}

// ---- across lanes -----------------------------------------------------------------------------------------------------------

fn sign_bits(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    let Some(kind) = c.b.env.kind(c.ret()?) else {
        return Ok(None);
    };
    if s.lanes() > 32 && kind != Kind::I64 {
        return Ok(None);
    }
    let v = c.arg(0);
    let v = c.vector(VecOp::SignBits, s.lane, &[v], kind);
    c.value(v)
}

fn sum(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    let v = c.arg(0);
    let v = c.vector(VecOp::Sum, s.lane, &[v], lane_kind(s.lane));
    c.value(v)
}

fn dot(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    if c.args.len() != 2 || c.shape(1) != Some(s) {
        return Ok(None);
    }
    let (x, y, kind) = (c.arg(0), c.arg(1), c.args[0].kind);
    let v = c.vector(VecOp::Mul, s.lane, &[x, y], kind);
    let v = c.vector(VecOp::Sum, s.lane, &[v], lane_kind(s.lane));
    c.value(v)
}

fn shuffle(c: &mut Call, op: VecOp) -> Outcome {
    let (Some(s), Some(i), Some((r, kind))) = (c.shape(0), c.shape(1), c.result_shape()) else {
        return Ok(None);
    };
    if c.args.len() != 2 || r != s || i.bytes != s.bytes || i.lanes() != s.lanes() {
        return Ok(None);
    }
    let (v, at) = (c.arg(0), c.arg(1));
    let v = c.vector(op, s.lane, &[v, at], kind);
    c.value(v)
}

fn narrow(c: &mut Call, op: VecOp) -> Outcome {
    let (Some(s), Some((r, kind))) = (c.shape(0), c.result_shape()) else {
        return Ok(None);
    };
    let fits = c.args.len() == 2
        && c.shape(1) == Some(s)
        && r.bytes == s.bytes
        && 2 * lane_bytes(r.lane) == lane_bytes(s.lane)
        && is_float(r.lane) == is_float(s.lane)
        && (op == VecOp::Narrow || is_signed(r.lane) == is_signed(s.lane));
    if !fits {
        return Ok(None);
    }
    let (x, y) = (c.arg(0), c.arg(1));
    let v = c.vector(op, s.lane, &[x, y], kind);
    c.value(v)
}

fn widen(c: &mut Call, op: VecOp) -> Outcome {
    let (Some(s), Some((r, kind))) = (c.shape(0), c.result_shape()) else {
        return Ok(None);
    };
    let fits = c.args.len() == 1
        && r.bytes == s.bytes
        && lane_bytes(r.lane) == 2 * lane_bytes(s.lane)
        && is_float(r.lane) == is_float(s.lane);
    if !fits {
        return Ok(None);
    }
    let v = c.arg(0);
    let v = c.vector(op, s.lane, &[v], kind);
    c.value(v)
}

fn to_int(c: &mut Call) -> Outcome {
    convert(c, VecOp::ConvertToInt, true)
}

fn to_float(c: &mut Call) -> Outcome {
    convert(c, VecOp::ConvertToFloat, false)
}

fn convert(c: &mut Call, op: VecOp, to_int: bool) -> Outcome {
    let (Some(s), Some((r, kind))) = (c.shape(0), c.result_shape()) else {
        return Ok(None);
    };
    let fits = c.args.len() == 1
        && r.bytes == s.bytes
        && r.lanes() == s.lanes()
        && is_float(s.lane) == to_int
        && is_float(r.lane) != to_int;
    if !fits {
        return Ok(None);
    }
    let v = c.arg(0);
    let v = c.vector(op, if to_int { r.lane } else { s.lane }, &[v], kind);
    c.value(v)
}

// ---- memory -----------------------------------------------------------------------------------------------------------------

pub(super) const UNALIGNED: Access = Access {
    volatile: false,
    unaligned: true,
    nonnull: false,
    invariant: false,
};

/// An address parameter, plus an index of elements that may follow it.
fn address(c: &mut Call, at: usize, s: Shape) -> Result<Option<Value>> {
    if !matches!(c.args[at].kind, Kind::ByRef | Kind::I64) {
        return Ok(None);
    }
    let base = c.arg(at);
    if c.args.len() == at + 1 {
        return Ok(Some(base));
    }
    let index = c.arg_as(at + 1, Kind::I64);
    let size = c.b.const_i64(i64::from(lane_bytes(s.lane)));
    let offset = c.b.bin(BinOp::Mul, index, size);
    Ok(Some(c.b.ptr_add(base, offset)))
}

/// `Load(T*)`, `LoadUnsafe(ref T)`, `LoadUnsafe(ref T, nuint)`.
pub(super) fn load(c: &mut Call) -> Outcome {
    let Some((s, _)) = c.result_shape() else {
        return Ok(None);
    };
    let mem = c.mem(c.ret()?)?;
    let Some(at) = address(c, 0, s)? else {
        return Ok(None);
    };
    let v = c.b.load(at, mem, UNALIGNED);
    c.value(v)
}

/// `Store(vector, T*)`, `StoreUnsafe(vector, ref T)`, `StoreUnsafe(vector, ref T, nuint)`.
fn store(c: &mut Call) -> Outcome {
    let Some(s) = c.shape(0) else { return Ok(None) };
    let mem = c.mem(c.param(0)?)?;
    let Some(at) = address(c, 1, s)? else {
        return Ok(None);
    };
    c.b.store(at, c.args[0].value, mem, UNALIGNED);
    void()
}
