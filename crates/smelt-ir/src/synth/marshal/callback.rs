//! Delegates as native functions: the entry through which native code calls the delegates of a type.

use super::*;
use crate::attributes::attribute_of;
use crate::synth::native::plain_sig;
use crate::synth::{entries, exact, find_invoke};

/// What `UnmanagedFunctionPointerAttribute` says of a delegate type.
#[derive(Copy, Clone, Default)]
pub(in crate::synth) struct Settings {
    pub wide: bool,
    pub last_error: bool,
}

/// The settings of a delegate type; `None` for other types.
pub(in crate::synth) fn settings(ts: &TypeSystem, ty: TypeId) -> Option<Settings> {
    /// `CharSet.Unicode`.
    const UNICODE: i64 = 3;
    if !ts.is_delegate(ty) {
        return None;
    }
    let name = "System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute";
    let def = ts.type_def(ty)?;
    let token = Token::new(Table::TypeDef, def.rid);
    let Some(attribute) = attribute_of(ts, def.module, token, name) else {
        return Some(Settings::default());
    };
    let number = |name| attribute.get(name).and_then(|v| v.as_i64()).unwrap_or(0);
    Some(Settings {
        wide: number("CharSet") == UNICODE,
        last_error: number("SetLastError") != 0,
    })
}

/// Whether the assembly of a type has runtime marshalling.
pub(in crate::synth) fn enabled(ts: &TypeSystem, ty: TypeId) -> bool {
    ts.type_def(ty)
        .is_none_or(|d| !ts.runtime_marshalling_disabled(d.module))
}

/// Body of `Func::DelegateEntry`: finds the delegate, marshals the arguments from native code, invokes it and marshals the result back.
pub(in crate::synth) fn delegate_entry(env: &Env, ty: TypeId) -> Result<Body> {
    let ts = env.ts;
    let invoke = find_invoke(env, ty)?;
    let sig = ts.method_sig(invoke)?;
    let marshalled = enabled(ts, ty);
    let cross = |index: usize, t: TypeId| match marshalled {
        true => way(env, invoke, index as u16, t),
        false => Ok((Way::Direct, t)),
    };
    let (result_way, ret) = cross(0, sig.ret)?;
    let mut params = vec![ts.byref_to(env.well_known(WellKnown::IntPtr))];
    let mut ways = Vec::new();
    for (i, &p) in sig.params.iter().enumerate() {
        let (way, native) = cross(i + 1, p)?;
        let (spec, flags) = param_row(ts, invoke, i as u16 + 1);
        ways.push(Parameter {
            way,
            ty: p,
            native: LocalId(params.len() as u32),
            count: ArrayCount::new(sig, &spec, 1),
            written: flags & PARAM_OUT != 0,
        });
        params.push(native);
    }
    let mut b = exact(env, Func::DelegateEntry(ty), &params, ret);
    b.body.flags.nest = true;
    entries::reverse(&mut b, ret, |b| {
        let delegate = find_delegate(b, ty)?;
        let managed = ways
            .iter()
            .map(|p| p.managed_argument(b))
            .collect::<Result<Vec<_>>>()?;
        let mut args = vec![b.get(delegate)];
        args.extend(managed.iter().map(|&l| b.get(l)));
        let r = b.call_method(invoke, &args)?;
        let r = r.map(|r| b.temp(r));
        for (p, &l) in ways.iter().zip(&managed) {
            p.back(b, l)?;
        }
        let Some(r) = r else { return Ok(None) };
        if !matches!(result_way, Way::Direct | Way::Value(_)) {
            return Err(refuse("the result of a callback", ts, sig.ret));
        }
        let crossed = into_native(b, &result_way, r)?;
        Ok(Some(b.get(crossed.value)))
    })?;
    Ok(b.finish())
}

/// The delegate whose thunk was called.
fn find_delegate(b: &mut Builder, ty: TypeId) -> Result<LocalId> {
    let data = b.get(LocalId(0));
    let handle = b.load_nonnull(data, Mem::I64);
    let handle = b.coerce(handle, Kind::ByRef);
    let delegate = b.load_nonnull(handle, Mem::Ref);
    let delegate = b.temp(delegate);
    let v = b.get(delegate);
    let collected = b.is_zero(v);
    let (void, ptr) = (
        b.env.well_known(WellKnown::Void),
        b.env.well_known(WellKnown::IntPtr),
    );
    let sig = plain_sig(b.env, &[ptr], void);
    b.if_then(collected, |b| {
        let handle = b.type_handle(ty, true);
        let symbol = "smelt_collected_delegate".to_string();
        b.call(Callee::Symbol { symbol, sig }, Box::new([handle]), void);
        Ok(())
    })?;
    Ok(delegate)
}

/// A parameter that comes from native code.
struct Parameter {
    way: Way,
    /// Managed type.
    ty: TypeId,
    native: LocalId,
    /// Length, if it is an array.
    count: ArrayCount,
    /// Declared `[Out]`.
    written: bool,
}

impl Parameter {
    /// The managed argument, in a local.
    fn managed_argument(&self, b: &mut Builder) -> Result<LocalId> {
        let ts = b.env.ts;
        let refused = || refuse("a parameter of a callback", ts, self.ty);
        match &self.way {
            Way::Direct => Ok(self.native),
            Way::Value(e) => {
                let v = b.get(self.native);
                Ok(value_to_managed(b, e, self.ty, v)?.0)
            }
            Way::Ref(e, direction) => {
                let TypeKind::ByRef(inner) = *ts.kind(self.ty) else {
                    return Err(refused());
                };
                let value = b.add_local(inner);
                let managed = addr_local(b, value);
                if direction.input {
                    let native = self.native;
                    element::to_managed(b, e, Sides { managed, native })?;
                }
                Ok(managed)
            }
            Way::Array => {
                let (elem, size) = self.blittable_element(b)?;
                self.unless_null(b, |p, b| {
                    let count = p.count.local(b)?;
                    let n = b.get(count);
                    let array = element::new_array(b, elem, n);
                    let array = b.temp(array);
                    let a = b.get(array);
                    let to = b.field_addr_nonnull(a, object::ARRAY_DATA);
                    let from = b.get(p.native);
                    let from = b.coerce(from, Kind::ByRef);
                    copy_elements(b, to, from, count, size);
                    Ok(array)
                })
            }
            Way::Elements { ty, element: e, .. } => self.unless_null(b, |p, b| {
                let count = p.count.local(b)?;
                let n = b.get(count);
                let array = element::new_array(b, *ty, n);
                let array = b.temp(array);
                each(b, array, p.native, count, *ty, e, element::to_managed)?;
                Ok(array)
            }),
            Way::Fields => {
                let (ty, size) = (self.ty, native_layout(b.env, self.ty)?.size);
                self.unless_null(b, |p, b| {
                    let o = b.new_object(ty);
                    let o = b.temp(o);
                    let to = b.get(o);
                    let to = b.field_addr_nonnull(to, object::FIELDS);
                    let from = b.get(p.native);
                    let from = b.coerce(from, Kind::ByRef);
                    copy_bytes(b, to, from, size);
                    Ok(o)
                })
            }
            Way::Class { ty, .. } => self.unless_null(b, |p, b| {
                let o = b.new_object(*ty);
                let o = b.temp(o);
                class_stub(b, *ty, o, p.native, element::operation::TO_MANAGED);
                Ok(o)
            }),
            _ => Err(refused()),
        }
    }

    /// After the call: what the callee changed, in native memory.
    fn back(&self, b: &mut Builder, managed: LocalId) -> Result<()> {
        let native = self.native;
        if let Way::Ref(e, direction) = &self.way {
            if direction.output {
                element::to_native(b, e, Sides { managed, native })?;
            }
            return Ok(());
        }
        if !self.written || matches!(self.way, Way::Direct | Way::Value(_)) {
            return Ok(());
        }
        let o = b.get(managed);
        let some = b.is_not_zero(o);
        b.if_then(some, |b| {
            let to = b.get(native);
            let to = b.coerce(to, Kind::ByRef);
            match &self.way {
                Way::Array => {
                    let (_, size) = self.blittable_element(b)?;
                    let count = array_length(b, managed);
                    let a = b.get(managed);
                    let from = b.field_addr_nonnull(a, object::ARRAY_DATA);
                    copy_elements(b, to, from, count, size);
                }
                Way::Elements { ty, element: e, .. } => {
                    let count = array_length(b, managed);
                    each(b, managed, native, count, *ty, e, element::to_native)?;
                }
                Way::Fields => {
                    let size = native_layout(b.env, self.ty)?.size;
                    let o = b.get(managed);
                    let from = b.field_addr_nonnull(o, object::FIELDS);
                    copy_bytes(b, to, from, size);
                }
                Way::Class { ty, .. } => {
                    class_stub(b, *ty, managed, native, element::operation::TO_NATIVE);
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// Element type of a blittable array, and its size.
    fn blittable_element(&self, b: &Builder) -> Result<(TypeId, u32)> {
        let ts = b.env.ts;
        match *ts.kind(self.ty) {
            TypeKind::SzArray(e) => Ok((e, ts.size_of(e)?)),
            _ => Err(refuse("a parameter of a callback", ts, self.ty)),
        }
    }

    /// Null for null, else what `make` leaves in a local.
    fn unless_null(
        &self,
        b: &mut Builder,
        make: impl FnOnce(&Parameter, &mut Builder) -> Result<LocalId>,
    ) -> Result<LocalId> {
        let out = b.add_local(self.ty);
        let none = b.null();
        b.set(out, none);
        let p = b.get(self.native);
        let some = b.is_not_zero(p);
        b.if_then(some, |b| {
            let made = make(self, b)?;
            let v = b.get(made);
            b.set(out, v);
            Ok(())
        })?;
        Ok(out)
    }
}

fn copy_bytes(b: &mut Builder, dst: Value, src: Value, size: u32) {
    let size = b.const_i64(i64::from(size));
    b.emit_void(Op::CopyBlock { dst, src, size });
}

fn copy_elements(b: &mut Builder, dst: Value, src: Value, count: LocalId, size: u32) {
    let n = b.get(count);
    let n = b.to_i64(n);
    let size = b.const_i64(i64::from(size));
    let size = b.bin(BinOp::Mul, n, size);
    b.emit_void(Op::CopyBlock { dst, src, size });
}
