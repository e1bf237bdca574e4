//! What is known of type and method definitions before any instantiation, decoded once per row.

use std::ops::Range;
use std::sync::OnceLock;

use smelt_metadata::flags::{method_attr, type_attr};
use smelt_metadata::{Table, Token, element};

use crate::assembly::Module;
use crate::attributes::find_attribute;
use crate::intern::{FxMap, hash_of};
use crate::{MethodDefId, ModuleId, Result, SigId, TypeDefId, TypeError, TypeId, TypeSystem};

/// CoreLib is always the first module.
pub(crate) const CORE: ModuleId = ModuleId(0);

/// Longest chain of base classes.
pub(crate) const MAX_BASES: usize = 1000;

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum DefKind {
    Class,
    Interface,
    Struct,
    Enum,
    Delegate,
}

/// CoreLib types with rules of their own.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Special {
    None,
    Void,
    /// A `CorElementType`, bool to double and native ints.
    Primitive(u8),
    String,
    Object,
    Nullable,
    /// Alignment beyond that of its fields (Int128, Vector128<T>, ...).
    Aligned(u32),
    /// `Vector<T>`, whose size the target decides.
    VectorT,
}

/// A `TypeDef` row and what follows from it.
pub(crate) struct TypeInfo {
    pub flags: u32,
    pub namespace: &'static str,
    pub name: &'static str,
    pub extends: Token,
    pub kind: DefKind,
    pub special: Special,
    /// Generic parameters, those of the enclosing types included.
    pub generic_count: u32,
    /// Per generic parameter: 0, 1 covariant, 2 contravariant. Empty when there is no variance.
    pub variance: Box<[u8]>,
    /// Row of the enclosing type or 0.
    pub enclosing: u32,
    pub by_ref_like: bool,
    /// Length of an `[InlineArray]`, else 0.
    pub inline_array: u32,
    pub methods: Range<u32>,
    pub fields: Range<u32>,
    by_name: OnceLock<FxMap<&'static str, Vec<u32>>>,
    /// Length of the chain of base classes is within bounds, and it is no cycle.
    pub base_check: OnceLock<Result<()>>,
}

/// A custom modifier inside a signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Modifier {
    /// Where: index of the parameter (0 the return value), then the way down.
    pub path: Box<[u16]>,
    pub required: bool,
    pub ty: TypeId,
}

/// Signature of a definition in open form.
pub(crate) struct DefSig {
    pub sig: SigId,
    pub modifiers: Box<[Modifier]>,
}

/// A `MethodDef` row and what follows from it.
pub(crate) struct MethodInfo {
    pub flags: u16,
    pub impl_flags: u16,
    pub rva: u32,
    pub name: &'static str,
    pub name_hash: u64,
    pub generic_count: u32,
    pub owner: u32,
    pub signature: &'static [u8],
    pub sig: OnceLock<Result<DefSig>>,
    /// Name with parameters, unique in the type.
    pub symbol: OnceLock<Box<str>>,
}

impl MethodInfo {
    /// Virtual instance method: has a slot.
    pub fn has_slot(&self) -> bool {
        self.flags & (method_attr::VIRTUAL | method_attr::STATIC) == method_attr::VIRTUAL
    }
    pub fn is_public(&self) -> bool {
        self.flags & method_attr::ACCESS_MASK == method_attr::PUBLIC
    }
    pub fn is_private(&self) -> bool {
        self.flags & method_attr::ACCESS_MASK == method_attr::PRIVATE
    }
}

impl TypeInfo {
    fn new(m: &Module, rid: u32) -> TypeInfo {
        let md = &m.md;
        let token = Token::new(Table::TypeDef, rid);
        // All rows were read when the module was loaded; a bad row id shows as a nameless class.
        let (flags, name, namespace, extends) = match md.type_def(rid) {
            Ok(row) => (row.flags, row.name, row.namespace, row.extends),
            Err(_) => (0, "", "", Token::NIL),
        };
        let core = m.id == CORE;
        let base = match extends.table() {
            _ if extends.is_nil() => None,
            Table::TypeRef => md
                .type_ref(extends.rid())
                .ok()
                .map(|r| (r.namespace, r.name)),
            Table::TypeDef if core => md
                .type_def(extends.rid())
                .ok()
                .map(|r| (r.namespace, r.name)),
            _ => None,
        };
        let kind = if flags & type_attr::INTERFACE != 0 {
            DefKind::Interface
        } else {
            match base {
                Some(("System", "ValueType"))
                    if !(core && (namespace, name) == ("System", "Enum")) =>
                {
                    DefKind::Struct
                }
                Some(("System", "Enum")) => DefKind::Enum,
                Some(("System", "MulticastDelegate")) => DefKind::Delegate,
                _ => DefKind::Class,
            }
        };
        let mut variance: Vec<u8> = Vec::new();
        for p in md.generic_params(token) {
            variance.push(md.generic_param(p).map_or(0, |p| (p.flags & 3) as u8));
        }
        let generic_count = variance.len() as u32;
        if !matches!(kind, DefKind::Interface | DefKind::Delegate)
            || variance.iter().all(|&v| v == 0)
        {
            variance.clear();
        }
        let is_struct = kind == DefKind::Struct;
        let services = "System.Runtime.CompilerServices";
        TypeInfo {
            flags,
            namespace,
            name,
            extends,
            kind,
            special: if core {
                special(namespace, name)
            } else {
                Special::None
            },
            generic_count,
            variance: variance.into(),
            enclosing: md.nested_in(rid).unwrap_or(0),
            by_ref_like: is_struct
                && find_attribute(md, token, services, "IsByRefLikeAttribute").is_some(),
            inline_array: if is_struct {
                find_attribute(md, token, services, "InlineArrayAttribute")
                    .and_then(|value| value.get(2..6)?.try_into().ok())
                    .map_or(0, u32::from_le_bytes)
            } else {
                0
            },
            methods: md.type_def_methods(rid),
            fields: md.type_def_fields(rid),
            by_name: OnceLock::new(),
            base_check: OnceLock::new(),
        }
    }

    /// Rows of the methods of that name, in order.
    pub fn methods_named(&self, m: &Module, name: &str) -> &[u32] {
        let map = self.by_name.get_or_init(|| {
            let mut map: FxMap<&'static str, Vec<u32>> = FxMap::default();
            for rid in self.methods.clone() {
                if let Ok(row) = m.md.method_def(rid) {
                    map.entry(row.name).or_default().push(rid);
                }
            }
            map
        });
        map.get(name).map_or(&[], |rids| rids)
    }

    pub fn is_value_type(&self) -> bool {
        matches!(self.kind, DefKind::Struct | DefKind::Enum)
    }

    pub fn primitive(&self) -> Option<u8> {
        match self.special {
            Special::Primitive(e) => Some(e),
            _ => None,
        }
    }
}

fn special(namespace: &str, name: &str) -> Special {
    match (namespace, name) {
        ("System", name) => match name {
            "Void" => Special::Void,
            "Boolean" => Special::Primitive(element::BOOLEAN),
            "Char" => Special::Primitive(element::CHAR),
            "SByte" => Special::Primitive(element::I1),
            "Byte" => Special::Primitive(element::U1),
            "Int16" => Special::Primitive(element::I2),
            "UInt16" => Special::Primitive(element::U2),
            "Int32" => Special::Primitive(element::I4),
            "UInt32" => Special::Primitive(element::U4),
            "Int64" => Special::Primitive(element::I8),
            "UInt64" => Special::Primitive(element::U8),
            "Single" => Special::Primitive(element::R4),
            "Double" => Special::Primitive(element::R8),
            "IntPtr" => Special::Primitive(element::I),
            "UIntPtr" => Special::Primitive(element::U),
            "String" => Special::String,
            "Object" => Special::Object,
            "Nullable`1" => Special::Nullable,
            "Int128" | "UInt128" => Special::Aligned(16),
            _ => Special::None,
        },
        ("System.Runtime.Intrinsics", "Vector64`1") => Special::Aligned(8),
        ("System.Runtime.Intrinsics", "Vector128`1") => Special::Aligned(16),
        ("System.Runtime.Intrinsics", "Vector256`1") => Special::Aligned(32),
        ("System.Runtime.Intrinsics", "Vector512`1") => Special::Aligned(64),
        ("System.Numerics", "Vector`1") => Special::VectorT,
        _ => Special::None,
    }
}

impl TypeSystem {
    pub(crate) fn type_info(&self, def: TypeDefId) -> &TypeInfo {
        let m = self.asm.module(def.module);
        m.type_infos[def.rid as usize].get_or_init(|| TypeInfo::new(m, def.rid))
    }

    pub(crate) fn method_info(&self, def: MethodDefId) -> &MethodInfo {
        let m = self.asm.module(def.module);
        m.method_infos[def.rid as usize].get_or_init(|| {
            let owner = m.md.declaring_type_of_method(def.rid);
            let token = Token::new(Table::MethodDef, def.rid);
            let generic_count = m.md.generic_params(token).len() as u32;
            let sig = OnceLock::new();
            let row = match m.md.method_def(def.rid) {
                Ok(row) => row,
                Err(e) => {
                    let _ = sig.set(Err(m.bad(e)));
                    smelt_metadata::MethodDefRow {
                        rva: 0,
                        impl_flags: 0,
                        flags: 0,
                        name: "",
                        signature: &[],
                        param_list: 0,
                    }
                }
            };
            MethodInfo {
                flags: row.flags,
                impl_flags: row.impl_flags,
                rva: row.rva,
                name: row.name,
                name_hash: hash_of(row.name),
                generic_count,
                owner,
                signature: row.signature,
                sig,
                symbol: OnceLock::new(),
            }
        })
    }

    /// The method's signature in open form, with its modifiers.
    pub(crate) fn def_sig(&self, def: MethodDefId) -> Result<&DefSig> {
        let info = self.method_info(def);
        if info.sig.get().is_none() {
            let sig = self.read_def_sig(def.module, info.signature);
            let _ = info.sig.set(sig);
        }
        match info.sig.get() {
            Some(Ok(sig)) => Ok(sig),
            Some(Err(e)) => Err(e.clone()),
            None => unreachable!("set above"),
        }
    }

    /// The class that a definition extends, in its own terms. Fails on cycles.
    pub(crate) fn checked_extends(&self, def: TypeDefId) -> Result<Token> {
        let info = self.type_info(def);
        if info.base_check.get().is_none() {
            let _ = info.base_check.set(self.check_bases(def));
        }
        match info.base_check.get() {
            Some(Err(e)) => Err(e.clone()),
            _ => Ok(info.extends),
        }
    }

    fn check_bases(&self, def: TypeDefId) -> Result<()> {
        let mut current = def;
        for _ in 0..MAX_BASES {
            let extends = self.type_info(current).extends;
            if extends.is_nil() {
                return Ok(());
            }
            let base = self.resolve_open_type(current.module, extends)?;
            current = match self.type_def(base) {
                Some(base_def) => base_def,
                None => {
                    return Err(self.bad(
                        current.module,
                        format_args!(
                            "base class of '{}' is not a class",
                            self.type_def_full_name(current)
                        ),
                    ));
                }
            };
        }
        Err(TypeError::Endless {
            name: self.type_def_full_name(def),
        })
    }

    pub(crate) fn bad(&self, module: ModuleId, detail: impl std::fmt::Display) -> TypeError {
        self.asm.module(module).bad(detail)
    }
}
