// Formatting and parsing: numbers, dates, spans of time, Guid, BigInteger, composite formats, encodings, StringBuilder.
using System;
using System.Globalization;
using System.Numerics;
using System.Text;

static class Program
{
    static readonly CultureInfo C = CultureInfo.InvariantCulture;
    static void Show(params object?[] values) { foreach (var v in values) Console.Write(Convert.ToString(v, C) + " | "); Console.WriteLine(); }
    static void Try(Func<object> f) { try { Show(f()); } catch (Exception e) { Console.WriteLine(e.GetType().Name + ": " + e.Message); } }
    static void Main()
    {
        CultureInfo.CurrentCulture = C;
        foreach (string f in new[] { "G", "N", "F3", "E2", "P0", "R", "C", "0.##", "#,##0.0;(neg) #", "000.00e+0", "x" })
        {
            var sb = new StringBuilder();
            foreach (double d in new[] { 0, -0.0, 1234567.891, -0.000123, 1e21, double.NaN, double.NegativeInfinity, 0.1 + 0.2 })
                try { sb.Append(d.ToString(f, C)).Append("; "); } catch (FormatException e) { sb.Append(e.GetType().Name).Append("; "); }
            Show(f, sb);
        }
        foreach (string f in new[] { "D6", "X8", "x", "N0", "B", "E3", "G3", "0,0", "##-##" })
            Show(f, 255.ToString(f), (-255).ToString(f), long.MinValue.ToString(f), byte.MaxValue.ToString(f));
        foreach (float x in new[] { 1.1f, 16777217f, 3.4e38f, 1e-45f, 0.3333333f }) Show(x, (double)x, x.ToString("G9"), (decimal)Math.Min(x, 1e10f));
        foreach (decimal m in new[] { 1.10m, -79228162514264337593543950335m, 0.0000000000000000000000000001m, 100m / 3 }) Show(m, m.ToString("N2"), Math.Round(m, 3, MidpointRounding.ToEven), decimal.GetBits(m)[3]);
        Show((Half)3.14159, Half.MaxValue, (Int128)1 << 100, UInt128.MaxValue, Int128.Parse("-170141183460469231731687303715884105728"));

        var t = new DateTime(2024, 2, 29, 23, 59, 58, 123, 456).AddTicks(7);
        foreach (string f in new[] { "d", "D", "f", "F", "g", "G", "m", "o", "r", "s", "t", "T", "u", "y", "yyyy'Y'MM dd'th' h:mm:ss.fffffff tt", "dddd ddd MMM MMMM %d", "%K zzz" }) Show(f, t.ToString(f, C), DateTime.SpecifyKind(t, DateTimeKind.Utc).ToString(f, C));
        Show(t.AddMonths(12), t.AddYears(-1).DayOfWeek, t.DayOfYear, DateTime.DaysInMonth(2023, 2), DateTime.IsLeapYear(1900), ISOWeek.GetWeekOfYear(t), (t - new DateTime(2000, 1, 1)).TotalDays);
        Show(DateTime.Parse("2021-03-04T05:06:07Z", C, DateTimeStyles.RoundtripKind).ToString("o"), DateTime.ParseExact("31/12/99 7PM", "dd/MM/yy htt", C), DateTime.TryParse("nope", C, out _), DateOnly.Parse("2020-02-02", C).AddDays(30), TimeOnly.Parse("13:14:15", C).AddHours(11.5));
        Show(new DateTimeOffset(t, TimeSpan.FromHours(5.5)).ToString("o"), new DateTimeOffset(t, TimeSpan.FromHours(-3)).UtcDateTime.ToString("u"), DateTimeOffset.FromUnixTimeSeconds(1700000000));
        var span = new TimeSpan(3, 4, 5, 6, 78);
        foreach (string f in new[] { "c", "g", "G", "d\\ hh\\:mm", "%s", "fff" }) Show(f, span.ToString(f, C), (-span).ToString(f, C));
        Show(TimeSpan.Parse("1.02:03:04.5", C), TimeSpan.FromMinutes(90.5), span * 2.5, span / TimeSpan.FromHours(1), TimeSpan.MaxValue);

        var id = new Guid(0x12345678, 0x9abc, 0x1234, 1, 2, 3, 4, 5, 6, 7, 8);
        foreach (string f in new[] { "N", "D", "B", "P", "X" }) Show(f, id.ToString(f));
        Show(Guid.Parse("{12345678-9abc-1234-0102-030405060708}") == id, Guid.TryParse("12", out _), new Guid(id.ToByteArray()) == id, id.CompareTo(Guid.Empty), Guid.NewGuid() != Guid.NewGuid());

        BigInteger big = BigInteger.Pow(7, 200) - BigInteger.Pow(2, 300) * 12345;
        Show(big, big.ToString("X"), big % 1000007, BigInteger.ModPow(3, big, 1000000007), BigInteger.GreatestCommonDivisor(big, 123456789 * (BigInteger)77), big >> 301, -big & 0xFFFFFFFF, big.GetBitLength());
        Show(BigInteger.Parse("-123456789012345678901234567890", C), (BigInteger)1e30, (double)big, BigInteger.Divide(big, -97), new BigInteger(new byte[] { 1, 2, 0xff }), BigInteger.Log(big));
        Try(() => (int)big);
        Show(new Complex(3, -4).Magnitude, Complex.Sqrt(-1), new Complex(1, 2) * new Complex(3, 4));

        Try(() => int.Parse("12x"));
        Try(() => byte.Parse("256"));
        Try(() => int.Parse(null!));
        Try(() => Convert.ToInt32("7fffffff", 16));
        Try(() => Convert.ToChar(70000));
        Try(() => Convert.ChangeType("12.5", typeof(double), C));
        Try(() => Convert.ToBase64String(new byte[] { 0, 1, 2, 253, 254, 255 }, Base64FormattingOptions.InsertLineBreaks));
        Try(() => Convert.ToHexString(Convert.FromBase64String("AAEC/f7/")));
        Try(() => Convert.FromBase64String("a!"));
        Try(() => string.Format("{0} {2}", 1, 2));
        Try(() => string.Format("{0,10:0.00}|{0,-10:E1}|{{}}|{1:yyyy}", 12.345, t));
        Show(int.Parse(" -1,234 ", NumberStyles.Any, C), int.Parse("ff", NumberStyles.HexNumber), double.Parse("1e400", C), float.Parse("-Infinity", C), decimal.Parse("1.2300", C), uint.TryParse("-1", out _), bool.Parse("TRUE"), (char)0x263A);

        string s = "Grüße, 世界 \U0001F600!";
        foreach (var e in new Encoding[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Encoding.ASCII, Encoding.Latin1 })
        {
            byte[] b = e.GetBytes(s);
            Show(e.WebName, b.Length, Convert.ToHexString(b)[..24], e.GetString(b), e.GetByteCount("é"));
        }
        Try(() => new UTF8Encoding(false, true).GetString(new byte[] { 0x41, 0xC3, 0x28 }));
        Show(Encoding.UTF8.GetString(new byte[] { 0x41, 0xC3, 0x28, 0xF0, 0x9F }), new StringInfo(s).LengthInTextElements, s.Normalize().Length, s.ToUpperInvariant());
        foreach (Rune r in s.EnumerateRunes()) if (!r.IsAscii) Console.Write($"{r.Value:X} {Rune.GetUnicodeCategory(r)} ");
        Console.WriteLine();

        var b2 = new StringBuilder("abc", 16);
        b2.Append(1).Append(2.5).Append('x', 3).AppendFormat(C, "[{0:X2}]", 10).AppendJoin(", ", new[] { 1, 2, 3 }).Insert(0, "<<").Replace("x", "yz", 3, 6).Remove(2, 1).AppendLine().Append(C, $"{12.5:F1}{true}");
        Show(b2, b2.Length, b2[4], b2.ToString(3, 5), b2.Equals(new StringBuilder(b2.ToString())));
        for (int i = 0; i < 1000; i++) b2.Append(i);
        int chunks = 0; foreach (var _ in b2.GetChunks()) chunks++;
        Show(b2.Length, chunks > 1, string.Join("", "a-b-c".Split('-')), "x".PadLeft(4, '.').PadRight(6, '_'), "Hello"[1..^1], string.Concat("a", null, "b"), "abc".CompareTo("abd"), string.Compare("a", "B", StringComparison.OrdinalIgnoreCase), "  trim\t".Trim() + "|", "a,b,,c".Split(',', StringSplitOptions.RemoveEmptyEntries).Length, "title".IndexOfAny(new[] { 't', 'l' }, 1), "ababab".LastIndexOf("ab", StringComparison.Ordinal));
    }
}
