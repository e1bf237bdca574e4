// Exceptions through delegates, multicasts, iterators, LINQ, using, lock, foreach, constructors, properties, operators and callbacks from the framework.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

class D : IDisposable
{
    readonly string _n; readonly bool _t; public D(string n, bool t = false) { _n = n; _t = t; Console.Write("+" + n + " "); }
    public void Dispose() { Console.Write("-" + _n + " "); if (_t) throw new InvalidOperationException("dispose " + _n); }
}
class BadCtor { public readonly int X = Boom("field"); public static int Boom(string s) => throw new Exception(s); }
class BadProp
{
    public int this[int i] => i > 2 ? throw new KeyNotFoundException("k" + i) : i;
    public static BadProp operator +(BadProp a, int i) => throw new Exception("op");
    public static implicit operator int(BadProp b) => throw new Exception("conv"); ~BadProp() { }
}
class BadCmp : IComparable<BadCmp>
{
    public int CompareTo(BadCmp o) => throw new FormatException("cmp"); public override int GetHashCode() => throw new Exception("hash");
    public override string ToString() => throw new Exception("tostring");
}

class P
{
    static void T(string name, Action a)
    {
        Console.Write(name + ": ");
        try { a(); Console.WriteLine("no"); } catch (Exception e)
        {
            Console.WriteLine(e.GetType().Name + " " + e.Message
                + (e.InnerException == null ? "" : " <- " + e.InnerException.GetType().Name + " " + e.InnerException.Message));
        }
    }
    static IEnumerable<int> It(int bad)
    {
        Console.Write("[start]");
        try
        {
            for (int i = 0; i < 5; i++) { if (i == bad) throw new Exception("iter " + i); yield return i; }
        }
        finally { Console.Write("[end]"); }
    }

    static void Main()
    {
        T("multicast", () =>
        {
            Action a = () => Console.Write("1 "); a += () => throw new Exception("second"); a += () => Console.Write("never "); a();
        });
        T("nested delegates", () => { Func<int, int> f = null; f = n => n == 0 ? throw new Exception("bottom") : f(n - 1) + 1; f(50); });
        T("iterator", () => { foreach (int i in It(2)) Console.Write(i + " "); });
        T("iterator body", () => { foreach (int i in It(9)) if (i == 1) throw new Exception("body"); });
        T("iterator again", () =>
        {
            var e = It(1).GetEnumerator(); e.MoveNext(); try { e.MoveNext(); } catch (Exception x) { Console.Write(x.Message + " "); }
            Console.Write(e.MoveNext() + " "); e.Dispose();
        });
        T("using", () => { using var a = new D("a"); using (var b = new D("b")) throw new Exception("in using"); });
        T("using throws", () => { using var a = new D("a", true); using var b = new D("b"); throw new Exception("lost"); });
        T("using null", () => { using D d = null; Console.Write("null ok "); });
        T("lock", () =>
        {
            object o = new object(); try { lock (o) throw new Exception("in lock"); } finally { Console.Write(Monitor.IsEntered(o) + " "); }
        });
        T("ctor", () => new BadCtor()); T("indexer", () => { var b = new BadProp(); Console.Write(b[1] + " " + b[3]); });
        T("operator", () => { var b = new BadProp(); b += 1; }); T("conversion", () => { int i = new BadProp(); });
        T("linq", () => Console.Write(new[] { 1, 2, 0, 4 }.Select(x => 8 / x).Where(x => x > 1).Sum()));
        T("linq lazy", () => { var q = new[] { 0 }.Select(x => 1 / x); Console.Write("built "); q.ToList(); });
        T("order", () => new[] { 3, 1, 2 }.OrderBy<int, int>(x => throw new Exception("key")).ToArray());
        T("sort", () => Array.Sort(new[] { new BadCmp(), new BadCmp() }));
        T("sort comparison", () => new List<int> { 3, 1, 2 }.Sort((a, b) => throw new TimeoutException("cmp")));
        T("hash", () => new HashSet<BadCmp>().Add(new BadCmp())); T("tostring", () => string.Concat("x", new BadCmp()));
        T("format", () => Console.Write($"{new BadCmp()}"));
        T("lazy", () =>
        {
            var l = new Lazy<int>(() => throw new Exception("lazy"));
            try { Console.Write(l.Value); } catch (Exception e) { Console.Write(e.Message + " "); } Console.Write(l.Value);
        });
        T("foreach", () => new List<int> { 1, 2 }.ForEach(i => throw new Exception("each" + i)));
        T("modify", () => { var l = new List<int> { 1, 2 }; foreach (int i in l) l.Add(i); });
        T("dict", () => { var d = new Dictionary<int, int> { [1] = 1 }; foreach (var kv in d) d[2] = 2; });
        T("find", () => Array.Find(new[] { 1 }, x => throw new Exception("find")));
        T("convert", () => Array.ConvertAll<int, int>(new[] { 1 }, x => x / (x - 1)));
        T("string create", () => string.Create(3, 0, (s, z) => s[3] = 'x'));
        T("thread", () =>
        {
            Exception got = null; var t = new Thread(() => { try { throw new Exception("thread"); } catch (Exception e) { got = e; } });
            t.Start(); t.Join(); throw new Exception("outer", got);
        });
        T("event", () =>
        {
            EventHandler h = null; h += (s, e) => Console.Write("e1 "); h += (s, e) => BadCtor.Boom("e2"); h?.Invoke(null, null);
        });
        T("null delegate", () => { Action a = null; a(); });
        T("cond", () => { string s = null; _ = s ?? throw new ArgumentNullException(nameof(s)); });
        T("switch", () => { int i = 5; _ = i switch { 1 => 2, _ => throw new NotSupportedException("arm") }; });
        T("no match", () => { object o = 5; NoMatch(o); }); T("generic", () => G<string>(null));
        T("task", () => System.Threading.Tasks.Task.Run(() => throw new Exception("in task")).Wait());
    }
#pragma warning disable CS8509
    static int NoMatch(object o) => o switch { string => 1, long => 2 };
#pragma warning restore CS8509
    static T G<T>(T t) where T : class => t ?? throw new ArgumentNullException(typeof(T).Name);
}
