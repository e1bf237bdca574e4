//! Output files that appear complete or not at all.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::LinkError;

/// A folder for intermediate files on the file system of the output, removed with all its contents when dropped.
pub(crate) struct Scratch {
    dir: TempDir,
}

impl Scratch {
    /// Creates it in the output's folder, or in the nearest parent of it that exists.
    pub(crate) fn beside(output: &Path) -> Result<Scratch, LinkError> {
        if output.is_dir() {
            let source = std::io::Error::from(std::io::ErrorKind::IsADirectory);
            return Err(LinkError::output(output, source));
        }
        let folder = nearest_existing_folder(output);
        let dir = tempfile::Builder::new()
            .prefix(".smelt-")
            .tempdir_in(&folder)
            .map_err(|e| LinkError::output(&folder, strip_path(e)))?;
        Ok(Scratch { dir })
    }

    /// Path of an intermediate file.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Moves a finished file to its final place.
    pub(crate) fn publish(&self, from: &Path, to: &Path) -> Result<(), LinkError> {
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder).map_err(|e| LinkError::output(folder, e))?;
        }
        match std::fs::rename(from, to) {
            Err(e) if e.kind() == std::io::ErrorKind::CrossesDevices => {
                std::fs::copy(from, to).map(|_| ())
            }
            result => result,
        }
        .map_err(|e| LinkError::output(to, e))
    }
}

fn nearest_existing_folder(output: &Path) -> PathBuf {
    let mut folder = output.parent();
    while let Some(path) = folder {
        if path.as_os_str().is_empty() {
            break;
        }
        // A file in the way counts as existing, so that the error is about it.
        if path.exists() {
            return path.to_path_buf();
        }
        folder = path.parent();
    }
    PathBuf::from(".")
}

/// The error without the random temporary name that `tempfile` adds to the message.
fn strip_path(error: std::io::Error) -> std::io::Error {
    match error.raw_os_error() {
        Some(code) => std::io::Error::from_raw_os_error(code),
        None => std::io::Error::from(error.kind()),
    }
}

/// Checks that an output file can be created, so that a hopeless run ends before the expensive part.
///
/// # Errors
/// [`LinkError::Output`] if it can't; nothing is left behind in either case.
pub fn check_output(output: &Path) -> Result<(), LinkError> {
    Scratch::beside(output).map(drop)
}
