//! What can go wrong in a link, with the diagnostic codes of the driver.

use std::path::{Path, PathBuf};

/// A failed link. [`LinkError::code`] is the diagnostic code.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// No usable linker (SMELT2001).
    #[error("no linker: {detail}")]
    NoLinker {
        /// What was looked for.
        detail: String,
    },
    /// The output can't be written (SMELT2002).
    #[error("can't write to `{}`: {source}", path.display())]
    Output {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Symbols that nothing defines (SMELT2003).
    #[error("{} unresolved symbol{}: {}", symbols.len(), if symbols.len() == 1 { "" } else { "s" }, list(symbols))]
    Unresolved {
        /// All of them, sorted.
        symbols: Vec<String>,
    },
    /// The linker failed for another reason (SMELT2004).
    #[error("{linker}: {message}")]
    LinkerFailed {
        /// Which linker.
        linker: String,
        /// Its first messages.
        message: String,
    },
    /// An input or intermediate file can't be read (SMELT2005).
    #[error("can't read `{}`: {source}", path.display())]
    Input {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl LinkError {
    /// The diagnostic code, for the driver's MSBuild-style messages.
    pub fn code(&self) -> &'static str {
        match self {
            LinkError::NoLinker { .. } => "SMELT2001",
            LinkError::Output { .. } => "SMELT2002",
            LinkError::Unresolved { .. } => "SMELT2003",
            LinkError::LinkerFailed { .. } => "SMELT2004",
            LinkError::Input { .. } => "SMELT2005",
        }
    }

    pub(crate) fn output(path: &Path, source: std::io::Error) -> Self {
        LinkError::Output {
            path: path.to_path_buf(),
            source,
        }
    }

    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        LinkError::Input {
            path: path.to_path_buf(),
            source,
        }
    }
}

/// How many unresolved symbols a message lists.
const LISTED: usize = 10;

fn list(symbols: &[String]) -> String {
    let mut text = symbols
        .iter()
        .take(LISTED)
        .map(|s| format!("`{s}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if symbols.len() > LISTED {
        text += &format!(" and {} more", symbols.len() - LISTED);
    }
    text
}
