//! Properties that the app sees through `AppContext`, and feature switches.

use crate::cli::WorldOptions;
use crate::diagnostics::{Failure, Result};

/// `NAME=VALUE` pairs of `--feature`.
pub fn features(options: &WorldOptions) -> Result<Vec<(String, String)>> {
    options
        .features
        .iter()
        .map(|f| match f.split_once('=') {
            Some((n, v)) => Ok((n.to_string(), v.to_string())),
            None => Err(Failure::new(
                "smelt",
                "SMELT1008",
                format!("feature '{f}' is not NAME=VALUE"),
            )),
        })
        .collect()
}

/// `configProperties` of `runtimeconfig.json`, then the features, in order; a later value of a name replaces an earlier one.
pub fn app_context(
    options: &WorldOptions,
    features: &[(String, String)],
) -> Result<Vec<(String, String)>> {
    let mut properties: Vec<(String, String)> = Vec::new();
    let mut set = |name: &str, value: String| match properties.iter_mut().find(|(n, _)| n == name) {
        Some(p) => p.1 = value,
        None => properties.push((name.to_string(), value)),
    };
    if let Some(path) = &options.config {
        let origin = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|e| Failure::new(&origin, "SMELT1001", format!("cannot read it: {e}")))?;
        let json: serde_json::Value = serde_json::from_str(&text)
            .map_err(|e| Failure::new(&origin, "SMELT1009", format!("not valid JSON: {e}")))?;
        if let Some(map) = json["runtimeOptions"]["configProperties"].as_object() {
            for (name, value) in map {
                let value = match value {
                    serde_json::Value::String(s) => s.clone(),
                    other => other.to_string(),
                };
                set(name, value);
            }
        }
    }
    for (name, value) in features {
        set(name, value.clone());
    }
    set("RUNTIME_IDENTIFIER", options.rid.clone());
    Ok(properties)
}
