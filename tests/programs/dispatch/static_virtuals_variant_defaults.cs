// Static virtual members with defaults on variant interfaces: several instantiations convert, derived interfaces override some of them.
using System;

class Animal { }
class Dog : Animal { }
class Puppy : Dog { }

interface IEats<in T> { static virtual string Meal() => "eats " + typeof(T).Name; virtual string Own() => "own " + typeof(T).Name; }
interface IGives<out T> { static virtual string Gift() => "gives " + typeof(T).Name; virtual string Own() => "own " + typeof(T).Name; }
interface IMiddle : IEats<Dog>, IGives<Dog>
{
    static string IEats<Dog>.Meal() => "middle"; static string IGives<Dog>.Gift() => "middle";
    string IEats<Dog>.Own() => "own middle"; string IGives<Dog>.Own() => "own middle";
}
interface IEnds : IEats<Animal>, IGives<Puppy>
{
    static string IEats<Animal>.Meal() => "ends"; static string IGives<Puppy>.Gift() => "ends";
    string IEats<Animal>.Own() => "own ends"; string IGives<Puppy>.Own() => "own ends";
}

class One : IEats<Animal>, IGives<Puppy> { }
class Two : IEats<Animal>, IGives<Puppy>, IEats<Dog>, IGives<Dog> { }
class Three : One, IMiddle { }
class Four : Three, IEnds { }
class All : IEats<Animal>, IGives<Puppy>, IMiddle, IEnds { }
struct Value : IEats<Dog>, IGives<Dog>, IEats<Animal>, IGives<Puppy> { }

static class Program
{
    static string Meal<T, U>() where T : IEats<U> => T.Meal();
    static string Gift<T, U>() where T : IGives<U> => T.Gift();
    static string Later<T, U>() where T : IEats<U> { Func<string> f = T.Meal; return f(); }
    static string Own<T, U>() where T : IEats<U>, new() => ((IEats<U>)new T()).Own();
    static string OwnGift<T, U>() where T : IGives<U>, new() => ((IGives<U>)new T()).Own();

    static void Show<T>() where T : IEats<Animal>, IEats<Dog>, IEats<Puppy>, IGives<Animal>, IGives<Dog>, IGives<Puppy>, new()
    {
        Console.WriteLine(typeof(T).Name);
        Console.WriteLine("  " + Meal<T, Animal>() + ", " + Meal<T, Dog>() + ", " + Meal<T, Puppy>());
        Console.WriteLine("  " + Gift<T, Animal>() + ", " + Gift<T, Dog>() + ", " + Gift<T, Puppy>());
        Console.WriteLine("  " + Later<T, Animal>() + ", " + Later<T, Dog>() + ", " + Later<T, Puppy>());
        Console.WriteLine("  " + Own<T, Animal>() + ", " + Own<T, Dog>() + ", " + Own<T, Puppy>());
        Console.WriteLine("  " + OwnGift<T, Animal>() + ", " + OwnGift<T, Dog>() + ", " + OwnGift<T, Puppy>());
    }

    static void Main()
    {
        Show<One>();
        Show<Two>();
        Show<Three>();
        Show<Four>();
        Show<All>();
        Show<Value>();
    }
}
