//! Calls: managed, virtual, dispatched, native, helpers; transitions around native code; class initialisation.

use crate::abi::{FnAbi, Pass, Place, kind_of_mem, mem_of_kind};
use crate::function::FnCx;
use crate::inline::Choices;
use crate::memory::llvm_error;
use crate::module::throws;
use crate::{OptLevel, Result, bad_ir};
use inkwell::attributes::AttributeLoc;
use inkwell::basic_block::BasicBlock;
use inkwell::types::FunctionType;
use inkwell::values::{
    BasicMetadataValueEnum, BasicValue, BasicValueEnum, CallSiteValue, FunctionValue, PointerValue,
    ValueKind,
};
use inkwell::{AtomicOrdering, InlineAsmDialect, IntPredicate};
use smelt_abi::helpers::HelperId;
use smelt_abi::{class_init, method_table, thread};
use smelt_ir::{Callee, Func, Mem, Tail, Value, symbols};
use smelt_types::{MethodId, SigId, TypeId};

/// `String.FastAllocateString(MethodTable*, nint)`: short strings are allocated inline.
const ALLOCATE_STRING: &str = "smelt_fc_String_FastAllocateString";

/// What is called.
#[derive(Copy, Clone)]
pub(crate) enum Target<'c> {
    Function(FunctionValue<'c>),
    Code(FunctionType<'c>, PointerValue<'c>),
}

impl<'c> FnCx<'_, 'c, '_> {
    /// A call, or an invoke when the current region catches something and the callee may throw.
    pub fn emit_call(
        &mut self,
        target: Target<'c>,
        args: &[BasicValueEnum<'c>],
        may_throw: bool,
    ) -> Result<CallSiteValue<'c>> {
        let pad = if may_throw { self.unwind_dest()? } else { None };
        let Some(pad) = pad else {
            let args: Vec<BasicMetadataValueEnum> = args.iter().map(|&a| a.into()).collect();
            let call = match target {
                Target::Function(f) => self.b.build_call(f, &args, "")?,
                Target::Code(ty, code) => self.b.build_indirect_call(ty, code, &args, "")?,
            };
            // Invokers have no source: what they inline would not show in stack traces.
            if matches!(self.body.func, Func::Invoker(_)) {
                call.add_attribute(AttributeLoc::Function, self.u.attribute("noinline", 0));
            }
            return Ok(call);
        };
        let next = self.new_block("");
        let call = match target {
            Target::Function(f) => self.b.build_invoke(f, args, next, pad, "")?,
            Target::Code(ty, code) => self
                .b
                .build_indirect_invoke(ty, code, args, next, pad, "")?,
        };
        self.b.position_at_end(next);
        Ok(call)
    }

    pub fn call_op(
        &mut self,
        r: Option<Value>,
        callee: &Callee,
        args: &[Value],
        tail: Tail,
    ) -> Result<()> {
        let tail = if self.u.plan.passes_on(self.body.func, &self.abi) {
            Tail::Explicit
        } else {
            tail
        };
        match callee {
            Callee::Func { func, context } => {
                let (f, abi) = self.u.function(*func)?;
                self.call(r, Target::Function(f), &abi, args, *context, tail)
            }
            Callee::Virtual { decl } => {
                let this = receiver(args)?;
                self.null_check(this)?;
                if let Some(&func) = self.u.program.devirtualised.get(decl) {
                    let (f, abi) = self.u.function(func)?;
                    return self.call(r, Target::Function(f), &abi, args, None, tail);
                }
                let object = self.ptr(this)?;
                let code = |s: &mut Self| s.virtual_code(object, *decl);
                match self.few_targets(self.u.plan.virtual_targets(*decl)) {
                    Some(targets) => self.call_guarded(r, object, code, targets, args, tail),
                    None => {
                        let code = code(self)?;
                        self.call_virtual(r, code, *decl, args, tail)
                    }
                }
            }
            Callee::Dispatch { selector, decl } => {
                let this = receiver(args)?;
                self.null_check(this)?;
                let object = self.ptr(this)?;
                let code = |s: &mut Self| s.dispatch_code(object, *selector);
                let targets = match self.selector(*selector) {
                    Some(method) => self.u.plan.dispatch_targets(method),
                    None => None,
                };
                match self.few_targets(targets) {
                    Some(targets) => self.call_guarded(r, object, code, targets, args, tail),
                    None => {
                        let code = code(self)?;
                        self.call_virtual(r, code, *decl, args, tail)
                    }
                }
            }
            Callee::Pointer { code, sig } => {
                let abi = self.sig_abi(*sig, args, false)?;
                let code = self.ptr(*code)?;
                let target = Target::Code(abi.llvm_type(self.u), code);
                self.call(r, target, &abi, args, None, tail)
            }
            Callee::Native { code, sig } => {
                let abi = self.sig_abi(*sig, args, true)?;
                let code = self.ptr(*code)?;
                let target = Target::Code(abi.llvm_type(self.u), code);
                self.call(r, target, &abi, args, None, Tail::No)
            }
            Callee::Symbol { symbol, sig } => {
                let abi = self.sig_abi(*sig, args, true)?;
                let ty = abi.llvm_type(self.u);
                let code = self.u.c_function(symbol, ty);
                let target = Target::Code(ty, code);
                match (symbol.as_str(), args, r) {
                    (ALLOCATE_STRING, &[mt, n], Some(result))
                        if self.u.options.opt == OptLevel::Speed =>
                    {
                        let (mt, n) = (self.ptr(mt)?, self.int64(n)?);
                        let p = self.new_string(mt, n, |s| {
                            s.call(r, target, &abi, args, None, Tail::No)?;
                            s.ptr(result)
                        })?;
                        self.define(r, p)
                    }
                    _ => self.call(r, target, &abi, args, None, Tail::No),
                }
            }
            Callee::Helper(id) => self.call_helper(r, *id, args),
        }
    }

    /// ABI of a signature at a call site; a receiver precedes the signature's parameters.
    fn sig_abi(&self, sig: SigId, args: &[Value], native: bool) -> Result<FnAbi> {
        let sig = self.u.ts.sig(sig);
        let this = (args.len() > sig.params.len()).then(|| mem_of_kind(self.kind(args[0])));
        let abi = FnAbi::of_sig(self.u.ts, sig, this, native)?;
        Ok(self.u.plan.settle(abi))
    }

    fn call_virtual(
        &mut self,
        r: Option<Value>,
        code: PointerValue<'c>,
        decl: MethodId,
        args: &[Value],
        tail: Tail,
    ) -> Result<()> {
        let sig = self.u.ts.method_sig(decl)?;
        let abi = FnAbi::of_sig(self.u.ts, sig, Some(Mem::Ref), false)?;
        let abi = self.u.plan.settle(abi);
        let target = Target::Code(abi.llvm_type(self.u), code);
        self.call(r, target, &abi, args, None, tail)
    }

    /// The targets, where it pays to tell them apart. What stands for a missing or ambiguous implementation takes no arguments: only the table's code
    /// pointer can be called with them.
    fn few_targets<'a>(&self, targets: Option<&'a Choices>) -> Option<&'a Choices> {
        let most = match self.u.options.opt {
            OptLevel::None => 0,
            OptLevel::Size => 1,
            OptLevel::Speed => usize::MAX,
        };
        let takes_arguments = |f| !matches!(f, Func::ThrowKind(_));
        targets.filter(|t| t.all.len() <= most && t.funcs().all(takes_arguments))
    }

    /// Calls one of all the functions that a virtual call of `object` can mean, each directly.
    fn call_guarded(
        &mut self,
        r: Option<Value>,
        object: PointerValue<'c>,
        code: impl FnOnce(&mut Self) -> Result<PointerValue<'c>>,
        targets: &Choices,
        args: &[Value],
        tail: Tail,
    ) -> Result<()> {
        let explicit = match tail {
            Tail::Explicit => tail,
            Tail::Cheap | Tail::No => Tail::No,
        };
        let done = self.new_block("");
        let Some((last, others)) = targets.all.split_last() else {
            return bad_ir("a virtual call without targets");
        };
        let tag = match others.first().map(|first| targets.types(first)) {
            None => None,
            Some(Some(_)) => Some(self.load_method_table(object)?),
            Some(None) => Some(code(self)?),
        };
        let mut results = Vec::with_capacity(targets.all.len());
        for choice in others.iter().chain([last]) {
            let (f, abi) = self.u.function(choice.func)?;
            let next = match tag {
                Some(tag) if !std::ptr::eq(choice, last) => {
                    let (direct, next) = (self.new_block("guarded"), self.new_block(""));
                    let tags = match targets.types(choice) {
                        Some(types) => types.iter().map(|&t| self.method_table(t)).collect(),
                        None => vec![f.as_global_value().as_pointer_value()],
                    };
                    self.branch_on_any(tag, &tags, direct, next)?;
                    self.b.position_at_end(direct);
                    Some(next)
                }
                _ => None,
            };
            self.call(r, Target::Function(f), &abi, args, None, explicit)?;
            if let Some(v) = r {
                results.push((self.val(v)?, self.current()?));
            }
            self.b.build_unconditional_branch(done)?;
            if let Some(next) = next {
                self.b.position_at_end(next);
            }
        }
        self.b.position_at_end(done);
        let Some((first, _)) = results.first() else {
            return Ok(());
        };
        let phi = self.b.build_phi(first.get_type(), "")?;
        for (x, block) in &results {
            phi.add_incoming(&[(x, *block)]);
        }
        let x = phi.as_basic_value();
        self.define(r, x)
    }

    fn method_table(&self, ty: TypeId) -> PointerValue<'c> {
        let name = symbols::method_table(self.u.ts, ty);
        self.u.symbol(name, 8).as_pointer_value()
    }

    /// Goes to `found` if an address is one of some others, else to `next`.
    fn branch_on_any(
        &mut self,
        address: PointerValue<'c>,
        others: &[PointerValue<'c>],
        found: BasicBlock<'c>,
        next: BasicBlock<'c>,
    ) -> Result<()> {
        for (i, &other) in others.iter().enumerate() {
            let same = self
                .b
                .build_int_compare(IntPredicate::EQ, address, other, "")?;
            let on = match i + 1 < others.len() {
                true => self.new_block(""),
                false => next,
            };
            self.b.build_conditional_branch(same, found, on)?;
            self.b.position_at_end(on);
        }
        Ok(())
    }

    /// Passes the arguments as the ABI says and takes the result.
    pub fn call(
        &mut self,
        r: Option<Value>,
        target: Target<'c>,
        abi: &FnAbi,
        args: &[Value],
        context: Option<Value>,
        tail: Tail,
    ) -> Result<()> {
        if args.len() != abi.params.len() {
            return bad_ir(format!(
                "a call passes {} arguments where {} are expected",
                args.len(),
                abi.params.len()
            ));
        }
        let mut out: Vec<BasicValueEnum> = Vec::with_capacity(args.len() + 2);
        let mut by_address = false;
        let leaves = tail == Tail::Explicit && self.leaves_frame(r, abi, args);
        let result_space = match abi.sret() {
            Some(ret) => {
                by_address = true;
                let p = match self.sret {
                    Some(own) if leaves => own,
                    _ => self.alloca(ret.size, ret.align.max(8))?,
                };
                out.push(p.into());
                Some(p)
            }
            None => None,
        };
        for (p, &arg) in abi.params.iter().zip(args) {
            match p.pass {
                Pass::Scalar(mem) => {
                    let x = self.coerce(self.val(arg)?, kind_of_mem(mem))?;
                    out.push(if abi.native {
                        self.normalise(x, mem)?
                    } else {
                        x
                    });
                }
                Pass::Pieces(first, second) => {
                    let from = self.ptr(arg)?;
                    out.push(self.load_piece(from, first)?);
                    if let Some(second) = second {
                        let at = self.offset_const(from, 8)?;
                        out.push(self.load_piece(at, second)?);
                    }
                }
                Pass::Address => {
                    by_address = true;
                    let from = self.ptr(arg)?;
                    if abi.memory || self.can_give_away(arg) {
                        out.push(from.into());
                    } else {
                        let copy = self.alloca(p.size, p.align.max(8))?;
                        self.copy_bytes(copy, 8, from, 1, p.size)?;
                        out.push(copy.into());
                    }
                }
                Pass::ByVal => {
                    by_address = true;
                    out.push(self.ptr(arg)?.into());
                }
            }
        }
        match (abi.context, context) {
            (true, Some(c)) => out.push(self.int64(c)?.into()),
            (true, None) => return bad_ir("a call lacks the hidden context argument"),
            (false, Some(_)) => return bad_ir("a call has a hidden context argument too many"),
            (false, None) => {}
        }
        if abi.memory {
            let places = abi.places();
            for (&x, &place) in out.iter().zip(&places) {
                self.store_argument(place, x)?;
            }
            let mut places = places.iter();
            out.retain(|_| places.next() == Some(&Place::Register));
        }
        let site = self.emit_call(target, &out, !abi.native)?;
        if let Some(ret) = abi.sret() {
            site.add_attribute(AttributeLoc::Param(0), self.u.sret_attribute(abi, ret.size));
        }
        for (i, p) in abi.byval_params() {
            site.add_attribute(
                AttributeLoc::Param(i),
                self.u.memory_attribute("byval", p.size),
            );
            site.set_alignment_attribute(AttributeLoc::Param(i), p.align.max(8));
        }
        if abi.native {
            site.add_attribute(AttributeLoc::Function, self.u.attribute("nounwind", 0));
        }
        let local_frame = self.takes_addresses || self.frame.is_some() || self.region.is_some();
        if leaves {
            self.return_call(site)?;
        } else if tail != Tail::No && !by_address && !abi.memory && !local_frame {
            site.set_tail_call(true);
        }
        let Some(ret) = &abi.ret else { return Ok(()) };
        match (ret.pass, site.try_as_basic_value()) {
            (Pass::Scalar(mem), ValueKind::Basic(x)) => {
                let x = if abi.native {
                    self.normalise_native(x, mem)?
                } else {
                    x
                };
                self.define(r, x)
            }
            (Pass::Pieces(_, None), ValueKind::Basic(x)) => {
                let tmp = self.alloca(ret.size, ret.align.max(8))?;
                self.b.build_store(tmp, x)?;
                self.define_owned(r, tmp)
            }
            (Pass::Pieces(_, Some(_)), ValueKind::Basic(x)) => {
                let tmp = self.alloca(ret.size, ret.align.max(8))?;
                let x = x.into_struct_value();
                let first = self.b.build_extract_value(x, 0, "")?;
                self.b.build_store(tmp, first)?;
                let second = self.b.build_extract_value(x, 1, "")?;
                let at = self.offset_const(tmp, 8)?;
                self.b.build_store(at, second)?;
                self.define_owned(r, tmp)
            }
            _ => match result_space {
                Some(p) => self.define_owned(r, p),
                None => bad_ir("a call has no result"),
            },
        }
    }

    /// A native result: small integers carry garbage above their width.
    fn normalise_native(&self, x: BasicValueEnum<'c>, mem: Mem) -> Result<BasicValueEnum<'c>> {
        Ok(match (x, mem) {
            (BasicValueEnum::IntValue(i), Mem::I8 | Mem::I16) => {
                self.b.build_int_s_extend(i, self.u.t.i32, "")?.into()
            }
            (BasicValueEnum::IntValue(i), Mem::U8 | Mem::U16) => {
                self.b.build_int_z_extend(i, self.u.t.i32, "")?.into()
            }
            _ => x,
        })
    }

    fn call_helper(&mut self, r: Option<Value>, id: HelperId, args: &[Value]) -> Result<()> {
        let helper = id.helper();
        if args.len() != helper.params.len() {
            return bad_ir(format!(
                "helper {} takes {} arguments, not {}",
                helper.symbol,
                helper.params.len(),
                args.len()
            ));
        }
        let mut out = Vec::with_capacity(args.len());
        for (&arg, &ty) in args.iter().zip(helper.params) {
            use smelt_abi::helpers::HelperTy;
            out.push(match ty {
                HelperTy::Ptr => self.ptr(arg)?.into(),
                HelperTy::I64 => self.int64(arg)?.into(),
                HelperTy::I32 => self.coerce(self.val(arg)?, smelt_ir::Kind::I32)?,
                HelperTy::F32 | HelperTy::F64 | HelperTy::Void => self.val(arg)?,
            });
        }
        let f = self.u.helper(id);
        let site = self.emit_call(Target::Function(f), &out, throws(id))?;
        match site.try_as_basic_value() {
            ValueKind::Basic(x) => self.define(r, x),
            ValueKind::Instruction(_) => Ok(()),
        }
    }

    // ---- dispatch

    /// Code in the vtable slot that `decl` introduced.
    pub fn virtual_code(
        &mut self,
        object: PointerValue<'c>,
        decl: MethodId,
    ) -> Result<PointerValue<'c>> {
        let mt = self.load_method_table(object)?;
        let slot = self.u.absolute(symbols::vtable_slot(self.u.ts, decl));
        let at = self.offset(mt, slot)?;
        Ok(self.load_invariant(self.u.t.ptr, at)?.into_pointer_value())
    }

    pub fn dispatch_code(
        &mut self,
        object: PointerValue<'c>,
        selector: Value,
    ) -> Result<PointerValue<'c>> {
        let mt = self.load_method_table(object)?;
        let at = self.inside(mt, self.i64(i64::from(method_table::DISPATCH_ROW)))?;
        let row = self.load_invariant(self.u.t.ptr, at)?.into_pointer_value();
        let at = self.offset(row, self.int64(selector)?)?;
        Ok(self.load_invariant(self.u.t.ptr, at)?.into_pointer_value())
    }

    // ---- class initialisation, pending exceptions

    pub fn ensure_class_init(&mut self, record: Value, maybe_null: bool) -> Result<()> {
        let p = self.ptr(record)?;
        if !maybe_null && p.is_const() && self.note_initialized(p) {
            return Ok(());
        }
        let done = self.new_block("");
        let flag = if p.is_const() {
            self.init_flag(p)?
        } else {
            None
        };
        if let Some(flag) = flag {
            let test = self.new_block("cctor.test");
            let known = self.b.build_load(self.u.t.i1, flag, "")?.into_int_value();
            self.b.build_conditional_branch(known, done, test)?;
            self.b.position_at_end(test);
        }
        if maybe_null {
            let some = self.new_block("cctor");
            let null = self.b.build_is_null(p, "")?;
            self.b.build_conditional_branch(null, done, some)?;
            self.b.position_at_end(some);
        }
        let at = self.offset_const(p, class_init::STATE)?;
        let state = self.b.build_load(self.u.t.i32, at, "")?;
        if let Some(i) = state.as_instruction_value() {
            i.set_alignment(4).map_err(llvm_error)?;
            i.set_atomic_ordering(AtomicOrdering::Acquire)
                .map_err(llvm_error)?;
        }
        let ready = self.b.build_int_compare(
            IntPredicate::EQ,
            state.into_int_value(),
            self.i32(i64::from(class_init::INITIALIZED)),
            "",
        )?;
        let run = self.new_block("cctor.run");
        self.b.build_conditional_branch(ready, done, run)?;
        self.b.position_at_end(run);
        let (f, abi) = self.u.function(Func::ClassInit)?;
        let arg = match abi.params.first().map(|p| p.pass) {
            Some(Pass::Scalar(m)) => self.coerce(self.val(record)?, kind_of_mem(m))?,
            _ => self.int64(record)?.into(),
        };
        let site = self.emit_call(Target::Function(f), &[arg], true)?;
        site.add_attribute(AttributeLoc::Function, self.u.attribute("cold", 0));
        self.b.build_unconditional_branch(done)?;
        self.b.position_at_end(done);
        if let Some(flag) = flag {
            let yes = self.u.t.i1.const_int(1, false);
            self.b.build_store(flag, yes)?;
        }
        Ok(())
    }

    pub fn check_pending(&mut self) -> Result<()> {
        let at = self.thread_field(thread::PENDING_KIND)?;
        let kind = self.b.build_load(self.u.t.i32, at, "")?.into_int_value();
        let some = self
            .b
            .build_int_compare(IntPredicate::NE, kind, self.i32(0), "")?;
        let throw = self.throw_func_block(Func::ThrowPending)?;
        let ok = self.new_block("");
        self.b.build_conditional_branch(some, throw, ok)?;
        self.b.position_at_end(ok);
        Ok(())
    }

    // ---- native transitions

    /// Callee-saved registers go to the frame and the stack pointer to the thread record: the collector scans from there. Clobbering the other
    /// registers makes sure that nothing moves into a callee-saved one between here and the native call, and that references in vector registers are
    /// in the frame already.
    pub fn enter_preemptive(&mut self) -> Result<()> {
        let saved = self.alloca(48, 16)?;
        let ty = self.u.t.ptr.fn_type(&[self.u.t.ptr.into()], false);
        let vectors = if self.u.options.features.contains("avx512") {
            32
        } else {
            16
        };
        let mut clobbers =
            "=&{rax},{rdi},~{rcx},~{rdx},~{rsi},~{r8},~{r9},~{r10},~{r11},~{memory},~{dirflag},~{fpsr},~{flags}"
                .to_string();
        for i in 0..vectors {
            clobbers += &format!(",~{{xmm{i}}}");
        }
        let asm = self.u.cx.create_inline_asm(
            ty,
            "movq %rbx, 0($1)\n\tmovq %rbp, 8($1)\n\tmovq %r12, 16($1)\n\tmovq %r13, 24($1)\n\tmovq %r14, 32($1)\n\t\
             movq %r15, 40($1)\n\tmovq %rsp, $0"
                .into(),
            clobbers,
            true,
            false,
            Some(InlineAsmDialect::ATT),
            false,
        );
        let sp = self
            .b
            .build_indirect_call(ty, asm, &[saved.into()], "")?
            .try_as_basic_value()
            .unwrap_basic();
        let at = self.thread_field(thread::TRANSITION_FRAME)?;
        self.b.build_store(at, sp)?;
        self.store_mode(0)
    }

    fn store_mode(&mut self, mode: i64) -> Result<()> {
        let at = self.thread_field(thread::MODE)?;
        let i = self.b.build_store(at, self.i32(mode))?;
        i.set_alignment(4).map_err(llvm_error)?;
        i.set_atomic_ordering(AtomicOrdering::Release)
            .map_err(llvm_error)
    }

    /// The stopping side orders this store and load of ours with a process-wide barrier; only the compiler must not swap them.
    pub fn leave_preemptive(&mut self) -> Result<()> {
        self.store_mode(1)?;
        self.compiler_barrier()?;
        let at = self.thread_field(thread::STOP_REQUESTED)?;
        let stop = self.b.build_load(self.u.t.i32, at, "")?;
        if let Some(i) = stop.as_instruction_value() {
            i.set_alignment(4).map_err(llvm_error)?;
            i.set_atomic_ordering(AtomicOrdering::Acquire)
                .map_err(llvm_error)?;
        }
        let requested =
            self.b
                .build_int_compare(IntPredicate::NE, stop.into_int_value(), self.i32(0), "")?;
        let (wait, go) = (self.new_block("stop"), self.new_block(""));
        self.b.build_conditional_branch(requested, wait, go)?;
        self.b.position_at_end(wait);
        let f = self.u.helper(HelperId::LeavePreemptive);
        self.b.build_call(f, &[], "")?;
        self.b.build_unconditional_branch(go)?;
        self.b.position_at_end(go);
        Ok(())
    }

    pub fn compiler_barrier(&self) -> Result<()> {
        let ty = self.u.cx.void_type().fn_type(&[], false);
        let asm = self.u.cx.create_inline_asm(
            ty,
            String::new(),
            "~{memory}".into(),
            true,
            false,
            None,
            false,
        );
        self.b.build_indirect_call(ty, asm, &[], "")?;
        Ok(())
    }
}

fn receiver(args: &[Value]) -> Result<Value> {
    match args.first() {
        Some(&v) => Ok(v),
        None => bad_ir("a virtual call without receiver"),
    }
}
