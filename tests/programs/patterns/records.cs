// Records in depth: equality over hierarchies, with, positional and mutable properties, custom members, generic and struct records, printing, hashing, deconstruction, cloning.
using System;
using System.Collections.Generic;
using System.Text;

record A(int X); record B(int X, string S) : A(X) { public string Extra { get; set; } = "e"; protected int Hidden = 5; }
sealed record C(int X, string S, double D) : B(X, S);
abstract record Base(string N) { public abstract int Val { get; } public virtual string Hi() => "base " + N; }
record Der(string N, int V) : Base(N) { public override int Val => V; public override string Hi() => "der " + base.Hi(); }
record Gen<T>(T V, List<T> L) where T : notnull; record struct RS(int A, string B) { public int C = 7; public void Inc() => A++; }
readonly record struct RRS(double X, double Y)
{
    public double Len => Math.Sqrt(X * X + Y * Y); public static RRS operator +(RRS a, RRS b) => new(a.X + b.X, a.Y + b.Y);
}
record Custom(int A, int B)
{
    public virtual bool Equals(Custom o) => o is not null && A == o.A; public override int GetHashCode() => A;
    protected virtual bool PrintMembers(StringBuilder sb) { sb.Append("A is ").Append(A); return true; }
}
record Empty; record struct ES;
record Valid(string Name)
{
    public string Name { get; init; } = Name ?? throw new ArgumentNullException(nameof(Name)); public Valid(int n) : this("n" + n) { }
    public void Deconstruct(out int len, out string up) => (len, up) = (Name.Length, Name.ToUpper());
}
record Cyc(int N) { public Cyc Next { get; set; } }
record Tree<T>(T V, Tree<T> L = null, Tree<T> R = null) where T : IComparable<T>
{
    public Tree<T> Insert(T t)
        => t.CompareTo(V) switch { < 0 => this with { L = L?.Insert(t) ?? new(t) }, > 0 => this with { R = R?.Insert(t) ?? new(t) }, _ => this };
    public IEnumerable<T> Walk()
    {
        if (L != null) foreach (T t in L.Walk()) yield return t; yield return V; if (R != null) foreach (T t in R.Walk()) yield return t;
    }
}
record Copy(int A) { public int Copies; protected Copy(Copy o) { A = o.A; Copies = o.Copies + 1; } }
record Props
{
    public int P { get; init; } public required string Q { get; init; } public int[] Arr { get; } = { 1 }; static int s_hidden = 1;
    private int _priv = s_hidden; public int this[int i] => i + _priv; public (int, string) Tup { get; set; } public DateTime? When;
}

class P
{
    static void Main()
    {
        A a = new A(1), b = new B(1, "s"), b2 = new B(1, "s"), c = new C(1, "s", 2.5);
        Console.WriteLine($"{a} {b} {c} {a == b} {b == b2} {b.Equals(c)} {a.Equals(null)} {a != new A(2)} {a == new A(1)} {b.GetHashCode() == b2.GetHashCode()} {((object)b).Equals(b2)} {ReferenceEquals(b, b2)} {(A)null == null}");
        A w = b with { X = 9 };
        Console.WriteLine(w + " " + w.GetType().Name + " " + (w is B { Extra: "e" }) + ((B)b with { S = "t", Extra = "f" }) + (c with { }).Equals(c));
        ((B)b).Extra = "changed"; Console.WriteLine(b == b2); var (x, s, d) = (C)c; Console.WriteLine(x + s + d);
        Base ba = new Der("n", 3); Console.WriteLine(ba + ba.Hi() + ba.Val + (ba with { N = "m" }).Hi() + (ba == new Der("n", 3)));
        var list = new List<string> { "q" }; var g = new Gen<string>("v", list);
        Console.WriteLine(g + " " + (g == new Gen<string>("v", list)) + (g == new Gen<string>("v", new List<string> { "q" })) + new Gen<int>(1, null));
        var rs = new RS(1, "b"); var rs2 = rs; rs2.Inc();
        Console.WriteLine(rs + " " + rs2 + (rs == rs2) + (rs2 with { A = 1 } == rs) + default(RS) + rs.Equals((object)rs));
        var (ra, rb) = rs; Console.WriteLine(ra + rb);
        Console.WriteLine(new RRS(3, 4) + new RRS(1, 1) + " " + new RRS(3, 4).Len + (new RRS(0, double.NaN) == new RRS(0, double.NaN))
            + new RRS(1, 2).GetHashCode().Equals(new RRS(1, 2).GetHashCode()));
        Console.WriteLine(new Custom(1, 2) + " " + (new Custom(1, 2) == new Custom(1, 3)) + new HashSet<Custom> { new(1, 2), new(1, 5), new(2, 2) }.Count);
        Console.WriteLine(new Empty() + "" + (new Empty() == new Empty()) + new ES() + (new ES() == default));
        try { new Valid(null); } catch (ArgumentNullException e) { Console.WriteLine(e.ParamName); } var v = new Valid(5);
        (int len, string up) = v; Console.WriteLine(v + " " + len + up + (v with { Name = "z" })); var cy = new Cyc(1);
        cy.Next = new Cyc(2) { Next = new Cyc(3) }; Console.WriteLine(cy + " " + (cy == cy with { }));
        var t = new Tree<int>(5).Insert(3).Insert(8).Insert(1).Insert(5); var t2 = t.Insert(4);
        Console.WriteLine(string.Join(",", t.Walk()) + " " + string.Join(",", t2.Walk()) + ReferenceEquals(t.R, t2.R) + ReferenceEquals(t.L, t2.L) + t);
        Console.WriteLine(new Tree<string>("m").Insert("z").Insert("a")); var cp = new Copy(4);
        Console.WriteLine((cp with { A = 5 } with { }).Copies);
        var p = new Props { P = 1, Q = "q", Tup = (2, "t"), When = new DateTime(2000, 1, 1) };
        Console.WriteLine(p + " " + (p with { Q = "r" }).Q + (p == p with { }) + p[4]);
        var dict = new Dictionary<B, int> { [new B(1, "k")] = 5 };
        Console.WriteLine(dict[new B(1, "k")] + " " + dict.ContainsKey(new B(1, "k") { Extra = "x" }));
        Func<A, string> f = r => r switch { C (var cx, _, > 2) => "C" + cx, B { S.Length: 1 } => "B", _ => "A" };
        Console.WriteLine(f(a) + f(b) + f(c));
        Console.WriteLine(new { N = 1, S = "x" } + "" + (new { N = 1 } == new { N = 1 }) + new { N = 1 }.Equals(new { N = 1 })
            + (new { A = 1, B = 2 } with { B = 3 }));
        IEquatable<A> eq = b; Console.WriteLine(eq.Equals(b) + "" + EqualityComparer<A>.Default.Equals(b, b2));
    }
}
