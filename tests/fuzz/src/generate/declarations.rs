//! Types, their members and static methods.

use super::{Flow, Gen, Var, expr, group, stmt};
use crate::tree::{Kind, Node};
use crate::types::{Body, Decl, Form, INT, INTS, Layout, Method, Mode, PLAIN_INTS, Promise, Ty};

impl Gen {
    /// Makes the declarations of all types, without bodies.
    pub(super) fn declare_types(&mut self) {
        let forms = [
            Form::Enum,
            Form::Interface,
            Form::Interface,
            Form::Struct,
            Form::Struct,
            Form::RecordStruct,
            Form::Class,
            Form::Class,
            Form::Class,
            Form::Record,
        ];
        for form in forms {
            if form != Form::Interface && self.rng.one_in(5) {
                continue;
            }
            let mut decl = self.empty_decl(form, false);
            match form {
                Form::Enum => {
                    let int = *self.rng.pick(&INTS[..PLAIN_INTS]);
                    decl.values = Some((int, 2 + self.rng.below(5)));
                }
                Form::Interface => self.declare_interface(&mut decl),
                Form::Struct if self.rng.one_in(3) => self.declare_layout(&mut decl),
                _ => self.declare_content(&mut decl),
            }
            self.declare_shapes(&mut decl);
            self.decls.push(decl);
        }
        for form in [Form::Class, Form::Struct, Form::Class] {
            let mut decl = self.empty_decl(form, true);
            self.flow.params = vec![Ty::Param("T", Promise::Nothing)];
            self.declare_content(&mut decl);
            let t = Ty::Param("T", Promise::Nothing);
            decl.fields.push(("t".into(), t.clone()));
            if self.rng.one_in(2) {
                decl.fields.push(("ts".into(), Ty::Array(Box::new(t))));
            }
            self.declare_shapes(&mut decl);
            self.flow.params.clear();
            self.decls.push(decl);
        }
    }

    fn empty_decl(&mut self, form: Form, generic: bool) -> Decl {
        let prefix = match (form, generic) {
            (Form::Enum, _) => "E",
            (Form::Struct, false) => "S",
            (Form::RecordStruct, _) => "RS",
            (Form::Class, false) => "C",
            (Form::Record, _) => "RC",
            (Form::Interface, _) => "I",
            (Form::Struct, true) => "GS",
            (Form::Class, true) => "GC",
        };
        Decl {
            name: format!("{prefix}{}", self.decls.len()),
            form,
            generic,
            base: None,
            interfaces: Vec::new(),
            fields: Vec::new(),
            methods: Vec::new(),
            values: None,
            layout: Layout::Auto,
            own: false,
            variants: Vec::new(),
            statics: Vec::new(),
            operators: Vec::new(),
        }
    }

    fn declare_interface(&mut self, decl: &mut Decl) {
        for _ in 0..1 + self.rng.below(3) {
            let mut method = self.signature("V", None);
            method.modifiers = *self.rng.pick(&["abstract", "abstract", "virtual"]);
            decl.methods.push(method);
        }
        if self.rng.one_in(2) {
            let promise = *self
                .rng
                .pick(&[Promise::Nothing, Promise::Class, Promise::Struct]);
            let mut method = self.signature("VG", Some(promise));
            method.modifiers = "abstract";
            decl.methods.push(method);
        }
    }

    /// Fields and methods of a class, struct or record; its base and interfaces.
    fn declare_content(&mut self, decl: &mut Decl) {
        let class = decl.form == Form::Class;
        if class && !decl.generic {
            let bases: Vec<usize> = (0..self.decls.len())
                .filter(|i| self.decls[*i].form == Form::Class)
                .collect();
            if !bases.is_empty() && !self.rng.one_in(3) {
                decl.base = Some(*self.rng.pick(&bases));
            }
        }
        for i in 0..self.decls.len() {
            if self.decls[i].form == Form::Interface && self.rng.one_in(2) {
                decl.interfaces.push(i);
            }
        }
        for _ in 0..1 + self.rng.below(4) {
            let name = self.fresh("f");
            let ty = match self.rng.below(4) {
                0 | 1 => self.primitive(),
                _ => self.ty(1),
            };
            decl.fields.push((name, ty));
        }
        for _ in 0..self.rng.below(3) {
            let mut method = self.signature("M", None);
            method.modifiers = if class {
                *self.rng.pick(&["", "virtual"])
            } else {
                ""
            };
            decl.methods.push(method);
        }
    }

    pub(super) fn signature(&mut self, prefix: &str, generic: Option<Promise>) -> Method {
        let outer = self.flow.params.clone();
        if let Some(promise) = generic {
            self.flow.params.push(Ty::Param("U", promise));
        }
        let mut params = Vec::new();
        if let Some(promise) = generic {
            params.push((Mode::Value, Ty::Param("U", promise)));
        }
        for _ in 0..self.rng.below(4) {
            let mode = match self.rng.below(8) {
                0 => Mode::Ref,
                1 => Mode::Out,
                2 => Mode::In,
                _ => Mode::Value,
            };
            let ty = if self.rng.one_in(2) {
                self.primitive()
            } else {
                self.ty(1)
            };
            params.push((mode, ty));
        }
        let ret = if generic.is_some() && self.rng.one_in(2) {
            self.flow.params[self.flow.params.len() - 1].clone()
        } else if self.rng.one_in(2) {
            self.primitive()
        } else {
            self.ty(1)
        };
        self.flow.params = outer;
        Method {
            name: self.fresh(prefix),
            generic,
            params,
            ret,
            modifiers: "",
            body: Body::Plain,
        }
    }

    /// Makes the signatures of the static methods of the program.
    pub(super) fn declare_statics(&mut self) {
        for _ in 0..2 + self.rng.below(4) {
            let method = self.signature("F", None);
            self.statics.push(method);
        }
        let interfaces: Vec<usize> = (0..self.decls.len())
            .filter(|i| self.decls[*i].form == Form::Interface)
            .collect();
        for _ in 0..2 + self.rng.below(3) {
            let promise = match self.rng.below(10) {
                8 | 9 => Promise::Own,
                0 | 1 => Promise::Nothing,
                2 => Promise::Class,
                3 => Promise::Struct,
                4 => Promise::Interface(*self.rng.pick(&interfaces)),
                5 | 6 => Promise::Integer,
                _ => Promise::Number,
            };
            let method = self.signature("G", Some(promise));
            self.statics.push(method);
        }
        for _ in 0..self.rng.below(3) {
            self.declare_resumed("Y", Body::Iterator);
        }
        for _ in 0..self.rng.below(4) {
            self.declare_resumed("A", Body::Async);
        }
    }

    /// A static method that is left and resumed.
    fn declare_resumed(&mut self, prefix: &str, body: Body) {
        let promise = *self
            .rng
            .pick(&[None, None, Some(Promise::Nothing), Some(Promise::Own)]);
        let mut method = self.signature(prefix, promise);
        method.body = body;
        method.params.retain(|(_, ty)| !matches!(ty, Ty::Span(_)));
        for (mode, _) in &mut method.params {
            *mode = Mode::Value;
        }
        self.statics.push(method);
    }

    /// The bodies of all types.
    pub(super) fn type_bodies(&mut self) -> Vec<Node> {
        (0..self.decls.len()).map(|i| self.type_body(i)).collect()
    }

    fn type_body(&mut self, index: usize) -> Node {
        let decl = self.decls[index].clone();
        if let Some((int, count)) = decl.values {
            return self.enum_body(&decl, int.name, count);
        }
        let t = Ty::Param("T", Promise::Nothing);
        let this = if decl.generic {
            Ty::Generic(index, Box::new(t.clone()))
        } else {
            Ty::Named(index)
        };
        let params = if decl.generic { vec![t] } else { Vec::new() };
        let mut parents: Vec<String> = decl
            .base
            .map(|b| self.decls[b].name.clone())
            .into_iter()
            .collect();
        parents.extend(decl.interfaces.iter().map(|i| self.decls[*i].name.clone()));
        let keyword = match decl.form {
            Form::Struct => "struct",
            Form::RecordStruct => "record struct",
            Form::Record => "sealed record",
            Form::Interface => "interface",
            Form::Class | Form::Enum => "class",
        };
        let attribute = match &decl.layout {
            Layout::Auto => "",
            Layout::Explicit(_) => "[StructLayout(LayoutKind.Explicit)] ",
            Layout::Inline(_) => "[InlineArray(4)] ",
        };
        let mut header = format!("{attribute}public {keyword} {}", self.name(&this));
        let fields: Vec<String> = (decl.fields.iter())
            .map(|(name, ty)| format!("{} {name}", self.name(ty)))
            .collect();
        let record = matches!(decl.form, Form::Record | Form::RecordStruct);
        if record {
            header += &format!("({})", fields.join(", "));
        }
        parents.extend(decl.variants.iter().map(|v| self.name(v)));
        if decl.own {
            parents.push(format!("IOwn<{}>", self.name(&this)));
        }
        if !parents.is_empty() {
            header += &format!(" : {}", parents.join(", "));
        }
        let mut members = Vec::new();
        if let Layout::Inline(element) = &decl.layout {
            members.push(group(&format!("\n{} element;", self.name(element)), vec![]));
        } else if !record {
            for (i, field) in fields.iter().enumerate() {
                let place = match &decl.layout {
                    Layout::Explicit(offsets) => format!("[FieldOffset({})] ", offsets[i]),
                    _ => String::new(),
                };
                let text = format!("{place}public {field};");
                members.push(Node::new(Kind::Member, &text, vec![]));
            }
            if decl.form != Form::Interface {
                members.extend(self.object_members(index, &this, &params));
            }
        }
        let mut methods = decl.methods.clone();
        for i in &decl.interfaces {
            let inherited = decl.base.is_some_and(|b| self.interfaces_of(b).contains(i));
            for method in self.decls[*i].methods.clone() {
                let required = method.modifiers == "abstract" && !inherited;
                if required || self.rng.one_in(3) {
                    methods.push(Method {
                        modifiers: if decl.form == Form::Class {
                            "virtual"
                        } else {
                            ""
                        },
                        ..method
                    });
                }
            }
        }
        // Overrides of what the base classes declare.
        let mut base = decl.base;
        while let Some(b) = base {
            for method in self.decls[b].methods.clone() {
                let known = methods.iter().any(|m| m.name == method.name);
                if method.modifiers == "virtual" && !known && self.rng.one_in(2) {
                    methods.push(Method {
                        modifiers: "override",
                        ..method
                    });
                }
            }
            base = self.decls[b].base;
        }
        members.extend(self.shapes(&decl, &this, &params));
        for method in &methods {
            let body = method.modifiers != "abstract";
            members.push(self.method(method, &params, Some(&this), body));
        }
        group(
            &format!("\n{header}@\n"),
            vec![Node::list(Kind::Block, members)],
        )
    }

    fn enum_body(&mut self, decl: &Decl, underlying: &str, count: usize) -> Node {
        let mut values = Vec::new();
        let mut value = 0;
        for i in 0..count {
            values.push(format!("V{i} = {value}"));
            value += 1 + self.rng.below(6);
        }
        let text = format!(
            "\npublic enum {} : {underlying} {{ {} }}\n",
            decl.name,
            values.join(", ")
        );
        group(&text, vec![])
    }

    /// A constructor of some fields and `ToString`.
    fn object_members(&mut self, index: usize, this: &Ty, params: &[Ty]) -> Vec<Node> {
        let decl = self.decls[index].clone();
        let own = decl.fields;
        let flow = Flow {
            params: params.to_vec(),
            ..Flow::default()
        };
        let inits: Vec<Node> = self.flowing(flow, |g| {
            own.iter()
                .filter_map(|(name, ty)| {
                    let by_argument = *ty == INT;
                    let simple =
                        ty.is_number() || matches!(ty, Ty::Str | Ty::Tuple(_) | Ty::Array(_));
                    if by_argument {
                        Some(stmt(&format!("this.{name} = n;"), vec![]))
                    } else if simple || g.rng.one_in(2) {
                        let value = g.literal(ty, 0);
                        Some(stmt(&format!("this.{name} = @;"), vec![value]))
                    } else {
                        None
                    }
                })
                .collect()
        });
        let base = if decl.base.is_some() {
            " : base(n + 1)"
        } else {
            ""
        };
        let constructor = Node::new(
            Kind::Group,
            &format!("\npublic {}(int n){base}@", decl.name),
            vec![Node::list(Kind::Block, inits)],
        );
        let shown: Vec<String> = self
            .fields_of(this)
            .iter()
            .filter(|(_, t)| t.is_number() || matches!(t, Ty::Str | Ty::Bool | Ty::Nullable(_)))
            .map(|(name, _)| format!("R.S({name})"))
            .collect();
        let shown = if shown.is_empty() {
            "\"\"".into()
        } else {
            shown.join(" + \",\" + ")
        };
        let to_string = format!(
            "public override string ToString() => \"{}<\" + {shown} + \">\";",
            decl.name
        );
        vec![
            constructor,
            Node::new(Kind::Group, &format!("\n{to_string}"), vec![]),
        ]
    }

    /// A method with its body. `this` is the type whose instance method it is.
    pub(super) fn method(
        &mut self,
        method: &Method,
        outer: &[Ty],
        this: Option<&Ty>,
        body: bool,
    ) -> Node {
        let mut params = outer.to_vec();
        let mut suffix = String::new();
        let mut generic = "";
        if let Some(promise) = method.generic {
            params.push(Ty::Param("U", promise));
            generic = "<U>";
            let constraint = match promise {
                Promise::Nothing => String::new(),
                Promise::Class => " where U : class".into(),
                Promise::Struct => " where U : struct".into(),
                Promise::Interface(i) => format!(" where U : {}", self.decls[i].name),
                Promise::Integer => " where U : IBinaryInteger<U>".into(),
                Promise::Number => " where U : INumber<U>".into(),
                Promise::Own => " where U : IOwn<U>".into(),
            };
            if method.modifiers != "override" {
                suffix = constraint;
            }
        }
        let names: Vec<String> = (0..method.params.len()).map(|i| format!("p{i}")).collect();
        let list: Vec<String> = (method.params.iter().zip(&names))
            .map(|((mode, ty), name)| format!("{}{} {name}", mode.keyword(), self.name(ty)))
            .collect();
        let ret = self.name(&method.ret);
        let ret = match method.body {
            Body::Plain => ret,
            Body::Iterator => format!("IEnumerable<{ret}>"),
            Body::Async => format!("async Task<{ret}>"),
        };
        // Explicit implementations have no access.
        let access = if method.name.contains('.') {
            ""
        } else {
            "public"
        };
        let header = format!(
            "{access} {} {ret} {}{generic}({}){suffix}",
            method.modifiers,
            method.name,
            list.join(", ")
        );
        if !body {
            return Node::new(Kind::Member, &format!("{header};"), vec![]);
        }
        let iterator = method.body == Body::Iterator;
        let flow = Flow {
            ret: (!iterator).then(|| method.ret.clone()),
            yields: iterator.then(|| method.ret.clone()),
            no_refs: method.body != Body::Plain,
            in_async: method.body == Body::Async,
            params,
            ..Flow::default()
        };
        let block = self.flowing(flow, |g| {
            if let Some(this) = this {
                g.declare_this(this);
            }
            g.method_body(method, &names)
        });
        Node::new(Kind::Member, &format!("{header}@"), vec![block])
    }

    fn declare_this(&mut self, this: &Ty) {
        let mutable = self.fields_mutable(this);
        let value = self.is_value_type(this);
        for (name, ty) in self.fields_of(this) {
            self.scope.push(Var {
                name: format!("this.{name}"),
                ty,
                mutable,
                capturable: !value,
                referable: mutable,
            });
        }
        self.scope.push(Var {
            name: "this".into(),
            ty: this.clone(),
            mutable: false,
            capturable: !value,
            referable: false,
        });
    }

    fn method_body(&mut self, method: &Method, names: &[String]) -> Node {
        let mut statements = Vec::new();
        for ((mode, ty), name) in method.params.iter().zip(names) {
            if *mode == Mode::Out {
                let value = self.literal(ty, 1);
                statements.push(group(&format!("\n{name} = @;"), vec![value]));
            }
        }
        for ((mode, ty), name) in method.params.iter().zip(names) {
            self.scope.push(Var {
                name: name.clone(),
                ty: ty.clone(),
                mutable: *mode != Mode::In,
                capturable: *mode == Mode::Value && !matches!(ty, Ty::Span(_)),
                referable: *mode != Mode::In,
            });
        }
        let iterator = method.body == Body::Iterator;
        let leave = if iterator {
            "yield break"
        } else {
            "return default"
        };
        statements.push(group(&format!("\nif (!R.Fuel()) {leave};"), vec![]));
        let count = self.rng.below(4);
        statements.extend(self.statements(count, 2));
        if !iterator {
            let value = self.expr(&method.ret, 3);
            statements.push(group("\nreturn @;", vec![value]));
        }
        Node::list(Kind::Block, statements)
    }

    /// The class with the static members and `Run`.
    pub(super) fn main_class(&mut self) -> Node {
        // With a static constructor it is certain when the fields are set.
        let mut members = vec![group("\nstatic Program() { }", vec![])];
        let mut fields = Vec::new();
        for _ in 0..2 + self.rng.below(4) {
            let ty = self.ty(2);
            let name = self.fresh("s");
            let value = self.literal(&ty, 1);
            let text = format!("public static {} {name} = @;", self.name(&ty));
            members.push(Node::new(Kind::Member, &text, vec![value]));
            fields.push((name, ty));
        }
        for (name, ty) in &fields {
            self.declare(&format!("Program.{name}"), ty, true);
        }
        for method in self.statics.clone() {
            let method = Method {
                modifiers: "static",
                ..method
            };
            members.push(self.method(&method, &[], None, true));
        }
        let mut top = Vec::new();
        for _ in 0..3 + self.rng.below(6) {
            let count = 1 + self.rng.below(3);
            let body = self.scoped(|g| g.statements(count, 3));
            let body = Node::list(Kind::Block, body);
            top.push(stmt(
                "try@ catch (Exception e) { R.Caught(e); }",
                vec![body],
            ));
            if self.rng.one_in(2) {
                let ty = self.ty(2);
                let name = self.fresh("v");
                let value = self.literal(&ty, 1);
                top.push(stmt(
                    &format!("{} {name} = @;", self.name(&ty)),
                    vec![value],
                ));
                self.declare(&name, &ty, true);
            }
        }
        for (name, _) in &fields {
            top.push(stmt(&format!("R.P({name});"), vec![]));
        }
        let run = Node::new(
            Kind::Group,
            "\npublic static void Run()@",
            vec![Node::list(Kind::Block, top)],
        );
        members.push(run);
        group(
            "\npublic static class Program@\n",
            vec![Node::list(Kind::Block, members)],
        )
    }

    /// A call of a method. `receiver` is what comes before its name; None if no argument fits.
    pub(super) fn call(
        &mut self,
        method: &Method,
        receiver: Node,
        argument: Option<&Ty>,
        depth: usize,
    ) -> Option<Node> {
        let mut template = format!("@{}", method.name);
        let at = |ty: &Ty| argument.map_or(ty.clone(), |a| ty.with("U", a));
        if let Some(argument) = argument {
            template += &format!("<{}>", self.name(argument));
        }
        let mut children = vec![receiver];
        let mut list = Vec::new();
        for (mode, ty) in &method.params {
            let ty = at(ty);
            let (text, child) = match mode {
                Mode::Value => ("@", self.expr(&ty, depth)),
                Mode::In => ("@", self.expr(&ty, depth)),
                Mode::Ref => ("ref @", self.place(&ty, true)?),
                Mode::Out => match self.place(&ty, true) {
                    Some(place) => ("out @", place),
                    None => {
                        list.push("out _");
                        continue;
                    }
                },
            };
            list.push(text);
            children.push(child);
        }
        template += &format!("({})", list.join(", "));
        let ret = at(&method.ret);
        let name = match method.body {
            Body::Plain => self.name(&ret),
            Body::Iterator => format!("IEnumerable<{}>", self.name(&ret)),
            Body::Async => format!("Task<{}>", self.name(&ret)),
        };
        let mut call = expr(name, &template, children);
        call.constant = false;
        Some(call)
    }
}
