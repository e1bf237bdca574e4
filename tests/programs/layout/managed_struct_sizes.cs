// Sizes of structs that hold references and of generic structs, and that their fields do not disturb each other.
#pragma warning disable CS0649
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

struct R1 { public string S; }
struct R2 { public byte B; public string S; public byte C; }
struct R3 { public int A; public string S; public int B; public object O; public short C; }
struct R4 { public R2 In; public byte X; }
struct G<T> { public byte B; public T V; }
class Base { public byte B0; public string S0; public short H0; }
class Mid : Base { public byte B1; public double D1; public object O1; }
class Leaf : Mid { public bool F2; public Guid G2; public int I2; public R2 R; public string S2; public decimal M2; public char C2; }

class P
{
    static void Main()
    {
        Console.WriteLine($"{Unsafe.SizeOf<R1>()} {Unsafe.SizeOf<R2>()} {Unsafe.SizeOf<R3>()} {Unsafe.SizeOf<R4>()} {Unsafe.SizeOf<string>()} {Unsafe.SizeOf<G<string>>()} {Unsafe.SizeOf<G<long>>()} {Unsafe.SizeOf<G<byte>>()} {Unsafe.SizeOf<G<G<string>>>()}");
        Console.WriteLine($"{Unsafe.SizeOf<KeyValuePair<string, int>>()} {Unsafe.SizeOf<(byte, string)>()} {Unsafe.SizeOf<Memory<byte>>()} {Unsafe.SizeOf<ArraySegment<int>>()} {Unsafe.SizeOf<List<int>.Enumerator>()} {Unsafe.SizeOf<G<(int, string)>>()}");
        var l = new Leaf { B0 = 1, S0 = "s0", H0 = -2, B1 = 3, D1 = 4.5, O1 = "o1", F2 = true,
            G2 = new Guid(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), I2 = 16, R = new R2 { B = 17, S = "r", C = 18 }, S2 = "s2", M2 = 19.5m,
            C2 = 'c' };
        l.R.C++; l.R.B--; l.H0--; l.M2 += 1; GC.Collect();
        Console.WriteLine($"{l.B0} {l.S0} {l.H0} {l.B1} {l.D1} {l.O1} {l.F2} {l.G2} {l.I2} {l.R.B} {l.R.S} {l.R.C} {l.S2} {l.M2} {l.C2}");
        var a = new R3[10]; for (int i = 0; i < 10; i++) a[i] = new R3 { A = i, S = "s" + i, B = -i, O = i, C = (short)(i * i) };
        for (int i = 0; i < 9; i++) { (a[i], a[i + 1]) = (a[i + 1], a[i]); if (i % 3 == 0) GC.Collect(); }
        foreach (R3 r in a) Console.Write($"{r.A} {r.S} {r.B} {r.O} {r.C}; ");
        Console.WriteLine();
        var g = new G<G<string>> { B = 1, V = new G<string> { B = 2, V = "deep" } }; object box = g; g.V.V = "changed";
        Console.WriteLine(((G<G<string>>)box).V.V + g.V.V + ((G<G<string>>)box).V.B);
        var list = new List<R4>();
        for (int i = 0; i < 100; i++) list.Add(new R4 { X = (byte)i, In = new R2 { S = new string('x', i % 5), B = (byte)(i + 1) } });
        GC.Collect(); int sum = 0; foreach (R4 r in list) sum += r.X * 3 + r.In.S.Length + r.In.B; Console.WriteLine(sum);
    }
}
