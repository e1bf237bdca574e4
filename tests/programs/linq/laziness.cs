// When LINQ operators run: order of calls in pipelines, early stops, dispose of sources, re-enumeration, exceptions in the middle, side effects and infinite sources.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

class Src : IEnumerable<int>
{
    readonly int _n; readonly string _name; public Src(int n, string name) { _n = n; _name = name; }
    public IEnumerator<int> GetEnumerator()
    {
        P.L(_name + "(");
        try { for (int i = 1; i <= _n; i++) { P.L(_name + i); yield return i; } P.L(_name + "end"); } finally { P.L(")" + _name); }
    }
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

class P
{
    static string s_log = ""; public static void L(string s) => s_log += s + " "; static T V<T>(T t, string s) { L(s + t); return t; }
    static void W(string name, Func<object> f)
    {
        string r;
        try
        {
            object o = f(); r = o is IEnumerable e and not string ? string.Join(",", e.Cast<object>()) : o?.ToString();
        }
        catch (Exception e) { r = e.GetType().Name; }
        Console.WriteLine(name + " = " + r + " | " + s_log); s_log = "";
    }
    static IEnumerable<int> Inf() { for (int i = 0; ; i++) yield return i; }

    static void Main()
    {
        W("where select", () => new Src(3, "s").Where(x => V(x, "w") > 1).Select(x => V(x * 10, "p")));
        W("first", () => new Src(5, "s").Where(x => V(x, "w") > 1).First()); W("any", () => new Src(5, "s").Any(x => x == 2));
        W("take", () => new Src(5, "s").Take(2)); W("take 0", () => new Src(5, "s").Take(0));
        W("skip", () => new Src(4, "s").Skip(2).Select(x => V(x, "p"))); W("takewhile", () => new Src(5, "s").TakeWhile(x => x < 3));
        W("concat", () => new Src(2, "a").Concat(new Src(2, "b")).Take(3));
        W("zip", () => new Src(3, "a").Zip(new Src(2, "b"), (x, y) => x * y));
        W("selectmany", () => new Src(2, "a").SelectMany(x => new Src(x, "b" + x)));
        W("orderby", () => new Src(3, "s").OrderBy(x => -V(x, "k")).Select(x => V(x, "p")).Take(2));
        W("order first", () => new Src(3, "s").OrderBy(x => -V(x, "k")).First());
        W("group", () => new Src(4, "s").GroupBy(x => V(x, "k") % 2).Select(g => g.Sum()));
        W("reverse", () => new Src(3, "s").Reverse().Take(1)); W("distinct", () => new Src(3, "s").Distinct().Select(x => V(x, "p")));
        W("except", () => new Src(3, "a").Except(new Src(2, "b"))); W("union", () => new Src(2, "a").Union(new Src(3, "b")).Take(3));
        W("join", () => new Src(2, "a").Join(new Src(2, "b"), x => V(x, "ka"), y => V(y, "kb"), (x, y) => x + y));
        W("contains", () => new Src(4, "s").Contains(2)); W("all", () => new Src(4, "s").All(x => x < 2));
        W("seq", () => new Src(3, "a").SequenceEqual(new Src(4, "b"))); W("elementat", () => new Src(4, "s").ElementAt(1));
        W("last", () => new Src(3, "s").Last()); W("single", () => new Src(3, "s").Single(x => x == 2));
        W("single two", () => new Src(3, "s").Single()); W("aggregate", () => new Src(3, "s").Aggregate((x, y) => V(x + y, "a")));
        W("throw", () => new Src(3, "s").Select(x => x == 2 ? throw new InvalidOperationException() : x));
        W("throw key", () => new Src(3, "s").OrderBy(x => 1 / (x - 2)));
        W("tolist lazy", () => { var q = new Src(2, "s").Select(x => V(x, "p")); L("built"); q.ToList(); L("again"); return q.Count(); });
        W("break", () => { int n = 0; foreach (int x in new Src(5, "s").Where(x => x > 0)) if (++n == 2) break; return n; });
        W("chunk", () => new Src(5, "s").Chunk(2).First().Length);
        W("infinite", () => Inf().Where(x => x % 7 == 3).Select(x => x * x).Skip(2).Take(4));
        W("memo", () => { var l = new Src(3, "s").ToArray(); return l.Sum() + l.Max(); });
        W("closure", () => { int k = 1; var q = new Src(3, "s").Where(x => x > k); k = 2; return q; });
        W("nested", () => from a in new Src(2, "a") from b in new Src(2, "b") where V(a + b, "w") == 3 select a * 10 + b);
        W("defaultifempty", () => new Src(0, "s").DefaultIfEmpty(5));
        W("append", () => new Src(1, "s").Append(9).Prepend(0).Select(x => V(x, "p"))); W("skiplast", () => new Src(4, "s").SkipLast(2));
        W("cast", () => new ArrayList { 1, 2, "x" }.Cast<int>().Take(2)); W("cast bad", () => new ArrayList { 1, "x" }.Cast<int>());
        W("manual", () =>
        {
            var e = new Src(3, "s").Select(x => x + 1).GetEnumerator(); e.MoveNext(); L("cur" + e.Current); e.MoveNext(); e.Dispose();
            return e.MoveNext();
        });
        W("count", () => new Src(3, "s").Where(x => x != 2).Count()); W("min", () => new Src(3, "s").MinBy(x => V(-x, "k")));
    }
}
