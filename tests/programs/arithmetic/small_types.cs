// Arithmetic of small types, chars, bools and enums: promotion, narrowing compound assignment, increments that wrap.
using System;

enum Day : sbyte { Mon = 1, Tue, Sun = 7 }
enum Mask : ushort { A = 1, B = 2, All = 0xffff }

class P
{
    static byte s_b = 250; static sbyte s_sb = 120; static short s_s = 32760; static ushort s_us = 5; static char s_c = '\ufffd';
    static bool s_t = true;
    byte _b = 3;

    static void Main()
    {
        for (int i = 0; i < 10; i++) { s_b++; s_sb++; s_s++; s_us--; s_c++; Console.Write($"{s_b} {s_sb} {s_s} {s_us} {(int)s_c}; "); }
        Console.WriteLine();
        s_b += 300 % 256; s_b *= 3; s_b -= 200; s_sb /= 2; s_s <<= 3; s_us |= 0x8000; s_us >>= 1; s_b ^= 0xff; s_c += (char)5;
        s_b = (byte)-s_b;
        Console.WriteLine($"{s_b} {s_sb} {s_s} {s_us} {(int)s_c}");
        byte a = 200, b = 100;
        Console.WriteLine($"{a + b} {(byte)(a + b)} {a * b} {a - 2 * b} {~a} {-a} {(sbyte)~a} {a << 8} {(a + b) / 2} {(sbyte)a >> 1} {(byte)(a << 1) >> 1}");
        short s = -5; ushort us = 65535;
        Console.WriteLine($"{s + us} {(short)(s * us)} {(ushort)s} {s / 2} {s % 3} {us * us} {(uint)us * us} {s >>> 28} {(ushort)(us + 1)}");
        char c = 'z'; c++;
        Console.WriteLine($"{c} {c + 1} {(char)(c + 1)} {'a' + 'b'} {(char)('a' + 2)} {c - 'a'} {char.ToUpperInvariant('q')} {c > 'a'} {"ab"[1] - '0'}");
        bool t = s_t, f = !t;
        Console.WriteLine($"{t & f} {t | f} {t ^ t} {t ^ f} {!t} {t && !f || f} {(t ? 1 : 0) + (f ? 1 : 0)} {t == f} {t != f} {t.CompareTo(f)}");
        t &= f; f |= true; f ^= true; Console.WriteLine($"{t} {f}");
        Day d = Day.Mon; d++; d += 3;
        Console.WriteLine($"{d} {(Day)((int)d + 2)} {Day.Sun - Day.Mon} {d > Day.Tue} {(sbyte)~Day.Mon} {d & Day.Sun} {-(int)d} {(Day)(sbyte)-128} {d-- == (Day)5} {d}");
        Mask m = Mask.A; m |= Mask.B; m ^= Mask.All;
        Console.WriteLine($"{m} {(ushort)m} {~m} {(m & Mask.All) != 0} {(Mask)((ushort)m << 1)}");
        var p = new P(); p._b -= 4; p._b++; byte old = p._b++; Console.WriteLine(old + " " + p._b + " " + p._b-- + " " + --p._b);
        byte[] arr = { 255, 0 }; arr[0]++; arr[1]--; ref byte r = ref arr[0]; r -= 1; Console.WriteLine(arr[0] + " " + arr[1]);
        int i1 = 5; i1 = i1++ + ++i1; Console.WriteLine(i1); i1 += i1++ * 2; Console.WriteLine(i1); long mix = 1; mix += s; mix *= us;
        mix -= (byte)mix; Console.WriteLine(mix + (uint)3 + -1);
    }
}
