//! Questions about types that are known at compile time, beyond those that the importer folds itself; enums.

use super::call::{Call, Outcome};
use crate::fold::Fact;
use crate::*;
use smelt_abi::method_table;
use smelt_types::{TypeId, TypeKind, WellKnown};

/// `typeof(T).TypeHandle`: back to the token.
pub(super) fn type_handle(c: &mut Call) -> Outcome {
    let Fact::TypeOf { open, ty } = c.fact(0) else {
        return Ok(None);
    };
    let Some(kind) = c.b.env.kind(c.ret()?) else {
        return Ok(None);
    };
    match c.b.constant(Fact::TypeToken { open, ty }, kind) {
        Some(v) => c.value(v),
        None => Ok(None),
    }
}

/// `RuntimeTypeHandle.ToIntPtr`, `RuntimeTypeHandle.Value`.
pub(super) fn handle_value(c: &mut Call) -> Outcome {
    let Fact::TypeToken { open, .. } = c.fact(0) else {
        return Ok(None);
    };
    let v = c.b.type_handle(open, false);
    c.value(v)
}

/// `__Canon` itself, which stands for any reference type.
fn is_unknown(c: &Call, ty: TypeId) -> bool {
    ty == c.b.env.well_known(WellKnown::Canon)
}

fn known(c: &Call, i: usize) -> Option<TypeId> {
    match c.fact(i) {
        Fact::TypeOf { ty, .. } => Some(ty),
        _ => None,
    }
}

/// `Type.IsGenericType`.
pub(super) fn is_generic_type(c: &mut Call) -> Outcome {
    let Some(ty) = known(c, 0).filter(|&t| !is_unknown(c, t)) else {
        return Ok(None);
    };
    let generic = !c.ts().type_args(ty).is_empty();
    c.bool(generic)
}

/// `Type.IsByRefLike`.
pub(super) fn is_byref_like(c: &mut Call) -> Outcome {
    let Some(ty) = known(c, 0) else {
        return Ok(None);
    };
    let v = c.ts().is_byref_like(ty);
    c.bool(v)
}

/// `Type.IsArray`.
pub(super) fn is_array(c: &mut Call) -> Outcome {
    let Some(ty) = known(c, 0).filter(|&t| !is_unknown(c, t)) else {
        return Ok(None);
    };
    let v = matches!(
        c.ts().kind(ty),
        TypeKind::SzArray(_) | TypeKind::Array { .. }
    );
    c.bool(v)
}

/// `Type.GetTypeCode(Type)`.
pub(super) fn type_code(c: &mut Call) -> Outcome {
    const NAMED: &[(&str, i32)] = &[
        ("System.DBNull", 2),
        ("System.Decimal", 15),
        ("System.DateTime", 16),
        ("System.String", 18),
    ];
    let Some(ty) = known(c, 0).filter(|&t| !is_unknown(c, t)) else {
        return Ok(None);
    };
    let ts = c.ts();
    let code = if ts.is_primitive(ty) || ts.is_enum(ty) {
        use smelt_metadata::element as e;
        match ts.cor_element_type(ty) {
            e::BOOLEAN => 3,
            e::CHAR => 4,
            e::I1 => 5,
            e::U1 => 6,
            e::I2 => 7,
            e::U2 => 8,
            e::I4 => 9,
            e::U4 => 10,
            e::I8 => 11,
            e::U8 => 12,
            e::R4 => 13,
            e::R8 => 14,
            _ => 1,
        }
    } else {
        let core = ts.type_def(ty).is_some_and(|d| d.module == ts.core_lib());
        let name = if core {
            ts.type_name(ty)
        } else {
            String::new()
        };
        NAMED
            .iter()
            .find(|(n, _)| *n == name)
            .map_or(1, |&(_, code)| code)
    };
    let v = c.b.const_i32(code);
    c.value(v)
}

/// `Nullable.GetUnderlyingType(Type)`.
pub(super) fn nullable_underlying(c: &mut Call) -> Outcome {
    let Fact::TypeOf { open, ty } = c.fact(0) else {
        return Ok(None);
    };
    let ts = c.ts();
    if !ts.is_nullable(ty) {
        let v = c.b.null();
        return c.value(v);
    }
    let arg = if ts.is_nullable(open) {
        ts.type_args(open)[0]
    } else if !ts.is_shared_type(ty) {
        ts.type_args(ty)[0]
    } else {
        return Ok(None);
    };
    let v = c.b.type_object(arg);
    c.value(v)
}

/// `Enum.GetUnderlyingType(Type)`, `Type.GetEnumUnderlyingType()`.
pub(super) fn enum_underlying(c: &mut Call) -> Outcome {
    let Some(under) = known(c, 0).and_then(|t| c.ts().enum_underlying(t)) else {
        return Ok(None);
    };
    let v = c.b.type_object(under);
    c.value(v)
}

/// `RuntimeType.IsActualEnum`.
pub(super) fn is_actual_enum(c: &mut Call) -> Outcome {
    let Some(ty) = known(c, 0) else {
        return Ok(None);
    };
    let v = c.ts().is_enum(ty);
    c.bool(v)
}

/// `Enum.HasFlag` of boxes that were made just before.
pub(super) fn has_flag(c: &mut Call) -> Outcome {
    let here = c.b.block();
    let boxed = |f: Fact| match f {
        Fact::Boxed { ty, value, block } if block == here => Some((ty, value)),
        _ => None,
    };
    let Some((flag_type, flag)) = boxed(c.fact(1)) else {
        return Ok(None);
    };
    let (ty, value) = match (c.constrained, boxed(c.fact(0))) {
        (Some(open), _) => {
            let ty = c.b.close(open);
            if ty != flag_type {
                return Ok(None);
            }
            let mem = c.mem(ty)?;
            (ty, c.b.load(c.args[0].value, mem, Access::default()))
        }
        (None, Some(v)) => v,
        _ => return Ok(None),
    };
    if ty != flag_type || !c.ts().is_enum(ty) || c.ts().is_shared_type(ty) {
        return Ok(None);
    }
    let both = c.b.bin(BinOp::And, value, flag);
    let v = c.b.compare(Cond::Eq, both, flag);
    c.value(v)
}

/// A bool, int or byte of the method table that a `MethodTable*` (this) points to.
fn table_field(c: &mut Call, offset: u32, mem: Mem) -> Value {
    let at = c.b.const_i64(i64::from(offset));
    let this = c.arg_as(0, Kind::I64);
    let at = c.b.ptr_add(this, at);
    c.b.load(
        at,
        mem,
        Access {
            invariant: true,
            ..crate::build::NONNULL
        },
    )
}

/// `MethodTable.GetNumInstanceFieldBytes()`.
pub(super) fn field_bytes(c: &mut Call) -> Outcome {
    let v = table_field(c, method_table::FIELD_BYTES, Mem::I32);
    c.value(v)
}

/// `MethodTable.GetPrimitiveCorElementType()`.
pub(super) fn cor_element_type(c: &mut Call) -> Outcome {
    let v = table_field(c, method_table::COR_ELEMENT_TYPE, Mem::U8);
    c.value(v)
}

/// `RuntimeType.IsDefined(typeof(FlagsAttribute), ...)`, as `Enum` asks it of an enum: the image knows.
pub(super) fn is_flags_enum(c: &mut Call) -> Outcome {
    use smelt_abi::{image::enum_data, image::type_info, runtime_type};
    let Some(asked) = known(c, 1) else {
        return Ok(None);
    };
    let ts = c.ts();
    let Func::Method(caller) = c.b.body.func else {
        return Ok(None);
    };
    let of_enum = ts
        .type_name(ts.method_owner(caller))
        .starts_with("System.Enum+");
    if !of_enum || ts.type_name(asked) != "System.FlagsAttribute" {
        return Ok(None);
    }
    let this = c.arg_as(0, Kind::Ref);
    let at = c.b.field_addr(this, runtime_type::HANDLE);
    let mut v = c.b.load_nonnull(at, Mem::I64);
    for offset in [method_table::TYPE_INFO, type_info::ENUM, enum_data::FLAGS] {
        let offset = c.b.const_i64(i64::from(offset));
        let at = c.b.ptr_add(v, offset);
        v = c.b.load(
            at,
            Mem::I64,
            Access {
                invariant: true,
                ..crate::build::NONNULL
            },
        );
    }
    let v = c.b.is_not_zero(v);
    c.value(v)
}

/// Generic methods of `Enum` for storage types that no language gives an enum: CoreLib has code for each.
pub(super) fn rare_enum(c: &mut Call) -> Outcome {
    let w = |w| c.b.env.well_known(w);
    let rare = [
        w(WellKnown::Single),
        w(WellKnown::Double),
        w(WellKnown::IntPtr),
        w(WellKnown::UIntPtr),
    ];
    let is_rare = c
        .ts()
        .method_args(c.callee.exact)
        .first()
        .is_some_and(|t| rare.contains(t));
    if !is_rare {
        return Ok(None);
    }
    c.throw_kind(smelt_abi::ExceptionKind::NotSupported)
}
