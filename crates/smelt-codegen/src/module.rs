//! What one code-generation unit declares: functions, symbols of image and runtime, helpers, LLVM intrinsics, metadata nodes.

use crate::abi::{FnAbi, Piece, mem_of};
use crate::debug::DebugInfo;
use crate::unit::Plan;
use crate::{CodegenOptions, Result};
use inkwell::attributes::{Attribute, AttributeLoc};
use inkwell::context::Context;
use inkwell::module::{Linkage, Module};
use inkwell::types::{
    BasicMetadataTypeEnum, BasicTypeEnum, FloatType, FunctionType, IntType, PointerType,
};
use inkwell::values::{FunctionValue, GlobalValue, IntValue, MetadataValue, PointerValue};
use inkwell::{AddressSpace, GlobalVisibility, ThreadLocalMode};
use rustc_hash::FxHashMap;
use smelt_abi::helpers::{HelperId, HelperTy};
use smelt_abi::{eh, thread};
use smelt_ir::{Body, Context as GenericContext, Func, Kind, Mem, Program, symbols};
use smelt_types::{TypeId, TypeKind, TypeSystem};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// LLVM types that are used everywhere.
pub(crate) struct Types<'c> {
    pub i1: IntType<'c>,
    pub i8: IntType<'c>,
    pub i16: IntType<'c>,
    pub i32: IntType<'c>,
    pub i64: IntType<'c>,
    pub f32: FloatType<'c>,
    pub f64: FloatType<'c>,
    pub ptr: PointerType<'c>,
}

/// Metadata kinds and nodes.
pub(crate) struct Metadata<'c> {
    pub tbaa: u32,
    pub invariant: u32,
    pub absolute: u32,
    pub range: u32,
    pub empty: MetadataValue<'c>,
    /// Access tags: ordinary memory; the immutable head of objects (method table, array length).
    pub tbaa_data: MetadataValue<'c>,
    pub tbaa_head: MetadataValue<'c>,
    pub absolute_range: MetadataValue<'c>,
    /// 0 to i32::MAX.
    pub length_range: MetadataValue<'c>,
}

/// One LLVM module under construction.
pub(crate) struct Unit<'c, 'p> {
    pub cx: &'c Context,
    /// Made when the first function needs it. Dropped before the module.
    pub debug: OnceCell<DebugInfo<'c>>,
    pub module: Module<'c>,
    pub ts: &'p TypeSystem,
    pub program: &'p Program,
    pub plan: &'p Plan<'p>,
    pub options: &'p CodegenOptions,
    pub t: Types<'c>,
    pub md: Metadata<'c>,
    pub personality: FunctionValue<'c>,
    functions: RefCell<FxHashMap<Func, (FunctionValue<'c>, Rc<FnAbi>)>>,
    symbols: RefCell<FxHashMap<String, GlobalValue<'c>>>,
}

impl<'c, 'p> Unit<'c, 'p> {
    pub fn new(
        cx: &'c Context,
        name: &str,
        ts: &'p TypeSystem,
        program: &'p Program,
        plan: &'p Plan<'p>,
        options: &'p CodegenOptions,
    ) -> Unit<'c, 'p> {
        let module = cx.create_module(name);
        let t = Types {
            i1: cx.bool_type(),
            i8: cx.i8_type(),
            i16: cx.i16_type(),
            i32: cx.i32_type(),
            i64: cx.i64_type(),
            f32: cx.f32_type(),
            f64: cx.f64_type(),
            ptr: cx.ptr_type(AddressSpace::default()),
        };
        let tag = |name: &str| {
            let root = cx.metadata_node(&[cx.metadata_string("smelt").into()]);
            let zero = t.i64.const_zero();
            let ty = cx.metadata_node(&[cx.metadata_string(name).into(), root.into(), zero.into()]);
            cx.metadata_node(&[ty.into(), ty.into(), zero.into()])
        };
        let md = Metadata {
            tbaa: cx.get_kind_id("tbaa"),
            invariant: cx.get_kind_id("invariant.load"),
            absolute: cx.get_kind_id("absolute_symbol"),
            range: cx.get_kind_id("range"),
            empty: cx.metadata_node(&[]),
            tbaa_data: tag("data"),
            tbaa_head: tag("head"),
            absolute_range: cx.metadata_node(&[
                t.i64.const_zero().into(),
                t.i64.const_int(0x7fff_ffff, false).into(),
            ]),
            length_range: cx.metadata_node(&[
                t.i32.const_zero().into(),
                t.i32.const_int(0x8000_0000, false).into(),
            ]),
        };
        let personality = module.add_function(
            eh::PERSONALITY,
            t.i32.fn_type(&[], true),
            Some(Linkage::External),
        );
        personality
            .as_global_value()
            .set_visibility(GlobalVisibility::Hidden);
        Unit {
            cx,
            debug: OnceCell::new(),
            module,
            ts,
            program,
            plan,
            options,
            t,
            md,
            personality,
            functions: RefCell::default(),
            symbols: RefCell::default(),
        }
    }

    // ---- types

    /// LLVM type of a value; structs are held by the address of a snapshot.
    pub fn scalar_type(&self, kind: Kind) -> BasicTypeEnum<'c> {
        match kind {
            Kind::I32 => self.t.i32.into(),
            Kind::I64 => self.t.i64.into(),
            Kind::F32 => self.t.f32.into(),
            Kind::F64 => self.t.f64.into(),
            Kind::Ref | Kind::ByRef | Kind::Struct(_) => self.t.ptr.into(),
        }
    }

    /// LLVM type of a scalar in memory.
    pub fn mem_type(&self, mem: Mem) -> BasicTypeEnum<'c> {
        match mem {
            Mem::I8 | Mem::U8 => self.t.i8.into(),
            Mem::I16 | Mem::U16 => self.t.i16.into(),
            Mem::I32 => self.t.i32.into(),
            Mem::I64 => self.t.i64.into(),
            Mem::F32 => self.t.f32.into(),
            Mem::F64 => self.t.f64.into(),
            Mem::Ref | Mem::ByRef | Mem::Struct(_) => self.t.ptr.into(),
        }
    }

    pub fn piece_type(&self, piece: Piece) -> BasicTypeEnum<'c> {
        match piece {
            Piece::Int(bits) => self.int_type(bits).into(),
            Piece::Ptr => self.t.ptr.into(),
            Piece::F32 => self.t.f32.into(),
            Piece::F64 => self.t.f64.into(),
            Piece::F32x2 => self.t.f32.vec_type(2).into(),
        }
    }

    pub fn int_type(&self, bits: u32) -> IntType<'c> {
        std::num::NonZeroU32::new(bits)
            .and_then(|b| self.cx.custom_width_int_type(b).ok())
            .unwrap_or(self.t.i8)
    }

    // ---- attributes

    pub fn attribute(&self, name: &str, value: u64) -> Attribute {
        self.cx
            .create_enum_attribute(Attribute::get_named_enum_kind_id(name), value)
    }

    fn add_attribute(&self, f: FunctionValue<'c>, name: &str, value: u64) {
        f.add_attribute(AttributeLoc::Function, self.attribute(name, value));
    }

    // ---- functions

    /// Declares a function of the output.
    pub fn function(&self, func: Func) -> Result<(FunctionValue<'c>, Rc<FnAbi>)> {
        if let Some(found) = self.functions.borrow().get(&func) {
            return Ok(found.clone());
        }
        let (abi, no_return) = match self.plan.body(func) {
            Some(body) => (body_abi(self.ts, body)?, body.flags.no_return),
            None => func_abi(self.ts, func)?,
        };
        let abi = self.plan.settle(abi);
        let name = symbols::func(self.ts, func);
        let f = self
            .module
            .add_function(&name, abi.llvm_type(self), Some(Linkage::External));
        f.as_global_value().set_visibility(GlobalVisibility::Hidden);
        if no_return {
            self.add_attribute(f, "noreturn", 0);
            self.add_attribute(f, "cold", 0);
        }
        if let Some(ret) = abi.sret() {
            f.add_attribute(AttributeLoc::Param(0), self.sret_attribute(&abi, ret.size));
        }
        if abi.nest {
            let at = u32::from(abi.sret().is_some());
            f.add_attribute(AttributeLoc::Param(at), self.attribute("nest", 0));
        }
        for (i, p) in abi.byval_params() {
            f.add_attribute(
                AttributeLoc::Param(i),
                self.memory_attribute("byval", p.size),
            );
            f.set_param_alignment(i, p.align.max(8));
        }
        let entry = (f, Rc::new(abi));
        self.functions.borrow_mut().insert(func, entry.clone());
        Ok(entry)
    }

    /// Of the parameter that is the address of the result. LLVM makes no jumps of calls where it is marked as such (the function returns it as well).
    pub fn sret_attribute(&self, abi: &FnAbi, size: u32) -> Attribute {
        if self.plan.results_are_passed_on() && !abi.native {
            self.attribute("noalias", 0)
        } else {
            self.memory_attribute("sret", size)
        }
    }

    /// `sret` or `byval` of a struct of that size.
    pub fn memory_attribute(&self, name: &str, size: u32) -> Attribute {
        let ty = self.t.i8.array_type(size);
        self.cx
            .create_type_attribute(Attribute::get_named_enum_kind_id(name), ty.into())
    }

    /// What every function that is defined here gets. (The personality comes with the first landing pad: frames without one need no LSDA.)
    pub fn define(&self, f: FunctionValue<'c>, name: &str) {
        f.set_section(Some(&format!(".text.{name}")));
        self.add_attribute(f, "uwtable", 2);
        f.add_attribute(
            AttributeLoc::Function,
            self.cx.create_string_attribute("probe-stack", "inline-asm"),
        );
        // Not as the first processors of the baseline want it: their rotate by `shld` is slow on others.
        f.add_attribute(
            AttributeLoc::Function,
            self.cx.create_string_attribute("tune-cpu", "generic"),
        );
        match self.options.opt {
            crate::OptLevel::Size => self.add_attribute(f, "optsize", 0),
            crate::OptLevel::None => {
                self.add_attribute(f, "noinline", 0);
                self.add_attribute(f, "optnone", 0);
            }
            crate::OptLevel::Speed => {}
        }
    }

    pub fn define_body(&self, f: FunctionValue<'c>, body: &Body) {
        let name = f.get_name().to_string_lossy().into_owned();
        self.define(f, &name);
        if self.plan.is_recursive(body.func) {
            f.add_attribute(
                AttributeLoc::Function,
                self.cx
                    .create_string_attribute(crate::passes::RECURSIVE, ""),
            );
        }
        if self.options.opt == crate::OptLevel::None {
            return;
        }
        if body.flags.no_optimize {
            self.add_attribute(f, "noinline", 0);
            self.add_attribute(f, "optnone", 0);
            f.remove_enum_attribute(
                AttributeLoc::Function,
                Attribute::get_named_enum_kind_id("optsize"),
            );
        } else if body.flags.no_inline || !body.regions.is_empty() {
            // As CoreCLR does: methods with protected regions keep their frame, which shows in stack traces.
            self.add_attribute(f, "noinline", 0);
        } else if body.flags.aggressive_inline {
            self.add_attribute(f, "inlinehint", 0);
        }
    }

    /// Declares a runtime helper.
    pub fn helper(&self, id: HelperId) -> FunctionValue<'c> {
        let h = id.helper();
        if let Some(f) = self.module.get_function(h.symbol) {
            return f;
        }
        let params: Vec<BasicMetadataTypeEnum> = h
            .params
            .iter()
            .filter_map(|&p| self.helper_type(p))
            .map(Into::into)
            .collect();
        let ty = match self.helper_type(h.ret) {
            Some(BasicTypeEnum::IntType(t)) => t.fn_type(&params, false),
            Some(BasicTypeEnum::FloatType(t)) => t.fn_type(&params, false),
            Some(_) => self.t.ptr.fn_type(&params, false),
            None => self.cx.void_type().fn_type(&params, false),
        };
        let f = self
            .module
            .add_function(h.symbol, ty, Some(Linkage::External));
        f.as_global_value().set_visibility(GlobalVisibility::Hidden);
        if h.noreturn {
            self.add_attribute(f, "noreturn", 0);
            self.add_attribute(f, "cold", 0);
        }
        if !throws(id) {
            self.add_attribute(f, "nounwind", 0);
        }
        match id {
            HelperId::AllocObject | HelperId::AllocArray | HelperId::AllocMdArray => {
                f.add_attribute(AttributeLoc::Return, self.attribute("noalias", 0));
            }
            HelperId::LeavePreemptive | HelperId::StopPoll => self.add_attribute(f, "cold", 0),
            _ => {}
        }
        f
    }

    /// A call of this stands for the polls that a function gets after the optimiser: without it LLVM would find that a function with loops over
    /// numbers touches no memory, and move stores (of method tables, of the allocation pointer) across calls of it.
    pub fn may_stop(&self) -> FunctionValue<'c> {
        self.module
            .get_function(crate::passes::MAY_STOP)
            .unwrap_or_else(|| {
                let ty = self.cx.void_type().fn_type(&[], false);
                let f = self.module.add_function(crate::passes::MAY_STOP, ty, None);
                // Two bits for each kind of memory: all of them may be read. Not `willreturn`, so that it stays.
                self.add_attribute(f, "memory", 0x555);
                self.add_attribute(f, "nounwind", 0);
                f
            })
    }

    pub fn helper_type(&self, t: HelperTy) -> Option<BasicTypeEnum<'c>> {
        Some(match t {
            HelperTy::Void => return None,
            HelperTy::I32 => self.t.i32.into(),
            HelperTy::I64 => self.t.i64.into(),
            HelperTy::F64 => self.t.f64.into(),
            HelperTy::F32 => self.t.f32.into(),
            HelperTy::Ptr => self.t.ptr.into(),
        })
    }

    /// Address of a C function by symbol (runtime, libc, libm): default visibility, so that it may come from a shared library.
    pub fn c_function(&self, symbol: &str, ty: FunctionType<'c>) -> PointerValue<'c> {
        if let Some(g) = self.symbols.borrow().get(symbol) {
            return g.as_pointer_value();
        }
        let f = self.module.get_function(symbol).unwrap_or_else(|| {
            let f = self
                .module
                .add_function(symbol, ty, Some(Linkage::External));
            self.add_attribute(f, "nounwind", 0);
            f
        });
        f.as_global_value().as_pointer_value()
    }

    /// An LLVM intrinsic by full name (overload suffix included).
    pub fn intrinsic(&self, name: &str, ty: FunctionType<'c>) -> FunctionValue<'c> {
        self.module
            .get_function(name)
            .unwrap_or_else(|| self.module.add_function(name, ty, None))
    }

    // ---- symbols

    /// Address of data of image or runtime.
    pub fn symbol(&self, name: String, align: u32) -> GlobalValue<'c> {
        if let Some(&g) = self.symbols.borrow().get(&name) {
            return g;
        }
        if let Some(f) = self.module.get_function(&name) {
            return f.as_global_value();
        }
        let g = self.module.add_global(self.t.i8, None, &name);
        g.set_linkage(Linkage::External);
        g.set_visibility(GlobalVisibility::Hidden);
        if align > 1 {
            g.set_alignment(align);
        }
        self.symbols.borrow_mut().insert(name, g);
        g
    }

    /// An absolute symbol (slot, selector, type number): a link-time constant below 2 GB.
    pub fn absolute(&self, name: String) -> IntValue<'c> {
        let g = self.symbol(name, 0);
        g.set_metadata(self.md.absolute_range, self.md.absolute);
        g.as_pointer_value().const_to_int(self.t.i64)
    }

    pub fn thread_record(&self) -> GlobalValue<'c> {
        self.module
            .get_global(thread::THREAD_SYMBOL)
            .unwrap_or_else(|| {
                let g = self.module.add_global(
                    self.t.i8.array_type(thread::SIZE),
                    None,
                    thread::THREAD_SYMBOL,
                );
                g.set_linkage(Linkage::External);
                g.set_visibility(GlobalVisibility::Hidden);
                g.set_thread_local_mode(Some(ThreadLocalMode::LocalExecTLSModel));
                g.set_alignment(16);
                g
            })
    }

    /// Type handle of an exact type: method table, or TypeDesc with its tag.
    pub fn type_handle(&self, ty: TypeId) -> IntValue<'c> {
        let address = self
            .symbol(symbols::method_table(self.ts, ty), 8)
            .as_pointer_value()
            .const_to_int(self.t.i64);
        if self.has_method_table(ty) {
            address
        } else {
            address.const_add(self.t.i64.const_int(smelt_abi::type_desc::TAG, false))
        }
    }

    /// Whether a type's handle is a method table (pointers, byrefs and function pointers have a TypeDesc).
    pub fn has_method_table(&self, ty: TypeId) -> bool {
        !matches!(
            self.ts.kind(ty),
            TypeKind::Ptr(_) | TypeKind::ByRef(_) | TypeKind::FnPtr(_)
        )
    }
}

/// Helpers through which a managed exception travels.
pub(crate) fn throws(id: HelperId) -> bool {
    matches!(id, HelperId::Throw | HelperId::Rethrow)
}

/// Signature of a body.
pub(crate) fn body_abi(ts: &TypeSystem, body: &Body) -> Result<FnAbi> {
    let params: Vec<Mem> = body.locals[..body.param_count as usize]
        .iter()
        .map(|l| l.mem)
        .collect();
    let context = matches!(
        body.context,
        GenericContext::TypeParam | GenericContext::MethodParam
    );
    let (chain, params) = params.split_at(usize::from(body.flags.nest));
    let native = body.flags.native_abi;
    let mut abi = FnAbi::new(ts, params, mem_of(ts, body.ret), context, native)?;
    if let &[mem] = chain {
        abi.add_chain(ts, mem)?;
    }
    Ok(abi)
}

/// Functions whose body is not in this program: only those with a fixed signature can be referred to.
pub(crate) fn func_abi(ts: &TypeSystem, func: Func) -> Result<(FnAbi, bool)> {
    let fixed = |params: &[Mem], no_return| -> Result<(FnAbi, bool)> {
        Ok((FnAbi::new(ts, params, None, false, false)?, no_return))
    };
    match func {
        Func::ThrowKind(_) | Func::ThrowPending => fixed(&[], true),
        Func::ThrowInvalidCast => fixed(&[Mem::Ref, Mem::I64], true),
        Func::ClassInit => fixed(&[Mem::I64], false),
        Func::Method(m) | Func::Stub { method: m, .. } => {
            let sig = ts.method_sig(m)?;
            let owner = ts.method_owner(m);
            let unbox = matches!(func, Func::Stub { unbox: true, .. });
            let this = (!ts.is_static(m)).then(|| {
                if ts.is_value_type(owner) && !unbox {
                    Mem::ByRef
                } else {
                    Mem::Ref
                }
            });
            let mut abi = FnAbi::of_sig(ts, sig, this, false)?;
            abi.context = matches!(func, Func::Method(_))
                && matches!(
                    smelt_ir::context_of(ts, m),
                    GenericContext::TypeParam | GenericContext::MethodParam
                );
            Ok((abi, false))
        }
        _ => crate::bad_ir(format!(
            "'{}' is used but has no body",
            symbols::func(ts, func)
        )),
    }
}
