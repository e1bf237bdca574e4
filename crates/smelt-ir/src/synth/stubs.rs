//! Entries without hidden argument, and the slow path of static construction.

use super::{exact, native_int, void};
use crate::build::{Builder, this_type};
use crate::env::{Env, Result};
use crate::*;
use smelt_abi::helpers::HelperId;
use smelt_abi::{class_init as layout, object};
use smelt_types::{MethodId, WellKnown};

/// Calls the canonical body of an exact method with its context; `unbox`: `this` comes as a boxed object.
pub(super) fn stub(env: &Env, method: MethodId, unbox: bool) -> Result<Body> {
    let (mut b, params) = empty_stub(env, method, unbox)?;
    let mut args = Vec::with_capacity(params);
    for i in 0..params {
        let v = b.get(LocalId(i as u32));
        args.push(if i == 0 && unbox {
            b.field_addr_nonnull(v, object::BOX_DATA)
        } else {
            v
        });
    }
    let result = b.call_method(method, &args)?;
    b.ret(result);
    Ok(b.finish())
}

/// A stub without code, and the number of its parameters.
pub(super) fn empty_stub<'e>(
    env: &'e Env<'e>,
    method: MethodId,
    unbox: bool,
) -> Result<(Builder<'e>, usize)> {
    let sig = env.ts.method_sig(method)?;
    let mut params = Vec::new();
    if sig.has_this {
        params.push(if unbox {
            super::object(env)
        } else {
            this_type(env, method)
        });
    }
    params.extend_from_slice(&sig.params);
    let b = exact(env, Func::Stub { method, unbox }, &params, sig.ret);
    Ok((b, params.len()))
}

/// `(record)`: runs a static constructor once; a failure is kept in the record and thrown again by later uses.
pub(super) fn class_init(env: &Env) -> Result<Body> {
    let exception = env.well_known(WellKnown::Exception);
    let mut b = exact(env, Func::ClassInit, &[native_int(env)], void(env));
    b.body.flags.no_inline = true;
    let record = LocalId(0);
    let r = b.get(record);
    let state = b
        .call_helper(HelperId::ClassInitBegin, &[r])
        .expect("has a result");
    let state = b.temp(state);
    let (run, other, failed, done) = (b.new_block(), b.new_block(), b.new_block(), b.new_block());
    let one = b.const_i32(1);
    let s = b.get(state);
    let is_run = b.compare(Cond::Eq, s, one);
    b.branch(is_run, run, other);
    b.switch_to(other);
    let s = b.get(state);
    b.branch(s, failed, done);
    b.switch_to(failed);
    let r = b.get(record);
    let slot = field(&mut b, r, layout::EXCEPTION);
    let e = b.load_nonnull(slot, Mem::Ref);
    b.terminate(Term::Throw(e));
    b.switch_to(done);
    b.ret(None);

    // try { cctor(); end(record, null) } catch (Exception e) { e = new TypeInitializationException(name, e); end(record, e); throw e }
    let handler_region = b.add_region(
        None,
        RegionKind::Try {
            handlers: Vec::new(),
        },
    );
    let try_region = handler_region;
    let catch_region = b.add_region(
        None,
        RegionKind::Handler {
            of: try_region,
            kind: HandlerBody::Catch,
        },
    );
    let body = b.new_block_in(Some(try_region));
    let entry = b.new_block_in(Some(catch_region));
    b.body.regions[try_region.0 as usize].kind = RegionKind::Try {
        handlers: vec![Handler::Catch {
            ty: exception,
            entry,
            region: catch_region,
        }],
    };
    b.switch_to(run);
    b.jump(body);
    b.switch_to(body);
    let r = b.get(record);
    let slot = field(&mut b, r, layout::CCTOR);
    let code = b.load_nonnull(slot, Mem::I64);
    let sig = super::native::plain_sig(env, &[], void(env));
    b.call(Callee::Pointer { code, sig }, Box::new([]), void(env));
    let r = b.get(record);
    let null = b.const_i64(0);
    b.call_helper(HelperId::ClassInitEnd, &[r, null]);
    b.terminate(Term::Leave(done));
    b.switch_to(entry);
    let caught = b.emit(Op::CaughtException, Kind::Ref);
    let caught = b.temp(caught);
    let r = b.get(record);
    let slot = field(&mut b, r, layout::TYPE);
    let handle = b.load_nonnull(slot, Mem::I64);
    let name = b
        .call_of_kind(
            Callee::Helper(HelperId::ClassInitName),
            Box::new([handle]),
            Some(Kind::Ref),
        )
        .expect("has a result");
    let name = b.temp(name);
    let wrapped = super::core_type(env, "System.TypeInitializationException")?;
    let ctor = super::find_method(env, wrapped, ".ctor", 2)?;
    let w = b.new_object(wrapped);
    let w = b.temp(w);
    let (this, n, inner) = (b.get(w), b.get(name), b.get(caught));
    b.call_method(ctor, &[this, n, inner])?;
    let (r, e) = (b.get(record), b.get(w));
    b.call_helper(HelperId::ClassInitEnd, &[r, e]);
    let e = b.get(w);
    b.terminate(Term::Throw(e));
    Ok(b.finish())
}

/// Address of a field of a native record.
pub(super) fn field(b: &mut Builder, record: Value, offset: u32) -> Value {
    let o = b.const_i64(i64::from(offset));
    b.ptr_add(record, o)
}
