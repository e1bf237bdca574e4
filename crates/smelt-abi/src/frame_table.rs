//! What stack traces know of positions in compiled code beyond the functions themselves: inlined functions, source files and lines. The linker
//! step makes the table of the debug information; it is a section that is not loaded: the runtime reads it from the executable's file when it
//! first prints a trace.
//! ```text
//!  0 u32 number of functions   4 u32 offset of the functions   8 u32 offset of the positions   12 u32 offset of the strings
//! functions: { u32 start, from the image's start; u32 offset of its ranges } in order of address
//! ranges of a function: ULEB128 count, then for each range its first address (ULEB128, from the start of the range before; the first
//!   from the function's start) and ULEB128 number of its position + 1, or 0 without one. A range ends where the next one begins.
//! positions: { u32 number of the position of the call that was inlined + 1, or 0; u32 name of the inlined function, 0 for the function
//!   itself; u32 file or 0; u32 line or 0 }. Names and files are offsets in the strings, which are zero-terminated.
//! ```

/// Ends the name of the body of an async method, which is otherwise named as the method that starts it.
pub const ASYNC_MARK: u8 = b' ';

/// Type of the section: the runtime finds it by that. In the range that the ELF specification leaves to applications.
pub const SECTION_TYPE: u32 = 0x8000_534d;
/// Name of the section.
pub const SECTION_NAME: &str = ".smelt.frames";

/// `DW_AT_producer` of compiled code: what other producers describe (the runtime) is not in the table.
pub const PRODUCER: &str = "smelt";

pub const FUNCTION_COUNT: usize = 0;
pub const FUNCTIONS: usize = 4;
pub const POSITIONS: usize = 8;
pub const STRINGS: usize = 12;
pub const HEADER_SIZE: usize = 16;

pub const FUNCTION_SIZE: usize = 8;

pub const POSITION_CALLER: usize = 0;
pub const POSITION_NAME: usize = 4;
pub const POSITION_FILE: usize = 8;
pub const POSITION_LINE: usize = 12;
pub const POSITION_SIZE: usize = 16;
