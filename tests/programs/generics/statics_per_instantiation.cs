// Static fields and class constructors exist once per exact instantiation, also where the code is shared.
using System;
using System.Collections.Generic;

class S<T>
{
    public static int Count; public static T Last; public static readonly List<T> All = new List<T>();
    public static readonly string Name = Init();
    static S() { Console.Write("[cctor " + typeof(T).Name + "]"); }
    static string Init() => "S of " + typeof(T);
    public static void Add(T t) { Count++; Last = t; All.Add(t); }
    public class Inner { public static int N; public static string Both() => Name + "." + ++N; }
    public class Inner<U>
    {
        public static int N; static Inner() => Console.Write("[inner " + typeof(T).Name + "," + typeof(U).Name + "]");
        public static void Inc() { N++; Count++; }
    }
}
class Base<T> { protected static int s_shared; public static int Inc() => ++s_shared; }
class D1 : Base<string> { public static int Get() => s_shared; } class D2 : Base<string> { public static int Get() => s_shared; }
class D3<T> : Base<T[]> { public static int Get() => s_shared; }
static class M
{
    static class Cache<T> { public static int Uses; public static readonly Type T0 = typeof(T); }
    public static string Use<T>() => Cache<T>.T0.Name + ++Cache<T>.Uses;
    public static string Use2<A, B>() => Use<A>() + Use<(A, B)>() + Use<Dictionary<A, B>>();
}
struct V<T> { public static int N; public static T D; public int Inc() { N++; return N; } }
interface I<T> { static int N = 10; static int Next() => ++N; }
class T1<T> { [ThreadStatic] public static int N; [ThreadStatic] public static T V; }

class P
{
    static void Run<T>(T a, T b)
    {
        S<T>.Add(a); S<T>.Add(b); Console.WriteLine(S<T>.Count + " " + S<T>.Last + " " + S<T>.All.Count + " " + S<T>.Name);
    }
    static int Loop<T>(int n) { for (int i = 0; i < n; i++) S<T>.Count += 2; return S<T>.Count; }

    static void Main()
    {
        Run("a", "b"); Run<object>("a", 1); Run(1, 2); Run(new[] { "x" }, new[] { "y" }); Run("c", "d");
        Run(DayOfWeek.Monday, DayOfWeek.Sunday); Run(1u, 2u); Run((1, "a"), (2, "b")); Run<List<string>>(null, null);
        Console.WriteLine(Loop<string>(3) + " " + Loop<object>(1) + " " + Loop<int>(2) + " " + Loop<P>(5));
        Console.WriteLine(S<string>.Inner.Both() + S<object>.Inner.Both() + S<string>.Inner.Both() + S<int>.Inner.Both());
        S<string>.Inner<int>.Inc(); S<string>.Inner<object>.Inc(); S<string>.Inner<object>.Inc(); S<object>.Inner<string>.Inc();
        S<object>.Inner<object>.Inc();
        Console.WriteLine(S<string>.Inner<object>.N + " " + S<object>.Inner<string>.N + " " + S<string>.Count + " " + S<object>.Count);
        D1.Inc(); D2.Inc(); D3<string>.Inc(); Base<string[]>.Inc(); Base<object>.Inc();
        Console.WriteLine(D1.Get() + " " + D2.Get() + " " + D3<string>.Get() + " " + D3<object>.Get());
        Console.WriteLine(M.Use<string>() + M.Use<string>() + M.Use<object>() + M.Use2<string, object>() + M.Use2<object, string>()
            + M.Use2<int, string>() + M.Use2<string, object>());
        Console.WriteLine(new V<string>().Inc() + new V<string>().Inc() * 10 + new V<object>().Inc() * 100 + new V<int>().Inc() * 1000);
        V<string>.D = "d"; Console.WriteLine(V<object>.D == null);
        Console.WriteLine(I<string>.Next() + " " + I<string>.Next() + " " + I<object>.Next() + " " + I<int>.Next());
        T1<string>.N = 5; T1<object>.N = 6; T1<string>.V = "v";
        Console.WriteLine(T1<string>.N + " " + T1<object>.N + T1<string>.V + (T1<object>.V == null));
        var t = new System.Threading.Thread(() => Console.WriteLine(T1<string>.N + " " + (T1<string>.V == null))); t.Start(); t.Join();
    }
}
