//! smelt-metadata
