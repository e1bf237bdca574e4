// UTF-8, UTF-16, UTF-32, Latin-1 and ASCII: bytes, counts, invalid input, fallbacks, decoders over split input, preambles; hex and Base64.
using System;
using System.Linq;
using System.Text;

class P
{
    static string H(byte[] b) => Convert.ToHexString(b);
    static string U(string s) => string.Concat(s.Select(c => c < 0x7f && c > 31 ? c.ToString() : "\\" + ((int)c).ToString("x")));
    static string T(Func<string> f) { try { return f(); } catch (Exception e) { return e.GetType().Name; } }

    static void Main()
    {
        string[] ss = { "", "abc", "aé€😀z", "\ud83d", "a\ude00b", "\ud83d\ud83d\ude00", "\0\x7f\x80\xff\u0100\uffff", new string('x', 40)
            + "é" + new string('y', 40) };
        foreach (Encoding e in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Encoding.Latin1,
            Encoding.ASCII, new UTF8Encoding(false, true) })
        {
            Console.WriteLine(e.WebName + " " + e.CodePage + " " + H(e.GetPreamble()) + " " + e.GetMaxByteCount(10) + " "
                + e.GetMaxCharCount(10) + " " + e.IsSingleByte);
            foreach (string s in ss) Console.WriteLine("  " + T(() => H(e.GetBytes(s)) + " " + e.GetByteCount(s) + " " + U(e.GetString(e.GetBytes(s)))));
        }
        byte[][] bad = { new byte[] { 0x80 }, new byte[] { 0xc3 }, new byte[] { 0xc3, 0x28 }, new byte[] { 0xe2, 0x82 },
            new byte[] { 0xe2, 0x28, 0xa1 }, new byte[] { 0xf0, 0x9f, 0x98 }, new byte[] { 0xf0, 0x9f, 0x98, 0x80 },
            new byte[] { 0xc0, 0x80 }, new byte[] { 0xed, 0xa0, 0x80 }, new byte[] { 0xf4, 0x90, 0x80, 0x80 },
            new byte[] { 0xff, 0xfe, 0x41 }, new byte[] { 0x41, 0xe2, 0x82, 0xac, 0x80, 0x42 },
            Enumerable.Repeat((byte)0x61, 33).Append((byte)0xe9).ToArray() };
        foreach (byte[] b in bad) Console.WriteLine(H(b) + " " + U(Encoding.UTF8.GetString(b)) + " "
            + T(() => U(new UTF8Encoding(false, true).GetString(b))) + " " + U(Encoding.ASCII.GetString(b)) + " "
            + U(Encoding.Latin1.GetString(b)) + " " + U(Encoding.Unicode.GetString(b)) + " " + U(Encoding.UTF32.GetString(b)) + " "
            + System.Text.Unicode.Utf8.IsValid(b));
        var custom = Encoding.GetEncoding("us-ascii", new EncoderReplacementFallback("[?]"), new DecoderReplacementFallback("<!>"));
        Console.WriteLine(custom.GetString(custom.GetBytes("aéb😀")) + custom.GetString(new byte[] { 65, 200, 66 }));
        byte[] all = Encoding.UTF8.GetBytes("x€😀y"); var dec = Encoding.UTF8.GetDecoder(); var sb = new StringBuilder();
        var chars = new char[10];
        for (int i = 0; i < all.Length; i++)
        {
            int n = dec.GetChars(all, i, 1, chars, 0, i == all.Length - 1); sb.Append(n).Append(new string(chars, 0, n));
        }
        Console.WriteLine(U(sb.ToString())); var enc = Encoding.UTF8.GetEncoder(); var bytes = new byte[10]; string parts = "";
        foreach (char c in "é😀") { int n = enc.GetBytes(new[] { c }, 0, 1, bytes, 0, false); parts += n + ":" + H(bytes[..n]) + " "; }
        Console.WriteLine(parts); dec.Reset(); dec.Convert(all, 0, all.Length, chars, 0, 2, true, out int bu, out int cu, out bool done);
        Console.WriteLine(bu + " " + cu + " " + done); byte[] data = Enumerable.Range(0, 70).Select(i => (byte)(i * 37)).ToArray();
        for (int n = 0; n < 7; n++) Console.Write(Convert.ToBase64String(data, 0, n) + " ");
        string b64 = Convert.ToBase64String(data, Base64FormattingOptions.InsertLineBreaks);
        Console.WriteLine(b64.Replace("\r\n", "/") + Convert.FromBase64String(b64).SequenceEqual(data)
            + T(() => H(Convert.FromBase64String("ab"))) + T(() => H(Convert.FromBase64String("a b c =\n=")))
            + H(Convert.FromHexString("00ffAb")) + T(() => H(Convert.FromHexString("0g"))) + Convert.ToHexStringLower(data)[..10]
            + System.Buffers.Text.Base64Url.EncodeToString(data.AsSpan(0, 5)));
        Span<char> cs = stackalloc char[4]; Span<byte> bs = stackalloc byte[4];
        Console.WriteLine(Encoding.UTF8.TryGetBytes("€€", bs, out int w) + "" + w + Encoding.UTF8.TryGetChars(all, cs, out w) + w
            + Encoding.UTF8.GetBytes("€".AsSpan(), bs) + T(() => Encoding.UTF8.GetBytes("abcdef", 0, 6, new byte[3], 0).ToString())
            + Encoding.GetEncoding("utf-16BE").WebName + T(() => Encoding.GetEncoding("nope").WebName)
            + Encoding.GetEncoding(28591).EncodingName.Length);
        int h = 0;
        for (int i = 0; i < 0x10ffff; i += 77)
        {
            if (i >= 0xd800 && i < 0xe000) continue; string s = char.ConvertFromUtf32(i); byte[] b = Encoding.UTF8.GetBytes(s);
            h = h * 31 + b.Length + b[^1]; if (Encoding.UTF8.GetString(b) != s) Console.WriteLine("round trip " + i);
        }
        Console.WriteLine(h);
    }
}
