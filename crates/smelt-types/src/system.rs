//! [`TypeSystem`]: its parts, how it starts, and the assemblies it has loaded.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use smelt_metadata::Metadata;

use crate::assembly::Assemblies;
use crate::defs::CORE;
use crate::growth::{Edge, Growth, Param};
use crate::instantiate::{FieldEntry, MethodEntry, SigEntry, TypeEntry};
use crate::intern::{Cache, Interner};
use crate::{InterfaceImpl, MethodId, ModuleId, Result, TypeDefId, TypeId, WellKnown};

const CORE_LIB: &str = "System.Private.CoreLib";

/// The well-known types in order of the enum, without the last ones that are not definitions.
const WELL_KNOWN_NAMES: &[(WellKnown, &str)] = &[
    (WellKnown::Void, "System.Void"),
    (WellKnown::Boolean, "System.Boolean"),
    (WellKnown::Char, "System.Char"),
    (WellKnown::SByte, "System.SByte"),
    (WellKnown::Byte, "System.Byte"),
    (WellKnown::Int16, "System.Int16"),
    (WellKnown::UInt16, "System.UInt16"),
    (WellKnown::Int32, "System.Int32"),
    (WellKnown::UInt32, "System.UInt32"),
    (WellKnown::Int64, "System.Int64"),
    (WellKnown::UInt64, "System.UInt64"),
    (WellKnown::IntPtr, "System.IntPtr"),
    (WellKnown::UIntPtr, "System.UIntPtr"),
    (WellKnown::Single, "System.Single"),
    (WellKnown::Double, "System.Double"),
    (WellKnown::String, "System.String"),
    (WellKnown::Object, "System.Object"),
    (WellKnown::ValueType, "System.ValueType"),
    (WellKnown::Enum, "System.Enum"),
    (WellKnown::Array, "System.Array"),
    (WellKnown::Delegate, "System.Delegate"),
    (WellKnown::MulticastDelegate, "System.MulticastDelegate"),
    (WellKnown::Exception, "System.Exception"),
    (WellKnown::Nullable, "System.Nullable`1"),
    (WellKnown::Canon, "System.__Canon"),
    (WellKnown::TypedReference, "System.TypedReference"),
    (WellKnown::RuntimeType, "System.RuntimeType"),
    (WellKnown::RuntimeTypeHandle, "System.RuntimeTypeHandle"),
    (WellKnown::RuntimeMethodHandle, "System.RuntimeMethodHandle"),
    (WellKnown::RuntimeFieldHandle, "System.RuntimeFieldHandle"),
    (WellKnown::Type, "System.Type"),
    (WellKnown::SzArrayHelper, "System.SZArrayHelper"),
];
const WELL_KNOWN_COUNT: usize = WellKnown::IntPtrArray as usize + 1;

/// The interfaces that vectors have for their element type.
const ARRAY_FAMILY: [&str; 5] = [
    "System.Collections.Generic.IList`1",
    "System.Collections.Generic.ICollection`1",
    "System.Collections.Generic.IEnumerable`1",
    "System.Collections.Generic.IReadOnlyList`1",
    "System.Collections.Generic.IReadOnlyCollection`1",
];

/// The type system of one compilation. See the crate's text.
pub struct TypeSystem {
    pub(crate) asm: Assemblies,
    pub(crate) types: Interner<TypeEntry>,
    pub(crate) methods: Interner<MethodEntry>,
    pub(crate) fields: Interner<FieldEntry>,
    pub(crate) sigs: Interner<SigEntry>,
    pub(crate) canon_def: TypeDefId,
    pub(crate) array_family: [TypeDefId; 5],
    pub(crate) dispatch: Cache<(TypeId, MethodId), InterfaceImpl>,
    /// Size of `Vector<T>`.
    pub(crate) vector_bytes: u32,
    pub(crate) flows: Cache<TypeDefId, Arc<Vec<Edge>>>,
    pub(crate) growth: Cache<Param, Option<Arc<Growth>>>,
    well_known: [TypeId; WELL_KNOWN_COUNT],
}

impl TypeSystem {
    /// `references`: folders or .dll files in which assemblies are found by simple name (first match wins; the app's own folder first).
    /// `System.Private.CoreLib` must be among them.
    pub fn new(references: &[PathBuf]) -> Result<TypeSystem> {
        let asm = Assemblies::new(references)?;
        asm.load_by_name(CORE_LIB, "smelt")?;
        let canon_def = asm.find_type(CORE, "System.__Canon")?;
        let mut array_family = [canon_def; 5];
        for (slot, name) in array_family.iter_mut().zip(ARRAY_FAMILY) {
            *slot = asm.find_type(CORE, name)?;
        }
        let mut ts = TypeSystem {
            asm,
            types: Interner::new(),
            methods: Interner::new(),
            fields: Interner::new(),
            sigs: Interner::new(),
            canon_def,
            array_family,
            dispatch: Cache::new(),
            vector_bytes: 16,
            flows: Cache::new(),
            growth: Cache::new(),
            well_known: [TypeId(0); WELL_KNOWN_COUNT],
        };
        for &(w, name) in WELL_KNOWN_NAMES {
            ts.well_known[w as usize] = ts.open_type(ts.asm.find_type(CORE, name)?);
        }
        let int_ptr = ts.well_known(WellKnown::IntPtr);
        ts.well_known[WellKnown::IntPtrArray as usize] = ts.sz_array(int_ptr);
        Ok(ts)
    }

    /// Makes `Vector<T>` larger than 16 bytes. Before any layout is asked for.
    pub fn set_vector_bytes(&mut self, bytes: u32) {
        self.vector_bytes = bytes;
    }

    /// Loads (or returns) an assembly by path. An assembly of the same simple name that is loaded already is returned instead.
    pub fn load(&self, path: &Path) -> Result<ModuleId> {
        self.asm.load(path)
    }

    /// Loads (or returns) an assembly by simple name.
    pub fn load_by_name(&self, name: &str) -> Result<ModuleId> {
        self.asm.load_by_name(name, "smelt")
    }

    /// `System.Private.CoreLib`
    pub fn core_lib(&self) -> ModuleId {
        CORE
    }

    /// The assembly's metadata.
    pub fn metadata(&self, module: ModuleId) -> &Metadata<'static> {
        &self.asm.module(module).md
    }

    /// Simple name of the assembly.
    pub fn module_name(&self, module: ModuleId) -> &str {
        &self.asm.module(module).name
    }

    /// Whether the assembly is one of the framework's: signed, and named as they are. CoreCLR runs their precompiled, optimised code, while an
    /// app's own code starts unoptimised; stack traces show the difference.
    pub fn is_framework(&self, module: ModuleId) -> bool {
        let name = self.module_name(module);
        let named = ["System", "Microsoft", "mscorlib", "netstandard"]
            .iter()
            .any(|n| {
                name.strip_prefix(n)
                    .is_some_and(|r| r.is_empty() || r.starts_with('.'))
            });
        let signed = self
            .metadata(module)
            .assembly(1)
            .is_ok_and(|row| !row.public_key.is_empty());
        named && signed
    }

    /// Where the assembly was loaded from.
    pub fn module_path(&self, module: ModuleId) -> &Path {
        &self.asm.module(module).path
    }

    /// Loaded modules so far, in load order.
    pub fn modules(&self) -> Vec<ModuleId> {
        (0..self.asm.count() as u16).map(ModuleId).collect()
    }

    /// A well-known CoreLib type (`Nullable`: the open type).
    #[inline]
    pub fn well_known(&self, w: WellKnown) -> TypeId {
        self.well_known[w as usize]
    }

    /// `Namespace.Name` (nested: `Outer+Inner`, generic arity with backtick) in a module, following type forwarders.
    pub fn find_type(&self, module: ModuleId, full_name: &str) -> Result<TypeDefId> {
        self.asm.find_type(module, full_name)
    }

    /// [`Self::find_type`] in CoreLib.
    pub fn find_core_type(&self, full_name: &str) -> Result<TypeDefId> {
        self.asm.find_type(CORE, full_name)
    }

    /// Resolves an `AssemblyRef` token of a module.
    pub fn resolve_assembly(
        &self,
        module: ModuleId,
        token: smelt_metadata::Token,
    ) -> Result<ModuleId> {
        self.asm.assembly_ref(self.asm.module(module), token)
    }
}
