// Records: equality, ToString, with-expressions, deconstruction, inheritance, record structs.
using System;

record Person(string Name, int Age);
record Employee(string Name, int Age, string Job) : Person(Name, Age);
readonly record struct Vec(double X, double Y)
{
    public double Length => Math.Sqrt(X * X + Y * Y);
}

class P
{
    static void Main()
    {
        var a = new Person("Ann", 30);
        var b = new Person("Ann", 30);
        var c = a with { Age = 31 };
        Console.WriteLine(a + " " + c);
        Console.WriteLine((a == b) + " " + (a == c) + " " + ReferenceEquals(a, b) + " " + (a.GetHashCode() == b.GetHashCode()));
        Person e = new Employee("Bob", 40, "smith");
        Console.WriteLine(e);
        Console.WriteLine((e == new Person("Bob", 40)) + " " + (e == (e with { })) + " " + (e with { Age = 1 }).GetType().Name);
        var (name, age) = c;
        Console.WriteLine(name + age);
        var v = new Vec(3, 4);
        Console.WriteLine(v + " " + v.Length + " " + (v == new Vec(3, 4)) + " " + v.Equals((object)new Vec(3, 5)));
    }
}
