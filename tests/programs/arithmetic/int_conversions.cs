// Every integer type converts to every other one by truncation or extension, on values around all the borders.
using System;

class P
{
    static void L(sbyte v)
        => Console.WriteLine($"sbyte {v}: {(byte)v} {(short)v} {(ushort)v} {(int)v} {(uint)v} {(long)v} {(ulong)v} {(nint)v} {(nuint)v} {(int)(char)v}");
    static void L(byte v)
        => Console.WriteLine($"byte {v}: {(sbyte)v} {(short)v} {(ushort)v} {(int)v} {(uint)v} {(long)v} {(ulong)v} {(nint)v} {(nuint)v} {(int)(char)v}");
    static void L(short v)
        => Console.WriteLine($"short {v}: {(sbyte)v} {(byte)v} {(ushort)v} {(int)v} {(uint)v} {(long)v} {(ulong)v} {(nint)v} {(nuint)v} {(int)(char)v}");
    static void L(ushort v)
        => Console.WriteLine($"ushort {v}: {(sbyte)v} {(byte)v} {(short)v} {(int)v} {(uint)v} {(long)v} {(ulong)v} {(nint)v} {(nuint)v} {(int)(char)v}");
    static void L(int v)
        => Console.WriteLine($"int {v}: {(sbyte)v} {(byte)v} {(short)v} {(ushort)v} {(uint)v} {(long)v} {(ulong)v} {(nint)v} {(nuint)v} {(int)(char)v}");
    static void L(uint v)
        => Console.WriteLine($"uint {v}: {(sbyte)v} {(byte)v} {(short)v} {(ushort)v} {(int)v} {(long)v} {(ulong)v} {(nint)v} {(nuint)v} {(int)(char)v}");
    static void L(long v)
        => Console.WriteLine($"long {v}: {(sbyte)v} {(byte)v} {(short)v} {(ushort)v} {(int)v} {(uint)v} {(ulong)v} {(nint)v} {(nuint)v} {(int)(char)v}");
    static void L(ulong v)
        => Console.WriteLine($"ulong {v}: {(sbyte)v} {(byte)v} {(short)v} {(ushort)v} {(int)v} {(uint)v} {(long)v} {(nint)v} {(nuint)v} {(int)(char)v}");
    static void L(nint v)
        => Console.WriteLine($"nint {v}: {(sbyte)v} {(byte)v} {(short)v} {(ushort)v} {(int)v} {(uint)v} {(long)v} {(ulong)v} {(nuint)v} {(int)(char)v}");
    static void L(nuint v)
        => Console.WriteLine($"nuint {v}: {(sbyte)v} {(byte)v} {(short)v} {(ushort)v} {(int)v} {(uint)v} {(long)v} {(ulong)v} {(nint)v} {(int)(char)v}");
    static void L(char v)
        => Console.WriteLine($"char {(int)v}: {(sbyte)v} {(byte)v} {(short)v} {(ushort)v} {(uint)v} {(long)v} {(ulong)v} {(nint)v} {(nuint)v}");

    static void Main()
    {
        foreach (sbyte v in new sbyte[] { 0, 1, -1, 127, -128 }) L(v);
        foreach (byte v in new byte[] { 0, 1, 127, 128, 255 }) L(v);
        foreach (short v in new short[] { 0, -1, 127, 128, 255, 256, 32767, -32768 }) L(v);
        foreach (ushort v in new ushort[] { 0, 255, 256, 32767, 32768, 65535 }) L(v);
        foreach (int v in new[] { 0, -1, 128, 255, -129, 32768, 65535, 65536, int.MaxValue, int.MinValue }) L(v);
        foreach (uint v in new uint[] { 0, 255, 65535, 0x7fffffff, 0x80000000, uint.MaxValue }) L(v);
        foreach (long v in new[] { 0, -1, 0x80, 0x8000, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, -0x80000001, long.MaxValue, long.MinValue }) L(v);
        foreach (ulong v in new ulong[] { 0, 0xff, 0xffff, 0x80000000, 0xffffffff, 0x8000000000000000, ulong.MaxValue }) L(v);
        foreach (nint v in new nint[] { 0, -1, int.MinValue, nint.MaxValue, nint.MinValue }) L(v);
        foreach (nuint v in new nuint[] { 0, uint.MaxValue, nuint.MaxValue }) L(v);
        foreach (char v in new[] { '\0', 'A', '\x7f', '\x80', '\xff', '\u7fff', '\u8000', '\uffff' }) L(v);
        int n = -1;
        Console.WriteLine((long)(uint)n + " " + (ulong)(long)n + " " + (long)(ulong)(uint)n + " " + (int)(byte)(sbyte)n + " " + (uint)(ushort)(short)n);
        Console.WriteLine((ulong)(sbyte)(byte)(n - 100) + " " + (short)(char)(n & 0xfff0) + " " + (nuint)(sbyte)n + " " + (long)(nuint)(uint)n);
    }
}
