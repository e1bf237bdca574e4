// The everyday methods of String.
using System;

class P
{
    static void Main()
    {
        string s = "  Hello, World  ";
        string t = s.Trim();
        Console.WriteLine(t.Length);
        Console.WriteLine(t.ToUpperInvariant() + t.ToLowerInvariant());
        Console.WriteLine(t.Substring(7) + "|" + t.Substring(0, 5) + "|" + t[4] + "|" + t[^1]);
        Console.WriteLine(t.IndexOf('o') + " " + t.LastIndexOf('o') + " " + t.IndexOf("World") + " " + t.IndexOf('z'));
        Console.WriteLine(t.Replace("l", "LL") + " " + t.Replace('o', '0') + " " + t.Remove(5) + " " + t.Insert(5, "!"));
        Console.WriteLine(t.Contains("World") + " " + t.StartsWith("Hell") + " " + t.EndsWith('d'));
        foreach (string part in "a,b,,c".Split(',')) Console.Write("<" + part + ">");
        Console.WriteLine();
        Console.WriteLine(string.Join("-", new[] { "x", "y", "z" }) + " " + "5".PadLeft(3, '0') + "7".PadRight(3) + "|");
        Console.WriteLine(string.IsNullOrWhiteSpace(" \t") + " " + string.Equals("a", "A", StringComparison.OrdinalIgnoreCase));
        Console.WriteLine(string.CompareOrdinal("a", "b") < 0);
        Console.WriteLine(int.Parse("-17") + int.Parse("59"));
        Console.WriteLine(new string('*', 5) + new string(new[] { 'o', 'k' }));
    }
}
