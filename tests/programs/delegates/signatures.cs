// Delegates with every kind of signature, static and instance, so that arguments keep their places: many arguments, floats, structs, refs, spans, returns by hidden buffer.
// unsafe
using System;

struct S3 { public byte A, B, C; } struct S16 { public long A, B; } struct S24 { public long A, B, C; } struct F2 { public float X, Y; }
struct M { public double D; public int I; } struct R { public string S; public int N; }
delegate int D0(); delegate long D7(int a, long b, short c, byte d, int e, int f, int g);
delegate double DF(float a, double b, float c, double d, float e, double f, float g, double h, float i, double j);
delegate string DM(int a, double b, string c, float d, long e, S3 f, F2 g, object h, M i, S16 j, decimal k, byte l);
delegate S24 DS(S24 a, int b, S16 c); delegate R DR(string s, R r); delegate void DO(in S24 a, ref string b, out double c, int d);
delegate ref int DRef(int[] a, int i); delegate ReadOnlySpan<char> DSp(ReadOnlySpan<char> s, Span<int> t);
delegate T DG<T, U>(U u, T t, int n); delegate (int, string, double) DT((byte, long) p, (string, string) q);
delegate Int128 DI(Int128 a, int b, Int128 c); delegate void DV(); delegate int? DN(int? a, bool? b);
unsafe delegate int* DP(int* p, void** q); delegate decimal DD(decimal a, decimal b); delegate float DFl(float f);

class P
{
    int _n = 1000;
    static int s0() => 1; int i0() => _n;
    static long s7(int a, long b, short c, byte d, int e, int f, int g) => ((((((a * 10L + b) * 10 + c) * 10 + d) * 10 + e) * 10 + f) * 10) + g;
    long i7(int a, long b, short c, byte d, int e, int f, int g) => _n + s7(a, b, c, d, e, f, g);
    static double sF(float a, double b, float c, double d, float e, double f, float g, double h, float i, double j) => a + b * 2 + c * 3
        + d * 4 + e * 5 + f * 6 + g * 7 + h * 8 + i * 9 + j * 10;
    double iF(float a, double b, float c, double d, float e, double f, float g, double h, float i, double j) => _n
        + sF(j > 0 ? a : 0, b, c, d, e, f, g, h, i, j);
    static string sM(int a, double b, string c, float d, long e, S3 f, F2 g, object h, M i, S16 j, decimal k, byte l)
        => $"{a} {b} {c} {d} {e} {f.A}{f.B}{f.C} {g.X}{g.Y} {h} {i.D}{i.I} {j.A}{j.B} {k} {l}";
    string iM(int a, double b, string c, float d, long e, S3 f, F2 g, object h, M i, S16 j, decimal k, byte l) => _n + sM(a, b, c, d, e, f, g, h, i, j, k, l);
    static S24 sS(S24 a, int b, S16 c) => new S24 { A = a.A + b, B = a.B + c.A, C = a.C + c.B };
    S24 iS(S24 a, int b, S16 c) => new S24 { A = _n + a.A, B = b, C = c.B };
    static R sR(string s, R r) => new R { S = s + r.S, N = r.N + 1 }; R iR(string s, R r) => new R { S = r.S + s, N = _n };
    static void sO(in S24 a, ref string b, out double c, int d) { b += a.C; c = d * 1.5; }
    void iO(in S24 a, ref string b, out double c, int d) { b = _n + b; c = a.B - d; } static ref int sRef(int[] a, int i) => ref a[i];
    ref int iRef(int[] a, int i) => ref _n;
    static ReadOnlySpan<char> sSp(ReadOnlySpan<char> s, Span<int> t) { t[0] = s.Length; return s[1..]; }
    ReadOnlySpan<char> iSp(ReadOnlySpan<char> s, Span<int> t) { t[^1] = _n; return s[..^1]; }
    static T sG<T, U>(U u, T t, int n) => n > 0 ? t : default; T iG<T, U>(U u, T t, int n) => u == null ? default : t;
    static (int, string, double) sT((byte, long) p, (string, string) q) => (p.Item1, q.Item2 + q.Item1, p.Item2 / 2.0);
    static Int128 sI(Int128 a, int b, Int128 c) => a * b - c; Int128 iI(Int128 a, int b, Int128 c) => a + b + c + _n;
    static int? sN(int? a, bool? b) => b == true ? a + 1 : null; static decimal sD(decimal a, decimal b) => a / b;
    static float sFl(float f) => f / 3; float iFl(float f) => f + _n;
    static unsafe int* sP(int* p, void** q) { *q = p; return p + 1; }

    static unsafe void Main()
    {
        var p = new P(); foreach (D0 d in new D0[] { s0, p.i0, () => 5 }) Console.Write(d() + " ");
        foreach (D7 d in new D7[] { s7, p.i7, (a, b, c, dd, e, f, g) => g * 10 + a }) Console.Write(d(1, 2, 3, 4, 5, 6, 7) + " ");
        foreach (DF d in new DF[] { sF, p.iF, (a, b, c, dd, e, f, g, h, i, j) => j - a }) Console.Write(d(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) + " ");
        Console.WriteLine();
        foreach (DM d in new DM[] { sM, p.iM, (a, b, c, dd, e, f, g, h, i, j, k, l) => c + h + l + f.C + j.B }) Console.WriteLine(d(1, 2.5,
            "c", 3.5f, 4, new S3 { A = 5, B = 6, C = 7 }, new F2 { X = 8, Y = 9 }, "h", new M { D = 10, I = 11 },
            new S16 { A = 12, B = 13 }, 14.5m, 15));
        foreach (DS d in new DS[] { sS, p.iS, (a, b, c) => a })
        {
            S24 r = d(new S24 { A = 1, B = 2, C = 3 }, 4, new S16 { A = 5, B = 6 }); Console.Write($"{r.A} {r.B} {r.C}; ");
        }
        foreach (DR d in new DR[] { sR, p.iR, (s, r) => r }) { R r = d("x", new R { S = "y", N = 1 }); Console.Write(r.S + r.N + " "); }
        foreach (DO d in new DO[] { sO, p.iO, (in S24 a, ref string b, out double c, int n) => c = n })
        {
            string b = "b"; d(new S24 { B = 7, C = 8 }, ref b, out double c, 3); Console.Write(b + c + " ");
        }
        Console.WriteLine();
        int[] arr = { 1, 2, 3 }; foreach (DRef d in new DRef[] { sRef, p.iRef, (a, i) => ref a[0] }) d(arr, 1) += 50;
        Console.Write(string.Join(",", arr) + p._n + " "); Span<int> t = stackalloc int[2];
        foreach (DSp d in new DSp[] { sSp, p.iSp, (s, tt) => s }) Console.Write(d("span", t).ToString() + t[0] + t[1] + " ");
        Console.Write(((DG<string, int>)sG)(1, "g", 1) + ((DG<int, string>)sG)("u", 5, 1) + ((DG<object, object>)p.iG)(null, "no", 1)
            + ((DG<double, string>)p.iG)("u", 2.5, 0) + " ");
        Console.Write(((DT)sT)((1, 5), ("a", "b")) + " " + ((DI)sI)(Int128.MaxValue / 4, 3, 7) + " " + ((DI)p.iI)(1, 2, 3) + " "
            + ((DN)sN)(4, true) + ((DN)sN)(4, null).HasValue + ((DD)sD)(1, 3) + ((DFl)sFl)(1) + ((DFl)p.iFl)(0.5f));
        DP dp = sP; int* q; int v = 3; Console.WriteLine((dp(&v, (void**)&q) - &v) + " " + *q);
        Func<int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int> f16 = (a, b, c, d, e, f, g, h, i, j, k,
            l, m, n, o, pp) => a - pp
            + h * o;
        Console.WriteLine(f16(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)); DV multi = () => Console.Write("v1 ");
        multi += p.Void; multi += SVoid; multi(); Console.WriteLine();
    }
    void Void() => Console.Write("v" + _n + " "); static void SVoid() => Console.Write("sv ");
}
