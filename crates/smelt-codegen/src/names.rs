//! Name records of functions, for stack traces. Each is a section of its own that belongs to the function's: the linker drops both when nothing
//! refers to the function, and concatenates the others.

use crate::module::Unit;
use crate::unit::Member;
use inkwell::GlobalVisibility;
use inkwell::context::AsContextRef;
use inkwell::llvm_sys::core::{LLVMGlobalSetMetadata, LLVMMDNodeInContext2, LLVMValueAsMetadata};
use inkwell::module::Linkage;
use inkwell::values::{AsValueRef, GlobalValue, PointerValue};
use smelt_abi::image::{METHOD_SECTION, assembly_hash, method_name};
use smelt_ir::{Body, Func};
use smelt_types::{MethodId, TypeSystem};

/// Makes the records of the functions that are still there after the optimiser. Nothing that removes unused variables may run from here on.
pub(crate) fn record<'p>(unit: &Unit, bodies: impl Iterator<Item = &'p Member<'p>>) {
    let mut kept = Vec::new();
    for Member { symbol, body, .. } in bodies {
        let (Func::Method(method), Some(f)) = (body.func, unit.module.get_function(symbol)) else {
            continue;
        };
        if f.count_basic_blocks() == 0 {
            continue;
        }
        let name = unit.ts.frame_name(method);
        let hidden = if body.flags.hidden {
            method_name::HIDDEN
        } else {
            0
        };
        let is_async = if name.is_async { method_name::ASYNC } else { 0 };
        let code = f.as_global_value().as_pointer_value();
        let (assembly, token) = identity(unit.ts, method);
        let flags = hidden | is_async | assembly << method_name::FLAG_BITS;
        let number = |n: u32| unit.t.i32.const_int(u64::from(n), false).into();
        let fields = [
            code.into(),
            text(unit, &name.text).into(),
            number(flags),
            number(token),
        ];
        let value = unit.cx.const_struct(&fields, false);
        let record = unit.module.add_global(value.get_type(), None, "name");
        record.set_initializer(&value);
        record.set_constant(true);
        record.set_linkage(Linkage::Private);
        record.set_alignment(8);
        record.set_section(Some(METHOD_SECTION));
        associate(unit, record, code);
        if is_looked_up(unit.ts, body) {
            kept.push(code);
        }
    }
    keep(unit, &kept);
}

/// Hash of the assembly and token of a method; zeros without a row.
fn identity(ts: &TypeSystem, method: MethodId) -> (u32, u32) {
    const METHOD_DEF: u32 = 0x0600_0000;
    match ts.method_def(method) {
        Some(def) => (
            assembly_hash(ts.module_name(def.module).as_bytes()),
            METHOD_DEF | def.rid,
        ),
        None => (0, 0),
    }
}

/// Traces look the flags of these up for what has been inlined, too.
pub(crate) fn is_looked_up(ts: &TypeSystem, body: &Body) -> bool {
    let Func::Method(method) = body.func else {
        return false;
    };
    body.source.is_some() && (body.flags.hidden || ts.frame_name(method).is_async)
}

/// A variable's section lives and dies with that of a function.
fn associate(unit: &Unit, variable: GlobalValue, function: PointerValue) {
    let kind = unit.cx.get_kind_id("associated");
    // SAFETY: values of the live module. (Through a metadata value, a node of one constant would become that constant.)
    unsafe {
        let mut operands = [LLVMValueAsMetadata(function.as_value_ref())];
        let node = LLVMMDNodeInContext2(unit.cx.as_ctx_ref(), operands.as_mut_ptr(), 1);
        LLVMGlobalSetMetadata(variable.as_value_ref(), kind, node);
    }
}

/// A zero-terminated text that the linker shares.
fn text<'c>(unit: &Unit<'c, '_>, text: &str) -> PointerValue<'c> {
    let value = unit.cx.const_string(text.as_bytes(), true);
    let g = unit.module.add_global(value.get_type(), None, "text");
    g.set_initializer(&value);
    g.set_constant(true);
    g.set_linkage(Linkage::Private);
    g.set_unnamed_addr(true);
    g.set_alignment(1);
    g.as_pointer_value()
}

/// The linker keeps these functions, and so their records, whether or not something refers to them.
fn keep<'c>(unit: &Unit<'c, '_>, functions: &[PointerValue<'c>]) {
    if functions.is_empty() {
        return;
    }
    let list = unit.t.ptr.const_array(functions);
    let used = unit.module.add_global(list.get_type(), None, "llvm.used");
    used.set_initializer(&list);
    used.set_linkage(Linkage::Appending);
    used.set_visibility(GlobalVisibility::Default);
    used.set_section(Some("llvm.metadata"));
}
