//! Generic dictionaries: what shared (canonical) code looks up at run time.
//!
//! A lookup is stated in the *open* form of the function that contains it: types mention `TypeVar` (of the owner type) and `MethodVar`
//! (of the generic method). Instantiating it with the exact arguments of one caller's context gives one dictionary entry ([`Entity`]).

use smelt_types::{MethodId, TypeId};

/// One kind of dictionary entry, over open types; also used closed, as what a dictionary slot of an exact instantiation holds.
#[derive(Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, Copy)]
pub enum Lookup {
    /// Type handle (method table address, or TypeDesc|2). `constructed`: objects of the type are created through it.
    TypeHandle {
        ty: TypeId,
        constructed: bool,
    },
    /// The frozen `RuntimeType` object.
    TypeObject(TypeId),
    /// Dictionary of an exact generic method: hidden argument of its canonical body.
    MethodDict(MethodId),
    /// Code of an exact method, callable without hidden argument (a stub where the body needs one); for instance methods of value types `this` is a byref.
    MethodEntry(MethodId),
    /// The same, but called with a boxed `this` when the owner is a value type (delegate targets).
    BoxedEntry(MethodId),
    /// Selector (byte offset into a dispatch row) of an interface method or an instantiated generic virtual method.
    Selector(MethodId),
    /// `constrained. ty` call of `method`: code for a static abstract method, or for an instance method where `ty` may turn out to be
    /// a value type. Callable without hidden argument.
    Constrained {
        ty: TypeId,
        method: MethodId,
    },
    /// Address of the static block of a type.
    StaticBase(TypeId),
    /// Offset of the type's thread statics in the thread's block.
    ThreadStaticOffset(TypeId),
    /// Class-init record of the type, or 0 when it has no static constructor.
    ClassInit(TypeId),
    /// Method table of what `Activator.CreateInstance<T>` allocates plus code of its constructor: code, callable with the new object; 0 when
    /// there is none (value type without constructor).
    DefaultCtor(TypeId),
    /// Method table of the comparer that `EqualityComparer<T>.Default` is for `T`.
    EqualityComparer(TypeId),
    /// Method table of the comparer that `Comparer<T>.Default` is for `T`.
    Comparer(TypeId),
    /// Method table of the helper that `ArraySortHelper<T>` uses for `T`.
    ArraySortHelper(TypeId),
    ArraySortHelper2(TypeId, TypeId),
    /// `RuntimeMethodInfoStub` / `RuntimeFieldInfoStub` object.
    MethodObject(MethodId),
    FieldObject(smelt_types::FieldId),
}

/// Where a shared body finds its generic context.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Context {
    /// The body is exact: it has no lookups.
    None,
    /// Instance method of a generic class: method table of `this`, then its dictionary for the owner class.
    This,
    /// Hidden last parameter: method table of the exact owner (static methods of generic types, instance methods of generic structs,
    /// default interface methods).
    TypeParam,
    /// Hidden last parameter: dictionary of the exact generic method.
    MethodParam,
}

/// Whose dictionary a lookup lives in: the layout is shared by all exact instantiations of the canonical form.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum DictOwner {
    /// Canonical type. Its dictionary starts with the type arguments' handles, then the lookups.
    Type(TypeId),
    /// Canonical method (with method arguments). Its dictionary holds the lookups only.
    Method(MethodId),
}
