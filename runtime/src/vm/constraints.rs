//! Constraints of generic parameters (ECMA-335 II.10.1.7), for instantiations that reflection asks for and the image doesn't have.

use super::QCallHandle;
use super::types::{contains_variables, find_instantiation};
use crate::casts;
use crate::object::{MethodTable, TypeHandle, TypeInfo};
use alloc::vec::Vec;
use smelt_abi::image::type_info::{CTOR_PUBLIC, UNKNOWN_CONSTRAINTS, kind};
use smelt_abi::method_table::flags;

/// `GenericParameterAttributes`.
mod attributes {
    pub const REFERENCE_TYPE: u32 = 4;
    pub const NOT_NULLABLE_VALUE_TYPE: u32 = 8;
    pub const DEFAULT_CONSTRUCTOR: u32 = 16;
    pub const ALLOW_BYREF_LIKE: u32 = 32;
}

const TYPE_ABSTRACT: u32 = 0x80;

/// The first of a definition's parameters whose constraints its argument doesn't meet.
pub fn first_violation(
    parameters: &[&TypeInfo],
    type_args: &[TypeHandle],
    method_args: &[TypeHandle],
) -> Option<usize> {
    let args = match method_args {
        [] => type_args,
        _ => method_args,
    };
    let context = (type_args, method_args);
    let mut pairs = parameters.iter().zip(args);
    pairs.position(|(p, &arg)| !(meets_flags(p, arg) && meets_types(p, arg, Some(context))))
}

fn meets_flags(parameter: &TypeInfo, arg: TypeHandle) -> bool {
    let wants = |flag| parameter.attributes & flag != 0;
    let info = arg.info();
    let mt = arg.method_table();
    let value = mt.is_some_and(|mt| mt.is_value_type());
    let nullable = mt.is_some_and(|mt| mt.is_nullable());
    let byref_like = mt.is_some_and(|mt| mt.flags & flags::BYREF_LIKE != 0);
    let has_ctor = || {
        value
            || info.kind == kind::CLASS
                && info.attributes & TYPE_ABSTRACT == 0
                && info.ctor_flags & CTOR_PUBLIC != 0
    };
    (!wants(attributes::REFERENCE_TYPE) || !value)
        && (!wants(attributes::NOT_NULLABLE_VALUE_TYPE) || value && !nullable)
        && (!wants(attributes::DEFAULT_CONSTRUCTOR) || has_ctor())
        && (!byref_like || wants(attributes::ALLOW_BYREF_LIKE))
}

/// Whether the argument converts to the parameter's constraints. What the image doesn't know counts as met. Without arguments nothing converts to
/// a constraint that mentions parameters.
fn meets_types(
    parameter: &TypeInfo,
    arg: TypeHandle,
    context: Option<(&[TypeHandle], &[TypeHandle])>,
) -> bool {
    if parameter.arg_count == UNKNOWN_CONSTRAINTS {
        return true;
    }
    parameter.args().iter().all(|constraint| {
        if !contains_variables(constraint) {
            return casts::can_cast(arg, constraint.handle);
        }
        let Some((type_args, method_args)) = context else {
            return false;
        };
        match substitute(constraint, type_args, method_args) {
            Some(wanted) => casts::can_cast(arg, wanted),
            None => may_convert(arg, constraint, type_args, method_args),
        }
    })
}

/// Whether the argument may convert to an instantiation that the image doesn't have: to one of its own types by variance, or nobody knows.
fn may_convert(
    arg: TypeHandle,
    open: &TypeInfo,
    type_args: &[TypeHandle],
    method_args: &[TypeHandle],
) -> bool {
    let args = substitute_all(open, type_args, method_args);
    let (Some(mt), Some(definition), Some(args)) = (arg.method_table(), open.definition(), args)
    else {
        return true;
    };
    let converts = |t: &MethodTable| {
        let info = t.info();
        info.same_definition(definition) && casts::arguments_compatible(info, args.iter().copied())
    };
    // SAFETY: null or the base class's method table.
    let classes = core::iter::successors(Some(mt), |t| unsafe { t.parent.as_ref() });
    mt.is_array()
        || mt.interfaces().iter().any(|i| converts(i))
        || classes.into_iter().any(converts)
}

/// An open type with the arguments put in; `None` if the image doesn't have it.
fn substitute(
    open: &TypeInfo,
    type_args: &[TypeHandle],
    method_args: &[TypeHandle],
) -> Option<TypeHandle> {
    if !contains_variables(open) {
        return Some(open.handle);
    }
    match open.kind {
        kind::TYPE_PARAMETER => {
            let of_method = open.declaring_method().is_some_and(|m| !m.is_null());
            let args = if of_method { method_args } else { type_args };
            args.get(open.rank as usize).copied()
        }
        kind::SZ_ARRAY | kind::ARRAY | kind::POINTER | kind::BYREF => None,
        _ => {
            let args = substitute_all(open, type_args, method_args)?;
            find_instantiation(open.definition()?, &args).map(|t| t.handle)
        }
    }
}

/// The arguments of an open instantiation.
fn substitute_all(
    open: &TypeInfo,
    type_args: &[TypeHandle],
    method_args: &[TypeHandle],
) -> Option<Vec<TypeHandle>> {
    let args = open.args().iter();
    args.map(|a| substitute(a, type_args, method_args))
        .collect()
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_RuntimeTypeHandle_SatisfiesConstraints(
    parameter: QCallHandle,
    _context: QCallHandle,
    _method: usize,
    to: QCallHandle,
) -> i32 {
    let (parameter, arg) = (parameter.type_handle().info(), to.type_handle());
    i32::from(meets_flags(parameter, arg) && meets_types(parameter, arg, None))
}
