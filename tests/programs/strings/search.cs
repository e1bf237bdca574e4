// IndexOf, LastIndexOf, Contains, StartsWith, EndsWith and their Any variants, with starts, counts, comparisons, empty needles and long inputs.
using System;
using System.Buffers;

class P
{
    static string T(Func<object> f)
    {
        try { return f().ToString(); } catch (ArgumentException e) { return e.GetType().Name.Replace("Exception", ""); }
    }

    static void Main()
    {
        string s = "abcabcABCäöü";
        Console.WriteLine($"{s.IndexOf('c')} {s.IndexOf('c', 3)} {s.IndexOf('c', 3, 2)} {s.IndexOf("bc")} {s.IndexOf("bc", 2)} {s.IndexOf("BC", StringComparison.OrdinalIgnoreCase)} {s.IndexOf("BC", 3, StringComparison.OrdinalIgnoreCase)} {s.IndexOf("")} {s.IndexOf("", 4)} {s.IndexOf('ö')} {s.IndexOf("Ä", StringComparison.OrdinalIgnoreCase)} {s.IndexOf('z')} {s.IndexOf("abcd")}");
        Console.WriteLine($"{s.LastIndexOf('a')} {s.LastIndexOf('a', 2)} {s.LastIndexOf("bc")} {s.LastIndexOf("bc", 3)} {s.LastIndexOf("")} {s.LastIndexOf("BC", StringComparison.OrdinalIgnoreCase)} {s.LastIndexOf('c', 5, 2)} {"".LastIndexOf("")} {"".IndexOf('a')} {"".LastIndexOf('a')}");
        Console.WriteLine($"{s.IndexOfAny(new[] { 'C', 'b' })} {s.IndexOfAny(new[] { 'x', 'ü' }, 3)} {s.LastIndexOfAny(new[] { 'a', 'b' })} {s.IndexOfAny(new char[0])} {s.IndexOfAny("qwertyB".ToCharArray())} {s.AsSpan().IndexOfAnyExcept('a', 'b')} {s.AsSpan().IndexOfAnyInRange('A', 'Z')} {s.AsSpan().LastIndexOfAnyExcept('ü')} {s.AsSpan().IndexOfAnyExceptInRange('a', 'c')}");
        Console.WriteLine($"{s.Contains("ABC")} {s.Contains("abC")} {s.Contains("abcABC", StringComparison.OrdinalIgnoreCase)} {s.Contains('ä')} {s.Contains("")} {s.StartsWith("abc")} {s.StartsWith("ABC")} {s.StartsWith("ABC", StringComparison.OrdinalIgnoreCase)} {s.StartsWith('a')} {s.EndsWith("ü")} {s.EndsWith("Ü", StringComparison.OrdinalIgnoreCase)} {s.EndsWith('x')} {s.StartsWith("")} {"".EndsWith("")} {"a".StartsWith("ab")}");
        Console.WriteLine(T(() => s.IndexOf('a', 13)) + T(() => s.IndexOf('a', -1)) + T(() => s.IndexOf("a", 2, 20))
            + T(() => s.IndexOf(null)) + T(() => s.Contains(null)) + T(() => s.IndexOf('a', 12)) + T(() => s.LastIndexOf('a', 12))
            + T(() => s.LastIndexOf('a', 3, 9)) + T(() => s.StartsWith(null)));
        for (int len = 0; len < 70; len += 7)
        {
            string pad = new string('-', len); string h = pad + "needle" + pad + "needle" + pad;
            Console.Write($"{h.IndexOf("needle")},{h.LastIndexOf("needle")},{h.IndexOf('n')},{h.LastIndexOf('e')},{h.IndexOf("NEEDLE", StringComparison.OrdinalIgnoreCase)},{h.AsSpan().Count("ee")},{h.AsSpan().IndexOfAny('l', 'd')},{h.AsSpan().IndexOfAnyExcept('-')},{h.IndexOf("needless")} ");
        }
        Console.WriteLine(); var sv = SearchValues.Create("aeiou");
        var svs = SearchValues.Create(["fox", "DOG"], StringComparison.OrdinalIgnoreCase);
        string text = "the quick brown fox jumps over the lazy dog, and again the fox";
        Console.WriteLine(text.AsSpan().IndexOfAny(sv) + " " + text.AsSpan().LastIndexOfAny(sv) + " " + text.AsSpan().IndexOfAnyExcept(sv)
            + " " + text.AsSpan().IndexOfAny(svs) + " " + text.AsSpan(20).IndexOfAny(svs) + " " + sv.Contains('e') + svs.Contains("Dog"));
        int total = 0;
        for (int i = 0; i < text.Length; i++) for (int j = i + 1; j <= Math.Min(i + 6, text.Length); j++) total = total * 31
            + text.IndexOf(text.Substring(i, j - i)) + text.LastIndexOf(text.Substring(i, j - i), StringComparison.Ordinal) * 7;
        Console.WriteLine(total); var bytes = System.Text.Encoding.UTF8.GetBytes(text); int bt = 0;
        for (int i = 0; i < bytes.Length; i++) bt = bt * 17 + bytes.AsSpan(i).IndexOf((byte)'o')
            + bytes.AsSpan(0, i).LastIndexOf((byte)'e') + bytes.AsSpan(i).IndexOf("the"u8);
        Console.WriteLine(bt);
        Console.WriteLine("a\0b\0".IndexOf('\0') + "a\0b".IndexOf("\0b") + " " + "x".Contains('\0')
            + "İi".IndexOf("I", StringComparison.OrdinalIgnoreCase) + "straße".Contains("SS", StringComparison.InvariantCultureIgnoreCase)
            + "encyclopædia".IndexOf("ae", StringComparison.InvariantCulture));
    }
}
