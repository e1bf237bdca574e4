//! Functions that make and throw exceptions.

use super::{exact, native_int, object, void};
use crate::build::Builder;
use crate::env::{Env, ImportError, ImportErrorKind, Result};
use crate::*;
use smelt_abi::helpers::HelperId;
use smelt_abi::image::Entry;
use smelt_abi::{ExceptionKind, thread};
use smelt_types::{TypeId, WellKnown};

pub(super) fn throw_kind(env: &Env, kind: ExceptionKind) -> Result<Body> {
    let mut b = exact(env, Func::ThrowKind(kind), &[], void(env));
    b.body.flags.no_return = true;
    b.body.flags.no_inline = true;
    let Some((_, name)) = ExceptionKind::TYPES.iter().find(|(k, _)| *k == kind) else {
        return Err(ImportError::bad_il("exception kind without a type"));
    };
    let ty = super::core_type(env, name)?;
    let e = new_exception(&mut b, ty, None)?;
    b.terminate(Term::Throw(e));
    Ok(b.finish())
}

/// `new T()` or `new T(message)`.
/// A new exception with its usual message or the one in a local.
pub(super) fn new_exception(
    b: &mut Builder,
    ty: TypeId,
    message: Option<LocalId>,
) -> Result<Value> {
    let e = b.new_object(ty);
    let e = b.temp(e);
    let mut args = vec![b.get(e)];
    let ctor = match message {
        None => super::find_method(b.env, ty, ".ctor", 0)?,
        Some(m) => {
            args.push(b.get(m));
            string_ctor(b.env, ty)?
        }
    };
    b.call_method(ctor, &args)?;
    Ok(b.get(e))
}

fn string_ctor(env: &Env, ty: TypeId) -> Result<smelt_types::MethodId> {
    let string = env.well_known(WellKnown::String);
    for m in env.ts.methods_named(ty, ".ctor") {
        if *env.ts.method_sig(m)?.params == [string] {
            return Ok(m);
        }
    }
    Err(ImportError::new(
        ImportErrorKind::Type,
        format!("{} has no constructor with a message", env.ts.type_name(ty)),
    ))
}

/// Throws the pending exception of the thread record and clears it.
pub(super) fn throw_pending(env: &Env) -> Result<Body> {
    let mut b = exact(env, Func::ThrowPending, &[], void(env));
    b.body.flags.no_return = true;
    b.body.flags.no_inline = true;
    let kind_addr = b.emit(
        Op::ThreadField {
            offset: thread::PENDING_KIND,
        },
        Kind::ByRef,
    );
    let kind = b.load_nonnull(kind_addr, Mem::I32);
    let zero = b.const_i32(0);
    b.store_nonnull(kind_addr, zero, Mem::I32);
    let kind = b.temp(kind);
    let take = |b: &mut Builder, offset| {
        let addr = b.emit(Op::ThreadField { offset }, Kind::ByRef);
        let v = b.load_nonnull(addr, Mem::I64);
        let zero = b.const_i64(0);
        b.store_nonnull(addr, zero, Mem::I64);
        let v = b.coerce(v, Kind::Ref);
        b.temp(v)
    };
    let message = take(&mut b, thread::PENDING_MESSAGE);
    let pending = take(&mut b, thread::PENDING_OBJECT);
    let object_kind = b.const_i32(ExceptionKind::Object as i32);
    let k = b.get(kind);
    let is_object = b.compare(Cond::Eq, k, object_kind);
    b.if_then(is_object, |b| {
        let e = b.get(pending);
        b.terminate(Term::Throw(e));
        Ok(())
    })?;
    let out = b.add_local(object(env));
    let addr = b.addr_of(out);
    let (k, m) = (b.get(kind), b.get(message));
    b.call_func(Func::Entry(Entry::MakeException), &[k, m, addr], void(env));
    let e = b.get(out);
    b.terminate(Term::Throw(e));
    Ok(b.finish())
}

/// `Entry::MakeException`: `(kind, message or null, out exception)`.
pub(super) fn make_exception(env: &Env) -> Result<Body> {
    let string = env.well_known(WellKnown::String);
    let params = [super::int32(env), string, native_int(env)];
    let mut b = exact(env, Func::Entry(Entry::MakeException), &params, void(env));
    b.body.flags.native_abi = true;
    let (kind, message, out) = (LocalId(0), LocalId(1), LocalId(2));
    let result = b.add_local(object(env));
    let end = b.new_block();
    let mut targets = Vec::new();
    let mut blocks = Vec::new();
    for (k, _) in ExceptionKind::TYPES {
        let block = b.new_block();
        while targets.len() <= *k as usize {
            targets.push(None);
        }
        targets[*k as usize] = Some(block);
        blocks.push(block);
    }
    let default = b.new_block();
    let value = b.get(kind);
    let targets = targets.into_iter().map(|t| t.unwrap_or(default)).collect();
    b.terminate(Term::Switch {
        value,
        targets,
        default,
    });
    for ((_, name), block) in ExceptionKind::TYPES.iter().zip(blocks) {
        b.switch_to(block);
        let ty = super::core_type(env, name)?;
        let m = b.get(message);
        let null = b.null();
        let plain = b.compare(Cond::Eq, m, null);
        let e = b.if_else(
            plain,
            object(env),
            |b| new_exception(b, ty, None),
            |b| new_exception(b, ty, Some(message)),
        )?;
        b.set(result, e);
        b.jump(end);
    }
    b.switch_to(default);
    let ty = env.well_known(WellKnown::Exception);
    let e = new_exception(&mut b, ty, None)?;
    b.set(result, e);
    b.jump(end);
    b.switch_to(end);
    let (e, out) = (b.get(result), b.get(out));
    let e = b.coerce(e, Kind::I64);
    b.store_nonnull(out, e, Mem::I64);
    b.ret(None);
    Ok(b.finish())
}

/// `(object, type handle)`: InvalidCastException with both names.
pub(super) fn throw_invalid_cast(env: &Env) -> Result<Body> {
    let mut b = exact(
        env,
        Func::ThrowInvalidCast,
        &[object(env), native_int(env)],
        void(env),
    );
    b.body.flags.no_return = true;
    b.body.flags.no_inline = true;
    let (o, h) = (b.get(LocalId(0)), b.get(LocalId(1)));
    b.call_helper(HelperId::InvalidCast, &[o, h]);
    b.call_func(Func::ThrowPending, &[], void(env));
    b.terminate(Term::Unreachable);
    Ok(b.finish())
}

/// A body that throws what says why the function could not be compiled.
pub fn unsupported(env: &Env, func: Func, why: &ImportError) -> Result<Body> {
    let mut b = match func {
        Func::Method(m) => Builder::for_method(env, m)?,
        Func::Stub { method, unbox } => super::stubs::empty_stub(env, method, unbox)?.0,
        _ => exact(env, func, &[], void(env)),
    };
    let exception = match why.kind {
        ImportErrorKind::BadIl => "System.InvalidProgramException",
        ImportErrorKind::Type => "System.TypeLoadException",
        ImportErrorKind::MissingMethod => "System.MissingMethodException",
        ImportErrorKind::MissingField => "System.MissingFieldException",
        ImportErrorKind::Verification => "System.Security.VerificationException",
        ImportErrorKind::BadImage => "System.BadImageFormatException",
        ImportErrorKind::NotSupported => "System.NotSupportedException",
        ImportErrorKind::AbstractClass => "System.InvalidOperationException",
        ImportErrorKind::Marshal => "System.Runtime.InteropServices.MarshalDirectiveException",
        _ => "System.PlatformNotSupportedException",
    };
    let message = match why.kind {
        ImportErrorKind::Verification | ImportErrorKind::AbstractClass => why.detail.clone(),
        _ => why.to_string(),
    };
    throw_with_message(&mut b, exception, &message)?;
    Ok(b.finish())
}

/// Throws an exception of a CoreLib type with a message.
pub(crate) fn throw_with_message(b: &mut Builder, exception: &str, message: &str) -> Result<()> {
    let ty = super::core_type(b.env, exception)?;
    let text = b.str(message);
    let text = b.temp(text);
    let e = new_exception(b, ty, Some(text))?;
    b.terminate(Term::Throw(e));
    Ok(())
}
