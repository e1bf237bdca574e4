//! Decodes everything that a module holds. Shared by the tests that do so with good and with broken input.

use std::cell::Cell;

use smelt_metadata::attribute::{self, EnumType};
use smelt_metadata::pdb::DebugEntry;
use smelt_metadata::resources::Resources;
use smelt_metadata::{
    Metadata, SigType, Table, Token, il, parse_field_sig, parse_locals_sig, parse_method_sig,
    parse_method_spec, parse_property_sig, parse_type_spec,
};

/// What was seen on the way.
#[derive(Default, Debug)]
pub struct Counts {
    pub bodies: usize,
    pub instructions: usize,
    pub signatures: usize,
    pub clauses: usize,
    pub attributes: usize,
    pub strings: usize,
    pub debug_entries: usize,
    /// Rows that the lookup which should find them didn't.
    pub lost: usize,
}

/// Decodes everything in `m`; `underlying` knows the enums.
pub fn walk(
    m: &Metadata<'_>,
    underlying: &mut dyn FnMut(&EnumType<'_>) -> Option<u8>,
) -> smelt_metadata::Result<Counts> {
    let mut c = Counts::default();
    let lost = Cell::new(0);
    let seen = |found: bool| lost.set(lost.get() + usize::from(!found));
    macro_rules! rows {
        ($($table:ident $get:ident),*) => { $(for rid in 1..=m.row_count(Table::$table) { m.$get(rid)?; })* };
    }
    rows!(Module module, TypeRef type_ref, TypeDef type_def, Field field, MethodDef method_def, Param param, InterfaceImpl interface_impl,
        MemberRef member_ref, Constant constant, CustomAttribute custom_attribute, FieldMarshal field_marshal, DeclSecurity decl_security,
        ClassLayout class_layout, FieldLayout field_layout, StandAloneSig stand_alone_sig, EventMap event_map, Event event,
        PropertyMap property_map, Property property, MethodSemantics method_semantics, MethodImpl method_impl, ModuleRef module_ref,
        TypeSpec type_spec, ImplMap impl_map, FieldRva field_rva, Assembly assembly, AssemblyRef assembly_ref, File file,
        ExportedType exported_type, ManifestResource manifest_resource, NestedClass nested_class, GenericParam generic_param,
        MethodSpec method_spec, GenericParamConstraint generic_param_constraint);
    for rid in 1..=m.row_count(Table::MethodDef) {
        let row = m.method_def(rid)?;
        parse_method_sig(row.signature)?;
        c.signatures += 1;
        let owner = m.declaring_type_of_method(rid);
        seen(m.type_def_methods(owner).contains(&rid));
        if row.rva == 0 {
            continue;
        }
        let body = m.method_body(row.rva)?;
        c.bodies += 1;
        c.clauses += body.clauses.len();
        if !body.local_sig.is_nil() {
            parse_locals_sig(m.stand_alone_sig(body.local_sig.rid())?.signature)?;
        }
        for instruction in il::instructions(body.il) {
            let instruction = instruction?;
            c.instructions += 1;
            if let il::Operand::Token(token) = instruction.operand
                && token.table() == Table::UserString
            {
                m.user_string(token.rid())?;
            }
        }
    }
    for rid in 1..=m.row_count(Table::Field) {
        parse_field_sig(m.field(rid)?.signature)?;
        seen(
            m.type_def_fields(m.declaring_type_of_field(rid))
                .contains(&rid),
        );
        if let Some(constant) = m.constant_of(Token::new(Table::Field, rid)) {
            seen(constant.parent == Token::new(Table::Field, rid));
        }
        c.signatures += 1;
    }
    for rid in 1..=m.row_count(Table::MemberRef) {
        let row = m.member_ref(rid)?;
        if row.signature.first() == Some(&6) {
            parse_field_sig(row.signature)?;
        } else {
            parse_method_sig(row.signature)?;
        }
        c.signatures += 1;
    }
    for rid in 1..=m.row_count(Table::TypeSpec) {
        parse_type_spec(m.type_spec(rid)?.signature)?;
    }
    for rid in 1..=m.row_count(Table::MethodSpec) {
        parse_method_spec(m.method_spec(rid)?.instantiation)?;
    }
    for rid in 1..=m.row_count(Table::Property) {
        parse_property_sig(m.property(rid)?.signature)?;
        seen(
            m.type_def_properties(m.declaring_type_of_property(rid))
                .contains(&rid),
        );
    }
    for rid in 1..=m.row_count(Table::Event) {
        seen(
            m.type_def_events(m.declaring_type_of_event(rid))
                .contains(&rid),
        );
    }
    for rid in 1..=m.row_count(Table::CustomAttribute) {
        let row = m.custom_attribute(rid)?;
        seen(m.custom_attributes(row.parent).contains(&rid));
        let constructor = match row.constructor.table() {
            Table::MethodDef => m.method_def(row.constructor.rid())?.signature,
            _ => m.member_ref(row.constructor.rid())?.signature,
        };
        let constructor = parse_method_sig(constructor)?;
        if !constructor
            .params
            .iter()
            .any(|p| matches!(p, SigType::Var(_)))
        {
            attribute::decode(row.value, &constructor, underlying)?;
            c.attributes += 1;
        }
    }
    for rid in 1..=m.row_count(Table::GenericParam) {
        seen(m.generic_params(m.generic_param(rid)?.owner).contains(&rid));
        for constraint in m.generic_param_constraints(rid) {
            seen(m.generic_param_constraint(constraint)?.owner == rid);
        }
    }
    for rid in 1..=m.row_count(Table::MethodSemantics) {
        seen(
            m.method_semantics_of(m.method_semantics(rid)?.association)
                .contains(&rid),
        );
    }
    for rid in 1..=m.row_count(Table::MethodImpl) {
        seen(m.method_impls(m.method_impl(rid)?.class).contains(&rid));
    }
    for rid in 1..=m.row_count(Table::ImplMap) {
        let row = m.impl_map(rid)?;
        seen(m.impl_map_of(row.member_forwarded) == Some(row));
    }
    for rid in 1..=m.row_count(Table::NestedClass) {
        let row = m.nested_class(rid)?;
        seen(m.nested_in(row.nested) == Some(row.enclosing));
    }
    for rid in 1..=m.row_count(Table::Param) {
        seen(m.method_params(m.method_of_param(rid)).contains(&rid));
    }
    for rid in 1..=m.row_count(Table::FieldRva) {
        let row = m.field_rva(rid)?;
        seen(m.field_rva_of(row.field) == Some(row));
        m.rva_data(row.rva, 1)?;
    }
    for rid in 1..=m.row_count(Table::ManifestResource) {
        if let Some(data) = m.manifest_resource_data(rid)?
            && m.manifest_resource(rid)?.name.ends_with(".resources")
        {
            for entry in Resources::parse(data)?.strings() {
                entry?;
                c.strings += 1;
            }
        }
    }
    for entry in m.debug_entries()? {
        c.debug_entries += usize::from(!matches!(entry, DebugEntry::Other { .. }));
    }
    c.lost = lost.get();
    Ok(c)
}
