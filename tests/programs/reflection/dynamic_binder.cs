// C# dynamic: arithmetic, comparisons, members, indexers, overloads, conversions, events, delegates, collections, anonymous types, errors.
using System;
using System.Collections.Generic;
class Pt { public int X; public string Name { get; set; } = "n"; public int Add(int a, int b) => a + b; public string Over(int i) => "int"; public string Over(string s) => "string"; public string Over(object o) => "object"; public int this[int i] { get => i * 2; set => X = value + i; } public static Pt operator +(Pt a, Pt b) => new Pt { X = a.X + b.X }; public static implicit operator int(Pt p) => p.X; public void Void() => X++; public T Gen<T>(T t) => t; public Func<int, int> F = x => x + 100; public event Action E; public void Fire() => E?.Invoke(); }
class P
{
    static void Try(string what, Func<object> f) { try { Console.WriteLine($"{what}: {f() ?? "null"}"); } catch (Exception e) { Console.WriteLine($"{what}: {e.GetType().Name} {e.Message}"); } }
    static void Main()
    {
        dynamic a = 1, b = 2.5, s = "x", p = new Pt { X = 5 }, n = null;
        Try("add", () => a + b);
        Try("mul", () => a * 3);
        Try("str", () => s + a);
        Try("cmp", () => a < b);
        Try("len", () => s.Length);
        Try("field", () => p.X);
        Try("prop", () => p.Name);
        Try("set", () => p.X = 7);
        Try("setprop", () => p.Name = "q");
        Try("call", () => p.Add(3, a));
        Try("over", () => p.Over(s) + p.Over(a) + p.Over(b));
        Try("idx", () => p[4]);
        Try("idxset", () => { p[1] = 5; return p.X; });
        Try("op", () => (p + p).X);
        Try("conv", () => { int i = p; return i; });
        Try("convstr", () => { string t = s; return t; });
        Try("cast", () => (long)a);
        Try("bad", () => p.Nope());
        Try("null", () => n.X);
        Try("badconv", () => { int i = s; return i; });
        Try("void", () => { p.Void(); return p.X; });
        Try("deleg", () => p.F(1));
        Try("if", () => { dynamic t = true; if (t) return "yes"; return "no"; });
        Try("list", () => { dynamic l = new List<int> { 1, 2 }; l.Add(3); return l.Count + l[2]; });
        Try("foreach", () => { dynamic l = new[] { 1, 2, 3 }; int sum = 0; foreach (var x in l) sum += x; return sum; });
        Try("inc", () => { dynamic i = 5; i++; i += 2; return -i; });
        Try("event", () => { int c = 0; p.E += (Action)(() => c++); p.Fire(); return c; });
        Try("expando", () => { dynamic e = new System.Dynamic.ExpandoObject(); e.A = 5; e.B = e.A + 1; return e.B; });
        Try("anon", () => { dynamic e = new { Q = 3, W = "w" }; return e.Q + e.W; });
        Try("dict", () => { dynamic e = new Dictionary<string, object> { ["k"] = 1 }; return e["k"]; });
        Try("interp", () => $"{a}-{b}-{s}");
        Try("static", () => Math.Abs((dynamic)(-4)));
        Try("ctor", () => new string((dynamic)'c', 3));
        Try("enum", () => { dynamic d = DayOfWeek.Friday; return d == DayOfWeek.Friday; });
        Try("overflow", () => { dynamic i = int.MaxValue; return checked(i + 1); });
        Try("div0", () => { dynamic z = 0; return a / z; });
    }
}
