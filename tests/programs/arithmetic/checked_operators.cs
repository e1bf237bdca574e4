// Checked addition, subtraction, multiplication, negation, increment and compound assignment over all types, and nesting of checked contexts.
using System;

struct Num
{
    public int V;
    public Num(int v) { V = v; }
    public static Num operator +(Num a, Num b) => new Num(unchecked(a.V + b.V));
    public static Num operator checked +(Num a, Num b) => new Num(checked(a.V + b.V));
    public static explicit operator byte(Num n) => unchecked((byte)n.V);
    public static explicit operator checked byte(Num n) => checked((byte)n.V);
    public static Num operator -(Num n) => new Num(unchecked(-n.V));
    public static Num operator checked -(Num n) => new Num(checked(-n.V));
}

class P
{
    static string T<R>(Func<R> f)
    {
        try { return f().ToString(); }
        catch (OverflowException) { return "!"; }
    }

    static void Main()
    {
        int[] ints = { 0, 1, -1, 2, 46340, 46341, -46341, int.MaxValue, int.MinValue };
        foreach (int a in ints)
        {
            foreach (int b in ints) Console.Write(T(() => checked(a + b)) + "," + T(() => checked(a - b)) + "," + T(() => checked(a * b)) + " ");
            Console.WriteLine(T(() => checked(-a)));
        }
        uint[] uints = { 0, 1, 2, 65535, 65536, 0x80000000, uint.MaxValue };
        foreach (uint a in uints)
        {
            foreach (uint b in uints) Console.Write(T(() => checked(a + b)) + "," + T(() => checked(a - b)) + "," + T(() => checked(a * b)) + " ");
            Console.WriteLine();
        }
        long[] longs = { 0, 1, -1, 3037000499, 3037000500, -3037000500, long.MaxValue, long.MinValue };
        foreach (long a in longs)
        {
            foreach (long b in longs) Console.Write(T(() => checked(a + b)) + "," + T(() => checked(a - b)) + "," + T(() => checked(a * b)) + " ");
            Console.WriteLine(T(() => checked(-a)));
        }
        ulong[] ulongs = { 0, 1, 2, 0xffffffff, 0x100000000, ulong.MaxValue };
        foreach (ulong a in ulongs)
        {
            foreach (ulong b in ulongs) Console.Write(T(() => checked(a + b)) + "," + T(() => checked(a - b)) + "," + T(() => checked(a * b)) + " ");
            Console.WriteLine();
        }
        checked
        {
            byte b = 255; sbyte sb = -128; short s = short.MaxValue; ushort us = 0; char c = '\uffff'; int i = int.MaxValue; ulong ul = 0;
            nint n = nint.MaxValue; nuint nu = 0;
            Console.WriteLine(T(() => b++) + T(() => sb--) + T(() => s++) + T(() => us--) + T(() => c++) + T(() => ++i) + T(() => ul--)
                + T(() => n++) + T(() => nu--) + T(() => -sb));
            Console.WriteLine(T(() => b += 1) + T(() => b -= 255) + T(() => s *= 2) + T(() => us = (ushort)(us - 1))
                + T(() => unchecked(i += 1)) + T(() => unchecked((byte)(i + checked(1 + 1)))));
            Console.WriteLine(T(() => new Num(int.MaxValue) + new Num(1)).Length + T(() => unchecked(new Num(int.MaxValue) + new Num(1)).V)
                + T(() => (byte)new Num(256)) + unchecked((byte)new Num(256)) + T(() => (-new Num(int.MinValue)).V));
            Console.WriteLine(T(() => Math.Abs(int.MinValue + i - int.MinValue)) + T(() => int.MaxValue.CompareTo(i) + i));
        }
        int big = int.MaxValue; long r = 0;
        try { r = 5; r = checked(big + 1); } catch (OverflowException) { r++; }
        Console.WriteLine(r + " " + T(() => new int[checked((int)(uint)big) - big].Length) + T(() => Math.Abs(int.MinValue)));
    }
}
