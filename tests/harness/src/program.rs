//! A conformance program: sources and the header comments that say how to run them.
//!
//! `tests/programs/<theme>/<name>.cs` is the program `<theme>::<name>`; a folder of sources in the place of the file works
//! as well. Programs in other languages lie in `tests/il/<theme>`, `tests/fsharp` and `tests/vb`; their names start with the language. Headers, each on a line of its own before the first code:
//!
//! | header | meaning |
//! |---|---|
//! | `// args: a b` | command line arguments |
//! | `// stdin: text` | standard input, with `\n` for line ends |
//! | `// exit: 3` | exit code that CoreCLR must give (0 if there is no such line) |
//! | `// feature: Name=Value` | runtime setting and feature switch |
//! | `// unsafe` | compiled with `/unsafe` |
//! | `// resource: file name` | a file beside the source that is embedded as a resource of that name (C#) |
//! | `// instruction-set: x86-64-v3` | instruction sets that smelt may use; ignored on a machine without them |
//! | `// coreclr: NAME=VALUE` | environment variable for CoreCLR |
//! | `// skip-stderr` | standard error isn't compared |

use std::path::{Path, PathBuf};

use crate::language::Language;

/// A conformance program.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// `theme::name`.
    pub name: String,
    /// What the sources are written in.
    pub language: Language,
    /// Source files.
    pub sources: Vec<PathBuf>,
    /// Text of all sources.
    pub text: String,
    /// Command line arguments.
    pub args: Vec<String>,
    /// Standard input.
    pub stdin: String,
    /// Exit code that CoreCLR must give.
    pub exit: i32,
    /// Runtime settings.
    pub features: Vec<(String, String)>,
    /// Instruction sets that smelt may use.
    pub instruction_sets: Option<String>,
    /// Environment variables for CoreCLR.
    pub coreclr: Vec<(String, String)>,
    /// Embedded resources: file beside the source, name.
    pub resources: Vec<(String, String)>,
    /// Whether unsafe code is allowed.
    pub allow_unsafe: bool,
    /// Whether standard error is left out of the comparison.
    pub skip_stderr: bool,
}

impl Program {
    /// Reads a program's sources and headers.
    ///
    /// # Errors
    /// A file can't be read, or a header is malformed.
    pub fn load(name: String, path: &Path) -> Result<Program, String> {
        let mut sources = vec![path.to_path_buf()];
        if path.is_dir() {
            sources = files(path)?;
            sources.retain(|file| Language::of(file).is_some());
        }
        let first = sources.first().map_or(path, PathBuf::as_path);
        let language = Language::of(first)
            .ok_or_else(|| format!("{}: no source of a known language", path.display()))?;
        let mut program = Program {
            name,
            language,
            ..Program::default()
        };
        for source in &sources {
            let text = std::fs::read_to_string(source)
                .map_err(|e| format!("{}: {e}", source.display()))?;
            program.headers(&text)?;
            program.text += &text;
        }
        program.sources = sources;
        Ok(program)
    }

    fn headers(&mut self, text: &str) -> Result<(), String> {
        for line in text.lines() {
            let Some(comment) = line.trim().strip_prefix(self.language.comment()) else {
                if line.trim().is_empty() {
                    continue;
                }
                break;
            };
            let (key, value) = comment.split_once(':').unwrap_or((comment, ""));
            let value = value.trim();
            match key.trim() {
                "args" => self.args = value.split_whitespace().map(str::to_string).collect(),
                "stdin" => self.stdin = value.replace("\\n", "\n"),
                "exit" => {
                    self.exit = value
                        .parse()
                        .map_err(|_| format!("`{line}`: not an exit code"))?;
                }
                key @ ("feature" | "coreclr") => {
                    let (name, value) = value
                        .split_once('=')
                        .ok_or_else(|| format!("`{line}`: no `=`"))?;
                    let list = match key {
                        "feature" => &mut self.features,
                        _ => &mut self.coreclr,
                    };
                    list.push((name.to_string(), value.to_string()));
                }
                "instruction-set" => self.instruction_sets = Some(value.to_string()),
                "resource" => {
                    let (file, name) = value
                        .split_once(' ')
                        .ok_or_else(|| format!("`{line}`: no name"))?;
                    self.resources
                        .push((file.to_string(), name.trim().to_string()));
                }
                "unsafe" => self.allow_unsafe = true,
                "skip-stderr" => self.skip_stderr = true,
                _ => {}
            }
        }
        Ok(())
    }
}

/// Instruction sets that a program asks for and this machine doesn't have.
pub fn missing_instruction_sets(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let mut program = Program::default();
    program.headers(&text).ok()?;
    program.instruction_sets.filter(|list| !has_processor(list))
}

/// Whether this machine's processor can run code for a list of instruction sets.
fn has_processor(list: &str) -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        let v3 = has!("avx2") && has!("bmi1") && has!("bmi2") && has!("fma") && has!("lzcnt");
        let v4 = has!("avx512f") && has!("avx512bw") && has!("avx512dq") && has!("avx512vl");
        v3 && has!("aes") && has!("pclmulqdq") && (v4 || !list.contains("v4"))
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        let _ = list;
        false
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    Ok(paths)
}

/// Names and paths of all programs below a folder of themes, sorted.
///
/// # Errors
/// The folder can't be read.
pub fn discover(root: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let mut programs = Vec::new();
    for theme in files(root)?.into_iter().filter(|p| p.is_dir()) {
        programs.extend(discover_theme(&theme)?);
    }
    Ok(programs)
}

/// Names and paths of the programs of a theme, sorted.
///
/// # Errors
/// The folder can't be read.
pub fn discover_theme(theme: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let theme_name = theme.file_name().unwrap_or_default().to_string_lossy();
    let mut programs = Vec::new();
    for path in files(theme)? {
        if Language::of(&path).is_some() || path.is_dir() {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            programs.push((format!("{theme_name}::{name}"), path));
        }
    }
    Ok(programs)
}

/// Names and paths of the programs in all languages.
///
/// # Errors
/// A folder can't be read.
pub fn discover_all(tests: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let mut programs = discover(&tests.join("programs"))?;
    for (name, path) in discover(&tests.join("il"))? {
        programs.push((format!("il::{name}"), path));
    }
    programs.extend(discover_theme(&tests.join("fsharp"))?);
    programs.extend(discover_theme(&tests.join("vb"))?);
    Ok(programs)
}

#[cfg(test)]
mod tests {
    use super::Program;

    #[test]
    fn headers_are_read_up_to_the_first_code() {
        let mut program = Program::default();
        let text = "// Says hello.\n// args: a b\n// stdin: x\\ny\n\n// exit: 3\n// unsafe\n// feature: A.B=false\nclass P {}\n// exit: 9\n";
        program.headers(text).unwrap();
        assert_eq!(program.args, ["a", "b"]);
        assert_eq!(program.stdin, "x\ny");
        assert_eq!(program.exit, 3);
        assert!(program.allow_unsafe && !program.skip_stderr);
        assert_eq!(program.features, [("A.B".to_string(), "false".to_string())]);
        assert!(program.headers("// exit: many").is_err());
    }
}
