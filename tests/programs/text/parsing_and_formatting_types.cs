// Guid, Version, bool, char, Uri parts, BitConverter text, Convert between primitives, IParsable and ISpanFormattable of many types, composite alignment.
using System;
using System.Collections.Generic;
using System.Globalization;

class Temp : IFormattable, IParsable<Temp>
{
    public double C;
    public string ToString(string f, IFormatProvider p)
        => f switch { null or "" or "C" => C.ToString("F1", p) + "C", "F" => (C * 9 / 5 + 32).ToString("F1", p) + "F",
            _ => throw new FormatException("bad " + f) };
    public override string ToString() => ToString(null, null);
    public static Temp Parse(string s, IFormatProvider p) => TryParse(s, p, out Temp t) ? t : throw new FormatException(s);
    public static bool TryParse(string s, IFormatProvider p, out Temp t)
    {
        t = null; if (s == null || !s.EndsWith('C') || !double.TryParse(s[..^1], out double d)) return false; t = new Temp { C = d };
        return true;
    }
}
class Prov : IFormatProvider, ICustomFormatter
{
    public object GetFormat(Type t) => t == typeof(ICustomFormatter) ? this : null;
    public string Format(string f, object a, IFormatProvider p) => "<" + f + ":"
        + (a as IFormattable)?.ToString(f == "r" ? null : f, CultureInfo.InvariantCulture) + a?.GetType().Name + ">";
}

class P
{
    static string T(Func<object> f)
    {
        try { return f()?.ToString() ?? "null"; } catch (Exception e) { return e.GetType().Name.Replace("Exception", "!"); }
    }
    static string Pa<X>(params string[] ss) where X : IParsable<X>
    {
        string r = typeof(X).Name + ": ";
        foreach (string s in ss) r += T(() => X.Parse(s, CultureInfo.InvariantCulture)) + (X.TryParse(s, null, out X x) ? "+" : "-") + " ";
        return r;
    }

    static void Main()
    {
        var g = new Guid("01234567-89ab-cdef-0123-456789abcdef");
        Console.WriteLine($"{g} {g:N} {g:B} {g:P} {g:X} {g.ToString("D").ToUpperInvariant()} {Convert.ToHexString(g.ToByteArray())} {g.CompareTo(Guid.Empty)} {g == Guid.Parse(g.ToString("N"))} {Guid.AllBitsSet}");
        Console.WriteLine(Pa<Guid>("0123456789abcdef0123456789abcdef", "{01234567-89ab-cdef-0123-456789abcdef}", "x", ""));
        Console.WriteLine(Pa<bool>("true", "TRUE", " False ", "1", "yes") + Pa<char>("a", "", "ab") + T(() => Version.Parse("1.2.3.4"))
            + T(() => Version.Parse("1")) + T(() => Version.Parse("a.b")) + T(() => Version.Parse("1.2.3.4.5"))
            + Pa<Temp>("36.6C", "5F", "C") + Pa<DateOnly>("2024-02-29", "x") + Pa<TimeOnly>("13:14:15.5", "25:00") + Pa<Half>("1.5", "1e9")
            + Pa<Int128>("-5", "x") + Pa<decimal>("1.10", "1e5") + Pa<nuint>("-1", "7") + Pa<string>("s")
            + Pa<System.Net.IPAddress>("127.0.0.1", "::1", "300.1.1.1") + Pa<TimeSpan>("1:02", "x"));
        var t = new Temp { C = 21.55 };
        Console.WriteLine($"{t} {t:F} {t,10} {t,-10:F}| {string.Format(new Prov(), "{0:X} {1:r} {2}", 255, 1.5, "s")} {T(() => $"{t:Q}")}");
        Console.WriteLine(Convert.ToInt32(2.5) + " " + Convert.ToInt32(3.5) + " " + Convert.ToInt32("42") + Convert.ToInt32('a')
            + Convert.ToInt32(true) + Convert.ToByte(200.4) + T(() => Convert.ToByte(-1)) + T(() => Convert.ToSByte(128))
            + Convert.ToChar(65) + T(() => Convert.ToChar("ab")) + Convert.ToBoolean("True") + Convert.ToBoolean(0.1)
            + T(() => Convert.ToBoolean("x")) + Convert.ToDouble("1e3") + Convert.ToDecimal(1.1) + Convert.ToString(1.5)
            + Convert.ToString((object)null) + Convert.ToInt64(1e18) + T(() => Convert.ToInt64(1e19)) + Convert.ToUInt16(-0.4)
            + Convert.ToSingle(1m / 3) + Convert.ChangeType("12", typeof(int)) + Convert.ChangeType(12, typeof(string))
            + Convert.ChangeType(1.9, typeof(long)) + T(() => Convert.ChangeType("x", typeof(int)))
            + Convert.ChangeType(5, TypeCode.Double) + Convert.IsDBNull(DBNull.Value) + Type.GetTypeCode(typeof(decimal))
            + Convert.ToDateTime("2020-01-02").Ticks);
        var v = new Version(1, 2, 3);
        Console.WriteLine(v + " " + v.ToString(2) + " " + (v > new Version(1, 2)) + v.CompareTo(new Version("1.2.3.0")) + v.Revision + " "
            + new Uri("http://user@host:8080/a/b%20c?q=1#f").AbsolutePath + new Uri("http://h/a/../b").AbsoluteUri
            + new Uri(new Uri("http://h/x/y"), "../z").ToString() + Uri.EscapeDataString("a b&ü") + Uri.UnescapeDataString("%C3%BC+")
            + T(() => new Uri("nope")) + " " + System.Net.WebUtility.HtmlEncode("<a&\"é>") + System.Net.WebUtility.UrlEncode("a b/ü"));
        Console.WriteLine(true.ToString() + false + 'c'.ToString() + bool.TrueString
            + $"{true,6}|{'x',-3}|{null,4}|{(object)null}|{1.5m,8:F3}|{DateTime.UnixEpoch,12:yyyy}|{new Version(1, 0),-6}|{g.ToString()[..4],6}");
        object[] os = { 1, 2.5, "s", null, 'c', true, 1m, DayOfWeek.Friday, new DateTime(2020, 1, 2), TimeSpan.FromMinutes(90), g, t,
            new[] { 1 }, (1, 2), 5L, (byte)1, 1.5f };
        Console.WriteLine(string.Join("|", os) + " " + string.Concat(os));
        foreach (object o in os) Console.Write(string.Format(CultureInfo.InvariantCulture, "{0,12}|{0,-4}|", o)); Console.WriteLine();
    }
}
