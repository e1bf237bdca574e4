//! `RuntimeTypeHandle`: identity and shape of types from the image's type information. Members and custom attributes are elsewhere.

use super::objects::checked;
use super::{QCallHandle, StackSlot};
use crate::casts;
use crate::heap;
use crate::image::{self, well_known};
use crate::object::{MethodTable, ObjectRef, TypeHandle, TypeInfo, handle_of_type_object};
use crate::pending::{self, ExceptionKind};
use crate::vm::{assemblies, constraints, handles, made_types};
use crate::{text, typenames};
use alloc::format;
use alloc::string::String;
use core::ffi::c_char;
use smelt_abi::image::type_info::{UNKNOWN_CONSTRAINTS, kind};
use smelt_abi::method_table::flags;

unsafe fn info(type_object: ObjectRef) -> &'static TypeInfo {
    handle_of_type_object(type_object).info()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetRuntimeTypeFromHandleSlow(
    handle: TypeHandle,
    result: StackSlot,
) {
    *result = handle.type_object();
}

/// Names for `Type.Name`, `ToString`, `FullName`, `AssemblyQualifiedName`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_ConstructName(
    ty: QCallHandle,
    format: u32,
    result: StackSlot,
) {
    let name = typenames::construct(ty.type_handle(), format);
    *result = checked(text::from_utf8(name.as_bytes()));
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeTypeHandle_GetUtf8NameInternal(
    mt: &'static MethodTable,
) -> *const c_char {
    mt.info().name
}

/// `TypeAttributes` of arrays.
const ARRAY_ATTRIBUTES: u32 = 0x2101;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_GetAttributes(type_object: ObjectRef) -> i32 {
    let info = info(type_object);
    (match info.kind {
        kind::SZ_ARRAY | kind::ARRAY => ARRAY_ATTRIBUTES,
        kind::POINTER | kind::BYREF | kind::FN_PTR | kind::TYPE_PARAMETER => 1,
        _ => info.attributes,
    }) as i32
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_GetToken(type_object: ObjectRef) -> i32 {
    info(type_object).token as i32
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_GetArrayRank(type_object: ObjectRef) -> i32 {
    match info(type_object).kind {
        kind::SZ_ARRAY => 1,
        _ => info(type_object).rank as i32,
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeTypeHandle_GetElementTypeHandle(
    handle: TypeHandle,
) -> TypeHandle {
    let info = handle.info();
    match info.kind {
        kind::SZ_ARRAY | kind::ARRAY | kind::POINTER | kind::BYREF => {
            info.element().map_or(TypeHandle::NULL, |e| e.handle)
        }
        _ => TypeHandle::NULL,
    }
}

/// Whether two types share their code: the same, or instantiations of one definition with arguments that agree in what is a value type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_CompareCanonicalHandles(
    left: ObjectRef,
    right: ObjectRef,
) -> i32 {
    fn same(a: &TypeInfo, b: &TypeInfo) -> bool {
        if a.handle == b.handle {
            return true;
        }
        if !a.same_definition(b) {
            return false;
        }
        let pairs = a.args().iter().zip(b.args());
        pairs.into_iter().all(|(a, b)| {
            let value = |i: &TypeInfo| i.handle.method_table().is_none_or(|mt| mt.is_value_type());
            a.handle == b.handle || (!value(a) && !value(b)) || same(a, b)
        })
    }
    i32::from(left == right || same(info(left), info(right)))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_IsGenericVariable(
    type_object: ObjectRef,
) -> i32 {
    i32::from(info(type_object).kind == kind::TYPE_PARAMETER)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_GetGenericVariableIndex(
    type_object: ObjectRef,
) -> i32 {
    info(type_object).rank as i32
}

pub(super) fn contains_variables(info: &TypeInfo) -> bool {
    matches!(info.kind, kind::TYPE_PARAMETER | kind::DEFINITION)
        || info.args().iter().any(|a| contains_variables(a))
        || (matches!(
            info.kind,
            kind::SZ_ARRAY | kind::ARRAY | kind::POINTER | kind::BYREF
        ) && info.element().is_some_and(contains_variables))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_ContainsGenericVariables(
    type_object: ObjectRef,
) -> i32 {
    i32::from(contains_variables(info(type_object)))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_IsUnmanagedFunctionPointer(
    type_object: ObjectRef,
) -> i32 {
    let info = info(type_object);
    i32::from(info.kind == kind::FN_PTR && info.rank != 0)
}

/// The type of the result, then those of the parameters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetArgumentTypesFromFunctionPointer(
    ty: QCallHandle,
    result: StackSlot,
) {
    let parts = ty.type_handle().info().args();
    *result = type_array(false, parts.len(), |i| parts[i].handle);
}

/// What a generic parameter is constrained to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetConstraints(
    ty: QCallHandle,
    result: StackSlot,
) {
    let info = ty.type_handle().info();
    if info.arg_count == UNKNOWN_CONSTRAINTS {
        raise_missing(&format!(
            "constraints of {}",
            typenames::to_string(ty.type_handle())
        ));
        return;
    }
    let constraints = info.args();
    *result = type_array(false, constraints.len(), |i| constraints[i].handle);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_GetAssemblyIfExists(
    type_object: ObjectRef,
) -> ObjectRef {
    innermost(info(type_object))
        .module()
        .map_or(ObjectRef::NULL, assemblies::existing_assembly)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_GetModuleIfExists(
    type_object: ObjectRef,
) -> ObjectRef {
    innermost(info(type_object))
        .module()
        .map_or(ObjectRef::NULL, assemblies::existing_module)
}

/// The type whose module a type belongs to. A function pointer's is that of the first type in it from elsewhere than the core library, if there is one.
fn innermost(info: &'static TypeInfo) -> &'static TypeInfo {
    let mut info = info;
    while info.module.is_null()
        && let Some(element) = info.element()
    {
        info = element;
    }
    if info.kind == kind::FN_PTR
        && let Some(object) = well_known!("System.Object")
    {
        let object = object.info();
        let mut parts = info.args().iter().map(|p| innermost(p));
        let other = parts
            .find(|p| p.kind != kind::TYPE_PARAMETER && !core::ptr::eq(p.module, object.module));
        return other.unwrap_or(object);
    }
    info
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetAssemblySlow(
    type_object: StackSlot,
    result: StackSlot,
) {
    if let Some(module) = innermost(info(*type_object)).module() {
        *result = assemblies::assembly_object(module);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetModuleSlow(
    type_object: StackSlot,
    result: StackSlot,
) {
    if let Some(module) = innermost(info(*type_object)).module() {
        *result = assemblies::module_object(module);
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_RuntimeTypeHandle_GetDeclaringTypeHandle(
    handle: TypeHandle,
) -> TypeHandle {
    handle
        .info()
        .declaring()
        .map_or(TypeHandle::NULL, |d| d.handle)
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_RuntimeTypeHandle_GetDeclaringTypeHandleForGenericVariable(
    handle: TypeHandle,
) -> TypeHandle {
    smelt_qc_RuntimeTypeHandle_GetDeclaringTypeHandle(handle)
}

/// A new array of type objects: `RuntimeType[]` or `Type[]`.
pub unsafe fn type_array(
    runtime_types: bool,
    count: usize,
    mut handle: impl FnMut(usize) -> TypeHandle,
) -> ObjectRef {
    let mt = if runtime_types {
        well_known!("System.RuntimeType[]")
    } else {
        well_known!("System.Type[]")
    };
    let Some(mt) = mt.or(well_known!("System.RuntimeType[]")) else {
        pending::raise_with(
            ExceptionKind::PlatformNotSupported,
            "Arrays of types are not in this program.",
        );
        return ObjectRef::NULL;
    };
    let array = checked(heap::allocate_array(mt, count));
    if !array.is_null() {
        let slots = array.array_data().cast::<ObjectRef>();
        for i in 0..count {
            heap::store_ref(slots.add(i), handle(i).type_object());
        }
    }
    array
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetInterfaces(
    mt: &'static MethodTable,
    result: StackSlot,
) {
    // The core library finds the generic interfaces of an array by itself.
    let interfaces: alloc::vec::Vec<_> = mt
        .interfaces()
        .iter()
        .filter(|i| !mt.is_sz_array() || i.info().args().is_empty())
        .collect();
    if !interfaces.is_empty() {
        *result = type_array(false, interfaces.len(), |i| interfaces[i].handle());
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetInstantiation(
    ty: QCallHandle,
    result: StackSlot,
    runtime_types: i32,
) {
    let info = ty.type_handle().info();
    let args = info.args();
    if !args.is_empty() && !matches!(info.kind, kind::FN_PTR | kind::TYPE_PARAMETER) {
        *result = type_array(runtime_types != 0, args.len(), |i| args[i].handle);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetGenericTypeDefinition(
    ty: QCallHandle,
    result: StackSlot,
) {
    let info = ty.type_handle().info();
    if info.is_definition() {
        *result = ty.type_handle().type_object();
    } else if let Some(definition) = info.definition() {
        *result = definition.handle.type_object();
    } else {
        let mut name = typenames::to_string(ty.type_handle());
        name.truncate(name.find('[').unwrap_or(name.len()));
        raise_missing(&name);
    }
}

/// The instantiation of a definition, if the image has it.
pub(super) fn find_instantiation(
    definition: &TypeInfo,
    args: &[TypeHandle],
) -> Option<&'static TypeInfo> {
    image::types().iter().copied().find(|t| {
        t.same_definition(definition)
            && !t.is_definition()
            && t.args().len() == args.len()
            && t.args().iter().zip(args).all(|(a, h)| a.handle == *h)
    })
}

fn raise_missing(text: &str) {
    pending::raise_with(
        ExceptionKind::PlatformNotSupported,
        &format!(
            "'{text}' is not part of this program: nothing needed it when the program was compiled."
        ),
    );
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_Instantiate(
    ty: QCallHandle,
    args: *const TypeHandle,
    count: i32,
    result: StackSlot,
) {
    let args = core::slice::from_raw_parts(args, count.max(0) as usize);
    let info = ty.type_handle().info();
    if let Some(found) = find_instantiation(info, args) {
        *result = found.handle.type_object();
        return;
    }
    let parameters = info.args();
    match constraints::first_violation(parameters, args, &[]) {
        // CoreLib catches it and says the same in an ArgumentException.
        Some(at) => pending::raise_with(
            ExceptionKind::TypeLoad,
            &format!(
                "GenericArguments[{at}], '{}', on '{}' violates the constraint of type parameter '{}'.",
                typenames::to_string(args[at]),
                typenames::to_string(ty.type_handle()),
                String::from_utf8_lossy(parameters[at].name())
            ),
        ),
        None => {
            let mut text = typenames::construct(ty.type_handle(), 1);
            if let Some(at) = text.find('[') {
                text.truncate(at);
            }
            let args: alloc::vec::Vec<String> =
                args.iter().map(|a| typenames::to_string(*a)).collect();
            raise_missing(&format!("{text}[{}]", args.join(",")));
        }
    }
}

/// CoreLib makes comparers this way: an object of `baseType`'s definition over other arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_CreateInstanceForAnotherGenericParameter(
    ty: QCallHandle,
    args: *const TypeHandle,
    count: i32,
    result: StackSlot,
) {
    let args = core::slice::from_raw_parts(args, count.max(0) as usize);
    let info = ty.type_handle().info();
    let Some(found) = find_instantiation(info, args) else {
        raise_missing(&typenames::to_string(ty.type_handle()));
        return;
    };
    let Some(mt) = found.handle.method_table() else {
        return;
    };
    let object = checked(heap::allocate(mt));
    if !object.is_null() && !found.default_ctor.is_null() {
        *result = object;
        if let Err(exception) = crate::eh::call(found.default_ctor, object.addr(), 0) {
            pending::pass_on(exception);
        }
    }
    *result = object;
}

/// Most dimensions of an array.
const MAX_RANK: u32 = 32;

/// Full name of the assembly that a type is in, as it follows the type's name.
fn assembly_of(handle: TypeHandle) -> String {
    use typenames::format;
    let name = typenames::construct(handle, format::NAMESPACE);
    let qualified = typenames::construct(handle, format::NAMESPACE | format::ASSEMBLY);
    match qualified.strip_prefix(name.as_str()) {
        Some(rest) => rest.trim_start_matches([',', ' ']).into(),
        None => String::new(),
    }
}

unsafe fn make(ty: QCallHandle, wanted: u8, rank: u32, suffix: &str, result: StackSlot) {
    let handle = ty.type_handle();
    let byref_like = handle
        .method_table()
        .is_some_and(|mt| mt.flags & flags::BYREF_LIKE != 0);
    let array = matches!(wanted, kind::SZ_ARRAY | kind::ARRAY);
    let is_byref = handle.info().kind == kind::BYREF;
    if is_byref || rank > MAX_RANK || array && (byref_like || is_void(handle.info())) {
        let name = typenames::to_string(handle);
        let assembly = assembly_of(handle);
        let text = if rank > MAX_RANK {
            let commas = ",".repeat(rank as usize - 1);
            format!("'{name}[{commas}]' from assembly '{assembly}' has too many dimensions.")
        } else if is_byref && wanted == kind::BYREF {
            format!("Could not create a ByRef of a ByRef. Type: '{name}'. Assembly: '{assembly}'.")
        } else if is_byref && wanted == kind::POINTER {
            format!(
                "Could not create a pointer to a ByRef. Type: '{name}'. Assembly: '{assembly}'."
            )
        } else {
            let (shown, what) = if is_byref {
                (name, "ByRef")
            } else if byref_like {
                (format!("{name}{suffix}"), "ByRef-like")
            } else {
                (format!("{name}{suffix}"), "System.Void")
            };
            format!(
                "Could not create array type '{shown}' from assembly '{assembly}' because the element type is {what}."
            )
        };
        pending::raise_with(ExceptionKind::TypeLoad, &text);
        return;
    }
    let found = match (wanted, handle.info().sz_array.as_ref()) {
        (kind::SZ_ARRAY, Some(array)) => Some(array),
        _ => made_types::of_element(handle, wanted, rank),
    };
    match found {
        Some(found) => *result = found.handle.type_object(),
        None => raise_missing(&format!("{}{suffix}", typenames::to_string(handle))),
    }
}

fn is_void(info: &TypeInfo) -> bool {
    info.cor_element_type == 1
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_MakeSZArray(
    ty: QCallHandle,
    result: StackSlot,
) {
    make(ty, kind::SZ_ARRAY, 1, "[]", result);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_MakeArray(
    ty: QCallHandle,
    rank: i32,
    result: StackSlot,
) {
    let suffix = format!("[{}]", ",".repeat(rank.max(1) as usize - 1));
    make(ty, kind::ARRAY, rank as u32, &suffix, result);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_MakePointer(
    ty: QCallHandle,
    result: StackSlot,
) {
    make(ty, kind::POINTER, 0, "*", result);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_MakeByRef(ty: QCallHandle, result: StackSlot) {
    make(ty, kind::BYREF, 0, "&", result);
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_RuntimeTypeHandle_IsCollectible(_ty: QCallHandle) -> i32 {
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_RuntimeTypeHandle_RegisterCollectibleTypeDependency(
    _ty: QCallHandle,
    _assembly: QCallHandle,
) {
}

/// Public, and so all types around it and in its arguments.
fn is_visible(info: &TypeInfo) -> bool {
    const VISIBILITY: u32 = 7;
    const PUBLIC: u32 = 1;
    const NESTED_PUBLIC: u32 = 2;
    match info.kind {
        kind::SZ_ARRAY | kind::ARRAY | kind::POINTER | kind::BYREF => {
            return info.element().is_none_or(is_visible);
        }
        kind::TYPE_PARAMETER | kind::FN_PTR => return true,
        _ => {}
    }
    let own = match info.declaring() {
        Some(outer) => info.attributes & VISIBILITY == NESTED_PUBLIC && is_visible(outer),
        None => info.attributes & VISIBILITY == PUBLIC,
    };
    own && info.args().iter().all(|a| is_visible(a))
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_RuntimeTypeHandle_IsVisible(ty: QCallHandle) -> i32 {
    i32::from(is_visible(ty.type_handle().info()))
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_RuntimeTypeHandle_VerifyInterfaceIsImplemented(
    ty: QCallHandle,
    interface: QCallHandle,
) {
    if !casts::can_cast(ty.type_handle(), interface.type_handle()) {
        pending::raise_with(ExceptionKind::Argument, "Interface not found.");
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_QCall_GetGCHandleForTypeHandle(
    _ty: QCallHandle,
    handle_type: i32,
) -> usize {
    handles::allocate(ObjectRef::NULL, handle_type)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_QCall_FreeGCHandleForTypeHandle(
    _ty: QCallHandle,
    handle: usize,
) -> usize {
    if handle != 0 {
        handles::free(handle);
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_AllocateTypeAssociatedMemory(
    _ty: QCallHandle,
    size: u32,
) -> *mut u8 {
    let memory: *mut u8 = libc::calloc(1, size.max(1) as usize).cast();
    if memory.is_null() {
        pending::out_of_memory();
    }
    memory
}

/// Helper `ClassInitName`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_class_init_name(handle: TypeHandle) -> ObjectRef {
    text::from_utf8(typenames::of_definition(handle).as_bytes())
}
