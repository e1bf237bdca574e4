//! Statements.

use super::{Flow, Gen, Var, expr, group, stmt};
use crate::tree::{Kind, Node};
use crate::types::{Body, INT, Ty};

/// Exceptions that handlers name.
const CAUGHT: [&str; 8] = [
    "Exception",
    "DivideByZeroException",
    "OverflowException",
    "ArithmeticException",
    "NullReferenceException",
    "InvalidCastException",
    "FuzzException",
    "InvalidOperationException",
];

impl Gen {
    /// Up to `count` statements; what they declare stays in scope.
    pub(super) fn statements(&mut self, count: usize, depth: usize) -> Vec<Node> {
        (0..count).map(|_| self.statement(depth)).collect()
    }

    fn block(&mut self, depth: usize) -> Node {
        let count = 1 + self.rng.below(2);
        let statements = self.scoped(|g| g.statements(count, depth));
        Node::list(Kind::Block, statements)
    }

    fn block_with(&mut self, change: impl FnOnce(&mut Flow), depth: usize) -> Node {
        let mut flow = self.flow.clone();
        change(&mut flow);
        self.flowing(flow, |g| g.block(depth))
    }

    fn statement(&mut self, depth: usize) -> Node {
        let e = depth.clamp(1, 3);
        if depth == 0 {
            return self.simple(1);
        }
        let d = depth - 1;
        match self.rng.below(30) {
            0..6 => self.declaration(e),
            6..12 => self.simple(e),
            12 => {
                let condition = self.expr(&Ty::Bool, e);
                let (a, b) = (self.block(d), self.block(d));
                stmt("if (@)@ else@", vec![condition, a, b])
            }
            13 => {
                let condition = self.expr(&Ty::Bool, e);
                let a = self.block(d);
                stmt("if (@)@", vec![condition, a])
            }
            14 | 15 => self.counted_loop(d),
            16 => {
                let condition = self.opaque(&Ty::Bool, e);
                let body = self.block_with(|f| f.in_loop = true, d);
                stmt("while (R.Fuel() && @)@", vec![condition, body])
            }
            17 => {
                let body = self.block_with(|f| f.in_loop = true, d);
                let condition = self.opaque(&Ty::Bool, e);
                stmt("do@ while (R.Fuel() && @);", vec![body, condition])
            }
            18 | 19 => self.foreach(d),
            20..23 => self.protected(d),
            23 => self.switch_statement(d),
            24 => self.leave(e),
            25 => self.reference(e),
            26 => self.pattern_test(d),
            27 => self.local_function(d),
            28 => {
                let (context, body) = (*self.rng.pick(&["checked", "unchecked"]), self.block(d));
                stmt(&format!("{context}@"), vec![body])
            }
            _ => {
                let body = self.block(d);
                let label = self.rng.below(1000);
                stmt(&format!("using (new Closing({label}))@"), vec![body])
            }
        }
    }

    fn declaration(&mut self, depth: usize) -> Node {
        let ty = match self.rng.below(6) {
            0 | 1 => self.primitive(),
            2 if !self.flow.no_refs && !self.flow.in_handler => return self.span(),
            _ => self.ty(2),
        };
        let value = self.expr(&ty, depth);
        let name = self.fresh("v");
        let node = stmt(&format!("{} {name} = @;", self.name(&ty)), vec![value]);
        self.declare(&name, &ty, true);
        node
    }

    fn span(&mut self) -> Node {
        let element = self.number();
        let e = self.name(&element);
        let ty = Ty::Span(Box::new(element.clone()));
        let name = self.fresh("v");
        let node = if self.rng.one_in(2) {
            let value = self.expr(&element, 1);
            stmt(
                &format!("Span<{e}> {name} = stackalloc {e}[4] {{ 1, 2, 3, @ }};"),
                vec![value],
            )
        } else {
            let array = self.expr(&Ty::Array(Box::new(element)), 2);
            stmt(&format!("Span<{e}> {name} = @;"), vec![array])
        };
        self.declare(&name, &ty, false);
        node
    }

    /// Assigns, prints, calls.
    fn simple(&mut self, depth: usize) -> Node {
        if !self.rng.one_in(3) {
            let types: Vec<Ty> = (self.scope.iter())
                .filter(|v| v.mutable && !matches!(v.ty, Ty::Span(_)))
                .map(|v| v.ty.clone())
                .collect();
            if !types.is_empty() {
                let mut ty = self.rng.pick(&types).clone();
                // An element rather than the array.
                if let (Ty::Array(t) | Ty::Matrix(t) | Ty::List(t), false) =
                    (&ty, self.rng.one_in(4))
                {
                    ty = (**t).clone();
                }
                let fields = self.fields_of(&ty);
                if !fields.is_empty() && self.rng.one_in(2) {
                    ty = self.rng.pick(&fields).1.clone();
                }
                if let Some(place) = self.place(&ty, false) {
                    let compound = ty.is_number() && self.rng.one_in(2);
                    let operator = if compound {
                        *self.rng.pick(&["+=", "-=", "*="])
                    } else {
                        "="
                    };
                    let value = self.expr(&ty, depth);
                    return stmt(&format!("@ {operator} @;"), vec![place, value]);
                }
            }
        }
        let ty = self.ty(1);
        let value = self.expr(&ty, depth);
        stmt("R.P(@);", vec![value])
    }

    fn counted_loop(&mut self, depth: usize) -> Node {
        let name = self.fresh("i");
        let count = 1 + self.rng.below(9);
        let header = match self.rng.below(4) {
            0 => format!("for (int {name} = {count}; {name} >= 0 && R.Fuel(); {name}--)"),
            1 => format!("for (int {name} = 0; {name} < {count} && R.Fuel(); {name} += 2)"),
            _ => format!("for (int {name} = 0; {name} < {count} && R.Fuel(); {name}++)"),
        };
        let body = self.scoped(|g| {
            g.declare(&name, &INT, false);
            g.block_with(|f| f.in_loop = true, depth)
        });
        stmt(&format!("{header}@"), vec![body])
    }

    fn foreach(&mut self, depth: usize) -> Node {
        let name = self.fresh("e");
        let (source, element) = match self.rng.below(4) {
            0 => {
                let element = self.ty(1);
                (self.expr(&Ty::List(Box::new(element.clone())), 2), element)
            }
            1 => {
                let element = self.primitive();
                (
                    self.expr(&Ty::Matrix(Box::new(element.clone())), 2),
                    element,
                )
            }
            2 => {
                let iterators: Vec<_> = self
                    .statics
                    .iter()
                    .filter(|m| m.body == Body::Iterator)
                    .cloned()
                    .collect();
                let made = (!iterators.is_empty())
                    .then(|| self.rng.pick(&iterators).clone())
                    .and_then(|m| {
                        let argument = match m.generic {
                            Some(promise) => Some(self.keeping(promise)?),
                            None => None,
                        };
                        let program = group("Program.", vec![]);
                        let ret = match &argument {
                            Some(argument) => m.ret.with("U", argument),
                            None => m.ret.clone(),
                        };
                        Some((self.call(&m, program, argument.as_ref(), 2)?, ret))
                    });
                match made {
                    Some(made) => made,
                    None => (self.expr(&Ty::Str, 2), Ty::Char),
                }
            }
            _ => {
                let element = self.ty(1);
                (self.expr(&Ty::Array(Box::new(element.clone())), 2), element)
            }
        };
        let body = self.scoped(|g| {
            g.scope.push(Var {
                name: name.clone(),
                ty: element.clone(),
                mutable: false,
                capturable: true,
                referable: false,
            });
            g.block_with(|f| f.in_loop = true, depth)
        });
        let text = format!("foreach ({} {name} in @)@", self.name(&element));
        // Lists must not change while they are walked, but may: that is an exception, too.
        stmt(&text, vec![source, body])
    }

    fn protected(&mut self, depth: usize) -> Node {
        let body = self.block_with(|f| f.in_try = true, depth);
        let mut template = "try@".to_string();
        let mut children = vec![body];
        let catches = self.rng.below(3);
        for _ in 0..catches {
            let (class, name) = (*self.rng.pick(&CAUGHT), self.fresh("x"));
            let waits = std::mem::replace(&mut self.flow.in_async, false);
            let guard = self.expr(&Ty::Bool, 2);
            self.flow.in_async = waits;
            let handler = self.block_with(
                |f| {
                    f.in_try = true;
                    f.in_handler = true;
                },
                depth,
            );
            template += &format!(" catch ({class} {name}) when (R.Seen({name}) & R.V(@))@");
            children.push(guard);
            children.push(handler);
        }
        let finally = catches == 0 || self.rng.one_in(2);
        if finally {
            let handler = self.block_with(
                |f| {
                    f.in_finally = true;
                    f.in_handler = true;
                    f.in_loop = false;
                    f.in_try = true;
                },
                depth,
            );
            template += " finally@";
            children.push(handler);
        }
        stmt(&template, children)
    }

    fn switch_statement(&mut self, depth: usize) -> Node {
        let (subject, arms) = self.patterns(1);
        let mut template = "switch (@)".to_string();
        let mut children = vec![subject];
        let mut cases = Vec::new();
        for arm in arms {
            let body = self.block(depth);
            cases.push(group("\ncase @:@ break;", vec![arm, body]));
        }
        let body = self.block(depth);
        cases.push(group("\ndefault:@ break;", vec![body]));
        template += "@";
        children.push(Node::list(Kind::Block, cases));
        stmt(&template, children)
    }

    /// `return`, `break`, `continue`, `throw`, `yield return`.
    fn leave(&mut self, depth: usize) -> Node {
        if let Some(ty) = self.flow.yields.clone()
            && !self.flow.in_try
        {
            let value = self.expr(&ty, depth);
            return stmt("yield return @;", vec![value]);
        }
        let condition = self.opaque(&Ty::Bool, depth);
        if self.flow.in_loop && self.rng.one_in(2) {
            let word = *self.rng.pick(&["break", "continue"]);
            return stmt(&format!("if (@) {word};"), vec![condition]);
        }
        match self.flow.ret.clone() {
            Some(ty) if !self.flow.in_finally && self.rng.one_in(2) => {
                let value = self.expr(&ty, depth);
                stmt("if (@) return @;", vec![condition, value])
            }
            _ => {
                let code = self.expr(&INT, 1);
                let thrown = *self.rng.pick(&[
                    "new FuzzException(@)",
                    "new InvalidOperationException(\"op\" + (@))",
                    "R.Throw(@)",
                ]);
                stmt(&format!("if (@) throw {thrown};"), vec![condition, code])
            }
        }
    }

    fn reference(&mut self, depth: usize) -> Node {
        let types: Vec<Ty> = (self.scope.iter())
            .filter(|v| v.mutable)
            .map(|v| v.ty.clone())
            .collect();
        if self.flow.no_refs || types.is_empty() {
            return self.simple(depth);
        }
        let ty = self.rng.pick(&types).clone();
        let Some(place) = self.place(&ty, true) else {
            return self.simple(depth);
        };
        let mut name = self.fresh("r");
        let ty_name = self.name(&ty);
        let node = if self.rng.one_in(3) {
            let text = format!("var {name} = new Place<{ty_name}>(ref @);");
            name += ".At";
            stmt(&text, vec![place])
        } else {
            stmt(&format!("ref {ty_name} {name} = ref @;"), vec![place])
        };
        self.declare(&name, &ty, true);
        if let Some(var) = self.scope.last_mut() {
            var.capturable = false;
        }
        node
    }

    fn pattern_test(&mut self, depth: usize) -> Node {
        let subject = self.opaque(&Ty::Object, 2);
        let name = self.fresh("m");
        let ty = loop {
            let ty = self.ty(1);
            if !matches!(ty, Ty::Nullable(_) | Ty::Span(_) | Ty::Object) {
                break ty;
            }
        };
        let body = self.scoped(|g| {
            g.declare(&name, &ty, true);
            g.block(depth)
        });
        let negated = self.block(depth);
        stmt(
            &format!("if (@ is {} {name})@ else@", self.name(&ty)),
            vec![subject, body, negated],
        )
    }

    fn local_function(&mut self, depth: usize) -> Node {
        if self.rng.one_in(2) {
            return self.true_local_function(depth);
        }
        // A local function that captures, behind a variable of delegate type.
        let ty = Ty::Func(vec![self.ty(0)], Box::new(self.ty(1)));
        let value = self.lambda(&ty, depth + 1);
        let name = self.fresh("v");
        let value = value.unwrap_or_else(|| expr("object", "null", vec![]));
        let node = stmt(&format!("{} {name} = @;", self.name(&ty)), vec![value]);
        self.declare(&name, &ty, true);
        node
    }

    /// A local function: what it captures goes to it by reference.
    fn true_local_function(&mut self, depth: usize) -> Node {
        let (params, ret) = (vec![self.ty(0), self.ty(1)], self.ty(1));
        let name = self.fresh("L");
        let names: Vec<String> = params.iter().map(|_| self.fresh("a")).collect();
        let flow = Flow {
            ret: Some(ret.clone()),
            params: self.flow.params.clone(),
            ..Flow::default()
        };
        let outer = self.scope.clone();
        self.scope.retain(|v| v.capturable);
        let body = self.flowing(flow, |g| {
            for (name, ty) in names.iter().zip(&params) {
                g.declare(name, ty, true);
            }
            let mut body = vec![group("\nif (!R.Fuel()) return default;", vec![])];
            let count = 1 + g.rng.below(2);
            body.extend(g.statements(count, depth));
            let value = g.expr(&ret, 2);
            body.push(group("\nreturn @;", vec![value]));
            Node::list(Kind::Block, body)
        });
        self.scope = outer;
        let list: Vec<String> = (names.iter().zip(&params))
            .map(|(name, ty)| format!("{} {name}", self.name(ty)))
            .collect();
        let text = format!("{} {name}({})@", self.name(&ret), list.join(", "));
        self.flow.locals.push((name, params, ret));
        // Calls name it: it can't be removed alone.
        group(&format!("\n{text}"), vec![body])
    }
}
