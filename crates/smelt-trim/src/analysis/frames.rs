//! Methods as stack frames show them (`StackFrame.GetMethod`, `Exception.TargetSite`): once a program asks, every method that has code has a record;
//! those of the app alone, where only reflection may ask an exception.

use super::{FxHashSet, State};
use smelt_ir::Func;
use smelt_metadata::{Table, Token};
use smelt_types::MethodId;

/// Whose methods frames are asked for.
#[derive(Copy, Clone, Default, PartialEq, PartialOrd)]
pub(super) enum Asked {
    #[default]
    No,
    App,
    All,
}

#[derive(Default)]
pub(super) struct Frames {
    asked: Asked,
    /// As their definitions have them.
    pub(super) methods: FxHashSet<MethodId>,
}

impl State<'_> {
    /// The program asks frames for their methods.
    pub(super) fn frames_asked(&mut self, asked: Asked) {
        if self.frames.asked >= asked {
            return;
        }
        self.frames.asked = asked;
        self.frames.methods.clear();
        for f in self.funcs.iter().copied().collect::<Vec<_>>() {
            if let Func::Method(m) = f {
                self.frame_method(m);
            }
        }
    }

    /// A method has code, so it may be on the stack.
    pub(super) fn frame_method(&mut self, m: MethodId) {
        let ts = self.ts;
        if self.frames.asked == Asked::No {
            return;
        }
        let (Some(def), Some(owner)) = (ts.method_def(m), ts.type_def(ts.method_owner(m))) else {
            return;
        };
        if self.frames.asked == Asked::App && !self.is_app_module(owner.module) {
            return;
        }
        let shown = ts.open_type(owner);
        let definition = ts.method_on(def, shown, &[]);
        if !self.frames.methods.insert(definition) {
            return;
        }
        self.keep_parts(shown);
        self.reflect_signature(definition);
        if self.frames.asked == Asked::All && self.is_app_module(owner.module) {
            self.named_by_app(shown);
            self.keep_attributes(def.module, Token::new(Table::MethodDef, def.rid));
        }
    }
}
