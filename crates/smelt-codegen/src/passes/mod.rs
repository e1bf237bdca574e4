//! What runs on the IR of a unit after lowering. LLVM's own pipeline is a string per level; after it come passes of ours that need the optimised IR:
//! branches instead of long chains of dependent instructions, stop polls, keeping the roots of derived pointers alive,
//! the places of loops.

mod align;
mod cfg;
mod extremes;
mod keep_alive;
mod polls;

use crate::OptLevel;
use inkwell::module::Module;
use inkwell::passes::PassBuilderOptions;
use inkwell::support::LLVMString;
use inkwell::targets::TargetMachine;

pub(crate) use polls::{MAY_STOP, RECURSIVE};

/// One inlining round over simplified functions, then scalar and loop optimisation once. On the largest unit of a hello world this takes 0.16 s where
/// `default<O2>` takes 0.42 s, for code of the same size (instruction selection and the rest of code generation: 0.58 s).
const SPEED: &str = "function(sroa<modify-cfg>,early-cse,simplifycfg),\
    cgscc(inline,function-attrs,function(sroa<modify-cfg>,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>)),elim-avail-extern,globaldce,\
    function(jump-threading,loop-mssa(loop-rotate,licm),loop(indvars,loop-idiom,loop-deletion,loop-unroll-full),\
    gvn,memcpyopt,dse,simplifycfg,instcombine<no-verify-fixpoint>,loop-mssa(licm),\
    loop-vectorize,slp-vectorizer,loop-unroll<O2>,simplifycfg),globaldce";

/// The same for code of the app, with loops split on conditions that don't change in them: what is left of null checks goes out of loops, the length
/// behind it too, and LLVM vectorises in spite of the bounds check. Loops that are left lose their bounds checks (`irce`: a loop for the indices that are
/// known to be good, one for the others). The framework has vectorised its own loops; there this adds 2 % of code.
const SPEED_APP: &str = "function(sroa<modify-cfg>,early-cse,simplifycfg),\
    cgscc(inline,function-attrs,function(sroa<modify-cfg>,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>)),elim-avail-extern,globaldce,\
    function(jump-threading,loop-mssa(loop-rotate,licm,simple-loop-unswitch<nontrivial>,loop-rotate,licm),\
    loop(indvars,loop-idiom,loop-deletion,loop-unroll-full),\
    gvn,memcpyopt,dse,simplifycfg,instcombine<no-verify-fixpoint>,loop-mssa(licm),\
    loop-vectorize,slp-vectorizer,irce,loop-unroll<O2>,simplifycfg),globaldce";

const SIZE: &str = "function(sroa<modify-cfg>,early-cse,simplifycfg),\
    cgscc(inline,function-attrs,function(sroa<modify-cfg>,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>)),elim-avail-extern,globaldce,\
    function(loop-mssa(loop-rotate<no-header-duplication>,licm),gvn,memcpyopt,dse,simplifycfg,\
    instcombine<no-verify-fixpoint>),globaldce";

/// LLVM's optimiser, then what the collector needs. `app`: the code isn't the framework's.
pub(crate) fn run(
    module: &Module,
    machine: &TargetMachine,
    level: OptLevel,
    app: bool,
) -> Result<(), LLVMString> {
    let pipeline = match level {
        OptLevel::None => None,
        OptLevel::Size => Some(SIZE),
        OptLevel::Speed if app => Some(SPEED_APP),
        OptLevel::Speed => Some(SPEED),
    };
    if let Some(pipeline) = pipeline {
        module.run_passes(pipeline, machine, PassBuilderOptions::create())?;
    }
    let extremes = level == OptLevel::Speed && extremes::insert(module);
    if polls::insert(module) || extremes {
        module.run_passes("always-inline", machine, PassBuilderOptions::create())?;
    }
    // Unoptimised code computes addresses from the object at each use.
    if level != OptLevel::None {
        keep_alive::insert(module);
    }
    if level == OptLevel::Speed && app {
        align::innermost_loops(module);
    }
    Ok(())
}
