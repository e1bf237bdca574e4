// Static abstract interface members: operators, factories, generic math.
using System;
using System.Numerics;

interface IShape<T> where T : IShape<T>
{
    static abstract string Name { get; }
    static abstract T Create(int n);
    static virtual string Describe() => "a " + T.Name;
    int Area { get; }
}

struct Sq : IShape<Sq>
{
    public int S;
    public static string Name => "square";
    public static Sq Create(int n) => new Sq { S = n };
    public int Area => S * S;
}

class Ln : IShape<Ln>
{
    public static string Name => "line";
    public static Ln Create(int n) => new Ln();
    public static string Describe() => "just a line";
    public int Area => 0;
}

class P
{
    static string Show<T>(int n) where T : IShape<T> => T.Describe() + " " + T.Create(n).Area;

    static T Sum<T>(params T[] items) where T : INumber<T>
    {
        T sum = T.Zero;
        foreach (T t in items) sum += t;
        return sum * T.CreateChecked(2);
    }

    static void Main()
    {
        Console.WriteLine(Show<Sq>(5));
        Console.WriteLine(Show<Ln>(5));
        Console.WriteLine(Sum(1, 2, 3) + " " + Sum(0.5, 0.25) + " " + Sum(1m, 2.5m) + " " + Sum<byte>(100, 27));
        Console.WriteLine(Parse<int>("12") + Parse<double>("0.5"));
    }

    static T Parse<T>(string s) where T : IParsable<T> => T.Parse(s, null);
}
