// Generic virtual methods: generic classes, several type parameters, base calls, interfaces with variance, structs, delegates, default and static ones.
using System;
using System.Collections.Generic;

abstract class A
{
    public abstract string M<T>(T t); public virtual string Two<X, Y>(X x, Y y) => $"A<{typeof(X).Name},{typeof(Y).Name}>";
    public virtual T New<T>() where T : new() => new T(); public virtual List<T> L<T>(params T[] a) => new List<T>(a);
}
class B : A
{
    public override string M<T>(T t) => "B" + typeof(T).Name;
    public override string Two<Y, X>(Y y, X x) => "B" + base.Two<X, Y>(x, y) + base.Two(y, x);
}
class C<U> : B
{
    public override string M<T>(T t) => $"C<{typeof(U).Name}>{typeof(T).Name}{t is U}" + base.M<U[]>(null) + base.M(t);
    public override List<T> L<T>(params T[] a) { var l = base.L(a); l.Add(default); return l; }
}
class D<U> : C<List<U>>
{
    public new virtual string M<T>(T t) => "D new " + typeof(T).Name;
    public override string Two<X, Y>(X x, Y y) => "D" + M(x) + ((A)this).M(y);
}
interface IV<in T> { string Do<U>(T t, U u); } class V1 : IV<object> { public string Do<U>(object t, U u) => "V1 " + typeof(U).Name + t; }
class V2<T> : IV<T> { string IV<T>.Do<U>(T t, U u) => "V2 " + typeof(T).Name + typeof(U).Name + u; }
struct V3 : IV<string> { int _n; public string Do<U>(string t, U u) => "V3 " + typeof(U).Name + ++_n; }
interface IDef { string D<T>(T t) => "def " + typeof(T).Name + Name; string Name => "?"; } class D1 : IDef { }
class D2 : IDef { public string D<T>(T t) => "own " + typeof(T).Name; public string Name => "D2"; }
interface IDef2 : IDef { string IDef.D<T>(T t) => "def2 " + typeof(T).Name; } struct D3 : IDef2 { public string Name => "D3"; }
interface IStat<TSelf> where TSelf : IStat<TSelf>
{
    static abstract string S<T>(T t); static virtual string SV<T>(T t) => "virt " + typeof(TSelf).Name + typeof(T).Name + TSelf.S(t);
}
class S1 : IStat<S1> { public static string S<T>(T t) => "S1" + typeof(T).Name; }
struct S2<Q> : IStat<S2<Q>>
{
    public static string S<T>(T t) => "S2" + typeof(Q).Name + typeof(T).Name; public static string SV<T>(T t) => "own" + typeof(Q).Name;
}

class P
{
    static string Call<T>(A a, T t) => a.M(t) + " " + a.M<List<T>>(null) + " " + a.Two(t, new[] { t }) + " " + a.L(t, t).Count
        + a.L<T>().GetType() + a.New<List<T>>().Count;
    static string CallV<T, U>(T v, U u) where T : IV<string> => v.Do("t", u) + v.Do("t", u);
    static string CallS<T, U>(U u) where T : IStat<T> => T.S(u) + " " + T.SV(u) + " " + T.S<List<U>>(null);

    static void Main()
    {
        foreach (A a in new A[] { new B(), new C<string>(), new C<int>(), new D<string>(), new D<int>() })
        {
            Console.WriteLine(Call(a, "s")); Console.WriteLine(Call(a, 1)); Console.WriteLine(Call<object>(a, 1));
            Console.WriteLine(Call(a, (1, "x")));
        }
        Console.WriteLine(new D<string>().M(1) + new D<string>().M("x") + ((C<List<string>>)new D<string>()).M("x"));
        foreach (IV<string> v in new IV<string>[] { new V1(), new V2<string>(), new V2<object>(), new V3() }) Console.WriteLine(v.Do("t", 1)
            + v.Do("t", "u") + v.Do<object>("t", 2) + CallV(v, 5L));
        Console.WriteLine(CallV(new V3(), "u") + CallV(new V3(), 1) + CallV(new V1(), 2));
        foreach (IDef d in new IDef[] { new D1(), new D2(), new D3() }) Console.WriteLine(d.D(1) + d.D("s") + d.D<object>(null) + d.Name);
        Console.WriteLine(CallS<S1, int>(1)); Console.WriteLine(CallS<S1, string>("")); Console.WriteLine(CallS<S2<string>, object>(1));
        Console.WriteLine(CallS<S2<int>, string>(""));
        A c = new C<string>(); Func<string, string> f = c.M; Func<int, string> g = c.M<int>; Func<string, string> h = new B().M;
        Func<string, int, string> t2 = c.Two; Console.WriteLine(f("x") + g(1) + h("y") + t2("a", 1) + (f == c.M<string>) + (f.Equals(g)));
        IV<string> iv = new V2<object>(); Func<string, string, string> fi = iv.Do; Console.WriteLine(fi("a", "b")); A none = null;
        try { none.M(1); } catch (NullReferenceException) { Console.WriteLine("null"); }
        try { Func<int, string> fn = none.M; fn(1); } catch (NullReferenceException) { Console.WriteLine("null"); }
    }
}
