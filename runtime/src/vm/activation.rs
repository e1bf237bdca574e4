//! Making objects of a type that is known at run time: `Activator`, `RuntimeHelpers.GetUninitializedObject`, boxes for arguments.

use super::objects::allocate_managed;
use super::{QCallHandle, StackSlot};
use crate::image::well_known;
use crate::object::{MethodTable, ObjectRef, TypeHandle, handle_of_type_object};
use crate::pending::{self, ExceptionKind};
use crate::{text, typenames};
use alloc::format;
use core::ptr;
use smelt_abi::image::type_info::{CTOR_EXISTS, CTOR_PUBLIC, kind};
use smelt_abi::method_table::flags;

const NO_CTOR: &str = "No parameterless constructor defined.";

/// Why there are no objects of a type, and what that is with and without a constructor.
struct Refusal {
    created: ExceptionKind,
    uninitialized: ExceptionKind,
    message: &'static str,
}

fn refusal(ty: TypeHandle) -> Option<Refusal> {
    use ExceptionKind::{Argument, MemberAccess, MissingMethod, NotSupported};
    const ABSTRACT: u32 = 0x80;
    const VOID: u8 = 1;
    let refused = |created, uninitialized, message| {
        Some(Refusal {
            created,
            uninitialized,
            message,
        })
    };
    let info = ty.info();
    let not_supported = "Type is not supported.";
    if let kind::TYPE_PARAMETER | kind::DEFINITION = info.kind {
        let open = "Cannot create a type for which Type.ContainsGenericParameters is true.";
        return refused(Argument, MemberAccess, open);
    }
    let Some(mt) = ty.method_table().filter(|mt| !mt.is_array()) else {
        return refused(MissingMethod, Argument, not_supported);
    };
    let is = |class: Option<&MethodTable>| class.is_some_and(|class| ptr::eq(class, mt));
    if info.cor_element_type == VOID {
        refused(Argument, Argument, not_supported)
    } else if is(well_known!("System.String")) {
        let text = "Uninitialized Strings cannot be created.";
        refused(MissingMethod, Argument, text)
    } else if mt.is_interface() {
        let text = "Cannot create an instance of an interface.";
        refused(MissingMethod, MemberAccess, text)
    } else if info.attributes & ABSTRACT != 0 {
        let text = "Cannot create an abstract class.";
        refused(MissingMethod, MemberAccess, text)
    } else if well_known!("System.Delegate").is_some_and(|d| mt.derives_from(d)) {
        refused(Argument, Argument, not_supported)
    } else if mt.flags & flags::BYREF_LIKE != 0 {
        let text = "Cannot create boxed ByRef-like values.";
        refused(NotSupported, NotSupported, text)
    } else {
        None
    }
}

/// Helper `CannotCreate`: what `Activator.CreateInstance<T>` says of a type without a public constructor.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_cannot_create(ty: TypeHandle) -> ObjectRef {
    let reason = refusal(ty).map_or(NO_CTOR, |r| r.message);
    let name = typenames::construct(
        ty,
        typenames::format::NAMESPACE | typenames::format::FULL_INST,
    );
    let message =
        format!("Cannot dynamically create an instance of type '{name}'. Reason: {reason}");
    text::from_utf8(message.as_bytes())
}

fn raise_unconstructed(ty: TypeHandle) {
    pending::raise_with(
        ExceptionKind::PlatformNotSupported,
        &format!(
            "'{}' is never constructed in this program.",
            typenames::to_string(ty)
        ),
    );
}

/// `RuntimeType.ActivatorCache`: allocator and constructors of a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_RuntimeTypeHandle_GetActivationInfo(
    type_object: StackSlot,
    allocator: *mut *const u8,
    allocator_argument: *mut *const MethodTable,
    ref_ctor: *mut *const u8,
    value_ctor: *mut *const u8,
    ctor_is_public: *mut i32,
) {
    let handle = handle_of_type_object(*type_object);
    let info = handle.info();
    if let Some(refusal) = refusal(handle) {
        pending::raise_with(refusal.created, refusal.message);
        return;
    }
    let Some(mt) = handle.method_table() else {
        return;
    };
    *ctor_is_public = 1;
    if mt.is_nullable() {
        // An empty Nullable boxes to null: no allocator.
        *allocator = ptr::null();
        return;
    }
    let has_ctor = info.ctor_flags & CTOR_EXISTS != 0;
    if !has_ctor && !mt.is_value_type() {
        pending::raise_with(ExceptionKind::MissingMethod, NO_CTOR);
        return;
    }
    if !mt.is_constructed() {
        raise_unconstructed(handle);
        return;
    }
    *allocator = allocate_managed as *const u8;
    *allocator_argument = mt;
    *ctor_is_public = i32::from(mt.is_value_type() || info.ctor_flags & CTOR_PUBLIC != 0);
    if info.default_ctor.is_null() {
        if has_ctor {
            pending::raise_with(
                ExceptionKind::PlatformNotSupported,
                &format!(
                    "The constructor of '{}' is not part of this program: nothing needed it when the program was compiled.",
                    typenames::to_string(handle)
                ),
            );
        }
    } else if mt.is_value_type() {
        *value_ctor = info.default_ctor;
    } else {
        *ref_ctor = info.default_ctor;
    }
}

/// `RuntimeType.BoxCache`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ReflectionInvocation_GetBoxInfo(
    ty: QCallHandle,
    allocator: *mut *const u8,
    allocator_argument: *mut *const MethodTable,
    nullable_value_offset: *mut i32,
    value_size: *mut u32,
) {
    let Some(mut mt) = ty.type_handle().method_table() else {
        return;
    };
    *nullable_value_offset = 0;
    if mt.is_nullable() {
        *nullable_value_offset = mt.nullable_value().0 as i32;
        match mt.info().element().and_then(|e| e.handle.method_table()) {
            Some(value) => mt = value,
            None => return,
        }
    }
    *allocator = allocate_managed as *const u8;
    *allocator_argument = mt;
    *value_size = mt.field_bytes;
}

/// `RuntimeHelpers.GetUninitializedObject`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_ReflectionSerialization_GetCreateUninitializedObjectInfo(
    ty: QCallHandle,
    allocator: *mut *const u8,
    allocator_argument: *mut *const MethodTable,
) {
    let handle = ty.type_handle();
    if let Some(refusal) = refusal(handle) {
        pending::raise_with(refusal.uninitialized, refusal.message);
        return;
    }
    let Some(mut mt) = handle.method_table() else {
        return;
    };
    if mt.is_nullable()
        && let Some(value) = mt.info().element().and_then(|e| e.handle.method_table())
    {
        mt = value;
    }
    if !mt.is_constructed() {
        raise_unconstructed(mt.handle());
        return;
    }
    *allocator = allocate_managed as *const u8;
    *allocator_argument = mt;
}
