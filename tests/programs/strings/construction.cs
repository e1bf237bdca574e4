// Building strings: constructors, Create, interpolation handlers, concat of spans, switch on strings, raw literals, char arrays, mutation through spans.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;

[InterpolatedStringHandler] ref struct Handler
{
    readonly StringBuilder _sb; public bool Enabled;
    public Handler(int lit, int fmt, bool on, out bool go) { Enabled = go = on; _sb = new StringBuilder($"[{lit},{fmt}]"); }
    public void AppendLiteral(string s) => _sb.Append('"').Append(s).Append('"');
    public void AppendFormatted<T>(T t, int alignment = 0, string format = null)
        => _sb.Append('<').Append(typeof(T).Name).Append(':').Append(t).Append(alignment).Append(format).Append('>');
    public void AppendFormatted(ReadOnlySpan<char> s) => _sb.Append("span").Append(s); public string Get() => _sb?.ToString();
}
class Fmt : IFormattable, ISpanFormattable
{
    public string ToString(string f, IFormatProvider p) => "F(" + f + ")";
    public bool TryFormat(Span<char> d, out int n, ReadOnlySpan<char> f, IFormatProvider p)
    {
        string s = "S(" + f.ToString() + ")"; n = 0; if (!s.TryCopyTo(d)) return false; n = s.Length; return true;
    }
    public override string ToString() => "plain";
}

class P
{
    static int s_calls; static int Call() => ++s_calls;
    static string Log(bool on, [InterpolatedStringHandlerArgument("on")] Handler h) => h.Enabled ? h.Get() : "off";
    static int Sw(string s)
        => s switch { "a" => 1, "bb" => 2, "ccc" => 3, "case" => 4, "care" => 5, "core" => 6, "cube" => 7, "" => 8, null => 9,
            "abcdefghij" => 10, "abcdefghik" => 11, "bbcdefghij" => 12, _ => s.Length switch { 1 => 100, > 5 => 200, _ => 300 } };
    static int SwSpan(ReadOnlySpan<char> s) => s switch { "one" => 1, "two" => 2, "three" => 3, _ => 0 };

    static void Main()
    {
        Console.WriteLine(string.Create(5, 'a', (span, c) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = (char)(c + i);
        }) + string.Create(null, $"{1.5} {"x",4}") + new string("abc") + new string(new[] { 'x', 'y' })
            + new string(new[] { 'x', 'y', 'z' }, 1, 2) + new string("span".AsSpan(1)) + new string((char[])null) + ".");
        int v = 42; double d = 3.14159; string s = "str", n = null; DateTime dt = new DateTime(2024, 2, 29, 13, 5, 6);
        Console.WriteLine($"{v}{v:D5}{v,6}{v,-6}|{v:X}{d:F2}{d,8:F1}|{s}{s,5}{s,-5}|{n}|{n,3}|{dt:yyyy-MM-dd HH:mm}{true}{'c',3}{(v > 1 ? $"nested {v}" : "no")}{{}}{v + 1}{new[] { 1, 2 }.Length}{new Fmt()}{new Fmt():q}{new Fmt(),6:w}");
        Console.WriteLine(Log(true, $"lit{Call()}x{s,5}{d:F1}{"sp".AsSpan()}") + Log(false, $"{Call()}") + s_calls);
        FormattableString fs = $"{v:X4} and {s}";
        Console.WriteLine(fs.Format + fs.ArgumentCount + fs.GetArgument(1) + FormattableString.Invariant(fs));
        foreach (string q in new[] { "a", "bb", "ccc", "case", "care", "core", "cube", "", null, "abcdefghij", "abcdefghik", "bbcdefghij",
            "z", "longer", "xyz" }) Console.Write(Sw(q)
            + " ");
        Console.WriteLine(SwSpan("two") + SwSpan("three".AsSpan()) + SwSpan("x"));
        var handler = new DefaultInterpolatedStringHandler(3, 1); handler.AppendLiteral("dh="); handler.AppendFormatted(5);
        Console.WriteLine(handler.ToStringAndClear()); Span<char> buf = stackalloc char[16];
        Console.WriteLine(buf.TryWrite($"{v}-{s}", out int w) + " " + buf[..w].ToString() + " " + buf.TryWrite($"{v}-{"too long for the buffer"}", out w) + w);
        char[] arr = "mutable".ToCharArray(); arr[0] = 'M'; Array.Reverse(arr, 1, 3); Console.WriteLine(new string(arr) + """
            raw "quoted"
              indented \n
            """ + "end"); var cat = ""; for (int i = 0; i < 50; i++) cat += (char)('a' + i % 26);
            Console.WriteLine(cat + cat.GetHashCode().Equals(cat.GetHashCode())); const string c1 = "con", c2 = $"{c1}st";
            Console.WriteLine(c2 + nameof(List<int>) + nameof(P.Main) + default(string)?.Length + "\t\\\"\u00e9\x41" + @"verb""atim\" + 'q'
                + (char)65 + (s + s)[4] + string.Empty.Length);
            Console.WriteLine(string.Format("{0,5}|{0,-5}|{1:0.00}|{2}|{{}}|{1,8:E1}", 1, 2.5, null)
                + string.Format("{0}{1}{2}{3}{4}", 1, 2, 3, 4, 5) + string.Format("{0:yyyy}", dt));
            try { string.Format("{", 1); } catch (FormatException e) { Console.WriteLine(e.Message); }
            try { string.Format("{1}", 1); } catch (FormatException e) { Console.WriteLine(e.Message); }
    }
}
