//! The type system: assemblies with their references and forwarders, types and generic instantiations interned by id, field layout,
//! virtual tables and override resolution, canonical forms. It knows nothing of code generation; rules are ECMA-335's and CoreCLR's.
//!
//! Everything is reached through one [`TypeSystem`], which is `Sync`: arenas are append-only, derived facts are computed once per id.
//! "Open" entities mention `TypeVar`/`MethodVar`; [`TypeSystem::subst_type`] and friends instantiate them.

mod assembly;
mod attributes;
mod canon;
mod cast;
mod classify;
mod constraints;
mod defs;
mod dispatch;
mod frame_names;
mod growth;
pub mod ids;
mod instantiate;
mod interfaces;
mod intern;
mod layout;
mod loadable;
mod members;
mod names;
mod resolve;
mod system;
mod types;
mod value_hash;
mod vtable;

pub use constraints::GenericParameter;
pub use frame_names::FrameName;
pub use ids::*;
pub use system::TypeSystem;
pub use types::*;
pub use value_hash::FieldHash;
