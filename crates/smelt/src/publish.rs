//! The pipeline: load, analyse, generate and image, link. Each phase takes values and returns values.

use crate::cli::{CompileOptions, InputOptions, Optimize, WorldOptions};
use crate::config;
use crate::diagnostics::{self, Failure, Result};
use crate::timing::Timer;
use smelt_codegen::{CodegenOptions, OptLevel};
use smelt_image::ImageOptions;
use smelt_ir::env::Env;
use smelt_ir::switches::Switches;
use smelt_ir::switches::isa::InstructionSets;
use smelt_link::{LinkRequest, Linker, LinkerChoice, LinkerFlavor, Strip, Target};
use smelt_metadata::Table;
use smelt_trim::{Analysis, Roots};
use smelt_types::{MethodDefId, MethodId, ModuleId, TypeDefId, TypeError, TypeSystem};
use std::path::{Path, PathBuf};

/// The closed world of an app: everything before analysis.
pub struct World {
    pub ts: TypeSystem,
    pub app: ModuleId,
    pub features: Vec<(String, String)>,
    pub app_context: Vec<(String, String)>,
    pub instruction_sets: InstructionSets,
    pub options: WorldOptions,
}

impl World {
    /// Loads the app and finds its references.
    pub fn load(app: &Path, options: &WorldOptions) -> Result<World> {
        let features = config::features(options)?;
        let app_context = config::app_context(options, &features)?;
        let mut references = Vec::new();
        if let Some(dir) = app.parent() {
            references.push(if dir.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                dir.to_path_buf()
            });
        }
        references.extend(options.references.iter().cloned());
        if !app.is_file() {
            return Err(Failure::new(
                app.display().to_string(),
                "SMELT1001",
                "the app's assembly does not exist",
            ));
        }
        let instruction_sets = config::instruction_sets(options)?;
        let mut ts = TypeSystem::new(&references)?;
        ts.set_vector_bytes(instruction_sets.vector_bytes());
        let app = ts.load(app)?;
        check_layouts(&ts, app)?;
        Ok(World {
            ts,
            app,
            features,
            app_context,
            instruction_sets,
            options: options.clone(),
        })
    }

    /// `Main`.
    pub fn entry_point(&self) -> Result<MethodId> {
        let name = self.ts.module_name(self.app).to_string();
        let meta = self.ts.metadata(self.app);
        let token = meta
            .entry_point()
            .filter(|t| {
                t.table() == Table::MethodDef
                    && t.rid() >= 1
                    && t.rid() <= meta.row_count(Table::MethodDef)
            })
            .ok_or_else(|| {
                Failure::new(
                    &name,
                    "SMELT1010",
                    "the assembly has no entry point (a Main method)",
                )
            })?;
        let owner = TypeDefId {
            module: self.app,
            rid: meta.declaring_type_of_method(token.rid()),
        };
        let def = MethodDefId {
            module: self.app,
            rid: token.rid(),
        };
        Ok(self.ts.method_on(def, self.ts.open_type(owner), &[]))
    }

    /// Runs the analysis and prints its warnings.
    pub fn analyse(&self, warn: bool) -> Result<Analysis> {
        let mut switches = Switches::new(&self.ts, &self.features);
        switches.instruction_sets = self.instruction_sets.clone();
        let mut env = Env::new(&self.ts, &switches);
        env.entry_point = Some(self.entry_point()?);
        env.app_modules = vec![self.app];
        if !self.options.no_preinit_statics {
            env.evaluate_static_constructors();
        }
        let analysis = smelt_trim::analyse(&env, &Roots::default())?;
        if self.options.explain_statics
            && let Some(preinit) = env.preinit()
        {
            let (done, lazy) = preinit.report();
            println!(
                "{done} static constructors became data, {} run lazily",
                lazy.len()
            );
            for (ty, why) in lazy {
                println!("  {ty}: {why}");
            }
        }
        if warn {
            let origin = self.ts.module_name(self.app);
            for name in env.missing_vm_calls() {
                let text = format!(
                    "'{name}' is reachable but the runtime does not implement it: it throws PlatformNotSupportedException when called"
                );
                diagnostics::warning(origin, "SMELT3001", &text);
            }
            for p in &analysis.problems {
                let (member, why) = (&p.member, &p.why);
                if p.recursion {
                    let at = p.position.as_ref();
                    let at =
                        at.map_or(origin.to_string(), |(file, line)| format!("{file}({line})"));
                    let text = format!(
                        "generic recursion through '{member}' is cut off: instantiations beyond those that were compiled throw TypeLoadException when code reaches them"
                    );
                    diagnostics::warning(&at, "IL3054", &text);
                } else {
                    let text =
                        format!("'{member}' cannot be compiled and throws when called: {why}");
                    diagnostics::warning(origin, "SMELT3002", &text);
                }
            }
        }
        Ok(analysis)
    }
}

/// Refuses an app whose own types contain or extend themselves, before the analysis trips over one of them.
fn check_layouts(ts: &TypeSystem, app: ModuleId) -> Result<()> {
    for rid in 1..=ts.metadata(app).row_count(Table::TypeDef) {
        let def = TypeDefId { module: app, rid };
        if ts.generic_param_count(def) > 0 {
            continue;
        }
        // Other errors matter only if the type is used: methods that name it throw TypeLoadException.
        if let Err(e @ TypeError::Endless { .. }) = ts.layout(ts.open_type(def)) {
            return Err(Failure::new(
                ts.module_name(app),
                "SMELT1004",
                e.to_string(),
            ));
        }
    }
    Ok(())
}

/// Analyses an app without compiling it.
pub fn analyse(options: &InputOptions) -> Result<(World, Analysis)> {
    let world = World::load(&options.app, &options.world)?;
    let analysis = world.analyse(false)?;
    Ok((world, analysis))
}

/// Compiles an app to an executable.
pub fn publish(options: &CompileOptions) -> Result<()> {
    let mut timer = Timer::new(options.time);
    let target = Target::from_rid(&options.input.world.rid).ok_or_else(|| {
        Failure::new(
            "smelt",
            "SMELT1011",
            format!(
                "runtime identifier '{}' is not supported",
                options.input.world.rid
            ),
        )
    })?;
    smelt_link::check_output(&options.output)?;
    // Found again when it is needed; here so that a run without one ends at once.
    Linker::find(&linker_choice(options))?;
    let runtime = find_runtime(options)?;
    if let Some(dir) = &options.save_repro {
        crate::repro::save(dir, options)?;
    }
    let world = World::load(&options.input.app, &options.input.world)?;
    timer.phase("load", world.ts.module_name(world.app));

    let analysis = world.analyse(true)?;
    let program = &analysis.program;
    timer.phase(
        "analyse",
        format!(
            "{} functions, {} types",
            program.bodies.len(),
            program.types.len()
        ),
    );

    let image = ImageOptions {
        app_context: world.app_context.clone(),
        entry_module: world.app,
        processor: world.instruction_sets.processor(),
    };
    let image = smelt_image::emit(&world.ts, program, &image)?;
    timer.phase("image", format!("{} KB", image.bytes.len() / 1024));
    let codegen = CodegenOptions {
        opt: match options.optimize() {
            Optimize::Speed => OptLevel::Speed,
            Optimize::Size => OptLevel::Size,
            Optimize::None => OptLevel::None,
        },
        emit_ir: options.emit_ir.clone(),
        verify: options.verify,
        features: world.instruction_sets.llvm_features(),
        referred_to: Some(image.symbols),
        ..CodegenOptions::default()
    };
    let units = smelt_codegen::generate(&world.ts, program, &codegen)?;
    let bytes: usize = units.iter().map(|u| u.bytes.len()).sum();
    timer.phase(
        "generate",
        format!("{} units, {} KB", units.len(), bytes / 1024),
    );

    let scratch = Scratch::new(options)?;
    let mut request = LinkRequest::new(target, &options.output);
    request
        .objects
        .push(scratch.write("image.o", &image.bytes)?);
    for unit in &units {
        request
            .objects
            .push(scratch.write(&format!("{}.o", unit.name), &unit.bytes)?);
    }
    request.archives.push(runtime);
    request.linker = linker_choice(options);
    request.strip = if options.no_strip {
        Strip::No
    } else {
        Strip::Split
    };
    request.map = options.map.clone();
    let out = smelt_link::link(&request)?;
    timer.phase("link", format!("{} KB", out.size / 1024));
    timer.total();
    if !options.quiet && !options.time {
        println!(
            "{} -> {} ({} KB)",
            world.ts.module_name(world.app),
            out.output.display(),
            out.size / 1024
        );
    }
    Ok(())
}

fn linker_choice(options: &CompileOptions) -> LinkerChoice {
    LinkerChoice {
        program: options.linker.clone(),
        flavor: options
            .linker_flavor
            .as_deref()
            .map(LinkerFlavor::from_name),
    }
}

/// The folder of the intermediate object files: temporary unless the user keeps them.
struct Scratch {
    dir: PathBuf,
    _temp: Option<tempfile::TempDir>,
}

impl Scratch {
    fn new(options: &CompileOptions) -> Result<Scratch> {
        if let Some(dir) = &options.keep_objects {
            std::fs::create_dir_all(dir).map_err(|e| io(dir, e))?;
            return Ok(Scratch {
                dir: dir.clone(),
                _temp: None,
            });
        }
        let temp = tempfile::tempdir().map_err(|e| io(&std::env::temp_dir(), e))?;
        Ok(Scratch {
            dir: temp.path().to_path_buf(),
            _temp: Some(temp),
        })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let path = self.dir.join(name);
        std::fs::write(&path, bytes).map_err(|e| io(&path, e))?;
        Ok(path)
    }
}

fn io(path: &Path, e: std::io::Error) -> Failure {
    Failure::new(
        "smelt",
        "SMELT2002",
        format!("cannot write '{}': {e}", path.display()),
    )
}

/// The runtime library: `--runtime`, `SMELT_RUNTIME_DIR`, or beside the executable.
fn find_runtime(options: &CompileOptions) -> Result<PathBuf> {
    let rid = &options.input.world.rid;
    let mut folders: Vec<PathBuf> = Vec::new();
    if let Some(dir) = &options.runtime {
        folders.push(dir.clone());
    } else {
        folders.extend(std::env::var_os("SMELT_RUNTIME_DIR").map(PathBuf::from));
        if let Some(dir) = std::env::current_exe()
            .ok()
            .and_then(|e| e.parent().map(Path::to_path_buf))
        {
            folders.push(dir.join("runtime"));
        }
    }
    let candidates: Vec<PathBuf> = folders
        .iter()
        .map(|f| f.join(rid).join("libsmelt_runtime.a"))
        .collect();
    candidates
        .iter()
        .find(|c| c.is_file())
        .cloned()
        .ok_or_else(|| {
            let looked = candidates
                .iter()
                .map(|c| c.display().to_string())
                .collect::<Vec<_>>()
                .join(", ");
            Failure::new(
                "smelt",
                "SMELT1012",
                format!("the runtime library for '{rid}' was not found (looked for {looked})"),
            )
        })
}
