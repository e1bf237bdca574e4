//! Objects that CoreLib creates through reflection: `Activator.CreateInstance<T>`, default comparers, sort helpers.

use super::call::{Call, Outcome};
use super::replaced::helper_ref;
use crate::build::{Builder, NONNULL, TypeRef};
use crate::env::{Env, ImportError, ImportErrorKind, Result};
use crate::fold::Fact;
use crate::*;
use smelt_abi::ExceptionKind;
use smelt_abi::helpers::HelperId;
use smelt_metadata::flags::{method_attr, type_attr};
use smelt_types::{CallConv, MethodId, Sig, TypeId, TypeKind, TypeSystem, WellKnown};

/// The constructor that `Activator.CreateInstance<T>` runs; `None` also for a struct without one.
pub fn constructor(ts: &TypeSystem, ty: TypeId) -> Option<MethodId> {
    if ts.is_value_type(ty) {
        ts.default_ctor(ty)
    } else {
        public_default_ctor(ts, ty)
    }
}

/// The public constructor without parameters of a class or struct that can be instantiated.
pub fn public_default_ctor(ts: &TypeSystem, ty: TypeId) -> Option<MethodId> {
    if ts.type_flags(ty) & (type_attr::ABSTRACT | type_attr::INTERFACE) != 0 {
        return None;
    }
    ts.default_ctor(ty)
        .filter(|&m| ts.method_flags(m) as u16 & method_attr::ACCESS_MASK == method_attr::PUBLIC)
}

fn core_type(env: &Env, name: &str) -> Result<TypeId> {
    Ok(env.ts.named(env.ts.find_core_type(name)?, &[]))
}

/// The method of that name whose parameters have these types.
fn find(env: &Env, owner: TypeId, name: &str, params: &[TypeId]) -> Result<MethodId> {
    for m in env.ts.methods_named(owner, name) {
        if *env.ts.method_sig(m)?.params == *params {
            return Ok(m);
        }
    }
    let detail = format!(
        "{}.{name} with {} parameters does not exist",
        env.ts.type_name(owner),
        params.len()
    );
    Err(ImportError::new(ImportErrorKind::Type, detail))
}

/// Throws a new exception of a CoreLib class, made from one value (a temp).
fn throw_new(b: &mut Builder, class: &str, argument: LocalId, parameter: WellKnown) -> Result<()> {
    let env = b.env;
    let ty = core_type(env, class)?;
    let ctor = find(env, ty, ".ctor", &[env.well_known(parameter)])?;
    let e = b.new_object(ty);
    let e = b.temp(e);
    let args = [b.get(e), b.get(argument)];
    b.call_method(ctor, &args)?;
    let e = b.get(e);
    b.terminate(Term::Throw(e));
    Ok(())
}

// ---- Activator.CreateInstance<T>() --------------------------------------------------------------------------------------

const CANNOT_CREATE: &str = "Cannot dynamically create an instance of type '";

/// Body of `Activator.CreateInstance<T>()`: exceptions of the constructor come wrapped in TargetInvocationException.
pub(super) fn create_instance(env: &Env, method: MethodId) -> Result<Body> {
    let ts = env.ts;
    let mut b = Builder::for_method(env, method)?;
    let t = b.type_ref(ts.intern(TypeKind::MethodVar(0)));
    if ts.is_value_type(t.ty) {
        create_struct(&mut b, t)?;
    } else if ts.is_shared_type(t.ty) {
        create_unknown(&mut b, t)?;
    } else {
        create_class(&mut b, t)?;
    }
    Ok(b.finish())
}

fn create_struct(b: &mut Builder, t: TypeRef) -> Result<()> {
    let ts = b.env.ts;
    let zero = b.default_value(t.ty);
    let Some(ctor) = ts.default_ctor(t.ty) else {
        b.ret(Some(zero));
        return Ok(());
    };
    let value = b.add_local(t.ty);
    b.set(value, zero);
    let byref = ts.byref_to(t.ty);
    guarded(b, |b| {
        let this = b.addr_of(value);
        if ts.is_shared_type(t.ty) {
            let code = b.emit(Op::RuntimeLookup(Lookup::DefaultCtor(t.open)), Kind::I64);
            call_ctor(b, code, this, byref);
        } else {
            b.call_method(ctor, &[this])?;
        }
        Ok(())
    })?;
    let v = b.get(value);
    b.ret(Some(v));
    Ok(())
}

fn create_class(b: &mut Builder, t: TypeRef) -> Result<()> {
    let ts = b.env.ts;
    let Some(ctor) = public_default_ctor(ts, t.ty) else {
        let flags = ts.type_flags(t.ty);
        let reason = if flags & type_attr::INTERFACE != 0 {
            "Cannot create an instance of an interface."
        } else if flags & type_attr::ABSTRACT != 0 {
            "Cannot create an abstract class."
        } else {
            "No parameterless constructor defined."
        };
        let text = format!("{CANNOT_CREATE}{}'. Reason: {reason}", ts.type_name(t.ty));
        let text = b.str(&text);
        let text = b.temp(text);
        return throw_new(b, "System.MissingMethodException", text, WellKnown::String);
    };
    let object = b.new_object(t.open);
    let object = b.temp(object);
    guarded(b, |b| {
        let this = b.get(object);
        b.call_method(ctor, &[this]).map(|_| ())
    })?;
    let v = b.get(object);
    b.ret(Some(v));
    Ok(())
}

/// A class that only the generic context knows.
fn create_unknown(b: &mut Builder, t: TypeRef) -> Result<()> {
    let env = b.env;
    let code = b.emit(Op::RuntimeLookup(Lookup::DefaultCtor(t.open)), Kind::I64);
    let code = b.temp(code);
    let known = b.get(code);
    let missing = b.is_zero(known);
    b.if_then(missing, |b| {
        let handle = b.type_handle(t.open, false);
        let text = helper_ref(b, HelperId::CannotCreate, &[handle]);
        let text = b.temp(text);
        throw_new(b, "System.MissingMethodException", text, WellKnown::String)
    })?;
    let handle = b.type_handle(t.open, true);
    let object = helper_ref(b, HelperId::AllocObject, &[handle]);
    let failed = b.is_zero(object);
    let object = b.temp(object);
    b.if_then(failed, |b| {
        b.throw_kind(ExceptionKind::OutOfMemory);
        Ok(())
    })?;
    let this_type = env.well_known(WellKnown::Object);
    guarded(b, |b| {
        let (this, code) = (b.get(object), b.get(code));
        call_ctor(b, code, this, this_type);
        Ok(())
    })?;
    let v = b.get(object);
    b.ret(Some(v));
    Ok(())
}

/// Calls a constructor by its address.
fn call_ctor(b: &mut Builder, code: Value, this: Value, this_type: TypeId) {
    let env = b.env;
    let void = env.well_known(WellKnown::Void);
    let sig = env.ts.intern_sig(Sig {
        has_this: false,
        call_conv: CallConv::Managed,
        generic_params: 0,
        ret: void,
        params: Box::new([env.ts.canon_type(this_type)]),
    });
    b.call(Callee::Pointer { code, sig }, Box::new([this]), void);
}

/// `try { inner } catch (Exception e) { throw new TargetInvocationException(e); }`, then goes on in a new block.
fn guarded(b: &mut Builder, inner: impl FnOnce(&mut Builder) -> Result<()>) -> Result<()> {
    let exception = b.env.well_known(WellKnown::Exception);
    let try_region = b.add_region(
        None,
        RegionKind::Try {
            handlers: Vec::new(),
        },
    );
    let region = b.add_region(
        None,
        RegionKind::Handler {
            of: try_region,
            kind: HandlerBody::Catch,
        },
    );
    let body = b.new_block_in(Some(try_region));
    let entry = b.new_block_in(Some(region));
    let after = b.new_block_in(None);
    b.body.regions[try_region.0 as usize].kind = RegionKind::Try {
        handlers: vec![Handler::Catch {
            ty: exception,
            entry,
            region,
        }],
    };
    b.jump(body);
    b.switch_to(entry);
    let caught = b.emit_with(Op::CaughtException, Kind::Ref, Fact::NonNull);
    let caught = b.temp(caught);
    throw_new(
        b,
        "System.Reflection.TargetInvocationException",
        caught,
        WellKnown::Exception,
    )?;
    b.switch_to(body);
    inner(b)?;
    b.terminate(Term::Leave(after));
    b.switch_to(after);
    Ok(())
}

// ---- comparers ----------------------------------------------------------------------------------------------------------

/// New object without fields whose class is a known one or in the dictionary. Its constructor does nothing.
fn new_helper(b: &mut Builder, class: Option<TypeId>, lookup: Lookup) -> Value {
    match class {
        Some(class) => b.new_object(class),
        None => {
            let handle = b.emit_with(Op::RuntimeLookup(lookup), Kind::I64, Fact::NonNull);
            let ty = b.env.well_known(WellKnown::Object);
            b.emit_with(Op::NewObject { ty, handle }, Kind::Ref, Fact::NonNull)
        }
    }
}

/// `ComparerHelpers.CreateDefaultEqualityComparer(typeof(T))`, `CreateDefaultComparer(typeof(T))`.
pub(super) fn create_comparer(c: &mut Call, equality: bool) -> Outcome {
    let Fact::TypeOf { open, ty } = c.fact(0) else {
        return Ok(None);
    };
    let ts = c.ts();
    let class = match (ts.is_shared_type(ty), equality) {
        (true, _) => None,
        (false, true) => Some(entity::equality_comparer(ts, ty)?),
        (false, false) => Some(entity::comparer(ts, ty)?),
    };
    let lookup = if equality {
        Lookup::EqualityComparer(open)
    } else {
        Lookup::Comparer(open)
    };
    let v = new_helper(c.b, class, lookup);
    c.value(v)
}

/// `EqualityComparer<T>.Default`, `Comparer<T>.Default`: the call stays, but its class is known.
pub(super) fn default_comparer(c: &mut Call, equality: bool) -> Outcome {
    let ts = c.ts();
    let ty = c.owner_arg(0).ty;
    if ts.is_shared_type(ty) {
        return Ok(None);
    }
    let class = if equality {
        entity::equality_comparer(ts, ty)?
    } else {
        entity::comparer(ts, ty)?
    };
    let Some(v) = c.b.call_method(c.callee.open, &[])? else {
        return Ok(None);
    };
    c.b.set_fact(v, Fact::Exact(class));
    c.value(v)
}

/// Body of `ArraySortHelper<T>.CreateArraySortHelper()` and of the one for keys and values.
pub(super) fn create_sort_helper(env: &Env, method: MethodId) -> Result<Body> {
    let ts = env.ts;
    let mut b = Builder::for_method(env, method)?;
    let args = ts.type_args(ts.method_owner(method));
    let class = match args.iter().any(|&t| ts.is_shared_type(t)) {
        true => None,
        false => Some(entity::array_sort_helper(ts, args)?),
    };
    let var = |n| ts.intern(TypeKind::TypeVar(n));
    let lookup = if args.len() == 1 {
        Lookup::ArraySortHelper(var(0))
    } else {
        Lookup::ArraySortHelper2(var(0), var(1))
    };
    let v = new_helper(&mut b, class, lookup);
    b.ret(Some(v));
    Ok(b.finish())
}

// ---- MethodTable ---------------------------------------------------------------------------------------------------------

/// `MethodTable.InstantiationArg0()`: `**PerInstInfo`.
pub(super) fn instantiation_arg(c: &mut Call) -> Outcome {
    let invariant = Access {
        invariant: true,
        ..NONNULL
    };
    let at =
        c.b.const_i64(i64::from(smelt_abi::method_table::PER_INST_INFO));
    let this = c.arg_as(0, Kind::I64);
    let mut v = c.b.ptr_add(this, at);
    for _ in 0..3 {
        v = c.b.load(v, Mem::I64, invariant);
    }
    c.value(v)
}
