//! `smelt why MEMBER`.

use crate::cli::InputOptions;
use crate::diagnostics::{Failure, Result};
use crate::publish;

/// Most matches whose chains are printed.
const MAX_SHOWN: usize = 10;

pub fn why(member: &str, options: &InputOptions) -> Result<()> {
    let (world, analysis) = publish::analyse(options)?;
    let mut found: Vec<(String, _)> = analysis
        .reasons
        .nodes()
        .map(|n| (n.describe(&world.ts), n))
        .filter(|(text, _)| text.contains(member))
        .collect();
    if found.is_empty() {
        return Err(Failure::new(
            "smelt",
            "SMELT1013",
            format!("nothing in the executable matches '{member}'"),
        ));
    }
    // Closest match first: the member itself before what merely mentions it.
    found.sort_by_key(|(text, _)| (text.len(), text.clone()));
    for (_, node) in found.iter().take(MAX_SHOWN) {
        for (i, step) in analysis.reasons.chain(*node).into_iter().enumerate() {
            let arrow = if i == 0 { "" } else { "<- " };
            println!(
                "{}{arrow}{}",
                "  ".repeat(i.min(1)),
                step.describe(&world.ts)
            );
        }
        println!();
    }
    if found.len() > MAX_SHOWN {
        println!("and {} more", found.len() - MAX_SHOWN);
    }
    Ok(())
}
