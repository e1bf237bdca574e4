//! Against the shared framework of the installed SDK.

use super::*;
use crate::fold::Const;
use crate::switches::{self, Switches};
use crate::{Callee, Func, Op, Term};
use std::path::PathBuf;
use std::sync::OnceLock;

const FRAMEWORK: &str = "/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.12";

fn types() -> &'static TypeSystem {
    static TS: OnceLock<TypeSystem> = OnceLock::new();
    TS.get_or_init(|| TypeSystem::new(&[PathBuf::from(FRAMEWORK)]).expect("the framework"))
}

fn switches() -> &'static Switches {
    static S: OnceLock<Switches> = OnceLock::new();
    S.get_or_init(|| {
        Switches::new(
            types(),
            &[(
                "System.Globalization.Invariant".to_string(),
                "True".to_string(),
            )],
        )
    })
}

fn env() -> Env<'static> {
    Env::new(types(), switches())
}

fn method(class: &str, name: &str, params: usize) -> MethodId {
    let ts = types();
    let owner = ts.open_type(ts.find_core_type(class).expect(class));
    let mut all = ts.methods_named(owner, name).into_iter();
    all.find(|&m| ts.method_sig(m).is_ok_and(|s| s.params.len() == params))
        .expect(name)
}

/// The body of a method of a class or a generic method, with these arguments.
fn body(
    class: &str,
    name: &str,
    params: usize,
    type_args: &[TypeId],
    method_args: &[TypeId],
) -> Body {
    let ts = types();
    let def = ts
        .method_def(method(class, name, params))
        .expect("a definition");
    let owner = ts.named(ts.find_core_type(class).expect(class), type_args);
    let m = ts.canon_method(ts.method_on(def, owner, method_args));
    crate::env::body_of(&env(), crate::Func::Method(m)).unwrap_or_else(|e| panic!("{e}"))
}

fn ops(b: &Body) -> impl Iterator<Item = &Op> {
    b.blocks.iter().flat_map(|b| b.insts.iter().map(|i| &i.op))
}

#[test]
fn all_names_exist() {
    let unknown = table::unknown(types());
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn replaced_bodies_are_known() {
    let all = pins(types());
    assert!(!all.is_empty());
    let bad: Vec<_> = all.iter().filter(|(_, _, known)| !known).collect();
    assert!(bad.is_empty(), "{bad:#x?}");
}

/// The runtime packs that happen to be here.
#[test]
fn replaced_bodies_are_known_in_other_servicing_versions() {
    let home = std::env::var("HOME").unwrap_or_default();
    for version in ["10.0.11", "10.0.13", "10.0.14"] {
        let pack = format!(
            "{home}/.nuget/packages/microsoft.netcore.app.runtime.linux-x64/{version}/runtimes/linux-x64/lib/net10.0"
        );
        let native = pack.replace("lib/net10.0", "native");
        let folders: Vec<PathBuf> = [pack, native]
            .into_iter()
            .map(PathBuf::from)
            .filter(|p| p.is_dir())
            .collect();
        if folders.is_empty() {
            continue;
        }
        let ts = TypeSystem::new(&folders).expect("the runtime pack");
        let bad: Vec<_> = pins(&ts)
            .into_iter()
            .filter(|(_, _, known)| !known)
            .collect();
        assert!(bad.is_empty(), "{version}: {bad:#x?}");
        assert!(table::unknown(&ts).is_empty());
    }
}

#[test]
fn constants() {
    let env = env();
    let of = |class, name, params| switches::constant(&env, method(class, name, params));
    assert_eq!(
        of(
            "System.Runtime.CompilerServices.RuntimeFeature",
            "get_IsDynamicCodeSupported",
            0
        ),
        Some(Const::I32(0))
    );
    assert_eq!(
        of(
            "System.Runtime.CompilerServices.RuntimeFeature",
            "get_IsDynamicCodeCompiled",
            0
        ),
        Some(Const::I32(0))
    );
    assert_eq!(
        of(
            "System.Diagnostics.Tracing.EventSource",
            "get_IsSupported",
            0
        ),
        Some(Const::I32(0))
    );
    assert_eq!(
        of("System.Diagnostics.Tracing.EventSource", "IsEnabled", 3),
        Some(Const::I32(0))
    );
    assert_eq!(
        of("System.Diagnostics.Tracing.EventSource", "Finalize", 0),
        Some(Const::Void)
    );
    assert_eq!(
        of("System.Globalization.GlobalizationMode", "get_Invariant", 0),
        Some(Const::I32(1))
    );
    assert_eq!(
        of(
            "System.Globalization.GlobalizationMode+Settings",
            "get_Invariant",
            0
        ),
        None
    );
    assert_eq!(of("System.IntPtr", "get_Size", 0), Some(Const::I32(8)));
    assert_eq!(of("System.SR", "UsingResourceKeys", 0), Some(Const::I32(0)));
    assert_eq!(
        of(
            "System.Runtime.Intrinsics.X86.Avx2+X64",
            "get_IsSupported",
            0
        ),
        Some(Const::I32(0))
    );
    assert_eq!(
        of(
            "System.Runtime.Intrinsics.Vector128",
            "get_IsHardwareAccelerated",
            0
        ),
        Some(Const::I32(1))
    );
    assert_eq!(of("System.String", "get_Length", 0), None);
    let ts = types();
    let class = ts.open_type(ts.find_core_type("System.BitConverter").unwrap());
    let field = ts.field_named(class, "IsLittleEndian").unwrap();
    assert_eq!(switches::field_constant(&env, field), Some(Const::I32(1)));
}

/// Called by nobody, folded by the importer, or virtual and really throwing.
const NEVER_REACHED: &[&str] = &[
    "System.Type.GetGenericTypeDefinition",
    "System.StubHelpers.StubHelpers.",
    "System.Runtime.CompilerServices.AsyncHelpers.",
    "System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences",
    "System.Runtime.CompilerServices.StaticsHelpers.",
];

#[test]
fn intrinsics_without_il_are_expanded() {
    let ts = types();
    let env = env();
    let core = super::core(&env);
    let module = ts.core_lib();
    let mut missing = Vec::new();
    for t in ts.members_with_attribute(module, "System.Runtime.CompilerServices.IntrinsicAttribute")
    {
        if t.table() != smelt_metadata::Table::MethodDef || core.rules.contains_key(&t.rid()) {
            continue;
        }
        let def = smelt_types::MethodDefId {
            module,
            rid: t.rid(),
        };
        let owner = ts.open_type(smelt_types::TypeDefId {
            module,
            rid: ts.metadata(module).declaring_type_of_method(t.rid()),
        });
        let m = ts.method_on(def, owner, &[]);
        if NEVER_REACHED
            .iter()
            .any(|n| ts.method_display(m).starts_with(n))
        {
            continue;
        }
        if switches::constant(&env, m).is_some()
            || ts
                .type_def(owner)
                .is_some_and(|d| core.isa.contains(&d.rid))
        {
            continue;
        }
        let Ok(Some(il)) = ts.method_body(m) else {
            continue;
        };
        let mut calls_itself = false;
        let mut branches = false;
        let mut last = None;
        for i in smelt_metadata::il::instructions(il.il).flatten() {
            if let smelt_metadata::il::Operand::Token(t) = i.operand
                && let Ok(smelt_types::Member::Method(callee)) = ts.resolve_member(
                    module,
                    t,
                    smelt_types::Subst {
                        type_args: &[],
                        method_args: &[],
                    },
                )
            {
                calls_itself |= ts.method_def(callee) == Some(def);
            }
            branches |= matches!(i.operand, smelt_metadata::il::Operand::Target(_));
            last = Some(i.opcode);
        }
        let throws = last == Some(smelt_metadata::il::Opcode::Throw) && !branches;
        if calls_itself && !branches || throws {
            missing.push(ts.method_display(m));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn messages_are_literals() {
    let b = body("System.SR", "get_Arg_NullReferenceException", 0, &[], &[]);
    let text: Vec<String> = ops(&b)
        .filter_map(|op| match op {
            Op::Str(t) => Some(String::from_utf16_lossy(t)),
            _ => None,
        })
        .collect();
    assert_eq!(
        text,
        ["Object reference not set to an instance of an object."]
    );
    assert!(!ops(&b).any(|op| matches!(op, Op::Call { .. })));
}

#[test]
fn comparers_are_chosen() {
    use smelt_types::WellKnown;
    let ts = types();
    let int = ts.well_known(WellKnown::Int32);
    let b = body(
        "System.Collections.Generic.EqualityComparer`1",
        ".cctor",
        0,
        &[int],
        &[],
    );
    let made = ops(&b).find_map(|op| match op {
        Op::NewObject { ty, .. } => Some(ts.type_name(*ty)),
        _ => None,
    });
    assert_eq!(
        made.as_deref(),
        Some("System.Collections.Generic.GenericEqualityComparer`1[System.Int32]")
    );
    let string = ts.well_known(WellKnown::String);
    let b = body(
        "System.Collections.Generic.EqualityComparer`1",
        ".cctor",
        0,
        &[string],
        &[],
    );
    assert!(ops(&b).any(|op| matches!(op, Op::RuntimeLookup(crate::Lookup::EqualityComparer(_)))));
}

#[test]
fn create_instance() {
    use smelt_types::WellKnown;
    let ts = types();
    let int = ts.well_known(WellKnown::Int32);
    let b = body("System.Activator", "CreateInstance", 0, &[], &[int]);
    assert_eq!(b.blocks.len(), 1);
    let object = ts.well_known(WellKnown::Object);
    let b = body("System.Activator", "CreateInstance", 0, &[], &[object]);
    assert!(ops(&b).any(|op| matches!(
        op,
        Op::Call {
            callee: Callee::Pointer { .. },
            ..
        }
    )));
    assert!(b.blocks.iter().any(|b| matches!(b.term, Term::Throw(_))));
}

/// Every method of the instruction sets that can be chosen compiles, with all of them chosen.
#[test]
fn instruction_sets_are_complete() {
    let ts = types();
    let mut switches = Switches::new(ts, &[]);
    let list = "x86-64-v4,aes,pclmul,vpclmul,serialize,avx512vbmi_vl";
    switches.instruction_sets =
        switches::isa::InstructionSets::parse(list, 0, |_| false).expect("known sets");
    let env = Env::new(ts, &switches);
    let mut missing = Vec::new();
    let mut count = 0;
    for class in switches.instruction_sets.classes() {
        let Ok(def) = ts.find_core_type(&class) else {
            continue;
        };
        for m in ts.methods(ts.open_type(def)) {
            count += 1;
            if let Err(e) = crate::env::body_of(&env, Func::Method(m)) {
                missing.push(e.to_string());
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(count > 1200, "{count} methods");
}
