// A type with a static constructor is initialised exactly at the first access to a static member or constructor, and not by constants, casts, arrays or instance access to null.
#pragma warning disable CS0649
using System;
using System.Collections.Generic;

static class Log
{
    public static string S = ""; public static int W(string s, int r = 0) { S += s + " "; return r; }
    public static string Take() { string s = S; S = ""; return s.Trim(); }
}
class A
{
    public const int K = 5; public static int F = Log.W("A.F", 1); static A() => Log.W("A.cctor"); public static void M() => Log.W("A.M");
    public int Inst; public A() => Log.W("A.ctor"); public void I() { } public static int Prop => Log.W("A.Prop", 3);
    public static event Action E; public static void Raise() => E?.Invoke();
}
class B : A
{
    public static int G = Log.W("B.G", 2); static B() => Log.W("B.cctor"); public new static void M() => Log.W("B.M");
    public class Nested { public static int N = Log.W("Nested.N"); static Nested() => Log.W("Nested.cctor"); }
}
struct S
{
    public int X; public static int F = Log.W("S.F"); static S() => Log.W("S.cctor"); public S(int x) { X = x; Log.W("S.ctor"); }
    public int M() => X; public static void St() => Log.W("S.St");
}
class G<T>
{
    public static int F = Log.W("G<" + typeof(T).Name + ">.F"); static G() => Log.W("G<" + typeof(T).Name + ">.cctor");
    public static void M() { } public T V; public static T Default => default;
}
interface I
{
    static int F = Log.W("I.F"); static I() => Log.W("I.cctor"); void M(); static void St() => Log.W("I.St"); void Def() => Log.W("I.Def");
}
class Impl : I { static Impl() => Log.W("Impl.cctor"); public void M() => Log.W("Impl.M"); }
enum Ec { X } class Holder { public A Field; public S Str; public static A Stat; }
class D : Holder { static D() => Log.W("D.cctor"); public int Y; public static explicit operator D(int i) { Log.W("D.op"); return null; } }
class Order
{
    static int s_a = Log.W("o1", 1), s_b = Log.W("o2", s_a + 1); static int s_c; static Order() { Log.W("oc" + s_c); s_c = s_b + 10; }
    public static int Sum => s_a + s_b + s_c; public static readonly int Late = Log.W("late" + s_b);
}

class P
{
    static void W() => Console.WriteLine("[" + Log.Take() + "]");
    static void Never(bool b) { if (b) A.M(); }
    static string Use<T>() where T : new() { T t = new T(); return t.GetType().Name; }

    static void Main()
    {
        Log.W("k" + A.K); A none = null; object o = new A[2]; _ = o is A; Never(false); _ = typeof(A); _ = default(S); var sa = new S[2];
        sa[0].X = 3; Log.W("m" + sa[0].X); var h = new Holder(); W(); B.M(); W(); _ = B.G; W(); A.M(); W(); _ = new B(); W();
        _ = new B.Nested(); W(); _ = B.Nested.N; W();
        try { none.I(); } catch (NullReferenceException) { Log.W("null"); } W(); S.St(); W(); _ = new S(1); W(); _ = G<int>.Default; W();
        G<string>.M(); W(); _ = new G<object>(); W(); _ = G<int>.F + G<string>.F; W(); I i = new Impl(); W(); i.M(); W(); i.Def(); W();
        I.St(); W(); _ = I.F; W(); _ = (D)5; W(); _ = new D().Y; W(); Log.W("" + Order.Sum); W(); Holder.Stat = null; W();
        Func<int> f = () => Order.Late; Log.W("made"); Log.W("" + f()); W();
        Action late = Late.M; Log.W("bound"); late(); W(); _ = Use<Mk>(); W();
        for (int k = 0; k < 3; k++) { Log.W("loop"); if (k == 1) Loop.Touch(); } W();
        try { Log.W("try"); Tr.Go(); } finally { Log.W("fin"); } W(); A.E += () => Log.W("event"); A.Raise(); W();
    }
    class Late { static Late() => Log.W("Late.cctor"); public static void M() => Log.W("Late.M"); }
    class Mk { static Mk() => Log.W("Mk.cctor"); public Mk() => Log.W("Mk.ctor"); }
    class Loop { static Loop() => Log.W("Loop.cctor"); public static void Touch() => Log.W("touch"); }
    class Tr { static Tr() => Log.W("Tr.cctor"); public static void Go() => Log.W("go"); }
}
