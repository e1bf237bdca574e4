//! Locals and the evaluation stack of a [`Builder`].

use super::{Builder, Slot, StackValue};
use crate::env::{ImportError, Result, kind_of_mem, mem_of_kind};
use crate::fold::{self, Fact};
use crate::*;
use smelt_types::{TypeId, WellKnown};

impl Builder<'_> {
    /// A new local of a closed type, not zeroed unless it holds references.
    pub fn add_local(&mut self, ty: TypeId) -> LocalId {
        let mem = self.env.mem(ty).unwrap_or(Mem::I32);
        let zero = match mem {
            Mem::Ref | Mem::ByRef => true,
            Mem::Struct(t) => self.env.ts.contains_refs(t).unwrap_or(true),
            _ => false,
        };
        self.body.locals.push(Local {
            ty: self.env.ts.canon_type(ty),
            mem,
            zero,
            pinned: false,
            address_taken: false,
        });
        LocalId(self.body.locals.len() as u32 - 1)
    }
    /// A new local for any value of a kind.
    pub fn add_local_of_kind(&mut self, kind: Kind) -> LocalId {
        let w = match kind {
            Kind::I32 => WellKnown::Int32,
            Kind::I64 => WellKnown::Int64,
            Kind::F32 => WellKnown::Single,
            Kind::F64 => WellKnown::Double,
            Kind::Ref | Kind::ByRef => WellKnown::Object,
            Kind::Struct(t) => return self.add_local(t),
        };
        let ty = self.env.well_known(w);
        let local = self.add_local(ty);
        let l = &mut self.body.locals[local.0 as usize];
        l.mem = mem_of_kind(kind);
        if kind == Kind::ByRef {
            l.ty = self.env.ts.byref_to(self.env.well_known(WellKnown::Byte));
        }
        local
    }
    /// A new local that holds this value from here on.
    pub fn temp(&mut self, v: Value) -> LocalId {
        let local = self.add_local_of_kind(self.kind(v));
        self.set(local, v);
        local
    }
    /// Makes a local that the IL does not name wide enough for a value of another width, which includes what is assigned to it already:
    /// an int32 becomes a native int, a float32 a float64 (ECMA-335 III.1.8.1.3). Nothing may have read it yet.
    pub(crate) fn widen_local(&mut self, local: LocalId, v: Value) {
        let kind = self.kind(v);
        let l = &mut self.body.locals[local.0 as usize];
        l.ty = match (l.mem, kind) {
            (Mem::I32, Kind::I64) => self.env.well_known(WellKnown::Int64),
            (Mem::F32, Kind::F64) => self.env.well_known(WellKnown::Double),
            (Mem::I32 | Mem::I64, Kind::ByRef) => {
                self.env.ts.byref_to(self.env.well_known(WellKnown::Byte))
            }
            _ => return,
        };
        l.mem = mem_of_kind(kind);
        let mut at: Vec<(BlockId, usize, Value)> = Vec::new();
        for (n, block) in self.body.blocks.iter().enumerate() {
            for (i, inst) in block.insts.iter().enumerate() {
                if let Op::Set(l, v) = inst.op
                    && l == local
                    && self.kind(v) != kind
                {
                    at.push((BlockId(n as u32), i, v));
                }
            }
        }
        for (block, i, v) in at.into_iter().rev() {
            // Made at the end of the current block, then put where the assignment is.
            let here = self.block();
            let from = self.body.blocks[here.0 as usize].insts.len();
            let wide = self.coerce(v, kind);
            let made: Vec<Inst> = self.body.blocks[here.0 as usize]
                .insts
                .drain(from..)
                .collect();
            let insts = &mut self.body.blocks[block.0 as usize].insts;
            insts[i].op = Op::Set(local, wide);
            insts.splice(i..i, made);
        }
    }
    pub fn get(&mut self, local: LocalId) -> Value {
        let kind = kind_of_mem(self.body.locals[local.0 as usize].mem);
        let fact = self
            .local_facts
            .get(local.0 as usize)
            .copied()
            .unwrap_or_default();
        if fact.is_constant()
            && let Some(v) = self.constant(fact, kind)
        {
            return v;
        }
        let tracked = self.is_tracked(local);
        let block = self.block();
        if tracked {
            self.assignments.resize(self.local_facts.len(), 0);
            self.held
                .resize(self.local_facts.len(), (BlockId(u32::MAX), Value(0)));
            let (at, held) = self.held[local.0 as usize];
            if at == block {
                if self.fact(held) == Fact::Unknown {
                    self.set_fact(held, fact);
                }
                return held;
            }
        }
        let v = self.emit_with(Op::Get(local), kind, fact);
        if tracked {
            self.origins[v.0 as usize] = (local, self.assignments[local.0 as usize]);
            self.held[local.0 as usize] = (block, v);
        }
        v
    }
    /// A local that the IL names and whose address it does not take.
    fn is_tracked(&self, local: LocalId) -> bool {
        (local.0 as usize) < self.local_facts.len()
            && !self.body.locals[local.0 as usize].address_taken
    }
    /// A null check of this value has passed: so it holds for the local that it came from, unless that has changed.
    pub(super) fn note_non_null(&mut self, v: Value) {
        if !matches!(self.fact(v), Fact::Unknown) {
            return;
        }
        self.set_fact(v, Fact::NonNull);
        let (local, seen) = self.origins[v.0 as usize];
        if self.current == Some(self.trunk)
            && self.assignments.get(local.0 as usize) == Some(&seen)
            && let Some(f @ Fact::Unknown) = self.local_facts.get_mut(local.0 as usize)
        {
            *f = Fact::NonNull;
        }
    }
    /// Takes a value (and the local that it was read from) to be not null; returns what [`Builder::restore`] needs to forget that.
    pub(crate) fn assume_non_null(&mut self, v: Value) -> (Fact, Option<(LocalId, Fact)>) {
        let before = self.fact(v);
        if before == Fact::Unknown {
            self.set_fact(v, Fact::NonNull);
        }
        let (local, seen) = self.origins[v.0 as usize];
        let mut saved = None;
        if self.assignments.get(local.0 as usize) == Some(&seen)
            && let Some(f) = self.local_facts.get_mut(local.0 as usize)
        {
            saved = Some((local, *f));
            if *f == Fact::Unknown {
                *f = Fact::NonNull;
            }
        }
        (before, saved)
    }
    pub(crate) fn restore(&mut self, v: Value, saved: (Fact, Option<(LocalId, Fact)>)) {
        self.set_fact(v, saved.0);
        if let Some((local, fact)) = saved.1 {
            self.local_facts[local.0 as usize] = fact;
        }
    }
    pub fn set(&mut self, local: LocalId, v: Value) {
        let l = &self.body.locals[local.0 as usize];
        let mem = l.mem;
        let fact = if l.address_taken {
            Fact::Unknown
        } else {
            self.narrowed(v, mem)
        };
        let v = self.coerce(v, kind_of_mem(mem));
        if let Some(f) = self.local_facts.get_mut(local.0 as usize) {
            *f = fact;
        }
        if let Some(n) = self.assignments.get_mut(local.0 as usize) {
            *n += 1;
        }
        let block = self.block();
        let changes = matches!(mem, Mem::I8 | Mem::U8 | Mem::I16 | Mem::U16);
        let known = self.is_tracked(local) && !changes;
        if let Some(held) = self.held.get_mut(local.0 as usize) {
            *held = (if known { block } else { BlockId(u32::MAX) }, v);
        }
        self.emit_void(Op::Set(local, v));
    }
    /// The fact of a value after it has been held in memory of this type.
    fn narrowed(&self, v: Value, mem: Mem) -> Fact {
        let fact = self.fact(v);
        let to = match mem {
            Mem::I8 => Conv::I8,
            Mem::U8 => Conv::U8,
            Mem::I16 => Conv::I16,
            Mem::U16 => Conv::U16,
            Mem::I32 => Conv::I32,
            Mem::I64 => Conv::I64,
            Mem::Ref | Mem::ByRef => {
                return if matches!(fact, Fact::I32(_) | Fact::I64(_)) {
                    Fact::Unknown
                } else {
                    fact
                };
            }
            Mem::F32 | Mem::F64 => return Fact::Unknown,
            Mem::Struct(_) => return Fact::Unknown,
        };
        fold::convert(to, false, fact).unwrap_or_default()
    }
    /// ByRef to a local.
    pub fn addr_of(&mut self, local: LocalId) -> Value {
        self.body.locals[local.0 as usize].address_taken = true;
        if let Some(f) = self.local_facts.get_mut(local.0 as usize) {
            *f = Fact::Unknown;
        }
        self.emit_with(Op::AddrOf(local), Kind::ByRef, Fact::NonNull)
    }

    pub fn push(&mut self, v: Value) {
        self.push_typed(v, None);
    }
    pub fn push_typed(&mut self, value: Value, ty: Option<TypeId>) {
        let kind = self.kind(value);
        let block = self.block();
        self.stack.push(Slot {
            value: StackValue { value, kind, ty },
            block,
            home: None,
        });
    }
    pub fn pop(&mut self) -> Result<StackValue> {
        let Some(top) = self.stack.len().checked_sub(1) else {
            return Err(ImportError::bad_il("the evaluation stack is empty"));
        };
        let v = self.reload(top);
        self.stack.pop();
        Ok(v)
    }
    /// Stack value by position from the bottom, as it was pushed: its `value` may belong to another block.
    pub(crate) fn peek(&self, i: usize) -> StackValue {
        self.stack[i].value
    }
    /// Makes the stack value at a position (from the bottom) available in the current block.
    pub(crate) fn reload(&mut self, i: usize) -> StackValue {
        let Slot { value, block, home } = self.stack[i];
        let mut v = value;
        if block != self.block() {
            let fact = self.fact(v.value).outlives_block();
            v.value = match (home, self.constant(fact, v.kind)) {
                (_, Some(c)) => c,
                (Some(home), None) => {
                    let reloaded = self.get(home);
                    self.set_fact(reloaded, fact);
                    reloaded
                }
                (None, None) => v.value,
            };
            let block = self.block();
            self.stack[i] = Slot {
                value: v,
                block,
                home,
            };
        }
        v
    }
    pub fn stack_len(&self) -> usize {
        self.stack.len()
    }
    pub fn clear_stack(&mut self) {
        self.stack.clear();
    }
}
