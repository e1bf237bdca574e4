// Delegates to every kind of target: static, instance, virtual, interface, struct, extension, base, generic, constructor-like, property accessor, null and boxed targets.
using System;
using System.Collections.Generic;

class A
{
    public int N; public A(int n) { N = n; } public string Inst(int x) => "inst" + N + x;
    public virtual string Virt(int x) => "A.virt" + N + x; public static string Stat(int x) => "stat" + x; public string Prop => "prop" + N;
}
class B : A
{
    public B(int n) : base(n) { } public override string Virt(int x) => "B.virt" + N + x; public Func<int, string> Base() => base.Virt;
}
interface I { string Do(int x); string Def(int x) => "def" + x; } class C : I { public string Do(int x) => "C.do" + x; }
struct S : I { public int K; public string Do(int x) => "S.do" + K++ + x; public override string ToString() => "S" + K; }
static class Ext
{
    public static string OnA(this A a, int x) => "ext" + (a?.N ?? -1) + x;
    public static string OnStr(this string s, int x) => (s ?? "null") + x; public static int Len(this string s) => s.Length;
    public static string OnGen<T>(this T t, int x) where T : class => typeof(T).Name + x;
}
delegate string D(int x); delegate string Open(A a, int x);

class P
{
    static string T(D d) => d(7) + (d.Target == null ? "" : "@" + d.Target.GetType().Name) + " ";

    static void Main()
    {
        var a = new A(1); var b = new B(2); I c = new C(); var s = new S { K = 5 }; I bs = s; string none = null; A nul = null;
        Console.WriteLine(T(a.Inst) + T(a.Virt) + T(b.Virt) + T(((A)b).Virt) + T(new D(b.Base())) + T(A.Stat) + T(c.Do) + T(c.Def)
            + T(s.Do) + T(s.Do) + T(bs.Do) + T(bs.Do) + T(a.OnA) + T(b.OnA) + T("str".OnStr) + T(none.OnStr) + T(nul.OnA) + T("g".OnGen)
            + T(a.OnGen) + T(x => "lambda" + x) + T(x => a.Prop + x) + T(delegate { return "anon"; })
            + T(delegate (int x) { return "anon" + x; }));
        D sd = s.Do; Console.WriteLine(sd(1) + sd(2) + s.K);
        Func<string> ts = s.ToString, ti = 5.ToString, ts2 = "x".ToString, te = DayOfWeek.Friday.ToString, tn = new int?(3).ToString;
        Console.WriteLine(ts() + ti() + ts2() + te() + tn()); Func<int> gh = 5.GetHashCode, len = "four".Len;
        Func<Type> gt = a.GetType, gs = s.GetType; Func<object, bool> eq = 5.Equals;
        Console.WriteLine(gh() + len() + gt().Name + gs().Name + eq(5) + eq(5L)); D wrap = new D(new D(a.Inst));
        Func<int, string> conv = new Func<int, string>(wrap); D inv = wrap.Invoke;
        Console.WriteLine(wrap(1) + conv(2) + inv(3) + (inv.Target is D)); Action<int> add = new List<int>().Add; add(1); add(2);
        Console.WriteLine(((List<int>)add.Target).Count); Func<string, string> trim = s2 => s2.Trim();
        Converter<string, int> parse = int.Parse;
        Console.WriteLine(trim("  t ") + parse("12") + string.Join(",", Array.ConvertAll(new[] { "1", "2" }, parse)));
        Predicate<string> isNull = string.IsNullOrEmpty; Func<string, string, int> cmp = string.CompareOrdinal;
        Func<double, double> sqrt = Math.Sqrt; Func<object> mk = () => new B(3); Func<char, bool> dig = char.IsDigit;
        Console.WriteLine(isNull("") + "" + cmp("a", "b") + sqrt(16) + mk() + dig('5'));
        try
        {
            D bad = nul.Inst; GC.KeepAlive(bad); Console.WriteLine("no");
        }
        catch (ArgumentException) { Console.WriteLine("argument"); } catch (NullReferenceException) { Console.WriteLine("null"); }
        try { D bad = nul.Virt; GC.KeepAlive(bad); Console.WriteLine("no"); } catch (NullReferenceException) { Console.WriteLine("null"); }
        D nd = null;
        try { nd(1); } catch (NullReferenceException) { Console.WriteLine("null"); } Console.WriteLine(nd?.Invoke(1) ?? "skipped");
        var op = (Open)Delegate.CreateDelegate(typeof(Open), typeof(A).GetMethod("Inst"));
        var opv = (Open)Delegate.CreateDelegate(typeof(Open), typeof(A).GetMethod("Virt"));
        Console.WriteLine(op(a, 4) + op(b, 5) + opv(a, 4) + opv(b, 5)); Delegate dd = (D)a.Inst;
        Console.WriteLine(dd.DynamicInvoke(9) + dd.Method.Name); int[] arr = { 1, 2, 3 }; Func<int, int> at = i => arr[i];
        Func<int> count = ((ICollection<int>)arr).Count.ToString().Len; Console.WriteLine(at(2) + count());
    }
}
