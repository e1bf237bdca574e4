// decimal: scale, rounding, overflow, conversions, division, remainder, formatting, bits.
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
        decimal[] v = { 0, 1, -1, 1.10m, 0.1m, 123456789.987654321m, -0.0000000000000000000000000001m, 3, 7.5m, decimal.MaxValue,
            decimal.MinValue, 79228162514264337593543950334.5m };
        foreach (decimal a in v)
        {
            foreach (decimal b in v) Console.Write(T(() => a + b) + " " + T(() => a - b) + " " + T(() => a * b) + " " + T(() => a / b)
                + " " + T(() => a % b) + " " + a.CompareTo(b) + "; ");
            Console.WriteLine();
            Console.WriteLine(T(() => (int)a) + " " + T(() => (long)a) + " " + T(() => (ulong)a) + " " + T(() => (byte)a) + " " + (double)a
                + " " + (float)a + " " + decimal.Truncate(a) + " " + decimal.Floor(a) + " " + decimal.Ceiling(a) + " "
                + T(() => decimal.Round(a, 2)) + " " + string.Join(",", decimal.GetBits(a)));
        }
        foreach (double d in new[] { 0, 0.1, -1.5, 1e-28, 1e-29, 7.9e28, 8e28, 1.0 / 3, 123456789012345678, double.NaN,
            double.PositiveInfinity }) Console.Write(T(() => (decimal)d)
            + " " + T(() => (decimal)(float)d) + " ");
        Console.WriteLine();
        foreach (decimal a in new[] { 0.5m, 1.5m, 2.5m, -2.5m, 2.25m, 2.35m, -0.05m })
            Console.Write(Math.Round(a) + " " + Math.Round(a, 1) + " " + Math.Round(a, MidpointRounding.AwayFromZero) + " "
                + Math.Round(a, 1, MidpointRounding.ToZero) + " " + Math.Round(a, MidpointRounding.ToPositiveInfinity) + "; ");
        Console.WriteLine();
        Console.WriteLine(1.0m == 1.00m); Console.WriteLine(1.0m.GetHashCode() == 1.00m.GetHashCode());
        Console.WriteLine(1.0m + " " + 1.00m + " " + 1.00m / 2 + " " + 1m / 3m * 3m + " " + 0.1m * 10);
        decimal x = 1; for (int i = 1; i < 30; i++) x *= 1.1m; Console.WriteLine(x);
        x = 1000m; for (int i = 0; i < 12; i++) x = x * 1.01m + i / 3m; Console.WriteLine(x); x++; --x; Console.WriteLine(-x);
        Console.WriteLine(12345.678m.ToString("C2") + " " + 0.5m.ToString("P0") + " " + 12345.678m.ToString("N1") + " "
            + 1.5m.ToString("0.00") + " " + 0.000001m + " " + 1e5m.ToString("E3") + " " + 123m.ToString("G2"));
        Console.WriteLine(decimal.Parse("-1,234.50") + " " + T(() => decimal.Parse("1e5")) + " "
            + T(() => decimal.Parse("99999999999999999999999999999")) + " " + decimal.Parse(".5") + " " + new decimal(1, 2, 3, true, 5));
        Console.WriteLine((decimal)'A' + " " + (decimal)ulong.MaxValue + " " + (decimal)long.MinValue + " " + (char)65.9m + " "
            + decimal.ToOACurrency(1.5m) + " " + decimal.Remainder(-7, 3) + " " + T(() => checked((uint)(-0.9m))));
    }
}
