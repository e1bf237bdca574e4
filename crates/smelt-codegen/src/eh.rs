//! Protected regions over LLVM's `invoke`/`landingpad`.
//!
//! One landing pad per innermost try region lists the catch clauses from the inside out. What it catches goes through *dispatch* blocks, one per try
//! region: a catch compares its selector and enters the handler; a finally saves the exception in slots of its own, runs, and dispatches on to the
//! next outer try, in the end to `resume`. (An exception that leaves a filter is the runtime's business.) A finally handler exists once: a continuation number tells its end where to go, 0 for the exceptional way.

use crate::calls::Target;
use crate::function::FnCx;
use crate::{Result, bad_ir};
use inkwell::IntPredicate;
use inkwell::attributes::AttributeLoc;
use inkwell::basic_block::BasicBlock;
use inkwell::builder::Builder;
use inkwell::module::Linkage;
use inkwell::values::{BasicValueEnum, PointerValue};
use rustc_hash::FxHashMap;
use smelt_abi::helpers::HelperId;
use smelt_abi::{ExceptionKind, eh};
use smelt_ir::{BlockId, Func, Handler, HandlerBody, Mem, RegionId, RegionKind, Value, symbols};
use smelt_types::{TypeId, WellKnown};

/// Where calls unwind to: the innermost try region, if any.
type UnwindKey = Option<RegionId>;

/// State of a finally or fault handler.
struct Finally<'c> {
    /// Number of the continuation; 0: resume the exception.
    next: PointerValue<'c>,
    exception: PointerValue<'c>,
    selector: PointerValue<'c>,
    targets: Vec<BasicBlock<'c>>,
    /// Blocks that end the handler, to be terminated when all continuations are known.
    ends: Vec<BasicBlock<'c>>,
    exceptional: bool,
}

#[derive(Default)]
pub(crate) struct EhState<'c> {
    pads: FxHashMap<RegionId, BasicBlock<'c>>,
    dispatch: FxHashMap<RegionId, BasicBlock<'c>>,
    /// The unwind record and selector of the exception being dispatched.
    slots: Option<(PointerValue<'c>, PointerValue<'c>)>,
    resume: Option<BasicBlock<'c>>,
    /// Exception objects of catch handlers.
    caught: FxHashMap<RegionId, PointerValue<'c>>,
    finallys: FxHashMap<RegionId, Finally<'c>>,
    /// By line as well: traces show where a check failed.
    throws: FxHashMap<(Func, UnwindKey, u32), BasicBlock<'c>>,
    leaves: FxHashMap<(Vec<RegionId>, BlockId), BasicBlock<'c>>,
}

impl<'c> FnCx<'_, 'c, '_> {
    // ---- the region tree

    /// The region that encloses `region`. A handler lies where its try lies, not inside it.
    fn parent(&self, region: RegionId) -> Option<RegionId> {
        let r = &self.body.regions[region.0 as usize];
        match r.kind {
            RegionKind::Handler { of, .. } if r.parent == Some(of) => {
                self.body.regions[of.0 as usize].parent
            }
            _ => r.parent,
        }
    }

    /// From a region outwards, itself first. Ends at the filter that this function is.
    fn chain(&self, region: Option<RegionId>) -> Vec<RegionId> {
        let stop = self.filter.map(|f| f.0);
        let mut out = Vec::new();
        let mut at = region;
        while let Some(r) = at {
            if Some(r) == stop {
                break;
            }
            out.push(r);
            at = self.parent(r);
        }
        out
    }

    fn handlers(&self, region: RegionId) -> Option<&[Handler]> {
        match &self.body.regions[region.0 as usize].kind {
            RegionKind::Try { handlers } => Some(handlers),
            RegionKind::Handler { .. } => None,
        }
    }

    fn innermost_try(&self, region: Option<RegionId>) -> Option<RegionId> {
        self.chain(region)
            .into_iter()
            .find(|&r| self.handlers(r).is_some_and(|h| !h.is_empty()))
    }

    /// Innermost handler region of one of these kinds around the current block.
    fn innermost_handler(&self, kinds: &[HandlerBody]) -> Option<RegionId> {
        self.chain(self.region).into_iter().find(|r| {
            matches!(self.body.regions[r.0 as usize].kind,
                RegionKind::Handler { kind, .. } if kinds.contains(&kind))
        })
    }

    // ---- landing pads

    /// Where calls of the current block unwind to.
    pub fn unwind_dest(&mut self) -> Result<Option<BasicBlock<'c>>> {
        match self.innermost_try(self.region) {
            Some(t) => Ok(Some(self.landing_pad(t)?)),
            None => Ok(None),
        }
    }

    fn builder_at(&self, block: BasicBlock<'c>) -> Builder<'c> {
        let b = self.u.cx.create_builder();
        b.position_at_end(block);
        b
    }

    fn pad_type(&self) -> inkwell::types::StructType<'c> {
        self.u
            .cx
            .struct_type(&[self.u.t.ptr.into(), self.u.t.i32.into()], false)
    }

    fn exception_slots(&mut self) -> Result<(PointerValue<'c>, PointerValue<'c>)> {
        if let Some(s) = self.eh.slots {
            return Ok(s);
        }
        let s = (
            self.scalar_alloca(Mem::ByRef)?,
            self.scalar_alloca(Mem::I32)?,
        );
        self.eh.slots = Some(s);
        Ok(s)
    }

    fn landing_pad(&mut self, region: RegionId) -> Result<BasicBlock<'c>> {
        if let Some(&b) = self.eh.pads.get(&region) {
            return Ok(b);
        }
        self.f.set_personality_function(self.u.personality);
        let block = self.new_block("pad");
        self.eh.pads.insert(region, block);
        let b = self.builder_at(block);
        let (mut clauses, mut cleanup) = (Vec::<BasicValueEnum>::new(), false);
        'outer: for r in self.chain(Some(region)) {
            for h in self.handlers(r).unwrap_or_default() {
                match self.descriptor(h)? {
                    Some(d) => clauses.push(d.into()),
                    None => cleanup = true,
                }
                if self.catches_all(h) {
                    break 'outer;
                }
            }
        }
        let pad = b
            .build_landing_pad(
                self.pad_type(),
                self.u.personality,
                &clauses,
                cleanup || clauses.is_empty(),
                "",
            )?
            .into_struct_value();
        let (exception, selector) = self.exception_slots()?;
        let e = b.build_extract_value(pad, 0, "")?;
        b.build_store(exception, e)?;
        let s = b.build_extract_value(pad, 1, "")?;
        b.build_store(selector, s)?;
        let to = self.dispatch(region)?;
        b.build_unconditional_branch(to)?;
        Ok(block)
    }

    /// Everything thrown is an Exception: clauses further out are never reached.
    fn catches_all(&self, h: &Handler) -> bool {
        let ts = self.u.ts;
        matches!(h, Handler::Catch { ty, .. }
            if *ty == ts.well_known(WellKnown::Object) || *ty == ts.well_known(WellKnown::Exception))
    }

    /// Catch descriptor of a handler; `None` for finally and fault.
    fn descriptor(&self, h: &Handler) -> Result<Option<PointerValue<'c>>> {
        Ok(match h {
            Handler::Catch { ty, .. } => Some(self.class_descriptor(*ty)),
            Handler::CatchLookup { region, .. } => Some(self.filter_descriptor(*region)?),
            Handler::Filter { filter_region, .. } => Some(self.filter_descriptor(*filter_region)?),
            Handler::Finally { .. } | Handler::Fault { .. } => None,
        })
    }

    fn class_descriptor(&self, ty: TypeId) -> PointerValue<'c> {
        let name = format!("catch${}", self.u.ts.symbol_of_type(ty));
        let mt = self.u.symbol(symbols::method_table(self.u.ts, ty), 8);
        self.descriptor_global(&name, eh::KIND_CLASS, mt.as_pointer_value())
    }

    fn filter_descriptor(&self, region: RegionId) -> Result<PointerValue<'c>> {
        let Some(f) = self.filters.function(region) else {
            return bad_ir("an exception filter was not outlined");
        };
        let name = format!("catch${}", f.get_name().to_string_lossy());
        let code = f.as_global_value().as_pointer_value();
        Ok(self.descriptor_global(&name, eh::KIND_FILTER, code))
    }

    fn descriptor_global(&self, name: &str, kind: u64, data: PointerValue<'c>) -> PointerValue<'c> {
        if let Some(g) = self.u.module.get_global(name) {
            return g.as_pointer_value();
        }
        let kind = self.u.t.i64.const_int(kind, false);
        let value = self.u.cx.const_struct(&[kind.into(), data.into()], false);
        let g = self.u.module.add_global(value.get_type(), None, name);
        g.set_initializer(&value);
        g.set_constant(true);
        g.set_linkage(Linkage::Private);
        g.set_alignment(8);
        g.as_pointer_value()
    }

    // ---- dispatch

    /// Where an exception goes that try region `region` does not handle itself.
    fn outer(&mut self, region: RegionId) -> Result<BasicBlock<'c>> {
        match self.innermost_try(self.parent(region)) {
            Some(t) => self.dispatch(t),
            None => self.resume_block(),
        }
    }

    fn resume_block(&mut self) -> Result<BasicBlock<'c>> {
        if let Some(b) = self.eh.resume {
            return Ok(b);
        }
        let block = self.new_block("resume");
        self.eh.resume = Some(block);
        let b = self.builder_at(block);
        let (exception, selector) = self.exception_slots()?;
        let e = b.build_load(self.u.t.ptr, exception, "")?;
        let s = b.build_load(self.u.t.i32, selector, "")?;
        let v = b.build_insert_value(self.pad_type().get_poison(), e, 0, "")?;
        let v = b.build_insert_value(v, s, 1, "")?;
        b.build_resume(v.into_struct_value())?;
        Ok(block)
    }

    fn dispatch(&mut self, region: RegionId) -> Result<BasicBlock<'c>> {
        if let Some(&b) = self.eh.dispatch.get(&region) {
            return Ok(b);
        }
        let block = self.new_block("dispatch");
        self.eh.dispatch.insert(region, block);
        let b = self.builder_at(block);
        let (exception, selector) = self.exception_slots()?;
        let handlers = self.handlers(region).unwrap_or_default().to_vec();
        for h in &handlers {
            match h {
                Handler::Finally { entry, region } | Handler::Fault { entry, region } => {
                    let e = b.build_load(self.u.t.ptr, exception, "")?;
                    let s = b.build_load(self.u.t.i32, selector, "")?;
                    let to = self.block_of(*entry);
                    let zero = self.i32(0);
                    let f = self.finally(*region)?;
                    f.exceptional = true;
                    b.build_store(f.exception, e)?;
                    b.build_store(f.selector, s)?;
                    b.build_store(f.next, zero)?;
                    b.build_unconditional_branch(to)?;
                    return Ok(block);
                }
                Handler::Catch { entry, region, .. }
                | Handler::CatchLookup { entry, region, .. }
                | Handler::Filter { entry, region, .. } => {
                    let Some(descriptor) = self.descriptor(h)? else {
                        return bad_ir("a catch without descriptor");
                    };
                    let ty = self.u.t.i32.fn_type(&[self.u.t.ptr.into()], false);
                    let typeid = self.u.intrinsic("llvm.eh.typeid.for.p0", ty);
                    let id = b
                        .build_call(typeid, &[descriptor.into()], "")?
                        .try_as_basic_value()
                        .unwrap_basic()
                        .into_int_value();
                    let s = b.build_load(self.u.t.i32, selector, "")?.into_int_value();
                    let mine = b.build_int_compare(IntPredicate::EQ, id, s, "")?;
                    let (enter, next) = (self.new_block("catch"), self.new_block(""));
                    b.build_conditional_branch(mine, enter, next)?;
                    b.position_at_end(enter);
                    let e = b.build_load(self.u.t.ptr, exception, "")?;
                    let object = b
                        .build_call(self.u.helper(HelperId::BeginCatch), &[e.into()], "")?
                        .try_as_basic_value()
                        .unwrap_basic();
                    let slot = self.caught_slot(*region)?;
                    b.build_store(slot, object)?;
                    let to = self.block_of(*entry);
                    b.build_unconditional_branch(to)?;
                    b.position_at_end(next);
                }
            }
        }
        let to = self.outer(region)?;
        b.build_unconditional_branch(to)?;
        Ok(block)
    }

    fn caught_slot(&mut self, region: RegionId) -> Result<PointerValue<'c>> {
        if let Some(&p) = self.eh.caught.get(&region) {
            return Ok(p);
        }
        let p = self.scalar_alloca(Mem::Ref)?;
        self.eh.caught.insert(region, p);
        Ok(p)
    }

    fn finally(&mut self, region: RegionId) -> Result<&mut Finally<'c>> {
        if !self.eh.finallys.contains_key(&region) {
            let f = Finally {
                next: self.scalar_alloca(Mem::I32)?,
                exception: self.scalar_alloca(Mem::ByRef)?,
                selector: self.scalar_alloca(Mem::I32)?,
                targets: Vec::new(),
                ends: Vec::new(),
                exceptional: false,
            };
            self.eh.finallys.insert(region, f);
        }
        match self.eh.finallys.get_mut(&region) {
            Some(f) => Ok(f),
            None => bad_ir("a finally handler is missing"),
        }
    }

    // ---- leaving

    pub fn leave(&mut self, target: BlockId) -> Result<()> {
        let to = self.chain(self.body.blocks[target.0 as usize].region);
        let mut exits = Vec::new();
        for r in self.chain(self.region) {
            if to.contains(&r) {
                break;
            }
            for h in self.handlers(r).unwrap_or_default() {
                if let Handler::Finally { region, .. } = h {
                    exits.push(*region);
                }
            }
        }
        let to = self.leave_through(&exits, target)?;
        self.b.build_unconditional_branch(to)?;
        Ok(())
    }

    /// Block that runs the finally handlers in order and goes on to the target.
    fn leave_through(&mut self, exits: &[RegionId], target: BlockId) -> Result<BasicBlock<'c>> {
        let Some((&first, rest)) = exits.split_first() else {
            return Ok(self.block_of(target));
        };
        let key = (exits.to_vec(), target);
        if let Some(&b) = self.eh.leaves.get(&key) {
            return Ok(b);
        }
        let after = self.leave_through(rest, target)?;
        let entry = self.finally_entry(first)?;
        let block = self.new_block("leave");
        let b = self.builder_at(block);
        let f = self.finally(first)?;
        f.targets.push(after);
        let (number, next) = (f.targets.len() as i64, f.next);
        b.build_store(next, self.i32(number))?;
        let to = self.block_of(entry);
        b.build_unconditional_branch(to)?;
        self.eh.leaves.insert(key, block);
        Ok(block)
    }

    fn finally_entry(&self, handler: RegionId) -> Result<BlockId> {
        let RegionKind::Handler { of, .. } = self.body.regions[handler.0 as usize].kind else {
            return bad_ir("a finally handler that is no handler region");
        };
        let found = self
            .handlers(of)
            .unwrap_or_default()
            .iter()
            .find_map(|h| match h {
                Handler::Finally { entry, region } if *region == handler => Some(*entry),
                _ => None,
            });
        match found {
            Some(b) => Ok(b),
            None => bad_ir("a finally handler without entry"),
        }
    }

    pub fn end_finally(&mut self) -> Result<()> {
        let Some(region) = self.innermost_handler(&[HandlerBody::Finally, HandlerBody::Fault])
        else {
            return bad_ir("endfinally outside of a finally handler");
        };
        let at = self.current()?;
        self.finally(region)?.ends.push(at);
        Ok(())
    }

    /// Terminates the ends of finally handlers, inner ones first: those may reach outer ones.
    pub fn finish_finallys(&mut self) -> Result<()> {
        let mut all: Vec<(usize, RegionId)> = self
            .eh
            .finallys
            .keys()
            .map(|&r| (self.chain(Some(r)).len(), r))
            .collect();
        all.sort_by_key(|&(depth, r)| (std::cmp::Reverse(depth), r));
        let mut at = 0;
        while at < all.len() {
            let region = all[at].1;
            at += 1;
            self.finish_finally(region)?;
            // Dispatching on may have met a finally that nobody reached before.
            let known: Vec<RegionId> = all.iter().map(|&(_, r)| r).collect();
            let mut new: Vec<RegionId> = self
                .eh
                .finallys
                .keys()
                .copied()
                .filter(|r| !known.contains(r))
                .collect();
            new.sort();
            all.extend(new.into_iter().map(|r| (0, r)));
        }
        Ok(())
    }

    fn finish_finally(&mut self, region: RegionId) -> Result<()> {
        let RegionKind::Handler { of, .. } = self.body.regions[region.0 as usize].kind else {
            return bad_ir("a finally handler that is no handler region");
        };
        let (next, saved, ends, targets, exceptional) = {
            let f = self.finally(region)?;
            (
                f.next,
                (f.exception, f.selector),
                std::mem::take(&mut f.ends),
                f.targets.clone(),
                f.exceptional,
            )
        };
        if ends.is_empty() {
            return Ok(());
        }
        let default = self.new_block("finally.resume");
        let b = self.builder_at(default);
        if exceptional {
            let (exception, selector) = self.exception_slots()?;
            let e = b.build_load(self.u.t.ptr, saved.0, "")?;
            b.build_store(exception, e)?;
            let s = b.build_load(self.u.t.i32, saved.1, "")?;
            b.build_store(selector, s)?;
            let to = self.outer(of)?;
            b.build_unconditional_branch(to)?;
        } else {
            b.build_unreachable()?;
        }
        for end in ends {
            let b = self.builder_at(end);
            let n = b.build_load(self.u.t.i32, next, "")?.into_int_value();
            let cases: Vec<_> = targets
                .iter()
                .enumerate()
                .map(|(i, &t)| (self.i32(i as i64 + 1), t))
                .collect();
            b.build_switch(n, default, &cases)?;
        }
        Ok(())
    }

    // ---- throwing

    /// A block that throws `kind`, shared by the checks of one protected region.
    pub fn throw_block(&mut self, kind: ExceptionKind) -> Result<BasicBlock<'c>> {
        self.throw_func_block(Func::ThrowKind(kind))
    }

    pub fn throw_func_block(&mut self, func: Func) -> Result<BasicBlock<'c>> {
        let key = (func, self.innermost_try(self.region), self.line);
        if let Some(&b) = self.eh.throws.get(&key) {
            return Ok(b);
        }
        let back = self.current()?;
        let block = self.new_block("throw");
        self.eh.throws.insert(key, block);
        self.b.position_at_end(block);
        let (f, _) = self.u.function(func)?;
        let site = self.emit_call(Target::Function(f), &[], true)?;
        if self.scope.is_some() {
            // Or LLVM makes one call of them, which has no line.
            site.add_attribute(AttributeLoc::Function, self.u.attribute("nomerge", 0));
        }
        self.b.build_unreachable()?;
        self.b.position_at_end(back);
        Ok(block)
    }

    pub fn throw(&mut self, v: Value) -> Result<()> {
        self.null_check(v)?;
        let object = self.ptr(v)?;
        let f = self.u.helper(HelperId::Throw);
        self.emit_call(Target::Function(f), &[object.into()], true)?;
        self.b.build_unreachable()?;
        Ok(())
    }

    pub fn rethrow(&mut self) -> Result<()> {
        let object = self.caught_exception()?;
        let f = self.u.helper(HelperId::Rethrow);
        self.emit_call(Target::Function(f), &[object.into()], true)?;
        self.b.build_unreachable()?;
        Ok(())
    }

    /// Exception of the innermost catch handler, or of the filter that this function is.
    pub fn caught_exception(&mut self) -> Result<PointerValue<'c>> {
        if let Some(region) = self.innermost_handler(&[HandlerBody::Catch]) {
            let slot = self.caught_slot(region)?;
            return Ok(self
                .b
                .build_load(self.u.t.ptr, slot, "")?
                .into_pointer_value());
        }
        match self.filter {
            Some((_, exception, _)) => Ok(exception),
            None => bad_ir("no exception is being handled here"),
        }
    }
}
