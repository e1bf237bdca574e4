//! The types of generated programs.

/// An integer type.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Int {
    /// Its C# name.
    pub name: &'static str,
    /// Width in bits.
    pub bits: u32,
    /// Whether it has negative values.
    pub signed: bool,
}

const fn int(name: &'static str, bits: u32, signed: bool) -> Int {
    Int { name, bits, signed }
}

/// All integer types.
pub const INTS: [Int; 12] = [
    int("int", 32, true),
    int("uint", 32, false),
    int("long", 64, true),
    int("ulong", 64, false),
    int("byte", 8, false),
    int("sbyte", 8, true),
    int("short", 16, true),
    int("ushort", 16, false),
    int("nint", 64, true),
    int("nuint", 64, false),
    int("Int128", 128, true),
    int("UInt128", 128, false),
];

/// How many of [`INTS`] can be elements of vectors and values of enums.
pub const PLAIN_INTS: usize = 8;

/// What a type parameter promises.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Promise {
    /// Nothing.
    Nothing,
    /// `class`.
    Class,
    /// `struct`.
    Struct,
    /// An interface of the program.
    Interface(usize),
    /// `IBinaryInteger<T>`.
    Integer,
    /// `INumber<T>`.
    Number,
    /// `IOwn<T>`: static members.
    Own,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// `bool`
    Bool,
    /// An integer type.
    Int(Int),
    /// `char`
    Char,
    /// `float`
    Float,
    /// `double`
    Double,
    /// `decimal`
    Decimal,
    /// `string`
    Str,
    /// `object`
    Object,
    /// A type of the program without type parameters.
    Named(usize),
    /// A generic type of the program.
    Generic(usize, Box<Ty>),
    /// An array.
    Array(Box<Ty>),
    /// An array of two dimensions.
    Matrix(Box<Ty>),
    /// A nullable value type.
    Nullable(Box<Ty>),
    /// A tuple.
    Tuple(Vec<Ty>),
    /// `Func`: parameters and result.
    Func(Vec<Ty>, Box<Ty>),
    /// `List`
    List(Box<Ty>),
    /// `IOut`, whose parameter is an output, or `IIn`, whose parameter is an input.
    Variant(Variance, Box<Ty>),
    /// `Span`
    Span(Box<Ty>),
    /// `Vector128`, `Vector256` or `Vector` (0) of a primitive type.
    Vector(u32, Box<Ty>),
    /// A type parameter.
    Param(&'static str, Promise),
}

/// How instantiations of an interface convert.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Variance {
    /// `IOut<string>` is an `IOut<object>`.
    Out,
    /// `IIn<object>` is an `IIn<string>`.
    In,
}

/// `int`
pub const INT: Ty = Ty::Int(INTS[0]);
/// `long`
pub const LONG: Ty = Ty::Int(INTS[2]);

impl Ty {
    /// The type with `argument` in place of the type parameter `name`.
    pub fn with(&self, name: &str, argument: &Ty) -> Ty {
        let one = |t: &Ty| Box::new(t.with(name, argument));
        let all = |list: &[Ty]| list.iter().map(|t| t.with(name, argument)).collect();
        match self {
            Ty::Param(n, _) if *n == name => argument.clone(),
            Ty::Generic(i, t) => Ty::Generic(*i, one(t)),
            Ty::Array(t) => Ty::Array(one(t)),
            Ty::Matrix(t) => Ty::Matrix(one(t)),
            Ty::Nullable(t) => Ty::Nullable(one(t)),
            Ty::Tuple(list) => Ty::Tuple(all(list)),
            Ty::Func(list, t) => Ty::Func(all(list), one(t)),
            Ty::List(t) => Ty::List(one(t)),
            Ty::Span(t) => Ty::Span(one(t)),
            Ty::Variant(v, t) => Ty::Variant(*v, one(t)),
            other => other.clone(),
        }
    }

    /// Whether it is a number that C# has operators for.
    pub fn is_number(&self) -> bool {
        matches!(self, Ty::Int(_) | Ty::Float | Ty::Double | Ty::Decimal)
    }

    /// Whether it can be the element of a vector.
    pub fn is_vector_element(&self) -> bool {
        match self {
            Ty::Int(int) => int.bits <= 64,
            Ty::Float | Ty::Double => true,
            _ => false,
        }
    }
}

/// What a type declaration is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// An enum.
    Enum,
    /// A struct.
    Struct,
    /// A record struct.
    RecordStruct,
    /// A class.
    Class,
    /// A record class.
    Record,
    /// An interface.
    Interface,
}

/// How an argument is passed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By value.
    Value,
    /// `ref`
    Ref,
    /// `out`
    Out,
    /// `in`
    In,
}

impl Mode {
    /// The C# keyword with a space.
    pub fn keyword(self) -> &'static str {
        ["", "ref ", "out ", "in "][self as usize]
    }
}

/// What the body of a method is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Body {
    /// Statements and a `return`.
    #[default]
    Plain,
    /// An iterator of the result's type.
    Iterator,
    /// Asynchronous.
    Async,
}

/// A method's signature.
#[derive(Clone, Debug)]
pub struct Method {
    /// Name.
    pub name: String,
    /// What its type parameter `U` promises, if it has one.
    pub generic: Option<Promise>,
    /// Parameters.
    pub params: Vec<(Mode, Ty)>,
    /// Result.
    pub ret: Ty,
    /// The declared modifiers.
    pub modifiers: &'static str,
    /// What its body is.
    pub body: Body,
}

/// Where the fields of a struct are.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Layout {
    /// One after another.
    #[default]
    Auto,
    /// At these offsets.
    Explicit(Vec<usize>),
    /// Four elements in place of fields.
    Inline(Ty),
}

/// A type of the program.
#[derive(Clone, Debug)]
pub struct Decl {
    /// Name.
    pub name: String,
    /// What it is.
    pub form: Form,
    /// Whether it has a type parameter `T`.
    pub generic: bool,
    /// Base class.
    pub base: Option<usize>,
    /// Interfaces.
    pub interfaces: Vec<usize>,
    /// Fields: name and type. Those of records can't be assigned.
    pub fields: Vec<(String, Ty)>,
    /// New methods.
    pub methods: Vec<Method>,
    /// Enums: the underlying type and the values' number.
    pub values: Option<(Int, usize)>,
    /// Where the fields are.
    pub layout: Layout,
    /// Whether it implements `IOwn` of itself.
    pub own: bool,
    /// The variant interfaces it implements.
    pub variants: Vec<Ty>,
    /// Static fields, which a static constructor sets.
    pub statics: Vec<(String, Ty)>,
    /// Operators that the type declares on itself.
    pub operators: Vec<&'static str>,
}
