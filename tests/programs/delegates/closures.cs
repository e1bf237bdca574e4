// Closures: loop variables, shared and nested scopes, captured parameters and this, mutation after capture, recursion, captured structs, static lambdas and caching.
using System;
using System.Collections.Generic;
using System.Linq;

struct Pt { public int X; public int Inc() => ++X; }
class Counter
{
    int _n; public Func<int> Inc => () => ++_n; public Func<int> Twice() { Func<int> f = Inc; return () => f() + f(); } public int N => _n;
    public IEnumerable<Func<int>> Gen() { for (int i = 0; i < 3; i++) { int k = i; yield return () => k * 10 + i + _n; } }
}

class P
{
    static Func<int, int> Adder(int n) => x => x + n++;
    static (Func<int> Get, Action<int> Set) Pair(int v) => (() => v, x => v = x);
    static Func<int> Fib() { int a = 0, b = 1; return () => { int r = a; (a, b) = (b, a + b); return r; }; }
    static Func<T, T> Fix<T>(Func<Func<T, T>, Func<T, T>> f) => x => f(Fix(f))(x);
    static Func<int> Deep(int n) { if (n == 0) return () => 0; var inner = Deep(n - 1); return () => inner() + n; }
    static int Out(out Func<int> f, int p) { int q = p * 2; f = () => p + q; p++; q++; return f(); }
    static void Ref(ref int x, List<Func<int>> l) { int copy = x; l.Add(() => copy); x++; copy++; }

    static void Main()
    {
        var fs = new List<Func<int>>(); for (int i = 0; i < 3; i++) fs.Add(() => i); foreach (int i in new[] { 1, 2, 3 }) fs.Add(() => i);
        for (int i = 0; i < 3; i++) { int k = i; fs.Add(() => k++); } int w = 0;
        while (w < 2) { int z = w; fs.Add(() => w * 10 + z); w++; }
        Console.WriteLine(string.Join(" ", fs.Select(f => f())) + " | " + string.Join(" ", fs.Select(f => f()))); var a = Adder(10);
        Console.WriteLine(a(1) + " " + a(1) + " " + a(1) + " " + Adder(5)(1)); var (get, set) = Pair(3); set(get() + 4);
        Console.WriteLine(get()); var fib = Fib(); for (int i = 0; i < 10; i++) fib(); Console.WriteLine(fib());
        Console.WriteLine(Fix<int>(self => n => n < 2 ? 1 : n * self(n - 1))(10) + " " + Deep(100)());
        Console.WriteLine(Out(out var f1, 4) + " " + f1()); int rx = 5; var l = new List<Func<int>>(); Ref(ref rx, l); Ref(ref rx, l);
        Console.WriteLine(rx + " " + l[0]() + l[1]());
        var c = new Counter(); c.Inc(); var tw = c.Twice();
        Console.WriteLine(tw() + " " + c.N + " " + string.Join(",", c.Gen().Select(g => g())) + " " + string.Join(",", c.Gen().ToList().Select(g => g())));
        var pt = new Pt(); Func<int> pi = () => pt.Inc(); pi(); pi(); var copy = pt; pi(); Console.WriteLine(pt.X + " " + copy.X);
        int x = 1;
        {
            int y = 2; Action outer = () => { int z = 3; Action inner = () => { x++; y++; z++; }; inner(); inner(); x += z; }; outer();
            outer(); Console.WriteLine(x + " " + y);
        }
        Func<int, Func<int, Func<int, int>>> cur = p => q => r => p * 100 + q * 10 + r; Console.WriteLine(cur(1)(2)(3));
        Func<int> st1 = static () => 5, st2 = static () => 5; Console.WriteLine(st1() + st2()); Func<object> same() => () => new object();
        static Func<int> cached() => () => 7; Console.WriteLine(ReferenceEquals(cached(), cached()) + " " + (same()() == same()()));
        int total = 0; void Local(int n) { if (n == 0) return; total += n; Action again = () => Local(n - 1); again(); } Local(10);
        Console.WriteLine(total);
        try
        {
            int t = 9; Action thrower = () => throw new Exception("t" + t++);
            try { thrower(); } catch (Exception e) when (t == 10) { Console.WriteLine(e.Message + t); } finally { t = 0; }
        }
        finally { }
        string s = "a"; Func<string> sf = () => s + s.Length; s += "bc"; Console.WriteLine(sf()); object o = 5;
        if (o is int num && num > 3) { Func<int> pf = () => num + 1; num = 20; Console.WriteLine(pf()); }
        var dict = new Dictionary<string, Action> { ["x"] = () => total++, ["y"] = () => total *= 2 }; dict["x"](); dict["y"]();
        Console.WriteLine(total); var lam = (int q = 4, params int[] rest) => q + rest.Length; Console.WriteLine(lam() + lam(1, 2, 3));
        var tuple = (1, (Func<int, int>)(v => v + 1)); Console.WriteLine(tuple.Item2(tuple.Item1)); int[] arr = { 3, 1, 2 };
        Array.Sort(arr, (p, q) => q.CompareTo(p) * (total > 0 ? 1 : -1)); Console.WriteLine(string.Join("", arr));
        Func<Action> makes = () => { int hidden = 0; return () => Console.Write(++hidden); }; var m1 = makes(); m1(); m1(); makes()();
        Console.WriteLine();
    }
}
