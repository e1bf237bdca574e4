// X86Base: division of two words by one, with every sign, at the limits and beyond them; CpuId; instructions by delegate.
using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Runtime.Versioning;

[RequiresPreviewFeatures]
class P
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    static string Try<T>(Func<(T, T)> f) { try { var (q, r) = f(); return q + "," + r; } catch (DivideByZeroException) { return "zero"; } catch (ArithmeticException) { return "too large"; } }
    static void Main()
    {
        Console.WriteLine(X86Base.IsSupported + " " + X86Base.X64.IsSupported + " " + Sse42.X64.IsSupported + " " + Popcnt.IsSupported);
        int[] small = { 0, 1, -1, 7, -7, 1000, int.MinValue, int.MaxValue }; long[] large = { 0, 1, -1, 13, -13, 1L << 40, long.MinValue, long.MaxValue };
        ulong hash = 17; int thrown = 0;
        foreach (int lower in small) foreach (int upper in small) foreach (int divisor in small)
            foreach (string s in new[] { Try(() => X86Base.DivRem((uint)lower, upper, divisor)), Try(() => X86Base.DivRem((uint)lower, (uint)upper, (uint)divisor)) })
            { if (!s.Contains(',')) thrown++; foreach (char c in s) hash = hash * 31 + c; }
        Console.WriteLine(hash + " " + thrown); hash = 17; thrown = 0;
        foreach (long lower in large) foreach (long upper in large) foreach (long divisor in large)
            foreach (string s in new[] { Try(() => X86Base.X64.DivRem((ulong)lower, upper, divisor)), Try(() => X86Base.X64.DivRem((ulong)lower, (ulong)upper, (ulong)divisor)) })
            { if (!s.Contains(',')) thrown++; foreach (char c in s) hash = hash * 31 + c; }
        Console.WriteLine(hash + " " + thrown);
        Console.WriteLine(Try(() => X86Base.DivRem(5u, 1u, 2u)) + " " + Try(() => X86Base.DivRem(5u, -1, 3)) + " " + Try(() => X86Base.X64.DivRem(5, 3ul, 4)) + " " + Try(() => X86Base.DivRem((nuint)9, (nint)0, (nint)(-2))) + " " + Try(() => X86Base.DivRem(0u, 1u, 0u)));
        Console.WriteLine(UInt128.MaxValue / 12345678901234567890 + " " + Int128.MinValue / 987654321987654321 % 1000);
        var (eax, ebx, ecx, edx) = X86Base.CpuId(0, 0); Console.WriteLine(eax > 0 && (ebx | ecx | edx) != 0); X86Base.Pause();
        Func<Vector128<int>, byte, Vector128<int>> shuffle = Sse2.Shuffle; var v = Vector128.Create(1, 2, 3, 4); for (int i = 0; i < 256; i += 27) Console.Write(shuffle(v, (byte)i) + " "); Console.WriteLine();
        Func<uint, uint, uint> crc = Sse42.Crc32; Console.WriteLine(crc(1, 2)); foreach (byte n in new byte[] { 0, 3, 9, 255 }) Console.Write(Sse41.Extract(v, n) + " " + Sse41.Insert(v, 9, n) + " "); Console.WriteLine();
    }
}
