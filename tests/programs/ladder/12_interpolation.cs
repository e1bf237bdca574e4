// Interpolated strings with alignment and format, and composite formatting.
using System;

class P
{
    class Name { public override string ToString() => "a name"; }

    static void Main()
    {
        int n = 42;
        string s = "text";
        Console.WriteLine($"{n} {s} {new Name()} {null}|");
        Console.WriteLine($"[{n,6}] [{n,-6}] [{s,8}] [{s,-8}]");
        Console.WriteLine($"{n:X} {n:D5} {n:x8} {-n:N0} {1234567:N0}");
        Console.WriteLine($"{{{n}}} {(n > 40 ? "big" : "small")} {s.Length + 1}");
        Console.WriteLine("{0} {1} {0:D4} {2,5}|", n, s, 'c');
        Console.WriteLine(string.Format("{0:00.00} {1}", 3.14159, true));
    }
}
