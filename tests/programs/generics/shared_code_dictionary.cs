// unsafe
// Everything that shared generic code asks its dictionary for.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

interface IShape<TSelf> where TSelf : IShape<TSelf> { static abstract TSelf Create(int n); static virtual string Kind => "shape of " + typeof(TSelf).Name; static abstract TSelf operator +(TSelf a, TSelf b); int Area { get; } }
class Square : IShape<Square> { int n; public static Square Create(int n) => new Square { n = n }; public static Square operator +(Square a, Square b) => Create(a.n + b.n); public int Area => n * n; }
class Circle : IShape<Circle> { int r; public static Circle Create(int n) => new Circle { r = n }; public static Circle operator +(Circle a, Circle b) => Create(a.r * b.r); public int Area => 3 * r * r; public static string Kind => "round"; }
struct Dot : IShape<Dot> { public static Dot Create(int n) => default; public static Dot operator +(Dot a, Dot b) => a; public int Area => 0; }

class Cache<T> { public static int Count; public static readonly List<T> Items = new(); [ThreadStatic] public static int PerThread; static Cache() { Console.WriteLine("init " + typeof(T).Name); } public static void Add(T t) { Items.Add(t); Count++; PerThread += 2; } }
class Beforehand<T> { public static readonly string Name = typeof(T).Name + "!"; }
abstract class Visitor { public abstract string Visit<T>(T value); public virtual string Twice<T>(T v) => Visit(v) + Visit(new[] { v }); }
class Namer : Visitor { public override string Visit<T>(T value) => typeof(T).Name + ";"; }
class Counter<U> : Visitor { public int N; public override string Visit<T>(T value) { N++; return typeof(Dictionary<U, T>).Name + typeof(U).Name + typeof(T).Name + ";"; } public override string Twice<T>(T v) => base.Twice(v) + base.Twice(default(U)); }
interface IVisit { string V<T>(T x); string W<T>(T x) => "W" + typeof(T).Name + V(x) + V<List<T>>(null!); }
class V1 : IVisit { public string V<T>(T x) => "V1" + typeof(T).Name; }
class V2<A> : IVisit { string IVisit.V<T>(T x) => "V2" + typeof(A).Name + typeof(T).Name; string IVisit.W<T>(T x) => ((Func<string>)(() => typeof(T).Name + typeof(A).Name + x))(); }
struct V3 : IVisit { int n; public string V<T>(T x) { n++; return "V3" + n + typeof(T).Name; } }
class Outer<T> { public class Inner<U> { public Func<T, U, string> F = (t, u) => typeof(T).Name + typeof(U).Name; public static Inner<V> Make<V>() => new Inner<V>(); public override string ToString() => GetType().ToString(); } public Inner<T> Same => new(); }
class Base<T> { public virtual object Get() => typeof(T); protected static string S => "S" + typeof(T).Name; }
class Derived<T> : Base<List<T>> { public override object Get() => S + typeof(T).Name + base.Get(); }
class Leaf : Derived<Leaf> { }

static class Program
{
    [MethodImpl(MethodImplOptions.NoInlining)] static string Shape<T>() where T : IShape<T> { T a = T.Create(2), b = T.Create(3); return T.Kind + (a + b).Area; }
    [MethodImpl(MethodImplOptions.NoInlining)] static T New<T>() where T : new() => new T();
    [MethodImpl(MethodImplOptions.NoInlining)] static bool Is<T>(object o) => o is T;
    [MethodImpl(MethodImplOptions.NoInlining)] static string Cast<T>(object o) { try { return ((T)o)?.ToString() ?? "null"; } catch (InvalidCastException e) { return e.Message; } catch (NullReferenceException) { return "nre"; } }
    [MethodImpl(MethodImplOptions.NoInlining)] static string Catch<E>(Action a) where E : Exception { try { a(); return "none"; } catch (E e) when (e.Message.Length > 0) { return typeof(E).Name + "<-" + e.GetType().Name; } catch (Exception e) { return "other " + e.GetType().Name; } }
    static Func<T, string> Method<T>(T t) => Describe;
    static string Describe<T>(T t) => typeof(T).Name + "=" + t;
    [MethodImpl(MethodImplOptions.NoInlining)] static T[] Arr<T>(int n) => new T[n];
    [MethodImpl(MethodImplOptions.NoInlining)] static string Md<T>() { var a = new T[2, 3]; var j = new T[2][]; return a.GetType() + " " + j.GetType(); }
    [MethodImpl(MethodImplOptions.NoInlining)] static IEnumerable<(T, U)> Zip<T, U>(IEnumerable<T> t, IEnumerable<U> u) { using var e = u.GetEnumerator(); foreach (var x in t) { if (!e.MoveNext()) yield break; yield return (x, e.Current); } }
    static unsafe string Pointer<T>(T t) { delegate*<T, string> p = &Describe<T>; return p(t); }
    static string Variant<T>(object o) => (o is IEnumerable<T> ? "y" : "n") + (o is Func<T> ? "y" : "n") + (o is Action<T> ? "y" : "n") + (o is IReadOnlyList<T> ? "y" : "n") + (o is T[] ? "y" : "n");
    static string Null<T>(T? x) where T : struct => x is null ? "null " + typeof(T?) : x.GetValueOrDefault().ToString()!;
    static string Eq<T>(T a, T b) => EqualityComparer<T>.Default.Equals(a, b) + " " + (Comparer<T>.Default.Compare(a, b));
    static void Main()
    {
        Console.WriteLine(Shape<Square>() + Shape<Circle>() + Shape<Dot>());
        Console.WriteLine(New<List<string>>().Count + New<object>().GetType().Name + New<int>() + New<Dictionary<string, Leaf>>().GetType());
        Cache<string>.Add("a"); Cache<object>.Add("b"); Cache<string>.Add("c"); Cache<int>.Add(1);
        Console.WriteLine(Cache<string>.Count + " " + Cache<object>.Count + " " + Cache<string>.Items.Count + " " + Cache<string>.PerThread + " " + Cache<object>.PerThread);
        Console.WriteLine(Beforehand<string>.Name + Beforehand<Version>.Name + Beforehand<byte>.Name);
        foreach (Visitor v in new Visitor[] { new Namer(), new Counter<string>(), new Counter<int>(), new Counter<Leaf>() })
            Console.WriteLine(v.Visit("s") + v.Visit(1) + v.Visit(new List<int>()) + v.Twice("x") + v.Twice(2.5));
        foreach (IVisit v in new IVisit[] { new V1(), new V2<string>(), new V2<int>(), new V3() })
            Console.WriteLine(v.V("s") + v.V(1) + v.W("q") + v.W((byte)1) + v.W(new List<string>()).Length);
        Console.WriteLine(Outer<string>.Inner<int>.Make<Leaf>() + " " + new Outer<Leaf>().Same + new Outer<int>.Inner<string>().F(1, ""));
        Console.WriteLine(new Leaf().Get() + " " + new Derived<string>().Get() + new Derived<int>().Get());
        Console.WriteLine(Is<string>("") + " " + Is<IEnumerable<object>>(new List<string>()) + Is<IEnumerable<object>>(new List<int>()) + Is<List<string>>(new List<object>()) + Is<int?>(5) + Is<int>(5) + Is<DayOfWeek>(5) + Is<object[]>(new string[0]) + Is<uint[]>(new int[0]));
        Console.WriteLine(Cast<string>(5) + Cast<List<string>>(new List<int>()) + Cast<int>(null!) + Cast<int?>(null!) + Cast<IComparable<string>>("cmp") + Cast<DayOfWeek>(DayOfWeek.Friday));
        Console.WriteLine(Catch<InvalidOperationException>(() => throw new InvalidOperationException("x")) + Catch<ArgumentException>(() => throw new ArgumentNullException("p")) + Catch<ArgumentException>(() => throw new Exception("z")));
        Console.WriteLine(Method("a")("b") + Method(1)(2) );
        Console.WriteLine(Arr<string>(2).GetType() + " " + Arr<List<Leaf>>(1).GetType() + Md<string>() + Md<int>());
        Console.WriteLine(string.Join(",", Zip(new[] { "a", "b" }, new[] { 1, 2, 3 })) + string.Join(",", Zip(new[] { 1L }, new object[] { "q" })));
        Console.WriteLine(Pointer("p") + Pointer(4) + Pointer(new Leaf()));
        Console.WriteLine(Variant<object>(new List<string>()) + Variant<object>(new Func<string>(() => "")) + Variant<string>(new Action<object>(_ => { })) + Variant<object>(new string[1]) + Variant<string>(new object[1]) + Variant<int>(new List<int>()));
        Console.WriteLine(Null<int>(null) + Null<DateTime>(default(DateTime)).Length + Null<Dot>(null));
        Console.WriteLine(Eq("a", "b") + Eq(1, 1) + Eq<int?>(null, 3) + Eq(DayOfWeek.Monday, DayOfWeek.Sunday) + Eq(("a", 1), ("a", 2)) + Eq(1.5, double.NaN));
        Array ar = Array.CreateInstance(typeof(string), 3); Console.WriteLine(ar.Length);
        Console.WriteLine(new[] { 3, 1, 2 }.OrderBy(x => x).Select(x => (object)x).Cast<int>().Sum());
    }
}
