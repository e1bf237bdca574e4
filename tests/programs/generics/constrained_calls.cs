// Calls on a T: mutation in place, virtual methods of Object with and without override, boxing when the struct has none, enums, nullable, interfaces.
#pragma warning disable CS0649
using System;
using System.Collections.Generic;

interface ICount { int Next(); int Value { get; set; } }
struct Counter : ICount { int _n; public int Next() => ++_n; public int Value { get => _n; set => _n = value; } }
class RefCounter : ICount { int _n; public int Next() => _n += 10; public int Value { get => _n; set => _n = value; } }
struct Explicit : ICount { public int N; int ICount.Next() { N += 100; return N; } int ICount.Value { get => N; set => N = value; } }
struct NoOverride { public int A; }
struct Mutating
{
    public int N; public override string ToString() => "m" + ++N; public override int GetHashCode() => N++;
    public override bool Equals(object o) => N++ > 0;
}
interface IDef { int M() => 7; string Who() => GetType().Name; } struct HasDef : IDef { public int X; }
class HasDefC : IDef { public int M() => 8; }
enum En { X = 3, Y }

class P
{
    static int Twice<T>(T t) where T : ICount { t.Next(); return t.Next(); }
    static void ByRef<T>(ref T t) where T : ICount { t.Next(); t.Value += 5; }
    static int InArray<T>(T[] a) where T : ICount { a[0].Next(); a[0].Value++; foreach (T t in a) t.Next(); return a[0].Value; }
    static string Obj<T>(T t) => t.ToString() + t.ToString() + " " + t.GetHashCode() + " " + t.Equals(t) + " " + t.GetType().Name + " " + t.ToString();
    static string Safe<T>(T t) => $"{t?.ToString() ?? "null"} {t is null} {EqualityComparer<T>.Default.Equals(t, default)} {(t as object)?.GetType().Name}";
    static string Def<T>(T t) where T : IDef => t.M() + t.Who();
    class Box<T> where T : ICount
    {
        public T V; readonly T _ro; public Box(T v) { V = v; _ro = v; }
        public int Do() { V.Next(); _ro.Next(); Func<int> f = V.Next; f(); f(); return V.Value * 1000 + _ro.Value; }
    }
    static int Iface<T>(T t) where T : ICount { ICount i = t; i.Next(); i.Next(); return i.Value * 100 + t.Value; }
    static int Compare<T>(T a, T b) where T : IComparable<T>, IEquatable<T> => a.CompareTo(b) * 10 + (a.Equals(b) ? 1 : 0);

    static void Main()
    {
        Console.WriteLine(Twice(new Counter()) + " " + Twice(new RefCounter()) + " " + Twice(new Explicit()) + " " + Twice<ICount>(new Counter()));
        var c = new Counter(); ByRef(ref c); ByRef(ref c); var r = new RefCounter(); ByRef(ref r); ICount i = new Explicit(); ByRef(ref i);
        Console.WriteLine(c.Value + " " + r.Value + " " + i.Value);
        Console.WriteLine(InArray(new Counter[2]) + " " + InArray(new[] { r }) + " " + InArray(new ICount[] { new Counter() }) + " "
            + InArray(new Explicit[1]));
        Console.WriteLine(Obj(new Mutating())); Console.WriteLine(Obj(5)); Console.WriteLine(Obj(En.Y)); Console.WriteLine(Obj((En)77));
        Console.WriteLine(Obj(2.5)); Console.WriteLine(Obj('c')); Console.WriteLine(new NoOverride { A = 1 }.ToString() + Obj<int?>(4));
        Console.WriteLine(Safe("s") + Safe<string>(null) + Safe(0) + Safe<int?>(null) + Safe<int?>(0) + Safe(new NoOverride()) + Safe<object>(3));
        try { Obj<int?>(null); } catch (NullReferenceException) { Console.WriteLine("null"); }
        try { Obj<string>(null); } catch (NullReferenceException) { Console.WriteLine("null"); }
        Console.WriteLine(Def(new HasDef()) + Def(new HasDefC()) + Def<IDef>(new HasDef()));
        Console.WriteLine(new Box<Counter>(new Counter()).Do() + " " + new Box<RefCounter>(new RefCounter()).Do() + " " + new Box<ICount>(new Counter()).Do());
        Console.WriteLine(Iface(new Counter()) + " " + Iface(new RefCounter()) + " " + Compare(1, 2) + Compare("b", "a")
            + Compare(1.5, 1.5) + Compare(DateTime.MinValue, DateTime.MaxValue));
        var m = new Mutating(); m.ToString(); object b = m; b.ToString(); b.ToString(); Console.WriteLine(m.N + " " + ((Mutating)b).N);
    }
}
