// Split with every kind of separator and option, Join, Concat, Trim, Pad, Replace, Insert, Remove, Substring and lines.
using System;
using System.Collections.Generic;
using System.Linq;

class P
{
    static string S(IEnumerable<string> a) => "[" + string.Join("|", a) + "]";

    static void Main()
    {
        foreach (string s in new[] { "a,b,,c,", ",", "", "abc", " a , b ,, c ", ",,a" })
        {
            foreach (StringSplitOptions o in new[] { StringSplitOptions.None, StringSplitOptions.RemoveEmptyEntries,
                StringSplitOptions.TrimEntries,
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries }) Console.Write(S(s.Split(',', o))
                + S(s.Split(',', 2, o)) + S(s.Split(new[] { ",", "b" }, o)) + S(s.Split(new[] { ' ', ',' }, 3, o)) + S(s.Split("", o)));
            Console.WriteLine();
        }
        Console.WriteLine(S("a b\tc\n d".Split()) + S("a b".Split((char[])null)) + S("x--y---z".Split("--")) + S("aXbxc".Split('x', 'X'))
            + S("1, 2; 3".Split(new[] { ", ", "; " }, StringSplitOptions.None)) + S("abc".Split("abc")) + S("a,b,c".Split(',', 1))
            + S("a,b,c".Split(',', 0)) + S("aaa".Split("aa")));
        foreach (Range r in "k=v;q".AsSpan().Split(';')) Console.Write("k=v;q"[r] + " ");
        foreach (var line in "l1\nl2\r\nl3\r\r\nl4".AsSpan().EnumerateLines()) Console.Write("<" + line.ToString() + ">");
        Span<Range> rs = stackalloc Range[4]; int n = "p.q.r.s.t".AsSpan().Split(rs, '.'); Console.WriteLine(n + " " + rs[3]);
        Console.WriteLine(string.Join(",", 1, 2.5, "x", null, 'c') + string.Join("-", new List<int> { 1, 2 }) + string.Join(null, "a", "b")
            + string.Join(", ", new string[0]) + string.Join(';', new object[] { null, 1 })
            + string.Join("+", new[] { "a", "b", "c", "d" }, 1, 2) + string.Join("", Enumerable.Range(0, 5)));
        Console.WriteLine(string.Concat("a", null, "b") + string.Concat(1, 2, 3) + string.Concat(new[] { "x", "y" })
            + string.Concat(new List<char> { 'p', 'q' }) + string.Concat("1", "2", "3", "4") + string.Concat((object)null)
            + string.Concat("a".AsSpan(), "b".AsSpan(), "c".AsSpan()) + ("a" + 1 + 'c' + 2.5 + true + null + 1m + new object().GetType()));
        Console.WriteLine("[" + " \t\n x \u00a0\u2003".Trim() + "][" + "xxaxx".Trim('x') + "][" + "xyaxy".TrimStart('x', 'y') + "]["
            + "abc".TrimEnd('c', 'b') + "][" + "   ".Trim() + "][" + "".Trim() + "][" + "a".PadLeft(3) + "][" + "a".PadRight(3, '.') + "]["
            + "abc".PadLeft(2) + "]");
        Console.WriteLine("aaa".Replace("a", "bb") + "abcabc".Replace("bc", "") + "abc".Replace("x", "y")
            + "aAbB".Replace("A", "_", StringComparison.OrdinalIgnoreCase) + "a.b.c".Replace('.', ',') + "aaaa".Replace("aa", "a")
            + "tab\r\nx\n".ReplaceLineEndings("|") + "abc".Replace("b", null));
        Console.WriteLine("hello".Insert(0, "x").Insert(6, "y").Remove(1, 2) + "hello".Remove(3) + "hello"[1..^1] + "hello"[^2..]
            + "hello".Substring(5) + "." + "hello"[2] + new string("hello".Reverse().ToArray()) + new string('z', 3)
            + new string("hello".ToCharArray(), 1, 3) + "hello".CopyTo2());
        Console.WriteLine("a b c".Split(' ').Select(x => x.ToUpper()).Aggregate((x, y) => y + x) + string.IsNullOrEmpty("")
            + string.IsNullOrWhiteSpace("\u2003") + "abc".All(char.IsLetter) + "mixed CASE".ToLowerInvariant()
            + "ÄÖÜ ß ı".ToUpperInvariant() + "ΑΣ İ Ω".ToLowerInvariant() + string.Copy2("c") + "é".Normalize().Length + "tEST".ToUpper());
        try { "abc".Substring(2, 5); } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.Message); }
        try { "abc".Remove(4); } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.Message); }
        try { "a".Replace("", "b"); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
        try { "a".PadLeft(-1); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
        try { new string('a', -1); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
    }
}
static class Ext
{
    public static string CopyTo2(this string s)
    {
        var a = new char[7]; s.CopyTo(1, a, 2, 3); for (int i = 0; i < a.Length; i++) if (a[i] == 0) a[i] = '_'; return new string(a);
    }
    extension(string) { public static string Copy2(string s) => new string(s.AsSpan()); }
}
