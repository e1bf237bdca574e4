// GetInterfaceMap: generic methods, static members, generic interfaces, defaults, explicit and inherited implementations.
using System;
using System.Reflection;

interface IPlain { void First(); int Second(string s); }
interface IGeneric { void Make<T>(T t); U Convert<T, U>(T t) where U : new(); void Last(); }
interface IStatic { static abstract void Create<T>(); static abstract int Count(); static virtual int Zero() => 0; void Instance<T>(); }
interface IDefaults : IGeneric { void IGeneric.Make<T>(T t) { } U IGeneric.Convert<T, U>(T t) => default; void IGeneric.Last() { } }

class Base : IPlain { public void First() { } int IPlain.Second(string s) => 1; public virtual void Make<T>(T t) { } public U Convert<T, U>(T t) where U : new() => new(); }
class Derived : Base, IGeneric, IPlain { public override void Make<T>(T t) { } public void Last() { } }
struct Statics : IStatic { public static void Create<T>() { } static int IStatic.Count() => 2; public void Instance<T>() { } }
struct Defaulted : IDefaults { }
class Outer<T>
{
    public interface IInner { void Take(T t); void TakeMany<U>(U u, T t); static abstract T Make<U>(); }
    public class Inner : IInner { public void Take(T t) { } void IInner.TakeMany<U>(U u, T t) { } public static T Make<U>() => default; }
}

static class Program
{
    static void Show(Type type, Type contract)
    {
        InterfaceMapping map = type.GetInterfaceMap(contract);
        Console.WriteLine(map.TargetType + ": " + map.InterfaceType + " " + map.InterfaceMethods.Length);
        for (int i = 0; i < map.InterfaceMethods.Length; i++)
        {
            MethodInfo from = map.InterfaceMethods[i], to = map.TargetMethods[i];
            Console.WriteLine("  " + from.DeclaringType + " " + from + " -> " + to.DeclaringType + " " + to);
        }
    }

    static void Main()
    {
        Show(typeof(Base), typeof(IPlain));
        Show(typeof(Derived), typeof(IPlain));
        Show(typeof(Derived), typeof(IGeneric));
        Show(typeof(Statics), typeof(IStatic));
        Show(typeof(Defaulted), typeof(IGeneric));
        Show(typeof(Outer<int>.Inner), typeof(Outer<int>.IInner));
        Show(typeof(Outer<string>.Inner), typeof(Outer<string>.IInner));
        Console.WriteLine(new Derived() is IGeneric);
    }
}
