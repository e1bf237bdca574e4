using System;
using System.Numerics;
using System.Runtime.CompilerServices;

// Max and Min of floats that a loop carries from step to step, with NaN, signed zeros and infinities on the way.
static class Program
{
    static readonly double[] Values =
    {
        1, -1, 0.0, -0.0, 5, double.NaN, 3, double.PositiveInfinity, -2, double.NegativeInfinity, -0.0, 0.0, 1e-320, -1e-320, double.MaxValue,
        BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_0000_0001)), BitConverter.Int64BitsToDouble(0x7FF0_0000_0000_0001), 2,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    static double Record(double[] values, int from, int to, bool max)
    {
        double best = max ? double.NegativeInfinity : double.PositiveInfinity;
        if (max)
            for (int i = from; i < to; i++)
                best = Math.Max(best, values[i]);
        else
            for (int i = from; i < to; i++)
                best = Math.Min(values[i], best);
        return best;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static float RecordSingle(float[] values, int from, int to, float best)
    {
        for (int i = from; i < to; i++)
            best = MathF.Min(MathF.Max(best, values[i]), 100f);
        return best;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static double Clamped(double[] values, double x, double limit, int from, int to)
    {
        double y = 0;
        for (int i = from; i < to; i++)
            y = Math.Max(y * x + values[i], limit);
        return y;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static double ClampedDown(double[] values, double x, double limit, int from, int to)
    {
        double y = 1;
        for (int i = to - 1; i >= from; i--)
            y = Math.Min(limit, y - x * values[i]);
        return y;
    }

    static T Horner<T>(T[] values, T x) where T : INumber<T>
    {
        T y = T.Zero;
        for (int i = values.Length - 1; i >= 0; i--)
            y = T.Max(y * x + values[i], T.Zero);
        return y;
    }

    static T Bounded<T>(T[] values, T low, T high) where T : INumber<T>
    {
        T y = T.One;
        foreach (T v in values)
            y = T.Clamp(T.Min(T.Max(y + v, low), high), low, high);
        return y;
    }

    // Two sums that feed each other.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static (double, double) Crossed(double[] values)
    {
        double a = 0, b = 0;
        foreach (double v in values)
        {
            double next = Math.Max(b - v, a);
            b = Math.Min(a + v, b);
            a = next;
        }
        return (a, b);
    }

    static string Bits(double d) => double.IsNaN(d) ? "NaN" : BitConverter.DoubleToInt64Bits(d).ToString("x16");
    static string Bits(float f) => float.IsNaN(f) ? "NaN" : BitConverter.SingleToInt32Bits(f).ToString("x8");

    static void Main()
    {
        float[] singles = Array.ConvertAll(Values, v => (float)v);
        for (int from = 0; from < Values.Length; from++)
        {
            for (int to = from; to <= Values.Length; to++)
            {
                string line = $"{from} {to} {Bits(Record(Values, from, to, true))} {Bits(Record(Values, from, to, false))}";
                line += $" {Bits(RecordSingle(singles, from, to, -0f))} {Bits(RecordSingle(singles, from, to, float.NegativeInfinity))}";
                foreach (double limit in new[] { 0.0, -0.0, 1.5, double.NaN, double.NegativeInfinity })
                    line += $" {Bits(Clamped(Values, 0.25, limit, from, to))} {Bits(ClampedDown(Values, -0.5, limit, from, to))}";
                Console.WriteLine(line);
            }
        }
        double[] tame = new double[200];
        for (int i = 0; i < tame.Length; i++)
            tame[i] = (i * 7 % 23 - 11) * 0.5;
        Console.WriteLine(Bits(Horner(tame, 0.25)) + " " + Bits(Horner(tame, -1.0)) + " " + Bits(Horner(tame, -0.0)));
        Console.WriteLine(Bits(Horner(Array.ConvertAll(tame, t => (float)t), 0.75f)));
        Console.WriteLine(Horner(Array.ConvertAll(tame, t => (int)t), 3) + " " + Horner(Array.ConvertAll(tame, t => (decimal)t), 0.5m));
        Console.WriteLine(Bits(Bounded(tame, -3.5, 4.25)) + " " + Bits(Bounded(Values, -3.5, 4.25)) + " " + Bits(Bounded(tame, 0.0, 0.0)));
        Console.WriteLine(Crossed(tame) + " " + Crossed(Values));
    }
}
