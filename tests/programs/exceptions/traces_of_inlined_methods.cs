// exit: 134
// Methods that an optimiser inlines still have their frames: getters, operators, local functions, lambdas, generic and struct methods, async
// methods and iterators with their names as CoreCLR gives them.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks;

namespace N
{
    struct Point
    {
        int[] _xs;
        public int X => _xs[3];
        public static Point operator +(Point a, Point b) { if (a.X > 0) return b; return a; }
        public int Sum() => X + X;
    }

    class Box<T>
    {
        T _value;
        public Box(T value) { if (value is null) throw new ArgumentNullException(nameof(value)); _value = value; }
        public T Get(int n) { if (n < 0) throw new ArgumentOutOfRangeException(nameof(n)); return _value; }
        public static U Map<U>(T t, Func<T, U> f) => f(t);
        public class Inner<V> { public static void Throw(V v, T t) => throw new InvalidOperationException(typeof(V).Name); }
    }
}

static class P
{
    static int Small(int[] a, int i) => a[i];
    static int Caller(int[] a) => Small(a, 7) + 1;
    static int Div(int a, int b) => a / b;
    static int Twice(int a) => Div(a, 0) + Div(a, 1);
    static string Name(object o) => o.ToString();
    static int Length(string s) => s.Length;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] static void Aggressive() => Hidden();
    [StackTraceHidden] static void Hidden() => Visible();
    static void Visible() => throw new Exception("visible");
    static int Recursive(int n) => n == 0 ? Small(null, 0) : Recursive(n - 1) + 1;
    static int Tail(int n) => n == 0 ? throw new Exception("tail") : Tail(n - 1);
    static void Rethrow() { try { Caller(new int[1]); } catch { throw; } }
    static void ThrowAgain() { try { Caller(new int[1]); } catch (Exception e) { throw e; } }
    static void Wrap() { try { Twice(1); } catch (Exception e) { throw new Exception("wrapped", e); } }
    static void Dispatch() { ExceptionDispatchInfo info = null; try { Rethrow(); } catch (Exception e) { info = ExceptionDispatchInfo.Capture(e); } info.Throw(); }

    static async Task<int> Leaf(int n) { if (n > 1) await Task.Yield(); if (n > 0) throw new TimeoutException("leaf " + n); return n; }
    static async Task Middle(int n) { await Leaf(n); }
    static async Task<T> Generic<T>(T t, int n) { await Middle(n); return t; }
    static async ValueTask Value(int n) { await Generic("x", n); }
    static IEnumerable<int> Numbers(int n) { for (int i = 0; ; i++) { if (i == n) throw new Exception("iterator"); yield return i; } }
    static async IAsyncEnumerable<int> Stream() { yield return 1; await Task.Yield(); throw new Exception("stream"); }
    static async Task Consume() { await foreach (int i in Stream()) { } }

    static void Show(string title, Action action)
    {
        try { action(); Console.WriteLine(title + ": nothing"); }
        catch (Exception e)
        {
            string text = e.ToString();
            var lines = new List<string>();
            foreach (string line in text.Split('\n'))
            {
                string l = line;
                int at = l.IndexOf(" in ", StringComparison.Ordinal);
                if (l.StartsWith("   at ") && at > 0) l = l.Substring(0, at);
                if (l.Contains("P.<>c") || l.Contains("P.Show")) break;
                lines.Add(l);
            }
            Console.WriteLine(title + ": " + string.Join("\n", lines));
        }
    }

    static void Main()
    {
        Show("bounds", () => Caller(new int[2]));
        Show("null array", () => Caller(null));
        Show("division", () => Twice(4));
        Show("null", () => Name(null));
        Show("null string", () => Length(null));
        Show("struct", () => { var p = default(N.Point); Console.WriteLine((p + p).Sum()); });
        Show("generic constructor", () => new N.Box<string>(null));
        Show("generic method", () => new N.Box<int>(1).Get(-1));
        Show("generic map", () => N.Box<int>.Map(5, Local));
        Show("nested generic", () => N.Box<string>.Inner<long>.Throw(1, "x"));
        Show("hidden", () => Aggressive());
        Show("recursion", () => Recursive(3));
        Show("tail", () => Tail(3));
        Show("rethrow", Rethrow);
        Show("throw again", ThrowAgain);
        Show("wrapped", Wrap);
        Show("dispatch", Dispatch);
        Show("async completed", () => Value(1).AsTask().GetAwaiter().GetResult());
        Show("iterator", () => { foreach (int i in Numbers(2)) { } });
        Show("local", () => { static int Inner(int[] a) => a[1]; Inner(new int[0]); });
        var trace = new StackTrace();
        Console.WriteLine(trace.FrameCount + " " + trace.ToString().Trim());
        Console.WriteLine(trace.GetFrames().Length);
        try { Twice(1); } catch (Exception e) { Console.WriteLine(new StackTrace(e).FrameCount + " " + new StackTrace(e, 1, false).FrameCount + "\n" + new StackTrace(e)); }
        Deep(3);
    }

    static string Local(int x) { if (x == 5) throw new FormatException("local"); return ""; }
    static void Deep(int n) { if (n == 0) { _ = Small(new int[1], 5); } Deep(n - 1); }
}
