// HashSet and SortedSet: set algebra, comparers, views, removal, SetEquals and subsets; immutable, frozen and read-only sets.
using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

class P
{
    static string S<T>(IEnumerable<T> s) => "{" + string.Join(",", s) + "}";
    static void Algebra(Func<IEnumerable<int>, ISet<int>> mk)
    {
        int[] a = { 5, 1, 9, 3, 7 }, b = { 3, 4, 5, 6 };
        foreach (int[] o in new[] { b, a, new int[0], new[] { 1, 3 }, new[] { 1, 1, 2, 9, 9 } })
        {
            var u = mk(a); u.UnionWith(o); var i = mk(a); i.IntersectWith(o); var e = mk(a); e.ExceptWith(o); var x = mk(a);
            x.SymmetricExceptWith(o); var q = mk(a);
            Console.Write(S(u) + S(i) + S(e) + S(x) + q.IsSubsetOf(o) + q.IsSupersetOf(o) + q.IsProperSubsetOf(o) + q.IsProperSupersetOf(o)
                + q.Overlaps(o) + q.SetEquals(o) + " ");
        }
        var self = mk(a); self.ExceptWith(self); Console.WriteLine(self.Count);
    }

    static void Main()
    {
        Algebra(x => new HashSet<int>(x)); Algebra(x => new SortedSet<int>(x));
        Algebra(x => new SortedSet<int>(x, Comparer<int>.Create((p, q) => q - p)));
        var h = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a", "B", "A", "c" };
        Console.WriteLine(h.Count + S(h) + h.Add("b") + h.Remove("C") + h.Contains("A") + h.TryGetValue("b", out string act) + act
            + h.RemoveWhere(x => x == "a") + S(h));
        var ss = new SortedSet<int>(); uint r = 99; var model = new List<int>();
        for (int i = 0; i < 1500; i++)
        {
            r = r * 1664525 + 1013904223; int v = (int)(r >> 20) % 300;
            if ((r >> 10) % 3 != 0)
            {
                bool added = ss.Add(v); if (added == model.Contains(v)) Console.WriteLine("add");
                if (added) { int at = model.BinarySearch(v); model.Insert(~at, v); }
            }
            else if (ss.Remove(v) != model.Remove(v)) Console.WriteLine("remove");
        }
        Console.WriteLine(ss.SequenceEqual(model) + " " + ss.Count + " " + ss.Min + " " + ss.Max + " " + ss.Reverse().First() + " "
            + S(ss.GetViewBetween(20, 40)) + ss.GetViewBetween(100, 200).Count);
        var view = ss.GetViewBetween(50, 60); ss.Add(55); ss.Add(61);
        Console.WriteLine(view.Contains(55) + "" + view.Contains(61) + view.Max);
        try { view.Add(5); } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.ParamName); }
        try { foreach (int x in ss) ss.Add(1000 + x); } catch (InvalidOperationException) { Console.WriteLine("changed"); }
        var im = ImmutableHashSet.Create(3, 1, 2); var im2 = im.Add(4).Remove(1);
        Console.WriteLine(im.Count + "" + im2.Count + im2.Contains(4) + im.Contains(4) + S(im2.Order()) + ReferenceEquals(im, im.Add(3)));
        var iss = ImmutableSortedSet.CreateRange("delta alpha charlie bravo".Split(' '));
        Console.WriteLine(S(iss) + iss[1] + iss.IndexOf("charlie") + S(iss.Union(new[] { "echo", "alpha" })) + S(iss.Reverse()));
        var fs = new[] { "x", "yy", "zzz" }.ToFrozenSet(); var fi = Enumerable.Range(0, 50).Select(i => i * i).ToFrozenSet();
        Console.WriteLine(fs.Contains("yy") + "" + fs.Contains("q") + fi.Contains(49) + fi.Contains(50) + fi.Count);
        var ros = new System.Collections.ObjectModel.ReadOnlySet<int>(new HashSet<int> { 1 });
        Console.WriteLine(ros.Contains(1) + "" + ros.Count); var cmp = HashSet<int>.CreateSetComparer();
        Console.WriteLine(cmp.Equals(new HashSet<int> { 1, 2 }, new HashSet<int> { 2, 1 }));
        var hs = new HashSet<HashSet<int>>(cmp) { new() { 1, 2 }, new() { 2, 1 }, new() { 3 } }; Console.WriteLine(hs.Count);
        var big = new HashSet<long>(); for (long i = 0; i < 3000; i++) big.Add(i * i % 1009);
        Console.WriteLine(big.Count + " " + big.Sum()); var order = new HashSet<int>(); for (int i = 0; i < 10; i++) order.Add(i * 11);
        order.Remove(22); order.Remove(44); order.Add(500); order.Add(600); order.Add(700); Console.WriteLine(S(order));
    }
}
