// Operands, indices, arguments and targets of assignments are evaluated from left to right, each once.
using System;

class P
{
    static int s_n;
    int _f;
    static int N(string s) { Console.Write(s + " "); return s_n++; }
    static P Obj(string s, P p) { Console.Write(s + " "); return p; }
    static int[] Arr(string s, int[] a) { Console.Write(s + " "); return a; }
    static ref int Ref(string s, int[] a, int i) { Console.Write(s + " "); return ref a[i]; }
    int this[int i, int j] { get { Console.Write($"get[{i},{j}] "); return i + j; } set { Console.Write($"set[{i},{j}]={value} "); } }
    int Prop { get { Console.Write("getp "); return _f; } set { Console.Write("setp" + value + " "); _f = value; } }
    static string Args(int a, int b, int c = 9, params int[] rest) => $"{a},{b},{c},{rest.Length}";

    static void Main()
    {
        int[] a = { 0, 0, 0, 0, 0, 0, 0, 0 }; var p = new P();
        Console.WriteLine(N("a") + N("b") * N("c") - N("d"));
        int i = 0; a[i++] = i; a[i++] += i++; a[i] = i = 5; a[N("x") % 8] = N("y"); Console.WriteLine(string.Join(",", a) + " " + i);
        Arr("arr", a)[N("i") % 8] += N("v"); Console.WriteLine();
        Ref("r1", a, 1) = Ref("r2", a, 2) + N("v"); Ref("r3", a, 3)++; Console.WriteLine(string.Join(",", a));
        Obj("o", p)._f = N("v"); Obj("o", p).Prop += N("v"); Obj("o", p).Prop++; Console.WriteLine(p._f);
        p[N("i"), N("j")] += N("v"); Obj("o", p)[1, 2]++; Console.WriteLine();
        Console.WriteLine(Args(b: N("b"), a: N("a"))); Console.WriteLine(Args(N("1"), N("2"), N("3"), N("4"), N("5")));
        Console.WriteLine(Args(c: N("c"), b: N("b"), a: N("a")));
        i = 3; int r = i + (i = 10) + i++ + i; Console.WriteLine(r + " " + i); i = 2; i += (i = 7) * i; Console.WriteLine(i);
        bool t = N("t") > 0 || N("never") > 0; t = s_n < 0 && N("never") > 0; t = (s_n > 0 | N("yes") > 0) & t; Console.WriteLine(t);
        int[] null_ = null; try { null_[N("index")] = N("value"); } catch (NullReferenceException) { Console.WriteLine("null"); }
        try { a[100 + 0 * N("index")] = N("value"); } catch (IndexOutOfRangeException) { Console.WriteLine("range"); }
        P none = null; try { none._f = N("value"); } catch (NullReferenceException) { Console.WriteLine("null"); }
        try { none.Prop = N("value"); } catch (NullReferenceException) { Console.WriteLine("null"); }
        object o = none?._f + N("not null-conditional"); Console.WriteLine(o == null); (a[N("x") % 8], a[N("y") % 8]) = (N("1"), N("2"));
        Console.WriteLine();
        try
        {
            N("before"); int z = 0; Console.WriteLine(Args(N("first"), 1 / z, N("never")));
        }
        catch (DivideByZeroException) { Console.WriteLine("zero"); }
        string str = null; str += N("s"); str = N("u") + str + N("w"); Console.WriteLine(str);
        Console.WriteLine($"{N("h1")} {N("h2"),3} {N("h3"):D4}");
    }
}
