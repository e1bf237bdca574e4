//! The languages that conformance programs are written in, and how each becomes an assembly.

use std::path::{Path, PathBuf};

use crate::program::Program;
use crate::tools::Dotnet;
use crate::{csharp, fsharp, il, visual_basic};

/// A source language.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// C#, compiled with csc.
    #[default]
    CSharp,
    /// F#, compiled with fsc; the program runs with FSharp.Core.dll beside it.
    FSharp,
    /// IL, assembled with ilasm.
    Il,
    /// Visual Basic, compiled with vbc.
    VisualBasic,
}

impl Language {
    /// The language of a source file, by its extension.
    pub fn of(path: &Path) -> Option<Language> {
        match path.extension()?.to_str()? {
            "cs" => Some(Language::CSharp),
            "fs" => Some(Language::FSharp),
            "il" => Some(Language::Il),
            "vb" => Some(Language::VisualBasic),
            _ => None,
        }
    }

    /// What a line comment starts with.
    pub fn comment(self) -> &'static str {
        match self {
            Language::VisualBasic => "'",
            _ => "//",
        }
    }

    /// A text that changes when the same sources would be compiled differently.
    ///
    /// # Errors
    /// The compiler isn't there.
    pub fn fingerprint(self, dotnet: &Dotnet) -> Result<String, String> {
        match self {
            Language::CSharp => Ok(csharp::fingerprint(dotnet)),
            Language::FSharp => Ok(fsharp::fingerprint(dotnet)),
            Language::Il => il::fingerprint(dotnet),
            Language::VisualBasic => Ok(visual_basic::fingerprint(dotnet)),
        }
    }

    /// Compiles a program into `output` (a `.dll`).
    ///
    /// # Errors
    /// What the compiler says.
    pub fn compile(self, dotnet: &Dotnet, program: &Program, output: &Path) -> Result<(), String> {
        let sources = &program.sources;
        match self {
            Language::CSharp => csharp::compile(dotnet, sources, output, &csharp::options(program)),
            Language::FSharp => fsharp::compile(dotnet, sources, output),
            Language::Il => il::assemble(dotnet, sources, output),
            Language::VisualBasic => visual_basic::compile(dotnet, sources, output),
        }
    }

    /// Assemblies that the program needs besides the framework.
    pub fn references(self, dotnet: &Dotnet) -> Vec<PathBuf> {
        match self {
            Language::FSharp => vec![fsharp::core_library(dotnet)],
            _ => Vec::new(),
        }
    }
}
