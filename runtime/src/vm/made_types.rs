//! Types that no part of the program names, made when reflection asks for them: arrays, pointers, by-reference types. They are copies of types of the
//! image and live as long as the program.

use super::handles;
use super::objects::checked;
use crate::heap;
use crate::image::{self, well_known};
use crate::object::{Aux, MethodTable, ObjectRef, TypeDesc, TypeHandle, TypeInfo};
use crate::os::Mutex;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::mem::{size_of, zeroed};
use core::ptr;
use smelt_abi::image::type_info::kind;
use smelt_abi::method_table::{VTABLE, flags};
use smelt_abi::{runtime_type, type_desc};

/// The array, pointer or by-reference types made so far.
static MADE: Mutex<Vec<&'static TypeInfo>> = Mutex::new(Vec::new());

/// The type of that kind with that element, from the image or made now; `None` when it can't be made.
pub fn of_element(element: TypeHandle, wanted: u8, rank: u32) -> Option<&'static TypeInfo> {
    let same = |t: &TypeInfo| {
        t.kind == wanted
            && (wanted != kind::ARRAY || t.rank == rank)
            && t.element().is_some_and(|e| e.handle == element)
    };
    let known = image::types().iter().copied().find(|t| same(t));
    if known.is_some() {
        return known;
    }
    let find = |list: &[&'static TypeInfo]| list.iter().copied().find(|t| same(t));
    let known = find(&MADE.lock());
    if known.is_some() {
        return known;
    }
    let class = well_known!("System.RuntimeType")?;
    let made = match wanted {
        kind::SZ_ARRAY | kind::ARRAY => array(element, wanted, rank)?,
        _ => desc(element, wanted),
    };
    // Made before the lock is taken: an allocation may stop for a collection.
    let object = checked(heap::allocate(class));
    if object.is_null() {
        return None;
    }
    // SAFETY: a new object, and a new type that nobody else knows.
    unsafe {
        object.set_field(runtime_type::HANDLE as usize, made.handle);
        match made.handle.type_desc() {
            Some(desc) => {
                let desc = ptr::from_ref(desc).cast_mut();
                (*desc).exposed_class_object = object;
            }
            None => {
                let mt = made.handle.0 as *const MethodTable;
                (*(*mt).aux).exposed_class_object = object;
            }
        }
    }
    handles::allocate(object, handles::kind::NORMAL as i32);
    let mut list = MADE.lock();
    Some(find(&list).unwrap_or_else(|| {
        list.push(made);
        made
    }))
}

/// Whether the word is the address of a method table made here.
pub fn is_method_table(word: usize) -> bool {
    MADE.lock().iter().any(|t| t.handle.0 == word)
}

fn leak<T>(value: T) -> &'static mut T {
    Box::leak(Box::new(value))
}

fn info(handle: TypeHandle, element: TypeHandle, wanted: u8, rank: u32) -> TypeInfo {
    const ARRAY: u8 = 0x14;
    const SZ_ARRAY: u8 = 0x1d;
    const POINTER: u8 = 0x0f;
    const BYREF: u8 = 0x10;
    // SAFETY: numbers and pointers that may be null.
    let mut info: TypeInfo = unsafe { zeroed() };
    info.handle = handle;
    info.kind = wanted;
    info.cor_element_type = match wanted {
        kind::SZ_ARRAY => SZ_ARRAY,
        kind::ARRAY => ARRAY,
        kind::POINTER => POINTER,
        _ => BYREF,
    };
    info.element = element.info();
    info.rank = rank;
    info
}

fn desc(element: TypeHandle, wanted: u8) -> &'static TypeInfo {
    let desc = leak(TypeDesc {
        cor_element_type: 0,
        reserved: 0,
        exposed_class_object: ObjectRef::NULL,
        info: ptr::null(),
    });
    let handle = TypeHandle(ptr::from_mut(desc) as usize + type_desc::TAG as usize);
    let info = leak(info(handle, element, wanted, 0));
    desc.cor_element_type = u32::from(info.cor_element_type);
    desc.info = info;
    info
}

/// Arrays of references work like `object[]`, if the program was compiled for that; the generic interfaces of other vectors need code of their own.
/// Arrays of several dimensions have no generic interfaces: they work like the vectors of their elements, or like those of bytes.
fn array(element: TypeHandle, wanted: u8, rank: u32) -> Option<&'static TypeInfo> {
    let element_table = element.method_table()?;
    let references = !element_table.is_value_type();
    let vector = match element.info().sz_array.is_null() {
        true => None,
        // SAFETY: a record of the image.
        false => unsafe { (*element.info().sz_array).handle.method_table() },
    };
    let template = if wanted == kind::SZ_ARRAY {
        let possible = references && image::root().arrays_made != 0;
        well_known!("System.Object[]").filter(|_| possible)
    } else if references {
        well_known!("System.Object[]")
    } else if element_table.contains_references() {
        vector
    } else {
        vector
            .filter(|v| v.is_constructed())
            .or(well_known!("System.Byte[]"))
    };
    let template = template.filter(|t| t.is_constructed())?;
    let base = well_known!("System.Array");
    let size = VTABLE as usize + template.vtable_len as usize * 8;
    let words: Vec<u64> = alloc::vec![0; size / 8];
    let table: *mut MethodTable = words.leak().as_mut_ptr().cast();
    // SAFETY: the copy has the size of the template, which has its vtable behind it.
    unsafe {
        ptr::copy_nonoverlapping(
            ptr::from_ref(template).cast::<u8>(),
            table.cast::<u8>(),
            size,
        );
        let handle = TypeHandle(table as usize);
        let info = leak(info(handle, element, wanted, rank));
        let aux: Aux = ptr::read(template.aux);
        let table = &mut *table;
        table.info = info;
        table.aux = leak(aux);
        table.element_or_inst = element.0;
        table.cor_element_type = info.cor_element_type;
        if wanted == kind::ARRAY {
            table.base_size = 24 + 8 * rank;
            table.flags = table.flags & !flags::CATEGORY_MASK | flags::CATEGORY_ARRAY;
            table.interface_count = 0;
            if let Some(base) = base {
                table.interface_count = base.interface_count;
                table.interface_map = base.interface_map;
            }
        }
        if !references {
            table.flags = table.flags & !0xffff | element_table.field_bytes & 0xffff;
        }
        Some(info)
    }
}

const _: () = assert!(size_of::<TypeDesc>() == type_desc::SIZE as usize);
