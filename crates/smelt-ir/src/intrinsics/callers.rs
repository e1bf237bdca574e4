//! Questions about the code that asks: CoreLib walks the stack for them, here the importer knows.

use super::call::{Call, Outcome};
use crate::fold::Fact;
use crate::*;
use smelt_types::{MethodId, TypeDefId};

/// The method whose IL has the call.
fn caller(c: &Call) -> Option<MethodId> {
    match c.b.body.func {
        Func::Method(m) => Some(c.ts().uninstantiated(m)),
        _ => None,
    }
}

/// `Assembly.GetExecutingAssembly()`: that of the module's own type.
pub(super) fn executing_assembly(c: &mut Call) -> Outcome {
    const MODULE_TYPE: u32 = 1;
    let ts = c.ts();
    // The overload that looks for the caller.
    if !c.args.is_empty() {
        return Ok(None);
    }
    let Some(def) = caller(c).and_then(|m| ts.type_def(ts.method_owner(m))) else {
        return Ok(None);
    };
    let runtime_type = ts.named(ts.find_core_type("System.RuntimeType")?, &[]);
    let Some(&assembly) = ts.methods_named(runtime_type, "get_Assembly").first() else {
        return Ok(None);
    };
    let module = TypeDefId {
        module: def.module,
        rid: MODULE_TYPE,
    };
    let ty = c.b.type_object(ts.named(module, &[]));
    match c.b.call_method(assembly, &[ty])? {
        Some(v) => c.value(v),
        None => Ok(None),
    }
}

/// `MethodBase.GetCurrentMethod()`: the definition, also in generic code.
pub(super) fn current_method(c: &mut Call) -> Outcome {
    let ts = c.ts();
    // The overload that the other one calls.
    if !c.args.is_empty() {
        return Ok(None);
    }
    let definition = |m: MethodId| {
        let owner = ts.type_def(ts.method_owner(m))?;
        Some(ts.method_on(ts.method_def(m)?, ts.open_type(owner), &[]))
    };
    let Some(m) = caller(c).and_then(definition) else {
        return Ok(None);
    };
    let runtime_type = ts.named(ts.find_core_type("System.RuntimeType")?, &[]);
    let mut found = ts.methods_named(runtime_type, "GetMethodBase").into_iter();
    let of_handle = found.find(|&m| ts.method_sig(m).is_ok_and(|s| s.params.len() == 1));
    let Some(of_handle) = of_handle else {
        return Ok(None);
    };
    let handle = c.b.emit_with(Op::MethodObject(m), Kind::Ref, Fact::NonNull);
    match c.b.call_method(of_handle, &[handle])? {
        Some(v) => c.value(v),
        None => Ok(None),
    }
}
