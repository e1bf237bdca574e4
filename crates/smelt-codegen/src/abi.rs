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
    /// Arguments that don't fit in registers travel in the thread record, see [`crate::tail`].
    pub memory: bool,
}

/// Where one LLVM-level argument travels.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    Register,
    /// At that offset of the thread record.
    Memory(u32),
    /// A struct by value at that offset of the thread record.
    Copy {
        at: u32,
        size: u32,
    },
}

/// What decides where arguments travel: for each a class, or the size of a struct that has none.
pub(crate) type Shape = Vec<ArgClass>;

/// Register class of one LLVM-level argument.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum ArgClass {
    Int,
    Sse,
    /// A struct passed by address, of that size.
    Struct(u32),
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
            memory: false,
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

    /// Classes of the arguments as LLVM passes them.
    pub fn shape(&self) -> Shape {
        let class = |p: Piece| match p {
            Piece::F32 | Piece::F64 | Piece::F32x2 => ArgClass::Sse,
            Piece::Int(_) | Piece::Ptr => ArgClass::Int,
        };
        let mut shape = Vec::with_capacity(self.params.len() + 2);
        if self.sret().is_some() {
            shape.push(ArgClass::Int);
        }
        for p in &self.params {
            match p.pass {
                Pass::Scalar(Mem::F32 | Mem::F64) => shape.push(ArgClass::Sse),
                Pass::Scalar(_) => shape.push(ArgClass::Int),
                Pass::Pieces(a, b) => {
                    shape.push(class(a));
                    shape.extend(b.map(class));
                }
                Pass::Address | Pass::ByVal => shape.push(ArgClass::Struct(p.size)),
            }
        }
        if self.context {
            shape.push(ArgClass::Int);
        }
        shape
    }

    /// Where the arguments travel if those beyond the registers (psABI 3.2.3) go to the thread record, and the bytes needed there.
    fn memory_places(&self) -> (Vec<Place>, u32) {
        let (mut ints, mut sses, mut end) = (6u32, 8u32, 0u32);
        let mut reserve = |size: u32| {
            let at = smelt_abi::thread::ARGUMENTS + end;
            end += size.next_multiple_of(8);
            at
        };
        let mut register = |left: &mut u32| match left.checked_sub(1) {
            Some(rest) => {
                *left = rest;
                Place::Register
            }
            None => Place::Memory(reserve(8)),
        };
        let mut places = Vec::new();
        let shape = self.shape();
        for class in &shape {
            places.push(match class {
                ArgClass::Int => register(&mut ints),
                ArgClass::Sse => register(&mut sses),
                ArgClass::Struct(_) => Place::Register,
            });
        }
        for (place, class) in places.iter_mut().zip(&shape) {
            if let &ArgClass::Struct(size) = class {
                *place = Place::Copy {
                    at: reserve(size),
                    size,
                };
            }
        }
        (places, end)
    }

    pub fn exceeds_registers(&self) -> bool {
        self.memory_size() > 0
    }

    /// Bytes of the thread record that the arguments take if those beyond the registers travel there.
    pub fn memory_size(&self) -> u32 {
        self.memory_places().1
    }

    /// Places of the LLVM-level arguments.
    pub fn places(&self) -> Vec<Place> {
        let (places, _) = self.memory_places();
        if self.memory {
            places
        } else {
            vec![Place::Register; places.len()]
        }
    }

    pub fn llvm_type<'c>(&self, u: &Unit<'c, '_>) -> FunctionType<'c> {
        let all = self.llvm_params(u);
        let params: Vec<BasicMetadataTypeEnum> = all
            .into_iter()
            .zip(self.places())
            .filter(|(_, place)| *place == Place::Register)
            .map(|(ty, _)| ty.into())
            .collect();
        match self.ret_type(u) {
            Some(t) => t.fn_type(&params, false),
            None => u.cx.void_type().fn_type(&params, false),
        }
    }

    /// Types of the arguments, wherever they travel.
    pub fn llvm_params<'c>(&self, u: &Unit<'c, '_>) -> Vec<BasicTypeEnum<'c>> {
        let mut params: Vec<BasicTypeEnum> = Vec::new();
        if self.sret().is_some() {
            params.push(u.t.ptr.into());
        }
        for p in &self.params {
            match p.pass {
                Pass::Scalar(m) => params.push(u.scalar_type(kind_of_mem(m))),
                Pass::Pieces(a, b) => {
                    params.push(u.piece_type(a));
                    if let Some(b) = b {
                        params.push(u.piece_type(b));
                    }
                }
                Pass::Address | Pass::ByVal => params.push(u.t.ptr.into()),
            }
        }
        if self.context {
            params.push(u.t.i64.into());
        }
        params
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
