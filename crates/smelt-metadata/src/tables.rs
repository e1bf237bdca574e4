//! Table numbers, tokens, heap indices and coded indices (§II.22, §II.24.2.6).

use core::fmt;

macro_rules! table_numbers {
    ($($name:ident = $number:literal,)*) => {
        /// A metadata table, or another kind of token.
        #[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Table {
            $($name = $number,)*
            /// Not a table: tokens of user strings (`ldstr`).
            UserString = 0x70,
            /// A number that is no table.
            Unknown = 0xFF,
        }

        impl Table {
            /// The table of this number; [`Table::Unknown`] when there is none.
            pub const fn from_number(number: u8) -> Table {
                match number {
                    $($number => Table::$name,)*
                    0x70 => Table::UserString,
                    _ => Table::Unknown,
                }
            }
        }
    };
}

table_numbers! {
    Module = 0x00, TypeRef = 0x01, TypeDef = 0x02, FieldPtr = 0x03, Field = 0x04, MethodPtr = 0x05, MethodDef = 0x06, ParamPtr = 0x07,
    Param = 0x08, InterfaceImpl = 0x09, MemberRef = 0x0A, Constant = 0x0B, CustomAttribute = 0x0C, FieldMarshal = 0x0D,
    DeclSecurity = 0x0E, ClassLayout = 0x0F, FieldLayout = 0x10, StandAloneSig = 0x11, EventMap = 0x12, EventPtr = 0x13, Event = 0x14,
    PropertyMap = 0x15, PropertyPtr = 0x16, Property = 0x17, MethodSemantics = 0x18, MethodImpl = 0x19, ModuleRef = 0x1A,
    TypeSpec = 0x1B, ImplMap = 0x1C, FieldRva = 0x1D, EncLog = 0x1E, EncMap = 0x1F, Assembly = 0x20, AssemblyProcessor = 0x21,
    AssemblyOs = 0x22, AssemblyRef = 0x23, AssemblyRefProcessor = 0x24, AssemblyRefOs = 0x25, File = 0x26, ExportedType = 0x27,
    ManifestResource = 0x28, NestedClass = 0x29, GenericParam = 0x2A, MethodSpec = 0x2B, GenericParamConstraint = 0x2C,
    Document = 0x30, MethodDebugInformation = 0x31, LocalScope = 0x32, LocalVariable = 0x33, LocalConstant = 0x34, ImportScope = 0x35,
    StateMachineMethod = 0x36, CustomDebugInformation = 0x37,
}

/// Number of table numbers that can occur in a file that this reader accepts.
pub(crate) const TABLE_COUNT: usize = 0x38;

/// A metadata token: table number in the top byte, row id (from 1) in the other three. Zero rows are nil tokens.
#[derive(Copy, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub u32);

impl Token {
    /// The nil token.
    pub const NIL: Token = Token(0);

    /// The token of row `rid` of `table`.
    pub const fn new(table: Table, rid: u32) -> Token {
        Token((table as u32) << 24 | rid & 0x00FF_FFFF)
    }

    /// The table; [`Table::Unknown`] when the top byte is no table.
    pub const fn table(self) -> Table {
        Table::from_number((self.0 >> 24) as u8)
    }

    /// The row id, from 1; 0 in a nil token. For user strings the heap offset.
    pub const fn rid(self) -> u32 {
        self.0 & 0x00FF_FFFF
    }

    /// Whether this refers to nothing.
    pub const fn is_nil(self) -> bool {
        self.rid() == 0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}:{:#x}", self.table(), self.rid())
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{:08X}", self.0)
    }
}

/// Offset into the `#Strings` heap.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StringIdx(pub u32);

/// Offset into the `#Blob` heap.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobIdx(pub u32);

/// Index into the `#GUID` heap, from 1.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GuidIdx(pub u32);

/// Version of an assembly.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub struct Version {
    pub major: u16,
    pub minor: u16,
    pub build: u16,
    pub revision: u16,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{}.{}.{}",
            self.major, self.minor, self.build, self.revision
        )
    }
}

/// The kinds of coded index (§II.24.2.6).
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CodedIndex {
    TypeDefOrRef,
    HasConstant,
    HasCustomAttribute,
    HasFieldMarshal,
    HasDeclSecurity,
    MemberRefParent,
    HasSemantics,
    MethodDefOrRef,
    MemberForwarded,
    Implementation,
    CustomAttributeType,
    ResolutionScope,
    TypeOrMethodDef,
    HasCustomDebugInformation,
}

impl CodedIndex {
    /// The tables that the tags 0, 1, ... stand for; [`Table::Unknown`] for unassigned tags.
    pub const fn tables(self) -> &'static [Table] {
        use Table::*;
        match self {
            CodedIndex::TypeDefOrRef => &[TypeDef, TypeRef, TypeSpec],
            CodedIndex::HasConstant => &[Field, Param, Property],
            CodedIndex::HasCustomAttribute => HAS_CUSTOM_ATTRIBUTE,
            CodedIndex::HasFieldMarshal => &[Field, Param],
            CodedIndex::HasDeclSecurity => &[TypeDef, MethodDef, Assembly],
            CodedIndex::MemberRefParent => &[TypeDef, TypeRef, ModuleRef, MethodDef, TypeSpec],
            CodedIndex::HasSemantics => &[Event, Property],
            CodedIndex::MethodDefOrRef => &[MethodDef, MemberRef],
            CodedIndex::MemberForwarded => &[Field, MethodDef],
            CodedIndex::Implementation => &[File, AssemblyRef, ExportedType],
            CodedIndex::CustomAttributeType => &[Unknown, Unknown, MethodDef, MemberRef, Unknown],
            CodedIndex::ResolutionScope => &[Module, ModuleRef, AssemblyRef, TypeRef],
            CodedIndex::TypeOrMethodDef => &[TypeDef, MethodDef],
            CodedIndex::HasCustomDebugInformation => HAS_CUSTOM_DEBUG_INFORMATION,
        }
    }

    /// Number of low bits that hold the tag.
    pub const fn tag_bits(self) -> u32 {
        let count = self.tables().len();
        usize::BITS - (count - 1).leading_zeros()
    }

    /// The token that `value` stands for; `None` for an unassigned tag.
    pub const fn decode(self, value: u32) -> Option<Token> {
        let bits = self.tag_bits();
        let tag = (value & ((1 << bits) - 1)) as usize;
        let tables = self.tables();
        if tag >= tables.len() || matches!(tables[tag], Table::Unknown) {
            return None;
        }
        Some(Token::new(tables[tag], value >> bits))
    }

    /// The coded value of `token`; `None` when its table can't occur in this kind of index.
    pub fn encode(self, token: Token) -> Option<u32> {
        let table = token.table();
        if table == Table::Unknown {
            return None;
        }
        let tag = self.tables().iter().position(|&t| t == table)?;
        Some(token.rid() << self.tag_bits() | tag as u32)
    }
}

const HAS_CUSTOM_DEBUG_INFORMATION: &[Table] = &[
    Table::MethodDef,
    Table::Field,
    Table::TypeRef,
    Table::TypeDef,
    Table::Param,
    Table::InterfaceImpl,
    Table::MemberRef,
    Table::Module,
    Table::DeclSecurity,
    Table::Property,
    Table::Event,
    Table::StandAloneSig,
    Table::ModuleRef,
    Table::TypeSpec,
    Table::Assembly,
    Table::AssemblyRef,
    Table::File,
    Table::ExportedType,
    Table::ManifestResource,
    Table::GenericParam,
    Table::GenericParamConstraint,
    Table::MethodSpec,
    Table::Document,
    Table::LocalScope,
    Table::LocalVariable,
    Table::LocalConstant,
    Table::ImportScope,
];

/// The first 22 of the list above: same tags.
const HAS_CUSTOM_ATTRIBUTE: &[Table] = HAS_CUSTOM_DEBUG_INFORMATION.split_at(22).0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coded_indices() {
        use CodedIndex::*;
        let bits = [
            (TypeDefOrRef, 2),
            (HasConstant, 2),
            (HasCustomAttribute, 5),
            (HasFieldMarshal, 1),
            (HasDeclSecurity, 2),
            (MemberRefParent, 3),
            (HasSemantics, 1),
            (MethodDefOrRef, 1),
            (MemberForwarded, 1),
            (Implementation, 2),
            (CustomAttributeType, 3),
            (ResolutionScope, 2),
            (TypeOrMethodDef, 1),
            (HasCustomDebugInformation, 5),
        ];
        for (kind, n) in bits {
            assert_eq!(kind.tag_bits(), n, "{kind:?}");
            for value in 0..64 {
                if let Some(token) = kind.decode(value) {
                    assert_eq!(kind.encode(token), Some(value));
                }
            }
        }
        assert_eq!(
            TypeDefOrRef.decode(0x321 << 2 | 1),
            Some(Token::new(Table::TypeRef, 0x321))
        );
        assert_eq!(TypeDefOrRef.decode(3), None);
        assert_eq!(CustomAttributeType.decode(0), None);
        assert_eq!(HasCustomAttribute.tables()[21], Table::MethodSpec);
    }

    #[test]
    fn tokens() {
        let token = Token(0x0600_0012);
        assert_eq!(
            (token.table(), token.rid(), token.is_nil()),
            (Table::MethodDef, 0x12, false)
        );
        assert_eq!(Token(0x7000_0001).table(), Table::UserString);
        assert_eq!(Token(0x5000_0001).table(), Table::Unknown);
        assert!(Token(0x0200_0000).is_nil());
    }
}
