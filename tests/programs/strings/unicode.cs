// Surrogates, runes, categories, case mapping, normalisation forms of ASCII, text elements, and conversions between chars, runes, code points and UTF-8.
using System;
using System.Globalization;
using System.Linq;
using System.Text;

class P
{
    static void Main()
    {
        string s = "aé€😀𝒳e\u0301\ud800z";
        Console.WriteLine(s.Length + " " + string.Join(",", s.EnumerateRunes().Select(r => r.Value.ToString("X"))) + " "
            + char.IsSurrogate(s[3]) + char.IsHighSurrogate(s[3]) + char.IsLowSurrogate(s[4]) + char.IsSurrogatePair(s, 3)
            + char.ConvertToUtf32(s, 3).ToString("X") + char.ConvertFromUtf32(0x1F600).Length);
        foreach (int c in new[] { 0, 9, 32, '0', 'A', 'a', '_', '$', '+', '(', 0x7f, 0xa0, 0xaa, 0xb2, 0xbd, 0xc4, 0xdf, 0x130, 0x1c5,
            0x2b0, 0x301, 0x391, 0x5d0, 0x660, 0x2028, 0x2160, 0x20ac, 0x3042, 0x4e2d, 0xd800, 0xe000, 0xfb01, 0xff10, 0xffff })
        {
            char ch = (char)c;
            Console.WriteLine($"{c:X4} {char.GetUnicodeCategory(ch)} {char.IsLetter(ch)} {char.IsDigit(ch)} {char.IsNumber(ch)} {char.IsWhiteSpace(ch)} {char.IsUpper(ch)} {char.IsLower(ch)} {char.IsPunctuation(ch)} {char.IsSymbol(ch)} {char.IsControl(ch)} {char.IsLetterOrDigit(ch)} {char.IsSeparator(ch)} {(int)char.ToUpperInvariant(ch):X} {(int)char.ToLowerInvariant(ch):X} {char.GetNumericValue(ch)}");
        }
        foreach (int cp in new[] { 0x41, 0xe9, 0x20ac, 0x10400, 0x10428, 0x1F600, 0x10FFFF })
        {
            var r = new Rune(cp); Span<byte> b = stackalloc byte[4]; int n = r.EncodeToUtf8(b);
            Console.Write($"{r.Value:X}:{Convert.ToHexString(b[..n])}:{r.Utf16SequenceLength}:{Rune.ToUpperInvariant(r).Value:X}:{Rune.ToLowerInvariant(r).Value:X}:{Rune.GetUnicodeCategory(r)}:{Rune.IsLetter(r)} ");
        }
        Console.WriteLine();
        Console.WriteLine(Rune.IsValid(0xd800) + " " + Rune.TryCreate('\ud83d', '\ude00', out Rune rr) + rr + Rune.ReplacementChar.Value.ToString("X"));
        var tee = StringInfo.GetTextElementEnumerator("ae\u0301😀👨‍👩‍👧x");
        while (tee.MoveNext()) Console.Write(((string)tee.Current).Length + " ");
        Console.WriteLine(new StringInfo("e\u0301x").LengthInTextElements); string low = "àéîõü ÀÉÎÕÜ ßſ ŸǄǅǆ αβγΩ абвЯ";
        Console.WriteLine(low.ToUpperInvariant() + " " + low.ToLowerInvariant() + " "
            + CultureInfo.InvariantCulture.TextInfo.ToTitleCase("hello wORLD o'neil"));
        Console.WriteLine("abc".Normalize(NormalizationForm.FormD) + "abc".IsNormalized() + " " + CultureInfo.InvariantCulture.Name.Length
            + CultureInfo.CurrentCulture.Name + CultureInfo.InvariantCulture.NumberFormat.CurrencySymbol
            + CultureInfo.InvariantCulture.DateTimeFormat.GetDayName(DayOfWeek.Monday));
        try { new Rune(0x110000); } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.ParamName); }
        try { char.ConvertFromUtf32(0xd800); } catch (ArgumentOutOfRangeException) { Console.WriteLine("surrogate"); }
        try { char.ConvertToUtf32('a', 'b'); } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.ParamName); } int sum = 0;
        for (int i = 0; i < 65536; i++)
        {
            char c = (char)i;
            sum = sum * 5 + (int)char.GetUnicodeCategory(c) + char.ToUpperInvariant(c) * 3 + char.ToLowerInvariant(c)
                + (char.IsWhiteSpace(c) ? 11 : 0) + (char.IsDigit(c) ? 13 : 0);
        }
        Console.WriteLine(sum); for (int i = 0x10000; i < 0x11000; i++) sum = sum * 7 + (int)CharUnicodeInfo.GetUnicodeCategory(i);
        Console.WriteLine(sum); foreach (char c in "x\ud83d") Console.Write((int)c + " ");
        Console.WriteLine(string.Join(" ", "😀".Select(c => ((int)c).ToString("X"))) + " " + "😀"[..1].Length + " "
            + "\u0041\x42\U00000043\e[0m".Length + @"raw\n" + """{"json": "q"}""" + $$"""{{{1 + 1}}}""");
    }
}
