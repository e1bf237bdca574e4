//! Debug information of the app's code: functions under the names that stack traces show, and lines. The linker step makes the table of positions of it
//! (`smelt_abi::frame_table`), so that traces show inlined functions too; debuggers and profilers read it from the symbol file. Code of the
//! framework has none.

use crate::function::FnCx;
use crate::module::Unit;
use inkwell::debug_info::{
    AsDIScope, DICompileUnit, DIFile, DIFlagsConstants, DIScope, DISubroutineType,
    DWARFEmissionKind, DWARFSourceLanguage, DebugInfoBuilder,
};
use inkwell::module::{FlagBehavior, Module};
use inkwell::values::FunctionValue;
use rustc_hash::FxHashMap;
use smelt_abi::frame_table::ASYNC_MARK;
use smelt_ir::{Body, Func, Source};
use std::cell::RefCell;

/// Version of LLVM's debug metadata.
const METADATA_VERSION: u64 = 3;
const DWARF_VERSION: u64 = 5;

/// Debug information of a unit under construction.
pub(crate) struct DebugInfo<'c> {
    builder: DebugInfoBuilder<'c>,
    unit: DICompileUnit<'c>,
    ty: DISubroutineType<'c>,
    files: RefCell<FxHashMap<String, DIFile<'c>>>,
}

impl<'c> DebugInfo<'c> {
    fn new(module: &Module<'c>, i32: inkwell::types::IntType<'c>, source: &Source) -> Self {
        let flag = |name: &str, value| {
            let value = i32.const_int(value, false);
            module.add_basic_value_flag(name, FlagBehavior::Warning, value);
        };
        flag("Debug Info Version", METADATA_VERSION);
        flag("Dwarf Version", DWARF_VERSION);
        let (builder, unit) = module.create_debug_info_builder(
            true,
            DWARFSourceLanguage::C,
            &source.document,
            "",
            smelt_abi::frame_table::PRODUCER,
            true,
            "",
            0,
            "",
            DWARFEmissionKind::Full,
            0,
            true,
            false,
            "",
            "",
        );
        let ty = builder.create_subroutine_type(unit.get_file(), None, &[], 0);
        DebugInfo {
            builder,
            unit,
            ty,
            files: RefCell::default(),
        }
    }

    pub fn finalize(&self) {
        self.builder.finalize();
    }

    fn file(&self, path: &str) -> DIFile<'c> {
        let mut files = self.files.borrow_mut();
        if let Some(&file) = files.get(path) {
            return file;
        }
        let file = self.builder.create_file(path, "");
        files.insert(path.to_string(), file);
        file
    }
}

impl<'c> Unit<'c, '_> {
    /// Makes the scope that positions in a function belong to; `None` for code without a source.
    pub fn debug_scope(&self, f: FunctionValue<'c>, body: &Body) -> Option<DIScope<'c>> {
        let (Some(source), Func::Method(m)) = (&body.source, body.func) else {
            return None;
        };
        let debug = self
            .debug
            .get_or_init(|| DebugInfo::new(&self.module, self.t.i32, source));
        let mut name = self.ts.frame_name(m);
        if name.is_async {
            name.text.push(char::from(ASYNC_MARK));
        }
        let scope = debug.builder.create_function(
            debug.unit.as_debug_info_scope(),
            &name.text,
            Some(""),
            debug.file(&source.document),
            source.line,
            debug.ty,
            false,
            true,
            source.line,
            DIFlagsConstants::ZERO,
            true,
        );
        f.set_subprogram(scope);
        Some(scope.as_debug_info_scope())
    }
}

impl FnCx<'_, '_, '_> {
    /// What is emitted from now on belongs to a line of the function's source.
    pub fn set_line(&mut self, line: u32) {
        if let (Some(scope), Some(debug)) = (self.scope, self.u.debug.get()) {
            let at = debug
                .builder
                .create_debug_location(self.u.cx, line, 0, scope, None);
            self.b.set_current_debug_location(at);
            self.line = line;
        }
    }
}
