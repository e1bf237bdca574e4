//! The VM boundary of `System.Private.CoreLib`: which of its `InternalCall` methods and `QCall` entry points the runtime implements.

/// One implemented VM call.
#[derive(Copy, Clone, Debug)]
pub struct VmCall {
    /// InternalCall: `Namespace.Type::Method` (add `(ParamType,...)` with simple type names where an overload needs telling apart).
    /// QCall: the entry point, e.g. `Environment_Exit`.
    pub managed: &'static str,
    /// Symbol in the runtime library.
    pub symbol: &'static str,
    /// May leave a pending exception in the thread record: the caller tests it.
    pub may_throw: bool,
    /// May allocate or otherwise stop for a collection.
    pub may_collect: bool,
    /// May block: called in preemptive mode.
    pub may_block: bool,
}

/// Implemented `InternalCall`s. Parameters cross as in managed code: references and pointers as pointers, small integers widened to i32,
/// `this` first.
pub const FCALLS: &[VmCall] = &[];

/// Implemented `DllImport("QCall")` entry points (blittable signatures as declared).
pub const QCALLS: &[VmCall] = &[];
