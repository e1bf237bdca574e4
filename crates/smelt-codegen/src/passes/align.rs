//! Where innermost loops begin: at a cache line, so that what they take doesn't depend on the code before them.

use super::cfg::Cfg;
use inkwell::context::AsContextRef;
use inkwell::llvm_sys::core::*;
use inkwell::llvm_sys::debuginfo::{LLVMMetadataReplaceAllUsesWith, LLVMTemporaryMDNode};
use inkwell::llvm_sys::prelude::*;
use inkwell::module::Module;
use inkwell::values::AsValueRef;

/// Bytes of a cache line.
const LINE: u64 = 64;

/// Marks the innermost loops of the module's functions.
pub(super) fn innermost_loops(module: &Module) {
    let context = module.get_context();
    let kind = context.get_kind_id("llvm.loop");
    for f in module
        .get_functions()
        .filter(|f| f.count_basic_blocks() > 0)
    {
        // SAFETY: the module is alive and not used elsewhere meanwhile; `f` has a body.
        unsafe {
            let cfg = Cfg::new(f.as_value_ref());
            let loops = cfg.loops();
            for l in &loops {
                if loops
                    .iter()
                    .any(|inner| inner.header != l.header && l.contains[inner.header])
                {
                    continue;
                }
                for &latch in &l.latches {
                    let branch = LLVMGetBasicBlockTerminator(cfg.blocks[latch]);
                    mark(context.as_ctx_ref(), branch, kind);
                }
            }
        }
    }
}

/// Adds the alignment to what a loop's branch says of it.
///
/// # Safety
/// `branch` is a live terminator.
unsafe fn mark(context: LLVMContextRef, branch: LLVMValueRef, kind: u32) {
    // SAFETY: by contract; a loop's node has itself as its first operand, then further nodes.
    unsafe {
        let name = c"llvm.loop.align".to_bytes();
        let name = LLVMMDStringInContext2(context, name.as_ptr().cast(), name.len());
        let line = LLVMConstInt(LLVMInt32TypeInContext(context), LINE, 0);
        let mut align = [name, LLVMValueAsMetadata(line)];
        let align = LLVMMDNodeInContext2(context, align.as_mut_ptr(), align.len());

        let itself = LLVMTemporaryMDNode(context, std::ptr::null_mut(), 0);
        let mut operands = vec![itself];
        let known = LLVMGetMetadata(branch, kind);
        if !known.is_null() {
            let mut values = vec![std::ptr::null_mut(); LLVMGetMDNodeNumOperands(known) as usize];
            LLVMGetMDNodeOperands(known, values.as_mut_ptr());
            operands.extend(values.into_iter().skip(1).map(|v| LLVMValueAsMetadata(v)));
        }
        operands.push(align);
        let node = LLVMMDNodeInContext2(context, operands.as_mut_ptr(), operands.len());
        LLVMMetadataReplaceAllUsesWith(itself, node);
        LLVMSetMetadata(branch, kind, LLVMMetadataAsValue(context, node));
    }
}
