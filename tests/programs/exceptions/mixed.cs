// unsafe
// Filters with side effects and that throw, jumps out of finally blocks, rethrows, generic catches, async, iterators, faults: one after the other.
using System; using System.Collections.Generic; using System.Linq; using System.Runtime.CompilerServices; using System.Runtime.InteropServices; using System.Runtime.Intrinsics; using System.Threading; using System.Threading.Tasks;
static class P
{
    static void L(string s) => Console.WriteLine(s);
    static bool F(string s, bool r = false) { L("filter " + s); return r; }
    static bool FThrow(string s) { L("filter throws " + s); throw new Exception("in filter"); }
    static void FilterSide() { int n = 0; try { try { n++; throw new Exception("a"); } finally { L("fin n=" + n); n += 10; } } catch (Exception) when (F("sees " + n) || n++ > 5) { L("no"); } catch (Exception e) when (FThrow(e.Message)) { L("no"); } catch (Exception e) when (n == 2 - 1) { L("n==" + n + e.Message); } catch { L("last n=" + n); } }
    static void ByRef() { int x = 1; ref int r = ref x; Span<int> s = stackalloc int[4]; s[2] = 7; try { r = 5; throw new Exception(); } catch (Exception) when (Bump(ref r) && s[2] == 7) { L("byref " + x + " " + s[2]); } }
    static bool Bump(ref int r) { r *= 3; return r == 15; }
    static unsafe void Vec(int n) { Vector256<int> v = Vector256.Create(n); int* p = stackalloc int[n]; p[0] = n; try { if (n > 2) throw new Exception("vec"); } catch (Exception e) when (v[0] == n && p[0] == n && e.Message == "vec") { v = Vector256.Add(v, v); L("vec " + v[3] + " " + p[0]); } }
    static int RetFinally() { int x = 1; try { return x; } finally { x = 2; L("rf" + x); } }
    static int[] s_a = { 1 };
    static ref int RetRef() { try { return ref s_a[0]; } finally { s_a[0]++; } }
    static void Goto() { for (int i = 0; i < 3; i++) { try { try { if (i == 0) continue; if (i == 1) goto Out; } finally { L("inner" + i); } L("after"); } finally { L("outer" + i); } Out: L("out" + i); if (i == 1) break; } }
    static void CatchGen<T>(Exception e) where T : Exception { try { try { throw e; } catch (T t) { L("T " + typeof(T).Name + " " + t.GetType().Name); throw; } finally { L("gen finally"); } } catch (Exception x) { L("outer " + x.GetType().Name); } }
    class G<T> where T : Exception { public static string M(Action a) { try { a(); return "none"; } catch (T t) when (t.Message != "skip") { return "G " + t.GetType().Name; } catch (Exception e) { return "other " + e.GetType().Name; } } }
    static void NestedRethrow() { try { try { throw new Exception("1"); } catch (Exception a) { try { throw new Exception("2"); } catch (Exception) { try { throw; } catch (Exception b) { L(a.Message + b.Message); } } throw; } } catch (Exception c) { L("re " + c.Message); } }
    static void ThrowInFinally() { try { try { throw new Exception("first"); } finally { throw new Exception("second"); } } catch (Exception e) { L(e.Message); } }
    static void ThrowInCatch() { try { try { throw new Exception("first"); } catch (Exception e) { throw new Exception("wrap " + e.Message, e); } finally { L("tic finally"); } } catch (Exception e) when (e.InnerException.Message == "first") { L(e.Message); } }
    class Cc { public static int V = Init(); static Cc() { L("cc"); } static int Init() { throw new Exception("cctor"); } }
    class Cf { static Cf() { try { throw new Exception("x"); } catch (Exception e) when (F("cctor " + e.Message, true)) { L("handled"); } } public static int V = 3; }
    static IEnumerable<int> It() { try { yield return 1; yield return 2; throw new Exception("it"); } finally { L("it finally"); } }
    static int Deep(int n) { try { if (n == 0) throw new Exception("deep"); return Deep(n - 1) + 1; } finally { s_c++; } }
    static int s_c;
    static int DeepF(int n) { try { if (n == 0) throw new Exception("deepf"); return DeepF(n - 1) + 1; } catch (Exception) when (++s_c < 0) { return 0; } }
    static async Task A1(int n) { try { await Task.Delay(1); if (n == 1) throw new ArgumentException("a1"); await Task.FromException(new TimeoutException("t")); } catch (TimeoutException e) when (F("async " + e.Message, true)) { L("async caught"); await Task.Yield(); throw new InvalidOperationException("from catch", e); } finally { await Task.Yield(); L("async finally"); } }
    static async Task All() { var t = Task.WhenAll(A1(1), Task.Run(() => throw new Exception("w"))); try { await t; } catch (Exception e) { L(t.Exception.InnerExceptions.Count + " " + e.Message.Length % 1); } }
    static void Arith() { int z = 0; int m = int.MinValue; long lm = long.MinValue; int n1 = -1; string r = ""; 
        try { r += 1 / z; } catch (DivideByZeroException) { r += "d"; } try { r += m / n1; } catch (OverflowException) { r += "o"; } try { r += m % n1; } catch (OverflowException) { r += "o%"; } try { r += lm / n1; } catch (OverflowException) { r += "l"; } try { r += 5L % z; } catch (DivideByZeroException) { r += "z"; }
        try { r += checked(m - 1); } catch (OverflowException) { r += "c"; } try { r += checked((byte)(m)); } catch (OverflowException) { r += "b"; } try { object o = "s"; r += (int)o; } catch (InvalidCastException) { r += "i"; } try { object[] a = new string[1]; a[0] = r; a[0] = new object(); } catch (ArrayTypeMismatchException) { r += "m"; } try { var a = new int[n1]; } catch (OverflowException) { r += "n"; } L(r); }
    class N { public int a; public long[] big = new long[1]; public N next; public virtual int V() => 1; public fixed_ f; } struct fixed_ { public long a, b, c; public int d; }
    static unsafe void Nulls() { N n = null; string r = ""; try { r += n.a; } catch (NullReferenceException) { r += 1; } try { n.a = 3; } catch (NullReferenceException) { r += 2; } try { r += n.V(); } catch (NullReferenceException) { r += 3; } try { r += n.f.d; } catch (NullReferenceException) { r += 4; } try { var x = n.f; r += x.d; } catch (NullReferenceException) { r += 5; } try { n.next.next = null; } catch (NullReferenceException) { r += 6; } int[] a = null; try { r += a.Length; } catch (NullReferenceException) { r += 7; } try { a[1000000] = 1; } catch (NullReferenceException) { r += 8; } int* p = null; try { r += *p; } catch (NullReferenceException) { r += 9; } try { ref int q = ref n.a; q = 3; } catch (NullReferenceException) { r += "a"; } Action d = null; try { d(); } catch (NullReferenceException) { r += "b"; } try { lock (null as object) { } } catch (ArgumentNullException) { r += "c"; } try { throw null; } catch (NullReferenceException) { r += "d"; } L(r); }
    delegate void D(ref int x);
    static void Delegates() { D d = (ref int x) => { x++; if (x > 1) throw new Exception("d" + x); }; d += (ref int x) => L("second " + x); d += d; int v = 0; try { d(ref v); } catch (Exception e) { L(e.Message + v); } }
    static void Main()
    {
        FilterSide(); ByRef(); Vec(5); L("" + RetFinally()); L("" + RetRef()); Goto();
        CatchGen<ArgumentException>(new ArgumentNullException("x")); CatchGen<FormatException>(new Exception("x"));
        L(G<TimeoutException>.M(() => throw new TimeoutException())); L(G<TimeoutException>.M(() => throw new TimeoutException("skip"))); L(G<Exception>.M(() => { })); L(G<ArgumentException>.M(() => throw new ArgumentOutOfRangeException()));
        NestedRethrow(); ThrowInFinally(); ThrowInCatch();
        for (int i = 0; i < 2; i++) try { L("" + Cc.V); } catch (TypeInitializationException e) { L(e.InnerException.Message); }
        L("" + Cf.V);
        try { foreach (int i in It()) L("it" + i); } catch (Exception e) { L(e.Message); }
        foreach (int i in It()) { L("break" + i); break; }
        try { Deep(10000); } catch (Exception e) { L(e.Message + s_c + " " + e.StackTrace.Split('\n').Length); }
        s_c = 0; try { DeepF(2000); } catch (Exception e) { L(e.Message + s_c); }
        All().Wait(); try { A1(2).Wait(); } catch (AggregateException e) { L(e.InnerException.Message + " <- " + e.InnerException.InnerException.Message); }
        Arith(); Nulls(); Delegates();
        var th = new Thread(() => { try { Deep(100); } catch (Exception e) { L("thread " + e.Message); } }); th.Start(); th.Join();
        try { Parallel.For(0, 10, i => { if (i == 3) throw new Exception("par"); }); } catch (AggregateException e) { L("par " + e.InnerExceptions.Count + e.InnerExceptions[0].Message); }
        try { Enumerable.Range(0, 3).Select(i => 10 / (i - 1)).ToList(); } catch (DivideByZeroException) { L("linq"); }
        var cts = new CancellationTokenSource(); cts.Cancel(); try { Task.Delay(100, cts.Token).Wait(); } catch (AggregateException e) { L(e.InnerException.GetType().Name); }
        try { cts.Token.ThrowIfCancellationRequested(); } catch (OperationCanceledException e) { L(e.Message); }
        var ex = new Exception("d"); ex.Data["k"] = 5; ex.HelpLink = "h"; ex.Source = "s"; try { throw ex; } catch (Exception e) { L(e.Data["k"] + e.HelpLink + e.Source + e.HResult.ToString("x")); }
        try { try { throw new Exception("x"); } catch (Exception) when (F("t", true)) { throw new ArgumentException("msg", "par", new Exception("inn")); } } catch (ArgumentException e) { L(e.Message + e.GetBaseException().Message); }
    }
}
