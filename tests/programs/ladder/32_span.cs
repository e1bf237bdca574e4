// Span and ReadOnlySpan over arrays, strings and stackalloc; slicing, copying, searching.
using System;

class P
{
    static int Sum(ReadOnlySpan<int> s)
    {
        int r = 0;
        foreach (int x in s) r += x;
        return r;
    }

    static void Main()
    {
        int[] a = { 1, 2, 3, 4, 5, 6 };
        Span<int> s = a.AsSpan(1, 4);
        s[0] = 20;
        s.Slice(2).Fill(7);
        Console.WriteLine(string.Join(" ", a) + " " + Sum(s) + " " + Sum(a));
        Span<byte> stack = stackalloc byte[16];
        for (int i = 0; i < stack.Length; i++) stack[i] = (byte)(i * i);
        Console.WriteLine(stack[15] + " " + stack.IndexOf((byte)49) + " " + stack[^3..].ToArray().Length);
        ReadOnlySpan<char> text = "key=value";
        int eq = text.IndexOf('=');
        Console.WriteLine(text[..eq].ToString() + "|" + text[(eq + 1)..].ToString() + "|" + text.StartsWith("key"));
        s.Reverse();
        Console.WriteLine(string.Join(" ", s.ToArray()) + " " + s.SequenceEqual(new[] { 7, 7, 3, 20 }));
        Console.WriteLine(int.Parse("1234".AsSpan(1, 2)));
        try { Console.WriteLine(s[4]); }
        catch (IndexOutOfRangeException e) { Console.WriteLine(e.Message); }
    }
}
