//! Signatures (§II.23.2), decoded into small trees.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::error::{ErrorKind, Result, fail};
use crate::reader::Reader;
use crate::tables::{CodedIndex, Token};

/// Element types (§II.23.1.16).
#[allow(missing_docs)]
pub mod element {
    pub const VOID: u8 = 0x01;
    pub const BOOLEAN: u8 = 0x02;
    pub const CHAR: u8 = 0x03;
    pub const I1: u8 = 0x04;
    pub const U1: u8 = 0x05;
    pub const I2: u8 = 0x06;
    pub const U2: u8 = 0x07;
    pub const I4: u8 = 0x08;
    pub const U4: u8 = 0x09;
    pub const I8: u8 = 0x0A;
    pub const U8: u8 = 0x0B;
    pub const R4: u8 = 0x0C;
    pub const R8: u8 = 0x0D;
    pub const STRING: u8 = 0x0E;
    pub const PTR: u8 = 0x0F;
    pub const BYREF: u8 = 0x10;
    pub const VALUETYPE: u8 = 0x11;
    pub const CLASS: u8 = 0x12;
    pub const VAR: u8 = 0x13;
    pub const ARRAY: u8 = 0x14;
    pub const GENERICINST: u8 = 0x15;
    pub const TYPEDBYREF: u8 = 0x16;
    pub const I: u8 = 0x18;
    pub const U: u8 = 0x19;
    pub const FNPTR: u8 = 0x1B;
    pub const OBJECT: u8 = 0x1C;
    pub const SZARRAY: u8 = 0x1D;
    pub const MVAR: u8 = 0x1E;
    pub const CMOD_REQD: u8 = 0x1F;
    pub const CMOD_OPT: u8 = 0x20;
    pub const SENTINEL: u8 = 0x41;
    pub const PINNED: u8 = 0x45;
    /// `System.Type` in attribute values.
    pub const TYPE: u8 = 0x50;
    /// Boxed value in attribute values.
    pub const BOXED: u8 = 0x51;
    /// Enum in attribute values.
    pub const ENUM: u8 = 0x55;
}

/// Calling conventions: the low four bits of a method signature's first byte.
#[allow(missing_docs)]
pub mod call_conv {
    pub const DEFAULT: u8 = 0x0;
    pub const C: u8 = 0x1;
    pub const STDCALL: u8 = 0x2;
    pub const THISCALL: u8 = 0x3;
    pub const FASTCALL: u8 = 0x4;
    pub const VARARG: u8 = 0x5;
    /// Unmanaged, further told by `modopt` on the return type, else the platform's default.
    pub const UNMANAGED: u8 = 0x9;
}

/// Deepest nesting of types in a signature.
pub const MAX_SIG_DEPTH: u32 = 200;

/// Rank, sizes and lower bounds of a multi-dimensional array type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub struct ArrayShape {
    pub rank: u32,
    pub sizes: Vec<u32>,
    pub lower_bounds: Vec<i32>,
}

/// A type in a signature.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum SigType {
    Void,
    Boolean,
    Char,
    I1,
    U1,
    I2,
    U2,
    I4,
    U4,
    I8,
    U8,
    R4,
    R8,
    I,
    U,
    String,
    Object,
    TypedByRef,
    /// A `TypeDef`, `TypeRef` or `TypeSpec` that is a reference type.
    Class(Token),
    /// A `TypeDef`, `TypeRef` or `TypeSpec` that is a value type.
    ValueType(Token),
    /// Generic parameter of the type.
    Var(u32),
    /// Generic parameter of the method.
    MVar(u32),
    SzArray(Box<SigType>),
    Array(Box<SigType>, ArrayShape),
    Ptr(Box<SigType>),
    ByRef(Box<SigType>),
    FnPtr(Box<MethodSig>),
    /// `ty` is a `Class` or `ValueType`.
    GenericInst {
        ty: Box<SigType>,
        args: Vec<SigType>,
    },
    /// A pinned local.
    Pinned(Box<SigType>),
    /// `modreq` or `modopt`; the outermost is the first in the signature.
    Modified {
        required: bool,
        modifier: Token,
        ty: Box<SigType>,
    },
    /// Never produced in a parameter list: [`MethodSig::sentinel`] says where the variable arguments start.
    Sentinel,
}

/// Signature of a method, call site or function pointer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MethodSig {
    /// Instance method.
    pub has_this: bool,
    /// `this` is the first of `params`.
    pub explicit_this: bool,
    /// One of [`call_conv`].
    pub call_conv: u8,
    /// Number of generic parameters.
    pub generic_params: u32,
    /// Return type.
    pub ret: SigType,
    /// Parameter types.
    pub params: Vec<SigType>,
    /// Index of the first variable argument in `params`.
    pub sentinel: Option<usize>,
}

/// Signature of a property.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub struct PropertySig {
    pub has_this: bool,
    pub ty: SigType,
    /// Types of the index parameters.
    pub params: Vec<SigType>,
}

const HEADER_KIND: u8 = 0x0F;
const HEADER_FIELD: u8 = 0x06;
const HEADER_LOCALS: u8 = 0x07;
const HEADER_PROPERTY: u8 = 0x08;
const HEADER_METHOD_SPEC: u8 = 0x0A;
const HEADER_GENERIC: u8 = 0x10;
const HEADER_HAS_THIS: u8 = 0x20;
const HEADER_EXPLICIT_THIS: u8 = 0x40;

/// Signature of a `MethodDef`, `MemberRef` or `calli` site.
pub fn parse_method_sig(blob: &[u8]) -> Result<MethodSig> {
    whole(blob, |p| p.method(0))
}

/// Type of a field.
pub fn parse_field_sig(blob: &[u8]) -> Result<SigType> {
    whole(blob, |p| {
        p.header(HEADER_FIELD)?;
        p.ty(0)
    })
}

/// Types of the locals of a method.
pub fn parse_locals_sig(blob: &[u8]) -> Result<Vec<SigType>> {
    whole(blob, |p| {
        p.header(HEADER_LOCALS)?;
        p.types(0)
    })
}

/// The type of a `TypeSpec`.
pub fn parse_type_spec(blob: &[u8]) -> Result<SigType> {
    whole(blob, |p| p.ty(0))
}

/// Generic arguments of a `MethodSpec`.
pub fn parse_method_spec(blob: &[u8]) -> Result<Vec<SigType>> {
    whole(blob, |p| {
        p.header(HEADER_METHOD_SPEC)?;
        p.types(0)
    })
}

/// Signature of a property.
pub fn parse_property_sig(blob: &[u8]) -> Result<PropertySig> {
    whole(blob, |p| {
        let header = p.header(HEADER_PROPERTY)?;
        let count = p.r.compressed()?;
        let ty = p.ty(0)?;
        let mut params = p.list(count);
        for _ in 0..count {
            params.push(p.ty(0)?);
        }
        Ok(PropertySig {
            has_this: header & HEADER_HAS_THIS != 0,
            ty,
            params,
        })
    })
}

struct SigParser<'a> {
    r: Reader<'a>,
}

/// Parses all of `blob`. Bytes after the end are tolerated, as CoreCLR does.
fn whole<'a, T>(blob: &'a [u8], parse: impl FnOnce(&mut SigParser<'a>) -> Result<T>) -> Result<T> {
    parse(&mut SigParser {
        r: Reader::new(blob),
    })
}

impl SigParser<'_> {
    fn header(&mut self, kind: u8) -> Result<u8> {
        let offset = self.r.offset();
        let header = self.r.u8()?;
        if header & HEADER_KIND != kind {
            fail(ErrorKind::BadSignatureHeader(header), offset)
        } else {
            Ok(header)
        }
    }

    /// An empty list with room for `count` items, within reason: the count is not to be trusted yet.
    fn list(&self, count: u32) -> Vec<SigType> {
        Vec::with_capacity((count as usize).min(self.r.remaining()).min(32))
    }

    fn types(&mut self, depth: u32) -> Result<Vec<SigType>> {
        let count = self.r.compressed()?;
        let mut types = self.list(count);
        for _ in 0..count {
            types.push(self.ty(depth)?);
        }
        Ok(types)
    }

    fn method(&mut self, depth: u32) -> Result<MethodSig> {
        let offset = self.r.offset();
        let header = self.r.u8()?;
        let call_conv = header & HEADER_KIND;
        if call_conv > call_conv::VARARG && call_conv != call_conv::UNMANAGED {
            return fail(ErrorKind::BadSignatureHeader(header), offset);
        }
        let generic_params = if header & HEADER_GENERIC != 0 {
            self.r.compressed()?
        } else {
            0
        };
        let count = self.r.compressed()?;
        let ret = self.ty(depth)?;
        let mut params = self.list(count);
        let mut sentinel = None;
        for i in 0..count {
            if sentinel.is_none() && self.r.peek() == Some(element::SENTINEL) {
                self.r.u8()?;
                sentinel = Some(i as usize);
            }
            params.push(self.ty(depth)?);
        }
        // A call site may mark the place even when no variable argument follows.
        if sentinel.is_none()
            && call_conv == call_conv::VARARG
            && self.r.peek() == Some(element::SENTINEL)
        {
            self.r.u8()?;
            sentinel = Some(params.len());
        }
        Ok(MethodSig {
            has_this: header & HEADER_HAS_THIS != 0,
            explicit_this: header & HEADER_EXPLICIT_THIS != 0,
            call_conv,
            generic_params,
            ret,
            params,
            sentinel,
        })
    }

    fn token(&mut self) -> Result<Token> {
        let offset = self.r.offset();
        let value = self.r.compressed()?;
        match CodedIndex::TypeDefOrRef.decode(value) {
            Some(token) => Ok(token),
            None => fail(ErrorKind::BadCodedIndex(value), offset),
        }
    }

    fn boxed(&mut self, depth: u32) -> Result<Box<SigType>> {
        Ok(Box::new(self.ty(depth + 1)?))
    }

    fn ty(&mut self, depth: u32) -> Result<SigType> {
        let offset = self.r.offset();
        if depth > MAX_SIG_DEPTH {
            return fail(ErrorKind::TooDeep, offset);
        }
        let kind = self.r.u8()?;
        Ok(match kind {
            element::VOID => SigType::Void,
            element::BOOLEAN => SigType::Boolean,
            element::CHAR => SigType::Char,
            element::I1 => SigType::I1,
            element::U1 => SigType::U1,
            element::I2 => SigType::I2,
            element::U2 => SigType::U2,
            element::I4 => SigType::I4,
            element::U4 => SigType::U4,
            element::I8 => SigType::I8,
            element::U8 => SigType::U8,
            element::R4 => SigType::R4,
            element::R8 => SigType::R8,
            element::I => SigType::I,
            element::U => SigType::U,
            element::STRING => SigType::String,
            element::OBJECT => SigType::Object,
            element::TYPEDBYREF => SigType::TypedByRef,
            element::CLASS => SigType::Class(self.token()?),
            element::VALUETYPE => SigType::ValueType(self.token()?),
            element::VAR => SigType::Var(self.r.compressed()?),
            element::MVAR => SigType::MVar(self.r.compressed()?),
            element::SZARRAY => SigType::SzArray(self.boxed(depth)?),
            element::PTR => SigType::Ptr(self.boxed(depth)?),
            element::BYREF => SigType::ByRef(self.boxed(depth)?),
            element::PINNED => SigType::Pinned(self.boxed(depth)?),
            element::ARRAY => {
                let item = self.boxed(depth)?;
                SigType::Array(item, self.array_shape()?)
            }
            element::FNPTR => SigType::FnPtr(Box::new(self.method(depth + 1)?)),
            element::GENERICINST => {
                let at = self.r.offset();
                let ty = match self.r.u8()? {
                    element::CLASS => SigType::Class(self.token()?),
                    element::VALUETYPE => SigType::ValueType(self.token()?),
                    other => return fail(ErrorKind::BadElementType(other), at),
                };
                SigType::GenericInst {
                    ty: Box::new(ty),
                    args: self.types(depth + 1)?,
                }
            }
            element::CMOD_REQD | element::CMOD_OPT => {
                let modifier = self.token()?;
                SigType::Modified {
                    required: kind == element::CMOD_REQD,
                    modifier,
                    ty: self.boxed(depth)?,
                }
            }
            other => return fail(ErrorKind::BadElementType(other), offset),
        })
    }

    fn array_shape(&mut self) -> Result<ArrayShape> {
        let rank = self.r.compressed()?;
        let mut shape = ArrayShape {
            rank,
            sizes: Vec::new(),
            lower_bounds: Vec::new(),
        };
        for _ in 0..self.r.compressed()? {
            shape.sizes.push(self.r.compressed()?);
        }
        for _ in 0..self.r.compressed()? {
            shape.lower_bounds.push(self.r.compressed_signed()?);
        }
        Ok(shape)
    }
}

#[cfg(test)]
mod tests {
    use std::vec;

    use super::*;
    use crate::tables::Table;

    #[test]
    fn instance_method() {
        // instance generic<1> Dictionary<string, !!0>& (int32, !0[])
        let blob = [
            0x30, 1, 2, 0x10, 0x15, 0x12, 0x05, 2, 0x0E, 0x1E, 0, 0x08, 0x1D, 0x13, 0,
        ];
        let sig = parse_method_sig(&blob).unwrap();
        assert!(
            sig.has_this && !sig.explicit_this && sig.generic_params == 1 && sig.sentinel.is_none()
        );
        let dictionary = SigType::GenericInst {
            ty: Box::new(SigType::Class(Token::new(Table::TypeRef, 1))),
            args: vec![SigType::String, SigType::MVar(0)],
        };
        assert_eq!(sig.ret, SigType::ByRef(Box::new(dictionary)));
        assert_eq!(
            sig.params,
            [SigType::I4, SigType::SzArray(Box::new(SigType::Var(0)))]
        );
    }

    #[test]
    fn vararg_call_site() {
        let sig = parse_method_sig(&[0x05, 2, 0x01, 0x0E, 0x41, 0x08]).unwrap();
        assert_eq!((sig.params.len(), sig.sentinel), (2, Some(1)));
        let sig = parse_method_sig(&[0x05, 1, 0x01, 0x0E, 0x41]).unwrap();
        assert_eq!(sig.sentinel, Some(1));
    }

    #[test]
    fn modifiers_keep_their_order() {
        // int32 modreq(TypeRef 2) modopt(TypeRef 3)&
        let sig = parse_field_sig(&[0x06, 0x1F, 0x09, 0x20, 0x0D, 0x10, 0x08]).unwrap();
        let SigType::Modified {
            required: true,
            modifier,
            ty,
        } = sig
        else {
            panic!()
        };
        assert_eq!(modifier, Token::new(Table::TypeRef, 2));
        assert!(matches!(
            *ty,
            SigType::Modified {
                required: false,
                ..
            }
        ));
    }

    #[test]
    fn array_with_bounds() {
        // int32[0...9, -1...]
        let sig = parse_type_spec(&[0x14, 0x08, 2, 1, 10, 2, 0, 0x7F]).unwrap();
        let SigType::Array(_, shape) = sig else {
            panic!()
        };
        assert_eq!(
            shape,
            ArrayShape {
                rank: 2,
                sizes: vec![10],
                lower_bounds: vec![0, -1]
            }
        );
    }

    #[test]
    fn pinned_local_and_function_pointer() {
        let locals =
            parse_locals_sig(&[0x07, 2, 0x45, 0x10, 0x05, 0x1B, 0x09, 1, 0x01, 0x0F, 0x01])
                .unwrap();
        assert_eq!(
            locals[0],
            SigType::Pinned(Box::new(SigType::ByRef(Box::new(SigType::U1))))
        );
        let SigType::FnPtr(target) = &locals[1] else {
            panic!()
        };
        assert_eq!(target.call_conv, call_conv::UNMANAGED);
        assert_eq!(target.params, [SigType::Ptr(Box::new(SigType::Void))]);
    }

    #[test]
    fn property_and_method_spec() {
        let p = parse_property_sig(&[0x28, 1, 0x0E, 0x08]).unwrap();
        assert_eq!(
            p,
            PropertySig {
                has_this: true,
                ty: SigType::String,
                params: vec![SigType::I4]
            }
        );
        assert_eq!(
            parse_method_spec(&[0x0A, 2, 0x08, 0x0E]).unwrap(),
            [SigType::I4, SigType::String]
        );
    }

    #[test]
    fn hostile_depth_and_counts() {
        let deep = vec![element::SZARRAY; 100_000];
        assert_eq!(parse_type_spec(&deep).unwrap_err().kind, ErrorKind::TooDeep);
        let deep = [element::FNPTR, 0, 0].repeat(1000);
        assert_eq!(parse_type_spec(&deep).unwrap_err().kind, ErrorKind::TooDeep);
        let many = [0x00, 0xDF, 0xFF, 0xFF, 0xFF, 0x01, 0x08];
        assert_eq!(
            parse_method_sig(&many).unwrap_err().kind,
            ErrorKind::UnexpectedEnd
        );
        let sizes = [0x14, 0x08, 1, 0xDF, 0xFF, 0xFF, 0xFF, 1];
        assert_eq!(
            parse_type_spec(&sizes).unwrap_err().kind,
            ErrorKind::UnexpectedEnd
        );
        assert_eq!(
            parse_field_sig(&[0x07, 0x08]).unwrap_err().kind,
            ErrorKind::BadSignatureHeader(7)
        );
        assert_eq!(
            parse_field_sig(&[]).unwrap_err().kind,
            ErrorKind::UnexpectedEnd
        );
    }
}
