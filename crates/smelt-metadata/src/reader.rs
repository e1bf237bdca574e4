//! A bounds-checked cursor over bytes: little-endian integers and the compressed forms of §II.23.2.

use crate::error::{ErrorKind, Result, fail};

/// A cursor over `data`. Offsets in its errors count from the start of `data`, plus the `base` it was made with.
#[derive(Copy, Clone)]
pub struct Reader<'a> {
    data: &'a [u8],
    pos: usize,
    base: usize,
}

impl<'a> Reader<'a> {
    /// A cursor at the start of `data`.
    pub fn new(data: &'a [u8]) -> Self {
        Reader {
            data,
            pos: 0,
            base: 0,
        }
    }

    /// A cursor at the start of `data`, which itself starts at offset `base` of something larger.
    pub fn with_base(data: &'a [u8], base: usize) -> Self {
        Reader { data, pos: 0, base }
    }

    /// Offset of the next byte in the data.
    pub fn pos(&self) -> usize {
        self.pos
    }

    /// Offset of the next byte as errors report it.
    pub fn offset(&self) -> usize {
        self.base + self.pos
    }

    /// Number of bytes left.
    pub fn remaining(&self) -> usize {
        self.data.len() - self.pos
    }

    /// Whether all bytes are read.
    pub fn is_empty(&self) -> bool {
        self.remaining() == 0
    }

    /// The bytes that are left.
    pub fn rest(&self) -> &'a [u8] {
        self.data.get(self.pos..).unwrap_or_default()
    }

    /// Goes to `pos` in the data.
    pub fn seek(&mut self, pos: usize) -> Result<()> {
        if pos > self.data.len() {
            return fail(ErrorKind::UnexpectedEnd, self.base.saturating_add(pos));
        }
        self.pos = pos;
        Ok(())
    }

    /// The next `len` bytes.
    pub fn bytes(&mut self, len: usize) -> Result<&'a [u8]> {
        match self.rest().get(..len) {
            Some(bytes) => {
                self.pos += len;
                Ok(bytes)
            }
            None => fail(ErrorKind::UnexpectedEnd, self.offset()),
        }
    }

    /// The next `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        match self.rest().first_chunk::<N>() {
            Some(bytes) => {
                self.pos += N;
                Ok(*bytes)
            }
            None => fail(ErrorKind::UnexpectedEnd, self.offset()),
        }
    }

    /// The next byte without taking it.
    pub fn peek(&self) -> Option<u8> {
        self.data.get(self.pos).copied()
    }

    /// One byte.
    pub fn u8(&mut self) -> Result<u8> {
        Ok(self.array::<1>()?[0])
    }

    /// Two bytes.
    pub fn u16(&mut self) -> Result<u16> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    /// Four bytes.
    pub fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// Eight bytes.
    pub fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    /// An unsigned compressed integer of one, two or four bytes (§II.23.2).
    pub fn compressed(&mut self) -> Result<u32> {
        Ok(self.compressed_with_width()?.0)
    }

    /// A signed compressed integer: rotated left by one within its width (§II.23.2).
    pub fn compressed_signed(&mut self) -> Result<i32> {
        let (raw, bits) = self.compressed_with_width()?;
        let value = (raw >> 1) as i32;
        Ok(if raw & 1 == 0 {
            value
        } else {
            value - (1 << (bits - 1))
        })
    }

    /// The value and the number of bits its encoding has room for (7, 14 or 29).
    fn compressed_with_width(&mut self) -> Result<(u32, u32)> {
        let start = self.offset();
        let first = self.u8()?;
        if first & 0x80 == 0 {
            return Ok((u32::from(first), 7));
        }
        if first & 0xC0 == 0x80 {
            return Ok((u32::from(first & 0x3F) << 8 | u32::from(self.u8()?), 14));
        }
        if first & 0xE0 == 0xC0 {
            let [a, b, c] = self.array()?;
            return Ok((u32::from_be_bytes([first & 0x1F, a, b, c]), 29));
        }
        fail(ErrorKind::BadCompressedInteger, start)
    }

    /// A 7-bit encoded integer as `BinaryWriter.Write7BitEncodedInt` writes it.
    pub fn leb128(&mut self) -> Result<u32> {
        let start = self.offset();
        let mut value = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = self.u8()?;
            if shift == 28 && byte > 0x0F {
                break;
            }
            value |= u32::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        fail(ErrorKind::BadCompressedInteger, start)
    }

    /// `len` bytes as UTF-8.
    pub fn utf8(&mut self, len: usize) -> Result<&'a str> {
        let start = self.offset();
        match core::str::from_utf8(self.bytes(len)?) {
            Ok(text) => Ok(text),
            Err(e) => fail(ErrorKind::BadUtf8, start + e.valid_up_to()),
        }
    }

    /// A `SerString` of an attribute value: compressed length and UTF-8, `0xFF` is null (§II.23.3).
    pub fn ser_string(&mut self) -> Result<Option<&'a str>> {
        if self.peek() == Some(0xFF) {
            self.pos += 1;
            return Ok(None);
        }
        let len = self.compressed()? as usize;
        self.utf8(len).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_integers_of_the_standard() {
        // The examples of §II.23.2.
        let unsigned: &[(&[u8], u32)] = &[
            (&[0x03], 0x03),
            (&[0x7F], 0x7F),
            (&[0x80, 0x80], 0x80),
            (&[0xAE, 0x57], 0x2E57),
            (&[0xBF, 0xFF], 0x3FFF),
            (&[0xC0, 0x00, 0x40, 0x00], 0x4000),
            (&[0xDF, 0xFF, 0xFF, 0xFF], 0x1FFF_FFFF),
        ];
        for (bytes, value) in unsigned {
            assert_eq!(Reader::new(bytes).compressed(), Ok(*value));
        }
        let signed: &[(&[u8], i32)] = &[
            (&[0x06], 3),
            (&[0x7B], -3),
            (&[0x80, 0x80], 64),
            (&[0x01], -64),
            (&[0xC0, 0x00, 0x40, 0x00], 8192),
            (&[0x80, 0x01], -8192),
            (&[0xDF, 0xFF, 0xFF, 0xFE], 268_435_455),
            (&[0xC0, 0x00, 0x00, 0x01], -268_435_456),
        ];
        for (bytes, value) in signed {
            assert_eq!(Reader::new(bytes).compressed_signed(), Ok(*value));
        }
        assert!(Reader::new(&[0xE0, 0, 0, 0]).compressed().is_err());
        assert!(Reader::new(&[0xC0, 0, 0]).compressed().is_err());
    }

    #[test]
    fn seven_bit_integers() {
        assert_eq!(Reader::new(&[0x80, 0x01]).leb128(), Ok(128));
        assert_eq!(
            Reader::new(&[0xFF, 0xFF, 0xFF, 0xFF, 0x0F]).leb128(),
            Ok(u32::MAX)
        );
        assert!(
            Reader::new(&[0xFF, 0xFF, 0xFF, 0xFF, 0x1F])
                .leb128()
                .is_err()
        );
        assert!(
            Reader::new(&[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00])
                .leb128()
                .is_err()
        );
    }

    #[test]
    fn errors_carry_the_base() {
        let mut r = Reader::with_base(&[1, 2, 3], 100);
        r.u16().unwrap();
        assert_eq!(r.u32().unwrap_err().offset, 102);
    }
}
