// Math and MathF: rounding modes, Clamp, Sign, BigMul, Pow and roots and logs at their special values.
using System;

class P
{
    static string T<R>(Func<R> f)
    {
        try { return f().ToString(); }
        catch (Exception e) { return e.GetType().Name; }
    }

    static void Main()
    {
        double[] v = { 0.5, 1.5, 2.5, -0.5, -1.5, 2.4999999999999996, 0.49999999999999994, 4503599627370497.5, 1e300, -0.0, double.NaN,
            double.PositiveInfinity };
        foreach (double d in v)
        {
            Console.Write($"{d}: {Math.Round(d)} {Math.Round(d, MidpointRounding.AwayFromZero)} {Math.Round(d, MidpointRounding.ToZero)} {Math.Round(d, MidpointRounding.ToNegativeInfinity)} {Math.Round(d, MidpointRounding.ToPositiveInfinity)} ");
            Console.WriteLine($"{Math.Floor(d)} {Math.Ceiling(d)} {Math.Truncate(d)} {MathF.Round((float)d)} {MathF.Floor((float)d)} {MathF.Truncate((float)d)} {Math.Round(d, 2)} {Math.Abs(d)}");
        }
        Console.WriteLine(Math.Round(2.345, 2) + " " + Math.Round(1.005, 2) + " " + Math.Round(-1234.5678, 3) + " "
            + T(() => Math.Round(1.0, 16)) + " " + Math.Round(1234567.891f, 1));
        foreach (double d in new[] { 0, -0.0, 1, -1, 2, 100, double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            Console.WriteLine($"{Math.Sqrt(d)} {Math.Cbrt(d):G12} {Math.Exp(d):G10} {Math.Log(d):G10} {Math.Log2(d):G10} {Math.Log10(d):G12} {Math.Pow(d, 2)} {Math.Pow(d, 0)} {Math.Pow(2, d):G10} {Math.Pow(d, -1)} {Math.Pow(d, 0.5):G12} {Math.Atan(d):G10} {Math.Sin(d):G8} {Math.Cos(d):G8} {Math.Tanh(d):G10}");
        Console.WriteLine($"{Math.Atan2(0, -1):G12} {Math.Atan2(-0.0, -1):G12} {Math.Atan2(double.PositiveInfinity, double.NegativeInfinity):G12} {Math.Log(8, 2):G12} {Math.Log(1, 0)} {Math.Pow(-8, 1.0 / 3)} {Math.Pow(-2, 3)} {Math.Pow(1, double.NaN)} {Math.Acos(2)} {MathF.Sqrt(2)} {MathF.Pow(2, 0.5f)}");
        Console.WriteLine($"{Math.Clamp(5, 1, 3)} {Math.Clamp(-5, 1, 3)} {Math.Clamp(double.NaN, 0, 1)} {T(() => Math.Clamp(1, 3, 2))} {Math.Sign(-3.5)} {Math.Sign(0m)} {T(() => Math.Sign(double.NaN))} {T(() => Math.Abs(long.MinValue))} {T(() => Math.Abs(sbyte.MinValue))} {Math.Abs((short)-5)}");
        Console.WriteLine($"{Math.BigMul(int.MaxValue, int.MinValue)} {Math.BigMul(ulong.MaxValue, 10UL, out ulong low)} {low} {Math.BigMul(long.MinValue, long.MaxValue, out long slow)} {slow} {Math.DivRem(7, -2, out int rem)} {rem}");
        Console.WriteLine($"{Math.Max(-0.0, 0.0)} {Math.Min(0.0, -0.0)} {Math.Max(1, double.NaN)} {Math.MaxMagnitude(-3, 2)} {Math.MinMagnitude(-3.0, 2)} {double.MaxNumber(1, double.NaN)} {Math.Max(5u, 7u)} {Math.Min((byte)3, (byte)2)} {Math.Max(long.MinValue, 3)}");
        var (sin, cos) = Math.SinCos(1);
        Console.WriteLine($"{sin:F10} {cos:F10} {Math.ReciprocalEstimate(4) > 0.24} {double.Hypot(3, 4)} {double.RootN(-27, 3):G12} {double.Lerp(1, 3, 0.25)} {double.DegreesToRadians(180):F10} {float.Pi}");
    }
}
