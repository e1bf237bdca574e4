// BigInteger: arithmetic, powers, division, parsing, formatting, shifts, conversions.
using System;
using System.Numerics;

class P
{
    static void Main()
    {
        BigInteger a = BigInteger.Parse("123456789012345678901234567890"), b = BigInteger.Pow(2, 100), c = -BigInteger.One;
        Console.WriteLine($"{a + b} {a - b} {a * b} {b / 12345} {b % 12345} {-a / 7} {-a % 7} {a > b} {c < 0}");
        BigInteger f = 1; for (int i = 2; i <= 60; i++) f *= i; Console.WriteLine(f);
        Console.WriteLine($"{f >> 100} {f << 3} {-f >> 200} {BigInteger.GreatestCommonDivisor(f, a)} {BigInteger.ModPow(3, f, 1000000007)} {BigInteger.Log10(f):F6} {(double)f} {f.GetBitLength()}");
        Console.WriteLine($"{b:X} {c:X} {(a & b)} {a ^ c} {~a} {a.ToByteArray().Length} {new BigInteger(new byte[] { 0xff, 0xff })} {new BigInteger(-1.5e20)} {(long)(b >> 60)} {a.GetHashCode() == BigInteger.Parse(a.ToString()).GetHashCode()}");
        try { Console.WriteLine((int)b); } catch (OverflowException e) { Console.WriteLine(e.Message); }
        BigInteger x = 0, y = 1; for (int i = 0; i < 500; i++) (x, y) = (y, x + y); Console.WriteLine(x);
        Console.WriteLine(BigInteger.DivRem(x, f, out BigInteger r) + " " + r);
    }
}
