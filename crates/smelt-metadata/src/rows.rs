//! The columns of each table, from which the row structs, their accessors and the table layouts are generated (§II.22,
//! Portable PDB specification).

use crate::error::Result;
use crate::metadata::{Metadata, Row};
use crate::tables::{BlobIdx, CodedIndex, GuidIdx, TABLE_COUNT, Table, Token, Version};

/// Largest number of columns (`Assembly`, `AssemblyRef`).
pub(crate) const MAX_COLUMNS: usize = 9;

/// Kind of a column, which decides its width.
#[derive(Copy, Clone)]
pub(crate) enum Column {
    U16,
    U32,
    String,
    Guid,
    Blob,
    Rid(Table),
    Coded(CodedIndex),
}

macro_rules! column_kind {
    (u8) => {
        &[Column::U16]
    };
    (u16) => {
        &[Column::U16]
    };
    (u32) => {
        &[Column::U32]
    };
    (version) => {
        &[Column::U16, Column::U16, Column::U16, Column::U16]
    };
    (name) => {
        &[Column::String]
    };
    (guid) => {
        &[Column::Guid]
    };
    (guid_idx) => {
        &[Column::Guid]
    };
    (blob) => {
        &[Column::Blob]
    };
    (blob_idx) => {
        &[Column::Blob]
    };
    (rid $arg:ident) => {
        &[Column::Rid(Table::$arg)]
    };
    (token $arg:ident) => {
        &[Column::Coded(CodedIndex::$arg)]
    };
}

macro_rules! column_type {
    (u8) => { u8 };
    (u16) => { u16 };
    (u32) => { u32 };
    (version) => { Version };
    (name) => { &'a str };
    (guid) => { [u8; 16] };
    (guid_idx) => { GuidIdx };
    (blob) => { &'a [u8] };
    (blob_idx) => { BlobIdx };
    (rid) => { u32 };
    (token) => { Token };
}

macro_rules! column_read {
    ($row:ident, $n:ident, u8) => {
        $row.cell($n) as u8
    };
    ($row:ident, $n:ident, u16) => {
        $row.cell($n) as u16
    };
    ($row:ident, $n:ident, u32) => {
        $row.cell($n)
    };
    ($row:ident, $n:ident, version) => {
        Version {
            major: $row.cell($n) as u16,
            minor: $row.cell($n + 1) as u16,
            build: $row.cell($n + 2) as u16,
            revision: $row.cell($n + 3) as u16,
        }
    };
    ($row:ident, $n:ident, name) => {
        $row.name($n)?
    };
    ($row:ident, $n:ident, guid) => {
        $row.guid($n)?
    };
    ($row:ident, $n:ident, guid_idx) => {
        GuidIdx($row.cell($n))
    };
    ($row:ident, $n:ident, blob) => {
        $row.blob($n)?
    };
    ($row:ident, $n:ident, blob_idx) => {
        BlobIdx($row.cell($n))
    };
    ($row:ident, $n:ident, rid $arg:ident) => {
        $row.cell($n)
    };
    ($row:ident, $n:ident, token $arg:ident) => {
        $row.token($n, CodedIndex::$arg)?
    };
}

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident => $get:ident $row:ident $(<$lt:lifetime>)? {
        $($(#[$field_doc:meta])* $field:ident: $kind:ident $(($arg:ident))?,)*
    })*) => {
        /// The columns of each table, in groups of those that one field of the row struct is made of.
        pub(crate) const SCHEMA: [&[&[Column]]; TABLE_COUNT] = {
            let mut schema: [&[&[Column]]; TABLE_COUNT] = [&[]; TABLE_COUNT];
            $(schema[Table::$table as usize] = &[$(column_kind!($kind $($arg)?)),*];)*
            schema
        };

        $(
            $(#[$doc])*
            #[derive(Copy, Clone, Debug, PartialEq, Eq)]
            #[allow(missing_docs)]
            pub struct $row $(<$lt>)? {
                $($(#[$field_doc])* pub $field: column_type!($kind),)*
            }
        )*

        impl<'a> Metadata<'a> {
            $(
                #[doc = concat!("Row `rid` (from 1) of table `", stringify!($table), "`.")]
                pub fn $get(&self, rid: u32) -> Result<$row $(<$lt>)?> {
                    let row: Row<'_, 'a> = self.row(Table::$table, rid)?;
                    let column = 0;
                    $(
                        let $field = column_read!(row, column, $kind $($arg)?);
                        let column = column + const { let kinds: &[Column] = column_kind!($kind $($arg)?); kinds.len() };
                    )*
                    let _ = column;
                    Ok($row { $($field),* })
                }
            )*
        }
    };
}

tables! {
    /// The module of this file (§II.22.30).
    Module => module ModuleRow<'a> { generation: u16, name: name, mvid: guid, enc_id: guid_idx, enc_base_id: guid_idx, }
    /// A type of another scope (§II.22.38). `resolution_scope` is nil when an `ExportedType` names the scope.
    TypeRef => type_ref TypeRefRow<'a> { resolution_scope: token(ResolutionScope), name: name, namespace: name, }
    /// A type (§II.22.37). `extends` is nil for interfaces, `<Module>` and `System.Object`.
    TypeDef => type_def TypeDefRow<'a> {
        flags: u32, name: name, namespace: name, extends: token(TypeDefOrRef), field_list: rid(Field), method_list: rid(MethodDef),
    }
    /// Edit-and-continue indirection; always empty in files that this reader accepts.
    FieldPtr => field_ptr FieldPtrRow { field: rid(Field), }
    /// A field (§II.22.15).
    Field => field FieldRow<'a> { flags: u16, name: name, signature: blob, }
    /// Edit-and-continue indirection; always empty in files that this reader accepts.
    MethodPtr => method_ptr MethodPtrRow { method: rid(MethodDef), }
    /// A method (§II.22.26). `rva` is 0 when it has no IL body.
    MethodDef => method_def MethodDefRow<'a> {
        rva: u32, impl_flags: u16, flags: u16, name: name, signature: blob, param_list: rid(Param),
    }
    /// Edit-and-continue indirection; always empty in files that this reader accepts.
    ParamPtr => param_ptr ParamPtrRow { param: rid(Param), }
    /// A parameter (§II.22.33). `sequence` 0 is the return value.
    Param => param ParamRow<'a> { flags: u16, sequence: u16, name: name, }
    /// An interface that a type implements (§II.22.23).
    InterfaceImpl => interface_impl InterfaceImplRow { class: rid(TypeDef), interface: token(TypeDefOrRef), }
    /// A reference to a field or method (§II.22.25).
    MemberRef => member_ref MemberRefRow<'a> { parent: token(MemberRefParent), name: name, signature: blob, }
    /// A compile-time constant (§II.22.9). `kind` is an element type; `CLASS` with a zero value is null.
    Constant => constant ConstantRow<'a> { kind: u8, parent: token(HasConstant), value: blob, }
    /// A custom attribute (§II.22.10).
    CustomAttribute => custom_attribute CustomAttributeRow<'a> {
        parent: token(HasCustomAttribute), constructor: token(CustomAttributeType), value: blob,
    }
    /// How a field or parameter is marshalled (§II.22.17).
    FieldMarshal => field_marshal FieldMarshalRow<'a> { parent: token(HasFieldMarshal), native_type: blob, }
    /// Declarative security (§II.22.11).
    DeclSecurity => decl_security DeclSecurityRow<'a> { action: u16, parent: token(HasDeclSecurity), permission_set: blob, }
    /// Size and packing of a type (§II.22.8).
    ClassLayout => class_layout ClassLayoutRow { packing_size: u16, class_size: u32, parent: rid(TypeDef), }
    /// Explicit offset of a field (§II.22.16).
    FieldLayout => field_layout FieldLayoutRow { offset: u32, field: rid(Field), }
    /// Signature of locals or of `calli` (§II.22.36).
    StandAloneSig => stand_alone_sig StandAloneSigRow<'a> { signature: blob, }
    /// The events of a type (§II.22.12).
    EventMap => event_map EventMapRow { parent: rid(TypeDef), event_list: rid(Event), }
    /// Edit-and-continue indirection; always empty in files that this reader accepts.
    EventPtr => event_ptr EventPtrRow { event: rid(Event), }
    /// An event (§II.22.13).
    Event => event EventRow<'a> { flags: u16, name: name, event_type: token(TypeDefOrRef), }
    /// The properties of a type (§II.22.35).
    PropertyMap => property_map PropertyMapRow { parent: rid(TypeDef), property_list: rid(Property), }
    /// Edit-and-continue indirection; always empty in files that this reader accepts.
    PropertyPtr => property_ptr PropertyPtrRow { property: rid(Property), }
    /// A property (§II.22.34).
    Property => property PropertyRow<'a> { flags: u16, name: name, signature: blob, }
    /// An accessor of a property or event (§II.22.28).
    MethodSemantics => method_semantics MethodSemanticsRow { semantics: u16, method: rid(MethodDef), association: token(HasSemantics), }
    /// An explicit override (§II.22.27).
    MethodImpl => method_impl MethodImplRow { class: rid(TypeDef), body: token(MethodDefOrRef), declaration: token(MethodDefOrRef), }
    /// Another module, also the library of a P/Invoke (§II.22.31).
    ModuleRef => module_ref ModuleRefRow<'a> { name: name, }
    /// A constructed type (§II.22.39).
    TypeSpec => type_spec TypeSpecRow<'a> { signature: blob, }
    /// A P/Invoke (§II.22.22).
    ImplMap => impl_map ImplMapRow<'a> {
        flags: u16, member_forwarded: token(MemberForwarded), import_name: name, import_scope: rid(ModuleRef),
    }
    /// Initial data of a static field (§II.22.18).
    FieldRva => field_rva FieldRvaRow { rva: u32, field: rid(Field), }
    /// Edit-and-continue log.
    EncLog => enc_log EncLogRow { token: u32, operation: u32, }
    /// Edit-and-continue map.
    EncMap => enc_map EncMapRow { token: u32, }
    /// The assembly of this file (§II.22.2).
    Assembly => assembly AssemblyRow<'a> {
        hash_algorithm: u32, version: version, flags: u32, public_key: blob, name: name, culture: name,
    }
    /// Ignored by every runtime (§II.22.4).
    AssemblyProcessor => assembly_processor AssemblyProcessorRow { processor: u32, }
    /// Ignored by every runtime (§II.22.3).
    AssemblyOs => assembly_os AssemblyOsRow { platform: u32, major: u32, minor: u32, }
    /// A referenced assembly (§II.22.5).
    AssemblyRef => assembly_ref AssemblyRefRow<'a> {
        version: version, flags: u32, public_key_or_token: blob, name: name, culture: name, hash_value: blob,
    }
    /// Ignored by every runtime (§II.22.7).
    AssemblyRefProcessor => assembly_ref_processor AssemblyRefProcessorRow { processor: u32, assembly_ref: rid(AssemblyRef), }
    /// Ignored by every runtime (§II.22.6).
    AssemblyRefOs => assembly_ref_os AssemblyRefOsRow { platform: u32, major: u32, minor: u32, assembly_ref: rid(AssemblyRef), }
    /// Another file of this assembly (§II.22.19).
    File => file FileRow<'a> { flags: u32, name: name, hash_value: blob, }
    /// A type that is defined in another module or forwarded to another assembly (§II.22.14).
    ExportedType => exported_type ExportedTypeRow<'a> {
        flags: u32, type_def_id: u32, name: name, namespace: name, implementation: token(Implementation),
    }
    /// A manifest resource (§II.22.24). `offset` is into [`Metadata::resources`] when `implementation` is nil.
    ManifestResource => manifest_resource ManifestResourceRow<'a> { offset: u32, flags: u32, name: name, implementation: token(Implementation), }
    /// A nested type and its enclosing type (§II.22.32).
    NestedClass => nested_class NestedClassRow { nested: rid(TypeDef), enclosing: rid(TypeDef), }
    /// A generic parameter (§II.22.20).
    GenericParam => generic_param GenericParamRow<'a> { number: u16, flags: u16, owner: token(TypeOrMethodDef), name: name, }
    /// An instantiated method (§II.22.29).
    MethodSpec => method_spec MethodSpecRow<'a> { method: token(MethodDefOrRef), instantiation: blob, }
    /// A constraint of a generic parameter (§II.22.21).
    GenericParamConstraint => generic_param_constraint GenericParamConstraintRow { owner: rid(GenericParam), constraint: token(TypeDefOrRef), }
    /// Portable PDB: a source file. `name` needs [`pdb::Pdb::document_name`](crate::pdb::Pdb::document_name).
    Document => document DocumentRow<'a> { name: blob_idx, hash_algorithm: guid, hash: blob, language: guid, }
    /// Portable PDB: sequence points of the method with the same row id. `document` is 0 when they span several documents.
    MethodDebugInformation => method_debug_information MethodDebugInformationRow<'a> { document: rid(Document), sequence_points: blob, }
    /// Portable PDB: a scope with local variables.
    LocalScope => local_scope LocalScopeRow {
        method: rid(MethodDef), import_scope: rid(ImportScope), variable_list: rid(LocalVariable), constant_list: rid(LocalConstant),
        start_offset: u32, length: u32,
    }
    /// Portable PDB: a local variable.
    LocalVariable => local_variable LocalVariableRow<'a> { attributes: u16, index: u16, name: name, }
    /// Portable PDB: a local constant.
    LocalConstant => local_constant LocalConstantRow<'a> { name: name, signature: blob, }
    /// Portable PDB: `using` directives.
    ImportScope => import_scope ImportScopeRow<'a> { parent: rid(ImportScope), imports: blob, }
    /// Portable PDB: the method that was turned into a state machine.
    StateMachineMethod => state_machine_method StateMachineMethodRow { move_next: rid(MethodDef), kickoff: rid(MethodDef), }
    /// Portable PDB: other information, told apart by `kind`.
    CustomDebugInformation => custom_debug_information CustomDebugInformationRow<'a> { parent: token(HasCustomDebugInformation), kind: guid, value: blob, }
}
