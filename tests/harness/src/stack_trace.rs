//! Making stack traces comparable: file positions and parameter names depend on debug information that an executable need
//! not have.

/// Removes file positions, code offsets and parameter names from the stack trace lines of a text.
pub fn normalize(text: &str) -> String {
    let mut result = String::new();
    for line in text.lines() {
        match line.strip_prefix("   at ") {
            Some(frame) => result += &format!("   at {}", normalize_frame(frame)),
            None => result += line,
        }
        result.push('\n');
    }
    result
}

fn normalize_frame(frame: &str) -> String {
    let frame = frame.split(" in ").next().unwrap_or(frame);
    let frame = frame.split(" + 0x").next().unwrap_or(frame);
    let Some((method, parameters)) = frame.split_once('(') else {
        return frame.to_string();
    };
    let parameters = parameters.strip_suffix(')').unwrap_or(parameters);
    let types: Vec<&str> = parameters
        .split(", ")
        .map(|parameter| parameter.split(' ').next().unwrap_or(parameter))
        .collect();
    format!("{method}({})", types.join(", "))
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn positions_and_parameter_names_go() {
        let coreclr = "Unhandled exception. E: in (a)\n   at P.F(Int32 x, List`1 y) in /a/b.cs:line 3\n   at P.Main() in /a/b.cs:line 9\n";
        let native =
            "Unhandled exception. E: in (a)\n   at P.F(Int32, List`1) + 0x1f\n   at P.Main()\n";
        assert_eq!(normalize(coreclr), normalize(native));
        assert!(
            normalize(native)
                .starts_with("Unhandled exception. E: in (a)\n   at P.F(Int32, List`1)\n")
        );
    }
}
