// A LINQ-heavy report over generated sales: grouping, joins, look-ups, rollups, PLINQ, formatting of numbers, dates and spans.
using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

enum Region { North, South, East = 10, West }
[Flags] enum Tags { None = 0, Sale = 1, Gift = 2, Bulk = 4, Export = 8 }
record Product(int Id, string Name, decimal Price, string Category);
record Customer(int Id, string Name, Region Region, DateOnly Since);
record Order(int Id, int CustomerId, DateTime At, Tags Tags, ImmutableArray<Line> Lines);
readonly record struct Line(int ProductId, int Quantity, double Discount);

static class Program
{
    static readonly CultureInfo C = CultureInfo.InvariantCulture;
    static void Head(string s) => Console.WriteLine($"\n== {s} {new string('=', 40 - s.Length)}");
    static void Main()
    {
        var rnd = new Random(20240229);
        var products = Enumerable.Range(1, 12).Select(i => new Product(i, $"{"Widget,Gadget,Gizmo,Doohickey".Split(',')[i % 4]} {(char)('A' + i)}", Math.Round((decimal)(rnd.NextDouble() * 100), 2), i % 3 == 0 ? "tools" : i % 3 == 1 ? "toys" : "art")).ToList();
        var customers = Enumerable.Range(1, 8).Select(i => new Customer(i, new[] { "Ada", "Bob", "Cyd", "Dan", "Eve", "Flo", "Gus", "Hal" }[i - 1], new[] { Region.North, Region.South, Region.East, Region.West }[i % 4], new DateOnly(2015 + i, i, i * 3))).ToArray();
        var orders = Enumerable.Range(1, 60).Select(i => new Order(i, rnd.Next(1, 9), new DateTime(2024, 1, 1).AddHours(rnd.Next(24 * 366)), (Tags)rnd.Next(16),
            Enumerable.Range(0, rnd.Next(1, 5)).Select(_ => new Line(rnd.Next(1, 13), rnd.Next(1, 20), rnd.Next(4) * 0.05)).ToImmutableArray())).ToList();
        var byId = products.ToDictionary(p => p.Id);
        decimal Value(Line l) => byId[l.ProductId].Price * l.Quantity * (1 - (decimal)l.Discount);

        Head("by region");
        var q = from o in orders
                join c in customers on o.CustomerId equals c.Id
                let total = o.Lines.Sum(Value)
                where total > 50
                group (o, c, total) by c.Region into g
                orderby g.Sum(x => x.total) descending
                select new { Region = g.Key, Count = g.Count(), Total = g.Sum(x => x.total), Best = g.MaxBy(x => x.total).o.Id, Names = string.Join("/", g.Select(x => x.c.Name).Distinct().Order()) };
        foreach (var r in q) Console.WriteLine(string.Create(C, $"{r.Region,-6}|{r.Count,3}|{r.Total,12:N2}|{r.Best:D3}|{r.Names}"));
        Console.WriteLine(q.First());

        Head("months");
        foreach (var g in orders.GroupBy(o => new { o.At.Year, Quarter = (o.At.Month + 2) / 3 }).OrderBy(g => g.Key.Year).ThenBy(g => g.Key.Quarter))
            Console.WriteLine($"{g.Key} {g.Count()} {g.Min(o => o.At).ToString("ddd dd MMM yyyy HH:mm", C)} {g.Max(o => o.At).ToString("s", C)} {(g.Max(o => o.At) - g.Min(o => o.At)).ToString("d\\.hh\\:mm", C)}");

        Head("tags");
        foreach (var g in orders.ToLookup(o => o.Tags).OrderBy(g => g.Key)) Console.WriteLine($"{g.Key:G} {g.Key:D} {g.Key:X} {g.Count()} {g.Key.HasFlag(Tags.Gift | Tags.Bulk)}");
        Console.WriteLine(Enum.Parse<Tags>("Sale, Export") + " " + Enum.TryParse("north", true, out Region reg) + reg + " " + Enum.IsDefined((Region)5) + " " + (Region)5);
        Console.WriteLine(string.Join(",", Enum.GetValues<Region>()) + " " + string.Join(",", Enum.GetNames(typeof(Tags))));

        Head("products");
        var stats = orders.SelectMany(o => o.Lines, (o, l) => (o.At, l)).GroupBy(x => x.l.ProductId, (id, xs) => (Product: byId[id], Units: xs.Sum(x => x.l.Quantity), Average: xs.Average(x => x.l.Discount), Last: xs.Max(x => x.At)));
        foreach (var (p, units, average, last) in stats.OrderByDescending(s => s.Units).ThenBy(s => s.Product.Name, StringComparer.Ordinal).Take(6))
            Console.WriteLine(string.Format(C, "{0,-14} {1,5} {2,8:P1} {3:yyyy-MM-dd} {4:C}", p.Name, units, average, last, p.Price));
        foreach (var g in products.GroupJoin(orders.SelectMany(o => o.Lines), p => p.Id, l => l.ProductId, (p, ls) => (p, n: ls.Count())).Where(x => x.n < 12).OrderBy(x => x.p.Id)) Console.WriteLine($"{g.p} {g.n}");

        Head("sequences");
        var nums = Enumerable.Range(-5, 30).Where(i => i % 3 != 0);
        Console.WriteLine(string.Join(" ", nums.Chunk(4).Select(c => $"[{string.Join(",", c)}]")));
        Console.WriteLine(string.Join(" ", nums.Zip(nums.Skip(1), (a, b) => b - a)));
        Console.WriteLine(nums.Aggregate(1L, (a, b) => a * 31 + b) + " " + nums.Average().ToString("F4", C) + " " + nums.TakeWhile(i => i < 7).Last() + " " + nums.SkipLast(2).ElementAt(^1));
        Console.WriteLine(string.Join(" ", nums.Except(Enumerable.Range(0, 10)).Union(new[] { 100, 1 }).Intersect(nums.Append(100)).Reverse()));
        Console.WriteLine(string.Join(" ", nums.OrderBy(i => i & 3).ThenByDescending(i => i).DistinctBy(i => i / 4).CountBy(i => i & 1).Select(k => k.Key + ":" + k.Value)));
        Console.WriteLine(string.Join(" ", new object[] { 1, "two", 3.5, 'c', 5, null! }.OfType<int>().Cast<object>()) + nums.SequenceEqual(nums.ToList()) + nums.Any(i => i > 24) + nums.All(i => i > -6));
        Console.WriteLine(Enumerable.Range(1, 20000).AsParallel().Where(i => i % 7 == 0).Select(i => (long)i * i).Sum());
        Console.WriteLine(string.Join(",", Enumerable.Range(0, 40).AsParallel().AsOrdered().Select(i => i * i % 17).Take(12)));
        long sum = 0;
        Parallel.For(0, 1000, () => 0L, (i, _, local) => local + i, local => Interlocked.Add(ref sum, local));
        Console.WriteLine(sum);
        try { nums.Single(i => i > 3); } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
        try { Enumerable.Empty<int>().Max(); } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }

        Head("text");
        string text = string.Join("; ", orders.Take(5).Select(o => $"order {o.Id} at {o.At:yyyy-MM-dd} by c{o.CustomerId}"));
        foreach (Match m in Regex.Matches(text, @"order (?<id>\d+) at (?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d) by c(\d)", RegexOptions.CultureInvariant))
            Console.WriteLine($"{m.Groups["id"].Value} {m.Groups["d"].Value}.{m.Groups["m"].Value}.{m.Groups["y"]} {m.Groups[1].Value} @{m.Index}+{m.Length}");
        Console.WriteLine(Regex.Replace(text, @"\b(\w)(\w*)", m => m.Groups[1].Value.ToUpperInvariant() + m.Groups[2].Value));
        Console.WriteLine(string.Join("|", Regex.Split("a1b22c333d", @"\d+")) + Regex.IsMatch("Foo@bar.com", @"^[\w.]+@[\w.]+\.\w{2,}$", RegexOptions.IgnoreCase) + Regex.Replace("2024-02-29", @"(\d+)-(\d+)-(\d+)", "$3/$2/$1"));
        var words = text.Split(new[] { ' ', ';' }, StringSplitOptions.RemoveEmptyEntries).GroupBy(w => w.Length).OrderBy(g => g.Key).Select(g => $"{g.Key}:{g.Distinct().Count()}");
        Console.WriteLine(string.Join(" ", words));
    }
}
