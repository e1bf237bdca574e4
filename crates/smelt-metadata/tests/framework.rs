//! Walks every row, signature, body and attribute of the shared framework.

use std::fs;
use std::path::{Path, PathBuf};

use smelt_metadata::{
    Metadata, SigType, Table, Token, il, parse_field_sig, parse_locals_sig, parse_method_sig,
    parse_method_spec, parse_property_sig, parse_type_spec,
};

/// Newest installed shared framework; none on machines without .NET.
fn framework() -> Option<PathBuf> {
    let root = Path::new("/usr/share/dotnet/shared/Microsoft.NETCore.App");
    let mut versions: Vec<_> = fs::read_dir(root)
        .ok()?
        .flatten()
        .map(|e| e.path())
        .collect();
    versions.sort();
    versions.pop()
}

#[derive(Default, Debug)]
struct Counts {
    bodies: usize,
    instructions: usize,
    signatures: usize,
    clauses: usize,
    attributes: usize,
}

fn walk(m: &Metadata<'_>) -> smelt_metadata::Result<Counts> {
    let mut c = Counts::default();
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
        assert!(m.type_def_methods(owner).contains(&rid));
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
        assert!(
            m.type_def_fields(m.declaring_type_of_field(rid))
                .contains(&rid)
        );
        if let Some(constant) = m.constant_of(Token::new(Table::Field, rid)) {
            assert_eq!(constant.parent, Token::new(Table::Field, rid));
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
        assert_ne!(parse_type_spec(m.type_spec(rid)?.signature)?, SigType::Void);
    }
    for rid in 1..=m.row_count(Table::MethodSpec) {
        assert!(!parse_method_spec(m.method_spec(rid)?.instantiation)?.is_empty());
    }
    for rid in 1..=m.row_count(Table::Property) {
        parse_property_sig(m.property(rid)?.signature)?;
        assert!(
            m.type_def_properties(m.declaring_type_of_property(rid))
                .contains(&rid)
        );
    }
    for rid in 1..=m.row_count(Table::Event) {
        assert!(
            m.type_def_events(m.declaring_type_of_event(rid))
                .contains(&rid)
        );
    }
    for rid in 1..=m.row_count(Table::CustomAttribute) {
        assert!(
            m.custom_attributes(m.custom_attribute(rid)?.parent)
                .contains(&rid)
        );
        c.attributes += 1;
    }
    for rid in 1..=m.row_count(Table::ManifestResource) {
        m.manifest_resource_data(rid)?;
    }
    Ok(c)
}

#[test]
fn walk_everything() {
    let Some(dir) = framework() else {
        eprintln!("no shared framework installed: nothing to walk");
        return;
    };
    let mut assemblies = 0;
    for entry in fs::read_dir(&dir).unwrap().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "dll") {
            continue;
        }
        let file = fs::read(&path).unwrap();
        let metadata = Metadata::parse(&file).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let counts = walk(&metadata).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assemblies += 1;
        if path.file_name().unwrap() == "System.Private.CoreLib.dll" {
            println!("{counts:?}");
            if dir.ends_with("10.0.12") {
                assert_eq!(counts.bodies, 39_469);
            }
        }
    }
    assert!(assemblies > 100, "{assemblies}");
}
