//! Loading of assemblies by path and by name, and their tables of type names.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use smelt_metadata::{Metadata, Table, Token};

use crate::attributes::AttributeIndex;
use crate::defs::{MethodInfo, TypeInfo};
use crate::intern::{FxMap, lock};
use crate::resolve::MemberTarget;
use crate::{ModuleId, Result, SigId, TypeDefId, TypeError, TypeId};

/// How often a type name may be forwarded before we call it a cycle.
const MAX_FORWARDS: usize = 16;

/// One slot per row of a table (and an unused one for row 0), filled when first asked for.
pub(crate) type Rows<T> = Box<[OnceLock<T>]>;

/// A loaded assembly.
pub(crate) struct Module {
    pub id: ModuleId,
    pub name: String,
    pub path: PathBuf,
    pub md: Metadata<'static>,
    /// (namespace, name) of types that are not nested.
    top_level: FxMap<(&'static str, &'static str), u32>,
    /// (enclosing type, name)
    nested: FxMap<(u32, &'static str), u32>,
    /// (namespace, name) -> `ExportedType` row.
    exported: FxMap<(&'static str, &'static str), u32>,
    pub type_infos: Rows<TypeInfo>,
    pub method_infos: Rows<MethodInfo>,
    pub field_types: Rows<Result<TypeId>>,
    pub type_refs: Rows<Result<TypeDefId>>,
    pub type_specs: Rows<Result<TypeId>>,
    pub member_refs: Rows<Result<MemberTarget>>,
    pub method_specs: Rows<Result<crate::MethodId>>,
    pub call_sites: Rows<Result<SigId>>,
    pub attributes: OnceLock<AttributeIndex>,
}

fn rows<T>(md: &Metadata<'static>, table: Table) -> Rows<T> {
    (0..=md.row_count(table)).map(|_| OnceLock::new()).collect()
}

impl Module {
    fn new(id: ModuleId, name: String, path: &Path, md: Metadata<'static>) -> Result<Module> {
        let bad = |e: smelt_metadata::MetadataError| TypeError::BadImage {
            assembly: name.clone(),
            detail: e.to_string(),
        };
        let mut top_level = FxMap::default();
        let mut nested = FxMap::default();
        let mut exported = FxMap::default();
        for rid in 1..=md.row_count(Table::TypeDef) {
            let row = md.type_def(rid).map_err(bad)?;
            // The first of equal names wins, as in CoreCLR.
            match md.nested_in(rid) {
                Some(outer) => nested.entry((outer, row.name)).or_insert(rid),
                None => top_level.entry((row.namespace, row.name)).or_insert(rid),
            };
        }
        for rid in 1..=md.row_count(Table::ExportedType) {
            let row = md.exported_type(rid).map_err(bad)?;
            if row.implementation.table() != Table::ExportedType {
                exported.entry((row.namespace, row.name)).or_insert(rid);
            }
        }
        Ok(Module {
            id,
            path: path.to_owned(),
            top_level,
            nested,
            exported,
            type_infos: rows(&md, Table::TypeDef),
            method_infos: rows(&md, Table::MethodDef),
            field_types: rows(&md, Table::Field),
            type_refs: rows(&md, Table::TypeRef),
            type_specs: rows(&md, Table::TypeSpec),
            member_refs: rows(&md, Table::MemberRef),
            method_specs: rows(&md, Table::MethodSpec),
            call_sites: rows(&md, Table::StandAloneSig),
            attributes: OnceLock::new(),
            name,
            md,
        })
    }

    /// A `BadImage` error about this assembly.
    pub fn bad(&self, detail: impl std::fmt::Display) -> TypeError {
        TypeError::BadImage {
            assembly: self.name.clone(),
            detail: detail.to_string(),
        }
    }

    /// Adds the assembly's name to an error of the reader.
    pub fn ok<T>(&self, result: smelt_metadata::Result<T>) -> Result<T> {
        result.map_err(|e| self.bad(e))
    }

    pub fn nested_type(&self, outer: u32, name: &str) -> Option<u32> {
        self.nested.get(&(outer, name)).copied()
    }

    /// The row's slot, or an error when there is no such row.
    pub fn slot<'m, T>(&self, rows: &'m Rows<T>, token: Token) -> Result<&'m OnceLock<T>> {
        match rows.get(token.rid() as usize) {
            Some(slot) if token.rid() != 0 => Ok(slot),
            _ => Err(self.bad(format_args!("token {token} has no row"))),
        }
    }
}

/// The loaded assemblies and where others are found.
pub(crate) struct Assemblies {
    modules: boxcar::Vec<Module>,
    by_name: Mutex<FxMap<String, ModuleId>>,
    /// Lower-case simple name -> path.
    index: FxMap<String, PathBuf>,
}

impl Assemblies {
    pub fn new(references: &[PathBuf]) -> Result<Assemblies> {
        let mut index: FxMap<String, PathBuf> = FxMap::default();
        for reference in references {
            let io = |e: std::io::Error| TypeError::Io {
                path: reference.display().to_string(),
                detail: e.to_string(),
            };
            if !std::fs::metadata(reference).map_err(io)?.is_dir() {
                index
                    .entry(simple_name(reference).to_lowercase())
                    .or_insert_with(|| reference.clone());
                continue;
            }
            let mut files = Vec::new();
            for entry in std::fs::read_dir(reference).map_err(io)? {
                let path = entry.map_err(io)?.path();
                if path
                    .extension()
                    .is_some_and(|e| e.eq_ignore_ascii_case("dll"))
                {
                    files.push(path);
                }
            }
            files.sort();
            for path in files {
                index
                    .entry(simple_name(&path).to_lowercase())
                    .or_insert(path);
            }
        }
        Ok(Assemblies {
            modules: boxcar::Vec::new(),
            by_name: Mutex::new(FxMap::default()),
            index,
        })
    }

    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[usize::from(id.0)]
    }

    pub fn count(&self) -> usize {
        self.modules.count()
    }

    pub fn load(&self, path: &Path) -> Result<ModuleId> {
        self.load_as(&simple_name(path).to_lowercase(), path)
    }

    /// By simple name; `from` is the assembly that asks, for the message.
    pub fn load_by_name(&self, name: &str, from: &str) -> Result<ModuleId> {
        let key = name.to_lowercase();
        if let Some(&id) = lock(&self.by_name).get(&key) {
            return Ok(id);
        }
        let Some(path) = self.index.get(&key) else {
            return Err(TypeError::MissingAssembly {
                assembly: from.to_owned(),
                name: name.to_owned(),
            });
        };
        self.load_as(&key, path)
    }

    fn load_as(&self, key: &str, path: &Path) -> Result<ModuleId> {
        // Held while parsing: no assembly is loaded twice.
        let mut by_name = lock(&self.by_name);
        if let Some(&id) = by_name.get(key) {
            return Ok(id);
        }
        let bytes = map_file(path)?;
        let file_name = simple_name(path);
        let md = Metadata::parse(bytes).map_err(|e| TypeError::BadImage {
            assembly: path.display().to_string(),
            detail: e.to_string(),
        })?;
        let name = match md.assembly(1) {
            Ok(row) => row.name.to_owned(),
            Err(_) => file_name,
        };
        let real_key = name.to_lowercase();
        if let Some(&id) = by_name.get(&real_key) {
            by_name.insert(key.to_owned(), id);
            return Ok(id);
        }
        let Ok(number) = u16::try_from(self.modules.count()) else {
            return Err(TypeError::Io {
                path: path.display().to_string(),
                detail: "too many assemblies".into(),
            });
        };
        let id = ModuleId(number);
        self.modules.push(Module::new(id, name, path, md)?);
        by_name.insert(real_key, id);
        by_name.insert(key.to_owned(), id);
        Ok(id)
    }

    /// A type that is not nested, forwarders followed. `None`: no such type.
    pub fn find_top_level(
        &self,
        module: ModuleId,
        namespace: &str,
        name: &str,
    ) -> Result<Option<TypeDefId>> {
        let mut current = module;
        for _ in 0..MAX_FORWARDS {
            let m = self.module(current);
            if let Some(&rid) = m.top_level.get(&(namespace, name)) {
                return Ok(Some(TypeDefId {
                    module: current,
                    rid,
                }));
            }
            let Some(&row) = m.exported.get(&(namespace, name)) else {
                return Ok(None);
            };
            let target = m.ok(m.md.exported_type(row))?.implementation;
            if target.table() != Table::AssemblyRef {
                return Err(m.bad(format_args!(
                    "type '{namespace}.{name}' is in another file of the assembly, which is not supported"
                )));
            }
            current = self.assembly_ref(m, target)?;
        }
        Err(self.module(module).bad(format_args!(
            "type '{namespace}.{name}' is forwarded in a circle"
        )))
    }

    pub fn assembly_ref(&self, from: &Module, token: Token) -> Result<ModuleId> {
        let row = from.ok(from.md.assembly_ref(token.rid()))?;
        self.load_by_name(row.name, &from.name)
    }

    /// `Namespace.Outer+Inner`.
    pub fn find_type(&self, module: ModuleId, full_name: &str) -> Result<TypeDefId> {
        let missing = || TypeError::MissingType {
            assembly: self.module(module).name.clone(),
            name: full_name.to_owned(),
        };
        let mut parts = full_name.split('+');
        let outer = parts.next().unwrap_or_default();
        let mut found = None;
        // Names may contain dots: try every place for the end of the namespace, the usual one first.
        let mut end = outer.rfind('.');
        loop {
            let (namespace, name) = match end {
                Some(dot) => (&outer[..dot], &outer[dot + 1..]),
                None => ("", outer),
            };
            if let Some(def) = self.find_top_level(module, namespace, name)? {
                found = Some(def);
                break;
            }
            let Some(dot) = end else { break };
            end = outer[..dot].rfind('.');
        }
        let mut def = found.ok_or_else(missing)?;
        for name in parts {
            def.rid = self
                .module(def.module)
                .nested_type(def.rid, name)
                .ok_or_else(missing)?;
        }
        Ok(def)
    }
}

fn simple_name(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Maps a file for the rest of the process.
fn map_file(path: &Path) -> Result<&'static [u8]> {
    let io = |e: std::io::Error| TypeError::Io {
        path: path.display().to_string(),
        detail: e.to_string(),
    };
    let file = std::fs::File::open(path).map_err(io)?;
    // SAFETY: the mapping is private and never unmapped. Another process that truncates the file while we compile makes us crash, as
    // it would any compiler that maps its input.
    let map = unsafe { memmap2::Mmap::map(&file) }.map_err(io)?;
    Ok(Box::leak(Box::new(map)))
}
