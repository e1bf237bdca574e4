// Formatting and parsing of double.
using System;
using System.Globalization;

class P
{
    static void Main()
    {
        double[] values = { 0, -0.0, 1, 0.1, 1.0 / 3, 1e21, 123456789.125, 5e-324, double.MaxValue, double.NaN, double.PositiveInfinity,
            double.NegativeInfinity };
        foreach (double v in values) Console.Write(v + " ");
        Console.WriteLine();
        Console.WriteLine(3.14159.ToString("F2") + " " + 1234.5.ToString("N1") + " " + 0.000012.ToString("E2") + " " + 0.256.ToString("P1"));
        Console.WriteLine(12.5.ToString("0.000") + " " + 1e10.ToString("R") + " " + 2.5.ToString("F0") + " " + 3.5.ToString("F0"));
        foreach (string s in new[] { "1", "-2.5", "1e3", " 7.25 ", "1e400", "NaN", "0.1" })
            Console.Write(double.Parse(s, CultureInfo.InvariantCulture) + " ");
        Console.WriteLine();
        Console.WriteLine(double.TryParse("abc", out double d) + " " + d);
        Console.WriteLine(0.1 + 0.2);
        Console.WriteLine(0.1f + 0.2f);
        Console.WriteLine(Math.Sqrt(2) + " " + Math.Round(2.5) + " " + Math.Floor(-1.5) + " " + (int)-1.9);
        Console.WriteLine(1.5f.ToString() + " " + 16777216f + " " + float.Parse("3.4e38"));
    }
}
