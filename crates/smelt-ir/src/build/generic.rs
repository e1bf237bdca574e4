//! What a body in a generic context refers to: exact constants where its arguments say enough, dictionary lookups else. And `ldtoken`.

use super::{Builder, MethodRef, TypeRef};
use crate::fold::Fact;
use crate::*;
use smelt_types::{FieldId, MethodId, Subst, TypeId};

impl<'e> Builder<'e> {
    /// Closes an open type with the body's arguments.
    pub fn close(&self, open: TypeId) -> TypeId {
        match self.subst() {
            Some(s) => self.env.ts.subst_type(open, s),
            None => open,
        }
    }
    pub fn close_method(&self, open: MethodId) -> MethodId {
        match self.subst() {
            Some(s) => self.env.ts.subst_method(open, s),
            None => open,
        }
    }
    pub fn close_field(&self, open: FieldId) -> FieldId {
        match self.subst() {
            Some(s) => self.env.ts.subst_field(open, s),
            None => open,
        }
    }
    fn subst(&self) -> Option<Subst<'e>> {
        let s = self.env.ts.method_subst(self.view?);
        (!s.type_args.is_empty() || !s.method_args.is_empty()).then_some(s)
    }
    pub fn type_ref(&self, open: TypeId) -> TypeRef {
        TypeRef {
            open,
            ty: self.close(open),
        }
    }
    pub fn method_ref(&self, open: MethodId) -> MethodRef {
        let exact = self.close_method(open);
        MethodRef {
            open,
            exact,
            canon: self.env.ts.canon_method(exact),
        }
    }

    fn lookup(&mut self, lookup: Lookup, kind: Kind, fact: Fact) -> Value {
        self.emit_with(Op::RuntimeLookup(lookup), kind, fact)
    }
    /// I64: handle of a type.
    pub fn type_handle(&mut self, open: TypeId, constructed: bool) -> Value {
        let ty = self.close(open);
        let ts = self.env.ts;
        if !ts.is_shared_type(ty) {
            return self.emit_with(Op::TypeHandle { ty, constructed }, Kind::I64, Fact::NonNull);
        }
        // The hidden argument is the handle, but does not say that objects are made.
        if !constructed
            && self.body.context == Context::TypeParam
            && let Some(view) = self.view
            && let Some(def) = ts.type_def(ts.method_owner(view))
            && ts.open_type(def) == open
        {
            return self.emit_with(Op::GenericContext, Kind::I64, Fact::NonNull);
        }
        self.lookup(
            Lookup::TypeHandle {
                ty: open,
                constructed,
            },
            Kind::I64,
            Fact::NonNull,
        )
    }
    /// Ref: `RuntimeType` object.
    pub fn type_object(&mut self, open: TypeId) -> Value {
        let ty = self.close(open);
        let fact = Fact::TypeOf { open, ty };
        if self.env.ts.is_shared_type(ty) {
            self.lookup(Lookup::TypeObject(open), Kind::Ref, fact)
        } else {
            self.emit_with(Op::TypeObject(ty), Kind::Ref, fact)
        }
    }
    /// Ref: `RuntimeMethodInfoStub` object.
    pub fn method_object(&mut self, open: MethodId) -> Value {
        let m = self.close_method(open);
        if self.env.ts.is_shared_method(m) {
            self.lookup(Lookup::MethodObject(open), Kind::Ref, Fact::NonNull)
        } else {
            self.emit_with(Op::MethodObject(m), Kind::Ref, Fact::NonNull)
        }
    }
    /// Ref: `RuntimeFieldInfoStub` object.
    pub fn field_object(&mut self, open: FieldId) -> Value {
        let f = self.close_field(open);
        if self.env.ts.is_shared_type(self.env.ts.field_owner(f)) {
            self.lookup(Lookup::FieldObject(open), Kind::Ref, Fact::NonNull)
        } else {
            self.emit_with(Op::FieldObject(f), Kind::Ref, Fact::NonNull)
        }
    }
    /// I64: dictionary of a generic method.
    pub fn method_dict(&mut self, open: MethodId) -> Value {
        let m = self.close_method(open);
        if self.env.ts.is_shared_method(m) {
            self.lookup(Lookup::MethodDict(open), Kind::I64, Fact::NonNull)
        } else {
            self.emit_with(Op::MethodDict(m), Kind::I64, Fact::NonNull)
        }
    }
    /// I64: selector of an interface method or an instantiated generic virtual method.
    pub fn selector(&mut self, open: MethodId) -> Value {
        let m = self.close_method(open);
        if self.env.ts.is_shared_method(m) {
            self.lookup(Lookup::Selector(open), Kind::I64, Fact::Unknown)
        } else {
            self.emit(Op::Selector(m), Kind::I64)
        }
    }
    /// I64: code of a method, callable without hidden argument; `boxed`: with a boxed `this` if the owner is a value type.
    pub fn method_entry(&mut self, open: MethodId, boxed: bool) -> Value {
        let ts = self.env.ts;
        let m = self.close_method(open);
        let unbox = boxed && !ts.is_static(m) && ts.is_value_type(ts.method_owner(m));
        let canon = ts.canon_method(m);
        let needs_context = !matches!(context_of(ts, canon), Context::None | Context::This);
        if !unbox && !needs_context {
            return self.func_addr(Func::Method(canon));
        }
        if ts.is_shared_method(m) {
            let l = if unbox {
                Lookup::BoxedEntry(open)
            } else {
                Lookup::MethodEntry(open)
            };
            return self.lookup(l, Kind::I64, Fact::NonNull);
        }
        self.func_addr(Func::Stub { method: m, unbox })
    }
    pub fn func_addr(&mut self, func: Func) -> Value {
        self.emit_with(Op::FuncAddr(func), Kind::I64, Fact::NonNull)
    }
    /// ByRef: block of the static fields of a type.
    pub fn static_base(&mut self, open: TypeId) -> Value {
        let ty = self.close(open);
        if self.env.ts.is_shared_type(ty) {
            let v = self.lookup(Lookup::StaticBase(open), Kind::I64, Fact::NonNull);
            self.coerce(v, Kind::ByRef)
        } else {
            self.emit_with(Op::StaticBase(ty), Kind::ByRef, Fact::NonNull)
        }
    }
    /// ByRef: the type's part of the current thread's block of thread statics.
    pub fn thread_static_base(&mut self, open: TypeId) -> Value {
        let ty = self.close(open);
        let offset = if self.env.ts.is_shared_type(ty) {
            self.lookup(Lookup::ThreadStaticOffset(open), Kind::I64, Fact::Unknown)
        } else {
            self.emit(Op::ThreadStaticOffset(ty), Kind::I64)
        };
        self.emit_with(Op::ThreadStaticAddr(offset), Kind::ByRef, Fact::NonNull)
    }
    /// Runs the static constructor of a type unless it has run (nothing when the type has none).
    pub fn ensure_class_init(&mut self, open: TypeId) {
        let ty = self.close(open);
        if self.env.ts.class_ctor(ty).is_none() || self.initialised.contains(&open) {
            return;
        }
        if self.env.preinitialised(ty).is_some() {
            return;
        }
        if self.current == Some(self.trunk) {
            self.initialised.push(open);
        }
        let record = if self.env.ts.is_shared_type(ty) {
            self.lookup(Lookup::ClassInit(open), Kind::I64, Fact::NonNull)
        } else {
            self.emit_with(Op::ClassInitRecord(ty), Kind::I64, Fact::NonNull)
        };
        self.emit_void(Op::EnsureClassInit {
            record,
            maybe_null: false,
        });
    }
    /// The hidden argument that a direct call of the method passes.
    pub fn context_arg(&mut self, open: MethodId) -> Option<Value> {
        let ts = self.env.ts;
        let m = self.close_method(open);
        match context_of(ts, ts.canon_method(m)) {
            Context::None | Context::This => None,
            Context::TypeParam => Some(self.type_handle(ts.method_owner(open), false)),
            Context::MethodParam => Some(self.method_dict(open)),
        }
    }

    /// Replaces an `ldtoken` placeholder by the real handle struct; other values stay.
    pub fn materialise(&mut self, v: Value) -> Value {
        let object = match self.fact(v) {
            Fact::TypeToken { open, .. } => self.type_object(open),
            Fact::DefinitionToken(ty) => {
                self.emit_with(Op::TypeObject(ty), Kind::Ref, Fact::NonNull)
            }
            Fact::MethodToken(m) => self.method_object(m),
            Fact::FieldToken(f) => self.field_object(f),
            _ => return v,
        };
        let Kind::Struct(ty) = self.kind(v) else {
            return v;
        };
        let local = self.add_local(ty);
        let addr = self.addr_of(local);
        self.store_nonnull(addr, object, Mem::Ref);
        self.get(local)
    }
}
