//! What compiled code and the runtime both know: layouts, symbols, helper lists. One definition, used by compiler crates and by `runtime/`.
//! Offsets are in bytes for 64-bit targets.
#![no_std]

pub mod cpu;
pub mod frame_table;
pub mod helpers;
pub mod image;
pub mod native_shims;
pub mod vm_calls;

/// Object layout (CoreCLR's managed view): header word at -8, method table at 0, fields from 8.
pub mod object {
    /// Header word (thin lock, hash code), relative to the object reference.
    pub const HEADER: i64 = -8;
    pub const METHOD_TABLE: u32 = 0;
    pub const FIELDS: u32 = 8;
    /// Smallest object: header, method table, one word.
    pub const MIN_SIZE: u32 = 24;
    pub const STRING_LENGTH: u32 = 8;
    pub const STRING_CHARS: u32 = 12;
    pub const ARRAY_LENGTH: u32 = 8;
    /// Elements of an SZ array. Multi-dimensional arrays have `rank` i32 lengths, then `rank` i32 lower bounds here, elements after them
    /// (at 16 + 8 * rank).
    pub const ARRAY_DATA: u32 = 16;
    /// Boxed values start here.
    pub const BOX_DATA: u32 = 8;
}

/// `System.Runtime.CompilerServices.MethodTable` as CoreLib declares it (0..64), and our own fields after it.
/// ```text
///  0 u32 flags (low 16 bits: component size when bit 31 is set)   4 u32 base size (header word and method table included)
///  8 u32 class number            12 u16 reserved    14 u16 interface count
/// 16 parent MT   24 TypeInfo*   32 Aux*   40 dispatch row*   48 element type handle | PerInstInfo   56 interface map | nullable offsets
/// 64 u32 class number end (exclusive)  68 u32 field bytes   72 u8 CorElementType  73 u8 own flags  74 u16 vtable length  76 u32 reserved
/// 80 GcDesc* or null   88 finalizer code or null   96 vtable: code pointers
/// ```
pub mod method_table {
    pub const FLAGS: u32 = 0;
    pub const BASE_SIZE: u32 = 4;
    /// Number of the class in a pre-order walk of the inheritance tree; subclasses are `number..number_end`.
    pub const CLASS_NUMBER: u32 = 8;
    pub const INTERFACE_COUNT: u32 = 14;
    pub const PARENT: u32 = 16;
    pub const TYPE_INFO: u32 = 24;
    pub const AUX: u32 = 32;
    /// Address in the global dispatch table such that the code for selector s is at `row + s` (s is a byte offset).
    pub const DISPATCH_ROW: u32 = 40;
    pub const ELEMENT_TYPE: u32 = 48;
    /// Generic types: address of an array of dictionary pointers, one per generic class of the inheritance chain, root first.
    pub const PER_INST_INFO: u32 = 48;
    /// Address of `interface count` method-table pointers.
    pub const INTERFACE_MAP: u32 = 56;
    /// `Nullable<T>`: u32 offset of the value (from the start of the struct) at 56, u32 size of the value at 60.
    pub const NULLABLE_VALUE_OFFSET: u32 = 56;
    pub const NULLABLE_VALUE_SIZE: u32 = 60;
    pub const CLASS_NUMBER_END: u32 = 64;
    /// `MethodTable.GetNumInstanceFieldBytes`: exact unpadded size of the instance fields.
    pub const FIELD_BYTES: u32 = 68;
    pub const COR_ELEMENT_TYPE: u32 = 72;
    pub const OWN_FLAGS: u32 = 73;
    pub const VTABLE_LEN: u32 = 74;
    pub const GC_DESC: u32 = 80;
    pub const FINALIZER: u32 = 88;
    pub const VTABLE: u32 = 96;

    /// Bits of `flags` that CoreLib tests.
    pub mod flags {
        pub const HAS_COMPONENT_SIZE: u32 = 0x8000_0000;
        pub const CONTAINS_GC_POINTERS: u32 = 0x0100_0000;
        pub const CONTAINS_GENERIC_VARIABLES: u32 = 0x2000_0000;
        pub const HAS_FINALIZER: u32 = 0x0010_0000;
        pub const HAS_DEFAULT_CTOR: u32 = 0x0000_0200;
        pub const BYREF_LIKE: u32 = 0x0000_1000;
        pub const GENERIC_INST: u32 = 0x10;
        pub const GENERIC_SHARED: u32 = 0x20;
        pub const GENERIC_DEFINITION: u32 = 0x30;
        pub const CATEGORY_MASK: u32 = 0x000F_0000;
        pub const CATEGORY_VALUE_TYPE: u32 = 0x0004_0000;
        pub const CATEGORY_NULLABLE: u32 = 0x0005_0000;
        pub const CATEGORY_ENUM: u32 = 0x0006_0000;
        pub const CATEGORY_PRIMITIVE: u32 = 0x0007_0000;
        pub const CATEGORY_ARRAY: u32 = 0x0008_0000;
        pub const CATEGORY_SZ_ARRAY: u32 = 0x000A_0000;
        pub const CATEGORY_INTERFACE: u32 = 0x000C_0000;
    }
    /// Bits of the own-flags byte.
    pub mod own_flags {
        /// Interface or delegate with variant type parameters: casts to it take the slow path.
        pub const VARIANT: u8 = 1;
        /// Objects of the type are created somewhere: its vtable is complete, so reflection may create more.
        pub const CONSTRUCTED: u8 = 2;
        /// An instantiation of one of the generic interfaces of arrays (`IList<>` and the like): arrays have it for all that their elements convert to.
        pub const ARRAY_FAMILY: u8 = 4;
    }
}

/// `MethodTableAuxiliaryData` (method table + 32).
pub mod aux {
    pub const FLAGS: u32 = 0;
    pub const MODULE: u32 = 8;
    /// The frozen `RuntimeType` object.
    pub const EXPOSED_CLASS_OBJECT: u32 = 16;
    pub const SIZE: u32 = 24;
    pub mod flags {
        pub const INITIALIZED: u32 = 1;
        pub const CHECKED_CAN_COMPARE_BITS: u32 = 2;
        pub const CAN_COMPARE_BITS: u32 = 4;
        pub const CHECKED_STREAM_OVERRIDES: u32 = 0x400;
        pub const STREAM_OVERRIDES_READ: u32 = 0x800;
        pub const STREAM_OVERRIDES_WRITE: u32 = 0x1000;
    }
}

/// Type handles of pointers, byrefs and function pointers: `TypeDesc*` with this bit set. TypeDesc: u32 kind at 0 (CorElementType),
/// RuntimeType object at 8, `TypeInfo*` at 16.
pub mod type_desc {
    pub const TAG: u64 = 2;
    pub const COR_ELEMENT_TYPE: u32 = 0;
    pub const EXPOSED_CLASS_OBJECT: u32 = 8;
    pub const TYPE_INFO: u32 = 16;
    pub const SIZE: u32 = 24;
}

/// Delegate objects (VM-facing field order of `System.Delegate`/`MulticastDelegate`).
pub mod delegate {
    pub const TARGET: u32 = 8;
    pub const METHOD_BASE: u32 = 16;
    pub const METHOD_PTR: u32 = 24;
    pub const METHOD_PTR_AUX: u32 = 32;
    pub const INVOCATION_LIST: u32 = 40;
    pub const INVOCATION_COUNT: u32 = 48;
}

/// `(RuntimeType, handler) -> delegate`: makes a delegate of the type that puts its arguments into an array and calls a `Func<object[], object>`.
pub const OBJECT_ARRAY_DELEGATE: &str = "smelt_object_array_delegate";

/// `RuntimeType` objects.
pub mod runtime_type {
    pub const KEEP_ALIVE: u32 = 8;
    pub const CACHE: u32 = 16;
    pub const HANDLE: u32 = 24;
}

/// GC descriptor of a type, pointed to by the method table. All u32.
/// ```text
/// 0 kind   4 count   8.. kind 1: `count` runs (offset from the object reference, number of reference words)
///                        kind 2: every array element is a reference
///                        kind 3: `count` runs relative to each array element (element size = component size)
/// ```
pub mod gc_desc {
    pub const RUNS: u32 = 1;
    pub const REF_ARRAY: u32 = 2;
    pub const STRUCT_ARRAY: u32 = 3;
}

/// State of a static constructor: one record per exact type that has one.
/// ```text
/// 0 u32 state   4 u32 reserved   8 u64 owner thread   16 code of the .cctor (called without arguments)   24 exception object (a GC root)
/// 32 method table or type handle of the type
/// ```
/// Compiled code tests `state == INITIALIZED` with an acquire load before it calls `Func::ClassInit`.
pub mod class_init {
    pub const STATE: u32 = 0;
    pub const OWNER: u32 = 8;
    pub const CCTOR: u32 = 16;
    pub const EXCEPTION: u32 = 24;
    pub const TYPE: u32 = 32;
    pub const SIZE: u32 = 40;
    pub const NOT_RUN: u32 = 0;
    pub const INITIALIZED: u32 = 1;
    pub const RUNNING: u32 = 2;
    pub const FAILED: u32 = 3;
}

/// The thread record: thread-local symbol [`THREAD_SYMBOL`](thread::THREAD_SYMBOL), local-exec TLS, defined by the runtime.
/// ```text
///  0 allocation pointer   8 allocation limit   16 u32 stop requested   20 u32 mode (1 cooperative, 0 preemptive)
/// 24 thread statics block  32 managed Thread object  40 u32 pending exception kind (0 none)  44 u32 managed thread id
/// 48 pending exception message (string object or null)  56 pending exception object  64 i32 last P/Invoke error  68 reserved
/// 72 stack limit  80 innermost filter frame  88 frame of the transition to preemptive mode
/// ```
pub mod thread {
    pub const THREAD_SYMBOL: &str = "smelt_thread";
    pub const ALLOC_PTR: u32 = 0;
    pub const ALLOC_LIMIT: u32 = 8;
    pub const STOP_REQUESTED: u32 = 16;
    pub const MODE: u32 = 20;
    pub const THREAD_STATICS: u32 = 24;
    pub const MANAGED_THREAD: u32 = 32;
    pub const PENDING_KIND: u32 = 40;
    pub const THREAD_ID: u32 = 44;
    pub const PENDING_MESSAGE: u32 = 48;
    pub const PENDING_OBJECT: u32 = 56;
    pub const LAST_ERROR: u32 = 64;
    pub const STACK_LIMIT: u32 = 72;
    pub const FILTER_FRAME: u32 = 80;
    pub const TRANSITION_FRAME: u32 = 88;
    /// Arguments on their way from a call to the called function, where its convention passes them in memory. The collector reads them like a stack.
    pub const ARGUMENTS: u32 = 256;
    pub const ARGUMENTS_SIZE: u32 = 512;
    pub const SIZE: u32 = 768;
}

/// The collected heap as compiled code sees it.
pub mod heap {
    /// Objects whose size (header word included) is larger than this never come from the thread's block: compiled code calls the slow path.
    pub const MAX_SMALL: u32 = 16 * 1024;
}

/// Exception handling. A landing pad's catch operand is the address of a catch descriptor; the personality routine is
/// [`PERSONALITY`](eh::PERSONALITY).
/// ```text
/// catch descriptor: 0 u64 kind (0 class, 1 filter)   8 class: method table; filter: code `fn(exception, frame) -> i32`
/// ```
/// A function with filters keeps a filter frame on its stack, linked from the thread record while the function runs:
/// `{ 0 previous frame, 8 function specific: locals that the filters share with the function }`. The personality finds the frame of the function
/// whose filter it calls as the first one of the list whose address lies below the frame's CFA and at or above its stack pointer.
/// An exception that leaves a filter makes it false. The unwinder resets the list's head to the frames that are still there when it enters a landing pad.
pub mod eh {
    pub const PERSONALITY: &str = "smelt_personality";
    pub const CATCH_KIND: u32 = 0;
    pub const CATCH_DATA: u32 = 8;
    pub const KIND_CLASS: u64 = 0;
    pub const KIND_FILTER: u64 = 1;
}

/// Exceptions that compiled code and VM calls raise by number. `ThrowKind` functions and pending exceptions use these.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u32)]
pub enum ExceptionKind {
    NullReference = 1,
    IndexOutOfRange,
    DivideByZero,
    Overflow,
    InvalidCast,
    ArrayTypeMismatch,
    OutOfMemory,
    PlatformNotSupported,
    ArgumentNull,
    Argument,
    ArgumentOutOfRange,
    InvalidOperation,
    NotSupported,
    SynchronizationLock,
    ThreadState,
    ThreadInterrupted,
    DllNotFound,
    EntryPointNotFound,
    TypeLoad,
    MissingMethod,
    MissingField,
    FileNotFound,
    Rank,
    Arithmetic,
    AmbiguousImplementation,
    FieldAccess,
    BadImageFormat,
    InsufficientExecutionStack,
    InvalidProgram,
    MemberAccess,
    Verification,
    DuplicateWaitObject,
    /// The exception object itself is in the thread record.
    Object,
}

impl ExceptionKind {
    /// All kinds but `Object`, with the full name of the exception type.
    pub const TYPES: &'static [(ExceptionKind, &'static str)] = &[
        (
            ExceptionKind::NullReference,
            "System.NullReferenceException",
        ),
        (
            ExceptionKind::IndexOutOfRange,
            "System.IndexOutOfRangeException",
        ),
        (ExceptionKind::DivideByZero, "System.DivideByZeroException"),
        (ExceptionKind::Overflow, "System.OverflowException"),
        (ExceptionKind::InvalidCast, "System.InvalidCastException"),
        (
            ExceptionKind::ArrayTypeMismatch,
            "System.ArrayTypeMismatchException",
        ),
        (ExceptionKind::OutOfMemory, "System.OutOfMemoryException"),
        (
            ExceptionKind::PlatformNotSupported,
            "System.PlatformNotSupportedException",
        ),
        (ExceptionKind::ArgumentNull, "System.ArgumentNullException"),
        (ExceptionKind::Argument, "System.ArgumentException"),
        (
            ExceptionKind::ArgumentOutOfRange,
            "System.ArgumentOutOfRangeException",
        ),
        (
            ExceptionKind::InvalidOperation,
            "System.InvalidOperationException",
        ),
        (ExceptionKind::NotSupported, "System.NotSupportedException"),
        (
            ExceptionKind::SynchronizationLock,
            "System.Threading.SynchronizationLockException",
        ),
        (
            ExceptionKind::ThreadState,
            "System.Threading.ThreadStateException",
        ),
        (
            ExceptionKind::ThreadInterrupted,
            "System.Threading.ThreadInterruptedException",
        ),
        (ExceptionKind::DllNotFound, "System.DllNotFoundException"),
        (
            ExceptionKind::EntryPointNotFound,
            "System.EntryPointNotFoundException",
        ),
        (ExceptionKind::TypeLoad, "System.TypeLoadException"),
        (
            ExceptionKind::MissingMethod,
            "System.MissingMethodException",
        ),
        (ExceptionKind::MissingField, "System.MissingFieldException"),
        (
            ExceptionKind::FileNotFound,
            "System.IO.FileNotFoundException",
        ),
        (ExceptionKind::Rank, "System.RankException"),
        (ExceptionKind::Arithmetic, "System.ArithmeticException"),
        (ExceptionKind::FieldAccess, "System.FieldAccessException"),
        (
            ExceptionKind::AmbiguousImplementation,
            "System.Runtime.AmbiguousImplementationException",
        ),
        (
            ExceptionKind::BadImageFormat,
            "System.BadImageFormatException",
        ),
        (
            ExceptionKind::InsufficientExecutionStack,
            "System.InsufficientExecutionStackException",
        ),
        (
            ExceptionKind::InvalidProgram,
            "System.InvalidProgramException",
        ),
        (ExceptionKind::MemberAccess, "System.MemberAccessException"),
        (
            ExceptionKind::Verification,
            "System.Security.VerificationException",
        ),
        (
            ExceptionKind::DuplicateWaitObject,
            "System.DuplicateWaitObjectException",
        ),
    ];
}
