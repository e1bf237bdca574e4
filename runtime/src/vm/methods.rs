//! `RuntimeMethodHandle`: what CoreLib asks of a method, and calls of it.

use super::array_members;
use super::constraints;
use super::delegates::smelt_resolve_open_virtual;
use super::members::{Method, members_of, method_name, unavailable};
use super::objects::checked;
use super::types::type_array;
use super::{QCallHandle, StackSlot};
use crate::eh;
use crate::heap;
use crate::image::{offset, well_known};
use crate::object::{
    MethodRecord, MethodTable, ObjectRef, TypeHandle, c_text, handle_of_type_object,
};
use crate::pending::{self, ExceptionKind};
use crate::{text, typenames};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ffi::c_char;
use core::ptr;
use smelt_abi::image::method_record;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeMethodHandle_GetAttributes(method: Method) -> i32 {
    i32::from((*method).attributes)
}

/// The field of `RuntimeMethodInfo`, `RuntimeConstructorInfo` and `RuntimeMethodInfoStub` with the handle lies at one offset.
unsafe fn method_of_object(object: ObjectRef) -> Method {
    match offset!("System.RuntimeMethodInfoStub", "m_value") {
        Some(field) => object.field(field),
        None => ptr::null(),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeMethodHandle_GetImplAttributes(method: ObjectRef) -> i32 {
    method_of_object(method)
        .as_ref()
        .map_or(0, |m| i32::from(m.impl_attributes))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeMethodHandle_GetMethodTable(
    method: Method,
) -> *const MethodTable {
    match (*method).declaring.is_null() {
        true => ptr::null(),
        false => (*method)
            .declaring
            .method_table()
            .map_or(ptr::null(), ptr::from_ref),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeMethodHandle_GetSlot(method: Method) -> i32 {
    (*method).slot.min(i32::MAX as u32) as i32
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeMethodHandle_GetMethodDef(method: Method) -> i32 {
    (*method).token as i32
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeMethodHandle_GetUtf8NameInternal(
    method: Method,
) -> *const c_char {
    (*method).name
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeMethodHandle_HasMethodInstantiation(
    method: Method,
) -> i32 {
    i32::from((*method).generic_count != 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeMethodHandle_IsGenericMethodDefinition(
    method: Method,
) -> i32 {
    i32::from((*method).generic_count != 0 && (*method).definition.is_null())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeMethodHandle_GetGenericParameterCount(
    method: Method,
) -> i32 {
    (*method).generic_count as i32
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeMethodHandle_IsTypicalMethodDefinition(
    method: ObjectRef,
) -> i32 {
    let Some(m) = method_of_object(method).as_ref() else {
        return 1;
    };
    if m.declaring.is_null() {
        return 1;
    }
    let declaring = m.declaring.info();
    i32::from(declaring.is_definition() || declaring.args().is_empty())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeMethodHandle_GetTypicalMethodDefinition(
    method: Method,
    result: StackSlot,
) {
    let m = &*method;
    let definition = m.declaring.info().definition();
    let methods = definition.and_then(|d| members_of(d.handle));
    let methods = methods.map_or(&[][..], |d| d.methods());
    match methods.iter().find(|d| d.token == m.token) {
        Some(definition) => *result = stub_object(definition),
        None => unavailable(&format!("definition of {}", method_name(m))),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeMethodHandle_StripMethodInstantiation(
    method: Method,
    result: StackSlot,
) {
    if let Some(definition) = (*method).definition.as_ref() {
        *result = stub_object(definition);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeMethodHandle_GetMethodInstantiation(
    method: Method,
    result: StackSlot,
    runtime_types: i32,
) {
    let m = &*method;
    if m.generic_count == 0 {
        *result = ObjectRef::NULL;
        return;
    }
    let args = m.args();
    if args.is_empty() {
        unavailable(&method_name(m));
        return;
    }
    *result = type_array(runtime_types != 0, args.len(), |i| args[i].handle);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeMethodHandle_ConstructInstantiation(
    method: Method,
    format: u32,
    result: StackSlot,
) {
    let args = (*method).args();
    let names: Vec<String> = args
        .iter()
        .map(|a| typenames::construct(a.handle, format))
        .collect();
    let text = match names.is_empty() {
        true => String::new(),
        false => format!("[{}]", names.join(",")),
    };
    *result = checked(text::from_utf8(text.as_bytes()));
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeMethodHandle_GetStubIfNeededInternal(
    method: Method,
    _declaring: ObjectRef,
) -> Method {
    method
}

/// The type arguments of the type that declares a method.
fn declaring_args(m: &MethodRecord) -> Vec<TypeHandle> {
    match m.declaring.is_null() {
        true => Vec::new(),
        false => m.declaring.info().args().iter().map(|a| a.handle).collect(),
    }
}

/// The instantiation of a generic method, if it is part of the program.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeMethodHandle_GetStubIfNeededSlow(
    method: Method,
    _declaring: QCallHandle,
    instantiation: StackSlot,
) -> Method {
    let wanted = *instantiation;
    if wanted.is_null() {
        return method;
    }
    let m = &*method;
    let definition = m.definition.as_ref().unwrap_or(m);
    let types: Vec<TypeHandle> = (0..wanted.length())
        .map(|i| handle_of_type_object(*wanted.array_data().cast::<ObjectRef>().add(i as usize)))
        .collect();
    let instances = members_of(definition.declaring).map_or(&[][..], |m| m.instances());
    let found = instances.iter().find(|i| {
        ptr::eq(i.definition, definition)
            && i.args().iter().map(|a| a.handle).eq(types.iter().copied())
    });
    match found {
        Some(found) => ptr::from_ref(*found),
        None => {
            let of_type: Vec<TypeHandle> = declaring_args(definition);
            let parameters = definition.args();
            match constraints::first_violation(parameters, &of_type, &types) {
                Some(at) => pending::raise_with(
                    ExceptionKind::Verification,
                    &format!(
                        "Method {}: type argument '{}' violates the constraint of type parameter '{}'.",
                        method_name(definition),
                        typenames::to_string(types[at]),
                        String::from_utf8_lossy(parameters[at].name())
                    ),
                ),
                None => {
                    let args: Vec<String> =
                        types.iter().map(|t| typenames::to_string(*t)).collect();
                    unavailable(&format!("{}[{}]", method_name(m), args.join(",")));
                }
            }
            method
        }
    }
}

/// The generic method that declares a type parameter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetDeclaringMethodForGenericParameter(
    parameter: QCallHandle,
    result: StackSlot,
) {
    let info = parameter.type_handle().info();
    let method = info.declaring_method().and_then(|m| m.as_ref());
    *result = method.map_or(ObjectRef::NULL, |m| stub_object(m));
}

/// Module constructors have run when the program starts.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_ReflectionInvocation_RunModuleConstructor(_module: QCallHandle) {}

/// A `RuntimeMethodInfoStub` for a method.
pub unsafe fn stub_object(method: &MethodRecord) -> ObjectRef {
    let (Some(mt), Some(field)) = (
        well_known!("System.RuntimeMethodInfoStub"),
        offset!("System.RuntimeMethodInfoStub", "m_value"),
    ) else {
        unavailable(&method_name(method));
        return ObjectRef::NULL;
    };
    let stub = checked(heap::allocate(mt));
    if !stub.is_null() {
        stub.set_field(field, ptr::from_ref(method));
    }
    stub
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeMethodHandle_GetMethodFromCanonical(
    method: Method,
    _declaring: ObjectRef,
) -> Method {
    method
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeMethodHandle_IsDynamicMethod(_method: Method) -> i32 {
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeMethodHandle_GetResolver(_method: Method) -> ObjectRef {
    ObjectRef::NULL
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeMethodHandle_GetLoaderAllocatorInternal(
    _method: Method,
) -> ObjectRef {
    ObjectRef::NULL
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeMethodHandle_IsConstructor(method: Method) -> i32 {
    const RT_SPECIAL_NAME: u16 = 0x1000;
    let m = &*method;
    i32::from(m.attributes & RT_SPECIAL_NAME != 0 && matches!(c_text(m.name), b".ctor" | b".cctor"))
}

/// There is no IL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeMethodHandle_GetMethodBody(
    _method: Method,
    _declaring: QCallHandle,
    result: StackSlot,
) {
    *result = ObjectRef::NULL;
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeMethodHandle_GetFunctionPointer(
    method: Method,
) -> *const u8 {
    let m = &*method;
    if m.code.is_null() {
        unavailable(&method_name(m));
    }
    m.code
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_RuntimeMethodHandle_IsCAVisibleFromDecoratedType(
    _attribute: QCallHandle,
    _ctor: Method,
    _decorated: QCallHandle,
    _module: QCallHandle,
) -> i32 {
    1
}

/// Calls a method: the arguments are addresses of values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeMethodHandle_InvokeMethod(
    target: StackSlot,
    arguments: *const *const u8,
    signature: StackSlot,
    is_constructor: i32,
    result: StackSlot,
) {
    let Some(field) = offset!("System.Signature", "_pMethod") else {
        return;
    };
    let method: Method = (*signature).field(field);
    let m = &*method;
    if array_members::is_array_method(m) {
        *result = array_members::invoke(method, *target, arguments);
        return;
    }
    if m.invoker.is_null() {
        unavailable(&method_name(m));
        return;
    }
    let mut this = *target;
    // Constructors of strings return the new string.
    let string = well_known!("System.String").map(MethodTable::handle);
    let is_constructor = is_constructor != 0 && string != Some(m.declaring);
    if is_constructor {
        let Some(mt) = m.declaring.method_table().filter(|mt| mt.is_constructed()) else {
            unavailable(&method_name(m));
            return;
        };
        this = checked(heap::allocate(mt));
        if this.is_null() {
            return;
        }
        *result = this;
    }
    let code = if m.has_this & method_record::THROUGH_SLOT == 0 {
        m.invoked
    } else if this.is_null() {
        pending::raise(ExceptionKind::NullReference);
        return;
    } else {
        smelt_resolve_open_virtual(this, m.invoked as i64)
    };
    let call = [code as usize, arguments as usize];
    match eh::call(m.invoker, this.addr(), &raw const call as usize) {
        Ok(value) if !is_constructor => *result = ObjectRef(value as *mut u8),
        Ok(_) => {}
        Err(exception) => pending::pass_on(exception),
    }
}
