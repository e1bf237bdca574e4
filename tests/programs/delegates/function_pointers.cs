// Managed function pointers: static methods of all signatures, tables, generic methods, ref returns, comparison, passing through generics and as fields.
// unsafe
using System;
using System.Collections.Generic;

unsafe struct Entry { public delegate*<int, int, int> Op; public string Name; }
unsafe class Vm
{
    public delegate*<Vm, int, void>[] Ops; public int Acc; public readonly List<int> Trace = new();
    static void Push(Vm v, int n) => v.Acc += n; static void Mul(Vm v, int n) => v.Acc *= n;
    static void Out(Vm v, int n) => v.Trace.Add(v.Acc + n); public Vm() { Ops = new delegate*<Vm, int, void>[] { &Push, &Mul, &Out }; }
    public void Run(params (int, int)[] code) { foreach (var (op, n) in code) Ops[op](this, n); }
}
struct Big { public long A, B, C; }
static unsafe class Gen<T>
{
    public static readonly delegate*<T, string> Show = &ShowImpl; static string ShowImpl(T t) => typeof(T).Name + t;
    public static T Apply(delegate*<T, T> f, T t, int n) { for (int i = 0; i < n; i++) t = f(t); return t; }
}

unsafe class P
{
    static int Add(int a, int b) => a + b; static int Sub(int a, int b) => a - b; static double Fl(float a, double b, int c) => a * b + c;
    static Big Mk(long n, Big b) => new Big { A = n, B = b.A, C = b.B }; static ref int At(int[] a, int i) => ref a[i];
    static void Out(out string s, ref int n) { s = "out" + n; n++; } static T Id<T>(T t) => t; static string Nm<T>() => typeof(T).Name;
    static int Inc(int n) => n + 1; static string Dbl(string s) => s + s;
    static int Fact(delegate*<int, int> self, int n) => n < 2 ? 1 : n * FactSelf(n - 1); static int FactSelf(int n) => Fact(&FactSelf, n);
    static void Thrower() => throw new InvalidOperationException("from pointer");
    static delegate*<int, int, int> Pick(bool b) => b ? &Add : &Sub; static int Call(delegate*<int, int, int> f, int x) => f(x, 1);
    static Span<byte> Sp(Span<byte> s) => s[1..]; static object Obj(object o, string s) => s + o;

    static void Main()
    {
        delegate*<int, int, int> f = &Add;
        Console.WriteLine(f(2, 3) + " " + Pick(false)(9, 4) + " " + Call(Pick(true), 5) + " " + (f != null));
        Entry[] es = { new Entry { Op = &Add, Name = "add" }, new Entry { Op = &Sub, Name = "sub" } };
        foreach (Entry e in es) Console.Write(e.Name + e.Op(7, 2) + " "); delegate*<float, double, int, double> fl = &Fl;
        delegate*<long, Big, Big> mk = &Mk; delegate*<int[], int, ref int> at = &At; delegate*<out string, ref int, void> ou = &Out;
        int[] arr = { 1, 2 }; at(arr, 1) = 20; int n = 3; ou(out string s, ref n);
        Console.WriteLine(fl(1.5f, 2, 3) + " " + mk(1, mk(2, mk(3, default))).C + " " + arr[1] + s + n);
        delegate*<int, int> idI = &Id<int>; delegate*<string, string> idS = &Id<string>; delegate*<object, object> idO = &Id<object>;
        delegate*<string> nm = &Nm<List<string>>;
        Console.WriteLine(idI(4) + idS("s") + idO(5) + nm() + ((delegate*<string>)(&Nm<object>))() + ((delegate*<string>)(&Nm<int>))());
        var vm = new Vm(); vm.Run((0, 5), (1, 4), (2, 1), (0, 1), (2, 0)); Console.WriteLine(string.Join(",", vm.Trace));
        Console.WriteLine(Gen<string>.Show("x") + Gen<object>.Show(1) + Gen<int>.Show(2) + Gen<int>.Apply(&Inc, 0, 5)
            + Gen<string>.Apply(&Dbl, "a", 3) + FactSelf(6));
        try { delegate*<void> t = &Thrower; t(); } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
        delegate*<int, int> none = null; Console.WriteLine(none == null);
        void* raw = f; nint addr = (nint)raw; Console.WriteLine(((delegate*<int, int, int>)addr)(1, 1));
        Span<byte> b = stackalloc byte[] { 1, 2, 3 }; delegate*<Span<byte>, Span<byte>> sp = &Sp; Console.WriteLine(sp(b)[0]);
        delegate*<object, string, object> ob = &Obj; Console.WriteLine(ob(3, "o"));
        delegate*<delegate*<int, int, int>, int, int> hi = &Call; Console.WriteLine(hi(&Sub, 10));
        delegate*<int, int>* pp = stackalloc delegate*<int, int>[2]; pp[0] = &Inc; pp[1] = &FactSelf; Console.WriteLine(pp[0](pp[1](4)));
        int sum = 0;
        for (int i = 0; i < 1000; i++) sum = (i % 3 == 0 ? &Add : f == null ? &Add : (delegate*<int, int, int>)(&Sub))(sum, i);
        Console.WriteLine(sum); delegate*<int, ReadOnlySpan<char>, string> lam = &Stat; Console.WriteLine(lam(2, "abc"));
        static string Stat(int i, ReadOnlySpan<char> c) => c[i..].ToString() + i;
    }
}
