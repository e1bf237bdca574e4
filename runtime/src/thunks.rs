//! Thunks: native function pointers of delegates. A thunk is a few bytes of code, all the same, that load the address of their own data (a page
//! further) into the static chain register and jump to the code named there. Nothing is generated at run time: pages of thunks are
//! further mappings of one page of the executable file.

use crate::eh::{trace, unwind};
use crate::object::{ObjectRef, TypeHandle};
use crate::os::{self, Mutex};
use crate::typenames;
use crate::vm::handles;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::format;
use alloc::vec::Vec;
use core::ptr;

/// Bytes of a page of thunks, and of the page of their data behind it.
const PAGE: usize = 4096;
/// Bytes of a thunk, and of its data.
const THUNK: usize = 16;

#[cfg(target_arch = "x86_64")]
core::arch::global_asm!(
    ".section .text.smelt_thunks, \"ax\", @progbits",
    ".balign 4096",
    ".hidden smelt_thunk_page",
    ".globl smelt_thunk_page",
    "smelt_thunk_page:",
    ".rept 256",
    "lea r10, [rip + 4096 - 7]",
    "jmp qword ptr [r10 + 8]",
    ".balign 16, 0xcc",
    ".endr",
    ".text",
);

unsafe extern "C" {
    static smelt_thunk_page: u8;
}

/// What a thunk finds: `smelt_ir`'s `DelegateEntry` reads the handle.
#[repr(C)]
struct Data {
    /// Weak handle of the delegate.
    handle: usize,
    code: *const u8,
}

const _: () = assert!(size_of::<Data>() == THUNK);

/// Address of a thunk's code.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Thunk(usize);

impl Thunk {
    fn data(self) -> *mut Data {
        (self.0 + PAGE) as *mut Data
    }

    /// The delegate, null when it was collected.
    fn delegate(self) -> ObjectRef {
        // SAFETY: thunks in use have data with a handle, which is a slot.
        unsafe { ((*self.data()).handle as *const ObjectRef).read() }
    }
}

struct Thunks {
    /// Starts of the mapped pages.
    pages: Vec<usize>,
    /// Thunks by the address of their delegate (objects don't move).
    used: BTreeMap<usize, Thunk>,
    free: Vec<Thunk>,
    /// Thunks of collected delegates, oldest first: they stay for a while, so that a late call is told.
    dead: VecDeque<Thunk>,
}

/// A dead thunk is used again after so many others died.
const KEEP_DEAD: usize = 256;

static THUNKS: Mutex<Thunks> = Mutex::new(Thunks {
    pages: Vec::new(),
    used: BTreeMap::new(),
    free: Vec::new(),
    dead: VecDeque::new(),
});

impl Thunks {
    fn find(&self, delegate: ObjectRef) -> Option<Thunk> {
        let thunk = *self.used.get(&(delegate.0 as usize))?;
        (thunk.delegate() == delegate).then_some(thunk)
    }

    fn take(&mut self) -> Option<Thunk> {
        if self.free.is_empty() {
            let dead = &mut self.dead;
            self.used.retain(|_, thunk| {
                let lives = !thunk.delegate().is_null();
                if !lives {
                    dead.push_back(*thunk);
                }
                lives
            });
            while self.dead.len() > KEEP_DEAD {
                let Some(thunk) = self.dead.pop_front() else {
                    break;
                };
                // SAFETY: a handle that only this thunk has.
                unsafe { handles::free((*thunk.data()).handle) };
                self.free.push(thunk);
            }
        }
        if self.free.is_empty() {
            let page = map_page()?;
            self.pages.push(page);
            self.free
                .extend((0..PAGE / THUNK).rev().map(|i| Thunk(page + i * THUNK)));
        }
        self.free.pop()
    }
}

/// The native function pointer of a delegate, entering `code`; `None`: no memory.
pub fn of_delegate(delegate: ObjectRef, code: *const u8) -> Option<usize> {
    let mut thunks = THUNKS.lock();
    if let Some(thunk) = thunks.find(delegate) {
        return Some(thunk.0);
    }
    let thunk = thunks.take()?;
    let handle = handles::allocate(delegate, handles::kind::WEAK_TRACK_RESURRECTION as i32);
    // SAFETY: the data of a thunk that nobody has.
    unsafe { thunk.data().write(Data { handle, code }) };
    if let Some(old) = thunks.used.insert(delegate.0 as usize, thunk) {
        thunks.dead.push_back(old);
    }
    Some(thunk.0)
}

/// The delegate behind a native function pointer, if it is one of ours and lives.
pub fn delegate_of(address: usize) -> Option<ObjectRef> {
    let thunks = THUNKS.lock();
    let ours = thunks
        .pages
        .iter()
        .any(|&page| address.wrapping_sub(page) < PAGE && address.is_multiple_of(THUNK));
    if !ours {
        return None;
    }
    let thunk = Thunk(address);
    // SAFETY: mapped data; zero in thunks that were never used.
    if unsafe { (*thunk.data()).handle } == 0 {
        return None;
    }
    let delegate = thunk.delegate();
    (!delegate.is_null()).then_some(delegate)
}

/// Maps the page of thunks once more, with a page for data behind it.
fn map_page() -> Option<usize> {
    let offset = file_offset(&raw const smelt_thunk_page as usize)?;
    // SAFETY: plain system calls; the page of the file replaces half of a fresh mapping.
    unsafe {
        let file = libc::open(c"/proc/self/exe".as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC);
        if file < 0 {
            return None;
        }
        let writable = libc::PROT_READ | libc::PROT_WRITE;
        let fresh = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        let page = libc::mmap(ptr::null_mut(), 2 * PAGE, writable, fresh, -1, 0);
        let mut code = libc::MAP_FAILED;
        if page != libc::MAP_FAILED {
            let executable = libc::PROT_READ | libc::PROT_EXEC;
            let fixed = libc::MAP_PRIVATE | libc::MAP_FIXED;
            code = libc::mmap(page, PAGE, executable, fixed, file, offset as libc::off_t);
        }
        libc::close(file);
        (code != libc::MAP_FAILED).then_some(page as usize)
    }
}

/// Where the executable file has what is loaded at an address.
fn file_offset(address: usize) -> Option<usize> {
    let base = unwind::image_start();
    // SAFETY: the ELF header of the image and its program headers.
    unsafe {
        let elf = &*(base as *const libc::Elf64_Ehdr);
        let headers = (base + elf.e_phoff as usize) as *const libc::Elf64_Phdr;
        (0..elf.e_phnum as usize)
            .map(|i| &*headers.add(i))
            .filter(|h| h.p_type == libc::PT_LOAD)
            .map(|h| (h, (address - base).wrapping_sub(h.p_vaddr as usize)))
            .find(|&(h, inside)| inside < h.p_filesz as usize)
            .map(|(h, inside)| h.p_offset as usize + inside)
    }
}

/// Called by the entry of a delegate type whose delegate is gone.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_collected_delegate(handle: TypeHandle) -> ! {
    let module = handle.info().module;
    // SAFETY: types have a module record with names.
    let assembly = unsafe {
        alloc::string::String::from_utf8_lossy(crate::object::c_text((*module).name)).into_owned()
    };
    let name = typenames::construct(handle, typenames::format::NAMESPACE);
    os::write_stderr(b"Process terminated.\n");
    os::write_stderr(
        format!(
            "A callback was made on a garbage collected delegate of type '{assembly}!{name}::Invoke'.\n"
        )
        .as_bytes(),
    );
    trace::write_current();
    os::abort()
}
