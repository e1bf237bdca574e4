//! What runs on the IR of a unit after lowering. LLVM's own pipeline is a string per level; passes of ours that need the optimised IR (stop
//! polls, keeping the roots of derived pointers alive) belong here, after it.

use crate::OptLevel;
use inkwell::module::Module;
use inkwell::passes::PassBuilderOptions;
use inkwell::support::LLVMString;
use inkwell::targets::TargetMachine;

/// One inlining round over simplified functions, then scalar and loop optimisation once: most of what `default<O2>` gives for a fraction of its time.
const SPEED: &str = "function(sroa<modify-cfg>,early-cse,simplifycfg,instcombine<no-verify-fixpoint>),\
    cgscc(inline,function-attrs,function(sroa<modify-cfg>,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>)),\
    function(jump-threading,correlated-propagation,simplifycfg,\
    loop-mssa(loop-rotate,licm,simple-loop-unswitch),simplifycfg,instcombine<no-verify-fixpoint>,\
    loop(indvars,loop-idiom,loop-deletion),gvn,memcpyopt,sccp,bdce,dse,\
    loop-mssa(licm),adce,simplifycfg,instcombine<no-verify-fixpoint>,\
    loop-vectorize,slp-vectorizer,vector-combine,instcombine<no-verify-fixpoint>,simplifycfg,loop-unroll<O2>,\
    early-cse),globaldce";

const SIZE: &str = "function(sroa<modify-cfg>,early-cse,simplifycfg,instcombine<no-verify-fixpoint>),\
    cgscc(inline,function-attrs,function(sroa<modify-cfg>,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>)),\
    function(loop-mssa(loop-rotate<no-header-duplication>,licm),gvn,memcpyopt,dse,adce,simplifycfg,instcombine<no-verify-fixpoint>),globaldce";

pub(crate) fn optimise(
    module: &Module,
    machine: &TargetMachine,
    level: OptLevel,
) -> Result<(), LLVMString> {
    let pipeline = match level {
        OptLevel::None => return Ok(()),
        OptLevel::Size => SIZE,
        OptLevel::Speed => SPEED,
    };
    module.run_passes(pipeline, machine, PassBuilderOptions::create())
}
