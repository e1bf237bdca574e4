//! Makes the table of positions (`smelt_abi::frame_table`) of the debug information that code generation leaves in the linked file.

use gimli::{
    AttributeValue, DebuggingInformationEntry, Dwarf, EndianSlice, LittleEndian, UnitRef,
    constants as dw,
};
use smelt_abi::frame_table as abi;
use std::collections::{BTreeMap, HashMap};

use crate::elf;

type Slice<'a> = EndianSlice<'a, LittleEndian>;

/// The table for a linked file; `None` if it has no debug information of compiled code.
///
/// # Errors
/// What is wrong with the file.
pub(crate) fn table(image: &[u8]) -> Result<Option<Vec<u8>>, String> {
    let file = elf::parse(image)?;
    let base = file.load_base(image);
    let load = |id: gimli::SectionId| -> Result<Slice<'_>, String> {
        let section = file.sections.iter().find(|s| s.name == id.name());
        let bytes = section.map_or(Ok(&[][..]), |s| elf::contents(image, s))?;
        Ok(EndianSlice::new(bytes, LittleEndian))
    };
    let dwarf = Dwarf::load(load)?;
    let mut table = Table::default();
    read(&dwarf, base, &mut table).map_err(|e| format!("debug information: {e}"))?;
    Ok((!table.functions.is_empty()).then(|| table.finish()))
}

fn read(dwarf: &Dwarf<Slice<'_>>, base: u64, table: &mut Table) -> gimli::Result<()> {
    let mut headers = dwarf.units();
    while let Some(header) = headers.next()? {
        let unit = dwarf.unit(header)?;
        let unit = unit.unit_ref(dwarf);
        let mut entries = unit.entries();
        let Some(root) = entries.next_dfs()? else {
            continue;
        };
        let producer = root.attr_value(dw::DW_AT_producer);
        let ours = match producer {
            Some(value) => unit.attr_string(value)?.slice() == abi::PRODUCER.as_bytes(),
            None => false,
        };
        if ours {
            read_unit(&unit, base, table)?;
        }
    }
    Ok(())
}

/// A function, or one that was inlined into it.
struct Scope {
    /// Depth in the tree of entries.
    depth: isize,
    parent: usize,
    /// Offset in the strings; 0: the function itself.
    name: u32,
    call_file: u32,
    call_line: u32,
    ranges: Vec<(u64, u64)>,
}

fn read_unit(unit: &UnitRef<'_, Slice<'_>>, base: u64, table: &mut Table) -> gimli::Result<()> {
    let rows = Rows::read(unit, table)?;
    let mut scopes: Vec<Scope> = Vec::new();
    let mut entries = unit.entries();
    while let Some(entry) = entries.next_dfs()? {
        let tag = entry.tag();
        if tag != dw::DW_TAG_subprogram && tag != dw::DW_TAG_inlined_subroutine {
            continue;
        }
        if tag == dw::DW_TAG_subprogram {
            add_function(&scopes, &rows, base, table);
            scopes.clear();
        }
        let ranges = ranges(unit, entry)?;
        if ranges.is_empty() || (tag == dw::DW_TAG_inlined_subroutine && scopes.is_empty()) {
            continue;
        }
        let depth = entry.depth();
        let mut scope = Scope {
            depth,
            parent: scopes.iter().rposition(|s| s.depth < depth).unwrap_or(0),
            name: 0,
            call_file: 0,
            call_line: 0,
            ranges,
        };
        if tag == dw::DW_TAG_inlined_subroutine {
            if let Some(AttributeValue::UnitRef(origin)) =
                entry.attr_value(dw::DW_AT_abstract_origin)
            {
                let origin = unit.entry(origin)?;
                if let Some(name) = origin.attr_value(dw::DW_AT_name) {
                    scope.name = table.string(unit.attr_string(name)?.slice());
                }
            }
            let number = |name| match entry.attr_value(name)? {
                AttributeValue::FileIndex(n) => Some(n),
                value => value.udata_value(),
            };
            scope.call_file = rows.file(number(dw::DW_AT_call_file).unwrap_or(0));
            scope.call_line = number(dw::DW_AT_call_line).unwrap_or(0) as u32;
        }
        scopes.push(scope);
    }
    add_function(&scopes, &rows, base, table);
    Ok(())
}

/// Addresses of an entry, without what the linker dropped.
fn ranges<'a>(
    unit: &UnitRef<'_, Slice<'a>>,
    entry: &DebuggingInformationEntry<Slice<'a>>,
) -> gimli::Result<Vec<(u64, u64)>> {
    let mut list = unit.die_ranges(entry)?;
    let mut out = Vec::new();
    while let Some(range) = list.next()? {
        if range.begin != 0 && range.begin < range.end {
            out.push((range.begin, range.end));
        }
    }
    Ok(out)
}

/// The line table of a unit.
struct Rows {
    /// File and line from each address on; no line at the end of a sequence.
    rows: BTreeMap<u64, (u32, u32)>,
    /// Offset in the strings of each file.
    files: Vec<u32>,
}

impl Rows {
    fn read(unit: &UnitRef<'_, Slice<'_>>, table: &mut Table) -> gimli::Result<Rows> {
        let mut out = Rows {
            rows: BTreeMap::new(),
            files: Vec::new(),
        };
        let Some(program) = unit.line_program.clone() else {
            return Ok(out);
        };
        let header = program.header();
        let mut number = 0;
        while let Some(file) = header.file(number) {
            let mut path = unit.attr_string(file.path_name())?.slice().to_vec();
            // LLVM splits paths into directory and name.
            if !path.starts_with(b"/")
                && let Some(directory) = file.directory(header)
            {
                let directory = unit.attr_string(directory)?.slice();
                if !directory.is_empty() {
                    path = [directory, b"/", &path].concat();
                }
            }
            // LLVM's name of a file without one.
            if path == b"<stdin>" {
                path.clear();
            }
            out.files.push(table.string(&path));
            number += 1;
        }
        let mut rows = program.rows();
        while let Some((_, row)) = rows.next_row()? {
            let line = row.line().map_or(0, |l| l.get() as u32);
            let at = match row.end_sequence() {
                // Another sequence may begin here.
                true => {
                    out.rows.entry(row.address()).or_insert((0, 0));
                    continue;
                }
                false => (out.file(row.file_index()), line),
            };
            out.rows.insert(row.address(), at);
        }
        Ok(out)
    }

    fn file(&self, number: u64) -> u32 {
        self.files.get(number as usize).copied().unwrap_or(0)
    }
}

/// Adds the ranges of a function: `scopes` are the function and what was inlined into it, outer before inner.
fn add_function(scopes: &[Scope], rows: &Rows, base: u64, table: &mut Table) {
    let Some(&(start, end)) = scopes.first().and_then(|s| s.ranges.first()) else {
        return;
    };
    let mut bounds: Vec<u64> = rows.rows.range(start..end).map(|r| *r.0).collect();
    bounds.extend(
        scopes
            .iter()
            .flat_map(|s| &s.ranges)
            .flat_map(|r| [r.0, r.1]),
    );
    bounds.retain(|b| (start..end).contains(b));
    bounds.sort_unstable();
    bounds.dedup();
    let mut ranges = Vec::new();
    for at in bounds {
        let inner = scopes
            .iter()
            .rposition(|s| s.ranges.iter().any(|r| (r.0..r.1).contains(&at)))
            .unwrap_or(0);
        let row = rows.rows.range(..=at).next_back();
        let (file, line) = row.map_or((0, 0), |r| *r.1);
        let position = table.chain(scopes, inner, file, line);
        if ranges.last().is_none_or(|l: &(u64, u32)| l.1 != position) {
            ranges.push((at - start, position));
        }
    }
    if ranges.iter().any(|r| r.1 != 0) {
        table.functions.insert((start - base) as u32, ranges);
    }
}

/// Caller + 1, name, file, line.
type Position = [u32; 4];

#[derive(Default)]
struct Table {
    functions: BTreeMap<u32, Vec<(u64, u32)>>,
    positions: Vec<Position>,
    numbers: HashMap<Position, u32>,
    strings: Vec<u8>,
    offsets: HashMap<Vec<u8>, u32>,
}

impl Table {
    fn string(&mut self, text: &[u8]) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if let Some(&offset) = self.offsets.get(text) {
            return offset;
        }
        if self.strings.is_empty() {
            self.strings.push(0);
        }
        let offset = self.strings.len() as u32;
        self.strings.extend(text);
        self.strings.push(0);
        self.offsets.insert(text.to_vec(), offset);
        offset
    }

    /// Number + 1 of the position in a scope; 0 if it says nothing.
    fn chain(&mut self, scopes: &[Scope], scope: usize, file: u32, line: u32) -> u32 {
        let s = &scopes[scope];
        let file = if line == 0 { 0 } else { file };
        let caller = match scope {
            0 if line == 0 => return 0,
            0 => 0,
            _ => {
                let caller = self.chain(scopes, s.parent, s.call_file, s.call_line);
                // The function itself must end the chain.
                if caller == 0 {
                    self.intern([0; 4])
                } else {
                    caller
                }
            }
        };
        self.intern([caller, s.name, file, line])
    }

    fn intern(&mut self, position: Position) -> u32 {
        let next = self.positions.len() as u32 + 1;
        let number = *self.numbers.entry(position).or_insert(next);
        if number == next {
            self.positions.push(position);
        }
        number
    }

    fn finish(self) -> Vec<u8> {
        let functions_at = abi::HEADER_SIZE;
        let ranges_at = functions_at + self.functions.len() * abi::FUNCTION_SIZE;
        let (mut functions, mut ranges) = (Vec::new(), Vec::new());
        for (start, list) in &self.functions {
            functions.extend(start.to_le_bytes());
            functions.extend(((ranges_at + ranges.len()) as u32).to_le_bytes());
            uleb(&mut ranges, list.len() as u64);
            let mut last = 0;
            for &(at, position) in list {
                uleb(&mut ranges, at - last);
                uleb(&mut ranges, u64::from(position));
                last = at;
            }
        }
        let positions_at = ranges_at + ranges.len();
        let strings_at = positions_at + self.positions.len() * abi::POSITION_SIZE;
        let mut out = Vec::new();
        for word in [self.functions.len(), functions_at, positions_at, strings_at] {
            out.extend((word as u32).to_le_bytes());
        }
        out.extend(functions);
        out.extend(ranges);
        for word in self.positions.iter().flatten() {
            out.extend(word.to_le_bytes());
        }
        out.extend(self.strings);
        out
    }
}

fn uleb(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
