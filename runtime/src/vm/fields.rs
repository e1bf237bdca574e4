//! `RuntimeFieldHandle`: what CoreLib asks of a field, and its values.

use super::members::{Field, unavailable};
use super::objects::checked;
use super::{QCallHandle, StackSlot};
use crate::heap;
use crate::image::{self, offset};
use crate::object::{FieldRecord, MethodTable, ObjectRef, TypeHandle, c_text};
use crate::pending::{self, ExceptionKind};
use crate::{thread, typenames};
use alloc::format;
use alloc::string::String;
use core::ffi::c_char;
use core::ptr;
use smelt_abi::image::{field_record, type_info::kind};

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

/// A class that the compiler keeps for the fields that need it.
fn constructed_class(namespace: &[u8], name: &[u8]) -> Option<&'static MethodTable> {
    let types = image::types().iter();
    let mut named = types.filter(|t| t.name() == name && t.namespace() == namespace);
    let table = named.find_map(|t| t.handle.method_table())?;
    table.is_constructed().then_some(table)
}

/// A pointer as a `System.Reflection.Pointer`, a function pointer as an `IntPtr`.
unsafe fn boxed_pointer(ty: TypeHandle, number: usize) -> ObjectRef {
    if ty.info().kind == kind::FN_PTR {
        let class = constructed_class(b"System", b"IntPtr");
        let boxed = class.map_or(ObjectRef::NULL, |mt| checked(heap::allocate(mt)));
        if !boxed.is_null() {
            boxed.set_field(8, number);
        }
        return boxed;
    }
    let (Some(mt), Some(at), Some(of)) = (
        constructed_class(b"System.Reflection", b"Pointer"),
        offset!("System.Reflection.Pointer", "_ptr"),
        offset!("System.Reflection.Pointer", "_ptrType"),
    ) else {
        return ObjectRef::NULL;
    };
    let pointer = checked(heap::allocate(mt));
    if !pointer.is_null() {
        pointer.set_field(at, number);
        heap::store_ref(pointer.0.add(of).cast(), ty.type_object());
    }
    pointer
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
    let at = address_of(&*field, *instance);
    if at.is_null() {
        return;
    }
    *initialized = i32::from(is_initialised(&*field));
    *result = box_value(field_type.type_handle(), at);
}

/// The value at an address as an object; null also with an exception pending.
pub(super) unsafe fn box_value(ty: TypeHandle, mut at: *const u8) -> ObjectRef {
    if let kind::POINTER | kind::FN_PTR = ty.info().kind {
        return boxed_pointer(ty, at.cast::<usize>().read());
    }
    let Some(mut mt) = ty.method_table().filter(|mt| mt.is_value_type()) else {
        return at.cast::<ObjectRef>().read();
    };
    if mt.is_nullable() {
        let value = mt.info().element().and_then(|e| e.handle.method_table());
        let Some(value) = value.filter(|_| at.read() != 0) else {
            return ObjectRef::NULL;
        };
        at = at.add(mt.nullable_value().0 as usize);
        mt = value;
    }
    if !mt.is_constructed() {
        unavailable(&typenames::to_string(mt.handle()));
        return ObjectRef::NULL;
    }
    let boxed = checked(heap::allocate(mt));
    if !boxed.is_null() {
        heap::copy_refs(boxed.0.add(8), at, mt.field_bytes as usize);
    }
    boxed
}

/// Copies a value of the type to an address in an object.
pub(super) unsafe fn store_value(ty: TypeHandle, at: *mut u8, value: *const u8) {
    match ty.method_table() {
        Some(mt) if mt.is_value_type() => heap::copy_refs(at, value, mt.field_bytes as usize),
        Some(_) => heap::store_ref(at.cast(), value.cast::<ObjectRef>().read()),
        // A pointer.
        None => at.cast::<usize>().write(value.cast::<usize>().read()),
    }
}

/// `TypedReference`.
#[repr(C)]
pub struct TypedReference {
    value: *mut u8,
    ty: TypeHandle,
}

/// Address of the field in what a typed reference refers to; null with an exception pending.
unsafe fn address_within(field: &FieldRecord, target: &TypedReference) -> *mut u8 {
    if field.kind != field_record::INSTANCE {
        return address_of(field, ObjectRef::NULL);
    }
    let boxed = |handle: TypeHandle| handle.method_table().is_some_and(|mt| mt.is_value_type());
    let fits = match boxed(field.declaring) {
        true => field.declaring == target.ty,
        false => crate::casts::can_cast(target.ty, field.declaring),
    };
    if !fits {
        pending::raise_with(
            ExceptionKind::Argument,
            "Value does not fall within the expected range. (Parameter 'obj')",
        );
        return ptr::null_mut();
    }
    match boxed(field.declaring) {
        true => target.value.add(field.offset as usize),
        false => address_of(field, target.value.cast::<ObjectRef>().read()),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeFieldHandle_GetValueDirect(
    field: Field,
    target: *const TypedReference,
    field_type: QCallHandle,
    _declaring: QCallHandle,
    result: StackSlot,
) {
    let at = address_within(&*field, &*target);
    if !at.is_null() {
        *result = box_value(field_type.type_handle(), at);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeFieldHandle_SetValueDirect(
    field: Field,
    target: *const TypedReference,
    value: StackSlot,
    field_type: QCallHandle,
    _declaring: QCallHandle,
) {
    let handle = field_type.type_handle();
    let mt = handle.method_table();
    let value_type = mt.is_some_and(|mt| mt.is_value_type());
    let nullable = mt.is_some_and(|mt| mt.is_nullable());
    let fits = match (*value).is_null() {
        true => !value_type || nullable,
        false => crate::casts::is_instance((*value).method_table(), handle),
    };
    if !fits {
        pending::raise_with(
            ExceptionKind::Argument,
            "Object type cannot be converted to target type.",
        );
        return;
    }
    let at = address_within(&*field, &*target);
    if !at.is_null() {
        store_object(handle, at, value);
    }
}

/// A reference to a field of an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeFieldHandle_GetFieldDataReference(
    field: Field,
    target: StackSlot,
    result: *mut *mut u8,
) {
    *result = address_of(&*field, *target);
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
    const INIT_ONLY: u32 = 0x20;
    *initialized = i32::from(is_initialised(&*field));
    if *initialized != 0 && (*field).attributes & INIT_ONLY != 0 {
        pending::raise_with(
            ExceptionKind::FieldAccess,
            &format!(
                "Cannot set initonly static field '{}' after type '{}' is initialized.",
                String::from_utf8_lossy(c_text((*field).name)),
                typenames::to_string((*field).declaring)
            ),
        );
        return;
    }
    store_object(field_type.type_handle(), at, value);
}

/// Stores an object, or the value in it, at an address.
unsafe fn store_object(handle: TypeHandle, at: *mut u8, value: StackSlot) {
    if let kind::POINTER | kind::FN_PTR = handle.info().kind {
        // The core library has taken the number out of its `Pointer`.
        let number = match value.read().is_null() {
            true => 0,
            false => value.read().0.add(8).cast::<usize>().read(),
        };
        at.cast::<usize>().write(number);
        return;
    }
    let Some(mt) = handle.method_table().filter(|mt| mt.is_value_type()) else {
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
