//! `[UnsafeAccessor]`: direct access to a member that is found at compile time.

use super::throws::throw_with_message;
use crate::attributes::attribute_of;
use crate::build::Builder;
use crate::env::{Env, ImportError, ImportErrorKind, Result};
use crate::*;
use smelt_metadata::flags::field_attr;
use smelt_metadata::{Table, Token};
use smelt_types::{MethodDefId, MethodId, Sig, TypeId, TypeKind, TypeSystem, WellKnown};

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
    let name = name.filter(|n| kind == kind::CONSTRUCTOR || !n.is_empty());
    let named = name.as_ref().is_some_and(|n| !n.is_empty());
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
    let types = named_types(ts, def, &sig)?;
    let actual = |i: usize| types[i + 1].unwrap_or(sig.params[i]);
    if contradicts_itself(ts, kind, named, &sig, &types) {
        let detail = "the accessor's signature does not fit its kind";
        return Err(ImportError::new(ImportErrorKind::BadImage, detail));
    }
    let mut b = Builder::for_method(env, m)?;
    b.body.flags.hidden = true;
    let missing = |b: Builder, exception: &str, what: &str| -> Result<Body> {
        let mut b = b;
        throw_with_message(&mut b, exception, what)?;
        Ok(b.finish())
    };
    let target = match kind {
        kind::CONSTRUCTOR => types[0].unwrap_or(sig.ret),
        _ => actual(0),
    };
    let target = match ts.kind(target) {
        TypeKind::ByRef(t) => *t,
        _ => target,
    };
    for (i, &ty) in types.iter().enumerate().skip(1) {
        if let Some(ty) = ty {
            check_argument(&mut b, i - 1, ty);
        }
    }
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
            let mut found: Vec<MethodId> = ts.methods_named(target, searched);
            found.retain(|&c| {
                let generic = ts.method_generic_count(c);
                let c = instantiate(ts, c, &vars);
                (generic == 0 || generic as usize == vars.len())
                    && ts.is_static(c) == (kind == kind::STATIC_METHOD)
                    && ts.method_sig(c).is_ok_and(|s| {
                        *s.params == *wanted
                            && (kind == kind::CONSTRUCTOR || s.ret == types[0].unwrap_or(sig.ret))
                    })
            });
            if found.len() > 1 {
                found.retain(|&c| ts.same_parameter_modifiers(c, m, first as u16));
                if found.is_empty() {
                    let exception = "System.Reflection.AmbiguousMatchException";
                    return missing(b, exception, "Ambiguous match found.");
                }
            }
            let found = found.first().copied();
            let Some(found) = found else {
                return missing(
                    b,
                    "System.MissingMethodException",
                    &format!("Method not found: '{searched}'."),
                );
            };
            let found = instantiate(ts, found, &vars);
            if !ts.asks_no_more(found, open) {
                let detail = "the accessor lacks constraints of the method";
                return Err(ImportError::bad_il(detail));
            }
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
                call_instance(&mut b, found, &args)?
            };
            b.ret(result);
        }
        kind::FIELD | kind::STATIC_FIELD => {
            let is = |f, flag: u16| ts.field_flags(f) & u32::from(flag) != 0;
            let found = ts.fields(target).into_iter().find(|&f| {
                ts.field_name(f) == name
                    && is(f, field_attr::STATIC) == (kind == kind::STATIC_FIELD)
                    && !is(f, field_attr::LITERAL)
                    && ts.field_type(f).is_ok_and(|t| ts.byref_to(t) == sig.ret)
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
                let by_thread = ts.is_thread_static(closed);
                let list = match by_thread {
                    true => &layout.thread_fields,
                    false => &layout.fields,
                };
                let offset = list
                    .iter()
                    .find(|(f, _)| ts.field_def(*f) == ts.field_def(closed))
                    .map(|x| x.1);
                let Some(offset) = offset else {
                    return Err(ImportError::unsupported(
                        "UnsafeAccessor to a field with fixed data",
                    ));
                };
                let base = match by_thread {
                    true => b.thread_static_base(target),
                    false => b.static_base(target),
                };
                b.field_addr_nonnull(base, offset)
            };
            b.ret(Some(addr));
        }
        _ => unreachable!("refused above"),
    }
    Ok(b.finish())
}

/// Whether CoreCLR refuses the accessor without looking for a member.
fn contradicts_itself(
    ts: &TypeSystem,
    kind: i32,
    named: bool,
    sig: &Sig,
    types: &[Option<TypeId>],
) -> bool {
    let is_byref = |ty| matches!(ts.kind(ty), TypeKind::ByRef(_));
    let result = types[0].unwrap_or(sig.ret);
    let void = ts.well_known(WellKnown::Void);
    let first = sig.params.first().map(|&p| types[1].unwrap_or(p));
    let no_instance = first.is_none_or(|t| ts.is_value_type(t));
    match kind {
        kind::CONSTRUCTOR => named || result == void || is_byref(result),
        kind::METHOD => no_instance,
        kind::STATIC_METHOD => first.is_none(),
        kind::FIELD => sig.params.len() != 1 || !is_byref(sig.ret) || no_instance,
        kind::STATIC_FIELD => sig.params.len() != 1 || !is_byref(sig.ret),
        _ => true,
    }
}

/// A call of an instance method, virtual if the method is.
fn call_instance(b: &mut Builder, open: MethodId, args: &[Value]) -> Result<Option<Value>> {
    let env = b.env;
    let ts = env.ts;
    let exact = b.close_method(open);
    let owner = ts.method_owner(exact);
    if !ts.is_virtual(exact) || ts.is_value_type(owner) {
        return b.call_method(open, args);
    }
    let canon = ts.canon_method(exact);
    let sig = ts.method_sig(canon)?;
    let args = b.coerce_args(args, &crate::build::all_params(env, canon, sig))?;
    let interface = ts.is_interface(owner);
    let callee = if interface || !ts.method_args(exact).is_empty() {
        let decl = if interface { open } else { ts.slot_decl(open)? };
        Callee::Dispatch {
            selector: b.selector(decl),
            decl: canon,
        }
    } else {
        Callee::Virtual {
            decl: ts.canon_method(ts.slot_decl(exact)?),
        }
    };
    Ok(b.call(callee, args, sig.ret))
}

/// An argument whose type is given by name is declared as `object`, or a reference to one: what it is must be found out.
fn check_argument(b: &mut Builder, index: usize, ty: TypeId) {
    let ts = b.env.ts;
    let local = LocalId(index as u32);
    let v = b.get(local);
    let (object, class) = match *ts.kind(ty) {
        TypeKind::ByRef(class) => (b.load(v, Mem::Ref, Access::default()), class),
        _ => (v, ty),
    };
    if ts.is_ref_type(class) {
        let handle = b.type_handle(class, false);
        let closed = b.close(class);
        let ty = ts.canon_type(closed);
        b.emit(Op::Cast { ty, handle, object }, Kind::Ref);
    }
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
fn named_types(ts: &TypeSystem, def: MethodDefId, sig: &Sig) -> Result<Vec<Option<TypeId>>> {
    let meta = ts.metadata(def.module);
    let mut out = vec![None; sig.params.len() + 1];
    let result_by_ref = matches!(ts.kind(sig.ret), TypeKind::ByRef(_));
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
            let ty = super::type_names::resolve(ts, def.module, name)?;
            let (core, byref) = match *ts.kind(ty) {
                TypeKind::ByRef(inner) => (inner, true),
                _ => (ty, false),
            };
            if ts.is_value_type(core) || param.sequence == 0 && (byref || result_by_ref) {
                let detail = format!("'{name}' can't stand in an accessor's signature");
                return Err(ImportError::new(ImportErrorKind::NotSupported, detail));
            }
            *slot = Some(ty);
        }
    }
    Ok(out)
}
