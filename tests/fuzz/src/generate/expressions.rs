//! Expressions.

use super::{Flow, Gen, expr, group};
use crate::tree::{Kind, Node};
use crate::types::{Body, Form, INT, Layout, Promise, Ty};

impl Gen {
    /// An expression of a type, nested at most `depth` deep or so.
    pub(super) fn expr(&mut self, ty: &Ty, depth: usize) -> Node {
        if depth == 0 {
            return self.leaf(ty);
        }
        for _ in 0..6 {
            let made = match self.rng.below(28) {
                0..7 => self.specific(ty, depth),
                7..10 => Some(self.leaf(ty)),
                10 => self.conditional(ty, depth),
                11..14 => self.call_for(ty, depth),
                14 => self.member_for(ty, depth),
                15 => self.through_object(ty, depth),
                16 => self.switch(ty, depth),
                17 => self.assignment(ty, depth),
                18 => self.out_of_composite(ty, depth),
                19 => self.invoke(ty, depth),
                20 => self.place(ty, false),
                21 => self.awaited(ty, depth),
                22 => self.through_variant(ty, depth),
                23 => self.call_local(ty, depth),
                _ => self.specific(ty, depth),
            };
            if let Some(node) = made {
                return node;
            }
        }
        self.leaf(ty)
    }

    /// An expression that the C# compiler doesn't take for a constant.
    pub(super) fn opaque(&mut self, ty: &Ty, depth: usize) -> Node {
        let node = self.expr(ty, depth);
        self.hidden(node, ty)
    }

    pub(super) fn hidden(&self, node: Node, ty: &Ty) -> Node {
        if !node.constant {
            return node;
        }
        let mut node = expr(self.name(ty), "R.V(@)", vec![node]);
        node.constant = false;
        node
    }

    fn leaf(&mut self, ty: &Ty) -> Node {
        if !self.rng.one_in(4) {
            let fitting: Vec<String> = (self.scope.iter())
                .filter(|v| v.ty == *ty)
                .map(|v| v.name.clone())
                .collect();
            if !fitting.is_empty() {
                let name = self.rng.pick(&fitting).clone();
                return expr(self.name(ty), &name, vec![]);
            }
            if let Some(place) = self.place(ty, false) {
                return place;
            }
        }
        self.literal(ty, 1)
    }

    /// A variable, field or element that can be assigned; if `reference`, one that there can be a reference to.
    pub(super) fn place(&mut self, ty: &Ty, reference: bool) -> Option<Node> {
        let mut found: Vec<(String, usize)> = Vec::new();
        for var in &self.scope {
            let usable = var.mutable && (var.referable || !reference);
            if var.ty == *ty && usable {
                found.push((var.name.clone(), 0));
            }
            let by_reference = !self.is_value_type(&var.ty);
            if (by_reference || usable) && self.fields_mutable(&var.ty) {
                for (name, field) in self.fields_of(&var.ty) {
                    if field == *ty {
                        found.push((format!("{}.{name}", var.name), 0));
                    }
                }
            }
            match &var.ty {
                Ty::Array(t) | Ty::Span(t) if **t == *ty => {
                    found.push((format!("{}[(@) & 3]", var.name), 1));
                }
                Ty::Matrix(t) if **t == *ty => {
                    // CoreCLR's JIT finds a null array before it computes a value to be stored in it; by reference the order is C#'s.
                    found.push((format!("R.Place(ref {}[(@) & 1, (@) & 1])", var.name), 2));
                }
                Ty::List(t) if **t == *ty && !reference => {
                    found.push((format!("{}[(@) & 1]", var.name), 1));
                }
                Ty::Named(i) if usable && self.decls[*i].layout == Layout::Inline(ty.clone()) => {
                    found.push((format!("{}[(@) & 3]", var.name), 1));
                }
                _ => {}
            }
        }
        if found.is_empty() || self.rng.one_in(8) {
            let statics = self.static_places(ty);
            found.extend(statics.into_iter().map(|text| (text, 0)));
        }
        if found.is_empty() {
            return None;
        }
        let (template, indices) = self.rng.pick(&found).clone();
        let indices = (0..indices).map(|_| self.index()).collect();
        // An argument by reference or an assigned place can't become a value: not an expression for the shrinker.
        let mut node = group(&template, indices);
        node.constant = false;
        Some(node)
    }

    /// A variable or a constant, as an index.
    fn index(&mut self) -> Node {
        let variables: Vec<String> = (self.scope.iter())
            .filter(|v| v.ty == INT)
            .map(|v| v.name.clone())
            .collect();
        if variables.is_empty() || self.rng.one_in(3) {
            return self.literal(&INT, 0);
        }
        let name = self.rng.pick(&variables).clone();
        expr("int", &name, vec![])
    }

    /// A simple value.
    pub(super) fn literal(&mut self, ty: &Ty, depth: usize) -> Node {
        let name = self.name(ty);
        let constant = |text: String| {
            let mut node = expr(name.clone(), &text, vec![]);
            node.constant = true;
            node
        };
        match ty {
            Ty::Bool => constant(self.rng.pick(&["true", "false"]).to_string()),
            Ty::Int(_) | Ty::Char | Ty::Float | Ty::Double | Ty::Decimal => {
                let text = self.number_literal(ty);
                constant(text)
            }
            Ty::Str => {
                let text =
                    *self
                        .rng
                        .pick(&["", "a", "Hello", "xyz zy", "0", "-12", "é\\u4e2d", "A,b;C"]);
                constant(format!("\"{text}\""))
            }
            Ty::Object if depth > 0 => {
                let ty = self.primitive();
                let value = self.literal(&ty, 0);
                let mut node = expr(name, "((object)@)", vec![value]);
                node.constant = false;
                node
            }
            Ty::Named(i) | Ty::Generic(i, _) => self.declared_literal(*i, ty, depth),
            Ty::Array(t) => {
                let values = (0..4)
                    .map(|_| self.literal(t, depth.saturating_sub(1)))
                    .collect();
                let text = format!("(new {name} {{ @, @, @, @ }})");
                let mut node = expr(name, &text, values);
                node.constant = false;
                node
            }
            Ty::Matrix(t) => {
                let values = (0..4).map(|_| self.literal(t, 0)).collect();
                let text = format!("(new {name} {{ {{ @, @ }}, {{ @, @ }} }})");
                let mut node = expr(name, &text, values);
                node.constant = false;
                node
            }
            Ty::Nullable(t) => {
                if self.rng.one_in(3) {
                    return constant(format!("default({name})"));
                }
                let value = self.literal(t, depth);
                let mut node = expr(name.clone(), &format!("(({name})@)"), vec![value]);
                node.constant = false;
                node
            }
            Ty::Tuple(types) => {
                let values = types
                    .iter()
                    .map(|t| self.literal(t, depth.saturating_sub(1)))
                    .collect();
                let places = vec!["@"; types.len()].join(", ");
                let mut node = expr(name.clone(), &format!("(({name})({places}))"), values);
                node.constant = false;
                node
            }
            Ty::Func(params, ret) => {
                if depth == 0 {
                    return constant("null".into()).typed(&name);
                }
                let names: Vec<String> = params.iter().map(|_| self.fresh("_a")).collect();
                let value = self.literal(ret, 0);
                let mut node = expr(
                    name.clone(),
                    &format!("(({name})(({}) => @))", names.join(", ")),
                    vec![value],
                );
                node.constant = false;
                node
            }
            Ty::List(t) => {
                let values = (0..3).map(|_| self.literal(t, 0)).collect();
                let mut node = expr(name.clone(), &format!("(new {name} {{ @, @, @ }})"), values);
                node.constant = false;
                node
            }
            Ty::Span(t) => {
                let array = self.literal(&Ty::Array(t.clone()), 0);
                expr(name.clone(), "@.AsSpan()", vec![array])
            }
            Ty::Vector(..) => self.vector_literal(ty),
            Ty::Param(_, Promise::Integer | Promise::Number) => {
                let value = self.rng.below(90);
                expr(
                    name.clone(),
                    &format!("{name}.CreateTruncating({value})"),
                    vec![],
                )
            }
            Ty::Variant(..) => self.variant_literal(ty, depth),
            Ty::Param(_, Promise::Own) => {
                let n = self.rng.below(20);
                expr(name.clone(), &format!("{name}.Make({n})"), vec![])
            }
            Ty::Object | Ty::Param(..) => expr(name.clone(), &format!("default({name})"), vec![]),
        }
    }

    fn declared_literal(&mut self, index: usize, ty: &Ty, depth: usize) -> Node {
        let decl = self.decls[index].clone();
        let name = self.name(ty);
        let null = |g: &mut Gen| {
            let _ = g;
            let mut node = expr(name.clone(), &format!("default({name})"), vec![]);
            node.constant = true;
            node
        };
        if let Some((_, count)) = decl.values {
            let value = self.rng.below(count);
            let mut node = expr(name.clone(), &format!("{name}.V{value}"), vec![]);
            node.constant = true;
            return node;
        }
        if depth == 0 {
            return null(self);
        }
        match decl.form {
            Form::Interface => {
                let implementing: Vec<usize> = (0..self.decls.len())
                    .filter(|i| !self.decls[*i].generic && self.decls[*i].form != Form::Interface)
                    .filter(|i| self.interfaces_of(*i).contains(&index))
                    .collect();
                if implementing.is_empty() {
                    return null(self);
                }
                let chosen = Ty::Named(*self.rng.pick(&implementing));
                let value = self.literal(&chosen, depth.saturating_sub(1));
                let mut node = expr(name.clone(), &format!("(({name})@)"), vec![value]);
                node.constant = false;
                node
            }
            Form::Record | Form::RecordStruct => {
                let values = decl
                    .fields
                    .iter()
                    .map(|(_, t)| self.literal(t, 0))
                    .collect();
                let places = vec!["@"; decl.fields.len()].join(", ");
                let mut node = expr(name.clone(), &format!("(new {name}({places}))"), values);
                node.constant = false;
                node
            }
            _ if matches!(decl.layout, Layout::Inline(_)) => null(self),
            _ => {
                // Sometimes an object of a derived class.
                let mut made = name.clone();
                if !decl.generic && decl.form == Form::Class {
                    let derived: Vec<usize> = (0..self.decls.len())
                        .filter(|i| self.decls[*i].base == Some(index))
                        .collect();
                    if !derived.is_empty() && self.rng.one_in(2) {
                        made = self.decls[*self.rng.pick(&derived)].name.clone();
                    }
                }
                let n = self.rng.below(100);
                let text = if made == name {
                    format!("(new {made}({n}))")
                } else {
                    format!("(({name})new {made}({n}))")
                };
                expr(name, &text, vec![])
            }
        }
    }

    fn conditional(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        let condition = self.expr(&Ty::Bool, depth - 1);
        let (a, b) = (self.expr(ty, depth - 1), self.expr(ty, depth - 1));
        if matches!(ty, Ty::Span(_)) {
            return None;
        }
        let name = self.name(ty);
        let text = format!("(@ ? ({name})@ : ({name})@)");
        Some(expr(name, &text, vec![condition, a, b]))
    }

    /// A call of a method that returns the type.
    fn call_for(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        if self.rng.one_in(2) {
            return self.instance_call(ty, depth);
        }
        let methods: Vec<_> = (self.statics.iter())
            .filter(|m| m.body == Body::Plain)
            .filter(|m| {
                // A caller's own `U` isn't the callee's.
                let closed = m.generic.is_none() || m.ret.with("U", &INT) == m.ret;
                let any = m.generic.is_some_and(|p| m.ret == Ty::Param("U", p));
                any || (closed && m.ret == *ty)
            })
            .cloned()
            .collect();
        if methods.is_empty() {
            return None;
        }
        let method = self.rng.pick(&methods).clone();
        let argument = match method.generic {
            Some(promise) if method.ret == Ty::Param("U", promise) => {
                Some(ty.clone()).filter(|t| self.keeps(t, promise))
            }
            Some(promise) => self.keeping(promise),
            None => return self.call(&method, group("Program.", vec![]), None, depth - 1),
        }?;
        self.call(
            &method,
            group("Program.", vec![]),
            Some(&argument),
            depth - 1,
        )
    }

    fn instance_call(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        let mut found = Vec::new();
        for (i, decl) in self.decls.iter().enumerate() {
            for method in &decl.methods {
                let generic_result = method
                    .generic
                    .is_some_and(|p| method.ret == Ty::Param("U", p));
                let by_type = decl.generic && method.ret == Ty::Param("T", Promise::Nothing);
                let closed = method.ret.with("U", &INT) == method.ret;
                let exact = closed && method.ret == *ty && !decl.generic;
                if generic_result || by_type || exact {
                    found.push((i, method.clone(), generic_result, by_type));
                }
            }
        }
        if found.is_empty() {
            return None;
        }
        let (owner, method, generic_result, by_type) = self.rng.pick(&found).clone();
        let owner = if by_type {
            if !self.may_be_argument(ty) {
                return None;
            }
            Ty::Generic(owner, Box::new(ty.clone()))
        } else if self.decls[owner].generic {
            return None;
        } else {
            Ty::Named(owner)
        };
        let argument = match method.generic {
            Some(promise) if generic_result => {
                Some(Some(ty.clone()).filter(|t| self.keeps(t, promise))?)
            }
            Some(promise) => Some(self.keeping(promise)?),
            None => None,
        };
        let mut method = method;
        if let Ty::Generic(_, t) = &owner {
            for (_, ty) in &mut method.params {
                *ty = ty.with("T", t);
            }
            method.ret = method.ret.with("T", t);
        }
        let receiver = self.expr(&owner, depth - 1);
        // CoreCLR looks up a generic virtual method, and finds the receiver null, before or after it evaluates the arguments.
        let template = match method.generic {
            Some(_) => "R.NotNull(@).",
            None => "@.",
        };
        let receiver = group(template, vec![receiver]);
        self.call(&method, receiver, argument.as_ref(), depth - 1)
    }

    /// A field of a new or other object.
    fn member_for(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        let mut found = Vec::new();
        for i in 0..self.decls.len() {
            let generic = self.decls[i].generic;
            for (name, field) in self.fields_of(&Ty::Named(i)) {
                if generic && field == Ty::Param("T", Promise::Nothing) && self.may_be_argument(ty)
                {
                    found.push((Ty::Generic(i, Box::new(ty.clone())), name));
                } else if !generic && field == *ty {
                    found.push((Ty::Named(i), name));
                }
            }
        }
        if found.is_empty() {
            return None;
        }
        let (owner, field) = self.rng.pick(&found).clone();
        let object = self.expr(&owner, depth - 1);
        let mut node = expr(self.name(ty), &format!("@.{field}"), vec![object]);
        node.constant = false;
        Some(node)
    }

    /// Boxes and unboxes, or casts.
    fn through_object(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        if matches!(ty, Ty::Span(_)) {
            return None;
        }
        let name = self.name(ty);
        let from = if self.rng.one_in(8) {
            Ty::Object
        } else {
            ty.clone()
        };
        let value = self.expr(&from, depth - 1);
        let text = match self.rng.below(3) {
            0 => format!("(({name})(object)@)"),
            1 => format!("R.V<{name}>(({name})@)"),
            _ => format!(
                "(R.V<object>(@) is {name} {0} ? {0} : default({name}))",
                self.fresh("x")
            ),
        };
        if text.contains(" is ") && matches!(ty, Ty::Nullable(_)) {
            return None;
        }
        let text = if text.starts_with("R.V") && from == Ty::Object {
            format!("(({name})(object)@)")
        } else {
            text
        };
        let mut node = expr(name, &text, vec![value]);
        node.constant = false;
        Some(node)
    }

    fn switch(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        if matches!(ty, Ty::Span(_)) || depth < 2 {
            return None;
        }
        let name = self.name(ty);
        let (subject, arms) = self.patterns(depth - 2);
        let mut template = "(@ switch { ".to_string();
        let mut children = vec![subject];
        for arm in arms {
            template += "@ => @, ";
            children.push(arm);
            children.push(self.expr(ty, depth - 2));
        }
        template += &format!("_ => ({name})@ }})");
        children.push(self.expr(ty, depth - 2));
        let mut node = expr(name.clone(), &format!("(({name}){template})"), children);
        node.constant = false;
        Some(node)
    }

    /// A subject and patterns for it, none of which hides another.
    pub(super) fn patterns(&mut self, depth: usize) -> (Node, Vec<Node>) {
        let text = |t: String| group(&t, vec![]);
        match self.rng.below(5) {
            0 | 1 => {
                let dense = self.rng.one_in(2);
                let subject = self.opaque(&INT, depth);
                let subject = if dense {
                    group("(@ & 7)", vec![subject])
                } else {
                    subject
                };
                let mut arms = Vec::new();
                for i in 0..1 + self.rng.below(5) {
                    arms.push(text(if dense {
                        format!("{i}")
                    } else {
                        format!("{}", i * i * 37)
                    }));
                }
                let guard = self.opaque(&Ty::Bool, depth);
                arms.push(group("> 4 when @", vec![guard]));
                (subject, arms)
            }
            2 => {
                let subject = self.opaque(&Ty::Str, depth);
                let arms = ["\"a\"", "\"Hello\"", "\"0\"", "null", "{ Length: > 5 }"];
                (subject, arms.iter().map(|a| text((*a).into())).collect())
            }
            3 => {
                let subject = self.opaque(&Ty::Object, depth);
                let mut arms: Vec<Node> = [
                    "int and > 3",
                    "int",
                    "string { Length: 1 }",
                    "bool",
                    "double",
                    "byte or long",
                ]
                .iter()
                .map(|a| text((*a).into()))
                .collect();
                let guard = self.opaque(&Ty::Bool, depth);
                arms.push(group("not null when @", vec![guard]));
                (subject, arms)
            }
            _ => {
                let (a, b) = (self.opaque(&INT, depth), self.opaque(&Ty::Bool, depth));
                let arms = [
                    "(0, true)",
                    "(> 5, false)",
                    "(< 0, _)",
                    "(1 or 2 or 7, true)",
                ];
                (
                    group("(@, @)", vec![a, b]),
                    arms.iter().map(|a| text((*a).into())).collect(),
                )
            }
        }
    }

    fn assignment(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        if matches!(ty, Ty::Span(_)) {
            return None;
        }
        let place = self.place(ty, false)?;
        let name = self.name(ty);
        let mut node = if ty.is_number() && self.rng.one_in(2) {
            let text = *self.rng.pick(&["(@++)", "(++@)", "(@--)", "(--@)"]);
            expr(name, text, vec![place])
        } else {
            let value = self.expr(ty, depth - 1);
            expr(name, "(@ = @)", vec![place, value])
        };
        node.constant = false;
        Some(node)
    }

    /// Out of a nullable, a tuple, an array, a list.
    fn out_of_composite(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        if matches!(ty, Ty::Span(_)) {
            return None;
        }
        let inner = Box::new(ty.clone());
        let (from, text, index) = match self.rng.below(6) {
            0 if self.is_value_type(ty) && !matches!(ty, Ty::Nullable(_)) => {
                (Ty::Nullable(inner), "@.GetValueOrDefault()", false)
            }
            1 if self.is_value_type(ty) && !matches!(ty, Ty::Nullable(_)) => {
                let value = self.expr(&Ty::Nullable(inner), depth - 1);
                let other = self.expr(ty, depth - 1);
                let value = self.hidden(value, &Ty::Nullable(Box::new(ty.clone())));
                return Some(expr(self.name(ty), "(@ ?? @)", vec![value, other]));
            }
            2 => (Ty::Tuple(vec![ty.clone(), INT]), "@.Item1", false),
            3 => (Ty::Array(inner), "@[(@) & 3]", true),
            4 => (Ty::Array(inner), "@[^1]", false),
            _ => (Ty::List(inner), "@[(@) & 1]", true),
        };
        let mut children = vec![self.expr(&from, depth - 1)];
        if index {
            children.push(self.expr(&INT, depth - 1));
        }
        let mut node = expr(self.name(ty), text, children);
        node.constant = false;
        Some(node)
    }

    /// Calls a delegate: one in scope, or a lambda on the spot.
    fn invoke(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        if matches!(ty, Ty::Span(_)) {
            return None;
        }
        let in_scope: Vec<Ty> = (self.scope.iter())
            .filter(|v| matches!(&v.ty, Ty::Func(_, ret) if **ret == *ty))
            .map(|v| v.ty.clone())
            .collect();
        let func = if in_scope.is_empty() {
            Ty::Func(vec![self.ty(0)], Box::new(ty.clone()))
        } else {
            self.rng.pick(&in_scope).clone()
        };
        let Ty::Func(params, _) = func.clone() else {
            return None;
        };
        let mut children = vec![self.expr(&func, depth - 1)];
        children.extend(params.iter().map(|p| self.expr(p, depth - 1)));
        let mut node = expr(
            self.name(ty),
            &format!("@({})", vec!["@"; params.len()].join(", ")),
            children,
        );
        node.constant = false;
        Some(node)
    }

    pub(super) fn lambda(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        let Ty::Func(params, ret) = ty else {
            return None;
        };
        let name = self.name(ty);
        let names: Vec<String> = params.iter().map(|_| self.fresh("a")).collect();
        let flow = Flow {
            ret: Some((**ret).clone()),
            params: self.flow.params.clone(),
            ..Flow::default()
        };
        let outer = self.scope.clone();
        self.scope.retain(|v| v.capturable);
        let mut node = self.flowing(flow, |g| {
            for (name, ty) in names.iter().zip(params) {
                g.declare(name, ty, true);
            }
            let list = names.join(", ");
            if depth >= 2 && g.rng.one_in(3) {
                let count = 1 + g.rng.below(2);
                let mut body = vec![group("\nif (!R.Fuel()) return default;", vec![])];
                body.extend(g.statements(count, depth - 2));
                let value = g.expr(ret, depth - 2);
                body.push(group("\nreturn @;", vec![value]));
                let block = Node::list(Kind::Block, body);
                expr(
                    name.clone(),
                    &format!("(({name})(({list}) =>@))"),
                    vec![block],
                )
            } else {
                let value = g.expr(ret, depth.saturating_sub(1));
                expr(
                    name.clone(),
                    &format!("(({name})(({list}) => @))"),
                    vec![value],
                )
            }
        });
        self.scope = outer;
        node.constant = false;
        Some(node)
    }

    /// What only this type has.
    fn specific(&mut self, ty: &Ty, depth: usize) -> Option<Node> {
        let d = depth - 1;
        let name = self.name(ty);
        let mut node = match ty {
            Ty::Bool => self.bool_expr(d),
            Ty::Int(_) | Ty::Char | Ty::Float | Ty::Double | Ty::Decimal => {
                self.number_expr(ty, d)?
            }
            Ty::Str => self.string_expr(d),
            Ty::Object => {
                let from = self.ty(1);
                let value = self.expr(&from, d);
                expr(name, "((object)@)", vec![value])
            }
            Ty::Named(i) | Ty::Generic(i, _) => return self.declared_expr(*i, ty, d),
            Ty::Func(..) => return self.lambda(ty, depth),
            Ty::Nullable(t) => {
                let operators = ["+", "-", "*"];
                let plain = matches!(&**t, Ty::Int(i) if i.bits >= 32) || **t == Ty::Double;
                if plain && self.rng.one_in(2) {
                    let operator = *self.rng.pick(&operators);
                    let (a, b) = (self.opaque(ty, d), self.opaque(ty, d));
                    expr(name, &format!("(@ {operator} @)"), vec![a, b])
                } else {
                    let value = self.expr(t, d);
                    expr(name.clone(), &format!("(({name})@)"), vec![value])
                }
            }
            Ty::Tuple(types) => {
                let values = types.iter().map(|t| self.expr(t, d)).collect();
                let places = vec!["@"; types.len()].join(", ");
                expr(name.clone(), &format!("(({name})({places}))"), values)
            }
            Ty::Array(t) => {
                let values = (0..4).map(|_| self.expr(t, d.min(1))).collect();
                expr(
                    name.clone(),
                    &format!("(new {name} {{ @, @, @, @ }})"),
                    values,
                )
            }
            Ty::List(t) => {
                let values = (0..2).map(|_| self.expr(t, d.min(1))).collect();
                let linq = [
                    "",
                    "",
                    ".Take(2).ToList()",
                    ".Append(default).ToList()",
                    ".OrderBy(R.Key).ToList()",
                ];
                let linq = *self.rng.pick(&linq);
                expr(
                    name.clone(),
                    &format!("(new {name} {{ @, @ }}{linq})"),
                    values,
                )
            }
            Ty::Vector(..) => self.vector_expr(ty, d),
            Ty::Param(_, Promise::Integer | Promise::Number) => self.generic_number(ty, d),
            Ty::Param(_, Promise::Own) => self.own_expr(ty, d),
            Ty::Variant(..) => return self.variant_expr(ty, d),
            Ty::Matrix(_) | Ty::Span(_) | Ty::Param(..) => return None,
        };
        node.constant &= matches!(
            ty,
            Ty::Bool | Ty::Int(_) | Ty::Char | Ty::Float | Ty::Double | Ty::Decimal | Ty::Str
        );
        Some(node)
    }

    fn declared_expr(&mut self, index: usize, ty: &Ty, depth: usize) -> Option<Node> {
        let decl = self.decls[index].clone();
        let name = self.name(ty);
        if !decl.operators.is_empty() && self.rng.one_in(2) {
            return Some(self.operated(&decl.operators, ty, depth));
        }
        let mut node = match decl.form {
            Form::Enum => {
                let value = self.opaque(&INT, depth);
                match self.rng.below(3) {
                    0 => expr(name.clone(), &format!("(({name})(@ & 7))"), vec![value]),
                    1 => {
                        let (a, b) = (self.opaque(ty, depth), self.expr(ty, depth));
                        expr(name, "(@ | @)", vec![a, b])
                    }
                    _ => {
                        let a = self.opaque(ty, depth);
                        expr(name, "(~@)", vec![a])
                    }
                }
            }
            Form::Record | Form::RecordStruct => {
                let value = self.expr(ty, depth);
                let (field, field_type) = self.rng.pick(&decl.fields).clone();
                let changed = self.expr(&field_type, depth);
                expr(
                    name,
                    &format!("(@ with {{ {field} = @ }})"),
                    vec![value, changed],
                )
            }
            Form::Interface => {
                let implementing: Vec<usize> = (0..self.decls.len())
                    .filter(|i| !self.decls[*i].generic && self.decls[*i].form != Form::Interface)
                    .filter(|i| self.interfaces_of(*i).contains(&index))
                    .collect();
                if implementing.is_empty() {
                    return None;
                }
                let chosen = Ty::Named(*self.rng.pick(&implementing));
                let value = self.expr(&chosen, depth);
                expr(name.clone(), &format!("(({name})@)"), vec![value])
            }
            _ if matches!(decl.layout, Layout::Inline(_)) => return None,
            _ => {
                let n = self.expr(&INT, depth);
                let fields = self.fields_of(ty);
                if fields.is_empty() {
                    expr(name.clone(), &format!("(new {name}(@))"), vec![n])
                } else {
                    let (field, field_type) = self.rng.pick(&fields).clone();
                    let value = self.expr(&field_type, depth);
                    expr(
                        name.clone(),
                        &format!("(new {name}(@) {{ {field} = @ }})"),
                        vec![n, value],
                    )
                }
            }
        };
        node.constant = false;
        Some(node)
    }

    fn bool_expr(&mut self, d: usize) -> Node {
        match self.rng.below(10) {
            0..4 => {
                let ty = if self.rng.one_in(8) {
                    Ty::Char
                } else {
                    self.number()
                };
                let operator = *self.rng.pick(&["<", "<=", ">", ">=", "==", "!="]);
                let (a, b) = (self.opaque(&ty, d), self.expr(&ty, d));
                expr("bool", &format!("(@ {operator} @)"), vec![a, b])
            }
            4 | 5 => {
                let operator = *self.rng.pick(&["&&", "||", "^", "&", "|"]);
                let (a, b) = (self.opaque(&Ty::Bool, d), self.expr(&Ty::Bool, d));
                expr("bool", &format!("(@ {operator} @)"), vec![a, b])
            }
            6 => {
                let a = self.opaque(&Ty::Bool, d);
                expr("bool", "(!@)", vec![a])
            }
            7 => {
                let ty = self.ty(1);
                let (a, b) = (self.opaque(&ty, d), self.expr(&ty, d));
                let name = self.name(&ty);
                expr("bool", &format!("R.Same<{name}>(@, @)"), vec![a, b])
            }
            8 => {
                let (from, to) = (self.ty(1), self.ty(1));
                if matches!(to, Ty::Nullable(_) | Ty::Span(_)) {
                    return self.opaque(&Ty::Bool, 0);
                }
                let to = self.name(&to);
                let a = self.expr(&from, d);
                expr("bool", &format!("(R.V<object>(@) is {to})"), vec![a])
            }
            _ => {
                let ty = Ty::Nullable(Box::new(self.nullable_content()));
                let a = self.opaque(&ty, d);
                expr("bool", "@.HasValue", vec![a])
            }
        }
    }

    fn string_expr(&mut self, d: usize) -> Node {
        let s = self.opaque(&Ty::Str, d);
        let n = self.expr(&INT, d);
        match self.rng.below(14) {
            0 | 1 => {
                let t = self.expr(&Ty::Str, d);
                expr("string", "(@ + @)", vec![s, t])
            }
            2..5 => {
                let ty = self.ty(1);
                let v = self.expr(&ty, d);
                expr("string", "R.S(@)", vec![v])
            }
            5 => {
                let ty = self.number();
                let v = self.opaque(&ty, d);
                let (wide, f) = (
                    self.rng.below(9),
                    *self.rng.pick(&["", ":G", ":N0", ":F2", ":E3"]),
                );
                let text = format!(
                    "string.Create(CultureInfo.InvariantCulture, $\"{{@,{wide}{f}}}|{{@}}\")"
                );
                expr("string", &text, vec![v, s])
            }
            6 => {
                let int = Ty::Int(*self.rng.pick(&crate::types::INTS));
                let v = self.opaque(&int, d);
                let f = *self.rng.pick(&["X", "x4", "D5", "B"]);
                expr("string", &format!("@.ToString(\"{f}\")"), vec![v])
            }
            7 => expr("string", "@.Substring((@) & 3)", vec![s, n]),
            8 => expr("string", "@.PadLeft((@) & 15, '*')", vec![s, n]),
            9 => expr(
                "string",
                "@.ToUpperInvariant().Replace(\"L\", @.ToString())",
                vec![s, n],
            ),
            10 => {
                let c = self.expr(&Ty::Char, d);
                expr("string", "(@ + @)", vec![s, c])
            }
            11 => expr(
                "string",
                "string.Join('-', @.Split('l', (@) & 3))",
                vec![s, n],
            ),
            12 => expr("string", "R.Take(@, @)", vec![s, n]),
            _ => {
                let enums: Vec<usize> = (0..self.decls.len())
                    .filter(|i| self.decls[*i].form == Form::Enum)
                    .collect();
                let ty = enums.first().map_or(Ty::Bool, |i| Ty::Named(*i));
                let v = self.opaque(&ty, d);
                expr("string", "@.ToString()", vec![v])
            }
        }
    }
}

impl Node {
    /// `null` with its type said.
    fn typed(mut self, name: &str) -> Node {
        self.parts = vec![crate::tree::Part::Text(format!("default({name})"))];
        self
    }
}
