//! Stack traces: the text comes from the runtime, which knows the names of functions, not from reflection over the methods.

use super::replaced::helper_ref;
use crate::build::Builder;
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_abi::helpers::HelperId;
use smelt_types::{MethodId, TypeId, WellKnown};

/// `Exception.GetStackTrace()`.
pub(super) fn of_exception(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    let this = b.get(LocalId(0));
    let text = helper_ref(&mut b, HelperId::StackTraceText, &[this]);
    b.ret(Some(text));
    Ok(b.finish())
}

/// `Environment.StackTrace`.
pub(super) fn of_environment(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    b.body.flags.no_inline = true;
    let text = helper_ref(&mut b, HelperId::CurrentStackTraceText, &[]);
    b.ret(Some(text));
    Ok(b.finish())
}

/// `Exception.SetCurrentStackTrace()`: by way of `SetRemoteStackTrace(string)`, which adds the separator.
pub(super) fn set_current(env: &Env, m: MethodId) -> Result<Body> {
    let ts = env.ts;
    let mut b = Builder::for_method(env, m)?;
    b.body.flags.no_inline = true;
    b.body.flags.hidden = true;
    let set = ts
        .methods_named(ts.method_owner(m), "SetRemoteStackTrace")
        .into_iter()
        .next();
    let set =
        set.ok_or_else(|| ImportError::unsupported("System.Exception has no SetRemoteStackTrace"))?;
    let text = helper_ref(&mut b, HelperId::CurrentStackTraceText, &[]);
    let this = b.get(LocalId(0));
    b.call_method(set, &[this, text])?;
    b.ret(None);
    Ok(b.finish())
}

/// `StackFrame.GetMethod()`: looked up when asked for, so that programs that only print traces need no method objects.
pub(super) fn method_of_frame(env: &Env, m: MethodId) -> Result<Body> {
    let ts = env.ts;
    let frame = ts.method_owner(m);
    let missing = |what: &str| ImportError::unsupported(format!("StackFrame needs {what}"));
    let field = |name: &str| -> Result<u32> {
        let f = ts.field_named(frame, name).ok_or_else(|| missing(name))?;
        Ok(ts.field_offset(f)?)
    };
    let (native_at, il_at) = (field("_nativeOffset")?, field("_ilOffset")?);
    let mut b = Builder::for_method(env, m)?;
    let this = b.get(LocalId(0));
    b.null_check(this);
    let mut load = |offset| {
        let this = b.get(LocalId(0));
        let slot = b.field_addr(this, offset);
        b.load_nonnull(slot, Mem::I32)
    };
    let (native, il) = (load(native_at), load(il_at));
    let native = b.to_i64(native);
    let stub = helper_ref(&mut b, HelperId::StackFrameMethod, &[native, il]);
    return_method(&mut b, stub)?;
    Ok(b.finish())
}

/// `Exception.GetExceptionMethodFromStackTrace()`: null where the image has no record of the method.
pub(super) fn method_of_exception(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    let this = b.get(LocalId(0));
    let stub = helper_ref(&mut b, HelperId::ExceptionMethod, &[this]);
    return_method(&mut b, stub)?;
    Ok(b.finish())
}

/// Returns the `MethodBase` of a `RuntimeMethodInfoStub`; null for null.
fn return_method(b: &mut Builder, stub: Value) -> Result<()> {
    let ts = b.env.ts;
    let runtime_type = ts.named(ts.find_core_type("System.RuntimeType")?, &[]);
    let of_handle = ts
        .methods_named(runtime_type, "GetMethodBase")
        .into_iter()
        .find(|&m| ts.method_sig(m).is_ok_and(|s| s.params.len() == 1))
        .ok_or_else(|| ImportError::unsupported("frames need RuntimeType.GetMethodBase"))?;
    let stub = b.temp(stub);
    let s = b.get(stub);
    let known = b.is_not_zero(s);
    b.if_then(known, |b| {
        let s = b.get(stub);
        let method = b.call_method(of_handle, &[s])?;
        b.ret(method);
        Ok(())
    })?;
    let null = b.null();
    b.ret(Some(null));
    Ok(())
}

/// `StackFrame.ToString()`.
pub(super) fn describe_frame(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    let this = b.get(LocalId(0));
    b.null_check(this);
    let text = helper_ref(&mut b, HelperId::StackFrameDescription, &[this]);
    b.ret(Some(text));
    Ok(b.finish())
}

/// `StackFrameHelper.GetMethodBase(int)`: frames look their methods up when asked.
pub(super) fn no_method(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    let null = b.null();
    b.ret(Some(null));
    Ok(b.finish())
}

/// `StackTrace.CalculateFramesToSkip(StackFrameHelper, int)`: the runtime leaves out the frames that take the trace.
pub(super) fn no_frames_to_skip(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    let zero = b.const_i32(0);
    b.ret(Some(zero));
    Ok(b.finish())
}

/// `StackFrameHelper.InitializeSourceInfo(bool, Exception)`: the runtime knows files and lines as well.
pub(super) fn initialize_source_info(env: &Env, m: MethodId) -> Result<Body> {
    let ts = env.ts;
    let trace = ts.open_type(ts.find_core_type("System.Diagnostics.StackTrace")?);
    let helper = ts.method_owner(m);
    let get = ts
        .methods_named(trace, "GetStackFramesInternal")
        .into_iter()
        .find(|&g| {
            ts.method_sig(g)
                .is_ok_and(|s| s.params.first() == Some(&helper))
        })
        .ok_or_else(|| ImportError::unsupported("StackTrace has no GetStackFramesInternal"))?;
    let mut b = Builder::for_method(env, m)?;
    let args = [0, 1, 2].map(|i| b.get(LocalId(i)));
    b.call_method(get, &args)?;
    b.ret(None);
    Ok(b.finish())
}

/// `StackTrace.ToString(TraceFormat, StringBuilder)`: the runtime's line of each frame.
pub(super) fn write(env: &Env, m: MethodId) -> Result<Body> {
    const TRAILING_NEW_LINE: i32 = 1;
    let ts = env.ts;
    let owner = ts.method_owner(m);
    let string = env.well_known(WellKnown::String);
    let frame = ts.open_type(ts.find_core_type("System.Diagnostics.StackFrame")?);
    let missing = |what: &str| ImportError::unsupported(format!("StackTrace needs {what}"));
    let field = |ty, name: &str| -> Result<u32> {
        let f = ts.field_named(ty, name).ok_or_else(|| missing(name))?;
        Ok(ts.field_offset(f)?)
    };
    let method = |ty, name: &str, params: &[TypeId]| {
        let mut all = ts.methods_named(ty, name).into_iter();
        all.find(|&m| ts.method_sig(m).is_ok_and(|s| *s.params == *params))
            .ok_or_else(|| missing(name))
    };
    let count_at = field(owner, "_numOfFrames")?;
    let last_at = field(frame, "_isLastFrameFromForeignExceptionStackTrace")?;
    let builder = ts.open_type(ts.find_core_type("System.Text.StringBuilder")?);
    let append = method(builder, "Append", &[string])?;
    let get_frame = method(owner, "GetFrame", &[env.well_known(WellKnown::Int32)])?;

    let mut b = Builder::for_method(env, m)?;
    let (this, format, out) = (LocalId(0), LocalId(1), LocalId(2));
    let zero = b.const_i32(0);
    let at = b.temp(zero);
    let zero = b.const_i32(0);
    let written = b.temp(zero);
    let (head, body, end) = (b.new_block(), b.new_block(), b.new_block());
    b.jump(head);

    b.switch_to(head);
    let t = b.get(this);
    let slot = b.field_addr(t, count_at);
    let count = b.load_nonnull(slot, Mem::I32);
    let i = b.get(at);
    let more = b.compare(Cond::Lt, i, count);
    b.branch(more, body, end);

    b.switch_to(body);
    let (t, i) = (b.get(this), b.get(at));
    let f = b
        .call(Callee::Virtual { decl: get_frame }, Box::new([t, i]), frame)
        .ok_or_else(|| missing("frames"))?;
    let f = b.temp(f);
    let i = b.get(at);
    let one = b.const_i32(1);
    let next = b.bin(BinOp::Add, i, one);
    b.set(at, next);
    let some = b.get(f);
    let some = b.is_not_zero(some);
    b.if_then(some, |b| {
        let this = b.get(f);
        let slot = b.field_addr(this, last_at);
        let last = b.load_nonnull(slot, Mem::U8);
        let two = b.const_i32(2);
        let last = b.bin(BinOp::Shl, last, two);
        let flags = b.get(written);
        let flags = b.bin(BinOp::Or, flags, last);
        let this = b.get(f);
        let text = helper_ref(b, HelperId::StackFrameText, &[this, flags]);
        let text = b.temp(text);
        let t = b.get(text);
        let known = b.is_not_zero(t);
        b.if_then(known, |b| {
            let one = b.const_i32(1);
            b.set(written, one);
            let (o, t) = (b.get(out), b.get(text));
            b.null_check(o);
            b.call_method(append, &[o, t]).map(|_| ())
        })
    })?;
    b.jump(head);

    b.switch_to(end);
    let f = b.get(format);
    let trailing = b.const_i32(TRAILING_NEW_LINE);
    let trailing = b.compare(Cond::Eq, f, trailing);
    b.if_then(trailing, |b| {
        let (o, t) = (b.get(out), b.str("\n"));
        b.null_check(o);
        b.call_method(append, &[o, t]).map(|_| ())
    })?;
    b.ret(None);
    Ok(b.finish())
}
