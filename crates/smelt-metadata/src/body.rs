//! Method bodies: header, IL, exception clauses (§II.25.4).

use alloc::vec::Vec;
use core::ops::Range;

use crate::error::{ErrorKind, Result, fail};
use crate::reader::Reader;
use crate::tables::Token;

/// An IL body.
#[derive(Clone, Debug)]
pub struct MethodBody<'a> {
    /// Deepest evaluation stack.
    pub max_stack: u16,
    /// Whether locals start zeroed.
    pub init_locals: bool,
    /// `StandAloneSig` token of the locals; nil when there are none.
    pub local_sig: Token,
    /// The code.
    pub il: &'a [u8],
    /// Exception clauses, inner before outer.
    pub clauses: Vec<EhClause>,
}

/// What a protected region does with an exception.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum EhKind {
    /// Catches this type.
    Catch(Token),
    /// Catches if the filter at this IL offset says so.
    Filter(u32),
    /// Runs on every way out.
    Finally,
    /// Runs when an exception passes.
    Fault,
}

/// An exception clause; ranges are IL offsets within the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EhClause {
    /// Kind and its data.
    pub kind: EhKind,
    /// The protected code.
    pub try_range: Range<u32>,
    /// The handler.
    pub handler_range: Range<u32>,
}

const FORMAT_MASK: u8 = 0x3;
const FORMAT_TINY: u8 = 0x2;
const FORMAT_FAT: u8 = 0x3;
const MORE_SECTIONS: u16 = 0x8;
const INIT_LOCALS: u16 = 0x10;
const SECTION_EH: u8 = 0x1;
const SECTION_KIND: u8 = 0x3F;
const SECTION_FAT: u8 = 0x40;
const SECTION_MORE: u8 = 0x80;

impl<'a> MethodBody<'a> {
    /// Decodes the body at the start of `data`, which starts at file offset `offset` and may be longer than the body.
    pub fn parse(data: &'a [u8], offset: usize) -> Result<MethodBody<'a>> {
        let mut r = Reader::with_base(data, offset);
        let first = r.u8()?;
        match first & FORMAT_MASK {
            FORMAT_TINY => {
                let il = r.bytes(usize::from(first >> 2))?;
                Ok(MethodBody {
                    max_stack: 8,
                    init_locals: false,
                    local_sig: Token::NIL,
                    il,
                    clauses: Vec::new(),
                })
            }
            FORMAT_FAT => {
                let flags = u16::from(first) | u16::from(r.u8()?) << 8;
                let header_size = usize::from(flags >> 12) * 4;
                if header_size < 12 {
                    return fail(ErrorKind::BadMethodHeader(first), offset);
                }
                let max_stack = r.u16()?;
                let code_size = r.u32()? as usize;
                let local_sig = Token(r.u32()?);
                r.seek(header_size)?;
                let il = r.bytes(code_size)?;
                let mut clauses = Vec::new();
                let mut more = flags & MORE_SECTIONS != 0;
                while more {
                    // Sections start at multiples of four, and so does the body.
                    r.seek(r.pos().next_multiple_of(4))?;
                    more = read_section(&mut r, il.len(), &mut clauses)?;
                }
                Ok(MethodBody {
                    max_stack,
                    init_locals: flags & INIT_LOCALS != 0,
                    local_sig,
                    il,
                    clauses,
                })
            }
            _ => fail(ErrorKind::BadMethodHeader(first), offset),
        }
    }
}

/// One section after the code; whether another follows.
fn read_section(r: &mut Reader<'_>, il_len: usize, clauses: &mut Vec<EhClause>) -> Result<bool> {
    let start = r.pos();
    let [kind, size @ ..] = r.array::<4>()?;
    let fat = kind & SECTION_FAT != 0;
    let size = if fat {
        u32::from_le_bytes([size[0], size[1], size[2], 0])
    } else {
        u32::from(size[0])
    } as usize;
    if kind & SECTION_KIND == SECTION_EH {
        // The size counts the four bytes of the header, but some writers forget them.
        for _ in 0..size / if fat { 24 } else { 12 } {
            clauses.push(read_clause(r, fat, il_len)?);
        }
    }
    r.seek(r.pos().max(start.saturating_add(size)))?;
    Ok(kind & SECTION_MORE != 0)
}

fn read_clause(r: &mut Reader<'_>, fat: bool, il_len: usize) -> Result<EhClause> {
    let start = r.offset();
    let (flags, try_start, try_len, handler_start, handler_len) = if fat {
        (r.u32()?, r.u32()?, r.u32()?, r.u32()?, r.u32()?)
    } else {
        (
            u32::from(r.u16()?),
            u32::from(r.u16()?),
            u32::from(r.u8()?),
            u32::from(r.u16()?),
            u32::from(r.u8()?),
        )
    };
    let extra = r.u32()?;
    let range = |from: u32, len: u32| match from.checked_add(len) {
        Some(to) if to as usize <= il_len => Ok(from..to),
        _ => fail(ErrorKind::BadEhClause, start),
    };
    let kind = match flags {
        0 => EhKind::Catch(Token(extra)),
        1 if (extra as usize) < il_len => EhKind::Filter(extra),
        2 => EhKind::Finally,
        4 => EhKind::Fault,
        _ => return fail(ErrorKind::BadEhClause, start),
    };
    Ok(EhClause {
        kind,
        try_range: range(try_start, try_len)?,
        handler_range: range(handler_start, handler_len)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiny() {
        let body = MethodBody::parse(&[0x06, 0x2A, 0x00], 0).unwrap();
        assert_eq!(
            (body.max_stack, body.il, body.init_locals),
            (8, &[0x2A][..], false)
        );
    }

    #[test]
    fn fat_with_small_clauses() {
        let mut data = std::vec![0x1B, 0x30, 5, 0, 6, 0, 0, 0, 1, 0, 0, 0x11];
        data.extend([0, 0, 0, 0, 0, 0x2A]); // code, then two bytes of padding
        data.extend([0xAA, 0xAA]);
        data.extend([0x01, 28, 0, 0]);
        data.extend([2, 0, 0, 0, 2, 2, 0, 3, 0, 0, 0, 0]);
        data.extend([1, 0, 0, 0, 2, 3, 0, 1, 2, 0, 0, 0]);
        let body = MethodBody::parse(&data, 0).unwrap();
        assert_eq!(
            (body.max_stack, body.init_locals, body.local_sig),
            (5, true, Token(0x1100_0001))
        );
        assert_eq!(
            body.clauses,
            [
                EhClause {
                    kind: EhKind::Finally,
                    try_range: 0..2,
                    handler_range: 2..5
                },
                EhClause {
                    kind: EhKind::Filter(2),
                    try_range: 0..2,
                    handler_range: 3..4
                },
            ]
        );
    }

    #[test]
    fn fat_clause_outside_the_body() {
        let mut data = std::vec![0x0B, 0x30, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2A];
        data.extend([0x41, 28, 0, 0]);
        for v in [0u32, 0, 2, 2, 3, 0x0100_0001] {
            data.extend(v.to_le_bytes());
        }
        assert_eq!(
            MethodBody::parse(&data, 0).unwrap_err().kind,
            ErrorKind::BadEhClause
        );
    }
}
