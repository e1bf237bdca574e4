// Static constructors that need each other on several threads, fail there, start threads, and set thread statics.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;

static class Order { static readonly List<string> lines = new(); public static void Add(string s) { lock (lines) lines.Add(s); } public static string All() { lock (lines) { var s = string.Join(",", lines); lines.Clear(); return s; } } }
static class Modules
{
    [ModuleInitializer] internal static void First() { Order.Add("module1:" + FromModule.X); }
    [ModuleInitializer] internal static void Second() { Order.Add("module2:" + Program.Ready); }
}
class FromModule { public static readonly int X = Note(3); static int Note(int v) { Order.Add("FromModule"); return v; } }
class A3 { public static int V, Runs; static A3() { Interlocked.Increment(ref Runs); Thread.Sleep(40); B3.Touch(); V = 1; } public static void Touch() { } }
class B3 { public static int V, Runs; static B3() { Interlocked.Increment(ref Runs); Thread.Sleep(40); C3.Touch(); V = 2; } public static void Touch() { } }
class C3 { public static int V, Runs; static C3() { Interlocked.Increment(ref Runs); Thread.Sleep(40); A3.Touch(); V = 3; } public static void Touch() { } }
class GA<T> { public static int V; public static readonly string Name; static GA() { Thread.Sleep(30); GB<T>.Touch(); Name = "GA" + typeof(T).Name; V++; } public static void Touch() { } }
class GB<T> { public static int V; public static readonly string Name; static GB() { Thread.Sleep(30); GA<T>.Touch(); Name = "GB" + typeof(T).Name; V++; } public static void Touch() { } }
class FailsFirst { public static int Runs, F; static FailsFirst() { Interlocked.Increment(ref Runs); Thread.Sleep(50); throw new InvalidOperationException("fails " + Runs); } }
class NeedsFailing { public static int Runs, F; static NeedsFailing() { Runs++; F = FailsFirst.F + 1; } }
class NeedsIt2 { public static string Seen; public static int F = 1; static NeedsIt2() { try { _ = FailsFirst.F; } catch (TypeInitializationException e) { Seen = e.InnerException.Message; } } }
class StartsThread
{
    public static int V = 1; public static bool Ended; public static int SeenByChild = -1; static Thread child;
    static StartsThread() { child = new Thread(() => SeenByChild = Read()); child.Start(); Ended = child.Join(60); V = 2; }
    static int Read() => StartsThread.V;
    public static int Wait() { child.Join(); return SeenByChild; }
}
class Local { [ThreadStatic] static int mine; [ThreadStatic] static List<int> list; public static int Runs; static Local() { Runs++; mine = 42; list = new() { 1 }; } public static string Get() => mine + "/" + (list == null ? "null" : list.Count.ToString()); public static void Set(int v) { mine = v; (list ??= new()).Add(v); } }
class LocalGeneric<T> { [ThreadStatic] public static T Mine; public static T Shared; static LocalGeneric() { Shared = Mine = (T)(object)(typeof(T) == typeof(string) ? "init" : 7); } }
class Throws<T> { public static int F; static Throws() { if (typeof(T) != typeof(int)) throw new ArgumentException(typeof(T).Name); F = 5; } }
class Rethrows { public static int F; static Rethrows() { try { _ = Throws<string>.F; } finally { Order.Add("finally"); } } }
class Filtered { public static int F; static Filtered() { try { throw new Exception("one"); } catch (Exception e) when (Log(e)) { throw new ApplicationException("two", e); } } static bool Log(Exception e) { Order.Add("filter " + e.Message); return true; } }
class Late { public static readonly object Lock = new(); public static readonly List<int> Values = new(); public static readonly int[] Table = Enumerable.Range(0, 50).ToArray(); }

static class Program
{
    public static readonly string Ready = "ready";
    static Thread[] Run(params Action[] actions)
    {
        var barrier = new Barrier(actions.Length);
        var threads = actions.Select(a => new Thread(() => { barrier.SignalAndWait(); a(); })).ToArray();
        foreach (var t in threads) t.Start();
        foreach (var t in threads) if (!t.Join(10000)) { Console.WriteLine("deadlock"); Environment.Exit(3); }
        return threads;
    }
    static Exception Catch(Action a) { try { a(); return null; } catch (Exception e) { return e; } }
    static string Chain(Exception e) => e == null ? "null" : e.GetType().Name + ((e as TypeInitializationException)?.TypeName is { } n ? "[" + n + "]" : ":" + e.Message) + (e.InnerException == null ? "" : " <- " + Chain(e.InnerException));
    static void Main()
    {
        Console.WriteLine(Order.All());
        Run(A3.Touch, B3.Touch, C3.Touch);
        Console.WriteLine(A3.V + " " + B3.V + " " + C3.V + " " + A3.Runs + B3.Runs + C3.Runs);
        Run(GA<int>.Touch, GB<int>.Touch, GA<string>.Touch, GB<object>.Touch, GB<string>.Touch, GA<object>.Touch);
        Console.WriteLine(GA<int>.Name + GB<int>.Name + GA<string>.Name + GB<string>.Name + GA<object>.V + GB<object>.V + GA<int>.V);
        var seen = new Exception[6];
        Run(Enumerable.Range(0, 6).Select(i => (Action)(() => seen[i] = Catch(() => { if (i % 3 == 0) _ = FailsFirst.F; else if (i % 3 == 1) _ = NeedsFailing.F; else _ = NeedsIt2.F; }))).ToArray());
        Console.WriteLine(Chain(seen[0]) + " | " + Chain(seen[1]) + " | " + Chain(seen[2]) + " | " + NeedsIt2.Seen + FailsFirst_Runs());
        Console.WriteLine(ReferenceEquals(seen[0], seen[3]) + " " + ReferenceEquals(seen[1], seen[4]) + " " + ReferenceEquals(seen[1].InnerException, seen[0]) + " " + ReferenceEquals(seen[0], Catch(() => _ = FailsFirst.F)));
        Console.WriteLine(StartsThread.V + " " + StartsThread.Ended + " " + StartsThread.Wait());
        Run(() => Order.Add("t:" + Local.Get())); Console.WriteLine(Order.All() + " " + Local.Get() + " " + Local.Runs);
        Local.Set(5); Run(() => { Local.Set(6); Local.Set(7); Order.Add(Local.Get()); }); Console.WriteLine(Local.Get() + " " + Order.All());
        Run(() => Order.Add(LocalGeneric<string>.Mine + LocalGeneric<string>.Shared), () => { }); Console.WriteLine((LocalGeneric<string>.Mine ?? "null") + LocalGeneric<string>.Shared + LocalGeneric<int>.Mine + LocalGeneric<int>.Shared + Order.All());
        Console.WriteLine(Chain(Catch(() => _ = Throws<string>.F)) + " " + Throws<int>.F + " " + Chain(Catch(() => _ = Throws<object>.F)) + " " + Chain(Catch(() => _ = Rethrows.F)) + " " + Order.All());
        Console.WriteLine(Chain(Catch(() => _ = Filtered.F)) + " " + Order.All() + " " + Chain(Catch(() => RuntimeHelpers.RunClassConstructor(typeof(Filtered).TypeHandle))) + Order.All());
        Console.WriteLine(Chain(Catch(() => Activator.CreateInstance(typeof(Rethrows)))));
        Run(Enumerable.Range(0, 4).Select(i => (Action)(() => { for (int k = 0; k < 500; k++) lock (Late.Lock) Late.Values.Add(Late.Table[k % 50]); })).ToArray());
        Console.WriteLine(Late.Values.Count + " " + Late.Values.Sum());
    }
    static string FailsFirst_Runs() => " " + (NeedsFailing_Runs());
    static string NeedsFailing_Runs() { try { return NeedsFailing.Runs.ToString(); } catch (TypeInitializationException e) { return "again " + (e.InnerException is TypeInitializationException); } }
}
