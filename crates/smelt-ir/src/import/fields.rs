//! Instance and static fields (ECMA-335 III.4.10-4.14, 4.28-4.30).

use super::{Importer, OPEN};
use crate::build::StackValue;
use crate::env::{ImportError, Result};
use crate::fold::{self, Fact};
use crate::preinit::StaticValue;
use crate::*;
use smelt_metadata::Token;
use smelt_metadata::flags::field_attr;
use smelt_types::{FieldId, TypeId, WellKnown};

/// An instance field as the current instruction sees it.
pub(super) struct Field {
    /// Closed.
    owner: TypeId,
    ty: TypeId,
    mem: Mem,
    offset: u32,
}

impl Importer<'_> {
    pub(super) fn open_field(&self, t: Token) -> Result<FieldId> {
        let ts = self.env().ts;
        let open = ts.resolve_field(self.module, t, OPEN)?;
        self.check_loadable(ts.field_owner(open))?;
        Ok(open)
    }

    pub(super) fn is_static_field(&self, f: FieldId) -> bool {
        self.env().ts.field_flags(f) as u16 & field_attr::STATIC != 0
    }

    pub(super) fn field(&self, open: FieldId) -> Result<Field> {
        let ts = self.env().ts;
        let f = self.b.close_field(open);
        let ty = ts.field_type(f)?;
        Ok(Field {
            owner: ts.field_owner(f),
            ty,
            mem: self.mem(ty)?,
            offset: ts.field_offset(f)?,
        })
    }

    /// Address of a field of the object or struct that `base` refers to; the flag says that null is checked by it.
    pub(super) fn field_address(&mut self, base: Value, offset: u32) -> Value {
        let base = match self.b.kind(base) {
            Kind::I64 | Kind::I32 => self.b.coerce(base, Kind::ByRef),
            _ => base,
        };
        self.b.field_addr(base, offset)
    }

    pub(super) fn load_field(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        if self.is_static_field(open) {
            self.b.pop()?;
            return self.load_static(t);
        }
        let field = self.field(open)?;
        let base = self.b.pop()?;
        let value = self.field_value(base, &field)?;
        self.b.push_typed(value, Some(field.ty));
        Ok(())
    }

    pub(super) fn field_value(&mut self, base: StackValue, field: &Field) -> Result<Value> {
        let value = self.b.materialise(base.value);
        match base.kind {
            Kind::Struct(_) => {
                return Ok(self.b.emit(
                    Op::ExtractField {
                        value,
                        offset: field.offset,
                        mem: field.mem,
                    },
                    crate::env::kind_of_mem(field.mem),
                ));
            }
            // The only field of a primitive held as itself.
            Kind::I32 | Kind::F32 | Kind::F64 => return Ok(self.b.coerce_to(value, field.mem)),
            Kind::I64 if base.ty == Some(field.owner) => {
                return Ok(self.b.coerce_to(value, field.mem));
            }
            _ => {}
        }
        let addr = self.field_address(value, field.offset);
        let access = self.access(addr);
        Ok(self.b.load(addr, field.mem, access))
    }

    pub(super) fn load_field_address(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        if self.is_static_field(open) {
            self.b.pop()?;
            return self.load_static_address(t);
        }
        let offset = self.field(open)?.offset;
        let base = self.b.pop()?.value;
        let addr = self.field_address(base, offset);
        self.b.push(addr);
        Ok(())
    }

    pub(super) fn store_field(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        let v = self.b.pop()?.value;
        let v = self.b.materialise(v);
        let base = self.b.pop()?.value;
        if self.is_static_field(open) {
            self.b.push(v);
            return self.store_static(t);
        }
        let field = self.field(open)?;
        let addr = self.field_address(base, field.offset);
        let access = self.access(addr);
        self.b.store(addr, v, field.mem, access);
        Ok(())
    }

    /// ByRef to a static field, after what its class needs to run.
    pub(super) fn static_address(&mut self, open: FieldId) -> Result<Value> {
        let ts = self.env().ts;
        let f = self.b.close_field(open);
        let flags = ts.field_flags(f) as u16;
        if flags & field_attr::STATIC == 0 {
            return Err(ImportError::bad_il(format!(
                "field '{}' is not static",
                ts.field_name(f)
            )));
        }
        if flags & field_attr::LITERAL != 0 {
            return Err(ImportError::bad_il(format!(
                "field '{}' is a literal",
                ts.field_name(f)
            )));
        }
        let owner = ts.field_owner(open);
        if flags & field_attr::HAS_FIELD_RVA != 0 {
            let def = self.b.close_field(open);
            return Ok(self
                .b
                .emit_with(Op::RvaData(def), Kind::ByRef, Fact::NonNull));
        }
        self.b.ensure_class_init(owner);
        let statics = ts.statics(ts.canon_type(self.b.close(owner)))?;
        let thread_static = ts.is_thread_static(f);
        let list = if thread_static {
            &statics.thread_fields
        } else {
            &statics.fields
        };
        let def = ts.field_def(f);
        let offset = list
            .iter()
            .find(|(g, _)| ts.field_def(*g) == def)
            .map(|(_, o)| *o)
            .ok_or_else(|| {
                ImportError::bad_il(format!("static field '{}' has no place", ts.field_name(f)))
            })?;
        let base = if thread_static {
            self.b.thread_static_base(owner)
        } else {
            self.b.static_base(owner)
        };
        Ok(if offset == 0 {
            base
        } else {
            self.b.field_addr_nonnull(base, offset)
        })
    }

    pub(super) fn load_static(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        let env = self.env();
        let f = self.b.close_field(open);
        let ty = env.ts.field_type(f)?;
        let mem = self.mem(ty)?;
        let kind = crate::env::kind_of_mem(mem);
        if let Some(fact) = self.known_static(f, kind)
            && let Some(v) = self.b.constant(fact, kind)
        {
            self.b.push_typed(v, Some(ty));
            return Ok(());
        }
        if kind == Kind::Ref
            && env.ts.field_owner(f) == env.well_known(WellKnown::String)
            && env.ts.field_name(f) == "Empty"
        {
            let v = self.b.str("");
            self.b.push_typed(v, Some(ty));
            return Ok(());
        }
        let readonly = env.preinit().and_then(|p| p.readonly_value(f));
        let class = match readonly {
            Some(StaticValue::Bits(bits)) => {
                let v = self.constant_of(mem, bits);
                self.b.push_typed(v, Some(ty));
                return Ok(());
            }
            Some(StaticValue::Literal(text)) => {
                let class = Fact::Exact(env.well_known(WellKnown::String));
                let v = self.b.emit_with(Op::Str(text), Kind::Ref, class);
                self.b.push_typed(v, Some(ty));
                return Ok(());
            }
            Some(StaticValue::Object(class)) => Some(class),
            None => None,
        };
        let addr = self.static_address(open)?;
        let access = self.access(addr);
        let v = self.b.load(addr, mem, access);
        if let Some(class) = class {
            self.b.set_fact(v, Fact::Exact(class));
        }
        // The instance that C# makes for lambdas without captures is there once its class is initialised.
        if kind == Kind::Ref && env.ts.field_name(f) == "<>9" {
            self.b.set_fact(v, Fact::NonNull);
        }
        self.b.push_typed(v, Some(ty));
        Ok(())
    }

    /// The value that memory with these bits holds.
    fn constant_of(&mut self, mem: Mem, bits: u64) -> Value {
        match mem {
            Mem::I8 => self.b.const_i32(i32::from(bits as i8)),
            Mem::U8 => self.b.const_i32(i32::from(bits as u8)),
            Mem::I16 => self.b.const_i32(i32::from(bits as i16)),
            Mem::U16 => self.b.const_i32(i32::from(bits as u16)),
            Mem::I32 => self.b.const_i32(bits as i32),
            Mem::F32 => {
                let f = f32::from_bits(bits as u32);
                self.b.emit_with(Op::ConstF32(f), Kind::F32, Fact::F32(f))
            }
            Mem::F64 => {
                let f = f64::from_bits(bits);
                self.b.emit_with(Op::ConstF64(f), Kind::F64, Fact::F64(f))
            }
            Mem::Ref => self.b.null(),
            _ => self.b.const_i64(bits as i64),
        }
    }

    /// Constant value of a static field: by switches, or because no managed code initialises it.
    pub(super) fn known_static(&self, f: FieldId, kind: Kind) -> Option<Fact> {
        let env = self.env();
        if let Some(c) = switches::field_constant(env, f) {
            return Some(fold::fact_of(c, kind));
        }
        let owner = env.ts.field_owner(f);
        let is_zero = (owner == env.well_known(WellKnown::IntPtr)
            || owner == env.well_known(WellKnown::UIntPtr))
            && env.ts.field_name(f) == "Zero";
        if is_zero {
            return Some(Fact::I64(0));
        }
        if kind == Kind::I32
            && env.ts.field_name(f) == "IsLittleEndian"
            && env.ts.type_name(owner) == "System.BitConverter"
        {
            return Some(Fact::I32(1));
        }
        None
    }

    pub(super) fn load_static_address(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        if !self.is_static_field(open) {
            return self.load_field_address(t);
        }
        let addr = self.static_address(open)?;
        self.b.push(addr);
        Ok(())
    }

    pub(super) fn store_static(&mut self, t: Token) -> Result<()> {
        let open = self.open_field(t)?;
        let ts = self.env().ts;
        let ty = ts.field_type(self.b.close_field(open))?;
        let mem = self.mem(ty)?;
        let v = self.b.pop()?.value;
        let v = self.b.materialise(v);
        let addr = self.static_address(open)?;
        let access = self.access(addr);
        self.b.store(addr, v, mem, access);
        Ok(())
    }
}
