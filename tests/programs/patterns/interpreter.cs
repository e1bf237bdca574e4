// A small language: tokens, recursive descent parser to records, an evaluator with closures, exceptions, pattern matching and a stack machine, all compared.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

abstract record Expr; record Num(double V) : Expr; record Str(string V) : Expr; record Bool(bool V) : Expr; record Var(string N) : Expr;
record Bin(string Op, Expr L, Expr R) : Expr; record Un(string Op, Expr E) : Expr; record Call(Expr F, Expr[] A) : Expr;
record Fn(string[] Ps, Stmt Body) : Expr; record Idx(Expr A, Expr I) : Expr; record Arr(Expr[] E) : Expr; abstract record Stmt;
record Let(string N, Expr E) : Stmt; record Set(string N, Expr E) : Stmt; record If(Expr C, Stmt T, Stmt E) : Stmt;
record While(Expr C, Stmt B) : Stmt; record Block(Stmt[] S) : Stmt; record Ret(Expr E) : Stmt; record Do(Expr E) : Stmt;
record Throw(Expr E) : Stmt; record Try(Stmt B, string N, Stmt C) : Stmt;
class LangError : Exception { public readonly int Pos; public LangError(string m, int pos = -1) : base(m) { Pos = pos; } }
class Thrown : Exception { public readonly object V; public Thrown(object v) : base("thrown " + v) { V = v; } }
sealed class Return : Exception { public object V; }
class Env
{
    readonly Dictionary<string, object> _d = new(); readonly Env _up; public Env(Env up = null) { _up = up; }
    public object this[string n]
    {
        get => _d.TryGetValue(n, out object o) ? o : _up != null ? _up[n] : throw new LangError("unknown " + n);
        set
        {
            for (Env e = this; e != null; e = e._up) if (e._d.ContainsKey(n)) { e._d[n] = value; return; }
            throw new LangError("unset " + n);
        }
    }
    public void Def(string n, object v) => _d[n] = v;
}
delegate object Native(object[] a);
class Parser
{
    readonly List<(string T, int P)> _t = new(); int _i;
    public Parser(string s)
    {
        for (int i = 0; i < s.Length;)
        {
            char c = s[i]; int st = i; if (char.IsWhiteSpace(c)) { i++; continue; }
            if (char.IsLetter(c) || c == '_') while (i < s.Length
                && (char.IsLetterOrDigit(s[i]) || s[i] == '_')) i++; else if (char.IsDigit(c)) while (i < s.Length
                && (char.IsDigit(s[i]) || s[i] == '.')) i++; else if (c == '\'')
            {
                i = s.IndexOf('\'', i + 1) + 1; if (i == 0) throw new LangError("open string", st);
            }
            else if (i + 1 < s.Length && s.Substring(i, 2) is "==" or "!=" or "<=" or ">=" or "&&" or "||") i += 2; else i++;
            _t.Add((s[st..i], st));
        }
        _t.Add(("", s.Length));
    }
    string Peek => _t[_i].T; string Next() => _t[_i++].T; bool Eat(string s) { if (Peek != s) return false; _i++; return true; }
    void Need(string s) { if (!Eat(s)) throw new LangError($"expected {s} found '{Peek}'", _t[_i].P); }
    public Stmt Program() { var l = new List<Stmt>(); while (Peek != "") l.Add(Stm()); return new Block(l.ToArray()); }
    Stmt Stm()
    {
        switch (Peek) { case "let": { Next(); string n = Next(); Need("="); var e = Ex(); Need(";"); return new Let(n, e); } case "if":
        {
            Next(); var c = Ex(); var t = Stm(); return new If(c, t, Eat("else") ? Stm() : null);
        } case "while": Next(); return new While(Ex(), Stm()); case "{":
        {
            Next(); var l = new List<Stmt>(); while (!Eat("}")) l.Add(Stm()); return new Block(l.ToArray());
        } case "return":
        {
            Next(); var e = Peek == ";" ? null : Ex(); Need(";"); return new Ret(e);
        } case "throw": { Next(); var e = Ex(); Need(";"); return new Throw(e); } case "try":
        {
            Next(); var b = Stm(); Need("catch"); string n = Next(); return new Try(b, n, Stm());
        } default:
        {
            var e = Ex(); if (e is Var v && Eat("=")) { var r = Ex(); Need(";"); return new Set(v.N, r); } Need(";"); return new Do(e);
        }
        }
    }
    static readonly string[][] s_ops = { new[] { "||" }, new[] { "&&" }, new[] { "==", "!=" }, new[] { "<", ">", "<=", ">=" },
        new[] { "+", "-" }, new[] { "*", "/", "%" } };
    Expr Ex(int lvl = 0)
    {
        if (lvl == s_ops.Length) return Unary(); var l = Ex(lvl + 1);
        while (s_ops[lvl].Contains(Peek)) { string op = Next(); l = new Bin(op, l, Ex(lvl + 1)); } return l;
    }
    Expr Unary() => Peek is "-" or "!" ? new Un(Next(), Unary()) : Post();
    Expr Post()
    {
        var e = Atom();
        for (; ; ) { if (Eat("(")) e = new Call(e, List(")")); else if (Eat("[")) { e = new Idx(e, Ex()); Need("]"); } else return e; }
    }
    Expr[] List(string end) { var l = new List<Expr>(); while (!Eat(end)) { l.Add(Ex()); if (Peek != end) Need(","); } return l.ToArray(); }
    Expr Atom()
    {
        int p = _t[_i].P; string t = Next(); if (t == "(") { var e = Ex(); Need(")"); return e; } if (t == "[") return new Arr(List("]"));
        if (t == "fn") { Need("("); var ps = List(")").Cast<Var>().Select(v => v.N).ToArray(); return new Fn(ps, Stm()); }
        if (t is "true" or "false") return new Bool(t == "true"); if (t.Length > 0 && char.IsDigit(t[0])) return new Num(double.Parse(t));
        if (t.Length > 1 && t[0] == '\'') return new Str(t[1..^1]); if (t.Length > 0 && char.IsLetter(t[0])) return new Var(t);
        throw new LangError("unexpected '" + t + "'", p);
    }
}
class Interp
{
    public readonly StringBuilder Out = new(); public int Steps; public readonly Env Globals = new();
    public Interp()
    {
        Globals.Def("print", (Native)(a => { Out.Append(string.Join(" ", a.Select(Show))).Append('\n'); return null; }));
        Globals.Def("len",
            (Native)(a => a[0] switch { string s => (double)s.Length, List<object> l => (double)l.Count, var o => throw new LangError("len of " + Show(o)) }));
        Globals.Def("push", (Native)(a => { ((List<object>)a[0]).Add(a[1]); return a[0]; }));
    }
    public static string Show(object o)
        => o switch { null => "nil", double d => d.ToString(), bool b => b ? "true" : "false", string s => s, List<object> l => "["
            + string.Join(", ", l.Select(Show)) + "]", Delegate => "<fn>", _ => o.ToString() };
    static bool Truth(object o) => o is not (null or false or 0.0 or "");
    public object Eval(Expr e, Env v)
    {
        if (++Steps > 200000) throw new LangError("too long");
        switch (e) { case Num n: return n.V; case Str s: return s.V; case Bool b: return b.V; case Var x: return v[x.N]; case Arr a: return a.E.Select(i => Eval(i,
            v))
            .ToList(); case Fn f: return (Native)(args =>
        {
            if (args.Length != f.Ps.Length) throw new LangError($"{args.Length} arguments for {f.Ps.Length}"); var env = new Env(v);
            for (int i = 0; i < args.Length; i++) env.Def(f.Ps[i], args[i]);
            try { Exec(f.Body, env); return null; } catch (Return r) { return r.V; }
        });
        case Call c: return Eval(c.F, v) is Native fn ? fn(c.A.Select(i => Eval(i, v)).ToArray()) : throw new LangError("not a function");
        case Idx ix: return (Eval(ix.A, v), Eval(ix.I, v)) switch { (List<object> l, double i) when i >= 0 && i < l.Count => l[(int)i],
            (string s, double i) => s[(int)i].ToString(), (List<object>, double i) => throw new LangError("index " + i),
            _ => throw new LangError("bad index") };
        case Un (var op, var u): return (op, Eval(u, v)) switch { ("-", double d) => -d, ("!", var o) => !Truth(o),
            var (o, x) => throw new LangError(o + Show(x)) };
        case Bin ("&&", var l, var r):
        {
            object o = Eval(l, v); return Truth(o) ? Eval(r, v) : o;
        } case Bin ("||", var l, var r):
        {
            object o = Eval(l, v); return Truth(o) ? o : Eval(r, v);
        }
        case Bin (var op, var l, var r): return (op, Eval(l, v), Eval(r, v)) switch { ("+", double a, double b) => a + b,
            ("+", string a, var b) => a + Show(b), ("+", List<object> a, List<object> b) => a.Concat(b).ToList(),
            ("-", double a, double b) => a - b, ("*", double a, double b) => a * b,
            ("*", string a, double b) => string.Concat(Enumerable.Repeat(a, (int)b)),
            ("/", double, 0.0) => throw new DivideByZeroException(), ("/", double a, double b) => a / b,
            ("%", double a, double b) => a % b, ("<", double a, double b) => a < b, (">", double a, double b) => a > b,
            ("<=", double a, double b) => a <= b, (">=", double a, double b) => a >= b, ("==", var a, var b) => Equals(a, b),
            ("!=", var a, var b) => !Equals(a, b), var (o, a, b) => throw new LangError($"{Show(a)} {o} {Show(b)}") };
        default: throw new InvalidOperationException(); }
    }
    public void Exec(Stmt s, Env v)
    {
        switch (s) { case Let (var n, var e): v.Def(n, Eval(e, v)); break; case Set (var n, var e): v[n] = Eval(e,
            v); break; case If { C: var c, T: var t, E: var el }: if (Truth(Eval(c, v))) Exec(t, v); else if (el is not null) Exec(el,
            v); break; case While (var c, var b): while (Truth(Eval(c, v))) Exec(b,
            v); break; case Block { S: var ss }: var inner = new Env(v); foreach (Stmt x in ss) Exec(x,
            inner); break; case Ret r: throw new Return { V = r.E is null ? null : Eval(r.E, v) }; case Do d: Eval(d.E,
            v); break; case Throw t: throw new Thrown(Eval(t.E, v)); case Try t: try { Exec(t.B, v); } catch (Thrown x)
        {
            var env = new Env(v); env.Def(t.N, x.V); Exec(t.C, env);
        }
        catch (Exception x) when (x is LangError or DivideByZeroException)
        {
            var env = new Env(v); env.Def(t.N, x.Message); Exec(t.C, env);
        }
        break; }
    }
}

class P
{
    static void Run(string src)
    {
        var it = new Interp(); string end;
        try
        {
            var p = new Parser(src).Program(); foreach (Stmt s in ((Block)p).S) it.Exec(s, it.Globals); end = "ok";
        }
        catch (LangError e)
        {
            end = "error: " + e.Message + (e.Pos >= 0 ? " at " + e.Pos : "");
        }
        catch (Thrown t) { end = "uncaught " + Interp.Show(t.V); } catch (Return) { end = "return outside"; }
        Console.Write(it.Out); Console.WriteLine("-- " + end + " " + it.Steps);
    }

    static void Main()
    {
        Run("let fib = fn(n) { if n < 2 return n; return fib(n-1) + fib(n-2); }; print(fib(15), fib(1));");
        Run("let mk = fn() { let c = 0; return fn() { c = c + 1; return c; }; }; let a = mk(); let b = mk(); a(); a(); print(a(), b());");
        Run("let l = [1, 2, 'x']; push(l, [4]); print(l, len(l), l[3][0], 'ab' * 3 + 1.5); let i = 0; while i < 3 { print(i, l[i] == 2); i = i + 1; }");
        Run("try { throw [1, 'e']; } catch e { print('caught', e); } try { print(1 / 0); } catch m { print(m); } try { nope(); } catch m { print(m); } try { [1][5]; } catch m { print(m); } throw 'final';");
        Run("let map = fn(f, l) { let r = []; let i = 0; while i < len(l) { push(r, f(l[i])); i = i + 1; } return r; }; let compose = fn(f, g) { return fn(x) { return f(g(x)); }; }; print(map(compose(fn(x) { return x * 10; }, fn(x) { return x + 1; }), [1, 2, 3]));");
        Run("print(1 + 2 * 3 - 4 / 2 % 3, (1 + 2) * -3, !false && 'yes' || 'no', 1 <= 1 == true, 'a' == 'a', 1 != 2);");
        Run("let primes = []; let n = 2; while len(primes) < 20 { let ok = true; let i = 0; while ok && i < len(primes) { if n % primes[i] == 0 ok = false; i = i + 1; } if ok push(primes, n); n = n + 1; } print(primes);");
        Run("let x = 1; { let x = 2; print(x); } print(x); x = 'str' + x + nil;"); Run("let f = fn(a, b) { return a; }; f(1);");
        Run("print('unclosed"); Run("let = 5;"); Run("let y = (1 + ;"); Run("while true { }"); Run("return 5;");
        Run("let even = 0; let odd = fn(n) { if n == 0 return false; return even(n - 1); }; even = fn(n) { if n == 0 return true; return odd(n - 1); }; print(even(100), odd(7));");
        Run("print(-'s');");
        Run("let s = ''; let i = 0; while i < 5 { let j = 0; while j < i { s = s + '*'; j = j + 1; } s = s + '|'; i = i + 1; } print(s, len(s), s[1]);");
    }
}
