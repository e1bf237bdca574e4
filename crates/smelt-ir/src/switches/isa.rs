//! Instruction sets: what code may use beyond the baseline, and which `IsSupported` and `IsHardwareAccelerated` properties are true. One choice
//! for the whole image.

use crate::fold::Const;
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_abi::cpu;
use smelt_metadata::Table;
use smelt_types::{TypeDefId, TypeSystem};

/// An instruction set as `--instruction-set` names it.
struct Isa {
    name: &'static str,
    /// What it cannot be without.
    needs: &'static [&'static str],
    /// Classes of `System.Runtime.Intrinsics.X86` that are supported with it, each with its nested `X64`.
    classes: &'static [&'static str],
    /// Features as LLVM names them.
    llvm: &'static [&'static str],
    /// Features as [`cpu::FEATURES`] names them.
    processor: &'static [&'static str],
}

const fn isa(
    name: &'static str,
    needs: &'static [&'static str],
    classes: &'static [&'static str],
    llvm: &'static [&'static str],
    processor: &'static [&'static str],
) -> Isa {
    Isa {
        name,
        needs,
        classes,
        llvm,
        processor,
    }
}

/// By dependency. Those without LLVM features are in every processor that the baseline names.
const SETS: &[Isa] = &[
    isa("base", &[], &["X86Base"], &[], &[]),
    isa("sse", &["base"], &["Sse"], &[], &[]),
    isa("sse2", &["sse"], &["Sse2"], &[], &[]),
    isa("sse3", &["sse2"], &["Sse3"], &[], &[]),
    isa("ssse3", &["sse3"], &["Ssse3"], &[], &[]),
    isa("sse4.1", &["ssse3"], &["Sse41"], &[], &[]),
    isa("sse4.2", &["sse4.1"], &["Sse42"], &[], &[]),
    isa("popcnt", &["sse4.2"], &["Popcnt"], &[], &[]),
    isa("aes", &["sse4.2"], &["Aes"], &["aes"], &["aes"]),
    isa(
        "pclmul",
        &["sse4.2"],
        &["Pclmulqdq"],
        &["pclmul"],
        &["pclmul"],
    ),
    isa("movbe", &["sse4.2"], &[], &["movbe"], &["movbe"]),
    isa("lzcnt", &["base"], &["Lzcnt"], &["lzcnt"], &["lzcnt"]),
    isa(
        "serialize",
        &["base"],
        &["X86Serialize"],
        &["serialize"],
        &["serialize"],
    ),
    isa("avx", &["sse4.2"], &["Avx"], &["avx"], &["avx"]),
    isa("f16c", &["avx"], &[], &["f16c"], &["f16c"]),
    isa("avx2", &["avx"], &["Avx2"], &["avx2"], &["avx2"]),
    isa("bmi", &["avx"], &["Bmi1"], &["bmi"], &["bmi"]),
    isa("bmi2", &["avx"], &["Bmi2"], &["bmi2"], &["bmi2"]),
    isa("fma", &["avx"], &["Fma"], &["fma"], &["fma"]),
    isa(
        "avxvnni",
        &["avx2"],
        &["AvxVnni"],
        &["avxvnni"],
        &["avxvnni"],
    ),
    isa(
        "vpclmul",
        &["pclmul", "avx"],
        &["Pclmulqdq+V256"],
        &["vpclmulqdq"],
        &["vpclmul"],
    ),
    // The classes of AVX-512 are not expanded: they say that they are not supported. `Vector512` is.
    isa(
        "avx512f",
        &["avx2", "fma", "f16c"],
        &[],
        &["avx512f"],
        &["avx512f"],
    ),
    isa(
        "avx512f_vl",
        &["avx512f"],
        &[],
        &["avx512vl"],
        &["avx512vl"],
    ),
    isa("avx512bw", &["avx512f"], &[], &["avx512bw"], &["avx512bw"]),
    isa("avx512bw_vl", &["avx512bw", "avx512f_vl"], &[], &[], &[]),
    isa("avx512cd", &["avx512f"], &[], &["avx512cd"], &["avx512cd"]),
    isa("avx512cd_vl", &["avx512cd", "avx512f_vl"], &[], &[], &[]),
    isa("avx512dq", &["avx512f"], &[], &["avx512dq"], &["avx512dq"]),
    isa("avx512dq_vl", &["avx512dq", "avx512f_vl"], &[], &[], &[]),
    isa(
        "avx512vbmi",
        &["avx512bw"],
        &[],
        &["avx512vbmi"],
        &["avx512vbmi"],
    ),
    isa(
        "avx512vbmi_vl",
        &["avx512vbmi", "avx512bw_vl"],
        &[],
        &[],
        &[],
    ),
];

/// Names that stand for several sets.
const GROUPS: &[(&[&str], &[&str])] = &[
    (&["x86-64", "x86-x64"], &["sse2"]),
    (&["x86-64-v2", "x86-x64-v2"], &["sse4.2", "popcnt"]),
    (
        &["x86-64-v3", "x86-x64-v3", "haswell", "skylake"],
        &[
            "avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe", "popcnt",
        ],
    ),
    (
        &["x86-64-v4", "x86-x64-v4"],
        &[
            "avx2",
            "bmi",
            "bmi2",
            "f16c",
            "fma",
            "lzcnt",
            "movbe",
            "popcnt",
            "avx512f",
            "avx512f_vl",
            "avx512bw",
            "avx512bw_vl",
            "avx512cd",
            "avx512cd_vl",
            "avx512dq",
            "avx512dq_vl",
        ],
    ),
    (
        &["avx512"],
        &[
            "avx512f",
            "avx512f_vl",
            "avx512bw",
            "avx512bw_vl",
            "avx512cd",
            "avx512cd_vl",
            "avx512dq",
            "avx512dq_vl",
        ],
    ),
];

/// What every program assumes: x86-64-v2.
const BASELINE: &[&str] = &["sse4.2", "popcnt"];
/// What makes `Vector512` worth while.
const VECTOR512: &[&str] = &["avx512f_vl", "avx512bw_vl", "avx512cd_vl", "avx512dq_vl"];

const X86: &str = "System.Runtime.Intrinsics.X86.";

/// A list of instruction sets that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IsaError {
    #[error("unknown instruction set '{0}'")]
    Unknown(String),
    #[error(
        "instruction set '{0}' is part of x86-64-v2, which every program needs: it can't be removed"
    )]
    Baseline(String),
    #[error("instruction set '{0}' needs '{1}', which is removed")]
    Removed(String, String),
    #[error(
        "the width of Vector<T> is 0 (that of the instruction set), 128, 256 or 512 bits, not '{0}'"
    )]
    Width(String),
}

/// The instruction sets that code may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstructionSets {
    /// Numbers in [`SETS`], as bits.
    sets: u64,
    /// Bytes of `Vector<T>`.
    vector_bytes: u32,
}

impl Default for InstructionSets {
    fn default() -> InstructionSets {
        let mut sets = InstructionSets {
            sets: 0,
            vector_bytes: 16,
        };
        BASELINE.iter().for_each(|n| sets.insert(n));
        sets
    }
}

impl InstructionSets {
    /// A list such as `x86-64-v3,-fma`: sets or groups with `+` (or nothing) or `-` before them; what is added brings what it needs. `native`
    /// stands for what the closure says is there. `width`: largest size of `Vector<T>` in bits, 0 for that of the sets.
    pub fn parse(
        list: &str,
        width: u32,
        native: impl Fn(&str) -> bool,
    ) -> Result<InstructionSets, IsaError> {
        let mut sets = InstructionSets::default();
        let baseline = sets.sets;
        let mut removed: Vec<&'static str> = Vec::new();
        let mut added: Vec<&'static str> = Vec::new();
        for item in list.split([',', ';']).map(str::trim) {
            let (remove, name) = match item.strip_prefix('-') {
                Some(name) => (true, name),
                None => (false, item.strip_prefix('+').unwrap_or(item)),
            };
            for member in members(name, &native)? {
                if !remove {
                    removed.retain(|r| *r != member);
                    added.push(member);
                } else if baseline & bit(member) != 0 {
                    return Err(IsaError::Baseline(name.to_string()));
                } else {
                    added.retain(|a| *a != member);
                    removed.push(member);
                }
            }
        }
        for name in added {
            let mut one = InstructionSets {
                sets: 0,
                vector_bytes: 0,
            };
            one.insert(name);
            if let Some(missing) = removed.iter().find(|r| one.has(r)) {
                return Err(IsaError::Removed(name.to_string(), missing.to_string()));
            }
            sets.sets |= one.sets;
        }
        let widest = if VECTOR512.iter().all(|n| sets.has(n)) && width == 512 {
            64
        } else if sets.has("avx2") && width != 128 {
            32
        } else {
            16
        };
        if !matches!(width, 0 | 128 | 256 | 512) {
            return Err(IsaError::Width(width.to_string()));
        }
        sets.vector_bytes = widest;
        Ok(sets)
    }

    fn insert(&mut self, name: &str) {
        if let Some(isa) = SETS.iter().find(|s| s.name == name) {
            self.sets |= bit(name);
            isa.needs.iter().for_each(|n| self.insert(n));
        }
    }

    fn has(&self, name: &str) -> bool {
        self.sets & bit(name) != 0
    }

    fn chosen(&self) -> impl Iterator<Item = &'static Isa> {
        SETS.iter().filter(|s| self.has(s.name))
    }

    /// Size of `Vector<T>`.
    pub fn vector_bytes(&self) -> u32 {
        self.vector_bytes
    }

    /// What LLVM may use beyond x86-64-v2: `+avx,+avx2`.
    pub fn llvm_features(&self) -> String {
        let all: Vec<String> = self
            .chosen()
            .flat_map(|s| s.llvm)
            .map(|f| format!("+{f}"))
            .collect();
        all.join(",")
    }

    /// What the processor must have: bits of [`cpu::FEATURES`].
    pub fn processor(&self) -> u64 {
        self.chosen().fold(cpu::bits(cpu::BASELINE), |all, s| {
            all | cpu::bits(s.processor)
        })
    }

    /// Whether code may use the instruction set (or vector size) of that class, a full name. All other classes with such a property are not
    /// supported, whatever the machine can do: CoreLib then takes its portable paths.
    pub fn is_supported(&self, class: &str) -> bool {
        match class {
            "System.Numerics.Vector" | "System.Runtime.Intrinsics.Vector128" => return true,
            "System.Runtime.Intrinsics.Vector256" => return self.has("avx2"),
            "System.Runtime.Intrinsics.Vector512" => {
                return VECTOR512.iter().all(|n| self.has(n));
            }
            _ => {}
        }
        let Some(name) = class.strip_prefix(X86) else {
            return false;
        };
        let name = name.strip_suffix("+X64").unwrap_or(name);
        self.chosen().any(|s| s.classes.contains(&name))
    }

    /// Full names of the supported classes of instruction sets.
    pub fn classes(&self) -> Vec<String> {
        self.chosen()
            .flat_map(|s| s.classes)
            .flat_map(|c| [format!("{X86}{c}"), format!("{X86}{c}+X64")])
            .collect()
    }
}

/// The names in [`SETS`].
fn names() -> impl Iterator<Item = &'static str> {
    SETS.iter().map(|s| s.name)
}

/// Whether every program assumes an instruction set.
pub fn in_baseline(name: &str) -> bool {
    InstructionSets::default().has(name)
}

fn bit(name: &str) -> u64 {
    SETS.iter()
        .position(|s| s.name == name)
        .map_or(0, |at| 1 << at)
}

/// The sets that a name stands for.
fn members(name: &str, native: impl Fn(&str) -> bool) -> Result<Vec<&'static str>, IsaError> {
    if name == "native" {
        return Ok(names().filter(|n| native(n)).collect());
    }
    if let Some((_, members)) = GROUPS.iter().find(|g| g.0.contains(&name)) {
        return Ok(members.to_vec());
    }
    match SETS.iter().find(|s| s.name == name) {
        Some(s) => Ok(vec![s.name]),
        None => Err(IsaError::Unknown(name.to_string())),
    }
}

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

/// Adds the getters of CoreLib's classes.
pub(super) fn collect(ts: &TypeSystem, sets: &InstructionSets, out: &mut FxHashMap<u32, Const>) {
    let md = ts.metadata(ts.core_lib());
    for rid in 1..=md.row_count(Table::TypeDef) {
        let Some((name, property)) = switched_class(ts, rid) else {
            continue;
        };
        for m in md.type_def_methods(rid) {
            if md.method_def(m).is_ok_and(|r| r.name == property) {
                out.insert(m, Const::I32(i32::from(sets.is_supported(&name))));
            }
        }
    }
}

/// `TypeDef` rows of CoreLib's classes of instruction sets that are not supported.
pub(crate) fn missing_classes(ts: &TypeSystem, sets: &InstructionSets) -> FxHashSet<u32> {
    let md = ts.metadata(ts.core_lib());
    (1..=md.row_count(Table::TypeDef))
        .filter(|&rid| {
            switched_class(ts, rid).is_some_and(|(name, property)| {
                property == ISA_PROPERTY && !sets.is_supported(&name)
            })
        })
        .collect()
}

/// Full name of a class that has a property in question, and the property's getter.
fn switched_class(ts: &TypeSystem, rid: u32) -> Option<(String, &'static str)> {
    let module = ts.core_lib();
    let md = ts.metadata(module);
    let row = md.type_def(rid).ok()?;
    let mut path = vec![row.name];
    let mut outer = TypeDefId { module, rid };
    while let Some(o) = ts.enclosing_type(outer) {
        outer = o;
        path.push(md.type_def(outer.rid).ok()?.name);
    }
    path.reverse();
    let namespace = md.type_def(outer.rid).ok()?.namespace;
    let name = format!("{namespace}.{}", path.join("+"));
    if ISA_NAMESPACES.contains(&namespace) {
        Some((name, ISA_PROPERTY))
    } else if VECTOR_CLASSES.contains(&(row.namespace, row.name)) {
        Some((name, "get_IsHardwareAccelerated"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(list: &str) -> Result<InstructionSets, IsaError> {
        InstructionSets::parse(list, 0, |n| n == "avx")
    }

    #[test]
    fn lists_of_sets() {
        let v3 = parse("x86-64-v3").expect("known");
        assert!(v3.is_supported("System.Runtime.Intrinsics.X86.Avx2+X64"));
        assert!(v3.is_supported("System.Runtime.Intrinsics.Vector256"));
        assert!(!v3.is_supported("System.Runtime.Intrinsics.Vector512"));
        assert_eq!(v3.vector_bytes(), 32);
        assert_eq!(
            v3.llvm_features(),
            "+movbe,+lzcnt,+avx,+f16c,+avx2,+bmi,+bmi2,+fma"
        );
        assert_eq!(parse("avx2, +bmi2").map(|s| s.has("avx")), Ok(true));
        assert_eq!(parse("x86-x64-v3,-fma").map(|s| s.has("fma")), Ok(false));
        assert_eq!(
            parse("native").map(|s| s.llvm_features()),
            Ok("+avx".into())
        );
        assert_eq!(parse("x86-64-v2"), Ok(InstructionSets::default()));
    }

    #[test]
    fn lists_that_make_no_sense() {
        assert_eq!(parse("avx3"), Err(IsaError::Unknown("avx3".into())));
        assert_eq!(parse(""), Err(IsaError::Unknown("".into())));
        assert_eq!(parse("-sse4.2"), Err(IsaError::Baseline("sse4.2".into())));
        assert_eq!(
            parse("avx2,-avx"),
            Err(IsaError::Removed("avx2".into(), "avx".into()))
        );
    }
}
