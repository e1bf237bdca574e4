// Every kind of pattern: constants, types, relational, logical, property, positional, var, list and slice patterns, on nested data, in switch, is and when.
using System;
using System.Collections.Generic;

record Pt(int X, int Y); record Line(Pt A, Pt B); record struct Money(decimal Amount, string Cur);
class Node { public int V; public Node L, R; public void Deconstruct(out int v, out Node l, out Node r) => (v, l, r) = (V, L, R); }
abstract class Sh { } class Ci : Sh { public double R { get; init; } } class Re : Sh { public double W, H; }
enum Lvl { Low = 1, Mid, High }
class Seq
{
    readonly int[] _a; public Seq(params int[] a) { _a = a; } public int Length { get { P.Log += "L"; return _a.Length; } }
    public int this[int i] { get { P.Log += i; return _a[i]; } }
    public int[] Slice(int s, int n) { P.Log += "S"; return _a.AsSpan(s, n).ToArray(); }
}

class P
{
    public static string Log = "";
    static string Num(object o)
        => o switch { sbyte or byte => "tiny", short and > 0 => "pos short", int and (>= 0 and < 10) => "digit",
            int i when i % 2 == 0 => "even " + i, int => "odd", long and not 0 => "long", double.NaN => "nan", double and > 1e10 => "huge",
            double d and (< 0 or > 100) => "out " + d, float f => "float " + f, decimal and 0m => "zero dec", decimal m => "dec " + m,
            char and (>= 'a' and <= 'z') => "lower", char and ('A' or 'E') => "vowel", bool b => b ? "yes" : "no", Lvl.Mid => "mid",
            Lvl l and > Lvl.Low => "high " + l, Lvl => "low", nint and 5 => "native", null => "null", string { Length: 0 } => "empty",
            string and ("a" or "b") => "a or b", string s when s.StartsWith('x') => "x.. " + s, string and [var f0, .., var l0] => "from "
            + f0 + " to " + l0, string => "one", Type t => t.Name, not (Pt or Line) => "other", Pt (0, 0) => "origin",
            Pt (var x, 0) => "on x " + x, Pt { X: 0 } => "on y", Pt (> 0, > 0) p => "quadrant " + p, Pt => "elsewhere",
            Line { A: { X: var a }, B.Y: var b } when a == b => "ab " + a, Line (Pt (1, _), _) => "starts 1", Line { A: null } => "no A",
            Line { A: { } q } => "A " + q };
    static string Arr(int[] a)
        => a switch { null => "null", [] => "empty", [1] => "one", [var x] => "single " + x, [1, 2, ..] => "1 2 ..",
            [.., 9, 9] => ".. 9 9", [var f, .., var l] when f == l => "same ends " + f, [0, .. var mid, 0] => "zeros around " + mid.Length,
            [_, > 5, ..] => "second > 5", [.. [3, ..], _] => "3 nested", { Length: > 5 } => "long", [_, _, _] => "three", _ => "other" };
    static int Sum(Node n)
        => n switch { null => 0, (var v, null, null) => v, (var v, { } l, null) => v + Sum(l), Node (var v, var l, var r) => v + Sum(l) + Sum(r) };
    static string Area(Sh s)
        => s switch { Ci { R: 0 } or Re { W: 0 } or Re { H: 0 } => "flat", Ci { R: var r } => (3 * r * r).ToString(),
            Re { W: var w, H: var h } when w == h => "sq " + w, Re r => (r.W * r.H).ToString(), _ => "none" };
    static string Rps(string a, string b)
        => (a, b) switch { ("r", "p") or ("p", "s") or ("s", "r") => "second", var (x, y) when x == y => "tie", (_, "?") => "unknown", _ => "first" };
    static string Seqs(Seq s)
    {
        Log = ""; string r = s switch { [1, .., 3] => "1..3", [_, 2, ..] => "_2", [] => "none", [.. var all] => "all" + all.Length };
        return r + "(" + Log + ")";
    }
    static bool Vow(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u'; static bool Id(string s) => s is [>= 'a' and <= 'z' or '_', ..];
    static string Old(object o)
    {
        switch (o)
        {
            case int i when i > 100: return "big";
            case 1: case 2: return "small";
            case int i:
                {
                    if (i < 0) goto case 1;
                    return "int" + i;
                }
            case "x": goto default;
            case string s when s.Length > 3: return "long";
            case IEnumerable<int> e:
                int n = 0;
                foreach (int x in e) n += x;
                return "sum" + n;
            case (int a, string b): return a + b;
            case null: return "null";
            default: return "def";
        }
    }

    static void Main()
    {
        foreach (object o in new object[] { (byte)1, (short)5, (short)-5, 3, 12, 13, 5L, 0L, double.NaN, 1e11, -0.5, 50.0, 200.0, 1.5f, 0m,
            0.0m, 2.5m, 'q', 'A', 'Z', true, Lvl.Mid, Lvl.High, (Lvl)9, Lvl.Low, (nint)5, null, "", "a", "b", "xyz", "hello", "q",
            typeof(int), new Pt(0, 0), new Pt(3, 0), new Pt(0, 4), new Pt(1, 1), new Pt(-1, -1), new Line(new Pt(7, 1), new Pt(1, 7)),
            new Line(new Pt(1, 0), new Pt(5, 5)), new Line(null, new Pt(1, 1)), new Line(new Pt(2, 2), new Pt(3, 3)), new object(),
            DateTime.MinValue }) try { Console.Write(Num(o) + "; "); } catch (Exception e)
        {
            Console.Write(e.GetType().Name + "; ");
        }
        Console.WriteLine();
        foreach (int[] a in new[] { null, new int[0], new[] { 1 }, new[] { 4 }, new[] { 1, 2, 3 }, new[] { 5, 9, 9 }, new[] { 4, 1, 4 },
            new[] { 0, 5, 0 }, new[] { 0, 1, 2, 0 }, new[] { 2, 8, 1 }, new[] { 3, 4 }, new[] { 2, 2, 2, 2, 2, 2, 1 }, new[] { 2, 3, 4 },
            new[] { 2, 3, 4, 5 } }) Console.Write(Arr(a)
            + "; ");
        Console.WriteLine();
        Console.WriteLine(Sum(new Node { V = 1, L = new Node { V = 2 }, R = new Node { V = 3, L = new Node { V = 4 } } }) + " "
            + Area(new Ci { R = 2 }) + Area(new Re { W = 2, H = 2 }) + Area(new Re { W = 2, H = 3 }) + Area(new Ci()) + Area(null) + " "
            + Rps("r", "p") + Rps("s", "s") + Rps("p", "r") + Rps("x", "?") + " " + Seqs(new Seq(1, 2, 3)) + Seqs(new Seq(0, 2))
            + Seqs(new Seq()) + Seqs(new Seq(5, 6)) + Vow('e') + Vow('z') + Id("abc") + Id("_") + Id("9") + Id(""));
        foreach (object o in new object[] { 200, 1, 5, -3, "x", "long string", "abc", new List<int> { 1, 2 }, new[] { 4 }, (3, "t"), null,
            2.5 }) Console.Write(Old(o)
            + " ");
        Console.WriteLine(); object obj = new Money(5, "eur");
        if (obj is Money { Amount: > 3 and var amt, Cur: [.., 'r'] and { Length: 3 } cur }) Console.WriteLine(amt + cur);
        if (obj is not Money (_, "usd") m2) Console.WriteLine("not usd"); int? ni = 5;
        Console.WriteLine((ni is > 3) + "" + (ni is null) + (ni is { } v ? v : -1) + (ni is int and 5) + ((object)ni is long));
        var (p1, (p2, p3), _) = (1, (2, "three"), 4); Console.WriteLine(p1 + p2 + p3);
        if (new Dictionary<string, object> { ["k"] = new[] { 1, 2, 3 } } is { Count: 1 } dd && dd["k"] is int[] and [.., var last]) Console.WriteLine(last);
        Console.WriteLine(new DateTime(2024, 2, 29) is { Month: 2, Day: 29, Year: var yr } ? yr : 0);
        static string Grade(int n) => n switch { < 0 or > 100 => throw new ArgumentOutOfRangeException(nameof(n)), >= 90 => "A", >= 80 => "B", _ => "F" };
        Console.WriteLine(Grade(95) + Grade(80) + Grade(5));
        try { Grade(101); } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.ParamName); }
    }
}
