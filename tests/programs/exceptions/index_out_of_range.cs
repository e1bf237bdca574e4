// Bounds checks of arrays, spans, strings and collections with every index type, negative and huge indices, ranges, and the state around them.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

class P
{
    static int s_n;
    static void T(Func<object> f)
    {
        s_n++;
        try { Console.Write(f() + " "); } catch (IndexOutOfRangeException) { Console.Write("! "); } catch (Exception e)
        {
            Console.Write(e.GetType().Name.Replace("Exception", "") + " ");
        }
        if (s_n % 20 == 0) Console.WriteLine();
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static int At(int[] a, int i) => a[i];
    [MethodImpl(MethodImplOptions.NoInlining)] static int At(int[] a, uint i) => a[i];
    [MethodImpl(MethodImplOptions.NoInlining)] static int At(int[] a, long i) => a[i];
    [MethodImpl(MethodImplOptions.NoInlining)] static int At(int[] a, ulong i) => a[i];
    [MethodImpl(MethodImplOptions.NoInlining)] static int At(int[] a, nint i) => a[(int)i];
    [MethodImpl(MethodImplOptions.NoInlining)] static int At(int[] a, byte i) => a[i];
    [MethodImpl(MethodImplOptions.NoInlining)] static int At(int[] a, Index i) => a[i];
    static int SumTo(int[] a, int n)
    {
        int s = 0; int i = 0; try { for (i = 0; i < n; i++) s += a[i]; } catch (IndexOutOfRangeException) { return -(s * 100 + i); }
        return s;
    }
    static int Down(int[] a, int from)
    {
        int s = 0; try { for (int i = from; ; i--) { s += a[i]; a[i] = 0; } } catch (IndexOutOfRangeException) { return s; }
    }
    static int Offset(int[] a, int off) { int s = 0; for (int i = off; i < off + a.Length; i++) s += a[i - off] * (i - off + 1); return s; }
    static int Partial(int[] a, int[] b)
    {
        int done = 0;
        try { for (int i = 0; i < a.Length; i++) { b[i] = a[i]; done++; b[i + 1] = -1; done++; } } catch (IndexOutOfRangeException) { }
        return done * 10 + b[^1];
    }

    static void Main()
    {
        int[] a = { 10, 20, 30 }; string s = "abc"; byte[] b = new byte[2]; object[] o = { 1, "x" }; (int, string)[] t = { (1, "a") };
        int[][] j = { a, null }; int[,] m = { { 1, 2, 3 }, { 4, 5, 6 } }; int[,,] c = new int[2, 0, 3]; List<int> l = new() { 1, 2 };
        string[] strs = new string[1]; double[] d = { 1.5 };
        foreach (int i in new[] { 0, 2, 3, -1, int.MaxValue, int.MinValue })
        {
            T(() => At(a, i)); T(() => At(a, (uint)i)); T(() => At(a, (long)i)); T(() => At(a, (ulong)i)); T(() => At(a, (nint)i));
            T(() => At(a, (byte)i)); T(() => At(a, i + (1L << 32))); T(() => s[i]); T(() => l[i]); T(() => a.AsSpan()[i]);
            T(() => s.AsSpan()[i]); T(() => m[i, 0]); T(() => m[0, i]); T(() => m[1, i % 7]); T(() => t[i]); T(() => o[i]); T(() => d[i]);
            T(() => j[i]?.Length); T(() => b[i]++); T(() => strs[i] = "s"); T(() => { a[i] = a[i]; return "w"; });
            T(() => { ref int r = ref a[i]; return r; }); T(() => c[0, i, 0]); T(() => new ArraySegment<int>(a, 1, 2)[i]);
            T(() => a.GetValue(i)); T(() => new int[2, 2].GetValue(i, 1));
        }
        Console.WriteLine(); T(() => At(a, ^1)); T(() => At(a, ^0)); T(() => At(a, ^4)); T(() => a[1..].Length); T(() => a[..4].Length);
        T(() => a[2..1]); T(() => a[3..].Length); T(() => s[..^3]); T(() => s[4..]); T(() => s[^4..]); T(() => a.AsSpan(3).Length);
        T(() => a.AsSpan(4).Length); T(() => a.AsSpan(1, 3).Length); T(() => a.AsSpan()[^1]);
        T(() => { Span<int> z = stackalloc int[2]; return z[2]; }); T(() => s.Substring(3).Length); T(() => s.Substring(-1));
        T(() => s.Substring(1, 3)); T(() => l[^3]); T(() => { l.RemoveAt(2); return 0; }); T(() => { l.Insert(3, 1); return 0; });
        T(() => Array.Empty<int>()[0]); T(() => a[a.Length]); T(() => a[-1 + s.Length - 3]); T(() => Array.Empty<string>()[0]);
        T(() => "".AsSpan()[0]); T(() => string.Empty[0]); T(() => default(Span<int>)[0]); T(() => default(ArraySegment<int>).Count);
        T(() => { fixedLoop(a); return "ok"; }); static void fixedLoop(int[] x) { for (int i = x.Length - 1; i >= 0; i--) x[i]++; }
        Console.WriteLine();
        Console.WriteLine(SumTo(a, 3) + " " + SumTo(a, 10) + " " + Offset(a, 1000000000) + " " + Offset(a, -1000000000) + " "
            + Offset(a, int.MinValue) + " " + Down(a, 2) + " " + Down(a, 5) + " " + Partial(new[] { 1, 2, 3 }, new int[4]) + " "
            + Partial(new[] { 1, 2, 3 }, new int[3]) + " " + Partial(new int[5], new int[2]));
        int n = 0; for (int k = 0; k < 2000; k++) { try { n += a[k & 3]; } catch (IndexOutOfRangeException) { n += 1000; } }
        Console.WriteLine(n); try { a[5] = 1; } catch (IndexOutOfRangeException e) { Console.WriteLine(e.Message); }
        try { m[2, 0] = 1; } catch (IndexOutOfRangeException e) { Console.WriteLine(e.Message); }
        try { l[9] = 1; } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.Message.Replace("\n", "|")); }
        try { _ = s[9]; } catch (IndexOutOfRangeException e) { Console.WriteLine(e.Message); }
    }
}
