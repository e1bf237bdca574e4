// Sorting: introsort over sizes and patterns, stability of OrderBy, comparers that lie, keys and items, ranges, spans, structs, strings, NaN, descending, partial failures.
#pragma warning disable CS0649
using System;
using System.Collections.Generic;
using System.Linq;

struct Rec : IComparable<Rec> { public int K; public string S; public int Id; public int CompareTo(Rec o) => K.CompareTo(o.K); }
class Obj : IComparable { public int V; public int CompareTo(object o) => V - ((Obj)o).V; }

class P
{
    static uint s_r = 1; static int Rnd(int n) { s_r = s_r * 1664525 + 1013904223; return (int)((s_r >> 8) % (uint)n); }
    static bool Sorted<T>(IList<T> a, Comparison<T> c)
    {
        for (int i = 1; i < a.Count; i++) if (c(a[i - 1], a[i]) > 0) return false; return true;
    }
    static int[] Pattern(int kind, int n)
        => Enumerable.Range(0, n)
            .Select(i => kind switch { 0 => i, 1 => n - i, 2 => Rnd(1000000), 3 => Rnd(5), 4 => 7, 5 => i % 2 == 0 ? i : n - i,
                6 => i < n / 2 ? i : n - i, 7 => (int)Math.Sqrt(i * 37 % 1000), _ => i == n / 2 ? -1 : i })
            .ToArray();

    static void Main()
    {
        int bad = 0; long h = 0;
        foreach (int n in new[] { 0, 1, 2, 3, 15, 16, 17, 33, 100, 1000 }) for (int k = 0; k < 9; k++)
        {
            int[] a = Pattern(k, n), b = (int[])a.Clone(), c = (int[])a.Clone(); Array.Sort(a);
            if (!Sorted(a, (x, y) => x.CompareTo(y))) bad++; Array.Sort(b, (x, y) => y.CompareTo(x));
            if (!b.Reverse().SequenceEqual(a)) bad++; if (!c.Order().SequenceEqual(a)) bad++;
            var l = c.Select(x => (double)x / 3).ToList(); l.Sort(); if (!Sorted(l, (x, y) => x.CompareTo(y))) bad++;
            var s = c.Select(x => "s" + x % 100).ToArray(); Array.Sort(s, StringComparer.Ordinal);
            if (!Sorted(s, string.CompareOrdinal)) bad++; var recs = c.Select((x, i) => new Rec { K = x % 50, Id = i }).ToArray();
            if (!recs.OrderBy(x => x.K).Select(x => x.Id)
                .SequenceEqual(recs.Select((x, i) => (x.K, i)).OrderBy(x => x.i).OrderBy(x => x.K).Select(x => x.i))) bad++;
            Array.Sort(recs); foreach (Rec x in recs) h = h * 31 + x.Id; if (!Sorted(recs, (x, y) => x.K - y.K)) bad++;
            int[] keys = (int[])c.Clone(), items = Enumerable.Range(0, n).ToArray(); Array.Sort(keys, items);
            for (int i = 0; i < n; i++) if (c[items[i]] != keys[i]) bad++; c.AsSpan().Sort(); if (!c.SequenceEqual(a)) bad++;
        }
        Console.WriteLine(bad + " " + h);
        double[] nan = { 3, double.NaN, -1, double.NegativeInfinity, double.NaN, 0, -0.0, double.PositiveInfinity }; Array.Sort(nan);
        Console.WriteLine(string.Join(",", nan)); int[] part = { 9, 8, 7, 6, 5, 4 }; Array.Sort(part, 1, 3);
        Console.WriteLine(string.Join(",", part)); string[] ks = { "c", "a", "b" }; object[] its = { 1, 2, 3 };
        Array.Sort(ks, its, StringComparer.Ordinal); Console.WriteLine(string.Join(",", ks) + string.Join(",", its));
        var mixed = new Obj[] { new() { V = 3 }, new() { V = 1 }, new() { V = 2 } }; Array.Sort(mixed);
        Console.WriteLine(string.Join(",", mixed.Select(x => x.V)));
        try { Array.Sort(new object[] { 1, "a" }); } catch (InvalidOperationException e)
        {
            Console.WriteLine(e.Message + e.InnerException.GetType().Name);
        }
        try
        {
            new List<Version>(new[] { new Version(1, 2), null }).Sort(); Console.WriteLine("null ok");
        }
        catch (InvalidOperationException) { Console.WriteLine("null bad"); }
        try { Array.Sort(new P[2] { new P(), new P() }); } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
        int lie = 0;
        try
        {
            var a = Enumerable.Range(0, 100).ToArray(); Array.Sort(a, (x, y) => ++lie % 3 - 1); Console.WriteLine(a.Sum());
        }
        catch (InvalidOperationException) { Console.WriteLine("liar found"); }
        var people = new[] { ("Ann", 30, 1.7), ("Bob", 25, 1.8), ("Cid", 30, 1.6), ("Dan", 25, 1.8), ("Eve", 35, 1.7) };
        Console.WriteLine(string.Join(" ", people.OrderBy(p => p.Item2).ThenByDescending(p => p.Item3).ThenBy(p => p.Item1).Select(p => p.Item1))
            + " " + string.Join(" ", people.OrderByDescending(p => p.Item3).ThenByDescending(p => p.Item1).Select(p => p.Item1)) + " "
            + string.Join(" ", people.OrderBy(p => p.Item1, Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a))).Select(p => p.Item1))
            + " " + people.OrderBy(p => p.Item2).First().Item1 + people.OrderBy(p => p.Item2).Last().Item1
            + people.OrderBy(p => p.Item2).ElementAt(2).Item1
            + string.Join("", people.OrderBy(p => p.Item2).Skip(1).Take(2).Select(p => p.Item1)));
        Comparison<int> cmp = (a, b) => (a % 10).CompareTo(b % 10); var mod = new List<int> { 25, 11, 32, 5, 41 };
        mod.Sort((a, b) => { int c = cmp(a, b); return c != 0 ? c : a - b; }); Console.WriteLine(string.Join(",", mod));
        var names = new[] { "b10", "a2", "a10", "b1", "A1" };
        Array.Sort(names, (a, b) =>
        {
            int c = string.Compare(a[..1], b[..1], StringComparison.OrdinalIgnoreCase);
            return c != 0 ? c : int.Parse(a[1..]) - int.Parse(b[1..]);
        });
        Console.WriteLine(string.Join(",", names)); var chars = "the quick brown fox".ToCharArray(); Array.Sort(chars);
        Console.WriteLine(new string(chars).Trim()); var bytes = new byte[] { 200, 3, 100, 255, 0 }; Array.Sort(bytes);
        Array.Reverse(bytes); Console.WriteLine(string.Join(",", bytes)); var bools = new[] { true, false, true }; Array.Sort(bools);
        Console.WriteLine(bools[0]); var enums = new[] { DayOfWeek.Friday, DayOfWeek.Monday }; Array.Sort(enums);
        Console.WriteLine(enums[0]); var decs = new[] { 1.5m, -2m, 0m }; Array.Sort(decs); Console.WriteLine(decs[0]);
    }
}
