// UnmanagedCallersOnly methods called through unmanaged function pointers: structs of every class by value, many arguments, floats, pointers, nested calls, results in registers and memory.
// unsafe
#pragma warning disable CS0169
#pragma warning disable CS0649
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

struct I1 { public byte A; } struct I2 { public short A; } struct I3 { public byte A, B, C; } struct I8 { public int A, B; }
struct I12 { public int A, B, C; } struct I16 { public long A, B; } struct I17 { public long A, B; public byte C; }
struct I24 { public long A, B, C; } struct F4 { public float A; } struct F8 { public float A, B; } struct F12 { public float A, B, C; }
struct F16 { public float A, B, C, D; } struct D8 { public double A; } struct D16 { public double A, B; }
struct D24 { public double A, B, C; } struct Mix1 { public int A; public float B; } struct Mix2 { public double A; public int B; }
struct Mix3 { public long A; public double B; } struct Mix4 { public float A, B; public long C; }
struct Mix5 { public byte A; public double B; public byte C; } struct Nest { public I8 A; public F8 B; }
[StructLayout(LayoutKind.Sequential, Pack = 1)] struct Packed { public byte A; public int B; public short C; }
[StructLayout(LayoutKind.Explicit)] struct Un { [FieldOffset(0)] public int I; [FieldOffset(0)] public float F; }
[InlineArray(3)] struct Arr { int _e; } unsafe struct P1 { public void* P; public nint N; }

unsafe class P
{
    [UnmanagedCallersOnly] static I1 a(I1 s) { s.A++; return s; } [UnmanagedCallersOnly] static I2 b(I2 s) { s.A--; return s; }
    [UnmanagedCallersOnly] static I3 c(I3 s) { (s.A, s.C) = (s.C, s.A); return s; }
    [UnmanagedCallersOnly] static I8 d(I8 s) { (s.A, s.B) = (s.B, s.A); return s; }
    [UnmanagedCallersOnly] static I12 e(I12 s) { s.B = s.A + s.C; return s; }
    [UnmanagedCallersOnly] static I16 f(I16 s) { (s.A, s.B) = (s.B, -s.A); return s; }
    [UnmanagedCallersOnly] static I17 g(I17 s) { s.C++; s.A = s.B; return s; }
    [UnmanagedCallersOnly] static I24 h(I24 s) { s.A = s.C; return s; } [UnmanagedCallersOnly] static F4 i(F4 s) { s.A *= 2; return s; }
    [UnmanagedCallersOnly] static F8 j(F8 s) { (s.A, s.B) = (s.B, s.A); return s; }
    [UnmanagedCallersOnly] static F12 k(F12 s) { s.C = s.A + s.B; return s; }
    [UnmanagedCallersOnly] static F16 l(F16 s) { (s.A, s.D) = (s.D, s.A); return s; }
    [UnmanagedCallersOnly] static D8 m(D8 s) { s.A /= 4; return s; }
    [UnmanagedCallersOnly] static D16 n(D16 s) { (s.A, s.B) = (s.B, s.A); return s; }
    [UnmanagedCallersOnly] static D24 o(D24 s) { s.B = s.A + s.C; return s; }
    [UnmanagedCallersOnly] static Mix1 p(Mix1 s) { s.B += s.A; return s; }
    [UnmanagedCallersOnly] static Mix2 q(Mix2 s) { s.A += s.B; s.B++; return s; }
    [UnmanagedCallersOnly] static Mix3 r(Mix3 s) { s.B = s.A; s.A *= 2; return s; }
    [UnmanagedCallersOnly] static Mix4 s(Mix4 s) { s.C = (long)(s.A + s.B); return s; }
    [UnmanagedCallersOnly] static Mix5 t(Mix5 s) { (s.A, s.C) = (s.C, s.A); s.B = -s.B; return s; }
    [UnmanagedCallersOnly] static Nest u(Nest s) { s.A.A = (int)s.B.B; s.B.A = s.A.B; return s; }
    [UnmanagedCallersOnly] static Packed v(Packed s) { s.B += s.A + s.C; return s; }
    [UnmanagedCallersOnly] static Un w(Un s) { s.F += 1; return s; }
    [UnmanagedCallersOnly] static Arr x(Arr s) { s[2] = s[0] + s[1]; return s; }
    [UnmanagedCallersOnly] static P1 y(P1 s) { s.N = (nint)s.P + 1; return s; }
    [UnmanagedCallersOnly] static double Many(int a, double b, long c, float d, byte e, short f, I12 g, D16 h, int i, int j, int k,
        double l, F8 m, I24 n, float o, double p, double q, double r, sbyte s, ushort t, Mix1 u, void* v, I3 w)
        => a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g.C * 7 + h.B * 8 + i * 9 + j * 10 + k * 11 + l * 12 + m.B * 13 + n.C * 14 + o * 15
        + p * 16 + q * 17 + r * 18 + s * 19 + t * 20 + u.B * 21 + (nint)v * 22 + w.C * 23;
    [UnmanagedCallersOnly] static int Rec(int n, delegate* unmanaged<int, void*, int> self, I16 pad) => n <= 0 ? (int)pad.A : self(n - 1, self) + n;
    [UnmanagedCallersOnly] static int Fact(int n, void* self) => n < 2 ? 1 : n * ((delegate* unmanaged<int, void*, int>)self)(n - 1, self);
    [UnmanagedCallersOnly] static void Void(int* out_, byte flag, ushort ch) { *out_ = flag * 1000 + ch; }
    [UnmanagedCallersOnly] static byte Small(byte a, sbyte b, short c, ushort d) => (byte)(a + b + c + d);
    [UnmanagedCallersOnly] static sbyte Neg(sbyte a) => (sbyte)-a; [UnmanagedCallersOnly] static short NegS(short a) => (short)-a;
    [UnmanagedCallersOnly] static int Guard(int z)
    {
        try { return 10 / z; } catch (DivideByZeroException) { return -1; } finally { GC.Collect(0); }
    }

    static int s_res;

    static void Main()
    {
        delegate* unmanaged<I1, I1> fa = &a; delegate* unmanaged<I2, I2> fb = &b; delegate* unmanaged<I3, I3> fc = &c;
        delegate* unmanaged<I8, I8> fd = &d; delegate* unmanaged<I12, I12> fe = &e; delegate* unmanaged<I16, I16> ff = &f;
        delegate* unmanaged<I17, I17> fg = &g; delegate* unmanaged<I24, I24> fh = &h; delegate* unmanaged<F4, F4> fi = &i;
        delegate* unmanaged<F8, F8> fj = &j; delegate* unmanaged<F12, F12> fk = &k; delegate* unmanaged<F16, F16> fl = &l;
        delegate* unmanaged<D8, D8> fm = &m; delegate* unmanaged<D16, D16> fn = &n; delegate* unmanaged<D24, D24> fo = &o;
        delegate* unmanaged<Mix1, Mix1> fp = &p; delegate* unmanaged<Mix2, Mix2> fq = &q; delegate* unmanaged<Mix3, Mix3> fr = &r;
        delegate* unmanaged<Mix4, Mix4> fs = &s; delegate* unmanaged<Mix5, Mix5> ft = &t; delegate* unmanaged<Nest, Nest> fu = &u;
        delegate* unmanaged<Packed, Packed> fv = &v; delegate* unmanaged<Un, Un> fw = &w; delegate* unmanaged<Arr, Arr> fx = &x;
        delegate* unmanaged<P1, P1> fy = &y;
        Console.WriteLine($"{fa(new I1 { A = 255 }).A} {fb(new I2 { A = short.MinValue }).A} {fc(new I3 { A = 1, B = 2, C = 3 }).A} {fd(new I8 { A = 1, B = -2 }).A} {fe(new I12 { A = 5, C = 6 }).B} {ff(new I16 { A = 1, B = 2 }).B} {fg(new I17 { B = 7, C = 8 }).A} {fg(new I17 { B = 7, C = 8 }).C} {fh(new I24 { C = 9 }).A} {fi(new F4 { A = 1.5f }).A} {fj(new F8 { A = 1, B = 2.5f }).A} {fk(new F12 { A = 1, B = 2 }).C} {fl(new F16 { A = 1, D = 4 }).A} {fm(new D8 { A = 1 }).A} {fn(new D16 { A = 1, B = 2 }).A} {fo(new D24 { A = 1, C = 3 }).B}");
        Mix5 m5 = ft(new Mix5 { A = 1, B = 2.5, C = 3 });
        Nest ne = fu(new Nest { A = new I8 { A = 1, B = 2 }, B = new F8 { A = 3, B = 4.5f } }); var arr = new Arr(); arr[0] = 5;
        arr[1] = 6;
        Console.WriteLine($"{fp(new Mix1 { A = 3, B = 0.5f }).B} {fq(new Mix2 { A = 0.5, B = 4 }).A} {fr(new Mix3 { A = 5 }).B} {fs(new Mix4 { A = 1.5f, B = 2.5f }).C} {m5.A} {m5.B} {m5.C} {ne.A.A} {ne.B.A} {fv(new Packed { A = 1, B = 2, C = 3 }).B} {fw(new Un { F = 1 }).I:X} {fx(arr)[2]} {fy(new P1 { P = (void*)41 }).N}");
        delegate* unmanaged<int, double, long, float, byte, short, I12, D16, int, int, int, double, F8, I24, float, double, double, double, sbyte, ushort, Mix1, void*, I3, double> many = &Many;
        Console.WriteLine(many(1, 2, 3, 4, 5, 6, new I12 { C = 7 }, new D16 { B = 8 }, 9, 10, 11, 12, new F8 { B = 13 },
            new I24 { C = 14 }, 15, 16, 17, 18, -19, 20, new Mix1 { B = 21 }, (void*)22, new I3 { C = 23 }));
        delegate* unmanaged<int, void*, int> fact = &Fact;
        delegate* unmanaged<int, delegate* unmanaged<int, void*, int>, I16, int> rec = &Rec;
        Console.WriteLine(fact(10, fact) + " " + rec(5, fact, new I16 { A = 77 }) + " " + rec(0, fact, new I16 { A = 77 })); int res;
        delegate* unmanaged<int*, byte, ushort, void> vo = &Void; vo(&res, 1, 'x');
        delegate* unmanaged<byte, sbyte, short, ushort, byte> sm = &Small; delegate* unmanaged<sbyte, sbyte> ng = &Neg;
        delegate* unmanaged<short, short> ns = &NegS;
        Console.WriteLine(res + " " + sm(200, -100, 300, 400) + " " + ng(5) + ng(-128) + " " + ns(-300) + ns(short.MinValue));
        delegate* unmanaged<int, int> gu = &Guard; Console.WriteLine(gu(3) + " " + gu(0));
        int t0 = 0; for (int z = 1; z < 1000; z++) t0 += gu(z);
        Console.WriteLine(t0); void* raw = (delegate* unmanaged<int, int>)&Guard;
        Console.WriteLine(((delegate* unmanaged<int, int>)raw)(5));
        var th = new System.Threading.Thread(() => { delegate* unmanaged<int, int> f2 = &Guard; s_res = f2(2); }); th.Start(); th.Join();
        Console.WriteLine(s_res);
    }
}
