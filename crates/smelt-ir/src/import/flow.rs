//! Control flow of an IL body: basic blocks, their predecessors, and the tree of protected regions.

use super::thrown::{self, RawCatch};
use crate::build::Builder;
use crate::env::{ImportError, Result};
use crate::*;
use smelt_metadata::il::{self, Flow as Then, Instruction, Opcode, Operand};
use smelt_metadata::{EhClause, EhKind, MethodBody};
use std::ops::Range;

/// Basic blocks of the IL, before anything is known of reachability.
pub struct Flow {
    /// First offsets of the blocks, ascending; the first is 0.
    pub starts: Vec<u32>,
    /// Edges (to, from) between blocks, sorted. Branches and fall-through; not `leave`, not exceptions.
    edges: Vec<(u32, u32)>,
    /// Blocks that `leave` goes to.
    pub leave_targets: Vec<bool>,
    /// Arguments and locals whose address is taken.
    pub arg_addresses: Vec<u16>,
    pub local_addresses: Vec<u16>,
    /// `starg 0` or `ldarga 0` occurs.
    pub writes_this: bool,
}

const LEADER: u8 = 1;
const START: u8 = 2;
const NO_FALL_INTO: u8 = 4;

impl Flow {
    pub fn new(body: &MethodBody) -> Result<Flow> {
        let len = body.il.len();
        if len == 0 {
            return Err(ImportError::bad_il("the body is empty"));
        }
        let mut marks = vec![0u8; len + 1];
        marks[0] |= LEADER;
        let mut jumps: Vec<(u32, u32)> = Vec::new();
        let mut leaves: Vec<u32> = Vec::new();
        let mut flow = Flow {
            starts: Vec::new(),
            edges: Vec::new(),
            leave_targets: Vec::new(),
            arg_addresses: Vec::new(),
            local_addresses: Vec::new(),
            writes_this: false,
        };
        let mut at = 0u32;
        while (at as usize) < len {
            let (i, next) = decode(body.il, at)?;
            marks[at as usize] |= START;
            flow.note_address(&i);
            match (i.opcode.info().flow, i.operand) {
                (Then::Branch, Operand::Target(to)) => {
                    marks[to as usize] |= LEADER;
                    marks[next as usize] |= LEADER | NO_FALL_INTO;
                    if matches!(i.opcode, Opcode::Leave | Opcode::LeaveS) {
                        leaves.push(to);
                    } else {
                        jumps.push((to, at));
                    }
                }
                (Then::CondBranch, Operand::Target(to)) => {
                    marks[to as usize] |= LEADER;
                    marks[next as usize] |= LEADER;
                    jumps.push((to, at));
                }
                (Then::CondBranch, Operand::Switch(targets)) => {
                    for to in targets.iter() {
                        marks[to as usize] |= LEADER;
                        jumps.push((to, at));
                    }
                    marks[next as usize] |= LEADER;
                }
                (Then::Return | Then::Throw, _) => {
                    marks[next as usize] |= LEADER | NO_FALL_INTO;
                }
                _ => {}
            }
            at = next;
        }
        for c in &body.clauses {
            for o in [
                c.try_range.start,
                c.try_range.end,
                c.handler_range.start,
                c.handler_range.end,
            ] {
                marks[o as usize] |= LEADER;
            }
            if let EhKind::Filter(o) = c.kind {
                marks[o as usize] |= LEADER;
            }
        }
        for (o, mark) in marks[..len].iter().enumerate() {
            if mark & LEADER != 0 {
                if mark & START == 0 {
                    return Err(ImportError::bad_il(format!(
                        "IL_{o:04x} is a branch target inside an instruction"
                    )));
                }
                flow.starts.push(o as u32);
            }
        }
        for n in 1..flow.starts.len() {
            if marks[flow.starts[n] as usize] & NO_FALL_INTO == 0 {
                flow.edges.push((n as u32, n as u32 - 1));
            }
        }
        for (to, from) in jumps {
            let edge = (flow.block_at(to), flow.block_containing(from));
            flow.edges.push(edge);
        }
        flow.edges.sort_unstable();
        flow.edges.dedup();
        flow.leave_targets = vec![false; flow.starts.len()];
        for to in leaves {
            let b = flow.block_at(to);
            flow.leave_targets[b as usize] = true;
        }
        Ok(flow)
    }

    fn note_address(&mut self, i: &Instruction) {
        match (i.opcode, i.operand) {
            (Opcode::LdArgA | Opcode::LdArgAS, Operand::Var(n)) => {
                self.arg_addresses.push(n);
                self.writes_this |= n == 0;
            }
            (Opcode::StArg | Opcode::StArgS, Operand::Var(0)) => self.writes_this = true,
            (Opcode::LdLocA | Opcode::LdLocAS, Operand::Var(n)) => self.local_addresses.push(n),
            _ => {}
        }
    }

    /// The block that starts at an offset which is known to be a leader.
    pub fn block_at(&self, offset: u32) -> u32 {
        self.block_containing(offset)
    }
    pub fn block_containing(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&s| s <= offset) as u32 - 1
    }
    /// Blocks that jump or fall to a block.
    pub fn preds(&self, block: u32) -> &[(u32, u32)] {
        let lo = self.edges.partition_point(|e| e.0 < block);
        let hi = self.edges.partition_point(|e| e.0 <= block);
        &self.edges[lo..hi]
    }
}

pub fn decode(il: &[u8], at: u32) -> Result<(Instruction<'_>, u32)> {
    il::decode_at(il, at).map_err(|e| ImportError::bad_il(e.to_string()))
}

/// One clause's part of the IR: where the exception arrives.
pub struct HandlerEntry {
    /// IR block that receives control (and the exception).
    pub entry: BlockId,
    /// IL offset where the handler's code starts.
    pub il: u32,
    pub kind: HandlerBody,
    /// Type of the exception on the stack, for a catch.
    pub catch_type: Option<smelt_types::TypeId>,
}

/// The protected regions of a body as IR regions.
#[derive(Default)]
pub struct Regions {
    ranges: Vec<(Range<u32>, RegionId)>,
    /// Handlers of each try region, by region.
    pub entries: Vec<(RegionId, Vec<HandlerEntry>)>,
    /// Filters that stand for catch clauses: entry and region, the handler's region, the clause's type (open).
    pub filters: Vec<(BlockId, RegionId, RegionId, smelt_types::TypeId)>,
}

impl Regions {
    /// Makes the regions of the clauses, inside `outer`. `raw`: handlers see thrown objects that are no exceptions as they are. `catch_type` resolves a catch clause's type to (open, closed).
    pub fn build(
        b: &mut Builder,
        clauses: &[EhClause],
        outer: Option<RegionId>,
        raw: bool,
        mut catch_type: impl FnMut(
            &mut Builder,
            smelt_metadata::Token,
        ) -> Result<(smelt_types::TypeId, smelt_types::TypeId)>,
    ) -> Result<Regions> {
        let mut r = Regions::default();
        // Try groups: clauses with the same range that can share one list of handlers.
        let mut groups: Vec<(Range<u32>, Vec<usize>)> = Vec::new();
        let is_catch = |c: &EhClause| matches!(c.kind, EhKind::Catch(_) | EhKind::Filter(_));
        for (n, c) in clauses.iter().enumerate() {
            match groups.last_mut() {
                Some((range, members))
                    if *range == c.try_range
                        && is_catch(c)
                        && members.iter().all(|&m| is_catch(&clauses[m])) =>
                {
                    members.push(n);
                }
                _ => groups.push((c.try_range.clone(), vec![n])),
            }
        }
        for (range, members) in groups {
            let of = b.add_region(outer, RegionKind::Try { handlers: vec![] });
            r.ranges.push((range, of));
            let mut handlers = Vec::with_capacity(members.len());
            let mut entries = Vec::with_capacity(members.len());
            for n in members {
                let c = &clauses[n];
                let mut part = |b: &mut Builder, kind, range: Range<u32>| {
                    let region = b.add_region(outer, RegionKind::Handler { of, kind });
                    let entry = b.new_block_in(Some(region));
                    r.ranges.push((range.clone(), region));
                    (region, entry, range.start)
                };
                let kind = match c.kind {
                    EhKind::Catch(_) | EhKind::Filter(_) => HandlerBody::Catch,
                    EhKind::Finally => HandlerBody::Finally,
                    EhKind::Fault => HandlerBody::Fault,
                };
                let (region, entry, il) = part(b, kind, c.handler_range.clone());
                let mut closed_type = None;
                handlers.push(match c.kind {
                    EhKind::Catch(token) => {
                        let (open, ty) = catch_type(b, token)?;
                        closed_type = (!raw).then_some(ty);
                        if raw && thrown::raw_catch(b.env, ty) == RawCatch::ByObject {
                            let filter_region = b.add_region(
                                outer,
                                RegionKind::Handler {
                                    of,
                                    kind: HandlerBody::Filter,
                                },
                            );
                            let filter = b.new_block_in(Some(filter_region));
                            r.filters.push((filter, filter_region, region, open));
                            Handler::Filter {
                                filter,
                                filter_region,
                                entry,
                                region,
                            }
                        } else if b.env.ts.is_shared_type(ty) {
                            let ty = Lookup::TypeHandle {
                                ty: open,
                                constructed: false,
                            };
                            Handler::CatchLookup { ty, entry, region }
                        } else {
                            Handler::Catch { ty, entry, region }
                        }
                    }
                    EhKind::Filter(start) => {
                        let range = start..c.handler_range.start;
                        let (filter_region, filter, il) = part(b, HandlerBody::Filter, range);
                        entries.push(HandlerEntry {
                            entry: filter,
                            il,
                            kind: HandlerBody::Filter,
                            catch_type: None,
                        });
                        Handler::Filter {
                            filter,
                            filter_region,
                            entry,
                            region,
                        }
                    }
                    EhKind::Finally => Handler::Finally { entry, region },
                    EhKind::Fault => Handler::Fault { entry, region },
                });
                entries.push(HandlerEntry {
                    entry,
                    il,
                    kind,
                    catch_type: closed_type,
                });
            }
            b.body.regions[of.0 as usize].kind = RegionKind::Try { handlers };
            r.entries.push((of, entries));
        }
        r.nest(b);
        for &(_, filter, handler, _) in &r.filters {
            b.body.regions[filter.0 as usize].parent = b.body.regions[handler.0 as usize].parent;
        }
        Ok(r)
    }

    /// Sets each region's parent: the smallest other one that contains it. Of two try regions with equal range the earlier is the inner one.
    fn nest(&self, b: &mut Builder) {
        for (n, (range, region)) in self.ranges.iter().enumerate() {
            let mut best: Option<(usize, u32)> = None;
            for (m, (outer, _)) in self.ranges.iter().enumerate() {
                let contains = outer.start <= range.start && range.end <= outer.end;
                if m == n || !contains || (outer == range && m < n) {
                    continue;
                }
                let size = outer.end - outer.start;
                // Equal ranges: the next one in order is the nearest.
                if best.is_none_or(|(_, s)| size < s) {
                    best = Some((m, size));
                }
            }
            if let Some((m, _)) = best {
                b.body.regions[region.0 as usize].parent = Some(self.ranges[m].1);
            }
        }
    }

    /// Innermost region at an offset.
    pub fn at(&self, offset: u32, outer: Option<RegionId>) -> Option<RegionId> {
        let mut best: Option<(u32, RegionId)> = None;
        for (range, region) in &self.ranges {
            let size = range.end - range.start;
            if range.contains(&offset) && best.is_none_or(|(s, _)| size < s) {
                best = Some((size, *region));
            }
        }
        best.map(|(_, r)| r).or(outer)
    }
}
