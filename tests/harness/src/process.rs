//! Running programs with a time limit.

use std::io::{Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a program did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Exit code; 128 + signal number if a signal ended it, as shells count.
    pub exit: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Outcome {
    /// Standard output and error together, for messages.
    pub fn text(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// A command with an environment that doesn't depend on the user's settings, without core dumps, in `folder`.
pub fn command(program: impl AsRef<Path>, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -c 0; exec \"$0\" \"$@\""])
        .arg(program.as_ref())
        .current_dir(folder)
        .env_clear();
    for name in ["PATH", "HOME", "DOTNET_ROOT", "SMELT_RUNTIME_DIR"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    // Programs run with the collector on, or under the stress collector.
    for (name, to) in [
        ("SMELT_TEST_GC", "SMELT_GC"),
        ("SMELT_TEST_GC_STRESS", "SMELT_GC_STRESS"),
        ("SMELT_TEST_GC_STRESS_LIMIT", "SMELT_GC_STRESS_LIMIT"),
        ("SMELT_TEST_GC_VERIFY", "SMELT_GC_VERIFY"),
    ] {
        if let Some(value) = std::env::var_os(name) {
            command.env(to, value);
        }
    }
    command
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .env("DOTNET_CLI_TELEMETRY_OPTOUT", "1")
        .env("DOTNET_NOLOGO", "1")
        .env("DOTNET_gcServer", "0");
    command
}

/// Runs a command to its end.
///
/// # Errors
/// It can't be started, or takes longer than `limit` (then it is ended).
pub fn run(command: &mut Command, stdin: &[u8], limit: Duration) -> Result<Outcome, String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A group of its own, so that a program that hangs is ended with its children.
        .process_group(0)
        .spawn()
        .map_err(|e| format!("{:?} can't be started: {e}", command.get_program()))?;
    let mut input = child.stdin.take().expect("piped");
    let mut output = child.stdout.take().expect("piped");
    let mut errors = child.stderr.take().expect("piped");
    let stdin = stdin.to_vec();
    // A program that doesn't read its input closes the pipe: no error.
    std::thread::spawn(move || drop(input.write_all(&stdin)));
    let stdout = std::thread::spawn(move || read_all(&mut output));
    let stderr = std::thread::spawn(move || read_all(&mut errors));
    let status = wait(&mut child, limit)?;
    let exit = status
        .code()
        .or_else(|| status.signal().map(|s| 128 + s))
        .unwrap_or(-1);
    Ok(Outcome {
        exit,
        stdout: stdout.join().unwrap_or_default(),
        stderr: stderr.join().unwrap_or_default(),
    })
}

fn read_all(from: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    // What was read before an error is still worth showing.
    let _ = from.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn wait(child: &mut Child, limit: Duration) -> Result<std::process::ExitStatus, String> {
    let start = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            return Ok(status);
        }
        if start.elapsed() > limit {
            let group = format!("-{}", child.id());
            let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
            let _ = child.wait();
            return Err(format!("still running after {} s", limit.as_secs()));
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}
