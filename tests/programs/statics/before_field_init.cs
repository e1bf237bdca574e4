// Types without a static constructor are initialised before the first access of a static field, whatever the path to it.
using System;
using System.Collections.Generic;

class A
{
    public static readonly int[] Table = Make();
    static int[] Make() { var t = new int[10]; for (int i = 0; i < 10; i++) t[i] = i * i + B.Base; return t; }
    public static int At(int i) => Table[i];
}
class B { public static readonly int Base = int.Parse("100"); public static int Count = Base / 3; }
class Gen<T>
{
    public static readonly string Name = typeof(T).Name + "!"; public static readonly T[] Empty = new T[0];
    public static List<T> L = new() { default }; public static int N; public int Inc() => ++N;
}
struct St { public static readonly St Origin = new St { X = B.Base }; public int X; public static int Sum = Origin.X + 1; }
static class Lazy
{
    public static class Holder { public static readonly object Instance = new object(); } public static object Get() => Holder.Instance;
}
class Self
{
    public static readonly Self One = new Self("one"); public static readonly Self Two = new Self("two"); public readonly string N;
    public static int Made; Self(string n) { N = n; Made++; }
}
class Node
{
    public static Node Root = new Node { Next = new Node() }; public Node Next;
    public static int Depth { get { int d = 0; for (Node n = Root; n != null; n = n.Next) d++; return d; } }
}
class Strs
{
    public static string A = "a" + 1, B = A + "b", C = string.Join("-", A, B);
    public static readonly Dictionary<string, Func<int, int>> Ops = new() { ["inc"] = x => x + 1, ["dbl"] = x => x * 2 };
    public static readonly (int, string)[] Pairs = { (1, A), (2, B) }; public static DateTime Dt = new DateTime(2000, 1, 1);
    public static decimal M = 1.5m; public static int? N = 3; public static readonly Random R = new Random(5);
}

class P
{
    static int s_x = Init("x"), s_y = s_x + 1; static readonly string s_s = "s" + s_y; static int Init(string s) => s.Length;
    static int Loop() { int r = 0; for (int i = 0; i < 10; i++) if (i > 5) r += A.Table[i]; return r; }
    static ref int Ref() => ref B.Count;
    static bool Cond(bool b) => b && Gen<long>.Name.Length > 3;

    static void Main()
    {
        Console.WriteLine(Loop() + " " + A.At(3) + " " + Ref() + " " + Gen<int>.Name + Gen<string>.Name + Gen<List<int>>.Name
            + Gen<string>.Empty.GetType() + Gen<object>.L.Count);
        Ref()++;
        Console.WriteLine(B.Count + " " + St.Sum + St.Origin.X + " " + ReferenceEquals(Lazy.Get(), Lazy.Get()) + " " + Self.Made + Self.Two.N + Node.Depth);
        Console.WriteLine(Strs.C + Strs.Ops["inc"](4) + Strs.Ops["dbl"](4) + Strs.Pairs[1].Item2 + Strs.Dt.Year + Strs.M + Strs.N + s_x + s_y + s_s);
        Console.WriteLine(Cond(false) + "" + Cond(true)); new Gen<byte>().Inc(); new Gen<sbyte>().Inc(); new Gen<byte>().Inc();
        Console.WriteLine(Gen<byte>.N + " " + Gen<sbyte>.N + " " + Strs.R.Next(100));
    }
}
