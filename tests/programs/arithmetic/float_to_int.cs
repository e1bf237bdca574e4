// Conversions of float and double to integers saturate, NaN becomes 0; the checked ones throw outside of the range.
using System;

class P
{
    static string C<T>(Func<T> f)
    {
        try { return f().ToString(); }
        catch (OverflowException) { return "!"; }
    }

    static void D(double v)
    {
        Console.WriteLine($"{v:R}: {(sbyte)v} {(byte)v} {(short)v} {(ushort)v} {(int)v} {(uint)v} {(long)v} {(ulong)v} {(nint)v} {(nuint)v} {(int)(char)v}");
        Console.WriteLine($"   {C(() => checked((sbyte)v))} {C(() => checked((byte)v))} {C(() => checked((short)v))} {C(() => checked((ushort)v))} {C(() => checked((int)v))} {C(() => checked((uint)v))} {C(() => checked((long)v))} {C(() => checked((ulong)v))} {C(() => checked((nint)v))} {C(() => checked((nuint)v))}");
    }

    static void F(float v)
    {
        Console.WriteLine($"{v:R}f: {(sbyte)v} {(byte)v} {(short)v} {(ushort)v} {(int)v} {(uint)v} {(long)v} {(ulong)v} {(nint)v} {(nuint)v}");
        Console.WriteLine($"   {C(() => checked((sbyte)v))} {C(() => checked((byte)v))} {C(() => checked((short)v))} {C(() => checked((ushort)v))} {C(() => checked((int)v))} {C(() => checked((uint)v))} {C(() => checked((long)v))} {C(() => checked((ulong)v))}");
    }

    static void Main()
    {
        double[] ds = { 0, -0.0, 0.5, -0.5, 0.99999999999999989, -0.99999999999999989, 1.5, -1.5, 126.9, 127, 127.5, 128, -128.5, -129,
            255.9, 256, -1, 32767.9, 32768, 65535.5, 65536,
            2147483647, 2147483647.5, 2147483648, -2147483648, -2147483648.5, -2147483649, 4294967295, 4294967295.5, 4294967296, 9007199254740993,
            9.2233720368547748e18, 9.2233720368547758e18, -9.2233720368547758e18, -9.2233720368547779e18, 1.8446744073709550e19,
                1.8446744073709552e19, 1e20, -1e20, 1e308,
            double.Epsilon, double.MaxValue, double.MinValue, double.NaN, -double.NaN, double.PositiveInfinity, double.NegativeInfinity };
        foreach (double d in ds) D(d);
        float[] fs = { 0, -0.5f, 1.5f, -1.5f, 127.9f, 128, 255.5f, 256, 2147483520, 2147483648, -2147483648, -2147483904, 4294967040,
            4294967296, 9.223371e18f, 9.2233720e18f, 1.8446743e19f, 1.8446744e19f, 1e30f,
            float.MaxValue, float.MinValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity };
        foreach (float f in fs) F(f);
        int folded = unchecked((int)1e20); ulong folded2 = unchecked((ulong)-1.0);
        double big = 1e20, minus = -1.0;
        Console.WriteLine(((int)big == int.MaxValue) + " " + (ulong)minus + " " + (folded != 5) + (folded2 != 5));
    }
}
