// Static abstract members in shared code over classes, through default interface methods, delegates, operators, conversions and generic implementers.
using System;
using System.Collections.Generic;
using System.Numerics;

interface IThing<T> where T : class, IThing<T>
{
    static abstract T Make(string s); static abstract int Count { get; set; } static virtual string Kind => "kind of " + typeof(T).Name;
    string Name { get; } static abstract bool operator ==(T a, T b); static abstract bool operator !=(T a, T b);
    static T MakeTwo(string s) => T.Make(s + s); T Again() => T.Make(Name + "'");
}
#pragma warning disable CS0660, CS0661
class X : IThing<X>
{
    public string Name { get; init; } public static int Count { get; set; }
    public static X Make(string s) { Count++; return new X { Name = "X" + s }; }
    public static bool operator ==(X a, X b) => a?.Name == b?.Name; public static bool operator !=(X a, X b) => !(a == b);
}
class Y<Q> : IThing<Y<Q>>
{
    public string Name { get; set; } static int s_n = 100; static int IThing<Y<Q>>.Count { get => s_n; set => s_n = value; }
    static Y<Q> IThing<Y<Q>>.Make(string s) { s_n++; return new Y<Q> { Name = "Y" + typeof(Q).Name + s }; }
    public static string Kind => "Y of " + typeof(Q).Name; public static bool operator ==(Y<Q> a, Y<Q> b) => true;
    public static bool operator !=(Y<Q> a, Y<Q> b) => false;
}
interface IMonoid<T> where T : IMonoid<T>
{
    static abstract T Zero { get; } static abstract T operator +(T a, T b);
    static virtual T Sum(IEnumerable<T> s) { T r = T.Zero; foreach (T t in s) r += t; return r; }
    static abstract implicit operator T(int n); static abstract explicit operator int(T t);
}
struct Max : IMonoid<Max>
{
    public int V; public static Max Zero => new Max { V = int.MinValue }; public static Max operator +(Max a, Max b) => a.V > b.V ? a : b;
    public static implicit operator Max(int n) => new Max { V = n }; public static explicit operator int(Max m) => m.V;
}
class Str : IMonoid<Str>
{
    public string S = ""; public static Str Zero => new Str(); public static Str operator +(Str a, Str b) => new Str { S = a.S + b.S };
    public static implicit operator Str(int n) => new Str { S = n.ToString() }; public static explicit operator int(Str s) => s.S.Length;
    public static Str Sum(IEnumerable<Str> s) { Str r = 0; foreach (Str x in s) r = x + r; return r; }
}
interface IAdd<TSelf, TOther, TRes> where TSelf : IAdd<TSelf, TOther, TRes> { static abstract TRes operator +(TSelf a, TOther b); }
struct Meter : IAdd<Meter, int, string>, IAdd<Meter, Meter, double>
{
    public int M; public static string operator +(Meter a, int b) => a.M + "+" + b;
    public static double operator +(Meter a, Meter b) => a.M + b.M + 0.5;
}
interface IBase { static abstract string Hi(); } interface IMid : IBase { static string IBase.Hi() => "mid hi"; } class FromMid : IMid { }
class Over : IMid, IBase { static string IBase.Hi() => "over hi"; } class Derived : Over { }

class P
{
    static string Use<T>(string s) where T : class, IThing<T>
    {
        T a = T.Make(s), b = IThing<T>.MakeTwo(s), c = a.Again(); T.Count += 10; T.Count++; Func<string, T> f = T.Make;
        Func<T> g = () => T.Make("lambda");
        return $"{a.Name} {b.Name} {c.Name} {T.Count} {T.Kind} {a == b} {a != c} {f("del").Name} {g().Name}";
    }
    static int Total<T>(params int[] a) where T : IMonoid<T> { var l = new List<T>(); foreach (int i in a) l.Add(i); return (int)T.Sum(l); }
    static string Text<T>(params int[] a) where T : IMonoid<T>
    {
        var l = new List<T>(); foreach (int i in a) l.Add(i); T t = T.Sum(l) + T.Zero; return t is Str s ? s.S : t.ToString();
    }
    static R Add<A, B, R>(A a, B b) where A : IAdd<A, B, R> => a + b;
    static string Hi<T>() where T : IBase => T.Hi();
    static T Dot<T>(T[] a, T[] b) where T : INumber<T>
    {
        T r = T.AdditiveIdentity; for (int i = 0; i < a.Length; i++) r += a[i] * b[i]; return T.IsNegative(r) ? -r : r;
    }
    static IEnumerable<T> Range<T>(T lo, T hi) where T : IIncrementOperators<T>, IComparisonOperators<T, T, bool>
    {
        for (T t = lo; t < hi; t++) yield return t;
    }
    static T[] ParseAll<T>(string s) where T : ISpanParsable<T> => Array.ConvertAll(s.Split(';'), x => T.TryParse(x.AsSpan(), null, out T r) ? r : default);

    static void Main()
    {
        Console.WriteLine(Use<X>("a")); Console.WriteLine(Use<Y<string>>("b")); Console.WriteLine(Use<Y<int>>("c"));
        Console.WriteLine(Use<Y<object>>("d")); Console.WriteLine(Use<X>("e"));
        Console.WriteLine(Total<Max>(3, 9, 2) + " " + Total<Str>(3, 99, 2) + " " + Text<Str>(3, 99, 2) + " " + Text<Max>(1));
        Console.WriteLine(Add<Meter, int, string>(new Meter { M = 1 }, 2) + " " + Add<Meter, Meter, double>(new Meter { M = 1 }, new Meter { M = 2 }));
        Console.WriteLine(Hi<FromMid>() + Hi<Over>() + Hi<Derived>());
        Console.WriteLine(Dot(new[] { 1, 2 }, new[] { 3, -4 }) + " " + Dot(new[] { 0.5, 2 }, new[] { 3.0, 4 }) + " "
            + Dot(new[] { 1.1m }, new[] { 2m }) + " " + Dot(new BigInteger[] { 1 << 30 }, new BigInteger[] { 1 << 30 }) + " "
            + Dot(new byte[] { 20 }, new byte[] { 20 }));
        Console.WriteLine(string.Join(",", Range(1, 5)) + string.Join(",", Range('a', 'e')) + string.Join(",", Range(0.5, 3))
            + string.Join(",", Range<Int128>(7, 9)));
        Console.WriteLine(string.Join(",", ParseAll<int>("1;x;-3")) + string.Join(",", ParseAll<double>("1.5;;2e3"))
            + string.Join(",", ParseAll<Guid>("x")) + string.Join(",", ParseAll<string>("a;b"))
            + string.Join(",", ParseAll<bool>("true;False;?")));
    }
}
