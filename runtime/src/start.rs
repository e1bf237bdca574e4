//! From the kernel to `Main` and back: self-relocation, the C library's start, heap, main thread, app context, exit.

use crate::image::{self, Entry};
use crate::thread;
use crate::threads::{self, NativeThread, StackRange};
use crate::{heap, os, text};
use alloc::vec::Vec;
use core::ffi::{CStr, c_char, c_int};
use core::sync::atomic::{AtomicI32, AtomicU32, Ordering::*};

#[cfg(all(not(test), target_arch = "x86_64"))]
core::arch::global_asm!(
    ".text",
    ".globl _start",
    ".type _start,@function",
    "_start:",
    ".cfi_startproc",
    ".cfi_undefined rip",
    "xor ebp, ebp",
    "mov r12, rsp",
    "mov r13, rdx",
    "and rsp, -16",
    ".hidden _DYNAMIC",
    ".hidden __ehdr_start",
    "lea rdi, [rip + _DYNAMIC]",
    "lea rsi, [rip + __ehdr_start]",
    "call {relocate}",
    // __libc_start_main(main, argc, argv, init, fini, rtld_fini, stack_end)
    "lea rdi, [rip + {main}]",
    "mov rsi, [r12]",
    "lea rdx, [r12 + 8]",
    "xor ecx, ecx",
    "xor r8d, r8d",
    "mov r9, r13",
    "push r12",
    "push r12",
    "call __libc_start_main@PLT",
    "hlt",
    ".cfi_endproc",
    ".size _start, .-_start",
    relocate = sym relocate,
    main = sym main,
);

/// Applies the image's packed relative relocations when they stand under the tags that the C library's loader skips. Runs before anything
/// else: it uses no data that needs relocation.
#[cfg_attr(test, allow(dead_code))]
unsafe extern "C" fn relocate(dynamic: *const [usize; 2], base: usize) {
    const DT_ANDROID_RELR: usize = 0x6fff_e000;
    const DT_ANDROID_RELRSZ: usize = 0x6fff_e001;
    let mut table = 0;
    let mut size = 0;
    let mut tag = dynamic;
    while (*tag)[0] != 0 {
        if (*tag)[0] == DT_ANDROID_RELR {
            table = (*tag)[1];
        }
        if (*tag)[0] == DT_ANDROID_RELRSZ {
            size = (*tag)[1];
        }
        tag = tag.add(1);
    }
    if table == 0 {
        return;
    }
    let entries = (base + table) as *const usize;
    let mut place = base as *mut usize;
    for i in 0..size / 8 {
        let entry = *entries.add(i);
        if entry & 1 == 0 {
            place = (base + entry) as *mut usize;
            *place = (*place).wrapping_add(base);
            place = place.add(1);
        } else {
            let mut bits = entry >> 1;
            let mut word = place;
            while bits != 0 {
                if bits & 1 != 0 {
                    *word = (*word).wrapping_add(base);
                }
                word = word.add(1);
                bits >>= 1;
            }
            place = place.add(63);
        }
    }
}

/// The process's exit code: set by `Environment.ExitCode`, `Main`'s result and `Environment.Exit`, whichever comes last.
pub static EXIT_CODE: AtomicI32 = AtomicI32::new(0);

#[cfg_attr(test, allow(dead_code))]
extern "C" fn main(argc: c_int, argv: *const *const c_char, _env: *const *const c_char) -> c_int {
    if image::root().version != smelt_abi::image::VERSION {
        os::fatal("The image does not fit this runtime");
    }
    #[cfg(target_arch = "x86_64")]
    crate::cpu::check(image::root().processor);
    heap::init(heap_limit());
    crate::gc::init();
    let native = NativeThread::new(0);
    threads::attach(native, StackRange::main(argv as usize));
    #[cfg(not(test))]
    crate::signals::init();

    let exe = executable_path();
    let context = Context::new(&exe);
    let arguments = Arguments::new(argc, argv);
    let main = image::entry(Entry::Main);
    if main.is_null() {
        os::fatal("The image has no entry point");
    }
    // SAFETY: the entry has this signature.
    let code = unsafe {
        type Main = extern "C" fn(
            *const *const u16,
            *const *const u16,
            i32,
            *const u16,
            i32,
            *const *const u16,
        ) -> i32;
        let main: Main = core::mem::transmute(main);
        main(
            context.names.as_ptr(),
            context.values.as_ptr(),
            context.names.len() as i32,
            context.exe.as_ptr(),
            arguments.pointers.len() as i32,
            arguments.pointers.as_ptr(),
        )
    };
    EXIT_CODE.store(code, Relaxed);
    threads::wait_for_foreground();
    exit_process()
}

/// Runs the exit handlers and ends the process with the latched code.
pub fn exit_process() -> ! {
    static EXITING: AtomicU32 = AtomicU32::new(0);
    let me = thread::current().thread_id;
    match EXITING.compare_exchange(0, me, AcqRel, Acquire) {
        Ok(_) => {
            let handlers = image::entry(Entry::ProcessExit);
            if !handlers.is_null() {
                // SAFETY: the entry has this signature and catches everything.
                unsafe {
                    let handlers: extern "C" fn() = core::mem::transmute(handlers);
                    handlers();
                }
            }
        }
        // A handler calls exit: at once.
        Err(owner) if owner == me => {}
        // Another thread is about to end the process.
        Err(_) => thread::blocking(|| {
            loop {
                // SAFETY: waits for a signal that ends the process.
                unsafe { libc::pause() };
            }
        }),
    }
    // SAFETY: ends the process.
    unsafe { libc::exit(EXIT_CODE.load(Relaxed)) }
}

/// A variable of the process's environment.
pub fn environment(name: &CStr) -> Option<&'static [u8]> {
    // SAFETY: the environment's strings live as long as nobody changes the variable.
    unsafe {
        let value = libc::getenv(name.as_ptr());
        (!value.is_null()).then(|| CStr::from_ptr(value).to_bytes())
    }
}

/// A property of the image's app context.
pub fn context_property(name: &str) -> Option<&'static [u16]> {
    let root = image::root();
    (0..root.context_count as usize).find_map(|i| {
        // SAFETY: the image has that many zero-terminated names and values.
        unsafe {
            let known = text::utf16_z(*root.context_names.add(i));
            known
                .iter()
                .copied()
                .eq(name.encode_utf16())
                .then(|| text::utf16_z(*root.context_values.add(i)))
        }
    })
}

/// A number from the environment (`DOTNET_...`, hexadecimal) or from a property of the app context (decimal, or hexadecimal with 0x).
pub fn setting(variable: &CStr, property: &str) -> Option<u64> {
    if let Some(value) = environment(variable) {
        let value = core::str::from_utf8(value).ok()?;
        let value = value.strip_prefix("0x").unwrap_or(value);
        return u64::from_str_radix(value, 16).ok();
    }
    let value = text::narrow(context_property(property)?);
    match value.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => value.parse().ok(),
    }
}

#[cfg_attr(test, allow(dead_code))]
fn heap_limit() -> Option<usize> {
    if let Some(limit) = setting(c"DOTNET_GCHeapHardLimit", "System.GC.HeapHardLimit") {
        return (limit != 0).then_some(limit as usize);
    }
    let percent = setting(
        c"DOTNET_GCHeapHardLimitPercent",
        "System.GC.HeapHardLimitPercent",
    )?;
    let total = heap::available_memory();
    (percent > 0 && percent <= 100).then(|| (total / 100 * percent) as usize)
}

/// Path of the executable, in bytes.
pub fn executable_path() -> Vec<u8> {
    let mut path = alloc::vec![0u8; 4096];
    // SAFETY: the buffer is valid for its length.
    let n = unsafe {
        libc::readlink(
            c"/proc/self/exe".as_ptr(),
            path.as_mut_ptr().cast(),
            path.len(),
        )
    };
    path.truncate(n.max(0) as usize);
    path
}

fn zero_terminated(bytes: &[u8]) -> Vec<u16> {
    let mut wide = text::widen(bytes);
    wide.push(0);
    wide
}

/// App context as `AppContext.Setup` takes it: the image's properties and the base directory.
#[cfg_attr(test, allow(dead_code))]
struct Context {
    names: Vec<*const u16>,
    values: Vec<*const u16>,
    exe: Vec<u16>,
    _owned: [Vec<u16>; 2],
}

#[cfg_attr(test, allow(dead_code))]
impl Context {
    fn new(exe: &[u8]) -> Context {
        const BASE_DIRECTORY: &str = "APP_CONTEXT_BASE_DIRECTORY";
        let root = image::root();
        let count = root.context_count as usize;
        let mut names = Vec::with_capacity(count + 1);
        let mut values = Vec::with_capacity(count + 1);
        for i in 0..count {
            // SAFETY: the image has that many names and values.
            unsafe {
                names.push(*root.context_names.add(i));
                values.push(*root.context_values.add(i));
            }
        }
        let end = exe.iter().rposition(|&c| c == b'/').map_or(0, |at| at + 1);
        let owned = [
            zero_terminated(BASE_DIRECTORY.as_bytes()),
            zero_terminated(&exe[..end]),
        ];
        if context_property(BASE_DIRECTORY).is_none() {
            names.push(owned[0].as_ptr());
            values.push(owned[1].as_ptr());
        }
        Context {
            names,
            values,
            exe: zero_terminated(exe),
            _owned: owned,
        }
    }
}

/// The command line without the executable, as UTF-16.
#[cfg_attr(test, allow(dead_code))]
struct Arguments {
    pointers: Vec<*const u16>,
    _owned: Vec<Vec<u16>>,
}

#[cfg_attr(test, allow(dead_code))]
impl Arguments {
    fn new(argc: c_int, argv: *const *const c_char) -> Arguments {
        let owned: Vec<Vec<u16>> = (1..argc.max(1) as usize)
            // SAFETY: argv has argc strings.
            .map(|i| zero_terminated(unsafe { CStr::from_ptr(*argv.add(i)) }.to_bytes()))
            .collect();
        Arguments {
            pointers: owned.iter().map(|a| a.as_ptr()).collect(),
            _owned: owned,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_relocations_are_applied() {
        // Memory image: words 0..8 relocated as the table at word 8 says; dynamic section last.
        let mut words = vec![0usize; 80];
        for (i, word) in words.iter_mut().enumerate() {
            *word = i;
        }
        let base = words.as_ptr() as usize;
        // An address entry (word 1), then a bitmap: words 2 and 4.
        words[70] = 8;
        words[71] = 1 | (0b101 << 1);
        let dynamic = [[0x6fff_e000, 70 * 8], [0x6fff_e001, 16], [0, 0]];
        // SAFETY: the table describes the vector's own memory.
        unsafe { relocate(dynamic.as_ptr(), base) };
        assert_eq!(words[0], 0);
        assert_eq!(words[1], 1 + base);
        assert_eq!(words[2], 2 + base);
        assert_eq!(words[3], 3);
        assert_eq!(words[4], 4 + base);
        assert_eq!(words[5], 5);
    }
}
