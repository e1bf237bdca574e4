// Found by smelt-fuzz with seed 960475 at none.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Collections;

public sealed class FuzzException : Exception
{
    public int Code;
    public FuzzException(int code) : base("fuzz " + code) => Code = code;
}

public sealed class Closing : IDisposable
{
    readonly int label;
    public Closing(int label) => this.label = label;
    public void Dispose() => R.P("closed " + label);
}

public static class R
{
    const int Shown = 150;
    static int fuel, lines;
    static ulong hash;

    public static void Start(int number)
    {
        fuel = 1500;
        lines = 0;
        hash = 14695981039346656037;
        Console.WriteLine("== " + number);
    }

    public static void End() => Console.WriteLine("hash " + hash.ToString("x") + " lines " + lines + " fuel " + fuel);

    public static ref T Place<T>(ref T place) => ref place;
    public static bool Fuel() => --fuel > 0;

    public static T V<T>(T x) => x;

    public static T NotNull<T>(T x) => x is null ? throw new NullReferenceException() : x;

    public static bool Same<T>(T a, T b) => EqualityComparer<T>.Default.Equals(a, b);

    public static string Key<T>(T x) => S(x);

    public static string Take(string s, int n) => new string(s.AsSpan(0, Math.Min(s.Length, n & 15)));

    public static Exception Throw(int code) => (code & 3) switch
    {
        0 => new ArgumentNullException("code" + code),
        1 => throw new FuzzException(code),
        2 => new OverflowException(),
        _ => null!,
    };

    public static bool Seen(Exception e)
    {
        P("seen " + e.GetType().Name);
        return true;
    }

    public static void Caught(Exception e)
    {
        // CoreCLR's message of a failed unboxing depends on how far it has optimised the method.
        P("caught " + e.GetType() + (e is InvalidCastException ? "" : ": " + e.Message));
    }

    public static void P<T>(T value)
    {
        if (fuel < -20000) return;
        fuel--;
        string text = S(value);
        foreach (char c in text) hash = (hash ^ c) * 1099511628211;
        if (lines++ < Shown) Console.WriteLine(text.Length > 300 ? text.Substring(0, 300) : text);
    }

    public static string S<T>(Span<T> span)
    {
        string text = "span";
        foreach (T item in span) text += " " + S(item);
        return text;
    }

    public static void P<T>(Span<T> span) => P(S(span));

    public static string S<T>(T value)
    {
        object o = value;
        switch (o)
        {
            case null: return "null";
            case string s: return s;
            case double d: return double.IsNaN(d) ? "NaN" : d.ToString("R", CultureInfo.InvariantCulture);
            case float f: return float.IsNaN(f) ? "NaN" : f.ToString("R", CultureInfo.InvariantCulture);
            case Delegate: return "delegate " + o.GetType();
            case Exception e: return e.GetType().ToString();
            case IFormattable f: return f.ToString(null, CultureInfo.InvariantCulture);
            case IEnumerable list:
                string text = o.GetType() + " [";
                foreach (object item in list) text += item is IEnumerable and not string ? "..." : S(item) + " ";
                return text + "]";
            default: return o.ToString();
        }
    }
}

public static class Driver
{
    public static void Main()
    {
        R.Start(0);
        P0.Program.Run();
        R.End();
    }
}

namespace P0
{

public record struct RS4(char f8, short f9) {
}

public static class Program {
    public static RS4?[] s96 = (new RS4?[] { default(RS4?), default(RS4?), default(RS4?), ((RS4?)default(RS4)) });
public static void Run() {
        R.P(s96);
    }
}

}
