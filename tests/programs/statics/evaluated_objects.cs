// Objects that a static constructor made without side effects: used, changed, locked, hashed and linked to others like any object.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;

enum Colour : byte { Red, Green = 7, Blue = 200 }
struct Point { public int X; public double Y; public string Name; public Point(int x, double y, string name) { X = x; Y = y; Name = name; } }
struct Deep { public Point P; public object Boxed; public int[] Numbers; }
class Node
{
    public Node Next; public readonly string Name; public object Payload;
    public Node(string name) { Name = name; }
}
class Ring
{
    public static readonly Node Start = Make(5);
    static Node Make(int n)
    {
        var first = new Node("n0");
        var at = first;
        for (int i = 1; i < n; i++) { var next = new Node("n" + (char)('0' + i)); at.Next = next; at = next; }
        at.Next = first;
        return first;
    }
}
class Arrays
{
    public static readonly int[] Primes = { 2, 3, 5, 7, 11, 13, 17, 19 };
    public static readonly Colour[] Colours = { Colour.Red, Colour.Blue, Colour.Green };
    public static readonly int[,] Grid = { { 1, 2, 3 }, { 4, 5, 6 } };
    public static readonly string[,,] Cube = new string[2, 3, 4];
    public static readonly int[][] Jagged = { new[] { 1 }, new[] { 2, 3 }, null, new int[0] };
    public static readonly object[] Mixed = { 1, "two", 3.0, 'c', 5L, Colour.Green, null, new int[] { 7 }, new Point(8, 8.5, "eight"), (1, "x") };
    public static readonly Point[] Points = { new(1, 1.5, "a"), new(2, 2.5, null) };
    public static readonly string[] Texts = { "alpha", "beta", "", null, string.Concat("ga", "mma") };
    public static readonly object[] Covariant = new string[] { "s", null };
    public static readonly byte[] Bytes = new byte[100];
    public static readonly decimal[] Decimals = { 1.5m, -2m, decimal.MaxValue };
    public static readonly double[] Doubles = { double.NaN, double.Epsilon, -0.0, 1.0 / 3, double.NegativeInfinity };
    public static readonly List<string> List = new() { "x", "y" };
    public static readonly Dictionary<int, string> ByNumber = new() { [1] = "one", [-5] = "minus five" };
    public static readonly Dictionary<string, int> ByName = new() { ["one"] = 1, ["two"] = 2 };
    public static readonly HashSet<char> Vowels = new("aeiou");
    public static readonly Deep Deep = new() { P = new(3, 4, "deep"), Boxed = 12, Numbers = new[] { 1, 2 } };
    public static readonly Deep Empty;
    public static readonly int? Maybe = 5, Nothing = null;
    public static readonly (int, string, Colour) Tuple = (4, "four", Colour.Blue);
    public static readonly Type Type = typeof(Dictionary<string, int[]>);
    public static readonly DateTime Day = new(2024, 2, 29);
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(90);
    public static readonly Guid Id = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    public static readonly char[] Hex = "0123456789abcdef".ToCharArray();
    public static readonly uint[] Crc = MakeCrc();
    public static readonly long Factorial = Enumerable(20);
    static long Enumerable(int n) => n <= 1 ? 1 : n * Enumerable(n - 1);
    static uint[] MakeCrc()
    {
        var t = new uint[256];
        for (uint i = 0; i < 256; i++) { uint c = i; for (int k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1; t[i] = c; }
        return t;
    }
}
class Delegates
{
    public static readonly Func<int, int> Twice = x => 2 * x;
    public static readonly Func<int, int> Method = Triple;
    public static readonly Func<string> Bound = "bound".ToUpperInvariant;
    public static readonly Func<string, int> Length = s => s.Length;
    public static readonly Action<List<int>>[] Steps = { l => l.Add(1), l => l.Add(2) };
    public static readonly Func<int, int> Captured = Capture(10);
    public static readonly Comparison<string> Compare = string.CompareOrdinal;
    public static Func<int, int> Changing = x => x + 1;
    static int Triple(int x) => 3 * x;
    static Func<int, int> Capture(int n) { int calls = 0; return x => x * n + ++calls; }
}
class Mutable
{
    public static int Counter = 40;
    public static string Text = "start";
    public static int[] Values = { 1, 2, 3 };
    public static object Dying = new object();
    public static object Strong = new Node("strong");
    public static long Wide = long.MinValue;
}
class Shapes
{
    public static readonly Shape[] All = { new Square(3), new Circle(2), new Shape() };
    public static readonly IComparer<int> Order = new Reverse();
    public static readonly IShape Interface = new Square(5);
}
interface IShape { double Area { get; } string Describe() => "shape of " + Area; }
class Shape : IShape { public virtual double Area => 0; }
class Square : Shape { readonly double side; public Square(double s) { side = s; } public override double Area => side * side; }
class Circle : Shape { readonly double r; public Circle(double r) { this.r = r; } public override double Area => r * r * 3; }
class Reverse : IComparer<int> { public int Compare(int a, int b) => b.CompareTo(a); }
static class Generic<T>
{
    public static readonly T[] None = new T[0];
    public static readonly List<T> Items = new();
    public static readonly Func<T, bool> IsDefault = x => EqualityComparer<T>.Default.Equals(x, default);
    public static readonly bool IsInt = typeof(T) == typeof(int);
    public static readonly int Size = Unsafe.SizeOf<T>();
    public static int Count = 1;
    public static T Last;
}

static class Program
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    static WeakReference Drop() { var w = new WeakReference(Mutable.Dying); Mutable.Dying = null; return w; }
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Clutter(int n = 3000) { for (int i = 0; i < n; i++) GC.KeepAlive(new byte[200]); }
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Fill()
    {
        // References to new objects, held by nothing but objects of the image.
        Arrays.Texts[2] = new string('z', 5);
        Arrays.Jagged[2] = new[] { 42, 43 };
        Arrays.Mixed[0] = new Node("fresh") { Payload = new object[] { "p", 1 } };
        Arrays.Cube[1, 2, 3] = 12345.ToString();
        Arrays.Points[1].Name = "name" + Arrays.Points.Length;
        Ring.Start.Next.Payload = new List<int> { 1, 2, 3 };
        Ring.Start.Next.Next = new Node("instead") { Next = Ring.Start };
        for (int i = 0; i < 100; i++) { Arrays.List.Add("item " + i); Arrays.ByNumber[i] = "v" + i; Arrays.ByName["k" + i] = i; Generic<string>.Items.Add("g" + i); Generic<int>.Items.Add(i); }
        Mutable.Values = new[] { 9, 8 };
        Mutable.Text += "!";
        Generic<string>.Last = new string('q', 3);
        Delegates.Changing += x => x * 100;
    }
    static void Main()
    {
        Console.WriteLine(Mutable.Counter++ + Mutable.Counter + Mutable.Text + Mutable.Values.Sum() + Mutable.Wide + ((Node)Mutable.Strong).Name);
        Fill();
        Clutter();
        GC.Collect(); GC.WaitForPendingFinalizers(); GC.Collect();
        Clutter();
        Console.WriteLine(string.Join(",", Arrays.Texts) + string.Join(",", Arrays.Jagged[2]) + ((Node)Arrays.Mixed[0]).Name + ((object[])((Node)Arrays.Mixed[0]).Payload)[1] + Arrays.Cube[1, 2, 3] + Arrays.Points[1].Name);
        Console.WriteLine(((List<int>)Ring.Start.Next.Payload).Sum() + Ring.Start.Next.Next.Name + Ring.Start.Next.Next.Next.Name);
        Console.WriteLine(Arrays.List.Count + Arrays.List[101] + Arrays.ByNumber[99] + Arrays.ByNumber[-5] + Arrays.ByName["k99"] + Arrays.ByName["two"] + Generic<string>.Items[99] + Generic<int>.Items[99] + Generic<string>.Last);
        Console.WriteLine(string.Join(",", Arrays.Primes) + string.Join(",", Arrays.Colours) + Arrays.Grid[1, 2] + Arrays.Grid.GetLength(0) + Arrays.Grid.Length + Arrays.Cube.Rank);
        Console.WriteLine(string.Join("|", Arrays.Mixed.Skip(1).Select(o => o switch { null => "null", int[] a => "[" + a[0] + "]", Point p => p.Name, _ => o.ToString() + o.GetType().Name })));
        try { Arrays.Covariant[1] = 5; } catch (ArrayTypeMismatchException e) { Console.WriteLine(e.GetType().Name); }
        Console.WriteLine(string.Join(",", Arrays.Decimals) + string.Join(",", Arrays.Doubles) + BitConverter.DoubleToInt64Bits(Arrays.Doubles[2]).ToString("x") + Arrays.Bytes.Length);
        Console.WriteLine(Arrays.Vowels.Contains('e') + " " + Arrays.Vowels.Add('y') + Arrays.Vowels.Count + Arrays.Deep.P.Name + Arrays.Deep.Boxed + Arrays.Deep.Numbers[1] + Arrays.Empty.P.X + (Arrays.Empty.Boxed == null));
        Console.WriteLine(Arrays.Maybe + "" + Arrays.Nothing + Arrays.Tuple + Arrays.Type + Arrays.Day.ToString("yyyy-MM-dd") + Arrays.Span + Arrays.Id + new string(Arrays.Hex) + Arrays.Crc[255].ToString("x") + Arrays.Factorial);
        Console.WriteLine(Delegates.Twice(4) + Delegates.Method(4) + Delegates.Bound() + Delegates.Length("four") + Delegates.Captured(3) + Delegates.Captured(3) + Delegates.Changing(5) + Math.Sign(Delegates.Compare("a", "b")));
        var l = new List<int>(); foreach (var s in Delegates.Steps) s(l); Console.WriteLine(string.Join(",", l));
        Console.WriteLine(string.Join(",", Shapes.All.Select(s => s.Area)) + Shapes.Interface.Describe() + string.Join(",", new[] { 3, 1, 2 }.OrderBy(x => x, Shapes.Order)));
        Console.WriteLine(Generic<int>.IsInt + " " + Generic<string>.IsInt + Generic<long>.Size + Generic<string>.Size + Generic<int>.IsDefault(0) + Generic<string>.IsDefault("") + ReferenceEquals(Generic<int>.None, Generic<int>.None) + ReferenceEquals(Generic<object>.None, Generic<string>.None) + (++Generic<int>.Count) + Generic<string>.Count);
        // Identity: a literal is itself, what was concatenated is not.
        Console.WriteLine(ReferenceEquals(Arrays.Texts[0], "alpha") + " " + ReferenceEquals(Arrays.Texts[4], "gamma") + (Arrays.Texts[4] == "gamma") + (string.IsInterned(Arrays.Texts[0]) != null));
        Console.WriteLine(ReferenceEquals(Ring.Start, Ring.Start) + " " + (Ring.Start.GetHashCode() == Ring.Start.GetHashCode()) + (RuntimeHelpers.GetHashCode(Arrays.Primes) == RuntimeHelpers.GetHashCode(Arrays.Primes)));
        var weak = Drop(); Clutter(); GC.Collect(); GC.WaitForPendingFinalizers(); GC.Collect(); Console.WriteLine(weak.IsAlive);
        var table = new ConditionalWeakTable<object, string>(); table.Add(Arrays.Primes, "primes"); table.Add(Ring.Start, "ring"); GC.Collect(); Console.WriteLine(table.TryGetValue(Arrays.Primes, out var v) + v + (table.TryGetValue(Ring.Start, out v) ? v : "?"));
        int total = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() => { for (int i = 0; i < 1000; i++) lock (Ring.Start) { total++; Arrays.Bytes[i % 100]++; } })).ToArray();
        foreach (var t in threads) t.Start(); foreach (var t in threads) t.Join();
        Console.WriteLine(total + " " + Arrays.Bytes.Sum(b => b) + Monitor.IsEntered(Ring.Start));
        GC.Collect(); Arrays.Primes[0] = 77;
        Console.WriteLine(Arrays.Primes[0] + Arrays.Primes.Length);
        Array.Sort(Arrays.Primes); Array.Resize(ref Mutable.Values, 4); Array.Reverse(Arrays.Colours); Console.WriteLine(string.Join(",", Arrays.Primes) + Mutable.Values.Length + Arrays.Colours[0]);
        Console.WriteLine(((int[])Arrays.Primes.Clone()).Length + Arrays.List.ToArray().Length + ((object)Arrays.Grid).GetType().Name + Arrays.Jagged.GetType());
    }
}
