// Shared and exact generics: recursion, virtual generic methods in hierarchies, boxed and nullable forms, statics of every kind, delegates to shared methods, arrays as arguments.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;

class Atom { public override string ToString() => "atom"; } class Atom2 : Atom { } struct Str { public int V; public object O; public override string ToString() => "str" + V; }
abstract class Shape { public abstract string Name<T>(T x); public virtual string Pair<T, U>() => typeof(T) + "&" + typeof(U); }
class Circle : Shape { public override string Name<T>(T x) => "circle " + typeof(T) + x; }
class Square<A> : Shape { public override string Name<T>(T x) => "square " + typeof(A) + typeof(T) + x; public override string Pair<T, U>() => base.Pair<U, A>() + typeof(T); }
sealed class Small<A, B> : Square<(A, B)> { public override string Name<T>(T x) => "small " + base.Name(new[] { x }) + typeof(B); }
interface IGvm { string M<T>(); string D<T>() => "default " + typeof(T) + GetType(); } interface IGvm<in X> { string N<T>(X x); }
struct GvmS<A> : IGvm, IGvm<A> { public string M<T>() => "S" + typeof(A) + typeof(T); public string N<T>(A a) => "N" + typeof(A) + typeof(T); }
class GvmC<A> : IGvm, IGvm<A> { public string M<T>() => "C" + typeof(A) + typeof(T); string IGvm<A>.N<T>(A a) => "n" + typeof(A) + typeof(T); string IGvm.D<U>() => "own" + typeof(U); }
class GvmD<A> : GvmC<A>, IGvm<A[]> { public new string M<T>() => "hidden"; string IGvm<A[]>.N<T>(A[] a) => "arr" + typeof(T); }
class St<T> { public static int I; public static string S = typeof(T).ToString(); [ThreadStatic] public static int TI; [ThreadStatic] public static T TT; public static T V; public static readonly List<T> L = new(); static St() { I = 7; Order.Log.Add("cctor " + typeof(T)); } public static ref int Ref() => ref TI; }
static class Order { public static List<string> Log = new(); }
class Rec<T> { public static int Depth(int n) => n == 0 ? 0 : 1 + Rec<T>.Depth(n - 1); public Rec<T[]> Next() => new Rec<T[]>(); public override string ToString() => typeof(T).ToString(); }
class Node<T> { public Node<Node<T>> Wrap() => new(); public static int Count(int n) => n <= 0 ? 1 : Node<T>.Count(n - 1) + 1; }
class Lookups<T> { public object A() => new T[1]; public object B() => new T[1, 2]; public object C() => new List<T>[1]; public bool D(object o) => o is T; public bool E(object o) => o is T[]; public object F() => default(T); public Type G() => typeof(Dictionary<T, List<T[]>>); public T H(object o) => (T)o; public object I() => (Func<T, T>)(x => x); public object J() => new Lookups<(T, T)>().A(); public IEnumerable<T> K(params T[] xs) { foreach (var x in xs) yield return x; } public object L<U>() => new Dictionary<T, U>[0]; public static object M<U>(T t, U u) => (t, u); public bool N(object o) => o is List<T> or IEnumerable<T>; }
class Fld<T> { public T A; public int B; public T C; public byte D; public (T, int) E; } struct SFld<T> { public byte A; public T B; public byte C; public T D; }
interface IInc { void Inc(); int Get(); } struct IncS : IInc { int n; public void Inc() => n++; public int Get() => n; } struct IncG<T> : IInc { int n; T t; public void Inc() => n++; public int Get() => n; }
class Curious<T> where T : Curious<T>, new() { public static T Make() => new T(); public virtual string W() => typeof(T).Name; } class CurA : Curious<CurA> { } class CurB : Curious<CurB> { public override string W() => "B" + base.W(); }
class Outer<A> { public class Inner<B> { public static string N = typeof(A) + "/" + typeof(B); public class Deep { public string X<C>() => N + typeof(C); } public enum E { P, Q } public delegate B Fn(A a); } }
class Base0<T> { public virtual string F(T t) => "base " + typeof(T); public virtual string F(int t) => "int"; } class Der0 : Base0<string> { public override string F(string t) => "der str"; } class Der1<T> : Base0<T[]> { public override string F(T[] t) => "der arr" + base.F(t); }
class Der2 : Base0<int> { }
class Cmp<T> : IComparer<T>, IEqualityComparer<T> where T : IComparable<T> { public int Compare(T a, T b) => -a.CompareTo(b); public bool Equals(T a, T b) => a.CompareTo(b) == 0; public int GetHashCode(T t) => 1; }

class P
{
    static string Rep<T>(int n, T v) => n == 0 ? v.ToString() + typeof(T).Name : Rep<T>(n - 1, v);
    static void Inc<T>(T t, ref T r) where T : IInc { t.Inc(); r.Inc(); r.Inc(); Console.Write(t.Get() + "" + r.Get() + " "); }
    [MethodImpl(MethodImplOptions.NoInlining)] static string Kind<T>(T t) => t switch { int => "int", string => "string", null => "null", IEnumerable<T> => "seq", _ => typeof(T).IsValueType ? "val" : "ref" };
    static T? Null<T>() where T : struct => null; static bool IsNull<T>(T t) => t == null; static string Str<T>(T t) => t?.ToString() ?? "(null)";
    static object Box<T>(T t) => t; static T Unbox<T>(object o) => (T)o; static bool Is<T>(object o) => o is T; static T As<T>(object o) where T : class => o as T;
    static void Swap<T>(ref T a, ref T b) { T t = a; a = b; b = t; } static ref T At<T>(T[,] a, int i, int j) => ref a[i, j];
    static int Size<T>() => Unsafe.SizeOf<T>();
    static Func<T, string> Curry<T, U>(U u) => t => typeof(T) + ":" + t + ":" + u + typeof(U);
    static string Call<T>(T g) where T : IGvm => g.M<T>() + g.D<List<T>>();
    static void Try(string n, Action a) { try { a(); } catch (Exception e) { Console.WriteLine(n + ": " + e.GetType().Name); } }
    static void Main()
    {
        Shape[] shapes = { new Circle(), new Square<int>(), new Square<string>(), new Small<string, int>(), new Small<Atom, Atom>() };
        foreach (var s in shapes) Console.WriteLine(s.Name(1) + s.Name("x") + s.Name(new Atom()) + s.Name(new Str { V = 3 }) + s.Pair<int, string>() + s.Pair<Atom, Str>());
        IGvm[] gs = { new GvmS<int>(), new GvmS<string>(), new GvmC<int>(), new GvmC<Atom>(), new GvmD<Atom>() };
        foreach (var g in gs) { Console.Write(g.M<int>() + g.M<Atom>() + g.D<string>() + g.D<Str>() + " "); Func<string> f = g.M<Str>, d = g.D<Atom[]>; Console.WriteLine(f() + d()); }
        IGvm<Atom2> v = new GvmC<Atom>(); Console.WriteLine(v.N<int>(null) + v.N<string>(null)); IGvm<Atom[]> va = new GvmD<Atom>(); Console.WriteLine(va.N<Atom>(null) + ((IGvm<Atom2[]>)va).N<int>(null));
        Console.WriteLine(Call(new GvmS<Atom>()) + Call(new GvmC<Str>()) + Call<IGvm>(new GvmC<int>()));
        Console.WriteLine(St<int>.I + St<string>.S + St<Atom>.S + St<Str>.I); St<string>.V = "sv"; St<Atom>.V = new Atom(); St<string>.L.Add("q"); St<string>.Ref() = 5; St<Atom>.TT = new Atom2(); int other = -1;
        var th = new Thread(() => { other = St<string>.TI; St<string>.TI = 9; if (St<Atom>.TT == null) other += 100; }); th.Start(); th.Join(); Console.WriteLine(St<string>.V + St<Atom>.V + St<string>.L.Count + St<Atom>.L.Count + St<string>.TI + other + St<Atom>.TT);
        Console.WriteLine(string.Join(",", Order.Log)); Console.WriteLine(Rec<string>.Depth(5) + "" + new Rec<int>().Next() + new Rec<Atom>().Next().Next() + Node<string>.Count(4));
        void L<T>(T x, object o) { var l = new Lookups<T>(); Console.Write(l.A() + "" + l.B() + l.C() + l.D(o) + l.E(o) + (l.F() ?? "null") + l.G() + l.I() + l.J() + string.Join("", l.K(x, x)) + l.L<int>() + l.L<Atom>() + Lookups<T>.M(x, "u") + Lookups<T>.M(x, 1) + l.N(o) + " "); Try("H", () => Console.Write(l.H(x))); Try("H2", () => Console.Write(l.H("never"))); Console.WriteLine(); }
        L(5, new[] { 1 }); L("s", "s"); L(new Atom2(), new Atom[0]); L(new Str(), new List<Str>()); L<int?>(null, 5); L(new[] { "a" }, new object[0]); L(DayOfWeek.Friday, 5); L((1, "t"), (2, "u"));
        Console.WriteLine(Size<SFld<byte>>() + " " + Size<SFld<long>>() + " " + Size<SFld<string>>() + " " + Size<SFld<(byte, long)>>() + Size<(int, byte)?>());
        var fl = new Fld<Str> { A = new Str { V = 1 }, B = 2, C = new Str { V = 3, O = "o" }, D = 4, E = (new Str { V = 5 }, 6) }; Console.WriteLine(fl.A + "" + fl.B + fl.C + fl.C.O + fl.D + fl.E);
        IncS i1 = default, i2 = default; Inc(i1, ref i2); IncG<string> g1 = default; Inc(g1, ref g1); IInc b1 = new IncG<object>(); Inc(b1, ref b1); Console.WriteLine(i1.Get() + "" + i2.Get() + g1.Get() + b1.Get());
        Console.WriteLine(Curious<CurA>.Make().W() + Curious<CurB>.Make().W()); Console.WriteLine(Outer<int>.Inner<string>.N + new Outer<string>.Inner<Atom>.Deep().X<int>() + Outer<string>.Inner<int>.E.Q + typeof(Outer<string>.Inner<int>.Fn));
        Outer<string>.Inner<int>.Fn fn = s => s.Length; Console.WriteLine(fn("four")); Base0<string> bs = new Der0(); Base0<int[]> ba = new Der1<int>(); Base0<Atom[]> bb = new Der1<Atom>(); Console.WriteLine(bs.F("") + bs.F(1) + ba.F((int[])null) + bb.F((Atom[])null));
        Console.WriteLine(Kind(1) + Kind("s") + Kind<string>(null) + Kind<object>(5) + Kind(new Str()) + Kind(new Atom()) + Kind<int?>(4) + Kind<int?>(null));
        Console.WriteLine(IsNull(Null<int>()) + "" + IsNull(5) + IsNull<string>(null) + IsNull<int?>(5) + Str<int?>(null) + Str<int?>(4) + Str(new Str { V = 8 }) + Str<object>(null));
        Console.WriteLine((Box<int?>(null) == null) + "" + Box<int?>(3) + Unbox<int?>(null).HasValue + Unbox<int?>(5) + Unbox<DayOfWeek>(DayOfWeek.Monday) + Is<int?>(5) + Is<int>(5L) + Is<DayOfWeek>(1) + Is<uint[]>(new int[1]) + Is<IList<DayOfWeek>>(new int[0]) + (As<string>(5) == null) + As<IComparable>("c"));
        Try("a", () => Unbox<int>(null)); Try("b", () => Unbox<int>(5L)); Try("c", () => Unbox<int?>("x")); Try("d", () => Unbox<string>(5)); Try("e", () => Unbox<DayOfWeek>(3)); Console.WriteLine(Unbox<int>(DayOfWeek.Tuesday));
        var m = new string[2, 2]; At(m, 1, 0) = "m"; Console.WriteLine(m[1, 0]); Try("f", () => { object[,] o = new string[1, 1]; At(o, 0, 0) = "x"; }); Try("g", () => { object[] o = new string[1]; o[0] = 5; });
        Console.WriteLine(Curry<int, string>("u")(5) + Curry<string, Atom>(new Atom())("t") + Curry<Atom, Str>(new Str())(null)); string p = "p", q = "q"; Swap(ref p, ref q); Console.WriteLine(p + q + Rep(3, "r") + Rep(2, 4));
        Console.WriteLine(string.Join(",", new[] { 3, 1, 2 }.OrderBy(x => x, new Cmp<int>())) + string.Join(",", new[] { "b", "a", "b" }.Distinct(new Cmp<string>())) + new HashSet<string>(new Cmp<string>()) { "z", "z" }.Count);
        IEnumerable<object> co = new List<string> { "c" }; Action<object> ao = x => Console.Write("[" + x + "]"); Action<string> as1 = ao; as1("contra"); Console.WriteLine(co.First() + "" + (co is IEnumerable<string>) + (ao is Action<string>) + (new List<int>() is IEnumerable<object>));
    }
}
