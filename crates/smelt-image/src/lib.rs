//! smelt-image
