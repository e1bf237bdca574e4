//! `MetadataImport.GetMarshalAs`: what a native type in metadata says (ECMA-335 II.23.4, with CoreCLR's extensions).

use core::slice;

/// What is left to read of a blob.
struct Blob<'a>(&'a [u8]);

impl<'a> Blob<'a> {
    /// A compressed number (ECMA-335 II.23.2); `None` at the end.
    fn number(&mut self) -> Option<i32> {
        let (value, length) = match *self.0 {
            [a, ..] if a & 0x80 == 0 => (i32::from(a), 1),
            [a, b, ..] if a & 0xc0 == 0x80 => (i32::from(a & 0x3f) << 8 | i32::from(b), 2),
            [a, b, c, d, ..] => (i32::from_be_bytes([a & 0x1f, b, c, d]), 4),
            _ => return None,
        };
        self.0 = &self.0[length..];
        Some(value)
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.number()? as usize;
        let text = self.0.get(..length)?;
        self.0 = &self.0[length..];
        Some(text)
    }
}

/// A text that the caller gets by address and length.
unsafe fn set(text: Option<&[u8]>, address: *mut *const u8, length: *mut i32) {
    if let Some(text) = text.filter(|t| !t.is_empty()) {
        *address = text.as_ptr();
        *length = text.len() as i32;
    }
}

/// 0: the blob is damaged. As on CoreCLR without COM, interfaces have no index of an IID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_MetadataImport_GetMarshalAs(
    blob: *const u8,
    size: i32,
    unmanaged_type: *mut i32,
    safe_array_sub_type: *mut i32,
    user_defined: *mut *const u8,
    user_defined_length: *mut i32,
    array_sub_type: *mut i32,
    size_param_index: *mut i32,
    size_const: *mut i32,
    marshal_type: *mut *const u8,
    marshal_type_length: *mut i32,
    marshal_cookie: *mut *const u8,
    marshal_cookie_length: *mut i32,
    iid_param_index: *mut i32,
) -> i32 {
    const FIXED_STRING: i32 = 0x17;
    const SAFE_ARRAY: i32 = 0x1d;
    const FIXED_ARRAY: i32 = 0x1e;
    const ARRAY: i32 = 0x2a;
    const CUSTOM: i32 = 0x2c;
    for number in [
        unmanaged_type,
        safe_array_sub_type,
        user_defined_length,
        array_sub_type,
        size_param_index,
        size_const,
        marshal_type_length,
        marshal_cookie_length,
        iid_param_index,
    ] {
        *number = 0;
    }
    for text in [user_defined, marshal_type, marshal_cookie] {
        *text = core::ptr::null();
    }
    if blob.is_null() {
        return 0;
    }
    let mut blob = Blob(slice::from_raw_parts(blob, size as usize));
    let Some(kind) = blob.number() else {
        return 0;
    };
    *unmanaged_type = kind;
    let mut read = |into: *mut i32| {
        if let Some(n) = blob.number() {
            *into = n;
        }
    };
    match kind {
        FIXED_STRING => read(size_const),
        FIXED_ARRAY => {
            read(size_const);
            read(array_sub_type);
        }
        ARRAY => {
            read(array_sub_type);
            read(size_param_index);
            read(size_const);
        }
        SAFE_ARRAY => {
            read(safe_array_sub_type);
            set(blob.text(), user_defined, user_defined_length);
        }
        CUSTOM => {
            // The type library and the native type are not used.
            let _ = (blob.text(), blob.text());
            set(blob.text(), marshal_type, marshal_type_length);
            set(blob.text(), marshal_cookie, marshal_cookie_length);
        }
        _ => {}
    }
    1
}
