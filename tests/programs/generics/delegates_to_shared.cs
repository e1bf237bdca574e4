// Delegates to generic methods and to methods of generic types, closures over T, cached lambdas per instantiation, equality.
using System;
using System.Collections.Generic;

class Box<T>
{
    public T V; public Box(T v) { V = v; }
    public string Show() => typeof(T).Name + ":" + V; public static string Stat(T t) => "S" + typeof(T).Name + t;
    public string Gen<U>(U u) => typeof(T).Name + "," + typeof(U).Name + V + u;
    public virtual string Virt(T t) => "virt " + typeof(T).Name + t; public Func<T> Getter() => () => V;
    public Action<T> Setter() => v => V = v; public Func<U, (T, U)> With<U>() => u => (V, u);
    public static readonly Func<object, bool> Is = o => o is T; public static Func<T, T> Id = x => x; public Func<string> ShowDel => Show;
}
class Sub<T> : Box<T[]>
{
    public Sub(T[] a) : base(a) { } public override string Virt(T[] t) => "sub " + typeof(T).Name + t.Length;
    public Func<T[], string> BaseVirt() => base.Virt;
}
struct SBox<T>
{
    public T V; public string Show() => "struct " + typeof(T).Name + V; public string Gen<U>(U u) => typeof(T).Name + typeof(U).Name + u;
    public int Inc(int d) { N += d; return N; } public int N;
}
static class Ext
{
    public static string Name<T>(this T t) => typeof(T).Name + "=" + t; public static Func<string> Bind<T>(T t) where T : class => t.Name;
}

class P
{
    static string Static<T>(T t) => "static " + typeof(T).Name + " " + t;
    static Func<T, string> Get<T>() => Static;
    static Func<T, U, string> Two<T, U>() => (t, u) => typeof(T).Name + typeof(U).Name + t + u;
    static Func<T, Func<U, string>> Curry<T, U>(T x)
    {
        int calls = 0; return t => u => { calls++; return typeof(T).Name + typeof(U).Name + x + t + u + calls; };
    }
    static IEnumerable<Func<string>> Many<T>(params T[] ts) { foreach (T t in ts) yield return () => typeof(T).Name + t; }

    static void Main()
    {
        Console.WriteLine(Get<string>()("a") + Get<object>()("a") + Get<int>()(1) + Get<List<string>>()(new List<string>()).Length);
        Func<string, string> f1 = Static, f2 = Static<string>; Func<string, string> f3 = Static<object>;
        Console.WriteLine((f1 == f2) + " " + (f1 == f3) + " " + f3("x") + " " + f1.Equals(Get<string>()) + Get<object>().Equals(f3));
        var s = new Box<string>("s"); var o = new Box<object>("o"); var i = new Box<int>(3);
        Func<string> a = s.Show, b = o.Show, c = i.Show;
        Console.WriteLine(a() + b() + c() + (a == s.Show) + (a == s.ShowDel) + s.ShowDel()); Func<string, string> st = Box<string>.Stat;
        Func<object, string> so = Box<object>.Stat; Console.WriteLine(st("1") + so("2") + Box<int>.Stat(3));
        Func<int, string> g1 = s.Gen; Func<string, string> g2 = s.Gen, g3 = o.Gen<string>; Func<object, string> g4 = i.Gen;
        Console.WriteLine(g1(1) + g2("2") + g3("3") + g4("4"));
        Func<string[], string> v = new Sub<string>(null).Virt, bv = new Sub<string>(null).BaseVirt();
        Console.WriteLine(v(new string[2]) + bv(new string[2]));
        s.Setter()("changed"); Console.WriteLine(s.Getter()() + o.With<int>()(5) + i.With<string>()("x"));
        Console.WriteLine(Box<string>.Is("x") + "" + Box<object>.Is(1) + Box<int>.Is("x") + Box<int[]>.Is(new int[0])
            + ReferenceEquals(Box<string>.Is, Box<object>.Is) + Box<string>.Id("id"));
        var sb = new SBox<string> { V = "v" }; Func<string> ss = sb.Show; sb.V = "w"; Func<object, string> sg = sb.Gen;
        Func<int, int> inc = sb.Inc; inc(1); inc(2);
        Console.WriteLine(ss() + sb.Show() + sg("u") + inc(3) + sb.N + new SBox<int> { V = 1 }.Show());
        Console.WriteLine("x".Name() + ((object)"x").Name() + 5.Name() + Ext.Bind("bound")() + Ext.Bind<object>("bound")());
        Console.WriteLine(Two<string, int>()("a", 1) + Two<object, string>()("b", "c") + Two<int, string>()(1, "d"));
        var cur = Curry<string, object>("k"); var one = cur("t"); one("u");
        Console.WriteLine(one("w") + cur("n")("m") + Curry<int, string>(1)(2)("3")); foreach (var m in Many("p", "q")) Console.Write(m());
        foreach (var m in Many(1, 2)) Console.Write(m()); foreach (var m in Many<object>("r", 3)) Console.Write(m()); Console.WriteLine();
        Converter<string, object> conv = x => x.Length; Console.WriteLine(Array.ConvertAll(new[] { "aa", "b" }, conv)[0]);
        Func<string, object> up = Static; Func<string, object> up2 = x => Static<object>(x);
        Console.WriteLine(up("var") + " " + up2("var")); Delegate d = (Func<string>)s.Show;
        Console.WriteLine(ReferenceEquals(d.Target, s));
    }
}
