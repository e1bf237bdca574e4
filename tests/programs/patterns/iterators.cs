// Iterators in depth: state between yields, try/finally, nested and recursive iterators, generic ones, parameters captured at call, Current before and after, Dispose in every state, Reset.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

class Tree<T> : IEnumerable<T>
{
    public T V; public Tree<T> L, R; public Tree(T v, Tree<T> l = null, Tree<T> r = null) { V = v; L = l; R = r; }
    public IEnumerator<T> GetEnumerator()
    {
        if (L != null) foreach (T t in L) yield return t; yield return V; if (R != null) foreach (T t in R) yield return t;
    }
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public IEnumerable<(T, int)> Levels(int d = 0)
    {
        yield return (V, d); foreach (var c in new[] { L, R }) if (c != null) foreach (var x in c.Levels(d + 1)) yield return x;
    }
}
struct SIt { public int N; public IEnumerable<int> Up() { for (int i = 0; i < N; i++) { N--; yield return i * 10 + N; } } }

class P
{
    static string s_log = ""; static void L(string s) => s_log += s + " ";
    static IEnumerable<int> Fin(int n)
    {
        L("start");
        try
        {
            try { for (int i = 0; i < n; i++) { L("y" + i); yield return i; } L("inner"); } finally { L("f1"); } yield return 100;
        }
        finally { L("f2"); if (n == 3) L("three"); }
        L("end");
    }
    static IEnumerable<int> Args(int a, List<int> l) { a++; yield return a; l.Add(a); yield return l.Count; a *= 10; yield return a; }
    static IEnumerator<int> Raw() { int x = 1; while (true) { yield return x; x *= 2; if (x > 50) yield break; } }
    static IEnumerable<T> Inter<T>(IEnumerable<T> a, IEnumerable<T> b)
    {
        using var x = a.GetEnumerator(); using var y = b.GetEnumerator(); bool p = true, q = true;
        while (p || q) { if (p && (p = x.MoveNext())) yield return x.Current; if (q && (q = y.MoveNext())) yield return y.Current; }
    }
    static IEnumerable<string> Sw(int k)
    {
        switch (k) { case 0: yield return "zero"; goto case 1; case 1: yield return "one"; break; default: foreach (char c in "ab")
        {
            if (k == 9) goto end; yield return c + k.ToString();
        }
        break; }
        yield return "after"; end: yield return "end";
    }
    static IEnumerable<int> Throw(int at)
    {
        for (int i = 0; ; i++)
        {
            if (i == at) throw new InvalidOperationException("at " + i); int v = 0;
            try { v = 10 / (i - 2); } catch (DivideByZeroException) { v = -1; } yield return v;
        }
    }
    static IEnumerable<IEnumerable<T>> Perm<T>(T[] a, int k = 0)
    {
        if (k == a.Length) { yield return a.ToArray(); yield break; }
        for (int i = k; i < a.Length; i++)
        {
            (a[k], a[i]) = (a[i], a[k]); foreach (var p in Perm(a, k + 1)) yield return p; (a[k], a[i]) = (a[i], a[k]);
        }
    }
    static IEnumerable<int> Hanoi(int n, int a, int b, int c)
        => n == 0 ? Enumerable.Empty<int>() : Hanoi(n - 1, a, c, b).Append(a * 10 + b).Concat(Hanoi(n - 1, c, b, a));
    static IEnumerable<object> Mixed()
    {
        yield return 1; yield return "s"; yield return null; yield return (1, 2); int? n = null; yield return n;
        lock (s_log) { yield return "locked"; } foreach (int x in stackallocSum()) yield return x;
        static IEnumerable<int> stackallocSum()
        {
            int r = Sum(); yield return r; static int Sum() { Span<int> s = stackalloc int[] { 1, 2, 3 }; return s[0] + s[2]; }
        }
    }
    class Chain
    {
        readonly List<string> _n = new();
        public IEnumerable<string> this[int k] { get { for (int i = 0; i < k; i++) { _n.Add("n" + i); yield return _n[^1]; } } }
        public IEnumerable<string> Prop { get { yield return "p" + _n.Count; } }
    }

    static void Main()
    {
        void W(object o) { Console.WriteLine(o + " | " + s_log); s_log = ""; } W(string.Join(",", Fin(2)));
        W(string.Join(",", Fin(3).Take(2))); { var e = Fin(5).GetEnumerator(); W(e.Current); e.Dispose(); W(e.MoveNext()); }
        { var e = Fin(2).GetEnumerator(); e.MoveNext(); e.Dispose(); W(e.MoveNext() + "" + e.Current); }
        {
            var e = Fin(0).GetEnumerator(); W(e.MoveNext() + "" + e.Current + e.MoveNext() + e.MoveNext());
            try { e.Reset(); } catch (NotSupportedException) { W("no reset"); }
        }
        {
            var s = Fin(1); var e1 = s.GetEnumerator(); var e2 = s.GetEnumerator(); e1.MoveNext(); e2.MoveNext(); e1.MoveNext();
            W(e1.Current + " " + e2.Current); e1.Dispose(); e2.Dispose(); W("disposed");
        }
        var l = new List<int>(); int a = 5; var args = Args(a, l); a = 100; W(string.Join(",", args) + ";" + string.Join(",", args));
        using (var r = Raw()) { int n = 0; while (r.MoveNext()) n = n * 3 + r.Current; W(n); }
        W(string.Join("", Inter("abc", "12345")) + string.Join(",", Inter(new[] { 1 }, new int[0])));
        for (int k = 0; k < 3; k++) W(string.Join(",", Sw(k))); W(string.Join(",", Sw(9)));
        try { foreach (int x in Throw(4)) L(x.ToString()); } catch (InvalidOperationException e) { W(e.Message); }
        { var e = Throw(1).GetEnumerator(); e.MoveNext(); try { e.MoveNext(); } catch (InvalidOperationException) { } W(e.MoveNext()); }
        W(string.Join(" ", Perm("abc".ToCharArray()).Select(p => string.Concat(p)))); W(string.Join(",", Hanoi(3, 1, 2, 3)));
        W(string.Join(",", Mixed().Select(o => o ?? "null"))); var t = new Tree<string>("m", new("c", new("a"), new("e")), new("x"));
        W(string.Join("", t) + string.Join(",", t.Levels()) + t.Count()); var si = new SIt { N = 5 };
        W(string.Join(",", si.Up()) + " " + si.N); var ch = new Chain(); W(string.Join(",", ch[3]) + string.Join(",", ch.Prop));
        IEnumerable en = Fin(1); foreach (object o in en) L("o" + o); W("old");
        var deep = Enumerable.Range(0, 300).Aggregate(Enumerable.Empty<int>(), (s, i) => Wrap(s, i));
        static IEnumerable<int> Wrap(IEnumerable<int> s, int i) { foreach (int x in s) yield return x; yield return i; } W(deep.Sum());
    }
}
