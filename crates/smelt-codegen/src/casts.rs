//! `isinst`, `castclass`, `unbox` (ECMA-335 III.4.3, 4.6, 4.32). Exact classes compare class numbers or method tables inline, the rest asks the runtime.

use crate::Result;
use crate::calls::Target;
use crate::function::FnCx;
use inkwell::IntPredicate;
use inkwell::values::{IntValue, PointerValue};
use smelt_abi::helpers::HelperId;
use smelt_abi::{method_table, object as layout};
use smelt_ir::{Func, Value, symbols};
use smelt_types::{TypeId, TypeKind, WellKnown};

const TYPE_ATTRIBUTE_SEALED: u32 = 0x100;

/// How membership of a non-null object is tested.
enum Test {
    /// Everything is an Object.
    Always,
    /// No subclasses: the method table itself.
    Exact,
    /// Class numbers.
    Range,
    Interface,
    /// Method table compared first, then the runtime.
    Ask,
}

impl<'c> FnCx<'_, 'c, '_> {
    fn test_for(&self, ty: TypeId) -> Test {
        let ts = self.u.ts;
        if ts.is_shared_type(ty) || ts.has_variance(ty) {
            return Test::Ask;
        }
        if !matches!(ts.kind(ty), TypeKind::Named { .. }) {
            return Test::Ask;
        }
        if ts.is_interface(ty) {
            // `int[]` is an `IList<uint>` too: not a matter of interface maps.
            let of_array = match *ts.type_args(ty) {
                [elem] => ts.interfaces(ts.sz_array(elem)).contains(&ty),
                _ => false,
            };
            return if of_array { Test::Ask } else { Test::Interface };
        }
        if ty == ts.well_known(WellKnown::Object) {
            return Test::Always;
        }
        if ts.is_nullable(ty) {
            return Test::Ask;
        }
        if ts.is_value_type(ty) || ts.type_flags(ty) & TYPE_ATTRIBUTE_SEALED != 0 {
            return Test::Exact;
        }
        Test::Range
    }

    /// i1: whether the non-null object is of the class. Only for tests that need no call.
    fn quick_test(
        &self,
        test: &Test,
        ty: TypeId,
        handle: Value,
        object: PointerValue<'c>,
    ) -> Result<IntValue<'c>> {
        let mt = self.load_method_table(object)?;
        if let Test::Range = test {
            let at = self.inside(mt, self.i64(i64::from(method_table::CLASS_NUMBER)))?;
            let n = self.load_invariant(self.u.t.i32, at)?.into_int_value();
            let n = self.b.build_int_z_extend(n, self.u.t.i64, "")?;
            let first = self.u.absolute(symbols::class_number(self.u.ts, ty));
            let end = self.u.absolute(symbols::class_number_end(self.u.ts, ty));
            let a = self.b.build_int_compare(IntPredicate::UGE, n, first, "")?;
            let b = self.b.build_int_compare(IntPredicate::ULT, n, end, "")?;
            return Ok(self.b.build_and(a, b, "")?);
        }
        let want = self.ptr(handle)?;
        Ok(self.b.build_int_compare(IntPredicate::EQ, mt, want, "")?)
    }

    /// Asks the runtime, or where objects implement interfaces dynamically, the object too.
    fn ask(
        &mut self,
        id: HelperId,
        object: PointerValue<'c>,
        handle: Value,
        ty: TypeId,
        throw: bool,
    ) -> Result<PointerValue<'c>> {
        let ts = self.u.ts;
        let dynamic = self.u.program.dynamic_casts
            && (ts.is_interface(ty) || ts.is_shared_type(ty))
            && ts.type_name(ty) != "System.Runtime.InteropServices.IDynamicInterfaceCastable";
        let handle = self.ptr(handle)?;
        if dynamic {
            return self.ask_object(object, handle, throw);
        }
        Ok(self
            .b
            .build_call(self.u.helper(id), &[object.into(), handle.into()], "")?
            .try_as_basic_value()
            .unwrap_basic()
            .into_pointer_value())
    }

    /// Asks the runtime, then the object (`Func::DynamicCast`).
    pub fn ask_object(
        &mut self,
        object: PointerValue<'c>,
        handle: PointerValue<'c>,
        throw: bool,
    ) -> Result<PointerValue<'c>> {
        let (f, abi) = self.u.function(Func::DynamicCast)?;
        let handle = match abi.params.get(1).map(|p| p.pass) {
            Some(crate::abi::Pass::Scalar(m)) => {
                self.coerce(handle.into(), crate::abi::kind_of_mem(m))?
            }
            _ => handle.into(),
        };
        let throw = self.u.t.i32.const_int(u64::from(throw), false).into();
        let call = self.emit_call(Target::Function(f), &[object.into(), handle, throw], true)?;
        Ok(call
            .try_as_basic_value()
            .unwrap_basic()
            .into_pointer_value())
    }

    pub fn is_inst(
        &mut self,
        r: Option<Value>,
        ty: TypeId,
        handle: Value,
        value: Value,
    ) -> Result<()> {
        let object = self.ptr(value)?;
        let test = self.test_for(ty);
        match test {
            Test::Always => return self.define(r, object),
            Test::Interface => {
                let p = self.ask(HelperId::IsInstInterface, object, handle, ty, false)?;
                return self.define(r, p);
            }
            _ => {}
        }
        let (some, done) = (self.new_block("isinst"), self.new_block(""));
        let start = self.current()?;
        if self.is_nonnull(value) {
            self.b.build_unconditional_branch(some)?;
        } else {
            let null = self.b.build_is_null(object, "")?;
            self.b.build_conditional_branch(null, done, some)?;
        }
        self.b.position_at_end(some);
        let yes = self.quick_test(&test, ty, handle, object)?;
        let (result, result_block) = if let Test::Ask = test {
            let ask = self.new_block("isinst.ask");
            let both = self.new_block("");
            let from = self.current()?;
            self.b.build_conditional_branch(yes, both, ask)?;
            self.b.position_at_end(ask);
            let answer = self.ask(HelperId::IsInstAny, object, handle, ty, false)?;
            let ask = self.current()?;
            self.b.build_unconditional_branch(both)?;
            self.b.position_at_end(both);
            let phi = self.b.build_phi(self.u.t.ptr, "")?;
            phi.add_incoming(&[(&object, from), (&answer, ask)]);
            (phi.as_basic_value().into_pointer_value(), both)
        } else {
            let x = self.b.build_select(yes, object, self.null(), "")?;
            (x.into_pointer_value(), self.current()?)
        };
        self.b.build_unconditional_branch(done)?;
        self.b.position_at_end(done);
        let phi = self.b.build_phi(self.u.t.ptr, "")?;
        if self.is_nonnull(value) {
            phi.add_incoming(&[(&result, result_block)]);
        } else {
            phi.add_incoming(&[(&self.null(), start), (&result, result_block)]);
        }
        let x = phi.as_basic_value();
        self.define(r, x)
    }

    pub fn cast(
        &mut self,
        r: Option<Value>,
        ty: TypeId,
        handle: Value,
        value: Value,
    ) -> Result<()> {
        let object = self.ptr(value)?;
        let test = self.test_for(ty);
        if !matches!(test, Test::Always) {
            let (ok, bad) = (self.new_block(""), self.new_block("cast.bad"));
            if !self.is_nonnull(value) {
                let some = self.new_block("cast");
                let null = self.b.build_is_null(object, "")?;
                self.b.build_conditional_branch(null, ok, some)?;
                self.b.position_at_end(some);
            }
            let helper = match test {
                Test::Interface => Some(HelperId::IsInstInterface),
                Test::Ask => Some(HelperId::IsInstAny),
                _ => None,
            };
            if !matches!(test, Test::Interface) {
                let yes = self.quick_test(&test, ty, handle, object)?;
                let next = match helper {
                    Some(_) => self.new_block("cast.ask"),
                    None => bad,
                };
                self.b.build_conditional_branch(yes, ok, next)?;
                self.b.position_at_end(next);
            }
            if let Some(id) = helper {
                let answer = self.ask(id, object, handle, ty, true)?;
                let null = self.b.build_is_null(answer, "")?;
                self.b.build_conditional_branch(null, bad, ok)?;
                self.b.position_at_end(bad);
            }
            self.throw_invalid_cast(object, handle)?;
            self.b.position_at_end(ok);
        }
        if self.is_nonnull(value) {
            self.result_nonnull(r);
        }
        self.define(r, object)
    }

    fn throw_invalid_cast(&mut self, object: PointerValue<'c>, handle: Value) -> Result<()> {
        let (f, abi) = self.u.function(Func::ThrowInvalidCast)?;
        let handle = match abi.params.get(1).map(|p| p.pass) {
            Some(crate::abi::Pass::Scalar(m)) => {
                self.coerce(self.val(handle)?, crate::abi::kind_of_mem(m))?
            }
            _ => self.int64(handle)?.into(),
        };
        self.emit_call(Target::Function(f), &[object.into(), handle], true)?;
        self.b.build_unreachable()?;
        Ok(())
    }

    /// The boxed type must be `ty`, or an enum or integer of the same underlying type.
    pub fn unbox(
        &mut self,
        r: Option<Value>,
        ty: TypeId,
        handle: Value,
        value: Value,
    ) -> Result<()> {
        self.null_check(value)?;
        let object = self.ptr(value)?;
        let mt = self.load_method_table(object)?;
        let want = self.ptr(handle)?;
        let same = self.b.build_int_compare(IntPredicate::EQ, mt, want, "")?;
        let (ok, other) = (self.new_block(""), self.new_block("unbox.other"));
        self.b.build_conditional_branch(same, ok, other)?;
        self.b.position_at_end(other);
        let ts = self.u.ts;
        if ts.is_enum(ty) || ts.is_primitive(ty) {
            let bad = self.new_block("unbox.bad");
            let t = self.u.t.i32;
            let at = self.inside(mt, self.i64(i64::from(method_table::COR_ELEMENT_TYPE)))?;
            let actual = self.load_invariant(self.u.t.i8, at)?.into_int_value();
            let expected = self
                .u
                .t
                .i8
                .const_int(u64::from(ts.cor_element_type(ty)), false);
            let same = self
                .b
                .build_int_compare(IntPredicate::EQ, actual, expected, "")?;
            let flags = self.load_invariant(t, mt)?.into_int_value();
            let mask = t.const_int(u64::from(method_table::flags::CATEGORY_MASK), false);
            let category = self.b.build_and(flags, mask, "")?;
            let is = |c: u32| {
                self.b.build_int_compare(
                    IntPredicate::EQ,
                    category,
                    t.const_int(u64::from(c), false),
                    "",
                )
            };
            let scalar = self.b.build_or(
                is(method_table::flags::CATEGORY_ENUM)?,
                is(method_table::flags::CATEGORY_PRIMITIVE)?,
                "",
            )?;
            let fine = self.b.build_and(same, scalar, "")?;
            self.b.build_conditional_branch(fine, ok, bad)?;
            self.b.position_at_end(bad);
        }
        self.throw_invalid_cast(object, handle)?;
        self.b.position_at_end(ok);
        let p = self.inside(object, self.i64(i64::from(layout::BOX_DATA)))?;
        self.result_nonnull(r);
        self.define(r, p)
    }
}
