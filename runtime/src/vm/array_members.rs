//! Methods and constructors of arrays (ECMA-335 II.14.2), made when reflection asks for them: no metadata has them.

use super::arrays::new_array;
use super::fields::{box_value, store_value};
use super::made_types;
use super::members::{self, Method, method_name, unavailable};
use crate::casts;
use crate::image::{self, well_known};
use crate::object::{MethodRecord, MethodTable, ObjectRef, TypeHandle, TypeInfo, TypeMembers};
use crate::os::Mutex;
use crate::pending::{self, ExceptionKind};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ffi::{CStr, c_char};
use core::mem::zeroed;
use core::ptr;
use smelt_abi::image::method_record::NO_SLOT;
use smelt_abi::image::type_info::kind;

const PUBLIC: u16 = 0x6;
const RT_SPECIAL_NAME: u16 = 0x1000;
/// A method without a row.
const NIL: u32 = 0x0600_0000;

/// Members made so far, by array type.
static MADE: Mutex<Vec<&'static TypeMembers>> = Mutex::new(Vec::new());

#[derive(Copy, Clone)]
enum Kind {
    Get,
    Set,
    Address,
    /// Constructor with a length for each dimension; of arrays of arrays also with lengths of the inner ones.
    Lengths,
    /// Constructor with a lower bound and a length for each dimension.
    Bounds,
}

/// The record that reflection sees, and what calls of it do.
#[repr(C)]
struct ArrayMethod {
    record: MethodRecord,
    kind: Kind,
}

/// The members of an array type; `None` where the program has no type for a number, or none for the result of a method without one.
pub fn of(array: TypeHandle) -> Option<&'static TypeMembers> {
    let mt = array.method_table().filter(|mt| mt.is_array())?;
    let find =
        |list: &[&'static TypeMembers]| list.iter().copied().find(|m| ptr::eq(m.ty, array.info()));
    let known = find(&MADE.lock());
    if known.is_some() {
        return known;
    }
    // Made before the lock is taken: an allocation may stop for a collection.
    let methods: Vec<_> = signatures(mt)?
        .into_iter()
        .map(|(kind, name, types)| &method(array, kind, name, types).record)
        .collect();
    // SAFETY: null or a method table of the image.
    let base = unsafe { mt.parent.as_ref() };
    let virtuals = base.map_or(0, |base| members::virtuals(base.handle()));
    let made = TypeMembers::of_methods(array.info(), methods.leak(), virtuals as u32);
    let made: &'static TypeMembers = Box::leak(Box::new(made));
    let mut list = MADE.lock();
    Some(find(&list).unwrap_or_else(|| {
        list.push(made);
        made
    }))
}

type Signature = (Kind, &'static CStr, Vec<&'static TypeInfo>);

/// The methods, in the order in which reflection shows them; of the types the first is the result.
fn signatures(mt: &'static MethodTable) -> Option<Vec<Signature>> {
    const VOID: u8 = 1;
    let number = well_known!("System.Int32[]")?.info().element()?;
    let void = *image::types().iter().find(|t| t.cor_element_type == VOID)?;
    let element = mt.info().element()?;
    let rank = mt.rank().max(1) as usize;
    let with_indices = |result, count| {
        let mut types = alloc::vec![result];
        types.resize(count + 1, number);
        types
    };
    let mut set = with_indices(void, rank);
    set.push(element);
    let mut list = alloc::vec![
        (Kind::Get, c"Get", with_indices(element, rank)),
        (Kind::Set, c"Set", set),
    ];
    if let Some(reference) = made_types::of_element(element.handle, kind::BYREF, 0) {
        list.push((Kind::Address, c"Address", with_indices(reference, rank)));
    }
    list.push((Kind::Lengths, c".ctor", with_indices(void, rank)));
    if !mt.is_sz_array() {
        list.push((Kind::Bounds, c".ctor", with_indices(void, 2 * rank)));
    }
    let inner = core::iter::successors(Some(mt), |mt| {
        let element = mt.element().method_table();
        element.filter(|e| mt.is_sz_array() && e.is_sz_array())
    });
    for depth in 2..=inner.count() {
        list.push((Kind::Lengths, c".ctor", with_indices(void, depth)));
    }
    Some(list)
}

fn method(
    array: TypeHandle,
    kind: Kind,
    name: &'static CStr,
    types: Vec<&'static TypeInfo>,
) -> &'static ArrayMethod {
    // SAFETY: numbers and pointers that may be null.
    let mut record: MethodRecord = unsafe { zeroed() };
    record.declaring = array;
    record.token = NIL;
    record.attributes = match kind {
        Kind::Lengths | Kind::Bounds => PUBLIC | RT_SPECIAL_NAME,
        _ => PUBLIC,
    };
    record.name = name.as_ptr().cast::<c_char>();
    record.slot = NO_SLOT;
    record.has_this = 1;
    record.param_count = types.len() as u32 - 1;
    record.types = types.leak().as_ptr().cast();
    Box::leak(Box::new(ArrayMethod { record, kind }))
}

/// Whether the method is one of an array.
pub fn is_array_method(m: &MethodRecord) -> bool {
    m.token == NIL
        && m.declaring
            .method_table()
            .is_some_and(MethodTable::is_array)
}

/// Calls a method of an array; may leave an exception pending.
///
/// # Safety
/// The arguments are addresses of values of the parameters' types, and `this` an array of the declaring type, or null for a constructor.
pub unsafe fn invoke(m: Method, this: ObjectRef, arguments: *const *const u8) -> ObjectRef {
    let count = (*m).param_count as usize;
    let method = &*m.cast::<ArrayMethod>();
    let Some(mt) = (*m)
        .declaring
        .method_table()
        .filter(|mt| mt.is_constructed())
    else {
        unavailable(&method_name(&*m));
        return ObjectRef::NULL;
    };
    let indices = match method.kind {
        Kind::Set => count - 1,
        _ => count,
    };
    let number = |i| (*arguments.add(i)).cast::<i32>().read();
    let numbers: Vec<i32> = (0..indices).map(number).collect();
    let numbers = numbers.as_slice();
    match method.kind {
        Kind::Lengths if mt.is_sz_array() => vector(mt, numbers),
        Kind::Lengths | Kind::Bounds => new_array(mt, numbers),
        Kind::Get | Kind::Address => match element_address(this, numbers) {
            Some(at) => box_value(this.method_table().element(), at),
            None => ObjectRef::NULL,
        },
        Kind::Set => {
            let value = *arguments.add(indices);
            let element = this.method_table().element();
            if element.method_table().is_none_or(|e| !e.is_value_type()) {
                let object = value.cast::<ObjectRef>().read();
                if !object.is_null() && !casts::is_instance(object.method_table(), element) {
                    pending::raise(ExceptionKind::ArrayTypeMismatch);
                    return ObjectRef::NULL;
                }
            }
            if let Some(at) = element_address(this, numbers) {
                store_value(element, at, value);
            }
            ObjectRef::NULL
        }
    }
}

/// Address of an element; `None` with an exception pending.
unsafe fn element_address(array: ObjectRef, indices: &[i32]) -> Option<*mut u8> {
    let mt = array.method_table();
    let mut data = array.array_data();
    let mut flat = 0usize;
    if mt.is_sz_array() {
        flat = indices[0] as u32 as usize;
        if flat >= array.length() as usize {
            pending::raise(ExceptionKind::IndexOutOfRange);
            return None;
        }
    } else {
        let rank = mt.rank() as usize;
        let bounds = data.cast::<i32>();
        for (d, &index) in indices.iter().enumerate() {
            let (length, lower) = (bounds.add(d).read() as u32, bounds.add(rank + d).read());
            let place = index.wrapping_sub(lower) as u32;
            if place >= length {
                pending::raise(ExceptionKind::IndexOutOfRange);
                return None;
            }
            flat = flat * length as usize + place as usize;
        }
        data = data.add(8 * rank);
    }
    Some(data.add(flat * mt.component_size()))
}

/// An array of arrays: the first length is its own, the others those of its elements.
unsafe fn vector(mt: &'static MethodTable, lengths: &[i32]) -> ObjectRef {
    let array = new_array(mt, &lengths[..1]);
    if let (false, Some(inner), [_, rest @ ..]) =
        (array.is_null(), mt.element().method_table(), lengths)
        && !rest.is_empty()
    {
        for i in 0..array.length() as usize {
            let element = vector(inner, rest);
            if element.is_null() {
                return element;
            }
            crate::heap::store_ref(array.array_data().cast::<ObjectRef>().add(i), element);
        }
    }
    array
}
