//! The seam between importer, synthesised bodies, intrinsics and feature switches: one [`Env`] per compilation, and [`body_of`], which
//! makes the body of any function.

use crate::debug_symbols::{DebugSymbols, MethodSource};
use crate::fold::Const;
use crate::preinit::{Preinit, Preinitialised};
use crate::switches::Switches;
use crate::{Body, Func, Kind, Mem, import, intrinsics, switches, synth};
use rustc_hash::FxHashMap;
use smelt_types::{
    MethodDefId, MethodId, ModuleId, Sig, SigId, TypeError, TypeId, TypeSystem, ValueClass,
    WellKnown,
};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, RwLock};

/// What every producer of bodies needs. `Sync`: bodies are made on many threads.
pub struct Env<'a> {
    pub ts: &'a TypeSystem,
    pub switches: &'a Switches,
    /// `Main`.
    pub entry_point: Option<MethodId>,
    /// The app's own assemblies (their module initializers run at start), the entry module last.
    pub app_modules: Vec<ModuleId>,
    /// VM calls that are reached but not implemented.
    missing_vm_calls: Mutex<BTreeSet<String>>,
    /// Small methods whose body folds to a constant.
    pub(crate) constants: RwLock<FxHashMap<MethodId, Option<Const>>>,
    /// Methods whose IL has no `ret`.
    pub(crate) no_return: RwLock<FxHashMap<MethodDefId, bool>>,
    /// Modules whose handlers see thrown objects that are no exceptions as they are.
    pub(crate) raw_throws: RwLock<FxHashMap<ModuleId, bool>>,
    known: OnceLock<import::KnownMethods>,
    debug_symbols: DebugSymbols,
    /// Evaluates static constructors; `None`: all of them run lazily.
    preinit: Option<Box<Preinit<'a>>>,
}

impl<'a> Env<'a> {
    pub fn new(ts: &'a TypeSystem, switches: &'a Switches) -> Env<'a> {
        Env {
            ts,
            switches,
            entry_point: None,
            app_modules: Vec::new(),
            missing_vm_calls: Mutex::default(),
            constants: RwLock::default(),
            no_return: RwLock::default(),
            raw_throws: RwLock::default(),
            known: OnceLock::new(),
            debug_symbols: DebugSymbols::default(),
            preinit: None,
        }
    }

    /// Has static constructors evaluated where that is possible. Entry point and modules are set.
    pub fn evaluate_static_constructors(&mut self) {
        self.preinit = Some(Box::new(Preinit::new(self)));
    }

    pub fn preinit(&self) -> Option<&Preinit<'a>> {
        self.preinit.as_deref()
    }

    /// The statics of an exact type whose static constructor was evaluated.
    pub fn preinitialised(&self, ty: TypeId) -> Option<Arc<Preinitialised>> {
        let preinit = self.preinit.as_ref()?;
        let lazy =
            self.ts.is_open(ty) || self.ts.is_shared_type(ty) || self.ts.class_ctor(ty).is_none();
        if lazy { None } else { preinit.of(ty) }
    }

    /// Methods that the importer folds by itself.
    pub(crate) fn known_methods(&self) -> &import::KnownMethods {
        self.known.get_or_init(|| import::known_methods(self))
    }

    /// Where a method of the app comes from.
    pub(crate) fn source_of(&self, method: MethodDefId) -> MethodSource {
        self.debug_symbols.source_of(self.ts, method)
    }

    /// Source file and first line of a method, if its symbols are there.
    pub fn position_of(&self, method: MethodId) -> Option<(Arc<str>, u32)> {
        let source = self.source_of(self.ts.method_def(method)?);
        Some((source.document.clone(), source.lines.first()?.1))
    }

    pub(crate) fn app_modules(&self) -> &[ModuleId] {
        &self.app_modules
    }

    /// Remembers a VM call that the runtime lacks, for a warning.
    pub(crate) fn report_missing_vm_call(&self, name: &str) {
        self.missing_vm_calls
            .lock()
            .unwrap_or_else(|e| e.into_inner())
            .insert(name.to_string());
    }

    /// Names of the VM calls that were reached but are not implemented.
    pub fn missing_vm_calls(&self) -> Vec<String> {
        let names = self
            .missing_vm_calls
            .lock()
            .unwrap_or_else(|e| e.into_inner());
        names.iter().cloned().collect()
    }

    pub fn well_known(&self, w: WellKnown) -> TypeId {
        self.ts.well_known(w)
    }

    /// How a value of a closed type lies in memory. `None` for `void`.
    pub fn mem(&self, ty: TypeId) -> Option<Mem> {
        Some(match self.ts.value_class(ty) {
            ValueClass::Void => return None,
            ValueClass::Int { size, signed } => match (size, signed) {
                (1, true) => Mem::I8,
                (1, false) => Mem::U8,
                (2, true) => Mem::I16,
                (2, false) => Mem::U16,
                (4, _) => Mem::I32,
                _ => Mem::I64,
            },
            ValueClass::F32 => Mem::F32,
            ValueClass::F64 => Mem::F64,
            ValueClass::Ref => Mem::Ref,
            ValueClass::ByRef => Mem::ByRef,
            ValueClass::Struct => Mem::Struct(self.ts.canon_type(ty)),
        })
    }

    /// Kind of a value of a closed type on the stack. `None` for `void`.
    pub fn kind(&self, ty: TypeId) -> Option<Kind> {
        self.mem(ty).map(kind_of_mem)
    }

    /// The signature with canonical types, as code generation wants it.
    pub fn canon_sig(&self, sig: &Sig) -> SigId {
        let ts = self.ts;
        ts.intern_sig(Sig {
            has_this: sig.has_this,
            call_conv: sig.call_conv,
            generic_params: 0,
            ret: ts.canon_type(sig.ret),
            params: sig.params.iter().map(|&p| ts.canon_type(p)).collect(),
        })
    }
}

/// Kind that a load of this memory type gives.
pub fn kind_of_mem(mem: Mem) -> Kind {
    match mem {
        Mem::I8 | Mem::U8 | Mem::I16 | Mem::U16 | Mem::I32 => Kind::I32,
        Mem::I64 => Kind::I64,
        Mem::F32 => Kind::F32,
        Mem::F64 => Kind::F64,
        Mem::Ref => Kind::Ref,
        Mem::ByRef => Kind::ByRef,
        Mem::Struct(t) => Kind::Struct(t),
    }
}

/// Memory type that holds a stack value unchanged.
pub fn mem_of_kind(kind: Kind) -> Mem {
    match kind {
        Kind::I32 => Mem::I32,
        Kind::I64 => Mem::I64,
        Kind::F32 => Mem::F32,
        Kind::F64 => Mem::F64,
        Kind::Ref => Mem::Ref,
        Kind::ByRef => Mem::ByRef,
        Kind::Struct(t) => Mem::Struct(t),
    }
}

/// Why a body cannot be made.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{method}{}: {detail}", at(*il_offset))]
pub struct ImportError {
    pub kind: ImportErrorKind,
    /// Display name of the method (or symbol of the stub).
    pub method: String,
    pub il_offset: Option<u32>,
    pub detail: String,
}

fn at(il_offset: Option<u32>) -> String {
    il_offset.map_or_else(String::new, |o| format!(" (IL_{o:04x})"))
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum ImportErrorKind {
    /// The IL breaks a rule of ECMA-335.
    BadIl,
    /// Valid, but not supported.
    Unsupported,
    /// A type or member cannot be resolved or laid out.
    Type,
    /// A method or field that isn't there.
    MissingMethod,
    MissingField,
    /// Arguments of a generic method violate its constraints.
    Verification,
    /// A direct call of an abstract method, or an accessor that contradicts itself.
    BadImage,
    /// A new object of an abstract class.
    AbstractClass,
    /// An accessor's signature names types that may not stand there.
    NotSupported,
    /// A value cannot cross to native code.
    Marshal,
    /// An intrinsic that must be expanded was not: a defect of the compiler.
    Intrinsic,
    /// An intrinsic that only code calls which CoreCLR itself generates.
    JitOnly,
}

impl ImportError {
    pub fn new(kind: ImportErrorKind, detail: impl Into<String>) -> ImportError {
        ImportError {
            kind,
            method: String::new(),
            il_offset: None,
            detail: detail.into(),
        }
    }
    pub fn unsupported(detail: impl Into<String>) -> ImportError {
        Self::new(ImportErrorKind::Unsupported, detail)
    }
    pub fn bad_il(detail: impl Into<String>) -> ImportError {
        Self::new(ImportErrorKind::BadIl, detail)
    }
    /// Names the method unless an inner one is named already.
    pub fn in_method(mut self, name: impl FnOnce() -> String) -> ImportError {
        if self.method.is_empty() {
            self.method = name();
        }
        self
    }
}

impl From<TypeError> for ImportError {
    fn from(e: TypeError) -> ImportError {
        let kind = match e {
            TypeError::MissingMember { kind: "field", .. } => ImportErrorKind::MissingField,
            TypeError::MissingMember { .. } => ImportErrorKind::MissingMethod,
            _ => ImportErrorKind::Type,
        };
        ImportError::new(kind, e.to_string())
    }
}

pub type Result<T> = std::result::Result<T, ImportError>;

/// Makes the body of a function: from a known constant, a replacement, the method's IL, or synthesis.
pub fn body_of(env: &Env, func: Func) -> Result<Body> {
    let name = || match func {
        Func::Method(m) => env.ts.method_display(m),
        other => crate::symbols::func(env.ts, other),
    };
    make_body(env, func).map_err(|e| e.in_method(name))
}

fn make_body(env: &Env, func: Func) -> Result<Body> {
    let Func::Method(m) = func else {
        return synth::body(env, func);
    };
    if let Some(c) = switches::constant(env, m) {
        return import::constant_body(env, m, c);
    }
    if let Some(body) = intrinsics::replace_body(env, m)? {
        return Ok(body);
    }
    if intrinsics::is_instruction(env, m)
        && let Some(body) = import::expansion_body(env, m)?
    {
        return Ok(body);
    }
    match env.ts.method_body(m)? {
        Some(il) => import::method(env, m, &il).or_else(|e| match e.kind {
            ImportErrorKind::Intrinsic => import::expansion_body(env, m)?.ok_or(e),
            _ => Err(e),
        }),
        None => synth::body(env, func),
    }
}
