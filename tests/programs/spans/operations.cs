// Span and ReadOnlySpan operations over element types of every size: fill, clear, copy with overlap, search, compare, reverse, sort, binary search, trim, replace.
using System;
using System.Linq;
using System.Runtime.InteropServices;

struct Tri : IEquatable<Tri>
{
    public byte A, B, C; public bool Equals(Tri o) => A == o.A && B == o.B && C == o.C;
    public override string ToString() => A + "/" + B + "/" + C;
}

class P
{
    static string S<T>(ReadOnlySpan<T> s) => "[" + string.Join(",", s.ToArray()) + "] ";
    static string T(Action a) { try { a(); return "ok "; } catch (Exception e) { return e.GetType().Name.Replace("Exception", "! "); } }
    static void Run<X>(Func<int, X> mk) where X : IEquatable<X>
    {
        long h = 0;
        for (int n = 0; n < 70; n += n < 20 ? 1 : 7)
        {
            X[] a = Enumerable.Range(0, n).Select(mk).ToArray(); Span<X> s = a; ReadOnlySpan<X> r = s;
            for (int i = 0; i < n; i += 3)
            {
                h = h * 31 + r.IndexOf(a[i]) + r.LastIndexOf(a[i]) * 7 + (r.Contains(mk(999)) ? 1 : 0) + r.Count(a[i]) * 3
                    + r.IndexOfAny(a[i], mk(5)) + r.IndexOfAnyExcept(a[i]) * 5 + r[i..].IndexOf(r[^1..])
                    + (r[i..].StartsWith(r[i..Math.Min(n, i + 2)]) ? 2 : 0) + r.LastIndexOfAny(mk(1), mk(2), mk(3))
                    + r.CommonPrefixLength(a.AsSpan(0, i));
            }
            X[] b = (X[])a.Clone(); if (!r.SequenceEqual(b)) Console.WriteLine("not equal");
            if (n > 0) { b[n / 2] = mk(12345); if (r.SequenceEqual(b) && !a[n / 2].Equals(b[n / 2])) Console.WriteLine("equal"); }
            s.Reverse(); for (int i = 0; i < n; i++) if (!s[i].Equals(mk(n - 1 - i))) Console.WriteLine("reverse"); s.Fill(mk(3));
            if (n > 4)
            {
                s[1..^1].Clear(); h += s.Count(default(X)); mk(7); s[2] = mk(9); s[..^1].CopyTo(s[1..]); h = h * 3 + s.IndexOf(mk(9));
                s[1..].CopyTo(s); h = h * 3 + s.IndexOf(mk(9));
            }
        }
        Console.Write(typeof(X).Name + " " + h + "; ");
    }

    static void Main()
    {
        Run(i => (byte)(i * 7)); Run(i => (short)(i % 50)); Run(i => (char)(i + 'a')); Run(i => i % 23); Run(i => (long)i << 34);
        Run(i => i / 2.0); Run(i => i * 0.5f); Run(i => "s" + i % 9); Run(i => (decimal)i);
        Run(i => new Tri { A = (byte)i, B = 1, C = (byte)(i / 3) }); Run(i => i % 3 == 0); Run(i => new DateTime(i)); Run(i => (Half)i);
        Run(i => (Int128)i); Run(i => new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)); Console.WriteLine();
        Span<int> s = stackalloc int[] { 5, 3, 9, 1, 7 }; s.Sort();
        Console.WriteLine(S<int>(s) + s.BinarySearch(7) + s.BinarySearch(4) + S(s[1..3]) + S(s.Slice(2)) + s[^1] + s.IsEmpty + s.Length
            + (s[..2] == s.Slice(0, 2)) + (s[..2] == s[1..3]) + s.ToArray().Length);
        s.Sort((a, b) => b - a);
        Console.WriteLine(S<int>(s) + s.SequenceCompareTo(new[] { 9, 7, 6 }) + s.TryCopyTo(stackalloc int[4]) + s.Overlaps(s[2..], out int off) + off);
        ReadOnlySpan<char> t = "  hello world  ";
        Console.WriteLine("[" + t.Trim().ToString() + "][" + t.TrimStart().ToString() + "][" + t.Trim(' ').TrimEnd('d').ToString() + "]"
            + t.IndexOf("wor") + t.IndexOf("WOR", StringComparison.OrdinalIgnoreCase) + t.Contains('w') + t.IsWhiteSpace()
            + MemoryExtensions.Equals(t[2..4], "HE", StringComparison.OrdinalIgnoreCase) + t.Count(' ') + t.Trim().EndsWith("ld")
            + t.ToString().Length);
        Span<char> u = stackalloc char[20]; int n = "straße".AsSpan().ToUpperInvariant(u);
        Console.WriteLine(u[..n].ToString() + n + "ABC".AsSpan().ToLowerInvariant(u) + u[..3].ToString()); u.Fill('x');
        "abc".AsSpan().CopyTo(u[2..]); u.Replace('x', '-'); Console.WriteLine(u.ToString());
        Console.WriteLine(T(() => new int[2].AsSpan()[2] = 1) + T(() => new int[2].AsSpan(3)) + T(() => new int[2].AsSpan(1, 2))
            + T(() => new int[3].AsSpan().Slice(-1)) + T(() => new int[3].AsSpan().CopyTo(new int[2]))
            + T(() => ((object[])new string[2]).AsSpan()) + T(() => new ReadOnlySpan<object>(new string[2]))
            + T(() => ((int[])null).AsSpan().Clear()) + T(() => default(Span<int>)[0].ToString()) + T(() => ((string)null).AsSpan(1))
            + T(() => new int[5].AsSpan()[3..2].ToArray()) + T(() => new Memory<int>(new int[2], 1, 2)));
        Memory<int> m = new int[] { 1, 2, 3, 4 }; m.Span[1] = 20; ReadOnlyMemory<char> rm = "memory".AsMemory(1, 3);
        Console.WriteLine(S<int>(m[1..3].Span) + rm + rm.Length + m.Slice(2).ToArray()[0]
            + MemoryMarshal.TryGetArray((ReadOnlyMemory<int>)m[1..], out var seg) + seg.Offset + m.Equals(m) + rm.Span.SequenceEqual("emo")
            + MemoryMarshal.TryGetString(rm, out string str, out int st, out int len) + st + len);
        foreach (ref int x in m.Span) x++; foreach (ref readonly int x in (ReadOnlySpan<int>)m.Span) Console.Write(x + " ");
        Console.WriteLine(); Span<int> self = new[] { 1, 2, 3, 4, 5, 6 }; self[..4].CopyTo(self[2..]); Console.WriteLine(S<int>(self));
        self = new[] { 1, 2, 3, 4, 5, 6 }; self[2..].CopyTo(self); Console.WriteLine(S<int>(self)); string[] strs = { "a", "b", "c", "d" };
        strs.AsSpan(0, 3).CopyTo(strs.AsSpan(1)); GC.Collect(); Console.WriteLine(string.Join("", strs));
        ReadOnlySpan<int> coll = [1, 2, .. new[] { 3, 4 }]; Console.WriteLine(coll[3] + coll.Length);
        Span<Range> ranges = stackalloc Range[3]; Console.WriteLine("a,b,c,d".AsSpan().Split(ranges, ',') + "" + ranges[2]);
    }
}
