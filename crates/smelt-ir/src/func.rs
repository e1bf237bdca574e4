//! What can have a body and a symbol of its own.

use smelt_abi::ExceptionKind;
use smelt_abi::image::Entry;
use smelt_types::{MethodId, ModuleId, SigId, TypeId};

/// A function of the output.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Func {
    /// Body of a method in canonical form. Includes runtime-provided ones: P/Invokes (transition and call), VM calls, delegate `Invoke`,
    /// array methods.
    Method(MethodId),
    /// Entry of an exact method that is callable without hidden argument: supplies the context; with `unbox`, `this` is a boxed object
    /// (the stub passes the address of its value). Used in vtables, dispatch cells, delegates and function pointers.
    Stub { method: MethodId, unbox: bool },
    /// First thing that an open delegate's `_methodPtr` runs: `(delegate, args...)` calls `_methodPtrAux(args...)`. One per delegate type in canonical form.
    OpenDelegate(TypeId),
    /// Invocation of a multicast delegate: calls every element of the invocation list. One per canonical delegate type.
    Multicast(TypeId),
    /// `(boxed this, object) -> bool`: `ValueType.Equals` of a struct that does not override it, in canonical form where that suffices.
    ValueEquals(TypeId),
    /// `() -> noreturn`: creates and throws the exception.
    ThrowKind(ExceptionKind),
    /// `() -> noreturn`: throws the pending exception of the thread record.
    ThrowPending,
    /// `(object, type handle) -> noreturn`: InvalidCastException.
    ThrowInvalidCast,
    /// `(class-init record)`: slow path of static construction.
    ClassInit,
    /// Managed entry point called by the runtime.
    Entry(Entry),
    /// C-convention entry of an `UnmanagedCallersOnly` method.
    ReverseStub(MethodId),
    /// `(ref byte managed, byte* native, int operation, ref cleanup list)`: marshals the fields of a struct or layout class.
    MarshalStub(TypeId),
    /// `(target, { code, void** arguments }*) -> object`, called by the runtime: calls a method of this signature (see `entity::invoker`) and boxes
    /// its result.
    Invoker(SigId),
    /// Calls the exact method through its slot, with `this` as an object: what a delegate over a virtual method found by reflection calls.
    Dispatcher(MethodId),
    /// `(_, _) -> object`, called by the runtime: a new object of a custom attribute (row `rid` of the CustomAttribute table).
    Attribute { module: ModuleId, rid: u32 },
    /// C-convention entry of the delegates of a type: the static chain register holds the address of a thunk's data, whose first word is a GC handle.
    DelegateEntry(TypeId),
    /// What `_methodPtr` of a delegate over a native function is: `(delegate, args...)` calls `_methodPtrAux` as a P/Invoke.
    NativeDelegate(TypeId),
    /// `(object, type handle, throw) -> object or null`: a cast to an interface that the object may implement dynamically (`IDynamicInterfaceCastable`).
    DynamicCast,
    /// `(this, args...)`: calls an interface method on an object whose class does not implement the interface: the object is asked for an implementation.
    DynamicDispatch(MethodId),
    /// `(handler, args...)`: puts the arguments into an `object[]`, calls the handler, a `Func<object[], object>`, and returns what it gives. What the
    /// delegates of interpreted expressions call.
    ObjectArrayDelegate(TypeId),
    /// `(args..., code)`: calls an unmanaged function pointer whose arguments need marshalling.
    NativeCall(SigId),
}

/// Whether and how a method's canonical body takes a hidden context argument.
pub fn context_of(ts: &smelt_types::TypeSystem, m: MethodId) -> crate::Context {
    use crate::Context;
    if !ts.is_shared_method(m) {
        return Context::None;
    }
    let owner = ts.method_owner(m);
    if !ts.method_args(m).is_empty() {
        Context::MethodParam
    } else if ts.is_static(m) || ts.is_value_type(owner) || ts.is_interface(owner) {
        Context::TypeParam
    } else {
        Context::This
    }
}
