// A parser-combinator and event program made of delegates: higher-order functions, memoisation, pipelines, continuations, lazy streams.
using System;
using System.Collections.Generic;
using System.Linq;

delegate (bool Ok, T Value, int Pos) Parser<T>(string s, int pos);
static class Pc
{
    public static Parser<char> Char(Func<char, bool> f) => (s, p) => p < s.Length && f(s[p]) ? (true, s[p], p + 1) : (false, default, p);
    public static Parser<U> Map<T, U>(this Parser<T> p, Func<T, U> f) => (s, i) =>
    {
        var r = p(s, i); return r.Ok ? (true, f(r.Value), r.Pos) : (false, default, i);
    };
    public static Parser<U> Then<T, U>(this Parser<T> p, Func<T, Parser<U>> f) => (s, i) =>
    {
        var r = p(s, i); return r.Ok ? f(r.Value)(s, r.Pos) : (false, default, i);
    };
    public static Parser<T> Or<T>(this Parser<T> a, Parser<T> b) => (s, i) => { var r = a(s, i); return r.Ok ? r : b(s, i); };
    public static Parser<List<T>> Many<T>(this Parser<T> p) => (s, i) =>
    {
        var l = new List<T>(); for (; ; ) { var r = p(s, i); if (!r.Ok) return (true, l, i); l.Add(r.Value); i = r.Pos; }
    };
    public static Parser<T> Ret<T>(T t) => (s, i) => (true, t, i);
    public static Parser<T> Lazy<T>(Func<Parser<T>> f) => (s, i) => f()(s, i);
    public static Parser<V> SelectMany<T, U, V>(this Parser<T> p, Func<T, Parser<U>> f, Func<T, U, V> g) => p.Then(t => f(t).Map(u => g(t, u)));
    public static Parser<U> Select<T, U>(this Parser<T> p, Func<T, U> f) => p.Map(f);
    public static Parser<char> Tok(char c) => Char(x => x == c);
}
static class Fn
{
    public static Func<A, R> Memo<A, R>(Func<Func<A, R>, A, R> f) where A : notnull
    {
        var d = new Dictionary<A, R>(); R Go(A a) { if (d.TryGetValue(a, out R r)) return r; return d[a] = f(Go, a); } return Go;
    }
    public static Func<A, C> To<A, B, C>(this Func<A, B> f, Func<B, C> g) => a => g(f(a));
    public static Func<B, A, C> Flip<A, B, C>(this Func<A, B, C> f) => (b, a) => f(a, b);
    public static Func<A, Func<B, C>> Curry<A, B, C>(this Func<A, B, C> f) => a => b => f(a, b);
    public static Action<T> Throttle<T>(this Action<T> a, int n) { int k = 0; return t => { if (k++ % n == 0) a(t); }; }
    public static void Cps(int n, Action<long> k) { if (n == 0) k(1); else Cps(n - 1, r => k(r * n)); }
    public static Func<T, bool> And<T>(params Func<T, bool>[] fs) => t => fs.All(f => f(t));
    public static Func<T> Once<T>(Func<T> f) { Func<T> g = null; g = () => { T v = f(); g = () => v; return v; }; return () => g(); }
}
class Stream<T>
{
    public readonly T Head; readonly Func<Stream<T>> _tail; Stream<T> _t; public Stream(T h, Func<Stream<T>> t) { Head = h; _tail = t; }
    public Stream<T> Tail => _t ??= _tail();
    public Stream<T> Where(Func<T, bool> f)
    {
        var s = this; while (!f(s.Head)) s = s.Tail; return new Stream<T>(s.Head, () => s.Tail.Where(f));
    }
    public IEnumerable<T> Take(int n) { for (var s = this; n-- > 0; s = s.Tail) yield return s.Head; }
}

class P
{
    static Parser<int> Num => Pc.Char(char.IsDigit).Then(c => Pc.Char(char.IsDigit).Many().Map(l => l.Aggregate(c - '0', (a, d) => a * 10 + d - '0')));
    static Parser<int> Atom
        => Num.Or(from o in Pc.Tok('(') from e in Pc.Lazy(() => Expr) from c in Pc.Tok(')') select e)
            .Or(Pc.Tok('-').Then(_ => Pc.Lazy(() => Atom)).Map(x => -x));
    static Parser<int> Chain(Parser<int> p, params (char, Func<int, int, int>)[] ops)
        => p.Then(first => ops.Select(o => Pc.Tok(o.Item1).Then(_ => p.Map(r => (Func<int, int>)(l => o.Item2(l, r)))))
            .Aggregate((a, b) => a.Or(b)).Many().Map(l => l.Aggregate(first, (acc, f) => f(acc))));
    static Parser<int> Term => Chain(Atom, ('*', (a, b) => a * b), ('/', (a, b) => a / b));
    static Parser<int> Expr => Chain(Term, ('+', (a, b) => a + b), ('-', (a, b) => a - b));
    static Stream<int> From(int n) => new Stream<int>(n, () => From(n + 1));
    static Stream<int> Sieve(Stream<int> s) => new Stream<int>(s.Head, () => Sieve(s.Tail.Where(x => x % s.Head != 0)));

    static void Main()
    {
        foreach (string s in new[] { "1+2*3", "(1+2)*3", "-(4-10)/2*7", "12", "((((7))))-8-9", "2*", "x" })
        {
            var r = Expr(s, 0); Console.Write(r.Ok ? r.Value + (r.Pos == s.Length ? "" : "?") + " " : "error ");
        }
        try { Expr("1/0", 0); } catch (DivideByZeroException) { Console.WriteLine("zero"); }
        var fib = Fn.Memo<int, long>((self, n) => n < 2 ? n : self(n - 1) + self(n - 2)); Console.WriteLine(fib(80));
        Func<int, int> inc = x => x + 1; Func<int, int, int> sub = (a, b) => a - b;
        Console.WriteLine(inc.To(x => x * 2).To(x => "r" + x)(4) + sub.Flip()(1, 10) + sub.Curry()(5)(3)); var got = new List<int>();
        Action<int> th = ((Action<int>)got.Add).Throttle(3); for (int i = 0; i < 10; i++) th(i); Console.WriteLine(string.Join(",", got));
        Fn.Cps(15, r => Console.WriteLine(r)); Console.WriteLine(string.Join(",", Sieve(From(2)).Take(15))); int calls = 0;
        var once = Fn.Once(() => ++calls * 7);
        Console.WriteLine(once() + once() + once() + " " + calls + Fn.And<int>(x => x > 1, x => x % 2 == 0)(4) + Fn.And<int>()(0));
        var bus = new Dictionary<Type, Delegate>();
        void On<T>(Action<T> a) => bus[typeof(T)] = Delegate.Combine(bus.GetValueOrDefault(typeof(T)), a);
        void Emit<T>(T t) => (bus.GetValueOrDefault(typeof(T)) as Action<T>)?.Invoke(t); On<int>(i => Console.Write("int" + i + " "));
        On<string>(x => Console.Write("str" + x + " ")); On<int>(i => Emit("from" + i)); Emit(5); Emit("end"); Emit(2.5);
        Console.WriteLine();
    }
}
