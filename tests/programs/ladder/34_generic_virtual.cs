// Generic virtual methods on classes and interfaces, over reference and value types.
using System;

interface IVisitor { string Visit<T>(T value); }

class Base : IVisitor
{
    public virtual string Visit<T>(T value) => "base " + typeof(T).Name + " " + value;
}

class Derived : Base
{
    public override string Visit<T>(T value) => "derived " + typeof(T) + " " + value + " / " + base.Visit(value);
}

class Outer<U> : IVisitor
{
    public string Visit<T>(T value) => typeof(U).Name + "," + typeof(T).Name + " " + (value is U);
}

class P
{
    static void Run(IVisitor v)
    {
        Console.WriteLine(v.Visit(1));
        Console.WriteLine(v.Visit("s"));
        Console.WriteLine(v.Visit((object)"s"));
        Console.WriteLine(v.Visit(new[] { 1.5 }));
    }

    static void Main()
    {
        Run(new Base());
        Run(new Derived());
        Run(new Outer<string>());
        Run(new Outer<int>());
    }
}
