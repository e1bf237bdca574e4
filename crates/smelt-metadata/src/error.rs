//! The one error type of this crate.

use core::fmt;

use crate::tables::Table;

/// Result of every fallible operation of this crate.
pub type Result<T> = core::result::Result<T, MetadataError>;

/// What is wrong with the input and where.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct MetadataError {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Byte offset of the problem: from the start of the file for [`Metadata`](crate::Metadata) operations, from the
    /// start of the blob or IL body for the decoders that are given only those bytes.
    pub offset: usize,
}

/// What is wrong with the input.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input ends inside a structure.
    UnexpectedEnd,
    /// No `MZ`/`PE` signature, or an optional header that is neither PE32 nor PE32+.
    NotPe,
    /// A PE file without CLI header: native code.
    NotManaged,
    /// The metadata root lacks its `BSJB` signature.
    BadMetadataSignature,
    /// A required stream is missing.
    MissingStream(&'static str),
    /// A table that this reader doesn't know is present.
    UnknownTable(u8),
    /// Edit-and-continue metadata with pointer tables (`FieldPtr`, ...), which no compiler writes to an assembly.
    PointerTable(Table),
    /// The rows of one owner aren't adjacent, or a list column decreases.
    Unsorted(Table),
    /// No such row.
    NoRow(Table, u32),
    /// A coded index with an unassigned tag.
    BadCodedIndex(u32),
    /// An index outside the string, blob, GUID or user string heap.
    BadHeapIndex(u32),
    /// A name that isn't valid UTF-8.
    BadUtf8,
    /// An address that no section covers with file data.
    BadRva(u32),
    /// An RVA was asked of metadata that was parsed without its PE file.
    NoImage,
    /// A compressed integer with an invalid first byte.
    BadCompressedInteger,
    /// A byte that doesn't start this kind of signature.
    BadSignatureHeader(u8),
    /// An element type that can't stand here.
    BadElementType(u8),
    /// A type nested deeper than [`MAX_SIG_DEPTH`](crate::MAX_SIG_DEPTH).
    TooDeep,
    /// A method header that is neither tiny nor fat.
    BadMethodHeader(u8),
    /// An exception clause of unknown kind or with a range outside the body.
    BadEhClause,
    /// An undefined opcode.
    BadOpcode(u16),
    /// A branch to an offset outside the body.
    BadBranchTarget(i64),
    /// A custom attribute value without its `0x0001` prolog.
    BadAttributeProlog(u16),
    /// An enum whose underlying type the caller could not name.
    UnknownEnum,
    /// A field or property marker that is neither `0x53` nor `0x54`.
    BadNamedArgument(u8),
    /// Not a `.resources` file, or a version of it that doesn't exist.
    BadResources,
    /// Malformed sequence points or document name of a portable PDB.
    BadDebugInfo,
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at offset {:#x}", self.kind, self.offset)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ErrorKind::UnexpectedEnd => f.write_str("unexpected end of data"),
            ErrorKind::NotPe => f.write_str("not a PE file"),
            ErrorKind::NotManaged => f.write_str("no CLI header: not a managed assembly"),
            ErrorKind::BadMetadataSignature => f.write_str("metadata signature is missing"),
            ErrorKind::MissingStream(name) => write!(f, "metadata stream '{name}' is missing"),
            ErrorKind::UnknownTable(n) => write!(f, "unknown metadata table {n:#04x}"),
            ErrorKind::PointerTable(t) => {
                write!(f, "edit-and-continue table {t:?} is not supported")
            }
            ErrorKind::Unsorted(t) => {
                write!(f, "table {t:?} is not ordered as the format requires")
            }
            ErrorKind::NoRow(t, rid) => write!(f, "table {t:?} has no row {rid}"),
            ErrorKind::BadCodedIndex(v) => write!(f, "invalid coded index {v:#x}"),
            ErrorKind::BadHeapIndex(i) => write!(f, "index {i:#x} is outside its heap"),
            ErrorKind::BadUtf8 => f.write_str("string is not valid UTF-8"),
            ErrorKind::BadRva(rva) => write!(f, "RVA {rva:#x} has no data in the file"),
            ErrorKind::NoImage => f.write_str("metadata without its PE file has no RVAs"),
            ErrorKind::BadCompressedInteger => f.write_str("invalid compressed integer"),
            ErrorKind::BadSignatureHeader(b) => write!(f, "signature can't start with {b:#04x}"),
            ErrorKind::BadElementType(b) => write!(f, "element type {b:#04x} can't stand here"),
            ErrorKind::TooDeep => f.write_str("signature is nested too deeply"),
            ErrorKind::BadMethodHeader(b) => write!(f, "invalid method header {b:#04x}"),
            ErrorKind::BadEhClause => f.write_str("invalid exception handling clause"),
            ErrorKind::BadOpcode(op) => write!(f, "undefined opcode {op:#x}"),
            ErrorKind::BadBranchTarget(t) => write!(f, "branch to {t:#x}, outside the method body"),
            ErrorKind::BadAttributeProlog(p) => {
                write!(f, "custom attribute value starts with {p:#06x}")
            }
            ErrorKind::UnknownEnum => f.write_str("underlying type of an enum is unknown"),
            ErrorKind::BadNamedArgument(b) => write!(f, "invalid named argument kind {b:#04x}"),
            ErrorKind::BadResources => f.write_str("not a .resources file"),
            ErrorKind::BadDebugInfo => f.write_str("malformed debug information"),
        }
    }
}

impl core::error::Error for MetadataError {}

/// An `Err` of this kind.
pub(crate) fn fail<T>(kind: ErrorKind, offset: usize) -> Result<T> {
    Err(MetadataError { kind, offset })
}
