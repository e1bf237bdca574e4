//! Walks every row, signature, body, attribute value and string resource of the shared framework.

mod walk;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use smelt_metadata::attribute::EnumType;
use smelt_metadata::{Metadata, Result, SigType, Table, Token, element, parse_field_sig};

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

/// Full name of a `TypeDef` or `TypeRef`, as attribute values write it.
fn full_name(m: &Metadata<'_>, token: Token) -> Result<String> {
    let (outer, name, namespace) = match token.table() {
        Table::TypeDef => {
            let row = m.type_def(token.rid())?;
            (
                m.nested_in(token.rid())
                    .map(|rid| Token::new(Table::TypeDef, rid)),
                row.name,
                row.namespace,
            )
        }
        _ => {
            let row = m.type_ref(token.rid())?;
            let scope = row.resolution_scope;
            (
                (scope.table() == Table::TypeRef).then_some(scope),
                row.name,
                row.namespace,
            )
        }
    };
    Ok(match outer {
        Some(outer) => format!("{}+{name}", full_name(m, outer)?),
        None if namespace.is_empty() => name.into(),
        None => format!("{namespace}.{name}"),
    })
}

fn primitive(ty: &SigType) -> u8 {
    match ty {
        SigType::I1 => element::I1,
        SigType::U1 => element::U1,
        SigType::I2 => element::I2,
        SigType::U2 => element::U2,
        SigType::I4 => element::I4,
        SigType::U4 => element::U4,
        SigType::I8 => element::I8,
        SigType::U8 => element::U8,
        other => panic!("enum over {other:?}"),
    }
}

/// The enums of a module with their underlying types.
fn collect_enums(m: &Metadata<'_>, enums: &mut HashMap<String, u8>) -> Result<()> {
    for rid in 1..=m.row_count(Table::TypeDef) {
        let extends = m.type_def(rid)?.extends;
        if extends.is_nil()
            || extends.table() == Table::TypeSpec
            || full_name(m, extends)? != "System.Enum"
        {
            continue;
        }
        let value = m
            .type_def_fields(rid)
            .find(|&f| m.field(f).is_ok_and(|f| f.name == "value__"))
            .unwrap();
        enums.insert(
            full_name(m, Token::new(Table::TypeDef, rid))?,
            primitive(&parse_field_sig(m.field(value)?.signature)?),
        );
    }
    Ok(())
}

#[test]
fn walk_everything() {
    let Some(dir) = framework() else {
        eprintln!("no shared framework installed: nothing to walk");
        return;
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(&dir).unwrap().flatten() {
        if entry.path().extension().is_some_and(|e| e == "dll") {
            files.push((
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            ));
        }
    }
    assert!(files.len() > 100, "{}", files.len());
    let modules: Vec<_> = files
        .iter()
        .map(|(name, file)| {
            (
                name,
                Metadata::parse(file).unwrap_or_else(|e| panic!("{name}: {e}")),
            )
        })
        .collect();
    let mut enums = HashMap::new();
    for (name, m) in &modules {
        collect_enums(m, &mut enums).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
    for (name, m) in &modules {
        let mut underlying = |ty: &EnumType<'_>| {
            let name = match ty {
                EnumType::Name(name) => name.split(',').next().unwrap().to_string(),
                EnumType::Sig(SigType::ValueType(token)) => full_name(m, *token).ok()?,
                EnumType::Sig(_) => return None,
            };
            enums.get(&name).copied()
        };
        let counts = walk::walk(m, &mut underlying).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(counts.lost, 0, "{name}");
        assert!(
            counts.debug_entries > 0 || *name == "System.Private.CoreLib.dll",
            "{name}"
        );
        if *name == "System.Private.CoreLib.dll" {
            println!("{counts:?}");
            assert!(counts.strings > 1000 && counts.attributes > 20_000);
            if dir.ends_with("10.0.12") {
                assert_eq!(counts.bodies, 39_469);
            }
        }
    }
}
