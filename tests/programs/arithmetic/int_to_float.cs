// Integers convert to float and double with one correct rounding to nearest even, also unsigned 64-bit ones.
using System;

class P
{
    static void L(long v)
        => Console.WriteLine($"{v}: {BitConverter.DoubleToInt64Bits(v):X} {BitConverter.SingleToInt32Bits(v):X} {(double)v:R} {(float)v:R} {(double)(float)v - v}");
    static void U(ulong v)
        => Console.WriteLine($"{v}: {BitConverter.DoubleToInt64Bits(v):X} {BitConverter.SingleToInt32Bits(v):X} {(double)v:R} {(float)v:R} {(float)(double)v == (float)v}");

    static void Main()
    {
        foreach (long v in new[] { 0, 1, -1, 16777216, 16777217, 16777219, -16777217, int.MaxValue, int.MinValue, 9007199254740992,
            9007199254740993, 9007199254740995, 0x7fffff4000000001, 0x7fffffbfffffffff, 0x7fffffc000000000, long.MaxValue, long.MinValue,
            0x4000004000000001 }) L(v);
        foreach (ulong v in new ulong[] { 0, 1, 0x8000000000000000, 0x8000000000000001, 0x8000000000000400, 0x8000000000000401,
            0x8000000000000c00, 0x8000008000000000, 0x8000008000000001, 0xfffffffffffffbff, 0xfffffffffffffc00, 0xffffff7fffffffff,
            0xffffff8000000000, ulong.MaxValue, 0x0020000000000001 }) U(v);
        foreach (uint v in new uint[] { 0, 1, 16777217, 0x7fffffff, 0x80000000, 0x80000080, 0x80000081, 0xffffff7f, 0xffffff80,
            uint.MaxValue }) Console.Write((float)v
            + " " + (double)v + " ");
        Console.WriteLine();
        nint n = nint.MinValue; nuint nu = nuint.MaxValue; byte b = 255; sbyte sb = -128; short s = -32768; ushort us = 65535;
        char c = '\uffff';
        Console.WriteLine($"{(float)n} {(double)nu} {(float)nu} {(float)b} {(double)sb} {(float)s} {(double)us} {(float)c}");
        double d = 0; float f = 0;
        for (uint i = 0xfffffff0; i != 0; i++) { d += i; f += i; }
        Console.WriteLine(d + " " + f);
        d = ulong.MaxValue; d -= 1024; Console.WriteLine(d == ulong.MaxValue);
        Console.WriteLine((double)0.1f + " " + (float)0.1 + " " + (float)1e300 + " " + (float)-1e300 + " " + (float)1e-46 + " "
            + (float)1.1754942e-38 + " " + (float)double.NaN);
        Console.WriteLine((float)16777217.0 + " " + (float)3.40282356e38 + " " + (float)3.4028235677973366e38 + " " + (double)float.Epsilon);
    }
}
