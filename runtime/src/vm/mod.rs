//! The calls of the core library into its virtual machine, by theme. Each `smelt_fc_*` is an `InternalCall`, each `smelt_qc_*` a `QCall`; the lists with
//! their properties are in `smelt_abi::vm_calls`.
//!
//! Errors are left pending (`crate::pending`); a call returns normally in any case.

pub mod activation;
pub mod array_members;
pub mod arrays;
pub mod assemblies;
pub mod attributes;
pub mod constraints;
pub mod delegate_methods;
pub mod delegates;
pub mod environment;
pub mod exceptions;
pub mod fields;
pub mod gc;
pub mod handles;
pub mod interop;
pub mod made_types;
pub mod math;
pub mod members;
pub mod metadata;
pub mod methods;
pub mod native_types;
mod objects;
pub mod signatures;
pub mod strings;
pub mod stubs;
pub mod threading;
pub mod types;

use crate::object::{ObjectRef, TypeHandle};

/// `QCallTypeHandle`, `QCallModule`, `QCallAssembly`: the managed object's slot and the native handle.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct QCallHandle {
    pub object: *mut ObjectRef,
    pub handle: usize,
}

impl QCallHandle {
    pub fn type_handle(self) -> TypeHandle {
        TypeHandle(self.handle)
    }
}

/// `ObjectHandleOnStack`, `StringHandleOnStack`: address of a local that holds a reference.
pub type StackSlot = *mut ObjectRef;
