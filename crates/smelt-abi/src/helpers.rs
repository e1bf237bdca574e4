//! Runtime helpers that compiled code calls by symbol. The macro expands to the list for the compiler; the runtime defines a function of each name.

/// Type of a helper's parameter or result.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum HelperTy {
    Void,
    I32,
    I64,
    F64,
    F32,
    /// Any address: object reference, byref, native pointer.
    Ptr,
}

/// One helper: symbol, result, parameters, and whether it may stop for a collection.
#[derive(Copy, Clone, Debug)]
pub struct Helper {
    pub symbol: &'static str,
    pub ret: HelperTy,
    pub params: &'static [HelperTy],
    pub may_collect: bool,
    pub noreturn: bool,
}

macro_rules! helpers {
    ($( $(#[$doc:meta])* $id:ident = $symbol:literal ( $($p:ident),* ) -> $ret:ident $(, $flag:ident)* ;)*) => {
        /// Names of the helpers. `Id::helper()` gives the declaration.
        #[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
        #[repr(u16)]
        pub enum HelperId { $( $(#[$doc])* $id ),* }
        /// All helpers, indexed by [`HelperId`].
        pub const HELPERS: &[Helper] = &[ $( Helper {
            symbol: $symbol, ret: HelperTy::$ret, params: &[$(HelperTy::$p),*],
            may_collect: false $(|| flag(stringify!($flag), "collects"))*,
            noreturn: false $(|| flag(stringify!($flag), "noreturn"))*,
        } ),* ];
        impl HelperId {
            pub fn helper(self) -> &'static Helper { &HELPERS[self as usize] }
        }
    };
}

const fn flag(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

helpers! {
    /// Slow path of object allocation: (method table) -> zeroed object, or null when memory is exhausted. Registers finalizable objects.
    AllocObject = "smelt_alloc_object"(Ptr) -> Ptr, collects;
    /// (array method table, length 0..=0x7fffffff) -> zeroed array with its length set, or null.
    AllocArray = "smelt_alloc_array"(Ptr, I64) -> Ptr, collects;
    /// (array method table, rank, address of `rank` i32 lengths, address of `rank` i32 lower bounds or null) -> array, or null when
    /// memory is exhausted or the size overflows (lengths are checked to be non-negative before).
    AllocMdArray = "smelt_alloc_md_array"(Ptr, I32, Ptr, Ptr) -> Ptr, collects;
    /// (object or null, method table of an interface) -> the object if it implements it, else null.
    IsInstInterface = "smelt_isinst_interface"(Ptr, Ptr) -> Ptr;
    /// (object or null, any type handle) -> the object if it is assignable, else null.
    IsInstAny = "smelt_isinst_any"(Ptr, Ptr) -> Ptr;
    /// (array, value): 1 if the non-null value may be stored into the object array.
    CanStoreElement = "smelt_can_store_element"(Ptr, Ptr) -> I32;
    /// (object, target type handle): makes an InvalidCastException pending whose message names both types.
    InvalidCast = "smelt_invalid_cast"(Ptr, Ptr) -> Void, collects;
    /// (type handle) -> string: why `Activator.CreateInstance<T>` makes no object of the type.
    CannotCreate = "smelt_cannot_create"(Ptr) -> Ptr, collects;
    /// (type handle) -> string with the name of the type's definition, without enclosing types: what `TypeInitializationException` says.
    ClassInitName = "smelt_class_init_name"(Ptr) -> Ptr, collects;
    /// (dst, src, bytes) overlap-safe copy of memory that holds references: no word is torn.
    CopyRefs = "smelt_copy_refs"(Ptr, Ptr, I64) -> Void;
    /// Starts static construction: (class-init record) -> 0 nothing to do (done, or running on this thread), 1 this thread must run the .cctor,
    /// 2 failed earlier (the record holds the exception). Waits for another thread that runs it, unless that would deadlock.
    ClassInitBegin = "smelt_class_init_begin"(Ptr) -> I32, collects;
    /// (class-init record, null or exception object): ends static construction.
    ClassInitEnd = "smelt_class_init_end"(Ptr, Ptr) -> Void;
    /// Raises an exception: (exception object). Defined in assembly over `_Unwind_RaiseException`.
    Throw = "smelt_throw"(Ptr) -> Void, noreturn, collects;
    /// `throw;`: keeps and continues the stack trace.
    Rethrow = "smelt_rethrow"(Ptr) -> Void, noreturn, collects;
    /// First thing in a catch handler: (unwind record from the landing pad) -> exception object.
    BeginCatch = "smelt_begin_catch"(Ptr) -> Ptr;
    /// Poll of a loop or function when a stop is requested. LLVM's `preserve_most` convention.
    StopPoll = "smelt_stop_poll"() -> Void, collects;
    /// After a native call when a stop is requested: waits until the collector is done.
    LeavePreemptive = "smelt_leave_preemptive"() -> Void, collects;
    /// (P/Invoke record, see `image::pinvoke`) -> native address, or null with a pending exception.
    ResolvePInvoke = "smelt_resolve_pinvoke"(Ptr) -> Ptr, collects;
    /// Entry of an `UnmanagedCallersOnly` method: attaches the thread if need be and enters cooperative mode; exit leaves it.
    ReverseEnter = "smelt_reverse_enter"() -> Void, collects;
    ReverseExit = "smelt_reverse_exit"() -> Void;
    /// (text pointer, length): prints `Process terminated. text` and aborts. For states that cannot happen.
    FailFast = "smelt_fail_fast"(Ptr, I64) -> Void, noreturn;
    /// An exception reached a boundary that it must not cross (native callback): reports it as unhandled and aborts.
    Unhandled = "smelt_unhandled"(Ptr) -> Void, noreturn;
    /// The filter around an entry from native code: (exception object) reports it as unhandled while the frames that throw still exist.
    ReportUnhandled = "smelt_report_unhandled"(Ptr) -> Void, collects;
    /// Open instance delegate of a virtual method: (object, dispatch cell word) -> code.
    ResolveOpenVirtual = "smelt_resolve_open_virtual"(Ptr, I64) -> Ptr;
    /// (exception object) -> string: the lines `   at Namespace.Type.Method(...)` of its stack trace, joined by newlines; empty without a trace.
    /// Body of `Exception.GetStackTrace`.
    StackTraceText = "smelt_stack_trace_text"(Ptr) -> Ptr, collects;
    /// (StackFrame, flags) -> string with the frame's line, or null when it is unknown or hidden. Flags: 1 lines stand
    /// before it, 4 it is the last one of a trace from elsewhere.
    StackFrameText = "smelt_stack_frame_text"(Ptr, I32) -> Ptr, collects;
    /// (native offset and IL offset of a `StackFrame`) -> RuntimeMethodInfoStub of the frame's method, or null when it is unknown.
    StackFrameMethod = "smelt_stack_frame_method"(I64, I32) -> Ptr, collects;
    /// (exception object) -> RuntimeMethodInfoStub of the method that threw it, or null when it is unknown.
    ExceptionMethod = "smelt_exception_method"(Ptr) -> Ptr, collects;
    /// (StackFrame) -> string. Body of `StackFrame.ToString`.
    StackFrameDescription = "smelt_stack_frame_description"(Ptr) -> Ptr, collects;
    /// (RuntimeAssembly) -> string[] with the full names of the assemblies that it refers to, or null without memory.
    ReferencedAssemblies = "smelt_referenced_assemblies"(Ptr) -> Ptr, collects;
    /// (object) -> shallow copy, or null when memory is exhausted. Body of `Object.MemberwiseClone`.
    MemberwiseClone = "smelt_memberwise_clone"(Ptr) -> Ptr, collects;
    /// () -> string: the same for the calling thread's stack, caller first (`Environment.StackTrace`).
    CurrentStackTraceText = "smelt_current_stack_trace_text"() -> Ptr, collects;
}
