//! `smelt torture`: compiles every method of the given assemblies, reachable or not, and tells which ones fail and why.
//!
//! Each method is a target of its own: its canonical form, and for generic ones also an instantiation over value types. A defect that ends the
//! process is located by `cargo xtask torture`, which runs this command over ranges of targets.

mod instantiate;

use crate::cli::{Optimize, TortureOptions};
use crate::config;
use crate::diagnostics::{Failure, Result};
use instantiate::Instantiator;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_codegen::{CodegenError, CodegenOptions, OptLevel};
use smelt_ir::entity;
use smelt_ir::env::{Env, ImportErrorKind, body_of};
use smelt_ir::switches::Switches;
use smelt_ir::{Body, Context, DictOwner, Func, Handler, Lookup, Op, Program, RegionKind};
use smelt_metadata::Table;
use smelt_types::{MethodDefId, ModuleId, TypeDefId, TypeSystem};
use std::path::PathBuf;

/// Targets that are imported together.
const BATCH: usize = 4000;
/// Bodies that make one code-generation unit.
const UNIT: usize = 100;
/// `MethodAttributes.Abstract` (ECMA-335 II.23.1.10).
const ABSTRACT: u16 = 0x0400;

/// Counts and failures of a run.
#[derive(Default)]
struct Tally {
    compiled: usize,
    /// Of a kind that cannot be compiled: member and reason, which starts with the kind.
    refused: Vec<(String, String)>,
    /// Defects of the compiler.
    internal: Vec<(String, String)>,
}

/// Runs the command. Lines: `refused` or `internal`, member and reason separated by tabs; last the counts.
pub fn torture(options: &TortureOptions) -> Result<()> {
    let sets = config::instruction_sets(&options.world)?;
    let mut ts = TypeSystem::new(&options.world.references)?;
    ts.set_vector_bytes(sets.vector_bytes());
    let modules = load(&ts, options)?;
    let features = config::features(&options.world)?;
    let mut switches = Switches::new(&ts, &features);
    switches.instruction_sets = sets;
    let mut env = Env::new(&ts, &switches);
    env.app_modules = Vec::new();
    let targets = targets(&ts, &modules, options.sample.max(1));
    let from = options.from.min(targets.len());
    let to = options
        .to
        .unwrap_or(targets.len())
        .clamp(from, targets.len());
    let mut tally = Tally::default();
    if !options.count {
        for batch in targets[from..to].chunks(BATCH) {
            run(&env, batch, options, &mut tally)?;
        }
    }
    for (kind, list) in [("refused", &tally.refused), ("internal", &tally.internal)] {
        for (member, why) in list {
            println!("{kind}\t{member}\t{}", why.replace(['\n', '\t'], " "));
        }
    }
    println!(
        "targets\t{}\ncompiled\t{}\nrefusals\t{}\ndefects\t{}",
        targets.len(),
        tally.compiled,
        tally.refused.len(),
        tally.internal.len()
    );
    Ok(())
}

/// The assemblies to torture: those named, otherwise every one in the reference folders.
fn load(ts: &TypeSystem, options: &TortureOptions) -> Result<Vec<ModuleId>> {
    let mut paths: Vec<PathBuf> = options.assemblies.clone();
    if paths.is_empty() {
        for dir in &options.world.references {
            let entries = std::fs::read_dir(dir).map_err(|e| {
                let origin = dir.display().to_string();
                Failure::new(origin, "SMELT1001", format!("cannot read the folder: {e}"))
            })?;
            paths.extend(entries.filter_map(|e| e.ok()).map(|e| e.path()));
        }
        paths.retain(|p| p.extension().is_some_and(|e| e == "dll"));
        paths.sort();
        return Ok(paths.iter().filter_map(|p| ts.load(p).ok()).collect());
    }
    paths.iter().map(|p| Ok(ts.load(p)?)).collect()
}

/// One method in `sample`, in order of assemblies and rows, with the instantiations that are tried.
fn targets(ts: &TypeSystem, modules: &[ModuleId], sample: usize) -> Vec<Func> {
    let mut number = 0;
    let mut chosen = Vec::new();
    for &module in modules {
        let meta = ts.metadata(module);
        for rid in 1..=meta.row_count(Table::MethodDef) {
            let flags = meta.method_def(rid).map(|r| r.flags).unwrap_or_default();
            if flags & ABSTRACT != 0 {
                continue;
            }
            if number % sample == 0 {
                let owner = TypeDefId {
                    module,
                    rid: meta.declaring_type_of_method(rid),
                };
                chosen.push((owner, MethodDefId { module, rid }));
            }
            number += 1;
        }
    }
    let instantiator = Instantiator::new(ts);
    chosen
        .par_iter()
        .map(|&(owner, def)| {
            let mut funcs = Vec::new();
            for exact in instantiator.instances(owner, def) {
                let canon = Func::Method(ts.canon_method(exact));
                let exact = instantiator.exact(exact);
                let entry = entity::entry_func(ts, exact, ts.is_virtual(exact));
                for f in [canon, entry] {
                    if !funcs.contains(&f) {
                        funcs.push(f);
                    }
                }
            }
            funcs
        })
        .flatten()
        .collect()
}

fn run(env: &Env, batch: &[Func], options: &TortureOptions, tally: &mut Tally) -> Result<()> {
    let imported: Vec<_> = batch.par_iter().map(|&f| body_of(env, f)).collect();
    let mut bodies = Vec::new();
    for (&func, result) in batch.iter().zip(imported) {
        match result {
            Ok(body) => bodies.push(body),
            Err(e) => {
                let kind = match e.kind {
                    ImportErrorKind::Unsupported => Some("unsupported"),
                    // Throws when it is used, as on CoreCLR.
                    ImportErrorKind::Type
                    | ImportErrorKind::MissingMethod
                    | ImportErrorKind::MissingField => Some("missing reference"),
                    ImportErrorKind::JitOnly => Some("run-time code generation"),
                    _ => None,
                };
                let (name, reason) = (name(env.ts, func), &e.detail);
                match kind {
                    Some(kind) => tally.refused.push((name, format!("{kind}: {reason}"))),
                    None => tally.internal.push((name, reason.clone())),
                }
            }
        }
    }
    if options.import_only {
        tally.compiled += bodies.len();
        return Ok(());
    }
    let codegen = CodegenOptions {
        opt: match options.opt {
            Optimize::Speed => OptLevel::Speed,
            Optimize::Size => OptLevel::Size,
            Optimize::None => OptLevel::None,
        },
        verify: true,
        features: env.switches.instruction_sets.llvm_features(),
        ..CodegenOptions::default()
    };
    let mut units: Vec<Vec<Body>> = Vec::new();
    while !bodies.is_empty() {
        units.push(bodies.split_off(bodies.len().saturating_sub(UNIT)));
    }
    let tallies: Vec<Tally> = units
        .into_par_iter()
        .rev()
        .map(|bodies| {
            let mut tally = Tally::default();
            generate(env, bodies, &codegen, &mut tally);
            tally
        })
        .collect();
    for t in tallies {
        tally.compiled += t.compiled;
        tally.internal.extend(t.internal);
    }
    Ok(())
}

/// Generates code; where that fails the culprits are found by halving.
fn generate(env: &Env, mut bodies: Vec<Body>, options: &CodegenOptions, tally: &mut Tally) {
    let ts = env.ts;
    while !bodies.is_empty() {
        let helpers = helpers(env, &bodies);
        let own = bodies.len();
        bodies.extend(helpers);
        let program = program(ts, std::mem::take(&mut bodies));
        let result = smelt_codegen::generate_unit(ts, &program, "torture", options);
        bodies = program.bodies;
        bodies.truncate(own);
        match result {
            Ok(_) => {
                tally.compiled += bodies.len();
                return;
            }
            Err(CodegenError::Body { function, detail }) => {
                let at = bodies.iter().position(|b| name(ts, b.func) == function);
                match at {
                    Some(at) => {
                        let body = bodies.remove(at);
                        tally.internal.push((name(ts, body.func), detail));
                    }
                    None => {
                        tally.internal.push((function, detail));
                        return;
                    }
                }
            }
            Err(e) if bodies.len() == 1 => {
                let body = bodies.remove(0);
                tally.internal.push((name(ts, body.func), e.to_string()));
            }
            Err(_) => {
                let upper = bodies.split_off(bodies.len() / 2);
                generate(env, bodies, options, tally);
                bodies = upper;
            }
        }
    }
}

/// Functions other than methods that the bodies refer to: their declarations come from their bodies.
fn helpers(env: &Env, bodies: &[Body]) -> Vec<Body> {
    let mut seen: FxHashSet<Func> = bodies.iter().map(|b| b.func).collect();
    let mut found: Vec<Body> = Vec::new();
    let mut from = bodies
        .iter()
        .flat_map(smelt_trim::functions)
        .collect::<Vec<_>>();
    while let Some(func) = from.pop() {
        if matches!(func, Func::Method(_)) || !seen.insert(func) {
            continue;
        }
        if let Ok(body) = body_of(env, func) {
            from.extend(smelt_trim::functions(&body));
            found.push(body);
        }
    }
    found
}

/// As much of a closed world as code generation looks at.
fn program(ts: &TypeSystem, bodies: Vec<Body>) -> Program {
    let mut dict_layouts: FxHashMap<DictOwner, Vec<Lookup>> = FxHashMap::default();
    for body in &bodies {
        let Func::Method(m) = body.func else { continue };
        let owner = match body.context {
            Context::MethodParam => DictOwner::Method(m),
            _ => DictOwner::Type(ts.method_owner(m)),
        };
        let ops = body.blocks.iter().flat_map(|b| &b.insts);
        let mut lookups: Vec<Lookup> = ops
            .filter_map(|i| match i.op {
                Op::RuntimeLookup(l) => Some(l),
                _ => None,
            })
            .collect();
        for region in &body.regions {
            if let RegionKind::Try { handlers } = &region.kind {
                lookups.extend(handlers.iter().filter_map(|h| match h {
                    Handler::CatchLookup { ty, .. } => Some(*ty),
                    _ => None,
                }));
            }
        }
        let layout = dict_layouts.entry(owner).or_default();
        for l in lookups {
            if !layout.contains(&l) {
                layout.push(l);
            }
        }
    }
    Program {
        bodies,
        dict_layouts,
        ..Program::default()
    }
}

fn name(ts: &TypeSystem, func: Func) -> String {
    match func {
        Func::Method(m) => ts.method_display(m),
        other => smelt_ir::symbols::func(ts, other),
    }
}
