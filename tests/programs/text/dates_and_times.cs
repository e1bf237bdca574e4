// DateTime, DateTimeOffset, DateOnly, TimeOnly and TimeSpan: arithmetic, parts, formats, parsing, limits, leap years, UTC only.
using System;
using System.Globalization;

class P
{
    static string T(Func<object> f)
    {
        try { return f().ToString(); } catch (Exception e) { return e.GetType().Name.Replace("Exception", "!"); }
    }

    static void Main()
    {
        DateTime[] ds = { DateTime.MinValue, DateTime.MaxValue, DateTime.UnixEpoch, new(2024, 2, 29, 23, 59, 59, 999),
            new(1999, 12, 31, 0, 0, 0, DateTimeKind.Utc), new(2000, 1, 1, 12, 30, 45, 123, 456), new(1582, 10, 15),
            new(638000000000000001) };
        string[] fs = { "d", "D", "f", "F", "g", "G", "m", "o", "r", "s", "t", "T", "u", "y", "yyyy-MM-dd", "HH:mm:ss.fffffff", "h:m:s tt",
            "ddd dd MMM yy", "dddd, MMMM d", "%d", "yyyyMMdd'T'HHmmss", "%K", "FFF", "gg yyy", "\\y\\e\\a\\r yyyy" };
        foreach (DateTime d in ds)
        {
            Console.Write(d + ": "); foreach (string f in fs) Console.Write(d.ToString(f, CultureInfo.InvariantCulture) + "|");
            Console.WriteLine($"{d.Year} {d.Month} {d.Day} {d.DayOfWeek} {d.DayOfYear} {d.Hour} {d.Minute} {d.Second} {d.Millisecond} {d.Microsecond} {d.Nanosecond} {d.Ticks} {d.Kind} {d.Date:d} {d.TimeOfDay} {ISOWeek.GetWeekOfYear(d)}");
            Console.WriteLine(T(() => d.AddDays(1)) + " " + T(() => d.AddMonths(1)) + " " + T(() => d.AddYears(-1)) + " "
                + T(() => d.AddHours(25.5)) + " " + T(() => d.AddTicks(-1).Ticks) + " " + T(() => d.AddMilliseconds(0.5).Ticks) + " "
                + T(() => d - DateTime.UnixEpoch) + " "
                + T(() => new DateTimeOffset(DateTime.SpecifyKind(d, DateTimeKind.Unspecified), TimeSpan.FromHours(2)).ToUniversalTime().ToString("o"))
                + " " + DateOnly.FromDateTime(d).DayNumber + " " + TimeOnly.FromDateTime(d).Ticks);
        }
        foreach (string s in new[] { "2024-02-29", "2023-02-29", "2024-02-29T13:14:15", "2024-02-29T13:14:15.1234567Z",
            "2024-02-29T13:14:15+02:00", "02/29/2024", "29/02/2024", "Feb 29, 2024", "Thu, 29 Feb 2024 13:14:15 GMT", "13:14", "1:14 PM",
            "2024-13-01", "", "yesterday", "2024", "20240229", "2024-02-29 24:00:00", "0001-01-01",
            "9999-12-31 23:59:59.9999999" }) Console.WriteLine(s
            + ": "
            + T(() => s.Length < 9
                && s.Contains(':') ? "time" : DateTime.Parse(s, CultureInfo.InvariantCulture,
                    DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal).ToString("o"))
            + " " + DateTime.TryParseExact(s, "yyyy-MM-dd", null, DateTimeStyles.None, out DateTime r) + r.Ticks + " "
            + DateOnly.TryParse(s, out DateOnly o) + o.DayNumber + " " + TimeOnly.TryParse(s, out TimeOnly t) + t.Ticks + " "
            + (s.Contains(':')
                && s.Length < 9 ? "" : DateTimeOffset.TryParse(s, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset off)
                + off.ToString("o")));
        TimeSpan[] ts = { TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.MinValue, new(1, 2, 3), new(-1, 2, 3, 4, 5),
            TimeSpan.FromSeconds(0.1234567), TimeSpan.FromDays(400.75), TimeSpan.FromTicks(-1) };
        foreach (TimeSpan t in ts) Console.WriteLine($"{t} {t:c} {t:g} {t:G} {t.ToString("d\\.hh\\:mm\\:ss\\.fff")} {t.Days} {t.Hours} {t.Minutes} {t.Seconds} {t.Milliseconds} {t.TotalHours:F6} {t.TotalMilliseconds:F3} {T(() => -t)} {T(() => t.Duration())} {T(() => t * 2)} {T(() => t / 3)} {T(() => t + TimeSpan.FromDays(1))} {T(() => t.Negate().Ticks)}");
        foreach (string s in new[] { "1", "1:2", "1:2:3", "1.2:3:4.5", "-0:0:1", "24:00", "1:60", "x", "",
            "10675199.02:48:05.4775807" }) Console.Write(T(() => TimeSpan.Parse(s))
            + " " + TimeSpan.TryParseExact(s, @"h\:m", null, out TimeSpan q) + q + "; ");
        Console.WriteLine();
        for (int y = 1896; y <= 2104; y += 4) Console.Write(DateTime.IsLeapYear(y) ? DateTime.DaysInMonth(y, 2) : 0); Console.WriteLine();
        Console.WriteLine(T(() => new DateTime(2023, 2, 29)) + T(() => new DateTime(0, 1, 1)) + T(() => DateTime.MaxValue.AddTicks(1))
            + T(() => TimeSpan.FromDays(1e10)) + T(() => new TimeOnly(24, 0)) + T(() => DateOnly.MaxValue.AddDays(1))
            + new DateOnly(2024, 1, 31).AddMonths(1) + new TimeOnly(23, 30).AddHours(1)
            + new TimeOnly(1, 0).IsBetween(new(23, 0), new(2, 0)) + (new TimeOnly(1, 0) - new TimeOnly(2, 0))
            + DateTimeOffset.FromUnixTimeSeconds(1700000000).ToString("u") + DateTimeOffset.UnixEpoch.ToUnixTimeMilliseconds()
            + new DateTime(2024, 1, 1).CompareTo(new DateTime(2023, 1, 1)) + (new DateTime(5, DateTimeKind.Utc) == new DateTime(5)));
        var cal = new GregorianCalendar();
        Console.WriteLine(cal.GetWeekOfYear(new DateTime(2024, 12, 30), CalendarWeekRule.FirstFourDayWeek, DayOfWeek.Monday) + " "
            + cal.AddMonths(new DateTime(2024, 1, 31), 1).Day + " " + new JulianCalendar().GetDayOfMonth(new DateTime(2024, 1, 14)) + " "
            + TimeZoneInfo.Utc.BaseUtcOffset + TimeZoneInfo.Utc.Id);
    }
}
