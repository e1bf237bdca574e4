//! Generates the objects of an app and prints figures: `gen APP.dll FRAMEWORK_DIR OUT_DIR [none|size|speed] [verify] [ir]`.
use smelt_codegen::{CodegenOptions, OptLevel, generate};
use smelt_ir::env::Env;
use smelt_ir::switches::Switches;
use smelt_trim::{Roots, analyse};
use smelt_types::{MethodDefId, TypeDefId, TypeSystem};
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let mut args = std::env::args().skip(1);
    let mut path = || PathBuf::from(args.next().expect("three paths"));
    let (app, framework, out) = (path(), path(), path());
    let flags: Vec<String> = args.collect();
    let flag = |name: &str| flags.iter().any(|f| f == name);
    let start = Instant::now();
    let ts = TypeSystem::new(&[framework]).expect("type system");
    let module = ts.load(&app).expect("app loads");
    let meta = ts.metadata(module);
    let main = meta.entry_point().expect("entry point");
    let owner = TypeDefId {
        module,
        rid: meta.declaring_type_of_method(main.rid()),
    };
    let switches = Switches::new(&ts, &[]);
    let mut env = Env::new(&ts, &switches);
    let def = MethodDefId {
        module,
        rid: main.rid(),
    };
    env.entry_point = Some(ts.method_on(def, ts.open_type(owner), &[]));
    env.app_modules = vec![module];
    let analysis = analyse(&env, &Roots::default()).expect("analysis");
    for p in &analysis.problems {
        println!("problem: {}: {}", p.member, p.why);
    }
    println!(
        "{} functions after {:?}",
        analysis.program.bodies.len(),
        start.elapsed()
    );
    let options = CodegenOptions {
        opt: if flag("none") {
            OptLevel::None
        } else if flag("size") {
            OptLevel::Size
        } else {
            OptLevel::Speed
        },
        verify: flag("verify"),
        emit_ir: flag("ir").then(|| out.clone()),
        ..CodegenOptions::default()
    };
    let start = Instant::now();
    std::fs::create_dir_all(&out).expect("folder");
    match generate(&ts, &analysis.program, &options) {
        Ok(units) => {
            let bytes: usize = units.iter().map(|u| u.bytes.len()).sum();
            for u in &units {
                std::fs::write(out.join(format!("{}.o", u.name)), &u.bytes).expect("object");
            }
            println!(
                "{} units, {bytes} bytes, {:?}",
                units.len(),
                start.elapsed()
            );
        }
        Err(e) => println!("error: {e}"),
    }
}
