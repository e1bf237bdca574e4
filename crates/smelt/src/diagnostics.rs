//! Messages in the format that MSBuild recognises: `origin : error CODE: text`, one line each.

/// Why a run ended without an executable.
#[derive(Debug)]
pub struct Failure {
    pub origin: String,
    pub code: &'static str,
    pub text: String,
}

impl Failure {
    pub fn new(origin: impl Into<String>, code: &'static str, text: impl Into<String>) -> Failure {
        Failure {
            origin: origin.into(),
            code,
            text: text.into(),
        }
    }
}

pub type Result<T> = std::result::Result<T, Failure>;

fn line(origin: &str, level: &str, code: &str, text: &str) {
    let text = text
        .split(['\n', '\r'])
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    eprintln!("{origin} : {level} {code}: {text}");
}

pub fn error(origin: &str, code: &str, text: &str) {
    line(origin, "error", code, text);
}

pub fn warning(origin: &str, code: &str, text: &str) {
    line(origin, "warning", code, text);
}

impl From<smelt_types::TypeError> for Failure {
    fn from(e: smelt_types::TypeError) -> Failure {
        use smelt_types::TypeError as E;
        let (origin, code) = match &e {
            E::BadImage { assembly, .. } => (assembly.clone(), "SMELT1002"),
            E::MissingAssembly { assembly, .. } => (assembly.clone(), "SMELT1003"),
            E::Io { path, .. } => (path.clone(), "SMELT1001"),
            _ => ("smelt".to_string(), "SMELT1004"),
        };
        Failure::new(origin, code, e.to_string())
    }
}

impl From<smelt_trim::AnalysisError> for Failure {
    fn from(e: smelt_trim::AnalysisError) -> Failure {
        match e {
            smelt_trim::AnalysisError::Type(t) => t.into(),
            other => Failure::new("smelt", "SMELT1005", other.to_string()),
        }
    }
}

impl From<smelt_image::ImageError> for Failure {
    fn from(e: smelt_image::ImageError) -> Failure {
        match e {
            smelt_image::ImageError::Type(t) => t.into(),
            other => Failure::new("smelt", "SMELT1006", other.to_string()),
        }
    }
}

impl From<smelt_link::LinkError> for Failure {
    fn from(e: smelt_link::LinkError) -> Failure {
        Failure::new("smelt", e.code(), e.to_string())
    }
}

impl From<smelt_codegen::CodegenError> for Failure {
    fn from(e: smelt_codegen::CodegenError) -> Failure {
        Failure::new("smelt", "SMELT1007", e.to_string())
    }
}
