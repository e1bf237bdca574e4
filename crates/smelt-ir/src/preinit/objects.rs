//! Operations on objects and memory.

use super::arith;
use super::machine::{Frame, Machine, Source};
use super::memory::{Abort, Bytes, NULL, ObjectId, Result, Val, Word, abort, mem_size};
use super::{Block, Datum};
use crate::entity::{self, Entity};
use crate::*;
use smelt_abi::object;
use smelt_metadata::flags::field_attr;
use smelt_types::{MethodId, TypeId, TypeKind, WellKnown};

fn bytes_of(size: i64) -> Result<u32> {
    u32::try_from(size)
        .ok()
        .filter(|&n| n < 1 << 24)
        .ok_or_else(|| Abort("too much memory".into()))
}

impl Machine<'_, '_> {
    /// Initial bytes of something outside of the evaluation; empty where only the identity counts.
    pub fn content(&mut self, source: &Source) -> Result<Bytes> {
        Ok(match source {
            Source::Literal(text) => self.string_bytes(text)?,
            Source::Rva(field) => {
                let flags = self.ts.field_flags(*field) as u16;
                if flags & field_attr::INIT_ONLY == 0 {
                    return abort("data that may change");
                }
                Bytes {
                    data: self.ts.field_rva_data(*field)?.unwrap_or_default().to_vec(),
                    ..Bytes::default()
                }
            }
            _ => Bytes::default(),
        })
    }

    fn string_bytes(&mut self, text: &[u16]) -> Result<Bytes> {
        let mut b = Bytes::zeroed(object::STRING_CHARS + 2 * text.len() as u32 + 2);
        let mt = self.entity(Entity::Handle(self.well_known(WellKnown::String), true))?;
        b.set_word(0, mt)?;
        b.set_int(object::STRING_LENGTH, 4, text.len() as u64)?;
        for (i, c) in text.iter().enumerate() {
            b.set_int(object::STRING_CHARS + 2 * i as u32, 2, u64::from(*c))?;
        }
        Ok(b)
    }

    fn well_known(&self, w: WellKnown) -> TypeId {
        self.ts.well_known(w)
    }

    /// Exact class of an object.
    pub fn class_of(&self, object: Word) -> Result<TypeId> {
        let Word::Ptr(id, 0) = object else {
            return abort("a null reference");
        };
        Ok(match self.source(id) {
            Source::Heap(t) => *t,
            Source::Literal(_) => self.well_known(WellKnown::String),
            Source::Entity(Entity::TypeObject(_)) => self.well_known(WellKnown::RuntimeType),
            Source::Foreign { owner, index } => self.foreign(*owner, *index)?.0,
            _ => return abort("the class of an unknown object"),
        })
    }

    fn foreign(
        &self,
        owner: TypeId,
        index: u32,
    ) -> Result<(TypeId, std::sync::Arc<super::Preinitialised>)> {
        let of = self.preinit.of(owner);
        of.and_then(|of| Some((of.objects.get(index as usize)?.ty, of)))
            .ok_or_else(|| Abort("an object that isn't there".into()))
    }

    fn handle_type(&self, w: Word) -> Result<TypeId> {
        match w {
            Word::Ptr(id, 0) => match self.source(id) {
                Source::Handle(t) => Ok(*t),
                _ => abort("an unknown type handle"),
            },
            _ => abort("an unknown type handle"),
        }
    }

    // ---- memory

    /// Bytes at an address; of objects that other code may change only what never changes.
    fn read(&mut self, at: Word, size: u32) -> Result<Bytes> {
        let Word::Ptr(id, offset) = at else {
            return abort("a null reference");
        };
        let Ok(offset) = u32::try_from(offset) else {
            return abort("an access outside of an object");
        };
        match self.source(id).clone() {
            Source::ForeignStatics(t) => {
                if !self.is_readonly_static(t, offset, size)? {
                    return abort(format!("statics of {}", self.ts.type_name(t)));
                }
                if self.ts.class_ctor(t).is_none() {
                    return Ok(Bytes::zeroed(size));
                }
                self.require(t)?;
                let Some(of) = self.preinit.of(t) else {
                    return abort("statics that aren't there");
                };
                self.slice(&of.statics, offset, size)
            }
            Source::Foreign { owner, index } => {
                let (ty, of) = self.foreign(owner, index)?;
                if !self.never_changes(ty, offset, size)? {
                    return abort(format!("an object of {}", self.ts.type_name(owner)));
                }
                self.slice(&of.objects[index as usize].data, offset, size)
            }
            Source::Handle(_) | Source::Entity(_) => abort("data of the runtime"),
            _ => self.objects[id.0 as usize].bytes.slice(offset, size),
        }
    }

    fn slice(&mut self, d: &Datum, offset: u32, size: u32) -> Result<Bytes> {
        let (from, to) = (offset as usize, (offset + size) as usize);
        let Some(data) = d.bytes.get(from..to) else {
            return abort("an access outside of an object");
        };
        let mut b = Bytes {
            data: data.to_vec(),
            ..Bytes::default()
        };
        for (at, target) in &d.pointers {
            if *at >= offset && at + 8 <= offset + size {
                let id = self.target(target)?;
                b.pointers.insert(at - offset, (id, 0));
            } else if at + 8 > offset && *at < offset + size {
                return abort("a part of an address");
            }
        }
        Ok(b)
    }

    fn is_readonly_static(&self, t: TypeId, offset: u32, size: u32) -> Result<bool> {
        for &(field, at) in &self.ts.statics(t)?.fields {
            let Some(mem) = self.preinit.env.mem(self.ts.field_type(field)?) else {
                continue;
            };
            if offset >= at && offset + size <= at + mem_size(self.ts, mem)? {
                return Ok(self.ts.field_flags(field) as u16 & field_attr::INIT_ONLY != 0);
            }
        }
        Ok(false)
    }

    /// A part of an object that has the same value ever after its class's statics were made.
    fn never_changes(&self, ty: TypeId, offset: u32, size: u32) -> Result<bool> {
        let ts = self.ts;
        if ty == self.well_known(WellKnown::String) || ts.is_delegate(ty) {
            return Ok(true);
        }
        if ts.is_array(ty) {
            let rank = match ts.kind(ty) {
                TypeKind::Array { rank, .. } => 8 * rank,
                _ => 0,
            };
            return Ok(offset + size <= object::ARRAY_DATA + rank);
        }
        if ts.is_value_type(ty) {
            return Ok(false);
        }
        for class in ts.base_chain(ty) {
            for &(field, at) in &ts.layout(class)?.fields {
                let Some(mem) = self.preinit.env.mem(ts.field_type(field)?) else {
                    continue;
                };
                let at = at + object::FIELDS;
                if offset >= at && offset + size <= at + mem_size(ts, mem)? {
                    return Ok(ts.field_flags(field) as u16 & field_attr::INIT_ONLY != 0);
                }
            }
        }
        Ok(false)
    }

    /// The bytes behind an address that the evaluation may change.
    fn writable(&mut self, at: Word) -> Result<(&mut Bytes, u32)> {
        let Word::Ptr(id, offset) = at else {
            return abort("a null reference");
        };
        let Ok(offset) = u32::try_from(offset) else {
            return abort("an access outside of an object");
        };
        match self.source(id) {
            Source::Heap(_) | Source::Local | Source::Statics => {
                Ok((&mut self.objects[id.0 as usize].bytes, offset))
            }
            Source::ForeignStatics(t) => {
                let name = self.ts.type_name(*t);
                abort(format!("a store to a static of {name}"))
            }
            _ => abort("a store to another type's data"),
        }
    }

    fn load(&mut self, at: Word, mem: Mem) -> Result<Val> {
        if let Word::Ptr(id, offset) = at
            && let Source::Heap(_) | Source::Local | Source::Statics = self.source(id)
            && let Ok(offset) = u32::try_from(offset)
        {
            return self.objects[id.0 as usize].bytes.load(self.ts, offset, mem);
        }
        let size = mem_size(self.ts, mem)?;
        self.read(at, size)?.load(self.ts, 0, mem)
    }

    fn store(&mut self, at: Word, mem: Mem, v: &Val) -> Result<()> {
        let (bytes, offset) = self.writable(at)?;
        bytes.store(offset, mem, v)
    }

    fn add_offset(&self, at: Word, by: u64) -> Result<Word> {
        match at {
            Word::Ptr(id, offset) => Ok(Word::Ptr(id, offset.wrapping_add(by as i64))),
            Word::Int(_) => abort("a null reference"),
        }
    }

    // ---- objects

    fn new_object(&mut self, handle: Word) -> Result<Word> {
        let t = self.handle_type(handle)?;
        let ts = self.ts;
        if ts.is_shared_type(t)
            || ts.finalizer(t).is_some()
            || t == self.well_known(WellKnown::String)
        {
            return abort(format!("an object of {}", ts.type_name(t)));
        }
        let size = object::FIELDS + ts.layout(t)?.size;
        self.allocate(t, size)
    }

    fn allocate(&mut self, t: TypeId, size: u32) -> Result<Word> {
        let mt = self.entity(Entity::Handle(t, true))?;
        let id = self.add(Source::Heap(t), size.next_multiple_of(8))?;
        self.objects[id.0 as usize].bytes.set_word(0, mt)?;
        Ok(Word::Ptr(id, 0))
    }

    fn element(&self, array: TypeId) -> Result<(TypeId, Mem)> {
        let elem = self.ts.element_type(array);
        elem.and_then(|e| Some((e, self.preinit.env.mem(e)?)))
            .ok_or_else(|| Abort("an array of unknown elements".into()))
    }

    fn new_array(&mut self, handle: Word, header: u32, count: i64) -> Result<Word> {
        let t = self.handle_type(handle)?;
        let (_, mem) = self.element(t)?;
        let size = u64::from(mem_size(self.ts, mem)?)
            .checked_mul(u64::try_from(count).map_err(|_| Abort("a negative length".into()))?)
            .and_then(|n| u32::try_from(n).ok())
            .and_then(|n| n.checked_add(header))
            .filter(|&n| n < 1 << 24)
            .ok_or_else(|| Abort("too much memory".into()))?;
        let array = self.allocate(t, size)?;
        let length = self.add_offset(array, u64::from(object::ARRAY_LENGTH))?;
        self.store(length, Mem::I32, &Val::I32(count as i32))?;
        Ok(array)
    }

    fn element_address(&mut self, array: Word, index: &Val, elem: TypeId) -> Result<Word> {
        self.class_of(array)?;
        let length = self.load(
            self.add_offset(array, u64::from(object::ARRAY_LENGTH))?,
            Mem::I32,
        )?;
        let i = index.i64()?;
        if i < 0 || i >= i64::from(length.i32()?) {
            return abort("an index out of range");
        }
        let size = u64::from(self.element_size(elem)?);
        self.add_offset(array, u64::from(object::ARRAY_DATA) + i as u64 * size)
    }

    fn element_size(&self, elem: TypeId) -> Result<u32> {
        match self.preinit.env.mem(elem) {
            Some(mem) => mem_size(self.ts, mem),
            None => abort("an array of unknown elements"),
        }
    }

    fn element_mem(&self, elem: TypeId) -> Result<Mem> {
        self.preinit
            .env
            .mem(elem)
            .ok_or_else(|| Abort("an array of unknown elements".into()))
    }

    fn md_address(
        &mut self,
        array: Word,
        indices: &[Value],
        f: &Frame,
        elem: TypeId,
    ) -> Result<Word> {
        self.class_of(array)?;
        let rank = indices.len() as u32;
        let mut flat: i64 = 0;
        for (d, &i) in indices.iter().enumerate() {
            let bound = |n: u32| u64::from(object::ARRAY_DATA + 4 * n);
            let length = self.load(self.add_offset(array, bound(d as u32))?, Mem::I32)?;
            let low = self.load(self.add_offset(array, bound(rank + d as u32))?, Mem::I32)?;
            let (length, i) = (length.i32()?, f.val(i)?.i32()?.wrapping_sub(low.i32()?));
            if i < 0 || i >= length {
                return abort("an index out of range");
            }
            flat = flat * i64::from(length) + i64::from(i);
        }
        let size = u64::from(self.element_size(elem)?);
        self.add_offset(
            array,
            u64::from(object::ARRAY_DATA + 8 * rank) + flat as u64 * size,
        )
    }

    fn is_instance(&self, object: Word, handle: Word) -> Result<bool> {
        let (from, to) = (self.class_of(object)?, self.handle_type(handle)?);
        if self.ts.is_nullable(to) || matches!(self.source_of(object), Source::Entity(_)) {
            return abort("a cast");
        }
        Ok(self.ts.is_assignable(from, to))
    }

    fn source_of(&self, w: Word) -> &Source {
        match w {
            Word::Ptr(id, _) => self.source(id),
            Word::Int(_) => &Source::Local,
        }
    }

    fn check_element(&self, array: Word, handle: Option<Word>) -> Result<()> {
        let Some(handle) = handle else { return Ok(()) };
        let (elem, _) = self.element(self.class_of(array)?)?;
        match elem == self.handle_type(handle)? {
            true => Ok(()),
            false => abort("an array of another type"),
        }
    }

    pub fn object_op(&mut self, f: &mut Frame, op: &Op) -> Result<Option<Val>> {
        Ok(Some(match op {
            Op::Load { addr, mem, .. } => {
                let at = f.word(*addr)?;
                self.load(at, *mem)?
            }
            Op::Store {
                addr, value, mem, ..
            } => {
                self.store(f.word(*addr)?, *mem, f.val(*value)?)?;
                return Ok(None);
            }
            Op::FieldAddr { base, offset, .. } => {
                Val::Word(self.add_offset(f.word(*base)?, u64::from(*offset))?)
            }
            Op::NullCheck(v) => {
                if f.word(*v)? == NULL {
                    return abort("a null reference");
                }
                return Ok(None);
            }
            Op::InitBlock { addr, value, size } => {
                let (value, size) = (f.val(*value)?.i32()? as u8, self.block_size(f, *size)?);
                self.fill(f.word(*addr)?, value, size)?;
                return Ok(None);
            }
            Op::CopyBlock { dst, src, size } => {
                let size = self.block_size(f, *size)?;
                self.copy(f.word(*dst)?, f.word(*src)?, size)?;
                return Ok(None);
            }
            Op::LocAlloc { size, .. } => {
                let size = self.block_size(f, *size)?;
                Val::Word(Word::Ptr(self.add(Source::Local, size)?, 0))
            }
            Op::NewObject { handle, .. } => Val::Word(self.new_object(f.word(*handle)?)?),
            Op::NewArray { handle, len, .. } => {
                let n = f.val(*len)?.i64()?;
                Val::Word(self.new_array(f.word(*handle)?, object::ARRAY_DATA, n)?)
            }
            Op::NewMdArray {
                handle,
                lengths,
                lower_bounds: None,
                ..
            } => {
                let rank = lengths.len() as u32;
                let lengths: Vec<i32> = lengths
                    .iter()
                    .map(|&l| f.val(l)?.i32())
                    .collect::<Result<_>>()?;
                let count = lengths
                    .iter()
                    .try_fold(1i64, |n, &l| n.checked_mul(l.into()).filter(|_| l >= 0))
                    .ok_or_else(|| Abort("too much memory".into()))?;
                let header = object::ARRAY_DATA + 8 * rank;
                let array = self.new_array(f.word(*handle)?, header, count)?;
                for (d, &l) in lengths.iter().enumerate() {
                    let at =
                        self.add_offset(array, u64::from(object::ARRAY_DATA) + 4 * d as u64)?;
                    self.store(at, Mem::I32, &Val::I32(l))?;
                }
                Val::Word(array)
            }
            Op::Box { ty, handle, value } => {
                let t = self.handle_type(f.word(*handle)?)?;
                let mem = self.element_mem(*ty)?;
                let size = object::BOX_DATA + mem_size(self.ts, mem)?;
                let b = self.allocate(t, size)?;
                let at = self.add_offset(b, u64::from(object::BOX_DATA))?;
                self.store(at, mem, f.val(*value)?)?;
                Val::Word(b)
            }
            Op::Unbox { handle, object, .. } => {
                let (o, h) = (f.word(*object)?, f.word(*handle)?);
                if self.class_of(o)? != self.handle_type(h)? {
                    return abort("a box of another type");
                }
                Val::Word(self.add_offset(o, u64::from(object::BOX_DATA))?)
            }
            Op::IsInst { handle, object, .. } => {
                let (o, h) = (f.word(*object)?, f.word(*handle)?);
                Val::Word(match o == NULL || self.is_instance(o, h)? {
                    true => o,
                    false => NULL,
                })
            }
            Op::Cast { handle, object, .. } => {
                let (o, h) = (f.word(*object)?, f.word(*handle)?);
                if o != NULL && !self.is_instance(o, h)? {
                    return abort("an exception");
                }
                Val::Word(o)
            }
            Op::MethodTableOf(o) => {
                let t = self.class_of(f.word(*o)?)?;
                Val::Word(self.entity(Entity::Handle(t, false))?)
            }
            Op::ArrayLength(a) => {
                let a = f.word(*a)?;
                self.class_of(a)?;
                self.load(
                    self.add_offset(a, u64::from(object::ARRAY_LENGTH))?,
                    Mem::I32,
                )?
            }
            Op::ElemAddr {
                array,
                index,
                elem,
                exact_check,
            } => {
                let a = f.word(*array)?;
                self.check_element(a, exact_check.map(|h| f.word(h)).transpose()?)?;
                Val::Word(self.element_address(a, f.val(*index)?, *elem)?)
            }
            Op::LoadElem { array, index, elem } => {
                let at = self.element_address(f.word(*array)?, f.val(*index)?, *elem)?;
                self.load(at, self.element_mem(*elem)?)?
            }
            Op::StoreElem {
                array,
                index,
                value,
                elem,
                no_check,
            } => {
                let (a, v) = (f.word(*array)?, f.val(*value)?.clone());
                let at = self.element_address(a, f.val(*index)?, *elem)?;
                let mem = self.element_mem(*elem)?;
                if mem == Mem::Ref && !no_check && v.word()? != NULL {
                    let (of, _) = self.element(self.class_of(a)?)?;
                    if !self.ts.is_assignable(self.class_of(v.word()?)?, of) {
                        return abort("an exception");
                    }
                }
                self.store(at, mem, &v)?;
                return Ok(None);
            }
            Op::MdElemAddr {
                array,
                indices,
                elem,
                exact_check,
            } => {
                let a = f.word(*array)?;
                self.check_element(a, exact_check.map(|h| f.word(h)).transpose()?)?;
                Val::Word(self.md_address(a, indices, f, *elem)?)
            }
            Op::VirtualAddr { object, decl } => {
                let func = self.virtual_target(f.word(*object)?, *decl)?;
                Val::Word(self.entity(Entity::Func(func))?)
            }
            Op::DispatchAddr { object, selector } => {
                let selector = f.word(*selector)?;
                let func = self.dispatch_target(f.word(*object)?, selector)?;
                Val::Word(self.entity(Entity::Func(func))?)
            }
            other => {
                let name = format!("{other:?}");
                let end = name.find([' ', '(', '{']).unwrap_or(name.len());
                return abort(format!("the operation {}", &name[..end]));
            }
        }))
    }

    fn block_size(&self, f: &Frame, size: Value) -> Result<u32> {
        bytes_of(f.val(size)?.i64()?)
    }

    fn copy(&mut self, dst: Word, src: Word, size: u32) -> Result<()> {
        self.spend(size / 8)?;
        if size > 0 {
            let b = self.read(src, size)?;
            let (bytes, at) = self.writable(dst)?;
            bytes.set_slice(at, &b)?;
        }
        Ok(())
    }

    fn fill(&mut self, at: Word, value: u8, size: u32) -> Result<()> {
        self.spend(size / 8)?;
        if size > 0 {
            let b = Bytes {
                data: vec![value; size as usize],
                ..Bytes::default()
            };
            let (bytes, at) = self.writable(at)?;
            bytes.set_slice(at, &b)?;
        }
        Ok(())
    }

    /// One of CoreLib's loops over memory.
    pub fn block(&mut self, block: Block, args: &[Val]) -> Result<Option<Val>> {
        match (block, args) {
            (Block::Move, [dst, src, n]) => {
                self.copy(dst.word()?, src.word()?, bytes_of(n.i64()?)?)?;
                Ok(None)
            }
            (Block::Clear, [at, n]) => {
                self.fill(at.word()?, 0, bytes_of(n.i64()?)?)?;
                Ok(None)
            }
            (Block::ClearWords, [at, n]) => {
                let size = n.i64()?.saturating_mul(8);
                self.fill(at.word()?, 0, bytes_of(size)?)?;
                Ok(None)
            }
            (Block::Equal, [a, b, n]) => {
                let n = bytes_of(n.i64()?)?;
                self.spend(n / 8)?;
                if n == 0 {
                    return Ok(Some(Val::I32(1)));
                }
                let (a, b) = (self.read(a.word()?, n)?, self.read(b.word()?, n)?);
                if !a.pointers.is_empty() || !b.pointers.is_empty() {
                    return abort("a comparison of addresses");
                }
                Ok(Some(Val::I32(i32::from(a.data == b.data))))
            }
            _ => abort("a block operation with other arguments"),
        }
    }

    // ---- calls

    /// Code of a virtual slot of an object.
    pub fn virtual_target(&self, object: Word, decl: MethodId) -> Result<Func> {
        let (ts, t) = (self.ts, self.class_of(object)?);
        let owner = ts.method_owner(decl);
        let class = ts.base_chain(t).find(|&c| ts.canon_type(c) == owner);
        let (Some(class), Some(def)) = (class, ts.method_def(decl)) else {
            return abort("a virtual call on another class");
        };
        let target = ts.resolve_virtual(t, ts.method_on(def, class, &[]))?;
        if ts.is_abstract(target) {
            return abort("an abstract method");
        }
        Ok(entity::slot_func(ts, t, target))
    }

    pub fn dispatch_target(&self, object: Word, selector: Word) -> Result<Func> {
        let t = self.class_of(object)?;
        let Word::Ptr(id, 0) = selector else {
            return abort("an unknown interface method");
        };
        let Source::Entity(Entity::Selector(m)) = *self.source(id) else {
            return abort("an unknown interface method");
        };
        match entity::dispatch_target(self.ts, t, m)? {
            Some(f) => Ok(f),
            None => abort("an interface that the object lacks"),
        }
    }

    /// The few calls into the runtime that have a meaning here.
    pub fn vm_call(&mut self, symbol: &str, args: &[Val]) -> Result<Option<Val>> {
        match (symbol, args) {
            ("smelt_fc_String_FastAllocateString", [_, length]) => {
                let n = length.i64()?;
                if !(0..1 << 20).contains(&n) {
                    return abort("too much memory");
                }
                let size = object::STRING_CHARS + 2 * n as u32 + 2;
                let s = self.allocate(self.well_known(WellKnown::String), size)?;
                let length = self.add_offset(s, u64::from(object::STRING_LENGTH))?;
                self.store(length, Mem::I32, &Val::I32(n as i32))?;
                Ok(Some(Val::Word(s)))
            }
            _ => abort(format!("the runtime's {symbol}")),
        }
    }

    pub fn intrinsic(
        &mut self,
        i: Intrinsic,
        args: &[Val],
        kind: Option<Kind>,
    ) -> Result<Option<Val>> {
        use Intrinsic as I;
        let (mem, add) = match i {
            I::AtomicExchange(mem) => (mem, None),
            I::AtomicCompareExchange(mem) => {
                let [at, value, comparand] = args else {
                    return abort("an atomic operation");
                };
                let at = at.word()?;
                let old = self.load(at, mem)?;
                let distinct = |_: ObjectId, _: ObjectId| true;
                if arith::compare(Cond::Eq, &old, comparand, distinct)? {
                    self.store(at, mem, value)?;
                }
                return Ok(Some(old));
            }
            I::AtomicAdd(mem) => (mem, Some(BinOp::Add)),
            I::AtomicAnd(mem) => (mem, Some(BinOp::And)),
            I::AtomicOr(mem) => (mem, Some(BinOp::Or)),
            _ => return arith::intrinsic(i, args, kind).map(Some),
        };
        let [at, value] = args else {
            return abort("an atomic operation");
        };
        let at = at.word()?;
        let old = self.load(at, mem)?;
        let new = match add {
            Some(op) => arith::bin(op, &old, value)?,
            None => value.clone(),
        };
        self.store(at, mem, &new)?;
        Ok(Some(old))
    }
}
