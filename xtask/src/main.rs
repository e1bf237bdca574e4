//! The project's chores: `cargo xtask setup|build|pack|demo|test|bench`.
//!
//! Free of dependencies, so that it runs before anything is installed.

mod bench;
mod build;
mod compute;
mod demo;
mod elf;
mod pack;
mod setup;
mod shell;
mod suite;
mod torture;
mod zip;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <task>

tasks:
  setup   install what is missing to build and test (Debian packages; says what and why)
  build   build the compiler and the runtime library
  pack    make the NuGet package Smelt.Sdk in artifacts/feed
  demo    all of the above, then publish docs/samples/hello with it and run it
  test    all of the above but the demo, then run all tests; `--all-modes`: programs at all optimisation levels and under the stress collector
  bench   compare with the native compiler of the .NET SDK; writes docs/benchmarks.md
  torture compile every method of the framework; `--sample N` one in N, `--import-only` without code generation
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["setup"] => setup::run(),
        ["build"] => build::run(),
        ["pack"] => build::run().and_then(|()| pack::run()),
        ["pack-only"] => pack::run(),
        ["demo"] => demo::run(),
        ["test"] => suite::run(false),
        ["test", "--all-modes"] => suite::run(true),
        ["bench"] => bench::run(),
        ["torture", ref arguments @ ..] => torture::run(arguments),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(USAGE.to_string()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
