//! Instruction sets: which `IsSupported` and `IsHardwareAccelerated` properties are true. One table for the whole image.

use crate::fold::Const;
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_metadata::Table;
use smelt_types::{TypeDefId, TypeSystem};

/// Classes of `System.Runtime.Intrinsics` and `System.Numerics` whose property is true. All other classes with such a property are not
/// supported, whatever the machine can do: CoreLib then takes its portable paths.
pub const SUPPORTED: &[&str] = &[
    "System.Numerics.Vector",
    "System.Runtime.Intrinsics.Vector128",
    "System.Runtime.Intrinsics.X86.Popcnt",
    "System.Runtime.Intrinsics.X86.Popcnt+X64",
    "System.Runtime.Intrinsics.X86.Sse",
    "System.Runtime.Intrinsics.X86.Sse+X64",
    "System.Runtime.Intrinsics.X86.Sse2",
    "System.Runtime.Intrinsics.X86.Sse2+X64",
    "System.Runtime.Intrinsics.X86.Sse3",
    "System.Runtime.Intrinsics.X86.Sse3+X64",
    "System.Runtime.Intrinsics.X86.Sse41",
    "System.Runtime.Intrinsics.X86.Sse41+X64",
    "System.Runtime.Intrinsics.X86.Sse42",
    "System.Runtime.Intrinsics.X86.Sse42+X64",
    "System.Runtime.Intrinsics.X86.Ssse3",
    "System.Runtime.Intrinsics.X86.Ssse3+X64",
];

const ISA_PROPERTY: &str = "get_IsSupported";
/// Namespaces whose non-generic classes have an `IsSupported`.
const ISA_NAMESPACES: &[&str] = &[
    "System.Runtime.Intrinsics.X86",
    "System.Runtime.Intrinsics.Arm",
    "System.Runtime.Intrinsics.Wasm",
];
/// Classes with an `IsHardwareAccelerated`.
const VECTOR_CLASSES: &[(&str, &str)] = &[
    ("System.Numerics", "Vector"),
    ("System.Runtime.Intrinsics", "Vector64"),
    ("System.Runtime.Intrinsics", "Vector128"),
    ("System.Runtime.Intrinsics", "Vector256"),
    ("System.Runtime.Intrinsics", "Vector512"),
];

/// Whether code may use the instruction set (or vector size) of that class: `X86.Sse42`, `Vector128`, full names.
pub fn is_supported(class: &str) -> bool {
    SUPPORTED.binary_search(&class).is_ok()
}

/// Adds the getters of CoreLib's classes.
pub(super) fn collect(ts: &TypeSystem, out: &mut FxHashMap<u32, Const>) {
    let md = ts.metadata(ts.core_lib());
    for rid in 1..=md.row_count(Table::TypeDef) {
        let Some((name, property)) = switched_class(ts, rid) else {
            continue;
        };
        for m in md.type_def_methods(rid) {
            if md.method_def(m).is_ok_and(|r| r.name == property) {
                out.insert(m, Const::I32(i32::from(is_supported(&name))));
            }
        }
    }
}

/// `TypeDef` rows of CoreLib's classes of instruction sets that are not supported.
pub(crate) fn missing_classes(ts: &TypeSystem) -> FxHashSet<u32> {
    let md = ts.metadata(ts.core_lib());
    (1..=md.row_count(Table::TypeDef))
        .filter(|&rid| {
            switched_class(ts, rid)
                .is_some_and(|(name, property)| property == ISA_PROPERTY && !is_supported(&name))
        })
        .collect()
}

/// Full name of a class that has a property in question, and the property's getter.
fn switched_class(ts: &TypeSystem, rid: u32) -> Option<(String, &'static str)> {
    let module = ts.core_lib();
    let md = ts.metadata(module);
    let row = md.type_def(rid).ok()?;
    let mut outer = TypeDefId { module, rid };
    while let Some(o) = ts.enclosing_type(outer) {
        outer = o;
    }
    let outer_row = md.type_def(outer.rid).ok()?;
    let name = if outer.rid == rid {
        format!("{}.{}", row.namespace, row.name)
    } else {
        format!("{}.{}+{}", outer_row.namespace, outer_row.name, row.name)
    };
    if ISA_NAMESPACES.contains(&outer_row.namespace) {
        Some((name, ISA_PROPERTY))
    } else if VECTOR_CLASSES.contains(&(row.namespace, row.name)) {
        Some((name, "get_IsHardwareAccelerated"))
    } else {
        None
    }
}
