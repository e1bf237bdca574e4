// Calls with optional, named, params, in, ref, out arguments, user conversions, operators, extension members, local functions and recursion.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

struct Cx
{
    public double R, I; public Cx(double r, double i = 0) { R = r; I = i; }
    public static Cx operator +(in Cx a, in Cx b) => new(a.R + b.R, a.I + b.I);
    public static Cx operator *(Cx a, Cx b) => new(a.R * b.R - a.I * b.I, a.R * b.I + a.I * b.R);
    public static Cx operator -(Cx a) => new(-a.R, -a.I); public static Cx operator ++(Cx a) => new(a.R + 1, a.I);
    public static implicit operator Cx(double d) => new(d);
    public static explicit operator double(Cx c) => Math.Sqrt(c.R * c.R + c.I * c.I); public static bool operator true(Cx c) => c.R != 0;
    public static bool operator false(Cx c) => c.R == 0; public static Cx operator &(Cx a, Cx b) => a.R < b.R ? a : b;
    public static bool operator ==(Cx a, Cx b) => a.R == b.R && a.I == b.I; public static bool operator !=(Cx a, Cx b) => !(a == b);
    public override bool Equals(object o) => o is Cx c && this == c; public override int GetHashCode() => 0;
    public override string ToString() => $"{R}{(I < 0 ? "" : "+")}{I}i";
    public static Cx operator >>(Cx a, int n) => new(a.R / (1 << n), a.I); public void operator +=(double d) { R += d; I += d; }
}
static class Ext
{
    extension(string s)
    {
        public string Twice => s + s; public string Rep(int n) => string.Concat(Enumerable.Repeat(s, n)); public static string Sep => "-";
    }
    extension<T>(IEnumerable<T> e) { public int Cnt => e.Count(); } public static void Inc(this ref int i) => i++;
    public static T Also<T>(this T t, Action<T> a) { a(t); return t; }
    public static (A, B) Deconstruct2<A, B>(this KeyValuePair<A, B> kv) => (kv.Key, kv.Value);
    public static void Deconstruct(this string s, out char first, out string rest) { first = s[0]; rest = s[1..]; }
    public static IEnumerator<int> GetEnumerator(this int n) { for (int i = 0; i < n; i++) yield return i; }
}
class Late
{
    public string D { get; set; } = "d"; public string this[int i, string s = "ix"] => s + i;
    public string this[params string[] s] => "p" + s.Length;
}

class P
{
    static string F(int a, string b = "b", double c = 2.5, DayOfWeek d = DayOfWeek.Friday, decimal e = 1.5m, object o = null, int? n = 3,
        [CallerMemberName] string who = "", [CallerLineNumber] int line = 0)
        => $"{a}{b}{c}{d}{e}{o}{n}{who}{line > 0}";
    static string G(params int[] a) => "ints" + a.Length; static string G(params object[] a) => "objs" + (a?.Length ?? -1);
    static string G(string s, params List<int> l) => s + l.Count; static string H(long x) => "long"; static string H(double x) => "double";
    static string H(object x) => "object"; static string H<T>(T x) where T : struct, Enum => "enum"; static string K(in int x) => "in" + x;
    static string K(int x) => "val" + x; static void Three(ref int a, out int b, in int c) { b = a + c; a *= 2; }
    static int Ack(int m, int n) => m == 0 ? n + 1 : n == 0 ? Ack(m - 1, 1) : Ack(m - 1, Ack(m, n - 1));
    static bool Even(uint n) => n == 0 || Odd(n - 1); static bool Odd(uint n) => n != 0 && Even(n - 1);
    static int Deep(int n, long a, double b, string s, (int, int) t) => n == 0 ? (int)(a + b) + s.Length + t.Item2 : 1
        + Deep(n - 1, a + 1, b + 0.5, s, (t.Item2, t.Item1));

    static void Main()
    {
        Console.WriteLine(F(1) + F(1, a0(), c: 4) + F(b: "x", a: 2)); static string a0() => "pos";
        Console.WriteLine(G(new int[0]) + G((object)1, 2) + G("s", 1) + G(null, 1, null) + G((object[])null) + G("a", "b") + G("z", 2L));
        Console.WriteLine(H(1) + H(1f) + H(1u) + H(1m) + H("s") + H(DayOfWeek.Friday) + H('c') + H(ulong.MaxValue) + K(1)); int q = 3;
        Console.WriteLine(K(in q) + K(q)); Three(ref q, out int r, 5); Three(ref q, out r, q);
        Console.WriteLine(q + " " + r + " " + Ack(2, 3) + Even(101) + Deep(1000, 1, 1, "str", (1, 2)));
        Cx c = new(1, 2), d = 3; c++;
        Console.WriteLine(c + d * c + -c + " " + (double)new Cx(3, 4) + (c ? "T" : "F") + (c && d) + (c == new Cx(2, 2)) + (d >> 1));
        c += 1.5; Console.WriteLine(c); d += c; Console.WriteLine(d);
        Console.WriteLine("ab".Twice + "x".Rep(3) + string.Sep + new[] { 1, 2 }.Cnt); q.Inc();
        Console.WriteLine(q + " " + new List<int>().Also(l => l.Add(4)).Count); var (h, t) = "hello"; Console.WriteLine(h + "," + t);
        foreach (int i in 3) Console.Write(i); var late = new Late();
        Console.WriteLine(late[1] + late[2, "z"] + late["a", "b"] + late?.D?.Length);
        int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); int captured = 0; void Add(int n) { captured += n; if (n > 0) Add(n - 1); }
        Add(4); Console.WriteLine(Fib(15) + " " + captured); late?.D = "assigned"; Console.WriteLine(late.D);
    }
}
