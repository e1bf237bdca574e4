// Loops with offset and scaled indices, moving refs and spans into arrays, with collections in between: the array must live and the element be right.
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

class P
{
    [MethodImpl(MethodImplOptions.NoInlining)] static void Junk(int i)
    {
        var g = new byte[1000 + i % 7]; g[i % 1000] = 1; if (i % 64 == 0) GC.Collect(0);
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static long Shifted(int n)
    {
        int[] a = new int[n]; for (int i = 0; i < n; i++) a[i] = i * 3; long s = 0;
        for (int i = 1000000; i < 1000000 + n; i++) { s += a[i - 1000000]; Junk(i); } return s;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static long Negative(int n)
    {
        long[] a = new long[n]; for (int i = -n; i < 0; i++) { a[-i - 1] = i; Junk(i & 0xff); } long s = 0;
        for (int i = -n; i < 0; i++) { s = s * 3 + a[i + n]; Junk(i & 0xff); } return s;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static int Strided(int n)
    {
        byte[] a = new byte[n * 5 + 3]; for (int i = 0; i < n; i++) { a[i * 5 + 3 - 1] = (byte)i; Junk(i); } int s = 0;
        for (int i = n - 1; i >= 0; i--) { s = s * 7 + a[5 * i + 2]; Junk(i); } return s;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static string Strings(int n)
    {
        string[] a = new string[n]; for (int i = 0; i < n; i++) { a[n - 1 - i] = "s" + i; Junk(i); } string r = "";
        for (int i = 100; i < 100 + n; i += 9) { r += a[i - 100]; Junk(i); } return r;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static double Interior(int n)
    {
        double s = 0; ref double r = ref MemoryMarshal.GetArrayDataReference(new double[n]);
        for (int i = 0; i < n; i++) { Unsafe.Add(ref r, i) = i * 0.5; Junk(i); }
        for (int i = n - 1; i >= 0; i--) { s = s / 2 + Unsafe.Add(ref r, i); Junk(i); } return Math.Round(s, 6);
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static int SpanOnly(int n)
    {
        Span<int> s = Make(n); int r = 0;
        while (!s.IsEmpty) { r = r * 5 + s[0] + s[^1]; s = s.Length > 2 ? s[1..^1] : default; Junk(s.Length); } return r;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static Span<int> Make(int n)
    {
        int[] a = new int[n + 10]; for (int i = 0; i < a.Length; i++) a[i] = i; return a.AsSpan(5, n);
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static long TwoArrays(int n)
    {
        int[] a = new int[n], b = new int[n]; for (int i = 0; i < n; i++) { a[i] = i; b[n - i - 1] = i * i; Junk(i); } long s = 0;
        for (int k = 0; k < 3; k++) for (int i = k; i < n - k; i++) { s += a[i - k] * (long)b[i + k]; Junk(i); } return s;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static ref int Field(out object owner)
    {
        var h = new Holder { V = 41 }; owner = null; return ref h.V;
    }
    class Holder { public long Pad; public int V; public Holder[] Kids; public string Name; }
    [MethodImpl(MethodImplOptions.NoInlining)] static int Tree(int d)
    {
        var root = new Holder { V = 1, Kids = new Holder[2] }; var cur = root;
        for (int i = 0; i < d; i++)
        {
            cur.Kids[i & 1] = new Holder { V = i, Kids = new Holder[2], Name = "n" + i }; ref Holder slot = ref cur.Kids[i & 1]; Junk(i);
            slot.V += 2; cur = slot;
        }
        int s = 0; cur = root; for (int i = 0; cur != null; i++) { s = s * 3 + cur.V + (cur.Name?.Length ?? 0); cur = cur.Kids[i & 1]; }
        return s;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static int Matrix(int n)
    {
        int[,] m = new int[n, n];
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) { m[i, n - 1 - j] = i * j; if (j == 0) Junk(i * 7); } int s = 0;
        for (int d = 1 - n; d < n; d++) for (int i = Math.Max(0, d); i < Math.Min(n, n + d); i++) s = s * 3 + m[i, i - d]; return s;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static int Jagged(int n)
    {
        var j = new int[n][]; for (int i = 0; i < n; i++) { j[i] = new int[i + 1]; for (int k = 0; k <= i; k++) j[i][i - k] = k; Junk(i); }
        int s = 0; for (int i = n; i-- > 0;) foreach (int x in j[i]) s = s * 31 + x; return s;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static int Chars(string s)
    {
        int r = 0; for (int i = 5; i < s.Length + 5; i++) { r = r * 31 + s[i - 5]; Junk(i); }
        ReadOnlySpan<char> sp = string.Concat(s, s).AsSpan(); while (sp.Length > 0) { r ^= sp[0]; sp = sp[1..]; Junk(sp.Length); } return r;
    }

    static void Main()
    {
        Console.WriteLine(Shifted(300) + " " + Negative(30) + " " + Strided(200) + " " + Strings(100) + " " + Interior(200) + " "
            + SpanOnly(201) + " " + TwoArrays(150) + " " + Tree(200) + " " + Matrix(30) + " " + Jagged(40) + " "
            + Chars("the quick brown fox"));
        ref int f = ref Field(out _); for (int i = 0; i < 200; i++) { Junk(i); f += i; } Console.WriteLine(f);
        var list = new System.Collections.Generic.List<object>();
        for (int i = 0; i < 2000; i++)
        {
            list.Add(i % 3 == 0 ? new int[i % 50] : i % 3 == 1 ? "str" + i : new object[] { i, list.Count > 5 ? list[i - 5] : null });
            if (i % 500 == 499) GC.Collect();
        }
        int sum = 0;
        foreach (object o in list) sum = sum * 3 + (o is int[] a ? a.Length : o is string s ? s.Length : (int)((object[])o)[0]);
        Console.WriteLine(sum);
    }
}
