// Formats of double and float: shortest round trip, fixed, scientific, custom, precision up to 20 digits, and parsing back with exact rounding.
using System;
using System.Globalization;

class P
{
    static string T(Func<object> f)
    {
        try { return f().ToString(); } catch (Exception e) { return e.GetType().Name.Replace("Exception", "!"); }
    }

    static void Main()
    {
        double[] ds = { 0, -0.0, 1, -1, 0.1, 1.0 / 3, 2.0 / 3, 123.456, -123456.789, 1e15, 1e16, 123456789012345680, 1e-4, 1e-5,
            0.00001234, 1e100, 1.7976931348623157e308, 4.9406564584124654e-324, 2.2250738585072014e-308, 9007199254740993, 0.5, 1.5, 2.5,
            0.05, 0.15, 0.25, 0.005, 1.005, 1e21, 1e22, 1e23, 5e-324, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
            Math.PI, Math.E, 299792458, 6.02214076e23, 1.616255e-35, 4.35, 0.000244140625, 72057594037927945, 12345678.9 };
        string[] fs = { null, "R", "G", "G5", "G17", "G20", "F", "F0", "F1", "F10", "N", "N0", "E", "E0", "e3", "E16", "P", "P0", "C1",
            "0", "0.0", "0.00##", "#.##", "#,0.0", "0.0e+0", "0.###E-00", "0%", "00.0;-(0.0);zero", "F20" };
        foreach (double d in ds) { Console.Write("d "); foreach (string f in fs) Console.Write(d.ToString(f) + "|"); Console.WriteLine(); }
        foreach (double d in ds)
        {
            float s = (float)d; Console.Write("f "); foreach (string f in fs) Console.Write(s.ToString(f) + "|"); Console.WriteLine();
        }
        foreach (string s in new[] { "0", "-0", "1", "1.", ".5", "-.5", "1e5", "1E-5", "1e+05", "1e400", "-1e400", "1e-400", "NaN", "nan",
            "Infinity", "-Infinity", "∞", " 1 ", "1,234.5", "1.7976931348623157e308", "1.7976931348623159e308", "2.4703282292062327e-324",
            "2.4703282292062328e-324", "9007199254740993", "9007199254740992.999999999999999999999999",
            "0.1000000000000000055511151231257827", "", ".", "e5", "1e", "0x10", "1.2.3", "+5", "--5", "1e99999999999",
            "123456789012345678901234567890", "8.41e21", "2.2250738585072011e-308", "1.00000005960464477540", "7.0064923216240854e-46",
            "1_0" })
            Console.WriteLine(s + ": " + T(() => BitConverter.DoubleToInt64Bits(double.Parse(s)).ToString("X")) + " "
                + T(() => BitConverter.SingleToInt32Bits(float.Parse(s)).ToString("X")) + " "
                + double.TryParse(s, NumberStyles.Float, null, out double r) + r + " " + T(() => decimal.Parse(s, NumberStyles.Any)) + " "
                + T(() => Half.Parse(s)));
        ulong x = 88172645463325252; int bad = 0;
        for (int i = 0; i < 3000; i++)
        {
            x ^= x << 13; x ^= x >> 7; x ^= x << 17; double d = BitConverter.UInt64BitsToDouble(x);
            if (double.IsFinite(d) && double.Parse(d.ToString()) != d) bad++; float f = BitConverter.UInt32BitsToSingle((uint)x);
            if (float.IsFinite(f) && float.Parse(f.ToString()) != f) bad++;
            if (double.IsFinite(d) && double.Parse(d.ToString("E16")) != d) bad++;
        }
        Console.WriteLine(bad); long h = 0;
        for (int i = 0; i < 2000; i++)
        {
            x ^= x << 13; x ^= x >> 7; x ^= x << 17;
            foreach (char c in BitConverter.UInt64BitsToDouble(x).ToString() + ((double)(x >> 40) / 1000).ToString("F2")) h = h * 31 + c;
        }
        Console.WriteLine(h);
    }
}
