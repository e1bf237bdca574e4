// Vector128 of every integer type against scalar code: arithmetic, comparison, shifts, min and max, saturation, widening, narrowing, shuffles, masks.
using System;
using System.Runtime.Intrinsics;

class P
{
    static uint s_r = 12345;
    static ulong Rnd() { s_r = s_r * 1664525 + 1013904223; ulong hi = s_r; s_r = s_r * 1664525 + 1013904223; return hi << 32 | s_r; }
    static string S<T>(Vector128<T> v) { string r = ""; for (int i = 0; i < Vector128<T>.Count; i++) r += v[i] + " "; return r; }
    static void Run<T>(string name, Func<ulong, T> mk, Func<T, T, T> add, Func<T, T, T> sub, Func<T, T, T> mul, Func<T, T, int> cmp, int bits) where T : struct
    {
        int bad = 0, n = Vector128<T>.Count; long h = 0;
        for (int round = 0; round < 50; round++)
        {
            T[] a = new T[n], b = new T[n]; for (int i = 0; i < n; i++) { a[i] = mk(Rnd()); b[i] = round % 3 == 0 ? a[i] : mk(Rnd()); }
            Vector128<T> x = Vector128.Create(a), y = Vector128.Create(b), s = x + y, d = x - y, m = x * y, mx = Vector128.Max(x, y),
                mn = Vector128.Min(x, y), gt = Vector128.GreaterThan(x, y), le = Vector128.LessThanOrEqual(x, y),
                eq = Vector128.Equals(x, y), sel = Vector128.ConditionalSelect(gt, x, y), neg = -x, and = x & y, or = x | y, xor = x ^ y,
                andn = Vector128.AndNot(x, y), not = ~x, sc = x * y[0];
            for (int i = 0; i < n; i++)
            {
                int c = cmp(a[i], b[i]); if (!s[i].Equals(add(a[i], b[i]))) bad++; if (!d[i].Equals(sub(a[i], b[i]))) bad++;
                if (!m[i].Equals(mul(a[i], b[i]))) bad++; if (!mx[i].Equals(c > 0 ? a[i] : b[i])) bad++;
                if (!mn[i].Equals(c < 0 ? a[i] : b[i])) bad++; if (gt[i].Equals(default(T)) == (c > 0)) bad++;
                if (le[i].Equals(default(T)) == (c <= 0)) bad++; if (eq[i].Equals(default(T)) == (c == 0)) bad++;
                if (!sel[i].Equals(c > 0 ? a[i] : b[i])) bad++; if (!neg[i].Equals(sub(default, a[i]))) bad++;
                if (!sc[i].Equals(mul(a[i], b[0]))) bad++;
            }
            if ((and | andn) != x || (xor ^ y) != x || (or & x) != x || ~not != x) bad++;
            uint gm = Vector128.ExtractMostSignificantBits(gt);
            for (int i = 0; i < n; i++) if ((gm >> i & 1) == 1 != cmp(a[i], b[i]) > 0) bad++;
            if (Vector128.EqualsAll(x, y) != (eq == Vector128<T>.AllBitsSet) || Vector128.EqualsAny(x, y) == (eq == Vector128<T>.Zero)
                || Vector128.GreaterThanAny(x, y) == (gt == Vector128<T>.Zero)) bad++;
            T sum = default; for (int i = 0; i < n; i++) sum = add(sum, a[i]); if (!Vector128.Sum(x).Equals(sum)) bad++; T dot = default;
            for (int i = 0; i < n; i++) dot = add(dot, mul(a[i], b[i])); if (!Vector128.Dot(x, y).Equals(dot)) bad++;
            for (int i = 0; i < n; i++) h = h * 31 + Convert.ToInt64(Convert.ToDecimal(s[i]) % 1000003m) + Convert.ToInt64(Convert.ToDecimal(m[i]) % 1000003m);
            x = x.WithElement(n - 1, b[0]); if (!x.GetElement(n - 1).Equals(b[0]) || !x.ToScalar().Equals(n == 1 ? b[0] : a[0])) bad++;
        }
        Console.WriteLine($"{name} {bad} {h}");
    }

    static void Main()
    {
        Run<sbyte>("sbyte", x => (sbyte)x, (a, b) => (sbyte)(a + b), (a, b) => (sbyte)(a - b), (a, b) => (sbyte)(a * b), (a, b) => a.CompareTo(b), 8);
        Run<byte>("byte", x => (byte)x, (a, b) => (byte)(a + b), (a, b) => (byte)(a - b), (a, b) => (byte)(a * b), (a, b) => a.CompareTo(b), 8);
        Run<short>("short", x => (short)x, (a, b) => (short)(a + b), (a, b) => (short)(a - b), (a, b) => (short)(a * b), (a, b) => a.CompareTo(b), 16);
        Run<ushort>("ushort", x => (ushort)x, (a, b) => (ushort)(a + b), (a, b) => (ushort)(a - b), (a, b) => (ushort)(a * b), (a, b) => a.CompareTo(b), 16);
        Run<int>("int", x => (int)x, (a, b) => a + b, (a, b) => a - b, (a, b) => a * b, (a, b) => a.CompareTo(b), 32);
        Run<uint>("uint", x => (uint)x, (a, b) => a + b, (a, b) => a - b, (a, b) => a * b, (a, b) => a.CompareTo(b), 32);
        Run<long>("long", x => (long)x, (a, b) => a + b, (a, b) => a - b, (a, b) => a * b, (a, b) => a.CompareTo(b), 64);
        Run<ulong>("ulong", x => x, (a, b) => a + b, (a, b) => a - b, (a, b) => a * b, (a, b) => a.CompareTo(b), 64);
        var v = Vector128.Create(1, -2, int.MaxValue, int.MinValue);
        Console.WriteLine(S(v << 3) + S(v >> 1) + S(v >>> 1) + S(v << 33) + S(Vector128.Abs(v)) + S(Vector128.Create((byte)200) >> 3)
            + S(Vector128.Create((sbyte)-100) >> 2) + S(Vector128.Create((short)-5) >>> 4) + S(Vector128.Create(-9L) >> 60)
            + S(Vector128.Create(5UL) << 62));
        Console.WriteLine(S(Vector128.Shuffle(v, Vector128.Create(3, 2, 1, 0))) + S(Vector128.Shuffle(v, Vector128.Create(0, 0, 9, -1)))
            + S(Vector128.Shuffle(Vector128.Create((byte)1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
                Vector128.Create((byte)15, 0, 255, 16, 7, 7, 7, 1, 2, 3, 4, 5, 6, 8, 9, 10)))
            + S(Vector128.Shuffle(Vector128.Create(5L, 6L), Vector128.Create(1L, 0L))));
        var (lo, hi) = Vector128.Widen(Vector128.Create((sbyte)-1, 2, -3, 4, -5, 6, -7, 8, 127, -128, 0, 1, 2, 3, 4, 5));
        Console.WriteLine(S(lo) + S(hi) + S(Vector128.WidenLower(v)) + S(Vector128.WidenUpper(Vector128.Create((ushort)65535)))
            + S(Vector128.Narrow(v, v)) + S(Vector128.Narrow(Vector128.Create((ushort)300), Vector128.Create((ushort)70)))
            + S(Vector128.NarrowWithSaturation(v, v))
            + S(Vector128.NarrowWithSaturation(Vector128.Create((short)300), Vector128.Create((short)-300))));
        Console.WriteLine(S(v.AsByte()) + S(v.AsInt64()) + v.GetLower()[1] + v.GetUpper()[0]
            + S(Vector128.Create(v.GetUpper(), v.GetLower())) + S(Vector128.CreateScalar(7)) + S(Vector128<int>.One)
            + S(Vector128<short>.Indices) + S(Vector128.CreateSequence(3, -2)) + v
            + (v == Vector128.Create(1, -2, int.MaxValue, int.MinValue)) + v.Equals((object)v) + (v.GetHashCode() == v.GetHashCode()));
        Console.WriteLine(S(Vector128.AddSaturate(Vector128.Create((byte)250), Vector128.Create((byte)10)))
            + S(Vector128.SubtractSaturate(Vector128.Create((short)-32000), Vector128.Create((short)1000))) + S(v / 3)
            + S(Vector128.Create(7u) / Vector128.Create(1u, 2, 3, 4))
            + Vector128.CountWhereAllBitsSet(Vector128.GreaterThan(v, Vector128<int>.Zero))
            + Vector128.IndexOfWhereAllBitsSet(Vector128.LessThan(v, Vector128<int>.Zero)) + Vector128.LastIndexOf(v, 1)
            + Vector128.Any(v, -2) + Vector128.All(v, 1) + Vector128.None(v, 5)
            + S(Vector128.Clamp(v, Vector128.Create(-5), Vector128.Create(5))));
        Span<int> mem = stackalloc int[6]; v.CopyTo(mem[1..]);
        Console.WriteLine(string.Join(",", mem.ToArray()) + S(Vector128.Create<int>(mem[2..])) + v.TryCopyTo(mem[3..]));
        try { _ = Vector128.Create<int>(mem[3..]); } catch (ArgumentOutOfRangeException) { Console.WriteLine("short"); }
        try { _ = v[4]; } catch (ArgumentOutOfRangeException) { Console.WriteLine("element"); }
        try { _ = Vector128<bool>.Zero + Vector128<bool>.Zero; } catch (NotSupportedException) { Console.WriteLine("bool vector"); }
        try { v /= Vector128<int>.Zero; } catch (DivideByZeroException) { Console.WriteLine("zero"); }
    }
}
