//! Methods as stack frames show them (`StackFrame.GetMethod`, `Exception.TargetSite`): once a program asks, every method that has code has a record.

use super::{FxHashSet, State};
use smelt_ir::Func;
use smelt_metadata::{Table, Token};
use smelt_types::MethodId;

#[derive(Default)]
pub(super) struct Frames {
    asked: bool,
    /// As their definitions have them.
    pub(super) methods: FxHashSet<MethodId>,
}

impl State<'_> {
    /// The program asks frames for their methods.
    pub(super) fn frames_asked(&mut self) {
        if std::mem::replace(&mut self.frames.asked, true) {
            return;
        }
        for f in self.funcs.iter().copied().collect::<Vec<_>>() {
            if let Func::Method(m) = f {
                self.frame_method(m);
            }
        }
    }

    /// A method has code, so it may be on the stack.
    pub(super) fn frame_method(&mut self, m: MethodId) {
        let ts = self.ts;
        if !self.frames.asked {
            return;
        }
        let (Some(def), Some(owner)) = (ts.method_def(m), ts.type_def(ts.method_owner(m))) else {
            return;
        };
        let shown = ts.open_type(owner);
        let definition = ts.method_on(def, shown, &[]);
        if !self.frames.methods.insert(definition) {
            return;
        }
        self.keep_parts(shown);
        self.reflect_signature(definition);
        if self.is_app_module(owner.module) {
            self.named_by_app(shown);
            self.keep_attributes(def.module, Token::new(Table::MethodDef, def.rid));
        }
    }
}
