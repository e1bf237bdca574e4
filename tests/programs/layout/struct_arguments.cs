// Structs of every size and mix of fields as arguments and results, in calls, virtual calls, interface calls and delegates.
#pragma warning disable CS0649
using System;
using System.Runtime.CompilerServices;

struct S1 { public byte A; } struct S2 { public byte A, B; } struct S3 { public byte A, B, C; } struct S4 { public short A, B; }
struct S5 { public int A; public byte B; } struct S7 { public byte A, B, C, D, E, F, G; }
struct S8 { public long A; } struct S9 { public long A; public byte B; } struct S12 { public int A, B, C; }
struct S16 { public long A, B; } struct S17 { public long A, B; public byte C; } struct S24 { public long A, B, C; }
struct S40 { public long A, B, C, D; public int E; }
struct F1 { public float A; } struct F2 { public float A, B; } struct F3 { public float A, B, C; } struct F4 { public float A, B, C, D; }
struct D1 { public double A; } struct D2 { public double A, B; } struct D3 { public double A, B, C; }
struct IF { public int A; public float B; } struct FI { public float A; public int B; } struct LD { public long A; public double B; }
struct DL { public double A; public long B; } struct FFI { public float A, B; public int C; } struct DF { public double A; public float B; }
struct RS { public string A; } struct RI { public string A; public int B; } struct RR { public string A, B; }
struct RRR { public string A, B, C; } struct RD { public object A; public double B; } struct NN { public S5 A; public F2 B; }
struct OneIn { public D1 A; } struct E0 { }

interface IMix { D3 I(S3 a, D2 b, RR c, F3 d); }
class Mix : IMix
{
    public virtual RRR V(S17 a, RI b, E0 e, F4 c) => new RRR { A = b.A + a.C, B = c.D.ToString(), C = b.B.ToString() + a.B };
    public D3 I(S3 a, D2 b, RR c, F3 d) => new D3 { A = a.A + a.B + a.C, B = b.A * b.B + c.A.Length, C = d.A + d.B + d.C + c.B.Length };
}

class P
{
    const MethodImplOptions No = MethodImplOptions.NoInlining;
    [MethodImpl(No)] static S1 A(S1 s) { s.A++; return s; } [MethodImpl(No)] static S2 A(S2 s) { s.B++; return s; }
    [MethodImpl(No)] static S3 A(S3 s) { s.C++; return s; } [MethodImpl(No)] static S4 A(S4 s) { s.A--; return s; }
    [MethodImpl(No)] static S5 A(S5 s) { s.B += 2; return s; } [MethodImpl(No)] static S7 A(S7 s) { s.G = s.A; return s; }
    [MethodImpl(No)] static S8 A(S8 s) { s.A *= 2; return s; } [MethodImpl(No)] static S9 A(S9 s) { s.B = 9; return s; }
    [MethodImpl(No)] static S12 A(S12 s) { s.C = s.A + s.B; return s; }
    [MethodImpl(No)] static S16 A(S16 s) { (s.A, s.B) = (s.B, s.A); return s; } [MethodImpl(No)] static S17 A(S17 s) { s.C++; return s; }
    [MethodImpl(No)] static S24 A(S24 s) { s.B = -s.B; return s; }
    [MethodImpl(No)] static S40 A(S40 s) { s.E = (int)(s.A + s.D); return s; }
    [MethodImpl(No)] static F1 A(F1 s) { s.A /= 2; return s; } [MethodImpl(No)] static F2 A(F2 s) { s.B = s.A; return s; }
    [MethodImpl(No)] static F3 A(F3 s) { s.C += s.A; return s; } [MethodImpl(No)] static F4 A(F4 s) { s.D = s.B; return s; }
    [MethodImpl(No)] static D1 A(D1 s) { s.A = -s.A; return s; } [MethodImpl(No)] static D2 A(D2 s) { s.B += s.A; return s; }
    [MethodImpl(No)] static D3 A(D3 s) { s.C = s.A; return s; }
    [MethodImpl(No)] static IF A(IF s) { s.B = s.A; return s; } [MethodImpl(No)] static FI A(FI s) { s.B = (int)s.A; return s; }
    [MethodImpl(No)] static LD A(LD s) { s.B = s.A; return s; } [MethodImpl(No)] static DL A(DL s) { s.B = (long)s.A; return s; }
    [MethodImpl(No)] static FFI A(FFI s) { s.C = (int)(s.A + s.B); return s; }
    [MethodImpl(No)] static DF A(DF s) { s.B = (float)s.A; return s; }
    [MethodImpl(No)] static RS A(RS s) { s.A += "!"; return s; } [MethodImpl(No)] static RI A(RI s) { s.B = s.A.Length; return s; }
    [MethodImpl(No)] static RR A(RR s) { (s.A, s.B) = (s.B, s.A); return s; }
    [MethodImpl(No)] static RRR A(RRR s) { s.C = s.A + s.B; return s; } [MethodImpl(No)] static RD A(RD s) { s.B *= 2; return s; }
    [MethodImpl(No)] static NN A(NN s) { s.A.A = (int)s.B.B; return s; } [MethodImpl(No)] static OneIn A(OneIn s) { s.A.A++; return s; }
    [MethodImpl(No)] static E0 A(E0 s) => s;
    [MethodImpl(No)] static string Many(int a, S3 b, double c, F3 d, long e, S16 f, float g, RR h, byte i, S24 j, LD k, short l, D2 m,
        S9 n, bool o, E0 p, string q, decimal r, F2 s)
        => $"{a} {b.C} {c} {d.B} {e} {f.B} {g} {h.B} {i} {j.C} {k.A} {k.B} {l} {m.B} {n.A} {n.B} {o} {q} {r} {s.A}{s.B}";

    static void Main()
    {
        Console.WriteLine($"{A(new S1 { A = 255 }).A} {A(new S2 { A = 1, B = 2 }).B} {A(new S3 { A = 1, B = 2, C = 3 }).C} {A(new S4 { A = -32768, B = 1 }).A} {A(new S5 { A = -1, B = 3 }).B} {A(new S7 { A = 11, F = 3 }).G} {A(new S8 { A = -4 }).A} {A(new S9 { A = 5 }).B}{A(new S9 { A = 5 }).A}");
        Console.WriteLine($"{A(new S12 { A = 1, B = 2 }).C} {A(new S16 { A = 1, B = 2 }).A} {A(new S17 { A = 1, C = 7 }).C} {A(new S24 { B = 5, C = 6 }).B} {A(new S40 { A = 4, D = 5 }).E} {A(new F1 { A = 3 }).A} {A(new F2 { A = 1.5f }).B} {A(new F3 { A = 1, C = 2 }).C} {A(new F4 { B = 2.5f }).D} {A(new D1 { A = 1 }).A} {A(new D2 { A = 1, B = 2 }).B} {A(new D3 { A = 9 }).C}");
        Console.WriteLine($"{A(new IF { A = 3 }).B} {A(new FI { A = 3.7f }).B} {A(new LD { A = 7 }).B} {A(new DL { A = -7.5 }).B} {A(new FFI { A = 1, B = 2 }).C} {A(new DF { A = 0.1 }).B} {A(new RS { A = "rs" }).A} {A(new RI { A = "four" }).B} {A(new RR { A = "a", B = "b" }).A} {A(new RRR { A = "x", B = "y" }).C} {A(new RD { A = "o", B = 2 }).B} {A(new NN { B = new F2 { B = 6.5f } }).A.A} {A(new OneIn()).A.A} {A(new E0())}");
        Console.WriteLine(Many(1, new S3 { C = 2 }, 3.5, new F3 { B = 4 }, 5, new S16 { B = 6 }, 7.5f, new RR { B = "8" }, 9,
            new S24 { C = 10 }, new LD { A = 11, B = 11.5 }, 12, new D2 { B = 13 }, new S9 { A = 14, B = 15 }, true, default, "q", 16.25m,
            new F2 { A = 1, B = 2 }));
        Mix m = new Mix(); RRR r = m.V(new S17 { B = 2, C = 3 }, new RI { A = "ri", B = 4 }, default, new F4 { D = 5 });
        Console.WriteLine(r.A + r.B + r.C);
        IMix im = m;
        D3 d = im.I(new S3 { A = 1, B = 2, C = 3 }, new D2 { A = 2, B = 3 }, new RR { A = "abc", B = "de" }, new F3 { A = 1, B = 2, C = 3 });
        Console.WriteLine($"{d.A} {d.B} {d.C}");
        Func<S3, D2, RR, F3, D3> f = im.I; d = f(new S3 { A = 5 }, default, new RR { A = "", B = "z" }, default);
        Console.WriteLine($"{d.A} {d.B} {d.C}"); Func<S40, F2, S40> g = (s, x) => { s.E = (int)x.B; s.B = s.A; return s; };
        Console.WriteLine(g(new S40 { A = 3 }, new F2 { B = 8 }).E + " " + g(new S40 { A = 3 }, default).B);
    }
}
