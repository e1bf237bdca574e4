// Structs through interfaces: boxing once, mutation in the box, unboxing stubs with many argument kinds, interface properties and explicit implementations.
#pragma warning disable CS0649
using System;
using System.Collections;
using System.Collections.Generic;

interface IAcc
{
    int Sum { get; } void Add(int n); IAcc Fluent(int n);
    string Args(byte a, double b, string c, long d, float e, (int, int) f, object g, decimal h, short i); ref int Ref();
}
struct Acc : IAcc, IComparable<Acc>, IDisposable
{
    int _s; static int s_r; public int Sum => _s; public void Add(int n) => _s += n; public IAcc Fluent(int n) { _s += n; return this; }
    public string Args(byte a, double b, string c, long d, float e, (int, int) f, object g, decimal h, short i) => $"{_s} {a} {b} {c} {d} {e} {f} {g} {h} {i}";
    public ref int Ref() { s_r += _s; return ref s_r; } public int CompareTo(Acc o) => _s - o._s;
    public void Dispose() => Console.Write("disposed " + _s + " "); public override string ToString() => "Acc" + _s;
}
struct Big : IAcc
{
    public long A, B, C, D; public int Sum => (int)(A + B + C + D); public void Add(int n) { A += n; D += n; }
    public IAcc Fluent(int n) { Add(n); return this; }
    public string Args(byte a, double b, string c, long d, float e, (int, int) f, object g, decimal h, short i) => $"{D} {i} {h} {g} {f} {e} {d} {c} {b} {a}";
    int IAcc.Sum => -Sum; static int s_x = 5; public ref int Ref() => ref s_x;
}
struct Enumerable3 : IEnumerable<int>
{
    public int N; public Enumerator GetEnumerator() => new Enumerator { _n = N };
    IEnumerator<int> IEnumerable<int>.GetEnumerator() { Console.Write("(boxed)"); return GetEnumerator(); }
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public struct Enumerator : IEnumerator<int>
    {
        internal int _n; public int Current => _n; object IEnumerator.Current => _n; public bool MoveNext() => --_n >= 0;
        public void Reset() { } public void Dispose() => Console.Write("[disp]");
    }
}

class P
{
    static void Use(IAcc a)
    {
        a.Add(1); a.Fluent(2).Add(100);
        Console.WriteLine(a.Sum + " " + a.Args(1, 2.5, "c", -4, 5.5f, (6, 7), "g", 8.25m, -9) + " " + a.Ref()++ + a.Ref());
    }

    static void Main()
    {
        var acc = new Acc(); Use(acc); Use(acc); Console.WriteLine(acc.Sum); IAcc box = acc; Use(box); Use(box); IAcc same = box;
        same.Add(1000); Console.WriteLine(box.Sum + " " + ((Acc)box).Sum + " " + box); var big = new Big { B = 3 }; Use(big);
        IAcc bb = big; bb.Add(7); Console.WriteLine(big.Sum + " " + bb.Sum + " " + ((Big)bb).Sum);
        Action<int> add = acc.Add; add(5); add(5); Console.WriteLine(acc.Sum); Action<int> addBox = box.Add; addBox(5); addBox(6);
        Console.WriteLine(box.Sum);
        Console.WriteLine(((IComparable<Acc>)acc).CompareTo(default) + " " + Comparer<Acc>.Default.Compare(default, (Acc)box).CompareTo(0));
        using (acc) { acc.Add(1); } using (IDisposable d = acc) { acc.Add(1); } Console.WriteLine(acc);
        foreach (int i in new Enumerable3 { N = 3 }) Console.Write(i);
        foreach (int i in (IEnumerable<int>)new Enumerable3 { N = 2 }) Console.Write(i);
        foreach (object i in (IEnumerable)new Enumerable3 { N = 2 }) Console.Write(i);
        Console.WriteLine(new List<int>(new Enumerable3 { N = 4 }).Count); object o = acc; if (o is IAcc pa) { pa.Add(50); }
        Console.WriteLine(o + " " + acc); List<IAcc> list = new() { new Acc(), new Big() };
        foreach (IAcc a in list) { a.Add(3); a.Add(4); } Console.WriteLine(list[0].Sum + " " + list[1].Sum); IAcc none = null;
        try { none.Add(1); } catch (NullReferenceException) { Console.WriteLine("null"); }
        try { var u = (Acc)none; } catch (NullReferenceException) { Console.WriteLine("null"); }
        try { var u = (Big)box; } catch (InvalidCastException e) { Console.WriteLine(e.Message); }
    }
}
