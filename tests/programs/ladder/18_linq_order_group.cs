// LINQ OrderBy, ThenBy, GroupBy, ToDictionary and query syntax.
using System;
using System.Linq;

class P
{
    static void Main()
    {
        string[] words = { "pear", "fig", "apple", "kiwi", "plum", "date", "lime", "cherry", "nut" };
        var sorted = words.OrderByDescending(w => w.Length).ThenBy(w => w, StringComparer.Ordinal);
        Console.WriteLine(string.Join(" ", sorted));
        foreach (var g in words.GroupBy(w => w.Length).OrderBy(g => g.Key))
            Console.WriteLine(g.Key + ": " + string.Join(",", g) + " (" + g.Count() + ")");
        var d = words.ToDictionary(w => w, w => w.Length);
        Console.WriteLine(d["apple"] + d["fig"]);
        var q = from w in words
                let n = w.Length
                where n > 3
                orderby n, w[0] descending
                select new { w, n };
        foreach (var x in q) Console.Write(x + " ");
        Console.WriteLine();
        var joined = from a in new[] { 1, 2, 3 } join w in words on a + 2 equals w.Length select a + w;
        Console.WriteLine(string.Join(" ", joined));
    }
}
