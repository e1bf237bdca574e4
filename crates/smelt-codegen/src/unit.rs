//! Code-generation units: which bodies are compiled together, and the life of one unit.
//!
//! A unit holds the functions of a few types. Its key depends on the types alone (assembly, name, instantiation), never on what else is in
//! the program, so that the same input gives the same unit.

use crate::abi::FnAbi;
use crate::function::{lower_body, lower_copy};
use crate::inline::{self, Choices, Targets};
use crate::module::Unit;
use crate::tail::TailCalls;
use crate::{CodegenError, CodegenOptions, ObjectUnit, OptLevel, names, passes, recursion};
use inkwell::OptimizationLevel;
use inkwell::context::Context;
use inkwell::targets::{
    CodeModel, FileType, InitializationConfig, RelocMode, Target, TargetMachine, TargetTriple,
};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_ir::{Body, Func, Program, symbols};
use smelt_metadata::Table;
use smelt_types::{MethodId, ModuleId, TypeId, TypeKind, TypeSystem};
use std::collections::BTreeMap;
use std::sync::Once;

/// Types of one assembly are spread over this many units at most, in steps of a power of two by the size of the assembly.
const MAX_UNITS_PER_ASSEMBLY: u32 = 64;
/// TypeDef rows per unit that are aimed at.
const TYPES_PER_UNIT: u32 = 48;

/// What is compiled together.
struct Part<'p> {
    name: String,
    /// Has code that isn't the framework's.
    app: bool,
    /// With their symbols, in that order.
    bodies: Vec<(String, &'p Body)>,
}

/// The partition: units in order of name, bodies in order of symbol.
pub(crate) struct Plan<'p> {
    bodies: FxHashMap<Func, &'p Body>,
    targets: Targets,
    parts: Vec<Part<'p>>,
    /// Functions on cycles of direct calls.
    recursive: FxHashSet<Func>,
    tail: TailCalls,
}

impl<'p> Plan<'p> {
    pub fn new(ts: &TypeSystem, program: &'p Program) -> Plan<'p> {
        let mut parts: BTreeMap<String, Part> = BTreeMap::new();
        for body in &program.bodies {
            let (name, app) = unit_of(ts, body.func);
            parts
                .entry(name.clone())
                .or_insert_with(|| Part {
                    name,
                    app,
                    bodies: Vec::new(),
                })
                .bodies
                .push((symbols::func(ts, body.func), body));
        }
        for part in parts.values_mut() {
            part.bodies.sort_by(|a, b| a.0.cmp(&b.0));
        }
        let bodies: FxHashMap<Func, &'p Body> =
            program.bodies.iter().map(|b| (b.func, b)).collect();
        let targets = Targets::new(ts, program, &bodies);
        Plan {
            recursive: recursion::recursive(program, &targets),
            targets,
            tail: TailCalls::new(ts, program, &bodies),
            bodies,
            parts: parts.into_values().collect(),
        }
    }

    pub fn body(&self, func: Func) -> Option<&'p Body> {
        self.bodies.get(&func).copied()
    }

    /// Whether a function can call itself through direct calls alone.
    pub fn is_recursive(&self, func: Func) -> bool {
        self.recursive.contains(&func)
    }

    /// Gives an ABI the convention that its shape has in this program.
    pub fn settle(&self, mut abi: FnAbi) -> FnAbi {
        abi.memory = self.tail.in_memory(&abi);
        abi
    }

    /// Whether the calls at the end of a function are as good as explicit tail calls: it may stand between one and the method that it means.
    pub fn passes_on(&self, func: Func, abi: &FnAbi) -> bool {
        crate::tail::is_stub(func) && self.tail.passes_on(abi)
    }

    /// Whether some explicit tail call returns a struct in memory that its caller's caller provided.
    pub fn results_are_passed_on(&self) -> bool {
        self.tail.struct_results
    }

    /// All functions that a virtual call runs, where they are few and worth telling apart.
    pub fn virtual_targets(&self, decl: MethodId) -> Option<&Choices> {
        self.targets.of_virtual(decl)
    }

    /// The same for calls through the dispatch table.
    pub fn dispatch_targets(&self, selector: MethodId) -> Option<&Choices> {
        self.targets.of_selector(selector)
    }
}

/// Name of the unit that a function belongs to, and whether its code isn't the framework's.
fn unit_of(ts: &TypeSystem, func: Func) -> (String, bool) {
    let ty = match func {
        Func::Method(m)
        | Func::Stub { method: m, .. }
        | Func::ReverseStub(m)
        | Func::Invoker(m)
        | Func::Dispatcher(m)
        | Func::DynamicDispatch(m) => ts.method_owner(m),
        Func::Attribute { module, .. } => {
            return (format!("{}.attributes", ts.module_name(module)), false);
        }
        Func::OpenDelegate(t)
        | Func::Multicast(t)
        | Func::ValueEquals(t)
        | Func::DelegateEntry(t)
        | Func::ObjectArrayDelegate(t)
        | Func::NativeDelegate(t) => t,
        _ => return ("smelt.stubs".into(), false),
    };
    let args = match func {
        Func::Method(m) | Func::Stub { method: m, .. } => ts.method_args(m),
        _ => &[],
    };
    // An instantiation over types of another assembly belongs to that assembly: the framework's units stay the same in every app.
    let core = ts.core_lib();
    let own = own_module(ts, ty).unwrap_or(core);
    let module = args
        .iter()
        .chain(ts.type_args(ty))
        .fold(own, |at, &arg| foreign_module(ts, arg, core).unwrap_or(at));
    let app = !ts.is_framework(module);
    let Some(mut def) = ts.type_def(ty) else {
        return (format!("{}.arrays", ts.module_name(module)), app);
    };
    while let Some(outer) = ts.enclosing_type(def) {
        def = outer;
    }
    let rows = ts.metadata(module).row_count(Table::TypeDef);
    let units = (rows / TYPES_PER_UNIT)
        .next_power_of_two()
        .min(MAX_UNITS_PER_ASSEMBLY);
    let hash = fnv(ts.symbol_of_type(ts.named(def, &[])).as_bytes());
    (
        format!("{}.{:02}", ts.module_name(module), hash % units),
        app,
    )
}

fn own_module(ts: &TypeSystem, ty: TypeId) -> Option<ModuleId> {
    ts.type_def(ty).map(|d| d.module)
}

/// The first assembly other than CoreLib that a type mentions.
fn foreign_module(ts: &TypeSystem, ty: TypeId, core: ModuleId) -> Option<ModuleId> {
    match ts.kind(ty) {
        TypeKind::Named { def, args } => {
            if def.module != core {
                return Some(def.module);
            }
            args.iter().find_map(|&a| foreign_module(ts, a, core))
        }
        &TypeKind::SzArray(e) | &TypeKind::Ptr(e) | &TypeKind::ByRef(e) => {
            foreign_module(ts, e, core)
        }
        &TypeKind::Array { elem, .. } => foreign_module(ts, elem, core),
        _ => None,
    }
}

fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |h, &b| {
        (h ^ u32::from(b)).wrapping_mul(0x0100_0193)
    })
}

pub(crate) fn generate(
    ts: &TypeSystem,
    program: &Program,
    options: &CodegenOptions,
) -> Result<Vec<ObjectUnit>, CodegenError> {
    initialize();
    let plan = Plan::new(ts, program);
    plan.parts
        .par_iter()
        .map(|part| {
            Ok(ObjectUnit {
                name: part.name.clone(),
                bytes: compile(part, ts, program, &plan, options)?,
            })
        })
        .collect()
}

pub(crate) fn generate_unit(
    ts: &TypeSystem,
    program: &Program,
    name: &str,
    options: &CodegenOptions,
) -> Result<ObjectUnit, CodegenError> {
    initialize();
    let plan = Plan::new(ts, program);
    let mut bodies: Vec<_> = plan.parts.iter().flat_map(|p| p.bodies.clone()).collect();
    bodies.sort_by(|a, b| a.0.cmp(&b.0));
    let all = Part {
        name: name.into(),
        app: true,
        bodies,
    };
    Ok(ObjectUnit {
        name: name.into(),
        bytes: compile(&all, ts, program, &plan, options)?,
    })
}

fn initialize() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        Target::initialize_x86(&InitializationConfig::default());
        Target::initialize_aarch64(&InitializationConfig::default());
    });
}

fn target_machine(unit: &str, options: &CodegenOptions) -> Result<TargetMachine, CodegenError> {
    let fail = |detail: String| CodegenError::Unit {
        unit: unit.into(),
        detail,
    };
    let triple = TargetTriple::create(&options.triple);
    let level = match options.opt {
        OptLevel::None => OptimizationLevel::None,
        OptLevel::Size | OptLevel::Speed => OptimizationLevel::Default,
    };
    Target::from_triple(&triple)
        .map_err(|e| fail(e.to_string()))?
        .create_target_machine(
            &triple,
            &options.cpu,
            &options.features,
            level,
            RelocMode::PIC,
            CodeModel::Small,
        )
        .ok_or_else(|| fail(format!("no code generator for '{}'", options.triple)))
}

fn compile(
    part: &Part,
    ts: &TypeSystem,
    program: &Program,
    plan: &Plan,
    options: &CodegenOptions,
) -> Result<Vec<u8>, CodegenError> {
    let Part { name, app, bodies } = part;
    let fail = |what: &str, detail: &dyn std::fmt::Display| CodegenError::Unit {
        unit: name.clone(),
        detail: format!("{what}: {detail}"),
    };
    let cx = Context::create();
    let machine = target_machine(name, options)?;
    let unit = Unit::new(&cx, name, ts, program, plan, options);
    unit.module
        .set_triple(&TargetTriple::create(&options.triple));
    unit.module
        .set_data_layout(&machine.get_target_data().get_data_layout());
    // Declared in this order, so that the order of discovery does not show in the object.
    for (_, body) in bodies {
        unit.function(body.func)
            .map_err(|e| body_error(ts, body, e))?;
    }
    for (_, body) in bodies {
        lower_body(&unit, body).map_err(|e| body_error(ts, body, e))?;
    }
    copy_callees(&unit, ts, plan, options)?;
    if let Some(debug) = unit.debug.get() {
        debug.finalize();
    }
    let dump = |extension: &str| -> Result<(), CodegenError> {
        let Some(dir) = &options.emit_ir else {
            return Ok(());
        };
        let path = dir.join(format!("{name}.{extension}"));
        std::fs::create_dir_all(dir)
            .and_then(|()| std::fs::write(&path, unit.module.print_to_string().to_bytes()))
            .map_err(|e| fail(&path.display().to_string(), &e))
    };
    dump("ll")?;
    if options.verify {
        unit.module
            .verify()
            .map_err(|e| fail("invalid LLVM IR", &e))?;
    }
    passes::run(&unit.module, &machine, options.opt, *app).map_err(|e| fail("LLVM passes", &e))?;
    names::record(&unit, bodies);
    dump("opt.ll")?;
    let object = machine
        .write_to_memory_buffer(&unit.module, FileType::Object)
        .map_err(|e| fail("emission", &e))?;
    Ok(object.as_slice().to_vec())
}

/// Copies small callees from other units, so that they can be inlined.
fn copy_callees(
    unit: &Unit,
    ts: &TypeSystem,
    plan: &Plan,
    options: &CodegenOptions,
) -> Result<(), CodegenError> {
    if options.opt == OptLevel::None {
        return Ok(());
    }
    for _ in 0..inline::MAX_DEPTH {
        for func in unit.take_called() {
            let Some(body) = plan.body(func).filter(|b| inline::worth_copying(b)) else {
                continue;
            };
            let (f, _) = unit.function(func).map_err(|e| body_error(ts, body, e))?;
            if f.count_basic_blocks() == 0 {
                lower_copy(unit, body).map_err(|e| body_error(ts, body, e))?;
            }
        }
    }
    Ok(())
}

fn body_error(ts: &TypeSystem, body: &Body, e: crate::LowerError) -> CodegenError {
    CodegenError::Body {
        function: match body.func {
            Func::Method(m) => ts.method_display(m),
            other => symbols::func(ts, other),
        },
        detail: e.to_string(),
    }
}
