//! Lowering of one body: blocks and values; `insts` has the plain operations, `facts` what is known of values, `prologue` the start. Themes have their
//! own files.

mod facts;
mod insts;
mod prologue;

use crate::abi::{FnAbi, mem_of};
use crate::eh::EhState;
use crate::filters::FilterPlan;
use crate::flow::{self, BlockUses, Source};
use crate::module::Unit;
use crate::{LowerError, Result, bad_ir};
use facts::{Facts, FactsOut};
use inkwell::InlineAsmDialect;
use inkwell::attributes::AttributeLoc;
use inkwell::basic_block::BasicBlock;
use inkwell::builder::Builder;
use inkwell::debug_info::DIScope;
use inkwell::values::{BasicValueEnum, FloatValue, FunctionValue, IntValue, PointerValue};
use rustc_hash::FxHashMap;
use smelt_abi::ExceptionKind;
use smelt_ir::{Block, BlockId, Body, Func, Kind, Local, LocalId, Mem, Op, RegionId, Term, Value};
use smelt_types::{TypeId, TypeSystem};
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
    /// The body is a span's indexer: it adds checked offsets. (The address is null then just if the span's is, which is tested once.)
    in_span: bool,
    /// Flags (i1 in the frame) of the class-init records that loops test: set once the class is initialised.
    init_flags: FxHashMap<PointerValue<'c>, PointerValue<'c>>,
    /// What positions belong to, if the code has a source, and the current line.
    pub scope: Option<DIScope<'c>>,
    pub line: u32,
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

/// `Span<T>.this[int]` and `ReadOnlySpan<T>.this[int]`.
fn is_span_indexer(ts: &TypeSystem, func: Func) -> bool {
    let Func::Method(m) = func else { return false };
    ts.method_name(m) == "get_Item"
        && ts.type_def(ts.method_owner(m)).is_some_and(|def| {
            let owner = || ts.type_def_full_name(def);
            def.module == ts.core_lib()
                && matches!(owner().as_str(), "System.Span`1" | "System.ReadOnlySpan`1")
        })
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
            block.term.successors(|to| {
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
            in_span: is_span_indexer(u.ts, body.func),
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

    /// Offset of the statics of a type in the block of a thread: an absolute symbol, loaded by an instruction of its own. LLVM adds offsets of
    /// fields to a symbol, and takes the sum relative to the program counter where it needs it in a register.
    pub fn thread_static_offset(&self, name: String) -> Result<IntValue<'c>> {
        self.u.absolute(name.clone());
        let symbol = self.u.symbol(name, 0).as_pointer_value();
        let ty = self.u.t.i64.fn_type(&[self.u.t.ptr.into()], false);
        let asm = self.u.cx.create_inline_asm(
            ty,
            "movl $1, ${0:k}".into(),
            "=r,i".into(),
            false,
            false,
            Some(InlineAsmDialect::ATT),
            false,
        );
        let call = self.b.build_indirect_call(ty, asm, &[symbol.into()], "")?;
        for attribute in ["memory", "nounwind", "willreturn"] {
            call.add_attribute(AttributeLoc::Function, self.u.attribute(attribute, 0));
        }
        Ok(call.try_as_basic_value().unwrap_basic().into_int_value())
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
}
