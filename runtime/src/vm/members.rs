//! Methods and fields as reflection sees them: `RuntimeMethodHandle`, `RuntimeFieldHandle`, `Signature`, tokens of a module, custom attributes.
//! A method's handle is the address of its `MethodRecord`, a field's that of its `FieldRecord`.

use super::metadata::{attribute_row, table};
use super::objects::checked;
use super::types::type_array;
use super::{QCallHandle, StackSlot};
use crate::eh;
use crate::heap;
use crate::image::{self, offset, well_known};
use crate::object::{
    FieldRecord, MetaRow, MethodRecord, MethodTable, ModuleInfo, ObjectRef, TypeHandle, TypeInfo,
    TypeMembers, c_text, handle_of_type_object,
};
use crate::pending::{self, ExceptionKind};
use crate::{text, thread, typenames};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ffi::c_char;
use core::ptr;
use smelt_abi::image::{field_record, meta_row};

pub(super) type Method = *const MethodRecord;
type Field = *const FieldRecord;

const STATIC: u32 = 0x10;

pub(super) fn members_of(handle: TypeHandle) -> Option<&'static TypeMembers> {
    let info = ptr::from_ref(handle.info());
    image::members().iter().find(|m| m.ty == info)
}

pub(super) unsafe fn method_name(method: &MethodRecord) -> String {
    let name = String::from_utf8_lossy(c_text(method.name));
    format!("{}.{name}", typenames::to_string(method.declaring))
}

/// The `Invoke` method of a delegate type, if reflection sees it.
pub unsafe fn invoke_method(delegate: TypeHandle) -> Option<&'static MethodRecord> {
    let methods = members_of(delegate)?.methods();
    methods
        .iter()
        .copied()
        .find(|m| c_text(m.name) == b"Invoke")
}

pub(super) fn unavailable(what: &str) {
    pending::raise_with(
        ExceptionKind::NotSupported,
        &format!(
            "'{what}' cannot be used through reflection: its code or signature is not part of this program."
        ),
    );
}

// ---- methods of a type

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_GetFirstIntroducedMethod(
    type_object: ObjectRef,
) -> Method {
    members_of(handle_of_type_object(type_object))
        .and_then(|m| m.methods().first().copied())
        .map_or(ptr::null(), ptr::from_ref)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_GetNextIntroducedMethod(method: *mut Method) {
    let list = members_of((**method).declaring).map_or(&[][..], |m| m.methods());
    let at = list.iter().position(|m| ptr::eq(*m, *method));
    let next = at.and_then(|i| list.get(i + 1).copied());
    *method = next.map_or(ptr::null(), ptr::from_ref);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeTypeHandle_GetNumVirtuals(type_object: ObjectRef) -> i32 {
    virtuals(handle_of_type_object(type_object))
}

/// Slots of a type; where its own members are not kept, those of its bases.
fn virtuals(handle: TypeHandle) -> i32 {
    let mut at = Some(handle);
    while let Some(handle) = at {
        if let Some(members) = members_of(handle) {
            return members.virtuals as i32;
        }
        // SAFETY: null or a method table of the image.
        let parent = handle
            .method_table()
            .and_then(|mt| unsafe { mt.parent.as_ref() });
        at = parent.map(MethodTable::handle);
    }
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_RuntimeTypeHandle_GetNumVirtualsAndStaticVirtuals(
    ty: QCallHandle,
) -> i32 {
    virtuals(ty.type_handle())
}

/// The most derived method in a slot.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetMethodAt(
    mt: *const MethodTable,
    slot: i32,
) -> Method {
    let mut at = mt.as_ref();
    while let Some(mt) = at {
        let list = members_of(mt.handle()).map_or(&[][..], |m| m.methods());
        if let Some(m) = list.iter().find(|m| m.slot == slot as u32) {
            return ptr::from_ref(*m);
        }
        at = mt.parent.as_ref();
    }
    ptr::null()
}

/// What implements a method of an interface; null when nothing does.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_RuntimeTypeHandle_GetInterfaceMethodImplementation(
    ty: QCallHandle,
    _interface: QCallHandle,
    method: Method,
) -> Method {
    let pairs = members_of(ty.type_handle()).map_or(&[][..], |m| m.implementations());
    let found = pairs
        .iter()
        .find(|[declared, _]| ptr::eq(*declared, method));
    found.map_or(ptr::null(), |[_, body]| *body)
}

/// `false`: the buffer is too small; its count says what is needed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetFields(
    mt: &'static MethodTable,
    data: *mut Field,
    count: *mut i32,
) -> i32 {
    let list = members_of(mt.handle()).map_or(&[][..], |m| m.fields());
    let room = *count;
    *count = list.len() as i32;
    if list.len() as i32 > room {
        return 0;
    }
    for (i, f) in list.iter().enumerate() {
        data.add(i).write(ptr::from_ref(*f));
    }
    1
}

// ---- RuntimeMethodHandle

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
    i32::from(m.declaring.is_null() || m.declaring.info().args().is_empty())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeMethodHandle_GetTypicalMethodDefinition(
    _method: Method,
    _result: StackSlot,
) {
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
            let args: Vec<String> = types.iter().map(|t| typenames::to_string(*t)).collect();
            unavailable(&format!("{}[{}]", method_name(m), args.join(",")));
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
pub(super) unsafe fn stub_object(method: &MethodRecord) -> ObjectRef {
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
    if m.invoker.is_null() {
        unavailable(&method_name(m));
        return;
    }
    let mut this = *target;
    if is_constructor != 0 {
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
    match eh::call(m.invoker, this.addr(), arguments as usize) {
        Ok(value) if is_constructor == 0 => *result = ObjectRef(value as *mut u8),
        Ok(_) => {}
        Err(exception) => pending::raise_object(exception),
    }
}

// ---- Signature

const HAS_THIS: u32 = 0x20;
const STANDARD: u32 = 1;

/// The row that stands for the signature of a property or constant field.
unsafe fn row_of_signature(signature: *const u8, length: i32) -> Option<&'static MetaRow> {
    if length == meta_row::SIZE as i32 {
        signature.cast::<MetaRow>().as_ref()
    } else {
        None
    }
}

/// Types of a property: its result, then its index parameters. From its accessor on the exact type.
unsafe fn property_types(
    row: &MetaRow,
    declaring: TypeHandle,
) -> Option<(&'static MethodRecord, bool)> {
    const SETTER: u32 = 1;
    let module = declaring.info().module()?;
    let methods = members_of(declaring)?.methods();
    let mut setter = None;
    for m in methods {
        let Some(accessor) = module.row(m.token).filter(|r| r.association == row.token) else {
            continue;
        };
        match accessor.number {
            SETTER => setter = Some((*m, true)),
            _ => return Some((m, false)),
        }
    }
    setter
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Signature_Init(
    this: StackSlot,
    signature: *const u8,
    length: i32,
    field: Field,
    method: Method,
) {
    let (Some(arguments), Some(ret), Some(convention), Some(handle), Some(declaring)) = (
        offset!("System.Signature", "_arguments"),
        offset!("System.Signature", "_returnTypeORfieldType"),
        offset!(
            "System.Signature",
            "_managedCallingConventionAndArgIteratorFlags"
        ),
        offset!("System.Signature", "_pMethod"),
        offset!("System.Signature", "_declaringType"),
    ) else {
        return;
    };
    let set_return = |info: *const TypeInfo| match info.as_ref() {
        Some(info) => {
            heap::store_ref((*this).0.add(ret).cast(), info.handle.type_object());
            true
        }
        None => false,
    };
    let (types, first, count, has_this) = if let Some(m) = method.as_ref() {
        (*this).set_field(handle, method);
        if m.types.is_null() {
            unavailable(&method_name(m));
            return;
        }
        set_return(*m.types);
        (m.types, 1, m.param_count as usize, m.has_this != 0)
    } else if let Some(f) = field.as_ref() {
        if !set_return(f.ty) {
            unavailable(&String::from_utf8_lossy(c_text(f.name)));
        }
        (ptr::null(), 0, 0, f.attributes & STATIC == 0)
    } else if let Some(row) = row_of_signature(signature, length) {
        let owner: ObjectRef = (*this).field(declaring);
        if row.token >> 24 == table::FIELD {
            if !set_return(row.target) {
                unavailable(&String::from_utf8_lossy(c_text(row.name)));
            }
            return;
        }
        let accessor = match owner.is_null() {
            true => None,
            false => property_types(row, handle_of_type_object(owner)),
        };
        let Some((m, setter)) = accessor.filter(|(m, _)| !m.types.is_null()) else {
            unavailable(&String::from_utf8_lossy(c_text(row.name)));
            return;
        };
        let params = m.param_count as usize;
        if setter {
            set_return(*m.types.add(params));
            (m.types, 1, params - 1, m.has_this != 0)
        } else {
            set_return(*m.types);
            (m.types, 1, params, m.has_this != 0)
        }
    } else {
        unavailable("signature");
        return;
    };
    (*this).set_field(convention, STANDARD | if has_this { HAS_THIS } else { 0 });
    let array = type_array(true, count, |i| (**types.add(first + i)).handle);
    if !array.is_null() {
        heap::store_ref((*this).0.add(arguments).cast(), array);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Signature_AreEqual(
    left: *const u8,
    left_length: i32,
    left_type: QCallHandle,
    right: *const u8,
    right_length: i32,
    right_type: QCallHandle,
) -> i32 {
    let types = |signature, length, ty: QCallHandle| {
        let row = row_of_signature(signature, length)?;
        let (m, setter) = property_types(row, ty.type_handle())?;
        if m.types.is_null() {
            return None;
        }
        let n = m.param_count as usize;
        let (value, indices) = if setter { (n, n - 1) } else { (0, n) };
        let mut list = alloc::vec![*m.types.add(value)];
        list.extend((0..indices).map(|i| *m.types.add(i + 1)));
        Some(list)
    };
    let (left, right) = (
        types(left, left_length, left_type),
        types(right, right_length, right_type),
    );
    i32::from(left.is_some() && left == right)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Signature_GetCustomModifiersAtOffset(
    _signature: StackSlot,
    _offset: i32,
    _required: i32,
    result: StackSlot,
) {
    *result = type_array(false, 0, |_| TypeHandle::NULL);
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Signature_GetParameterOffsetInternal(
    _signature: *const u8,
    _length: i32,
    _index: i32,
) -> i32 {
    0
}

// ---- fields

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeFieldHandle_GetUtf8NameInternal(
    field: Field,
) -> *const c_char {
    (*field).name
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeFieldHandle_GetAttributes(field: Field) -> i32 {
    (*field).attributes as i32
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeFieldHandle_GetApproxDeclaringMethodTable(
    field: Field,
) -> *const MethodTable {
    (*field)
        .declaring
        .method_table()
        .map_or(ptr::null(), ptr::from_ref)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeFieldHandle_GetToken(field: Field) -> i32 {
    (*field).token as i32
}

/// Values always go through the calls below.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeFieldHandle_IsFastPathSupported(_field: ObjectRef) -> i32 {
    0
}

unsafe fn field_of_object(object: ObjectRef) -> Option<&'static FieldRecord> {
    let field = offset!("System.Reflection.RtFieldInfo", "m_fieldHandle")?;
    object.field::<Field>(field).as_ref()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeFieldHandle_GetInstanceFieldOffset(
    field: ObjectRef,
) -> i32 {
    field_of_object(field).map_or(0, |f| f.offset as i32)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_RuntimeFieldHandle_GetStaticFieldAddress(
    field: ObjectRef,
) -> *mut u8 {
    field_of_object(field).map_or(ptr::null_mut(), |f| f.address)
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeFieldHandle_GetStaticFieldForGenericType(
    field: Field,
    _mt: *const MethodTable,
) -> Field {
    field
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeFieldHandle_AcquiresContextFromThis(_field: Field) -> i32 {
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_RuntimeFieldHandle_GetLoaderAllocatorInternal(
    _field: Field,
) -> ObjectRef {
    ObjectRef::NULL
}

/// Whether the static constructor behind a static field has ended: from then on CoreLib refuses to set `readonly` ones.
unsafe fn is_initialised(field: &FieldRecord) -> bool {
    let record = field.declaring.info().class_init;
    field.kind != field_record::INSTANCE
        && (record.is_null() || crate::class_init::is_done(record.cast()))
}

/// Address of the field's value; null with an exception pending.
unsafe fn address_of(field: &FieldRecord, instance: ObjectRef) -> *mut u8 {
    match field.kind {
        field_record::INSTANCE => {
            if instance.is_null() {
                pending::raise(ExceptionKind::NullReference);
                return ptr::null_mut();
            }
            let boxed = field
                .declaring
                .method_table()
                .is_some_and(|mt| mt.is_value_type());
            instance
                .0
                .add(field.offset as usize + if boxed { 8 } else { 0 })
        }
        field_record::STATIC | field_record::THREAD_STATIC => {
            let record = field.declaring.info().class_init;
            if !record.is_null()
                && let Err(exception) = crate::class_init::run(record.cast())
            {
                pending::raise_object(exception);
                return ptr::null_mut();
            }
            if field.kind == field_record::STATIC {
                field.address
            } else {
                thread::current().thread_statics.add(field.address as usize)
            }
        }
        _ => {
            unavailable(&String::from_utf8_lossy(c_text(field.name)));
            ptr::null_mut()
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeFieldHandle_GetValue(
    field: Field,
    instance: StackSlot,
    field_type: QCallHandle,
    _declaring: QCallHandle,
    initialized: *mut i32,
    result: StackSlot,
) {
    *initialized = 0;
    let mut at = address_of(&*field, *instance);
    if at.is_null() {
        return;
    }
    *initialized = i32::from(is_initialised(&*field));
    let Some(mut mt) = field_type
        .type_handle()
        .method_table()
        .filter(|mt| mt.is_value_type())
    else {
        *result = at.cast::<ObjectRef>().read();
        return;
    };
    if mt.is_nullable() {
        if at.read() == 0 {
            *result = ObjectRef::NULL;
            return;
        }
        let offset = mt.nullable_value().0 as usize;
        let Some(value) = mt.info().element().and_then(|e| e.handle.method_table()) else {
            return;
        };
        at = at.add(offset);
        mt = value;
    }
    let boxed = checked(heap::allocate(mt));
    if !boxed.is_null() {
        heap::copy_refs(boxed.0.add(8), at, mt.field_bytes as usize);
        *result = boxed;
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeFieldHandle_SetValue(
    field: Field,
    instance: StackSlot,
    value: StackSlot,
    field_type: QCallHandle,
    _declaring: QCallHandle,
    initialized: *mut i32,
) {
    *initialized = 0;
    let at = address_of(&*field, *instance);
    if at.is_null() {
        return;
    }
    *initialized = i32::from(is_initialised(&*field));
    let Some(mt) = field_type
        .type_handle()
        .method_table()
        .filter(|mt| mt.is_value_type())
    else {
        heap::store_ref(at.cast(), *value);
        return;
    };
    let value = *value;
    if mt.is_nullable() {
        let (offset, size) = mt.nullable_value();
        at.write(u8::from(!value.is_null()));
        if !value.is_null() {
            heap::copy_refs(at.add(offset as usize), value.0.add(8), size as usize);
        }
    } else if value.is_null() {
        ptr::write_bytes(at, 0, mt.field_bytes as usize);
    } else {
        heap::copy_refs(at, value.0.add(8), mt.field_bytes as usize);
    }
}

// ---- tokens

unsafe fn module_of(handle: QCallHandle) -> *const ModuleInfo {
    handle.handle as *const ModuleInfo
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ModuleHandle_ResolveType(
    module: QCallHandle,
    token: i32,
    _type_args: *const TypeHandle,
    _type_count: i32,
    _method_args: *const TypeHandle,
    _method_count: i32,
    result: StackSlot,
) {
    let scope = module_of(module);
    let found = match token as u32 >> 24 {
        table::TYPE_DEF => image::types().iter().copied().find(|t| {
            t.token == token as u32
                && t.module == scope
                && (t.args().is_empty() || t.is_definition())
        }),
        _ => attribute_row(scope as usize, token).and_then(|r| r.target.as_ref()),
    };
    match found {
        Some(t) => *result = t.handle.type_object(),
        None => unavailable(&format!("type token 0x{token:08x}")),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ModuleHandle_ResolveMethod(
    module: QCallHandle,
    token: i32,
    type_args: *const TypeHandle,
    type_count: i32,
    _method_args: *const TypeHandle,
    _method_count: i32,
) -> Method {
    let scope = module_of(module);
    if token as u32 >> 24 == table::MEMBER_REF {
        return match attribute_row(scope as usize, token) {
            Some(row) => row.ctor,
            None => ptr::null(),
        };
    }
    let args = match type_count > 0 && !type_args.is_null() {
        true => core::slice::from_raw_parts(type_args, type_count as usize),
        false => &[],
    };
    for members in image::members() {
        let ty = &*members.ty;
        let same_args = ty.args().len() == args.len()
            && ty.args().iter().zip(args).all(|(a, b)| a.handle == *b);
        if ty.module == scope
            && same_args
            && let Some(m) = members.methods().iter().find(|m| m.token == token as u32)
        {
            return ptr::from_ref(*m);
        }
    }
    unavailable(&format!("method token 0x{token:08x}"));
    ptr::null()
}

// ---- custom attributes

/// The attribute's code makes the whole object, so no named arguments are left. The row's token stands before its value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_CustomAttribute_CreateCustomAttributeInstance(
    module: QCallHandle,
    _class: StackSlot,
    _ctor: StackSlot,
    blob: *mut *const u8,
    end: *const u8,
    named: *mut i32,
    instance: StackSlot,
) {
    let token = (*blob).cast::<u32>().sub(1).read();
    *named = 0;
    *blob = end;
    let row = (*module_of(module)).row(token);
    let Some(row) = row.filter(|r| !r.code.is_null()) else {
        unavailable("custom attribute");
        return;
    };
    match eh::call(row.code, 0, 0) {
        Ok(object) => *instance = ObjectRef(object as *mut u8),
        Err(exception) => pending::raise_object(exception),
    }
}

/// Decodes `AttributeUsage(targets, AllowMultiple = .., Inherited = ..)` (ECMA-335 II.23.3).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_CustomAttribute_ParseAttributeUsageAttribute(
    value: *const u8,
    length: i32,
    targets: *mut i32,
    allow_multiple: *mut i32,
    inherited: *mut i32,
) -> i32 {
    (*targets, *allow_multiple, *inherited) = (0, 0, 1);
    let value = core::slice::from_raw_parts(value, length.max(0) as usize);
    // Prolog, the targets, the number of named arguments.
    let Some((head, mut named)) = value.split_at_checked(8) else {
        return 0;
    };
    *targets = i32::from_le_bytes([head[2], head[3], head[4], head[5]]);
    // Each: kind, type (a boolean), name with its length, value.
    while let [_, _, length, rest @ ..] = named
        && let Some((name, [value, rest @ ..])) = rest.split_at_checked(*length as usize)
    {
        match name {
            b"AllowMultiple" => *allow_multiple = i32::from(*value),
            b"Inherited" => *inherited = i32::from(*value),
            _ => {}
        }
        named = rest;
    }
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_CustomAttribute_CreatePropertyOrFieldData(
    _module: QCallHandle,
    _blob: *mut *const u8,
    _end: *const u8,
    _name: StackSlot,
    _is_property: *mut i32,
    _class: StackSlot,
    _value: StackSlot,
) {
    unavailable("named argument of an attribute");
}
