//! The data of the image: one object file with method tables, dispatch table, dictionaries, frozen objects, statics and the records that the
//! runtime reads. Layouts are those of `smelt-abi`; names are those of `smelt_ir::symbols`.

mod data;
mod dispatch;
mod introsort;
mod members;
mod names;
mod objects;
mod open_types;
mod root;
mod statics;
mod types;

use data::{Data, Record};
use object::write::SymbolId;
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_ir::Program;
use smelt_types::{MethodId, ModuleId, TypeError, TypeId, TypeSystem};

/// What the image needs beside the program.
pub struct ImageOptions {
    /// Properties for `AppContext` (from `runtimeconfig.json` and the host).
    pub app_context: Vec<(String, String)>,
    pub entry_module: ModuleId,
    /// Features that the processor must have: bits of [`smelt_abi::cpu::FEATURES`].
    pub processor: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    #[error(transparent)]
    Type(#[from] TypeError),
    #[error("image object: {0}")]
    Object(String),
}

pub(crate) type Result<T> = std::result::Result<T, ImageError>;

/// The image's object file.
pub struct ImageObject {
    pub bytes: Vec<u8>,
    /// The symbols that it refers to or defines.
    pub symbols: FxHashSet<String>,
}

/// Emits the image object (ELF, x86-64).
pub fn emit(ts: &TypeSystem, program: &Program, options: &ImageOptions) -> Result<ImageObject> {
    let mut image = Image {
        ts,
        program,
        data: Data::new(),
        modules: Vec::new(),
        module_parts: FxHashMap::default(),
        rows: FxHashMap::default(),
        literals_seen: FxHashSet::default(),
        literals: Vec::new(),
        anonymous_objects: 0,
        present: program.types.iter().copied().collect(),
        canon_slots: FxHashMap::default(),
        type_infos: Vec::new(),
        static_roots: Vec::new(),
        thread_static_size: 0,
    };
    image.dispatch_table()?;
    image.types()?;
    image.dictionaries()?;
    image.strings();
    image.member_objects()?;
    image.statics()?;
    image.pinvokes();
    image.root(options)?;
    Ok(ImageObject {
        symbols: image.data.symbols(),
        bytes: image.data.finish()?,
    })
}

pub(crate) struct Image<'a> {
    ts: &'a TypeSystem,
    program: &'a Program,
    data: Data,
    /// Modules with a ModuleInfo record, in order of first use.
    modules: Vec<ModuleId>,
    /// Rows and resources of the modules.
    module_parts: FxHashMap<ModuleId, members::ModuleParts>,
    /// Byte offset of each type's dispatch row in the table.
    rows: FxHashMap<TypeId, i64>,
    literals_seen: FxHashSet<String>,
    literals: Vec<SymbolId>,
    anonymous_objects: u32,
    /// Types of the image; `true`: constructed.
    present: FxHashMap<TypeId, bool>,
    /// Vtable slots (introducing declarations) of canonical classes, base classes' first.
    canon_slots: FxHashMap<TypeId, Vec<MethodId>>,
    type_infos: Vec<SymbolId>,
    static_roots: Vec<Record>,
    thread_static_size: u32,
}
