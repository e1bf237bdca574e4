//! Shapes that types have besides fields and methods: layouts, operators, interfaces with static members or variance, static constructors;
//! and what asynchronous methods and local functions give expressions.

use super::{Flow, Gen, expr, group, stmt};
use crate::tree::{Kind, Node};
use crate::types::{Body, Decl, Form, INT, INTS, Layout, Method, Mode, Promise, Ty, Variance};

impl Gen {
    /// The content of a struct with a layout of its own.
    pub(super) fn declare_layout(&mut self, decl: &mut Decl) {
        if self.rng.one_in(2) {
            decl.layout = Layout::Inline(self.ty(1));
            return;
        }
        // No floats: the bits of a NaN are the processor's.
        let mut offsets = Vec::new();
        for _ in 0..2 + self.rng.below(3) {
            let name = self.fresh("f");
            let int = *self.rng.pick(&INTS[..10]);
            decl.fields.push((name, Ty::Int(int)));
            offsets.push(self.rng.below(9));
        }
        decl.layout = Layout::Explicit(offsets);
    }

    /// Operators, interfaces and static fields of a type.
    pub(super) fn declare_shapes(&mut self, decl: &mut Decl) {
        let class = decl.form == Form::Class;
        if matches!(decl.form, Form::Enum | Form::Interface) {
            return;
        }
        let inline = matches!(decl.layout, Layout::Inline(_));
        if !inline && (class || decl.form == Form::Struct) && self.rng.one_in(2) {
            decl.operators.push("(@ + @)");
            for other in ["(@ * @)", "(-@)"] {
                if self.rng.one_in(2) {
                    decl.operators.push(other);
                }
            }
            decl.own = self.rng.one_in(2);
        }
        if self.rng.one_in(2) {
            let count = if decl.generic { 1 } else { self.rng.below(4) };
            for _ in 0..count {
                let (variance, argument) = if decl.generic {
                    (Variance::Out, self.flow.params[0].clone())
                } else {
                    self.variance()
                };
                let interface = Ty::Variant(variance, Box::new(argument));
                if !decl.variants.contains(&interface) {
                    decl.variants.push(interface);
                }
            }
        }
        if self.rng.one_in(2) {
            let count = self.fresh("count");
            decl.statics.push((count, INT));
            let ty = if decl.generic {
                self.flow.params[0].clone()
            } else {
                self.ty(1)
            };
            let last = self.fresh("last");
            decl.statics.push((last, ty));
        }
    }

    /// What a variant interface is instantiated over: mostly references, which convert.
    fn variance(&mut self) -> (Variance, Ty) {
        let variance = *self.rng.pick(&[Variance::Out, Variance::Out, Variance::In]);
        let argument = match self.rng.below(6) {
            0 => Ty::Str,
            1 => Ty::Object,
            2 => self.primitive(),
            _ => self.declared(0),
        };
        (variance, argument)
    }

    /// A variant interface.
    pub(super) fn variant(&mut self) -> Ty {
        let (variance, argument) = self.variance();
        Ty::Variant(variance, Box::new(argument))
    }

    /// The members behind what [`Gen::declare_shapes`] declared.
    pub(super) fn shapes(&mut self, decl: &Decl, this: &Ty, params: &[Ty]) -> Vec<Node> {
        let method = |name: String, params: Vec<Ty>, ret: Ty, modifiers| Method {
            name,
            generic: None,
            params: params.into_iter().map(|t| (Mode::Value, t)).collect(),
            ret,
            modifiers,
            body: Body::Plain,
        };
        let this_twice = || vec![this.clone(), this.clone()];
        let mut statics = Vec::new();
        for operator in &decl.operators {
            let (name, params) = match *operator {
                "(@ + @)" => ("operator +", this_twice()),
                "(@ * @)" => ("operator *", this_twice()),
                _ => ("operator -", vec![this.clone()]),
            };
            statics.push(method(name.into(), params, this.clone(), "static"));
        }
        if decl.own {
            statics.push(method("Make".into(), vec![INT], this.clone(), "static"));
            if self.rng.one_in(2) {
                let params = vec![this.clone(), INT];
                statics.push(method("Weigh".into(), params, INT, "static"));
            }
        }
        let mut members: Vec<Node> = (statics.iter())
            .map(|method| self.shape(method, params, None))
            .collect();
        for interface in &decl.variants {
            let Ty::Variant(variance, argument) = interface else {
                continue;
            };
            let name = self.name(interface);
            let method = match variance {
                Variance::Out => method(format!("{name}.Get"), vec![INT], (**argument).clone(), ""),
                Variance::In => method(
                    format!("{name}.Put"),
                    vec![(**argument).clone()],
                    Ty::Str,
                    "",
                ),
            };
            members.push(self.shape(&method, params, Some(this)));
        }
        if !decl.statics.is_empty() {
            members.push(self.static_constructor(decl, params));
        }
        members
    }

    /// A method that others rely on: the shrinker can't remove it.
    fn shape(&mut self, method: &Method, params: &[Ty], this: Option<&Ty>) -> Node {
        let node = self.method(method, params, this, true);
        group(
            "\n@",
            vec![Node {
                kind: Kind::Group,
                ..node
            }],
        )
    }

    fn static_constructor(&mut self, decl: &Decl, params: &[Ty]) -> Node {
        let flow = Flow {
            params: params.to_vec(),
            ..Flow::default()
        };
        let body = self.flowing(flow, |g| {
            let said = if decl.generic { " + typeof(T)" } else { "" };
            let mut body = vec![stmt(
                &format!("R.P(\"cctor {}\"{said});", decl.name),
                vec![],
            )];
            for (name, ty) in &decl.statics {
                let value = g.expr(ty, 2);
                body.push(stmt(&format!("{name} = @;"), vec![value]));
            }
            Node::list(Kind::Block, body)
        });
        let fields: String = (decl.statics.iter())
            .map(|(name, ty)| format!("\npublic static {} {name};", self.name(ty)))
            .collect();
        group(&format!("{fields}\nstatic {}()@", decl.name), vec![body])
    }

    /// Static fields of a type.
    pub(super) fn static_places(&mut self, ty: &Ty) -> Vec<String> {
        let mut found = Vec::new();
        for i in 0..self.decls.len() {
            for (name, field) in self.decls[i].statics.clone() {
                let owner = match (&field, self.decls[i].generic) {
                    (field, false) if field == ty => Some(Ty::Named(i)),
                    (Ty::Param(..), true) if self.may_be_argument(ty) => {
                        Some(Ty::Generic(i, Box::new(ty.clone())))
                    }
                    (field, true) if field == ty => (self.keeping(Promise::Nothing))
                        .map(|argument| Ty::Generic(i, Box::new(argument))),
                    _ => None,
                };
                if let Some(owner) = owner {
                    found.push(format!("{}.{name}", self.name(&owner)));
                }
            }
        }
        found
    }

    /// An operator of a type of the program.
    pub(super) fn operated(&mut self, operators: &[&'static str], ty: &Ty, depth: usize) -> Node {
        let text = *self.rng.pick(operators);
        let operands = (0..text.matches('@').count())
            .map(|_| self.expr(ty, depth))
            .collect();
        let mut node = expr(self.name(ty), text, operands);
        node.constant = false;
        node
    }

    /// What the static members of a type parameter give.
    pub(super) fn own_expr(&mut self, ty: &Ty, depth: usize) -> Node {
        let name = self.name(ty);
        match self.rng.below(4) {
            0 => {
                let n = self.expr(&INT, depth);
                expr(name.clone(), &format!("{name}.Make(@)"), vec![n])
            }
            1 => {
                let (x, n) = (self.expr(ty, depth), self.expr(&INT, depth));
                let text = format!("{name}.Make({name}.Weigh(@, @))");
                expr(name, &text, vec![x, n])
            }
            _ => self.operated(&["(@ + @)", "(-@)"], ty, depth),
        }
    }

    /// The types that implement an interface as they declare it.
    fn implementing(&self, interface: &Ty) -> Vec<Ty> {
        let mut found = Vec::new();
        for (i, decl) in self.decls.iter().enumerate() {
            for variant in &decl.variants {
                if !decl.generic && variant == interface {
                    found.push(Ty::Named(i));
                }
                let (Ty::Variant(v, _), Ty::Variant(w, argument)) = (variant, interface) else {
                    continue;
                };
                if decl.generic && v == w && self.may_be_argument(argument) {
                    found.push(Ty::Generic(i, argument.clone()));
                }
            }
        }
        found
    }

    pub(super) fn variant_literal(&mut self, ty: &Ty, depth: usize) -> Node {
        let name = self.name(ty);
        let found = self.implementing(ty);
        if found.is_empty() || depth == 0 {
            return expr(name.clone(), &format!("default({name})"), vec![]);
        }
        let chosen = self.rng.pick(&found).clone();
        let value = self.literal(&chosen, depth - 1);
        expr(name.clone(), &format!("(({name})@)"), vec![value])
    }

    /// A value of a variant interface: of a type that implements it, or another instantiation that may convert.
    pub(super) fn variant_expr(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        let name = self.name(ty);
        let found = self.implementing(ty);
        let mut node = if found.is_empty() || self.rng.one_in(3) {
            let Ty::Variant(variance, _) = ty else {
                return None;
            };
            let (_, argument) = self.variance();
            let from = Ty::Variant(*variance, Box::new(argument));
            let value = self.expr(&from, depth);
            let text = match self.rng.below(3) {
                0 => format!("(({name})(object)@)"),
                1 => format!("((object)@ as {name})"),
                _ => {
                    let x = self.fresh("x");
                    format!("(R.V<object>(@) is {name} {x} ? {x} : default({name}))")
                }
            };
            expr(name, &text, vec![value])
        } else {
            let chosen = self.rng.pick(&found).clone();
            let value = self.expr(&chosen, depth);
            expr(name.clone(), &format!("(({name})@)"), vec![value])
        };
        node.constant = false;
        Some(node)
    }

    /// A call through a variant interface.
    pub(super) fn through_variant(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        if matches!(ty, Ty::Span(_)) || !self.may_be_argument(ty) {
            return None;
        }
        let interface = |variance, ty: &Ty| Ty::Variant(variance, Box::new(ty.clone()));
        let (receiver, text, argument) = match ty {
            Ty::Str if self.rng.one_in(2) => {
                let (_, argument) = self.variance();
                (interface(Variance::In, &argument), "@.Put(@)", argument)
            }
            Ty::Str => {
                let (_, argument) = self.variance();
                (interface(Variance::Out, &argument), "@.Twice(@)", INT)
            }
            _ => (interface(Variance::Out, ty), "@.Get(@)", INT),
        };
        let children = vec![
            self.expr(&receiver, depth - 1),
            self.expr(&argument, depth - 1),
        ];
        let mut node = expr(self.name(ty), text, children);
        node.constant = false;
        Some(node)
    }

    /// A result of an asynchronous method or of something that comes later.
    pub(super) fn awaited(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        if matches!(ty, Ty::Span(_)) {
            return None;
        }
        let name = self.name(ty);
        if self.flow.in_async && self.rng.one_in(2) {
            let (value, how) = (self.expr(ty, depth - 1), self.expr(&INT, depth - 1));
            let text = format!("(await new Later<{name}>(@, @))");
            let mut node = expr(name, &text, vec![value, how]);
            node.constant = false;
            return Some(node);
        }
        let methods: Vec<_> = (self.statics.iter())
            .filter(|m| m.body == Body::Async)
            .filter(|m| match m.generic {
                Some(promise) => m.ret == Ty::Param("U", promise) && self.keeps(ty, promise),
                None => m.ret == *ty,
            })
            .cloned()
            .collect();
        if methods.is_empty() {
            return None;
        }
        let method = self.rng.pick(&methods).clone();
        let argument = method.generic.map(|_| ty.clone());
        let program = group("Program.", vec![]);
        let call = self.call(&method, program, argument.as_ref(), depth - 1)?;
        let text = if self.flow.in_async {
            "(await @)"
        } else {
            "R.Run(@)"
        };
        let mut node = expr(name, text, vec![call]);
        node.constant = false;
        Some(node)
    }

    /// A call of a local function.
    pub(super) fn call_local(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        let found: Vec<_> = (self.flow.locals.iter())
            .filter(|(.., ret)| ret == ty)
            .cloned()
            .collect();
        if found.is_empty() {
            return None;
        }
        let (name, params, _) = self.rng.pick(&found).clone();
        let arguments = params.iter().map(|p| self.expr(p, depth - 1)).collect();
        let places = vec!["@"; params.len()].join(", ");
        let mut node = expr(self.name(ty), &format!("{name}({places})"), arguments);
        node.constant = false;
        Some(node)
    }
}
