//! `RuntimeHelpers`, `GC`, `Thread`, `Environment`, `Marshal`, casting helpers.

use super::call::{Call, Outcome, void};
use crate::fold::Fact;
use crate::*;
use smelt_abi::{method_table, object, thread};
use smelt_types::{FieldId, TypeKind, ValueClass};

/// `CastResult.MaybeCast`: ask the runtime.
const MAYBE_CAST: i32 = 2;

/// `RuntimeHelpers.GetMethodTable(object)`.
pub(super) fn method_table_of(c: &mut Call) -> Outcome {
    let object = c.arg_as(0, Kind::Ref);
    c.b.null_check(object);
    let v =
        c.b.emit_with(Op::MethodTableOf(object), Kind::I64, Fact::NonNull);
    c.value(v)
}

/// `RuntimeHelpers.IsBitwiseEquatable<T>()`: whether equality of values is equality of bytes. `false` is always right.
pub(super) fn is_bitwise_equatable(c: &mut Call) -> Outcome {
    let ty = c.method_arg(0).ty;
    let ts = c.ts();
    let simple = ts.is_enum(ty)
        || matches!(ts.kind(ty), TypeKind::Ptr(_) | TypeKind::FnPtr(_))
        || ts.is_primitive(ty) && matches!(ts.value_class(ty), ValueClass::Int { .. });
    c.bool(simple)
}

/// `RuntimeHelpers.IsKnownConstant`.
pub(super) fn is_known_constant(c: &mut Call) -> Outcome {
    let known = matches!(
        c.fact(0),
        Fact::I32(_)
            | Fact::I64(_)
            | Fact::F32(_)
            | Fact::F64(_)
            | Fact::Null
            | Fact::TypeOf { .. }
    ) || c.literal(0).is_some();
    c.bool(known)
}

/// `RuntimeHelpers.EnumEquals<T>(T, T)`.
pub(super) fn enum_equals(c: &mut Call) -> Outcome {
    if !matches!(c.args[0].kind, Kind::I32 | Kind::I64) || c.args[0].kind != c.args[1].kind {
        return Ok(None);
    }
    let v = c.b.compare(Cond::Eq, c.args[0].value, c.args[1].value);
    c.value(v)
}

/// `RuntimeHelpers.EnumCompareTo<T>(T, T)`: -1, 0, 1.
pub(super) fn enum_compare(c: &mut Call) -> Outcome {
    let ty = c.method_arg(0).ty;
    let ValueClass::Int { signed, .. } = c.ts().value_class(ty) else {
        return Ok(None);
    };
    let (x, y) = (c.arg(0), c.arg(1));
    let (gt, lt) = if signed {
        (Cond::Gt, Cond::Lt)
    } else {
        (Cond::GtUn, Cond::LtUn)
    };
    let greater = c.b.compare(gt, x, y);
    let less = c.b.compare(lt, x, y);
    let v = c.b.bin(BinOp::Sub, greater, less);
    c.value(v)
}

/// Data of the RVA field that a `RuntimeFieldHandle` argument is the token of.
fn token_data(c: &Call, i: usize) -> crate::env::Result<Option<(FieldId, u32)>> {
    let Fact::FieldToken(field) = c.fact(i) else {
        return Ok(None);
    };
    let data = c.ts().field_rva_data(field)?;
    Ok(data.map(|d| (field, d.len() as u32)))
}

/// `RuntimeHelpers.InitializeArray(array, handle)`: a copy from the image.
pub(super) fn initialize_array(c: &mut Call) -> Outcome {
    let Some((field, size)) = token_data(c, 1)? else {
        return Ok(None);
    };
    let array = c.arg_as(0, Kind::Ref);
    let class = c.fact(0).class().or(c.args[0].ty);
    let dst = match class.map(|t| c.ts().kind(t)) {
        Some(TypeKind::SzArray(_)) => c.b.field_addr(array, object::ARRAY_DATA),
        Some(TypeKind::Array { rank, .. }) => c.b.field_addr(array, object::ARRAY_DATA + 8 * rank),
        _ => data_of_any_array(c, array),
    };
    let src =
        c.b.emit_with(Op::RvaData(field), Kind::ByRef, Fact::NonNull);
    let size = c.b.const_i64(i64::from(size));
    c.b.emit_void(Op::CopyBlock { dst, src, size });
    void()
}

/// The elements lie behind what the base size counts (its header word precedes the object).
fn data_of_any_array(c: &mut Call, array: Value) -> Value {
    c.b.null_check(array);
    let mt =
        c.b.emit_with(Op::MethodTableOf(array), Kind::I64, Fact::NonNull);
    let at = c.b.const_i64(i64::from(method_table::BASE_SIZE));
    let at = c.b.ptr_add(mt, at);
    let size = c.b.load_nonnull(at, Mem::I32);
    let size = c.b.convert(Conv::U64, true, size);
    let header = c.b.const_i64(object::HEADER);
    let offset = c.b.bin(BinOp::Add, size, header);
    c.b.ptr_add(array, offset)
}

/// `RuntimeHelpers.CreateSpan<T>(handle)`: a span over the image's data.
pub(super) fn create_span(c: &mut Call) -> Outcome {
    let Some((field, bytes)) = token_data(c, 0)? else {
        return Ok(None);
    };
    let elem = c.size(c.method_arg(0).ty)?;
    if elem == 0 {
        return Ok(None);
    }
    let data =
        c.b.emit_with(Op::RvaData(field), Kind::ByRef, Fact::NonNull);
    let length = c.b.const_i32((i64::from(bytes) / elem) as i32);
    let span = c.ret()?;
    let v = c.span(span, data, length)?;
    c.value(v)
}

/// `GC.KeepAlive`.
pub(super) fn keep_alive(c: &mut Call) -> Outcome {
    c.b.intrinsic_void(Intrinsic::KeepAlive, &[c.args[0].value]);
    void()
}

/// A method without effect.
pub(super) fn nothing(_: &mut Call) -> Outcome {
    void()
}

fn thread_field(c: &mut Call, offset: u32) -> Value {
    c.b.emit_with(Op::ThreadField { offset }, Kind::ByRef, Fact::NonNull)
}

/// `Environment.CurrentManagedThreadId`.
pub(super) fn thread_id(c: &mut Call) -> Outcome {
    let at = thread_field(c, thread::THREAD_ID);
    let v = c.b.load_nonnull(at, Mem::I32);
    c.value(v)
}

/// `Marshal.GetLastPInvokeError`.
pub(super) fn last_error(c: &mut Call) -> Outcome {
    let at = thread_field(c, thread::LAST_ERROR);
    let v = c.b.load_nonnull(at, Mem::I32);
    c.value(v)
}

/// `Marshal.SetLastPInvokeError`.
pub(super) fn set_last_error(c: &mut Call) -> Outcome {
    let v = c.arg_as(0, Kind::I32);
    let at = thread_field(c, thread::LAST_ERROR);
    c.b.store_nonnull(at, v, Mem::I32);
    void()
}

/// `CastCache.TryGet`: there is no cache.
pub(super) fn cast_cache(c: &mut Call) -> Outcome {
    let v = c.b.const_i32(MAYBE_CAST);
    c.value(v)
}
