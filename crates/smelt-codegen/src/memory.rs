//! Loads, stores, struct copies, blocks of bytes.

use crate::abi::{Piece, kind_of_mem};
use crate::flow::Source;
use crate::function::FnCx;
use crate::{LowerError, Result};
use inkwell::types::BasicType;
use inkwell::values::{BasicValue, BasicValueEnum, InstructionValue, IntValue, PointerValue};
use inkwell::{AtomicOrdering, IntPredicate};
use smelt_ir::{Access, Kind, Mem, Value};
use smelt_types::TypeId;

pub(crate) fn llvm_error(e: impl std::fmt::Display) -> LowerError {
    LowerError::Ir(e.to_string())
}

impl<'c> FnCx<'_, 'c, '_> {
    // ---- scalars

    /// Extends a small integer as loaded to I32.
    fn extend(&self, x: BasicValueEnum<'c>, mem: Mem) -> Result<BasicValueEnum<'c>> {
        let t = self.u.t.i32;
        Ok(match (x, mem) {
            (BasicValueEnum::IntValue(i), Mem::I8 | Mem::I16) => {
                self.b.build_int_s_extend(i, t, "")?.into()
            }
            (BasicValueEnum::IntValue(i), Mem::U8 | Mem::U16) => {
                self.b.build_int_z_extend(i, t, "")?.into()
            }
            _ => x,
        })
    }

    /// The value as it lies in memory: small integers cut to their width.
    pub fn narrow(&self, x: BasicValueEnum<'c>, mem: Mem) -> Result<BasicValueEnum<'c>> {
        Ok(match (x, self.u.mem_type(mem)) {
            (BasicValueEnum::IntValue(i), inkwell::types::BasicTypeEnum::IntType(t))
                if t.get_bit_width() < i.get_type().get_bit_width() =>
            {
                self.b.build_int_truncate(i, t, "")?.into()
            }
            _ => x,
        })
    }

    /// What a store and a load back would give.
    pub fn normalise(&self, x: BasicValueEnum<'c>, mem: Mem) -> Result<BasicValueEnum<'c>> {
        let x = self.coerce(x, kind_of_mem(mem))?;
        match mem {
            Mem::I8 | Mem::U8 | Mem::I16 | Mem::U16 => {
                let narrow = self.narrow(x, mem)?;
                self.extend(narrow, mem)
            }
            _ => Ok(x),
        }
    }

    pub fn load_scalar(&self, p: PointerValue<'c>, mem: Mem) -> Result<BasicValueEnum<'c>> {
        let x = self.b.build_load(self.u.mem_type(mem), p, "")?;
        self.extend(x, mem)
    }

    pub fn store_scalar(
        &self,
        p: PointerValue<'c>,
        x: BasicValueEnum<'c>,
        mem: Mem,
    ) -> Result<InstructionValue<'c>> {
        let x = self.coerce(x, kind_of_mem(mem))?;
        let x = self.narrow(x, mem)?;
        Ok(self.b.build_store(p, x)?)
    }

    /// Load of ordinary object data.
    pub fn load_data(&self, p: PointerValue<'c>, mem: Mem) -> Result<BasicValueEnum<'c>> {
        let x = self.b.build_load(self.u.mem_type(mem), p, "")?;
        self.tag_data(x.as_instruction_value())?;
        self.extend(x, mem)
    }

    pub fn store_data(&self, p: PointerValue<'c>, x: BasicValueEnum<'c>, mem: Mem) -> Result<()> {
        let i = self.store_scalar(p, x, mem)?;
        self.tag_data(Some(i))
    }

    pub fn load_piece(&self, p: PointerValue<'c>, piece: Piece) -> Result<BasicValueEnum<'c>> {
        Ok(self.b.build_load(self.u.piece_type(piece), p, "")?)
    }

    /// A load of image data that never changes (method-table fields, dictionaries).
    pub fn load_invariant(
        &self,
        ty: impl BasicType<'c>,
        p: PointerValue<'c>,
    ) -> Result<BasicValueEnum<'c>> {
        let x = self.b.build_load(ty, p, "")?;
        self.tag(
            x.as_instruction_value(),
            self.u.md.empty,
            self.u.md.invariant,
        )?;
        Ok(x)
    }

    /// A load from the immutable head of an object: method table or array length.
    pub fn load_head(
        &self,
        ty: impl BasicType<'c>,
        p: PointerValue<'c>,
    ) -> Result<BasicValueEnum<'c>> {
        let x = self.b.build_load(ty, p, "")?;
        self.tag(
            x.as_instruction_value(),
            self.u.md.tbaa_head,
            self.u.md.tbaa,
        )?;
        Ok(x)
    }

    pub fn tag(
        &self,
        i: Option<InstructionValue<'c>>,
        node: inkwell::values::MetadataValue<'c>,
        kind: u32,
    ) -> Result<()> {
        match i {
            Some(i) => i.set_metadata(node, kind).map_err(llvm_error),
            None => Ok(()),
        }
    }

    fn tag_data(&self, i: Option<InstructionValue<'c>>) -> Result<()> {
        self.tag(i, self.u.md.tbaa_data, self.u.md.tbaa)
    }

    // ---- IR loads and stores

    fn null_check_access(&mut self, addr: Value, access: Access) -> Result<()> {
        if access.nonnull || self.is_stack(addr) {
            return Ok(());
        }
        self.null_check(addr)
    }

    /// Alignment that an access may assume: nothing is promised for raw pointers.
    fn access_align(&self, addr: Value, access: Access, natural: u32) -> u32 {
        if access.unaligned || self.kind(addr) == Kind::I64 {
            1
        } else {
            natural
        }
    }

    /// Alignment of a struct wherever it lies: objects, and so their fields and elements, are aligned to 8 only.
    pub fn heap_align(&self, ty: TypeId) -> Result<u32> {
        Ok(self.u.ts.align_of(ty)?.min(8))
    }

    pub fn load(&mut self, r: Option<Value>, addr: Value, mem: Mem, access: Access) -> Result<()> {
        self.null_check_access(addr, access)?;
        let Some(result) = r else { return Ok(()) };
        let p = self.ptr(addr)?;
        if let Mem::Struct(ty) = mem {
            let natural = self.heap_align(ty)?;
            if access.volatile {
                // Not atomic as a whole; ordered like the fields' volatile accesses would be.
                let copy = self.snapshot(p, ty, 1)?;
                self.b.build_fence(AtomicOrdering::Acquire, false, "")?;
                return self.define_owned(r, copy);
            }
            if self.in_place(result, Source::Memory) {
                return self.define(r, p);
            }
            let align = self.access_align(addr, access, natural);
            let copy = self.snapshot(p, ty, align)?;
            return self.define_owned(r, copy);
        }
        let ty = self.u.mem_type(mem);
        let x = self.b.build_load(ty, p, "")?;
        let natural = scalar_size(mem);
        if let Some(i) = x.as_instruction_value() {
            let align = self.access_align(addr, access, natural);
            if access.volatile && !access.unaligned {
                i.set_alignment(natural).map_err(llvm_error)?;
                i.set_atomic_ordering(AtomicOrdering::Acquire)
                    .map_err(llvm_error)?;
            } else {
                i.set_alignment(align).map_err(llvm_error)?;
                if access.volatile {
                    i.set_volatile(true).map_err(llvm_error)?;
                } else if access.invariant {
                    self.tag(Some(i), self.u.md.tbaa_head, self.u.md.tbaa)?;
                } else {
                    self.tag_data(Some(i))?;
                }
            }
        }
        let x = self.extend(x, mem)?;
        self.define(r, x)
    }

    pub fn store(&mut self, addr: Value, value: Value, mem: Mem, access: Access) -> Result<()> {
        self.null_check_access(addr, access)?;
        let p = self.ptr(addr)?;
        if let Mem::Struct(ty) = mem {
            let align = self.access_align(addr, access, self.heap_align(ty)?);
            if access.volatile {
                self.b.build_fence(AtomicOrdering::Release, false, "")?;
            }
            return self.store_struct(p, align, self.ptr(value)?, ty);
        }
        let x = self.coerce(self.val(value)?, kind_of_mem(mem))?;
        let x = self.narrow(x, mem)?;
        let i = self.b.build_store(p, x)?;
        let natural = scalar_size(mem);
        if access.volatile && !access.unaligned {
            i.set_alignment(natural).map_err(llvm_error)?;
            i.set_atomic_ordering(AtomicOrdering::Release)
                .map_err(llvm_error)?;
        } else {
            let align = self.access_align(addr, access, natural);
            i.set_alignment(align).map_err(llvm_error)?;
            if access.volatile {
                i.set_volatile(true).map_err(llvm_error)?;
            } else {
                self.tag_data(Some(i))?;
            }
        }
        Ok(())
    }

    pub fn field_addr(
        &mut self,
        r: Option<Value>,
        base: Value,
        offset: u32,
        checked: bool,
    ) -> Result<()> {
        if checked && !self.is_stack(base) {
            self.null_check(base)?;
        }
        if self.is_nonnull(base) {
            self.result_nonnull(r);
        }
        self.derive(r, base);
        let p = self.ptr(base)?;
        let at = if offset == 0 {
            p
        } else if self.is_nonnull(base) && self.kind(base) == Kind::Ref {
            self.inside(p, self.i64(i64::from(offset)))?
        } else {
            self.offset_const(p, offset)?
        };
        self.define(r, at)
    }

    pub fn extract_field(
        &mut self,
        r: Option<Value>,
        value: Value,
        offset: u32,
        mem: Mem,
    ) -> Result<()> {
        let base = self.ptr(value)?;
        let p = self.offset_const(base, offset)?;
        match mem {
            Mem::Struct(_) if self.facts_owned(value) => self.define(r, p),
            Mem::Struct(ty) => {
                let copy = self.snapshot(p, ty, 1)?;
                self.define_owned(r, copy)
            }
            _ => {
                let x = self.b.build_load(self.u.mem_type(mem), p, "")?;
                if let Some(i) = x.as_instruction_value() {
                    i.set_alignment(1).map_err(llvm_error)?;
                }
                let x = self.extend(x, mem)?;
                self.define(r, x)
            }
        }
    }

    // ---- structs

    pub fn copy_bytes(
        &self,
        to: PointerValue<'c>,
        to_align: u32,
        from: PointerValue<'c>,
        from_align: u32,
        size: u32,
    ) -> Result<()> {
        let size = self.i64(i64::from(size));
        self.b
            .build_memcpy(to, to_align.max(1), from, from_align.max(1), size)?;
        Ok(())
    }

    /// Copy of a struct into the frame.
    pub fn snapshot(
        &self,
        from: PointerValue<'c>,
        ty: TypeId,
        align: u32,
    ) -> Result<PointerValue<'c>> {
        let tmp = self.struct_alloca(ty)?;
        self.copy_bytes(tmp, 8, from, align, self.u.ts.size_of(ty)?)?;
        Ok(tmp)
    }

    pub fn store_struct(
        &mut self,
        to: PointerValue<'c>,
        align: u32,
        from: PointerValue<'c>,
        ty: TypeId,
    ) -> Result<()> {
        self.copy_bytes(to, align, from, 1, self.u.ts.size_of(ty)?)
    }

    // ---- blocks of bytes

    /// Byte count of `initblk`/`cpblk`: unsigned int32 (or native).
    fn byte_count(&self, v: Value) -> Result<IntValue<'c>> {
        let i = self.int(v)?;
        if i.get_type().get_bit_width() == 64 {
            return Ok(i);
        }
        Ok(self.b.build_int_z_extend(i, self.u.t.i64, "")?)
    }

    /// A null address throws unless nothing is accessed.
    fn check_block(&mut self, p: PointerValue<'c>, size: IntValue<'c>) -> Result<()> {
        let null = self.b.build_is_null(p, "")?;
        let some =
            self.b
                .build_int_compare(IntPredicate::NE, size, size.get_type().const_zero(), "")?;
        let bad = self.b.build_and(null, some, "")?;
        self.check(bad, smelt_abi::ExceptionKind::NullReference)
    }

    pub fn init_block(&mut self, addr: Value, value: Value, size: Value) -> Result<()> {
        let (p, n) = (self.ptr(addr)?, self.byte_count(size)?);
        if !self.is_nonnull(addr) {
            self.check_block(p, n)?;
        }
        let byte = self
            .b
            .build_int_truncate(self.int(value)?, self.u.t.i8, "")?;
        self.b.build_memset(p, 1, byte, n)?;
        Ok(())
    }

    pub fn copy_block(&mut self, dst: Value, src: Value, size: Value) -> Result<()> {
        let (d, s, n) = (self.ptr(dst)?, self.ptr(src)?, self.byte_count(size)?);
        for (v, p) in [(dst, d), (src, s)] {
            if !self.is_nonnull(v) {
                self.check_block(p, n)?;
            }
        }
        self.b.build_memmove(d, 1, s, 1, n)?;
        Ok(())
    }

    pub fn loc_alloc(&mut self, r: Option<Value>, size: Value, zero: bool) -> Result<()> {
        let n = self.byte_count(size)?;
        let p = self.b.build_array_alloca(self.u.t.i8, n, "")?;
        if let Some(i) = p.as_instruction() {
            i.set_alignment(16).map_err(llvm_error)?;
        }
        if zero {
            self.b.build_memset(p, 16, self.u.t.i8.const_zero(), n)?;
        }
        self.result_nonnull(r);
        self.define(r, p)
    }
}

/// Bytes of a scalar in memory: its natural alignment.
pub(crate) fn scalar_size(mem: Mem) -> u32 {
    match mem {
        Mem::I8 | Mem::U8 => 1,
        Mem::I16 | Mem::U16 => 2,
        Mem::I32 | Mem::F32 => 4,
        _ => 8,
    }
}
