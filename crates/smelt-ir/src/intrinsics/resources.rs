//! `SR.GetResourceString`: the text of a message, taken from the assembly's embedded `.resources` at compile time. The stock way reads it
//! through `ResourceManager` at run time, which would make half of CoreLib reachable.

use super::call::{Call, Outcome};
use crate::build::Builder;
use crate::env::{Env, Result};
use crate::*;
use smelt_metadata::Table;
use smelt_metadata::resources::Resources;
use smelt_types::{MethodId, ModuleId, TypeSystem, WellKnown};
use std::collections::HashMap;
use std::sync::Arc;

pub(super) const METHOD: &str = "GetResourceString";
const CLASS: &str = "System.SR";
const CORE_RESOURCES: &str = "System.Private.CoreLib.Strings.resources";
/// Other assemblies have `FxResources.<assembly>.SR.resources`.
const PREFIX: &str = "FxResources.";
const KEYS_SWITCH: &str = "System.Resources.UseSystemResourceKeys";

/// Whether this is the method of the class that every framework assembly has a copy of.
fn is_message_method(env: &Env, m: MethodId) -> Result<bool> {
    let ts = env.ts;
    let sig = ts.method_sig(m)?;
    let string = env.well_known(WellKnown::String);
    let fits = !sig.has_this
        && matches!(sig.params.len(), 1 | 2)
        && sig.ret == string
        && sig.params.iter().all(|&p| p == string);
    Ok(fits && ts.type_name(ts.method_owner(m)) == CLASS)
}

/// A call with a literal key becomes a literal, and so does a property that is named after its key.
pub(super) fn expand(c: &mut Call) -> Outcome {
    let name = c.ts().method_name(c.callee.exact);
    if name == METHOD {
        return expand_lookup(c);
    }
    match name.strip_prefix("get_") {
        Some(key) if c.args.is_empty() => expand_property(c, key),
        _ => Ok(None),
    }
}

fn expand_property(c: &mut Call, key: &str) -> Outcome {
    let env = c.b.env;
    let ts = env.ts;
    let owner = ts.method_owner(c.callee.exact);
    let Some(def) = ts.type_def(owner) else {
        return Ok(None);
    };
    let is_class = ts
        .metadata(def.module)
        .type_def(def.rid)
        .is_ok_and(|row| row.namespace == "System" && row.name == "SR");
    if !is_class || c.ret()? != env.well_known(WellKnown::String) {
        return Ok(None);
    }
    let messages = messages(env, def.module);
    let Some(text) = messages.get(key) else {
        return Ok(None);
    };
    let keys = env.switches.flag(KEYS_SWITCH) == Some(true);
    let v = c.b.str(if keys { key } else { text });
    c.value(v)
}

fn expand_lookup(c: &mut Call) -> Outcome {
    let env = c.b.env;
    if !is_message_method(env, c.callee.exact)? {
        return Ok(None);
    }
    let key = c.literal(0).map(String::from_utf16_lossy);
    let (Some(def), Some(key)) = (env.ts.method_def(c.callee.exact), key) else {
        return Ok(None);
    };
    if env.switches.flag(KEYS_SWITCH) == Some(true) {
        let v = c.arg(0);
        return c.value(v);
    }
    let messages = messages(env, def.module);
    let v = match messages.get(&key) {
        Some(text) => c.b.str(text),
        None if c.args.len() == 2 && c.literal(1).is_some() => c.arg(1),
        None => c.arg(0),
    };
    c.value(v)
}

/// A key that is known at run time only: the default text if there is one, else the key.
pub(super) fn replace(env: &Env, m: MethodId) -> Result<Option<Body>> {
    if !is_message_method(env, m)? {
        return Ok(None);
    }
    let mut b = Builder::for_method(env, m)?;
    let v = b.get(LocalId(0));
    if b.body.param_count == 2 {
        let text = b.get(LocalId(1));
        let none = b.is_zero(text);
        let v = b.emit(Op::Select(none, v, text), Kind::Ref);
        b.ret(Some(v));
    } else {
        b.ret(Some(v));
    }
    Ok(Some(b.finish()))
}

fn messages(env: &Env, module: ModuleId) -> Arc<HashMap<String, String>> {
    let cache = &env.switches.tables.messages;
    if let Some(found) = cache.read().unwrap_or_else(|e| e.into_inner()).get(&module) {
        return found.clone();
    }
    let made = Arc::new(read(env.ts, module));
    cache
        .write()
        .unwrap_or_else(|e| e.into_inner())
        .entry(module)
        .or_insert(made)
        .clone()
}

/// Whether a manifest resource holds the messages of a framework assembly, which are expanded where they are used.
pub fn is_message_table(name: &str) -> bool {
    name == CORE_RESOURCES || name.starts_with(PREFIX) && name.ends_with(".resources")
}

fn read(ts: &TypeSystem, module: ModuleId) -> HashMap<String, String> {
    let md = ts.metadata(module);
    let mut all = HashMap::new();
    for rid in 1..=md.row_count(Table::ManifestResource) {
        let Ok(row) = md.manifest_resource(rid) else {
            continue;
        };
        if !is_message_table(row.name) {
            continue;
        }
        if let Ok(Some(bytes)) = md.manifest_resource_data(rid)
            && let Ok(resources) = Resources::parse(bytes)
        {
            all.extend(
                resources
                    .strings()
                    .flatten()
                    .map(|(key, text)| (key, text.to_string())),
            );
        }
    }
    all
}
