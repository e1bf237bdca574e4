//! The start of a function: parameters, locals, the generic context, the filter frame.

use super::{FnCx, Slot};
use crate::abi::{Pass, Place};
use crate::{LowerError, Result, bad_ir};
use inkwell::values::{BasicValueEnum, PointerValue};
use rustc_hash::FxHashSet;
use smelt_abi::thread;
use smelt_ir::{BlockId, Body, Context, LocalId, Mem, Op, RegionId};

impl<'c> FnCx<'_, 'c, '_> {
    pub(super) fn prologue(&mut self) -> Result<()> {
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
