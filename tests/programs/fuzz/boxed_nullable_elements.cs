// Elements of arrays of nullable structs that only the runtime boxes (seed 960475).
using System;
public record struct Point(char Row, short Column);
public struct Plain { public int X; public override string ToString() => "plain " + X; }
static class P { static Point?[] points = { null, default, new Point('a', 2) }; static Plain?[,] grid = { { null, new Plain { X = 3 } } };
 static void Show(Array a) { foreach (var e in a) Console.WriteLine(e?.ToString() ?? "null"); for (int i = 0; i < a.Length; i++) if (a.Rank == 1) Console.WriteLine(a.GetValue(i)); }
 static void Main() { Show(points); Show(grid); } }
