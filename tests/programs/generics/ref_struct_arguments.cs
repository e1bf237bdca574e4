// Type parameters that allow ref structs, spans through generic methods, ref struct interfaces, and enumerators that are ref structs.
using System;
using System.Collections.Generic;

interface IArea { int Area(); }
ref struct RS : IArea
{
    public Span<int> S; public RS(Span<int> s) { S = s; } public int Area() { int r = 0; foreach (int i in S) r += i; S[0]++; return r; }
}
struct Sq : IArea { public int N; public int Area() => N * N; } class Cl : IArea { public int Area() => 9; }
ref struct Splitter
{
    ReadOnlySpan<char> _rest; public Splitter(ReadOnlySpan<char> s) { _rest = s; Current = default; }
    public ReadOnlySpan<char> Current { get; private set; } public Splitter GetEnumerator() => this;
    public bool MoveNext()
    {
        if (_rest.IsEmpty) return false; int i = _rest.IndexOf(' '); Current = i < 0 ? _rest : _rest[..i];
        _rest = i < 0 ? default : _rest[(i + 1)..]; return true;
    }
    public void Dispose() => Console.Write("[disposed]");
}
ref struct Disp : IDisposable { public string N; public void Dispose() => Console.Write("dispose " + N + " "); }
delegate R Fn<T, R>(T t) where T : allows ref struct where R : allows ref struct;
ref struct Wrap<T> where T : allows ref struct { public T V; public int N; }

class P
{
    static int Area<T>(T t) where T : IArea, allows ref struct => t.Area() + t.Area();
    static int ByRef<T>(ref T t) where T : IArea, allows ref struct => t.Area() + t.Area();
    static R Call<T, R>(T t, Fn<T, R> f) where T : allows ref struct where R : allows ref struct => f(t);
    static void Use<T>(T t) where T : IDisposable, allows ref struct { using (t) Console.Write("using "); }
    static T Id<T>(T t) where T : allows ref struct => t;
    static string Name<T>() where T : allows ref struct => typeof(T).Name;
    static string Alt(Dictionary<string, int> d, ReadOnlySpan<char> k)
        => d.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(k, out int v) ? v.ToString() : "none";

    static void Main()
    {
        Span<int> s = stackalloc int[] { 1, 2, 3 };
        Console.WriteLine(Area(new RS(s)) + " " + s[0] + " " + Area(new Sq { N = 3 }) + " " + Area(new Cl()) + " " + Area<IArea>(new Cl()));
        var rs = new RS(s); Console.WriteLine(ByRef(ref rs) + " " + s[0]);
        foreach (ReadOnlySpan<char> w in new Splitter("the quick  fox")) Console.Write("<" + w.ToString() + ">"); Console.WriteLine();
        Console.WriteLine(Call<Span<int>, int>(s, x => x.Length) + Call(s, (Span<int> x) => x[1..])[0]
            + Call<string, ReadOnlySpan<char>>("text", x => x.AsSpan(1))[0]);
        Use(new Disp { N = "a" }); using (var d = new Disp { N = "b" }) Console.Write("body "); Console.WriteLine();
        Console.WriteLine(Id(s)[2] + Id("x") + Id(4) + Name<Span<byte>>() + Name<string>() + Name<RS>());
        var wr = new Wrap<Span<int>> { V = s, N = 1 }; wr.V[2] = 30; Console.WriteLine(s[2] + wr.N);
        Console.WriteLine(Alt(new Dictionary<string, int> { ["key"] = 5 }, "a key".AsSpan(2)) + Alt(new Dictionary<string, int>(), "k"));
        static int Sum(params ReadOnlySpan<int> xs) { int r = 0; foreach (int x in xs) r += x; return r; }
        Console.WriteLine(Sum(1, 2, 3) + Sum() + Sum(s)); static string Join<T>(params IEnumerable<T> xs) => string.Join("+", xs);
        Console.WriteLine(Join(1, 2) + Join("a")); ReadOnlySpan<string> strs = ["x", "y", .. new[] { "z" }]; List<int> list = [1, .. s, 2];
        int[] none = []; HashSet<char> hs = [.. "hello"];
        Console.WriteLine(strs.Length + strs[2] + list.Count + list[3] + none.Length + hs.Count);
    }
}
