// Larger queries over an object graph: totals, rankings, running sums, pivots, paging, recursion, transitive closure, text statistics, matrix operations.
using System;
using System.Collections.Generic;
using System.Linq;

record Item(string Sku, int Qty, decimal Price);
record Order(int Id, string Customer, DateTime Date, Item[] Items) { public decimal Total => Items.Sum(i => i.Qty * i.Price); }
class Emp
{
    public string Name; public Emp Boss; public List<Emp> Team = new();
    public Emp(string n, params Emp[] t) { Name = n; foreach (Emp e in t) { e.Boss = this; Team.Add(e); } }
    public IEnumerable<Emp> All() => Team.SelectMany(t => t.All()).Prepend(this); public int Depth => Boss == null ? 0 : Boss.Depth + 1;
}

class P
{
    static IEnumerable<R> Scan<T, R>(IEnumerable<T> s, R seed, Func<R, T, R> f) { foreach (T t in s) yield return seed = f(seed, t); }
    static IEnumerable<(T, T)> Pairwise<T>(IEnumerable<T> s) => s.Zip(s.Skip(1));
    static int[][] Mul(int[][] a, int[][] b)
        => a.Select(r => Enumerable.Range(0, b[0].Length).Select(j => r.Select((x, k) => x * b[k][j]).Sum()).ToArray()).ToArray();
    static IEnumerable<IEnumerable<T>> Subsets<T>(IReadOnlyList<T> s) => Enumerable.Range(0, 1 << s.Count).Select(m => s.Where((_, i) => (m >> i & 1) == 1));

    static void Main()
    {
        string[] names = { "ann", "bob", "cid", "dee" };
        var orders = Enumerable.Range(1, 40)
            .Select(i => new Order(i, names[i * 7 % 4], new DateTime(2024, 1 + i % 12, 1 + i % 28),
                Enumerable.Range(0, i % 4 + 1).Select(k => new Item("s" + (i + k) % 6, k + 1, (i * 3 + k) % 17 + 0.25m)).ToArray()))
            .ToList();
        Console.WriteLine(string.Join("; ",
            orders.GroupBy(o => o.Customer).OrderBy(g => g.Key)
                .Select(g => $"{g.Key} {g.Count()} {g.Sum(o => o.Total)} {g.Max(o => o.Total)} {g.Average(o => o.Items.Length):F2}")));
        Console.WriteLine(string.Join("; ",
            (from o in orders from i in o.Items group new { o,
                i } by i.Sku into g let revenue = g.Sum(x => x.i.Qty * x.i.Price) orderby revenue descending, g.Key select $"{g.Key}:{revenue}:{g.Select(x => x.o.Customer).Distinct().Count()}").Take(4)));
        Console.WriteLine(string.Join(" ",
            orders.OrderByDescending(o => o.Total).ThenBy(o => o.Id).Select((o, rank) => (o.Id, rank)).Where(p => p.rank % 9 == 0)
                .Select(p => p.Id + "#" + p.rank)));
        var pivot = orders.GroupBy(o => o.Date.Month).OrderBy(g => g.Key)
            .Select(g => (g.Key, Row: names.Select(n => g.Where(o => o.Customer == n).Sum(o => o.Total))));
        foreach (var (m, row) in pivot.Take(4)) Console.Write(m + ": " + string.Join(",", row) + "; "); Console.WriteLine();
        Console.WriteLine(string.Join(",", Scan(orders.Take(6), 0m, (s, o) => s + o.Total)) + " "
            + string.Join(",", Pairwise(new[] { 1, 4, 9, 16 }).Select(p => p.Item2 - p.Item1)) + " "
            + string.Join("|", orders.Select(o => o.Id).Chunk(15).Select(c => c.First() + ".." + c.Last())));
        var ceo = new Emp("ceo", new Emp("cto", new Emp("dev1"), new Emp("dev2", new Emp("intern"))), new Emp("cfo", new Emp("acc")));
        Console.WriteLine(string.Join(" ", ceo.All().Select(e => e.Name + e.Depth)) + " " + ceo.All().Where(e => !e.Team.Any()).Count()
            + " " + string.Join(",", ceo.All().GroupBy(e => e.Depth).Select(g => g.Count())) + " "
            + ceo.All().MaxBy(e => e.Team.Count).Name);
        var mat = new[] { new[] { 1, 2 }, new[] { 3, 4 } };
        Console.WriteLine(string.Join(";", Mul(mat, Mul(mat, mat)).Select(r => string.Join(",", r))) + " "
            + string.Join(",", Enumerable.Range(0, 2).Select(j => mat.Sum(r => r[j]))));
        Console.WriteLine(string.Join(" ", Subsets(new[] { 3, 5, 8 }).Where(s => s.Sum() > 7).Select(s => string.Join("+", s))));
        var edges = new[] { (1, 2), (2, 3), (3, 4), (5, 1) }.ToLookup(e => e.Item1, e => e.Item2);
        HashSet<int> Reach(int n, HashSet<int> seen = null)
        {
            seen ??= new(); foreach (int t in edges[n].Where(seen.Add)) Reach(t, seen); return seen;
        }
        Console.WriteLine(string.Join(",", Reach(5).Order()) + " " + Reach(4).Count);
        string txt = "She sells sea shells by the sea shore the shells she sells are surely seashells";
        Console.WriteLine(string.Join(" ",
            txt.ToLowerInvariant().Split(' ').GroupBy(w => w.Length).OrderBy(g => g.Key).Select(g => g.Key + ":"
                + string.Join("/", g.Distinct().Order(StringComparer.Ordinal))))
            + " " + new string(txt.Where(char.IsLetter).Select(char.ToLowerInvariant).Distinct().Order().ToArray()) + " "
            + txt.Split(' ').Aggregate((a, b) => b.Length > a.Length ? b : a));
        Console.WriteLine(string.Join(" ",
            Enumerable.Range(1, 30).Select(n => (n % 3, n % 5) switch { (0, 0) => "fb", (0, _) => "f", (_, 0) => "b", _ => n.ToString() }))
            + " "
            + string.Join(",",
                Enumerable.Range(1, 20).Select(c => (c, b: Enumerable.Range(1, c).Where(b => Math.Sqrt(c * c - b * b) % 1 == 0 && b < c)))
                    .Where(t => t.b.Any()).Select(t => t.c)));
        var mem = new Dictionary<(int, int), long>();
        long Paths(int r, int c) => r == 0 || c == 0 ? 1 : mem.TryGetValue((r, c), out long v) ? v : mem[(r, c)] = Paths(r - 1, c) + Paths(r, c - 1);
        Console.WriteLine(Paths(16, 16) + " "
            + string.Join("",
                Enumerable.Range(0, 8)
                    .Select(r => string.Concat(Enumerable.Range(0, r + 1)
                        .Select(k => Enumerable.Range(0, k).Aggregate(1, (acc, i) => acc * (r - i) / (i + 1)) % 2)))));
    }
}
