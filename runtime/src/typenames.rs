//! Names of types as `Type.ToString`, `FullName`, `AssemblyQualifiedName` and messages show them.

use crate::object::{TypeHandle, TypeInfo};
use alloc::string::String;
use smelt_abi::image::type_info::kind;

/// Bits of `TypeNameFormatFlags`.
pub mod format {
    pub const NAMESPACE: u32 = 1;
    pub const FULL_INST: u32 = 2;
    pub const ASSEMBLY: u32 = 4;
    /// Ours: without enclosing types, as messages about casts have it.
    pub const NO_ENCLOSING: u32 = 0x8000_0000;
}

/// The name as `Type.ToString` gives it.
pub fn to_string(handle: TypeHandle) -> String {
    construct(handle, format::NAMESPACE)
}

/// The name as messages about casts give it.
pub fn for_message(handle: TypeHandle) -> String {
    construct(handle, format::NAMESPACE | format::NO_ENCLOSING)
}

/// The name of a type's definition, as messages about its static constructor give it: without enclosing types and arguments.
pub fn of_definition(handle: TypeHandle) -> String {
    let mut out = String::new();
    qualified(&mut out, handle.info(), false);
    out
}

/// The name in a format.
pub fn construct(handle: TypeHandle, flags: u32) -> String {
    let mut out = String::new();
    append(&mut out, handle.info(), flags);
    out
}

fn append(out: &mut String, info: &TypeInfo, flags: u32) {
    append_name(out, info, flags);
    if flags & format::ASSEMBLY != 0
        && let Some(module) = innermost(info).module()
    {
        // SAFETY: a zero-terminated string of the image.
        let name = unsafe { crate::object::c_text(module.full_name) };
        out.push_str(", ");
        push(out, name);
    }
}

/// The named type below arrays, pointers and byrefs.
fn innermost(info: &TypeInfo) -> &TypeInfo {
    let mut info = info;
    while matches!(
        info.kind,
        kind::SZ_ARRAY | kind::ARRAY | kind::POINTER | kind::BYREF
    ) {
        match info.element() {
            Some(element) => info = element,
            None => break,
        }
    }
    info
}

fn append_name(out: &mut String, info: &TypeInfo, flags: u32) {
    match info.kind {
        kind::SZ_ARRAY | kind::ARRAY | kind::POINTER | kind::BYREF => {
            if let Some(element) = info.element() {
                append_name(out, element, flags);
            }
            match info.kind {
                kind::SZ_ARRAY => out.push_str("[]"),
                kind::POINTER => out.push('*'),
                kind::BYREF => out.push('&'),
                _ => {
                    out.push('[');
                    if info.rank == 1 {
                        out.push('*');
                    }
                    for _ in 1..info.rank {
                        out.push(',');
                    }
                    out.push(']');
                }
            }
        }
        kind::TYPE_PARAMETER => push(out, info.name()),
        // Function pointers have no name of their own.
        kind::FN_PTR if flags & (format::NAMESPACE | format::ASSEMBLY) == 0 => {}
        kind::FN_PTR => {
            let [ret, params @ ..] = info.args() else {
                return;
            };
            append_name(out, ret, flags & !format::ASSEMBLY);
            out.push('(');
            for (i, param) in params.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                append_name(out, param, flags & !format::ASSEMBLY);
            }
            out.push(')');
        }
        _ => {
            if flags & format::NAMESPACE != 0 {
                qualified(out, info, flags & format::NO_ENCLOSING == 0);
            } else {
                escaped(out, info.name());
            }
            if flags & (format::NAMESPACE | format::ASSEMBLY) != 0 {
                arguments(out, info, flags);
            }
        }
    }
}

/// Namespace and enclosing types, then the name.
fn qualified(out: &mut String, info: &TypeInfo, enclosing: bool) {
    match info.declaring() {
        Some(outer) if enclosing => {
            qualified(out, outer, true);
            out.push('+');
        }
        Some(_) => {}
        None => {
            let namespace = info.namespace();
            if !namespace.is_empty() {
                escaped(out, namespace);
                out.push('.');
            }
        }
    }
    escaped(out, info.name());
}

fn arguments(out: &mut String, info: &TypeInfo, flags: u32) {
    let args = info.args();
    let full = flags & format::FULL_INST != 0;
    if args.is_empty() || (full && info.is_definition()) {
        return;
    }
    out.push('[');
    for (i, arg) in args.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        if full && arg.kind != kind::TYPE_PARAMETER {
            out.push('[');
            append(
                out,
                arg,
                format::NAMESPACE | format::FULL_INST | format::ASSEMBLY,
            );
            out.push(']');
        } else {
            append_name(out, arg, flags & !format::ASSEMBLY);
        }
    }
    out.push(']');
}

fn push(out: &mut String, text: &[u8]) {
    out.push_str(&String::from_utf8_lossy(text));
}

/// Characters with a meaning in type names get a backslash.
fn escaped(out: &mut String, text: &[u8]) {
    for c in String::from_utf8_lossy(text).chars() {
        if matches!(c, ',' | '[' | ']' | '&' | '*' | '+' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::ModuleInfo;
    use core::ptr;

    fn info(
        kind: u8,
        namespace: &'static core::ffi::CStr,
        name: &'static core::ffi::CStr,
    ) -> TypeInfo {
        // SAFETY: all fields may be zero.
        let mut info: TypeInfo = unsafe { core::mem::zeroed() };
        info.kind = kind;
        info.namespace = namespace.as_ptr();
        info.name = name.as_ptr();
        info
    }

    fn name(info: &TypeInfo, flags: u32) -> String {
        let mut out = String::new();
        append(&mut out, info, flags);
        out
    }

    #[test]
    fn names_in_all_formats() {
        // SAFETY: all fields may be zero.
        let mut module: ModuleInfo = unsafe { core::mem::zeroed() };
        module.full_name = c"Lib, Version=1.0.0.0".as_ptr();
        let mut int = info(kind::STRUCT, c"System", c"Int32");
        int.module = &module;
        let mut list = info(kind::CLASS, c"System.Collections", c"List`1");
        list.module = &module;
        let args = [ptr::from_ref(&int)];
        list.args = args.as_ptr();
        list.arg_count = 1;
        let mut nested = info(kind::STRUCT, c"", c"Enum+er");
        nested.declaring = &list;
        let mut array = info(kind::ARRAY, c"", c"");
        array.element = &list;
        array.rank = 2;

        assert_eq!(name(&list, 0), "List`1");
        assert_eq!(name(&list, 1), "System.Collections.List`1[System.Int32]");
        assert_eq!(
            name(&list, 3),
            "System.Collections.List`1[[System.Int32, Lib, Version=1.0.0.0]]"
        );
        assert_eq!(name(&int, 7), "System.Int32, Lib, Version=1.0.0.0");
        assert_eq!(name(&nested, 1), "System.Collections.List`1+Enum\\+er");
        assert_eq!(
            name(&array, 1),
            "System.Collections.List`1[System.Int32][,]"
        );
        assert_eq!(name(&array, 0), "List`1[,]");
    }
}
