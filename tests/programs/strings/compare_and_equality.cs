// Comparison, equality and hashing of strings: ordinal, ignore case, StringComparer, spans, interning, == on every static type, invariant mode sorting.
using System;
using System.Collections.Generic;
using System.Linq;

class P
{
    static int Sg(int n) => Math.Sign(n);
    static void Main()
    {
        string[] w = { "", "a", "A", "b", "B", "ab", "aB", "Ab", "ä", "Ä", "z", "é", "e", "_", "1", "10", "2", "a b", "a-b", "\u00df",
            "ss", "\ud83d\ude00", "\uffff", "İ", "i", "I" };
        foreach (StringComparison c in Enum.GetValues<StringComparison>())
        {
            int h = 0;
            foreach (string x in w) foreach (string y in w) h = h * 3 + Sg(string.Compare(x, y, c)) + (string.Equals(x, y, c) ? 1 : 0) * 5;
            Console.WriteLine(c + " " + h);
        }
        foreach (StringComparer c in new[] { StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase, StringComparer.InvariantCulture,
            StringComparer.InvariantCultureIgnoreCase }) Console.WriteLine(string.Join(" ",
            w.Order(c).Select(x => x.Length == 0 ? "''" : x.Any(char.IsSurrogate) || x[0] == '\uffff' ? "?" + x.Length : x)));
        Console.WriteLine(string.Join(" ", w.Order().Take(10)) + " " + Sg("a".CompareTo("b")) + Sg("b".CompareTo("a")) + "a".CompareTo("a")
            + "a".CompareTo(null) + Sg(string.Compare("abc", 1, "xbc", 1, 2)) + Sg(string.Compare("ABC", "abc", true))
            + string.CompareOrdinal("a", "c") + Sg(string.CompareOrdinal(null, "a")) + string.CompareOrdinal(null, null));
        string a = "hel" + "lo", b = new string("hello".ToCharArray()), n = null; object oa = a, ob = b;
        Console.WriteLine((a == "hello") + "" + (a == b) + (oa == ob) + ReferenceEquals(a, "hello") + ReferenceEquals(a, b)
            + ReferenceEquals(string.Intern(b), a) + (string.IsInterned(b) != null) + a.Equals(ob) + oa.Equals(b) + (a == n) + (n == null)
            + a.Equals(n) + Equals(a, b) + (a != b));
        Console.WriteLine(ReferenceEquals("", string.Empty) + "" + ReferenceEquals("", new string('a', 0))
            + ReferenceEquals("abc".Substring(0), "abc".ToString()) + ReferenceEquals("x".Trim(), "x") + ReferenceEquals("" + n, "")
            + ReferenceEquals(const1 + "z", "yz"));
        Console.WriteLine((a.GetHashCode() == b.GetHashCode()) + ""
            + (a.GetHashCode(StringComparison.OrdinalIgnoreCase) == "HELLO".GetHashCode(StringComparison.OrdinalIgnoreCase))
            + (string.GetHashCode(a.AsSpan()) == a.GetHashCode())
            + (StringComparer.OrdinalIgnoreCase.GetHashCode("ÄÖ") == StringComparer.OrdinalIgnoreCase.GetHashCode("äö"))
            + StringComparer.OrdinalIgnoreCase.Equals("ÄÖ", "äö") + a.AsSpan().SequenceEqual(b) + (a.AsSpan() == b.AsSpan())
            + a.AsSpan().Equals("HELLO", StringComparison.OrdinalIgnoreCase) + a.AsSpan().CompareTo("help", StringComparison.Ordinal));
        var d = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Key"] = 1 }; d["KEY"]++;
        Console.WriteLine(d["key"] + d.Count + " " + new HashSet<string>(w, StringComparer.OrdinalIgnoreCase).Count
            + new HashSet<string>(w).Count + " " + new SortedSet<string>(w, StringComparer.Ordinal).Max.Length);
        for (int i = 0; i < 40; i++)
        {
            string x = new string('q', i) + "a", y = new string('q', i) + "b", z = new string('Q', i) + "A";
            if (x == y || !x.Equals(z, StringComparison.OrdinalIgnoreCase) || string.CompareOrdinal(x, y) >= 0
                || x.AsSpan().SequenceEqual(z) || !x.AsSpan(0, i).SequenceEqual(y.AsSpan(0, i))) Console.WriteLine("wrong at " + i);
        }
        Console.WriteLine(string.Equals("a", "A", StringComparison.CurrentCultureIgnoreCase) + ""
            + "ﬁ".Equals("fi", StringComparison.InvariantCulture) + "e\u0301".Equals("é", StringComparison.InvariantCulture)
            + ("co-op".CompareTo("coop") > 0));
    }
    const string const1 = "y";
}
