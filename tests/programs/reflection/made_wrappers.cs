// A container that wraps whatever it is asked for into generic types, again and again: what flows to MakeGenericType is endless.
using System;
using System.Collections.Generic;
using System.Linq;

interface IBox { object Value { get; } }
class Box<T> : IBox { public T Content = default; public object Value => typeof(T); }
class Owned<T> : IBox { public object Value => "owned " + typeof(T).Name; }
class Many<T> { }
class A { }
class B { }
struct S { public int N; }

class Container
{
    readonly Dictionary<Type, Type> registered = new();
    readonly List<Type> seen = new();
    Type wrapper = typeof(Box<>);

    public void Register(Type service, Type implementation) => registered[service] = implementation;

    public Type Wrap(Type service)
    {
        var made = wrapper.MakeGenericType(registered.TryGetValue(service, out var found) ? found : service);
        seen.Add(made);
        Register(made, made);
        return made;
    }

    public Type Own(Type service) => typeof(Owned<>).MakeGenericType(service);
    public Type Last => seen[^1];

    public object Resolve(Type service)
    {
        if (service.IsGenericType && service.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            return Activator.CreateInstance(typeof(Many<>).MakeGenericType(service.GetGenericArguments()));
        if (service.IsGenericType && service.GetGenericTypeDefinition() == typeof(Lazy<>))
            return Resolve(Own(service.GetGenericArguments()[0]));
        return Activator.CreateInstance(registered.TryGetValue(service, out var found) ? found : service);
    }

    public Func<object> Factory(Type service) => () => Resolve(Wrap(service));
}

class Program
{
    static void Main()
    {
        var c = new Container();
        c.Register(typeof(IBox), typeof(Box<int>));
        foreach (var t in new[] { typeof(A), typeof(B), typeof(S), typeof(int), typeof(string) })
        {
            Console.WriteLine(((IBox)c.Resolve(c.Wrap(t))).Value);
            Console.WriteLine(((IBox)c.Resolve(c.Own(t))).Value);
            Console.WriteLine(((IBox)c.Factory(t)()).Value);
        }
        Console.WriteLine(((IBox)c.Resolve(c.Wrap(c.Wrap(typeof(A))))).Value);
        Console.WriteLine(((IBox)c.Resolve(c.Own(c.Wrap(typeof(B))))).Value);
        Console.WriteLine(c.Resolve(typeof(IEnumerable<A>)).GetType());
        Console.WriteLine(((IBox)c.Resolve(typeof(Lazy<B>))).Value);
        Console.WriteLine(((IBox)c.Resolve(typeof(IBox))).Value);
        Console.WriteLine(c.Last);
    }
}
