//! Flag bits of the tables (§II.23.1), one module per column. Their types are those of the columns.

/// `TypeDef.flags` (§II.23.1.15).
#[allow(missing_docs)]
pub mod type_attr {
    pub const VISIBILITY_MASK: u32 = 7;
    pub const NOT_PUBLIC: u32 = 0;
    pub const PUBLIC: u32 = 1;
    pub const NESTED_PUBLIC: u32 = 2;
    pub const NESTED_PRIVATE: u32 = 3;
    pub const NESTED_FAMILY: u32 = 4;
    pub const NESTED_ASSEMBLY: u32 = 5;
    pub const NESTED_FAM_AND_ASSEM: u32 = 6;
    pub const NESTED_FAM_OR_ASSEM: u32 = 7;
    pub const LAYOUT_MASK: u32 = 0x18;
    pub const AUTO_LAYOUT: u32 = 0;
    pub const SEQUENTIAL_LAYOUT: u32 = 8;
    pub const EXPLICIT_LAYOUT: u32 = 0x10;
    pub const EXTENDED_LAYOUT: u32 = 0x18;
    pub const INTERFACE: u32 = 0x20;
    pub const ABSTRACT: u32 = 0x80;
    pub const SEALED: u32 = 0x100;
    pub const SPECIAL_NAME: u32 = 0x400;
    pub const RT_SPECIAL_NAME: u32 = 0x800;
    pub const IMPORT: u32 = 0x1000;
    pub const SERIALIZABLE: u32 = 0x2000;
    pub const STRING_FORMAT_MASK: u32 = 0x30000;
    pub const ANSI_CLASS: u32 = 0;
    pub const UNICODE_CLASS: u32 = 0x10000;
    pub const AUTO_CLASS: u32 = 0x20000;
    pub const HAS_SECURITY: u32 = 0x40000;
    pub const BEFORE_FIELD_INIT: u32 = 0x100000;
    pub const IS_TYPE_FORWARDER: u32 = 0x200000;
}

/// `Field.flags` (§II.23.1.5).
#[allow(missing_docs)]
pub mod field_attr {
    pub const ACCESS_MASK: u16 = 7;
    pub const PRIVATE: u16 = 1;
    pub const FAM_AND_ASSEM: u16 = 2;
    pub const ASSEMBLY: u16 = 3;
    pub const FAMILY: u16 = 4;
    pub const FAM_OR_ASSEM: u16 = 5;
    pub const PUBLIC: u16 = 6;
    pub const STATIC: u16 = 0x10;
    pub const INIT_ONLY: u16 = 0x20;
    pub const LITERAL: u16 = 0x40;
    pub const NOT_SERIALIZED: u16 = 0x80;
    pub const HAS_FIELD_RVA: u16 = 0x100;
    pub const SPECIAL_NAME: u16 = 0x200;
    pub const RT_SPECIAL_NAME: u16 = 0x400;
    pub const HAS_FIELD_MARSHAL: u16 = 0x1000;
    pub const PINVOKE_IMPL: u16 = 0x2000;
    pub const HAS_DEFAULT: u16 = 0x8000;
}

/// `MethodDef.flags` (§II.23.1.10).
#[allow(missing_docs)]
pub mod method_attr {
    pub const ACCESS_MASK: u16 = 7;
    pub const PRIVATE: u16 = 1;
    pub const FAM_AND_ASSEM: u16 = 2;
    pub const ASSEMBLY: u16 = 3;
    pub const FAMILY: u16 = 4;
    pub const FAM_OR_ASSEM: u16 = 5;
    pub const PUBLIC: u16 = 6;
    pub const UNMANAGED_EXPORT: u16 = 8;
    pub const STATIC: u16 = 0x10;
    pub const FINAL: u16 = 0x20;
    pub const VIRTUAL: u16 = 0x40;
    pub const HIDE_BY_SIG: u16 = 0x80;
    pub const NEW_SLOT: u16 = 0x100;
    pub const CHECK_ACCESS_ON_OVERRIDE: u16 = 0x200;
    pub const ABSTRACT: u16 = 0x400;
    pub const SPECIAL_NAME: u16 = 0x800;
    pub const RT_SPECIAL_NAME: u16 = 0x1000;
    pub const PINVOKE_IMPL: u16 = 0x2000;
    pub const HAS_SECURITY: u16 = 0x4000;
    pub const REQUIRE_SEC_OBJECT: u16 = 0x8000;
}

/// `MethodDef.impl_flags` (§II.23.1.11).
#[allow(missing_docs)]
pub mod method_impl {
    pub const CODE_TYPE_MASK: u16 = 3;
    pub const IL: u16 = 0;
    pub const NATIVE: u16 = 1;
    pub const OPTIL: u16 = 2;
    pub const RUNTIME: u16 = 3;
    pub const UNMANAGED: u16 = 4;
    pub const NO_INLINING: u16 = 8;
    pub const FORWARD_REF: u16 = 0x10;
    pub const SYNCHRONIZED: u16 = 0x20;
    pub const NO_OPTIMIZATION: u16 = 0x40;
    pub const PRESERVE_SIG: u16 = 0x80;
    pub const AGGRESSIVE_INLINING: u16 = 0x100;
    pub const AGGRESSIVE_OPTIMIZATION: u16 = 0x200;
    pub const INTERNAL_CALL: u16 = 0x1000;
    pub const ASYNC: u16 = 0x2000;
}

/// `Param.flags` (§II.23.1.13).
#[allow(missing_docs)]
pub mod param_attr {
    pub const IN: u16 = 1;
    pub const OUT: u16 = 2;
    pub const OPTIONAL: u16 = 0x10;
    pub const HAS_DEFAULT: u16 = 0x1000;
    pub const HAS_FIELD_MARSHAL: u16 = 0x2000;
}

/// `Property.flags` (§II.23.1.14).
#[allow(missing_docs)]
pub mod property_attr {
    pub const SPECIAL_NAME: u16 = 0x200;
    pub const RT_SPECIAL_NAME: u16 = 0x400;
    pub const HAS_DEFAULT: u16 = 0x1000;
}

/// `Event.flags` (§II.23.1.4).
#[allow(missing_docs)]
pub mod event_attr {
    pub const SPECIAL_NAME: u16 = 0x200;
    pub const RT_SPECIAL_NAME: u16 = 0x400;
}

/// `MethodSemantics.semantics` (§II.23.1.12).
#[allow(missing_docs)]
pub mod semantics {
    pub const SETTER: u16 = 1;
    pub const GETTER: u16 = 2;
    pub const OTHER: u16 = 4;
    pub const ADD_ON: u16 = 8;
    pub const REMOVE_ON: u16 = 0x10;
    pub const FIRE: u16 = 0x20;
}

/// `ImplMap.flags` (§II.23.1.8).
#[allow(missing_docs)]
pub mod pinvoke {
    pub const NO_MANGLE: u16 = 1;
    pub const CHAR_SET_MASK: u16 = 6;
    pub const CHAR_SET_NOT_SPEC: u16 = 0;
    pub const CHAR_SET_ANSI: u16 = 2;
    pub const CHAR_SET_UNICODE: u16 = 4;
    pub const CHAR_SET_AUTO: u16 = 6;
    pub const SUPPORTS_LAST_ERROR: u16 = 0x40;
    pub const CALL_CONV_MASK: u16 = 0x700;
    pub const CALL_CONV_WINAPI: u16 = 0x100;
    pub const CALL_CONV_CDECL: u16 = 0x200;
    pub const CALL_CONV_STDCALL: u16 = 0x300;
    pub const CALL_CONV_THISCALL: u16 = 0x400;
    pub const CALL_CONV_FASTCALL: u16 = 0x500;
    pub const BEST_FIT_MASK: u16 = 0x30;
    pub const BEST_FIT_ENABLED: u16 = 0x10;
    pub const BEST_FIT_DISABLED: u16 = 0x20;
    pub const THROW_ON_UNMAPPABLE_MASK: u16 = 0x3000;
    pub const THROW_ON_UNMAPPABLE_ENABLED: u16 = 0x1000;
    pub const THROW_ON_UNMAPPABLE_DISABLED: u16 = 0x2000;
}

/// `GenericParam.flags` (§II.23.1.7).
#[allow(missing_docs)]
pub mod generic_param_attr {
    pub const VARIANCE_MASK: u16 = 3;
    pub const COVARIANT: u16 = 1;
    pub const CONTRAVARIANT: u16 = 2;
    pub const REFERENCE_TYPE_CONSTRAINT: u16 = 4;
    pub const NOT_NULLABLE_VALUE_TYPE_CONSTRAINT: u16 = 8;
    pub const DEFAULT_CONSTRUCTOR_CONSTRAINT: u16 = 0x10;
    pub const ALLOW_BY_REF_LIKE: u16 = 0x20;
}

/// `Assembly.flags` and `AssemblyRef.flags` (§II.23.1.2).
#[allow(missing_docs)]
pub mod assembly_attr {
    pub const PUBLIC_KEY: u32 = 1;
    pub const RETARGETABLE: u32 = 0x100;
    pub const CONTENT_TYPE_MASK: u32 = 0xE00;
    pub const WINDOWS_RUNTIME: u32 = 0x200;
    pub const DISABLE_JIT_COMPILE_OPTIMIZER: u32 = 0x4000;
    pub const ENABLE_JIT_COMPILE_TRACKING: u32 = 0x8000;
}

/// `File.flags` (§II.23.1.6).
#[allow(missing_docs)]
pub mod file_attr {
    pub const CONTAINS_METADATA: u32 = 0;
    pub const CONTAINS_NO_METADATA: u32 = 1;
}

/// `ManifestResource.flags` (§II.23.1.9).
#[allow(missing_docs)]
pub mod resource_attr {
    pub const VISIBILITY_MASK: u32 = 7;
    pub const PUBLIC: u32 = 1;
    pub const PRIVATE: u32 = 2;
}
