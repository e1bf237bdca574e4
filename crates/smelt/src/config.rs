//! Properties that the app sees through `AppContext`, and feature switches.

use crate::cli::WorldOptions;
use crate::diagnostics::{Failure, Result};
use smelt_ir::switches::isa::{self, InstructionSets};

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

/// What code may use, by `--instruction-set`.
pub fn instruction_sets(options: &WorldOptions) -> Result<InstructionSets> {
    let list = options.instruction_set.as_deref().unwrap_or("x86-64-v2");
    InstructionSets::parse(list, options.max_vectort_bitwidth, is_native)
        .map_err(|e| Failure::new("smelt", "SMELT1016", e.to_string()))
}

/// Whether this machine's processor has an instruction set.
fn is_native(name: &str) -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        match name {
            "aes" => has!("aes"),
            "pclmul" => has!("pclmulqdq"),
            "movbe" => has!("movbe"),
            "lzcnt" => has!("lzcnt"),
            "avx" => has!("avx"),
            "f16c" => has!("f16c"),
            "avx2" => has!("avx2"),
            "bmi" => has!("bmi1"),
            "bmi2" => has!("bmi2"),
            "fma" => has!("fma"),
            "vpclmul" => has!("vpclmulqdq"),
            "avx512f" => has!("avx512f"),
            "avx512f_vl" => has!("avx512vl"),
            "avx512bw" => has!("avx512bw"),
            "avx512bw_vl" => has!("avx512bw") && has!("avx512vl"),
            "avx512cd" => has!("avx512cd"),
            "avx512cd_vl" => has!("avx512cd") && has!("avx512vl"),
            "avx512dq" => has!("avx512dq"),
            "avx512dq_vl" => has!("avx512dq") && has!("avx512vl"),
            _ => isa::in_baseline(name),
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    isa::in_baseline(name)
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
