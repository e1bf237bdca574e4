// Precise and relaxed static construction, cycles, interfaces with static constructors, failures, threads, module initialisers.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;

static class Log { public static void Add(string s) { lock (typeof(Log)) Console.WriteLine(s); } }
class Precise { public static int X = Init("Precise.X", 5); static Precise() { Log.Add("Precise.cctor"); } static int Init(string s, int v) { Log.Add(s); return v; } public void Inst() { } public static void Stat() { } }
class A { public static int V = B.V + 1; static A() { Log.Add("A " + B.V); } }
class B { public static int V = A.V + 10; static B() { Log.Add("B " + A.V); } }
class Fails { public static int Y = Bad(); static Fails() { } static int Bad() => throw new InvalidOperationException("bad"); }
class Fails<T> { public static int Y = Bad(); static Fails() { } static int Bad() => throw new InvalidOperationException("bad " + typeof(T).Name); }
interface IStat { static readonly string S = Make(); static string Make() { Log.Add("IStat.cctor"); return "stat"; } string M() => S; static IStat() { Log.Add("IStat static ctor"); } }
class Impl : IStat { static Impl() { Log.Add("Impl.cctor"); } }
class Parent { static Parent() { Log.Add("Parent"); } public static int P; public Parent() { Log.Add("Parent()"); } }
class Child : Parent { static Child() { Log.Add("Child"); } public static int C; }
struct ValueInit { public static int Q = Set(); static ValueInit() { Log.Add("ValueInit"); } static int Set() => 3; public int F; public ValueInit(int f) { F = f; } public int Get() => F + 1; }
class T1 { public static int V; static T1() { Thread.Sleep(30); V = T2.W + 1; } }
class T2 { public static int W; static T2() { Thread.Sleep(30); W = T1.V + 1; } }
class Slow { public static int N; static Slow() { Thread.Sleep(50); N = 42; } }
class PerThread { [ThreadStatic] static int n; [ThreadStatic] static string? s; public static string Next(string x) { n++; s += x; return n + s; } }
class Gen<T> { [ThreadStatic] public static T? V; public static int Count; static Gen() { Log.Add("Gen<" + typeof(T).Name + ">"); } }
static class Data { public static ReadOnlySpan<int> Table => new int[] { 1, 2, 3, 1 << 30 }; public static ReadOnlySpan<char> Chars => ['a', 'ß']; public static readonly double[] D = { 1.5, -0.0, double.NaN }; public static readonly long[][] J = [[1], [2, 3]]; }
static class Program
{
    [ModuleInitializer] internal static void Init1() => Console.WriteLine("module init 1");
    [ModuleInitializer] internal static void Init2() => Console.WriteLine("module init 2");
    static void Try(Func<int> f) { try { Console.WriteLine(f()); } catch (TypeInitializationException e) { Console.WriteLine(e.TypeName + ": " + e.InnerException!.Message); } }
    static void Main()
    {
        Console.WriteLine("main");
        Precise.Stat(); new Precise().Inst();
        Console.WriteLine(A.V + " " + B.V);
        Try(() => Fails.Y); Try(() => Fails.Y); Try(() => Fails<string>.Y); Try(() => Fails<int>.Y);
        Impl i = new(); Console.WriteLine("made"); Console.WriteLine(((IStat)i).M());
        new Child(); Child.C = 1; Console.WriteLine(Child.P);
        var v = new ValueInit(4); Console.WriteLine(v.Get()); ValueInit z = default; Console.WriteLine(z.Get() + ValueInit.Q);
        var t = new Thread(() => { _ = T1.V; }); t.Start(); _ = T2.W; t.Join(); Console.WriteLine(T1.V + T2.W >= 3);
        int sum = 0; var ts = new List<Thread>(); for (int k = 0; k < 4; k++) { var th = new Thread(() => Interlocked.Add(ref sum, Slow.N)); ts.Add(th); th.Start(); } ts.ForEach(x => x.Join()); Console.WriteLine(sum);
        Console.WriteLine(PerThread.Next("a") + PerThread.Next("b")); string r = ""; var th2 = new Thread(() => r = PerThread.Next("c")); th2.Start(); th2.Join(); Console.WriteLine(r + PerThread.Next("d"));
        Gen<string>.V = "x"; Gen<object>.V = "y"; Gen<int>.V = 3; Gen<string>.Count++; Console.WriteLine(Gen<string>.V + Gen<object>.V + Gen<int>.V + Gen<string>.Count + Gen<object>.Count);
        Console.WriteLine(Data.Table[3] + Data.Chars[1] + Data.D[2] + " " + Data.J[1][1] + 1 / Data.D[1]);
        RuntimeHelpers.RunClassConstructor(typeof(Late).TypeHandle); Console.WriteLine("late done");
    }
}
class Late { static Late() { Log.Add("Late"); } }
