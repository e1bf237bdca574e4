//! [`Builder`]: makes one [`Body`] instruction by instruction. Importer, intrinsics and synthesised bodies use it. Blocks and instructions are
//! here; [`locals`] has locals and the evaluation stack, [`generic`] types and lookups, [`calls`] calls.
//!
//! Values live in one block only. The evaluation stack survives a change of block (it is spilled to locals when a block ends and reloaded on
//! `pop`); values that the caller holds do not: keep those in a [`Builder::temp`].
//!
//! Types and methods are passed in *open* form: as the IL of the body's method names them. [`Builder::close`] closes them with the body's
//! own arguments; what stays shared then comes from the generic dictionary. In a body that is not made from IL, open and exact are the same.

mod calls;
mod generic;
mod locals;

use crate::env::{Env, Result, kind_of_mem};
use crate::fold::{self, Fact};
use crate::*;
use smelt_abi::ExceptionKind;
use smelt_types::{MethodId, Sig, TypeId, WellKnown};

/// A value of the evaluation stack.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct StackValue {
    pub value: Value,
    pub kind: Kind,
    /// Static type (closed), where known.
    pub ty: Option<TypeId>,
}

/// A type as the IL names it and closed with the body's arguments.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct TypeRef {
    pub open: TypeId,
    pub ty: TypeId,
}

/// A method: as the IL names it, closed with the body's arguments, and its canonical form (the body that is called).
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct MethodRef {
    pub open: MethodId,
    pub exact: MethodId,
    pub canon: MethodId,
}

#[derive(Copy, Clone)]
struct Slot {
    value: StackValue,
    /// Where the value was made.
    block: BlockId,
    /// Where it lies in other blocks.
    home: Option<LocalId>,
}

/// Under construction: a body, the block that instructions go to, and the evaluation stack.
pub struct Builder<'e> {
    pub env: &'e Env<'e>,
    pub body: Body,
    /// Region of new blocks.
    pub region: Option<RegionId>,
    /// The method whose arguments close open types.
    view: Option<MethodId>,
    current: Option<BlockId>,
    facts: Vec<Fact>,
    /// The tracked local that a value was read from, with the number of assignments that the local had seen.
    origins: Vec<(LocalId, u32)>,
    assignments: Vec<u32>,
    /// The value that a tracked local is known to hold within a block.
    held: Vec<(BlockId, Value)>,
    /// What is learnt while this block is the current one holds in all later ones (until an IL block starts).
    trunk: BlockId,
    stack: Vec<Slot>,
    /// Facts of the first locals (those that the IL names and whose address is not taken), at the current point.
    pub(crate) local_facts: Vec<Fact>,
    /// Types (open) whose static constructor is known to have run at the current point.
    pub(crate) initialised: Vec<TypeId>,
    /// Recursion depth of constant evaluation.
    pub(crate) depth: u32,
    /// Source line of what is emitted, or 0.
    pub(crate) line: u32,
}

impl<'e> Builder<'e> {
    /// Starts the body of `func` with an empty entry block. `params` (with `this`) and `ret` are closed types; `view`: the method whose type
    /// and method arguments close open types.
    pub fn new(
        env: &'e Env<'e>,
        func: Func,
        view: Option<MethodId>,
        params: &[TypeId],
        ret: TypeId,
        context: Context,
    ) -> Builder<'e> {
        let mut b = Builder {
            env,
            body: Body {
                func,
                param_count: params.len() as u32,
                ret: env.ts.canon_type(ret),
                context,
                locals: Vec::new(),
                values: Vec::new(),
                blocks: Vec::new(),
                regions: Vec::new(),
                flags: Flags::default(),
                source: None,
            },
            region: None,
            view,
            current: None,
            facts: Vec::new(),
            origins: Vec::new(),
            assignments: Vec::new(),
            held: Vec::new(),
            trunk: ENTRY,
            stack: Vec::new(),
            local_facts: Vec::new(),
            initialised: Vec::new(),
            depth: 0,
            line: 0,
        };
        for &p in params {
            b.add_local(p);
        }
        let entry = b.new_block();
        b.switch_to(entry);
        b
    }

    /// The body with the signature, parameters and context of a method in canonical form.
    pub fn for_method(env: &'e Env<'e>, method: MethodId) -> Result<Builder<'e>> {
        let ts = env.ts;
        let sig = ts.method_sig(method)?;
        let mut params = Vec::with_capacity(sig.params.len() + 1);
        if sig.has_this {
            params.push(this_type(env, method));
        }
        params.extend_from_slice(&sig.params);
        Ok(Self::new(
            env,
            Func::Method(method),
            Some(method),
            &params,
            sig.ret,
            context_of(ts, method),
        ))
    }

    /// Removes what is unreachable or unused.
    pub fn finish(mut self) -> Body {
        if self.current.is_some() {
            self.terminate(Term::Unreachable);
        }
        crate::cleanup::run(&mut self.body);
        self.body
    }

    // ---- blocks -----------------------------------------------------------------------------------------------------

    pub fn new_block(&mut self) -> BlockId {
        let region = self.region;
        self.new_block_in(region)
    }
    pub fn new_block_in(&mut self, region: Option<RegionId>) -> BlockId {
        self.body.blocks.push(Block {
            insts: Vec::new(),
            term: Term::Unreachable,
            region,
        });
        BlockId(self.body.blocks.len() as u32 - 1)
    }
    pub fn add_region(&mut self, parent: Option<RegionId>, kind: RegionKind) -> RegionId {
        self.body.regions.push(Region { parent, kind });
        RegionId(self.body.regions.len() as u32 - 1)
    }
    /// Following instructions go to `block` (and new blocks to its region).
    pub fn switch_to(&mut self, block: BlockId) {
        debug_assert!(
            self.current.is_none(),
            "the current block is not terminated"
        );
        let to = &mut self.body.blocks[block.0 as usize];
        if self.line != 0 && to.insts.is_empty() {
            to.insts.push(Inst {
                op: Op::SourceLine(self.line),
                result: None,
            });
        }
        self.region = to.region;
        self.current = Some(block);
    }
    /// Goes on in a block with knowledge of its own: what was known before must be set by the caller.
    pub(crate) fn start_trunk(&mut self, block: BlockId) {
        self.switch_to(block);
        self.trunk = block;
    }
    /// False after a terminator.
    pub fn is_open(&self) -> bool {
        self.current.is_some()
    }
    /// The block that instructions go to (a new, unreachable one after a terminator).
    pub fn block(&mut self) -> BlockId {
        match self.current {
            Some(b) => b,
            None => {
                let b = self.new_block();
                self.current = Some(b);
                b
            }
        }
    }
    /// Ends the current block. Spills the evaluation stack.
    pub fn terminate(&mut self, term: Term) {
        let block = self.block();
        for i in 0..self.stack.len() {
            let slot = &self.stack[i];
            let v = slot.value;
            if slot.home.is_none() && slot.block == block && !self.fact(v.value).is_constant() {
                let home = self.temp(v.value);
                self.stack[i].home = Some(home);
            }
        }
        self.body.blocks[block.0 as usize].term = term;
        self.current = None;
    }
    pub fn jump(&mut self, to: BlockId) {
        self.terminate(Term::Jump(to));
    }
    /// On an I32 condition; folds when it is known.
    pub fn branch(&mut self, cond: Value, then: BlockId, other: BlockId) {
        match self.fact(cond).truth() {
            Some(known) => self.jump(if known { then } else { other }),
            None => self.terminate(Term::Branch { cond, then, other }),
        }
    }
    pub fn ret(&mut self, value: Option<Value>) {
        self.terminate(Term::Return(value));
    }
    pub fn throw_kind(&mut self, kind: ExceptionKind) {
        self.terminate(Term::ThrowKind(kind));
    }
    /// Value of `then` or `other` by an I32 condition. The closures may hold values only in temps. A closure that ends its block (throws)
    /// returns anything.
    pub fn if_else(
        &mut self,
        cond: Value,
        ty: TypeId,
        then: impl FnOnce(&mut Self) -> Result<Value>,
        other: impl FnOnce(&mut Self) -> Result<Value>,
    ) -> Result<Value> {
        match self.fact(cond).truth() {
            Some(true) => return then(self),
            Some(false) => return other(self),
            None => {}
        }
        let result = self.add_local(ty);
        let (t, o, end) = (self.new_block(), self.new_block(), self.new_block());
        self.branch(cond, t, o);
        self.switch_to(t);
        let v = then(self)?;
        if self.is_open() {
            self.set(result, v);
            self.jump(end);
        }
        self.switch_to(o);
        let v = other(self)?;
        if self.is_open() {
            self.set(result, v);
            self.jump(end);
        }
        self.switch_to(end);
        Ok(self.get(result))
    }
    /// Runs `then` if the I32 condition holds.
    pub fn if_then(
        &mut self,
        cond: Value,
        then: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        match self.fact(cond).truth() {
            Some(true) => return then(self),
            Some(false) => return Ok(()),
            None => {}
        }
        let (t, end) = (self.new_block(), self.new_block());
        self.branch(cond, t, end);
        self.switch_to(t);
        then(self)?;
        if self.is_open() {
            self.jump(end);
        }
        self.switch_to(end);
        Ok(())
    }

    // ---- instructions -----------------------------------------------------------------------------------------------

    /// Appends an instruction with a result.
    pub fn emit(&mut self, op: Op, kind: Kind) -> Value {
        self.emit_with(op, kind, Fact::Unknown)
    }
    /// Appends an instruction whose result is known to be `fact`.
    pub fn emit_with(&mut self, op: Op, kind: Kind, fact: Fact) -> Value {
        let value = Value(self.body.values.len() as u32);
        self.body.values.push(kind);
        self.facts.push(fact);
        self.origins.push((LocalId(u32::MAX), 0));
        let block = self.block();
        self.body.blocks[block.0 as usize].insts.push(Inst {
            op,
            result: Some(value),
        });
        value
    }
    /// Appends an instruction without a result.
    pub fn emit_void(&mut self, op: Op) {
        let block = self.block();
        self.body.blocks[block.0 as usize]
            .insts
            .push(Inst { op, result: None });
    }
    pub fn fact(&self, v: Value) -> Fact {
        self.facts[v.0 as usize]
    }
    pub fn set_fact(&mut self, v: Value, fact: Fact) {
        self.facts[v.0 as usize] = fact;
    }
    pub fn kind(&self, v: Value) -> Kind {
        self.body.values[v.0 as usize]
    }

    pub fn const_i32(&mut self, v: i32) -> Value {
        self.emit_with(Op::ConstI32(v), Kind::I32, Fact::I32(v))
    }
    pub fn const_i64(&mut self, v: i64) -> Value {
        self.emit_with(Op::ConstI64(v), Kind::I64, Fact::I64(v))
    }
    pub fn const_bool(&mut self, v: bool) -> Value {
        self.const_i32(i32::from(v))
    }
    pub fn null(&mut self) -> Value {
        self.emit_with(Op::Null, Kind::Ref, Fact::Null)
    }
    /// String literal.
    pub fn str(&mut self, text: &str) -> Value {
        let text: Box<[u16]> = text.encode_utf16().collect();
        self.str_utf16(text)
    }
    pub fn str_utf16(&mut self, text: Box<[u16]>) -> Value {
        let class = self.env.well_known(WellKnown::String);
        self.emit_with(Op::Str(text), Kind::Ref, Fact::Exact(class))
    }
    /// Zero, null or the default struct of a closed type.
    pub fn default_value(&mut self, ty: TypeId) -> Value {
        match self.env.kind(ty) {
            Some(kind) => self.zero(kind),
            None => self.const_i32(0),
        }
    }
    pub fn zero(&mut self, kind: Kind) -> Value {
        match kind {
            Kind::I32 => self.const_i32(0),
            Kind::I64 => self.const_i64(0),
            Kind::F32 => self.emit_with(Op::ConstF32(0.0), kind, Fact::F32(0.0)),
            Kind::F64 => self.emit_with(Op::ConstF64(0.0), kind, Fact::F64(0.0)),
            Kind::Ref | Kind::ByRef => self.emit_with(Op::Null, kind, Fact::Null),
            Kind::Struct(t) => self.emit(Op::Zero(t), kind),
        }
    }
    /// The value that a constant fact stands for.
    pub fn constant(&mut self, fact: Fact, kind: Kind) -> Option<Value> {
        Some(match fact {
            Fact::I32(v) => self.const_i32(v),
            Fact::I64(v) => self.const_i64(v),
            Fact::F32(v) => self.emit_with(Op::ConstF32(v), Kind::F32, fact),
            Fact::F64(v) => self.emit_with(Op::ConstF64(v), Kind::F64, fact),
            Fact::Null => self.emit_with(Op::Null, kind, fact),
            Fact::TypeOf { open, .. } => self.type_object(open),
            Fact::TypeToken { .. }
            | Fact::DefinitionToken(_)
            | Fact::MethodToken(_)
            | Fact::FieldToken(_) => {
                let Kind::Struct(t) = kind else { return None };
                self.emit_with(Op::Zero(t), kind, fact)
            }
            _ => return None,
        })
    }

    pub fn bin(&mut self, op: BinOp, a: Value, b: Value) -> Value {
        let kind = self.kind(a);
        match fold::bin(op, self.fact(a), self.fact(b)) {
            Some(f) if !matches!(self.kind(a), Kind::ByRef | Kind::Ref) => {
                self.constant(f, kind).unwrap_or(a)
            }
            _ => self.emit(Op::Bin(op, a, b), kind),
        }
    }
    /// I32: 0 or 1. Operands of equal kind.
    pub fn compare(&mut self, cond: Cond, a: Value, b: Value) -> Value {
        match fold::compare(cond, self.fact(a), self.fact(b)) {
            Some(known) => self.const_bool(known),
            None => self.emit(Op::Compare(cond, a, b), Kind::I32),
        }
    }
    /// I32: is this integer, reference or pointer zero?
    pub fn is_zero(&mut self, v: Value) -> Value {
        if let Some(t) = self.fact(v).truth() {
            return self.const_bool(!t);
        }
        let zero = self.zero(self.kind(v));
        self.compare(Cond::Eq, v, zero)
    }
    /// I32: is this integer, reference or pointer not zero?
    pub fn is_not_zero(&mut self, v: Value) -> Value {
        if let Some(t) = self.fact(v).truth() {
            return self.const_bool(t);
        }
        let zero = self.zero(self.kind(v));
        self.compare(Cond::Ne, v, zero)
    }
    pub fn convert(&mut self, to: Conv, from_unsigned: bool, value: Value) -> Value {
        let kind = kind_of_conv(to);
        if let Some(f) = fold::convert(to, from_unsigned, self.fact(value)) {
            return self.constant(f, kind).unwrap_or(value);
        }
        let noop = matches!(
            (to, self.kind(value)),
            (Conv::I32 | Conv::U32, Kind::I32)
                | (Conv::I64 | Conv::U64, Kind::I64)
                | (Conv::F64, Kind::F64)
                | (Conv::F32, Kind::F32)
        );
        if noop {
            return value;
        }
        self.emit(
            Op::Convert {
                to,
                from_unsigned,
                ovf: false,
                value,
            },
            kind,
        )
    }
    /// Integer of 64 bits: sign-extended from I32, address of a reference or byref.
    pub fn to_i64(&mut self, v: Value) -> Value {
        self.coerce(v, Kind::I64)
    }
    /// The value as another kind of the same family: integers extend or shrink, floats change width, pointer-sized kinds are reinterpreted.
    pub fn coerce(&mut self, v: Value, kind: Kind) -> Value {
        use Kind::*;
        match (self.kind(v), kind) {
            (a, b) if a == b => v,
            (I64, I32) => self.convert(Conv::I32, false, v),
            (I32, I64) => self.convert(Conv::I64, false, v),
            (I32, ByRef | Ref) => {
                let v = self.convert(Conv::I64, false, v);
                self.coerce(v, kind)
            }
            (F32 | F64, F64) => self.convert(Conv::F64, false, v),
            (F32 | F64, F32) => self.convert(Conv::F32, false, v),
            (I64, Ref | ByRef) if self.fact(v) == Fact::I64(0) => self.zero(kind),
            (Ref | ByRef, I64) if self.fact(v) == Fact::Null => self.const_i64(0),
            (Ref | ByRef | I64, Ref | ByRef | I64) => {
                let fact = match self.fact(v) {
                    Fact::Null => Fact::Null,
                    f if f.is_non_null() => Fact::NonNull,
                    _ => Fact::Unknown,
                };
                self.emit_with(Op::Bitcast(v), kind, fact)
            }
            (Ref | ByRef, I32) => {
                let v = self.coerce(v, I64);
                self.coerce(v, I32)
            }
            // Structs of equal layout (a shared and an exact name of one type), and what IL cannot mean.
            _ => v,
        }
    }
    /// Address (Ref, ByRef or native pointer) plus a byte offset (I64).
    pub fn ptr_add(&mut self, base: Value, offset: Value) -> Value {
        let kind = self.kind(base);
        if self.fact(offset) == Fact::I64(0) {
            return base;
        }
        if kind == Kind::I64 {
            return self.bin(BinOp::Add, base, offset);
        }
        self.emit(Op::PtrAdd(base, offset), Kind::ByRef)
    }
    pub fn load(&mut self, addr: Value, mem: Mem, access: Access) -> Value {
        self.emit(Op::Load { addr, mem, access }, kind_of_mem(mem))
    }
    /// Load through an address that is known not to be null.
    pub fn load_nonnull(&mut self, addr: Value, mem: Mem) -> Value {
        self.load(addr, mem, NONNULL)
    }
    pub fn store(&mut self, addr: Value, value: Value, mem: Mem, access: Access) {
        let value = self.coerce(value, kind_of_mem(mem));
        self.emit_void(Op::Store {
            addr,
            value,
            mem,
            access,
        });
    }
    pub fn store_nonnull(&mut self, addr: Value, value: Value, mem: Mem) {
        self.store(addr, value, mem, NONNULL);
    }
    /// ByRef: object or byref plus offset; a null base throws unless it is known not to be null.
    pub fn field_addr(&mut self, base: Value, offset: u32) -> Value {
        let checked = !self.fact(base).is_non_null();
        let op = Op::FieldAddr {
            base,
            offset,
            checked,
        };
        let addr = self.emit_with(op, Kind::ByRef, Fact::NonNull);
        if checked {
            self.note_non_null(base);
        }
        addr
    }
    /// The same for a base that cannot be null.
    pub fn field_addr_nonnull(&mut self, base: Value, offset: u32) -> Value {
        let checked = false;
        self.emit_with(
            Op::FieldAddr {
                base,
                offset,
                checked,
            },
            Kind::ByRef,
            Fact::NonNull,
        )
    }
    /// Throws NullReferenceException if null (nothing when known).
    pub fn null_check(&mut self, v: Value) {
        if !self.fact(v).is_non_null() {
            self.emit_void(Op::NullCheck(v));
            self.note_non_null(v);
        }
    }
    /// Boxes a value of a type given in open form that is no Nullable; references stay as they are.
    pub fn box_value(&mut self, open: TypeId, value: Value) -> Value {
        let ty = self.close(open);
        if !self.env.ts.is_value_type(ty) {
            return value;
        }
        let handle = self.type_handle(open, true);
        let block = self.block();
        let canon = self.env.ts.canon_type(ty);
        self.emit_with(
            Op::Box {
                ty: canon,
                handle,
                value,
            },
            Kind::Ref,
            Fact::Boxed { ty, value, block },
        )
    }
    /// New zeroed object of a class given in open form. Runs no constructor.
    pub fn new_object(&mut self, open: TypeId) -> Value {
        let handle = self.type_handle(open, true);
        let ty = self.close(open);
        let canon = self.env.ts.canon_type(ty);
        self.emit_with(
            Op::NewObject { ty: canon, handle },
            Kind::Ref,
            Fact::Exact(ty),
        )
    }
    pub fn intrinsic(&mut self, i: Intrinsic, args: &[Value], kind: Kind) -> Value {
        self.emit(Op::Intrinsic(i, args.into()), kind)
    }
    pub fn intrinsic_void(&mut self, i: Intrinsic, args: &[Value]) {
        self.emit_void(Op::Intrinsic(i, args.into()));
    }
}

/// Access through an address that is known not to be null.
pub const NONNULL: Access = Access {
    volatile: false,
    unaligned: false,
    nonnull: true,
    invariant: false,
};

/// Kind of the result of a conversion.
pub fn kind_of_conv(to: Conv) -> Kind {
    match to {
        Conv::I8 | Conv::U8 | Conv::I16 | Conv::U16 | Conv::I32 | Conv::U32 => Kind::I32,
        Conv::I64 | Conv::U64 => Kind::I64,
        Conv::F32 => Kind::F32,
        Conv::F64 => Kind::F64,
    }
}

/// Type of `this` of an instance method: the class, or a byref to the value type.
pub fn this_type(env: &Env, method: MethodId) -> TypeId {
    let owner = env.ts.method_owner(method);
    if env.ts.is_value_type(owner) {
        env.ts.byref_to(owner)
    } else {
        owner
    }
}

/// Parameter types of a method with `this` first.
pub fn all_params(env: &Env, method: MethodId, sig: &Sig) -> Vec<TypeId> {
    let mut params = Vec::with_capacity(sig.params.len() + 1);
    if sig.has_this {
        params.push(this_type(env, method));
    }
    params.extend_from_slice(&sig.params);
    params
}
