// One class implements a generic interface many times, generic recursion over types, Peano numbers, visitors and a chain of inheriting generic types.
using System;
using System.Collections.Generic;

interface IH<T> { string H(T t); }
class Handler : IH<int>, IH<string>, IH<object>, IH<int[]>, IH<List<string>>, IH<(int, string)>, IH<IH<int>>
{
    public string H(int t) => "int" + t; public string H(string t) => "string" + t; public string H(object t) => "object" + t;
    public string H(int[] t) => "ints" + t.Length; public string H(List<string> t) => "list" + t.Count;
    public string H((int, string) t) => "tuple" + t.Item2; string IH<IH<int>>.H(IH<int> t) => "self" + t.H(1);
}
interface INat { static abstract int V { get; } } struct Z : INat { public static int V => 0; }
struct Su<N> : INat where N : INat { public static int V => N.V + 1; }
struct Add<A, B> : INat where A : INat where B : INat { public static int V => A.V + B.V; }
struct Mul<A, B> : INat where A : INat where B : INat { public static int V => A.V * B.V; }
abstract class L1<T> { public virtual string Who() => "L1" + typeof(T).Name; public abstract T Pick(T a, T b); }
abstract class L2<T, U> : L1<(T, U)>
{
    public override string Who() => "L2" + typeof(U).Name + base.Who(); public T Fst((T, U) p) => p.Item1;
}
class L3<U> : L2<U, string>
{
    public override (U, string) Pick((U, string) a, (U, string) b) => a.Item2.Length > b.Item2.Length ? a : b;
    public override string Who() => "L3" + base.Who();
}
class L4 : L3<List<int>> { public override string Who() => "L4" + base.Who(); }
interface IVisitor<R> { R Num(int n); R Add(Expr a, Expr b); } abstract class Expr { public abstract R Accept<R>(IVisitor<R> v); }
class Num : Expr { public int N; public override R Accept<R>(IVisitor<R> v) => v.Num(N); }
class Sum : Expr { public Expr A, B; public override R Accept<R>(IVisitor<R> v) => v.Add(A, B); }
class Eval : IVisitor<int> { public int Num(int n) => n; public int Add(Expr a, Expr b) => a.Accept(this) + b.Accept(this); }
class Show : IVisitor<string>
{
    public string Num(int n) => n.ToString(); public string Add(Expr a, Expr b) => "(" + a.Accept(this) + "+" + b.Accept(this) + ")";
}
class Depth : IVisitor<(int, bool)>
{
    public (int, bool) Num(int n) => (1, n > 0);
    public (int, bool) Add(Expr a, Expr b)
    {
        var x = a.Accept(this); var y = b.Accept(this); return (Math.Max(x.Item1, y.Item1) + 1, x.Item2 && y.Item2);
    }
}
struct Opt<T>
{
    T _v; bool _has; public static Opt<T> Some(T v) => new Opt<T> { _v = v, _has = true };
    public Opt<U> Bind<U>(Func<T, Opt<U>> f) => _has ? f(_v) : default;
    public Opt<U> Select<U>(Func<T, U> f) => Bind(x => Opt<U>.Some(f(x)));
    public Opt<V> SelectMany<U, V>(Func<T, Opt<U>> f, Func<T, U, V> g) => Bind(x => f(x).Select(y => g(x, y)));
    public override string ToString() => _has ? $"Some<{typeof(T).Name}>({_v})" : $"None<{typeof(T).Name}>";
}

class P
{
    static string Call<T>(object h, T t) => h is IH<T> x ? x.H(t) : "no " + typeof(T).Name;
    static int Pair<A, B, C, D, E>() => typeof(Dictionary<A, Tuple<B, C, Dictionary<D, E[]>>>).ToString().Length;
    static T Fold<T>(Func<T, T> f, T x, int n) => n == 0 ? x : Fold(f, f(x), n - 1);
    static Func<A, C> Compose<A, B, C>(Func<A, B> f, Func<B, C> g) => x => g(f(x));

    static void Main()
    {
        object h = new Handler();
        Console.WriteLine(Call(h, 1) + Call(h, "s") + Call<object>(h, "o") + Call(h, new int[2]) + Call(h, new List<string>())
            + Call(h, (1, "t")) + Call(h, (IH<int>)h) + Call(h, 1L) + Call(h, new object[1]) + Call(h, DayOfWeek.Monday));
        Console.WriteLine(Mul<Su<Su<Z>>, Add<Su<Z>, Su<Su<Su<Z>>>>>.V + " " + Mul<Mul<Su<Su<Z>>, Su<Su<Z>>>, Su<Su<Z>>>.V);
        var l = new L4();
        Console.WriteLine(l.Who() + l.Fst(l.Pick((new List<int> { 1 }, "a"), (null, "bb")))?.Count + new L3<int>().Who()
            + new L3<string>().Pick(("x", "1"), ("y", "")).Item1);
        Expr e = new Sum { A = new Num { N = 1 }, B = new Sum { A = new Num { N = 2 }, B = new Num { N = -3 } } };
        Console.WriteLine(e.Accept(new Eval()) + e.Accept(new Show()) + e.Accept(new Depth()));
        Console.WriteLine(from x in Opt<int>.Some(3) from y in Opt<string>.Some("y") select x + y);
        Console.WriteLine((from x in Opt<int>.Some(3) from y in default(Opt<object>) select x).ToString()
            + Opt<string>.Some("q").Bind(s => Opt<Opt<string>>.Some(Opt<string>.Some(s))));
        Console.WriteLine(Pair<int, string, object, long, P>() + Pair<string, string, string, string, string>() + Pair<object, int, int, object, DateTime>());
        Console.WriteLine(Fold(x => x * 2, 1, 10) + Fold(s => s + "a", "", 3) + Fold(p => (p.Item2, p.Item1 + p.Item2), (0, 1), 10));
        Console.WriteLine(Compose((int x) => x.ToString(), s => s.Length)(12345)
            + Compose<string, object, string>(s => s, o => o + "!")("z") + Compose<int, long, double>(i => i, d => d / 2.0)(5));
    }
}
