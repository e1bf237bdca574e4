// A small interpreter of a small language: classes, interfaces, generics, lambdas, exceptions, patterns, records.
using System.Text;

string[] programs =
[
    "let x = 6; let y = 7; print x * y;",
    "let fact = fn n -> if n <= 1 then 1 else n * fact(n - 1); print fact(10);",
    "let compose = fn f -> fn g -> fn x -> f(g(x)); let inc = fn x -> x + 1; let twice = fn x -> x * 2;" +
        " print compose(inc)(twice)(20); print compose(twice)(inc)(20);",
    "let fib = fn n -> if n < 2 then n else fib(n - 1) + fib(n - 2); print fib(18);",
    "print \"a\" + \"b\" + 3; print 7 / 2; print -3 + 10;",
    "print 1 / 0;",
    "print nothing;",
    "print 1 + fn x -> x;",
    "let = 3;",
    "print (1 + 2;",
    "let f = fn x -> x; print f; f(1)(2);",
    "print 99999999999 * 99999999999;",
];

foreach (string source in programs)
{
    Console.WriteLine($"> {source}");
    var output = new StringBuilder();
    try
    {
        var statements = new Parser(new Lexer(source).ToList()).ParseProgram();
        var machine = new Machine(line => output.AppendLine($"  {line}"));
        machine.Run(statements);
    }
    catch (LanguageException e) when (e is { Position: >= 0 })
    {
        output.AppendLine($"  {e.Kind} error at {e.Position}: {e.Message}");
    }
    catch (LanguageException e)
    {
        output.AppendLine($"  {e.Kind} error: {e.Message}");
        if (e.InnerException is { } inner)
            output.AppendLine($"    because of {inner.GetType().Name}: {inner.Message}");
    }
    finally
    {
        Console.Write(output);
    }
}

Console.WriteLine(new Binary('+', new Number(1), new Name("x")));
Console.WriteLine(new Binary('+', new Number(1), new Name("x")) == new Binary('+', new Number(1), new Name("x")));
Console.WriteLine(new Call(new Name("f"), new Number(2)) with { Argument = new Text("t") });

class LanguageException(string kind, string message, int position = -1, Exception? inner = null)
    : Exception(message, inner)
{
    public string Kind { get; } = kind;
    public int Position { get; } = position;
}

enum TokenKind { Number, Text, Name, Symbol, End }

readonly record struct Token(TokenKind Kind, string Text, int Position);

class Lexer(string source)
{
    public IEnumerable<Token> Tokens()
    {
        int i = 0;
        while (i < source.Length)
        {
            int start = i;
            switch (source[i])
            {
                case ' ':
                    i++;
                    continue;
                case >= '0' and <= '9':
                    while (i < source.Length && char.IsAsciiDigit(source[i])) i++;
                    yield return new Token(TokenKind.Number, source[start..i], start);
                    break;
                case '"':
                    i = source.IndexOf('"', i + 1);
                    if (i < 0) throw new LanguageException("lexical", "text without end", start);
                    i++;
                    yield return new Token(TokenKind.Text, source[(start + 1)..(i - 1)], start);
                    break;
                case var c when char.IsAsciiLetter(c):
                    while (i < source.Length && char.IsAsciiLetterOrDigit(source[i])) i++;
                    yield return new Token(TokenKind.Name, source[start..i], start);
                    break;
                case '-' or '<' when i + 1 < source.Length && source[i + 1] is '>' or '=':
                    i += 2;
                    yield return new Token(TokenKind.Symbol, source[start..i], start);
                    break;
                default:
                    i++;
                    yield return new Token(TokenKind.Symbol, source[start..i], start);
                    break;
            }
        }
        yield return new Token(TokenKind.End, "", source.Length);
    }

    public List<Token> ToList() => Tokens().ToList();
}

interface IVisitor<T>
{
    T Visit(Expression expression);
}

abstract record Expression
{
    public T Accept<T>(IVisitor<T> visitor) => visitor.Visit(this);
}

record Number(long Value) : Expression;
record Text(string Value) : Expression;
record Name(string Value) : Expression;
record Binary(char Operator, Expression Left, Expression Right) : Expression;
record LessOrEqual(bool OrEqual, Expression Left, Expression Right) : Expression;
record Function(string Parameter, Expression Body) : Expression;
record Call(Expression Callee, Expression Argument) : Expression;
record If(Expression Condition, Expression Then, Expression Else) : Expression;

abstract record Statement;
record Let(string Name, Expression Value) : Statement;
record Print(Expression Value) : Statement;
record Evaluate(Expression Value) : Statement;

class Parser(List<Token> tokens)
{
    int position;

    Token Current => tokens[position];

    Token Next() => tokens[position++];

    bool Take(string text)
    {
        if (Current.Kind is TokenKind.Text or TokenKind.End || Current.Text != text) return false;
        position++;
        return true;
    }

    void Expect(string text)
    {
        if (!Take(text)) throw new LanguageException("syntax", $"expected '{text}', found '{Current.Text}'", Current.Position);
    }

    string ExpectName() => Current is { Kind: TokenKind.Name }
        ? Next().Text
        : throw new LanguageException("syntax", $"expected a name, found '{Current.Text}'", Current.Position);

    public List<Statement> ParseProgram()
    {
        var statements = new List<Statement>();
        while (Current.Kind != TokenKind.End)
        {
            statements.Add(ParseStatement());
            Expect(";");
        }
        return statements;
    }

    Statement ParseStatement()
    {
        if (Take("let"))
        {
            string name = ExpectName();
            Expect("=");
            return new Let(name, ParseExpression());
        }
        return Take("print") ? new Print(ParseExpression()) : new Evaluate(ParseExpression());
    }

    Expression ParseExpression()
    {
        if (Take("fn"))
        {
            string parameter = ExpectName();
            Expect("->");
            return new Function(parameter, ParseExpression());
        }
        if (Take("if"))
        {
            var condition = ParseExpression();
            Expect("then");
            var then = ParseExpression();
            Expect("else");
            return new If(condition, then, ParseExpression());
        }
        return ParseComparison();
    }

    Expression ParseComparison()
    {
        var left = ParseLevel(ParseProduct, '+', '-');
        if (Take("<=")) return new LessOrEqual(true, left, ParseLevel(ParseProduct, '+', '-'));
        if (Take("<")) return new LessOrEqual(false, left, ParseLevel(ParseProduct, '+', '-'));
        return left;
    }

    Expression ParseProduct() => ParseLevel(ParseCall, '*', '/');

    Expression ParseLevel(Func<Expression> operand, params char[] operators)
    {
        var left = operand();
        while (Array.Find(operators, o => Current.Kind == TokenKind.Symbol && Current.Text == o.ToString()) is var found and not '\0')
        {
            Next();
            left = new Binary(found, left, operand());
        }
        return left;
    }

    Expression ParseCall()
    {
        var callee = ParseAtom();
        while (Take("("))
        {
            callee = new Call(callee, ParseExpression());
            Expect(")");
        }
        return callee;
    }

    Expression ParseAtom()
    {
        if (Take("-")) return new Binary('-', new Number(0), ParseCall());
        if (Take("fn"))
        {
            position--;
            return ParseExpression();
        }
        if (Take("("))
        {
            var inner = ParseExpression();
            Expect(")");
            return inner;
        }
        return Next() switch
        {
            { Kind: TokenKind.Number } token => new Number(long.Parse(token.Text)),
            { Kind: TokenKind.Text, Text: var text } => new Text(text),
            { Kind: TokenKind.Name, Text: var name } => new Name(name),
            var token => throw new LanguageException("syntax", $"unexpected '{token.Text}'", token.Position),
        };
    }
}

class Scope<T>(Scope<T>? parent) where T : notnull
{
    readonly Dictionary<string, T> values = [];

    public T? Find(string name) => values.TryGetValue(name, out var value) ? value : parent is null ? default : parent.Find(name);

    public void Set(string name, T value) => values[name] = value;
}

delegate object Callable(object argument);

class Evaluator(Scope<object> scope) : IVisitor<object>
{
    public object Visit(Expression expression) => expression switch
    {
        Number n => n.Value,
        Text t => t.Value,
        Name { Value: var name } => scope.Find(name) ?? throw new LanguageException("name", $"'{name}' is unknown"),
        Function f => new Callable(argument =>
        {
            var inner = new Scope<object>(scope);
            inner.Set(f.Parameter, argument);
            return f.Body.Accept(new Evaluator(inner));
        }),
        Call { Callee: var callee, Argument: var argument } => callee.Accept(this) switch
        {
            Callable callable => callable(argument.Accept(this)),
            var other => throw new LanguageException("type", $"{Describe(other)} can't be called"),
        },
        If i => (bool)i.Condition.Accept(this) ? i.Then.Accept(this) : i.Else.Accept(this),
        LessOrEqual c => (c.Left.Accept(this), c.Right.Accept(this)) switch
        {
            (long left, long right) => c.OrEqual ? left <= right : left < right,
            var (left, right) => throw new LanguageException("type", $"{Describe(left)} and {Describe(right)} have no order"),
        },
        Binary b => Apply(b.Operator, b.Left.Accept(this), b.Right.Accept(this)),
        _ => throw new NotSupportedException(expression.ToString()),
    };

    static object Apply(char op, object left, object right)
    {
        try
        {
            return (op, left, right) switch
            {
                ('+', long a, long b) => checked(a + b),
                ('-', long a, long b) => checked(a - b),
                ('*', long a, long b) => checked(a * b),
                ('/', long a, long b) => a / b,
                ('+', string a, var b) => a + b,
                _ => throw new LanguageException("type", $"{Describe(left)} {op} {Describe(right)}"),
            };
        }
        catch (ArithmeticException e)
        {
            throw new LanguageException("arithmetic", $"{left} {op} {right}", inner: e);
        }
    }

    public static string Describe(object value) => value switch
    {
        long => "number",
        string { Length: 0 } => "empty text",
        string => "text",
        bool => "truth",
        Callable => "function",
        _ => value.GetType().Name,
    };
}

class Machine(Action<string> print)
{
    readonly Scope<object> globals = new(null);

    public void Run(IEnumerable<Statement> statements)
    {
        var evaluator = new Evaluator(globals);
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Let(var name, var value):
                    globals.Set(name, value.Accept(evaluator));
                    break;
                case Print(var value):
                    var result = value.Accept(evaluator);
                    print(result is Callable ? "<function>" : $"{result}");
                    break;
                case Evaluate(var value):
                    value.Accept(evaluator);
                    break;
            }
        }
    }
}
