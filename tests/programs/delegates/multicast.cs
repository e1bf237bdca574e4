// Multicast delegates: order, return values, Combine and Remove of sublists, invocation lists, equality, null, ref parameters, modification while invoking.
#pragma warning disable CS0252
using System;
using System.Linq;

delegate int Op(ref int x); delegate void Log(string s);

class P
{
    static string s_log = "";
    static void A(string s) => s_log += "A" + s; static void B(string s) => s_log += "B" + s; static void C(string s) => s_log += "C" + s;
    void I(string s) => s_log += "I" + s; static string Take() { string r = s_log; s_log = ""; return r; }
    static string Show(Log l) { l?.Invoke("."); return Take() + "(" + (l?.GetInvocationList().Length ?? 0) + ")"; }
    class Pub
    {
        public event Log E; public void Fire(string s) => E?.Invoke(s); public int Count => E?.GetInvocationList().Length ?? 0;
        static Log s_custom;
        public static event Log Custom { add { s_log += "[add]"; s_custom += value; } remove { s_log += "[rem]"; s_custom -= value; } }
        public static void FireC() => s_custom?.Invoke("c");
    }

    static void Main()
    {
        Log a = A, b = B, c = C, n = null;
        Console.WriteLine(Show(a + b + c) + Show(a + b + c - b) + Show(a + b + a + b - b) + Show(a + b + a + b - (a + b))
            + Show(a + b + c - (a + c)) + Show(a + b + c - (b + c)) + Show(a - a) + Show(a - b) + Show(n + a) + Show(a + n) + Show(n - a)
            + Show(a - n) + Show((a + b) + (c + a)) + Show(a + b + c + a + b + c - (c + a)) + Show(a + a + a - a));
        Console.WriteLine((a + b == a + b) + " " + (a + b == b + a) + " " + (a == new Log(A)) + " " + (n == null) + " "
            + ((Log)A == (Log)B) + " " + (a + b).Equals(a + b) + ((a + b).GetHashCode() == (a + b).GetHashCode()) + " "
            + ReferenceEquals(a + n, a) + ReferenceEquals(a - b, a));
        var p1 = new P(); var p2 = new P(); Log i1 = p1.I, i2 = p2.I, i3 = p1.I;
        Console.WriteLine((i1 == i3) + "" + (i1 == i2) + Show(i1 + i2 - i3) + ReferenceEquals((i1 + i2 - i3).Target, p2));
        Op add = (ref int x) => x += 1, mul = (ref int x) => x *= 10; int v = 3; int r = (add + mul + add)(ref v);
        Console.WriteLine(r + " " + v); Func<int> f = () => 1; f += () => 2; f += () => 3;
        Console.WriteLine(f() + " " + string.Join(",", f.GetInvocationList().Cast<Func<int>>().Select(x => x())));
        Log self = null; self = s => { s_log += "S"; self -= self; self += A; }; self += B; self("!"); self?.Invoke("?");
        Console.WriteLine(Take()); var pub = new Pub(); pub.E += A; pub.E += p1.I; pub.E += s => { s_log += "L"; pub.E += C; };
        pub.Fire("1"); pub.Fire("2"); pub.E -= A; pub.E -= B; Console.WriteLine(Take() + pub.Count); Pub.Custom += A; Pub.Custom += B;
        Pub.Custom -= A; Pub.FireC(); Console.WriteLine(Take()); Log many = null; for (int i = 0; i < 100; i++) many += i % 2 == 0 ? A : B;
        for (int i = 0; i < 49; i++) many -= A;
        Console.WriteLine(many.GetInvocationList().Length + " " + many.GetInvocationList().Count(d => d == (Delegate)a)); many("x");
        Console.WriteLine(Take().Length);
        Delegate d1 = Delegate.Combine(a, b), d2 = Delegate.Remove(d1, b), d3 = Delegate.RemoveAll(a + b + a, a);
        Console.WriteLine((d2 == a) + "" + (d3 == (Delegate)b) + (Delegate.Combine() == null));
    }
}
