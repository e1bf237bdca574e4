// Enum ToString, Format, Parse, TryParse, GetNames, GetValues, IsDefined, flags over all underlying types, duplicates and negative values.
using System;

enum Plain { A, B, C = 10, D } enum Dup { X = 1, Y = 1, Z = 2 } [Flags] enum Fl : byte { None, R = 1, W = 2, X = 4, RW = R | W, All = 255 }
[Flags] enum NoZero { A = 1, B = 2, AB8 = 11 } enum Neg : sbyte { M = -5, Z = 0, P = 5, Min = -128 }
[Flags] enum Wide : ulong { Top = 1UL << 63, Low = 1, Mid = 1UL << 32 } enum Sh : short { Q = short.MinValue }
enum US : ushort { Q = 65535 } enum UI : uint { Q = uint.MaxValue } [Flags] enum LongF : long { Neg = long.MinValue, A = 1 } enum Empty { }

class P
{
    static string T(Func<object> f)
    {
        try { return f()?.ToString() ?? "null"; } catch (Exception e) { return e.GetType().Name.Replace("Exception", "!"); }
    }
    static void E<X>(params X[] xs) where X : struct, Enum
    {
        foreach (X x in xs) Console.Write($"{x} {x:G} {x:D} {x:X} {x:F} {x.ToString("g")} {Enum.GetName(x) ?? "-"} {Enum.IsDefined(x)} {x.GetTypeCode()} {Convert.ToString(x)} {x.HasFlag(xs[0])} {x.CompareTo(xs[0])} {x.Equals(xs[0])} {Enum.Format(typeof(X), x, "X")}; ");
        Console.WriteLine(string.Join(",", Enum.GetNames<X>()) + " " + string.Join(",", Enum.GetValues<X>()) + " "
            + Enum.GetUnderlyingType(typeof(X)).Name + " "
            + string.Join(",", (System.Collections.IEnumerable)Enum.GetValuesAsUnderlyingType<X>() is Array a ? a.Length : 0));
        foreach (string s in new[] { "A", "a", "R, W", "r,w", "RW|X", "3", "-5", "Q", "300", "", " B ", "B,", "None", "X, 8", "Top,Low",
            "1.5", "+1",
            "99999999999999999999" }) Console.Write($"{s}:{T(() => Enum.Parse<X>(s))},{(Enum.TryParse(s, true, out X r) ? r.ToString() : "no")},{T(() => Enum.Parse(typeof(X), s, true))} ");
        Console.WriteLine();
    }

    static void Main()
    {
        E(Plain.A, Plain.C, (Plain)5, (Plain)(-1)); E(Dup.X, Dup.Y, Dup.Z);
        E(Fl.None, Fl.RW, Fl.R | Fl.X, Fl.All, (Fl)8, (Fl)9, Fl.RW | Fl.X);
        E(NoZero.A, (NoZero)0, NoZero.A | NoZero.B, (NoZero)11, (NoZero)15); E(Neg.M, Neg.Min, (Neg)(-1), Neg.P);
        E(Wide.Top, Wide.Top | Wide.Low, (Wide)0, (Wide)ulong.MaxValue); E(Sh.Q, (Sh)1); E(US.Q); E(UI.Q, (UI)5);
        E(LongF.Neg, LongF.Neg | LongF.A, (LongF)(-1)); E(default(Empty), (Empty)3);
        Console.WriteLine(T(() => Plain.A.ToString("Q")) + T(() => Enum.Parse<Plain>(null)) + Enum.ToObject(typeof(Fl), 6)
            + T(() => Enum.ToObject(typeof(int), 6)) + Enum.IsDefined(typeof(Plain), "B") + Enum.IsDefined(typeof(Plain), 10)
            + T(() => Enum.IsDefined(typeof(Plain), 10L)) + Plain.B.Equals(1) + Plain.B.Equals((object)Plain.B)
            + ((object)Plain.A).Equals(Dup.X) + T(() => ((IComparable)Plain.A).CompareTo(Dup.X)) + (int)(object)Plain.D + (Plain)(object)11
            + ((IConvertible)Plain.D).ToDouble(null) + Convert.ToInt64(Neg.M) + (Plain.C - Plain.A) + (Plain.A + 10) + ~Fl.R
            + unchecked((Fl)(~0)) + (Fl.RW ^ Fl.W) + typeof(Fl).IsEnum + Plain.B.GetHashCode() + Neg.M.GetHashCode()
            + Wide.Top.GetHashCode() + $"{Plain.C,8}|{Plain.C,-8}|{Plain.C:D}");
        Span<char> buf = stackalloc char[4];
        Console.WriteLine(Enum.TryFormat(Fl.RW, buf, out int w) + "" + w + Enum.TryFormat(Fl.R | Fl.X, buf, out w) + w
            + Enum.TryParse("rw".AsSpan(), true, out Fl f) + f);
    }
}
