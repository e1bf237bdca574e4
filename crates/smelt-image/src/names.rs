//! Display names of assemblies.

use smelt_metadata::Table;
use smelt_types::{ModuleId, TypeSystem};

/// `Name, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null`.
pub(crate) fn assembly_full_name(ts: &TypeSystem, m: ModuleId) -> String {
    let name = ts.module_name(m);
    let Ok(row) = ts.metadata(m).assembly(1) else {
        return name.to_string();
    };
    let token = public_key_token(row.public_key);
    full_name(name, row.version, row.culture, &token)
}

fn full_name(name: &str, version: impl std::fmt::Display, culture: &str, token: &str) -> String {
    let culture = if culture.is_empty() {
        "neutral"
    } else {
        culture
    };
    format!("{name}, Version={version}, Culture={culture}, PublicKeyToken={token}")
}

/// Full names of the assemblies that one refers to, each with a newline after it.
pub(crate) fn references(ts: &TypeSystem, m: ModuleId) -> String {
    const HAS_PUBLIC_KEY: u32 = 1;
    let md = ts.metadata(m);
    let rows = (1..=md.row_count(Table::AssemblyRef)).filter_map(|rid| md.assembly_ref(rid).ok());
    rows.map(|row| {
        let key = row.public_key_or_token;
        let token = match row.flags & HAS_PUBLIC_KEY {
            0 if key.is_empty() => "null".to_string(),
            0 => hex(key.iter()),
            _ => public_key_token(key),
        };
        full_name(row.name, row.version, row.culture, &token) + "\n"
    })
    .collect()
}

/// Last eight bytes of the SHA-1 of the public key, reversed (ECMA-335 II.6.3).
fn public_key_token(key: &[u8]) -> String {
    if key.is_empty() {
        return "null".into();
    }
    use sha1::Digest;
    let hash = sha1::Sha1::digest(key);
    hex(hash.iter().rev().take(8))
}

fn hex<'a>(bytes: impl Iterator<Item = &'a u8>) -> String {
    bytes.map(|b| format!("{b:02x}")).collect()
}
