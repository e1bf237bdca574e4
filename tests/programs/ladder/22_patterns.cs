// Pattern matching: types, constants, relations, properties, positions, lists.
using System;

abstract record Shape;
record Circle(double R) : Shape;
record Rect(double W, double H) : Shape;

class P
{
    static string Kind(object o) => o switch
    {
        null => "null",
        0 => "zero",
        int n when n < 0 => "negative",
        int n and (< 10 or > 1000) => "edge " + n,
        int => "int",
        "" => "empty",
        string { Length: > 5 } s => "long " + s,
        string s => "string " + s,
        Rect(0, _) or Rect(_, 0) => "flat",
        Rect { W: var w, H: var h } when w == h => "square " + w,
        Shape => "shape",
        int[] and [1, .., 9] => "from 1 to 9",
        int[] and [var x, .. var rest] => x + " and " + rest.Length,
        (int a, string b) => a + b,
        not Exception => "other",
        _ => "exception"
    };

    static void Main()
    {
        object[] all = { null, 0, -5, 7, 2000, 50, "", "hello!", "hey", new Rect(0, 2), new Rect(2, 2), new Rect(2, 3), new Circle(1),
            new[] { 1, 5, 9 }, new[] { 4, 5 }, new int[0], (3, "x"), 2.5, new Exception() };
        foreach (object o in all) Console.WriteLine(Kind(o));
    }
}
