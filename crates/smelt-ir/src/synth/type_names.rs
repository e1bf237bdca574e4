//! Types written as text, in the syntax of `Type.GetType` with variables (`!0`, `!!0`), as `UnsafeAccessorType` gives them.

use crate::env::{ImportError, Result};
use smelt_types::{ModuleId, TypeId, TypeKind, TypeSystem};

/// Resolves `Namespace.Type+Nested[[Argument, Assembly]][]&, Assembly`; without an assembly the type is in `module` or CoreLib.
pub fn resolve(ts: &TypeSystem, module: ModuleId, text: &str) -> Result<TypeId> {
    let mut parser = Parser { ts, module, text };
    let ty = parser.qualified()?;
    match parser.text.trim().is_empty() {
        true => Ok(ty),
        false => Err(parser.malformed()),
    }
}

struct Parser<'a> {
    ts: &'a TypeSystem,
    module: ModuleId,
    /// What is not read yet.
    text: &'a str,
}

impl<'a> Parser<'a> {
    fn malformed(&self) -> ImportError {
        ImportError::bad_il(format!("malformed type name at '{}'", self.text))
    }

    fn eat(&mut self, token: &str) -> bool {
        match self.text.strip_prefix(token) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    /// Up to one of the characters, which may be escaped.
    fn until(&mut self, stops: &[char]) -> &'a str {
        let mut escaped = false;
        let end = self.text.find(|c| {
            let stop = !escaped && stops.contains(&c);
            escaped = !escaped && c == '\\';
            stop
        });
        let (word, rest) = self.text.split_at(end.unwrap_or(self.text.len()));
        self.text = rest;
        word.trim()
    }

    /// A type and the assembly that follows it. The assembly comes last, so the name is kept until then.
    fn qualified(&mut self) -> Result<TypeId> {
        let ts = self.ts;
        let name = self.until(&[',', '[', ']', '*', '&']).replace('\\', "");
        let mut args = Vec::new();
        let mut shapes = Vec::new();
        if self.text.starts_with("[[") || self.text.starts_with("[!") {
            self.eat("[");
            loop {
                let quoted = self.eat("[");
                args.push(self.qualified()?);
                if quoted && !self.eat("]") {
                    return Err(self.malformed());
                }
                if !self.eat(",") {
                    break;
                }
            }
            if !self.eat("]") {
                return Err(self.malformed());
            }
        }
        loop {
            if self.eat("&") {
                shapes.push('&');
            } else if self.eat("*") {
                shapes.push('*');
            } else if self.eat("[]") {
                shapes.push('[');
            } else {
                break;
            }
        }
        let mut module = self.module;
        if self.text.starts_with(',') && !name.starts_with('!') {
            self.eat(",");
            let assembly = self.until(&[']', ',']);
            // Version, culture and key say nothing that the references don't.
            self.until(&[']']);
            module = ts.load_by_name(assembly)?;
        }
        let mut ty = match name.strip_prefix('!') {
            Some(variable) => {
                let (of_method, number) = match variable.strip_prefix('!') {
                    Some(n) => (true, n),
                    None => (false, variable),
                };
                let n: u32 = number.parse().map_err(|_| self.malformed())?;
                ts.intern(match of_method {
                    true => TypeKind::MethodVar(n),
                    false => TypeKind::TypeVar(n),
                })
            }
            None => {
                let def = ts.find_type(module, &name);
                let def = def.or_else(|e| ts.find_core_type(&name).map_err(|_| e))?;
                match args.is_empty() {
                    true => ts.open_type(def),
                    false => ts.named(def, &args),
                }
            }
        };
        for shape in shapes {
            ty = match shape {
                '&' => ts.byref_to(ty),
                '*' => ts.ptr_to(ty),
                _ => ts.sz_array(ty),
            };
        }
        Ok(ty)
    }
}
