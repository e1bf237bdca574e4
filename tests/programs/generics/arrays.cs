// Arrays of T in shared and unshared code: store checks, covariance, element references, enum and unsigned arrays seen as others, array interfaces.
#pragma warning disable CS0649
using System;
using System.Collections;
using System.Collections.Generic;

class Base { public int N; } class Derived : Base { }
enum E : int { A, B }

class P
{
    static string Try(Action a) { try { a(); return "ok"; } catch (Exception e) { return e.GetType().Name; } }
    static void Set<T>(T[] a, int i, T v) => a[i] = v;
    static void SetRef<T>(T[] a, int i, T v) { ref T r = ref a[i]; r = v; }
    static T Get<T>(T[] a, int i) => a[i];
    static T[] Copy<T>(T[] a) { var b = new T[a.Length]; for (int i = 0; i < a.Length; i++) b[i] = a[i]; return b; }
    static T[] Clone<T>(T[] a) => (T[])a.Clone();
    static T[][] Jag<T>(int n) { var j = new T[n][]; for (int i = 0; i < n; i++) j[i] = new T[i]; return j; }
    static T[,] Grid<T>(int n, T v) { var g = new T[n, n]; for (int i = 0; i < n; i++) g[i, n - 1 - i] = v; return g; }
    static string Ifaces<T>(object o) => (o is IList<T> ? "L" : "") + (o is ICollection<T> ? "C" : "") + (o is IReadOnlyList<T> ? "R" : "")
        + (o is IEnumerable<T> ? "E" : "") + (o is T[] ? "A" : "");
    static int Sum(IList<int> l)
    {
        int s = l.Count * 100; for (int i = 0; i < l.Count; i++) s += l[i]; foreach (int x in l) s += x;
        return s + l.IndexOf(3) + (l.Contains(2) ? 1000 : 0);
    }

    static void Main()
    {
        Base[] bases = new Derived[3]; object[] objs = new string[2]; object[] real = new object[2]; object[] ifs = new IComparable[2];
        object[] jag = new string[2][];
        Console.WriteLine(Try(() => bases[0] = new Derived()) + Try(() => bases[1] = new Base()) + Try(() => bases[2] = null)
            + Try(() => objs[0] = "s") + Try(() => objs[1] = 1) + Try(() => real[0] = 1) + Try(() => ifs[0] = 5)
            + Try(() => ifs[1] = new object()) + Try(() => jag[0] = new string[1]) + Try(() => jag[0] = new object[1]));
        Console.WriteLine(Try(() => Set<Base>(bases, 0, new Base())) + Try(() => Set<object>(objs, 0, new object()))
            + Try(() => SetRef<object>(objs, 0, "x")) + Try(() => SetRef<object>(real, 0, "x")) + Try(() => Set(bases, 5, null))
            + Try(() => Set(objs, -1, 1)) + Try(() => Set(new int[1], 0, 5)) + Try(() => SetRef(new long[1], 1, 5))
            + Try(() => Set<string>(null, 0, null)));
        uint[] u = { 1, uint.MaxValue }; int[] asInt = (int[])(object)u;
        Console.WriteLine(asInt[1] + " " + (object)asInt.GetType() + " " + Get(asInt, 1) + " " + Try(() => Set(asInt, 0, -1)) + u[0]);
        E[] es = { E.A, E.B }; int[] ei = (int[])(object)es; ei[0] = 1;
        Console.WriteLine(es[0] + " " + ((object)u is int[]) + ((object)es is int[]) + ((object)es is uint[])
            + ((object)new byte[1] is sbyte[]) + ((object)new char[1] is short[]) + ((object)new long[1] is nint[])
            + ((object)new bool[1] is byte[]) + ((object)new float[1] is int[]));
        Console.WriteLine(Ifaces<int>(new int[1]) + " " + Ifaces<uint>(new int[1]) + " " + Ifaces<object>(new string[1]) + " "
            + Ifaces<string>(new object[1]) + " " + Ifaces<int>(es) + " " + Ifaces<object>(new int[1]) + " "
            + Ifaces<IEnumerable<object>>(new string[1][]) + " " + Ifaces<Array>(new int[1][]) + " " + Ifaces<IEnumerable>(new int[1][,]));
        Console.WriteLine(Copy(bases).GetType() + " " + Clone(bases).GetType() + " " + Copy<object>(objs).GetType() + " "
            + Jag<string>(3)[2].GetType() + Jag<int>(2).GetType() + " " + Grid(3, "x")[0, 2] + Grid(2, 4L)[1, 0]
            + Grid<object>(2, null).GetType() + Grid(3, (1, "y"))[1, 1]);
        Console.WriteLine(Sum(new[] { 1, 2, 3 }) + " " + Sum(new List<int> { 1, 2, 3 }) + " "
            + Sum(new ArraySegment<int>(new[] { 0, 1, 2, 3, 4 }, 1, 3)) + " " + Try(() => ((IList<int>)new int[1]).Add(1))
            + Try(() => ((IList<int>)new int[1])[0] = 4) + ((IList<int>)new int[1]).IsReadOnly + ((IList)new int[1]).IsFixedSize
            + Try(() => ((IList)new int[1])[0] = "s") + ((ICollection<string>)new string[3]).Count);
        IEnumerator<object> en = ((IEnumerable<object>)new[] { "p", "q" }).GetEnumerator(); en.MoveNext(); en.MoveNext();
        Console.WriteLine(en.Current + " " + en.MoveNext() + Try(() => { object o = en.Current; }));
        IEnumerable<int> ui = (IEnumerable<int>)(object)u; foreach (int x in ui) Console.Write(x + " "); Console.WriteLine();
        Array arr = new int[2, 3]; arr.SetValue(5, 1, 2);
        Console.WriteLine(arr.GetValue(1, 2) + " " + arr.Rank + Try(() => arr.SetValue("s", 0, 0)) + Try(() => arr.GetValue(5)) + " "
            + Array.CreateInstance(typeof(string), 3).GetType() + Array.Empty<string>().Length
            + ReferenceEquals(Array.Empty<string>(), Array.Empty<string>()));
        long[] la = new long[4]; Array.Copy(new[] { 1, 2, 3 }, 0, la, 1, 3);
        Console.WriteLine(la[3] + Try(() => Array.Copy(new[] { "a" }, new int[1], 1))
            + Try(() => Array.Copy(new object[] { "a", 1 }, new string[2], 2)) + Try(() => Array.Copy(new object[] { 7 }, new int[1], 1))
            + Try(() => Array.Copy(new int[2], 1, new int[1], 0, 2)));
        int[] self = { 1, 2, 3, 4, 5 }; Array.Copy(self, 0, self, 1, 4); Console.WriteLine(string.Join("", self));
        string[] ss = { "a", "b", "c", "d" }; Array.Copy(ss, 1, ss, 0, 3); Array.Reverse(ss);
        Console.WriteLine(string.Join("", ss) + Array.IndexOf(ss, "c") + Array.BinarySearch(new[] { 1, 3, 5 }, 4)
            + Array.Find(ss, x => x != "d") + Array.ConvertAll(ss, x => x[0] + 0)[0]);
        Array.Resize(ref ss, 6); Array.Fill(ss, "z", 4, 2); Console.WriteLine(string.Join("", ss));
        Console.WriteLine(Try(() => { object o = new int[-1 + ss.Length * 0]; }) + new int[0].Length + Try(() =>
        {
            object o = new string[2, -1 + ss.Length * 0];
        }));
    }
}
