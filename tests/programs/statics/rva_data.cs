// Array and span initialisers from constant data: all element types, multi-dimensional, spans without allocation, UTF-8 literals, large tables, mutation of copies.
using System;
using System.Linq;

class P
{
    static readonly sbyte[] s_sb = { -1, 2, -128, 127 }; static readonly short[] s_s = { -1, 300, short.MinValue, 4 };
    static readonly char[] s_c = { 'a', 'ü', '€', '\0' }; static readonly uint[] s_u = { 1, 0x80000000, uint.MaxValue, 7 };
    static readonly long[] s_l = { long.MinValue, -1, 1L << 40, 3 }; static readonly ulong[] s_ul = { ulong.MaxValue, 0, 1, 2 };
    static readonly float[] s_f = { 1.5f, -0f, float.NaN, float.MaxValue };
    static readonly double[] s_d = { Math.PI, double.Epsilon, double.NegativeInfinity, -0.0 };
    static readonly bool[] s_b = { true, false, true, true, false };
    static readonly DayOfWeek[] s_e = { DayOfWeek.Friday, DayOfWeek.Monday, (DayOfWeek)77 }; static readonly decimal[] s_m = { 1.5m, -2m };
    static readonly string[] s_str = { "x", null, "y" };
    static ReadOnlySpan<byte> Bytes => new byte[] { 1, 2, 3, 250, 251, 0, 9 };
    static ReadOnlySpan<int> Ints => new[] { 1, -1, int.MaxValue, 1000000 }; static ReadOnlySpan<char> Chars => ['q', 'ö', '\u1234'];
    static ReadOnlySpan<double> Doubles => new[] { 0.1, 0.2 }; static ReadOnlySpan<ushort> Shorts => [1, 2, 65535];
    static ReadOnlySpan<bool> Bools => [true, false]; static ReadOnlySpan<long> Longs => [long.MinValue, 5];
    static ReadOnlySpan<byte> Utf8 => "héllo €"u8;
    static int[] Fresh() => new[] { 10, 20, 30, 40, 50 };
    static readonly int[,] s_md = { { 1, 2, 3 }, { 4, 5, 6 } };
    static readonly byte[,,] s_cube = { { { 1, 2 }, { 3, 4 } }, { { 5, 6 }, { 7, 8 } } };
    static readonly int[][] s_jag = { new[] { 1 }, new[] { 2, 3, 4 }, new int[0] };
    static readonly ushort[] s_big = { 0x0, 0x1189, 0x2312, 0x329b, 0x4624, 0x57ad, 0x6536, 0x74bf, 0x8c48, 0x9dc1, 0xaf5a, 0xbed3, 0xca6c,
        0xdbe5, 0xe97e, 0xf8f7, 0x1081, 0x0108, 0x3393, 0x221a, 0x56a5, 0x472c, 0x75b7, 0x643e, 0x9cc9, 0x8d40, 0xbfdb, 0xae52, 0xdaed,
        0xcb64, 0xf9ff, 0xe876 };
    static string Name(string s)
        => s switch { "alpha" => "1", "beta" => "2", "gamma" => "3", "delta" => "4", "epsilon" => "5", "zeta" => "6", "eta" => "7",
            "theta" => "8", "iota" => "9", "kappa" => "10", _ => "?" };

    static void Main()
    {
        Console.WriteLine(string.Join(",", s_sb) + ";" + string.Join(",", s_s) + ";" + string.Join(",", s_c.Select(c => (int)c)) + ";"
            + string.Join(",", s_u) + ";" + string.Join(",", s_l) + ";" + string.Join(",", s_ul) + ";" + string.Join(",", s_f) + ";"
            + string.Join(",", s_d) + ";" + string.Join(",", s_b) + ";" + string.Join(",", s_e) + ";" + string.Join(",", s_m) + ";"
            + string.Join(",", s_str));
        int sum = 0; foreach (byte b in Bytes) sum = sum * 3 + b; foreach (int i in Ints) sum ^= i; foreach (char c in Chars) sum += c;
        foreach (ushort u in Shorts) sum += u;
        Console.WriteLine(sum + " " + (Doubles[0] + Doubles[1]) + Bools[1] + Longs[0] + Longs.Length + " " + Utf8.Length + " " + Utf8[1]
            + " " + System.Text.Encoding.UTF8.GetString(Utf8) + Bytes[^1]);
        int[] f1 = Fresh(), f2 = Fresh(); f1[0]++; Console.WriteLine(f1[0] + " " + f2[0] + " " + ReferenceEquals(f1, f2)); s_sb[0] = 5;
        Console.WriteLine(s_sb[0]); int md = 0; foreach (int x in s_md) md = md * 10 + x; foreach (byte x in s_cube) md += x;
        Console.WriteLine(md + " " + s_md[1, 0] + s_cube[1, 0, 1] + s_jag[1][2] + s_jag[2].Length); uint crc = 0;
        foreach (ushort u in s_big) crc = (crc << 3 | crc >> 29) ^ u;
        Console.WriteLine(crc + " " + Name("kappa") + Name("alpha") + Name("x") + Name("eta")); ReadOnlySpan<byte> slice = Bytes[3..5];
        Console.WriteLine(slice[0] + slice[1] + " " + Bytes.IndexOf((byte)251) + Bytes.SequenceEqual(Bytes) + Utf8.StartsWith("hé"u8));
        Span<int> st = stackalloc int[] { 7, 8, 9 }; st[1] = 80; Console.WriteLine(st[0] + st[1] + st[2]);
        try { _ = Bytes[Bytes.Length]; } catch (IndexOutOfRangeException) { Console.WriteLine("range"); }
    }
}
