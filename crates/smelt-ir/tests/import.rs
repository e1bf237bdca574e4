//! CoreLib's IL through the importer: every method, and the shapes that single methods must get.

use smelt_ir::env::{Env, ImportErrorKind, body_of};
use smelt_ir::switches::Switches;
use smelt_ir::*;
use smelt_metadata::Table;
use smelt_types::{MethodId, TypeDefId, TypeId, TypeSystem, WellKnown};
use std::sync::OnceLock;

fn types() -> &'static TypeSystem {
    static TYPES: OnceLock<TypeSystem> = OnceLock::new();
    TYPES.get_or_init(|| {
        let root = std::env::var("DOTNET_ROOT").unwrap_or("/usr/share/dotnet".into());
        let folder = std::path::Path::new(&root).join("shared/Microsoft.NETCore.App");
        let mut versions: Vec<_> = std::fs::read_dir(folder)
            .expect("the .NET SDK is installed")
            .map(|e| e.unwrap().path())
            .collect();
        versions.sort();
        TypeSystem::new(&[versions.pop().unwrap()]).unwrap()
    })
}

fn env() -> &'static Env<'static> {
    static SWITCHES: OnceLock<Switches> = OnceLock::new();
    static ENV: OnceLock<Env> = OnceLock::new();
    ENV.get_or_init(|| {
        let switches = SWITCHES.get_or_init(|| Switches::new(types(), &[]));
        Env::new(types(), switches)
    })
}

fn core(name: &str, args: &[TypeId]) -> TypeId {
    types().named(types().find_core_type(name).unwrap(), args)
}

fn well_known(w: WellKnown) -> TypeId {
    types().well_known(w)
}

/// The body of the method of that name with that many parameters.
fn body(ty: TypeId, name: &str, params: usize) -> Body {
    body_with(ty, name, params, &[])
}

fn body_with(ty: TypeId, name: &str, params: usize, args: &[TypeId]) -> Body {
    let ts = types();
    let m = ts
        .methods_named(ty, name)
        .into_iter()
        .find(|&m| {
            ts.method_sig(m).unwrap().params.len() == params
                && ts.method_generic_count(m) as usize == args.len()
        })
        .unwrap_or_else(|| panic!("{} has no {name}", ts.type_name(ty)));
    let m = ts.method_on(ts.method_def(m).unwrap(), ty, args);
    let body = body_of(env(), Func::Method(m)).unwrap();
    dump::check(ts, &body).unwrap();
    body
}

fn ops(body: &Body) -> impl Iterator<Item = &Op> {
    body.blocks.iter().flat_map(|b| &b.insts).map(|i| &i.op)
}

/// Names of the methods that a body calls.
fn callees(body: &Body) -> Vec<String> {
    let name = |m: MethodId| types().method_display(m);
    ops(body)
        .filter_map(|op| match op {
            Op::Call { callee, .. } => Some(match callee {
                Callee::Func {
                    func: Func::Method(m),
                    ..
                } => name(*m),
                Callee::Virtual { decl } | Callee::Dispatch { decl, .. } => name(*decl),
                other => format!("{other:?}"),
            }),
            _ => None,
        })
        .collect()
}

#[test]
fn every_method_of_core_lib() {
    let ts = types();
    let module = ts.core_lib();
    let canon = well_known(WellKnown::Canon);
    let mut count = 0;
    let mut problems = Vec::new();
    for rid in 1..=ts.metadata(module).row_count(Table::TypeDef) {
        let def = TypeDefId { module, rid };
        let ty = ts.named(def, &vec![canon; ts.generic_param_count(def) as usize]);
        for m in ts.methods(ty) {
            let args = vec![canon; ts.method_generic_count(m) as usize];
            let m = ts.method_on(ts.method_def(m).unwrap(), ty, &args);
            if ts.method_body(m).unwrap().is_none() {
                continue;
            }
            count += 1;
            match body_of(env(), Func::Method(m)) {
                Ok(body) => {
                    if let Err(e) = dump::check(ts, &body) {
                        problems.push(format!("{}: {e}", ts.method_display(m)));
                    }
                }
                Err(e)
                    if matches!(
                        e.kind,
                        ImportErrorKind::Intrinsic | ImportErrorKind::JitOnly
                    ) => {}
                Err(e) => problems.push(e.to_string()),
            }
        }
    }
    assert!(count > 30_000);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn questions_about_type_arguments_fold() {
    let int = well_known(WellKnown::Int32);
    let canon = well_known(WellKnown::Canon);
    let plain = callees(&body(core("System.Span`1", &[int]), "Clear", 0));
    assert!(plain.iter().any(|c| c.contains("ClearWithoutReferences")));
    assert!(!plain.iter().any(|c| c.contains("ClearWithReferences")));
    let refs = callees(&body(core("System.Span`1", &[canon]), "Clear", 0));
    assert!(refs.iter().any(|c| c.contains("ClearWithReferences")));
    assert!(!refs.iter().any(|c| c.contains("ClearWithoutReferences")));
}

#[test]
fn shared_code_asks_its_dictionary() {
    let canon = well_known(WellKnown::Canon);
    let list = "System.Collections.Generic.List`1";
    let shared = body(core(list, &[canon]), "ToArray", 0);
    assert_eq!(shared.context, Context::This);
    assert!(ops(&shared).any(|op| matches!(
        op,
        Op::RuntimeLookup(Lookup::TypeHandle {
            constructed: true,
            ..
        })
    )));
    let exact = body(core(list, &[well_known(WellKnown::Int32)]), "ToArray", 0);
    assert_eq!(exact.context, Context::None);
    assert!(!ops(&exact).any(|op| matches!(op, Op::RuntimeLookup(_))));
}

#[test]
fn static_methods_of_shared_types_pass_their_context_on() {
    let canon = well_known(WellKnown::Canon);
    let shared = body(
        core("System.Collections.Generic.List`1", &[canon]),
        "Sort",
        3,
    );
    let contexts = ops(&shared).filter(|op| {
        matches!(
            op,
            Op::Call {
                callee: Callee::Func {
                    context: Some(_),
                    ..
                },
                ..
            }
        )
    });
    assert!(contexts.count() > 0);
}

#[test]
fn synchronized_methods_lock() {
    let ts = types();
    let writer = ts
        .find_core_type("System.IO.TextWriter+SyncTextWriter")
        .unwrap();
    let body = body(ts.named(writer, &[]), "Close", 0);
    assert!(
        callees(&body)
            .iter()
            .any(|c| c.starts_with("System.Threading.Monitor.Enter"))
    );
    assert!(body.regions.iter().any(|r| matches!(
        &r.kind,
        RegionKind::Try { handlers } if matches!(handlers[..], [Handler::Finally { .. }])
    )));
}

#[test]
fn handlers_are_nested_as_in_il() {
    // try { try { } catch { } } finally { } is two try regions, and the catch handler lies in the outer one.
    let body = body(core("System.Threading.Thread", &[]), "StartCallback", 0);
    for (n, r) in body.regions.iter().enumerate() {
        if let RegionKind::Try { handlers } = &r.kind {
            for h in handlers {
                if let Handler::Catch { region, .. } | Handler::Finally { region, .. } = h {
                    let handler = &body.regions[region.0 as usize];
                    assert_eq!(handler.parent, r.parent);
                    assert!(
                        matches!(handler.kind, RegionKind::Handler { of, .. } if of.0 as usize == n)
                    );
                }
            }
        }
    }
}

#[test]
fn precise_static_constructors_run_at_the_start_of_static_methods() {
    let ts = types();
    let module = ts.core_lib();
    let mut seen = 0;
    for rid in 1..=ts.metadata(module).row_count(Table::TypeDef) {
        let def = TypeDefId { module, rid };
        if ts.generic_param_count(def) != 0 {
            continue;
        }
        let ty = ts.named(def, &[]);
        if ts.class_ctor(ty).is_none() || ts.is_before_field_init(ty) {
            continue;
        }
        for m in ts.methods(ty) {
            if !ts.is_static(m) || ts.method_generic_count(m) != 0 {
                continue;
            }
            let Ok(Some(_)) = ts.method_body(m) else {
                continue;
            };
            let Ok(body) = body_of(env(), Func::Method(m)) else {
                continue;
            };
            let starts = body.blocks[0]
                .insts
                .iter()
                .any(|i| matches!(i.op, Op::EnsureClassInit { .. }));
            let constant = body.blocks[0].insts.len() <= 1;
            if ts.method_name(m) == ".cctor" {
                assert!(
                    !ops(&body).any(|op| *op == Op::ClassInitRecord(ty)),
                    "{} initialises itself",
                    ts.type_name(ty)
                );
            } else {
                assert!(starts || constant, "{}", ts.method_display(m));
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
}

#[test]
fn delegates_of_static_methods_go_through_the_shuffle_stub() {
    let ts = types();
    let mut open = 0;
    let mut closed = 0;
    for m in ts.methods(core("System.Threading.ThreadPool", &[])) {
        if ts.method_generic_count(m) != 0 || !matches!(ts.method_body(m), Ok(Some(_))) {
            continue;
        }
        let Ok(body) = body_of(env(), Func::Method(m)) else {
            continue;
        };
        for op in ops(&body) {
            if let Op::FuncAddr(f) = op {
                match f {
                    Func::OpenDelegate(_) => open += 1,
                    _ => closed += 1,
                }
            }
        }
    }
    assert!(closed >= open);
}
