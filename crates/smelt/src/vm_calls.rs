//! `smelt vm-calls`: the state of the boundary between CoreLib and the runtime.

use crate::cli::OptionalInput;
use crate::diagnostics::{Failure, Result};
use crate::publish::World;
use smelt_abi::vm_calls::{FCALLS, QCALLS};
use smelt_ir::Func;
use smelt_metadata::Table;
use smelt_types::{ModuleId, TypeDefId, TypeSystem};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;

/// `MethodImplAttributes.InternalCall`.
const INTERNAL_CALL: u32 = 0x1000;

pub fn vm_calls(options: &OptionalInput) -> Result<()> {
    let (ts, reached) = match &options.app {
        Some(app) => {
            let world = World::load(app, &options.world)?;
            let analysis = world.analyse(false)?;
            let reached: HashSet<u32> = analysis
                .program
                .bodies
                .iter()
                .filter_map(|b| match b.func {
                    Func::Method(m) => world.ts.method_def(m),
                    _ => None,
                })
                .filter(|d| d.module == world.ts.core_lib())
                .map(|d| d.rid)
                .collect();
            (world.ts, Some(reached))
        }
        None => (
            TypeSystem::new(&references(&options.world.references)?)?,
            None,
        ),
    };
    let core = ts.core_lib();
    let known: HashSet<&str> = FCALLS.iter().chain(QCALLS).map(|c| c.managed).collect();
    let mut lists: BTreeMap<(bool, &str), BTreeSet<String>> = BTreeMap::new();
    for (rid, kind, name, overload) in boundary(&ts, core) {
        if reached.as_ref().is_some_and(|r| !r.contains(&rid)) {
            continue;
        }
        let implemented = known.contains(name.as_str()) || known.contains(overload.as_str());
        lists
            .entry((implemented, kind))
            .or_default()
            .insert(if implemented { name } else { overload });
    }
    let scope = if reached.is_some() {
        "reached by the app"
    } else {
        "in CoreLib"
    };
    for ((implemented, kind), names) in &lists {
        println!(
            "{} {kind} {scope}: {}",
            if *implemented {
                "implemented"
            } else {
                "missing"
            },
            names.len()
        );
        for name in names {
            println!("  {name}");
        }
    }
    Ok(())
}

fn references(given: &[PathBuf]) -> Result<Vec<PathBuf>> {
    if given.is_empty() {
        return Err(Failure::new(
            "smelt",
            "SMELT1014",
            "give an app, or --reference with the folder of the framework",
        ));
    }
    Ok(given.to_vec())
}

/// (row, kind, name, name with parameter types) of each method of CoreLib that the runtime must provide.
fn boundary(ts: &TypeSystem, core: ModuleId) -> Vec<(u32, &'static str, String, String)> {
    let meta = ts.metadata(core);
    let mut out = Vec::new();
    for type_rid in 1..=meta.row_count(Table::TypeDef) {
        let owner = ts.open_type(TypeDefId {
            module: core,
            rid: type_rid,
        });
        for m in ts.methods(owner) {
            let Some(def) = ts.method_def(m) else {
                continue;
            };
            if let Some((library, entry)) = smelt_ir::synth::pinvoke_names(ts, m) {
                if library == "QCall" {
                    out.push((def.rid, "QCall", entry.clone(), entry));
                }
            } else if ts.method_impl_flags(m) & INTERNAL_CALL != 0 {
                let (name, overload) = smelt_ir::synth::internal_call_names(ts, m);
                out.push((def.rid, "InternalCall", name, overload));
            }
        }
    }
    out
}
