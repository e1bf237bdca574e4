// `Delegate.Method` of all kinds of methods, in a program that asks nothing else of reflection.
using System;
using System.Collections.Generic;

class Box<T>
{
    public static T Same(T value) => value;
    public T Twice(T value) => value;
    public static U Convert<U>(T value) => default!;
}

struct Point
{
    public int X;
    public int Plus(int n) => X + n;
}

class Program
{
    static int Square(int a) => a * a;
    int Length(string s) => s.Length;
    static T Id<T>(T t) => t;
    static KeyValuePair<K, V> Pair<K, V>(K k, V v) => new(k, v);

    static Func<T, T> Make<T>() => Id<T>;

    static void Show(Delegate d) => Console.WriteLine($"{d.Method.Name}: {d.Method}");

    static void Main()
    {
        Show((Func<int, int>)Square);
        Show((Func<string, int>)new Program().Length);
        Show((Func<string, string>)Id<string>);
        Show((Func<int, int>)Id<int>);
        Show(Make<Version>());
        Show(Make<long>());
        Show((Func<string, int, KeyValuePair<string, int>>)Pair<string, int>);
        Show((Func<string, string>)Box<string>.Same);
        Show((Func<double, double>)Box<double>.Same);
        Show((Func<string, object>)Box<string>.Convert<object>);
        Show((Func<Uri, Uri>)new Box<Uri>().Twice);
        Show((Func<Version, Version>)new Box<Version>().Twice);
        Show((Func<int, int>)new Point { X = 3 }.Plus);
        int k = 3;
        Func<int, int> closure = x => x + k;
        Console.WriteLine(closure.Method.ReturnType);
        Console.WriteLine(closure.Method.DeclaringType);
        Console.WriteLine(Make<string>().Method == ((Func<string, string>)Id<string>).Method);
        Console.WriteLine(Make<string>().Method == ((Func<object, object>)Id<object>).Method);
    }
}
