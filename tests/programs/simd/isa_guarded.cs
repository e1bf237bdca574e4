// x86 instruction set classes behind IsSupported with a software path beside each: the answers agree whatever the machine and the baseline.
using System;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

class P
{
    static int Pop(ulong x) => Popcnt.X64.IsSupported ? (int)Popcnt.X64.PopCount(x) : SoftPop(x);
    static int SoftPop(ulong x) { int n = 0; for (; x != 0; x &= x - 1) n++; return n; }
    static uint Crc(uint c, byte b) => Sse42.IsSupported ? Sse42.Crc32(c, b) : Soft(c, b);
    static uint Soft(uint c, byte b) { c ^= b; for (int k = 0; k < 8; k++) c = (c & 1) != 0 ? (c >> 1) ^ 0x82F63B78 : c >> 1; return c; }
    static int Sad(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse2.IsSupported) { var s = Sse2.SumAbsoluteDifferences(a, b); return s.GetElement(0) + s.GetElement(4); } int r = 0;
        for (int i = 0; i < 16; i++) r += Math.Abs(a[i] - b[i]); return r;
    }
    static Vector128<byte> Table(Vector128<byte> t, Vector128<byte> ix)
    {
        if (Ssse3.IsSupported) return Ssse3.Shuffle(t, ix); var r = Vector128<byte>.Zero;
        for (int i = 0; i < 16; i++) r = r.WithElement(i, (ix[i] & 0x80) != 0 ? (byte)0 : t[ix[i] & 15]); return r;
    }
    static Vector128<int> Madd(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported) return Sse2.MultiplyAddAdjacent(a, b); var r = Vector128<int>.Zero;
        for (int i = 0; i < 4; i++) r = r.WithElement(i, a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1]); return r;
    }
    static float Dp(Vector128<float> a, Vector128<float> b)
        => Sse41.IsSupported ? Sse41.DotProduct(a, b, 0xF1)[0] : (a[0] * b[0] + a[1] * b[1]) + (a[2] * b[2] + a[3] * b[3]);
    static int Mask(Vector128<byte> v) => Sse2.IsSupported ? Sse2.MoveMask(v) : (int)Vector128.ExtractMostSignificantBits(v);
    static ulong Pext(ulong x, ulong m)
    {
        if (Bmi2.X64.IsSupported) return Bmi2.X64.ParallelBitExtract(x, m); ulong r = 0;
        for (int k = 0; m != 0; m &= m - 1, k++) if ((x & m & (0 - m)) != 0) r |= 1UL << k; return r;
    }
    static uint Andn(uint a, uint b) => Bmi1.IsSupported ? Bmi1.AndNot(a, b) : ~a & b;
    static int Lz(uint x) => Lzcnt.IsSupported ? (int)Lzcnt.LeadingZeroCount(x) : BitOperations.LeadingZeroCount(x);
    static Vector256<int> Add8(Vector256<int> a, Vector256<int> b) => Avx2.IsSupported ? Avx2.Add(a, b) : a + b;
    static double Fma(double a, double b, double c)
        => System.Runtime.Intrinsics.X86.Fma.IsSupported ? System.Runtime.Intrinsics.X86.Fma.MultiplyAddScalar(Vector128.CreateScalar(a),
            Vector128.CreateScalar(b), Vector128.CreateScalar(c))[0] : Math.FusedMultiplyAdd(a, b, c);
    static Vector128<byte> Avg(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse2.IsSupported) return Sse2.Average(a, b); var r = a;
        for (int i = 0; i < 16; i++) r = r.WithElement(i, (byte)((a[i] + b[i] + 1) >> 1)); return r;
    }
    static Vector128<byte> Pack(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported) return Sse2.PackUnsignedSaturate(a, b); var r = Vector128<byte>.Zero;
        for (int i = 0; i < 16; i++) r = r.WithElement(i, (byte)Math.Clamp(i < 8 ? a[i] : b[i - 8], (short)0, (short)255)); return r;
    }
    static Vector128<float> Rnd(Vector128<float> v)
        => Sse41.IsSupported ? Sse41.RoundToNearestInteger(v) : Vector128.Create(MathF.Round(v[0]), MathF.Round(v[1]), MathF.Round(v[2]), MathF.Round(v[3]));

    static void Main()
    {
        var a = Vector128.Create((byte)1, 200, 3, 40, 50, 6, 70, 255, 0, 10, 110, 12, 130, 14, 150, 16);
        var b = Vector128.Create((byte)15, 14, 130, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        var s = Vector128.Create((short)-300, 2, 300, 4, 32767, 6, -32768, 8);
        Console.WriteLine(Pop(0xF0F0_1234_5678_9ABC) + " " + Crc(7, 200) + " " + Crc(uint.MaxValue, 0) + " " + Sad(a, b) + Table(a, b)
            + Madd(s, s - Vector128<short>.One) + Dp(Vector128.Create(1f, 2, 3, 4), Vector128.Create(0.5f)) + " " + Mask(a) + " "
            + Pext(0x123456789ABCDEF0, 0x0F0F00FF00F0F00F) + " " + Andn(0xF0F0, 0xFFFF) + Lz(0) + Lz(0x1000)
            + Add8(Vector256.CreateSequence(0, 1), Vector256.Create(5)) + Fma(1e16, 1.0000000000000002, -1e16) + Avg(a, b) + Pack(s, -s)
            + Rnd(Vector128.Create(0.5f, 1.5f, -2.5f, 2.7f)));
        uint c = ~0u; foreach (char ch in "123456789") c = Crc(c, (byte)ch); Console.WriteLine((~c).ToString("X")); int bad = 0;
        uint r = 3;
        for (int i = 0; i < 300; i++)
        {
            r = r * 1664525 + 1013904223; ulong x = (ulong)r * 2654435761 << 7;
            if (Pop(x) != SoftPop(x) || Crc(r, (byte)i) != Soft(r, (byte)i) || Lz(r) != BitOperations.LeadingZeroCount(r)) bad++;
        }
        Console.WriteLine(bad); if (!Sse41.IsSupported && Avx2.IsSupported) Console.WriteLine("FAIL: avx2 without sse4.1");
        if (Vector128.IsHardwareAccelerated != (Sse2.IsSupported || !(RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86))
            && RuntimeInformation.ProcessArchitecture == Architecture.X64) Console.WriteLine("FAIL: Vector128 not accelerated");
        Console.WriteLine(X86Base.IsSupported == (RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86));
        if (!Avx512F.IsSupported)
        {
            try
            {
                Avx512F.Add(Vector512<int>.Zero, Vector512<int>.Zero); Console.WriteLine("FAIL");
            }
            catch (PlatformNotSupportedException) { }
        }
        Console.WriteLine(System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported && X86Base.IsSupported);
    }
}
