//! Source positions of the app's methods, from portable PDBs: a file beside the assembly, or embedded in it.

use rustc_hash::FxHashMap;
use smelt_metadata::pdb::{DebugEntry, Pdb};
use smelt_types::{MethodDefId, ModuleId, TypeSystem};
use std::io::Read;
use std::sync::{Arc, Mutex};

/// Where a method's code comes from.
#[derive(Clone, Default)]
pub(crate) struct MethodSource {
    /// Path of the source file; empty if unknown.
    pub document: Arc<str>,
    /// IL offsets with the line that begins there, ascending.
    pub lines: Vec<(u32, u32)>,
}

/// The PDBs that were looked for.
#[derive(Default)]
pub(crate) struct DebugSymbols {
    modules: Mutex<FxHashMap<ModuleId, Option<Arc<Module>>>>,
}

struct Module {
    pdb: Pdb<'static>,
    /// Paths by row of the `Document` table.
    documents: Mutex<FxHashMap<u32, Arc<str>>>,
}

impl DebugSymbols {
    /// Without usable symbols nothing is known; that is no error.
    pub fn source_of(&self, ts: &TypeSystem, method: MethodDefId) -> MethodSource {
        let module = self
            .modules
            .lock()
            .unwrap_or_else(|e| e.into_inner())
            .entry(method.module)
            .or_insert_with(|| open(ts, method.module).map(Arc::new))
            .clone();
        module
            .and_then(|m| m.source_of(method.rid))
            .unwrap_or_default()
    }
}

impl Module {
    fn source_of(&self, method: u32) -> Option<MethodSource> {
        let mut document = 0;
        let mut lines = Vec::new();
        for point in self.pdb.sequence_points(method).ok()? {
            let point = point.ok()?;
            if document == 0 {
                document = point.document;
            }
            // As CoreCLR does: what is hidden belongs to the line before. Lines of a second file can't be told apart.
            if !point.hidden && point.document == document {
                lines.push((point.il_offset, point.start_line));
            }
        }
        if lines.is_empty() {
            return None;
        }
        let document = self
            .documents
            .lock()
            .unwrap_or_else(|e| e.into_inner())
            .entry(document)
            .or_insert_with(|| self.pdb.document_name(document).unwrap_or_default().into())
            .clone();
        Some(MethodSource { document, lines })
    }
}

/// The PDB that belongs to an assembly.
fn open(ts: &TypeSystem, module: ModuleId) -> Option<Module> {
    let entries = ts.metadata(module).debug_entries().ok()?;
    let file = entries.iter().find_map(|e| match *e {
        DebugEntry::EmbeddedPdb { size, compressed } => {
            let mut file = Vec::with_capacity(size as usize);
            flate2::read::DeflateDecoder::new(compressed)
                .read_to_end(&mut file)
                .ok()?;
            Some(file)
        }
        _ => None,
    });
    let file = match file {
        Some(file) => file,
        None => std::fs::read(ts.module_path(module).with_extension("pdb")).ok()?,
    };
    // As long as the assemblies: they are read in parallel all through the compilation.
    let pdb = Pdb::parse(file.leak()).ok()?;
    let mut id = [0; 20];
    for e in &entries {
        if let DebugEntry::CodeView { guid, stamp, .. } = e {
            id[..16].copy_from_slice(guid);
            id[16..].copy_from_slice(&stamp.to_le_bytes());
        }
    }
    (pdb.id() == id).then(|| Module {
        pdb,
        documents: Mutex::default(),
    })
}
