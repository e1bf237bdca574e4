//! The IR: functions of basic blocks of instructions. Values are defined once and used only inside their block; what crosses blocks goes through
//! locals. Struct values ([`Kind::Struct`]) are immutable snapshots.

use crate::{Context, Func, Lookup};
use smelt_abi::ExceptionKind;
use smelt_abi::helpers::HelperId;
use smelt_types::{FieldId, MethodId, SigId, TypeId};
use std::sync::Arc;

/// A value of the body: index into [`Body::values`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct Value(pub u32);
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct LocalId(pub u32);
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct BlockId(pub u32);
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct RegionId(pub u32);

/// Kind of an evaluation-stack value.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    I32,
    /// `int64` and native int, unmanaged pointers, type handles.
    I64,
    F32,
    F64,
    /// Object reference.
    Ref,
    /// Managed pointer.
    ByRef,
    /// Value type that is none of the above.
    Struct(TypeId),
}

/// Type of memory that is loaded or stored. Small integers extend to I32.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Mem {
    I8,
    U8,
    I16,
    U16,
    I32,
    I64,
    F32,
    F64,
    Ref,
    ByRef,
    Struct(TypeId),
}

#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum BinOp {
    /// Integer add/sub/mul wrap. Float ops are IEEE.
    Add,
    Sub,
    Mul,
    /// Integer division traps: 0 throws DivideByZero, MIN/-1 throws Overflow (Div), Rem of MIN/-1 is 0 or Overflow as CoreCLR on x64 (Overflow).
    Div,
    DivUn,
    Rem,
    RemUn,
    And,
    Or,
    Xor,
    /// Shift count is I32 or I64, masked to the width of the value.
    Shl,
    Shr,
    ShrUn,
}

/// Float comparisons: the plain ones are ordered (false on NaN), the `Un` ones unordered (true on NaN). Integer `Un`: unsigned.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Cond {
    Eq,
    /// Floats: unordered or unequal.
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    LtUn,
    LeUn,
    GtUn,
    GeUn,
}

/// Target of a numeric conversion. Results narrower than 32 bits are extended to I32.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Conv {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
}

#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Access {
    pub volatile: bool,
    /// Guaranteed alignment in bytes is 1.
    pub unaligned: bool,
    /// The address is known not to be null; otherwise null throws NullReferenceException.
    pub nonnull: bool,
    /// The memory never changes after construction (method tables, lengths, dictionaries): loads may be merged.
    pub invariant: bool,
}

/// Whether a call in tail position becomes a jump.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Tail {
    #[default]
    No,
    /// Where it costs nothing (the framework's own calls).
    Cheap,
    /// The IL demands it (`tail.`, `jmp`): the caller's frame is gone wherever its locals can't be needed.
    Explicit,
}

/// Whom a call calls. Arguments are `this` first (if any), then the parameters; hidden contexts are separate.
#[derive(Clone, PartialEq, Debug)]
pub enum Callee {
    /// A function of the output. `context` is the hidden argument iff the canonical body takes one.
    Func {
        func: Func,
        context: Option<Value>,
    },
    /// Virtual call of the class method that introduced the slot (canonical decl). `this` is null-checked by the call.
    /// Analysis may devirtualise it (`Program::devirtualise`).
    Virtual {
        decl: MethodId,
    },
    /// Interface call or generic virtual call: `selector` is a byte offset (from [`Op::Selector`] or a lookup). `decl` gives the signature (canonical).
    Dispatch {
        selector: Value,
        decl: MethodId,
    },
    /// Managed function pointer.
    Pointer {
        code: Value,
        sig: SigId,
    },
    /// Unmanaged function pointer or P/Invoke target (C convention) without mode transition; the importer emits transitions around it.
    Native {
        code: Value,
        sig: SigId,
    },
    /// VM call or native shim by symbol, C convention.
    Symbol {
        symbol: String,
        sig: SigId,
    },
    Helper(HelperId),
}

/// Operations that map to LLVM intrinsics, libm calls or atomic instructions. Integer arguments are I32 or I64 as given by the values' kinds.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Intrinsic {
    Sqrt,
    Floor,
    Ceiling,
    Truncate,
    RoundEven,
    Abs,
    CopySign,
    FusedMultiplyAdd,
    MinNumber,
    MaxNumber,
    Min,
    Max,
    PopCount,
    LeadingZeros,
    TrailingZeros,
    RotateLeft,
    RotateRight,
    ByteSwap16,
    ByteSwap32,
    ByteSwap64,
    /// (a, b) of I64 -> high half.
    MulHighUnsigned,
    MulHighSigned,
    /// (lower, upper, divisor) -> unsigned quotient of a dividend of two words, which must fit.
    DivideWide,
    /// Atomics: (address, value...) with the memory type given; result is the old value.
    AtomicExchange(Mem),
    AtomicAdd(Mem),
    AtomicAnd(Mem),
    AtomicOr(Mem),
    /// (address, value, comparand) -> old value.
    AtomicCompareExchange(Mem),
    MemoryBarrier,
    ReadBarrier,
    WriteBarrier,
    /// Keeps its argument alive up to here.
    KeepAlive,
    /// Hint for spin loops.
    Pause,
    /// Address of the current frame's return address area, used by `TryEnsureSufficientExecutionStack`.
    StackPointer,
}

/// SIMD operations on vectors in memory form: arguments of `Kind::Struct` whose size is the vector's size.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Lane {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
}

/// What an [`Op::Vector`] does. Its lane is that of the first vector argument, or of the result where there is none; vectors may be 8, 16, 32 or
/// 64 bytes long. A mask is a vector whose lanes are all zeros or all ones.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum VecOp {
    /// (vector, vector) -> vector, by lanes; integers wrap. `Div` is for floats only; `AndNot(a, b)` is `a & !b`.
    Add,
    Sub,
    Mul,
    Div,
    And,
    Or,
    Xor,
    AndNot,
    /// Saturating, integers only.
    AddSat,
    SubSat,
    /// Floats: NaN wins and -0 is below 0; the `Native` ones are `a < b ? a : b` and `a > b ? a : b`.
    Min,
    Max,
    MinNative,
    MaxNative,
    MinNumber,
    MaxNumber,
    /// (vector) -> vector, by lanes.
    Not,
    Neg,
    Abs,
    Sqrt,
    Floor,
    Ceiling,
    Truncate,
    RoundEven,
    /// (a, b, c) -> `a * b + c` with one rounding.
    MultiplyAdd,
    /// (vector, vector) -> mask; floats are ordered.
    Eq,
    Lt,
    Le,
    Gt,
    Ge,
    /// (mask, a, b) -> `(a & mask) | (b & !mask)`.
    ConditionalSelect,
    /// (vector, I32 count), the count modulo the lane's width.
    Shl,
    Shr,
    ShrUn,
    /// (scalar) -> vector with that scalar in every lane / in lane 0 and zero elsewhere. Integer scalars are cut to the lane's width.
    Splat,
    CreateScalar,
    /// (scalar for each lane) -> vector.
    Build,
    /// (vector, constant index) -> scalar / (vector, constant index, scalar) -> vector.
    Extract,
    Insert,
    /// (vector) -> the sign bit of each lane; I64 for more than 32 lanes.
    SignBits,
    /// (mask) -> I32.
    AnyTrue,
    AllTrue,
    /// (vector) -> half of it / (lower, upper) -> both.
    Lower,
    Upper,
    Concat,
    /// (vector) -> vector of lanes twice as wide, made of one half of the lanes.
    WidenLower,
    WidenUpper,
    /// (lower, upper) -> vector of lanes half as wide: cut, or saturated to the same signedness.
    Narrow,
    NarrowSat,
    /// The same, signed lanes saturated to unsigned ones.
    NarrowSatUnsigned,
    /// Lanes of both vectors in turn, from the lower or upper halves.
    UnpackLow,
    UnpackHigh,
    /// (vector, vector of indices): an index out of range gives zero (`ShuffleNative`: anything).
    Shuffle,
    ShuffleNative,
    /// (vector, vector, constant for each lane of the result) -> those lanes, the second vector's numbers follow the first one's; a negative number
    /// gives zero.
    Pick,
    /// (vector) -> its lowest lanes as wider ones, or as doubles.
    Extend(Lane),
    /// Floats to integers of the same width, saturating, NaN to 0; the lane is the result's. And back; the lane is the argument's.
    ConvertToInt,
    ConvertToFloat,
    /// (vector) -> sum of its lanes, floats pairwise: (e0 + e1) + (e2 + e3).
    Sum,
    /// The target's own operation: LLVM intrinsic (name without `llvm.`) and its signature, like `v4i32,v4i32,n8->v2i64`: lanes are `f` floats
    /// or other letters for integers, `n8` a constant, `p` an address.
    Target(&'static str, &'static str),
}

#[derive(Clone, PartialEq, Debug)]
pub enum Op {
    // ---- constants
    ConstI32(i32),
    ConstI64(i64),
    ConstF32(f32),
    ConstF64(f64),
    /// Null reference or null byref, by the result's kind.
    Null,
    /// Zero-initialised struct.
    Zero(TypeId),
    /// String literal object.
    Str(Box<[u16]>),
    /// Handle (I64) of an exact or canonical-free type.
    TypeHandle {
        ty: TypeId,
        constructed: bool,
    },
    /// Frozen RuntimeType object (Ref). An open type stands for the generic definition (`typeof(List<>)`).
    TypeObject(TypeId),
    /// `RuntimeMethodInfoStub`/`RuntimeFieldInfoStub` objects for `ldtoken` (Ref).
    MethodObject(MethodId),
    FieldObject(FieldId),
    /// I64: dictionary address of an exact generic method.
    MethodDict(MethodId),
    /// I64: code address of a function.
    FuncAddr(Func),
    /// I64: selector of an exact interface method or instantiated generic virtual method.
    Selector(MethodId),
    /// ByRef: static block of an exact type.
    StaticBase(TypeId),
    /// I64.
    ThreadStaticOffset(TypeId),
    /// I64: class-init record of an exact type that has a static constructor.
    ClassInitRecord(TypeId),
    /// ByRef: mapped data of an RVA field.
    RvaData(FieldId),
    /// I64: P/Invoke record of a method that is bound lazily.
    PInvokeRecord(MethodId),
    /// I64: address of a symbol of the runtime or image.
    SymbolAddr(String),
    /// I64: the generic context (hidden argument, or method table of `this`).
    GenericContext,
    /// I64 (TypeObject, MethodObject...: Ref): dictionary entry.
    RuntimeLookup(Lookup),

    // ---- locals (parameters are the first locals)
    Get(LocalId),
    Set(LocalId, Value),
    /// ByRef.
    AddrOf(LocalId),

    // ---- arithmetic
    Bin(BinOp, Value, Value),
    /// Add, Sub, Mul with OverflowException.
    BinOvf {
        op: BinOp,
        unsigned: bool,
        a: Value,
        b: Value,
    },
    Neg(Value),
    Not(Value),
    /// I32 0 or 1. Operands of equal kind (Ref/ByRef too).
    Compare(Cond, Value, Value),
    /// `from_unsigned`: the integer source is unsigned. With `ovf`: OverflowException when out of range. Float to int saturates, NaN is 0.
    Convert {
        to: Conv,
        from_unsigned: bool,
        ovf: bool,
        value: Value,
    },
    /// Ref or ByRef or I64 reinterpreted as another pointer-sized kind (result's kind).
    Bitcast(Value),
    /// ByRef + byte offset (I64): result has the kind of the base.
    PtrAdd(Value, Value),
    /// `cond != 0 ? a : b`.
    Select(Value, Value, Value),
    CheckFinite(Value),

    // ---- memory
    Load {
        addr: Value,
        mem: Mem,
        access: Access,
    },
    /// A store of `Mem::Ref`, or of a struct with references, gets a write barrier unless the address is a local's.
    Store {
        addr: Value,
        value: Value,
        mem: Mem,
        access: Access,
    },
    /// ByRef: base (Ref or ByRef) + constant offset. `checked`: null base throws.
    FieldAddr {
        base: Value,
        offset: u32,
        checked: bool,
    },
    /// Field of a struct value.
    ExtractField {
        value: Value,
        offset: u32,
        mem: Mem,
    },
    /// Throws NullReferenceException if null.
    NullCheck(Value),
    /// `size` is I64.
    InitBlock {
        addr: Value,
        value: Value,
        size: Value,
    },
    /// `size` is I64.
    CopyBlock {
        dst: Value,
        src: Value,
        size: Value,
    },
    /// I64: zeroed if `zero`.
    LocAlloc {
        size: Value,
        zero: bool,
    },

    // ---- objects
    /// Allocates (zeroed). `handle`: I64 method table. `ty` is the canonical type (layout).
    NewObject {
        ty: TypeId,
        handle: Value,
    },
    /// `ty` is the canonical array type; `len` I32 or I64 (native): negative throws Overflow.
    NewArray {
        ty: TypeId,
        handle: Value,
        len: Value,
    },
    /// Lengths (I32), and lower bounds if present.
    NewMdArray {
        ty: TypeId,
        handle: Value,
        lengths: Box<[Value]>,
        lower_bounds: Option<Box<[Value]>>,
    },
    /// Boxes a value of (canonical, non-nullable) type `ty`.
    Box {
        ty: TypeId,
        handle: Value,
        value: Value,
    },
    /// ByRef to the value of a boxed `ty`; null throws NullReference, another type InvalidCast (enums and their underlying integers are
    /// interchangeable).
    Unbox {
        ty: TypeId,
        handle: Value,
        object: Value,
    },
    /// `exact` = class known at compile time as (canonical) `ty`.
    IsInst {
        ty: TypeId,
        handle: Value,
        object: Value,
    },
    Cast {
        ty: TypeId,
        handle: Value,
        object: Value,
    },
    /// I64: method table of a non-null-checked object.
    MethodTableOf(Value),
    /// I32.
    ArrayLength(Value),
    /// ByRef with null and bounds check. `elem_handle`: exact-element-type check for `ldelema` of references (ArrayTypeMismatch).
    ElemAddr {
        array: Value,
        index: Value,
        elem: TypeId,
        exact_check: Option<Value>,
    },
    LoadElem {
        array: Value,
        index: Value,
        elem: TypeId,
    },
    /// References get the covariance check unless `no_check`.
    StoreElem {
        array: Value,
        index: Value,
        value: Value,
        elem: TypeId,
        no_check: bool,
    },
    MdElemAddr {
        array: Value,
        indices: Box<[Value]>,
        elem: TypeId,
        exact_check: Option<Value>,
    },

    // ---- calls
    Call {
        callee: Callee,
        args: Box<[Value]>,
        tail: Tail,
    },
    /// Code of the virtual method of an object: I64 (for `ldvirtftn`).
    VirtualAddr {
        object: Value,
        decl: MethodId,
    },
    DispatchAddr {
        object: Value,
        selector: Value,
    },
    /// Calls `Func::ClassInit` unless the record says initialised. `record` may be 0 when it comes from a lookup (`maybe_null`).
    EnsureClassInit {
        record: Value,
        maybe_null: bool,
    },
    /// Throws if the thread has a pending exception (after VM calls that may throw).
    CheckPending,
    /// Preemptive section around a native call.
    EnterPreemptive,
    LeavePreemptive,
    Intrinsic(Intrinsic, Box<[Value]>),
    Vector {
        op: VecOp,
        lane: Lane,
        args: Box<[Value]>,
    },
    /// ByRef / I64 address inside the thread record.
    ThreadField {
        offset: u32,
    },
    /// ByRef into the thread statics block: offset is I64.
    ThreadStaticAddr(Value),
    /// First instruction of a catch or filter entry: the exception object (Ref).
    CaughtException,
    /// What follows, in this block and in those after it that have no marker of their own, belongs to this line of [`Body::source`].
    SourceLine(u32),
}

#[derive(Clone, PartialEq, Debug)]
pub enum Term {
    Jump(BlockId),
    /// I32 condition.
    Branch {
        cond: Value,
        then: BlockId,
        other: BlockId,
    },
    Switch {
        value: Value,
        targets: Box<[BlockId]>,
        default: BlockId,
    },
    Return(Option<Value>),
    Throw(Value),
    /// `throw;` inside a catch handler.
    Rethrow,
    /// Calls `Func::ThrowKind`.
    ThrowKind(ExceptionKind),
    /// Leaves protected regions: runs the finally handlers between the block's region and the target's.
    Leave(BlockId),
    /// Ends a finally or fault handler.
    EndFinally,
    /// Ends a filter: I32, nonzero = handle.
    EndFilter(Value),
    Unreachable,
}

#[derive(Clone, Debug)]
pub struct Inst {
    pub op: Op,
    /// The value this defines, if any.
    pub result: Option<Value>,
}

#[derive(Clone, Debug)]
pub struct Block {
    pub insts: Vec<Inst>,
    pub term: Term,
    /// Innermost region (try part or handler part) that the block belongs to.
    pub region: Option<RegionId>,
}

/// A try block, or a handler, or a filter. A protected region points to its handler's region.
#[derive(Clone, Debug)]
pub struct Region {
    pub parent: Option<RegionId>,
    pub kind: RegionKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RegionKind {
    /// Handlers in the order in which they are tried (clauses of the same try range, first to last).
    Try { handlers: Vec<Handler> },
    /// Body of a catch, finally, fault or filter. `of`: the try region that it serves.
    Handler { of: RegionId, kind: HandlerBody },
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum HandlerBody {
    Catch,
    Finally,
    Fault,
    Filter,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Handler {
    /// Exact exception class; `ty` is never open or shared.
    Catch {
        ty: TypeId,
        entry: BlockId,
        region: RegionId,
    },
    /// Class from the generic context: a filter that compares, made by code generation.
    CatchLookup {
        ty: Lookup,
        entry: BlockId,
        region: RegionId,
    },
    Filter {
        filter: BlockId,
        filter_region: RegionId,
        entry: BlockId,
        region: RegionId,
    },
    Finally {
        entry: BlockId,
        region: RegionId,
    },
    Fault {
        entry: BlockId,
        region: RegionId,
    },
}

#[derive(Clone, Debug)]
pub struct Local {
    pub ty: TypeId,
    /// Value class of memory: what `Get`/`Set` transfer.
    pub mem: Mem,
    /// Zeroed at entry (init_locals, and everything that holds references).
    pub zero: bool,
    pub pinned: bool,
    /// `AddrOf` is applied to it.
    pub address_taken: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Flags {
    pub no_inline: bool,
    pub aggressive_inline: bool,
    /// Never returns normally (throw helpers): calls are cold.
    pub no_return: bool,
    /// Not shown in stack traces.
    pub hidden: bool,
    /// C convention and symbol of its own (entries, reverse stubs).
    pub native_abi: bool,
    /// With the C convention: the first parameter comes in the static chain register.
    pub nest: bool,
    pub no_optimize: bool,
}

/// A function's IR.
#[derive(Clone, Debug)]
pub struct Body {
    pub func: Func,
    /// Number of leading locals that are parameters (`this` first; without the hidden context).
    pub param_count: u32,
    /// Result type (canonical); `Void` well-known type for none.
    pub ret: TypeId,
    pub context: Context,
    pub locals: Vec<Local>,
    /// Kind of each value.
    pub values: Vec<Kind>,
    pub blocks: Vec<Block>,
    pub regions: Vec<Region>,
    pub flags: Flags,
    /// Set for code of the app: stack traces show its frames also where it is inlined.
    pub source: Option<Source>,
}

/// Where the code of a body comes from.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path of the source file as the PDB has it; empty without one.
    pub document: Arc<str>,
    /// Line where the code begins, or 0.
    pub line: u32,
}

pub const ENTRY: BlockId = BlockId(0);
