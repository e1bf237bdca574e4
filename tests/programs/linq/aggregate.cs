// Sum, Min, Max, Average, Count, Aggregate, MinBy, MaxBy, Any, All, First, Last, Single, Contains, SequenceEqual over all numeric types, nullables, empties and overflow.
using System;
using System.Collections.Generic;
using System.Linq;

class P
{
    static string T(Func<object> f)
    {
        try { return (f() ?? "null") + " "; } catch (Exception e) { return e.GetType().Name.Replace("Exception", "! "); }
    }

    static void Main()
    {
        int[] a = { 5, -3, 8, 1 }; int?[] na = { 5, null, 8 }; double[] d = { 1.5, double.NaN, -2 }; float[] f = { 0.1f, 0.2f, 0.3f };
        decimal[] m = { 1.1m, 2.2m }; long[] l = { long.MaxValue, 1 }; string[] s = { "pear", "fig", "apple", "kiwi" }; int[] none = { };
        Console.WriteLine(a.Sum() + " " + a.Min() + " " + a.Max() + " " + a.Average() + " " + a.Sum(x => x * 1.5) + " " + na.Sum() + " "
            + na.Min() + " " + na.Max() + " " + na.Average() + " " + d.Sum() + " " + d.Min() + " " + d.Max() + " " + f.Sum() + " "
            + f.Average() + " " + m.Sum() + " " + m.Average() + " " + s.Min() + s.Max() + s.Sum(x => x.Length) + s.Max(x => x.Length)
            + s.MinBy(x => x.Length) + s.MaxBy(x => x[1]) + s.Average(x => x.Length));
        Console.WriteLine(T(() => l.Sum()) + T(() => none.Sum()) + T(() => none.Min()) + T(() => none.Average())
            + T(() => new int?[] { null }.Max()) + T(() => new int?[0].Average()) + T(() => new string[0].Min())
            + T(() => none.MaxBy(x => x)) + T(() => new string[0].MaxBy(x => x)) + T(() => new[] { int.MaxValue, 1 }.Sum())
            + T(() => new[] { uint.MaxValue }.Select(x => (long)x).Sum()) + T(() => new[] { 1e308, 1e308 }.Sum())
            + T(() => new float[] { float.MaxValue, float.MaxValue }.Sum()) + T(() => new object[] { 1, "a" }.Max())
            + T(() => new double?[] { null, double.NaN, 1 }.Min()) + T(() => new[] { -0.0, 0.0 }.Max())
            + T(() => new[] { decimal.MaxValue, 1m }.Sum()));
        Console.WriteLine(a.Aggregate((x, y) => x * 10 + y) + " " + a.Aggregate("", (x, y) => x + y)
            + a.Aggregate(0, (x, y) => x + y, x => x / 2.0) + a.Any() + none.Any() + a.Any(x => x > 7) + a.All(x => x > 0)
            + none.All(x => false) + a.Contains(8) + s.Contains("FIG", StringComparer.OrdinalIgnoreCase) + a.Count(x => x > 0)
            + a.LongCount() + a.First() + a.First(x => x < 0) + none.FirstOrDefault(7) + s.FirstOrDefault(x => x == "z")
            + a.Last(x => x > 1) + none.LastOrDefault() + new[] { 9 }.Single() + T(() => a.SingleOrDefault(x => x > 1))
            + a.SingleOrDefault(x => x > 7) + T(() => none.Single()) + a.SequenceEqual(new List<int> { 5, -3, 8, 1 })
            + a.SequenceEqual(none) + s.SequenceEqual(s.Select(x => x.ToUpper()), StringComparer.OrdinalIgnoreCase));
        foreach (int n in new[] { 1, 3, 4, 7, 8, 15, 16, 31, 33, 64, 100, 257 })
        {
            var r = Enumerable.Range(-n / 2, n).Select(x => x * 7919 % 1000).ToArray();
            Console.Write($"{r.Sum()} {r.Min()} {r.Max()} {r.Average():F3} {r.Select(x => (long)x).ToArray().Sum()} {r.Select(x => (short)x).ToArray().Max()} {r.Select(x => (byte)x).ToArray().Min()} {r.Select(x => x / 4.0).ToArray().Max()} {r.Select(x => x / 4f).ToArray().Min()} {r.Select(x => (ulong)(x + 1000)).ToArray().Max()} {r.Contains(r[^1])}{r.Contains(5000)} {Array.IndexOf(r, r[n / 2])} {r.ToList().Sum()} {r.Select(x => (int?)x).Sum()}; ");
        }
        Console.WriteLine();
        Console.WriteLine(string.Join(" ", s.CountBy(x => x.Length))
            + string.Join(" ", s.AggregateBy(x => x.Length, "", (acc, x) => acc + x[0])) + string.Join(",", s.Index()) + a.Order().Last()
            + a.OrderDescending().First() + s.Select(x => x.Length).Distinct().Count()
            + Enumerable.Range(1, 20).Aggregate(1L, (x, y) => x * y) + new[] { (1, "b"), (1, "a") }.Min()
            + new[] { TimeSpan.FromSeconds(1), TimeSpan.Zero }.Max() + new[] { new DateTime(5), new DateTime(3) }.Min().Ticks
            + new[] { DayOfWeek.Friday, DayOfWeek.Monday }.Max() + new[] { 'x', 'b' }.Min()
            + new Version[] { new(1, 2), new(1, 10) }.Max());
    }
}
