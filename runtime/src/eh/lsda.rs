//! Language-specific data of functions with landing pads (Itanium C++ ABI exception handling, "LSDA"), as LLVM writes it.

/// Reader of encoded data. The caller vouches for the memory.
#[derive(Copy, Clone)]
pub struct Reader(*const u8);

impl Reader {
    /// # Safety
    /// All reads stay in valid memory.
    pub unsafe fn at(position: *const u8) -> Reader {
        Reader(position)
    }

    pub fn position(&self) -> *const u8 {
        self.0
    }

    unsafe fn read<T>(&mut self) -> T {
        let value = self.0.cast::<T>().read_unaligned();
        self.0 = self.0.add(size_of::<T>());
        value
    }

    pub unsafe fn u8(&mut self) -> u8 {
        self.read()
    }

    pub unsafe fn u16(&mut self) -> u16 {
        self.read()
    }

    pub unsafe fn u32(&mut self) -> u32 {
        self.read()
    }

    pub unsafe fn uleb(&mut self) -> u64 {
        let mut value = 0;
        let mut shift = 0;
        loop {
            let byte = self.u8();
            if shift < 64 {
                value |= u64::from(byte & 0x7f) << shift;
            }
            shift += 7;
            if byte & 0x80 == 0 {
                return value;
            }
        }
    }

    pub unsafe fn sleb(&mut self) -> i64 {
        let mut value = 0i64;
        let mut shift = 0;
        loop {
            let byte = self.u8();
            if shift < 64 {
                value |= i64::from(byte & 0x7f) << shift;
            }
            shift += 7;
            if byte & 0x80 == 0 {
                if shift < 64 && byte & 0x40 != 0 {
                    value |= -1 << shift;
                }
                return value;
            }
        }
    }

    /// A pointer in a `DW_EH_PE` encoding; `data` is the base of data-relative ones. Null stays null.
    pub unsafe fn encoded(&mut self, encoding: u8, data: usize) -> usize {
        if encoding == 0xff {
            return 0;
        }
        let at = self.0 as usize;
        let value = match encoding & 0xf {
            0x0 => self.read::<usize>(),
            0x1 => self.uleb() as usize,
            0x2 => self.read::<u16>() as usize,
            0x3 => self.read::<u32>() as usize,
            0x4 => self.read::<u64>() as usize,
            0x9 => self.sleb() as usize,
            0xa => self.read::<i16>() as usize,
            0xb => self.read::<i32>() as usize,
            _ => self.read::<i64>() as usize,
        };
        if value == 0 {
            return 0;
        }
        let address = match encoding & 0x70 {
            0x10 => at.wrapping_add(value),
            0x30 => data.wrapping_add(value),
            _ => value,
        };
        if encoding & 0x80 != 0 {
            *(address as *const usize)
        } else {
            address
        }
    }
}

fn encoded_size(encoding: u8) -> usize {
    match encoding & 0xf {
        0x2 | 0xa => 2,
        0x3 | 0xb => 4,
        _ => 8,
    }
}

/// The call site that covers an address: where to land, and what is caught there.
pub struct CallSite {
    /// Landing pad.
    pub pad: usize,
    /// First action record or null (cleanup only).
    actions: *const u8,
    type_table: *const u8,
    type_encoding: u8,
}

/// One action of a landing pad, in order.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// Code that runs whatever is thrown.
    Cleanup,
    /// Catches what the descriptor at this address describes; 0 catches everything. The selector is the first number.
    Catch(i64, usize),
}

/// Finds the call site of `ip` (an address inside the call) in a function. None if it has no landing pad there.
pub unsafe fn find(lsda: usize, function: usize, ip: usize) -> Option<CallSite> {
    let mut reader = Reader::at(lsda as *const u8);
    let pads_encoding = reader.u8();
    let pads = if pads_encoding == 0xff {
        function
    } else {
        reader.encoded(pads_encoding, 0)
    };
    let type_encoding = reader.u8();
    let type_table = if type_encoding == 0xff {
        core::ptr::null()
    } else {
        let distance = reader.uleb() as usize;
        reader.position().add(distance)
    };
    let site_encoding = reader.u8();
    let bytes = reader.uleb() as usize;
    let actions = reader.position().add(bytes);
    let offset = ip - function;
    while reader.position() < actions {
        let start = reader.encoded(site_encoding, 0);
        let length = reader.encoded(site_encoding, 0);
        let pad = reader.encoded(site_encoding, 0);
        let action = reader.uleb() as usize;
        if offset < start {
            return None;
        }
        if offset < start + length {
            return (pad != 0).then(|| CallSite {
                pad: pads + pad,
                actions: match action {
                    0 => core::ptr::null(),
                    n => actions.add(n - 1),
                },
                type_table,
                type_encoding,
            });
        }
    }
    None
}

impl CallSite {
    /// Calls `f` with each action until it returns true; whether it did.
    pub unsafe fn any(&self, mut f: impl FnMut(Action) -> bool) -> bool {
        if self.actions.is_null() {
            return f(Action::Cleanup);
        }
        let mut reader = Reader::at(self.actions);
        loop {
            let selector = reader.sleb();
            let link = reader.position();
            let distance = reader.sleb();
            // Exception specifications (negative) don't occur.
            if selector == 0 {
                if f(Action::Cleanup) {
                    return true;
                }
            } else if selector > 0 && f(Action::Catch(selector, self.descriptor(selector))) {
                return true;
            }
            if distance == 0 {
                return false;
            }
            reader = Reader::at(link.offset(distance as isize));
        }
    }

    /// Whether the pad has code that must run for exceptions that it doesn't catch.
    pub unsafe fn has_cleanup(&self) -> bool {
        self.any(|action| action == Action::Cleanup)
    }

    unsafe fn descriptor(&self, selector: i64) -> usize {
        let size = encoded_size(self.type_encoding);
        Reader::at(self.type_table.sub(selector as usize * size)).encoded(self.type_encoding, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table as LLVM writes it: three call sites, two actions, absolute type table.
    fn table(types: [u64; 2]) -> Vec<u8> {
        let sites: &[u8] = &[
            0, 16, 64, 1, // 0..16 -> pad 64, first action
            16, 8, 0, 0, // 16..24 -> no pad
            32, 8, 80, 0, // 32..40 -> pad 80, cleanup only
        ];
        // Action 1 (offset 1): type 2, then the record 2 bytes after the link; action 2: cleanup, end.
        let actions: &[u8] = &[2, 1, 0, 0];
        let mut t = vec![0xff, 0x00];
        let rest = 1 + 1 + sites.len() + actions.len() + 16;
        t.push(rest as u8);
        t.push(0x01);
        t.push(sites.len() as u8);
        t.extend(sites);
        t.extend(actions);
        t.extend(types[1].to_le_bytes());
        t.extend(types[0].to_le_bytes());
        t
    }

    #[test]
    fn call_sites_and_actions() {
        let t = table([0x1111, 0x2222]);
        let lsda = t.as_ptr() as usize;
        // SAFETY: the table is well-formed.
        unsafe {
            let site = find(lsda, 0x1000, 0x1005).unwrap();
            assert_eq!(site.pad, 0x1040);
            let mut seen = Vec::new();
            site.any(|a| {
                seen.push(a);
                false
            });
            assert_eq!(seen, [Action::Catch(2, 0x2222), Action::Cleanup]);
            assert!(site.has_cleanup());
            assert!(find(lsda, 0x1000, 0x1012).is_none());
            assert!(find(lsda, 0x1000, 0x101a).is_none());
            let site = find(lsda, 0x1000, 0x1020).unwrap();
            assert_eq!(site.pad, 0x1050);
            assert!(site.any(|a| a == Action::Cleanup));
            assert!(find(lsda, 0x1000, 0x1028).is_none());
        }
    }

    #[test]
    fn catch_all_has_no_descriptor() {
        let t = table([0, 0]);
        // SAFETY: the table is well-formed.
        unsafe {
            let site = find(t.as_ptr() as usize, 0, 1).unwrap();
            assert!(site.any(|a| a == Action::Catch(2, 0)));
        }
    }

    #[test]
    fn indirect_relative_pointers() {
        let target: usize = 0x4242;
        let mut data = [0u8; 4];
        let at = data.as_ptr() as isize;
        let slot = &raw const target as isize;
        let Ok(distance) = i32::try_from(slot - at) else {
            return;
        };
        data.copy_from_slice(&distance.to_le_bytes());
        // SAFETY: reads the four bytes and the slot.
        let value = unsafe { Reader::at(data.as_ptr()).encoded(0x9b, 0) };
        assert_eq!(value, target);
    }

    #[test]
    fn leb128() {
        // SAFETY: well-formed numbers.
        unsafe {
            assert_eq!(Reader::at([0xe5, 0x8e, 0x26].as_ptr()).uleb(), 624485);
            assert_eq!(Reader::at([0x80, 0x7f].as_ptr()).sleb(), -128);
            assert_eq!(Reader::at([0x7e].as_ptr()).sleb(), -2);
        }
    }
}
