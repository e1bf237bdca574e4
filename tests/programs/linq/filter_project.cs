// Where, Select, SelectMany, OfType, Cast, Take, Skip, TakeWhile, SkipWhile, Chunk, Index, Zip, Concat, Append, Prepend, Reverse over lists, arrays, iterators and strings.
using System;
using System.Collections.Generic;
using System.Linq;

class P
{
    static string S<T>(IEnumerable<T> s) => "[" + string.Join(",", s) + "] ";
    static IEnumerable<int> It(int n) { for (int i = 0; i < n; i++) yield return i * i % 11; }
    static int s_calls; static bool Odd(int x) { s_calls++; return x % 2 == 1; }

    static void Main()
    {
        int[] a = { 5, 3, 8, 1, 9, 2, 7, 4 };
        foreach (IEnumerable<int> src in new IEnumerable<int>[] { a, new List<int>(a), It(8), new Queue<int>(a), a.Select(x => x),
            a.Where(x => x > 0), Enumerable.Range(1, 8), new HashSet<int>(a), Array.Empty<int>(), a.OrderBy(x => x),
            new ArraySegment<int>(a, 2, 5) })
        {
            Console.WriteLine(S(src.Where(x => x > 3)) + S(src.Where((x, i) => x > i)) + S(src.Select(x => x * 2))
                + S(src.Select((x, i) => x * i)) + S(src.Where(x => x % 2 == 1).Select(x => x * 10).Where(x => x > 20)) + S(src.Take(3))
                + S(src.Skip(3)) + S(src.Skip(2).Take(3)) + S(src.TakeWhile(x => x != 1)) + S(src.SkipWhile(x => x != 1))
                + S(src.TakeLast(2)) + S(src.SkipLast(6)) + S(src.Take(2..5)) + S(src.Take(^3..)) + S(src.Take(^5..^2)));
            Console.WriteLine("  " + S(src.Concat(a.Take(2))) + S(src.Append(0).Prepend(99)) + S(src.Reverse())
                + S(src.Zip(a, (x, y) => x - y)) + S(src.Zip("abc")) + S(src.Zip(a, a)) + S(src.Chunk(3).Select(c => c.Sum()))
                + S(src.Index().Select(p => p.Index + ":" + p.Item)) + S(src.SelectMany(x => Enumerable.Repeat(x, x % 3)))
                + S(src.SelectMany((x, i) => new[] { i }, (x, y) => x + y)) + S(src.DefaultIfEmpty(-1)) + S(src.Cast<object>())
                + S(src.Skip(100)) + S(src.Take(-1)) + S(src.ToArray()) + S(src.ToList()) + src.Count()
                + src.TryGetNonEnumeratedCount(out int c) + src.Append(1).Count() + src.Concat(src).LastOrDefault() + " "
                + src.ElementAtOrDefault(3) + src.ElementAtOrDefault(^1));
        }
        Console.WriteLine(S(new object[] { 1, "a", 2, null, 'c', "b" }.OfType<string>()) + S(new object[] { 1, 2 }.Cast<int>())
            + S("hello".Where(c => c > 'g')) + S("hello".Select(c => (int)c)) + S("abc".SelectMany(c => c + "1"))
            + S(new[] { new[] { 1, 2 }, new int[0], new[] { 3 } }.SelectMany(x => x)));
        var q = a.Where(Odd); Console.Write(s_calls + " "); foreach (int x in q) { Console.Write(x + " "); if (x == 9) break; }
        Console.WriteLine(s_calls + " " + q.First() + s_calls + q.Count() + s_calls); var list = new List<int> { 1, 2, 3 };
        var lazy = list.Select(x => x * list.Count); list.Add(4); Console.WriteLine(S(lazy));
        using (var e = It(3).GetEnumerator()) { e.MoveNext(); e.MoveNext(); Console.WriteLine(e.Current); } var twice = It(3);
        Console.WriteLine(S(twice.Concat(twice)) + ReferenceEquals(twice.GetEnumerator(), twice.GetEnumerator()));
        Console.WriteLine(S(from x in a where x > 2 let y = x * x from z in new[] { 1, 2 } where y % z == 0 select (x, y, z))
            + S(from x in a join y in It(5) on x equals y select x + "=" + y)
            + S(from x in a group x by x % 3 into g orderby g.Key select g.Key + ":" + g.Count())
            + S(from x in a orderby x % 2, x descending select x));
        foreach (Action bad in new Action[] { () => a.Where((Func<int, bool>)null), () => ((int[])null).Select(x => x),
            () => a.First(x => x > 100), () => new int[0].Last(), () => a.Single(), () => a.ElementAt(100), () => new int[0].Max(),
            () => new object[] { "x" }.Cast<int>().ToList(), () => a.Chunk(0), () => Enumerable.Range(0, -1),
            () => new int[0].Aggregate((x, y) => x), () => Enumerable.Repeat(1, -1) }) try { bad(); } catch (Exception e)
        {
            Console.Write(e.GetType().Name + ":" + e.Message.Split('\n')[0] + "; ");
        }
        Console.WriteLine();
    }
}
