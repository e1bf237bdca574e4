//! How values cross calls: classification of parameters and results into LLVM types.
//!
//! Managed and native calls both use the C convention. Structs of up to 16 bytes travel in up to two registers, one per eightbyte, with the
//! classes of the System V x86-64 psABI (3.2.3). The difference is in what does not fit: managed code passes the address of a copy that the
//! callee owns, native code a copy in the argument area (`byval`).

use crate::module::Unit;
use crate::{Result, bad_ir};
use inkwell::types::{BasicMetadataTypeEnum, BasicType, BasicTypeEnum, FunctionType};
use smelt_ir::{Kind, Mem};
use smelt_types::{Sig, TypeId, TypeKind, TypeSystem, ValueClass};

/// One register's worth.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    Int(u32),
    Ptr,
    F32,
    F64,
    F32x2,
}

/// How one parameter is passed.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Pass {
    /// A scalar of that memory type.
    Scalar(Mem),
    /// A struct in registers: one piece per eightbyte.
    Pieces(Piece, Option<Piece>),
    /// A struct by the address of a copy that the callee owns.
    Address,
    /// A struct copied to the argument area (native convention).
    ByVal,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Param {
    pub pass: Pass,
    /// Struct types only.
    pub ty: Option<TypeId>,
    pub size: u32,
    pub align: u32,
}

/// A signature as LLVM sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FnAbi {
    pub params: Vec<Param>,
    /// `None`: void. `Pass::Address`: the caller passes the address of the result first.
    pub ret: Option<Param>,
    /// A hidden generic context comes last.
    pub context: bool,
    pub native: bool,
    /// The first parameter comes in the static chain register.
    pub nest: bool,
}

/// Memory type of a value of type `ty`; `None` for void.
pub(crate) fn mem_of(ts: &TypeSystem, ty: TypeId) -> Option<Mem> {
    Some(match ts.value_class(ty) {
        ValueClass::Void => return None,
        ValueClass::Int { size, signed } => match (size, signed) {
            (1, true) => Mem::I8,
            (1, false) => Mem::U8,
            (2, true) => Mem::I16,
            (2, false) => Mem::U16,
            (4, _) => Mem::I32,
            _ => Mem::I64,
        },
        ValueClass::F32 => Mem::F32,
        ValueClass::F64 => Mem::F64,
        ValueClass::Ref => Mem::Ref,
        ValueClass::ByRef => Mem::ByRef,
        ValueClass::Struct => Mem::Struct(ty),
    })
}

pub(crate) fn mem_of_kind(kind: Kind) -> Mem {
    match kind {
        Kind::I32 => Mem::I32,
        Kind::I64 => Mem::I64,
        Kind::F32 => Mem::F32,
        Kind::F64 => Mem::F64,
        Kind::Ref => Mem::Ref,
        Kind::ByRef => Mem::ByRef,
        Kind::Struct(t) => Mem::Struct(t),
    }
}

pub(crate) fn kind_of_mem(mem: Mem) -> Kind {
    match mem {
        Mem::I8 | Mem::U8 | Mem::I16 | Mem::U16 | Mem::I32 => Kind::I32,
        Mem::I64 => Kind::I64,
        Mem::F32 => Kind::F32,
        Mem::F64 => Kind::F64,
        Mem::Ref => Kind::Ref,
        Mem::ByRef => Kind::ByRef,
        Mem::Struct(t) => Kind::Struct(t),
    }
}

#[derive(Copy, Clone, PartialEq)]
enum Leaf {
    Int,
    Ptr,
    F32,
    F64,
}

/// Scalars inside a struct: (offset, size, class).
fn leaves(ts: &TypeSystem, ty: TypeId, base: u32, out: &mut Vec<(u32, u32, Leaf)>) -> Result<()> {
    for &(field, offset) in ts.layout(ty)?.fields.iter() {
        let fty = ts.field_type(field)?;
        let at = base + offset;
        match ts.value_class(fty) {
            ValueClass::Void => {}
            ValueClass::Int { size, .. } => {
                // Native pointers stay pointers, so that LLVM sees no int/ptr round trip.
                let pointer = matches!(ts.kind(fty), TypeKind::Ptr(_) | TypeKind::FnPtr(_));
                out.push((
                    at,
                    u32::from(size),
                    if pointer { Leaf::Ptr } else { Leaf::Int },
                ));
            }
            ValueClass::F32 => out.push((at, 4, Leaf::F32)),
            ValueClass::F64 => out.push((at, 8, Leaf::F64)),
            ValueClass::Ref | ValueClass::ByRef => out.push((at, 8, Leaf::Ptr)),
            ValueClass::Struct => leaves(ts, fty, at, out)?,
        }
        if out.len() > 32 {
            break; // bytes in an explicit layout; more does not change the class
        }
    }
    Ok(())
}

/// Register pieces of a struct, or `None` when it goes through memory.
fn pieces(ts: &TypeSystem, ty: TypeId) -> Result<Option<(Piece, Option<Piece>)>> {
    let layout = ts.layout(ty)?;
    let size = layout.size;
    if size == 0 || size > 16 {
        return Ok(None);
    }
    let mut fields = Vec::new();
    leaves(ts, ty, 0, &mut fields)?;
    if fields.iter().any(|&(at, size, _)| at % size != 0) {
        return Ok(None);
    }
    // Trailing bytes that are only padding need not travel; those of a fixed buffer, an inline array or an explicit size must.
    let end = fields.iter().map(|f| f.0 + f.1).max().unwrap_or(0);
    let end = if end.next_multiple_of(layout.align.max(1)) == size {
        end
    } else {
        size
    };
    let piece = |lo: u32| -> Piece {
        let hi = end.clamp(lo + 1, lo + 8);
        let mut inside = fields.iter().filter(|f| f.0 >= lo && f.0 < lo + 8);
        let (first, second, third) = (inside.next(), inside.next(), inside.next());
        match (first, second, third) {
            (Some(&(at, 8, Leaf::Ptr)), None, None) if at == lo => Piece::Ptr,
            (Some(&(at, 8, Leaf::F64)), None, None) if at == lo => Piece::F64,
            (Some(&(at, _, Leaf::F32)), None, None) if at == lo => {
                if hi - lo <= 4 {
                    Piece::F32
                } else {
                    Piece::F64
                }
            }
            (Some(&(a, _, Leaf::F32)), Some(&(b, _, Leaf::F32)), None) if a != b => Piece::F32x2,
            _ => {
                let bytes = hi - lo;
                let round = bytes.next_power_of_two();
                Piece::Int(if lo + round <= size { round } else { bytes } * 8)
            }
        }
    };
    Ok(Some((piece(0), (size > 8).then(|| piece(8)))))
}

fn param(ts: &TypeSystem, mem: Mem) -> Result<Param> {
    let Mem::Struct(ty) = mem else {
        return Ok(Param {
            pass: Pass::Scalar(mem),
            ty: None,
            size: 8,
            align: 8,
        });
    };
    let (size, align) = (ts.size_of(ty)?, ts.align_of(ty)?);
    let pass = match pieces(ts, ty)? {
        Some((a, b)) => Pass::Pieces(a, b),
        None => Pass::Address,
    };
    Ok(Param {
        pass,
        ty: Some(ty),
        size,
        align,
    })
}

impl FnAbi {
    pub fn new(
        ts: &TypeSystem,
        params: &[Mem],
        ret: Option<Mem>,
        context: bool,
        native: bool,
    ) -> Result<FnAbi> {
        let mut abi = FnAbi {
            params: params
                .iter()
                .map(|&m| param(ts, m))
                .collect::<Result<_>>()?,
            ret: ret.map(|m| param(ts, m)).transpose()?,
            context,
            native,
            nest: false,
        };
        if native {
            abi.assign_registers();
        }
        Ok(abi)
    }

    /// Puts a parameter in the static chain register before all others.
    pub fn add_chain(&mut self, ts: &TypeSystem, mem: Mem) -> Result<()> {
        self.params.insert(0, param(ts, mem)?);
        self.nest = true;
        Ok(())
    }

    /// A struct travels in registers only if all its pieces get one (psABI 3.2.3, "if there are no registers available for any eightbyte").
    fn assign_registers(&mut self) {
        let (mut ints, mut sses) = (6u32, 8u32);
        if matches!(
            self.ret,
            Some(Param {
                pass: Pass::Address,
                ..
            })
        ) {
            ints -= 1;
        }
        let sse = |p: Piece| u32::from(matches!(p, Piece::F32 | Piece::F64 | Piece::F32x2));
        for p in &mut self.params {
            match p.pass {
                Pass::Scalar(Mem::F32 | Mem::F64) => sses = sses.saturating_sub(1),
                Pass::Scalar(_) => ints = ints.saturating_sub(1),
                Pass::Pieces(a, b) => {
                    let s = sse(a) + b.map_or(0, sse);
                    let i = 1 + u32::from(b.is_some()) - s;
                    if s <= sses && i <= ints {
                        sses -= s;
                        ints -= i;
                    } else {
                        p.pass = Pass::ByVal;
                    }
                }
                Pass::Address => p.pass = Pass::ByVal,
                Pass::ByVal => {}
            }
        }
    }

    /// Of a resolved signature. `this`: memory type of the receiver, if any.
    pub fn of_sig(ts: &TypeSystem, sig: &Sig, this: Option<Mem>, native: bool) -> Result<FnAbi> {
        let mut params: Vec<Mem> = this.into_iter().collect();
        for &p in sig.params.iter() {
            match mem_of(ts, p) {
                Some(m) => params.push(m),
                None => return bad_ir("parameter of type void"),
            }
        }
        FnAbi::new(ts, &params, mem_of(ts, sig.ret), false, native)
    }

    pub fn sret(&self) -> Option<&Param> {
        self.ret
            .as_ref()
            .filter(|p| matches!(p.pass, Pass::Address | Pass::ByVal))
    }

    /// Parameters in the argument area, with their LLVM index.
    pub fn byval_params(&self) -> Vec<(u32, Param)> {
        let mut at = u32::from(self.sret().is_some());
        let mut out = Vec::new();
        for p in &self.params {
            if p.pass == Pass::ByVal {
                out.push((at, *p));
            }
            at += match p.pass {
                Pass::Pieces(_, Some(_)) => 2,
                _ => 1,
            };
        }
        out
    }

    pub fn llvm_type<'c>(&self, u: &Unit<'c, '_>) -> FunctionType<'c> {
        let mut params: Vec<BasicMetadataTypeEnum> = Vec::new();
        if self.sret().is_some() {
            params.push(u.t.ptr.into());
        }
        for p in &self.params {
            match p.pass {
                Pass::Scalar(m) => params.push(u.scalar_type(kind_of_mem(m)).into()),
                Pass::Pieces(a, b) => {
                    params.push(u.piece_type(a).into());
                    if let Some(b) = b {
                        params.push(u.piece_type(b).into());
                    }
                }
                Pass::Address | Pass::ByVal => params.push(u.t.ptr.into()),
            }
        }
        if self.context {
            params.push(u.t.i64.into());
        }
        match self.ret_type(u) {
            Some(t) => t.fn_type(&params, false),
            None => u.cx.void_type().fn_type(&params, false),
        }
    }

    /// LLVM type of a result that comes back in registers.
    fn ret_type<'c>(&self, u: &Unit<'c, '_>) -> Option<BasicTypeEnum<'c>> {
        let ret = self.ret.as_ref()?;
        match ret.pass {
            Pass::Scalar(m) if self.native => Some(u.mem_type(m)),
            Pass::Scalar(m) => Some(u.scalar_type(kind_of_mem(m))),
            Pass::Pieces(a, None) => Some(u.piece_type(a)),
            Pass::Pieces(a, Some(b)) => Some(
                u.cx.struct_type(&[u.piece_type(a), u.piece_type(b)], false)
                    .into(),
            ),
            Pass::Address | Pass::ByVal => None,
        }
    }
}
