//! Allocation, boxes, arrays.

use crate::abi::kind_of_mem;
use crate::function::FnCx;
use crate::{OptLevel, Result};
use inkwell::IntPredicate;
use inkwell::values::{BasicValue, BasicValueEnum, IntValue, PointerValue};
use smelt_abi::helpers::HelperId;
use smelt_abi::{ExceptionKind, heap, method_table, object, thread};
use smelt_ir::{Mem, Value, symbols};
use smelt_types::{TypeId, WellKnown};

/// Header word, method table and length.
const ARRAY_HEAD: i64 = 24;
/// Arrays of a constant length are allocated inline up to this many bytes.
const MAX_INLINE_ARRAY: u64 = 1024;

impl<'c> FnCx<'_, 'c, '_> {
    /// Method table of a non-null object.
    pub fn load_method_table(&self, object: PointerValue<'c>) -> Result<PointerValue<'c>> {
        Ok(self.load_head(self.u.t.ptr, object)?.into_pointer_value())
    }

    /// Length of a non-null array.
    pub fn load_array_length(&self, array: PointerValue<'c>) -> Result<IntValue<'c>> {
        let at = self.inside(array, self.i64(i64::from(object::ARRAY_LENGTH)))?;
        let len = self.load_head(self.u.t.i32, at)?;
        self.tag(
            len.as_instruction_value(),
            self.u.md.length_range,
            self.u.md.range,
        )?;
        Ok(len.into_int_value())
    }

    // ---- allocation

    /// Size of an object with `bytes` of fields.
    fn object_size(bytes: u32) -> u32 {
        (bytes + 16).next_multiple_of(8).max(object::MIN_SIZE)
    }

    /// Space of `need` bytes from the thread's block, with its method table set; `slow` provides the object where there is no room or `small` (an
    /// i1, if given) is false. What `slow` provides has its length set.
    fn bump(
        &mut self,
        need: IntValue<'c>,
        small: Option<IntValue<'c>>,
        mt: PointerValue<'c>,
        length: Option<IntValue<'c>>,
        slow: impl FnOnce(&mut Self) -> Result<PointerValue<'c>>,
    ) -> Result<PointerValue<'c>> {
        let t = self.u.t.i64;
        let at = self.thread_field(thread::ALLOC_PTR)?;
        let start = self
            .b
            .build_load(self.u.t.ptr, at, "")?
            .into_pointer_value();
        let limit_at = self.thread_field(thread::ALLOC_LIMIT)?;
        let limit = self.b.build_load(t, limit_at, "")?.into_int_value();
        let from = self.b.build_ptr_to_int(start, t, "")?;
        let room = self.b.build_int_sub(limit, from, "")?;
        let mut fits = self
            .b
            .build_int_compare(IntPredicate::UGE, room, need, "")?;
        if let Some(small) = small {
            fits = self.b.build_and(small, fits, "")?;
        }
        let (fast_block, slow_block, done) = (
            self.new_block("new"),
            self.new_block("new.slow"),
            self.new_block(""),
        );
        self.b
            .build_conditional_branch(fits, fast_block, slow_block)?;

        self.b.position_at_end(slow_block);
        let from_slow = slow(self)?;
        let slow_end = self.current()?;
        self.b.build_unconditional_branch(done)?;

        self.b.position_at_end(fast_block);
        let next = self.offset(start, need)?;
        self.b.build_store(at, next)?;
        let new = self.offset_const(start, 8)?;
        self.b.build_store(new, mt)?;
        if let Some(length) = length {
            let at = self.offset_const(new, object::ARRAY_LENGTH)?;
            self.b.build_store(at, length)?;
        }
        self.b.build_unconditional_branch(done)?;

        self.b.position_at_end(done);
        let phi = self.b.build_phi(self.u.t.ptr, "")?;
        phi.add_incoming(&[(&new, fast_block), (&from_slow, slow_end)]);
        Ok(phi.as_basic_value().into_pointer_value())
    }

    /// Size of an array or string of `n` elements, and whether it is small enough to be allocated inline. `head`: header word, method table and
    /// everything else but the elements.
    fn inline_size(
        &mut self,
        n: IntValue<'c>,
        head: u32,
        elem: u32,
    ) -> Result<(IntValue<'c>, IntValue<'c>)> {
        let most = (heap::MAX_SMALL - head - 7) / elem.max(1);
        let small =
            self.b
                .build_int_compare(IntPredicate::ULE, n, self.i64(i64::from(most)), "")?;
        let bytes = self.b.build_int_mul(n, self.i64(i64::from(elem)), "")?;
        let rounded = self
            .b
            .build_int_add(bytes, self.i64(i64::from(head + 7)), "")?;
        let size = self.b.build_and(rounded, self.i64(-8), "")?;
        Ok((size, small))
    }

    /// A string of `n` (I64) characters; what `slow` gives where it cannot be allocated inline.
    pub fn new_string(
        &mut self,
        mt: PointerValue<'c>,
        n: IntValue<'c>,
        slow: impl FnOnce(&mut Self) -> Result<PointerValue<'c>>,
    ) -> Result<PointerValue<'c>> {
        // Header word, method table, length, and a zero at the end.
        let (size, small) = self.inline_size(n, 8 + object::STRING_CHARS + 2, 2)?;
        let length = self.b.build_int_truncate(n, self.u.t.i32, "")?;
        self.bump(size, Some(small), mt, Some(length), slow)
    }

    /// Result of an allocation helper; null is OutOfMemoryException.
    fn checked_alloc(
        &mut self,
        id: HelperId,
        args: &[BasicValueEnum<'c>],
    ) -> Result<PointerValue<'c>> {
        let args: Vec<_> = args.iter().map(|&a| a.into()).collect();
        let p = self
            .b
            .build_call(self.u.helper(id), &args, "")?
            .try_as_basic_value()
            .unwrap_basic()
            .into_pointer_value();
        let null = self.b.build_is_null(p, "")?;
        self.check(null, ExceptionKind::OutOfMemory)?;
        Ok(p)
    }

    /// Object with `bytes` of fields.
    fn allocate(
        &mut self,
        ty: TypeId,
        bytes: u32,
        mt: PointerValue<'c>,
    ) -> Result<PointerValue<'c>> {
        let size = Self::object_size(bytes);
        let slow = |s: &mut Self| s.checked_alloc(HelperId::AllocObject, &[mt.into()]);
        if size > heap::MAX_SMALL
            || self.u.ts.finalizer(ty).is_some()
            || self.u.options.opt != OptLevel::Speed
        {
            return slow(self);
        }
        self.bump(self.i64(i64::from(size)), None, mt, None, slow)
    }

    pub fn new_object(&mut self, r: Option<Value>, ty: TypeId, handle: Value) -> Result<()> {
        let bytes = self.u.ts.layout(ty)?.size;
        let mt = self.ptr(handle)?;
        let p = self.allocate(ty, bytes, mt)?;
        self.result_nonnull(r);
        self.define(r, p)
    }

    pub fn box_value(
        &mut self,
        r: Option<Value>,
        ty: TypeId,
        handle: Value,
        value: Value,
    ) -> Result<()> {
        let bytes = self.u.ts.size_of(ty)?;
        let mt = self.ptr(handle)?;
        let p = self.allocate(ty, bytes, mt)?;
        let data = self.inside(p, self.i64(i64::from(object::BOX_DATA)))?;
        match self.mem(ty)? {
            Mem::Struct(ty) => {
                let from = self.ptr(value)?;
                self.store_struct(data, 8, from, ty)?;
            }
            mem => {
                let x = self.coerce(self.val(value)?, kind_of_mem(mem))?;
                self.store_scalar(data, x, mem)?;
            }
        }
        self.result_nonnull(r);
        self.define(r, p)
    }

    fn element_of(&self, array: TypeId) -> Result<TypeId> {
        match self.u.ts.element_type(array) {
            Some(e) => Ok(e),
            None => crate::bad_ir("an array without element type"),
        }
    }

    pub fn new_array(
        &mut self,
        r: Option<Value>,
        ty: TypeId,
        handle: Value,
        len: Value,
    ) -> Result<()> {
        let mt = self.ptr(handle)?;
        let known = self.constant(len).filter(|n| (0..=0x7fff_ffff).contains(n));
        let n = self.int64(len)?;
        let slow = |s: &mut Self| {
            if known.is_none() {
                let bad =
                    s.b.build_int_compare(IntPredicate::UGT, n, s.i64(0x7fff_ffff), "")?;
                s.check(bad, ExceptionKind::Overflow)?;
            }
            s.checked_alloc(HelperId::AllocArray, &[mt.into(), n.into()])
        };
        let elem = self.u.ts.size_of(self.element_of(ty)?)?;
        let known_size = known.map(|n| n as u64 * u64::from(elem));
        let p = if self.u.options.opt != OptLevel::Speed {
            slow(self)?
        } else if let Some(bytes) = known_size {
            if bytes <= MAX_INLINE_ARRAY {
                let size = self.i64((bytes as i64 + ARRAY_HEAD + 7) & !7);
                self.bump(size, None, mt, None, slow)?
            } else {
                slow(self)?
            }
        } else {
            let (size, small) = self.inline_size(n, ARRAY_HEAD as u32, elem)?;
            self.bump(size, Some(small), mt, None, slow)?
        };
        // Here, so that the optimiser knows it whichever way the array was made.
        let at = self.inside(p, self.i64(i64::from(object::ARRAY_LENGTH)))?;
        let length = self.b.build_int_truncate(n, self.u.t.i32, "")?;
        let store = self.b.build_store(at, length)?;
        self.tag(Some(store), self.u.md.tbaa_head, self.u.md.tbaa)?;
        self.result_nonnull(r);
        self.define(r, p)
    }

    pub fn new_md_array(
        &mut self,
        r: Option<Value>,
        handle: Value,
        lengths: &[Value],
        lower_bounds: Option<&[Value]>,
    ) -> Result<()> {
        let mt = self.ptr(handle)?;
        for &len in lengths {
            let n = self.int(len)?;
            let bad =
                self.b
                    .build_int_compare(IntPredicate::SLT, n, n.get_type().const_zero(), "")?;
            self.check(bad, ExceptionKind::Overflow)?;
        }
        let sizes = self.i32_block(lengths)?;
        let bounds = match lower_bounds {
            Some(b) => self.i32_block(b)?,
            None => self.null(),
        };
        let rank = self.i32(lengths.len() as i64);
        let p = self.checked_alloc(
            HelperId::AllocMdArray,
            &[mt.into(), rank.into(), sizes.into(), bounds.into()],
        )?;
        self.result_nonnull(r);
        self.define(r, p)
    }

    /// I32 values side by side in the frame.
    fn i32_block(&mut self, values: &[Value]) -> Result<PointerValue<'c>> {
        let p = self.alloca(values.len() as u32 * 4, 8)?;
        for (i, &v) in values.iter().enumerate() {
            let at = self.offset_const(p, i as u32 * 4)?;
            let x = self.coerce(self.val(v)?, smelt_ir::Kind::I32)?;
            self.b.build_store(at, x)?;
        }
        Ok(p)
    }

    // ---- elements

    /// Index as an unsigned 64-bit number; negative ones become huge.
    fn index(&self, v: Value) -> Result<IntValue<'c>> {
        let i = self.int(v)?;
        if i.get_type().get_bit_width() == 64 {
            return Ok(i);
        }
        Ok(self.b.build_int_z_extend(i, self.u.t.i64, "")?)
    }

    /// Address of an element after null and bounds check.
    fn element(&mut self, array: Value, index: Value, size: u32) -> Result<PointerValue<'c>> {
        self.null_check(array)?;
        let p = self.ptr(array)?;
        let len = self.load_array_length(p)?;
        let raw = self.int(index)?;
        let bad = if raw.get_type() == self.u.t.i32 {
            self.b.build_int_compare(IntPredicate::UGE, raw, len, "")?
        } else {
            let wide = self.b.build_int_z_extend(len, self.u.t.i64, "")?;
            self.b.build_int_compare(IntPredicate::UGE, raw, wide, "")?
        };
        self.check(bad, ExceptionKind::IndexOutOfRange)?;
        let i = self.index(index)?;
        let scaled = self.b.build_int_nuw_mul(i, self.i64(i64::from(size)), "")?;
        let data = self.inside(p, self.i64(i64::from(object::ARRAY_DATA)))?;
        self.inside(data, scaled)
    }

    /// The array's element type must be exactly the handle.
    fn check_element_type(&mut self, array: Value, handle: Value) -> Result<()> {
        self.null_check(array)?;
        let actual = self.element_handle(self.ptr(array)?)?;
        let want = self.ptr(handle)?;
        let bad = self
            .b
            .build_int_compare(IntPredicate::NE, actual, want, "")?;
        self.check(bad, ExceptionKind::ArrayTypeMismatch)
    }

    fn element_handle(&self, array: PointerValue<'c>) -> Result<PointerValue<'c>> {
        let mt = self.load_method_table(array)?;
        let at = self.inside(mt, self.i64(i64::from(method_table::ELEMENT_TYPE)))?;
        Ok(self.load_invariant(self.u.t.ptr, at)?.into_pointer_value())
    }

    pub fn elem_addr(
        &mut self,
        array: Value,
        index: Value,
        elem: TypeId,
        exact_check: Option<Value>,
    ) -> Result<PointerValue<'c>> {
        if let Some(handle) = exact_check {
            self.check_element_type(array, handle)?;
        }
        self.element(array, index, self.u.ts.size_of(elem)?)
    }

    pub fn load_elem(
        &mut self,
        r: Option<Value>,
        array: Value,
        index: Value,
        elem: TypeId,
    ) -> Result<()> {
        let p = self.element(array, index, self.u.ts.size_of(elem)?)?;
        match (self.mem(elem)?, r) {
            (Mem::Struct(_), Some(result))
                if self.in_place(result, crate::flow::Source::Memory) =>
            {
                self.define(r, p)
            }
            (Mem::Struct(ty), _) => {
                let copy = self.snapshot(p, ty, self.heap_align(ty)?)?;
                self.define_owned(r, copy)
            }
            (mem, _) => {
                let x = self.load_data(p, mem)?;
                self.define(r, x)
            }
        }
    }

    pub fn store_elem(
        &mut self,
        array: Value,
        index: Value,
        value: Value,
        elem: TypeId,
        no_check: bool,
    ) -> Result<()> {
        let mem = self.mem(elem)?;
        let p = self.element(array, index, self.u.ts.size_of(elem)?)?;
        match mem {
            Mem::Struct(ty) => {
                let from = self.ptr(value)?;
                self.store_struct(p, self.heap_align(ty)?, from, ty)
            }
            Mem::Ref => {
                let object = self.ptr(value)?;
                if !no_check && !object.is_null() {
                    self.check_covariance(array, object)?;
                }
                self.store_data(p, object.into(), mem)
            }
            _ => {
                let x = self.val(value)?;
                self.store_data(p, x, mem)
            }
        }
    }

    /// A reference may be stored when it is null, or its class is the element type, or the element type is Object, or the runtime agrees.
    fn check_covariance(&mut self, array: Value, object: PointerValue<'c>) -> Result<()> {
        let array = self.ptr(array)?;
        let (nonnull, ask, ok) = (
            self.new_block("store.check"),
            self.new_block("store.ask"),
            self.new_block(""),
        );
        if self.u.options.opt == OptLevel::Speed {
            let null = self.b.build_is_null(object, "")?;
            self.b.build_conditional_branch(null, ok, nonnull)?;
            self.b.position_at_end(nonnull);
            let want = self.element_handle(array)?;
            let mt = self.load_method_table(object)?;
            let same = self.b.build_int_compare(IntPredicate::EQ, mt, want, "")?;
            let ty = self.u.ts.well_known(WellKnown::Object);
            let any = self
                .u
                .symbol(symbols::method_table(self.u.ts, ty), 8)
                .as_pointer_value();
            let is_any = self.b.build_int_compare(IntPredicate::EQ, want, any, "")?;
            let fine = self.b.build_or(same, is_any, "")?;
            self.b.build_conditional_branch(fine, ok, ask)?;
        } else {
            self.b.build_unconditional_branch(nonnull)?;
            self.b.position_at_end(nonnull);
            let null = self.b.build_is_null(object, "")?;
            self.b.build_conditional_branch(null, ok, ask)?;
        }
        self.b.position_at_end(ask);
        let bad = if self.u.program.dynamic_casts {
            let element = self.element_handle(array)?;
            let fitting = self.ask_object(object, element, false)?;
            self.b.build_is_null(fitting, "")?
        } else {
            let f = self.u.helper(HelperId::CanStoreElement);
            let answer = self
                .b
                .build_call(f, &[array.into(), object.into()], "")?
                .try_as_basic_value()
                .unwrap_basic()
                .into_int_value();
            let no = self.u.t.i32.const_zero();
            self.b.build_int_compare(IntPredicate::EQ, answer, no, "")?
        };
        let throw = self.throw_block(ExceptionKind::ArrayTypeMismatch)?;
        self.b.build_conditional_branch(bad, throw, ok)?;
        self.b.position_at_end(ok);
        Ok(())
    }

    /// Lengths, then lower bounds, then elements (`smelt_abi::object::ARRAY_DATA`).
    pub fn md_elem_addr(
        &mut self,
        array: Value,
        indices: &[Value],
        elem: TypeId,
        exact_check: Option<Value>,
    ) -> Result<PointerValue<'c>> {
        if let Some(handle) = exact_check {
            self.check_element_type(array, handle)?;
        }
        self.null_check(array)?;
        let base = self.ptr(array)?;
        let (t, rank) = (self.u.t.i64, indices.len() as u32);
        let mut flat = t.const_zero();
        for (d, &index) in indices.iter().enumerate() {
            let dimension = |n: u32| self.i64(i64::from(object::ARRAY_DATA + 4 * n));
            let len_at = self.inside(base, dimension(d as u32))?;
            let len = self.load_head(self.u.t.i32, len_at)?.into_int_value();
            let low_at = self.inside(base, dimension(rank + d as u32))?;
            let low = self.load_head(self.u.t.i32, low_at)?.into_int_value();
            let i = self.coerce(self.val(index)?, smelt_ir::Kind::I32)?;
            let i = self.b.build_int_sub(i.into_int_value(), low, "")?;
            let bad = self.b.build_int_compare(IntPredicate::UGE, i, len, "")?;
            self.check(bad, ExceptionKind::IndexOutOfRange)?;
            let len = self.b.build_int_z_extend(len, t, "")?;
            let i = self.b.build_int_z_extend(i, t, "")?;
            flat = self.b.build_int_mul(flat, len, "")?;
            flat = self.b.build_int_add(flat, i, "")?;
        }
        let size = self.i64(i64::from(self.u.ts.size_of(elem)?));
        let bytes = self.b.build_int_mul(flat, size, "")?;
        let data = self.inside(base, self.i64(i64::from(object::ARRAY_DATA + 8 * rank)))?;
        self.inside(data, bytes)
    }
}
