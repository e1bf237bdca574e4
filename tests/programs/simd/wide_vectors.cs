// Vector64, Vector256 and Vector512: the same results as on their halves, conversions between widths, all operations through software or hardware, as fields, arguments and in arrays.
#pragma warning disable CS1718
using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

struct Holder { public byte B; public Vector256<int> V; public short S; public Vector128<double> D; }
class Obj { public Vector512<long> L; public Vector64<short> S; public string T; }

class P
{
    const MethodImplOptions No = MethodImplOptions.NoInlining;
    [MethodImpl(No)] static Vector256<int> Pass(int a, Vector256<int> v, Vector128<float> f, double d, Vector64<byte> b, Vector512<short> s)
        => v + Vector256.Create(a) + Vector256.Create((int)f[1]) + Vector256.Create((int)d) + Vector256.Create((int)b[7])
        + Vector256.Create((int)s[31]);
    [MethodImpl(No)] static Vector512<T> Twice<T>(Vector512<T> v) => v + v;
    [MethodImpl(No)] static (Vector128<int>, Vector256<long>) Pair(Vector128<int> a)
        => (a * 2, Vector256.Create(Vector128.WidenLower(a), Vector128.WidenUpper(a)));
    [MethodImpl(No)] static void ByRef(ref Vector256<byte> v, in Vector128<byte> lo, out Vector64<byte> o)
    {
        v = Vector256.Create(lo, v.GetUpper()); o = lo.GetUpper();
    }
    static string S<T>(Vector256<T> v) => v.ToString() + " "; static string S<T>(Vector512<T> v) => v.ToString() + " ";

    static void Main()
    {
        var seq = Vector256.CreateSequence(1, 3); var w = Vector512.CreateSequence(5L, -7L);
        var b = Vector256.Create((byte)1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32);
        Console.WriteLine(S(seq * seq - seq) + S(seq << 2) + S(Vector256.Max(seq, Vector256.Create(10)))
            + S(Vector256.Shuffle(seq, Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0)))
            + S(Vector256.Shuffle(b, Vector256.Create((byte)31) - b + Vector256.Create((byte)1))) + Vector256.Sum(seq) + " "
            + Vector256.Dot(seq, seq) + Vector256.ExtractMostSignificantBits(Vector256.GreaterThan(seq, Vector256.Create(8)))
            + S(Vector256.Narrow(seq, -seq)) + S(Vector256.WidenLower(seq)) + S(Vector256.WidenUpper(b)) + S(seq.AsInt64()) + (seq == seq)
            + Vector256.EqualsAny(seq, Vector256.Create(22)));
        Console.WriteLine(S(w + w) + S(w * w) + S(w >> 1) + S(Vector512.Abs(w)) + S(Vector512.Min(w, Vector512<long>.Zero))
            + Vector512.Sum(w) + Vector512.ExtractMostSignificantBits(w)
            + S(Vector512.ConditionalSelect(Vector512.LessThan(w, Vector512<long>.Zero), w, -w)) + w.GetLower()[3]
            + w.GetUpper().GetUpper()[1] + S(Vector512.Create(w.GetUpper(), w.GetLower())) + S(Twice(Vector512.Create(1.5f)))
            + S(Vector512.Sqrt(Vector512.CreateSequence(0.0, 4.0))) + S(Vector512.ConvertToInt32(Vector512.Create(-7.9f))));
        var d = Vector64.Create(1, 2);
        Console.WriteLine(d + "" + (d + d) + Vector64.Create((byte)250) * Vector64.Create((byte)3) + d.ToVector128()
            + Vector64.Widen(d).Lower + Vector64.Dot(d, d) + Vector64.CreateScalar(5.5) + d.AsInt64()[0]
            + Vector64.Shuffle(d, Vector64.Create(1, 0)) + Vector64.Narrow(d, d) + Vector64.Sum(Vector64.Create((short)1, 2, 3, 4)));
        Console.WriteLine(S(Pass(1, seq, Vector128.Create(1f, 2, 3, 4), 3.5, Vector64.Create((byte)4), Vector512.Create((short)5))));
        var (p, q) = Pair(Vector128.Create(1, -2, 3, -4)); Console.WriteLine(p + "" + q);
        ByRef(ref b, Vector128.Create((byte)99), out Vector64<byte> o); Console.WriteLine(S(b) + o);
        var h = new Holder { B = 1, V = seq, S = 2, D = Vector128.Create(0.5) }; var h2 = h; h2.V += seq; h2.B++;
        Console.WriteLine(S(h.V) + S(h2.V) + h.B + h2.B + h.S + h.D + Unsafe.SizeOf<Vector256<int>>() + Unsafe.SizeOf<Vector512<byte>>());
        var arr = new Holder[3]; arr[1] = h; arr[2].V = arr[1].V * 3; object box = arr[2].V;
        Console.WriteLine(S((Vector256<int>)box) + box.Equals(arr[2].V) + (box.GetHashCode() == arr[2].V.GetHashCode()));
        var ob = new Obj { L = w, S = Vector64.Create((short)7), T = "t" }; GC.Collect(); ob.L -= Vector512.Create(1L);
        Console.WriteLine(S(ob.L) + ob.S + ob.T); Func<Vector256<int>, int, Vector256<int>> f = (v, n) => v * n + seq;
        Console.WriteLine(S(f(seq, 2))); int bad = 0; uint r = 5;
        for (int k = 0; k < 100; k++)
        {
            var x = Vector256<int>.Zero; for (int i = 0; i < 8; i++) { r = r * 1664525 + 1013904223; x = x.WithElement(i, (int)r); }
            var y = x ^ Vector256.Create(k * 77); var m = Vector256.Max(x, y) - (x & y) + (x >>> (k & 31));
            var lo = Vector128.Max(x.GetLower(), y.GetLower()) - (x.GetLower() & y.GetLower()) + (x.GetLower() >>> (k & 31));
            var hi = Vector128.Max(x.GetUpper(), y.GetUpper()) - (x.GetUpper() & y.GetUpper()) + (x.GetUpper() >>> (k & 31));
            if (m != Vector256.Create(lo, hi)) bad++;
            for (int i = 0; i < 8; i++) if (m[i] != Math.Max(x[i], y[i]) - (x[i] & y[i]) + (x[i] >>> (k & 31))) bad++;
        }
        Console.WriteLine(bad);
        try
        {
            _ = Vector512<decimal>.Zero == default; Console.WriteLine("no");
        }
        catch (NotSupportedException) { Console.WriteLine("decimal vector"); }
        Vector256<int> cond = r % 2 == 0 ? seq : -seq;
        for (int i = 0; i < 3; i++) { try { if (i == 1) throw new Exception(); cond += Vector256.Create(i); } catch { cond *= 2; } }
        Console.WriteLine(S(cond)); var sel = Vector256.IsNaN(Vector256.Create(0f / r.CompareTo(r), 1, 2, 3, 4, 5, 6, 7));
        Console.WriteLine(Vector256.ExtractMostSignificantBits(sel) + S(Vector256.Round(Vector256.CreateSequence(-1.5, 1))));
    }
}
