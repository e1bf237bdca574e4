//! Imports every method of one assembly (default: System.Private.CoreLib; `all`: the whole framework): non-generic ones as they are, generic
//! ones over `__Canon`. Reports what cannot be imported. `import_all [assembly [name filter]]`: with a filter, prints the IR of the methods
//! whose name contains it. `SMELT_ARG=System.Int32` (or another type name) replaces `__Canon`.

use smelt_ir::env::{Env, body_of};
use smelt_ir::switches::Switches;
use smelt_ir::{Func, dump};
use smelt_metadata::Table;
use smelt_types::{ModuleId, TypeDefId, TypeId, TypeSystem, WellKnown};
use std::collections::BTreeMap;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let assembly = args.next().unwrap_or("System.Private.CoreLib".into());
    let filter = args.next();
    let framework = framework()?;
    let ts = TypeSystem::new(std::slice::from_ref(&framework))?;
    let switches = Switches::new(&ts, &[]);
    let env = Env::new(&ts, &switches);
    let modules: Vec<ModuleId> = if assembly == "all" {
        let mut files: Vec<_> = std::fs::read_dir(&framework)?
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|p| p.extension().is_some_and(|e| e == "dll"))
            .collect();
        files.sort();
        files.iter().filter_map(|f| ts.load(f).ok()).collect()
    } else if assembly.ends_with(".dll") {
        vec![ts.load(assembly.as_ref())?]
    } else {
        vec![ts.load_by_name(&assembly)?]
    };
    let canon = match std::env::var("SMELT_ARG") {
        Ok(name) => ts.named(ts.find_core_type(&name)?, &[]),
        Err(_) => ts.well_known(WellKnown::Canon),
    };
    let (mut methods, mut bytes, mut insts) = (0u32, 0usize, 0usize);
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let start = std::time::Instant::now();
    let defs = modules.iter().flat_map(|&module| {
        let count = ts.metadata(module).row_count(Table::TypeDef);
        (1..=count).map(move |rid| TypeDefId { module, rid })
    });
    for def in defs {
        let count = ts.generic_param_count(def);
        let ty: TypeId = ts.named(def, &vec![canon; count as usize]);
        for m in ts.methods(ty) {
            let generic = ts.method_args(m).len();
            let m = match ts.method_def(m) {
                Some(d) => ts.method_on(d, ty, &vec![canon; generic]),
                None => m,
            };
            let il = match ts.method_body(m) {
                Ok(Some(il)) => il.il.len(),
                _ => continue,
            };
            methods += 1;
            bytes += il;
            let wanted = filter
                .as_ref()
                .is_some_and(|f| ts.method_display(m).contains(f.as_str()));
            match body_of(&env, Func::Method(m)) {
                Ok(body) => {
                    insts += body.blocks.iter().map(|b| b.insts.len()).sum::<usize>();
                    if wanted {
                        println!("{}", dump::text(&ts, &body));
                    }
                    if let Err(e) = dump::check(&ts, &body) {
                        let place = ts.method_display(m);
                        errors
                            .entry("CHECK".into())
                            .or_default()
                            .push(format!("{place}: {e}"));
                    }
                }
                Err(e) => {
                    if wanted {
                        println!("{e}");
                    }
                    errors
                        .entry(format!("{:?}", e.kind))
                        .or_default()
                        .push(e.to_string());
                }
            }
        }
    }
    let time = start.elapsed();
    for (kind, list) in &errors {
        println!("== {kind}: {}", list.len());
        for e in list.iter().take(400) {
            println!("  {e}");
        }
    }
    println!(
        "{methods} methods, {bytes} bytes of IL, {insts} instructions, {:.2} s, {:.0} methods/s",
        time.as_secs_f64(),
        f64::from(methods) / time.as_secs_f64()
    );
    Ok(())
}

/// The newest shared framework of this machine.
fn framework() -> Result<std::path::PathBuf, Box<dyn std::error::Error>> {
    let root = std::env::var("DOTNET_ROOT").unwrap_or("/usr/share/dotnet".into());
    let folder = std::path::Path::new(&root).join("shared/Microsoft.NETCore.App");
    let mut versions: Vec<_> = std::fs::read_dir(folder)?
        .filter_map(|e| Some(e.ok()?.path()))
        .collect();
    versions.sort();
    versions.pop().ok_or_else(|| "no framework".into())
}
