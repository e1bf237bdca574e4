// Static constructors run once with many threads; others wait for the result; cycles across threads do not deadlock; failures are seen by all.
#pragma warning disable CS0649
using System;
using System.Collections.Generic;
using System.Threading;

class Slow { public static int Runs; public static int V; static Slow() { Interlocked.Increment(ref Runs); Thread.Sleep(30); V = 99; } }
class X { public static int V; static X() { Thread.Sleep(20); V = 1 + (Y.V == 0 ? 0 : 0); } }
class Y { public static int V; static Y() { Thread.Sleep(20); V = 2 + (X.V == 0 ? 0 : 0); } }
class Bad
{
    public static int Tries; public static int F;
    static Bad() { Interlocked.Increment(ref Tries); Thread.Sleep(20); throw new Exception("bad"); }
}
class G<T>
{
    public static int Runs; public static readonly string N;
    static G() { Thread.Sleep(5); Interlocked.Increment(ref Runs); N = typeof(T).Name; }
}


class P
{
    static T[] All<T>(int n, Func<int, T> f)
    {
        var r = new T[n]; var ts = new Thread[n]; using var go = new ManualResetEventSlim();
        for (int i = 0; i < n; i++) { int k = i; ts[i] = new Thread(() => { go.Wait(); r[k] = f(k); }); ts[i].Start(); } go.Set();
        foreach (Thread t in ts) t.Join(); return r;
    }

    static void Main()
    {
        Console.WriteLine(string.Join(",", All(6, i => Slow.V)) + " " + Slow.Runs); All(2, i => i == 0 ? X.V : Y.V);
        Console.WriteLine(X.V + " " + Y.V);
        Console.WriteLine(string.Join(",", All(4, i =>
        {
            try { return Bad.F.ToString(); } catch (TypeInitializationException e) { return e.InnerException.Message; }
        })));
        Console.WriteLine(string.Join(",", All(6, i => i % 3 == 0 ? G<string>.N : i % 3 == 1 ? G<object>.N : G<int>.N)) + " "
            + G<string>.Runs + G<object>.Runs + G<int>.Runs);
        var lazy = new Lazy<string>(() => { Thread.Sleep(5); return "lazy"; });
        Console.WriteLine(string.Join(",", All(4, i => lazy.Value)) + lazy.IsValueCreated); object o = null; int made = 0;
        Console.WriteLine(string.Join(",", All(3, i => LazyInitializer.EnsureInitialized(ref o, () => { made = 1; return "ei"; }))) + made);
    }
}
