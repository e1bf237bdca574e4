//! Interned ids. Every id is an index into an append-only arena of the [`TypeSystem`](crate::TypeSystem); equality of ids is identity.

use smelt_metadata::Token;

/// A loaded assembly (its manifest module).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ModuleId(pub u16);

/// A row of a `TypeDef` table.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TypeDefId {
    pub module: ModuleId,
    pub rid: u32,
}

/// A row of a `MethodDef` table.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MethodDefId {
    pub module: ModuleId,
    pub rid: u32,
}

/// A row of a `Field` table.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FieldDefId {
    pub module: ModuleId,
    pub rid: u32,
}

/// An interned type: closed, open (mentions [`TypeKind::TypeVar`]/[`TypeKind::MethodVar`](crate::TypeKind)) or canonical (mentions `System.__Canon`).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TypeId(pub u32);

/// An interned method: a `MethodDef` with the exact (or open, or canonical) owner and method arguments, or an array method.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MethodId(pub u32);

/// An interned field: a `Field` row with its owner type.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FieldId(pub u32);

/// An interned method signature (function pointer types, `calli`).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SigId(pub u32);

/// What a token of a method body or signature denotes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Member {
    Type(TypeId),
    Method(MethodId),
    Field(FieldId),
}

/// A token together with its module, for messages.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct ModuleToken {
    pub module: ModuleId,
    pub token: Token,
}
