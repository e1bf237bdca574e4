//! The type system: assemblies with their references and forwarders, types and generic instantiations interned by id, field layout,
//! virtual tables and override resolution, canonical forms. It knows nothing of code generation; rules are ECMA-335's and CoreCLR's.
//!
//! Everything is reached through one [`TypeSystem`], which is `Sync`: arenas are append-only, derived facts are computed once per id.
//! "Open" entities mention `TypeVar`/`MethodVar`; [`TypeSystem::subst_type`] and friends instantiate them.

pub mod ids;
pub use ids::*;

use smelt_metadata::{Metadata, MethodBody, Token};

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
    pub ref_offsets: Box<[u32]>,
    /// The same for `[ThreadStatic]` fields.
    pub thread_size: u32,
    pub thread_fields: Box<[(FieldId, u32)]>,
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
    #[error("'{name}': generic instantiation is nested too deeply")]
    TooDeep { name: String },
    #[error("cannot read '{path}': {detail}")]
    Io { path: String, detail: String },
}

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

/// The type system of one compilation. See the module text.
pub struct TypeSystem {
    _todo: (),
}

#[allow(unused_variables)]
impl TypeSystem {
    // ---- assemblies -------------------------------------------------------------------------------------------------
    /// `references`: folders or .dll files in which assemblies are found by simple name (first match wins; the app's own folder first).
    pub fn new(references: &[std::path::PathBuf]) -> Result<TypeSystem> {
        todo!()
    }
    /// Loads (or returns) an assembly by path.
    pub fn load(&self, path: &std::path::Path) -> Result<ModuleId> {
        todo!()
    }
    /// Loads (or returns) an assembly by simple name.
    pub fn load_by_name(&self, name: &str) -> Result<ModuleId> {
        todo!()
    }
    pub fn core_lib(&self) -> ModuleId {
        todo!()
    }
    pub fn metadata(&self, module: ModuleId) -> &Metadata<'static> {
        todo!()
    }
    pub fn module_name(&self, module: ModuleId) -> &str {
        todo!()
    }
    pub fn module_path(&self, module: ModuleId) -> &std::path::Path {
        todo!()
    }
    /// Loaded modules so far, in load order.
    pub fn modules(&self) -> Vec<ModuleId> {
        todo!()
    }
    /// Whether the assembly carries `DisableRuntimeMarshallingAttribute`.
    pub fn runtime_marshalling_disabled(&self, module: ModuleId) -> bool {
        todo!()
    }

    // ---- types ------------------------------------------------------------------------------------------------------
    pub fn well_known(&self, w: WellKnown) -> TypeId {
        todo!()
    }
    pub fn kind(&self, ty: TypeId) -> &TypeKind {
        todo!()
    }
    pub fn intern(&self, kind: TypeKind) -> TypeId {
        todo!()
    }
    pub fn sz_array(&self, elem: TypeId) -> TypeId {
        todo!()
    }
    pub fn ptr_to(&self, ty: TypeId) -> TypeId {
        todo!()
    }
    pub fn byref_to(&self, ty: TypeId) -> TypeId {
        todo!()
    }
    pub fn named(&self, def: TypeDefId, args: &[TypeId]) -> TypeId {
        todo!()
    }
    /// The type as seen from inside its own definition (args = its own variables; same as `named(def, [])` when not generic).
    pub fn open_type(&self, def: TypeDefId) -> TypeId {
        todo!()
    }
    /// `Namespace.Name` (nested: `Outer+Inner`, generic arity with backtick) in a module, following type forwarders.
    pub fn find_type(&self, module: ModuleId, full_name: &str) -> Result<TypeDefId> {
        todo!()
    }
    pub fn find_core_type(&self, full_name: &str) -> Result<TypeDefId> {
        todo!()
    }
    /// TypeDef/TypeRef/TypeSpec token. Open result: variables stay. `subst` is applied afterwards.
    pub fn resolve_type(&self, module: ModuleId, token: Token, subst: Subst) -> Result<TypeId> {
        todo!()
    }
    /// MethodDef/MemberRef/MethodSpec token of a method.
    pub fn resolve_method(&self, module: ModuleId, token: Token, subst: Subst) -> Result<MethodId> {
        todo!()
    }
    /// The signature at a call site (MemberRef with vararg sentinel, StandAloneSig of `calli`).
    pub fn resolve_sig(&self, module: ModuleId, token: Token, subst: Subst) -> Result<SigId> {
        todo!()
    }
    pub fn resolve_field(&self, module: ModuleId, token: Token, subst: Subst) -> Result<FieldId> {
        todo!()
    }
    /// Any token (`ldtoken`).
    pub fn resolve_member(&self, module: ModuleId, token: Token, subst: Subst) -> Result<Member> {
        todo!()
    }
    /// Types of the locals of a body. The flag says pinned.
    pub fn resolve_locals(
        &self,
        module: ModuleId,
        local_sig: Token,
        subst: Subst,
    ) -> Result<Vec<(TypeId, bool)>> {
        todo!()
    }

    pub fn subst_type(&self, ty: TypeId, subst: Subst) -> TypeId {
        todo!()
    }
    pub fn subst_method(&self, m: MethodId, subst: Subst) -> MethodId {
        todo!()
    }
    pub fn subst_field(&self, f: FieldId, subst: Subst) -> FieldId {
        todo!()
    }
    pub fn subst_sig(&self, s: SigId, subst: Subst) -> SigId {
        todo!()
    }

    pub fn type_def(&self, ty: TypeId) -> Option<TypeDefId> {
        todo!()
    }
    /// TypeDef flags (ECMA-335 II.23.1.15); 0 for constructed types.
    pub fn type_flags(&self, ty: TypeId) -> u32 {
        todo!()
    }
    pub fn type_args(&self, ty: TypeId) -> &[TypeId] {
        todo!()
    }
    /// Base class with exact arguments. Arrays: System.Array. Interfaces, Object, pointers: None.
    pub fn base(&self, ty: TypeId) -> Option<TypeId> {
        todo!()
    }
    /// All interfaces of the type, bases' and inherited ones included, exact, no duplicates. SZ arrays: the `IList<T>` family too.
    pub fn interfaces(&self, ty: TypeId) -> &[TypeId] {
        todo!()
    }
    pub fn is_value_type(&self, ty: TypeId) -> bool {
        todo!()
    }
    pub fn is_interface(&self, ty: TypeId) -> bool {
        todo!()
    }
    pub fn is_enum(&self, ty: TypeId) -> bool {
        todo!()
    }
    pub fn is_delegate(&self, ty: TypeId) -> bool {
        todo!()
    }
    pub fn is_nullable(&self, ty: TypeId) -> bool {
        todo!()
    }
    pub fn is_byref_like(&self, ty: TypeId) -> bool {
        todo!()
    }
    pub fn is_ref_type(&self, ty: TypeId) -> bool {
        todo!()
    }
    /// bool, char, integers, floats, native ints (not enums).
    pub fn is_primitive(&self, ty: TypeId) -> bool {
        todo!()
    }
    pub fn enum_underlying(&self, ty: TypeId) -> Option<TypeId> {
        todo!()
    }
    pub fn element_type(&self, ty: TypeId) -> Option<TypeId> {
        todo!()
    }
    /// ELEMENT_TYPE_* of the type (enum: of the underlying type), as `CorElementType`.
    pub fn cor_element_type(&self, ty: TypeId) -> u8 {
        todo!()
    }
    pub fn value_class(&self, ty: TypeId) -> ValueClass {
        todo!()
    }
    /// Mentions TypeVar or MethodVar.
    pub fn is_open(&self, ty: TypeId) -> bool {
        todo!()
    }
    pub fn has_variance(&self, ty: TypeId) -> bool {
        todo!()
    }
    /// A static constructor, if the type has one.
    pub fn class_ctor(&self, ty: TypeId) -> Option<MethodId> {
        todo!()
    }
    pub fn is_before_field_init(&self, ty: TypeId) -> bool {
        todo!()
    }
    /// The `Finalize` override that instances must run, if any.
    pub fn finalizer(&self, ty: TypeId) -> Option<MethodId> {
        todo!()
    }
    pub fn default_ctor(&self, ty: TypeId) -> Option<MethodId> {
        todo!()
    }
    pub fn enclosing_type(&self, def: TypeDefId) -> Option<TypeDefId> {
        todo!()
    }
    /// Has a custom attribute of that full name (type, method or field token).
    pub fn has_attribute(&self, module: ModuleId, parent: Token, full_name: &str) -> bool {
        todo!()
    }

    // ---- layout -----------------------------------------------------------------------------------------------------
    pub fn layout(&self, ty: TypeId) -> Result<&InstanceLayout> {
        todo!()
    }
    pub fn statics(&self, ty: TypeId) -> Result<&StaticLayout> {
        todo!()
    }
    /// Size of a value of this type in a field, local or array element (8 for references).
    pub fn size_of(&self, ty: TypeId) -> Result<u32> {
        todo!()
    }
    pub fn align_of(&self, ty: TypeId) -> Result<u32> {
        todo!()
    }
    /// Offset of an instance field from the object's address (class: includes the 8 of the method table) or from the struct's start.
    pub fn field_offset(&self, field: FieldId) -> Result<u32> {
        todo!()
    }
    pub fn contains_refs(&self, ty: TypeId) -> Result<bool> {
        todo!()
    }

    // ---- methods ----------------------------------------------------------------------------------------------------
    pub fn method(&self, m: MethodId) -> &MethodKind {
        todo!()
    }
    pub fn intern_method(&self, kind: MethodKind) -> MethodId {
        todo!()
    }
    /// `def` on `owner` (which must be an instantiation of the def's type) with `args`.
    pub fn method_on(&self, def: MethodDefId, owner: TypeId, args: &[TypeId]) -> MethodId {
        todo!()
    }
    pub fn method_def(&self, m: MethodId) -> Option<MethodDefId> {
        todo!()
    }
    pub fn method_owner(&self, m: MethodId) -> TypeId {
        todo!()
    }
    pub fn method_args(&self, m: MethodId) -> &[TypeId] {
        todo!()
    }
    /// Type and method arguments of a method, to instantiate its body.
    pub fn method_subst(&self, m: MethodId) -> Subst<'_> {
        todo!()
    }
    /// Signature with the method's own instantiation applied.
    pub fn method_sig(&self, m: MethodId) -> Result<&Sig> {
        todo!()
    }
    pub fn sig(&self, s: SigId) -> &Sig {
        todo!()
    }
    pub fn intern_sig(&self, sig: Sig) -> SigId {
        todo!()
    }
    pub fn method_name(&self, m: MethodId) -> &str {
        todo!()
    }
    /// MethodAttributes / MethodImplAttributes (0 for array methods but public instance).
    pub fn method_flags(&self, m: MethodId) -> u32 {
        todo!()
    }
    pub fn method_impl_flags(&self, m: MethodId) -> u32 {
        todo!()
    }
    pub fn is_static(&self, m: MethodId) -> bool {
        todo!()
    }
    pub fn is_virtual(&self, m: MethodId) -> bool {
        todo!()
    }
    pub fn is_abstract(&self, m: MethodId) -> bool {
        todo!()
    }
    /// Final method or sealed class.
    pub fn is_final(&self, m: MethodId) -> bool {
        todo!()
    }
    pub fn method_body(&self, m: MethodId) -> Result<Option<MethodBody<'static>>> {
        todo!()
    }
    /// Methods of a type with that name (on the exact owner; generic ones with their own MethodVars as args).
    pub fn methods_named(&self, ty: TypeId, name: &str) -> Vec<MethodId> {
        todo!()
    }
    /// All methods that the type itself declares.
    pub fn methods(&self, ty: TypeId) -> Vec<MethodId> {
        todo!()
    }

    pub fn field_owner(&self, f: FieldId) -> TypeId {
        todo!()
    }
    pub fn field_def(&self, f: FieldId) -> FieldDefId {
        todo!()
    }
    pub fn field_type(&self, f: FieldId) -> Result<TypeId> {
        todo!()
    }
    pub fn field_name(&self, f: FieldId) -> &str {
        todo!()
    }
    pub fn field_flags(&self, f: FieldId) -> u32 {
        todo!()
    }
    pub fn is_thread_static(&self, f: FieldId) -> bool {
        todo!()
    }
    /// Mapped data of an RVA field.
    pub fn field_rva_data(&self, f: FieldId) -> Result<Option<&'static [u8]>> {
        todo!()
    }
    pub fn fields(&self, ty: TypeId) -> Vec<FieldId> {
        todo!()
    }
    pub fn field_named(&self, ty: TypeId, name: &str) -> Option<FieldId> {
        todo!()
    }

    // ---- dispatch ---------------------------------------------------------------------------------------------------
    pub fn vtable(&self, ty: TypeId) -> Result<&VTable> {
        todo!()
    }
    /// Slot index of a virtual method of a class (the method may be any override or the introducing declaration); for a method of an
    /// interface, its index among the interface's own virtual methods.
    pub fn slot_of(&self, m: MethodId) -> Result<Option<u32>> {
        todo!()
    }
    /// The declaration that introduced the slot of a virtual class method (exact owner; method args kept).
    pub fn slot_decl(&self, m: MethodId) -> Result<MethodId> {
        todo!()
    }
    /// What a virtual call of class method `decl` (method args kept for generic virtual methods) runs on an object of exact type `ty`.
    pub fn resolve_virtual(&self, ty: TypeId, decl: MethodId) -> Result<MethodId> {
        todo!()
    }
    /// What an interface call of `decl` runs on an object of exact type `ty` (variance considered). `ty` may be a value type (boxed).
    pub fn resolve_interface(&self, ty: TypeId, decl: MethodId) -> Result<InterfaceImpl> {
        todo!()
    }
    /// `constrained. ty call static_abstract`.
    pub fn resolve_static_virtual(&self, ty: TypeId, decl: MethodId) -> Result<Option<MethodId>> {
        todo!()
    }
    /// Assignability as `castclass` sees it (classes, interfaces, variance, array covariance, Nullable as in ECMA-335 III.4.3).
    pub fn is_assignable(&self, from: TypeId, to: TypeId) -> bool {
        todo!()
    }

    // ---- canonical forms --------------------------------------------------------------------------------------------
    /// Every reference-type argument replaced by `__Canon` (recursively inside value-type instantiations). Idempotent.
    pub fn canon_type(&self, ty: TypeId) -> TypeId {
        todo!()
    }
    pub fn canon_method(&self, m: MethodId) -> MethodId {
        todo!()
    }
    /// Mentions `__Canon`.
    pub fn is_shared_type(&self, ty: TypeId) -> bool {
        todo!()
    }
    pub fn is_shared_method(&self, m: MethodId) -> bool {
        todo!()
    }
    /// Depth of nesting of an instantiation (to cut off infinite generic recursion).
    pub fn depth(&self, ty: TypeId) -> u32 {
        todo!()
    }

    // ---- names ------------------------------------------------------------------------------------------------------
    /// As in messages and `Type.ToString()`: `System.Collections.Generic.List`1[System.String]`.
    pub fn type_name(&self, ty: TypeId) -> String {
        todo!()
    }
    /// `Namespace.Type.Method(ParamType, ParamType)`; also unique enough for symbols together with [`Self::symbol_of_type`].
    pub fn method_display(&self, m: MethodId) -> String {
        todo!()
    }
    /// Unique, stable, readable symbol text (assembly names included, so that equal names of two assemblies differ).
    pub fn symbol_of_type(&self, ty: TypeId) -> String {
        todo!()
    }
    pub fn symbol_of_method(&self, m: MethodId) -> String {
        todo!()
    }
    pub fn symbol_of_field(&self, f: FieldId) -> String {
        todo!()
    }
}
