// The methods of Object on classes, structs, enums, arrays, delegates, boxed values and strings; ReferenceEquals, GetType, MemberwiseClone.
using System;
using System.Collections.Generic;

class C { public int X; public int[] Arr = { 1 }; public C Clone() => (C)MemberwiseClone(); }
class D : C
{
    public string S; public override bool Equals(object o) => o is D d && d.S == S; public override int GetHashCode() => S?.Length ?? 0;
    public override string ToString() => S;
}
struct V { public int A; public double B; } struct VR { public string S; public V V; } struct Vn { public float F; }
struct Own { public int A; public override bool Equals(object o) => true; public override int GetHashCode() => 1; }
struct Holds { public Own O; public int K; } enum E : short { A, B }
class Arr { public object Clone() { var c = (Arr)MemberwiseClone(); c.L = new List<int>(L); return c; } public List<int> L = new() { 1 }; }

class P
{
    static string Q(object a, object b) => $"{a.Equals(b)}{Equals(a, b)}{ReferenceEquals(a, b)}{(a.GetHashCode() == (b?.GetHashCode() ?? -1))}";

    static void Main()
    {
        var c = new C { X = 1 }; Console.WriteLine(Q(c, c) + Q(c, new C { X = 1 }) + Q(c, null) + c.ToString() + c.GetType());
        var d = new D { S = "dd", X = 5 }; var d2 = (D)d.Clone(); d2.Arr[0] = 9; d2.X = 6;
        Console.WriteLine(Q(d, d2) + d + d.Arr[0] + d.X + d2.GetType() + ReferenceEquals(d.Arr, d2.Arr)); var v = new V { A = 1, B = 2 };
        Console.WriteLine(Q(v, v) + Q(v, new V { A = 1, B = 2 }) + Q(v, new V { A = 1, B = 3 }) + Q(v, 1) + v + v.GetType());
        Console.WriteLine(Q(new VR { S = "s", V = v }, new VR { S = new string('s', 1), V = v })
            + Q(new VR { S = "s" }, new VR { S = "t" }) + Q(new VR(), new VR()));
        Console.WriteLine(new Vn { F = 0.0f }.Equals(new Vn { F = -0.0f }) + " "
            + new Vn { F = float.NaN }.Equals(new Vn { F = float.NaN }) + " "
            + new Holds { O = new Own { A = 1 }, K = 1 }.Equals(new Holds { O = new Own { A = 2 }, K = 1 })
            + new Holds { K = 1 }.Equals(new Holds { K = 2 }));
        Console.WriteLine(Q(E.A, E.A) + Q(E.A, E.B) + Q(E.A, (short)0) + E.B.GetHashCode() + E.B.GetType() + ((E)9).ToString());
        Console.WriteLine(Q(1, 1) + Q(1, 1L) + Q(1, 1u) + Q('a', 'a') + Q('a', 97) + Q(1.0, 1) + Q(double.NaN, double.NaN) + Q(0.0, -0.0)
            + Q(true, true) + Q("a", "a") + Q(1m, 1.0m) + Q(new DateTime(5), new DateTime(5)) + Q((1, 2), (1, 2))
            + Q(Tuple.Create(1), Tuple.Create(1)));
        Console.WriteLine(1.GetHashCode() + " " + (-1).GetHashCode() + " " + 5L.GetHashCode() + " " + (1L << 32).GetHashCode() + " "
            + true.GetHashCode() + " " + 'a'.GetHashCode() + " " + ((short)-2).GetHashCode() + " " + 1.5.GetHashCode() + " "
            + 2f.GetHashCode() + " " + ((byte)7).GetHashCode() + " " + ulong.MaxValue.GetHashCode() + " "
            + new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).GetHashCode() + " " + new DateTime(123456789).GetHashCode() + " "
            + TimeSpan.FromTicks(77).GetHashCode() + " " + ((int?)8).GetHashCode() + " " + DayOfWeek.Friday.GetHashCode());
        int[] a = { 1 }, b = { 1 };
        Console.WriteLine(Q(a, b) + Q(a, a) + a + new int[1, 1] + new string[0][] + new List<int>() + new Dictionary<string, int[]>()
            + new Action(() => { }) + new Func<int, string>(x => ""));
        Console.WriteLine(new object().ToString() + typeof(C) + new C[0] + (object)v + new { X = 1, Y = "y" }
            + new { X = 1 }.Equals(new { X = 1 }) + (new { X = 1 }.GetHashCode() == new { X = 1 }.GetHashCode()));
        var ar = new Arr(); var ar2 = (Arr)ar.Clone(); ar2.L.Add(2); Console.WriteLine(ar.L.Count + " " + ar2.L.Count); object boxed = v;
        Console.WriteLine(ReferenceEquals(boxed, boxed) + " " + ReferenceEquals((object)1, (object)1) + ReferenceEquals(1, 1)
            + (boxed == (object)v) + ((object)"x" == (object)"x"));
        object o1 = new object(), o2 = new object();
        Console.WriteLine(o1.Equals(o2) + " " + (o1.GetHashCode() == o1.GetHashCode())
            + (System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(d) == System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(d))
            + " " + 5.GetType() + v.GetType().IsValueType + "x".GetType().Name);
        try { ((object)null).ToString(); } catch (NullReferenceException) { Console.WriteLine("null"); }
        try { ((object)null).GetType(); } catch (NullReferenceException) { Console.WriteLine("null"); }
        try { ((int?)null).GetType(); } catch (NullReferenceException) { Console.WriteLine("null"); }
        Console.WriteLine("" + ((int?)null).GetHashCode() + ((int?)null).ToString() + Equals(null, null) + Equals(null, 1));
    }
}
