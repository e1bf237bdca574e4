//! smelt-codegen
