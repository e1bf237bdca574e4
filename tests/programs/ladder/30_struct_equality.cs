// Default Equals, GetHashCode and ToString of structs, and overridden ones, also in collections.
using System;
using System.Collections.Generic;

struct Plain { public int A; public int B; }
struct WithRef { public string S; public int N; }
struct Own : IEquatable<Own>
{
    public int A;
    public bool Equals(Own other) => A / 10 == other.A / 10;
    public override bool Equals(object o) => o is Own other && Equals(other);
    public override int GetHashCode() => A / 10;
    public override string ToString() => "Own " + A;
    public static bool operator ==(Own a, Own b) => a.Equals(b);
    public static bool operator !=(Own a, Own b) => !a.Equals(b);
}

class P
{
    static void Main()
    {
        var p = new Plain { A = 1, B = 2 };
        var q = p;
        Console.WriteLine(p.Equals(q) + " " + (p.GetHashCode() == q.GetHashCode()) + " " + p);
        q.B = 3;
        Console.WriteLine(p.Equals(q) + " " + p.Equals(null) + " " + p.Equals("x"));
        var r = new WithRef { S = "ab", N = 1 };
        var s = new WithRef { S = new string(new[] { 'a', 'b' }), N = 1 };
        Console.WriteLine(r.Equals(s) + " " + r.Equals(new WithRef { N = 1 }) + " " + (r.GetHashCode() == s.GetHashCode()));
        Console.WriteLine((new Own { A = 11 } == new Own { A = 19 }) + " " + (new Own { A = 11 } != new Own { A = 21 }) + " " + new Own { A = 3 });
        var set = new HashSet<Own> { new Own { A = 1 }, new Own { A = 2 }, new Own { A = 12 } };
        Console.WriteLine(set.Count);
        var list = new List<Plain> { p, q };
        Console.WriteLine(list.IndexOf(new Plain { A = 1, B = 3 }));
    }
}
