// Invariant globalization: which cultures exist, what they format and compare like, and what fails.
using System;
using System.Globalization;
using System.Linq;
using System.Threading;

class P
{
    static string T(Func<object> f) { try { return f()?.ToString() ?? "null"; } catch (Exception e) { return e.GetType().Name; } }

    static void Main()
    {
        CultureInfo inv = CultureInfo.InvariantCulture;
        Console.WriteLine($"[{inv.Name}] {inv.DisplayName} {inv.EnglishName} {inv.LCID} {inv.IsReadOnly} {inv.TwoLetterISOLanguageName} {inv.Parent.Name == ""} {inv.IsNeutralCulture} {inv.Calendar.GetType().Name} {CultureInfo.CurrentCulture.Equals(inv)} {CultureInfo.CurrentUICulture.Name.Length} {CultureInfo.GetCultures(CultureTypes.AllCultures).Length}");
        foreach (string name in new[] { "de-DE", "en-US", "tr", "xx-none", "not a culture!", "" }) Console.Write(T(() => new CultureInfo(name).Name + "|")
            + " " + T(() => CultureInfo.GetCultureInfo(name).NumberFormat.NumberDecimalSeparator) + "; ");
        Console.WriteLine();
        Console.WriteLine(T(() => new RegionInfo("US").CurrencySymbol) + " " + T(() => CultureInfo.GetCultureInfo(0x409).Name));
        NumberFormatInfo n = inv.NumberFormat;
        Console.WriteLine($"{n.NumberDecimalSeparator}{n.NumberGroupSeparator}{n.CurrencySymbol}{n.NegativeSign}{n.PercentSymbol}{n.NaNSymbol}{n.PositiveInfinitySymbol}{string.Join("", n.NumberGroupSizes)}{n.NumberDecimalDigits}{n.NumberNegativePattern}{n.CurrencyNegativePattern}{n.PerMilleSymbol}");
        DateTimeFormatInfo d = inv.DateTimeFormat;
        Console.WriteLine($"{d.ShortDatePattern}|{d.LongDatePattern}|{d.FullDateTimePattern}|{d.RFC1123Pattern}|{d.AMDesignator}{d.PMDesignator}|{d.FirstDayOfWeek}|{d.CalendarWeekRule}|{d.DateSeparator}{d.TimeSeparator}|{string.Join(",", d.AbbreviatedDayNames)}|{string.Join(",", d.MonthNames)}|{d.GetEraName(1)}");
        CompareInfo c = inv.CompareInfo;
        Console.WriteLine($"{c.Compare("a", "A")} {c.Compare("a", "A", CompareOptions.IgnoreCase)} {c.Compare("é", "e", CompareOptions.IgnoreNonSpace) != 0} {c.IndexOf("abcABC", "BC", CompareOptions.IgnoreCase)} {c.IsPrefix("Hello", "he", CompareOptions.IgnoreCase)} {c.LastIndexOf("aba", "a")} {c.IsSuffix("xyz", "YZ")} {T(() => c.Compare("a", "b", (CompareOptions)0x8000))} {c.GetSortKey("a").KeyData.Length > 0} {c.GetHashCode("A", CompareOptions.IgnoreCase) == c.GetHashCode("a", CompareOptions.IgnoreCase)}");
        var clone = (CultureInfo)inv.Clone(); clone.NumberFormat.NumberDecimalSeparator = ",";
        clone.DateTimeFormat.ShortDatePattern = "dd.MM.yyyy";
        Console.WriteLine(1.5.ToString(clone) + " " + new DateTime(2024, 2, 3).ToString("d", clone) + " " + double.Parse("2,5", clone) + T(() =>
        {
            inv.NumberFormat.NumberDecimalSeparator = ";"; return 0;
        }));
        CultureInfo old = CultureInfo.CurrentCulture; CultureInfo.CurrentCulture = clone;
        Console.WriteLine($"{2.5} {1234.5:N1} {decimal.Parse("3,5")}"); string other = null;
        var t = new Thread(() => other = 2.5.ToString()); t.Start(); t.Join(); Console.WriteLine(other);
        CultureInfo.DefaultThreadCurrentCulture = clone; t = new Thread(() => other = 3.5.ToString()); t.Start(); t.Join();
        CultureInfo.DefaultThreadCurrentCulture = null; CultureInfo.CurrentCulture = old; Console.WriteLine(other + " " + 2.5);
        TextInfo ti = inv.TextInfo;
        Console.WriteLine(ti.ToUpper("straße ı") + ti.ToLower("İIΣ") + ti.ToTitleCase("war AND peace") + ti.ListSeparator + ti.IsRightToLeft);
        Console.WriteLine(string.Join(",", new[] { "b", "A", "a", "B", "ä" }.Order()) + " " + "résumé".CompareTo("resume").CompareTo(0)
            + "ab".StartsWith("\u00ad") + "x".IndexOf("\u200d"));
        Console.WriteLine(T(() => new IdnMapping().GetAscii("bücher.de")) + " " + T(() => "e\u0301".Normalize().Length) + " "
            + T(() => "é".IsNormalized(System.Text.NormalizationForm.FormD)));
    }
}
