//! A small assembly and its PDB: what they hold, and what happens when they are damaged.

mod walk;

use smelt_metadata::attribute::{self, Value};
use smelt_metadata::pdb::{DebugEntry, Pdb};
use smelt_metadata::{
    EhKind, ErrorKind, Metadata, SigType, Table, Token, Version, element, flags, il,
    parse_method_sig, parse_type_spec,
};

const DLL: &[u8] = include_bytes!("data/sample.dll");
const PDB: &[u8] = include_bytes!("data/sample.pdb");

fn type_def(m: &Metadata<'_>, name: &str) -> u32 {
    (1..=m.row_count(Table::TypeDef))
        .find(|&rid| m.type_def(rid).unwrap().name.starts_with(name))
        .unwrap()
}

fn method(m: &Metadata<'_>, ty: &str, name: &str) -> u32 {
    m.type_def_methods(type_def(m, ty))
        .find(|&rid| m.method_def(rid).unwrap().name == name)
        .unwrap()
}

/// The only enums of the sample's attributes are over bytes, but for `AttributeTargets`.
fn underlying(m: &Metadata<'_>, ty: &attribute::EnumType<'_>) -> Option<u8> {
    match ty {
        attribute::EnumType::Name(name) => name.starts_with("Sample.Color").then_some(element::U1),
        attribute::EnumType::Sig(SigType::ValueType(t)) => match t.table() {
            Table::TypeRef => {
                (m.type_ref(t.rid()).ok()?.name == "AttributeTargets").then_some(element::I4)
            }
            _ => None,
        },
        attribute::EnumType::Sig(_) => None,
    }
}

fn is_sync<T: Sync + Send>(_: &T) {}

#[test]
fn contents() {
    let m = Metadata::parse(DLL).unwrap();
    is_sync(&m);
    assert_eq!(m.version(), "v4.0.30319");
    assert_eq!(m.assembly(1).unwrap().name, "sample");
    assert_eq!(m.assembly(1).unwrap().version, Version::default());
    assert_eq!(
        m.entry_point(),
        Some(Token::new(Table::MethodDef, method(&m, "Program", "Main")))
    );
    assert_ne!(m.mvid(), [0; 16]);

    let overlay = type_def(&m, "Overlay");
    assert_eq!(
        m.type_def(overlay).unwrap().flags & flags::type_attr::LAYOUT_MASK,
        flags::type_attr::EXPLICIT_LAYOUT
    );
    let layout = m.class_layout_of(overlay).unwrap();
    assert_eq!((layout.packing_size, layout.class_size), (4, 16));
    let offsets: Vec<_> = m
        .type_def_fields(overlay)
        .map(|f| m.field_layout_of(f).unwrap().offset)
        .collect();
    assert_eq!(offsets, [0, 4, 0]);
    let b = m.type_def_fields(overlay).last().unwrap();
    assert_eq!(
        m.field_marshal_of(Token::new(Table::Field, b))
            .unwrap()
            .native_type,
        [2]
    );

    let shape = type_def(&m, "IShape`2");
    let params: Vec<_> = m
        .generic_params(Token::new(Table::TypeDef, shape))
        .map(|p| m.generic_param(p).unwrap())
        .collect();
    assert_eq!(
        (params[0].name, params[0].flags),
        ("T", flags::generic_param_attr::CONTRAVARIANT)
    );
    assert_eq!(
        params[1].flags & flags::generic_param_attr::VARIANCE_MASK,
        flags::generic_param_attr::COVARIANT
    );
    assert_eq!(
        (
            m.type_def_properties(shape).len(),
            m.type_def_events(shape).len()
        ),
        (2, 1)
    );
    let indexer = m
        .type_def_properties(shape)
        .find(|&p| m.property(p).unwrap().name == "Item")
        .unwrap();
    assert_eq!(
        m.method_semantics_of(Token::new(Table::Property, indexer))
            .len(),
        2
    );

    let pinvoke = m
        .impl_map_of(Token::new(
            Table::MethodDef,
            method(&m, "Program", "GetPid"),
        ))
        .unwrap();
    assert_eq!(
        (
            pinvoke.import_name,
            m.module_ref(pinvoke.import_scope).unwrap().name
        ),
        ("getpid", "libc")
    );
    assert_ne!(pinvoke.flags & flags::pinvoke::SUPPORTS_LAST_ERROR, 0);

    let name = m
        .type_def_fields(type_def(&m, "Program"))
        .find(|&f| m.field(f).unwrap().name == "Name")
        .unwrap();
    let constant = m.constant_of(Token::new(Table::Field, name)).unwrap();
    assert_eq!(
        (constant.kind, constant.value),
        (element::STRING, &b"s\0a\0m\0p\0l\0e\0"[..])
    );

    let nested = type_def(&m, "Nested`1");
    assert_eq!(m.nested_in(nested), Some(type_def(&m, "Program")));
    let max = m.method_def(method(&m, "Nested`1", "Max")).unwrap();
    assert_eq!(
        parse_method_sig(max.signature).unwrap().params,
        [SigType::SzArray(Box::new(SigType::Var(0)))]
    );

    let data = (1..=m.row_count(Table::FieldRva))
        .map(|r| m.field_rva(r).unwrap())
        .next()
        .unwrap();
    assert_eq!(
        m.rva_data(data.rva, 12).unwrap(),
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    );

    let mut specs = (1..=m.row_count(Table::TypeSpec))
        .map(|r| parse_type_spec(m.type_spec(r).unwrap().signature).unwrap());
    assert!(specs.any(|s| matches!(s, SigType::Array(_, shape) if shape.rank == 2)));
}

#[test]
fn attributes() {
    let m = Metadata::parse(DLL).unwrap();
    let shape = Token::new(Table::TypeDef, type_def(&m, "IShape`2"));
    let marks: Vec<_> = m
        .custom_attributes(shape)
        .map(|rid| m.custom_attribute(rid).unwrap())
        .filter(|a| {
            m.declaring_type_of_method(a.constructor.rid()) == type_def(&m, "MarkAttribute")
        })
        .map(|a| {
            let ctor =
                parse_method_sig(m.method_def(a.constructor.rid()).unwrap().signature).unwrap();
            attribute::decode(a.value, &ctor, &mut |ty| underlying(&m, ty)).unwrap()
        })
        .collect();
    let [first, second] = &marks[..] else {
        panic!("{marks:?}")
    };
    assert!(matches!(&first.fixed[0], Value::Enum(_, v) if **v == Value::U1(2)));
    let Value::Array(_, Some(types)) = &first.fixed[1] else {
        panic!()
    };
    assert!(
        matches!(types[1], Value::Type(Some(name)) if name.starts_with("System.Collections.Generic.Dictionary`2"))
    );
    assert_eq!(first.get("Color").unwrap().as_i64(), Some(1));
    assert_eq!(first.get("Text").unwrap().as_str(), Some("é"));
    let Value::Array(_, Some(items)) = &second.fixed[0] else {
        panic!()
    };
    assert_eq!(
        items[..4],
        [
            Value::I4(1),
            Value::String(Some("two")),
            Value::R8(3.0),
            Value::String(None)
        ]
    );
    assert!(matches!(&items[4], Value::Array(_, Some(c)) if c[..] == [Value::Char(99)]));
}

#[test]
fn main_body() {
    let m = Metadata::parse(DLL).unwrap();
    let row = m.method_def(method(&m, "Program", "Main")).unwrap();
    let body = m.method_body(row.rva).unwrap();
    let kinds: Vec<_> = body.clauses.iter().map(|c| c.kind).collect();
    assert!(kinds.iter().any(|k| matches!(k, EhKind::Filter(_))));
    assert!(
        kinds
            .iter()
            .any(|k| matches!(k, EhKind::Catch(t) if t.table() == Table::TypeRef))
    );
    assert!(kinds.contains(&EhKind::Finally));
    let code: Vec<_> = il::instructions(body.il).map(|i| i.unwrap()).collect();
    assert!(
        code.iter()
            .any(|i| matches!(i.operand, il::Operand::Switch(t) if t.len() == 4))
    );
    let text = code.iter().find_map(|i| match i.operand {
        il::Operand::Token(t) if i.opcode == il::Opcode::LdStr => {
            Some(m.user_string(t.rid()).unwrap())
        }
        _ => None,
    });
    assert_eq!(
        String::from_utf16(&text.unwrap()).unwrap(),
        "sample\u{1F600}"
    );
}

#[test]
fn debug_information() {
    let m = Metadata::parse(DLL).unwrap();
    let pdb = Pdb::parse(PDB).unwrap();
    let entries = m.debug_entries().unwrap();
    let Some(DebugEntry::CodeView {
        guid,
        stamp,
        age: 1,
        path,
        portable: true,
    }) = entries.first().copied()
    else {
        panic!("{entries:?}")
    };
    assert!(path.ends_with("sample.pdb"));
    assert_eq!(pdb.id()[..16], guid);
    assert_eq!(pdb.id()[16..], stamp.to_le_bytes());
    assert!(entries.contains(&DebugEntry::Reproducible));
    assert!(entries.iter().any(
        |e| matches!(e, DebugEntry::PdbChecksum { algorithm: "SHA256", hash } if hash.len() == 32)
    ));
    assert_eq!(pdb.document_name(1).unwrap(), "/sample/sample.cs");

    let source: Vec<&str> = include_str!("data/sample.cs").lines().collect();
    let max = method(&m, "Nested`1", "Max");
    let points: Vec<_> = pdb
        .sequence_points(max)
        .unwrap()
        .map(|p| p.unwrap())
        .collect();
    let line = |text: &str| source.iter().position(|l| l.contains(text)).unwrap() as u32 + 1;
    let first = points.iter().find(|p| !p.hidden).unwrap();
    assert_eq!(
        (first.il_offset, first.document, first.start_line),
        (0, 1, line("T best = items[0];"))
    );
    assert_eq!((first.start_column, first.end_column), (13, 31));
    assert!(points.iter().any(|p| p.start_line == line("return best;")));
    assert!(points.iter().any(|p| p.hidden));
    assert!(points.is_sorted_by_key(|p| p.il_offset));
    let names: Vec<_> = pdb
        .locals(max)
        .unwrap()
        .into_iter()
        .map(|l| l.name)
        .collect();
    assert_eq!(names, ["best", "item"]);
    let move_next = method(&m, "<Numbers>d__", "MoveNext");
    assert_eq!(
        pdb.metadata().state_machine_method_of(move_next),
        Some(method(&m, "Program", "Numbers"))
    );
    assert_eq!(pdb.sequence_points(u32::MAX).unwrap().count(), 0);
}

#[test]
fn not_an_assembly() {
    assert_eq!(Metadata::parse(b"").err().unwrap().kind, ErrorKind::NotPe);
    assert_eq!(
        Metadata::parse(b"\x7FELF").err().unwrap().kind,
        ErrorKind::NotPe
    );
    assert_eq!(
        Metadata::parse_raw(DLL).err().unwrap().kind,
        ErrorKind::BadMetadataSignature
    );
    let error = Metadata::parse(&DLL[..DLL.len() / 2]).err().unwrap();
    assert!(error.to_string().contains("at offset 0x"), "{error}");
}

/// Everything there is to read in a damaged file; whether all of it could be read.
fn read_all(dll: &[u8]) -> bool {
    let Ok(m) = Metadata::parse(dll) else {
        return false;
    };
    walk::walk(&m, &mut |_| Some(element::I4)).is_ok()
}

fn read_all_debug(pdb: &[u8]) -> bool {
    let Ok(pdb) = Pdb::parse(pdb) else {
        return false;
    };
    let m = pdb.metadata();
    let mut ok = true;
    for rid in 0..=m.row_count(Table::Document).min(100) {
        ok &= pdb.document_name(rid).is_ok();
    }
    for rid in 0..=m.row_count(Table::MethodDebugInformation).min(1000) {
        ok &= pdb
            .sequence_points(rid)
            .is_ok_and(|mut p| p.all(|p| p.is_ok()))
            & pdb.locals(rid).is_ok();
        ok &= pdb
            .custom_information(Token::new(Table::MethodDef, rid), [0; 16])
            .is_ok();
    }
    ok
}

/// Numbers that repeat from run to run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }
}

#[test]
fn truncated_anywhere() {
    let m = Metadata::parse(DLL).unwrap();
    // Section data is padded at the end.
    let padding = DLL.iter().rev().take_while(|&&b| b == 0).count() + 512;
    assert!(m.row_count(Table::MethodDef) > 0 && padding < DLL.len());
    for len in (0..DLL.len() - padding).step_by(13) {
        read_all(&DLL[..len]);
    }
    for len in (0..PDB.len()).step_by(3) {
        assert!(!read_all_debug(&PDB[..len]));
    }
}

#[test]
fn changed_anywhere() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut broken = 0;
    let runs = 3000;
    for run in 0..runs {
        for (file, read) in [(DLL, read_all as fn(&[u8]) -> bool), (PDB, read_all_debug)] {
            let mut damaged = file.to_vec();
            for _ in 0..1 + random.below(4) {
                let at = random.below(damaged.len());
                let value = [
                    0x00,
                    0x01,
                    0x7F,
                    0x80,
                    0xFF,
                    damaged[at] ^ 1 << random.below(8),
                    random.below(256) as u8,
                ];
                let value = value[random.below(value.len())];
                let width = [1, 1, 2, 4][run % 4];
                damaged
                    .iter_mut()
                    .skip(at)
                    .take(width)
                    .for_each(|b| *b = value);
            }
            broken += usize::from(!read(&damaged));
        }
    }
    // Many changes hit code, names or padding, but enough of them must be noticed for this to test anything.
    assert!(broken > runs / 4, "{broken} of {runs}");
}
