//! How stack traces name methods: what `System.Diagnostics.StackTrace.ToString` makes of a frame's method by reflection.

use crate::attributes::find_attribute;
use crate::{MethodDefId, MethodId, TypeDefId, TypeId, TypeKind, TypeSystem};
use smelt_metadata::{Table, Token};

/// A line of a stack trace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrameName {
    /// `Namespace.Type.Method[T](Int32 x, String y)`.
    pub text: String,
    /// The method is the body of an async method: the line is not followed by the separator of traces from elsewhere.
    pub is_async: bool,
}

const SERVICES: &str = "System.Runtime.CompilerServices";
/// Attributes of methods whose body is in a state machine, and whether `MoveNext` is named as well.
const STATE_MACHINES: [(&str, bool); 3] = [
    ("AsyncStateMachineAttribute", false),
    ("IteratorStateMachineAttribute", true),
    ("AsyncIteratorStateMachineAttribute", true),
];

impl TypeSystem {
    /// The line of a method in stack traces. Methods of the state machines that the C# and Visual Basic compilers make are named after
    /// the method that they were made from.
    pub fn frame_name(&self, m: MethodId) -> FrameName {
        let Some(def) = self.method_def(m) else {
            return FrameName {
                text: self.method_display(m),
                is_async: false,
            };
        };
        let meta = self.metadata(def.module);
        let module = def.module;
        let owner = TypeDefId {
            module,
            rid: meta.declaring_type_of_method(def.rid),
        };
        let generated = self.has_attribute(
            module,
            Token::new(Table::TypeDef, owner.rid),
            "System.Runtime.CompilerServices.CompilerGeneratedAttribute",
        );
        let is_async = generated && self.implements(owner, "IAsyncStateMachine");
        let mut text = String::new();
        let origin = (generated && (is_async || self.implements(owner, "IEnumerator")))
            .then(|| self.state_machine_origin(owner))
            .flatten();
        match origin {
            Some((origin, is_iterator)) => {
                self.write_frame(origin, &mut text);
                if is_iterator {
                    text.push('+');
                    text.push_str(self.method_name(m));
                    text.push_str("()");
                }
            }
            None => self.write_frame(def, &mut text),
        }
        FrameName { text, is_async }
    }

    fn implements(&self, def: TypeDefId, interface: &str) -> bool {
        let interfaces = self.interfaces(self.open_type(def));
        interfaces.iter().any(|&i| {
            self.type_def(i).is_some_and(|d| {
                let row = self.metadata(d.module).type_def(d.rid);
                row.is_ok_and(|r| r.name == interface)
            })
        })
    }

    /// The method whose body the state machine holds, and whether it is an iterator.
    fn state_machine_origin(&self, machine: TypeDefId) -> Option<(MethodDefId, bool)> {
        let outer = self.enclosing_type(machine)?;
        let meta = self.metadata(machine.module);
        let name = self.reflection_name(machine);
        for m in self.methods(self.open_type(outer)) {
            let Some(def) = self.method_def(m) else {
                continue;
            };
            let token = Token::new(Table::MethodDef, def.rid);
            for (attribute, is_iterator) in STATE_MACHINES {
                let value = find_attribute(meta, token, SERVICES, attribute);
                if value.and_then(type_argument) == Some(name.as_str()) {
                    return Some((def, is_iterator));
                }
            }
        }
        None
    }

    /// `Namespace.Outer+Inner`.
    fn reflection_name(&self, def: TypeDefId) -> String {
        let Ok(row) = self.metadata(def.module).type_def(def.rid) else {
            return String::new();
        };
        match self.enclosing_type(def) {
            Some(outer) => format!("{}+{}", self.reflection_name(outer), row.name),
            None if row.namespace.is_empty() => row.name.to_string(),
            None => format!("{}.{}", row.namespace, row.name),
        }
    }

    fn write_frame(&self, def: MethodDefId, out: &mut String) {
        let ts = self;
        let meta = ts.metadata(def.module);
        let declaring = meta.declaring_type_of_method(def.rid);
        if declaring != 0 {
            definition_name(
                ts,
                TypeDefId {
                    module: def.module,
                    rid: declaring,
                },
                out,
            );
            out.push('.');
        }
        out.push_str(meta.method_def(def.rid).map_or("", |row| row.name));
        let params: Vec<&str> = meta
            .generic_params(Token::new(Table::MethodDef, def.rid))
            .filter_map(|rid| meta.generic_param(rid).ok().map(|p| p.name))
            .collect();
        if !params.is_empty() {
            out.push('[');
            out.push_str(&params.join(","));
            out.push(']');
        }
        out.push('(');
        // Open form: parameters of generic types print as written.
        let open = (declaring != 0).then(|| {
            ts.open_type(TypeDefId {
                module: def.module,
                rid: declaring,
            })
        });
        let open_method = open.map(|o| ts.method_on(def, o, &[]));
        if let Some(sig) = open_method.and_then(|m| ts.method_sig(m).ok()) {
            let mut names = vec![""; sig.params.len()];
            for rid in meta.method_params(def.rid) {
                if let Ok(p) = meta.param(rid)
                    && p.sequence > 0
                    && let Some(slot) = names.get_mut(p.sequence as usize - 1)
                {
                    *slot = p.name;
                }
            }
            let type_names: Vec<&str> = open
                .and_then(|o| ts.type_def(o))
                .map(|d| {
                    let meta = ts.metadata(d.module);
                    meta.generic_params(Token::new(Table::TypeDef, d.rid))
                        .filter_map(|rid| meta.generic_param(rid).ok().map(|p| p.name))
                        .collect()
                })
                .unwrap_or_default();
            for (i, &p) in sig.params.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                short_name(ts, p, &type_names, &params, out);
                if !names[i].is_empty() {
                    out.push(' ');
                    out.push_str(names[i]);
                }
            }
        }
        out.push(')');
    }
}

/// The type name that an attribute's value begins with (ECMA-335 II.23.3), without assembly.
fn type_argument(value: &'static [u8]) -> Option<&'static str> {
    let value = value.strip_prefix(&[1, 0])?;
    let (length, rest) = match *value {
        [n, ..] if n < 0x80 => (usize::from(n), &value[1..]),
        [a, b, ..] if a & 0xc0 == 0x80 => {
            (usize::from(a & 0x3f) << 8 | usize::from(b), &value[2..])
        }
        _ => return None,
    };
    let text = std::str::from_utf8(rest.get(..length)?).ok()?;
    Some(text.split(',').next().unwrap_or(text))
}

/// `Namespace.Outer.Inner` of a definition.
fn definition_name(ts: &TypeSystem, def: TypeDefId, out: &mut String) {
    if let Some(outer) = ts.enclosing_type(def) {
        definition_name(ts, outer, out);
        out.push('.');
    }
    if let Ok(row) = ts.metadata(def.module).type_def(def.rid) {
        if !row.namespace.is_empty() {
            out.push_str(row.namespace);
            out.push('.');
        }
        out.push_str(row.name);
    }
}

/// `Type.Name`.
fn short_name(
    ts: &TypeSystem,
    t: TypeId,
    type_params: &[&str],
    method_params: &[&str],
    out: &mut String,
) {
    match ts.kind(t) {
        TypeKind::SzArray(e) => {
            short_name(ts, *e, type_params, method_params, out);
            out.push_str("[]");
        }
        TypeKind::Array { elem, rank } => {
            short_name(ts, *elem, type_params, method_params, out);
            out.push('[');
            out.extend(std::iter::repeat_n(',', *rank as usize - 1));
            out.push(']');
        }
        TypeKind::Ptr(e) => {
            short_name(ts, *e, type_params, method_params, out);
            out.push('*');
        }
        TypeKind::ByRef(e) => {
            short_name(ts, *e, type_params, method_params, out);
            out.push('&');
        }
        TypeKind::FnPtr(_) => out.push_str("(fnptr)"),
        TypeKind::TypeVar(i) => out.push_str(type_params.get(*i as usize).unwrap_or(&"T")),
        TypeKind::MethodVar(i) => out.push_str(method_params.get(*i as usize).unwrap_or(&"T")),
        TypeKind::Named { def, .. } => {
            if let Ok(row) = ts.metadata(def.module).type_def(def.rid) {
                out.push_str(row.name);
            }
        }
    }
}
