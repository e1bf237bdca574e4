//! The image's root record, entries and tables.

use crate::object::{MethodRecord, MethodTable, ModuleInfo, ObjectRef, TypeInfo, TypeMembers};
use core::ffi::c_char;
use core::mem::offset_of;
use smelt_abi::image as abi;
pub use smelt_abi::image::Entry;

/// The root record (`smelt_image`).
#[repr(C)]
pub struct Root {
    pub version: u64,
    pub context_count: u64,
    pub context_names: *const *const u16,
    pub context_values: *const *const u16,
    pub literals: *const ObjectRef,
    pub literal_count: u64,
    pub types: *const *const TypeInfo,
    pub type_count: u64,
    pub methods: *const MethodName,
    pub methods_end: *const MethodName,
    pub static_roots: *const StaticRoot,
    pub static_root_count: u64,
    pub thread_static_size: u64,
    pub entries: *const *const u8,
    pub field_offsets: *const u32,
    pub modules: *const *const ModuleInfo,
    pub module_count: u64,
    pub members: *const TypeMembers,
    pub member_count: u64,
    pub processor: u64,
    pub arrays_made: u64,
    pub frame_methods: *const FrameMethod,
    pub frame_method_count: u64,
    pub well_known: [*const MethodTable; abi::WELL_KNOWN.len()],
}

// SAFETY: read-only data of the image.
unsafe impl Sync for Root {}

/// Static storage that holds references.
#[repr(C)]
pub struct StaticRoot {
    pub address: *mut u8,
    pub count: u32,
    reserved: u32,
    pub offsets: *const u32,
}

/// Name of a function, for stack traces.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct MethodName {
    pub code: usize,
    pub text: *const c_char,
    pub flags: u32,
    /// MethodDef token, or 0.
    pub token: u32,
}

/// A method as `StackFrame.GetMethod` shows it.
#[repr(C)]
pub struct FrameMethod {
    pub record: *const MethodRecord,
    /// Null: inlined calls of it aren't known.
    pub text: *const c_char,
    pub flags: u32,
    reserved: u32,
}

#[cfg(not(test))]
unsafe extern "C" {
    #[link_name = "smelt_image"]
    static ROOT: Root;
}

#[cfg(test)]
static ROOT: Root = Root {
    version: abi::VERSION,
    context_count: 0,
    context_names: core::ptr::null(),
    context_values: core::ptr::null(),
    literals: core::ptr::null(),
    literal_count: 0,
    types: core::ptr::null(),
    type_count: 0,
    methods: core::ptr::null(),
    methods_end: core::ptr::null(),
    static_roots: core::ptr::null(),
    static_root_count: 0,
    thread_static_size: 0,
    entries: [core::ptr::null(); abi::ENTRY_COUNT].as_ptr(),
    field_offsets: [abi::NO_FIELD; abi::FIELD_OFFSETS.len()].as_ptr(),
    modules: core::ptr::null(),
    module_count: 0,
    members: core::ptr::null(),
    member_count: 0,
    processor: 0,
    arrays_made: 0,
    frame_methods: core::ptr::null(),
    frame_method_count: 0,
    well_known: [core::ptr::null(); abi::WELL_KNOWN.len()],
};

/// The root record.
#[inline]
#[allow(unused_unsafe)]
pub fn root() -> &'static Root {
    // SAFETY: the image defines the symbol with this layout.
    unsafe { &ROOT }
}

unsafe fn slice<T>(start: *const T, count: u64) -> &'static [T] {
    if count == 0 {
        &[]
    } else {
        core::slice::from_raw_parts(start, count as usize)
    }
}

/// All string literals.
pub fn literals() -> &'static [ObjectRef] {
    // SAFETY: array of the image.
    unsafe { slice(root().literals, root().literal_count) }
}

/// Every type of the image.
pub fn types() -> &'static [&'static TypeInfo] {
    // SAFETY: array of the image, without nulls.
    unsafe { slice(root().types.cast(), root().type_count) }
}

/// Names of the functions.
pub fn methods() -> &'static [MethodName] {
    // SAFETY: array of the image.
    unsafe {
        let bytes = root().methods_end.addr() - root().methods.addr();
        slice(root().methods, (bytes / size_of::<MethodName>()) as u64)
    }
}

/// Methods that stack frames show as objects.
pub fn frame_methods() -> &'static [FrameMethod] {
    // SAFETY: array of the image.
    unsafe { slice(root().frame_methods, root().frame_method_count) }
}

/// Assemblies; the entry assembly first.
pub fn modules() -> &'static [&'static ModuleInfo] {
    // SAFETY: array of the image, without nulls.
    unsafe { slice(root().modules.cast(), root().module_count) }
}

/// The members that reflection sees, by type.
pub fn members() -> &'static [TypeMembers] {
    // SAFETY: array of the image.
    unsafe { slice(root().members, root().member_count) }
}

/// Static storage with references.
pub fn static_roots() -> &'static [StaticRoot] {
    // SAFETY: array of the image.
    unsafe { slice(root().static_roots, root().static_root_count) }
}

/// Code of a managed entry point, or null when the image lacks it.
pub fn entry(entry: Entry) -> *const u8 {
    // SAFETY: the image has ENTRY_COUNT entries.
    unsafe { *root().entries.add(entry as usize) }
}

const fn text_eq(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Index of a well-known type; evaluated at compile time.
pub const fn well_known_index(name: &str) -> usize {
    let mut i = 0;
    while i < abi::WELL_KNOWN.len() {
        if text_eq(abi::WELL_KNOWN[i], name) {
            return i;
        }
        i += 1;
    }
    panic!("not in WELL_KNOWN")
}

/// Index into the field offset table; evaluated at compile time.
pub const fn field_index(class: &str, field: &str) -> usize {
    let mut i = 0;
    while i < abi::FIELD_OFFSETS.len() {
        if text_eq(abi::FIELD_OFFSETS[i].0, class) && text_eq(abi::FIELD_OFFSETS[i].1, field) {
            return i;
        }
        i += 1;
    }
    panic!("not in FIELD_OFFSETS")
}

/// The offset at an index of the field offset table, if the class has the field.
#[inline]
pub fn field_offset(index: usize) -> Option<usize> {
    // SAFETY: the table has an entry for each of FIELD_OFFSETS.
    let offset = unsafe { *root().field_offsets.add(index) };
    (offset != abi::NO_FIELD).then_some(offset as usize)
}

/// `well_known!("System.String")`: the method table, if the image has it.
macro_rules! well_known {
    ($name:literal) => {{
        const INDEX: usize = $crate::image::well_known_index($name);
        // SAFETY: null or a method table of the image.
        unsafe { $crate::image::root().well_known[INDEX].as_ref() }
    }};
}
pub(crate) use well_known;

/// `offset!("System.Exception", "_stackTrace")`: the field's offset from the object reference, if there is such a field.
macro_rules! offset {
    ($class:literal, $field:literal) => {{
        const INDEX: usize = $crate::image::field_index($class, $field);
        $crate::image::field_offset(INDEX)
    }};
}
pub(crate) use offset;

const _: () = {
    use abi::root as r;
    assert!(offset_of!(Root, version) == r::VERSION as usize);
    assert!(offset_of!(Root, context_count) == r::CONTEXT_COUNT as usize);
    assert!(offset_of!(Root, context_names) == r::CONTEXT_NAMES as usize);
    assert!(offset_of!(Root, context_values) == r::CONTEXT_VALUES as usize);
    assert!(offset_of!(Root, literals) == r::LITERALS as usize);
    assert!(offset_of!(Root, literal_count) == r::LITERAL_COUNT as usize);
    assert!(offset_of!(Root, types) == r::TYPES as usize);
    assert!(offset_of!(Root, type_count) == r::TYPE_COUNT as usize);
    assert!(offset_of!(Root, methods) == r::METHODS as usize);
    assert!(offset_of!(Root, methods_end) == r::METHODS_END as usize);
    assert!(offset_of!(Root, static_roots) == r::STATIC_ROOTS as usize);
    assert!(offset_of!(Root, static_root_count) == r::STATIC_ROOT_COUNT as usize);
    assert!(offset_of!(Root, thread_static_size) == r::THREAD_STATIC_SIZE as usize);
    assert!(offset_of!(Root, entries) == r::ENTRIES as usize);
    assert!(offset_of!(Root, field_offsets) == r::FIELD_OFFSETS as usize);
    assert!(offset_of!(Root, modules) == r::MODULES as usize);
    assert!(offset_of!(Root, module_count) == r::MODULE_COUNT as usize);
    assert!(offset_of!(Root, members) == r::MEMBERS as usize);
    assert!(offset_of!(Root, member_count) == r::MEMBER_COUNT as usize);
    assert!(offset_of!(Root, arrays_made) == r::ARRAYS_MADE as usize);
    assert!(offset_of!(Root, frame_methods) == r::FRAME_METHODS as usize);
    assert!(offset_of!(Root, frame_method_count) == r::FRAME_METHOD_COUNT as usize);
    assert!(offset_of!(Root, well_known) == r::WELL_KNOWN as usize);
    assert!(size_of::<MethodName>() == abi::method_name::SIZE as usize);
    assert!(offset_of!(MethodName, text) == abi::method_name::TEXT as usize);
    assert!(offset_of!(MethodName, flags) == abi::method_name::FLAGS as usize);
    assert!(offset_of!(MethodName, token) == abi::method_name::TOKEN as usize);
    assert!(size_of::<FrameMethod>() == abi::frame_method::SIZE as usize);
    assert!(offset_of!(FrameMethod, flags) == abi::frame_method::FLAGS as usize);
    assert!(size_of::<StaticRoot>() == abi::static_root::SIZE as usize);
    assert!(offset_of!(StaticRoot, offsets) == abi::static_root::OFFSETS as usize);
};
