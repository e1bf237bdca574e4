//! The IL programs together exercise every instruction: what ilasm makes of them is decoded and compared with the opcode table.

use std::collections::BTreeMap;

use smelt_metadata::il::{self, Opcode};
use smelt_metadata::{EhKind, Metadata, Table};
use smelt_tests::{il as assembler, program, tools};

/// Opcodes that no program uses, and why.
const EXCEPTIONS: [(Opcode, &str); 2] = [
    (
        Opcode::ArgList,
        "methods with a variable argument list exist on Windows only and are refused",
    ),
    (
        Opcode::No,
        "CoreCLR refuses the prefix: InvalidProgramException",
    ),
];

/// What occurs in the bodies of the programs, and in which program first.
#[derive(Default)]
struct Found {
    opcodes: BTreeMap<Opcode, String>,
    clauses: BTreeMap<&'static str, String>,
}

#[test]
fn every_opcode_is_exercised() {
    let found = scan().unwrap_or_else(|e| panic!("{e}"));
    let missing: Vec<&str> = Opcode::ALL
        .iter()
        .filter(|opcode| !found.opcodes.contains_key(opcode))
        .filter(|opcode| EXCEPTIONS.iter().all(|(exception, _)| exception != *opcode))
        .map(|opcode| opcode.info().mnemonic)
        .collect();
    assert!(
        missing.is_empty(),
        "no program below tests/il has: {missing:?}"
    );
    for (opcode, reason) in EXCEPTIONS {
        let program = found.opcodes.get(&opcode);
        assert!(
            program.is_none(),
            "{program:?} has {}, of which the test says: {reason}",
            opcode.info().mnemonic
        );
    }
    let clauses: Vec<&str> = found.clauses.keys().copied().collect();
    assert_eq!(clauses, ["catch", "fault", "filter", "finally"]);
}

/// Assembles and decodes all programs.
fn scan() -> Result<Found, String> {
    let dotnet = tools::dotnet()?;
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let mut found = Found::default();
    for (name, path) in program::discover(&assembler::folder())? {
        let output = folder.path().join("program.dll");
        assembler::assemble(dotnet, &[path], &output).map_err(|e| format!("{name}: {e}"))?;
        let file = std::fs::read(&output).map_err(|e| e.to_string())?;
        collect(&name, &file, &mut found).map_err(|e| format!("{name}: {e}"))?;
    }
    Ok(found)
}

fn collect(
    name: &str,
    file: &[u8],
    found: &mut Found,
) -> Result<(), smelt_metadata::MetadataError> {
    let metadata = Metadata::parse(file)?;
    for method in 1..=metadata.row_count(Table::MethodDef) {
        let rva = metadata.method_def(method)?.rva;
        if rva == 0 {
            continue;
        }
        let body = metadata.method_body(rva)?;
        for instruction in il::instructions(body.il) {
            let opcode = instruction?.opcode;
            found
                .opcodes
                .entry(opcode)
                .or_insert_with(|| name.to_string());
        }
        for clause in &body.clauses {
            let kind = match clause.kind {
                EhKind::Catch(_) => "catch",
                EhKind::Filter(_) => "filter",
                EhKind::Finally => "finally",
                EhKind::Fault => "fault",
            };
            found
                .clauses
                .entry(kind)
                .or_insert_with(|| name.to_string());
        }
    }
    Ok(())
}
