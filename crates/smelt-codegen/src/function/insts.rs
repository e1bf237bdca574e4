//! One instruction, the end of a block, locals.

use super::{FnCx, Slot};
use crate::abi::{Pass, kind_of_mem};
use crate::flow::Source;
use crate::{LowerError, Result, bad_ir};
use inkwell::IntPredicate;
use inkwell::values::{BasicValueEnum, IntValue};
use smelt_abi::thread;
use smelt_ir::{Inst, Kind, LocalId, Mem, Op, Term, Value, symbols};

impl<'c> FnCx<'_, 'c, '_> {
    pub(super) fn inst(&mut self, inst: &Inst) -> Result<()> {
        let r = inst.result;
        match &inst.op {
            Op::ConstI32(c) => self.define(r, self.i32(i64::from(*c))),
            Op::ConstI64(c) => self.define(r, self.i64(*c)),
            Op::ConstF32(c) => {
                let bits = self.u.t.i32.const_int(u64::from(c.to_bits()), false);
                let f = self.b.build_bit_cast(bits, self.u.t.f32, "")?;
                self.define(r, f)
            }
            Op::ConstF64(c) => {
                let bits = self.u.t.i64.const_int(c.to_bits(), false);
                let f = self.b.build_bit_cast(bits, self.u.t.f64, "")?;
                self.define(r, f)
            }
            Op::Null => self.define(r, self.null()),
            Op::Zero(ty) => {
                let tmp = self.struct_alloca(*ty)?;
                let size = self.i64(i64::from(self.u.ts.size_of(*ty)?));
                self.b
                    .build_memset(tmp, 8, self.u.t.i8.const_zero(), size)?;
                self.define_owned(r, tmp)
            }
            Op::Str(text) => self.data_symbol(r, symbols::string(text)),
            Op::TypeObject(t) => self.data_symbol(r, symbols::type_object(self.u.ts, *t)),
            Op::MethodObject(m) => self.data_symbol(r, symbols::method_object(self.u.ts, *m)),
            Op::FieldObject(f) => self.data_symbol(r, symbols::field_object(self.u.ts, *f)),
            Op::TypeHandle { ty, .. } => {
                self.result_nonnull(r);
                self.define(r, self.u.type_handle(*ty))
            }
            Op::MethodDict(m) => self.data_symbol(r, symbols::method_dict(self.u.ts, *m)),
            Op::StaticBase(t) => self.data_symbol(r, symbols::statics(self.u.ts, *t)),
            Op::ClassInitRecord(t) => self.data_symbol(r, symbols::class_init(self.u.ts, *t)),
            Op::PInvokeRecord(m) => self.data_symbol(r, symbols::pinvoke(self.u.ts, *m)),
            Op::RvaData(f) => {
                let g = self.u.symbol(symbols::rva_data(self.u.ts, *f), 1);
                self.result_nonnull(r);
                self.define(r, g.as_pointer_value())
            }
            Op::SymbolAddr(name) => {
                let g = self.u.symbol(name.clone(), 1);
                self.result_nonnull(r);
                self.define(r, g.as_pointer_value())
            }
            Op::FuncAddr(f) => {
                let (f, _) = self.u.function(*f)?;
                self.result_nonnull(r);
                self.define(r, f.as_global_value().as_pointer_value())
            }
            Op::Selector(m) => {
                let s = self.u.absolute(symbols::selector(self.u.ts, *m));
                if let Some(v) = r {
                    self.facts.selectors.insert(v, *m);
                }
                self.define(r, s)
            }
            Op::ThreadStaticOffset(t) => {
                let s = self.thread_static_offset(symbols::thread_statics(self.u.ts, *t))?;
                self.define(r, s)
            }
            Op::GenericContext => {
                let c = self.generic_context()?;
                self.define(r, c)
            }
            Op::RuntimeLookup(lookup) => {
                let x = self.runtime_lookup(lookup)?;
                self.define(r, x)
            }
            Op::Get(l) => self.get_local(r, *l),
            Op::Set(l, v) => self.set_local(*l, *v),
            Op::AddrOf(l) => {
                let Slot::Memory(p) = self.locals[l.0 as usize] else {
                    return bad_ir(format!("local {} has no address", l.0));
                };
                self.result_nonnull(r);
                if let Some(v) = r {
                    self.facts.stack.insert(v);
                }
                self.define(r, p)
            }
            Op::Bin(op, a, b) => self.bin(r, *op, *a, *b),
            Op::BinOvf { op, unsigned, a, b } => self.bin_ovf(r, *op, *unsigned, *a, *b),
            Op::Neg(v) => self.neg(r, *v),
            Op::Not(v) => {
                let x = self.b.build_not(self.int(*v)?, "")?;
                self.define(r, x)
            }
            Op::Compare(cond, a, b) => {
                let c = self.compare(*cond, *a, *b)?;
                let wide = self.b.build_int_z_extend(c, self.u.t.i32, "")?;
                self.define(r, wide)
            }
            Op::Convert {
                to,
                from_unsigned,
                ovf,
                value,
            } => self.convert(r, *to, *from_unsigned, *ovf, *value),
            Op::Bitcast(v) => {
                if self.is_nonnull(*v) {
                    self.result_nonnull(r);
                }
                self.derive(r, *v);
                self.bitcast(r, *v)
            }
            Op::PtrAdd(a, b) => {
                let (base, offset) = (self.ptr(*a)?, self.int64(*b)?);
                let p = match self.in_span {
                    true => self.inside(base, offset)?,
                    false => self.offset(base, offset)?,
                };
                self.derive(r, *a);
                self.define(r, p)
            }
            Op::Select(c, a, b) => {
                let c = self.truth(*c)?;
                let (a, b) = (self.val(*a)?, self.val(*b)?);
                let kind = r.map_or(Kind::I32, |r| self.kind(r));
                let (a, b) = (self.coerce(a, kind)?, self.coerce(b, kind)?);
                let x = self.b.build_select(c, a, b, "")?;
                self.define(r, x)
            }
            Op::CheckFinite(v) => self.check_finite(r, *v),
            Op::Load { addr, mem, access } => self.load(r, *addr, *mem, *access),
            Op::Store {
                addr,
                value,
                mem,
                access,
            } => self.store(*addr, *value, *mem, *access),
            Op::FieldAddr {
                base,
                offset,
                checked,
            } => self.field_addr(r, *base, *offset, *checked),
            Op::ExtractField { value, offset, mem } => self.extract_field(r, *value, *offset, *mem),
            Op::NullCheck(v) => self.null_check(*v),
            Op::InitBlock { addr, value, size } => self.init_block(*addr, *value, *size),
            Op::CopyBlock { dst, src, size } => self.copy_block(*dst, *src, *size),
            Op::LocAlloc { size, zero } => self.loc_alloc(r, *size, *zero),
            Op::NewObject { ty, handle } => self.new_object(r, *ty, *handle),
            Op::NewArray { ty, handle, len } => self.new_array(r, *ty, *handle, *len),
            Op::NewMdArray {
                handle,
                lengths,
                lower_bounds,
                ..
            } => self.new_md_array(r, *handle, lengths, lower_bounds.as_deref()),
            Op::Box { ty, handle, value } => self.box_value(r, *ty, *handle, *value),
            Op::Unbox { ty, handle, object } => self.unbox(r, *ty, *handle, *object),
            Op::IsInst { ty, handle, object } => self.is_inst(r, *ty, *handle, *object),
            Op::Cast { ty, handle, object } => self.cast(r, *ty, *handle, *object),
            Op::MethodTableOf(v) => {
                self.null_check(*v)?;
                let mt = self.load_method_table(self.ptr(*v)?)?;
                self.result_nonnull(r);
                self.define(r, mt)
            }
            Op::ArrayLength(v) => {
                self.null_check(*v)?;
                let len = self.load_array_length(self.ptr(*v)?)?;
                self.define(r, len)
            }
            Op::ElemAddr {
                array,
                index,
                elem,
                exact_check,
            } => {
                let p = self.elem_addr(*array, *index, *elem, *exact_check)?;
                self.result_nonnull(r);
                self.define(r, p)
            }
            Op::LoadElem { array, index, elem } => self.load_elem(r, *array, *index, *elem),
            Op::StoreElem {
                array,
                index,
                value,
                elem,
                no_check,
            } => self.store_elem(*array, *index, *value, *elem, *no_check),
            Op::MdElemAddr {
                array,
                indices,
                elem,
                exact_check,
            } => {
                let p = self.md_elem_addr(*array, indices, *elem, *exact_check)?;
                self.result_nonnull(r);
                self.define(r, p)
            }
            Op::Call { callee, args, tail } => self.call_op(r, callee, args, *tail),
            Op::VirtualAddr { object, decl } => {
                self.null_check(*object)?;
                let code = self.virtual_code(self.ptr(*object)?, *decl)?;
                self.result_nonnull(r);
                self.define(r, code)
            }
            Op::DispatchAddr { object, selector } => {
                self.null_check(*object)?;
                let code = self.dispatch_code(self.ptr(*object)?, *selector)?;
                self.result_nonnull(r);
                self.define(r, code)
            }
            Op::EnsureClassInit { record, maybe_null } => {
                self.ensure_class_init(*record, *maybe_null)
            }
            Op::CheckPending => self.check_pending(),
            Op::EnterPreemptive => self.enter_preemptive(),
            Op::LeavePreemptive => self.leave_preemptive(),
            Op::Intrinsic(i, args) => self.intrinsic(r, *i, args),
            Op::Vector { op, lane, args } => self.vector(r, *op, *lane, args),
            Op::ThreadField { offset } => {
                let p = self.thread_field(*offset)?;
                self.result_nonnull(r);
                if let Some(v) = r {
                    self.facts.stack.insert(v);
                }
                self.define(r, p)
            }
            Op::ThreadStaticAddr(offset) => {
                let at = self.thread_field(thread::THREAD_STATICS)?;
                let block = self
                    .b
                    .build_load(self.u.t.ptr, at, "")?
                    .into_pointer_value();
                let p = self.offset(block, self.int64(*offset)?)?;
                self.result_nonnull(r);
                self.define(r, p)
            }
            Op::CaughtException => {
                let e = self.caught_exception()?;
                self.result_nonnull(r);
                self.define(r, e)
            }
            Op::SourceLine(line) => {
                self.set_line(*line);
                Ok(())
            }
        }
    }

    fn data_symbol(&mut self, r: Option<Value>, name: String) -> Result<()> {
        let g = self.u.symbol(name, 8);
        self.result_nonnull(r);
        self.define(r, g.as_pointer_value())
    }

    fn bitcast(&mut self, r: Option<Value>, v: Value) -> Result<()> {
        let Some(kind) = r.map(|r| self.kind(r)) else {
            return Ok(());
        };
        let x = self.val(v)?;
        let x: BasicValueEnum = match (x, kind) {
            (BasicValueEnum::IntValue(i), Kind::F32 | Kind::F64) => {
                self.b.build_bit_cast(i, self.u.scalar_type(kind), "")?
            }
            (BasicValueEnum::FloatValue(f), Kind::I32 | Kind::I64) => {
                self.b.build_bit_cast(f, self.u.scalar_type(kind), "")?
            }
            _ => x,
        };
        self.define(r, x)
    }

    fn get_local(&mut self, r: Option<Value>, l: LocalId) -> Result<()> {
        let Some(result) = r else { return Ok(()) };
        let local = self.local(l);
        if !local.address_taken {
            self.facts.origin.insert(result, l);
        }
        match (self.locals[l.0 as usize], local.mem) {
            (Slot::Value(x), _) => self.define(r, x),
            (Slot::Memory(p), Mem::Struct(ty)) => {
                if self.in_place(result, Source::Local(l)) {
                    return self.define(r, p);
                }
                let copy = self.snapshot(p, ty, 8)?;
                self.define_owned(r, copy)
            }
            (Slot::Memory(p), mem) => {
                let x = self.load_scalar(p, mem)?;
                self.define(r, x)
            }
            (Slot::Absent, _) => bad_ir(format!("local {} is not shared with this filter", l.0)),
        }
    }

    fn set_local(&mut self, l: LocalId, v: Value) -> Result<()> {
        let local = self.local(l);
        let Slot::Memory(slot) = self.locals[l.0 as usize] else {
            return bad_ir(format!("local {} cannot be assigned here", l.0));
        };
        match local.mem {
            Mem::Struct(ty) => {
                let from = self.ptr(v)?;
                if from != slot {
                    let size = self.u.ts.size_of(ty)?;
                    self.copy_bytes(slot, 8, from, 1, size)?;
                }
            }
            mem => {
                let x = self.coerce(self.val(v)?, kind_of_mem(mem))?;
                let store = self.store_scalar(slot, x, mem)?;
                if local.pinned {
                    // The frame keeps what it pins, whatever becomes of addresses derived from it.
                    store
                        .set_volatile(true)
                        .map_err(|e| LowerError::Ir(e.to_string()))?;
                }
            }
        }
        let nonnull = self.is_nonnull(v);
        self.facts.origin.retain(|_, from| *from != l);
        if nonnull && !local.address_taken {
            self.facts.locals_nonnull.insert(l);
        } else {
            self.facts.locals_nonnull.remove(&l);
        }
        Ok(())
    }

    /// I32 condition as an i1.
    pub fn truth(&self, v: Value) -> Result<IntValue<'c>> {
        let i = self.int(v)?;
        // A comparison is used directly instead of through its widened result.
        if let Some(inst) = i.as_instruction()
            && inst.get_opcode() == inkwell::values::InstructionOpcode::ZExt
            && let Some(BasicValueEnum::IntValue(c)) = inst.get_operand(0).and_then(|o| o.value())
            && c.get_type().get_bit_width() == 1
        {
            return Ok(c);
        }
        Ok(self
            .b
            .build_int_compare(IntPredicate::NE, i, i.get_type().const_zero(), "")?)
    }

    pub(super) fn term(&mut self, term: &Term) -> Result<()> {
        match term {
            Term::Jump(b) => {
                let to = self.block_of(*b);
                self.b.build_unconditional_branch(to)?;
            }
            Term::Branch { cond, then, other } => {
                let c = self.truth(*cond)?;
                let (a, b) = (self.block_of(*then), self.block_of(*other));
                self.b.build_conditional_branch(c, a, b)?;
            }
            Term::Switch {
                value,
                targets,
                default,
            } => {
                let v = self.int(*value)?;
                let mut cases = Vec::with_capacity(targets.len());
                for (i, t) in targets.iter().enumerate() {
                    if t != default {
                        cases.push((v.get_type().const_int(i as u64, false), self.block_of(*t)));
                    }
                }
                let default = self.block_of(*default);
                self.b.build_switch(v, default, &cases)?;
            }
            Term::Return(v) => self.ret(*v)?,
            Term::Throw(v) => self.throw(*v)?,
            Term::Rethrow => self.rethrow()?,
            Term::ThrowKind(kind) => {
                let to = self.throw_block(*kind)?;
                self.b.build_unconditional_branch(to)?;
            }
            Term::Leave(b) => self.leave(*b)?,
            Term::EndFinally => self.end_finally()?,
            Term::EndFilter(v) => {
                let i = self.int(*v)?;
                self.b.build_return(Some(&i))?;
            }
            Term::Unreachable => {
                self.b.build_unreachable()?;
            }
        }
        Ok(())
    }

    fn ret(&mut self, v: Option<Value>) -> Result<()> {
        if let Some(frame) = self.frame {
            let previous = self.b.build_load(self.u.t.ptr, frame, "")?;
            let head = self.thread_field(thread::FILTER_FRAME)?;
            self.b.build_store(head, previous)?;
        }
        let abi = self.abi.clone();
        let Some(ret) = abi.ret else {
            self.b.build_return(None)?;
            return Ok(());
        };
        let Some(v) = v else {
            return bad_ir("a result is missing");
        };
        match ret.pass {
            Pass::Scalar(mem) => {
                let x = self.coerce(self.val(v)?, kind_of_mem(mem))?;
                // Native callers see the narrow type; managed ones rely on the value being extended.
                let x = if abi.native {
                    self.narrow(x, mem)?
                } else {
                    self.normalise(x, mem)?
                };
                self.b.build_return(Some(&x))?;
            }
            Pass::Pieces(first, second) => {
                let from = self.ptr(v)?;
                let a = self.load_piece(from, first)?;
                match second {
                    None => {
                        self.b.build_return(Some(&a))?;
                    }
                    Some(second) => {
                        let at = self.offset_const(from, 8)?;
                        let b = self.load_piece(at, second)?;
                        self.b.build_aggregate_return(&[a, b])?;
                    }
                }
            }
            Pass::Address | Pass::ByVal => {
                let Some(to) = self.sret else {
                    return bad_ir("a struct result without space for it");
                };
                let from = self.ptr(v)?;
                self.copy_bytes(to, ret.align, from, 1, ret.size)?;
                self.b.build_return(None)?;
            }
        }
        Ok(())
    }
}
