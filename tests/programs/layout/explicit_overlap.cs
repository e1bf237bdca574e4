// Explicit layout: unions of primitives, nested structs, overlapping references, gaps, Size.
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[StructLayout(LayoutKind.Explicit)]
struct Union
{
    [FieldOffset(0)] public int I;
    [FieldOffset(0)] public float F;
    [FieldOffset(0)] public byte B0;
    [FieldOffset(1)] public byte B1;
    [FieldOffset(2)] public ushort H1;
    [FieldOffset(0)] public long L;
    [FieldOffset(4)] public uint High;
    [FieldOffset(0)] public double D;
}

[StructLayout(LayoutKind.Explicit, Size = 24)]
struct Gaps { [FieldOffset(3)] public byte A; [FieldOffset(5)] public int Unaligned; [FieldOffset(16)] public short S; }

[StructLayout(LayoutKind.Explicit)]
struct RefUnion
{
    [FieldOffset(0)] public object O; [FieldOffset(0)] public string S; [FieldOffset(8)] public int N; [FieldOffset(8)] public byte Low;
}

struct Inner { public short A, B; }

[StructLayout(LayoutKind.Explicit)]
struct Nested { [FieldOffset(0)] public Inner In; [FieldOffset(2)] public int Over; [FieldOffset(6)] public Inner In2; }

[StructLayout(LayoutKind.Explicit)]
class Klass { [FieldOffset(0)] public long L; [FieldOffset(4)] public int High; [FieldOffset(8)] public string S; }

[StructLayout(LayoutKind.Explicit, Size = 1)]
struct Tiny { [FieldOffset(0)] public long L; }

class P
{
    static Union Make(float f) => new Union { F = f };
    static int High(Union u) => (int)u.High;

    static void Main()
    {
        var u = new Union { F = 1.5f };
        Console.WriteLine($"{u.I:X} {u.B0} {u.B1} {u.H1:X} {u.L:X}");
        u.High = 0xC0000000; Console.WriteLine($"{u.L:X} {u.D}");
        u.D = Math.PI; Console.WriteLine($"{u.I:X} {u.High:X} {u.F:R} {High(u):X}");
        u.B1 = 0xAB; u.H1++; Console.WriteLine($"{u.L:X} {Make(-2f).I:X} {Make(float.NaN).L >> 32}");
        Union v = u; v.B0 ^= 0xff;
        Console.WriteLine($"{u.L == v.L} {u.L ^ v.L} {u.Equals(v)} {Unsafe.SizeOf<Union>()} {Unsafe.SizeOf<Gaps>()} {Unsafe.SizeOf<Tiny>()} {Unsafe.SizeOf<Nested>()} {Unsafe.SizeOf<RefUnion>()}");
        var g = new Gaps { A = 1, Unaligned = -2, S = 3 }; g.Unaligned *= 1000; Console.WriteLine($"{g.A} {g.Unaligned} {g.S}");
        var gs = new Gaps[3]; gs[1] = g; gs[1].A = 7; gs[2].Unaligned = gs[1].Unaligned + 1;
        Console.WriteLine($"{gs[0].Unaligned} {gs[1].A} {gs[1].Unaligned} {gs[2].Unaligned} {gs[2].S}");
        var r = new RefUnion { O = "text", N = 0x1234 }; Console.WriteLine($"{r.S.Length} {r.Low:X} {ReferenceEquals(r.O, r.S)}");
        r.O = new object(); GC.Collect(); Console.WriteLine(r.O.GetType()); r.S = null; Console.WriteLine(r.O == null);
        var n = new Nested { Over = 0x11223344 }; n.In2.A = -1; Console.WriteLine($"{n.In.A:X} {n.In.B:X} {n.In2.A} {n.In2.B}");
        n.In.B = 5; Console.WriteLine($"{n.Over:X}");
        var k = new Klass { L = -1, S = "s" }; k.High = 0; Console.WriteLine($"{k.L:X} {k.S}");
        object box = u; ((Union)box).ToString(); Console.WriteLine(((Union)box).I == u.I);
    }
}
