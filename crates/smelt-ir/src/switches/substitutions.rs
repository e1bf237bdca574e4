//! `ILLink.Substitutions.xml` resources (dotnet/runtime `docs/tools/illink/data-formats.md`): methods with a fixed result and fields with a
//! fixed value, each under the condition of a feature switch. Malformed entries and entries about other assemblies are ignored, as by ILLink.

use super::{Constants, Switches};
use crate::fold::Const;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;
use smelt_types::{ModuleId, TypeDefId, TypeId, TypeKind, TypeSystem, WellKnown};

const RESOURCE: &str = "ILLink.Substitutions.xml";
/// `FieldAttributes.Static` (ECMA-335 II.23.1.5).
const STATIC_FIELD: u32 = 0x0010;

/// Adds what the module's embedded file says.
pub(super) fn collect(switches: &Switches, ts: &TypeSystem, module: ModuleId, out: &mut Constants) {
    let md = ts.metadata(module);
    for rid in 1..=md.row_count(smelt_metadata::Table::ManifestResource) {
        let Ok(row) = md.manifest_resource(rid) else {
            continue;
        };
        if row.name != RESOURCE {
            continue;
        }
        if let Ok(Some(bytes)) = md.manifest_resource_data(rid)
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            read(
                switches,
                ts,
                module,
                text.trim_start_matches('\u{feff}'),
                out,
            );
        }
    }
}

/// Reads one file.
pub(super) fn read(
    switches: &Switches,
    ts: &TypeSystem,
    module: ModuleId,
    text: &str,
    out: &mut Constants,
) {
    let mut reader = quick_xml::Reader::from_str(text);
    // Whether the elements that are open apply; the type that is open.
    let mut active = vec![true];
    let mut ty: Option<TypeDefId> = None;
    loop {
        let (start, is_empty) = match reader.read_event() {
            Ok(Event::Start(e)) => (e, false),
            Ok(Event::Empty(e)) => (e, true),
            Ok(Event::End(_)) => {
                active.pop();
                continue;
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => continue,
        };
        let attributes = attributes(&start);
        let get = |name: &str| attributes.get(name).map(String::as_str);
        let mut applies =
            active.last().copied().unwrap_or(false) && condition(switches, &attributes);
        match start.name().as_ref() {
            "assembly" => {
                applies &= get("fullname")
                    .is_some_and(|n| n == "*" || simple_name(n) == ts.module_name(module))
            }
            "type" => {
                let name = get("fullname").unwrap_or_default().replace('/', "+");
                ty = ts
                    .find_type(module, &name)
                    .ok()
                    .filter(|d| applies && d.module == module);
            }
            "method" if applies && get("body") == Some("stub") => {
                if let Some(def) = ty
                    && let Some((rid, c)) =
                        method(ts, def, get("signature").unwrap_or_default(), get("value"))
                {
                    out.methods.insert(rid, c);
                }
            }
            "field" if applies => {
                if let (Some(def), Some(name), Some(value)) = (ty, get("name"), get("value"))
                    && let Some((rid, c)) = field(ts, def, name, value)
                {
                    out.fields.insert(rid, c);
                }
            }
            _ => {}
        }
        if !is_empty {
            active.push(applies);
        }
    }
}

fn attributes(start: &BytesStart) -> FxHashMap<String, String> {
    let mut all = FxHashMap::default();
    for a in start.attributes().flatten() {
        let value = quick_xml::escape::unescape(&a.value)
            .map_or_else(|_| a.value.to_string(), |v| v.into_owned());
        all.insert(a.key.as_ref().to_string(), value);
    }
    all
}

/// `feature`, `featurevalue`, `featuredefault` of an element.
fn condition(switches: &Switches, attributes: &FxHashMap<String, String>) -> bool {
    let Some(feature) = attributes.get("feature") else {
        return true;
    };
    let is_true = |name: &str| {
        attributes
            .get(name)
            .is_some_and(|v| v.eq_ignore_ascii_case("true"))
    };
    match switches.value(feature) {
        Some(v) => attributes
            .get("featurevalue")
            .is_some_and(|want| want.eq_ignore_ascii_case(v)),
        None => is_true("featuredefault"),
    }
}

fn simple_name(assembly: &str) -> &str {
    assembly.split(',').next().unwrap_or(assembly).trim()
}

fn method(
    ts: &TypeSystem,
    def: TypeDefId,
    signature: &str,
    value: Option<&str>,
) -> Option<(u32, Const)> {
    let owner = ts.open_type(def);
    let wanted: String = signature.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = wanted.split('(').next()?.rsplit(' ').next()?;
    let m = ts.methods_named(owner, name).into_iter().find(|&m| {
        signature_text(ts, m)
            .is_some_and(|text| text.replace(", ", ",") == wanted.replace(", ", ","))
    })?;
    let ret = ts.method_sig(m).ok()?.ret;
    let c = match value {
        None if ret == ts.well_known(WellKnown::Void) => Const::Void,
        None => Const::Default,
        Some(v) => parse(ts, ret, v)?,
    };
    Some((ts.method_def(m)?.rid, c))
}

fn field(ts: &TypeSystem, def: TypeDefId, name: &str, value: &str) -> Option<(u32, Const)> {
    let f = ts.field_named(ts.open_type(def), name)?;
    if ts.field_flags(f) & STATIC_FIELD == 0 {
        return None;
    }
    Some((
        ts.field_def(f).rid,
        parse(ts, ts.field_type(f).ok()?, value)?,
    ))
}

/// A value of a type as the file writes it.
fn parse(ts: &TypeSystem, ty: TypeId, text: &str) -> Option<Const> {
    use smelt_types::ValueClass as V;
    let text = text.trim();
    if ty == ts.well_known(WellKnown::Boolean) {
        return match text {
            "1" => Some(Const::I32(1)),
            "0" => Some(Const::I32(0)),
            _ => text
                .to_ascii_lowercase()
                .parse::<bool>()
                .ok()
                .map(|b| Const::I32(i32::from(b))),
        };
    }
    match ts.value_class(ty) {
        V::Int { size: 8, .. } => {
            let v = text
                .parse::<i64>()
                .or_else(|_| text.parse::<u64>().map(|v| v as i64));
            v.ok().map(Const::I64)
        }
        V::Int { .. } => text.parse::<i64>().ok().map(|v| Const::I32(v as i32)),
        V::F32 => text.parse().ok().map(Const::F32),
        V::F64 => text.parse().ok().map(Const::F64),
        V::Ref if text == "null" => Some(Const::Null),
        _ => None,
    }
}

/// `System.Boolean IsEnabled(System.String,System.Int32[])`.
fn signature_text(ts: &TypeSystem, m: smelt_types::MethodId) -> Option<String> {
    let sig = ts.method_sig(m).ok()?;
    let params: Vec<String> = sig.params.iter().map(|&p| type_text(ts, m, p)).collect();
    Some(format!(
        "{} {}({})",
        type_text(ts, m, sig.ret),
        ts.method_name(m),
        params.join(",")
    ))
}

/// The name of a type as Cecil writes it.
fn type_text(ts: &TypeSystem, m: smelt_types::MethodId, ty: TypeId) -> String {
    let variable =
        |token: Option<smelt_metadata::Token>, module: ModuleId, n: u32| -> Option<String> {
            let md = ts.metadata(module);
            let row = md.generic_params(token?).nth(n as usize)?;
            md.generic_param(row).ok().map(|p| p.name.to_string())
        };
    use smelt_metadata::{Table, Token};
    match ts.kind(ty) {
        TypeKind::Named { def, args } => {
            let name = ts.type_name(ts.open_type(*def));
            let name = name.split('[').next().unwrap_or(&name).replace('+', "/");
            if args.is_empty() {
                return name;
            }
            let args: Vec<String> = args.iter().map(|&a| type_text(ts, m, a)).collect();
            format!("{name}<{}>", args.join(","))
        }
        TypeKind::SzArray(e) => format!("{}[]", type_text(ts, m, *e)),
        TypeKind::Array { elem, rank } => format!(
            "{}[{}]",
            type_text(ts, m, *elem),
            ",".repeat(*rank as usize - 1)
        ),
        TypeKind::Ptr(e) => format!("{}*", type_text(ts, m, *e)),
        TypeKind::ByRef(e) => format!("{}&", type_text(ts, m, *e)),
        TypeKind::FnPtr(_) => "method".to_string(),
        TypeKind::TypeVar(n) => {
            let def = ts.type_def(ts.method_owner(m));
            def.and_then(|d| variable(Some(Token::new(Table::TypeDef, d.rid)), d.module, *n))
                .unwrap_or_default()
        }
        TypeKind::MethodVar(n) => {
            let def = ts.method_def(m);
            def.and_then(|d| variable(Some(Token::new(Table::MethodDef, d.rid)), d.module, *n))
                .unwrap_or_default()
        }
    }
}
