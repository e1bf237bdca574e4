//! `cargo xtask setup`: installs what is missing.

use crate::shell::{self, Result, command, step};

/// A Debian package and what it is needed for.
struct Package {
    name: &'static str,
    why: &'static str,
}

/// What the compiler is built and tested with.
const PACKAGES: [Package; 3] = [
    Package {
        name: "llvm-22-dev",
        why: "the code generator is LLVM 22: headers, llvm-config and library",
    },
    Package {
        name: "lld-22",
        why: "the linker of the executables, shipped in the package",
    },
    Package {
        name: "clang-22",
        why: "compiles small C programs in the linker tests",
    },
];

/// The oldest Rust that builds the project: minor version of 1.x.
const RUST_MINOR: u32 = 95;

/// Installs missing packages and checks the Rust and .NET tools.
pub fn run() -> Result {
    check_rust()?;
    check_dotnet()?;
    install(&PACKAGES)?;
    Ok(())
}

/// Installs a package that only some tasks need.
pub fn install_extra(name: &'static str, why: &'static str) -> Result {
    install(&[Package { name, why }])
}

fn check_rust() -> Result {
    let version = shell::try_output(command("rustc").arg("--version"))
        .ok_or("Rust is missing: install it from https://rustup.rs")?;
    // rustc 1.95.0 (...)
    let minor = version.split('.').nth(1).and_then(|m| m.parse().ok());
    if minor.is_none_or(|minor: u32| minor < RUST_MINOR) {
        return Err(format!(
            "Rust 1.{RUST_MINOR} or newer is needed, found: {}",
            version.trim()
        ));
    }
    println!("found {}", version.trim());
    Ok(())
}

fn check_dotnet() -> Result {
    let sdks = shell::try_output(command("dotnet").arg("--list-sdks")).unwrap_or_default();
    let sdk = sdks.lines().rfind(|line| line.starts_with("10."));
    let sdk = sdk.ok_or(
        "the .NET SDK 10 is missing: install it from https://dotnet.microsoft.com/download",
    )?;
    println!("found .NET SDK {sdk}");
    Ok(())
}

fn is_installed(package: &str) -> bool {
    let status = shell::try_output(command("dpkg-query").args(["-W", "-f=${Status}", package]));
    status.is_some_and(|s| s.ends_with(" installed"))
}

fn install(packages: &[Package]) -> Result {
    let missing: Vec<&Package> = packages.iter().filter(|p| !is_installed(p.name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    step("installing Debian packages:");
    for package in &missing {
        println!("    {:<16} {}", package.name, package.why);
    }
    let names: Vec<&str> = missing.iter().map(|p| p.name).collect();
    if shell::try_output(command("apt-get").arg("--version")).is_none() {
        return Err(format!(
            "there is no apt-get here; install the equivalents of: {}",
            names.join(" ")
        ));
    }
    let root = shell::try_output(command("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let apt = |arguments: &[&str]| {
        let mut apt = if root {
            command("apt-get")
        } else {
            let mut sudo = command("sudo");
            sudo.arg("apt-get");
            sudo
        };
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        shell::run(&mut apt)
    };
    apt(&["update", "-q"])?;
    let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(names);
    apt(&arguments)
}
