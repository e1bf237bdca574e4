//! What Rust itself needs: an allocator and a panic handler.

use core::alloc::{GlobalAlloc, Layout};

struct LibcAllocator;

// SAFETY: malloc's contract is that of GlobalAlloc for alignments up to 16; larger ones go to posix_memalign.
unsafe impl GlobalAlloc for LibcAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() <= 16 {
            libc::malloc(layout.size()).cast()
        } else {
            let mut result = core::ptr::null_mut();
            if libc::posix_memalign(&mut result, layout.align(), layout.size()) != 0 {
                return core::ptr::null_mut();
            }
            result.cast()
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        libc::free(block.cast())
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if layout.align() <= 16 {
            libc::realloc(block.cast(), size).cast()
        } else {
            let new = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !new.is_null() {
                core::ptr::copy_nonoverlapping(block, new, layout.size().min(size));
                self.dealloc(block, layout);
            }
            new
        }
    }
}

#[global_allocator]
static ALLOCATOR: LibcAllocator = LibcAllocator;

#[panic_handler]
fn panic(info: &core::panic::PanicInfo) -> ! {
    crate::os::write_stderr(b"Process terminated. Internal error of the runtime");
    if let Some(location) = info.location() {
        crate::os::write_stderr(b" at ");
        crate::os::write_stderr(location.file().as_bytes());
        crate::os::write_stderr(b":");
        let mut digits = [0u8; 10];
        crate::os::write_stderr(crate::text::decimal(location.line(), &mut digits));
    }
    crate::os::write_stderr(b"\n");
    crate::os::abort()
}

/// Named by the unwind tables of the precompiled core library, whose landing pads never run: nothing unwinds through Rust.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {
    crate::os::abort()
}
