// Generic recursion that ends, far down: each level is an instantiation of its own, exact or shared.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

struct Box<T> { public T Value; public override string ToString() => "(" + Value + ")"; }
class Cell<T> { public T Value; public static int Count; public Cell() { Count++; } }
class Chain<T>
{
    public static int Depth(int n) => n == 0 ? 0 : 1 + Chain<Box<T>>.Depth(n - 1);
    public virtual string Name(int n) => n == 0 ? typeof(T).ToString().Length.ToString() : new Chain<Cell<T>>().Name(n - 1);
}
class RingA<T> { public static int Go(int n) => n == 0 ? typeof(T).IsValueType ? 1 : 2 : 1 + RingB<Box<T>>.Go(n - 1); }
class RingB<T> { public static int Go(int n) => n == 0 ? 0 : 1 + RingC<Cell<T>>.Go(n - 1); }
class RingC<T> { public static int Go(int n) => n == 0 ? 0 : 1 + RingA<(T, int)>.Go(n - 1); }
interface IVisit { int Visit<T>(int n, T value); }
class Visitor : IVisit { public int Visit<T>(int n, T value) => n == 0 ? value.ToString().Length : ((IVisit)this).Visit(n - 1, new Box<T> { Value = value }); }
class Explicit : IVisit { int IVisit.Visit<T>(int n, T value) => n == 0 ? 7 : ((IVisit)new Visitor()).Visit(n - 1, new Cell<T> { Value = value }); }
static class Program
{
    static int Grow<T>(int n) => n == 0 ? typeof(T).IsValueType ? 1 : 2 : 1 + Grow<Box<T>>(n - 1);
    static string Arrays<T>(int n) => n == 0 ? typeof(T).Name.Length.ToString() : Arrays<T[]>(n - 1);
    static int Lambda<T>(int n) { Func<int, int> f = k => k == 0 ? 0 : 1 + Lambda<Cell<T>>(k - 1); return f(n); }
    static async Task<int> Later<T>(int n) { await Task.Yield(); return n == 0 ? 0 : 1 + await Later<Cell<T>>(n - 1); }
    static IEnumerable<int> Yields<T>(int n) { yield return n; if (n > 0) foreach (var x in Yields<Cell<T>>(n - 1)) yield return x; }
    static int Both<T, U>(int n) => n == 0 ? 0 : 1 + Both<(T, U), (U, T)>(n - 1);
    static object Make<T>(int n) where T : new() => n == 0 ? new T() : Make<Cell<T>>(n - 1);
    static int Sum<T>(int n, List<T> list) => n == 0 ? list.Count : Sum(n - 1, list.Select(x => new Cell<T> { Value = x }).Concat(new Cell<T>[1]).ToList());
    static void Main()
    {
        Console.WriteLine(Grow<int>(14) + " " + Grow<string>(15) + " " + Chain<int>.Depth(8) + " " + Chain<string>.Depth(9) + " " + new Chain<object>().Name(7));
        Console.WriteLine(RingA<int>.Go(9) + " " + RingA<string>.Go(10));
        Console.WriteLine(((IVisit)new Visitor()).Visit(9, "x") + " " + ((IVisit)new Visitor()).Visit(8, 5) + " " + ((IVisit)new Explicit()).Visit(5, 1));
        Console.WriteLine(Arrays<int>(8) + " " + Arrays<string>(7) + " " + Lambda<int>(10) + " " + Lambda<string>(12) + " " + Later<string>(9).Result + " " + string.Join(",", Yields<string>(10)));
        Console.WriteLine(Both<int, string>(5) + " " + Both<string, string>(6) + " " + Make<object>(12).GetType().ToString().Length + " " + Sum(4, new List<string> { "1" }));
    }
}
