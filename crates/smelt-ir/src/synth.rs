//! Bodies that no IL stands behind: P/Invokes and VM calls, delegates, stubs, throw functions, and the entries that the runtime calls.

mod accessor;
mod castable;
mod delegates;
mod entries;
mod hresults;
mod marshal;
mod native;
mod reflection;
mod stubs;
mod throws;
pub mod type_names;

pub use marshal::{NativeLayout, native_layout};
pub(crate) use native::pointer_needs_marshalling;
pub use native::{internal_call_names, pinvoke_names};
pub use throws::unsupported;

use crate::build::Builder;
use crate::env::{Env, ImportError, Result};
use crate::{Body, Context, Func};
use smelt_types::{MethodId, TypeId, WellKnown};

/// `MethodImplAttributes` (ECMA-335 II.23.1.11).
const IMPL_RUNTIME: u32 = 0x0003;
const IMPL_INTERNAL_CALL: u32 = 0x1000;
/// `MethodAttributes.PinvokeImpl` (II.23.1.10).
const PINVOKE_IMPL: u32 = 0x2000;

/// Makes the body of a function that has no IL.
pub fn body(env: &Env, func: Func) -> Result<Body> {
    match func {
        Func::Method(m) => method(env, m),
        Func::Stub { method, unbox } => stubs::stub(env, method, unbox),
        Func::OpenDelegate(t) => delegates::open(env, t),
        Func::Multicast(t) => delegates::multicast(env, t),
        Func::ValueEquals(t) => crate::intrinsics::value_equals(env, t),
        Func::ThrowKind(k) => throws::throw_kind(env, k),
        Func::ThrowPending => throws::throw_pending(env),
        Func::ThrowInvalidCast => throws::throw_invalid_cast(env),
        Func::ClassInit => stubs::class_init(env),
        Func::Entry(e) => entries::entry(env, e),
        Func::ReverseStub(m) => entries::reverse_stub(env, m),
        Func::MarshalStub(t) => marshal::stub(env, t),
        Func::DelegateEntry(t) => marshal::delegate_entry(env, t),
        Func::ObjectArrayDelegate(t) => delegates::object_array(env, t),
        Func::NativeDelegate(t) => native::native_delegate(env, t),
        Func::Invoker(s) => reflection::invoker(env, s),
        Func::Dispatcher(m) => reflection::dispatcher(env, m),
        Func::Attribute { module, rid } => reflection::attribute(env, module, rid),
        Func::DynamicCast => castable::cast(env),
        Func::DynamicDispatch(m) => castable::dispatch(env, m),
        Func::NativeCall(s) => native::pointer_call(env, s),
    }
}

fn method(env: &Env, m: MethodId) -> Result<Body> {
    let ts = env.ts;
    let implementation = ts.method_impl_flags(m);
    if ts.method_flags(m) & PINVOKE_IMPL != 0 {
        native::pinvoke(env, m)
    } else if implementation & IMPL_INTERNAL_CALL != 0 {
        native::internal_call(env, m)
    } else if implementation & IMPL_RUNTIME == IMPL_RUNTIME && ts.is_delegate(ts.method_owner(m)) {
        delegates::runtime_method(env, m)
    } else if ts.is_abstract(m) {
        Err(ImportError::bad_il("direct call of an abstract method"))
    } else {
        accessor::unsafe_accessor(env, m)
    }
}

/// A body whose parameters and result are given; nothing in it is shared.
fn exact<'e>(env: &'e Env<'e>, func: Func, params: &[TypeId], ret: TypeId) -> Builder<'e> {
    let mut b = Builder::new(env, func, None, params, ret, Context::None);
    b.body.flags.hidden = true;
    b
}

fn core_type(env: &Env, name: &str) -> Result<TypeId> {
    Ok(env.ts.open_type(env.ts.find_core_type(name)?))
}

/// The method of that name with that many parameters (`this` not counted).
fn core_method(env: &Env, ty: &str, name: &str, params: usize) -> Result<MethodId> {
    let owner = core_type(env, ty)?;
    find_method(env, owner, name, params)
}

fn find_method(env: &Env, owner: TypeId, name: &str, params: usize) -> Result<MethodId> {
    for m in env.ts.methods_named(owner, name) {
        if env.ts.method_sig(m)?.params.len() == params {
            return Ok(m);
        }
    }
    let detail = format!(
        "{}.{name} with {params} parameters does not exist",
        env.ts.type_name(owner)
    );
    Err(ImportError::new(crate::env::ImportErrorKind::Type, detail))
}

fn void(env: &Env) -> TypeId {
    env.well_known(WellKnown::Void)
}
fn object(env: &Env) -> TypeId {
    env.well_known(WellKnown::Object)
}
fn int32(env: &Env) -> TypeId {
    env.well_known(WellKnown::Int32)
}
fn native_int(env: &Env) -> TypeId {
    env.well_known(WellKnown::IntPtr)
}

/// The `Invoke` method of a delegate type.
fn find_invoke(env: &Env, ty: TypeId) -> Result<MethodId> {
    env.ts
        .methods_named(ty, "Invoke")
        .first()
        .copied()
        .ok_or_else(|| {
            ImportError::bad_il(format!("{} has no Invoke method", env.ts.type_name(ty)))
        })
}
