// What generated programs share.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

/// An output of a type parameter, with a default method.
public interface IOut<out T>
{
    T Get(int n);
    string Twice(int n) => R.S(Get(n)) + "," + R.S(Get(n + 1));
}

/// An input of a type parameter.
public interface IIn<in T>
{
    string Put(T x);
}

/// Static members, some with a default.
public interface IOwn<TSelf> where TSelf : IOwn<TSelf>
{
    static abstract TSelf Make(int n);
    static abstract TSelf operator +(TSelf a, TSelf b);
    static virtual int Weigh(TSelf x, int n) => unchecked(n * 7 + R.S(x).Length);
    static virtual TSelf operator -(TSelf a) => TSelf.Make(TSelf.Weigh(a, 1));
}

/// A field by reference.
public ref struct Place<T>
{
    public ref T At;
    public Place(ref T at) => At = ref at;
}

/// A value that an asynchronous method waits for: there at once, after others had their turn, or never.
public readonly struct Later<T> : ICriticalNotifyCompletion
{
    readonly T value;
    readonly int how;

    public Later(T value, int how)
    {
        this.value = value;
        this.how = how;
    }

    public Later<T> GetAwaiter() => this;
    public bool IsCompleted => (how & 1) == 0;
    public T GetResult() => (how & 15) == 15 ? throw new FuzzException(how) : value;
    public void OnCompleted(Action next) => R.Waiting.Enqueue(next);
    public void UnsafeOnCompleted(Action next) => R.Waiting.Enqueue(next);
}

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
        Waiting.Clear();
        Console.WriteLine("== " + number);
    }

    /// Runs a program to its end, which may be an exception of a static constructor.
    public static void Guard(Action program)
    {
        try { program(); } catch (Exception e) { Caught(e); }
    }

    public static void End() => Console.WriteLine("hash " + hash.ToString("x") + " lines " + lines + " fuel " + fuel);

    public static readonly Queue<Action> Waiting = new();

    /// Runs an asynchronous method to its end, all on this thread.
    public static T Run<T>(Task<T> task)
    {
        while (!task.IsCompleted) Waiting.Dequeue()();
        return task.GetAwaiter().GetResult();
    }

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
