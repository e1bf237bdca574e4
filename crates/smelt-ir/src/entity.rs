//! What a closed [`Lookup`] denotes: the one place that decides it, for reachability (what must exist) and image (what the slot holds).

use crate::{Context, Func, Lookup, context_of};
use smelt_types::{
    CallConv, FieldId, InterfaceImpl, MethodId, Result, Sig, Subst, TypeDefId, TypeId, TypeKind,
    TypeSystem, WellKnown,
};

/// A thing of the image that has an address or a number.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Entity {
    /// Handle of a type; the flag says that objects are created through it.
    Handle(TypeId, bool),
    TypeObject(TypeId),
    MethodDict(MethodId),
    Func(Func),
    Selector(MethodId),
    Statics(TypeId),
    ThreadStatics(TypeId),
    ClassInit(TypeId),
    MethodObject(MethodId),
    FieldObject(FieldId),
    Zero,
}

/// Deepest nesting of an instantiation that is compiled.
const MAX_DEPTH: u32 = 100;
/// How often one generic type of the framework may occur around itself in such an instantiation.
const MAX_REPEATS: u32 = 10;
/// How often other generic types of the framework may recur beside the most frequent one.
const MAX_MIXED: u32 = 3;

/// An error if the instantiation is taken for one of infinitely many: too far along a cycle of the flow of type parameters
/// (`TypeSystem::type_grows_too_far`), or of a shape that the framework's own recursion gives. Code that comes to use it throws.
pub fn check_depth(ts: &TypeSystem, entity: &Entity) -> Result<()> {
    let check = |ty: TypeId| {
        let depth = ts.depth(ty);
        let far = depth > MAX_DEPTH || depth > MAX_REPEATS && grows(ts, ty);
        if far || ts.type_grows_too_far(ty) {
            let name = ts.type_name(ty);
            return Err(smelt_types::TypeError::TooDeep { name });
        }
        Ok(())
    };
    let method = |m: MethodId| {
        check(ts.method_owner(m))?;
        if ts.method_grows_too_far(m) {
            let name = ts.method_display(m);
            return Err(smelt_types::TypeError::TooDeep { name });
        }
        ts.method_args(m).iter().try_for_each(|&a| check(a))
    };
    match *entity {
        Entity::Handle(t, _)
        | Entity::TypeObject(t)
        | Entity::Statics(t)
        | Entity::ThreadStatics(t)
        | Entity::ClassInit(t) => check(t),
        Entity::MethodDict(m) | Entity::Selector(m) | Entity::MethodObject(m) => method(m),
        Entity::Func(Func::Method(m) | Func::Stub { method: m, .. }) => method(m),
        _ => Ok(()),
    }
}

/// A nest of types (the framework's and arrays counted) in which one occurs more than [`MAX_REPEATS`] times, or others recur more than [`MAX_MIXED`] times beside it:
/// the shapes that one generic type growing around itself gives, and several growing in turn, whose number would double with each step.
fn grows(ts: &TypeSystem, ty: TypeId) -> bool {
    fn walk(ts: &TypeSystem, ty: TypeId, around: &mut Vec<(Option<TypeDefId>, u32)>) -> bool {
        let (def, args) = match ts.element_type(ty) {
            Some(element) => (None, vec![element]),
            None => (ts.type_def(ty), ts.type_args(ty).to_vec()),
        };
        if args.is_empty() {
            let most = around.iter().map(|n| n.1).max().unwrap_or(0);
            let recurring: u32 = around.iter().map(|n| n.1 - 1).sum();
            return most > MAX_REPEATS || recurring + 1 > most + MAX_MIXED;
        }
        if def.is_some_and(|d| !ts.is_framework(d.module)) {
            return args.iter().any(|&a| walk(ts, a, around));
        }
        let at = around.iter().position(|n| n.0 == def);
        match at {
            Some(at) => around[at].1 += 1,
            None => around.push((def, 1)),
        }
        let found = args.iter().any(|&a| walk(ts, a, around));
        match at {
            Some(at) => around[at].1 -= 1,
            None => drop(around.pop()),
        }
        found
    }
    walk(ts, ty, &mut Vec::new())
}

/// Resolves a lookup whose types are closed and exact.
pub fn resolve(ts: &TypeSystem, lookup: &Lookup) -> Result<Entity> {
    let entity = match *lookup {
        Lookup::TypeHandle { ty, constructed } => Entity::Handle(ty, constructed),
        Lookup::TypeObject(ty) => Entity::TypeObject(ty),
        Lookup::MethodDict(m) => Entity::MethodDict(m),
        Lookup::MethodEntry(m) => Entity::Func(entry_func(ts, m, false)),
        Lookup::BoxedEntry(m) => Entity::Func(entry_func(ts, m, true)),
        Lookup::Selector(m) => Entity::Selector(m),
        Lookup::Constrained { ty, method } => Entity::Func(constrained_func(ts, ty, method)?),
        Lookup::StaticBase(ty) => Entity::Statics(ty),
        Lookup::ThreadStaticOffset(ty) => Entity::ThreadStatics(ty),
        Lookup::ClassInit(ty) => match ts.class_ctor(ty) {
            Some(_) => Entity::ClassInit(ty),
            None => Entity::Zero,
        },
        Lookup::DefaultCtor(ty) => match crate::intrinsics::activation_ctor(ts, ty) {
            Some(m) => Entity::Func(entry_func(ts, m, false)),
            None => Entity::Zero,
        },
        Lookup::EqualityComparer(ty) => Entity::Handle(equality_comparer(ts, ty)?, true),
        Lookup::Comparer(ty) => Entity::Handle(comparer(ts, ty)?, true),
        Lookup::ArraySortHelper(ty) => Entity::Handle(array_sort_helper(ts, &[ty])?, true),
        Lookup::ArraySortHelper2(k, v) => Entity::Handle(array_sort_helper(ts, &[k, v])?, true),
        Lookup::MethodObject(m) => Entity::MethodObject(m),
        Lookup::FieldObject(f) => Entity::FieldObject(f),
    };
    check_depth(ts, &entity)?;
    Ok(entity)
}

/// Instantiates an open lookup.
pub fn subst(ts: &TypeSystem, lookup: &Lookup, s: Subst) -> Lookup {
    let t = |ty| ts.subst_type(ty, s);
    let m = |me| ts.subst_method(me, s);
    match *lookup {
        Lookup::TypeHandle { ty, constructed } => Lookup::TypeHandle {
            ty: t(ty),
            constructed,
        },
        Lookup::TypeObject(ty) => Lookup::TypeObject(t(ty)),
        Lookup::MethodDict(me) => Lookup::MethodDict(m(me)),
        Lookup::MethodEntry(me) => Lookup::MethodEntry(m(me)),
        Lookup::BoxedEntry(me) => Lookup::BoxedEntry(m(me)),
        Lookup::Selector(me) => Lookup::Selector(m(me)),
        Lookup::Constrained { ty, method } => Lookup::Constrained {
            ty: t(ty),
            method: m(method),
        },
        Lookup::StaticBase(ty) => Lookup::StaticBase(t(ty)),
        Lookup::ThreadStaticOffset(ty) => Lookup::ThreadStaticOffset(t(ty)),
        Lookup::ClassInit(ty) => Lookup::ClassInit(t(ty)),
        Lookup::DefaultCtor(ty) => Lookup::DefaultCtor(t(ty)),
        Lookup::EqualityComparer(ty) => Lookup::EqualityComparer(t(ty)),
        Lookup::Comparer(ty) => Lookup::Comparer(t(ty)),
        Lookup::ArraySortHelper(ty) => Lookup::ArraySortHelper(t(ty)),
        Lookup::ArraySortHelper2(k, v) => Lookup::ArraySortHelper2(t(k), t(v)),
        Lookup::MethodObject(me) => Lookup::MethodObject(m(me)),
        Lookup::FieldObject(f) => Lookup::FieldObject(ts.subst_field(f, s)),
    }
}

/// The function to call for an exact method without hidden argument. `boxed`: callers pass boxed objects as `this` of value-type methods.
pub fn entry_func(ts: &TypeSystem, m: MethodId, boxed: bool) -> Func {
    let unbox = boxed && !ts.is_static(m) && ts.is_value_type(ts.method_owner(m));
    let canon = ts.canon_method(m);
    let needs_context = matches!(
        context_of(ts, canon),
        Context::TypeParam | Context::MethodParam
    );
    if unbox || needs_context {
        Func::Stub { method: m, unbox }
    } else {
        Func::Method(canon)
    }
}

/// What delegates that reflection binds to a method call, where that is not its entry: a virtual method through its slot, that of a struct with
/// `this` by reference.
pub fn bound_func(ts: &TypeSystem, m: MethodId) -> Option<Func> {
    let of_struct = ts.is_value_type(ts.method_owner(m));
    if of_struct && !ts.is_static(m) && ts.method_name(m) != ".ctor" {
        Some(entry_func(ts, m, false))
    } else if ts.is_virtual(m) && !of_struct {
        Some(Func::Dispatcher(m))
    } else {
        None
    }
}

/// What an invoker calls for a method.
pub enum Invoked {
    /// Always the same code.
    Code(Func),
    /// The slot that this canonical method introduced.
    Slot(MethodId),
    /// A cell of the dispatch table.
    Cell(MethodId),
}

/// What [`invoker`] of an exact method calls.
pub fn invoked(ts: &TypeSystem, m: MethodId) -> Result<Invoked> {
    let owner = ts.method_owner(m);
    let dispatched = !ts.is_static(m)
        && ts.is_virtual(m)
        && !ts.is_value_type(owner)
        && (!ts.is_final(m) || ts.is_abstract(m));
    Ok(if let Some(maker) = string_ctor(ts, m) {
        Invoked::Code(entry_func(ts, maker, false))
    } else if !dispatched {
        Invoked::Code(entry_func(ts, m, true))
    } else if ts.is_interface(owner) {
        Invoked::Cell(m)
    } else if ts.method_args(m).is_empty() {
        Invoked::Slot(ts.canon_method(ts.slot_decl(m)?))
    } else {
        Invoked::Cell(ts.slot_decl(m)?)
    })
}

/// The function through which reflection calls an exact method, for all methods whose arguments are passed and whose results are boxed alike.
pub fn invoker(ts: &TypeSystem, m: MethodId) -> Result<Func> {
    // Constructors of strings return what another method makes.
    let called = string_ctor(ts, m).unwrap_or(m);
    let sig = ts.method_sig(called)?;
    let object = ts.well_known(WellKnown::Object);
    let passed = |&ty: &TypeId| match *ts.kind(ty) {
        TypeKind::Ptr(_) | TypeKind::FnPtr(_) => ts.well_known(WellKnown::IntPtr),
        TypeKind::ByRef(_) => ts.intern(TypeKind::ByRef(object)),
        _ if !ts.is_value_type(ty) => object,
        _ => ts.canon_type(ts.enum_underlying(ty).unwrap_or(ty)),
    };
    let of_object = matches!(
        *ts.kind(sig.ret),
        TypeKind::SzArray(_) | TypeKind::Array { .. }
    ) || matches!(ts.kind(sig.ret), TypeKind::Named { .. })
        && !ts.is_value_type(sig.ret);
    let void = sig.ret == ts.well_known(WellKnown::Void);
    Ok(Func::Invoker(ts.intern_sig(Sig {
        has_this: sig.has_this,
        call_conv: CallConv::Managed,
        generic_params: 0,
        ret: if of_object && !void { object } else { sig.ret },
        params: sig.params.iter().map(passed).collect(),
    })))
}

/// Code of a virtual slot or dispatch cell whose target is `m`.
pub fn dispatch_func(ts: &TypeSystem, m: MethodId) -> Func {
    entry_func(ts, m, true)
}

/// Code of a virtual slot of objects of exact type `ty` whose virtual table names `target`.
pub fn slot_func(ts: &TypeSystem, ty: TypeId, target: MethodId) -> Func {
    crate::intrinsics::value_equals_slot(ts, ty, target)
        .unwrap_or_else(|| dispatch_func(ts, target))
}

/// What an interface call of `decl` runs on objects of exact type `ty`; `None`: the type does not implement it.
pub fn dispatch_target(ts: &TypeSystem, ty: TypeId, decl: MethodId) -> Result<Option<Func>> {
    if !ts.is_interface(ts.method_owner(decl)) {
        return Ok(Some(dispatch_func(ts, ts.resolve_virtual(ty, decl)?)));
    }
    Ok(match ts.resolve_interface(ty, decl)? {
        InterfaceImpl::Class(m) | InterfaceImpl::Default(m) => Some(dispatch_func(ts, m)),
        InterfaceImpl::Ambiguous => Some(Func::ThrowKind(
            smelt_abi::ExceptionKind::AmbiguousImplementation,
        )),
        // The type has the interface, but nothing implements the method (or a derived interface made it abstract again).
        InterfaceImpl::None if ts.is_assignable(ty, ts.method_owner(decl)) => Some(
            Func::ThrowKind(smelt_abi::ExceptionKind::EntryPointNotFound),
        ),
        InterfaceImpl::None => None,
    })
}

/// `constrained. ty call method` with an exact `ty`: the code to call with a managed pointer to the value (instance) or without `this` (static).
/// For a reference type and an instance method the code dereferences; the caller only uses the lookup for static methods and value types.
fn constrained_func(ts: &TypeSystem, ty: TypeId, method: MethodId) -> Result<Func> {
    let missing = || smelt_types::TypeError::MissingMember {
        kind: "implementation of method",
        name: format!("{} on {}", ts.method_display(method), ts.type_name(ty)),
    };
    if ts.is_static(method) {
        let target = ts.resolve_static_virtual(ty, method)?.ok_or_else(missing)?;
        return Ok(entry_func(ts, target, false));
    }
    let target = if ts.is_interface(ts.method_owner(method)) {
        match ts.resolve_interface(ty, method)? {
            InterfaceImpl::Class(m) | InterfaceImpl::Default(m) => m,
            _ => return Err(missing()),
        }
    } else {
        ts.resolve_virtual(ty, method)?
    };
    Ok(entry_func(ts, target, false))
}

fn core_generic(ts: &TypeSystem, name: &str, args: &[TypeId]) -> Result<TypeId> {
    Ok(ts.named(ts.find_core_type(name)?, args))
}

fn implements_self(ts: &TypeSystem, ty: TypeId, interface: &str) -> Result<bool> {
    let want = core_generic(ts, interface, &[ty])?;
    Ok(ts.is_assignable(ty, want))
}

fn nullable_arg(ts: &TypeSystem, ty: TypeId) -> Option<TypeId> {
    ts.is_nullable(ty).then(|| ts.type_args(ty)[0])
}

/// The class of `EqualityComparer<ty>.Default` (what CoreLib's `ComparerHelpers` creates through reflection).
pub fn equality_comparer(ts: &TypeSystem, ty: TypeId) -> Result<TypeId> {
    if ty == ts.well_known(WellKnown::String)
        && let Ok(def) = ts.find_core_type("System.Collections.Generic.StringEqualityComparer")
    {
        return Ok(ts.named(def, &[]));
    }
    if let Some(u) = nullable_arg(ts, ty) {
        return core_generic(
            ts,
            "System.Collections.Generic.NullableEqualityComparer`1",
            &[u],
        );
    }
    if ts.is_enum(ty) {
        return core_generic(
            ts,
            "System.Collections.Generic.EnumEqualityComparer`1",
            &[ty],
        );
    }
    if implements_self(ts, ty, "System.IEquatable`1")? {
        return core_generic(
            ts,
            "System.Collections.Generic.GenericEqualityComparer`1",
            &[ty],
        );
    }
    core_generic(
        ts,
        "System.Collections.Generic.ObjectEqualityComparer`1",
        &[ty],
    )
}

/// The class of `Comparer<ty>.Default`.
pub fn comparer(ts: &TypeSystem, ty: TypeId) -> Result<TypeId> {
    if let Some(u) = nullable_arg(ts, ty) {
        return core_generic(ts, "System.Collections.Generic.NullableComparer`1", &[u]);
    }
    if ts.is_enum(ty) {
        return core_generic(ts, "System.Collections.Generic.EnumComparer`1", &[ty]);
    }
    if implements_self(ts, ty, "System.IComparable`1")? {
        return core_generic(ts, "System.Collections.Generic.GenericComparer`1", &[ty]);
    }
    core_generic(ts, "System.Collections.Generic.ObjectComparer`1", &[ty])
}

/// The class of `ArraySortHelper<T>.Default` or `ArraySortHelper<TKey, TValue>.Default`.
pub fn array_sort_helper(ts: &TypeSystem, args: &[TypeId]) -> Result<TypeId> {
    let kind = if implements_self(ts, args[0], "System.IComparable`1")? {
        "Generic"
    } else {
        ""
    };
    core_generic(
        ts,
        &format!(
            "System.Collections.Generic.{kind}ArraySortHelper`{}",
            args.len()
        ),
        args,
    )
}

/// What stands for a constructor of `String`: its method `Ctor` with the same parameters. `None` for all other methods.
pub fn string_ctor(ts: &TypeSystem, ctor: MethodId) -> Option<MethodId> {
    let string = ts.well_known(WellKnown::String);
    if ts.method_owner(ctor) != string || ts.method_name(ctor) != ".ctor" {
        return None;
    }
    let params = &ts.method_sig(ctor).ok()?.params;
    let mut methods = ts.methods_named(string, "Ctor").into_iter();
    methods.find(|&m| ts.method_sig(m).is_ok_and(|s| s.params == *params))
}
