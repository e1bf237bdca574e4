// GroupBy, ToLookup, Join, GroupJoin, LeftJoin, RightJoin, Distinct, Union, Intersect, Except and their By forms, comparers and orders, ToDictionary, ToHashSet.
using System;
using System.Collections.Generic;
using System.Linq;

record Person(string Name, int Dept, int Age); record Dept(int Id, string Title);
class Ci : IEqualityComparer<string>
{
    public bool Equals(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
    public int GetHashCode(string s) => s.ToUpperInvariant().Length;
}

class P
{
    static string S<T>(IEnumerable<T> s) => "[" + string.Join(",", s) + "] ";

    static void Main()
    {
        Person[] ps = { new("Ann", 1, 30), new("Bob", 2, 25), new("Cid", 1, 35), new("Dan", 3, 40), new("Eve", 2, 25), new("Fay", 9, 50) };
        Dept[] ds = { new(1, "Dev"), new(2, "Ops"), new(4, "Law"), new(1, "Dup") };
        Console.WriteLine(S(ps.GroupBy(p => p.Dept).Select(g => g.Key + ":" + string.Join("+", g.Select(p => p.Name))))
            + S(ps.GroupBy(p => p.Dept, p => p.Age).Select(g => g.Key + "=" + g.Sum()))
            + S(ps.GroupBy(p => p.Age > 28, p => p.Name, (k, e) => k + string.Join("", e)))
            + S(ps.GroupBy(p => (p.Dept, p.Age)).Select(g => g.Key + "x" + g.Count()))
            + S("Aa bB aB".Split(' ').GroupBy(x => x, new Ci()).Select(g => g.Key + g.Count()))
            + S(new[] { "x", null, "y", null }.GroupBy(x => x).Select(g => (g.Key ?? "null") + g.Count())));
        var lk = ps.ToLookup(p => p.Dept, p => p.Name);
        Console.WriteLine(lk.Count + S(lk[1]) + S(lk[77]) + lk.Contains(3) + S(lk.Select(g => g.Key)) + lk[2].Last());
        Console.WriteLine(S(ps.Join(ds, p => p.Dept, d => d.Id, (p, d) => p.Name + d.Title))
            + S(ds.GroupJoin(ps, d => d.Id, p => p.Dept, (d, g) => d.Title + g.Count()))
            + S(ps.LeftJoin(ds, p => p.Dept, d => d.Id, (p, d) => p.Name + (d?.Title ?? "-")))
            + S(ps.RightJoin(ds, p => p.Dept, d => d.Id, (p, d) => (p?.Name ?? "-") + d.Title))
            + S(from p in ps join d in ds on p.Dept equals d.Id into g from d in g.DefaultIfEmpty() select p.Name[0] + (d?.Title ?? "?")));
        int[] a = { 3, 1, 3, 5, 1, 7 }, b = { 5, 9, 1, 9 };
        Console.WriteLine(S(a.Distinct()) + S(a.Union(b)) + S(a.Intersect(b)) + S(a.Except(b)) + S(b.Except(a))
            + S(a.Concat(b).Distinct().Order()) + S(ps.DistinctBy(p => p.Dept).Select(p => p.Name))
            + S(ps.ExceptBy(new[] { 1, 2 }, p => p.Dept).Select(p => p.Name))
            + S(ps.IntersectBy(new[] { 25, 30 }, p => p.Age).Select(p => p.Name))
            + S(ps.UnionBy(new[] { new Person("Gus", 4, 1) }, p => p.Dept).Select(p => p.Name))
            + S(new[] { "a", "A", "b" }.Distinct(StringComparer.OrdinalIgnoreCase))
            + S(new[] { "a", "B" }.Union(new[] { "A", "c" }, new Ci())) + a.ToHashSet().Count);
        var dict = ps.ToDictionary(p => p.Name, p => p.Age);
        Console.WriteLine(dict["Cid"] + S(dict.OrderByDescending(k => k.Value).ThenBy(k => k.Key).Select(k => k.Key))
            + S(dict.Where(k => k.Value == 25).Select(k => k.Key))
            + ps.ToDictionary(p => p.Name.ToLower(), StringComparer.OrdinalIgnoreCase)["ANN"].Age
            + new[] { (1, "a"), (2, "b") }.ToDictionary()[2]);
        try { ps.ToDictionary(p => p.Dept); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
        Console.WriteLine(S(ps.GroupBy(p => p.Dept).OrderByDescending(g => g.Average(p => p.Age)).ThenBy(g => g.Key)
            .Select(g => new { g.Key, Oldest = g.MaxBy(p => p.Age).Name, Names = string.Join("/", g.OrderBy(p => p.Name).Select(p => p.Name)) })));
        string text = "it was the best of times it was the worst of times";
        Console.WriteLine(S(text.Split(' ').GroupBy(w => w).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key + g.Count()))
            + S(text.Where(char.IsLetter).GroupBy(c => c).OrderBy(g => -g.Count()).ThenBy(g => g.Key).Take(5).Select(g => g.Key + "" + g.Count()))
            + text.Split(' ').Distinct().Count());
        var tree = new Dictionary<int, int[]> { [1] = new[] { 2, 3 }, [2] = new[] { 4 }, [3] = new int[0], [4] = new int[0] };
        IEnumerable<int> Walk(int n) => new[] { n }.Concat(tree[n].SelectMany(Walk)); Console.WriteLine(S(Walk(1)));
        Console.WriteLine(S(Enumerable.Range(2, 60).Where(n => Enumerable.Range(2, n - 2).All(k => n % k != 0)))
            + S(Enumerable.Range(1, 3).SelectMany(x => Enumerable.Range(1, 3), (x, y) => x * 10 + y)) + S(Perms("abc")));
        static IEnumerable<string> Perms(string s) => s.Length <= 1 ? new[] { s } : s.SelectMany((c, i) => Perms(s.Remove(i, 1)).Select(p => c + p));
        foreach (var g in ps.GroupBy(p => p.Dept)) { Console.Write(g.Key + g.ElementAt(0).Name + ((ICollection<Person>)g).Count + " "); }
        var e1 = ps.GroupBy(p => p.Dept).First(); var e2 = ps.GroupBy(p => p.Dept).First();
        Console.WriteLine(ReferenceEquals(e1, e2) + "" + e1.SequenceEqual(e2));
    }
}
