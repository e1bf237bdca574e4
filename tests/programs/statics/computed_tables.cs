// Static constructors that compute tables, strings and object graphs from constants; the program sees what running them at the first access gives.
using System;
using System.Collections.Generic;
using System.Text;

static class Crc
{
    public static readonly uint[] Table = new uint[256];
    static Crc()
    {
        for (uint i = 0; i < 256; i++)
        {
            uint c = i; for (int k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1; Table[i] = c;
        }
    }
    public static uint Of(string s) { uint c = ~0u; foreach (char ch in s) c = Table[(byte)(c ^ ch)] ^ (c >> 8); return ~c; }
}
static class Primes
{
    public static readonly bool[] Sieve = Make(2000); public static readonly int Count;
    static bool[] Make(int n)
    {
        var s = new bool[n]; Array.Fill(s, true); s[0] = s[1] = false;
        for (int i = 2; i * i < n; i++) if (s[i]) for (int j = i * i; j < n; j += i) s[j] = false; return s;
    }
    static Primes() { foreach (bool b in Sieve) if (b) Count++; }
}
static class Trig
{
    public static readonly double[] Sin = new double[91];
    static Trig() { for (int i = 0; i <= 90; i++) Sin[i] = Math.Round(Math.Sin(i * Math.PI / 180), 6); }
}
static class Words
{
    public static readonly Dictionary<string, int> Index = new(); public static readonly string All;
    public static readonly List<List<int>> Graph = new();
    static Words()
    {
        var sb = new StringBuilder(); int n = 0;
        foreach (string w in "zero one two three four five".Split(' '))
        {
            Index[w] = n; sb.Append(w[0]).Append(n++); Graph.Add(new List<int>()); Graph[n / 2].Add(n);
        }
        All = sb.ToString();
    }
}
class Tree
{
    public readonly int V; public readonly Tree L, R; public static readonly Tree Root = Build(1, 15);
    Tree(int v, Tree l, Tree r) { V = v; L = l; R = r; }
    static Tree Build(int lo, int hi)
    {
        if (lo > hi) return null; int m = (lo + hi) / 2; return new Tree(m, Build(lo, m - 1), Build(m + 1, hi));
    }
    public int Sum => V + (L?.Sum ?? 0) + (R?.Sum ?? 0); public int Height => 1 + Math.Max(L?.Height ?? 0, R?.Height ?? 0);
}
class Mutable
{
    public static int[] Data = { 1, 2, 3 }; public static Mutable Self = new Mutable(); public int X = Data[1];
    public static Mutable Other = Self; static Mutable() { Self.X *= 10; Data[0] = Self.X; }
}
static class Side
{
    public static readonly int Env = Environment.ProcessorCount > 0 ? 1 : 0; public static readonly object Lock = new();
    public static readonly Type T = typeof(List<int>); public static readonly Func<int, int> F = x => x * Env;
    public static readonly string Str = string.Format("{0:X4}-{1}", 255, 1.5); public static readonly int Hash = "x".Length + Str.Length;
}
struct Color
{
    public byte R, G, B; public Color(int rgb) { R = (byte)(rgb >> 16); G = (byte)(rgb >> 8); B = (byte)rgb; }
    public static readonly Color Red = new(0xff0000), Teal = new(0x008080);
    public static readonly Color[] All = { Red, Teal, new(0x123456) }; public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";
}
static class Fib
{
    public static readonly long[] F = new long[60];
    static Fib() { F[0] = 0; F[1] = 1; for (int i = 2; i < F.Length; i++) F[i] = checked(F[i - 1] + F[i - 2]); }
}

class P
{
    static void Main()
    {
        Console.WriteLine(Crc.Of("123456789").ToString("X") + " " + Crc.Table[255].ToString("X") + " " + Primes.Count + Primes.Sieve[1999]
            + " " + Trig.Sin[30] + Trig.Sin[90] + " " + Words.All + Words.Index["three"] + Words.Graph[2].Count + " " + Tree.Root.Sum
            + Tree.Root.Height + Tree.Root.L.V);
        Console.WriteLine(Mutable.Data[0] + Mutable.Self.X + ReferenceEquals(Mutable.Self, Mutable.Other).ToString() + " " + Side.F(5)
            + Side.T.Name + Side.Str + Side.Hash + " " + string.Join(",", Color.All) + Color.Teal + " " + Fib.F[59]);
        Mutable.Data[1] = 7; Mutable.Self.X++; Console.WriteLine(Mutable.Data[1] + Mutable.Other.X);
        lock (Side.Lock) Console.WriteLine("locked");
    }
}
