//! Exceptions. Throwing walks the frames twice, as .NET and the Itanium C++ ABI have it: the search finds the frame that catches, running filters
//! and recording the stack trace; then the landing pads of the frames between run their cleanups, one after the other, and at last the handler's.
//!
//! The state between is an [`InFlight`] record, what landing pads get as their exception pointer. Compiled code gives it back to
//! `smelt_begin_catch` or `_Unwind_Resume`.

pub mod lsda;
pub mod overflow;
mod positions;
pub mod trace;
pub mod unwind;

use crate::image::{self, Entry};
use crate::object::{MethodTable, ObjectRef};
use crate::pending::{self, ExceptionKind};
use crate::thread;
use crate::{os, text};
use alloc::boxed::Box;
use core::ptr;
use core::sync::atomic::{AtomicU32, Ordering::*};
use lsda::{Action, CallSite};
use smelt_abi::eh as abi;
use unwind::{Context, Frame};

/// An exception on its way to a handler.
#[repr(C, align(16))]
pub struct InFlight {
    /// The exception; a root.
    pub object: ObjectRef,
    /// Older exception of the thread that is still in flight.
    pub next: *mut InFlight,
    target: Target,
    /// Stack pointer of the frame whose landing pad runs; 0 before the first.
    pad_sp: usize,
}

/// Where an exception goes.
#[derive(Copy, Clone)]
enum Target {
    /// The landing pad of the frame with this stack pointer.
    Handler {
        sp: usize,
        pad: usize,
        selector: i64,
    },
    /// It leaves managed code that this library called: a filter, which is then false, or a [`call`].
    Guard(*mut Guard),
    /// The end of the stack, where the process ends: nobody handles the exception.
    End,
}

/// A call into managed code that exceptions don't leave: where its caller goes on.
#[repr(C)]
struct Guard {
    context: Context,
    previous: *mut Guard,
    /// The exception that ended the call, or null.
    exception: ObjectRef,
}

#[cfg(target_arch = "x86_64")]
core::arch::global_asm!(
    // Saves the caller's registers as a `Context` and calls the function in r10 with rdi, rsi = context.
    ".text",
    ".globl smelt_throw",
    ".hidden smelt_throw",
    ".type smelt_throw,@function",
    "smelt_throw:",
    ".cfi_startproc",
    "lea r10, [rip + {throw}]",
    "jmp .Lsmelt_capture",
    ".cfi_endproc",
    ".size smelt_throw, .-smelt_throw",
    ".globl smelt_rethrow",
    ".hidden smelt_rethrow",
    ".type smelt_rethrow,@function",
    "smelt_rethrow:",
    ".cfi_startproc",
    "lea r10, [rip + {rethrow}]",
    "jmp .Lsmelt_capture",
    ".cfi_endproc",
    ".size smelt_rethrow, .-smelt_rethrow",
    ".globl _Unwind_Resume",
    ".hidden _Unwind_Resume",
    ".type _Unwind_Resume,@function",
    "_Unwind_Resume:",
    ".cfi_startproc",
    "lea r10, [rip + {resume}]",
    ".Lsmelt_capture:",
    "sub rsp, 72",
    ".cfi_adjust_cfa_offset 72",
    "mov [rsp], rbx",
    "mov [rsp + 8], rbp",
    "mov [rsp + 16], r12",
    "mov [rsp + 24], r13",
    "mov [rsp + 32], r14",
    "mov [rsp + 40], r15",
    "lea rax, [rsp + 80]",
    "mov [rsp + 48], rax",
    "mov rax, [rsp + 72]",
    "mov [rsp + 56], rax",
    "mov rsi, rsp",
    "call r10",
    "ud2",
    ".cfi_endproc",
    ".size _Unwind_Resume, .-_Unwind_Resume",
    // (context, rax, rdx): goes on there.
    ".globl smelt_restore",
    ".hidden smelt_restore",
    ".type smelt_restore,@function",
    "smelt_restore:",
    "mov rax, rsi",
    "mov rbx, [rdi]",
    "mov rbp, [rdi + 8]",
    "mov r12, [rdi + 16]",
    "mov r13, [rdi + 24]",
    "mov r14, [rdi + 32]",
    "mov r15, [rdi + 40]",
    "mov rcx, [rdi + 56]",
    "mov rsp, [rdi + 48]",
    "jmp rcx",
    ".size smelt_restore, .-smelt_restore",
    // (a, b, code, guard): calls code(a, b); the caller's registers are saved for when it throws.
    ".globl smelt_call_guarded",
    ".hidden smelt_call_guarded",
    ".type smelt_call_guarded,@function",
    "smelt_call_guarded:",
    ".cfi_startproc",
    "mov [rcx], rbx",
    "mov [rcx + 8], rbp",
    "mov [rcx + 16], r12",
    "mov [rcx + 24], r13",
    "mov [rcx + 32], r14",
    "mov [rcx + 40], r15",
    "lea rax, [rsp + 8]",
    "mov [rcx + 48], rax",
    "mov rax, [rsp]",
    "mov [rcx + 56], rax",
    "jmp rdx",
    ".cfi_endproc",
    ".size smelt_call_guarded, .-smelt_call_guarded",
    // (context): fills it with the caller's registers.
    ".globl smelt_capture_context",
    ".hidden smelt_capture_context",
    ".type smelt_capture_context,@function",
    "smelt_capture_context:",
    ".cfi_startproc",
    "mov [rdi], rbx",
    "mov [rdi + 8], rbp",
    "mov [rdi + 16], r12",
    "mov [rdi + 24], r13",
    "mov [rdi + 32], r14",
    "mov [rdi + 40], r15",
    "lea rax, [rsp + 8]",
    "mov [rdi + 48], rax",
    "mov rax, [rsp]",
    "mov [rdi + 56], rax",
    "ret",
    ".cfi_endproc",
    ".size smelt_capture_context, .-smelt_capture_context",
    throw = sym throw,
    rethrow = sym rethrow,
    resume = sym resume,
);

unsafe extern "C" {
    fn smelt_restore(context: *const Context, rax: usize, rdx: usize) -> !;
    fn smelt_call_guarded(a: usize, b: usize, code: *const u8, guard: *mut Guard) -> usize;
    fn smelt_capture_context(context: *mut Context);
}

/// The calling frame's registers.
#[inline(always)]
pub fn capture() -> Context {
    let mut context = Context::default();
    // SAFETY: fills the struct.
    unsafe { smelt_capture_context(&mut context) };
    context
}

/// Exceptions thrown so far.
pub static THROWN: AtomicU32 = AtomicU32::new(0);

unsafe extern "C" fn throw(object: ObjectRef, context: *const Context) -> ! {
    let mut object = object;
    if object.is_null() {
        object = pending::make(ExceptionKind::NullReference, ObjectRef::NULL);
    }
    let thread = thread::current();
    let foreign = core::mem::take(&mut thread.foreign_raise);
    if !core::mem::take(&mut thread.continued_raise) {
        trace::start(object, foreign);
    }
    raise(object, &*context, false)
}

/// Compiled code accessed memory near null; `context` is its frame.
pub unsafe extern "C" fn throw_null_reference(context: *const Context) -> ! {
    throw(ObjectRef::NULL, context)
}

unsafe extern "C" fn rethrow(object: ObjectRef, context: *const Context) -> ! {
    raise(object, &*context, true)
}

unsafe fn raise(object: ObjectRef, context: &Context, rethrown: bool) -> ! {
    THROWN.fetch_add(1, Relaxed);
    let thread = thread::current();
    let record = Box::into_raw(Box::new(InFlight {
        object,
        next: thread.in_flight,
        target: Target::Guard(ptr::null_mut()),
        pad_sp: 0,
    }));
    thread.in_flight = record;
    (*record).target = search(object, context, rethrown).unwrap_or_else(|| {
        report_unhandled(object);
        Target::End
    });
    unwind_to(record, context)
}

/// Raises `AppDomain.FirstChanceException`, if the program uses it.
fn first_chance(object: ObjectRef) {
    let notify = image::entry(Entry::FirstChanceException);
    if !notify.is_null() {
        // SAFETY: the entry has this signature and catches everything.
        unsafe {
            let notify: extern "C" fn(ObjectRef) = core::mem::transmute(notify);
            notify(object);
        }
    }
}

/// The search: who handles the exception? None at the end of the stack.
unsafe fn search(object: ObjectRef, from: &Context, rethrown: bool) -> Option<Target> {
    let guard = thread::current().guard as *mut Guard;
    let mut context = *from;
    // The frame that rethrows is the last one of the trace already.
    let mut record = !rethrown;
    let mut first = true;
    loop {
        if !guard.is_null() && context.sp >= (*guard).context.sp {
            return Some(Target::Guard(guard));
        }
        let frame = Frame::find(context.ip - 1)?;
        if record {
            trace::append(object, context.ip);
        }
        record = true;
        if core::mem::replace(&mut first, false) {
            first_chance(object);
        }
        if let Some(site) = call_site(&frame, &context) {
            let mut selector = 0;
            let found = site.any(|action| match action {
                Action::Cleanup => false,
                Action::Catch(n, descriptor) => {
                    selector = n;
                    catches(descriptor, object, &context)
                }
            });
            if found {
                return Some(Target::Handler {
                    sp: context.sp,
                    pad: site.pad,
                    selector,
                });
            }
        }
        context = frame.step(&context)?;
    }
}

unsafe fn call_site(frame: &Frame, context: &Context) -> Option<CallSite> {
    if frame.lsda == 0 || frame.personality != smelt_personality as *const () as usize {
        return None;
    }
    lsda::find(frame.lsda, frame.start, context.ip - 1)
}

unsafe fn catches(descriptor: usize, object: ObjectRef, context: &Context) -> bool {
    if descriptor == 0 {
        return true;
    }
    let kind = *((descriptor + abi::CATCH_KIND as usize) as *const u64);
    let data = *((descriptor + abi::CATCH_DATA as usize) as *const usize);
    if kind == abi::KIND_CLASS {
        return object
            .method_table()
            .derives_from(&*(data as *const MethodTable));
    }
    let thread = thread::current();
    let mut frame = thread.filter_frame;
    while !frame.is_null() && (frame as usize) < context.sp {
        frame = (*frame).previous;
    }
    // A filter that throws is false.
    let result = call(data as *const u8, object.addr(), frame as usize);
    result.is_ok_and(|value| value as i32 != 0)
}

/// Calls managed code with two words (or fewer). An exception that it throws ends the call and is the error.
///
/// # Safety
/// `code` is the address of a managed function that takes these arguments.
pub unsafe fn call(code: *const u8, a: usize, b: usize) -> Result<usize, ObjectRef> {
    let thread = thread::current();
    let frames = thread.filter_frame;
    let mut guard = Guard {
        context: Context::default(),
        previous: thread.guard as *mut Guard,
        exception: ObjectRef::NULL,
    };
    thread.guard = &raw mut guard as usize;
    let result = smelt_call_guarded(a, b, code, &raw mut guard);
    let thread = thread::current();
    thread.guard = guard.previous as usize;
    thread.filter_frame = frames;
    let exception = (&raw const guard.exception).read_volatile();
    if exception.is_null() {
        Ok(result)
    } else {
        Err(exception)
    }
}

/// The second walk: runs the next landing pad on the way to the target.
unsafe fn unwind_to(record: *mut InFlight, from: &Context) -> ! {
    let mut context = *from;
    loop {
        let target = match (*record).target {
            Target::Guard(guard) if context.sp >= (*guard).context.sp => {
                (*guard).exception = (*record).object;
                release(record);
                let back = (*guard).context;
                smelt_restore(&back, 0, 0)
            }
            Target::Guard(_) | Target::End => None,
            Target::Handler { sp, pad, selector } => (sp == context.sp).then_some((pad, selector)),
        };
        let Some(frame) = Frame::find(context.ip - 1) else {
            lost(record)
        };
        if let Some((pad, selector)) = target {
            land(record, &frame, &context, pad, selector);
        }
        if let Some(site) = call_site(&frame, &context)
            && site.has_cleanup()
        {
            land(record, &frame, &context, site.pad, 0);
        }
        match frame.step(&context) {
            Some(next) => context = next,
            None => lost(record),
        }
    }
}

/// The end of the stack: where an unhandled exception ends the process.
unsafe fn lost(record: *const InFlight) -> ! {
    match (*record).target {
        Target::End => os::abort(),
        _ => os::fatal("An exception lost its handler"),
    }
}

/// Goes on at a landing pad.
unsafe fn land(
    record: *mut InFlight,
    frame: &Frame,
    context: &Context,
    pad: usize,
    selector: i64,
) -> ! {
    (*record).pad_sp = context.sp;
    let thread = thread::current();
    while !thread.filter_frame.is_null() && (thread.filter_frame as usize) < context.sp {
        thread.filter_frame = (*thread.filter_frame).previous;
    }
    let mut landing = *context;
    landing.ip = pad;
    landing.sp += frame.args_size;
    smelt_restore(&landing, record as usize, selector as usize)
}

unsafe extern "C" fn resume(record: *mut InFlight, context: *const Context) -> ! {
    unwind_to(record, &*context)
}

/// Takes a record out of the thread's list and frees it.
unsafe fn release(record: *mut InFlight) {
    let mut link = &raw mut thread::current().in_flight;
    while !(*link).is_null() {
        if *link == record {
            *link = (*record).next;
            break;
        }
        link = &raw mut (**link).next;
    }
    drop(Box::from_raw(record));
}

/// Helper `BeginCatch`: the handler has it. Exceptions whose landing pads ran in frames that are gone now were replaced by this one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_begin_catch(record: *mut InFlight) -> ObjectRef {
    let object = (*record).object;
    let sp = (*record).pad_sp;
    let mut link = &raw mut thread::current().in_flight;
    while !(*link).is_null() {
        let this = *link;
        if this == record || ((*this).pad_sp != 0 && (*this).pad_sp < sp) {
            *link = (*this).next;
            drop(Box::from_raw(this));
        } else {
            link = &raw mut (*this).next;
        }
    }
    object
}

/// The thread ends: nothing is in flight any more.
pub fn thread_exit(thread: &mut thread::Thread) {
    let mut record = core::mem::replace(&mut thread.in_flight, ptr::null_mut());
    while !record.is_null() {
        // SAFETY: the list's records are boxes that only this thread uses.
        unsafe {
            let next = (*record).next;
            drop(Box::from_raw(record));
            record = next;
        }
    }
}

/// Marks functions of compiled code in the unwind tables. Our own walk reads their tables itself; a foreign unwinder that meets such a frame (thread
/// cancellation) is told to go on.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_personality(
    _version: i32,
    _actions: i32,
    _class: u64,
    _exception: *mut u8,
    _context: *mut u8,
) -> i32 {
    const CONTINUE_UNWIND: i32 = 8;
    CONTINUE_UNWIND
}

/// Nobody handles the exception: tells the program and prints it. The process ends when the `finally` blocks have run; an exception that one of them
/// throws is not reported any more.
fn report_unhandled(object: ObjectRef) {
    let thread = thread::current();
    if core::mem::replace(&mut thread.unhandled, true) {
        return;
    }
    let notify = image::entry(Entry::UnhandledException);
    if !notify.is_null() {
        // SAFETY: the entry has this signature and catches everything.
        unsafe {
            let notify: extern "C" fn(ObjectRef) = core::mem::transmute(notify);
            notify(object);
        }
    }
    report(b"Unhandled exception. ", object);
}

/// Reports the exception as unhandled and ends the process at once.
pub fn unhandled(object: ObjectRef) -> ! {
    report_unhandled(object);
    os::abort()
}

/// Prints a prefix and the exception's text to standard error.
pub fn report(prefix: &[u8], object: ObjectRef) {
    let mut string = ObjectRef::NULL;
    let to_string = image::entry(Entry::ExceptionToString);
    if !to_string.is_null() && !object.is_null() {
        // SAFETY: the entry has this signature and catches everything.
        unsafe {
            let to_string: extern "C" fn(ObjectRef) -> ObjectRef = core::mem::transmute(to_string);
            string = to_string(object);
        }
    }
    if string.is_null() {
        // Its ToString throws.
        os::write_stderr(
            b"\n   Cannot print exception string because Exception.ToString() failed.\n",
        );
        return;
    }
    os::write_stderr(prefix);
    // SAFETY: a string.
    os::write_stderr_utf16(unsafe { text::chars(string) });
    os::write_stderr(b"\n");
}

/// Helper `ReportUnhandled`: the filter around an entry from native code. Nobody above it handles the exception.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_report_unhandled(object: ObjectRef) {
    report_unhandled(object);
}

/// Helper `Unhandled`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_unhandled(object: ObjectRef) -> ! {
    unhandled(object)
}

/// Helper `FailFast`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fail_fast(text: *const u8, length: i64) -> ! {
    os::write_stderr(b"Process terminated.\n");
    os::write_stderr(core::slice::from_raw_parts(text, length as usize));
    os::write_stderr(b"\n");
    trace::write_current();
    os::abort()
}
