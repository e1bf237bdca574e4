// EqualityComparer<T>.Default and Comparer<T>.Default for every kind of T, from exact and from shared code.
#pragma warning disable CS0649
using System;
using System.Collections;
using System.Collections.Generic;

struct Plain { public int A; public string S; }
struct Eq : IEquatable<Eq>, IComparable<Eq>
{
    public int A; public bool Equals(Eq o) { s_calls++; return A % 10 == o.A % 10; } public int CompareTo(Eq o) => o.A.CompareTo(A);
    public static int s_calls; public override int GetHashCode() => A % 10;
}
class Ref { public int A; } class RefEq : IEquatable<RefEq> { public int A; public bool Equals(RefEq o) => o != null && A == o.A; }
class ObjEq { public int A; public override bool Equals(object o) => o is ObjEq e && e.A == A; public override int GetHashCode() => A; }
class Cmp : IComparable { public int A; public int CompareTo(object o) => A - ((Cmp)o).A; } class Derived : RefEq { public int B; }
enum E8 : sbyte { N = -1, Z, P } enum E64 : ulong { A, B = ulong.MaxValue }
class Base : IComparable<Base> { public int K; public int CompareTo(Base o) => o == null ? 1 : K - o.K; } class Sub : Base { }

class P
{
    static string C<T>(T a, T b)
    {
        string s = typeof(T).Name + " " + EqualityComparer<T>.Default.Equals(a, b) + EqualityComparer<T>.Default.Equals(a, a)
            + EqualityComparer<T>.Default.Equals(a, default)
            + (EqualityComparer<T>.Default.GetHashCode(a) == EqualityComparer<T>.Default.GetHashCode(b)) + " ";
        try
        {
            s += Math.Sign(Comparer<T>.Default.Compare(a, b)) + " " + Math.Sign(Comparer<T>.Default.Compare(b, a)) + " "
                + Math.Sign(Comparer<T>.Default.Compare(a, default));
        }
        catch (Exception e) { s += e.GetType().Name + " " + e.InnerException?.GetType().Name; }
        return s + " " + Array.IndexOf(new[] { b, a }, a) + new List<T> { b, a }.IndexOf(a)
            + new[] { b, a }.AsSpan().IndexOf(a, EqualityComparer<T>.Default) + new HashSet<T> { a, b }.Count
            + (b == null ? 0 : new Dictionary<T, int> { [a] = 1, [b] = 2 }.Count);
    }

    static void Main()
    {
        Console.WriteLine(C(1, 2)); Console.WriteLine(C("b", "a")); Console.WriteLine(C("a", new string('a', 1)));
        Console.WriteLine(C((byte)200, (byte)100)); Console.WriteLine(C(double.NaN, 1.0)); Console.WriteLine(C(0.0, -0.0));
        Console.WriteLine(C('x', 'y')); Console.WriteLine(C(true, false)); Console.WriteLine(C(1.10m, 1.1m));
        Console.WriteLine(C<int?>(1, null)); Console.WriteLine(C<int?>(2, 1)); Console.WriteLine(C(E8.N, E8.P));
        Console.WriteLine(C(E64.A, E64.B)); Console.WriteLine(C<E8?>(E8.N, E8.P));
        Console.WriteLine(C(new Plain { A = 1, S = "s" }, new Plain { A = 1, S = "s" }));
        Console.WriteLine(C(new Eq { A = 11 }, new Eq { A = 21 }));
        Console.WriteLine(C(new Ref(), new Ref()).Replace("FalseTrueFalseFalse", "FTFF"));
        Console.WriteLine(C(new ObjEq { A = 1 }, new ObjEq { A = 1 }));
        Console.WriteLine(C(new Cmp { A = 1 }, new Cmp { A = 2 }).Split(' ')[2]); Console.WriteLine(C((1, "a"), (1, "b")));
        Console.WriteLine(C<object>(1, 2)); Console.WriteLine(C<object>("s", "t"));
        Console.WriteLine(C(DateTime.MinValue, DateTime.MaxValue));
        Console.WriteLine(C(Guid.Empty, new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))); Console.WriteLine(C<IComparable>(3, 4));
        Console.WriteLine(C((nint)3, (nint)(-4))); Console.WriteLine(C(Tuple.Create(1, "x"), Tuple.Create(1, "x")));
        Console.WriteLine(C(new DateOnly(2020, 1, 1), new DateOnly(2021, 1, 1)));
        var sub1 = new Sub { K = 1 }; var sub2 = new Sub { K = 2 };
        Console.WriteLine(Comparer<Sub>.Default.Compare(sub1, sub2) + " " + Comparer<Base>.Default.Compare(sub2, sub1));
        Console.WriteLine(EqualityComparer<RefEq>.Default.Equals(new RefEq { A = 1 }, new RefEq { A = 1 }) + " "
            + EqualityComparer<object>.Default.Equals(new RefEq { A = 1 }, new RefEq { A = 1 }) + " "
            + EqualityComparer<Derived>.Default.Equals(new Derived { A = 1 }, new Derived { A = 1 }));
        Console.WriteLine(Comparer.Default.Compare(1, 2) + " " + Comparer.Default.Compare("a", null) + " "
            + StructuralComparisons.StructuralEqualityComparer.Equals(new[] { 1, 2 }, new[] { 1, 2 })
            + StructuralComparisons.StructuralComparer.Compare(new[] { 1, 2 }, new[] { 1, 3 }));
        Console.WriteLine(Eq.s_calls > 5); var rev = Comparer<int>.Create((a, b) => b - a); var arr = new[] { 3, 1, 2 };
        Array.Sort(arr, rev); Console.WriteLine(string.Join("", arr));
        var sorted = new SortedSet<Eq> { new Eq { A = 1 }, new Eq { A = 3 }, new Eq { A = 2 } };
        foreach (Eq e in sorted) Console.Write(e.A); Console.WriteLine();
        Console.WriteLine(ReferenceEquals(EqualityComparer<string>.Default, EqualityComparer<string>.Default) + " "
            + ReferenceEquals(Comparer<Sub>.Default, Comparer<Sub>.Default));
        var mine = EqualityComparer<string>.Create((a, b) => a.Length == b.Length, s => s.Length);
        Console.WriteLine(new HashSet<string>(mine) { "aa", "bb", "c" }.Count);
    }
}
