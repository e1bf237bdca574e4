//! Explicit tail calls (`tail.`): which functions take arguments in memory for their sake, and which calls leave the caller's frame first.
//!
//! A jump to a function is possible whenever its arguments fit in registers. So the functions that explicit tail calls reach and whose arguments
//! don't fit take the rest of them, and structs that would travel by address, in the thread record: the caller stores them, the called function
//! fetches them before anything else. Whether it does depends on the classes of its arguments alone, so that calls through tables, delegates and
//! function pointers agree with it; a program without such tail calls has no such function.

use crate::Result;
use crate::abi::{FnAbi, Param, Pass, Place, Shape, kind_of_mem, mem_of_kind};
use crate::function::FnCx;
use crate::module::{body_abi, func_abi};
use inkwell::values::{CallSiteValue, ValueKind};
use rustc_hash::{FxHashMap, FxHashSet};
use smelt_abi::thread::ARGUMENTS_SIZE;
use smelt_ir::{Body, Callee, Func, Kind, Mem, Op, Program, Tail, Term, Value};
use smelt_types::TypeSystem;

/// What the explicit tail calls of a program ask of the functions.
#[derive(Default)]
pub(crate) struct TailCalls {
    /// Shapes of signatures whose arguments beyond the registers travel in the thread record.
    shapes: FxHashSet<Shape>,
    /// Shapes of all signatures that are called so.
    called: FxHashSet<Shape>,
    /// Some result lies in memory.
    pub struct_results: bool,
}

impl TailCalls {
    pub fn new(ts: &TypeSystem, program: &Program, bodies: &FxHashMap<Func, &Body>) -> TailCalls {
        let mut found = TailCalls::default();
        for body in &program.bodies {
            for inst in body.blocks.iter().flat_map(|b| &b.insts) {
                let Op::Call {
                    callee,
                    args,
                    tail: Tail::Explicit,
                } = &inst.op
                else {
                    continue;
                };
                // What can't be called is reported when the call is lowered.
                let Ok(Some(abi)) = callee_abi(ts, bodies, body, callee, args) else {
                    continue;
                };
                found.add(&abi);
            }
        }
        // What stubs jump to may in turn be reached through another stub.
        while !found.called.is_empty() {
            let before = found.called.len();
            for body in &program.bodies {
                if !is_stub(body.func) || !body_abi(ts, body).is_ok_and(|a| found.passes_on(&a)) {
                    continue;
                }
                for inst in body.blocks.iter().flat_map(|b| &b.insts) {
                    if let Op::Call { callee, args, .. } = &inst.op
                        && let Ok(Some(abi)) = callee_abi(ts, bodies, body, callee, args)
                    {
                        found.add(&abi);
                    }
                }
            }
            if found.called.len() == before {
                break;
            }
        }
        found
    }

    /// An ABI that a function has which is reached by a jump.
    fn add(&mut self, abi: &FnAbi) {
        self.struct_results |= abi.sret().is_some();
        self.called.insert(abi.shape());
        if abi.exceeds_registers() && abi.memory_size() <= ARGUMENTS_SIZE {
            self.shapes.insert(abi.shape());
        }
    }

    /// Whether a stub of that ABI may stand between an explicit tail call and the function that it means.
    pub fn passes_on(&self, abi: &FnAbi) -> bool {
        !self.called.is_empty() && self.called.contains(&abi.shape())
    }

    /// Whether arguments of that ABI travel in the thread record.
    pub fn in_memory(&self, abi: &FnAbi) -> bool {
        !self.shapes.is_empty() && !abi.native && self.shapes.contains(&abi.shape())
    }
}

/// Code between a call and the method that it means: takes the arguments apart from the receiver as they are.
pub(crate) fn is_stub(func: Func) -> bool {
    matches!(
        func,
        Func::Stub { .. } | Func::OpenDelegate(_) | Func::Dispatcher(_) | Func::DynamicDispatch(_)
    )
}

/// ABI of a managed callee.
fn callee_abi(
    ts: &TypeSystem,
    bodies: &FxHashMap<Func, &Body>,
    body: &Body,
    callee: &Callee,
    args: &[Value],
) -> Result<Option<FnAbi>> {
    Ok(Some(match callee {
        Callee::Func { func, .. } => match bodies.get(func) {
            Some(body) => body_abi(ts, body)?,
            None => func_abi(ts, *func)?.0,
        },
        Callee::Virtual { decl } | Callee::Dispatch { decl, .. } => {
            FnAbi::of_sig(ts, ts.method_sig(*decl)?, Some(Mem::Ref), false)?
        }
        Callee::Pointer { sig, .. } => {
            let sig = ts.sig(*sig);
            let this = (args.len() > sig.params.len())
                .then(|| mem_of_kind(body.values[args[0].0 as usize]));
            FnAbi::of_sig(ts, sig, this, false)?
        }
        Callee::Native { .. } | Callee::Symbol { .. } | Callee::Helper(_) => return Ok(None),
    }))
}

impl<'c> FnCx<'_, 'c, '_> {
    /// Whether a call is to leave this function's frame first: it can't refer to the frame, and its result is this function's.
    pub fn leaves_frame(&self, r: Option<Value>, abi: &FnAbi, args: &[Value]) -> bool {
        if self.region.is_some() || self.frame.is_some() || self.abi.native {
            return false;
        }
        if abi.exceeds_registers() && !abi.memory || !same_result(abi.ret, self.abi.ret) {
            return false;
        }
        if self.takes_addresses
            && (self.has_fixed_frame() || args.iter().any(|&a| self.may_point_into_frame(a)))
        {
            return false;
        }
        let block = &self.body.blocks[self.block.0 as usize];
        block.insts[self.at + 1..]
            .iter()
            .all(|i| matches!(i.op, Op::SourceLine(_)))
            && matches!(block.term, Term::Return(v) if v == r)
    }

    /// The frame holds memory that callees may use without being passed its address.
    fn has_fixed_frame(&self) -> bool {
        self.body.locals.iter().any(|l| l.pinned)
            || self
                .body
                .blocks
                .iter()
                .flat_map(|b| &b.insts)
                .any(|i| matches!(i.op, Op::LocAlloc { .. }))
    }

    /// IL may pass the address of a local only as a byref or inside of a byref-like struct.
    fn may_point_into_frame(&self, arg: Value) -> bool {
        match self.kind(arg) {
            Kind::ByRef => true,
            Kind::Struct(ty) => self.u.ts.is_byref_like(ty),
            _ => self.is_stack(arg),
        }
    }

    /// The call is the last thing that the function does. What is lowered after it is never reached.
    pub fn return_call(&mut self, site: CallSiteValue<'c>) -> Result<()> {
        site.set_tail_call(true);
        match site.try_as_basic_value() {
            ValueKind::Basic(x) => self.b.build_return(Some(&x))?,
            ValueKind::Instruction(_) => self.b.build_return(None)?,
        };
        let rest = self.new_block("");
        self.b.position_at_end(rest);
        Ok(())
    }

    /// Stores an argument where the called function looks for it.
    pub fn store_argument(
        &self,
        place: Place,
        x: inkwell::values::BasicValueEnum<'c>,
    ) -> Result<()> {
        match place {
            Place::Register => {}
            Place::Memory(at) => {
                let to = self.thread_field(at)?;
                let store = self.b.build_store(to, x)?;
                store
                    .set_alignment(8)
                    .map_err(|e| crate::LowerError::Ir(e.to_string()))?;
            }
            Place::Copy { at, size } => {
                let to = self.thread_field(at)?;
                self.copy_bytes(to, 8, x.into_pointer_value(), 1, size)?;
            }
        }
        Ok(())
    }
}

/// Whether a result can be handed on as it is.
fn same_result(callee: Option<Param>, caller: Option<Param>) -> bool {
    match (callee, caller) {
        (None, None) => true,
        (Some(a), Some(b)) => match (a.pass, b.pass) {
            (Pass::Scalar(x), Pass::Scalar(y)) => {
                x == y
                    || !matches!(x, Mem::I8 | Mem::U8 | Mem::I16 | Mem::U16)
                        && !matches!(y, Mem::I8 | Mem::U8 | Mem::I16 | Mem::U16)
                        && kind_of_mem(x) == kind_of_mem(y)
            }
            (x, y) => x == y && a.size == b.size,
        },
        _ => false,
    }
}
