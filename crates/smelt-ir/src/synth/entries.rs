//! Managed entry points: what the runtime calls, and what native code calls.

use super::{
    core_method, core_type, exact, find_invoke, find_method, int32, native_int, object, void,
};
use crate::build::Builder;
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_abi::helpers::HelperId;
use smelt_abi::image::Entry;
use smelt_types::{MethodId, TypeId, WellKnown};

pub(super) fn entry(env: &Env, e: Entry) -> Result<Body> {
    let mut body = match e {
        Entry::Main => main(env)?,
        Entry::ProcessExit => {
            let exit = core_method(env, "System.AppContext", "OnProcessExit", 0)?;
            let mut b = exact(env, Func::Entry(e), &[], void(env));
            swallow(&mut b, |b| b.call_method(exit, &[]).map(|_| ()))?;
            b.ret(None);
            b.finish()
        }
        Entry::UnhandledException => {
            let report = core_method(env, "System.AppContext", "OnUnhandledException", 1)?;
            let mut b = exact(env, Func::Entry(e), &[object(env)], void(env));
            swallow(&mut b, |b| {
                let e = b.get(LocalId(0));
                b.call_method(report, &[e]).map(|_| ())
            })?;
            b.ret(None);
            b.finish()
        }
        Entry::ExceptionToString => {
            let string = env.well_known(WellKnown::String);
            let to_string = core_method(env, "System.Object", "ToString", 0)?;
            let mut b = exact(env, Func::Entry(e), &[object(env)], string);
            let result = b.add_local(string);
            swallow(&mut b, |b| {
                let this = b.get(LocalId(0));
                let text = b.call(
                    Callee::Virtual { decl: to_string },
                    Box::new([this]),
                    string,
                );
                if let Some(text) = text {
                    b.set(result, text);
                }
                Ok(())
            })?;
            let r = b.get(result);
            b.ret(Some(r));
            b.finish()
        }
        Entry::ThreadStart => {
            let start = core_method(env, "System.Threading.Thread", "StartCallback", 0)?;
            let mut b = exact(env, Func::Entry(e), &[object(env)], void(env));
            let this = b.get(LocalId(0));
            b.call_method(start, &[this])?;
            b.ret(None);
            b.finish()
        }
        Entry::RunFinalizers => {
            let run = core_method(env, "System.GC", "RunFinalizers", 0)?;
            let ret = env.ts.method_sig(run)?.ret;
            let mut b = exact(env, Func::Entry(e), &[], ret);
            let r = b.call_method(run, &[])?;
            b.ret(r);
            b.finish()
        }
        Entry::MakeException => super::throws::make_exception(env)?,
        Entry::FirstChanceException => first_chance_exception(env)?,
    };
    body.flags.native_abi = true;
    Ok(body)
}

/// `FirstChanceException?.Invoke(null, new FirstChanceExceptionEventArgs(exception))`.
fn first_chance_exception(env: &Env) -> Result<Body> {
    let ts = env.ts;
    let entry = Func::Entry(Entry::FirstChanceException);
    let mut b = exact(env, entry, &[object(env)], void(env));
    let context = core_type(env, "System.AppContext")?;
    let event = ts
        .field_named(context, "FirstChanceException")
        .ok_or_else(|| ImportError::unsupported("AppContext has no FirstChanceException"))?;
    let handler = ts.field_type(event)?;
    let invoke = find_invoke(env, handler)?;
    let arguments = core_type(
        env,
        "System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs",
    )?;
    let ctor = find_method(env, arguments, ".ctor", 1)?;
    swallow(&mut b, |b| {
        b.ensure_class_init(context);
        let base = b.static_base(context);
        let statics = ts.statics(context)?;
        let offset = statics
            .fields
            .iter()
            .find(|(f, _)| *f == event)
            .map_or(0, |f| f.1);
        let slot = b.field_addr_nonnull(base, offset);
        let handlers = b.load_nonnull(slot, Mem::Ref);
        let handlers = b.temp(handlers);
        let some = b.get(handlers);
        let some = b.is_not_zero(some);
        b.if_then(some, |b| {
            let e = b.new_object(arguments);
            let e = b.temp(e);
            let (this, exception) = (b.get(e), b.get(LocalId(0)));
            b.call_method(ctor, &[this, exception])?;
            let (delegate, sender, e) = (b.get(handlers), b.null(), b.get(e));
            b.call_method(invoke, &[delegate, sender, e]).map(|_| ())
        })
    })?;
    b.ret(None);
    Ok(b.finish())
}

/// `try { body } catch (Exception) { }`.
fn swallow(b: &mut Builder, body: impl FnOnce(&mut Builder) -> Result<()>) -> Result<()> {
    let outer = b.region;
    let ty = b.env.well_known(WellKnown::Exception);
    let try_region = b.add_region(
        outer,
        RegionKind::Try {
            handlers: Vec::new(),
        },
    );
    let region = b.add_region(
        outer,
        RegionKind::Handler {
            of: try_region,
            kind: HandlerBody::Catch,
        },
    );
    let end = b.new_block();
    let entry = b.new_block_in(Some(region));
    b.body.regions[try_region.0 as usize].kind = RegionKind::Try {
        handlers: vec![Handler::Catch { ty, entry, region }],
    };
    b.region = Some(try_region);
    let first = b.new_block();
    b.jump(first);
    b.switch_to(first);
    body(b)?;
    if b.is_open() {
        b.terminate(Term::Leave(end));
    }
    b.region = Some(region);
    b.switch_to(entry);
    b.emit(Op::CaughtException, Kind::Ref);
    b.terminate(Term::Leave(end));
    b.region = outer;
    b.switch_to(end);
    Ok(())
}

/// Start of the program; see `Entry::Main`.
fn main(env: &Env) -> Result<Body> {
    let ts = env.ts;
    let Some(entry_point) = env.entry_point else {
        return Err(ImportError::bad_il("the assembly has no entry point"));
    };
    let (ptr, int) = (native_int(env), int32(env));
    let mut b = exact(
        env,
        Func::Entry(Entry::Main),
        &[ptr, ptr, int, ptr, int, ptr],
        int,
    );
    let get = |b: &mut Builder, i| b.get(LocalId(i));
    let setup = core_method(env, "System.AppContext", "Setup", 3)?;
    let args = [get(&mut b, 0), get(&mut b, 1), get(&mut b, 2)];
    b.call_method(setup, &args)?;
    let command_line = core_method(env, "System.Environment", "InitializeCommandLineArgs", 3)?;
    let args = [get(&mut b, 3), get(&mut b, 4), get(&mut b, 5)];
    let strings = b.call_method(command_line, &args)?;
    let strings = strings.map(|s| b.temp(s));
    // Module initializers of the app's own assemblies, the entry module's last.
    for &module in env.app_modules() {
        if let Ok(def) = ts.find_type(module, "<Module>") {
            b.ensure_class_init(ts.open_type(def));
        }
    }
    let sig = ts.method_sig(entry_point)?;
    let (ret, takes_args) = (sig.ret, !sig.params.is_empty());
    let args: Vec<Value> = if takes_args {
        strings.map(|s| b.get(s)).into_iter().collect()
    } else {
        Vec::new()
    };
    let code = b.call_method(entry_point, &args)?;
    let code = match code {
        Some(c) if ret != void(env) => Some(c),
        _ => {
            let exit_code = core_method(env, "System.Environment", "get_ExitCode", 0)?;
            b.call_method(exit_code, &[])?
        }
    };
    b.ret(code);
    Ok(b.finish())
}

/// C entry of an `UnmanagedCallersOnly` method.
pub(super) fn reverse_stub(env: &Env, m: MethodId) -> Result<Body> {
    let sig = env.ts.method_sig(m)?;
    let mut b = exact(env, Func::ReverseStub(m), &sig.params, sig.ret);
    reverse(&mut b, sig.ret, |b| {
        let args: Vec<Value> = (0..sig.params.len() as u32)
            .map(|i| b.get(LocalId(i)))
            .collect();
        b.call_method(m, &args)
    })?;
    Ok(b.finish())
}

/// The body of a function that native code calls. Exceptions don't cross native frames: the process ends with one that would leave it. A filter reports
/// it, so that the report comes before the `finally` blocks.
pub(super) fn reverse(
    b: &mut Builder,
    ret: TypeId,
    inside: impl FnOnce(&mut Builder) -> Result<Option<Value>>,
) -> Result<()> {
    b.body.flags.native_abi = true;
    let result = b.env.kind(ret).map(|_| b.add_local(ret));
    b.call_helper(HelperId::ReverseEnter, &[]);
    let try_region = b.add_region(
        None,
        RegionKind::Try {
            handlers: Vec::new(),
        },
    );
    let mut part = |kind| {
        let of = try_region;
        let region = b.add_region(None, RegionKind::Handler { of, kind });
        (region, b.new_block_in(Some(region)))
    };
    let (filter_region, filter) = part(HandlerBody::Filter);
    let (region, entry) = part(HandlerBody::Catch);
    b.body.regions[try_region.0 as usize].kind = RegionKind::Try {
        handlers: vec![Handler::Filter {
            filter,
            filter_region,
            entry,
            region,
        }],
    };
    let end = b.new_block();
    b.region = Some(try_region);
    let first = b.new_block();
    b.jump(first);

    b.switch_to(first);
    let r = inside(b)?;
    if let (Some(l), Some(v)) = (result, r) {
        b.set(l, v);
    }
    if b.is_open() {
        b.terminate(Term::Leave(end));
    }

    b.region = Some(filter_region);
    b.switch_to(filter);
    let e = b.emit(Op::CaughtException, Kind::Ref);
    b.call_helper(HelperId::ReportUnhandled, &[e]);
    let yes = b.const_i32(1);
    b.terminate(Term::EndFilter(yes));

    b.region = Some(region);
    b.switch_to(entry);
    let e = b.emit(Op::CaughtException, Kind::Ref);
    b.call_helper(HelperId::Unhandled, &[e]);
    b.terminate(Term::Unreachable);

    b.region = None;
    b.switch_to(end);
    b.call_helper(HelperId::ReverseExit, &[]);
    let r = result.map(|l| b.get(l));
    b.ret(r);
    Ok(())
}
