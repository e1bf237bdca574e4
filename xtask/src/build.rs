//! `cargo xtask build`: the compiler and the runtime library.

use std::path::PathBuf;

use crate::shell::{self, Result, cargo, release_dir, root, step, target_dir};

/// The platforms for which the runtime library is built.
pub const RIDS: [&str; 1] = ["linux-x64"];

/// File name of the runtime library.
pub const RUNTIME_LIBRARY: &str = "libsmelt_runtime.a";

/// The compiler.
pub fn smelt() -> PathBuf {
    release_dir().join("smelt")
}

/// The runtime library of a platform, where the compiler finds it.
pub fn runtime_library(rid: &str) -> PathBuf {
    release_dir()
        .join("runtime")
        .join(rid)
        .join(RUNTIME_LIBRARY)
}

/// Builds both in release mode.
pub fn run() -> Result {
    step("building the compiler");
    // Where the package has LLVM's library. Passed to the last step only, so that nothing else is rebuilt.
    shell::run(cargo().args([
        "rustc",
        "--release",
        "-p",
        "smelt",
        "--bin",
        "smelt",
        "--",
        "-C",
        "link-arg=-Wl,-rpath,$ORIGIN/../lib",
    ]))?;
    step("building the runtime library");
    let target = target_dir().join("runtime");
    shell::run(
        cargo()
            .args(["build", "--release", "--manifest-path"])
            .arg(root().join("runtime/Cargo.toml"))
            .arg("--target-dir")
            .arg(&target),
    )?;
    for rid in RIDS {
        shell::copy(
            &target.join("release").join(RUNTIME_LIBRARY),
            &runtime_library(rid),
        )?;
    }
    Ok(())
}
