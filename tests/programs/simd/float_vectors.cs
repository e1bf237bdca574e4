// Vectors of float and double: NaN, signed zero, min and max rules, comparison, rounding, conversion with saturation, square root, fused operations, reinterpretation.
using System;
using System.Runtime.Intrinsics;

class P
{
    static string F(float f) => float.IsNaN(f) ? "N" : f == 0 && float.IsNegative(f) ? "-0" : f.ToString("R");
    static string F(double f) => double.IsNaN(f) ? "N" : f == 0 && double.IsNegative(f) ? "-0" : f.ToString("R");
    static string S(Vector128<float> v) => $"({F(v[0])} {F(v[1])} {F(v[2])} {F(v[3])}) ";
    static string S(Vector128<double> v) => $"({F(v[0])} {F(v[1])}) ";
    static string B<T>(Vector128<T> v) => Convert.ToString(Vector128.ExtractMostSignificantBits(v), 2) + " ";
    static string I<T>(Vector128<T> v) { string r = "("; for (int i = 0; i < Vector128<T>.Count; i++) r += v[i] + " "; return r + ") "; }

    static void Main()
    {
        float[] fs = { 0, -0f, 1, -1.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue, 2.5f,
            -2.5f, 1e10f, 0.5f, -0.5f, 3e9f, -7.75f };
        int bad = 0;
        for (int i = 0; i < 16; i += 4) for (int j = 0; j < 16; j++)
        {
            Vector128<float> x = Vector128.Create(fs[i], fs[i + 1], fs[i + 2], fs[i + 3]), y = Vector128.Create(fs[j]);
            Vector128<float> a = x + y, s = x - y, m = x * y, d = x / y, mx = Vector128.Max(x, y), mn = Vector128.Min(x, y),
                mxn = Vector128.MaxNumber(x, y), mnn = Vector128.MinNumber(x, y);
            for (int k = 0; k < 4; k++)
            {
                float p = x[k], q = fs[j];
                if (F(a[k]) != F(p + q) || F(s[k]) != F(p - q) || F(m[k]) != F(p * q) || F(d[k]) != F(p / q)) bad++;
                if (F(mx[k]) != F(Math.Max(p, q)) || F(mn[k]) != F(Math.Min(p, q)) || F(mxn[k]) != F(float.MaxNumber(p, q))
                    || F(mnn[k]) != F(float.MinNumber(p, q))) bad++;
                if (BitConverter.SingleToInt32Bits(Vector128.LessThan(x, y)[k]) != (p < q ? -1 : 0)
                    || BitConverter.SingleToInt32Bits(Vector128.Equals(x, y)[k]) != (p == q ? -1 : 0)
                    || BitConverter.SingleToInt32Bits(Vector128.GreaterThanOrEqual(x, y)[k]) != (p >= q ? -1 : 0)) bad++;
                if (F(Vector128.CopySign(x, y)[k]) != F(MathF.CopySign(p, q)) && !float.IsNaN(p)) bad++;
            }
        }
        Console.WriteLine(bad);
        for (int i = 0; i < 16; i += 4)
        {
            Vector128<float> x = Vector128.Create<float>(fs.AsSpan(i));
            Console.WriteLine(S(-x) + S(Vector128.Abs(x)) + S(Vector128.Sqrt(x)) + S(Vector128.Floor(x)) + S(Vector128.Ceiling(x))
                + S(Vector128.Truncate(x)) + S(Vector128.Round(x)) + I(Vector128.ConvertToInt32(x)) + I(Vector128.ConvertToUInt32(x))
                + B(Vector128.IsNaN(x)) + B(Vector128.IsNegative(x)) + B(Vector128.IsPositiveInfinity(x)) + B(Vector128.Equals(x, x))
                + I(x.AsInt32()) + Vector128.EqualsAll(x, x) + (x == x.AsInt32().AsSingle()) + x.Equals(x));
            var (lo, hi) = Vector128.Widen(x);
            Console.WriteLine(S(lo) + S(hi) + S(Vector128.Narrow(lo, hi)) + I(Vector128.ConvertToInt64(lo))
                + I(Vector128.ConvertToUInt64(hi)) + S(Vector128.Sqrt(lo)) + S(Vector128.Floor(hi)) + S(Vector128.Max(lo, hi))
                + S(Vector128.FusedMultiplyAdd(lo, hi, lo)));
        }
        Console.WriteLine(S(Vector128.ConvertToSingle(Vector128.Create(int.MaxValue, int.MinValue, 16777217, -3)))
            + S(Vector128.ConvertToSingle(Vector128.Create(uint.MaxValue, 0x80000000, 16777217, 3)))
            + S(Vector128.ConvertToDouble(Vector128.Create(long.MaxValue, -5)))
            + S(Vector128.ConvertToDouble(Vector128.Create(ulong.MaxValue, 5))));
        var v = Vector128.Create(1f, 2, 3, 4);
        Console.WriteLine(Vector128.Dot(v, v) + " " + Vector128.Sum(v) + S(v * 0.5f) + S(v / 3)
            + S(Vector128.Shuffle(v, Vector128.Create(3, 3, 0, 1)))
            + S(Vector128.ConditionalSelect(Vector128.Create(-1, 0, -1, 0).AsSingle(), v, -v)) + S(v.WithElement(2, 9))
            + S(Vector128.MultiplyAddEstimate(v, v, v)) + S(Vector128.Lerp(v, -v, Vector128.Create(0.25f)))
            + S(Vector128.DegreesToRadians(Vector128.Create(180f))) + v + S(Vector128.Create(float.Pi))
            + S(Vector128.Hypot(Vector128.Create(3f), Vector128.Create(4f))));
        double[] ds = { double.NaN, 1e300, -1e300, 0.1, -0.0, 2.5, 9e18, 1e19, -1e19, 4503599627370497.5 };
        for (int i = 0; i < 10; i += 2)
        {
            var x = Vector128.Create(ds[i], ds[i + 1]);
            Console.Write(S(Vector128.Round(x)) + S(Vector128.Truncate(x)) + I(Vector128.ConvertToInt64(x))
                + I(Vector128.ConvertToUInt64(x)) + S(x - x) + S(x * 2) + B(Vector128.LessThan(x, Vector128<double>.Zero))
                + S(Vector128.Min(x, Vector128.Create(0.0))));
        }
        Console.WriteLine();
        double acc = 0; float facc = 0; var rnd = 7u;
        for (int i = 0; i < 500; i++)
        {
            rnd = rnd * 1664525 + 1013904223; var q = Vector128.Create((rnd >> 8) / 1000f, (rnd >> 12) / 7f, -(rnd >> 16) / 3f, 1);
            q = Vector128.Sqrt(Vector128.Abs(q * q - q)) + Vector128.Floor(q / 5); facc += q[0] - q[2];
            var p = Vector128.Create((double)q[1], q[2]); acc += Vector128.Dot(p, Vector128.Create(0.5, 0.25));
        }
        Console.WriteLine(acc.ToString("R") + " " + facc.ToString("R"));
    }
}
