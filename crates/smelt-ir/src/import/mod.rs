//! IL to IR: abstract interpretation of the evaluation stack (ECMA-335 III) over the reachable basic blocks.
//!
//! - [`flow`]: basic blocks and protected regions. - [`steps`]: the instructions, with variables, branches and memory. - [`arith`]: numbers.
//! - [`fields`], [`arrays`], [`boxes`] (and casts), [`tokens`]. - [`calls`], [`constrained`] calls, [`creation`] of objects and function pointers,
//!   [`delegates`]. - [`constants`]: calls that fold.
//!
//! Tokens are resolved in open form; [`Builder::close`] gives the form with the method's own (canonical) arguments. Branches on what is known
//! are folded while blocks are imported, so that code behind them is never looked at.

mod arith;
mod arrays;
mod boxes;
mod calls;
mod constants;
mod constrained;
mod creation;
mod delegates;
mod fields;
mod flow;
mod steps;
mod thrown;
mod tokens;

pub(crate) use constants::{KnownMethods, known_methods};

use crate::build::{Builder, MethodRef, StackValue};
use crate::env::{Env, ImportError, ImportErrorKind, Result};
use crate::fold::{self, Const, Fact};
use crate::intrinsics::Expansion;
use crate::*;
use flow::{Flow, Regions};
use smelt_metadata::flags::method_impl;
use smelt_metadata::{MethodBody, Token};
use smelt_types::{MethodId, ModuleId, Subst, TypeId};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Leaves variables as they are.
pub(crate) const OPEN: Subst<'static> = Subst {
    type_args: &[],
    method_args: &[],
};

/// Imports the IL of a method in canonical form.
pub fn method(env: &Env, m: MethodId, il: &MethodBody<'static>) -> Result<Body> {
    method_at_depth(env, m, il, 0)
}

/// A body that returns a constant.
pub fn constant_body(env: &Env, m: MethodId, value: Const) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    let result = match env.kind(b.body.ret) {
        None => None,
        Some(kind) => {
            let fact = fold::fact_of(value, kind);
            Some(match b.constant(fact, kind) {
                Some(v) => v,
                None => b.zero(kind),
            })
        }
    };
    b.ret(result);
    Ok(b.finish())
}

/// Intrinsics that have a meaning only in stubs and state machines which CoreCLR generates at run time.
const JIT_ONLY: &[&str] = &[
    "System.StubHelpers.StubHelpers.",
    "System.Runtime.CompilerServices.AsyncHelpers.AsyncSuspend(",
];

/// The body of a method that is expanded wherever it is called, for those who want its address.
pub fn expansion_body(env: &Env, m: MethodId) -> Result<Option<Body>> {
    let ts = env.ts;
    let (Some(def), owner) = (ts.method_def(m), ts.method_owner(m)) else {
        return Ok(None);
    };
    let mut b = Builder::for_method(env, m)?;
    let owner = match ts.type_def(owner) {
        Some(d) if !ts.type_args(owner).is_empty() => ts.open_type(d),
        _ => owner,
    };
    let vars: Vec<TypeId> = (0..ts.method_args(m).len() as u32)
        .map(|i| ts.intern(smelt_types::TypeKind::MethodVar(i)))
        .collect();
    let callee = b.method_ref(ts.method_on(def, owner, &vars));
    let types = crate::build::all_params(env, m, ts.method_sig(m)?);
    let args: Vec<StackValue> = types
        .iter()
        .enumerate()
        .map(|(i, &ty)| {
            let value = b.get(LocalId(i as u32));
            let kind = b.kind(value);
            let ty = Some(ty);
            StackValue { value, kind, ty }
        })
        .collect();
    if !expand_and_return(&mut b, &callee, &args)? {
        let Some(choices) = crate::intrinsics::immediates(env, m) else {
            return Ok(None);
        };
        if !expand_each(&mut b, &callee, &types, &choices)? {
            return Ok(None);
        }
    }
    Ok(Some(b.finish()))
}

/// Expands a call in place of the whole body. Otherwise nothing is emitted.
fn expand_and_return(b: &mut Builder, callee: &MethodRef, args: &[StackValue]) -> Result<bool> {
    let value = match crate::intrinsics::expand(b, callee, args, None)? {
        Some(Expansion::Value(v)) => {
            let v = b.materialise(v.value);
            match b.env.kind(b.body.ret) {
                Some(kind) => Some(b.coerce(v, kind)),
                None => return Ok(false),
            }
        }
        Some(Expansion::Void) => None,
        Some(Expansion::NoReturn) => return Ok(true),
        None => return Ok(false),
    };
    b.ret(value);
    Ok(true)
}

/// The body of an instruction with a constant in its encoding: one of each, by the last argument.
fn expand_each(
    b: &mut Builder,
    callee: &MethodRef,
    types: &[TypeId],
    choices: &[i32],
) -> Result<bool> {
    let last = LocalId(types.len() as u32 - 1);
    let value = b.get(last);
    let other = b.new_block();
    let end = choices.last().map_or(0, |&n| n as usize + 1);
    let mut targets = vec![other; end];
    for &n in choices {
        targets[n as usize] = b.new_block();
    }
    b.terminate(Term::Switch {
        value,
        targets: targets.clone().into(),
        default: other,
    });
    for &n in choices {
        b.switch_to(targets[n as usize]);
        let args: Vec<StackValue> = types
            .iter()
            .enumerate()
            .map(|(i, &ty)| {
                let value = match i + 1 == types.len() {
                    true => b.const_i32(n),
                    false => b.get(LocalId(i as u32)),
                };
                let kind = b.kind(value);
                let ty = Some(ty);
                StackValue { value, kind, ty }
            })
            .collect();
        if !expand_and_return(b, callee, &args)? {
            return Ok(false);
        }
    }
    b.switch_to(other);
    b.throw_kind(smelt_abi::ExceptionKind::ArgumentOutOfRange);
    Ok(true)
}

fn method_at_depth(env: &Env, m: MethodId, il: &MethodBody<'static>, depth: u32) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    b.depth = depth;
    let mut imp = Importer::new(b, m, il)?;
    imp.run().map_err(|mut e| {
        if e.method.is_empty() {
            e.method = env.ts.method_display(m);
            e.il_offset = Some(imp.at);
        }
        e
    })?;
    imp.finish()
}

/// Progress of one IL block.
#[derive(Default)]
struct IlBlock {
    ir: Option<BlockId>,
    queued: bool,
    done: bool,
    /// Where the values of the evaluation stack arrive.
    stack: Vec<EntryValue>,
    /// Join of what is known at the ends of the predecessors seen so far.
    facts: Option<Vec<Fact>>,
    initialised: Vec<TypeId>,
}

#[derive(Copy, Clone)]
struct EntryValue {
    local: LocalId,
    ty: Option<TypeId>,
    fact: Fact,
}

/// Prefixes of the next instruction.
#[derive(Copy, Clone, Default)]
struct Prefixes {
    volatile: bool,
    unaligned: bool,
    tail: bool,
    readonly: bool,
    /// Open form.
    constrained: Option<TypeId>,
}

struct Importer<'e> {
    b: Builder<'e>,
    method: MethodId,
    module: ModuleId,
    il: &'static [u8],
    body: &'e MethodBody<'static>,
    flow: Flow,
    regions: Regions,
    active: Vec<RegionId>,
    blocks: Vec<IlBlock>,
    queue: BinaryHeap<Reverse<u32>>,
    /// IL offset of the instruction at hand (of its first prefix), and of the next one.
    at: u32,
    next: u32,
    /// End of the current IL block.
    end: u32,
    prefixes: Prefixes,
    /// Static types of arguments and locals (closed).
    var_types: Vec<TypeId>,
    arg_count: u32,
    /// Region of code outside of all IL regions.
    outer: Option<RegionId>,
    sync: Option<Sync>,
    args: Vec<StackValue>,
    calls_itself: bool,
    /// The code is of the framework.
    is_framework: bool,
    /// Source lines by the IL offset where they begin.
    lines: Vec<(u32, u32)>,
    /// Handlers see thrown objects that are no exceptions as they are.
    raw_throws: bool,
}

/// What a synchronized method needs at its end.
struct Sync {
    result: Option<LocalId>,
    exit: BlockId,
}

impl<'e> Importer<'e> {
    fn new(b: Builder<'e>, m: MethodId, body: &'e MethodBody<'static>) -> Result<Importer<'e>> {
        let ts = b.env.ts;
        let def = ts
            .method_def(m)
            .ok_or_else(|| ImportError::bad_il("a method without definition has no IL"))?;
        let flow = Flow::new(body)?;
        let blocks = flow.starts.iter().map(|_| IlBlock::default()).collect();
        let mut imp = Importer {
            arg_count: b.body.param_count,
            b,
            method: m,
            module: def.module,
            il: body.il,
            body,
            flow,
            regions: Regions::default(),
            active: Vec::new(),
            blocks,
            queue: BinaryHeap::new(),
            at: 0,
            next: 0,
            end: 0,
            prefixes: Prefixes::default(),
            var_types: Vec::new(),
            outer: None,
            sync: None,
            args: Vec::new(),
            calls_itself: false,
            is_framework: ts.is_framework(def.module),
            lines: Vec::new(),
            raw_throws: false,
        };
        if !imp.is_framework {
            let source = imp.env().source_of(def);
            let line = source.lines.first().map_or(0, |l| l.1);
            imp.lines = source.lines;
            imp.b.line = line;
            imp.b.body.source = Some(Source {
                document: source.document,
                line,
            });
        }
        imp.declare_locals()?;
        Ok(imp)
    }

    fn env(&self) -> &'e Env<'e> {
        self.b.env
    }

    fn declare_locals(&mut self) -> Result<()> {
        let env = self.env();
        let ts = env.ts;
        let sig = ts.method_sig(self.method)?;
        self.var_types = crate::build::all_params(env, self.method, sig);
        if !self.body.local_sig.is_nil() {
            let subst = ts.method_subst(self.method);
            for (ty, pinned) in ts.resolve_locals(self.module, self.body.local_sig, subst)? {
                let local = self.b.add_local(ty);
                let l = &mut self.b.body.locals[local.0 as usize];
                l.zero |= self.body.init_locals;
                l.pinned = pinned;
                self.var_types.push(ty);
            }
        }
        if !self.is_framework {
            for &ty in &self.var_types {
                self.check_closed(ty, 0)?;
            }
        }
        let locals = &mut self.b.body.locals;
        let args = self.arg_count as usize;
        let taken = self.flow.arg_addresses.iter().map(|&n| usize::from(n));
        let taken = taken.chain(
            self.flow
                .local_addresses
                .iter()
                .map(|&n| args + usize::from(n)),
        );
        for n in taken {
            if let Some(l) = locals.get_mut(n) {
                l.address_taken = true;
            }
        }
        self.b.local_facts = vec![Fact::Unknown; self.var_types.len()];
        Ok(())
    }

    fn run(&mut self) -> Result<()> {
        self.prolog()?;
        while let Some(Reverse(n)) = self.queue.pop() {
            self.import_block(n)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Body> {
        let ts = self.env().ts;
        let flags = ts.method_impl_flags(self.method) as u16;
        let f = &mut self.b.body.flags;
        f.no_inline = flags & method_impl::NO_INLINING != 0;
        f.aggressive_inline = flags & method_impl::AGGRESSIVE_INLINING != 0;
        f.no_optimize = flags & method_impl::NO_OPTIMIZATION != 0;
        let mut body = self.b.finish();
        body.flags.no_return = !body
            .blocks
            .iter()
            .any(|b| matches!(b.term, Term::Return(_)));
        if let Some(def) = ts.method_def(self.method) {
            let token = Token::new(smelt_metadata::Table::MethodDef, def.rid);
            let has = |name| ts.has_attribute(def.module, token, name);
            const HIDDEN: &str = "System.Diagnostics.StackTraceHiddenAttribute";
            // As `StackTrace.ToString` has it: what is to be inlined never shows.
            // CoreCLR's precompiled code has the call of the runtime inlined.
            const INVOKE: &str = "System.RuntimeMethodHandle.InvokeMethod(";
            body.flags.hidden = body.flags.aggressive_inline
                || ts.method_display(self.method).starts_with(INVOKE)
                || has(HIDDEN)
                || ts.type_def(ts.method_owner(self.method)).is_some_and(|t| {
                    ts.has_attribute(
                        t.module,
                        Token::new(smelt_metadata::Table::TypeDef, t.rid),
                        HIDDEN,
                    )
                });
            let suspicious = !ts.is_virtual(self.method)
                && (body.flags.no_return || self.calls_itself && body.blocks.len() == 1);
            if suspicious && has("System.Runtime.CompilerServices.IntrinsicAttribute") {
                let method = ts.method_display(self.method);
                let (kind, detail) = if JIT_ONLY.iter().any(|name| method.starts_with(name)) {
                    (
                        ImportErrorKind::JitOnly,
                        "only code that CoreCLR generates at run time calls this intrinsic",
                    )
                } else {
                    (
                        ImportErrorKind::Intrinsic,
                        "this intrinsic has no usable IL and is not expanded",
                    )
                };
                let mut e = ImportError::new(kind, detail);
                e.method = method;
                return Err(e);
            }
        }
        Ok(body)
    }

    /// What comes before the IL: static construction, the lock of a synchronized method.
    fn prolog(&mut self) -> Result<()> {
        let ts = self.env().ts;
        let m = self.method;
        let owner = ts.method_owner(m);
        let is_static = ts.is_static(m);
        let is_ctor = ts.method_name(m) == ".ctor";
        // A default interface method runs on objects whose construction says nothing of the interface, and a value needs no constructor.
        if (is_static || is_ctor || ts.is_interface(owner) || ts.is_value_type(owner))
            && let Some(cctor) = ts.class_ctor(owner)
        {
            let open = self.open_owner();
            if ts.method_def(cctor) == ts.method_def(m) {
                self.b.initialised.push(open);
            } else if !ts.is_before_field_init(owner) {
                self.b.ensure_class_init(open);
            }
        } else if !is_static && !ts.is_before_field_init(owner) {
            // The object's constructor has run it.
            let open = self.open_owner();
            self.b.initialised.push(open);
        }
        if ts.method_impl_flags(m) as u16 & method_impl::SYNCHRONIZED != 0 {
            self.enter_synchronized(is_static)?;
        }
        let clauses = &self.body.clauses;
        let module = self.module;
        let raw = !clauses.is_empty() && thrown::sees_raw_objects(self.env(), module);
        self.raw_throws = raw;
        self.regions = Regions::build(&mut self.b, clauses, self.outer, raw, |b, token| {
            let open = b.env.ts.resolve_type(module, token, OPEN)?;
            Ok((open, b.close(open)))
        })?;
        self.goto(0)
    }

    /// The method's owner as its own IL names it.
    fn open_owner(&self) -> TypeId {
        let ts = self.env().ts;
        let owner = ts.method_owner(self.method);
        match ts.type_def(owner) {
            Some(def) if !ts.type_args(owner).is_empty() => ts.open_type(def),
            _ => owner,
        }
    }

    // ---- blocks -----------------------------------------------------------------------------------------------------

    /// The IR block of an IL block.
    fn ir_block(&mut self, n: u32) -> BlockId {
        if let Some(b) = self.blocks[n as usize].ir {
            return b;
        }
        let region = self.regions.at(self.flow.starts[n as usize], self.outer);
        let block = self.b.new_block_in(region);
        self.blocks[n as usize].ir = Some(block);
        block
    }

    /// Hands stack and facts over to an IL block; the caller ends the current block with a jump to the result.
    fn edge(&mut self, n: u32) -> Result<BlockId> {
        let ir = self.ir_block(n);
        let depth = self.b.stack_len();
        let first = !self.blocks[n as usize].queued;
        if first {
            self.blocks[n as usize].queued = true;
            self.queue.push(Reverse(n));
        } else if self.blocks[n as usize].stack.len() != depth {
            return Err(ImportError::bad_il(format!(
                "the evaluation stack has another depth where paths meet at IL_{:04x}",
                self.flow.starts[n as usize]
            )));
        }
        for i in 0..depth {
            let v = self.b.peek(i);
            let fact = self.b.fact(v.value).outlives_block();
            if first {
                let v = self.b.reload(i);
                let value = self.b.materialise(v.value);
                let local = self.b.temp(value);
                self.blocks[n as usize].stack.push(EntryValue {
                    local,
                    ty: v.ty,
                    fact: if fact.is_constant() && value != v.value {
                        Fact::Unknown
                    } else {
                        fact
                    },
                });
            } else {
                let v = self.b.reload(i);
                let value = self.b.materialise(v.value);
                let e = &mut self.blocks[n as usize].stack[i];
                e.fact = e.fact.join(fact);
                if e.ty != v.ty {
                    e.ty = None;
                }
                let local = e.local;
                if !self.blocks[n as usize].done {
                    self.b.widen_local(local, value);
                }
                self.b.set(local, value);
            }
        }
        let target = &mut self.blocks[n as usize];
        if !target.done {
            match &mut target.facts {
                None => {
                    target.facts = Some(
                        self.b
                            .local_facts
                            .iter()
                            .map(|f| f.outlives_block())
                            .collect(),
                    );
                    target.initialised.clone_from(&self.b.initialised);
                }
                Some(facts) => {
                    for (f, &g) in facts.iter_mut().zip(&self.b.local_facts) {
                        *f = f.join(g);
                    }
                    let now = &self.b.initialised;
                    target.initialised.retain(|t| now.contains(t));
                }
            }
        }
        Ok(ir)
    }

    /// Ends the current block with a jump to an IL block.
    fn goto(&mut self, n: u32) -> Result<()> {
        let ir = self.edge(n)?;
        self.b.clear_stack();
        self.b.jump(ir);
        Ok(())
    }

    /// No predecessor can become reachable later: what is joined so far holds.
    fn knows_all_predecessors(&self, n: u32) -> bool {
        !self.flow.leave_targets[n as usize]
            && self
                .flow
                .preds(n)
                .iter()
                .all(|&(_, p)| self.blocks[p as usize].done || self.is_dead(p, n, 8))
    }

    fn is_dead(&self, p: u32, before: u32, depth: u32) -> bool {
        let b = &self.blocks[p as usize];
        if b.queued || depth == 0 || p >= before || p == 0 {
            return false;
        }
        // Handler entries and leave targets are reached in other ways.
        if self.flow.leave_targets[p as usize] {
            return false;
        }
        let start = self.flow.starts[p as usize];
        let is_handler = |e: &flow::HandlerEntry| e.il == start;
        if self
            .regions
            .entries
            .iter()
            .any(|(_, entries)| entries.iter().any(is_handler))
        {
            return false;
        }
        self.flow
            .preds(p)
            .iter()
            .all(|&(_, q)| self.blocks[q as usize].done || self.is_dead(q, before, depth - 1))
    }

    fn import_block(&mut self, n: u32) -> Result<()> {
        let ir = self.ir_block(n);
        self.activate_regions(ir)?;
        let known = self.knows_all_predecessors(n);
        let block = &mut self.blocks[n as usize];
        block.done = true;
        let stack = std::mem::take(&mut block.stack);
        let facts = block.facts.take();
        let initialised = std::mem::take(&mut block.initialised);
        match facts {
            Some(facts) if known => {
                self.b.local_facts = facts;
                self.b.initialised = initialised;
            }
            _ => {
                self.b.local_facts.fill(Fact::Unknown);
                self.b.initialised.clear();
                self.keep_permanent_init();
            }
        }
        self.b.line = self.line_at(self.flow.starts[n as usize]);
        self.b.start_trunk(ir);
        self.b.clear_stack();
        for e in &stack {
            let v = self.b.get(e.local);
            let (v, ty) = if known {
                let kind = self.b.kind(v);
                let c = self
                    .b
                    .constant(e.fact, kind)
                    .filter(|_| e.fact.is_constant());
                let v = c.unwrap_or(v);
                self.b.set_fact(v, e.fact);
                (v, e.ty)
            } else {
                (v, None)
            };
            self.b.push_typed(v, ty);
        }
        self.blocks[n as usize].stack = stack;
        self.at = self.flow.starts[n as usize];
        self.end = self
            .flow
            .starts
            .get(n as usize + 1)
            .copied()
            .unwrap_or(self.il.len() as u32);
        self.next = self.at;
        while self.b.is_open() {
            if self.next >= self.end {
                if self.next as usize >= self.il.len() {
                    return Err(ImportError::bad_il("control leaves the end of the body"));
                }
                return self.goto(n + 1);
            }
            self.at = self.next;
            let line = self.line_at(self.at);
            if line != self.b.line {
                self.b.line = line;
                self.b.emit_void(Op::SourceLine(line));
            }
            self.step()?;
        }
        self.b.clear_stack();
        Ok(())
    }

    /// Source line of the IL at an offset, or 0.
    fn line_at(&self, offset: u32) -> u32 {
        let after = self.lines.partition_point(|l| l.0 <= offset);
        after.checked_sub(1).map_or(0, |i| self.lines[i].1)
    }

    /// Static construction that the prolog has done for every path.
    fn keep_permanent_init(&mut self) {
        let ts = self.env().ts;
        let owner = ts.method_owner(self.method);
        if !ts.is_before_field_init(owner) || ts.method_name(self.method) == ".cctor" {
            let open = self.open_owner();
            self.b.initialised.push(open);
        }
    }

    /// Makes the handlers of the try regions around a block reachable.
    fn activate_regions(&mut self, ir: BlockId) -> Result<()> {
        let mut at = self.b.body.blocks[ir.0 as usize].region;
        while let Some(r) = at {
            at = self.b.body.regions[r.0 as usize].parent;
            if self.active.contains(&r) {
                continue;
            }
            self.active.push(r);
            let Some(i) = self.regions.entries.iter().position(|(of, _)| *of == r) else {
                continue;
            };
            for k in 0..self.regions.filters.len() {
                let (block, _, handler, ty) = self.regions.filters[k];
                let of_try =
                    |b: &RegionKind| matches!(b, RegionKind::Handler { of, .. } if *of == r);
                if of_try(&self.b.body.regions[handler.0 as usize].kind) {
                    self.b.local_facts.fill(Fact::Unknown);
                    self.b.initialised.clear();
                    self.b.start_trunk(block);
                    thrown::catch_filter(&mut self.b, ty)?;
                }
            }
            for k in 0..self.regions.entries[i].1.len() {
                let e = &self.regions.entries[i].1[k];
                let (entry, il, kind, ty) = (e.entry, e.il, e.kind, e.catch_type);
                self.b.local_facts.fill(Fact::Unknown);
                self.b.initialised.clear();
                self.keep_permanent_init();
                self.b.start_trunk(entry);
                if matches!(kind, HandlerBody::Catch | HandlerBody::Filter) {
                    let mut ex = self
                        .b
                        .emit_with(Op::CaughtException, Kind::Ref, Fact::NonNull);
                    if self.raw_throws {
                        ex = thrown::unwrapped(&mut self.b, ex)?;
                    }
                    self.b.push_typed(ex, ty);
                }
                let n = self.flow.block_at(il);
                self.goto(n)?;
            }
        }
        Ok(())
    }

    // ---- synchronized -----------------------------------------------------------------------------------------------

    fn enter_synchronized(&mut self, is_static: bool) -> Result<()> {
        use smelt_types::WellKnown;
        let env = self.env();
        let ts = env.ts;
        let object = env.well_known(WellKnown::Object);
        let lock = self.b.add_local(object);
        let taken = self.b.add_local(env.well_known(WellKnown::Boolean));
        let v = if is_static {
            let open = self.open_owner();
            self.b.type_object(open)
        } else {
            self.b.get(LocalId(0))
        };
        self.b.set(lock, v);
        let zero = self.b.const_i32(0);
        self.b.set(taken, zero);
        let monitor = ts.named(ts.find_core_type("System.Threading.Monitor")?, &[]);
        let find = |name: &str| {
            ts.methods_named(monitor, name).into_iter().find(|&m| {
                ts.method_sig(m).is_ok_and(|s| {
                    s.params.len() == 2
                        && ts.value_class(s.params[1]) == smelt_types::ValueClass::ByRef
                })
            })
        };
        let missing =
            || ImportError::unsupported("System.Threading.Monitor has no Enter(object, ref bool)");
        let enter = find("Enter").ok_or_else(missing)?;
        let exit = find("ExitIfLockTaken");

        let try_region = self
            .b
            .add_region(None, RegionKind::Try { handlers: vec![] });
        let region = self.b.add_region(
            None,
            RegionKind::Handler {
                of: try_region,
                kind: HandlerBody::Finally,
            },
        );
        let body = self.b.new_block_in(Some(try_region));
        let entry = self.b.new_block_in(Some(region));
        let exit_block = self.b.new_block_in(None);
        self.b.body.regions[try_region.0 as usize].kind = RegionKind::Try {
            handlers: vec![Handler::Finally { entry, region }],
        };
        self.b.jump(body);

        self.b.switch_to(entry);
        match exit {
            Some(exit) => {
                let v = self.b.get(lock);
                let t = self.b.addr_of(taken);
                self.b.call_method(exit, &[v, t])?;
            }
            None => {
                let exit = ts
                    .methods_named(monitor, "Exit")
                    .into_iter()
                    .find(|&m| ts.method_sig(m).is_ok_and(|s| s.params.len() == 1))
                    .ok_or_else(missing)?;
                self.b.addr_of(taken);
                let t = self.b.get(taken);
                self.b.if_then(t, |b| {
                    let v = b.get(lock);
                    b.call_method(exit, &[v]).map(|_| ())
                })?;
            }
        }
        self.b.terminate(Term::EndFinally);

        let result = env.kind(self.b.body.ret).map(|_| {
            let ret = self.b.body.ret;
            self.b.add_local(ret)
        });
        self.b.switch_to(exit_block);
        let v = result.map(|l| self.b.get(l));
        self.b.ret(v);
        self.sync = Some(Sync {
            result,
            exit: exit_block,
        });

        self.b.start_trunk(body);
        let v = self.b.get(lock);
        let t = self.b.addr_of(taken);
        self.b.call_method(enter, &[v, t])?;
        self.outer = Some(try_region);
        Ok(())
    }
}
