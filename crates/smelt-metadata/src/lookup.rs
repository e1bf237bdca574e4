//! From an owner to its rows and back: list columns and sorted tables (§II.22: "Order of tables").

use core::ops::Range;

use alloc::collections::BTreeSet;

use crate::error::{ErrorKind, Result, fail};
use crate::metadata::Metadata;
use crate::rows::{
    ClassLayoutRow, ConstantRow, FieldLayoutRow, FieldMarshalRow, FieldRvaRow, ImplMapRow,
};
use crate::tables::{CodedIndex, Table, Token};

/// The tables that lookups search, and the column they are sorted by. `EventMap` and `PropertyMap` needn't be sorted by the
/// standard, but are in practice.
const SORTED: &[(Table, usize)] = &[
    (Table::InterfaceImpl, 0),
    (Table::Constant, 1),
    (Table::CustomAttribute, 0),
    (Table::FieldMarshal, 0),
    (Table::DeclSecurity, 1),
    (Table::ClassLayout, 2),
    (Table::FieldLayout, 1),
    (Table::EventMap, 0),
    (Table::PropertyMap, 0),
    (Table::MethodSemantics, 2),
    (Table::MethodImpl, 0),
    (Table::ImplMap, 1),
    (Table::FieldRva, 1),
    (Table::NestedClass, 0),
    (Table::GenericParam, 2),
    (Table::GenericParamConstraint, 0),
    (Table::LocalScope, 0),
    (Table::StateMachineMethod, 0),
    (Table::CustomDebugInformation, 0),
];

/// Tables with a column that starts a list in another table, and whose rows therefore ascend in it.
const LISTS: &[(Table, usize)] = &[
    (Table::TypeDef, 4),
    (Table::TypeDef, 5),
    (Table::MethodDef, 5),
    (Table::EventMap, 1),
    (Table::PropertyMap, 1),
];

impl<'a> Metadata<'a> {
    /// Finds out which tables are sorted, whatever their header says. Unsorted tables are searched from end to end; that
    /// needs the rows of one owner to be adjacent.
    pub(crate) fn check_order(&mut self) -> Result<()> {
        for &(table, column) in SORTED {
            let layout = self.layout(table);
            let keys = (0..layout.rows).map(|i| layout.cell(i, column));
            let sorted = keys.clone().is_sorted();
            if !sorted {
                let (mut seen, mut last) = (BTreeSet::new(), None);
                for key in keys {
                    if last != Some(key) && !seen.insert(key) {
                        return fail(ErrorKind::Unsorted(table), 0);
                    }
                    last = Some(key);
                }
            }
            self.sorted = self.sorted & !(1 << table as u64) | u64::from(sorted) << table as u64;
        }
        for &(table, column) in LISTS {
            let layout = self.layout(table);
            if !(0..layout.rows).map(|i| layout.cell(i, column)).is_sorted() {
                return fail(ErrorKind::Unsorted(table), 0);
            }
        }
        Ok(())
    }

    /// Finds out whether the two tables are sorted that headers never call sorted.
    pub(crate) fn check_map_order(&mut self) {
        for table in [Table::EventMap, Table::PropertyMap] {
            let layout = self.layout(table);
            let sorted = (0..layout.rows).map(|i| layout.cell(i, 0)).is_sorted();
            self.sorted = self.sorted & !(1 << table as u64) | u64::from(sorted) << table as u64;
        }
    }

    /// Row ids whose `column` holds `key`, in a table that is sorted by it.
    fn rows_of(&self, table: Table, column: usize, key: u32) -> Range<u32> {
        let layout = self.layout(table);
        let bit = 1 << table as u64;
        if self.sorted & bit != 0 {
            let start = partition_point(layout.rows, |i| layout.cell(i, column) < key);
            // Owners have few rows: walk to the end of the run.
            let end = (start..layout.rows)
                .find(|&i| layout.cell(i, column) != key)
                .unwrap_or(layout.rows);
            return start + 1..end + 1;
        }
        let Some(start) = (0..layout.rows).find(|&i| layout.cell(i, column) == key) else {
            return 1..1;
        };
        let end = (start..layout.rows)
            .find(|&i| layout.cell(i, column) != key)
            .unwrap_or(layout.rows);
        start + 1..end + 1
    }

    fn rows_of_token(
        &self,
        table: Table,
        column: usize,
        kind: CodedIndex,
        owner: Token,
    ) -> Range<u32> {
        match kind.encode(owner) {
            Some(key) if !owner.is_nil() => self.rows_of(table, column, key),
            _ => 1..1,
        }
    }

    /// The list in table `of` that starts in `column` of row `rid`: up to where the next row's list starts.
    fn list(&self, table: Table, column: usize, of: Table, rid: u32) -> Range<u32> {
        let layout = self.layout(table);
        let past = self.row_count(of) + 1;
        if rid == 0 || rid > layout.rows {
            return past..past;
        }
        let start = layout.cell(rid - 1, column).clamp(1, past);
        let end = if rid == layout.rows {
            past
        } else {
            layout.cell(rid, column).clamp(start, past)
        };
        start..end
    }

    /// The row of `table` whose list contains row `rid` of another table; 0 when none does.
    fn list_owner(&self, table: Table, column: usize, of: Table, rid: u32) -> u32 {
        if rid == 0 || rid > self.row_count(of) {
            return 0;
        }
        let layout = self.layout(table);
        partition_point(layout.rows, |i| layout.cell(i, column) <= rid)
    }

    /// `MethodDef` rows of a type.
    pub fn type_def_methods(&self, type_def: u32) -> Range<u32> {
        self.list(Table::TypeDef, 5, Table::MethodDef, type_def)
    }

    /// `Field` rows of a type.
    pub fn type_def_fields(&self, type_def: u32) -> Range<u32> {
        self.list(Table::TypeDef, 4, Table::Field, type_def)
    }

    /// `Param` rows of a method; the return value and the parameters that carry nothing may be missing.
    pub fn method_params(&self, method_def: u32) -> Range<u32> {
        self.list(Table::MethodDef, 5, Table::Param, method_def)
    }

    /// `Property` rows of a type.
    pub fn type_def_properties(&self, type_def: u32) -> Range<u32> {
        let map = self.rows_of(Table::PropertyMap, 0, type_def);
        if map.is_empty() {
            1..1
        } else {
            self.list(Table::PropertyMap, 1, Table::Property, map.start)
        }
    }

    /// `Event` rows of a type.
    pub fn type_def_events(&self, type_def: u32) -> Range<u32> {
        let map = self.rows_of(Table::EventMap, 0, type_def);
        if map.is_empty() {
            1..1
        } else {
            self.list(Table::EventMap, 1, Table::Event, map.start)
        }
    }

    /// `TypeDef` row that declares a method; 0 when there is no such method.
    pub fn declaring_type_of_method(&self, method_def: u32) -> u32 {
        self.list_owner(Table::TypeDef, 5, Table::MethodDef, method_def)
    }

    /// `TypeDef` row that declares a field; 0 when there is no such field.
    pub fn declaring_type_of_field(&self, field: u32) -> u32 {
        self.list_owner(Table::TypeDef, 4, Table::Field, field)
    }

    /// `MethodDef` row that a parameter belongs to; 0 when there is no such parameter.
    pub fn method_of_param(&self, param: u32) -> u32 {
        self.list_owner(Table::MethodDef, 5, Table::Param, param)
    }

    /// `TypeDef` row that declares a property; 0 when there is no such property.
    pub fn declaring_type_of_property(&self, property: u32) -> u32 {
        match self.list_owner(Table::PropertyMap, 1, Table::Property, property) {
            0 => 0,
            map => self.layout(Table::PropertyMap).cell(map - 1, 0),
        }
    }

    /// `TypeDef` row that declares an event; 0 when there is no such event.
    pub fn declaring_type_of_event(&self, event: u32) -> u32 {
        match self.list_owner(Table::EventMap, 1, Table::Event, event) {
            0 => 0,
            map => self.layout(Table::EventMap).cell(map - 1, 0),
        }
    }

    /// `InterfaceImpl` rows of a type.
    pub fn interface_impls(&self, type_def: u32) -> Range<u32> {
        self.rows_of(Table::InterfaceImpl, 0, type_def)
    }

    /// `GenericParam` rows of a `TypeDef` or `MethodDef` token, by number.
    pub fn generic_params(&self, owner: Token) -> Range<u32> {
        self.rows_of_token(Table::GenericParam, 2, CodedIndex::TypeOrMethodDef, owner)
    }

    /// `GenericParamConstraint` rows of a generic parameter.
    pub fn generic_param_constraints(&self, generic_param: u32) -> Range<u32> {
        self.rows_of(Table::GenericParamConstraint, 0, generic_param)
    }

    /// `CustomAttribute` rows of anything.
    pub fn custom_attributes(&self, parent: Token) -> Range<u32> {
        self.rows_of_token(
            Table::CustomAttribute,
            0,
            CodedIndex::HasCustomAttribute,
            parent,
        )
    }

    /// `DeclSecurity` rows of a type, method or assembly.
    pub fn decl_securities(&self, parent: Token) -> Range<u32> {
        self.rows_of_token(Table::DeclSecurity, 1, CodedIndex::HasDeclSecurity, parent)
    }

    /// `MethodImpl` rows of a type.
    pub fn method_impls(&self, type_def: u32) -> Range<u32> {
        self.rows_of(Table::MethodImpl, 0, type_def)
    }

    /// `MethodSemantics` rows of an `Event` or `Property` token.
    pub fn method_semantics_of(&self, association: Token) -> Range<u32> {
        self.rows_of_token(
            Table::MethodSemantics,
            2,
            CodedIndex::HasSemantics,
            association,
        )
    }

    /// Size and packing of a type, if it declares them.
    pub fn class_layout_of(&self, type_def: u32) -> Option<ClassLayoutRow> {
        self.class_layout(first(self.rows_of(Table::ClassLayout, 2, type_def))?)
            .ok()
    }

    /// Explicit offset of a field, if it has one.
    pub fn field_layout_of(&self, field: u32) -> Option<FieldLayoutRow> {
        self.field_layout(first(self.rows_of(Table::FieldLayout, 1, field))?)
            .ok()
    }

    /// Where the initial data of a field is, if it has any.
    pub fn field_rva_of(&self, field: u32) -> Option<FieldRvaRow> {
        self.field_rva(first(self.rows_of(Table::FieldRva, 1, field))?)
            .ok()
    }

    /// How a `Field` or `Param` token is marshalled, if it says so.
    pub fn field_marshal_of(&self, parent: Token) -> Option<FieldMarshalRow<'a>> {
        self.field_marshal(first(self.rows_of_token(
            Table::FieldMarshal,
            0,
            CodedIndex::HasFieldMarshal,
            parent,
        ))?)
        .ok()
    }

    /// Constant of a `Field`, `Param` or `Property` token, if it has one.
    pub fn constant_of(&self, parent: Token) -> Option<ConstantRow<'a>> {
        self.constant(first(self.rows_of_token(
            Table::Constant,
            1,
            CodedIndex::HasConstant,
            parent,
        ))?)
        .ok()
    }

    /// `TypeDef` row of the type that a type is nested in.
    pub fn nested_in(&self, type_def: u32) -> Option<u32> {
        Some(
            self.nested_class(first(self.rows_of(Table::NestedClass, 0, type_def))?)
                .ok()?
                .enclosing,
        )
    }

    /// P/Invoke of a `MethodDef` token, if it is one.
    pub fn impl_map_of(&self, member: Token) -> Option<ImplMapRow<'a>> {
        self.impl_map(first(self.rows_of_token(
            Table::ImplMap,
            1,
            CodedIndex::MemberForwarded,
            member,
        ))?)
        .ok()
    }

    /// Portable PDB: `LocalScope` rows of a method, outer before inner.
    pub fn local_scopes(&self, method_def: u32) -> Range<u32> {
        self.rows_of(Table::LocalScope, 0, method_def)
    }

    /// Portable PDB: `LocalVariable` rows of a scope.
    pub fn local_variables(&self, local_scope: u32) -> Range<u32> {
        self.list(Table::LocalScope, 2, Table::LocalVariable, local_scope)
    }

    /// Portable PDB: `StateMachineMethod` row of a `MoveNext` method.
    pub fn state_machine_method_of(&self, move_next: u32) -> Option<u32> {
        Some(
            self.state_machine_method(first(self.rows_of(
                Table::StateMachineMethod,
                0,
                move_next,
            ))?)
            .ok()?
            .kickoff,
        )
    }

    /// Portable PDB: `CustomDebugInformation` rows of anything.
    pub fn custom_debug_informations(&self, parent: Token) -> Range<u32> {
        self.rows_of_token(
            Table::CustomDebugInformation,
            0,
            CodedIndex::HasCustomDebugInformation,
            parent,
        )
    }
}

fn first(range: Range<u32>) -> Option<u32> {
    (!range.is_empty()).then_some(range.start)
}

/// First index in `0..len` for which `before` doesn't hold.
fn partition_point(len: u32, before: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
