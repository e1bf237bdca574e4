// Float and double arithmetic: signed zeros, denormals, infinities, remainder, rounding of every operation to its type, increments.
using System;

class P
{
    static string H(double d) => BitConverter.DoubleToInt64Bits(d).ToString("X16");
    static string H(float f) => BitConverter.SingleToInt32Bits(f).ToString("X8");

    static void Main()
    {
        double[] v = { 0.0, -0.0, 1, -1.5, 3, double.Epsilon, -2.2250738585072014E-308, 1e308, double.PositiveInfinity, double.NegativeInfinity };
        foreach (double a in v)
        {
            foreach (double b in v)
            {
                Console.Write(Z(a + b) + "," + Z(a - b) + "," + Z(a * b) + "," + Z(a / b) + "," + Z(a % b) + " ");
            }
            Console.WriteLine();
        }
        float[] f = { 0.0f, -0.0f, 1.1f, -2.5f, float.Epsilon, float.MaxValue, float.NegativeInfinity };
        foreach (float a in f)
        {
            foreach (float b in f) Console.Write(Z(a + b) + "," + Z(a - b) + "," + Z(a * b) + "," + Z(a / b) + "," + Z(a % b) + " ");
            Console.WriteLine();
        }
        float s = 0; double t = 0;
        for (int i = 1; i <= 1000; i++) { s += 0.1f; t += 0.1; }
        Console.WriteLine(H(s) + " " + H(t));
        float third = 1; third /= 3; float p = third * 3; double wide = third * 3.0;
        Console.WriteLine(H(third) + " " + H(p) + " " + H(wide) + " " + (p == 1f) + (wide == 1));
        float x = 16777216f; x++; Console.Write(x + " "); x += 1.5f; Console.WriteLine(x);
        double d = -0.0; Console.WriteLine(H(-d) + H(0 - d) + H(d + 0.0) + H(d * -1) + H(Math.Abs(d)));
        Console.WriteLine(H(Math.FusedMultiplyAdd(1e16, 1.0000000000000002, -1e16)) + " " + H(1e16 * 1.0000000000000002 - 1e16));
        Console.WriteLine(Z(5.5 % 2) + Z(-5.5 % 2) + Z(5.5 % -2) + Z(1e300 % 3) + Z(5f % 0.3f) + " " + Math.IEEERemainder(5.5, 2) + " "
            + Math.IEEERemainder(7, 4));
        decimal.ToDouble(1.1m).ToString();
        double e = 1; int n = 0; while (1 + e > 1) { e /= 2; n++; } Console.WriteLine(n);
        float fe = 1; n = 0; while ((float)(1 + fe) > 1) { fe /= 2; n++; } Console.WriteLine(n);
        Console.WriteLine(Math.BitIncrement(1.0).ToString("R") + " " + MathF.BitDecrement(1f).ToString("R") + " " + Math.ScaleB(1.5, -1074)
            + " " + Math.ILogB(1e-310) + " " + Math.CopySign(3, -0.0));
    }

    static string Z(double d) => double.IsNaN(d) ? "N" : d == 0 ? (double.IsNegative(d) ? "-0" : "0") : d.ToString("R");
    static string Z(float d) => float.IsNaN(d) ? "N" : d == 0 ? (float.IsNegative(d) ? "-0" : "0") : d.ToString("R");
}
