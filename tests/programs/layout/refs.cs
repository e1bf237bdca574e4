// ref locals, ref returns, ref fields, scoped, ref readonly, ref conditionals, refs to fields, elements, statics and boxes that survive collections.
#pragma warning disable CS0649
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

ref struct View
{
    public ref int First; public Span<int> Rest; public int Count;
    public View(ref int first, Span<int> rest) { First = ref first; Rest = rest; }
    public ref int At(int i) { Count++; if (i == 0) return ref First; return ref Rest[i - 1]; }
    public readonly bool Empty => System.Runtime.CompilerServices.Unsafe.IsNullRef(ref First);
}
class Node { public int V; public Node Next; public ref int Ref() => ref V; }

class P
{
    static int s_a = 1, s_b = 2; static string s_s = "s";
    static ref int Max(ref int x, ref int y) => ref x > y ? ref x : ref y;
    static ref int Find(int[] a, Predicate<int> p) { for (int i = 0; i < a.Length; i++) if (p(a[i])) return ref a[i]; return ref s_a; }
    static ref readonly string Name(bool b, in string x) { if (b) return ref x; return ref s_s; }
    static void Out(out int a, out string b) { a = 5; b = "out"; }
    static int Sum(scoped ref View v, int n) { int r = 0; for (int i = 0; i < n; i++) r += v.At(i); return r; }
    static ref T Last<T>(T[] a) => ref a[^1];
    static void Fill<T>(ref T slot, T v) { GC.Collect(); slot = v; }

    static void Main()
    {
        Max(ref s_a, ref s_b) = 10; Console.WriteLine(s_a + " " + s_b); ref int m = ref Max(ref s_a, ref s_b); m++; m = ref s_a; m--;
        Console.WriteLine(s_a + " " + s_b);
        int[] a = { 1, 5, 9 }; Find(a, x => x > 4) *= 2; Find(a, x => x > 100) = -7; Console.WriteLine(string.Join(",", a) + s_a);
        ref readonly string n = ref Name(true, a.Length > 2 ? "long" : "short"); Console.WriteLine(n + Name(false, n));
        int local = 3; var v = new View(ref local, a); v.At(0) += 10; v.At(2)++;
        Console.WriteLine(Sum(ref v, 4) + " " + v.Count + " " + local + " " + default(View).Empty); View w = v; w.First = 0;
        w.First = ref a[0]; w.First = 100; Console.WriteLine(local + " " + a[0] + " " + v.First);
        Out(out int o, out string s); Out(out _, out var s2); Console.WriteLine(o + s + s2.Length); Last(new[] { "a", "b" }) = "c";
        string[] strs = { "x", "y" }; Last(strs) = "z"; Fill(ref strs[0], "w"); Fill(ref s_s, "static");
        Console.WriteLine(strs[0] + strs[1] + s_s);
        var node = new Node { V = 4 }; ref int inNode = ref node.Ref(); node = null;
        for (int i = 0; i < 3; i++) { GC.Collect(); var junk = new byte[100000]; junk[i] = 1; inNode += junk[i]; }
        Console.WriteLine(inNode);
        ref int choose = ref (a.Length > 2 ? ref a[1] : ref local); choose = -1; Console.WriteLine(a[1]);
        var dict = new Dictionary<string, int>();
        foreach (string k in "a b a c a".Split(' ')) CollectionsMarshal.GetValueRefOrAddDefault(dict, k, out _)++;
        Console.WriteLine(dict["a"] + " " + dict["c"]);
        ref int walk = ref a[0]; for (int i = 1; i < a.Length; i++) if (a[i] > walk) walk = ref a[i]; walk = 0;
        Console.WriteLine(string.Join(",", a)); Span<string> sp = strs; ref string r0 = ref sp[0]; GC.Collect(); r0 += "!";
        Console.WriteLine(strs[0]); foreach (ref int x in a.AsSpan()) x += 2; Console.WriteLine(string.Join(",", a));
        object box = 5; ref int inBox = ref System.Runtime.CompilerServices.Unsafe.Unbox<int>(box); GC.Collect(); inBox = 6;
        Console.WriteLine(box);
        try { ref int bad = ref a[a.Length]; bad = 1; } catch (IndexOutOfRangeException) { Console.WriteLine("range"); } Node none = null;
        try { ref int nr = ref none.V; Console.WriteLine(nr); } catch (NullReferenceException) { Console.WriteLine("null"); }
        object[] objs = new string[1];
        try { ref object cov = ref objs[0]; cov = 1; } catch (ArrayTypeMismatchException) { Console.WriteLine("mismatch"); }
    }
}
