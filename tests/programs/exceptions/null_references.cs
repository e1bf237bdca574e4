// NullReferenceException at every kind of access, in the right try region, with the values of locals as they were, also at big offsets.
// unsafe
#pragma warning disable CS0649, CS8500
using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

unsafe struct Huge { public fixed byte Pad[70000]; public int Far; public string S; } class HugeC { public Huge H; public int Last; }
struct S3 { public int A, B; public string C; }
class N
{
    public int F; public string S; public S3 St; public double D; public int[] Arr; public N Next; public static N Null;
    public int Prop { get; set; } public virtual int V() => 1; public int Inst() => 5; public int UsesThis() => F; public event Action E;
    public void Fire() => E(); public byte B; public decimal M; public volatile int Vol; public (int, int) T;
}
interface IF { int M(); } delegate int Del(int x);

unsafe class P
{
    static int s_n, s_ok;
    static void T(Action a)
    {
        s_n++;
        try { a(); Console.Write(s_n + ":none "); } catch (NullReferenceException e)
        {
            s_ok++; if (e.Message.Length < 10) Console.Write("short");
        }
        catch (Exception e) { Console.Write(s_n + ":" + e.GetType().Name + " "); }
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static int Ref(ref int r) => r;
    [MethodImpl(MethodImplOptions.NoInlining)] static void RefSet(ref S3 r) => r.C = "x";
    [MethodImpl(MethodImplOptions.NoInlining)] static int In(in S3 s) => s.B;
    static int Regions(N a, N b, int[] c)
    {
        int x = 1;
        try
        {
            x = 2; x += a.F; x = 3;
            try { x += b.F; x = 4; x += c[0]; x = 5; } catch (NullReferenceException) when (x == 4) { return x * 10; } finally { x += 100; }
        }
        catch (NullReferenceException) { return x; }
        return -x;
    }
    static string Order(N n, int[] a)
    {
        string log = ""; int L(string s) { log += s; return 1; } try { n.F = L("a"); } catch (NullReferenceException) { log += "!"; }
        try { a[L("i")] = L("v"); } catch (NullReferenceException) { log += "!"; }
        try { n.Prop = L("p"); } catch (NullReferenceException) { log += "!"; }
        try { n.Arr[L("x")]++; } catch (NullReferenceException) { log += "!"; }
        try { n.St.A += L("s"); } catch (NullReferenceException) { log += "!"; } return log;
    }

    static void Main()
    {
        N n = null; int[] a = null; string s = null; object o = null; IF f = null; Del d = null; HugeC h = null; S3[] sa = null;
        N[] na = { null }; List<int> list = null; IEnumerable<int> seq = null; int[,] md = null; Action act = null; Huge* hp = null;
        int? q = null; IComparable cmp = null; Array arr = null; string[] strs = null; long[] la = null; byte[] ba = null;
        double[] da = null; object[] oa = null;
        T(() => n.F.ToString()); T(() => n.F = 1); T(() => n.S = "x"); T(() => Console.Write(n.S)); T(() => n.St.B = 1);
        T(() => Console.Write(n.St.C)); T(() => n.D *= 2); T(() => n.Next.Next.F++); T(() => na[0].F++);
        T(() => { ref int r = ref n.F; Console.Write(r); }); T(() => Ref(ref n.F)); T(() => RefSet(ref n.St)); T(() => In(n.St));
        T(() => n.V()); T(() => n.Inst()); T(() => n.UsesThis()); T(() => n.Prop++); T(() => N.Null.F++); T(() => new N().Fire());
        T(() => n.E += act); T(() => n.M += 1); T(() => n.Vol++); T(() => n.T.Item2 = 3); T(() => Console.Write(n.T)); T(() => n.B = 1);
        T(() => a[0]++); T(() => Console.Write(a.Length)); T(() => sa[1].B = 2); T(() => { foreach (int i in a) { } });
        T(() => md[0, 0] = 1); T(() => { ref int r = ref a[1]; r = 1; }); T(() => strs[0] = "x"); T(() => oa[0] = 1); T(() => la[3] += 1);
        T(() => ba[2] |= 1); T(() => da[0] = 1.5); T(() => arr.Length.ToString()); T(() => Console.Write(a[..1]));
        T(() => Console.Write(sa[0].C)); T(() => a.Clone()); T(() => a.GetType());
        T(() => s.Length.ToString()); T(() => Console.Write(s[0])); T(() => s.Trim()); T(() => o.ToString()); T(() => o.GetHashCode());
        T(() => o.Equals(1)); T(() => o.GetType()); T(() => f.M()); T(() => d(1)); T(() => act()); T(() => list.Add(1));
        T(() => { foreach (int i in seq) { } }); T(() => seq.GetEnumerator()); T(() => cmp.CompareTo(1)); T(() => Console.Write((int)o));
        T(() => Console.Write((S3)o)); T(() => { throw null; }); T(() => { Func<string> g = o.ToString; });
        T(() => { Func<int> g = n.V; g(); }); T(() => { Func<int> g = n.Inst; g(); }); T(() => { Func<int> g = f.M; g(); });
        T(() => Unsafe.Unbox<int>(o)++);
        T(() => h.H.Far = 1); T(() => Console.Write(h.Last)); T(() => h.H.S = "x"); T(() => hp->Far++);
        T(() => Console.Write(h.H.Pad[60000])); T(() => Console.Write(h.H.Far)); T(() => { ref int r = ref h.H.Far; Console.Write(r); });
        T(() => { ref int r = ref Unsafe.NullRef<int>(); r++; }); T(() => Unsafe.NullRef<S3>().C = "x");
        T(() => { int* p = null; *p = 1; }); T(() => { long* p = null; Console.Write(p[5]); }); T(() => { byte* p = (byte*)100; *p = 1; });
        T(() => { S3 v = Unsafe.NullRef<S3>(); Console.Write(v.A); }); T(() => { var e = list.GetEnumerator(); }); T(() => o.Equals(o));
        T(() => { (int, int) t = n.T; Console.Write(t); }); T(() => n.Arr = a);
        Console.WriteLine(s_ok + " of " + s_n); var full = new N { Arr = new int[2], F = 7 };
        Console.WriteLine(Regions(null, full, a) + " " + Regions(full, null, a) + " " + Regions(full, full, null) + " " + Regions(full, full, new[] { 1 }));
        Console.WriteLine(Order(null, null) + " " + Order(full, new int[5]));
        try { _ = q.Value; } catch (InvalidOperationException) { Console.WriteLine("nullable"); }
        try { lock (o) { } } catch (ArgumentNullException) { Console.WriteLine("lock"); }
        Console.WriteLine((o is N) + "" + (o as N == null) + ((N)o == null) + ((IF)o == null) + ((int[])o == null) + ((int?)o).HasValue
            + (n?.F == null) + (n?.St.C ?? "none") + a?[0] + (d?.Invoke(1) == null));
        int c = 0; for (int i = 0; i < 1000; i++) { try { c += na[0].F; } catch (NullReferenceException) { c++; } } Console.WriteLine(c);
    }
}
