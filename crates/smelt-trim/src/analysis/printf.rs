//! F#'s `printf`: FSharp.Core takes the type of a format apart and instantiates generic methods for its arguments by reflection. The format's type
//! is known, so the methods that it may choose are kept.

use super::State;
use smelt_metadata::{Table, Token};
use smelt_types::{ModuleId, TypeId};

const FORMAT: &str = "Microsoft.FSharp.Core.PrintfFormat`4";
const TUPLED_FORMAT: &str = "Microsoft.FSharp.Core.PrintfFormat`5";
const FUNCTION: &str = "Microsoft.FSharp.Core.FSharpFunc`2";
const SPECIALIZATIONS: &str = "Microsoft.FSharp.Core.PrintfImpl+Specializations`3";
const PRINTER: &str = "Microsoft.FSharp.Core.PrintfImpl+ObjectPrinter";

impl State<'_> {
    /// A type is in the image; only those of formats matter.
    pub(super) fn printf_format(&mut self, t: TypeId) {
        let ts = self.ts;
        let Some(def) = ts.type_def(t) else { return };
        if ts.is_open(t) || ts.module_name(def.module) != "FSharp.Core" {
            return;
        }
        match (ts.type_def_name(def).1, ts.type_args(t)) {
            ("PrintfFormat`4", &[printer, state, residue, result]) if self.is_named(t, FORMAT) => {
                self.printer(def.module, printer, [state, residue, result]);
            }
            ("PrintfFormat`5", &[.., captured]) if self.is_named(t, TUPLED_FORMAT) => {
                let types = match ts.type_args(captured) {
                    [] => vec![captured],
                    args => args.to_vec(),
                };
                for ty in types {
                    self.object_printer(def.module, ty);
                }
            }
            _ => {}
        }
    }

    fn is_named(&self, t: TypeId, name: &str) -> bool {
        let ts = self.ts;
        ts.type_def(t).is_some_and(|def| {
            let (namespace, simple) = ts.type_def_name(def);
            name.strip_prefix(namespace)
                .and_then(|n| n.strip_prefix('.'))
                == Some(simple)
        })
    }

    /// The methods for a curried function's arguments: each takes up to three in a row, and some the type of what is left.
    fn printer(&mut self, module: ModuleId, printer: TypeId, shape: [TypeId; 3]) {
        let ts = self.ts;
        let Ok(def) = ts.find_type(module, SPECIALIZATIONS) else {
            return;
        };
        let owner = ts.named(def, &shape);
        // The arguments, and what is left from each on.
        let (mut args, mut rest) = (Vec::new(), vec![printer]);
        let mut at = printer;
        while self.is_named(at, FUNCTION)
            && let &[arg, next] = ts.type_args(at)
        {
            args.push(arg);
            rest.push(next);
            at = next;
        }
        if args.is_empty() {
            return;
        }
        self.named_by_app(owner);
        for &arg in &args {
            self.object_printer(module, arg);
        }
        for m in ts.methods(owner) {
            let Some(def) = ts.method_def(m) else {
                continue;
            };
            let md = ts.metadata(module);
            let params: Vec<&str> = md
                .generic_params(Token::new(Table::MethodDef, def.rid))
                .filter_map(|rid| md.generic_param(rid).ok().map(|p| p.name))
                .collect();
            let tail = params.last().is_some_and(|p| p.ends_with("Tail"));
            let taken = params.len() - usize::from(tail);
            if taken == 0 {
                continue;
            }
            for first in 0..=args.len().saturating_sub(taken) {
                let Some(chosen) = args.get(first..first + taken) else {
                    continue;
                };
                let mut chosen = chosen.to_vec();
                if tail {
                    chosen.push(rest[first + taken]);
                }
                self.keep_method(ts.method_on(def, owner, &chosen));
            }
        }
    }

    /// `%A` of a type.
    fn object_printer(&mut self, module: ModuleId, ty: TypeId) {
        let ts = self.ts;
        let Ok(def) = ts.find_type(module, PRINTER) else {
            return;
        };
        let owner = ts.named(def, &[]);
        for m in ts.methods_named(owner, "GenericToString") {
            if let Some(def) = ts.method_def(m) {
                self.keep_method(ts.method_on(def, owner, &[ty]));
            }
        }
    }
}
