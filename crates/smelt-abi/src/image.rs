//! Data of the image that the runtime reads: one root record, type information, name tables.
//!
//! The image object defines [`ROOT`]; the runtime references it. All pointers are 64-bit and relocated.

/// Symbol of the root record.
/// ```text
///   0 u64 ABI version (VERSION)        8 app-context: property count    16 names: char** (UTF-16, zero-terminated)   24 values: char**
///  32 string literals: start (array of object references)  40 count
///  48 types: start (array of TypeInfo pointers, every type of the image)   56 count
///  64 method names: start (array of MethodName, [`METHOD_SECTION`])  72 end
///  80 statics with references: start (array of StaticRoot)  88 count
///  96 thread statics: size of the block of a thread
/// 104 managed entry points: address of the ENTRIES array
/// 112 field offsets: address of an array of u32, in order of `FIELD_OFFSETS`   120 modules: array of ModuleInfo pointers, entry module first   128 count
/// 136 members: array of TypeMembers   144 count   152 PROCESSOR   160 vectors of references may be made at run time
/// 168 frame methods: array of FrameMethod   176 count
/// 184.. WELL_KNOWN method tables in order of `WELL_KNOWN`
/// ```
pub const ROOT: &str = "smelt_image";
/// Section with the name records of the functions, in all objects with code; the linker names its start and end.
pub const METHOD_SECTION: &str = "smelt_methods";
pub const VERSION: u64 = 1;

pub mod root {
    pub const VERSION: u32 = 0;
    pub const CONTEXT_COUNT: u32 = 8;
    pub const CONTEXT_NAMES: u32 = 16;
    pub const CONTEXT_VALUES: u32 = 24;
    pub const LITERALS: u32 = 32;
    pub const LITERAL_COUNT: u32 = 40;
    pub const TYPES: u32 = 48;
    pub const TYPE_COUNT: u32 = 56;
    pub const METHODS: u32 = 64;
    pub const METHODS_END: u32 = 72;
    pub const STATIC_ROOTS: u32 = 80;
    pub const STATIC_ROOT_COUNT: u32 = 88;
    pub const THREAD_STATIC_SIZE: u32 = 96;
    pub const ENTRIES: u32 = 104;
    pub const FIELD_OFFSETS: u32 = 112;
    pub const MODULES: u32 = 120;
    pub const MODULE_COUNT: u32 = 128;
    pub const MEMBERS: u32 = 136;
    pub const MEMBER_COUNT: u32 = 144;
    /// Features that the processor must have: bits of [`crate::cpu::FEATURES`].
    pub const PROCESSOR: u32 = 152;
    pub const ARRAYS_MADE: u32 = 160;
    pub const FRAME_METHODS: u32 = 168;
    pub const FRAME_METHOD_COUNT: u32 = 176;
    pub const WELL_KNOWN: u32 = 184;
}

/// Method tables that the runtime needs by itself, in order at `root::WELL_KNOWN`. Null when the image has no such constructed type
/// (String, Object and the byte array are always there).
pub const WELL_KNOWN: &[&str] = &[
    "System.Object",
    "System.String",
    "System.Byte[]",
    "System.Int64[]",
    "System.Object[]",
    "System.RuntimeType",
    "System.Threading.Thread",
    "System.RuntimeType[]",
    "System.Char[]",
    "System.Int32[]",
    "System.Delegate",
    "System.Array",
    "System.ValueType",
    "System.Enum",
    "System.Nullable`1",
    "System.String[]",
    "System.Type[]",
    "System.Reflection.RuntimeAssembly",
    "System.Reflection.RuntimeModule",
    "System.Reflection.RuntimeAssembly[]",
    "System.Reflection.RuntimeModule[]",
    "System.Double",
    "System.Boolean[]",
    "System.RuntimeMethodInfoStub",
];

/// Instance fields of CoreLib classes that the runtime reads or writes: (full name of the class, field). The image holds the offset of each from
/// the object reference (classes: 8 + offset in the field area), [`NO_FIELD`] when the class has no such field. A class need not be
/// constructed in the image for its offsets to be there.
pub const FIELD_OFFSETS: &[(&str, &str)] = &[
    ("System.Exception", "_stackTrace"),
    ("System.Exception", "_message"),
    ("System.Exception", "_innerException"),
    ("System.Exception", "_stackTraceString"),
    ("System.Exception", "_remoteStackTraceString"),
    ("System.Exception", "_HResult"),
    ("System.Threading.Thread", "_DONT_USE_InternalThread"),
    ("System.Threading.Thread", "_managedThreadId"),
    ("System.Threading.Thread", "_priority"),
    ("System.Threading.Thread", "_isDead"),
    ("System.Threading.Thread", "_name"),
    ("System.Reflection.RuntimeAssembly", "m_assembly"),
    ("System.Reflection.RuntimeModule", "m_runtimeAssembly"),
    ("System.Reflection.RuntimeModule", "m_pData"),
    ("System.GCMemoryInfoData", "_highMemoryLoadThresholdBytes"),
    ("System.GCMemoryInfoData", "_totalAvailableMemoryBytes"),
    ("System.GCMemoryInfoData", "_memoryLoadBytes"),
    ("System.GCMemoryInfoData", "_heapSizeBytes"),
    ("System.GCMemoryInfoData", "_fragmentedBytes"),
    ("System.GCMemoryInfoData", "_totalCommittedBytes"),
    ("System.GCMemoryInfoData", "_promotedBytes"),
    ("System.GCMemoryInfoData", "_pinnedObjectsCount"),
    ("System.GCMemoryInfoData", "_finalizationPendingCount"),
    ("System.GCMemoryInfoData", "_index"),
    ("System.GCMemoryInfoData", "_generation"),
    ("System.GCMemoryInfoData", "_pauseTimePercentage"),
    ("System.GCMemoryInfoData", "_compacted"),
    ("System.GCMemoryInfoData", "_concurrent"),
    ("System.GCMemoryInfoData", "_pauseDuration0"),
    ("System.Diagnostics.StackFrame", "_nativeOffset"),
    ("System.Diagnostics.StackFrame", "_ilOffset"),
    ("System.Diagnostics.StackFrame", "_fileName"),
    ("System.Diagnostics.StackFrame", "_lineNumber"),
    ("System.Diagnostics.StackFrame", "_columnNumber"),
    ("System.Diagnostics.StackFrameHelper", "rgiOffset"),
    ("System.Diagnostics.StackFrameHelper", "rgiILOffset"),
    ("System.Diagnostics.StackFrameHelper", "rgFilename"),
    ("System.Diagnostics.StackFrameHelper", "rgiLineNumber"),
    (
        "System.Diagnostics.StackFrameHelper",
        "rgiLastFrameFromForeignExceptionStackTrace",
    ),
    ("System.Diagnostics.StackFrameHelper", "iFrameCount"),
    ("System.RuntimeMethodInfoStub", "m_value"),
    ("System.Reflection.RtFieldInfo", "m_fieldHandle"),
    ("System.Signature", "_arguments"),
    ("System.Signature", "_declaringType"),
    ("System.Signature", "_returnTypeORfieldType"),
    (
        "System.Signature",
        "_managedCallingConventionAndArgIteratorFlags",
    ),
    ("System.Signature", "_pMethod"),
    ("System.Signature", "_sig"),
    ("System.Signature", "_csig"),
    ("System.Reflection.Pointer", "_ptr"),
    ("System.Reflection.Pointer", "_ptrType"),
];

/// In the field offset table: the class has no such field.
pub const NO_FIELD: u32 = u32::MAX;

/// Static storage with references: `{ 0 address of the block, 8 u32 count, 12 u32 reserved, 16 address of u32 offsets }`.
pub mod static_root {
    pub const ADDRESS: u32 = 0;
    pub const COUNT: u32 = 8;
    pub const OFFSETS: u32 = 16;
    pub const SIZE: u32 = 24;
}

/// Managed methods (compiler-made wrappers with plain C signatures; they catch what they must) that the runtime calls: an array of code
/// pointers, null when not in the image. Objects cross as raw references.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u32)]
pub enum Entry {
    /// `fn(names: *const *const u16, values: *const *const u16, count: i32, exe: *const u16, argc: i32, argv: *const *const u16) -> i32`:
    /// AppContext.Setup, command line, module constructors, Main. Returns the exit code (a void Main: `Environment.ExitCode`).
    Main,
    /// `fn()`: AppContext.OnProcessExit; swallows exceptions.
    ProcessExit,
    /// `fn(exception)`: AppContext.OnUnhandledException; swallows exceptions.
    UnhandledException,
    /// `fn(exception) -> string or null`: Exception.ToString(), null when that itself throws.
    ExceptionToString,
    /// `fn(thread)`: Thread.StartCallback of a new thread; exceptions that leave it are unhandled.
    ThreadStart,
    /// `fn() -> u32`: GC.RunFinalizers.
    RunFinalizers,
    /// `fn(exception kind, message or null, out exception)`: makes the exception object of a pending exception without throwing it.
    MakeException,
    /// `fn(exception)`: raises AppContext.FirstChanceException; swallows exceptions. Only in programs that add handlers to it.
    FirstChanceException,
}

pub const ENTRY_COUNT: usize = 8;

/// What the runtime knows of a type beyond its method table. Pointed to by the method table (+24) or TypeDesc (+16).
/// ```text
///  0 type handle (method table, or TypeDesc|2)     8 u8 kind (TypeInfoKind)  9 u8 CorElementType  10 u16 generic argument count  12 u32 metadata token (TypeDef)
/// 16 namespace: UTF-8 pointer  24 name: UTF-8 pointer (zero-terminated; with `N arity; nested: the simple name)
/// 32 declaring type's TypeInfo or null (nested types)   40 ModuleInfo*
/// 48 generic arguments: array of TypeInfo pointers   56 generic definition's TypeInfo or null
/// 64 element / underlying type's TypeInfo or null (array, pointer, byref, enum, Nullable)   72 u32 rank (type parameter: its index)
/// 76 u32 TypeDef flags (attributes)
/// 80 enum data or null   88 multicast stub code (delegates) or null   96 code of Invoke (delegates) or null
/// 104 variance: array of u8, one per generic parameter (0 none, 1 covariant, 2 contravariant) or null
/// 112 array type's TypeInfo with this as SZ element or null   120 code: parameterless constructor (callable without context; delegates: what
/// `_methodPtr` of an open delegate is) or null
/// 128 value-type hash strategy: u16 kind, 130 u16 constructor flags (CTOR_*), 132 u32 offset of the hashed field; 136 field type's TypeInfo
/// 144 class-init record or null
/// 152 marshalling stub or null (same bytes in native memory)   160 u32 size in native memory, 0: cannot be marshalled
/// Type parameters: 48 constraints, 136 MethodRecord of the generic method that declares it, or null
/// Function pointers: 48 types of the result and the parameters, 72 1: unmanaged
/// Delegates: 80 `_methodPtr` of one closed over a `Func<object[], object>`, or null   136 `_methodPtr` of one over a native function, or null   152 code that a thunk enters from native code, or null
/// ```
pub mod type_info {
    pub const HANDLE: u32 = 0;
    pub const KIND: u32 = 8;
    pub const COR_ELEMENT_TYPE: u32 = 9;
    pub const ARG_COUNT: u32 = 10;
    pub const TOKEN: u32 = 12;
    pub const NAMESPACE: u32 = 16;
    pub const NAME: u32 = 24;
    pub const DECLARING: u32 = 32;
    pub const MODULE: u32 = 40;
    pub const ARGS: u32 = 48;
    pub const DEFINITION: u32 = 56;
    pub const ELEMENT: u32 = 64;
    pub const RANK: u32 = 72;
    pub const ATTRIBUTES: u32 = 76;
    pub const ENUM: u32 = 80;
    pub const MULTICAST: u32 = 88;
    pub const INVOKE: u32 = 96;
    pub const VARIANCE: u32 = 104;
    pub const SZ_ARRAY: u32 = 112;
    pub const DEFAULT_CTOR: u32 = 120;
    /// How many `hash_field` records `HASH_FIELDS` points to.
    pub const HASH_COUNT: u32 = 128;
    pub const HASH_FIELDS: u32 = 136;
    pub const CLASS_INIT: u32 = 144;
    pub const MARSHAL_STUB: u32 = 152;
    pub const NATIVE_SIZE: u32 = 160;
    pub const DECLARING_METHOD: u32 = HASH_FIELDS;
    pub const NATIVE_INVOKE: u32 = HASH_FIELDS;
    pub const NATIVE_ENTRY: u32 = MARSHAL_STUB;
    pub const OBJECT_ARRAY_CODE: u32 = ENUM;
    pub const SIZE: u32 = 168;
    /// `ARG_COUNT` of a type parameter with constraints that are not in the image.
    pub const UNKNOWN_CONSTRAINTS: u16 = u16::MAX;
    pub const CTOR_FLAGS: u32 = 130;
    /// The type declares a parameterless constructor (whether or not its code is in the image).
    pub const CTOR_EXISTS: u16 = 1;
    pub const CTOR_PUBLIC: u16 = 2;
    /// Values of `KIND`.
    pub mod kind {
        pub const CLASS: u8 = 0;
        pub const STRUCT: u8 = 1;
        pub const ENUM: u8 = 2;
        pub const INTERFACE: u8 = 3;
        pub const DELEGATE: u8 = 4;
        pub const SZ_ARRAY: u8 = 5;
        pub const ARRAY: u8 = 6;
        pub const POINTER: u8 = 7;
        pub const BYREF: u8 = 8;
        pub const FN_PTR: u8 = 9;
        pub const NULLABLE: u8 = 10;
        /// Uninstantiated generic definition (`typeof(List<>)`).
        pub const DEFINITION: u8 = 11;
        pub const TYPE_PARAMETER: u8 = 12;
    }
}

/// `{ 0 UTF-8 simple name of the assembly, 8 UTF-8 full name (Name, Version=..., Culture=neutral, PublicKeyToken=...) , 16 UTF-8 module file name,
/// 24 RuntimeAssembly object slot (GC root, filled lazily), 32 RuntimeModule object slot, 40 resources: array of ResourceInfo, 48 u64 count,
/// 56 metadata rows: array of MetaRow sorted by token, 64 u64 count, 72 u8[16] MVID, 88 u32 token of the entry point, 92 reserved,
/// 96 full names of the assemblies that it refers to, each with a newline after it: UTF-8, or null where nobody asks }`
pub mod module_info {
    pub const NAME: u32 = 0;
    pub const FULL_NAME: u32 = 8;
    pub const FILE_NAME: u32 = 16;
    pub const ASSEMBLY_OBJECT: u32 = 24;
    pub const MODULE_OBJECT: u32 = 32;
    pub const RESOURCES: u32 = 40;
    pub const RESOURCE_COUNT: u32 = 48;
    pub const ROWS: u32 = 56;
    pub const ROW_COUNT: u32 = 64;
    pub const MVID: u32 = 72;
    pub const ENTRY_POINT: u32 = 88;
    pub const REFERENCES: u32 = 96;
    pub const SIZE: u32 = 104;
}

/// One metadata row that reflection may ask for, with the token that it has in its assembly:
/// ```text
///  0 u32 token   4 u32 parent token (declaring type, method of a parameter, target of an attribute)
///  8 u32 flags (of the row's kind)   12 u32 number: parameter's sequence, getter's semantics, constant's element type of a field or parameter
/// 16 name: UTF-8 or null   24 u32 association (accessors: property or event token)   28 u32 explicit offset of a field + 1
/// 32 constant, or value of an attribute (the u32 before it is the row's token): address or null   40 u32 its length   44 u32 element type of the constant
/// 48 TypeInfo: class of an attribute, type of a constant field   56 attributes: code that makes the object (`fn(_, _) -> object`), or null
/// 64 attributes: MethodRecord of the constructor
/// ```
/// A row of the FieldMarshal table has the number of its field, or of its parameter with [`meta_row::MARSHAL_OF_PARAMETER`]: 32 native type.
/// A row of the ImplMap table has the number of its method: 8 mapping flags, 16 name, 32 library.
/// A row of the ClassLayout table has the number of its type: 8 packing size, 12 class size.
/// Attribute rows have tokens of the CustomAttribute table; their constructor is known by the MemberRef token of the same number.
pub mod meta_row {
    pub const TOKEN: u32 = 0;
    pub const PARENT: u32 = 4;
    pub const FLAGS: u32 = 8;
    pub const NUMBER: u32 = 12;
    pub const NAME: u32 = 16;
    pub const ASSOCIATION: u32 = 24;
    pub const FIELD_OFFSET: u32 = 28;
    pub const CONSTANT: u32 = 32;
    pub const CONSTANT_LENGTH: u32 = 40;
    pub const CONSTANT_TYPE: u32 = 44;
    pub const TARGET: u32 = 48;
    pub const CODE: u32 = 56;
    pub const CTOR: u32 = 64;
    pub const SIZE: u32 = 72;
    /// In the number of a row of the FieldMarshal table.
    pub const MARSHAL_OF_PARAMETER: u32 = 1 << 23;
}

/// Members of a type that reflection sees: `{ 0 TypeInfo, 8 methods: array of MethodRecord addresses, 16 fields: array of FieldRecord addresses,
/// 24 u32 method count, 28 u32 field count, 32 u32 number of virtual slots as reflection counts them,
/// 36 u32 number of instantiated generic methods, which follow the other methods,
/// 40 pairs of MethodRecord addresses: method of an interface, what implements it   48 u64 their number }`
pub mod type_members {
    pub const TYPE: u32 = 0;
    pub const METHODS: u32 = 8;
    pub const FIELDS: u32 = 16;
    pub const METHOD_COUNT: u32 = 24;
    pub const FIELD_COUNT: u32 = 28;
    pub const VIRTUALS: u32 = 32;
    pub const INSTANCE_COUNT: u32 = 36;
    pub const IMPLEMENTATIONS: u32 = 40;
    pub const IMPLEMENTATION_COUNT: u32 = 48;
    pub const SIZE: u32 = 56;
}

/// A method that reflection sees, one per exact owner. Its address is the method's handle. Methods that
/// reflection can't call have no code.
/// ```text
///  0 declaring type's handle  8 u32 token  12 u32 u16 MethodAttributes, u16 MethodImplAttributes
/// 16 name: UTF-8   24 u32 slot (NO_SLOT)  28 u32 generic parameter count
/// 32 types: TypeInfo pointers, result first   40 u32 parameter count  44 u32 1: has `this`, 2: called through its slot
/// 48 code callable without hidden argument (boxed `this`), or null  56 invoker: `fn(target, { code, void** arguments }*) -> object`, or null
/// 64 code that calls the method through its virtual slot, that of a struct with `this` by reference, or null
/// 72 generic methods: TypeInfo pointers, arguments or (definition) type parameters   80 instantiations: MethodRecord of the definition
/// 88 custom modifiers, or null: u64 count, then for each u32 index (0 the result), u32 required, TypeInfo pointer
/// ```
pub mod method_record {
    pub const DECLARING: u32 = 0;
    pub const TOKEN: u32 = 8;
    pub const FLAGS: u32 = 12;
    pub const NAME: u32 = 16;
    pub const SLOT: u32 = 24;
    pub const GENERIC_COUNT: u32 = 28;
    pub const TYPES: u32 = 32;
    pub const PARAM_COUNT: u32 = 40;
    pub const HAS_THIS: u32 = 44;
    pub const CODE: u32 = 48;
    pub const INVOKER: u32 = 56;
    pub const DISPATCHER: u32 = 64;
    pub const ARGS: u32 = 72;
    pub const DEFINITION: u32 = 80;
    pub const MODIFIERS: u32 = 88;
    pub const INVOKED: u32 = 96;
    pub const SIZE: u32 = 104;
    pub const NO_SLOT: u32 = u32::MAX;
    /// Bit of `HAS_THIS`: the method is called through its slot.
    pub const THROUGH_SLOT: u32 = 2;
}

/// A field that reflection sees, one per exact owner. Its address is the field's handle.
/// `{ 0 declaring type's handle, 8 u32 token, 12 u32 FieldAttributes, 16 name, 24 type's TypeInfo, 32 address (static) or null,
/// 40 u32 offset from the start of the field area (instance) or in the thread statics, 44 u32 KIND,
/// 48 u32 offset in native memory, NO_FIELD: none, 56 custom modifiers as a method's }`
pub mod field_record {
    pub const DECLARING: u32 = 0;
    pub const TOKEN: u32 = 8;
    pub const FLAGS: u32 = 12;
    pub const NAME: u32 = 16;
    pub const TYPE: u32 = 24;
    pub const ADDRESS: u32 = 32;
    pub const OFFSET: u32 = 40;
    pub const KIND: u32 = 44;
    pub const NATIVE_OFFSET: u32 = 48;
    pub const MODIFIERS: u32 = 56;
    pub const SIZE: u32 = 64;
    pub const INSTANCE: u32 = 0;
    pub const STATIC: u32 = 1;
    pub const THREAD_STATIC: u32 = 2;
    /// A constant, or one whose storage is not in the image.
    pub const NONE: u32 = 3;
}

/// Manifest resource of an assembly: `{ 0 UTF-8 name, 8 address of the bytes, 16 u64 length }`.
pub mod resource_info {
    pub const NAME: u32 = 0;
    pub const DATA: u32 = 8;
    pub const LENGTH: u32 = 16;
    pub const SIZE: u32 = 24;
}

/// A field that `ValueType.GetHashCode` may take: the first one that is not a null reference. Only the last can be another than a reference.
pub mod hash_field {
    pub const KIND: u32 = 0;
    /// Within the value.
    pub const OFFSET: u32 = 4;
    pub const BYTES: u32 = 8;
    /// `TypeInfo` of the field's type, for `KIND_OVERRIDE`.
    pub const TYPE: u32 = 16;
    pub const SIZE: u32 = 24;
    /// Values of `KIND` (CoreLib's `ValueTypeHashCodeStrategy`).
    pub const KIND_REFERENCE: u32 = 1;
    pub const KIND_DOUBLE: u32 = 2;
    pub const KIND_SINGLE: u32 = 3;
    pub const KIND_BYTES: u32 = 4;
    /// A struct with its own GetHashCode.
    pub const KIND_OVERRIDE: u32 = 5;
}

/// Enum data: `{ 0 u64 count, 8 u64 is [Flags], 16 values: array object (of the unsigned storage type, sorted), 24 names: string[] object }`.
pub mod enum_data {
    pub const COUNT: u32 = 0;
    pub const FLAGS: u32 = 8;
    pub const VALUES: u32 = 16;
    pub const NAMES: u32 = 24;
    pub const SIZE: u32 = 32;
}

/// Entry of the method name table: `{ 0 code address, 8 UTF-8 text "Namespace.Type.Method(ParamType name, ...)" zero-terminated,
/// 16 u32 flags and [`assembly_hash`] of the defining assembly, 20 u32 MethodDef token or 0 }`.
/// Order is that of emission, not of addresses: the runtime sorts on first use.
pub mod method_name {
    pub const CODE: u32 = 0;
    pub const TEXT: u32 = 8;
    pub const FLAGS: u32 = 16;
    pub const TOKEN: u32 = 20;
    pub const SIZE: u32 = 24;
    /// The flags; the bits above are the assembly's hash.
    pub const FLAG_BITS: u32 = 8;
    /// Not shown in stack traces (stubs, StackTraceHidden).
    pub const HIDDEN: u32 = 1;
    /// Body of an async method.
    pub const ASYNC: u32 = 2;
}

/// 24 bits that tell assemblies apart by their simple names. The image leaves out frame methods of assemblies whose hashes are equal.
pub const fn assembly_hash(name: &[u8]) -> u32 {
    let mut h: u32 = 0x811c_9dc5;
    let mut i = 0;
    while i < name.len() {
        h = (h ^ name[i] as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    (h >> 24) ^ (h & 0x00ff_ffff)
}

/// A method as `StackFrame.GetMethod` shows it: `{ 0 MethodRecord of its definition, 8 its text as the method name table has it, or null: inlined calls of it aren't known,
/// 16 u32 method_name flags }`.
pub mod frame_method {
    pub const RECORD: u32 = 0;
    pub const TEXT: u32 = 8;
    pub const FLAGS: u32 = 16;
    pub const SIZE: u32 = 24;
}

/// P/Invoke record: `{ 0 address or null, 8 UTF-8 library, 16 UTF-8 entry point, 24 u64 search flags }`.
pub mod pinvoke {
    pub const ADDRESS: u32 = 0;
    pub const LIBRARY: u32 = 8;
    pub const ENTRY_POINT: u32 = 16;
    pub const SEARCH: u32 = 24;
    pub const SIZE: u32 = 32;
}

/// What the presence of a runtime function in the image implies: a function whose symbol contains `symbol` creates objects of these types
/// (of [`WELL_KNOWN`], or enum tables) and calls these entries. Rows are tested in order; all that match apply.
pub struct Demand {
    pub symbol: &'static str,
    pub creates: &'static [&'static str],
    pub entries: &'static [Entry],
}

/// See [`Demand`].
pub const DEMANDS: &[Demand] = &[
    Demand {
        symbol: "Assembl",
        creates: &[
            "System.Reflection.RuntimeAssembly",
            "System.Reflection.RuntimeModule",
            "System.Byte[]",
            "System.String[]",
        ],
        entries: &[],
    },
    Demand {
        symbol: "Module",
        creates: &[
            "System.Reflection.RuntimeAssembly",
            "System.Reflection.RuntimeModule",
        ],
        entries: &[],
    },
    Demand {
        symbol: "AssemblyNative_GetLoadedAssemblies",
        creates: &["System.Reflection.RuntimeAssembly[]"],
        entries: &[],
    },
    Demand {
        symbol: "AssemblyNative_GetModules",
        creates: &["System.Reflection.RuntimeModule[]"],
        entries: &[],
    },
    Demand {
        symbol: "Array_CreateInstance",
        creates: &["System.Object[]", "System.Byte[]"],
        entries: &[],
    },
    Demand {
        symbol: "RuntimeTypeHandle_Make",
        creates: &["System.Object[]", "System.Byte[]", "System.RuntimeType"],
        entries: &[],
    },
    Demand {
        symbol: "GetTypes",
        creates: &["System.Type[]", "System.RuntimeType[]"],
        entries: &[],
    },
    Demand {
        symbol: "GetExportedTypes",
        creates: &["System.Type[]", "System.RuntimeType[]"],
        entries: &[],
    },
    Demand {
        symbol: "RuntimeTypeHandle_Get",
        creates: &["System.Type[]", "System.RuntimeType[]"],
        entries: &[],
    },
    Demand {
        symbol: "ThreadNative_",
        creates: &["System.Threading.Thread"],
        entries: &[],
    },
    Demand {
        symbol: "ThreadNative_Start",
        creates: &[],
        entries: &[Entry::ThreadStart],
    },
    Demand {
        symbol: "StackTrace_GetStackFramesInternal",
        creates: &["System.Int32[]", "System.Boolean[]", "System.String[]"],
        entries: &[],
    },
    Demand {
        symbol: "smelt_stack_frame_method",
        creates: &["System.RuntimeMethodInfoStub"],
        entries: &[],
    },
    Demand {
        symbol: "smelt_referenced_assemblies",
        creates: &["System.String[]"],
        entries: &[],
    },
    Demand {
        symbol: "smelt_exception_method",
        creates: &["System.RuntimeMethodInfoStub"],
        entries: &[],
    },
    Demand {
        symbol: "Signature_",
        creates: &["System.Type[]", "System.RuntimeType[]"],
        entries: &[],
    },
    Demand {
        symbol: "GetDeclaringMethodForGenericParameter",
        creates: &["System.RuntimeMethodInfoStub"],
        entries: &[],
    },
    Demand {
        symbol: "RuntimeMethodHandle_",
        creates: &[
            "System.RuntimeMethodInfoStub",
            "System.RuntimeType[]",
            "System.Type[]",
        ],
        entries: &[],
    },
    Demand {
        symbol: "Delegate_FindMethodHandle",
        creates: &["System.RuntimeMethodInfoStub"],
        entries: &[],
    },
    Demand {
        symbol: "MetadataImport_Enum",
        creates: &["System.Int32[]"],
        entries: &[],
    },
    Demand {
        symbol: "Enum_GetValuesAndNames",
        creates: &[
            "System.Byte[]",
            "System.UInt16[]",
            "System.UInt32[]",
            "System.UInt64[]",
            "System.String[]",
        ],
        entries: &[],
    },
];
