//! The shared framework of the installed SDK.
#![allow(dead_code)]

use std::sync::OnceLock;

use smelt_types::{MethodId, TypeId, TypeSystem};

pub const FRAMEWORK: &str = "/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.12";

/// One type system for all tests of a binary.
pub fn system() -> &'static TypeSystem {
    static SYSTEM: OnceLock<TypeSystem> = OnceLock::new();
    SYSTEM.get_or_init(|| TypeSystem::new(&[FRAMEWORK.into()]).unwrap())
}

/// A CoreLib type by name, instantiated.
pub fn core(name: &str, args: &[TypeId]) -> TypeId {
    let ts = system();
    ts.named(ts.find_core_type(name).unwrap(), args)
}

/// The only method of that name.
pub fn method(ty: TypeId, name: &str) -> MethodId {
    match system().methods_named(ty, name)[..] {
        [m] => m,
        ref all => panic!("{} methods called {name}", all.len()),
    }
}
