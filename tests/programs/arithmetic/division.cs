// Division and remainder truncate toward zero; zero divisors and MinValue / -1 throw; constant divisors give the same as variable ones.
using System;

class P
{
    static string T<R>(Func<R> f)
    {
        try { return f().ToString(); }
        catch (DivideByZeroException) { return "zero"; }
        catch (OverflowException) { return "overflow"; }
    }

    static void Main()
    {
        int[] ints = { 0, 1, -1, 2, -2, 7, -7, 10, -10, 1000, int.MaxValue, int.MinValue, int.MinValue + 1 };
        foreach (int a in ints)
        {
            Console.Write(a + ":");
            foreach (int b in ints) Console.Write(" " + T(() => a / b) + "," + T(() => a % b));
            Console.WriteLine();
        }
        long[] longs = { 0, 1, -1, 3, -3, 1L << 32, -(1L << 32), long.MaxValue, long.MinValue };
        foreach (long a in longs)
        {
            Console.Write(a + ":");
            foreach (long b in longs) Console.Write(" " + T(() => a / b) + "," + T(() => a % b));
            Console.WriteLine();
        }
        uint[] uints = { 0, 1, 3, 0x80000000, uint.MaxValue };
        foreach (uint a in uints) foreach (uint b in uints) Console.Write(T(() => a / b) + "," + T(() => a % b) + " ");
        Console.WriteLine();
        ulong[] ulongs = { 0, 1, 3, 0x8000000000000000, ulong.MaxValue };
        foreach (ulong a in ulongs) foreach (ulong b in ulongs) Console.Write(T(() => a / b) + "," + T(() => a % b) + " ");
        Console.WriteLine();
        foreach (int a in ints)
            Console.WriteLine($"{a / 1} {a / 2} {a / 3} {a / 7} {a / 10} {a / 64} {a / 641} {a / -2} {a / -3} {a / -64} {a / int.MaxValue} {a / int.MinValue} {a % 1} {a % 2} {a % 3} {a % 7} {a % 8} {a % -8} {a % 10} {a % int.MinValue}");
        foreach (long a in longs)
            Console.WriteLine($"{a / 1} {a / 2} {a / 3} {a / 7} {a / 10} {a / 1000000007} {a / -5} {a / (1L << 40)} {a / long.MinValue} {a % 2} {a % 3} {a % 10} {a % 1000} {a % (1L << 40)} {a % -7} {a % long.MinValue}");
        foreach (uint a in uints) Console.WriteLine($"{a / 3} {a / 7} {a / 10} {a / 0x80000000} {a / uint.MaxValue} {a % 3} {a % 7} {a % 641} {a % 256}");
        foreach (ulong a in ulongs) Console.WriteLine($"{a / 3} {a / 7} {a / 10} {a / 0x8000000000000000} {a / ulong.MaxValue} {a % 3} {a % 7} {a % 10000000000} {a % 256}");
        sbyte sm = sbyte.MinValue; short hm = short.MinValue; int m1 = -1; byte z = 0; nint nm = nint.MinValue;
        Console.WriteLine($"{sm / -1} {hm / -1} {sm % -1} {(sbyte)(sm / m1)} {T(() => 5 / z)} {T(() => 5L % z)} {T(() => nm / m1)} {T(() => nm % m1)}");
        Console.WriteLine(Math.DivRem(-17, 5) + " " + Math.DivRem(17L, -5L) + " " + T(() => Math.DivRem(int.MinValue, m1)) + " " + 5.0 / z
            + " " + -5.0 / z + " " + 0.0 / z);
    }
}
