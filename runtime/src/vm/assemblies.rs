//! Assemblies and modules of the image: their objects, names, resources and types by name.

use super::methods::stub_object;
use super::objects::checked;
use super::{QCallHandle, StackSlot};
use crate::heap;
use crate::image::{self, offset, well_known};
use crate::object::{ModuleInfo, ObjectRef, TypeInfo, TypeMembers, c_text};
use crate::pending::{self, ExceptionKind};
use crate::text::{self, utf16_z};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ffi::c_char;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering::*};
use smelt_abi::image::type_info::kind;

/// Manifest resource.
#[repr(C)]
struct Resource {
    name: *const c_char,
    data: *const u8,
    length: u64,
}

const _: () = assert!(size_of::<Resource>() == smelt_abi::image::resource_info::SIZE as usize);

fn slot(place: &ObjectRef) -> &AtomicPtr<u8> {
    // SAFETY: the slot is a word of the image's writable data.
    unsafe { AtomicPtr::from_ptr(ptr::from_ref(place).cast_mut().cast()) }
}

/// The assembly's object if there is one.
pub fn existing_assembly(module: &'static ModuleInfo) -> ObjectRef {
    ObjectRef(slot(&module.assembly_object).load(Acquire))
}

/// The module's object if there is one.
pub fn existing_module(module: &'static ModuleInfo) -> ObjectRef {
    ObjectRef(slot(&module.module_object).load(Acquire))
}

fn publish(place: &ObjectRef, object: ObjectRef) -> ObjectRef {
    match slot(place).compare_exchange(ptr::null_mut(), object.0, AcqRel, Acquire) {
        Ok(_) => object,
        Err(other) => ObjectRef(other),
    }
}

/// The `RuntimeAssembly` of an assembly, made at first use.
pub fn assembly_object(module: &'static ModuleInfo) -> ObjectRef {
    let known = existing_assembly(module);
    if !known.is_null() {
        return known;
    }
    let (Some(mt), Some(field)) = (
        well_known!("System.Reflection.RuntimeAssembly"),
        offset!("System.Reflection.RuntimeAssembly", "m_assembly"),
    ) else {
        return ObjectRef::NULL;
    };
    let object = checked(heap::allocate(mt));
    if object.is_null() {
        return object;
    }
    // SAFETY: a field of the new object.
    unsafe { object.set_field(field, ptr::from_ref(module)) };
    publish(&module.assembly_object, object)
}

/// The `RuntimeModule` of an assembly, made at first use.
pub fn module_object(module: &'static ModuleInfo) -> ObjectRef {
    let known = existing_module(module);
    if !known.is_null() {
        return known;
    }
    let assembly = assembly_object(module);
    let (Some(mt), Some(owner), Some(data)) = (
        well_known!("System.Reflection.RuntimeModule"),
        offset!("System.Reflection.RuntimeModule", "m_runtimeAssembly"),
        offset!("System.Reflection.RuntimeModule", "m_pData"),
    ) else {
        return ObjectRef::NULL;
    };
    let object = checked(heap::allocate(mt));
    if object.is_null() {
        return object;
    }
    // SAFETY: fields of the new object.
    unsafe {
        heap::store_ref(object.0.add(owner).cast(), assembly);
        object.set_field(data, ptr::from_ref(module));
    }
    publish(&module.module_object, object)
}

unsafe fn module_of(handle: QCallHandle) -> &'static ModuleInfo {
    &*(handle.handle as *const ModuleInfo)
}

unsafe fn set_text(slot: StackSlot, bytes: &[u8]) {
    *slot = checked(text::from_utf8(bytes));
}

fn full_name(module: &ModuleInfo) -> &'static str {
    // SAFETY: a zero-terminated string of the image.
    core::str::from_utf8(unsafe { c_text(module.full_name) }).unwrap_or("")
}

/// A part of the full name, such as `Version`.
fn name_part(module: &ModuleInfo, part: &str) -> Option<&'static str> {
    full_name(module)
        .split(", ")
        .skip(1)
        .filter_map(|p| p.split_once('='))
        .find(|(key, _)| *key == part)
        .map(|(_, value)| value)
}

// ---- names

/// Names with type parameters of accessors are resolved by the compiler; nobody else names any.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_UnsafeAccessors_ResolveGenericParamToTypeHandle(
    _accessor: usize,
    _of_method: i32,
    _index: u32,
) -> usize {
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetFullName(
    assembly: QCallHandle,
    result: StackSlot,
) {
    set_text(result, full_name(module_of(assembly)).as_bytes());
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetSimpleName(
    assembly: QCallHandle,
    result: StackSlot,
) {
    set_text(result, c_text(module_of(assembly).name));
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetVersion(
    assembly: QCallHandle,
    major: *mut i32,
    minor: *mut i32,
    build: *mut i32,
    revision: *mut i32,
) {
    let version = name_part(module_of(assembly), "Version").unwrap_or("0.0.0.0");
    let mut numbers = version.split('.').map(|n| n.parse().unwrap_or(0));
    *major = numbers.next().unwrap_or(0);
    *minor = numbers.next().unwrap_or(0);
    *build = numbers.next().unwrap_or(0);
    *revision = numbers.next().unwrap_or(0);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetLocale(
    assembly: QCallHandle,
    result: StackSlot,
) {
    let culture = name_part(module_of(assembly), "Culture").unwrap_or("neutral");
    let culture = if culture == "neutral" { "" } else { culture };
    set_text(result, culture.as_bytes());
}

/// Only the token of the public key is kept in the image; it is what comparisons use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetPublicKey(
    _assembly: QCallHandle,
    result: StackSlot,
) {
    if let Some(mt) = well_known!("System.Byte[]") {
        *result = checked(heap::allocate_array(mt, 0));
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_AssemblyNative_GetFlags(_assembly: QCallHandle) -> i32 {
    0
}

/// SHA-1, what all compilers write.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_AssemblyNative_GetHashAlgorithm(_assembly: QCallHandle) -> i32 {
    0x8004
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetImageRuntimeVersion(
    _assembly: QCallHandle,
    result: StackSlot,
) {
    set_text(result, b"v4.0.30319");
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_AssemblyNative_GetIsCollectible(_assembly: QCallHandle) -> i32 {
    0
}

/// Assemblies are part of the executable: no location, as in single-file programs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetLocation(
    _assembly: QCallHandle,
    result: StackSlot,
) {
    set_text(result, b"");
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_AssemblyNative_GetCodeBase(
    _assembly: QCallHandle,
    _result: StackSlot,
) -> i32 {
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeModule_GetScopeName(
    module: QCallHandle,
    result: StackSlot,
) {
    set_text(result, c_text(module_of(module).file_name));
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeModule_GetFullyQualifiedName(
    module: QCallHandle,
    result: StackSlot,
) {
    set_text(result, c_text(module_of(module).file_name));
}

/// The method where the program starts, for the assembly that has it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetEntryPoint(
    assembly: QCallHandle,
    result: StackSlot,
) {
    let module = module_of(assembly);
    let of_module = |m: &&TypeMembers| ptr::eq((*m.ty).module, module);
    let mut methods = image::members()
        .iter()
        .filter(of_module)
        .flat_map(|m| m.methods());
    if module.entry_point != 0
        && let Some(entry) = methods.find(|m| m.token == module.entry_point)
    {
        *result = stub_object(entry);
    }
}

// ---- objects

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetEntryAssembly(result: StackSlot) {
    if let Some(entry) = image::modules().first() {
        *result = assembly_object(entry);
    }
}

/// Callers are known at compile time, where the compiler answers; here it is the entry assembly.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetExecutingAssembly(
    _mark: usize,
    result: StackSlot,
) {
    smelt_qc_AssemblyNative_GetEntryAssembly(result);
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_AssemblyNative_GetAssemblyCount() -> u32 {
    image::modules().len() as u32
}

unsafe fn object_array(
    mt: Option<&'static crate::object::MethodTable>,
    count: usize,
    object: impl Fn(usize) -> ObjectRef,
) -> ObjectRef {
    let Some(mt) = mt.or(well_known!("System.Object[]")) else {
        return ObjectRef::NULL;
    };
    let array = checked(heap::allocate_array(mt, count));
    if !array.is_null() {
        for i in 0..count {
            heap::store_ref(array.array_data().cast::<ObjectRef>().add(i), object(i));
        }
    }
    array
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetLoadedAssemblies(result: StackSlot) {
    let modules = image::modules();
    *result = object_array(
        well_known!("System.Reflection.RuntimeAssembly[]"),
        modules.len(),
        |i| assembly_object(modules[i]),
    );
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetModules(
    assembly: QCallHandle,
    _load: i32,
    _resources: i32,
    result: StackSlot,
) {
    let module = module_of(assembly);
    *result = object_array(well_known!("System.Reflection.RuntimeModule[]"), 1, |_| {
        module_object(module)
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetModule(
    assembly: QCallHandle,
    name: *const u16,
    result: StackSlot,
) {
    let module = module_of(assembly);
    if text::narrow(utf16_z(name)).as_bytes() == c_text(module.file_name) {
        *result = module_object(module);
    }
}

unsafe fn module_of_object(assembly: ObjectRef) -> Option<&'static ModuleInfo> {
    let field = offset!("System.Reflection.RuntimeAssembly", "m_assembly")?;
    assembly.field::<*const ModuleInfo>(field).as_ref()
}

/// Helper `ReferencedAssemblies`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_referenced_assemblies(assembly: ObjectRef) -> ObjectRef {
    let names = match module_of_object(assembly) {
        Some(module) if !module.references.is_null() => c_text(module.references),
        _ => b"",
    };
    let lines = || names.split_inclusive(|&c| c == b'\n');
    let Some(mt) = well_known!("System.String[]") else {
        return ObjectRef::NULL;
    };
    let array = heap::allocate_array(mt, lines().count());
    if !array.is_null() {
        for (i, line) in lines().enumerate() {
            let name = text::from_utf8(line.trim_ascii_end());
            heap::store_ref(array.array_data().cast::<ObjectRef>().add(i), name);
        }
    }
    array
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyHandle_GetManifestModuleSlow(
    assembly: StackSlot,
    result: StackSlot,
) {
    if let Some(module) = module_of_object(*assembly) {
        *result = module_object(module);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeAssembly_GetManifestModule(
    assembly: ObjectRef,
) -> ObjectRef {
    module_of_object(assembly).map_or(ObjectRef::NULL, existing_module)
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeAssembly_GetIsDynamic(_assembly: usize) -> i32 {
    0
}

/// The token of the Assembly row.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeAssembly_GetTokenInternal(_assembly: ObjectRef) -> i32 {
    0x2000_0001
}

/// The token of the Module row.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_ModuleHandle_GetToken(_module: QCallHandle) -> i32 {
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_ModuleHandle_GetMDStreamVersion(_module: QCallHandle) -> i32 {
    0x0002_0000
}

/// IL only, any machine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ModuleHandle_GetPEKind(
    _module: QCallHandle,
    kind: *mut i32,
    machine: *mut i32,
) {
    *kind = 1;
    *machine = 0x14c;
}

// ---- types

fn full_type_name(info: &TypeInfo) -> String {
    let own = String::from_utf8_lossy(info.name());
    match info.declaring() {
        Some(outer) => format!("{}+{own}", full_type_name(outer)),
        None if info.namespace().is_empty() => own.into_owned(),
        None => format!("{}.{own}", String::from_utf8_lossy(info.namespace())),
    }
}

/// Types that have a definition of their own in the module.
fn definitions(module: &'static ModuleInfo) -> impl Iterator<Item = &'static TypeInfo> {
    image::types().iter().copied().filter(move |t| {
        ptr::eq(t.module, module)
            && !matches!(
                t.kind,
                kind::SZ_ARRAY | kind::ARRAY | kind::POINTER | kind::BYREF | kind::TYPE_PARAMETER
            )
            && (t.is_definition() || t.args().is_empty())
    })
}

unsafe fn find_type(
    module: &'static ModuleInfo,
    name: String,
    nested: impl Iterator<Item = String>,
    ignore_case: bool,
) -> ObjectRef {
    let mut name = name;
    for inner in nested {
        name.push('+');
        name.push_str(&inner);
    }
    let found = definitions(module).find(|t| {
        let known = full_type_name(t);
        if ignore_case {
            known.eq_ignore_ascii_case(&name)
        } else {
            known == name
        }
    });
    let forwarded = || {
        let framework =
            full_name(module).contains("PublicKeyToken=") && !full_name(module).ends_with("=null");
        image::modules()
            .iter()
            .filter(|_| framework)
            .flat_map(|m| definitions(m))
            .find(|t| t.attributes & 7 == 1 && full_type_name(t) == name)
    };
    found
        .or_else(forwarded)
        .map_or(ObjectRef::NULL, |t| t.handle.type_object())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetTypeCore(
    assembly: QCallHandle,
    name: *const c_char,
    nested: *const *const c_char,
    nested_count: i32,
    result: StackSlot,
) {
    let text = |p: *const c_char| String::from_utf8_lossy(c_text(p)).into_owned();
    let nested = (0..nested_count.max(0) as usize).map(|i| text(*nested.add(i)));
    *result = find_type(module_of(assembly), text(name), nested, false);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetTypeCoreIgnoreCase(
    assembly: QCallHandle,
    name: *const u16,
    nested: *const *const u16,
    nested_count: i32,
    result: StackSlot,
) {
    let text = |p: *const u16| text::narrow(utf16_z(p));
    let nested = (0..nested_count.max(0) as usize).map(|i| text(*nested.add(i)));
    *result = find_type(module_of(assembly), text(name), nested, true);
}

unsafe fn types_array(types: &[&'static TypeInfo]) -> ObjectRef {
    let mut types = types.to_vec();
    types.sort_unstable_by_key(|t| t.token);
    object_array(
        well_known!("System.RuntimeType[]").or(well_known!("System.Type[]")),
        types.len(),
        |i| types[i].handle.type_object(),
    )
}

/// The token of the type `<Module>`.
const MODULE_TYPE: u32 = 0x0200_0001;

/// Types of the module that are part of this program.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeModule_GetTypes(module: QCallHandle, result: StackSlot) {
    let types: Vec<_> = definitions(module_of(module))
        .filter(|t| t.token != MODULE_TYPE)
        .collect();
    *result = types_array(&types);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetExportedTypes(
    assembly: QCallHandle,
    result: StackSlot,
) {
    const VISIBILITY: u32 = 7;
    fn exported(info: &TypeInfo) -> bool {
        match (info.attributes & VISIBILITY, info.declaring()) {
            (1, None) => true,
            (2, Some(outer)) => exported(outer),
            _ => false,
        }
    }
    let types: Vec<_> = definitions(module_of(assembly))
        .filter(|t| exported(t))
        .collect();
    *result = types_array(&types);
}

/// Forwarders are resolved at compile time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetForwardedType(
    _assembly: QCallHandle,
    _token: i32,
    result: StackSlot,
) {
    *result = ObjectRef::NULL;
}

/// The `<Module>` type, or null when it is not part of this program.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ModuleHandle_GetModuleType(
    module: QCallHandle,
    result: StackSlot,
) {
    let module = module_of(module);
    let found = definitions(module).find(|t| t.token == MODULE_TYPE);
    *result = found.map_or(ObjectRef::NULL, |t| t.handle.type_object());
}

// ---- resources

unsafe fn resources(module: &ModuleInfo) -> &'static [Resource] {
    if module.resource_count == 0 {
        return &[];
    }
    core::slice::from_raw_parts(module.resources.cast(), module.resource_count as usize)
}

unsafe fn find_resource(assembly: QCallHandle, name: *const u16) -> Option<&'static Resource> {
    let name = text::narrow(utf16_z(name));
    resources(module_of(assembly))
        .iter()
        .find(|r| c_text(r.name) == name.as_bytes())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetResource(
    assembly: QCallHandle,
    name: *const u16,
    length: *mut u32,
) -> *const u8 {
    match find_resource(assembly, name) {
        Some(resource) => {
            *length = resource.length as u32;
            resource.data
        }
        None => ptr::null(),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetManifestResourceNames(
    assembly: QCallHandle,
    result: StackSlot,
) {
    let resources = resources(module_of(assembly));
    *result = object_array(well_known!("System.String[]"), resources.len(), |i| {
        checked(text::from_utf8(c_text(resources[i].name)))
    });
}

/// `ResourceLocation`: embedded, in the manifest file; -1 when there is no such resource.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_GetManifestResourceInfo(
    assembly: QCallHandle,
    name: *const u16,
    _assembly_ref: StackSlot,
    _file_name: StackSlot,
) -> i32 {
    const EMBEDDED_IN_MANIFEST: i32 = 1 | 4;
    match find_resource(assembly, name) {
        Some(_) => EMBEDDED_IN_MANIFEST,
        None => -1,
    }
}

// ---- loading

/// `NativeAssemblyNameParts`; the name comes first.
#[repr(C)]
pub struct NameParts {
    name: *const u16,
    version: [u16; 4],
}

impl NameParts {
    /// The name as exceptions show it. A version that is not given is all ones.
    unsafe fn display(&self) -> String {
        let name = text::narrow(utf16_z(self.name));
        let [major, minor, build, revision] = self.version;
        let version = match major {
            u16::MAX => String::new(),
            _ => format!(", Version={major}.{minor}.{build}.{revision}"),
        };
        format!("{name}{version}, Culture=neutral, PublicKeyToken=null")
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_AssemblyNative_InternalLoad(
    parts: *const NameParts,
    _requesting: StackSlot,
    _mark: usize,
    throw: i32,
    _context: StackSlot,
    result: StackSlot,
) {
    let name = text::narrow(utf16_z((*parts).name));
    let found = image::modules()
        .iter()
        .find(|m| c_text(m.name).eq_ignore_ascii_case(name.as_bytes()));
    match found {
        Some(module) => *result = assembly_object(module),
        None if throw != 0 => pending::raise_with(
            ExceptionKind::FileNotFound,
            &format!(
                "Could not load file or assembly '{}'. The system cannot find the file specified.\n",
                (*parts).display()
            ),
        ),
        None => {}
    }
}

fn cannot_load() {
    pending::raise_with(
        ExceptionKind::PlatformNotSupported,
        "Assemblies cannot be loaded into a program that was compiled ahead of time.",
    );
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_AssemblyNative_LoadFromPath(
    _binder: usize,
    _il_path: usize,
    _native_path: usize,
    _result: StackSlot,
) {
    cannot_load();
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_AssemblyNative_LoadFromStream(
    _binder: usize,
    _bytes: usize,
    _length: i32,
    _symbols: usize,
    _symbols_length: i32,
    _result: StackSlot,
) {
    cannot_load();
}

/// An opaque number that is not zero.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_AssemblyNative_InitializeAssemblyLoadContext(
    _context: usize,
    _default: i32,
    _collectible: i32,
) -> usize {
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_AssemblyNative_PrepareForAssemblyLoadContextRelease(
    _binder: usize,
    _context: usize,
) {
}

/// 0: the default context.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_AssemblyNative_GetLoadContextForAssembly(
    _assembly: QCallHandle,
) -> usize {
    0
}
