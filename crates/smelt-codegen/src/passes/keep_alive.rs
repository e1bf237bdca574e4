//! Keeps the objects alive that only a derived address refers to.
//!
//! The collector scans stacks and registers conservatively: an address inside an object (or one past its end) keeps it. The optimiser may
//! keep an address *outside* of the object instead (`a - 8*j + 16`) and drop the object's own. So each address that may lie outside gets its
//! root kept by `llvm.fake.use` after its uses, and roots of such addresses in loops are kept up to the loop's end, because instruction
//! selection reduces addresses in loops further. Only where a stop point can lie in between.

use super::cfg::Cfg;
use super::polls::is_real_call;
use inkwell::llvm_sys::LLVMOpcode;
use inkwell::llvm_sys::core::*;
use inkwell::llvm_sys::prelude::*;
use inkwell::module::Module;
use inkwell::values::AsValueRef;
use rustc_hash::{FxHashMap, FxHashSet};

/// A constant offset up to here lies inside of any object that has a field there; beyond, it may be the constant part of an index.
const FIELD_LIMIT: i64 = 1 << 16;

pub(super) fn insert(module: &Module) {
    for f in module.get_functions() {
        if f.count_basic_blocks() > 0 {
            // SAFETY: `f` has a body and belongs to `module`, which is alive and not used elsewhere meanwhile.
            unsafe { Pass::new(module.as_mut_ptr(), f.as_value_ref()).run() }
        }
    }
}

struct Pass {
    cfg: Cfg,
    builder: LLVMBuilderRef,
    fake_use: LLVMValueRef,
    fake_use_ty: LLVMTypeRef,
    pointer: LLVMTypeRef,
    /// Root of a derived pointer; `None`: needs none (stack, globals).
    roots: FxHashMap<LLVMValueRef, Option<LLVMValueRef>>,
    /// Block has a stop point.
    stops: Vec<bool>,
    placed: FxHashSet<(LLVMValueRef, usize, LLVMValueRef)>,
}

impl Pass {
    unsafe fn new(module: LLVMModuleRef, f: LLVMValueRef) -> Pass {
        // SAFETY: by the caller's contract, here and in all methods.
        unsafe {
            let context = LLVMGetModuleContext(module);
            let pointer = LLVMPointerTypeInContext(context, 0);
            let fake_use_ty =
                LLVMFunctionType(LLVMVoidTypeInContext(context), std::ptr::null_mut(), 0, 1);
            let name = c"llvm.fake.use";
            let mut fake_use = LLVMGetNamedFunction(module, name.as_ptr());
            if fake_use.is_null() {
                fake_use = LLVMAddFunction(module, name.as_ptr(), fake_use_ty);
            }
            let cfg = Cfg::new(f);
            let stops = cfg.blocks.iter().map(|&b| block_has_call(b)).collect();
            Pass {
                cfg,
                builder: LLVMCreateBuilderInContext(context),
                fake_use,
                fake_use_ty,
                pointer,
                roots: FxHashMap::default(),
                stops,
                placed: FxHashSet::default(),
            }
        }
    }

    unsafe fn run(mut self) {
        // SAFETY: as above.
        unsafe {
            if self.stops.iter().any(|&s| s) {
                let derived = self.risky();
                for &d in &derived {
                    self.keep_after_uses(d);
                }
                self.keep_in_loops(&derived);
            }
            LLVMDisposeBuilder(self.builder);
        }
    }

    /// Pointers that may lie outside of their object: computed with a variable index or a far constant, and phis and selects of such.
    unsafe fn risky(&self) -> Vec<LLVMValueRef> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let mut candidates = Vec::new();
        // SAFETY: as above.
        unsafe {
            for &b in &self.cfg.blocks {
                let mut i = LLVMGetFirstInstruction(b);
                while !i.is_null() {
                    match LLVMGetInstructionOpcode(i) {
                        LLVMOpcode::LLVMGetElementPtr => {
                            let base = LLVMGetOperand(i, 0);
                            if !is_field(i)
                                || seen.contains(&base)
                                || advances(i, base)
                                || is_array_part(i)
                            {
                                seen.insert(i);
                                found.push(i);
                            } else {
                                candidates.push(i);
                            }
                        }
                        LLVMOpcode::LLVMPHI | LLVMOpcode::LLVMSelect
                            if LLVMTypeOf(i) == self.pointer =>
                        {
                            candidates.push(i)
                        }
                        _ => {}
                    }
                    i = LLVMGetNextInstruction(i);
                }
            }
            let mut changed = true;
            while changed {
                changed = false;
                for &c in &candidates {
                    if !seen.contains(&c) && operands(c).any(|o| seen.contains(&o)) {
                        seen.insert(c);
                        found.push(c);
                        changed = true;
                    }
                }
            }
        }
        found
    }

    /// The object pointer that a derived one was computed from.
    unsafe fn root(&mut self, v: LLVMValueRef) -> Option<LLVMValueRef> {
        if let Some(&r) = self.roots.get(&v) {
            return r;
        }
        // SAFETY: as above.
        let r = unsafe {
            if !LLVMIsAAllocaInst(v).is_null() || !LLVMIsAConstant(v).is_null() {
                None
            } else if LLVMIsAInstruction(v).is_null() {
                Some(v)
            } else {
                match LLVMGetInstructionOpcode(v) {
                    LLVMOpcode::LLVMGetElementPtr => self.root(LLVMGetOperand(v, 0)),
                    // Vectors of pointers.
                    _ if LLVMTypeOf(v) != self.pointer => Some(v),
                    LLVMOpcode::LLVMSelect => {
                        let (a, b) = (
                            self.root(LLVMGetOperand(v, 1)),
                            self.root(LLVMGetOperand(v, 2)),
                        );
                        if a == b {
                            a
                        } else {
                            let null = LLVMConstNull(self.pointer);
                            LLVMPositionBuilderBefore(self.builder, v);
                            let c = LLVMGetOperand(v, 0);
                            Some(LLVMBuildSelect(
                                self.builder,
                                c,
                                a.unwrap_or(null),
                                b.unwrap_or(null),
                                c"root".as_ptr(),
                            ))
                        }
                    }
                    LLVMOpcode::LLVMPHI => return self.phi_root(v),
                    _ => Some(v),
                }
            }
        };
        self.roots.insert(v, r);
        r
    }

    /// A parallel phi of the incoming roots. Made first, so that cycles end at it; a phi of nothing but null does no harm.
    unsafe fn phi_root(&mut self, v: LLVMValueRef) -> Option<LLVMValueRef> {
        // SAFETY: as above.
        unsafe {
            let derived = comes_from_gep(v);
            if !derived {
                self.roots.insert(v, Some(v));
                return Some(v);
            }
            LLVMPositionBuilderBefore(self.builder, v);
            let root = LLVMBuildPhi(self.builder, self.pointer, c"root".as_ptr());
            self.roots.insert(v, Some(root));
            self.roots.insert(root, Some(root));
            for i in 0..LLVMCountIncoming(v) {
                let from = LLVMGetIncomingValue(v, i);
                let mut value = self.root(from).unwrap_or(LLVMConstNull(self.pointer));
                let mut block = LLVMGetIncomingBlock(v, i);
                LLVMAddIncoming(root, &mut value, &mut block, 1);
            }
            Some(root)
        }
    }

    unsafe fn keep_after_uses(&mut self, d: LLVMValueRef) {
        // SAFETY: as above.
        unsafe {
            let home = LLVMGetInstructionParent(d);
            let mut blocks: Vec<LLVMBasicBlockRef> = Vec::new();
            // Phis that take the address past a stop.
            let mut phis: Vec<LLVMValueRef> = Vec::new();
            let mut u = LLVMGetFirstUse(d);
            while !u.is_null() {
                let user = LLVMGetUser(u);
                if !LLVMIsAPHINode(user).is_null() {
                    for i in 0..LLVMCountIncoming(user) {
                        let b = LLVMGetIncomingBlock(user, i);
                        let end = LLVMGetBasicBlockTerminator(b);
                        if LLVMGetIncomingValue(user, i) == d
                            && !phis.contains(&user)
                            && (b != home || is_real_call(end) || self.stop_between(d, end))
                        {
                            phis.push(user);
                        }
                    }
                } else if !LLVMIsAInstruction(user).is_null() {
                    let b = LLVMGetInstructionParent(user);
                    if !blocks.contains(&b) && (b != home || self.stop_between(d, user)) {
                        blocks.push(b);
                    }
                }
                u = LLVMGetNextUse(u);
            }
            for phi in phis {
                let b = LLVMGetInstructionParent(phi);
                if let Some(index) = self.cfg.index_of(b)
                    && let Some(root) = self.root(phi)
                {
                    self.keep_at(root, index, first_insertion_point(b));
                }
            }
            if blocks.is_empty() {
                return;
            }
            let Some(root) = self.root(d) else { return };
            for b in blocks {
                let Some(index) = self.cfg.index_of(b) else {
                    continue;
                };
                // Before the last use: what stops after it, or in the call that takes the address, is of no concern.
                let mut at = LLVMGetBasicBlockTerminator(b);
                while !operands(at).any(|o| o == d) {
                    at = LLVMGetPreviousInstruction(at);
                }
                self.keep_at(root, index, at);
            }
        }
    }

    unsafe fn stop_between(&self, from: LLVMValueRef, to: LLVMValueRef) -> bool {
        // SAFETY: both are instructions of one live block.
        unsafe {
            let mut i = LLVMGetNextInstruction(from);
            while !i.is_null() && i != to {
                if is_real_call(i) {
                    return true;
                }
                i = LLVMGetNextInstruction(i);
            }
            false
        }
    }

    unsafe fn keep_in_loops(&mut self, derived: &[LLVMValueRef]) {
        // SAFETY: as above.
        unsafe {
            for l in self.cfg.loops() {
                if !(0..self.cfg.blocks.len()).any(|b| l.contains[b] && self.stops[b]) {
                    continue;
                }
                let mut kept = FxHashSet::default();
                for &d in derived {
                    let Some(home) = self.cfg.index_of(LLVMGetInstructionParent(d)) else {
                        continue;
                    };
                    if !l.contains[home] {
                        continue;
                    }
                    let Some(root) = self.root(d) else { continue };
                    let outside = LLVMIsAInstruction(root).is_null()
                        || self
                            .cfg
                            .index_of(LLVMGetInstructionParent(root))
                            .is_some_and(|b| !l.contains[b]);
                    if !outside || !kept.insert(root) {
                        continue;
                    }
                    for &latch in &l.latches {
                        let at = LLVMGetBasicBlockTerminator(self.cfg.blocks[latch]);
                        self.keep_at(root, latch, at);
                    }
                    for exit in l.exits(&self.cfg) {
                        if self.cfg.dominates(l.header, exit) {
                            let at = first_insertion_point(self.cfg.blocks[exit]);
                            self.keep_at(root, exit, at);
                        }
                    }
                }
            }
        }
    }

    unsafe fn keep_at(&mut self, root: LLVMValueRef, block: usize, before: LLVMValueRef) {
        if !self.placed.insert((root, block, before)) {
            return;
        }
        // SAFETY: `root` dominates `before`: it dominates the derived pointer, which dominates its uses; in loops see `keep_in_loops`.
        unsafe {
            LLVMPositionBuilderBefore(self.builder, before);
            let mut args = [root];
            LLVMBuildCall2(
                self.builder,
                self.fake_use_ty,
                self.fake_use,
                args.as_mut_ptr(),
                1,
                c"".as_ptr(),
            );
        }
    }
}

unsafe fn block_has_call(b: LLVMBasicBlockRef) -> bool {
    // SAFETY: instructions of a live block.
    unsafe {
        let mut i = LLVMGetFirstInstruction(b);
        while !i.is_null() {
            if is_real_call(i) {
                return true;
            }
            i = LLVMGetNextInstruction(i);
        }
        false
    }
}

/// `i8` GEP with one constant index that a field can have.
unsafe fn is_field(gep: LLVMValueRef) -> bool {
    // SAFETY: `gep` is a live instruction.
    unsafe {
        (1..LLVMGetNumOperands(gep) as u32).all(|i| {
            let index = LLVMGetOperand(gep, i);
            !LLVMIsAConstantInt(index).is_null()
                && (0..FIELD_LIMIT).contains(&LLVMConstIntGetSExtValue(index))
        })
    }
}

/// The constant part of an index (`a[i + 1000]`), beyond the length and first element of an array: it may be shared by addresses before and after
/// a stop.
unsafe fn is_array_part(gep: LLVMValueRef) -> bool {
    const FIRST_ELEMENT: u64 = smelt_abi::object::ARRAY_DATA as u64;
    // SAFETY: `gep` is a live instruction with constant indices.
    unsafe {
        if LLVMGetNumOperands(gep) == 2
            && LLVMConstIntGetZExtValue(LLVMGetOperand(gep, 1)) <= FIRST_ELEMENT
        {
            return false;
        }
        let mut u = LLVMGetFirstUse(gep);
        while !u.is_null() {
            let user = LLVMGetUser(u);
            if !LLVMIsAGetElementPtrInst(user).is_null()
                && LLVMGetOperand(user, 0) == gep
                && !is_field(user)
            {
                return true;
            }
            u = LLVMGetNextUse(u);
        }
        false
    }
}

/// Whether a phi merges derived pointers, through other phis and selects too. Otherwise it is a root itself.
unsafe fn comes_from_gep(phi: LLVMValueRef) -> bool {
    let mut seen = FxHashSet::default();
    let mut work = vec![phi];
    // SAFETY: live values.
    unsafe {
        while let Some(v) = work.pop() {
            if LLVMIsAInstruction(v).is_null() || !seen.insert(v) {
                continue;
            }
            match LLVMGetInstructionOpcode(v) {
                LLVMOpcode::LLVMGetElementPtr => return true,
                LLVMOpcode::LLVMPHI => {
                    work.extend((0..LLVMCountIncoming(v)).map(|i| LLVMGetIncomingValue(v, i)))
                }
                LLVMOpcode::LLVMSelect => work.extend(operands(v).skip(1)),
                _ => {}
            }
        }
    }
    false
}

/// A pointer that a loop advances by a constant.
unsafe fn advances(gep: LLVMValueRef, base: LLVMValueRef) -> bool {
    // SAFETY: live values.
    unsafe {
        !LLVMIsAPHINode(base).is_null()
            && (0..LLVMCountIncoming(base)).any(|i| LLVMGetIncomingValue(base, i) == gep)
    }
}

unsafe fn operands(v: LLVMValueRef) -> impl Iterator<Item = LLVMValueRef> {
    // SAFETY: `v` is a live instruction.
    let n = unsafe { LLVMGetNumOperands(v) } as u32;
    // SAFETY: the index is in range.
    (0..n).map(move |i| unsafe { LLVMGetOperand(v, i) })
}

/// First place after phis and the landing pad.
unsafe fn first_insertion_point(b: LLVMBasicBlockRef) -> LLVMValueRef {
    // SAFETY: a live block with a terminator.
    unsafe {
        let mut i = LLVMGetFirstInstruction(b);
        while matches!(
            LLVMGetInstructionOpcode(i),
            LLVMOpcode::LLVMPHI | LLVMOpcode::LLVMLandingPad
        ) {
            i = LLVMGetNextInstruction(i);
        }
        i
    }
}
