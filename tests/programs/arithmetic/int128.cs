// Int128 and UInt128: arithmetic, shifts, division, comparison, conversions, parsing, passing as arguments and in structs.
using System;
using System.Runtime.CompilerServices;

struct Holder { public byte B; public Int128 V; public long L; }

class P
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    static Int128 Mix(int a, Int128 x, long b, UInt128 y, Int128 z, byte c) => x * a + b - (Int128)y + z / c;

    static string T<R>(Func<R> f)
    {
        try { return f().ToString(); }
        catch (Exception e) { return e.GetType().Name; }
    }

    static void Main()
    {
        Int128[] v = { 0, 1, -1, 1000000007, -long.MaxValue, (Int128)ulong.MaxValue + 1, Int128.MaxValue, Int128.MinValue,
            new Int128(0x123456789ABCDEF, 0xFEDCBA9876543210) };
        foreach (Int128 a in v)
        {
            foreach (Int128 b in v)
                Console.Write($"{a + b} {a - b} {a * b} {T(() => a / b)} {T(() => a % b)} {a < b}{a == b}{a >= b} {a & b} {a ^ b}; ");
            Console.WriteLine();
            Console.WriteLine($"{a << 1} {a << 64} {a << 127} {a << 128} {a >> 1} {a >> 65} {a >>> 65} {-a} {~a} {Int128.PopCount(a)} {Int128.LeadingZeroCount(a)} {Int128.TrailingZeroCount(a)}");
            Console.WriteLine($"{(int)a} {(ulong)a} {(byte)a} {(double)a} {(float)a} {(decimal)(a >> 40)} {T(() => checked((long)a))} {T(() => checked((UInt128)a))} {(UInt128)a} {a:X} {a:N0}");
        }
        foreach (double d in new[] { 0, 1e10, -1e30, 1e38, 1.8e38, -1.8e38, 4e38, double.NaN, double.PositiveInfinity }) Console.Write((Int128)d
            + " " + (UInt128)d + " " + T(() => checked((Int128)d)) + "; ");
        Console.WriteLine();
        UInt128 u = UInt128.MaxValue;
        Console.WriteLine(u + " " + u / 10 + " " + u % 10 + " " + (u + 1) + " " + u * u + " " + T(() => checked(u + 1)) + " " + (double)u
            + " " + u / 0xffffffffffffffff + " " + u / new UInt128(1, 1));
        Console.WriteLine(Int128.Parse("-170141183460469231731687303715884105728") + " "
            + T(() => Int128.Parse("170141183460469231731687303715884105728")) + " "
            + UInt128.Parse("ff", System.Globalization.NumberStyles.HexNumber));
        Console.WriteLine(Mix(3, v[8], -5, UInt128.MaxValue - 7, v[4], 9));
        var h = new Holder { B = 1, V = v[8], L = -1 }; Holder copy = h; copy.V++;
        Console.WriteLine(copy.V - h.V + " " + copy.L + " " + Unsafe.SizeOf<Holder>() + " " + Unsafe.SizeOf<Int128>());
        object o = v[8];
        Console.WriteLine(((Int128)o).Equals(v[8]) + " " + o.GetHashCode().Equals(v[8].GetHashCode()) + " " + Math.BigMul(ulong.MaxValue, ulong.MaxValue));
        Int128 f = 1; for (int i = 2; i <= 33; i++) f *= i;
        Console.WriteLine(f + " " + T(() => checked(f * 34 * 35)) + " " + Int128.Abs(-f) + " " + Int128.DivRem(f, 1000000007) + " " + Int128.Log2(f));
    }
}
