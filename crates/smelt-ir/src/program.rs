//! The result of whole-program analysis: everything that goes into the output, and the facts that code generation and image use.

use crate::preinit::Preinitialised;
use crate::{Body, DictOwner, Func, Lookup};
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_types::{FieldId, MethodId, ModuleId, TypeId, TypeKind, TypeSystem};
use std::sync::Arc;

/// A closed world. Lists are sorted by symbol, so that the output does not depend on the order of discovery.
#[derive(Default)]
pub struct Program {
    pub bodies: Vec<Body>,
    /// Dictionary slots after the type arguments (types) or from 0 (methods), in slot order.
    pub dict_layouts: FxHashMap<DictOwner, Vec<Lookup>>,
    /// Exact types that need a method table or TypeDesc; `true`: instances exist.
    pub types: Vec<(TypeId, bool)>,
    /// Types whose `RuntimeType` object is referred to by code (the image makes one for every type in `types`).
    pub type_objects: Vec<TypeId>,
    /// Exact generic methods whose dictionary is referred to.
    pub method_dicts: Vec<MethodId>,
    /// Introducing declarations (canonical) of the virtual class methods that are called; only these have vtable slots.
    pub virtual_slots: FxHashSet<MethodId>,
    /// Interface methods and generic virtual methods (exact) that are called through the dispatch table.
    pub selectors: Vec<MethodId>,
    /// Filled cells of the dispatch table: (constructed type, selector, code).
    pub dispatch: Vec<(TypeId, MethodId, Func)>,
    /// Filled vtable slots: (constructed type, canonical declaration, code).
    pub vtable: Vec<(TypeId, MethodId, Func)>,
    /// Dictionary slots that are empty in some instantiation, because what they stand for does not exist: code that finds nothing throws.
    pub empty_lookups: FxHashSet<(DictOwner, Lookup)>,
    pub strings: Vec<Box<[u16]>>,
    /// Exact types with a static block / thread statics / class-init record in the image.
    pub statics: Vec<TypeId>,
    pub thread_statics: Vec<TypeId>,
    pub class_inits: Vec<TypeId>,
    /// Exact types whose static constructor was evaluated, with the content of their statics.
    pub preinitialised: FxHashMap<TypeId, Arc<Preinitialised>>,
    pub rva_fields: Vec<FieldId>,
    pub pinvokes: Vec<MethodId>,
    pub method_objects: Vec<MethodId>,
    pub field_objects: Vec<FieldId>,
    /// `Enum` asks for names and values: enums carry them.
    pub enum_names: bool,
    /// Types whose parameterless constructor `Activator` may run.
    pub activated: FxHashSet<TypeId>,
    /// Members that reflection sees, sorted by type.
    pub reflected: Vec<ReflectedType>,
    /// Methods that stack frames show as objects, as their definitions have them. Sorted by symbol.
    pub frame_methods: Vec<MethodId>,
    /// `Assembly.GetReferencedAssemblies` is called.
    pub assembly_references: bool,
    /// Exact methods that reflection may call.
    pub invokers: FxHashSet<MethodId>,
    /// Reflection binds delegates to them: their `entity::bound_func` is in the image.
    pub bound: bool,
    /// Delegate types (canonical) whose objects may be open over a method that only reflection names.
    pub open_delegates: FxHashSet<TypeId>,
    /// Custom attributes that reflection sees, by module and row.
    pub attributes: Vec<ReflectedAttribute>,
    /// Assemblies whose manifest resources are in the image.
    pub resource_modules: Vec<ModuleId>,
    /// Definitions of generic types whose interfaces reflection sees.
    pub open_interfaces: FxHashSet<TypeId>,
    /// `Type.GetInterfaceMap` is called.
    pub interface_maps: bool,
    /// Arrays of references may be made at run time: the row of `object[]` has the cells of all generic interfaces of arrays.
    pub arrays_made: bool,
    /// Objects implement interfaces dynamically: casts to interfaces ask them (`Func::DynamicCast`).
    pub dynamic_casts: bool,
    /// Delegates are combined: delegate types carry their multicast stub.
    pub multicast: bool,
    /// How structs and layout classes look in native memory, for `Marshal`.
    pub native_forms: FxHashMap<TypeId, NativeForm>,
    /// Entries and calls of native code that delegate types have (`DelegateEntry`, `NativeDelegate`), and their `ObjectArrayDelegate`.
    pub native_code: FxHashSet<Func>,
    /// Virtual declarations (canonical) with exactly one possible target.
    pub devirtualised: FxHashMap<MethodId, Func>,
}

/// A type in native memory.
#[derive(Clone, Debug)]
pub struct NativeForm {
    pub size: u32,
    /// Offsets of the fields.
    pub fields: Vec<(FieldId, u32)>,
    /// The marshalling stub; `None`: the bytes are the same.
    pub stub: Option<Func>,
}

/// The members of a type that reflection sees.
pub struct ReflectedType {
    pub ty: TypeId,
    pub methods: Vec<MethodId>,
    /// Instantiations of its generic methods.
    pub instances: Vec<MethodId>,
    pub fields: Vec<FieldId>,
}

/// A custom attribute that reflection sees.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReflectedAttribute {
    pub module: ModuleId,
    /// Row of the CustomAttribute table.
    pub rid: u32,
    pub class: TypeId,
    /// Whether there is code that makes the object.
    pub code: bool,
}

impl Program {
    /// Index of a lookup in the dictionary that `owner`'s instantiations have.
    pub fn dict_slot(&self, ts: &TypeSystem, owner: DictOwner, lookup: &Lookup) -> Option<u32> {
        let at = self
            .dict_layouts
            .get(&owner)?
            .iter()
            .position(|l| l == lookup)? as u32;
        Some(at + dict_header(ts, owner))
    }
}

/// Slots before the lookups: the type arguments of a type's dictionary.
pub fn dict_header(ts: &TypeSystem, owner: DictOwner) -> u32 {
    match owner {
        DictOwner::Type(t) => ts.type_args(t).len() as u32,
        DictOwner::Method(_) => 0,
    }
}

/// Index of a generic class's dictionary in the `PerInstInfo` array of its own and all derived classes' method tables: the number of generic
/// classes among its base classes.
pub fn per_inst_index(ts: &TypeSystem, ty: TypeId) -> u32 {
    let mut n = 0;
    let mut at = ts.base(ty);
    while let Some(t) = at {
        if matches!(ts.kind(t), TypeKind::Named { args, .. } if !args.is_empty()) {
            n += 1;
        }
        at = ts.base(t);
    }
    n
}
