// StackTrace lists the methods between throw and catch: NoInlining methods, constructors, generics, nested types, properties, operators, interface and lambda frames.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

class P
{
    const MethodImplOptions No = MethodImplOptions.NoInlining;
    static int s_x;
    static string Frames(string trace)
    {
        if (trace == null) return "none"; string r = "";
        foreach (string line in trace.Split('\n'))
        {
            string l = line.Trim(); int p = l.IndexOf('('); r += (l.StartsWith("at ") ? l.Substring(3, p - 3) + "/" + Count(l) : l) + "; ";
        }
        return r;
    }
    static int Count(string l)
    {
        int p = l.IndexOf('('), q = l.IndexOf(')', p); string args = l.Substring(p + 1, q - p - 1);
        return args == "" ? 0 : args.Split(", ").Length;
    }
    [MethodImpl(No)] static int Fail(string m) { if (m != null) throw new InvalidOperationException(m); return ++s_x; }
    [MethodImpl(No)] static int A(int n) { int r = Fail("a"); return r + n; }
    [MethodImpl(No)] static int B(string s, int[] a) { int r = A(1); return r + a.Length; }
    [MethodImpl(No)] static int Rec(int n) { if (n == 0) return Fail("rec"); int r = Rec(n - 1); return r + 1; }
    class Nest
    {
        [MethodImpl(No)] public Nest(int i) { s_x += Fail("ctor") + i; } [MethodImpl(No)] public Nest() { }
        public int Prop
        {
            [MethodImpl(No)] get { int r = Fail("prop"); return r + 1; }
            [MethodImpl(No)] set { s_x += Fail("set") + value; }
        }
        public int this[int i] { [MethodImpl(No)] get { int r = Fail("index"); return r + i; } }
        [MethodImpl(No)] public static Nest operator +(Nest a, int b) { s_x += Fail("op") + b; return a; }
        [MethodImpl(No)] public static explicit operator int(Nest a) { int r = Fail("conv"); return r; }
        [MethodImpl(No)] public virtual int V(ref int x, out int y) { y = Fail("virt"); return x + y; }
        public class Deeper<T>
        {
            [MethodImpl(No)] public int M(T t) { int r = Fail("deeper"); return r + 1; }
            [MethodImpl(No)] public int G<U>(T t, U u) { int r = Fail("deepgen"); return r + 1; }
        }
    }
    struct St : IComparable<St>
    {
        int _x; [MethodImpl(No)] public int CompareTo(St o) { int r = Fail("struct"); return r + _x; }
        [MethodImpl(No)] public override string ToString() { _x = Fail("tostr"); return "" + _x; }
    }
    [MethodImpl(No)] static int Gen<T>(T t) { int r = Fail("gen"); return r + (t == null ? 0 : 1); }
    [MethodImpl(No)] static int Finally() { try { int r = A(3); return r + 1; } finally { s_x++; } }
    [MethodImpl(No)] static int CatchIn()
    {
        try { int r = A(3); return r; } catch (InvalidOperationException) { int r = Fail("second"); return r + 1; }
    }
    [MethodImpl(No)] static int Implicit(int[] a) { int r = a[5]; return r + 1; }
    [MethodImpl(No)] static int DivZero(int z) { int r = 5 / z; return r + 1; }
    [MethodImpl(No)] static int NullRef(Nest n) { int r = n.V(ref s_x, out int y); return r + y; }
    [MethodImpl(No)] static T CastTo<T>(object o) { T t = (T)o; s_x++; return t; }
    static void T(Action a)
    {
        try { a(); Console.WriteLine("no exception"); } catch (Exception e)
        {
            string f = Frames(e.StackTrace); int cut = f.IndexOf("P.<>c"); if (cut < 0) cut = f.IndexOf("P.T/");
            Console.WriteLine(e.GetType().Name + ": " + (cut < 0 ? f : f.Substring(0, cut)));
        }
    }

    static void Main()
    {
        T(() => B("s", new int[2])); T(() => Rec(3)); T(() => new Nest(5)); T(() => s_x = new Nest().Prop); T(() => new Nest().Prop = 4);
        T(() => s_x = new Nest()[2]); T(() => { var n = new Nest(); n += 1; }); T(() => s_x = (int)new Nest());
        T(() => new Nest().V(ref s_x, out _)); T(() => new Nest.Deeper<int>().M(1)); T(() => new St().CompareTo(default));
        T(() => ((IComparable<St>)new St()).CompareTo(default)); T(() => new St().ToString()); T(() => Gen(1)); T(() => Finally());
        T(() => CatchIn()); T(() => Implicit(new int[2])); T(() => DivZero(0)); T(() => NullRef(null)); T(() => Implicit(null));
        Exception e1 = new Exception("x"); Console.WriteLine(Frames(e1.StackTrace));
        try { throw e1; } catch { Console.WriteLine(Frames(e1.StackTrace)); }
        Console.WriteLine(new Exception("msg").ToString() + "|" + new Exception("outer", new ArgumentException("inner")).ToString().Replace("\n", "|"));
        try { B(null, null); } catch (Exception e)
        {
            string[] ls = e.ToString().Split('\n'); Console.WriteLine(ls.Length + " " + ls[0] + " " + Frames(ls[1]));
        }
        string here = Environment.StackTrace; Console.WriteLine(here.Contains("P.Main")); var st = new System.Diagnostics.StackTrace();
        Console.WriteLine(st.FrameCount > 0);
    }
}
