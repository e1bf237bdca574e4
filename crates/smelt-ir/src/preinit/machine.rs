//! Runs IR: frames, blocks, calls, protected regions.

use super::arith;
use super::memory::{Abort, Bytes, NULL, ObjectId, Result, Val, Word, abort, mem_size};
use super::{Block, Chain, Preinit, Target};
use crate::entity::{self, Entity};
use crate::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_types::{MethodId, TypeId, TypeSystem};
use std::rc::Rc;

/// Instructions of one evaluation.
const MAX_STEPS: u32 = 400_000;
/// Nesting of calls.
const MAX_CALLS: u32 = 48;
/// Functions that one evaluation may import.
const MAX_FUNCS: usize = 200;
/// Bytes and number of objects (locals too) that one evaluation may make.
const MAX_MEMORY: u32 = 1 << 20;
const MAX_OBJECTS: usize = 1 << 16;

/// What an object of the evaluation is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Source {
    /// Made by the constructor; exact type.
    Heap(TypeId),
    /// A local, or memory of `localloc`.
    Local,
    /// The statics being made.
    Statics,
    /// Method table.
    Handle(TypeId),
    Literal(Box<[u16]>),
    /// Mapped data of a field that never changes.
    Rva(smelt_types::FieldId),
    /// Another thing of the image: only its identity is known.
    Entity(Entity),
    /// An object of another type's evaluated statics.
    Foreign {
        owner: TypeId,
        index: u32,
    },
    /// Another type's statics.
    ForeignStatics(TypeId),
}

pub struct Object {
    pub source: Source,
    pub bytes: Bytes,
}

pub struct Machine<'m, 'e> {
    pub preinit: &'m Preinit<'e>,
    pub ts: &'e TypeSystem,
    /// The type whose constructor runs.
    pub owner: TypeId,
    chain: &'m Chain<'m>,
    pub objects: Vec<Object>,
    external: FxHashMap<Source, ObjectId>,
    funcs: FxHashSet<Func>,
    steps: u32,
    calls: u32,
    memory: u32,
}

/// A running function.
pub struct Frame<'b> {
    pub body: &'b Body,
    pub values: Vec<Option<Val>>,
    locals: Vec<Slot>,
    pub context: Option<Word>,
    /// `finally` handlers that are due, and where control goes after them.
    leaving: Vec<(Vec<BlockId>, BlockId)>,
}

enum Slot {
    Value(Val),
    Memory(ObjectId),
}

impl Frame<'_> {
    pub fn val(&self, v: Value) -> Result<&Val> {
        self.values
            .get(v.0 as usize)
            .and_then(Option::as_ref)
            .ok_or_else(|| Abort("a value without definition".into()))
    }
    pub fn word(&self, v: Value) -> Result<Word> {
        match self.val(v)? {
            Val::I32(n) => Ok(Word::Int(i64::from(*n) as u64)),
            v => v.word(),
        }
    }
    fn vals(&self, list: &[Value]) -> Result<Vec<Val>> {
        list.iter().map(|&v| self.val(v).cloned()).collect()
    }
}

impl<'m, 'e> Machine<'m, 'e> {
    pub(super) fn new(preinit: &'m Preinit<'e>, chain: &'m Chain<'m>) -> Result<Machine<'m, 'e>> {
        let ts = preinit.env.ts;
        let mut m = Machine {
            preinit,
            ts,
            owner: chain.ty,
            chain,
            objects: Vec::new(),
            external: FxHashMap::default(),
            funcs: FxHashSet::default(),
            steps: 0,
            calls: 0,
            memory: 0,
        };
        let size = ts.statics(chain.ty)?.size;
        m.add(Source::Statics, size)?;
        Ok(m)
    }

    /// The object of the statics being made.
    pub const STATICS: ObjectId = ObjectId(0);

    pub fn run(&mut self, cctor: MethodId) -> Result<()> {
        let func = entity::entry_func(self.ts, cctor, false);
        self.call(func, Vec::new(), None)?;
        Ok(())
    }

    /// Evaluates another type's constructor first.
    pub fn require(&mut self, ty: TypeId) -> Result<()> {
        if ty == self.owner || self.ts.class_ctor(ty).is_none() {
            return Ok(());
        }
        match self.preinit.evaluate(ty, Some(self.chain)) {
            Ok(_) => Ok(()),
            Err(why) => abort(format!("{}: {why}", self.ts.type_name(ty))),
        }
    }

    /// Counts work that is no instruction.
    pub fn spend(&mut self, steps: u32) -> Result<()> {
        self.steps = self.steps.saturating_add(steps);
        match self.steps > MAX_STEPS {
            true => abort("it takes too long"),
            false => Ok(()),
        }
    }

    pub fn add(&mut self, source: Source, size: u32) -> Result<ObjectId> {
        if let Source::Heap(_) | Source::Local = source {
            self.memory = self.memory.saturating_add(size);
        }
        if self.memory > MAX_MEMORY || self.objects.len() > MAX_OBJECTS {
            return abort("too much memory");
        }
        let id = ObjectId(self.objects.len() as u32);
        let bytes = Bytes::zeroed(size);
        self.objects.push(Object { source, bytes });
        Ok(id)
    }

    /// The object that stands for something outside of the evaluation.
    pub fn external(&mut self, source: Source) -> Result<ObjectId> {
        if let Some(&id) = self.external.get(&source) {
            return Ok(id);
        }
        let id = self.add(source.clone(), 0)?;
        self.objects[id.0 as usize].bytes = self.content(&source)?;
        self.external.insert(source, id);
        Ok(id)
    }

    pub fn source(&self, id: ObjectId) -> &Source {
        &self.objects[id.0 as usize].source
    }

    pub fn entity(&mut self, e: Entity) -> Result<Word> {
        let source = match e {
            Entity::Zero => return Ok(NULL),
            Entity::Handle(t, _) => Source::Handle(t),
            Entity::Statics(t) if t == self.owner => return Ok(Word::Ptr(Self::STATICS, 0)),
            Entity::Statics(t) => Source::ForeignStatics(t),
            e => Source::Entity(e),
        };
        Ok(Word::Ptr(self.external(source)?, 0))
    }

    pub fn target(&mut self, t: &Target) -> Result<ObjectId> {
        let source = match t.clone() {
            Target::Object { owner, index } => Source::Foreign { owner, index },
            Target::Literal(text) => Source::Literal(text),
            Target::Entity(e) => Source::Entity(e),
        };
        self.external(source)
    }

    /// Calls a function that takes no other hidden argument than `context`.
    pub fn call(
        &mut self,
        func: Func,
        args: Vec<Val>,
        context: Option<Word>,
    ) -> Result<Option<Val>> {
        if let Func::ThrowKind(_) | Func::ThrowInvalidCast | Func::ThrowPending = func {
            return abort("an exception");
        }
        if self.calls == MAX_CALLS {
            return abort("calls are nested too deeply");
        }
        if let Func::Method(m) = func
            && let Some(&block) = self.preinit.blocks.get(&m)
        {
            return self.block(block, &args);
        }
        self.funcs.insert(func);
        if self.funcs.len() > MAX_FUNCS {
            return abort("too many functions");
        }
        let Some(body) = self.preinit.body(func) else {
            return abort("a function that can't be compiled");
        };
        if args.len() != body.param_count as usize {
            return abort("a call with another number of arguments");
        }
        self.calls += 1;
        let result = self.execute(&body, args, context);
        self.calls -= 1;
        result
    }

    fn execute(
        &mut self,
        body: &Body,
        args: Vec<Val>,
        context: Option<Word>,
    ) -> Result<Option<Val>> {
        let mut args = args.into_iter();
        let mut locals = Vec::with_capacity(body.locals.len());
        for local in &body.locals {
            let mut bytes = Bytes::zeroed(mem_size(self.ts, local.mem)?);
            if let Some(v) = args.next() {
                bytes.store(0, local.mem, &v)?;
            }
            locals.push(if local.address_taken {
                let id = self.add(Source::Local, bytes.len())?;
                self.objects[id.0 as usize].bytes = bytes;
                Slot::Memory(id)
            } else {
                Slot::Value(bytes.load(self.ts, 0, local.mem)?)
            });
        }
        let mut f = Frame {
            body,
            values: vec![None; body.values.len()],
            locals,
            context,
            leaving: Vec::new(),
        };
        let mut at = ENTRY;
        loop {
            let block = &body.blocks[at.0 as usize];
            for inst in &block.insts {
                self.spend(1)?;
                let v = self.op(
                    &mut f,
                    &inst.op,
                    inst.result.map(|r| body.values[r.0 as usize]),
                )?;
                if let Some(r) = inst.result {
                    f.values[r.0 as usize] = v;
                }
            }
            self.spend(1)?;
            at = match &block.term {
                Term::Jump(to) => *to,
                Term::Branch { cond, then, other } => match self.truth(f.val(*cond)?)? {
                    true => *then,
                    false => *other,
                },
                Term::Switch {
                    value,
                    targets,
                    default,
                } => {
                    let n = f.val(*value)?.i32()? as u32;
                    targets.get(n as usize).copied().unwrap_or(*default)
                }
                Term::Return(v) => return v.map(|v| f.val(v).cloned()).transpose(),
                Term::Leave(to) => {
                    let due = finallys(body, block.region, body.blocks[to.0 as usize].region);
                    f.leaving.push((due, *to));
                    next_handler(&mut f)?
                }
                Term::EndFinally => next_handler(&mut f)?,
                Term::Throw(_)
                | Term::Rethrow
                | Term::ThrowKind(_)
                | Term::EndFilter(_)
                | Term::Unreachable => return abort("an exception"),
            };
        }
    }

    fn truth(&self, v: &Val) -> Result<bool> {
        Ok(match v {
            Val::I32(n) => *n != 0,
            Val::Word(w) => *w != NULL,
            _ => return abort("a condition of another kind"),
        })
    }

    fn op(&mut self, f: &mut Frame, op: &Op, kind: Option<Kind>) -> Result<Option<Val>> {
        let int = |v: i64| Val::Word(Word::Int(v as u64));
        let flag = |b: bool| Val::I32(i32::from(b));
        Ok(Some(match op {
            Op::ConstI32(v) => Val::I32(*v),
            Op::ConstI64(v) => int(*v),
            Op::ConstF32(v) => Val::F32(*v),
            Op::ConstF64(v) => Val::F64(*v),
            Op::Null => Val::Word(NULL),
            Op::Zero(t) => Val::Struct(Rc::new(Bytes::zeroed(self.ts.size_of(*t)?))),
            Op::Str(text) => Val::Word(Word::Ptr(self.external(Source::Literal(text.clone()))?, 0)),
            Op::TypeHandle { ty, constructed } => {
                Val::Word(self.entity(Entity::Handle(*ty, *constructed))?)
            }
            Op::TypeObject(t) => Val::Word(self.entity(Entity::TypeObject(*t))?),
            Op::MethodDict(m) => Val::Word(self.entity(Entity::MethodDict(*m))?),
            Op::FuncAddr(f) => Val::Word(self.entity(Entity::Func(*f))?),
            Op::Selector(m) => Val::Word(self.entity(Entity::Selector(*m))?),
            Op::StaticBase(t) => Val::Word(self.entity(Entity::Statics(*t))?),
            Op::ClassInitRecord(t) => Val::Word(self.entity(Entity::ClassInit(*t))?),
            Op::RvaData(field) => Val::Word(Word::Ptr(self.external(Source::Rva(*field))?, 0)),
            Op::GenericContext => Val::Word(self.context(f)?),
            Op::RuntimeLookup(l) => {
                let closed = self.close(f, l)?;
                Val::Word(self.entity(entity::resolve(self.ts, &closed)?)?)
            }
            Op::Get(l) => match &f.locals[l.0 as usize] {
                Slot::Value(v) => v.clone(),
                Slot::Memory(id) => {
                    let mem = f.body.locals[l.0 as usize].mem;
                    self.objects[id.0 as usize].bytes.load(self.ts, 0, mem)?
                }
            },
            Op::Set(l, v) => {
                let mem = f.body.locals[l.0 as usize].mem;
                let v = f.val(*v)?.clone();
                match &mut f.locals[l.0 as usize] {
                    Slot::Value(slot) => {
                        *slot = match mem {
                            Mem::I8 | Mem::U8 | Mem::I16 | Mem::U16 => {
                                let mut b = Bytes::zeroed(mem_size(self.ts, mem)?);
                                b.store(0, mem, &v)?;
                                b.load(self.ts, 0, mem)?
                            }
                            _ => v,
                        }
                    }
                    Slot::Memory(id) => self.objects[id.0 as usize].bytes.store(0, mem, &v)?,
                }
                return Ok(None);
            }
            Op::AddrOf(l) => match f.locals[l.0 as usize] {
                Slot::Memory(id) => Val::Word(Word::Ptr(id, 0)),
                Slot::Value(_) => return abort("the address of a value"),
            },
            Op::Bin(op, a, b) => arith::bin(*op, f.val(*a)?, f.val(*b)?)?,
            Op::BinOvf { op, unsigned, a, b } => {
                arith::bin_ovf(*op, *unsigned, f.val(*a)?, f.val(*b)?)?
            }
            Op::Neg(v) => arith::negate(f.val(*v)?)?,
            Op::Not(v) => arith::not(f.val(*v)?)?,
            Op::Compare(c, a, b) => {
                let distinct = |p, q| self.distinct(p, q);
                flag(arith::compare(*c, f.val(*a)?, f.val(*b)?, distinct)?)
            }
            Op::Convert {
                to,
                from_unsigned,
                ovf,
                value,
            } => arith::convert(*to, *from_unsigned, *ovf, f.val(*value)?)?,
            Op::Bitcast(v) => match f.val(*v)? {
                Val::I32(n) => int(i64::from(*n)),
                v => v.clone(),
            },
            Op::PtrAdd(a, b) => {
                let (a, b) = (f.word(*a)?, f.val(*b)?.i64()?);
                Val::Word(match a {
                    Word::Ptr(to, offset) => Word::Ptr(to, offset.wrapping_add(b)),
                    Word::Int(n) => Word::Int(n.wrapping_add(b as u64)),
                })
            }
            Op::Select(c, a, b) => match self.truth(f.val(*c)?)? {
                true => f.val(*a)?.clone(),
                false => f.val(*b)?.clone(),
            },
            Op::CheckFinite(v) => match f.val(*v)? {
                Val::F32(x) if x.is_finite() => Val::F32(*x),
                Val::F64(x) if x.is_finite() => Val::F64(*x),
                _ => return abort("an exception"),
            },
            Op::ExtractField { value, offset, mem } => match f.val(*value)? {
                Val::Struct(b) => b.load(self.ts, *offset, *mem)?,
                _ => return abort("a field of a value that is no struct"),
            },
            Op::Call { callee, args, .. } => {
                let args = f.vals(args)?;
                return self.call_callee(f, callee, args, kind);
            }
            Op::EnsureClassInit { record, .. } => {
                match f.word(*record)? {
                    NULL => {}
                    Word::Ptr(id, 0) => match *self.source(id) {
                        Source::Entity(Entity::ClassInit(t)) => self.require(t)?,
                        _ => return abort("an unknown static constructor"),
                    },
                    _ => return abort("an unknown static constructor"),
                }
                return Ok(None);
            }
            Op::SourceLine(_) | Op::CheckPending => return Ok(None),
            Op::Intrinsic(Intrinsic::KeepAlive, _) => return Ok(None),
            Op::Intrinsic(
                Intrinsic::MemoryBarrier | Intrinsic::ReadBarrier | Intrinsic::WriteBarrier,
                _,
            ) => return Ok(None),
            Op::Intrinsic(i, args) => {
                let args = f.vals(args)?;
                return self.intrinsic(*i, &args, kind);
            }
            other => return self.object_op(f, other),
        }))
    }

    /// Objects whose addresses can't be equal.
    fn distinct(&self, a: ObjectId, b: ObjectId) -> bool {
        let code = |s: &Source| matches!(s, Source::Entity(Entity::Func(_) | Entity::Selector(_)));
        let data = |s: &Source| matches!(s, Source::Rva(_));
        let (a, b) = (self.source(a), self.source(b));
        !(code(a) && code(b) || data(a) && data(b))
    }

    fn call_callee(
        &mut self,
        f: &Frame,
        callee: &Callee,
        args: Vec<Val>,
        kind: Option<Kind>,
    ) -> Result<Option<Val>> {
        let func = match callee {
            Callee::Func { func, context } => {
                let context = context.map(|c| f.word(c)).transpose()?;
                return self.call(*func, args, context);
            }
            Callee::Virtual { decl } => self.virtual_target(receiver(&args)?, *decl)?,
            Callee::Dispatch { selector, .. } => {
                let selector = f.word(*selector)?;
                self.dispatch_target(receiver(&args)?, selector)?
            }
            Callee::Pointer { code, .. } => match f.word(*code)? {
                Word::Ptr(id, 0) => match *self.source(id) {
                    Source::Entity(Entity::Func(f)) => f,
                    _ => return abort("a call through an unknown pointer"),
                },
                _ => return abort("a call through an unknown pointer"),
            },
            Callee::Symbol { symbol, .. } => return self.vm_call(symbol, &args),
            Callee::Helper(smelt_abi::helpers::HelperId::CopyRefs) => {
                return self.block(Block::Move, &args);
            }
            Callee::Helper(h) => return abort(format!("the runtime's {h:?}")),
            Callee::Native { .. } => return abort("a native call"),
        };
        let _ = kind;
        self.call(func, args, None)
    }

    /// The generic context of a frame: a handle or a method dictionary.
    fn context(&mut self, f: &Frame) -> Result<Word> {
        match f.body.context {
            Context::This => {
                let this = match &f.locals[0] {
                    Slot::Value(v) => v.word()?,
                    Slot::Memory(id) => self.objects[id.0 as usize].bytes.word(0)?,
                };
                let t = self.class_of(this)?;
                self.entity(Entity::Handle(t, false))
            }
            _ => f
                .context
                .ok_or_else(|| Abort("a function without its context".into())),
        }
    }

    /// A lookup with the arguments of the frame's context.
    fn close(&mut self, f: &Frame, l: &Lookup) -> Result<Lookup> {
        let Word::Ptr(id, 0) = self.context(f)? else {
            return abort("an unknown generic context");
        };
        let ts = self.ts;
        match *self.source(id) {
            Source::Entity(Entity::MethodDict(m)) => Ok(entity::subst(ts, l, ts.method_subst(m))),
            Source::Handle(t) => {
                let Func::Method(m) = f.body.func else {
                    return abort("an unknown generic context");
                };
                let owner = ts.method_owner(m);
                let exact = ts
                    .base_chain(t)
                    .find(|&c| ts.canon_type(c) == owner)
                    .ok_or_else(|| Abort("an unknown generic context".into()))?;
                Ok(entity::subst(ts, l, ts.type_subst(exact)))
            }
            _ => abort("an unknown generic context"),
        }
    }
}

fn receiver(args: &[Val]) -> Result<Word> {
    args.first()
        .map_or_else(|| abort("a virtual call without object"), Val::word)
}

/// Entries of the `finally` handlers between a region and one around it, innermost first.
fn finallys(body: &Body, from: Option<RegionId>, to: Option<RegionId>) -> Vec<BlockId> {
    let parent = |r: RegionId| body.regions[r.0 as usize].parent;
    let around = |r: RegionId| {
        let mut at = to;
        while let Some(t) = at {
            if t == r {
                return true;
            }
            at = parent(t);
        }
        false
    };
    let mut due = Vec::new();
    let mut at = from;
    while let Some(r) = at
        && !around(r)
    {
        if let RegionKind::Try { handlers } = &body.regions[r.0 as usize].kind {
            due.extend(handlers.iter().filter_map(|h| match h {
                Handler::Finally { entry, .. } => Some(*entry),
                _ => None,
            }));
        }
        at = parent(r);
    }
    due.reverse();
    due
}

/// The next `finally` handler that is due, or the target behind them.
fn next_handler(f: &mut Frame) -> Result<BlockId> {
    let Some((due, to)) = f.leaving.last_mut() else {
        return abort("an end of a handler that did not begin");
    };
    if let Some(handler) = due.pop() {
        return Ok(handler);
    }
    let to = *to;
    f.leaving.pop();
    Ok(to)
}
