// unsafe
// Explicit and overlapping layout, inline arrays, ref fields, covariant returns, diamonds, function pointers, Int128 and decimal calls.
using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[StructLayout(LayoutKind.Explicit)] struct Union { [FieldOffset(0)] public int I; [FieldOffset(0)] public float F; [FieldOffset(2)] public short Hi; [FieldOffset(8)] public object O; [FieldOffset(8)] public string S; [FieldOffset(16)] public byte B; }
[StructLayout(LayoutKind.Explicit, Size = 3, Pack = 1)] struct Three { [FieldOffset(1)] public short S; }
[StructLayout(LayoutKind.Sequential, Pack = 1)] struct Packed { public byte B; public long L; public Three T; public Guid G; }
[InlineArray(4)] struct Four<T> { T _; }
ref struct Cursor<T> { ref T at; int n; public Cursor(ref T t, int n) { at = ref t; this.n = n; } public ref T this[int i] { get { if ((uint)i >= (uint)n) throw new IndexOutOfRangeException(); return ref Unsafe.Add(ref at, i); } } public readonly ref readonly T First => ref at; }
interface IHas<T> where T : allows ref struct { string Show(T t); }
class ShowSpan : IHas<ReadOnlySpan<char>>, IHas<int> { public string Show(ReadOnlySpan<char> t) => t.ToString() + t.Length; public string Show(int t) => "i" + t; }
class A0 { public virtual A0 Clone() => new A0(); public virtual object P => "A0"; }
class A1 : A0 { public override A1 Clone() => new A1(); public override string P => "A1"; }
class A2 : A1 { public override A2 Clone() => new A2(); }
class A3 : A2 { public new virtual string P => "A3new"; public override A3 Clone() => new A3(); }
interface ITop { string N() => "top"; int K { get => 1; set { } } }
interface IL : ITop { string ITop.N() => "left"; }
interface IR : ITop { string ITop.N() => "right"; int ITop.K { get => 7; set { } } }
interface IBoth : IL, IR { string ITop.N() => "both" + K; }
class DB : IBoth { }
class DC : IL, IR { public string N() => "class"; }
class DD : DC, ITop { string ITop.N() => "dd" + base.N(); }
struct DS : IL { public int X; }
struct Huge { public long A, B, C, D, E, F, G, H; public decimal M; public Int128 I; }
unsafe static class Program
{
    [MethodImpl(MethodImplOptions.NoInlining)] static Int128 Mul(int a, Int128 b, byte c, Int128 d, long e, UInt128 f, Int128 g, Int128 h) => a * b + c * d + e + (Int128)f - g * h;
    [MethodImpl(MethodImplOptions.NoInlining)] static Huge Pass(Huge h, int n, in Huge i, ref Huge r, out Huge o) { h.A += n; r.B = i.C; o = h; o.M *= 1.1m; o.I = -o.I; return n == 0 ? h : Pass(o, n - 1, h, ref r, out o); }
    [MethodImpl(MethodImplOptions.NoInlining)] static (float, int, double, byte) Tuple4((float, int, double, byte) t) => (t.Item1 * 2, t.Item2 + 1, t.Item3 / 2, (byte)(t.Item4 + 200));
    static string Gen<T>(T x) where T : ITop => x.N() + x.K;
    static int Add(int a, int b) => a + b; static double Z(double d) => d;
    static T Sum<T>(Four<T> f) where T : System.Numerics.INumber<T> { T s = T.Zero; foreach (var x in f) s += x; return s; }
    static int Count<T>(params ReadOnlySpan<T> xs) => xs.Length;
    static string Bytes(ReadOnlySpan<byte> b) { string s = ""; foreach (var x in b) s += x.ToString("X2"); return s; }
    static void Main()
    {
        Union u = default; u.F = 1.5f; u.S = "str"; Console.WriteLine(u.I.ToString("X") + u.Hi + u.O + sizeof(Three) + sizeof(Packed) + Unsafe.SizeOf<Union>());
        Packed p = new() { B = 1, L = -1, T = new Three { S = 258 } }; var copy = p; copy.L++; Console.WriteLine(p.L + " " + copy.L + copy.T.S + p.Equals(copy) + p.Equals(p));
        Four<int> f = default; for (int i = 0; i < 4; i++) f[i] = i * i; Console.WriteLine(Sum(f) + " " + Sum<double>(default) + ((Span<int>)f)[1..].Length);
        Four<string> fs = default; fs[3] = "z"; object o = fs; Console.WriteLine(((Four<string>)o)[3]); try { int k = 4; fs[k] = ""; } catch (IndexOutOfRangeException) { Console.WriteLine("ioor"); }
        int[] arr = { 1, 2, 3 }; var c = new Cursor<int>(ref arr[1], 2); c[1] = 9; Console.WriteLine(arr[2] + c.First); try { c[2] = 0; } catch (IndexOutOfRangeException) { Console.WriteLine("cursor"); }
        var ss = new ShowSpan(); Console.WriteLine(((IHas<ReadOnlySpan<char>>)ss).Show("hey".AsSpan(1)) + ((IHas<int>)ss).Show(3));
        foreach (A0 a in new A0[] { new A0(), new A1(), new A2(), new A3() }) Console.Write(a.Clone().GetType().Name + a.P + " "); Console.WriteLine(((A1)new A3()).P + new A3().P + ((A2)new A3()).Clone().GetType().Name);
        Console.WriteLine(((ITop)new DB()).N() + ((ITop)new DC()).N() + ((ITop)new DD()).N() + ((ITop)new DS()).N() + Gen(new DB()) + Gen(new DC()) + Gen(new DS()) + ((ITop)new DC()).K);
        Console.WriteLine(Mul(3, Int128.MaxValue / 7, 200, -5, long.MinValue, UInt128.MaxValue, 12345678901234567890, -3));
        Huge h = new() { A = 1, C = 3, M = 100.10m, I = Int128.MaxValue }, r = default; var res = Pass(h, 3, h, ref r, out var oo); Console.WriteLine(res.A + " " + res.M + " " + res.I + " " + r.B + " " + oo.A + oo.M);
        Console.WriteLine(Tuple4((1.5f, int.MaxValue, 1e300, 100)));
        delegate*<int, int, int> fp = &Add; delegate*<Int128, Int128, Int128> mx = &Int128.Max; Console.WriteLine(fp(2, 3) + " " + mx(5, -5));
        int? n = null; object bn = n; int? m = 5; object bm = m; Console.WriteLine((bn == null) + " " + bm.GetType() + ((int?)bm).Value + (bm is int?) + m.Equals(5) + n.GetHashCode() + n.ToString() + "|");
        Console.WriteLine(Count(1, 2, 3) + Count<string>() + Count("a"));
        Console.WriteLine(Bytes("héllo€"u8) + Bytes([1, 2, .. new byte[] { 255, 0 }]));
        List<int> li = [1, .. arr, 5]; HashSet<string> hs = ["a", "a"]; Console.WriteLine(string.Join(",", li) + hs.Count);
        checked { try { int z = int.MaxValue; z += arr.Length; } catch (OverflowException) { Console.WriteLine("ovf"); } try { uint z = (uint)(-arr[0]); } catch (OverflowException) { Console.WriteLine("ovf2"); } try { byte z = (byte)(300 * arr[0]); } catch (OverflowException) { Console.WriteLine("ovf3"); } }
        Console.WriteLine((int)Z(float.NaN) + " " + (long)Z(1e30) + " " + (uint)Z(-1.5) + " " + (ulong)Z(-1e30) + " " + (byte)(int)Z(300.7) + unchecked((sbyte)(int)Z(-129.0)) + (char)65.9 + (short)Z(1e10));
        Console.WriteLine(decimal.MaxValue / 3m * 2m + " " + (0.1m + 0.2m) + " " + decimal.Round(2.5m) + " " + (1m / 3m) + (decimal)1e-20 + " " + new decimal(1, 2, 3, true, 5));
        TypedReference tr = __makeref(arr[0]); __refvalue(tr, int) = 44; Console.WriteLine(arr[0] + " " + __reftype(tr)); try { __refvalue(tr, long) = 1; } catch (InvalidCastException) { Console.WriteLine("tr"); }
        Span<int> st = stackalloc int[] { 5, 4, 3 }; st.Sort(); Console.WriteLine(string.Join(" ", st.ToArray()) + $"{st.Length,4}|{3.14159:F2}|{"x",-3}|");
        Console.WriteLine((arr, "t") switch { ([44, .. var rest], ['t']) => "match" + rest.Length, _ => "no" } + (o is Four<string> { } ff ? ff[3] : "") + (5 is > 3 and not 4 or 9));
    }
}
