//! The programs of the seeds in `seeds.txt` must do under Smelt what they do under CoreCLR.

use smelt_fuzz::{generate, run};

#[test]
fn seeds_agree_with_coreclr() {
    let seeds: Vec<u64> = include_str!("../seeds.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.parse().expect("a seed a line"))
        .collect();
    let programs: Vec<_> = seeds.iter().map(|s| generate::program(*s)).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let report = run::compare(folder.path(), &programs, &["none".to_string()]).expect("the tools");
    let invalid: Vec<String> = (report.invalid.iter())
        .map(|(n, e)| format!("seed {}: {e}", seeds[*n]))
        .collect();
    let different: Vec<String> = (report.differences.iter())
        .map(|d| format!("seed {}: {}", seeds[d.number], d.text))
        .collect();
    assert_eq!((invalid, different), (Vec::new(), Vec::new()));
}

#[test]
fn programs_depend_on_nothing_but_the_seed() {
    assert_eq!(generate::program(7).text(), generate::program(7).text());
    assert_ne!(generate::program(7).text(), generate::program(8).text());
}
