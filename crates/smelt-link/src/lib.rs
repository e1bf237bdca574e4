//! smelt-link
