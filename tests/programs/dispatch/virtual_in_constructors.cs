// Virtual calls from constructors, field initializers in order over the hierarchy, this-chains, constructors that leak this or throw.
#pragma warning disable CS9107, CS9124
using System;
using System.Collections.Generic;

class Base
{
    public static readonly List<string> Log = new(); protected static int L(string s) { Log.Add(s); return Log.Count; }
    int _b = L("base field"); public Base() : this(L("base arg")) { L("base ctor"); } public Base(int i) { L("base ctor " + i); Init(); }
    protected virtual void Init() => L("base init");
    public static string Flush() { string s = string.Join(", ", Log); Log.Clear(); return s; }
}
class Mid : Base
{
    protected int _m = L("mid field"); readonly string _s; public Mid(string s) : base() { _s = s; L("mid ctor " + s); }
    protected override void Init() { L("mid init " + (_s ?? "null") + " " + _m); base.Init(); }
}
class Leaf : Mid
{
    int _l = L("leaf field"); static Leaf() => L("leaf cctor"); public Leaf() : base(Pick()) { L("leaf ctor"); }
    static string Pick() { L("pick"); return "picked"; }
    protected sealed override void Init() { L("leaf init " + _l); _l = 99; base.Init(); } public int Value => _l;
}
class Throws : Mid
{
    public static Throws Leaked; protected override void Init() { Leaked = this; throw new InvalidOperationException("init"); }
    public Throws() : base("t") { L("never"); } public int V => _m;
}
class Prim(int a, string b = "def") : Base(a)
{
    public int A => a; public string B { get; set; } = b + a; public void Inc() => a++;
    public Prim(string s) : this(s.Length, s) { L("prim ctor"); }
}
struct PS(int x, int y = 3) { public int X = x, Y = y; public readonly int Sum => X + y; public PS() : this(1) { } }
record Rec(int N) { public int Twice { get; } = N * 2; public Rec() : this(7) { } }
class Obj
{
    public int A { get; init; } = 1; public required string R { get; init; } public List<int> L { get; } = new() { 1 };
    public Obj Next { get; set; } public Dictionary<string, int> D { get; } = new();
}

class P
{
    static void Main()
    {
        var l = new Leaf(); Console.WriteLine(Base.Flush() + " = " + l.Value); new Leaf(); Console.WriteLine(Base.Flush());
        try { new Throws(); } catch (InvalidOperationException e)
        {
            Console.WriteLine(e.Message + ": " + Base.Flush() + " " + Throws.Leaked.V + Throws.Leaked.GetType());
        }
        var p = new Prim(4); p.Inc(); Console.WriteLine(p.A + p.B + " " + Base.Flush()); p = new Prim("four!");
        Console.WriteLine(p.A + p.B + " " + Base.Flush());
        Console.WriteLine(new PS(5).Sum + new PS().Sum * 100 + default(PS).X + new PS(1, 2).Y);
        Console.WriteLine(new Rec() + " " + (new Rec(3) with { N = 5 }));
        var o = new Obj { R = "r", A = 5, L = { 2, 3 }, D = { ["k"] = 1, ["l"] = 2 }, Next = new Obj { R = "n", L = { 9 } } };
        Console.WriteLine(o.A + o.R + o.L.Count + o.D["l"] + o.Next.A + o.Next.L[1]);
    }
}
