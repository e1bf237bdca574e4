// Generic math: CreateChecked, CreateSaturating, CreateTruncating between all number types, and algorithms over INumber<T>.
using System;
using System.Numerics;

class P
{
    static string T<R>(Func<R> f)
    {
        try { return f().ToString(); }
        catch (Exception e) { return e.GetType().Name[0] + "!"; }
    }

    static void To<TFrom, TTo>(TFrom v) where TFrom : INumberBase<TFrom> where TTo : INumberBase<TTo>
        => Console.Write(T(() => TTo.CreateChecked(v)) + "," + TTo.CreateSaturating(v) + "," + TTo.CreateTruncating(v) + " ");

    static void All<TFrom>(params TFrom[] vs) where TFrom : INumber<TFrom>
    {
        foreach (TFrom v in vs)
        {
            Console.Write(typeof(TFrom).Name + " " + v + ": ");
            To<TFrom, sbyte>(v); To<TFrom, byte>(v); To<TFrom, ushort>(v); To<TFrom, int>(v); To<TFrom, uint>(v); To<TFrom, long>(v);
            To<TFrom, ulong>(v);
            To<TFrom, Int128>(v); To<TFrom, UInt128>(v); To<TFrom, float>(v); To<TFrom, double>(v); To<TFrom, nint>(v);
            To<TFrom, char>(TFrom.IsNaN(v) || v < TFrom.CreateChecked(65) ? TFrom.CreateChecked(65) : TFrom.CreateChecked(66));
            Console.WriteLine();
        }
    }

    static T Power<T>(T b, int e) where T : IMultiplyOperators<T, T, T>, IMultiplicativeIdentity<T, T>
    {
        T r = T.MultiplicativeIdentity;
        for (; e > 0; e >>= 1, b = b * b) if ((e & 1) != 0) r *= b;
        return r;
    }

    static string Facts<T>(T v) where T : INumber<T>, IMinMaxValue<T>
        => $"{T.Sign(v)} {T.Abs(v)} {T.Max(v, T.One)} {T.Clamp(v, T.Zero, T.One)} {T.IsNegative(v)} {T.IsInteger(v)} {T.IsEvenInteger(v)} {T.MaxValue} {T.MinValue} {T.Radix} {v % (T.One + T.One)} {v.CompareTo(T.Zero)} {-v} {+v}";
    static string Bits<T>(T v) where T : IBinaryInteger<T>
        => $"{T.PopCount(v)} {T.LeadingZeroCount(v)} {T.Log2(v)} {v << 3} {v >> 1} {v >>> 1} {~v} {v & T.One} {v.GetByteCount()} {v.GetShortestBitLength()} {T.IsPow2(v)} {T.RotateLeft(v, 2)}";

    static void Main()
    {
        All<int>(0, -1, 200, int.MinValue, int.MaxValue); All<byte>(0, 255); All<long>(-129, long.MaxValue); All<ulong>(ulong.MaxValue);
        All<double>(0.9, -0.9, 300.5, -1e10, 1e20, 1e40); All<float>(3e9f); All<decimal>(12.75m, 70000m); All<Int128>(Int128.MinValue);
        Console.WriteLine(Power(3, 13) + " " + Power(1.5, 10) + " " + Power<BigInteger>(7, 50) + " " + Power(2m, 40) + " "
            + Power<byte>(3, 7) + " " + Power(new Complex(1, 1), 5));
        Console.WriteLine(Facts(-5)); Console.WriteLine(Facts(2.5)); Console.WriteLine(Facts((sbyte)-128 + 1));
        Console.WriteLine(Facts(7m)); Console.WriteLine(Facts((byte)9)); Console.WriteLine(Facts((Half)3));
        Console.WriteLine(Bits(100)); Console.WriteLine(Bits((byte)200)); Console.WriteLine(Bits((short)77));
        Console.WriteLine(Bits(1UL << 50)); Console.WriteLine(Bits('x' + 0)); Console.WriteLine(Bits((Int128)12345));
    }
}
