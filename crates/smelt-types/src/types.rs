//! Plain data of the type system: shapes of types and methods, layouts, outcomes, errors.

use crate::{FieldId, MethodDefId, MethodId, SigId, TypeDefId, TypeId};

/// The shape of an interned type.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum TypeKind {
    /// A class, interface, struct, enum, delegate or primitive. `args` is empty for a non-generic type; for a generic definition
    /// itself ("open type", `List<>`) the args are its own `TypeVar`s.
    Named {
        def: TypeDefId,
        args: Box<[TypeId]>,
    },
    SzArray(TypeId),
    Array {
        elem: TypeId,
        rank: u32,
    },
    Ptr(TypeId),
    ByRef(TypeId),
    FnPtr(SigId),
    /// `!n`
    TypeVar(u32),
    /// `!!n`
    MethodVar(u32),
}

/// A method signature with resolved types. `this` is not among `params`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Sig {
    pub has_this: bool,
    pub call_conv: CallConv,
    pub generic_params: u32,
    pub ret: TypeId,
    pub params: Box<[TypeId]>,
}

/// Calling convention of a signature (ECMA-335 II.23.2.1, and `modopt(CallConv*)`).
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum CallConv {
    Managed,
    VarArg,
    /// Any unmanaged convention (all are the C one on x86-64).
    Unmanaged {
        suppress_gc_transition: bool,
    },
}

/// The arguments that replace `TypeVar`s and `MethodVar`s. Empty slices leave the variables as they are.
#[derive(Copy, Clone, Debug)]
pub struct Subst<'a> {
    pub type_args: &'a [TypeId],
    pub method_args: &'a [TypeId],
}

/// What a [`MethodId`] is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum MethodKind {
    /// A method with a `MethodDef` row on `owner` (a `Named` type) with method arguments `args`.
    Def {
        def: MethodDefId,
        owner: TypeId,
        args: Box<[TypeId]>,
    },
    /// A runtime-provided method of an array type (ECMA-335 II.14.2).
    Array { owner: TypeId, method: ArrayMethod },
}

/// A runtime-provided method of array types.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum ArrayMethod {
    Get,
    Set,
    Address,
    /// `.ctor` with one length per dimension, or a lower bound and a length per dimension.
    Ctor {
        with_lower_bounds: bool,
    },
}

/// How values of a type are held.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum ValueClass {
    Void,
    /// bool, char, integers, enums (by underlying type), native ints, pointers, function pointers: size in bytes and signedness.
    Int {
        size: u8,
        signed: bool,
    },
    F32,
    F64,
    /// Object reference.
    Ref,
    /// Managed pointer (ByRef).
    ByRef,
    /// Any other value type.
    Struct,
}

/// Layout of the instance fields of a class or struct. Offsets are from the start of the *field area*: for a class the object's
/// address + 8 (the first field of a class has offset 0 here and lies at object + 8); for a struct from its first byte.
#[derive(Clone, Debug)]
pub struct InstanceLayout {
    /// Bytes of the field area. For a struct: its size, a multiple of `align` (`sizeof`). For a class: unpadded end of the last field.
    pub size: u32,
    pub align: u32,
    /// What the alignment of a field of this type is based on. More than `align` for a struct with a declared size that is no multiple
    /// of its natural alignment (then only some elements of an array have it).
    pub field_align: u32,
    /// Instance fields introduced by this type itself, with their offsets, in declaration order.
    pub fields: Box<[(FieldId, u32)]>,
    /// Offsets (as above) of every object reference, base classes and nested structs included, ascending.
    pub ref_offsets: Box<[u32]>,
    /// A ByRef field somewhere inside (a ref struct with ref fields).
    pub has_byrefs: bool,
}

/// Static storage of one type (exact instantiation).
#[derive(Clone, Debug, Default)]
pub struct StaticLayout {
    /// Bytes of the block with all static fields that are neither RVA, literal nor thread-static.
    pub size: u32,
    pub align: u32,
    /// (field, offset in the block)
    pub fields: Box<[(FieldId, u32)]>,
    /// Offsets of the object references in the block, ascending.
    pub ref_offsets: Box<[u32]>,
    /// The same for `[ThreadStatic]` fields.
    pub thread_size: u32,
    pub thread_align: u32,
    pub thread_fields: Box<[(FieldId, u32)]>,
    pub thread_ref_offsets: Box<[u32]>,
}

/// The virtual table of a class (or the slots that an interface introduces).
#[derive(Clone, Debug)]
pub struct VTable {
    /// `slots[i]` is the method (with exact owner) that fills slot i. Generic virtual methods have slots too (uninstantiated form).
    pub slots: Box<[MethodId]>,
    /// `decls[i]`: the method that introduced slot i (newslot), with its exact owner.
    pub decls: Box<[MethodId]>,
}

/// Outcome of resolving an interface method on a type.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum InterfaceImpl {
    /// A method of the class or a base class, or of `SZArrayHelper` for arrays.
    Class(MethodId),
    /// A default interface method (owner is the exact interface type that provides the body).
    Default(MethodId),
    /// Several equally specific defaults: AmbiguousImplementationException when called.
    Ambiguous,
    /// No implementation (abstract): EntryPointNotFound/TypeLoad when called.
    None,
}

/// Error about metadata: names the assembly and the member. Rendered by the driver.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TypeError {
    #[error("{assembly}: {detail}")]
    BadImage { assembly: String, detail: String },
    #[error("{assembly}: reference to assembly '{name}' cannot be resolved")]
    MissingAssembly { assembly: String, name: String },
    #[error("type '{name}' does not exist in assembly '{assembly}'")]
    MissingType { assembly: String, name: String },
    #[error("{kind} '{name}' does not exist")]
    MissingMember { kind: &'static str, name: String },
    #[error("type '{name}' cannot be laid out: {detail}")]
    BadLayout { name: String, detail: String },
    #[error(
        "type '{name}' cannot be laid out: it contains or extends itself, or is nested too deeply"
    )]
    Endless { name: String },
    #[error("'{name}': generic instantiation is nested too deeply")]
    TooDeep { name: String },
    #[error("cannot read '{path}': {detail}")]
    Io { path: String, detail: String },
}

/// Result of the fallible queries.
pub type Result<T> = std::result::Result<T, TypeError>;

/// Frequently used CoreLib types. `WellKnown` fields are resolved once at start.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum WellKnown {
    Void,
    Boolean,
    Char,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    IntPtr,
    UIntPtr,
    Single,
    Double,
    String,
    Object,
    ValueType,
    Enum,
    Array,
    Delegate,
    MulticastDelegate,
    Exception,
    Nullable,
    Canon,
    TypedReference,
    RuntimeType,
    RuntimeTypeHandle,
    RuntimeMethodHandle,
    RuntimeFieldHandle,
    Type,
    SzArrayHelper,
    IntPtrArray,
}
