//! Methods whose IL is replaced as a whole, because it assumes a JIT or drags in reflection for a detail. Each is pinned by a hash of the IL
//! it replaces: another IL may mean something else, so it is refused rather than miscompiled.

use super::{activation, stack_trace};
use crate::build::Builder;
use crate::env::{Env, ImportError, Result};
use crate::*;
use rustc_hash::FxHashMap;
use smelt_abi::helpers::HelperId;
use smelt_metadata::il::{self, Operand};
use smelt_metadata::{MethodBody, Table};
use smelt_types::{Member, MethodDefId, MethodId, Subst, TypeSystem};

/// One replaced method: all overloads that have IL with one of these hashes.
pub(super) struct Replacement {
    class: &'static str,
    method: &'static str,
    /// Number of parameters, `this` not counted.
    params: usize,
    /// Hashes of the IL as [`il_hash`] makes them, of all framework versions that were checked.
    hashes: &'static [u64],
    make: fn(&Env, MethodId) -> Result<Body>,
}

const REPLACED: &[Replacement] = &[
    Replacement {
        class: "System.Activator",
        method: "CreateInstance",
        params: 0,
        hashes: &[0xd7ac_043a_78f9_a0a7],
        make: activation::create_instance,
    },
    Replacement {
        class: "System.Collections.Generic.ArraySortHelper`1",
        method: "CreateArraySortHelper",
        params: 0,
        hashes: &[0x52fe_01be_ac07_7bb9],
        make: activation::create_sort_helper,
    },
    Replacement {
        class: "System.Collections.Generic.ArraySortHelper`2",
        method: "CreateArraySortHelper",
        params: 0,
        hashes: &[0xcb01_67d6_7513_275d],
        make: activation::create_sort_helper,
    },
    Replacement {
        class: "System.Diagnostics.StackFrame",
        method: "GetMethod",
        params: 0,
        hashes: &[0xffac_8792_4497_40a6],
        make: stack_trace::method_of_frame,
    },
    Replacement {
        class: "System.Diagnostics.StackFrame",
        method: "ToString",
        params: 0,
        hashes: &[0x2786_6b5a_806f_cf1f],
        make: stack_trace::describe_frame,
    },
    Replacement {
        class: "System.Diagnostics.StackFrameHelper",
        method: "GetMethodBase",
        params: 1,
        hashes: &[0x7599_1488_269b_21c4],
        make: stack_trace::no_method,
    },
    Replacement {
        class: "System.Diagnostics.StackFrameHelper",
        method: "InitializeSourceInfo",
        params: 2,
        hashes: &[0xf79f_aa7a_ba5b_121f],
        make: stack_trace::initialize_source_info,
    },
    Replacement {
        class: "System.Diagnostics.StackTrace",
        method: "CalculateFramesToSkip",
        params: 2,
        hashes: &[0x4f8f_c3d6_7d79_09e7],
        make: stack_trace::no_frames_to_skip,
    },
    Replacement {
        class: "System.Diagnostics.StackTrace",
        method: "ToString",
        params: 2,
        hashes: &[0x9172_25b6_f702_80d9],
        make: stack_trace::write,
    },
    Replacement {
        class: "System.Environment",
        method: "get_StackTrace",
        params: 0,
        hashes: &[0xbb57_4860_643e_b7ee],
        make: stack_trace::of_environment,
    },
    Replacement {
        class: "System.Exception",
        method: "GetExceptionMethodFromStackTrace",
        params: 0,
        hashes: &[0xd24d_e6f5_771a_0ddf],
        make: stack_trace::method_of_exception,
    },
    Replacement {
        class: "System.Exception",
        method: "GetStackTrace",
        params: 0,
        hashes: &[0xfb6e_5d9c_7539_b82a],
        make: stack_trace::of_exception,
    },
    Replacement {
        class: "System.Exception",
        method: "SetCurrentStackTrace",
        params: 0,
        hashes: &[0x03ef_e2cb_164d_83cd],
        make: stack_trace::set_current,
    },
    Replacement {
        class: "System.Object",
        method: "MemberwiseClone",
        params: 0,
        hashes: &[0x811b_c5cc_9486_4360],
        make: memberwise_clone,
    },
    Replacement {
        class: "System.Reflection.RuntimeAssembly",
        method: "GetReferencedAssemblies",
        params: 0,
        hashes: &[0xdacc_3d2f_c2c1_b0e6],
        make: referenced_assemblies,
    },
    Replacement {
        class: "System.RuntimeType",
        method: "get_IsEnum",
        params: 0,
        hashes: &[0x03e4_44b8_4fa2_0a12],
        make: runtime_type_is_enum,
    },
    Replacement {
        class: "System.RuntimeType+RuntimeTypeCache",
        method: ".ctor",
        params: 1,
        hashes: &[0x9d92_309c_aedf_e1af],
        make: runtime_type_cache,
    },
    Replacement {
        class: "System.Runtime.CompilerServices.CastHelpers",
        method: "ChkCastAny",
        params: 2,
        hashes: &[0x5007_557a_af2f_c1fb],
        make: cast_any,
    },
    Replacement {
        class: "System.Runtime.CompilerServices.CastHelpers",
        method: "IsInstanceOfAny",
        params: 2,
        hashes: &[0xd6d4_29c0_1497_db42],
        make: is_instance_of_any,
    },
];

/// The replaced methods of this CoreLib by row.
pub(super) fn resolve(ts: &TypeSystem) -> FxHashMap<u32, &'static Replacement> {
    let mut map = FxHashMap::default();
    for r in REPLACED {
        for (def, _) in methods(ts, r) {
            map.insert(def.rid, r);
        }
    }
    map
}

fn methods(ts: &TypeSystem, r: &Replacement) -> Vec<(MethodDefId, MethodId)> {
    let Ok(class) = ts.find_core_type(r.class) else {
        return Vec::new();
    };
    let named = ts.methods_named(ts.open_type(class), r.method).into_iter();
    named
        .filter(|&m| ts.method_sig(m).is_ok_and(|s| s.params.len() == r.params))
        .filter_map(|m| Some((ts.method_def(m)?, m)))
        .collect()
}

/// The body of a replaced method, if its IL is a known one.
pub(super) fn body(env: &Env, m: MethodId, r: &Replacement) -> Result<Body> {
    let ts = env.ts;
    if let (Some(il), Some(def)) = (ts.method_body(m)?, ts.method_def(m)) {
        let hash = il_hash(ts, def, &il);
        if !r.hashes.contains(&hash) {
            return Err(ImportError::unsupported(format!(
                "this version of the framework is not supported: the code of {}.{} differs from what is known (hash {hash:#018x})",
                r.class, r.method
            )));
        }
    }
    (r.make)(env, m)
}

/// Replaced methods with the hash of their IL in the loaded CoreLib, and whether it is a known one.
pub fn pins(ts: &TypeSystem) -> Vec<(String, u64, bool)> {
    let mut all = Vec::new();
    for r in REPLACED {
        for (def, m) in methods(ts, r) {
            if let Ok(Some(il)) = ts.method_body(m) {
                let hash = il_hash(ts, def, &il);
                all.push((
                    format!("{}.{}", r.class, r.method),
                    hash,
                    r.hashes.contains(&hash),
                ));
            }
        }
    }
    all
}

/// Hash of a body that does not depend on row numbers: opcodes, operands, names of what tokens denote.
pub(super) fn il_hash(ts: &TypeSystem, def: MethodDefId, body: &MethodBody<'_>) -> u64 {
    let mut h = Fnv(0xcbf2_9ce4_8422_2325);
    h.number(u64::from(body.init_locals));
    h.number(body.clauses.len() as u64);
    let open = Subst {
        type_args: &[],
        method_args: &[],
    };
    for i in il::instructions(body.il) {
        let Ok(i) = i else { break };
        h.text(i.opcode.info().mnemonic);
        match i.operand {
            Operand::None => {}
            Operand::I4(v) => h.number(v as u64),
            Operand::I8(v) => h.number(v as u64),
            Operand::R4(v) => h.number(u64::from(v.to_bits())),
            Operand::R8(v) => h.number(v.to_bits()),
            Operand::Target(v) => h.number(u64::from(v)),
            Operand::Switch(targets) => targets.iter().for_each(|t| h.number(u64::from(t))),
            Operand::Var(v) => h.number(u64::from(v)),
            Operand::U1(v) => h.number(u64::from(v)),
            Operand::Token(t) if t.table() == Table::StandAloneSig => {}
            Operand::Token(t) if t.0 >> 24 == 0x70 => {
                let text = ts
                    .metadata(def.module)
                    .user_string(t.0 & 0xFF_FFFF)
                    .unwrap_or_default();
                h.text(&String::from_utf16_lossy(&text));
            }
            Operand::Token(t) => match ts.resolve_member(def.module, t, open) {
                Ok(Member::Type(ty)) => h.text(&ts.type_name(ty)),
                Ok(Member::Method(m)) => h.text(&ts.method_display(m)),
                Ok(Member::Field(f)) => {
                    h.text(&ts.type_name(ts.field_owner(f)));
                    h.text(ts.field_name(f));
                }
                Err(_) => h.number(u64::MAX),
            },
        }
    }
    h.0
}

/// FNV-1a.
struct Fnv(u64);

impl Fnv {
    fn byte(&mut self, b: u8) {
        self.0 = (self.0 ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    }
    fn number(&mut self, v: u64) {
        v.to_le_bytes().into_iter().for_each(|b| self.byte(b));
    }
    fn text(&mut self, s: &str) {
        s.bytes().for_each(|b| self.byte(b));
        self.byte(0);
    }
}

/// Calls a helper that returns a reference.
pub(super) fn helper_ref(b: &mut Builder, helper: HelperId, args: &[Value]) -> Value {
    let v = b
        .call_helper(helper, args)
        .unwrap_or_else(|| unreachable!("the helper has a result"));
    b.coerce(v, Kind::Ref)
}

fn memberwise_clone(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    let this = b.get(LocalId(0));
    b.null_check(this);
    let copy = helper_ref(&mut b, HelperId::MemberwiseClone, &[this]);
    let copy = b.temp(copy);
    let c = b.get(copy);
    let failed = b.is_zero(c);
    b.if_then(failed, |b| {
        b.throw_kind(smelt_abi::ExceptionKind::OutOfMemory);
        Ok(())
    })?;
    let c = b.get(copy);
    b.ret(Some(c));
    Ok(b.finish())
}

/// `RuntimeAssembly.GetReferencedAssemblies()`: objects of the full names that the image knows.
fn referenced_assemblies(env: &Env, m: MethodId) -> Result<Body> {
    let ts = env.ts;
    let class = ts.open_type(ts.find_core_type("System.Reflection.AssemblyName")?);
    let string = env.well_known(smelt_types::WellKnown::String);
    let ctor = ts
        .methods_named(class, ".ctor")
        .into_iter()
        .find(|&c| ts.method_sig(c).is_ok_and(|s| *s.params == [string]))
        .ok_or_else(|| ImportError::unsupported("AssemblyName has no constructor"))?;
    let array_type = ts.sz_array(class);
    let mut b = Builder::for_method(env, m)?;
    let this = b.get(LocalId(0));
    b.null_check(this);
    let names = helper_ref(&mut b, HelperId::ReferencedAssemblies, &[this]);
    let names = b.temp(names);
    let n = b.get(names);
    let failed = b.is_zero(n);
    b.if_then(failed, |b| {
        b.throw_kind(smelt_abi::ExceptionKind::OutOfMemory);
        Ok(())
    })?;
    let n = b.get(names);
    let at = b.field_addr_nonnull(n, smelt_abi::object::ARRAY_LENGTH);
    let length = b.load_nonnull(at, Mem::I32);
    let len = b.to_i64(length);
    let len = b.temp(len);
    let handle = b.type_handle(array_type, true);
    let size = b.get(len);
    let list = Op::NewArray {
        ty: env.ts.canon_type(array_type),
        handle,
        len: size,
    };
    let list = b.emit(list, Kind::Ref);
    let list = b.temp(list);
    let zero = b.const_i64(0);
    let at = b.temp(zero);
    let (head, body, end) = (b.new_block(), b.new_block(), b.new_block());
    b.jump(head);

    b.switch_to(head);
    let (i, n) = (b.get(at), b.get(len));
    let more = b.compare(Cond::Lt, i, n);
    b.branch(more, body, end);

    b.switch_to(body);
    let made = b.new_object(class);
    let made = b.temp(made);
    let slot = |b: &mut Builder, list| {
        let object = b.get(list);
        let data = b.field_addr_nonnull(object, smelt_abi::object::ARRAY_DATA);
        let i = b.get(at);
        let three = b.const_i32(3);
        let offset = b.bin(BinOp::Shl, i, three);
        b.ptr_add(data, offset)
    };
    let from = slot(&mut b, names);
    let name = b.load_nonnull(from, Mem::Ref);
    let this = b.get(made);
    b.call_method(ctor, &[this, name])?;
    let to = slot(&mut b, list);
    let v = b.get(made);
    b.store_nonnull(to, v, Mem::Ref);
    let i = b.get(at);
    let one = b.const_i64(1);
    let next = b.bin(BinOp::Add, i, one);
    b.set(at, next);
    b.jump(head);

    b.switch_to(end);
    let result = b.get(list);
    b.ret(Some(result));
    Ok(b.finish())
}

/// `CastHelpers.IsInstanceOfAny(void* type, object)`. Nothing is known of the type, as of a parameter of shared code.
fn is_instance_of_any(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    let (handle, object) = (b.get(LocalId(0)), b.get(LocalId(1)));
    let ty = env.well_known(smelt_types::WellKnown::Canon);
    let v = b.emit(Op::IsInst { ty, handle, object }, Kind::Ref);
    b.ret(Some(v));
    Ok(b.finish())
}

/// `CastHelpers.ChkCastAny(void* type, object)`.
fn cast_any(env: &Env, m: MethodId) -> Result<Body> {
    let mut b = Builder::for_method(env, m)?;
    let (handle, object) = (b.get(LocalId(0)), b.get(LocalId(1)));
    let ty = env.well_known(smelt_types::WellKnown::Canon);
    let v = b.emit(Op::Cast { ty, handle, object }, Kind::Ref);
    b.ret(Some(v));
    Ok(b.finish())
}

/// Constructor of `RuntimeTypeCache`: without the module's `RuntimeType`, which every name of a type would make.
fn runtime_type_cache(env: &Env, m: MethodId) -> Result<Body> {
    use smelt_abi::image::type_info;
    use smelt_abi::{method_table, runtime_type, type_desc};
    /// Token of `<Module>`.
    const GLOBAL: i32 = 0x0200_0001;
    let ts = env.ts;
    let owner = ts.method_owner(m);
    let field = |name: &str| -> Result<u32> {
        let f = ts.field_named(owner, name);
        let f =
            f.ok_or_else(|| ImportError::unsupported(format!("RuntimeTypeCache has no {name}")))?;
        Ok(ts.field_offset(f)?)
    };
    let (type_at, global_at) = (field("m_runtimeType")?, field("m_isGlobal")?);
    let mut b = Builder::for_method(env, m)?;
    let (this, ty) = (b.get(LocalId(0)), b.get(LocalId(1)));
    let slot = b.field_addr(this, type_at);
    b.store_nonnull(slot, ty, Mem::Ref);
    let at = b.field_addr(ty, runtime_type::HANDLE);
    let handle = b.load_nonnull(at, Mem::I64);
    let handle = b.temp(handle);
    let tag = b.const_i64(type_desc::TAG as i64);
    let h = b.get(handle);
    let tagged = b.bin(BinOp::And, h, tag);
    let plain = b.is_zero(tagged);
    b.if_then(plain, |b| {
        let h = b.get(handle);
        let at = b.const_i64(i64::from(method_table::TYPE_INFO));
        let at = b.ptr_add(h, at);
        let info = b.load_nonnull(at, Mem::I64);
        let at = b.const_i64(i64::from(type_info::TOKEN));
        let at = b.ptr_add(info, at);
        let token = b.load_nonnull(at, Mem::I32);
        let global = b.const_i32(GLOBAL);
        let is_global = b.compare(Cond::Eq, token, global);
        let this = b.get(LocalId(0));
        let slot = b.field_addr(this, global_at);
        b.store_nonnull(slot, is_global, Mem::U8);
        Ok(())
    })?;
    b.ret(None);
    Ok(b.finish())
}

/// `RuntimeType.IsEnum` without its case for type parameters that are constrained to enums, which reads their constraints by reflection.
fn runtime_type_is_enum(env: &Env, m: MethodId) -> Result<Body> {
    use smelt_abi::{method_table, runtime_type, type_desc};
    let mut b = Builder::for_method(env, m)?;
    let this = b.get(LocalId(0));
    let at = b.field_addr(this, runtime_type::HANDLE);
    let handle = b.load_nonnull(at, Mem::I64);
    let handle = b.temp(handle);
    let h = b.get(handle);
    let tag = b.const_i64(type_desc::TAG as i64);
    let tagged = b.bin(BinOp::And, h, tag);
    let bool = env.well_known(smelt_types::WellKnown::Boolean);
    let v = b.if_else(
        tagged,
        bool,
        |b| Ok(b.const_bool(false)),
        |b| {
            let h = b.get(handle);
            let at = b.const_i64(i64::from(method_table::PARENT));
            let at = b.ptr_add(h, at);
            let parent = b.load_nonnull(at, Mem::I64);
            let of_enums = b.type_handle(env.well_known(smelt_types::WellKnown::Enum), false);
            Ok(b.compare(Cond::Eq, parent, of_enums))
        },
    )?;
    b.ret(Some(v));
    Ok(b.finish())
}
