//! Code-generation units: which bodies are compiled together, and the life of one unit.
//!
//! A unit holds the functions of a few types of one assembly.

use crate::abi::FnAbi;
use crate::function::lower_body;
use crate::inline::{Choices, Targets};
use crate::module::Unit;
use crate::placement::{Definition, Graph, Placed};
use crate::tail::TailCalls;
use crate::{CodegenError, CodegenOptions, ObjectUnit, OptLevel, names, passes, recursion};
use inkwell::OptimizationLevel;
use inkwell::context::Context;
use inkwell::llvm_sys::support::LLVMParseCommandLineOptions;
use inkwell::module::Linkage;
use inkwell::targets::{
    CodeModel, FileType, InitializationConfig, RelocMode, Target, TargetMachine, TargetTriple,
};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_ir::{Body, Func, Program, symbols};
use smelt_types::{MethodId, ModuleId, TypeId, TypeKind, TypeSystem};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::CStr;
use std::sync::Once;

/// Types of one assembly are spread over this many units at most, in steps of a power of two by the number of its functions.
const MAX_UNITS_PER_ASSEMBLY: u32 = 64;
/// Functions per unit that are aimed at. Each unit has copies of what it inlines from others, so that many small ones take longer than few large ones.
const FUNCTIONS_PER_UNIT: u32 = 256;

/// What is compiled together.
struct Part<'p> {
    name: String,
    /// Has code that isn't the framework's.
    app: bool,
    /// In the order of symbols.
    members: Vec<Member<'p>>,
}

/// A body of a unit.
pub(crate) struct Member<'p> {
    pub symbol: String,
    pub body: &'p Body,
    pub definition: Definition,
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
    pub fn new(ts: &TypeSystem, program: &'p Program, options: &CodegenOptions) -> Plan<'p> {
        let bodies: FxHashMap<Func, &'p Body> =
            program.bodies.iter().map(|b| (b.func, b)).collect();
        let targets = Targets::new(ts, program, &bodies);
        let calls = recursion::direct_calls(program, &targets);
        Plan {
            recursive: recursion::recursive(program, &calls),
            targets,
            tail: TailCalls::new(ts, program, &bodies),
            bodies,
            parts: parts(ts, program, &calls, options),
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

/// What each unit compiles. Units that nothing needs are left out.
fn parts<'p>(
    ts: &TypeSystem,
    program: &'p Program,
    calls: &[Vec<usize>],
    options: &CodegenOptions,
) -> Vec<Part<'p>> {
    let homes: Vec<Home> = program.bodies.iter().map(|b| home(ts, b.func)).collect();
    let mut functions: FxHashMap<&str, u32> = FxHashMap::default();
    for home in &homes {
        *functions.entry(&home.group).or_default() += 1;
    }
    let homes: Vec<(String, bool)> = homes
        .iter()
        .map(|home| (home.unit(functions[home.group.as_str()]), home.app))
        .collect();
    let names: BTreeMap<&(String, bool), usize> = homes
        .iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .zip(0..)
        .collect();
    let units: Vec<usize> = homes.iter().map(|home| names[home]).collect();
    let symbols: Vec<String> = program
        .bodies
        .iter()
        .map(|b| symbols::func(ts, b.func))
        .collect();
    let apps: Vec<bool> = names.keys().map(|(_, app)| *app).collect();
    let placed =
        Graph::new(ts, program, &units, &apps, calls).place(&symbols, names.len(), options);
    let part = |(&(name, app), members): (&&(String, bool), Placed)| Part {
        name: name.clone(),
        app: *app,
        members: members
            .into_iter()
            .map(|(i, definition)| Member {
                symbol: symbols[i].clone(),
                body: &program.bodies[i],
                definition,
            })
            .collect(),
    };
    let needed = |part: &Part| {
        part.members
            .iter()
            .any(|m| m.definition != Definition::Copy)
    };
    names.keys().zip(placed).map(part).filter(needed).collect()
}

/// What decides which unit a function belongs to.
struct Home {
    /// An assembly's functions, or others that belong together.
    group: String,
    /// Not the framework's.
    app: bool,
    /// Spreads the types of an assembly.
    hash: Option<u32>,
}

impl Home {
    /// Name of the unit, where the group has that many functions.
    fn unit(&self, functions: u32) -> String {
        let Some(hash) = self.hash else {
            return self.group.clone();
        };
        let units = (functions / FUNCTIONS_PER_UNIT)
            .next_power_of_two()
            .min(MAX_UNITS_PER_ASSEMBLY);
        format!("{}.{:02}", self.group, hash % units)
    }
}

fn home(ts: &TypeSystem, func: Func) -> Home {
    let framework = |group: String| Home {
        group,
        app: false,
        hash: None,
    };
    let ty = match func {
        Func::Method(m)
        | Func::Stub { method: m, .. }
        | Func::ReverseStub(m)
        | Func::Dispatcher(m)
        | Func::DynamicDispatch(m) => ts.method_owner(m),
        Func::Attribute { module, .. } => {
            return framework(format!("{}.attributes", ts.module_name(module)));
        }
        Func::OpenDelegate(t)
        | Func::Multicast(t)
        | Func::ValueEquals(t)
        | Func::DelegateEntry(t)
        | Func::ObjectArrayDelegate(t)
        | Func::NativeDelegate(t) => t,
        _ => return framework("smelt.stubs".into()),
    };
    let args = match func {
        Func::Method(m) | Func::Stub { method: m, .. } => ts.method_args(m),
        _ => &[],
    };
    // An instantiation over types of another assembly belongs to that assembly.
    let core = ts.core_lib();
    let own = own_module(ts, ty).unwrap_or(core);
    let module = args
        .iter()
        .chain(ts.type_args(ty))
        .fold(own, |at, &arg| foreign_module(ts, arg, core).unwrap_or(at));
    let app = !ts.is_framework(module);
    let Some(mut def) = ts.type_def(ty) else {
        return Home {
            group: format!("{}.arrays", ts.module_name(module)),
            app,
            hash: None,
        };
    };
    while let Some(outer) = ts.enclosing_type(def) {
        def = outer;
    }
    Home {
        group: ts.module_name(module).into(),
        app,
        hash: Some(fnv(ts.symbol_of_type(ts.named(def, &[])).as_bytes())),
    }
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
    let plan = Plan::new(ts, program, options);
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
    let options = CodegenOptions {
        referred_to: None,
        ..options.clone()
    };
    let plan = Plan::new(ts, program, &options);
    let mut members: Vec<Member> = program
        .bodies
        .iter()
        .map(|body| Member {
            symbol: symbols::func(ts, body.func),
            body,
            definition: Definition::Own,
        })
        .collect();
    members.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    let all = Part {
        name: name.into(),
        app: true,
        members,
    };
    Ok(ObjectUnit {
        name: name.into(),
        bytes: compile(&all, ts, program, &plan, &options)?,
    })
}

/// Code that can't be reached traps: a function without any instruction would have the address of the next one, whose entry in the table of frames
/// the unwinder could then miss.
const LLVM_OPTIONS: [&CStr; 3] = [c"smelt", c"-trap-unreachable", c"-no-trap-after-noreturn"];

fn initialize() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let options = LLVM_OPTIONS.map(CStr::as_ptr);
        // SAFETY: as many strings as it says, which LLVM copies; nothing else of LLVM runs yet.
        unsafe {
            LLVMParseCommandLineOptions(options.len() as i32, options.as_ptr(), std::ptr::null());
        }
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
    let Part { name, app, members } = part;
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
    for Member { body, .. } in members {
        unit.function(body.func)
            .map_err(|e| body_error(ts, body, e))?;
    }
    for member in members {
        define(&unit, member).map_err(|e| body_error(ts, member.body, e))?;
    }
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
    let defined = members.iter().filter(|m| m.definition != Definition::Copy);
    names::record(&unit, defined);
    dump("opt.ll")?;
    let object = machine
        .write_to_memory_buffer(&unit.module, FileType::Object)
        .map_err(|e| fail("emission", &e))?;
    Ok(object.as_slice().to_vec())
}

fn define(unit: &Unit, member: &Member) -> Result<(), crate::LowerError> {
    lower_body(unit, member.body)?;
    let (f, _) = unit.function(member.body.func)?;
    match member.definition {
        Definition::Own => {}
        Definition::Shared => f.set_linkage(Linkage::LinkOnceODR),
        Definition::Copy => f.set_linkage(Linkage::AvailableExternally),
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
