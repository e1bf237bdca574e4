// LINQ over an array: Where, Select, Sum, Any, First, Take, Skip, Zip, Aggregate, ToList.
using System;
using System.Linq;

class P
{
    static void Main()
    {
        int[] a = { 5, 3, 8, 1, 9, 2, 7 };
        Console.WriteLine(string.Join(" ", a.Where(x => x > 2).Select(x => x * x)));
        Console.WriteLine(a.Sum() + " " + a.Max() + " " + a.Min() + " " + a.Count(x => x % 2 == 0) + " " + a.Average().ToString("F3"));
        Console.WriteLine(a.Any(x => x > 8) + " " + a.All(x => x > 1) + " " + a.Contains(7));
        Console.WriteLine(a.First(x => x > 5) + " " + a.Last() + " " + a.FirstOrDefault(x => x > 100));
        Console.WriteLine(string.Join(" ", a.Skip(2).Take(3).Concat(new[] { 0 }).Reverse()));
        Console.WriteLine(a.Aggregate(1, (x, y) => x * y));
        Console.WriteLine(string.Join(" ", Enumerable.Range(1, 5).Zip(a, (i, x) => i + ":" + x).ToList()));
        Console.WriteLine(string.Join(" ", a.SelectMany(x => Enumerable.Repeat(x, x % 3)).Distinct()));
        try { new int[0].First(); }
        catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
    }
}
