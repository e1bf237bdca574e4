//! Tests of the built library: its symbols are those of the lists in `smelt-abi`, and a hand-made image linked against it starts, throws, filters and
//! exits as it should. Needs `llvm-nm-22`, `clang-22` and `ld.lld-22`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Builds the library once and returns its path.
fn archive() -> &'static Path {
    static ARCHIVE: OnceLock<PathBuf> = OnceLock::new();
    ARCHIVE.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archive");
        let status = Command::new(env!("CARGO"))
            .args(["build", "--release", "--quiet", "--manifest-path"])
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
            .env("CARGO_TARGET_DIR", &target)
            .status()
            .expect("cargo runs");
        assert!(status.success(), "the library does not build");
        target.join("release/libsmelt_runtime.a")
    })
}

fn run(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output();
    let output = output.unwrap_or_else(|e| panic!("{program}: {e}"));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {args:?}: {stderr}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn symbols_are_those_of_the_lists() {
    let path = archive().to_str().unwrap();
    let text = run(
        "llvm-nm-22",
        &[
            "--defined-only",
            "--extern-only",
            "--format=just-symbols",
            path,
        ],
    );
    let defined: BTreeSet<&str> = text.lines().map(str::trim).collect();

    let mut expected: BTreeSet<&str> = BTreeSet::new();
    expected.extend(smelt_abi::helpers::HELPERS.iter().map(|h| h.symbol));
    expected.extend(smelt_abi::vm_calls::FCALLS.iter().map(|c| c.symbol));
    expected.extend(smelt_abi::vm_calls::QCALLS.iter().map(|c| c.symbol));
    expected.extend(smelt_abi::native_shims::IMPLEMENTED);
    expected.extend([
        smelt_abi::eh::PERSONALITY,
        smelt_abi::thread::THREAD_SYMBOL,
        "_start",
        "_Unwind_Resume",
    ]);
    let missing: Vec<_> = expected.difference(&defined).collect();
    assert!(missing.is_empty(), "listed but not defined: {missing:?}");

    let boundary = ["smelt_fc_", "smelt_qc_", "SystemNative_"];
    let unlisted: Vec<_> = defined
        .difference(&expected)
        .filter(|s| boundary.iter().any(|p| s.starts_with(p)))
        .collect();
    assert!(unlisted.is_empty(), "defined but not listed: {unlisted:?}");
}

/// Compiles sources (one C file, and perhaps LLVM IR) and links them.
fn link(name: &str, sources: &[&str], optimisation: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.{optimisation}"));
    std::fs::create_dir_all(&folder).unwrap();
    let source = |name: &str| format!("{}/tests/image/{name}", env!("CARGO_MANIFEST_DIR"));
    let output = |name: &str| folder.join(name).to_str().unwrap().to_string();
    let program = output("image");
    let mut link = vec!["-pie", "-e", "_start", "-o", &program];
    let objects: Vec<String> = sources.iter().map(|s| output(&format!("{s}.o"))).collect();
    for (from, to) in sources.iter().zip(&objects) {
        let level = format!("-{optimisation}");
        // The root record grows before its well-known types.
        let known = format!("-DWELL_KNOWN={}", smelt_abi::image::root::WELL_KNOWN);
        run(
            "clang-22",
            &[&level, &known, "-fPIE", "-c", &source(from), "-o", to],
        );
        link.push(to);
    }
    link.extend([
        archive().to_str().unwrap(),
        "--dynamic-linker",
        "/lib64/ld-linux-x86-64.so.2",
        "--gc-sections",
        "--eh-frame-hdr",
        "-z",
        "norelro",
        "--pack-dyn-relocs=relr",
        "--use-android-relr-tags",
        "/lib/x86_64-linux-gnu/libc.so.6",
        "/lib/x86_64-linux-gnu/libm.so.6",
    ]);
    run("ld.lld-22", &link);
    folder.join("image")
}

fn image(optimisation: &str) -> PathBuf {
    link("exceptions", &["image.c", "managed.ll"], optimisation)
}

#[test]
fn threads_monitors_and_wait_handles() {
    let output = Command::new(link("threads", &["threads.c"], "O1"))
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(stdout, "foreground thread\nprocess exit\n");
    assert_eq!(output.status.code(), Some(7));
}

const HANDLED: &str = "\
finally
caught special
   at Test.Thrower(Int32 special)
   at Test.Middle()
   at Test.Catcher()
finally
caught
finally
finally
filter
41
caught filtered
42
   at Test.Thrower(Int32 special)
   at Test.Middle()
   at Test.Rethrower()
   at Test.Filtered()
";

#[test]
fn exceptions_run_filters_before_finally_blocks() {
    for optimisation in ["O0", "O2"] {
        let output = Command::new(image(optimisation)).output().unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert_eq!(stdout, format!("{HANDLED}process exit\n"));
        assert_eq!(output.status.code(), Some(3));
    }
}

#[test]
fn unhandled_exceptions_are_reported_before_finally_blocks() {
    use std::os::unix::process::ExitStatusExt;
    let program = image("O1");
    let output = Command::new(program).arg("throw").output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(stdout, format!("{HANDLED}unhandled event\nfinally\n"));
    let stderr = String::from_utf8_lossy(&output.stderr);
    let trace = "   at Test.Thrower(Int32 special)\n   at Test.Middle()\n   at Test.Main()\n";
    assert_eq!(stderr, format!("Unhandled exception. {trace}"));
    assert_eq!(output.status.signal(), Some(6));
}
