//! Every type and method of every framework assembly goes through the type system without an error.

mod common;

use common::{FRAMEWORK, system};
use smelt_metadata::{Table, Token};
use smelt_types::{Subst, TypeDefId};

const NONE: Subst<'static> = Subst {
    type_args: &[],
    method_args: &[],
};

#[test]
fn all_framework_types() {
    let ts = system();
    let mut files: Vec<_> = std::fs::read_dir(FRAMEWORK)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "dll"))
        .collect();
    files.sort();
    assert!(files.len() > 100);
    let errors = std::cell::RefCell::new(Vec::new());
    let (mut types, mut methods, mut interface_calls) = (0, 0, 0);
    for file in files {
        let module = ts.load(&file).unwrap();
        let md = ts.metadata(module);
        for rid in 1..=md.row_count(Table::TypeDef) {
            let def = TypeDefId { module, rid };
            let ty = ts.open_type(def);
            types += 1;
            let check = |what: &str, e: smelt_types::TypeError| {
                errors
                    .borrow_mut()
                    .push(format!("{what} of {}: {e}", ts.type_name(ty)));
            };
            if ts.generic_param_count(def) == 0 {
                if let Err(e) = ts.layout(ty) {
                    check("layout", e);
                }
                if let Err(e) = ts.statics(ty) {
                    check("statics", e);
                }
            }
            if let Err(e) = ts.vtable(ty) {
                check("vtable", e);
            }
            if let Err(e) = ts.try_interfaces(ty) {
                check("interfaces", e);
            }
            for m in ts.methods(ty) {
                methods += 1;
                if let Err(e) = ts.method_sig(m) {
                    check("signature", e);
                }
                match ts.method_body(m) {
                    Ok(Some(body)) => {
                        if let Err(e) = ts.resolve_locals(module, body.local_sig, NONE) {
                            check("locals", e);
                        }
                    }
                    Ok(None) => {}
                    Err(e) => check("body", e),
                }
            }
            // Every interface method of a concrete class resolves to something.
            const ABSTRACT: u32 = 0x80;
            if ts.is_interface(ty) || ts.type_flags(ty) & ABSTRACT != 0 {
                continue;
            }
            for &interface in ts.interfaces(ty) {
                for decl in ts.methods(interface) {
                    interface_calls += 1;
                    let found = if ts.is_virtual(decl) {
                        match ts.resolve_interface(ty, decl) {
                            Ok(smelt_types::InterfaceImpl::Class(m)) => !ts.is_abstract(m),
                            Ok(smelt_types::InterfaceImpl::Default(_)) => true,
                            Ok(_) => false,
                            Err(e) => {
                                check("interface", e);
                                true
                            }
                        }
                    } else if ts.method_flags(decl) & 0x40 != 0 {
                        match ts.resolve_static_virtual(ty, decl) {
                            Ok(m) => m.is_some(),
                            Err(e) => {
                                check("static interface", e);
                                true
                            }
                        }
                    } else {
                        true
                    };
                    if !found {
                        errors.borrow_mut().push(format!(
                            "{} does not implement {}",
                            ts.type_name(ty),
                            ts.method_display(decl)
                        ));
                    }
                }
            }
        }
        for (table, resolve) in [
            (Table::MemberRef, 0),
            (Table::MethodSpec, 1),
            (Table::TypeSpec, 2),
            (Table::TypeRef, 2),
        ] {
            for rid in 1..=md.row_count(table) {
                let token = Token::new(table, rid);
                let result = match resolve {
                    0 => ts.resolve_member(module, token, NONE).map(|_| ()),
                    1 => ts.resolve_method(module, token, NONE).map(|_| ()),
                    _ => ts.resolve_type(module, token, NONE).map(|_| ()),
                };
                if let Err(e) = result {
                    errors
                        .borrow_mut()
                        .push(format!("{}: {token}: {e}", ts.module_name(module)));
                }
            }
        }
    }
    eprintln!("{types} types, {methods} methods, {interface_calls} interface methods");
    let errors = errors.into_inner();
    assert!(
        errors.is_empty(),
        "{} errors:\n{}",
        errors.len(),
        errors[..errors.len().min(60)].join("\n")
    );
}
