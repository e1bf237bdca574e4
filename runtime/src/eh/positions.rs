//! The table of positions in compiled code (`smelt_abi::frame_table`): inlined functions, files and lines. Read from the executable's file when it is
//! first needed, so that it costs nothing before.

use super::unwind::{self, Frame};
use crate::os::Mutex;
use alloc::vec::Vec;
use smelt_abi::frame_table as abi;

/// A function at a position of its code.
#[derive(Clone, Copy)]
pub struct Position<'a> {
    /// Name of an inlined function; `None`: the function whose frame it is.
    pub name: Option<&'a [u8]>,
    /// Source file; empty if unknown.
    pub file: &'a [u8],
    pub line: u32,
}

static TABLE: Mutex<Option<Vec<u8>>> = Mutex::new(None);

/// Calls `f` with the positions at the address before `ip`, innermost first; the last one is that of the function whose frame it is.
pub fn at(ip: usize, frame: &Frame, mut f: impl FnMut(Position<'_>)) {
    let mut table = TABLE.lock();
    let table = Table(table.get_or_insert_with(load));
    let own = Position {
        name: None,
        file: b"",
        line: 0,
    };
    let start = frame.start.wrapping_sub(unwind::image_start()) as u32;
    let mut next = table
        .position(start, (ip - 1 - frame.start) as u64)
        .unwrap_or(0);
    if next == 0 {
        return f(own);
    }
    while next != 0 {
        let record = table.word(abi::POSITIONS) + (next as usize - 1) * abi::POSITION_SIZE;
        let name = table.word(record + abi::POSITION_NAME);
        f(Position {
            name: (name != 0).then(|| table.string(name)),
            file: table.string(table.word(record + abi::POSITION_FILE)),
            line: table.word(record + abi::POSITION_LINE) as u32,
        });
        next = table.word(record + abi::POSITION_CALLER) as u32;
    }
}

/// The section's bytes. Reading outside of it gives zeros, so that a damaged file does no harm.
struct Table<'a>(&'a [u8]);

impl<'a> Table<'a> {
    fn word(&self, at: usize) -> usize {
        match self.0.get(at..at + 4) {
            Some(bytes) => u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize,
            None => 0,
        }
    }

    fn string(&self, offset: usize) -> &'a [u8] {
        let rest = self.0.get(self.word(abi::STRINGS) + offset..);
        let rest = rest.unwrap_or_default();
        rest.split(|&c| c == 0).next().unwrap_or_default()
    }

    fn uleb(&self, at: &mut usize) -> u64 {
        let mut value = 0;
        let mut shift = 0;
        while let Some(&byte) = self.0.get(*at) {
            *at += 1;
            value |= u64::from(byte & 0x7f) << (shift & 63);
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        value
    }

    /// Number + 1 of the position at an offset in the function that starts at `start`.
    fn position(&self, start: u32, offset: u64) -> Option<u32> {
        let functions = self.word(abi::FUNCTIONS);
        let start_of = |i: usize| self.word(functions + i * abi::FUNCTION_SIZE) as u32;
        let (mut low, mut high) = (0, self.word(abi::FUNCTION_COUNT));
        while low < high {
            let middle = (low + high) / 2;
            if start_of(middle) < start {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if low >= self.word(abi::FUNCTION_COUNT) || start_of(low) != start {
            return None;
        }
        let mut at = self.word(functions + low * abi::FUNCTION_SIZE + 4);
        let mut address = 0;
        let mut found = 0;
        for _ in 0..self.uleb(&mut at) {
            address += self.uleb(&mut at);
            if address > offset {
                break;
            }
            found = self.uleb(&mut at) as u32;
        }
        Some(found)
    }
}

/// Reads the section from the file of the executable; empty when it has none.
fn load() -> Vec<u8> {
    // SAFETY: plain file access.
    unsafe {
        let file = libc::open(c"/proc/self/exe".as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC);
        if file < 0 {
            return Vec::new();
        }
        let section = read_section(file).unwrap_or_default();
        libc::close(file);
        section
    }
}

unsafe fn read_section(file: i32) -> Option<Vec<u8>> {
    let header = read(file, 0, size_of::<libc::Elf64_Ehdr>())?;
    let header: libc::Elf64_Ehdr = header.as_ptr().cast::<libc::Elf64_Ehdr>().read_unaligned();
    let count = usize::from(header.e_shnum);
    let sections = read(file, header.e_shoff, count * size_of::<libc::Elf64_Shdr>())?;
    for i in 0..count {
        let section = sections.as_ptr().cast::<libc::Elf64_Shdr>().add(i);
        let section = section.read_unaligned();
        if section.sh_type == abi::SECTION_TYPE {
            return read(file, section.sh_offset, section.sh_size as usize);
        }
    }
    None
}

unsafe fn read(file: i32, offset: u64, size: usize) -> Option<Vec<u8>> {
    let mut bytes = alloc::vec![0u8; size];
    let mut done = 0;
    while done < size {
        let at = (offset as usize + done) as i64;
        let n = libc::pread(file, bytes[done..].as_mut_ptr().cast(), size - done, at);
        if n <= 0 {
            return None;
        }
        done += n as usize;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_of_a_function() {
        // One function at 0x1000 with ranges 0..4: none, 4..9: position 2 in position 1, 9..: position 1.
        let mut t = Vec::new();
        for word in [1u32, 16, 36, 68, 0x1000, 24] {
            t.extend(word.to_le_bytes());
        }
        t.extend([3, 0, 0, 4, 2, 5, 1]);
        t.resize(36, 0);
        for word in [0u32, 0, 1, 10, 1, 5, 1, 20] {
            t.extend(word.to_le_bytes());
        }
        t.extend(b"\0f.c\0In()\0");
        let table = Table(&t);
        assert_eq!(table.position(0x1000, 3), Some(0));
        assert_eq!(table.position(0x1000, 4), Some(2));
        assert_eq!(table.position(0x1000, 8), Some(2));
        assert_eq!(table.position(0x1000, 900), Some(1));
        assert_eq!(table.position(0x1001, 900), None);
        assert_eq!(table.string(5), b"In()");
        assert_eq!(table.word(1 << 20), 0);
    }
}
