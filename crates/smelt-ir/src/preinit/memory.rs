//! The memory of an evaluation: objects of bytes and pointers between them.

use crate::Mem;
use smelt_types::TypeSystem;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Why an evaluation ends without a result.
#[derive(Debug)]
pub struct Abort(pub String);

pub type Result<T> = std::result::Result<T, Abort>;

pub fn abort<T>(why: impl Into<String>) -> Result<T> {
    Err(Abort(why.into()))
}

impl From<smelt_types::TypeError> for Abort {
    fn from(e: smelt_types::TypeError) -> Abort {
        Abort(e.to_string())
    }
}

/// An object of the evaluation.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ObjectId(pub u32);

/// A pointer-sized value.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Word {
    Int(u64),
    Ptr(ObjectId, i64),
}

pub const NULL: Word = Word::Int(0);

/// A value of the IR.
#[derive(Clone, Debug)]
pub enum Val {
    I32(i32),
    F32(f32),
    F64(f64),
    /// `Kind::I64`, `Kind::Ref`, `Kind::ByRef`.
    Word(Word),
    Struct(Rc<Bytes>),
}

impl Val {
    pub fn word(&self) -> Result<Word> {
        match self {
            Val::Word(w) => Ok(*w),
            // Native integers of 32 bits don't exist; addresses made of them do in odd IL.
            _ => abort("a number where an address is expected"),
        }
    }
    pub fn i32(&self) -> Result<i32> {
        match self {
            Val::I32(v) => Ok(*v),
            Val::Word(Word::Int(v)) => Ok(*v as i32),
            _ => abort("an address where a number is expected"),
        }
    }
    /// An index or size.
    pub fn i64(&self) -> Result<i64> {
        match self {
            Val::I32(v) => Ok(i64::from(*v)),
            Val::Word(Word::Int(v)) => Ok(*v as i64),
            _ => abort("an address where a number is expected"),
        }
    }
}

/// Bytes with pointers in between.
#[derive(Clone, Default, Debug, PartialEq)]
pub struct Bytes {
    pub data: Vec<u8>,
    /// By offset; their bytes in `data` are zero.
    pub pointers: BTreeMap<u32, (ObjectId, i64)>,
}

const POINTER: u32 = 8;

impl Bytes {
    pub fn zeroed(size: u32) -> Bytes {
        Bytes {
            data: vec![0; size as usize],
            pointers: BTreeMap::new(),
        }
    }

    pub fn len(&self) -> u32 {
        self.data.len() as u32
    }

    fn check(&self, at: u32, size: u32) -> Result<()> {
        match u64::from(at) + u64::from(size) <= self.data.len() as u64 {
            true => Ok(()),
            false => abort("an access outside of an object"),
        }
    }

    /// Pointers that touch the range; an error if one lies half in it.
    fn touched(&self, at: u32, size: u32) -> Result<Vec<u32>> {
        if self.pointers.is_empty() {
            return Ok(Vec::new());
        }
        let from = at.saturating_sub(POINTER - 1);
        let keys: Vec<u32> = self
            .pointers
            .range(from..at + size)
            .map(|(&k, _)| k)
            .collect();
        match keys.iter().all(|&k| k >= at && k + POINTER <= at + size) {
            true => Ok(keys),
            false => abort("a part of an address"),
        }
    }

    pub fn int(&self, at: u32, size: u32) -> Result<u64> {
        self.check(at, size)?;
        if !self.touched(at, size)?.is_empty() {
            return abort("an address where a number is expected");
        }
        let mut b = [0; 8];
        b[..size as usize].copy_from_slice(&self.data[at as usize..(at + size) as usize]);
        Ok(u64::from_le_bytes(b))
    }

    pub fn set_int(&mut self, at: u32, size: u32, v: u64) -> Result<()> {
        self.check(at, size)?;
        for k in self.touched(at, size)? {
            self.pointers.remove(&k);
        }
        let bytes = &v.to_le_bytes()[..size as usize];
        self.data[at as usize..(at + size) as usize].copy_from_slice(bytes);
        Ok(())
    }

    pub fn word(&self, at: u32) -> Result<Word> {
        if let Some(&(to, offset)) = self.pointers.get(&at) {
            return Ok(Word::Ptr(to, offset));
        }
        self.int(at, POINTER).map(Word::Int)
    }

    pub fn set_word(&mut self, at: u32, w: Word) -> Result<()> {
        match w {
            Word::Int(v) => self.set_int(at, POINTER, v),
            Word::Ptr(to, offset) => {
                self.set_int(at, POINTER, 0)?;
                self.pointers.insert(at, (to, offset));
                Ok(())
            }
        }
    }

    pub fn slice(&self, at: u32, size: u32) -> Result<Bytes> {
        self.check(at, size)?;
        let keys = self.touched(at, size)?;
        Ok(Bytes {
            data: self.data[at as usize..(at + size) as usize].to_vec(),
            pointers: keys
                .into_iter()
                .map(|k| (k - at, self.pointers[&k]))
                .collect(),
        })
    }

    pub fn set_slice(&mut self, at: u32, from: &Bytes) -> Result<()> {
        let size = from.len();
        self.check(at, size)?;
        for k in self.touched(at, size)? {
            self.pointers.remove(&k);
        }
        self.data[at as usize..(at + size) as usize].copy_from_slice(&from.data);
        self.pointers
            .extend(from.pointers.iter().map(|(&k, &p)| (k + at, p)));
        Ok(())
    }

    /// A value of memory type `mem` at an offset.
    pub fn load(&self, ts: &TypeSystem, at: u32, mem: Mem) -> Result<Val> {
        Ok(match mem {
            Mem::I8 => Val::I32(self.int(at, 1)? as i8 as i32),
            Mem::U8 => Val::I32(self.int(at, 1)? as i32),
            Mem::I16 => Val::I32(self.int(at, 2)? as i16 as i32),
            Mem::U16 => Val::I32(self.int(at, 2)? as i32),
            Mem::I32 => Val::I32(self.int(at, 4)? as i32),
            Mem::F32 => Val::F32(f32::from_bits(self.int(at, 4)? as u32)),
            Mem::F64 => Val::F64(f64::from_bits(self.int(at, 8)?)),
            Mem::I64 | Mem::Ref | Mem::ByRef => Val::Word(self.word(at)?),
            Mem::Struct(t) => Val::Struct(Rc::new(self.slice(at, ts.size_of(t)?)?)),
        })
    }

    pub fn store(&mut self, at: u32, mem: Mem, v: &Val) -> Result<()> {
        match (mem, v) {
            (Mem::Struct(_), Val::Struct(b)) => self.set_slice(at, b),
            (Mem::F32, Val::F32(f)) => self.set_int(at, 4, u64::from(f.to_bits())),
            (Mem::F64, Val::F64(f)) => self.set_int(at, 8, f.to_bits()),
            (Mem::I64 | Mem::Ref | Mem::ByRef, Val::Word(w)) => self.set_word(at, *w),
            (Mem::I8 | Mem::U8, v) => self.set_int(at, 1, v.i32()? as u64),
            (Mem::I16 | Mem::U16, v) => self.set_int(at, 2, v.i32()? as u64),
            (Mem::I32, v) => self.set_int(at, 4, v.i32()? as u64),
            _ => abort("a value of another kind than its place"),
        }
    }
}

pub fn mem_size(ts: &TypeSystem, mem: Mem) -> Result<u32> {
    Ok(match mem {
        Mem::I8 | Mem::U8 => 1,
        Mem::I16 | Mem::U16 => 2,
        Mem::I32 | Mem::F32 => 4,
        Mem::I64 | Mem::F64 | Mem::Ref | Mem::ByRef => 8,
        Mem::Struct(t) => ts.size_of(t)?,
    })
}
