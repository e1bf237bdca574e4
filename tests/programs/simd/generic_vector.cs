// Vector<T> in algorithms whose results don't depend on its size: sums, dot products, search, transforms, masks, comparisons with scalar code.
using System;
using System.Linq;
using System.Numerics;

class P
{
    static T Sum<T>(T[] a) where T : struct, INumber<T>
    {
        var acc = Vector<T>.Zero; int i = 0; for (; i <= a.Length - Vector<T>.Count; i += Vector<T>.Count) acc += new Vector<T>(a, i);
        T s = Vector.Sum(acc); for (; i < a.Length; i++) s += a[i]; return s;
    }
    static int Find<T>(T[] a, T v) where T : struct, INumber<T>
    {
        var x = new Vector<T>(v); int i = 0;
        for (; i <= a.Length - Vector<T>.Count; i += Vector<T>.Count) if (Vector.EqualsAny(new Vector<T>(a, i), x)) break;
        for (; i < a.Length; i++) if (a[i] == v) return i; return -1;
    }
    static void Axpy(float k, float[] x, float[] y)
    {
        int i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count) (new Vector<float>(x, i) * k + new Vector<float>(y, i)).CopyTo(y, i);
        for (; i < x.Length; i++) y[i] = x[i] * k + y[i];
    }
    static T[] Clamp<T>(T[] a, T lo, T hi) where T : struct, INumber<T>
    {
        var r = new T[a.Length]; int i = 0;
        for (; i <= a.Length - Vector<T>.Count; i += Vector<T>.Count) Vector.Min(Vector.Max(new Vector<T>(a, i), new Vector<T>(lo)),
            new Vector<T>(hi)).CopyTo(r, i);
        for (; i < a.Length; i++) r[i] = T.Clamp(a[i], lo, hi); return r;
    }
    static int Count(int[] a, int over)
    {
        var acc = Vector<int>.Zero; int i = 0;
        for (; i <= a.Length - Vector<int>.Count; i += Vector<int>.Count) acc -= Vector.GreaterThan(new Vector<int>(a, i), new Vector<int>(over));
        int n = Vector.Sum(acc); for (; i < a.Length; i++) if (a[i] > over) n++; return n;
    }

    static void Main()
    {
        foreach (int n in new[] { 0, 1, 5, 8, 16, 31, 64, 1000 })
        {
            int[] a = Enumerable.Range(0, n).Select(i => i * 7919 % 1009 - 500).ToArray(); var l = a.Select(x => (long)x << 20).ToArray();
            var b = a.Select(x => (byte)x).ToArray(); var s = a.Select(x => (short)(x * 50)).ToArray();
            var u = a.Select(x => (uint)x).ToArray(); var d = a.Select(x => (double)x).ToArray();
            Console.Write((Sum(a) == a.Sum()) + " " + Sum(a) + " " + Sum(l) + " " + Sum(b) + " " + Sum(s) + " " + Sum(u) + " " + Sum(d)
                + " " + Find(a, n > 3 ? a[n / 2] : 1) + Find(b, (byte)77) + Find(s, (short)1) + Find(d, 12345) + " "
                + Clamp(a, -10, 10).Sum() + " " + Clamp(b, (byte)5, (byte)50).Sum(x => x) + " " + Clamp(d, -1.5, 2.5).Sum() + " "
                + Count(a, 0) + "; ");
            float[] x1 = a.Select(x => x / 4f).ToArray(), y1 = a.Select(x => x / 8f).ToArray(); Axpy(0.5f, x1, y1);
            Console.WriteLine(y1.Sum(z => (double)z));
        }
        Console.WriteLine((Vector<int>.Count * 4 == Vector<byte>.Count) + " " + (Vector<double>.Count * 2 == Vector<float>.Count)
            + (Vector<int>.Zero == default) + (Vector<int>.One + Vector<int>.One == new Vector<int>(2))
            + (Vector<int>.AllBitsSet == new Vector<int>(-1)) + Vector.EqualsAll(new Vector<short>(5) * 3, new Vector<short>(15))
            + Vector.Dot(new Vector<int>(2), Vector<int>.One).Equals(2 * Vector<int>.Count)
            + (Vector.ConditionalSelect(Vector.LessThan(new Vector<float>(1), new Vector<float>(2)), new Vector<float>(3),
                new Vector<float>(4)) == new Vector<float>(3))
            + (Vector.Abs(new Vector<int>(-4)) == new Vector<int>(4)) + (~new Vector<int>(5) == new Vector<int>(-6))
            + Vector.GreaterThanAll(new Vector<ulong>(ulong.MaxValue), new Vector<ulong>(1))
            + (Vector.SquareRoot(new Vector<double>(16)) == new Vector<double>(4))
            + (Vector.ConvertToInt32(new Vector<float>(-2.9f)) == new Vector<int>(-2)) + (new Vector<int>(1) << 4 == new Vector<int>(16))
            + (Vector.AsVectorSingle(new Vector<int>(0x3f800000)) == Vector<float>.One)
            + (new Vector<double>(double.NaN) == new Vector<double>(double.NaN))
            + new Vector<double>(double.NaN).Equals(new Vector<double>(double.NaN)));
        Vector.Widen(new Vector<short>(-3), out Vector<int> lo, out Vector<int> hi);
        Console.WriteLine((lo == hi) + "" + lo[0] + (Vector.Narrow(lo, hi) == new Vector<short>(-3))
            + (-new Vector<float>(0f))[0].CompareTo(0f) + float.IsNegative((-new Vector<float>(0f))[0]));
        Span<int> sp = stackalloc int[Vector<int>.Count]; new Vector<int>(9).CopyTo(sp); Console.WriteLine(sp[^1]);
        try
        {
            _ = new Vector<int>(new int[1]); Console.WriteLine(Vector<int>.Count == 1);
        }
        catch (IndexOutOfRangeException) { Console.WriteLine("range"); } catch (ArgumentOutOfRangeException)
        {
            Console.WriteLine("argument range");
        }
        try { _ = Vector<int>.Zero[Vector<int>.Count]; } catch (Exception e)
        {
            Console.WriteLine(e is IndexOutOfRangeException or ArgumentOutOfRangeException);
        }
    }
}
