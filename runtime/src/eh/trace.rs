//! Stack traces: return addresses in the exception's `_stackTrace` (a `long[]` with the count first, grown by doubling), and their text from the image's
//! table of method names.

use super::positions;
use super::unwind::{self, Context, Frame};
use crate::heap;
use crate::image::{self, FrameMethod, MethodName, offset, well_known};
use crate::object::{MethodRecord, ObjectRef, c_text};
use crate::os::{self, Mutex};
use crate::text;
use crate::vm::methods::stub_object;
use alloc::string::String;
use alloc::vec::Vec;
use smelt_abi::frame_table::ASYNC_MARK;
use smelt_abi::image::{assembly_hash, method_name};

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

/// A method at a position, as a trace shows it.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// `Namespace.Type.Method(ParamType name, ...)`.
    name: &'a [u8],
    /// `method_name` flags.
    flags: u32,
    /// MethodDef token of the method whose frame it is; 0: it was inlined there.
    token: u32,
    /// Source file; empty if unknown.
    file: &'a [u8],
    line: u32,
}

impl Line<'_> {
    fn is_hidden(&self) -> bool {
        self.flags & method_name::HIDDEN != 0
    }

    /// The method, if the image has a record for it.
    fn method(&self) -> Option<&'static MethodRecord> {
        let assembly = self.flags >> method_name::FLAG_BITS;
        let is_async = self.flags & method_name::ASYNC;
        let same = |m: &&FrameMethod| match self.token {
            0 => {
                // SAFETY: null or a zero-terminated string of the image.
                let named = |text| unsafe { c_text(text) } == self.name;
                m.flags & method_name::ASYNC == is_async && !m.text.is_null() && named(m.text)
            }
            // SAFETY: a record of the image.
            token => unsafe {
                let record = &*m.record;
                let of_module = || c_text((*record.declaring.info().module).name);
                record.token == token && assembly_hash(of_module()) == assembly
            },
        };
        let mut found = image::frame_methods().iter().filter(same);
        match (found.next(), found.next()) {
            // SAFETY: a record of the image.
            (Some(m), None) => unsafe { m.record.as_ref() },
            _ => None,
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"   at ");
        out.extend_from_slice(self.name);
        if !self.file.is_empty() {
            out.extend_from_slice(b" in ");
            out.extend_from_slice(self.file);
            out.extend_from_slice(alloc::format!(":line {}", self.line).as_bytes());
        }
    }
}

/// Calls `f` with the methods at a return address, innermost first: those that were inlined, then the one whose frame it is, if it has
/// a name (native functions and the program's entry have none).
fn methods_at(ip: usize, mut f: impl FnMut(Line<'_>)) {
    let Some(frame) = Frame::find(ip - 1) else {
        return;
    };
    let mut names = NAMES.lock();
    if names.is_empty() {
        names.extend_from_slice(image::methods());
        names.sort_unstable_by_key(|n| n.code);
    }
    // SAFETY: zero-terminated strings of the image.
    let text = |n: &MethodName| unsafe { c_text(n.text) };
    let own = names
        .binary_search_by_key(&frame.start, |n| n.code)
        .ok()
        .map(|at| (text(&names[at]), names[at].flags, names[at].token));
    positions::at(ip, &frame, |position| {
        let inlined = position.name.map(|name| {
            let (name, is_async) = match name.strip_suffix(&[ASYNC_MARK]) {
                Some(name) => (name, method_name::ASYNC),
                None => (name, 0),
            };
            let same =
                |n: &&MethodName| n.flags & method_name::ASYNC == is_async && text(n) == name;
            let record = names.iter().find(same);
            (name, record.map_or(is_async, |n| n.flags), 0)
        });
        let Some((name, flags, token)) = inlined.or(own) else {
            return;
        };
        let (file, line) = (position.file, position.line);
        f(Line {
            name,
            flags,
            token,
            file,
            line,
        });
    });
}

/// Text of a trace that grows by frames.
struct Lines {
    text: Vec<u8>,
    /// The frame added last was an async method's.
    is_async: bool,
}

impl Lines {
    fn new() -> Lines {
        Lines {
            text: Vec::new(),
            is_async: false,
        }
    }

    fn add(&mut self, ip: usize) {
        if ip as u64 == FOREIGN_END {
            if !self.is_async {
                self.start_line();
                self.text.extend_from_slice(FOREIGN_TEXT);
            }
            return;
        }
        methods_at(ip, |line| {
            if !line.is_hidden() {
                self.start_line();
                line.write(&mut self.text);
            }
            self.is_async = line.flags & method_name::ASYNC != 0;
        });
    }

    fn start_line(&mut self) {
        if !self.text.is_empty() {
            self.text.push(b'\n');
        }
    }
}

/// Helper `StackTraceText`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_stack_trace_text(exception: ObjectRef) -> ObjectRef {
    let mut lines = Lines::new();
    if let Some(slot) = slot(exception) {
        for &ip in entries(slot.read()) {
            lines.add(ip as usize);
        }
    }
    text::from_utf8(&lines.text)
}

/// Helper `CurrentStackTraceText`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_current_stack_trace_text() -> ObjectRef {
    let mut lines = Lines::new();
    let context: Context = super::capture();
    unwind::walk(&context, |ip| {
        lines.add(ip);
        true
    });
    text::from_utf8(&lines.text)
}

/// Writes the calling thread's stack to standard error as reports of fatal errors have it: without names of parameters.
pub fn write_current() {
    let context: Context = super::capture();
    // SAFETY: walks the frames of the calling thread.
    unsafe {
        unwind::walk(&context, |ip| {
            write_fatal_frame(ip);
            true
        });
    }
}

/// Writes the methods at a return address to standard error as reports of fatal errors have them: without names of parameters.
pub fn write_fatal_frame(ip: usize) {
    methods_at(ip, |line| {
        os::write_stderr(b"   at ");
        without_parameter_names(line.name, os::write_stderr);
        os::write_stderr(b"\n");
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

/// The fields of a `StackFrame`. Its "IL offset" is the number of the method at its address.
struct FrameObject {
    native: i64,
    il: i32,
    file: Option<String>,
    line: i32,
    column: i32,
}

impl FrameObject {
    unsafe fn read(frame: ObjectRef) -> FrameObject {
        let number = |offset: Option<usize>| offset.map_or(-1, |at| frame.field::<i32>(at));
        let file = offset!("System.Diagnostics.StackFrame", "_fileName");
        let file: ObjectRef = file.map_or(ObjectRef::NULL, |at| frame.field(at));
        FrameObject {
            native: i64::from(number(offset!(
                "System.Diagnostics.StackFrame",
                "_nativeOffset"
            ))),
            il: number(offset!("System.Diagnostics.StackFrame", "_ilOffset")),
            file: (!file.is_null()).then(|| text::narrow(text::chars(file))),
            line: number(offset!("System.Diagnostics.StackFrame", "_lineNumber")),
            column: number(offset!("System.Diagnostics.StackFrame", "_columnNumber")),
        }
    }
}

/// Helper `StackFrameText`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_stack_frame_text(frame: ObjectRef, flags: i32) -> ObjectRef {
    const CONTINUES: i32 = 1;
    const LAST_OF_FOREIGN: i32 = 4;
    let frame = FrameObject::read(frame);
    let mut out = Vec::new();
    at_frame(frame.native, frame.il, |line| {
        if line.is_hidden() {
            return;
        }
        if flags & CONTINUES != 0 {
            out.push(b'\n');
        }
        let file = frame.file.as_ref().map_or(&b""[..], |f| f.as_bytes());
        let shown = Line {
            file,
            line: frame.line as u32,
            ..line
        };
        shown.write(&mut out);
        if flags & LAST_OF_FOREIGN != 0 && line.flags & method_name::ASYNC == 0 {
            out.push(b'\n');
            out.extend_from_slice(FOREIGN_TEXT);
        }
    });
    match out.is_empty() {
        true => ObjectRef::NULL,
        false => text::from_utf8(&out),
    }
}

/// Helper `StackFrameMethod`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_stack_frame_method(native: i64, il: i32) -> ObjectRef {
    let mut found = None;
    at_frame(native, il, |line| found = line.method());
    match found {
        Some(method) => stub_object(method),
        None => ObjectRef::NULL,
    }
}

/// The method of the innermost frame of an exception.
pub unsafe fn first_method(exception: ObjectRef) -> Option<&'static MethodRecord> {
    let trace = slot(exception)?.read();
    let mut found = None;
    let mut first = true;
    for &ip in entries(trace) {
        methods_at(ip as usize, |line| {
            if core::mem::take(&mut first) {
                found = line.method();
            }
        });
        if !first {
            break;
        }
    }
    found
}

/// Calls `f` with the method of a `StackFrame`.
fn at_frame(native: i64, il: i32, mut f: impl FnMut(Line<'_>)) {
    const UNKNOWN: i64 = -1;
    if native == UNKNOWN {
        return;
    }
    let mut number = 0;
    let ip = unwind::image_start().wrapping_add(native as usize);
    methods_at(ip, |line| {
        if number == il {
            f(line);
        }
        number += 1;
    });
}

/// Helper `StackFrameDescription`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_stack_frame_description(frame: ObjectRef) -> ObjectRef {
    let frame = FrameObject::read(frame);
    let mut out = Vec::new();
    at_frame(frame.native, frame.il, |line| {
        write_simple_name(&line, &mut out);
    });
    if out.is_empty() {
        return text::from_utf8(b"<null>\n");
    }
    let file = frame.file.as_deref().unwrap_or("<filename unknown>");
    let FrameObject {
        native,
        line,
        column,
        ..
    } = frame;
    out.extend_from_slice(
        alloc::format!(" at offset {native} in file:line:column {file}:{line}:{column}\n")
            .as_bytes(),
    );
    text::from_utf8(&out)
}

/// The method's name of a line: `Name` or `Name<T>` of `Namespace.Type.Name[T](...)`.
fn write_simple_name(line: &Line<'_>, out: &mut Vec<u8>) {
    if let Some(method) = line.method() {
        // SAFETY: a zero-terminated string of the image.
        out.extend_from_slice(unsafe { c_text(method.name) });
        for (i, parameter) in method.args().iter().enumerate() {
            out.push(if i == 0 { b'<' } else { b',' });
            out.extend_from_slice(parameter.name());
        }
        if !method.args().is_empty() {
            out.push(b'>');
        }
        return;
    }
    // State machines are named after the method that they were made from.
    if line.flags & method_name::ASYNC != 0 || line.name.ends_with(b")+MoveNext()") {
        return out.extend_from_slice(b"MoveNext");
    }
    let end = line.name.iter().position(|&c| c == b'(');
    let name = &line.name[..end.unwrap_or(line.name.len())];
    let (name, params) = match name.iter().rposition(|&c| c == b'[') {
        Some(at) if name.ends_with(b"]") => name.split_at(at),
        _ => (name, &[][..]),
    };
    let start = match name.iter().rposition(|&c| c == b'.') {
        // Constructors: two dots.
        Some(at) if at > 0 && name[at - 1] == b'.' => at,
        Some(at) => at + 1,
        None => 0,
    };
    out.extend_from_slice(&name[start..]);
    if let [_, params @ .., _] = params {
        out.push(b'<');
        out.extend_from_slice(params);
        out.push(b'>');
    }
}

/// A frame as `StackFrameHelper` has it.
struct FrameRecord {
    ip: usize,
    number: i32,
    last_of_foreign: bool,
    file: Vec<u8>,
    line: u32,
}

/// Frames that belong to the taking of the trace.
fn is_tracing(name: &[u8]) -> bool {
    name.starts_with(b"System.Diagnostics.StackTrace.")
        || name.starts_with(b"System.Diagnostics.StackFrame.")
        || name.starts_with(b"System.Diagnostics.StackFrameHelper.")
}

/// The frames of a list of return addresses.
struct Frames {
    records: Vec<FrameRecord>,
    /// Leave out what takes the trace.
    skip: bool,
}

impl Frames {
    fn add(&mut self, ip: usize) {
        if ip as u64 == FOREIGN_END {
            if let Some(last) = self.records.last_mut() {
                last.last_of_foreign = true;
            }
            return;
        }
        let mut number = 0;
        methods_at(ip, |line| {
            let skip =
                self.skip && self.records.is_empty() && (is_tracing(line.name) || line.is_hidden());
            if !skip {
                self.records.push(FrameRecord {
                    ip,
                    number,
                    last_of_foreign: false,
                    file: line.file.to_vec(),
                    line: line.line,
                });
            }
            number += 1;
        });
    }
}

/// `StackTrace`: the frames of an exception or of the calling thread, innermost first, without what takes the trace. Native offsets count from the start
/// of the image and "IL offsets" number the methods at one address, so that both identify the frame; methods are not known as objects.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_StackTrace_GetStackFramesInternal(
    helper: *mut ObjectRef,
    need_file_info: i32,
    exception: *mut ObjectRef,
) {
    let mut frames = Frames {
        records: Vec::new(),
        skip: (*exception).is_null(),
    };
    if (*exception).is_null() {
        let context: Context = super::capture();
        unwind::walk(&context, |ip| {
            frames.add(ip);
            true
        });
    } else if let Some(slot) = slot(*exception) {
        let trace = slot.read();
        entries(trace)
            .iter()
            .for_each(|&ip| frames.add(ip as usize));
    }
    if fill(helper, &frames.records, need_file_info != 0).is_none() {
        crate::pending::out_of_memory();
    }
}

/// Fills a `StackFrameHelper`. None without memory.
unsafe fn fill(helper: *mut ObjectRef, frames: &[FrameRecord], files: bool) -> Option<()> {
    let array = |field: usize, mt| {
        let array = heap::allocate_array(mt, frames.len());
        if array.is_null() {
            return None;
        }
        heap::store_ref((*helper).0.add(field).cast(), array);
        Some(array)
    };
    let ints = well_known!("System.Int32[]")?;
    let offsets = array(
        offset!("System.Diagnostics.StackFrameHelper", "rgiOffset")?,
        ints,
    )?;
    let numbers = array(
        offset!("System.Diagnostics.StackFrameHelper", "rgiILOffset")?,
        ints,
    )?;
    let lines = array(
        offset!("System.Diagnostics.StackFrameHelper", "rgiLineNumber")?,
        ints,
    )?;
    let foreign = array(
        offset!(
            "System.Diagnostics.StackFrameHelper",
            "rgiLastFrameFromForeignExceptionStackTrace"
        )?,
        well_known!("System.Boolean[]")?,
    )?;
    let names = array(
        offset!("System.Diagnostics.StackFrameHelper", "rgFilename")?,
        well_known!("System.String[]")?,
    )?;
    for (i, frame) in frames.iter().enumerate() {
        let native = frame.ip.wrapping_sub(unwind::image_start()) as i32;
        offsets.array_data().cast::<i32>().add(i).write(native);
        numbers
            .array_data()
            .cast::<i32>()
            .add(i)
            .write(frame.number);
        foreign
            .array_data()
            .add(i)
            .write(u8::from(frame.last_of_foreign));
        if files && !frame.file.is_empty() {
            lines.array_data().cast::<u32>().add(i).write(frame.line);
            let file = text::from_utf8(&frame.file);
            heap::store_ref(names.array_data().cast::<ObjectRef>().add(i), file);
        }
    }
    let count = offset!("System.Diagnostics.StackFrameHelper", "iFrameCount")?;
    (*helper).set_field(count, frames.len() as i32);
    Some(())
}
