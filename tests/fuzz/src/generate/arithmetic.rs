//! Numbers and vectors.

use super::{Gen, expr};
use crate::tree::Node;
use crate::types::{INT, INTS, Int, LONG, Promise, Ty};

impl Gen {
    /// A constant of a number type or of `char`, often a value at a limit.
    pub(super) fn number_literal(&mut self, ty: &Ty) -> String {
        let small = self.rng.below(300) as i64 - 100;
        match ty {
            Ty::Int(int) => self.int_literal(*int),
            Ty::Char => format!(
                "'{}'",
                *self
                    .rng
                    .pick(&["a", "Z", "0", " ", "\\u00e9", "\\uffff", "\\0"])
            ),
            Ty::Float => {
                let special = [
                    "0f",
                    "-0f",
                    "1f",
                    "float.NaN",
                    "float.PositiveInfinity",
                    "float.MaxValue",
                    "float.Epsilon",
                    "16777217f",
                    "0.1f",
                    "-2147483648f",
                    "3e9f",
                ];
                if self.rng.one_in(2) {
                    format!("({small}f)")
                } else {
                    format!("({})", self.rng.pick(&special))
                }
            }
            Ty::Double => {
                let special = [
                    "0d",
                    "-0d",
                    "1d",
                    "double.NaN",
                    "double.NegativeInfinity",
                    "double.MaxValue",
                    "double.Epsilon",
                    "9007199254740993d",
                    "0.1",
                    "-1e19",
                    "4294967296.5",
                    "9.2233720368547758E+18",
                ];
                if self.rng.one_in(2) {
                    format!("({small}.5d)")
                } else {
                    format!("({})", self.rng.pick(&special))
                }
            }
            _ => format!("({small}.{}m)", self.rng.below(100)),
        }
    }

    fn int_literal(&mut self, int: Int) -> String {
        let name = int.name;
        let small = self.rng.below(40) as i64;
        let wide = self.rng.bits() >> self.rng.below(64);
        match self.rng.below(8) {
            0..4 if int.signed && self.rng.one_in(3) => format!("(({name})(-{small}))"),
            0..4 => format!("(({name}){small})"),
            4 => format!("{name}.MaxValue"),
            5 => format!("{name}.MinValue"),
            6 if int.bits > 64 => format!("(new {name}({wide}UL, {}UL))", self.rng.bits()),
            6 => {
                let bit = self.rng.below(int.bits as usize);
                format!("unchecked(({name})(1UL << {bit}))")
            }
            _ => format!("unchecked(({name}){wide}UL)"),
        }
    }

    /// A divisor: often a constant, as those are strength-reduced.
    fn divisor(&mut self, ty: &Ty, d: usize) -> Node {
        if self.rng.one_in(2) {
            return self.opaque(ty, d);
        }
        let signed = !matches!(ty, Ty::Int(int) if !int.signed);
        let text = *self.rng.pick(if signed {
            &[
                "1", "2", "3", "7", "10", "16", "100", "-1", "-3", "-8", "127",
            ]
        } else {
            &[
                "1", "2", "3", "7", "10", "16", "100", "255", "6", "64", "127",
            ]
        });
        let name = self.name(ty);
        let mut node = expr(name.clone(), &format!("(({name})({text}))"), vec![]);
        node.constant = true;
        node
    }

    pub(super) fn number_expr(&mut self, ty: &Ty, d: usize) -> Option<Node> {
        let name = self.name(ty);
        let context = *self.rng.pick(&["unchecked", "unchecked", "checked"]);
        let int = match ty {
            Ty::Int(int) => Some(*int),
            _ => None,
        };
        Some(match self.rng.below(16) {
            0..5 if *ty != Ty::Char => {
                let operator = *self.rng.pick(&["+", "-", "*"]);
                let (a, b) = (self.opaque(ty, d), self.expr(ty, d));
                expr(
                    name.clone(),
                    &format!("{context}(({name})(@ {operator} @))"),
                    vec![a, b],
                )
            }
            5 | 6 if *ty != Ty::Char => {
                let operator = *self.rng.pick(&["/", "%"]);
                let (a, b) = (self.opaque(ty, d), self.divisor(ty, d));
                expr(
                    name.clone(),
                    &format!("{context}(({name})(@ {operator} @))"),
                    vec![a, b],
                )
            }
            7 | 8 if int.is_some() => {
                let operator = *self.rng.pick(&["&", "|", "^"]);
                let (a, b) = (self.opaque(ty, d), self.expr(ty, d));
                expr(
                    name.clone(),
                    &format!("unchecked(({name})(@ {operator} @))"),
                    vec![a, b],
                )
            }
            9 if int.is_some() => {
                let operator = *self.rng.pick(&["<<", ">>", ">>>"]);
                let (a, b) = (self.opaque(ty, d), self.expr(&INT, d));
                expr(
                    name.clone(),
                    &format!("unchecked(({name})(@ {operator} @))"),
                    vec![a, b],
                )
            }
            10 if *ty != Ty::Char => {
                let text = match int {
                    Some(_) if self.rng.one_in(2) => format!("unchecked(({name})(~@))"),
                    Some(int) if int.name == "ulong" || int.name == "nuint" => {
                        format!("unchecked(({name})(0 - @))")
                    }
                    _ => format!("{context}(({name})(-@))"),
                };
                let a = self.opaque(ty, d);
                expr(name, &text, vec![a])
            }
            11 | 12 => self.bits_or_math(ty, int, d),
            _ => {
                let mut from = if self.rng.one_in(8) {
                    Ty::Char
                } else {
                    self.number()
                };
                // C# has no conversion from decimal to nint.
                let native = |t: &Ty| matches!(t, Ty::Int(i) if i.name.starts_with('n'));
                if (*ty == Ty::Decimal && native(&from)) || (from == Ty::Decimal && native(ty)) {
                    from = INT;
                }
                let a = self.opaque(&from, d);
                expr(name.clone(), &format!("{context}(({name})@)"), vec![a])
            }
        })
    }

    fn bits_or_math(&mut self, ty: &Ty, int: Option<Int>, d: usize) -> Node {
        let name = self.name(ty);
        let a = self.opaque(ty, d);
        let b = self.expr(ty, d);
        let n = self.expr(&INT, d);
        let unary = |text: &str, a: Node| expr(name.clone(), text, vec![a]);
        let generic = |method: &str| format!("{name}.{method}(@)");
        if let Some(int) = int {
            let rotation = format!(
                "{name}.{}(@, @)",
                if self.rng.one_in(2) {
                    "RotateLeft"
                } else {
                    "RotateRight"
                }
            );
            return match self.rng.below(10) {
                0 => unary(&generic("PopCount"), a),
                1 => unary(&generic("LeadingZeroCount"), a),
                2 => unary(&generic("TrailingZeroCount"), a),
                3 => expr(name, &rotation, vec![a, n]),
                4 => expr(name.clone(), &format!("{name}.Max(@, @)"), vec![a, b]),
                5 => expr(name.clone(), &format!("{name}.Min(@, @)"), vec![a, b]),
                6 if int.signed => unary(&generic("Abs"), a),
                7 => expr(
                    name.clone(),
                    &format!("{name}.DivRem(@, @).Remainder"),
                    vec![a, b],
                ),
                8 => {
                    let s = self.expr(&Ty::Str, d);
                    let out = self.fresh("o");
                    expr(
                        name.clone(),
                        &format!("({name}.TryParse(@, out var {out}) ? {out} : @)"),
                        vec![s, a],
                    )
                }
                _ if *ty == INT => {
                    let s = self.expr(&Ty::Str, d);
                    expr(name, "@.Length", vec![s])
                }
                _ if *ty == LONG => {
                    let (a, b) = (self.opaque(&INT, d), self.opaque(&INT, d));
                    expr(name, "Math.BigMul(@, @)", vec![a, b])
                }
                _ => expr(
                    name.clone(),
                    &format!("{name}.Clamp(@, {name}.MinValue, @)"),
                    vec![a, b],
                ),
            };
        }
        if *ty == Ty::Char {
            let s = self.expr(&Ty::Str, d);
            let text = *self
                .rng
                .pick(&["@[(@) & 1]", "@.FirstOrDefault((char)((@) & 127))"]);
            return expr(name, text, vec![s, n]);
        }
        if *ty == Ty::Decimal {
            let method = *self.rng.pick(&["Truncate", "Floor", "Abs", "Round"]);
            return unary(&format!("decimal.{method}(@)"), a);
        }
        match self.rng.below(5) {
            0 => {
                let method = *self.rng.pick(&["Max", "Min", "MaxNumber", "MinMagnitude"]);
                expr(name.clone(), &format!("{name}.{method}(@, @)"), vec![a, b])
            }
            1 => {
                let c = self.expr(ty, d);
                expr(
                    name.clone(),
                    &format!("{name}.FusedMultiplyAdd(@, @, @)"),
                    vec![a, b, c],
                )
            }
            _ => {
                let method = *self
                    .rng
                    .pick(&["Sqrt", "Floor", "Ceiling", "Round", "Truncate", "Abs"]);
                unary(&generic(method), a)
            }
        }
    }

    /// Arithmetic of a type parameter that is a number.
    pub(super) fn generic_number(&mut self, ty: &Ty, d: usize) -> Node {
        let name = self.name(ty);
        let integer = matches!(ty, Ty::Param(_, Promise::Integer));
        let (a, b) = (self.expr(ty, d), self.expr(ty, d));
        let context = *self.rng.pick(&["unchecked", "checked"]);
        match self.rng.below(if integer { 10 } else { 6 }) {
            0..3 => {
                let operator = *self.rng.pick(&["+", "-", "*", "/", "%"]);
                expr(name, &format!("{context}(@ {operator} @)"), vec![a, b])
            }
            3 => {
                let method = *self.rng.pick(&["Max", "Min"]);
                expr(name.clone(), &format!("{name}.{method}(@, @)"), vec![a, b])
            }
            4 => {
                let from = self.number();
                let value = self.expr(&from, d);
                let method =
                    *self
                        .rng
                        .pick(&["CreateTruncating", "CreateSaturating", "CreateChecked"]);
                let from = self.name(&from);
                expr(
                    name.clone(),
                    &format!("{name}.{method}(({from})@)"),
                    vec![value],
                )
            }
            5 => expr(
                name.clone(),
                &format!("(@ > @ ? {name}.One : -{name}.One)"),
                vec![a, b],
            ),
            6 | 7 => {
                let operator = *self.rng.pick(&["&", "|", "^"]);
                expr(name, &format!("(@ {operator} @)"), vec![a, b])
            }
            8 => {
                let n = self.expr(&INT, d);
                let operator = *self.rng.pick(&["<<", ">>", ">>>"]);
                expr(name, &format!("(@ {operator} @)"), vec![a, n])
            }
            _ => {
                let method = *self
                    .rng
                    .pick(&["PopCount", "LeadingZeroCount", "TrailingZeroCount"]);
                expr(name.clone(), &format!("{name}.{method}(@)"), vec![a])
            }
        }
    }

    /// The class with the static methods of a vector type.
    fn vector_class(bits: u32) -> String {
        if bits == 0 {
            "Vector".into()
        } else {
            format!("Vector{bits}")
        }
    }

    pub(super) fn vector_literal(&mut self, ty: &Ty) -> Node {
        let name = self.name(ty);
        let Ty::Vector(bits, element) = ty else {
            return expr(name.clone(), &format!("default({name})"), vec![]);
        };
        let class = Gen::vector_class(*bits);
        let e = self.name(element);
        let value = self.literal(element, 0);
        let mut node = match bits {
            0 => expr(name, &format!("(new Vector<{e}>(@))"), vec![value]),
            _ if self.rng.one_in(2) => expr(name, &format!("{class}.Create<{e}>(@)"), vec![value]),
            _ => expr(
                name,
                &format!("{class}.Create<{e}>(@).WithElement(1, default)"),
                vec![value],
            ),
        };
        node.constant = false;
        node
    }

    pub(super) fn vector_expr(&mut self, ty: &Ty, d: usize) -> Node {
        let name = self.name(ty);
        let Ty::Vector(bits, element) = ty else {
            return self.vector_literal(ty);
        };
        let class = Gen::vector_class(*bits);
        let e = self.name(element);
        let integer = matches!(**element, Ty::Int(_));
        let (a, b) = (self.expr(ty, d), self.expr(ty, d));
        match self.rng.below(12) {
            0..3 => {
                let operator = *self.rng.pick(&["+", "-", "*"]);
                expr(name, &format!("(@ {operator} @)"), vec![a, b])
            }
            3 | 4 => {
                let operator = *self.rng.pick(&["&", "|", "^"]);
                expr(name, &format!("(@ {operator} @)"), vec![a, b])
            }
            5 => {
                let c = self.expr(ty, d);
                let method =
                    *self
                        .rng
                        .pick(&["LessThan", "GreaterThan", "Equals", "GreaterThanOrEqual"]);
                let text = format!(
                    "{class}.ConditionalSelect({class}.{method}<{e}>(@, @), @, {class}.Create<{e}>(1))"
                );
                let text = if *bits == 0 {
                    text.replace("Vector.Create", "new Vector")
                } else {
                    text
                };
                if *bits == 0 && !integer {
                    return expr(name, &format!("Vector.Max<{e}>(@, @)"), vec![a, b]);
                }
                expr(name, &text, vec![a, b, c])
            }
            6 => {
                let method = *self.rng.pick(&["Min", "Max"]);
                expr(name, &format!("{class}.{method}<{e}>(@, @)"), vec![a, b])
            }
            7 if integer => {
                let n = self.rng.below(9);
                let operator = *self.rng.pick(&["<<", ">>", ">>>"]);
                expr(name, &format!("(@ {operator} {n})"), vec![a])
            }
            8 if integer => expr(name, "(~@)", vec![a]),
            9 => expr(name, &format!("{class}.Abs(@)"), vec![a]),
            10 if *bits > 0 => {
                let other = Ty::Vector(*bits, Box::new(Ty::Int(*self.rng.pick(&INTS[..8]))));
                let value = self.expr(&other, d);
                expr(
                    name,
                    &format!("@.As<{}, {e}>()", other_name(&other)),
                    vec![value],
                )
            }
            11 if *bits > 0 => {
                let value = self.expr(element, d);
                expr(name, "@.WithElement(1, @)", vec![a, value])
            }
            _ => {
                let value = self.expr(element, d);
                if *bits == 0 {
                    expr(name, &format!("(new Vector<{e}>(@))"), vec![value])
                } else {
                    expr(name, &format!("{class}.Create<{e}>(@)"), vec![value])
                }
            }
        }
    }
}

fn other_name(vector: &Ty) -> &'static str {
    match vector {
        Ty::Vector(_, element) => match **element {
            Ty::Int(int) => int.name,
            _ => "int",
        },
        _ => "int",
    }
}
