// System.Runtime.CompilerServices.Unsafe: As, Add, ByteOffset, unaligned reads, block copies, BitCast, null references.
#pragma warning disable CS0649
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

struct Two { public int A, B; }
class Box1 { public long V; }
class Box2 { public int Lo, Hi; }

class P
{
    static void Main()
    {
        int[] a = { 1, 2, 3, 4, 5 };
        ref int r = ref a[1];
        Console.WriteLine(Unsafe.Add(ref r, 2) + " " + Unsafe.Subtract(ref r, 1) + " " + Unsafe.AddByteOffset(ref r, 12) + " "
            + Unsafe.ByteOffset(ref a[0], ref a[4]) + " " + Unsafe.AreSame(ref r, ref a[1]) + Unsafe.IsAddressLessThan(ref a[0], ref r)
            + Unsafe.IsAddressGreaterThan(ref a[0], ref r));
        ref Two t = ref Unsafe.As<int, Two>(ref a[2]); t.B = 40; Console.WriteLine(a[3] + " " + t.A);
        ref byte bytes = ref Unsafe.As<int, byte>(ref a[0]); Unsafe.WriteUnaligned(ref Unsafe.Add(ref bytes, 3), 0x0102030405060708L);
        Console.WriteLine($"{a[0]:X} {a[1]:X} {a[2]:X} {Unsafe.ReadUnaligned<short>(ref Unsafe.Add(ref bytes, 5)):X}");
        var b1 = new Box1 { V = 0x1111111122222222 }; Box2 b2 = Unsafe.As<Box2>(b1); b2.Hi = 7; Console.WriteLine($"{b1.V:X}");
        object o = 55; ref int inBox = ref Unsafe.Unbox<int>(o); inBox++; Console.WriteLine(o);
        try { Unsafe.Unbox<long>(o); } catch (InvalidCastException) { Console.WriteLine("cast"); }
        Console.WriteLine($"{Unsafe.BitCast<float, int>(1f):X} {Unsafe.BitCast<long, double>(long.MaxValue)} {Unsafe.BitCast<Two, long>(new Two { A = 1, B = 2 })} {Unsafe.SizeOf<Two>()}");
        byte[] src = new byte[16], dst = new byte[20]; for (int i = 0; i < 16; i++) src[i] = (byte)(i + 1);
        Unsafe.CopyBlockUnaligned(ref dst[3], ref src[2], 10); Unsafe.InitBlockUnaligned(ref dst[15], 0xEE, 4);
        Console.WriteLine(Convert.ToHexString(dst));
        ref int nul = ref Unsafe.NullRef<int>(); Console.WriteLine(Unsafe.IsNullRef(ref nul) + " " + Unsafe.IsNullRef(ref r));
        try { nul = 3; } catch (NullReferenceException) { Console.WriteLine("null ref"); }
        try { Console.WriteLine(nul); } catch (NullReferenceException) { Console.WriteLine("null ref"); }
        Unsafe.SkipInit(out Two skip); skip.A = 1; skip.B = 2; Console.WriteLine(skip.A + skip.B);
        ReadOnlySpan<byte> u8 = "hello world"u8;
        Console.WriteLine(MemoryMarshal.Read<int>(u8).ToString("X") + " " + MemoryMarshal.Cast<byte, ushort>(u8)[2].ToString("X") + " "
            + MemoryMarshal.Cast<byte, long>(u8).Length);
        Span<Two> twos = stackalloc Two[3]; MemoryMarshal.AsBytes(twos).Fill(1); Console.WriteLine(twos[2].A);
        ref Two first = ref MemoryMarshal.GetReference(twos); Unsafe.Add(ref first, 1).B = 9; Console.WriteLine(twos[1].B);
        int x = 3; Span<int> one = MemoryMarshal.CreateSpan(ref x, 1); one[0] = 4; Console.WriteLine(x);
        MemoryMarshal.Write(MemoryMarshal.AsBytes(a.AsSpan()), 0x7fffffff); Console.WriteLine(a[0]);
        ref int data = ref MemoryMarshal.GetArrayDataReference(a); Unsafe.Add(ref data, 4) = -1; Console.WriteLine(a[4]);
        string str = new string('a', 3); MemoryMarshal.GetReference(str.AsSpan());
        Unsafe.AsRef(in MemoryMarshal.GetReference(str.AsSpan())) = 'X'; Console.WriteLine(str);
        try
        {
            MemoryMarshal.Cast<byte, int>(new byte[3])[0].ToString();
        }
        catch (IndexOutOfRangeException) { Console.WriteLine("empty cast"); }
        Console.WriteLine(RuntimeHelpers.IsReferenceOrContainsReferences<(int, string)>() + " "
            + RuntimeHelpers.IsReferenceOrContainsReferences<(int, long)>());
    }
}
