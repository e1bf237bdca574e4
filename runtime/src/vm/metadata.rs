//! `MetadataImport`: what CoreLib asks of an assembly's metadata. The scope is the assembly's `ModuleInfo`; its rows have the tokens that they have
//! in the assembly's file. All results are HRESULTs.

use super::StackSlot;
use super::objects::checked;
use crate::heap;
use crate::image::{self, offset, well_known};
use crate::object::{MetaRow, ModuleInfo, ObjectRef, TypeInfo};
use alloc::vec::Vec;
use core::ffi::c_char;
use core::ptr;

const OK: i32 = 0;
const NOT_FOUND: i32 = 0x8013_1130_u32 as i32;
const EMPTY: *const c_char = c"".as_ptr();

/// Tables, as the first byte of a token has them.
pub mod table {
    pub const TYPE_REF: u32 = 0x01;
    pub const TYPE_DEF: u32 = 0x02;
    pub const FIELD: u32 = 0x04;
    pub const METHOD: u32 = 0x06;
    pub const PARAM: u32 = 0x08;
    pub const MEMBER_REF: u32 = 0x0a;
    pub const EVENT: u32 = 0x14;
    pub const PROPERTY: u32 = 0x17;
    pub const CUSTOM_ATTRIBUTE: u32 = 0x0c;
    pub const FIELD_MARSHAL: u32 = 0x0d;
    pub const IMPL_MAP: u32 = 0x1c;
    pub const CLASS_LAYOUT: u32 = 0x0f;
}

/// `ConstArray`.
#[repr(C)]
pub struct ConstArray {
    length: i32,
    data: *const u8,
}

impl ConstArray {
    /// Signatures and attribute values are not kept: the row stands for them.
    fn of_row(row: &'static MetaRow) -> ConstArray {
        ConstArray::new(ptr::from_ref(row).cast(), size_of::<MetaRow>() as u32)
    }

    fn new(data: *const u8, length: u32) -> ConstArray {
        ConstArray {
            length: length as i32,
            data,
        }
    }
}

unsafe fn find(scope: usize, token: i32) -> Option<&'static MetaRow> {
    (scope as *const ModuleInfo).as_ref()?.row(token as u32)
}

/// The type's record, if a type with that TypeDef token is in the image.
unsafe fn find_type(scope: usize, token: i32) -> Option<&'static TypeInfo> {
    let same =
        |t: &&TypeInfo| t.token == token as u32 && ptr::eq(t.module, scope as *const ModuleInfo);
    image::types().iter().copied().find(same)
}

/// The attribute row that a MemberRef or TypeRef token stands for.
pub unsafe fn attribute_row(scope: usize, token: i32) -> Option<&'static MetaRow> {
    find(
        scope,
        token & 0x00ff_ffff | (table::CUSTOM_ATTRIBUTE << 24) as i32,
    )
}

fn table_of(token: i32) -> u32 {
    token as u32 >> 24
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetMetadataImport(module: ObjectRef) -> usize {
    match offset!("System.Reflection.RuntimeModule", "m_pData") {
        Some(field) if !module.is_null() => module.field(field),
        _ => 0,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetNamespace(
    scope: usize,
    token: i32,
    result: *mut *const c_char,
) -> i32 {
    let mut at = find_type(scope, token);
    while let Some(outer) = at.and_then(TypeInfo::declaring) {
        at = Some(outer);
    }
    let namespace = at.map_or(ptr::null(), |t| t.namespace);
    *result = if namespace.is_null() {
        EMPTY
    } else {
        namespace
    };
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetName(
    scope: usize,
    token: i32,
    result: *mut *const c_char,
) -> i32 {
    let name = match find(scope, token) {
        Some(row) => row.name,
        None => find_type(scope, token).map_or(ptr::null(), |t| t.name),
    };
    *result = if name.is_null() { EMPTY } else { name };
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetUserString(
    _scope: usize,
    _token: i32,
    text: *mut *const u16,
    length: *mut i32,
) -> i32 {
    *text = ptr::null();
    *length = 0;
    NOT_FOUND
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetDefaultValue(
    scope: usize,
    token: i32,
    value: *mut i64,
    text: *mut *const u16,
    length: *mut i32,
    element_type: *mut i32,
) -> i32 {
    const VOID: i32 = 1;
    const STRING: u32 = 0x0e;
    *value = 0;
    *text = ptr::null();
    *length = 0;
    *element_type = VOID;
    let Some(row) = find(scope, token).filter(|r| r.constant_type != 0) else {
        return OK;
    };
    *element_type = row.constant_type as i32;
    *length = row.constant_length as i32;
    if row.constant_type == STRING {
        *text = row.constant.cast();
        *length /= 2;
    } else {
        let size = row.constant_length.min(8) as usize;
        ptr::copy_nonoverlapping(row.constant, value.cast(), size);
    }
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetEventProps(
    scope: usize,
    token: i32,
    name: *mut *const c_char,
    flags: *mut i32,
) -> i32 {
    let Some(row) = find(scope, token) else {
        return NOT_FOUND;
    };
    *name = row.name;
    *flags = row.flags as i32;
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetFieldDefProps(
    scope: usize,
    token: i32,
    flags: *mut i32,
) -> i32 {
    *flags = find(scope, token).map_or(0, |r| r.flags as i32);
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetPropertyProps(
    scope: usize,
    token: i32,
    name: *mut *const c_char,
    flags: *mut i32,
    signature: *mut ConstArray,
) -> i32 {
    let Some(row) = find(scope, token) else {
        return NOT_FOUND;
    };
    *name = row.name;
    *flags = row.flags as i32;
    *signature = ConstArray::of_row(row);
    OK
}

/// The class of an attribute's constructor is known by the TypeRef token of the attribute's number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetParentToken(
    scope: usize,
    token: i32,
    parent: *mut i32,
) -> i32 {
    *parent = match table_of(token) {
        table::MEMBER_REF => token & 0x00ff_ffff | (table::TYPE_REF << 24) as i32,
        _ => find(scope, token).map_or(0, |r| r.parent as i32),
    };
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetParamDefProps(
    scope: usize,
    token: i32,
    sequence: *mut i32,
    flags: *mut i32,
) -> i32 {
    let Some(row) = find(scope, token) else {
        return NOT_FOUND;
    };
    *sequence = row.number as i32;
    *flags = row.flags as i32;
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetGenericParamProps(
    scope: usize,
    token: i32,
    flags: *mut i32,
) -> i32 {
    *flags = match find(scope, token) {
        Some(row) => row.flags as i32,
        None => find_type(scope, token).map_or(0, |t| t.attributes as i32),
    };
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetScopeProps(
    scope: usize,
    mvid: *mut [u8; 16],
) -> i32 {
    *mvid = (*(scope as *const ModuleInfo)).mvid;
    OK
}

unsafe fn signature(scope: usize, token: i32, result: *mut ConstArray) -> i32 {
    // `instance void (object)`: an attribute is made by code of its own, so its constructor always counts as having parameters.
    static ATTRIBUTE_CTOR: [u8; 4] = [0x20, 1, 1, 0x1c];
    if table_of(token) == table::MEMBER_REF {
        *result = ConstArray::new(ATTRIBUTE_CTOR.as_ptr(), 4);
        return OK;
    }
    match find(scope, token) {
        Some(row) => {
            *result = ConstArray::of_row(row);
            OK
        }
        None => {
            *result = ConstArray::new(ptr::null(), 0);
            NOT_FOUND
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetSigOfMethodDef(
    scope: usize,
    token: i32,
    result: *mut ConstArray,
) -> i32 {
    signature(scope, token, result)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetSignatureFromToken(
    scope: usize,
    token: i32,
    result: *mut ConstArray,
) -> i32 {
    signature(scope, token, result)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetSigOfFieldDef(
    scope: usize,
    token: i32,
    result: *mut ConstArray,
) -> i32 {
    signature(scope, token, result)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetMemberRefProps(
    scope: usize,
    token: i32,
    result: *mut ConstArray,
) -> i32 {
    signature(scope, token, result)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetCustomAttributeProps(
    scope: usize,
    token: i32,
    constructor: *mut i32,
    blob: *mut ConstArray,
) -> i32 {
    let Some(row) = find(scope, token) else {
        return NOT_FOUND;
    };
    *constructor = token & 0x00ff_ffff | (table::MEMBER_REF << 24) as i32;
    *blob = ConstArray::new(row.constant, row.constant_length);
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetClassLayout(
    scope: usize,
    token: i32,
    pack: *mut i32,
    size: *mut i32,
) -> i32 {
    let row = find(
        scope,
        token & 0x00ff_ffff | (table::CLASS_LAYOUT << 24) as i32,
    );
    *pack = row.map_or(0, |r| r.flags as i32);
    *size = row.map_or(0, |r| r.number as i32);
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetFieldOffset(
    scope: usize,
    _class: i32,
    field: i32,
    offset: *mut i32,
    found: *mut u8,
) -> i32 {
    let known = find(scope, field).map_or(0, |r| r.field_offset);
    *offset = known.saturating_sub(1) as i32;
    *found = u8::from(known != 0);
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetFieldMarshal(
    scope: usize,
    token: i32,
    result: *mut ConstArray,
) -> i32 {
    let parameter = match table_of(token) {
        table::PARAM => smelt_abi::image::meta_row::MARSHAL_OF_PARAMETER,
        _ => 0,
    };
    let row = token & 0x00ff_ffff | (parameter | table::FIELD_MARSHAL << 24) as i32;
    *result = match find(scope, row) {
        Some(row) => ConstArray::new(row.constant, row.constant_length),
        None => ConstArray::new(ptr::null(), 0),
    };
    OK
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_GetPInvokeMap(
    scope: usize,
    token: i32,
    attributes: *mut i32,
    name: *mut *const c_char,
    library: *mut *const c_char,
) -> i32 {
    let row = token & 0x00ff_ffff | (table::IMPL_MAP << 24) as i32;
    match find(scope, row) {
        Some(row) => {
            *attributes = row.flags as i32;
            *name = row.name;
            *library = row.constant.cast();
            OK
        }
        None => {
            *attributes = 0;
            *name = EMPTY;
            *library = EMPTY;
            NOT_FOUND
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_MetadataImport_IsValidToken(scope: usize, token: i32) -> i32 {
    let known = find(scope, token).is_some()
        || matches!(table_of(token), table::TYPE_DEF) && find_type(scope, token).is_some()
        || matches!(table_of(token), table::MEMBER_REF | table::TYPE_REF)
            && attribute_row(scope, token).is_some();
    i32::from(known)
}

/// Tokens of the rows of a table that belong to `parent`. Few go into the caller's buffer of 16, more into a new array.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_MetadataImport_Enum(
    scope: usize,
    kind: i32,
    parent: i32,
    length: *mut i32,
    short: *mut i32,
    long: StackSlot,
) {
    const SHORT: usize = 16;
    let module = &*(scope as *const ModuleInfo);
    let wanted = kind as u32 >> 24;
    let rows = module.rows().iter().filter(|r| r.token >> 24 == wanted);
    // Accessors of a property or event: pairs of method and semantics.
    let accessors =
        wanted == table::METHOD && matches!(table_of(parent), table::PROPERTY | table::EVENT);
    let nested = image::types().iter().filter(|t| {
        t.token >> 24 == table::TYPE_DEF
            && ptr::eq(t.module, module)
            && (t.is_definition() || t.args().is_empty())
            && t.declaring().is_some_and(|d| d.token == parent as u32)
    });
    let tokens: Vec<u32> = match accessors {
        _ if wanted == table::TYPE_DEF => nested.map(|t| t.token).collect(),
        true => rows
            .filter(|r| r.association == parent as u32)
            .flat_map(|r| [r.token, r.number])
            .collect(),
        false => rows
            .filter(|r| r.parent == parent as u32)
            .map(|r| r.token)
            .collect(),
    };
    *length = tokens.len() as i32;
    let target: *mut i32 = if tokens.len() <= SHORT {
        short
    } else {
        let Some(mt) = well_known!("System.Int32[]") else {
            *length = 0;
            return;
        };
        let array = checked(heap::allocate_array(mt, tokens.len()));
        if array.is_null() {
            return;
        }
        *long = array;
        array.array_data().cast()
    };
    for (i, t) in tokens.iter().enumerate() {
        target.add(i).write(*t as i32);
    }
}
