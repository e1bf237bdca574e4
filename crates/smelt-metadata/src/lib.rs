//! Reader for ECMA-335 metadata: PE files with a CLI header, bare metadata blobs and portable PDBs.
//!
//! The reader borrows the bytes it reads ([`Metadata<'a>`](Metadata)), decodes rows when they are asked for and never
//! panics on malformed input: whatever is wrong is a [`MetadataError`] that says what and at which offset.
//! The crate is `no_std`: the compiler reads assemblies with it and the runtime reads the trimmed metadata that an
//! executable embeds.
//!
//! What lives here: file formats. What doesn't: resolving references between assemblies, instantiating generics,
//! anything that needs more than one file.
//!
//! Section numbers (§) in comments are those of ECMA-335, 6th edition, partition II unless a partition is named.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod attribute;
mod body;
mod error;
pub mod flags;
pub mod il;
mod lookup;
mod metadata;
pub mod pdb;
mod pe;
mod reader;
pub mod resources;
mod rows;
mod sig;
mod tables;

pub use body::{EhClause, EhKind, MethodBody};
pub use error::{ErrorKind, MetadataError, Result};
pub use metadata::Metadata;
pub use reader::Reader;
pub use rows::*;
pub use sig::{
    ArrayShape, MAX_SIG_DEPTH, MethodSig, PropertySig, SigType, call_conv, element,
    parse_field_sig, parse_locals_sig, parse_method_sig, parse_method_spec, parse_property_sig,
    parse_type_spec,
};
pub use tables::{BlobIdx, CodedIndex, GuidIdx, StringIdx, Table, Token, Version};
