//! `ValueType.Equals`, one function per struct that does not override it. CoreLib's own body reads the fields by reflection when bits do not
//! tell.

use super::call::{Call, Outcome};
use crate::build::Builder;
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_abi::object;
use smelt_types::{MethodId, TypeId, TypeSystem, ValueClass, WellKnown};

/// Deepest nesting of structs that is followed.
const MAX_DEPTH: u32 = 16;

/// `Object.Equals(object)`.
fn object_equals(ts: &TypeSystem) -> Option<MethodId> {
    let object = ts.well_known(WellKnown::Object);
    ts.methods_named(object, "Equals")
        .into_iter()
        .find(|&m| !ts.is_static(m))
}

/// The struct's own override of `Equals(object)`. `None` if it has none.
fn own_equals(ts: &TypeSystem, ty: TypeId) -> smelt_types::Result<Option<MethodId>> {
    let Some(decl) = object_equals(ts) else {
        return Ok(None);
    };
    let m = ts.resolve_virtual(ty, decl)?;
    Ok((ts.method_owner(m) != ts.well_known(WellKnown::ValueType)).then_some(m))
}

/// What runs for `Object.Equals` on objects of exact type `ty` whose virtual table says `target`: the struct's own function where the
/// target is `ValueType.Equals`.
pub fn slot_func(ts: &TypeSystem, ty: TypeId, target: MethodId) -> Option<Func> {
    let value_type = ts.well_known(WellKnown::ValueType);
    let is_it = ts.method_owner(target) == value_type
        && ts.method_name(target) == "Equals"
        && ts.is_value_type(ty);
    if !is_it {
        return None;
    }
    let canon = ts.canon_type(ty);
    if supported(ts, canon, 0) {
        return Some(Func::ValueEquals(canon));
    }
    (!ts.is_shared_type(ty) && supported(ts, ty, 0)).then_some(Func::ValueEquals(ty))
}

/// The function has no generic context: fields of a shared struct must not need one.
fn supported(ts: &TypeSystem, ty: TypeId, depth: u32) -> bool {
    if ts.is_byref_like(ty) || depth > MAX_DEPTH {
        return false;
    }
    let Ok(layout) = ts.layout(ty) else {
        return false;
    };
    layout.fields.iter().all(|&(f, _)| {
        let Ok(field) = ts.field_type(f) else {
            return false;
        };
        match ts.value_class(field) {
            ValueClass::Struct if ts.is_nullable(field) => supported(ts, field, depth + 1),
            ValueClass::Struct => match own_equals(ts, field) {
                Ok(Some(_)) => !ts.is_shared_type(field),
                Ok(None) => supported(ts, field, depth + 1),
                Err(_) => false,
            },
            ValueClass::ByRef | ValueClass::Void => false,
            _ => true,
        }
    })
}

/// A direct call of `ValueType.Equals` on an object whose class is known.
pub(super) fn expand(c: &mut Call) -> Outcome {
    let ts = c.ts();
    let Some(ty) = c.fact(0).class().filter(|&t| ts.is_value_type(t)) else {
        return Ok(None);
    };
    let Some(func) = slot_func(ts, ty, c.callee.exact) else {
        return Ok(None);
    };
    let args = [c.arg_as(0, Kind::Ref), c.arg_as(1, Kind::Ref)];
    let bool = c.b.env.well_known(WellKnown::Boolean);
    match c.b.call_func(func, &args, bool) {
        Some(v) => c.value(v),
        None => Ok(None),
    }
}

/// `(boxed this, object) -> bool` for a struct.
pub(crate) fn body(env: &Env, ty: TypeId) -> Result<Body> {
    let object = env.well_known(WellKnown::Object);
    let bool = env.well_known(WellKnown::Boolean);
    let mut b = Builder::new(
        env,
        Func::ValueEquals(ty),
        None,
        &[object, object],
        bool,
        Context::None,
    );
    b.body.flags.hidden = true;
    let (this, other) = (LocalId(0), LocalId(1));
    let differ = b.new_block();
    let v = b.get(other);
    let null = b.is_zero(v);
    differs_if(&mut b, null, differ);
    let (x, y) = (b.get(this), b.get(other));
    let x = b.emit(Op::MethodTableOf(x), Kind::I64);
    let y = b.emit(Op::MethodTableOf(y), Kind::I64);
    let unequal = b.compare(Cond::Ne, x, y);
    differs_if(&mut b, unequal, differ);
    let mut walk = Walk {
        b: &mut b,
        this,
        other,
        differ,
    };
    walk.fields(ty, object::BOX_DATA)?;
    let yes = b.const_bool(true);
    b.ret(Some(yes));
    b.switch_to(differ);
    let no = b.const_bool(false);
    b.ret(Some(no));
    Ok(b.finish())
}

/// Leaves if the condition holds, goes on in a new block.
fn differs_if(b: &mut Builder, cond: Value, differ: BlockId) {
    let next = b.new_block();
    b.branch(cond, differ, next);
    b.switch_to(next);
}

struct Walk<'b, 'e> {
    b: &'b mut Builder<'e>,
    this: LocalId,
    other: LocalId,
    differ: BlockId,
}

impl Walk<'_, '_> {
    /// Compares the fields of a struct that lies at this offset in both objects.
    fn fields(&mut self, ty: TypeId, at: u32) -> Result<()> {
        let ts = self.b.env.ts;
        for &(f, offset) in &ts.layout(ty)?.fields {
            self.field(ts.field_type(f)?, at + offset)?;
        }
        Ok(())
    }

    fn addresses(&mut self, at: u32) -> (Value, Value) {
        let x = self.b.get(self.this);
        let x = self.b.field_addr_nonnull(x, at);
        let y = self.b.get(self.other);
        let y = self.b.field_addr_nonnull(y, at);
        (x, y)
    }

    fn values(&mut self, at: u32, mem: Mem) -> (Value, Value) {
        let (x, y) = self.addresses(at);
        (self.b.load_nonnull(x, mem), self.b.load_nonnull(y, mem))
    }

    fn differs_if(&mut self, cond: Value) {
        differs_if(self.b, cond, self.differ);
    }

    fn field(&mut self, ty: TypeId, at: u32) -> Result<()> {
        let env = self.b.env;
        let ts = env.ts;
        let mem = env
            .mem(ty)
            .ok_or_else(|| ImportError::bad_il("a field of type void"))?;
        match mem {
            Mem::Struct(_) if ts.is_nullable(ty) => self.nullable(ty, at),
            Mem::Struct(_) => match own_equals(ts, ty)? {
                None => self.fields(ty, at),
                Some(m) => {
                    let (x, y) = self.addresses(at);
                    let y = self.b.load_nonnull(y, mem);
                    let y = self.b.box_value(ty, y);
                    let same = self.b.call_method(m, &[x, y])?;
                    self.is_true(same)
                }
            },
            Mem::Ref => self.references(at),
            Mem::F32 | Mem::F64 => {
                let (x, y) = self.values(at, mem);
                let unequal = self.b.compare(Cond::Ne, x, y);
                // NaN equals NaN.
                let x_is_number = self.b.compare(Cond::Eq, x, x);
                let y_is_number = self.b.compare(Cond::Eq, y, y);
                let number = self.b.bin(BinOp::Or, x_is_number, y_is_number);
                let unequal = self.b.bin(BinOp::And, unequal, number);
                self.differs_if(unequal);
                Ok(())
            }
            _ => {
                let (x, y) = self.values(at, mem);
                let unequal = self.b.compare(Cond::Ne, x, y);
                self.differs_if(unequal);
                Ok(())
            }
        }
    }

    fn is_true(&mut self, same: Option<Value>) -> Result<()> {
        let same = same.ok_or_else(|| ImportError::bad_il("Equals has no result"))?;
        let no = self.b.is_zero(same);
        self.differs_if(no);
        Ok(())
    }

    /// `a == b || a != null && a.Equals(b)`
    fn references(&mut self, at: u32) -> Result<()> {
        let ts = self.b.env.ts;
        let decl = object_equals(ts)
            .ok_or_else(|| ImportError::unsupported("System.Object has no Equals"))?;
        let next = self.b.new_block();
        let (x, y) = self.values(at, Mem::Ref);
        let (x, y) = (self.b.temp(x), self.b.temp(y));
        let (v, w) = (self.b.get(x), self.b.get(y));
        let other = self.b.new_block();
        let same = self.b.compare(Cond::Eq, v, w);
        self.b.branch(same, next, other);
        self.b.switch_to(other);
        let v = self.b.get(x);
        let null = self.b.is_zero(v);
        self.differs_if(null);
        let (v, w) = (self.b.get(x), self.b.get(y));
        let bool = self.b.env.well_known(WellKnown::Boolean);
        let equal = self
            .b
            .call(Callee::Virtual { decl }, Box::new([v, w]), bool);
        self.is_true(equal)?;
        self.b.jump(next);
        self.b.switch_to(next);
        Ok(())
    }

    /// Both without value, or equal values.
    fn nullable(&mut self, ty: TypeId, at: u32) -> Result<()> {
        let ts = self.b.env.ts;
        let layout = ts.layout(ty)?;
        let [(_, flag), (value, offset)] = *layout.fields else {
            return Err(ImportError::unsupported(
                "System.Nullable has other fields than expected",
            ));
        };
        let next = self.b.new_block();
        let compare = self.b.new_block();
        let (x, y) = self.values(at + flag, Mem::U8);
        let unequal = self.b.compare(Cond::Ne, x, y);
        self.differs_if(unequal);
        let (x, _) = self.values(at + flag, Mem::U8);
        self.b.branch(x, compare, next);
        self.b.switch_to(compare);
        self.field(ts.field_type(value)?, at + offset)?;
        self.b.jump(next);
        self.b.switch_to(next);
        Ok(())
    }
}
