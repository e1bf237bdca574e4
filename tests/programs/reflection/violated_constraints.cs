// MakeGenericType with arguments that violate constraints: ArgumentException that says which, as dependency injection expects.
using System;
using System.Collections.Generic;

interface ITag { }
interface IFinerTag : ITag { }
class Tagged : ITag { }
class Finer : Tagged { }
class Hidden { Hidden() { } }
abstract class Partial { public Partial() { } }
class Plain { }
struct Point { public int X; }
interface IConsume<in T> { }
class Consumer<T> : IConsume<T> { }

class OnlyClass<T> where T : class { }
class OnlyStruct<T> where T : struct { }
class OnlyNew<T> where T : new() { }
class OnlyTag<T> where T : ITag { }
class OnlyEnum<T> where T : struct, Enum { }
class OnlyPair<T, U> where T : U { }
class OnlySequence<T, U> where T : IEnumerable<U> { }
class OnlyConsumer<T, U> where T : IConsume<U> { }
class OnlyComparable<T> where T : IComparable<T> { }

static class Program
{
    static void Try(Type definition, params Type[] args)
    {
        try { Console.WriteLine(definition.MakeGenericType(args)); }
        catch (ArgumentException e) { Console.WriteLine("ArgumentException: " + e.Message); }
    }

    static void Main()
    {
        Try(typeof(OnlyClass<>), typeof(int));
        Try(typeof(OnlyClass<>), typeof(int?));
        Try(typeof(OnlyStruct<>), typeof(Plain));
        Try(typeof(OnlyStruct<>), typeof(int?));
        Try(typeof(OnlyStruct<>), typeof(ITag));
        Try(typeof(OnlyNew<>), typeof(Hidden));
        Try(typeof(OnlyNew<>), typeof(Partial));
        Try(typeof(OnlyNew<>), typeof(ITag));
        Try(typeof(OnlyNew<>), typeof(string));
        Try(typeof(OnlyTag<>), typeof(Plain));
        Try(typeof(OnlyTag<>), typeof(Point));
        Try(typeof(OnlyEnum<>), typeof(Point));
        Try(typeof(OnlyPair<,>), typeof(Tagged), typeof(Finer));
        Try(typeof(OnlySequence<,>), typeof(List<int>), typeof(string));
        Try(typeof(OnlyConsumer<,>), typeof(Consumer<Finer>), typeof(Tagged));
        Try(typeof(OnlyComparable<>), typeof(Plain));
        // A container skips services whose constraints are not met.
        int services = 0;
        foreach (Type t in new[] { typeof(Tagged), typeof(Plain), typeof(Finer), typeof(Hidden) })
        {
            try { if (typeof(OnlyTag<>).MakeGenericType(t) == typeof(OnlyTag<Tagged>) || t == typeof(Finer)) services++; }
            catch (ArgumentException) { }
        }
        Console.WriteLine(services + " " + new OnlyTag<Finer>() + " " + new OnlyConsumer<Consumer<Tagged>, Finer>() + new OnlyPair<Finer, Tagged>() + new OnlySequence<List<int>, int>());
        Console.WriteLine(typeof(IFinerTag).IsAssignableTo(typeof(ITag)));
    }
}
