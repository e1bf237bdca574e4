// Sequential layout: field offsets and sizes under alignment, Pack, Size, nesting, enums, bool, char, decimal, pointers.
// unsafe
#pragma warning disable CS0649
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

struct A { public byte X; public int Y; public byte Z; }
struct B { public byte X; public long Y; public short Z; }
[StructLayout(LayoutKind.Sequential, Pack = 1)] struct A1 { public byte X; public int Y; public byte Z; }
[StructLayout(LayoutKind.Sequential, Pack = 2)] struct A2 { public byte X; public int Y; public byte Z; }
[StructLayout(LayoutKind.Sequential, Pack = 4)] struct B4 { public byte X; public long Y; public short Z; }
[StructLayout(LayoutKind.Sequential, Pack = 16)] struct B16 { public byte X; public double Y; public bool Z; }
[StructLayout(LayoutKind.Sequential, Size = 12)] struct S12 { public byte X; }
[StructLayout(LayoutKind.Sequential, Size = 2)] struct S2 { public long X; }
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = 7)] struct P7 { public short X; public int Y; }
struct N1 { public byte X; public A1 Y; public short Z; }
struct N2 { public byte X; public A Y; public byte Z; }
[StructLayout(LayoutKind.Sequential, Pack = 1)] struct N3 { public byte X; public B Y; public byte Z; }
enum E8 : byte { V } enum E64 : ulong { V }
struct M { public E8 X; public E64 Y; public char C; public bool F; public decimal D; public byte T; }
struct V { public float X, Y, Z; } struct VV { public byte B; public V V; public Half H; public nint N; }
struct I128 { public byte B; public Int128 I; }
struct Empty { } struct WithEmpty { public Empty A, B; public int C; public Empty D; }
struct G<T> { public byte B; public T V; public byte C; }

unsafe class P
{
    static string Off<T, F>(ref T t, ref F f) => Unsafe.ByteOffset(ref Unsafe.As<T, byte>(ref t), ref Unsafe.As<F, byte>(ref f)).ToString();

    static void Main()
    {
        var a = new A(); Console.WriteLine($"A {sizeof(A)} {Off(ref a, ref a.X)} {Off(ref a, ref a.Y)} {Off(ref a, ref a.Z)}");
        var b = new B(); Console.WriteLine($"B {sizeof(B)} {Off(ref b, ref b.X)} {Off(ref b, ref b.Y)} {Off(ref b, ref b.Z)}");
        var a1 = new A1(); Console.WriteLine($"A1 {sizeof(A1)} {Off(ref a1, ref a1.Y)} {Off(ref a1, ref a1.Z)}");
        var a2 = new A2(); Console.WriteLine($"A2 {sizeof(A2)} {Off(ref a2, ref a2.Y)} {Off(ref a2, ref a2.Z)}");
        var b4 = new B4(); Console.WriteLine($"B4 {sizeof(B4)} {Off(ref b4, ref b4.Y)} {Off(ref b4, ref b4.Z)}");
        var b16 = new B16(); Console.WriteLine($"B16 {sizeof(B16)} {Off(ref b16, ref b16.Y)} {Off(ref b16, ref b16.Z)}");
        var n1 = new N1(); Console.WriteLine($"N1 {sizeof(N1)} {Off(ref n1, ref n1.Y)} {Off(ref n1, ref n1.Z)} {Off(ref n1, ref n1.Y.Y)}");
        var n2 = new N2(); Console.WriteLine($"N2 {sizeof(N2)} {Off(ref n2, ref n2.Y)} {Off(ref n2, ref n2.Z)}");
        var n3 = new N3(); Console.WriteLine($"N3 {sizeof(N3)} {Off(ref n3, ref n3.Y)} {Off(ref n3, ref n3.Z)} {Off(ref n3, ref n3.Y.Y)}");
        var m = new M();
        Console.WriteLine($"M {sizeof(M)} {Off(ref m, ref m.Y)} {Off(ref m, ref m.C)} {Off(ref m, ref m.F)} {Off(ref m, ref m.D)} {Off(ref m, ref m.T)}");
        var vv = new VV(); Console.WriteLine($"VV {sizeof(VV)} {Off(ref vv, ref vv.V)} {Off(ref vv, ref vv.H)} {Off(ref vv, ref vv.N)}");
        var i = new I128(); Console.WriteLine($"I128 {sizeof(I128)} {Off(ref i, ref i.I)}");
        var w = new WithEmpty();
        Console.WriteLine($"WithEmpty {sizeof(WithEmpty)} {Off(ref w, ref w.B)} {Off(ref w, ref w.C)} {Off(ref w, ref w.D)} {sizeof(Empty)}");
        var g1 = new G<short>(); Console.WriteLine($"G<short> {sizeof(G<short>)} {Off(ref g1, ref g1.V)} {Off(ref g1, ref g1.C)}");
        var g2 = new G<B>(); Console.WriteLine($"G<B> {sizeof(G<B>)} {Off(ref g2, ref g2.V)} {Off(ref g2, ref g2.C)}");
        var g3 = new G<A1>(); Console.WriteLine($"G<A1> {sizeof(G<A1>)} {Off(ref g3, ref g3.V)} {Off(ref g3, ref g3.C)}");
        Console.WriteLine($"{sizeof(S12)} {sizeof(S2)} {sizeof(P7)} {sizeof(E8)} {sizeof(E64)} {sizeof(decimal)} {sizeof(char)} {sizeof(bool)} {sizeof(nint)} {sizeof(void*)} {sizeof(Guid)} {sizeof(DateTime)} {sizeof(Int128)} {sizeof(Half)} {sizeof(G<G<byte>>)}");
        Console.WriteLine($"{sizeof(DateTimeOffset)} {sizeof(TimeSpan)} {sizeof((byte, int))} {sizeof((byte, long, byte))} {sizeof(int?)} {sizeof(long?)} {sizeof(bool?)} {sizeof((byte, short)?)} {sizeof(Index)} {sizeof(Range)}");
        var arr = new A1[4]; for (int k = 0; k < 4; k++) arr[k] = new A1 { X = (byte)k, Y = k * 1000000, Z = (byte)(k + 1) };
        fixed (A1* p = arr)
        {
            byte* q = (byte*)p; int sum = 0; for (int k = 0; k < 4 * sizeof(A1); k++) sum = sum * 7 + q[k];
            Console.WriteLine(sum + " " + p[2].Y + " " + (p + 3)->Z + " " + ((byte*)(p + 1) - q));
        }
    }
}
