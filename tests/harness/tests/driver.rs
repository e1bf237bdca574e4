//! The command line of smelt: what it says about bad input, and that its output is reproducible.
//!
//! A failed run prints one line in MSBuild's format, exits with 1 and leaves nothing behind.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::OnceLock;
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use smelt_tests::csharp;
use smelt_tests::il_patch::Tables;
use smelt_tests::process::{self, Outcome};
use smelt_tests::tools;

type Check = fn() -> Result<(), String>;

const TESTS: [(&str, Check); 20] = [
    ("bad_input::not_a_pe_file", not_a_pe_file),
    ("bad_input::an_empty_file", an_empty_file),
    ("bad_input::no_such_file", no_such_file),
    ("bad_input::native_pe_file", native_pe_file),
    ("bad_input::truncated_at_200_places", truncated),
    ("bad_input::missing_reference", missing_reference),
    ("bad_input::class_that_is_its_own_base", cyclic_classes),
    ("bad_input::struct_that_contains_itself", cyclic_structs),
    ("bad_input::library_without_entry_point", no_entry_point),
    ("output::folder_without_permission", unwritable_output),
    ("output::no_lld_to_be_found", no_lld),
    ("output::named_linker_missing", named_linker_missing),
    ("output::gnu_linker", gnu_linker),
    (
        "output::two_compilations_give_identical_bytes",
        deterministic,
    ),
    ("instruction_sets::bad_lists", bad_instruction_sets),
    (
        "instruction_sets::missing_in_the_processor",
        missing_instruction_set,
    ),
    ("torture::sample_of_the_framework", torture),
    ("reports::why_names_the_way_from_a_root", why),
    ("reports::vm_calls_lists_both_states", vm_calls),
    ("reports::endless_generics_are_named", endless_generics),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = TESTS
        .into_iter()
        .map(|(name, check)| Trial::test(name, move || check().map_err(Failed::from)))
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

const HELLO: &str = "class P { static void Main() => System.Console.WriteLine(\"Hello\"); }";

/// A temporary folder with an assembly, and an empty folder for the output.
struct Case {
    folder: tempfile::TempDir,
    framework: PathBuf,
}

impl Case {
    /// A case whose input file has these contents.
    fn with(image: &[u8]) -> Result<Case, String> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let case = Case {
            folder,
            framework: tools::dotnet()?.framework.clone(),
        };
        std::fs::create_dir(case.path("out")).map_err(|e| e.to_string())?;
        std::fs::write(case.path("app.dll"), image).map_err(|e| e.to_string())?;
        Ok(case)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, smelt: &Path, output: &Path) -> Command {
        let mut command = process::command(smelt, self.folder.path());
        command
            .arg("compile")
            .arg(self.path("app.dll"))
            .arg("--reference")
            .arg(&self.framework)
            .args(csharp::NATIVE_SWITCHES.map(|s| format!("--feature={s}")))
            .arg("--quiet")
            .arg("-o")
            .arg(output);
        command
    }

    /// Runs smelt on the input as it is and checks that it fails properly; returns its message.
    fn fails(&self) -> Result<String, String> {
        let command = self.command(&tools::smelt()?, &self.path("out/app"));
        self.command_fails(command)
    }

    fn command_fails(&self, mut command: Command) -> Result<String, String> {
        let outcome = process::run(&mut command, &[], Duration::from_secs(120))?;
        let message = failure_message(&outcome)?;
        let left: Vec<PathBuf> = std::fs::read_dir(self.path("out"))
            .map_err(|e| e.to_string())?
            .filter_map(|e| Some(e.ok()?.path()))
            .collect();
        if left.is_empty() {
            Ok(message)
        } else {
            Err(format!("left behind: {left:?}"))
        }
    }
}

/// The single line of a run that failed as it should.
fn failure_message(outcome: &Outcome) -> Result<String, String> {
    let text = outcome.text();
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    if outcome.exit != 1 {
        return Err(format!("exit code {} instead of 1:\n{text}", outcome.exit));
    }
    match lines[..] {
        [line] if line.contains(" : error SMELT") || line.contains(": error SMELT") => {
            Ok(line.to_string())
        }
        _ => Err(format!("not one line in MSBuild's format:\n{text}")),
    }
}

/// Checks that a message mentions something.
fn mentions(message: &str, part: &str) -> Result<(), String> {
    if message.contains(part) {
        Ok(())
    } else {
        Err(format!("`{part}` isn't mentioned in: {message}"))
    }
}

fn compile(source: &str) -> Result<Vec<u8>, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let file = folder.path().join("app.cs");
    let output = folder.path().join("app.dll");
    std::fs::write(&file, source).map_err(|e| e.to_string())?;
    csharp::compile(tools::dotnet()?, &[file], &output, &[])?;
    std::fs::read(&output).map_err(|e| e.to_string())
}

fn hello() -> Result<&'static [u8], String> {
    static IMAGE: OnceLock<Result<Vec<u8>, String>> = OnceLock::new();
    let image = IMAGE.get_or_init(|| compile(HELLO));
    image.as_deref().map_err(Clone::clone)
}

fn not_a_pe_file() -> Result<(), String> {
    mentions(&Case::with(b"This is a text.\n")?.fails()?, "app.dll")
}

fn an_empty_file() -> Result<(), String> {
    mentions(&Case::with(b"")?.fails()?, "app.dll")
}

fn no_such_file() -> Result<(), String> {
    let case = Case::with(b"")?;
    std::fs::remove_file(case.path("app.dll")).map_err(|e| e.to_string())?;
    mentions(&case.fails()?, "app.dll")
}

fn native_pe_file() -> Result<(), String> {
    let mut image = hello()?.to_vec();
    // The CLI header's data directory, the 15th of a PE32 file, is emptied.
    let at =
        |at: usize| u32::from_le_bytes([image[at], image[at + 1], image[at + 2], image[at + 3]]);
    let optional_header = at(0x3c) as usize + 24;
    let directory = optional_header + 96 + 14 * 8;
    image[directory..directory + 8].fill(0);
    mentions(&Case::with(&image)?.fails()?, "app.dll")
}

fn truncated() -> Result<(), String> {
    let image = hello()?;
    let case = Case::with(image)?;
    // A fixed sequence of pseudo-random lengths.
    let mut state = 0x2545_f491_4f6c_dd1du64;
    for _ in 0..200 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let length = (state % image.len() as u64) as usize;
        std::fs::write(case.path("app.dll"), &image[..length]).map_err(|e| e.to_string())?;
        case.fails()
            .map_err(|e| format!("cut to {length} of {} bytes: {e}", image.len()))?;
    }
    Ok(())
}

fn missing_reference() -> Result<(), String> {
    let mut case = Case::with(hello()?)?;
    case.framework = case.path("out");
    mentions(&case.fails()?, "System.")
}

fn cyclic_classes() -> Result<(), String> {
    let source =
        "class A {} class B : A { static void Main() => System.Console.WriteLine(new B()); }";
    let mut tables = Tables::find(compile(source)?).ok_or("no tables found")?;
    tables.set_base("A", "B").ok_or("no such type")?;
    Case::with(&tables.into_image())?.fails().map(drop)
}

fn cyclic_structs() -> Result<(), String> {
    let source = "struct A { public B b; } struct B { public C c; } struct C { public int x; }
        class P { static void Main() { A a = new A(); a.b.c.x = 1; System.Console.WriteLine(a); } }";
    let mut tables = Tables::find(compile(source)?).ok_or("no tables found")?;
    tables.set_field_type("c", "A").ok_or("no such field")?;
    Case::with(&tables.into_image())?.fails().map(drop)
}

fn no_entry_point() -> Result<(), String> {
    let image = std::fs::read(tools::dotnet()?.framework.join("System.Collections.dll"))
        .map_err(|e| e.to_string())?;
    mentions(&Case::with(&image)?.fails()?, "entry point")
}

fn unwritable_output() -> Result<(), String> {
    let case = Case::with(hello()?)?;
    // Neither depends on who runs the tests: root may write to any folder, but not below a file or into /proc.
    for output in [case.path("app.dll/app"), PathBuf::from("/proc/smelt/app")] {
        let message = case.command_fails(case.command(&tools::smelt()?, &output))?;
        mentions(&message, "SMELT2002")?;
    }
    Ok(())
}

fn no_lld() -> Result<(), String> {
    let case = Case::with(hello()?)?;
    // Alone in a folder, with nothing on the PATH but what starts it.
    let bare = case.path("bare");
    std::fs::create_dir(&bare).map_err(|e| e.to_string())?;
    let smelt = bare.join("smelt");
    // By another process: a file that this one writes stays open in what other tests start meanwhile, and can't be
    // started until those have let go of it.
    let mut copy = process::command("cp", &bare);
    copy.arg(tools::smelt()?).arg(&smelt);
    let copied = process::run(&mut copy, &[], Duration::from_secs(60))?;
    if copied.exit != 0 {
        return Err(copied.text());
    }
    let mut command = Command::new(&smelt);
    command
        .arg("compile")
        .arg(case.path("app.dll"))
        .arg("--reference")
        .arg(&case.framework)
        .args(["--quiet", "-o"])
        .arg(case.path("out/app"))
        .env("PATH", &bare);
    if let Some(library) = tools::runtime_library()
        && let Some(folder) = library.ancestors().nth(2)
    {
        command.env("SMELT_RUNTIME_DIR", folder);
    }
    mentions(&case.command_fails(command)?, "SMELT2001")
}

fn named_linker_missing() -> Result<(), String> {
    let case = Case::with(hello()?)?;
    let mut command = case.command(&tools::smelt()?, &case.path("out/app"));
    command.args(["--linker", "no-such-linker"]);
    let message = case.command_fails(command)?;
    mentions(&message, "SMELT2001")?;
    mentions(&message, "no-such-linker")
}

/// GNU ld links the same program, where it is installed.
fn gnu_linker() -> Result<(), String> {
    let case = Case::with(hello()?)?;
    let mut command = case.command(&tools::smelt()?, &case.path("out/app"));
    command.args(["--linker-flavor", "bfd"]);
    let outcome = process::run(&mut command, &[], Duration::from_secs(600))?;
    if outcome.exit != 0 {
        let message = failure_message(&outcome)?;
        return mentions(&message, "SMELT2001");
    }
    let mut app = process::command(case.path("out/app"), case.folder.path());
    let outcome = process::run(&mut app, &[], Duration::from_secs(60))?;
    mentions(&outcome.text(), "Hello")
}

/// The second compilation is the repetition of the first one from what `--save-repro` saved, in another folder.
fn deterministic() -> Result<(), String> {
    let case = Case::with(hello()?)?;
    let mut first = case.command(&tools::smelt()?, &case.path("out/app"));
    first.arg("--save-repro").arg(case.path("repro"));
    let mut second = process::command(tools::smelt()?, &case.path("repro"));
    second.args(["@repro.rsp", "--quiet"]);
    for (command, output) in [(&mut first, "out/app"), (&mut second, "repro/app")] {
        let outcome = process::run(command, &[], Duration::from_secs(600))?;
        if outcome.exit != 0 || !case.path(output).is_file() {
            return Err(outcome.text());
        }
    }
    for file in ["app", "app.dbg"] {
        let read = |folder: &str| {
            let path = case.path(folder).join(file);
            std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))
        };
        if read("out")? != read("repro")? {
            return Err(format!("the two {file} differ"));
        }
    }
    Ok(())
}

fn why() -> Result<(), String> {
    let case = Case::with(hello()?)?;
    let ask = |member: &str| {
        let mut command = process::command(tools::smelt()?, case.folder.path());
        command
            .args(["why", member])
            .arg(case.path("app.dll"))
            .arg("--reference")
            .arg(&case.framework);
        process::run(&mut command, &[], Duration::from_secs(60))
    };
    let known = ask("System.Console.WriteLine")?;
    mentions(&known.stdout, "P.Main()")?;
    mentions(&known.stdout, "root")?;
    mentions(&failure_message(&ask("No.Such.Member")?)?, "No.Such.Member")
}

fn vm_calls() -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let mut command = process::command(tools::smelt()?, folder.path());
    command
        .arg("vm-calls")
        .arg("--reference")
        .arg(&tools::dotnet()?.framework);
    let outcome = process::run(&mut command, &[], Duration::from_secs(60))?;
    if outcome.exit != 0 {
        return Err(outcome.text());
    }
    mentions(&outcome.stdout, "implemented")?;
    mentions(&outcome.stdout, "missing")
}

fn endless_generics() -> Result<(), String> {
    let source = "struct Box<T> { public T Value; } \
        class P { static int Wrap<T>(int n) => n == 0 ? 0 : 1 + Wrap<Box<T>>(n - 1); static void Main() => System.Console.WriteLine(Wrap<int>(2)); }";
    let case = Case::with(&compile(source)?)?;
    let mut command = case.command(&tools::smelt()?, &case.path("out/app"));
    let outcome = process::run(&mut command, &[], Duration::from_secs(600))?;
    if outcome.exit != 0 {
        return Err(outcome.text());
    }
    mentions(&outcome.text(), "warning IL3054")?;
    mentions(&outcome.text(), "P.Wrap")
}

fn bad_instruction_sets() -> Result<(), String> {
    let case = Case::with(hello()?)?;
    for (list, part) in [
        ("x86-64-v9", "'x86-64-v9'"),
        ("avx2,", "''"),
        ("-sse4.2", "x86-64-v2"),
        ("avx2,-avx", "'avx'"),
    ] {
        let mut command = case.command(&tools::smelt()?, &case.path("out/app"));
        command.arg(format!("--instruction-set={list}"));
        let message = case.command_fails(command)?;
        mentions(&message, "SMELT1016")?;
        mentions(&message, part)?;
    }
    Ok(())
}

/// A program for a processor that has an instruction which this one lacks says so and aborts, before it does anything else.
fn missing_instruction_set() -> Result<(), String> {
    let flags = std::fs::read_to_string("/proc/cpuinfo").map_err(|e| e.to_string())?;
    let has = |name: &str| flags.split_whitespace().any(|f| f == name);
    let case = Case::with(hello()?)?;
    let app = case.path("out/app");
    let mut command = case.command(&tools::smelt()?, &app);
    command.arg("--instruction-set=x86-64-v2,serialize");
    let outcome = process::run(&mut command, &[], Duration::from_secs(120))?;
    if outcome.exit != 0 {
        return Err(outcome.text());
    }
    let outcome = process::run(
        &mut process::command(&app, case.folder.path()),
        &[],
        Duration::from_secs(20),
    )?;
    if has("serialize") {
        return mentions(&outcome.stdout, "Hello");
    }
    if outcome.exit == 0 || outcome.stdout.contains("Hello") {
        return Err(outcome.text());
    }
    mentions(
        &outcome.stderr,
        "The required instruction sets are not supported by the current CPU.",
    )?;
    mentions(&outcome.stderr, "serialize")
}

/// One method in so many of every assembly of the framework compiles to machine code. `cargo xtask torture` compiles all.
fn torture() -> Result<(), String> {
    let mut command = process::command(tools::smelt()?, Path::new("."));
    command
        .args(["torture", "--sample", "47", "--reference"])
        .arg(&tools::dotnet()?.framework);
    let outcome = process::run(&mut command, &[], Duration::from_secs(600))?;
    let number = |name: &str| -> Option<usize> {
        let line = outcome.stdout.lines().find_map(|l| l.strip_prefix(name))?;
        line.trim().parse().ok()
    };
    let (Some(targets), Some(compiled), Some(refused), Some(defects)) = (
        number("targets"),
        number("compiled"),
        number("refusals"),
        number("defects"),
    ) else {
        return Err(outcome.text());
    };
    if defects > 0 || compiled + refused != targets || targets < 1000 || refused * 200 > targets {
        return Err(outcome.text());
    }
    Ok(())
}
