// Checked integer conversions throw OverflowException exactly when the value does not fit.
using System;
using System.Text;

class P
{
    static readonly StringBuilder s_line = new StringBuilder();

    static void Do(Func<object> f)
    {
        try { s_line.Append(' ').Append(f()); }
        catch (OverflowException) { s_line.Append(" !"); }
    }

    static void End() { Console.WriteLine(s_line); s_line.Clear(); }

    static void L(sbyte v)
    {
        s_line.Append("sbyte ").Append(v).Append(':'); Do(() => checked((byte)v)); Do(() => checked((ushort)v));
        Do(() => checked((uint)v)); Do(() => checked((ulong)v)); Do(() => checked((nuint)v)); Do(() => (int)checked((char)v)); End();
    }
    static void L(byte v) { s_line.Append("byte ").Append(v).Append(':'); Do(() => checked((sbyte)v)); Do(() => checked((short)v)); End(); }
    static void L(short v)
    {
        s_line.Append("short ").Append(v).Append(':'); Do(() => checked((sbyte)v)); Do(() => checked((byte)v));
        Do(() => checked((ushort)v)); Do(() => checked((uint)v)); Do(() => checked((ulong)v)); Do(() => checked((nuint)v)); End();
    }
    static void L(ushort v)
    {
        s_line.Append("ushort ").Append(v).Append(':'); Do(() => checked((sbyte)v)); Do(() => checked((byte)v));
        Do(() => checked((short)v)); End();
    }
    static void L(int v)
    {
        s_line.Append("int ").Append(v).Append(':'); Do(() => checked((sbyte)v)); Do(() => checked((byte)v)); Do(() => checked((short)v));
        Do(() => checked((ushort)v)); Do(() => checked((uint)v)); Do(() => checked((ulong)v)); Do(() => checked((nuint)v));
        Do(() => (int)checked((char)v)); End();
    }
    static void L(uint v)
    {
        s_line.Append("uint ").Append(v).Append(':'); Do(() => checked((sbyte)v)); Do(() => checked((byte)v)); Do(() => checked((short)v));
        Do(() => checked((ushort)v)); Do(() => checked((int)v)); Do(() => checked((nint)v)); End();
    }
    static void L(long v)
    {
        s_line.Append("long ").Append(v).Append(':'); Do(() => checked((sbyte)v)); Do(() => checked((byte)v)); Do(() => checked((short)v));
        Do(() => checked((ushort)v)); Do(() => checked((int)v)); Do(() => checked((uint)v)); Do(() => checked((ulong)v));
        Do(() => checked((nint)v)); Do(() => checked((nuint)v)); End();
    }
    static void L(ulong v)
    {
        s_line.Append("ulong ").Append(v).Append(':'); Do(() => checked((sbyte)v)); Do(() => checked((byte)v));
        Do(() => checked((short)v)); Do(() => checked((ushort)v)); Do(() => checked((int)v)); Do(() => checked((uint)v));
        Do(() => checked((long)v)); Do(() => checked((nint)v)); Do(() => checked((nuint)v)); End();
    }
    static void L(nint v)
    {
        s_line.Append("nint ").Append(v).Append(':'); Do(() => checked((sbyte)v)); Do(() => checked((int)v)); Do(() => checked((uint)v));
        Do(() => checked((long)v)); Do(() => checked((ulong)v)); Do(() => checked((nuint)v)); End();
    }
    static void L(nuint v)
    {
        s_line.Append("nuint ").Append(v).Append(':'); Do(() => checked((byte)v)); Do(() => checked((int)v)); Do(() => checked((uint)v));
        Do(() => checked((long)v)); Do(() => checked((nint)v)); End();
    }

    static void Main()
    {
        foreach (sbyte v in new sbyte[] { 0, 127, -1, -128 }) L(v);
        foreach (byte v in new byte[] { 0, 127, 128, 255 }) L(v);
        foreach (short v in new short[] { 0, -1, 127, 128, -128, -129, 255, 256 }) L(v);
        foreach (ushort v in new ushort[] { 0, 127, 128, 255, 256, 32767, 32768, 65535 }) L(v);
        foreach (int v in new[] { 0, -1, 127, 128, -128, -129, 255, 256, 32767, 32768, -32768, -32769, 65535, 65536, int.MaxValue, int.MinValue }) L(v);
        foreach (uint v in new uint[] { 0, 127, 128, 255, 256, 65535, 65536, 0x7fffffff, 0x80000000, uint.MaxValue }) L(v);
        foreach (long v in new[] { 0, -1, 127, 128, 255, 256, 0x7fffffff, 0x80000000, -0x80000000L, -0x80000001L, 0xffffffff, 0x100000000,
            long.MaxValue, long.MinValue }) L(v);
        foreach (ulong v in new ulong[] { 0, 127, 128, 255, 256, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, long.MaxValue,
            0x8000000000000000, ulong.MaxValue }) L(v);
        foreach (nint v in new nint[] { 0, -1, 127, 128, int.MaxValue, unchecked((nint)0x80000000), nint.MaxValue, nint.MinValue }) L(v);
        foreach (nuint v in new nuint[] { 0, 255, 256, 0x80000000, nuint.MaxValue, (nuint)nint.MaxValue + 1 }) L(v);
    }
}
