// Shift counts are masked to the width of the promoted operand; >> is arithmetic on signed, logical on unsigned types, >>> always logical.
using System;

class P
{
    static readonly int[] s_counts = { 0, 1, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, -1, -32, -33, int.MinValue, int.MaxValue };

    static void Main()
    {
        int i = unchecked((int)0x89ABCDEF); uint u = 0x89ABCDEF; long l = unchecked((long)0x89ABCDEF01234567);
        ulong ul = 0x89ABCDEF01234567;
        sbyte sb = -77; byte b = 200; short s = -30000; ushort us = 60000; char c = '\uf00f'; nint n = -12345;
        nuint nu = unchecked((nuint)1234567890123);
        foreach (int k in s_counts)
        {
            Console.WriteLine($"{k}: {i << k} {i >> k} {i >>> k} {u << k} {u >> k} {u >>> k}");
            Console.WriteLine($"   {l << k} {l >> k} {l >>> k} {ul << k} {ul >> k} {ul >>> k}");
            Console.WriteLine($"   {sb << k} {sb >> k} {sb >>> k} {b << k} {b >> k} {b >>> k} {s << k} {s >> k} {s >>> k} {us << k} {us >> k} {c >> k} {c << k}");
            Console.WriteLine($"   {n << k} {n >> k} {n >>> k} {nu << k} {nu >> k} {nu >>> k}");
            byte cb = b; cb <<= k; sbyte csb = sb; csb >>>= k; ushort cus = us; cus >>= k; short cs = s; cs >>= k; char cc = c; cc >>= k;
            Console.WriteLine($"   {cb} {csb} {cus} {cs} {(int)cc} {1 << k} {1L << k} {-1 >>> k} {-1L >>> k} {1u << k}");
        }
        Console.WriteLine((i << 32) + " " + (i >> 33) + " " + (l << 64) + " " + (l >>> 127) + " " + (u >> 32) + " " + (ul << -1));
        Console.WriteLine((1 << 31) + " " + (1L << 63) + " " + (int.MinValue >> 31) + " " + (long.MinValue >> 63) + " " + (int.MinValue >>> 31));
        int acc = 0;
        for (int k = -70; k < 70; k++) acc = acc * 31 + (i >> k) + (int)(ul >> k) + (int)(l << k);
        Console.WriteLine(acc);
    }
}
