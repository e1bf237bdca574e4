//! Makes random programs that compile and end.
//!
//! `mod.rs` has the program's outline and what bodies share, `declarations.rs` types and members, `statements.rs` and `expressions.rs` what the names say,
//! `arithmetic.rs` operators on numbers and vectors, `shapes.rs` operators, static and variant interfaces, static constructors.
//!
//! Every expression is made for a type, every statement for a scope, so that programs are well typed by construction. They end because each
//! loop iteration and each call burns fuel (`R.Fuel`).

mod arithmetic;
mod declarations;
mod expressions;
mod shapes;
mod statements;

use crate::rng::Rng;
use crate::tree::{Kind, Node};
use crate::types::{Decl, Form, INT, INTS, Method, PLAIN_INTS, Promise, Ty, Variance};

/// A variable, parameter or field that can be named.
#[derive(Clone)]
struct Var {
    name: String,
    ty: Ty,
    /// Whether it can be assigned.
    mutable: bool,
    /// Whether a lambda may name it.
    capturable: bool,
    /// Whether there can be a reference to it.
    referable: bool,
}

/// What the place of a statement permits.
#[derive(Clone, Default)]
struct Flow {
    /// The type that `return` takes.
    ret: Option<Ty>,
    /// The type that `yield return` takes.
    yields: Option<Ty>,
    /// Whether a loop is around it that can be left.
    in_loop: bool,
    /// In a `finally`: no `return`.
    in_finally: bool,
    /// In a `try` or `catch`: no `yield return`.
    in_try: bool,
    /// In a handler: no `stackalloc`.
    in_handler: bool,
    /// In an iterator or asynchronous: no references and spans as locals.
    no_refs: bool,
    /// Whether there can be an `await`.
    in_async: bool,
    /// Local functions in scope: name, parameters, result.
    locals: Vec<(String, Vec<Ty>, Ty)>,
    /// The type parameters in scope.
    params: Vec<Ty>,
}

struct Gen {
    rng: Rng,
    decls: Vec<Decl>,
    statics: Vec<Method>,
    scope: Vec<Var>,
    flow: Flow,
    next: usize,
}

fn expr(type_name: impl Into<String>, template: &str, children: Vec<Node>) -> Node {
    Node::new(Kind::Expr(type_name.into()), template, children)
}

fn stmt(template: &str, children: Vec<Node>) -> Node {
    Node::new(Kind::Stmt, template, children)
}

fn group(template: &str, children: Vec<Node>) -> Node {
    Node::new(Kind::Group, template, children)
}

/// Makes the program of a seed: a list of members, one of which is `class Program` with a method `Run`.
pub fn program(seed: u64) -> Node {
    let mut g = Gen {
        rng: Rng::new(seed),
        decls: Vec::new(),
        statics: Vec::new(),
        scope: Vec::new(),
        flow: Flow::default(),
        next: 0,
    };
    g.declare_types();
    g.declare_statics();
    let mut members = g.type_bodies();
    members.push(g.main_class());
    Node::list(Kind::Group, members)
}

/// The C# name of an array with elements named `element`: the outermost rank stands first, so `int[][,]` is an array of matrices.
fn array_of(element: &str, rank: &str) -> String {
    let mut at = element.len();
    while let Some(inner) = element[..at].strip_suffix(']') {
        at = inner.rfind('[').expect("an array's brackets come in pairs");
    }
    format!("{}{rank}{}", &element[..at], &element[at..])
}

impl Gen {
    fn fresh(&mut self, prefix: &str) -> String {
        self.next += 1;
        format!("{prefix}{}", self.next)
    }

    /// The C# name of a type.
    fn name(&self, ty: &Ty) -> String {
        let list = |types: &[Ty]| {
            let names: Vec<String> = types.iter().map(|t| self.name(t)).collect();
            names.join(", ")
        };
        match ty {
            Ty::Bool => "bool".into(),
            Ty::Int(int) => int.name.into(),
            Ty::Char => "char".into(),
            Ty::Float => "float".into(),
            Ty::Double => "double".into(),
            Ty::Decimal => "decimal".into(),
            Ty::Str => "string".into(),
            Ty::Object => "object".into(),
            Ty::Named(i) => self.decls[*i].name.clone(),
            Ty::Generic(i, t) => format!("{}<{}>", self.decls[*i].name, self.name(t)),
            Ty::Array(t) => array_of(&self.name(t), "[]"),
            Ty::Matrix(t) => array_of(&self.name(t), "[,]"),
            Ty::Nullable(t) => format!("{}?", self.name(t)),
            Ty::Tuple(types) => format!("ValueTuple<{}>", list(types)),
            Ty::Func(params, ret) => {
                let mut types = params.clone();
                types.push((**ret).clone());
                format!("Func<{}>", list(&types))
            }
            Ty::List(t) => format!("List<{}>", self.name(t)),
            Ty::Variant(Variance::Out, t) => format!("IOut<{}>", self.name(t)),
            Ty::Variant(Variance::In, t) => format!("IIn<{}>", self.name(t)),
            Ty::Span(t) => format!("Span<{}>", self.name(t)),
            Ty::Vector(0, t) => format!("Vector<{}>", self.name(t)),
            Ty::Vector(bits, t) => format!("Vector{bits}<{}>", self.name(t)),
            Ty::Param(name, _) => (*name).into(),
        }
    }

    fn is_value_type(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Str
            | Ty::Object
            | Ty::Array(_)
            | Ty::Matrix(_)
            | Ty::Func(..)
            | Ty::List(_)
            | Ty::Variant(..)
            | Ty::Param(..) => false,
            Ty::Named(i) | Ty::Generic(i, _) => {
                matches!(
                    self.decls[*i].form,
                    Form::Enum | Form::Struct | Form::RecordStruct
                )
            }
            _ => true,
        }
    }

    fn is_class(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Str | Ty::Array(_) | Ty::List(_) | Ty::Func(..) => true,
            Ty::Named(i) | Ty::Generic(i, _) => {
                matches!(self.decls[*i].form, Form::Class | Form::Record)
            }
            _ => false,
        }
    }

    /// All interfaces of a declared type, inherited ones too.
    fn interfaces_of(&self, index: usize) -> Vec<usize> {
        let decl = &self.decls[index];
        let mut all = decl.interfaces.clone();
        all.extend(decl.base.iter().flat_map(|b| self.interfaces_of(*b)));
        all
    }

    /// All fields of a declared type, inherited ones too.
    fn fields_of(&self, ty: &Ty) -> Vec<(String, Ty)> {
        match ty {
            Ty::Named(i) => {
                let decl = &self.decls[*i];
                let mut all = decl
                    .base
                    .map_or(Vec::new(), |b| self.fields_of(&Ty::Named(b)));
                all.extend(decl.fields.iter().cloned());
                all
            }
            Ty::Generic(i, argument) => {
                let fields = &self.decls[*i].fields;
                let with = |(n, t): &(String, Ty)| (n.clone(), t.with("T", argument));
                fields.iter().map(with).collect()
            }
            _ => Vec::new(),
        }
    }

    fn fields_mutable(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Named(i) | Ty::Generic(i, _) => {
                !matches!(self.decls[*i].form, Form::Record | Form::RecordStruct)
            }
            _ => false,
        }
    }

    /// Whether a type keeps a promise.
    fn keeps(&self, ty: &Ty, promise: Promise) -> bool {
        let declared = |wanted: usize| match ty {
            Ty::Named(i) if *i == wanted => true,
            Ty::Named(i) | Ty::Generic(i, _) => self.interfaces_of(*i).contains(&wanted),
            _ => false,
        };
        match (ty, promise) {
            _ if !self.may_be_argument(ty) => false,
            (Ty::Param(_, has), _) => {
                *has == promise
                    || promise == Promise::Nothing
                    || (*has == Promise::Integer && promise == Promise::Number)
            }
            (_, Promise::Nothing) => true,
            (_, Promise::Class) => self.is_class(ty),
            (Ty::Nullable(_), _) => false,
            (_, Promise::Struct) => self.is_value_type(ty),
            (_, Promise::Interface(i)) => declared(i),
            (_, Promise::Integer) => matches!(ty, Ty::Int(_)),
            (_, Promise::Number) => ty.is_number(),
            (Ty::Named(i) | Ty::Generic(i, _), Promise::Own) => self.decls[*i].own,
            (_, Promise::Own) => false,
        }
    }

    fn primitive(&mut self) -> Ty {
        match self.rng.below(16) {
            0..5 => INT,
            5..9 => Ty::Int(*self.rng.pick(&INTS[..PLAIN_INTS])),
            9 | 10 => Ty::Int(*self.rng.pick(&INTS)),
            11 => Ty::Bool,
            12 => Ty::Char,
            13 => Ty::Float,
            14 => Ty::Double,
            _ if self.rng.one_in(3) => Ty::Decimal,
            _ => Ty::Double,
        }
    }

    fn number(&mut self) -> Ty {
        loop {
            let ty = self.primitive();
            if ty.is_number() {
                return ty;
            }
        }
    }

    /// Whether a type may be an argument of the program's generics. What is built around a type parameter may not: generics that instantiate
    /// each other with ever larger types would have no end.
    fn may_be_argument(&self, ty: &Ty) -> bool {
        fn open(ty: &Ty) -> bool {
            match ty {
                Ty::Param(..) => true,
                Ty::Generic(_, t)
                | Ty::Array(t)
                | Ty::Matrix(t)
                | Ty::Nullable(t)
                | Ty::List(t)
                | Ty::Variant(_, t)
                | Ty::Span(t) => open(t),
                Ty::Tuple(list) => list.iter().any(open),
                Ty::Func(list, t) => open(t) || list.iter().any(open),
                _ => false,
            }
        }
        matches!(ty, Ty::Param(..)) || !(matches!(ty, Ty::Span(_)) || open(ty))
    }

    /// A type that keeps a promise, if one is found soon.
    fn keeping(&mut self, promise: Promise) -> Option<Ty> {
        (0..30).find_map(|_| {
            let ty = match promise {
                Promise::Integer | Promise::Number => self.number(),
                Promise::Own => self.declared(1),
                _ => self.ty(1),
            };
            self.keeps(&ty, promise).then_some(ty)
        })
    }

    /// A type for a variable; generic ones are nested at most `depth` deep.
    fn ty(&mut self, depth: usize) -> Ty {
        if !self.flow.params.is_empty() && self.rng.one_in(4) {
            let params = self.flow.params.clone();
            return self.rng.pick(&params).clone();
        }
        let inner = |g: &mut Gen| Box::new(g.ty(depth.saturating_sub(1)));
        match self.rng.below(if depth == 0 { 9 } else { 20 }) {
            0..4 => self.primitive(),
            4 => Ty::Str,
            5..9 => self.declared(depth),
            9 | 10 => Ty::Array(inner(self)),
            11 => Ty::Nullable(Box::new(self.nullable_content())),
            12 => {
                let n = 2 + self.rng.below(2);
                Ty::Tuple((0..n).map(|_| self.ty(depth - 1)).collect())
            }
            13 => {
                let n = self.rng.below(3);
                let params = (0..n).map(|_| self.ty(0)).collect();
                Ty::Func(params, inner(self))
            }
            14 => Ty::List(inner(self)),
            15 => Ty::Matrix(Box::new(self.primitive())),
            16 => Ty::Object,
            17 | 18 => self.variant(),
            _ => self.vector(),
        }
    }

    fn nullable_content(&mut self) -> Ty {
        loop {
            let ty = if self.rng.one_in(3) {
                self.declared(0)
            } else {
                self.primitive()
            };
            if self.is_value_type(&ty) {
                return ty;
            }
        }
    }

    fn vector(&mut self) -> Ty {
        loop {
            let element = self.number();
            if element.is_vector_element() {
                let bits = *self.rng.pick(&[128, 128, 128, 256, 0]);
                return Ty::Vector(bits, Box::new(element));
            }
        }
    }

    /// A type of the program, or `int` while there is none.
    fn declared(&mut self, depth: usize) -> Ty {
        if self.decls.is_empty() {
            return INT;
        }
        let i = self.rng.below(self.decls.len());
        if !self.decls[i].generic {
            return Ty::Named(i);
        }
        if depth == 0 && self.rng.one_in(2) {
            return INT;
        }
        let argument = self.ty(0);
        if !self.may_be_argument(&argument) {
            return INT;
        }
        Ty::Generic(i, Box::new(argument))
    }

    /// Runs `make` with the scope as it is and drops what that declares.
    fn scoped<R>(&mut self, make: impl FnOnce(&mut Gen) -> R) -> R {
        let (height, locals) = (self.scope.len(), self.flow.locals.len());
        let made = make(self);
        self.scope.truncate(height);
        self.flow.locals.truncate(locals);
        made
    }

    /// Runs `make` with other permissions.
    fn flowing<R>(&mut self, flow: Flow, make: impl FnOnce(&mut Gen) -> R) -> R {
        let old = std::mem::replace(&mut self.flow, flow);
        let made = self.scoped(make);
        self.flow = old;
        made
    }

    fn declare(&mut self, name: &str, ty: &Ty, mutable: bool) {
        self.scope.push(Var {
            name: name.to_string(),
            ty: ty.clone(),
            mutable,
            capturable: !matches!(ty, Ty::Span(_)),
            referable: mutable,
        });
    }
}
