//! Stop polls: where a thread notices that a collection (or another stop) is requested.
//!
//! A loop needs one unless it is a plain counted loop without calls; a function needs one at its entry if it can recurse without a loop.
//! Polls are calls of an always-inlined function, inserted after the optimiser so that they block nothing, and inlined at once.

use super::cfg::{Cfg, Loop};
use inkwell::llvm_sys::core::*;
use inkwell::llvm_sys::prelude::*;
use inkwell::llvm_sys::{LLVMIntPredicate, LLVMOpcode};
use inkwell::module::Module;
use inkwell::values::AsValueRef;

/// Inserts polls; returns whether there are any. `poll` is the always-inlined function.
pub(super) fn insert(module: &Module, poll: inkwell::values::FunctionValue) -> bool {
    let mut any = false;
    for f in module.get_functions() {
        if f.count_basic_blocks() == 0 || f == poll {
            continue;
        }
        // SAFETY: `f` has a body and belongs to `module`, which is alive and not used elsewhere meanwhile.
        unsafe { any |= function(f.as_value_ref(), poll.as_value_ref()) }
    }
    any
}

unsafe fn function(f: LLVMValueRef, poll: LLVMValueRef) -> bool {
    // SAFETY: by the caller's contract, here and below.
    unsafe {
        let cfg = Cfg::new(f);
        let context = LLVMGetModuleContext(LLVMGetGlobalParent(f));
        let builder = LLVMCreateBuilderInContext(context);
        let mut sites = Vec::new();
        for l in cfg.loops() {
            if has_call(&cfg, &l) || !is_counted(&cfg, &l) {
                sites.extend(
                    l.latches
                        .iter()
                        .map(|&b| LLVMGetBasicBlockTerminator(cfg.blocks[b])),
                );
            }
        }
        if may_recurse(&cfg, f) {
            sites.push(after_allocas(cfg.blocks[0]));
        }
        sites.dedup();
        for &at in &sites {
            LLVMPositionBuilderBefore(builder, at);
            let ty = LLVMGlobalGetValueType(poll);
            LLVMBuildCall2(builder, ty, poll, std::ptr::null_mut(), 0, c"".as_ptr());
        }
        LLVMDisposeBuilder(builder);
        !sites.is_empty()
    }
}

/// Calls other than intrinsics.
pub(super) unsafe fn is_real_call(i: LLVMValueRef) -> bool {
    // SAFETY: `i` is an instruction of a live function.
    unsafe {
        if !matches!(
            LLVMGetInstructionOpcode(i),
            LLVMOpcode::LLVMCall | LLVMOpcode::LLVMInvoke
        ) {
            return false;
        }
        let callee = LLVMGetCalledValue(i);
        LLVMIsAFunction(callee).is_null() || LLVMGetIntrinsicID(callee) == 0
    }
}

unsafe fn has_call(cfg: &Cfg, l: &Loop) -> bool {
    (0..cfg.blocks.len()).filter(|&b| l.contains[b]).any(|b| {
        // SAFETY: instructions of a live block.
        unsafe {
            let mut i = LLVMGetFirstInstruction(cfg.blocks[b]);
            while !i.is_null() {
                if is_real_call(i) {
                    return true;
                }
                i = LLVMGetNextInstruction(i);
            }
            false
        }
    })
}

/// Some exit that every iteration passes compares an induction variable with a value from outside of the loop.
unsafe fn is_counted(cfg: &Cfg, l: &Loop) -> bool {
    (0..cfg.blocks.len()).filter(|&b| l.contains[b]).any(|b| {
        let leaves = cfg.succs[b].iter().any(|&s| !l.contains[s]);
        if !leaves || !l.latches.iter().all(|&u| cfg.dominates(b, u)) {
            return false;
        }
        // SAFETY: a terminator of a live block and its operands.
        unsafe {
            let term = LLVMGetBasicBlockTerminator(cfg.blocks[b]);
            if LLVMGetInstructionOpcode(term) != LLVMOpcode::LLVMBr || LLVMIsConditional(term) == 0
            {
                return false;
            }
            let cond = LLVMGetCondition(term);
            if LLVMIsAICmpInst(cond).is_null() {
                return false;
            }
            let _: LLVMIntPredicate = LLVMGetICmpPredicate(cond);
            let (a, c) = (LLVMGetOperand(cond, 0), LLVMGetOperand(cond, 1));
            (is_induction(cfg, l, a) && is_outside(cfg, l, c))
                || (is_induction(cfg, l, c) && is_outside(cfg, l, a))
        }
    })
}

unsafe fn is_outside(cfg: &Cfg, l: &Loop, v: LLVMValueRef) -> bool {
    // SAFETY: `v` is a live value.
    unsafe {
        LLVMIsAInstruction(v).is_null()
            || cfg
                .index_of(LLVMGetInstructionParent(v))
                .is_some_and(|b| !l.contains[b])
    }
}

/// An integer or pointer phi of the header that a constant step advances, or that stepped value.
unsafe fn is_induction(cfg: &Cfg, l: &Loop, v: LLVMValueRef) -> bool {
    // SAFETY: `v` is a live value.
    unsafe {
        if LLVMIsAInstruction(v).is_null() {
            return false;
        }
        match LLVMGetInstructionOpcode(v) {
            LLVMOpcode::LLVMPHI => {
                if LLVMGetInstructionParent(v) != cfg.blocks[l.header] {
                    return false;
                }
                (0..LLVMCountIncoming(v)).any(|i| {
                    let from = LLVMGetIncomingValue(v, i);
                    !LLVMIsAInstruction(from).is_null() && is_step(from, v)
                })
            }
            LLVMOpcode::LLVMAdd | LLVMOpcode::LLVMSub => {
                let base = LLVMGetOperand(v, 0);
                !LLVMIsAPHINode(base).is_null() && is_step(v, base) && is_induction(cfg, l, base)
            }
            LLVMOpcode::LLVMTrunc | LLVMOpcode::LLVMZExt | LLVMOpcode::LLVMSExt => {
                is_induction(cfg, l, LLVMGetOperand(v, 0))
            }
            _ => false,
        }
    }
}

unsafe fn is_step(v: LLVMValueRef, phi: LLVMValueRef) -> bool {
    // SAFETY: `v` is a live instruction.
    unsafe {
        let op = LLVMGetInstructionOpcode(v);
        (op == LLVMOpcode::LLVMAdd || op == LLVMOpcode::LLVMSub)
            && LLVMGetOperand(v, 0) == phi
            && !LLVMIsAConstantInt(LLVMGetOperand(v, 1)).is_null()
    }
}

/// Calls itself, or something unknown (through a pointer): it may be part of a recursion that has no loop.
unsafe fn may_recurse(cfg: &Cfg, f: LLVMValueRef) -> bool {
    cfg.blocks.iter().any(|&b| {
        // SAFETY: instructions of a live block.
        unsafe {
            let mut i = LLVMGetFirstInstruction(b);
            while !i.is_null() {
                if is_real_call(i) {
                    let callee = LLVMGetCalledValue(i);
                    if callee == f || LLVMIsAFunction(callee).is_null() {
                        return true;
                    }
                }
                i = LLVMGetNextInstruction(i);
            }
            false
        }
    })
}

unsafe fn after_allocas(block: LLVMBasicBlockRef) -> LLVMValueRef {
    // SAFETY: a live block with a terminator.
    unsafe {
        let mut i = LLVMGetFirstInstruction(block);
        while LLVMGetInstructionOpcode(i) == LLVMOpcode::LLVMAlloca {
            i = LLVMGetNextInstruction(i);
        }
        i
    }
}
