//! Walking frames: a reader of the image's own `.eh_frame` (DWARF call frame information, LSB core 10.6 and DWARF 5 section 6.4). Only the image is walked:
//! compiled code and this library. A frame of any other library ends the walk.

use super::lsda::Reader;
use core::sync::atomic::{AtomicUsize, Ordering::*};

/// Registers of a frame at a call: those that a callee preserves, the stack pointer after the call, and the address at which it continues.
#[repr(C)]
#[derive(Copy, Clone, Default, Debug)]
pub struct Context {
    pub rbx: usize,
    pub rbp: usize,
    pub r12: usize,
    pub r13: usize,
    pub r14: usize,
    pub r15: usize,
    pub sp: usize,
    pub ip: usize,
}

impl Context {
    /// By DWARF number (System V x86-64).
    fn get(&self, register: u64) -> Option<usize> {
        Some(match register {
            3 => self.rbx,
            6 => self.rbp,
            7 => self.sp,
            12 => self.r12,
            13 => self.r13,
            14 => self.r14,
            15 => self.r15,
            16 => self.ip,
            _ => return None,
        })
    }

    fn set(&mut self, register: usize, value: usize) {
        match register {
            3 => self.rbx = value,
            6 => self.rbp = value,
            12 => self.r12 = value,
            13 => self.r13 = value,
            14 => self.r14 = value,
            15 => self.r15 = value,
            16 => self.ip = value,
            _ => {}
        }
    }
}

/// What the tables say about the function around an address.
pub struct Frame {
    /// First address of the function.
    pub start: usize,
    /// Language-specific data or 0.
    pub lsda: usize,
    /// Personality routine or 0.
    pub personality: usize,
    /// Bytes of arguments pushed at the address.
    pub args_size: usize,
    row: Row,
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum Rule {
    Same,
    Undefined,
    /// Saved at CFA + n.
    Offset(i32),
    /// Is CFA + n.
    Value(i32),
}

#[derive(Copy, Clone)]
struct Row {
    cfa_register: u64,
    cfa_offset: i64,
    rules: [Rule; 17],
}

const MAX_SAVED_ROWS: usize = 4;

impl Frame {
    /// The frame of the function that contains `pc`. None outside of the image, or if the tables use what this reader doesn't know.
    pub fn find(pc: usize) -> Option<Frame> {
        // SAFETY: the tables are those of the image, made by the linker.
        unsafe { decode(find_fde(pc)?, pc) }
    }

    /// The caller's registers. None at the end of the stack.
    pub unsafe fn step(&self, context: &Context) -> Option<Context> {
        let cfa = context
            .get(self.row.cfa_register)?
            .wrapping_add(self.row.cfa_offset as usize);
        let mut next = *context;
        next.ip = 0;
        for (register, rule) in self.row.rules.iter().enumerate() {
            match *rule {
                Rule::Same => {}
                Rule::Undefined => next.set(register, 0),
                Rule::Offset(n) => {
                    next.set(register, *(cfa.wrapping_add(n as usize) as *const usize))
                }
                Rule::Value(n) => next.set(register, cfa.wrapping_add(n as usize)),
            }
        }
        next.sp = cfa;
        (next.ip != 0).then_some(next)
    }
}

/// Address of `.eh_frame_hdr`, 0 while unknown.
static HEADER: AtomicUsize = AtomicUsize::new(0);

unsafe extern "C" {
    static __ehdr_start: libc::Elf64_Ehdr;
}

/// Address of the image's ELF header.
pub fn image_start() -> usize {
    &raw const __ehdr_start as usize
}

fn header() -> usize {
    let known = HEADER.load(Relaxed);
    if known != 0 {
        return known;
    }
    // SAFETY: the linker defines the symbol at the image's ELF header; program headers follow it.
    unsafe {
        let base = &raw const __ehdr_start as usize;
        let headers = (base + __ehdr_start.e_phoff as usize) as *const libc::Elf64_Phdr;
        for i in 0..__ehdr_start.e_phnum as usize {
            let header = &*headers.add(i);
            if header.p_type == libc::PT_GNU_EH_FRAME {
                let address = base + header.p_vaddr as usize;
                HEADER.store(address, Relaxed);
                return address;
            }
        }
    }
    0
}

/// The function description entry of an address, by binary search in `.eh_frame_hdr`.
unsafe fn find_fde(pc: usize) -> Option<*const u8> {
    let header = header();
    if header == 0 {
        return None;
    }
    let mut reader = Reader::at(header as *const u8);
    let version = reader.u8();
    let frame_encoding = reader.u8();
    let count_encoding = reader.u8();
    let table_encoding = reader.u8();
    // Data-relative pairs of i32, as all linkers make them.
    if version != 1 || table_encoding != 0x3b {
        return None;
    }
    reader.encoded(frame_encoding, header);
    let count = reader.encoded(count_encoding, header);
    let table = core::slice::from_raw_parts(reader.position().cast::<[i32; 2]>(), count);
    let key = (pc as isize).wrapping_sub(header as isize);
    let key = i32::try_from(key).ok()?;
    let at = table.partition_point(|entry| entry[0] <= key);
    let entry = table.get(at.checked_sub(1)?)?;
    Some((header as isize + entry[1] as isize) as *const u8)
}

unsafe fn decode(fde: *const u8, pc: usize) -> Option<Frame> {
    let mut reader = Reader::at(fde);
    let length = reader.u32() as usize;
    let end = reader.position().add(length);
    let cie = reader.position().sub(0);
    let distance = reader.u32() as usize;
    if length == 0 || length >= 0xffff_fff0 || distance == 0 {
        return None;
    }
    let cie = Cie::decode(cie.sub(distance))?;
    let start = reader.encoded(cie.pointer_encoding, 0);
    let size = reader.encoded(cie.pointer_encoding & 0xf, 0);
    if pc.wrapping_sub(start) >= size {
        return None;
    }
    let mut lsda = 0;
    if cie.augmented {
        let bytes = reader.uleb() as usize;
        let after = reader.position().add(bytes);
        if cie.lsda_encoding != 0xff {
            lsda = reader.encoded(cie.lsda_encoding, 0);
        }
        reader = Reader::at(after);
    }
    let mut machine = Machine {
        row: Row {
            cfa_register: 7,
            cfa_offset: 8,
            rules: [Rule::Same; 17],
        },
        initial: [Rule::Same; 17],
        saved: [None; MAX_SAVED_ROWS],
        depth: 0,
        location: start,
        args_size: 0,
    };
    machine.run(&cie, cie.program, cie.end, usize::MAX)?;
    machine.initial = machine.row.rules;
    machine.location = start;
    machine.run(&cie, reader.position(), end, pc)?;
    Some(Frame {
        start,
        lsda,
        personality: cie.personality,
        args_size: machine.args_size,
        row: machine.row,
    })
}

struct Cie {
    code_align: usize,
    data_align: i64,
    pointer_encoding: u8,
    lsda_encoding: u8,
    personality: usize,
    augmented: bool,
    program: *const u8,
    end: *const u8,
}

impl Cie {
    unsafe fn decode(at: *const u8) -> Option<Cie> {
        let mut reader = Reader::at(at);
        let length = reader.u32() as usize;
        let end = reader.position().add(length);
        if reader.u32() != 0 {
            return None;
        }
        let version = reader.u8();
        let augmentation = reader.position();
        while reader.u8() != 0 {}
        let mut cie = Cie {
            code_align: reader.uleb() as usize,
            data_align: reader.sleb(),
            pointer_encoding: 0,
            lsda_encoding: 0xff,
            personality: 0,
            augmented: false,
            program: end,
            end,
        };
        if version == 1 {
            reader.u8();
        } else {
            reader.uleb();
        }
        let mut letters = Reader::at(augmentation);
        let mut after = None;
        loop {
            match letters.u8() {
                0 => break,
                b'z' => {
                    cie.augmented = true;
                    let bytes = reader.uleb() as usize;
                    after = Some(reader.position().add(bytes));
                }
                b'P' => {
                    let encoding = reader.u8();
                    cie.personality = reader.encoded(encoding, 0);
                }
                b'L' => cie.lsda_encoding = reader.u8(),
                b'R' => cie.pointer_encoding = reader.u8(),
                b'S' | b'B' => {}
                _ => break,
            }
        }
        cie.program = after.unwrap_or(reader.position());
        Some(cie)
    }
}

/// Interpreter of call frame instructions.
struct Machine {
    row: Row,
    initial: [Rule; 17],
    saved: [Option<Row>; MAX_SAVED_ROWS],
    depth: usize,
    location: usize,
    args_size: usize,
}

impl Machine {
    fn rule(&mut self, register: u64, rule: Rule) {
        if let Some(slot) = self.row.rules.get_mut(register as usize) {
            *slot = rule;
        }
    }

    /// Runs until the row of `pc` is complete.
    unsafe fn run(&mut self, cie: &Cie, from: *const u8, to: *const u8, pc: usize) -> Option<()> {
        let mut reader = Reader::at(from);
        while reader.position() < to {
            let op = reader.u8();
            let low = u64::from(op & 0x3f);
            match op >> 6 {
                1 => {
                    if !self.advance(low as usize * cie.code_align, pc) {
                        return Some(());
                    }
                    continue;
                }
                2 => {
                    let offset = reader.uleb() as i64 * cie.data_align;
                    self.rule(low, Rule::Offset(offset as i32));
                    continue;
                }
                3 => {
                    let initial = *self.initial.get(low as usize).unwrap_or(&Rule::Same);
                    self.rule(low, initial);
                    continue;
                }
                _ => {}
            }
            match op {
                0x00 => {}
                0x01 => self.location = reader.encoded(cie.pointer_encoding, 0),
                0x02..=0x04 => {
                    let delta = match op {
                        0x02 => reader.u8() as usize,
                        0x03 => reader.u16() as usize,
                        _ => reader.u32() as usize,
                    };
                    if !self.advance(delta * cie.code_align, pc) {
                        return Some(());
                    }
                }
                0x05 => {
                    let register = reader.uleb();
                    let offset = reader.uleb() as i64 * cie.data_align;
                    self.rule(register, Rule::Offset(offset as i32));
                }
                0x06 => {
                    let register = reader.uleb();
                    let initial = *self.initial.get(register as usize).unwrap_or(&Rule::Same);
                    self.rule(register, initial);
                }
                0x07 => {
                    let register = reader.uleb();
                    self.rule(register, Rule::Undefined);
                }
                0x08 => {
                    let register = reader.uleb();
                    self.rule(register, Rule::Same);
                }
                0x0a => {
                    *self.saved.get_mut(self.depth)? = Some(self.row);
                    self.depth += 1;
                }
                0x0b => {
                    self.depth = self.depth.checked_sub(1)?;
                    self.row = self.saved[self.depth]?;
                }
                0x0c => {
                    self.row.cfa_register = reader.uleb();
                    self.row.cfa_offset = reader.uleb() as i64;
                }
                0x0d => self.row.cfa_register = reader.uleb(),
                0x0e => self.row.cfa_offset = reader.uleb() as i64,
                0x11 => {
                    let register = reader.uleb();
                    let offset = reader.sleb() * cie.data_align;
                    self.rule(register, Rule::Offset(offset as i32));
                }
                0x12 => {
                    self.row.cfa_register = reader.uleb();
                    self.row.cfa_offset = reader.sleb() * cie.data_align;
                }
                0x13 => self.row.cfa_offset = reader.sleb() * cie.data_align,
                0x14 => {
                    let register = reader.uleb();
                    let offset = reader.uleb() as i64 * cie.data_align;
                    self.rule(register, Rule::Value(offset as i32));
                }
                0x2e => self.args_size = reader.uleb() as usize,
                // Expressions (0x0f, 0x10, 0x16) and registers in registers (0x09) occur in neither LLVM's nor rustc's code for us.
                _ => return None,
            }
        }
        Some(())
    }

    /// False when the row of `pc` is complete.
    fn advance(&mut self, bytes: usize, pc: usize) -> bool {
        let next = self.location + bytes;
        if pc < next {
            return false;
        }
        self.location = next;
        true
    }
}

/// Calls `f` with the return addresses of the callers of `context`'s frame, innermost first, until it returns false.
pub unsafe fn walk(context: &Context, mut f: impl FnMut(usize) -> bool) {
    let mut context = *context;
    loop {
        let Some(frame) = Frame::find(context.ip - 1) else {
            return;
        };
        if !f(context.ip) {
            return;
        }
        match frame.step(&context) {
            Some(next) => context = next,
            None => return,
        }
    }
}
