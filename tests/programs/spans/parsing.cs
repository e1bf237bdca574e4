// A tokenizer, CSV and number parsing over spans, slices and stackalloc, with results checked against the string methods.
using System;
using System.Buffers;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Text;

enum Kind { Num, Id, Op, Str, End }
readonly ref struct Token
{
    public readonly Kind Kind; public readonly ReadOnlySpan<char> Text; public Token(Kind k, ReadOnlySpan<char> t) { Kind = k; Text = t; }
}
ref struct Lexer
{
    ReadOnlySpan<char> _s; public int Line; public Lexer(ReadOnlySpan<char> s) { _s = s; Line = 1; }
    public Token Next()
    {
        while (_s.Length > 0 && char.IsWhiteSpace(_s[0])) { if (_s[0] == '\n') Line++; _s = _s[1..]; }
        if (_s.IsEmpty) return new Token(Kind.End, default); int n = 1; char c = _s[0];
        if (char.IsDigit(c)) { while (n < _s.Length && (char.IsDigit(_s[n]) || _s[n] == '.')) n++; return Cut(Kind.Num, n); }
        if (char.IsLetter(c)) { while (n < _s.Length && char.IsLetterOrDigit(_s[n])) n++; return Cut(Kind.Id, n); }
        if (c == '"')
        {
            int e = _s[1..].IndexOf('"'); if (e < 0) throw new FormatException("string at line " + Line); return Cut(Kind.Str, e + 2);
        }
        if ("<>=!".Contains(c) && _s.Length > 1 && _s[1] == '=') n = 2; return Cut(Kind.Op, n);
    }
    Token Cut(Kind k, int n) { var t = new Token(k, _s[..n]); _s = _s[n..]; return t; }
}

class P
{
    static List<List<string>> Csv(ReadOnlySpan<char> s)
    {
        var rows = new List<List<string>> { new() }; var sb = new StringBuilder(); bool q = false;
        for (int i = 0; i < s.Length; i++)
        {
            char c = s[i];
            if (q)
            {
                if (c == '"' && i + 1 < s.Length && s[i + 1] == '"') { sb.Append('"'); i++; } else if (c == '"') q = false; else sb.Append(c);
            }
            else if (c == '"') q = true; else if (c == ',') { rows[^1].Add(sb.ToString()); sb.Clear(); } else if (c == '\n')
            {
                rows[^1].Add(sb.ToString()); sb.Clear(); rows.Add(new());
            }
            else sb.Append(c);
        }
        rows[^1].Add(sb.ToString()); return rows;
    }
    static bool TryInt(ReadOnlySpan<char> s, out int r)
    {
        r = 0; bool neg = false; if (s.Length > 0 && s[0] is '-' or '+') { neg = s[0] == '-'; s = s[1..]; } if (s.IsEmpty) return false;
        long v = 0;
        foreach (char c in s)
        {
            if ((uint)(c - '0') > 9) return false; v = v * 10 + (c - '0'); if (v > int.MaxValue + (neg ? 1L : 0)) return false;
        }
        r = (int)(neg ? -v : v); return true;
    }
    static int Expr(ref Lexer lx, ref Token t)
    {
        int v = Term(ref lx, ref t);
        while (t.Kind == Kind.Op && t.Text[0] is '+' or '-')
        {
            char op = t.Text[0]; t = lx.Next(); int r = Term(ref lx, ref t); v = op == '+' ? v + r : v - r;
        }
        return v;
    }
    static int Term(ref Lexer lx, ref Token t)
    {
        int v = Atom(ref lx, ref t);
        while (t.Kind == Kind.Op && t.Text[0] is '*' or '/')
        {
            char op = t.Text[0]; t = lx.Next(); int r = Atom(ref lx, ref t); v = op == '*' ? v * r : v / r;
        }
        return v;
    }
    static int Atom(ref Lexer lx, ref Token t)
    {
        if (t.Text is "(") { t = lx.Next(); int v = Expr(ref lx, ref t); t = lx.Next(); return v; }
        if (t.Text is "-") { t = lx.Next(); return -Atom(ref lx, ref t); } int n = t.Kind == Kind.Id ? t.Text.Length : int.Parse(t.Text);
        t = lx.Next(); return n;
    }
    static int Eval(string s) { var lx = new Lexer(s); Token t = lx.Next(); return Expr(ref lx, ref t); }

    static void Main()
    {
        var lx = new Lexer("if x1 >= 3.14 {\n  y = \"a b\" + foo(2)*x; }\n!= end");
        for (Token t = lx.Next(); t.Kind != Kind.End; t = lx.Next()) Console.Write(t.Kind + ":" + t.Text.ToString() + "@" + lx.Line + " ");
        Console.WriteLine();
        try { var bad = new Lexer("a\n\"open"); bad.Next(); bad.Next(); } catch (FormatException e) { Console.WriteLine(e.Message); }
        foreach (string s in new[] { "1+2*3", "(1+2)*3-4/2", "-(7-10)*abc", "2*(3+(4-1))*-1" }) Console.Write(Eval(s) + " ");
        try { Eval("1/0"); } catch (DivideByZeroException) { Console.WriteLine("zero"); }
        foreach (var row in Csv("a,b,c\n1,\"x, \"\"y\"\"\",3\n,,\n\"multi\nline\",z")) Console.Write(string.Join("|", row) + "; ");
        Console.WriteLine();
        foreach (string s in new[] { "0", "-5", "+7", "2147483647", "2147483648", "-2147483648", "-2147483649", "", "-", "12a", "007" })
        {
            bool mine = TryInt(s, out int a), theirs = int.TryParse(s, System.Globalization.NumberStyles.AllowLeadingSign, null, out int b);
            Console.Write(mine + "" + a + (mine == theirs && a == b) + " ");
        }
        Console.WriteLine(); ReadOnlySpan<byte> u = "123 -45.5 true 2024-01-02T03:04:05 0.1e3 xyz"u8;
        Console.WriteLine(Utf8Parser.TryParse(u, out int i, out int used) + "" + i + used
            + Utf8Parser.TryParse(u[4..], out double d, out used) + d + used + Utf8Parser.TryParse(u[10..], out bool bo, out _) + bo
            + Utf8Parser.TryParse(u[41..], out int z, out used) + used);
        Span<byte> buf = stackalloc byte[32]; Utf8Formatter.TryFormat(12345.678m, buf, out int w, new StandardFormat('F', 1));
        Console.WriteLine(Encoding.UTF8.GetString(buf[..w]) + Utf8Formatter.TryFormat(255, buf, out w, 'X')
            + Encoding.UTF8.GetString(buf[..w]) + Base64.EncodeToUtf8("hello"u8, buf, out _, out w) + Encoding.UTF8.GetString(buf[..w]));
        var wr = new ArrayBufferWriter<byte>(4);
        for (int k = 0; k < 10; k++) { var sp = wr.GetSpan(3); k.TryFormat(sp, out int n); wr.Advance(n); wr.Write(", "u8); }
        Console.WriteLine(Encoding.UTF8.GetString(wr.WrittenSpan) + wr.WrittenCount); int[] rented = ArrayPool<int>.Shared.Rent(100);
        rented[99] = 5; ArrayPool<int>.Shared.Return(rented, true); Console.WriteLine(rented.Length >= 100 && rented[99] == 0);
        var seq = new ReadOnlySequence<byte>("abc,def"u8.ToArray()); var rd = new SequenceReader<byte>(seq);
        Console.WriteLine(rd.TryReadTo(out ReadOnlySpan<byte> part, (byte)',') + Encoding.UTF8.GetString(part) + rd.Remaining);
        Console.WriteLine(string.Create(8, 12345, (span, v) =>
        {
            for (int k = span.Length - 1; k >= 0; k--, v /= 10) span[k] = (char)('0' + v % 10);
        }));
    }
}
