//! Lowering of one body: blocks, locals, values, and the plain operations. Themes have their own files.

use crate::abi::{FnAbi, Pass, Place, kind_of_mem, mem_of};
use crate::eh::EhState;
use crate::filters::FilterPlan;
use crate::flow::{self, BlockUses, Source};
use crate::module::Unit;
use crate::{LowerError, OptLevel, Result, bad_ir};
use inkwell::IntPredicate;
use inkwell::basic_block::BasicBlock;
use inkwell::builder::Builder;
use inkwell::debug_info::DIScope;
use inkwell::module::Linkage;
use inkwell::values::{BasicValueEnum, FloatValue, FunctionValue, IntValue, PointerValue};
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_abi::{ExceptionKind, thread};
use smelt_ir::{
    Block, BlockId, Body, Context, Inst, Kind, Local, LocalId, Mem, Op, RegionId, Term, Value,
    symbols,
};
use smelt_types::{MethodId, TypeId};
use std::rc::Rc;

/// Where a local lives.
#[derive(Copy, Clone)]
pub(crate) enum Slot<'c> {
    Memory(PointerValue<'c>),
    /// A parameter that is never assigned.
    Value(BasicValueEnum<'c>),
    /// Not reachable from this function (a filter sees the shared locals only).
    Absent,
}

/// What is known of the values at a point of a block.
#[derive(Default, Clone)]
pub(crate) struct Facts<'c> {
    nonnull: FxHashSet<Value>,
    /// Addresses of locals.
    stack: FxHashSet<Value>,
    /// References to image objects, or null: need no barrier.
    frozen: FxHashSet<Value>,
    /// Value read from a local that was not assigned since.
    origin: FxHashMap<Value, LocalId>,
    locals_nonnull: FxHashSet<LocalId>,
    /// Struct snapshots that nobody else refers to.
    owned: FxHashSet<Value>,
    selectors: FxHashMap<Value, MethodId>,
    /// Class-init records that have been tested.
    initialized: FxHashSet<PointerValue<'c>>,
}

/// What the only successor of a block may start from.
type FactsOut<'c> = (FxHashSet<LocalId>, FxHashSet<PointerValue<'c>>);

/// One LLVM function being built: a body, or an outlined filter of it.
pub(crate) struct FnCx<'u, 'c, 'p> {
    pub u: &'u Unit<'c, 'p>,
    pub body: &'u Body,
    pub f: FunctionValue<'c>,
    pub abi: Rc<FnAbi>,
    pub b: Builder<'c>,
    entry: BasicBlock<'c>,
    entry_builder: Builder<'c>,
    blocks: FxHashMap<BlockId, BasicBlock<'c>>,
    pub locals: Vec<Slot<'c>>,
    values: Vec<Option<BasicValueEnum<'c>>>,
    pub facts: Facts<'c>,
    facts_out: FxHashMap<BlockId, FactsOut<'c>>,
    single_pred: FxHashMap<BlockId, Option<BlockId>>,
    pub block: BlockId,
    pub at: usize,
    uses: BlockUses,
    pub region: Option<RegionId>,
    pub eh: EhState<'c>,
    pub filters: &'u FilterPlan<'c>,
    /// Set in an outlined filter: its region, the exception, the frame.
    pub filter: Option<(RegionId, PointerValue<'c>, PointerValue<'c>)>,
    pub sret: Option<PointerValue<'c>>,
    pub context: Option<IntValue<'c>>,
    pub frame: Option<PointerValue<'c>>,
    /// Addresses of the frame may be passed to callees, or a local pins an object during calls.
    pub takes_addresses: bool,
    in_loops: Vec<bool>,
    /// Flags (i1 in the frame) of the class-init records that loops test: set once the class is initialised.
    init_flags: FxHashMap<PointerValue<'c>, PointerValue<'c>>,
    /// What positions belong to, if the code has a source, and the current line.
    pub scope: Option<DIScope<'c>>,
    pub line: u32,
}

/// Lowers a copy of a body that another unit defines, for inlining.
pub(crate) fn lower_copy(u: &Unit, body: &Body) -> Result<()> {
    lower_body(u, body)?;
    let (f, _) = u.function(body.func)?;
    f.set_linkage(Linkage::AvailableExternally);
    Ok(())
}

/// Lowers a body and its filters.
pub(crate) fn lower_body(u: &Unit, body: &Body) -> Result<()> {
    let (f, abi) = u.function(body.func)?;
    u.define_body(f, body);
    let filters = FilterPlan::new(u, body, f)?;
    let mut cx = FnCx::new(u, body, f, abi, &filters);
    cx.scope = u.debug_scope(f, body);
    cx.set_line(body.source.as_ref().map_or(0, |s| s.line));
    cx.prologue()?;
    cx.lower_blocks()?;
    cx.finish()?;
    crate::filters::lower(u, body, &filters)
}

impl<'u, 'c, 'p> FnCx<'u, 'c, 'p> {
    pub fn new(
        u: &'u Unit<'c, 'p>,
        body: &'u Body,
        f: FunctionValue<'c>,
        abi: Rc<FnAbi>,
        filters: &'u FilterPlan<'c>,
    ) -> Self {
        let entry = u.cx.append_basic_block(f, "entry");
        let start = u.cx.append_basic_block(f, "start");
        let entry_builder = u.cx.create_builder();
        entry_builder.position_at_end(entry);
        let b = u.cx.create_builder();
        b.position_at_end(start);
        let mut single_pred = FxHashMap::default();
        for (i, block) in body.blocks.iter().enumerate() {
            // Finally handlers may run on the way of a Leave.
            let from = (!matches!(block.term, Term::Leave(_))).then_some(BlockId(i as u32));
            flow::successors(&block.term, &mut |to| {
                single_pred
                    .entry(to)
                    .and_modify(|p| *p = None)
                    .or_insert(from);
            });
        }
        single_pred.insert(smelt_ir::ENTRY, None);
        FnCx {
            u,
            body,
            f,
            abi,
            b,
            entry,
            entry_builder,
            blocks: FxHashMap::default(),
            locals: vec![Slot::Absent; body.locals.len()],
            values: vec![None; body.values.len()],
            facts: Facts::default(),
            facts_out: FxHashMap::default(),
            single_pred,
            block: smelt_ir::ENTRY,
            at: 0,
            uses: BlockUses::of(&Block {
                insts: Vec::new(),
                term: Term::Unreachable,
                region: None,
            }),
            region: None,
            eh: EhState::default(),
            filters,
            filter: None,
            sret: None,
            context: None,
            frame: None,
            scope: None,
            line: 0,
            takes_addresses: body.locals.iter().any(|l| l.address_taken || l.pinned)
                || body
                    .blocks
                    .iter()
                    .flat_map(|b| &b.insts)
                    .any(|i| matches!(i.op, Op::LocAlloc { .. })),
            in_loops: flow::in_loops(body),
            init_flags: FxHashMap::default(),
        }
    }

    // ---- constants and small emitters

    pub fn i32(&self, v: i64) -> IntValue<'c> {
        self.u.t.i32.const_int(v as u64, true)
    }

    pub fn i64(&self, v: i64) -> IntValue<'c> {
        self.u.t.i64.const_int(v as u64, true)
    }

    pub fn null(&self) -> PointerValue<'c> {
        self.u.t.ptr.const_null()
    }

    /// Space in the frame, valid for the whole function.
    pub fn alloca(&self, size: u32, align: u32) -> Result<PointerValue<'c>> {
        let p = self
            .entry_builder
            .build_alloca(self.u.t.i8.array_type(size.max(1)), "")?;
        if let Some(i) = p.as_instruction() {
            i.set_alignment(align.max(1))
                .map_err(|e| LowerError::Ir(e.to_string()))?;
        }
        Ok(p)
    }

    pub fn scalar_alloca(&self, mem: Mem) -> Result<PointerValue<'c>> {
        Ok(self.entry_builder.build_alloca(self.u.mem_type(mem), "")?)
    }

    /// Space for a value of a struct type.
    pub fn struct_alloca(&self, ty: TypeId) -> Result<PointerValue<'c>> {
        self.alloca(self.u.ts.size_of(ty)?, self.u.ts.align_of(ty)?.max(8))
    }

    /// `base + offset` bytes; the result may lie anywhere.
    pub fn offset(&self, base: PointerValue<'c>, offset: IntValue<'c>) -> Result<PointerValue<'c>> {
        // SAFETY: a GEP without `inbounds` has no precondition; element type and index are integers.
        Ok(unsafe { self.b.build_gep(self.u.t.i8, base, &[offset], "")? })
    }

    pub fn offset_const(&self, base: PointerValue<'c>, offset: u32) -> Result<PointerValue<'c>> {
        if offset == 0 {
            return Ok(base);
        }
        self.offset(base, self.i64(i64::from(offset)))
    }

    /// `base + offset` inside one object.
    pub fn inside(&self, base: PointerValue<'c>, offset: IntValue<'c>) -> Result<PointerValue<'c>> {
        // SAFETY: `inbounds` holds: callers have checked that the base is an object and the offset lies inside it.
        Ok(unsafe {
            self.b
                .build_in_bounds_gep(self.u.t.i8, base, &[offset], "")?
        })
    }

    pub fn new_block(&self, name: &str) -> BasicBlock<'c> {
        self.u.cx.append_basic_block(self.f, name)
    }

    pub fn block_of(&mut self, id: BlockId) -> BasicBlock<'c> {
        let (u, f) = (self.u, self.f);
        *self
            .blocks
            .entry(id)
            .or_insert_with(|| u.cx.append_basic_block(f, &format!("b{}", id.0)))
    }

    pub fn current(&self) -> Result<BasicBlock<'c>> {
        self.b
            .get_insert_block()
            .ok_or_else(|| LowerError::Ir("no insertion point".into()))
    }

    // ---- values

    pub fn kind(&self, v: Value) -> Kind {
        self.body.values[v.0 as usize]
    }

    pub fn val(&self, v: Value) -> Result<BasicValueEnum<'c>> {
        match self.values.get(v.0 as usize) {
            Some(&Some(x)) => Ok(x),
            _ => bad_ir(format!("value {} is used before its definition", v.0)),
        }
    }

    /// As an integer of its own width.
    pub fn int(&self, v: Value) -> Result<IntValue<'c>> {
        match self.val(v)? {
            BasicValueEnum::IntValue(i) => Ok(i),
            BasicValueEnum::PointerValue(p) => Ok(self.b.build_ptr_to_int(p, self.u.t.i64, "")?),
            _ => bad_ir(format!("value {} is not an integer", v.0)),
        }
    }

    /// As a 64-bit integer; I32 values are sign-extended.
    pub fn int64(&self, v: Value) -> Result<IntValue<'c>> {
        let i = self.int(v)?;
        if i.get_type().get_bit_width() == 64 {
            return Ok(i);
        }
        Ok(self.b.build_int_s_extend(i, self.u.t.i64, "")?)
    }

    pub fn ptr(&self, v: Value) -> Result<PointerValue<'c>> {
        match self.val(v)? {
            BasicValueEnum::PointerValue(p) => Ok(p),
            BasicValueEnum::IntValue(i) => Ok(self.b.build_int_to_ptr(i, self.u.t.ptr, "")?),
            _ => bad_ir(format!("value {} is not an address", v.0)),
        }
    }

    pub fn float(&self, v: Value) -> Result<FloatValue<'c>> {
        match self.val(v)? {
            BasicValueEnum::FloatValue(f) => Ok(f),
            _ => bad_ir(format!("value {} is not a float", v.0)),
        }
    }

    pub fn is_float(&self, v: Value) -> bool {
        matches!(self.kind(v), Kind::F32 | Kind::F64)
    }

    pub fn constant(&self, v: Value) -> Option<i64> {
        match self.val(v) {
            Ok(BasicValueEnum::IntValue(i)) => i.get_sign_extended_constant(),
            _ => None,
        }
    }

    /// Converts between the LLVM types that one kind of value may have.
    pub fn coerce(&self, x: BasicValueEnum<'c>, to: Kind) -> Result<BasicValueEnum<'c>> {
        let want = self.u.scalar_type(to);
        if x.get_type() == want {
            return Ok(x);
        }
        Ok(match (x, to) {
            (BasicValueEnum::PointerValue(p), Kind::I64) => {
                self.b.build_ptr_to_int(p, self.u.t.i64, "")?.into()
            }
            (BasicValueEnum::PointerValue(p), Kind::I32) => {
                let i = self.b.build_ptr_to_int(p, self.u.t.i64, "")?;
                self.b.build_int_truncate(i, self.u.t.i32, "")?.into()
            }
            (BasicValueEnum::IntValue(i), Kind::Ref | Kind::ByRef) => {
                let wide = self.widen(i)?;
                self.b.build_int_to_ptr(wide, self.u.t.ptr, "")?.into()
            }
            (BasicValueEnum::IntValue(i), Kind::I64) => self.widen(i)?.into(),
            (BasicValueEnum::IntValue(i), Kind::I32) if i.get_type().get_bit_width() > 32 => {
                self.b.build_int_truncate(i, self.u.t.i32, "")?.into()
            }
            (BasicValueEnum::IntValue(i), Kind::I32) => {
                self.b.build_int_z_extend(i, self.u.t.i32, "")?.into()
            }
            (BasicValueEnum::FloatValue(f), Kind::F64) => {
                self.b.build_float_ext(f, self.u.t.f64, "")?.into()
            }
            (BasicValueEnum::FloatValue(f), Kind::F32) => {
                self.b.build_float_trunc(f, self.u.t.f32, "")?.into()
            }
            _ => return bad_ir(format!("a value cannot be used as {to:?}")),
        })
    }

    fn widen(&self, i: IntValue<'c>) -> Result<IntValue<'c>> {
        if i.get_type().get_bit_width() == 64 {
            return Ok(i);
        }
        Ok(self.b.build_int_s_extend(i, self.u.t.i64, "")?)
    }

    pub fn define(
        &mut self,
        result: Option<Value>,
        x: impl Into<BasicValueEnum<'c>>,
    ) -> Result<()> {
        let Some(v) = result else { return Ok(()) };
        let x = self.coerce(x.into(), self.kind(v))?;
        self.values[v.0 as usize] = Some(x);
        Ok(())
    }

    /// A struct result in space of its own.
    pub fn define_owned(&mut self, result: Option<Value>, p: PointerValue<'c>) -> Result<()> {
        if let Some(v) = result {
            self.facts.owned.insert(v);
        }
        self.define(result, p)
    }

    /// Whether a struct snapshot may be handed over: nobody else reads or writes it.
    pub fn can_give_away(&self, v: Value) -> bool {
        self.facts.owned.contains(&v) && self.uses.count(v) == 1
    }

    // ---- facts

    pub fn is_nonnull(&self, v: Value) -> bool {
        self.facts.nonnull.contains(&v)
            || self
                .facts
                .origin
                .get(&v)
                .is_some_and(|l| self.facts.locals_nonnull.contains(l))
    }

    pub fn set_nonnull(&mut self, v: Value) {
        self.facts.nonnull.insert(v);
        if let Some(&l) = self.facts.origin.get(&v)
            && !self.local(l).address_taken
        {
            self.facts.locals_nonnull.insert(l);
        }
    }

    pub fn result_nonnull(&mut self, result: Option<Value>) {
        if let Some(v) = result {
            self.facts.nonnull.insert(v);
        }
    }

    pub fn result_frozen(&mut self, result: Option<Value>) {
        if let Some(v) = result {
            self.facts.frozen.insert(v);
        }
    }

    pub fn is_frozen(&self, v: Value) -> bool {
        self.facts.frozen.contains(&v)
    }

    pub fn is_stack(&self, v: Value) -> bool {
        self.facts.stack.contains(&v)
    }

    /// The method whose selector a value is.
    pub fn selector(&self, v: Value) -> Option<MethodId> {
        self.facts.selectors.get(&v).copied()
    }

    /// Whether a class-init record has been tested on the way here; it counts as tested from now on.
    pub fn note_initialized(&mut self, record: PointerValue<'c>) -> bool {
        !self.facts.initialized.insert(record)
    }

    /// In a loop: the flag that says that the record has been tested. All but the first iteration know it then, so that LLVM can peel that one
    /// off and move what the class holds out of the loop.
    pub fn init_flag(&mut self, record: PointerValue<'c>) -> Result<Option<PointerValue<'c>>> {
        if self.u.options.opt != OptLevel::Speed || !self.in_loops[self.block.0 as usize] {
            return Ok(None);
        }
        if let Some(&flag) = self.init_flags.get(&record) {
            return Ok(Some(flag));
        }
        let flag = self.entry_builder.build_alloca(self.u.t.i1, "")?;
        self.entry_builder
            .build_store(flag, self.u.t.i1.const_zero())?;
        self.init_flags.insert(record, flag);
        Ok(Some(flag))
    }

    pub fn facts_owned(&self, v: Value) -> bool {
        self.facts.owned.contains(&v)
    }

    /// `result` is an address derived from `base`.
    pub fn derive(&mut self, result: Option<Value>, base: Value) {
        let Some(v) = result else { return };
        if self.facts.stack.contains(&base) {
            self.facts.stack.insert(v);
        }
    }

    pub fn local(&self, l: LocalId) -> &'u Local {
        &self.body.locals[l.0 as usize]
    }

    // ---- checks

    /// Branches to a throw of `kind` when `bad`.
    pub fn check(&mut self, bad: IntValue<'c>, kind: ExceptionKind) -> Result<()> {
        if bad.get_zero_extended_constant() == Some(0) {
            return Ok(());
        }
        let throw = self.throw_block(kind)?;
        let ok = self.new_block("");
        self.b.build_conditional_branch(bad, throw, ok)?;
        self.b.position_at_end(ok);
        Ok(())
    }

    /// Throws NullReferenceException when the address is null. The one place for it: implicit null checks hook in here.
    pub fn null_check(&mut self, v: Value) -> Result<()> {
        if self.is_nonnull(v) {
            return Ok(());
        }
        let p = self.ptr(v)?;
        self.null_check_ptr(p)?;
        self.set_nonnull(v);
        Ok(())
    }

    pub fn null_check_ptr(&mut self, p: PointerValue<'c>) -> Result<()> {
        let bad = self.b.build_is_null(p, "")?;
        self.check(bad, ExceptionKind::NullReference)
    }

    // ---- prologue

    fn prologue(&mut self) -> Result<()> {
        let abi = self.abi.clone();
        let mut incoming = self.incoming()?.into_iter();
        let mut take = || {
            incoming
                .next()
                .ok_or_else(|| LowerError::Ir("too few parameters".into()))
        };
        if abi.sret().is_some() {
            self.sret = Some(take()?.into_pointer_value());
        }
        self.link_filter_frame()?;
        let assigned = assigned_locals(self.body);
        for (i, p) in abi.params.iter().enumerate() {
            let id = LocalId(i as u32);
            let local = self.local(id);
            let framed = self.framed_slot(id)?;
            let keep = assigned.contains(&id) || local.address_taken || framed.is_some();
            match p.pass {
                Pass::Scalar(mem) => {
                    let x = take()?;
                    if keep {
                        let slot = match framed {
                            Some(s) => s,
                            None => self.scalar_alloca(mem)?,
                        };
                        self.store_scalar(slot, x, mem)?;
                        self.locals[i] = Slot::Memory(slot);
                    } else {
                        self.locals[i] = Slot::Value(self.normalise(x, mem)?);
                    }
                }
                Pass::Pieces(_, second) => {
                    let slot = match framed {
                        Some(s) => s,
                        None => self.alloca(p.size, p.align.max(8))?,
                    };
                    self.b.build_store(slot, take()?)?;
                    if second.is_some() {
                        let at = self.offset_const(slot, 8)?;
                        self.b.build_store(at, take()?)?;
                    }
                    self.locals[i] = Slot::Memory(slot);
                }
                Pass::Address | Pass::ByVal => {
                    let from = take()?.into_pointer_value();
                    self.locals[i] = Slot::Memory(match framed {
                        Some(slot) => {
                            self.copy_bytes(slot, p.align, from, p.align, p.size)?;
                            slot
                        }
                        None => from,
                    });
                }
            }
        }
        if abi.context {
            self.context = Some(take()?.into_int_value());
        }
        for i in self.body.param_count as usize..self.body.locals.len() {
            let id = LocalId(i as u32);
            let local = self.local(id);
            let slot = match (self.framed_slot(id)?, local.mem) {
                (Some(s), _) => s,
                (None, Mem::Struct(ty)) => self.struct_alloca(ty)?,
                (None, mem) => self.scalar_alloca(mem)?,
            };
            self.locals[i] = Slot::Memory(slot);
            match local.mem {
                Mem::Struct(ty) if local.zero => {
                    let size = self.i64(i64::from(self.u.ts.size_of(ty)?));
                    self.b
                        .build_memset(slot, 8, self.u.t.i8.const_zero(), size)?;
                }
                Mem::Struct(_) => {}
                // Never undefined, whatever the flag says: one store that goes away where it is not needed.
                mem => {
                    let zero = self.u.mem_type(mem).const_zero();
                    self.b.build_store(slot, zero)?;
                }
            }
        }
        if self.body.context == Context::This && self.needs_context() {
            let this = match self.locals.first() {
                Some(&Slot::Value(v)) => v.into_pointer_value(),
                Some(&Slot::Memory(p)) => {
                    self.b.build_load(self.u.t.ptr, p, "")?.into_pointer_value()
                }
                _ => return bad_ir("generic context from `this`, but there is no `this`"),
            };
            self.null_check_ptr(this)?;
            if !assigned.contains(&LocalId(0)) {
                self.facts.locals_nonnull.insert(LocalId(0));
            }
            let mt = self.load_method_table(this)?;
            self.context = Some(self.b.build_ptr_to_int(mt, self.u.t.i64, "")?);
        }
        if let (Some(frame), Some(context)) = (self.frame, self.context) {
            let at = self.offset_const(frame, crate::filters::CONTEXT)?;
            self.b.build_store(at, context)?;
        }
        if self.u.options.opt != crate::OptLevel::None
            && (self.u.plan.is_recursive(self.body.func) || crate::recursion::has_loop(self.body))
        {
            self.b.build_call(self.u.may_stop(), &[], "")?;
        }
        let first = self.block_of(smelt_ir::ENTRY);
        self.b.build_unconditional_branch(first)?;
        let known = (self.facts.locals_nonnull.clone(), FxHashSet::default());
        self.facts_out.insert(BlockId(u32::MAX), known);
        Ok(())
    }

    /// The arguments as the ABI lists them. Those in the thread record are fetched at once: the next call overwrites them.
    fn incoming(&mut self) -> Result<Vec<BasicValueEnum<'c>>> {
        if !self.abi.memory {
            return Ok(self.f.get_params());
        }
        let abi = self.abi.clone();
        let mut registers = self.f.get_param_iter();
        let align = abi.params.iter().map(|p| p.align).fold(8, u32::max);
        let mut all = Vec::new();
        for (ty, place) in abi.llvm_params(self.u).into_iter().zip(abi.places()) {
            all.push(match place {
                Place::Register => registers
                    .next()
                    .ok_or_else(|| LowerError::Ir("too few parameters".into()))?,
                Place::Memory(at) => {
                    let from = self.thread_field(at)?;
                    let x = self.b.build_load(ty, from, "")?;
                    if let Some(i) = inkwell::values::BasicValue::as_instruction_value(&x) {
                        i.set_alignment(8)
                            .map_err(|e| LowerError::Ir(e.to_string()))?;
                    }
                    x
                }
                Place::Copy { at, size } => {
                    let copy = self.alloca(size, align)?;
                    let from = self.thread_field(at)?;
                    self.copy_bytes(copy, 8, from, 8, size)?;
                    copy.into()
                }
            });
        }
        Ok(all)
    }

    fn needs_context(&self) -> bool {
        !self.filters.is_empty()
            || self.body.blocks.iter().any(|b| {
                b.insts
                    .iter()
                    .any(|i| matches!(i.op, Op::GenericContext | Op::RuntimeLookup(_)))
            })
    }

    fn framed_slot(&mut self, id: LocalId) -> Result<Option<PointerValue<'c>>> {
        match (self.frame, self.filters.offset(id)) {
            (Some(frame), Some(offset)) => {
                // In the entry block, so that it dominates everything.
                // SAFETY: plain byte offset into the frame's alloca.
                let p = unsafe {
                    self.entry_builder.build_gep(
                        self.u.t.i8,
                        frame,
                        &[self.i64(i64::from(offset))],
                        "",
                    )?
                };
                Ok(Some(p))
            }
            _ => Ok(None),
        }
    }

    fn link_filter_frame(&mut self) -> Result<()> {
        let Some(size) = self.filters.frame_size() else {
            return Ok(());
        };
        let frame = self.alloca(size, 16)?;
        let head = self.thread_field(thread::FILTER_FRAME)?;
        let previous = self.b.build_load(self.u.t.ptr, head, "")?;
        self.b.build_store(frame, previous)?;
        self.b.build_store(head, frame)?;
        self.frame = Some(frame);
        Ok(())
    }

    // ---- blocks

    /// Lowers the blocks that belong to this function (of the body itself or of one filter).
    pub fn lower_blocks(&mut self) -> Result<()> {
        let own = self.filter.map(|f| f.0);
        for (i, block) in self.body.blocks.iter().enumerate() {
            let id = BlockId(i as u32);
            if self.filters.filter_of(id) != own {
                continue;
            }
            let bb = self.block_of(id);
            self.b.position_at_end(bb);
            self.block = id;
            self.region = block.region;
            let known = match self.single_pred.get(&id) {
                Some(None) if id == smelt_ir::ENTRY && self.filter.is_none() => {
                    self.facts_out.get(&BlockId(u32::MAX))
                }
                Some(Some(p)) => self.facts_out.get(p),
                _ => None,
            };
            let (locals_nonnull, initialized) = known.cloned().unwrap_or_default();
            self.facts = Facts {
                locals_nonnull,
                initialized,
                ..Facts::default()
            };
            self.uses = BlockUses::of(block);
            for (at, inst) in block.insts.iter().enumerate() {
                self.at = at;
                self.inst(inst)?;
            }
            self.at = block.insts.len();
            self.term(&block.term)?;
            let facts = std::mem::take(&mut self.facts);
            self.facts_out
                .insert(id, (facts.locals_nonnull, facts.initialized));
        }
        Ok(())
    }

    /// Closes the function: continuations of finally handlers, the entry block.
    pub fn finish(&mut self) -> Result<()> {
        self.finish_finallys()?;
        if let Some(start) = self.entry.get_next_basic_block() {
            self.entry_builder.build_unconditional_branch(start)?;
        }
        Ok(())
    }

    /// Whether the struct that the current instruction reads may be used in place.
    pub fn in_place(&self, result: Value, source: Source) -> bool {
        let block = &self.body.blocks[self.block.0 as usize];
        self.uses.stable(self.body, block, self.at, result, source)
    }

    fn inst(&mut self, inst: &Inst) -> Result<()> {
        let r = inst.result;
        match &inst.op {
            Op::ConstI32(c) => self.define(r, self.i32(i64::from(*c))),
            Op::ConstI64(c) => self.define(r, self.i64(*c)),
            Op::ConstF32(c) => {
                let bits = self.u.t.i32.const_int(u64::from(c.to_bits()), false);
                let f = self.b.build_bit_cast(bits, self.u.t.f32, "")?;
                self.define(r, f)
            }
            Op::ConstF64(c) => {
                let bits = self.u.t.i64.const_int(c.to_bits(), false);
                let f = self.b.build_bit_cast(bits, self.u.t.f64, "")?;
                self.define(r, f)
            }
            Op::Null => {
                self.result_frozen(r);
                self.define(r, self.null())
            }
            Op::Zero(ty) => {
                let tmp = self.struct_alloca(*ty)?;
                let size = self.i64(i64::from(self.u.ts.size_of(*ty)?));
                self.b
                    .build_memset(tmp, 8, self.u.t.i8.const_zero(), size)?;
                self.define_owned(r, tmp)
            }
            Op::Str(text) => self.object_symbol(r, symbols::string(text)),
            Op::TypeObject(t) => self.object_symbol(r, symbols::type_object(self.u.ts, *t)),
            Op::MethodObject(m) => self.object_symbol(r, symbols::method_object(self.u.ts, *m)),
            Op::FieldObject(f) => self.object_symbol(r, symbols::field_object(self.u.ts, *f)),
            Op::TypeHandle { ty, .. } => {
                self.result_nonnull(r);
                self.define(r, self.u.type_handle(*ty))
            }
            Op::MethodDict(m) => self.data_symbol(r, symbols::method_dict(self.u.ts, *m)),
            Op::StaticBase(t) => self.data_symbol(r, symbols::statics(self.u.ts, *t)),
            Op::ClassInitRecord(t) => self.data_symbol(r, symbols::class_init(self.u.ts, *t)),
            Op::PInvokeRecord(m) => self.data_symbol(r, symbols::pinvoke(self.u.ts, *m)),
            Op::RvaData(f) => {
                let g = self.u.symbol(symbols::rva_data(self.u.ts, *f), 1);
                self.result_nonnull(r);
                self.define(r, g.as_pointer_value())
            }
            Op::SymbolAddr(name) => {
                let g = self.u.symbol(name.clone(), 1);
                self.result_nonnull(r);
                self.define(r, g.as_pointer_value())
            }
            Op::FuncAddr(f) => {
                let (f, _) = self.u.function(*f)?;
                self.result_nonnull(r);
                self.define(r, f.as_global_value().as_pointer_value())
            }
            Op::Selector(m) => {
                let s = self.u.absolute(symbols::selector(self.u.ts, *m));
                if let Some(v) = r {
                    self.facts.selectors.insert(v, *m);
                }
                self.define(r, s)
            }
            Op::ThreadStaticOffset(t) => {
                let s = self.u.absolute(symbols::thread_statics(self.u.ts, *t));
                self.define(r, s)
            }
            Op::GenericContext => {
                let c = self.generic_context()?;
                self.define(r, c)
            }
            Op::RuntimeLookup(lookup) => {
                let x = self.runtime_lookup(lookup)?;
                self.define(r, x)
            }
            Op::Get(l) => self.get_local(r, *l),
            Op::Set(l, v) => self.set_local(*l, *v),
            Op::AddrOf(l) => {
                let Slot::Memory(p) = self.locals[l.0 as usize] else {
                    return bad_ir(format!("local {} has no address", l.0));
                };
                self.result_nonnull(r);
                if let Some(v) = r {
                    self.facts.stack.insert(v);
                }
                self.define(r, p)
            }
            Op::Bin(op, a, b) => self.bin(r, *op, *a, *b),
            Op::BinOvf { op, unsigned, a, b } => self.bin_ovf(r, *op, *unsigned, *a, *b),
            Op::Neg(v) => self.neg(r, *v),
            Op::Not(v) => {
                let x = self.b.build_not(self.int(*v)?, "")?;
                self.define(r, x)
            }
            Op::Compare(cond, a, b) => {
                let c = self.compare(*cond, *a, *b)?;
                let wide = self.b.build_int_z_extend(c, self.u.t.i32, "")?;
                self.define(r, wide)
            }
            Op::Convert {
                to,
                from_unsigned,
                ovf,
                value,
            } => self.convert(r, *to, *from_unsigned, *ovf, *value),
            Op::Bitcast(v) => {
                if self.is_nonnull(*v) {
                    self.result_nonnull(r);
                }
                self.derive(r, *v);
                if self.is_frozen(*v) {
                    self.result_frozen(r);
                }
                self.bitcast(r, *v)
            }
            Op::PtrAdd(a, b) => {
                let base = self.ptr(*a)?;
                let p = self.offset(base, self.int64(*b)?)?;
                self.derive(r, *a);
                self.define(r, p)
            }
            Op::Select(c, a, b) => {
                let c = self.truth(*c)?;
                let (a, b) = (self.val(*a)?, self.val(*b)?);
                let kind = r.map_or(Kind::I32, |r| self.kind(r));
                let (a, b) = (self.coerce(a, kind)?, self.coerce(b, kind)?);
                let x = self.b.build_select(c, a, b, "")?;
                self.define(r, x)
            }
            Op::CheckFinite(v) => self.check_finite(r, *v),
            Op::Load { addr, mem, access } => self.load(r, *addr, *mem, *access),
            Op::Store {
                addr,
                value,
                mem,
                access,
            } => self.store(*addr, *value, *mem, *access),
            Op::FieldAddr {
                base,
                offset,
                checked,
            } => self.field_addr(r, *base, *offset, *checked),
            Op::ExtractField { value, offset, mem } => self.extract_field(r, *value, *offset, *mem),
            Op::NullCheck(v) => self.null_check(*v),
            Op::InitBlock { addr, value, size } => self.init_block(*addr, *value, *size),
            Op::CopyBlock { dst, src, size } => self.copy_block(*dst, *src, *size),
            Op::LocAlloc { size, zero } => self.loc_alloc(r, *size, *zero),
            Op::NewObject { ty, handle } => self.new_object(r, *ty, *handle),
            Op::NewArray { ty, handle, len } => self.new_array(r, *ty, *handle, *len),
            Op::NewMdArray {
                handle,
                lengths,
                lower_bounds,
                ..
            } => self.new_md_array(r, *handle, lengths, lower_bounds.as_deref()),
            Op::Box { ty, handle, value } => self.box_value(r, *ty, *handle, *value),
            Op::Unbox { ty, handle, object } => self.unbox(r, *ty, *handle, *object),
            Op::IsInst { ty, handle, object } => self.is_inst(r, *ty, *handle, *object),
            Op::Cast { ty, handle, object } => self.cast(r, *ty, *handle, *object),
            Op::MethodTableOf(v) => {
                self.null_check(*v)?;
                let mt = self.load_method_table(self.ptr(*v)?)?;
                self.result_nonnull(r);
                self.define(r, mt)
            }
            Op::ArrayLength(v) => {
                self.null_check(*v)?;
                let len = self.load_array_length(self.ptr(*v)?)?;
                self.define(r, len)
            }
            Op::ElemAddr {
                array,
                index,
                elem,
                exact_check,
            } => {
                let p = self.elem_addr(*array, *index, *elem, *exact_check)?;
                self.result_nonnull(r);
                self.define(r, p)
            }
            Op::LoadElem { array, index, elem } => self.load_elem(r, *array, *index, *elem),
            Op::StoreElem {
                array,
                index,
                value,
                elem,
                no_check,
            } => self.store_elem(*array, *index, *value, *elem, *no_check),
            Op::MdElemAddr {
                array,
                indices,
                elem,
                exact_check,
            } => {
                let p = self.md_elem_addr(*array, indices, *elem, *exact_check)?;
                self.result_nonnull(r);
                self.define(r, p)
            }
            Op::Call { callee, args, tail } => self.call_op(r, callee, args, *tail),
            Op::VirtualAddr { object, decl } => {
                self.null_check(*object)?;
                let code = self.virtual_code(self.ptr(*object)?, *decl)?;
                self.result_nonnull(r);
                self.define(r, code)
            }
            Op::DispatchAddr { object, selector } => {
                self.null_check(*object)?;
                let code = self.dispatch_code(self.ptr(*object)?, *selector)?;
                self.result_nonnull(r);
                self.define(r, code)
            }
            Op::EnsureClassInit { record, maybe_null } => {
                self.ensure_class_init(*record, *maybe_null)
            }
            Op::CheckPending => self.check_pending(),
            Op::EnterPreemptive => self.enter_preemptive(),
            Op::LeavePreemptive => self.leave_preemptive(),
            Op::Intrinsic(i, args) => self.intrinsic(r, *i, args),
            Op::Vector { op, lane, args } => self.vector(r, *op, *lane, args),
            Op::ThreadField { offset } => {
                let p = self.thread_field(*offset)?;
                self.result_nonnull(r);
                if let Some(v) = r {
                    self.facts.stack.insert(v);
                }
                self.define(r, p)
            }
            Op::ThreadStaticAddr(offset) => {
                let at = self.thread_field(thread::THREAD_STATICS)?;
                let block = self
                    .b
                    .build_load(self.u.t.ptr, at, "")?
                    .into_pointer_value();
                let p = self.offset(block, self.int64(*offset)?)?;
                self.result_nonnull(r);
                self.define(r, p)
            }
            Op::CaughtException => {
                let e = self.caught_exception()?;
                self.result_nonnull(r);
                self.define(r, e)
            }
            Op::SourceLine(line) => {
                self.set_line(*line);
                Ok(())
            }
        }
    }

    fn object_symbol(&mut self, r: Option<Value>, name: String) -> Result<()> {
        self.result_frozen(r);
        self.data_symbol(r, name)
    }

    fn data_symbol(&mut self, r: Option<Value>, name: String) -> Result<()> {
        let g = self.u.symbol(name, 8);
        self.result_nonnull(r);
        self.define(r, g.as_pointer_value())
    }

    fn bitcast(&mut self, r: Option<Value>, v: Value) -> Result<()> {
        let Some(kind) = r.map(|r| self.kind(r)) else {
            return Ok(());
        };
        let x = self.val(v)?;
        let x: BasicValueEnum = match (x, kind) {
            (BasicValueEnum::IntValue(i), Kind::F32 | Kind::F64) => {
                self.b.build_bit_cast(i, self.u.scalar_type(kind), "")?
            }
            (BasicValueEnum::FloatValue(f), Kind::I32 | Kind::I64) => {
                self.b.build_bit_cast(f, self.u.scalar_type(kind), "")?
            }
            _ => x,
        };
        self.define(r, x)
    }

    fn get_local(&mut self, r: Option<Value>, l: LocalId) -> Result<()> {
        let Some(result) = r else { return Ok(()) };
        let local = self.local(l);
        if !local.address_taken {
            self.facts.origin.insert(result, l);
        }
        match (self.locals[l.0 as usize], local.mem) {
            (Slot::Value(x), _) => self.define(r, x),
            (Slot::Memory(p), Mem::Struct(ty)) => {
                if self.in_place(result, Source::Local(l)) {
                    return self.define(r, p);
                }
                let copy = self.snapshot(p, ty, 8)?;
                self.define_owned(r, copy)
            }
            (Slot::Memory(p), mem) => {
                let x = self.load_scalar(p, mem)?;
                self.define(r, x)
            }
            (Slot::Absent, _) => bad_ir(format!("local {} is not shared with this filter", l.0)),
        }
    }

    fn set_local(&mut self, l: LocalId, v: Value) -> Result<()> {
        let local = self.local(l);
        let Slot::Memory(slot) = self.locals[l.0 as usize] else {
            return bad_ir(format!("local {} cannot be assigned here", l.0));
        };
        match local.mem {
            Mem::Struct(ty) => {
                let from = self.ptr(v)?;
                if from != slot {
                    let size = self.u.ts.size_of(ty)?;
                    self.copy_bytes(slot, 8, from, 1, size)?;
                }
            }
            mem => {
                let x = self.coerce(self.val(v)?, kind_of_mem(mem))?;
                let store = self.store_scalar(slot, x, mem)?;
                if local.pinned {
                    // The frame keeps what it pins, whatever becomes of addresses derived from it.
                    store
                        .set_volatile(true)
                        .map_err(|e| LowerError::Ir(e.to_string()))?;
                }
            }
        }
        let nonnull = self.is_nonnull(v);
        self.facts.origin.retain(|_, from| *from != l);
        if nonnull && !local.address_taken {
            self.facts.locals_nonnull.insert(l);
        } else {
            self.facts.locals_nonnull.remove(&l);
        }
        Ok(())
    }

    /// I32 condition as an i1.
    pub fn truth(&self, v: Value) -> Result<IntValue<'c>> {
        let i = self.int(v)?;
        // A comparison is used directly instead of through its widened result.
        if let Some(inst) = i.as_instruction()
            && inst.get_opcode() == inkwell::values::InstructionOpcode::ZExt
            && let Some(BasicValueEnum::IntValue(c)) = inst.get_operand(0).and_then(|o| o.value())
            && c.get_type().get_bit_width() == 1
        {
            return Ok(c);
        }
        Ok(self
            .b
            .build_int_compare(IntPredicate::NE, i, i.get_type().const_zero(), "")?)
    }

    fn term(&mut self, term: &Term) -> Result<()> {
        match term {
            Term::Jump(b) => {
                let to = self.block_of(*b);
                self.b.build_unconditional_branch(to)?;
            }
            Term::Branch { cond, then, other } => {
                let c = self.truth(*cond)?;
                let (a, b) = (self.block_of(*then), self.block_of(*other));
                self.b.build_conditional_branch(c, a, b)?;
            }
            Term::Switch {
                value,
                targets,
                default,
            } => {
                let v = self.int(*value)?;
                let mut cases = Vec::with_capacity(targets.len());
                for (i, t) in targets.iter().enumerate() {
                    if t != default {
                        cases.push((v.get_type().const_int(i as u64, false), self.block_of(*t)));
                    }
                }
                let default = self.block_of(*default);
                self.b.build_switch(v, default, &cases)?;
            }
            Term::Return(v) => self.ret(*v)?,
            Term::Throw(v) => self.throw(*v)?,
            Term::Rethrow => self.rethrow()?,
            Term::ThrowKind(kind) => {
                let to = self.throw_block(*kind)?;
                self.b.build_unconditional_branch(to)?;
            }
            Term::Leave(b) => self.leave(*b)?,
            Term::EndFinally => self.end_finally()?,
            Term::EndFilter(v) => {
                let i = self.int(*v)?;
                self.b.build_return(Some(&i))?;
            }
            Term::Unreachable => {
                self.b.build_unreachable()?;
            }
        }
        Ok(())
    }

    fn ret(&mut self, v: Option<Value>) -> Result<()> {
        if let Some(frame) = self.frame {
            let previous = self.b.build_load(self.u.t.ptr, frame, "")?;
            let head = self.thread_field(thread::FILTER_FRAME)?;
            self.b.build_store(head, previous)?;
        }
        let abi = self.abi.clone();
        let Some(ret) = abi.ret else {
            self.b.build_return(None)?;
            return Ok(());
        };
        let Some(v) = v else {
            return bad_ir("a result is missing");
        };
        match ret.pass {
            Pass::Scalar(mem) => {
                let x = self.coerce(self.val(v)?, kind_of_mem(mem))?;
                // Native callers see the narrow type; managed ones rely on the value being extended.
                let x = if abi.native {
                    self.narrow(x, mem)?
                } else {
                    self.normalise(x, mem)?
                };
                self.b.build_return(Some(&x))?;
            }
            Pass::Pieces(first, second) => {
                let from = self.ptr(v)?;
                let a = self.load_piece(from, first)?;
                match second {
                    None => {
                        self.b.build_return(Some(&a))?;
                    }
                    Some(second) => {
                        let at = self.offset_const(from, 8)?;
                        let b = self.load_piece(at, second)?;
                        self.b.build_aggregate_return(&[a, b])?;
                    }
                }
            }
            Pass::Address | Pass::ByVal => {
                let Some(to) = self.sret else {
                    return bad_ir("a struct result without space for it");
                };
                let from = self.ptr(v)?;
                self.copy_bytes(to, ret.align, from, 1, ret.size)?;
                self.b.build_return(None)?;
            }
        }
        Ok(())
    }

    pub fn thread_field(&self, offset: u32) -> Result<PointerValue<'c>> {
        let record = self.u.thread_record().as_pointer_value();
        self.offset_const(record, offset)
    }

    /// Value class of a type's memory; void is an error.
    pub fn mem(&self, ty: TypeId) -> Result<Mem> {
        match mem_of(self.u.ts, ty) {
            Some(m) => Ok(m),
            None => bad_ir("a value of type void"),
        }
    }

    /// Sets up an outlined filter and goes to its first block.
    pub fn enter_filter(&mut self, region: RegionId, entry: BlockId) -> Result<()> {
        self.enter_lookup(region)?;
        let first = self.block_of(entry);
        self.b.build_unconditional_branch(first)?;
        Ok(())
    }

    /// Sets up an outlined filter's view of the shared locals and the generic context.
    pub fn enter_lookup(&mut self, region: RegionId) -> Result<()> {
        let (Some(exception), Some(frame)) = (self.f.get_nth_param(0), self.f.get_nth_param(1))
        else {
            return bad_ir("a filter without parameters");
        };
        let frame = frame.into_pointer_value();
        self.filter = Some((region, exception.into_pointer_value(), frame));
        self.frame = Some(frame);
        for i in 0..self.body.locals.len() {
            if let Some(slot) = self.framed_slot(LocalId(i as u32))? {
                self.locals[i] = Slot::Memory(slot);
            }
        }
        let at = self.offset_const(frame, crate::filters::CONTEXT)?;
        self.context = Some(self.b.build_load(self.u.t.i64, at, "")?.into_int_value());
        Ok(())
    }
}

/// Locals that some `Set` assigns.
fn assigned_locals(body: &Body) -> FxHashSet<LocalId> {
    body.blocks
        .iter()
        .flat_map(|b| &b.insts)
        .filter_map(|i| match i.op {
            Op::Set(l, _) => Some(l),
            _ => None,
        })
        .collect()
}
