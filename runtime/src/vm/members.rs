//! Members of types, and what the tokens of a module stand for. A method's handle is the address of its `MethodRecord`, a field's that of its `FieldRecord`.

use super::QCallHandle;
use super::StackSlot;
use super::array_members;
use super::metadata::{attribute_row, table};
use crate::image;
use crate::object::{
    FieldRecord, MethodRecord, MethodTable, ModuleInfo, ObjectRef, TypeHandle, TypeMembers, c_text,
    handle_of_type_object,
};
use crate::pending::{self, ExceptionKind};
use crate::typenames;
use alloc::format;
use alloc::string::String;
use core::ptr;

const STATIC: u16 = 0x10;

pub(super) type Method = *const MethodRecord;
pub(super) type Field = *const FieldRecord;

pub(super) fn members_of(handle: TypeHandle) -> Option<&'static TypeMembers> {
    let info = ptr::from_ref(handle.info());
    let known = image::members().iter().find(|m| m.ty == info);
    known.or_else(|| array_members::of(handle))
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

// ---- members of a type

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
pub(super) fn virtuals(handle: TypeHandle) -> i32 {
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
    let handle = ty.type_handle();
    let methods = members_of(handle).map_or(&[][..], |m| m.methods());
    let count = methods.iter().filter(|m| {
        m.attributes & STATIC != 0 && m.slot != smelt_abi::image::method_record::NO_SLOT
    });
    virtuals(handle) + count.count() as i32
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

// ---- tokens

pub(super) unsafe fn module_of(handle: QCallHandle) -> *const ModuleInfo {
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
