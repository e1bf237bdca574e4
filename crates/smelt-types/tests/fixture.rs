//! Dispatch, casts and layouts of a C# program: what CoreCLR does when it runs is what the type system says without running it.

mod common;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use common::FRAMEWORK;
use smelt_types::{InterfaceImpl, MethodId, ModuleId, TypeError, TypeId, TypeSystem};

struct Fixture {
    ts: TypeSystem,
    module: ModuleId,
    expected: String,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fixture")
}

fn fixture() -> &'static Fixture {
    static FIXTURE: OnceLock<Fixture> = OnceLock::new();
    FIXTURE.get_or_init(build)
}

fn build() -> Fixture {
    let dir = folder();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixture/build.sh");
    let status = std::process::Command::new("sh")
        .arg(script)
        .arg(&dir)
        .status()
        .unwrap();
    assert!(status.success(), "the fixture does not build");
    let ts = TypeSystem::new(&[dir.clone(), FRAMEWORK.into()]).unwrap();
    let module = ts.load(&dir.join("Fixture.dll")).unwrap();
    let expected = std::fs::read_to_string(dir.join("expected.txt")).unwrap();
    Fixture {
        ts,
        module,
        expected,
    }
}

impl Fixture {
    /// Parses what `Type.ToString()` prints.
    fn parse(&self, text: &str) -> TypeId {
        let (ty, rest) = self.parse_prefix(text);
        assert_eq!(rest, "", "{text}");
        ty
    }

    fn parse_prefix<'t>(&self, text: &'t str) -> (TypeId, &'t str) {
        let end = text.find(['[', ']', ',']).unwrap_or(text.len());
        let (name, mut rest) = text.split_at(end);
        let def = ["Fixture", "Lib", "System.Runtime", "System.Private.CoreLib"]
            .iter()
            .find_map(|a| {
                self.ts
                    .find_type(self.ts.load_by_name(a).unwrap(), name)
                    .ok()
            })
            .unwrap_or_else(|| panic!("no type {name}"));
        let mut args = Vec::new();
        if name.contains('`') && rest.starts_with('[') {
            while rest.starts_with(['[', ',']) {
                let (arg, next) = self.parse_prefix(&rest[1..]);
                args.push(arg);
                rest = next;
            }
            rest = rest.strip_prefix(']').unwrap();
        }
        let mut ty = self.ts.named(def, &args);
        loop {
            if let Some(next) = rest.strip_prefix("[]") {
                (ty, rest) = (self.ts.sz_array(ty), next);
            } else if let Some(next) = rest.strip_prefix("[,]") {
                (ty, rest) = (self.array(ty, 2), next);
            } else if let Some(next) = rest.strip_prefix("[*]") {
                (ty, rest) = (self.array(ty, 1), next);
            } else {
                return (ty, rest);
            }
        }
    }

    fn array(&self, elem: TypeId, rank: u32) -> TypeId {
        self.ts.intern(smelt_types::TypeKind::Array { elem, rank })
    }

    /// The first string literal of a method's body.
    fn tag(&self, m: MethodId) -> String {
        const LDSTR: u8 = 0x72;
        let body = self.ts.method_body(m).unwrap().unwrap();
        let at = body.il.iter().position(|&b| b == LDSTR).unwrap();
        let offset = u32::from_le_bytes([body.il[at + 1], body.il[at + 2], body.il[at + 3], 0]);
        let module = self.ts.method_def(m).unwrap().module;
        String::from_utf16(&self.ts.metadata(module).user_string(offset).unwrap()).unwrap()
    }

    /// The virtual method of that name that `ty` or a base class declares; of overloads the one whose first parameter is the first type argument.
    fn decl(&self, ty: TypeId, name: &str) -> MethodId {
        let args = self.ts.type_args(ty);
        for t in self.ts.base_chain(ty) {
            let all = self.ts.methods_named(t, name);
            let exact = all.iter().find(|&&m| {
                let sig = self.ts.method_sig(m).unwrap();
                !args.is_empty() && sig.params.first() == args.first()
            });
            if let Some(&m) = exact.or(all.first()) {
                return m;
            }
        }
        panic!("no method {name}")
    }
}

#[test]
fn as_coreclr_does() {
    let f = fixture();
    let ts = &f.ts;
    let mut counts: HashMap<&str, u32> = HashMap::new();
    let mut wrong = Vec::new();
    for line in f.expected.lines() {
        let parts: Vec<&str> = line.split('|').collect();
        let ty = f.parse(parts[1]);
        *counts.entry(parts[0]).or_default() += 1;
        let (got, want) = match parts[0] {
            "call" => {
                let declaring = f.parse(parts[2]);
                let decl = f.decl(declaring, parts[3]);
                let got = if ts.is_interface(declaring) {
                    match ts.resolve_interface(ty, decl).unwrap() {
                        InterfaceImpl::Class(m) | InterfaceImpl::Default(m) => f.tag(m),
                        InterfaceImpl::Ambiguous => "ambiguous".into(),
                        InterfaceImpl::None => "none".into(),
                    }
                } else {
                    f.tag(ts.resolve_virtual(ty, decl).unwrap())
                };
                (got, parts[4])
            }
            "static" => {
                let decl = f.decl(f.parse(parts[2]), parts[3]);
                let found = ts.resolve_static_virtual(ty, decl).unwrap();
                (found.map_or("none".into(), |m| f.tag(m)), parts[4])
            }
            "cast" => {
                let to = f.parse(parts[2]);
                let got = u8::from(ts.is_assignable(ty, to)).to_string();
                (got, parts[3])
            }
            "layout" => {
                let size = ts.size_of(ty).unwrap();
                let mut got = format!("{size}|");
                for &(field, offset) in &ts.layout(ty).unwrap().fields {
                    got += &format!("{}:{offset} ", ts.field_name(field));
                }
                let want = &line[line.match_indices('|').nth(1).unwrap().0 + 1..];
                (got.trim_end().to_owned(), want)
            }
            other => panic!("line of kind {other}"),
        };
        if got != want {
            wrong.push(format!("{line}: we say {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(ts.module_name(f.module), "Fixture");
    for (kind, least) in [("call", 80), ("static", 10), ("cast", 2500), ("layout", 35)] {
        assert!(counts[kind] >= least, "{} lines of {kind}", counts[kind]);
    }
}

#[test]
fn circles_are_errors() {
    fixture();
    let ts = TypeSystem::new(&[folder().join("cycle"), FRAMEWORK.into()]).unwrap();
    let module = ts.load_by_name("CycleB").unwrap();
    let find = |name: &str| ts.open_type(ts.find_type(module, name).unwrap());
    let bad = |e: TypeError| {
        assert!(
            matches!(e, TypeError::BadLayout { .. } | TypeError::Endless { .. }),
            "{e}"
        )
    };
    bad(ts.layout(find("Y")).unwrap_err());
    bad(ts.statics(find("Fine")).unwrap_err());
    assert_eq!(ts.layout(find("Fine")).unwrap().size, 8);
    bad(ts.layout(find("L")).unwrap_err());
    bad(ts.vtable(find("L")).unwrap_err());
    bad(ts.try_base(find("L")).unwrap_err());
    bad(ts.try_interfaces(find("Q")).unwrap_err());
    bad(ts.try_interfaces(find("Has")).unwrap_err());
}
