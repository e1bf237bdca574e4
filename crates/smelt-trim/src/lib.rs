//! smelt-trim
