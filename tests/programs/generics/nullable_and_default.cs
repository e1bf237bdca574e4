// default(T), null tests, T? and Nullable<T> as type argument: boxing, unboxing, is, patterns and conversions in generic code.
#pragma warning disable CS0649
using System;
using System.Collections.Generic;

struct S { public int A; }
class G<T>
{
    public T V; public bool IsNull() => V == null; public object Box() => V; public static T Unbox(object o) => (T)o;
    public bool Is(object o) => o is T; public T Or(object o) => o is T t ? t : default;
}
class GN<T> where T : struct
{
    public T? N; public object Box() => N; public static T? Unbox(object o) => (T?)o; public bool Is(object o) => o is T?;
    public T Get() => N ?? default; public static string Type => typeof(T?).Name + Nullable.GetUnderlyingType(typeof(T?)).Name;
}

class P
{
    static string T0<T>()
    {
        var g = new G<T>();
        return typeof(T).Name + " " + g.IsNull() + (g.Box() == null) + (default(T) is null) + g.Is(null) + g.Is(5) + g.Is("s")
            + g.Is(new S()) + " " + g.Or(5) + g.Or("s");
    }
    static string Un<T>(object o) { try { return "" + G<T>.Unbox(o); } catch (Exception e) { return e.GetType().Name; } }
    static string N<T>(T v) where T : struct
    {
        var g = new GN<T>(); string s = GN<T>.Type + (g.Box() == null) + g.Get(); g.N = v;
        return s + g.Box().GetType().Name + g.Get() + g.Is(v) + g.Is(null) + GN<T>.Unbox(null).HasValue + GN<T>.Unbox(v).HasValue
            + (g.N?.ToString()) + (g.N is T x ? x : default) + (g.N == null);
    }
    static bool Eq<T>(T? a, T? b) where T : struct, IEquatable<T> => a.HasValue == b.HasValue && (!a.HasValue || a.Value.Equals(b.Value));
    static int Count<T>(IEnumerable<T> s) { int n = 0; foreach (T t in s) if (t is not null) n++; return n; }
    static T FirstOr<T>(IEnumerable<T> s, T d) { foreach (T t in s) return t ?? d; return d; }
    static string Pat<T>(T t)
        => t switch { null => "null", int i => "int" + i, string s => "str" + s, S { A: 3 } => "S3", IEnumerable<char> => "chars",
            Enum e => "enum" + e, ValueType v => "value " + v, _ => "other" };

    static void Main()
    {
        Console.WriteLine(T0<int>()); Console.WriteLine(T0<int?>()); Console.WriteLine(T0<string>()); Console.WriteLine(T0<S>());
        Console.WriteLine(T0<S?>()); Console.WriteLine(T0<object>()); Console.WriteLine(T0<IComparable>()); Console.WriteLine(T0<long?>());
        Console.WriteLine(T0<DayOfWeek?>());
        Console.WriteLine(Un<int>(5) + Un<int>(null) + Un<int>("s") + Un<int>(5L) + Un<int?>(null) + Un<int?>(7) + Un<int?>(7L)
            + Un<string>(null) + Un<string>(1) + Un<DayOfWeek>(1) + Un<DayOfWeek?>(DayOfWeek.Friday) + Un<int>(DayOfWeek.Monday)
            + Un<uint>(1) + Un<object>(null) + Un<IComparable>(4));
        Console.WriteLine(N(5)); Console.WriteLine(N(true)); Console.WriteLine(N(new S { A = 1 })); Console.WriteLine(N(DayOfWeek.Sunday));
        Console.WriteLine(N((1, "t"))); Console.WriteLine(Eq<int>(1, 1) + "" + Eq<int>(1, null) + Eq<double>(null, null));
        Console.WriteLine(Count(new int?[] { 1, null, 3 }) + Count(new[] { "a", null }) * 10 + Count(new[] { 1, 2 }) * 100 + " "
            + FirstOr(new int?[] { null, 1 }, 9) + FirstOr(new string[] { null }, "d") + FirstOr(new int[0], 4));
        Console.WriteLine(Pat<int?>(null) + Pat<int?>(3) + Pat("s") + Pat<object>(null) + Pat(new S { A = 3 }) + Pat(new S())
            + Pat(new char[1]) + Pat(DayOfWeek.Monday) + Pat(2.5) + Pat<S?>(new S { A = 3 }) + Pat(new object()) + Pat<IComparable>(7));
        int?[] na = { 1, null }; object o = na;
        Console.WriteLine((o is int?[]) + "" + (o is int[]) + na.GetType() + ((Array)na).GetValue(0).GetType() + (((Array)na).GetValue(1) == null));
        Array ar = na; ar.SetValue(8, 1); ar.SetValue(null, 0); Console.WriteLine(na[1] + " " + na[0].HasValue);
        Console.WriteLine(Nullable.Compare<int>(1, null) + Nullable.Compare<int>(null, null) + " " + Nullable.Equals<int>(2, 2)
            + (new int?(3)).Equals(3) + ((int?)null).ToString().Length);
    }
}
