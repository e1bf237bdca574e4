//! Display names of assemblies.

use smelt_types::{ModuleId, TypeSystem};

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
