// Cube roots as the C library rounds them.
using System;

static class Program
{
    static ulong Mix(ulong hash, ulong bits) => (hash ^ bits) * 0x9E3779B97F4A7C15 ^ hash >> 29;

    static void Main(string[] args)
    {
        foreach (double x in new[] { 27.0 + args.Length, -27, 0.001, 2, 1e-310, 1e300, -0.0, double.NaN, double.NegativeInfinity })
        {
            Console.WriteLine($"{Math.Cbrt(x)} {MathF.Cbrt((float)x)} {double.Cbrt(x)} {float.Cbrt((float)x)} {double.RootN(x, 3)}");
        }
        ulong doubles = 1, floats = 1;
        ulong bits = 88172645463325252;
        for (int i = 0; i < 20000; i++)
        {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            double x = BitConverter.UInt64BitsToDouble(bits);
            if (double.IsNaN(x))
            {
                continue;
            }
            doubles = Mix(doubles, BitConverter.DoubleToUInt64Bits(Math.Cbrt(x)));
            float y = BitConverter.UInt32BitsToSingle((uint)bits);
            if (!float.IsNaN(y))
            {
                floats = Mix(floats, BitConverter.SingleToUInt32Bits(MathF.Cbrt(y)));
            }
        }
        Console.WriteLine($"{doubles:x} {floats:x}");
    }
}
