//! Stop polls: where a thread notices that a collection (or another stop) is requested.
//!
//! A loop needs one unless it is a plain counted loop without calls and without loops inside. A function needs one at its entry if it can call
//! itself: it lies on a cycle of direct calls, or it calls something unknown. Polls are calls of an always-inlined function, inserted after
//! the optimiser so that they block nothing, and inlined at once.

use super::cfg::{Cfg, Loop};
use inkwell::attributes::{Attribute, AttributeLoc};
use inkwell::context::AsContextRef;
use inkwell::llvm_sys::core::*;
use inkwell::llvm_sys::prelude::*;
use inkwell::llvm_sys::{LLVMIntPredicate, LLVMOpcode, LLVMTypeKind};
use inkwell::module::{Linkage, Module};
use inkwell::values::{AsValueRef, FunctionValue};
use smelt_abi::helpers::HelperId;
use smelt_abi::thread;

/// Attribute of functions that lie on a cycle of direct calls.
pub(crate) const RECURSIVE: &str = "smelt-recursive";
/// Stands for polls while LLVM optimises, see `Unit::may_stop`.
pub(crate) const MAY_STOP: &str = "smelt.may_stop";
/// The always-inlined function.
const POLL: &str = "smelt.poll";
/// LLVM's number of `preserve_mostcc`.
const PRESERVE_MOST: u32 = 14;

/// Inserts polls; returns whether there are any.
pub(super) fn insert(module: &Module) -> bool {
    // SAFETY: the module is alive and not used elsewhere meanwhile.
    unsafe { remove_marks(module) };
    let mut sites = Vec::new();
    for f in module.get_functions() {
        if f.count_basic_blocks() > 0 {
            // SAFETY: as above; `f` has a body.
            unsafe { find_sites(f, &mut sites) }
        }
    }
    if sites.is_empty() {
        return false;
    }
    // SAFETY: as above; the sites are instructions of the module.
    unsafe {
        let poll = poll_function(module);
        let builder = LLVMCreateBuilderInContext(LLVMGetModuleContext(module.as_mut_ptr()));
        for &at in &sites {
            LLVMPositionBuilderBefore(builder, at);
            let ty = LLVMGlobalGetValueType(poll);
            LLVMBuildCall2(builder, ty, poll, std::ptr::null_mut(), 0, c"".as_ptr());
        }
        LLVMDisposeBuilder(builder);
    }
    true
}

/// The calls of [`MAY_STOP`] have done their work.
unsafe fn remove_marks(module: &Module) {
    let Some(mark) = module.get_function(MAY_STOP) else {
        return;
    };
    // SAFETY: the users of a function of a live module; only calls use this one.
    unsafe {
        let mark = mark.as_value_ref();
        loop {
            let first = LLVMGetFirstUse(mark);
            if first.is_null() {
                break;
            }
            LLVMInstructionEraseFromParent(LLVMGetUser(first));
        }
        LLVMDeleteFunction(mark);
    }
}

/// `if (thread.stop_requested) smelt_poll()`: the callee preserves all general registers.
unsafe fn poll_function(module: &Module) -> LLVMValueRef {
    let context = module.get_context();
    let ty = context.void_type().fn_type(&[], false);
    let poll = module.add_function(POLL, ty, Some(Linkage::Internal));
    let flag = |name| context.create_enum_attribute(Attribute::get_named_enum_kind_id(name), 0);
    poll.add_attribute(AttributeLoc::Function, flag("alwaysinline"));
    poll.add_attribute(AttributeLoc::Function, flag("nounwind"));
    let symbol = HelperId::StopPoll.helper().symbol;
    let stop = module.get_function(symbol).unwrap_or_else(|| {
        let stop = module.add_function(symbol, ty, Some(Linkage::External));
        stop.as_global_value()
            .set_visibility(inkwell::GlobalVisibility::Hidden);
        stop
    });
    for name in ["nounwind", "cold"] {
        stop.add_attribute(AttributeLoc::Function, flag(name));
    }
    stop.set_call_conventions(PRESERVE_MOST);
    let record = module.get_global(thread::THREAD_SYMBOL).unwrap_or_else(|| {
        let size = context.i8_type().array_type(thread::SIZE);
        let g = module.add_global(size, None, thread::THREAD_SYMBOL);
        g.set_linkage(Linkage::External);
        g.set_visibility(inkwell::GlobalVisibility::Hidden);
        g.set_thread_local_mode(Some(inkwell::ThreadLocalMode::LocalExecTLSModel));
        g.set_alignment(16);
        g
    });
    let [entry, cold, done] =
        ["", "stop", ""].map(|name| context.append_basic_block(poll, name).as_mut_ptr());
    // SAFETY: plain instructions in the blocks just made; the index lies in the thread record.
    unsafe {
        let cx = context.as_ctx_ref();
        let b = LLVMCreateBuilderInContext(cx);
        let (i8, i32, i64) = (
            LLVMInt8TypeInContext(cx),
            LLVMInt32TypeInContext(cx),
            LLVMInt64TypeInContext(cx),
        );
        let offset = u64::from(thread::STOP_REQUESTED);
        let mut index = [LLVMConstInt(i64, offset, 0)];
        let base = record.as_value_ref();
        let at = LLVMConstInBoundsGEP2(i8, base, index.as_mut_ptr(), 1);
        LLVMPositionBuilderAtEnd(b, entry);
        let flag = LLVMBuildLoad2(b, i32, at, c"".as_ptr());
        // An ordinary load folds into the comparison; nothing that runs from here on moves it.
        LLVMSetAlignment(flag, 4);
        let zero = LLVMConstInt(i32, 0, 0);
        let go = LLVMBuildICmp(b, LLVMIntPredicate::LLVMIntEQ, flag, zero, c"".as_ptr());
        let branch = LLVMBuildCondBr(b, go, done, cold);
        likely(cx, branch);
        LLVMPositionBuilderAtEnd(b, cold);
        let call = LLVMBuildCall2(
            b,
            LLVMGlobalGetValueType(stop.as_value_ref()),
            stop.as_value_ref(),
            std::ptr::null_mut(),
            0,
            c"".as_ptr(),
        );
        LLVMSetInstructionCallConv(call, PRESERVE_MOST);
        LLVMBuildBr(b, done);
        LLVMPositionBuilderAtEnd(b, done);
        LLVMBuildRetVoid(b);
        LLVMDisposeBuilder(b);
    }
    poll.as_value_ref()
}

/// Branch weights: the first successor is nearly always taken.
unsafe fn likely(cx: LLVMContextRef, branch: LLVMValueRef) {
    // SAFETY: metadata of the context that the branch belongs to.
    unsafe {
        let i32 = LLVMInt32TypeInContext(cx);
        let name = "branch_weights";
        let mut nodes = [
            LLVMMDStringInContext2(cx, name.as_ptr().cast(), name.len()),
            LLVMValueAsMetadata(LLVMConstInt(i32, 1_000_000, 0)),
            LLVMValueAsMetadata(LLVMConstInt(i32, 1, 0)),
        ];
        let node = LLVMMDNodeInContext2(cx, nodes.as_mut_ptr(), nodes.len());
        let kind = LLVMGetMDKindIDInContext(cx, c"prof".as_ptr(), 4);
        LLVMSetMetadata(branch, kind, LLVMMetadataAsValue(cx, node));
    }
}

/// Instructions before which a poll belongs.
unsafe fn find_sites(function: FunctionValue, sites: &mut Vec<LLVMValueRef>) {
    let f = function.as_value_ref();
    // SAFETY: by the caller's contract, here and below.
    unsafe {
        let cfg = Cfg::new(f);
        let loops = cfg.loops();
        let mut found: Vec<usize> = Vec::new();
        for l in &loops {
            let inner = loops
                .iter()
                .any(|other| other.header != l.header && l.contains[other.header]);
            if inner || has_call(&cfg, l) || !is_counted(&cfg, l) {
                found.extend(
                    l.latches
                        .iter()
                        .filter(|b| !found.contains(b))
                        .copied()
                        .collect::<Vec<_>>(),
                );
            }
        }
        for b in found {
            sites.push(LLVMGetBasicBlockTerminator(cfg.blocks[b]));
        }
        let recursive = function
            .get_string_attribute(AttributeLoc::Function, RECURSIVE)
            .is_some();
        if recursive || calls_unknown(&cfg, f) {
            sites.push(after_allocas(cfg.blocks[0]));
        }
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
        LLVMIsAInlineAsm(callee).is_null()
            && (LLVMIsAFunction(callee).is_null() || LLVMGetIntrinsicID(callee) == 0)
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
            let (a, c) = (LLVMGetOperand(cond, 0), LLVMGetOperand(cond, 1));
            (is_induction(cfg, l, a) && is_outside(cfg, l, c) && is_short(a, c))
                || (is_induction(cfg, l, c) && is_outside(cfg, l, a) && is_short(c, a))
        }
    })
}

/// Whether a count up to `bound` ends soon: at most some 2^32 steps, or a vector or block of elements at each.
unsafe fn is_short(counter: LLVMValueRef, bound: LLVMValueRef) -> bool {
    // SAFETY: live values.
    unsafe {
        let ty = LLVMTypeOf(counter);
        if LLVMGetTypeKind(ty) != LLVMTypeKind::LLVMIntegerTypeKind
            || LLVMGetIntTypeWidth(ty) <= 32
            || is_bounded(bound, 6)
        {
            return true;
        }
        let step = match LLVMIsAPHINode(counter).is_null() {
            true => Some(counter),
            false => (0..LLVMCountIncoming(counter))
                .map(|i| LLVMGetIncomingValue(counter, i))
                .find(|&v| !LLVMIsAInstruction(v).is_null() && is_step(v, counter)),
        };
        step.is_some_and(|v| {
            LLVMGetNumOperands(v) == 2 && {
                let by = LLVMGetOperand(v, 1);
                !LLVMIsAConstantInt(by).is_null()
                    && LLVMConstIntGetSExtValue(by).unsigned_abs() >= 8
            }
        })
    }
}

/// An integer that is known to lie below some 2^34.
unsafe fn is_bounded(v: LLVMValueRef, depth: u32) -> bool {
    // SAFETY: live values.
    unsafe {
        if !LLVMIsAConstantInt(v).is_null() {
            return LLVMConstIntGetSExtValue(v).unsigned_abs() < 1 << 33;
        }
        if LLVMIsAInstruction(v).is_null() || depth == 0 {
            return false;
        }
        let operand = |i| is_bounded(LLVMGetOperand(v, i), depth - 1);
        match LLVMGetInstructionOpcode(v) {
            LLVMOpcode::LLVMZExt | LLVMOpcode::LLVMSExt => true,
            LLVMOpcode::LLVMAnd => operand(0) || operand(1),
            LLVMOpcode::LLVMAdd | LLVMOpcode::LLVMSub => operand(0) && operand(1),
            LLVMOpcode::LLVMLShr | LLVMOpcode::LLVMFreeze => operand(0),
            LLVMOpcode::LLVMURem => operand(0) || operand(1),
            LLVMOpcode::LLVMSelect => operand(1) && operand(2),
            LLVMOpcode::LLVMCall => {
                let callee = LLVMGetCalledValue(v);
                let mut length = 0;
                let name = LLVMGetValueName2(callee, &mut length);
                let name = std::slice::from_raw_parts(name.cast::<u8>(), length);
                let extreme = [b"llvm.umax", b"llvm.smax", b"llvm.smin"];
                if name.starts_with(b"llvm.umin") {
                    operand(0) || operand(1)
                } else {
                    extreme.iter().any(|e| name.starts_with(*e)) && operand(0) && operand(1)
                }
            }
            _ => false,
        }
    }
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
unsafe fn calls_unknown(cfg: &Cfg, f: LLVMValueRef) -> bool {
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
