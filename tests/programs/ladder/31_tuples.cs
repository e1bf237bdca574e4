// Value tuples: names, equality, deconstruction, swap, as keys, ToString and more than seven elements.
using System;
using System.Collections.Generic;

class P
{
    static (int Min, int Max, double Mean) Stats(params int[] a)
    {
        int min = a[0], max = a[0], sum = 0;
        foreach (int x in a) { min = Math.Min(min, x); max = Math.Max(max, x); sum += x; }
        return (min, max, (double)sum / a.Length);
    }

    static void Main()
    {
        var s = Stats(3, 9, 6, 4);
        Console.WriteLine(s + " " + s.Min + " " + s.Mean);
        var (min, _, mean) = s;
        Console.WriteLine(min + mean);
        int a = 1, b = 2;
        (a, b) = (b, a);
        Console.WriteLine((a, b) + " " + ((a, b) == (2, 1)) + " " + ((1, "x") != (1, "y")));
        var d = new Dictionary<(int, string), string> { [(1, "a")] = "one", [(2, "b")] = "two" };
        Console.WriteLine(d[(2, "b")] + " " + d.ContainsKey((2, "a")));
        var big = (1, 2, 3, 4, 5, 6, 7, 8, "nine");
        Console.WriteLine(big + " " + big.Item9 + " " + big.Item8);
        Console.WriteLine((1, 2).CompareTo((1, 3)) + " " + (1, (string)null));
        Console.WriteLine(Tuple.Create(1, "z") + " " + Tuple.Create(1, 2).Equals(Tuple.Create(1, 2)));
    }
}
