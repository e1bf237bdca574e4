//! `Signature`: the types of methods, fields and properties.

use super::members::{Field, Method, members_of, method_name, unavailable};
use super::metadata::table;
use super::types::type_array;
use super::{QCallHandle, StackSlot};
use crate::heap;
use crate::image::offset;
use crate::object::{
    FieldRecord, MetaRow, MethodRecord, Modifiers, ObjectRef, TypeHandle, TypeInfo, c_text,
    handle_of_type_object,
};
use alloc::string::String;
use alloc::vec::Vec;
use core::ptr;
use smelt_abi::image::{field_record, meta_row};

const STATIC: u32 = 0x10;
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
        if let (Some(sig), Some(csig)) = (
            offset!("System.Signature", "_sig"),
            offset!("System.Signature", "_csig"),
        ) {
            (*this).set_field(sig, field);
            (*this).set_field(csig, field_record::SIZE as i32);
        }
        if !set_return(f.ty) {
            unavailable(&String::from_utf8_lossy(c_text(f.name)));
        }
        (ptr::null(), 0, 0, f.attributes & STATIC == 0)
    } else if let Some(row) = row_of_signature(signature, length) {
        if let (Some(sig), Some(csig)) = (
            offset!("System.Signature", "_sig"),
            offset!("System.Signature", "_csig"),
        ) {
            (*this).set_field(sig, signature);
            (*this).set_field(csig, length);
        }
        let owner: ObjectRef = (*this).field(declaring);
        if row.token >> 24 == table::FIELD {
            // The members of an enum have its type; of a generic enum's, whichever instantiation it is.
            let of_enum = match owner.is_null() {
                true => None,
                false => handle_of_type_object(owner).method_table(),
            };
            if let Some(mt) = of_enum.filter(|mt| mt.is_enum()) {
                set_return(mt.info());
                return;
            }
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

/// The modifiers that belong to a signature: those of its method, its field, or its property's accessor.
unsafe fn modifiers_of(this: ObjectRef) -> Option<&'static Modifiers> {
    let method: Method = this.field(offset!("System.Signature", "_pMethod")?);
    if let Some(m) = method.as_ref() {
        return m.modifiers.as_ref();
    }
    let signature: *const u8 = this.field(offset!("System.Signature", "_sig")?);
    let length: i32 = this.field(offset!("System.Signature", "_csig")?);
    if length == field_record::SIZE as i32 {
        return (*signature.cast::<FieldRecord>()).modifiers.as_ref();
    }
    let row = row_of_signature(signature, length)?;
    let owner: ObjectRef = this.field(offset!("System.Signature", "_declaringType")?);
    let (accessor, _) = property_types(row, handle_of_type_object(owner))?;
    accessor.modifiers.as_ref()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Signature_GetCustomModifiersAtOffset(
    this: StackSlot,
    offset: i32,
    required: i32,
    result: StackSlot,
) {
    let this = *this;
    let is_field = match offset!("System.Signature", "_csig") {
        Some(csig) => this.field::<i32>(csig) == field_record::SIZE as i32,
        None => false,
    };
    let wanted = if is_field { 0 } else { offset as u32 };
    let found: Vec<TypeHandle> = modifiers_of(this)
        .map_or(&[][..], |m| m.entries())
        .iter()
        .filter(|m| m.index == wanted && (m.required != 0) == (required != 0))
        .map(|m| (*m.ty).handle)
        .collect();
    *result = type_array(false, found.len(), |i| found[i]);
}

/// Places in a signature are its parameters' numbers.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_Signature_GetParameterOffsetInternal(
    _signature: *const u8,
    _length: i32,
    index: i32,
) -> i32 {
    index
}
