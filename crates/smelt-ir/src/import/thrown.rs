//! Thrown objects that are no exceptions (ECMA-335 I.12.4.2.1): they travel in a `RuntimeWrappedException`. Handlers of an assembly that does
//! not ask for that (`RuntimeCompatibility(WrapNonExceptionThrows = true)`) see the object itself.

use super::Importer;
use crate::attributes::attribute_of;
use crate::build::Builder;
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_metadata::{Table, Token};
use smelt_types::{ModuleId, TypeId, WellKnown};

const COMPATIBILITY: &str = "System.Runtime.CompilerServices.RuntimeCompatibilityAttribute";
const WRAPPER: &str = "System.Runtime.CompilerServices.RuntimeWrappedException";

/// Whether handlers of a module see thrown objects without the exception around them.
pub(super) fn sees_raw_objects(env: &Env, module: ModuleId) -> bool {
    if let Some(&known) = env
        .raw_throws
        .read()
        .ok()
        .and_then(|m| m.get(&module).copied())
        .as_ref()
    {
        return known;
    }
    let assembly = Token::new(Table::Assembly, 1);
    let wraps = attribute_of(env.ts, module, assembly, COMPATIBILITY)
        .and_then(|a| a.get("WrapNonExceptionThrows").and_then(|v| v.as_i64()))
        .is_some_and(|v| v != 0);
    if let Ok(mut map) = env.raw_throws.write() {
        map.insert(module, !wraps);
    }
    !wraps
}

/// How a catch clause of such a module must be compiled.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum RawCatch {
    /// The class alone decides.
    ByClass,
    /// A filter that looks at the object.
    ByObject,
}

pub(super) fn raw_catch(env: &Env, ty: TypeId) -> RawCatch {
    let ts = env.ts;
    let exception = env.well_known(WellKnown::Exception);
    let derived = ts.is_assignable(ty, exception) && ty != exception;
    let wrapper = ts.type_name(ty) == WRAPPER;
    if ty == env.well_known(WellKnown::Object) || derived && !wrapper {
        RawCatch::ByClass
    } else {
        RawCatch::ByObject
    }
}

fn wrapper(env: &Env) -> Result<TypeId> {
    Ok(env.ts.open_type(env.ts.find_core_type(WRAPPER)?))
}

fn is_inst(b: &mut Builder, open: TypeId, object: Value) -> Value {
    let handle = b.type_handle(open, false);
    let closed = b.close(open);
    let ty = b.env.ts.canon_type(closed);
    b.emit(Op::IsInst { ty, handle, object }, Kind::Ref)
}

/// The object in the exception, or the exception: what a handler of a module without wrapping sees.
pub(super) fn unwrapped(b: &mut Builder, exception: Value) -> Result<Value> {
    let env = b.env;
    let class = wrapper(env)?;
    let get = env.ts.methods_named(class, "get_WrappedException");
    let get = *get
        .first()
        .ok_or_else(|| ImportError::unsupported("RuntimeWrappedException has no object"))?;
    let object = b.temp(exception);
    let found = is_inst(b, class, exception);
    let found = b.temp(found);
    let v = b.get(found);
    let is = b.is_not_zero(v);
    b.if_then(is, |b| {
        let v = b.get(found);
        if let Some(inner) = b.call_method(get, &[v])? {
            b.set(object, inner);
        }
        Ok(())
    })?;
    Ok(b.get(object))
}

/// The filter of a clause that catches by the object's class, from the caught exception on.
pub(super) fn catch_filter(b: &mut Builder, open: TypeId) -> Result<()> {
    let caught = b.emit_with(Op::CaughtException, Kind::Ref, crate::fold::Fact::NonNull);
    let object = unwrapped(b, caught)?;
    let found = is_inst(b, open, object);
    let is = b.is_not_zero(found);
    b.terminate(Term::EndFilter(is));
    Ok(())
}

impl Importer<'_> {
    /// `throw`: what may not be an exception is wrapped.
    pub(super) fn throw(&mut self) -> Result<()> {
        let env = self.env();
        let ts = env.ts;
        let thrown = self.b.pop()?;
        let v = self.b.coerce(thrown.value, Kind::Ref);
        self.b.null_check(v);
        self.b.clear_stack();
        let exception = env.well_known(WellKnown::Exception);
        let class = self.b.fact(v).class().or(thrown.ty);
        if class.is_some_and(|t| ts.is_assignable(t, exception)) {
            self.b.terminate(Term::Throw(v));
            return Ok(());
        }
        let class = wrapper(env)?;
        let ctor = ts
            .methods_named(class, ".ctor")
            .into_iter()
            .find(|&m| ts.method_sig(m).is_ok_and(|s| s.params.len() == 1))
            .ok_or_else(|| {
                ImportError::unsupported("RuntimeWrappedException has no constructor")
            })?;
        let object = self.b.temp(v);
        let result = self.b.temp(v);
        let found = is_inst(&mut self.b, exception, v);
        let is_other = self.b.is_zero(found);
        self.b.if_then(is_other, |b| {
            let e = b.new_object(class);
            let e = b.temp(e);
            let (this, inner) = (b.get(e), b.get(object));
            b.call_method(ctor, &[this, inner])?;
            let e = b.get(e);
            b.set(result, e);
            Ok(())
        })?;
        let v = self.b.get(result);
        self.b.terminate(Term::Throw(v));
        Ok(())
    }
}
