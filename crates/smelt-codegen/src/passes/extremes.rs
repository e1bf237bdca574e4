//! `Math.Max` and `Math.Min` of floats that a loop carries from step to step.
//!
//! With NaN and signed zeros LLVM makes several dependent instructions of them, which lengthen each step. A branch costs nothing while the processor
//! guesses it, as it does for records (the largest so far) and for sums that rarely meet their limit. (LLVM does the same with conditional moves of
//! integers.)

use inkwell::attributes::{Attribute, AttributeLoc};
use inkwell::context::AsContextRef;
use inkwell::llvm_sys::core::*;
use inkwell::llvm_sys::prelude::*;
use inkwell::llvm_sys::{LLVMOpcode, LLVMRealPredicate};
use inkwell::module::{Linkage, Module};
use inkwell::types::FloatType;
use inkwell::values::{AsValueRef, FunctionValue};
use rustc_hash::FxHashSet;

/// Most instructions of a step that are looked through.
const MAX_STEP: usize = 64;

/// Calls always-inlined functions with branches instead; returns whether there are any.
pub(super) fn insert(module: &Module) -> bool {
    let context = module.get_context();
    let mut any = false;
    for (ty, suffix) in [(context.f32_type(), "f32"), (context.f64_type(), "f64")] {
        for (name, max) in [("maximum", true), ("minimum", false)] {
            let Some(f) = module.get_function(&format!("llvm.{name}.{suffix}")) else {
                continue;
            };
            // SAFETY: the module is alive and not used elsewhere meanwhile; only calls use an intrinsic.
            unsafe {
                let sites = carried(f);
                if !sites.is_empty() {
                    let branching = branching(module, f, ty, max);
                    for site in sites {
                        LLVMSetOperand(site, 2, branching.as_value_ref());
                    }
                    any = true;
                }
            }
        }
    }
    any
}

/// The calls of a function of floats whose result takes part in the next one's arguments.
unsafe fn carried(f: FunctionValue) -> Vec<LLVMValueRef> {
    let mut sites = Vec::new();
    // SAFETY: by the caller's contract, here and below.
    unsafe {
        let mut at = LLVMGetFirstUse(f.as_value_ref());
        while !at.is_null() {
            let call = LLVMGetUser(at);
            if feeds_itself(call) {
                sites.push(call);
            }
            at = LLVMGetNextUse(at);
        }
    }
    sites
}

/// Whether a value depends on itself through arithmetic on floats.
unsafe fn feeds_itself(call: LLVMValueRef) -> bool {
    let mut seen = FxHashSet::default();
    let mut work = vec![call];
    while let Some(v) = work.pop() {
        // SAFETY: operands of live instructions.
        unsafe {
            let last = match LLVMGetInstructionOpcode(v) {
                LLVMOpcode::LLVMPHI => LLVMCountIncoming(v),
                LLVMOpcode::LLVMCall => LLVMGetNumArgOperands(v),
                LLVMOpcode::LLVMFAdd
                | LLVMOpcode::LLVMFSub
                | LLVMOpcode::LLVMFMul
                | LLVMOpcode::LLVMFDiv
                | LLVMOpcode::LLVMFNeg => LLVMGetNumOperands(v) as u32,
                _ => continue,
            };
            if LLVMGetInstructionOpcode(v) == LLVMOpcode::LLVMCall && super::polls::is_real_call(v)
            {
                continue;
            }
            for i in 0..last {
                let from = LLVMGetOperand(v, i);
                if from == call {
                    return true;
                }
                if !LLVMIsAInstruction(from).is_null() && seen.insert(from) {
                    work.push(from);
                }
            }
        }
        if seen.len() > MAX_STEP {
            return false;
        }
    }
    false
}

/// `x > y ? x : x < y ? y : intrinsic(x, y)`, or with the comparisons reversed.
unsafe fn branching<'c>(
    module: &Module<'c>,
    intrinsic: FunctionValue<'c>,
    ty: FloatType<'c>,
    max: bool,
) -> FunctionValue<'c> {
    let context = module.get_context();
    let name = intrinsic
        .get_name()
        .to_string_lossy()
        .replace("llvm.", "smelt.");
    let f = module.add_function(
        &name,
        ty.fn_type(&[ty.into(), ty.into()], false),
        Some(Linkage::Internal),
    );
    for name in ["alwaysinline", "nounwind"] {
        let kind = Attribute::get_named_enum_kind_id(name);
        f.add_attribute(
            AttributeLoc::Function,
            context.create_enum_attribute(kind, 0),
        );
    }
    let [entry, first, other, second, rest] =
        ["", "", "", "", ""].map(|name| context.append_basic_block(f, name).as_mut_ptr());
    let (gt, lt) = match max {
        true => (
            LLVMRealPredicate::LLVMRealOGT,
            LLVMRealPredicate::LLVMRealOLT,
        ),
        false => (
            LLVMRealPredicate::LLVMRealOLT,
            LLVMRealPredicate::LLVMRealOGT,
        ),
    };
    // SAFETY: plain instructions in the blocks just made.
    unsafe {
        let b = LLVMCreateBuilderInContext(context.as_ctx_ref());
        let (x, y) = (
            LLVMGetParam(f.as_value_ref(), 0),
            LLVMGetParam(f.as_value_ref(), 1),
        );
        LLVMPositionBuilderAtEnd(b, entry);
        let c = LLVMBuildFCmp(b, gt, x, y, c"".as_ptr());
        LLVMBuildCondBr(b, c, first, other);
        LLVMPositionBuilderAtEnd(b, first);
        LLVMBuildRet(b, x);
        LLVMPositionBuilderAtEnd(b, other);
        let c = LLVMBuildFCmp(b, lt, x, y, c"".as_ptr());
        LLVMBuildCondBr(b, c, second, rest);
        LLVMPositionBuilderAtEnd(b, second);
        LLVMBuildRet(b, y);
        LLVMPositionBuilderAtEnd(b, rest);
        let mut args = [x, y];
        let ty = LLVMGlobalGetValueType(intrinsic.as_value_ref());
        let v = LLVMBuildCall2(
            b,
            ty,
            intrinsic.as_value_ref(),
            args.as_mut_ptr(),
            2,
            c"".as_ptr(),
        );
        LLVMBuildRet(b, v);
        LLVMDisposeBuilder(b);
    }
    f
}
