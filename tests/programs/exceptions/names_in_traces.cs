// Stack traces name methods of all kinds as CoreCLR does, also those that reflection calls.
using System; using System.Collections.Generic; using System.Linq; using System.Runtime.CompilerServices; using System.Threading.Tasks; using System.Diagnostics; using System.Reflection;
namespace N.Sub {
 class Outer<TK> { public class In<TV> where TV : class { [MethodImpl(MethodImplOptions.NoInlining)] public static void S<TM>(TK k, TV v, TM m, List<TM[]> l, (TK, int)? t, ref TV r, out TM o, Func<TK, TV> f, in int z, params string[] p) { throw new Exception("boom"); }
   public static async Task<TM> A<TM>(TM m) { await Task.Yield(); throw new Exception("async boom"); }
   public static IEnumerable<TM> I<TM>(TM m) { yield return m; throw new Exception("iter boom"); }
   public static async IAsyncEnumerable<TM> AI<TM>(TM m) { yield return m; await Task.Yield(); throw new Exception("aiter boom"); }
   public int this[TK k, string s] { [MethodImpl(MethodImplOptions.NoInlining)] get => throw new Exception("idx"); }
   public static implicit operator int(In<TV> x) => throw new Exception("conv");
   public event Action E { [MethodImpl(MethodImplOptions.NoInlining)] add => throw new Exception("add"); remove {} }
 } }
 interface IEx { void M(); int P { get; } } class Ex : IEx { [MethodImpl(MethodImplOptions.NoInlining)] void IEx.M() => throw new Exception("explicit"); int IEx.P { [MethodImpl(MethodImplOptions.NoInlining)] get => throw new Exception("expl prop"); } [MethodImpl(MethodImplOptions.NoInlining)] public Ex(int x) { if (x > 0) throw new Exception("ctor"); } }
 class Cc { public static int X = Thr(); [MethodImpl(MethodImplOptions.NoInlining)] static int Thr() => throw new Exception("cctor"); }
 record Rec(int A, string B) { [MethodImpl(MethodImplOptions.NoInlining)] public void Deconstruct(out int q) { throw new Exception("dec"); } }
 static class Ext { extension(string s) { [MethodImpl(MethodImplOptions.NoInlining)] public int Boom(int k) => throw new Exception("ext" + s); } [MethodImpl(MethodImplOptions.NoInlining)] public static void Old(this int[] x, nint n, nuint u, dynamic d, object o, (int a, string b) t) => throw new Exception("old"); }
}
file class FileLocal { [MethodImpl(MethodImplOptions.NoInlining)] public static void M() => throw new Exception("file"); }
class P {
  static void T(Action a) { try { a(); } catch (Exception e) { Show(e); } }
  static void Show(Exception e) { foreach (var l in e.ToString().Split('\n')) if (!l.Contains("System.") || !l.TrimStart().StartsWith("at System.")) Console.WriteLine(l.Contains(" in ") ? l[..l.LastIndexOf('/')].Split(" in ")[0] + l[l.LastIndexOf(':')..] : l); }
  static async Task Outer() { try { await Mid(1); } catch (Exception e) { throw new InvalidOperationException("wrapped", e); } }
  static async Task<int> Mid(int x) { await Task.Delay(1); return await Inner(x) + 1; }
  static async ValueTask<int> Inner(int x) { await Task.Yield(); static int Deep(int q) => q > 0 ? throw new ArgumentException("deep") : 1; return Deep(x); }
  static async Task Main() {
    string s = ""; 
    T(() => N.Sub.Outer<int>.In<string>.S<double>(1, "", 2, null, null, ref s, out _, null, 3));
    T(() => N.Sub.Outer<string>.In<string>.S<object>("", "", 2, null, null, ref s, out _, null, 3));
    T(() => N.Sub.Outer<int>.In<string>.A(1).Wait()); T(() => N.Sub.Outer<int>.In<string>.I("x").ToList()); T(() => { foreach (var q in N.Sub.Outer<int>.In<string>.I(4)) {} });
    T(() => { var x = new N.Sub.Outer<int>.In<string>()[1, ""]; }); T(() => { int x = new N.Sub.Outer<int>.In<string>(); }); T(() => { new N.Sub.Outer<int>.In<string>().E += null; });
    try { await foreach (var q in N.Sub.Outer<int>.In<string>.AI(4)) {} } catch (Exception e) { Show(e); }
    T(() => ((N.Sub.IEx)new N.Sub.Ex(0)).M()); T(() => { _ = ((N.Sub.IEx)new N.Sub.Ex(0)).P; }); T(() => new N.Sub.Ex(1)); T(() => { _ = N.Sub.Cc.X; }); T(() => new N.Sub.Rec(1, "").Deconstruct(out _)); T(() => N.Sub.Ext.Boom("e", 2));  T(() => FileLocal.M());
    try { await Outer(); } catch (Exception e) { Show(e); }
    Func<int, Func<int, int>> nest = a => b => { int c = a + b; int Loc(int d) { if (d > 0) throw new Exception("nest" + c); return c; } return Loc(c); }; T(() => nest(1)(2));
    T(() => new[] { 3, 1, 2 }.OrderBy(x => x > 1 ? throw new Exception("cmp") : x).ToArray());
    T(() => { try { throw new Exception("a"); } catch (Exception e) { throw new Exception("b", e); } }); T(() => { try { throw new Exception("re"); } catch { throw; } });
    T(() => { try { T2(); } finally { Console.WriteLine("fin"); } });
    try { Task.WaitAll(Task.Run(() => throw new Exception("t1")), Mid(2)); } catch (AggregateException e) { foreach (var i in e.InnerExceptions) Show(i); }
    try { System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(Cap()).Throw(); } catch (Exception e) { Show(e); }
    T(() => typeof(P).GetMethod("T2", BindingFlags.Static | BindingFlags.NonPublic).Invoke(null, null));
    T(() => Activator.CreateInstance(typeof(N.Sub.Ex), 5));
    Console.WriteLine(new StackTrace().ToString().Split('\n')[0].Split(" in ")[0]);
  }
  [MethodImpl(MethodImplOptions.NoInlining)] static void T2() => throw new NotSupportedException("t2");
  static Exception Cap() { try { T2(); return null; } catch (Exception e) { return e; } }
}
