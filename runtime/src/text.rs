//! Strings: managed strings from Rust text and back.

use crate::heap;
use crate::object::ObjectRef;
use alloc::string::String;
use alloc::vec::Vec;
use smelt_abi::object as layout;

/// Longest string that can exist.
pub const MAX_LENGTH: usize = 0x3FFF_FFDF;

/// The characters of a managed string.
pub unsafe fn chars<'a>(string: ObjectRef) -> &'a [u16] {
    core::slice::from_raw_parts(
        string.0.add(layout::STRING_CHARS as usize).cast(),
        string.length() as usize,
    )
}

/// A zeroed managed string of this length, or null when memory is exhausted.
pub fn allocate(length: usize) -> ObjectRef {
    if length > MAX_LENGTH {
        return ObjectRef::NULL;
    }
    match crate::image::well_known!("System.String") {
        Some(mt) => heap::allocate_array(mt, length),
        None => ObjectRef::NULL,
    }
}

/// A managed string with these characters, or null when memory is exhausted.
pub fn from_utf16(text: &[u16]) -> ObjectRef {
    let string = allocate(text.len());
    if !string.is_null() {
        // SAFETY: the string is new and has room for the characters.
        unsafe {
            let to = string.0.add(layout::STRING_CHARS as usize).cast::<u16>();
            core::ptr::copy_nonoverlapping(text.as_ptr(), to, text.len());
        }
    }
    string
}

/// A managed string from UTF-8; invalid bytes become U+FFFD.
pub fn from_utf8(text: &[u8]) -> ObjectRef {
    from_utf16(&widen(text))
}

/// UTF-16 of UTF-8; invalid bytes become U+FFFD.
pub fn widen(text: &[u8]) -> Vec<u16> {
    let mut out = Vec::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        out.extend(chunk.valid().encode_utf16());
        if !chunk.invalid().is_empty() {
            out.push(0xFFFD);
        }
    }
    out
}

/// UTF-8 of UTF-16; lone surrogates become U+FFFD.
pub fn narrow(text: &[u16]) -> String {
    char::decode_utf16(text.iter().copied())
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// The characters before the terminating zero.
pub unsafe fn utf16_z<'a>(text: *const u16) -> &'a [u16] {
    let mut length = 0;
    while *text.add(length) != 0 {
        length += 1;
    }
    core::slice::from_raw_parts(text, length)
}

/// A zero-terminated copy for C.
pub fn c_string(text: &[u16]) -> Vec<u8> {
    let mut bytes = narrow(text).into_bytes();
    bytes.push(0);
    bytes
}

/// Decimal digits of a number, in the given buffer.
pub fn decimal(mut value: u32, buffer: &mut [u8; 10]) -> &[u8] {
    let mut at = buffer.len();
    loop {
        at -= 1;
        buffer[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            return &buffer[at..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widening_replaces_invalid_bytes() {
        assert_eq!(widen(b"a\xC3\xA4\xFFb"), [0x61, 0xE4, 0xFFFD, 0x62]);
        assert_eq!(narrow(&[0x61, 0xD800, 0x62]), "a\u{FFFD}b");
    }

    #[test]
    fn decimal_digits() {
        let mut buffer = [0; 10];
        assert_eq!(decimal(0, &mut buffer), b"0");
        assert_eq!(decimal(u32::MAX, &mut buffer), b"4294967295");
    }
}
