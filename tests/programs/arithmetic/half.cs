// Half: conversions with rounding, special values, arithmetic, comparison, formatting.
using System;

class P
{
    static void Main()
    {
        foreach (float f in new[] { 0, -0f, 1, 1.0009765625f, 1.00048828125f, 1.0004883f, 65504, 65519.996f, 65520, 1e6f, -1e6f,
            5.9604645e-8f, 2.9802322e-8f, 2.98023259e-8f, 6.1035156e-5f, 6.097555e-5f, 0.1f, float.NaN, float.PositiveInfinity, 2049,
            2051 })
        {
            Half h = (Half)f;
            Console.WriteLine($"{f}: {h} {BitConverter.HalfToInt16Bits(h):X4} {(float)h} {(double)h} {(Half)(double)f} {(int)h} {(byte)h} {Half.IsNaN(h)}{Half.IsSubnormal(h)}{Half.IsFinite(h)}");
        }
        Half a = (Half)1.5, b = (Half)0.1;
        Console.WriteLine($"{a + b} {a - b} {a * b} {a / b} {a % b} {-a} {a > b} {a == (Half)1.5f} {a.CompareTo(b)} {Half.NaN == Half.NaN} {Half.NaN.Equals(Half.NaN)}");
        Console.WriteLine($"{Half.MaxValue} {Half.MinValue} {Half.Epsilon} {Half.Pi} {Half.Sqrt((Half)2)} {Half.Round((Half)2.5)} {Half.Max(a, b)} {Half.Parse("3.14")} {(Half)100000} {(Half)int.MinValue} {(Half)16777217L}");
        int distinct = 0; Half sum = (Half)0;
        for (int i = 0; i < 65536; i += 7)
        {
            Half h = BitConverter.UInt16BitsToHalf((ushort)i);
            float f = (float)h;
            Half back = (Half)f;
            if (BitConverter.HalfToUInt16Bits(back) != i && !Half.IsNaN(h)) distinct++;
            if (Half.IsFinite(h)) sum += h;
        }
        Console.WriteLine(distinct + " " + sum + " " + (double)(Half)1e-7 + " " + Half.Parse("6.2e-5") + " " + (Half)ulong.MaxValue + " " + (Half)2048.5m);
    }
}
