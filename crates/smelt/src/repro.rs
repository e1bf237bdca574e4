//! `--save-repro DIR`: all inputs of a run in one folder, with a response file that repeats it.

use crate::cli::CompileOptions;
use crate::diagnostics::{Failure, Result};
use std::path::Path;

/// Copies the app, its references, the configuration, and writes `repro.rsp` with paths relative to the folder.
pub fn save(dir: &Path, options: &CompileOptions) -> Result<()> {
    let fail = |path: &Path, e: std::io::Error| {
        Failure::new(
            "smelt",
            "SMELT1015",
            format!("cannot save '{}': {e}", path.display()),
        )
    };
    let refs = dir.join("references");
    std::fs::create_dir_all(&refs).map_err(|e| fail(&refs, e))?;
    let copy = |from: &Path, to: &Path| {
        std::fs::copy(from, to)
            .map(|_| ())
            .map_err(|e| fail(from, e))
    };
    let name = |p: &Path| {
        p.file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default()
    };

    let app = &options.input.app;
    let mut lines = vec!["compile".to_string(), name(app)];
    copy(app, &dir.join(name(app)))?;
    let own = app.parent().map(Path::to_path_buf).into_iter();
    for reference in own.chain(options.input.world.references.iter().cloned()) {
        if reference.is_dir() {
            let entries = std::fs::read_dir(&reference).map_err(|e| fail(&reference, e))?;
            for entry in entries.flatten().map(|e| e.path()) {
                let target = refs.join(name(&entry));
                if entry.extension().is_some_and(|e| e == "dll") && !target.exists() {
                    copy(&entry, &target)?;
                }
            }
        } else if reference.is_file() && !refs.join(name(&reference)).exists() {
            copy(&reference, &refs.join(name(&reference)))?;
        }
    }
    lines.extend(["--reference".into(), "references".into()]);
    if let Some(config) = &options.input.world.config {
        copy(config, &dir.join(name(config)))?;
        lines.extend(["--config".into(), name(config)]);
    }
    for f in &options.input.world.features {
        lines.extend(["--feature".into(), f.clone()]);
    }
    let world = &options.input.world;
    if let Some(sets) = &world.instruction_set {
        lines.push(format!("--instruction-set={sets}"));
    }
    lines.push(format!(
        "--max-vectort-bitwidth={}",
        world.max_vectort_bitwidth
    ));
    lines.extend([
        "--rid".into(),
        options.input.world.rid.clone(),
        "--opt".into(),
    ]);
    lines.push(format!("{:?}", options.optimize()).to_lowercase());
    lines.extend(["-o".into(), name(&options.output)]);
    let rsp = dir.join("repro.rsp");
    std::fs::write(&rsp, lines.join("\n") + "\n").map_err(|e| fail(&rsp, e))
}
