// Classes with many interfaces and megamorphic call sites: the right method every time, also through casts between unrelated interfaces and type tests.
using System;
using System.Collections.Generic;

interface I0 { int F(); } interface I1 { int F(); } interface I2 { int F(); } interface I3 { int F(); } interface I4 { int F(); }
interface I5 { int F(); } interface I6 { int F(); } interface I7 { int F(); } interface I8 : I0, I1 { int G(); }
interface I9 : I8, I7 { int H(); } interface IA<T> { T Get(int n); } interface IVoid { }
class C0 : I0, I1, I2, I3, I4, I5, I6, I7, I9, IVoid
{
    int I0.F() => 0; int I1.F() => 1; int I2.F() => 2; int I3.F() => 3; int I4.F() => 4; int I5.F() => 5; int I6.F() => 6; int I7.F() => 7;
    public int G() => 8; public int H() => 9;
}
class C1 : C0, I3 { int I3.F() => 13; } class C2 : I0 { public virtual int F() => 20; } class C3 : C2 { public override int F() => 30; }
class C4 : C3, I5, I0 { } class C5 : I7, I0 { public int F() => 50; } struct S6 : I0 { public int F() => 60; }
struct S7 : I0, I5 { int I0.F() => 70; int I5.F() => 75; } sealed class C8 : I0 { public int F() => 80; }
class C9<T> : I0, IA<T>, IA<List<T>>
{
    public int F() => 90 + typeof(T).Name.Length; T IA<T>.Get(int n) => default; List<T> IA<List<T>>.Get(int n) => new List<T>(new T[n]);
}
class C10 : C9<string>, I1 { int I1.F() => 101; } class C11 : I0 { public int F() => 110; } class C12 : I0 { public int F() => 120; }

class P
{
    static int Call(I0 i) => i.F();
    static string Probe(object o) => (o is I0 a ? a.F() : -1) + "," + (o is I1 b ? b.F() : -1) + "," + (o is I2 c ? c.F() : -1) + ","
        + (o is I3 d ? d.F() : -1) + "," + (o is I5 e ? e.F() : -1) + "," + (o is I7 f ? f.F() : -1) + "," + (o is I8 g ? g.G() : -1) + ","
        + (o is I9 h ? h.H() : -1) + "," + (o is IVoid) + (o is IA<string> s ? s.Get(1) ?? "n" : "-")
        + (o is IA<List<int>> li ? li.Get(3).Count : 0);

    static void Main()
    {
        object[] os = { new C0(), new C1(), new C2(), new C3(), new C4(), new C5(), new S6(), new S7(), new C8(), new C9<int>(),
            new C9<string>(), new C10(), new C11(), new C12(), "string", 5, new int[1] };
        foreach (object o in os) Console.WriteLine(o.GetType().Name + " " + Probe(o)); long sum = 0; uint r = 12345;
        for (int i = 0; i < 200000; i++) { r = r * 1664525 + 1013904223; sum = sum * 31 + Call((I0)os[(r >> 8) % 14]); }
        Console.WriteLine(sum); int hits = 0;
        for (int i = 0; i < 50000; i++)
        {
            object o = os[i % os.Length]; if (o is I5) hits++; if (o is I9) hits += 2; if (o as IA<List<string>> != null) hits += 3;
            if (o is IEnumerable<int>) hits += 5; if (o is IComparable<string>) hits += 7;
        }
        Console.WriteLine(hits);
        I0 x = new C1(); Console.WriteLine(((I3)x).F() + ((I9)x).H() + ((I1)(I7)(I9)x).F());
        try { ((I5)(object)new C8()).F(); } catch (InvalidCastException e) { Console.WriteLine(e.Message); }
        try { ((IA<int>)os[14]).Get(1); } catch (InvalidCastException e) { Console.WriteLine(e.Message); }
        I0[] arr = { new C2(), new C3(), new S6() }; foreach (I0 i in arr) Console.Write(i.F() + " ");
        Func<int>[] fs = Array.ConvertAll(arr, i => (Func<int>)i.F); foreach (var f in fs) Console.Write(f() + " "); Console.WriteLine();
    }
}
