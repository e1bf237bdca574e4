//! Custom attribute values (§II.23.3): the constructor's arguments and the fields and properties that are set.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::error::{ErrorKind, Result, fail};
use crate::reader::Reader;
use crate::sig::{MethodSig, SigType, element};

/// A decoded value.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomAttribute<'a> {
    /// Arguments of the constructor.
    pub fixed: Vec<Value<'a>>,
    /// Fields and properties that are set.
    pub named: Vec<NamedArgument<'a>>,
}

/// A field or property that is set.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedArgument<'a> {
    /// Whether it is a property.
    pub is_property: bool,
    /// Declared type.
    pub ty: AttributeType<'a>,
    /// Name of the field or property.
    pub name: &'a str,
    /// Its value.
    pub value: Value<'a>,
}

/// Type of an attribute argument.
#[derive(Clone, Debug, PartialEq)]
pub enum AttributeType<'a> {
    /// `element::BOOLEAN` to `element::R8`, `STRING`, `TYPE` (`System.Type`) or `OBJECT`.
    Simple(u8),
    /// An enum and its underlying element type.
    Enum(EnumType<'a>, u8),
    /// An array.
    SzArray(Box<AttributeType<'a>>),
}

/// How an attribute refers to an enum type.
#[derive(Clone, Debug, PartialEq)]
pub enum EnumType<'a> {
    /// By the constructor's signature: `ValueType`, or `GenericInst` of one for an enum nested in a generic type.
    Sig(SigType),
    /// By the (possibly assembly-qualified) name in the value.
    Name(&'a str),
}

/// An argument. One that is passed as `object` appears as the value itself.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Value<'a> {
    Boolean(bool),
    Char(u16),
    I1(i8),
    U1(u8),
    I2(i16),
    U2(u16),
    I4(i32),
    U4(u32),
    I8(i64),
    U8(u64),
    R4(f32),
    R8(f64),
    String(Option<&'a str>),
    /// A `System.Type` by name.
    Type(Option<&'a str>),
    /// An enum value as its underlying type.
    Enum(EnumType<'a>, Box<Value<'a>>),
    /// Element type and elements.
    Array(AttributeType<'a>, Option<Vec<Value<'a>>>),
}

impl Value<'_> {
    /// The number in an integer, character, boolean or enum.
    pub fn as_i64(&self) -> Option<i64> {
        Some(match *self {
            Value::Boolean(v) => i64::from(v),
            Value::Char(v) => i64::from(v),
            Value::I1(v) => i64::from(v),
            Value::U1(v) => i64::from(v),
            Value::I2(v) => i64::from(v),
            Value::U2(v) => i64::from(v),
            Value::I4(v) => i64::from(v),
            Value::U4(v) => i64::from(v),
            Value::I8(v) => v,
            Value::U8(v) => v as i64,
            Value::Enum(_, ref v) => return v.as_i64(),
            _ => return None,
        })
    }
}

impl<'a> Value<'a> {
    /// The text of a string argument.
    pub fn as_str(&self) -> Option<&'a str> {
        match *self {
            Value::String(text) => text,
            _ => None,
        }
    }
}

impl<'a> CustomAttribute<'a> {
    /// The value that a field or property is set to.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.named.iter().find(|n| n.name == name).map(|n| &n.value)
    }
}

const PROLOG: u16 = 1;
const FIELD: u8 = 0x53;
const PROPERTY: u8 = 0x54;
const NULL_ARRAY: u32 = u32::MAX;
/// Nesting of arrays and boxed values.
const MAX_DEPTH: u32 = 32;

/// Decodes the value of an attribute.
///
/// `constructor` is the signature of its constructor, with the generic parameters of a generic attribute type replaced.
/// `underlying` gives the underlying element type (`element::I4`, ...) of an enum; when it gives none, decoding fails with
/// [`ErrorKind::UnknownEnum`]. A class among the parameter types can only be `System.Type`.
pub fn decode<'a>(
    value: &'a [u8],
    constructor: &MethodSig,
    underlying: &mut dyn FnMut(&EnumType<'_>) -> Option<u8>,
) -> Result<CustomAttribute<'a>> {
    let mut attribute = CustomAttribute {
        fixed: Vec::new(),
        named: Vec::new(),
    };
    if value.is_empty() && constructor.params.is_empty() {
        return Ok(attribute);
    }
    let mut d = Decoder {
        r: Reader::new(value),
        underlying,
    };
    let prolog = d.r.u16()?;
    if prolog != PROLOG {
        return fail(ErrorKind::BadAttributeProlog(prolog), 0);
    }
    for param in &constructor.params {
        let ty = d.param_type(param, 0)?;
        attribute.fixed.push(d.value(&ty, 0)?);
    }
    // Old compilers leave out the count when it is zero.
    let count = if d.r.is_empty() { 0 } else { d.r.u16()? };
    for _ in 0..count {
        let offset = d.r.offset();
        let kind = d.r.u8()?;
        if kind != FIELD && kind != PROPERTY {
            return fail(ErrorKind::BadNamedArgument(kind), offset);
        }
        let ty = d.written_type(0)?;
        let name = d.r.ser_string()?.unwrap_or_default();
        let value = d.value(&ty, 0)?;
        attribute.named.push(NamedArgument {
            is_property: kind == PROPERTY,
            ty,
            name,
            value,
        });
    }
    Ok(attribute)
}

struct Decoder<'a, 'f> {
    r: Reader<'a>,
    underlying: &'f mut dyn FnMut(&EnumType<'_>) -> Option<u8>,
}

impl<'a> Decoder<'a, '_> {
    fn enum_type(&mut self, ty: EnumType<'a>) -> Result<AttributeType<'a>> {
        match (self.underlying)(&ty) {
            Some(element @ element::BOOLEAN..=element::R8) => Ok(AttributeType::Enum(ty, element)),
            Some(_) | None => fail(ErrorKind::UnknownEnum, self.r.offset()),
        }
    }

    /// The type that the constructor declares.
    fn param_type(&mut self, ty: &SigType, depth: u32) -> Result<AttributeType<'a>> {
        Ok(AttributeType::Simple(match ty {
            SigType::Boolean => element::BOOLEAN,
            SigType::Char => element::CHAR,
            SigType::I1 => element::I1,
            SigType::U1 => element::U1,
            SigType::I2 => element::I2,
            SigType::U2 => element::U2,
            SigType::I4 => element::I4,
            SigType::U4 => element::U4,
            SigType::I8 => element::I8,
            SigType::U8 => element::U8,
            SigType::R4 => element::R4,
            SigType::R8 => element::R8,
            SigType::String => element::STRING,
            SigType::Object => element::OBJECT,
            SigType::Class(_) => element::TYPE,
            SigType::ValueType(_) => return self.enum_type(EnumType::Sig(ty.clone())),
            SigType::GenericInst { ty: definition, .. }
                if matches!(**definition, SigType::ValueType(_)) =>
            {
                return self.enum_type(EnumType::Sig(ty.clone()));
            }
            SigType::SzArray(item) if depth < MAX_DEPTH => {
                return Ok(AttributeType::SzArray(Box::new(
                    self.param_type(item, depth + 1)?,
                )));
            }
            SigType::Modified { ty, .. } if depth < MAX_DEPTH => {
                return self.param_type(ty, depth + 1);
            }
            _ => return fail(ErrorKind::BadElementType(0), self.r.offset()),
        }))
    }

    /// A type written in the value: `FieldOrPropType`.
    fn written_type(&mut self, depth: u32) -> Result<AttributeType<'a>> {
        let offset = self.r.offset();
        match self.r.u8()? {
            element @ (element::BOOLEAN..=element::STRING | element::TYPE) => {
                Ok(AttributeType::Simple(element))
            }
            element::BOXED => Ok(AttributeType::Simple(element::OBJECT)),
            element::ENUM => {
                let name = self.r.ser_string()?.unwrap_or_default();
                self.enum_type(EnumType::Name(name))
            }
            element::SZARRAY if depth < MAX_DEPTH => Ok(AttributeType::SzArray(Box::new(
                self.written_type(depth + 1)?,
            ))),
            element::SZARRAY => fail(ErrorKind::TooDeep, offset),
            other => fail(ErrorKind::BadElementType(other), offset),
        }
    }

    fn value(&mut self, ty: &AttributeType<'a>, depth: u32) -> Result<Value<'a>> {
        if depth > MAX_DEPTH {
            return fail(ErrorKind::TooDeep, self.r.offset());
        }
        match ty {
            AttributeType::Simple(element::OBJECT) => {
                let ty = self.written_type(depth)?;
                self.value(&ty, depth + 1)
            }
            AttributeType::Simple(element) => self.simple(*element),
            AttributeType::Enum(ty, element) => {
                Ok(Value::Enum(ty.clone(), Box::new(self.simple(*element)?)))
            }
            AttributeType::SzArray(item) => {
                let count = self.r.u32()?;
                let items = if count == NULL_ARRAY {
                    None
                } else {
                    let mut items =
                        Vec::with_capacity((count as usize).min(self.r.remaining()).min(32));
                    for _ in 0..count {
                        items.push(self.value(item, depth + 1)?);
                    }
                    Some(items)
                };
                Ok(Value::Array((**item).clone(), items))
            }
        }
    }

    fn simple(&mut self, element: u8) -> Result<Value<'a>> {
        let r = &mut self.r;
        Ok(match element {
            element::BOOLEAN => Value::Boolean(r.u8()? != 0),
            element::CHAR => Value::Char(r.u16()?),
            element::I1 => Value::I1(r.u8()? as i8),
            element::U1 => Value::U1(r.u8()?),
            element::I2 => Value::I2(r.u16()? as i16),
            element::U2 => Value::U2(r.u16()?),
            element::I4 => Value::I4(r.u32()? as i32),
            element::U4 => Value::U4(r.u32()?),
            element::I8 => Value::I8(r.u64()? as i64),
            element::U8 => Value::U8(r.u64()?),
            element::R4 => Value::R4(f32::from_bits(r.u32()?)),
            element::R8 => Value::R8(f64::from_bits(r.u64()?)),
            element::STRING => Value::String(r.ser_string()?),
            element::TYPE => Value::Type(r.ser_string()?),
            other => return fail(ErrorKind::BadElementType(other), r.offset()),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::vec;

    use super::*;
    use crate::sig::call_conv;
    use crate::tables::{Table, Token};

    fn constructor(params: Vec<SigType>) -> MethodSig {
        MethodSig {
            has_this: true,
            explicit_this: false,
            call_conv: call_conv::DEFAULT,
            generic_params: 0,
            ret: SigType::Void,
            params,
            sentinel: None,
        }
    }

    #[test]
    fn fixed_arguments() {
        let enum_type = SigType::ValueType(Token::new(Table::TypeRef, 1));
        let ctor = constructor(vec![
            SigType::I4,
            SigType::String,
            SigType::Class(Token::new(Table::TypeRef, 2)),
            enum_type.clone(),
            SigType::SzArray(Box::new(SigType::U1)),
            SigType::Object,
            SigType::SzArray(Box::new(SigType::Object)),
        ]);
        let mut blob = vec![
            1, 0, 0xFE, 0xFF, 0xFF, 0xFF, 2, b'h', b'i', 0xFF, 7, 2, 0, 0, 0, 8, 9,
        ];
        blob.extend([0x0E, 1, b'x']);
        blob.extend([0xFF, 0xFF, 0xFF, 0xFF, 0, 0]);
        let a = decode(&blob, &ctor, &mut |t| {
            (*t == EnumType::Sig(enum_type.clone())).then_some(element::U1)
        })
        .unwrap();
        assert_eq!(a.fixed[0], Value::I4(-2));
        assert_eq!(a.fixed[1].as_str(), Some("hi"));
        assert_eq!(a.fixed[2], Value::Type(None));
        assert_eq!(a.fixed[3].as_i64(), Some(7));
        assert_eq!(
            a.fixed[4],
            Value::Array(
                AttributeType::Simple(element::U1),
                Some(vec![Value::U1(8), Value::U1(9)])
            )
        );
        assert_eq!(a.fixed[5], Value::String(Some("x")));
        assert_eq!(
            a.fixed[6],
            Value::Array(AttributeType::Simple(element::OBJECT), None)
        );
    }

    #[test]
    fn named_arguments() {
        let mut blob = vec![1, 0, 2, 0, FIELD, element::ENUM, 3];
        blob.extend(b"N.E\x01F\x05\x00");
        blob.extend([
            PROPERTY,
            element::BOXED,
            1,
            b'P',
            element::SZARRAY,
            element::CHAR,
            1,
            0,
            0,
            0,
            b'c',
            0,
        ]);
        let a = decode(&blob, &constructor(vec![]), &mut |t| {
            (*t == EnumType::Name("N.E")).then_some(element::I2)
        })
        .unwrap();
        assert_eq!(a.get("F").unwrap().as_i64(), Some(5));
        assert!(!a.named[0].is_property && a.named[1].is_property);
        assert_eq!(
            a.get("P"),
            Some(&Value::Array(
                AttributeType::Simple(element::CHAR),
                Some(vec![Value::Char(99)])
            ))
        );
    }

    #[test]
    fn malformed() {
        let kind = |blob: &[u8], params: Vec<SigType>| {
            decode(blob, &constructor(params), &mut |_| None)
                .unwrap_err()
                .kind
        };
        assert!(decode(&[], &constructor(vec![]), &mut |_| None).is_ok());
        assert_eq!(kind(&[2, 0], vec![]), ErrorKind::BadAttributeProlog(2));
        assert_eq!(
            kind(&[1, 0, 5], vec![SigType::ValueType(Token(1))]),
            ErrorKind::UnknownEnum
        );
        assert_eq!(
            kind(&[1, 0, 1, 0, 0x99], vec![]),
            ErrorKind::BadNamedArgument(0x99)
        );
        let mut deep = vec![1, 0, 1, 0, FIELD];
        deep.extend([element::SZARRAY; 500]);
        assert_eq!(kind(&deep, vec![]), ErrorKind::TooDeep);
        let mut deep = vec![1, 0];
        deep.extend([element::BOXED; 500]);
        assert_eq!(kind(&deep, vec![SigType::Object]), ErrorKind::TooDeep);
        let huge = [1, 0, 0xFE, 0xFF, 0xFF, 0xFF];
        assert_eq!(
            kind(&huge, vec![SigType::SzArray(Box::new(SigType::U1))]),
            ErrorKind::UnexpectedEnd
        );
    }
}
