//! `[UnsafeAccessor]`: direct access to a member that is found at compile time.

use super::throws::throw_with_message;
use crate::attributes::attribute_of;
use crate::build::Builder;
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_metadata::{Table, Token};
use smelt_types::{MethodDefId, MethodId, TypeId, TypeKind, TypeSystem};

const ATTRIBUTE: &str = "System.Runtime.CompilerServices.UnsafeAccessorAttribute";
const TYPE_ATTRIBUTE: &str = "System.Runtime.CompilerServices.UnsafeAccessorTypeAttribute";

/// `UnsafeAccessorKind`.
mod kind {
    pub const CONSTRUCTOR: i32 = 0;
    pub const METHOD: i32 = 1;
    pub const STATIC_METHOD: i32 = 2;
    pub const FIELD: i32 = 3;
    pub const STATIC_FIELD: i32 = 4;
}

/// Body of a method without IL: an accessor, or an error.
pub(super) fn unsafe_accessor(env: &Env, m: MethodId) -> Result<Body> {
    let ts = env.ts;
    let Some(def) = ts.method_def(m) else {
        return Err(ImportError::unsupported("method without a body"));
    };
    let Some((kind, name)) = declaration(ts, def) else {
        return Err(ImportError::bad_il("the method has no body"));
    };
    if makes_object_array_delegates(ts, def) {
        return super::delegates::make_object_array(env, m);
    }
    let name = name.unwrap_or_else(|| ts.method_name(m).to_string());
    // The accessor as its own IL would see it: members are then found in open form and closed by the builder.
    let owner = ts
        .type_def(ts.method_owner(m))
        .map(|d| ts.open_type(d))
        .unwrap_or(ts.method_owner(m));
    let vars: Vec<TypeId> = (0..ts.method_args(m).len() as u32)
        .map(|i| ts.intern(TypeKind::MethodVar(i)))
        .collect();
    let open = ts.method_on(def, owner, &vars);
    let sig = ts.method_sig(open)?.clone();
    let types = named_types(ts, def, sig.params.len())?;
    let actual = |i: usize| types[i + 1].unwrap_or(sig.params[i]);
    let mut b = Builder::for_method(env, m)?;
    b.body.flags.hidden = true;
    let missing = |b: Builder, exception: &str, what: &str| -> Result<Body> {
        let mut b = b;
        throw_with_message(&mut b, exception, what)?;
        Ok(b.finish())
    };
    let target = match (kind, sig.params.is_empty()) {
        (kind::CONSTRUCTOR, _) => types[0].unwrap_or(sig.ret),
        (_, true) => return Err(ImportError::bad_il("UnsafeAccessor without a target")),
        _ => actual(0),
    };
    let target = match ts.kind(target) {
        TypeKind::ByRef(t) => *t,
        _ => target,
    };
    let get = |b: &mut Builder, from: usize| -> Vec<Value> {
        (from as u32..sig.params.len() as u32)
            .map(|i| b.get(LocalId(i)))
            .collect()
    };
    match kind {
        kind::CONSTRUCTOR | kind::METHOD | kind::STATIC_METHOD => {
            let first = usize::from(kind != kind::CONSTRUCTOR);
            let wanted: Vec<TypeId> = (first..sig.params.len()).map(actual).collect();
            let searched = if kind == kind::CONSTRUCTOR {
                ".ctor"
            } else {
                name.as_str()
            };
            let found = ts.methods_named(target, searched).into_iter().find(|&c| {
                let c = instantiate(ts, c, &vars);
                ts.is_static(c) == (kind == kind::STATIC_METHOD)
                    && ts.method_sig(c).is_ok_and(|s| {
                        *s.params == *wanted
                            && (kind == kind::CONSTRUCTOR || s.ret == types[0].unwrap_or(sig.ret))
                    })
            });
            let Some(found) = found else {
                return missing(
                    b,
                    "System.MissingMethodException",
                    &format!("Method not found: '{searched}'."),
                );
            };
            let found = instantiate(ts, found, &vars);
            let result = if kind == kind::CONSTRUCTOR {
                if ts.is_value_type(target) {
                    let closed = b.close(target);
                    let local = b.add_local(closed);
                    let mut args = vec![b.addr_of(local)];
                    args.extend(get(&mut b, 0));
                    b.call_method(found, &args)?;
                    Some(b.get(local))
                } else {
                    let o = b.new_object(target);
                    let o = b.temp(o);
                    let mut args = vec![b.get(o)];
                    args.extend(get(&mut b, 0));
                    b.call_method(found, &args)?;
                    Some(b.get(o))
                }
            } else if kind == kind::STATIC_METHOD {
                let args = get(&mut b, 1);
                b.call_method(found, &args)?
            } else {
                let this = b.get(LocalId(0));
                b.null_check(this);
                let args = get(&mut b, 0);
                b.call_method(found, &args)?
            };
            b.ret(result);
        }
        kind::FIELD | kind::STATIC_FIELD => {
            const STATIC: u32 = 0x10;
            let found = ts.fields(target).into_iter().find(|&f| {
                ts.field_name(f) == name
                    && (ts.field_flags(f) & STATIC != 0) == (kind == kind::STATIC_FIELD)
            });
            let Some(field) = found else {
                return missing(
                    b,
                    "System.MissingFieldException",
                    &format!("Field not found: '{name}'."),
                );
            };
            let closed = b.close_field(field);
            let addr = if kind == kind::FIELD {
                let offset = ts.field_offset(closed)?;
                let this = b.get(LocalId(0));
                b.field_addr(this, offset)
            } else {
                b.ensure_class_init(target);
                let owner = b.close(target);
                let layout = ts.statics(ts.canon_type(owner))?;
                let offset = layout
                    .fields
                    .iter()
                    .find(|(f, _)| ts.field_def(*f) == ts.field_def(closed))
                    .map(|x| x.1);
                let Some(offset) = offset else {
                    return Err(ImportError::unsupported(
                        "UnsafeAccessor to a thread-static or literal field",
                    ));
                };
                let base = b.static_base(target);
                b.field_addr_nonnull(base, offset)
            };
            b.ret(Some(addr));
        }
        other => return Err(ImportError::bad_il(format!("UnsafeAccessorKind {other}"))),
    }
    Ok(b.finish())
}

/// Whether the accessor stands for `DynamicDelegateAugments.CreateObjectArrayDelegate`, which only the class library of NativeAOT has: interpreted expressions
/// get their delegates from it.
fn makes_object_array_delegates(ts: &TypeSystem, def: MethodDefId) -> bool {
    let meta = ts.metadata(def.module);
    meta.method_params(def.rid).any(|rid| {
        let param = Token::new(Table::Param, rid);
        attribute_of(ts, def.module, param, TYPE_ATTRIBUTE).is_some_and(|found| {
            found
                .fixed
                .first()
                .and_then(|v| v.as_str())
                .is_some_and(|name| {
                    name.starts_with("Internal.Runtime.Augments.DynamicDelegateAugments,")
                })
        })
    })
}

/// A generic method with the accessor's own method variables.
fn instantiate(ts: &TypeSystem, m: MethodId, vars: &[TypeId]) -> MethodId {
    match ts.method_def(m) {
        Some(def) if ts.method_args(m).len() == vars.len() && !vars.is_empty() => {
            ts.method_on(def, ts.method_owner(m), vars)
        }
        _ => m,
    }
}

/// Kind and name of the attribute.
fn declaration(ts: &TypeSystem, def: MethodDefId) -> Option<(i32, Option<String>)> {
    let found = attribute_of(
        ts,
        def.module,
        Token::new(Table::MethodDef, def.rid),
        ATTRIBUTE,
    )?;
    let kind = found.fixed.first()?.as_i64()? as i32;
    let name = found
        .get("Name")
        .and_then(|v| v.as_str())
        .map(str::to_string);
    Some((kind, name))
}

/// Types given by name: index 0 is the result, then the parameters.
fn named_types(ts: &TypeSystem, def: MethodDefId, count: usize) -> Result<Vec<Option<TypeId>>> {
    let meta = ts.metadata(def.module);
    let mut out = vec![None; count + 1];
    for rid in meta.method_params(def.rid) {
        let Ok(param) = meta.param(rid) else { continue };
        let Some(found) = attribute_of(
            ts,
            def.module,
            Token::new(Table::Param, rid),
            TYPE_ATTRIBUTE,
        ) else {
            continue;
        };
        if let (Some(name), Some(slot)) = (
            found.fixed.first().and_then(|v| v.as_str()),
            out.get_mut(param.sequence as usize),
        ) {
            *slot = Some(super::type_names::resolve(ts, def.module, name)?);
        }
    }
    Ok(out)
}
