// Enum reflection over all underlying types: names, values, parsing, flags, formats, attributes of members.
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Reflection;
enum SB : sbyte { Neg = -128, MinusOne = -1, Zero, One, Max = 127 }
enum B : byte { Zero, A = 1, B = 2, AB = 3, Max = 255 }
enum S : short { Min = short.MinValue, M1 = -1, Z = 0, P = 1, Max = short.MaxValue }
enum US : ushort { Z, Max = ushort.MaxValue }
enum I { Min = int.MinValue, M1 = -1, Z, P, Dup = 1, Max = int.MaxValue }
enum UI : uint { Z, Half = 0x80000000, Max = uint.MaxValue }
enum L : long { Min = long.MinValue, M1 = -1, Z, Max = long.MaxValue }
enum UL : ulong { Z, Half = 0x8000000000000000, Max = ulong.MaxValue }
[Flags] enum F : byte { None = 0, [Description("the first")] One = 1, Two = 2, Four = 4, OneTwo = 3, All = 0xff }
[Flags] enum FL : long { None = 0, Low = 1, High = 1L << 62, Sign = long.MinValue }
enum Empty { }
class Outer<T> { public enum Inner { X, Y } }
class P
{
    static void Dump<T>() where T : struct, Enum
    {
        Type t = typeof(T);
        Console.WriteLine($"{t} {Enum.GetUnderlyingType(t)} {t.GetEnumUnderlyingType().Name} {string.Join(",", Enum.GetNames<T>())}");
        Console.WriteLine("  " + string.Join(",", Enum.GetValues<T>()) + " | " + string.Join(",", Enum.GetNames(t)) + " | " + string.Join(",", t.GetEnumNames()));
        foreach (object v in Enum.GetValues(t)) Console.Write($"  {v}={Convert.ChangeType(v, Enum.GetUnderlyingType(t))}/{Enum.Format(t, v, "X")}/{Enum.Format(t, v, "D")}/{Enum.IsDefined(t, v)}");
        Console.WriteLine();
        Array raw = Enum.GetValuesAsUnderlyingType(t); Console.WriteLine("  " + raw.GetType() + " " + string.Join(",", raw.Cast<object>()));
        Array raw2 = Enum.GetValuesAsUnderlyingType<T>(); Console.WriteLine("  " + raw2.Length);
        foreach (FieldInfo f in t.GetFields()) Console.WriteLine($"  {f.Name} {f.FieldType} {f.Attributes} {(f.IsStatic ? f.GetRawConstantValue() + " " + f.GetValue(null) : "-")}");
    }
    static void Main()
    {
        Dump<SB>(); Dump<B>(); Dump<S>(); Dump<US>(); Dump<I>(); Dump<UI>(); Dump<L>(); Dump<UL>(); Dump<F>(); Dump<FL>(); Dump<Empty>();
        Dump<Outer<int>.Inner>(); Dump<DayOfWeek>();
        Console.WriteLine(Enum.Parse<F>("One, Four") + " " + Enum.Parse(typeof(F), "two,FOUR", true) + " " + Enum.Parse<F>("200") + " " + (Enum.TryParse("Bogus", out F _) ? "?" : "no"));
        Console.WriteLine((F)9 + " " + (F)3 + " " + (F)255 + " " + ((F)64).ToString("G") + " " + ((F)5).ToString("F") + " " + (FL.Sign | FL.Low) + " " + (FL)6);
        Console.WriteLine(F.OneTwo.HasFlag(F.One) + " " + F.One.HasFlag(F.OneTwo));
        Console.WriteLine(Enum.ToObject(typeof(SB), -1) + " " + Enum.ToObject(typeof(UL), ulong.MaxValue) + " " + Enum.ToObject(typeof(I), 77).GetType());
        Console.WriteLine(Enum.GetName(I.P) + " " + Enum.GetName(typeof(I), 1) + " " + (Enum.GetName((I)99) ?? "null"));
        Console.WriteLine(I.P.CompareTo(I.Max) + " " + I.P.Equals((object)I.Dup) + " " + I.P.Equals(1) + " " + I.P.GetHashCode() + " " + L.Min.GetHashCode() + " " + SB.Neg.GetHashCode());
        try { Enum.Parse(typeof(I), ""); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
        try { Enum.Parse<B>("256"); } catch (OverflowException e) { Console.WriteLine(e.Message); }
        try { Enum.IsDefined(typeof(I), 1L); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
        try { Enum.GetNames(typeof(int)); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
        Console.WriteLine(typeof(F).GetField("One").GetCustomAttribute<DescriptionAttribute>().Description + " " + typeof(F).IsDefined(typeof(FlagsAttribute), false));
        Console.WriteLine(typeof(F).GetMember("Two")[0].MemberType + " " + typeof(F).GetField("value__") + " " + typeof(F).GetEnumName((byte)4) + " " + typeof(F).IsEnumDefined("Four"));
        object boxed = F.Four; Console.WriteLine((byte)boxed + " " + (boxed is F) + " " + (boxed is byte) + " " + ((IConvertible)boxed).ToInt32(null) + " " + ((Enum)boxed).GetTypeCode());
        var d = new Dictionary<SB, string> { [SB.Neg] = "n", [SB.Max] = "m" }; Console.WriteLine(d[SB.Neg] + d[SB.Max]);
        Console.WriteLine(Activator.CreateInstance(typeof(S)) + " " + Array.CreateInstance(typeof(L), 2).GetValue(1) + " " + default(Empty));
        Span<char> buf = stackalloc char[8]; Console.WriteLine(Enum.TryFormat(F.Two, buf, out int n) + " " + n);
    }
}
