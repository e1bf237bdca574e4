//! Exception filters (`when`) and catches whose class comes from the generic context: functions of their own, which the personality calls in its
//! search phase with the frame of the function that they belong to (`smelt_abi::eh`).

use crate::abi::FnAbi;
use crate::function::FnCx;
use crate::module::Unit;
use crate::{Result, bad_ir};
use inkwell::IntPredicate;
use inkwell::attributes::AttributeLoc;
use inkwell::module::Linkage;
use inkwell::values::FunctionValue;
use rustc_hash::FxHashMap;
use smelt_abi::helpers::HelperId;
use smelt_ir::{
    BlockId, Body, Handler, HandlerBody, LocalId, Lookup, Mem, Op, RegionId, RegionKind,
};
use std::rc::Rc;

/// Offset of the generic context in a filter frame; shared locals follow.
pub(crate) const CONTEXT: u32 = 8;
const LOCALS: u32 = 16;

/// What of a body is outlined.
pub(crate) struct FilterPlan<'c> {
    /// Filter region of each block, if it belongs to one.
    of_block: Vec<Option<RegionId>>,
    /// By filter region (filters) or handler region (generic catches).
    functions: FxHashMap<RegionId, FunctionValue<'c>>,
    filters: Vec<(RegionId, BlockId)>,
    lookups: Vec<(RegionId, Lookup)>,
    offsets: FxHashMap<LocalId, u32>,
    size: u32,
}

impl<'c> FilterPlan<'c> {
    pub fn new(u: &Unit<'c, '_>, body: &Body, f: FunctionValue<'c>) -> Result<FilterPlan<'c>> {
        let mut plan = FilterPlan {
            of_block: vec![None; body.blocks.len()],
            functions: FxHashMap::default(),
            filters: Vec::new(),
            lookups: Vec::new(),
            offsets: FxHashMap::default(),
            size: LOCALS,
        };
        for region in &body.regions {
            let RegionKind::Try { handlers } = &region.kind else {
                continue;
            };
            for h in handlers {
                match h {
                    Handler::Filter {
                        filter,
                        filter_region,
                        ..
                    } => plan.filters.push((*filter_region, *filter)),
                    Handler::CatchLookup { ty, region, .. } => plan.lookups.push((*region, *ty)),
                    _ => {}
                }
            }
        }
        if plan.is_empty() {
            return Ok(plan);
        }
        for (i, block) in body.blocks.iter().enumerate() {
            plan.of_block[i] = filter_region(body, block.region);
            if plan.of_block[i].is_none() {
                continue;
            }
            for inst in &block.insts {
                if let Op::Get(l) | Op::Set(l, _) | Op::AddrOf(l) = inst.op {
                    plan.share(u, body, l)?;
                }
            }
        }
        // The frame is private to one activation.
        f.add_attribute(AttributeLoc::Function, u.attribute("noinline", 0));
        let ptr = u.t.ptr;
        let ty = u.t.i32.fn_type(&[ptr.into(), ptr.into()], false);
        let regions = plan.filters.iter().map(|x| x.0);
        let regions: Vec<RegionId> = regions.chain(plan.lookups.iter().map(|x| x.0)).collect();
        for (i, region) in regions.into_iter().enumerate() {
            let name = format!("{}$filter{i}", f.get_name().to_string_lossy());
            let outlined = u.module.add_function(&name, ty, Some(Linkage::Internal));
            u.define(outlined, &name);
            plan.functions.insert(region, outlined);
        }
        Ok(plan)
    }

    fn share(&mut self, u: &Unit, body: &Body, l: LocalId) -> Result<()> {
        if self.offsets.contains_key(&l) {
            return Ok(());
        }
        let (size, align) = match body.locals[l.0 as usize].mem {
            Mem::Struct(ty) => (u.ts.size_of(ty)?, u.ts.align_of(ty)?.max(8)),
            _ => (8, 8),
        };
        let at = self.size.next_multiple_of(align);
        self.offsets.insert(l, at);
        self.size = at + size;
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.filters.is_empty() && self.lookups.is_empty()
    }

    pub fn filter_of(&self, block: BlockId) -> Option<RegionId> {
        self.of_block[block.0 as usize]
    }

    /// Bytes of the filter frame, if the function needs one.
    pub fn frame_size(&self) -> Option<u32> {
        (!self.is_empty()).then_some(self.size)
    }

    pub fn offset(&self, l: LocalId) -> Option<u32> {
        self.offsets.get(&l).copied()
    }

    pub fn function(&self, region: RegionId) -> Option<FunctionValue<'c>> {
        self.functions.get(&region).copied()
    }
}

/// The filter region around a region, if any.
fn filter_region(body: &Body, region: Option<RegionId>) -> Option<RegionId> {
    let mut at = region;
    while let Some(r) = at {
        let here = &body.regions[r.0 as usize];
        if matches!(
            here.kind,
            RegionKind::Handler {
                kind: HandlerBody::Filter,
                ..
            }
        ) {
            return Some(r);
        }
        at = here.parent;
    }
    None
}

/// Emits the outlined functions of a body.
pub(crate) fn lower<'c>(u: &Unit<'c, '_>, body: &Body, plan: &FilterPlan<'c>) -> Result<()> {
    for &(region, entry) in &plan.filters {
        let mut cx = outlined(u, body, plan, region)?;
        cx.enter_filter(region, entry)?;
        cx.lower_blocks()?;
        cx.finish()?;
    }
    for (region, lookup) in &plan.lookups {
        let mut cx = outlined(u, body, plan, *region)?;
        cx.enter_lookup(*region)?;
        let handle = cx.runtime_lookup(lookup)?;
        let Some((_, exception, _)) = cx.filter else {
            return bad_ir("a filter without exception");
        };
        let answer =
            cx.b.build_call(
                u.helper(HelperId::IsInstAny),
                &[exception.into(), handle.into()],
                "",
            )?
            .try_as_basic_value()
            .unwrap_basic()
            .into_pointer_value();
        let yes =
            cx.b.build_int_compare(IntPredicate::NE, answer, cx.null(), "")?;
        let yes = cx.b.build_int_z_extend(yes, u.t.i32, "")?;
        cx.b.build_return(Some(&yes))?;
        cx.finish()?;
    }
    Ok(())
}

fn outlined<'u, 'c, 'p>(
    u: &'u Unit<'c, 'p>,
    body: &'u Body,
    plan: &'u FilterPlan<'c>,
    region: RegionId,
) -> Result<FnCx<'u, 'c, 'p>> {
    let Some(f) = plan.function(region) else {
        return bad_ir("a filter without function");
    };
    let abi = FnAbi::new(u.ts, &[Mem::Ref, Mem::I64], Some(Mem::I32), false, true)?;
    Ok(FnCx::new(u, body, f, Rc::new(abi), plan))
}
