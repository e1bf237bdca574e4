//! IL instructions (§III): the opcode table and a decoder over a method's bytes.

mod opcode;

pub use opcode::{Flow, Opcode, OpcodeInfo, OperandKind, VAR};

use crate::error::{ErrorKind, MetadataError, Result, fail};
use crate::reader::Reader;
use crate::tables::Token;

/// A decoded instruction.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Instruction<'a> {
    /// IL offset of its first byte.
    pub offset: u32,
    /// The opcode.
    pub opcode: Opcode,
    /// The operand.
    pub operand: Operand<'a>,
}

/// Operand of an instruction, with short and long encodings unified.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Operand<'a> {
    /// No operand. Also of `ldc.i4.0`, `ldarg.0` and their like, where the opcode says it all.
    None,
    /// `ldc.i4` and `ldc.i4.s`.
    I4(i32),
    /// `ldc.i8`.
    I8(i64),
    /// `ldc.r4`.
    R4(f32),
    /// `ldc.r8`.
    R8(f64),
    /// A type, field, method, signature or string token.
    Token(Token),
    /// IL offset of a branch target, within the body.
    Target(u32),
    /// Targets of `switch`.
    Switch(SwitchTargets<'a>),
    /// Number of an argument or local.
    Var(u16),
    /// Operand of `unaligned.` and `no.`.
    U1(u8),
}

/// The IL offsets that a `switch` goes to; all lie within the body.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct SwitchTargets<'a> {
    deltas: &'a [u8],
    next: u32,
}

impl<'a> SwitchTargets<'a> {
    /// Number of targets.
    pub fn len(&self) -> usize {
        self.deltas.len() / 4
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.deltas.is_empty()
    }

    /// Target of value `index`.
    pub fn get(&self, index: usize) -> Option<u32> {
        self.iter().nth(index)
    }

    /// Targets of 0, 1, ...
    pub fn iter(&self) -> impl ExactSizeIterator<Item = u32> + Clone + use<'a> {
        let next = self.next;
        self.deltas
            .chunks_exact(4)
            .map(move |d| next.wrapping_add(u32::from_le_bytes([d[0], d[1], d[2], d[3]])))
    }
}

/// The instructions of a body in order. Ends after the first error, whose offset is the IL offset.
pub fn instructions(il: &[u8]) -> Instructions<'_> {
    Instructions { il, offset: 0 }
}

/// Iterator of [`instructions`].
#[derive(Clone)]
pub struct Instructions<'a> {
    il: &'a [u8],
    offset: u32,
}

impl<'a> Iterator for Instructions<'a> {
    type Item = Result<Instruction<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.offset as usize >= self.il.len() {
            return None;
        }
        Some(match decode_at(self.il, self.offset) {
            Ok((instruction, next)) => {
                self.offset = next;
                Ok(instruction)
            }
            Err(e) => {
                self.offset = u32::MAX;
                Err(e)
            }
        })
    }
}

/// The instruction at `offset` and the offset of the one after it.
pub fn decode_at(il: &[u8], offset: u32) -> Result<(Instruction<'_>, u32)> {
    let mut r = Reader::new(il);
    r.seek(offset as usize)?;
    let first = r.u8()?;
    let (opcode, code) = if first == 0xFE {
        let second = r.u8()?;
        (Opcode::from_second_byte(second), 0xFE00 | u16::from(second))
    } else {
        (Opcode::from_byte(first), u16::from(first))
    };
    let Some(opcode) = opcode else {
        return fail(ErrorKind::BadOpcode(code), offset as usize);
    };
    let target = |delta: i32, r: &Reader<'_>| {
        let target = r.pos() as i64 + i64::from(delta);
        if target >= 0 && target < il.len() as i64 {
            Ok(target as u32)
        } else {
            Err(MetadataError {
                kind: ErrorKind::BadBranchTarget(target),
                offset: offset as usize,
            })
        }
    };
    let operand = match opcode.info().operand {
        OperandKind::None => Operand::None,
        OperandKind::I1 => Operand::I4(i32::from(r.u8()? as i8)),
        OperandKind::I4 => Operand::I4(r.u32()? as i32),
        OperandKind::I8 => Operand::I8(r.u64()? as i64),
        OperandKind::R4 => Operand::R4(f32::from_bits(r.u32()?)),
        OperandKind::R8 => Operand::R8(f64::from_bits(r.u64()?)),
        OperandKind::U1 => Operand::U1(r.u8()?),
        OperandKind::Token => Operand::Token(Token(r.u32()?)),
        OperandKind::ShortVar => Operand::Var(u16::from(r.u8()?)),
        OperandKind::Var => Operand::Var(r.u16()?),
        OperandKind::ShortTarget => {
            let delta = r.u8()? as i8;
            Operand::Target(target(i32::from(delta), &r)?)
        }
        OperandKind::Target => {
            let delta = r.u32()? as i32;
            Operand::Target(target(delta, &r)?)
        }
        OperandKind::Switch => {
            let count = r.u32()? as usize;
            let deltas = r.bytes(count.saturating_mul(4))?;
            for d in deltas.chunks_exact(4) {
                target(i32::from_le_bytes([d[0], d[1], d[2], d[3]]), &r)?;
            }
            Operand::Switch(SwitchTargets {
                deltas,
                next: r.pos() as u32,
            })
        }
    };
    Ok((
        Instruction {
            offset,
            opcode,
            operand,
        },
        r.pos() as u32,
    ))
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    #[test]
    fn every_opcode_is_found_by_its_code() {
        assert_eq!(Opcode::ALL.len(), 219);
        for &op in Opcode::ALL {
            let [high, low] = op.info().code.to_be_bytes();
            let found = if high == 0xFE {
                Opcode::from_second_byte(low)
            } else {
                Opcode::from_byte(low)
            };
            assert_eq!(found, Some(op));
        }
        assert_eq!(Opcode::from_byte(0xFE), None);
        assert_eq!(Opcode::CallVirt.info().mnemonic, "callvirt");
        assert_eq!(Opcode::LdcI4_8.info().code, 0x1E);
        assert_eq!(Opcode::BltUn.info().code, 0x44);
        assert_eq!(Opcode::ConvOvfUUn.info().code, 0x8B);
    }

    #[test]
    fn operands() {
        let il = [
            0x1F, 0xFE, // ldc.i4.s -2
            0xFE, 0x0C, 0x34, 0x12, // ldloc 0x1234
            0x72, 1, 0, 0, 0x70, // ldstr
            0x45, 2, 0, 0, 0, 0, 0, 0, 0, 0xE8, 0xFF, 0xFF, 0xFF, // switch (next, 0)
            0x2B, 0xFE, // br.s to itself
        ];
        let all: Vec<_> = instructions(&il).map(|i| i.unwrap()).collect();
        assert_eq!(all[0].operand, Operand::I4(-2));
        assert_eq!(all[1].operand, Operand::Var(0x1234));
        assert_eq!(all[2].operand, Operand::Token(Token(0x7000_0001)));
        let Operand::Switch(targets) = all[3].operand else {
            panic!()
        };
        assert_eq!(targets.iter().collect::<Vec<_>>(), [24, 0]);
        assert_eq!(
            (targets.len(), targets.get(1), targets.get(2)),
            (2, Some(0), None)
        );
        assert_eq!((all[4].offset, all[4].operand), (24, Operand::Target(24)));
    }

    #[test]
    fn bad_code() {
        let kind = |il: &[u8]| instructions(il).last().unwrap().unwrap_err().kind;
        assert_eq!(kind(&[0x00, 0x24]), ErrorKind::BadOpcode(0x24));
        assert_eq!(kind(&[0xFE]), ErrorKind::UnexpectedEnd);
        assert_eq!(kind(&[0x2B, 0x00]), ErrorKind::BadBranchTarget(2));
        assert_eq!(kind(&[0x2B, 0xFD]), ErrorKind::BadBranchTarget(-1));
        assert_eq!(
            kind(&[0x45, 0xFF, 0xFF, 0xFF, 0xFF]),
            ErrorKind::UnexpectedEnd
        );
    }
}
