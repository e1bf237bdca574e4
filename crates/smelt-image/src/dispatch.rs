//! The dispatch table: interface calls and generic virtual calls in constant time, by row displacement.
//!
//! Every called interface method has a column number, every type with implementations a row; the rows are slid into one array so that no two
//! occupied cells collide. A method table holds the address of its row's start: `code = *(row + column * 8)`.

use crate::data::{Record, Section};
use crate::{Image, Result};
use rustc_hash::FxHashMap;
use smelt_ir::{Func, symbols};
use smelt_types::TypeId;

pub(crate) const TABLE: &str = "smelt$dispatch";

impl Image<'_> {
    /// Emits the table, the selectors (absolute symbols) and `row$T` offsets used by the method tables.
    pub(crate) fn dispatch_table(&mut self) -> Result<()> {
        let mut column: FxHashMap<_, u32> = FxHashMap::default();
        for (i, &sel) in self.program.selectors.iter().enumerate() {
            column.insert(sel, i as u32);
            self.data
                .absolute(&symbols::selector(self.ts, sel), i as u64 * 8);
        }
        let mut rows: Vec<(TypeId, Vec<(u32, Func)>)> = Vec::new();
        for &(t, sel, f) in &self.program.dispatch {
            match rows.last_mut() {
                Some((last, cells)) if *last == t => cells.push((column[&sel], f)),
                _ => rows.push((t, vec![(column[&sel], f)])),
            }
        }
        for (_, cells) in &mut rows {
            cells.sort_by_key(|c| c.0);
        }
        // Dense rows first: what is left fills the gaps. The sort is stable, so equal rows stay in symbol order.
        rows.sort_by_key(|(_, cells)| std::cmp::Reverse(cells.len()));
        let mut taken: Vec<bool> = Vec::new();
        let mut cells_at: Vec<(u32, Func)> = Vec::new();
        let mut first_free = 0usize;
        for (t, cells) in &rows {
            let first = cells[0].0 as usize;
            while taken.get(first_free).copied().unwrap_or(false) {
                first_free += 1;
            }
            // `at` is where the first cell goes; the row starts `first` cells before it (possibly before the table: never read).
            let mut at = first_free;
            while !cells.iter().all(|c| {
                !taken
                    .get(at + c.0 as usize - first)
                    .copied()
                    .unwrap_or(false)
            }) {
                at += 1;
            }
            let last = at + cells[cells.len() - 1].0 as usize - first;
            if taken.len() <= last {
                taken.resize(last + 1, false);
            }
            for &(c, f) in cells {
                let cell = at + c as usize - first;
                taken[cell] = true;
                cells_at.push((cell as u32, f));
            }
            self.rows.insert(*t, (at as i64 - first as i64) * 8);
        }
        let mut record = Record::new(taken.len().max(1) as u32 * 8);
        for (cell, f) in cells_at {
            let code = self.data.symbol(&symbols::func(self.ts, f));
            record.pointer(cell * 8, code, 0);
        }
        self.data.define(TABLE, Section::Data, 8, record);
        Ok(())
    }
}
