// Checked and unchecked arithmetic and conversions over the integer types.
using System;

class P
{
    static string Try<T>(Func<T> f)
    {
        try { return f().ToString(); }
        catch (OverflowException) { return "overflow"; }
    }

    static void Main()
    {
        int max = int.MaxValue, min = int.MinValue, minus = -1;
        long lmax = long.MaxValue;
        uint zero = 0;
        double big = 1e10, nan = double.NaN;
        Console.WriteLine(unchecked(max + 1) + " " + unchecked(min - 1) + " " + unchecked(max * 2) + " " + unchecked(-min));
        Console.WriteLine(Try(() => checked(max + 1)) + " " + Try(() => checked(min - 1)) + " " + Try(() => checked(max * 2)) + " " + Try(() => checked(-min)));
        Console.WriteLine(Try(() => checked(max * max)) + " " + Try(() => checked(lmax * 2)) + " " + Try(() => checked(lmax / 2 * 2)) + " "
            + Try(() => checked(zero - 1)));
        Console.WriteLine(Try(() => checked((byte)max)) + " " + Try(() => checked((uint)minus)) + " " + Try(() => checked((short)32767L))
            + " " + Try(() => checked((ulong)min)));
        Console.WriteLine(Try(() => checked((int)big)) + " " + Try(() => checked((long)big)) + " " + Try(() => checked((int)nan)));
        Console.WriteLine(unchecked((byte)300) + " " + unchecked((sbyte)200) + " " + unchecked((ushort)minus) + " " + unchecked((int)3000000000u));
        Console.WriteLine(Try(() => min / minus) + " " + Try(() => (lmax + 0) % minus));
    }
}
