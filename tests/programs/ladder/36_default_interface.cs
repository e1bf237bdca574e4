// Default interface methods: inherited, overridden, re-abstracted in a more specific interface, on structs.
using System;

interface IGreeter
{
    string Name { get; }
    string Greet() => "hello " + Name;
    static int Count = 3;
    sealed string Shout() => Greet().ToUpperInvariant();
    private string Hidden() => "hidden " + Name;
    string Show() => Hidden();
}

interface IPolite : IGreeter
{
    string IGreeter.Greet() => "good day " + Name;
}

class A : IGreeter { public string Name => "a"; }
class B : IGreeter { public string Name => "b"; public string Greet() => "own b"; }
class C : IPolite { public string Name => "c"; }
class D : C, IGreeter { string IGreeter.Greet() => "explicit d"; }
struct S : IPolite { public int N; public string Name => "s" + ++N; }

class P
{
    static void Run(IGreeter g) => Console.WriteLine(g.Greet() + ", " + g.Shout() + ", " + g.Show());
    static string Constrained<T>(T g) where T : IGreeter => g.Greet() + " " + g.Name;

    static void Main()
    {
        Run(new A());
        Run(new B());
        Run(new C());
        Run(new D());
        Run(new S());
        Console.WriteLine(Constrained(new A()) + " " + Constrained(new S()) + " " + IGreeter.Count);
    }
}
