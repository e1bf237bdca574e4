//! One step of the abstract interpretation: an instruction with its prefixes.

use super::{Importer, OPEN, Prefixes};
use crate::build::NONNULL;
use crate::env::{ImportError, ImportErrorKind, Result};
use crate::fold::Fact;
use crate::*;
use smelt_metadata::Token;
use smelt_metadata::il::{Opcode as O, Operand};
use smelt_types::{MethodId, TypeId, TypeKind, WellKnown};

impl Importer<'_> {
    /// Interprets the instruction at `self.next` and moves on.
    pub(super) fn step(&mut self) -> Result<()> {
        self.prefixes = Prefixes::default();
        loop {
            let (i, next) = super::flow::decode(self.il, self.next)?;
            self.next = next;
            match (i.opcode, i.operand) {
                (O::Volatile, _) => self.prefixes.volatile = true,
                (O::Unaligned, Operand::U1(n)) => self.prefixes.unaligned = n < 8,
                (O::Tail, _) => self.prefixes.tail = true,
                (O::ReadOnly, _) => self.prefixes.readonly = true,
                (O::No, _) => {}
                (O::Constrained, Operand::Token(t)) => {
                    self.prefixes.constrained = Some(self.open_type(t)?);
                }
                (opcode, operand) => return self.instruction(opcode, operand),
            }
        }
    }

    /// The opcode of the instruction after this one, if it belongs to the same block.
    pub(super) fn following(&self) -> Option<O> {
        if self.next >= self.end {
            return None;
        }
        super::flow::decode(self.il, self.next)
            .ok()
            .map(|(i, _)| i.opcode)
    }

    pub(super) fn open_type(&self, token: Token) -> Result<TypeId> {
        let open = self.env().ts.resolve_type(self.module, token, OPEN)?;
        self.check_loadable(open)?;
        Ok(open)
    }

    /// A type that cannot be laid out makes the methods that name it, even as a type argument, throw TypeLoadException, as when they are
    /// compiled at run time.
    pub(super) fn check_loadable(&self, open: TypeId) -> Result<()> {
        self.check_closed(self.b.close(open), 0)
    }

    /// The owner and the arguments of a method that code names, and the constraints of the latter.
    pub(super) fn check_method(&self, open: MethodId) -> Result<()> {
        let ts = self.env().ts;
        self.check_loadable(ts.method_owner(open))?;
        for &arg in ts.method_args(open) {
            self.check_loadable(arg)?;
        }
        if self.is_framework || ts.method_args(open).is_empty() {
            return Ok(());
        }
        match ts.method_violation(self.b.close_method(open)) {
            Some(message) => Err(ImportError::new(ImportErrorKind::Verification, message)),
            None => Ok(()),
        }
    }

    pub(super) fn check_closed(&self, ty: TypeId, depth: u32) -> Result<()> {
        /// Deepest nesting of type arguments that is looked at.
        const MAX_DEPTH: u32 = 8;
        let ts = self.env().ts;
        let mut ty = ty;
        while let Some(elem) = ts.element_type(ty) {
            if ts.is_array(ty) && ts.is_byref_like(elem) {
                return Err(ImportError::new(
                    ImportErrorKind::Type,
                    format!(
                        "an array can't have elements of type '{}'",
                        ts.type_name(elem)
                    ),
                ));
            }
            ty = elem;
        }
        if !matches!(ts.kind(ty), TypeKind::Named { .. }) || depth > MAX_DEPTH {
            return Ok(());
        }
        for &arg in ts.type_args(ty) {
            self.check_closed(arg, depth + 1)?;
        }
        if !self.is_framework {
            ts.check_loadable(ty)?;
        }
        if ts.is_interface(ty) {
            return Ok(());
        }
        if ts.is_open(ty) {
            return Ok(ts.check_explicit_layout(ty)?);
        }
        ts.layout(ts.canon_type(ty))?;
        Ok(())
    }

    fn instruction(&mut self, opcode: O, operand: Operand) -> Result<()> {
        match operand {
            Operand::None => self.plain(opcode),
            Operand::Var(n) => self.variable(opcode, n),
            Operand::Token(t) => self.with_token(opcode, t),
            Operand::Target(to) => self.branch(opcode, to),
            Operand::Switch(targets) => {
                let v = self.b.pop()?.value;
                let v = self.b.coerce(v, Kind::I32);
                let next = self.flow.block_at(self.next);
                if let Fact::I32(n) = self.b.fact(v) {
                    let target = targets.get(n as u32 as usize);
                    let n = target.map_or(next, |o| self.flow.block_at(o));
                    return self.goto(n);
                }
                let mut ir = Vec::with_capacity(targets.len());
                for o in targets.iter() {
                    let n = self.flow.block_at(o);
                    ir.push(self.edge(n)?);
                }
                let default = self.edge(next)?;
                self.b.clear_stack();
                self.b.terminate(Term::Switch {
                    value: v,
                    targets: ir.into(),
                    default,
                });
                Ok(())
            }
            Operand::I4(v) => {
                let v = self.b.const_i32(v);
                self.b.push(v);
                Ok(())
            }
            Operand::I8(v) => {
                let v = self.b.const_i64(v);
                self.b.push(v);
                Ok(())
            }
            Operand::R4(v) => {
                let v = self.b.emit_with(Op::ConstF32(v), Kind::F32, Fact::F32(v));
                self.b.push(v);
                Ok(())
            }
            Operand::R8(v) => {
                let v = self.b.emit_with(Op::ConstF64(v), Kind::F64, Fact::F64(v));
                self.b.push(v);
                Ok(())
            }
            Operand::U1(_) => Err(ImportError::bad_il("misplaced prefix")),
        }
    }

    fn plain(&mut self, opcode: O) -> Result<()> {
        match opcode {
            O::Nop | O::Break => Ok(()),
            O::LdArg0 => self.load_arg(0),
            O::LdArg1 => self.load_arg(1),
            O::LdArg2 => self.load_arg(2),
            O::LdArg3 => self.load_arg(3),
            O::LdLoc0 => self.load_local(0),
            O::LdLoc1 => self.load_local(1),
            O::LdLoc2 => self.load_local(2),
            O::LdLoc3 => self.load_local(3),
            O::StLoc0 => self.store_local(0),
            O::StLoc1 => self.store_local(1),
            O::StLoc2 => self.store_local(2),
            O::StLoc3 => self.store_local(3),
            O::LdNull => {
                let v = self.b.null();
                self.b.push(v);
                Ok(())
            }
            O::LdcI4M1 => self.push_i32(-1),
            O::LdcI4_0 => self.push_i32(0),
            O::LdcI4_1 => self.push_i32(1),
            O::LdcI4_2 => self.push_i32(2),
            O::LdcI4_3 => self.push_i32(3),
            O::LdcI4_4 => self.push_i32(4),
            O::LdcI4_5 => self.push_i32(5),
            O::LdcI4_6 => self.push_i32(6),
            O::LdcI4_7 => self.push_i32(7),
            O::LdcI4_8 => self.push_i32(8),
            O::Dup => {
                let v = self.b.pop()?;
                self.b.push_typed(v.value, v.ty);
                self.b.push_typed(v.value, v.ty);
                Ok(())
            }
            O::Pop => self.b.pop().map(|_| ()),
            O::Ret => self.ret(),
            O::Throw => self.throw(),
            O::Rethrow => {
                self.b.clear_stack();
                self.b.terminate(Term::Rethrow);
                Ok(())
            }
            O::EndFinally => {
                self.b.clear_stack();
                self.b.terminate(Term::EndFinally);
                Ok(())
            }
            O::EndFilter => {
                let v = self.b.pop()?.value;
                let v = self.b.coerce(v, Kind::I32);
                self.b.clear_stack();
                self.b.terminate(Term::EndFilter(v));
                Ok(())
            }

            O::Add => self.binary(BinOp::Add),
            O::Sub => self.binary(BinOp::Sub),
            O::Mul => self.binary(BinOp::Mul),
            O::Div => self.binary(BinOp::Div),
            O::DivUn => self.binary(BinOp::DivUn),
            O::Rem => self.binary(BinOp::Rem),
            O::RemUn => self.binary(BinOp::RemUn),
            O::And => self.binary(BinOp::And),
            O::Or => self.binary(BinOp::Or),
            O::Xor => self.binary(BinOp::Xor),
            O::Shl => self.shift(BinOp::Shl),
            O::Shr => self.shift(BinOp::Shr),
            O::ShrUn => self.shift(BinOp::ShrUn),
            O::Neg => self.negate(),
            O::Not => self.complement(),
            O::AddOvf => self.binary_ovf(BinOp::Add, false),
            O::AddOvfUn => self.binary_ovf(BinOp::Add, true),
            O::SubOvf => self.binary_ovf(BinOp::Sub, false),
            O::SubOvfUn => self.binary_ovf(BinOp::Sub, true),
            O::MulOvf => self.binary_ovf(BinOp::Mul, false),
            O::MulOvfUn => self.binary_ovf(BinOp::Mul, true),
            O::Ceq => self.compare_op(Cond::Eq),
            O::Cgt => self.compare_op(Cond::Gt),
            O::CgtUn => self.compare_op(Cond::GtUn),
            O::Clt => self.compare_op(Cond::Lt),
            O::CltUn => self.compare_op(Cond::LtUn),
            O::CkFinite => {
                let v = self.b.pop()?.value;
                let kind = self.b.kind(v);
                let v = self.b.emit(Op::CheckFinite(v), kind);
                self.b.push(v);
                Ok(())
            }

            O::ConvI1 => self.convert_op(Conv::I8, false),
            O::ConvI2 => self.convert_op(Conv::I16, false),
            O::ConvI4 => self.convert_op(Conv::I32, false),
            O::ConvI8 | O::ConvI => self.convert_op(Conv::I64, false),
            O::ConvU1 => self.convert_op(Conv::U8, true),
            O::ConvU2 => self.convert_op(Conv::U16, true),
            O::ConvU4 => self.convert_op(Conv::U32, true),
            O::ConvU8 | O::ConvU => self.convert_op(Conv::U64, true),
            O::ConvR4 => self.convert_op(Conv::F32, false),
            O::ConvR8 => self.convert_op(Conv::F64, false),
            O::ConvRUn => {
                // There is no conv.r4.un: compilers write the two in a row and mean one rounding.
                if self.following() == Some(O::ConvR4) {
                    self.convert_op(Conv::F32, true)
                } else {
                    self.convert_op(Conv::F64, true)
                }
            }
            O::ConvOvfI1 => self.convert_ovf(Conv::I8, false),
            O::ConvOvfI2 => self.convert_ovf(Conv::I16, false),
            O::ConvOvfI4 => self.convert_ovf(Conv::I32, false),
            O::ConvOvfI8 | O::ConvOvfI => self.convert_ovf(Conv::I64, false),
            O::ConvOvfU1 => self.convert_ovf(Conv::U8, false),
            O::ConvOvfU2 => self.convert_ovf(Conv::U16, false),
            O::ConvOvfU4 => self.convert_ovf(Conv::U32, false),
            O::ConvOvfU8 | O::ConvOvfU => self.convert_ovf(Conv::U64, false),
            O::ConvOvfI1Un => self.convert_ovf(Conv::I8, true),
            O::ConvOvfI2Un => self.convert_ovf(Conv::I16, true),
            O::ConvOvfI4Un => self.convert_ovf(Conv::I32, true),
            O::ConvOvfI8Un | O::ConvOvfIUn => self.convert_ovf(Conv::I64, true),
            O::ConvOvfU1Un => self.convert_ovf(Conv::U8, true),
            O::ConvOvfU2Un => self.convert_ovf(Conv::U16, true),
            O::ConvOvfU4Un => self.convert_ovf(Conv::U32, true),
            O::ConvOvfU8Un | O::ConvOvfUUn => self.convert_ovf(Conv::U64, true),

            O::LdIndI1 => self.load_indirect(Mem::I8, None),
            O::LdIndU1 => self.load_indirect(Mem::U8, None),
            O::LdIndI2 => self.load_indirect(Mem::I16, None),
            O::LdIndU2 => self.load_indirect(Mem::U16, None),
            O::LdIndI4 | O::LdIndU4 => self.load_indirect(Mem::I32, None),
            O::LdIndI8 | O::LdIndI => self.load_indirect(Mem::I64, None),
            O::LdIndR4 => self.load_indirect(Mem::F32, None),
            O::LdIndR8 => self.load_indirect(Mem::F64, None),
            O::LdIndRef => self.load_indirect(Mem::Ref, None),
            O::StIndI1 => self.store_indirect(Mem::I8),
            O::StIndI2 => self.store_indirect(Mem::I16),
            O::StIndI4 => self.store_indirect(Mem::I32),
            O::StIndI8 | O::StIndI => self.store_indirect(Mem::I64),
            O::StIndR4 => self.store_indirect(Mem::F32),
            O::StIndR8 => self.store_indirect(Mem::F64),
            O::StIndRef => self.store_indirect(Mem::Ref),
            O::CpBlk | O::InitBlk => self.block_op(opcode),
            O::LocAlloc => {
                let size = self.b.pop()?.value;
                let size = self.b.convert(Conv::U64, true, size);
                let zero = self.body.init_locals;
                let v = self
                    .b
                    .emit_with(Op::LocAlloc { size, zero }, Kind::I64, Fact::Unknown);
                self.b.push(v);
                Ok(())
            }

            O::LdLen => self.load_length(),
            O::LdElemI1 => self.load_element(WellKnown::SByte),
            O::LdElemU1 => self.load_element(WellKnown::Byte),
            O::LdElemI2 => self.load_element(WellKnown::Int16),
            O::LdElemU2 => self.load_element(WellKnown::UInt16),
            O::LdElemI4 => self.load_element(WellKnown::Int32),
            O::LdElemU4 => self.load_element(WellKnown::UInt32),
            O::LdElemI8 => self.load_element(WellKnown::Int64),
            O::LdElemI => self.load_element(WellKnown::IntPtr),
            O::LdElemR4 => self.load_element(WellKnown::Single),
            O::LdElemR8 => self.load_element(WellKnown::Double),
            O::LdElemRef => self.load_element(WellKnown::Object),
            O::StElemI1 => self.store_element(WellKnown::SByte),
            O::StElemI2 => self.store_element(WellKnown::Int16),
            O::StElemI4 => self.store_element(WellKnown::Int32),
            O::StElemI8 => self.store_element(WellKnown::Int64),
            O::StElemI => self.store_element(WellKnown::IntPtr),
            O::StElemR4 => self.store_element(WellKnown::Single),
            O::StElemR8 => self.store_element(WellKnown::Double),
            O::StElemRef => self.store_element(WellKnown::Object),
            O::RefAnyType => self.ref_any_type(),
            O::ArgList => Err(ImportError::unsupported(
                "variable argument lists are not supported",
            )),
            _ => Err(ImportError::bad_il(format!(
                "unexpected instruction {}",
                opcode.info().mnemonic
            ))),
        }
    }

    fn with_token(&mut self, opcode: O, t: Token) -> Result<()> {
        match opcode {
            O::LdStr => {
                let meta = self.env().ts.metadata(self.module);
                let text = meta
                    .user_string(t.0 & 0x00FF_FFFF)
                    .map_err(|e| ImportError::bad_il(e.to_string()))?;
                let v = self.b.str_utf16(text.into());
                let ty = self.env().well_known(WellKnown::String);
                self.b.push_typed(v, Some(ty));
                Ok(())
            }
            O::Call => self.call(t, false),
            O::CallVirt => self.call(t, true),
            O::CallI => self.call_indirect(t),
            O::Jmp => self.jmp(t),
            O::NewObj => self.new_object(t),
            O::LdFtn => self.load_function(t),
            O::LdVirtFtn => self.load_virtual_function(t),
            O::LdFld => self.load_field(t),
            O::LdFldA => self.load_field_address(t),
            O::StFld => self.store_field(t),
            O::LdSFld => self.load_static(t),
            O::LdSFldA => self.load_static_address(t),
            O::StSFld => self.store_static(t),
            O::LdObj => {
                let ty = self.open_type(t)?;
                let ty = self.b.close(ty);
                let mem = self.mem(ty)?;
                self.load_indirect(mem, Some(ty))
            }
            O::StObj => {
                let ty = self.open_type(t)?;
                let mem = self.mem(self.b.close(ty))?;
                self.store_indirect(mem)
            }
            O::CpObj => {
                let ty = self.open_type(t)?;
                let mem = self.mem(self.b.close(ty))?;
                let src = self.pop_address()?;
                let dst = self.pop_address()?;
                let access = self.access(src);
                let v = self.b.load(src, mem, access);
                let access = self.access(dst);
                self.b.store(dst, v, mem, access);
                Ok(())
            }
            O::InitObj => {
                let ty = self.open_type(t)?;
                let ty = self.b.close(ty);
                let mem = self.mem(ty)?;
                let addr = self.pop_address()?;
                let v = self.b.default_value(ty);
                let access = self.access(addr);
                self.b.store(addr, v, mem, access);
                Ok(())
            }
            O::SizeOf => {
                let ty = self.open_type(t)?;
                let size = self.env().ts.size_of(self.b.close(ty))?;
                self.push_i32(size as i32)
            }
            O::LdToken => self.load_token(t),
            O::Box => self.box_op(t),
            O::Unbox => self.unbox(t),
            O::UnboxAny => self.unbox_any(t),
            O::IsInst => self.is_inst(t),
            O::CastClass => self.cast_class(t),
            O::NewArr => self.new_array(t),
            O::LdElem => {
                let open = self.open_type(t)?;
                self.load_element_of(self.b.close(open))
            }
            O::StElem => {
                let open = self.open_type(t)?;
                self.store_element_of(self.b.close(open))
            }
            O::LdElemA => self.load_element_address(t),
            O::MkRefAny => self.make_ref_any(t),
            O::RefAnyVal => self.ref_any_value(t),
            _ => Err(ImportError::bad_il(format!(
                "unexpected instruction {}",
                opcode.info().mnemonic
            ))),
        }
    }

    pub(super) fn push_i32(&mut self, v: i32) -> Result<()> {
        let v = self.b.const_i32(v);
        self.b.push(v);
        Ok(())
    }

    /// Memory type of a closed type that is not `void`.
    pub(super) fn mem(&self, ty: TypeId) -> Result<Mem> {
        self.env()
            .mem(ty)
            .ok_or_else(|| ImportError::bad_il("a value of type void"))
    }

    // ---- variables --------------------------------------------------------------------------------------------------

    fn variable(&mut self, opcode: O, n: u16) -> Result<()> {
        match opcode {
            O::LdArg | O::LdArgS => self.load_arg(n),
            O::LdLoc | O::LdLocS => self.load_local(n),
            O::StLoc | O::StLocS => self.store_local(n),
            O::StArg | O::StArgS => {
                let local = self.arg(n)?;
                let v = self.b.pop()?.value;
                let v = self.b.materialise(v);
                self.b.set(local, v);
                Ok(())
            }
            O::LdArgA | O::LdArgAS => {
                let local = self.arg(n)?;
                let v = self.b.addr_of(local);
                self.b.push(v);
                Ok(())
            }
            O::LdLocA | O::LdLocAS => {
                let local = self.local(n)?;
                let v = self.b.addr_of(local);
                self.b.push(v);
                Ok(())
            }
            _ => Err(ImportError::bad_il("unexpected instruction")),
        }
    }

    fn arg(&self, n: u16) -> Result<LocalId> {
        if u32::from(n) < self.arg_count {
            Ok(LocalId(u32::from(n)))
        } else {
            Err(ImportError::bad_il(format!("argument {n} does not exist")))
        }
    }

    fn local(&self, n: u16) -> Result<LocalId> {
        let n = self.arg_count + u32::from(n);
        if (n as usize) < self.var_types.len() {
            Ok(LocalId(n))
        } else {
            Err(ImportError::bad_il(format!(
                "local {} does not exist",
                n - self.arg_count
            )))
        }
    }

    fn load_var(&mut self, local: LocalId) {
        let v = self.b.get(local);
        let ty = self.var_types[local.0 as usize];
        self.b.push_typed(v, Some(ty));
    }

    fn load_arg(&mut self, n: u16) -> Result<()> {
        let local = self.arg(n)?;
        self.load_var(local);
        Ok(())
    }

    fn load_local(&mut self, n: u16) -> Result<()> {
        let local = self.local(n)?;
        self.load_var(local);
        Ok(())
    }

    fn store_local(&mut self, n: u16) -> Result<()> {
        let local = self.local(n)?;
        let v = self.b.pop()?.value;
        let v = self.b.materialise(v);
        self.b.set(local, v);
        Ok(())
    }

    // ---- branches ---------------------------------------------------------------------------------------------------

    fn branch(&mut self, opcode: O, to: u32) -> Result<()> {
        let target = self.flow.block_at(to);
        let comparison = match opcode {
            O::Br | O::BrS => return self.goto(target),
            O::Leave | O::LeaveS => return self.leave(target),
            O::BrTrue | O::BrTrueS | O::BrFalse | O::BrFalseS => None,
            O::Beq | O::BeqS => Some(Cond::Eq),
            O::BneUn | O::BneUnS => Some(Cond::Ne),
            O::Bge | O::BgeS => Some(Cond::Ge),
            O::Bgt | O::BgtS => Some(Cond::Gt),
            O::Ble | O::BleS => Some(Cond::Le),
            O::Blt | O::BltS => Some(Cond::Lt),
            O::BgeUn | O::BgeUnS => Some(Cond::GeUn),
            O::BgtUn | O::BgtUnS => Some(Cond::GtUn),
            O::BleUn | O::BleUnS => Some(Cond::LeUn),
            O::BltUn | O::BltUnS => Some(Cond::LtUn),
            _ => return Err(ImportError::bad_il("unexpected branch")),
        };
        // A reference or pointer that is tested for null, and whether the branch is taken when it is not.
        let mut tested = None;
        let cond = match comparison {
            Some(cond) => self.compare_top(cond)?,
            None => {
                let v = self.b.pop()?.value;
                let sense = matches!(opcode, O::BrTrue | O::BrTrueS);
                if matches!(self.b.kind(v), Kind::Ref | Kind::ByRef) {
                    tested = Some((v, sense));
                }
                self.condition(v, sense)
            }
        };
        let next = self.flow.block_at(self.next);
        match self.b.fact(cond).truth() {
            Some(true) => return self.goto(target),
            Some(false) => return self.goto(next),
            None => {}
        }
        let known = |taken: bool| tested.filter(|t| t.1 == taken).map(|t| t.0);
        let then = self.edge_with(target, known(true))?;
        let other = self.edge_with(next, known(false))?;
        self.b.clear_stack();
        self.b.terminate(Term::Branch { cond, then, other });
        Ok(())
    }

    /// An edge on which a value is known not to be null.
    fn edge_with(&mut self, n: u32, non_null: Option<Value>) -> Result<BlockId> {
        let Some(v) = non_null else {
            return self.edge(n);
        };
        let before = self.b.assume_non_null(v);
        let ir = self.edge(n);
        self.b.restore(v, before);
        ir
    }

    /// I32 condition: whether `v` is (not) zero.
    fn condition(&mut self, v: Value, sense: bool) -> Value {
        if sense && self.b.kind(v) == Kind::I32 {
            return v;
        }
        if sense {
            self.b.is_not_zero(v)
        } else {
            self.b.is_zero(v)
        }
    }

    fn leave(&mut self, target: u32) -> Result<()> {
        self.b.clear_stack();
        let ir = self.edge(target)?;
        let block = self.b.block();
        let same =
            self.b.body.blocks[block.0 as usize].region == self.b.body.blocks[ir.0 as usize].region;
        self.b.terminate(if same {
            Term::Jump(ir)
        } else {
            Term::Leave(ir)
        });
        Ok(())
    }

    fn ret(&mut self) -> Result<()> {
        let ret = self.b.body.ret;
        let value = match self.env().mem(ret) {
            None => None,
            Some(mem) => {
                let v = self.b.pop()?.value;
                let v = self.b.materialise(v);
                Some(self.b.coerce_to(v, mem))
            }
        };
        self.b.clear_stack();
        match &self.sync {
            None => self.b.ret(value),
            Some(sync) => {
                let (result, exit) = (sync.result, sync.exit);
                if let (Some(local), Some(v)) = (result, value) {
                    self.b.set(local, v);
                }
                self.b.terminate(Term::Leave(exit));
            }
        }
        Ok(())
    }

    // ---- memory -----------------------------------------------------------------------------------------------------

    /// Address on top of the stack: ByRef, or a native pointer as I64.
    pub(super) fn pop_address(&mut self) -> Result<Value> {
        let v = self.b.pop()?.value;
        Ok(match self.b.kind(v) {
            Kind::I32 => self.b.to_i64(v),
            _ => v,
        })
    }

    /// How the current instruction accesses memory through an address.
    pub(super) fn access(&self, addr: Value) -> Access {
        Access {
            volatile: self.prefixes.volatile,
            unaligned: self.prefixes.unaligned,
            nonnull: self.b.fact(addr).is_non_null(),
            ..NONNULL
        }
    }

    pub(super) fn load_indirect(&mut self, mem: Mem, ty: Option<TypeId>) -> Result<()> {
        let addr = self.pop_address()?;
        let access = self.access(addr);
        let v = self.b.load(addr, mem, access);
        self.b.push_typed(v, ty);
        Ok(())
    }

    fn store_indirect(&mut self, mem: Mem) -> Result<()> {
        let v = self.b.pop()?.value;
        let v = self.b.materialise(v);
        let addr = self.pop_address()?;
        let access = self.access(addr);
        self.b.store(addr, v, mem, access);
        Ok(())
    }

    fn block_op(&mut self, opcode: O) -> Result<()> {
        let size = self.b.pop()?.value;
        let size = self.b.convert(Conv::U64, true, size);
        if opcode == O::CpBlk {
            let src = self.pop_address()?;
            let dst = self.pop_address()?;
            self.b.emit_void(Op::CopyBlock { dst, src, size });
        } else {
            let value = self.b.pop()?.value;
            let addr = self.pop_address()?;
            self.b.emit_void(Op::InitBlock { addr, value, size });
        }
        Ok(())
    }
}
