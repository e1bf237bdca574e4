// Nullable<T>: lifted operators, boxing to null or to the value, conversions, ??, comparison.
using System;

class P
{
    static string Box(object o) => o == null ? "null" : o.GetType() + " " + o;

    static void Main()
    {
        int? a = 5, none = null;
        Console.WriteLine(a + " [" + none + "] " + (a + 1) + " [" + (a + none) + "] " + (none ?? 7));
        Console.WriteLine(a.HasValue + " " + none.HasValue + " " + none.GetValueOrDefault() + " " + none.GetValueOrDefault(3));
        Console.WriteLine(Box(a) + " " + Box(none) + " " + a.GetType());
        object o = 9;
        int? unboxed = (int?)o;
        int? fromNull = (int?)(object)null;
        Console.WriteLine(unboxed + " " + fromNull.HasValue + " " + (o is int?) + " " + (o as int?) + " " + (o as long?).HasValue);
        Console.WriteLine((a > none) + " " + (a < none) + " " + (none == null) + " " + (a == 5) + " " + (none != a));
        bool? t = true, f = false, u = null;
        Console.WriteLine((t & u) + "|" + (f & u) + "|" + (t | u) + "|" + (f | u) + "|" + (!u));
        try { Console.WriteLine(none.Value); }
        catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
        Console.WriteLine(a.Equals(5) + " " + none.Equals(null) + " " + none.GetHashCode() + " " + a.ToString() + none.ToString());
        (int, string)? p = (1, "x");
        Console.WriteLine(p?.Item2 + p.Value.Item1);
    }
}
