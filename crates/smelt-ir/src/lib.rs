//! smelt-ir
