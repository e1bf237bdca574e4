//! Calls that fold: questions about types, and small methods whose body is a constant.

use super::{Importer, flow, method_at_depth};
use crate::build::{MethodRef, NONNULL, StackValue};
use crate::env::{Env, Result};
use crate::fold::{self, Const, Fact};
use crate::*;
use rustc_hash::FxHashMap;
use smelt_abi::{aux, method_table};
use smelt_metadata::MethodBody;
use smelt_metadata::il::{Flow as Then, Opcode as O, OperandKind};
use smelt_types::{MethodDefId, MethodId, TypeId, TypeKind, ValueClass, WellKnown};
use std::cell::RefCell;

/// Methods that the importer answers itself when it knows enough.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Known {
    GetTypeFromHandle,
    TypeEquals,
    TypeDiffers,
    IsValueType,
    IsEnum,
    IsPrimitive,
    IsInterface,
    IsClass,
    IsAssignableFrom,
    GetType,
    IsReferenceOrContainsReferences,
}

const KNOWN: &[(&str, &str, Known)] = &[
    ("System.Type", "GetTypeFromHandle", Known::GetTypeFromHandle),
    ("System.Type", "op_Equality", Known::TypeEquals),
    ("System.Type", "op_Inequality", Known::TypeDiffers),
    ("System.Type", "get_IsValueType", Known::IsValueType),
    ("System.Type", "get_IsEnum", Known::IsEnum),
    ("System.Type", "get_IsPrimitive", Known::IsPrimitive),
    ("System.Type", "get_IsInterface", Known::IsInterface),
    ("System.Type", "get_IsClass", Known::IsClass),
    ("System.Type", "IsAssignableFrom", Known::IsAssignableFrom),
    ("System.Object", "GetType", Known::GetType),
    (
        "System.Runtime.CompilerServices.RuntimeHelpers",
        "IsReferenceOrContainsReferences",
        Known::IsReferenceOrContainsReferences,
    ),
];

pub(crate) type KnownMethods = FxHashMap<MethodDefId, Known>;

pub(crate) fn known_methods(env: &Env) -> KnownMethods {
    let ts = env.ts;
    let mut map = KnownMethods::default();
    for &(ty, name, known) in KNOWN {
        let Ok(def) = ts.find_core_type(ty) else {
            continue;
        };
        for m in ts.methods_named(ts.named(def, &[]), name) {
            if let Some(def) = ts.method_def(m) {
                map.insert(def, known);
            }
        }
    }
    map
}

/// Longest IL of a method that is tried as a constant.
const MAX_CONSTANT_IL: usize = 256;
/// Deepest nesting of methods that are evaluated while another one is.
const MAX_DEPTH: u32 = 8;

thread_local! {
    /// Methods whose constant is being sought, to cut off recursion.
    static IN_PROGRESS: RefCell<Vec<MethodId>> = const { RefCell::new(Vec::new()) };
}

impl Importer<'_> {
    /// The result of a call of a known method, if enough is known.
    pub(super) fn fold_call(
        &mut self,
        callee: &MethodRef,
        args: &[StackValue],
    ) -> Result<Option<StackValue>> {
        let env = self.env();
        let ts = env.ts;
        let known = match ts
            .method_def(callee.open)
            .and_then(|d| env.known_methods().get(&d))
        {
            Some(k) => *k,
            None => return Ok(None),
        };
        let value = match known {
            Known::GetTypeFromHandle => match self.b.fact(args[0].value) {
                Fact::TypeToken { open, .. } => Some(self.b.type_object(open)),
                Fact::DefinitionToken(ty) => Some(self.b.emit_with(
                    Op::TypeObject(ty),
                    Kind::Ref,
                    Fact::NonNull,
                )),
                _ => None,
            },
            Known::TypeEquals | Known::TypeDiffers => {
                self.types_equal(args[0].value, args[1].value, known == Known::TypeEquals)
            }
            Known::GetType => self.get_type(&args[0]),
            Known::IsReferenceOrContainsReferences => {
                let t = ts.method_args(callee.exact)[0];
                let contains = ts.is_ref_type(t)
                    || ts.value_class(t) == ValueClass::ByRef
                    || ts.contains_refs(t)?
                    || ts.is_byref_like(t) && ts.layout(t)?.has_byrefs;
                Some(self.b.const_bool(contains))
            }
            Known::IsAssignableFrom => {
                let (to, from) = (self.b.fact(args[0].value), self.b.fact(args[1].value));
                match (to, from) {
                    (Fact::TypeOf { ty: to, .. }, Fact::TypeOf { ty: from, .. })
                        if !ts.is_shared_type(to) && !ts.is_shared_type(from) =>
                    {
                        self.assignable(from, to)
                    }
                    _ => None,
                }
                .map(|v| self.b.const_bool(v))
            }
            _ => match self.b.fact(args[0].value) {
                Fact::TypeOf { ty, .. } => self
                    .question(known, ty)
                    .map(|answer| self.b.const_bool(answer)),
                _ => None,
            },
        };
        let ret = ts.method_sig(callee.exact)?.ret;
        Ok(value.map(|value| StackValue {
            value,
            kind: self.b.kind(value),
            ty: Some(ret),
        }))
    }

    /// `Type.IsAssignableFrom` for classes, interfaces and structs, where it agrees with casts.
    fn assignable(&self, from: TypeId, to: TypeId) -> Option<bool> {
        let ts = self.env().ts;
        let plain = |t| matches!(ts.kind(t), TypeKind::Named { .. }) && !ts.is_nullable(t);
        (plain(from) && plain(to)).then(|| ts.is_assignable(from, to))
    }

    /// A property of a type that may be shared.
    fn question(&self, known: Known, ty: TypeId) -> Option<bool> {
        let ts = self.env().ts;
        let canon = ty == self.env().well_known(WellKnown::Canon);
        Some(match known {
            Known::IsValueType => ts.is_value_type(ty),
            // No reference type is one (not even System.Enum).
            Known::IsEnum => ts.is_enum(ty),
            Known::IsPrimitive => ts.is_primitive(ty),
            Known::IsInterface if canon => return None,
            Known::IsInterface => ts.is_interface(ty),
            Known::IsClass if canon => return None,
            Known::IsClass => !ts.is_value_type(ty) && !ts.is_interface(ty),
            _ => return None,
        })
    }

    /// `==` of two `Type`s of which at least one is known to be a `RuntimeType`: then it is reference equality.
    fn types_equal(&mut self, a: Value, b: Value, sense: bool) -> Option<Value> {
        let ts = self.env().ts;
        let (fa, fb) = (self.b.fact(a), self.b.fact(b));
        if let (Fact::TypeOf { ty: x, .. }, Fact::TypeOf { ty: y, .. }) = (fa, fb)
            && let Some(same) = fold::same_type(ts, x, y)
        {
            return Some(self.b.const_bool(same == sense));
        }
        let cond = if sense { Cond::Eq } else { Cond::Ne };
        // obj.GetType() == typeof(X): compare method tables.
        let pair = match (fa, fb) {
            (
                Fact::ClassOf {
                    method_table,
                    block,
                },
                Fact::TypeOf { open, ty },
            )
            | (
                Fact::TypeOf { open, ty },
                Fact::ClassOf {
                    method_table,
                    block,
                },
            ) => Some((method_table, block, open, ty)),
            _ => None,
        };
        if let Some((mt, block, open, ty)) = pair
            && block == self.b.block()
            && !matches!(
                ts.kind(ty),
                TypeKind::Ptr(_) | TypeKind::ByRef(_) | TypeKind::FnPtr(_)
            )
        {
            let handle = self.b.type_handle(open, false);
            return Some(self.b.compare(cond, mt, handle));
        }
        let is_runtime_type =
            |f| matches!(f, Fact::TypeOf { .. } | Fact::ClassOf { .. } | Fact::Null);
        (is_runtime_type(fa) || is_runtime_type(fb)).then(|| self.b.compare(cond, a, b))
    }

    /// `object.GetType()`: the frozen object that the method table leads to.
    fn get_type(&mut self, this: &StackValue) -> Option<Value> {
        let ts = self.env().ts;
        if self.b.kind(this.value) != Kind::Ref {
            return None;
        }
        if let Some(class) = self.b.fact(this.value).class()
            && !ts.is_shared_type(class)
        {
            return Some(self.b.type_object(class));
        }
        let invariant = Access {
            invariant: true,
            ..NONNULL
        };
        let mt = self.b.emit(Op::MethodTableOf(this.value), Kind::I64);
        let at = self.b.const_i64(i64::from(method_table::AUX));
        let addr = self.b.ptr_add(mt, at);
        let data = self.b.load(addr, Mem::I64, invariant);
        let at = self.b.const_i64(i64::from(aux::EXPOSED_CLASS_OBJECT));
        let addr = self.b.ptr_add(data, at);
        let object = self.b.load(addr, Mem::Ref, invariant);
        let block = self.b.block();
        self.b.set_fact(
            object,
            Fact::ClassOf {
                method_table: mt,
                block,
            },
        );
        Some(object)
    }

    /// Constant that the called method is known to return.
    pub(super) fn constant_result(
        &self,
        callee: &MethodRef,
        is_virtual: bool,
    ) -> Result<Option<Const>> {
        let env = self.env();
        let ts = env.ts;
        if is_virtual && ts.is_virtual(callee.exact) && !ts.is_final(callee.exact) {
            return Ok(None);
        }
        if let Some(c) = switches::constant(env, callee.exact) {
            return Ok(Some(c));
        }
        Ok(constant_of(env, callee.canon, self.b.depth))
    }
}

/// Constant that a small static method without parameters returns, if its body folds to one.
fn constant_of(env: &Env, m: MethodId, depth: u32) -> Option<Const> {
    let ts = env.ts;
    let sig = ts.method_sig(m).ok()?;
    let result = ts.value_class(sig.ret);
    if sig.has_this || !sig.params.is_empty() || !matches!(result, ValueClass::Int { .. }) {
        return None;
    }
    if let Ok(map) = env.constants.read()
        && let Some(known) = map.get(&m)
    {
        return *known;
    }
    let body = ts.method_body(m).ok()??;
    let found = if may_be_constant(&body) {
        let busy = IN_PROGRESS.with_borrow(|stack| stack.contains(&m));
        if busy || depth >= MAX_DEPTH {
            // Not remembered: asked from elsewhere, the answer may differ.
            return None;
        }
        IN_PROGRESS.with_borrow_mut(|stack| stack.push(m));
        let found = evaluate(env, m, &body, depth);
        IN_PROGRESS.with_borrow_mut(|stack| stack.pop());
        found
    } else {
        None
    };
    if let Ok(mut map) = env.constants.write() {
        map.insert(m, found);
    }
    found
}

/// Only instructions that a constant can be made of.
fn may_be_constant(body: &MethodBody) -> bool {
    if body.il.len() > MAX_CONSTANT_IL || !body.clauses.is_empty() {
        return false;
    }
    let mut at = 0;
    while (at as usize) < body.il.len() {
        let Ok((i, next)) = flow::decode(body.il, at) else {
            return false;
        };
        let info = i.opcode.info();
        let fine = match i.opcode {
            O::Call | O::CallVirt | O::LdToken | O::SizeOf | O::LdSFld | O::Box | O::IsInst => true,
            O::LdNull | O::Dup | O::Pop | O::Nop | O::Constrained => true,
            O::LdcI8 | O::InitObj => true,
            _ => match info.operand {
                OperandKind::None => {
                    let name = info.mnemonic;
                    info.flow == Then::Return
                        || [
                            "ldc.", "ldloc", "stloc", "c", "conv", "and", "or", "xor", "not", "neg",
                        ]
                        .iter()
                        .any(|p| name.starts_with(p))
                        || ["add", "sub", "mul", "shl", "shr", "div", "rem"]
                            .iter()
                            .any(|p| name.starts_with(p))
                }
                OperandKind::Target | OperandKind::ShortTarget => {
                    info.flow != Then::Branch || matches!(i.opcode, O::Br | O::BrS)
                }
                OperandKind::I1 | OperandKind::I4 | OperandKind::ShortVar | OperandKind::Var => {
                    true
                }
                _ => false,
            },
        };
        if !fine {
            return false;
        }
        at = next;
    }
    true
}

/// Imports the body and sees whether a constant is all that is left of it.
fn evaluate(env: &Env, m: MethodId, il: &MethodBody<'static>, depth: u32) -> Option<Const> {
    let body = method_at_depth(env, m, il, depth + 1).ok()?;
    let mut at = ENTRY;
    for _ in 0..body.blocks.len() {
        let block = &body.blocks[at.0 as usize];
        let harmless = |i: &Inst| {
            matches!(
                i.op,
                Op::ConstI32(_) | Op::ConstI64(_) | Op::Set(..) | Op::SourceLine(_)
            )
        };
        if !block.insts.iter().all(harmless) {
            return None;
        }
        match block.term {
            Term::Jump(next) => at = next,
            Term::Return(Some(v)) => {
                return block
                    .insts
                    .iter()
                    .find(|i| i.result == Some(v))
                    .and_then(|i| match i.op {
                        Op::ConstI32(v) => Some(Const::I32(v)),
                        Op::ConstI64(v) => Some(Const::I64(v)),
                        _ => None,
                    });
            }
            _ => return None,
        }
    }
    None
}
