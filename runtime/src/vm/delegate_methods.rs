//! Delegates and reflection: the method of a delegate, and delegates that reflection makes.

use super::members::{Method, invoke_method, members_of, method_name, unavailable};
use super::methods::stub_object;
use super::{QCallHandle, StackSlot};
use crate::object::{MethodRecord, MethodTable, ObjectRef, TypeHandle, c_text};
use crate::{heap, image, typenames};
use core::ffi::c_char;
use smelt_abi::image::type_info::kind;

/// The method whose code a delegate calls, as a `RuntimeMethodInfoStub`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Delegate_FindMethodHandle(
    delegate: StackSlot,
    result: StackSlot,
) {
    use smelt_abi::delegate as layout;
    let aux: usize = (*delegate).field(layout::METHOD_PTR_AUX as usize);
    let code: usize = match aux {
        0 => (*delegate).field(layout::METHOD_PTR as usize),
        _ => aux,
    };
    let target: ObjectRef = (*delegate).field(layout::TARGET as usize);
    // Instantiations share code: the target tells them apart.
    let of_target = |m: &&&MethodRecord| {
        aux == 0
            && m.has_this != 0
            && !target.is_null()
            && crate::casts::can_cast(target.method_table().handle(), m.declaring)
    };
    let methods = image::members()
        .iter()
        .flat_map(|m| m.methods().iter().chain(m.instances()))
        .filter(|m| m.code as usize == code || m.dispatcher as usize == code);
    let Some(method) = methods.clone().find(of_target).or(methods.clone().next()) else {
        unavailable("the method of this delegate");
        return;
    };
    *result = stub_object(method);
}

/// `Delegate.CreateDelegate`: fills a new delegate. 0: the method does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Delegate_BindToMethodInfo(
    delegate: StackSlot,
    target: StackSlot,
    method: Method,
    _declaring: QCallHandle,
    flags: i32,
) -> i32 {
    const STATIC_ONLY: i32 = 1;
    const INSTANCE_ONLY: i32 = 2;
    const OPEN_ONLY: i32 = 4;
    const CLOSED_ONLY: i32 = 8;
    use smelt_abi::delegate as layout;
    let m = &*method;
    let is_static = m.has_this == 0;
    if is_static && flags & INSTANCE_ONLY != 0 || !is_static && flags & STATIC_ONLY != 0 {
        return 0;
    }
    let ty = (*delegate).method_table();
    let Some(invoke) = invoke_method(ty.handle()).filter(|i| !i.types.is_null()) else {
        unavailable(&typenames::to_string(ty.handle()));
        return 0;
    };
    if m.types.is_null() {
        unavailable(&method_name(m));
        return 0;
    }
    // Types that the method takes, `this` first.
    let params = (0..m.param_count as usize).map(|i| (**m.types.add(1 + i)).handle);
    let this = (!is_static).then_some(m.declaring);
    let takes: alloc::vec::Vec<TypeHandle> = this.into_iter().chain(params).collect();
    let given = invoke.param_count as usize;
    let open = match takes.len().checked_sub(given) {
        Some(0) if flags & CLOSED_ONLY == 0 => true,
        Some(1) if flags & OPEN_ONLY == 0 => false,
        _ => return 0,
    };
    let fits = |from: TypeHandle, to: TypeHandle| {
        let value = |h: TypeHandle| h.method_table().is_none_or(MethodTable::is_value_type);
        from == to || !value(from) && !value(to) && crate::casts::can_cast(from, to)
    };
    let rest = &takes[takes.len() - given..];
    let of_struct = !is_static
        && m.declaring
            .method_table()
            .is_some_and(MethodTable::is_value_type);
    let all = rest.iter().enumerate().all(|(i, &to)| {
        let from = &**invoke.types.add(1 + i);
        if open && of_struct && i == 0 {
            // An open delegate over a method of a struct takes it by reference.
            return from.kind == kind::BYREF && from.element().is_some_and(|e| e.handle == to);
        }
        fits(from.handle, to)
    });
    let result = fits((**m.types).handle, (**invoke.types).handle);
    let wrong_target = !open
        && !(*target).is_null()
        && !crate::casts::can_cast((*target).method_table().handle(), takes[0]);
    if !all || !result || wrong_target {
        return 0;
    }
    let code = match of_struct {
        true if open => m.dispatcher,
        false if !m.dispatcher.is_null() => m.dispatcher,
        _ => m.code,
    };
    if code.is_null() {
        unavailable(&method_name(m));
        return 0;
    }
    let d = *delegate;
    let field = |at: u32| d.0.add(at as usize);
    if open {
        let shuffle = ty.info().default_ctor;
        if shuffle.is_null() {
            unavailable(&typenames::to_string(ty.handle()));
            return 0;
        }
        heap::store_ref(field(layout::TARGET).cast(), d);
        d.set_field(layout::METHOD_PTR as usize, shuffle);
        d.set_field(layout::METHOD_PTR_AUX as usize, code);
    } else {
        heap::store_ref(field(layout::TARGET).cast(), *target);
        d.set_field(layout::METHOD_PTR as usize, code);
    }
    1
}

/// `Delegate.CreateDelegate` with a method's name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_Delegate_BindToMethodName(
    delegate: StackSlot,
    target: StackSlot,
    class: QCallHandle,
    name: *const c_char,
    flags: i32,
) -> i32 {
    const CASELESS: i32 = 0x20;
    let wanted = c_text(name);
    let mut at = class.type_handle().method_table();
    while let Some(mt) = at {
        let methods = members_of(mt.handle()).map_or(&[][..], |m| m.methods());
        for m in methods {
            let known = c_text(m.name);
            let same =
                known == wanted || flags & CASELESS != 0 && known.eq_ignore_ascii_case(wanted);
            if same
                && !m.types.is_null()
                && smelt_qc_Delegate_BindToMethodInfo(delegate, target, *m, class, flags) != 0
            {
                return 1;
            }
        }
        at = mt.parent.as_ref();
    }
    0
}
