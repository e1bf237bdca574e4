// Standard and custom formats of all integer types with their limits; parsing with styles, signs, hex, binary, thousands and failures.
using System;
using System.Globalization;
using System.Numerics;

class P
{
    static string T(Func<object> f)
    {
        try { return f().ToString(); } catch (Exception e) { return e.GetType().Name.Replace("Exception", "!"); }
    }
    static void F<X>(params X[] xs) where X : IFormattable
    {
        foreach (X x in xs)
        {
            Console.Write(typeof(X).Name + ": ");
            foreach (string f in new[] { null, "D", "D12", "X", "x5", "X20", "N", "N0", "n1", "F", "F0", "F3", "E", "e2", "G", "G3", "G0",
                "C", "P", "P1", "B", "B10", "R", "0", "000000", "#,##0", "0.00", "#", "##;(##);zero", "0,,", "%0", "'lit'0", "0x0", "\\#0",
                "00-00" }) Console.Write(T(() => x.ToString(f, null))
                + "|");
            Console.WriteLine();
        }
    }

    static void Main()
    {
        F<sbyte>(0, 5, -5, sbyte.MinValue); F<byte>(255); F<short>(-1, short.MinValue); F<ushort>(65535);
        F(0, 1, -1, 1234567, -1234567, int.MinValue, int.MaxValue); F(0u, uint.MaxValue); F(9876543210L, long.MinValue, long.MaxValue);
        F(ulong.MaxValue); F<nint>(-7); F(Int128.MinValue, Int128.MaxValue); F(UInt128.MaxValue); F(BigInteger.Pow(-7, 33));
        foreach (string s in new[] { "0", "-0", "+5", " 12 ", "1,234", "0x1F", "1F", "1e3", "1.0", "1.5", "", " ", "-", "99999999999",
            "2147483648", "-2147483649", "(5)", "5-", "$5", "１", "1 2", "\u00a05", "00000000000000000000000012", "-1", "255", "256",
            "1_000", "12\0",
            "12\0x" }) Console.WriteLine($"'{s.Replace("\0", "0")}' {T(() => int.Parse(s))} {T(() => byte.Parse(s))} {T(() => long.Parse(s))} {T(() => uint.Parse(s))} {T(() => ulong.Parse(s))} {T(() => sbyte.Parse(s))} {T(() => int.Parse(s, NumberStyles.Any))} {T(() => int.Parse(s, NumberStyles.HexNumber))} {T(() => short.Parse(s, NumberStyles.None))} {T(() => Int128.Parse(s))} {T(() => BigInteger.Parse(s))} {int.TryParse(s, out int r)}{r} {ulong.TryParse(s, NumberStyles.HexNumber, null, out ulong ur)}{ur} {T(() => Convert.ToInt32(s))} {T(() => int.Parse(s, NumberStyles.BinaryNumber))} {T(() => nint.Parse(s))}");
        Console.WriteLine(T(() => int.Parse(null)) + T(() => Convert.ToInt32((string)null)) + Convert.ToString(-5, 2)
            + Convert.ToString(255, 16) + Convert.ToString(8L, 8) + Convert.ToInt32("ff", 16) + Convert.ToByte("101", 2)
            + T(() => Convert.ToInt32("8", 8)) + T(() => int.Parse("5", (NumberStyles)0x10000)) + int.Parse("12"u8));
        var nfi = new NumberFormatInfo { NegativeSign = "~", NumberGroupSeparator = "_", NumberGroupSizes = new[] { 2, 3 },
            NumberDecimalSeparator = ":", NumberNegativePattern = 0, CurrencySymbol = "EUR", CurrencyPositivePattern = 3,
            PercentPositivePattern = 2, NumberDecimalDigits = 1 };
        Console.WriteLine((-1234567).ToString("N", nfi) + " " + 12.ToString("C", nfi) + " " + (-5).ToString(nfi) + " "
            + 3.ToString("P", nfi) + " " + int.Parse("~1_23", NumberStyles.Any, nfi) + " " + (-12.5).ToString("F2", nfi));
        Span<char> buf = stackalloc char[5];
        Console.WriteLine(12345.TryFormat(buf, out int w) + "" + w + 123456.TryFormat(buf, out w) + w + (-1).TryFormat(buf, out w, "D4") + buf[..w].ToString());
        Span<byte> u8 = stackalloc byte[8]; Console.WriteLine(42.TryFormat(u8, out w, "X4") + "" + w + u8[3]);
        for (int i = 1, e = 0; e < 10; e++, i *= 10) Console.Write((i - 1) + " " + i + " " + (-i) + " " + (uint)i + " " + (long)i * i + " ");
        Console.WriteLine(); ulong p = 1;
        for (int i = 0; i < 64; i++, p <<= 1) Console.Write(p + "," + (long)p + "," + (p - 1).ToString("N0") + " "); Console.WriteLine();
    }
}
