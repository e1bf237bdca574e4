// Shapes the loader must get right: covariant returns over generics, method implementations, explicit layouts with references, type initialisation order, interfaces with many forms, function pointers as types, ref structs.
// unsafe
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

class A0 { public virtual object Get() => "A0"; public virtual IEnumerable<object> Seq() => null; public virtual A0 Self() => this; }
class A1 : A0 { public override string Get() => "A1"; public override List<object> Seq() => new(); public override A1 Self() => this; }
class A2 : A1 { public override string Get() => "A2" + base.Get(); public override A2 Self() => this; }
class A3<T> : A2 where T : class { public override A3<T> Self() => this; public string Own() => typeof(T).Name; }
class A4 : A3<string> { public override A4 Self() => null; public new virtual int Get() => 4; }
abstract class G0<T> { public abstract T Make(); public virtual G0<T> Me() => this; public abstract IEnumerable<T> Many<U>(U u); }
class G1<T> : G0<T[]> { public override T[] Make() => new T[2]; public override G1<T> Me() => this; public override List<T[]> Many<U>(U u) => new() { Make(), Make() }; }
class G2 : G1<string> { public override G2 Me() => this; public override List<string[]> Many<U>(U u) { Console.Write(typeof(U)); return base.Many(u); } }
interface I1 { int F(); int G() => F() + 1; } interface I2 : I1 { int I1.F() => 2; } interface I3 : I1 { int I1.G() => 30 + F(); } class C23 : I2, I3 { } class C3 : I3 { int I1.F() => 7; }
interface IGet<out T> { T Get(); string Who() => "IGet " + typeof(T); } class GetB : IGet<string>, IGet<object> { string IGet<string>.Get() => "s"; object IGet<object>.Get() => "o"; } class GetD : GetB, IGet<IComparable> { IComparable IGet<IComparable>.Get() => "c"; }
abstract class Re : I1 { public abstract int F(); } class ReC : Re { public override int F() => 11; } class ReD : ReC, I1 { int I1.F() => 12; public new int F() => 13; int I1.G() => F() * 100; }
[StructLayout(LayoutKind.Explicit)] struct Ex1 { [FieldOffset(0)] public long L; [FieldOffset(0)] public double D; [FieldOffset(4)] public int Hi; [FieldOffset(8)] public object O; [FieldOffset(8)] public string S; [FieldOffset(16)] public byte B; }
[StructLayout(LayoutKind.Explicit, Size = 64)] struct Ex2 { [FieldOffset(10)] public short S; [FieldOffset(20)] public Ex3 E; } [StructLayout(LayoutKind.Explicit, Pack = 2)] struct Ex3 { [FieldOffset(2)] public int A; [FieldOffset(6)] public long B; }
[StructLayout(LayoutKind.Explicit)] class ExC { [FieldOffset(8)] public int A; [FieldOffset(0)] public int B; [FieldOffset(4)] public float F; } [StructLayout(LayoutKind.Explicit)] class ExD : ExC { [FieldOffset(0)] public byte Z; }
struct G16<T> { public byte A; public T B; } [StructLayout(LayoutKind.Sequential, Pack = 1)] struct P1 { public byte A; public Int128 B; public short C; } [StructLayout(LayoutKind.Sequential, Size = 3)] struct P3 { public byte A; } [StructLayout(LayoutKind.Auto)] struct Au { public byte A; public object B; public short C; public long D; public byte E; }
struct Emp { } struct TwoEmp { public Emp A, B; public int C; } [InlineArray(5)] struct IA<T> { T e; } [InlineArray(3)] struct IIA { IA<byte> e; }
static class Log { public static string S = ""; public static int Add(string s) { S += s + ";"; return S.Length; } }
class Bf { public static int X = Log.Add("Bf"); public static void M() { } } class Pr { public static int X = Log.Add("Pr.x"); static Pr() { Log.Add("Pr"); } public static void M() { } public int F = Log.Add("Pr.F"); } class PrD : Pr { static PrD() { Log.Add("PrD"); } public static int Y; } class Bad { public static int Z = int.Parse("x"); static Bad() { } public static void T() { } }
struct SC { public int V; static SC() { Log.Add("SC"); } public SC(int v) { V = v; } public void M() { } public static int S; } class GC1<T> { static GC1() { Log.Add("GC1" + typeof(T).Name); } public static T V; public void I() { } }
interface ISt { static int X = Log.Add("ISt"); int D() => X; } class IStC : ISt { } class CycA { public static int V = CycB.V + 1; static CycA() { } } class CycB { public static int V = CycA.V + 10; static CycB() { } }
ref struct Rs<T> { public ref T R; public Span<T> S; public Rs(ref T r, Span<T> s) { R = ref r; S = s; } public int Sum(Func<T, int> f) { int n = f(R); foreach (ref var x in S) n += f(x); return n; } public override string ToString() => "rs" + S.Length; } interface IRs { int V(); } ref struct RsI : IRs { public ReadOnlySpan<char> T; public int V() => T.Length; public void Dispose() => Log.Add("disposed"); }
delegate ref int RefD(int[] a); unsafe class Fp { public delegate*<int, int> F; public static delegate*<string, object> G; public delegate* unmanaged<int, void>[] Arr; }
record struct RStruct(int A, string B) { public readonly int Sq => A * A; } record RBase(int A) { protected virtual string P => "b"; public override string ToString() => P + A; } sealed record RDer(int A, List<int> L) : RBase(A) { protected override string P => "d"; }
enum EB : byte { A = 1, B = 255 } enum EL : long { Min = long.MinValue, Max = long.MaxValue } enum EU : ulong { M = ulong.MaxValue } enum EC : short { N = -5 }
unsafe class P
{
    static int Con<T>(T t) where T : IRs, allows ref struct => t.V(); static int Sz<T>() => Unsafe.SizeOf<T>(); static ref int First(int[] a) => ref a[0]; static int Twice(int x) => x * 2; static object Id(string s) => s; [MethodImpl(MethodImplOptions.NoInlining)] static void Touch<T>(T t) { }
    static string E<T>(T e) where T : struct, Enum => e + "/" + Enum.GetUnderlyingType(typeof(T)).Name + e.ToString("D") + e.ToString("X") + Enum.IsDefined(e) + e.GetHashCode() + e.CompareTo(e) + e.Equals((object)e);
    static void Main()
    {
        foreach (A0 a in new A0[] { new A0(), new A1(), new A2(), new A3<object>(), new A4() }) Console.Write(a.Get() + "" + (a.Seq()?.GetType().Name ?? "-") + (a.Self()?.GetType().Name ?? "-") + " "); A1 a1 = new A2(); Console.WriteLine(a1.Get() + a1.Self().GetType() + new A3<string>().Self().Own() + new A4().Get());
        G0<string[]> g = new G2(); Console.WriteLine(g.Make().Length + "" + g.Me() + string.Join(",", g.Many(1)) + ((G1<string>)g).Many("x").Count); G0<int[]> gi = new G1<int>(); Console.WriteLine(gi.Me() + "" + gi.Many<object>(null));
        I1 i = new C23(); Console.WriteLine(i.F() + " " + i.G()); i = new C3(); Console.WriteLine(i.F() + " " + i.G()); i = new ReC(); Console.Write(i.F() + " " + i.G()); i = new ReD(); Console.WriteLine(i.F() + " " + i.G() + ((ReC)i).F());
        object gd = new GetD(); Console.WriteLine(((IGet<string>)gd).Get() + ((IGet<object>)gd).Get() + ((IGet<IComparable>)gd).Get() + ((IGet<ICloneable>)gd).Get() + ((IGet<string>)gd).Who() + ((IGet<ICloneable>)gd).Who());
        Ex1 e = default; e.D = 1.5; e.O = "obj"; e.B = 9; Console.WriteLine(e.L + " " + e.Hi + e.S + e.B + Sz<Ex1>()); Ex2 e2 = default; e2.E.A = -1; e2.E.B = 5; e2.S = 3; byte* eb = (byte*)&e2; Console.WriteLine(eb[22] + " " + eb[26] + eb[10] + Sz<Ex2>() + Sz<Ex3>()); var ec = new ExD { A = 1, B = 2, F = 3, Z = 4 }; Console.WriteLine(ec.A + "" + ec.B + ec.F + ec.Z);
        Console.WriteLine(Sz<G16<Int128>>() + " " + Sz<G16<decimal>>() + " " + Sz<P1>() + " " + Sz<P3>() + " " + Sz<Au>() + " " + Sz<Emp>() + Sz<TwoEmp>() + " " + Sz<IA<string>>() + Sz<IIA>() + " " + Sz<G16<System.Runtime.Intrinsics.Vector128<int>>>() + " " + Sz<G16<Half>>() + Sz<(byte, double, byte)>() + Sz<bool?>() + Sz<G16<G16<long>>>());
        IIA ia = default; ia[2][4] = 7; Span<IA<byte>> sp = ia; Console.WriteLine(sp[2][4] + sp.Length); IA<string> si = default; for (int k = 0; k < 5; k++) si[k] = "s" + k; string all = ""; foreach (var s in si) all += s; Console.WriteLine(all); try { int ix = 5; si[ix] = ""; } catch (IndexOutOfRangeException) { Console.WriteLine("ioor"); }
        Bf.M(); Pr.M(); Console.WriteLine(Log.S); PrD.Y = 1; Console.WriteLine(Log.S); new Pr(); default(SC).M(); Console.WriteLine(Log.S); Touch(default(SC)); new SC(1); Console.WriteLine(Log.S); new GC1<int>().I(); GC1<string>.V = "x"; Console.WriteLine(Log.S); ((ISt)new IStC()).D(); Console.WriteLine(Log.S + CycA.V + CycB.V);
        for (int k = 0; k < 2; k++) try { Bad.T(); } catch (TypeInitializationException x) { Console.WriteLine(x.TypeName + x.InnerException.GetType().Name); }
        int loc = 5; var rs = new Rs<int>(ref loc, stackalloc int[] { 1, 2 }); rs.R++; Console.WriteLine(rs.Sum(x => x * 10) + rs.ToString() + loc); Console.WriteLine(Con(new RsI { T = "four" })); using (var d = new RsI()) { } Console.WriteLine(Log.S.EndsWith("disposed;"));
        int[] arr = { 1, 2 }; RefD rd = First; rd(arr) = 50; ref int rr = ref rd(arr); rr++; Console.WriteLine(arr[0]); var fp = new Fp { F = &Twice, Arr = new delegate* unmanaged<int, void>[2] }; Fp.G = &Id; Console.WriteLine(fp.F(4) + "" + Fp.G("g") + fp.Arr.Length + (fp.Arr[1] == null));
        Console.WriteLine(new RStruct(3, "b") + "" + new RStruct(3, "b").Sq + (new RStruct(1, "x") == new RStruct(1, "x")) + new RDer(5, null) + (new RDer(5, null) with { A = 6 }) + new RDer(1, null).Equals(new RBase(1))); var (da, db) = new RStruct(8, "eight"); Console.WriteLine(da + db);
        Console.WriteLine(E(EB.B) + E((EB)7) + E(EL.Min) + E(EU.M) + E(EC.N) + E(DayOfWeek.Friday | DayOfWeek.Monday));
    }
}
