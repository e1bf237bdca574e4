//! Prints what an app reaches: `reach APP.dll FRAMEWORK_DIR [NAME=VALUE...]`.
use smelt_ir::env::Env;
use smelt_ir::switches::Switches;
use smelt_metadata::Table;
use smelt_trim::{Roots, analyse};
use smelt_types::{MethodDefId, TypeDefId, TypeSystem};
use std::path::PathBuf;

fn main() {
    let mut args = std::env::args().skip(1);
    let app = PathBuf::from(args.next().expect("app"));
    let framework = PathBuf::from(args.next().expect("framework"));
    let features: Vec<_> = args
        .filter_map(|a| {
            a.split_once('=')
                .map(|(n, v)| (n.to_string(), v.to_string()))
        })
        .collect();
    let start = std::time::Instant::now();
    let ts = TypeSystem::new(&[framework]).expect("type system");
    let module = ts.load(&app).expect("app loads");
    let meta = ts.metadata(module);
    let main = meta.entry_point().expect("entry point");
    assert_eq!(main.table(), Table::MethodDef);
    let owner = TypeDefId {
        module,
        rid: meta.declaring_type_of_method(main.rid()),
    };
    let switches = Switches::new(&ts, &features);
    let mut env = Env::new(&ts, &switches);
    env.entry_point = Some(ts.method_on(
        MethodDefId {
            module,
            rid: main.rid(),
        },
        ts.open_type(owner),
        &[],
    ));
    env.app_modules = vec![module];
    let analysis = analyse(&env, &Roots::default()).expect("analysis");
    for (what, why) in &analysis.problems {
        println!("problem: {what}: {why}");
    }
    for name in env.missing_vm_calls() {
        println!("missing VM call: {name}");
    }
    let p = &analysis.program;
    println!(
        "{} functions, {} types, {} slots, {} selectors, {} cells, {:?}",
        p.bodies.len(),
        p.types.len(),
        p.virtual_slots.len(),
        p.selectors.len(),
        p.dispatch.len(),
        start.elapsed()
    );
    if std::env::var_os("LIST").is_some() {
        for b in &p.bodies {
            println!("{}", smelt_ir::symbols::func(&ts, b.func));
        }
    }
    if let Ok(what) = std::env::var("WHY") {
        for n in analysis
            .reasons
            .nodes()
            .filter(|n| n.describe(&ts).contains(&what))
            .take(5)
        {
            for s in analysis.reasons.chain(n) {
                println!("  <- {}", s.describe(&ts));
            }
            println!();
        }
    }
}
