//! Stack traces: return addresses in the exception's `_stackTrace` (a `long[]` with the count first, grown by doubling), and their text from the image's
//! table of method names.

use super::unwind::{self, Context, Frame};
use crate::heap;
use crate::image::{self, MethodName, offset, well_known};
use crate::object::{ObjectRef, c_text};
use crate::os::{self, Mutex};
use crate::text;
use alloc::vec::Vec;
use smelt_abi::image::method_name;

/// Instead of an address: the trace before comes from another throw of the same exception (`ExceptionDispatchInfo`).
const FOREIGN_END: u64 = 1;
const FIRST_CAPACITY: usize = 15;
const FOREIGN_TEXT: &[u8] = b"--- End of stack trace from previous location ---";

fn slot(exception: ObjectRef) -> Option<*mut ObjectRef> {
    if exception.is_null() {
        return None;
    }
    let offset = offset!("System.Exception", "_stackTrace")?;
    Some(exception.0.wrapping_add(offset).cast())
}

/// The addresses of a trace object.
unsafe fn entries<'a>(trace: ObjectRef) -> &'a [u64] {
    if trace.is_null() || trace.length() == 0 {
        return &[];
    }
    let data = trace.array_data().cast::<u64>();
    let count = (*data as usize).min(trace.length() as usize - 1);
    core::slice::from_raw_parts(data.add(1), count)
}

/// A throw begins: the old trace goes, or is continued when the throw restores a captured one.
pub unsafe fn start(exception: ObjectRef, foreign: bool) {
    let Some(slot) = slot(exception) else {
        return;
    };
    if !foreign {
        slot.write(ObjectRef::NULL);
        if let Some(text) = offset!("System.Exception", "_stackTraceString") {
            exception.set_field(text, ObjectRef::NULL);
        }
        return;
    }
    let old = slot.read();
    if !old.is_null() {
        // The captured trace may be thrown again: it stays as it is.
        let copy = heap::clone(old);
        if !copy.is_null() {
            heap::store_ref(slot, copy);
            push(slot, FOREIGN_END);
        }
    }
}

/// Adds a frame. Without memory the trace stays shorter.
pub unsafe fn append(exception: ObjectRef, ip: usize) {
    if let Some(slot) = slot(exception) {
        push(slot, ip as u64);
    }
}

unsafe fn push(slot: *mut ObjectRef, value: u64) {
    let mut trace = slot.read();
    let used = entries(trace).len();
    if trace.is_null() || used + 1 >= trace.length() as usize {
        let Some(mt) = well_known!("System.Int64[]") else {
            return;
        };
        let capacity = if used == 0 { FIRST_CAPACITY } else { used * 2 };
        let grown = heap::allocate_array(mt, capacity + 1);
        if grown.is_null() {
            return;
        }
        let data = grown.array_data().cast::<u64>();
        data.write(used as u64);
        core::ptr::copy_nonoverlapping(entries(trace).as_ptr(), data.add(1), used);
        heap::store_ref(slot, grown);
        trace = grown;
    }
    let data = trace.array_data().cast::<u64>();
    data.add(1 + used).write(value);
    data.write(used as u64 + 1);
}

/// A copy of the trace that later throws don't change, or null.
pub unsafe fn frozen(exception: ObjectRef) -> ObjectRef {
    match slot(exception) {
        Some(slot) if !slot.read().is_null() => heap::clone(slot.read()),
        _ => ObjectRef::NULL,
    }
}

/// The method name table, sorted by address.
static NAMES: Mutex<Vec<MethodName>> = Mutex::new(Vec::new());

// SAFETY: the entries point to read-only data of the image.
unsafe impl Send for MethodName {}

/// Calls `f` with the name of the function around a return address, unless it is hidden or unknown.
fn with_name(ip: usize, f: impl FnOnce(&[u8])) {
    let Some(frame) = Frame::find(ip - 1) else {
        return;
    };
    let mut names = NAMES.lock();
    if names.is_empty() {
        names.extend_from_slice(image::methods());
        names.sort_unstable_by_key(|n| n.code);
    }
    if let Ok(at) = names.binary_search_by_key(&frame.start, |n| n.code)
        && names[at].flags & method_name::HIDDEN == 0
    {
        // SAFETY: a zero-terminated string of the image.
        f(unsafe { c_text(names[at].text) });
    }
}

struct Lines(Vec<u8>);

impl Lines {
    fn add(&mut self, ip: usize) {
        if ip as u64 == FOREIGN_END {
            self.line(b"", FOREIGN_TEXT);
        } else {
            with_name(ip, |name| self.line(b"   at ", name));
        }
    }

    fn line(&mut self, prefix: &[u8], text: &[u8]) {
        if !self.0.is_empty() {
            self.0.push(b'\n');
        }
        self.0.extend_from_slice(prefix);
        self.0.extend_from_slice(text);
    }
}

/// The lines of an exception's stack trace.
pub unsafe fn lines(exception: ObjectRef) -> Vec<u8> {
    let mut lines = Lines(Vec::new());
    if let Some(slot) = slot(exception) {
        for &ip in entries(slot.read()) {
            lines.add(ip as usize);
        }
    }
    lines.0
}

/// Helper `StackTraceText`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_stack_trace_text(exception: ObjectRef) -> ObjectRef {
    text::from_utf8(&lines(exception))
}

/// Helper `CurrentStackTraceText`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_current_stack_trace_text() -> ObjectRef {
    let mut lines = Lines(Vec::new());
    let context: Context = super::capture();
    unwind::walk(&context, |ip| {
        lines.add(ip);
        true
    });
    text::from_utf8(&lines.0)
}

/// Writes the calling thread's stack to standard error as reports of fatal errors have it: without names of parameters.
pub fn write_current() {
    let context: Context = super::capture();
    // SAFETY: walks the frames of the calling thread.
    unsafe { write_fatal(&context) }
}

/// The same for a thread that stands at `context`.
pub unsafe fn write_fatal(context: &Context) {
    unwind::walk(context, |ip| {
        with_name(ip, |name| {
            os::write_stderr(b"   at ");
            without_parameter_names(name, os::write_stderr);
            os::write_stderr(b"\n");
        });
        true
    });
}

/// Gives `write` the pieces of `Type.Method(A x, B y)` that make `Type.Method(A, B)`.
fn without_parameter_names(name: &[u8], write: impl Fn(&[u8])) {
    let open = name.iter().position(|&c| c == b'(').unwrap_or(name.len());
    let mut from = 0;
    for at in open..name.len() {
        match name[at] {
            b' ' if name[at - 1] != b',' => {
                write(&name[from..at]);
                from = name.len();
            }
            b',' | b')' if from == name.len() => from = at,
            _ => {}
        }
    }
    write(&name[from..]);
}

/// Helper `StackFrameText`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_stack_frame_text(offset: i64) -> ObjectRef {
    let mut result = ObjectRef::NULL;
    let ip = unwind::image_start().wrapping_add(offset as usize);
    let mut name = Vec::new();
    with_name(ip, |text| name.extend_from_slice(text));
    if !name.is_empty() {
        result = text::from_utf8(&name);
    }
    result
}

/// Frames that belong to the taking of the trace.
fn is_tracing(ip: usize) -> bool {
    let mut own = false;
    with_name(ip, |name| {
        own = name.starts_with(b"System.Diagnostics.StackTrace.")
            || name.starts_with(b"System.Diagnostics.StackFrame.")
            || name.starts_with(b"System.Diagnostics.StackFrameHelper.");
    });
    own
}

fn is_known(ip: usize) -> bool {
    let mut known = false;
    with_name(ip, |_| known = true);
    known
}

/// `StackTrace`: offsets of the frames of an exception or of the calling thread, innermost first. Offsets count from the start of the image, so that
/// they identify the frame; methods are not known as objects, IL offsets not at all.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_StackTrace_GetStackFramesInternal(
    helper: *mut ObjectRef,
    _need_file_info: i32,
    exception: *mut ObjectRef,
) {
    let mut frames: Vec<usize> = Vec::new();
    if (*exception).is_null() {
        let context: Context = super::capture();
        unwind::walk(&context, |ip| {
            if !(frames.is_empty() && is_tracing(ip)) {
                frames.push(ip);
            }
            true
        });
    } else if let Some(slot) = slot(*exception) {
        frames.extend(entries(slot.read()).iter().map(|&ip| ip as usize));
    }
    frames.retain(|&ip| ip as u64 != FOREIGN_END && is_known(ip));
    let (Some(ints), Some(longs)) = (well_known!("System.Int32[]"), well_known!("System.Int64[]"))
    else {
        return;
    };
    let (Some(offset), Some(il_offset), Some(method), Some(count)) = (
        offset!("System.Diagnostics.StackFrameHelper", "rgiOffset"),
        offset!("System.Diagnostics.StackFrameHelper", "rgiILOffset"),
        offset!("System.Diagnostics.StackFrameHelper", "rgMethodHandle"),
        offset!("System.Diagnostics.StackFrameHelper", "iFrameCount"),
    ) else {
        return;
    };
    for (field, mt) in [(offset, ints), (il_offset, ints), (method, longs)] {
        let array = heap::allocate_array(mt, frames.len());
        if array.is_null() {
            crate::pending::out_of_memory();
            return;
        }
        heap::store_ref((*helper).0.add(field).cast(), array);
    }
    let offsets: ObjectRef = (*helper).field(offset);
    let il_offsets: ObjectRef = (*helper).field(il_offset);
    for (i, ip) in frames.iter().enumerate() {
        let native = ip.wrapping_sub(unwind::image_start()) as i32;
        offsets.array_data().cast::<i32>().add(i).write(native);
        il_offsets.array_data().cast::<i32>().add(i).write(-1);
    }
    (*helper).set_field(count, frames.len() as i32);
}
