//! Instruction sets: which `IsSupported` and `IsHardwareAccelerated` properties are true. One table for the whole image.

use crate::fold::Const;
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_types::{TypeDefId, TypeSystem};

/// Classes of `System.Runtime.Intrinsics` and `System.Numerics` whose property is true. All other classes with such a property are not
/// supported, whatever the machine can do: CoreLib then takes its portable paths.
pub const SUPPORTED: &[&str] = &[
    "System.Numerics.Vector",
    "System.Runtime.Intrinsics.Vector128",
];

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
    let module = ts.core_lib();
    let md = ts.metadata(module);
    for rid in 1..=md.row_count(smelt_metadata::Table::TypeDef) {
        let Ok(row) = md.type_def(rid) else { continue };
        let outer = outermost(ts, TypeDefId { module, rid });
        let Ok(outer_row) = md.type_def(outer) else {
            continue;
        };
        let property = if ISA_NAMESPACES.contains(&outer_row.namespace) {
            "get_IsSupported"
        } else if VECTOR_CLASSES.contains(&(row.namespace, row.name)) {
            "get_IsHardwareAccelerated"
        } else {
            continue;
        };
        let name = if outer == rid {
            format!("{}.{}", row.namespace, row.name)
        } else {
            format!("{}.{}+{}", outer_row.namespace, outer_row.name, row.name)
        };
        for m in md.type_def_methods(rid) {
            if md.method_def(m).is_ok_and(|r| r.name == property) {
                out.insert(m, Const::I32(i32::from(is_supported(&name))));
            }
        }
    }
}

/// `TypeDef` rows of CoreLib's instruction-set classes.
pub(crate) fn classes(ts: &TypeSystem) -> FxHashSet<u32> {
    let module = ts.core_lib();
    let md = ts.metadata(module);
    (1..=md.row_count(smelt_metadata::Table::TypeDef))
        .filter(|&rid| {
            let outer = outermost(ts, TypeDefId { module, rid });
            md.type_def(outer)
                .is_ok_and(|row| ISA_NAMESPACES.contains(&row.namespace))
        })
        .collect()
}

fn outermost(ts: &TypeSystem, def: TypeDefId) -> u32 {
    let mut at = def;
    while let Some(outer) = ts.enclosing_type(at) {
        at = outer;
    }
    at.rid
}
