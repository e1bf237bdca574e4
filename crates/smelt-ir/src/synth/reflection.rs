//! Code that reflection runs: invokers of methods, and functions that make the objects of custom attributes.

use super::{exact, native_int, object};
use crate::build::{Builder, all_params};
use crate::env::{Env, ImportError, Result};
use crate::*;
use smelt_metadata::attribute::{self, AttributeType, EnumType, Value as Constant};
use smelt_metadata::{SigType, Table, Token, element};
use smelt_types::{MethodId, ModuleId, SigId, Subst, TypeId, TypeKind, WellKnown};

const NO_SUBST: Subst<'static> = Subst {
    type_args: &[],
    method_args: &[],
};

/// `fn(target, { code, void** arguments }*) -> object`: calls code with the values that the arguments point to, and boxes what it returns.
pub(super) fn invoker(env: &Env, id: SigId) -> Result<Body> {
    let ts = env.ts;
    let sig = ts.sig(id);
    let params = [object(env), native_int(env)];
    let mut b = exact(env, Func::Invoker(id), &params, object(env));
    b.body.flags.native_abi = true;
    let call = b.get(LocalId(1));
    let code = b.load_nonnull(call, Mem::I64);
    let code = b.temp(code);
    let call = b.get(LocalId(1));
    let word = b.const_i64(8);
    let list = b.ptr_add(call, word);
    let list = b.load_nonnull(list, Mem::I64);
    let list = b.temp(list);
    let mut args = Vec::new();
    for (i, &p) in sig.params.iter().enumerate() {
        let at = b.const_i64(i as i64 * 8);
        let list = b.get(list);
        let slot = b.ptr_add(list, at);
        let address = b.load_nonnull(slot, Mem::I64);
        let v = match env.mem(p) {
            // The address of the variable itself.
            Some(Mem::ByRef) => b.load_nonnull(slot, Mem::ByRef),
            Some(mem) => b.load_nonnull(address, mem),
            None => return Err(ImportError::bad_il("a parameter of type void")),
        };
        args.push(b.temp(v));
    }
    let mut types = Vec::new();
    let mut values = Vec::new();
    if sig.has_this {
        types.push(object(env));
        values.push(b.get(LocalId(0)));
    }
    types.extend_from_slice(&sig.params);
    for &a in &args {
        values.push(b.get(a));
    }
    let code = b.get(code);
    let plain = super::native::plain_sig(env, &types, sig.ret);
    let callee = Callee::Pointer { code, sig: plain };
    let result = match b.call(callee, values.into(), sig.ret) {
        Some(v) => box_result(&mut b, sig.ret, v)?,
        None => b.null(),
    };
    b.ret(Some(result));
    Ok(b.finish())
}

/// What `MethodBase.Invoke` returns: a pointer in a `Pointer`, a function pointer as a number, what a reference refers to.
fn box_result(b: &mut Builder, ty: TypeId, v: Value) -> Result<Value> {
    let ts = b.env.ts;
    match *ts.kind(ty) {
        TypeKind::Ptr(_) => {
            let class = ts.named(ts.find_core_type("System.Reflection.Pointer")?, &[]);
            let make = ts
                .methods_named(class, "Box")
                .first()
                .copied()
                .ok_or_else(|| ImportError::bad_il("Pointer.Box is missing"))?;
            let v = b.temp(v);
            let of = b.type_object(ty);
            let args = [b.get(v), of];
            let boxed = b.call_method(make, &args)?;
            Ok(boxed.unwrap_or_else(|| b.null()))
        }
        TypeKind::FnPtr(_) => Ok(b.box_value(ts.well_known(WellKnown::IntPtr), v)),
        TypeKind::ByRef(target) => {
            let Some(mem) = b.env.mem(target) else {
                return Err(ImportError::bad_il("a reference to void"));
            };
            let v = b.load(v, mem, Access::default());
            box_result(b, target, v)
        }
        _ => box_any(b, ty, v),
    }
}

/// A virtual call of an exact method.
fn dispatch(b: &mut Builder, m: MethodId, values: &[Value]) -> Result<Option<Value>> {
    let env = b.env;
    let ts = env.ts;
    let canon = ts.canon_method(m);
    let sig = ts.method_sig(canon)?;
    let values = b.coerce_args(values, &all_params(env, canon, sig))?;
    let callee = if ts.is_interface(ts.method_owner(m)) {
        Callee::Dispatch {
            selector: b.selector(m),
            decl: canon,
        }
    } else if !ts.method_args(m).is_empty() {
        Callee::Dispatch {
            selector: b.selector(ts.slot_decl(m)?),
            decl: canon,
        }
    } else {
        Callee::Virtual {
            decl: ts.canon_method(ts.slot_decl(m)?),
        }
    };
    Ok(b.call(callee, values, sig.ret))
}

/// `(this, args...)`: calls a virtual method through its slot.
pub(super) fn dispatcher(env: &Env, m: MethodId) -> Result<Body> {
    let sig = env.ts.method_sig(m)?;
    let mut params = vec![object(env)];
    params.extend_from_slice(&sig.params);
    let mut b = exact(env, Func::Dispatcher(m), &params, sig.ret);
    let values: Vec<Value> = (0..params.len() as u32)
        .map(|i| b.get(LocalId(i)))
        .collect();
    let result = dispatch(&mut b, m, &values)?;
    b.ret(result);
    Ok(b.finish())
}

/// A value as an object.
pub(super) fn box_any(b: &mut Builder, ty: TypeId, v: Value) -> Result<Value> {
    let ts = b.env.ts;
    Ok(if ts.is_nullable(ty) {
        box_nullable(b, ty, v)?
    } else if ts.is_value_type(ty) {
        b.box_value(ty, v)
    } else {
        v
    })
}

/// Null, or the value in a box.
fn box_nullable(b: &mut Builder, ty: TypeId, v: Value) -> Result<Value> {
    let ts = b.env.ts;
    let inner = ts.type_args(ty)[0];
    let field = |name| -> Result<u32> { Ok(ts.field_offset(ts.require_field(ty, name)?)?) };
    let (has_value, value) = (field("hasValue")?, field("value")?);
    let held = b.add_local(ty);
    b.set(held, v);
    let result = b.add_local(object(b.env));
    let null = b.null();
    b.set(result, null);
    let base = b.addr_of(held);
    let at = b.field_addr_nonnull(base, has_value);
    let known = b.load_nonnull(at, Mem::U8);
    b.if_then(known, |b| {
        let base = b.addr_of(held);
        let at = b.field_addr_nonnull(base, value);
        if let Some(mem) = b.env.mem(inner) {
            let v = b.load_nonnull(at, mem);
            let boxed = b.box_value(inner, v);
            b.set(result, boxed);
        }
        Ok(())
    })?;
    Ok(b.get(result))
}

/// `fn(ignored, ignored) -> object`: a new object of an attribute.
pub(super) fn attribute(env: &Env, module: ModuleId, rid: u32) -> Result<Body> {
    let ts = env.ts;
    let bad = |e: smelt_metadata::MetadataError| ImportError::bad_il(e.to_string());
    let row = ts.metadata(module).custom_attribute(rid).map_err(bad)?;
    let ctor = ts.resolve_method(module, row.constructor, NO_SUBST)?;
    let class = ts.method_owner(ctor);
    let sig = raw_sig(env, module, row.constructor)?;
    let value = attribute::decode(row.value, &sig, &mut |e| {
        let ty = enum_type(env, module, e).ok()?;
        Some(ts.cor_element_type(ty))
    })
    .map_err(bad)?;
    let params = [object(env), native_int(env)];
    let func = Func::Attribute { module, rid };
    let mut b = exact(env, func, &params, object(env));
    b.body.flags.native_abi = true;
    let this = b.new_object(class);
    let this = b.temp(this);
    let param_types = ts.method_sig(ctor)?.params.clone();
    let mut args = Vec::new();
    for (v, &p) in value.fixed.iter().zip(&param_types) {
        let v = constant(&mut b, module, v, p)?;
        args.push(b.temp(v));
    }
    let mut values = vec![b.get(this)];
    for &a in &args {
        values.push(b.get(a));
    }
    b.call_method(ctor, &values)?;
    for named in &value.named {
        set(&mut b, module, class, this, named)?;
    }
    let this = b.get(this);
    b.ret(Some(this));
    Ok(b.finish())
}

/// `{ Name = value }`
fn set(
    b: &mut Builder,
    module: ModuleId,
    class: TypeId,
    this: LocalId,
    named: &attribute::NamedArgument,
) -> Result<()> {
    let ts = b.env.ts;
    let missing = || ImportError::bad_il(format!("the attribute has no member '{}'", named.name));
    if !named.is_property {
        let field = ts
            .base_chain(class)
            .find_map(|c| ts.field_named(c, named.name));
        let field = field.ok_or_else(missing)?;
        let ty = ts.field_type(field)?;
        let v = constant(b, module, &named.value, ty)?;
        let v = b.temp(v);
        let object = b.get(this);
        let at = b.field_addr_nonnull(object, ts.field_offset(field)?);
        let Some(mem) = b.env.mem(ty) else {
            return Err(missing());
        };
        let v = b.get(v);
        b.store_nonnull(at, v, mem);
        return Ok(());
    }
    let name = format!("set_{}", named.name);
    let setter = ts
        .base_chain(class)
        .find_map(|c| ts.methods_named(c, &name).first().copied())
        .ok_or_else(missing)?;
    let ty = *ts.method_sig(setter)?.params.first().ok_or_else(missing)?;
    let v = constant(b, module, &named.value, ty)?;
    let v = b.temp(v);
    let args = [b.get(this), b.get(v)];
    b.call_method(setter, &args).map(|_| ())
}

/// The constructor's signature as the attribute's module has it, with the arguments of a generic class in place.
fn raw_sig(env: &Env, module: ModuleId, ctor: Token) -> Result<smelt_metadata::MethodSig> {
    let md = env.ts.metadata(module);
    let bad = |e: smelt_metadata::MetadataError| ImportError::bad_il(e.to_string());
    let (blob, parent) = match ctor.table() {
        Table::MemberRef => {
            let row = md.member_ref(ctor.rid()).map_err(bad)?;
            (row.signature, Some(row.parent))
        }
        _ => (md.method_def(ctor.rid()).map_err(bad)?.signature, None),
    };
    let mut sig = smelt_metadata::parse_method_sig(blob).map_err(bad)?;
    if let Some(spec) = parent.filter(|p| p.table() == Table::TypeSpec) {
        let row = md.type_spec(spec.rid()).map_err(bad)?;
        if let SigType::GenericInst { args, .. } =
            smelt_metadata::parse_type_spec(row.signature).map_err(bad)?
        {
            for p in &mut sig.params {
                if let SigType::Var(i) = *p
                    && let Some(a) = args.get(i as usize)
                {
                    *p = a.clone();
                }
            }
        }
    }
    Ok(sig)
}

fn enum_type(env: &Env, module: ModuleId, e: &EnumType) -> Result<TypeId> {
    match e {
        EnumType::Sig(sig) => Ok(env.ts.resolve_sig_type(module, sig, NO_SUBST)?),
        EnumType::Name(name) => named_type(env, module, name),
    }
}

/// A type by its name in an attribute (ECMA-335 II.23.3).
fn named_type(env: &Env, module: ModuleId, name: &str) -> Result<TypeId> {
    let mut rest = name;
    let ty = parse_type(env, module, &mut rest)?;
    Ok(ty)
}

fn parse_type(env: &Env, module: ModuleId, rest: &mut &str) -> Result<TypeId> {
    let ts = env.ts;
    let end = rest.find(['[', ']', ',', '*', '&']).unwrap_or(rest.len());
    let name = rest[..end].trim();
    *rest = &rest[end..];
    let mut args: Vec<String> = Vec::new();
    if rest.starts_with("[[")
        || rest.starts_with('[')
            && !rest.starts_with("[]")
            && !rest.starts_with("[,")
            && !rest.starts_with("[*]")
    {
        *rest = &rest[1..];
        loop {
            let quoted = rest.starts_with('[');
            let text = balanced(if quoted { &rest[1..] } else { rest }, quoted);
            *rest = &rest[text.len() + usize::from(quoted) * 2..];
            args.push(text.to_owned());
            match rest.chars().next() {
                Some(',') => *rest = rest[1..].trim_start(),
                _ => break,
            }
        }
        *rest = rest.strip_prefix(']').unwrap_or(rest);
    }
    let mut suffixes = Vec::new();
    loop {
        let (suffix, length) = match rest.as_bytes() {
            [b'*', ..] => (Suffix::Pointer, 1),
            [b'&', ..] => (Suffix::ByRef, 1),
            [b'[', b']', ..] => (Suffix::Vector, 2),
            [b'[', b'*', b']', ..] => (Suffix::Array(1), 3),
            [b'[', b',', ..] => {
                let commas = rest[1..].bytes().take_while(|&c| c == b',').count();
                (Suffix::Array(commas as u32 + 1), commas + 2)
            }
            _ => break,
        };
        suffixes.push(suffix);
        *rest = rest.get(length..).unwrap_or("");
    }
    let assembly = rest
        .trim_start()
        .strip_prefix(',')
        .map(|a| a.split(',').next().unwrap_or("").trim().to_owned());
    let name = name.replace('\\', "");
    let def = match assembly {
        Some(a) if !a.is_empty() => ts.find_type(ts.load_by_name(&a)?, &name)?,
        _ => match ts.find_type(module, &name) {
            Ok(def) => def,
            Err(_) => ts.find_core_type(&name)?,
        },
    };
    let args = args
        .iter()
        .map(|a| named_type(env, module, a))
        .collect::<Result<Vec<_>>>()?;
    let mut ty = ts.named(def, &args);
    for suffix in suffixes {
        ty = match suffix {
            Suffix::Vector => ts.sz_array(ty),
            Suffix::Array(rank) => ts.intern(TypeKind::Array { elem: ty, rank }),
            Suffix::Pointer => ts.intern(TypeKind::Ptr(ty)),
            Suffix::ByRef => ts.intern(TypeKind::ByRef(ty)),
        };
    }
    Ok(ty)
}

/// What follows the name of an element type.
enum Suffix {
    Vector,
    Array(u32),
    Pointer,
    ByRef,
}

/// Text up to the bracket that closes it (`quoted`), or to the next comma or closing bracket.
fn balanced(text: &str, quoted: bool) -> &str {
    let mut depth = 0;
    for (i, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 0 => return &text[..i],
            ']' => depth -= 1,
            ',' if depth == 0 && !quoted => return &text[..i],
            _ => {}
        }
    }
    text
}

fn simple_type(env: &Env, e: u8) -> Result<TypeId> {
    use WellKnown as W;
    let w = match e {
        element::BOOLEAN => "System.Boolean",
        element::CHAR => "System.Char",
        element::I1 => "System.SByte",
        element::U1 => "System.Byte",
        element::I2 => "System.Int16",
        element::U2 => "System.UInt16",
        element::I4 => "System.Int32",
        element::U4 => "System.UInt32",
        element::I8 => "System.Int64",
        element::U8 => "System.UInt64",
        element::R4 => "System.Single",
        element::R8 => "System.Double",
        element::STRING => return Ok(env.well_known(W::String)),
        element::TYPE => "System.Type",
        _ => return Ok(env.well_known(W::Object)),
    };
    super::core_type(env, w)
}

/// The type that a value has by itself, as an `object`.
fn own_type(env: &Env, module: ModuleId, v: &Constant) -> Result<TypeId> {
    let e = match v {
        Constant::Boolean(_) => element::BOOLEAN,
        Constant::Char(_) => element::CHAR,
        Constant::I1(_) => element::I1,
        Constant::U1(_) => element::U1,
        Constant::I2(_) => element::I2,
        Constant::U2(_) => element::U2,
        Constant::I4(_) => element::I4,
        Constant::U4(_) => element::U4,
        Constant::I8(_) => element::I8,
        Constant::U8(_) => element::U8,
        Constant::R4(_) => element::R4,
        Constant::R8(_) => element::R8,
        Constant::String(_) => element::STRING,
        Constant::Type(_) => element::TYPE,
        Constant::Enum(e, _) => return enum_type(env, module, e),
        Constant::Array(e, _) => return Ok(env.ts.sz_array(attribute_type(env, module, e)?)),
    };
    simple_type(env, e)
}

fn attribute_type(env: &Env, module: ModuleId, e: &AttributeType) -> Result<TypeId> {
    match e {
        AttributeType::Simple(e) => simple_type(env, *e),
        AttributeType::Enum(e, _) => enum_type(env, module, e),
        AttributeType::SzArray(e) => Ok(env.ts.sz_array(attribute_type(env, module, e)?)),
    }
}

/// A constant as a value of type `ty`; boxed where that is a class.
fn constant(b: &mut Builder, module: ModuleId, v: &Constant, ty: TypeId) -> Result<Value> {
    let env = b.env;
    let own = own_type(env, module, v)?;
    let boxed = env.ts.is_value_type(own) && !env.ts.is_value_type(ty);
    let target = if boxed { own } else { ty };
    let value = match v {
        Constant::String(None) | Constant::Type(None) | Constant::Array(_, None) => b.null(),
        Constant::String(Some(s)) => b.str(s),
        Constant::Type(Some(name)) => {
            let t = named_type(env, module, name)?;
            b.type_object(t)
        }
        Constant::Array(e, Some(items)) => {
            let elem = attribute_type(env, module, e)?;
            array(b, module, elem, items)?
        }
        Constant::R4(x) => b.emit(Op::ConstF32(*x), Kind::F32),
        Constant::R8(x) => b.emit(Op::ConstF64(*x), Kind::F64),
        other => {
            let n = other.as_i64().unwrap_or(0);
            match env.kind(target) {
                Some(Kind::I64) => b.const_i64(n),
                _ => b.const_i32(n as i32),
            }
        }
    };
    Ok(if boxed {
        b.box_value(own, value)
    } else {
        value
    })
}

fn array(b: &mut Builder, module: ModuleId, elem: TypeId, items: &[Constant]) -> Result<Value> {
    let env = b.env;
    let ty = env.ts.sz_array(elem);
    let length = b.const_i64(items.len() as i64);
    let handle = b.type_handle(ty, true);
    let list = b.emit(
        Op::NewArray {
            ty: env.ts.canon_type(ty),
            handle,
            len: length,
        },
        Kind::Ref,
    );
    let list = b.temp(list);
    let size = i64::from(env.ts.size_of(elem)?);
    let Some(mem) = env.mem(elem) else {
        return Err(ImportError::bad_il("an array of void"));
    };
    for (i, item) in items.iter().enumerate() {
        let v = constant(b, module, item, elem)?;
        let v = b.temp(v);
        let object = b.get(list);
        let data = b.field_addr_nonnull(object, smelt_abi::object::ARRAY_DATA);
        let at = b.const_i64(i as i64 * size);
        let at = b.ptr_add(data, at);
        let v = b.get(v);
        b.store_nonnull(at, v, mem);
    }
    Ok(b.get(list))
}
