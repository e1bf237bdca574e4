//! Names for people: stack traces, assembly display names.

use smelt_metadata::{Table, Token};
use smelt_types::{MethodId, ModuleId, TypeId, TypeKind, TypeSystem};

/// `Namespace.Type.Method[T](Int32 x, String y)`, as CoreCLR's `StackTrace.ToString` prints a frame.
pub fn stack_trace_name(ts: &TypeSystem, m: MethodId) -> String {
    let Some(def) = ts.method_def(m) else {
        return ts.method_display(m);
    };
    let meta = ts.metadata(def.module);
    let mut out = String::new();
    let declaring = meta.declaring_type_of_method(def.rid);
    if declaring != 0 {
        definition_name(
            ts,
            smelt_types::TypeDefId {
                module: def.module,
                rid: declaring,
            },
            &mut out,
        );
        out.push('.');
    }
    out.push_str(ts.method_name(m));
    let params: Vec<&str> = meta
        .generic_params(Token::new(Table::MethodDef, def.rid))
        .filter_map(|rid| meta.generic_param(rid).ok().map(|p| p.name))
        .collect();
    if !params.is_empty() {
        out.push('[');
        out.push_str(&params.join(","));
        out.push(']');
    }
    out.push('(');
    // Open form: parameters of generic types print as written.
    let owner = ts.method_owner(m);
    let open = ts.type_def(owner).map(|d| ts.open_type(d));
    let open_method = open.map(|o| ts.method_on(def, o, &[]));
    if let Some(sig) = open_method.and_then(|m| ts.method_sig(m).ok()) {
        let mut names = vec![""; sig.params.len()];
        for rid in meta.method_params(def.rid) {
            if let Ok(p) = meta.param(rid)
                && p.sequence > 0
                && let Some(slot) = names.get_mut(p.sequence as usize - 1)
            {
                *slot = p.name;
            }
        }
        let type_names: Vec<&str> = open
            .and_then(|o| ts.type_def(o))
            .map(|d| {
                let meta = ts.metadata(d.module);
                meta.generic_params(Token::new(Table::TypeDef, d.rid))
                    .filter_map(|rid| meta.generic_param(rid).ok().map(|p| p.name))
                    .collect()
            })
            .unwrap_or_default();
        for (i, &p) in sig.params.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            short_name(ts, p, &type_names, &params, &mut out);
            if !names[i].is_empty() {
                out.push(' ');
                out.push_str(names[i]);
            }
        }
    }
    out.push(')');
    out
}

/// `Namespace.Outer.Inner` of a definition.
fn definition_name(ts: &TypeSystem, def: smelt_types::TypeDefId, out: &mut String) {
    if let Some(outer) = ts.enclosing_type(def) {
        definition_name(ts, outer, out);
        out.push('.');
    }
    if let Ok(row) = ts.metadata(def.module).type_def(def.rid) {
        if !row.namespace.is_empty() {
            out.push_str(row.namespace);
            out.push('.');
        }
        out.push_str(row.name);
    }
}

/// `Type.Name`.
fn short_name(
    ts: &TypeSystem,
    t: TypeId,
    type_params: &[&str],
    method_params: &[&str],
    out: &mut String,
) {
    match ts.kind(t) {
        TypeKind::SzArray(e) => {
            short_name(ts, *e, type_params, method_params, out);
            out.push_str("[]");
        }
        TypeKind::Array { elem, rank } => {
            short_name(ts, *elem, type_params, method_params, out);
            out.push('[');
            out.extend(std::iter::repeat_n(',', *rank as usize - 1));
            out.push(']');
        }
        TypeKind::Ptr(e) => {
            short_name(ts, *e, type_params, method_params, out);
            out.push('*');
        }
        TypeKind::ByRef(e) => {
            short_name(ts, *e, type_params, method_params, out);
            out.push('&');
        }
        TypeKind::FnPtr(_) => out.push_str("(fnptr)"),
        TypeKind::TypeVar(i) => out.push_str(type_params.get(*i as usize).unwrap_or(&"T")),
        TypeKind::MethodVar(i) => out.push_str(method_params.get(*i as usize).unwrap_or(&"T")),
        TypeKind::Named { def, .. } => {
            if let Ok(row) = ts.metadata(def.module).type_def(def.rid) {
                out.push_str(row.name);
            }
        }
    }
}

/// `Name, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null`.
pub(crate) fn assembly_full_name(ts: &TypeSystem, m: ModuleId) -> String {
    let name = ts.module_name(m);
    let Ok(row) = ts.metadata(m).assembly(1) else {
        return name.to_string();
    };
    let culture = if row.culture.is_empty() {
        "neutral"
    } else {
        row.culture
    };
    let v = row.version;
    let token = public_key_token(row.public_key);
    format!("{name}, Version={v}, Culture={culture}, PublicKeyToken={token}")
}

/// Last eight bytes of the SHA-1 of the public key, reversed (ECMA-335 II.6.3).
fn public_key_token(key: &[u8]) -> String {
    if key.is_empty() {
        return "null".into();
    }
    use sha1::Digest;
    let hash = sha1::Sha1::digest(key);
    hash.iter()
        .rev()
        .take(8)
        .map(|b| format!("{b:02x}"))
        .collect()
}
